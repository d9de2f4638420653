//! `weir fmt`: the one canonical format. A file with syntax errors is never touched.

use std::path::{Path, PathBuf};

use clap::Args;
use weir_syntax::diagnostic::SourceId;
use weir_syntax::format::{Refusal, format};

use super::{Context, count};
use crate::load::Loaded;
use crate::render::diagnostics::{self, Files};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    /// Files or folders; else the nearest folder named `policies`
    paths: Vec<PathBuf>,
    /// Only say which files are not in the canonical format; change nothing
    #[arg(long)]
    check: bool,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &FmtArgs) -> Result<Exit, Stop> {
    let loaded = context.load(&args.paths)?;
    let mut exit = Exit::Done;
    let mut changed = 0usize;
    for id in &loaded.asked {
        let Some((source, file)) = loaded.checked.sources.get(id).zip(loaded.files.get(id)) else {
            continue;
        };
        match format(&source.text, &source.parse) {
            Ok(text) if *text == *source.text => {}
            Ok(text) => {
                changed += 1;
                exit = exit.max(if args.check {
                    Exit::Findings
                } else {
                    Exit::Done
                });
                write_or_name(context, args.check, file, &source.name, &text)?;
            }
            Err(refusal) => {
                exit = exit.max(Exit::Findings);
                refused(context, &loaded, *id, &refusal)?;
            }
        }
    }
    let text = match args.check {
        true => context.language.pick(
            format!("{changed} 个文件不是规范格式"),
            format!("{} not in the canonical format", count(changed, "file")),
        ),
        false => context.language.pick(
            format!("改写了 {changed} 个文件"),
            format!("{} changed", count(changed, "file")),
        ),
    };
    writeln!(context.io.stderr, "{text}")?;
    Ok(exit)
}

fn write_or_name(
    context: &mut Context<'_, '_>,
    check: bool,
    file: &Path,
    name: &str,
    text: &str,
) -> Result<(), Stop> {
    if !check {
        context.replace(file, text)?;
    }
    writeln!(context.io.stdout, "{name}")?;
    Ok(())
}

fn refused(
    context: &mut Context<'_, '_>,
    loaded: &Loaded,
    id: SourceId,
    refusal: &Refusal,
) -> Result<(), Stop> {
    let Some(source) = loaded.checked.sources.get(&id) else {
        return Ok(());
    };
    let found: Vec<_> = source
        .parse
        .errors
        .iter()
        .map(|error| error.diagnostic(id, context.language))
        .collect();
    diagnostics::human(context, &Files::of(&loaded.checked), &found)?;
    let text = match refusal {
        Refusal::SyntaxErrors => context.language.pick(
            "有语法错误，未改动",
            "has syntax errors and was not touched",
        ),
        Refusal::Changed => context.language.pick(
            "格式化会改变其内容，未改动；请报告此问题",
            "would change in meaning and was not touched; please report this",
        ),
    };
    writeln!(context.io.stderr, "{}: {text}", source.name)?;
    Ok(())
}
