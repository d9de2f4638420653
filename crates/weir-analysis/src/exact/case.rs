//! The case that a scenario is, and the scenario that a case is.

use weir_core::date::Date;
use weir_core::hir::FactType;
use weir_core::scenario::{Given, Scenario};

use super::compile::{Compiled, Leaf};
use super::space::{About, Assignment, Kind, Of, day_of};
use super::store::{Diagram, Store};

impl Compiled<'_, '_> {
    /// The answer that a completely known scenario gives a variable.
    #[must_use]
    pub fn answer(&self, scenario: &Scenario, var: u32) -> usize {
        let Some(variable) = self.space.variable(var) else {
            return 0;
        };
        let program = self.edition.program;
        match &variable.about {
            About::Fact(name) => {
                let given = program.fact(name).and_then(|fact| {
                    let given = scenario.get(fact)?;
                    Some((self.law.side.fact(fact), given))
                });
                match (given, &variable.kind) {
                    (Some((_, Given::Bool(value))), _) => usize::from(*value),
                    (Some((Of::Choice(_, answers), Given::Choice(value))), _) => {
                        answers.get(*value).copied().unwrap_or_default()
                    }
                    (Some((_, given)), Kind::Numbers(cuts) | Kind::Days(cuts)) => {
                        let number = given.range().map_or(0, |(low, _)| low);
                        cuts.partition_point(|cut| *cut <= number)
                    }
                    _ => 0,
                }
            }
            About::Member(name, member) => {
                let present = program.fact(name).and_then(|fact| {
                    let members = program.members(fact).iter();
                    let at = members.into_iter().position(|one| one.name == *member)?;
                    match scenario.get(fact)? {
                        Given::Set(known) => known.get(at).copied().flatten(),
                        Given::Bool(_)
                        | Given::Choice(_)
                        | Given::Kind(_)
                        | Given::Number(..)
                        | Given::Date(_) => None,
                    }
                });
                usize::from(present == Some(true))
            }
            About::Ladder(_) | About::InSet(..) => 0,
        }
    }

    /// What a diagram ends in for a completely known scenario.
    #[must_use]
    pub fn at<'s>(&self, store: &'s Store, root: Diagram, scenario: &Scenario) -> Option<&'s Leaf> {
        store.at(root, |var| self.answer(scenario, var))
    }

    /// A completely known scenario of this side: an answer for each variable that matters; all others are no, none, nothing, or
    /// the first value. Numbers are the smallest that the answer allows, or the largest.
    #[must_use]
    pub fn scenario(&self, answers: &Assignment, largest: bool) -> Scenario {
        let program = self.edition.program;
        let mut scenario = Scenario::default();
        for fact in program.fact_ids() {
            let given = match (&program[fact].ty, self.law.side.fact(fact)) {
                (FactType::Bool, Of::One(var)) => Given::Bool(answers.get(var) == Some(&1)),
                (FactType::Choice(_), Of::Choice(var, positions)) => {
                    let answer = answers.get(var);
                    let at = positions.iter().position(|at| Some(at) == answer);
                    Given::Choice(at.unwrap_or_default())
                }
                (FactType::Set(members), Of::Set(vars)) => {
                    let has = |at: &usize| {
                        let vars = vars.get(*at);
                        vars.is_some_and(|vars| vars.iter().all(|var| answers.get(var) == Some(&1)))
                    };
                    let present: Vec<usize> = (0..members.len()).filter(has).collect();
                    Given::exactly(members, &present)
                }
                (FactType::Quantity(_), Of::One(var)) => {
                    let number = self.number(*var, answers, largest);
                    Given::Number(number, Some(number))
                }
                (FactType::Date, Of::One(var)) => Given::Date(self.day(*var, answers, largest)),
                _ => continue,
            };
            scenario.facts.insert(fact, given);
        }
        scenario
    }

    fn number(&self, var: u32, answers: &Assignment, largest: bool) -> i64 {
        let answer = answers.get(&var).copied().unwrap_or_default();
        let cuts = match self.space.variable(var).map(|variable| &variable.kind) {
            Some(Kind::Numbers(cuts) | Kind::Days(cuts)) => cuts.as_slice(),
            Some(Kind::Truth | Kind::Names(_)) | None => &[],
        };
        let low = answer.checked_sub(1).and_then(|at| cuts.get(at)).copied();
        // What is not asked for is not shown either, and stays at nothing.
        let largest = largest && answers.contains_key(&var);
        match cuts.get(answer).filter(|_| largest) {
            Some(end) => end - 1,
            None => low.unwrap_or_default(),
        }
    }

    fn day(&self, var: u32, answers: &Assignment, largest: bool) -> Date {
        let low = self.number(var, answers, false);
        let high = self.number(var, answers, largest);
        // The last day before a cut; where there is none known, the first.
        let first = low.max(10_101);
        let days = (first..=high.max(first)).rev().take(10_000);
        days.into_iter().find_map(day_of).unwrap_or(Date::ZERO)
    }
}
