//! `weir diff`: what a change of policies changes, as it is written and as it is meant.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use weir_analysis::exact::{Direction, OtherDays, Space, Stands, on_other_days, retyped};
use weir_core::date::Date;
use weir_core::hir::Program;
use weir_core::{Checked, Readings};

use super::{Context, day, eval};
use crate::diff::{Comparison, compare};
use crate::render::annotations::{self, Annotations};
use crate::render::diff::{self, More, View, json};
use crate::sides::{Sides, Version};
use crate::{Exit, Stop};

mod editions;
mod flows;
mod merge;
mod tests;

/// How many nodes may be taken to find out what changes on other days, and how many where a gate asks for it.
const BUDGET_ELSEWHERE: usize = 300_000;
const BUDGET_OF_A_GATE: usize = 8_000_000;

/// What is compared, and what is looked at beside it.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Exit codes: 0 done, 1 a difference that --fail-on names, 2 usage or unreadable input, 3 something could not be compared within the budget; of other days than the one told in full only with --fail-on."
)]
pub(super) struct CompareArgs {
    /// The old policies: a folder, a file or a git revision; A..B and A...B for two revisions. Else HEAD. Or an edition of a list:
    /// list:NAME@EDITION
    old: Option<String>,
    /// The new policies; without them the work tree, or with two days the old ones once more
    new: Option<String>,
    /// The day, or two days as A..B: old as of A, new as of B; else the day on which the newest law of either starts
    #[arg(long, value_name = "DATE[..DATE]", value_parser = days)]
    on: Option<Days>,
    /// Take an option of an open question of law
    #[arg(long = "reading", value_name = "NAME=OPTION")]
    readings: Vec<String>,
    /// End with exit code 1 if there is such a difference, on the day of --on or on any day; several may be given
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// What the change does to these flows: a table (CSV, XLSX), JSON lines, a JSON list, or scenario files
    #[arg(long, value_name = "FILE")]
    flows: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    compare: CompareArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: DiffFormat,
    /// With `--format json`, give the cases exactly even where that takes thousands of questions
    #[arg(long)]
    exactly: bool,
    /// In the terminal, tell every entry in full, however many there are
    #[arg(long)]
    all: bool,
    /// Write the cases of ladders that are shown as tests of the new version into this new file
    #[arg(long, value_name = "FILE")]
    save_tests: Option<PathBuf>,
    /// Write the difference also to this file, as one page for a browser
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    compare: CompareArgs,
    /// The page to write; one that is there is replaced
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people, in the terminal
    Human,
    /// For people, as a comment on a pull or merge request
    Markdown,
    /// For people, as one page for a browser
    Html,
    /// For programs
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Commands for the log of a GitHub workflow
    Github,
    /// A GitLab code quality report
    Gitlab,
    /// In a sentence; all else stands in a page
    #[value(skip)]
    Sentence,
}

/// One day for both sides, or one for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days(Date, Option<Date>);

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

/// `weir report`: the difference as one page for a browser.
pub(super) fn report(context: &mut Context<'_, '_>, args: ReportArgs) -> Result<Exit, Stop> {
    let output = args.output.display().to_string();
    let args = DiffArgs {
        compare: args.compare,
        format: DiffFormat::Sentence,
        exactly: false,
        all: false,
        save_tests: None,
        html: Some(args.output),
    };
    let exit = run(context, args)?;
    let text = context
        .language
        .pick(format!("已写入 {output}"), format!("wrote {output}"));
    writeln!(context.io.stderr, "{text}")?;
    Ok(exit)
}

pub(super) fn run(context: &mut Context<'_, '_>, mut args: DiffArgs) -> Result<Exit, Stop> {
    if let Some(asked) = editions::asked(context, &args.compare)? {
        let sides = super::sides::find(context, (None, None), true)?;
        let found = editions::find(context, &args.compare, &sides.old, asked)?;
        args.compare.on = Some(found.days);
        return compared(context, &args, &sides, Some(found.names));
    }
    let two_days = matches!(args.compare.on, Some(Days(_, Some(_))));
    let words = (args.compare.old.as_deref(), args.compare.new.as_deref());
    let sides = super::sides::find(context, words, two_days)?;
    compared(context, &args, &sides, None)
}

