//! `weir import`: an official table into a list, a new one or one that is brought in line.

use std::path::{Path, PathBuf};

use clap::Args;
use weir_syntax::diagnostic::SourceId;
use weir_tables::{Limits, Table};

use super::{Context, Format};
use crate::import::{self, Addition, Mapping, Refusal, Request, path, report};
use crate::load::{self, LoadError, Loaded};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The table: a CSV, XLSX or DOCX file
    table: PathBuf,
    /// The file of the list; made if it is not there, else brought in line. Without it a new list is printed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The mapping file: what the columns and words of the table are; else beside the list, ending in `.import.yaml`
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Write a mapping file to start from, guessed from the table, and import nothing
    #[arg(long)]
    suggest: bool,
    /// Add names that the policies do not have yet to their categories
    #[arg(long)]
    add_names: bool,
    /// Take out rows that the table does not have any more
    #[arg(long)]
    remove: bool,
    /// Write rows anew from the table even where they were edited by hand
    #[arg(long)]
    replace: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &ImportArgs) -> Result<Exit, Stop> {
    let tables = tables(context, &args.table)?;
    let loaded = context.load(&[])?;
    if import::is_exported(&tables) && args.map.is_none() && !args.suggest {
        return import(context, args, &tables, &loaded, None);
    }
    let map = map_file(args);
    let full = context.io.folder.join(&map);
    if args.suggest || !full.is_file() {
        return suggest(context, args, &tables, &loaded, &map);
    }
    let text = load::read_text(&full).or_else(|error| context.fail(&error))?;
    match Mapping::read(&text) {
        Ok(mapping) => import(context, args, &tables, &loaded, Some(&mapping)),
        Err(problems) => {
            for problem in problems {
                let words = problem.text(context.language);
                writeln!(
                    context.io.stderr,
                    "{}:{}: {words}",
                    map.display(),
                    problem.line
                )?;
            }
            Ok(Exit::Usage)
        }
    }
}

/// The tables of a file.
fn tables(context: &mut Context<'_, '_>, file: &Path) -> Result<Vec<Table>, Stop> {
    let full = context.io.folder.join(file);
    let bytes = match std::fs::read(&full) {
        Ok(bytes) => bytes,
        Err(error) => return context.fail(&LoadError::Unreadable(file.to_owned(), error)),
    };
    let found = weir_tables::read(&bytes, &Limits::default());
    match found {
        Ok(tables) if tables.iter().any(|table| !table.rows.is_empty()) => Ok(tables),
        Ok(_) => {
            let text = context
                .language
                .pick("其中没有表格", "there is no table in it");
            writeln!(context.io.stderr, "weir: {}: {text}", file.display())?;
            Err(Stop::Said(Exit::Usage))
        }
        Err(error) => {
            let text = crate::render::tables::error(&error, context.language);
            writeln!(context.io.stderr, "weir: {}: {text}", file.display())?;
            Err(Stop::Said(Exit::Usage))
        }
    }
}

/// The mapping file: the one that is named, or the one beside the list, or beside the table.
fn map_file(args: &ImportArgs) -> PathBuf {
    let beside = args.output.as_ref().unwrap_or(&args.table);
    args.map
        .clone()
        .unwrap_or_else(|| beside.with_extension("import.yaml"))
}

