//! Which of the constructs that are written otherwise the rules that decide a case rest on.
//!
//! Told from confirmed cases: a change counts if it stands in a rule that makes the result on either side, in what such a rule is
//! written with (definitions, thresholds, facts, the parts of a list around it), in what sets it aside or counts as one with it, or in a
//! rule that makes an outcome which it asks for. Where that names none, the rules are looked at that give the data a kind in such a case
//! by law.

use std::collections::BTreeSet;
use std::rc::Rc;

use weir_core::Edition;
use weir_core::hir::{
    CompareOp, Conclusion, Cond, CondKind, DefinitionId, FactId, Operand, OutcomeId, Place,
    Program, RuleId, ThresholdId,
};
use weir_core::scenario::{Given, Scenario};
use weir_eval::Determination;

use super::View;
use crate::analysis::determined;
use crate::diff::Group;

/// The positions of the changes on which the cases of a group rest; none where that can't be told.
pub(super) fn of(view: &View<'_, '_>, group: &Group) -> Vec<usize> {
    let near = touched(view, group, false);
    if near.is_empty() {
        touched(view, group, true)
    } else {
        near
    }
}

/// The positions of the changes on which it rests which cases are possible.
pub(super) fn of_possible(view: &View<'_, '_>) -> Vec<usize> {
    let [old, new] = view.editions;
    let nothing = Scenario::default();
    let places = |edition, other| {
        let mut reached = Reached::new(edition, other, &nothing, false);
        for assumption in &reached.program.assumptions {
            reached.places.insert(assumption.place);
            reached.condition(&assumption.condition);
        }
        reached.places
    };
    changed(view, &places(old, new), &places(new, old))
}

fn touched(view: &View<'_, '_>, group: &Group, derived: bool) -> Vec<usize> {
    let [old, new] = view.editions;
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    for case in &group.cases {
        let [why_old, why_new] = &case.why;
        before.extend(Reached::from(old, new, &case.old, why_old, derived));
        after.extend(Reached::from(new, old, &case.new, why_new, derived));
    }
    changed(view, &before, &after)
}

/// The positions of the changes that stand in such places of the old side or of the new one.
fn changed(view: &View<'_, '_>, before: &BTreeSet<Place>, after: &BTreeSet<Place>) -> Vec<usize> {
    let hits = |place: Option<Place>, side: &BTreeSet<Place>| {
        place.is_some_and(|place| side.contains(&place))
    };
    let changed = view.comparison.sources.iter().enumerate();
    changed
        .filter(|(_, one)| one.has_meaning())
        .filter(|(_, one)| hits(one.old, before) || hits(one.new, after))
        .map(|(at, _)| at)
        .collect()
}

/// The places of what some rules rest on in a case.
struct Reached<'a> {
    program: &'a Program,
    edition: &'a Edition<'a>,
    other: &'a Edition<'a>,
    scenario: &'a Scenario,
    /// Whether rules that give a fact a kind count too.
    derived: bool,
    /// What the interpreter says of the case, once that is asked for.
    said: Option<Rc<Determination>>,
    places: BTreeSet<Place>,
    rules: BTreeSet<RuleId>,
    definitions: BTreeSet<DefinitionId>,
}

impl<'a> Reached<'a> {
    fn new(
        edition: &'a Edition<'a>,
        other: &'a Edition<'a>,
        scenario: &'a Scenario,
        derived: bool,
    ) -> Self {
        Self {
            program: edition.program,
            edition,
            other,
            scenario,
            derived,
            said: None,
            places: BTreeSet::new(),
            rules: BTreeSet::new(),
            definitions: BTreeSet::new(),
        }
    }

    fn from(
        edition: &'a Edition<'a>,
        other: &'a Edition<'a>,
        scenario: &'a Scenario,
        rules: &[RuleId],
        derived: bool,
    ) -> BTreeSet<Place> {
        let mut reached = Self::new(edition, other, scenario, derived);
        rules.iter().for_each(|rule| reached.rule(*rule));
        reached.places
    }

    /// The place of a threshold's value, unless the case stands to the other side's value as it stands to this one.
    fn threshold(&self, fact: FactId, op: CompareOp, id: ThresholdId) -> Option<Place> {
        let value = self.program[id].on(self.edition.as_of)?;
        let name = &self.program[id].name;
        let mut thresholds = self.other.program.thresholds.iter();
        let other = thresholds.find(|one| one.name == *name);
        let other = other.and_then(|one| one.on(self.other.as_of));
        let same = match (self.scenario.get(fact), other) {
            (Some(Given::Number(number, _)), Some(other)) => {
                holds(*number, op, value.number) == holds(*number, op, other.number)
            }
            (Some(_) | None, _) => false,
        };
        (!same).then_some(value.place)
    }

