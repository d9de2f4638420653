//! The difference for the terminal: in short who is affected, then what is written otherwise, then the cases exactly.

use std::collections::BTreeMap;

use weir_analysis::exact::Direction;

use super::digest::{Cases, Digest, Entry, Follow, digest, few};
use super::written::{Source, by_kind};
use super::{View, more, other_days, terms};
use crate::render::zones::page::Page;

/// The most parts of a set of cases that are shown; a program gets all.
const MOST_PARTS: usize = 3;

/// So many constructs of a kind are all shown; a program gets all anyway.
const MOST_OF_A_KIND: usize = 20;

/// How many are, where there are more than that.
const FIRST_OF_A_KIND: usize = 5;

/// So many entries are all told in full; where there are more, a list of all stands first.
const MOST_ENTRIES: usize = 8;

/// How many are told in full, where there are more than that.
const FIRST_ENTRIES: usize = 3;

/// The page.
pub(super) fn page(view: &View<'_, '_>) -> Page {
    let told = digest(view);
    let mut page = Page::default();
    page.heading(1, told.title.clone());
    short(view, &told, &mut page);
    sources(view, &told, &mut page);
    exactly(view, &told, &mut page);
    not_compared(view, &told, &mut page);
    page.0.extend(other_days(view).0);
    page.0.extend(more(view).0);
    page
}

/// What it means, without what is written otherwise.
pub(super) fn meaning(view: &View<'_, '_>) -> Page {
    let told = digest(view);
    let mut page = Page::default();
    short(view, &told, &mut page);
    exactly(view, &told, &mut page);
    not_compared(view, &told, &mut page);
    page
}

/// The entries that are told in full.
fn in_full<'d>(view: &View<'_, '_>, told: &'d Digest) -> &'d [Entry] {
    let all = &told.entries;
    let most = if view.all || all.len() <= MOST_ENTRIES {
        all.len()
    } else {
        FIRST_ENTRIES
    };
    all.get(..most).unwrap_or(all)
}

/// In short what becomes what, for whom.
fn short(view: &View<'_, '_>, told: &Digest, page: &mut Page) {
    let language = view.language;
    page.text(told.head.clone());
    let in_full = in_full(view, told);
    if in_full.len() < told.entries.len() {
        overview(view, told, page);
        let first = in_full.len();
        page.text(language.pick(
            format!("以下详述前 {first} 项；--all 详述全部，--format html 或 json 也给出全部。"),
            format!("The first {first} in full; --all tells all so, and --format html and json have them too."),
        ));
    }
    for (at, entry) in in_full.iter().enumerate() {
        page.heading(3, format!("{}. {}", at + 1, entry.title(language)));
        page.list(in_short(view, told, entry));
    }
    page.text(told.note.clone());
}

/// What becomes of each outcome: of a ladder each change, of a set how many.
fn overview(view: &View<'_, '_>, told: &Digest, page: &mut Page) {
    let language = view.language;
    let mut ladders = Vec::new();
    let mut sets: BTreeMap<&str, BTreeMap<Direction, usize>> = BTreeMap::new();
    for (at, entry) in told.entries.iter().enumerate() {
        if entry.set {
            let ways = sets.entry(&entry.outcome.1).or_default();
            *ways.entry(entry.direction).or_default() += 1;
        } else {
            ladders.push(format!("{}. {}", at + 1, entry.title(language)));
        }
    }
    let sets = sets.into_iter().map(|(name, ways)| {
        let ways = ways
            .into_iter()
            .map(|(way, count)| format!("{} {count}", terms::direction(way, language)));
        let ways = ways.collect::<Vec<_>>().join(language.pick("、", ", "));
        language.pick(format!("{name}：{ways}"), format!("{name}: {ways}"))
    });
    page.list(ladders.into_iter().chain(sets).collect());
}

/// Who, for example, why, and what follows.
fn in_short(view: &View<'_, '_>, told: &Digest, entry: &Entry) -> Vec<String> {
    let language = view.language;
    let who = entry.cases.who(language);
    let mut lines = vec![language.pick(format!("涉及：{who}"), format!("who: {who}"))];
    if let Some(example) = entry.examples.first() {
        let case = example.line(language);
        lines.push(language.pick(
            format!("例（已用解释器在两侧核实）：{case}"),
            format!("for example (confirmed by the interpreter on both sides): {case}"),
        ));
        lines.extend(example.decided(language));
    }
    lines.extend(involved(view, told, &entry.causes));
    lines.extend(entry.follows.iter().map(|follow| followed(view, follow)));
    lines
}

/// The source changes at some positions, in a line.
fn involved(view: &View<'_, '_>, told: &Digest, causes: &[usize]) -> Option<String> {
    let language = view.language;
    let causes = told.causes(causes);
    let causes: Vec<String> = causes
        .map(|source| format!("{} `{}`", source.kind, source.name))
        .collect();
    if causes.is_empty() {
        return None;
    }
    let causes = few(language, &causes);
    Some(language.pick(
        format!("所涉变化：{causes}"),
        format!("changes involved: {causes}"),
    ))
}

/// What follows, in a line: first what does in all cases, then what does in some.
fn followed(view: &View<'_, '_>, follow: &Follow) -> String {
    let language = view.language;
    let mut said = Vec::new();
    if !follow.always.is_empty() {
        said.push(few(language, &follow.always));
    }
    let some: Vec<String> = follow
        .sometimes
        .iter()
        .flat_map(|(values, _)| values.clone())
        .collect();
    if !some.is_empty() {
        let some = few(language, &some);
        said.push(language.pick(
            format!("在部分案例中：{some}"),
            format!("in some of these cases: {some}"),
        ));
    }
    let said = said.join(language.pick("；", "; "));
    language.pick(
        format!("随之{}{said}", follow.what),
        format!("with it {} {said}", follow.what),
    )
}

