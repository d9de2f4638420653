//! A scenario as a YAML file that reads back as the same.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::date::Date;
use weir_core::hir::{FactId, Labels, Member, Program, ReadingId};
use weir_core::scenario::{Given, Scenario, all_of};
use weir_syntax::diagnostic::Language;

/// Writes a scenario file: the facts in order of declaration, each below a comment with its label.
#[must_use]
pub fn write(
    program: &Program,
    title: &str,
    on: Date,
    scenario: &Scenario,
    said_unknown: &BTreeSet<FactId>,
    readings: &BTreeMap<ReadingId, usize>,
    language: Language,
) -> String {
    let fact = |id: FactId| {
        let unknown = said_unknown.contains(&id);
        let text = match scenario.get(id) {
            Some(given) => value(program, id, given, unknown),
            None if unknown => "unknown".to_owned(),
            None => return None,
        };
        Some((&program[id].labels, quoted(&program[id].name, false), text))
    };
    let reading = |(id, option): (&ReadingId, &usize)| {
        let reading = &program[*id];
        let option = reading.options.get(*option)?;
        Some((
            &reading.labels,
            quoted(&reading.name, false),
            quoted(&option.name, false),
        ))
    };
    let mut out = format!("title: {}\non: {on}\n", json_text(title));
    section(
        &mut out,
        "facts",
        program.fact_ids().filter_map(fact),
        language,
    );
    if !readings.is_empty() {
        section(
            &mut out,
            "readings",
            readings.iter().filter_map(reading),
            language,
        );
    }
    out
}

fn section<'p>(
    out: &mut String,
    key: &str,
    lines: impl Iterator<Item = (&'p Labels, String, String)>,
    language: Language,
) {
    out.push_str(&format!("{key}:\n"));
    for (labels, name, value) in lines {
        if let Some(label) = labels.label(language) {
            let label: String = label
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            out.push_str(&format!("  # {label}\n"));
        }
        out.push_str(&format!("  {name}: {value}\n"));
    }
}

fn value(program: &Program, id: FactId, given: &Given, open: bool) -> String {
    let members = program.members(id);
    let name = |at: usize| {
        members
            .get(at)
            .map(|member| quoted(&member.name, false))
            .unwrap_or_default()
    };
    match given {
        Given::Bool(value) => value.to_string(),
        Given::Choice(at) | Given::Kind(at) => name(*at),
        Given::Number(low, high) => number(*low, *high),
        Given::Date(day) => day.to_string(),
        Given::Set(known) => {
            let present: Vec<usize> = (0..known.len())
                .filter(|at| {
                    known.get(*at) == Some(&Some(true)) && !holds_more(members, known, *at)
                })
                .collect();
            if all_of(program, id, &present) == *given {
                let names: Vec<String> = present.into_iter().map(name).collect();
                return format!("[{}]", names.join(", "));
            }
            let said = known
                .iter()
                .enumerate()
                .filter_map(|(at, value)| match value {
                    Some(value) => Some(format!("{}: {value}", name(at))),
                    None => open.then(|| format!("{}: unknown", name(at))),
                });
            format!("{{{}}}", said.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether a member under this one is present, which says it already.
fn holds_more(members: &[Member], known: &[Option<bool>], at: usize) -> bool {
    members
        .iter()
        .zip(known)
        .any(|(member, value)| member.parent == Some(at) && *value == Some(true))
}

fn number(low: i64, high: Option<i64>) -> String {
    match high {
        Some(high) if high == low => low.to_string(),
        None => format!("\">= {low}\""),
        Some(high) => match high.checked_add(1).filter(|above| above % 10 == 0) {
            Some(above) => format!("\">= {low}, < {above}\""),
            None => format!("\">= {low}, <= {high}\""),
        },
    }
}

/// A text as it can stand in a file: in quotation marks where it has to.
pub(super) fn quoted(text: &str, json: bool) -> String {
    let word = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && text.starts_with(char::is_alphanumeric);
    // Words that YAML or this format take for something else.
    let special = matches!(
        text.to_lowercase().as_str(),
        "true"
            | "false"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "y"
            | "n"
            | "null"
            | "unknown"
            | "未知"
            | "是"
            | "否"
    );
    if word && !special && !json {
        text.to_owned()
    } else {
        json_text(text)
    }
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
