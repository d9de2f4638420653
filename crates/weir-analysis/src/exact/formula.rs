//! Conditions over the variables of a space, and what decides an outcome, each stored once; and what is left of one when a variable
//! has an answer.
//!
//! A condition is a test of a variable, all of some conditions, or the opposite of one; "any of" is the opposite of "all of the
//! opposites". What is settled goes: tests of one variable become one, a condition beside its opposite never holds. Conditions that
//! come out written alike are one, wherever they come from, so that what two programs share is seen without looking at its cases.
//! After A. Kuehlmann et al., "Robust Boolean Reasoning for Equivalence Checking and Functional Property Verification", IEEE
//! Transactions on CAD 21 (2002).

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::apart::Cube;
use super::compile::Leaf;
use super::space::{About, Space};
use super::store::Var;

/// All of so few parts are put in the place of what they are part of.
const MOST_FLATTENED: usize = 32;

/// A condition; the lowest bit says that it is the opposite of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Formula(u32);

pub(super) const ALWAYS: Formula = Formula(0);
pub(super) const NEVER: Formula = Formula(1);

impl Formula {
    pub(super) fn of(value: bool) -> Self {
        if value { ALWAYS } else { NEVER }
    }

    /// The opposite.
    pub(super) fn not(self) -> Self {
        Self(self.0 ^ 1)
    }

    pub(super) fn is_opposite(self) -> bool {
        self.0 & 1 == 1
    }

    fn at(self) -> usize {
        self.0 as usize >> 1
    }

    /// The condition, or its opposite.
    pub(super) fn turned(self, opposite: bool) -> Self {
        Self(self.0 ^ u32::from(opposite))
    }
}

/// Some answers of a variable, as bits; the first answer is never among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Answers(u32);

/// What decides an outcome, or what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ResultId(u32);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Says {
    Always,
    /// A variable has one of these answers.
    Test(Var, Answers),
    /// A result of a lower layer is one of these.
    Result(ResultId, Answers),
    All(Arc<[Formula]>),
}

/// What decides an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Decides {
    /// What it is.
    pub(super) of: Outcome,
    /// Where each value counts; of a set only 1, that the value is in it. What never counts is left out.
    pub(super) values: Box<[(usize, Formula)]>,
    /// Where something counts that is not transcribed.
    pub(super) hole: Formula,
}

/// A ladder or a value of a set, as one program declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Outcome {
    /// Whether it is a ladder.
    pub(super) is_ladder: bool,
    /// The number of its answers.
    answers: u32,
    /// The variable that stands for it where it is open.
    late: Var,
}

impl Decides {
    fn formulas(&self) -> impl Iterator<Item = Formula> {
        let values = self.values.iter().map(|(_, when)| *when);
        values.chain([self.hole])
    }

    /// What it ends in, if that is settled.
    pub(super) fn leaf(&self) -> Option<Leaf> {
        if self.of.is_ladder {
            self.ladder()
        } else {
            self.in_set().map(Leaf::InSet)
        }
    }

    /// A value, if there is one; several are a conflict, none is a gap; a hole is neither.
    fn ladder(&self) -> Option<Leaf> {
        match self.hole {
            ALWAYS => return Some(Leaf::Hole),
            NEVER if self.values.iter().all(|(_, when)| *when == ALWAYS) => {}
            _ => return None,
        }
        let mut values = self.values.iter().map(|(value, _)| *value);
        Some(match (values.next(), values.next()) {
            (None, _) => Leaf::Gap,
            (Some(only), None) => Leaf::Value(only),
            (Some(_), Some(_)) => {
                Leaf::Conflict(self.values.iter().map(|(value, _)| *value).collect())
            }
        })
    }

    fn in_set(&self) -> Option<Option<bool>> {
        let here = self.values.first().map_or(NEVER, |(_, when)| *when);
        match (here, self.hole) {
            (ALWAYS, _) => Some(Some(true)),
            (NEVER, ALWAYS) => Some(None),
            (NEVER, NEVER) => Some(Some(false)),
            _ => None,
        }
    }
}

/// The store of conditions.
#[derive(Debug)]
pub(super) struct Formulas {
    all: Once<Says>,
    answers: Once<Box<[u64]>>,
    results: Once<Decides>,
    /// The number of answers of each variable.
    counts: Vec<usize>,
    /// The answers, on one side, of the variables that stand for outcomes that are open.
    own: Once<(About, Arc<[usize]>)>,
    /// The first of those.
    open: Var,
    lower: FxHashMap<usize, Arc<[ResultId]>>,
}

