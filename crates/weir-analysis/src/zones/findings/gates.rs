//! Who may use a list: where the exporter has to stand, and what closes the list to it.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Conclusion, FactId, OutcomeId, RuleId};

use super::super::model::{Column, Finding, Kind, Mark, Party, Says, Side, Topic};
use super::{Compared, said, side, unranked};
use crate::cases::Case;

/// Which places each list asks for. The zones differ by nature; what is compared is which facts count.
pub(super) fn places(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().map(|(party, column)| {
        let places = column.gate.places.clone();
        side(party, Says::Places(places), gate_cites(compared, column))
    });
    let facts = |side: &Side| -> Option<BTreeSet<FactId>> {
        let Says::Places(places) = &side.says else {
            return None;
        };
        Some(places.iter().map(|(fact, _)| *fact).collect())
    };
    let rank =
        |side: &Side| facts(side).map(|facts| i64::try_from(facts.len()).unwrap_or(i64::MAX));
    compared.finding(
        Kind::Places,
        (None, Topic::Whole),
        sides.collect(),
        facts,
        rank,
    )
}

fn gate_cites(compared: &Compared<'_, '_, '_>, column: &Column) -> Vec<weir_core::hir::Citation> {
    compared.whole(column)
}

/// For each thing that closes some list: which lists it closes, and which lists conclude something from it instead.
pub(super) fn exclusions(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let marks: BTreeSet<Mark> = compared
        .columns
        .iter()
        .flat_map(|column| column.gate.closes.clone())
        .collect();
    let of_mark = |mark: Mark| {
        let mut sides = vec![nationally(compared, mark)];
        sides.extend(
            compared
                .lists()
                .map(|(party, column)| of_list(compared, mark, party, column)),
        );
        compared.finding(
            Kind::Exclusion,
            (None, Topic::Mark(mark)),
            sides,
            |side| said(side).cloned(),
            unranked,
        )
    };
    marks.into_iter().filter_map(of_mark).collect()
}

fn of_list(compared: &Compared<'_, '_, '_>, mark: Mark, party: Party, column: &Column) -> Side {
    let Party::List(at) = party else {
        return side(party, Says::Nothing, Vec::new());
    };
    if column.gate.closes.contains(&mark) {
        return side(party, Says::Closes, compared.whole(column));
    }
    let rules = compared
        .look
        .lists
        .get(at)
        .map(|listed| listed.rules.as_slice())
        .unwrap_or_default();
    let none = BTreeMap::new();
    let from = rules
        .iter()
        .filter(|rule| turns_on(&compared.look.own_cases(at, &none, **rule), mark));
    let from: Vec<RuleId> = from.copied().collect();
    let values = concluded(compared, &from);
    if !values.is_empty() {
        return side(party, Says::Concludes(values), compared.cites(&from));
    }
    if column.gate.opens.contains(&mark) {
        return side(party, Says::Opens, compared.whole(column));
    }
    side(party, Says::Nothing, Vec::new())
}

fn nationally(compared: &Compared<'_, '_, '_>, mark: Mark) -> Side {
    let from = compared.look.national.iter();
    let from = from.filter(|rule| turns_on(&compared.look.reached_nationally(**rule), mark));
    let from: Vec<RuleId> = from.copied().collect();
    let values = concluded(compared, &from);
    if values.is_empty() {
        side(Party::National, Says::Nothing, Vec::new())
    } else {
        side(
            Party::National,
            Says::Concludes(values),
            compared.cites(&from),
        )
    }
}

/// Whether a rule applies only where this is so.
fn turns_on(cases: &[Case], mark: Mark) -> bool {
    !cases.is_empty() && cases.iter().all(|case| case.marks().contains(&mark))
}

fn concluded(compared: &Compared<'_, '_, '_>, rules: &[RuleId]) -> BTreeSet<(OutcomeId, usize)> {
    let conclusions = rules
        .iter()
        .flat_map(|rule| &compared.look.program[*rule].conclusions);
    let values = conclusions.filter_map(|conclusion| match conclusion {
        Conclusion::Value(outcome, value) if compared.look.is_ladder(*outcome) => {
            Some((*outcome, *value))
        }
        Conclusion::Value(..) | Conclusion::Has(..) | Conclusion::Hole(..) => None,
    });
    values.collect()
}
