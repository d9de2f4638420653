//! What a determination says. Value, gap, conflict, impossible and undetermined are different answers, never a default.

use weir_core::date::Date;
use weir_core::hir::{
    AssumptionId, Citation, CondKind, DefinitionId, FactId, OutcomeId, ReadingId, RuleId,
    ThresholdId,
};

use crate::lists::ListUse;

/// What the rules conclude about an export on one day.
#[derive(Clone, Debug)]
pub struct Determination {
    /// The day.
    pub as_of: Date,
    /// The outcomes with one value, in order of declaration.
    pub ladders: Vec<Ladder>,
    /// The outcomes that are sets, in order of declaration.
    pub sets: Vec<Set>,
    /// The lists of free trade zones on the day, in order of declaration.
    pub lists: Vec<ListUse>,
    /// The open questions of law on which the outcomes rest.
    pub readings: Vec<RestsOn>,
    /// The assumptions that the known facts contradict.
    pub contradicts: Vec<AssumptionId>,
    /// The rules that are surely in effect: they apply and nothing sets them aside. Listed only if asked for.
    pub in_effect: Vec<RuleId>,
}

impl Determination {
    /// The answer for an outcome with one value.
    #[must_use]
    pub fn ladder(&self, outcome: OutcomeId) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| ladder.outcome == outcome)
    }

    /// The answer for an outcome that is a set.
    #[must_use]
    pub fn set(&self, outcome: OutcomeId) -> Option<&Set> {
        self.sets.iter().find(|set| set.outcome == outcome)
    }

    /// Whether every outcome with one value has one.
    #[must_use]
    pub fn is_determined(&self) -> bool {
        self.ladders
            .iter()
            .all(|ladder| matches!(ladder.answer, Answer::Value(_)))
    }
}

/// What the rules conclude in one completely known case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Result {
    /// This value.
    Value(usize),
    /// No rule concludes: an error of the policy.
    Gap,
    /// Rules conclude different values and none sets the others aside: an error of the policy.
    Conflict(Vec<usize>),
    /// The law answers, but these parts have not been transcribed. Of a list all that may count are named.
    Hole(Vec<RuleId>),
}

/// The answer on what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This value, whatever the facts that are not known.
    Value(usize),
    /// No rule concludes.
    Gap,
    /// Rules conclude these different values.
    Conflict(Vec<usize>),
    /// What is known contradicts the assumptions.
    Impossible,
    /// Several results are still possible, or the law has not been transcribed.
    Undetermined(Vec<Result>),
    /// The possible results could not be worked out within the limit; nothing is concluded.
    TooOpen,
}

/// The answer for an outcome with one value, and its reasons.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The outcome.
    pub outcome: OutcomeId,
    /// The answer.
    pub answer: Answer,
    /// The rules that make it so; all that hold, not only the first.
    pub why: Vec<Reason>,
    /// Whether `why` lists rules of which at least one holds in each case, but none in every case.
    pub by_cases: bool,
    /// The rules that apply and are set aside.
    pub set_aside: Vec<SetAside>,
    /// Quantities that, were they a little different, would change the answer.
    pub near: Vec<NearMiss>,
    /// The facts that would decide, the most decisive first.
    pub need: Vec<Need>,
}

/// The answer for an outcome that is a set.
#[derive(Clone, Debug)]
pub struct Set {
    /// The outcome.
    pub outcome: OutcomeId,
    /// For each value whether it is in the set.
    pub values: Vec<Membership>,
}

/// Whether a value is in a set.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The value.
    pub value: usize,
    /// Whether it is in the set.
    pub state: State,
    /// The rules that put it there.
    pub why: Vec<RuleId>,
    /// The facts that would decide, the most decisive first.
    pub need: Vec<Need>,
}

/// Whether a value is in a set, on what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is, whatever the facts that are not known.
    Present,
    /// It is not, whatever the facts that are not known.
    Absent,
    /// It depends.
    Open,
}

/// A rule that holds, and what met its condition.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The rule.
    pub rule: RuleId,
    /// The tests that met its condition, in the order of the text.
    pub met: Vec<Test>,
}

/// A test of a fact with its result.
#[derive(Clone, Debug)]
pub struct Test {
    /// The test; never a combination.
    pub cond: CondKind,
    /// Whether it held.
    pub holds: bool,
    /// The definition in which it stands.
    pub inside: Option<DefinitionId>,
}

/// A rule that applies and is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The rule set aside.
    pub rule: RuleId,
    /// The rule that sets it aside.
    pub by: RuleId,
    /// The provision that says so.
    pub citation: Citation,
    /// Whether the rule does not even apply.
    pub disapplied: bool,
}

/// A quantity that, were it a little different, would change the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The quantity.
    pub fact: FactId,
    /// What it is.
    pub value: i64,
    /// The nearest number at which the answer changes.
    pub limit: i64,
    /// The value that the outcome then has.
    pub becomes: usize,
    /// A rule that then makes it so.
    pub rule: RuleId,
    /// The threshold with that value, if it is one.
    pub threshold: Option<ThresholdId>,
}

/// A fact that would decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The fact.
    pub fact: FactId,
    /// For a set, the member whose presence would decide.
    pub member: Option<usize>,
    /// How sure the answer would be after this fact, from 0 to 1, if all that is open were equally likely.
    pub decides: f64,
}

/// A reading on which the determination rests.
#[derive(Clone, Debug)]
pub struct RestsOn {
    /// The reading.
    pub reading: ReadingId,
    /// The option taken.
    pub option: usize,
    /// What each other option would change; options that change nothing are left out.
    pub otherwise: Vec<Otherwise>,
}

/// What another option of a reading would change.
#[derive(Clone, Debug)]
pub struct Otherwise {
    /// The option.
    pub option: usize,
    /// The answers that differ.
    pub answers: Vec<(OutcomeId, Answer)>,
    /// The values of sets whose membership differs, with what it would be.
    pub memberships: Vec<(OutcomeId, usize, State)>,
}
