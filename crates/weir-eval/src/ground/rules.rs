//! Whether rules apply and are live, over the open atoms.
//!
//! Of many rules only whether any of them holds is asked for. What they have in common is then put in once: the condition of
//! the part of a list in which they stand, and what sets them aside.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use weir_core::Edition;
use weir_core::hir::{OutcomeId, RuleId, Rules, ScopeId};

use super::Ground;
use crate::store::{Expr, FALSE, TRUE};

/// Rules of which one may set others aside, with the outcome about which they have to conclude.
type Side = (Rules, Option<OutcomeId>);

/// What has been found out about rules.
pub(super) struct Found {
    /// By rule.
    guards: Vec<Option<Expr>>,
    applying: BTreeMap<RuleId, Expr>,
    scopes: BTreeMap<ScopeId, Expr>,
    inside: BTreeMap<ScopeId, Expr>,
    winning: BTreeMap<Side, Expr>,
}

impl Found {
    pub(super) fn new(edition: &Edition<'_>) -> Self {
        Self {
            guards: vec![None; edition.program.rules.len()],
            applying: BTreeMap::new(),
            scopes: BTreeMap::new(),
            inside: BTreeMap::new(),
            winning: BTreeMap::new(),
        }
    }
}

/// What may set a rule aside, and the rule where it is itself on one of these sides.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Against {
    sides: Vec<Side>,
    itself: Option<RuleId>,
}

