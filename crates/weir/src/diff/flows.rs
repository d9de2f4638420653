//! What a change does to real flows: each is determined under both versions, and what differs is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use weir_analysis::exact::Direction;
use weir_analysis::zones::zone_facts;
use weir_core::Edition;
use weir_core::hir::{FactId, Program};
use weir_core::scenario::{Given, Scenario};
use weir_eval::{Answer, Determination, Limits, State, determine};

use crate::formats::flows::{At, Flow};

/// What was found about the flows of a file.
#[derive(Debug, Default)]
pub struct Flows {
    /// How many there are.
    pub total: usize,
    /// The files of a folder that are not read.
    pub left_out: Vec<PathBuf>,
    /// How many are open in the same conclusion on both sides, so that it is not known whether it changes.
    pub open: usize,
    /// Those that change.
    pub changed: Vec<ChangedFlow>,
    /// How many flows make each transition.
    pub transitions: BTreeMap<Transition, usize>,
    /// Of each zone how many change, and how many there are.
    pub zones: BTreeMap<String, [usize; 2]>,
    /// Of each sector how many change, and how many there are.
    pub sectors: BTreeMap<String, [usize; 2]>,
}

/// A flow that changes.
#[derive(Debug)]
pub struct ChangedFlow {
    /// Where it stands.
    pub at: At,
    /// What it is called.
    pub title: Option<String>,
    /// The zones in which its exporter is, by name.
    pub zones: Vec<String>,
    /// The sectors in which its exporter is, by name.
    pub sectors: Vec<String>,
    /// What becomes of it.
    pub transitions: Vec<Transition>,
}

/// What a conclusion becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// The outcome.
    pub outcome: String,
    /// The value, where the outcome is a set.
    pub value: Option<String>,
    /// Which way it goes.
    pub direction: Direction,
    /// The result before.
    pub old: End,
    /// The result after.
    pub new: End,
}

/// The result for a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// This value of a ladder.
    Value(String),
    /// Whether the value is in the set.
    InSet(bool),
    /// No rule concludes.
    Gap,
    /// Rules conclude different values.
    Conflict(Vec<String>),
    /// The facts contradict each other.
    Impossible,
    /// It depends on what is not known of the flow, or is not transcribed.
    Undetermined,
}

impl End {
    fn is_decided(&self) -> bool {
        matches!(self, Self::Value(_) | Self::InSet(_))
    }
}

/// Each conclusion of a side: the outcome, the value of a set, and the result.
type Results = BTreeMap<(String, Option<String>), End>;

