//! What is amiss in the law of a day, or worth knowing, seen from its compiled form: exact over all cases that are possible.
//!
//! Everything here is said of one day under chosen readings. Nothing is shown to anybody before the interpreter has confirmed
//! the case that goes with it; that is left to who shows it.

mod boundaries;
mod clauses;
mod nearest;
mod results;

pub use boundaries::{Boundary, Crossing, boundaries};
pub use clauses::{Clause, Idle, Never, idle};
pub use nearest::{Change, Changes, nearest};
pub use results::{Answered, Holes, Overlap, Reread, holes, overlaps, rereadings, unanswered};
