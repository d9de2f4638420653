//! Fixes among which a person has to choose: one of the known names, what holds outside a list, whether something is to go.

use weir_core::hir::Place;
use weir_core::problems::{ListProblem, Problem, ProblemKind};
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;

use super::{ActionKind, CodeAction, extract, indent, insertion};
use crate::outline::Part;
use crate::snapshot::Snapshot;

pub(super) fn choices(snapshot: &Snapshot, problem: &Problem) -> Vec<CodeAction> {
    match &problem.kind {
        ProblemKind::Unknown { known, near, .. } => {
            let others = known.iter().filter(|one| near.as_ref() != Some(*one));
            others
                .filter(|one| !one.contains(' '))
                .map(|one| instead(snapshot, problem, one))
                .collect()
        }
        ProblemKind::List(ListProblem::WhichList { edition, known, .. }) => known
            .iter()
            .map(|one| {
                let quoted = format!("\"{one}\"");
                match edition {
                    Some(_) => instead(snapshot, problem, &quoted),
                    None => added(snapshot, problem, &format!(" edition {quoted}")),
                }
            })
            .collect(),
        ProblemKind::List(ListProblem::NoOutside) => ["national", "free", "undetermined"]
            .into_iter()
            .filter_map(|word| clause(snapshot, problem, &[&format!("outside {word}")]))
            .collect(),
        ProblemKind::NoReason { .. } => {
            let lines = ["because zh \"\"", "because en \"\""];
            clause(snapshot, problem, &lines).into_iter().collect()
        }
        ProblemKind::UnexplainedHole => hole(snapshot, problem).into_iter().collect(),
        ProblemKind::Unused { name, .. } => unused(snapshot, problem, name).into_iter().collect(),
        ProblemKind::Syntax(_)
        | ProblemKind::BadNumber { .. }
        | ProblemKind::BadDate { .. }
        | ProblemKind::RepeatedClause { .. }
        | ProblemKind::RowLength { .. }
        | ProblemKind::TestShape(_)
        | ProblemKind::UnknownFile { .. }
        | ProblemKind::Duplicate { .. }
        | ProblemKind::NotInUse { .. }
        | ProblemKind::WrongTest { .. }
        | ProblemKind::UnitMismatch { .. }
        | ProblemKind::NoUnit
        | ProblemKind::NotACondition { .. }
        | ProblemKind::WrongValue { .. }
        | ProblemKind::ImpossibleBounds
        | ProblemKind::NoConclusion
        | ProblemKind::BadConclusion { .. }
        | ProblemKind::CircularOutcome { .. }
        | ProblemKind::CircularPrecedence { .. }
        | ProblemKind::EmptyPrecedence { .. }
        | ProblemKind::CircularDefinition { .. }
        | ProblemKind::OutsidePeriod { .. }
        | ProblemKind::ThresholdGap { .. }
        | ProblemKind::ThresholdOverlap { .. }
        | ProblemKind::EmptyPeriod
        | ProblemKind::ThresholdNotInForce { .. }
        | ProblemKind::NoPeriod { .. }
        | ProblemKind::DefaultOption { .. }
        | ProblemKind::TooFewOptions
        | ProblemKind::CircularProfile { .. }
        | ProblemKind::ExpectsNothing
        | ProblemKind::MissingLabel { .. }
        | ProblemKind::UnnamedNumber { .. }
        | ProblemKind::Uncited { .. }
        | ProblemKind::TooMany { .. }
        | ProblemKind::TooManyWarnings { .. }
        | ProblemKind::List(_) => Vec::new(),
    }
}

fn action(problem: &Problem, title: String, edits: Vec<Edit>) -> CodeAction {
    CodeAction {
        title,
        kind: ActionKind::QuickFix,
        edits,
        preferred: false,
        mends: Some((problem.code(), problem.place)),
    }
}

/// Another name at the place.
fn instead(snapshot: &Snapshot, problem: &Problem, name: &str) -> CodeAction {
    let title = snapshot
        .lang
        .pick(format!("替换为 `{name}`"), format!("Replace by `{name}`"));
    let edit = Edit {
        place: problem.place,
        text: name.to_owned(),
    };
    action(problem, title, vec![edit])
}

/// Words after the place.
fn added(snapshot: &Snapshot, problem: &Problem, words: &str) -> CodeAction {
    let Place { source, span } = problem.place;
    let said = words.trim();
    let title = snapshot
        .lang
        .pick(format!("补充 `{said}`"), format!("Add `{said}`"));
    action(
        problem,
        title,
        vec![insertion(source, span.end, words.to_owned())],
    )
}

/// The part whose name, or the whole of which, is the place of a problem.
pub(super) fn part_of<'s>(snapshot: &'s Snapshot, problem: &Problem) -> Option<&'s Part> {
    let Place { source, span } = problem.place;
    let outline = snapshot.outline(source)?;
    let around = outline.around(span.start);
    let mut parts = around.iter().rev().filter_map(|at| outline.parts.get(*at));
    parts.find(|part| part.span == span || part.name == span || part.second == Some(span))
}

/// Lines after the last clause of the part.
fn clause(snapshot: &Snapshot, problem: &Problem, lines: &[&str]) -> Option<CodeAction> {
    let part = part_of(snapshot, problem)?;
    let source = problem.place.source;
    let last = part.clauses.last()?;
    let space = indent(snapshot.text(source), last.start);
    let text: String = lines
        .iter()
        .map(|line| format!("\n{space}{line}"))
        .collect();
    let said = lines.first()?.trim_end_matches(" \"\"");
    let title = snapshot
        .lang
        .pick(format!("补充 `{said}`"), format!("Add `{said}`"));
    Some(action(
        problem,
        title,
        vec![insertion(source, last.end, text)],
    ))
}

/// What is missing in what is not transcribed.
fn hole(snapshot: &Snapshot, problem: &Problem) -> Option<CodeAction> {
    let Place { source, span } = problem.place;
    let text = snapshot.text(source);
    let whole = span.text(text);
    if whole.ends_with(['}', '|']) {
        return None;
    }
    let last = whole.rfind('\n').map_or(0, |at| at + 1);
    let space = indent(text, span.start + u32::try_from(last).ok()?);
    let lines = format!("\n{space}missing zh \"\"\n{space}missing en \"\"");
    let title = snapshot
        .lang
        .pick("补充缺少的内容", "Say what is missing")
        .to_owned();
    Some(action(
        problem,
        title,
        vec![insertion(source, span.end, lines)],
    ))
}

/// Takes out a declaration that nothing uses, tests neither, with the comments that document it.
fn unused(snapshot: &Snapshot, problem: &Problem, name: &str) -> Option<CodeAction> {
    let part = part_of(snapshot, problem)?;
    let source = problem.place.source;
    let symbol = snapshot.declares(Place {
        source,
        span: part.name,
    })?;
    if snapshot.uses(&[symbol]).iter().any(|one| !one.declares) {
        return None;
    }
    let text = snapshot.text(source);
    let start = extract::above(text, part.span.start);
    let rest = text.get(part.span.end as usize..)?;
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
    let end = part.span.end + u32::try_from(blank).ok()?;
    let title = snapshot
        .lang
        .pick(format!("删除 `{name}`"), format!("Remove `{name}`"));
    let edit = Edit {
        place: Place {
            source,
            span: Span::new(start, end),
        },
        text: String::new(),
    };
    Some(action(problem, title, vec![edit]))
}
