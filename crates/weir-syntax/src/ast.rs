//! The tree: the shape of a text, without meaning. Names are not resolved, units not compared, dates not checked.
//!
//! Every node holds its place as an [`At`], which compares equal to any other; so equal texts give equal trees wherever
//! they stand. A part that could not be read is an `Error` node.

use crate::span::At;

/// A name with its place. Dotted names such as `exporter.ciio` are one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// A quoted text, without its quotation marks and with its escapes resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Where it stands.
    pub at: At,
}

/// A day as written; whether the calendar has it is not checked here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// As written: `2024-03-22`.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// A number as written, with its unit if one is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// As written: `100万`, `1_000_000`.
    pub text: String,
    /// The unit, in either language.
    pub unit: Option<Name>,
    /// Where it stands.
    pub at: At,
}

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// What a bilingual text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// The label itself.
    Label,
    /// The question that asks for a fact.
    Ask,
    /// The short title of an instrument, used in citations.
    Short,
    /// Who issued an instrument.
    Issuer,
    /// The official number of an instrument.
    Number,
    /// A remark.
    Note,
    /// What of an untranscribed part is missing, and where its text is.
    Missing,
    /// Who approved a list.
    Approved,
    /// With whom a list was filed.
    Filed,
    /// On whose decision an adoption rests.
    Triggered,
    /// Why the default of a reading is the default.
    Because,
}

/// One text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is for.
    pub kind: LabelKind,
    /// Its language.
    pub lang: Lang,
    /// The text.
    pub text: Text,
    /// Where the whole clause stands.
    pub at: At,
}

/// How the text of the law was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// The official text or a verbatim copy of it.
    Primary,
    /// A commentary, press report or compilation.
    Secondary,
}

/// A period: from the first day, until the first day after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The first day on which it no longer holds.
    pub until: Option<Date>,
    /// Where it stands.
    pub at: At,
}

/// A reference to provisions or rules: `order16 article 5 item 4`, `article 7`, `order16 rule small_volume`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// The instrument or list, where it is not the enclosing one.
    pub instrument: Option<Name>,
    /// The edition of the list.
    pub edition: Option<Text>,
    /// The steps into it.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub at: At,
}

/// One step of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A numbered provision.
    Provision(ProvisionKind, Number),
    /// A rule by name.
    Rule(Name),
}

/// The number of a provision, the id of a row, or the name of a sector or scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// The kinds of numbered provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProvisionKind {
    /// 条.
    Article,
    /// 款.
    Paragraph,
    /// 项.
    Item,
    /// A question of an official set of answers.
    Question,
    /// 章 or 节.
    Section,
    /// 附件.
    Annex,
    /// A sector of a list; its number is its name.
    Sector,
    /// A business scenario of a list; its number is its name.
    Scenario,
    /// A row of a list; its number is its id.
    Row,
}

impl ProvisionKind {
    /// The word for one such provision.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Question => "question",
            Self::Section => "section",
            Self::Annex => "annex",
            Self::Sector => "sector",
            Self::Scenario => "scenario",
            Self::Row => "row",
        }
    }

    /// The word for several such provisions.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Paragraph => "paragraphs",
            Self::Item => "items",
            Self::Question => "questions",
            Self::Section => "sections",
            Self::Annex => "annexes",
            Self::Sector => "sectors",
            Self::Scenario => "scenarios",
            Self::Row => "rows",
        }
    }

    /// Whether it is a part of a list and not of an instrument.
    #[must_use]
    pub fn of_list(self) -> bool {
        match self {
            Self::Sector | Self::Scenario | Self::Row => true,
            Self::Article
            | Self::Paragraph
            | Self::Item
            | Self::Question
            | Self::Section
            | Self::Annex => false,
        }
    }
}

/// A whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Its declarations, in order.
    pub items: Vec<Item>,
}

