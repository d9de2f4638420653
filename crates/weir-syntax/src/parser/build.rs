//! Small helpers with which the grammar builds nodes.

use lalrpop_util::ErrorRecovery;

use super::{Lexeme, RawError};
use crate::ast::*;
use crate::span::{At, Span};

/// Keeps a recovery for later and returns the place it covers.
pub(crate) fn broken<'input>(
    errors: &mut Vec<ErrorRecovery<u32, Lexeme<'input>, RawError>>,
    recovery: ErrorRecovery<u32, Lexeme<'input>, RawError>,
    start: u32,
    end: u32,
) -> At {
    let dropped = recovery
        .dropped_tokens
        .first()
        .zip(recovery.dropped_tokens.last());
    let span = dropped.map_or(Span::new(start, end), |(first, last)| {
        Span::new(first.0.min(start), last.2)
    });
    errors.push(recovery);
    At(span)
}

/// A name, with the letters that were meant where it holds some that only look like them.
pub(crate) fn name(text: &str, start: u32, end: u32) -> Name {
    Name {
        text: crate::lexer::meant(text),
        at: At(Span::new(start, end)),
    }
}

pub(crate) fn expr(kind: ExprKind, start: u32, end: u32) -> Expr {
    Expr {
        kind,
        at: At(Span::new(start, end)),
    }
}

pub(crate) fn category_from(start: u32, category: Category) -> Category {
    Category {
        at: At(Span::new(start, category.at.span().end)),
        ..category
    }
}

pub(crate) fn conclusion(target: Name, kind: ConclusionKind) -> Conclusion {
    Conclusion {
        target,
        kind,
        at: At::default(),
    }
}

pub(crate) fn placed(conclusion: Conclusion, start: u32, end: u32) -> Conclusion {
    Conclusion {
        at: At(Span::new(start, end)),
        ..conclusion
    }
}

pub(crate) fn clauses(clauses: Vec<Clause>, body: Vec<Element>) -> Vec<Element> {
    clauses
        .into_iter()
        .map(Element::Clause)
        .chain(body)
        .collect()
}

pub(crate) fn body(clauses: Vec<Clause>, nested: Vec<Vec<Element>>) -> Vec<Element> {
    clauses
        .into_iter()
        .map(Element::Clause)
        .chain(nested.into_iter().flatten())
        .collect()
}

pub(crate) fn with_broken(element: Element, broken: Vec<At>) -> Vec<Element> {
    std::iter::once(element)
        .chain(broken.into_iter().map(Element::Error))
        .collect()
}

/// Sorts the clauses of a fact or measure into texts and citations.
fn texts_and_cites(clauses: Vec<Clause>) -> (Vec<Label>, Vec<Ref>) {
    let mut labels = Vec::new();
    let mut cites = Vec::new();
    for clause in clauses {
        match clause {
            Clause::Label(label) => labels.push(label),
            Clause::Cite(refs, _) => cites.extend(refs),
            Clause::When(..)
            | Clause::Then(_)
            | Clause::InForce(..)
            | Clause::Published(..)
            | Clause::Url(..)
            | Clause::Source(..)
            | Clause::Under(..)
            | Clause::Zone(..)
            | Clause::Dated(..)
            | Clause::Announced(..)
            | Clause::Trial(..)
            | Clause::Replaces(..)
            | Clause::Available(..)
            | Clause::Outside(..)
            | Clause::Untranscribed(..)
            | Clause::Fields { .. }
            | Clause::Band(..)
            | Clause::Except(..)
            | Clause::Unless(..)
            | Clause::AsOf(..)
            | Clause::With(..)
            | Clause::Error(_) => {}
        }
    }
    (labels, cites)
}

pub(crate) fn fact(name: Name, ty: Type, clauses: Vec<Clause>, start: u32, end: u32) -> Fact {
    let (labels, cites) = texts_and_cites(clauses);
    Fact {
        name,
        ty,
        labels,
        cites,
        at: At(Span::new(start, end)),
    }
}

pub(crate) fn measure(
    name: Name,
    unit: Name,
    each: Option<Name>,
    clauses: Vec<Clause>,
    start: u32,
    end: u32,
) -> Measure {
    let (labels, cites) = texts_and_cites(clauses);
    Measure {
        name,
        unit,
        each,
        labels,
        cites,
        at: At(Span::new(start, end)),
    }
}

