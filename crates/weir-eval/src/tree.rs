//! The completions of what is known, as a tree of answers to open questions in a fixed order, with equal subtrees stored once.
//!
//! A leaf says what the rules conclude in that completion. Because the order is fixed and equal subtrees are one, a
//! question occurs in the tree exactly if two completions that differ only in its answer can end differently.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use weir_core::Edition;
use weir_core::hir::{Conclusion, InstrumentId, OutcomeId, OutcomeKind, ReadingId, RuleId};
use weir_core::scenario::Scenario;

use crate::conclude::{Concluded, Concluding, Groups};
use crate::determination::Result as Outcome;
use crate::ground::{About, Ground};
use crate::store::{Expr, FALSE, TRUE, Var};

/// A subtree, by its position in the store. What is under it has smaller positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tree(u32);

/// What a completion ends in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Leaf {
    /// The assumptions exclude it.
    Impossible,
    /// The result of a ladder, if it is no hole.
    Ladder(Outcome),
    /// What leaves a ladder open; nothing where that is an outcome of a lower layer.
    Holes(Vec<Concluded>),
    /// Whether a value is in a set; `None` where that depends on what has not been transcribed.
    InSet(Option<bool>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Leaf(Leaf),
    Ask(Var, Vec<Tree>),
}

/// More steps than the limit would be needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooOpen;

pub(crate) type Grown<T> = std::result::Result<T, TooOpen>;

/// What a tree is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Ladder(OutcomeId),
    InSet(OutcomeId, usize),
    /// Whether a rule is live.
    Live(RuleId),
    /// Whether the assumptions allow it.
    Possible,
}

/// So many parts of conditions that are looked at count as one step more.
const PARTS_A_STEP: usize = 1_000;

/// Once the limit is spent, each further tree may still take this part of it, so that what is easy to see is seen.
const SMALL_PART: usize = 100;

/// The store of trees.
pub(crate) struct Forest<'a> {
    edition: &'a Edition<'a>,
    ground: Ground<'a>,
    groups: Groups,
    nodes: Vec<Node>,
    ids: FxHashMap<Node, Tree>,
    built: BTreeMap<Target, Grown<Tree>>,
    /// The holes of lists that may count for an outcome.
    holes: BTreeMap<OutcomeId, BTreeMap<InstrumentId, Vec<RuleId>>>,
    assumed: Option<Expr>,
    witness: Option<Option<Witness>>,
    /// How many steps a tree may take.
    limit: usize,
    /// How many have been spent on trees that are too open. Further trees may take so many fewer.
    spent: usize,
}

/// A completion that the assumptions allow, by the answers that differ from the first.
struct Witness {
    answers: BTreeMap<Var, u32>,
    found: FxHashMap<Expr, bool>,
}

/// What is still open at a point of the tree.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Open {
    /// The assumptions, then a condition for each thing the rules may conclude.
    exprs: Vec<Expr>,
    /// The outcomes of lower layers that the conditions mention: their variable and their tree.
    lower: Vec<(Var, Tree)>,
}

/// What the conditions of an [`Open`] stand for, and what has been seen.
struct Search {
    target: Target,
    concluded: Vec<Concluded>,
    memo: FxHashMap<Open, Tree>,
    steps: usize,
    /// How many it may take.
    limit: usize,
    /// How many parts of conditions had been looked at before.
    work: usize,
}

/// A point of the tree whose subtrees are being built.
struct Waiting {
    open: Open,
    var: Var,
    /// Whether the variable is a question; otherwise it is an outcome of a lower layer that has no value.
    asked: bool,
    branches: Vec<Tree>,
}

enum Point {
    Done(Tree),
    Waiting(Waiting),
}

impl<'a> Forest<'a> {
    pub(crate) fn new(edition: &'a Edition<'a>, scenario: &'a Scenario, limit: usize) -> Self {
        Self {
            edition,
            ground: Ground::new(edition, scenario),
            groups: Groups::new(edition),
            nodes: Vec::new(),
            ids: FxHashMap::default(),
            built: BTreeMap::new(),
            holes: BTreeMap::new(),
            assumed: None,
            witness: None,
            limit,
            spent: 0,
        }
    }

    pub(crate) fn about(&self, var: Var) -> Option<About> {
        self.ground.about(var)
    }

    pub(crate) fn node(&self, tree: Tree) -> Option<&Node> {
        self.nodes.get(tree.0 as usize)
    }

