//! Whether something is in force on a day: its period, and for lists their days, trials and replacements.

use weir_core::date::{Date, Period};
use weir_core::hir::{Citation, Cond, CondKind, InstrumentId, Language};
use weir_core::occurrence::Symbol;

use crate::phrase;
use crate::snapshot::Snapshot;

/// Whether something is in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    NotYet,
    InForce,
    Over,
    /// It depends on how the law is read.
    Open,
}

impl Standing {
    pub(crate) fn words(self, lang: Language) -> &'static str {
        match self {
            Self::NotYet => lang.pick("尚未施行", "not yet in force"),
            Self::InForce => lang.pick("现行有效", "in force"),
            Self::Over => lang.pick("已失效", "no longer in force"),
            Self::Open => lang.pick("是否有效取决于解释", "in force under some readings only"),
        }
    }
}

impl Snapshot {
    /// The instrument and the period of something that can have one.
    pub(crate) fn period_of(&self, symbol: Symbol) -> Option<(InstrumentId, Period)> {
        let program = self.program();
        match symbol {
            Symbol::Instrument(id) | Symbol::Edition(id) => program
                .instruments
                .get(id.index())
                .map(|node| (id, node.period)),
            Symbol::Provision(id) => program
                .provisions
                .get(id.index())
                .map(|node| (node.instrument, node.period)),
            Symbol::Rule(id) => program
                .rules
                .get(id.index())
                .map(|node| (node.citation.instrument, node.period)),
            Symbol::Outcome(_)
            | Symbol::Value(..)
            | Symbol::Category(_)
            | Symbol::Member(_)
            | Symbol::Zone(_)
            | Symbol::Fact(_)
            | Symbol::Threshold(_)
            | Symbol::List(_)
            | Symbol::Reading(_)
            | Symbol::Option(..)
            | Symbol::Definition(_)
            | Symbol::Assumption(_)
            | Symbol::Counter(_)
            | Symbol::Profile(_)
            | Symbol::Source(_) => None,
        }
    }

    /// How a part of an instrument with a period stands on a day.
    pub(crate) fn standing(&self, instrument: InstrumentId, period: Period, day: Date) -> Standing {
        if period.from.is_some_and(|from| day < from) {
            return Standing::NotYet;
        }
        if !period.contains(day) {
            return Standing::Over;
        }
        let node = self.program().instruments.get(instrument.index());
        let list = node.and_then(|node| node.list.as_ref());
        match list.map(|list| holds(&list.in_force, day)) {
            None | Some(Some(true)) => Standing::InForce,
            Some(Some(false)) => Standing::Over,
            Some(None) => Standing::Open,
        }
    }

    /// How a place in the law stands on the day of the snapshot, with the words of its period.
    pub(crate) fn period_words(&self, citation: Citation, period: Period) -> String {
        let words = phrase::period(period, self.lang);
        match self.today {
            Some(day) => {
                let standing = self.standing(citation.instrument, period, day);
                format!("{words} · {}", standing.words(self.lang))
            }
            None => words,
        }
    }
}

/// Whether a condition about the day holds; `None` where it turns on something else.
fn holds(cond: &Cond, day: Date) -> Option<bool> {
    match &cond.kind {
        CondKind::Const(value) => Some(*value),
        CondKind::During(period) => Some(period.contains(day)),
        CondKind::Not(inner) => holds(inner, day).map(|value| !value),
        CondKind::And(parts) => all(parts, day, false),
        CondKind::Or(parts) => all(parts, day, true),
        CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Error => None,
    }
}

/// Whether one of some conditions has the value that decides, or all have the other.
fn all(parts: &[Cond], day: Date, decides: bool) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match holds(part, day) {
            Some(value) if value == decides => return Some(decides),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!decides)
}
