//! In which cases two conditions, or two results, can differ at all: found from the parts that they do not have in common, and told
//! as the answers that are left of each variable. These may be too many cases, never too few. Among them alone are both sides
//! compiled, so that what a change does not touch costs nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::formula::{ALWAYS, Decides, Formula, Formulas, NEVER, ResultId, Says};
use super::store::Var;

/// Of so many parts each is held against each of the other side.
const MOST_PAIRED: usize = 64;

/// The answers that are left of each variable; any, where none are named.
pub(super) type Cube = BTreeMap<Var, Vec<usize>>;

/// Some cases: none, or those of a cube.
pub(super) type Cases = Option<Arc<Cube>>;

/// Finds out where things can differ.
#[derive(Debug, Default)]
pub(super) struct Apart {
    within: FxHashMap<Formula, Cases>,
    formulas: FxHashMap<(Formula, Formula), Cases>,
    results: FxHashMap<(ResultId, ResultId), Cases>,
}

impl Apart {
    /// Cases outside which two results of one outcome are the same.
    pub(super) fn results(&mut self, formulas: &Formulas, old: ResultId, new: ResultId) -> Cases {
        if old == new {
            return None;
        }
        if let Some(known) = self.results.get(&(old, new)) {
            return known.clone();
        }
        let cases = match (formulas.decides(old), formulas.decides(new)) {
            (Some(old), Some(new)) if old.of == new.of => {
                let mut any = None;
                for (old, new) in pairs(old, new) {
                    any = either(any, self.formulas(formulas, old, new));
                }
                any
            }
            // With other values to be had, what is open is open between others.
            _ => all(),
        };
        self.results.insert((old, new), cases.clone());
        cases
    }

    /// Cases outside which two conditions are the same.
    pub(super) fn formulas(&mut self, formulas: &Formulas, old: Formula, new: Formula) -> Cases {
        if old == new {
            return None;
        }
        if old.is_opposite() && new.is_opposite() {
            return self.formulas(formulas, old.not(), new.not());
        }
        if let Some(known) = self.formulas.get(&(old, new)) {
            return known.clone();
        }
        let cases = match (formulas.says(old), formulas.says(new)) {
            (Says::All(before), Says::All(after)) if old.is_opposite() == new.is_opposite() => {
                self.all_of(formulas, before, after)
            }
            (Says::Test(var, _), Says::Test(other, _)) if var == other => {
                answers(formulas, *var, |answer| {
                    formulas.holds(old, answer) != formulas.holds(new, answer)
                })
            }
            (Says::Result(before, some), Says::Result(after, others))
                if some == others && old.is_opposite() == new.is_opposite() =>
            {
                self.results(formulas, *before, *after)
            }
            (Says::All(before), _) if !old.is_opposite() => self.all_of(formulas, before, &[new]),
            (_, Says::All(after)) if !new.is_opposite() => self.all_of(formulas, &[old], after),
            (Says::All(before), _) if old.is_opposite() => {
                self.all_of(formulas, before, &[new.not()])
            }
            (_, Says::All(after)) if new.is_opposite() => {
                self.all_of(formulas, &[old.not()], after)
            }
            _ => self.one_side(formulas, &[old], &[new]),
        };
        self.formulas.insert((old, new), cases.clone());
        cases
    }

    /// Where all of some parts may hold on one side only: where a part differs, and what both have in common holds.
    fn all_of(&mut self, formulas: &Formulas, old: &[Formula], new: &[Formula]) -> Cases {
        let (common, only_old, only_new) = split(old, new);
        let mut cases = self.one_side(formulas, &only_old, &only_new);
        let (pairs, alone) = paired(formulas, only_old, only_new);
        let mut differ = None;
        for (old, new) in pairs {
            differ = either(differ, self.formulas(formulas, old, new));
        }
        for part in alone {
            differ = either(differ, self.within(formulas, part.not()));
        }
        cases = both(cases, differ);
        for part in common {
            cases = both(cases, self.within(formulas, part));
        }
        cases
    }

    /// Where all of some parts, or all of others, may hold, or where neither may.
    fn one_side(&mut self, formulas: &Formulas, old: &[Formula], new: &[Formula]) -> Cases {
        let mut every = |parts: &[Formula]| {
            let mut cases = all();
            for part in parts {
                cases = both(cases, self.within(formulas, *part));
            }
            cases
        };
        let (old, new) = (every(old), every(new));
        either(old, new)
    }

