//! Where two programs end differently, outcome by outcome.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::date::Date;
use weir_core::hir::{FactType, OutcomeKind, Program};
use weir_core::scenario::{Given, Scenario};

use super::compile::{Compiled, Leaf};
use super::space::{About, Assignment, Kind, Of, day_of};
use super::store::{Built, Diagram, FALSE, Join, Map, Store, TooLarge};

/// Whether an exporter has to do more or less, or something else changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Less is asked: a lower value of a ladder, or a value that is no longer in a set.
    Looser,
    /// More is asked: a higher value of a ladder, or a further value in a set.
    Stricter,
    /// What was decided is now open, a gap or a conflict.
    Undetermined,
    /// What was open, a gap or a conflict is now decided.
    Decided,
    /// Both are open in different ways, or the case is possible on one side only.
    Other,
}

/// What one result becomes, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The result before.
    pub old: Leaf,
    /// The result after.
    pub new: Leaf,
    /// Which way it goes.
    pub direction: Direction,
    /// The cases in which it does.
    pub region: Diagram,
}

/// How an outcome differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A ladder, or a value of a set.
    pub about: About,
    /// What becomes what; empty where nothing differs, which is proved.
    pub transitions: Vec<Transition>,
}

/// The differences of all outcomes that both programs have, in order of name; those that could not be worked out within the budget
/// are named. Cases that only one side allows are left out.
///
/// # Errors
///
/// For each outcome, if the budget of the store is spent.
pub fn differences(
    store: &mut Store,
    old: &mut Compiled<'_, '_>,
    new: &mut Compiled<'_, '_>,
) -> Vec<(About, Result<Difference, TooLarge>)> {
    let common: BTreeSet<About> = subjects(old.edition.program)
        .intersection(&subjects(new.edition.program))
        .cloned()
        .collect();
    common
        .into_iter()
        .map(|about| {
            let found = difference(store, old, new, &about);
            (about, found)
        })
        .collect()
}

/// The cases that only the old side allows, and those that only the new one does.
///
/// # Errors
///
/// If the budget of the store is spent.
pub fn one_sided(
    store: &mut Store,
    old: &mut Compiled<'_, '_>,
    new: &mut Compiled<'_, '_>,
) -> Result<(Diagram, Diagram), TooLarge> {
    let (before, after) = (old.care(store)?, new.care(store)?);
    let (not_before, not_after) = (store.not(before)?, store.not(after)?);
    Ok((store.and(before, not_after)?, store.and(after, not_before)?))
}

/// The ladders and the values of sets.
fn subjects(program: &Program) -> BTreeSet<About> {
    let outcomes = program.outcomes.iter();
    let subjects = outcomes.flat_map(|outcome| match outcome.kind {
        OutcomeKind::Ladder => vec![About::Ladder(outcome.name.clone())],
        OutcomeKind::Set => {
            let values = outcome.values.iter();
            let about = |value: &str| About::InSet(outcome.name.clone(), value.to_owned());
            values.map(|value| about(&value.name)).collect()
        }
    });
    subjects.collect()
}

fn difference(
    store: &mut Store,
    old: &mut Compiled<'_, '_>,
    new: &mut Compiled<'_, '_>,
    about: &About,
) -> Built<Difference> {
    let before = old.result(store, about)?;
    let after = new.result(store, about)?;
    let pair = store.join(Join::Pair, before, after)?;
    let mut transitions = Vec::new();
    for ends in store.under(pair) {
        let Some(Leaf::Pair(before, after)) = store.as_leaf(ends).cloned() else {
            continue;
        };
        let region = store.map(Map::Is(ends), pair)?;
        transitions.push(Transition {
            direction: direction(&before, &after),
            old: *before,
            new: *after,
            region,
        });
    }
    transitions.sort_by(|a, b| (a.direction, &a.old, &a.new).cmp(&(b.direction, &b.old, &b.new)));
    Ok(Difference {
        about: about.clone(),
        transitions,
    })
}

fn direction(old: &Leaf, new: &Leaf) -> Direction {
    match (old.answer(), new.answer()) {
        (Some(old), Some(new)) if old < new => Direction::Stricter,
        (Some(_), Some(_)) => Direction::Looser,
        (Some(_), None) => Direction::Undetermined,
        (None, Some(_)) => Direction::Decided,
        (None, None) => Direction::Other,
    }
}

impl Compiled<'_, '_> {
    /// The result of a ladder, or whether a value is in a set, in every case.
    ///
    /// # Errors
    ///
    /// If the budget of the store is spent.
    pub fn result(&mut self, store: &mut Store, about: &About) -> Result<Diagram, TooLarge> {
        let program = self.edition.program;
        let outcome = match about {
            About::Ladder(name) | About::InSet(name, _) => program.outcome(name),
            About::Fact(_) | About::Member(..) => None,
        };
        match (about, outcome) {
            (About::InSet(_, value), Some(outcome)) => {
                let values = &program[outcome].values;
                match values.iter().position(|one| one.name == *value) {
                    Some(at) => self.in_set(store, outcome, at),
                    None => Ok(FALSE),
                }
            }
            (_, Some(outcome)) => self.ladder(store, outcome),
            (_, None) => Ok(FALSE),
        }
    }

    /// A completely known scenario of this side: an answer for each variable that matters; all others are no, none, nothing, or
    /// the first value. Numbers are the smallest that the answer allows, or the largest.
    #[must_use]
    pub fn scenario(&self, answers: &Assignment, largest: bool) -> Scenario {
        let program = self.edition.program;
        let mut scenario = Scenario::default();
        for fact in program.fact_ids() {
            let given = match (&program[fact].ty, self.side.fact(fact)) {
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

/// The positions of the sets of cases that have some of these cases, if together they have all of them; and whether all of the set are
/// among these cases.
///
/// # Errors
///
/// If the budget of the store is spent.
pub fn covering(
    store: &mut Store,
    sets: &[Diagram],
    cases: Diagram,
) -> Result<BTreeMap<usize, bool>, TooLarge> {
    let mut found = BTreeMap::new();
    let mut left = cases;
    for (at, set) in sets.iter().enumerate() {
        if !is_empty(store.and(cases, *set)?) {
            let not = store.not(cases)?;
            found.insert(at, is_empty(store.and(*set, not)?));
            let outside = store.not(*set)?;
            left = store.and(left, outside)?;
        }
    }
    if !is_empty(left) {
        found.clear();
    }
    Ok(found)
}

/// Whether a diagram holds in no case.
#[must_use]
pub fn is_empty(diagram: Diagram) -> bool {
    diagram == FALSE
}
