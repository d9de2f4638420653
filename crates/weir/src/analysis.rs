//! What is amiss in the law of a day, or worth knowing: found in the compiled form, shown only where the interpreter says of the
//! case what the diagrams say.

use std::collections::BTreeSet;

use weir_analysis::exact::{Assignment, Compiled, Leaf, Region, Space, Store, TooLarge, compile};
use weir_analysis::findings::{
    Answered, Boundary, Clause, Holes, Idle, Overlap, Reread, boundaries, holes, idle, overlaps,
    rereadings, unanswered,
};
use weir_core::hir::{OutcomeId, OutcomeKind, ReadingId, RuleId};
use weir_core::scenario::Scenario;
use weir_core::{Edition, Executable};
use weir_eval::{Answer, Determination, Limits, Result as Outcome, determine};

mod pinned;
pub mod saved;

pub use pinned::{Pinned, pinned};

/// How many nodes each part of the analysis may take.
const BUDGET: usize = 6_000_000;

/// What was found in the law of a day.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The findings: errors first, then what should be mended, then what is worth knowing.
    pub found: Vec<Finding>,
    /// For each ladder with holes the share of cases that they leave open.
    pub open: Vec<(OutcomeId, f64)>,
    /// What could not be worked out within the budget.
    pub too_large: BTreeSet<Part>,
    /// Findings whose case does not come out in the interpreter: a mistake of this program.
    pub unconfirmed: usize,
}

/// A part of the analysis, by itself within the budget or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Gaps and conflicts.
    Answers,
    /// Clauses without effect.
    Clauses,
    /// Numbers that no test pins.
    Boundaries,
    /// Overlaps settled by strictness.
    Overlaps,
    /// What is not transcribed.
    Holes,
    /// Readings.
    Readings,
}

/// A finding with its case.
#[derive(Debug)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// A case that shows it, confirmed; none for what no case can show.
    pub witness: Option<Witness>,
}

/// The kinds of finding.
#[derive(Debug)]
pub enum Kind {
    /// A gap or a conflict, with the rules that are live in the case.
    Unanswered(Answered, Vec<RuleId>),
    /// A clause without effect.
    Idle(Clause, Idle),
    /// A number that tests do not pin from both sides.
    Unpinned(Boundary, Pinned),
    /// An overlap that strictness settles, with the rules that are live in the case.
    Overlap(Overlap, Vec<RuleId>),
    /// A part that is not transcribed: its rules, its share of cases, and where.
    Hole(OutcomeId, Vec<RuleId>, f64, Region),
    /// What another option of a reading changes.
    Reread(Reread),
}

/// A case, run through the interpreter.
#[derive(Clone, Debug)]
pub struct Witness {
    /// For each variable that matters its answer.
    pub answers: Assignment,
    /// The facts, all of them.
    pub scenario: Scenario,
    /// The ladder.
    pub outcome: OutcomeId,
    /// What it ends in.
    pub ends: Leaf,
    /// Readings that are not as chosen.
    pub readings: Vec<(ReadingId, usize)>,
    /// For a number: the case on its other side, and what the ladder ends in there. The first is below.
    pub across: Option<(Scenario, Leaf)>,
}

/// Analyses the law of a day.
#[must_use]
pub fn analyse(executable: Executable<'_>, edition: &Edition<'_>, space: &Space) -> Analysis {
    let mut store = Store::new(BUDGET);
    let mut run = Run {
        executable,
        law: compile(edition, space, &[edition]),
        analysis: Analysis::default(),
    };
    let ladders: Vec<OutcomeId> = edition
        .program
        .outcome_ids()
        .filter(|outcome| edition.program[*outcome].kind == OutcomeKind::Ladder)
        .collect();
    for outcome in &ladders {
        let found = unanswered(&mut store, &mut run.law, *outcome);
        run.each(Part::Answers, found, Run::unanswered);
    }
    let found = idle(&mut store, &mut run.law);
    run.each(Part::Clauses, found, |run, (clause, why)| {
        run.add(Kind::Idle(clause, why), None);
    });
    let found = boundaries(&mut store, &mut run.law, &ladders);
    run.each(Part::Boundaries, found, Run::boundary);
    for outcome in &ladders {
        let found = overlaps(&mut store, &mut run.law, *outcome);
        run.each(Part::Overlaps, found, Run::overlap);
    }
    for outcome in &ladders {
        let found = holes(&mut store, &mut run.law, *outcome);
        run.each(Part::Holes, found.map(|one| [one]), Run::holes);
    }
    run.readings(space);
    run.analysis
}

