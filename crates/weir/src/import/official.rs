//! Official tables: which line is the header, which lines are headings, which make up one row, and what state they stand in.

use weir_tables::{Cell, Place, Table};

use super::mapping::{Mapping, Role, TableRule};
use super::names::{NameOf, Names};
use super::text::{key, plain};

mod header;
pub(super) mod pathway;

/// A row as printed: its lines, with the state in which it stands.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    /// The number or id that it prints; nothing if it prints none.
    pub(super) number: Option<String>,
    pub(super) state: State,
    /// Its lines. A row whose number covers several lines has several.
    pub(super) lines: Vec<Line>,
    pub(super) place: Place,
}

/// One line of a row: its cells with what they are.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) cells: Vec<(Role, Cell)>,
}

/// What holds for the lines below a heading.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) prefix: String,
    pub(super) sector: Option<String>,
    pub(super) scenario: Option<String>,
    pub(super) pathway: Option<String>,
}

/// A heading inside a table, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) place: Place,
    pub(crate) text: String,
    /// The sector, scenario and pathway that it names.
    pub(crate) means: Vec<String>,
}

/// What was found in the tables.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) rows: Vec<Printed>,
    pub(super) headings: Vec<Heading>,
    /// Tables that the mapping leaves out.
    pub(super) skipped: Vec<usize>,
    /// Where the mapping does not fit the file. With one of these nothing is imported.
    pub(super) misfits: Vec<Misfit>,
}

/// Where a mapping does not fit a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// A table of which the mapping says nothing: its number and what stands above it.
    UnmappedTable(usize, String),
    /// A table that the mapping names and the file does not have.
    NoTable(usize),
    /// Above the table stands something else than the mapping says: number, found, said.
    Moved(usize, String, String),
    /// No line of the table is the header that the mapping describes.
    NoHeader(usize),
    /// A column of which the mapping says nothing.
    UnmappedColumn(Place, String),
    /// A heading inside a table that names nothing known.
    Heading(Place, String),
    /// A name in the mapping that the policies do not have.
    NoName(String),
}

/// Takes tables apart by a mapping.
pub(super) fn read(tables: &[Table], mapping: &Mapping, names: &Names<'_>) -> Read {
    let mut read = Read::default();
    for (index, table) in tables.iter().enumerate() {
        let number = index + 1;
        let above = above(table);
        let Some(rule) = mapping.tables.iter().find(|rule| rule.table == number) else {
            if !table.rows.is_empty() {
                read.misfits.push(Misfit::UnmappedTable(number, above));
            }
            continue;
        };
        if rule.skip {
            read.skipped.push(number);
            continue;
        }
        if let Some(said) = rule.above.as_ref().filter(|said| key(said) != key(&above)) {
            read.misfits
                .push(Misfit::Moved(number, above, said.clone()));
            continue;
        }
        one_table(table, number, rule, mapping, names, &mut read);
    }
    for rule in mapping
        .tables
        .iter()
        .filter(|rule| rule.table > tables.len())
    {
        read.misfits.push(Misfit::NoTable(rule.table));
    }
    read
}

/// The texts over the columns of a table whose header starts in this line.
pub(super) fn header_texts(table: &Table, line: usize) -> Vec<String> {
    let width = table.rows.get(line).map_or(0, Vec::len);
    let lines = line..header::end(table, line);
    (0..width)
        .map(|column| header::column_texts(table, lines.clone(), column).join("/"))
        .collect()
}

/// What stands above a table: the last paragraph, or the name of the sheet.
pub(super) fn above(table: &Table) -> String {
    table
        .above
        .last()
        .or(table.name.as_ref())
        .cloned()
        .unwrap_or_default()
}

