//! A list brought in line with a table: rows that have changed are changed in place, all others stay byte for byte.
//!
//! A row carries the words of the table in a note. By it an import knows whether the official row has changed since the last
//! one, and what that one made of it; so what people have changed by hand is told apart from what the table has changed, and
//! never overwritten.

use std::collections::BTreeMap;
use std::ops::Range;

use weir_syntax::ast::List;
use weir_syntax::format::format;
use weir_syntax::parser::parse;

use super::draft::{Draft, Part, Slot};
use super::edit::{Edit, apply, block, without_block};
use super::listed::{self, ListedRow, RowNode};
use super::mapping::Mapping;
use super::names::Names;
use super::official::Printed;
use super::print::{self, Broken};
use super::rows::Assembler;
use super::vocabulary::Vocabulary;

mod insert;
mod settle;

/// A row that comes in.
#[derive(Clone, Debug)]
pub(super) struct Incoming<'a> {
    pub(super) draft: Draft,
    /// The row as printed; nothing if it comes from a table that was exported.
    pub(super) printed: Option<&'a Printed>,
}

/// What an update works with.
pub(super) struct Context<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) names: Names<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) assembler: Option<&'a Assembler<'a>>,
    /// Takes out rows that the table does not have any more.
    pub(super) remove: bool,
    /// Writes rows anew even where they were edited by hand.
    pub(super) replace: bool,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is new.
    New,
    /// It is as it was; whether it differs from what the table gives, because it was edited by hand.
    Unchanged { by_hand: bool },
    /// These clauses changed.
    Changed(Vec<Change>),
    /// It stands in another part now.
    Moved,
    /// It differs from the table and was not touched.
    Kept(Kept, Vec<Change>),
    /// The table does not have it any more; whether it was taken out.
    Gone { removed: bool, text: String },
}

/// Why a row that differs was not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It was edited by hand, or written by hand.
    ByHand,
    /// It stands in a table of the policy.
    InTable,
    /// It was edited by hand, and the table now has it in another part.
    ElsewhereNow,
}

/// A clause before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// A row and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) id: String,
    pub(super) part: Part,
    /// The position among the rows that came in; nothing for rows that only the list has.
    pub(super) incoming: Option<usize>,
    pub(super) fate: Fate,
}

/// The text of a file with a list brought in line.
pub(super) fn list(
    text: &str,
    list: &List,
    incoming: &[Incoming<'_>],
    context: &Context<'_>,
) -> Result<(String, Vec<Settled>), Broken> {
    let existing = listed::rows(list);
    let incoming: Vec<Incoming<'_>> = incoming
        .iter()
        .map(|incoming| with_english(text, incoming, &existing))
        .collect();
    let places: BTreeMap<(String, Part), usize> = existing
        .iter()
        .enumerate()
        .rev()
        .map(|(at, row)| ((row.id.clone(), row.part()), at))
        .collect();
    let matched = incoming
        .iter()
        .map(|incoming| {
            let draft = &incoming.draft;
            places.get(&(draft.id.clone(), draft.part.clone())).copied()
        })
        .collect();
    let mut update = Update {
        text,
        list,
        existing: &existing,
        incoming: &incoming,
        context,
        edits: Vec::new(),
        settled: Vec::new(),
        matched,
        removed: Vec::new(),
        carried: BTreeMap::new(),
    };
    update.run()?;
    let Update {
        mut edits, settled, ..
    } = update;
    if edits.is_empty() {
        return Ok((text.to_owned(), settled));
    }
    if text.contains("\r\n") {
        for edit in &mut edits {
            edit.text = edit.text.replace('\n', "\r\n");
        }
    }
    let changed = apply(text, edits);
    let before = parse(text);
    let canonical = format(text, &before).is_ok_and(|canonical| canonical == text);
    let changed = if canonical {
        print::canonical(&changed)?
    } else {
        checked(changed)?
    };
    Ok((changed, settled))
}

/// A row that comes to stand in another part, with the English label that people gave it where it stood.
fn with_english<'a>(
    text: &str,
    incoming: &Incoming<'a>,
    existing: &[ListedRow<'_>],
) -> Incoming<'a> {
    let mut incoming = incoming.clone();
    let draft = &mut incoming.draft;
    let same = existing.iter().filter(|row| row.id == draft.id);
    let clauses = same.flat_map(ListedRow::clauses);
    let english = clauses.into_iter().find(|(slot, _, _)| *slot == Slot::En);
    let own = draft
        .clauses
        .iter_mut()
        .find(|clause| clause.slot == Slot::En);
    if let (Some((_, _, span)), Some(own), true) = (english, own, draft.composed) {
        own.text = span.text(text).to_owned();
    }
    incoming
}

