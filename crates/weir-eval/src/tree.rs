//! The completions of what is known, as a tree of answers to open questions in a fixed order, with equal subtrees stored once.
//!
//! A leaf says what the rules conclude in that completion. Because the order is fixed and equal subtrees are one, a
//! question occurs in the tree exactly if two completions that differ only in its answer can end differently.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use weir_core::Edition;
use weir_core::hir::{Conclusion, OutcomeId, OutcomeKind, RuleId};
use weir_core::scenario::Scenario;

use crate::determination::Result as Outcome;
use crate::ground::{About, Expr, FALSE, Ground, TRUE, Var, concluding};

/// A subtree, by its position in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tree(u32);

/// What a completion ends in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Leaf {
    /// The assumptions exclude it.
    Impossible,
    /// The result of a ladder.
    Ladder(Outcome),
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

/// What a tree is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Ladder(OutcomeId),
    InSet(OutcomeId, usize),
    /// Whether a rule is live.
    Live(RuleId),
}

/// The store of trees.
pub(crate) struct Forest<'a> {
    edition: &'a Edition<'a>,
    ground: Ground<'a>,
    nodes: Vec<Node>,
    ids: HashMap<Node, Tree>,
    built: BTreeMap<Target, std::result::Result<Tree, TooOpen>>,
    assumed: Option<Expr>,
    limit: usize,
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
    concluded: Vec<Concluded>,
    memo: HashMap<Open, Tree>,
    steps: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Concluded {
    Value(usize),
    Hole(RuleId),
}

impl<'a> Forest<'a> {
    pub(crate) fn new(edition: &'a Edition<'a>, scenario: &'a Scenario, limit: usize) -> Self {
        Self {
            edition,
            ground: Ground::new(edition, scenario),
            nodes: Vec::new(),
            ids: HashMap::new(),
            built: BTreeMap::new(),
            assumed: None,
            limit,
        }
    }

    pub(crate) fn about(&self, var: Var) -> Option<About> {
        self.ground.about(var)
    }

    pub(crate) fn node(&self, tree: Tree) -> Option<&Node> {
        self.nodes.get(tree.0 as usize)
    }

    /// The tree of an outcome.
    pub(crate) fn tree(&mut self, target: Target) -> std::result::Result<Tree, TooOpen> {
        if let Some(known) = self.built.get(&target) {
            return *known;
        }
        let built = self.build(target);
        self.built.insert(target, built);
        built
    }

    fn build(&mut self, target: Target) -> std::result::Result<Tree, TooOpen> {
        let (mut exprs, concluded) = self.conclusions(target);
        exprs.insert(0, self.assumptions());
        let lower = self.lower(&exprs)?;
        let mut search = Search {
            concluded,
            memo: HashMap::new(),
            steps: 0,
        };
        self.grow(Open { exprs, lower }, target, &mut search)
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
        let all = self.ground.and(parts);
        self.assumed = Some(all);
        all
    }

    /// For each thing the rules may conclude, when it is among the conclusions `C(x)`.
    fn conclusions(&mut self, target: Target) -> (Vec<Expr>, Vec<Concluded>) {
        let edition = self.edition;
        let (outcome, only) = match target {
            Target::Ladder(outcome) => (outcome, None),
            Target::InSet(outcome, value) => (outcome, Some(value)),
            Target::Live(rule) => return (vec![self.ground.live(rule)], vec![Concluded::Value(0)]),
        };
        let mut live: Vec<(RuleId, Concluded, Expr)> = Vec::new();
        for (rule, conclusion) in concluding(edition, outcome) {
            let concluded = match conclusion {
                Conclusion::Value(_, value) if only.is_none_or(|only| only == value) => {
                    Concluded::Value(value)
                }
                Conclusion::Hole(_) => Concluded::Hole(rule),
                Conclusion::Value(..) | Conclusion::Has(..) => continue,
            };
            live.push((rule, concluded, self.ground.live(rule)));
        }
        self.strictest(&mut live);
        let mut order: Vec<Concluded> = Vec::new();
        let mut parts: Vec<Vec<Expr>> = Vec::new();
        for (_, concluded, expr) in live {
            match order.iter().position(|known| *known == concluded) {
                Some(at) => parts
                    .get_mut(at)
                    .into_iter()
                    .for_each(|parts| parts.push(expr)),
                None => {
                    order.push(concluded);
                    parts.push(vec![expr]);
                }
            }
        }
        (
            parts
                .into_iter()
                .map(|parts| self.ground.or(parts))
                .collect(),
            order,
        )
    }

