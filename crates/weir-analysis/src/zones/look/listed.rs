//! The lists in force, and their rules.

use std::collections::BTreeSet;

use weir_core::Edition;
use weir_core::hir::{CondKind, InstrumentId, List, ReadingId, RuleId};

use super::Listed;
use crate::formula::{Formula, Known, conditions, reduce};

/// The lists that are in force on the day, or would be under another option of one reading.
pub(super) fn listed<'p>(edition: &Edition<'p>) -> Vec<Listed<'p>> {
    let program = edition.program;
    let mut lists: Vec<Listed<'p>> = Vec::new();
    for (id, list) in program.lists() {
        if !program[id].period.contains(edition.as_of) {
            continue;
        }
        if let Some((edition, only_if)) = law_in_which_in_force(edition, list) {
            lists.push(Listed {
                id,
                list,
                edition,
                only_if,
                adopts: Vec::new(),
                rules: Vec::new(),
            });
        }
    }
    let compared: BTreeSet<InstrumentId> = lists.iter().map(|listed| listed.id).collect();
    for listed in &mut lists {
        let source = |rule: RuleId| {
            let mut scopes = program.scopes_around(program[rule].scope);
            let adoption = scopes.find_map(|scope| program[scope].adoption)?;
            let from = listed.list.adoptions.get(adoption)?.from;
            Some(from).filter(|from| compared.contains(from))
        };
        let mut rules = Vec::new();
        let mut adopts: BTreeSet<InstrumentId> = BTreeSet::new();
        for rule in listed
            .list
            .rows
            .iter()
            .filter(|rule| listed.edition.in_force(*rule))
        {
            match source(rule) {
                Some(from) => {
                    adopts.insert(from);
                }
                None => rules.push(rule),
            }
        }
        listed.rules = rules;
        listed.adopts = adopts.into_iter().collect();
    }
    lists
}

/// The law under the readings taken if the list is in force in it, else that with one reading changed.
fn law_in_which_in_force<'p>(
    edition: &Edition<'p>,
    list: &List,
) -> Option<(Edition<'p>, Option<(ReadingId, usize)>)> {
    let holds =
        |edition: &Edition<'p>| reduce(&Known::law(edition), &list.in_force) != Formula::Never;
    if holds(edition) {
        return Some((edition.clone(), None));
    }
    let mut readings: BTreeSet<ReadingId> = BTreeSet::new();
    conditions(edition.program, &list.in_force, &mut |cond| {
        if let CondKind::Reading(reading, _) = cond {
            readings.insert(*reading);
        }
    });
    for reading in readings {
        for option in 0..edition.program[reading].options.len() {
            let changed = edition.with_reading(reading, option);
            if holds(&changed) {
                return Some((changed, Some((reading, option))));
            }
        }
    }
    None
}
