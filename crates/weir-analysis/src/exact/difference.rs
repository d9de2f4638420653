//! Where two programs end differently, outcome by outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_core::hir::{OutcomeKind, Program};

use super::apart::{Cube, either};
use super::compile::{Compiled, Leaf};
use super::formula::{Formula, InCube, ResultId};
use super::space::About;
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
    Compared::of(store, old, new).differences(store)
}

/// What has to be looked at to compare two laws: the cases that can differ, and what is left of both sides in them. Where the same is
/// left, the same differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    cube: Arc<Cube>,
    /// The cases that each side allows.
    allowed: [Formula; 2],
    /// The cases of the cube that both allow.
    care: Formula,
    decided: Vec<(About, Option<[ResultId; 2]>)>,
}

impl Compared {
    pub(super) fn of(
        store: &mut Store,
        old: &mut Compiled<'_, '_>,
        new: &mut Compiled<'_, '_>,
    ) -> Self {
        let subjects = [old.edition.program, new.edition.program].map(subjects);
        let [before, after] = &subjects;
        let mut decided: Vec<(About, Option<[ResultId; 2]>)> = before
            .intersection(after)
            .map(|about| {
                let both = old.decided(store, about).zip(new.decided(store, about));
                (about.clone(), both.map(|(old, new)| [old, new]))
            })
            .collect();
        let mut cases = None;
        for [old, new] in decided.iter().filter_map(|(_, decided)| *decided) {
            cases = either(cases, store.apart.results(&store.formulas, old, new));
        }
        let cube = cases.unwrap_or_default();
        let mut known = InCube::new(&cube);
        let allowed = [old.allowed(store), new.allowed(store)];
        let care = store.formulas.and(allowed);
        let care = store.formulas.in_cube(care, &mut known);
        for (_, decided) in &mut decided {
            *decided = decided
                .filter(|[old, new]| old != new)
                .map(|both| both.map(|one| store.formulas.result_in_cube(one, &mut known)));
        }
        Self {
            cube,
            allowed,
            care,
            decided,
        }
    }

    /// Whether there are cases that only the old side allows, and such that only the new one does.
    pub(super) fn one_sided(&self, store: &mut Store) -> Built<[bool; 2]> {
        let [old, new] = self.allowed;
        let mut only = |here: Formula, there: Formula| {
            let cases = store.formulas.and([here, there.not()]);
            store.condition(cases).map(|cases| !is_empty(cases))
        };
        Ok([only(old, new)?, only(new, old)?])
    }

    /// Whether both sides are put together alike, so that there is nothing to look at.
    pub(super) fn is_same(&self) -> bool {
        let [old, new] = self.allowed;
        old == new && self.decided.iter().all(|(_, decided)| decided.is_none())
    }

    pub(super) fn differences(
        &self,
        store: &mut Store,
    ) -> Vec<(About, Result<Difference, TooLarge>)> {
        let possible = possible(store, self.care, &self.cube);
        let decided = self.decided.iter();
        decided
            .map(|(about, decided)| {
                let transitions = match decided {
                    Some([old, new]) => possible.and_then(|possible| {
                        let pair = store.pair(*old, *new)?;
                        let pair = store.join(Join::Within, pair, possible)?;
                        transitions(store, pair)
                    }),
                    None => Ok(Vec::new()),
                };
                let found = transitions.map(|transitions| Difference {
                    about: about.clone(),
                    transitions,
                });
                (about.clone(), found)
            })
            .collect()
    }
}

/// The possible cases of a cube.
fn possible(store: &mut Store, care: Formula, cube: &Cube) -> Built<Diagram> {
    let mut all = vec![care];
    for (var, answers) in cube {
        all.push(store.formulas.test(*var, answers.iter().copied()));
    }
    let possible = store.formulas.and(all);
    store.condition(possible)
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

/// What becomes what in a pair.
fn transitions(store: &mut Store, pair: Diagram) -> Built<Vec<Transition>> {
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
    Ok(transitions)
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