/// A text that reads without an error, as it is.
fn checked(text: String) -> Result<String, Broken> {
    print::canonical(&text).map(|_| text)
}

struct Update<'a> {
    text: &'a str,
    list: &'a List,
    existing: &'a [ListedRow<'a>],
    incoming: &'a [Incoming<'a>],
    context: &'a Context<'a>,
    edits: Vec<Edit>,
    settled: Vec<Settled>,
    /// The existing row of each row that comes in.
    matched: Vec<Option<usize>>,
    /// The existing rows that go.
    removed: Vec<usize>,
    /// The comments above rows that move, by id.
    carried: BTreeMap<String, Vec<String>>,
}

impl Update<'_> {
    fn run(&mut self) -> Result<(), Broken> {
        for (index, incoming) in self.incoming.iter().enumerate() {
            let fate = match self
                .matched
                .get(index)
                .copied()
                .flatten()
                .and_then(|at| self.existing.get(at))
            {
                Some(row) => self.settle(row, incoming)?,
                None if self.existing.iter().any(|row| row.id == incoming.draft.id) => Fate::Moved,
                None => Fate::New,
            };
            self.settled.push(Settled {
                id: incoming.draft.id.clone(),
                part: incoming.draft.part.clone(),
                incoming: Some(index),
                fate,
            });
        }
        let left: Vec<usize> = (0..self.existing.len())
            .filter(|at| !self.matched.contains(&Some(*at)))
            .collect();
        for at in left {
            self.left_over(at)?;
        }
        self.insert_new()
    }

    /// A row of the list that no row of the table is.
    fn left_over(&mut self, at: usize) -> Result<(), Broken> {
        let Some(row) = self.existing.get(at) else {
            return Ok(());
        };
        let same: Vec<&Incoming<'_>> = self
            .incoming
            .iter()
            .filter(|incoming| incoming.draft.id == row.id)
            .collect();
        let from_table = row.printed().is_some() || self.context.assembler.is_none();
        let RowNode::Written(node) = row.node else {
            self.keep(row, Kept::InTable);
            return Ok(());
        };
        let span = node.at.span();
        let range = block(self.text, span.range());
        if !same.is_empty() {
            // The row stands in another part of the table now. Its old place goes, unless somebody has worked on it.
            if self.pristine(row, &same)? {
                self.carry(&row.id, &range);
                self.take_out(at, range);
            } else {
                self.keep(row, Kept::ElsewhereNow);
            }
        } else if from_table {
            let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
            let removed = self.context.remove;
            if removed {
                self.take_out(at, range);
            }
            self.settled.push(Settled {
                id: row.id.clone(),
                part: row.part(),
                incoming: None,
                fate: Fate::Gone { removed, text },
            });
        }
        Ok(())
    }

    fn keep(&mut self, row: &ListedRow<'_>, why: Kept) {
        self.settled.push(Settled {
            id: row.id.clone(),
            part: row.part(),
            incoming: None,
            fate: Fate::Kept(why, Vec::new()),
        });
    }

    fn take_out(&mut self, at: usize, range: Range<usize>) {
        self.removed.push(at);
        self.edits.push(without_block(self.text, range));
    }

    /// Keeps the comments above a row that moves.
    fn carry(&mut self, id: &str, range: &Range<usize>) {
        let lines = self.text.get(range.clone()).unwrap_or_default().lines();
        let comments: Vec<String> = lines
            .map(str::trim)
            .take_while(|line| line.starts_with("//"))
            .map(str::to_owned)
            .collect();
        self.carried
            .entry(id.to_owned())
            .or_default()
            .extend(comments);
    }
}

/// The slots that an import of an official table writes, and so may change.
const OWNED: [Slot; 9] = [
    Slot::Zh,
    Slot::When,
    Slot::Fields,
    Slot::Except,
    Slot::Band,
    Slot::Then,
    Slot::Untranscribed,
    Slot::MissingZh,
    Slot::MissingEn,
];
