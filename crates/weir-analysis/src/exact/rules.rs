//! Whether rules apply and are live, over the variables.
//!
//! `applies(r) = r is law and its guard holds, with the conditions around it, and nothing that disapplies it applies`;
//! `live(r) = applies(r) and nothing that prevails over it applies`. Both kinds of statement are free of circles.

use std::collections::BTreeMap;

use weir_core::Edition;
use weir_core::hir::{OutcomeId, Precedence, RuleId, Rules as Run, ScopeId};

use super::compile::Compiled;
use super::store::{Built, Diagram, FALSE, Store, TRUE};

/// What has been found out about rules.
pub(super) struct Rules {
    /// Whether each is law on the day.
    law: Vec<bool>,
    applying: BTreeMap<RuleId, Diagram>,
    inside: BTreeMap<ScopeId, Diagram>,
    winning: BTreeMap<(Run, Option<OutcomeId>), Diagram>,
}

impl Rules {
    pub(super) fn of(edition: &Edition<'_>) -> Self {
        let program = edition.program;
        let law = program.rules.iter().map(|rule| {
            let list = rule.scope.map(|scope| program[scope].list);
            rule.period.contains(edition.as_of)
                && list.is_none_or(|list| program[list].period.contains(edition.as_of))
        });
        Self {
            law: law.collect(),
            applying: BTreeMap::new(),
            inside: BTreeMap::new(),
            winning: BTreeMap::new(),
        }
    }
}

impl Compiled<'_, '_> {
    /// Whether a rule is law on the day.
    pub(super) fn is_law(&self, rule: RuleId) -> bool {
        self.rules.law.get(rule.index()).copied().unwrap_or(false)
    }

    pub(super) fn applies(&mut self, store: &mut Store, rule: RuleId) -> Built<Diagram> {
        if !self.is_law(rule) {
            return Ok(FALSE);
        }
        if let Some(known) = self.rules.applying.get(&rule) {
            return Ok(*known);
        }
        let program = self.edition.program;
        let mut applies = self.inside(store, program[rule].scope)?;
        if applies != FALSE {
            let guard = self.cond(store, &program[rule].guard)?;
            applies = store.and(applies, guard)?;
        }
        if applies != FALSE {
            let off = self.set_aside(store, rule, true)?;
            let not_off = store.not(off)?;
            applies = store.and(applies, not_off)?;
        }
        self.rules.applying.insert(rule, applies);
        Ok(applies)
    }

    pub(super) fn live(&mut self, store: &mut Store, rule: RuleId) -> Built<Diagram> {
        let applies = self.applies(store, rule)?;
        if applies == FALSE {
            return Ok(FALSE);
        }
        let aside = self.set_aside(store, rule, false)?;
        let not_aside = store.not(aside)?;
        store.and(applies, not_aside)
    }

    /// Whether a statement of one kind sets a rule aside.
    fn set_aside(&mut self, store: &mut Store, rule: RuleId, disapplies: bool) -> Built<Diagram> {
        let edition = self.edition;
        let mut any = Vec::new();
        for statement in edition.against(rule) {
            if statement.disapplies == disapplies {
                any.push(self.winning(store, statement, rule)?);
            }
        }
        any.sort_unstable();
        any.dedup();
        store.any(any)
    }

    /// Whether a rule of the winning side applies, other than the rule itself.
    fn winning(
        &mut self,
        store: &mut Store,
        statement: &Precedence,
        rule: RuleId,
    ) -> Built<Diagram> {
        let key = (statement.winners, statement.about);
        let itself = statement.winners.contains(rule);
        if let Some(known) = self.rules.winning.get(&key).filter(|_| !itself) {
            return Ok(*known);
        }
        let program = self.edition.program;
        let mut any = Vec::new();
        for winner in statement.winners.iter() {
            let other = !itself || winner != rule;
            if other && self.is_law(winner) && program.concludes(winner, statement.about) {
                any.push(self.applies(store, winner)?);
            }
        }
        let winning = store.any(any)?;
        if !itself {
            self.rules.winning.insert(key, winning);
        }
        Ok(winning)
    }

    /// The condition of a part of a list, with those of the parts around it.
    fn inside(&mut self, store: &mut Store, scope: Option<ScopeId>) -> Built<Diagram> {
        let Some(scope) = scope else { return Ok(TRUE) };
        if let Some(known) = self.rules.inside.get(&scope) {
            return Ok(*known);
        }
        let program = self.edition.program;
        let around = self.inside(store, program[scope].parent)?;
        let inside = if around == FALSE {
            FALSE
        } else {
            let here = self.cond(store, &program[scope].condition)?;
            store.and(around, here)?
        };
        self.rules.inside.insert(scope, inside);
        Ok(inside)
    }
}
