//! Conditions: one member of a list a line, its operator before it so that the members line up.

use super::line::Printer;
use super::source::Piece;
use crate::ast::{Expr, ExprKind};
use crate::span::Span;

/// The widest line of a condition.
const WIDTH: usize = 110;

/// A line that is being written.
struct Flow<'p, 'a> {
    printer: &'p mut Printer<'a>,
    indent: usize,
    piece: Piece,
    /// Whether it is not the first line of the condition.
    goes_on: bool,
}

impl Printer<'_> {
    /// A condition with the word before it, which starts at `start`.
    pub(super) fn condition(&mut self, indent: usize, start: u32, expr: &Expr) {
        let piece = self.source.piece(Span::new(start, expr.at.span().start));
        let mut flow = Flow {
            printer: self,
            indent,
            piece,
            goes_on: false,
        };
        flow.piece.text.push(' ');
        flow.expr(expr, true, 0);
        flow.end();
    }
}

impl Flow<'_, '_> {
    /// Writes a condition at the present column. A list is broken if it stands `open`, directly behind the word or
    /// parenthesis; anything else only if it does not fit. `closing` parentheses stand behind it.
    fn expr(&mut self, expr: &Expr, open: bool, closing: usize) {
        let span = expr.at.span();
        let whole = self.printer.source.piece(span);
        let fits = self.column() + whole.width() + closing <= WIDTH;
        match &expr.kind {
            ExprKind::And(members) | ExprKind::Or(members) if open || !fits => {
                self.list(members, closing)
            }
            ExprKind::Implies(left, right) if !fits => self.implies(left, right, closing),
            ExprKind::Not(inner) if !fits => {
                self.add(Span::new(span.start, inner.at.span().start));
                self.piece.text.push(' ');
                self.expr(inner, false, closing);
            }
            ExprKind::Paren(inner) if !fits => {
                self.add(Span::new(span.start, inner.at.span().start));
                self.expr(inner, true, closing + 1);
                self.add(Span::new(inner.at.span().end, span.end));
            }
            ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Implies(..)
            | ExprKind::Not(_)
            | ExprKind::Paren(_)
            | ExprKind::Const(_)
            | ExprKind::Name(_)
            | ExprKind::Is { .. }
            | ExprKind::Has { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Bounds { .. }
            | ExprKind::Reading { .. }
            | ExprKind::Error => self.add(span),
        }
    }

    fn list(&mut self, members: &[Expr], closing: usize) {
        let column = self.column();
        let mut previous: Option<u32> = None;
        for (at, member) in members.iter().enumerate() {
            if let Some(end) = previous {
                let operator = self
                    .printer
                    .source
                    .piece(Span::new(end, member.at.span().start));
                self.next_line(column.saturating_sub(operator.width() + 1), operator);
            }
            let closing = if at + 1 == members.len() { closing } else { 0 };
            self.expr(member, false, closing);
            previous = Some(member.at.span().end);
        }
    }

    fn implies(&mut self, left: &Expr, right: &Expr, closing: usize) {
        let column = self.column();
        self.expr(left, false, 0);
        let operator = self
            .printer
            .source
            .piece(Span::new(left.at.span().end, right.at.span().start));
        self.next_line(column, operator);
        self.expr(right, false, closing);
    }

    fn column(&self) -> usize {
        self.indent + self.piece.width()
    }

    fn add(&mut self, span: Span) {
        let piece = self.printer.source.piece(span);
        self.piece.text.push_str(&piece.text);
        self.piece.span = self.piece.span.to(piece.span);
    }

    fn next_line(&mut self, indent: usize, operator: Piece) {
        self.end();
        self.indent = indent;
        self.piece = operator;
        self.piece.text.push(' ');
        self.goes_on = true;
    }

    fn end(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        if self.goes_on {
            self.printer.go_on(self.indent, piece);
        } else {
            self.printer.push(self.indent, piece);
        }
    }
}
