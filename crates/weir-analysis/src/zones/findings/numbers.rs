//! Numbers: from how many people on something holds, over all lists and concept by concept, and what is counted.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Conclusion, FactId, OutsideKind, ProvisionKind, RuleId};

use super::super::concepts;
use super::super::model::{
    Band, Concept, Finding, Kind, Line, Member, Party, Relation, Says, Side, Standing, Topic,
};
use super::super::standing::is_hole;
use super::{Compared, said, side, unranked};
use crate::cases::Case;

/// The numbers of all lists and of the national rules, whatever the sector.
pub(super) fn of_lists(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let bands = all_bands(compared);
    let lines: BTreeSet<(usize, Line)> = bands
        .iter()
        .map(|(_, band)| (band.quantity, band.line))
        .collect();
    let of_line = |(quantity, line): (usize, Line)| {
        let mut sides = Vec::new();
        let lists = compared.lists().map(|(party, _)| party);
        for party in std::iter::once(Party::National).chain(lists) {
            let own = bands.iter().filter(|(of, band)| {
                *of == party && band.quantity == quantity && band.line == line
            });
            let own: Vec<Band> = own.map(|(_, band)| *band).collect();
            if own.is_empty() {
                sides.extend(missing(compared, party, quantity, line));
            } else {
                sides.extend(starts(compared, party, &own));
            }
        }
        let topic = Topic::Line(quantity, line);
        compared.finding(Kind::Numbers, (None, topic), sides, said, rank)
    };
    lines.into_iter().filter_map(of_line).collect()
}

/// The lower the number, the stricter.
fn rank(side: &Side) -> Option<i64> {
    if let Says::From(number) = side.says {
        Some(-number)
    } else {
        None
    }
}

/// The numbers of everybody.
fn all_bands(compared: &Compared<'_, '_, '_>) -> Vec<(Party, Band)> {
    let look = compared.look;
    let mut bands = Vec::new();
    for rule in &look.national {
        let found = look.bands(*rule, &look.reached_nationally(*rule), &[]);
        bands.extend(found.into_iter().map(|band| (Party::National, band)));
    }
    for at in 0..look.lists.len() {
        let rules = look.rules(at).iter();
        let reached: Vec<(RuleId, Vec<Case>)> =
            rules.map(|rule| (*rule, look.reached(at, *rule))).collect();
        let holes = reached.iter().filter(|(rule, _)| is_hole(look, *rule));
        let holes: Vec<Case> = holes.flat_map(|(_, cases)| cases.clone()).collect();
        for (rule, cases) in reached.iter().filter(|(rule, _)| !is_hole(look, *rule)) {
            let found = look.bands(*rule, cases, &holes);
            bands.extend(found.into_iter().map(|band| (Party::List(at), band)));
        }
    }
    bands
}

/// What a list without numbers of this kind may still have in parts that are not transcribed.
fn missing(
    compared: &Compared<'_, '_, '_>,
    party: Party,
    quantity: usize,
    line: Line,
) -> Option<Side> {
    let Party::List(at) = party else {
        return None;
    };
    let look = compared.look;
    let holes = look.rules(at).iter().filter(|rule| is_hole(look, **rule));
    let holes = holes.filter(|rule| {
        let cases = look.reached(at, **rule);
        let counts = |case: &Case| {
            let mut measures = case
                .ranges
                .keys()
                .filter_map(|measure| look.quantity_of(*measure));
            measures.any(|counted| counted == quantity)
        };
        match line {
            // Any row that is missing may have a number for the way, and any on important data one for these.
            Line::Value(..) => !cases.is_empty() && compared.is_negative(party),
            Line::Has(fact, member) => {
                let gives = Conclusion::Has(fact, member);
                let conclusions = &look.program[**rule].conclusions;
                !cases.is_empty() && conclusions.contains(&gives) || cases.iter().any(counts)
            }
        }
    });
    let holes: Vec<RuleId> = holes.copied().collect();
    (!holes.is_empty()).then(|| side(party, Says::Unknown, compared.cites(&holes)))
}

/// One side for each number at which something begins in some part of a list.
fn starts(compared: &Compared<'_, '_, '_>, party: Party, bands: &[Band]) -> Vec<Side> {
    let mut by_part: BTreeMap<BTreeSet<Member>, Vec<Band>> = BTreeMap::new();
    for band in bands {
        by_part
            .entry(parts_of(compared, party, band.rule))
            .or_default()
            .push(*band);
    }
    let mut sides: BTreeMap<i64, Side> = BTreeMap::new();
    for (about, bands) in by_part {
        let Some(one) = start(compared, party, &bands) else {
            continue;
        };
        let Says::From(number) = one.says else {
            continue;
        };
        let side = sides.entry(number).or_insert_with(|| Side {
            cites: Vec::new(),
            ..one.clone()
        });
        side.about.extend(about);
        side.unsure |= one.unsure;
        for cite in one.cites {
            if !side.cites.contains(&cite) {
                side.cites.push(cite);
            }
        }
    }
    sides.into_values().collect()
}

/// The smallest number at which something begins.
fn start(compared: &Compared<'_, '_, '_>, party: Party, bands: &[Band]) -> Option<Side> {
    let from = bands.iter().map(|band| band.range.from).min()?;
    let first = bands.iter().filter(|band| band.range.from == from);
    let rules: Vec<RuleId> = first.map(|band| band.rule).collect();
    Some(Side {
        unsure: bands.iter().any(|band| band.unsure),
        ..side(party, Says::From(from), compared.cites(&rules))
    })
}