/// A part of a threshold.
pub(crate) enum ThresholdPart {
    Label(Label),
    Value(ThresholdValue),
    Error,
}

pub(crate) fn threshold(name: Name, parts: Vec<ThresholdPart>, start: u32, end: u32) -> Threshold {
    let mut labels = Vec::new();
    let mut values = Vec::new();
    for part in parts {
        match part {
            ThresholdPart::Label(label) => labels.push(label),
            ThresholdPart::Value(value) => values.push(value),
            ThresholdPart::Error => {}
        }
    }
    Threshold {
        name,
        labels,
        values,
        at: At(Span::new(start, end)),
    }
}

/// What can follow a comma in a list of references.
pub(crate) enum NextRef {
    Whole(Ref),
    Number(Number),
}

pub(crate) fn references(first: Ref, rest: Vec<NextRef>) -> Vec<Ref> {
    let mut out = vec![first];
    for next in rest {
        let reference = match next {
            NextRef::Whole(reference) => reference,
            NextRef::Number(number) => like(out.last(), number),
        };
        out.push(reference);
    }
    out
}

/// The reference that differs from `previous` in its last number.
fn like(previous: Option<&Ref>, number: Number) -> Ref {
    let at = number.at;
    let instrument = previous.and_then(|previous| previous.instrument.clone());
    let edition = previous.and_then(|previous| previous.edition.clone());
    let mut steps = previous
        .map(|previous| previous.steps.clone())
        .unwrap_or_default();
    let kind = match steps.pop() {
        Some(Step::Provision(kind, _)) => kind,
        Some(Step::Rule(_)) | None => ProvisionKind::Article,
    };
    steps.push(Step::Provision(kind, number));
    Ref {
        instrument,
        edition,
        steps,
        at,
    }
}

pub(crate) fn test(
    is_table: bool,
    name: Text,
    on: Option<Date>,
    body: Vec<TestElement>,
    rows: Vec<Row>,
    start: u32,
    end: u32,
) -> Test {
    let mut rows = rows.into_iter();
    let header = rows.next();
    Test {
        name,
        on,
        is_table,
        body,
        header,
        rows: rows.collect(),
        at: At(Span::new(start, end)),
    }
}

/// A cell that is a bare name is a value, one with steps a reference.
pub(crate) fn cell(reference: Ref) -> Value {
    match reference {
        Ref {
            instrument: Some(name),
            edition: None,
            steps,
            ..
        } if steps.is_empty() => Value::Name(name),
        reference => Value::Ref(reference),
    }
}

/// A name in the place of a number.
pub(crate) fn number(name: Name) -> Number {
    Number {
        text: name.text,
        at: name.at,
    }
}

/// A sector, scenario or row.
pub(crate) fn part(
    (kind, number): (ProvisionKind, Number),
    body: Vec<Element>,
    start: u32,
    end: u32,
) -> Provision {
    Provision {
        kind,
        number,
        name: None,
        body,
        at: At(Span::new(start, end)),
    }
}

pub(crate) fn counter(
    name: Name,
    unit: Name,
    clauses: Vec<Clause>,
    cases: Vec<Option<CounterCase>>,
    start: u32,
    end: u32,
) -> Counter {
    let (labels, cites) = texts_and_cites(clauses);
    Counter {
        name,
        unit,
        labels,
        cites,
        cases: cases.into_iter().flatten().collect(),
        at: At(Span::new(start, end)),
    }
}

pub(crate) fn table(rows: Vec<Row>, start: u32, end: u32) -> ListTable {
    let mut rows = rows.into_iter();
    let header = rows.next();
    ListTable {
        header,
        rows: rows.collect(),
        at: At(Span::new(start, end)),
    }
}

pub(crate) fn adoption(
    from: ListName,
    parts: Option<(ProvisionKind, Vec<Name>)>,
    clauses: Vec<Clause>,
    start: u32,
    end: u32,
) -> Adoption {
    let (kind, parts) = parts.map_or((None, Vec::new()), |(kind, parts)| (Some(kind), parts));
    Adoption {
        from,
        kind,
        parts,
        clauses,
        at: At(Span::new(start, end)),
    }
}
