//! What names of conditions and conclusions stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::diagnostic::SourceId;

use super::super::{Lowerer, Target};
use crate::hir::*;

/// What names of conditions and conclusions stand for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Vocabulary {
    /// What each name stands for and in which text, with the place of those that are known by it.
    names: BTreeMap<String, (Target, SourceId, Option<Place>)>,
    visible: Arc<BTreeMap<SourceId, BTreeSet<SourceId>>>,
    facts: Vec<FactType>,
    outcomes: Vec<(OutcomeKind, Vec<String>)>,
    thresholds: Vec<Option<Unit>>,
    readings: Vec<Vec<String>>,
    counters: Vec<Counted>,
    /// The editions of lists, with the text in which each is declared.
    editions: Vec<(String, String, InstrumentId, SourceId)>,
}

/// The unit of a counter, and its measures with when each is the one.
type Counted = (Option<Unit>, Vec<(FactId, Cond)>);

impl Lowerer<'_> {
    pub(super) fn vocabulary_now(&self) -> Vocabulary {
        let program = &self.program;
        let names = self.names.iter().map(|(name, declared)| {
            let place = Some(declared.place).filter(|_| declared.target == Target::List);
            let target = (declared.target, declared.source, place);
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
        Vocabulary {
            names: names.collect(),
            visible: Arc::clone(self.seen.all()),
            facts: program.facts.iter().map(|fact| fact.ty.clone()).collect(),
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
        }
    }
}
