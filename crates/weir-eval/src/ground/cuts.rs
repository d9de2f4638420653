//! The numbers between which a quantity or day makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{CompareOp, Cond, CondKind, FactId, FactType, Operand, ScopeId};
use weir_core::scenario::{Given, Scenario};

use crate::relevant::Relevant;

/// What is known of a quantity or day; quantities are never negative.
pub(super) fn range(scenario: &Scenario, fact: FactId) -> (i64, Option<i64>) {
    scenario
        .get(fact)
        .and_then(Given::range)
        .unwrap_or((0, None))
}

/// The number with which something is compared on the day.
pub(crate) fn limit(edition: &Edition<'_>, operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Number(number) => Some(*number),
        Operand::Threshold(id) => edition.threshold(*id),
        Operand::Date(day) => Some(ordinal(*day)),
    }
}

/// For each quantity and day that is not known exactly the numbers from which on some condition changes, of those that it
/// can have.
pub(super) fn cuts(
    edition: &Edition<'_>,
    scenario: &Scenario,
    relevant: &Relevant,
) -> BTreeMap<FactId, Vec<i64>> {
    let program = edition.program;
    let open = |fact: &FactId| match program[*fact].ty {
        FactType::Quantity(_) | FactType::Date => {
            let (low, high) = range(scenario, *fact);
            Some(low) != high
        }
        FactType::Bool | FactType::Choice(_) | FactType::Set(_) | FactType::Error => false,
    };
    let mut found: BTreeMap<FactId, BTreeSet<i64>> = program
        .fact_ids()
        .filter(open)
        .map(|fact| (fact, BTreeSet::new()))
        .collect();
    if !found.is_empty() {
        let rules = relevant.rules().iter().map(|rule| &program[*rule]);
        let around: BTreeSet<ScopeId> = rules.clone().filter_map(|rule| rule.scope).collect();
        let scopes: BTreeSet<ScopeId> = around
            .into_iter()
            .flat_map(|scope| program.scopes_around(Some(scope)))
            .collect();
        let definitions = program.definitions.iter();
        let assumptions = program.assumptions.iter();
        rules
            .map(|rule| &*rule.guard)
            .chain(scopes.into_iter().map(|scope| &program[scope].condition))
            .chain(definitions.map(|definition| &definition.condition))
            .chain(assumptions.map(|assumption| &assumption.condition))
            .for_each(|cond| compared(edition, cond, &mut found));
    }
    let cuts = found.into_iter().map(|(fact, numbers)| {
        let (low, high) = range(scenario, fact);
        let possible = |number: &i64| *number > low && high.is_none_or(|high| *number <= high);
        (fact, numbers.into_iter().filter(possible).collect())
    });
    cuts.collect()
}

/// Adds the numbers with which a condition compares quantities that are looked at.
fn compared(edition: &Edition<'_>, cond: &Cond, found: &mut BTreeMap<FactId, BTreeSet<i64>>) {
    match &cond.kind {
        CondKind::Not(inner) => compared(edition, inner, found),
        CondKind::And(parts) | CondKind::Or(parts) => {
            parts.iter().for_each(|part| compared(edition, part, found));
        }
        CondKind::Compare(fact, op, operand) => {
            let Some((numbers, limit)) = found.get_mut(fact).zip(limit(edition, operand)) else {
                return;
            };
            let next = limit.saturating_add(1);
            if !matches!(op, CompareOp::Gt | CompareOp::Le) {
                numbers.insert(limit);
            }
            if !matches!(op, CompareOp::Ge | CompareOp::Lt) {
                numbers.insert(next);
            }
        }
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Error => {}
    }
}
