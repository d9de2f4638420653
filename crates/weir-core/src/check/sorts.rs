//! What the checks of the whole program need to know of the rules of a text, in few words: rules that are alike count once, and
//! nothing of it depends on where they stand. So it is kept as long as the text stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::date::Period;
use crate::hir::*;

/// Some rules that follow one another, in few words. They are told by their position among these rules.
#[derive(Debug, Default)]
pub(crate) struct Sorts {
    /// Each sort of rules with the first rule of it.
    firsts: BTreeMap<Sort, u32>,
    /// The thresholds and definitions for which rules of a period in a part of a list ask.
    compared: BTreeMap<(Period, Option<ScopeId>), BTreeSet<Asked>>,
    /// The rules that conclude something and lack a label, outside of lists.
    unlabelled: Vec<u32>,
}

/// What rules have in common that are alike where it comes to circles.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sort {
    pub(super) scope: Option<ScopeId>,
    /// What the condition asks for that is no threshold.
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
        let mut sorts = Self::default();
        for (rule, at) in rules.iter().zip(0..) {
            sorts.add(rule, at);
        }
        sorts
    }

    fn add(&mut self, rule: &Rule, at: u32) {
        let asks = asked(&rule.guard);
        let compared = asks.iter().filter(|asked| asked.compares()).cloned();
        let known = self.compared.entry((rule.period, rule.scope));
        known.or_default().extend(compared);
        let sort = Sort {
            scope: rule.scope,
            asks: asks.into_iter().filter(Asked::may_close).collect(),
            concludes: rule.conclusions.iter().map(Concluded::of).collect(),
        };
        self.firsts.entry(sort).or_insert(at);
        let labelled = [Lang::Zh, Lang::En]
            .iter()
            .all(|lang| rule.labels.exact(*lang).is_some());
        if !labelled && !rule.conclusions.is_empty() && rule.scope.is_none() {
            self.unlabelled.push(at);
        }
    }

    /// Each sort with the position of the first rule of it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Sort, u32)> {
        self.firsts.iter().map(|(sort, first)| (sort, *first))
    }

    /// The thresholds and definitions for which rules of a period in a part of a list ask.
    pub(super) fn compared(
        &self,
    ) -> impl Iterator<Item = (Period, Option<ScopeId>, &BTreeSet<Asked>)> {
        let compared = self.compared.iter();
        compared.map(|((period, scope), asks)| (*period, *scope, asks))
    }

    /// The positions of the rules that lack a label.
    pub(super) fn unlabelled(&self) -> &[u32] {
        &self.unlabelled
    }
}

impl Asked {
    /// Whether it may lead to a threshold.
    fn compares(&self) -> bool {
        matches!(self, Self::Threshold(_) | Self::Definition(_))
    }

    /// Whether it may be part of a circle.
    fn may_close(&self) -> bool {
        !matches!(self, Self::Threshold(_))
    }
}

impl Concluded {
    fn of(conclusion: &Conclusion) -> Self {
        match conclusion {
            Conclusion::Value(id, _) | Conclusion::Hole(id, _) => Self::Outcome(*id),
            Conclusion::Has(fact, member) => Self::Member(*fact, *member),
        }
    }
}

/// What a condition asks for by itself; what definitions in it ask for is not among it.
pub(super) fn asked(cond: &Cond) -> BTreeSet<Asked> {
    let mut found = BTreeSet::new();
    cond.walk(&mut |part| {
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
