//! Why a rule holds, what was set aside, and what would hold if a quantity were a little different.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{
    CompareOp, Conclusion, Cond, CondKind, DefinitionId, FactId, FactType, OutcomeId, RuleId,
    ScopeId, ThresholdId,
};
use weir_core::scenario::{Given, Scenario};

use crate::answer;
use crate::determination::{Answer, NearMiss, Reason, SetAside, Test};
use crate::ground::limit;
use crate::tree::{Forest, Target};
use crate::truth::{Known, Truth};

/// The rule with the tests that met its condition, after those of the parts of a list around it, the outermost first.
pub(crate) fn reason(known: &Known<'_>, rule: RuleId) -> Reason {
    let program = known.edition.program;
    let mut scopes: Vec<ScopeId> = program.scopes_around(program[rule].scope).collect();
    scopes.reverse();
    let mut met = Vec::new();
    for scope in scopes {
        collect(known, &program[scope].condition, true, None, &mut met);
    }
    collect(known, &program[rule].guard, true, None, &mut met);
    Reason { rule, met }
}

/// The tests that make a condition true (or, under `not`, false). Of alternatives, those that hold.
pub(crate) fn collect(
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
        | CondKind::HasOther(..)
        | CondKind::During(_)
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

/// Of some rules those that apply and are set aside, each with what does so: a rule that is itself live, if there is one.
pub(crate) fn set_aside(known: &Known<'_>, rules: &[RuleId]) -> Vec<SetAside> {
    let mut out: Vec<SetAside> = Vec::new();
    for rule in rules.iter().copied().filter(|rule| is_met(known, *rule)) {
        if out.last().is_some_and(|aside| aside.rule == rule) {
            continue;
        }
        let statements: Vec<_> = known.edition.against(rule).collect();
        let winners = statements.iter().flat_map(|statement| {
            let winners = known.winners(statement);
            let others: Vec<RuleId> = winners.iter().copied().filter(|one| *one != rule).collect();
            others.into_iter().map(move |winner| (winner, *statement))
        });
        let live = winners
            .clone()
            .find(|(winner, _)| known.live(*winner) == Truth::True);
        let found = live.or_else(|| winners.clone().next());
        if let Some((by, statement)) = found {
            out.push(SetAside {
                rule,
                by,
                citation: statement.by,
                disapplied: statement.disapplies,
            });
        }
    }
    out
}

/// Whether the condition of a rule surely holds, with those of the parts of a list around it.
fn is_met(known: &Known<'_>, rule: RuleId) -> bool {
    let scope = known.edition.program[rule].scope;
    let inside = scope.is_none_or(|scope| known.inside(scope) == Truth::True);
    inside && known.guard(rule) == Truth::True
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
    let program = known.edition.program;
    let mut scopes: BTreeSet<ScopeId> = BTreeSet::new();
    for rule in rules {
        compared(known.edition, &program[*rule].guard, &mut limits);
        scopes.extend(program.scopes_around(program[*rule].scope));
    }
    for scope in scopes {
        compared(known.edition, &program[scope].condition, &mut limits);
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
    let Answer::Value(becomes) = answer::ladder(&forest, outcome, root) else {
        return None;
    };
    if becomes == answer {
        return None;
    }
    let changed = known.at(edition, &scenario);
    let concludes = forest.concluding(outcome).iter();
    let rule = concludes
        .filter(|(_, conclusion)| *conclusion == Conclusion::Value(outcome, becomes))
        .map(|(rule, _)| *rule)
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

/// Adds the numbers with which a condition compares quantities.
fn compared(edition: &Edition<'_>, cond: &Cond, found: &mut BTreeMap<FactId, BTreeSet<i64>>) {
    match &cond.kind {
        CondKind::Not(inner) => compared(edition, inner, found),
        CondKind::And(parts) | CondKind::Or(parts) => {
            parts.iter().for_each(|part| compared(edition, part, found));
        }
        CondKind::Definition(id) => {
            compared(edition, &edition.program[*id].condition, found);
        }
        CondKind::Compare(fact, op, operand)
            if matches!(edition.program[*fact].ty, FactType::Quantity(_)) =>
        {
            let shift = i64::from(matches!(op, CompareOp::Gt | CompareOp::Le));
            let number = limit(edition, operand).map(|limit| limit.saturating_add(shift));
            found.entry(*fact).or_default().extend(number);
        }
        CondKind::Compare(..)
        | CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Error => {}
    }
}