impl Ground<'_> {
    /// `applies(r)` over the open atoms.
    pub(crate) fn applies(&mut self, rule: RuleId) -> Expr {
        if let Some(known) = self.rules.applying.get(&rule) {
            return *known;
        }
        let applies = self.whether(rule, false);
        self.rules.applying.insert(rule, applies);
        applies
    }

    /// `live(r)` over the open atoms.
    pub(crate) fn live(&mut self, rule: RuleId) -> Expr {
        self.whether(rule, true)
    }

    /// Whether any of some relevant rules, in order of declaration, is live.
    pub(crate) fn any_live(&mut self, rules: &[RuleId]) -> Expr {
        self.any(rules, true)
    }

    fn whether(&mut self, rule: RuleId, live: bool) -> Expr {
        if !self.relevant.contains(rule) {
            return FALSE;
        }
        let inside = self.inside(self.edition.program[rule].scope);
        if inside == FALSE {
            return FALSE;
        }
        let guard = self.guard(rule);
        if guard == FALSE {
            return FALSE;
        }
        let against = self.against(rule, live);
        let not_aside = self.not_aside(&against);
        self.store.and(vec![inside, guard, not_aside])
    }

    fn any(&mut self, rules: &[RuleId], live: bool) -> Expr {
        let mut parts = Vec::new();
        for (against, rules) in self.alike(rules, live) {
            let met = self.any_met(&rules);
            if met == FALSE {
                continue;
            }
            let not_aside = self.not_aside(&against);
            let part = self.store.and(vec![met, not_aside]);
            if part == TRUE {
                return TRUE;
            }
            parts.push(part);
        }
        self.store.or(parts)
    }

    /// Rules, together with those that the same rules may set aside.
    fn alike(&self, rules: &[RuleId], live: bool) -> BTreeMap<Against, Vec<RuleId>> {
        let mut alike: BTreeMap<Against, Vec<RuleId>> = BTreeMap::new();
        for rule in rules {
            let against = self.against(*rule, live);
            alike.entry(against).or_default().push(*rule);
        }
        alike
    }

    fn against(&self, rule: RuleId, live: bool) -> Against {
        let sides: Vec<Side> = self
            .edition
            .against(rule)
            .filter(|statement| live || statement.disapplies)
            .map(|statement| (statement.winners, statement.about))
            .collect();
        let itself = sides.iter().any(|(winners, _)| winners.contains(rule));
        Against {
            sides,
            itself: itself.then_some(rule),
        }
    }

    /// That nothing sets a rule aside.
    fn not_aside(&mut self, against: &Against) -> Expr {
        let mut parts = Vec::with_capacity(against.sides.len());
        for (winners, about) in &against.sides {
            let winning = match against.itself.filter(|rule| winners.contains(*rule)) {
                Some(rule) => self.find_winning(*winners, *about, Some(rule)),
                None => self.winning(*winners, *about),
            };
            if winning == TRUE {
                return FALSE;
            }
            parts.push(self.store.not(winning));
        }
        self.store.and(parts)
    }

    /// Whether a rule of a run applies that concludes about an outcome.
    fn winning(&mut self, winners: Rules, about: Option<OutcomeId>) -> Expr {
        if let Some(known) = self.rules.winning.get(&(winners, about)) {
            return *known;
        }
        let winning = self.find_winning(winners, about, None);
        self.rules.winning.insert((winners, about), winning);
        winning
    }

    fn find_winning(
        &mut self,
        winners: Rules,
        about: Option<OutcomeId>,
        without: Option<RuleId>,
    ) -> Expr {
        let program = self.edition.program;
        let mut rules = self.relevant.among(winners).to_vec();
        rules.retain(|rule| Some(*rule) != without && program.concludes(*rule, about));
        self.any(&rules, false)
    }

    /// Whether the condition of any of these rules holds, with those of the parts of lists around it. The condition of a part is
    /// put in once for all rules in it.
    fn any_met(&mut self, rules: &[RuleId]) -> Expr {
        let program = self.edition.program;
        // By depth, so that a part is done before the one around it.
        let mut parts: BTreeMap<(Reverse<usize>, Option<ScopeId>), Vec<Expr>> = BTreeMap::new();
        for run in rules.chunk_by(|a, b| program[*a].scope == program[*b].scope) {
            let scope = run.first().and_then(|rule| program[*rule].scope);
            if self.inside(scope) == FALSE {
                continue;
            }
            let mut met = Vec::with_capacity(run.len());
            for rule in run {
                let guard = self.guard(*rule);
                met.push(guard);
                if guard == TRUE {
                    break;
                }
            }
            let depth = program.scopes_around(scope).count();
            parts
                .entry((Reverse(depth), scope))
                .or_default()
                .extend(met);
        }
        while let Some(((Reverse(depth), scope), met)) = parts.pop_first() {
            let any = self.store.or(met);
            let Some(scope) = scope else { return any };
            let condition = self.scope(scope);
            let here = self.store.and(vec![condition, any]);
            let around = (Reverse(depth.saturating_sub(1)), program[scope].parent);
            parts.entry(around).or_default().push(here);
        }
        FALSE
    }

    fn guard(&mut self, rule: RuleId) -> Expr {
        if let Some(Some(known)) = self.rules.guards.get(rule.index()) {
            return *known;
        }
        let edition = self.edition;
        let guard = self.cond(&edition.program[rule].guard);
        if let Some(slot) = self.rules.guards.get_mut(rule.index()) {
            *slot = Some(guard);
        }
        guard
    }

    /// The condition of a part of a list.
    fn scope(&mut self, scope: ScopeId) -> Expr {
        if let Some(known) = self.rules.scopes.get(&scope) {
            return *known;
        }
        let edition = self.edition;
        let condition = self.cond(&edition.program[scope].condition);
        self.rules.scopes.insert(scope, condition);
        condition
    }

    /// The condition of a part of a list together with those of the parts around it.
    fn inside(&mut self, scope: Option<ScopeId>) -> Expr {
        let Some(scope) = scope else { return TRUE };
        if let Some(known) = self.rules.inside.get(&scope) {
            return *known;
        }
        let around = self.inside(self.edition.program[scope].parent);
        let inside = if around == FALSE {
            FALSE
        } else {
            let condition = self.scope(scope);
            self.store.and(vec![around, condition])
        };
        self.rules.inside.insert(scope, inside);
        inside
    }
}