struct Run<'a, 'p> {
    executable: Executable<'p>,
    law: Compiled<'a, 'p>,
    analysis: Analysis,
}

impl<'a> Run<'a, '_> {
    /// Each reading is another law, over which the diagrams of what it does not touch are shared. Where the store grows full, another
    /// one is begun.
    fn readings(&mut self, space: &'a Space) {
        let edition = self.law.edition();
        let new = || (Store::new(BUDGET), compile(edition, space, &[edition]));
        let (mut store, mut law) = new();
        for reading in edition.program.reading_ids() {
            let mut found = rereadings(&mut store, &mut law, reading);
            if found.is_err() || store.len() > BUDGET / 2 {
                (store, law) = new();
            }
            if found.is_err() {
                found = rereadings(&mut store, &mut law, reading);
            }
            self.each(Part::Readings, found, Self::reread);
        }
    }

    fn each<T>(
        &mut self,
        part: Part,
        found: Result<impl IntoIterator<Item = T>, TooLarge>,
        mut add: impl FnMut(&mut Self, T),
    ) {
        match found {
            Ok(found) => found.into_iter().for_each(|one| add(self, one)),
            Err(TooLarge) => {
                self.analysis.too_large.insert(part);
            }
        }
    }

    fn add(&mut self, kind: Kind, witness: Option<Witness>) {
        self.analysis.found.push(Finding { kind, witness });
    }

    /// Adds a finding whose case the interpreter confirms.
    fn shown(&mut self, kind: Kind, witness: Option<Witness>) {
        match witness {
            Some(_) => self.add(kind, witness),
            None => self.analysis.unconfirmed += 1,
        }
    }

    fn unanswered(&mut self, found: Answered) {
        let witness = self.witness(&found.region, found.outcome, &found.leaf);
        let live = self.concluding(witness.as_ref());
        self.shown(Kind::Unanswered(found, live), witness);
    }

    fn overlap(&mut self, found: Overlap) {
        let answers = found.region.cases(1).into_iter().next();
        let witness = answers.and_then(|answers| {
            let scenario = self.law.scenario(&answers, false);
            let said = determined(self.law.edition(), &scenario);
            let ends = result(&said, found.outcome)?;
            Some(Witness {
                answers,
                scenario,
                outcome: found.outcome,
                ends,
                readings: Vec::new(),
                across: None,
            })
        });
        let live = self.concluding(witness.as_ref());
        let program = self.law.edition().program;
        let concludes = |value: usize| {
            live.iter().any(|rule| {
                let conclusions = &program[*rule].conclusions;
                conclusions.contains(&weir_core::hir::Conclusion::Value(found.outcome, value))
            })
        };
        let witness = witness.filter(|_| concludes(found.milder) && concludes(found.stricter));
        self.shown(Kind::Overlap(found, live), witness);
    }

    fn holes(&mut self, found: Holes) {
        if found.share > 0.0 {
            self.analysis.open.push((found.outcome, found.share));
        }
        for (_, rules, share, region) in found.parts {
            let witness = self.witness(&region, found.outcome, &Leaf::Hole);
            self.shown(Kind::Hole(found.outcome, rules, share, region), witness);
        }
    }

    fn reread(&mut self, found: Reread) {
        let witness = self.witness(&found.region, found.outcome, &found.old);
        let witness = witness.and_then(|witness| {
            let other = self.law.edition().with_reading(found.reading, found.option);
            let said = determined(&other, &witness.scenario);
            let as_said = result(&said, found.outcome) == Some(found.new.clone());
            as_said.then(|| Witness {
                readings: vec![(found.reading, found.option)],
                ends: found.new.clone(),
                ..witness
            })
        });
        self.shown(Kind::Reread(found), witness);
    }

    fn boundary(&mut self, boundary: Boundary) {
        let edition = self.law.edition();
        let pinned = pinned(self.executable, edition, &boundary);
        if pinned.below && pinned.from {
            return;
        }
        let witness = boundary.crossings.first().and_then(|crossing| {
            let [below, from] = &crossing.cases;
            let scenarios = [
                self.law.scenario(below, true),
                self.law.scenario(from, false),
            ];
            let [below_case, from_case] = with_same_others(scenarios, boundary.fact);
            let says = |case: &Scenario, leaf: &Leaf| {
                result(&determined(edition, case), crossing.outcome).as_ref() == Some(leaf)
            };
            let confirmed = says(&below_case, &crossing.below) && says(&from_case, &crossing.from);
            confirmed.then(|| Witness {
                answers: from.clone(),
                scenario: from_case,
                outcome: crossing.outcome,
                ends: crossing.from.clone(),
                readings: Vec::new(),
                across: Some((below_case, crossing.below.clone())),
            })
        });
        self.shown(Kind::Unpinned(boundary, pinned), witness);
    }

    /// The first case of a region that the interpreter confirms; none if it says of the first one something else.
    fn witness(&self, region: &Region, outcome: OutcomeId, ends: &Leaf) -> Option<Witness> {
        let answers = region.cases(1).into_iter().next()?;
        let scenario = self.law.scenario(&answers, false);
        let found = determined(self.law.edition(), &scenario);
        (result(&found, outcome).as_ref() == Some(ends)).then(|| Witness {
            answers,
            scenario,
            outcome,
            ends: ends.clone(),
            readings: Vec::new(),
            across: None,
        })
    }

    /// The rules in effect in a case that conclude about its ladder.
    fn concluding(&self, witness: Option<&Witness>) -> Vec<RuleId> {
        let Some(witness) = witness else {
            return Vec::new();
        };
        let edition = self.law.edition();
        let found = determined(edition, &witness.scenario);
        let about = |rule: &RuleId| edition.program.concludes(*rule, Some(witness.outcome));
        found.in_effect.into_iter().filter(about).collect()
    }
}

