//! The fewest facts that would have to be otherwise for an outcome to have another value.
//!
//! In a diagram every way to a result says which answers it needs. A fact counts as changed where the way takes another answer than
//! it has; a way with the fewest changed facts is a shortest path.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use weir_core::hir::FactId;
use weir_core::scenario::{Given, Scenario};

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
struct Known<'a> {
    facts: Vec<Option<FactId>>,
    answers: &'a Assignment,
}

impl Known<'_> {
    /// The fact that takes another answer than it has.
    fn changed(&self, var: u32, answer: usize) -> Option<FactId> {
        let known = self.answers.get(&var)?;
        let fact = self.facts.get(var as usize).copied().flatten();
        fact.filter(|_| *known != answer)
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
    let answers = law.answers_of(scenario);
    let program = law.edition().program;
    let variables = law.space().variables().iter();
    let known = Known {
        facts: variables
            .map(|variable| match &variable.about {
                About::Fact(name) | About::Member(name, _) => program.fact(name),
                About::Ladder(_) | About::InSet(..) => None,
            })
            .collect(),
        answers: &answers,
    };
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
        let complete = search.complete;
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
        complete: true,
    }
}

struct Search<'s> {
    store: &'s Store,
    wanted: &'s Leaf,
    known: &'s Known<'s>,
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
    known: &Known<'_>,
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
    known: &Known<'_>,
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
        let own = match known.answers.get(&var) {
            Some(now) => (usize::from(*now != answer), now.abs_diff(answer), 0),
            None => (0, 0, 1),
        };
        let whole = (below.0 + own.0, below.1 + own.1, below.2 + own.2);
        if best.is_none_or(|(known, _)| whole < known) {
            best = Some((whole, answer));
        }
    }
    costs.insert(at, best);
    best.map(|(cost, _)| cost)
}

/// A way as facts: a number goes to the nearest that will do.
fn change(
    law: &Compiled<'_, '_>,
    scenario: &Scenario,
    known: &Known<'_>,
    facts: &Facts,
    way: &Assignment,
) -> Change {
    let mut answers = known.answers.clone();
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
        let now = known.answers.get(var);
        let falls = now.is_some_and(|now| answer < now);
        let from = if falls { &highest } else { &lowest };
        let Some(given) = from.get(fact).cloned() else {
            continue;
        };
        let same = scenario.get(fact) == Some(&given);
        if facts.contains(&fact) {
            if now.is_some_and(|now| now != answer) && !same {
                change.changed.insert(fact, given);
            }
        } else if now.is_none() {
            change.assumed.insert(fact, given);
        }
    }
    change
}
