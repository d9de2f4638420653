//! `weir zones`: the same flow under the list of every zone and under the national rules alone.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use weir_analysis::zones::{Stand, stand, zone_facts};
use weir_core::Edition;
use weir_core::date::Date;
use weir_core::hir::{FactId, InstrumentId, List, OutcomeId, Program};
use weir_core::scenario::{Given, Scenario};
use weir_eval::{Answer, Limits, Truth, determine};

use super::{Context, day, eval};
use crate::render::zones::flow::{self, Flow, Line, Under, json};
use crate::render::zones::page::Page;
use crate::{Exit, Stop};

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 at least one answer, 1 a gap, a conflict or contradictory facts, 2 usage or unreadable input, 3 undetermined everywhere."
)]
pub(crate) struct ZonesArgs {
    /// Scenario file (YAML or JSON)
    scenario: PathBuf,
    /// The day as of which to determine; else the scenario's own
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Take an option of an open question of law
    #[arg(long = "reading", value_name = "NAME=OPTION")]
    readings: Vec<String>,
    /// Tell everything of each list: rows, what is missing, questions
    #[arg(long)]
    explain: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: TableFormat,
}

/// The form of output that holds tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people, in the terminal.
    Human,
    /// For people, as a page in Markdown.
    Markdown,
    /// For programs.
    Json,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &ZonesArgs) -> Result<Exit, Stop> {
    eval::near_policies(context, Some(&args.scenario));
    let loaded = context.load_executable()?;
    let program = &loaded.checked.program;
    let chosen = eval::chosen_readings(context, program, &args.readings)?;
    let Some(case) = eval::read_one(context, &loaded, &args.scenario, args.on)? else {
        return Ok(Exit::Usage);
    };
    let Some((outcome, _)) = program.frames.iter().find_map(|frame| frame.strictest) else {
        return no_lists(context);
    };
    let readings = eval::readings_for(program, &case, &chosen);
    let Ok(executable) = loaded.checked.executable() else {
        return Err(Stop::Said(Exit::Findings));
    };
    let edition = executable.on(case.on, &readings);
    let flow = Flow {
        edition: &edition,
        outcome,
        file: &case.file,
        title: case.read.title.as_deref(),
        lines: lines(&edition, &case.read.scenario),
        language: context.language,
    };
    let page = || flow::page(&flow, args.explain);
    show(context, args.format, page, || json::report(&flow))?;
    Ok(exit_of(&flow, outcome))
}

/// Writes a page, or a report for programs.
pub(super) fn show<R: Serialize>(
    context: &mut Context<'_, '_>,
    format: TableFormat,
    page: impl FnOnce() -> Page,
    report: impl FnOnce() -> R,
) -> Result<(), Stop> {
    let text = match format {
        TableFormat::Human => page().human(context.io.width, context.io.colour),
        TableFormat::Markdown => page().markdown(),
        TableFormat::Json => {
            let text = serde_json::to_string_pretty(&report()).map_err(std::io::Error::other)?;
            text + "\n"
        }
    };
    write!(context.io.stdout, "{text}")?;
    Ok(())
}

/// Says that there is nothing to look at.
pub(super) fn no_lists(context: &mut Context<'_, '_>) -> Result<Exit, Stop> {
    let text = context
        .language
        .pick("规则中没有清单", "there are no lists in the policies");
    writeln!(context.io.stderr, "weir: {text}")?;
    Ok(Exit::Usage)
}

/// A finding anywhere is one; else the answer is undetermined only if it is so everywhere.
fn exit_of(flow: &Flow<'_>, outcome: OutcomeId) -> Exit {
    let answers = flow.lines.iter().filter_map(|line| line.ladder(outcome));
    let exits: BTreeSet<Exit> = answers
        .map(|ladder| match ladder.answer {
            Answer::Value(_) => Exit::Done,
            Answer::Gap | Answer::Conflict(_) | Answer::Impossible => Exit::Findings,
            Answer::Undetermined(_) | Answer::TooOpen => Exit::Undetermined,
        })
        .collect();
    if exits.contains(&Exit::Findings) {
        Exit::Findings
    } else {
        exits.into_iter().next().unwrap_or(Exit::Undetermined)
    }
}

