//! What checking found, as facts; their words stand in `problems/words`.

use weir_syntax::codes::{self, Code};
use weir_syntax::diagnostic::{Diagnostic, Edit, Fix, Language};
use weir_syntax::parser::SyntaxError;

use crate::date::Date;
use crate::hir::{Lang, Place, Unit};

mod words;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: ProblemKind,
}

/// What sort of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum NameKind {
    Fact,
    Measure,
    Outcome,
    Value,
    Threshold,
    Instrument,
    Provision,
    Rule,
    Reading,
    Option,
    Definition,
    Assumption,
    Category,
    Zone,
    Profile,
    Unit,
    File,
    Test,
    List,
    Counter,
    Sector,
    Scenario,
    Row,
}

/// The shape of a type, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// Yes or no.
    Bool,
    /// One of several values.
    Choice,
    /// A set.
    Set,
    /// A quantity of a unit.
    Quantity(Unit),
    /// A day.
    Date,
    /// A ladder outcome.
    Ladder,
    /// A set outcome.
    SetOutcome,
}

/// The ways in which a test can be misshapen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestShape {
    /// `test table` without rows.
    TableWithoutRows,
    /// Rows in a test that is not declared a table.
    RowsWithoutTable,
    /// A heading that is no name.
    Heading,
}

/// What can be wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's words say what its fields are")]
pub enum ListProblem {
    /// A part or clause that can't stand here.
    Misplaced { what: &'static str, needs: Needs },
    /// The provision under which the list is made has no block `lists`, or none is named.
    NoFrame,
    /// The block `lists` does not name the fact that this part needs.
    FrameLacks {
        what: &'static str,
        frame: Option<Place>,
    },
    /// Nothing says what holds outside the rows.
    NoOutside,
    /// A general list declares what holds outside its rows.
    OutsideOfGeneral,
    /// Nobody is said to be able to use the list.
    NoGate,
    /// A word after `outside` that means nothing.
    OutsideWord { word: String },
    /// A clause `outside` after one that always holds.
    OutsideUnreachable { first: Place },
    /// `outside free` in a list whose block `lists` does not say what that concludes.
    NoFree { frame: Option<Place> },
    /// Two bands of a row hold for the same numbers and conclude differently.
    BandsOverlap {
        example: Vec<(String, i64)>,
        first: Place,
    },
    /// Between two bands of a row there are numbers for which none holds.
    BandsGap { example: Vec<(String, i64)> },
    /// Two editions are in force on the same day.
    EditionsOverlap {
        other: String,
        on: Date,
        first: Place,
    },
    /// Lists adopt each other in a circle.
    CircularAdoption { chain: Vec<String> },
    /// The other list is not in force on this day.
    AdoptedNotInForce {
        list: String,
        on: Date,
        declared: Place,
    },
    /// An adoption that takes nothing.
    AdoptsNothing { list: String },
    /// An own row and an adopted one cover the same part.
    OwnAndAdopted {
        part: String,
        row: String,
        own: Place,
    },
    /// A row that can never apply.
    NeverApplies { row: String },
    /// A row whose data another row covers with the same result.
    Covered {
        row: String,
        by: String,
        first: Place,
    },
    /// The trial period of a list is over.
    TrialOver { list: String, until: Date },
    /// A heading that names no column.
    Column { name: String },
    /// A column that stands twice.
    ColumnTwice { name: String, first: Place },
    /// A name that is no list, has no such edition, or several of which none is named.
    WhichList {
        name: String,
        edition: Option<String>,
        known: Vec<String>,
    },
    /// A cell that is no value of its column.
    Cell { column: String },
    /// A table without a column `row`.
    NoRowColumn,
    /// A condition of a counter that is about something else than readings.
    CounterCondition,
    /// A counter that gives no number for some options.
    CounterOpen,
}

/// Where something can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Needs {
    Instrument,
    List,
    Part,
    Inner,
    Row,
    Adoption,
    Provision,
}

