//! `weir test`: runs the tests that stand in policies.

use std::path::PathBuf;

use clap::Args;
use weir_core::date::Date;
use weir_core::hir::{Case, Expectation, ExpectationKind, Language, RuleId, Test};
use weir_core::scenario::Scenario;
use weir_core::{Checked, Readings};
use weir_eval::{Limits, determine};
use weir_syntax::LineIndex;

use self::compare::Compare;
use self::coverage::Coverage;
use self::explain::Explanation;
use super::{Context, Format, day};
use crate::{Exit, Stop, load};

mod compare;
mod coverage;
mod explain;
mod report;

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Files or folders; else the nearest folder named `policies`
    paths: Vec<PathBuf>,
    /// Run only the tests whose name or case contains this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// The day for tests that name none
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Also write a JUnit report to this file
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Also say which rules, rows and bands were in effect in no case
    #[arg(long)]
    coverage: bool,
}

/// How one case ended.
pub(crate) struct Outcomes {
    pub(crate) test: String,
    pub(crate) case: Option<String>,
    pub(crate) file: String,
    pub(crate) line: usize,
    /// What differed from what was expected; empty if the case passed.
    pub(crate) failures: Vec<Failure>,
    /// What was determined, and why, if something differed.
    explanation: Option<Explanation>,
}

/// A difference from what was expected.
pub(crate) struct Failure {
    pub(crate) line: usize,
    pub(crate) expected: String,
    pub(crate) found: String,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &TestArgs) -> Result<Exit, Stop> {
    if !args.paths.is_empty() {
        // Given paths are the policies; what they use comes along.
        context.common.policies = None;
    }
    let loaded = if args.paths.is_empty() {
        context.load_executable()?
    } else {
        load_paths(context, &args.paths)?
    };
    let asked: Vec<_> = loaded.asked.clone();
    let tests = loaded
        .checked
        .program
        .tests
        .iter()
        .filter(|test| asked.contains(&test.place.source));
    let mut results = Vec::new();
    let mut coverage = args.coverage.then(|| Coverage::of(&loaded.checked.program));
    for test in tests {
        let ran = run_test(&loaded.checked, test, args, context.language);
        for (outcomes, in_effect) in ran {
            results.push(outcomes);
            if let (Some(coverage), Some(in_effect)) = (&mut coverage, in_effect) {
                coverage.add(&in_effect);
            }
        }
    }
    if results.is_empty() {
        let text = match &args.filter {
            Some(filter) => context.language.pick(
                format!("没有测试含有 `{filter}`"),
                format!("no test contains `{filter}`"),
            ),
            None => context
                .language
                .pick("没有测试".to_owned(), "there are no tests".to_owned()),
        };
        writeln!(context.io.stderr, "weir: {text}")?;
        return Ok(Exit::Usage);
    }
    report::show(
        context,
        args.format,
        &results,
        &loaded.checked,
        coverage.as_ref(),
    )?;
    if let Some(file) = &args.junit {
        let text = report::junit(&results)?;
        context.replace(file, &text)?;
    }
    Ok(if results.iter().all(|result| result.failures.is_empty()) {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn load_paths(context: &mut Context<'_, '_>, paths: &[PathBuf]) -> Result<load::Loaded, Stop> {
    match paths {
        [only] => {
            context.common.policies = Some(only.clone());
            context.load_executable()
        }
        several => {
            let loaded = context.load(several)?;
            if loaded.checked.has_errors() {
                let text = context.language.pick(
                    "规则有错误；请运行 weir check",
                    "the policies have errors; run weir check",
                );
                writeln!(context.io.stderr, "weir: {text}")?;
                return Err(Stop::Said(Exit::Findings));
            }
            Ok(loaded)
        }
    }
}

/// The cases of a test, each with the rules that were in effect in it; without those if it could not be determined.
fn run_test(
    checked: &Checked,
    test: &Test,
    args: &TestArgs,
    language: Language,
) -> Vec<(Outcomes, Option<Vec<RuleId>>)> {
    let Some(source) = checked.sources.get(&test.place.source) else {
        return Vec::new();
    };
    let lines = LineIndex::new(&source.text);
    let matches = |text: &str| {
        args.filter
            .as_ref()
            .is_none_or(|filter| text.contains(filter.as_str()))
    };
    let cases = test
        .cases
        .iter()
        .filter(|case| matches(&test.name) || case.label.as_deref().is_some_and(matches));
    cases
        .map(|case| {
            let line = lines.line(case.place.span.start) + 1;
            let ran = run_case(checked, test, case, args, &lines, language);
            let outcomes = Outcomes {
                test: test.name.clone(),
                case: case
                    .label
                    .clone()
                    .or_else(|| (test.cases.len() > 1).then(|| line.to_string())),
                file: source.name.to_string(),
                line,
                failures: ran.failures,
                explanation: ran.explanation,
            };
            (outcomes, ran.in_effect)
        })
        .collect()
}

/// How a case ended.
struct Ran {
    failures: Vec<Failure>,
    explanation: Option<Explanation>,
    in_effect: Option<Vec<RuleId>>,
}

fn run_case(
    checked: &Checked,
    test: &Test,
    case: &Case,
    args: &TestArgs,
    lines: &LineIndex,
    language: Language,
) -> Ran {
    let (Some(on), Ok(executable)) = (test.on.or(args.on), checked.executable()) else {
        return without_a_day(lines.line(case.place.span.start) + 1, language);
    };
    let mut readings = Readings::defaults(&checked.program);
    for (reading, option) in &case.readings {
        readings.set(*reading, *option);
    }
    let edition = executable.on(on, &readings);
    let scenario = Scenario {
        facts: case.facts.clone(),
    };
    let rests = case
        .expects
        .iter()
        .any(|expect| matches!(expect.kind, ExpectationKind::RestsOn(_)));
    let limits = Limits {
        readings: rests,
        in_effect: args.coverage,
        ..Limits::default()
    };
    let found = determine(&edition, &scenario, &limits);
    let compare = Compare {
        edition: &edition,
        found: &found,
        language,
    };
    let differing = |expect: &Expectation| {
        let (expected, found) = compare.difference(expect)?;
        Some(Failure {
            line: lines.line(expect.place.span.start) + 1,
            expected,
            found,
        })
    };
    let (missed, failures): (Vec<&Expectation>, Vec<Failure>) = case
        .expects
        .iter()
        .filter_map(|expect| Some((expect, differing(expect)?)))
        .unzip();
    let explanation = (!missed.is_empty())
        .then(|| explain::explanation(&edition, &scenario, &found, &missed, language));
    Ran {
        failures,
        explanation,
        in_effect: Some(found.in_effect),
    }
}

fn without_a_day(line: usize, language: Language) -> Ran {
    let expected = language
        .pick(
            "测试日期（`on 2026-03-01`，或 --on）",
            "a day (`on 2026-03-01`, or --on)",
        )
        .to_owned();
    let found = language.pick("未写日期", "none").to_owned();
    Ran {
        failures: vec![Failure {
            line,
            expected,
            found,
        }],
        explanation: None,
        in_effect: None,
    }
}