/// A declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `use "other.weir"`.
    Use(Use),
    /// `outcome pathway ladder { … }`.
    Outcome(Outcome),
    /// `category data_class { … }`.
    Category(Category),
    /// `fact exporter.ciio: bool`.
    Fact(Fact),
    /// `measure people.general: people each calendar_year`.
    Measure(Measure),
    /// `threshold assessment_general { … }`.
    Threshold(Threshold),
    /// `zone beijing`.
    Zone(Zone),
    /// `instrument order16 { … }`.
    Instrument(Instrument),
    /// `list beijing edition "2024" { … }`.
    List(List),
    /// `counter listed.people: people { … }`.
    Counter(Counter),
    /// `reading deleted_people { … }`.
    Reading(Reading),
    /// `assume … that …`.
    Assume(Assume),
    /// `define … means …`.
    Define(Define),
    /// `profile ordinary { … }`.
    Profile(Profile),
    /// `test "…" { … }`.
    Test(Test),
    /// What could not be read.
    Error(At),
}

/// `use "other.weir"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The path, relative to this file.
    pub path: Text,
    /// Where it stands.
    pub at: At,
}

/// An outcome and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its name.
    pub name: Name,
    /// One ordered value, or a set of values.
    pub kind: OutcomeKind,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Its values, for a ladder from least to most demanding.
    pub values: Vec<Member>,
    /// Where it stands.
    pub at: At,
}

/// The two kinds of outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// One value; values are ordered from least to most demanding.
    Ladder,
    /// Any number of values.
    Set,
}

/// A named member with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Where it stands.
    pub at: At,
}

/// A tree of categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its name; at the root, the name of the type.
    pub name: Name,
    /// Its labels.
    pub labels: Vec<Label>,
    /// The kinds that are part of it.
    pub children: Vec<Category>,
    /// Where it stands.
    pub at: At,
}

/// The type of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// One of the listed values.
    OneOf(Vec<Member>),
    /// One member of a category tree or one zone; the name is `zone` for zones.
    OneOfNamed(Name),
    /// Any number of members of a category tree or of zones; the name is `zone` for zones.
    SetOf(Name),
    /// A quantity of this unit.
    Quantity(Name),
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Labels, questions and notes.
    pub labels: Vec<Label>,
    /// On which provisions it rests.
    pub cites: Vec<Ref>,
    /// Where it stands.
    pub at: At,
}

/// A number counted over an exporter's flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name.
    pub name: Name,
    /// Its unit.
    pub unit: Name,
    /// The period over which it is counted.
    pub each: Option<Name>,
    /// Labels, questions and notes.
    pub labels: Vec<Label>,
    /// On which provisions it rests.
    pub cites: Vec<Ref>,
    /// Where it stands.
    pub at: At,
}

/// A named number over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Its values over time.
    pub values: Vec<ThresholdValue>,
    /// Where it stands.
    pub at: At,
}

/// One value of a threshold and when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThresholdValue {
    /// When it holds.
    pub period: Period,
    /// The value.
    pub quantity: Quantity,
    /// The provisions that set it.
    pub cites: Vec<Ref>,
    /// Where it stands.
    pub at: At,
}

/// A free trade zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Where it stands.
    pub at: At,
}

/// A law, regulation, order or set of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its name.
    pub name: Name,
    /// What stands in it.
    pub body: Vec<Element>,
    /// Where it stands.
    pub at: At,
}

/// A list of a free trade zone, in one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What it lists.
    pub kind: ListKind,
    /// Its name and edition.
    pub name: ListName,
    /// What stands in it.
    pub body: Vec<Element>,
    /// Where it stands.
    pub at: At,
}

/// The two kinds of list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// What needs a mechanism; what is outside may be free.
    Negative,
    /// What may go; what is outside is not freed by it.
    General,
}

/// A list and its edition: `beijing edition "2024"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListName {
    /// The name, common to all editions.
    pub name: Name,
    /// The label of the edition, which is not a date.
    pub edition: Text,
}

/// A number that one measure gives under one reading and another under the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Its name.
    pub name: Name,
    /// Its unit.
    pub unit: Name,
    /// Its labels.
    pub labels: Vec<Label>,
    /// On which provisions it rests.
    pub cites: Vec<Ref>,
    /// The measures, with when each is the one.
    pub cases: Vec<CounterCase>,
    /// Where it stands.
    pub at: At,
}

/// A measure of a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterCase {
    /// The measure.
    pub measure: Name,
    /// When it is the one.
    pub condition: Expr,
    /// Where it stands.
    pub at: At,
}

/// What all lists made under a provision have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    /// Labels.
    pub labels: Vec<Label>,
    /// Its parts.
    pub parts: Vec<ListsPart>,
    /// Where it stands.
    pub at: At,
}

