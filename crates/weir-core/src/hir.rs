//! The program: declarations with ids, resolved names, types, periods and citations. No layout.
//!
//! Each node keeps the place it came from, for messages; nothing here depends on that place.

use std::collections::BTreeMap;
use std::sync::Arc;

pub use weir_syntax::ast::{
    CompareOp, LabelKind, Lang, OutcomeKind, PrecedenceKind, ProvisionKind, SourceKind,
};
pub use weir_syntax::diagnostic::{Language, Place, SourceId};
pub use weir_syntax::token::Unit;

use crate::date::{Date, Period};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $field:ident : $node:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the program's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }

        impl std::ops::Index<$name> for Program {
            type Output = $node;

            #[expect(clippy::indexing_slicing, reason = "ids are made only for nodes that exist and none is ever removed")]
            fn index(&self, id: $name) -> &$node {
                &self.$field[id.index()]
            }
        }
    )*};
}

ids! {
    /// An outcome.
    OutcomeId => outcomes: Outcome;
    /// A fact or measure.
    FactId => facts: Fact;
    /// A threshold.
    ThresholdId => thresholds: Threshold;
    /// An instrument.
    InstrumentId => instruments: Instrument;
    /// A provision of an instrument.
    ProvisionId => provisions: Provision;
    /// A rule.
    RuleId => rules: Rule;
    /// An open question of law.
    ReadingId => readings: Reading;
    /// A defined condition.
    DefinitionId => definitions: Definition;
    /// An assumption.
    AssumptionId => assumptions: Assumption;
}

/// All declarations of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// What rules conclude.
    pub outcomes: Vec<Outcome>,
    /// Facts and measures, in order of declaration.
    pub facts: Vec<Fact>,
    /// Named numbers over time.
    pub thresholds: Vec<Threshold>,
    /// Instruments.
    pub instruments: Vec<Instrument>,
    /// All provisions of all instruments.
    pub provisions: Vec<Provision>,
    /// All rules.
    pub rules: Vec<Rule>,
    /// Which rule sets which aside.
    pub precedences: Vec<Precedence>,
    /// Rules whose conclusions count as one.
    pub groups: Vec<Group>,
    /// Open questions of law.
    pub readings: Vec<Reading>,
    /// Defined conditions.
    pub definitions: Vec<Definition>,
    /// What always holds.
    pub assumptions: Vec<Assumption>,
    /// Tests.
    pub tests: Vec<Test>,
}

/// A term's text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(pub BTreeMap<(LabelKind, Lang), String>);

impl Labels {
    /// The text of a kind in a language, or in the other one where that is missing.
    #[must_use]
    pub fn get(&self, kind: LabelKind, language: Language) -> Option<&str> {
        let (first, second) = language.pick((Lang::Zh, Lang::En), (Lang::En, Lang::Zh));
        self.0
            .get(&(kind, first))
            .or_else(|| self.0.get(&(kind, second)))
            .map(String::as_str)
    }

    /// The label in a language, or in the other one where that is missing.
    #[must_use]
    pub fn label(&self, language: Language) -> Option<&str> {
        self.get(LabelKind::Label, language)
    }

    /// The label in exactly this language.
    #[must_use]
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        self.0.get(&(LabelKind::Label, lang)).map(String::as_str)
    }
}

/// A named value: of an outcome, an enumeration, a category tree or the zones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its texts.
    pub labels: Labels,
    /// In a category tree, the position of the kind it is part of.
    pub parent: Option<usize>,
    /// Where it is declared.
    pub place: Place,
}

/// What rules conclude.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// One ordered value or a set.
    pub kind: OutcomeKind,
    /// Its values; on a ladder from least to most demanding.
    pub values: Vec<Member>,
    /// Its texts.
    pub labels: Labels,
    /// Where it is declared.
    pub place: Place,
}

/// The type of a fact.
#[derive(Clone, Debug)]
pub enum FactType {
    /// Yes or no.
    Bool,
    /// Exactly one of these.
    Choice(Arc<[Member]>),
    /// Any of these; a member is present wherever one under it is.
    Set(Arc<[Member]>),
    /// A whole number, never negative, of a unit.
    Quantity(Unit),
    /// A day.
    Date,
    /// The declaration is broken; whatever meets it stays silent.
    Error,
}

/// Something a scenario says.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: FactType,
    /// The period over which a measure is counted; `None` for plain facts.
    pub each: Option<String>,
    /// Whether it is a measure.
    pub measure: bool,
    /// Its texts.
    pub labels: Labels,
    /// On which provisions it rests.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub place: Place,
}

