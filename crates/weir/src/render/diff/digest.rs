//! What a reviewer is told of a difference, in words but without a form: the same for the terminal, a comment, a page and annotations.
//!
//! What becomes of a ladder is an entry; values of sets that change in some of its cases, and nowhere else, follow from it and are told
//! with it. Conditions are told in two parts: what marks the cases out, and what an ordinary case meets anyway.

use std::collections::{BTreeMap, BTreeSet};

use weir_analysis::exact::{Condition, Direction, Region};
use weir_analysis::sources::Changed;
use weir_core::Edition;
use weir_core::hir::Language;

use super::written::{self, Source};
use super::{View, causes, days, json, terms};
use crate::cli::count as count_of;
use crate::diff::{Case, Group};
use crate::render::{conditions, git, words};

/// The most values that are named in a line.
const MOST_VALUES: usize = 4;

/// The most provisions that are named for a side of a case.
const MOST_PROVISIONS: usize = 3;

/// All that is told.
#[derive(Debug)]
pub(super) struct Digest {
    /// What was compared.
    pub(super) title: String,
    /// In one sentence what is found.
    pub(super) head: String,
    /// Which day it is about, and what that leaves open.
    pub(super) note: String,
    /// What is written otherwise.
    pub(super) sources: Vec<Source>,
    /// What becomes what.
    pub(super) entries: Vec<Entry>,
    /// The cases that only one side allows.
    pub(super) one_sided: Vec<OneSided>,
    /// What could not be compared.
    pub(super) not_compared: Vec<String>,
}

/// Cases that only one side allows.
#[derive(Debug)]
pub(super) struct OneSided {
    /// What they are called.
    pub(super) name: &'static str,
    /// Whether that is the new side.
    pub(super) newly: bool,
    /// The cases.
    pub(super) cases: Cases,
    /// The positions of the source changes on which it rests which cases are possible.
    pub(super) causes: Vec<usize>,
}

/// What becomes what, and in which cases.
#[derive(Debug)]
pub(super) struct Entry {
    /// The outcome: its name, and what it is called.
    pub(super) outcome: (String, String),
    /// Whether it is a set of values.
    pub(super) set: bool,
    /// The results, or values of a set that come, go or are open.
    pub(super) change: String,
    /// A name that is the same in every run and language.
    pub(super) id: String,
    /// Which way it goes.
    pub(super) direction: Direction,
    /// Where.
    pub(super) cases: Cases,
    /// Some of the cases, confirmed by the interpreter.
    pub(super) examples: Vec<Example>,
    /// The positions of the source changes on which the cases rest.
    pub(super) causes: Vec<usize>,
    /// Values of sets that change in some of these cases.
    pub(super) follows: Vec<Follow>,
}

/// A set of cases in words.
#[derive(Debug, Default)]
pub(super) struct Cases {
    /// What marks out every case.
    pub(super) marks: Vec<String>,
    /// What every case is besides, as an ordinary one.
    pub(super) usual: Vec<String>,
    /// One of these holds too, where there are any.
    pub(super) parts: Vec<Part>,
    /// Whether the parts are all.
    pub(super) complete: bool,
}

/// Conditions of which all hold.
#[derive(Debug)]
pub(super) struct Part {
    /// What marks them out.
    pub(super) marks: Vec<String>,
    /// What an ordinary case meets.
    pub(super) usual: Vec<String>,
    /// The facts that the latter are about.
    pub(super) about: Vec<String>,
}

/// A case.
#[derive(Debug)]
pub(super) struct Example {
    /// The facts that are not no, none, 0 or the first choice.
    pub(super) marks: Vec<String>,
    /// All facts that matter.
    pub(super) facts: Vec<(String, String)>,
    /// The provisions that decide it before and after.
    pub(super) by: [Vec<String>; 2],
}

/// Values of a set that change with a ladder.
#[derive(Debug)]
pub(super) struct Follow {
    /// The set and what becomes of the values: `duties, now also`.
    pub(super) what: String,
    /// The values that do in all of these cases.
    pub(super) always: Vec<String>,
    /// The values that do in some, with in which.
    pub(super) sometimes: Vec<(Vec<String>, String)>,
}