fn sources(view: &View<'_, '_>, told: &Digest, page: &mut Page) {
    let language = view.language;
    page.heading(2, view.sources_heading());
    if told.sources.is_empty() {
        page.text(view.only_layout());
    }
    let mut lines = Vec::new();
    let most = if view.all {
        (usize::MAX, 0)
    } else {
        (MOST_OF_A_KIND, FIRST_OF_A_KIND)
    };
    for of_kind in by_kind(&told.sources, most, language) {
        lines.extend(of_kind.all);
        lines.extend(of_kind.shown.iter().map(|one| source(view, one)));
    }
    page.list(lines);
}

/// A construct that is written otherwise, in a line, with its place.
pub(super) fn source(view: &View<'_, '_>, one: &Source) -> String {
    let spot = one.spot.as_ref();
    let spot = spot.map(|spot| format!(" ({})", spot.line()));
    named(view, one) + &spot.unwrap_or_default()
}

/// A construct that is written otherwise, in a line.
pub(super) fn named(view: &View<'_, '_>, one: &Source) -> String {
    let language = view.language;
    let label = one.label.as_ref();
    let label = label.map(|label| language.pick(format!("（{label}）"), format!(" ({label})")));
    format!(
        "{} `{}`{}{}{}",
        one.kind,
        one.name,
        label.unwrap_or_default(),
        language.pick("：", ": "),
        one.change,
    )
}

fn exactly(view: &View<'_, '_>, told: &Digest, page: &mut Page) {
    let language = view.language;
    if told.entries.is_empty() && told.one_sided.is_empty() {
        return;
    }
    page.heading(2, language.pick("在哪些案例中", "In which cases"));
    for (at, entry) in in_full(view, told).iter().enumerate() {
        page.heading(3, format!("{}. {}", at + 1, entry.title(language)));
        cases(view, &entry.cases, page);
        page.list(sometimes(view, entry));
        for example in entry.examples.iter().skip(1) {
            let case = example.line(language);
            page.text(language.pick(format!("又如：{case}"), format!("Another: {case}")));
        }
    }
    for side in &told.one_sided {
        page.heading(3, side.name);
        page.list(involved(view, told, &side.causes).into_iter().collect());
        cases(view, &side.cases, page);
    }
}

/// What follows in some of the cases only, and in which.
fn sometimes(view: &View<'_, '_>, entry: &Entry) -> Vec<String> {
    let language = view.language;
    let joint = language.pick("；", "; ");
    let mut lines = Vec::new();
    for follow in &entry.follows {
        for (values, only) in &follow.sometimes {
            let (what, values) = (&follow.what, values.join(joint));
            lines.push(language.pick(
                format!("{what}{values}（{only}）"),
                format!("{what} {values} ({only})"),
            ));
        }
    }
    lines
}

fn cases(view: &View<'_, '_>, cases: &Cases, page: &mut Page) {
    let language = view.language;
    let open = cases.marks.is_empty() && cases.usual.is_empty();
    if open && cases.parts.is_empty() {
        page.text(language.pick("在全部案例中。", "In every case."));
    }
    if !cases.marks.is_empty() {
        page.text(language.pick("仅当：", "Only where:"));
        page.list(cases.marks.clone());
    }
    if !cases.usual.is_empty() {
        let usual = if view.all {
            cases.usual.join(language.pick("；", "; "))
        } else {
            few(language, &cases.usual)
        };
        page.text(match (cases.marks.is_empty(), language.pick(true, false)) {
            (true, true) => format!("仅在通常情形下：{usual}"),
            (true, false) => format!("Only where the case is ordinary otherwise: {usual}"),
            (false, true) => format!("并且其余为通常情形：{usual}"),
            (false, false) => format!("and the case is ordinary otherwise: {usual}"),
        });
    }
    let mut further: Vec<String> = cases
        .parts
        .iter()
        .map(|part| part.line(language, view.all))
        .collect();
    let complete = cases.complete && further.len() <= MOST_PARTS;
    further.truncate(MOST_PARTS);
    if !further.is_empty() {
        page.text(parts_follow(view, complete, open));
        page.list(further);
    }
}

/// What stands before the parts: whether they are all, and whether something stands before them.
fn parts_follow(view: &View<'_, '_>, complete: bool, open: bool) -> &'static str {
    let language = view.language;
    match (complete, open) {
        (true, false) => language.pick("并且满足其一：", "and one of these holds:"),
        (true, true) => language.pick("满足其一：", "Where one of these holds:"),
        (false, false) => language.pick(
            "并且例如满足其一（尚有其他案例）：",
            "and, among others, one of these holds (there are further cases):",
        ),
        (false, true) => language.pick(
            "例如满足其一（尚有其他案例）：",
            "Among others where one of these holds (there are further cases):",
        ),
    }
}

fn not_compared(view: &View<'_, '_>, told: &Digest, page: &mut Page) {
    let language = view.language;
    if told.not_compared.is_empty() {
        return;
    }
    page.heading(2, language.pick("未能比较", "Not compared"));
    page.text(view.budget());
    page.list(told.not_compared.clone());
}
