//! Policies in git repositories, made in temporary folders.
#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod changelog;
mod merge;
mod repository;
mod sides;
