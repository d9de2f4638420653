//! The comparison of lists as a page: what matters first, then the lists as wholes, then sector by sector and scenario by
//! scenario.

use weir_analysis::zones::{Axis, Comparison, Finding, Kind, Member, Severity};
use weir_core::Edition;
use weir_core::hir::{Language, ListKind};

use super::page::{Page, Table};
use crate::render::words;

mod concept;
pub mod json;
mod says;
mod side;
mod summary;

/// What is shown.
#[derive(Debug)]
pub struct View<'a> {
    /// The law.
    pub edition: &'a Edition<'a>,
    /// The comparison.
    pub comparison: &'a Comparison,
    /// Only these sectors and scenarios, and then everything of them.
    pub only: &'a [Member],
    /// Whether nobody chose the day.
    pub newest: bool,
    /// The language.
    pub language: Language,
}

/// The page.
#[must_use]
pub fn page(view: &View<'_>) -> Page {
    let mut page = Page::default();
    summary::add(view, &mut page);
    if view.only.is_empty() {
        lists(view, &mut page);
        wholes(view, &mut page);
    }
    for axis in [Axis::Sector, Axis::Scenario] {
        concept::add(view, axis, &mut page);
    }
    says::legend(view, &mut page);
    page
}

impl View<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }

    /// Whether a finding is asked for.
    fn shows(&self, finding: &Finding) -> bool {
        self.only.is_empty()
            || finding
                .concept
                .is_some_and(|concept| self.only.contains(&concept))
            || says::mentions(finding, self.only)
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.comparison
            .findings
            .iter()
            .filter(|finding| self.shows(finding))
    }

    fn member(&self, member: Member) -> &str {
        let members = self.edition.program.members(member.fact);
        members
            .get(member.at)
            .map(|member| words::member(member, self.language))
            .unwrap_or_default()
    }

    fn list(&self, column: usize) -> String {
        let Some(column) = self.comparison.columns.get(column) else {
            return String::new();
        };
        let title = super::words::list(self.edition.program, column.list, self.language);
        if column.only_if.is_some() {
            format!("{title}†")
        } else {
            title
        }
    }

    /// Whether a list names a sector or scenario that is asked for.
    fn names(&self, column: usize) -> bool {
        let asked = self
            .comparison
            .concepts
            .iter()
            .filter(|concept| self.only.contains(&concept.member));
        asked
            .flat_map(|concept| &concept.standings)
            .any(|standing| standing.column == column)
    }

    fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Difference => self.say("不同", "differs"),
            Severity::Unknown => self.say("不明", "not known"),
            Severity::Consistent => self.say("一致", "consistent"),
        }
    }

    fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::InForce => self.say("是否施行取决于解释", "in force only under another reading"),
            Kind::Numbers => self.say("人数标准", "numbers"),
            Kind::Counting => self.say("计数对象", "what is counted"),
            Kind::Period => self.say("计数期间", "period of counting"),
            Kind::Places => self.say("地点条件", "where the exporter has to stand"),
            Kind::Exclusion => self.say("不适用的情形", "what closes a list"),
            Kind::Procedure => self.say("程序义务", "duties of procedure"),
            Kind::Trial => self.say("试行期", "trial period"),
            Kind::Approval => self.say("批准机关", "who approved it"),
            Kind::Structure => self.say("条目结构", "how rows are built"),
            Kind::Outside => self.say("清单外", "outside the rows"),
            Kind::Polarity => self.say(
                "负面清单与一般数据清单并存",
                "negative against general list",
            ),
            Kind::Cut => self.say("行业划分不同", "cut differently"),
            Kind::Neighbours => self.say(
                "相邻或者名称相近，但并非同一行业",
                "beside each other or called alike, but not the same",
            ),
            Kind::Homes => self.say("归入不同行业", "placed in different sectors"),
            Kind::Names => self.say("名称不同", "called differently"),
            Kind::Pathway => self.say("条目结论", "what rows conclude"),
            Kind::Fields => self.say("字段", "fields"),
            Kind::Described => self.say("重要数据", "important data"),
            Kind::Rows => self.say(
                "同一清单内字段相近而人数不同的条目",
                "rows of one list with like fields and different numbers",
            ),
        }
    }
}

/// The lists, one a row.
fn lists(view: &View<'_>, page: &mut Page) {
    page.heading(2, view.say("清单", "The lists"));
    let program = view.edition.program;
    let mut table = Table::new(&[
        view.say("清单", "list"),
        view.say("地区", "zone"),
        view.say("清单外", "outside"),
        view.say("试行至", "trial until"),
        view.say("有转写的条目", "rows"),
        view.say("未转写处", "holes"),
    ]);
    for (at, column) in view.comparison.columns.iter().enumerate() {
        let list = program[column.list].list.as_deref();
        let zones = list.map(|list| list.zones.as_slice()).unwrap_or_default();
        let zones = zones.iter().filter_map(|zone| program.zones.get(*zone));
        let mut zones: Vec<String> = zones
            .map(|zone| words::member(zone, view.language).to_owned())
            .collect();
        if zones.len() > 4 {
            let number = zones.len();
            zones = vec![
                view.language
                    .pick(format!("{number}个地区"), format!("{number} zones")),
            ];
        }
        table.rows.push(vec![
            view.list(at),
            super::words::joined(&zones, view.language),
            match (column.kind, column.outside) {
                (ListKind::General, _) => view.say("一般数据清单", "general list").to_owned(),
                (ListKind::Negative, Some(outside)) => {
                    super::words::outside(outside, view.language).to_owned()
                }
                (ListKind::Negative, None) => String::new(),
            },
            column
                .trial
                .map(|trial| trial.until.to_string())
                .unwrap_or_default(),
            column.rows.transcribed.to_string(),
            column.rows.holes.to_string(),
        ]);
    }
    page.table(table);
    let adopting = view.comparison.adopting.iter().map(|(list, from)| {
        let from: Vec<String> = from
            .iter()
            .map(|from| super::words::list(program, *from, view.language))
            .collect();
        let (list, from) = (
            super::words::list(program, *list, view.language),
            super::words::joined(&from, view.language),
        );
        view.language.pick(
            format!("{list}仅采用其他清单（{from}），不重复比较"),
            format!("{list} only takes over {from} and is not compared once more"),
        )
    });
    page.list(adopting.collect());
}

/// What is found of lists as wholes.
fn wholes(view: &View<'_>, page: &mut Page) {
    page.heading(2, view.say("清单整体", "Lists as wholes"));
    let of_wholes = view
        .findings()
        .filter(|finding| finding.concept.is_none() || finding.kind == Kind::Neighbours);
    for finding in of_wholes.filter(|finding| finding.severity != Severity::Consistent) {
        page.heading(3, says::title(view, finding));
        page.table(says::table(view, finding));
    }
    let consistent = view.findings().filter(|finding| finding.concept.is_none());
    let consistent = consistent.filter(|finding| finding.severity == Severity::Consistent);
    page.list(
        consistent
            .map(|finding| says::line(view, finding))
            .collect(),
    );
}
