//! Instruments: provisions, rules, their clauses, and what stands between them.

use super::line::{Printer, STEP};
use super::member::{Braces, Head};
use crate::ast::{Assume, Clause, Define, Element, Expr, Instrument, Name, Provision, Rule};
use crate::span::{At, Span};
use crate::token::TokenKind;

impl Printer<'_> {
    pub(super) fn instrument(&mut self, indent: usize, instrument: &Instrument) {
        self.block(
            indent,
            instrument.name.at.span().end,
            instrument.at,
            instrument.body.is_empty(),
            |printer, indent| {
                printer.elements(indent, &instrument.body);
            },
        );
    }

    /// A block with a head without labels, which ends at `head_end`.
    pub(super) fn block(
        &mut self,
        indent: usize,
        head_end: u32,
        at: At,
        empty: bool,
        body: impl FnOnce(&mut Self, usize),
    ) {
        let span = at.span();
        let head = Head::new(self.source, Span::new(span.start, head_end), &[]);
        let braces = Braces::find(self.source, head_end, span.end);
        let bare = braces.is_some_and(|braces| self.source.comments(braces.inside()).is_empty());
        let inline = (empty && bare).then(|| "{ }".to_owned());
        self.headed(indent, &head, inline, braces, body);
    }

    pub(super) fn elements(&mut self, indent: usize, body: &[Element]) {
        for element in body {
            match element {
                Element::Clause(clause) => self.clause(indent, clause),
                Element::Provision(provision) => self.provision(indent, provision),
                Element::Rule(rule) => self.rule(indent, rule),
                Element::Precedence(precedence) => self.line(indent, precedence.at.span()),
                Element::Strictest(strictest) => self.line(indent, strictest.at.span()),
                Element::Define(define) => self.define(indent, define),
                Element::Assume(assume) => self.assume(indent, assume),
                Element::Lists(lists) => self.lists(indent, lists),
                Element::Table(table) => self.list_table(indent, table),
                Element::Adoption(adoption) => self.adoption(indent, adoption),
                Element::Error(at) => self.line(indent, at.span()),
            }
        }
    }

    pub(super) fn clause(&mut self, indent: usize, clause: &Clause) {
        match clause {
            Clause::When(expr, at) => self.condition(indent, at.span().start, expr),
            Clause::Label(label) => self.line(indent, label.at.span()),
            Clause::Then(conclusion) => self.line(indent, conclusion.at.span()),
            Clause::Unless(expr, at) | Clause::Available(expr, at) => {
                self.condition(indent, at.span().start, expr)
            }
            Clause::InForce(period, _) => self.line(indent, period.at.span()),
            Clause::Published(_, at)
            | Clause::Url(_, at)
            | Clause::Source(_, _, at)
            | Clause::Cite(_, at)
            | Clause::Under(_, at)
            | Clause::Zone(_, at)
            | Clause::Dated(_, at)
            | Clause::Announced(_, at)
            | Clause::Trial(_, _, at)
            | Clause::Replaces(_, at)
            | Clause::Outside(_, _, at)
            | Clause::Untranscribed(_, _, at)
            | Clause::Band(_, _, at)
            | Clause::Except(_, at)
            | Clause::AsOf(_, at)
            | Clause::With(_, _, at)
            | Clause::Error(at) => {
                self.line(indent, at.span());
            }
            Clause::Fields { names, at, .. } => self.fields(indent, names, at.span()),
        }
    }

    pub(super) fn clauses(&mut self, indent: usize, clauses: &[Clause]) {
        for clause in clauses {
            self.clause(indent, clause);
        }
    }

    fn rule(&mut self, indent: usize, rule: &Rule) {
        self.line(
            indent,
            Span::new(rule.at.span().start, rule.name.at.span().end),
        );
        self.open();
        self.clauses(indent + STEP, &rule.clauses);
    }

    fn provision(&mut self, indent: usize, provision: &Provision) {
        let head_end = provision
            .name
            .as_ref()
            .map_or(provision.number.at, |name| name.at)
            .span()
            .end;
        if self.wants_braces(provision) {
            return self.block(
                indent,
                head_end,
                provision.at,
                provision.body.is_empty(),
                |printer, indent| {
                    printer.elements(indent, &provision.body);
                },
            );
        }
        self.line(indent, Span::new(provision.at.span().start, head_end));
        self.open();
        self.elements(indent + STEP, &provision.body);
    }

    /// Braces around nothing but clauses are left out. They stay where a comment stands on a line before the closing one,
    /// which would otherwise seem to belong to what follows.
    fn wants_braces(&self, provision: &Provision) -> bool {
        let nested = provision
            .body
            .iter()
            .any(|element| !matches!(element, Element::Clause(_)));
        let span = provision.at.span();
        let Some(close) = self
            .source
            .token_before(span.end)
            .filter(|token| token.kind == TokenKind::RBrace)
        else {
            return nested;
        };
        let last = self
            .source
            .token_before(close.span.start)
            .map_or(span.start, |token| token.span.end);
        nested
            || provision.body.is_empty()
            || self
                .source
                .comments(Span::new(last, close.span.start))
                .iter()
                .any(|comment| comment.own_line)
    }

    pub(super) fn define(&mut self, indent: usize, define: &Define) {
        self.defined(
            indent,
            define.at,
            &define.name,
            &define.clauses,
            &define.condition,
        );
    }

    pub(super) fn assume(&mut self, indent: usize, assume: &Assume) {
        self.defined(
            indent,
            assume.at,
            &assume.name,
            &assume.clauses,
            &assume.condition,
        );
    }

    fn defined(
        &mut self,
        indent: usize,
        at: At,
        name: &Name,
        clauses: &[Clause],
        condition: &Expr,
    ) {
        self.line(indent, Span::new(at.span().start, name.at.span().end));
        self.open();
        self.clauses(indent + STEP, clauses);
        let start = condition.at.span().start;
        let word = self
            .source
            .token_before(start)
            .map_or(start, |token| token.span.start);
        self.condition(indent + STEP, word, condition);
    }
}
