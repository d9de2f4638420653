//! The fewest facts that would have to be otherwise for an outcome to have another value.
//!
//! In a diagram every way to a result says which answers it needs. A fact counts as changed where the way takes another answer than
//! it has; a way with the fewest changed facts is a shortest path.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use weir_core::hir::FactId;
use weir_core::scenario::{Given, Scenario, is_under};

use crate::exact::{About, Assignment, Compiled, Diagram, Leaf, Step, Store};

/// The most facts that are changed together.
const MOST_FACTS: usize = 3;

/// The most sets of facts that are followed at a time; past it some are not found.
const MOST_SETS: usize = 400;

/// Facts that, changed together, lead to a value; none where the value is still open on what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What changes, with what it becomes.
    pub changed: BTreeMap<FactId, Given>,
    /// What has to be so of facts that are not known.
    pub assumed: BTreeMap<FactId, Given>,
}

/// The smallest sets of changed facts that lead to a value; each as small as any other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The sets.
    pub sets: Vec<Change>,
    /// Whether these are all sets of so many facts.
    pub complete: bool,
}

type Facts = BTreeSet<FactId>;

/// What is known, by variable.
struct Known {
    facts: Vec<Option<FactId>>,
    /// The answers that are possible, where not all are.
    possible: BTreeMap<u32, BTreeSet<usize>>,
}

impl Known {
    /// The fact that takes another answer than it has.
    fn changed(&self, var: u32, answer: usize) -> Option<FactId> {
        let possible = self.possible.get(&var)?;
        let fact = self.facts.get(var as usize).copied().flatten();
        fact.filter(|_| !possible.contains(&answer))
    }

    /// How far an answer is from what is known.
    fn distance(&self, var: u32, answer: usize) -> Cost {
        let Some(possible) = self.possible.get(&var) else {
            return (0, 0, 1);
        };
        if possible.contains(&answer) {
            return (0, 0, usize::from(possible.len() > 1));
        }
        let steps = possible.iter().map(|now| now.abs_diff(answer)).min();
        (1, steps.unwrap_or_default(), 0)
    }
}

/// The smallest sets of facts that have to change for a diagram to end in a result: of one fact if there is any, else of two, else
/// of three.
#[must_use]
pub fn nearest(
    store: &Store,
    law: &Compiled<'_, '_>,
    root: Diagram,
    wanted: &Leaf,
    scenario: &Scenario,
) -> Changes {
    let program = law.edition().program;
    let variables = law.space().variables().iter();
    let known = Known {
        facts: variables
            .map(|variable| match &variable.about {
                About::Fact(name) | About::Member(name, _) => program.fact(name),
                About::Ladder(_) | About::InSet(..) => None,
            })
            .collect(),
        possible: law.possible(scenario),
    };
    let mut complete = true;
    for most in 1..=MOST_FACTS {
        let mut search = Search {
            store,
            wanted,
            known: &known,
            most,
            sets: FxHashMap::default(),
            complete: true,
        };
        let sets = search.sets(root);
        complete &= search.complete;
        if sets.is_empty() {
            continue;
        }
        let changes = sets.iter().filter_map(|set| {
            let way = way(store, root, wanted, &known, set)?;
            Some(change(law, scenario, &known, set, &way))
        });
        return Changes {
            sets: changes.collect(),
            complete,
        };
    }
    Changes {
        sets: Vec::new(),
        complete,
    }
}

struct Search<'s> {
    store: &'s Store,
    wanted: &'s Leaf,
    known: &'s Known,
    most: usize,
    sets: FxHashMap<Diagram, BTreeSet<Facts>>,
    complete: bool,
}

impl Search<'_> {
    /// The sets of facts, none of which contains another, that have to change for a diagram to end as wanted.
    fn sets(&mut self, at: Diagram) -> BTreeSet<Facts> {
        if let Some(known) = self.sets.get(&at) {
            return known.clone();
        }
        let mut found: BTreeSet<Facts> = BTreeSet::new();
        match self.store.top(at) {
            Step::Ends(leaf) => {
                if leaf == self.wanted {
                    found.insert(Facts::new());
                }
            }
            Step::Asks(var, branches) => {
                let branches = branches.to_vec();
                for (answer, branch) in branches.into_iter().enumerate() {
                    let changed = self.known.changed(var, answer);
                    for mut facts in self.sets(branch) {
                        facts.extend(changed);
                        if facts.len() <= self.most {
                            found.insert(facts);
                        }
                    }
                }
            }
        }
        let mut found = smallest(found);
        while found.len() > MOST_SETS {
            self.complete = false;
            found.pop_last();
        }
        self.sets.insert(at, found.clone());
        found
    }
}

/// Without the sets that contain another.
fn smallest(sets: BTreeSet<Facts>) -> BTreeSet<Facts> {
    let mut by_size: Vec<&Facts> = sets.iter().collect();
    by_size.sort_by_key(|facts| facts.len());
    let mut kept: Vec<&Facts> = Vec::new();
    for facts in by_size {
        if !kept.iter().any(|other| other.is_subset(facts)) {
            kept.push(facts);
        }
    }
    kept.into_iter().cloned().collect()
}

