//! Two versions of policies, or two days of one, compared: what is written otherwise, and what it means. Every case that is shown
//! has been run through the interpreter on both sides.

pub mod flows;

use std::collections::{BTreeMap, BTreeSet};

use weir_analysis::exact::{
    About, Assignment, Compiled, Diagram, Direction, Leaf, Region, Space, Store, TooLarge,
    Transition, compile, covering, differences, is_empty, one_sided,
};
use weir_analysis::sources::{Changed, changes, changes_over_time};
use weir_core::Edition;
use weir_core::hir::RuleId;
use weir_core::scenario::Scenario;
use weir_eval::{Answer, Determination, Limits, Membership, Result as Outcome, State, determine};

/// How many nodes both sides together may have.
const BUDGET: usize = 12_000_000;

/// How many cases are shown for what becomes of a ladder; of a set one.
const CASES: usize = 3;

/// What two versions differ in.
#[derive(Debug)]
pub struct Comparison {
    /// What is written otherwise.
    pub sources: Vec<Changed>,
    /// What becomes what, and where; those of ladders first.
    pub groups: Vec<Group>,
    /// How many outcomes, and values of sets, are proved to mean the same.
    pub same: usize,
    /// What could not be worked out within the budget.
    pub too_large: BTreeSet<About>,
    /// The cases that only the old or only the new version allows, if there are any.
    pub one_sided: [Option<Region>; 2],
    /// The nodes that both sides took.
    pub nodes: usize,
    /// The outcomes of which a case does not come out in the interpreter as the diagrams say: a mistake of this program.
    pub unconfirmed: BTreeSet<String>,
}

impl Comparison {
    /// Whether everything is proved to mean the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.groups.is_empty()
            && self.too_large.is_empty()
            && self.one_sided.iter().all(Option::is_none)
    }
}

/// Cases in which the same becomes of an outcome, or of some values of a set.
#[derive(Debug)]
pub struct Group {
    /// The outcome.
    pub outcome: String,
    /// Its values, where it is a set.
    pub values: Vec<String>,
    /// The result before.
    pub old: Leaf,
    /// The result after.
    pub new: Leaf,
    /// Which way it goes.
    pub direction: Direction,
    /// The cases.
    pub region: Region,
    /// The position of an earlier group with the very same cases.
    pub as_in: Option<usize>,
    /// Of values of a set: the positions of the groups of ladders that take place in some of the cases, if there is one in each and all
    /// go the same way; and whether the values change in all of the ladder's cases.
    pub follows: BTreeMap<usize, bool>,
    /// Some of the cases, confirmed.
    pub cases: Vec<Case>,
}

/// A case on both sides.
#[derive(Debug)]
pub struct Case {
    /// For each variable that matters its answer.
    pub answers: Assignment,
    /// The facts for the old side.
    pub old: Scenario,
    /// The facts for the new side.
    pub new: Scenario,
    /// The rules that make the result, before and after.
    pub why: [Vec<RuleId>; 2],
}

/// What the interpreter is asked for, and the diagrams have said.
struct Sides<'a, 'p> {
    old: Compiled<'a, 'p>,
    new: Compiled<'a, 'p>,
    editions: [&'a Edition<'p>; 2],
    space: &'a Space,
    /// What the interpreter has said of cases: many changes show the same ones.
    determined: [Vec<(Scenario, Determination)>; 2],
}

impl Sides<'_, '_> {
    /// What the interpreter says of a case on a side.
    fn determined(&mut self, side: usize, case: &Scenario) -> Option<&Determination> {
        let (edition, known) = (self.editions.get(side)?, self.determined.get_mut(side)?);
        let at = match known.iter().position(|(known, _)| known == case) {
            Some(at) => at,
            None => {
                let limits = Limits {
                    readings: false,
                    readings_of_sets: false,
                    ..Limits::default()
                };
                known.push((case.clone(), determine(edition, case, &limits)));
                known.len() - 1
            }
        };
        known.get(at).map(|(_, found)| found)
    }
}

