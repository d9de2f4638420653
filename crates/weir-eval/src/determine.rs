//! The determination of a scenario: the answer for every outcome, layer by layer, with its reasons.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{AssumptionId, Conclusion, OutcomeId, OutcomeKind, ReadingId, RuleId, Rules};
use weir_core::scenario::Scenario;

use crate::answer;
use crate::determination::{
    Answer, Determination, Ladder, Membership, Otherwise, RestsOn, Result as Outcome, Set, State,
};
use crate::explain;
use crate::lists;
use crate::tree::{Forest, Target, TooOpen};
use crate::truth::{Known, Truth};

/// How much work a determination may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most steps. What can't be worked out within them is [`Answer::TooOpen`].
    pub steps: usize,
    /// Whether to find out on which readings the answer rests, which takes a further determination for each option.
    pub readings: bool,
    /// Whether readings that change only sets, such as duties, are looked for too.
    pub readings_of_sets: bool,
    /// Whether to list the rules that are in effect, whatever they conclude.
    pub in_effect: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 50_000,
            readings: true,
            readings_of_sets: true,
            in_effect: false,
        }
    }
}

/// Determines what the rules conclude about an export, on what is known of it.
#[must_use]
pub fn determine(edition: &Edition<'_>, scenario: &Scenario, limits: &Limits) -> Determination {
    let mut forest = Forest::new(edition, scenario, limits.steps);
    let answers = ladder_answers(edition, &mut forest, |_| true);
    let for_ladders = forest.readings().clone();
    let memberships = memberships(edition, &mut forest);
    let looked_at = if limits.readings_of_sets {
        forest.readings().clone()
    } else {
        for_ladders
    };
    let states = memberships
        .iter()
        .map(|(key, (state, _))| (*key, *state))
        .collect();
    let known = Known::with(edition, scenario, answers, states);
    let ladders = known
        .ladders()
        .iter()
        .map(|(outcome, answer)| {
            ladder(&known, &mut forest, *outcome, answer.clone(), limits.steps)
        })
        .collect();
    let readings = if limits.readings {
        rests_on(&known, limits, &looked_at)
    } else {
        Vec::new()
    };
    let in_effect = if limits.in_effect {
        in_effect(&known, &mut forest)
    } else {
        Vec::new()
    };
    Determination {
        as_of: edition.as_of,
        ladders,
        sets: sets(&known, &mut forest, memberships),
        lists: lists::lists(&known),
        readings,
        contradicts: contradicts(&known),
        in_effect,
    }
}

fn ladder_answers(
    edition: &Edition<'_>,
    forest: &mut Forest<'_>,
    wanted: impl Fn(OutcomeId) -> bool,
) -> BTreeMap<OutcomeId, Answer> {
    let is_ladder = |outcome: &OutcomeId| edition.program[*outcome].kind == OutcomeKind::Ladder;
    let ladders = edition.program.outcome_ids().filter(is_ladder);
    ladders
        .filter(|outcome| wanted(*outcome))
        .map(|outcome| {
            let answer = match forest.tree(Target::Ladder(outcome)) {
                Ok(root) => answer::ladder(forest, outcome, root),
                Err(TooOpen) => Answer::TooOpen,
            };
            (outcome, answer)
        })
        .collect()
}

type Memberships = BTreeMap<(OutcomeId, usize), (State, Vec<crate::determination::Need>)>;

fn memberships(edition: &Edition<'_>, forest: &mut Forest<'_>) -> Memberships {
    let mut out = BTreeMap::new();
    for outcome in edition
        .program
        .outcome_ids()
        .filter(|outcome| edition.program[*outcome].kind == OutcomeKind::Set)
    {
        for value in 0..edition.program[outcome].values.len() {
            let state = state(forest, outcome, value);
            let need = match forest.tree(Target::InSet(outcome, value)) {
                Ok(root) if state == State::Open => answer::need(forest, root),
                Ok(_) | Err(TooOpen) => Vec::new(),
            };
            out.insert((outcome, value), (state, need));
        }
    }
    out
}

