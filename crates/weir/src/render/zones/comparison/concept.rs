//! One sector or scenario: how each list treats it, and what differs.

use std::collections::BTreeSet;

use weir_analysis::zones::{
    Axis, Concept, Finding, Kind, Member, Party, Relation, Says, Severity, Side, Standing,
};
use weir_core::hir::{ProvisionId, RuleId};

use super::{View, says, side};
use crate::render::words;
use crate::render::zones::page::{Page, Table};
use crate::render::zones::words as zones;

pub(super) fn add(view: &View<'_>, axis: Axis, page: &mut Page) {
    let shown = view
        .comparison
        .concepts
        .iter()
        .filter(|concept| concept.axis == axis && is_shown(view, concept));
    let shown: Vec<&Concept> = shown.collect();
    if !shown.is_empty() {
        page.heading(
            2,
            match axis {
                Axis::Sector => view.say("行业", "Sectors"),
                Axis::Scenario => view.say("业务场景", "Business scenarios"),
            },
        );
    }
    for concept in shown {
        one(view, concept, page);
    }
    let rest = view
        .comparison
        .concepts
        .iter()
        .filter(|concept| concept.axis == axis && !is_shown(view, concept));
    let rest: Vec<String> = rest.map(|concept| alone(view, concept)).collect();
    if view.only.is_empty() && !rest.is_empty() {
        page.text(view.say(
            "就已转写的部分，仅有一份清单列出：",
            "Named by one list only, as far as transcribed:",
        ));
        page.list(rest);
    }
}

/// Whether a concept has a part of its own: it was asked for, or more than one list names it or a kind around it.
fn is_shown(view: &View<'_>, concept: &Concept) -> bool {
    if !view.only.is_empty() {
        return view.only.contains(&concept.member);
    }
    let reaching = concept
        .standings
        .iter()
        .filter(|standing| matches!(standing.relation, Relation::Same | Relation::Wider));
    let lists: BTreeSet<(usize, Option<Member>)> = reaching
        .map(|standing| (standing.column, standing.sector.map(|(sector, _)| sector)))
        .collect();
    lists.len() > 1
}

fn findings<'v>(view: &'v View<'_>, concept: &'v Concept) -> impl Iterator<Item = &'v Finding> {
    view.findings().filter(|finding| {
        finding.concept == Some(concept.member) && finding.kind != Kind::Neighbours
    })
}

/// A concept that one list names: which, and the numbers that differ from the national ones.
fn alone(view: &View<'_>, concept: &Concept) -> String {
    let named = concept
        .standings
        .iter()
        .filter(|standing| matches!(standing.relation, Relation::Same | Relation::Wider));
    let columns: BTreeSet<usize> = named.map(|standing| standing.column).collect();
    let lists: Vec<String> = columns.iter().map(|column| view.list(*column)).collect();
    let (name, lists) = (
        view.member(concept.member),
        zones::joined(&lists, view.language),
    );
    let numbers = findings(view, concept).filter(|finding| finding.kind == Kind::Numbers);
    let numbers: Vec<String> = numbers
        .filter_map(|finding| against_national(view, finding, &columns))
        .collect();
    let numbers = match numbers.as_slice() {
        [] => String::new(),
        numbers => format!(
            "{}{}",
            view.say("：", ": "),
            numbers.join(view.say("；", "; "))
        ),
    };
    view.language.pick(
        format!("{name}（{lists}）{numbers}"),
        format!("{name} ({lists}){numbers}"),
    )
}

/// A number of one of these lists beside that of the national rules.
fn against_national(
    view: &View<'_>,
    finding: &Finding,
    columns: &BTreeSet<usize>,
) -> Option<String> {
    if finding.severity != Severity::Difference {
        return None;
    }
    let national = finding
        .sides
        .iter()
        .find(|side| side.party == Party::National)?;
    let is_own = |side: &Side| matches!(side.party, Party::List(at) if columns.contains(&at));
    let differs = |side: &Side| side.says != national.says && side.says != Says::National;
    let mut sides = finding.sides.iter();
    let own = sides.find(|side| is_own(side) && differs(side) && side.is_known())?;
    let topic = says::topic(view, finding);
    let (own, national) = (
        side::says(view, finding, own),
        side::says(view, finding, national),
    );
    Some(view.language.pick(
        format!("{topic}{own}，国家规定{national}"),
        format!("{topic} {own}, nationally {national}"),
    ))
}