    /// The readings that have been asked for so far.
    pub(crate) fn readings(&self) -> &BTreeSet<ReadingId> {
        self.ground.readings()
    }

    /// The rules that can matter and conclude about an outcome, with what they conclude.
    pub(crate) fn concluding(&self, outcome: OutcomeId) -> &[(RuleId, Conclusion)] {
        self.ground.relevant.concluding(outcome)
    }

    /// The rules that leave an outcome open: of lists all that may.
    pub(crate) fn hole_rules(&self, outcome: OutcomeId, holes: &[Concluded]) -> Vec<RuleId> {
        let of_lists = self.holes.get(&outcome);
        let mut rules = Vec::new();
        for hole in holes {
            match hole {
                Concluded::Value(_) => {}
                Concluded::Hole(rule) => rules.push(*rule),
                Concluded::Holes(list) => {
                    rules.extend(
                        of_lists
                            .and_then(|lists| lists.get(list))
                            .into_iter()
                            .flatten(),
                    );
                }
            }
        }
        rules.sort_unstable();
        rules
    }

    /// The tree of an outcome.
    pub(crate) fn tree(&mut self, target: Target) -> Grown<Tree> {
        if let Some(known) = self.built.get(&target) {
            return *known;
        }
        let built = self.build(target);
        self.built.insert(target, built);
        built
    }

    fn build(&mut self, target: Target) -> Grown<Tree> {
        let (concluded, when): (Vec<Concluded>, Vec<Expr>) =
            self.conclusions(target).into_iter().unzip();
        let exprs: Vec<Expr> = std::iter::once(self.assumptions()).chain(when).collect();
        let lower = self.lower(&exprs)?;
        let search = Search {
            target,
            concluded,
            memo: FxHashMap::default(),
            steps: 0,
            limit: self
                .limit
                .saturating_sub(self.spent)
                .max(self.limit / SMALL_PART),
            work: self.ground.store.work(),
        };
        self.grow(Open { exprs, lower }, search)
    }

    /// What always holds, as one condition.
    fn assumptions(&mut self) -> Expr {
        if let Some(known) = self.assumed {
            return known;
        }
        let edition = self.edition;
        let parts = edition
            .program
            .assumptions
            .iter()
            .map(|assumption| self.ground.assumption(&assumption.condition))
            .collect();
        let all = self.ground.store.and(parts);
        self.assumed = Some(all);
        all
    }

    /// For each thing the rules may conclude, when it is among the conclusions `C(x)`.
    fn conclusions(&mut self, target: Target) -> Vec<(Concluded, Expr)> {
        match target {
            Target::Ladder(outcome) => {
                let Concluding { when, holes } = self.ground.on_ladder(outcome, &self.groups);
                self.holes.insert(outcome, holes);
                when
            }
            Target::InSet(outcome, value) => self.ground.in_set(outcome, value).when,
            Target::Live(rule) => vec![(Concluded::Value(0), self.ground.live(rule))],
            Target::Possible => Vec::new(),
        }
    }

    /// The trees of the outcomes of lower layers that conditions mention.
    fn lower(&mut self, exprs: &[Expr]) -> Grown<Vec<(Var, Tree)>> {
        let mut found = Vec::new();
        if !exprs.iter().any(|expr| self.ground.has_outcome(*expr)) {
            return Ok(found);
        }
        let program = self.edition.program;
        for outcome in program.outcome_ids() {
            let targets: Vec<(About, Target)> = match program[outcome].kind {
                OutcomeKind::Ladder => vec![(About::Ladder(outcome), Target::Ladder(outcome))],
                OutcomeKind::Set => (0..program[outcome].values.len())
                    .map(|value| (About::InSet(outcome, value), Target::InSet(outcome, value)))
                    .collect(),
            };
            for (about, target) in targets {
                if let Some(var) = self.ground.var_about(about)
                    && self.occurs(exprs, var)
                {
                    found.push((var, self.tree(target)?));
                }
            }
        }
        Ok(found)
    }

    fn occurs(&self, exprs: &[Expr], var: Var) -> bool {
        let mut seen = BTreeSet::new();
        let store = &self.ground.store;
        exprs.iter().any(|expr| store.occurs(*expr, var, &mut seen))
    }