/// Two cases on the two sides of a number: the second, and the second with the quantity of the first.
fn with_same_others([below, from]: [Scenario; 2], fact: weir_core::hir::FactId) -> [Scenario; 2] {
    let mut other = from.clone();
    if let Some(number) = below.get(fact) {
        other.facts.insert(fact, number.clone());
    }
    [other, from]
}

/// What the interpreter says, with the rules in effect.
#[must_use]
pub fn determined(edition: &Edition<'_>, scenario: &Scenario) -> Determination {
    let limits = Limits {
        readings: false,
        readings_of_sets: false,
        in_effect: true,
        ..Limits::default()
    };
    determine(edition, scenario, &limits)
}

/// What the interpreter says of a ladder, in the words of the diagrams; nothing if it is open.
#[must_use]
pub fn result(found: &Determination, outcome: OutcomeId) -> Option<Leaf> {
    match &found.ladder(outcome)?.answer {
        Answer::Value(value) => Some(Leaf::Value(*value)),
        Answer::Gap => Some(Leaf::Gap),
        Answer::Conflict(values) => Some(Leaf::Conflict(values.clone())),
        Answer::Impossible => Some(Leaf::Impossible),
        Answer::Undetermined(results) => {
            let holes = results.iter().all(|one| matches!(one, Outcome::Hole(_)));
            holes.then_some(Leaf::Hole)
        }
        Answer::TooOpen => None,
    }
}
