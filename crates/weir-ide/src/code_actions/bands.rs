//! Adds the band that is missing between two bands of a row.

use weir_core::hir::{CompareOp, SourceId};
use weir_syntax::Span;
use weir_syntax::ast::{
    Bound, Clause, Conclusion, Element, Expr, ExprKind, Item, Provision, Value,
};
use weir_syntax::token::number_value;

use super::{ActionKind, CodeAction, indent, insertion};
use crate::snapshot::Snapshot;

/// A band: from a number up to, not including, another.
struct Band<'t> {
    low: i64,
    high: Option<i64>,
    subject: &'t str,
    conclusion: &'t Conclusion,
    span: Span,
}

impl<'t> Band<'t> {
    /// What is counted, and about which outcome something is concluded.
    fn about(&self) -> (&'t str, &'t str) {
        (self.subject, &self.conclusion.target.text)
    }
}

pub(super) fn missing(snapshot: &Snapshot, source: SourceId, part: Span) -> Vec<CodeAction> {
    let Some(read) = snapshot.checked.sources.get(&source) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for item in &read.parse.file.items {
        if let Item::List(list) = item {
            rows_at(&list.body, part, &mut rows);
        }
    }
    rows.into_iter()
        .flat_map(|row| gaps(snapshot, source, &read.text, row))
        .collect()
}

fn rows_at<'t>(body: &'t [Element], part: Span, out: &mut Vec<&'t Provision>) {
    for element in body {
        let Element::Provision(node) = element else {
            continue;
        };
        let span = node.at.span();
        if part.end < span.start || span.end < part.start {
            continue;
        }
        if node
            .body
            .iter()
            .any(|one| matches!(one, Element::Clause(Clause::Band(..))))
        {
            out.push(node);
        }
        rows_at(&node.body, part, out);
    }
}

fn gaps(snapshot: &Snapshot, source: SourceId, text: &str, row: &Provision) -> Vec<CodeAction> {
    let clauses = row.body.iter().filter_map(|element| {
        if let Element::Clause(Clause::Band(expr, conclusion, at)) = element {
            Some((expr, conclusion, at.span()))
        } else {
            None
        }
    });
    let bands: Option<Vec<Band<'_>>> = clauses
        .map(|(expr, conclusion, span)| band(expr, conclusion, span))
        .collect();
    let Some(mut bands) = bands else {
        return Vec::new();
    };
    // Of the same number and about the same outcome, so that a gap is one of both.
    bands.sort_by_key(|band| (band.about(), band.low));
    let mut actions = Vec::new();
    for pair in bands.windows(2) {
        let [one, next] = pair else { continue };
        let Some(high) = one
            .high
            .filter(|high| *high < next.low && one.about() == next.about())
        else {
            continue;
        };
        let space = indent(text, next.span.start);
        let said = next.conclusion.at.span().text(text);
        let number = |n: i64| crate::phrase::magnitude(n);
        let bounds = format!(
            "{} {}以上 不满{}",
            one.subject,
            number(high),
            number(next.low)
        );
        // The conclusion is that of the larger amount, for a person to decide.
        let line = format!("band {bounds} then {said}\n{space}");
        let title = snapshot.lang.pick(
            format!("补充区间 {bounds}"),
            format!("Add the band {bounds}"),
        );
        actions.push(CodeAction {
            title,
            kind: ActionKind::QuickFix,
            edits: vec![insertion(source, next.span.start, line)],
            preferred: false,
            mends: None,
        });
    }
    actions
}

fn band<'t>(expr: &'t Expr, conclusion: &'t Conclusion, span: Span) -> Option<Band<'t>> {
    let (subject, bounds): (&str, Vec<(CompareOp, i64)>) = match &expr.kind {
        ExprKind::Bounds { subject, bounds } => {
            let bounds: Option<Vec<_>> = bounds.iter().map(bound).collect();
            (&subject.text, bounds?)
        }
        ExprKind::Compare { subject, op, value } => (&subject.text, vec![(*op, number(value)?)]),
        ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Not(_)
        | ExprKind::Implies(..)
        | ExprKind::Paren(_)
        | ExprKind::Const(_)
        | ExprKind::Name(_)
        | ExprKind::Is { .. }
        | ExprKind::Has { .. }
        | ExprKind::Reading { .. }
        | ExprKind::Error => return None,
    };
    let (mut low, mut high) = (0, None);
    for (op, number) in bounds {
        match op {
            CompareOp::Ge => low = number,
            CompareOp::Gt => low = number.checked_add(1)?,
            CompareOp::Lt => high = Some(number),
            CompareOp::Le => high = Some(number.checked_add(1)?),
            CompareOp::Eq => (low, high) = (number, Some(number.checked_add(1)?)),
            CompareOp::Ne => return None,
        }
    }
    Some(Band {
        low,
        high,
        subject,
        conclusion,
        span,
    })
}

fn bound(bound: &Bound) -> Option<(CompareOp, i64)> {
    Some((bound.op, number(&bound.value)?))
}

fn number(value: &Value) -> Option<i64> {
    if let Value::Quantity(quantity) = value {
        number_value(&quantity.text)
    } else {
        None
    }
}
