//! Whether a condition holds on what is known: yes, no, or not known (Kleene's strong three-valued logic).
//!
//! On a completely known case this is the ordinary meaning. On a partly known one it may leave open what is in fact decided;
//! answers never rest on that, only the list of reasons does.

use std::collections::BTreeMap;

use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{CompareOp, Conclusion, Cond, CondKind, FactId, Operand, OutcomeId, RuleId};
use weir_core::scenario::{Given, Scenario, is_under};

use crate::determination::{Answer, State};

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    pub(crate) fn known(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::known)
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    pub(crate) fn all(parts: impl Iterator<Item = Self>) -> Self {
        let mut result = Self::True;
        for part in parts {
            match part {
                Self::False => return Self::False,
                Self::Unknown => result = Self::Unknown,
                Self::True => {}
            }
        }
        result
    }

    pub(crate) fn any(parts: impl Iterator<Item = Self>) -> Self {
        Self::all(parts.map(Self::not)).not()
    }
}

/// What is known: the scenario, and the answers for outcomes of lower layers.
pub(crate) struct Known<'a> {
    pub(crate) edition: &'a Edition<'a>,
    pub(crate) scenario: &'a Scenario,
    pub(crate) ladders: BTreeMap<OutcomeId, Answer>,
    pub(crate) members: BTreeMap<(OutcomeId, usize), State>,
    /// Whether sets are taken as given, without what rules add, as assumptions do.
    pub(crate) as_given: bool,
}

impl Known<'_> {
    /// Whether a condition holds.
    pub(crate) fn holds(&self, cond: &Cond) -> Truth {
        match &cond.kind {
            CondKind::Not(inner) => self.holds(inner).not(),
            CondKind::And(parts) => Truth::all(parts.iter().map(|part| self.holds(part))),
            CondKind::Or(parts) => Truth::any(parts.iter().map(|part| self.holds(part))),
            CondKind::Definition(id) => self.holds(&self.edition.program[*id].condition),
            CondKind::Const(_)
            | CondKind::Fact(_)
            | CondKind::Is(..)
            | CondKind::Has(..)
            | CondKind::Compare(..)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::Error => self.test(&cond.kind),
        }
    }

    /// Whether a single test holds.
    pub(crate) fn test(&self, cond: &CondKind) -> Truth {
        match cond {
            CondKind::Const(value) => Truth::known(*value),
            CondKind::Fact(fact) => Truth::from(match self.scenario.get(*fact) {
                Some(Given::Bool(value)) => Some(*value),
                Some(Given::Choice(_) | Given::Number(..) | Given::Date(_) | Given::Set(_))
                | None => None,
            }),
            CondKind::Is(fact, values) => Truth::from(match self.scenario.get(*fact) {
                Some(Given::Choice(value)) => Some(values.contains(value)),
                Some(Given::Bool(_) | Given::Number(..) | Given::Date(_) | Given::Set(_))
                | None => None,
            }),
            CondKind::Has(fact, member) => self.has(*fact, *member),
            CondKind::Compare(fact, op, operand) => self.compare(*fact, *op, operand),
            CondKind::Outcome(outcome, values) => Truth::from(match self.ladders.get(outcome) {
                Some(Answer::Value(value)) => Some(values.contains(value)),
                Some(
                    Answer::Gap
                    | Answer::Conflict(_)
                    | Answer::Impossible
                    | Answer::Undetermined(_)
                    | Answer::TooOpen,
                )
                | None => None,
            }),
            CondKind::OutcomeHas(outcome, value) => {
                Truth::from(match self.members.get(&(*outcome, *value)) {
                    Some(State::Present) => Some(true),
                    Some(State::Absent) => Some(false),
                    Some(State::Open) | None => None,
                })
            }
            CondKind::Reading(reading, option) => {
                Truth::known(self.edition.readings.get(*reading) == *option)
            }
            CondKind::Error
            | CondKind::Not(_)
            | CondKind::And(_)
            | CondKind::Or(_)
            | CondKind::Definition(_) => Truth::Unknown,
        }
    }

    /// A set has a member if the scenario says so, or if a rule gives it that member or one under it.
    fn has(&self, fact: FactId, member: usize) -> Truth {
        let given = Truth::from(match self.scenario.get(fact) {
            Some(Given::Set(known)) => known.get(member).copied().flatten(),
            Some(Given::Bool(_) | Given::Choice(_) | Given::Number(..) | Given::Date(_)) | None => {
                None
            }
        });
        if self.as_given {
            return given;
        }
        let by_law = deriving(self.edition, fact, member).map(|rule| self.applies(rule));
        Truth::any(std::iter::once(given).chain(by_law))
    }

    fn compare(&self, fact: FactId, op: CompareOp, operand: &Operand) -> Truth {
        let limit = match operand {
            Operand::Number(number) => Some(*number),
            Operand::Threshold(id) => self.edition.threshold(*id),
            Operand::Date(day) => Some(ordinal(*day)),
        };
        let (Some((low, high)), Some(limit)) =
            (self.scenario.get(fact).and_then(Given::range), limit)
        else {
            return Truth::Unknown;
        };
        let at_least = |bound: i64| {
            if low >= bound {
                Truth::True
            } else if high.is_some_and(|high| high < bound) {
                Truth::False
            } else {
                Truth::Unknown
            }
        };
        let next = limit.saturating_add(1);
        let equals = || {
            if low == limit && high == Some(limit) {
                Truth::True
            } else {
                Truth::all([at_least(limit), at_least(next).not()].into_iter())
            }
        };
        match op {
            CompareOp::Ge => at_least(limit),
            CompareOp::Gt => at_least(next),
            CompareOp::Lt => at_least(limit).not(),
            CompareOp::Le => at_least(next).not(),
            CompareOp::Eq => equals(),
            CompareOp::Ne => equals().not(),
        }
    }

    /// `applies(r, x) = as_of in [from_r, to_r) and guard_r(x) and no u: (u, r) in off and applies(u, x)`.
    ///
    /// The edition holds only the rules in force; `off` is acyclic, which was checked.
    pub(crate) fn applies(&self, rule: RuleId) -> Truth {
        let off = self.edition.against(rule).filter(|pair| pair.disapplies);
        let not_off = off.map(|pair| self.applies(pair.winner).not());
        Truth::all(std::iter::once(self.holds(&self.edition.program[rule].guard)).chain(not_off))
    }

    /// `live(r, x) = applies(r, x) and no s: (s, r) in over and applies(s, x)`.
    pub(crate) fn live(&self, rule: RuleId) -> Truth {
        let over = self.edition.against(rule).filter(|pair| !pair.disapplies);
        let not_over = over.map(|pair| self.applies(pair.winner).not());
        Truth::all(std::iter::once(self.applies(rule)).chain(not_over))
    }
}

/// The rules that give a set this member, or one under it.
pub(crate) fn deriving<'e>(
    edition: &'e Edition<'e>,
    fact: FactId,
    member: usize,
) -> impl Iterator<Item = RuleId> + 'e {
    let members = edition.program.members(fact);
    edition.rules.iter().copied().filter(move |rule| {
        edition.program[*rule]
            .conclusions
            .iter()
            .any(|conclusion| match conclusion {
                Conclusion::Has(of, given) => *of == fact && is_under(members, *given, member),
                Conclusion::Value(..) | Conclusion::Hole(_) => false,
            })
    })
}
