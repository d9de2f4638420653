//! Reads a tree of completions: which results are possible, and which facts would decide.
//!
//! `V(p)` is the set of leaves. `need(p)` is the facts for which two completions that differ only in them end differently;
//! if there is none, the facts on which the result still depends.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::OutcomeId;

use crate::determination::{Answer, Need, Result as Outcome, State};
use crate::ground::About;
use crate::store::Var;
use crate::tree::{Forest, Leaf, Node, Tree};

mod decides;
mod differ;

/// The different leaves under a tree.
fn leaves(forest: &Forest<'_>, root: Tree) -> BTreeSet<Leaf> {
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
pub(crate) fn ladder(forest: &Forest<'_>, outcome: OutcomeId, root: Tree) -> Answer {
    let results = leaves(forest, root)
        .into_iter()
        .filter_map(|leaf| match leaf {
            Leaf::Ladder(result) => Some(result),
            Leaf::Holes(holes) => Some(Outcome::Hole(forest.hole_rules(outcome, &holes))),
            Leaf::Impossible | Leaf::InSet(_) => None,
        });
    let mut results: Vec<Outcome> = results.collect();
    results.sort_unstable();
    results.dedup();
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
    let questions = questions(forest, root);
    let mut deciding = differ::deciding(forest, &questions);
    let can_decide = leaves(forest, root)
        .iter()
        .any(|leaf| !matches!(leaf, Leaf::Impossible | Leaf::Holes(_)));
    if deciding.is_empty() && can_decide {
        deciding = questions.keys().copied().collect();
    }
    let decides = decides::decides(forest, root, &questions, &deciding);
    let mut needs: Vec<(Var, Need)> = decides
        .into_iter()
        .filter_map(|(var, decides)| {
            let (fact, member) = match forest.about(var)? {
                About::Fact(fact) => (fact, None),
                About::Member(fact, member) => (fact, Some(member)),
                About::Ladder(_) | About::InSet(..) => return None,
            };
            let need = Need {
                fact,
                member,
                decides,
            };
            Some((var, need))
        })
        .collect();
    needs.sort_by(|(a_var, a), (b_var, b)| b.decides.total_cmp(&a.decides).then(a_var.cmp(b_var)));
    needs.into_iter().map(|(_, need)| need).collect()
}

/// For each question the subtrees that ask it.
type Questions = BTreeMap<Var, Vec<Tree>>;

fn questions(forest: &Forest<'_>, root: Tree) -> Questions {
    let mut found = Questions::new();
    for tree in subtrees(forest, root) {
        if let Some(Node::Ask(var, _)) = forest.node(tree) {
            found.entry(*var).or_default().push(tree);
        }
    }
    found
}