fn compared(
    context: &mut Context<'_, '_>,
    args: &DiffArgs,
    sides: &Sides,
    editions: Option<[String; 2]>,
) -> Result<Exit, Stop> {
    let versions = [&sides.old, sides.new.as_ref().unwrap_or(&sides.old)];
    if let Some(file) = &args.save_tests {
        tests::can_be_saved(context, file, versions)?;
    }
    with_view(context, args.asked(), versions, |context, view| {
        let mut exits = vec![exit(view.comparison, &args.compare.fail_on)];
        let mut more = More {
            editions,
            ..More::default()
        };
        if args.compare.on.is_none() {
            let found = other_days(&view, &args.compare.fail_on);
            exits.push(exit_on_other_days(&found, &args.compare.fail_on));
            more.days = Some(found);
        }
        if let Some(moved) = &sides.moved {
            let (found, exit) = merge::look(context, args, moved, &view, more.days.as_deref())?;
            more.merge = Some(found);
            exits.push(exit);
        }
        if let Some(file) = &args.compare.flows {
            let found = flows::look(context, args, file, &view)?;
            more.flows = Some((file.display().to_string(), found));
        }
        let view = View {
            more: &more,
            exactly: args.exactly,
            all: args.all,
            ..view
        };
        write(context, args, &view)?;
        if let Some(file) = &args.save_tests {
            tests::save(context, file, &view)?;
        }
        confirmed(context, view.comparison)?;
        Ok(worst(exits))
    })
}

/// On which days and under which readings versions are compared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked<'a> {
    on: Option<Days>,
    readings: &'a [String],
}

impl DiffArgs {
    fn asked(&self) -> Asked<'_> {
        Asked {
            on: self.compare.on,
            readings: &self.compare.readings,
        }
    }
}

