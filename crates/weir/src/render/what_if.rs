//! What would have to be otherwise for another value, for people and for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use weir_analysis::findings::Change;
use weir_core::hir::{FactId, Language, Program};
use weir_core::scenario::{Given, Scenario};

use super::diff::json::scenario as as_given;
use super::words;
use crate::what_if::{Leading, WhatIf};

/// The most sets of facts that are shown for a value; a program gets all.
const MOST_SETS: usize = 5;

/// What would change the answers, in lines.
#[must_use]
pub fn text(
    program: &Program,
    scenario: &Scenario,
    found: &[WhatIf],
    language: Language,
    width: usize,
) -> String {
    let mut out = String::new();
    for what_if in found {
        let outcome = &program[what_if.outcome];
        let name = words::label(&outcome.labels, &outcome.name, language);
        out.push_str(&language.pick(
            format!("\n怎样变化会改变「{name}」（已用解释器核实）\n"),
            format!("\nWhat would change the {name} (confirmed by the interpreter)\n"),
        ));
        let Some(values) = &what_if.values else {
            out.push_str(language.pick(
                "  超出计算预算，未作结论\n",
                "  past the budget; nothing is said\n",
            ));
            continue;
        };
        for leading in values {
            let value = words::value(program, what_if.outcome, leading.value, language);
            out.push_str(&format!("  {value}\n"));
            for line in lines(program, scenario, leading, language) {
                let broken = words::wrap(&line, width.saturating_sub(6));
                out.push_str(&format!("    - {}\n", broken.join("\n      ")));
            }
        }
    }
    out
}

fn lines(
    program: &Program,
    scenario: &Scenario,
    leading: &Leading,
    language: Language,
) -> Vec<String> {
    if leading.changes.is_empty() && !leading.complete {
        let text = language.pick("未能得出", "not worked out");
        return vec![text.to_owned()];
    }
    if leading.changes.is_empty() {
        let text = language.pick(
            "改变任何三项已知事实都达不到",
            "no change of up to three known facts leads there",
        );
        return vec![text.to_owned()];
    }
    let shown = leading.changes.iter().take(MOST_SETS);
    let mut lines: Vec<String> = shown
        .map(|change| line(program, scenario, change, language))
        .collect();
    let more = leading.changes.len().saturating_sub(MOST_SETS);
    if more > 0 || !leading.complete {
        lines.push(match (more, leading.complete, language) {
            (0, _, Language::Zh) => "尚有其他".to_owned(),
            (0, _, Language::En) => "there are others".to_owned(),
            (_, true, Language::Zh) => format!("另有 {more} 种同样少的变化（--format json）"),
            (_, true, Language::En) => format!("{more} more that are as small (--format json)"),
            (_, false, Language::Zh) => format!("至少另有 {more} 种（--format json）"),
            (_, false, Language::En) => format!("at least {more} more (--format json)"),
        });
    }
    lines
}

fn line(program: &Program, scenario: &Scenario, change: &Change, language: Language) -> String {
    let colon = language.pick("：", ": ");
    let changed = change.changed.iter().map(|(fact, given)| {
        let label = words::fact(program, *fact, language);
        let becomes = becomes(program, *fact, scenario.get(*fact), given, language);
        format!("{label}{colon}{becomes}")
    });
    let changed: Vec<String> = changed.collect();
    let mut line = changed.join(language.pick("；", "; "));
    if changed.is_empty() {
        line.push_str(language.pick("已知的事实不必改变", "nothing that is known has to change"));
    }
    if !change.assumed.is_empty() {
        let assumed = change.assumed.iter().map(|(fact, given)| {
            let label = words::fact(program, *fact, language);
            let said = match (scenario.get(*fact), given) {
                (now, Given::Set(_)) => becomes(program, *fact, now, given, language),
                (_, given) => words::given(program, *fact, given, language),
            };
            format!("{label}{colon}{said}")
        });
        let assumed: Vec<String> = assumed.collect();
        let assumed = assumed.join(language.pick("；", "; "));
        line.push_str(&language.pick(
            format!("（未知的事实须为：{assumed}）"),
            format!(" (what is not known being: {assumed})"),
        ));
    }
    line
}

