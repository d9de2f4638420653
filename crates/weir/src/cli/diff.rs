//! `weir diff`: what a change of policies changes, as it is written and as it is meant.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use weir_analysis::exact::{Direction, Space, retyped};
use weir_core::date::Date;
use weir_core::hir::Program;
use weir_core::{Checked, Readings};

use super::zones::{TableFormat, show};
use super::{Context, day, eval};
use crate::diff::{Comparison, compare};
use crate::load::Loaded;
use crate::render::diff::{self, View, json};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 done, 1 a difference that --fail-on names, 2 usage or unreadable input, 3 something could not be compared within the budget."
)]
pub(crate) struct DiffArgs {
    /// The old policies: a folder or file
    old: Option<PathBuf>,
    /// The new policies; without them the old ones are compared with themselves on two days
    new: Option<PathBuf>,
    /// The day, or two days as A..B: old as of A, new as of B; else the day on which the newest law of either starts
    #[arg(long, value_name = "DATE[..DATE]", value_parser = days)]
    on: Option<Days>,
    /// Take an option of an open question of law
    #[arg(long = "reading", value_name = "NAME=OPTION")]
    readings: Vec<String>,
    /// End with exit code 1 if there is such a difference on the day compared; several may be given
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: TableFormat,
}

/// One day for both sides, or one for each.
#[derive(Clone, Copy, Debug)]
struct Days(Date, Option<Date>);

fn days(text: &str) -> Result<Days, String> {
    match text.split_once("..") {
        Some((from, to)) => Ok(Days(day(from)?, Some(day(to)?))),
        None => Ok(Days(day(text)?, None)),
    }
}

/// A difference that ends the run with exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Less is asked somewhere, or something that was open is decided
    Looser,
    /// More is asked somewhere
    Stricter,
    /// Something decided is now open, a gap or a conflict
    Undetermined,
    /// Any change of meaning
    Any,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &DiffArgs) -> Result<Exit, Stop> {
    let two_days = matches!(args.on, Some(Days(_, Some(_))));
    if args.new.is_none() && !two_days {
        let text = context.language.pick(
            "请给出旧、新两个版本，或者用 --on A..B 比较同一版本的两个日期",
            "give an old and a new version, or two days of one version with --on A..B",
        );
        writeln!(context.io.stderr, "weir: {text}")?;
        return Ok(Exit::Usage);
    }
    let paths = |path: &Option<PathBuf>| path.iter().cloned().collect::<Vec<_>>();
    let old = context.load_executable_at(&paths(&args.old))?;
    let new = match &args.new {
        Some(_) => Some(context.load_executable_at(&paths(&args.new))?),
        None => None,
    };
    let new = new.as_ref().unwrap_or(&old);
    compared(context, args, &old, new)
}

fn compared(
    context: &mut Context<'_, '_>,
    args: &DiffArgs,
    old: &Loaded,
    new: &Loaded,
) -> Result<Exit, Stop> {
    let (before, after) = (&old.checked.program, &new.checked.program);
    if let Some(name) = retyped(before, after).first() {
        let text = context.language.pick(
            format!("`{name}` 在新、旧版本中的声明不同（类型、期间、取值或者所属类别），无法比较；请先统一声明"),
            format!("`{name}` is declared otherwise in the two versions (type, period, values or kinds), so that they can't be compared; make the declarations alike first"),
        );
        writeln!(context.io.stderr, "weir: {text}")?;
        return Ok(Exit::Usage);
    }
    let (from, to) = match args.on {
        Some(Days(from, to)) => (from, to.unwrap_or(from)),
        None => {
            let newest = newest(before)
                .max(newest(after))
                .unwrap_or(Date::constant(2025, 1, 1));
            (newest, newest)
        }
    };
    let readings = [
        readings(context, before, after, &args.readings)?,
        readings(context, after, before, &args.readings)?,
    ];
    let (Ok(executable), Ok(changed)) = (old.checked.executable(), new.checked.executable()) else {
        return Err(Stop::Said(Exit::Findings));
    };
    let [default, chosen] = &readings;
    let editions = [executable.on(from, default), changed.on(to, chosen)];
    let [old_law, new_law] = &editions;
    let space = Space::of(&[old_law, new_law]);
    let comparison = compare(old_law, new_law, &space);
    let view = View {
        editions: [old_law, new_law],
        sources: [&old.checked, &new.checked],
        names: [
            shown(args.old.as_ref()),
            shown(args.new.as_ref().or(args.old.as_ref())),
        ],
        space: &space,
        comparison: &comparison,
        layout: layout(&old.checked, &new.checked),
        newest: args.on.is_none(),
        language: context.language,
    };
    show(
        context,
        args.format,
        || diff::page(&view),
        || json::report(&view),
    )?;
    if let Some(outcome) = comparison.unconfirmed.first() {
        let text = context.language.pick(
            format!("内部错误：`{outcome}` 的一个案例未经解释器证实；该案例未显示，请报告"),
            format!("internal error: a case of `{outcome}` was not confirmed by the interpreter and is not shown; please report this"),
        );
        writeln!(context.io.stderr, "weir: {text}")?;
        return Ok(Exit::Usage);
    }
    Ok(exit(&comparison, &args.fail_on))
}

