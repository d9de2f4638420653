//! What is left of the law once the known facts are put in: conditions over the open *atoms* alone.
//!
//! Every fact has finitely many atoms: yes and no, the values of an enumeration, the presence of each member of a set, and for
//! quantities and days the intervals between the numbers that conditions compare them with. Equal conditions are stored
//! once, so that equal remainders are seen to be equal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use weir_core::Edition;
use weir_core::date::ordinal;
use weir_core::hir::{
    CompareOp, Conclusion, Cond, CondKind, DefinitionId, FactId, FactType, Operand, OutcomeId,
    OutcomeKind, RuleId,
};
use weir_core::scenario::{Given, Scenario};

use crate::truth::deriving;

/// A condition, by its position in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Expr(u32);

/// Never.
pub(crate) const FALSE: Expr = Expr(0);
/// Always.
pub(crate) const TRUE: Expr = Expr(1);

/// An open question with finitely many answers, by its place in the fixed order: that of the declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Var(pub(crate) u32);

/// Greater than every variable.
const NO_VAR: Var = Var(u32::MAX);

/// What a variable stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum About {
    /// A fact that is no set.
    Fact(FactId),
    /// The presence of a member of a set.
    Member(FactId, usize),
    /// The value of an outcome of a lower layer.
    Ladder(OutcomeId),
    /// Whether an outcome of a lower layer has a value.
    InSet(OutcomeId, usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    Const,
    /// The variable has one of these answers.
    Is(Var, Vec<u32>),
    /// The variable has this answer or a later one.
    From(Var, u32),
    Not(Expr),
    And(Vec<Expr>),
    Or(Vec<Expr>),
}

