//! `weir eval`: determines scenarios.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use weir_core::date::Date;
use weir_core::hir::{OutcomeId, Program, ReadingId};
use weir_core::{Edition, Readings};
use weir_eval::{Answer, Determination, Limits, determine};
use weir_syntax::diagnostic::{Language, SourceId};

use super::{Context, Format, day};
use crate::formats::scenario::{self, ScenarioFile};
use crate::load::{self, LoadError, Loaded};
use crate::render::diagnostics::{self, Files};
use crate::render::json::{self, Entry, Report, Under};
use crate::render::memo::{self, Memo};
use crate::render::what_if as changed;
use crate::what_if::{self, what_if};
use crate::{Exit, Stop};

/// The most combinations of readings that `--all-readings` goes through.
const MOST_COMBINATIONS: usize = 256;

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Scenario files (YAML or JSON) or folders of them
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// The day as of which to determine; else the scenario's own
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Take an option of an open question of law
    #[arg(long = "reading", value_name = "NAME=OPTION")]
    readings: Vec<String>,
    /// Show the answer under every combination of the readings that matter
    #[arg(long)]
    all_readings: bool,
    /// Tell everything: facts that met each rule, what was set aside, near misses
    #[arg(long)]
    explain: bool,
    /// Show the least changes of facts that would lead to each other value
    #[arg(long)]
    what_if: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// A scenario that was read, with its file.
pub(super) struct Case {
    pub(super) file: String,
    pub(super) read: ScenarioFile,
    pub(super) on: Date,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &EvalArgs) -> Result<Exit, Stop> {
    near_policies(context, args.scenarios.first());
    let loaded = context.load_executable()?;
    let files = scenario_files(context, &args.scenarios)?;
    let chosen = chosen_readings(context, &loaded.checked.program, &args.readings)?;
    let cases = read_all(context, &loaded, &files, args.on)?;
    let mut exit = Exit::Done;
    let mut entries = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let Ok(executable) = loaded.checked.executable() else {
            return Err(Stop::Said(Exit::Findings));
        };
        let readings = readings_for(&loaded.checked.program, case, &chosen);
        let edition = executable.on(case.on, &readings);
        // A short memo leaves out readings that change only duties.
        let limits = Limits {
            readings_of_sets: args.explain || args.format == Format::Json,
            ..Limits::default()
        };
        let determination = determine(&edition, &case.read.scenario, &limits);
        exit = exit.max(exit_of(&determination));
        let combinations = args
            .all_readings
            .then(|| all_readings(&edition, &case.read, &determination));
        let changes = args
            .what_if
            .then(|| what_if(&edition, &case.read.scenario, what_if::BUDGET));
        exit = exit.max(changes.as_deref().map_or(Exit::Done, what_if::exit));
        match args.format {
            Format::Human => {
                human(
                    context,
                    args,
                    at,
                    case,
                    &edition,
                    &determination,
                    combinations.as_ref(),
                )?;
                if let Some(changes) = &changes {
                    let (scenario, width) = (&case.read.scenario, context.io.width);
                    let program = edition.program;
                    let text = changed::text(program, scenario, changes, context.language, width);
                    write!(context.io.stdout, "{text}")?;
                }
            }
            Format::Json => {
                let mut entry = entry(
                    context.language,
                    case,
                    &edition,
                    &determination,
                    combinations.as_ref(),
                );
                entry.what_if = changes.map(|changes| changed::report(edition.program, &changes));
                entries.push(entry);
            }
        }
    }
    if args.format == Format::Json {
        let text = serde_json::to_string_pretty(&Report {
            version: 1,
            labels: json::labels(&loaded.checked.program),
            determinations: entries,
        })
        .map_err(std::io::Error::other)?;
        writeln!(context.io.stdout, "{text}")?;
    }
    Ok(exit)
}

