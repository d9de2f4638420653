//! What other parts of the crate and its users may do with diagrams: look into them, put conditions together, ask about rules.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{Conclusion, FactId, RuleId};
use weir_core::scenario::{Given, Scenario, inside};

use super::compile::{Compiled, Leaf};
use super::space::{About, Kind, Of, Space};
use super::store::{Diagram, FALSE, Join, Map, Store, TRUE, TooLarge};

/// What stands at the top of a diagram.
#[derive(Clone, Copy, Debug)]
pub enum Step<'s> {
    /// What it ends in.
    Ends(&'s Leaf),
    /// A variable, with a diagram for each of its answers.
    Asks(u32, &'s [Diagram]),
}

impl Store {
    /// What stands at the top of a diagram.
    #[must_use]
    pub fn top(&self, diagram: Diagram) -> Step<'_> {
        match (self.ask(diagram), self.as_leaf(diagram)) {
            (Some((var, branches)), _) => Step::Asks(var, branches),
            (None, Some(leaf)) => Step::Ends(leaf),
            (None, None) => Step::Ends(&Leaf::Impossible),
        }
    }

    /// Where both conditions hold.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn both(&mut self, a: Diagram, b: Diagram) -> Result<Diagram, TooLarge> {
        self.and(a, b)
    }

    /// Where the first condition holds and the second does not.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn without(&mut self, a: Diagram, b: Diagram) -> Result<Diagram, TooLarge> {
        let not = self.not(b)?;
        self.and(a, not)
    }

    /// Where at least one condition holds.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn either(&mut self, parts: Vec<Diagram>) -> Result<Diagram, TooLarge> {
        self.any(parts)
    }

    /// The results in which a diagram ends, each with the cases in which it does, in order of result.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn by_result(&mut self, root: Diagram) -> Result<Vec<(Leaf, Diagram)>, TooLarge> {
        let mut found = Vec::new();
        for ends in self.under(root) {
            if let Some(leaf) = self.as_leaf(ends).cloned() {
                found.push((leaf, self.map(Map::Is(ends), root)?));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The cases in which two results differ, by the two results. Cases that either excludes are left out.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn changes(
        &mut self,
        old: Diagram,
        new: Diagram,
    ) -> Result<Vec<(Leaf, Leaf, Diagram)>, TooLarge> {
        let pair = self.join(Join::Pair, old, new)?;
        let found = self.by_result(pair)?.into_iter();
        let pairs = found.filter_map(|(leaf, region)| {
            let Leaf::Pair(old, new) = leaf else {
                return None;
            };
            Some((*old, *new, region))
        });
        Ok(pairs.collect())
    }

    /// A diagram once a variable has an answer; it no longer asks for it.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn given(
        &mut self,
        diagram: Diagram,
        var: u32,
        answer: usize,
    ) -> Result<Diagram, TooLarge> {
        let mut known = rustc_hash::FxHashMap::default();
        self.given_below(diagram, var, answer, &mut known)
    }

    fn given_below(
        &mut self,
        at: Diagram,
        var: u32,
        answer: usize,
        known: &mut rustc_hash::FxHashMap<Diagram, Diagram>,
    ) -> Result<Diagram, TooLarge> {
        let Some((asked, branches)) = self.ask(at).filter(|(asked, _)| *asked <= var) else {
            return Ok(at);
        };
        if asked == var {
            return Ok(branches.get(answer).copied().unwrap_or(FALSE));
        }
        if let Some(known) = known.get(&at) {
            return Ok(*known);
        }
        let mut below = branches.to_vec();
        for branch in &mut below {
            *branch = self.given_below(*branch, var, answer, known)?;
        }
        let given = self.node(asked, &below)?;
        known.insert(at, given);
        Ok(given)
    }

    /// Whether a condition holds for these answers; a variable that is not among them has its first one.
    #[must_use]
    pub fn holds(&self, diagram: Diagram, answers: &super::Assignment) -> bool {
        let answer = |var| answers.get(&var).copied().unwrap_or_default();
        self.at(diagram, answer) == Some(&Leaf::Bool(true))
    }

    /// The share of all cases in which a condition holds, each answer of each variable counted once.
    #[must_use]
    pub fn share(&self, diagram: Diagram) -> f64 {
        let mut known: rustc_hash::FxHashMap<Diagram, f64> =
            [(FALSE, 0.0), (TRUE, 1.0)].into_iter().collect();
        self.share_below(diagram, &mut known)
    }

    fn share_below(&self, at: Diagram, known: &mut rustc_hash::FxHashMap<Diagram, f64>) -> f64 {
        if let Some(known) = known.get(&at) {
            return *known;
        }
        let Some((_, branches)) = self.ask(at) else {
            return 0.0;
        };
        let mut sum = 0.0;
        let mut count = 0.0;
        for branch in branches {
            sum += self.share_below(*branch, known);
            count += 1.0;
        }
        let share = sum / count;
        known.insert(at, share);
        share
    }
}

impl<'a, 'p> Compiled<'a, 'p> {
    /// The law that is compiled.
    #[must_use]
    pub fn edition(&self) -> &'a Edition<'p> {
        self.edition
    }

