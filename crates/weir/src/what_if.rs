//! What would have to be otherwise for each other value of a ladder: found in the compiled form, confirmed by the interpreter.

use weir_analysis::exact::{Leaf, Space, Store, compile};
use weir_analysis::findings::{Change, nearest};
use weir_core::Edition;
use weir_core::hir::{FactId, FactType, OutcomeId, OutcomeKind};
use weir_core::scenario::{Given, Scenario};

use crate::Exit;
use crate::analysis::{determined, result};

/// How many nodes the compiled form may have.
pub const BUDGET: usize = 6_000_000;

/// The most sets of facts for one value that are confirmed; of further ones it is said that there are some.
const MOST_SETS: usize = 40;

/// The changes that lead to the other values of a ladder.
#[derive(Debug)]
pub struct WhatIf {
    /// The ladder.
    pub outcome: OutcomeId,
    /// The values that the facts do not lead to now, with what would; none if the compiled form was past the budget.
    pub values: Option<Vec<Leading>>,
}

/// What leads to a value.
#[derive(Debug)]
pub struct Leading {
    /// The value.
    pub value: usize,
    /// The smallest sets of changed facts, numbers first; none if no three facts lead there.
    pub changes: Vec<Change>,
    /// Whether these are all sets of so many facts.
    pub complete: bool,
}

/// How a run ends that shows this: undetermined, where a ladder was past the budget.
#[must_use]
pub fn exit(found: &[WhatIf]) -> Exit {
    if found.iter().any(|one| one.values.is_none()) {
        Exit::Undetermined
    } else {
        Exit::Done
    }
}

/// What leads from a scenario to the other values of each ladder, with so many nodes of the compiled form at most.
#[must_use]
pub fn what_if(edition: &Edition<'_>, scenario: &Scenario, budget: usize) -> Vec<WhatIf> {
    let space = Space::of(&[edition]);
    let mut law = compile(edition, &space, &[edition]);
    let mut store = Store::new(budget);
    let now = determined(edition, scenario);
    let ladders = edition.program.outcome_ids();
    let ladders = ladders.filter(|one| edition.program[*one].kind == OutcomeKind::Ladder);
    let mut found = Vec::new();
    for outcome in ladders {
        let Ok(root) = law.ladder(&mut store, outcome) else {
            let values = None;
            found.push(WhatIf { outcome, values });
            continue;
        };
        let current = result(&now, outcome);
        let others = (0..edition.program[outcome].values.len())
            .filter(|value| current != Some(Leaf::Value(*value)));
        let leading = others.map(|value| {
            let wanted = Leaf::Value(value);
            let mut found = nearest(&store, &law, root, &wanted, scenario);
            found
                .sets
                .sort_by_key(|change| !is_a_number(edition, change));
            let count = found.sets.len();
            let sets = found.sets.into_iter().take(MOST_SETS);
            let changes: Vec<Change> = sets
                .filter_map(|change| confirmed(edition, scenario, change, outcome, &wanted))
                .collect();
            Leading {
                value,
                complete: found.complete && changes.len() == count,
                changes,
            }
        });
        found.push(WhatIf {
            outcome,
            values: Some(leading.collect()),
        });
    }
    found
}

/// The members that a set says something of where nothing was known.
fn members_said(now: Option<&Given>, then: &Given) -> Option<Vec<usize>> {
    let Given::Set(then) = then else { return None };
    let known = |at: usize| match now {
        Some(Given::Set(now)) => now.get(at).copied().flatten(),
        _ => None,
    };
    let said = then.iter().enumerate();
    let said = said.filter(|(at, one)| one.is_some() && known(*at).is_none());
    Some(said.map(|(at, _)| at).collect())
}

/// Whether only numbers change.
fn is_a_number(edition: &Edition<'_>, change: &Change) -> bool {
    let mut facts = change.changed.keys();
    facts.all(|fact| matches!(edition.program[*fact].ty, FactType::Quantity(_)))
}

/// The change, if the interpreter says that it leads to a value, with no more assumed of what is not known than that needs.
fn confirmed(
    edition: &Edition<'_>,
    scenario: &Scenario,
    mut change: Change,
    outcome: OutcomeId,
    wanted: &Leaf,
) -> Option<Change> {
    let leads = |change: &Change| {
        let mut changed = scenario.clone();
        let facts = change.changed.iter().chain(&change.assumed);
        let facts = facts.map(|(fact, given)| (*fact, given.clone()));
        changed.facts.extend(facts);
        result(&determined(edition, &changed), outcome).as_ref() == Some(wanted)
    };
    if !leads(&change) {
        return None;
    }
    let facts: Vec<FactId> = change.assumed.keys().copied().collect();
    for fact in facts {
        let given = change.assumed.remove(&fact);
        if !leads(&change)
            && let Some(given) = given
        {
            change.assumed.insert(fact, given);
        }
    }
    // Of sets nothing is asked for that need not be so.
    let sets: Vec<(FactId, usize)> = change
        .changed
        .iter()
        .chain(&change.assumed)
        .filter_map(|(fact, given)| Some((*fact, members_said(scenario.get(*fact), given)?)))
        .flat_map(|(fact, members)| members.into_iter().map(move |member| (fact, member)))
        .collect();
    for (fact, member) in sets {
        let mut less = change.clone();
        for facts in [&mut less.changed, &mut less.assumed] {
            if let Some(Given::Set(known)) = facts.get_mut(&fact)
                && let Some(slot) = known.get_mut(member)
            {
                *slot = None;
            }
        }
        if leads(&less) {
            change = less;
        }
    }
    Some(change)
}