    /// "Members of a declared group count as one, the strictest of them": a value of a group counts where no stricter one of
    /// the same group does.
    fn strictest(&mut self, live: &mut [(RuleId, Concluded, Expr)]) {
        let before = live.to_vec();
        let groups = merged_groups(self.edition);
        for (rule, concluded, expr) in live.iter_mut() {
            let Concluded::Value(value) = *concluded else {
                continue;
            };
            let Some(group) = groups.iter().find(|group| group.contains(rule)) else {
                continue;
            };
            let stricter = before.iter().filter(|(other, of, _)| {
                group.contains(other) && matches!(of, Concluded::Value(other) if *other > value)
            });
            let stricter: Vec<Expr> = stricter.map(|(_, _, expr)| *expr).collect();
            let any = self.ground.or(stricter);
            let none = self.ground.not(any);
            *expr = self.ground.and(vec![*expr, none]);
        }
    }

    /// The trees of the outcomes of lower layers that conditions mention.
    fn lower(&mut self, exprs: &[Expr]) -> std::result::Result<Vec<(Var, Tree)>, TooOpen> {
        let program = self.edition.program;
        let mut found = Vec::new();
        for outcome in program.outcome_ids() {
            let targets: Vec<(About, Target)> = match program[outcome].kind {
                OutcomeKind::Ladder => vec![(About::Ladder(outcome), Target::Ladder(outcome))],
                OutcomeKind::Set => (0..program[outcome].values.len())
                    .map(|value| (About::InSet(outcome, value), Target::InSet(outcome, value)))
                    .collect(),
            };
            for (about, target) in targets {
                let Some(var) = self.ground.var_about(about) else {
                    continue;
                };
                let mut seen = BTreeSet::new();
                if exprs
                    .iter()
                    .any(|expr| self.ground.occurs(*expr, var, &mut seen))
                {
                    found.push((var, self.tree(target)?));
                }
            }
        }
        Ok(found)
    }

