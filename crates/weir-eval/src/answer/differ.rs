//! Which questions can decide: those to which two answers can end differently, all else being equal.

use std::collections::BTreeMap;

use super::Questions;
use crate::store::Var;
use crate::tree::{Forest, Leaf, Node, Tree};

/// The questions of which two answers can end differently.
pub(super) fn deciding(forest: &Forest<'_>, questions: &Questions) -> Vec<Var> {
    let mut differ = Differ {
        forest,
        known: BTreeMap::new(),
    };
    questions
        .iter()
        .filter(|(_, trees)| trees.iter().any(|tree| differ.within(*tree)))
        .map(|(var, _)| *var)
        .collect()
}

/// Two different subtrees, the smaller first.
type Pair = (Tree, Tree);

/// Whether two subtrees end differently in a completion that is possible in both.
struct Differ<'f, 'a> {
    forest: &'f Forest<'a>,
    known: BTreeMap<Pair, bool>,
}

/// What can be said of a pair at once.
enum Look {
    Decided(bool),
    /// They differ if one of these pairs does.
    Open(Vec<Pair>),
}

impl Differ<'_, '_> {
    /// Whether two answers to the question at the top of a tree can end differently.
    fn within(&mut self, tree: Tree) -> bool {
        let Some(Node::Ask(_, branches)) = self.forest.node(tree) else {
            return false;
        };
        let pairs = branches.iter().enumerate().flat_map(|(at, one)| {
            let others = branches.iter().skip(at + 1);
            others.filter_map(move |other| pair(*one, *other))
        });
        let pairs: Vec<Pair> = pairs.collect();
        pairs.into_iter().any(|pair| self.between(pair))
    }

    /// Looks for a difference in depth; with a stack of its own, since there may be thousands of questions one below the other.
    fn between(&mut self, start: Pair) -> bool {
        let mut path: Vec<(Pair, Vec<Pair>)> = Vec::new();
        let mut next = Some(start);
        loop {
            let differs = match next.take() {
                Some(pair) => match self.look(pair) {
                    Look::Decided(differs) => differs,
                    Look::Open(below) => {
                        path.push((pair, below));
                        false
                    }
                },
                None => false,
            };
            if differs {
                self.known
                    .extend(path.iter().map(|(pair, _)| (*pair, true)));
                return true;
            }
            let Some((pair, below)) = path.last_mut() else {
                return false;
            };
            next = below.pop();
            if next.is_none() {
                self.known.insert(*pair, false);
                path.pop();
            }
        }
    }

    fn look(&self, (one, other): Pair) -> Look {
        if let Some(known) = self.known.get(&(one, other)) {
            return Look::Decided(*known);
        }
        let (Some(first), Some(second)) = (self.forest.node(one), self.forest.node(other)) else {
            return Look::Decided(false);
        };
        // The pairs that have to be looked at next, the first one last.
        let with = |branches: &[Tree], other: Tree| {
            let pairs = branches
                .iter()
                .rev()
                .filter_map(|branch| pair(*branch, other));
            Look::Open(pairs.collect())
        };
        match (first, second) {
            (Node::Leaf(Leaf::Impossible), _) | (_, Node::Leaf(Leaf::Impossible)) => {
                Look::Decided(false)
            }
            // To know which of two holes it is would not fill it.
            (Node::Leaf(Leaf::Holes(_)), Node::Leaf(Leaf::Holes(_))) => Look::Decided(false),
            (Node::Leaf(_), Node::Leaf(_)) => Look::Decided(true),
            (Node::Ask(a, ones), Node::Ask(b, others)) if a == b => {
                let pairs = ones.iter().zip(others).rev();
                Look::Open(
                    pairs
                        .filter_map(|(one, other)| pair(*one, *other))
                        .collect(),
                )
            }
            (Node::Ask(a, _), Node::Ask(b, branches)) if b < a => with(branches, one),
            (Node::Ask(_, branches), _) => with(branches, other),
            (_, Node::Ask(_, branches)) => with(branches, one),
        }
    }
}

fn pair(one: Tree, other: Tree) -> Option<Pair> {
    (one != other).then_some((one.min(other), one.max(other)))
}
