//! Whether a condition holds on what is known: yes, no, or not known (Kleene's strong three-valued logic).
//!
//! On a completely known case this is the ordinary meaning. On a partly known one it may leave open what is in fact decided;
//! answers never rest on that, only the list of reasons does, and which rules are looked at at all: a part of a list that
//! fails on what is known fails in every completion.

use std::cell::{Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{
    CompareOp, Cond, CondKind, DefinitionId, FactId, Operand, OutcomeId, Precedence, ReadingId,
    RuleId, Rules, ScopeId,
};
use weir_core::scenario::{Given, Scenario, inside, is_other, is_under};

use crate::determination::{Answer, State};

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds, whatever the facts that are not known.
    True,
    /// It does not hold, whatever the facts that are not known.
    False,
    /// It may hold.
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

/// Rules of which one may set others aside, with the outcome about which they have to conclude.
type Side = (Rules, Option<OutcomeId>);

/// What is known: the scenario, and the answers for outcomes of lower layers.
pub(crate) struct Known<'a> {
    pub(crate) edition: &'a Edition<'a>,
    pub(crate) scenario: &'a Scenario,
    ladders: BTreeMap<OutcomeId, Answer>,
    members: BTreeMap<(OutcomeId, usize), State>,
    /// Whether sets are taken as given, without what rules add, as assumptions do.
    as_given: bool,
    found: Found,
}

/// What has been found out so far. None of it changes.
#[derive(Default)]
struct Found {
    definitions: RefCell<BTreeMap<DefinitionId, Truth>>,
    /// The conditions of rules, by rule.
    guards: RefCell<Vec<Option<Truth>>>,
    inside: RefCell<BTreeMap<ScopeId, Truth>>,
    has: RefCell<FxHashMap<(FactId, usize), Truth>>,
    said: RefCell<BTreeMap<FactId, Rc<Said>>>,
    /// The members that sets surely have.
    present: RefCell<BTreeMap<FactId, Rc<[usize]>>>,
    winning: RefCell<BTreeMap<Side, Truth>>,
    winners: RefCell<BTreeMap<Side, Rc<[RuleId]>>>,
    readings: RefCell<BTreeSet<ReadingId>>,
}

/// What the scenario says of a set: the members that it has, and those of which it is not known.
#[derive(Default)]
struct Said {
    present: Vec<usize>,
    open: Vec<usize>,
}

impl<'a> Known<'a> {
    /// The scenario alone.
    pub(crate) fn new(edition: &'a Edition<'a>, scenario: &'a Scenario) -> Self {
        Self {
            edition,
            scenario,
            ladders: BTreeMap::new(),
            members: BTreeMap::new(),
            as_given: false,
            found: Found {
                guards: RefCell::new(vec![None; edition.program.rules.len()]),
                ..Found::default()
            },
        }
    }

    /// The scenario alone, as assumptions take it.
    pub(crate) fn as_given(edition: &'a Edition<'a>, scenario: &'a Scenario) -> Self {
        Self {
            as_given: true,
            ..Self::new(edition, scenario)
        }
    }

    /// The scenario and the answers for outcomes.
    pub(crate) fn with(
        edition: &'a Edition<'a>,
        scenario: &'a Scenario,
        ladders: BTreeMap<OutcomeId, Answer>,
        members: BTreeMap<(OutcomeId, usize), State>,
    ) -> Self {
        Self {
            ladders,
            members,
            ..Self::new(edition, scenario)
        }
    }

