//! Lists, what they have in common, their tables and adoptions, and counters.

use super::line::{Printer, STEP};
use super::source::{Piece, width};
use crate::ast::{Adoption, Counter, List, ListTable, Lists, ListsPart, Name, Row};
use crate::span::Span;

/// The widest line of an enumeration of fields.
const WIDTH: usize = 110;

impl Printer<'_> {
    pub(super) fn list(&mut self, list: &List) {
        self.block(
            0,
            list.name.edition.at.span().end,
            list.at,
            list.body.is_empty(),
            |printer, indent| printer.elements(indent, &list.body),
        );
    }

    pub(super) fn counter(&mut self, counter: &Counter) {
        let empty = counter.cases.is_empty() && counter.labels.is_empty();
        let head_end = counter.unit.at.span().end;
        self.block(0, head_end, counter.at, empty, |printer, indent| {
            let first = counter
                .cases
                .first()
                .map_or(counter.at.span().end, |case| case.at.span().start);
            for clause in printer.source.clauses(Span::new(head_end, first)) {
                printer.line(indent, clause);
            }
            for case in &counter.cases {
                printer.line(indent, case.at.span());
            }
        });
    }

    pub(super) fn lists(&mut self, indent: usize, lists: &Lists) {
        let empty = lists.labels.is_empty() && lists.parts.is_empty();
        let head_end = lists.at.span().start + "lists".len() as u32;
        self.block(indent, head_end, lists.at, empty, |printer, indent| {
            for label in &lists.labels {
                printer.line(indent, label.at.span());
            }
            for part in &lists.parts {
                printer.lists_part(indent, part);
            }
        });
    }

    fn lists_part(&mut self, indent: usize, part: &ListsPart) {
        match part {
            ListsPart::Sectors(name) | ListsPart::Scenarios(name) | ListsPart::Fields(name) => {
                let word = self.source.token_before(name.at.span().start);
                let start = word.map_or(name.at.span().start, |word| word.span.start);
                self.line(indent, Span::new(start, name.at.span().end));
            }
            ListsPart::Strictest(_, _, at) => self.line(indent, at.span()),
            ListsPart::Others { at, .. } => self.line(indent, at.span()),
            ListsPart::Outside { what, clauses, at } => {
                self.line(indent, Span::new(at.span().start, what.at.span().end));
                self.open();
                self.clauses(indent + STEP, clauses);
            }
        }
    }

    pub(super) fn list_table(&mut self, indent: usize, table: &ListTable) {
        let head_end = table.at.span().start + "table".len() as u32;
        let empty = table.header.is_none();
        self.block(indent, head_end, table.at, empty, |printer, indent| {
            let rows: Vec<&Row> = table.header.iter().chain(&table.rows).collect();
            printer.table(indent, &rows);
        });
    }

    pub(super) fn adoption(&mut self, indent: usize, adoption: &Adoption) {
        let last = adoption
            .parts
            .last()
            .map_or(adoption.from.edition.at, |name| name.at);
        self.line(indent, Span::new(adoption.at.span().start, last.span().end));
        self.open();
        self.clauses(indent + STEP, &adoption.clauses);
    }

    /// An enumeration of fields, filled line by line.
    pub(super) fn fields(&mut self, indent: usize, names: &[Name], span: Span) {
        let whole = self.source.piece(span);
        if indent + whole.width() <= WIDTH {
            return self.push(indent, whole);
        }
        let mut start = span.start;
        let mut at_indent = indent;
        for (at, name) in names.iter().enumerate() {
            let next = names.get(at + 1);
            let end = next.map_or(span.end, |next| {
                self.source
                    .token_before(next.at.span().start)
                    .map_or(name.at.span().end, |comma| comma.span.end)
            });
            // With the next name and what follows it: a comma, or the end of the enumeration.
            let last = at + 2 == names.len();
            let after = next.map_or(end, |next| if last { span.end } else { next.at.span().end });
            let comma = usize::from(!last);
            let line = self.source.piece(Span::new(start, end));
            let longer = self.source.piece(Span::new(start, after));
            if next.is_none() || at_indent + width(&longer.text) + comma > WIDTH {
                self.field_line(at_indent, line, start == span.start);
                start = next.map_or(end, |next| next.at.span().start);
                at_indent = indent + STEP;
            }
        }
    }

    fn field_line(&mut self, indent: usize, line: Piece, first: bool) {
        if first {
            self.push(indent, line);
        } else {
            self.go_on(indent, line);
        }
    }
}