fn one(view: &View<'_>, concept: &Concept, page: &mut Page) {
    let declared = view.edition.program.members(concept.member.fact);
    let name = declared
        .get(concept.member.at)
        .map(|member| member.name.as_str())
        .unwrap_or_default();
    page.heading(3, format!("{}  [{name}]", view.member(concept.member)));
    if concept.standings.is_empty() {
        page.text(view.say(
            "就已转写的部分，没有清单列出。",
            "No list names it, as far as transcribed.",
        ));
    }
    page.table(standings(view, concept));
    if view.only.is_empty() {
        let told = |finding: &&Finding| finding.severity != Severity::Consistent;
        let (told, alike): (Vec<&Finding>, Vec<&Finding>) =
            findings(view, concept).partition(|finding| told(finding));
        let told = told.into_iter().map(|finding| says::line(view, finding));
        page.list(
            told.chain(alike.into_iter().map(|finding| says::title(view, finding)))
                .collect(),
        );
        return;
    }
    page.table(numbers(view, concept));
    for finding in findings(view, concept) {
        page.heading(4, says::title(view, finding));
        page.table(cited(view, finding));
    }
    let neighbours = view
        .findings()
        .filter(|finding| finding.kind == Kind::Neighbours);
    page.list(
        neighbours
            .map(|finding| says::line(view, finding))
            .collect(),
    );
}

/// How each list treats it. Numbers are told with what is found, unless everything is asked for.
fn standings(view: &View<'_>, concept: &Concept) -> Table {
    let full = !view.only.is_empty();
    let head = [
        view.say("清单", "list"),
        view.say("清单用语", "called there"),
        view.say("清单外", "outside"),
        view.say("未转写", "holes"),
    ];
    let mut table = Table::new(&head);
    let shown = concept
        .standings
        .iter()
        .filter(|standing| full || standing.relation != Relation::Everything);
    for standing in shown {
        table.rows.push(vec![
            view.list(standing.column),
            called(view, standing),
            standing
                .outside
                .map(|kind| zones::outside(kind, view.language))
                .unwrap_or_default()
                .to_owned(),
            holes(view, standing),
        ]);
    }
    table
}

/// What a list calls it, in which sector, and whether it names a kind around or inside it.
fn called(view: &View<'_>, standing: &Standing) -> String {
    let program = view.edition.program;
    let label = |provision: ProvisionId| {
        words::label(
            &program[provision].labels,
            &program[provision].number,
            view.language,
        )
        .to_owned()
    };
    let relation = match standing.relation {
        Relation::Same => "",
        Relation::Wider => view.say("（较宽）", " (wider)"),
        Relation::Narrower => view.say("（较窄）", " (narrower)"),
        Relation::Everything => view.say("不分行业", "no sectors"),
    };
    let name = standing
        .named
        .map(|(_, provision)| label(provision))
        .unwrap_or_default();
    let sector = standing.sector.map(|(_, provision)| label(provision));
    let sector = sector
        .map(|sector| {
            view.language
                .pick(format!("{sector}·"), format!("{sector}: "))
        })
        .unwrap_or_default();
    format!("{sector}{name}{relation}")
}

/// The numbers of each list, each once.
fn numbers(view: &View<'_>, concept: &Concept) -> Table {
    let mut table = Table::new(&[
        view.say("清单", "list"),
        view.say("结论", "leads to"),
        view.say("人数", "numbers"),
        view.say("计数", "counted"),
        view.say("条目", "row"),
    ]);
    for standing in &concept.standings {
        for band in &standing.bands {
            let unsure = if band.unsure { "‡" } else { "" };
            let row = vec![
                view.list(standing.column),
                format!("{}{unsure}", side::line_of(view, band.line)),
                side::range(view, Some(band.measure), band.range),
                words::fact(view.edition.program, band.measure, view.language).to_owned(),
                words::rule_citation(view.edition.program, band.rule, view.language),
            ];
            if !table.rows.contains(&row) {
                table.rows.push(row);
            }
        }
    }
    table
}

fn holes(view: &View<'_>, standing: &Standing) -> String {
    let holes: BTreeSet<String> = standing
        .holes
        .iter()
        .map(|rule| missing(view, *rule))
        .collect();
    if view.only.is_empty() {
        let number = standing.holes.len();
        return if number == 0 {
            String::new()
        } else {
            number.to_string()
        };
    }
    holes.into_iter().collect::<Vec<_>>().join("\n")
}

/// What is missing, in the words of the list.
fn missing(view: &View<'_>, rule: RuleId) -> String {
    let labels = &view.edition.program[rule].labels;
    let text = labels.get(weir_core::hir::LabelKind::Missing, view.language);
    text.map_or_else(
        || words::rule_citation(view.edition.program, rule, view.language),
        str::to_owned,
    )
}

/// A finding side by side, with the places in the law.
fn cited(view: &View<'_>, finding: &Finding) -> Table {
    let mut table = Table::new(&[
        view.say("何处", "list"),
        view.say("内容", "what is said"),
        view.say("依据", "where"),
    ]);
    for (at, one) in finding.sides.iter().enumerate() {
        let text = side::marked(view, finding, at, one);
        let cites = one
            .cites
            .iter()
            .map(|cite| words::citation(view.edition.program, *cite, view.language));
        let cites: BTreeSet<String> = cites.collect();
        table.rows.push(vec![
            says::who(view, one),
            text,
            cites.into_iter().collect::<Vec<_>>().join("\n"),
        ]);
    }
    table
}
