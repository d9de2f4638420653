//! From the law of a day to diagrams: conditions over the variables of a space.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{CompareOp, Cond, CondKind, DefinitionId, FactId, Operand, OutcomeId};

use super::rules::Rules;
use super::space::{About, Of, Side, Space, limit, real_day};
use super::store::{Built, Diagram, FALSE, Map, Store, TRUE, TooLarge, Var};

/// What a diagram ends in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaf {
    /// Whether a condition holds.
    Bool(bool),
    /// What rules conclude, before it is a result.
    Concluded {
        /// The values.
        values: BTreeSet<usize>,
        /// Whether something is not transcribed.
        hole: bool,
    },
    /// The assumptions, or the types, exclude the case.
    Impossible,
    /// The ladder has this value.
    Value(usize),
    /// No rule concludes.
    Gap,
    /// Rules conclude these different values.
    Conflict(Vec<usize>),
    /// The law answers, but what it says has not been transcribed.
    Hole,
    /// Whether a value is in a set; `None` where that depends on what has not been transcribed.
    InSet(Option<bool>),
    /// Both sides end the same.
    Same,
    /// What the two sides end in, where they differ.
    Pair(Box<Leaf>, Box<Leaf>),
}

impl Leaf {
    /// What it is where only this much is agreed on: that it is open.
    pub(super) fn open(&self) -> Self {
        if matches!(self, Self::InSet(_)) {
            Self::InSet(None)
        } else {
            Self::Hole
        }
    }

    /// The answer of the variable that stands for the outcome.
    pub(super) fn answer(&self) -> Option<usize> {
        match self {
            Self::Value(value) => Some(*value),
            Self::InSet(known) => known.map(usize::from),
            Self::Bool(_)
            | Self::Concluded { .. }
            | Self::Impossible
            | Self::Gap
            | Self::Conflict(_)
            | Self::Hole
            | Self::Same
            | Self::Pair(..) => None,
        }
    }

    /// Whether a value is in the set, where that is known.
    #[must_use]
    pub fn in_set(&self) -> Option<bool> {
        if let Self::InSet(known) = self {
            *known
        } else {
            None
        }
    }

    pub(super) fn mapped(&self, how: Map, diagram: Diagram) -> Self {
        match (how, self) {
            (Map::Not, Self::Bool(value)) => Self::Bool(!value),
            (Map::Ladder, Self::Concluded { values, hole }) => ladder(values, *hole),
            (Map::InSet, Self::Concluded { values, hole }) => {
                Self::InSet(match (values.is_empty(), hole) {
                    (false, _) => Some(true),
                    (true, true) => None,
                    (true, false) => Some(false),
                })
            }
            (Map::Is(wanted), _) => Self::Bool(wanted == diagram),
            (Map::Not | Map::Ladder | Map::InSet, other) => other.clone(),
        }
    }
}

/// A value, if there is one; several are a conflict, none is a gap; a hole is neither.
fn ladder(values: &BTreeSet<usize>, hole: bool) -> Leaf {
    let mut all = values.iter().copied();
    match (hole, all.next(), all.next()) {
        (true, _, _) => Leaf::Hole,
        (false, None, _) => Leaf::Gap,
        (false, Some(only), None) => Leaf::Value(only),
        (false, Some(_), Some(_)) => Leaf::Conflict(values.iter().copied().collect()),
    }
}

/// The law of a day over the variables of a space. Outcomes are compiled as they are asked for.
pub struct Compiled<'a, 'p> {
    pub(super) edition: &'a Edition<'p>,
    pub(super) space: &'a Space,
    pub(super) side: Side,
    pub(super) rules: Rules,
    pub(super) has: BTreeMap<(FactId, usize, bool), Diagram>,
    pub(super) results: BTreeMap<About, Diagram>,
    defined: BTreeMap<(DefinitionId, bool), Diagram>,
    /// Whether sets are taken as given, without what rules add.
    pub(super) as_given: bool,
    care: Option<Diagram>,
}

impl std::fmt::Debug for Compiled<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").finish_non_exhaustive()
    }
}

