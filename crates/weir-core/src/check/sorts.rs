//! What the checks of the whole program need to know of the rules of a text, in few words: rules that are alike count once, and
//! nothing of it depends on where they stand. So it is kept as long as the text stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::walk;
use crate::date::Period;
use crate::hir::*;

/// Some rules that follow one another, those that are alike together. They are told by their position among these rules.
#[derive(Debug, Default)]
pub(crate) struct Sorts {
    /// Each sort with the first rule of it.
    firsts: BTreeMap<Sort, u32>,
    /// The rules that conclude something and lack a label, outside of lists.
    unlabelled: Vec<u32>,
}

/// What rules have in common that are alike.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sort {
    pub(super) period: Period,
    pub(super) scope: Option<ScopeId>,
    pub(super) asks: BTreeSet<Asked>,
    pub(super) concludes: BTreeSet<Concluded>,
}

/// What a condition asks for that is not given with the facts alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    Outcome(OutcomeId),
    Has(FactId, usize),
    HasOther(FactId, Arc<[usize]>),
    Threshold(ThresholdId),
    Definition(DefinitionId),
}

/// Something that rules conclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concluded {
    Outcome(OutcomeId),
    Member(FactId, usize),
}

impl Sorts {
    pub(crate) fn of(rules: &[Arc<Rule>]) -> Self {
        let mut firsts = BTreeMap::new();
        let mut unlabelled = Vec::new();
        for (rule, at) in rules.iter().zip(0..) {
            firsts.entry(Sort::of(rule)).or_insert(at);
            let labelled = [Lang::Zh, Lang::En]
                .iter()
                .all(|lang| rule.labels.exact(*lang).is_some());
            if !labelled && !rule.conclusions.is_empty() && rule.scope.is_none() {
                unlabelled.push(at);
            }
        }
        Self { firsts, unlabelled }
    }

    /// Each sort with the position of the first rule of it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Sort, u32)> {
        self.firsts.iter().map(|(sort, first)| (sort, *first))
    }

    /// The positions of the rules that lack a label.
    pub(super) fn unlabelled(&self) -> &[u32] {
        &self.unlabelled
    }
}

impl Sort {
    fn of(rule: &Rule) -> Self {
        let concludes = rule.conclusions.iter().map(|conclusion| match conclusion {
            Conclusion::Value(id, _) | Conclusion::Hole(id, _) => Concluded::Outcome(*id),
            Conclusion::Has(fact, member) => Concluded::Member(*fact, *member),
        });
        Self {
            period: rule.period,
            scope: rule.scope,
            asks: asked(&rule.guard),
            concludes: concludes.collect(),
        }
    }
}

/// What a condition asks for by itself; what definitions in it ask for is not among it.
pub(super) fn asked(cond: &Cond) -> BTreeSet<Asked> {
    let mut found = BTreeSet::new();
    walk(cond, &mut |part| {
        if let CondKind::Outcome(id, _) | CondKind::OutcomeHas(id, _) = part.kind {
            found.insert(Asked::Outcome(id));
        } else if let CondKind::Has(fact, member) = part.kind {
            found.insert(Asked::Has(fact, member));
        } else if let CondKind::HasOther(fact, named) = &part.kind {
            found.insert(Asked::HasOther(*fact, Arc::clone(named)));
        } else if let CondKind::Compare(_, _, Operand::Threshold(id)) = part.kind {
            found.insert(Asked::Threshold(id));
        } else if let CondKind::Definition(id) = part.kind {
            found.insert(Asked::Definition(id));
        }
    });
    found
}

/// What some conditions ask for, through definitions too.
pub(super) fn asked_in_all(
    program: &Program,
    asks: impl IntoIterator<Item = Asked>,
) -> BTreeSet<Asked> {
    let mut open: Vec<Asked> = asks.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(one) = open.pop() {
        if let (Asked::Definition(id), true) = (&one, !found.contains(&one)) {
            open.extend(asked(&program[*id].condition));
        }
        found.insert(one);
    }
    found
}
