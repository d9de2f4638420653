//! The resolved, typed, dated and cited program of a set of policies, and the in-memory workspace that checks them.
//!
//! This crate knows no disk, clock, environment, terminal or layout. "Today" is not a word it knows: an as-of date is an
//! argument.

mod check;
pub mod checked;
pub mod coverage;
pub mod date;
pub mod edition;
pub mod hir;
mod lower;
pub mod names;
pub mod occurrence;
pub mod problems;
pub mod scenario;
pub mod words;
pub mod workspace;

pub use checked::{Checked, Executable, HasErrors};
pub use edition::{Edition, Readings};
pub use problems::Problem;
pub use workspace::{Source, Workspace};