    /// Answers the first open question in each way. The depth is at most the number of questions.
    fn grow(
        &mut self,
        open: Open,
        target: Target,
        search: &mut Search,
    ) -> std::result::Result<Tree, TooOpen> {
        let open = self.settle(open);
        if let Some(known) = search.memo.get(&open) {
            return Ok(*known);
        }
        search.steps += 1;
        if search.steps > self.limit {
            return Err(TooOpen);
        }
        let tree = if open.exprs.first() == Some(&FALSE) {
            self.store(Node::Leaf(Leaf::Impossible))
        } else if let Some(leaf) = leaf(&open, target, &search.concluded) {
            self.store(Node::Leaf(leaf))
        } else {
            match self.next_question(&open) {
                Some(var) => self.ask(var, &open, target, search)?,
                None => self.not_transcribed(&open, target, search)?,
            }
        };
        search.memo.insert(open, tree);
        Ok(tree)
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
                open.exprs = open
                    .exprs
                    .iter()
                    .map(|expr| self.ground.restrict(*expr, var, answer))
                    .collect();
            } else {
                let mut seen = BTreeSet::new();
                if open
                    .exprs
                    .iter()
                    .any(|expr| self.ground.occurs(*expr, var, &mut seen))
                {
                    open.lower.push((var, tree));
                }
            }
        }
        open
    }

    /// The first question in the fixed order that is still open. Outcomes are no questions.
    fn next_question(&self, open: &Open) -> Option<Var> {
        let in_exprs = open
            .exprs
            .iter()
            .filter_map(|expr| self.ground.first_var(*expr));
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

    fn ask(
        &mut self,
        var: Var,
        open: &Open,
        target: Target,
        search: &mut Search,
    ) -> std::result::Result<Tree, TooOpen> {
        let mut branches = Vec::new();
        for answer in 0..self.ground.answers(var) {
            let exprs = open
                .exprs
                .iter()
                .map(|expr| self.ground.restrict(*expr, var, answer))
                .collect();
            let lower = open
                .lower
                .iter()
                .map(|(of, tree)| (*of, self.branch(*tree, var, answer)))
                .collect();
            branches.push(self.grow(Open { exprs, lower }, target, search)?);
        }
        Ok(match branches.first() {
            Some(first) if branches.iter().all(|branch| branch == first) => *first,
            _ => self.store(Node::Ask(var, branches)),
        })
    }

    fn branch(&self, tree: Tree, var: Var, answer: u32) -> Tree {
        match self.node(tree) {
            Some(Node::Ask(of, branches)) if *of == var => {
                branches.get(answer as usize).copied().unwrap_or(tree)
            }
            _ => tree,
        }
    }

    /// Only outcomes without a value are left: what holds whatever they are, holds.
    fn not_transcribed(
        &mut self,
        open: &Open,
        target: Target,
        search: &mut Search,
    ) -> std::result::Result<Tree, TooOpen> {
        let Some((var, _)) = open.lower.first().copied() else {
            return Ok(self.store(Node::Leaf(Leaf::Impossible)));
        };
        let mut branches = Vec::new();
        for answer in 0..self.ground.answers(var) {
            let exprs = open
                .exprs
                .iter()
                .map(|expr| self.ground.restrict(*expr, var, answer))
                .collect();
            branches.push(self.grow(
                Open {
                    exprs,
                    lower: open.lower.iter().skip(1).copied().collect(),
                },
                target,
                search,
            )?);
        }
        let first = branches.first().copied();
        Ok(match first {
            Some(first) if branches.iter().all(|branch| *branch == first) => first,
            _ => {
                let leaf = match target {
                    Target::InSet(..) | Target::Live(_) => Leaf::InSet(None),
                    Target::Ladder(_) => Leaf::Ladder(Outcome::Hole(Vec::new())),
                };
                self.store(Node::Leaf(leaf))
            }
        })
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
}

/// Groups in force; those with a common member are one.
pub(crate) fn merged_groups(edition: &Edition<'_>) -> Vec<BTreeSet<RuleId>> {
    let mut merged: Vec<BTreeSet<RuleId>> = Vec::new();
    for group in &edition.groups {
        let mut rules: BTreeSet<RuleId> = group.rules.iter().copied().collect();
        merged.retain(|other| {
            let common = !other.is_disjoint(&rules);
            if common {
                rules.extend(other);
            }
            !common
        });
        merged.push(rules);
    }
    merged
}

/// What a completion ends in, once every condition is decided.
fn leaf(open: &Open, target: Target, concluded: &[Concluded]) -> Option<Leaf> {
    if open.exprs.first() != Some(&TRUE) {
        return None;
    }
    let decided = open.exprs.iter().skip(1).zip(concluded);
    let mut values = BTreeSet::new();
    let mut holes = Vec::new();
    let mut undecided = false;
    for (expr, concluded) in decided {
        match *expr {
            TRUE => match concluded {
                Concluded::Value(value) => {
                    values.insert(*value);
                }
                Concluded::Hole(rule) => holes.push(*rule),
            },
            FALSE => {}
            _ => undecided = true,
        }
    }
    if matches!(target, Target::InSet(..) | Target::Live(_)) && !values.is_empty() {
        return Some(Leaf::InSet(Some(true)));
    }
    if undecided {
        return None;
    }
    let mut values = values.into_iter();
    Some(match target {
        Target::InSet(..) | Target::Live(_) => {
            Leaf::InSet(if holes.is_empty() { Some(false) } else { None })
        }
        Target::Ladder(_) if !holes.is_empty() => Leaf::Ladder(Outcome::Hole(holes)),
        Target::Ladder(_) => Leaf::Ladder(match (values.next(), values.len()) {
            (None, _) => Outcome::Gap,
            (Some(only), 0) => Outcome::Value(only),
            (Some(first), _) => Outcome::Conflict(std::iter::once(first).chain(values).collect()),
        }),
    })
}