/// The sector and scenario in which a rule stands.
fn parts_of(compared: &Compared<'_, '_, '_>, party: Party, rule: RuleId) -> BTreeSet<Member> {
    let Party::List(at) = party else {
        return BTreeSet::new();
    };
    let program = compared.look.program;
    let scopes = program.scopes_around(program[rule].scope).filter(|scope| {
        let provision = program[*scope].provision;
        provision.is_some_and(|provision| program[provision].kind == ProvisionKind::Sector)
    });
    scopes
        .filter_map(|scope| concepts::part(compared.look, at, scope))
        .map(|part| part.member)
        .collect()
}

/// The numbers of one concept.
pub(super) fn of_concept(compared: &Compared<'_, '_, '_>, concept: &Concept) -> Vec<Finding> {
    let standings: Vec<&Standing> = concept
        .standings
        .iter()
        .filter(|standing| standing.relation != Relation::Narrower)
        .collect();
    let named = standings
        .iter()
        .filter(|standing| standing.relation != Relation::Everything);
    let own = named.flat_map(|standing| {
        standing
            .bands
            .iter()
            .filter(|band| standing.own.contains(&band.rule))
    });
    let lines: BTreeSet<(usize, Line)> = own.map(|band| (band.quantity, band.line)).collect();
    let of_line = |(quantity, line): (usize, Line)| {
        let national = national_side(compared, quantity, line);
        let national_says = national.as_ref().map(|side| side.says.clone());
        let mut sides: Vec<Side> = national.into_iter().collect();
        sides.extend(
            standings
                .iter()
                .filter_map(|standing| of_standing(compared, standing, quantity, line)),
        );
        let key = |side: &Side| {
            if side.says == Says::National {
                Some(national_says.clone().unwrap_or(Says::NoNumber))
            } else {
                said(side)
            }
        };
        let about = (Some(concept.member), Topic::Line(quantity, line));
        compared.finding(Kind::Numbers, about, sides, key, rank)
    };
    lines.into_iter().filter_map(of_line).collect()
}

fn national_side(compared: &Compared<'_, '_, '_>, quantity: usize, line: Line) -> Option<Side> {
    let look = compared.look;
    let bands = look
        .national
        .iter()
        .flat_map(|rule| look.bands(*rule, &look.reached_nationally(*rule), &[]));
    let bands: Vec<Band> = bands
        .filter(|band| band.quantity == quantity && band.line == line)
        .collect();
    start(compared, Party::National, &bands)
}

fn of_standing(
    compared: &Compared<'_, '_, '_>,
    standing: &Standing,
    quantity: usize,
    line: Line,
) -> Option<Side> {
    let party = Party::List(standing.column);
    let bands = standing
        .bands
        .iter()
        .filter(|band| band.quantity == quantity && band.line == line);
    let bands: Vec<Band> = bands.copied().collect();
    let side = if let Some(start) = start(compared, party, &bands) {
        start
    } else if standing.relation == Relation::Everything || !compared.is_negative(party) {
        return None;
    } else if !standing.holes.is_empty() {
        side(party, Says::Unknown, compared.cites(&standing.holes))
    } else {
        let says = match standing.outside {
            Some(OutsideKind::National) => Says::National,
            Some(OutsideKind::Undetermined) => Says::Unknown,
            Some(OutsideKind::Free) | None => Says::NoNumber,
        };
        side(party, says, compared.named(standing))
    };
    Some(Side {
        about: standing
            .sector
            .map(|(sector, _)| sector)
            .into_iter()
            .collect(),
        ..side
    })
}

/// What is counted, and over which period.
pub(super) fn counting(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let look = compared.look;
    let mut findings = Vec::new();
    let bands = all_bands(compared);
    for quantity in 0..look.quantities.len() {
        let mut by_party: BTreeMap<Party, (BTreeSet<FactId>, Vec<RuleId>)> = BTreeMap::new();
        for (party, band) in bands.iter().filter(|(_, band)| band.quantity == quantity) {
            let entry = by_party.entry(*party).or_default();
            entry.0.insert(band.measure);
            entry.1.push(band.rule);
        }
        let topic = Topic::Quantity(quantity);
        let measures = by_party.iter().map(|(party, (measures, rules))| {
            side(
                *party,
                Says::Measures(measures.clone()),
                compared.cites(rules),
            )
        });
        let periods = by_party.iter().map(|(party, (measures, rules))| {
            let each = measures
                .iter()
                .map(|measure| look.program[*measure].each.clone().unwrap_or_default());
            side(*party, Says::Periods(each.collect()), compared.cites(rules))
        });
        let (measures, periods) = (measures.collect(), periods.collect());
        findings.extend(compared.finding(Kind::Counting, (None, topic), measures, said, unranked));
        let measured = &look
            .quantities
            .get(quantity)
            .map(|quantity| quantity.measures.as_slice())
            .unwrap_or_default();
        if measured
            .iter()
            .any(|measure| look.program[*measure].each.is_some())
        {
            findings.extend(compared.finding(Kind::Period, (None, topic), periods, said, unranked));
        }
    }
    findings
}