/// How far a way is from what is known: changed answers, steps of numbers, answers taken of what is not known.
type Cost = (usize, usize, usize);

/// The way to a result on which only these facts change, and as little of them as can be.
fn way(
    store: &Store,
    root: Diagram,
    wanted: &Leaf,
    known: &Known,
    facts: &Facts,
) -> Option<Assignment> {
    let mut costs = FxHashMap::default();
    cost(store, root, wanted, known, facts, &mut costs)?;
    let mut way = Assignment::new();
    let mut at = root;
    while let Step::Asks(var, branches) = store.top(at) {
        let (_, answer) = costs.get(&at).copied().flatten()?;
        way.insert(var, answer);
        at = *branches.get(answer)?;
    }
    Some(way)
}

fn cost(
    store: &Store,
    at: Diagram,
    wanted: &Leaf,
    known: &Known,
    facts: &Facts,
    costs: &mut FxHashMap<Diagram, Option<(Cost, usize)>>,
) -> Option<Cost> {
    if let Some(done) = costs.get(&at) {
        return done.map(|(cost, _)| cost);
    }
    let (var, branches) = match store.top(at) {
        Step::Ends(leaf) => return (leaf == wanted).then_some((0, 0, 0)),
        Step::Asks(var, branches) => (var, branches.to_vec()),
    };
    let mut best: Option<(Cost, usize)> = None;
    for (answer, branch) in branches.into_iter().enumerate() {
        let changed = known.changed(var, answer);
        if changed.is_some_and(|fact| !facts.contains(&fact)) {
            continue;
        }
        let Some(below) = cost(store, branch, wanted, known, facts, costs) else {
            continue;
        };
        let own = known.distance(var, answer);
        let whole = (below.0 + own.0, below.1 + own.1, below.2 + own.2);
        if best.is_none_or(|(known, _)| whole < known) {
            best = Some((whole, answer));
        }
    }
    costs.insert(at, best);
    best.map(|(cost, _)| cost)
}

/// A way as facts: a number goes to the nearest that will do, and of a set only what the way asks for is said.
fn change(
    law: &Compiled<'_, '_>,
    scenario: &Scenario,
    known: &Known,
    facts: &Facts,
    way: &Assignment,
) -> Change {
    let mut answers = law.answers_of(scenario);
    answers.extend(way);
    let lowest = law.scenario(&answers, false);
    let highest = law.scenario(&answers, true);
    let mut change = Change {
        changed: BTreeMap::new(),
        assumed: BTreeMap::new(),
    };
    for (var, answer) in way {
        let Some(fact) = known.facts.get(*var as usize).copied().flatten() else {
            continue;
        };
        let possible = known.possible.get(var);
        if possible.is_some_and(|possible| possible.len() == 1 && possible.contains(answer)) {
            continue;
        }
        let first = possible.and_then(|possible| possible.first());
        let falls = first.is_some_and(|first| answer < first);
        let from = if falls { &highest } else { &lowest };
        let given = match (from.get(fact), scenario.get(fact)) {
            (Some(Given::Set(_)), now) => as_asked(law, fact, now, way),
            (Some(Given::Number(number, _)), Some(Given::Number(low, _))) if !falls => {
                let number = *number.max(low);
                Some(Given::Number(number, Some(number)))
            }
            (given, _) => given.cloned(),
        };
        let into = if facts.contains(&fact) {
            &mut change.changed
        } else {
            &mut change.assumed
        };
        into.extend(given.map(|given| (fact, given)));
    }
    change
}

/// A set as it is known, but for the members that a way asks for.
fn as_asked(
    law: &Compiled<'_, '_>,
    fact: FactId,
    now: Option<&Given>,
    way: &Assignment,
) -> Option<Given> {
    let program = law.edition().program;
    let members = program.members(fact);
    let asked = way.iter().filter_map(|(var, answer)| {
        let About::Member(name, member) = &law.space().variable(*var)?.about else {
            return None;
        };
        let at = members.iter().position(|one| one.name == *member)?;
        (program.fact(name) == Some(fact)).then_some((at, *answer == 1))
    });
    let asked: Vec<(usize, bool)> = asked.collect();
    let stands = |at: usize, present: bool| {
        asked.iter().all(|(other, wanted)| match wanted {
            true => present || !is_under(members, *other, at),
            false => !present || !is_under(members, at, *other),
        })
    };
    let Some(Given::Set(known)) = now else {
        let said: Vec<_> = asked.iter().map(|(at, one)| (*at, Some(*one))).collect();
        return Given::partly(members, &said);
    };
    let known = known.iter().enumerate();
    let known = known.filter(|(at, one)| one.is_some_and(|present| stands(*at, present)));
    let asked = asked.iter().map(|(at, one)| (*at, Some(*one)));
    let said: Vec<_> = known.map(|(at, one)| (at, *one)).chain(asked).collect();
    Given::partly(members, &said)
}
