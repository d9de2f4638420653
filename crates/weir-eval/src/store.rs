//! The store of conditions over open questions. Equal conditions are stored once, so that equal remainders are seen to be equal.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

#[cfg(test)]
mod tests;

/// A condition, by its position in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Expr(u32);

/// Never.
pub(crate) const FALSE: Expr = Expr(0);
/// Always.
pub(crate) const TRUE: Expr = Expr(1);

/// Always or never.
pub(crate) fn constant(value: bool) -> Expr {
    if value { TRUE } else { FALSE }
}

/// An open question with finitely many answers, by its place in the fixed order: that of the declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Var(pub(crate) u32);

/// Greater than every variable.
const NO_VAR: Var = Var(u32::MAX);

/// More parts than this are kept in bundles of so many, so that an answer touches only the bundles that ask for it.
const WIDE: usize = 32;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Const,
    /// The variable has one of these answers.
    Is(Var, Rc<[u32]>),
    /// The variable has this answer or a later one.
    From(Var, u32),
    Not(Expr),
    And(Rc<[Expr]>),
    Or(Rc<[Expr]>),
}

/// A condition with the first and the last variable in it.
struct Stored {
    node: Node,
    first: Var,
    last: Var,
}

/// How far parts that are of the kind of the whole are dissolved into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flatten {
    /// Each into its own parts.
    Once,
    /// Each into its own parts, if few come of it.
    IfNarrow,
    /// With what is in bundles, so that what repeats is seen.
    Fully,
}

/// The store of conditions.
pub(crate) struct Store {
    nodes: Vec<Stored>,
    ids: FxHashMap<Node, Expr>,
    restricted: FxHashMap<(Expr, Var, u32), Expr>,
    /// How many parts of conditions have been looked at since the start.
    work: usize,
}

impl Store {
    pub(crate) fn new() -> Self {
        let constant = || Stored {
            node: Node::Const,
            first: NO_VAR,
            last: Var(0),
        };
        Self {
            nodes: vec![constant(), constant()],
            ids: FxHashMap::default(),
            restricted: FxHashMap::default(),
            work: 0,
        }
    }

    /// How many parts of conditions have been looked at since the start.
    pub(crate) fn work(&self) -> usize {
        self.work
    }

    /// The first variable in a condition; `None` if it is always or never.
    pub(crate) fn first_var(&self, expr: Expr) -> Option<Var> {
        Some(self.first(expr)).filter(|var| *var != NO_VAR)
    }

    /// Whether a condition has this variable or a later one.
    pub(crate) fn reaches(&self, expr: Expr, var: Var) -> bool {
        self.first(expr) != NO_VAR && self.last(expr) >= var
    }

    fn first(&self, expr: Expr) -> Var {
        self.nodes
            .get(expr.0 as usize)
            .map_or(NO_VAR, |stored| stored.first)
    }

    fn last(&self, expr: Expr) -> Var {
        self.nodes
            .get(expr.0 as usize)
            .map_or(Var(0), |stored| stored.last)
    }

    fn node(&self, expr: Expr) -> Option<&Node> {
        self.nodes.get(expr.0 as usize).map(|stored| &stored.node)
    }

    /// A variable has one of these answers, which are some but not all.
    pub(crate) fn is(&mut self, var: Var, answers: &[u32]) -> Expr {
        self.store(Node::Is(var, Rc::from(answers)), var, var)
    }

    /// A variable has this answer or a later one.
    pub(crate) fn from(&mut self, var: Var, answer: u32) -> Expr {
        self.store(Node::From(var, answer), var, var)
    }

    pub(crate) fn not(&mut self, expr: Expr) -> Expr {
        match self.node(expr) {
            _ if expr == TRUE => FALSE,
            _ if expr == FALSE => TRUE,
            Some(Node::Not(inner)) => *inner,
            _ => {
                let (first, last) = (self.first(expr), self.last(expr));
                self.store(Node::Not(expr), first, last)
            }
        }
    }

    pub(crate) fn and(&mut self, parts: Vec<Expr>) -> Expr {
        self.combine(parts, true, Flatten::Once)
    }

    pub(crate) fn or(&mut self, parts: Vec<Expr>) -> Expr {
        self.combine(parts, false, Flatten::Once)
    }

    /// Any of conditions that are shared with others, and are kept whole where they are many.
    pub(crate) fn or_of_many(&mut self, parts: Vec<Expr>) -> Expr {
        self.combine(parts, false, Flatten::IfNarrow)
    }

    /// All of, or any of: flattened, sorted, without repetitions, and decided where a part and its opposite meet.
    fn combine(&mut self, parts: Vec<Expr>, all: bool, flatten: Flatten) -> Expr {
        let (neutral, decisive) = (constant(all), constant(!all));
        if parts.contains(&decisive) {
            return decisive;
        }
        let mut flat = self.flat(parts, all, flatten);
        flat.retain(|part| *part != neutral);
        flat.sort_unstable();
        flat.dedup();
        let is_opposite = |part: &Expr| matches!(self.node(*part), Some(Node::Not(inner)) if flat.binary_search(inner).is_ok());
        if flat.iter().any(is_opposite) {
            return decisive;
        }
        match flat.as_slice() {
            [] => neutral,
            [only] => *only,
            _ => self.bundle(flat, all),
        }
    }

