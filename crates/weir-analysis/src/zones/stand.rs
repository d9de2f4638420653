//! Where an exporter would have to stand to use a list.

use std::collections::BTreeSet;

use weir_core::Edition;
use weir_core::hir::{CondKind, FactId, List, Program};

use crate::cases::{Case, cases};
use crate::formula::{Known, conditions, is_of_zones, reduce_all};

/// Where an exporter would stand to use a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The sets of zones that the gate mentions.
    pub facts: Vec<FactId>,
    /// A zone of the list for which every test of a zone in the gate can hold if each of these sets has this zone and no
    /// other: one of those preferred if there is one, else the first. `None` if there is none.
    pub zone: Option<usize>,
}

/// Where an exporter would stand to use a list, under the readings of an edition; if possible in one of some zones.
#[must_use]
pub fn stand(edition: &Edition<'_>, list: &List, preferred: &BTreeSet<usize>) -> Stand {
    let program = edition.program;
    let facts = zone_facts(program, list);
    let formula = reduce_all(&Known::law(edition), &list.gate);
    let found = cases(program, &formula).cases;
    let fits = |zone: &usize| found.iter().any(|case| holds_in(case, &facts, *zone));
    let zones = list.zones.iter().copied();
    let (here, elsewhere): (Vec<usize>, Vec<usize>) =
        zones.partition(|zone| preferred.contains(zone));
    Stand {
        zone: here.into_iter().chain(elsewhere).find(fits),
        facts,
    }
}

/// The sets of zones that the gate of a list mentions, in order of declaration.
#[must_use]
pub fn zone_facts(program: &Program, list: &List) -> Vec<FactId> {
    let mut facts = BTreeSet::new();
    for cond in &list.gate {
        conditions(program, cond, &mut |part| {
            if let CondKind::Has(fact, _) | CondKind::HasOther(fact, _) = part
                && is_of_zones(program, *fact)
            {
                facts.insert(*fact);
            }
        });
    }
    facts.into_iter().collect()
}

/// Whether what a case asks of sets of zones holds where each of them is exactly this zone.
fn holds_in(case: &Case, facts: &[FactId], zone: usize) -> bool {
    let has = case
        .has
        .iter()
        .filter(|(fact, _)| facts.contains(fact))
        .all(|(_, member)| *member == zone);
    let lacks = case
        .lacks
        .iter()
        .filter(|(fact, _)| facts.contains(fact))
        .all(|(_, member)| *member != zone);
    let others = case
        .others
        .iter()
        .filter(|(fact, _, _)| facts.contains(fact));
    has && lacks
        && others
            .into_iter()
            .all(|(_, named, holds)| named.contains(&zone) != *holds)
}