fn one_table(
    table: &Table,
    number: usize,
    rule: &TableRule,
    mapping: &Mapping,
    names: &Names<'_>,
    read: &mut Read,
) {
    let Some(header) = header::find(table, mapping) else {
        read.misfits.push(Misfit::NoHeader(number));
        return;
    };
    for (place, text) in &header.unknown {
        read.misfits
            .push(Misfit::UnmappedColumn(*place, text.clone()));
    }
    let mut state = State {
        prefix: rule.prefix.clone(),
        sector: rule.sector.clone(),
        scenario: rule.scenario.clone(),
        pathway: rule.pathway.clone(),
    };
    for cells in table.rows.iter().skip(header.lines.end) {
        let Some(first) = cells.first() else { continue };
        if cells.iter().all(|cell| cell.text.trim().is_empty()) || header.is_repeated(cells) {
            continue;
        }
        if let Some(text) = heading(cells) {
            let place = first.place;
            let (means, whole) = understand(text, &mut state, rule, mapping, names);
            if !whole && !mapping.understood.contains(&plain(text)) {
                read.misfits.push(Misfit::Heading(place, text.to_owned()));
            }
            let text = text.to_owned();
            read.headings.push(Heading { place, text, means });
            continue;
        }
        let line = Line {
            cells: header
                .roles
                .iter()
                .copied()
                .zip(cells.iter().cloned())
                .collect(),
        };
        match read.rows.last_mut() {
            Some(last) if line.goes_on(last) => last.lines.push(line),
            Some(_) | None => read.rows.push(Printed {
                number: line.number(),
                state: state.clone(),
                place: first.place,
                lines: vec![line],
            }),
        }
    }
}

/// The headings inside a table.
pub(super) fn headings(table: &Table) -> Vec<&str> {
    table
        .rows
        .iter()
        .filter_map(|cells| heading(cells))
        .collect()
}

/// The text of a heading: a line that is one merged cell, or holds a text in its first cell only.
fn heading(cells: &[Cell]) -> Option<&str> {
    let first = cells.first()?;
    let one = cells.len() > 1 && cells.iter().all(|cell| cell.merged == first.merged);
    let alone = cells.len() > 2
        && cells.iter().skip(1).all(|cell| cell.text.trim().is_empty())
        && !first.text.trim().contains('\n')
        && first
            .text
            .trim()
            .chars()
            .any(|character| !character.is_ascii_digit());
    // A merged cell that only goes on from above is no heading of its own.
    let own = first.merged.row == first.place.row;
    ((one || alone) && own && !first.text.trim().is_empty()).then(|| first.text.trim())
}

/// What a heading says: it sets sector, scenario or pathway for what follows. And whether that is all it says, as far as the
/// names of sectors and the words of pathways tell.
fn understand(
    text: &str,
    state: &mut State,
    rule: &TableRule,
    mapping: &Mapping,
    names: &Names<'_>,
) -> (Vec<String>, bool) {
    let mut means = Vec::new();
    let mut label = None;
    if let Ok(sector) = names.find(NameOf::Sector, text) {
        label = Some(names.labels(NameOf::Sector, &sector).0);
        means.push(sector.clone());
        state.sector = Some(sector);
        state.scenario = None;
        // What was needed in the sector above says nothing about this one.
        state.pathway.clone_from(&rule.pathway);
    } else if let Ok(scenario) = names.find(NameOf::Scenario, text) {
        label = Some(names.labels(NameOf::Scenario, &scenario).0);
        means.push(scenario.clone());
        state.scenario = Some(scenario);
    }
    let pathway = pathway::read(text, mapping);
    let whole = match (&label, &pathway) {
        (Some(label), None) => {
            // A sector may be called by the word of a pathway.
            let mut words = mapping.pathways.iter().map(|(word, _)| word);
            !words.any(|word| plain(text).contains(word) && !plain(label).contains(word))
        }
        (None, Some(_)) => {
            let sectors = names.category(NameOf::Sector);
            let mut members = sectors.iter().flat_map(|category| &category.members);
            !members.any(|member| member.is_in(&key(text)))
        }
        (Some(_), Some(_)) => true,
        (None, None) => false,
    };
    if let Some(pathway) = pathway {
        means.push(pathway.clone());
        state.pathway = Some(pathway);
    }
    (means, whole)
}

impl Line {
    /// The cell with this role.
    pub(super) fn cell(&self, role: Role) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|(found, _)| *found == role)
            .map(|(_, cell)| cell)
    }

    /// The text with this role, unless it is empty.
    pub(super) fn text(&self, role: Role) -> Option<&str> {
        self.cell(role)
            .map(|cell| cell.text.trim())
            .filter(|text| !text.is_empty())
    }

    fn number_cell(&self) -> Option<&Cell> {
        self.cell(Role::Row).or_else(|| self.cell(Role::Number))
    }

    fn number(&self) -> Option<String> {
        let text = self.number_cell()?.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether it belongs to the row above: its number is the same merged cell.
    fn goes_on(&self, above: &Printed) -> bool {
        let start = above.lines.first().and_then(Line::number_cell);
        let own = self.number_cell().filter(|cell| cell.repeats());
        match (start, own) {
            (Some(start), Some(own)) => start.merged == own.merged,
            (Some(_) | None, _) => false,
        }
    }
}
