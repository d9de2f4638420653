//! The head of the page: how much was found, and the strictest and loosest numbers.

use std::collections::BTreeMap;

use weir_analysis::zones::{Finding, Kind, Severity};
use weir_core::hir::Language;

use super::{View, says, side};
use crate::cli::count;
use crate::render::words;
use crate::render::zones::page::{Page, Table};

pub(super) fn add(view: &View<'_>, page: &mut Page) {
    let day = words::day(view.comparison.as_of, view.language);
    let title = view.language.pick(
        format!("自由贸易试验区清单的一致性，按{day}的规定"),
        format!("Consistency of the lists of free trade zones, as of {day}"),
    );
    page.heading(1, title);
    page.text(counts(view));
    page.text(too_large(view));
    if view.only.is_empty() {
        numbers(view, page);
    }
    kinds(view, page);
}

fn counts(view: &View<'_>) -> String {
    let columns = &view.comparison.columns;
    let disputed = columns
        .iter()
        .filter(|column| column.only_if.is_some())
        .count();
    let sure = columns.len() - disputed;
    let of = |severity: Severity| {
        view.findings()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (differ, unknown, alike) = (
        of(Severity::Difference),
        of(Severity::Unknown),
        of(Severity::Consistent),
    );
    let newest = if view.newest {
        view.say(
            "未指定日期，取最新一份清单开始施行之日（用 --on 指定）。",
            "No day was asked for: it is that on which the newest list starts (choose with --on). ",
        )
    } else {
        ""
    };
    let only_if = view.language.pick(
        format!("，另有{disputed}份仅在另一种解释下施行（†）"),
        format!(", and {disputed} more in force only under another reading (†)"),
    );
    let only_if = if disputed > 0 { only_if } else { String::new() };
    view.language.pick(
        format!("{newest}比较施行中的清单{sure}份{only_if}。不同{differ}处，不明{unknown}处，一致{alike}处。未转写的一律为不明，不视为没有。"),
        format!(
            "{newest}Compared: {} in force{only_if}. Found: {}, {unknown} not known, {alike} consistent. What is not transcribed is not known, never taken for nothing.",
            count(sure, "list"),
            count(differ, "difference"),
        ),
    )
}

/// The rules of which not every case was looked at.
fn too_large(view: &View<'_>) -> String {
    let rules = view.comparison.too_large.iter();
    let cites: Vec<String> = rules
        .map(|rule| words::rule_citation(view.edition.program, *rule, view.language))
        .collect();
    if cites.is_empty() {
        return String::new();
    }
    let cites = cites.join(view.say("；", "; "));
    view.language.pick(
        format!("下列条文的情形过多，未逐一比较，所述或有遗漏：{cites}。"),
        format!("Not every case of these was looked at, so what is said of them may be incomplete: {cites}."),
    )
}

/// From which number on something holds, where that differs: the strictest and the loosest.
fn numbers(view: &View<'_>, page: &mut Page) {
    let mut table = Table::new(&[
        view.say("起点", "from how many on"),
        view.say("最严", "strictest"),
        view.say("最宽", "loosest"),
        view.say("未转写", "not transcribed"),
    ]);
    let of_lists = view
        .findings()
        .filter(|finding| finding.kind == Kind::Numbers && finding.concept.is_none());
    for finding in of_lists.filter(|finding| !finding.strictest.is_empty()) {
        let missing = finding.sides.iter().filter(|side| !side.is_known()).count();
        table.rows.push(vec![
            says::topic(view, finding),
            extreme(view, finding, &finding.strictest),
            extreme(view, finding, &finding.loosest),
            view.language
                .pick(format!("{missing}份"), count(missing, "list")),
        ]);
    }
    page.table(table);
}

/// What the strictest or the loosest sides say, with the first of them.
fn extreme(view: &View<'_>, finding: &Finding, which: &[usize]) -> String {
    let sides: Vec<_> = which
        .iter()
        .filter_map(|at| finding.sides.get(*at))
        .collect();
    let Some(first) = sides.first() else {
        return view.say("不明", "not known").to_owned();
    };
    let (text, who) = (side::says(view, finding, first), says::who(view, first));
    match (view.language, sides.len() - 1) {
        (Language::Zh, 0) => format!("{text}：{who}"),
        (Language::Zh, rest) => format!("{text}：{who}等{}方", rest + 1),
        (Language::En, 0) => format!("{text}: {who}"),
        (Language::En, rest) => format!("{text}: {who} and {rest} more"),
    }
}

/// How many findings there are of each kind.
fn kinds(view: &View<'_>, page: &mut Page) {
    let mut counts: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    for finding in view.findings() {
        let [differ, unknown, alike] = counts.entry(finding.kind).or_default();
        match finding.severity {
            Severity::Difference => *differ += 1,
            Severity::Unknown => *unknown += 1,
            Severity::Consistent => *alike += 1,
        }
    }
    let mut table = Table::new(&[
        view.say("比较事项", "what was compared"),
        view.say("不同", "differs"),
        view.say("不明", "not known"),
        view.say("一致", "consistent"),
    ]);
    for (kind, counts) in counts {
        let mut row = vec![view.kind(kind).to_owned()];
        row.extend(counts.iter().map(|count| {
            if *count == 0 {
                String::new()
            } else {
                count.to_string()
            }
        }));
        table.rows.push(row);
    }
    page.table(table);
}
