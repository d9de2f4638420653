//! What is written otherwise, as it is told: with what it says, where it stands, and its text on both sides.

use std::collections::BTreeMap;

use weir_analysis::sources::{Change, Changed, Construct};
use weir_core::Checked;
use weir_core::hir::{Labels, Language, Place, Program, RuleId};

use super::{View, terms};
use crate::render::diagnostics::Files;
use crate::render::place::{Location, Places};
use crate::render::words;

/// A construct that is written otherwise.
#[derive(Debug)]
pub(super) struct Source {
    /// Its kind.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: String,
    /// What it says, in the words of the policy.
    pub(super) label: Option<String>,
    /// How it differs, in a line.
    pub(super) change: String,
    /// The same without what exactly: `added`, `condition`.
    pub(super) ways: Vec<String>,
    /// Where, on the newest side that has it.
    pub(super) spot: Option<Spot>,
    /// Its text on both sides.
    pub(super) texts: [Option<String>; 2],
    /// The numbers of a threshold, as they are shown.
    pub(super) numbers: Option<[(i64, String); 2]>,
}

/// A place on one side.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// Where.
    pub(super) at: Location,
    /// Whether that is the old side.
    pub(super) old: bool,
}

impl Spot {
    /// File and line.
    pub(super) fn line(&self) -> String {
        format!("{}:{}", self.at.file, self.at.start.line)
    }
}

/// What is told of some constructs. Each text is cut into lines once, and each rule found by its place.
pub(super) fn sources<'c>(
    view: &View<'_, '_>,
    changed: impl IntoIterator<Item = &'c Changed>,
) -> Vec<Source> {
    let [old, new] = &view.sources.map(Files::of);
    let mut places = [Places::new(old), Places::new(new)];
    let [old, new] = view.editions.map(|edition| named(edition.program));
    changed
        .into_iter()
        .map(|changed| {
            let [before, after] = view.sources;
            let sides = [(&new, changed.new), (&old, changed.old)];
            let label = sides
                .into_iter()
                .find_map(|(named, place)| label(view, named.get(&place?)?));
            Source {
                kind: terms::construct(changed.construct, view.language),
                name: changed.name.clone(),
                label,
                change: terms::change(changed, view.is_one_version(), view.language),
                ways: terms::ways(changed, view.is_one_version(), view.language),
                spot: spot(&mut places, changed),
                texts: [lines(before, changed.old), lines(after, changed.new)],
                numbers: numbers(changed),
            }
        })
        .collect()
}

/// A text of up to so many lines is shown whole.
const MOST_LINES: usize = 60;

/// How many lines of a longer one are.
const FIRST_LINES: usize = 20;

/// On a page up to so many constructs of a kind are all shown; else the first few.
pub(super) const OF_A_PAGE: (usize, usize) = (100, 20);

/// The constructs of a kind, of which there may be too many to show.
pub(super) struct OfAKind<'d> {
    /// Where the first of them stands among all constructs.
    pub(super) from: usize,
    /// Those that are shown.
    pub(super) shown: &'d [Source],
    /// What is said of all where some are not shown: how many differ in which way.
    pub(super) all: Option<String>,
}

/// Constructs by kind. Up to so many of a kind are shown, or the first few.
pub(super) fn by_kind(
    sources: &[Source],
    (most, first): (usize, usize),
    language: Language,
) -> Vec<OfAKind<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    for of_kind in sources.chunk_by(|a, b| a.kind == b.kind) {
        let few = of_kind.get(..first).filter(|_| of_kind.len() > most);
        found.push(OfAKind {
            from,
            shown: few.unwrap_or(of_kind),
            all: few.map(|few| in_all(of_kind, few.len(), language)),
        });
        from += of_kind.len();
    }
    found
}

/// How many constructs of a kind differ in which way, and that so many are shown.
fn in_all(of_kind: &[Source], shown: usize, language: Language) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for way in of_kind.iter().flat_map(|one| &one.ways) {
        *counts.entry(way).or_default() += 1;
    }
    let number = |count: usize| words::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let ways = counts.into_iter();
    let ways = ways.map(|(way, count)| format!("{way} {}", number(count)));
    let ways = ways.collect::<Vec<_>>().join(language.pick("、", ", "));
    let kind = of_kind.first().map_or("", |one| one.kind);
    let all = number(of_kind.len());
    language.pick(
        format!("{kind} {all} 处：{ways}；列出前 {shown} 处（--format json 给出全部）"),
        format!("{kind}: {all} differ: {ways}; the first {shown} (--format json has all)"),
    )
}

/// What says something in words.
enum Named<'p> {
    Labels(&'p Labels),
    Rule(&'p Program, RuleId),
}

/// By their places the thresholds, definitions and rules of a program.
fn named(program: &Program) -> BTreeMap<Place, Named<'_>> {
    let mut found = BTreeMap::new();
    for threshold in &program.thresholds {
        for value in &threshold.values {
            found
                .entry(value.place)
                .or_insert(Named::Labels(&threshold.labels));
        }
    }
    for definition in &program.definitions {
        let labels = Named::Labels(&definition.labels);
        found.entry(definition.place).or_insert(labels);
    }
    for rule in program.rule_ids() {
        let place = program[rule].place;
        found.entry(place).or_insert(Named::Rule(program, rule));
    }
    found
}

fn label(view: &View<'_, '_>, named: &Named<'_>) -> Option<String> {
    match named {
        Named::Labels(labels) => labels.label(view.language).map(str::to_owned),
        Named::Rule(program, rule) => {
            words::rule_label(program, *rule, view.language).map(str::to_owned)
        }
    }
}

/// The numbers of a threshold that has others now.
fn numbers(changed: &Changed) -> Option<[(i64, String); 2]> {
    let Change::Changed(sides) = &changed.change else {
        return None;
    };
    let (_, old, new) = sides
        .iter()
        .find(|_| changed.construct == Construct::Threshold)?;
    let number = |text: &String| {
        let number: i64 = text.parse().ok()?;
        Some((number, words::grouped(number)))
    };
    Some([number(old)?, number(new)?])
}

/// The text of a construct, or its beginning where it is as long as a list.
fn lines(checked: &Checked, place: Option<Place>) -> Option<String> {
    let place = place?;
    let text = &checked.sources.get(&place.source)?.text;
    let text = text.get(place.span.range())?;
    if text.lines().nth(MOST_LINES).is_none() {
        return Some(text.to_owned());
    }
    let first: Vec<&str> = text.lines().take(FIRST_LINES).chain(["  …"]).collect();
    Some(first.join("\n"))
}

/// Where a construct stands on the newest side that has it.
fn spot([old, new]: &mut [Places<'_>; 2], changed: &Changed) -> Option<Spot> {
    let (places, place, is_old) = match (changed.new, changed.old) {
        (Some(place), _) => (new, place, false),
        (None, place) => (old, place?, true),
    };
    Some(Spot {
        at: places.at(place),
        old: is_old,
    })
}
