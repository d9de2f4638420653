//! The history of a law or list.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use weir_analysis::exact::Direction;
use weir_core::date::{Date, Period};
use weir_core::hir::Language;

use super::diff::few;
use super::diff::json::{Written, way};
use super::diff::terms::direction;
use super::words;
use super::zones::page::Page;
use crate::cli::count;
use crate::diff::Comparison;
use crate::load::git::{Commit, Step};

/// The most changes of a commit that people see.
const MOST: usize = 12;

/// The history of a law or list, newest first.
#[derive(Debug, Default)]
pub struct Changelog {
    /// Its name.
    pub name: String,
    /// Its editions, if it is a list.
    pub editions: Vec<Edition>,
    /// The commits that changed it.
    pub entries: Vec<Entry>,
    /// Whether older commits were not looked at.
    pub more: bool,
    /// Whether the clone leaves out older commits.
    pub shallow: bool,
    /// How many commits changed policies that this version of Weir does not understand.
    pub unreadable: usize,
    /// The merges that leave policies otherwise than git merges them.
    pub merges: Vec<Commit>,
}

/// An edition of a list.
#[derive(Debug, Serialize)]
pub struct Edition {
    edition: String,
    from: Option<String>,
    until: Option<String>,
}

/// A commit.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub step: Step,
    /// What it changed, for people.
    pub changes: Vec<String>,
    /// What it changed, for programs.
    pub report: Vec<Written>,
    /// What that means.
    pub effect: Effect,
}

/// What the whole commit means.
#[derive(Debug)]
pub enum Effect {
    /// There was nothing before it.
    First,
    /// There was nothing just before it, but there may have been before that.
    Added,
    /// There is nothing after it.
    Removed,
    /// A name stands for something else than before, so that it can't be compared.
    Retyped,
    /// How many conclusions change in each way as of a day, and whether all could be compared.
    Counted(BTreeMap<Direction, usize>, bool, Date),
}

impl Effect {
    /// The effect that a comparison finds as of a day.
    #[must_use]
    pub fn of(comparison: &Comparison, day: Date) -> Self {
        let mut counts = BTreeMap::new();
        for group in &comparison.groups {
            *counts.entry(group.direction).or_default() += 1;
        }
        // A case that is possible on one side only changes in a way that has no direction.
        let one_sided = comparison.one_sided.iter().flatten().count();
        if one_sided > 0 {
            *counts.entry(Direction::Other).or_default() += one_sided;
        }
        Self::Counted(counts, comparison.too_large.is_empty(), day)
    }
}

/// An edition with its time.
#[must_use]
pub fn edition(name: &str, period: Period) -> Edition {
    Edition {
        edition: name.to_owned(),
        from: period.from.map(|day| day.to_string()),
        until: period.until.map(|day| day.to_string()),
    }
}

/// The history as a page.
#[must_use]
pub fn page(found: &Changelog, language: Language) -> Page {
    let mut page = Page::default();
    page.heading(1, found.name.clone());
    let editions = found.editions.iter().map(|one| {
        let open = || language.pick("未定", "open").to_owned();
        let (from, until) = (one.from.clone().unwrap_or_else(open), one.until.clone());
        let until = until
            .map(|until| language.pick(format!("，至 {until} 前"), format!(", until {until}")));
        language.pick(
            format!(
                "“{}”版：自 {from} 起施行{}",
                one.edition,
                until.clone().unwrap_or_default()
            ),
            format!(
                "edition “{}”: in force from {from}{}",
                one.edition,
                until.unwrap_or_default()
            ),
        )
    });
    page.list(editions.collect());
    if found.entries.is_empty() {
        page.text(language.pick("没有提交改变它。", "No commit changes it."));
    }
    for entry in &found.entries {
        let Step {
            commit,
            subject,
            author,
            day,
            ..
        } = &entry.step;
        page.heading(2, format!("{day} {} {subject} ({author})", commit.short));
        let mut lines = entry.changes.clone();
        if lines.len() > MOST {
            let rest = lines.len() - MOST;
            lines.truncate(MOST);
            lines.push(language.pick(
                format!("另有 {rest} 处"),
                format!(
                    "{} more",
                    words::grouped(i64::try_from(rest).unwrap_or(i64::MAX))
                ),
            ));
        }
        page.list(lines);
        page.text(effect(&entry.effect, language));
    }
    if found.more {
        page.text(language.pick(
            "更早的提交未列出；用 --limit 可以多列。",
            "Older commits are not shown; --limit takes more.",
        ));
    }
    if found.shallow && !found.more {
        let more = super::git::more(true, language);
        let text = language.pick("历史到此为止", "The history ends here");
        page.text(format!("{text}{more}"));
    }
    if found.unreadable > 0 {
        let number = found.unreadable;
        page.text(language.pick(
            format!("另有 {number} 个提交，其规则在本版本中有错误，无法读取。"),
            format!("The policies of {number} more have errors in this version of Weir and could not be read."),
        ));
    }
    page.text(merges(&found.merges, language));
    page
}