/// A part of what lists have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListsPart {
    /// The fact that tells the sector.
    Sectors(Name),
    /// The fact that tells the business scenario.
    Scenarios(Name),
    /// The fact that tells the data fields.
    Fields(Name),
    /// The strictest conclusion of a list: outcome and value.
    Strictest(Name, Name, At),
    /// `outside free …`: what that word concludes.
    Outside {
        /// The word.
        what: Name,
        /// Labels, conditions and conclusion.
        clauses: Vec<Clause>,
        /// Where it stands.
        at: At,
    },
    /// When open enumerations include or exclude what they do not name.
    Others {
        /// `included` or `excluded`.
        what: Name,
        /// When.
        condition: Expr,
        /// Where it stands.
        at: At,
    },
}

/// Takes parts of another list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// The other list.
    pub from: ListName,
    /// The kind of part that is taken; `None` for all of it.
    pub kind: Option<ProvisionKind>,
    /// The sectors or scenarios that are taken.
    pub parts: Vec<Name>,
    /// Labels, period, conditions, exceptions, mappings.
    pub clauses: Vec<Clause>,
    /// Where it stands.
    pub at: At,
}

/// Rows as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListTable {
    /// What the columns are.
    pub header: Option<Row>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub at: At,
}

/// What can stand in an instrument, a list or a provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A clause about the instrument, provision or rule.
    Clause(Clause),
    /// A provision.
    Provision(Provision),
    /// A named rule.
    Rule(Rule),
    /// Which of two sets of rules prevails.
    Precedence(Precedence),
    /// Provisions whose conclusions count as one, the strictest.
    Strictest(Strictest),
    /// A defined condition.
    Define(Define),
    /// An assumption.
    Assume(Assume),
    /// What all lists made under this provision have in common.
    Lists(Lists),
    /// Rows as a table.
    Table(ListTable),
    /// Parts of another list.
    Adoption(Adoption),
    /// What could not be read.
    Error(At),
}

/// A clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// A bilingual text.
    Label(Label),
    /// `when …`.
    When(Expr, At),
    /// `then …`.
    Then(Conclusion),
    /// `in force from … until …`, in a list with `if …`.
    InForce(Period, Option<Expr>),
    /// `published 2024-03-22`.
    Published(Date, At),
    /// `url "…"`.
    Url(Text, At),
    /// `source secondary "…"`.
    Source(SourceKind, Option<Text>, At),
    /// `cite …`.
    Cite(Vec<Ref>, At),
    /// `under order16 article 6`.
    Under(Ref, At),
    /// `zone beijing_ftz`.
    Zone(Vec<Name>, At),
    /// `dated 2024-08-26`; several where sources differ.
    Dated(Vec<Date>, At),
    /// `announced 5 sectors, 23 scenarios`.
    Announced(Vec<Count>, At),
    /// `trial until 2027-09-05 if …`.
    Trial(Date, Option<Expr>, At),
    /// `replaces beijing edition "2024"`.
    Replaces(ListName, At),
    /// `available when …`.
    Available(Expr, At),
    /// `outside free if …`.
    Outside(Name, Option<Expr>, At),
    /// `untranscribed scenarios if …`.
    Untranscribed(Option<ProvisionKind>, Option<Expr>, At),
    /// `fields a, b and others`.
    Fields {
        /// The fields.
        names: Vec<Name>,
        /// Whether the enumeration is open.
        others: bool,
        /// Where it stands.
        at: At,
    },
    /// `band people.general 10万人以上不满100万人 then pathway contract`.
    Band(Expr, Conclusion, At),
    /// `except row 7`.
    Except(Vec<Ref>, At),
    /// `unless …`.
    Unless(Expr, At),
    /// `as of 2026-05-07`.
    AsOf(Date, At),
    /// `with a as b`.
    With(Name, Name, At),
    /// What could not be read.
    Error(At),
}

/// How many of something a list is said to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub number: Number,
    /// Of what.
    pub what: Counted,
    /// Where it stands.
    pub at: At,
}

/// What is counted in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Sectors.
    Sectors,
    /// Business scenarios.
    Scenarios,
    /// Rows.
    Rows,
    /// Data fields.
    Fields,
    /// Data items, as some zones count.
    Items,
}

