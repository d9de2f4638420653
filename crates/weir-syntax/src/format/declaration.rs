//! Files and the declarations outside instruments and tests.

use super::line::{Blank, Line, Printer, STEP};
use super::member::{Braces, Head, entries};
use super::source::width;
use crate::ast::{
    Fact, File, Item, Measure, Outcome, Reading, Threshold, ThresholdValue, Type, Zone,
};
use crate::span::Span;
use crate::token::TokenKind;

/// The widest line of a threshold.
const WIDTH: usize = 120;

impl Printer<'_> {
    /// The lines of a whole file.
    pub(super) fn file(mut self, file: &File) -> Vec<Line> {
        let mut previous: Option<(&Item, bool)> = None;
        for item in &file.items {
            let start = self.lines.len();
            self.item(item);
            let alone = self.lines.len() == start + 1;
            let group = previous.is_none_or(|(before, one_line)| {
                one_line && alone && std::mem::discriminant(before) == std::mem::discriminant(item)
            });
            if let Some(line) = self.lines.get_mut(start).filter(|_| !group) {
                line.blank = Blank::Always;
            }
            previous = Some((item, alone));
        }
        self.lines
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Use(import) => self.line(0, import.at.span()),
            Item::Outcome(outcome) => self.outcome(outcome),
            Item::Category(category) => self.category(0, category),
            Item::Fact(fact) => self.fact(fact),
            Item::Measure(measure) => self.measure(measure),
            Item::Threshold(threshold) => self.threshold(threshold),
            Item::Zone(zone) => self.zone(zone),
            Item::Instrument(instrument) => self.instrument(0, instrument),
            Item::List(list) => self.list(list),
            Item::Counter(counter) => self.counter(counter),
            Item::Reading(reading) => self.reading(reading),
            Item::Assume(assume) => self.assume(0, assume),
            Item::Define(define) => self.define(0, define),
            Item::Profile(profile) => self.profile(profile),
            Item::Test(test) => self.test(test),
            Item::Error(at) => self.line(0, at.span()),
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let span = outcome.at.span();
        let Some(braces) = Braces::find(self.source, outcome.name.at.span().end, span.end) else {
            return self.line(0, span);
        };
        let words = Span::new(
            span.start,
            self.source.first_clause(Span::new(span.start, braces.open)),
        );
        let head = Head::new(self.source, words, &outcome.labels);
        self.members(0, &head, &entries(&outcome.values), Some(braces));
    }

    fn zone(&mut self, zone: &Zone) {
        let head = Head::new(
            self.source,
            Span::new(zone.at.span().start, zone.name.at.span().end),
            &zone.labels,
        );
        self.headed(0, &head, None, None, |_, _| {});
    }

    fn fact(&mut self, fact: &Fact) {
        let span = fact.at.span();
        let name_end = fact.name.at.span().end;
        match &fact.ty {
            Type::OneOf(members) => {
                let after = members
                    .last()
                    .map_or(name_end, |member| member.at.span().end);
                let close = self
                    .source
                    .tokens(Span::new(after, span.end))
                    .iter()
                    .find(|token| token.kind == TokenKind::RBrace);
                let end = close.map_or(span.end, |close| close.span.end);
                let braces = Braces::find(self.source, name_end, end);
                let head = Head::new(
                    self.source,
                    Span::new(span.start, braces.map_or(end, |braces| braces.open)),
                    &[],
                );
                self.members(0, &head, &entries(members), braces);
                self.clause_lines(STEP, Span::new(end, span.end));
            }
            Type::Bool | Type::Date | Type::OneOfNamed(_) | Type::SetOf(_) | Type::Quantity(_) => {
                self.plain(0, span)
            }
        }
    }

    fn measure(&mut self, measure: &Measure) {
        self.plain(0, measure.at.span());
    }

    /// Some words on a line, and their texts and citations below it.
    fn plain(&mut self, indent: usize, span: Span) {
        let first = self.source.first_clause(span);
        self.line(indent, Span::new(span.start, first));
        self.clause_lines(indent + STEP, Span::new(first, span.end));
    }

    fn threshold(&mut self, threshold: &Threshold) {
        let empty = threshold.labels.is_empty() && threshold.values.is_empty();
        self.block(
            0,
            threshold.name.at.span().end,
            threshold.at,
            empty,
            |printer, indent| {
                let labels = threshold.labels.iter().map(|label| (label.at.span(), None));
                let values = threshold
                    .values
                    .iter()
                    .map(|value| (value.at.span(), Some(value)));
                let mut parts: Vec<_> = labels.chain(values).collect();
                parts.sort_by_key(|(span, _)| span.start);
                for (span, value) in parts {
                    match value {
                        Some(value) => printer.threshold_value(indent, value),
                        None => printer.line(indent, span),
                    }
                }
            },
        );
    }

    fn threshold_value(&mut self, indent: usize, value: &ThresholdValue) {
        let span = value.at.span();
        let first = self.source.first_clause(span);
        let mut piece = self.source.piece(Span::new(span.start, first));
        let cites: Vec<_> = self
            .source
            .clauses(span)
            .into_iter()
            .map(|clause| self.source.piece(clause))
            .collect();
        let line = std::iter::once(&piece)
            .chain(&cites)
            .map(|piece| piece.text.as_str())
            .collect::<Vec<_>>()
            .join("  ");
        if indent + width(&line) > WIDTH {
            return self.plain(indent, span);
        }
        piece.text = line;
        piece.span = span;
        self.push(indent, piece);
    }

    fn reading(&mut self, reading: &Reading) {
        let empty = reading.clauses.is_empty() && reading.options.is_empty();
        self.block(
            0,
            reading.name.at.span().end,
            reading.at,
            empty,
            |printer, indent| {
                printer.clauses(indent, &reading.clauses);
                for option in &reading.options {
                    printer.plain(indent, option.at.span());
                }
            },
        );
    }
}
