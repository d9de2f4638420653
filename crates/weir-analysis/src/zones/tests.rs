//! Small programs, and what is found in them.

use weir_core::hir::{FactId, Lang, OutcomeId, Program, SourceId};
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

/// A negative list, with what it holds beside its head.
fn list(name: &str, zone: &str, body: &str) -> String {
    format!(
        "list {name} edition \"1\" {{\n zh \"{name}\" en \"{name}\"\n under order article 6\n zone {zone}\n in force from 2024-01-01\n source primary\n available when registered has {zone}\n outside national\n{body}}}\n"
    )
}

fn compared<T>(lists: &str, on: &str, see: impl FnOnce(&Program, &Comparison) -> T) -> T {
    let checked = check(lists);
    let executable = checked.executable().unwrap();
    let day = weir_core::date::parse(on).unwrap();
    let edition = executable.on(day, &Readings::defaults(&checked.program));
    see(&checked.program, &compare(&edition, &[]))
}

/// The findings of a day on which all lists of the tests are in force.
fn told(lists: &str) -> String {
    told_on(lists, "2025-01-01")
}

/// The findings, one a line: severity, kind, concept; then who says what.
fn told_on(lists: &str, on: &str) -> String {
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

/// What a side says: its names where it has some, else as it is.
fn says(program: &Program, says: &Says) -> String {
    let name = |fact: &FactId| program[*fact].name.clone();
    let names: Vec<String> = if let Says::Members(fact, members, open) = says {
        let members = members
            .iter()
            .map(|at| program.members(*fact)[*at].name.clone());
        members
            .chain(open.then(|| "and others".to_owned()))
            .collect()
    } else if let Says::Printed(provision) = says {
        let label = program[*provision].labels.exact(Lang::En);
        label.map(str::to_owned).into_iter().collect()
    } else if let Says::Places(places) = says {
        places.iter().map(|(fact, _)| name(fact)).collect()
    } else if let Says::Concludes(values) = says {
        let value = |(outcome, at): &(OutcomeId, usize)| program[*outcome].values[*at].name.clone();
        values.iter().map(value).collect()
    } else if let Says::Measures(measures) = says {
        measures.iter().map(name).collect()
    } else {
        vec![format!("{says:?}")]
    };
    names.join(" ")
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

/// A negative list for medicine alone.
fn medicine(name: &str, zone: &str, rows: &str) -> String {
    list(name, zone, &format!("{MEDICINE}{rows}}}"))
}

fn numbers(from: &str, below: &str) -> String {
    format!(
        "row A zh \"甲\" en \"a\"\n band listed {from}以上不满{below} then pathway contract\n band listed {below}以上 then pathway assessment\n"
    )
}
