//! What is left of the law once the known facts are put in: conditions over the open *atoms* alone.
//!
//! Every fact has finitely many atoms: yes and no, the values of an enumeration, the presence of each member of a set, and for
//! quantities and days the intervals between the numbers that conditions compare them with.
//!
//! Conditions are looked at only as far as needed: of several that must all hold, none after one that never does. The readings
//! that were asked for on the way are noted. A reading that was not asked for could be read any other way without a change:
//! each step of the work depends on what was found before and on the readings asked for so far, so by induction the same
//! steps would be taken with the same results. That holds for what is kept for later use too, since it was found once in
//! that way, and for rules that are passed over, since that they are depends on readings that are noted as well.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use weir_core::Edition;
use weir_core::hir::{
    CompareOp, Cond, CondKind, DefinitionId, FactId, FactType, Operand, OutcomeId, OutcomeKind,
    ReadingId,
};
use weir_core::scenario::{Given, Scenario, inside};

use crate::relevant::Relevant;
use crate::store::{Expr, FALSE, Store, TRUE, Var, constant};

mod cuts;
mod rules;
mod sets;

pub(crate) use cuts::limit;

/// What a variable stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum About {
    /// A fact that is no set.
    Fact(FactId),
    /// The presence of a member of a set.
    Member(FactId, usize),
    /// The value of an outcome of a lower layer.
    Ladder(OutcomeId),
    /// Whether an outcome of a lower layer has a value.
    InSet(OutcomeId, usize),
}

