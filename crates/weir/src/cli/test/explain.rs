//! Why a case came out as it did: what was determined of the outcomes that differ, as `weir eval` says it, but no more than one
//! can take in at once.

use serde::Serialize;
use weir_core::Edition;
use weir_core::hir::{Expectation, ExpectationKind, Language, OutcomeId};
use weir_core::scenario::Scenario;
use weir_eval::Determination;

use crate::render::json::{self, Concluded};

/// The most entries of each list in an explanation.
const MOST: usize = 8;

/// What was determined, and why.
#[derive(Debug, Serialize)]
pub(super) struct Explanation {
    /// The outcomes that differ; all with one value where what differs is about none in particular.
    determined: Vec<Concluded>,
    /// How many entries of lists are left out.
    #[serde(skip_serializing_if = "is_zero")]
    left_out: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The explanation of a case in which these expectations were not met.
pub(super) fn explanation(
    edition: &Edition<'_>,
    scenario: &Scenario,
    found: &Determination,
    missed: &[&Expectation],
    language: Language,
) -> Explanation {
    let program = edition.program;
    let about: Vec<&str> = missed
        .iter()
        .filter_map(|expect| outcome(&expect.kind))
        .map(|outcome| program[outcome].name.as_str())
        .collect();
    let mut determined = json::entry(edition, scenario, "", None, found, language).outcomes;
    determined.retain(|one| match one {
        Concluded::Ladder { said, .. } => {
            about.is_empty() || about.contains(&said.outcome.as_str())
        }
        Concluded::Set { outcome, .. } => about.contains(&outcome.as_str()),
    });
    let left_out = determined.iter_mut().map(shorten).sum();
    Explanation {
        determined,
        left_out,
    }
}

/// The outcome that an expectation is about.
fn outcome(kind: &ExpectationKind) -> Option<OutcomeId> {
    match kind {
        ExpectationKind::Value(outcome, _)
        | ExpectationKind::Undetermined(outcome, _)
        | ExpectationKind::Gap(outcome)
        | ExpectationKind::Conflict(outcome, _)
        | ExpectationKind::Impossible(outcome)
        | ExpectationKind::Has(outcome, _)
        | ExpectationKind::Lacks(outcome, _)
        | ExpectationKind::Exactly(outcome, _)
        | ExpectationKind::By(outcome, _) => Some(*outcome),
        ExpectationKind::Needs(_) | ExpectationKind::RestsOn(_) => None,
    }
}

/// Cuts the lists of an outcome, and says how many entries were left out.
fn shorten(concluded: &mut Concluded) -> usize {
    match concluded {
        Concluded::Ladder {
            said: _,
            why,
            by_cases: _,
            set_aside,
            near,
            needs,
            holes,
        } => {
            let reasons: usize = why.iter_mut().map(|one| cut(&mut one.met)).sum();
            reasons + cut(why) + cut(set_aside) + cut(near) + cut(needs) + cut(holes)
        }
        Concluded::Set {
            outcome: _,
            present,
            open,
        } => {
            let by: usize = present.iter_mut().map(|one| cut(&mut one.by)).sum();
            let needs: usize = open.iter_mut().map(|one| cut(&mut one.needs)).sum();
            by + needs + cut(present) + cut(open)
        }
    }
}

fn cut<T>(list: &mut Vec<T>) -> usize {
    let more = list.len().saturating_sub(MOST);
    list.truncate(MOST);
    more
}
