//! A set of cases in few readable conditions, and cases in it.
//!
//! First what holds in every case of the set; then, for what is left, parts that together cover it. A part is as wide as it can be:
//! none of its conditions can be left out or loosened. After W. V. Quine, "The Problem of Simplifying Truth Functions",
//! American Mathematical Monthly 59 (1952), on diagrams and one part at a time.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::space::Space;
use super::store::{Built, Diagram, FALSE, Store, TRUE, TooLarge, Var};

/// The most parts into which a set of cases is taken apart.
const MOST_PARTS: usize = 6;

/// What a variable may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// The variable.
    pub var: u32,
    /// Its answers; some, never all.
    pub answers: BTreeSet<usize>,
}

/// Conditions that must all hold.
pub type Part = Vec<Condition>;

/// A set of cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// What holds in each of its cases.
    pub always: Part,
    /// What else has to hold; one of these parts does.
    pub parts: Vec<Part>,
    /// Whether the parts are all of it.
    pub complete: bool,
    /// Where they are not, the set exactly.
    pub questions: Questions,
}

/// A set of cases as questions, of which the first is asked first. There may be very many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// The variable of each, and where in the list of leads its own end.
    asked: Vec<(Var, usize)>,
    /// Where each answer leads, if anywhere.
    leads: Vec<Option<Lead>>,
}

/// A question about a case. An answer that leads nowhere takes the case out of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The variable.
    pub var: u32,
    /// The answers that lead somewhere.
    pub leads: BTreeMap<Lead, BTreeSet<usize>>,
}

/// Where answers lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lead {
    /// The case is in the set.
    In,
    /// The question at this position is asked next.
    To(u32),
}

type Cube = BTreeMap<Var, BTreeSet<usize>>;

impl Questions {
    /// The questions, each with the answers that lead somewhere.
    pub fn iter(&self) -> impl Iterator<Item = Question> + '_ {
        (0..self.asked.len()).filter_map(|at| {
            let (var, all) = self.at(at)?;
            let mut leads: BTreeMap<Lead, BTreeSet<usize>> = BTreeMap::new();
            for (answer, lead) in all.iter().enumerate() {
                if let Some(lead) = lead {
                    leads.entry(*lead).or_default().insert(answer);
                }
            }
            Some(Question { var, leads })
        })
    }

    /// A question, and where each of its answers leads.
    fn at(&self, at: usize) -> Option<(Var, &[Option<Lead>])> {
        let (var, to) = *self.asked.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.asked.get(before));
        let from = before.map_or(0, |(_, to)| *to);
        Some((var, self.leads.get(from..to)?))
    }
}

impl Region {
    /// The cases in which a diagram holds.
    ///
    /// # Errors
    ///
    /// If the budget of the store is spent.
    pub fn of(store: &mut Store, space: &Space, diagram: Diagram) -> Result<Self, TooLarge> {
        let always = hull(store, space, diagram);
        let mut parts = Vec::new();
        let mut left = diagram;
        while left != FALSE && parts.len() < MOST_PARTS {
            let Some(path) = shortest(store, left, &always) else {
                break;
            };
            let cube = widen(store, space, diagram, path, &always);
            let covered = of_cube(store, space, &cube)?;
            let not_covered = store.not(covered)?;
            left = store.and(left, not_covered)?;
            parts.push(cube);
        }
        parts.sort_by_key(BTreeMap::len);
        let further = |cube: Cube| {
            let further = cube
                .into_iter()
                .filter(|(var, answers)| always.get(var) != Some(answers));
            conditions(further.collect())
        };
        Ok(Self {
            parts: parts.into_iter().map(further).collect(),
            always: conditions(always),
            complete: left == FALSE,
            questions: if left == FALSE {
                Questions::default()
            } else {
                questions(store, diagram)
            },
        })
    }

    /// Whether a case is one of them, by its answers.
    pub fn holds(&self, answer: impl Fn(u32) -> usize) -> bool {
        if self.complete {
            let all = |part: &Part| {
                part.iter()
                    .all(|one| one.answers.contains(&answer(one.var)))
            };
            return all(&self.always) && self.parts.iter().any(all);
        }
        let mut next = Some(0);
        while let Some((var, leads)) = next.and_then(|at| self.questions.at(at)) {
            next = match leads.get(answer(var)).copied().flatten() {
                Some(Lead::In) => return true,
                Some(Lead::To(at)) => usize::try_from(at).ok(),
                None => None,
            };
        }
        false
    }

