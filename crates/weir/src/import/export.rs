//! A list as a table: a line for each row, a column for each kind of clause, in the words of the language.

use weir_core::{Checked, Source};
use weir_syntax::Span;
use weir_syntax::ast::{Clause as Node, List};
use weir_tables::Table;

use super::draft::Slot;
use super::listed::{self, ListedRow, RowNode};
use super::native::{BETWEEN_TEXTS, YES};
use super::vocabulary::Vocabulary;
use super::{draft, listed_table};

/// The lists of a source as tables, a table each or one for all; only those of an edition, if one is named.
pub(crate) fn tables(
    checked: &Checked,
    source: &Source,
    edition: Option<&str>,
    in_one: bool,
) -> Vec<Table> {
    let vocabulary = Vocabulary::of(super::files(checked));
    let mut lists = super::lists(&source.parse.file);
    lists.retain(|list| edition.is_none_or(|edition| edition == list.name.edition.value));
    if in_one && !lists.is_empty() {
        return vec![table(&source.text, &lists, &vocabulary)];
    }
    lists
        .iter()
        .map(|list| table(&source.text, std::slice::from_ref(list), &vocabulary))
        .collect()
}

/// Lists as a table. Columns in which no row says anything are left out.
fn table(text: &str, lists: &[&List], vocabulary: &Vocabulary) -> Table {
    let mut cells: Vec<Vec<String>> = Vec::new();
    for list in lists {
        for row in listed::rows(list) {
            let name = [&list.name.name.text, &list.name.edition.value].map(String::clone);
            cells.push(
                name.into_iter()
                    .chain(row_cells(text, &row, vocabulary))
                    .collect(),
            );
        }
    }
    let head: Vec<&str> = ["list", "edition", "row", "sector", "scenario"]
        .into_iter()
        .chain(Slot::COLUMNS.iter().map(|slot| slot.words()))
        .collect();
    let says = |column: usize| {
        let mut rows = cells.iter().filter_map(|row| row.get(column));
        column < 3 || rows.any(|cell| !cell.is_empty())
    };
    let used: Vec<bool> = (0..head.len()).map(says).collect();
    let keep = |row: Vec<String>| -> Vec<String> {
        row.into_iter()
            .zip(&used)
            .filter(|(_, used)| **used)
            .map(|(cell, _)| cell)
            .collect()
    };
    let mut lines = vec![keep(head.into_iter().map(str::to_owned).collect())];
    lines.extend(cells.iter().cloned().map(keep));
    Table::of_texts(lists.first().map(|list| sheet_name(list)), lines)
}

/// A name that a workbook takes for a sheet.
fn sheet_name(list: &List) -> String {
    let name = format!("{} {}", list.name.name.text, list.name.edition.value);
    name.chars()
        .map(|character| {
            if "[]:*?/\\'".contains(character) {
                '_'
            } else {
                character
            }
        })
        .take(31)
        .collect()
}

fn row_cells(text: &str, row: &ListedRow<'_>, vocabulary: &Vocabulary) -> Vec<String> {
    let part = row.part();
    let mut cells = vec![
        row.id.clone(),
        part.sector.unwrap_or_default(),
        part.scenario.unwrap_or_default(),
    ];
    let clauses = match row.node {
        RowNode::Written(_) => row
            .clauses()
            .into_iter()
            .map(|(slot, node, span)| (slot, said(text, slot, node, span)))
            .collect(),
        RowNode::InTable(table, line) => in_table(text, table, line, vocabulary),
    };
    for slot in Slot::COLUMNS {
        let own: Vec<&str> = clauses
            .iter()
            .filter(|(found, _)| *found == slot)
            .map(|(_, said)| said.as_str())
            .collect();
        let between = if slot.is_text() {
            format!("\n{BETWEEN_TEXTS}\n")
        } else {
            "\n".to_owned()
        };
        cells.push(own.join(&between));
    }
    cells
}

/// What a clause says behind its words.
fn said(text: &str, slot: Slot, node: &Node, span: Span) -> String {
    if let Node::Label(label) = node {
        label.text.value.clone()
    } else if let Node::Url(url, _) = node {
        url.value.clone()
    } else {
        behind(slot, &one_line(span.text(text)))
    }
}

fn behind(slot: Slot, clause: &str) -> String {
    let rest = clause.strip_prefix(slot.words()).unwrap_or(clause).trim();
    if rest.is_empty() {
        YES.to_owned()
    } else {
        rest.to_owned()
    }
}

fn in_table(
    text: &str,
    table: &weir_syntax::ast::ListTable,
    line: &weir_syntax::ast::Row,
    vocabulary: &Vocabulary,
) -> Vec<(Slot, String)> {
    listed_table::clauses(text, table, line, vocabulary)
        .into_iter()
        .map(|draft::Clause { slot, text }| {
            let rest = behind(slot, &text);
            let said = if slot.is_text() {
                unquoted(&rest)
            } else {
                rest
            };
            (slot, said)
        })
        .collect()
}

/// The text of a literal.
fn unquoted(literal: &str) -> String {
    let inside = literal.trim();
    let inside = inside.strip_prefix('"').unwrap_or(inside);
    let inside = inside.strip_suffix('"').unwrap_or(inside);
    let mut out = String::new();
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}

/// A clause in one line, without comments; spaces within texts stay.
fn one_line(clause: &str) -> String {
    clause
        .lines()
        .map(|line| without_comment(line).trim())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn without_comment(line: &str) -> &str {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in line.char_indices() {
        let rest = line.get(at..).unwrap_or_default();
        if !quoted && rest.starts_with("//") {
            return line.get(..at).unwrap_or_default();
        }
        quoted ^= character == '"' && !escaped;
        escaped = quoted && character == '\\' && !escaped;
    }
    line
}
