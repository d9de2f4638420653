//! Reads a tree of completions: which results are possible, and which facts would decide.
//!
//! `V(p)` is the set of leaves. `need(p)` is the facts for which two completions that differ only in them end differently;
//! if there is none, the facts on which the result still depends.

use std::collections::{BTreeMap, BTreeSet};

use crate::determination::{Answer, Need, Result as Outcome, State};
use crate::ground::{About, Var};
use crate::tree::{Forest, Leaf, Node, Tree};

/// The different leaves under a tree.
pub(crate) fn leaves(forest: &Forest<'_>, root: Tree) -> BTreeSet<Leaf> {
    let mut found = BTreeSet::new();
    for tree in subtrees(forest, root) {
        if let Some(Node::Leaf(leaf)) = forest.node(tree) {
            found.insert(leaf.clone());
        }
    }
    found
}

fn subtrees(forest: &Forest<'_>, root: Tree) -> BTreeSet<Tree> {
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(tree) = open.pop() {
        if seen.insert(tree)
            && let Some(Node::Ask(_, branches)) = forest.node(tree)
        {
            open.extend(branches);
        }
    }
    seen
}

/// `answer(p)` for a ladder.
pub(crate) fn ladder(forest: &Forest<'_>, root: Tree) -> Answer {
    let mut results: Vec<Outcome> = leaves(forest, root)
        .into_iter()
        .filter_map(|leaf| match leaf {
            Leaf::Ladder(result) => Some(result),
            Leaf::Impossible | Leaf::InSet(_) => None,
        })
        .collect();
    match (results.len(), results.pop()) {
        (_, None) => Answer::Impossible,
        (1, Some(Outcome::Value(value))) => Answer::Value(value),
        (1, Some(Outcome::Gap)) => Answer::Gap,
        (1, Some(Outcome::Conflict(values))) => Answer::Conflict(values),
        (_, Some(last)) => {
            results.push(last);
            Answer::Undetermined(results)
        }
    }
}

/// Whether a value is in a set.
pub(crate) fn state(forest: &Forest<'_>, root: Tree) -> State {
    let found = leaves(forest, root);
    let has = |value: Option<bool>| found.contains(&Leaf::InSet(value));
    match (has(Some(true)), has(Some(false)), has(None)) {
        (true, false, false) => State::Present,
        (false, _, false) => State::Absent,
        _ => State::Open,
    }
}

/// The facts that would decide, the most decisive first.
pub(crate) fn need(forest: &Forest<'_>, root: Tree) -> Vec<Need> {
    let questions: BTreeMap<Var, Vec<Tree>> = questions(forest, root);
    let mut differ = Differ {
        forest,
        memo: BTreeMap::new(),
    };
    let mut deciding: Vec<Var> = questions
        .iter()
        .filter(|(_, trees)| trees.iter().any(|tree| differ.within(*tree)))
        .map(|(var, _)| *var)
        .collect();
    if deciding.is_empty() {
        deciding = questions.keys().copied().collect();
    }
    let mut needs: Vec<(Var, Need)> = deciding
        .into_iter()
        .filter_map(|var| {
            let (fact, member) = match forest.about(var)? {
                About::Fact(fact) => (fact, None),
                About::Member(fact, member) => (fact, Some(member)),
                About::Ladder(_) | About::InSet(..) => return None,
            };
            Some((
                var,
                Need {
                    fact,
                    member,
                    decides: decisiveness(forest, root, var),
                },
            ))
        })
        .collect();
    needs.sort_by(|(a_var, a), (b_var, b)| b.decides.total_cmp(&a.decides).then(a_var.cmp(b_var)));
    needs.into_iter().map(|(_, need)| need).collect()
}

fn questions(forest: &Forest<'_>, root: Tree) -> BTreeMap<Var, Vec<Tree>> {
    let mut found: BTreeMap<Var, Vec<Tree>> = BTreeMap::new();
    for tree in subtrees(forest, root) {
        if let Some(Node::Ask(var, _)) = forest.node(tree) {
            found.entry(*var).or_default().push(tree);
        }
    }
    found
}

