//! Official tables to lists, and lists to tables. Files are read and written elsewhere; here are texts and tables.
//!
//! The way of a table: `official` takes it apart into printed rows by the mapping; `rows` and `phrase` read what each says;
//! `print` writes it in canonical form; `update` brings a list that is there in line with it. What is not understood as a
//! whole becomes a hole with its own words, and never a guess: in a negative list silence means freedom.

use std::collections::BTreeSet;

use weir_core::Checked;
use weir_syntax::ast::{File, Item, List};
use weir_syntax::diagnostic::SourceId;
use weir_tables::Table;

pub(crate) use add::Addition;
pub(crate) use draft::Part;
pub(crate) use mapping::Mapping;
pub(crate) use names::NameOf;
pub(crate) use official::{Heading, Misfit};
pub(crate) use phrase::{Unread, Why};
pub(crate) use print::Broken;
pub(crate) use update::{Change, Fate, Kept};

use vocabulary::Vocabulary;

mod add;
mod draft;
mod edit;
pub(crate) mod export;
mod listed;
mod listed_table;
mod mapping;
mod names;
mod native;
mod number;
mod official;
pub(crate) mod path;
mod phrase;
mod print;
pub(crate) mod report;
mod rows;
mod run;
mod text;
mod update;
mod vocabulary;

/// What is to be imported into what.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) tables: &'a [Table],
    /// How an official table is read; an exported one needs no mapping.
    pub(crate) mapping: Option<&'a Mapping>,
    /// The policies, for the names.
    pub(crate) checked: &'a Checked,
    /// The file to be brought in line: its text, and the source that it is among the policies.
    pub(crate) target: Option<(&'a str, Option<SourceId>)>,
    /// Adds names that are not there to their categories.
    pub(crate) add_names: bool,
    /// Takes out rows that the table does not have any more.
    pub(crate) remove: bool,
    /// Writes rows anew even where they were edited by hand.
    pub(crate) replace: bool,
}

/// Why nothing was imported.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The mapping does not fit the table.
    Misfits(Vec<Misfit>),
    /// What was made does not read: something in the mapping file is not in the words of the language.
    Broken(Broken),
    /// The file to be brought in line has syntax errors.
    SyntaxErrors,
    /// An exported table needs the file whose rows it holds, and a list in it.
    NoList,
    /// A line of an exported table without an id: where it stands.
    NoId(weir_tables::Place),
    /// The same id twice in one part of the list: where the second stands.
    Twice(String, weir_tables::Place),
}

/// What an import made.
#[derive(Debug)]
pub(crate) struct Done {
    /// The text of the list's file.
    pub(crate) text: String,
    /// Other sources that were changed, with their texts.
    pub(crate) changed: Vec<(SourceId, String)>,
    pub(crate) rows: Vec<Row>,
    /// Names that are missing, or were added.
    pub(crate) names: Vec<Addition>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) skipped: Vec<usize>,
    pub(crate) hidden: Vec<String>,
}

/// A row and what became of it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) part: Part,
    pub(crate) place: Option<weir_tables::Place>,
    pub(crate) fate: Fate,
    pub(crate) unread: Vec<(weir_tables::Place, Unread)>,
    /// Whether its English label was put together and translates nothing.
    pub(crate) composed: bool,
}

/// Whether tables were exported, so that they need no mapping.
pub(crate) fn is_exported(tables: &[Table]) -> bool {
    native::read(tables).is_some()
}

/// Imports tables into a list.
///
/// # Errors
///
/// If the mapping does not fit, or something does not read. Nothing is then to be written.
pub(crate) fn import(request: &Request<'_>) -> Result<Done, Refusal> {
    match request.mapping {
        Some(mapping) => run::official(request, mapping),
        None => run::exported(request),
    }
}

/// A mapping file to start from.
pub(crate) fn suggest(
    tables: &[Table],
    checked: &Checked,
    name: Option<String>,
    uses: &dyn Fn(SourceId) -> String,
) -> String {
    let vocabulary = Vocabulary::of(files(checked));
    let frame = vocabulary.frames.first();
    let needed: Vec<SourceId> = frame
        .map(|frame| {
            let facts = [&frame.fields, &frame.scenarios, &frame.sectors];
            let declared = facts
                .into_iter()
                .flatten()
                .filter_map(|fact| vocabulary.source_of(fact));
            declared.chain([frame.source]).collect()
        })
        .unwrap_or_default();
    let mut known: BTreeSet<SourceId> = BTreeSet::new();
    let mut paths = Vec::new();
    for source in needed {
        if !known.contains(&source) {
            paths.push(uses(source));
            known.extend(reached(checked, source));
        }
    }
    mapping::suggest::suggest(&mapping::suggest::Known {
        tables,
        vocabulary: &vocabulary,
        frame,
        name,
        uses: paths,
    })
}

/// A source and everything that it makes known.
fn reached(checked: &Checked, from: SourceId) -> BTreeSet<SourceId> {
    let mut reached = BTreeSet::from([from]);
    let mut left = vec![from];
    while let Some(source) = left.pop().and_then(|id| checked.sources.get(&id)) {
        for item in &source.parse.file.items {
            let Item::Use(node) = item else { continue };
            let folder = source
                .name
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let name = path::joined(folder, &node.path.value);
            let other = checked
                .sources
                .iter()
                .find(|(_, other)| *other.name == *name);
            if let Some((id, _)) = other.filter(|(id, _)| reached.insert(**id)) {
                left.push(*id);
            }
        }
    }
    reached
}

fn files(checked: &Checked) -> impl Iterator<Item = (SourceId, &File)> {
    checked
        .sources
        .iter()
        .map(|(id, source)| (*id, &source.parse.file))
}

/// The lists of a file.
pub(crate) fn lists(file: &File) -> Vec<&List> {
    let mut found = Vec::new();
    for item in &file.items {
        if let Item::List(list) = item {
            found.push(list);
        }
    }
    found
}
