//! How things are shown. Words and layout stand here; what they say is decided elsewhere.

pub mod analysis;
pub(crate) mod annotations;
pub mod changelog;
mod conditions;
pub mod coverage;
pub mod diagnostics;
pub mod diff;
pub mod git;
pub mod json;
mod lists;
pub mod memo;
pub(crate) mod place;
pub(crate) mod precedence;
pub mod tables;
pub mod what_if;
pub mod words;
pub mod zones;
