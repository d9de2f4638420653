//! How two versions of the law stand to each other on days on which they were not compared: between days on which neither changes one
//! look says all.

use std::collections::BTreeSet;

use weir_core::date::{Date, Period};
use weir_core::hir::{CondKind, Program};
use weir_core::{Edition, Executable, Readings};

use super::compile::compile;
use super::difference::{Compared, Direction};
use super::space::Space;
use super::store::{Built, Store, TooLarge};

/// How two versions stand to each other on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Every outcome is the same in every case.
    Same,
    /// The same changes, in the same cases, as on the day on which they were compared.
    Alike,
    /// Something else changes.
    Differs(Changes),
    /// Something else may change: to find out would need more than the budget.
    NotCompared,
}

/// What changes on a day, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The ways in which outcomes change.
    pub ways: BTreeSet<Direction>,
    /// Whether there are cases that only the old version allows.
    pub no_longer_possible: bool,
    /// Whether there are cases that only the new version allows.
    pub newly_possible: bool,
}

/// Two versions on days on which they were not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDays {
    /// The days.
    pub period: Period,
    /// Some of them, in order: one of each stretch in which something else changes than in the one before.
    pub days: Vec<Date>,
    /// How the versions stand to each other on each of them.
    pub stands: Stands,
}

/// A version of the law: a program and the readings that are chosen.
pub type Law<'a> = (Executable<'a>, &'a Readings);

/// How two versions stand to each other on all days but those of a stretch on which they were compared, in order; it is said whether
/// anything was found to differ then, which is nothing where not all could be compared. So many nodes may be taken in all.
#[must_use]
pub fn on_other_days(
    versions: [Law<'_>; 2],
    (compared, differed): (Date, Option<bool>),
    budget: usize,
) -> Vec<OtherDays> {
    let stretches = stretches(versions);
    let editions: Vec<[Edition<'_>; 2]> = stretches
        .iter()
        .map(|(_, day)| versions.map(|(law, readings)| law.on(*day, readings)))
        .collect();
    let all: Vec<&Edition<'_>> = editions.iter().flatten().collect();
    let space = Space::of(&all);
    let mut store = Store::new(budget);
    let looks: Vec<Compared> = editions
        .iter()
        .map(|[old, new]| {
            let both = [old, new];
            let mut before = compile(old, &space, &both);
            let mut after = compile(new, &space, &both);
            Compared::of(&mut store, &mut before, &mut after)
        })
        .collect();
    let on_the_day = |(period, _): &(Period, Date)| period.contains(compared);
    let looked_at = stretches.iter().position(on_the_day);
    let known = looked_at.and_then(|at| looks.get(at));
    let mut found: Vec<OtherDays> = Vec::new();
    let mut last: Option<(&Compared, Stands)> = None;
    for (at, ((period, day), look)) in stretches.iter().zip(&looks).enumerate() {
        if Some(at) == looked_at {
            last = None;
            continue;
        }
        let differs_from_the_last = last.as_ref().is_none_or(|(before, _)| *before != look);
        let stands = match &last {
            Some((_, stands)) if !differs_from_the_last => stands.clone(),
            _ if look.is_same() => Stands::Same,
            _ if known == Some(look) => match differed {
                Some(true) => Stands::Alike,
                Some(false) => Stands::Same,
                None => match changes(&mut store, look) {
                    Ok(found) if found == Changes::default() => Stands::Same,
                    Ok(_) => Stands::Alike,
                    Err(TooLarge) => Stands::NotCompared,
                },
            },
            _ => differs(&mut store, look),
        };
        last = Some((look, stands.clone()));
        match found.last_mut() {
            Some(before) if before.stands == stands && before.period.until == period.from => {
                before.period.until = period.until;
                if !matches!(stands, Stands::Same | Stands::Alike) && differs_from_the_last {
                    before.days.push(*day);
                }
            }
            _ => found.push(OtherDays {
                period: *period,
                days: vec![*day],
                stands,
            }),
        }
    }
    found
}

fn differs(store: &mut Store, look: &Compared) -> Stands {
    match changes(store, look) {
        Ok(found) if found == Changes::default() => Stands::Same,
        Ok(found) => Stands::Differs(found),
        Err(TooLarge) => Stands::NotCompared,
    }
}

fn changes(store: &mut Store, look: &Compared) -> Built<Changes> {
    let mut ways = BTreeSet::new();
    for (_, found) in look.differences(store) {
        ways.extend(found?.transitions.iter().map(|one| one.direction));
    }
    let [no_longer_possible, newly_possible] = look.one_sided(store)?;
    Ok(Changes {
        ways,
        no_longer_possible,
        newly_possible,
    })
}

/// The stretches of days on which the law of neither version changes, each with a day in it. The first and the last have no end.
fn stretches(versions: [Law<'_>; 2]) -> Vec<(Period, Date)> {
    let mut days = BTreeSet::new();
    for (law, _) in versions {
        days_of_change(law.program(), &mut days);
    }
    let starts: Vec<Date> = days.into_iter().collect();
    let before = starts.first().and_then(|day| day.yesterday().ok());
    let first = before.map(|day| {
        let until = starts.first().copied();
        (Period { from: None, until }, day)
    });
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    let others = starts.iter().zip(ends).map(|(day, until)| {
        let from = Some(*day);
        (Period { from, until }, *day)
    });
    first.into_iter().chain(others).collect()
}

/// The days on which something of a program begins or ends.
fn days_of_change(program: &Program, days: &mut BTreeSet<Date>) {
    let instruments = program.instruments.iter().map(|one| one.period);
    let rules = program.rules.iter().map(|rule| rule.period);
    let precedences = program.precedences.iter().map(|one| one.period);
    let groups = program.groups.iter().map(|group| group.period);
    let thresholds = program.thresholds.iter().flat_map(|one| &one.values);
    let periods = instruments
        .chain(rules)
        .chain(precedences)
        .chain(groups)
        .chain(thresholds.map(|value| value.period));
    for period in periods {
        ends(period, days);
    }
    let guards = program.rules.iter().map(|rule| &*rule.guard);
    let scopes = program.scopes.iter().map(|scope| &scope.condition);
    let definitions = program.definitions.iter().map(|one| &one.condition);
    let assumptions = program.assumptions.iter().map(|one| &one.condition);
    for cond in guards.chain(scopes).chain(definitions).chain(assumptions) {
        cond.walk(&mut |part| {
            if let CondKind::During(period) = part.kind {
                ends(period, days);
            }
        });
    }
}

fn ends(period: Period, days: &mut BTreeSet<Date>) {
    days.extend(period.from);
    days.extend(period.until);
}
