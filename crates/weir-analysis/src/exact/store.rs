//! Ordered decision diagrams with many-valued nodes, stored once each.
//!
//! A node asks for a variable and has one branch for each of its answers; what ends a path is a *leaf*. Variables are asked
//! for in ascending order, a node whose branches are all one is never made, and equal nodes are one: so equal functions have
//! equal diagrams. After R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on
//! Computers C-35 (1986), with many-valued nodes as in A. Srinivasan et al., "Algorithms for Discrete Function Manipulation",
//! ICCAD 1990.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::apart::Apart;
use super::compile::Leaf;
use super::formula::{Formula, Formulas, ResultId};
use super::memo::Memo;

/// A diagram, by the position of its first node. Equal diagrams of one store have equal positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagram(u32);

/// It never holds.
pub(super) const FALSE: Diagram = Diagram(0);
/// It always holds.
pub(super) const TRUE: Diagram = Diagram(1);

/// A variable, by its place in the order.
pub(super) type Var = u32;

/// More nodes or steps would be needed than the budget allows. Nothing is concluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

pub(super) type Built<T> = Result<T, TooLarge>;

/// What two diagrams are put together to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Join {
    /// Both hold.
    And,
    /// One holds.
    Or,
    /// The left side holds and the right side does not.
    Without,
    /// What the left side is where, where the right side holds, a value is concluded as well.
    Value(u16),
    /// What the left side is where, where the right side holds, something counts that is not transcribed.
    Hole,
    /// The left side where the right side holds; elsewhere the case is impossible.
    Where,
    /// The left side where the right side holds; elsewhere both sides of a comparison are the same.
    Within,
    /// What both sides agree on; else the left side's way of being open.
    Agree,
    /// Both sides, old and new, where they differ and both allow the case.
    Pair,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    Leaf(u32),
    /// The variable, and where in the list of branches its own start and end.
    Ask(Var, u32, u32),
}

/// The store of diagrams, with its budget.
#[derive(Debug)]
pub struct Store {
    nodes: Vec<Node>,
    branches: Vec<Diagram>,
    /// The node of each variable and branches, by their hash; where two have one, the next free number.
    ids: FxHashMap<u64, Diagram>,
    leaves: Vec<Leaf>,
    leaf_ids: FxHashMap<Leaf, Diagram>,
    joined: Memo<(Join, Diagram, Diagram)>,
    mapped: Memo<(Map, Diagram)>,
    composed: Memo<(Var, Diagram, Diagram)>,
    steps: usize,
    budget: usize,
    pub(super) formulas: Formulas,
    pub(super) apart: Apart,
    /// What was built before: conditions, results, what two results differ in, and what that means for what is asked of them.
    pub(super) built: FxHashMap<Formula, Diagram>,
    pub(super) ended: FxHashMap<ResultId, Diagram>,
    pub(super) paired: FxHashMap<(ResultId, ResultId), Diagram>,
    pub(super) through: FxHashMap<(Diagram, Var, Diagram), Diagram>,
}

/// What each leaf of a diagram is turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Map {
    /// The opposite.
    Not,
    /// Whether it is exactly this leaf.
    Is(Diagram),
}

impl Store {
    /// An empty store that may hold so many nodes; ten times as many steps may be taken.
    #[must_use]
    pub fn new(budget: usize) -> Self {
        let mut store = Self {
            nodes: Vec::new(),
            branches: Vec::new(),
            ids: FxHashMap::default(),
            leaves: Vec::new(),
            leaf_ids: FxHashMap::default(),
            joined: Memo::default(),
            mapped: Memo::default(),
            composed: Memo::default(),
            steps: 0,
            budget,
            formulas: Formulas::default(),
            built: FxHashMap::default(),
            ended: FxHashMap::default(),
            paired: FxHashMap::default(),
            through: FxHashMap::default(),
            apart: Apart::default(),
        };
        store.leaf(Leaf::Bool(false));
        store.leaf(Leaf::Bool(true));
        store
    }

