//! What names of conditions and conclusions stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::Discriminant;
use std::sync::Arc;

use weir_syntax::diagnostic::SourceId;

use super::super::{Lowerer, Target};
use super::part::Bodies;
use crate::hir::*;

/// What names of conditions and conclusions stand for, and the places of what is known by the place where it is declared:
/// members of types, and lists.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    meanings: Meanings,
    /// For each fact its members, for each list itself.
    places: BTreeMap<String, Vec<Place>>,
}

/// What names of conditions and conclusions stand for.
#[derive(Debug, Default)]
struct Meanings {
    /// What each name stands for and in which text.
    names: BTreeMap<String, (Target, SourceId)>,
    visible: Arc<BTreeMap<SourceId, BTreeSet<SourceId>>>,
    facts: Vec<Shape>,
    outcomes: Vec<(OutcomeKind, Vec<String>)>,
    thresholds: Vec<Option<Unit>>,
    readings: Vec<Vec<String>>,
    counters: Vec<Counted>,
    /// The editions of lists, with the text in which each is declared.
    editions: Vec<(String, String, InstrumentId, SourceId)>,
}

/// A type of a fact without its texts and places: what it is, its unit, the names of its members, each with what it is part of.
type Shape = (
    Discriminant<FactType>,
    Option<Unit>,
    Vec<(String, Option<usize>)>,
);

/// The unit of a counter, and its measures with when each is the one.
type Counted = (Option<Unit>, Vec<(FactId, Cond)>);

impl Lowerer<'_> {
    pub(super) fn vocabulary_now(&self) -> Vocabulary {
        let program = &self.program;
        let names = self.names.iter().map(|(name, declared)| {
            let target = (declared.target, declared.source);
            ((*name).to_owned(), target)
        });
        let member_names =
            |members: &[Member]| members.iter().map(|one| one.name.clone()).collect();
        let outcomes = program.outcomes.iter();
        let readings = program.readings.iter();
        let counters = program.counters.iter();
        let editions = self.editions.iter().map(|((name, label), edition)| {
            let (name, label) = ((*name).to_owned(), (*label).to_owned());
            (name, label, edition.id, edition.source)
        });
        let meanings = Meanings {
            names: names.collect(),
            visible: Arc::clone(self.seen.all()),
            facts: program.facts.iter().map(|fact| shape(&fact.ty)).collect(),
            outcomes: outcomes
                .map(|outcome| (outcome.kind, member_names(&outcome.values)))
                .collect(),
            thresholds: program.thresholds.iter().map(|one| one.unit).collect(),
            readings: readings
                .map(|reading| reading.options.iter().map(|one| one.name.clone()).collect())
                .collect(),
            counters: counters
                .map(|counter| (counter.unit, counter.cases.clone()))
                .collect(),
            editions: editions.collect(),
        };
        let places = self.names.iter().map(|(name, declared)| {
            let places = if let Target::Fact(id) = declared.target {
                let members = members(&program[id].ty).iter();
                members.map(|member| member.place).collect()
            } else if declared.target == Target::List {
                vec![declared.place]
            } else {
                Vec::new()
            };
            ((*name).to_owned(), places)
        });
        Vocabulary {
            meanings,
            places: places.filter(|(_, places)| !places.is_empty()).collect(),
        }
    }
}

/// What of the vocabulary is not what it was at the last check.
#[derive(Debug)]
pub(super) struct Changes {
    /// The names that stand for something else, or come or go.
    names: BTreeSet<String>,
    /// What is otherwise by itself.
    targets: BTreeSet<Target>,
    /// Whether something changed on which all texts depend.
    everything: bool,
}

impl Changes {
    /// Whether they touch the rules of a text.
    pub(super) fn touch(&self, bodies: &Bodies) -> bool {
        // A name that is not known may now be near to another.
        let proposes = !bodies.problems.is_empty() && !self.names.is_empty();
        self.everything
            || proposes
            || !self.names.is_disjoint(&bodies.asked)
            || !self.targets.is_disjoint(&bodies.used)
    }
}

impl Vocabulary {
    /// What is not as it was.
    pub(super) fn changes(&self, last: &Self) -> Changes {
        let (now, last) = (&self.meanings, &last.meanings);
        let all = now.names.keys().chain(last.names.keys());
        let names = all.filter(|name| now.names.get(*name) != last.names.get(*name));
        let fact = |at| Target::Fact(FactId::from_index(at));
        let outcome = |at| Target::Outcome(OutcomeId::from_index(at));
        let threshold = |at| Target::Threshold(ThresholdId::from_index(at));
        let reading = |at| Target::Reading(ReadingId::from_index(at));
        let counter = |at| Target::Counter(CounterId::from_index(at));
        let targets = differing(&now.facts, &last.facts).map(fact);
        let targets = targets
            .chain(differing(&now.outcomes, &last.outcomes).map(outcome))
            .chain(differing(&now.thresholds, &last.thresholds).map(threshold))
            .chain(differing(&now.readings, &last.readings).map(reading))
            .chain(differing(&now.counters, &last.counters).map(counter));
        Changes {
            names: names.cloned().collect(),
            targets: targets.collect(),
            everything: now.visible != last.visible || now.editions != last.editions,
        }
    }

    /// From where to where places moved since `last`; `None` where one went to several, as what is declared there was divided.
    pub(super) fn moved(&self, last: &Self) -> Option<BTreeMap<Place, Place>> {
        let both = last.places.iter();
        let both = both.filter_map(|(name, from)| Some((from, self.places.get(name)?)));
        let both = both.filter(|(from, to)| from.len() == to.len());
        let mut moved = BTreeMap::new();
        for (from, to) in both.flat_map(|(from, to)| from.iter().zip(to)) {
            if *moved.entry(*from).or_insert(*to) != *to {
                return None;
            }
        }
        moved.retain(|from, to| from != to);
        Some(moved)
    }
}

/// The positions at which something differs, comes or goes.
fn differing<T: PartialEq>(now: &[T], last: &[T]) -> impl Iterator<Item = usize> {
    let all = 0..now.len().max(last.len());
    all.filter(|at| now.get(*at) != last.get(*at))
}

fn shape(ty: &FactType) -> Shape {
    let unit = if let FactType::Quantity(unit) = ty {
        Some(*unit)
    } else {
        None
    };
    let members = members(ty).iter();
    let members = members.map(|member| (member.name.clone(), member.parent));
    (std::mem::discriminant(ty), unit, members.collect())
}

fn members(ty: &FactType) -> &[Member] {
    match ty {
        FactType::Choice(members) | FactType::Set(members) => members,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
    }
}