/// Whether two subtrees end differently in a completion that is possible in both.
struct Differ<'f, 'a> {
    forest: &'f Forest<'a>,
    memo: BTreeMap<(Tree, Tree), bool>,
}

impl Differ<'_, '_> {
    /// Whether two answers to the question at the top of a tree can end differently.
    fn within(&mut self, tree: Tree) -> bool {
        let Some(Node::Ask(_, branches)) = self.forest.node(tree) else {
            return false;
        };
        let branches = branches.clone();
        branches.iter().enumerate().any(|(at, one)| {
            branches
                .iter()
                .skip(at + 1)
                .any(|other| self.between(*one, *other))
        })
    }

    fn between(&mut self, one: Tree, other: Tree) -> bool {
        if one == other {
            return false;
        }
        let key = (one.min(other), one.max(other));
        if let Some(known) = self.memo.get(&key) {
            return *known;
        }
        let result = match (self.forest.node(one), self.forest.node(other)) {
            (Some(Node::Leaf(Leaf::Impossible)), _) | (_, Some(Node::Leaf(Leaf::Impossible))) => {
                false
            }
            (Some(Node::Leaf(_)), Some(Node::Leaf(_))) => true,
            (Some(Node::Ask(a, _)), Some(Node::Ask(b, branches))) if b < a => branches
                .clone()
                .into_iter()
                .any(|branch| self.between(one, branch)),
            (Some(Node::Ask(a, ones)), Some(Node::Ask(b, others))) if a == b => {
                let pairs: Vec<(Tree, Tree)> =
                    ones.iter().copied().zip(others.iter().copied()).collect();
                pairs
                    .into_iter()
                    .any(|(one, other)| self.between(one, other))
            }
            (Some(Node::Ask(_, branches)), _) => branches
                .clone()
                .into_iter()
                .any(|branch| self.between(branch, other)),
            (_, Some(Node::Ask(_, branches))) => branches
                .clone()
                .into_iter()
                .any(|branch| self.between(one, branch)),
            (None, _) | (_, None) => false,
        };
        self.memo.insert(key, result);
        result
    }
}

/// How sure the result is on average once a question is answered, if all that is open were equally likely: the mean chance
/// that two completions with that answer end the same.
fn decisiveness(forest: &Forest<'_>, root: Tree, var: Var) -> f64 {
    let answers = questions(forest, root)
        .get(&var)
        .and_then(|trees| trees.first().copied())
        .and_then(|tree| match forest.node(tree) {
            Some(Node::Ask(_, branches)) => Some(branches.len()),
            Some(Node::Leaf(_)) | None => None,
        });
    let Some(answers) = answers else { return 0.0 };
    let mut total = 0.0;
    let mut sure = 0.0;
    for answer in 0..answers {
        let mut memo = BTreeMap::new();
        let weights = weights(forest, root, var, answer, &mut memo);
        let possible: f64 = weights.values().sum();
        if possible > 0.0 {
            total += possible;
            sure += weights.values().map(|weight| weight * weight).sum::<f64>() / possible;
        }
    }
    if total > 0.0 { sure / total } else { 0.0 }
}

/// The share of the completions that end in each leaf, with one question answered; impossible ones are left out.
fn weights(
    forest: &Forest<'_>,
    tree: Tree,
    var: Var,
    answer: usize,
    memo: &mut BTreeMap<Tree, BTreeMap<Tree, f64>>,
) -> BTreeMap<Tree, f64> {
    if let Some(known) = memo.get(&tree) {
        return known.clone();
    }
    let mut result: BTreeMap<Tree, f64> = BTreeMap::new();
    match forest.node(tree) {
        Some(Node::Leaf(Leaf::Impossible)) | None => {}
        Some(Node::Leaf(_)) => {
            result.insert(tree, 1.0);
        }
        Some(Node::Ask(of, branches)) => {
            let taken: Vec<Tree> = if *of == var {
                branches.get(answer).copied().into_iter().collect()
            } else {
                branches.clone()
            };
            let share = 1.0 / taken.len().max(1) as f64;
            for branch in taken {
                for (leaf, weight) in weights(forest, branch, var, answer, memo) {
                    *result.entry(leaf).or_default() += weight * share;
                }
            }
        }
    }
    memo.insert(tree, result.clone());
    result
}
