//! The cases in which a condition holds: for each fact what it has to be.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{FactId, OutcomeId, Program};
use weir_core::scenario::is_under;

use crate::formula::{Formula, Test};
use crate::zones::Mark;

/// The most cases into which a condition is taken apart.
const MOST: usize = 400;

/// One case: every test in it has to be met.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    /// Yes-or-no facts.
    pub(crate) flags: BTreeMap<FactId, bool>,
    /// The values that facts of one value may have.
    pub(crate) among: BTreeMap<FactId, BTreeSet<usize>>,
    /// Members that sets have.
    pub(crate) has: BTreeSet<(FactId, usize)>,
    /// Members that sets lack.
    pub(crate) lacks: BTreeSet<(FactId, usize)>,
    /// Sets that have, or lack, members other than these.
    pub(crate) others: BTreeSet<(FactId, Vec<usize>, bool)>,
    /// Where quantities and days start, and the first number above.
    pub(crate) ranges: BTreeMap<FactId, Range>,
    /// Outcomes on which it turns.
    pub(crate) concluded: BTreeSet<OutcomeId>,
}

/// The numbers from one up to, not including, another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The first.
    pub from: i64,
    /// The first above; `None` where there is no end.
    pub below: Option<i64>,
}

impl Range {
    fn is_empty(self) -> bool {
        self.below.is_some_and(|below| below <= self.from)
    }

    /// Whether every number lies in it.
    #[must_use]
    pub fn is_everything(self) -> bool {
        self.from <= 0 && self.below.is_none()
    }
}

/// The cases of a condition, and whether they are all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cases {
    /// In a fixed order, without repetition.
    pub(crate) cases: Vec<Case>,
    /// Whether none was left out.
    pub(crate) complete: bool,
}

/// Takes a condition apart.
pub(crate) fn cases(program: &Program, formula: &Formula) -> Cases {
    let mut complete = true;
    let found = extend(
        program,
        &BTreeSet::from([Case::default()]),
        formula,
        &mut complete,
    );
    Cases {
        cases: found.into_iter().collect(),
        complete,
    }
}

/// Each of some cases together with a condition.
fn extend(
    program: &Program,
    before: &BTreeSet<Case>,
    formula: &Formula,
    complete: &mut bool,
) -> BTreeSet<Case> {
    let mut after = match formula {
        Formula::Always => before.clone(),
        Formula::Never => BTreeSet::new(),
        Formula::Test(test) => before
            .iter()
            .filter_map(|case| case.and(program, test))
            .collect(),
        Formula::All(parts) => {
            // Single tests first: what contradicts them is not taken apart.
            let (tests, others): (Vec<_>, Vec<_>) = parts
                .iter()
                .partition(|part| matches!(part, Formula::Test(_)));
            tests
                .into_iter()
                .chain(others)
                .fold(before.clone(), |cases, part| {
                    extend(program, &cases, part, complete)
                })
        }
        Formula::Any(parts) => parts
            .iter()
            .flat_map(|part| extend(program, before, part, complete))
            .collect(),
    };
    if after.len() > MOST {
        *complete = false;
        after = after.into_iter().take(MOST).collect();
    }
    after
}

impl Case {
    /// The case with one more test; `None` if that contradicts it.
    fn and(&self, program: &Program, test: &Test) -> Option<Self> {
        let mut case = self.clone();
        case.add(program, test).then_some(case)
    }

    /// The yes-or-no facts that hold, and the members that sets have.
    pub(crate) fn marks(&self) -> BTreeSet<Mark> {
        marks(&self.flags, true, &self.has)
    }

    /// The yes-or-no facts that do not hold, and the members that sets lack.
    pub(crate) fn missing_marks(&self) -> BTreeSet<Mark> {
        marks(&self.flags, false, &self.lacks)
    }

    /// Whether whoever meets the other case meets this one too, whatever the numbers.
    pub(crate) fn asks_no_more_than(&self, program: &Program, other: &Self) -> bool {
        let flags = self
            .flags
            .iter()
            .all(|(fact, value)| other.flags.get(fact) == Some(value));
        let among = self.among.iter().all(|(fact, values)| {
            let asked = other.among.get(fact);
            values.len() == program.members(*fact).len()
                || asked.is_some_and(|asked| asked.is_subset(values))
        });
        let has = self.has.iter().all(|(fact, member)| {
            of(&other.has, *fact).any(|present| is_under(program.members(*fact), present, *member))
        });
        let lacks = self.lacks.iter().all(|(fact, member)| {
            of(&other.lacks, *fact).any(|absent| is_under(program.members(*fact), *member, absent))
        });
        flags && among && has && lacks && self.others.is_subset(&other.others)
    }

    fn add(&mut self, program: &Program, test: &Test) -> bool {
        match test {
            Test::Flag(fact, value) => *self.flags.entry(*fact).or_insert(*value) == *value,
            Test::Among(fact, values) => {
                let known = self.among.entry(*fact).or_insert_with(|| values.clone());
                known.retain(|value| values.contains(value));
                !known.is_empty()
            }
            Test::Has(fact, member, true) => {
                self.has.insert((*fact, *member));
                let under = |absent: &usize| is_under(program.members(*fact), *member, *absent);
                !of(&self.lacks, *fact).any(|absent| under(&absent))
            }
            Test::Has(fact, member, false) => {
                self.lacks.insert((*fact, *member));
                !of(&self.has, *fact)
                    .any(|present| is_under(program.members(*fact), present, *member))
            }
            Test::Other(fact, named, holds) => {
                self.others.insert((*fact, named.clone(), *holds));
                !self.others.contains(&(*fact, named.clone(), !holds))
            }
            Test::From(fact, number) => {
                let range = self.ranges.entry(*fact).or_default();
                range.from = range.from.max(*number);
                !range.is_empty()
            }
            Test::Below(fact, number) => {
                let range = self.ranges.entry(*fact).or_default();
                range.below = Some(range.below.map_or(*number, |below| below.min(*number)));
                !range.is_empty()
            }
            Test::Concluded(outcome) => {
                self.concluded.insert(*outcome);
                true
            }
        }
    }
}

fn marks(
    flags: &BTreeMap<FactId, bool>,
    holding: bool,
    members: &BTreeSet<(FactId, usize)>,
) -> BTreeSet<Mark> {
    let flags = flags.iter().filter(|(_, value)| **value == holding);
    let flags = flags.map(|(fact, _)| (*fact, None));
    let members = members.iter().map(|(fact, member)| (*fact, Some(*member)));
    flags
        .chain(members)
        .map(|(fact, member)| Mark { fact, member })
        .collect()
}

/// The members of one set.
fn of(members: &BTreeSet<(FactId, usize)>, fact: FactId) -> impl Iterator<Item = usize> + '_ {
    members
        .range((fact, 0)..=(fact, usize::MAX))
        .map(|(_, member)| *member)
}
