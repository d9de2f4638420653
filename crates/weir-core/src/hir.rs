//! The program: declarations with ids, resolved names, types, periods and citations. No layout.
//!
//! Each node keeps the place it came from, for messages; nothing here depends on that place.

use std::collections::BTreeMap;
use std::sync::Arc;

pub use weir_syntax::ast::{
    CompareOp, Counted, LabelKind, Lang, ListKind, OutcomeKind, PrecedenceKind, ProvisionKind,
    SourceKind,
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
    /// A part of a list in which rows stand.
    ScopeId => scopes: Scope;
    /// What the lists made under a provision have in common.
    FrameId => frames: Frame;
    /// A number that depends on how the law is read.
    CounterId => counters: Counter;
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
    pub provisions: Vec<Arc<Provision>>,
    /// All rules.
    pub rules: Vec<Arc<Rule>>,
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
    /// The lists, their sectors, scenarios and adoptions.
    pub scopes: Vec<Scope>,
    /// What the lists made under a provision have in common.
    pub frames: Vec<Frame>,
    /// Numbers that depend on how the law is read.
    pub counters: Vec<Counter>,
    /// The free trade zones.
    pub zones: Arc<[Member]>,
    /// Trees of kinds.
    pub categories: Vec<Category>,
    /// Tests.
    pub tests: Vec<Test>,
}

/// A term's text in both languages. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(pub Arc<BTreeMap<(LabelKind, Lang), String>>);

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

/// A tree of kinds.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name, which is that of the type.
    pub name: String,
    /// Its texts.
    pub labels: Labels,
    /// The kinds, each before those that are part of it.
    pub members: Arc<[Member]>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Threshold {
    /// Its value on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&ThresholdValue> {
        self.values.iter().find(|value| value.period.contains(day))
    }
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
    /// What it is as a list; `None` for other instruments.
    pub list: Option<Box<List>>,
    /// Where it is declared.
    pub place: Place,
}

/// What an instrument is as a list of a free trade zone.
#[derive(Clone, Debug)]
pub struct List {
    /// What it lists.
    pub kind: ListKind,
    /// The name, common to all editions.
    pub name: String,
    /// The label of the edition, which is not a date.
    pub edition: String,
    /// The provision under which it is made.
    pub under: Option<Citation>,
    /// What it has in common with other lists.
    pub frame: Option<FrameId>,
    /// The zones it is for, as positions in [`Program::zones`].
    pub zones: Vec<usize>,
    /// The days written on it; several where sources differ, none where it is not known.
    pub dated: Vec<Date>,
    /// How many of what it is said to have, in all.
    pub announced: Vec<(Counted, i64)>,
    /// The end of its trial period.
    pub trial: Option<Date>,
    /// The edition that it puts an end to.
    pub replaces: Option<InstrumentId>,
    /// When it is in force, beyond its period: candidate days, the end of a trial, an edition that replaces it.
    pub in_force: Cond,
    /// Who may use it; all must hold.
    pub gate: Vec<Cond>,
    /// The whole list as a part.
    pub scope: ScopeId,
    /// Its rows and holes, adopted ones too.
    pub rows: Rules,
    /// What holds outside its rows.
    pub residuals: Rules,
    /// What it takes from other lists.
    pub adoptions: Vec<Adoption>,
}

/// What a list takes from another.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// The other list.
    pub from: InstrumentId,
    /// Labels, and on whose decision it rests.
    pub labels: Labels,
    /// The day as of which it takes the rows; `None` if it follows the other list.
    pub as_of: Option<Date>,
    /// When it holds.
    pub period: Period,
    /// Its part of the adopting list.
    pub scope: ScopeId,
    /// The sectors or scenarios that it takes; none if it takes all.
    pub parts: Vec<ProvisionId>,
    /// What it leaves out.
    pub except: Vec<ProvisionId>,
    /// The rules that it made.
    pub rules: Rules,
    /// On what it rests.
    pub cites: Vec<Citation>,
    /// How it was read.
    pub source: Option<SourceKind>,
    /// Where it stands.
    pub place: Place,
}

