//! `weir check`: everything that can be said of policies without a scenario.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use weir_syntax::diagnostic::{Diagnostic, Edit, Severity};

use super::{Context, count};
use crate::load::Loaded;
use crate::render::annotations::{self, Annotations};
use crate::render::diagnostics::{self, Files};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files or folders; else the nearest folder named `policies`
    paths: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: CheckFormat,
    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,
    /// Note also what is over on this day, such as trial periods of lists
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    on: Option<weir_core::date::Date>,
    /// Apply the fixes of what is found, then check again
    #[arg(long)]
    fix: bool,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Human,
    /// For programs
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Commands for the log of a GitHub workflow
    Github,
    /// A GitLab code quality report
    Gitlab,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &CheckArgs) -> Result<Exit, Stop> {
    let mut loaded = context.load(&args.paths)?;
    if args.fix && fix(context, &loaded)? > 0 {
        loaded = context.load(&args.paths)?;
    }
    let files = Files::of(&loaded.checked);
    let on_the_day = args
        .on
        .map(|day| loaded.checked.on(day))
        .unwrap_or_default();
    let found: Vec<Diagnostic> = loaded
        .checked
        .problems
        .iter()
        .chain(&on_the_day)
        .map(|problem| problem.diagnostic(context.language))
        .collect();
    let errors = found
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count();
    let warnings = found.len() - errors;
    match args.format {
        CheckFormat::Human => {
            diagnostics::human(context, &files, &found)?;
            let sources = loaded.checked.sources.len();
            let rules = loaded
                .checked
                .program
                .rules
                .iter()
                .filter(|rule| !rule.conclusions.is_empty())
                .count();
            let text = context.language.pick(
                format!(
                    "已检查 {sources} 个文件、{rules} 条规则：{errors} 个错误，{warnings} 个警告"
                ),
                format!(
                    "checked {}: {}, {}, {}",
                    count(sources, "file"),
                    count(rules, "rule"),
                    count(errors, "error"),
                    count(warnings, "warning")
                ),
            );
            writeln!(context.io.stderr, "{text}")?;
            for line in crate::render::coverage::lines(&loaded.checked.program, context.language) {
                writeln!(context.io.stderr, "  {line}")?;
            }
        }
        CheckFormat::Json => {
            let lists = crate::render::coverage::listed(&loaded.checked.program, context.language);
            diagnostics::json(context, &files, &found, lists)?;
        }
        CheckFormat::Sarif => beside(context, Annotations::Sarif, &files, &found)?,
        CheckFormat::Github => beside(context, Annotations::Github, &files, &found)?,
        CheckFormat::Gitlab => beside(context, Annotations::Gitlab, &files, &found)?,
    }
    Ok(if errors > 0 || (args.deny_warnings && warnings > 0) {
        Exit::Findings
    } else {
        Exit::Done
    })
}

/// Writes findings as annotations.
fn beside(
    context: &mut Context<'_, '_>,
    form: Annotations,
    files: &Files,
    found: &[Diagnostic],
) -> Result<(), Stop> {
    let found = annotations::of_diagnostics(files, found);
    write!(context.io.stdout, "{}", annotations::text(form, &found))?;
    Ok(())
}

/// Applies the fixes of all findings to the files that were asked for, and returns how many. Of fixes that touch the same
/// place the first is taken; checking again shows what is left.
fn fix(context: &mut Context<'_, '_>, loaded: &Loaded) -> Result<usize, Stop> {
    let mut done = 0;
    for id in &loaded.asked {
        let Some((source, file)) = loaded.checked.sources.get(id).zip(loaded.files.get(id)) else {
            continue;
        };
        let found = loaded
            .checked
            .problems
            .iter()
            .filter(|problem| problem.place.source == *id);
        let fixes = found.flat_map(|problem| problem.diagnostic(context.language).fixes);
        let mut edits: Vec<Edit> = Vec::new();
        for fix in fixes.filter(|fix| fix.edits.iter().all(|edit| edit.place.source == *id)) {
            if fix
                .edits
                .iter()
                .all(|edit| edits.iter().all(|taken| apart(edit, taken)))
            {
                edits.extend(fix.edits);
                done += 1;
            }
        }
        if !edits.is_empty() {
            context.replace(file, applied(&source.text, edits))?;
        }
    }
    let text = context.language.pick(
        format!("已修复 {done} 处"),
        format!("{} applied", count(done, "fix")),
    );
    writeln!(context.io.stderr, "{text}")?;
    Ok(done)
}

/// Whether two replacements don't touch.
fn apart(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (one.place.span, other.place.span);
    a.end < b.start
        || b.end < a.start
        || (a != b
            && (a.end == b.start || b.end == a.start)
            && a.start != a.end
            && b.start != b.end)
}

/// A text with replacements made, from the last to the first so that earlier places stay right.
fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.place.span));
    let mut out = text.to_owned();
    for edit in edits {
        let range = edit.place.span.range();
        if out.get(range.clone()).is_some() {
            out.replace_range(range, &edit.text);
        }
    }
    out
}
