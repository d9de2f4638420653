//! What can be said of policies as a whole, without a scenario.
//!
//! This crate knows only the law of a day. It asks nothing of the interpreter in `weir-eval`, against which it is to be
//! held, and knows no terminal, editor or file format.

pub mod exact;
pub mod findings;
pub mod sources;
pub mod zones;

mod cases;
mod formula;
