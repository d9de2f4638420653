//! The resolved, typed, dated and cited program of a set of policies, and the in-memory workspace that checks them.
//!
//! This crate knows no disk, clock, environment, terminal or layout. "Today" is not a word it knows: an as-of date is an
//! argument.

pub mod workspace;
pub mod checked;
pub mod hir;
pub mod date;
pub mod scenario;
pub mod edition;
pub mod problems;
mod lower;
mod check;
pub mod names;

pub use checked::{Checked, Executable, HasErrors};
pub use edition::{Edition, Readings};
pub use problems::Problem;
pub use workspace::{Source, Workspace};
