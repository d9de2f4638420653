//! How test results are shown: for people, as JSON, as JUnit.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde::Serialize;

use weir_core::Checked;

use super::Outcomes;
use super::coverage::{Coverage, show};
use super::explain::Explanation;
use crate::Stop;
use crate::cli::{Context, Format};
use crate::render::json::{self, OutcomeLabels};

#[derive(Serialize)]
struct Summary<'r> {
    version: u32,
    passed: usize,
    failed: usize,
    cases: Vec<One<'r>>,
    /// What the outcomes of explanations are called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<OutcomeLabels>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<show::Report>,
}

#[derive(Serialize)]
struct One<'r> {
    test: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'r str>,
    file: &'r str,
    line: usize,
    passed: bool,
    failures: Vec<Difference<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'r Explanation>,
}

#[derive(Serialize)]
struct Difference<'r> {
    line: usize,
    expected: &'r str,
    found: &'r str,
}

pub(super) fn show(
    context: &mut Context<'_, '_>,
    format: Format,
    results: &[Outcomes],
    checked: &Checked,
    coverage: Option<&Coverage>,
) -> Result<(), Stop> {
    match format {
        Format::Human => {
            human(context, results)?;
            if let Some(coverage) = coverage {
                let table = show::table(checked, coverage, context.language);
                write!(context.io.stdout, "\n{table}")?;
            }
            Ok(())
        }
        Format::Json => write_json(context, results, checked, coverage),
    }
}

fn human(context: &mut Context<'_, '_>, results: &[Outcomes]) -> Result<(), Stop> {
    let language = context.language;
    let (red, green, off) = if context.io.colour {
        ("\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m")
    } else {
        ("", "", "")
    };
    for result in results.iter().filter(|result| !result.failures.is_empty()) {
        writeln!(
            context.io.stdout,
            "{red}{}{off} {}  ({}:{})",
            language.pick("失败", "FAILED"),
            title(result),
            result.file,
            result.line
        )?;
        for failure in &result.failures {
            writeln!(
                context.io.stdout,
                "  {}{}",
                language.pick("预期：", "expected: "),
                failure.expected
            )?;
            writeln!(
                context.io.stdout,
                "  {}{}",
                language.pick("实际：", "found:    "),
                failure.found
            )?;
        }
    }
    let failed = results
        .iter()
        .filter(|result| !result.failures.is_empty())
        .count();
    let colour = if failed == 0 { green } else { red };
    let text = language.pick(
        format!("通过 {}，失败 {failed}", results.len() - failed),
        format!("{} passed, {failed} failed", results.len() - failed),
    );
    writeln!(context.io.stdout, "{colour}{text}{off}")?;
    Ok(())
}

fn write_json(
    context: &mut Context<'_, '_>,
    results: &[Outcomes],
    checked: &Checked,
    coverage: Option<&Coverage>,
) -> Result<(), Stop> {
    let failed = results
        .iter()
        .filter(|result| !result.failures.is_empty())
        .count();
    let cases = results.iter().map(|result| One {
        test: &result.test,
        case: result.case.as_deref(),
        file: &result.file,
        line: result.line,
        passed: result.failures.is_empty(),
        failures: result
            .failures
            .iter()
            .map(|failure| Difference {
                line: failure.line,
                expected: &failure.expected,
                found: &failure.found,
            })
            .collect(),
        explanation: result.explanation.as_ref(),
    });
    let summary = Summary {
        version: 1,
        passed: results.len() - failed,
        failed,
        cases: cases.collect(),
        labels: if results.iter().any(|result| result.explanation.is_some()) {
            json::labels(&checked.program)
        } else {
            Vec::new()
        },
        coverage: coverage.map(|coverage| show::report(checked, coverage, context.language)),
    };
    let text = serde_json::to_string_pretty(&summary).map_err(std::io::Error::other)?;
    writeln!(context.io.stdout, "{text}")?;
    Ok(())
}

/// The results as a JUnit report, one suite a file.
pub(super) fn junit(results: &[Outcomes]) -> Result<String, Stop> {
    let mut report = Report::new("weir");
    let mut files: Vec<&str> = results.iter().map(|result| result.file.as_str()).collect();
    files.dedup();
    for file in files {
        let mut suite = TestSuite::new(file);
        for result in results.iter().filter(|result| result.file == file) {
            suite.add_test_case(junit_case(result));
        }
        report.add_test_suite(suite);
    }
    report
        .to_string()
        .map_err(|error| Stop::Io(std::io::Error::other(error)))
}

fn junit_case(result: &Outcomes) -> TestCase {
    let status = if result.failures.is_empty() {
        TestCaseStatus::success()
    } else {
        let lines: Vec<String> = result
            .failures
            .iter()
            .map(|failure| {
                format!(
                    "{}:{}: expected {}, found {}",
                    result.file, failure.line, failure.expected, failure.found
                )
            })
            .collect();
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(lines.join("\n"));
        status
    };
    let mut case = TestCase::new(title(result), status);
    case.set_classname(&*result.file);
    case
}

fn title(result: &Outcomes) -> String {
    match &result.case {
        Some(case) => format!("{} / {case}", result.test),
        None => result.test.clone(),
    }
}