fn sets(known: &Known<'_>, forest: &mut Forest<'_>, memberships: Memberships) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for ((outcome, value), (state, need)) in memberships {
        let why = if state == State::Present {
            let concludes = forest.concluding(outcome).iter();
            let rules: Vec<RuleId> = concludes
                .filter(|(_, conclusion)| *conclusion == Conclusion::Value(outcome, value))
                .map(|(rule, _)| *rule)
                .collect();
            reasons(known, forest, &rules).0
        } else {
            Vec::new()
        };
        let membership = Membership {
            value,
            state,
            why,
            need,
        };
        match sets.last_mut().filter(|set| set.outcome == outcome) {
            Some(set) => set.values.push(membership),
            None => sets.push(Set {
                outcome,
                values: vec![membership],
            }),
        }
    }
    sets
}

fn ladder(
    known: &Known<'_>,
    forest: &mut Forest<'_>,
    outcome: OutcomeId,
    answer: Answer,
    steps: usize,
) -> Ladder {
    let rules: Vec<(RuleId, Conclusion)> = forest.concluding(outcome).to_vec();
    let about: Vec<RuleId> = rules.iter().map(|(rule, _)| *rule).collect();
    let need = match (&answer, forest.tree(Target::Ladder(outcome))) {
        (Answer::Undetermined(_), Ok(root)) => answer::need(forest, root),
        _ => Vec::new(),
    };
    let (why, by_cases) = why(known, forest, &rules, &answer);
    let set_aside = explain::set_aside(known, &about);
    let near = if let Answer::Value(value) = answer {
        explain::near(known, outcome, &about, value, steps)
    } else {
        Vec::new()
    };
    let why = why
        .into_iter()
        .map(|rule| explain::reason(known, rule))
        .collect();
    Ladder {
        outcome,
        answer,
        why,
        by_cases,
        set_aside,
        near,
        need,
    }
}

/// Of some rules those that are live in every completion; if there is none, those that are live in some, and that is said.
fn reasons(known: &Known<'_>, forest: &mut Forest<'_>, rules: &[RuleId]) -> (Vec<RuleId>, bool) {
    let (sure, mut possible) = sure(known, forest, rules);
    if sure.is_empty() {
        possible.retain(|rule| liveness(forest, *rule) != State::Absent);
        (possible, true)
    } else {
        (sure, false)
    }
}

/// Of some rules those that are live in every completion, and the others that may be live.
fn sure(
    known: &Known<'_>,
    forest: &mut Forest<'_>,
    rules: &[RuleId],
) -> (Vec<RuleId>, Vec<RuleId>) {
    let (mut sure, mut possible) = (Vec::new(), Vec::new());
    for rule in rules {
        let is_sure = match known.live(*rule) {
            Truth::True => true,
            Truth::False => continue,
            Truth::Unknown => {
                !forest.fails_somewhere(*rule) && liveness(forest, *rule) == State::Present
            }
        };
        if is_sure {
            sure.push(*rule);
        } else {
            possible.push(*rule);
        }
    }
    (sure, possible)
}

/// The rules that are live in every completion.
fn in_effect(known: &Known<'_>, forest: &mut Forest<'_>) -> Vec<RuleId> {
    let every = Rules {
        from: 0,
        to: u32::try_from(known.edition.program.rules.len()).unwrap_or(u32::MAX),
    };
    sure(known, forest, &known.walk(every)).0
}

/// Whether a rule is live, over all completions.
fn liveness(forest: &mut Forest<'_>, rule: RuleId) -> State {
    match forest.tree(Target::Live(rule)) {
        Ok(root) => answer::state(forest, root),
        Err(TooOpen) => State::Open,
    }
}

