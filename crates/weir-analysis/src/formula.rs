//! Conditions with everything taken out that is settled: readings, thresholds, the day, definitions, and facts that are
//! taken to have one value.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{CompareOp, Cond, CondKind, FactId, FactType, Operand, OutcomeId, Program};

/// What is taken as settled.
#[derive(Clone, Debug)]
pub(crate) struct Known<'e, 'p> {
    /// The law of the day, with its readings.
    pub(crate) edition: &'e Edition<'p>,
    /// Facts of one value, with the value that they are taken to have.
    pub(crate) choices: BTreeMap<FactId, usize>,
    /// Whether the exporter is taken to stand wherever that is asked for.
    pub(crate) anywhere: bool,
}

impl<'e, 'p> Known<'e, 'p> {
    /// Only the law of the day is settled.
    pub(crate) fn law(edition: &'e Edition<'p>) -> Self {
        Self {
            edition,
            choices: BTreeMap::new(),
            anywhere: false,
        }
    }

    /// The law of the day, for an exporter who stands wherever that is asked for.
    pub(crate) fn anywhere(edition: &'e Edition<'p>) -> Self {
        Self {
            anywhere: true,
            ..Self::law(edition)
        }
    }
}

/// What is left of a condition. Negations stand in the tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Formula {
    /// It holds.
    Always,
    /// It does not hold.
    Never,
    /// It turns on a fact.
    Test(Test),
    /// All of these.
    All(Vec<Formula>),
    /// At least one of these.
    Any(Vec<Formula>),
}

/// A test of one fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Test {
    /// A yes-or-no fact is this.
    Flag(FactId, bool),
    /// A fact of one value has one of these.
    Among(FactId, BTreeSet<usize>),
    /// A set has this member, or lacks it.
    Has(FactId, usize, bool),
    /// A set has, or lacks, members other than these.
    Other(FactId, Vec<usize>, bool),
    /// A quantity or day is at least this.
    From(FactId, i64),
    /// A quantity or day is less than this.
    Below(FactId, i64),
    /// What other rules conclude; nothing is known of it here.
    Concluded(OutcomeId),
}

/// What is left of a condition where this is known.
pub(crate) fn reduce(known: &Known<'_, '_>, cond: &Cond) -> Formula {
    part(known, cond, true)
}

/// What is left where all of these conditions have to hold.
pub(crate) fn reduce_all<'c>(
    known: &Known<'_, '_>,
    conds: impl IntoIterator<Item = &'c Cond>,
) -> Formula {
    all(conds.into_iter().map(|cond| reduce(known, cond)))
}

fn part(known: &Known<'_, '_>, cond: &Cond, holds: bool) -> Formula {
    let program = known.edition.program;
    match &cond.kind {
        CondKind::Const(value) => constant(*value == holds),
        CondKind::Reading(reading, option) => {
            constant((known.edition.readings.get(*reading) == *option) == holds)
        }
        CondKind::During(period) => constant(period.contains(known.edition.as_of) == holds),
        CondKind::Definition(id) => part(known, &program[*id].condition, holds),
        CondKind::Not(inner) => part(known, inner, !holds),
        CondKind::And(parts) => {
            let parts = parts.iter().map(|inner| part(known, inner, holds));
            if holds { all(parts) } else { any(parts) }
        }
        CondKind::Or(parts) => {
            let parts = parts.iter().map(|inner| part(known, inner, holds));
            if holds { any(parts) } else { all(parts) }
        }
        CondKind::Fact(fact) => Formula::Test(Test::Flag(*fact, holds)),
        CondKind::Is(fact, values) => is(known, *fact, values, holds),
        CondKind::Has(fact, _) if known.anywhere && is_of_zones(program, *fact) => Formula::Always,
        CondKind::Has(fact, member) => Formula::Test(Test::Has(*fact, *member, holds)),
        CondKind::HasOther(fact, named) => Formula::Test(Test::Other(*fact, named.to_vec(), holds)),
        CondKind::Compare(fact, op, operand) => {
            let number = match operand {
                Operand::Number(number) => Some(*number),
                Operand::Date(day) => Some(ordinal(*day)),
                Operand::Threshold(threshold) => known.edition.threshold(*threshold),
            };
            number.map_or(Formula::Never, |number| {
                compare(*fact, if holds { *op } else { opposite(*op) }, number)
            })
        }
        CondKind::Outcome(outcome, _) | CondKind::OutcomeHas(outcome, _) => {
            Formula::Test(Test::Concluded(*outcome))
        }
        CondKind::Error => Formula::Never,
    }
}

/// Whether a fact is a set of zones.
#[must_use]
pub fn is_of_zones(program: &Program, fact: FactId) -> bool {
    matches!(&program[fact].ty, FactType::Set(members) if !members.is_empty() && **members == *program.zones)
}

fn constant(value: bool) -> Formula {
    if value {
        Formula::Always
    } else {
        Formula::Never
    }
}

fn is(known: &Known<'_, '_>, fact: FactId, values: &[usize], holds: bool) -> Formula {
    if let Some(value) = known.choices.get(&fact) {
        return constant(values.contains(value) == holds);
    }
    let all = 0..known.edition.program.members(fact).len();
    Formula::Test(Test::Among(
        fact,
        all.filter(|at| values.contains(at) == holds).collect(),
    ))
}

fn compare(fact: FactId, op: CompareOp, number: i64) -> Formula {
    let next = number.saturating_add(1);
    let from = |number| Formula::Test(Test::From(fact, number));
    let below = |number| Formula::Test(Test::Below(fact, number));
    match op {
        CompareOp::Ge => from(number),
        CompareOp::Gt => from(next),
        CompareOp::Lt => below(number),
        CompareOp::Le => below(next),
        CompareOp::Eq => Formula::All(vec![from(number), below(next)]),
        CompareOp::Ne => Formula::Any(vec![below(number), from(next)]),
    }
}

fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Ne,
        CompareOp::Ne => CompareOp::Eq,
        CompareOp::Lt => CompareOp::Ge,
        CompareOp::Le => CompareOp::Gt,
        CompareOp::Gt => CompareOp::Le,
        CompareOp::Ge => CompareOp::Lt,
    }
}

fn all(parts: impl Iterator<Item = Formula>) -> Formula {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Formula::Never => return Formula::Never,
            Formula::Always => {}
            Formula::All(inner) => kept.extend(inner),
            part @ (Formula::Test(_) | Formula::Any(_)) => kept.push(part),
        }
    }
    match kept.len() {
        0 => Formula::Always,
        1 => kept.swap_remove(0),
        _ => Formula::All(kept),
    }
}

fn any(parts: impl Iterator<Item = Formula>) -> Formula {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            Formula::Always => return Formula::Always,
            Formula::Never => {}
            Formula::Any(inner) => kept.extend(inner),
            part @ (Formula::Test(_) | Formula::All(_)) => kept.push(part),
        }
    }
    match kept.len() {
        0 => Formula::Never,
        1 => kept.swap_remove(0),
        _ => Formula::Any(kept),
    }
}

/// Calls a function with every part of a condition, of the definitions in it too.
pub(crate) fn conditions(program: &Program, cond: &Cond, see: &mut impl FnMut(&CondKind)) {
    see(&cond.kind);
    match &cond.kind {
        CondKind::Not(inner) => conditions(program, inner, see),
        CondKind::And(parts) | CondKind::Or(parts) => {
            for part in parts {
                conditions(program, part, see);
            }
        }
        CondKind::Definition(id) => conditions(program, &program[*id].condition, see),
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Error => {}
    }
}
