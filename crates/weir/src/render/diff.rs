//! The difference of two versions of policies, for people.

use weir_analysis::exact::{Direction, Space};
use weir_analysis::sources::{Change, Changed};
use weir_core::hir::Language;
use weir_core::{Checked, Edition};

use crate::cli::count as count_of;
use crate::diff::{Case, Comparison, Group};
use crate::render::conditions::{self, Terms};
use crate::render::words;
use crate::render::zones::page::Page;

pub mod json;
mod terms;

use terms::{about, aspect, construct, direction, result};

/// The most parts of a set of cases that are shown; a program gets all.
const MOST_PARTS: usize = 3;

/// What is shown.
#[derive(Debug)]
pub struct View<'a, 'p> {
    /// The law of both sides.
    pub editions: [&'a Edition<'p>; 2],
    /// Their sources.
    pub sources: [&'a Checked; 2],
    /// What they are called.
    pub names: [String; 2],
    /// The facts of both.
    pub space: &'a Space,
    /// What was found.
    pub comparison: &'a Comparison,
    /// The files whose text differs.
    pub layout: Vec<String>,
    /// Whether the day is that on which the newest law starts.
    pub newest: bool,
    /// The language.
    pub language: Language,
}

impl<'a, 'p> View<'a, 'p> {
    fn terms(&self) -> Terms<'a, 'p> {
        Terms {
            editions: self.editions,
            space: self.space,
            language: self.language,
        }
    }

