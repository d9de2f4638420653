//! The result of each outcome, over the variables of facts alone.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Conclusion, OutcomeId, OutcomeKind, RuleId};
use weir_core::scenario::{Given, Scenario};

use super::compile::{Compiled, Leaf};
use super::space::{About, Kind, Of};
use super::store::{Built, Diagram, FALSE, Join, Map, Store, TooLarge, Var};

/// What the rules of one `strictest among` group, or of none, conclude about a ladder.
#[derive(Default)]
struct Members {
    values: BTreeMap<usize, Vec<RuleId>>,
    /// By the value than which what is missing is no stricter.
    holes: BTreeMap<Option<usize>, Vec<RuleId>>,
}

impl Compiled<'_, '_> {
    /// The result of a ladder in every case.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn ladder(&mut self, store: &mut Store, outcome: OutcomeId) -> Result<Diagram, TooLarge> {
        let about = About::Ladder(self.edition.program[outcome].name.clone());
        if let Some(known) = self.results.get(&about) {
            return Ok(*known);
        }
        let concluded = self.concluded_on_ladder(store, outcome)?;
        let result = store.map(Map::Ladder, concluded)?;
        self.finish(store, about, result)
    }

    /// Whether a value is in a set, in every case.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn in_set(
        &mut self,
        store: &mut Store,
        outcome: OutcomeId,
        value: usize,
    ) -> Result<Diagram, TooLarge> {
        let about = self.about_value(outcome, value);
        if let Some(known) = self.results.get(&about) {
            return Ok(*known);
        }
        let mut here = Vec::new();
        let mut holes = Vec::new();
        for (rule, conclusion) in self.concluding(outcome) {
            match conclusion {
                Conclusion::Value(_, of) if of == value => here.push(rule),
                Conclusion::Hole(..) => holes.push(rule),
                Conclusion::Value(..) | Conclusion::Has(..) => {}
            }
        }
        let here = self.any_live(store, &here)?;
        let holes = self.any_live(store, &holes)?;
        let none = store.leaf(Leaf::Concluded {
            values: BTreeSet::new(),
            hole: false,
        });
        let concluded = store.join(Join::Value(value), none, here)?;
        let concluded = store.join(Join::Hole, concluded, holes)?;
        let result = store.map(Map::InSet, concluded)?;
        self.finish(store, about, result)
    }

    /// Puts in the outcomes of lower layers and takes out what is impossible.
    fn finish(&mut self, store: &mut Store, about: About, result: Diagram) -> Built<Diagram> {
        let mut result = result;
        let lower: Vec<Var> = store.support(result).into_iter().collect();
        for var in lower {
            if let Some(by) = self.lower(store, var)? {
                result = store.compose(result, var, by)?;
            }
        }
        let care = self.care(store)?;
        let result = store.join(Join::Where, result, care)?;
        self.results.insert(about, result);
        Ok(result)
    }

    /// The result of the outcome that a variable stands for, if it stands for one.
    pub(super) fn lower(&mut self, store: &mut Store, var: Var) -> Built<Option<Diagram>> {
        let program = self.edition.program;
        let about = self.space.variable(var).map(|variable| &variable.about);
        match about {
            Some(About::Ladder(name)) => match program.outcome(name) {
                Some(outcome) => self.ladder(store, outcome).map(Some),
                None => Ok(None),
            },
            Some(About::InSet(name, value)) => {
                let outcome = program.outcome(name);
                let found = outcome.and_then(|outcome| {
                    let values = program[outcome].values.iter();
                    let at = values.into_iter().position(|one| one.name == *value)?;
                    Some((outcome, at))
                });
                match found {
                    Some((outcome, at)) => self.in_set(store, outcome, at).map(Some),
                    None => Ok(None),
                }
            }
            Some(About::Fact(_) | About::Member(..)) | None => Ok(None),
        }
    }

    fn concluding(&self, outcome: OutcomeId) -> Vec<(RuleId, Conclusion)> {
        let program = self.edition.program;
        let mut found = Vec::new();
        for rule in program.rule_ids().filter(|rule| self.is_law(*rule)) {
            let conclusions = program[rule].conclusions.iter();
            let about = conclusions.filter(|one| one.outcome() == Some(outcome));
            found.extend(about.map(|conclusion| (rule, *conclusion)));
        }
        found
    }

    fn any_live(&mut self, store: &mut Store, rules: &[RuleId]) -> Built<Diagram> {
        let mut any = Vec::with_capacity(rules.len());
        for rule in rules {
            any.push(self.live(store, *rule)?);
        }
        store.any(any)
    }

    /// `C(x)`: "members of a declared group count as one, the strictest of them". What is missing counts where its group has no
    /// value that is at least as strict as it can be.
    fn concluded_on_ladder(&mut self, store: &mut Store, outcome: OutcomeId) -> Built<Diagram> {
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
        let mut concluded = store.leaf(Leaf::Concluded {
            values: BTreeSet::new(),
            hole: false,
        });
        for (group, members) in members {
            let mut live = Vec::new();
            for (value, rules) in &members.values {
                live.push((*value, self.any_live(store, rules)?));
            }
            for (value, when) in &live {
                let stricter = at_least(store, &live, group.map(|_| value + 1))?;
                let none = store.not(stricter)?;
                let counts = store.and(*when, none)?;
                let value = self.side.value(outcome, *value);
                concluded = store.join(Join::Value(value), concluded, counts)?;
            }
            for (limit, rules) in &members.holes {
                let absorbed = at_least(store, &live, limit.filter(|_| group.is_some()))?;
                let not_absorbed = store.not(absorbed)?;
                let any = self.any_live(store, rules)?;
                let counts = store.and(any, not_absorbed)?;
                concluded = store.join(Join::Hole, concluded, counts)?;
            }
        }
        Ok(concluded)
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

    /// The answer that a completely known scenario gives a variable.
    #[must_use]
    pub fn answer(&self, scenario: &Scenario, var: u32) -> usize {
        let Some(variable) = self.space.variable(var) else {
            return 0;
        };
        let program = self.edition.program;
        match &variable.about {
            About::Fact(name) => {
                let given = program.fact(name).and_then(|fact| {
                    let given = scenario.get(fact)?;
                    Some((self.side.fact(fact), given))
                });
                match (given, &variable.kind) {
                    (Some((_, Given::Bool(value))), _) => usize::from(*value),
                    (Some((Of::Choice(_, answers), Given::Choice(value))), _) => {
                        answers.get(*value).copied().unwrap_or_default()
                    }
                    (Some((_, given)), Kind::Numbers(cuts) | Kind::Days(cuts)) => {
                        let number = given.range().map_or(0, |(low, _)| low);
                        cuts.partition_point(|cut| *cut <= number)
                    }
                    _ => 0,
                }
            }
            About::Member(name, member) => {
                let present = program.fact(name).and_then(|fact| {
                    let members = program.members(fact).iter();
                    let at = members.into_iter().position(|one| one.name == *member)?;
                    match scenario.get(fact)? {
                        Given::Set(known) => known.get(at).copied().flatten(),
                        Given::Bool(_)
                        | Given::Choice(_)
                        | Given::Kind(_)
                        | Given::Number(..)
                        | Given::Date(_) => None,
                    }
                });
                usize::from(present == Some(true))
            }
            About::Ladder(_) | About::InSet(..) => 0,
        }
    }

    /// What a diagram ends in for a completely known scenario.
    #[must_use]
    pub fn at<'s>(&self, store: &'s Store, root: Diagram, scenario: &Scenario) -> Option<&'s Leaf> {
        store.at(root, |var| self.answer(scenario, var))
    }
}

/// Where a value at least this strict is live; nowhere, where none is asked for.
fn at_least(store: &mut Store, live: &[(usize, Diagram)], least: Option<usize>) -> Built<Diagram> {
    let Some(least) = least else { return Ok(FALSE) };
    let stricter = live.iter().filter(|(value, _)| *value >= least);
    store.any(stricter.map(|(_, when)| *when).collect())
}