fn exit(comparison: &Comparison, fail_on: &[FailOn]) -> Exit {
    let one_sided = comparison.one_sided.iter().any(Option::is_some);
    let fails = fail_on.iter().any(|kind| {
        let meets = |direction: Direction| match kind {
            FailOn::Looser => matches!(direction, Direction::Looser | Direction::Decided),
            FailOn::Stricter => direction == Direction::Stricter,
            FailOn::Undetermined => direction == Direction::Undetermined,
            FailOn::Any => true,
        };
        comparison.groups.iter().any(|group| meets(group.direction))
            || *kind == FailOn::Any && one_sided
    });
    if fails {
        Exit::Findings
    } else if comparison.too_large.is_empty() {
        Exit::Done
    } else {
        Exit::Undetermined
    }
}

fn shown(path: Option<&PathBuf>) -> String {
    path.map(|path| path.display().to_string())
        .unwrap_or_default()
}

/// The readings that are asked for. One that only the other side has is left out.
fn readings(
    context: &mut Context<'_, '_>,
    program: &Program,
    other: &Program,
    asked: &[String],
) -> Result<Readings, Stop> {
    let known = |text: &&String| {
        let name = text.split('=').next().unwrap_or_default().trim();
        program.reading(name).is_some() || other.reading(name).is_none()
    };
    let asked: Vec<String> = asked.iter().filter(known).cloned().collect();
    let mut readings = Readings::defaults(program);
    for (reading, option) in eval::chosen_readings(context, program, &asked)? {
        readings.set(reading, option);
    }
    Ok(readings)
}

/// The day on which the newest law, list or threshold of a program starts.
pub(super) fn newest(program: &Program) -> Option<Date> {
    let instruments = program.instruments.iter().map(|one| one.period.from);
    let provisions = program.provisions.iter().map(|one| one.period.from);
    let rules = program.rules.iter().map(|one| one.period.from);
    let values = program.thresholds.iter().flat_map(|one| &one.values);
    let days = instruments.chain(provisions).chain(rules);
    days.chain(values.map(|one| one.period.from))
        .flatten()
        .max()
}

/// The files whose text differs, by the end of their path that both sides have.
fn layout(old: &Checked, new: &Checked) -> Vec<String> {
    let texts = |checked: &Checked| -> BTreeMap<String, String> {
        let sources: Vec<_> = checked.sources.values().collect();
        let folder = |name: &str| name.rfind('/').map_or(0, |at| at + 1);
        let common = sources
            .iter()
            .map(|source| source.name.get(..folder(&source.name)).unwrap_or_default())
            .reduce(common_folder)
            .unwrap_or_default()
            .len();
        let named = sources.iter().map(|source| {
            let name = source.name.get(common..).unwrap_or(&source.name);
            (name.to_owned(), source.text.to_string())
        });
        named.collect()
    };
    let (before, after) = (texts(old), texts(new));
    let one_file = before.len() == 1 && after.len() == 1;
    if one_file {
        let differs = before.values().ne(after.values());
        return after.into_keys().filter(|_| differs).collect();
    }
    let differ = after
        .iter()
        .filter(|(name, text)| before.get(*name) != Some(*text));
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    differ.map(|(name, _)| name).chain(gone).cloned().collect()
}

/// The folders that two paths begin with.
fn common_folder<'a>(a: &'a str, b: &'a str) -> &'a str {
    let same = a.split_inclusive('/').zip(b.split_inclusive('/'));
    let length = same.take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    a.get(..length).unwrap_or_default()
}
