//! Scenario files: what is known of an export, in YAML or JSON.
//!
//! Reading is strict: what is not understood is a problem with its place; it is never left out and never becomes a default.
//! Whether the facts agree with each other and with the law is not asked here.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::date::Date;
use weir_core::hir::{FactId, Program, ReadingId, SourceId};
use weir_core::scenario::Scenario;

mod edited;
mod file;
mod hint;
mod problem;
pub(crate) mod quantity;
mod record;
mod tree;
pub(crate) mod value;
pub(crate) mod vocabulary;
pub(crate) mod words;
mod write;

#[cfg(test)]
mod tests;

pub use edited::{for_editor, place_at};
pub use problem::ScenarioProblem;
pub use record::{Row, is_remark, read_row};
pub use write::write;

/// A scenario file as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioFile {
    /// What it is about.
    pub title: Option<String>,
    /// The day as of which it is to be determined.
    pub on: Option<Date>,
    /// The options it chooses for open questions of law.
    pub readings: BTreeMap<ReadingId, usize>,
    /// What is known.
    pub scenario: Scenario,
    /// The facts of which it says that they, or some of their members, are not known.
    pub said_unknown: BTreeSet<FactId>,
}

/// Reads a scenario file. A name that ends in `.json` makes it JSON, any other YAML.
///
/// # Errors
///
/// Everything in it that is not understood, in order of place.
pub fn read(
    program: &Program,
    source: SourceId,
    file_name: &str,
    text: &str,
) -> Result<ScenarioFile, Vec<ScenarioProblem>> {
    let json = file_name.to_lowercase().ends_with(".json");
    let tree = tree::parse(source, text, json)?;
    file::read(program, source, json, &tree)
}

/// Reads one of the records of a JSON file: a scenario as in a file, or its facts alone with a name and a day beside them.
///
/// # Errors
///
/// Everything in it that is not understood, in order of place.
pub fn read_object(
    program: &Program,
    source: SourceId,
    text: &str,
) -> Result<ScenarioFile, Vec<ScenarioProblem>> {
    let mut tree = tree::parse(source, text, true)?;
    record::as_file(program, source, &mut tree);
    file::read(program, source, true, &tree)
}
