//! Runs the cases of `tests/suite`. See `tests/README.md`.

#![expect(
    clippy::print_stderr,
    reason = "what keeps the runner from running is told before it has anything to report with"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use weir_tests::collect::{Case, CaseFile, collect};
use weir_tests::{blessing, diff, notes, root, run};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = root().join("tests/suite");
    let shared = folder.join("shared");
    let mut files = match collect(&folder) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if blessing() {
        for file in &mut files {
            bless(file, &shared, arguments.filter.as_deref());
        }
    }
    let mut trials = vec![
        about_all("names_are_unique", names_are_unique(&files)),
        about_all("every_code_has_a_case", every_code_has_a_case(&files)),
    ];
    for file in files {
        let area = file
            .path
            .strip_prefix(&folder)
            .unwrap_or(&file.path)
            .with_extension("")
            .display()
            .to_string();
        for case in file.cases {
            let (path, shared) = (file.path.clone(), shared.clone());
            trials.push(Trial::test(format!("{area}::{}", case.name), move || {
                passes(&path, &case, &shared)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn passes(path: &Path, case: &Case, shared: &Path) -> Result<(), Failed> {
    let place = format!("{}:{}", path.display(), case.line);
    let found = run::run(case, shared).map_err(|why| format!("{place}: {why}"))?;
    let (expected, found) = (case.text(), found.text());
    if expected == found {
        return Ok(());
    }
    Err(format!("{place}: - is expected, + is found\n\n{}\nWEIR_BLESS=1 writes what is found into the file.", diff::lines(&expected, &found)).into())
}

/// Writes down what is found in the cases whose name contains the filter.
fn bless(file: &mut CaseFile, shared: &Path, filter: Option<&str>) {
    let before = file.text();
    for case in file
        .cases
        .iter_mut()
        .filter(|case| filter.is_none_or(|filter| case.name.contains(filter)))
    {
        if let Ok(found) = run::run(case, shared) {
            *case = found;
        }
    }
    let after = file.text();
    if before != after
        && let Err(error) = std::fs::write(&file.path, after)
    {
        eprintln!("{}: {error}", file.path.display());
    }
}

fn about_all(name: &str, result: Result<(), String>) -> Trial {
    Trial::test(name, move || result.map_err(Failed::from))
}

fn names_are_unique(files: &[CaseFile]) -> Result<(), String> {
    let mut seen: BTreeMap<&str, &PathBuf> = BTreeMap::new();
    for file in files {
        for case in &file.cases {
            if let Some(first) = seen.insert(&case.name, &file.path) {
                return Err(format!(
                    "`{}` is a case of {} and of {}",
                    case.name,
                    first.display(),
                    file.path.display()
                ));
            }
        }
    }
    Ok(())
}

/// Codes that take too long a text for a case, which `tests/limits` raises, and one that depends on a day, which is in `tests/cli`.
const ELSEWHERE: [&str; 4] = ["E0111", "E0112", "W0106", "W0805"];

/// Each code that checking gives is noted in a case; those of scenario files and of the analysis have their own tests.
fn every_code_has_a_case(files: &[CaseFile]) -> Result<(), String> {
    let noted: Vec<String> = files
        .iter()
        .flat_map(|file| &file.cases)
        .flat_map(|case| notes::codes(&case.source))
        .collect();
    let checked = weir_syntax::codes::CODES
        .iter()
        .filter(|info| !info.code.is_of_analysis());
    let all = checked.map(|info| info.code.number());
    let all = all.filter(|code| !code.starts_with("E07") && !ELSEWHERE.contains(code));
    let missing: Vec<&str> = all
        .filter(|code| !noted.iter().any(|noted| noted == code))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("codes without a case: {}", missing.join(", ")))
    }
}
