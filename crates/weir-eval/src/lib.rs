//! The reference meaning: what the rules conclude about an export, why, and what would have to be known.
//!
//! It follows the definition of `docs/reference/meaning.md` line by line. Words are not made here: a determination holds
//! ids and numbers, and whoever shows it finds the texts in the program.

mod answer;
mod conclude;
pub mod determination;
mod determine;
mod explain;
mod ground;
pub mod lists;
mod relevant;
mod store;
#[cfg(test)]
mod tests;
mod tree;
mod truth;

pub use determination::*;
pub use determine::{Limits, determine};
pub use lists::*;
pub use truth::Truth;
