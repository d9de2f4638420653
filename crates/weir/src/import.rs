//! Official tables to lists, and lists to tables. Files are read and written elsewhere; here are texts and tables.
//!
//! The way of a table: `official` takes it apart into printed rows by the mapping; `rows` and `phrase` read what each says;
//! `print` writes it in canonical form; `update` brings a list that is there in line with it. What is not understood as a
//! whole becomes a hole with its own words, and never a guess: in a negative list silence means freedom.

use std::collections::BTreeSet;

use weir_core::Checked;
use weir_syntax::ast::{File, Item, List};
use weir_syntax::diagnostic::SourceId;
use weir_syntax::parser::parse;
use weir_tables::Table;

pub(crate) use add::Addition;
pub(crate) use draft::Part;
pub(crate) use mapping::Mapping;
pub(crate) use names::NameOf;
pub(crate) use official::{Heading, Misfit};
pub(crate) use phrase::{Unread, Why};
pub(crate) use print::Broken;
pub(crate) use update::{Change, Fate, Kept};

use draft::Draft;
use names::{Names, Unnamed};
use official::Printed;
use rows::Assembler;
use update::{Incoming, Settled};
use vocabulary::{Frame, Vocabulary};

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
        Some(mapping) => Official { request, mapping }.import(),
        None => exported(request),
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

struct Official<'a> {
    request: &'a Request<'a>,
    mapping: &'a Mapping,
}

impl Official<'_> {
    fn import(&self) -> Result<Done, Refusal> {
        let vocabulary = Vocabulary::of(files(self.request.checked));
        let (mut done, unnamed) =
            self.once(&vocabulary, self.request.target.map(|(text, _)| text))?;
        if !self.request.add_names || unnamed.is_empty() {
            return Ok(done);
        }
        // With the names added, the table is read again.
        let names = std::mem::take(&mut done.names);
        let mut additions: Vec<Addition> = names.into_iter().filter(|one| one.near.is_empty()).collect();
        for addition in &mut additions {
            addition.added = true;
        }
        let changed = self.added(&additions).map_err(Refusal::Broken)?;
        let parsed: Vec<(SourceId, File)> = changed
            .iter()
            .map(|(id, text)| (*id, parse(text).file))
            .collect();
        let files = files(self.request.checked).map(|(id, file)| {
            let new = parsed.iter().find(|(changed, _)| *changed == id);
            (id, new.map_or(file, |(_, file)| file))
        });
        let vocabulary = Vocabulary::of(files);
        let own = |target: &SourceId| {
            changed
                .iter()
                .find(|(id, _)| id == target)
                .map(|(_, text)| text.as_str())
        };
        let target = self
            .request
            .target
            .map(|(text, source)| source.as_ref().and_then(own).unwrap_or(text));
        let (mut again, _) = self.once(&vocabulary, target)?;
        let source = self.request.target.and_then(|(_, source)| source);
        again.changed = changed
            .iter()
            .filter(|(id, _)| Some(*id) != source)
            .cloned()
            .collect();
        again.names.splice(0..0, additions);
        Ok(again)
    }

    /// The sources with names added.
    fn added(&self, additions: &[Addition]) -> Result<Vec<(SourceId, String)>, Broken> {
        let mut changed = Vec::new();
        for (id, source) in &self.request.checked.sources {
            let own: Vec<&Addition> = additions.iter().filter(|one| one.source == *id).collect();
            if !own.is_empty() {
                changed.push((*id, add::insert(&source.text, &own)?));
            }
        }
        Ok(changed)
    }

    /// Reads the tables and brings the list in line. Gives also the texts that are no names.
    fn once(
        &self,
        vocabulary: &Vocabulary,
        target: Option<&str>,
    ) -> Result<(Done, Vec<Unnamed>), Refusal> {
        let frame = self.frame(vocabulary);
        let names = Names::new(self.mapping, vocabulary, frame);
        let visible: Vec<Table> = self.request.tables.to_vec();
        let read = official::read(&visible, self.mapping, &names);
        if !read.misfits.is_empty() {
            return Err(Refusal::Misfits(read.misfits));
        }
        let assembler = Assembler::new(self.mapping, names, &read.rows);
        let incoming: Vec<Incoming<'_>> = read
            .rows
            .iter()
            .flat_map(|printed: &Printed| {
                assembler
                    .drafts(printed)
                    .into_iter()
                    .map(move |draft| Incoming {
                        draft,
                        printed: Some(printed),
                    })
            })
            .collect();
        twice(&incoming)?;
        let unnamed = unnamed(&incoming);
        let additions = add::additions(&unnamed, &names);
        let context = update::Context {
            mapping: self.mapping,
            names,
            vocabulary,
            assembler: Some(&assembler),
            remove: self.request.remove,
            replace: self.request.replace,
        };
        let (text, settled) = self.text(target, &incoming, &context)?;
        let done = Done {
            text,
            changed: Vec::new(),
            rows: rows(&incoming, settled),
            names: additions,
            headings: read.headings,
            skipped: read.skipped,
            hidden: hidden(self.request.tables, self.mapping),
        };
        Ok((done, unnamed))
    }

    fn frame<'v>(&self, vocabulary: &'v Vocabulary) -> Option<&'v Frame> {
        let under = self
            .mapping
            .head
            .lines()
            .find_map(|line| line.trim().strip_prefix("under "));
        let named = under.and_then(|under| {
            vocabulary
                .frames
                .iter()
                .find(|frame| frame.under == under.trim())
        });
        named.or_else(|| vocabulary.frames.first())
    }

    fn text(
        &self,
        target: Option<&str>,
        incoming: &[Incoming<'_>],
        context: &update::Context<'_>,
    ) -> Result<(String, Vec<Settled>), Refusal> {
        let drafts: Vec<Draft> = incoming
            .iter()
            .map(|incoming| incoming.draft.clone())
            .collect();
        let Some(text) = target.filter(|text| !text.trim().is_empty()) else {
            let text =
                print::file(self.mapping, &context.names, &drafts).map_err(Refusal::Broken)?;
            return Ok((text, all_new(incoming)));
        };
        let parsed = parse(text);
        if !parsed.errors.is_empty() {
            return Err(Refusal::SyntaxErrors);
        }
        match list_called(&parsed.file, &self.mapping.name, &self.mapping.edition) {
            Some(list) => update::list(text, list, incoming, context).map_err(Refusal::Broken),
            None => {
                let list = print::canonical(&print::list(self.mapping, &context.names, &drafts))
                    .map_err(Refusal::Broken)?;
                let text = format!("{}\n\n{}", text.trim_end(), list.trim_start());
                Ok((text, all_new(incoming)))
            }
        }
    }
}