/// `why(x) = every live rule with that value`. Where no rule is surely live, those that may be: one of them is in each case.
fn why(
    known: &Known<'_>,
    forest: &mut Forest<'_>,
    rules: &[(RuleId, Conclusion)],
    answer: &Answer,
) -> (Vec<RuleId>, bool) {
    let supports = |conclusion: &Conclusion| match (answer, conclusion) {
        (Answer::Value(value), Conclusion::Value(_, of)) => value == of,
        (Answer::Value(_), Conclusion::Hole(..) | Conclusion::Has(..)) => false,
        (Answer::Conflict(values), Conclusion::Value(_, of)) => values.contains(of),
        (Answer::Undetermined(results), Conclusion::Hole(..)) => results
            .iter()
            .any(|result| matches!(result, Outcome::Hole(_))),
        (
            Answer::Conflict(_)
            | Answer::Gap
            | Answer::Impossible
            | Answer::TooOpen
            | Answer::Undetermined(_),
            _,
        ) => false,
    };
    let mut supporting: Vec<RuleId> = rules
        .iter()
        .filter(|(_, conclusion)| supports(conclusion))
        .map(|(rule, _)| *rule)
        .collect();
    supporting.dedup();
    match answer {
        Answer::Value(_) => reasons(known, forest, &supporting),
        Answer::Gap
        | Answer::Conflict(_)
        | Answer::Impossible
        | Answer::Undetermined(_)
        | Answer::TooOpen => (sure(known, forest, &supporting).0, false),
    }
}

fn contradicts(known: &Known<'_>) -> Vec<AssumptionId> {
    let given = Known::as_given(known.edition, known.scenario);
    let ids = (0..known.edition.program.assumptions.len()).map(AssumptionId::from_index);
    ids.filter(|id| given.holds(&known.edition.program[*id].condition) == Truth::False)
        .collect()
}

/// The readings whose other options would change something, one reading at a time. Only readings that were asked for on the
/// way to the answers can.
fn rests_on(known: &Known<'_>, limits: &Limits, looked_at: &BTreeSet<ReadingId>) -> Vec<RestsOn> {
    let edition = known.edition;
    let mut out = Vec::new();
    for reading in looked_at.iter().copied() {
        let option = edition.readings.get(reading);
        let others = (0..edition.program[reading].options.len()).filter(|other| *other != option);
        let otherwise: Vec<Otherwise> = others
            .filter_map(|other| {
                otherwise(&edition.with_reading(reading, other), known, limits, other)
            })
            .collect();
        if !otherwise.is_empty() {
            out.push(RestsOn {
                reading,
                option,
                otherwise,
            });
        }
    }
    out
}

fn otherwise(
    changed: &Edition<'_>,
    known: &Known<'_>,
    limits: &Limits,
    option: usize,
) -> Option<Otherwise> {
    let mut forest = Forest::new(changed, known.scenario, limits.steps);
    // What could not be worked out once is not worked out for each option.
    let worked_out = |outcome| known.ladders().get(&outcome) != Some(&Answer::TooOpen);
    let answers: Vec<(OutcomeId, Answer)> = ladder_answers(changed, &mut forest, worked_out)
        .into_iter()
        .filter(|(outcome, answer)| known.ladders().get(outcome) != Some(answer))
        .collect();
    let looked_at = known.members().iter().filter(|_| limits.readings_of_sets);
    let states = looked_at.map(|((outcome, value), before)| {
        (
            *outcome,
            *value,
            *before,
            state(&mut forest, *outcome, *value),
        )
    });
    let memberships: Vec<_> = states
        .filter(|(_, _, before, after)| before != after)
        .map(|(outcome, value, _, after)| (outcome, value, after))
        .collect();
    (!answers.is_empty() || !memberships.is_empty()).then_some(Otherwise {
        option,
        answers,
        memberships,
    })
}

/// Whether a value is in a set; open where that can't be worked out within the limit.
fn state(forest: &mut Forest<'_>, outcome: OutcomeId, value: usize) -> State {
    match forest.tree(Target::InSet(outcome, value)) {
        Ok(root) => answer::state(forest, root),
        Err(TooOpen) => State::Open,
    }
}
