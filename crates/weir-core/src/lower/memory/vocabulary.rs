//! What names of conditions and conclusions stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::Discriminant;
use std::sync::Arc;

use weir_syntax::diagnostic::SourceId;

use super::super::{Lowerer, Target};
use crate::hir::*;

/// What names of conditions and conclusions stand for, and the places of what is known by the place where it is declared:
/// members of types, and lists.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) meanings: Meanings,
    places: Vec<Place>,
}

/// What names of conditions and conclusions stand for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Meanings {
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
        let types = program.facts.iter().map(|fact| &fact.ty);
        let members = types.flat_map(members).map(|member| member.place);
        let declared = self.names.values();
        let lists = declared.filter(|declared| declared.target == Target::List);
        Vocabulary {
            meanings,
            places: members.chain(lists.map(|list| list.place)).collect(),
        }
    }
}

impl Vocabulary {
    /// From where to where places moved since `last`, which has the same meanings.
    pub(super) fn moved(&self, last: &Self) -> BTreeMap<Place, Place> {
        let both = last.places.iter().zip(&self.places);
        let moved = both.filter(|(from, to)| from != to);
        moved.map(|(from, to)| (*from, *to)).collect()
    }
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
