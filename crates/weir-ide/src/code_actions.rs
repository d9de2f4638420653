//! What can be done at a place: the fixes of problems, and changes that keep the meaning or complete it.

mod bands;
mod choices;
mod extract;
mod labels;
mod precedence;
mod table;

use weir_core::hir::{Language, Place, SourceId};
use weir_core::problems::{Problem, ProblemKind};
use weir_syntax::Span;
use weir_syntax::codes::Code;
use weir_syntax::diagnostic::Edit;
use weir_syntax::lexer::LexIssueKind;
use weir_syntax::parser::SyntaxErrorKind;

pub use precedence::prevails;

use crate::snapshot::Snapshot;

/// What sort of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionKind {
    /// Mends a problem.
    QuickFix,
    /// Gives a part a name of its own.
    Extract,
    /// Writes the same otherwise.
    Rewrite,
    /// Mends all problems of a sort in the source.
    FixAll,
}

/// A change that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAction {
    /// What it does.
    pub title: String,
    /// What sort of change it is.
    pub kind: ActionKind,
    /// The replacements; they don't overlap.
    pub edits: Vec<Edit>,
    /// Whether it is the one to take.
    pub preferred: bool,
    /// The problem that it mends.
    pub mends: Option<(Code, Place)>,
}

/// What can be done in a part of a source, the fixes first.
#[must_use]
pub fn code_actions(snapshot: &Snapshot, source: SourceId, part: Span) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    for problem in problems(snapshot, source, part) {
        fixes(snapshot, problem, &mut actions);
    }
    actions.extend(bands::missing(snapshot, source, part));
    actions.extend(extract::threshold(snapshot, source, part));
    actions.extend(extract::definition(snapshot, source, part));
    actions.extend(precedence::between(snapshot, source, part));
    actions.extend(table::actions(snapshot, source, part));
    actions.extend(full_width(snapshot, source));
    let mut seen: Vec<(String, Vec<Edit>)> = Vec::new();
    actions.retain(|action| {
        let key = (action.title.clone(), action.edits.clone());
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    actions
}

/// The problems that touch a part of a source.
fn problems(snapshot: &Snapshot, source: SourceId, part: Span) -> impl Iterator<Item = &Problem> {
    let touches = move |place: Place| {
        place.source == source && place.span.start <= part.end && part.start <= place.span.end
    };
    let problems = snapshot.checked.problems.iter();
    problems.filter(move |problem| touches(problem.place))
}

fn fixes(snapshot: &Snapshot, problem: &Problem, out: &mut Vec<CodeAction>) {
    let mends = Some((problem.code(), problem.place));
    let said = problem.diagnostic(snapshot.lang);
    let only = said.fixes.len() == 1;
    out.extend(said.fixes.into_iter().map(|fix| CodeAction {
        title: fix.title,
        kind: ActionKind::QuickFix,
        edits: fix.edits,
        preferred: only,
        mends,
    }));
    out.extend(choices::choices(snapshot, problem));
    if let ProblemKind::MissingLabel { lang, question, .. } = &problem.kind {
        out.extend(labels::missing(snapshot, problem, *lang, *question));
    }
}

/// All full-width signs and look-alike letters of a source at once.
fn full_width(snapshot: &Snapshot, source: SourceId) -> Option<CodeAction> {
    let read = snapshot.checked.sources.get(&source)?;
    let edits: Vec<Edit> = read
        .parse
        .errors
        .iter()
        .filter_map(|error| {
            let SyntaxErrorKind::Lex(
                LexIssueKind::FullWidth { meant } | LexIssueKind::LookAlike { meant },
            ) = &error.kind
            else {
                return None;
            };
            Some(Edit {
                place: Place {
                    source,
                    span: error.span,
                },
                text: meant.clone(),
            })
        })
        .collect();
    let title = match snapshot.lang {
        Language::Zh => "将全部全角符号改为半角",
        Language::En => "Replace all full-width signs",
    };
    (!edits.is_empty()).then(|| CodeAction {
        title: title.to_owned(),
        kind: ActionKind::FixAll,
        edits,
        preferred: false,
        mends: None,
    })
}

/// The space with which the line starts in which an offset lies.
fn indent(text: &str, offset: u32) -> &str {
    let start = Span::new(0, offset)
        .text(text)
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let line = text.get(start..).unwrap_or("");
    let rest = line.trim_start_matches([' ', '\t']);
    line.strip_suffix(rest).unwrap_or("")
}

fn insertion(source: SourceId, at: u32, text: String) -> Edit {
    Edit {
        place: Place {
            source,
            span: Span::new(at, at),
        },
        text,
    }
}
