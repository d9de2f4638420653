//! Whether two rules of one name are the same in all but place, found without writing either out. A list has very many rules, of
//! which a change touches few.

use std::collections::BTreeMap;

use weir_core::hir::{
    Conclusion, Cond, CondKind, FactId, Member, Operand, OutcomeId, Program, Rule, RuleId,
};

use super::text::citations;

/// For each id of the old program that of the same thing in the new one, if its values are the same.
pub(super) struct Alike<'p> {
    pub(super) old: &'p Program,
    pub(super) new: &'p Program,
    facts: Vec<Option<usize>>,
    outcomes: Vec<Option<usize>>,
    thresholds: Vec<Option<usize>>,
    readings: Vec<Option<usize>>,
    definitions: Vec<Option<usize>>,
}

impl<'p> Alike<'p> {
    pub(super) fn new(old: &'p Program, new: &'p Program) -> Self {
        let members = |program: &Program, at: usize| names(program.members(FactId::from_index(at)));
        let fact_names = |program: &'p Program| {
            let facts = program.facts.iter().enumerate();
            facts
                .map(|(at, fact)| (fact.name.as_str(), members(program, at)))
                .collect::<Vec<_>>()
        };
        let outcomes = |program: &'p Program| {
            let outcomes = program.outcomes.iter();
            outcomes
                .map(|one| (one.name.as_str(), names(&one.values)))
                .collect::<Vec<_>>()
        };
        let readings = |program: &'p Program| {
            let readings = program.readings.iter().map(|one| {
                let options = one.options.iter().map(|option| option.name.clone());
                (one.name.as_str(), options.collect::<Vec<_>>())
            });
            readings.collect::<Vec<_>>()
        };
        let thresholds = |program: &'p Program| {
            let thresholds = program.thresholds.iter();
            thresholds.map(|one| one.name.as_str()).collect::<Vec<_>>()
        };
        let definitions = |program: &'p Program| {
            let definitions = program.definitions.iter();
            definitions.map(|one| one.name.as_str()).collect::<Vec<_>>()
        };
        Self {
            facts: joined(&fact_names(old), &fact_names(new)),
            outcomes: joined(&outcomes(old), &outcomes(new)),
            thresholds: joined(&thresholds(old), &thresholds(new)),
            readings: joined(&readings(old), &readings(new)),
            definitions: joined(&definitions(old), &definitions(new)),
            old,
            new,
        }
    }

    /// Whether two rules of one name are the same. `false` says nothing.
    pub(super) fn rule(&self, old: RuleId, new: RuleId) -> bool {
        let Rule {
            citation: _,
            name: _,
            labels,
            period,
            guard,
            conclusions,
            cites,
            source,
            scope: _,
            role: _,
            band: _,
            place: _,
        } = &self.old[old];
        let other = &self.new[new];
        let on_same = cites.is_empty() && other.cites.is_empty()
            || citations(self.old, cites) == citations(self.new, &other.cites);
        on_same
            && *period == other.period
            && *source == other.source
            && *labels == other.labels
            && conclusions.len() == other.conclusions.len()
            && conclusions
                .iter()
                .zip(&other.conclusions)
                .all(|(old, new)| self.conclusion(*old, *new))
            && self.cond(guard, &other.guard)
    }

    fn conclusion(&self, old: Conclusion, new: Conclusion) -> bool {
        match (old, new) {
            (Conclusion::Value(a, at), Conclusion::Value(b, to)) => self.outcome(a, b) && at == to,
            (Conclusion::Hole(a, at), Conclusion::Hole(b, to)) => self.outcome(a, b) && at == to,
            (Conclusion::Has(a, at), Conclusion::Has(b, to)) => self.fact(a, b) && at == to,
            (Conclusion::Value(..) | Conclusion::Hole(..) | Conclusion::Has(..), _) => false,
        }
    }

    fn fact(&self, old: FactId, new: FactId) -> bool {
        is(&self.facts, old.index(), new.index())
    }

    fn outcome(&self, old: OutcomeId, new: OutcomeId) -> bool {
        is(&self.outcomes, old.index(), new.index())
    }

    fn cond(&self, old: &Cond, new: &Cond) -> bool {
        use CondKind as Kind;
        let all = |old: &[Cond], new: &[Cond]| {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.cond(old, new))
        };
        match (&old.kind, &new.kind) {
            (Kind::Const(a), Kind::Const(b)) => a == b,
            (Kind::Fact(a), Kind::Fact(b)) => self.fact(*a, *b),
            (Kind::Is(a, at), Kind::Is(b, to)) => self.fact(*a, *b) && at == to,
            (Kind::Has(a, at), Kind::Has(b, to)) => self.fact(*a, *b) && at == to,
            (Kind::HasOther(a, at), Kind::HasOther(b, to)) => self.fact(*a, *b) && at == to,
            (Kind::During(a), Kind::During(b)) => a == b,
            (Kind::Compare(a, how, limit), Kind::Compare(b, other, to)) => {
                self.fact(*a, *b) && how == other && self.operand(*limit, *to)
            }
            (Kind::Outcome(a, at), Kind::Outcome(b, to)) => self.outcome(*a, *b) && at == to,
            (Kind::OutcomeHas(a, at), Kind::OutcomeHas(b, to)) => self.outcome(*a, *b) && at == to,
            (Kind::Reading(a, at), Kind::Reading(b, to)) => {
                is(&self.readings, a.index(), b.index()) && at == to
            }
            (Kind::Definition(a), Kind::Definition(b)) => {
                is(&self.definitions, a.index(), b.index())
            }
            (Kind::Not(a), Kind::Not(b)) => self.cond(a, b),
            (Kind::And(a), Kind::And(b)) => all(a, b),
            (Kind::Or(a), Kind::Or(b)) => all(a, b),
            (
                Kind::Const(_)
                | Kind::Fact(_)
                | Kind::Is(..)
                | Kind::Has(..)
                | Kind::HasOther(..)
                | Kind::During(_)
                | Kind::Compare(..)
                | Kind::Outcome(..)
                | Kind::OutcomeHas(..)
                | Kind::Reading(..)
                | Kind::Definition(_)
                | Kind::Not(_)
                | Kind::And(_)
                | Kind::Or(_)
                | Kind::Error,
                _,
            ) => false,
        }
    }

    fn operand(&self, old: Operand, new: Operand) -> bool {
        match (old, new) {
            (Operand::Number(a), Operand::Number(b)) => a == b,
            (Operand::Date(a), Operand::Date(b)) => a == b,
            (Operand::Threshold(a), Operand::Threshold(b)) => {
                is(&self.thresholds, a.index(), b.index())
            }
            (Operand::Number(_) | Operand::Date(_) | Operand::Threshold(_), _) => false,
        }
    }
}

fn is(joined: &[Option<usize>], old: usize, new: usize) -> bool {
    joined.get(old).copied().flatten() == Some(new)
}

fn names(members: &[Member]) -> Vec<String> {
    members.iter().map(|member| member.name.clone()).collect()
}

fn joined<T: Ord>(old: &[T], new: &[T]) -> Vec<Option<usize>> {
    let places: BTreeMap<&T, usize> = new.iter().enumerate().map(|(at, one)| (one, at)).collect();
    old.iter().map(|one| places.get(one).copied()).collect()
}