    /// The variables.
    #[must_use]
    pub fn space(&self) -> &'a Space {
        self.space
    }

    /// Whether a rule is law on the day.
    #[must_use]
    pub fn is_in_force(&self, rule: RuleId) -> bool {
        self.law.is_law(rule)
    }

    /// The cases in which a rule applies. What is asked of outcomes of lower layers is left as a question.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn where_applies(&mut self, store: &mut Store, rule: RuleId) -> Result<Diagram, TooLarge> {
        self.holds(store, |law, formulas| law.applies(formulas, rule))
    }

    /// The cases in which a rule is live.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn where_live(&mut self, store: &mut Store, rule: RuleId) -> Result<Diagram, TooLarge> {
        self.holds(store, |law, formulas| law.live(formulas, rule))
    }

    /// The cases in which a rule's own condition holds, whatever stands around it.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn where_guard(&mut self, store: &mut Store, rule: RuleId) -> Result<Diagram, TooLarge> {
        let edition = self.edition;
        let guard = &edition.program[rule].guard;
        self.holds(store, |law, formulas| law.cond(formulas, guard))
    }

    /// The cases in which a rule's own condition and those of the parts around it hold, whatever disapplies it.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn where_asked(&mut self, store: &mut Store, rule: RuleId) -> Result<Diagram, TooLarge> {
        let rule = &self.edition.program[rule];
        let (scope, guard) = (rule.scope, &rule.guard);
        self.holds(store, |law, formulas| {
            let parts = [law.inside(formulas, scope), law.cond(formulas, guard)];
            formulas.and(parts)
        })
    }

    /// The cases in which a set has a member without these rules.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn where_has_without(
        &mut self,
        store: &mut Store,
        fact: FactId,
        member: usize,
        without: &BTreeSet<RuleId>,
    ) -> Result<Diagram, TooLarge> {
        self.holds(store, |law, formulas| {
            law.has_without(formulas, fact, member, without)
        })
    }

    /// A condition with the outcomes of lower layers put in, in the cases that the assumptions allow. It is the empty diagram
    /// exactly if there is no such case; where it depends on an outcome that is open it ends in a hole.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn settled(&mut self, store: &mut Store, cond: Diagram) -> Result<Diagram, TooLarge> {
        let care = self.care(store)?;
        let mut settled = store.and(cond, care)?;
        for var in store.support(settled) {
            if let Some(by) = self.lower(store, var)? {
                settled = store.compose(settled, var, by)?;
            }
        }
        store.and(settled, care)
    }

    /// The position of the `strictest among` group of which a rule is part.
    #[must_use]
    pub fn group_of(&self) -> Vec<Option<usize>> {
        let mut of = vec![None; self.edition.program.rules.len()];
        for (at, group) in self.law.groups().into_iter().enumerate() {
            for rule in group {
                if let Some(slot) = of.get_mut(rule.index()) {
                    *slot = Some(at);
                }
            }
        }
        of
    }

    /// The rules in force that conclude something, with what they conclude.
    #[must_use]
    pub fn law(&self) -> Vec<(RuleId, Vec<Conclusion>)> {
        let program = self.edition.program;
        let law = program.rule_ids().filter(|rule| self.law.is_law(*rule));
        law.map(|rule| (rule, program[rule].conclusions.clone()))
            .filter(|(_, conclusions)| !conclusions.is_empty())
            .collect()
    }

    /// The answers that a scenario gives: for each variable of a known fact one. A set gives its members one by one.
    #[must_use]
    pub fn answers_of(&self, scenario: &Scenario) -> super::Assignment {
        let possible = self.possible(scenario).into_iter();
        let known = possible.filter(|(_, answers)| answers.len() == 1);
        known
            .filter_map(|(var, answers)| Some((var, *answers.first()?)))
            .collect()
    }

    /// The answers that a scenario leaves possible, for each variable of which it says something: one, those within the bounds of a
    /// number, or those inside a kind.
    #[must_use]
    pub fn possible(&self, scenario: &Scenario) -> BTreeMap<u32, BTreeSet<usize>> {
        let variables = (0_u32..).zip(self.space.variables());
        let possible = variables.filter_map(|(var, variable)| {
            let program = self.edition.program;
            let answers = match &variable.about {
                About::Fact(name) => {
                    let fact = program.fact(name)?;
                    self.possible_of(scenario, fact, var, &variable.kind)?
                }
                About::Member(name, member) => {
                    let fact = program.fact(name)?;
                    let mut members = program.members(fact).iter();
                    let at = members.position(|one| one.name == *member)?;
                    let Some(Given::Set(known)) = scenario.get(fact) else {
                        return None;
                    };
                    [usize::from((*known.get(at)?)?)].into()
                }
                About::Ladder(_) | About::InSet(..) => return None,
            };
            Some((var, answers))
        });
        possible.collect()
    }

    fn possible_of(
        &self,
        scenario: &Scenario,
        fact: FactId,
        var: u32,
        kind: &Kind,
    ) -> Option<BTreeSet<usize>> {
        let given = scenario.get(fact)?;
        match (kind, given) {
            (Kind::Numbers(cuts) | Kind::Days(cuts), _) => {
                let (low, high) = given.range()?;
                let at = |number: i64| cuts.partition_point(|cut| *cut <= number);
                Some((at(low)..=high.map_or(cuts.len(), at)).collect())
            }
            (Kind::Names(names), Given::Kind(kind)) => {
                let members = self.edition.program.members(fact);
                let inside = inside(members, *kind).filter_map(|member| {
                    let name = &members.get(member)?.name;
                    names.iter().position(|one| one == name)
                });
                Some(inside.collect())
            }
            (Kind::Names(_) | Kind::Truth, _) => {
                let one = given.is_complete() && !matches!(self.law.side.fact(fact), Of::Nothing);
                one.then(|| [self.answer(scenario, var)].into())
            }
        }
    }
}

/// A case of a condition that asks for as little as it can: for each variable on the way the first answer that leads on.
#[must_use]
pub fn choose(store: &Store, cases: Diagram) -> Option<super::Assignment> {
    super::region::first_case(store, cases)
}