impl Digest {
    /// The source changes at some positions.
    pub(super) fn causes<'d>(&'d self, at: &'d [usize]) -> impl Iterator<Item = &'d Source> + 'd {
        at.iter().filter_map(|at| self.sources.get(*at))
    }
}

impl Entry {
    /// `pathway: exempt → contract (stricter)`.
    pub(super) fn title(&self, language: Language) -> String {
        let way = terms::direction(self.direction, language);
        let (outcome, change) = (&self.outcome.1, &self.change);
        language.pick(
            format!("{outcome}：{change}（{way}）"),
            format!("{outcome}: {change} ({way})"),
        )
    }
}

impl Example {
    /// The case in a line.
    pub(super) fn line(&self, language: Language) -> String {
        let rest = language.pick(
            "其余事实为否、无、0或者第一选项",
            "all else no, none, 0 or the first choice",
        );
        let mut all = self.marks.clone();
        all.push(rest.to_owned());
        all.join(language.pick("；", "; "))
    }

    /// Which provisions decide it, in a line.
    pub(super) fn decided(&self, language: Language) -> Option<String> {
        let [old, new] = &self.by;
        if old.is_empty() && new.is_empty() {
            return None;
        }
        let side = |by: &Vec<String>| match by.len() {
            0 => language.pick("无", "none").to_owned(),
            _ => by.join(language.pick("、", "; ")),
        };
        let (old, new) = (side(old), side(new));
        Some(language.pick(
            format!("该例原依据{old} → 现依据{new}"),
            format!("decided before by {old} → now by {new}"),
        ))
    }
}

impl Cases {
    pub(super) fn of(view: &View<'_, '_>, region: &Region) -> Self {
        let [marks, usual] = conditions::split(&view.terms(), &region.always);
        let parts = region.parts.iter().filter(|part| !part.is_empty());
        Self {
            marks: conditions::of(&view.terms(), &marks),
            usual: conditions::of(&view.terms(), &usual),
            parts: parts.map(|part| Part::of(view, part)).collect(),
            complete: region.complete,
        }
    }

    /// The conditions exactly, a line each; of what an ordinary case meets, and of the parts, a line together.
    pub(super) fn lines(&self, language: Language) -> Vec<String> {
        let joint = language.pick("；", "; ");
        let mut lines = self.marks.clone();
        if !self.usual.is_empty() {
            let usual = self.usual.join(joint);
            lines.push(language.pick(
                format!("其余为通常情形：{usual}"),
                format!("ordinary otherwise: {usual}"),
            ));
        }
        let parts: Vec<String> = self.parts.iter().map(|part| part.whole(language)).collect();
        if !parts.is_empty() {
            let parts = parts.join(language.pick("；或者：", "; or: "));
            lines.push(match (self.complete, language) {
                (true, Language::Zh) => format!("并且：{parts}"),
                (true, Language::En) => format!("and: {parts}"),
                (false, Language::Zh) => format!("并且例如：{parts}（尚有其他案例）"),
                (false, Language::En) => format!("and, among others: {parts}"),
            });
        }
        lines
    }

    /// Who is affected, in a line: what marks out every case, and the first part where there is something to say of it.
    pub(super) fn who(&self, language: Language) -> String {
        let mut marks = self.marks.clone();
        let also = language.pick("、", "; ");
        let joint = language.pick("；", "; ");
        let mut said: Vec<String> = self
            .parts
            .iter()
            .map(|part| part.marks.join(also))
            .collect();
        // Where one of the parts is an ordinary case, the others mark nothing out.
        if said.iter().any(String::is_empty) {
            said.clear();
        }
        match (said.as_slice(), self.parts.len()) {
            ([], 0) if marks.is_empty() && self.usual.is_empty() => {
                return language.pick("全部案例", "every case").to_owned();
            }
            ([], _) => {}
            ([only], 1) => marks.push(only.clone()),
            ([first, ..], _) => {
                marks.push(language.pick(format!("例如{first}"), format!("for instance {first}")))
            }
        }
        if marks.is_empty() {
            return language
                .pick(
                    "通常情形（没有特别之处）",
                    "ordinary cases, nothing special",
                )
                .to_owned();
        }
        marks.join(joint)
    }
}