    /// Answers the first open question in each way, and so on; with a stack of its own, since there may be thousands of
    /// questions one below the other.
    fn grow(&mut self, open: Open, mut search: Search) -> Grown<Tree> {
        let mut above: Vec<Waiting> = Vec::new();
        let mut point = self.enter(open, &mut search)?;
        loop {
            point = match point {
                Point::Waiting(waiting) => {
                    let open = self.open_branch(&waiting);
                    above.push(waiting);
                    self.enter(open, &mut search)?
                }
                Point::Done(tree) => {
                    let Some(mut waiting) = above.pop() else {
                        return Ok(tree);
                    };
                    waiting.branches.push(tree);
                    if waiting.branches.len() < self.ground.answers(waiting.var) as usize {
                        Point::Waiting(waiting)
                    } else {
                        let tree = self.close(&waiting, &search);
                        search.memo.insert(waiting.open, tree);
                        Point::Done(tree)
                    }
                }
            };
        }
    }

    /// What is found at a point before any further question is answered.
    fn enter(&mut self, open: Open, search: &mut Search) -> Grown<Point> {
        let open = self.settle(open);
        if let Some(known) = search.memo.get(&open) {
            return Ok(Point::Done(*known));
        }
        search.steps += 1;
        let work = self.ground.store.work() - search.work;
        let taken = search.steps + work / PARTS_A_STEP;
        if taken > search.limit {
            self.spent += taken;
            return Err(TooOpen);
        }
        let leaf = if open.exprs.first() == Some(&FALSE) {
            Some(Leaf::Impossible)
        } else {
            leaf(&open, search)
        };
        let first = self.next_question(&open);
        let outcome = open.lower.first().map(|(var, _)| *var);
        let (asked, var) = match (leaf, first, outcome) {
            (Some(leaf), _, _) => {
                let tree = self.store(Node::Leaf(leaf));
                search.memo.insert(open, tree);
                return Ok(Point::Done(tree));
            }
            (None, Some(var), _) => (true, var),
            // Only outcomes without a value are left: what holds whatever they are, holds.
            (None, None, Some(var)) => (false, var),
            (None, None, None) => {
                let tree = self.store(Node::Leaf(Leaf::Impossible));
                return Ok(Point::Done(tree));
            }
        };
        Ok(Point::Waiting(Waiting {
            open,
            var,
            asked,
            branches: Vec::new(),
        }))
    }

    /// What is open once the question of a point has its next answer.
    fn open_branch(&mut self, waiting: &Waiting) -> Open {
        let Waiting { open, var, .. } = waiting;
        let answer = u32::try_from(waiting.branches.len()).unwrap_or(u32::MAX);
        let store = &mut self.ground.store;
        let exprs = open.exprs.iter();
        let exprs = exprs
            .map(|expr| store.restrict(*expr, *var, answer))
            .collect();
        let lower = if waiting.asked {
            let lower = open.lower.iter();
            lower
                .map(|(of, tree)| (*of, self.branch(*tree, *var, answer)))
                .collect()
        } else {
            open.lower.iter().skip(1).copied().collect()
        };
        Open { exprs, lower }
    }

    /// The subtree of a point once all its branches are there.
    fn close(&mut self, waiting: &Waiting, search: &Search) -> Tree {
        match waiting.branches.first() {
            Some(first) if waiting.branches.iter().all(|branch| branch == first) => *first,
            _ if waiting.asked => self.store(Node::Ask(waiting.var, waiting.branches.clone())),
            _ => self.store(Node::Leaf(match search.target {
                Target::Ladder(_) => Leaf::Holes(Vec::new()),
                Target::InSet(..) | Target::Live(_) | Target::Possible => Leaf::InSet(None),
            })),
        }
    }

    /// Puts in the values of lower outcomes that are decided, and forgets those that nothing mentions any more.
    fn settle(&mut self, mut open: Open) -> Open {
        for (var, tree) in std::mem::take(&mut open.lower) {
            let answer = match self.node(tree) {
                Some(Node::Leaf(Leaf::Ladder(Outcome::Value(value)))) => u32::try_from(*value).ok(),
                Some(Node::Leaf(Leaf::InSet(Some(value)))) => Some(u32::from(*value)),
                _ => None,
            };
            if let Some(answer) = answer {
                for expr in &mut open.exprs {
                    *expr = self.ground.store.restrict(*expr, var, answer);
                }
            } else if self.occurs(&open.exprs, var) {
                open.lower.push((var, tree));
            }
        }
        open
    }

