//! The law of a day as conditions over the variables of a space: when rules apply and are live, what sets have, and what decides
//! each outcome.
//!
//! `applies(r) = r is law and its guard holds, with the conditions around it, and nothing that disapplies it applies`;
//! `live(r) = applies(r) and nothing that prevails over it applies`. Both kinds of statement are free of circles.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use weir_core::Edition;
use weir_core::hir::{
    CompareOp, Conclusion, Cond, CondKind, DefinitionId, FactId, Operand, OutcomeId, OutcomeKind,
    Precedence, RuleId, Rules as Run, ScopeId,
};
use weir_core::scenario::{is_other, is_under};

use super::formula::{ALWAYS, Formula, Formulas, NEVER, Outcome, ResultId};
use super::space::{About, Kind, Of, Side, Space, limit, real_day};

/// How a condition is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mode {
    /// Outcomes of lower layers are what the law says of them.
    Settled,
    /// Outcomes of lower layers are variables of their own.
    Asked,
    /// Sets are taken as given, without what rules add.
    AsGiven,
}

/// The law of a day over the variables of a space. All is made when it is asked for.
pub(super) struct Law<'a, 'p> {
    pub(super) edition: &'a Edition<'p>,
    pub(super) space: &'a Space,
    pub(super) side: Side,
    mode: Mode,
    /// Whether each rule is law on the day.
    law: Vec<bool>,
    concluding: Vec<Vec<(RuleId, Conclusion)>>,
    applying: FxHashMap<(RuleId, Mode), Formula>,
    inside: FxHashMap<(ScopeId, Mode), Formula>,
    winning: FxHashMap<(Run, Option<OutcomeId>, Mode), Formula>,
    has: FxHashMap<(FactId, usize, Mode), Formula>,
    defined: FxHashMap<(DefinitionId, Mode), Formula>,
    results: BTreeMap<(OutcomeId, Option<usize>), ResultId>,
}

/// What the rules of one `strictest among` group, or of none, conclude about a ladder.
#[derive(Default)]
struct Members {
    values: BTreeMap<usize, Vec<RuleId>>,
    /// By the value than which what is missing is no stricter.
    holes: BTreeMap<Option<usize>, Vec<RuleId>>,
}

impl<'a, 'p> Law<'a, 'p> {
    pub(super) fn of(edition: &'a Edition<'p>, space: &'a Space, side: Side) -> Self {
        let program = edition.program;
        let law = program.rules.iter().map(|rule| {
            let list = rule.scope.map(|scope| program[scope].list);
            rule.period.contains(edition.as_of)
                && list.is_none_or(|list| program[list].period.contains(edition.as_of))
        });
        let law: Vec<bool> = law.collect();
        let mut concluding = vec![Vec::new(); program.outcomes.len()];
        for (id, _) in program.rule_ids().zip(&law).filter(|(_, law)| **law) {
            for conclusion in &program[id].conclusions {
                let outcome = conclusion.outcome().map(OutcomeId::index);
                if let Some(rules) = outcome.and_then(|at| concluding.get_mut(at)) {
                    rules.push((id, *conclusion));
                }
            }
        }
        Self {
            edition,
            space,
            side,
            mode: Mode::Settled,
            law,
            concluding,
            applying: FxHashMap::default(),
            inside: FxHashMap::default(),
            winning: FxHashMap::default(),
            has: FxHashMap::default(),
            defined: FxHashMap::default(),
            results: BTreeMap::new(),
        }
    }

