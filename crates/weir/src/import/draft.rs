//! Rows as they are to stand in a policy, before they are text.

use weir_tables::Place;

use super::phrase::Unread;
use super::text::escaped;

/// A row of a list in one of its parts. A row that is printed for several scenarios is one draft for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) part: Part,
    pub(super) clauses: Vec<Clause>,
    /// Where it stands in the table.
    pub(super) place: Place,
    /// What of it was not read.
    pub(super) unread: Vec<(Place, Unread)>,
    /// Whether its English label was put together here and translates nothing.
    pub(super) composed: bool,
}

/// In which part of a list a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) sector: Option<String>,
    pub(crate) scenario: Option<String>,
}

/// A clause of a row, in the words of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) slot: Slot,
    pub(super) text: String,
}

/// What a clause of a row is, in the order in which clauses stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Zh,
    En,
    NoteZh,
    NoteEn,
    When,
    Fields,
    Except,
    Unless,
    Band,
    Then,
    Untranscribed,
    MissingZh,
    MissingEn,
    InForce,
    Source,
    Url,
    Cite,
    /// A clause that no import writes.
    Other,
}

impl Slot {
    /// All slots that have a column in an exported table, in order.
    pub(crate) const COLUMNS: [Self; 17] = [
        Self::Zh,
        Self::En,
        Self::When,
        Self::Fields,
        Self::Except,
        Self::Unless,
        Self::Band,
        Self::Then,
        Self::Untranscribed,
        Self::MissingZh,
        Self::MissingEn,
        Self::InForce,
        Self::Source,
        Self::Url,
        Self::Cite,
        Self::NoteZh,
        Self::NoteEn,
    ];

    /// The words with which its clauses start.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            Self::NoteZh => "note zh",
            Self::NoteEn => "note en",
            Self::When => "when",
            Self::Fields => "fields",
            Self::Except => "except",
            Self::Unless => "unless",
            Self::Band => "band",
            Self::Then => "then",
            Self::Untranscribed => "untranscribed",
            Self::MissingZh => "missing zh",
            Self::MissingEn => "missing en",
            Self::InForce => "in force",
            Self::Source => "source",
            Self::Url => "url",
            Self::Cite => "cite",
            Self::Other => "",
        }
    }

    /// Whether its clauses hold a text and nothing else.
    pub(crate) fn is_text(self) -> bool {
        match self {
            Self::Zh
            | Self::En
            | Self::NoteZh
            | Self::NoteEn
            | Self::MissingZh
            | Self::MissingEn
            | Self::Url => true,
            Self::When
            | Self::Fields
            | Self::Except
            | Self::Unless
            | Self::Band
            | Self::Then
            | Self::Untranscribed
            | Self::InForce
            | Self::Source
            | Self::Cite
            | Self::Other => false,
        }
    }
}

impl Clause {
    /// A clause of these words.
    pub(super) fn new(slot: Slot, rest: &str) -> Self {
        Self {
            slot,
            text: format!("{} {}", slot.words(), rest.trim())
                .trim()
                .to_owned(),
        }
    }
}

impl Draft {
    /// The same with words of people in the note before the printed row.
    pub(super) fn with_note(mut self, own: &str) -> Self {
        let start = format!("{} \"{PRINTED}", Slot::NoteZh.words());
        for clause in &mut self.clauses {
            if let Some(printed) = clause.text.strip_prefix(&start).filter(|_| !own.is_empty()) {
                let words = Slot::NoteZh.words();
                clause.text = format!("{words} \"{}{PRINTED}{printed}", escaped(own));
            }
        }
        self
    }

    /// The clauses in order.
    pub(super) fn sorted(mut self) -> Self {
        self.clauses.sort_by_key(|clause| clause.slot);
        self
    }
}

/// What stands before the printed row in the note of a row. By it a later import knows whether the row has changed. People may
/// write a note of their own before it.
pub(super) const PRINTED: &str = "原文：";

/// What stands between the cells of a printed row.
pub(super) const BETWEEN: char = '｜';

/// How the English text of what is missing starts where an import wrote it. By it a later import knows a hole of its own.
pub(super) const UNREAD_EN: &str = "what the printed row says in ";