    /// A case of each of the first so many parts: for each variable that matters its answer.
    #[must_use]
    pub fn cases(&self, most: usize) -> Vec<BTreeMap<u32, usize>> {
        let parts = self.parts.iter().take(most);
        parts
            .map(|part| {
                let all = self.always.iter().chain(part);
                let first = all.filter_map(|one| Some((one.var, *one.answers.first()?)));
                first.collect()
            })
            .collect()
    }
}

/// A case of a set that asks for as few variables as it can.
pub(super) fn first_case(store: &Store, root: Diagram) -> Option<BTreeMap<Var, usize>> {
    let cube = shortest(store, root, &Cube::new())?;
    let answers = cube.into_iter();
    answers
        .map(|(var, answers)| Some((var, *answers.first()?)))
        .collect()
}

/// A diagram as questions, each once; they are numbered as they are met, the first answer first.
fn questions(store: &Store, root: Diagram) -> Questions {
    let mut order = vec![root];
    let mut known: FxHashMap<Diagram, u32> = [(root, 0)].into_iter().collect();
    let mut found = Questions::default();
    while let Some(diagram) = order.get(found.asked.len()).copied() {
        let (var, branches) = store.ask(diagram).unwrap_or_default();
        for branch in branches {
            found.leads.push(match *branch {
                FALSE => None,
                TRUE => Some(Lead::In),
                further => Some(Lead::To(*known.entry(further).or_insert_with(|| {
                    order.push(further);
                    u32::try_from(order.len() - 1).unwrap_or(u32::MAX)
                }))),
            });
        }
        found.asked.push((var, found.leads.len()));
    }
    found
}

fn conditions(cube: Cube) -> Part {
    let conditions = cube.into_iter();
    conditions
        .map(|(var, answers)| Condition { var, answers })
        .collect()
}

/// For each variable the answers that it has in some case, where these are not all. One pass over the diagram: every node other
/// than `FALSE` leads to a case.
fn hull(store: &Store, space: &Space, root: Diagram) -> Cube {
    let count = space.variables.len();
    let mut found: BTreeMap<Var, BTreeSet<usize>> = BTreeMap::new();
    // For each variable how many edges pass it by.
    let mut passing = vec![0i64; count + 2];
    let level = |diagram: Diagram| store.ask(diagram).map_or(count, |(var, _)| var as usize);
    let mut pass = |from: usize, to: usize| {
        if let Some(slot) = passing.get_mut(from) {
            *slot += 1;
        }
        if let Some(slot) = passing.get_mut(to) {
            *slot -= 1;
        }
    };
    if root != FALSE {
        pass(0, level(root));
    }
    for diagram in store.under(root) {
        let Some((var, branches)) = store.ask(diagram) else {
            continue;
        };
        for (answer, branch) in branches.iter().enumerate() {
            if *branch != FALSE {
                found.entry(var).or_default().insert(answer);
                pass(var as usize + 1, level(*branch));
            }
        }
    }
    let mut by = 0;
    let mut passed = BTreeSet::new();
    for (var, change) in passing.iter().enumerate() {
        by += change;
        if by > 0 {
            passed.insert(var);
        }
    }
    found.retain(|var, answers| {
        !passed.contains(&(*var as usize)) && answers.len() < space.answers(*var)
    });
    found
}

