//! Declares which of two rules prevails.

use weir_core::hir::{Citation, Place, SourceId};
use weir_core::occurrence::Symbol;
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;

use super::{ActionKind, CodeAction, insertion};
use crate::outline::{Outline, Part, PartKind};
use crate::snapshot::Snapshot;

/// The edit that declares that one rule or provision prevails over another, each given by its name or number, or by the place as
/// a whole; `None` where they are not known.
#[must_use]
pub fn prevails(snapshot: &Snapshot, winner: Place, loser: Place) -> Option<Edit> {
    let outline = snapshot.outline(winner.source)?;
    let other = snapshot.outline(loser.source)?;
    let winning = find(outline, winner.span)?;
    let losing = find(other, loser.span)?;
    statement(
        snapshot,
        (winner.source, outline, winning),
        (loser.source, other, losing),
    )
}

fn find(outline: &Outline, span: Span) -> Option<&Part> {
    let parts = outline.parts.iter();
    parts
        .clone()
        .find(|part| part.name == span || part.second == Some(span))
        .or_else(|| {
            parts
                .into_iter()
                .find(|part| part.span == span && part.kind.is_rule())
        })
}

/// Where a selection touches two rules of an instrument, that one of them prevails.
pub(super) fn between(snapshot: &Snapshot, source: SourceId, part: Span) -> Vec<CodeAction> {
    if part.start == part.end {
        return Vec::new();
    }
    let Some(outline) = snapshot.outline(source) else {
        return Vec::new();
    };
    let touched: Vec<&Part> = outline
        .parts
        .iter()
        .filter(|one| {
            one.kind.is_rule() && part.start <= one.name.start && one.name.start < part.end
        })
        .collect();
    let [one, other] = touched.as_slice() else {
        return Vec::new();
    };
    let pairs = [(one, other), (other, one)].into_iter();
    pairs
        .filter(|(winner, loser)| !related(snapshot, source, winner, loser))
        .filter_map(|(winner, loser)| {
            let edit = statement(
                snapshot,
                (source, outline, winner),
                (source, outline, loser),
            )?;
            let said = edit.text.trim().to_owned();
            Some(CodeAction {
                title: snapshot
                    .lang
                    .pick(format!("声明：{said}"), format!("Declare: {said}")),
                kind: ActionKind::Rewrite,
                edits: vec![edit],
                preferred: false,
                mends: None,
            })
        })
        .collect()
}

/// Whether one stands in the other, so that no statement relates them.
fn related(snapshot: &Snapshot, source: SourceId, one: &Part, other: &Part) -> bool {
    let citation = |part: &Part| {
        let name = Place {
            source,
            span: part.name,
        };
        let Symbol::Provision(id) = snapshot.declares(name)? else {
            return None;
        };
        let instrument = snapshot.program().provisions.get(id.index())?.instrument;
        Some(Citation {
            instrument,
            provision: Some(id),
        })
    };
    match (citation(one), citation(other)) {
        (Some(one), Some(other)) => {
            snapshot.program().within(one, other) || snapshot.program().within(other, one)
        }
        _ => false,
    }
}

type Found<'o> = (SourceId, &'o Outline, &'o Part);

/// The statement, at the end of the instrument in which the winner stands.
fn statement(snapshot: &Snapshot, winner: Found<'_>, loser: Found<'_>) -> Option<Edit> {
    let (source, outline, winning) = winner;
    let text = snapshot.text(source);
    let top = top(outline, winning)?;
    let own = reference(snapshot, winner, None)?;
    let other = reference(snapshot, loser, Some((source, top.name)))?;
    let whole = top.span.text(text);
    let body = whole.strip_suffix('}')?.trim_end();
    let at = top.span.start + u32::try_from(body.len()).ok()?;
    Some(insertion(
        source,
        at,
        format!("\n\n  {own} prevails over {other}"),
    ))
}

fn top<'o>(outline: &'o Outline, part: &'o Part) -> Option<&'o Part> {
    std::iter::successors(Some(part), |part| outline.parts.get(part.parent?)).last()
}

/// How a rule is referred to; with the instrument, unless it is the one given.
fn reference(
    snapshot: &Snapshot,
    (source, outline, part): Found<'_>,
    within: Option<(SourceId, Span)>,
) -> Option<String> {
    let text = snapshot.text(source);
    let mut path: Vec<&Part> =
        std::iter::successors(Some(part), |part| outline.parts.get(part.parent?)).collect();
    let top = path.pop()?;
    let mut words = Vec::new();
    if within.is_some_and(|(of, name)| (of, name) != (source, top.name)) {
        words.push(top.name.text(text).to_owned());
        if let Some(edition) = top.second {
            words.push(format!("edition {}", edition.text(text)));
        }
    }
    for step in path.into_iter().rev() {
        let name = step.name.text(text);
        if step.kind == PartKind::Table {
            continue;
        }
        let word = step.kind.step_word()?;
        words.push(format!("{word} {name}"));
    }
    Some(words.join(" "))
}
