//! What the rules may conclude about an outcome, and when each is among the conclusions `C(x)`.

use std::collections::BTreeMap;

use weir_core::Edition;
use weir_core::hir::{Conclusion, InstrumentId, OutcomeId, OutcomeKind, Program, RuleId, Rules};

use crate::ground::Ground;
use crate::store::{Expr, FALSE, TRUE};

/// Something that rules may conclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Concluded {
    Value(usize),
    /// What a rule outside lists leaves open.
    Hole(RuleId),
    /// Anything that the rules of a list leave open. A list may have thousands of holes, so they are not told apart here.
    Holes(InstrumentId),
}

/// What the rules may conclude about an outcome.
#[derive(Default)]
pub(crate) struct Concluding {
    /// Each with when it is among the conclusions.
    pub(crate) when: Vec<(Concluded, Expr)>,
    /// The holes of each list that may count.
    pub(crate) holes: BTreeMap<InstrumentId, Vec<RuleId>>,
}

/// The rules of a group that conclude about a ladder, or those of none.
#[derive(Default)]
struct Members {
    values: BTreeMap<usize, Vec<RuleId>>,
    /// By the value than which what is missing is no stricter.
    holes: BTreeMap<Option<usize>, Vec<RuleId>>,
}

/// Groups in force; those with a common rule are one. For each its runs of rules, in order and disjoint.
pub(crate) struct Groups(Vec<Vec<Rules>>);

impl Groups {
    pub(crate) fn new(edition: &Edition<'_>) -> Self {
        let mut groups: Vec<Vec<Rules>> = Vec::new();
        for group in edition.groups() {
            let mut runs = group.rules.clone();
            groups.retain(|other| {
                let common = meet(edition.program, other, &runs);
                if common {
                    runs.extend(other);
                }
                !common
            });
            groups.push(disjoint(runs));
        }
        Self(groups)
    }

    fn of(&self, rule: RuleId) -> Option<usize> {
        self.0.iter().position(|runs| {
            let at = runs.partition_point(|run| run.to <= rule.0);
            runs.get(at).is_some_and(|run| run.contains(rule))
        })
    }
}

/// Whether two groups have a rule in common that concludes about a ladder; others are no members.
fn meet(program: &Program, one: &[Rules], other: &[Rules]) -> bool {
    let on_ladder = |rule: RuleId| {
        let outcomes = program[rule]
            .conclusions
            .iter()
            .filter_map(Conclusion::outcome);
        outcomes
            .into_iter()
            .any(|outcome| program[outcome].kind == OutcomeKind::Ladder)
    };
    one.iter()
        .flat_map(|a| other.iter().map(move |b| (a, b)))
        .any(|(a, b)| {
            let common = Rules {
                from: a.from.max(b.from),
                to: a.to.min(b.to),
            };
            common.iter().any(on_ladder)
        })
}

fn disjoint(mut runs: Vec<Rules>) -> Vec<Rules> {
    runs.sort_unstable();
    let mut disjoint: Vec<Rules> = Vec::new();
    for run in runs {
        match disjoint.last_mut() {
            Some(last) if run.from <= last.to => last.to = last.to.max(run.to),
            _ => disjoint.push(run),
        }
    }
    disjoint
}

