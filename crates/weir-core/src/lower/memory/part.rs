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
use crate::occurrence::Occurrence;

/// What the instruments of a text gave. Only numbers of provisions and rules in it are about other texts or depend on them.
#[derive(Debug)]
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

/// The rules that stand in each provision and instrument.
pub(in crate::lower) type Ranges = BTreeMap<Citation, Vec<Rules>>;

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

    pub(in crate::lower) fn ranges(&self) -> &Arc<Ranges> {
        &self.ranges
    }

    pub(in crate::lower) fn sorts(&self) -> &Arc<Sorts> {
        &self.sorts
    }

    pub(in crate::lower) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
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
            ranges: Arc::new(moved_ranges(&self.ranges, moves)),
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

fn moved_ranges(ranges: &Ranges, moves: &Moves) -> Ranges {
    let moved = |run: &Rules| {
        let first = moves.rule(RuleId(run.from)).0;
        let length = run.to.saturating_sub(run.from);
        Rules {
            from: first,
            to: first.saturating_add(length),
        }
    };
    let ranges = ranges.iter();
    ranges
        .map(|(place, runs)| (moves.citation(*place), runs.iter().map(moved).collect()))
        .collect()
}