/// A gap, a conflict or contradictory facts are findings; what can't be decided is undetermined.
pub(super) fn exit_of(determination: &Determination) -> Exit {
    let exits = determination
        .ladders
        .iter()
        .map(|ladder| match ladder.answer {
            Answer::Value(_) => Exit::Done,
            Answer::Gap | Answer::Conflict(_) | Answer::Impossible => Exit::Findings,
            Answer::Undetermined(_) | Answer::TooOpen => Exit::Undetermined,
        });
    exits.max().unwrap_or(Exit::Done)
}

/// Without policies at or above the current folder, those near the first scenario are meant.
pub(super) fn near_policies(context: &mut Context<'_, '_>, scenario: Option<&PathBuf>) {
    if context.common.policies.is_some() || load::find_policies(&context.io.folder).is_ok() {
        return;
    }
    let folder = scenario
        .map(|file| context.io.folder.join(file))
        .and_then(|file| file.parent().map(Path::to_owned));
    if let Some(found) = folder.and_then(|folder| load::find_policies(&folder).ok()) {
        context.common.policies = Some(
            found
                .strip_prefix(&context.io.folder)
                .map(PathBuf::from)
                .unwrap_or(found),
        );
    }
}

/// The scenario files at and in the paths, sorted within each folder.
fn scenario_files(context: &mut Context<'_, '_>, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    for path in paths {
        let full = context.io.folder.join(path);
        if !full.is_dir() {
            found.push(path.clone());
            continue;
        }
        let entries =
            std::fs::read_dir(&full).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let entries = entries
            .map_err(|error| LoadError::Unreadable(path.clone(), error))
            .or_else(|error| context.fail(&error))?;
        let is_scenario = |file: &PathBuf| {
            file.extension()
                .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
        };
        let mut inside: Vec<PathBuf> = entries
            .iter()
            .map(|entry| path.join(entry.file_name()))
            .filter(is_scenario)
            .collect();
        inside.sort();
        if inside.is_empty() {
            let text = context.language.pick(
                format!("{} 中没有情形文件（.yaml、.json）", path.display()),
                format!(
                    "there is no scenario file (.yaml, .json) in {}",
                    path.display()
                ),
            );
            writeln!(context.io.stderr, "weir: {text}")?;
            return Err(Stop::Said(Exit::Usage));
        }
        found.extend(inside);
    }
    Ok(found)
}

/// Reads all scenarios before determining any, so that a mistake in one does not leave half an output.
fn read_all(
    context: &mut Context<'_, '_>,
    loaded: &Loaded,
    files: &[PathBuf],
    on: Option<Date>,
) -> Result<Vec<Case>, Stop> {
    let mut cases = Vec::new();
    let mut failed = false;
    for file in files {
        match read_one(context, loaded, file, on)? {
            Some(case) => cases.push(case),
            None => failed = true,
        }
    }
    if failed {
        Err(Stop::Said(Exit::Usage))
    } else {
        Ok(cases)
    }
}

pub(super) fn read_one(
    context: &mut Context<'_, '_>,
    loaded: &Loaded,
    file: &Path,
    on: Option<Date>,
) -> Result<Option<Case>, Stop> {
    let text =
        load::read_text(&context.io.folder.join(file)).or_else(|error| context.fail(&error))?;
    let name = file.display().to_string();
    let source = SourceId(u32::MAX);
    match scenario::read(&loaded.checked.program, source, &name, &text) {
        Err(problems) => {
            let mut files = Files::default();
            files.add(source, &name, &text);
            let found: Vec<_> = problems
                .iter()
                .map(|problem| problem.diagnostic(context.language))
                .collect();
            diagnostics::human(context, &files, &found)?;
            Ok(None)
        }
        Ok(read) => match on.or(read.on) {
            Some(on) => Ok(Some(Case {
                file: name,
                read,
                on,
            })),
            None => {
                let text = context.language.pick(
                    format!("error[E0705]: {name} 未写日期：法律随日期而变，请加上 `on: 2026-03-01`，或用 --on 指定"),
                    format!("error[E0705]: {name} has no date: the law depends on the day; add `on: 2026-03-01`, or say it with --on"),
                );
                writeln!(context.io.stderr, "{text}")?;
                Ok(None)
            }
        },
    }
}

