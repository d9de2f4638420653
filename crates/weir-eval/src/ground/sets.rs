//! Whether a set has a member, over the open atoms.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use weir_core::hir::{FactId, Member};
use weir_core::scenario::Given;

use super::{About, Ground};
use crate::store::{Expr, FALSE, constant};
use crate::truth::deriving;

/// What has been found out about sets.
#[derive(Default)]
pub(super) struct Found {
    /// That a set has a member; as given or with what rules add.
    has: FxHashMap<(FactId, usize, bool), Expr>,
    kinds: BTreeMap<FactId, Rc<Kinds>>,
    blocks: FxHashMap<(FactId, bool, Block), Expr>,
}

/// The members of a set by what they stand under.
struct Kinds {
    /// The members directly under each member, in order; under `None` those that stand under none.
    under: BTreeMap<Option<usize>, Vec<usize>>,
    /// For each member its position among those.
    position: Vec<usize>,
}

/// Of the members directly under a kind those from a position on, so many; a power of two.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Block {
    kind: Option<usize>,
    from: usize,
    size: usize,
}

impl Ground<'_> {
    /// A member counts as present only with all kinds that it is part of; so the tree of categories is built in.
    pub(super) fn has(&mut self, fact: FactId, member: usize) -> Expr {
        let key = (fact, member, self.as_given);
        if let Some(known) = self.sets.has.get(&key) {
            return *known;
        }
        let has = self.find_has(fact, member);
        self.sets.has.insert(key, has);
        has
    }

    fn find_has(&mut self, fact: FactId, member: usize) -> Expr {
        let (edition, scenario) = (self.edition, self.scenario);
        let known = match scenario.get(fact) {
            Some(Given::Set(known)) => known.as_slice(),
            Some(
                Given::Bool(_)
                | Given::Choice(_)
                | Given::Kind(_)
                | Given::Number(..)
                | Given::Date(_),
            )
            | None => &[],
        };
        let parts = with_kinds(edition.program.members(fact), member)
            .map(|index| match known.get(index).copied().flatten() {
                Some(value) => constant(value),
                None => self.is(About::Member(fact, index), &[1]),
            })
            .collect();
        let given = self.store.and(parts);
        if self.as_given {
            return given;
        }
        let by_law: Vec<Expr> = deriving(edition, fact, member)
            .map(|rule| self.applies(rule))
            .collect();
        self.store
            .or(std::iter::once(given).chain(by_law).collect())
    }

    /// A set has a member that is none of these, nor under one of them, nor a kind around one of them.
    ///
    /// A set that has a member has the kinds around it too; so where a kind has none of these in it, only the kind is asked for.
    /// Neighbours are asked for in blocks, which many conditions share.
    pub(super) fn has_other(&mut self, fact: FactId, excluded: &[usize]) -> Expr {
        let members = self.edition.program.members(fact);
        let kinds = self.kinds(fact);
        let excluded: BTreeSet<usize> = excluded.iter().copied().collect();
        let left_out: BTreeSet<usize> = excluded
            .iter()
            .flat_map(|member| with_kinds(members, *member))
            .collect();
        let mut by_kind: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::from([(None, Vec::new())]);
        for member in left_out {
            let kind = members.get(member).and_then(|member| member.parent);
            by_kind
                .entry(kind)
                .or_default()
                .extend(kinds.position.get(member));
        }
        let mut parts = Vec::new();
        for (kind, positions) in by_kind {
            let out = |kind: usize| with_kinds(members, kind).any(|kind| excluded.contains(&kind));
            if kind.is_some_and(out) {
                continue;
            }
            let count = kinds.under.get(&kind).map_or(0, Vec::len);
            let mut from = 0;
            for position in positions.into_iter().chain([count]) {
                for block in blocks(kind, from, position) {
                    parts.push(self.block(fact, &kinds, block));
                }
                from = position + 1;
            }
        }
        self.store.or_of_many(parts)
    }

    fn kinds(&mut self, fact: FactId) -> Rc<Kinds> {
        let members = self.edition.program.members(fact);
        let kinds = self.sets.kinds.entry(fact);
        Rc::clone(kinds.or_insert_with(|| Rc::new(Kinds::of(members))))
    }

    /// That a set has a member of a block.
    fn block(&mut self, fact: FactId, kinds: &Kinds, block: Block) -> Expr {
        let key = (fact, self.as_given, block);
        if let Some(known) = self.sets.blocks.get(&key) {
            return *known;
        }
        let half = Block {
            size: block.size / 2,
            ..block
        };
        let any = if half.size == 0 {
            let under = kinds.under.get(&block.kind);
            let member = under.and_then(|under| under.get(block.from));
            member.map_or(FALSE, |member| self.has(fact, *member))
        } else {
            let first = self.block(fact, kinds, half);
            let from = half.from + half.size;
            let second = self.block(fact, kinds, Block { from, ..half });
            self.store.or_of_many(vec![first, second])
        };
        self.sets.blocks.insert(key, any);
        any
    }
}

impl Kinds {
    fn of(members: &[Member]) -> Self {
        let mut under: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        let mut position = Vec::with_capacity(members.len());
        for (at, member) in members.iter().enumerate() {
            let siblings = under.entry(member.parent).or_default();
            position.push(siblings.len());
            siblings.push(at);
        }
        Self { under, position }
    }
}

/// A member and the kinds that it is part of, the innermost first.
fn with_kinds(members: &[Member], member: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(member), |at| {
        members.get(*at).and_then(|member| member.parent)
    })
}

/// The fewest blocks that cover the positions from one up to, not including, another. A block begins at a multiple of its size.
fn blocks(kind: Option<usize>, from: usize, to: usize) -> impl Iterator<Item = Block> {
    let mut from = from;
    std::iter::from_fn(move || {
        let left = to.checked_sub(from).filter(|left| *left > 0)?;
        let largest = 1 << left.ilog2();
        let size = match from.trailing_zeros() {
            zeros if zeros < left.ilog2() => 1 << zeros,
            _ => largest,
        };
        let block = Block { kind, from, size };
        from += size;
        Some(block)
    })
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_cover_each_position_once() {
        for to in 0..40 {
            for from in 0..=to {
                let covered: Vec<usize> = blocks(None, from, to)
                    .inspect(|block| assert_eq!(block.from % block.size, 0))
                    .flat_map(|block| block.from..block.from + block.size)
                    .collect();
                assert_eq!(covered, (from..to).collect::<Vec<_>>());
            }
        }
    }
}
