//! Why a rule holds, what was set aside, and what would hold if a quantity were a little different.

use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{CompareOp, Cond, CondKind, DefinitionId, FactId, FactType, Operand, RuleId};
use weir_core::scenario::{Given, Scenario};

use crate::determination::{NearMiss, Reason, SetAside, Test};
use crate::truth::{Known, Truth};

/// The rule with the tests that met its condition.
pub(crate) fn reason(known: &Known<'_>, rule: RuleId) -> Reason {
    let mut met = Vec::new();
    collect(known, &known.edition.program[rule].guard, true, None, &mut met);
    Reason { rule, met }
}

/// The tests that make a condition true (or, under `not`, false). Of alternatives, those that hold.
fn collect(known: &Known<'_>, cond: &Cond, wanted: bool, inside: Option<DefinitionId>, out: &mut Vec<Test>) {
    let is_wanted = |cond: &Cond| known.holds(cond) == Truth::known(wanted);
    match &cond.kind {
        CondKind::Not(inner) => collect(known, inner, !wanted, inside, out),
        CondKind::And(parts) | CondKind::Or(parts) => {
            for part in parts.iter().filter(|part| is_wanted(part)) {
                collect(known, part, wanted, inside, out);
            }
        }
        CondKind::Definition(id) => collect(known, &known.edition.program[*id].condition, wanted, inside.or(Some(*id)), out),
        CondKind::Const(_) | CondKind::Error => {}
        CondKind::Fact(_) | CondKind::Is(..) | CondKind::Has(..) | CondKind::Compare(..) | CondKind::Outcome(..) | CondKind::OutcomeHas(..)
        | CondKind::Reading(..) => {
            if is_wanted(cond) {
                out.push(Test { cond: cond.kind.clone(), holds: wanted, inside });
            }
        }
    }
}

/// The rules of a list that apply and are set aside, each with the first rule that does so.
pub(crate) fn set_aside(known: &Known<'_>, rules: &[RuleId]) -> Vec<SetAside> {
    let mut out: Vec<SetAside> = Vec::new();
    for pair in rules.iter().flat_map(|rule| known.edition.against(*rule)) {
        let meets = known.holds(&known.edition.program[pair.loser].guard) == Truth::True;
        let listed = out.iter().any(|aside| aside.rule == pair.loser);
        if meets && !listed && known.applies(pair.winner) == Truth::True {
            out.push(SetAside { rule: pair.loser, by: pair.winner, citation: pair.by, disapplied: pair.disapplies });
        }
    }
    out
}

/// For each rule that does not apply and each known quantity in its condition: the nearest number, if any, at which the rule
/// would apply.
pub(crate) fn near(known: &Known<'_>, rules: &[RuleId]) -> Vec<NearMiss> {
    let mut out = Vec::new();
    for rule in rules.iter().copied().filter(|rule| known.holds(&known.edition.program[*rule].guard) == Truth::False) {
        let mut found: Vec<NearMiss> = Vec::new();
        for (fact, limits) in limits(known.edition, rule) {
            found.extend(nearest(known, rule, fact, &limits));
        }
        out.extend(found.into_iter().min_by_key(|miss| miss.value.abs_diff(miss.limit)));
    }
    out.sort_by_key(|miss| (miss.value.abs_diff(miss.limit), miss.rule));
    out
}

fn nearest(known: &Known<'_>, rule: RuleId, fact: FactId, limits: &[i64]) -> Option<NearMiss> {
    let Some(Given::Number(value, Some(high))) = known.scenario.get(fact) else { return None };
    if value != high {
        return None;
    }
    let mut candidates: Vec<i64> = limits.iter().flat_map(|limit| [limit.saturating_sub(1), *limit]).filter(|number| *number >= 0 && number != value).collect();
    candidates.sort_by_key(|number| number.abs_diff(*value));
    candidates.dedup();
    let limit = candidates.into_iter().find(|number| {
        let mut other = Scenario::clone(known.scenario);
        other.facts.insert(fact, Given::Number(*number, Some(*number)));
        let changed = Known { edition: known.edition, scenario: &other, ladders: known.ladders.clone(), members: known.members.clone(), as_given: false };
        changed.live(rule) == Truth::True
    })?;
    let threshold = thresholds(known.edition).into_iter().find(|(_, number)| *number == limit || *number == limit.saturating_add(1));
    Some(NearMiss { rule, fact, value: *value, limit, threshold: threshold.map(|(id, _)| id) })
}

fn thresholds(edition: &Edition<'_>) -> Vec<(weir_core::hir::ThresholdId, i64)> {
    let ids = (0..edition.program.thresholds.len()).map(weir_core::hir::ThresholdId::from_index);
    ids.filter_map(|id| edition.threshold(id).map(|number| (id, number))).collect()
}

/// The numbers with which the condition of a rule compares each quantity.
fn limits(edition: &Edition<'_>, rule: RuleId) -> Vec<(FactId, Vec<i64>)> {
    let mut found: std::collections::BTreeMap<FactId, Vec<i64>> = std::collections::BTreeMap::new();
    let mut open = vec![&edition.program[rule].guard];
    while let Some(cond) = open.pop() {
        match &cond.kind {
            CondKind::Not(inner) => open.push(inner),
            CondKind::And(parts) | CondKind::Or(parts) => open.extend(parts),
            CondKind::Definition(id) => open.push(&edition.program[*id].condition),
            CondKind::Compare(fact, op, operand) if matches!(edition.program[*fact].ty, FactType::Quantity(_)) => {
                let limit = match operand {
                    Operand::Number(number) => Some(*number),
                    Operand::Threshold(id) => edition.threshold(*id),
                    Operand::Date(day) => Some(ordinal(*day)),
                };
                let shift = i64::from(matches!(op, CompareOp::Gt | CompareOp::Le));
                found.entry(*fact).or_default().extend(limit.map(|limit| limit.saturating_add(shift)));
            }
            CondKind::Compare(..) | CondKind::Const(_) | CondKind::Fact(_) | CondKind::Is(..) | CondKind::Has(..) | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..) | CondKind::Reading(..) | CondKind::Error => {}
        }
    }
    found.into_iter().collect()
}
