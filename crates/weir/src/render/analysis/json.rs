//! What the analysis of all cases has found, for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use weir_analysis::exact::{Leaf, Region};
use weir_analysis::findings::Idle;
use weir_core::hir::{OutcomeId, RuleId};
use weir_syntax::diagnostic::Diagnostic;

use super::View;
use crate::analysis::{Finding, Kind, Part, Witness};
use crate::render::diagnostics::{self, Finding as Said};
use crate::render::diff::json::{Cases, cases, scenario};
use crate::render::place::Places;
use crate::render::{conditions, words};

/// The report.
#[derive(Debug, Serialize)]
pub struct Report<'d> {
    version: u32,
    as_of: String,
    /// The options taken that are not the defaults.
    readings: BTreeMap<String, String>,
    findings: Vec<Found<'d>>,
    /// The share of all possible cases that holes leave open, by ladder.
    open: BTreeMap<String, f64>,
    /// What was past the budget.
    not_analysed: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Found<'d> {
    #[serde(flatten)]
    said: Said<'d>,
    #[serde(flatten)]
    about: Details,
}

/// What a finding is about; what does not belong to its kind is left out.
#[derive(Debug, Default, Serialize)]
struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// The rules that it is about, as a policy refers to them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<String>,
    /// Those because of which it is so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    because_of: Vec<String>,
    /// A result, or that below a number, or under the reading as chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    /// The result from a number on, or under the other option.
    #[serde(skip_serializing_if = "Option::is_none")]
    becomes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<Taken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    boundary: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Cases>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Example>,
}

#[derive(Debug, Serialize)]
struct Taken {
    reading: String,
    option: String,
}

#[derive(Debug, Serialize)]
struct Number {
    fact: String,
    number: i64,
    thresholds: Vec<String>,
    tested_below: bool,
    tested_from: bool,
}

#[derive(Debug, Serialize)]
struct Example {
    facts: serde_json::Map<String, serde_json::Value>,
    turns_on: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<serde_json::Map<String, serde_json::Value>>,
}

/// The report of a view; the diagnostics are those of its findings, in order.
#[must_use]
pub fn report<'d>(view: &View<'_, '_>, found: &'d [Diagnostic]) -> Report<'d> {
    let program = view.program();
    let mut places = Places::new(view.files);
    let findings = found.iter().zip(&view.analysis.found);
    let findings = findings.map(|(said, finding)| Found {
        said: diagnostics::finding(&mut places, said),
        about: details(view, finding),
    });
    let findings = findings.collect();
    let readings = program.reading_ids().filter_map(|reading| {
        let (option, declared) = (view.edition.readings.get(reading), &program[reading]);
        let other = option != declared.default;
        let taken = declared.options.get(option).filter(|_| other)?;
        Some((declared.name.clone(), taken.name.clone()))
    });
    let open = view.analysis.open.iter();
    Report {
        version: 1,
        as_of: view.edition.as_of.to_string(),
        readings: readings.collect(),
        findings,
        open: open
            .map(|(outcome, share)| (program[*outcome].name.clone(), *share))
            .collect(),
        not_analysed: view
            .analysis
            .too_large
            .iter()
            .map(|part| name(*part))
            .collect(),
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Answers => "answers",
        Part::Clauses => "clauses",
        Part::Boundaries => "boundaries",
        Part::Overlaps => "overlaps",
        Part::Holes => "holes",
        Part::Readings => "readings",
    }
}

fn details(view: &View<'_, '_>, finding: &Finding) -> Details {
    let of = |outcome: OutcomeId| Some(view.program()[outcome].name.clone());
    let region = |region: &Region| Some(cases(view.space, region, false));
    let mut details = match &finding.kind {
        Kind::Unanswered(found, live) => Details {
            outcome: of(found.outcome),
            rules: references(view, live),
            result: Some(result(view, found.outcome, &found.leaf)),
            cases: region(&found.region),
            ..Details::default()
        },
        Kind::Idle(clause, why) => Details {
            rules: references(view, &clause.rules),
            because_of: references(view, Idle::others(why)),
            ..Details::default()
        },
        Kind::Unpinned(boundary, pinned) => {
            let first = boundary.crossings.first();
            let thresholds = boundary.thresholds.iter();
            let thresholds = thresholds.map(|one| view.program()[*one].name.clone());
            Details {
                outcome: first.and_then(|one| of(one.outcome)),
                result: first.map(|one| result(view, one.outcome, &one.below)),
                becomes: first.map(|one| result(view, one.outcome, &one.from)),
                boundary: Some(Number {
                    fact: view.program()[boundary.fact].name.clone(),
                    number: boundary.number,
                    thresholds: thresholds.collect(),
                    tested_below: pinned.below,
                    tested_from: pinned.from,
                }),
                ..Details::default()
            }
        }
        Kind::Overlap(overlap, live) => Details {
            outcome: of(overlap.outcome),
            rules: references(view, live),
            result: Some(result(view, overlap.outcome, &Leaf::Value(overlap.milder))),
            becomes: Some(result(
                view,
                overlap.outcome,
                &Leaf::Value(overlap.stricter),
            )),
            cases: region(&overlap.region),
            ..Details::default()
        },
        Kind::Hole(outcome, rules, share, cases) => Details {
            outcome: of(*outcome),
            rules: references(view, rules),
            share: Some(*share),
            cases: region(cases),
            ..Details::default()
        },
        Kind::Reread(reread) => {
            let reading = &view.program()[reread.reading];
            let option = reading.options.get(reread.option);
            Details {
                outcome: of(reread.outcome),
                result: Some(result(view, reread.outcome, &reread.old)),
                becomes: Some(result(view, reread.outcome, &reread.new)),
                reading: option.map(|option| Taken {
                    reading: reading.name.clone(),
                    option: option.name.clone(),
                }),
                cases: region(&reread.region),
                ..Details::default()
            }
        }
    };
    details.witness = finding.witness.as_ref().map(|one| example(view, one));
    details
}

fn example(view: &View<'_, '_>, witness: &Witness) -> Example {
    let below = witness.across.as_ref();
    Example {
        facts: scenario(view.program(), &witness.scenario),
        turns_on: conditions::names(view.space, &witness.answers),
        below: below.map(|(below, _)| scenario(view.program(), below)),
    }
}

fn references<'r>(view: &View<'_, '_>, rules: impl IntoIterator<Item = &'r RuleId>) -> Vec<String> {
    let program = view.program();
    let reference = |rule: &RuleId| {
        let citation = words::reference(program, program[*rule].citation);
        match &program[*rule].name {
            Some(name) => format!("{citation} rule {name}"),
            None => citation,
        }
    };
    rules.into_iter().map(reference).collect()
}

/// A result by name: a value, or the kind of result.
fn result(view: &View<'_, '_>, outcome: OutcomeId, leaf: &Leaf) -> String {
    let values = &view.program()[outcome].values;
    let name = |at: &usize| values.get(*at).map_or("", |one| one.name.as_str());
    match leaf {
        Leaf::Value(at) => name(at).to_owned(),
        Leaf::Gap => "gap".to_owned(),
        Leaf::Conflict(values) => {
            let names: Vec<&str> = values.iter().map(name).collect();
            format!("conflict {{ {} }}", names.join(", "))
        }
        Leaf::Hole
        | Leaf::InSet(_)
        | Leaf::Impossible
        | Leaf::Bool(_)
        | Leaf::Same
        | Leaf::Pair(..) => "undetermined".to_owned(),
    }
}