/// A part of a list in which rows stand: the list itself, a sector, a scenario, or what it adopts. A rule in it applies only
/// where its condition and those of the parts around it hold.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The list.
    pub list: InstrumentId,
    /// The part around it.
    pub parent: Option<ScopeId>,
    /// The sector or scenario, in the list where it is printed; `None` for a list or an adoption as a whole.
    pub provision: Option<ProvisionId>,
    /// The position among the adoptions of the list, for what it adopts.
    pub adoption: Option<usize>,
    /// When a flow is in it.
    pub condition: Cond,
    /// The rows and holes in it.
    pub rules: Rules,
    /// What it declares for what no row catches; the first whose condition holds counts.
    pub outside: Vec<Outside>,
}

/// What holds where no row applies.
#[derive(Clone, Debug)]
pub struct Outside {
    /// What.
    pub kind: OutsideKind,
    /// When, by readings.
    pub condition: Cond,
    /// Where it stands.
    pub place: Place,
}

/// What can hold where no row applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutsideKind {
    /// No mechanism, under the conditions of the frame.
    Free,
    /// The national rules decide.
    National,
    /// It is not known.
    Undetermined,
}

impl OutsideKind {
    /// The word for it in a policy.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::National => "national",
            Self::Undetermined => "undetermined",
        }
    }
}

/// What the lists made under a provision have in common.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The provision.
    pub citation: Citation,
    /// The fact that tells the sector.
    pub sectors: Option<FactId>,
    /// The fact that tells the business scenario.
    pub scenarios: Option<FactId>,
    /// The fact that tells the data fields.
    pub fields: Option<FactId>,
    /// The ladder that rows conclude about, and the strictest value that a list can reach.
    pub strictest: Option<(OutcomeId, usize)>,
    /// What `outside free` concludes, and when.
    pub free: Option<Free>,
    /// When open enumerations include what they do not name.
    pub included: Option<Cond>,
    /// When open enumerations exclude what they do not name.
    pub excluded: Option<Cond>,
    /// What holds for all rules of all lists.
    pub condition: Cond,
    /// Where it stands.
    pub place: Place,
}

/// What `outside free` concludes.
#[derive(Clone, Debug)]
pub struct Free {
    /// Its texts.
    pub labels: Labels,
    /// When.
    pub condition: Cond,
    /// What.
    pub conclusions: Vec<Conclusion>,
    /// On what it rests.
    pub cites: Vec<Citation>,
}

/// A number that one measure gives under one reading and another under the next.
#[derive(Clone, Debug)]
pub struct Counter {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: Option<Unit>,
    /// Its texts.
    pub labels: Labels,
    /// The measures, with when each is the one; the first whose condition holds.
    pub cases: Vec<(FactId, Cond)>,
    /// On what it rests.
    pub cites: Vec<Citation>,
    /// Where it is declared.
    pub place: Place,
}

/// Rules that follow one another: from the first up to, not including, the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rules {
    /// The first.
    pub from: u32,
    /// The first after them.
    pub to: u32,
}

impl Rules {
    /// One rule.
    #[must_use]
    pub fn one(rule: RuleId) -> Self {
        Self {
            from: rule.0,
            to: rule.0.saturating_add(1),
        }
    }

    /// Whether a rule is among them.
    #[must_use]
    pub fn contains(self, rule: RuleId) -> bool {
        self.from <= rule.0 && rule.0 < self.to
    }

    /// The rules.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = RuleId> + ExactSizeIterator {
        (self.from..self.to).map(RuleId)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }
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
    pub guard: Arc<Cond>,
    /// What it concludes.
    pub conclusions: Vec<Conclusion>,
    /// Further provisions on which it rests.
    pub cites: Vec<Citation>,
    /// How it was read.
    pub source: Option<SourceKind>,
    /// The part of a list in which it stands; its condition counts too.
    pub scope: Option<ScopeId>,
    /// What it is in a list.
    pub role: Role,
    /// Where its numbers stand, if it is a band of a row.
    pub band: Option<Place>,
    /// Where it stands.
    pub place: Place,
}

