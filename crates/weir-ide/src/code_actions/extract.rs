//! Gives a number or a condition a name of its own.

use weir_core::hir::{CompareOp, FactType, Place, SourceId};
use weir_core::occurrence::Symbol;
use weir_core::problems::ProblemKind;
use weir_syntax::Span;
use weir_syntax::ast::{Bound, Expr, ExprKind, Quantity, Value};
use weir_syntax::diagnostic::Edit;

use super::{ActionKind, CodeAction, insertion};
use crate::outline::PartKind;
use crate::phrase;
use crate::selection::{conditions, parts};
use crate::snapshot::Snapshot;

/// A number in a condition becomes a threshold, declared before the declaration in which it stands and cited from there.
pub(super) fn threshold(snapshot: &Snapshot, source: SourceId, part: Span) -> Option<CodeAction> {
    let Number {
        subject,
        number,
        bounds,
    } = number_at(snapshot, source, part)?;
    let text = snapshot.text(source);
    let around = Around::of(snapshot, source, part.start)?;
    let name = unused(snapshot, &format!("{}_line", subject.replace('.', "_")));
    let Some(Symbol::Fact(id)) = snapshot.global(subject) else {
        return None;
    };
    let FactType::Quantity(unit) = snapshot.program().facts.get(id.index())?.ty else {
        return None;
    };
    let from = around.from?;
    let mut lines = format!("threshold {name} {{\n  zh \"\"\n  en \"\"\n");
    let written = weir_syntax::token::number_value(&number.text)?;
    let amount = if number.text.contains(['万', '亿', '_']) {
        number.text.clone()
    } else {
        phrase::magnitude(written)
    };
    lines.push_str(&format!(
        "  from {from}: {amount} {}  cite {}\n}}\n\n",
        unit.name(),
        around.cite
    ));
    // A name can't stand before 以上; the bounds are written with signs then.
    let (span, with) = match bounds {
        Some(bounds) => (bounds.at.span(), signed(bounds, number, &name, text)),
        None => (number.at.span(), spaced(&name, number.at.span(), text)),
    };
    let edits = vec![
        insertion(source, above(text, around.start), lines),
        Edit {
            place: Place { source, span },
            text: with,
        },
    ];
    let place = Place {
        source,
        span: number.at.span(),
    };
    let mends = snapshot.checked.problems.iter().find_map(|problem| {
        let unnamed = matches!(problem.kind, ProblemKind::UnnamedNumber { .. });
        (unnamed && problem.place == place).then(|| (problem.code(), place))
    });
    Some(CodeAction {
        title: snapshot.lang.pick(
            format!("将数字提取为数量标准 `{name}`"),
            format!("Name the number as the threshold `{name}`"),
        ),
        kind: match mends {
            Some(_) => ActionKind::QuickFix,
            None => ActionKind::Extract,
        },
        edits,
        preferred: mends.is_some(),
        mends,
    })
}

/// Where the name directly follows a word such as 不满, a space keeps them apart.
fn spaced(name: &str, span: Span, text: &str) -> String {
    let before = Span::new(0, span.start).text(text).chars().next_back();
    let lead = if before.is_some_and(char::is_alphanumeric) {
        " "
    } else {
        ""
    };
    format!("{lead}{name}")
}

/// Bounds with signs, one number of which has a name.
fn signed(expr: &Expr, number: &Quantity, name: &str, text: &str) -> String {
    let ExprKind::Bounds { subject, bounds } = &expr.kind else {
        return name.to_owned();
    };
    let parts: Vec<String> = bounds
        .iter()
        .map(|bound| {
            let here = bound.value.at().span() == number.at.span();
            let value = if here {
                name
            } else {
                bound.value.at().span().text(text)
            };
            format!("{} {} {value}", subject.text, bound.op.ascii())
        })
        .collect();
    match parts.as_slice() {
        [one] => one.clone(),
        parts => format!("({})", parts.join(" and ")),
    }
}

/// A condition that is selected becomes a definition, beside the declaration in which it stands.
pub(super) fn definition(snapshot: &Snapshot, source: SourceId, part: Span) -> Option<CodeAction> {
    let expr = condition_at(snapshot, source, part)?;
    let text = snapshot.text(source);
    let around = Around::of(snapshot, source, part.start)?;
    let name = unused(snapshot, "condition");
    let span = expr.at.span();
    let words: Vec<&str> = span.text(text).lines().map(str::trim).collect();
    let lines = format!(
        "define {name}\n  zh \"\"\n  en \"\"\n  cite {}\n  means {}\n\n",
        around.cite,
        words.join("\n    ")
    );
    let edits = vec![
        insertion(source, above(text, around.start), lines),
        Edit {
            place: Place { source, span },
            text: name.clone(),
        },
    ];
    Some(CodeAction {
        title: snapshot.lang.pick(
            format!("将条件提取为定义 `{name}`"),
            format!("Name the condition as the definition `{name}`"),
        ),
        kind: ActionKind::Extract,
        edits,
        preferred: false,
        mends: None,
    })
}