    /// The first question in the fixed order that is still open. Outcomes are no questions.
    fn next_question(&self, open: &Open) -> Option<Var> {
        let store = &self.ground.store;
        let in_exprs = open.exprs.iter().filter_map(|expr| store.first_var(*expr));
        let is_fact = |var: &Var| {
            matches!(
                self.ground.about(*var),
                Some(About::Fact(_) | About::Member(..))
            )
        };
        let in_lower = open
            .lower
            .iter()
            .filter_map(|(_, tree)| match self.node(*tree) {
                Some(Node::Ask(var, _)) => Some(*var),
                Some(Node::Leaf(_)) | None => None,
            });
        in_exprs.filter(is_fact).chain(in_lower).min()
    }

    fn branch(&self, tree: Tree, var: Var, answer: u32) -> Tree {
        match self.node(tree) {
            Some(Node::Ask(of, branches)) if *of == var => {
                branches.get(answer as usize).copied().unwrap_or(tree)
            }
            _ => tree,
        }
    }

    fn store(&mut self, node: Node) -> Tree {
        if let Some(known) = self.ids.get(&node) {
            return *known;
        }
        let id = Tree(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node.clone());
        self.ids.insert(node, id);
        id
    }

    /// Whether there is a completion in which a rule is not live, as far as one look at it shows. It saves the tree of a rule.
    pub(crate) fn fails_somewhere(&mut self, rule: RuleId) -> bool {
        let live = self.ground.live(rule);
        if live == TRUE || self.ground.has_outcome(live) {
            return false;
        }
        let witness = match self.witness.take() {
            Some(known) => known,
            None => self.find_witness(),
        };
        let (witness, fails) = match witness {
            Some(mut witness) => {
                let answer = |var: Var| witness.answers.get(&var).copied().unwrap_or_default();
                let fails = !self.ground.store.holds(live, &answer, &mut witness.found);
                (Some(witness), fails)
            }
            None => (None, false),
        };
        self.witness = Some(witness);
        fails
    }

    /// A completion that the assumptions allow. Where they leave it open, a question has its first answer.
    fn find_witness(&mut self) -> Option<Witness> {
        let mut at = self.tree(Target::Possible).ok()?;
        let mut answers = BTreeMap::new();
        loop {
            match self.node(at)? {
                Node::Leaf(Leaf::Impossible) => return None,
                Node::Leaf(Leaf::Ladder(_) | Leaf::Holes(_) | Leaf::InSet(_)) => break,
                Node::Ask(var, branches) => {
                    let possible =
                        |branch: &Tree| self.node(*branch) != Some(&Node::Leaf(Leaf::Impossible));
                    let answer = branches.iter().position(possible)?;
                    answers.insert(*var, u32::try_from(answer).ok()?);
                    at = *branches.get(answer)?;
                }
            }
        }
        Some(Witness {
            answers,
            found: FxHashMap::default(),
        })
    }
}

/// What a completion ends in, once every condition is decided.
fn leaf(open: &Open, search: &Search) -> Option<Leaf> {
    if open.exprs.first() != Some(&TRUE) {
        return None;
    }
    let decided = open.exprs.iter().skip(1).zip(&search.concluded);
    let mut values = BTreeSet::new();
    let mut holes = Vec::new();
    let mut undecided = false;
    for (expr, concluded) in decided {
        match (*expr, concluded) {
            (TRUE, Concluded::Value(value)) => {
                values.insert(*value);
            }
            (TRUE, Concluded::Hole(_) | Concluded::Holes(_)) => holes.push(*concluded),
            (FALSE, _) => {}
            _ => undecided = true,
        }
    }
    let in_set = !matches!(search.target, Target::Ladder(_));
    if in_set && !values.is_empty() {
        return Some(Leaf::InSet(Some(true)));
    }
    if undecided {
        return None;
    }
    let mut values = values.into_iter();
    Some(if in_set {
        Leaf::InSet(if holes.is_empty() { Some(false) } else { None })
    } else if !holes.is_empty() {
        Leaf::Holes(holes)
    } else {
        Leaf::Ladder(match (values.next(), values.len()) {
            (None, _) => Outcome::Gap,
            (Some(only), 0) => Outcome::Value(only),
            (Some(first), _) => Outcome::Conflict(std::iter::once(first).chain(values).collect()),
        })
    })
}