/// Compares two editions over the space of both.
#[must_use]
pub fn compare<'p>(old: &Edition<'p>, new: &Edition<'p>, space: &Space) -> Comparison {
    let both = [old, new];
    let mut store = Store::new(BUDGET);
    let mut sides = Sides {
        old: compile(old, space, &both),
        new: compile(new, space, &both),
        editions: both,
        space,
        determined: Default::default(),
    };
    let found = differences(&mut store, &mut sides.old, &mut sides.new);
    let mut comparison = Comparison {
        sources: if std::ptr::eq(old.program, new.program) {
            changes_over_time(old, new)
        } else {
            changes(old.program, new.program)
        },
        groups: Vec::new(),
        same: 0,
        too_large: BTreeSet::new(),
        one_sided: [None, None],
        nodes: 0,
        unconfirmed: BTreeSet::new(),
    };
    let mut joined: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    let all: Vec<About> = found.iter().map(|(about, _)| about.clone()).collect();
    for (about, difference) in found {
        match difference {
            Ok(difference) if difference.transitions.is_empty() => comparison.same += 1,
            Ok(difference) => {
                for transition in difference.transitions {
                    let (key, value) = key(&about, transition);
                    joined.entry(key).or_default().extend(value);
                }
            }
            Err(TooLarge) => {
                comparison.too_large.insert(about);
            }
        }
    }
    groups(&mut store, &mut sides, joined, &mut comparison);
    let only = one_sided(&mut store, &mut sides.old, &mut sides.new).and_then(|(old, new)| {
        let mut region = |cases| Region::of(&mut store, space, cases);
        Ok([(old, region(old)?), (new, region(new)?)])
    });
    match only {
        Ok(only) => {
            comparison.one_sided =
                only.map(|(cases, region)| Some(region).filter(|_| !is_empty(cases)));
        }
        // Which cases were left out everywhere is not known, so nothing is proved the same.
        Err(TooLarge) => {
            comparison.same = 0;
            comparison.too_large.extend(all);
        }
    }
    comparison.nodes = store.len();
    comparison
}

/// What makes a group: ladders before sets, the outcome, which way, the results, the cases.
type Key = (bool, String, Direction, Leaf, Leaf, Diagram);

fn key(about: &About, transition: Transition) -> (Key, Option<String>) {
    let Transition {
        old,
        new,
        direction,
        region,
    } = transition;
    let (set, name, value) = match about {
        About::Ladder(name) | About::Fact(name) => (false, name, None),
        About::InSet(name, value) | About::Member(name, value) => (true, name, Some(value.clone())),
    };
    ((set, name.clone(), direction, old, new, region), value)
}

fn groups(
    store: &mut Store,
    sides: &mut Sides<'_, '_>,
    joined: BTreeMap<Key, Vec<String>>,
    comparison: &mut Comparison,
) {
    let mut seen: BTreeMap<Diagram, usize> = BTreeMap::new();
    let mut ladders: Vec<Diagram> = Vec::new();
    for ((set, outcome, direction, old, new, diagram), values) in joined {
        let Ok(region) = Region::of(store, sides.space, diagram) else {
            let name = |value: &String| About::InSet(outcome.clone(), value.clone());
            comparison.too_large.extend(values.iter().map(name));
            if !set {
                comparison.too_large.insert(About::Ladder(outcome));
            }
            continue;
        };
        let mut group = Group {
            as_in: seen.get(&diagram).copied(),
            // What can't be worked out within the budget is said to follow from nothing.
            follows: if set {
                let found = covering(store, &ladders, diagram).unwrap_or_default();
                // What goes another way than a ladder is told on its own.
                let along = found.keys().all(|at| {
                    let ladder = comparison.groups.get(*at);
                    ladder.is_some_and(|ladder| ladder.direction == direction)
                });
                if along { found } else { BTreeMap::new() }
            } else {
                BTreeMap::new()
            },
            outcome,
            values,
            old,
            new,
            direction,
            region,
            cases: Vec::new(),
        };
        if !cases(sides, &mut group, if set { 1 } else { CASES }) {
            comparison.unconfirmed.insert(group.outcome.clone());
        }
        seen.entry(diagram).or_insert(comparison.groups.len());
        if !set {
            // Ladders come first, so the positions are those of the groups.
            ladders.push(diagram);
        }
        comparison.groups.push(group);
    }
}

