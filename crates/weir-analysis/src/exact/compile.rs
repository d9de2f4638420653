//! The law of a day as diagrams over the variables of a space.

use weir_core::Edition;
use weir_core::hir::{OutcomeId, Program};

use super::formula::{Formula, ResultId};
use super::law::{Law, Mode};
use super::space::{About, Side, Space};
use super::store::{Built, Diagram, FALSE, Join, Map, Store, TooLarge, Var};

/// What a diagram ends in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaf {
    /// Whether a condition holds.
    Bool(bool),
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

    /// The result of a ladder, or whether something is in a set, where a value is concluded as well.
    pub(super) fn with_value(&self, value: usize) -> Self {
        match self {
            Self::Gap => Self::Value(value),
            Self::Value(known) if *known != value => {
                Self::Conflict(vec![value.min(*known), value.max(*known)])
            }
            Self::Conflict(values) if !values.contains(&value) => {
                let mut values = values.clone();
                values.push(value);
                values.sort_unstable();
                Self::Conflict(values)
            }
            Self::InSet(_) => Self::InSet(Some(true)),
            Self::Bool(_)
            | Self::Impossible
            | Self::Value(_)
            | Self::Conflict(_)
            | Self::Hole
            | Self::Same
            | Self::Pair(..) => self.clone(),
        }
    }

    /// The result where something counts that is not transcribed.
    pub(super) fn with_hole(&self) -> Self {
        match self {
            Self::InSet(Some(true)) => Self::InSet(Some(true)),
            Self::InSet(_) => Self::InSet(None),
            Self::Value(_) | Self::Gap | Self::Conflict(_) | Self::Hole => Self::Hole,
            Self::Bool(_) | Self::Impossible | Self::Same | Self::Pair(..) => self.clone(),
        }
    }

    pub(super) fn mapped(&self, how: Map, diagram: Diagram) -> Self {
        match (how, self) {
            (Map::Not, Self::Bool(value)) => Self::Bool(!value),
            (Map::Is(wanted), _) => Self::Bool(wanted == diagram),
            (Map::Not, other) => other.clone(),
        }
    }
}

/// The law of a day over the variables of a space. All is compiled as it is asked for.
pub struct Compiled<'a, 'p> {
    pub(super) edition: &'a Edition<'p>,
    pub(super) space: &'a Space,
    pub(super) law: Law<'a, 'p>,
}

impl std::fmt::Debug for Compiled<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").finish_non_exhaustive()
    }
}

/// The law of one of the editions of which a space was made, over that space. A store holds diagrams of one space.
#[must_use]
pub fn compile<'a, 'p>(
    edition: &'a Edition<'p>,
    space: &'a Space,
    all: &[&Edition<'_>],
) -> Compiled<'a, 'p> {
    Compiled {
        edition,
        space,
        law: Law::of(edition, space, Side::new(space, edition, all)),
    }
}

impl Compiled<'_, '_> {
    /// The cases that the assumptions and the types of this side allow.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn care(&mut self, store: &mut Store) -> Result<Diagram, TooLarge> {
        let care = self.allowed(store);
        store.condition(care)
    }

    /// The cases that the assumptions and the types of this side allow, as a condition.
    pub(super) fn allowed(&mut self, store: &mut Store) -> Formula {
        store.formulas.over(self.space);
        self.law.care(&mut store.formulas)
    }

    /// Where a condition holds; outcomes of lower layers are variables in it.
    pub(super) fn holds(
        &mut self,
        store: &mut Store,
        condition: impl FnOnce(&mut Law<'_, '_>, &mut super::formula::Formulas) -> Formula,
    ) -> Built<Diagram> {
        store.formulas.over(self.space);
        let formulas = &mut store.formulas;
        let condition = self
            .law
            .meaning(Mode::Asked, |law| condition(law, formulas));
        store.condition(condition)
    }

    /// The result of a ladder in every case.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn ladder(&mut self, store: &mut Store, outcome: OutcomeId) -> Result<Diagram, TooLarge> {
        self.ends(store, outcome, None)
    }

    /// Whether a value is in a set, in every case.
    ///
    /// # Errors
    ///
    /// If the budget is spent.
    pub fn in_set(
        &mut self,
        store: &mut Store,
        outcome: OutcomeId,
        value: usize,
    ) -> Result<Diagram, TooLarge> {
        self.ends(store, outcome, Some(value))
    }

    fn ends(
        &mut self,
        store: &mut Store,
        outcome: OutcomeId,
        value: Option<usize>,
    ) -> Built<Diagram> {
        let care = self.allowed(store);
        let result = self.law.result(&mut store.formulas, outcome, value);
        let (care, ends) = (store.condition(care)?, store.outcome(result)?);
        store.join(Join::Where, ends, care)
    }

    /// The result of a ladder, or whether a value is in a set, in every case.
    ///
    /// # Errors
    ///
    /// If the budget of the store is spent.
    pub fn result(&mut self, store: &mut Store, about: &About) -> Result<Diagram, TooLarge> {
        match declared(self.edition.program, about) {
            Some((outcome, value)) => self.ends(store, outcome, value),
            None => Ok(FALSE),
        }
    }

    /// What decides a ladder, or whether a value is in a set.
    pub(super) fn decided(&mut self, store: &mut Store, about: &About) -> Option<ResultId> {
        store.formulas.over(self.space);
        let (outcome, value) = declared(self.edition.program, about)?;
        Some(self.law.result(&mut store.formulas, outcome, value))
    }

    /// The result of the outcome that a variable stands for, if it stands for one.
    pub(super) fn lower(&mut self, store: &mut Store, var: Var) -> Built<Option<Diagram>> {
        let about = self.space.variable(var).map(|variable| &variable.about);
        let outcome = about.and_then(|about| declared(self.edition.program, about));
        match outcome {
            Some((outcome, value)) => self.ends(store, outcome, value).map(Some),
            None => Ok(None),
        }
    }
}

/// An outcome of a program, with the place of its value if it is one of a set.
fn declared(program: &Program, about: &About) -> Option<(OutcomeId, Option<usize>)> {
    match about {
        About::Ladder(name) => Some((program.outcome(name)?, None)),
        About::InSet(name, value) => {
            let outcome = program.outcome(name)?;
            let mut values = program[outcome].values.iter();
            let at = values.position(|one| one.name == *value)?;
            Some((outcome, Some(at)))
        }
        About::Fact(_) | About::Member(..) => None,
    }
}
