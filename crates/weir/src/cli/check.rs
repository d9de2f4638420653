//! `weir check`: everything that can be said of policies without a scenario.

use std::path::PathBuf;

use clap::Args;
use weir_syntax::diagnostic::{Diagnostic, Severity};

use super::{Context, Format};
use crate::render::diagnostics::{self, Files};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files or folders; else the nearest folder named `policies`
    paths: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &CheckArgs) -> Result<Exit, Stop> {
    let loaded = context.load(&args.paths)?;
    let files = Files::of(&loaded.checked);
    let found: Vec<Diagnostic> = loaded.checked.problems.iter().map(|problem| problem.diagnostic(context.language)).collect();
    let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let warnings = found.len() - errors;
    match args.format {
        Format::Human => {
            diagnostics::human(context, &files, &found)?;
            let sources = loaded.checked.sources.len();
            let rules = loaded.checked.program.rules.iter().filter(|rule| !rule.conclusions.is_empty()).count();
            let text = context.language.pick(
                format!("已检查 {sources} 个文件、{rules} 条规则：{errors} 个错误，{warnings} 个警告"),
                format!("checked {sources} files with {rules} rules: {errors} errors, {warnings} warnings"),
            );
            writeln!(context.io.stderr, "{text}")?;
        }
        Format::Json => diagnostics::json(context, &files, &found)?,
    }
    Ok(if errors > 0 || (args.deny_warnings && warnings > 0) { Exit::Findings } else { Exit::Done })
}