    fn flat(&self, parts: Vec<Expr>, all: bool, flatten: Flatten) -> Vec<Expr> {
        let inner = |part: &Expr| match self.node(*part) {
            Some(Node::And(inner)) if all => Some(Rc::clone(inner)),
            Some(Node::Or(inner)) if !all => Some(Rc::clone(inner)),
            _ => None,
        };
        let total = || -> usize {
            let sizes = parts
                .iter()
                .map(|part| inner(part).map_or(1, |inner| inner.len()));
            sizes.sum()
        };
        if flatten == Flatten::IfNarrow && total() > WIDE {
            return parts;
        }
        let mut flat = Vec::with_capacity(parts.len());
        let mut dissolved: FxHashSet<Expr> = FxHashSet::default();
        let mut open = parts;
        while let Some(part) = open.pop() {
            match inner(&part) {
                Some(inner) if flatten == Flatten::Fully => {
                    if dissolved.insert(part) {
                        open.extend(inner.iter());
                    }
                }
                Some(inner) => flat.extend(inner.iter()),
                None => flat.push(part),
            }
        }
        flat
    }

    /// Stores parts, in bundles where they are many: those with the same first variables together.
    fn bundle(&mut self, mut parts: Vec<Expr>, all: bool) -> Expr {
        while parts.len() > WIDE {
            parts.sort_by_key(|part| (self.first(*part), *part));
            parts = parts
                .chunks(WIDE)
                .map(|chunk| match chunk {
                    [only] => *only,
                    _ => self.whole(chunk.to_vec(), all),
                })
                .collect();
        }
        self.whole(parts, all)
    }

    fn whole(&mut self, mut parts: Vec<Expr>, all: bool) -> Expr {
        parts.sort_unstable();
        let first = parts.iter().map(|part| self.first(*part)).min();
        let last = parts.iter().map(|part| self.last(*part)).max();
        let parts = Rc::from(parts);
        let node = if all {
            Node::And(parts)
        } else {
            Node::Or(parts)
        };
        self.store(node, first.unwrap_or(NO_VAR), last.unwrap_or(Var(0)))
    }

    fn store(&mut self, node: Node, first: Var, last: Var) -> Expr {
        if let Some(known) = self.ids.get(&node) {
            return *known;
        }
        let id = Expr(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Stored {
            node: node.clone(),
            first,
            last,
        });
        self.ids.insert(node, id);
        id
    }

    /// What is left of a condition once a variable has its answer.
    pub(crate) fn restrict(&mut self, expr: Expr, var: Var, answer: u32) -> Expr {
        if self.first(expr) > var || self.last(expr) < var {
            return expr;
        }
        let (parts, all) = match self.node(expr) {
            Some(Node::Is(of, answers)) if *of == var => {
                return constant(answers.contains(&answer));
            }
            Some(Node::From(of, first)) if *of == var => return constant(answer >= *first),
            Some(Node::Const | Node::Is(..) | Node::From(..)) | None => return expr,
            Some(Node::Not(inner)) => {
                let inner = self.restrict(*inner, var, answer);
                return self.not(inner);
            }
            Some(Node::And(parts)) => (Rc::clone(parts), true),
            Some(Node::Or(parts)) => (Rc::clone(parts), false),
        };
        if let Some(known) = self.restricted.get(&(expr, var, answer)) {
            return *known;
        }
        let result = self.restrict_parts(expr, &parts, all, var, answer);
        self.restricted.insert((expr, var, answer), result);
        result
    }

    fn restrict_parts(
        &mut self,
        whole: Expr,
        parts: &[Expr],
        all: bool,
        var: Var,
        answer: u32,
    ) -> Expr {
        self.work += parts.len();
        let mut left = Vec::with_capacity(parts.len());
        let mut changed = 0;
        for part in parts {
            let rest = self.restrict(*part, var, answer);
            if rest == constant(!all) {
                return rest;
            }
            changed += usize::from(rest != *part);
            left.push(rest);
        }
        match changed {
            0 => whole,
            // What so much depended on is gone, and much of what is left may be the same.
            _ if changed * 2 > parts.len() => self.combine(left, all, Flatten::Fully),
            _ => self.combine(left, all, Flatten::IfNarrow),
        }
    }

    /// Whether a variable occurs in a condition. What has been seen without it is noted.
    pub(crate) fn occurs(&self, expr: Expr, var: Var, seen: &mut BTreeSet<Expr>) -> bool {
        if self.first(expr) > var || self.last(expr) < var || !seen.insert(expr) {
            return false;
        }
        match self.node(expr) {
            Some(Node::Is(of, _) | Node::From(of, _)) => *of == var,
            Some(Node::Not(inner)) => self.occurs(*inner, var, seen),
            Some(Node::And(parts) | Node::Or(parts)) => {
                parts.iter().any(|part| self.occurs(*part, var, seen))
            }
            Some(Node::Const) | None => false,
        }
    }

    /// Whether a condition holds with these answers. What was found is noted.
    pub(crate) fn holds(
        &self,
        expr: Expr,
        answer: &impl Fn(Var) -> u32,
        found: &mut FxHashMap<Expr, bool>,
    ) -> bool {
        if let Some(known) = found.get(&expr) {
            return *known;
        }
        let holds = match self.node(expr) {
            Some(Node::Const) => expr == TRUE,
            Some(Node::Is(var, answers)) => answers.contains(&answer(*var)),
            Some(Node::From(var, first)) => answer(*var) >= *first,
            Some(Node::Not(inner)) => !self.holds(*inner, answer, found),
            Some(Node::And(parts)) => parts.iter().all(|part| self.holds(*part, answer, found)),
            Some(Node::Or(parts)) => parts.iter().any(|part| self.holds(*part, answer, found)),
            None => false,
        };
        found.insert(expr, holds);
        holds
    }
}