/// A named number over time.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Its name.
    pub name: String,
    /// Its unit, where its values agree on one.
    pub unit: Option<Unit>,
    /// Its values, in order of their periods.
    pub values: Vec<ThresholdValue>,
    /// Its texts.
    pub labels: Labels,
    /// Where it is declared.
    pub place: Place,
}

/// One value of a threshold.
#[derive(Clone, Debug)]
pub struct ThresholdValue {
    /// When it holds.
    pub period: Period,
    /// The number, in the threshold's unit.
    pub number: i64,
    /// The provisions that set it.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub place: Place,
}

/// A law, regulation, order or set of answers.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Its name.
    pub name: String,
    /// Its texts.
    pub labels: Labels,
    /// When it is law.
    pub period: Period,
    /// When it was published.
    pub published: Option<Date>,
    /// The address of its official text.
    pub url: Option<String>,
    /// How it was read.
    pub source: Option<SourceKind>,
    /// Where it is declared.
    pub place: Place,
}

/// A provision.
#[derive(Clone, Debug)]
pub struct Provision {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The provision around it.
    pub parent: Option<ProvisionId>,
    /// Its kind.
    pub kind: ProvisionKind,
    /// Its number as written.
    pub number: String,
    /// Its texts.
    pub labels: Labels,
    /// When it is law, within what it stands in.
    pub period: Period,
    /// How it was read.
    pub source: Option<SourceKind>,
    /// The address where it was read, if it has its own.
    pub url: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A place in the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The provision, where it is not the instrument as a whole.
    pub provision: Option<ProvisionId>,
}

/// A rule. Its citation is where it stands.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where in the law it stands.
    pub citation: Citation,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its texts.
    pub labels: Labels,
    /// When it is law.
    pub period: Period,
    /// When it applies.
    pub guard: Cond,
    /// What it concludes.
    pub conclusions: Vec<Conclusion>,
    /// Further provisions on which it rests.
    pub cites: Vec<Citation>,
    /// How it was read.
    pub source: Option<SourceKind>,
    /// Where it stands.
    pub place: Place,
}

/// What a rule concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conclusion {
    /// A value of an outcome.
    Value(OutcomeId, usize),
    /// The law answers, but this part has not been transcribed.
    Hole(OutcomeId),
    /// A member that a set fact has by law.
    Has(FactId, usize),
}

/// A pair of rules, one of which sets the other aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precedence {
    /// The rule that sets aside.
    pub winner: RuleId,
    /// The rule that is set aside.
    pub loser: RuleId,
    /// Whether the loser does not even apply.
    pub disapplies: bool,
    /// The provision that says so.
    pub by: Citation,
    /// When that provision is law.
    pub period: Period,
    /// Where it stands.
    pub place: Place,
}

/// Rules whose conclusions on a ladder count as one, the strictest.
#[derive(Clone, Debug)]
pub struct Group {
    /// The rules.
    pub rules: Vec<RuleId>,
    /// The provision that says so.
    pub by: Citation,
    /// When that provision is law.
    pub period: Period,
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Cond {
    /// What it says.
    pub kind: CondKind,
    /// Where it stands.
    pub place: Place,
}

/// The kinds of condition.
#[derive(Clone, Debug)]
pub enum CondKind {
    /// Always or never.
    Const(bool),
    /// A yes-or-no fact.
    Fact(FactId),
    /// A fact of one value has one of these.
    Is(FactId, Vec<usize>),
    /// A set has this member.
    Has(FactId, usize),
    /// A quantity or day compared with a constant.
    Compare(FactId, CompareOp, Operand),
    /// A ladder has one of these values.
    Outcome(OutcomeId, Vec<usize>),
    /// A set outcome has this value.
    OutcomeHas(OutcomeId, usize),
    /// An open question is read this way.
    Reading(ReadingId, usize),
    /// A defined condition.
    Definition(DefinitionId),
    /// It does not hold.
    Not(Box<Cond>),
    /// All hold.
    And(Vec<Cond>),
    /// At least one holds.
    Or(Vec<Cond>),
    /// Broken; the program is not executable.
    Error,
}

/// What a quantity or day is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A number in the fact's unit.
    Number(i64),
    /// A threshold, whose value depends on the day.
    Threshold(ThresholdId),
    /// A day.
    Date(Date),
}

/// An open question of law.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// The question and why the default is the default.
    pub labels: Labels,
    /// The ways to read it.
    pub options: Vec<ReadingOption>,
    /// The position of the default option.
    pub default: usize,
    /// Where it is declared.
    pub place: Place,
}

/// One way to read an open question.
#[derive(Clone, Debug)]
pub struct ReadingOption {
    /// Its name.
    pub name: String,
    /// What it says.
    pub labels: Labels,
    /// On what it rests.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub place: Place,
}

