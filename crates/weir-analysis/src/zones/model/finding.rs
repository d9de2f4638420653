//! What a finding consists of: what was compared, who says what, and how far that differs.

use std::collections::BTreeSet;

use weir_core::date::Date;
use weir_core::hir::{Citation, FactId, ListKind, OutcomeId, OutsideKind, ProvisionId, ReadingId};

use super::{Line, Mark, Member};
use crate::cases::Range;

/// What kind of thing was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Whether lists are in force at all.
    InForce,
    /// The numbers from which something holds.
    Numbers,
    /// The measure that is counted.
    Counting,
    /// The period over which it is counted.
    Period,
    /// Where the exporter has to stand.
    Places,
    /// What closes a list in its gate, and what other lists make of it.
    Exclusion,
    /// Duties that lists add.
    Procedure,
    /// Trial periods.
    Trial,
    /// Who approved the list.
    Approval,
    /// Special and residual rows, or general rows only.
    Structure,
    /// What holds outside the rows.
    Outside,
    /// A negative against a general list.
    Polarity,
    /// A sector that lists cut differently.
    Cut,
    /// Sectors beside each other, or called alike, that are not the same.
    Neighbours,
    /// A scenario in different sectors.
    Homes,
    /// Different words for the same.
    Names,
    /// What rows conclude.
    Pathway,
    /// Which fields rows name.
    Fields,
    /// What rows describe as important.
    Described,
    /// Two rows of one list with nearly the same fields and different numbers.
    Rows,
}

impl Kind {
    /// The name that does not change.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::InForce => "in-force-by-reading",
            Self::Numbers => "numbers",
            Self::Counting => "counting",
            Self::Period => "counting-period",
            Self::Places => "place-test",
            Self::Exclusion => "exclusion",
            Self::Procedure => "procedure",
            Self::Trial => "trial-period",
            Self::Approval => "approval",
            Self::Structure => "row-structure",
            Self::Outside => "outside",
            Self::Polarity => "polarity",
            Self::Cut => "sector-cut",
            Self::Neighbours => "neighbouring-sectors",
            Self::Homes => "different-sectors",
            Self::Names => "different-names",
            Self::Pathway => "pathway",
            Self::Fields => "fields",
            Self::Described => "important-data",
            Self::Rows => "similar-rows",
        }
    }
}

/// How far a finding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What is transcribed differs.
    Difference,
    /// What is transcribed does not differ, but parts are not transcribed or depend on a reading.
    Unknown,
    /// All agree.
    Consistent,
}

impl Severity {
    /// The name that does not change.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Unknown => "unknown",
            Self::Consistent => "consistent",
        }
    }
}

/// Something that was compared.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// How far it goes.
    pub severity: Severity,
    /// The sector or scenario; `None` where lists are compared as wholes.
    pub concept: Option<Member>,
    /// Of what it is said.
    pub topic: Topic,
    /// What each side says.
    pub sides: Vec<Side>,
    /// The sides, as positions, that ask the most. Empty where that can't be said.
    pub strictest: Vec<usize>,
    /// The sides that ask the least.
    pub loosest: Vec<usize>,
}

/// Of what a finding speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Of what its kind says.
    Whole,
    /// Of the number of a quantity from which something holds.
    Line(usize, Line),
    /// Of a quantity.
    Quantity(usize),
    /// Of a mark in a gate.
    Mark(Mark),
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The national rules.
    National,
    /// A list, as a position among the columns.
    List(usize),
}

/// What one side says.
#[derive(Clone, Debug)]
pub struct Side {
    /// Who.
    pub party: Party,
    /// What.
    pub says: Says,
    /// Of which sectors or scenarios, where not of all.
    pub about: BTreeSet<Member>,
    /// The places in the law.
    pub cites: Vec<Citation>,
    /// Whether what is not transcribed may change it.
    pub unsure: bool,
}

impl Side {
    /// Whether it says anything of what is compared.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self.says, Says::Unknown | Says::NotStated)
    }
}

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// It holds from this number on.
    From(i64),
    /// It prints no number; its other rows or rules decide, or it is free.
    NoNumber,
    /// It leaves it to the national rules.
    National,
    /// It is not transcribed.
    Unknown,
    /// It says nothing of it.
    Nothing,
    /// It may say something of it that was not seen.
    NotStated,
    /// What the list lists.
    Polarity(ListKind),
    /// What holds outside.
    Outside(OutsideKind),
    /// Sets of zones that are asked for.
    Places(Vec<(FactId, BTreeSet<usize>)>),
    /// It closes the list.
    Closes,
    /// It opens the list.
    Opens,
    /// Rows conclude these.
    Concludes(BTreeSet<(OutcomeId, usize)>),
    /// Members of a set, and whether there may be more.
    Members(FactId, BTreeSet<usize>, bool),
    /// Marks.
    Marks(BTreeSet<Mark>),
    /// A trial period until a day, of so many months.
    Trial(Date, Option<i64>),
    /// How many are named as having approved it.
    Approved(usize),
    /// How its rows are built: special, residual, general, not transcribed.
    Rows([usize; 4]),
    /// Measures.
    Measures(BTreeSet<FactId>),
    /// Periods over which is counted.
    Periods(BTreeSet<String>),
    /// What it is called there.
    Printed(ProvisionId),
    /// A row with its numbers, the fields that it shares and how many it names.
    Row(Vec<(Line, Range)>, BTreeSet<usize>, usize),
    /// It is in force only under this option.
    OnlyIf(ReadingId, usize),
}
