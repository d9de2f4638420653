//! How decisive questions are, if all that is open were equally likely.

use std::collections::BTreeMap;

use super::Questions;
use crate::store::Var;
use crate::tree::{Forest, Leaf, Node, Tree};

/// The share of completions that end in each leaf; impossible ones are left out.
type Shares = BTreeMap<Tree, f64>;

/// For some questions how sure the result is on average once they are answered: the mean chance that two completions with the
/// same answer end the same.
///
/// The completions with an answer to a question are those in which it is not asked, and those that give the answer where it
/// is. So one way down the tree and one way up are enough for all questions.
pub(super) fn decides(
    forest: &Forest<'_>,
    root: Tree,
    questions: &Questions,
    wanted: &[Var],
) -> Vec<(Var, f64)> {
    let below = below(forest, questions);
    let reached = reached(forest, root, questions);
    let whole = below_of(forest, &below, root);
    let decisiveness = |var: Var| {
        let trees = questions.get(&var).map(Vec::as_slice).unwrap_or_default();
        let mut not_asked = whole.clone();
        let mut answers: Vec<Shares> = Vec::new();
        for tree in trees {
            let share = reached.get(tree).copied().unwrap_or_default();
            add(&mut not_asked, &below_of(forest, &below, *tree), -share);
            if let Some(Node::Ask(_, branches)) = forest.node(*tree) {
                answers.resize_with(branches.len(), Shares::new);
                for (answer, branch) in answers.iter_mut().zip(branches) {
                    add(answer, &below_of(forest, &below, *branch), share);
                }
            }
        }
        let mut total = 0.0;
        let mut sure = 0.0;
        for mut shares in answers {
            add(&mut shares, &not_asked, 1.0);
            let possible: f64 = shares.values().sum();
            if possible > 0.0 {
                total += possible;
                sure += shares.values().map(|share| share * share).sum::<f64>() / possible;
            }
        }
        // What differs only by the order of the sums counts as equal.
        if total > 0.0 {
            (sure / total * 1e12).round() / 1e12
        } else {
            0.0
        }
    };
    wanted
        .iter()
        .map(|var| (*var, decisiveness(*var)))
        .collect()
}

/// For each tree with a question where completions that get there end.
fn below(forest: &Forest<'_>, questions: &Questions) -> BTreeMap<Tree, Shares> {
    let mut trees: Vec<Tree> = questions.values().flatten().copied().collect();
    // What is under a tree has smaller positions.
    trees.sort_unstable();
    let mut below = BTreeMap::new();
    for tree in trees {
        let mut shares = Shares::new();
        if let Some(Node::Ask(_, branches)) = forest.node(tree) {
            for branch in branches {
                let each = 1.0 / branches.len() as f64;
                add(&mut shares, &below_of(forest, &below, *branch), each);
            }
        }
        below.insert(tree, shares);
    }
    below
}

fn below_of(forest: &Forest<'_>, below: &BTreeMap<Tree, Shares>, tree: Tree) -> Shares {
    match forest.node(tree) {
        Some(Node::Ask(..)) => below.get(&tree).cloned().unwrap_or_default(),
        Some(Node::Leaf(Leaf::Impossible)) | None => Shares::new(),
        Some(Node::Leaf(Leaf::Ladder(_) | Leaf::Holes(_) | Leaf::InSet(_))) => {
            Shares::from([(tree, 1.0)])
        }
    }
}

/// The share of completions that get to each tree.
fn reached(forest: &Forest<'_>, root: Tree, questions: &Questions) -> BTreeMap<Tree, f64> {
    let mut trees: Vec<Tree> = questions.values().flatten().copied().collect();
    trees.sort_unstable();
    let mut reached = BTreeMap::from([(root, 1.0)]);
    for tree in trees.into_iter().rev() {
        let share = reached.get(&tree).copied().unwrap_or_default();
        if let Some(Node::Ask(_, branches)) = forest.node(tree) {
            for branch in branches {
                *reached.entry(*branch).or_default() += share / branches.len() as f64;
            }
        }
    }
    reached
}

fn add(to: &mut Shares, shares: &Shares, times: f64) {
    for (leaf, share) in shares {
        *to.entry(*leaf).or_default() += share * times;
    }
}
