//! Growing a selection: the word, the condition around it, the clause, the rule, the provision, the whole.

use weir_core::hir::SourceId;
use weir_syntax::Span;
use weir_syntax::ast::{Clause, Element, Expr, ExprKind, Item};
use weir_syntax::token::TokenKind;

use crate::snapshot::Snapshot;

/// For each offset the spans around it, the innermost first.
#[must_use]
pub fn selection_ranges(snapshot: &Snapshot, source: SourceId, offsets: &[u32]) -> Vec<Vec<Span>> {
    offsets
        .iter()
        .map(|offset| around(snapshot, source, *offset))
        .collect()
}

fn around(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Span> {
    let text = snapshot.text(source);
    let mut spans = vec![Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX))];
    let holds = |span: Span| span.start <= offset && offset <= span.end;
    if let Some(outline) = snapshot.outline(source) {
        for part in outline
            .around(offset)
            .iter()
            .filter_map(|at| outline.parts.get(*at))
        {
            spans.push(part.span);
            spans.extend(part.clauses.iter().copied().filter(|clause| holds(*clause)));
        }
    }
    let read = snapshot.checked.sources.get(&source);
    for item in read.iter().flat_map(|read| &read.parse.file.items) {
        conditions(item, &mut |expr| inside(expr, offset, &mut spans));
    }
    if let Some(token) = snapshot.token_at(source, offset) {
        let words = token.span.text(text);
        let quoted = words.len() > 2 && words.starts_with('"') && words.ends_with('"');
        if token.kind == TokenKind::Str && quoted {
            spans.push(Span::new(token.span.start + 1, token.span.end - 1));
        }
        spans.push(token.span);
    }
    if let Some(comment) = read.and_then(|read| {
        let mut comments = read.parse.comments.iter();
        comments.find(|comment| holds(comment.span))
    }) {
        spans.push(comment.span);
    }
    spans.retain(|span| holds(*span));
    spans.sort_by_key(|span| (span.end - span.start, span.start));
    spans.dedup();
    nested(spans)
}

/// Only spans of which each holds the one before it.
fn nested(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        let fits = out
            .last()
            .is_none_or(|last| span.start <= last.start && last.end <= span.end);
        if fits {
            out.push(span);
        }
    }
    out
}

fn inside(expr: &Expr, offset: u32, out: &mut Vec<Span>) {
    let span = expr.at.span();
    if !(span.start <= offset && offset <= span.end) {
        return;
    }
    out.push(span);
    for part in parts(expr) {
        inside(part, offset, out);
    }
}

/// The conditions of which a condition is made.
pub(crate) fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().collect(),
        ExprKind::Not(inner) | ExprKind::Paren(inner) => vec![inner],
        ExprKind::Implies(from, to) => vec![from, to],
        ExprKind::Const(_)
        | ExprKind::Name(_)
        | ExprKind::Is { .. }
        | ExprKind::Has { .. }
        | ExprKind::Compare { .. }
        | ExprKind::Bounds { .. }
        | ExprKind::Reading { .. }
        | ExprKind::Error => Vec::new(),
    }
}

/// Calls `visit` for every condition of a declaration, not for those inside it.
pub(crate) fn conditions<'t>(item: &'t Item, visit: &mut impl FnMut(&'t Expr)) {
    match item {
        Item::Instrument(node) => in_body(&node.body, visit),
        Item::List(node) => in_body(&node.body, visit),
        Item::Define(node) => visit(&node.condition),
        Item::Assume(node) => visit(&node.condition),
        Item::Counter(node) => node.cases.iter().for_each(|case| visit(&case.condition)),
        Item::Use(_)
        | Item::Outcome(_)
        | Item::Category(_)
        | Item::Fact(_)
        | Item::Measure(_)
        | Item::Threshold(_)
        | Item::Zone(_)
        | Item::Reading(_)
        | Item::Profile(_)
        | Item::Test(_)
        | Item::Error(_) => {}
    }
}

fn in_body<'t>(body: &'t [Element], visit: &mut impl FnMut(&'t Expr)) {
    for element in body {
        match element {
            Element::Clause(clause) => in_clause(clause, visit),
            Element::Provision(node) => in_body(&node.body, visit),
            Element::Rule(node) => node.clauses.iter().for_each(|one| in_clause(one, visit)),
            Element::Define(node) => visit(&node.condition),
            Element::Assume(node) => visit(&node.condition),
            Element::Adoption(node) => node.clauses.iter().for_each(|one| in_clause(one, visit)),
            Element::Lists(_)
            | Element::Precedence(_)
            | Element::Strictest(_)
            | Element::Table(_)
            | Element::Error(_) => {}
        }
    }
}

fn in_clause<'t>(clause: &'t Clause, visit: &mut impl FnMut(&'t Expr)) {
    match clause {
        Clause::When(expr, _)
        | Clause::Available(expr, _)
        | Clause::Unless(expr, _)
        | Clause::Band(expr, _, _)
        | Clause::InForce(_, Some(expr))
        | Clause::Trial(_, Some(expr), _)
        | Clause::Outside(_, Some(expr), _)
        | Clause::Untranscribed(_, Some(expr), _) => visit(expr),
        Clause::Label(_)
        | Clause::Then(_)
        | Clause::InForce(_, None)
        | Clause::Published(..)
        | Clause::Url(..)
        | Clause::Source(..)
        | Clause::Cite(..)
        | Clause::Under(..)
        | Clause::Zone(..)
        | Clause::Dated(..)
        | Clause::Announced(..)
        | Clause::Trial(_, None, _)
        | Clause::Replaces(..)
        | Clause::Outside(_, None, _)
        | Clause::Untranscribed(_, None, _)
        | Clause::Fields { .. }
        | Clause::Except(..)
        | Clause::AsOf(..)
        | Clause::With(..)
        | Clause::Error(_) => {}
    }
}
