//! Clauses without any effect: those that never apply, those that something else always sets aside, and those that add nothing.
//!
//! What is named is proved: without the clause every outcome is the same in every case that is possible on the day. Others may be
//! without effect for reasons that are not told apart here; nothing is said of them.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{
    Conclusion, Cond, CondKind, OutcomeId, OutcomeKind, Place, Precedence, Program, Role, RuleId,
};

use crate::exact::{Compiled, Diagram, Store, TooLarge, choose, is_empty};

/// The most other rules that together make one idle.
const MOST_OTHERS: usize = 12;

/// A rule, a row, or a band of one, together with what lists have adopted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands.
    pub place: Place,
    /// Where its numbers stand, if it is a band.
    pub band: Option<Place>,
    /// Its rules.
    pub rules: BTreeSet<RuleId>,
}

/// Why a clause has no effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Idle {
    /// It applies in no case.
    Never(Never),
    /// Wherever it applies, one of these sets it aside.
    Overridden(BTreeSet<RuleId>),
    /// Wherever it would count, one of these concludes the same.
    Redundant(BTreeSet<RuleId>),
    /// Wherever it would count, one of these of the same `strictest among` group concludes the same or something stricter.
    Outdone(BTreeSet<RuleId>),
}

/// Why a clause never applies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Never {
    /// What it asks holds in no possible case.
    Condition,
    /// Wherever its condition holds, what the parts around it ask does not.
    Around,
    /// Wherever its condition holds, one of these disapplies it.
    Disapplied(BTreeSet<RuleId>),
}

impl Idle {
    /// The rules because of which it is so.
    #[must_use]
    pub fn others(&self) -> &BTreeSet<RuleId> {
        const NONE: &BTreeSet<RuleId> = &BTreeSet::new();
        match self {
            Self::Never(Never::Condition | Never::Around) => NONE,
            Self::Never(Never::Disapplied(others))
            | Self::Overridden(others)
            | Self::Redundant(others)
            | Self::Outdone(others) => others,
        }
    }
}

/// The clauses in force that have no effect on the day, in order of place. Left out are those that turn on a reading: another
/// option may put them to use.
///
/// # Errors
///
/// If the budget is spent.
pub fn idle(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
) -> Result<Vec<(Clause, Idle)>, TooLarge> {
    let program = law.edition().program;
    let mut search = Search::new(store, law);
    let mut found = Vec::new();
    for clause in clauses(program, &search.law.law()) {
        if let Some(why) = search.clause(&clause)? {
            let mut rules = clause.rules.iter().chain(why.others());
            if !rules.any(|rule| turns(search.law, *rule)) {
                found.push((clause, why));
            }
        }
    }
    one_of_each_pair(&mut found);
    Ok(found)
}

/// Of two clauses each of which is idle because of the other alone, the later one is named.
fn one_of_each_pair(found: &mut Vec<(Clause, Idle)>) {
    let names = |why: &Idle, clause: &Clause| {
        let mut others = why.others().iter();
        !why.others().is_empty() && others.all(|other| clause.rules.contains(other))
    };
    let copy = found.clone();
    found.retain(|(clause, why)| {
        !copy.iter().any(|(other, back)| {
            other.place > clause.place && names(why, other) && names(back, clause)
        })
    });
}

fn clauses(program: &Program, law: &[(RuleId, Vec<Conclusion>)]) -> Vec<Clause> {
    let mut found: BTreeMap<(Place, Option<Place>), BTreeSet<RuleId>> = BTreeMap::new();
    for (id, _) in law {
        let rule = &program[*id];
        if matches!(rule.role, Role::Provision | Role::Row) {
            let rules = found.entry((rule.place, rule.band)).or_default();
            rules.insert(*id);
        }
    }
    found
        .into_iter()
        .map(|((place, band), rules)| Clause { place, band, rules })
        .collect()
}

/// Whether a rule turns on a reading or on a period that does not contain the day.
fn turns(law: &Compiled<'_, '_>, rule: RuleId) -> bool {
    let edition = law.edition();
    let program = edition.program;
    let mut open = vec![rule];
    let mut seen: BTreeSet<RuleId> = BTreeSet::new();
    while let Some(rule) = open.pop() {
        if !seen.insert(rule) {
            continue;
        }
        let around = program.scopes_around(program[rule].scope);
        let around = around.map(|scope| &program[scope].condition);
        let mut conds: Vec<&Cond> = around.chain([&*program[rule].guard]).collect();
        while let Some(cond) = conds.pop() {
            match &cond.kind {
                CondKind::Reading(..) => return true,
                CondKind::During(period) if !period.contains(edition.as_of) => return true,
                CondKind::Not(inner) => conds.push(inner),
                CondKind::And(parts) | CondKind::Or(parts) => conds.extend(parts),
                CondKind::Definition(id) => conds.push(&program[*id].condition),
                CondKind::Has(fact, _) | CondKind::HasOther(fact, _) => {
                    for member in edition.given_members(*fact) {
                        open.extend(edition.giving(*fact, member));
                    }
                }
                CondKind::Const(_)
                | CondKind::Fact(_)
                | CondKind::Is(..)
                | CondKind::During(_)
                | CondKind::Compare(..)
                | CondKind::Outcome(..)
                | CondKind::OutcomeHas(..)
                | CondKind::Error => {}
            }
        }
    }
    false
}

