//! Where names stand and what each stands for. For those who show a program to people; nothing is decided by it.

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
