//! The determination of a scenario: the answer for every outcome, layer by layer, with its reasons.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{AssumptionId, Conclusion, OutcomeId, OutcomeKind, RuleId};
use weir_core::scenario::Scenario;

use crate::answer;
use crate::determination::{Answer, Determination, Ladder, Membership, RestsOn, Result as Outcome, Set, State};
use crate::explain;
use crate::ground::concluding;
use crate::tree::{Forest, Target, TooOpen};
use crate::truth::{Known, Truth};

/// How much work a determination may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most steps for one outcome. Past it the answer is [`Answer::TooOpen`].
    pub steps: usize,
    /// Whether to find out on which readings the answer rests, which takes a further determination for each option.
    pub readings: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 200_000, readings: true }
    }
}

/// Determines what the rules conclude about an export, on what is known of it.
#[must_use]
pub fn determine(edition: &Edition<'_>, scenario: &Scenario, limits: &Limits) -> Determination {
    let mut forest = Forest::new(edition, scenario, limits.steps);
    let answers = ladder_answers(edition, &mut forest);
    let mut known = Known { edition, scenario, ladders: answers.clone(), members: BTreeMap::new(), as_given: false };
    let memberships = memberships(edition, &mut forest);
    known.members = memberships.iter().map(|(key, (state, _))| (*key, *state)).collect();
    let ladders = answers.iter().map(|(outcome, answer)| ladder(&known, &mut forest, *outcome, answer.clone())).collect();
    let readings = if limits.readings { rests_on(edition, scenario, limits, &answers) } else { Vec::new() };
    Determination { as_of: edition.as_of, ladders, sets: sets(&known, memberships), readings, contradicts: contradicts(&known) }
}

fn ladder_answers(edition: &Edition<'_>, forest: &mut Forest<'_>) -> BTreeMap<OutcomeId, Answer> {
    let ladders = edition.program.outcome_ids().filter(|outcome| edition.program[*outcome].kind == OutcomeKind::Ladder);
    ladders
        .map(|outcome| {
            let answer = match forest.tree(Target::Ladder(outcome)) {
                Ok(root) => answer::ladder(forest, root),
                Err(TooOpen) => Answer::TooOpen,
            };
            (outcome, answer)
        })
        .collect()
}

type Memberships = BTreeMap<(OutcomeId, usize), (State, Vec<crate::determination::Need>)>;

fn memberships(edition: &Edition<'_>, forest: &mut Forest<'_>) -> Memberships {
    let mut out = BTreeMap::new();
    for outcome in edition.program.outcome_ids().filter(|outcome| edition.program[*outcome].kind == OutcomeKind::Set) {
        for value in 0..edition.program[outcome].values.len() {
            let found = match forest.tree(Target::InSet(outcome, value)) {
                Ok(root) => {
                    let state = answer::state(forest, root);
                    (state, if state == State::Open { answer::need(forest, root) } else { Vec::new() })
                }
                Err(TooOpen) => (State::Open, Vec::new()),
            };
            out.insert((outcome, value), found);
        }
    }
    out
}

fn sets(known: &Known<'_>, memberships: Memberships) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for ((outcome, value), (state, need)) in memberships {
        let concludes = concluding(known.edition, outcome).filter(|(_, conclusion)| *conclusion == Conclusion::Value(outcome, value));
        let rules: Vec<RuleId> = concludes.map(|(rule, _)| rule).collect();
        let with = |truth: Truth| rules.iter().copied().filter(|rule| known.live(*rule) == truth).collect::<Vec<_>>();
        // Where no single rule is surely live, one of those that may be is in each case.
        let sure = with(Truth::True);
        let why = if sure.is_empty() && state == State::Present { with(Truth::Unknown) } else { sure };
        let membership = Membership { value, state, why, need };
        match sets.last_mut().filter(|set| set.outcome == outcome) {
            Some(set) => set.values.push(membership),
            None => sets.push(Set { outcome, values: vec![membership] }),
        }
    }
    sets
}

