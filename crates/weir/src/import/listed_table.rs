//! Rows that stand in a table of a list, as the clauses that they mean.

use weir_syntax::ast::{ListTable, Row, Value};

use super::draft::{Clause, Slot};
use super::vocabulary::Vocabulary;

/// The id of a row of a table.
pub(super) fn id(table: &ListTable, row: &Row) -> Option<String> {
    columns(table, row).find_map(|(name, value)| match (name, value) {
        ("row", Value::Name(name)) => Some(name.text.clone()),
        ("row", Value::Quantity(quantity)) => Some(quantity.text.clone()),
        ("row", Value::Text(text)) => Some(text.value.clone()),
        _ => None,
    })
}

fn columns<'t>(table: &'t ListTable, row: &'t Row) -> impl Iterator<Item = (&'t str, &'t Value)> {
    let header = table.header.iter().flat_map(|header| &header.cells);
    header.zip(&row.cells).map(|(column, value)| {
        if let Value::Name(name) = column {
            (name.text.as_str(), value)
        } else {
            ("", value)
        }
    })
}

/// The clauses that a row of a table means, in the words of the language.
pub(super) fn clauses(
    text: &str,
    table: &ListTable,
    row: &Row,
    vocabulary: &Vocabulary,
) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut bands: Vec<String> = Vec::new();
    let mut conclusions: Vec<String> = Vec::new();
    let mut open = false;
    let mut names = None;
    for (column, value) in columns(table, row) {
        let written = value.at().span().text(text);
        let words = members(written);
        match (column, value) {
            (_, Value::Empty(_)) | ("row", _) => {}
            ("zh", _) => clauses.push(Clause::new(Slot::Zh, written)),
            ("en", _) => clauses.push(Clause::new(Slot::En, written)),
            ("fields", _) => names = Some(words.to_owned()),
            ("others", Value::Bool(value, _)) => open = *value,
            ("except", Value::Ref(_)) => clauses.push(Clause::new(Slot::Except, written)),
            ("except", _) => clauses.push(Clause::new(Slot::Except, &format!("row {written}"))),
            ("unless", _) => clauses.push(Clause::new(Slot::Unless, written)),
            ("source", _) => clauses.push(Clause::new(Slot::Source, written)),
            ("url", _) => clauses.push(Clause::new(Slot::Url, written)),
            ("cite", _) => clauses.push(Clause::new(Slot::Cite, written)),
            (name, _) if vocabulary.outcomes.contains_key(name) => {
                conclusions.push(format!("{name} {words}"))
            }
            (name, Value::Bounds(..)) => bands.push(format!("{name} {written}")),
            (name, Value::Bool(true, _)) => clauses.push(Clause::new(Slot::When, name)),
            (name, Value::Bool(false, _)) => {
                clauses.push(Clause::new(Slot::When, &format!("not {name}")))
            }
            (name, Value::Set(..)) if vocabulary.is_set(name) => {
                clauses.push(Clause::new(
                    Slot::When,
                    &format!("{name} has any of {words}"),
                ));
            }
            (name, Value::Set(..)) => clauses.push(Clause::new(
                Slot::When,
                &format!("{name} is one of {words}"),
            )),
            (name, Value::Name(_)) if vocabulary.is_set(name) => {
                clauses.push(Clause::new(Slot::When, &format!("{name} has {written}")));
            }
            (name, Value::Name(_)) => {
                clauses.push(Clause::new(Slot::When, &format!("{name} is {written}")))
            }
            (name, _) => clauses.push(Clause::new(Slot::When, &format!("{name} = {written}"))),
        }
    }
    if let Some(names) = names {
        let others = if open { " and others" } else { "" };
        clauses.push(Clause::new(Slot::Fields, &format!("{names}{others}")));
    }
    for conclusion in conclusions {
        clauses.push(match bands.as_slice() {
            [] => Clause::new(Slot::Then, &conclusion),
            bands => Clause::new(
                Slot::Band,
                &format!("{} then {conclusion}", bands.join(" and ")),
            ),
        });
    }
    clauses.sort_by_key(|clause| clause.slot);
    clauses
}

/// The names of a set without its braces.
fn members(written: &str) -> &str {
    written
        .strip_prefix('{')
        .and_then(|inside| inside.strip_suffix('}'))
        .map_or(written, str::trim)
}
