//! `weir export`: the rows of a list as a table, for CSV, Excel or Markdown. Imported again, it gives the same list.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use weir_tables::Table;

use super::Context;
use crate::import;
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The file of the list
    list: PathBuf,
    /// The form of the table
    #[arg(long, value_enum)]
    to: To,
    /// The file to write; else standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only the lists of this edition
    #[arg(long)]
    edition: Option<String>,
}

/// The form of an exported table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// Separated values
    Csv,
    /// A workbook
    Xlsx,
    /// Markdown
    Md,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &ExportArgs) -> Result<Exit, Stop> {
    let loaded = context.load(std::slice::from_ref(&args.list))?;
    let mut tables: Vec<Table> = Vec::new();
    for id in &loaded.asked {
        let Some(source) = loaded.checked.sources.get(id) else {
            continue;
        };
        if !source.parse.errors.is_empty() {
            let text = context.language.pick(
                "有语法错误；请先运行 weir check",
                "has syntax errors; run weir check first",
            );
            writeln!(context.io.stderr, "weir: {}: {text}", source.name)?;
            return Ok(Exit::Usage);
        }
        tables.extend(import::export::tables(
            &loaded.checked,
            source,
            args.edition.as_deref(),
            args.to == To::Csv,
        ));
    }
    if tables.is_empty() {
        let text = context
            .language
            .pick("没有这样的清单", "there is no such list");
        writeln!(context.io.stderr, "weir: {}: {text}", args.list.display())?;
        return Ok(Exit::Usage);
    }
    write(context, args, &tables)
}

fn write(context: &mut Context<'_, '_>, args: &ExportArgs, tables: &[Table]) -> Result<Exit, Stop> {
    let bytes = match (args.to, tables) {
        (To::Csv, [table, ..]) => weir_tables::to_csv(table).map(String::into_bytes),
        (To::Csv, []) => Ok(Vec::new()),
        (To::Xlsx, tables) => weir_tables::to_xlsx(tables),
        (To::Md, tables) => Ok(weir_tables::to_markdown(tables).into_bytes()),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            writeln!(context.io.stderr, "weir: {error}")?;
            return Ok(Exit::Usage);
        }
    };
    match &args.output {
        Some(file) => context.replace(file, &bytes)?,
        None => context.io.stdout.write_all(&bytes)?,
    }
    Ok(Exit::Done)
}