impl Flows {
    /// Determines a flow under both versions and counts what differs.
    pub fn add(&mut self, editions: [&Edition<'_>; 2], at: At, flow: &Flow) {
        let [old, new] = editions;
        let [before, after] = &flow.sides;
        let (was, is) = (results(old, before), results(new, after));
        let transitions = transitions(&was, &is, new.program);
        let zones = named(new.program, after, &zones(new.program));
        let sectors = named(new.program, after, &sectors(new.program));
        let changes = !transitions.is_empty();
        let is_open =
            |(about, end): (_, &End)| *end == End::Undetermined && was.get(about) == Some(end);
        self.total += 1;
        self.open += usize::from(is.iter().any(is_open));
        for (counts, names) in [(&mut self.zones, &zones), (&mut self.sectors, &sectors)] {
            for name in names {
                let [changed, all] = counts.entry(name.clone()).or_default();
                *changed += usize::from(changes);
                *all += 1;
            }
        }
        for transition in &transitions {
            *self.transitions.entry(transition.clone()).or_default() += 1;
        }
        if changes {
            self.changed.push(ChangedFlow {
                at,
                title: flow.title.clone(),
                zones,
                sectors,
                transitions,
            });
        }
    }
}

fn results(edition: &Edition<'_>, scenario: &Scenario) -> Results {
    let limits = Limits {
        readings: false,
        readings_of_sets: false,
        ..Limits::default()
    };
    let found = determine(edition, scenario, &limits);
    let mut results = Results::new();
    ladders(edition.program, &found, &mut results);
    let contradicts = !found.contradicts.is_empty();
    for set in &found.sets {
        let outcome = &edition.program[set.outcome];
        for membership in &set.values {
            let name = outcome
                .values
                .get(membership.value)
                .map(|value| value.name.clone());
            let end = match membership.state {
                _ if contradicts => End::Impossible,
                State::Present => End::InSet(true),
                State::Absent => End::InSet(false),
                State::Open => End::Undetermined,
            };
            results.insert((outcome.name.clone(), name), end);
        }
    }
    results
}

fn ladders(program: &Program, found: &Determination, results: &mut Results) {
    for ladder in &found.ladders {
        let outcome = &program[ladder.outcome];
        let name = |at: &usize| {
            let value = outcome.values.get(*at);
            value.map(|value| value.name.clone()).unwrap_or_default()
        };
        let end = match &ladder.answer {
            Answer::Value(at) => End::Value(name(at)),
            Answer::Gap => End::Gap,
            Answer::Conflict(values) => End::Conflict(values.iter().map(name).collect()),
            Answer::Impossible => End::Impossible,
            Answer::Undetermined(_) | Answer::TooOpen => End::Undetermined,
        };
        results.insert((outcome.name.clone(), None), end);
    }
}

/// What differs. A value of a set that only one version has is not in the set of the other.
fn transitions(was: &Results, is: &Results, program: &Program) -> Vec<Transition> {
    let all: BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let mut found = Vec::new();
    for about in all {
        let (outcome, value) = about;
        let none = if value.is_some() {
            End::InSet(false)
        } else {
            End::Gap
        };
        let old = was.get(about).unwrap_or(&none);
        let new = is.get(about).unwrap_or(&none);
        if old != new {
            found.push(Transition {
                outcome: outcome.clone(),
                value: value.clone(),
                direction: direction(program, outcome, old, new),
                old: old.clone(),
                new: new.clone(),
            });
        }
    }
    found
}

fn direction(program: &Program, outcome: &str, old: &End, new: &End) -> Direction {
    let step = |end: &End| match end {
        End::Value(name) => {
            let values = &program[program.outcome(outcome)?].values;
            values.iter().position(|value| value.name == *name)
        }
        End::InSet(value) => Some(usize::from(*value)),
        End::Gap | End::Conflict(_) | End::Impossible | End::Undetermined => None,
    };
    match (step(old), step(new)) {
        (Some(old), Some(new)) if new > old => Direction::Stricter,
        (Some(_), Some(_)) => Direction::Looser,
        _ if old.is_decided() && !new.is_decided() => Direction::Undetermined,
        _ if new.is_decided() && !old.is_decided() => Direction::Decided,
        _ => Direction::Other,
    }
}

/// The facts that tell the zones of an exporter.
fn zones(program: &Program) -> BTreeSet<FactId> {
    let lists = program.lists();
    lists
        .flat_map(|(_, list)| zone_facts(program, list))
        .collect()
}

fn sectors(program: &Program) -> BTreeSet<FactId> {
    program
        .frames
        .iter()
        .filter_map(|frame| frame.sectors)
        .collect()
}

/// The members of facts that are known to be present, each once.
fn named(program: &Program, scenario: &Scenario, facts: &BTreeSet<FactId>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for fact in facts {
        let at: Vec<usize> = match scenario.get(*fact) {
            Some(Given::Set(known)) => {
                let present = known.iter().enumerate();
                present
                    .filter(|(_, one)| **one == Some(true))
                    .map(|(at, _)| at)
                    .collect()
            }
            Some(Given::Choice(at) | Given::Kind(at)) => vec![*at],
            Some(Given::Bool(_) | Given::Number(..) | Given::Date(_)) | None => Vec::new(),
        };
        let members = program.members(*fact);
        found.extend(
            at.into_iter()
                .filter_map(|at| members.get(at))
                .map(|member| member.name.clone()),
        );
    }
    found.into_iter().collect()
}
