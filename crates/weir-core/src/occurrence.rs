//! Where names stand and what each stands for. For those who show a program to people; nothing is decided by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use weir_syntax::Span;
use weir_syntax::diagnostic::{Place, SourceId};

use crate::hir::{
    AssumptionId, CounterId, DefinitionId, FactId, InstrumentId, OutcomeId, ProvisionId, ReadingId,
    RuleId, ThresholdId,
};

/// A name, number or path at a place, and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Where it stands.
    pub place: Place,
    /// What it stands for.
    pub symbol: Symbol,
    /// Whether it is declared here.
    pub declares: bool,
}

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// An outcome.
    Outcome(OutcomeId),
    /// A value of an outcome.
    Value(OutcomeId, usize),
    /// A category tree: a position in [`Program::categories`](crate::hir::Program::categories).
    Category(usize),
    /// A kind in a category tree or a value of an enumeration, by the place where it is declared.
    Member(Place),
    /// A zone: a position in [`Program::zones`](crate::hir::Program::zones).
    Zone(usize),
    /// A fact or measure.
    Fact(FactId),
    /// A threshold.
    Threshold(ThresholdId),
    /// An instrument that is no list.
    Instrument(InstrumentId),
    /// All editions of a list, by the name of the first.
    List(Place),
    /// An edition of a list.
    Edition(InstrumentId),
    /// A provision, sector, scenario or row.
    Provision(ProvisionId),
    /// A rule with a name.
    Rule(RuleId),
    /// An open question of law.
    Reading(ReadingId),
    /// One way to read it.
    Option(ReadingId, usize),
    /// A defined condition.
    Definition(DefinitionId),
    /// An assumption.
    Assumption(AssumptionId),
    /// A number that depends on how the law is read.
    Counter(CounterId),
    /// A profile, in order of declaration.
    Profile(usize),
    /// A file.
    Source(SourceId),
}

/// All that stands in some texts, in order of place. What stands in a text that is as it was is shared with the check before.
#[derive(Clone, Debug, Default)]
pub struct Occurrences(BTreeMap<SourceId, Arc<InText>>);

/// What stands in one text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InText {
    /// In order of place.
    all: Vec<Occurrence>,
    /// The place where each symbol is declared, in order of symbol.
    declared: Vec<(Symbol, Place)>,
}

impl InText {
    pub(crate) fn new(mut all: Vec<Occurrence>) -> Self {
        // Most stand in order already, which this sort makes use of.
        all.sort();
        all.dedup();
        let declaring = all.iter().filter(|one| one.declares);
        let mut declared: Vec<(Symbol, Place)> =
            declaring.map(|one| (one.symbol, one.place)).collect();
        declared.sort();
        Self { all, declared }
    }

    fn declaration(&self, symbol: Symbol) -> Option<Place> {
        let first = self.declared.partition_point(|(other, _)| *other < symbol);
        let (found, place) = self.declared.get(first)?;
        (*found == symbol).then_some(*place)
    }
}

impl Occurrences {
    pub(crate) fn new(texts: BTreeMap<SourceId, Arc<InText>>) -> Self {
        Self(texts)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Occurrence> {
        self.0.values().flat_map(|text| &text.all)
    }

    /// Those of a text.
    #[must_use]
    pub fn in_source(&self, source: SourceId) -> &[Occurrence] {
        self.0.get(&source).map_or(&[], |text| &text.all)
    }

    /// Those that start in a part of a text.
    #[must_use]
    pub fn within(&self, source: SourceId, span: Span) -> &[Occurrence] {
        let all = self.in_source(source);
        let from = all.partition_point(|one| one.place.span.start < span.start);
        let to = all.partition_point(|one| one.place.span.start < span.end);
        all.get(from..to.max(from)).unwrap_or(&[])
    }

    /// Where a symbol is declared: the first place of its name.
    #[must_use]
    pub fn declaration(&self, symbol: Symbol) -> Option<Place> {
        self.0.values().find_map(|text| text.declaration(symbol))
    }
}