/// The flow as given, under the national rules alone, and under each list in force on the day.
fn lines(edition: &Edition<'_>, scenario: &Scenario) -> Vec<Line> {
    let program = edition.program;
    let given = determine_in(edition, scenario, Under::AsGiven);
    let in_force: BTreeSet<InstrumentId> = given
        .determination
        .iter()
        .flat_map(|determination| &determination.lists)
        .filter(|list| list.in_force == Truth::True)
        .map(|list| list.list)
        .collect();
    let facts: BTreeSet<FactId> = program
        .lists()
        .flat_map(|(_, list)| zone_facts(program, list))
        .collect();
    let mut national = scenario.clone();
    for fact in &facts {
        national
            .facts
            .insert(*fact, Given::exactly(program.members(*fact), &[]));
    }
    let here = places(scenario, &facts);
    let mut lines = vec![given, determine_in(edition, &national, Under::National)];
    let nowhere = here.as_ref().is_some_and(BTreeSet::is_empty);
    for line in &mut lines {
        line.really = nowhere && line.under == Under::National;
    }
    for (id, list) in program.lists().filter(|(id, _)| in_force.contains(id)) {
        lines.push(under_list(edition, scenario, (id, list), here.as_ref()));
    }
    lines
}

/// The zones in which the exporter really is by the first of the facts of which anything is known; `None` where it may be in
/// some zone and is not known to be in any.
fn places(scenario: &Scenario, facts: &BTreeSet<FactId>) -> Option<BTreeSet<usize>> {
    let given = facts.iter().find_map(|fact| scenario.get(*fact))?;
    let Given::Set(known) = given else {
        return None;
    };
    let present = known
        .iter()
        .enumerate()
        .filter(|(_, value)| **value == Some(true));
    let present: BTreeSet<usize> = present.map(|(at, _)| at).collect();
    (given.is_complete() || !present.is_empty()).then_some(present)
}

/// The flow of an exporter who stands in a zone of a list: where it really is, if that is one.
fn under_list(
    edition: &Edition<'_>,
    scenario: &Scenario,
    (id, list): (InstrumentId, &List),
    here: Option<&BTreeSet<usize>>,
) -> Line {
    let none = BTreeSet::new();
    let Stand { facts, zone } = stand(edition, list, here.unwrap_or(&none));
    // A gate that asks for no zone is open or closed wherever the exporter stands.
    let zone = zone.filter(|_| !facts.is_empty());
    let under = Under::List {
        list: id,
        zone,
        facts: facts.clone(),
    };
    let mut there = scenario.clone();
    match zone {
        Some(zone) => {
            let set = |fact: &FactId| (*fact, in_zone(edition.program, *fact, zone));
            there.facts.extend(facts.iter().map(set));
        }
        None if facts.is_empty() => {}
        None => {
            return Line {
                under,
                really: false,
                scenario: there,
                determination: None,
            };
        }
    }
    let really = zone.is_some_and(|zone| here.is_some_and(|here| here.contains(&zone)));
    Line {
        really,
        ..determine_in(edition, &there, under)
    }
}

fn in_zone(program: &Program, fact: FactId, zone: usize) -> Given {
    Given::exactly(program.members(fact), &[zone])
}

/// Readings are looked for only where there is an answer that could rest on them.
fn determine_in(edition: &Edition<'_>, scenario: &Scenario, under: Under) -> Line {
    let with = |readings: bool| {
        let limits = Limits {
            readings,
            readings_of_sets: false,
            ..Limits::default()
        };
        determine(edition, scenario, &limits)
    };
    let first = with(false);
    let determination = if first.is_determined() {
        with(true)
    } else {
        first
    };
    Line {
        under,
        really: false,
        determination: Some(determination),
        scenario: scenario.clone(),
    }
}
