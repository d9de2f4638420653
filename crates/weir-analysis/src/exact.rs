//! The compiled form of the law of a day: for each outcome a decision diagram over all cases, exact and canonical.
//!
//! Two diagrams over the same [`Space`] are equal exactly if they mean the same, so "no change of meaning" is a comparison of
//! roots. Nothing here is shared with the interpreter, which follows the definition; each is believed because both agree.

mod apart;
mod build;
mod case;
mod compile;
mod days;
mod difference;
mod formula;
mod law;
mod logic;
mod memo;
mod order;
mod region;
mod space;
mod store;

pub use compile::{Compiled, Leaf, compile};
pub use days::{Changes, Law, OtherDays, Stands, on_other_days};
pub use difference::{
    Difference, Direction, Transition, covering, differences, is_empty, one_sided,
};
pub use logic::{Step, choose};
pub use region::{Condition, Lead, Part, Question, Questions, Region};
pub(crate) use space::cut_points;
pub use space::{About, Assignment, Kind, Space, Variable, retyped};
pub use store::{Diagram, Store, TooLarge};
