//! What is wrong with a scenario file, as facts; the words stand in `words`.

use weir_core::date::Date;
use weir_core::hir::{Fact, Place, SourceId};
use weir_syntax::Span;
use weir_syntax::codes::{self, Code};
use weir_syntax::diagnostic::{Diagnostic, Edit, Fix, Language};

use super::quantity::Mistake;
use super::words;

/// Something in a scenario file that is not understood.
#[derive(Clone, Debug)]
pub struct ScenarioProblem {
    pub(super) place: Place,
    pub(super) kind: Box<Kind>,
    pub(super) edit: Option<Edit>,
}

impl ScenarioProblem {
    /// Whether a word is both a fact and the name or day of a flow.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        matches!(*self.kind, Kind::Reserved { .. })
    }
}

/// The kinds of problem.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Unreadable(Unreadable),
    UnknownKey {
        name: String,
        near: Option<&'static str>,
    },
    NotAMap {
        key: &'static str,
    },
    NotAText,
    BadDay {
        text: String,
        day: Option<Date>,
    },
    UnknownFact {
        name: String,
        near: Option<String>,
        group: bool,
        known: Vec<String>,
    },
    /// Several facts have this label.
    Ambiguous {
        name: String,
        names: Vec<String>,
    },
    /// Beside facts this names the flow or its day, and a fact is called so too.
    Reserved {
        name: String,
        fact: Fact,
        /// All words that stand for the same as this one.
        words: &'static [&'static str],
    },
    WrongValue {
        fact: Fact,
        why: Why,
    },
    Repeated {
        name: String,
        first: Place,
    },
    UnknownReading {
        name: String,
        near: Option<String>,
        known: Vec<String>,
    },
    UnknownOption {
        reading: String,
        name: String,
        near: Option<String>,
        known: Vec<String>,
    },
    NoDate,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    TooLong,
    TooDeep,
    TooMany,
    Empty,
    NotAMap,
    Yaml(String),
    Json(String),
    FullWidth { found: char, meant: &'static str },
    NoSpace,
    Tab,
    UnquotedBound,
    TrailingComma,
    Anchor,
    Alias,
    Tag,
    MergeKey,
    SecondDocument,
    BadKey,
}

/// Why a value is not one of its fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A list or map where one value is meant.
    NotOneValue,
    NotYesOrNo {
        text: String,
    },
    /// `true` and the like in quotation marks.
    QuotedWord,
    NotAMember {
        text: String,
        near: Option<String>,
    },
    AmbiguousMember {
        text: String,
        names: Vec<String>,
    },
    /// One value where a list is meant.
    NotAList {
        empty: bool,
    },
    /// Members with full-width commas between them.
    JoinedMembers,
    /// `unknown` as an element of a list.
    UnknownInList,
    /// A member of a set that is neither yes, no nor unknown.
    NotPresentOrAbsent {
        member: String,
    },
    /// A kind is absent, but something under it present.
    Contradiction,
    QuotedNumber,
    Quantity(Mistake),
    NotADay {
        text: String,
        day: Option<Date>,
    },
}

impl ScenarioProblem {
    pub(super) fn new(source: SourceId, span: Span, kind: Kind) -> Self {
        Self {
            place: Place { source, span },
            kind: Box::new(kind),
            edit: None,
        }
    }

    /// The same with the replacement of its own place that mends it.
    pub(super) fn replaced_by(mut self, text: Option<String>) -> Self {
        self.edit = text.map(|text| Edit {
            place: self.place,
            text,
        });
        self
    }

    /// The problem that a determination needs a day and neither the file nor the command line gives one.
    #[must_use]
    pub fn no_date(source: SourceId) -> Self {
        Self::new(source, Span::default(), Kind::NoDate)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        match &*self.kind {
            Kind::Unreadable(_) => codes::SCENARIO_UNREADABLE,
            Kind::UnknownKey { .. } => codes::SCENARIO_UNKNOWN_KEY,
            Kind::NotAMap { .. }
            | Kind::NotAText
            | Kind::BadDay { .. }
            | Kind::WrongValue { .. } => codes::SCENARIO_WRONG_VALUE,
            Kind::UnknownFact { .. } | Kind::Ambiguous { .. } | Kind::Reserved { .. } => {
                codes::SCENARIO_UNKNOWN_FACT
            }
            Kind::Repeated { .. } => codes::SCENARIO_REPEATED,
            Kind::UnknownReading { .. } | Kind::UnknownOption { .. } => {
                codes::SCENARIO_UNKNOWN_READING
            }
            Kind::NoDate => codes::SCENARIO_NO_DATE,
        }
    }

    /// The problem in words.
    #[must_use]
    pub fn diagnostic(&self, language: Language) -> Diagnostic {
        let words = words::words(&self.kind, language);
        let code = self.code();
        let fix = self.edit.clone().map(|edit| Fix {
            title: words::title(&self.kind, &edit.text, language),
            edits: vec![edit],
        });
        let secondary = match &*self.kind {
            Kind::Repeated { first, .. } => vec![(
                *first,
                language
                    .pick("首次出现在此", "first stands here")
                    .to_owned(),
            )],
            Kind::Unreadable(_)
            | Kind::UnknownKey { .. }
            | Kind::NotAMap { .. }
            | Kind::NotAText
            | Kind::BadDay { .. }
            | Kind::UnknownFact { .. }
            | Kind::Ambiguous { .. }
            | Kind::Reserved { .. }
            | Kind::WrongValue { .. }
            | Kind::UnknownReading { .. }
            | Kind::UnknownOption { .. }
            | Kind::NoDate => Vec::new(),
        };
        Diagnostic {
            code,
            severity: code.severity(),
            message: words.message,
            primary: (self.place, words.label),
            secondary,
            help: words.help,
            fixes: fix.into_iter().collect(),
        }
    }
}