/// The kinds of finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's words say what its fields are")]
pub enum ProblemKind {
    Syntax(SyntaxError),
    BadNumber {
        text: String,
    },
    BadDate {
        text: String,
    },
    RepeatedClause {
        what: &'static str,
        first: Place,
    },
    RowLength {
        expected: usize,
        found: usize,
    },
    TestShape(TestShape),
    UnknownFile {
        path: String,
    },
    Duplicate {
        what: NameKind,
        name: String,
        first: Place,
    },
    Unknown {
        what: NameKind,
        name: String,
        near: Option<String>,
        of: Option<String>,
        known: Vec<String>,
    },
    NotInUse {
        name: String,
        file: String,
        declared: Place,
        edit: Option<(Place, String)>,
    },
    WrongTest {
        name: String,
        ty: TypeName,
        instead: Option<String>,
        place: Place,
    },
    UnitMismatch {
        left: Unit,
        right: Unit,
        declared: Place,
    },
    NoUnit,
    NotACondition {
        name: String,
        what: NameKind,
    },
    WrongValue {
        name: String,
        ty: TypeName,
        known: Vec<String>,
    },
    ImpossibleBounds,
    NoConclusion,
    BadConclusion {
        name: String,
    },
    CircularOutcome {
        chain: Vec<String>,
    },
    CircularPrecedence {
        chain: Vec<String>,
        on: Option<Date>,
    },
    EmptyPrecedence {
        reference: String,
    },
    CircularDefinition {
        chain: Vec<String>,
    },
    UnexplainedHole,
    OutsidePeriod {
        outer: Place,
    },
    ThresholdGap {
        from: Date,
        until: Date,
    },
    ThresholdOverlap {
        on: Date,
        first: Place,
    },
    EmptyPeriod,
    ThresholdNotInForce {
        threshold: String,
        on: Option<Date>,
        declared: Place,
    },
    NoPeriod {
        instrument: String,
    },
    DefaultOption {
        defaults: usize,
    },
    TooFewOptions,
    CircularProfile {
        name: String,
    },
    ExpectsNothing,
    Unused {
        what: NameKind,
        name: String,
    },
    MissingLabel {
        what: NameKind,
        name: String,
        lang: Lang,
        question: bool,
    },
    UnnamedNumber {
        text: String,
    },
    Uncited {
        what: NameKind,
    },
    NoReason {
        name: String,
    },
    TooMany {
        shown: usize,
    },
    TooManyWarnings {
        shown: usize,
    },
    List(ListProblem),
}