impl Part {
    fn of(view: &View<'_, '_>, part: &[Condition]) -> Self {
        let [marks, usual] = conditions::split(&view.terms(), part);
        Self {
            marks: conditions::of(&view.terms(), &marks),
            about: conditions::labels(&view.terms(), &usual),
            usual: conditions::of(&view.terms(), &usual),
        }
    }

    /// All conditions in a line.
    fn whole(&self, language: Language) -> String {
        let all = self.marks.iter().chain(&self.usual);
        let all: Vec<&str> = all.map(String::as_str).collect();
        all.join(language.pick("；", "; "))
    }

    /// The conditions in a line; of those that an ordinary case meets, all facts or a few.
    pub(super) fn line(&self, language: Language, whole: bool) -> String {
        let mut all = self.marks.clone();
        if !self.about.is_empty() {
            let about = if whole {
                self.about.join(language.pick("、", ", "))
            } else {
                few(language, &self.about)
            };
            all.push(language.pick(
                format!("在以下方面为通常情形：{about}"),
                format!("ordinary in {about}"),
            ));
        }
        all.join(language.pick("；", "; "))
    }
}

/// The first of some names, and how many more there are.
pub(crate) fn few(language: Language, names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_VALUES).map(String::as_str).collect();
    let shown = shown.join(language.pick("；", "; "));
    match names.len().saturating_sub(MOST_VALUES) {
        0 => shown,
        more => language.pick(
            format!("{shown}等（另 {more} 项）"),
            format!("{shown} … ({more} more)"),
        ),
    }
}

/// What is told of a view.
pub(super) fn digest(view: &View<'_, '_>) -> Digest {
    let comparison = view.comparison;
    let groups = comparison.groups.iter().enumerate();
    let own = groups.filter(|(_, group)| group.follows.is_empty());
    let entries: Vec<Entry> = own.map(|(at, group)| entry(view, at, group)).collect();
    let [only_old, only_new] = &comparison.one_sided;
    let one_sided = [(only_old, false), (only_new, true)];
    let one_sided = one_sided.into_iter().filter_map(|(region, newly)| {
        let region = region.as_ref()?;
        Some(OneSided {
            name: terms::one_sided(newly, view.language),
            newly,
            cases: Cases::of(view, region),
            causes: causes::of_possible(view),
        })
    });
    Digest {
        title: title(view),
        head: [Some(head(view, &entries)), elsewhere(view)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(view.language.pick("", " ")),
        note: note(view),
        sources: written::sources(view, &comparison.sources),
        one_sided: one_sided.collect(),
        not_compared: comparison
            .too_large
            .iter()
            .map(|one| terms::about(view, one))
            .collect(),
        entries,
    }
}

fn title(view: &View<'_, '_>) -> String {
    let [old, new] = view
        .versions
        .map(|version| git::name(&version.name, view.language));
    let [before, after] = view
        .editions
        .map(|edition| words::day(edition.as_of, view.language));
    if let Some([old, new]) = &view.more.editions {
        return view.language.pick(
            format!("{old}（{before}） → {new}（{after}）"),
            format!("{old} ({before}) → {new} ({after})"),
        );
    }
    match (old == new, before == after, view.language) {
        (true, ..) => format!("{before} → {after}"),
        (false, true, Language::Zh) => format!("{old} → {new}（{after}）"),
        (false, true, Language::En) => format!("{old} → {new}, as of {after}"),
        (false, false, Language::Zh) => format!("{old}（{before}） → {new}（{after}）"),
        (false, false, Language::En) => format!("{old} as of {before} → {new} as of {after}"),
    }
}

/// In a sentence that something changes on other days, or may.
fn elsewhere(view: &View<'_, '_>) -> Option<String> {
    let found = view.more.days.as_deref().unwrap_or_default();
    days::in_short(found, view.language)
}

/// Whether everything is proved to mean the same, on all days that were looked at.
pub(super) fn is_same_on_all_days(view: &View<'_, '_>) -> bool {
    view.comparison.is_same() && elsewhere(view).is_none()
}

fn head(view: &View<'_, '_>, entries: &[Entry]) -> String {
    let language = view.language;
    let same = count_of(view.comparison.same, "conclusion");
    if view.comparison.is_same() {
        return language.pick(
            format!(
                "在该日含义没有变化：已对全部案例证明（{} 项结论）。",
                view.comparison.same
            ),
            format!("No change of meaning on this day: proved for every case ({same})."),
        );
    }
    let mut counts: BTreeMap<Direction, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.direction).or_default() += 1;
    }
    let mut found: Vec<String> = counts
        .into_iter()
        .map(|(way, count)| format!("{} {count}", terms::direction(way, language)))
        .collect();
    let [only_old, only_new] = &view.comparison.one_sided;
    let sides = [(only_old, false), (only_new, true)];
    let sides = sides.into_iter().filter(|(cases, _)| cases.is_some());
    found.extend(sides.map(|(_, newly)| terms::has_one_sided(newly, language).to_owned()));
    let open = view.comparison.too_large.len();
    let open = (open > 0).then(|| {
        let number = count_of(open, "conclusion");
        language.pick(
            format!("未能比较 {open} 项结论。"),
            format!("Not compared: {number}. "),
        )
    });
    let changes = (!found.is_empty()).then(|| {
        let found = found.join(language.pick("、", ", "));
        language.pick(
            format!("含义有变化：{found}。"),
            format!("The meaning changes: {found}. "),
        )
    });
    let proved = language.pick(
        format!("已证明在全部案例中不变：{} 项结论。", view.comparison.same),
        format!("Proved the same in every case: {same}."),
    );
    [changes, open, Some(proved)]
        .into_iter()
        .flatten()
        .collect()
}

