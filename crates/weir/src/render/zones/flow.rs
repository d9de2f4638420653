//! The same flow under the list of every zone and under the national rules alone, as a page.

use std::collections::BTreeSet;

use weir_core::Edition;
use weir_core::hir::{FactId, InstrumentId, Language, OutcomeId, RuleId};
use weir_core::scenario::{Given, Scenario};
use weir_eval::{Answer, Determination, GateState, Ladder, ListUse, Result as Outcome};

use super::page::Page;
use crate::render::lists::unique;

mod details;
pub mod json;
mod teller;

/// How many things are named in a cell before the rest is only counted.
const MOST_NAMED: usize = 3;

/// A flow under several laws.
#[derive(Debug)]
pub struct Flow<'a> {
    /// The law.
    pub edition: &'a Edition<'a>,
    /// The outcome that is compared.
    pub outcome: OutcomeId,
    /// The file of the scenario.
    pub file: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// As the scenario says, under the national rules alone, and under each list.
    pub lines: Vec<Line>,
    /// The language.
    pub language: Language,
}

/// The flow under one law.
#[derive(Debug)]
pub struct Line {
    /// Under which.
    pub under: Under,
    /// Whether the exporter really stands there.
    pub really: bool,
    /// The facts.
    pub scenario: Scenario,
    /// What is determined; nothing where the exporter can't stand anywhere to use the list.
    pub determination: Option<Determination>,
}

/// Under which law a flow is determined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// As the scenario says.
    AsGiven,
    /// In no zone.
    National,
    /// In a zone of a list.
    List {
        /// The list.
        list: InstrumentId,
        /// The zone; `None` if none of the list meets its own gate, or if its gate asks for none.
        zone: Option<usize>,
        /// The sets of zones that have only this zone.
        facts: Vec<FactId>,
    },
}

impl Line {
    /// What is concluded.
    #[must_use]
    pub fn ladder(&self, outcome: OutcomeId) -> Option<&Ladder> {
        self.determination.as_ref()?.ladder(outcome)
    }

    /// How the list stands to the flow, of a line that is under one.
    #[must_use]
    pub fn list_use(&self) -> Option<&ListUse> {
        let Under::List { list, .. } = &self.under else {
            return None;
        };
        self.determination
            .as_ref()?
            .lists
            .iter()
            .find(|found| found.list == *list)
    }
}

/// The positions of the lines with the strictest and the loosest value, where they differ. The line as given is none of them,
/// nor is one of a list that can't be used or perhaps not.
#[must_use]
pub fn extremes(flow: &Flow<'_>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let value = |line: &Line| {
        let usable = |list: &ListUse| list.gate.state == GateState::Open;
        let compared = line.under == Under::National || line.list_use().is_some_and(usable);
        let Answer::Value(value) = line.ladder(flow.outcome)?.answer else {
            return None;
        };
        compared.then_some(value)
    };
    let values: Vec<Option<usize>> = flow.lines.iter().map(value).collect();
    let (low, high) = (values.iter().flatten().min(), values.iter().flatten().max());
    if low == high {
        return (BTreeSet::new(), BTreeSet::new());
    }
    let with = |wanted: Option<&usize>| {
        let of_value = values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.as_ref() == wanted);
        of_value.map(|(at, _)| at).collect()
    };
    (with(high), with(low))
}

/// The page; in full with everything of each line.
#[must_use]
pub fn page(flow: &Flow<'_>, full: bool) -> Page {
    let teller = teller::Teller { flow };
    let mut page = Page::default();
    teller.head(&mut page);
    page.table(teller.table());
    page.list(teller.legend());
    if full {
        for line in &flow.lines {
            teller.details(line, &mut page);
        }
    }
    page
}

/// The facts that would decide, each once.
fn needs(flow: &Flow<'_>, line: &Line) -> Vec<FactId> {
    let ladder = line.ladder(flow.outcome);
    let needs = ladder.into_iter().flat_map(|ladder| &ladder.need);
    unique(needs.map(|need| need.fact))
}

/// Where the exporter really stands in the zone of a list: the sets of zones of which the scenario does not say so.
fn granted(flow: &Flow<'_>, line: &Line) -> Vec<FactId> {
    let Under::List { zone, facts, .. } = &line.under else {
        return Vec::new();
    };
    let given = flow.lines.iter().find(|line| line.under == Under::AsGiven);
    let (Some(zone), Some(given)) = (zone.filter(|_| line.really), given) else {
        return Vec::new();
    };
    let is_said = |fact: &FactId| {
        let said = given.scenario.get(*fact);
        matches!(said, Some(Given::Set(known)) if known.get(zone) == Some(&Some(true)))
    };
    let facts = facts.iter().copied();
    facts.filter(|fact| !is_said(fact)).collect()
}

/// The rules that say that something is not transcribed, of an answer that turns on them; those of the list of the line first.
fn hole_rules(flow: &Flow<'_>, line: &Line) -> Vec<RuleId> {
    let Some(Answer::Undetermined(results)) =
        line.ladder(flow.outcome).map(|ladder| &ladder.answer)
    else {
        return Vec::new();
    };
    let mut rules = Vec::new();
    for result in results {
        if let Outcome::Hole(more) = result {
            rules.extend(more.iter().copied());
        }
    }
    let program = flow.edition.program;
    let elsewhere = |rule: &RuleId| {
        let list = program[*rule].scope.map(|scope| program[scope].list);
        !matches!(&line.under, Under::List { list: own, .. } if list == Some(*own))
    };
    rules.sort_unstable_by_key(|rule| (elsewhere(rule), *rule));
    rules.dedup();
    rules
}
