//! How two versions stand to each other on days other than the one on which they were compared.

use serde::Serialize;
use weir_analysis::exact::{Changes, OtherDays, Stands};
use weir_core::date::{Date, Period};
use weir_core::hir::Language;

use super::digest::few;
use super::{json, terms};
use crate::render::zones::page::Page;

/// A stretch of days, for programs.
#[derive(Debug, Serialize)]
pub(super) struct Stretch {
    /// The first day; nothing, where there is none.
    from: Option<String>,
    /// The last day; nothing, where there is none.
    to: Option<String>,
    /// Days to look at, one for each stretch in which something else changes.
    days: Vec<String>,
    stands: &'static str,
    /// What something else becomes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ways: Vec<&'static str>,
    /// Whether there are cases that only the old version allows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    no_longer_possible: bool,
    /// Whether there are cases that only the new version allows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    newly_possible: bool,
    text: String,
}

pub(super) fn report(found: &[OtherDays], language: Language) -> Vec<Stretch> {
    let stretch = |one: &OtherDays| {
        let differs = |is: fn(&Changes) -> bool| match &one.stands {
            Stands::Differs(found) => is(found),
            Stands::Same | Stands::Alike | Stands::NotCompared => false,
        };
        let (stands, ways) = match &one.stands {
            Stands::Same => ("same", Vec::new()),
            Stands::Alike => ("same_changes", Vec::new()),
            Stands::Differs(found) => (
                "other_changes",
                found.ways.iter().map(|way| json::way(*way)).collect(),
            ),
            Stands::NotCompared => ("not_compared", Vec::new()),
        };
        Stretch {
            from: one.period.from.map(|day| day.to_string()),
            to: last(one.period).map(|day| day.to_string()),
            days: one.days.iter().map(Date::to_string).collect(),
            stands,
            ways,
            no_longer_possible: differs(|found| found.no_longer_possible),
            newly_possible: differs(|found| found.newly_possible),
            text: line(one, language),
        }
    };
    found.iter().map(stretch).collect()
}

fn last(period: Period) -> Option<Date> {
    period.until.and_then(|day| day.yesterday().ok())
}

/// The section: a line for each stretch of days, or one for all.
pub(super) fn section(found: &[OtherDays], level: usize, language: Language, page: &mut Page) {
    if found.is_empty() {
        return;
    }
    page.heading(level, heading(language));
    let same = found.iter().all(|one| one.stands == Stands::Same);
    if same {
        let text = language.pick(
            "在其他任何日期，含义都没有变化。",
            "No change of meaning on any other day.",
        );
        page.text(text.to_owned());
    } else {
        page.list(found.iter().map(|one| line(one, language)).collect());
    }
}

/// What it is about.
pub(super) fn heading(language: Language) -> &'static str {
    language.pick("其他日期", "On other days")
}

/// A stretch of days and how the versions stand to each other on them.
pub(super) fn line(one: &OtherDays, language: Language) -> String {
    let days = days(one.period, language);
    let look = few(
        language,
        &one.days.iter().map(Date::to_string).collect::<Vec<_>>(),
    );
    let look = language.pick(
        format!("（用 --on {look} 查看）"),
        format!(" (see --on {look})"),
    );
    match &one.stands {
        Stands::Same => language.pick(
            format!("{days}：含义没有变化"),
            format!("{days}: no change of meaning"),
        ),
        Stands::Alike => language.pick(
            format!("{days}：同样的变化"),
            format!("{days}: the same changes"),
        ),
        Stands::Differs(found) => {
            let found = named(found, language);
            language.pick(
                format!("{days}：有变化：{found}{look}"),
                format!("{days}: changes: {found}{look}"),
            )
        }
        Stands::NotCompared => language.pick(
            format!("{days}：可能有变化，未比较{look}"),
            format!("{days}: may change, not compared{look}"),
        ),
    }
}

/// What changes, in a list.
fn named(found: &Changes, language: Language) -> String {
    let ways = found.ways.iter();
    let ways = ways.map(|way| terms::direction(*way, language));
    let sides = [
        (found.no_longer_possible, false),
        (found.newly_possible, true),
    ];
    let sides = sides.into_iter().filter(|(is, _)| *is);
    let sides = sides.map(|(_, newly)| terms::has_one_sided(newly, language));
    let all: Vec<&str> = ways.chain(sides).collect();
    all.join(language.pick("、", ", "))
}

/// In a sentence that something changes on other days, or may; nothing, where that is the same as on the day compared.
pub(super) fn in_short(found: &[OtherDays], language: Language) -> Option<String> {
    let mut all = Changes::default();
    let mut open = false;
    for one in found {
        match &one.stands {
            Stands::Differs(found) => {
                all.ways.extend(&found.ways);
                all.no_longer_possible |= found.no_longer_possible;
                all.newly_possible |= found.newly_possible;
            }
            Stands::NotCompared => open = true,
            Stands::Same | Stands::Alike => {}
        }
    }
    let differs = all != Changes::default();
    let all = named(&all, language);
    let changes = language.pick(
        format!("其他日期有变化：{all}。"),
        format!("Changes on other days: {all}."),
    );
    let not = language.pick("部分其他日期未比较。", "Some other days are not compared.");
    let said: Vec<&str> = [(differs, changes.as_str()), (open, not)]
        .into_iter()
        .filter_map(|(is, text)| is.then_some(text))
        .collect();
    (!said.is_empty()).then(|| said.join(language.pick("", " ")))
}

/// A stretch of days in words, its last day included.
fn days(period: Period, language: Language) -> String {
    match (period.from, last(period)) {
        (Some(from), Some(last)) if from == last => from.to_string(),
        (Some(from), Some(last)) => {
            language.pick(format!("{from} 至 {last}"), format!("{from} to {last}"))
        }
        (Some(from), None) => language.pick(format!("{from} 起"), format!("from {from}")),
        (None, Some(last)) => language.pick(format!("{last} 及以前"), format!("until {last}")),
        (None, None) => language.pick("其他日期", "on other days").to_owned(),
    }
}

/// What has to be said of other days beside lines: that something else changes on them, or may.
pub(super) fn worth_saying(found: &[OtherDays]) -> impl Iterator<Item = &OtherDays> {
    let says = |one: &&OtherDays| matches!(one.stands, Stands::Differs(_) | Stands::NotCompared);
    found.iter().filter(says)
}