fn note(view: &View<'_, '_>) -> String {
    let language = view.language;
    // What is written otherwise for other days or readings is not seen under this one.
    let unseen =
        view.comparison.is_same() && view.comparison.sources.iter().any(Changed::has_meaning);
    let mut programs = view.editions.iter().map(|edition| edition.program);
    let readings = programs.any(|program| !program.readings.is_empty());
    let elsewhere = match (view.more.days.is_some(), readings) {
        (true, true) => Some(language.pick(
            "源文件中有实质变化，在其他读法下可能改变含义。",
            "What is written otherwise may change the meaning under other readings.",
        )),
        (false, true) => Some(language.pick(
            "源文件中有实质变化，在其他日期或者其他读法下可能改变含义。",
            "What is written otherwise may change the meaning on other days or under other readings.",
        )),
        (false, false) => Some(language.pick(
            "源文件中有实质变化，在其他日期可能改变含义。",
            "What is written otherwise may change the meaning on other days.",
        )),
        (true, false) => None,
    };
    let elsewhere = elsewhere.filter(|_| unseen);
    let day = view.newest.then_some(language.pick(
        "比较的是两个版本中最新的法施行之日；其他日期用 --on。",
        "The day is that on which the newest law of either starts; --on takes another.",
    ));
    let said: Vec<&str> = [elsewhere, day].into_iter().flatten().collect();
    said.join(language.pick("", " "))
}

pub(super) fn entry(view: &View<'_, '_>, at: usize, group: &Group) -> Entry {
    let language = view.language;
    let change = if group.values.is_empty() {
        let end = |leaf| terms::result(view, group, leaf);
        format!("{} → {}", end(&group.old), end(&group.new))
    } else {
        let joint = language.pick("；", "; ");
        let values = values(view, group).join(joint);
        let what = terms::becomes(&group.old, &group.new, language);
        language.pick(format!("{what}{values}"), format!("{what} {values}"))
    };
    let followers = view.comparison.groups.iter();
    let followers: Vec<&Group> = followers
        .filter(|one| one.follows.contains_key(&at))
        .collect();
    let along = followers.iter().flat_map(|one| causes::of(view, one));
    let rests_on: BTreeSet<usize> = causes::of(view, group).into_iter().chain(along).collect();
    Entry {
        outcome: (group.outcome.clone(), terms::outcome(view, &group.outcome)),
        set: !group.values.is_empty(),
        change,
        id: id(view, group),
        direction: group.direction,
        cases: Cases::of(view, &group.region),
        examples: group.cases.iter().map(|case| example(view, case)).collect(),
        causes: rests_on.into_iter().collect(),
        follows: follows(view, at, group, &followers),
    }
}

