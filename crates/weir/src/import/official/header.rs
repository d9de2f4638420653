//! The header of an official table: the line, or lines, in which most cells are columns that the mapping knows.

use std::ops::Range;

use weir_tables::{Cell, Place, Table};

use crate::import::mapping::{Mapping, Role};
use crate::import::text::key;

/// How many lines from the top are looked at.
const LINES: usize = 30;

/// A header.
pub(super) struct Header {
    /// The lines that it takes.
    pub(super) lines: Range<usize>,
    /// What each column is.
    pub(super) roles: Vec<Role>,
    /// Columns that the mapping does not know.
    pub(super) unknown: Vec<(Place, String)>,
    /// The texts of its first line, to know it again on the next page.
    texts: Vec<String>,
}

pub(super) fn find(table: &Table, mapping: &Mapping) -> Option<Header> {
    let known = |cells: &[Cell]| {
        let mut roles: Vec<Role> = cells
            .iter()
            .filter_map(|cell| mapping.role(&cell.text))
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles.len()
    };
    let (line, most) = table
        .rows
        .iter()
        .take(LINES)
        .map(|cells| known(cells))
        .enumerate()
        .rev()
        .max_by_key(|(_, known)| *known)?;
    if most == 0 {
        return None;
    }
    let first = table.rows.get(line)?;
    let lines = line..end(table, line);
    let mut roles = Vec::new();
    let mut unknown = Vec::new();
    for (column, cell) in first.iter().enumerate() {
        let texts = column_texts(table, lines.clone(), column);
        let role = role(&texts, mapping);
        // An empty column, or the second one under a merged header, is nothing of its own.
        if role.is_none() && !texts.is_empty() && !cell.repeats() {
            unknown.push((cell.place, texts.join("/")));
        }
        roles.push(role.unwrap_or(Role::Ignore));
    }
    let texts = first.iter().map(|cell| key(&cell.text)).collect();
    Some(Header {
        lines,
        roles,
        unknown,
        texts,
    })
}

/// The line after the header: it goes on while cells of its first line reach down.
pub(super) fn end(table: &Table, line: usize) -> usize {
    let reaches = |cells: &Vec<Cell>| {
        cells.iter().any(|cell| {
            cell.merged.row < cell.place.row && cell.merged.row > line && !cell.text.is_empty()
        })
    };
    let more = table
        .rows
        .iter()
        .skip(line + 1)
        .take_while(|cells| reaches(cells))
        .count();
    line + 1 + more
}

/// The texts over a column, from the top, each once.
pub(super) fn column_texts(table: &Table, lines: Range<usize>, column: usize) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cells in table.rows.get(lines).unwrap_or_default() {
        let text = cells.get(column).map_or("", |cell| cell.text.trim());
        if !text.is_empty() && texts.last().is_none_or(|last| last != text) {
            texts.push(text.replace('\n', ""));
        }
    }
    texts
}

/// What a column is by the texts over it: all together, or the lowest.
fn role(texts: &[String], mapping: &Mapping) -> Option<Role> {
    mapping
        .role(&texts.join("/"))
        .or_else(|| mapping.role(texts.last()?))
}

impl Header {
    /// Whether a line is the header again, as on every page of a long table.
    pub(super) fn is_repeated(&self, cells: &[Cell]) -> bool {
        cells.len() == self.texts.len()
            && cells
                .iter()
                .zip(&self.texts)
                .all(|(cell, text)| key(&cell.text) == *text)
    }
}