fn ladder(known: &Known<'_>, forest: &mut Forest<'_>, outcome: OutcomeId, answer: Answer) -> Ladder {
    let rules: Vec<(RuleId, Conclusion)> = concluding(known.edition, outcome).collect();
    let about: Vec<RuleId> = rules.iter().map(|(rule, _)| *rule).collect();
    let need = match (&answer, forest.tree(Target::Ladder(outcome))) {
        (Answer::Undetermined(_), Ok(root)) => answer::need(forest, root),
        _ => Vec::new(),
    };
    let (why, by_cases) = why(known, &rules, &answer);
    let set_aside = explain::set_aside(known, &about);
    let stricter_or_other: Vec<RuleId> = rules.iter().filter(|(rule, conclusion)| differs(&answer, outcome, conclusion) && !why.contains(rule)).map(|(rule, _)| *rule).collect();
    let near = if matches!(answer, Answer::Value(_)) { explain::near(known, &stricter_or_other) } else { Vec::new() };
    let why = why.into_iter().map(|rule| explain::reason(known, rule)).collect();
    Ladder { outcome, answer, why, by_cases, set_aside, near, need }
}

fn differs(answer: &Answer, outcome: OutcomeId, conclusion: &Conclusion) -> bool {
    !matches!(answer, Answer::Value(value) if *conclusion == Conclusion::Value(outcome, *value))
}

/// `why(x) = every live rule with that value`. Where no rule is surely live, those that may be: one of them is in each case.
fn why(known: &Known<'_>, rules: &[(RuleId, Conclusion)], answer: &Answer) -> (Vec<RuleId>, bool) {
    let supports = |conclusion: &Conclusion| match (answer, conclusion) {
        (Answer::Value(value), Conclusion::Value(_, of)) => value == of,
        (Answer::Value(_), Conclusion::Hole(_) | Conclusion::Has(..)) => false,
        (Answer::Conflict(values), Conclusion::Value(_, of)) => values.contains(of),
        (Answer::Undetermined(results), Conclusion::Hole(_)) => results.iter().any(|result| matches!(result, Outcome::Hole(_))),
        (Answer::Conflict(_) | Answer::Gap | Answer::Impossible | Answer::TooOpen | Answer::Undetermined(_), _) => false,
    };
    let with = |truth: Truth| {
        let mut seen = BTreeSet::new();
        rules.iter().filter(|(rule, conclusion)| supports(conclusion) && known.live(*rule) == truth && seen.insert(*rule)).map(|(rule, _)| *rule).collect::<Vec<_>>()
    };
    let sure = with(Truth::True);
    if sure.is_empty() && matches!(answer, Answer::Value(_)) { (with(Truth::Unknown), true) } else { (sure, false) }
}

fn contradicts(known: &Known<'_>) -> Vec<AssumptionId> {
    let given = Known { edition: known.edition, scenario: known.scenario, ladders: BTreeMap::new(), members: BTreeMap::new(), as_given: true };
    let ids = (0..known.edition.program.assumptions.len()).map(AssumptionId::from_index);
    ids.filter(|id| given.holds(&known.edition.program[*id].condition) == Truth::False).collect()
}

/// The readings whose other options would change an answer, one reading at a time.
fn rests_on(edition: &Edition<'_>, scenario: &Scenario, limits: &Limits, answers: &BTreeMap<OutcomeId, Answer>) -> Vec<RestsOn> {
    let mut out = Vec::new();
    for reading in edition.program.reading_ids() {
        let option = edition.readings.get(reading);
        let mut otherwise = Vec::new();
        for other in (0..edition.program[reading].options.len()).filter(|other| *other != option) {
            let changed = edition.with_reading(reading, other);
            let mut forest = Forest::new(&changed, scenario, limits.steps);
            let different: Vec<(OutcomeId, Answer)> = ladder_answers(&changed, &mut forest).into_iter().filter(|(outcome, answer)| answers.get(outcome) != Some(answer)).collect();
            if !different.is_empty() {
                otherwise.push((other, different));
            }
        }
        if !otherwise.is_empty() {
            out.push(RestsOn { reading, option, otherwise });
        }
    }
    out
}