    /// How many nodes there are in the store.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing in the store; there always are the two truths.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many nodes a diagram has.
    #[must_use]
    pub fn size(&self, root: Diagram) -> usize {
        self.under(root).len()
    }

    /// The diagram of a leaf.
    pub(super) fn leaf(&mut self, leaf: Leaf) -> Diagram {
        if let Some(known) = self.leaf_ids.get(&leaf) {
            return *known;
        }
        let id = Diagram(position(self.nodes.len()));
        self.nodes.push(Node::Leaf(position(self.leaves.len())));
        self.leaves.push(leaf.clone());
        self.leaf_ids.insert(leaf, id);
        id
    }

    /// The leaf that a diagram is, if it is one.
    pub(super) fn as_leaf(&self, diagram: Diagram) -> Option<&Leaf> {
        match self.nodes.get(diagram.0 as usize)? {
            Node::Leaf(at) => self.leaves.get(*at as usize),
            Node::Ask(..) => None,
        }
    }

    /// What a diagram asks for first, with a branch for each answer.
    pub(super) fn ask(&self, diagram: Diagram) -> Option<(Var, &[Diagram])> {
        match self.nodes.get(diagram.0 as usize)? {
            Node::Leaf(_) => None,
            Node::Ask(var, from, to) => Some((
                *var,
                self.branches
                    .get(*from as usize..*to as usize)
                    .unwrap_or_default(),
            )),
        }
    }

    /// The diagram that asks for a variable. Those below it ask for later variables only.
    pub(super) fn node(&mut self, var: Var, branches: &[Diagram]) -> Built<Diagram> {
        match branches.split_first() {
            Some((first, rest)) if rest.iter().all(|branch| branch == first) => return Ok(*first),
            None => return Ok(FALSE),
            Some(_) => {}
        }
        let mut key = hash(var, branches);
        while let Some(known) = self.ids.get(&key) {
            if self.ask(*known) == Some((var, branches)) {
                return Ok(*known);
            }
            key = key.wrapping_add(1);
        }
        if self.nodes.len() >= self.budget {
            return Err(TooLarge);
        }
        let id = Diagram(position(self.nodes.len()));
        let from = position(self.branches.len());
        self.branches.extend_from_slice(branches);
        let to = position(self.branches.len());
        self.nodes.push(Node::Ask(var, from, to));
        self.ids.insert(key, id);
        Ok(id)
    }

    pub(super) fn step(&mut self) -> Built<()> {
        self.steps += 1;
        if self.steps > self.budget.saturating_mul(10) {
            return Err(TooLarge);
        }
        Ok(())
    }

    pub(super) fn and(&mut self, a: Diagram, b: Diagram) -> Built<Diagram> {
        self.join(Join::And, a.min(b), a.max(b))
    }

    pub(super) fn or(&mut self, a: Diagram, b: Diagram) -> Built<Diagram> {
        self.join(Join::Or, a.min(b), a.max(b))
    }

    /// Where the one holds and the other does not.
    pub(super) fn less(&mut self, a: Diagram, b: Diagram) -> Built<Diagram> {
        self.join(Join::Without, a, b)
    }

    pub(super) fn not(&mut self, a: Diagram) -> Built<Diagram> {
        self.map(Map::Not, a)
    }

    /// Any of these. Neighbours are put together first, so that each is met in few steps.
    pub(super) fn any(&mut self, mut parts: Vec<Diagram>) -> Built<Diagram> {
        parts.retain(|part| *part != FALSE);
        parts.sort_unstable();
        parts.dedup();
        while parts.len() > 1 {
            let mut pairs = Vec::with_capacity(parts.len().div_ceil(2));
            for pair in parts.chunks(2) {
                pairs.push(match pair {
                    [a, b] => self.or(*a, *b)?,
                    _ => pair.first().copied().unwrap_or(FALSE),
                });
            }
            parts = pairs;
        }
        Ok(parts.first().copied().unwrap_or(FALSE))
    }