/// What a rule is in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It stands in an instrument.
    Provision,
    /// A row, or one of its bands.
    Row,
    /// What of a part has not been transcribed.
    Hole,
    /// Fields that an open enumeration does not name.
    OpenFields,
    /// What holds where no row applies.
    Residual,
}

/// What a rule concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conclusion {
    /// A value of an outcome.
    Value(OutcomeId, usize),
    /// The law answers, but this part has not been transcribed. Where a value is given, what is missing is no stricter.
    Hole(OutcomeId, Option<usize>),
    /// A member that a set fact has by law.
    Has(FactId, usize),
}

/// Rules that set others aside. It relates each rule of the one side with each other rule of the other that concludes about
/// the same outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precedence {
    /// The rules that set aside.
    pub winners: Rules,
    /// The rules that are set aside.
    pub losers: Rules,
    /// The outcome; `None` for all rules, whatever they conclude.
    pub about: Option<OutcomeId>,
    /// Whether the losers do not even apply.
    pub disapplies: bool,
    /// What sets aside and what is set aside, as a policy says it; `None` where the language says so of every list.
    pub stated: Option<(Referred, Referred)>,
    /// The provision that says so.
    pub by: Citation,
    /// When that provision is law.
    pub period: Period,
    /// Where it stands.
    pub place: Place,
}

/// What a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Referred {
    /// An instrument or provision with all rules in it.
    Law(Citation),
    /// One rule.
    Rule(RuleId),
}

/// Rules whose conclusions on a ladder count as one, the strictest.
#[derive(Clone, Debug)]
pub struct Group {
    /// The rules.
    pub rules: Vec<Rules>,
    /// The provision that says so.
    pub by: Citation,
    /// When that provision is law.
    pub period: Period,
    /// Where it stands.
    pub place: Place,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cond {
    /// What it says.
    pub kind: CondKind,
    /// Where it stands.
    pub place: Place,
}

/// The kinds of condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CondKind {
    /// Always or never.
    Const(bool),
    /// A yes-or-no fact.
    Fact(FactId),
    /// A fact of one value has one of these.
    Is(FactId, Vec<usize>),
    /// A set has this member.
    Has(FactId, usize),
    /// A set has a member that is none of these, nor part of one of them.
    HasOther(FactId, Arc<[usize]>),
    /// The day lies in this period.
    During(Period),
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
    By(OutcomeId, Vec<Rules>),
    /// This fact would decide.
    Needs(FactId),
    /// The determination rests on this reading.
    RestsOn(ReadingId),
}

/// What a test may expect of an outcome in place of a value, as it is written.
pub mod unsettled {
    /// It can't be decided.
    pub const UNDETERMINED: &str = "undetermined";
    /// No rule concludes.
    pub const GAP: &str = "gap";
    /// Rules conclude different values.
    pub const CONFLICT: &str = "conflict";
    /// No completion of the facts is possible.
    pub const IMPOSSIBLE: &str = "impossible";
    /// All of them.
    pub const ALL: [&str; 4] = [UNDETERMINED, GAP, CONFLICT, IMPOSSIBLE];
}

impl Program {
    /// Whether these are the zones, as the members of a fact's type.
    #[must_use]
    pub fn are_zones(&self, members: &[Member]) -> bool {
        std::ptr::eq(members.as_ptr(), self.zones.as_ptr())
    }

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

    /// Some rules that follow one another.
    #[must_use]
    pub fn run(&self, rules: Rules) -> &[Arc<Rule>] {
        let (from, to) = (rules.from as usize, rules.to as usize);
        self.rules.get(from..to).unwrap_or(&[])
    }