/// A defined condition.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// Its texts.
    pub labels: Labels,
    /// What it means.
    pub condition: Cond,
    /// On what it rests.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub place: Place,
}

/// What always holds among facts.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Its name.
    pub name: String,
    /// Its texts.
    pub labels: Labels,
    /// The condition.
    pub condition: Cond,
    /// On what it rests.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub place: Place,
}

/// A test.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// The day as of which it is run.
    pub on: Option<Date>,
    /// Its cases; one for a single test, one a row for a table.
    pub cases: Vec<Case>,
    /// Where it stands.
    pub place: Place,
}

/// One case of a test.
#[derive(Clone, Debug)]
pub struct Case {
    /// What this row shows, where the table says so.
    pub label: Option<String>,
    /// The facts.
    pub facts: BTreeMap<FactId, crate::scenario::Given>,
    /// The readings.
    pub readings: BTreeMap<ReadingId, usize>,
    /// What is expected.
    pub expects: Vec<Expectation>,
    /// Where it stands.
    pub place: Place,
}

/// What a case expects.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What.
    pub kind: ExpectationKind,
    /// Where it stands.
    pub place: Place,
}

/// The kinds of expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectationKind {
    /// The ladder has this value.
    Value(OutcomeId, usize),
    /// It can't be decided; if named, between exactly these values.
    Undetermined(OutcomeId, Option<Vec<usize>>),
    /// No rule concludes.
    Gap(OutcomeId),
    /// Rules conclude different values; if named, exactly these.
    Conflict(OutcomeId, Option<Vec<usize>>),
    /// No completion of the facts is possible.
    Impossible(OutcomeId),
    /// The set surely has these values.
    Has(OutcomeId, Vec<usize>),
    /// The set surely lacks these values.
    Lacks(OutcomeId, Vec<usize>),
    /// The set is surely exactly these values.
    Exactly(OutcomeId, Vec<usize>),
    /// One of these rules is a reason for the value of the outcome.
    By(OutcomeId, Vec<RuleId>),
    /// This fact would decide.
    Needs(FactId),
    /// The determination rests on this reading.
    RestsOn(ReadingId),
}

impl Program {
    /// The fact with this name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<FactId> {
        self.facts
            .iter()
            .position(|fact| fact.name == name)
            .map(FactId::from_index)
    }

    /// The outcome with this name.
    #[must_use]
    pub fn outcome(&self, name: &str) -> Option<OutcomeId> {
        self.outcomes
            .iter()
            .position(|outcome| outcome.name == name)
            .map(OutcomeId::from_index)
    }

    /// The reading with this name.
    #[must_use]
    pub fn reading(&self, name: &str) -> Option<ReadingId> {
        self.readings
            .iter()
            .position(|reading| reading.name == name)
            .map(ReadingId::from_index)
    }

    /// The provision itself and those around it, the outermost first.
    #[must_use]
    pub fn path(&self, provision: ProvisionId) -> Vec<ProvisionId> {
        let mut path = vec![provision];
        let mut at = provision;
        while let Some(parent) = self[at].parent {
            path.push(parent);
            at = parent;
        }
        path.reverse();
        path
    }

    /// Whether a citation lies within another: the same, or inside it.
    #[must_use]
    pub fn within(&self, inner: Citation, outer: Citation) -> bool {
        inner.instrument == outer.instrument
            && outer.provision.is_none_or(|outer| {
                inner
                    .provision
                    .is_some_and(|inner| self.path(inner).contains(&outer))
            })
    }

    /// The members of a fact of one value or of a set.
    #[must_use]
    pub fn members(&self, fact: FactId) -> &[Member] {
        match &self[fact].ty {
            FactType::Choice(members) | FactType::Set(members) => members,
            FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
        }
    }

    /// The ids of all facts.
    pub fn fact_ids(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..self.facts.len()).map(FactId::from_index)
    }

    /// The ids of all outcomes.
    pub fn outcome_ids(&self) -> impl Iterator<Item = OutcomeId> + use<> {
        (0..self.outcomes.len()).map(OutcomeId::from_index)
    }

    /// The ids of all readings.
    pub fn reading_ids(&self) -> impl Iterator<Item = ReadingId> + use<> {
        (0..self.readings.len()).map(ReadingId::from_index)
    }

    /// The ids of all rules.
    pub fn rule_ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.rules.len()).map(RuleId::from_index)
    }
}

impl Conclusion {
    /// The outcome it concludes about, if it is one.
    #[must_use]
    pub fn outcome(&self) -> Option<OutcomeId> {
        match self {
            Self::Value(outcome, _) | Self::Hole(outcome) => Some(*outcome),
            Self::Has(..) => None,
        }
    }
}
