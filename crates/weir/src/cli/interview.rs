//! `weir ask`: asks for the facts that still matter, shows the determination, and writes the scenario file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use weir_core::date::Date;
use weir_core::hir::FactId;
use weir_core::scenario::Scenario;
use weir_core::{Edition, Readings};
use weir_eval::{Limits, determine};
use weir_syntax::diagnostic::SourceId;

use super::{Context, ask, day, eval::ReadingMap};
use crate::formats::scenario;
use crate::load::{self, LoadError, Loaded};
use crate::render::diagnostics::{self, Files};
use crate::render::memo::{self, Memo};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// A scenario file to go on from
    scenario: Option<PathBuf>,
    /// The day as of which to determine; asked for if neither this nor the scenario says it
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Where to write the scenario; else it is printed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long)]
    force: bool,
    /// Also ask for what decides only duties
    #[arg(long)]
    duties: bool,
}

/// Where the interview starts.
#[derive(Default)]
struct Start {
    title: Option<String>,
    on: Option<Date>,
    scenario: Scenario,
    readings: ReadingMap,
    said_unknown: BTreeSet<FactId>,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &AskArgs) -> Result<Exit, Stop> {
    let loaded = context.load_executable()?;
    refuse_existing(context, args)?;
    let start = start(context, &loaded, args)?;
    let Ok(executable) = loaded.checked.executable() else {
        return Err(Stop::Said(Exit::Findings));
    };
    let on = match args.on.or(start.on) {
        Some(on) => on,
        None => ask_day(context)?,
    };
    let mut readings = Readings::defaults(&loaded.checked.program);
    for (reading, option) in &start.readings {
        readings.set(*reading, *option);
    }
    let interview = ask::Interview {
        executable,
        on,
        readings: &readings,
        language: context.language,
        duties: args.duties,
    };
    let (scenario, said_unknown) = interview.go_on(
        context.io.stdin,
        context.io.stderr,
        start.scenario,
        start.said_unknown,
    )?;
    let edition = executable.on(on, &readings);
    let exit = show(context, &edition, &scenario, &said_unknown)?;
    let title = start
        .title
        .as_deref()
        .unwrap_or(context.language.pick("数据出境情形", "A data export"));
    let text = scenario::write(
        &loaded.checked.program,
        title,
        on,
        &scenario,
        &said_unknown,
        &start.readings,
        context.language,
    );
    match &args.output {
        Some(file) => {
            context.replace(file, &text)?;
            let said = context.language.pick(
                format!("已写入 {}", file.display()),
                format!("wrote {}", file.display()),
            );
            writeln!(context.io.stderr, "{said}")?;
        }
        None => write!(context.io.stdout, "{text}")?,
    }
    Ok(exit)
}

/// Nothing of the user's is overwritten unless asked for.
fn refuse_existing(context: &mut Context<'_, '_>, args: &AskArgs) -> Result<(), Stop> {
    let Some(file) = args
        .output
        .as_ref()
        .filter(|file| !args.force && context.io.folder.join(file).exists())
    else {
        return Ok(());
    };
    if args.scenario.as_ref() == Some(file) {
        return Ok(());
    }
    let text = context.language.pick(
        format!("{} 已存在；要替换请加 --force", file.display()),
        format!("{} exists; add --force to replace it", file.display()),
    );
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

fn start(context: &mut Context<'_, '_>, loaded: &Loaded, args: &AskArgs) -> Result<Start, Stop> {
    let Some(file) = &args.scenario else {
        return Ok(Start::default());
    };
    let text = load::read_text(&context.io.folder.join(file))
        .or_else(|error: LoadError| context.fail(&error))?;
    let name = file.display().to_string();
    let source = SourceId(u32::MAX);
    match scenario::read(&loaded.checked.program, source, &name, &text) {
        Ok(read) => Ok(Start {
            title: read.title,
            on: read.on,
            scenario: read.scenario,
            readings: read.readings,
            said_unknown: read.said_unknown,
        }),
        Err(problems) => {
            let mut files = Files::default();
            files.add(source, &name, &text);
            let found: Vec<_> = problems
                .iter()
                .map(|problem| problem.diagnostic(context.language))
                .collect();
            diagnostics::human(context, &files, &found)?;
            Err(Stop::Said(Exit::Usage))
        }
    }
}

/// The law depends on the day, so the day is asked for first.
fn ask_day(context: &mut Context<'_, '_>) -> Result<Date, Stop> {
    loop {
        let text = context.language.pick(
            "按哪一天的规定判断？（如 2026-03-01）",
            "As of which day? (such as 2026-03-01)",
        );
        write!(context.io.stderr, "{text} ")?;
        context.io.stderr.flush()?;
        let mut line = String::new();
        if context.io.stdin.read_line(&mut line)? == 0 {
            writeln!(context.io.stderr)?;
            return Err(Stop::Said(Exit::Usage));
        }
        match weir_core::date::parse(line.trim()) {
            Some(day) => return Ok(day),
            None => writeln!(
                context.io.stderr,
                "{}",
                context.language.pick(
                    "请按 2026-03-01 的样子写日期",
                    "please write a day as 2026-03-01"
                )
            )?,
        }
    }
}

fn show(
    context: &mut Context<'_, '_>,
    edition: &Edition<'_>,
    scenario: &Scenario,
    said_unknown: &BTreeSet<FactId>,
) -> Result<Exit, Stop> {
    let determination = determine(edition, scenario, &Limits::default());
    let memo = Memo {
        edition,
        scenario,
        said_unknown,
        determination: &determination,
        language: context.language,
        width: context.io.width,
        full: true,
        colour: context.io.colour,
    };
    writeln!(context.io.stderr, "\n{}", memo::memo(&memo))?;
    Ok(super::eval::exit_of(&determination))
}