/// The options asked for with `--reading`.
pub(super) fn chosen_readings(
    context: &mut Context<'_, '_>,
    program: &Program,
    asked: &[String],
) -> Result<Vec<(ReadingId, usize)>, Stop> {
    let mut chosen = Vec::new();
    for text in asked {
        match reading_option(program, text, context.language) {
            Ok(found) => chosen.push(found),
            Err(message) => {
                writeln!(context.io.stderr, "weir: {message}")?;
                return Err(Stop::Said(Exit::Usage));
            }
        }
    }
    Ok(chosen)
}

fn reading_option(
    program: &Program,
    text: &str,
    language: Language,
) -> Result<(ReadingId, usize), String> {
    let Some((name, option)) = text.split_once('=') else {
        return Err(language.pick(
            format!("`{text}` 应写作 解释=选项"),
            format!("`{text}` should be NAME=OPTION"),
        ));
    };
    let Some(reading) = program.reading(name) else {
        let known = program.readings.iter().map(|reading| reading.name.as_str());
        let near = weir_core::names::near(name, known.clone())
            .unwrap_or_else(|| known.collect::<Vec<_>>().join(", "));
        if near.is_empty() {
            return Err(language.pick(
                format!("没有解释 `{name}`；这些规则中没有未决的解释问题"),
                format!("there is no reading `{name}`; these policies have none"),
            ));
        }
        return Err(language.pick(
            format!("没有解释 `{name}`；可用：{near}"),
            format!("there is no reading `{name}`; try {near}"),
        ));
    };
    let options = &program[reading].options;
    match options.iter().position(|known| known.name == option) {
        Some(at) => Ok((reading, at)),
        None => {
            let known = options
                .iter()
                .map(|option| option.name.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            Err(language.pick(
                format!("解释 `{name}` 没有选项 `{option}`；可用：{known}"),
                format!("reading `{name}` has no option `{option}`; its options are {known}"),
            ))
        }
    }
}

/// Defaults, then what the scenario says, then what the command line says.
pub(super) fn readings_for(
    program: &Program,
    case: &Case,
    chosen: &[(ReadingId, usize)],
) -> Readings {
    let mut readings = Readings::defaults(program);
    for (reading, option) in case
        .read
        .readings
        .iter()
        .map(|(reading, option)| (*reading, *option))
        .chain(chosen.iter().copied())
    {
        readings.set(reading, option);
    }
    readings
}

/// The answers under every combination of the readings that matter.
struct Combinations {
    rows: Vec<(Options, Vec<(OutcomeId, Answer)>)>,
    complete: bool,
}

/// Finds the readings that matter, also those that matter only under another option of a reading, and goes through all
/// combinations of their options.
fn all_readings(
    edition: &Edition<'_>,
    read: &ScenarioFile,
    determination: &Determination,
) -> Combinations {
    let mut matter: BTreeSet<ReadingId> = determination
        .readings
        .iter()
        .map(|rests| rests.reading)
        .collect();
    loop {
        let (combinations, complete) = combine(edition, &matter);
        let mut rows = Vec::new();
        let mut more = BTreeSet::new();
        for options in combinations {
            let changed = options
                .iter()
                .fold(edition.clone(), |edition, (reading, option)| {
                    edition.with_reading(*reading, *option)
                });
            let limits = Limits {
                readings_of_sets: false,
                ..Limits::default()
            };
            let found = determine(&changed, &read.scenario, &limits);
            more.extend(found.readings.iter().map(|rests| rests.reading));
            rows.push((
                options,
                found
                    .ladders
                    .into_iter()
                    .map(|ladder| (ladder.outcome, ladder.answer))
                    .collect(),
            ));
        }
        if more.is_subset(&matter) || !complete {
            return Combinations { rows, complete };
        }
        matter.extend(more);
    }
}

type Options = Vec<(ReadingId, usize)>;

fn combine(edition: &Edition<'_>, readings: &BTreeSet<ReadingId>) -> (Vec<Options>, bool) {
    let mut combinations: Vec<Options> = vec![Vec::new()];
    for reading in readings {
        let options = edition.program[*reading].options.len();
        if combinations.len() * options > MOST_COMBINATIONS {
            return (combinations, false);
        }
        combinations = combinations
            .iter()
            .flat_map(|before| {
                (0..options)
                    .map(|option| before.iter().copied().chain([(*reading, option)]).collect())
            })
            .collect();
    }
    (combinations, true)
}

fn human(
    context: &mut Context<'_, '_>,
    args: &EvalArgs,
    at: usize,
    case: &Case,
    edition: &Edition<'_>,
    determination: &Determination,
    combinations: Option<&Combinations>,
) -> Result<(), Stop> {
    let language = context.language;
    if at > 0 {
        writeln!(
            context.io.stdout,
            "\n{}\n",
            "─".repeat(context.io.width.min(100))
        )?;
    }
    let title = case.read.title.clone().unwrap_or_else(|| case.file.clone());
    let on = crate::render::words::day(case.on, language);
    writeln!(
        context.io.stdout,
        "{title}\n{}\n",
        language.pick(
            format!("{}，按{on}的规定", case.file),
            format!("{}, as of {on}", case.file)
        )
    )?;
    let text = memo::memo(&Memo {
        edition,
        scenario: &case.read.scenario,
        said_unknown: &case.read.said_unknown,
        determination,
        language,
        width: context.io.width,
        full: args.explain,
        colour: context.io.colour,
    });
    write!(context.io.stdout, "{text}")?;
    if let Some(combinations) = combinations {
        write!(
            context.io.stdout,
            "{}",
            combinations_text(edition, combinations, language)
        )?;
    }
    Ok(())
}

fn combinations_text(
    edition: &Edition<'_>,
    combinations: &Combinations,
    language: Language,
) -> String {
    let mut out = format!(
        "\n{}\n",
        language.pick("各种解释下的结论", "Under every reading that matters")
    );
    for (options, answers) in &combinations.rows {
        let options: Vec<String> = options
            .iter()
            .map(|(reading, option)| {
                let chosen = json::chosen(edition, *reading, *option);
                format!("{}={}", chosen.reading, chosen.option)
            })
            .collect();
        let options = if options.is_empty() {
            language
                .pick(
                    "（没有哪项解释单独影响结论）",
                    "(no reading matters by itself)",
                )
                .to_owned()
        } else {
            options.join(" ")
        };
        let answers: Vec<String> = answers
            .iter()
            .map(|(outcome, answer)| memo::answer(edition, *outcome, answer, language))
            .collect();
        out.push_str(&format!("  {options}\n    {}\n", answers.join("; ")));
    }
    if !combinations.complete {
        out.push_str(&format!(
            "  {}\n",
            language.pick(
                "组合过多，仅列出一部分",
                "there are too many combinations; these are not all"
            )
        ));
    }
    out
}

fn entry(
    language: Language,
    case: &Case,
    edition: &Edition<'_>,
    determination: &Determination,
    combinations: Option<&Combinations>,
) -> Entry {
    let mut entry = json::entry(
        edition,
        &case.read.scenario,
        &case.file,
        case.read.title.as_deref(),
        determination,
        language,
    );
    entry.all_readings = combinations.map(|combinations| {
        let rows = combinations.rows.iter().map(|(options, answers)| Under {
            readings: options
                .iter()
                .map(|(reading, option)| json::chosen(edition, *reading, *option))
                .collect(),
            outcomes: answers
                .iter()
                .map(|(outcome, answer)| json::said(edition, *outcome, answer, language))
                .collect(),
        });
        rows.collect()
    });
    entry
}

/// Readings by id, for commands that read scenarios too.
pub(super) type ReadingMap = BTreeMap<ReadingId, usize>;