/// The outcome, the values and the results by name.
fn id(view: &View<'_, '_>, group: &Group) -> String {
    let ends = [&group.old, &group.new].map(|leaf| json::ends(view, group, leaf));
    let values = group.values.join(" ");
    format!("{} {values} {ends:?}", group.outcome)
}

fn values(view: &View<'_, '_>, group: &Group) -> Vec<String> {
    let values = group.values.iter();
    values
        .map(|value| terms::value(view, &group.outcome, value))
        .collect()
}

/// Values that change alike in the same of the cases are told together.
fn follows(view: &View<'_, '_>, at: usize, ladder: &Group, followers: &[&Group]) -> Vec<Follow> {
    let mut joined: BTreeMap<String, BTreeMap<Option<String>, Vec<String>>> = BTreeMap::new();
    for group in followers {
        let becomes = terms::becomes(&group.old, &group.new, view.language);
        let outcome = terms::outcome(view, &group.outcome);
        let what = view.language.pick(
            format!("{outcome}{becomes}"),
            format!("{outcome}, {becomes}"),
        );
        let whole = group.follows.get(&at) == Some(&true);
        let only = (!whole).then(|| only(view, ladder, group));
        let told = joined.entry(what).or_default().entry(only).or_default();
        told.extend(values(view, group));
    }
    let told = joined.into_iter().map(|(what, mut values)| Follow {
        what,
        always: values.remove(&None).unwrap_or_default(),
        sometimes: values
            .into_iter()
            .filter_map(|(only, values)| Some((values, only?)))
            .collect(),
    });
    told.collect()
}

/// In which of the cases of a ladder a set changes too.
fn only(view: &View<'_, '_>, ladder: &Group, group: &Group) -> String {
    let further = group.region.always.iter();
    let further: Vec<Condition> = further
        .filter(|one| !ladder.region.always.contains(one))
        .cloned()
        .collect();
    let [marks, _] = conditions::split(&view.terms(), &further);
    let language = view.language;
    if marks.is_empty() {
        return language.pick("在部分案例中", "in some of them").to_owned();
    }
    let marks = conditions::of(&view.terms(), &marks).join(language.pick("；", "; "));
    language.pick(format!("仅当{marks}"), format!("only where {marks}"))
}

fn example(view: &View<'_, '_>, case: &Case) -> Example {
    let colon = view.language.pick("：", ": ");
    let (terms, scenarios) = (view.terms(), [&case.old, &case.new]);
    let marks = conditions::facts(&terms, &case.answers, scenarios, false);
    let [old, new] = &case.why;
    let [before, after] = view.editions;
    Example {
        marks: marks
            .into_iter()
            .map(|(label, said)| format!("{label}{colon}{said}"))
            .collect(),
        facts: conditions::facts(&terms, &case.answers, scenarios, true),
        by: [
            provisions(before, old, view.language),
            provisions(after, new, view.language),
        ],
    }
}

/// Where rules stand, each once.
fn provisions(
    edition: &Edition<'_>,
    rules: &[weir_core::hir::RuleId],
    language: Language,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rule in rules {
        let citation = words::rule_citation(edition.program, *rule, language);
        if !found.contains(&citation) {
            found.push(citation);
        }
    }
    if found.len() > MOST_PROVISIONS {
        let more = found.len() - MOST_PROVISIONS;
        found.truncate(MOST_PROVISIONS);
        found.push(language.pick(format!("另 {more} 处"), format!("{more} more")));
    }
    found
}