/// What is known of the instrument or list around a place; nothing else can be cited.
struct Around {
    start: u32,
    cite: String,
    /// Its first day, where it has one.
    from: Option<weir_core::date::Date>,
}

impl Around {
    fn of(snapshot: &Snapshot, source: SourceId, offset: u32) -> Option<Self> {
        let outline = snapshot.outline(source)?;
        let text = snapshot.text(source);
        let around = outline.around(offset);
        let parts: Vec<_> = around
            .iter()
            .filter_map(|at| outline.parts.get(*at))
            .collect();
        let top = parts.first()?;
        let mut cite = top.name.text(text).to_owned();
        if let Some(edition) = top.second.filter(|_| top.kind == PartKind::List) {
            cite.push_str(&format!(" edition {}", edition.text(text)));
        }
        for part in parts.iter().skip(1) {
            if let Some(word) = part.kind.step_word() {
                cite.push_str(&format!(" {word} {}", part.name.text(text)));
            }
        }
        let name = top.declared_name();
        let symbol = snapshot.declares(Place { source, span: name });
        let Some(Symbol::Instrument(id) | Symbol::Edition(id)) = symbol else {
            return None;
        };
        let instrument = snapshot.program().instruments.get(id.index())?;
        Some(Self {
            start: top.span.start,
            cite,
            from: instrument.period.from,
        })
    }
}

/// The start of the comments that document the declaration at an offset.
pub(super) fn above(text: &str, start: u32) -> u32 {
    let mut at = start as usize;
    while let Some(before) = text.get(..at) {
        let line = before
            .trim_end_matches('\n')
            .rsplit('\n')
            .next()
            .unwrap_or("");
        let blank = before.ends_with("\n\n");
        if blank || !line.starts_with("///") {
            break;
        }
        at = before.trim_end_matches('\n').len() - line.len();
    }
    u32::try_from(at).unwrap_or(start)
}

fn unused(snapshot: &Snapshot, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| snapshot.global(name).is_none())
        .unwrap_or_else(|| name.to_owned())
}

/// A number in a condition.
struct Number<'t> {
    /// What it is compared with.
    subject: &'t str,
    number: &'t Quantity,
    /// The bounds in which it stands, where 以上 or 以下 follows it.
    bounds: Option<&'t Expr>,
}

fn number_at(snapshot: &Snapshot, source: SourceId, part: Span) -> Option<Number<'_>> {
    let read = snapshot.checked.sources.get(&source)?;
    let mut found = None;
    for item in &read.parse.file.items {
        conditions(item, &mut |expr| number_in(expr, part, &mut found));
    }
    found
}

fn number_in<'t>(expr: &'t Expr, part: Span, found: &mut Option<Number<'t>>) {
    let span = expr.at.span();
    if part.end < span.start || span.end < part.start {
        return;
    }
    let mut look = |subject: &'t str, value: &'t Value, bounds: Option<&'t Expr>| {
        if let Value::Quantity(number) = value {
            let at = number.at.span();
            if at.start <= part.start && part.end <= at.end {
                *found = Some(Number {
                    subject,
                    number,
                    bounds,
                });
            }
        }
    };
    match &expr.kind {
        ExprKind::Compare { subject, value, .. } => look(&subject.text, value, None),
        ExprKind::Bounds { subject, bounds } => {
            for Bound { op, value, .. } in bounds {
                let after = matches!(op, CompareOp::Ge | CompareOp::Le);
                look(&subject.text, value, after.then_some(expr));
            }
        }
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
        | ExprKind::Error => {}
    }
    parts(expr)
        .into_iter()
        .for_each(|part_of| number_in(part_of, part, found));
}

/// The condition that is selected as a whole; a single name needs no other.
fn condition_at(snapshot: &Snapshot, source: SourceId, part: Span) -> Option<&Expr> {
    if part.start == part.end {
        return None;
    }
    let text = snapshot.text(source);
    let selected = part.text(text);
    let lead = selected.len() - selected.trim_start().len();
    let start = part.start + u32::try_from(lead).ok()?;
    let part = Span::new(start, start + u32::try_from(selected.trim().len()).ok()?);
    let read = snapshot.checked.sources.get(&source)?;
    let mut found = None;
    for item in &read.parse.file.items {
        conditions(item, &mut |expr| exactly(expr, part, &mut found));
    }
    found.filter(|expr| !matches!(expr.kind, ExprKind::Name(_) | ExprKind::Error))
}

fn exactly<'t>(expr: &'t Expr, part: Span, found: &mut Option<&'t Expr>) {
    if expr.at.span() == part {
        *found = Some(expr);
    }
    parts(expr)
        .into_iter()
        .for_each(|one| exactly(one, part, found));
}
