//! `weir analyze`: what can be said of policies as a whole, without a scenario.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use weir_analysis::exact::Space;
use weir_core::Readings;
use weir_core::date::Date;
use weir_syntax::diagnostic::Severity;

use super::zones::TableFormat;
use super::{Context, day, diff, eval, saved};
use crate::analysis::saved::of_analysis;
use crate::analysis::{Analysis, analyse};
use crate::render::analysis::{self, View};
use crate::render::diagnostics::{self, Files};
use crate::{Exit, Stop};

mod zones;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 done, 1 a gap or conflict can be reached, 2 usage or unreadable input, 3 something was past the budget."
)]
pub(crate) struct AnalyzeArgs {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    all: AllArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Compare the lists of free trade zones: numbers, fields, gates, what is called differently or is not known
    Zones(zones::ZonesArgs),
}

#[derive(Debug, Args)]
struct AllArgs {
    /// Files or folders; else the nearest folder named `policies`
    paths: Vec<PathBuf>,
    /// The day; else that on which the newest law, list or threshold starts
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Take an option of an open question of law
    #[arg(long = "reading", value_name = "NAME=OPTION")]
    readings: Vec<String>,
    /// Write the cases that are shown as tests into this new file
    #[arg(long, value_name = "FILE")]
    save_tests: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: TableFormat,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &AnalyzeArgs) -> Result<Exit, Stop> {
    match &args.what {
        Some(What::Zones(args)) => zones::run(context, args),
        None => all(context, &args.all),
    }
}

fn all(context: &mut Context<'_, '_>, args: &AllArgs) -> Result<Exit, Stop> {
    if let Some(file) = &args.save_tests {
        saved::is_new(context, file)?;
    }
    let loaded = context.load_executable_at(&args.paths)?;
    let program = &loaded.checked.program;
    let mut readings = Readings::defaults(program);
    for (reading, option) in eval::chosen_readings(context, program, &args.readings)? {
        readings.set(reading, option);
    }
    let newest = diff::newest(program);
    let on = args.on.or(newest).unwrap_or(Date::constant(2025, 1, 1));
    let Ok(executable) = loaded.checked.executable() else {
        return Err(Stop::Said(Exit::Findings));
    };
    let edition = executable.on(on, &readings);
    let space = Space::of(&[&edition]);
    let analysis = analyse(executable, &edition, &space);
    let files = Files::of(&loaded.checked);
    let view = View {
        edition: &edition,
        space: &space,
        analysis: &analysis,
        files: &files,
        newest: args.on.is_none(),
        language: context.language,
    };
    let found = analysis::diagnostics(&view);
    match args.format {
        TableFormat::Human => {
            let drawn: Vec<_> = found
                .iter()
                .filter(|one| one.severity != Severity::Note)
                .cloned()
                .collect();
            diagnostics::human(context, &files, &drawn)?;
            let page = analysis::page(&view, &found);
            let text = page.human(context.io.width, context.io.colour);
            write!(context.io.stdout, "{text}")?;
        }
        TableFormat::Markdown => {
            write!(
                context.io.stdout,
                "{}",
                analysis::full_page(&view, &found).markdown()
            )?;
        }
        TableFormat::Json => {
            let report = analysis::report(&view, &found);
            let text = serde_json::to_string_pretty(&report).map_err(std::io::Error::other)?;
            writeln!(context.io.stdout, "{text}")?;
        }
    }
    if let Some(file) = &args.save_tests {
        let titles: Vec<String> = found
            .iter()
            .map(|one| format!("{}: {}", one.code, one.message))
            .collect();
        let tests = of_analysis(&analysis, &titles);
        let law = (executable, &edition, &space);
        saved::write(context, file, "weir analyze", &loaded, law, tests)?;
    }
    end(context, &analysis, &found)
}

fn end(
    context: &mut Context<'_, '_>,
    analysis: &Analysis,
    found: &[weir_syntax::diagnostic::Diagnostic],
) -> Result<Exit, Stop> {
    if analysis.unconfirmed > 0 {
        let unconfirmed = analysis.unconfirmed;
        let text = context.language.pick(
            format!("内部错误：{unconfirmed} 项发现的案例未经解释器证实，未显示；请报告"),
            format!("internal error: the cases of {unconfirmed} findings were not confirmed by the interpreter; they are not shown; please report this"),
        );
        writeln!(context.io.stderr, "weir: {text}")?;
        return Ok(Exit::Usage);
    }
    let errors = found.iter().any(|one| one.severity == Severity::Error);
    Ok(match (errors, analysis.too_large.is_empty()) {
        (true, _) => Exit::Findings,
        (false, false) => Exit::Undetermined,
        (false, true) => Exit::Done,
    })
}