/// The law of one of the editions of which a space was made, over that space.
#[must_use]
pub fn compile<'a, 'p>(
    edition: &'a Edition<'p>,
    space: &'a Space,
    all: &[&Edition<'_>],
) -> Compiled<'a, 'p> {
    Compiled {
        edition,
        space,
        side: Side::new(space, edition, all),
        rules: Rules::of(edition),
        has: BTreeMap::new(),
        results: BTreeMap::new(),
        defined: BTreeMap::new(),
        as_given: false,
        care: None,
    }
}

impl Compiled<'_, '_> {
    /// The cases that the assumptions and the types of this side allow.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn care(&mut self, store: &mut Store) -> Result<Diagram, TooLarge> {
        if let Some(known) = self.care {
            return Ok(known);
        }
        let edition = self.edition;
        let mut care = TRUE;
        for fact in edition.program.fact_ids() {
            if let Of::Choice(var, answers) = self.side.fact(fact).clone() {
                let allowed = self.is(store, var, &answers)?;
                care = store.and(care, allowed)?;
            }
        }
        self.as_given = true;
        for assumption in &edition.program.assumptions {
            let holds = self.cond(store, &assumption.condition)?;
            care = store.and(care, holds)?;
        }
        self.as_given = false;
        self.care = Some(care);
        Ok(care)
    }

    /// A condition over the variables.
    pub(super) fn cond(&mut self, store: &mut Store, cond: &Cond) -> Built<Diagram> {
        match &cond.kind {
            CondKind::Const(value) => Ok(constant(*value)),
            CondKind::Not(inner) => {
                let inner = self.cond(store, inner)?;
                store.not(inner)
            }
            CondKind::And(parts) => {
                let mut all = TRUE;
                for part in parts {
                    let part = self.cond(store, part)?;
                    all = store.and(all, part)?;
                }
                Ok(all)
            }
            CondKind::Or(parts) => {
                let mut any = Vec::with_capacity(parts.len());
                for part in parts {
                    any.push(self.cond(store, part)?);
                }
                store.any(any)
            }
            CondKind::Definition(id) => self.definition(store, *id),
            CondKind::Fact(fact) => match self.side.fact(*fact) {
                Of::One(var) => self.is(store, *var, &[1]),
                Of::Nothing | Of::Choice(..) | Of::Set(_) => Ok(FALSE),
            },
            CondKind::Is(fact, values) => match self.side.fact(*fact).clone() {
                Of::Choice(var, answers) => {
                    let wanted: Vec<usize> = values
                        .iter()
                        .filter_map(|value| answers.get(*value).copied())
                        .collect();
                    self.is(store, var, &wanted)
                }
                Of::Nothing | Of::One(_) | Of::Set(_) => Ok(FALSE),
            },
            CondKind::Has(fact, member) => self.has(store, *fact, *member),
            CondKind::HasOther(fact, named) => self.has_other(store, *fact, named),
            CondKind::During(period) => Ok(constant(period.contains(self.edition.as_of))),
            CondKind::Compare(fact, op, operand) => self.compare(store, *fact, *op, operand),
            CondKind::Outcome(outcome, values) => self.outcome_is(store, *outcome, values),
            CondKind::OutcomeHas(outcome, value) => {
                let about = self.about_value(*outcome, *value);
                match self.space.var(&about) {
                    Some(var) => self.is(store, var, &[1]),
                    None => Ok(FALSE),
                }
            }
            CondKind::Reading(reading, option) => {
                Ok(constant(self.edition.readings.get(*reading) == *option))
            }
            CondKind::Error => Ok(FALSE),
        }
    }

    fn definition(&mut self, store: &mut Store, id: DefinitionId) -> Built<Diagram> {
        let key = (id, self.as_given);
        if let Some(known) = self.defined.get(&key) {
            return Ok(*known);
        }
        let edition = self.edition;
        let defined = self.cond(store, &edition.program[id].condition)?;
        self.defined.insert(key, defined);
        Ok(defined)
    }

    fn outcome_is(
        &mut self,
        store: &mut Store,
        outcome: OutcomeId,
        values: &[usize],
    ) -> Built<Diagram> {
        let name = self.edition.program[outcome].name.clone();
        let Some(var) = self.space.var(&About::Ladder(name)) else {
            return Ok(FALSE);
        };
        let values: Vec<usize> = values
            .iter()
            .map(|value| self.side.value(outcome, *value))
            .collect();
        self.is(store, var, &values)
    }

    /// That a set outcome has a value, as a variable.
    pub(super) fn about_value(&self, outcome: OutcomeId, value: usize) -> About {
        let declared = &self.edition.program[outcome];
        let value = declared.values.get(value).map(|value| value.name.clone());
        About::InSet(declared.name.clone(), value.unwrap_or_default())
    }

    /// That a variable has one of these answers.
    pub(super) fn is(&self, store: &mut Store, var: Var, answers: &[usize]) -> Built<Diagram> {
        let branches: Vec<Diagram> = (0..self.space.answers(var))
            .map(|answer| constant(answers.contains(&answer)))
            .collect();
        store.node(var, &branches)
    }

    fn compare(
        &mut self,
        store: &mut Store,
        fact: FactId,
        op: CompareOp,
        operand: &Operand,
    ) -> Built<Diagram> {
        let Some(number) = limit(self.edition, operand) else {
            return Ok(FALSE);
        };
        let next = number.saturating_add(1);
        match op {
            CompareOp::Ge => self.at_least(store, fact, number),
            CompareOp::Gt => self.at_least(store, fact, next),
            CompareOp::Lt => {
                let from = self.at_least(store, fact, number)?;
                store.not(from)
            }
            CompareOp::Le => {
                let above = self.at_least(store, fact, next)?;
                store.not(above)
            }
            CompareOp::Eq | CompareOp::Ne => {
                let from = self.at_least(store, fact, number)?;
                let above = self.at_least(store, fact, next)?;
                let not_above = store.not(above)?;
                let equal = store.and(from, not_above)?;
                if op == CompareOp::Eq {
                    Ok(equal)
                } else {
                    store.not(equal)
                }
            }
        }
    }

    /// That a quantity or day is at least this.
    fn at_least(&self, store: &mut Store, fact: FactId, number: i64) -> Built<Diagram> {
        use super::space::Kind;
        let Of::One(var) = self.side.fact(fact) else {
            return Ok(FALSE);
        };
        let (cuts, number) = match self.space.variable(*var).map(|variable| &variable.kind) {
            Some(Kind::Numbers(cuts)) => (cuts, number),
            Some(Kind::Days(cuts)) => (cuts, real_day(number)),
            Some(Kind::Truth | Kind::Names(_)) | None => return Ok(FALSE),
        };
        if number <= 0 {
            return Ok(TRUE);
        }
        let first = cuts.partition_point(|cut| *cut < number) + 1;
        let branches: Vec<Diagram> = (0..=cuts.len())
            .map(|answer| constant(answer >= first))
            .collect();
        store.node(*var, &branches)
    }
}

pub(super) fn constant(value: bool) -> Diagram {
    if value { TRUE } else { FALSE }
}
