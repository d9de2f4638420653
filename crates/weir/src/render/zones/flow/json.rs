//! A flow under several laws as JSON. These types are the format; `version` changes when they do.

use serde::Serialize;
use weir_core::hir::{FactId, LabelKind, RuleId};
use weir_eval::{GateState, ListUse, RowUse, Truth};

use super::{Flow, Line, Under, extremes, granted, hole_rules, needs};
use crate::render::json::{Said, said};
use crate::render::zones::words as zones;
use crate::render::{lists, words};

/// A flow under several laws.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The version of this format.
    pub version: u32,
    /// The file of the scenario.
    pub scenario: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day.
    pub on: String,
    /// The outcome that is compared.
    pub outcome: String,
    /// As the scenario says, under the national rules alone, and under each list.
    pub lines: Vec<Lines>,
}

/// The flow under one law.
#[derive(Debug, Serialize)]
pub struct Lines {
    /// `as_given`, `national` or `list`.
    pub under: &'static str,
    /// The list and its edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The title of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The zone in which the exporter is taken to stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The facts that are taken to have this zone only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<String>,
    /// Whether the exporter really stands there.
    pub really: bool,
    /// If so, those of the facts of which the scenario does not say that they have this zone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<String>,
    /// The answer; nothing where no zone of the list meets its gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Said>,
    /// Whether it is the strictest of the values.
    pub strictest: bool,
    /// Whether it is the loosest.
    pub loosest: bool,
    /// The rules that make it so.
    pub why: Vec<Cited>,
    /// Whether the list can be used, and which of its rows apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
    /// What is not transcribed and may decide.
    pub holes: Vec<Hole>,
    /// The facts that would decide.
    pub needs: Vec<String>,
    /// The readings under another option of which the answer would be another.
    pub readings: Vec<String>,
}

/// Whether a list can be used, and what of it applies.
#[derive(Debug, Serialize)]
pub struct Gate {
    /// `open`, `closed` or `unknown`.
    pub state: &'static str,
    /// The tests that failed, in words.
    pub failed: Vec<String>,
    /// The facts on which it turns.
    pub depends_on: Vec<String>,
    /// Whether the trial period is over.
    pub trial_over: bool,
    /// The rows that apply or may apply.
    pub rows: Vec<Row>,
    /// What holds if no row applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<&'static str>,
}

/// A row.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its reference.
    pub reference: String,
    /// Whether it surely applies.
    pub applies: bool,
}

/// A rule with its place in the law.
#[derive(Debug, Serialize)]
pub struct Cited {
    /// Its reference.
    pub reference: String,
    /// In words.
    pub citation: String,
}

/// A part that is not transcribed.
#[derive(Debug, Serialize)]
pub struct Hole {
    /// Its reference.
    pub reference: String,
    /// What is missing.
    pub missing: String,
}

/// The form of a flow.
#[must_use]
pub fn report(flow: &Flow<'_>) -> Report {
    let (strictest, loosest) = extremes(flow);
    let lines = flow.lines.iter().enumerate().map(|(at, line)| Lines {
        strictest: strictest.contains(&at),
        loosest: loosest.contains(&at),
        ..self::line(flow, line)
    });
    Report {
        version: 1,
        scenario: flow.file.to_owned(),
        title: flow.title.map(str::to_owned),
        on: flow.edition.as_of.to_string(),
        outcome: flow.edition.program[flow.outcome].name.clone(),
        lines: lines.collect(),
    }
}

fn line(flow: &Flow<'_>, line: &Line) -> Lines {
    let program = flow.edition.program;
    let (under, list, zone, assumed) = match &line.under {
        Under::AsGiven => ("as_given", None, None, Vec::new()),
        Under::National => ("national", None, None, Vec::new()),
        Under::List { list, zone, facts } => {
            let zone = zone
                .and_then(|zone| program.zones.get(zone))
                .map(|zone| zone.name.clone());
            ("list", Some(*list), zone, facts.clone())
        }
    };
    let ladder = line.ladder(flow.outcome);
    let reference = |rule: RuleId| zones::reference(program, program[rule].citation);
    let names = |facts: Vec<FactId>| -> Vec<String> {
        let facts = facts.into_iter();
        facts.map(|fact| program[fact].name.clone()).collect()
    };
    let why = ladder
        .map(|ladder| ladder.why.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|reason| Cited {
            reference: reference(reason.rule),
            citation: words::rule_citation(program, reason.rule, flow.language),
        });
    let holes = hole_rules(flow, line).into_iter().map(|rule| Hole {
        reference: reference(rule),
        missing: program[rule]
            .labels
            .get(LabelKind::Missing, flow.language)
            .unwrap_or_default()
            .to_owned(),
    });
    Lines {
        under,
        list: list.map(|list| program[list].name.clone()),
        title: list.map(|list| zones::list(program, list, flow.language)),
        zone,
        assumed: names(assumed),
        really: line.really,
        granted: names(granted(flow, line)),
        answer: ladder
            .map(|ladder| said(flow.edition, flow.outcome, &ladder.answer, flow.language)),
        strictest: false,
        loosest: false,
        why: why.collect(),
        gate: line.list_use().map(|list| gate(flow, line, list)),
        holes: holes.collect(),
        needs: names(needs(flow, line)),
        readings: super::teller::Teller { flow }.readings(line),
    }
}

fn gate(flow: &Flow<'_>, line: &Line, list: &ListUse) -> Gate {
    let program = flow.edition.program;
    let row = |row: &RowUse| Row {
        reference: zones::reference(program, program[row.rule].citation),
        applies: row.state == Truth::True,
    };
    let rows = list.rows.iter().filter(|row| lists::is_row(program, row));
    Gate {
        state: match list.gate.state {
            GateState::Open => "open",
            GateState::Closed => "closed",
            GateState::Unknown => "unknown",
        },
        failed: lists::failed(flow.edition, &line.scenario, list, flow.language),
        depends_on: list
            .gate
            .open
            .iter()
            .map(|fact| program[*fact].name.clone())
            .collect(),
        trial_over: list.trial_over,
        rows: rows.map(row).collect(),
        outside: list.outside.map(|outside| outside.kind.word()),
    }
}