impl Default for Formulas {
    fn default() -> Self {
        Self {
            all: Once::of(Says::Always),
            answers: Once::default(),
            results: Once::default(),
            counts: Vec::new(),
            own: Once::default(),
            open: 0,
            lower: FxHashMap::default(),
        }
    }
}

impl Formulas {
    /// Takes the variables of a space.
    pub(super) fn over(&mut self, space: &Space) {
        if self.counts.is_empty() {
            let counts = space.variables().iter();
            self.counts = counts.map(super::space::Variable::answers).collect();
            self.open = Var::try_from(self.counts.len()).unwrap_or(Var::MAX);
        }
    }

    pub(super) fn bits(&self, answers: Answers) -> Vec<usize> {
        self.answers
            .get(answers.0)
            .map(|bits| answers_of(bits).collect())
            .unwrap_or_default()
    }

    pub(super) fn late(&self, result: ResultId) -> Var {
        self.decides(result).map_or(Var::MAX, |one| one.of.late)
    }

    /// The results of lower layers on which a result turns.
    pub(super) fn lower(&mut self, result: ResultId) -> Vec<ResultId> {
        let formulas: Vec<Formula> = self
            .decides(result)
            .map(|one| one.formulas().collect())
            .unwrap_or_default();
        let mut all = Vec::new();
        for one in formulas {
            all.extend_from_slice(&self.lower_of(one));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn lower_of(&mut self, formula: Formula) -> Arc<[ResultId]> {
        if let Some(known) = self.lower.get(&formula.at()) {
            return Arc::clone(known);
        }
        let lower: Arc<[ResultId]> = match self.says(formula).clone() {
            Says::Always | Says::Test(..) => Arc::default(),
            Says::Result(result, _) => Arc::from([result]),
            Says::All(parts) => {
                let mut all = Vec::new();
                for part in parts.iter() {
                    all.extend_from_slice(&self.lower_of(*part));
                }
                all.sort_unstable();
                all.dedup();
                Arc::from(all)
            }
        };
        self.lower.insert(formula.at(), Arc::clone(&lower));
        lower
    }

    /// The number of answers of a variable.
    pub(super) fn count(&self, var: Var) -> usize {
        self.counts.get(var as usize).copied().unwrap_or_default()
    }

    /// The first variable that stands for an outcome that is open.
    pub(super) fn first_open(&self) -> Var {
        self.open
    }

    /// An outcome with the answers that it has on its own side, of so many that it has on both.
    pub(super) fn outcome(&mut self, about: About, own: &[usize], of: usize) -> Outcome {
        let known = self.own.list.len();
        let is_ladder = matches!(about, About::Ladder(_));
        let at = self.own.id((about, Arc::from(own)));
        if self.own.list.len() > known {
            self.counts.push(of);
        }
        Outcome {
            is_ladder,
            answers: u32::try_from(of).unwrap_or(u32::MAX),
            late: self.open + at,
        }
    }

    /// The answers on its own side of a variable that stands for an outcome that is open.
    pub(super) fn own(&self, late: Var) -> Arc<[usize]> {
        let own = late.checked_sub(self.open).and_then(|at| self.own.get(at));
        own.map(|(_, own)| Arc::clone(own)).unwrap_or_default()
    }

    pub(super) fn says(&self, formula: Formula) -> &Says {
        self.all.list.get(formula.at()).unwrap_or(&Says::Always)
    }

    fn say(&mut self, says: Says) -> Formula {
        Formula(self.all.id(says) << 1)
    }

    /// That a variable has one of some answers.
    pub(super) fn test(&mut self, var: Var, answers: impl IntoIterator<Item = usize>) -> Formula {
        let count = self.count(var);
        let (answers, opposite) = bits(answers, count);
        self.of_bits(var, answers).turned(opposite)
    }

    /// A test of answers among which the first is not.
    fn of_bits(&mut self, var: Var, answers: Box<[u64]>) -> Formula {
        if answers.iter().all(|word| *word == 0) {
            return NEVER;
        }
        let answers = Answers(self.answers.id(answers));
        self.say(Says::Test(var, answers))
    }

    /// That a result of a lower layer is one of some answers.
    pub(super) fn result_is(
        &mut self,
        result: ResultId,
        answers: impl IntoIterator<Item = usize>,
    ) -> Formula {
        let Some(of) = self.decides(result).map(|decides| decides.of) else {
            return NEVER;
        };
        let (answers, opposite) = bits(answers, of.answers as usize);
        self.result_in(result, answers).turned(opposite)
    }

    fn result_in(&mut self, result: ResultId, answers: Box<[u64]>) -> Formula {
        if answers.iter().all(|word| *word == 0) {
            return NEVER;
        }
        let Some(decides) = self.decides(result) else {
            return NEVER;
        };
        let of = decides.of;
        match decides.leaf() {
            None => {
                let answers = Answers(self.answers.id(answers));
                self.say(Says::Result(result, answers))
            }
            Some(leaf) => match leaf.answer() {
                Some(answer) => Formula::of(has(&answers, answer)),
                None => self.of_bits(of.late, answers),
            },
        }
    }

    pub(super) fn decide(
        &mut self,
        of: Outcome,
        values: impl IntoIterator<Item = (usize, Formula)>,
        hole: Formula,
    ) -> ResultId {
        let values = values.into_iter().filter(|(_, when)| *when != NEVER);
        let mut values: Vec<_> = values.collect();
        values.sort_unstable();
        let mut hole = hole;
        // What is open is open whatever else counts; what is in a set is in it whatever is not transcribed.
        if of.is_ladder && hole == ALWAYS {
            values.clear();
        } else if !of.is_ladder && values.iter().any(|(_, when)| *when == ALWAYS) {
            hole = NEVER;
        }
        let decides = Decides {
            of,
            values: values.into_boxed_slice(),
            hole,
        };
        ResultId(self.results.id(decides))
    }

    /// The conditions that have to be alike for two results to be.
    pub(super) fn pairs(&self, old: ResultId, new: ResultId) -> Vec<(Formula, Formula)> {
        match (self.decides(old), self.decides(new)) {
            (Some(old), Some(new)) => super::apart::pairs(old, new),
            _ => Vec::new(),
        }
    }
    pub(super) fn decides(&self, result: ResultId) -> Option<&Decides> {
        self.results.get(result.0)
    }

    pub(super) fn or(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        self.and(parts.into_iter().map(Formula::not)).not()
    }

    /// All of some conditions.
    pub(super) fn and(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut all = Vec::new();
        for part in parts {
            match self.says(part) {
                _ if part == NEVER => return NEVER,
                Says::Always => {}
                Says::All(inner) if !part.is_opposite() && inner.len() <= MOST_FLATTENED => {
                    all.extend_from_slice(inner);
                }
                Says::All(_) | Says::Test(..) | Says::Result(..) => all.push(part),
            }
        }
        self.one_test_a_variable(&mut all);
        all.sort_unstable();
        all.dedup();
        // A condition and its opposite stand side by side.
        let opposites = all.windows(2).any(|pair| match pair {
            [one, other] => *one == other.not(),
            _ => false,
        });
        if opposites || all.contains(&NEVER) {
            return NEVER;
        }
        match all.as_slice() {
            [] => ALWAYS,
            [one] => *one,
            parts => self.say(Says::All(Arc::from(parts))),
        }
    }

    /// Puts tests of one variable together.
    fn one_test_a_variable(&mut self, parts: &mut Vec<Formula>) {
        let var = |formulas: &Self, part: Formula| match formulas.says(part) {
            Says::Test(var, _) => Some(*var),
            Says::Always | Says::Result(..) | Says::All(_) => None,
        };
        let mut tests: Vec<(Var, Formula)> = parts
            .iter()
            .filter_map(|part| Some((var(self, *part)?, *part)))
            .collect();
        tests.sort_unstable();
        tests.dedup();
        if tests.windows(2).all(|pair| match pair {
            [(one, _), (other, _)] => one != other,
            _ => true,
        }) {
            return;
        }
        parts.retain(|part| var(self, *part).is_none());
        for of_one in tests.chunk_by(|(one, _), (other, _)| one == other) {
            parts.push(self.both_tests(of_one));
        }
    }

    fn both_tests(&mut self, tests: &[(Var, Formula)]) -> Formula {
        let Some((var, first)) = tests.first().copied() else {
            return ALWAYS;
        };
        if tests.len() == 1 {
            return first;
        }
        let count = self.count(var);
        let both =
            (0..count).filter(|answer| tests.iter().all(|(_, one)| self.holds(*one, *answer)));
        let both: Vec<usize> = both.collect();
        self.test(var, both)
    }

    /// Whether a test holds for an answer.
    pub(super) fn holds(&self, test: Formula, answer: usize) -> bool {
        let Says::Test(_, answers) = self.says(test) else {
            return false;
        };
        let bits = self.answers.get(answers.0);
        bits.is_some_and(|bits| has(bits, answer)) != test.is_opposite()
    }

    /// A result in the cases of a cube, by what is known already.
    pub(super) fn result_in_cube(&mut self, result: ResultId, cube: &mut InCube<'_>) -> ResultId {
        if let Some(known) = cube.results.get(&result) {
            return *known;
        }
        let Some(decides) = self.decides(result).cloned() else {
            return result;
        };
        let values: Vec<(usize, Formula)> = decides
            .values
            .iter()
            .map(|(value, when)| (*value, self.in_cube(*when, cube)))
            .collect();
        let hole = self.in_cube(decides.hole, cube);
        let left = self.decide(decides.of, values, hole);
        cube.results.insert(result, left);
        left
    }

    /// A condition in the cases of a cube, by what is known already.
    pub(super) fn in_cube(&mut self, formula: Formula, cube: &mut InCube<'_>) -> Formula {
        let one = formula.turned(formula.is_opposite());
        if let Some(known) = cube.formulas.get(&one) {
            return known.turned(formula.is_opposite());
        }
        let left = match self.says(one).clone() {
            Says::Always => one,
            Says::Test(var, _) => match cube.cube.get(&var) {
                Some(answers) if answers.iter().all(|answer| self.holds(one, *answer)) => ALWAYS,
                Some(answers) if !answers.iter().any(|answer| self.holds(one, *answer)) => NEVER,
                _ => one,
            },
            Says::Result(result, answers) => {
                let bits = self.answers.get(answers.0).cloned().unwrap_or_default();
                let result = self.result_in_cube(result, cube);
                self.result_in(result, bits)
            }
            Says::All(parts) => {
                let parts: Vec<Formula> =
                    parts.iter().map(|part| self.in_cube(*part, cube)).collect();
                self.and(parts)
            }
        };
        cube.formulas.insert(one, left);
        left.turned(formula.is_opposite())
    }
}

/// What is left of conditions and results in the cases of a cube.
#[derive(Debug)]
pub(super) struct InCube<'c> {
    cube: &'c Cube,
    formulas: FxHashMap<Formula, Formula>,
    results: FxHashMap<ResultId, ResultId>,
}

impl<'c> InCube<'c> {
    pub(super) fn new(cube: &'c Cube) -> Self {
        Self {
            cube,
            formulas: FxHashMap::default(),
            results: FxHashMap::default(),
        }
    }
}

/// Answers as bits, or those that are not among them where the first is.
fn bits(answers: impl IntoIterator<Item = usize>, count: usize) -> (Box<[u64]>, bool) {
    let mut words = vec![0_u64; count.div_ceil(64)];
    for answer in answers {
        if let Some(word) = words.get_mut(answer / 64) {
            *word |= 1 << (answer % 64);
        }
    }
    let opposite = has(&words, 0);
    if opposite {
        for (at, word) in words.iter_mut().enumerate() {
            let within = count.saturating_sub(at * 64).min(64);
            let all = if within == 64 {
                u64::MAX
            } else {
                (1 << within) - 1
            };
            *word = !*word & all;
        }
    }
    (words.into_boxed_slice(), opposite)
}

fn has(bits: &[u64], answer: usize) -> bool {
    let word = bits.get(answer / 64).copied().unwrap_or_default();
    word >> (answer % 64) & 1 == 1
}

fn answers_of(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    (0..bits.len() * 64).filter(|answer| has(bits, *answer))
}

/// Things stored once, by their position.
#[derive(Debug)]
struct Once<T> {
    list: Vec<T>,
    ids: FxHashMap<T, u32>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            ids: FxHashMap::default(),
        }
    }
}

impl<T: Clone + Eq + Hash> Once<T> {
    fn of(one: T) -> Self {
        let mut once = Self::default();
        once.id(one);
        once
    }

    fn id(&mut self, one: T) -> u32 {
        if let Some(known) = self.ids.get(&one) {
            return *known;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(one.clone());
        self.ids.insert(one, id);
        id
    }

    fn get(&self, id: u32) -> Option<&T> {
        self.list.get(id as usize)
    }
}