impl Problem {
    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        match &self.kind {
            ProblemKind::Syntax(error) => error.code(),
            ProblemKind::BadNumber { .. } => codes::BAD_NUMBER,
            ProblemKind::BadDate { .. } => codes::BAD_DATE,
            ProblemKind::RepeatedClause { .. } => codes::REPEATED_CLAUSE,
            ProblemKind::RowLength { .. } => codes::ROW_LENGTH,
            ProblemKind::TestShape(_) => codes::TEST_SHAPE,
            ProblemKind::UnknownFile { .. } => codes::UNKNOWN_FILE,
            ProblemKind::Duplicate { .. } => codes::DUPLICATE,
            ProblemKind::Unknown { what, .. } => unknown_code(*what),
            ProblemKind::NotInUse { .. } => codes::NOT_IN_USE,
            ProblemKind::WrongTest { .. } => codes::WRONG_TEST_FOR_TYPE,
            ProblemKind::UnitMismatch { .. } | ProblemKind::NoUnit => codes::UNIT_MISMATCH,
            ProblemKind::NotACondition { .. } => codes::NOT_A_CONDITION,
            ProblemKind::WrongValue { .. } => codes::WRONG_VALUE,
            ProblemKind::ImpossibleBounds => codes::IMPOSSIBLE_BOUNDS,
            ProblemKind::NoConclusion => codes::NO_CONCLUSION,
            ProblemKind::BadConclusion { .. } => codes::BAD_CONCLUSION,
            ProblemKind::CircularOutcome { .. } => codes::CIRCULAR_OUTCOME,
            ProblemKind::CircularPrecedence { .. } => codes::CIRCULAR_PRECEDENCE,
            ProblemKind::EmptyPrecedence { .. } => codes::EMPTY_PRECEDENCE,
            ProblemKind::CircularDefinition { .. } => codes::CIRCULAR_DEFINITION,
            ProblemKind::UnexplainedHole => codes::UNEXPLAINED_HOLE,
            ProblemKind::OutsidePeriod { .. } => codes::OUTSIDE_PERIOD,
            ProblemKind::ThresholdGap { .. } => codes::THRESHOLD_GAP,
            ProblemKind::ThresholdOverlap { .. } => codes::THRESHOLD_OVERLAP,
            ProblemKind::EmptyPeriod => codes::EMPTY_PERIOD,
            ProblemKind::ThresholdNotInForce { .. } => codes::THRESHOLD_NOT_IN_FORCE,
            ProblemKind::NoPeriod { .. } => codes::NO_PERIOD,
            ProblemKind::DefaultOption { .. } => codes::DEFAULT_OPTION,
            ProblemKind::TooFewOptions => codes::TOO_FEW_OPTIONS,
            ProblemKind::CircularProfile { .. } => codes::CIRCULAR_PROFILE,
            ProblemKind::ExpectsNothing => codes::EXPECTS_NOTHING,
            ProblemKind::Unused { .. } => codes::UNUSED,
            ProblemKind::MissingLabel { .. } => codes::MISSING_LABEL,
            ProblemKind::UnnamedNumber { .. } => codes::UNNAMED_NUMBER,
            ProblemKind::Uncited { .. } => codes::UNCITED,
            ProblemKind::NoReason { .. } => codes::NO_REASON,
            ProblemKind::TooMany { .. } => codes::TOO_MANY,
            ProblemKind::TooManyWarnings { .. } => codes::TOO_MANY_WARNINGS,
            ProblemKind::List(problem) => list_code(problem),
        }
    }

    /// The finding in words.
    #[must_use]
    pub fn diagnostic(&self, language: Language) -> Diagnostic {
        if let ProblemKind::Syntax(error) = &self.kind {
            return error.diagnostic(self.place.source, language);
        }
        let words = words::words(&self.kind, language);
        let code = self.code();
        let fix = self.edit().map(|(place, text)| Fix {
            title: words.fix.clone(),
            edits: vec![Edit { place, text }],
        });
        Diagnostic {
            code,
            severity: code.severity(),
            message: words.message,
            primary: (self.place, words.label),
            secondary: self.related(language),
            help: words.help,
            fixes: fix.into_iter().collect(),
        }
    }

    /// The replacement that mends it, where one is known.
    fn edit(&self) -> Option<(Place, String)> {
        if let ProblemKind::Unknown {
            near: Some(near), ..
        } = &self.kind
        {
            Some((self.place, near.clone()))
        } else if let ProblemKind::WrongTest {
            instead: Some(instead),
            place,
            ..
        } = &self.kind
        {
            Some((*place, instead.clone()))
        } else if let ProblemKind::NotInUse { edit, .. } = &self.kind {
            edit.clone()
        } else if let ProblemKind::BadDate { text } = &self.kind {
            mend_date(text).map(|text| (self.place, text))
        } else {
            None
        }
    }

    /// Other places that explain the finding.
    fn related(&self, language: Language) -> Vec<(Place, String)> {
        let related = if let ProblemKind::RepeatedClause { first, .. }
        | ProblemKind::Duplicate { first, .. } = &self.kind
        {
            Some((*first, language.pick("首次出现在此", "first stands here")))
        } else if let ProblemKind::NotInUse { declared, .. }
        | ProblemKind::UnitMismatch { declared, .. }
        | ProblemKind::ThresholdNotInForce { declared, .. } = &self.kind
        {
            Some((*declared, language.pick("在此声明", "declared here")))
        } else if let ProblemKind::OutsidePeriod { outer } = &self.kind {
            Some((
                *outer,
                language.pick("所在文件的施行期间", "the period of what it stands in"),
            ))
        } else if let ProblemKind::ThresholdOverlap { first, .. } = &self.kind {
            Some((*first, language.pick("与此值重叠", "overlaps this value")))
        } else if let ProblemKind::List(problem) = &self.kind {
            list_related(problem, language)
        } else {
            None
        };
        related
            .into_iter()
            .map(|(place, text)| (place, text.to_owned()))
            .collect()
    }
}