    fn rule(&mut self, id: RuleId) {
        if !self.rules.insert(id) {
            return;
        }
        let program = self.program;
        let rule = &program[id];
        self.places.insert(rule.place);
        self.condition(&rule.guard);
        self.places.insert(program[rule.citation.instrument].place);
        let path = rule.citation.provision.map(|at| program.path(at));
        for provision in path.into_iter().flatten() {
            self.places.insert(program[provision].place);
        }
        let mut scope = rule.scope;
        while let Some(around) = scope {
            self.places.insert(program[around].condition.place);
            self.condition(&program[around].condition);
            scope = program[around].parent;
        }
        let about = program.precedences.iter();
        let about = about.filter(|one| one.winners.contains(id) || one.losers.contains(id));
        self.places.extend(about.map(|one| one.place));
        let groups = program.groups.iter();
        let groups = groups.filter(|group| group.rules.iter().any(|run| run.contains(id)));
        self.places.extend(groups.map(|group| group.place));
    }

    fn said(&mut self) -> Rc<Determination> {
        let (edition, scenario) = (self.edition, self.scenario);
        let said = self
            .said
            .get_or_insert_with(|| Rc::new(determined(edition, scenario)));
        Rc::clone(said)
    }

    /// The rules that make an outcome, or put a value in it.
    fn outcome(&mut self, outcome: OutcomeId, value: Option<usize>) {
        self.places.insert(self.program[outcome].place);
        let said = self.said();
        let ladder = said.ladder(outcome).into_iter();
        let ladder = ladder.flat_map(|ladder| ladder.why.iter().map(|reason| reason.rule));
        let set = said.set(outcome).into_iter().flat_map(|set| &set.values);
        let set = set.filter(|one| Some(one.value) == value);
        let set = set.flat_map(|one| one.why.iter().copied());
        ladder.chain(set).for_each(|rule| self.rule(rule));
    }

    fn fact(&mut self, fact: FactId) {
        let program = self.program;
        self.places.insert(program[fact].place);
        let counts = |cases: &[(FactId, Cond)]| cases.iter().any(|(one, _)| *one == fact);
        let counters = program.counters.iter();
        let counters = counters.filter(|counter| counts(&counter.cases));
        self.places.extend(counters.map(|counter| counter.place));
    }

    fn condition(&mut self, cond: &Cond) {
        match &cond.kind {
            CondKind::Fact(fact) | CondKind::Is(fact, _) | CondKind::HasOther(fact, _) => {
                self.fact(*fact);
            }
            CondKind::Has(fact, at) => self.has(*fact, *at),
            CondKind::Compare(fact, op, operand) => {
                self.fact(*fact);
                if let Operand::Threshold(threshold) = operand {
                    self.places.extend(self.threshold(*fact, *op, *threshold));
                }
            }
            CondKind::Reading(reading, _) => {
                self.places.insert(self.program[*reading].place);
            }
            CondKind::Definition(definition) => self.definition(*definition),
            CondKind::Outcome(outcome, _) => self.outcome(*outcome, None),
            CondKind::OutcomeHas(outcome, value) => self.outcome(*outcome, Some(*value)),
            CondKind::Not(one) => self.condition(one),
            CondKind::And(all) | CondKind::Or(all) => {
                all.iter().for_each(|one| self.condition(one));
            }
            CondKind::Const(_) | CondKind::During(_) | CondKind::Error => {}
        }
    }

    fn definition(&mut self, id: DefinitionId) {
        if self.definitions.insert(id) {
            let definition = &self.program[id];
            self.places.insert(definition.place);
            self.condition(&definition.condition);
        }
    }

    fn has(&mut self, fact: FactId, at: usize) {
        self.fact(fact);
        if !self.derived {
            return;
        }
        let gives = |rule: &RuleId| {
            let mut conclusions = self.program[*rule].conclusions.iter();
            conclusions.any(|one| *one == Conclusion::Has(fact, at))
        };
        let rules: Vec<RuleId> = self.program.rule_ids().filter(gives).collect();
        rules.into_iter().for_each(|rule| self.rule(rule));
    }
}

fn holds(number: i64, op: CompareOp, limit: i64) -> bool {
    match op {
        CompareOp::Eq => number == limit,
        CompareOp::Ne => number != limit,
        CompareOp::Lt => number < limit,
        CompareOp::Le => number <= limit,
        CompareOp::Gt => number > limit,
        CompareOp::Ge => number >= limit,
    }
}