impl Ground<'_> {
    /// What the rules may conclude about a ladder.
    ///
    /// "Members of a declared group count as one, the strictest of them": a value of a group counts where no stricter one of
    /// the same group does. What is missing counts where it could make a difference: not where the group has a value that is
    /// no less strict.
    pub(crate) fn on_ladder(&mut self, outcome: OutcomeId, groups: &Groups) -> Concluding {
        let relevant = std::rc::Rc::clone(&self.relevant);
        let mut members: BTreeMap<Option<usize>, Members> = BTreeMap::new();
        for (rule, conclusion) in relevant.concluding(outcome) {
            let members = members.entry(groups.of(*rule)).or_default();
            match conclusion {
                Conclusion::Value(_, value) => {
                    members.values.entry(*value).or_default().push(*rule)
                }
                Conclusion::Hole(_, limit) => members.holes.entry(*limit).or_default().push(*rule),
                Conclusion::Has(..) => {}
            }
        }
        let mut found = Finding::default();
        for (group, members) in members {
            let mut live: Vec<(usize, Expr)> = Vec::new();
            for (value, rules) in &members.values {
                live.push((*value, self.any_live(rules)));
            }
            let at_least = |ground: &mut Self, least: usize| {
                let stricter = live
                    .iter()
                    .filter(|(value, _)| group.is_some() && *value >= least);
                let stricter = stricter.map(|(_, expr)| *expr).collect();
                ground.store.or(stricter)
            };
            for (value, expr) in &live {
                let stricter = at_least(self, value + 1);
                let none = self.store.not(stricter);
                let counts = self.store.and(vec![*expr, none]);
                found.add(Concluded::Value(*value), counts);
            }
            for (limit, rules) in members.holes {
                let absorbed = limit.map_or(FALSE, |limit| at_least(self, limit));
                self.holes(&rules, absorbed, &mut found);
            }
        }
        self.finish(found)
    }

    /// When a set has a value, and what may leave it open.
    pub(crate) fn in_set(&mut self, outcome: OutcomeId, value: usize) -> Concluding {
        let relevant = std::rc::Rc::clone(&self.relevant);
        let (mut rules, mut holes) = (Vec::new(), Vec::new());
        for (rule, conclusion) in relevant.concluding(outcome) {
            match conclusion {
                Conclusion::Value(_, of) if *of == value => rules.push(*rule),
                Conclusion::Hole(..) => holes.push(*rule),
                Conclusion::Value(..) | Conclusion::Has(..) => {}
            }
        }
        let mut found = Finding::default();
        let live = self.any_live(&rules);
        found.add(Concluded::Value(value), live);
        self.holes(&holes, FALSE, &mut found);
        self.finish(found)
    }

    /// Adds holes with when they count: where they are live and nothing absorbs them.
    fn holes(&mut self, rules: &[RuleId], absorbed: Expr, found: &mut Finding) {
        if absorbed == TRUE {
            return;
        }
        let program = self.edition.program;
        let not_absorbed = self.store.not(absorbed);
        let mut by_list: BTreeMap<InstrumentId, Vec<RuleId>> = BTreeMap::new();
        for rule in rules {
            match program[*rule].scope {
                Some(scope) => by_list.entry(program[scope].list).or_default().push(*rule),
                None => {
                    let live = self.live(*rule);
                    let counts = self.store.and(vec![live, not_absorbed]);
                    found.add(Concluded::Hole(*rule), counts);
                }
            }
        }
        for (list, mut rules) in by_list {
            let live = self.any_live(&rules);
            let counts = self.store.and(vec![live, not_absorbed]);
            found.add(Concluded::Holes(list), counts);
            if counts != FALSE {
                rules.retain(|rule| {
                    let live = self.live(*rule);
                    self.store.and(vec![live, not_absorbed]) != FALSE
                });
                found.holes.entry(list).or_default().extend(rules);
            }
        }
    }

    fn finish(&mut self, found: Finding) -> Concluding {
        let mut holes = found.holes;
        holes.values_mut().for_each(|rules| rules.sort_unstable());
        let when = found
            .when
            .into_iter()
            .map(|(concluded, parts)| (concluded, self.store.or(parts)));
        Concluding {
            when: when.collect(),
            holes,
        }
    }
}

/// What has been found to be concluded so far.
#[derive(Default)]
struct Finding {
    when: BTreeMap<Concluded, Vec<Expr>>,
    holes: BTreeMap<InstrumentId, Vec<RuleId>>,
}

impl Finding {
    fn add(&mut self, concluded: Concluded, when: Expr) {
        self.when.entry(concluded).or_default().push(when);
    }
}