fn unknown_code(what: NameKind) -> Code {
    match what {
        NameKind::Fact
        | NameKind::Measure
        | NameKind::Definition
        | NameKind::Assumption
        | NameKind::Test => codes::UNKNOWN_FACT,
        NameKind::Outcome => codes::UNKNOWN_OUTCOME,
        NameKind::Value => codes::UNKNOWN_VALUE,
        NameKind::Threshold => codes::UNKNOWN_THRESHOLD,
        NameKind::Instrument | NameKind::Provision | NameKind::Rule => codes::UNKNOWN_PROVISION,
        NameKind::Reading | NameKind::Option => codes::UNKNOWN_READING,
        NameKind::Category | NameKind::Zone | NameKind::Unit => codes::UNKNOWN_TYPE,
        NameKind::Counter => codes::UNKNOWN_FACT,
        NameKind::List | NameKind::Sector | NameKind::Scenario | NameKind::Row => {
            codes::UNKNOWN_PROVISION
        }
        NameKind::Profile => codes::UNKNOWN_PROFILE,
        NameKind::File => codes::UNKNOWN_FILE,
    }
}

fn list_code(problem: &ListProblem) -> Code {
    match problem {
        ListProblem::Misplaced { .. } => codes::MISPLACED,
        ListProblem::NoFrame | ListProblem::FrameLacks { .. } => codes::NO_FRAME,
        ListProblem::NoOutside
        | ListProblem::OutsideOfGeneral
        | ListProblem::OutsideWord { .. }
        | ListProblem::OutsideUnreachable { .. }
        | ListProblem::NoFree { .. } => codes::OUTSIDE,
        ListProblem::NoGate => codes::NO_GATE,
        ListProblem::BandsOverlap { .. } => codes::BANDS_OVERLAP,
        ListProblem::BandsGap { .. } => codes::BANDS_GAP,
        ListProblem::EditionsOverlap { .. } => codes::EDITIONS_OVERLAP,
        ListProblem::CircularAdoption { .. } | ListProblem::AdoptsNothing { .. } => codes::ADOPTION,
        ListProblem::AdoptedNotInForce { .. } => codes::ADOPTED_NOT_IN_FORCE,
        ListProblem::OwnAndAdopted { .. } => codes::OWN_AND_ADOPTED,
        ListProblem::NeverApplies { .. } => codes::NEVER_APPLIES,
        ListProblem::Covered { .. } => codes::COVERED,
        ListProblem::TrialOver { .. } => codes::TRIAL_OVER,
        ListProblem::WhichList { .. } => codes::UNKNOWN_PROVISION,
        ListProblem::ColumnTwice { .. }
        | ListProblem::Column { .. }
        | ListProblem::Cell { .. }
        | ListProblem::NoRowColumn => codes::LIST_TABLE,
        ListProblem::CounterCondition | ListProblem::CounterOpen => codes::COUNTER,
    }
}

fn list_related(problem: &ListProblem, language: Language) -> Option<(Place, &'static str)> {
    if let ListProblem::ColumnTwice { first, .. } = problem {
        Some((*first, language.pick("首次出现在此", "first stands here")))
    } else if let ListProblem::OutsideUnreachable { first } = problem {
        Some((
            *first,
            language.pick("此处始终成立", "this one always holds"),
        ))
    } else if let ListProblem::BandsOverlap { first, .. } = problem {
        Some((*first, language.pick("与此区间重叠", "overlaps this band")))
    } else if let ListProblem::EditionsOverlap { first, .. } = problem {
        Some((*first, language.pick("另一版本", "the other edition")))
    } else if let ListProblem::AdoptedNotInForce { declared, .. } = problem {
        Some((*declared, language.pick("在此声明", "declared here")))
    } else if let ListProblem::OwnAndAdopted { own, .. } = problem {
        Some((*own, language.pick("本清单的条目", "the list's own row")))
    } else if let ListProblem::Covered { first, .. } = problem {
        Some((*first, language.pick("由此条目涵盖", "this row covers it")))
    } else if let ListProblem::FrameLacks {
        frame: Some(frame), ..
    }
    | ListProblem::NoFree { frame: Some(frame) } = problem
    {
        Some((
            *frame,
            language.pick("清单的共同规定", "what lists have in common"),
        ))
    } else {
        None
    }
}

/// A day written with one-digit parts, as it ought to be written.
fn mend_date(text: &str) -> Option<String> {
    let day = crate::date::parse(text)?;
    Some(day.to_string()).filter(|mended| mended != text)
}