/// The store of conditions.
pub(crate) struct Ground<'a> {
    edition: &'a Edition<'a>,
    scenario: &'a Scenario,
    vars: Vec<(About, u32)>,
    var_of: BTreeMap<About, Var>,
    cuts: BTreeMap<FactId, Vec<i64>>,
    nodes: Vec<(Node, Var)>,
    ids: HashMap<Node, Expr>,
    applying: BTreeMap<RuleId, Expr>,
    defined: BTreeMap<(DefinitionId, bool), Expr>,
    /// Whether sets are taken as given, without what rules add.
    as_given: bool,
    restricted: HashMap<(Expr, Var, u32), Expr>,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(edition: &'a Edition<'a>, scenario: &'a Scenario) -> Self {
        let mut ground = Self {
            edition,
            scenario,
            vars: Vec::new(),
            var_of: BTreeMap::new(),
            cuts: cuts(edition),
            nodes: vec![(Node::Const, NO_VAR), (Node::Const, NO_VAR)],
            ids: HashMap::new(),
            applying: BTreeMap::new(),
            defined: BTreeMap::new(),
            as_given: false,
            restricted: HashMap::new(),
        };
        for fact in edition.program.fact_ids() {
            ground.fact_vars(fact);
        }
        for outcome in edition.program.outcome_ids() {
            let declared = &edition.program[outcome];
            let count = declared.values.len();
            match declared.kind {
                OutcomeKind::Ladder => ground.var(About::Ladder(outcome), count),
                OutcomeKind::Set => {
                    (0..count).for_each(|value| ground.var(About::InSet(outcome, value), 2))
                }
            }
        }
        ground
    }

    fn fact_vars(&mut self, fact: FactId) {
        match &self.edition.program[fact].ty {
            FactType::Bool => self.var(About::Fact(fact), 2),
            FactType::Choice(members) => self.var(About::Fact(fact), members.len()),
            FactType::Set(members) => {
                (0..members.len()).for_each(|member| self.var(About::Member(fact, member), 2))
            }
            FactType::Quantity(_) | FactType::Date => {
                let (low, high) = self.range(fact);
                let cuts = self.cuts.entry(fact).or_default();
                cuts.retain(|cut| *cut > low && high.is_none_or(|high| *cut <= high));
                let count = cuts.len() + 1;
                self.var(About::Fact(fact), count);
            }
            FactType::Error => {}
        }
    }

    fn var(&mut self, about: About, answers: usize) {
        let var = Var(u32::try_from(self.vars.len()).unwrap_or(u32::MAX));
        self.vars
            .push((about, u32::try_from(answers).unwrap_or(u32::MAX)));
        self.var_of.insert(about, var);
    }

    /// What is known of a quantity or day; quantities are never negative.
    fn range(&self, fact: FactId) -> (i64, Option<i64>) {
        self.scenario
            .get(fact)
            .and_then(Given::range)
            .unwrap_or((0, None))
    }

    pub(crate) fn about(&self, var: Var) -> Option<About> {
        self.vars.get(var.0 as usize).map(|(about, _)| *about)
    }

    /// The number of answers of a variable.
    pub(crate) fn answers(&self, var: Var) -> u32 {
        self.vars
            .get(var.0 as usize)
            .map_or(0, |(_, answers)| *answers)
    }

    pub(crate) fn var_about(&self, about: About) -> Option<Var> {
        self.var_of.get(&about).copied()
    }

    /// The first variable in a condition; `None` if it is always or never.
    pub(crate) fn first_var(&self, expr: Expr) -> Option<Var> {
        Some(self.top(expr)).filter(|var| *var != NO_VAR)
    }

    fn top(&self, expr: Expr) -> Var {
        self.nodes
            .get(expr.0 as usize)
            .map_or(NO_VAR, |(_, top)| *top)
    }

    /// `applies(r)` over the open atoms.
    pub(crate) fn applies(&mut self, rule: RuleId) -> Expr {
        if let Some(known) = self.applying.get(&rule) {
            return *known;
        }
        let edition = self.edition;
        let mut parts = vec![self.cond(&edition.program[rule].guard)];
        for pair in edition.against(rule).filter(|pair| pair.disapplies) {
            let off = self.applies(pair.winner);
            parts.push(self.not(off));
        }
        let applies = self.and(parts);
        self.applying.insert(rule, applies);
        applies
    }

    /// `live(r)` over the open atoms.
    pub(crate) fn live(&mut self, rule: RuleId) -> Expr {
        let edition = self.edition;
        let mut parts = vec![self.applies(rule)];
        for pair in edition.against(rule).filter(|pair| !pair.disapplies) {
            let over = self.applies(pair.winner);
            parts.push(self.not(over));
        }
        self.and(parts)
    }

    /// An assumption over the open atoms. It speaks of facts as given.
    pub(crate) fn assumption(&mut self, cond: &Cond) -> Expr {
        self.as_given = true;
        let expr = self.cond(cond);
        self.as_given = false;
        expr
    }

    /// A condition over the open atoms.
    pub(crate) fn cond(&mut self, cond: &Cond) -> Expr {
        match &cond.kind {
            CondKind::Const(value) => {
                if *value {
                    TRUE
                } else {
                    FALSE
                }
            }
            CondKind::Not(inner) => {
                let inner = self.cond(inner);
                self.not(inner)
            }
            CondKind::And(parts) => {
                let parts = parts.iter().map(|part| self.cond(part)).collect();
                self.and(parts)
            }
            CondKind::Or(parts) => {
                let parts = parts.iter().map(|part| self.cond(part)).collect();
                self.or(parts)
            }
            CondKind::Definition(id) => {
                if let Some(known) = self.defined.get(&(*id, self.as_given)) {
                    return *known;
                }
                let edition = self.edition;
                let expr = self.cond(&edition.program[*id].condition);
                self.defined.insert((*id, self.as_given), expr);
                expr
            }
            CondKind::Fact(fact) => match self.scenario.get(*fact) {
                Some(Given::Bool(value)) => {
                    if *value {
                        TRUE
                    } else {
                        FALSE
                    }
                }
                Some(Given::Choice(_) | Given::Number(..) | Given::Date(_) | Given::Set(_))
                | None => self.is(About::Fact(*fact), vec![1]),
            },
            CondKind::Is(fact, values) => match self.scenario.get(*fact) {
                Some(Given::Choice(value)) => {
                    if values.contains(value) {
                        TRUE
                    } else {
                        FALSE
                    }
                }
                Some(Given::Bool(_) | Given::Number(..) | Given::Date(_) | Given::Set(_))
                | None => self.is(About::Fact(*fact), positions(values)),
            },
            CondKind::Has(fact, member) => self.has(*fact, *member),
            CondKind::Compare(fact, op, operand) => self.compare(*fact, *op, operand),
            CondKind::Outcome(outcome, values) => {
                self.is(About::Ladder(*outcome), positions(values))
            }
            CondKind::OutcomeHas(outcome, value) => {
                self.is(About::InSet(*outcome, *value), vec![1])
            }
            CondKind::Reading(reading, option) => {
                if self.edition.readings.get(*reading) == *option {
                    TRUE
                } else {
                    FALSE
                }
            }
            CondKind::Error => FALSE,
        }
    }

    /// A member counts as present only with all kinds that it is part of; so the tree of categories is built in.
    fn has(&mut self, fact: FactId, member: usize) -> Expr {
        let members = self.edition.program.members(fact);
        let known = match self.scenario.get(fact) {
            Some(Given::Set(known)) => known.clone(),
            Some(Given::Bool(_) | Given::Choice(_) | Given::Number(..) | Given::Date(_)) | None => {
                vec![None; members.len()]
            }
        };
        let mut parts = Vec::new();
        let mut at = Some(member);
        while let Some(index) = at {
            parts.push(match known.get(index).copied().flatten() {
                Some(value) => {
                    if value {
                        TRUE
                    } else {
                        FALSE
                    }
                }
                None => self.is(About::Member(fact, index), vec![1]),
            });
            at = members.get(index).and_then(|member| member.parent);
        }
        let given = self.and(parts);
        if self.as_given {
            return given;
        }
        let edition = self.edition;
        let by_law: Vec<Expr> = deriving(edition, fact, member)
            .map(|rule| self.applies(rule))
            .collect();
        self.or(std::iter::once(given).chain(by_law).collect())
    }

    fn compare(&mut self, fact: FactId, op: CompareOp, operand: &Operand) -> Expr {
        let Some(limit) = limit(self.edition, operand) else {
            return FALSE;
        };
        let next = limit.saturating_add(1);
        match op {
            CompareOp::Ge => self.at_least(fact, limit),
            CompareOp::Gt => self.at_least(fact, next),
            CompareOp::Lt => {
                let at_least = self.at_least(fact, limit);
                self.not(at_least)
            }
            CompareOp::Le => {
                let above = self.at_least(fact, next);
                self.not(above)
            }
            CompareOp::Eq => self.equals(fact, limit),
            CompareOp::Ne => {
                let equals = self.equals(fact, limit);
                self.not(equals)
            }
        }
    }

    fn equals(&mut self, fact: FactId, number: i64) -> Expr {
        let low = self.at_least(fact, number);
        let above = self.at_least(fact, number.saturating_add(1));
        let not_above = self.not(above);
        self.and(vec![low, not_above])
    }

    fn at_least(&mut self, fact: FactId, number: i64) -> Expr {
        let (low, high) = self.range(fact);
        if number <= low {
            return TRUE;
        }
        if high.is_some_and(|high| high < number) {
            return FALSE;
        }
        let cuts = self.cuts.get(&fact).map(Vec::as_slice).unwrap_or_default();
        let answer = cuts.partition_point(|cut| *cut < number) + 1;
        match self.var_about(About::Fact(fact)) {
            Some(var) => self.store(
                Node::From(var, u32::try_from(answer).unwrap_or(u32::MAX)),
                var,
            ),
            None => FALSE,
        }
    }

    fn is(&mut self, about: About, answers: Vec<u32>) -> Expr {
        match self.var_about(about) {
            Some(var) if answers.is_empty() || self.answers(var) == 0 => FALSE,
            Some(var) if answers.len() as u32 == self.answers(var) => TRUE,
            Some(var) => self.store(Node::Is(var, answers), var),
            None => FALSE,
        }
    }

    pub(crate) fn not(&mut self, expr: Expr) -> Expr {
        match self.nodes.get(expr.0 as usize) {
            _ if expr == TRUE => FALSE,
            _ if expr == FALSE => TRUE,
            Some((Node::Not(inner), _)) => *inner,
            _ => {
                let top = self.top(expr);
                self.store(Node::Not(expr), top)
            }
        }
    }

    pub(crate) fn and(&mut self, parts: Vec<Expr>) -> Expr {
        self.combine(parts, true)
    }

    pub(crate) fn or(&mut self, parts: Vec<Expr>) -> Expr {
        self.combine(parts, false)
    }

    /// All of, or any of: flattened, sorted, without repetitions, and decided where a part and its opposite meet.
    fn combine(&mut self, parts: Vec<Expr>, all: bool) -> Expr {
        let (neutral, decisive) = if all { (TRUE, FALSE) } else { (FALSE, TRUE) };
        let mut flat = BTreeSet::new();
        for part in parts {
            if part == decisive {
                return decisive;
            }
            match self.nodes.get(part.0 as usize) {
                Some((Node::And(inner), _)) if all => flat.extend(inner.iter().copied()),
                Some((Node::Or(inner), _)) if !all => flat.extend(inner.iter().copied()),
                _ if part != neutral => {
                    flat.insert(part);
                }
                _ => {}
            }
        }
        let opposed = flat.iter().any(|part| matches!(self.nodes.get(part.0 as usize), Some((Node::Not(inner), _)) if flat.contains(inner)));
        if opposed {
            return decisive;
        }
        let mut flat = flat.into_iter();
        match (flat.next(), flat.len()) {
            (None, _) => neutral,
            (Some(only), 0) => only,
            (Some(first), _) => {
                let parts: Vec<Expr> = std::iter::once(first).chain(flat).collect();
                let top = parts
                    .iter()
                    .map(|part| self.top(*part))
                    .min()
                    .unwrap_or(NO_VAR);
                self.store(
                    if all {
                        Node::And(parts)
                    } else {
                        Node::Or(parts)
                    },
                    top,
                )
            }
        }
    }

    fn store(&mut self, node: Node, top: Var) -> Expr {
        if let Some(known) = self.ids.get(&node) {
            return *known;
        }
        let id = Expr(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push((node.clone(), top));
        self.ids.insert(node, id);
        id
    }

    /// What is left of a condition once a variable has its answer.
    pub(crate) fn restrict(&mut self, expr: Expr, var: Var, answer: u32) -> Expr {
        // Variables are answered in order, so a later first variable means that this one does not occur; pseudo-variables of
        // outcomes come last and may be answered early, hence the comparison and not a test for equality.
        if self.top(expr) > var {
            return expr;
        }
        if let Some(known) = self.restricted.get(&(expr, var, answer)) {
            return *known;
        }
        let Some((node, _)) = self.nodes.get(expr.0 as usize).cloned() else {
            return expr;
        };
        let result = match node {
            Node::Const => expr,
            Node::Is(of, answers) if of == var => {
                if answers.contains(&answer) {
                    TRUE
                } else {
                    FALSE
                }
            }
            Node::From(of, first) if of == var => {
                if answer >= first {
                    TRUE
                } else {
                    FALSE
                }
            }
            Node::Is(..) | Node::From(..) => expr,
            Node::Not(inner) => {
                let inner = self.restrict(inner, var, answer);
                self.not(inner)
            }
            Node::And(parts) => {
                let parts = parts
                    .into_iter()
                    .map(|part| self.restrict(part, var, answer))
                    .collect();
                self.and(parts)
            }
            Node::Or(parts) => {
                let parts = parts
                    .into_iter()
                    .map(|part| self.restrict(part, var, answer))
                    .collect();
                self.or(parts)
            }
        };
        self.restricted.insert((expr, var, answer), result);
        result
    }

    /// Whether a variable occurs in a condition.
    pub(crate) fn occurs(&self, expr: Expr, var: Var, seen: &mut BTreeSet<Expr>) -> bool {
        if !seen.insert(expr) {
            return false;
        }
        match self.nodes.get(expr.0 as usize) {
            Some((Node::Is(of, _) | Node::From(of, _), _)) => *of == var,
            Some((Node::Not(inner), _)) => self.occurs(*inner, var, seen),
            Some((Node::And(parts) | Node::Or(parts), _)) => {
                parts.iter().any(|part| self.occurs(*part, var, seen))
            }
            Some((Node::Const, _)) | None => false,
        }
    }
}

