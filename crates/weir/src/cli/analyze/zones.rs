//! `weir analyze zones`: how the lists of free trade zones differ.

use clap::Args;
use weir_analysis::zones::{Axis, Member, compare};
use weir_core::Readings;
use weir_core::date::Date;
use weir_core::hir::{FactId, Program};

use crate::cli::zones::{TableFormat, no_lists, show};
use crate::cli::{Context, day, eval};
use crate::render::words;
use crate::render::zones::comparison::{self, View, json};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct ZonesArgs {
    /// The day; else that on which the newest list starts
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Only this sector, and everything of it
    #[arg(long, value_name = "NAME")]
    sector: Option<String>,
    /// Only this business scenario, and everything of it
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// Take an option of an open question of law
    #[arg(long = "reading", value_name = "NAME=OPTION")]
    readings: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: TableFormat,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &ZonesArgs) -> Result<Exit, Stop> {
    let loaded = context.load_executable()?;
    let program = &loaded.checked.program;
    let mut readings = Readings::defaults(program);
    for (reading, option) in eval::chosen_readings(context, program, &args.readings)? {
        readings.set(reading, option);
    }
    let Some(day) = args.on.or_else(|| newest(program)) else {
        return no_lists(context);
    };
    let only = asked(context, program, args)?;
    let Ok(executable) = loaded.checked.executable() else {
        return Err(Stop::Said(Exit::Findings));
    };
    let edition = executable.on(day, &readings);
    let comparison = compare(&edition, &only);
    if comparison.columns.is_empty() {
        let day = words::day(day, context.language);
        let text = context.language.pick(
            format!("{day}没有施行中的清单"),
            format!("no list is in force on {day}"),
        );
        writeln!(context.io.stderr, "weir: {text}")?;
        return Ok(Exit::Usage);
    }
    let only: Vec<Member> = only.iter().map(|(_, member)| *member).collect();
    let view = View {
        edition: &edition,
        comparison: &comparison,
        only: &only,
        newest: args.on.is_none(),
        language: context.language,
    };
    let page = || comparison::page(&view);
    let report = || json::report(&view, &loaded.checked);
    show(context, args.format, page, report)?;
    Ok(Exit::Done)
}

/// The first day of the list that starts last.
fn newest(program: &Program) -> Option<Date> {
    program
        .lists()
        .filter_map(|(id, _)| program[id].period.from)
        .max()
}

/// The sector and the scenario that are asked for.
fn asked(
    context: &mut Context<'_, '_>,
    program: &Program,
    args: &ZonesArgs,
) -> Result<Vec<(Axis, Member)>, Stop> {
    let sectors = program
        .frames
        .iter()
        .filter_map(|frame| frame.sectors)
        .collect();
    let scenarios = program
        .frames
        .iter()
        .filter_map(|frame| frame.scenarios)
        .collect();
    let mut only = Vec::new();
    let wanted: [(Axis, &Option<String>, Vec<FactId>); 2] = [
        (Axis::Sector, &args.sector, sectors),
        (Axis::Scenario, &args.scenario, scenarios),
    ];
    for (axis, name, facts) in wanted {
        let Some(name) = name else { continue };
        match find(program, &facts, name) {
            Ok(member) => only.push((axis, member)),
            Err(near) => {
                let hint = near.map(|near| {
                    context
                        .language
                        .pick(format!("；是否为 `{near}`？"), format!("; is it `{near}`?"))
                });
                let hint = hint.unwrap_or_default();
                let text = match axis {
                    Axis::Sector => context.language.pick(
                        format!("没有行业 `{name}`{hint}"),
                        format!("there is no sector `{name}`{hint}"),
                    ),
                    Axis::Scenario => context.language.pick(
                        format!("没有业务场景 `{name}`{hint}"),
                        format!("there is no scenario `{name}`{hint}"),
                    ),
                };
                writeln!(context.io.stderr, "weir: {text}")?;
                return Err(Stop::Said(Exit::Usage));
            }
        }
    }
    Ok(only)
}

/// The member with a name or label; else a name that is near.
fn find(program: &Program, facts: &[FactId], name: &str) -> Result<Member, Option<String>> {
    let mut known = Vec::new();
    for fact in facts {
        for (at, member) in program.members(*fact).iter().enumerate() {
            let labels = member.labels.0.values();
            if member.name == name || labels.into_iter().any(|label| label == name) {
                return Ok(Member { fact: *fact, at });
            }
            known.push(member.name.as_str());
        }
    }
    Err(weir_core::names::near(name, known))
}
