//! What an import did, for people and for programs. The structs are the JSON format; `version` changes when they do.

use serde::Serialize;
use weir_syntax::diagnostic::Language;
use weir_tables::Place;

use super::{Addition, Change, Done, Fate, Kept, NameOf, Row, Why};

mod words;

pub(crate) use words::{human, refusal};

/// An import.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    version: u32,
    /// The file of the list.
    file: String,
    rows: Vec<ReportRow>,
    /// Names that the policies do not have, or that were added.
    names: Vec<ReportName>,
    headings: Vec<ReportHeading>,
    tables_left_out: Vec<usize>,
    hidden_sheets_read: Vec<String>,
    /// English labels that were put together and translate nothing.
    composed_labels: usize,
}

#[derive(Debug, Serialize)]
struct ReportRow {
    row: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<ReportPlace>,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ReportChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Whether the Chinese label changed and the English one did not.
    check_english: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<ReportUnread>,
}

#[derive(Debug, Serialize)]
struct ReportPlace {
    table: usize,
    row: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct ReportChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct ReportUnread {
    place: ReportPlace,
    text: String,
    why: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ReportName {
    name: String,
    label: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<String>,
    category: String,
    file: String,
    line: String,
    added: bool,
}

#[derive(Debug, Serialize)]
struct ReportHeading {
    place: ReportPlace,
    text: String,
    means: Vec<String>,
}

impl Report {
    /// An import into this file; `source` gives the name of a source.
    pub(crate) fn new(file: &str, done: &Done, source: &dyn Fn(&Addition) -> String) -> Self {
        let name = |addition: &Addition| ReportName {
            category: addition.category.clone(),
            file: source(addition),
            line: addition.line(),
            name: addition.name.clone(),
            label: addition.zh.clone(),
            near: addition.near.clone(),
            added: addition.added,
        };
        let heading = |heading: &super::Heading| ReportHeading {
            place: place(heading.place),
            text: heading.text.clone(),
            means: heading.means.clone(),
        };
        Self {
            version: 1,
            file: file.to_owned(),
            rows: done.rows.iter().map(row).collect(),
            names: done.names.iter().map(name).collect(),
            headings: done.headings.iter().map(heading).collect(),
            tables_left_out: done.skipped.clone(),
            hidden_sheets_read: done.hidden.clone(),
            composed_labels: done.rows.iter().filter(|row| row.composed).count(),
        }
    }
}

/// Whether everything was read and the list says what the table says.
pub(crate) fn is_clean(done: &Done) -> bool {
    let clean = |row: &Row| {
        let settled = match &row.fate {
            Fate::New
            | Fate::Unchanged { .. }
            | Fate::Changed(_)
            | Fate::Moved
            | Fate::Gone { removed: true, .. } => true,
            Fate::Kept(..) | Fate::Gone { removed: false, .. } => false,
        };
        // A row that was completed by hand since it could not be read is complete.
        let completed = matches!(row.fate, Fate::Unchanged { by_hand: true });
        settled && (row.unread.is_empty() || completed)
    };
    done.rows.iter().all(clean) && done.names.iter().all(|name| name.added)
}

/// Whether a change of the Chinese label left the English one behind.
fn english_is_old(row: &Row) -> bool {
    let Fate::Changed(changes) = &row.fate else {
        return false;
    };
    let touches = |start: &str| {
        let mut texts = changes.iter().filter_map(|change| change.after.as_ref());
        texts.any(|text| text.starts_with(start))
    };
    touches("zh ") && !touches("en ")
}

/// Whether a clause is the note that holds the printed row.
fn is_printed(clause: &str) -> bool {
    clause.starts_with(&format!("note zh \"{}", super::draft::PRINTED))
}

fn row(row: &Row) -> ReportRow {
    let (changes, text) = match &row.fate {
        Fate::Changed(changes) | Fate::Kept(_, changes) => {
            (changes.iter().map(change).collect(), None)
        }
        Fate::Gone { text, .. } => (Vec::new(), Some(text.clone())),
        Fate::New | Fate::Unchanged { .. } | Fate::Moved => (Vec::new(), None),
    };
    ReportRow {
        row: row.id.clone(),
        sector: row.part.sector.clone(),
        scenario: row.part.scenario.clone(),
        place: row.place.map(place),
        status: status(&row.fate),
        changes,
        text,
        check_english: english_is_old(row),
        unread: row.unread.iter().map(unread).collect(),
    }
}

fn status(fate: &Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Unchanged { by_hand: false } => "unchanged",
        Fate::Unchanged { by_hand: true } => "unchanged_edited_by_hand",
        Fate::Changed(_) => "changed",
        Fate::Moved => "moved",
        Fate::Kept(Kept::ByHand, _) => "differs_by_hand",
        Fate::Kept(Kept::InTable, _) => "differs_in_table",
        Fate::Kept(Kept::ElsewhereNow, _) => "elsewhere_now",
        Fate::Gone { removed: false, .. } => "gone_kept",
        Fate::Gone { removed: true, .. } => "gone_removed",
    }
}

fn change(change: &Change) -> ReportChange {
    ReportChange {
        before: change.before.clone(),
        after: change.after.clone(),
    }
}

fn unread((at, unread): &(Place, super::Unread)) -> ReportUnread {
    let names = match &unread.why {
        Why::Name(names) => names.iter().map(|name| name.text.clone()).collect(),
        Why::Number
        | Why::Condition
        | Why::Whose
        | Why::Contradiction
        | Why::Pathway
        | Why::Kind
        | Why::Row
        | Why::Id => Vec::new(),
    };
    ReportUnread {
        place: place(*at),
        text: unread.text.clone(),
        why: why(&unread.why),
        names,
    }
}

fn why(why: &Why) -> &'static str {
    match why {
        Why::Number => "number",
        Why::Condition => "condition",
        Why::Name(_) => "name",
        Why::Whose => "whose",
        Why::Contradiction => "contradiction",
        Why::Pathway => "pathway",
        Why::Kind => "kind",
        Why::Row => "row",
        Why::Id => "id",
    }
}

fn place(place: Place) -> ReportPlace {
    ReportPlace {
        table: place.table,
        row: place.row,
        column: place.column,
    }
}

/// What kind of name it is, in words.
fn kind_of_name(of: NameOf, language: Language) -> &'static str {
    match of {
        NameOf::Sector => language.pick("行业", "sector"),
        NameOf::Scenario => language.pick("场景", "scenario"),
        NameOf::Field => language.pick("字段", "field"),
        NameOf::Description => language.pick("描述", "description"),
    }
}