    /// The same answers with another scenario.
    pub(crate) fn at<'b>(&self, edition: &'b Edition<'b>, scenario: &'b Scenario) -> Known<'b> {
        Known::with(
            edition,
            scenario,
            self.ladders.clone(),
            self.members.clone(),
        )
    }

    /// The answers for ladders.
    pub(crate) fn ladders(&self) -> &BTreeMap<OutcomeId, Answer> {
        &self.ladders
    }

    /// Whether values are in sets.
    pub(crate) fn members(&self) -> &BTreeMap<(OutcomeId, usize), State> {
        &self.members
    }

    /// The readings that have been asked for so far.
    pub(crate) fn readings(&self) -> Ref<'_, BTreeSet<ReadingId>> {
        self.found.readings.borrow()
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, cond: &Cond) -> Truth {
        match &cond.kind {
            CondKind::Not(inner) => self.holds(inner).not(),
            CondKind::And(parts) => Truth::all(parts.iter().map(|part| self.holds(part))),
            CondKind::Or(parts) => Truth::any(parts.iter().map(|part| self.holds(part))),
            CondKind::Definition(id) => self.defined(*id),
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
            | CondKind::Error => self.test(&cond.kind),
        }
    }

    fn defined(&self, id: DefinitionId) -> Truth {
        let known = self.found.definitions.borrow().get(&id).copied();
        known.unwrap_or_else(|| {
            let holds = self.holds(&self.edition.program[id].condition);
            self.found.definitions.borrow_mut().insert(id, holds);
            holds
        })
    }

    /// Whether a single test holds.
    pub(crate) fn test(&self, cond: &CondKind) -> Truth {
        match cond {
            CondKind::Const(value) => Truth::known(*value),
            CondKind::Fact(fact) => Truth::from(match self.scenario.get(*fact) {
                Some(Given::Bool(value)) => Some(*value),
                Some(
                    Given::Choice(_)
                    | Given::Kind(_)
                    | Given::Number(..)
                    | Given::Date(_)
                    | Given::Set(_),
                )
                | None => None,
            }),
            CondKind::Is(fact, values) => Truth::from(match self.scenario.get(*fact) {
                Some(Given::Choice(value)) => Some(values.contains(value)),
                Some(Given::Kind(kind)) => self.is_of(*fact, *kind, values),
                Some(Given::Bool(_) | Given::Number(..) | Given::Date(_) | Given::Set(_))
                | None => None,
            }),
            CondKind::Has(fact, member) => self.has(*fact, *member),
            CondKind::HasOther(fact, excluded) => self.has_other(*fact, excluded),
            CondKind::During(period) => Truth::known(period.contains(self.edition.as_of)),
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
                self.found.readings.borrow_mut().insert(*reading);
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
    pub(crate) fn has(&self, fact: FactId, member: usize) -> Truth {
        let given = self.given(fact, member);
        if self.as_given {
            return given;
        }
        let known = self.found.has.borrow().get(&(fact, member)).copied();
        known.unwrap_or_else(|| {
            let by_law = deriving(self.edition, fact, member).map(|rule| self.applies(rule));
            let has = Truth::any(std::iter::once(given).chain(by_law));
            self.found.has.borrow_mut().insert((fact, member), has);
            has
        })
    }

    /// Whether a value of a kind is one of these.
    fn is_of(&self, fact: FactId, kind: usize, values: &[usize]) -> Option<bool> {
        let mut of_kind = inside(self.edition.program.members(fact), kind);
        let first = of_kind.next().is_some_and(|value| values.contains(&value));
        of_kind
            .all(|value| values.contains(&value) == first)
            .then_some(first)
    }

    /// Whether the scenario says that a set has a member.
    fn given(&self, fact: FactId, member: usize) -> Truth {
        Truth::from(match self.scenario.get(fact) {
            Some(Given::Set(known)) => known.get(member).copied().flatten(),
            Some(
                Given::Bool(_)
                | Given::Choice(_)
                | Given::Kind(_)
                | Given::Number(..)
                | Given::Date(_),
            )
            | None => None,
        })
    }

    /// A set has a member that is none of these, nor under one of them, nor a kind around one of them. Whether it has any of
    /// those is not asked: a rule that gives it one may itself depend on what other members it has.
    fn has_other(&self, fact: FactId, named: &[usize]) -> Truth {
        let members = self.edition.program.members(fact);
        let other = |member: &usize| is_other(members, *member, named);
        let said = self.said(fact);
        let given = if said.present.iter().any(other) {
            Truth::True
        } else if said.open.iter().any(other) {
            Truth::Unknown
        } else {
            Truth::False
        };
        if self.as_given || given == Truth::True {
            return given;
        }
        let by_law = self
            .edition
            .given_members(fact)
            .filter(other)
            .map(|member| self.has(fact, member));
        Truth::any(std::iter::once(given).chain(by_law))
    }

    /// What the scenario says of a set.
    fn said(&self, fact: FactId) -> Rc<Said> {
        let known = self.found.said.borrow().get(&fact).map(Rc::clone);
        known.unwrap_or_else(|| {
            let mut said = Said::default();
            for member in 0..self.edition.program.members(fact).len() {
                match self.given(fact, member) {
                    Truth::True => said.present.push(member),
                    Truth::Unknown => said.open.push(member),
                    Truth::False => {}
                }
            }
            let said = Rc::new(said);
            self.found.said.borrow_mut().insert(fact, Rc::clone(&said));
            said
        })
    }

    /// The members that a set surely has.
    pub(crate) fn present(&self, fact: FactId) -> Rc<[usize]> {
        let known = self.found.present.borrow().get(&fact).map(Rc::clone);
        known.unwrap_or_else(|| {
            let members = 0..self.edition.program.members(fact).len();
            let present: Rc<[usize]> = members
                .filter(|member| self.has(fact, *member) == Truth::True)
                .collect();
            let mut found = self.found.present.borrow_mut();
            found.insert(fact, Rc::clone(&present));
            present
        })
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

    /// Whether the flow is in a part of a list: its condition holds and those of the parts around it.
    pub(crate) fn inside(&self, scope: ScopeId) -> Truth {
        let known = self.found.inside.borrow().get(&scope).copied();
        known.unwrap_or_else(|| {
            let scoped = &self.edition.program[scope];
            let around = scoped
                .parent
                .map_or(Truth::True, |parent| self.inside(parent));
            let inside = match around {
                Truth::False => Truth::False,
                Truth::True | Truth::Unknown => {
                    Truth::all([around, self.holds(&scoped.condition)].into_iter())
                }
            };
            self.found.inside.borrow_mut().insert(scope, inside);
            inside
        })
    }

    /// Of a run of rules those that are law on the day and do not stand in a part of a list that fails. Where a part fails, all
    /// that stands in it is passed over.
    pub(crate) fn walk(&self, run: Rules) -> Vec<RuleId> {
        let stretches = self.edition.stretches();
        let first = stretches.partition_point(|stretch| stretch.to <= run.from);
        let mut rules = Vec::new();
        for stretch in stretches.iter().skip(first) {
            if stretch.from >= run.to {
                break;
            }
            let mut at = stretch.from.max(run.from);
            while at < stretch.to.min(run.to) {
                let rule = RuleId(at);
                match self.failing(rule) {
                    Some(part) if part.contains(rule) => at = part.to,
                    Some(_) => at += 1,
                    None => {
                        rules.extend(Some(rule).filter(|rule| self.edition.in_force(*rule)));
                        at += 1;
                    }
                }
            }
        }
        rules
    }

    /// The rules of the outermost part around a rule that fails.
    fn failing(&self, rule: RuleId) -> Option<Rules> {
        let program = self.edition.program;
        let scope = program[rule].scope?;
        if self.inside(scope) != Truth::False {
            return None;
        }
        let outermost = program
            .scopes_around(Some(scope))
            .take_while(|scope| self.inside(*scope) == Truth::False)
            .last()?;
        Some(program[outermost].rules)
    }

    /// Whether the condition of a rule holds.
    pub(crate) fn guard(&self, rule: RuleId) -> Truth {
        let known = self.found.guards.borrow().get(rule.index()).copied();
        known.flatten().unwrap_or_else(|| {
            let holds = self.holds(&self.edition.program[rule].guard);
            if let Some(slot) = self.found.guards.borrow_mut().get_mut(rule.index()) {
                *slot = Some(holds);
            }
            holds
        })
    }

    /// `applies(r, x) = r is law on the day and its guard and those of the parts around it hold and no rule that disapplies it
    /// applies`. Disapplying is acyclic, which was checked.
    pub(crate) fn applies(&self, rule: RuleId) -> Truth {
        if !is_law(self.edition, rule) {
            return Truth::False;
        }
        let program = self.edition.program;
        let inside = program[rule]
            .scope
            .map_or(Truth::True, |scope| self.inside(scope));
        if inside == Truth::False {
            return Truth::False;
        }
        let guard = std::iter::once_with(|| self.guard(rule));
        let off = self
            .edition
            .against(rule)
            .filter(|statement| statement.disapplies);
        let not_off = off.map(|statement| self.winning(statement, rule).not());
        Truth::all(std::iter::once(inside).chain(guard).chain(not_off))
    }

    /// `live(r, x) = applies(r, x) and no rule that prevails over it applies`.
    pub(crate) fn live(&self, rule: RuleId) -> Truth {
        let over = self
            .edition
            .against(rule)
            .filter(|statement| !statement.disapplies);
        let not_over = over.map(|statement| self.winning(statement, rule).not());
        Truth::all(std::iter::once(self.applies(rule)).chain(not_over))
    }

    /// Whether a rule of the winning side of a statement applies, other than the rule itself.
    fn winning(&self, statement: &Precedence, rule: RuleId) -> Truth {
        let side = (statement.winners, statement.about);
        if statement.winners.contains(rule) {
            let others = self
                .winners_of(side)
                .into_iter()
                .filter(|other| *other != rule);
            return Truth::any(others.map(|other| self.applies(other)));
        }
        let known = self.found.winning.borrow().get(&side).copied();
        known.unwrap_or_else(|| {
            let winners = self.winners_of(side).into_iter();
            let any = Truth::any(winners.map(|winner| self.applies(winner)));
            self.found.winning.borrow_mut().insert(side, any);
            any
        })
    }

    fn winners_of(&self, (rules, about): Side) -> Vec<RuleId> {
        let mut winners = self.walk(rules);
        winners.retain(|rule| self.edition.program.concludes(*rule, about));
        winners
    }

    /// The rules of the winning side of a statement that surely apply.
    pub(crate) fn winners(&self, statement: &Precedence) -> Rc<[RuleId]> {
        let side = (statement.winners, statement.about);
        let known = self.found.winners.borrow().get(&side).map(Rc::clone);
        known.unwrap_or_else(|| {
            let mut sure = self.winners_of(side);
            sure.retain(|winner| self.applies(*winner) == Truth::True);
            let sure: Rc<[RuleId]> = Rc::from(sure);
            self.found
                .winners
                .borrow_mut()
                .insert(side, Rc::clone(&sure));
            sure
        })
    }
}

/// Whether a rule is in force on the day and stands in no list that is not.
fn is_law(edition: &Edition<'_>, rule: RuleId) -> bool {
    let stretches = edition.stretches();
    let at = stretches.partition_point(|stretch| stretch.to <= rule.0);
    stretches
        .get(at)
        .is_some_and(|stretch| stretch.contains(rule))
        && edition.in_force(rule)
}

/// The rules that give a set this member, or one under it; in force or not.
pub(crate) fn deriving<'e>(
    edition: &'e Edition<'e>,
    fact: FactId,
    member: usize,
) -> impl Iterator<Item = RuleId> + 'e {
    let members = edition.program.members(fact);
    edition
        .given_members(fact)
        .filter(move |given| is_under(members, *given, member))
        .flat_map(move |given| edition.giving(fact, given).iter().copied())
}
