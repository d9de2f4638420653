//! Whether what a proof rests on turns on a reading: then it may not hold under another option.

use std::collections::BTreeSet;

use weir_core::hir::{Cond, CondKind, DefinitionId, FactId, OutcomeId, Precedence, RuleId};
use weir_core::scenario::is_under;

use crate::exact::Compiled;

/// Cases of a rule. Each takes in what the one before it turns on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Where {
    /// Its own condition holds.
    Holds,
    /// The conditions of the parts around it hold too.
    Asked,
    /// Nothing disapplies it either.
    Applies,
    /// Nothing prevails over it either.
    Live,
}

/// What a proof rests on.
#[derive(Debug, Default)]
pub(super) struct RestsOn {
    /// Cases of rules, whatever the outcomes are that they ask for.
    pub(super) cases: BTreeSet<(RuleId, Where)>,
    /// Cases of rules, with the outcomes that there are.
    pub(super) settled: BTreeSet<(RuleId, Where)>,
}

/// The rules of a side of a statement that it is about.
pub(super) fn side(
    law: &Compiled<'_, '_>,
    rules: impl Iterator<Item = RuleId>,
    statement: &Precedence,
) -> Vec<RuleId> {
    let program = law.edition().program;
    rules
        .filter(|rule| law.is_in_force(*rule) && program.concludes(*rule, statement.about))
        .collect()
}

/// The rules that set a rule aside, by a kind of statement.
pub(super) fn winners(law: &Compiled<'_, '_>, rule: RuleId, disapplies: bool) -> BTreeSet<RuleId> {
    let statements = law.edition().against(rule);
    statements
        .filter(|statement| statement.disapplies == disapplies)
        .flat_map(|statement| side(law, statement.winners.iter(), statement))
        .filter(|winner| *winner != rule)
        .collect()
}

/// Whether what a proof rests on turns on a reading, or on a period: something that has ended by the day, or not begun.
pub(super) fn turns(law: &Compiled<'_, '_>, rests_on: &RestsOn) -> bool {
    let of = |cases: &BTreeSet<(RuleId, Where)>| cases.iter().copied().collect();
    let (cases, settled) = (of(&rests_on.cases), of(&rests_on.settled));
    Walk::new(law, false, true, cases).turns() || Walk::new(law, true, true, settled).turns()
}

/// Whether the cases that are possible turn on a reading.
pub(super) fn possible_turns(law: &Compiled<'_, '_>) -> bool {
    // Assumptions are about sets as they are given.
    let mut walk = Walk::new(law, true, false, Vec::new());
    let assumptions = law.edition().program.assumptions.iter();
    walk.conds
        .extend(assumptions.map(|assumption| (&assumption.condition, true)));
    walk.turns()
}

/// A walk over everything that some cases of rules turn on.
struct Walk<'w, 'a, 'p> {
    law: &'w Compiled<'a, 'p>,
    /// Whether it goes on to what makes outcomes.
    outcomes: bool,
    /// Whether it goes on to what gives sets their members.
    givers: bool,
    open: Vec<(RuleId, Where)>,
    seen: BTreeSet<(RuleId, Where)>,
    /// Conditions, and whether they have to hold or not to hold.
    conds: Vec<(&'p Cond, bool)>,
    definitions: BTreeSet<(DefinitionId, bool)>,
}

impl<'w, 'a, 'p> Walk<'w, 'a, 'p> {
    fn new(
        law: &'w Compiled<'a, 'p>,
        outcomes: bool,
        givers: bool,
        open: Vec<(RuleId, Where)>,
    ) -> Self {
        Self {
            law,
            outcomes,
            givers,
            open,
            seen: BTreeSet::new(),
            conds: Vec::new(),
            definitions: BTreeSet::new(),
        }
    }

    fn turns(mut self) -> bool {
        loop {
            if let Some((cond, holds)) = self.conds.pop() {
                if self.cond(cond, holds) {
                    return true;
                }
            } else if let Some((rule, cases)) = self.open.pop() {
                if self.seen.insert((rule, cases)) {
                    self.rule(rule, cases);
                }
            } else {
                return false;
            }
        }
    }

    fn rule(&mut self, rule: RuleId, cases: Where) {
        let program = self.law.edition().program;
        self.conds.push((&program[rule].guard, true));
        if cases >= Where::Asked {
            let around = program.scopes_around(program[rule].scope);
            self.conds
                .extend(around.map(|scope| (&program[scope].condition, true)));
        }
        if cases >= Where::Applies {
            self.set_aside(rule, true);
        }
        if cases >= Where::Live {
            self.set_aside(rule, false);
        }
    }

    fn set_aside(&mut self, rule: RuleId, disapplies: bool) {
        let winners = winners(self.law, rule, disapplies).into_iter();
        self.open
            .extend(winners.map(|winner| (winner, Where::Applies)));
    }

    /// Whether a condition turns on a reading by itself; what it turns on otherwise is left to be looked at.
    fn cond(&mut self, cond: &'p Cond, holds: bool) -> bool {
        let edition = self.law.edition();
        match &cond.kind {
            CondKind::Reading(..) => return true,
            CondKind::During(period) => return period.contains(edition.as_of) != holds,
            CondKind::Not(inner) => self.conds.push((inner, !holds)),
            CondKind::And(parts) | CondKind::Or(parts) => {
                self.conds.extend(parts.iter().map(|part| (part, holds)));
            }
            CondKind::Definition(id) => {
                if self.definitions.insert((*id, holds)) {
                    self.conds.push((&edition.program[*id].condition, holds));
                }
            }
            CondKind::Has(fact, member) => self.given(*fact, Some(*member)),
            CondKind::HasOther(fact, _) => self.given(*fact, None),
            CondKind::Outcome(outcome, _) | CondKind::OutcomeHas(outcome, _) => {
                self.concluded(*outcome);
            }
            CondKind::Const(_)
            | CondKind::Fact(_)
            | CondKind::Is(..)
            | CondKind::Compare(..)
            | CondKind::Error => {}
        }
        false
    }

    /// The rules that give a set a member, or any.
    fn given(&mut self, fact: FactId, member: Option<usize>) {
        if !self.givers {
            return;
        }
        let edition = self.law.edition();
        let members = edition.program.members(fact);
        let gives = |given: &usize| member.is_none_or(|member| is_under(members, *given, member));
        for given in edition.given_members(fact).filter(gives) {
            let rules = edition.giving(fact, given).iter();
            let rules = rules.filter(|rule| self.law.is_in_force(**rule));
            self.open.extend(rules.map(|rule| (*rule, Where::Applies)));
        }
    }

    /// The rules that make an outcome.
    fn concluded(&mut self, outcome: OutcomeId) {
        if !self.outcomes {
            return;
        }
        let program = self.law.edition().program;
        let rules = program
            .rule_ids()
            .filter(|rule| self.law.is_in_force(*rule) && program.concludes(*rule, Some(outcome)));
        self.open.extend(rules.map(|rule| (rule, Where::Live)));
    }
}
