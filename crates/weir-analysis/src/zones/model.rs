//! What a comparison of lists consists of: plain values, in a fixed order.

use std::collections::BTreeSet;

use weir_core::date::Date;
use weir_core::hir::{
    CounterId, FactId, InstrumentId, ListKind, OutcomeId, OutsideKind, ProvisionId, ReadingId,
    RuleId,
};

use crate::cases::Range;

mod finding;

pub use finding::{Finding, Kind, Party, Says, Severity, Side, Topic};

/// The lists of one day side by side, with the national rules.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The day.
    pub as_of: Date,
    /// The lists, in order of declaration.
    pub columns: Vec<Column>,
    /// Lists that only take over others, with these. They are compared where they come from.
    pub adopting: Vec<(InstrumentId, Vec<InstrumentId>)>,
    /// What the lists count.
    pub quantities: Vec<Quantity>,
    /// The sectors and then the scenarios that at least one list names.
    pub concepts: Vec<Concept>,
    /// What was found: first of lists as wholes, then concept by concept.
    pub findings: Vec<Finding>,
    /// Rules whose conditions are too large to look at every case of; what is said of them may lack something.
    pub too_large: Vec<RuleId>,
}

/// A list in force on the day.
#[derive(Clone, Debug)]
pub struct Column {
    /// The list.
    pub list: InstrumentId,
    /// What it lists.
    pub kind: ListKind,
    /// The option of a reading under which alone it is in force; `None` if it is so under the readings taken.
    pub only_if: Option<(ReadingId, usize)>,
    /// Who may use it.
    pub gate: Gate,
    /// What holds outside all its parts and rows; `None` where the list declares nothing.
    pub outside: Option<OutsideKind>,
    /// Its trial period.
    pub trial: Option<Trial>,
    /// How its rows are built.
    pub rows: Rows,
    /// What its rules add to sets, with the rules.
    pub duties: Vec<((OutcomeId, usize), Vec<RuleId>)>,
    /// The lists from which it takes parts, and which are compared themselves; what it takes is not compared once more.
    pub adopts: Vec<InstrumentId>,
}

/// Who may use a list, as far as facts say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// For each set of zones that is asked for, the zones of which one is needed.
    pub places: Vec<(FactId, BTreeSet<usize>)>,
    /// What closes it.
    pub closes: BTreeSet<Mark>,
    /// What opens it, always or in some cases.
    pub opens: BTreeSet<Mark>,
    /// The readings on which it turns.
    pub readings: BTreeSet<ReadingId>,
}

/// A yes-or-no fact that holds, or a member that a set has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The fact.
    pub fact: FactId,
    /// The member, of a set.
    pub member: Option<usize>,
}

/// A trial period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The day on which it is over.
    pub until: Date,
    /// Its length in whole months, where the start is known.
    pub months: Option<i64>,
    /// Whether it is over on the day of the comparison.
    pub over: bool,
}

/// How the rows of a list are built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rows for scenarios or fields, transcribed or not.
    pub special: usize,
    /// Rows for data other than those of other rows, transcribed or not.
    pub residual: usize,
    /// Other rows with numbers that are transcribed.
    pub general: usize,
    /// Rows of any kind that are transcribed.
    pub transcribed: usize,
    /// Places that are not transcribed.
    pub holes: usize,
}

/// What is counted: a measure, or the measures that one counter may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The measures.
    pub measures: Vec<FactId>,
    /// The counters.
    pub counters: Vec<CounterId>,
}

/// Whether a concept is a sector or a business scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// A sector.
    Sector,
    /// A business scenario.
    Scenario,
}

/// A member of a category, on which the lists are joined whatever they call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The fact whose value it is.
    pub fact: FactId,
    /// Its position.
    pub at: usize,
}

/// A sector or scenario, with how lists treat it.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Which of both.
    pub axis: Axis,
    /// The member.
    pub member: Member,
    /// The lists that reach it.
    pub standings: Vec<Standing>,
}

/// How what a list names stands to a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It names exactly this.
    Same,
    /// It names a kind around it.
    Wider,
    /// It names only a kind inside it.
    Narrower,
    /// It names no sectors at all.
    Everything,
}

/// How one list treats a concept.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The list, as a position among the columns.
    pub column: usize,
    /// How what it names stands to the concept.
    pub relation: Relation,
    /// What it names, and where it is printed; `None` if it names no sectors.
    pub named: Option<(Member, ProvisionId)>,
    /// For a scenario, the sector around it.
    pub sector: Option<(Member, ProvisionId)>,
    /// The rules that speak of it, not only of the sector around it.
    pub own: BTreeSet<RuleId>,
    /// The numbers with which something begins.
    pub bands: Vec<Band>,
    /// The fields that its rows name.
    pub fields: Option<Fields>,
    /// What makes data important, or gives them another kind: the rules, and the descriptions on which they turn.
    pub described: Vec<(RuleId, BTreeSet<Mark>)>,
    /// The values of ladders that its rows reach, with or without a number.
    pub reaches: Vec<((OutcomeId, usize), Vec<RuleId>)>,
    /// What is not transcribed.
    pub holes: Vec<RuleId>,
    /// What holds outside its rows.
    pub outside: Option<OutsideKind>,
}

/// Fields that rows name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The fact.
    pub fact: FactId,
    /// The fields.
    pub named: BTreeSet<usize>,
    /// Whether an enumeration is open.
    pub open: bool,
    /// The rows.
    pub rules: Vec<RuleId>,
}

/// What begins at a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// A value of a ladder.
    Value(OutcomeId, usize),
    /// A member that data have by law.
    Has(FactId, usize),
}

/// Numbers, and what they lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// What is counted, as a position among the quantities.
    pub quantity: usize,
    /// What they lead to.
    pub line: Line,
    /// The numbers.
    pub range: Range,
    /// The measure.
    pub measure: FactId,
    /// The rule.
    pub rule: RuleId,
    /// Whether what is not transcribed may change it.
    pub unsure: bool,
}