    /// Puts two diagrams together.
    pub(super) fn join(&mut self, how: Join, a: Diagram, b: Diagram) -> Built<Diagram> {
        if let Some(done) = self.join_leaves(how, a, b) {
            return Ok(done);
        }
        if let Some(known) = self.joined.get((how, a, b)) {
            return Ok(known);
        }
        self.step()?;
        let Some((var, count)) = self.first(a, b) else {
            return Ok(a);
        };
        let mut branches = Vec::with_capacity(count);
        let mut last = None;
        for answer in 0..count {
            let pair = (self.branch(a, var, answer), self.branch(b, var, answer));
            // Of many answers most are alike.
            let joined = match last {
                Some((known, joined)) if known == pair => joined,
                _ => self.join(how, pair.0, pair.1)?,
            };
            last = Some((pair, joined));
            branches.push(joined);
        }
        let joined = self.node(var, &branches)?;
        self.joined.insert((how, a, b), joined);
        Ok(joined)
    }

    /// The first variable that either asks for, and how many answers it has.
    pub(super) fn first(&self, a: Diagram, b: Diagram) -> Option<(Var, usize)> {
        let one = |diagram| self.ask(diagram).map(|(var, of)| (var, of.len()));
        match (one(a), one(b)) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// The diagram once a variable, which nothing in it precedes, has an answer.
    pub(super) fn branch(&self, diagram: Diagram, var: Var, answer: usize) -> Diagram {
        match self.ask(diagram) {
            Some((of, branches)) if of == var => branches.get(answer).copied().unwrap_or(diagram),
            _ => diagram,
        }
    }

    /// What is seen without looking below.
    fn join_leaves(&mut self, how: Join, a: Diagram, b: Diagram) -> Option<Diagram> {
        match how {
            Join::And => match (a, b) {
                (FALSE, _) | (_, FALSE) => Some(FALSE),
                (TRUE, other) | (other, TRUE) => Some(other),
                _ => (a == b).then_some(a),
            },
            Join::Or => match (a, b) {
                (TRUE, _) | (_, TRUE) => Some(TRUE),
                (FALSE, other) | (other, FALSE) => Some(other),
                _ => (a == b).then_some(a),
            },
            Join::Without => match (a, b) {
                (FALSE, _) | (_, TRUE) => Some(FALSE),
                (_, FALSE) => Some(a),
                _ => (a == b).then_some(FALSE),
            },
            Join::Value(value) => match b {
                FALSE => Some(a),
                TRUE => {
                    let leaf = self.as_leaf(a)?.with_value(usize::from(value));
                    Some(self.leaf(leaf))
                }
                _ => None,
            },
            Join::Hole => match b {
                FALSE => Some(a),
                TRUE => {
                    let leaf = self.as_leaf(a)?.with_hole();
                    Some(self.leaf(leaf))
                }
                _ => None,
            },
            Join::Where => match b {
                TRUE => Some(a),
                FALSE => Some(self.leaf(Leaf::Impossible)),
                _ => None,
            },
            Join::Within => match b {
                TRUE => Some(a),
                FALSE => Some(self.leaf(Leaf::Same)),
                _ => (self.as_leaf(a) == Some(&Leaf::Same)).then_some(a),
            },
            Join::Agree => {
                if a == b {
                    return Some(a);
                }
                let open = self.as_leaf(a)?.open();
                self.as_leaf(b)?;
                Some(self.leaf(open))
            }
            Join::Pair => {
                if a == b {
                    return Some(self.leaf(Leaf::Same));
                }
                let (old, new) = (self.as_leaf(a)?, self.as_leaf(b)?);
                let pair = if *old == Leaf::Impossible || *new == Leaf::Impossible {
                    Leaf::Same
                } else {
                    Leaf::Pair(Box::new(old.clone()), Box::new(new.clone()))
                };
                Some(self.leaf(pair))
            }
        }
    }

    /// Turns each leaf into another.
    pub(super) fn map(&mut self, how: Map, a: Diagram) -> Built<Diagram> {
        if let Some(known) = self.mapped.get((how, a)) {
            return Ok(known);
        }
        self.step()?;
        let mapped = match self.ask(a) {
            None => {
                let leaf = self.as_leaf(a).map(|leaf| leaf.mapped(how, a));
                self.leaf(leaf.unwrap_or(Leaf::Bool(false)))
            }
            Some((var, below)) => {
                let mut branches = below.to_vec();
                for branch in &mut branches {
                    *branch = self.map(how, *branch)?;
                }
                self.node(var, &branches)?
            }
        };
        self.mapped.insert((how, a), mapped);
        Ok(mapped)
    }

    /// A diagram in which a late variable stands for what another diagram ends in: where that is its answer, that branch; where
    /// that is no answer, what all branches agree on.
    pub(super) fn compose(&mut self, a: Diagram, late: Var, by: Diagram) -> Built<Diagram> {
        if self.as_leaf(a).is_some() {
            return Ok(a);
        }
        if let Some(known) = self.composed.get((late, a, by)) {
            return Ok(known);
        }
        self.step()?;
        let above = self.ask(a).is_some_and(|(var, _)| var < late);
        let composed = match (above, self.as_leaf(by).cloned()) {
            (false, Some(leaf)) => match self.ask(a) {
                Some((var, branches)) if var == late => {
                    let branches = branches.to_vec();
                    self.pick(late, &branches, &leaf)?
                }
                _ => a,
            },
            _ => {
                let first = self.first(a, by).filter(|(var, _)| *var != late);
                let Some((var, count)) = first.or_else(|| self.first(by, by)) else {
                    return Ok(a);
                };
                let mut branches = Vec::with_capacity(count);
                for answer in 0..count {
                    let (left, right) = (self.branch(a, var, answer), self.branch(by, var, answer));
                    branches.push(self.compose(left, late, right)?);
                }
                self.node(var, &branches)?
            }
        };
        self.composed.insert((late, a, by), composed);
        Ok(composed)
    }

    fn pick(&mut self, late: Var, branches: &[Diagram], leaf: &Leaf) -> Built<Diagram> {
        if let Some(answer) = leaf.answer() {
            return Ok(branches.get(answer).copied().unwrap_or(FALSE));
        }
        let own = self.formulas.own(late);
        let mut agreed = None;
        for (at, branch) in branches.iter().enumerate() {
            if own.is_empty() || own.contains(&at) {
                agreed = Some(match agreed {
                    None => *branch,
                    Some(agreed) => self.join(Join::Agree, agreed, *branch)?,
                });
            }
        }
        Ok(agreed.unwrap_or(FALSE))
    }

    /// What a diagram ends in, where each variable has this answer.
    pub(super) fn at(&self, root: Diagram, answer: impl Fn(Var) -> usize) -> Option<&Leaf> {
        let mut at = root;
        while let Some((var, branches)) = self.ask(at) {
            at = *branches.get(answer(var))?;
        }
        self.as_leaf(at)
    }

    /// The diagrams at and under one, in a fixed order.
    pub(super) fn under(&self, root: Diagram) -> Vec<Diagram> {
        let mut seen = FxHashSet::default();
        let mut open = vec![root];
        while let Some(diagram) = open.pop() {
            if seen.insert(diagram)
                && let Some((_, branches)) = self.ask(diagram)
            {
                open.extend(branches.iter().filter(|branch| !seen.contains(branch)));
            }
        }
        let mut all: Vec<Diagram> = seen.into_iter().collect();
        all.sort_unstable();
        all
    }

    /// The variables that a diagram asks for.
    pub(super) fn support(&self, root: Diagram) -> BTreeSet<Var> {
        let under = self.under(root);
        under
            .into_iter()
            .filter_map(|diagram| self.ask(diagram))
            .map(|(var, _)| var)
            .collect()
    }
}

fn hash(var: Var, branches: &[Diagram]) -> u64 {
    let mut hasher = FxHasher::default();
    (var, branches).hash(&mut hasher);
    hasher.finish()
}

fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