/// The law over the open atoms.
pub(crate) struct Ground<'a> {
    pub(crate) edition: &'a Edition<'a>,
    pub(crate) relevant: Rc<Relevant>,
    pub(crate) store: Store,
    scenario: &'a Scenario,
    vars: Vec<(About, u32)>,
    var_of: BTreeMap<About, Var>,
    /// The first variable that stands for an outcome; they come after all others.
    first_outcome: Var,
    cuts: BTreeMap<FactId, Vec<i64>>,
    /// Whether sets are taken as given, without what rules add.
    as_given: bool,
    defined: BTreeMap<(DefinitionId, bool), Expr>,
    sets: sets::Found,
    rules: rules::Found,
    readings: BTreeSet<ReadingId>,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(edition: &'a Edition<'a>, scenario: &'a Scenario) -> Self {
        let relevant = Rc::new(Relevant::new(edition, scenario));
        let mut ground = Self {
            edition,
            store: Store::new(),
            scenario,
            vars: Vec::new(),
            var_of: BTreeMap::new(),
            first_outcome: Var(0),
            cuts: cuts::cuts(edition, scenario, &relevant),
            as_given: false,
            defined: BTreeMap::new(),
            sets: sets::Found::default(),
            rules: rules::Found::new(edition),
            readings: relevant.readings().clone(),
            relevant,
        };
        for fact in edition.program.fact_ids() {
            ground.fact_vars(fact);
        }
        ground.first_outcome = Var(ground.next_var());
        for outcome in edition.program.outcome_ids() {
            let declared = &edition.program[outcome];
            let count = declared.values.len();
            match declared.kind {
                OutcomeKind::Ladder => ground.var(About::Ladder(outcome), count),
                OutcomeKind::Set => {
                    (0..count).for_each(|value| ground.var(About::InSet(outcome, value), 2))
                }
            }
        }
        ground
    }

    fn fact_vars(&mut self, fact: FactId) {
        match &self.edition.program[fact].ty {
            FactType::Bool => self.var(About::Fact(fact), 2),
            FactType::Choice(members) => {
                let count = match self.kind(fact) {
                    Some(kind) => inside(members, kind).count(),
                    None => members.len(),
                };
                self.var(About::Fact(fact), count);
            }
            FactType::Set(members) => {
                (0..members.len()).for_each(|member| self.var(About::Member(fact, member), 2))
            }
            FactType::Quantity(_) | FactType::Date => {
                let count = self.cuts.get(&fact).map_or(0, Vec::len) + 1;
                self.var(About::Fact(fact), count);
            }
            FactType::Error => {}
        }
    }

    /// The kind that is all that is known of a choice.
    fn kind(&self, fact: FactId) -> Option<usize> {
        if let Some(Given::Kind(kind)) = self.scenario.get(fact) {
            Some(*kind)
        } else {
            None
        }
    }

    fn next_var(&self) -> u32 {
        u32::try_from(self.vars.len()).unwrap_or(u32::MAX)
    }

    fn var(&mut self, about: About, answers: usize) {
        let var = Var(self.next_var());
        self.vars
            .push((about, u32::try_from(answers).unwrap_or(u32::MAX)));
        self.var_of.insert(about, var);
    }

    pub(crate) fn about(&self, var: Var) -> Option<About> {
        self.vars.get(var.0 as usize).map(|(about, _)| *about)
    }

    /// The number of answers of a variable.
    pub(crate) fn answers(&self, var: Var) -> u32 {
        self.vars
            .get(var.0 as usize)
            .map_or(0, |(_, answers)| *answers)
    }

    pub(crate) fn var_about(&self, about: About) -> Option<Var> {
        self.var_of.get(&about).copied()
    }

    /// Whether a condition depends on an outcome of a lower layer.
    pub(crate) fn has_outcome(&self, expr: Expr) -> bool {
        self.store.reaches(expr, self.first_outcome)
    }

    /// The readings that have been asked for so far.
    pub(crate) fn readings(&self) -> &BTreeSet<ReadingId> {
        &self.readings
    }

    /// An assumption over the open atoms. It speaks of facts as given.
    pub(crate) fn assumption(&mut self, cond: &Cond) -> Expr {
        self.as_given = true;
        let expr = self.cond(cond);
        self.as_given = false;
        expr
    }

    /// A condition over the open atoms.
    pub(crate) fn cond(&mut self, cond: &Cond) -> Expr {
        match &cond.kind {
            CondKind::Const(value) => constant(*value),
            CondKind::Not(inner) => {
                let inner = self.cond(inner);
                self.store.not(inner)
            }
            CondKind::And(parts) => {
                let parts = self.parts(parts, FALSE);
                self.store.and(parts)
            }
            CondKind::Or(parts) => {
                let parts = self.parts(parts, TRUE);
                self.store.or(parts)
            }
            CondKind::Definition(id) => {
                if let Some(known) = self.defined.get(&(*id, self.as_given)) {
                    return *known;
                }
                let edition = self.edition;
                let expr = self.cond(&edition.program[*id].condition);
                self.defined.insert((*id, self.as_given), expr);
                expr
            }
            CondKind::Fact(fact) => match self.scenario.get(*fact) {
                Some(Given::Bool(value)) => constant(*value),
                Some(
                    Given::Choice(_)
                    | Given::Kind(_)
                    | Given::Number(..)
                    | Given::Date(_)
                    | Given::Set(_),
                )
                | None => self.is(About::Fact(*fact), &[1]),
            },
            CondKind::Is(fact, values) => match self.scenario.get(*fact) {
                Some(Given::Choice(value)) => constant(values.contains(value)),
                Some(Given::Kind(kind)) => {
                    let members = self.edition.program.members(*fact);
                    let of_kind: Vec<usize> = inside(members, *kind).collect();
                    let values = values
                        .iter()
                        .filter_map(|value| of_kind.binary_search(value).ok())
                        .collect::<Vec<_>>();
                    self.is(About::Fact(*fact), &positions(&values))
                }
                Some(Given::Bool(_) | Given::Number(..) | Given::Date(_) | Given::Set(_))
                | None => self.is(About::Fact(*fact), &positions(values)),
            },
            CondKind::Has(fact, member) => self.has(*fact, *member),
            CondKind::HasOther(fact, excluded) => self.has_other(*fact, excluded),
            CondKind::During(period) => constant(period.contains(self.edition.as_of)),
            CondKind::Compare(fact, op, operand) => self.compare(*fact, *op, operand),
            CondKind::Outcome(outcome, values) => {
                self.is(About::Ladder(*outcome), &positions(values))
            }
            CondKind::OutcomeHas(outcome, value) => self.is(About::InSet(*outcome, *value), &[1]),
            CondKind::Reading(reading, option) => {
                self.readings.insert(*reading);
                constant(self.edition.readings.get(*reading) == *option)
            }
            CondKind::Error => FALSE,
        }
    }

    /// Parts in the order of the text, up to the first that decides the whole.
    fn parts(&mut self, parts: &[Cond], decisive: Expr) -> Vec<Expr> {
        let mut exprs = Vec::with_capacity(parts.len());
        for part in parts {
            let expr = self.cond(part);
            if expr == decisive {
                return vec![decisive];
            }
            exprs.push(expr);
        }
        exprs
    }

    fn compare(&mut self, fact: FactId, op: CompareOp, operand: &Operand) -> Expr {
        let Some(limit) = limit(self.edition, operand) else {
            return FALSE;
        };
        let next = limit.saturating_add(1);
        match op {
            CompareOp::Ge => self.at_least(fact, limit),
            CompareOp::Gt => self.at_least(fact, next),
            CompareOp::Lt => {
                let at_least = self.at_least(fact, limit);
                self.store.not(at_least)
            }
            CompareOp::Le => {
                let above = self.at_least(fact, next);
                self.store.not(above)
            }
            CompareOp::Eq => self.equals(fact, limit),
            CompareOp::Ne => {
                let equals = self.equals(fact, limit);
                self.store.not(equals)
            }
        }
    }

    fn equals(&mut self, fact: FactId, number: i64) -> Expr {
        let low = self.at_least(fact, number);
        let above = self.at_least(fact, number.saturating_add(1));
        let not_above = self.store.not(above);
        self.store.and(vec![low, not_above])
    }

    fn at_least(&mut self, fact: FactId, number: i64) -> Expr {
        let (low, high) = cuts::range(self.scenario, fact);
        if number <= low {
            return TRUE;
        }
        if high.is_some_and(|high| high < number) {
            return FALSE;
        }
        let cuts = self.cuts.get(&fact).map(Vec::as_slice).unwrap_or_default();
        let answer = cuts.partition_point(|cut| *cut < number) + 1;
        match self.var_about(About::Fact(fact)) {
            Some(var) => {
                let answer = u32::try_from(answer).unwrap_or(u32::MAX);
                self.store.from(var, answer)
            }
            None => FALSE,
        }
    }

    fn is(&mut self, about: About, answers: &[u32]) -> Expr {
        match self.var_about(about) {
            Some(var) if answers.is_empty() || self.answers(var) == 0 => FALSE,
            Some(var) if answers.len() as u32 == self.answers(var) => TRUE,
            Some(var) => self.store.is(var, answers),
            None => FALSE,
        }
    }
}

fn positions(values: &[usize]) -> Vec<u32> {
    values
        .iter()
        .filter_map(|value| u32::try_from(*value).ok())
        .collect()
}
