//! What the instruments of a text gave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::Parse;

use super::super::Target;
use super::super::inside::{Names, Start};
use super::law::{Law, Moves};
use crate::check::Sorts;
use crate::date::Period;
use crate::hir::*;
use crate::occurrence::{Occurrence, Symbol};

/// What the instruments of a text gave. Only numbers of provisions and rules in it are about other texts or depend on them.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Part {
    /// The text as read.
    pub(super) parse: Arc<Parse>,
    pub(super) skeleton: Skeleton,
    /// The rules, with their bodies.
    pub(super) rules: Vec<Arc<Rule>>,
    pub(super) bodies: Arc<Bodies>,
    pub(super) law: Arc<Law>,
    /// What stands in the instruments, in order.
    pub(super) occurrences: Vec<Occurrence>,
    pub(super) ranges: Arc<Ranges>,
    pub(super) sorts: Arc<Sorts>,
}

/// The rules that stand in each provision and instrument of a text, counted from where it begins.
#[derive(Debug, Default)]
pub(in crate::lower) struct Ranges(BTreeMap<Citation, Vec<Rules>>);

impl Ranges {
    pub(super) fn add(&mut self, start: Start, place: Citation, rule: RuleId) {
        let rule = RuleId(rule.0.saturating_sub(start.rules));
        join(
            self.0.entry(start.count(place)).or_default(),
            Rules::one(rule),
        );
    }

    /// The rules that stand in a place, where the text begins at `start`.
    fn of(&self, start: Start, place: Citation) -> Vec<Rules> {
        let runs = self.0.get(&start.count(place)).into_iter().flatten();
        let from_start = |run: &Rules| Rules {
            from: run.from.saturating_add(start.rules),
            to: run.to.saturating_add(start.rules),
        };
        runs.map(from_start).collect()
    }
}

/// Adds rules to runs of rules, all of which come before.
pub(in crate::lower) fn join(runs: &mut Vec<Rules>, more: Rules) {
    match runs.last_mut() {
        Some(last) if last.to == more.from => last.to = more.to,
        _ => runs.push(more),
    }
}

/// What instruments are made of, before anything in them is resolved.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Skeleton {
    /// What stands before.
    pub(super) start: Start,
    pub(super) instruments: Vec<Instrument>,
    pub(super) provisions: Vec<Arc<Provision>>,
    pub(super) inside: Vec<Arc<Names>>,
    pub(super) nested: Vec<Nested>,
}

/// A statement, definition or assumption in an instrument.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Nested {
    /// The position of the instrument among those of its text, then of what stands in what.
    pub(super) path: Vec<usize>,
    pub(super) citation: Citation,
    pub(super) period: Period,
}

/// What the conditions and conclusions of the rules of a text gave.
#[derive(Debug)]
pub(super) struct Bodies {
    /// For each rule, if it concludes a hole, whether that is explained.
    pub(super) holes: Vec<Option<bool>>,
    pub(super) used: BTreeSet<Target>,
    /// The instruments in which something was looked for.
    pub(super) refers: BTreeSet<InstrumentId>,
}

impl Part {
    /// All rules, as they are counted.
    pub(in crate::lower) fn run(&self) -> Rules {
        let from = self.skeleton.start.rules;
        let count = RuleId::from_index(self.rules.len()).0;
        let to = from.saturating_add(count);
        Rules { from, to }
    }

    /// Whether a rule uses something.
    pub(in crate::lower) fn uses(&self, target: Target) -> bool {
        self.bodies.used.contains(&target)
    }

    /// The rules that stand in a place.
    pub(in crate::lower) fn rules_in(&self, place: Citation) -> Vec<Rules> {
        self.ranges.of(self.skeleton.start, place)
    }

    pub(in crate::lower) fn sorts(&self) -> &Arc<Sorts> {
        &self.sorts
    }

    pub(in crate::lower) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// The same where what is known by its place moved; `None` if it speaks of nothing that did.
    pub(super) fn with_places(&self, moved: &BTreeMap<Place, Place>) -> Option<Self> {
        let now = |one: &Occurrence| {
            if let Symbol::Member(place) = one.symbol {
                moved.get(&place).map(|place| Symbol::Member(*place))
            } else if let Symbol::List(place) = one.symbol {
                moved.get(&place).map(|place| Symbol::List(*place))
            } else {
                None
            }
        };
        if moved.is_empty() || !self.occurrences.iter().any(|one| now(one).is_some()) {
            return None;
        }
        let occurrences = self.occurrences.iter().map(|one| Occurrence {
            symbol: now(one).unwrap_or(one.symbol),
            ..*one
        });
        let mut occurrences: Vec<Occurrence> = occurrences.collect();
        occurrences.sort();
        Some(Self {
            occurrences,
            ..self.clone()
        })
    }

    /// The same where it now begins at `start`.
    pub(super) fn moved(&self, start: Start, moves: &Moves) -> Self {
        let moved = |rule: &Arc<Rule>| {
            let mut rule = Rule::clone(rule);
            rule.citation = moves.citation(rule.citation);
            for cited in &mut rule.cites {
                *cited = moves.citation(*cited);
            }
            Arc::new(rule)
        };
        let occurrences = self.occurrences.iter().map(|one| Occurrence {
            symbol: moves.symbol(one.symbol),
            ..*one
        });
        let mut occurrences: Vec<Occurrence> = occurrences.collect();
        occurrences.sort();
        Self {
            parse: Arc::clone(&self.parse),
            skeleton: Skeleton {
                start,
                ..self.skeleton.moved(moves)
            },
            rules: self.rules.iter().map(moved).collect(),
            bodies: Arc::clone(&self.bodies),
            law: Arc::clone(&self.law),
            occurrences,
            ranges: Arc::clone(&self.ranges),
            sorts: Arc::clone(&self.sorts),
        }
    }
}

impl Skeleton {
    fn moved(&self, moves: &Moves) -> Self {
        let mut moved = self.clone();
        for provision in &mut moved.provisions {
            if let Some(around) = provision.parent {
                Arc::make_mut(provision).parent = Some(moves.provision(around));
            }
        }
        for nested in &mut moved.nested {
            nested.citation = moves.citation(nested.citation);
        }
        moved
    }
}