struct Search<'s, 'c, 'a, 'p> {
    store: &'s mut Store,
    law: &'c mut Compiled<'a, 'p>,
    groups: Vec<Option<usize>>,
    concluding: BTreeMap<(OutcomeId, usize), Vec<RuleId>>,
    live: BTreeMap<RuleId, Diagram>,
}

/// In which cases a rule makes another idle.
#[derive(Clone, Copy)]
enum Where {
    Applies,
    Live,
}

impl<'s, 'c, 'a, 'p> Search<'s, 'c, 'a, 'p> {
    fn new(store: &'s mut Store, law: &'c mut Compiled<'a, 'p>) -> Self {
        let mut concluding: BTreeMap<(OutcomeId, usize), Vec<RuleId>> = BTreeMap::new();
        for (rule, conclusions) in law.law() {
            for conclusion in conclusions {
                if let Conclusion::Value(outcome, value) = conclusion {
                    concluding.entry((outcome, value)).or_default().push(rule);
                }
            }
        }
        Self {
            groups: law.group_of(),
            store,
            law,
            concluding,
            live: BTreeMap::new(),
        }
    }

    /// Why a clause has no effect, if it has none: that of its rules which comes nearest to having one.
    fn clause(&mut self, clause: &Clause) -> Result<Option<Idle>, TooLarge> {
        let mut why = None;
        for rule in &clause.rules {
            match self.rule(*rule, &clause.rules)? {
                Some(found) => why = why.max(Some(found)),
                None => return Ok(None),
            }
        }
        if !matches!(why, Some(Idle::Never(_))) && !self.is_harmless(&clause.rules)? {
            return Ok(None);
        }
        Ok(why)
    }

    fn rule(&mut self, rule: RuleId, own: &BTreeSet<RuleId>) -> Result<Option<Idle>, TooLarge> {
        let applies = self.law.where_applies(self.store, rule)?;
        let possible = self.law.settled(self.store, applies)?;
        if is_empty(possible) {
            return Ok(Some(Idle::Never(self.never(rule)?)));
        }
        let program = self.law.edition().program;
        let care = self.law.care(self.store)?;
        let live = self.where_live(rule)?;
        let live = self.store.both(live, care)?;
        let conclusions = &program[rule].conclusions;
        let gives = |one: &Conclusion| matches!(one, Conclusion::Has(..));
        if !conclusions.iter().any(gives) && is_empty(self.law.settled(self.store, live)?) {
            let winners = self.winners(rule, false, own);
            let applies = self.store.both(applies, care)?;
            let (others, _) = self.cover(applies, &winners, Where::Applies)?;
            return Ok(Some(Idle::Overridden(others)));
        }
        let (mut others, mut outdone) = (BTreeSet::new(), false);
        for conclusion in conclusions {
            let covered = match conclusion {
                Conclusion::Value(outcome, value) => {
                    self.repeated(rule, *outcome, *value, live, own)?
                }
                Conclusion::Has(fact, member) => {
                    let has = self
                        .law
                        .where_has_without(self.store, *fact, *member, own)?;
                    let applies = self.store.both(applies, care)?;
                    let left = self.store.without(applies, has)?;
                    is_empty(left).then(|| (BTreeSet::new(), false))
                }
                Conclusion::Hole(..) => None,
            };
            let Some((more, stricter)) = covered else {
                return Ok(None);
            };
            others.extend(more);
            outdone |= stricter;
        }
        Ok(Some(if outdone {
            Idle::Outdone(others)
        } else {
            Idle::Redundant(others)
        }))
    }

    /// The rules that conclude the same, or in the same group something stricter, wherever a rule is live; and whether something
    /// stricter is needed for that.
    fn repeated(
        &mut self,
        rule: RuleId,
        outcome: OutcomeId,
        value: usize,
        live: Diagram,
        own: &BTreeSet<RuleId>,
    ) -> Result<Option<(BTreeSet<RuleId>, bool)>, TooLarge> {
        let ladder = self.law.edition().program[outcome].kind == OutcomeKind::Ladder;
        let group_of = |rule: RuleId| self.groups.get(rule.index()).copied().flatten();
        let group = group_of(rule);
        let alike =
            |other: &&RuleId| !own.contains(other) && (!ladder || group_of(**other) == group);
        let concluding = |value: usize| {
            let rules = self.concluding.get(&(outcome, value));
            rules.into_iter().flatten().filter(alike).copied()
        };
        let same: Vec<RuleId> = concluding(value).collect();
        let (others, complete) = self.cover(live, &same, Where::Live)?;
        if complete {
            return Ok(Some((others, false)));
        }
        if !ladder || group.is_none() {
            return Ok(None);
        }
        let group_of = |rule: RuleId| self.groups.get(rule.index()).copied().flatten();
        let values = self
            .concluding
            .range((outcome, value)..=(outcome, usize::MAX));
        let stricter: Vec<RuleId> = values
            .flat_map(|(_, rules)| rules)
            .filter(|other| !own.contains(other) && group_of(**other) == group)
            .copied()
            .collect();
        let (others, complete) = self.cover(live, &stricter, Where::Live)?;
        Ok(complete.then_some((others, true)))
    }

