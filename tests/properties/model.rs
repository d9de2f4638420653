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
                let program = self.edition.program;
                let deriving = program
                    .rule_ids()
                    .filter(|_| !self.as_given)
                    .filter(|rule| program[*rule].conclusions.iter().any(gives));
                any(std::iter::once(Some(known[*member] == Some(true)))
                    .chain(deriving.map(|rule| self.applies(rule))))
            }
            CondKind::HasOther(fact, excluded) => {
                let members = self.edition.program.members(*fact);
                let kin = |one: usize, other: usize| {
                    is_under(members, one, other) || is_under(members, other, one)
                };
                let others = (0..members.len())
                    .filter(|member| !excluded.iter().any(|named| kin(*named, *member)));
                any(others.map(|member| {
                    self.holds(&Cond {
                        kind: CondKind::Has(*fact, member),
                        place: cond.place,
                    })
                }))
            }
            CondKind::During(period) => Some(period.contains(self.edition.as_of)),
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
        let program = self.edition.program;
        let list = program[rule].scope.map(|scope| program[scope].list);
        let day = self.edition.as_of;
        program[rule].period.contains(day)
            && list.is_none_or(|list| program[list].period.contains(day))
    }

    fn applies(&self, rule: RuleId) -> Option<bool> {
        let program = self.edition.program;
        let around = program.scopes_around(program[rule].scope);
        let conditions = around
            .map(|scope| &program[scope].condition)
            .chain([&*program[rule].guard]);
        not(any([
            Some(!self.in_force(rule)),
            self.set_aside(rule, true),
        ]
        .into_iter()
        .chain(conditions.map(|condition| not(self.holds(condition))))))
    }

    pub(crate) fn live(&self, rule: RuleId) -> Option<bool> {
        not(any(
            [not(self.applies(rule)), self.set_aside(rule, false)].into_iter()
        ))
    }

    /// Whether a rule applies that sets this one aside, by any statement in force.
    fn set_aside(&self, rule: RuleId, disapplies: bool) -> Option<bool> {
        let program = self.edition.program;
        let statements = program.precedences.iter().filter(|statement| {
            statement.period.contains(self.edition.as_of)
                && statement.disapplies == disapplies
                && statement.losers.contains(rule)
                && program.concludes(rule, statement.about)
        });
        any(statements.flat_map(|statement| {
            let winners = statement.winners.iter();
            winners
                .filter(move |winner| {
                    *winner != rule && program.concludes(*winner, statement.about)
                })
                .map(|winner| self.applies(winner))
        }))
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
            .program
            .rule_ids()
            .filter(|rule| !concluded(rule).is_empty() && self.live(*rule) == Some(true))
            .collect();
        let groups = joined(self.edition);
        let mut values = BTreeSet::new();
        let mut strictest = Vec::new();
        for group in &groups {
            let of_group = live
                .iter()
                .filter(|rule| group.contains(rule))
                .flat_map(&concluded)
                .filter_map(value);
            strictest.push(of_group.max());
        }
        values.extend(strictest.iter().flatten());
        // What is missing in a group is absorbed by a value of it that is no less strict than what is missing can be.
        let counts = |rule: &RuleId, limit: Option<usize>| {
            let group = groups.iter().position(|group| group.contains(rule));
            let most = group.and_then(|group| strictest[group]);
            most.is_none_or(|most| limit.is_none_or(|limit| most < limit))
        };
        let hole = |rule: &RuleId| {
            concluded(rule)
                .into_iter()
                .any(|conclusion| match conclusion {
                    Conclusion::Hole(_, limit) => counts(rule, limit),
                    Conclusion::Value(..) | Conclusion::Has(..) => false,
                })
        };
        if live.iter().any(hole) {
            return Ladder::Hole;
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
        let live = |concludes: &dyn Fn(&Conclusion) -> bool| {
            let program = self.edition.program;
            let rules = program
                .rule_ids()
                .filter(|rule| program[*rule].conclusions.iter().any(concludes));
            any(rules.map(|rule| self.live(rule)))
        };
        let present = live(&|conclusion| *conclusion == Conclusion::Value(outcome, wanted));
        let hole =
            live(&|conclusion| matches!(conclusion, Conclusion::Hole(of, _) if *of == outcome));
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
        Conclusion::Hole(..) | Conclusion::Has(..) => None,
    }
}

/// Groups with a common member are one. Their members are rules that conclude about a ladder.
fn joined(edition: &Edition<'_>) -> Vec<BTreeSet<RuleId>> {
    let program = edition.program;
    let on_ladder = |rule: &RuleId| {
        let mut outcomes = program[*rule]
            .conclusions
            .iter()
            .filter_map(Conclusion::outcome);
        outcomes.any(|outcome| program[outcome].kind == OutcomeKind::Ladder)
    };
    let mut groups: Vec<BTreeSet<RuleId>> = edition
        .groups()
        .iter()
        .map(|group| {
            let rules = group.rules.iter().flat_map(|rules| rules.iter());
            rules.filter(on_ladder).collect()
        })
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