fn list_called<'f>(file: &'f File, name: &str, edition: &str) -> Option<&'f List> {
    let mut lists = lists(file).into_iter();
    lists.find(|list| list.name.name.text == name && list.name.edition.value == edition)
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

/// An exported table back into its file, list by list.
fn exported(request: &Request<'_>) -> Result<Done, Refusal> {
    let listed = match native::read(request.tables) {
        Some(Ok(listed)) => listed,
        Some(Err(place)) => return Err(Refusal::NoId(place)),
        None => return Err(Refusal::NoList),
    };
    let vocabulary = Vocabulary::of(files(request.checked));
    let mapping = Mapping::default();
    let context = update::Context {
        mapping: &mapping,
        names: Names::new(&mapping, &vocabulary, vocabulary.frames.first()),
        vocabulary: &vocabulary,
        assembler: None,
        remove: request.remove,
        replace: request.replace,
    };
    let (text, _) = request.target.ok_or(Refusal::NoList)?;
    let mut done = Done {
        text: text.to_owned(),
        changed: Vec::new(),
        rows: Vec::new(),
        names: Vec::new(),
        headings: Vec::new(),
        skipped: Vec::new(),
        hidden: Vec::new(),
    };
    let mut seen: Vec<&(String, String)> = Vec::new();
    for (name, _) in &listed {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let own = listed.iter().filter(|(other, _)| other == name);
        let incoming: Vec<Incoming<'_>> = own
            .map(|(_, draft)| Incoming {
                draft: draft.clone(),
                printed: None,
            })
            .collect();
        twice(&incoming)?;
        let parsed = parse(&done.text);
        if !parsed.errors.is_empty() {
            return Err(Refusal::SyntaxErrors);
        }
        let list = match name.0.is_empty() {
            true => Some(lists(&parsed.file)).filter(|lists| lists.len() == 1).and_then(|lists| lists.first().copied()),
            false => list_called(&parsed.file, &name.0, &name.1),
        };
        let list = list.ok_or(Refusal::NoList)?;
        let (text, settled) =
            update::list(&done.text, list, &incoming, &context).map_err(Refusal::Broken)?;
        done.rows.extend(rows(&incoming, settled));
        done.text = text;
    }
    Ok(done)
}

fn all_new(incoming: &[Incoming<'_>]) -> Vec<Settled> {
    let settled = |(index, incoming): (usize, &Incoming<'_>)| Settled {
        id: incoming.draft.id.clone(),
        part: incoming.draft.part.clone(),
        incoming: Some(index),
        fate: Fate::New,
    };
    incoming.iter().enumerate().map(settled).collect()
}

fn rows(incoming: &[Incoming<'_>], settled: Vec<Settled>) -> Vec<Row> {
    settled
        .into_iter()
        .map(|settled| {
            let draft = settled
                .incoming
                .and_then(|index| incoming.get(index))
                .map(|incoming| &incoming.draft);
            Row {
                id: settled.id,
                part: settled.part,
                place: draft.map(|draft| draft.place),
                fate: settled.fate,
                unread: draft.map(|draft| draft.unread.clone()).unwrap_or_default(),
                composed: draft.is_some_and(|draft| draft.composed),
            }
        })
        .collect()
}

/// Two rows with the same id in the same part would be one.
fn twice(incoming: &[Incoming<'_>]) -> Result<(), Refusal> {
    for (index, one) in incoming.iter().enumerate() {
        let same = |other: &&Incoming<'_>| {
            other.draft.id == one.draft.id && other.draft.part == one.draft.part
        };
        if let Some(second) = incoming.iter().skip(index + 1).find(same) {
            return Err(Refusal::Twice(second.draft.id.clone(), second.draft.place));
        }
    }
    Ok(())
}

fn unnamed(incoming: &[Incoming<'_>]) -> Vec<Unnamed> {
    incoming
        .iter()
        .flat_map(|incoming| &incoming.draft.unread)
        .filter_map(|(_, unread)| match &unread.why {
            Why::Name(names) => Some(names.clone()),
            Why::Number
            | Why::Condition
            | Why::Whose
            | Why::Pathway
            | Why::Kind
            | Why::Row
            | Why::Id => None,
        })
        .flatten()
        .collect()
}

/// The hidden sheets that are read all the same.
fn hidden(tables: &[Table], mapping: &Mapping) -> Vec<String> {
    let read = |number: usize| {
        mapping
            .tables
            .iter()
            .any(|rule| rule.table == number && !rule.skip)
    };
    tables
        .iter()
        .enumerate()
        .filter(|(index, table)| table.hidden && read(index + 1))
        .map(|(_, table)| table.name.clone().unwrap_or_default())
        .collect()
}
