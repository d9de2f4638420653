//! Clauses without any effect: those that never apply, those that something else always sets aside, and those that add nothing.
//!
//! What is named is proved: if the clause's condition never held, every outcome would be the same in every case that is possible on
//! the day, under every reading. Others may be without effect for reasons that are not told apart here; nothing is said of them.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{
    Conclusion, FactId, OutcomeId, OutcomeKind, Place, Precedence, Program, Role, RuleId,
};
use weir_core::scenario::is_under;

use crate::exact::{Compiled, Diagram, Store, TooLarge, choose, is_empty};

use turns::{RestsOn, Where, possible_turns, side, turns, winners};

mod turns;

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
    /// Wherever both hold, one of these disapplies it.
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

/// The clauses in force that have no effect on the day, in order of place. Left out are those of which the proof turns on a reading:
/// another option may put them to use.
///
/// # Errors
///
/// If the budget is spent.
pub fn idle(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
) -> Result<Vec<(Clause, Idle)>, TooLarge> {
    if possible_turns(law) {
        return Ok(Vec::new());
    }
    let program = law.edition().program;
    let mut search = Search::new(store, law);
    let mut found = Vec::new();
    for clause in clauses(program, &search.law.law()) {
        search.rests_on = RestsOn::default();
        if let Some(why) = search.clause(&clause)?
            && !turns(search.law, &search.rests_on)
        {
            found.push((clause, why));
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

struct Search<'s, 'c, 'a, 'p> {
    store: &'s mut Store,
    law: &'c mut Compiled<'a, 'p>,
    groups: Vec<Option<usize>>,
    concluding: BTreeMap<(OutcomeId, usize), Vec<RuleId>>,
    live: BTreeMap<RuleId, Diagram>,
    /// What the proof about a clause rests on.
    rests_on: RestsOn,
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
            rests_on: RestsOn::default(),
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
            return Ok(self.never(rule)?.map(Idle::Never));
        }
        let program = self.law.edition().program;
        let care = self.law.care(self.store)?;
        let applies = self.store.both(applies, care)?;
        let live = self.where_live(rule)?;
        let live = self.store.both(live, care)?;
        self.rests_on.cases.insert((rule, Where::Live));
        let conclusions = &program[rule].conclusions;
        let gives = |one: &Conclusion| matches!(one, Conclusion::Has(..));
        if !conclusions.iter().any(gives) && is_empty(self.law.settled(self.store, live)?) {
            let winners = self.winners(rule, false, own);
            let others = self.cover(applies, &winners, Where::Applies)?;
            return Ok(others.map(Idle::Overridden));
        }
        let (mut others, mut outdone) = (BTreeSet::new(), false);
        for conclusion in conclusions {
            let covered = match conclusion {
                Conclusion::Value(outcome, value) => {
                    self.repeated(rule, *outcome, *value, live, own)?
                }
                Conclusion::Has(fact, member) => {
                    let given = self.is_given(*fact, *member, applies, own)?;
                    given.then(|| (BTreeSet::new(), false))
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

    /// Whether a set has a member in all these cases without these rules.
    fn is_given(
        &mut self,
        fact: FactId,
        member: usize,
        cases: Diagram,
        own: &BTreeSet<RuleId>,
    ) -> Result<bool, TooLarge> {
        let store = &mut *self.store;
        let has = self.law.where_has_without(store, fact, member, own)?;
        let left = self.store.without(cases, has)?;
        let edition = self.law.edition();
        let members = edition.program.members(fact);
        let given = edition.given_members(fact);
        let under = given.filter(|given| is_under(members, *given, member));
        let givers = under.flat_map(|given| edition.giving(fact, given));
        self.rests_on
            .cases
            .extend(givers.map(|giver| (*giver, Where::Applies)));
        Ok(is_empty(left))
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
        if let Some(others) = self.cover(live, &same, Where::Live)? {
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
        let others = self.cover(live, &stricter, Where::Live)?;
        Ok(others.map(|others| (others, true)))
    }

    /// A few rules that together hold in all these cases, if there are such. A case at a time: a rule that holds in it is taken.
    fn cover(
        &mut self,
        cases: Diagram,
        candidates: &[RuleId],
        how: Where,
    ) -> Result<Option<BTreeSet<RuleId>>, TooLarge> {
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
                return Ok(None);
            };
            taken.insert(other);
            left = rest;
        }
        self.rests_on
            .cases
            .extend(taken.iter().map(|rule| (*rule, how)));
        Ok(Some(taken))
    }

    fn holding(&mut self, rule: RuleId, how: Where) -> Result<Diagram, TooLarge> {
        match how {
            Where::Holds => self.law.where_guard(self.store, rule),
            Where::Asked => self.law.where_asked(self.store, rule),
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

    /// Why a rule applies in no case, if that can be told.
    fn never(&mut self, rule: RuleId) -> Result<Option<Never>, TooLarge> {
        if self.is_never(rule, Where::Holds)? {
            return Ok(Some(Never::Condition));
        }
        if self.is_never(rule, Where::Asked)? {
            return Ok(Some(Never::Around));
        }
        let asked = self.law.where_asked(self.store, rule)?;
        let care = self.law.care(self.store)?;
        let asked = self.store.both(asked, care)?;
        self.rests_on.cases.insert((rule, Where::Asked));
        let winners = self.winners(rule, true, &BTreeSet::new());
        let others = self.cover(asked, &winners, Where::Applies)?;
        Ok(others.map(Never::Disapplied))
    }

    /// Whether there are no such cases of a rule.
    fn is_never(&mut self, rule: RuleId, how: Where) -> Result<bool, TooLarge> {
        let cases = self.holding(rule, how)?;
        let never = is_empty(self.law.settled(self.store, cases)?);
        if never {
            self.rests_on.settled.insert((rule, how));
        }
        Ok(never)
    }

    /// The rules that set a rule aside, but for these.
    fn winners(&self, rule: RuleId, disapplies: bool, but: &BTreeSet<RuleId>) -> Vec<RuleId> {
        let winners = winners(self.law, rule, disapplies).into_iter();
        winners.filter(|winner| !but.contains(winner)).collect()
    }

    /// Whether others set aside all that these rules do.
    fn is_harmless(&mut self, own: &BTreeSet<RuleId>) -> Result<bool, TooLarge> {
        let statements: Vec<&Precedence> = self.law.edition().precedences().to_vec();
        for statement in statements {
            for winner in side(self.law, statement.winners.iter(), statement) {
                if !own.contains(&winner) {
                    continue;
                }
                for loser in side(self.law, statement.losers.iter(), statement) {
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
            self.rests_on.cases.insert((loser, Where::Applies));
            let applies = self.law.where_applies(self.store, loser)?;
            lost = self.store.both(lost, applies)?;
        }
        let care = self.law.care(self.store)?;
        lost = self.store.both(lost, care)?;
        let others = self.winners(loser, statement.disapplies, own);
        Ok(self.cover(lost, &others, Where::Applies)?.is_some())
    }
}
