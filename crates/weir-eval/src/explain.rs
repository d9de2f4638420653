//! Why a rule holds, what was set aside, and what would hold if a quantity were a little different.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{
    CompareOp, Conclusion, Cond, CondKind, DefinitionId, FactId, FactType, Operand, OutcomeId,
    RuleId, ThresholdId,
};
use weir_core::scenario::{Given, Scenario};

use crate::answer;
use crate::determination::{Answer, NearMiss, Reason, SetAside, Test};
use crate::ground::concluding;
use crate::tree::{Forest, Target};
use crate::truth::{Known, Truth};

/// The rule with the tests that met its condition.
pub(crate) fn reason(known: &Known<'_>, rule: RuleId) -> Reason {
    let mut met = Vec::new();
    collect(
        known,
        &known.edition.program[rule].guard,
        true,
        None,
        &mut met,
    );
    Reason { rule, met }
}

/// The tests that make a condition true (or, under `not`, false). Of alternatives, those that hold.
fn collect(
    known: &Known<'_>,
    cond: &Cond,
    wanted: bool,
    inside: Option<DefinitionId>,
    out: &mut Vec<Test>,
) {
    let is_wanted = |cond: &Cond| known.holds(cond) == Truth::known(wanted);
    match &cond.kind {
        CondKind::Not(inner) => collect(known, inner, !wanted, inside, out),
        CondKind::And(parts) | CondKind::Or(parts) => {
            for part in parts.iter().filter(|part| is_wanted(part)) {
                collect(known, part, wanted, inside, out);
            }
        }
        CondKind::Definition(id) => collect(
            known,
            &known.edition.program[*id].condition,
            wanted,
            inside.or(Some(*id)),
            out,
        ),
        CondKind::Const(_) | CondKind::Error => {}
        CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..) => {
            if is_wanted(cond) {
                out.push(Test {
                    cond: cond.kind.clone(),
                    holds: wanted,
                    inside,
                });
            }
        }
    }
}

/// The rules of a list that apply and are set aside, each with what does so: a rule that is itself live, if there is one.
pub(crate) fn set_aside(known: &Known<'_>, rules: &[RuleId]) -> Vec<SetAside> {
    let mut out: Vec<SetAside> = Vec::new();
    for rule in rules
        .iter()
        .copied()
        .filter(|rule| known.holds(&known.edition.program[*rule].guard) == Truth::True)
    {
        if out.iter().any(|aside| aside.rule == rule) {
            continue;
        }
        let applying: Vec<_> = known
            .edition
            .against(rule)
            .filter(|pair| known.applies(pair.winner) == Truth::True)
            .collect();
        let live = applying
            .iter()
            .find(|pair| known.live(pair.winner) == Truth::True);
        if let Some(pair) = live.or(applying.first()) {
            out.push(SetAside {
                rule,
                by: pair.winner,
                citation: pair.by,
                disapplied: pair.disapplies,
            });
        }
    }
    out
}

/// For each exactly known quantity with which a rule of the outcome compares: the nearest larger number at which the answer
/// changes, and for plain quantities the nearest smaller one too. A cumulative count only ever grows.
pub(crate) fn near(
    known: &Known<'_>,
    outcome: OutcomeId,
    rules: &[RuleId],
    answer: usize,
    steps: usize,
) -> Vec<NearMiss> {
    let mut limits: BTreeMap<FactId, BTreeSet<i64>> = BTreeMap::new();
    for rule in rules {
        for (fact, numbers) in compared(known.edition, *rule) {
            limits.entry(fact).or_default().extend(numbers);
        }
    }
    let mut out = Vec::new();
    for (fact, limits) in limits {
        let Some(Given::Number(value, Some(high))) = known.scenario.get(fact) else {
            continue;
        };
        if value != high {
            continue;
        }
        let above = limits.range(value.saturating_add(1)..).copied();
        let below = limits
            .range(..=*value)
            .rev()
            .map(|limit| limit.saturating_sub(1))
            .filter(|number| *number >= 0);
        out.extend(
            above
                .into_iter()
                .find_map(|number| change(known, outcome, answer, fact, *value, number, steps)),
        );
        if !known.edition.program[fact].measure {
            out.extend(
                below
                    .into_iter()
                    .find_map(|number| change(known, outcome, answer, fact, *value, number, steps)),
            );
        }
    }
    out.sort_by_key(|miss| (miss.value.abs_diff(miss.limit), miss.fact));
    out
}

/// What the answer becomes with another number, if it changes to another value.
fn change(
    known: &Known<'_>,
    outcome: OutcomeId,
    answer: usize,
    fact: FactId,
    value: i64,
    number: i64,
    steps: usize,
) -> Option<NearMiss> {
    let edition = known.edition;
    let mut scenario = Scenario::clone(known.scenario);
    scenario
        .facts
        .insert(fact, Given::Number(number, Some(number)));
    let mut forest = Forest::new(edition, &scenario, steps);
    let root = forest.tree(Target::Ladder(outcome)).ok()?;
    let Answer::Value(becomes) = answer::ladder(&forest, root) else {
        return None;
    };
    if becomes == answer {
        return None;
    }
    let changed = Known {
        edition,
        scenario: &scenario,
        ladders: known.ladders.clone(),
        members: known.members.clone(),
        as_given: false,
    };
    let concludes = concluding(edition, outcome)
        .filter(|(_, conclusion)| *conclusion == Conclusion::Value(outcome, becomes));
    let rule = concludes
        .map(|(rule, _)| rule)
        .find(|rule| changed.live(*rule) == Truth::True)?;
    let threshold = thresholds(edition)
        .into_iter()
        .find(|(_, limit)| *limit == number || *limit == number.saturating_add(1));
    Some(NearMiss {
        fact,
        value,
        limit: number,
        becomes,
        rule,
        threshold: threshold.map(|(id, _)| id),
    })
}

fn thresholds(edition: &Edition<'_>) -> Vec<(ThresholdId, i64)> {
    let ids = (0..edition.program.thresholds.len()).map(ThresholdId::from_index);
    ids.filter_map(|id| edition.threshold(id).map(|number| (id, number)))
        .collect()
}

/// The numbers with which the condition of a rule compares each quantity.
fn compared(edition: &Edition<'_>, rule: RuleId) -> Vec<(FactId, Vec<i64>)> {
    let mut found: BTreeMap<FactId, Vec<i64>> = BTreeMap::new();
    let mut open = vec![&edition.program[rule].guard];
    while let Some(cond) = open.pop() {
        match &cond.kind {
            CondKind::Not(inner) => open.push(inner),
            CondKind::And(parts) | CondKind::Or(parts) => open.extend(parts),
            CondKind::Definition(id) => open.push(&edition.program[*id].condition),
            CondKind::Compare(fact, op, operand)
                if matches!(edition.program[*fact].ty, FactType::Quantity(_)) =>
            {
                let limit = match operand {
                    Operand::Number(number) => Some(*number),
                    Operand::Threshold(id) => edition.threshold(*id),
                    Operand::Date(day) => Some(ordinal(*day)),
                };
                let shift = i64::from(matches!(op, CompareOp::Gt | CompareOp::Le));
                found
                    .entry(*fact)
                    .or_default()
                    .extend(limit.map(|limit| limit.saturating_add(shift)));
            }
            CondKind::Compare(..)
            | CondKind::Const(_)
            | CondKind::Fact(_)
            | CondKind::Is(..)
            | CondKind::Has(..)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::Error => {}
        }
    }
    found.into_iter().collect()
}
