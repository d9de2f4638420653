//! Who may use a list: where the exporter has to stand, and what closes the list to it.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Conclusion, FactId, OutcomeId, RuleId};

use super::super::model::{Column, Finding, Kind, Mark, Party, Says, Side, Topic};
use super::super::standing::is_hole;
use super::{Compared, said, side, unranked};
use crate::cases::Case;

/// Which places each list asks for. The zones differ by nature; what is compared is which facts count.
pub(super) fn places(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().map(|(party, column)| {
        let places = column.gate.places.clone();
        side(party, Says::Places(places), compared.whole(column))
    });
    let sides: Vec<Side> = sides.collect();
    let firm = sides.iter().filter(|side| compared.firm(side));
    let others: Vec<BTreeSet<FactId>> = firm.filter_map(places_asked).collect();
    // Of two lists that each ask for something that the other does not ask for, neither is stricter.
    let rank = |side: &Side| {
        let own = places_asked(side)?;
        let ordered = |other: &BTreeSet<FactId>| own.is_subset(other) || own.is_superset(other);
        let number = i64::try_from(own.len()).ok();
        number.filter(|_| others.iter().all(ordered))
    };
    let about = (None, Topic::Whole);
    compared.finding(Kind::Places, about, sides, places_asked, rank)
}

fn places_asked(side: &Side) -> Option<BTreeSet<FactId>> {
    let Says::Places(places) = &side.says else {
        return None;
    };
    Some(places.iter().map(|(fact, _)| *fact).collect())
}

/// For each thing that closes some list: which lists it closes, and which lists conclude something from it instead.
pub(super) fn exclusions(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let marks: BTreeSet<Mark> = compared
        .columns
        .iter()
        .flat_map(|column| column.gate.closes.clone())
        .collect();
    let of_mark = |mark: Mark| {
        let columns = compared.columns.iter().enumerate();
        let lists = columns.map(|(at, column)| of_list(compared, mark, at, column));
        let sides = std::iter::once(nationally(compared, mark)).chain(lists);
        let about = (None, Topic::Mark(mark));
        compared.finding(Kind::Exclusion, about, sides.collect(), said, unranked)
    };
    marks.into_iter().filter_map(of_mark).collect()
}

fn of_list(compared: &Compared<'_, '_, '_>, mark: Mark, at: usize, column: &Column) -> Side {
    let party = Party::List(at);
    if column.gate.closes.contains(&mark) {
        return side(party, Says::Closes, compared.whole(column));
    }
    let look = compared.look;
    let none = BTreeMap::new();
    let from = look.rules(at).iter().copied();
    let from = from.filter(|rule| turns_on(&look.own_cases(at, &none, *rule), mark));
    if let Some(side) = followed(compared, party, from) {
        side
    } else if is_asked_for(column, mark) {
        side(party, Says::Opens, compared.whole(column))
    } else if column.rows.holes > 0 {
        side(party, Says::NotStated, Vec::new())
    } else {
        side(party, Says::Nothing, Vec::new())
    }
}

/// Whether a list is open to those of whom this is so, as a place or otherwise.
fn is_asked_for(column: &Column, mark: Mark) -> bool {
    let mut places = column.gate.places.iter();
    column.gate.opens.contains(&mark)
        || places.any(|(fact, zones)| {
            *fact == mark.fact && mark.member.is_some_and(|zone| zones.contains(&zone))
        })
}

fn nationally(compared: &Compared<'_, '_, '_>, mark: Mark) -> Side {
    let look = compared.look;
    let from = look.national.iter().copied();
    let from = from.filter(|rule| turns_on(&look.reached_nationally(*rule), mark));
    followed(compared, Party::National, from)
        .unwrap_or_else(|| side(Party::National, Says::Nothing, Vec::new()))
}

/// Whether a rule applies only where this is so.
fn turns_on(cases: &[Case], mark: Mark) -> bool {
    !cases.is_empty() && cases.iter().all(|case| case.marks().contains(&mark))
}

/// What rules conclude about the ladders; nothing if they don't.
fn followed(
    compared: &Compared<'_, '_, '_>,
    party: Party,
    rules: impl Iterator<Item = RuleId>,
) -> Option<Side> {
    let look = compared.look;
    let rules: Vec<RuleId> = rules.collect();
    let missing = rules.iter().any(|rule| is_hole(look, *rule));
    let values: BTreeSet<(OutcomeId, usize)> = rules
        .iter()
        .flat_map(|rule| &look.program[*rule].conclusions)
        .filter_map(|conclusion| {
            if let Conclusion::Value(outcome, value) = conclusion {
                Some((*outcome, *value)).filter(|_| look.is_ladder(*outcome))
            } else {
                None
            }
        })
        .collect();
    if values.is_empty() && !missing {
        return None;
    }
    let says = if values.is_empty() {
        Says::Unknown
    } else {
        Says::Concludes(values)
    };
    Some(Side {
        unsure: missing && says != Says::Unknown,
        ..side(party, says, compared.cites(&rules))
    })
}