    /// Where something stands on the newest side that has it: file and line.
    pub(super) fn place(&self, changed: &Changed) -> Option<String> {
        let [old, new] = self.sources;
        let (checked, place) = match (changed.new, changed.old) {
            (Some(place), _) => (new, place),
            (None, Some(place)) => (old, place),
            (None, None) => return None,
        };
        let source = checked.sources.get(&place.source)?;
        let before = source.text.get(..place.span.start as usize)?;
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Some(format!("{}:{line}", source.name))
    }
}

/// The difference as a page.
#[must_use]
pub fn page(view: &View<'_, '_>) -> Page {
    let language = view.language;
    let mut page = Page::default();
    page.heading(1, title(view));
    page.text(head(view));
    sources(view, &mut page);
    meaning(view, &mut page);
    if !view.comparison.too_large.is_empty() {
        let names: Vec<String> = view
            .comparison
            .too_large
            .iter()
            .map(|one| about(view, one))
            .collect();
        page.heading(2, language.pick("未能比较", "Not compared"));
        page.text(language.pick(
            "下列结论的全部案例超出了计算预算；对它们没有作出任何结论：",
            "All cases of these would need more than the budget; nothing is said of them:",
        ));
        page.list(names);
    }
    page
}

fn title(view: &View<'_, '_>) -> String {
    let [old, new] = &view.names;
    let [before, after] = view
        .editions
        .map(|edition| words::day(edition.as_of, view.language));
    let one_day = before == after;
    match (old == new, one_day, view.language) {
        (true, _, Language::Zh) => format!("{before} → {after}"),
        (true, _, Language::En) => format!("{before} → {after}"),
        (false, true, Language::Zh) => format!("{old} → {new}（{after}）"),
        (false, true, Language::En) => format!("{old} → {new}, as of {after}"),
        (false, false, Language::Zh) => format!("{old}（{before}） → {new}（{after}）"),
        (false, false, Language::En) => format!("{old} as of {before} → {new} as of {after}"),
    }
}

/// In one line what is found.
fn head(view: &View<'_, '_>) -> String {
    let comparison = view.comparison;
    let count = |wanted: Direction| {
        let groups = comparison.groups.iter();
        groups.filter(|group| group.direction == wanted).count()
    };
    let nothing = comparison.groups.is_empty()
        && comparison.too_large.is_empty()
        && comparison.one_sided.iter().all(Option::is_none);
    let day = view.newest.then_some(view.language.pick(
        "比较的是两个版本中最新的法施行之日；其他日期用 --on。",
        " The day is that on which the newest law of either starts; --on takes another.",
    ));
    let same = count_of(comparison.same, "conclusion");
    let text = if nothing {
        // What is written otherwise for other days is not seen on this one.
        let elsewhere = comparison
            .sources
            .iter()
            .any(|one| one.change != Change::Reworded);
        let elsewhere = elsewhere.then_some(view.language.pick(
            "源文件中有实质变化，在其他日期或者其他读法下可能改变含义。",
            " What is written otherwise may change the meaning on other days or under other readings.",
        ));
        let proved = view.language.pick(
            format!(
                "在该日含义没有变化：已对全部案例证明（{} 项结论）。",
                comparison.same
            ),
            format!("No change of meaning on this day: proved for every case ({same})."),
        );
        proved + elsewhere.unwrap_or_default()
    } else {
        let mut counts = Vec::new();
        for wanted in [
            Direction::Looser,
            Direction::Stricter,
            Direction::Undetermined,
            Direction::Decided,
            Direction::Other,
        ] {
            if count(wanted) > 0 {
                counts.push(format!(
                    "{} {}",
                    direction(wanted, view.language),
                    count(wanted)
                ));
            }
        }
        let joint = view.language.pick("、", ", ");
        view.language.pick(
            format!(
                "含义有变化：{}；其余 {} 项结论已证明在全部案例中不变。",
                counts.join(joint),
                comparison.same
            ),
            format!(
                "The meaning changes: {}. Proved the same in every case: {same}.",
                counts.join(joint),
            ),
        )
    };
    text + day.unwrap_or_default()
}

fn sources(view: &View<'_, '_>, page: &mut Page) {
    let language = view.language;
    if std::ptr::eq(view.editions[0].program, view.editions[1].program) {
        return;
    }
    page.heading(
        2,
        language.pick("源文件的变化", "What is written otherwise"),
    );
    let changed = &view.comparison.sources;
    if changed.is_empty() {
        page.text(if view.layout.is_empty() {
            language.pick("没有。", "Nothing.").to_owned()
        } else {
            let files = view.layout.join(language.pick("、", ", "));
            language.pick(
                format!("只有排版、注释或测试：{files}"),
                format!("Only layout, comments or tests: {files}"),
            )
        });
        return;
    }
    let lines = changed.iter().map(|one| change(view, one));
    page.list(lines.collect());
}

fn change(view: &View<'_, '_>, changed: &Changed) -> String {
    let language = view.language;
    let what = match &changed.change {
        Change::Added => language.pick("新增", "added").to_owned(),
        Change::Removed => language.pick("删除", "removed").to_owned(),
        Change::Reworded => language.pick("只改了文字", "only words").to_owned(),
        Change::Changed(sides) => {
            let sides = sides.iter().map(|(kind, old, new)| {
                let none = language.pick("无", "none");
                let shown = |text: &str| match text.parse::<i64>() {
                    Ok(number) => words::grouped(number),
                    Err(_) if text.is_empty() => none.to_owned(),
                    Err(_) => format!("`{text}`"),
                };
                let (old, new) = (shown(old), shown(new));
                format!("{} {old} → {new}", aspect(*kind, language))
            });
            sides.collect::<Vec<_>>().join(language.pick("；", "; "))
        }
    };
    let place = view.place(changed).map(|place| format!(" ({place})"));
    format!(
        "{} `{}`{}{what}{}",
        construct(changed.construct, language),
        changed.name,
        language.pick("：", ": "),
        place.unwrap_or_default()
    )
}

fn meaning(view: &View<'_, '_>, page: &mut Page) {
    let language = view.language;
    let comparison = view.comparison;
    if comparison.groups.is_empty() && comparison.one_sided.iter().all(Option::is_none) {
        return;
    }
    page.heading(2, language.pick("含义的变化", "What it means"));
    for (at, group) in comparison.groups.iter().enumerate() {
        page.heading(3, format!("{}. {}", at + 1, summary(view, group)));
        cases(view, group, page);
    }
    let [only_old, only_new] = &comparison.one_sided;
    let sides = [
        (
            only_old,
            language.pick("不再可能的案例", "Cases that are no longer possible"),
        ),
        (
            only_new,
            language.pick("新成为可能的案例", "Cases that are newly possible"),
        ),
    ];
    for (region, name) in sides {
        if let Some(region) = region {
            page.heading(3, name);
            page.list(conditions::of(&view.terms(), &region.always));
            parts(view, region, page);
        }
    }
}

/// What becomes what: `pathway: exempt → standard contract (stricter)`.
fn summary(view: &View<'_, '_>, group: &Group) -> String {
    let language = view.language;
    let way = direction(group.direction, language);
    let outcome = terms::outcome(view, &group.outcome);
    if group.values.is_empty() {
        let (old, new) = (
            result(view, group, &group.old),
            result(view, group, &group.new),
        );
        return language.pick(
            format!("{outcome}：{old} → {new}（{way}）"),
            format!("{outcome}: {old} → {new} ({way})"),
        );
    }
    let values = group
        .values
        .iter()
        .map(|value| terms::value(view, &group.outcome, value));
    let values: Vec<String> = values.collect();
    let values = values.join(language.pick("；", "; "));
    let (old, new) = (
        result(view, group, &group.old),
        result(view, group, &group.new),
    );
    language.pick(
        format!("{outcome}：{values}：{old} → {new}（{way}）"),
        format!("{outcome}: {values}: {old} → {new} ({way})"),
    )
}

fn cases(view: &View<'_, '_>, group: &Group, page: &mut Page) {
    let language = view.language;
    if let Some(at) = group.as_in {
        page.text(language.pick(
            format!("案例与第 {} 项相同。", at + 1),
            format!("The cases are those of {}.", at + 1),
        ));
        return;
    }
    // Of sets there are many groups, most of which follow a ladder; programs get all conditions of each.
    if !group.values.is_empty() {
        for case in &group.cases {
            page.text(example(view, case));
        }
        return;
    }
    let region = &group.region;
    if region.always.is_empty() && region.parts.iter().all(Vec::is_empty) {
        page.text(language.pick("在全部案例中。", "In every case."));
    } else if !region.always.is_empty() {
        page.text(language.pick("仅当：", "Only where:"));
        page.list(conditions::of(&view.terms(), &region.always));
    }
    parts(view, region, page);
    for case in &group.cases {
        page.text(example(view, case));
    }
}

fn parts(view: &View<'_, '_>, region: &weir_analysis::exact::Region, page: &mut Page) {
    let language = view.language;
    let mut further: Vec<String> = region
        .parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| conditions::of(&view.terms(), part).join(language.pick("；", "; ")))
        .collect();
    let complete = region.complete && further.len() <= MOST_PARTS;
    further.truncate(MOST_PARTS);
    if further.is_empty() {
        return;
    }
    page.text(match (complete, region.always.is_empty()) {
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
    });
    page.list(further);
}

/// A case that the interpreter has confirmed: what has to be known of it.
fn example(view: &View<'_, '_>, case: &Case) -> String {
    let language = view.language;
    let facts = conditions::facts(&view.terms(), &case.answers, [&case.old, &case.new]);
    let facts = facts.join(language.pick("；", "; "));
    language.pick(
        format!("例（已用解释器在两侧核实）：{facts}；其余事实为否、无或者0"),
        format!("For example (confirmed by the interpreter on both sides): {facts}; all else no, none or 0"),
    )
}
