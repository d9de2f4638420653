//! The forms of both commands: for the terminal within its width, in both languages, as Markdown, and always the same.

use weir::Exit;
use weir_syntax::diagnostic::Language;

use super::{columns, project, root, run, run_in};

const ANALYZE: &[&str] = &["analyze", "zones", "--on", "2026-06-01"];
const FLOW: &[&str] = &[
    "zones",
    "policies/scenarios/zhejiang_merchants.yaml",
    "--explain",
];

#[test]
fn lines_fit_the_terminal() {
    let sector = |name| ["analyze", "zones", "--on", "2025-06-01", "--sector", name];
    let (retail, pharma) = (sector("retail"), sector("pharma"));
    for (language, width) in [
        (Language::En, 80),
        (Language::En, 100),
        (Language::Zh, 80),
        (Language::Zh, 100),
    ] {
        for args in [ANALYZE, FLOW, &retail, &pharma] {
            let run = run_in(&root(), args, language, width);
            assert_eq!(run.exit, Exit::Done, "{}", run.err);
            for line in run.out.lines() {
                assert!(columns(line) <= width, "{} columns: {line}", columns(line));
            }
        }
    }
}

#[test]
fn the_summary_fits_a_screen() {
    let run = run(&root(), ANALYZE);
    let head = run
        .out
        .lines()
        .position(|line| line == "The lists")
        .unwrap();
    assert!(head <= 50, "{head} lines");
}

#[test]
fn markdown_has_tables_with_equal_rows() {
    for args in [ANALYZE, FLOW] {
        let args: Vec<&str> = args
            .iter()
            .copied()
            .chain(["--format", "markdown"])
            .collect();
        let run = run(&root(), &args);
        assert!(run.out.starts_with("# "));
        let mut cells = None;
        for line in run.out.lines() {
            let now = line
                .starts_with("| ")
                .then(|| line.replace("\\|", "").matches('|').count());
            if let (Some(before), Some(now)) = (cells, now) {
                assert_eq!(before, now, "{line}");
            }
            cells = now;
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["human", "markdown", "json"] {
        for args in [ANALYZE, FLOW] {
            let args: Vec<&str> = args.iter().copied().chain(["--format", format]).collect();
            assert_eq!(run(&root(), &args).out, run(&root(), &args).out);
        }
    }
}

#[test]
fn a_sector_that_no_list_names_shows_those_around_it() {
    let run = run(
        &root(),
        &[
            "analyze",
            "zones",
            "--on",
            "2025-06-01",
            "--sector",
            "catering",
            "--format",
            "markdown",
        ],
    );
    let around = "| Beijing list 2024 | Retail and modern services (wider) |";
    assert!(run.out.contains(around), "{}", run.out);
}

#[test]
fn a_sector_is_found_by_its_label_in_either_language() {
    for name in ["pharma", "pharmaceuticals", "医药"] {
        let run = run(
            &root(),
            &["analyze", "zones", "--on", "2026-06-01", "--sector", name],
        );
        assert!(
            run.out.contains("[pharma]"),
            "{name}: {}{}",
            run.out,
            run.err
        );
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    let unknown = run(&root(), &["analyze", "zones", "--sector", "retial"]);
    assert_eq!(unknown.exit, Exit::Usage);
    assert!(unknown.err.contains("is it `retail`?"), "{}", unknown.err);
    let early = run(&root(), &["analyze", "zones", "--on", "2020-01-01"]);
    assert_eq!(early.exit, Exit::Usage);
    assert!(early.err.contains("no list is in force"), "{}", early.err);
}

/// A policy with one list that names a sector, one for all sectors, and national rules.
fn two_lists(named: &str, for_all: &str) -> String {
    let list = |name: &str, zone: &str, body: &str| {
        format!(
            "list {name} edition \"1\" {{\n zh \"x\" en \"{name}\"\n under order article 6\n zone {zone}\n in force from 2024-01-01\n source primary\n available when registered has {zone}\n outside national\n {body}\n}}\n"
        )
    };
    let flags: String = (0..20)
        .map(|at| format!("fact flag{at}: bool zh \"x\" en \"x\" ask zh \"？\" ask en \"?\"\n"))
        .collect();
    let sector =
        format!("sector medicine zh \"医药\" en \"Medicine\" {{\n outside national\n {named}\n }}");
    format!(
        "{}{flags}{}{}",
        super::flow::FRAME,
        list("named", "north", &sector),
        list("for_all", "south", for_all),
    )
}

#[test]
fn the_numbers_of_the_one_list_that_names_a_sector_are_its_own() {
    let policies = two_lists(
        "row A zh \"x\" en \"x\" when people >= 10万 then pathway contract",
        "row B zh \"x\" en \"x\" when people >= 30万 then pathway contract",
    );
    let folder = project(&policies, "");
    let run = run(folder.path(), &["analyze", "zones"]);
    let named = run
        .out
        .lines()
        .find(|line| line.contains("medicine (named)"));
    assert_eq!(named, Some("- medicine (named)"), "{}{}", run.out, run.err);
}

#[test]
fn too_many_cases_are_said() {
    let either = |at: usize| format!("(flag{at} or flag{})", at + 1);
    let many: Vec<String> = (0..20).step_by(2).map(either).collect();
    let row = format!(
        "row A zh \"x\" en \"x\" when {} then pathway contract",
        many.join(" and ")
    );
    let folder = project(&two_lists(&row, ""), "");
    let run = run(folder.path(), &["analyze", "zones"]);
    let said = "Not every case of these was looked at, so what is said of them may be incomplete: named, row A.";
    let out = run.out.replace('\n', " ");
    assert!(out.contains(said), "{}{}", run.out, run.err);
}

#[test]
fn a_reading_changes_what_is_in_force() {
    let json = |more: &[&str]| {
        let args: Vec<&str> = ANALYZE
            .iter()
            .chain(more)
            .copied()
            .chain(["--format", "json"])
            .collect();
        run(&root(), &args).out
    };
    assert!(json(&[]).contains("in-force-by-reading"));
    let continued = json(&["--reading", "lingang_after_trial=continued"]);
    assert!(!continued.contains("\"only_if\""));
    assert!(continued.contains("\"option\": \"continued\""));
}
