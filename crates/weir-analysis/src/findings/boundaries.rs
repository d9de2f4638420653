//! Numbers at which an outcome changes.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Cond, CondKind, FactId, FactType, Operand, OutcomeId, Place, ThresholdId};

use crate::exact::{About, Assignment, Compiled, Kind, Leaf, Store, TooLarge, choose, cut_points};

/// A number of a quantity on both sides of which an outcome differs in some case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The quantity.
    pub fact: FactId,
    /// The number; below it is one less.
    pub number: i64,
    /// The thresholds with which the quantity is compared there.
    pub thresholds: BTreeSet<ThresholdId>,
    /// Where it is compared with it.
    pub places: BTreeSet<Place>,
    /// For each outcome that changes there, a case.
    pub crossings: Vec<Crossing>,
}

/// A case in which an outcome differs on the two sides of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The outcome.
    pub outcome: OutcomeId,
    /// What it ends in below.
    pub below: Leaf,
    /// What it ends in from the number on.
    pub from: Leaf,
    /// The case, with the quantity below and from the number on.
    pub cases: [Assignment; 2],
}

/// The numbers at which one of these ladders changes, by quantity and number.
///
/// # Errors
///
/// If the budget is spent.
pub fn boundaries(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
    outcomes: &[OutcomeId],
) -> Result<Vec<Boundary>, TooLarge> {
    let written = written(law);
    let program = law.edition().program;
    let mut found = Vec::new();
    for (at, variable) in law.space().variables().iter().enumerate() {
        let (About::Fact(name), Kind::Numbers(cuts)) = (&variable.about, &variable.kind) else {
            continue;
        };
        let Some(fact) = program.fact(name) else {
            continue;
        };
        let var = u32::try_from(at).unwrap_or(u32::MAX);
        for (answer, number) in cuts.iter().enumerate() {
            let mut crossings = Vec::new();
            for outcome in outcomes {
                let root = law.ladder(store, *outcome)?;
                let below = store.given(root, var, answer)?;
                let from = store.given(root, var, answer + 1)?;
                crossings.extend(crossing(store, *outcome, var, answer, [below, from])?);
            }
            if crossings.is_empty() {
                continue;
            }
            let (thresholds, places) = written.get(&(fact, *number)).cloned().unwrap_or_default();
            found.push(Boundary {
                fact,
                number: *number,
                thresholds,
                places,
                crossings,
            });
        }
    }
    Ok(found)
}

/// The change between two values, if there is one, with the smallest case; changes between open results are left out.
fn crossing(
    store: &mut Store,
    outcome: OutcomeId,
    var: u32,
    answer: usize,
    [below, from]: [crate::exact::Diagram; 2],
) -> Result<Option<Crossing>, TooLarge> {
    if below == from {
        return Ok(None);
    }
    let mut best: Option<Crossing> = None;
    for (old, new, cases) in store.changes(below, from)? {
        if !matches!((&old, &new), (Leaf::Value(_), Leaf::Value(_))) {
            continue;
        }
        let Some(case) = choose(store, cases) else {
            continue;
        };
        let fewer = best
            .as_ref()
            .is_none_or(|known| case.len() + 1 < known.cases[0].len());
        if fewer {
            let on = |answer: usize| {
                let mut case = case.clone();
                case.insert(var, answer);
                case
            };
            best = Some(Crossing {
                outcome,
                below: old,
                from: new,
                cases: [on(answer), on(answer + 1)],
            });
        }
    }
    Ok(best)
}

type Written = BTreeMap<(FactId, i64), (BTreeSet<ThresholdId>, BTreeSet<Place>)>;

/// Where quantities are compared with numbers.
fn written(law: &Compiled<'_, '_>) -> Written {
    let edition = law.edition();
    let program = edition.program;
    let mut found = Written::new();
    let rules = program.rule_ids().filter(|rule| law.is_in_force(*rule));
    let guards = rules.map(|rule| &*program[rule].guard);
    let scopes = program.scopes.iter().map(|scope| &scope.condition);
    let definitions = program.definitions.iter().map(|one| &one.condition);
    let assumptions = program.assumptions.iter().map(|one| &one.condition);
    let mut open: Vec<&Cond> = guards
        .chain(scopes)
        .chain(definitions)
        .chain(assumptions)
        .collect();
    while let Some(cond) = open.pop() {
        match &cond.kind {
            CondKind::Not(inner) => open.push(inner),
            CondKind::And(parts) | CondKind::Or(parts) => open.extend(parts),
            CondKind::Compare(fact, op, operand)
                if matches!(program[*fact].ty, FactType::Quantity(_)) =>
            {
                for number in cut_points(edition, *op, operand) {
                    let (thresholds, places) = found.entry((*fact, number)).or_default();
                    places.insert(cond.place);
                    if let Operand::Threshold(threshold) = operand {
                        thresholds.insert(*threshold);
                    }
                }
            }
            CondKind::Compare(..)
            | CondKind::Const(_)
            | CondKind::Fact(_)
            | CondKind::Is(..)
            | CondKind::Has(..)
            | CondKind::HasOther(..)
            | CondKind::During(_)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::Definition(_)
            | CondKind::Error => {}
        }
    }
    found
}