    /// Does something with conditions meant in another way.
    pub(super) fn meaning<T>(&mut self, mode: Mode, does: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.mode, mode);
        let done = does(self);
        self.mode = before;
        done
    }

    /// The cases that the types and assumptions allow.
    pub(super) fn care(&mut self, formulas: &mut Formulas) -> Formula {
        let edition = self.edition;
        let mut all = Vec::new();
        for fact in edition.program.fact_ids() {
            if let Of::Choice(var, answers) = self.side.fact(fact) {
                all.push(formulas.test(*var, answers.iter().copied()));
            }
        }
        self.meaning(Mode::AsGiven, |law| {
            let assumptions = edition.program.assumptions.iter();
            all.extend(assumptions.map(|one| law.cond(formulas, &one.condition)));
        });
        formulas.and(all)
    }

    /// A condition.
    pub(super) fn cond(&mut self, formulas: &mut Formulas, cond: &Cond) -> Formula {
        match &cond.kind {
            CondKind::Const(value) => Formula::of(*value),
            CondKind::Not(inner) => self.cond(formulas, inner).not(),
            CondKind::And(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.cond(formulas, part)).collect();
                formulas.and(parts)
            }
            CondKind::Or(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.cond(formulas, part)).collect();
                formulas.or(parts)
            }
            CondKind::Definition(id) => self.definition(formulas, *id),
            CondKind::Fact(fact) => match self.side.fact(*fact) {
                Of::One(var) => formulas.test(*var, [1]),
                Of::Nothing | Of::Choice(..) | Of::Set(_) => NEVER,
            },
            CondKind::Is(fact, values) => match self.side.fact(*fact) {
                Of::Choice(var, answers) => {
                    let wanted = values.iter().filter_map(|value| answers.get(*value));
                    formulas.test(*var, wanted.copied())
                }
                Of::Nothing | Of::One(_) | Of::Set(_) => NEVER,
            },
            CondKind::Has(fact, member) => self.has(formulas, *fact, *member),
            CondKind::HasOther(fact, named) => self.has_other(formulas, *fact, named),
            CondKind::During(period) => Formula::of(period.contains(self.edition.as_of)),
            CondKind::Compare(fact, op, operand) => self.compare(formulas, *fact, *op, operand),
            CondKind::Outcome(outcome, values) => {
                let values = values.iter().map(|value| self.side.value(*outcome, *value));
                let values: Vec<usize> = values.collect();
                self.lower(formulas, *outcome, None, &values)
            }
            CondKind::OutcomeHas(outcome, value) => {
                self.lower(formulas, *outcome, Some(*value), &[1])
            }
            CondKind::Reading(reading, option) => {
                Formula::of(self.edition.readings.get(*reading) == *option)
            }
            CondKind::Error => NEVER,
        }
    }

    /// That an outcome of a lower layer is one of some answers.
    fn lower(
        &mut self,
        formulas: &mut Formulas,
        outcome: OutcomeId,
        value: Option<usize>,
        answers: &[usize],
    ) -> Formula {
        if self.mode != Mode::Asked {
            let result = self.result(formulas, outcome, value);
            return formulas.result_is(result, answers.iter().copied());
        }
        match self.space.var(&self.about(outcome, value)) {
            Some(var) => formulas.test(var, answers.iter().copied()),
            None => NEVER,
        }
    }

    /// An outcome, or that it has a value, as a variable.
    pub(super) fn about(&self, outcome: OutcomeId, value: Option<usize>) -> About {
        let declared = &self.edition.program[outcome];
        let name = declared.name.clone();
        match value {
            None => About::Ladder(name),
            Some(value) => {
                let value = declared.values.get(value).map(|value| value.name.clone());
                About::InSet(name, value.unwrap_or_default())
            }
        }
    }

    fn definition(&mut self, formulas: &mut Formulas, id: DefinitionId) -> Formula {
        let key = (id, self.mode);
        if let Some(known) = self.defined.get(&key) {
            return *known;
        }
        let edition = self.edition;
        let defined = self.cond(formulas, &edition.program[id].condition);
        self.defined.insert(key, defined);
        defined
    }

    /// A set has a member if it is given, with the kinds that it is part of, or if a rule gives it that member or one under it.
    pub(super) fn has(&mut self, formulas: &mut Formulas, fact: FactId, member: usize) -> Formula {
        let key = (fact, member, self.mode);
        if let Some(known) = self.has.get(&key) {
            return *known;
        }
        let has = self.has_without(formulas, fact, member, &BTreeSet::new());
        self.has.insert(key, has);
        has
    }

    /// That a set has a member, be it without what some rules give it.
    pub(super) fn has_without(
        &mut self,
        formulas: &mut Formulas,
        fact: FactId,
        member: usize,
        without: &BTreeSet<RuleId>,
    ) -> Formula {
        let mut any = vec![self.as_said(formulas, fact, member)];
        if self.mode != Mode::AsGiven {
            let edition = self.edition;
            let members = edition.program.members(fact);
            let given = edition.given_members(fact);
            let under = given.filter(|given| is_under(members, *given, member));
            let giving = under.flat_map(|given| edition.giving(fact, given));
            let giving = giving.filter(|rule| !without.contains(rule));
            any.extend(giving.map(|rule| self.applies(formulas, *rule)));
        }
        formulas.or(any)
    }

    fn as_said(&self, formulas: &mut Formulas, fact: FactId, member: usize) -> Formula {
        let Of::Set(members) = self.side.fact(fact) else {
            return NEVER;
        };
        let Some(vars) = members.get(member) else {
            return NEVER;
        };
        let all: Vec<_> = vars.iter().map(|var| formulas.test(*var, [1])).collect();
        formulas.and(all)
    }

    /// A set has a member that is none of these, nor part of one, nor a kind around one.
    fn has_other(&mut self, formulas: &mut Formulas, fact: FactId, named: &[usize]) -> Formula {
        let members = self.edition.program.members(fact);
        let others = (0..members.len()).filter(|member| is_other(members, *member, named));
        let others: Vec<_> = others
            .map(|member| self.has(formulas, fact, member))
            .collect();
        formulas.or(others)
    }

    fn compare(
        &mut self,
        formulas: &mut Formulas,
        fact: FactId,
        op: CompareOp,
        operand: &Operand,
    ) -> Formula {
        let Some(number) = limit(self.edition, operand) else {
            return NEVER;
        };
        let from = self.at_least(formulas, fact, number);
        let above = self.at_least(formulas, fact, number.saturating_add(1));
        match op {
            CompareOp::Ge => from,
            CompareOp::Gt => above,
            CompareOp::Lt => from.not(),
            CompareOp::Le => above.not(),
            CompareOp::Eq => formulas.and([from, above.not()]),
            CompareOp::Ne => formulas.and([from, above.not()]).not(),
        }
    }

    /// That a quantity or day is at least this.
    fn at_least(&self, formulas: &mut Formulas, fact: FactId, number: i64) -> Formula {
        let Of::One(var) = self.side.fact(fact) else {
            return NEVER;
        };
        let (cuts, number) = match self.space.variable(*var).map(|variable| &variable.kind) {
            Some(Kind::Numbers(cuts)) => (cuts, number),
            Some(Kind::Days(cuts)) => (cuts, real_day(number)),
            Some(Kind::Truth | Kind::Names(_)) | None => return NEVER,
        };
        if number <= 0 {
            return ALWAYS;
        }
        let first = cuts.partition_point(|cut| *cut < number) + 1;
        formulas.test(*var, first..=cuts.len())
    }

    /// Whether a rule is law on the day.
    pub(super) fn is_law(&self, rule: RuleId) -> bool {
        self.law.get(rule.index()).copied().unwrap_or(false)
    }

    pub(super) fn applies(&mut self, formulas: &mut Formulas, rule: RuleId) -> Formula {
        if !self.is_law(rule) {
            return NEVER;
        }
        let key = (rule, self.mode);
        if let Some(known) = self.applying.get(&key) {
            return *known;
        }
        let program = self.edition.program;
        let mut parts = vec![self.inside(formulas, program[rule].scope)];
        if parts != [NEVER] {
            parts.push(self.cond(formulas, &program[rule].guard));
        }
        if !parts.contains(&NEVER) {
            parts.push(self.set_aside(formulas, rule, true).not());
        }
        let applies = formulas.and(parts);
        self.applying.insert(key, applies);
        applies
    }

    pub(super) fn live(&mut self, formulas: &mut Formulas, rule: RuleId) -> Formula {
        let applies = self.applies(formulas, rule);
        if applies == NEVER {
            return NEVER;
        }
        let aside = self.set_aside(formulas, rule, false);
        formulas.and([applies, aside.not()])
    }

    /// Whether a statement of one kind sets a rule aside.
    fn set_aside(&mut self, formulas: &mut Formulas, rule: RuleId, disapplies: bool) -> Formula {
        let edition = self.edition;
        let mut any = Vec::new();
        for statement in edition.against(rule) {
            if statement.disapplies == disapplies {
                any.push(self.winning(formulas, statement, rule));
            }
        }
        formulas.or(any)
    }

    /// Whether a rule of the winning side applies, other than the rule itself.
    fn winning(
        &mut self,
        formulas: &mut Formulas,
        statement: &Precedence,
        rule: RuleId,
    ) -> Formula {
        let key = (statement.winners, statement.about, self.mode);
        let itself = statement.winners.contains(rule);
        if let Some(known) = self.winning.get(&key).filter(|_| !itself) {
            return *known;
        }
        let program = self.edition.program;
        let mut any = Vec::new();
        for winner in statement.winners.iter() {
            let other = !itself || winner != rule;
            if other && self.is_law(winner) && program.concludes(winner, statement.about) {
                any.push(self.applies(formulas, winner));
            }
        }
        let winning = formulas.or(any);
        if !itself {
            self.winning.insert(key, winning);
        }
        winning
    }

    /// The condition of a part of a list, with those of the parts around it.
    pub(super) fn inside(&mut self, formulas: &mut Formulas, scope: Option<ScopeId>) -> Formula {
        let Some(scope) = scope else { return ALWAYS };
        let key = (scope, self.mode);
        if let Some(known) = self.inside.get(&key) {
            return *known;
        }
        let program = self.edition.program;
        let around = self.inside(formulas, program[scope].parent);
        let inside = if around == NEVER {
            NEVER
        } else {
            let here = self.cond(formulas, &program[scope].condition);
            formulas.and([around, here])
        };
        self.inside.insert(key, inside);
        inside
    }

    /// What decides a ladder, or whether a value is in a set.
    pub(super) fn result(
        &mut self,
        formulas: &mut Formulas,
        outcome: OutcomeId,
        value: Option<usize>,
    ) -> ResultId {
        if let Some(known) = self.results.get(&(outcome, value)) {
            return *known;
        }
        let result = self.meaning(Mode::Settled, |law| match value {
            Some(value) => law.in_set(formulas, outcome, value),
            None => law.ladder(formulas, outcome),
        });
        self.results.insert((outcome, value), result);
        result
    }

    fn in_set(&mut self, formulas: &mut Formulas, outcome: OutcomeId, value: usize) -> ResultId {
        let (mut here, mut holes) = (Vec::new(), Vec::new());
        for (rule, conclusion) in self.concluding(outcome) {
            match conclusion {
                Conclusion::Value(_, of) if of == value => here.push(rule),
                Conclusion::Hole(..) => holes.push(rule),
                Conclusion::Value(..) | Conclusion::Has(..) => {}
            }
        }
        let here = self.any_live(formulas, &here);
        let hole = self.any_live(formulas, &holes);
        let of = self.declared(formulas, outcome, Some(value));
        formulas.decide(of, [(1, here)], hole)
    }

    /// An outcome as the conditions know it.
    fn declared(
        &self,
        formulas: &mut Formulas,
        outcome: OutcomeId,
        value: Option<usize>,
    ) -> Outcome {
        let declared = &self.edition.program[outcome];
        match value {
            Some(value) => {
                let value = declared.values.get(value).map(|value| value.name.clone());
                let about = About::InSet(declared.name.clone(), value.unwrap_or_default());
                formulas.outcome(about, &[0, 1], 2)
            }
            None => {
                let own = (0..declared.values.len()).map(|value| self.side.value(outcome, value));
                let own: Vec<usize> = own.collect();
                let all = self.space.values(&declared.name).len();
                formulas.outcome(About::Ladder(declared.name.clone()), &own, all)
            }
        }
    }

    fn any_live(&mut self, formulas: &mut Formulas, rules: &[RuleId]) -> Formula {
        let any: Vec<_> = rules
            .iter()
            .map(|rule| self.live(formulas, *rule))
            .collect();
        formulas.or(any)
    }

    /// `C(x)`: "members of a declared group count as one, the strictest of them". What is missing counts where its group has no
    /// value that is at least as strict as it can be.
    fn ladder(&mut self, formulas: &mut Formulas, outcome: OutcomeId) -> ResultId {
        let groups = self.groups();
        let mut members: BTreeMap<Option<usize>, Members> = BTreeMap::new();
        for (rule, conclusion) in self.concluding(outcome) {
            let group = groups.iter().position(|group| group.contains(&rule));
            let members = members.entry(group).or_default();
            match conclusion {
                Conclusion::Value(_, value) => members.values.entry(value).or_default().push(rule),
                Conclusion::Hole(_, limit) => members.holes.entry(limit).or_default().push(rule),
                Conclusion::Has(..) => {}
            }
        }
        let mut counting: BTreeMap<usize, Vec<Formula>> = BTreeMap::new();
        let mut holes = Vec::new();
        for (group, members) in members {
            let live: Vec<(usize, Formula)> = members
                .values
                .iter()
                .map(|(value, rules)| (*value, self.any_live(formulas, rules)))
                .collect();
            for (value, when) in &live {
                let stricter = at_least(formulas, &live, group.map(|_| value + 1));
                let counts = formulas.and([*when, stricter.not()]);
                let value = self.side.value(outcome, *value);
                counting.entry(value).or_default().push(counts);
            }
            for (limit, rules) in &members.holes {
                let absorbed = at_least(formulas, &live, limit.filter(|_| group.is_some()));
                let any = self.any_live(formulas, rules);
                holes.push(formulas.and([any, absorbed.not()]));
            }
        }
        let values: Vec<(usize, Formula)> = counting
            .into_iter()
            .map(|(value, any)| (value, formulas.or(any)))
            .collect();
        let hole = formulas.or(holes);
        let of = self.declared(formulas, outcome, None);
        formulas.decide(of, values, hole)
    }

    fn concluding(&self, outcome: OutcomeId) -> Vec<(RuleId, Conclusion)> {
        let rules = self.concluding.get(outcome.index());
        rules.cloned().unwrap_or_default()
    }

    /// The groups in force, as rules that conclude about a ladder; those with a common rule are one.
    pub(super) fn groups(&self) -> Vec<BTreeSet<RuleId>> {
        let program = self.edition.program;
        let on_ladder = |rule: &RuleId| {
            let conclusions = program[*rule].conclusions.iter();
            let mut outcomes = conclusions.filter_map(Conclusion::outcome);
            outcomes.any(|outcome| program[outcome].kind == OutcomeKind::Ladder)
        };
        let mut groups: Vec<BTreeSet<RuleId>> = Vec::new();
        for group in self.edition.groups() {
            let rules = group.rules.iter().flat_map(|run| run.iter());
            let mut joined: BTreeSet<RuleId> = rules.filter(on_ladder).collect();
            groups.retain(|other| {
                let apart = other.is_disjoint(&joined);
                if !apart {
                    joined.extend(other);
                }
                apart
            });
            groups.push(joined);
        }
        groups
    }
}

/// Where a value at least this strict is live; nowhere, where none is asked for.
fn at_least(formulas: &mut Formulas, live: &[(usize, Formula)], least: Option<usize>) -> Formula {
    let Some(least) = least else { return NEVER };
    let stricter = live.iter().filter(|(value, _)| *value >= least);
    formulas.or(stricter.map(|(_, when)| *when))
}
