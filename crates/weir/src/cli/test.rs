//! `weir test`: runs the tests that stand in policies.

use std::path::PathBuf;

use clap::Args;
use weir_core::date::Date;
use weir_core::hir::{Case, Expectation, ExpectationKind, Language, OutcomeId, Program, Test};
use weir_core::scenario::Scenario;
use weir_core::{Checked, Edition, Readings};
use weir_eval::{Answer, Determination, Limits, Result as Outcome, State, determine};
use weir_syntax::LineIndex;

use super::{Context, Format, day};
use crate::render::memo;
use crate::{Exit, Stop, load};

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
}

/// How one case ended.
pub(crate) struct Outcomes {
    pub(crate) test: String,
    pub(crate) case: Option<String>,
    pub(crate) file: String,
    pub(crate) line: usize,
    /// What differed from what was expected; empty if the case passed.
    pub(crate) failures: Vec<Failure>,
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
    for test in tests {
        run_test(&loaded.checked, test, args, context.language, &mut results);
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
    report::show(context, args.format, &results)?;
    if let Some(file) = &args.junit {
        let text = report::junit(&results)?;
        load::replace(&context.io.folder.join(file), &text)?;
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

fn run_test(
    checked: &Checked,
    test: &Test,
    args: &TestArgs,
    language: Language,
    results: &mut Vec<Outcomes>,
) {
    let Some(source) = checked.sources.get(&test.place.source) else {
        return;
    };
    let lines = LineIndex::new(&source.text);
    for case in &test.cases {
        let matches = |text: &str| {
            args.filter
                .as_ref()
                .is_none_or(|filter| text.contains(filter.as_str()))
        };
        if !matches(&test.name) && !case.label.as_deref().is_some_and(matches) {
            continue;
        }
        results.push(Outcomes {
            test: test.name.clone(),
            case: case.label.clone().or_else(|| {
                (test.cases.len() > 1).then(|| format!("{}", lines.line(case.place.span.start) + 1))
            }),
            file: source.name.to_string(),
            line: lines.line(case.place.span.start) + 1,
            failures: run_case(checked, test, case, args.on, &lines, language),
        });
    }
}

fn run_case(
    checked: &Checked,
    test: &Test,
    case: &Case,
    on: Option<Date>,
    lines: &LineIndex,
    language: Language,
) -> Vec<Failure> {
    let line = lines.line(case.place.span.start) + 1;
    let (Some(on), Ok(executable)) = (test.on.or(on), checked.executable()) else {
        let expected = language
            .pick(
                "测试日期（`on 2026-03-01`，或 --on）",
                "a day (`on 2026-03-01`, or --on)",
            )
            .to_owned();
        return vec![Failure {
            line,
            expected,
            found: language.pick("未写日期", "none").to_owned(),
        }];
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
    let found = determine(
        &edition,
        &scenario,
        &Limits {
            readings: rests,
            ..Limits::default()
        },
    );
    let compare = Compare {
        edition: &edition,
        found: &found,
        language,
    };
    case.expects
        .iter()
        .filter_map(|expect| {
            compare.difference(expect).map(|(expected, found)| Failure {
                line: lines.line(expect.place.span.start) + 1,
                expected,
                found,
            })
        })
        .collect()
}

struct Compare<'a> {
    edition: &'a Edition<'a>,
    found: &'a Determination,
    language: Language,
}

impl Compare<'_> {
    /// What was expected and what was found instead; `None` if they agree.
    fn difference(&self, expect: &Expectation) -> Option<(String, String)> {
        let program = self.edition.program;
        match &expect.kind {
            ExpectationKind::Value(outcome, value) => self.answer(*outcome, format!("{} {}", program[*outcome].name, name(program, *outcome, *value)), |answer| *answer == Answer::Value(*value)),
            ExpectationKind::Gap(outcome) => self.answer(*outcome, format!("{} gap", program[*outcome].name), |answer| *answer == Answer::Gap),
            ExpectationKind::Impossible(outcome) => self.answer(*outcome, format!("{} impossible", program[*outcome].name), |answer| *answer == Answer::Impossible),
            ExpectationKind::Conflict(outcome, values) => self.answer(*outcome, self.named("conflict", *outcome, values.as_deref()), |answer| {
                matches!(answer, Answer::Conflict(found) if values.as_ref().is_none_or(|values| sorted(values) == sorted(found)))
            }),
            ExpectationKind::Undetermined(outcome, values) => self.answer(*outcome, self.named("undetermined", *outcome, values.as_deref()), |answer| {
                matches!(answer, Answer::Undetermined(results) if values.as_ref().is_none_or(|values| same_results(values, results)))
                    || *answer == Answer::TooOpen && values.is_none()
            }),
            ExpectationKind::Has(outcome, values) => self.members(*outcome, "has", values, State::Present),
            ExpectationKind::Lacks(outcome, values) => self.members(*outcome, "not has", values, State::Absent),
            ExpectationKind::Exactly(outcome, values) => {
                let (present, open) = self.present(*outcome);
                (present != sorted(values) || !open.is_empty()).then(|| (format!("{} {{ {} }}", program[*outcome].name, names(program, *outcome, values)), self.set_text(*outcome)))
            }
            ExpectationKind::By(outcome, rules) => {
                let ladder = self.found.ladder(*outcome)?;
                let by = ladder.why.iter().any(|reason| rules.iter().any(|run| run.contains(reason.rule)));
                let cites: Vec<String> = ladder.why.iter().map(|reason| crate::render::words::rule_citation(program, reason.rule, self.language)).collect();
                (!by).then(|| (self.language.pick("依据该条款".to_owned(), "by this provision".to_owned()), cites.join("; ")))
            }
            ExpectationKind::Needs(fact) => {
                let in_ladders = self.found.ladders.iter().flat_map(|ladder| &ladder.need);
                let in_sets = self.found.sets.iter().flat_map(|set| &set.values).flat_map(|value| &value.need);
                let mut all = in_ladders.chain(in_sets);
                let listed: Vec<&str> = self.found.ladders.iter().flat_map(|ladder| &ladder.need).map(|need| program[need.fact].name.as_str()).collect();
                (!all.any(|need| need.fact == *fact)).then(|| (format!("needs {}", program[*fact].name), format!("needs {}", listed.join(", "))))
            }
            ExpectationKind::RestsOn(reading) => {
                let listed: Vec<&str> = self.found.readings.iter().map(|rests| program[rests.reading].name.as_str()).collect();
                (!self.found.readings.iter().any(|rests| rests.reading == *reading)).then(|| (format!("reading {}", program[*reading].name), listed.join(", ")))
            }
        }
    }

    fn answer(
        &self,
        outcome: OutcomeId,
        expected: String,
        agrees: impl Fn(&Answer) -> bool,
    ) -> Option<(String, String)> {
        let ladder = self.found.ladder(outcome)?;
        (!agrees(&ladder.answer)).then(|| (expected, self.answer_text(outcome, &ladder.answer)))
    }

    fn answer_text(&self, outcome: OutcomeId, answer: &Answer) -> String {
        let program = self.edition.program;
        match answer {
            Answer::Value(value) => format!(
                "{} {}",
                program[outcome].name,
                name(program, outcome, *value)
            ),
            Answer::Undetermined(results) => {
                let values: Vec<usize> = results
                    .iter()
                    .filter_map(|result| match result {
                        Outcome::Value(value) => Some(*value),
                        Outcome::Gap | Outcome::Conflict(_) | Outcome::Hole(_) => None,
                    })
                    .collect();
                let others = if values.len() == results.len() {
                    ""
                } else {
                    " (+ gap, conflict or untranscribed)"
                };
                format!(
                    "{}{others}",
                    self.named("undetermined", outcome, Some(&values))
                )
            }
            Answer::Conflict(values) => self.named("conflict", outcome, Some(values)),
            Answer::Gap | Answer::Impossible | Answer::TooOpen => {
                memo::answer(self.edition, outcome, answer, self.language)
            }
        }
    }

    fn named(&self, kind: &str, outcome: OutcomeId, values: Option<&[usize]>) -> String {
        let program = self.edition.program;
        let values = values
            .map(|values| format!(" {{ {} }}", names(program, outcome, values)))
            .unwrap_or_default();
        format!("{} {kind}{values}", program[outcome].name)
    }

    fn members(
        &self,
        outcome: OutcomeId,
        word: &str,
        values: &[usize],
        wanted: State,
    ) -> Option<(String, String)> {
        let set = self.found.set(outcome)?;
        let wrong: Vec<usize> = values
            .iter()
            .copied()
            .filter(|value| {
                !set.values
                    .iter()
                    .any(|one| one.value == *value && one.state == wanted)
            })
            .collect();
        (!wrong.is_empty()).then(|| {
            (
                format!(
                    "{} {word} {}",
                    self.edition.program[outcome].name,
                    names(self.edition.program, outcome, &wrong)
                ),
                self.set_text(outcome),
            )
        })
    }

    fn present(&self, outcome: OutcomeId) -> (Vec<usize>, Vec<usize>) {
        let values = self
            .found
            .set(outcome)
            .map(|set| set.values.as_slice())
            .unwrap_or_default();
        let with = |state: State| {
            values
                .iter()
                .filter(|one| one.state == state)
                .map(|one| one.value)
                .collect()
        };
        (with(State::Present), with(State::Open))
    }

    fn set_text(&self, outcome: OutcomeId) -> String {
        let program = self.edition.program;
        let (present, open) = self.present(outcome);
        let open = if open.is_empty() {
            String::new()
        } else {
            format!(", open {{ {} }}", names(program, outcome, &open))
        };
        format!(
            "{} {{ {} }}{open}",
            program[outcome].name,
            names(program, outcome, &present)
        )
    }
}

/// The expected values are exactly the possible ones; what has not been transcribed is not a value.
fn same_results(values: &[usize], results: &[Outcome]) -> bool {
    let found: Vec<usize> = results
        .iter()
        .filter_map(|result| match result {
            Outcome::Value(value) => Some(*value),
            Outcome::Gap | Outcome::Conflict(_) | Outcome::Hole(_) => None,
        })
        .collect();
    let broken = results
        .iter()
        .any(|result| matches!(result, Outcome::Gap | Outcome::Conflict(_)));
    !broken && sorted(values) == sorted(&found)
}

fn sorted(values: &[usize]) -> Vec<usize> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values
}

fn name(program: &Program, outcome: OutcomeId, value: usize) -> &str {
    program[outcome]
        .values
        .get(value)
        .map_or("", |value| value.name.as_str())
}

fn names(program: &Program, outcome: OutcomeId, values: &[usize]) -> String {
    values
        .iter()
        .map(|value| name(program, outcome, *value))
        .collect::<Vec<_>>()
        .join(", ")
}