impl Counted {
    /// The word for them.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sectors => "sectors",
            Self::Scenarios => "scenarios",
            Self::Rows => "rows",
            Self::Fields => "fields",
            Self::Items => "items",
        }
    }
}

/// A provision: an article, paragraph, item or question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// Its kind.
    pub kind: ProvisionKind,
    /// Its number.
    pub number: Number,
    /// The name of the rule in it, if it is one.
    pub name: Option<Name>,
    /// What stands in it. Whether it was written in braces is layout.
    pub body: Vec<Element>,
    /// Where it stands.
    pub at: At,
}

/// A rule with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// Where it stands.
    pub at: At,
}

/// What a rule concludes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// The outcome, or the fact that gets a category.
    pub target: Name,
    /// The conclusion.
    pub kind: ConclusionKind,
    /// Where it stands.
    pub at: At,
}

/// The kinds of conclusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConclusionKind {
    /// Values of an outcome.
    Values(Vec<Name>),
    /// A category that a set of data has by law.
    Has(Name),
    /// The law answers, but that part has not been transcribed.
    Untranscribed,
}

/// Which rules set which aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precedence {
    /// The rules spoken of.
    pub subject: Ref,
    /// The relation.
    pub kind: PrecedenceKind,
    /// The other rules.
    pub objects: Vec<Ref>,
    /// The provision that says so, where it is not the one in which this stands.
    pub by: Option<Ref>,
    /// Where it stands.
    pub at: At,
}

/// The ways to set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrecedenceKind {
    /// The objects set the subject aside.
    YieldsTo,
    /// The subject sets the objects aside.
    PrevailsOver,
    /// Where the subject applies, the objects do not apply at all.
    Disapplies,
}

/// Provisions whose conclusions count as one, the strictest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strictest {
    /// The provisions.
    pub members: Vec<Ref>,
    /// Where it stands.
    pub at: At,
}

/// An open question of law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its name.
    pub name: Name,
    /// Labels, reasons and citations.
    pub clauses: Vec<Clause>,
    /// The ways to read it.
    pub options: Vec<ReadingOption>,
    /// Where it stands.
    pub at: At,
}

/// One way to read an open question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingOption {
    /// Its name.
    pub name: Name,
    /// Whether it is taken when nothing is said.
    pub default: bool,
    /// Labels and citations.
    pub clauses: Vec<Clause>,
    /// Where it stands.
    pub at: At,
}

/// What always holds among facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assume {
    /// Its name.
    pub name: Name,
    /// Labels and citations.
    pub clauses: Vec<Clause>,
    /// The condition.
    pub condition: Expr,
    /// Where it stands.
    pub at: At,
}

/// A named condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Labels and citations.
    pub clauses: Vec<Clause>,
    /// The condition.
    pub condition: Expr,
    /// Where it stands.
    pub at: At,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it says.
    pub kind: ExprKind,
    /// Where it stands.
    pub at: At,
}

/// The kinds of condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// All hold.
    And(Vec<Expr>),
    /// At least one holds.
    Or(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// Where the first holds, so does the second.
    Implies(Box<Expr>, Box<Expr>),
    /// In parentheses.
    Paren(Box<Expr>),
    /// `true` or `false`.
    Const(bool),
    /// A yes-or-no fact or a definition.
    Name(Name),
    /// `fact is value`, `fact is not value`.
    Is {
        /// The fact or outcome.
        subject: Name,
        /// Whether `not` stands before the value.
        negated: bool,
        /// The values, one of which it is.
        values: Vec<Name>,
        /// Whether it was written with `one of`.
        one_of: bool,
    },
    /// `fact has a`, `has any of a, b`, `has all of a, b`.
    Has {
        /// The fact or outcome.
        subject: Name,
        /// One, any or all.
        quantifier: Quantifier,
        /// The members.
        values: Vec<Name>,
    },
    /// `fact < value`.
    Compare {
        /// The fact or outcome.
        subject: Name,
        /// The operator.
        op: CompareOp,
        /// The other side.
        value: Value,
    },
    /// `fact 10万人以上 不满100万人`: one or two bounds written as in official texts.
    Bounds {
        /// The fact.
        subject: Name,
        /// The bounds.
        bounds: Vec<Bound>,
    },
    /// `reading name is option`.
    Reading {
        /// The reading.
        reading: Name,
        /// The option.
        option: Name,
    },
    /// What could not be read.
    Error,
}