    /// All provisions of an instrument.
    #[must_use]
    pub fn provisions_of(&self, instrument: InstrumentId) -> &[Arc<Provision>] {
        self.provisions
            .get(self.stretch_of(instrument))
            .unwrap_or(&[])
    }

    /// Their ids.
    pub fn provision_ids_of(
        &self,
        instrument: InstrumentId,
    ) -> impl Iterator<Item = ProvisionId> + use<> {
        self.stretch_of(instrument).map(ProvisionId::from_index)
    }

    // INVARIANT: the provisions of an instrument follow one another, in order of the instruments.
    fn stretch_of(&self, instrument: InstrumentId) -> std::ops::Range<usize> {
        let all = &self.provisions;
        all.partition_point(|one| one.instrument < instrument)
            ..all.partition_point(|one| one.instrument <= instrument)
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

    /// Whether a rule concludes about an outcome; any rule, where none is named.
    #[must_use]
    pub fn concludes(&self, rule: RuleId, about: Option<OutcomeId>) -> bool {
        about.is_none_or(|outcome| {
            self[rule]
                .conclusions
                .iter()
                .any(|conclusion| conclusion.outcome() == Some(outcome))
        })
    }

    /// The part itself and those around it, the innermost first.
    pub fn scopes_around(&self, scope: Option<ScopeId>) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(scope, |scope| self[*scope].parent)
    }

    /// The lists, with what each is.
    pub fn lists(&self) -> impl Iterator<Item = (InstrumentId, &List)> {
        self.instruments
            .iter()
            .enumerate()
            .filter_map(|(at, instrument)| {
                let list = instrument.list.as_deref()?;
                Some((InstrumentId::from_index(at), list))
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

impl Cond {
    /// Calls `visit` for the condition and all its parts.
    pub fn walk<'c>(&'c self, visit: &mut impl FnMut(&'c Self)) {
        visit(self);
        match &self.kind {
            CondKind::Not(inner) => inner.walk(visit),
            CondKind::And(parts) | CondKind::Or(parts) => {
                parts.iter().for_each(|part| part.walk(visit));
            }
            CondKind::Const(_)
            | CondKind::Fact(_)
            | CondKind::Is(..)
            | CondKind::Has(..)
            | CondKind::HasOther(..)
            | CondKind::During(_)
            | CondKind::Compare(..)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::Definition(_)
            | CondKind::Error => {}
        }
    }

    /// A condition that always holds.
    #[must_use]
    pub fn always(place: Place) -> Self {
        Self {
            kind: CondKind::Const(true),
            place,
        }
    }

    /// All of some conditions.
    #[must_use]
    pub fn all(mut parts: Vec<Self>, place: Place) -> Self {
        parts.retain(|part| !matches!(part.kind, CondKind::Const(true)));
        match parts.len() {
            0 => Self::always(place),
            1 => parts.swap_remove(0),
            _ => Self {
                kind: CondKind::And(parts),
                place,
            },
        }
    }

    /// Any of some conditions.
    #[must_use]
    pub fn any(mut parts: Vec<Self>, place: Place) -> Self {
        match parts.len() {
            1 => parts.swap_remove(0),
            0 => Self {
                kind: CondKind::Const(false),
                place,
            },
            _ => Self {
                kind: CondKind::Or(parts),
                place,
            },
        }
    }

    /// The opposite of a condition.
    #[must_use]
    pub fn negated(self) -> Self {
        let place = self.place;
        if let CondKind::Not(inner) = self.kind {
            return *inner;
        }
        let kind = if let CondKind::Const(value) = self.kind {
            CondKind::Const(!value)
        } else {
            CondKind::Not(Box::new(self))
        };
        Self { kind, place }
    }
}

impl Conclusion {
    /// The outcome it concludes about, if it is one.
    #[must_use]
    pub fn outcome(&self) -> Option<OutcomeId> {
        match self {
            Self::Value(outcome, _) | Self::Hole(outcome, _) => Some(*outcome),
            Self::Has(..) => None,
        }
    }
}