/// Finds cases of a group and runs them through the interpreter on both sides. Whether all come out as they should.
fn cases(sides: &mut Sides<'_, '_>, group: &mut Group, most: usize) -> bool {
    let mut all = true;
    let found = group.region.cases(most);
    let ends = found.iter().map(|answers| (answers, false));
    // A single part shows the other end of its numbers too.
    let other = found.first().filter(|_| found.len() == 1 && most > 1);
    for (answers, largest) in ends.chain(other.map(|answers| (answers, true))) {
        let (before, after) = (
            sides.old.scenario(answers, largest),
            sides.new.scenario(answers, largest),
        );
        if group.cases.iter().any(|known| known.new == after) {
            continue;
        }
        let why_old = confirms(sides, 0, &before, group, &group.old);
        let why_new = confirms(sides, 1, &after, group, &group.new);
        match why_old.zip(why_new) {
            Some((why_old, why_new)) => group.cases.push(Case {
                answers: answers.clone(),
                old: before,
                new: after,
                why: [why_old, why_new],
            }),
            None => all = false,
        }
    }
    all
}

/// The rules that make a result, if the interpreter says of a case what the diagrams say.
fn confirms(
    sides: &mut Sides<'_, '_>,
    side: usize,
    scenario: &Scenario,
    group: &Group,
    leaf: &Leaf,
) -> Option<Vec<RuleId>> {
    let (edition, space) = (*sides.editions.get(side)?, sides.space);
    let found = sides.determined(side, scenario)?;
    if group.values.is_empty() {
        let ladder = found.ladder(edition.program.outcome(&group.outcome)?)?;
        return is_result(edition, found, &group.outcome, leaf, space)
            .then(|| ladder.why.iter().map(|reason| reason.rule).collect());
    }
    let said = match leaf.in_set() {
        Some(true) => State::Present,
        Some(false) => State::Absent,
        None => State::Open,
    };
    let mut why = Vec::new();
    for value in &group.values {
        let found = membership(edition, found, &group.outcome, value)?;
        if found.state != said {
            return None;
        }
        for rule in &found.why {
            if !why.contains(rule) {
                why.push(*rule);
            }
        }
    }
    Some(why)
}

fn is_result(
    edition: &Edition<'_>,
    found: &Determination,
    outcome: &str,
    leaf: &Leaf,
    space: &Space,
) -> bool {
    let program = edition.program;
    let Some(id) = program.outcome(outcome) else {
        return false;
    };
    let Some(ladder) = found.ladder(id) else {
        return false;
    };
    let names = space.values(outcome);
    let is = |value: usize, at: usize| {
        let value = program[id].values.get(value).map(|value| &value.name);
        value.is_some() && value == names.get(at)
    };
    match (leaf, &ladder.answer) {
        (Leaf::Value(at), Answer::Value(value)) => is(*value, *at),
        (Leaf::Gap, Answer::Gap) => true,
        (Leaf::Conflict(at), Answer::Conflict(values)) => {
            at.len() == values.len() && at.iter().all(|at| values.iter().any(|one| is(*one, *at)))
        }
        (Leaf::Hole, Answer::Undetermined(results)) => {
            results.iter().all(|one| matches!(one, Outcome::Hole(_)))
        }
        _ => false,
    }
}

fn membership<'d>(
    edition: &Edition<'_>,
    found: &'d Determination,
    outcome: &str,
    value: &str,
) -> Option<&'d Membership> {
    let id = edition.program.outcome(outcome)?;
    let mut values = edition.program[id].values.iter();
    let at = values.position(|one| one.name == value)?;
    let set = found.set(id)?;
    set.values.iter().find(|one| one.value == at)
}