/// How many of the listed members must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// The one that is named.
    One,
    /// At least one.
    Any,
    /// Every one.
    All,
}

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompareOp {
    /// `=`.
    Eq,
    /// `!=`.
    Ne,
    /// `<`, 不满.
    Lt,
    /// `<=`, 以下.
    Le,
    /// `>`, 超过.
    Gt,
    /// `>=`, 以上.
    Ge,
}

impl CompareOp {
    /// How it is written in ASCII.
    #[must_use]
    pub fn ascii(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

/// One bound as written in official texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// 以上, 以下, 不满 or 超过.
    pub op: CompareOp,
    /// The number, threshold or date.
    pub value: Value,
    /// Where it stands.
    pub at: At,
}

/// A value in a condition or a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number, with or without unit.
    Quantity(Quantity),
    /// A day.
    Date(Date),
    /// A named value, threshold or member.
    Name(Name),
    /// `true` or `false`.
    Bool(bool, At),
    /// `unknown`.
    Unknown(At),
    /// `{ a, b }`.
    Set(Vec<Name>, At),
    /// A text.
    Text(Text),
    /// `name { a, b }`: a kind of result with its values, such as `undetermined { exempt, security_assessment }`.
    NameSet(Name, Vec<Name>, At),
    /// A reference with at least one step.
    Ref(Ref),
    /// Bounds, in a table.
    Bounds(Vec<Bound>, At),
    /// An empty cell.
    Empty(At),
}

impl Value {
    /// Where it stands.
    #[must_use]
    pub fn at(&self) -> At {
        match self {
            Self::Quantity(quantity) => quantity.at,
            Self::Date(date) => date.at,
            Self::Name(name) => name.at,
            Self::Bool(_, at)
            | Self::Unknown(at)
            | Self::Set(_, at)
            | Self::NameSet(_, _, at)
            | Self::Bounds(_, at)
            | Self::Empty(at) => *at,
            Self::Text(text) => text.at,
            Self::Ref(reference) => reference.at,
        }
    }
}

/// Facts shared by several tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: Name,
    /// Another profile on which it builds.
    pub base: Option<Name>,
    /// Labels.
    pub labels: Vec<Label>,
    /// The facts.
    pub facts: Vec<Assignment>,
    /// Where it stands.
    pub at: At,
}

/// `fact = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The fact.
    pub fact: Name,
    /// Its value.
    pub value: Value,
    /// Where it stands.
    pub at: At,
}

/// A test with its expectations, single or as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What it shows.
    pub name: Text,
    /// The day as of which it is run.
    pub on: Option<Date>,
    /// Whether it was declared as a table.
    pub is_table: bool,
    /// Facts, readings and expectations.
    pub body: Vec<TestElement>,
    /// The heading of the table.
    pub header: Option<Row>,
    /// The rows of the table.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub at: At,
}

/// What can stand in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestElement {
    /// `given profile p { … }`.
    Given {
        /// The profile on which it builds.
        profile: Option<Name>,
        /// Facts.
        facts: Vec<Assignment>,
        /// Where it stands.
        at: At,
    },
    /// `reading name is option`.
    Reading {
        /// The reading.
        reading: Name,
        /// The option.
        option: Name,
        /// Where it stands.
        at: At,
    },
    /// `expect …`.
    Expect(Expect),
    /// What could not be read.
    Error(At),
}

/// An expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// What is expected.
    pub kind: ExpectKind,
    /// Where it stands.
    pub at: At,
}

/// The kinds of expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectKind {
    /// An outcome has this value, or this kind of result.
    Outcome {
        /// The outcome.
        outcome: Name,
        /// The value, set, or kind of result.
        value: Value,
        /// A provision on which it must rest.
        by: Option<Ref>,
    },
    /// A set outcome has, or has not, these values.
    Has {
        /// The outcome.
        outcome: Name,
        /// Whether they must be absent.
        negated: bool,
        /// The values.
        values: Vec<Name>,
    },
    /// These facts would decide.
    Needs(Vec<Name>),
    /// The determination rests on this reading.
    RestsOn(Name),
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Value>,
    /// Where it stands.
    pub at: At,
}