/// What a fact becomes: of a set what comes and goes, else the new value and the old one.
fn becomes(
    program: &Program,
    fact: FactId,
    now: Option<&Given>,
    then: &Given,
    language: Language,
) -> String {
    if let Given::Set(then) = then {
        let members = program.members(fact);
        let now = match now {
            Some(Given::Set(now)) => now.clone(),
            _ => vec![None; members.len()],
        };
        let pairs = || members.iter().zip(now.iter().zip(then));
        // What was open and must not be there counts as gone; so do not the parts of what is.
        let goes = |at: usize| match (now.get(at), then.get(at)) {
            (Some(now), Some(Some(false))) => *now != Some(false),
            (Some(Some(true)), Some(None)) => true,
            _ => false,
        };
        let names = |came: bool| {
            let changed = pairs().filter(|(member, (now, then))| {
                let position = members.iter().position(|one| one.name == member.name);
                if came {
                    **then == Some(true) && **now != Some(true)
                } else {
                    position.is_some_and(goes) && !member.parent.is_some_and(goes)
                }
            });
            changed
                .map(|(member, _)| words::member(member, language).to_owned())
                .collect::<Vec<_>>()
                .join(language.pick("、", ", "))
        };
        let (came, went) = (names(true), names(false));
        let with = language.pick(format!("含有{came}"), format!("with {came}"));
        let without = language.pick(format!("不含{went}"), format!("without {went}"));
        return match (came.is_empty(), went.is_empty()) {
            (false, true) => with,
            (true, _) => without,
            (false, false) => format!("{with}{}{without}", language.pick("，", ", ")),
        };
    }
    let then = words::given(program, fact, then, language);
    match now.map(|now| words::given(program, fact, now, language)) {
        Some(now) => language.pick(
            format!("{then}（现为{now}）"),
            format!("{then} (now {now})"),
        ),
        None => then,
    }
}

/// What leads to a value, for programs.
#[derive(Debug, Serialize)]
pub struct Leads {
    outcome: String,
    value: String,
    /// The smallest sets of changed facts.
    changes: Vec<Changed>,
    /// Whether these are all sets of so many facts.
    complete: bool,
}

#[derive(Debug, Serialize)]
struct Changed {
    /// What changes, with what it becomes.
    changed: serde_json::Map<String, serde_json::Value>,
    /// What has to be so of facts that are not known.
    assumed: serde_json::Map<String, serde_json::Value>,
}

/// What would change the answers, for programs.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What leads to each other value.
    what_if: Vec<Leads>,
    /// The ladders past the budget, of which nothing is said.
    what_if_not_analysed: Vec<String>,
}

/// What would change the answers, for programs.
#[must_use]
pub fn report(program: &Program, found: &[WhatIf]) -> Report {
    let past = found.iter().filter(|one| one.values.is_none());
    let past = past.map(|one| program[one.outcome].name.clone());
    Report {
        what_if: leads(program, found),
        what_if_not_analysed: past.collect(),
    }
}

fn leads(program: &Program, found: &[WhatIf]) -> Vec<Leads> {
    let facts = |given: &BTreeMap<FactId, Given>| {
        let facts = given.clone();
        as_given(program, &Scenario { facts })
    };
    let leads = found.iter().flat_map(|what_if| {
        let outcome = &program[what_if.outcome];
        let values = what_if.values.iter().flatten();
        values.map(|leading| Leads {
            outcome: outcome.name.clone(),
            value: outcome
                .values
                .get(leading.value)
                .map(|value| value.name.clone())
                .unwrap_or_default(),
            changes: leading
                .changes
                .iter()
                .map(|change| Changed {
                    changed: facts(&change.changed),
                    assumed: facts(&change.assumed),
                })
                .collect(),
            complete: leading.complete,
        })
    });
    leads.collect()
}
