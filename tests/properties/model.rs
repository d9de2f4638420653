//! The definition of the meaning on completely known cases, written down once more, as plainly as it can be: no sharing, no
//! simplification, no order of work. What the interpreter answers is compared with it.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{
    CompareOp, Conclusion, Cond, CondKind, FactId, Operand, OutcomeId, OutcomeKind, RuleId,
};
use weir_core::scenario::{Given, is_under};

/// A completely known case.
pub(crate) type Case = BTreeMap<FactId, Given>;

/// What a ladder ends in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ladder {
    Value(usize),
    Gap,
    Conflict(Vec<usize>),
    Hole,
}

pub(crate) struct Model<'a> {
    pub(crate) edition: &'a Edition<'a>,
    pub(crate) case: &'a Case,
    /// Whether sets are taken as given, as assumptions take them.
    pub(crate) as_given: bool,
}

impl Model<'_> {
    /// `None` stands for what depends on a part that has not been transcribed.
    fn holds(&self, cond: &Cond) -> Option<bool> {
        match &cond.kind {
            CondKind::Const(value) => Some(*value),
            CondKind::Fact(fact) => Some(self.case[fact] == Given::Bool(true)),
            CondKind::Is(fact, values) => match &self.case[fact] {
                Given::Choice(value) => Some(values.contains(value)),
                other => panic!("{other:?} is no choice"),
            },
            CondKind::Has(fact, member) => {
                let Given::Set(known) = &self.case[fact] else {
                    panic!("no set")
                };
                let members = self.edition.program.members(*fact);
                let gives = |conclusion: &Conclusion| matches!(conclusion, Conclusion::Has(of, given) if of == fact && is_under(members, *given, *member));
                let deriving = self
                    .edition
                    .rules
                    .iter()
                    .filter(|_| !self.as_given)
                    .filter(|rule| self.edition.program[**rule].conclusions.iter().any(gives));
                any(std::iter::once(Some(known[*member] == Some(true)))
                    .chain(deriving.map(|rule| self.applies(*rule))))
            }
            CondKind::Compare(fact, op, operand) => {
                let Given::Number(value, _) = self.case[fact] else {
                    panic!("no number")
                };
                let limit = match operand {
                    Operand::Number(number) => *number,
                    Operand::Threshold(id) => {
                        self.edition.threshold(*id).expect("a threshold in force")
                    }
                    Operand::Date(_) => panic!("no days here"),
                };
                Some(match op {
                    CompareOp::Eq => value == limit,
                    CompareOp::Ne => value != limit,
                    CompareOp::Lt => value < limit,
                    CompareOp::Le => value <= limit,
                    CompareOp::Gt => value > limit,
                    CompareOp::Ge => value >= limit,
                })
            }
            CondKind::Outcome(outcome, values) => match self.ladder(*outcome) {
                Ladder::Value(value) => Some(values.contains(&value)),
                Ladder::Gap | Ladder::Conflict(_) | Ladder::Hole => None,
            },
            CondKind::OutcomeHas(outcome, value) => self.in_set(*outcome, *value),
            CondKind::Reading(reading, option) => {
                Some(self.edition.readings.get(*reading) == *option)
            }
            CondKind::Definition(id) => self.holds(&self.edition.program[*id].condition),
            CondKind::Not(inner) => not(self.holds(inner)),
            CondKind::And(parts) => not(any(parts.iter().map(|part| not(self.holds(part))))),
            CondKind::Or(parts) => any(parts.iter().map(|part| self.holds(part))),
            CondKind::Error => panic!("an executable program has no error"),
        }
    }

    /// Whether the assumptions allow the case.
    pub(crate) fn possible(&self) -> bool {
        let given = Model {
            as_given: true,
            ..*self
        };
        self.edition
            .program
            .assumptions
            .iter()
            .all(|assumption| given.holds(&assumption.condition) == Some(true))
    }

    fn in_force(&self, rule: RuleId) -> bool {
        self.edition.program[rule]
            .period
            .contains(self.edition.as_of)
    }

    fn applies(&self, rule: RuleId) -> Option<bool> {
        let off = self.edition.against(rule).filter(|pair| pair.disapplies);
        let against = off.map(|pair| self.applies(pair.winner));
        not(any([
            Some(!self.in_force(rule)),
            not(self.holds(&self.edition.program[rule].guard)),
        ]
        .into_iter()
        .chain(against)))
    }

    fn live(&self, rule: RuleId) -> Option<bool> {
        let over = self.edition.against(rule).filter(|pair| !pair.disapplies);
        let against = over.map(|pair| self.applies(pair.winner));
        not(any(std::iter::once(not(self.applies(rule))).chain(against)))
    }

    /// The result of a ladder.
    pub(crate) fn ladder(&self, outcome: OutcomeId) -> Ladder {
        assert_eq!(self.edition.program[outcome].kind, OutcomeKind::Ladder);
        let concluded = |rule: &RuleId| {
            let conclusions = self.edition.program[*rule].conclusions.clone();
            conclusions
                .into_iter()
                .filter(|conclusion| conclusion.outcome() == Some(outcome))
                .collect::<Vec<_>>()
        };
        let live: Vec<RuleId> = self
            .edition
            .rules
            .iter()
            .copied()
            .filter(|rule| !concluded(rule).is_empty() && self.live(*rule) == Some(true))
            .collect();
        if live
            .iter()
            .any(|rule| concluded(rule).contains(&Conclusion::Hole(outcome)))
        {
            return Ladder::Hole;
        }
        let mut values = BTreeSet::new();
        let groups = joined(self.edition);
        for group in &groups {
            let of_group = live
                .iter()
                .filter(|rule| group.contains(rule))
                .flat_map(&concluded)
                .filter_map(value);
            values.extend(of_group.max());
        }
        let alone = live
            .iter()
            .filter(|rule| !groups.iter().any(|group| group.contains(rule)));
        values.extend(alone.flat_map(&concluded).filter_map(value));
        let values: Vec<usize> = values.into_iter().collect();
        match values.as_slice() {
            [] => Ladder::Gap,
            [only] => Ladder::Value(*only),
            _ => Ladder::Conflict(values),
        }
    }

    /// Whether a set has a value; `None` where that depends on what has not been transcribed.
    pub(crate) fn in_set(&self, outcome: OutcomeId, wanted: usize) -> Option<bool> {
        let concludes = |conclusion: Conclusion| {
            self.edition.rules.iter().copied().filter(move |rule| {
                self.edition.program[*rule]
                    .conclusions
                    .contains(&conclusion)
            })
        };
        let present =
            any(concludes(Conclusion::Value(outcome, wanted)).map(|rule| self.live(rule)));
        let hole = any(concludes(Conclusion::Hole(outcome)).map(|rule| self.live(rule)));
        match (present, hole) {
            (Some(true), _) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }
}

fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}

fn any(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let values: Vec<_> = values.collect();
    if values.contains(&Some(true)) {
        Some(true)
    } else if values.contains(&None) {
        None
    } else {
        Some(false)
    }
}

fn value(conclusion: Conclusion) -> Option<usize> {
    match conclusion {
        Conclusion::Value(_, value) => Some(value),
        Conclusion::Hole(_) | Conclusion::Has(..) => None,
    }
}

/// Groups with a common member are one.
fn joined(edition: &Edition<'_>) -> Vec<BTreeSet<RuleId>> {
    let mut groups: Vec<BTreeSet<RuleId>> = edition
        .groups
        .iter()
        .map(|group| group.rules.iter().copied().collect())
        .collect();
    loop {
        let pair = (0..groups.len())
            .flat_map(|a| (0..a).map(move |b| (a, b)))
            .find(|(a, b)| !groups[*a].is_disjoint(&groups[*b]));
        let Some((a, b)) = pair else { return groups };
        let other = groups.remove(a);
        groups[b].extend(other);
    }
}
