//! Profiles and tests, with their tables.

use super::line::Printer;
use super::member::{Braces, Head};
use super::source::Piece;
use crate::ast::{Assignment, Profile, Row, Test, TestElement, Value};
use crate::span::Span;

impl Printer<'_> {
    pub(super) fn profile(&mut self, profile: &Profile) {
        let span = profile.at.span();
        let words = Span::new(
            span.start,
            profile.base.as_ref().unwrap_or(&profile.name).at.span().end,
        );
        let head = Head::new(self.source, words, &profile.labels);
        let braces = Braces::find(self.source, words.end, span.end);
        let bare = braces.is_some_and(|braces| self.source.comments(braces.inside()).is_empty());
        let inline = (profile.facts.is_empty() && bare).then(|| "{ }".to_owned());
        self.headed(0, &head, inline, braces, |printer, indent| {
            printer.assignments(indent, &profile.facts)
        });
    }

    fn assignments(&mut self, indent: usize, facts: &[Assignment]) {
        for fact in facts {
            self.line(indent, fact.at.span());
        }
    }

    pub(super) fn test(&mut self, test: &Test) {
        let head_end = test
            .on
            .as_ref()
            .map_or(test.name.at, |date| date.at)
            .span()
            .end;
        let empty = test.body.is_empty() && test.header.is_none();
        self.block(0, head_end, test.at, empty, |printer, indent| {
            for element in &test.body {
                printer.test_element(indent, element);
            }
            let rows: Vec<&Row> = test.header.iter().chain(&test.rows).collect();
            printer.table(indent, &rows);
        });
    }

    fn test_element(&mut self, indent: usize, element: &TestElement) {
        match element {
            TestElement::Given { profile, facts, at } => {
                let span = at.span();
                let head_end = profile
                    .as_ref()
                    .map_or(span.start + 1, |profile| profile.at.span().end);
                self.given(
                    indent,
                    Span::new(span.start, head_end),
                    span,
                    profile.is_some(),
                    facts,
                );
            }
            TestElement::Reading { at, .. } | TestElement::Error(at) => {
                self.line(indent, at.span())
            }
            TestElement::Expect(expect) => self.line(indent, expect.at.span()),
        }
    }

    /// Braces around nothing are left out after a profile, unless a comment stands in them.
    fn given(
        &mut self,
        indent: usize,
        words: Span,
        whole: Span,
        has_profile: bool,
        facts: &[Assignment],
    ) {
        let head = Head::new(self.source, words, &[]);
        let braces = Braces::find(self.source, words.end, whole.end);
        let bare = facts.is_empty()
            && braces.is_some_and(|braces| self.source.comments(braces.inside()).is_empty());
        let braces = braces.filter(|_| !(bare && has_profile));
        let inline = bare.then(|| "{ }".to_owned());
        self.headed(indent, &head, inline, braces, |printer, indent| {
            printer.assignments(indent, facts)
        });
    }

    /// Rows whose cells line up; numbers stand at the right of their column.
    pub(super) fn table(&mut self, indent: usize, rows: &[&Row]) {
        let cells: Vec<Vec<Piece>> = rows
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| self.source.piece(cell.at().span()))
                    .collect()
            })
            .collect();
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let width = |at: usize| {
            cells
                .iter()
                .filter_map(|row| row.get(at))
                .map(Piece::width)
                .max()
                .unwrap_or(0)
        };
        let columns: Vec<usize> = (0..count).map(width).collect();
        for (row, pieces) in rows.iter().zip(&cells) {
            let mut text = "|".to_owned();
            for ((value, piece), column) in row.cells.iter().zip(pieces).zip(&columns) {
                text.push_str(&cell(value, piece, *column));
            }
            self.push(
                indent,
                Piece {
                    text,
                    span: row.at.span(),
                },
            );
        }
    }
}

/// A cell, padded to its column, with the line after it.
fn cell(value: &Value, piece: &Piece, column: usize) -> String {
    let padding = " ".repeat(column.saturating_sub(piece.width()));
    match value {
        Value::Quantity(_) => format!(" {padding}{} |", piece.text),
        Value::Date(_)
        | Value::Name(_)
        | Value::Bool(..)
        | Value::Unknown(_)
        | Value::Set(..)
        | Value::Text(_)
        | Value::NameSet(..)
        | Value::Bounds(..)
        | Value::Empty(_)
        | Value::Ref(_) => {
            format!(" {}{padding} |", piece.text)
        }
    }
}