/// A way to a case that asks for as little as possible beyond what always holds.
fn shortest(store: &Store, root: Diagram, always: &Cube) -> Option<Cube> {
    // What is below has smaller or larger positions, so the cost is found from the leaves up, on demand.
    fn cost(
        store: &Store,
        at: Diagram,
        always: &Cube,
        known: &mut FxHashMap<Diagram, Option<(usize, usize)>>,
    ) -> Option<usize> {
        if at == TRUE {
            return Some(0);
        }
        if at == FALSE {
            return None;
        }
        if let Some(known) = known.get(&at) {
            return known.map(|(cost, _)| cost);
        }
        let (var, branches) = store.ask(at)?;
        let branches = branches.to_vec();
        let own = usize::from(!always.contains_key(&var));
        let mut best: Option<(usize, usize)> = None;
        for (answer, branch) in branches.into_iter().enumerate() {
            if let Some(below) = cost(store, branch, always, known) {
                let whole = below + own;
                if best.is_none_or(|(known, _)| whole < known) {
                    best = Some((whole, answer));
                }
            }
        }
        known.insert(at, best);
        best.map(|(cost, _)| cost)
    }
    let mut known = FxHashMap::default();
    cost(store, root, always, &mut known)?;
    let mut cube = Cube::new();
    let mut at = root;
    while let Some((var, branches)) = store.ask(at) {
        let (_, answer) = known.get(&at).copied().flatten()?;
        let next = *branches.get(answer)?;
        let same = branches
            .iter()
            .enumerate()
            .filter(|(_, branch)| **branch == next);
        cube.insert(var, same.map(|(answer, _)| answer).collect());
        at = next;
    }
    Some(cube)
}

/// The cube with conditions left out and loosened as long as all its cases are in the set. What always holds is left alone.
fn widen(store: &Store, space: &Space, root: Diagram, mut cube: Cube, always: &Cube) -> Cube {
    let vars: Vec<Var> = cube.keys().rev().copied().collect();
    for var in vars {
        let Some(own) = cube.get(&var).cloned() else {
            continue;
        };
        if let Some(all) = always.get(&var) {
            cube.insert(var, all.clone());
            if !implied(store, root, &cube) {
                cube.insert(var, own.clone());
            }
        } else {
            cube.remove(&var);
            if implied(store, root, &cube) {
                continue;
            }
            cube.insert(var, own.clone());
        }
        for answer in 0..space.answers(var) {
            let mut more = cube.get(&var).cloned().unwrap_or_default();
            if more.insert(answer) {
                let before = cube.insert(var, more);
                if !implied(store, root, &cube)
                    && let Some(before) = before
                {
                    cube.insert(var, before);
                }
            }
        }
    }
    cube
}

/// Whether a diagram holds in every case of a cube.
fn implied(store: &Store, root: Diagram, cube: &Cube) -> bool {
    let mut seen = FxHashSet::default();
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        if at == FALSE {
            return false;
        }
        if !seen.insert(at) {
            continue;
        }
        if let Some((var, branches)) = store.ask(at) {
            let allowed = cube.get(&var);
            let taken = branches
                .iter()
                .enumerate()
                .filter(|(answer, _)| allowed.is_none_or(|allowed| allowed.contains(answer)));
            open.extend(taken.map(|(_, branch)| *branch));
        }
    }
    true
}

fn of_cube(store: &mut Store, space: &Space, cube: &Cube) -> Built<Diagram> {
    let mut all = TRUE;
    for (var, answers) in cube.iter().rev() {
        let branches: Vec<Diagram> = (0..space.answers(*var))
            .map(|answer| {
                if answers.contains(&answer) {
                    all
                } else {
                    FALSE
                }
            })
            .collect();
        all = store.node(*var, &branches)?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::{FALSE, Region, Store, TRUE, questions};

    /// Whether an odd number of four answers is yes: no few parts cover that.
    #[test]
    fn what_no_few_parts_cover_is_told_in_questions() {
        let mut store = Store::new(100);
        let (mut even, mut odd) = (FALSE, TRUE);
        for var in (0..4).rev() {
            let node = |store: &mut Store, branches| store.node(var, branches).ok();
            let next = [
                node(&mut store, &[even, odd]),
                node(&mut store, &[odd, even]),
            ];
            [even, odd] = next.map(|node| node.unwrap_or(FALSE));
        }
        let told = Region {
            always: Vec::new(),
            parts: Vec::new(),
            complete: false,
            questions: questions(&store, even),
        };
        assert_eq!(told.questions.iter().count(), 7);
        for case in 0..16_usize {
            let holds = told.holds(|var| case >> var & 1);
            assert_eq!(holds, case.count_ones() % 2 == 1, "{case}");
        }
    }
}
