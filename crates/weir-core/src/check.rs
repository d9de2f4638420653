//! Checks of the program as a whole: circles, dates, and what is missing or superfluous.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::hir::*;
use crate::lower::{Damage, Target};
use crate::problems::{Problem, ProblemKind};

mod circles;
mod dates;
mod lists;
mod sorts;
mod words;

pub(crate) use sorts::Sorts;

/// What the checks look at.
pub(crate) struct Input<'a> {
    pub(crate) program: &'a Program,
    /// All rules, in order.
    pub(crate) stretches: &'a [(Rules, Arc<Sorts>)],
    /// Whether something that is declared is used.
    pub(crate) used: &'a dyn Fn(Target) -> bool,
    pub(crate) damaged: &'a Damage,
    pub(crate) holes: &'a BTreeMap<RuleId, bool>,
    pub(crate) profiles: &'a [(String, Place)],
    /// Thresholds with a value that could not be read.
    pub(crate) refused: &'a BTreeSet<ThresholdId>,
}

/// Where the checks put what they find.
pub(crate) struct Out<'a>(&'a mut Vec<Problem>);

impl Out<'_> {
    fn add(&mut self, place: Place, kind: ProblemKind) {
        self.0.push(Problem { place, kind });
    }
}

pub(crate) fn check(input: &Input<'_>, problems: &mut Vec<Problem>) {
    let mut out = Out(problems);
    circles::definitions(input, &mut out);
    circles::outcomes(input, &mut out);
    circles::precedences(input, &mut out);
    dates::thresholds(input, &mut out);
    dates::rules(input, &mut out);
    lists::lists(input, &mut out);
    words::labels(input, &mut out);
    words::holes(input, &mut out);
    words::unused(input, &mut out);
}

pub(crate) use lists::{bands, in_force_on, trials_over};