    /// Cases outside which a condition never holds.
    fn within(&mut self, formulas: &Formulas, formula: Formula) -> Cases {
        if let Some(known) = self.within.get(&formula) {
            return known.clone();
        }
        let cases = match formulas.says(formula) {
            _ if formula == NEVER => None,
            _ if formula == ALWAYS => all(),
            Says::Test(var, _) => answers(formulas, *var, |answer| formulas.holds(formula, answer)),
            Says::All(parts) if formula.is_opposite() => {
                let mut any = None;
                for part in parts.iter() {
                    any = either(any, self.within(formulas, part.not()));
                    if any.as_ref().is_some_and(|cube: &Arc<Cube>| cube.is_empty()) {
                        break;
                    }
                }
                any
            }
            Says::All(parts) => {
                let mut every = all();
                for part in parts.iter() {
                    every = both(every, self.within(formulas, *part));
                }
                every
            }
            Says::Always | Says::Result(..) => all(),
        };
        self.within.insert(formula, cases.clone());
        cases
    }
}

/// The cases in which a variable has some answers. An outcome that is open has none of them: its cases are all.
fn answers(formulas: &Formulas, var: Var, which: impl Fn(usize) -> bool) -> Cases {
    if var >= formulas.first_open() {
        return all();
    }
    let answers = (0..formulas.count(var)).filter(|answer| which(*answer));
    Some(Arc::new(Cube::from([(var, answers.collect())])))
}

fn all() -> Cases {
    Some(Arc::default())
}

/// The cube around two sets of cases.
pub(super) fn either(some: Cases, others: Cases) -> Cases {
    let (Some(one), Some(other)) = (&some, &others) else {
        return some.or(others);
    };
    let both = one.iter().filter_map(|(var, answers)| {
        let mut any: Vec<usize> = answers.iter().chain(other.get(var)?).copied().collect();
        any.sort_unstable();
        any.dedup();
        Some((*var, any))
    });
    Some(Arc::new(both.collect()))
}

/// The cases that are in both.
fn both(some: Cases, others: Cases) -> Cases {
    let (some, others) = (some?, others?);
    let mut cube = Arc::unwrap_or_clone(some);
    for (var, answers) in others.iter() {
        let left = cube.entry(*var).or_insert_with(|| answers.clone());
        left.retain(|answer| answers.contains(answer));
        if left.is_empty() {
            return None;
        }
    }
    Some(Arc::new(cube))
}

/// The conditions that have to be alike for two results to be.
pub(super) fn pairs(old: &Decides, new: &Decides) -> Vec<(Formula, Formula)> {
    let mut by_value: BTreeMap<usize, (Formula, Formula)> = BTreeMap::new();
    for (value, when) in &old.values {
        by_value.entry(*value).or_insert((NEVER, NEVER)).0 = *when;
    }
    for (value, when) in &new.values {
        by_value.entry(*value).or_insert((NEVER, NEVER)).1 = *when;
    }
    by_value
        .into_values()
        .chain([(old.hole, new.hole)])
        .collect()
}

/// Parts of which each has most in common with the other, and those that are alone.
fn paired(
    formulas: &Formulas,
    old: Vec<Formula>,
    new: Vec<Formula>,
) -> (Vec<(Formula, Formula)>, Vec<Formula>) {
    if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
        return (vec![(*old, *new)], Vec::new());
    }
    if old.len() > MOST_PAIRED || new.len() > MOST_PAIRED {
        return (Vec::new(), [old, new].concat());
    }
    let mut alike: Vec<(usize, Formula, Formula)> = Vec::new();
    for old in &old {
        let common = new
            .iter()
            .map(|new| (in_common(formulas, *old, *new), *old, *new));
        alike.extend(common.filter(|(common, ..)| *common > 0));
    }
    alike.sort_unstable();
    let mut pairs = Vec::new();
    let (mut left, mut right) = (old, new);
    for (_, old, new) in alike.into_iter().rev() {
        if left.contains(&old) && right.contains(&new) {
            left.retain(|one| *one != old);
            right.retain(|one| *one != new);
            pairs.push((old, new));
        }
    }
    left.extend(right);
    (pairs, left)
}

/// How many parts two conditions have in common; tests of one variable have more than any others.
fn in_common(formulas: &Formulas, old: Formula, new: Formula) -> usize {
    match (formulas.says(old), formulas.says(new)) {
        (Says::Test(var, _), Says::Test(other, _)) if var == other => usize::MAX,
        (Says::Result(_, some), Says::Result(_, others)) if some == others => usize::MAX,
        (Says::All(before), Says::All(after)) if old.is_opposite() == new.is_opposite() => {
            let shared = before
                .iter()
                .filter(|part| after.binary_search(part).is_ok());
            let shared = shared.count();
            // Fewer say little: what differs more than that is looked at alone.
            if shared * 2 >= before.len().max(after.len()) {
                shared
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// What is in both lists and in one of them only; both are in order.
fn split(old: &[Formula], new: &[Formula]) -> (Vec<Formula>, Vec<Formula>, Vec<Formula>) {
    let in_new = |part: &Formula| new.binary_search(part).is_ok();
    let in_old = |part: &Formula| old.binary_search(part).is_ok();
    let (common, only_old) = old.iter().copied().partition(in_new);
    let only_new = new.iter().copied().filter(|part| !in_old(part));
    (common, only_old, only_new.collect())
}
