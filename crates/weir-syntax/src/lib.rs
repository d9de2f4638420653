//! Text to tokens to tree, and tree to canonical text.
//!
//! This crate knows the shape of the language and nothing of its meaning: names are not resolved, units not compared,
//! other files not known. It also holds the diagnostic record and the table of codes that every phase uses.

pub mod ast;
pub mod codes;
pub mod diagnostic;
pub mod format;
pub mod lexer;
pub mod parser;
pub mod span;
pub mod token;
mod words;

pub use parser::{Parse, parse};
pub use span::{At, LineIndex, Span};
