//! Small programs, and what is found in them.

use weir_core::hir::{Program, SourceId};
use weir_core::{Checked, Readings, Workspace};

use super::*;

mod lists;
mod numbers;

/// What the lists of all tests are made under.
const BASE: &str = include_str!("tests/base.weir");

fn check(lists: &str) -> std::sync::Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "lists.weir", format!("{BASE}{lists}"));
    let checked = workspace.check();
    let found = checked
        .problems
        .iter()
        .map(|problem| problem.diagnostic(weir_core::hir::Language::En).message);
    let found: Vec<String> = found.collect();
    assert!(!checked.has_errors(), "{found:#?}");
    checked
}

/// The head of a negative list.
fn head(name: &str, zone: &str, more: &str) -> String {
    format!(
        "list {name} edition \"1\" {{\n zh \"{name}\" en \"{name}\"\n under order article 6\n zone {zone}\n in force from 2024-01-01\n source primary\n available when registered has {zone}\n outside national\n{more}\n"
    )
}

fn compared<T>(lists: &str, on: &str, see: impl FnOnce(&Program, &Comparison) -> T) -> T {
    let checked = check(lists);
    let executable = checked.executable().unwrap();
    let day = weir_core::date::parse(on).unwrap();
    let edition = executable.on(day, &Readings::defaults(&checked.program));
    see(&checked.program, &compare(&edition, &[]))
}

/// The findings, one a line: severity, kind, concept; then who says what.
fn told(lists: &str, on: &str) -> String {
    compared(lists, on, |program, comparison| {
        let mut out = String::new();
        for finding in &comparison.findings {
            let name = |member: &Member| program.members(member.fact)[member.at].name.clone();
            let concept = finding.concept.as_ref().map(name).unwrap_or_default();
            out.push_str(&format!(
                "{} {} {concept}\n",
                finding.severity.slug(),
                finding.kind.slug()
            ));
            for (at, side) in finding.sides.iter().enumerate() {
                let who = match side.party {
                    Party::National => "national".to_owned(),
                    Party::List(column) => program[comparison.columns[column].list]
                        .name
                        .replace(" edition \"1\"", ""),
                };
                let mark = match (
                    finding.strictest.contains(&at),
                    finding.loosest.contains(&at),
                ) {
                    (true, _) => " strictest",
                    (_, true) => " loosest",
                    (false, false) => "",
                };
                let unsure = if side.unsure { " unsure" } else { "" };
                out.push_str(&format!(
                    "  {who}: {}{unsure}{mark}\n",
                    says(program, &side.says)
                ));
            }
        }
        out
    })
}

fn says(program: &Program, says: &Says) -> String {
    match says {
        Says::Members(fact, members, open) => {
            let names: Vec<&str> = members
                .iter()
                .map(|at| program.members(*fact)[*at].name.as_str())
                .collect();
            format!(
                "{}{}",
                names.join(" "),
                if *open { " and others" } else { "" }
            )
        }
        Says::Printed(provision) => program[*provision]
            .labels
            .exact(weir_core::hir::Lang::En)
            .unwrap_or_default()
            .to_owned(),
        Says::Places(places) => {
            let facts: Vec<&str> = places
                .iter()
                .map(|(fact, _)| program[*fact].name.as_str())
                .collect();
            facts.join(" ")
        }
        Says::Concludes(values) => {
            let names: Vec<&str> = values
                .iter()
                .map(|(outcome, at)| program[*outcome].values[*at].name.as_str())
                .collect();
            names.join(" ")
        }
        Says::Measures(measures) => {
            let names: Vec<&str> = measures
                .iter()
                .map(|measure| program[*measure].name.as_str())
                .collect();
            names.join(" ")
        }
        Says::Unknown
        | Says::Nothing
        | Says::NotStated
        | Says::National
        | Says::NoNumber
        | Says::Closes
        | Says::Opens
        | Says::From(_)
        | Says::Polarity(_)
        | Says::Outside(_)
        | Says::Marks(_)
        | Says::Trial(..)
        | Says::Approved(_)
        | Says::Rows(_)
        | Says::Periods(_)
        | Says::Row(..)
        | Says::OnlyIf(..) => format!("{says:?}"),
    }
}

/// The lines of a finding.
fn one<'t>(told: &'t str, finding: &str) -> Vec<&'t str> {
    let mut lines = told.lines().skip_while(|line| *line != finding);
    assert!(lines.next().is_some(), "no `{finding}` in\n{told}");
    lines
        .take_while(|line| line.starts_with("  "))
        .map(str::trim)
        .collect()
}

fn none(told: &str, finding: &str) {
    assert!(
        !told.lines().any(|line| line.contains(finding)),
        "`{finding}` in\n{told}"
    );
}

const MEDICINE: &str = "sector medicine zh \"医药\" en \"Medicine\" {\n outside national\n";

fn numbers(from: &str, below: &str) -> String {
    format!(
        "row A zh \"甲\" en \"a\"\n band listed {from}以上不满{below} then pathway contract\n band listed {below}以上 then pathway assessment\n"
    )
}