/// Compares two versions and hands on what is found.
pub(super) fn with_view<T>(
    context: &mut Context<'_, '_>,
    asked: Asked<'_>,
    versions: [&Version; 2],
    then: impl FnOnce(&mut Context<'_, '_>, View<'_, '_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let [old, new] = versions.map(|version| &version.loaded);
    let (before, after) = (&old.checked.program, &new.checked.program);
    if let Some(name) = retyped(before, after).first() {
        let text = context.language.pick(
            format!("`{name}` 在新、旧版本中的声明不同（类型、期间、取值或者所属类别），无法比较；请先统一声明"),
            format!("`{name}` is declared otherwise in the two versions (type, period, values or kinds), so that they can't be compared; make the declarations alike first"),
        );
        writeln!(context.io.stderr, "weir: {text}")?;
        return Err(Stop::Said(Exit::Usage));
    }
    let (from, to) = match asked.on {
        Some(Days(from, to)) => (from, to.unwrap_or(from)),
        None => {
            let newest = newest(before)
                .max(newest(after))
                .unwrap_or(Date::constant(2025, 1, 1));
            (newest, newest)
        }
    };
    let readings = [
        readings(context, before, after, asked.readings)?,
        readings(context, after, before, asked.readings)?,
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
        versions,
        space: &space,
        comparison: &comparison,
        layout: layout(&old.checked, &new.checked),
        focus: diff::focus(&comparison.sources),
        newest: asked.on.is_none(),
        exactly: false,
        all: false,
        more: &More::default(),
        language: context.language,
    };
    then(context, view)
}

/// Says where a case was not confirmed, which is a mistake of this program.
fn confirmed(context: &mut Context<'_, '_>, comparison: &Comparison) -> Result<(), Stop> {
    let Some(outcome) = comparison.unconfirmed.first() else {
        return Ok(());
    };
    let text = context.language.pick(
        format!("内部错误：`{outcome}` 的一个案例未经解释器证实；该案例未显示，请报告"),
        format!("internal error: a case of `{outcome}` was not confirmed by the interpreter and is not shown; please report this"),
    );
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

/// Writes the difference in the form that is asked for, and the page if that is.
fn write(context: &mut Context<'_, '_>, args: &DiffArgs, view: &View<'_, '_>) -> Result<(), Stop> {
    let beside = |form| annotations::text(form, &diff::annotations(view));
    let text = match args.format {
        DiffFormat::Sentence => diff::sentence(view) + "\n",
        DiffFormat::Human => diff::page(view).human(context.io.width, context.io.colour),
        DiffFormat::Markdown => diff::comment(view),
        DiffFormat::Html => diff::html(view),
        DiffFormat::Json => {
            let text = serde_json::to_string_pretty(&json::report(view));
            text.map_err(std::io::Error::other)? + "\n"
        }
        DiffFormat::Sarif => beside(Annotations::Sarif),
        DiffFormat::Github => beside(Annotations::Github),
        DiffFormat::Gitlab => beside(Annotations::Gitlab),
    };
    write!(context.io.stdout, "{text}")?;
    if let Some(file) = &args.html {
        context.replace(file, diff::html(view))?;
    }
    Ok(())
}

impl FailOn {
    /// Whether it is about one of these ways, or about cases that only one version allows: those that are no longer possible become
    /// undetermined, those that are newly possible are decided.
    fn meets_one_of(
        self,
        ways: impl Iterator<Item = Direction>,
        [no_longer, newly]: [bool; 2],
    ) -> bool {
        let no_longer = no_longer.then_some(Direction::Undetermined);
        let newly = newly.then_some(Direction::Decided);
        let mut all = ways.chain(no_longer).chain(newly);
        all.any(|way| self.meets(way))
    }

    fn meets(self, direction: Direction) -> bool {
        match self {
            Self::Looser => matches!(direction, Direction::Looser | Direction::Decided),
            Self::Stricter => direction == Direction::Stricter,
            Self::Undetermined => direction == Direction::Undetermined,
            Self::Any => true,
        }
    }
}

/// How a run ends that would end in each of these ways.
fn worst(exits: Vec<Exit>) -> Exit {
    let first = |exit: &Exit| [Exit::Findings, Exit::Undetermined].contains(exit);
    exits.into_iter().filter(first).min().unwrap_or(Exit::Done)
}

/// How the versions stand to each other on other days. A gate has to know, and may take long.
fn other_days(view: &View<'_, '_>, fail_on: &[FailOn]) -> Vec<OtherDays> {
    let [Ok(old), Ok(new)] = view.sources.map(Checked::executable) else {
        return Vec::new();
    };
    let [before, after] = view.editions;
    let budget = if fail_on.is_empty() {
        BUDGET_ELSEWHERE
    } else {
        BUDGET_OF_A_GATE
    };
    let versions = [(old, &before.readings), (new, &after.readings)];
    let complete = view.comparison.too_large.is_empty();
    let differed = complete.then(|| !view.comparison.is_same());
    on_other_days(versions, (after.as_of, differed), budget)
}

fn exit_on_other_days(found: &[OtherDays], fail_on: &[FailOn]) -> Exit {
    let mut exit = Exit::Done;
    for one in found {
        let fails = |kind: &FailOn| match &one.stands {
            Stands::Differs(found) => {
                let sides = [found.no_longer_possible, found.newly_possible];
                kind.meets_one_of(found.ways.iter().copied(), sides)
            }
            Stands::Same | Stands::Alike | Stands::NotCompared => false,
        };
        if fail_on.iter().any(fails) {
            return Exit::Findings;
        }
        if one.stands == Stands::NotCompared && !fail_on.is_empty() {
            exit = Exit::Undetermined;
        }
    }
    exit
}

fn exit(comparison: &Comparison, fail_on: &[FailOn]) -> Exit {
    let sides = comparison.one_sided.each_ref().map(Option::is_some);
    let fails = |kind: &FailOn| {
        let ways = comparison.groups.iter().map(|group| group.direction);
        kind.meets_one_of(ways, sides)
    };
    if fail_on.iter().any(fails) {
        Exit::Findings
    } else if comparison.too_large.is_empty() {
        Exit::Done
    } else {
        Exit::Undetermined
    }
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
            // On Windows git gives the lines of the work tree another end.
            (name.to_owned(), source.text.replace("\r\n", "\n"))
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