/// Writes a mapping file to start from. One that is there is never overwritten.
fn suggest(
    context: &mut Context<'_, '_>,
    args: &ImportArgs,
    tables: &[Table],
    loaded: &Loaded,
    map: &Path,
) -> Result<Exit, Stop> {
    let full = context.io.folder.join(map);
    if full.exists() {
        let text = context
            .language
            .pick("已存在，未覆盖", "is there already and was not overwritten");
        writeln!(context.io.stderr, "weir: {} {text}", map.display())?;
        return Ok(Exit::Usage);
    }
    let target = args.output.as_deref().unwrap_or(map);
    let name = target
        .file_stem()
        .map(|stem| stem.to_string_lossy().replace(".import", ""));
    let folder = target.parent().map(slashes).unwrap_or_default();
    let source_name = |id: SourceId| {
        loaded
            .checked
            .sources
            .get(&id)
            .map(|source| source.name.to_string())
            .unwrap_or_default()
    };
    let uses = |id: SourceId| path::relative(&folder, &source_name(id));
    let text = import::suggest(tables, &loaded.checked, name, &uses);
    context.replace(map, &text)?;
    let open = text
        .lines()
        .filter(|line| line.contains("???") && !line.starts_with('#'))
        .count();
    let words = context.language.pick(
        format!(
            "已写出 {}，请核对其中各列、各表，填写 {open} 处 ???，然后再次运行",
            map.display()
        ),
        format!("wrote {}; check its columns and tables, write what is ??? in {open} places, and run it again", map.display()),
    );
    writeln!(context.io.stderr, "{words}")?;
    Ok(if args.suggest {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn import(
    context: &mut Context<'_, '_>,
    args: &ImportArgs,
    tables: &[Table],
    loaded: &Loaded,
    mapping: Option<&Mapping>,
) -> Result<Exit, Stop> {
    let target = args
        .output
        .as_ref()
        .map(|file| context.io.folder.join(file));
    let text = match &target {
        Some(file) if file.is_file() => {
            Some(load::read_text(file).or_else(|error| context.fail(&error))?)
        }
        Some(_) | None => None,
    };
    let source = target.as_ref().and_then(|file| source_of(loaded, file));
    let request = Request {
        tables,
        mapping,
        checked: &loaded.checked,
        target: text.as_deref().map(|text| (text, source)),
        add_names: args.add_names,
        remove: args.remove,
        replace: args.replace,
    };
    let done = match import::import(&request) {
        Ok(done) => done,
        Err(refusal) => return refused(context, &refusal),
    };
    let file_of = |id: SourceId| {
        loaded
            .checked
            .sources
            .get(&id)
            .map(|source| source.name.to_string())
            .unwrap_or_default()
    };
    for (id, text) in &done.changed {
        if let Some(file) = loaded.files.get(id) {
            context.replace(file, text)?;
        }
    }
    let source = |addition: &Addition| file_of(addition.source);
    match &target {
        Some(file) => {
            if text.as_deref() != Some(done.text.as_str()) {
                context.replace(file, &done.text)?;
            }
            let shown = args
                .output
                .as_ref()
                .map(|file| file.display().to_string())
                .unwrap_or_default();
            match args.format {
                Format::Human => {
                    let words = report::human(&done, context.language, &source);
                    write!(context.io.stdout, "{words}")?;
                }
                Format::Json => {
                    let report = report::Report::new(&shown, &done, &source);
                    let json =
                        serde_json::to_string_pretty(&report).map_err(std::io::Error::other)?;
                    writeln!(context.io.stdout, "{json}")?;
                }
            }
        }
        None => {
            write!(context.io.stdout, "{}", done.text)?;
            let words = report::human(&done, context.language, &source);
            write!(context.io.stderr, "{words}")?;
        }
    }
    Ok(if report::is_clean(&done) {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn refused(context: &mut Context<'_, '_>, refusal: &Refusal) -> Result<Exit, Stop> {
    for line in report::refusal(refusal, context.language) {
        writeln!(context.io.stderr, "{line}")?;
    }
    let text = context.language.pick("未导入", "nothing was imported");
    writeln!(context.io.stderr, "weir: {text}")?;
    Ok(Exit::Usage)
}

/// The source that a file is among the policies.
fn source_of(loaded: &Loaded, file: &Path) -> Option<SourceId> {
    let full = std::fs::canonicalize(file).ok()?;
    loaded
        .files
        .iter()
        .find(|(_, other)| std::fs::canonicalize(other).is_ok_and(|other| other == full))
        .map(|(id, _)| *id)
}

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
