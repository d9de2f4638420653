//! Counters: numbers that one measure gives under one reading and another under the next.

use std::collections::BTreeSet;

use weir_syntax::ast::{self, Value};
use weir_syntax::diagnostic::SourceId;

use super::{Lowerer, Target, at};
use crate::hir::*;
use crate::problems::{ListProblem, NameKind, ProblemKind};

/// The most combinations of options that are looked at to see whether a counter always has a number.
const MOST_COMBINATIONS: usize = 4096;

impl<'a> Lowerer<'a> {
    pub(super) fn counters(&mut self) {
        for (source, node) in std::mem::take(&mut self.counters) {
            let counter = self.counter(source, node);
            self.program.counters.push(counter);
        }
    }

    fn counter(&mut self, source: SourceId, node: &ast::Counter) -> Counter {
        let unit = self.unit(source, &node.unit);
        let mut cases = Vec::new();
        for case in &node.cases {
            let fact = self.counted(source, &case.measure, unit);
            let condition = self.condition(source, &case.condition, true);
            let mut only_readings = true;
            condition.walk(&mut |part| {
                only_readings &= matches!(
                    part.kind,
                    CondKind::Reading(..)
                        | CondKind::Const(_)
                        | CondKind::Not(_)
                        | CondKind::And(_)
                        | CondKind::Or(_)
                        | CondKind::Error
                );
            });
            if !only_readings {
                self.list_problem(condition.place, ListProblem::CounterCondition);
            }
            cases.extend(fact.map(|fact| (fact, condition)));
        }
        let place = at(source, node.name.at);
        let complete = cases.len() == node.cases.len();
        if complete && !self.damaged.touches(at(source, node.at)) && self.leaves_open(&cases) {
            self.list_problem(place, ListProblem::CounterOpen);
        }
        Counter {
            name: node.name.text.clone(),
            unit,
            labels: self.labels(source, &node.labels),
            cases,
            cites: self.citations(source, &node.cites, None),
            place: at(source, node.at),
        }
    }

    /// The measure or quantity of a line, in the unit of the counter.
    fn counted(
        &mut self,
        source: SourceId,
        name: &ast::Name,
        unit: Option<Unit>,
    ) -> Option<FactId> {
        let target = self.find(source, name, NameKind::Measure)?;
        let Target::Fact(fact) = target else {
            self.wrong_kind(source, name, target, NameKind::Measure);
            return None;
        };
        match (&self.program[fact].ty, unit) {
            (FactType::Quantity(own), Some(unit)) if *own != unit => {
                let problem = ProblemKind::UnitMismatch {
                    left: unit,
                    right: *own,
                    declared: self.program[fact].place,
                };
                self.problem(at(source, name.at), problem);
                None
            }
            (FactType::Quantity(_), Some(_)) => Some(fact),
            (FactType::Error, _) | (_, None) => None,
            (FactType::Bool | FactType::Choice(_) | FactType::Set(_) | FactType::Date, Some(_)) => {
                self.wrong_kind(source, name, target, NameKind::Measure);
                None
            }
        }
    }

    /// Whether for some choice of options no condition holds.
    fn leaves_open(&self, cases: &[(FactId, Cond)]) -> bool {
        let mut readings = BTreeSet::new();
        for (_, condition) in cases {
            condition.walk(&mut |part| {
                if let CondKind::Reading(reading, _) = part.kind {
                    readings.insert(reading);
                }
            });
        }
        let mut choices: Vec<Vec<(ReadingId, usize)>> = vec![Vec::new()];
        for reading in readings {
            let options = self.program[reading].options.len();
            choices = choices
                .iter()
                .flat_map(|choice| {
                    (0..options).map(move |option| {
                        choice.iter().copied().chain([(reading, option)]).collect()
                    })
                })
                .collect();
            if choices.len() > MOST_COMBINATIONS {
                return false;
            }
        }
        choices
            .iter()
            .any(|choice| !cases.iter().any(|(_, condition)| holds(condition, choice)))
    }

    /// A comparison with a counter: for each of its measures, if it is the one, the comparison with that measure.
    pub(super) fn compare_counter(
        &mut self,
        source: SourceId,
        counter: CounterId,
        op: CompareOp,
        value: &Value,
        place: Place,
        naming: bool,
    ) -> CondKind {
        let Counter { cases, unit, .. } = self.program[counter].clone();
        let (Some(unit), Some((first, _))) = (unit, cases.first()) else {
            return CondKind::Error;
        };
        let Some(operand) = self.operand(source, *first, unit, value, naming) else {
            return CondKind::Error;
        };
        let mut before: Vec<Cond> = Vec::new();
        let mut parts = Vec::new();
        for (fact, condition) in cases {
            let compare = Cond {
                kind: CondKind::Compare(fact, op, operand),
                place,
            };
            let mut all: Vec<Cond> = vec![Cond {
                place,
                ..condition.clone()
            }];
            all.extend(before.iter().cloned().map(Cond::negated));
            all.push(compare);
            parts.push(Cond::all(all, place));
            before.push(Cond { place, ..condition });
        }
        Cond::any(parts, place).kind
    }
}

fn holds(condition: &Cond, choice: &[(ReadingId, usize)]) -> bool {
    match &condition.kind {
        CondKind::Const(value) => *value,
        CondKind::Reading(reading, option) => choice.contains(&(*reading, *option)),
        CondKind::Not(inner) => !holds(inner, choice),
        CondKind::And(parts) => parts.iter().all(|part| holds(part, choice)),
        CondKind::Or(parts) => parts.iter().any(|part| holds(part, choice)),
        // Reported elsewhere.
        CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Definition(_)
        | CondKind::Error => true,
    }
}