fn positions(values: &[usize]) -> Vec<u32> {
    values
        .iter()
        .filter_map(|value| u32::try_from(*value).ok())
        .collect()
}

fn limit(edition: &Edition<'_>, operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Number(number) => Some(*number),
        Operand::Threshold(id) => edition.threshold(*id),
        Operand::Date(day) => Some(ordinal(*day)),
    }
}

/// For each quantity and day the numbers from which on some condition changes.
fn cuts(edition: &Edition<'_>) -> BTreeMap<FactId, Vec<i64>> {
    let program = edition.program;
    let mut found: BTreeMap<FactId, BTreeSet<i64>> = BTreeMap::new();
    let guards = edition.rules.iter().map(|rule| &program[*rule].guard);
    let conditions = guards.chain(
        program
            .definitions
            .iter()
            .map(|definition| &definition.condition),
    );
    let mut open: Vec<&Cond> = conditions
        .chain(
            program
                .assumptions
                .iter()
                .map(|assumption| &assumption.condition),
        )
        .collect();
    while let Some(cond) = open.pop() {
        match &cond.kind {
            CondKind::Not(inner) => open.push(inner),
            CondKind::And(parts) | CondKind::Or(parts) => open.extend(parts),
            CondKind::Compare(fact, op, operand) => {
                let Some(limit) = limit(edition, operand) else {
                    continue;
                };
                let next = limit.saturating_add(1);
                found.entry(*fact).or_default().extend(match op {
                    CompareOp::Ge | CompareOp::Lt => vec![limit],
                    CompareOp::Gt | CompareOp::Le => vec![next],
                    CompareOp::Eq | CompareOp::Ne => vec![limit, next],
                });
            }
            CondKind::Const(_)
            | CondKind::Fact(_)
            | CondKind::Is(..)
            | CondKind::Has(..)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::Definition(_)
            | CondKind::Error => {}
        }
    }
    found
        .into_iter()
        .map(|(fact, cuts)| (fact, cuts.into_iter().collect()))
        .collect()
}

/// The rules in force that conclude about an outcome, with what they conclude.
pub(crate) fn concluding<'e>(
    edition: &'e Edition<'e>,
    outcome: OutcomeId,
) -> impl Iterator<Item = (RuleId, Conclusion)> + 'e {
    edition.rules.iter().flat_map(move |rule| {
        let conclusions = edition.program[*rule].conclusions.iter();
        conclusions
            .filter(move |conclusion| conclusion.outcome() == Some(outcome))
            .map(|conclusion| (*rule, *conclusion))
    })
}
