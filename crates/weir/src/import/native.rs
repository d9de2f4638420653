//! Tables that were exported: every column is a clause in the words of the language, so nothing has to be understood.

use weir_tables::{Cell, Place, Table};

use super::draft::{Clause, Draft, Part, Slot};
use super::text::literal;

/// What stands on a line of its own between two texts of a cell.
pub(super) const BETWEEN_TEXTS: &str = "----";
/// What stands in a cell for a clause that is only a word.
pub(super) const YES: &str = "yes";

/// What a column of an exported table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    List,
    Edition,
    Row,
    Sector,
    Scenario,
    Clause(Slot),
}

/// A line without an id: where it stands.
pub(super) type NoId = Place;

/// A row with the list and edition that its line names; empty if it names none.
pub(super) type Listed = ((String, String), Draft);

/// The rows of exported tables; nothing if a table is none of those.
pub(super) fn read(tables: &[Table]) -> Option<Result<Vec<Listed>, NoId>> {
    let filled: Vec<&Table> = tables
        .iter()
        .filter(|table| !table.rows.is_empty())
        .collect();
    let headers: Option<Vec<Vec<Option<Column>>>> = filled
        .iter()
        .map(|table| header(table.rows.first()?))
        .collect();
    let headers = headers.filter(|headers| !headers.is_empty())?;
    let mut drafts = Vec::new();
    for (table, columns) in filled.into_iter().zip(headers) {
        for cells in table.rows.iter().skip(1) {
            if cells.iter().all(|cell| cell.text.trim().is_empty()) {
                continue;
            }
            match draft(cells, &columns) {
                Ok(draft) => drafts.push(draft),
                Err(place) => return Some(Err(place)),
            }
        }
    }
    Some(Ok(drafts))
}

fn header(cells: &[Cell]) -> Option<Vec<Option<Column>>> {
    let mut columns = Vec::new();
    for cell in cells {
        let word = cell.text.trim();
        columns.push(if word.is_empty() {
            None
        } else {
            Some(column(word)?)
        });
    }
    columns.contains(&Some(Column::Row)).then_some(columns)
}

fn column(word: &str) -> Option<Column> {
    match word {
        "list" => Some(Column::List),
        "edition" => Some(Column::Edition),
        "row" => Some(Column::Row),
        "sector" => Some(Column::Sector),
        "scenario" => Some(Column::Scenario),
        word => Slot::COLUMNS
            .iter()
            .find(|slot| slot.words() == word)
            .map(|slot| Column::Clause(*slot)),
    }
}

fn draft(cells: &[Cell], columns: &[Option<Column>]) -> Result<Listed, NoId> {
    let place = cells.first().map_or(
        Place {
            table: 0,
            row: 0,
            column: 0,
        },
        |cell| cell.place,
    );
    let mut draft = Draft {
        id: String::new(),
        part: Part::default(),
        clauses: Vec::new(),
        place,
        unread: Vec::new(),
        composed: false,
    };
    let mut list = (String::new(), String::new());
    for (cell, column) in cells.iter().zip(columns) {
        let text = cell.text.trim();
        let name = (!text.is_empty()).then(|| text.to_owned());
        match column {
            Some(Column::List) => list.0 = text.to_owned(),
            Some(Column::Edition) => list.1 = text.to_owned(),
            Some(Column::Row) => draft.id = text.to_owned(),
            Some(Column::Sector) => draft.part.sector = name,
            Some(Column::Scenario) => draft.part.scenario = name,
            Some(Column::Clause(slot)) if !text.is_empty() => {
                clauses(*slot, text, &mut draft.clauses)
            }
            Some(Column::Clause(_)) | None => {}
        }
    }
    if draft.id.is_empty() {
        return Err(place);
    }
    Ok((list, draft.sorted()))
}

fn clauses(slot: Slot, text: &str, clauses: &mut Vec<Clause>) {
    if slot.is_text() {
        let between = format!("\n{BETWEEN_TEXTS}\n");
        clauses.extend(
            text.split(&between)
                .map(|text| Clause::new(slot, &literal(text))),
        );
    } else {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            clauses.push(Clause::new(slot, if line == YES { "" } else { line }));
        }
    }
}