/// The merges that changed policies themselves; nothing if there are none.
fn merges(found: &[Commit], language: Language) -> String {
    if found.is_empty() {
        return String::new();
    }
    let number = found.len();
    let ids: Vec<String> = found.iter().map(|one| one.short.clone()).collect();
    let ids = few(language, &ids);
    let merges = count(number, "merge");
    language.pick(
        format!("有 {number} 个合并提交对规则的改动不同于 git 的合并结果，未列出：{ids}。"),
        format!(
            "{merges} changed policies otherwise than git merges them, which is not shown: {ids}."
        ),
    )
}

fn effect(effect: &Effect, language: Language) -> String {
    match effect {
        Effect::First => language.pick("规则的第一个版本。", "The first version of the policies.").to_owned(),
        Effect::Added => language.pick("此前一个提交中没有规则。", "There were no policies just before it.").to_owned(),
        Effect::Removed => language.pick("此提交删除了全部规则。", "There are no policies after it.").to_owned(),
        Effect::Retyped => language.pick(
            "整个提交的效果：同名的声明含义不同，无法比较。",
            "Effect of the whole commit: a name stands for something else than before, so that it can't be compared.",
        ).to_owned(),
        Effect::Counted(counts, complete, on) => {
            let on = words::day(*on, language);
            let said = if counts.is_empty() && *complete {
                language.pick("含义没有变化", "no change of meaning").to_owned()
            } else {
                let number = |way: &Direction| counts.get(way).copied().unwrap_or_default();
                let always = [Direction::Stricter, Direction::Looser];
                let others = [Direction::Undetermined, Direction::Decided, Direction::Other];
                let shown = always.iter().chain(others.iter().filter(|way| number(way) > 0));
                let shown = shown.map(|way| format!("{} {}", direction(*way, language), number(way)));
                shown.collect::<Vec<_>>().join(language.pick("，", ", "))
            };
            let rest = if *complete {
                ""
            } else {
                language.pick("；部分结论超出计算预算，未比较", "; some conclusions were past the budget and not compared")
            };
            language.pick(format!("整个提交的效果（{on}）：{said}{rest}。"), format!("Effect of the whole commit, as of {on}: {said}{rest}."))
        }
    }
}

/// The history for programs.
#[must_use]
pub fn report(found: &Changelog) -> Value {
    let entries = found.entries.iter().map(|entry| {
        let Step {
            commit,
            subject,
            author,
            day,
            ..
        } = &entry.step;
        json!({
            "commit": commit.id.to_string(),
            "day": day.to_string(),
            "author": author,
            "subject": subject,
            "changes": entry.report,
            "effect": effect_json(&entry.effect),
        })
    });
    json!({
        "version": 1,
        "name": found.name,
        "editions": found.editions,
        "commits": entries.collect::<Vec<_>>(),
        "more": found.more,
        "shallow": found.shallow,
        "unreadable": found.unreadable,
        "merges": found.merges.iter().map(|one| one.id.to_string()).collect::<Vec<_>>(),
    })
}

fn effect_json(effect: &Effect) -> Value {
    match effect {
        Effect::First => json!({ "result": "first" }),
        Effect::Added => json!({ "result": "added" }),
        Effect::Removed => json!({ "result": "removed" }),
        Effect::Retyped => json!({ "result": "not_compared" }),
        Effect::Counted(counts, complete, on) => {
            let counts = counts
                .iter()
                .map(|(direction, number)| (way(*direction).to_owned(), json!(number)));
            let counts: serde_json::Map<String, Value> = counts.collect();
            let result = if counts.is_empty() && *complete {
                "same"
            } else {
                "changed"
            };
            json!({ "result": result, "complete": complete, "conclusions": counts, "as_of": on.to_string() })
        }
    }
}