    /// Some rules that together hold in all these cases, and whether they do. A case at a time: a rule that holds in it is taken.
    fn cover(
        &mut self,
        cases: Diagram,
        candidates: &[RuleId],
        how: Where,
    ) -> Result<(BTreeSet<RuleId>, bool), TooLarge> {
        let mut taken = BTreeSet::new();
        let mut left = cases;
        while let Some(case) = choose(self.store, left) {
            let mut best: Option<(RuleId, Diagram)> = None;
            for other in candidates {
                let holds = self.holding(*other, how)?;
                if !self.store.holds(holds, &case) {
                    continue;
                }
                let rest = self.store.without(left, holds)?;
                let all = is_empty(rest);
                if all || best.is_none() {
                    best = Some((*other, rest));
                }
                if all {
                    break;
                }
            }
            let Some((other, rest)) = best.filter(|_| taken.len() < MOST_OTHERS) else {
                return Ok((taken, false));
            };
            taken.insert(other);
            left = rest;
        }
        Ok((taken, true))
    }

    fn holding(&mut self, rule: RuleId, how: Where) -> Result<Diagram, TooLarge> {
        match how {
            Where::Applies => self.law.where_applies(self.store, rule),
            Where::Live => self.where_live(rule),
        }
    }

    fn where_live(&mut self, rule: RuleId) -> Result<Diagram, TooLarge> {
        if let Some(known) = self.live.get(&rule) {
            return Ok(*known);
        }
        let live = self.law.where_live(self.store, rule)?;
        self.live.insert(rule, live);
        Ok(live)
    }

    fn never(&mut self, rule: RuleId) -> Result<Never, TooLarge> {
        let guard = self.law.where_guard(self.store, rule)?;
        let possible = self.law.settled(self.store, guard)?;
        if is_empty(possible) {
            return Ok(Never::Condition);
        }
        let winners = self.winners(rule, true, &BTreeSet::new());
        let care = self.law.care(self.store)?;
        let guard = self.store.both(guard, care)?;
        let (others, complete) = self.cover(guard, &winners, Where::Applies)?;
        Ok(if complete {
            Never::Disapplied(others)
        } else {
            Never::Around
        })
    }

    /// The rules that set a rule aside, by a kind of statement.
    fn winners(&self, rule: RuleId, disapplies: bool, but: &BTreeSet<RuleId>) -> Vec<RuleId> {
        let edition = self.law.edition();
        let statements = edition.against(rule);
        let statements = statements.filter(|statement| statement.disapplies == disapplies);
        let mut winners: Vec<RuleId> = statements
            .flat_map(|statement| self.side(statement.winners.iter(), statement))
            .filter(|winner| *winner != rule && !but.contains(winner))
            .collect();
        winners.sort_unstable();
        winners.dedup();
        winners
    }

    /// The rules of a side of a statement that it is about.
    fn side(&self, rules: impl Iterator<Item = RuleId>, statement: &Precedence) -> Vec<RuleId> {
        let program = self.law.edition().program;
        rules
            .filter(|rule| self.law.is_in_force(*rule) && program.concludes(*rule, statement.about))
            .collect()
    }

    /// Whether others set aside all that these rules do.
    fn is_harmless(&mut self, own: &BTreeSet<RuleId>) -> Result<bool, TooLarge> {
        let statements: Vec<&Precedence> = self.law.edition().precedences().to_vec();
        for statement in statements {
            for winner in self.side(statement.winners.iter(), statement) {
                if !own.contains(&winner) {
                    continue;
                }
                for loser in self.side(statement.losers.iter(), statement) {
                    if loser != winner && !self.is_aside_anyway(winner, loser, statement, own)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    fn is_aside_anyway(
        &mut self,
        winner: RuleId,
        loser: RuleId,
        statement: &Precedence,
        own: &BTreeSet<RuleId>,
    ) -> Result<bool, TooLarge> {
        let mut lost = self.law.where_applies(self.store, winner)?;
        if !statement.disapplies {
            let applies = self.law.where_applies(self.store, loser)?;
            lost = self.store.both(lost, applies)?;
        }
        let care = self.law.care(self.store)?;
        lost = self.store.both(lost, care)?;
        let others = self.winners(loser, statement.disapplies, own);
        let (_, complete) = self.cover(lost, &others, Where::Applies)?;
        Ok(complete)
    }
}
