//! Conditions on facts in words: sets by what they have and lack, numbers by their bounds.

use std::collections::{BTreeMap, BTreeSet};

use weir_analysis::exact::{About, Assignment, Condition, Kind, Space, Variable};
use weir_analysis::sources::{Change, Changed};
use weir_core::Edition;
use weir_core::hir::{FactId, Language, Member, Program};
use weir_core::scenario::{Given, Scenario, is_under};
use weir_core::words::grouped;

use super::words;

/// The most names that are listed.
const MOST_NAMES: usize = 8;

/// What conditions and cases are said in: the law of the side or sides, newest last, and the language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'v, 'p> {
    /// The law of each side.
    pub(super) editions: [&'v Edition<'p>; 2],
    /// The variables.
    pub(super) space: &'v Space,
    /// The facts that are said of a case in any event.
    pub(super) focus: &'v BTreeSet<String>,
    /// The language.
    pub(super) language: Language,
}

/// Conditions, a line a fact.
pub(super) fn of(terms: &Terms<'_, '_>, conditions: &[Condition]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut sets: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for condition in conditions {
        let Some(variable) = terms.space.variable(condition.var) else {
            continue;
        };
        match &variable.about {
            About::Fact(name) | About::Ladder(name) => {
                lines.push(one(terms, name, variable, &condition.answers));
            }
            About::Member(name, member) | About::InSet(name, member) => {
                let (has, lacks) = sets.entry(name).or_default();
                if condition.answers.contains(&1) {
                    has.push(member);
                } else {
                    lacks.push(member);
                }
            }
        }
    }
    lines.extend(
        sets.into_iter()
            .map(|(name, (has, lacks))| set(terms, name, &has, &lacks)),
    );
    lines
}

/// The facts that stand in a changed condition on one side only: what the change is about.
#[must_use]
pub fn focus(sources: &[Changed]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for changed in sources {
        let Change::Changed(sides) = &changed.change else {
            continue;
        };
        for (_, old, new) in sides {
            let words = |text: &str| -> BTreeSet<String> {
                let words = text.split(|c: char| c.is_whitespace() || "(),;".contains(c));
                words.map(str::to_owned).collect()
            };
            found.extend(words(old).symmetric_difference(&words(new)).cloned());
        }
    }
    found
}

/// What marks cases out, and then what an ordinary case meets anyway: one of which all else is no, none, 0 or the first choice.
pub(super) fn split(terms: &Terms<'_, '_>, conditions: &[Condition]) -> [Vec<Condition>; 2] {
    let (usual, marks) = conditions
        .iter()
        .cloned()
        .partition(|one| is_ordinary(terms, one));
    [marks, usual]
}

fn is_ordinary(terms: &Terms<'_, '_>, condition: &Condition) -> bool {
    let Some(variable) = terms.space.variable(condition.var) else {
        return false;
    };
    if let About::Fact(name) | About::Member(name, _) = &variable.about
        && terms.focus.contains(name)
    {
        return false;
    }
    let ordinary = match (&variable.kind, &variable.about) {
        (Kind::Names(names), About::Fact(fact)) => {
            let first =
                known(terms, fact).and_then(|(program, fact)| program.members(fact).first());
            names
                .iter()
                .position(|name| Some(name) == first.map(|one| &one.name))
        }
        (Kind::Names(_) | Kind::Truth | Kind::Numbers(_) | Kind::Days(_), _) => Some(0),
    };
    ordinary.is_some_and(|at| condition.answers.contains(&at))
}

/// The labels of the facts that conditions are about, each once.
pub(super) fn labels(terms: &Terms<'_, '_>, conditions: &[Condition]) -> Vec<String> {
    let mut found = Vec::new();
    for condition in conditions {
        if let Some(About::Fact(name) | About::Member(name, _)) = terms
            .space
            .variable(condition.var)
            .map(|variable| &variable.about)
        {
            let label = label(terms, name);
            if !found.contains(&label) {
                found.push(label);
            }
        }
    }
    found
}

/// The program of the newer side that has a fact.
fn known<'v>(terms: &'v Terms<'_, '_>, name: &str) -> Option<(&'v Program, FactId)> {
    let [old, new] = terms.editions;
    [new.program, old.program]
        .into_iter()
        .find_map(|program| Some((program, program.fact(name)?)))
}

fn label(terms: &Terms<'_, '_>, name: &str) -> String {
    match known(terms, name) {
        Some((program, fact)) => words::fact(program, fact, terms.language).to_owned(),
        None => name.to_owned(),
    }
}

/// The label of a value of a fact on the newer side that has it.
fn member(terms: &Terms<'_, '_>, fact: &str, name: &str) -> String {
    let [old, new] = terms.editions;
    let found = [new.program, old.program].into_iter().find_map(|program| {
        let members = program.members(program.fact(fact)?);
        members.iter().find(|member| member.name == name)
    });
    match found {
        Some(found) => words::member(found, terms.language).to_owned(),
        None => name.to_owned(),
    }
}

fn one(
    terms: &Terms<'_, '_>,
    name: &str,
    variable: &Variable,
    answers: &BTreeSet<usize>,
) -> String {
    let language = terms.language;
    let colon = language.pick("：", ": ");
    let said = match &variable.kind {
        Kind::Truth if answers.contains(&1) => language.pick("是", "yes").to_owned(),
        Kind::Truth => language.pick("否", "no").to_owned(),
        Kind::Names(names) => {
            let few = answers.len() * 2 <= names.len() + 1;
            let picked = names
                .iter()
                .enumerate()
                .filter(|(at, _)| answers.contains(at) == few)
                .map(|(_, value)| member(terms, name, value));
            let list = listed(terms, picked.collect(), few);
            if few {
                list
            } else {
                language.pick(format!("不是{list}"), format!("not {list}"))
            }
        }
        Kind::Numbers(cuts) => {
            let amount = |number: i64| match known(terms, name) {
                Some((program, fact)) => words::amount(program, fact, number, language),
                None => grouped(number),
            };
            intervals(terms, cuts, answers, amount)
        }
        Kind::Days(cuts) => {
            let day = |number: i64| {
                format!(
                    "{}-{:02}-{:02}",
                    number / 10_000,
                    number / 100 % 100,
                    number % 100
                )
            };
            intervals(terms, cuts, answers, day)
        }
    };
    format!("{}{colon}{said}", label(terms, name))
}

/// Some names: `a, b or c`, or with `and`.
fn listed(terms: &Terms<'_, '_>, mut names: Vec<String>, any: bool) -> String {
    let language = terms.language;
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    let joint = if any {
        language.pick("或者", " or ")
    } else {
        language.pick("、", ", ")
    };
    let list = names.join(joint);
    match more {
        0 => list,
        _ => language.pick(
            format!("{list}等（另 {more} 项）"),
            format!("{list} … ({more} more)"),
        ),
    }
}

/// The numbers of some neighbouring answers: `50,000 people to below 100,000 people`.
fn intervals(
    terms: &Terms<'_, '_>,
    cuts: &[i64],
    answers: &BTreeSet<usize>,
    amount: impl Fn(i64) -> String,
) -> String {
    let language = terms.language;
    let answers: Vec<usize> = answers.iter().copied().collect();
    let runs = answers.chunk_by(|a, b| a + 1 == *b).map(|run| {
        let first = run.first().copied().unwrap_or_default();
        let last = run.last().copied().unwrap_or_default();
        let from = first.checked_sub(1).and_then(|at| cuts.get(at)).copied();
        match (from, cuts.get(last).copied()) {
            (Some(from), Some(below)) if below == from + 1 => amount(from),
            (None, Some(1)) => amount(0),
            (Some(from), Some(below)) => {
                let (from, below) = (amount(from), amount(below));
                language.pick(
                    format!("{from}以上不满{below}"),
                    format!("at least {from} and below {below}"),
                )
            }
            (Some(from), None) => {
                let from = amount(from);
                language.pick(format!("{from}以上"), format!("at least {from}"))
            }
            (None, Some(below)) => {
                let below = amount(below);
                language.pick(format!("不满{below}"), format!("below {below}"))
            }
            (None, None) => language.pick("任何数", "any number").to_owned(),
        }
    });
    runs.collect::<Vec<_>>().join(language.pick("或者", " or "))
}

/// A set by what it has and lacks. A kind goes without saying where a member of it is present, and a member where its kind is absent.
fn set(terms: &Terms<'_, '_>, name: &str, has: &[&str], lacks: &[&str]) -> String {
    let language = terms.language;
    let members = known(terms, name).map(|(program, fact)| program.members(fact));
    let members = members.unwrap_or_default();
    let said = |names: &[&str], implies: &dyn Fn(usize, usize) -> bool| -> Vec<String> {
        let kept = names.iter().filter(|one| {
            !names.iter().any(|other| {
                let (one, other) = (position(members, one), position(members, other));
                matches!((one, other), (Some(one), Some(other)) if one != other && implies(other, one))
            })
        });
        kept.map(|one| member(terms, name, one)).collect()
    };
    let has = said(has, &|other, one| is_under(members, other, one));
    let lacks = said(lacks, &|other, one| is_under(members, one, other));
    let has = listed(terms, has, false);
    let lacks = listed(terms, lacks, false);
    let label = label(terms, name);
    match (has.is_empty(), lacks.is_empty()) {
        (false, true) => language.pick(format!("{label}有{has}"), format!("{label}: has {has}")),
        (true, _) => language.pick(
            format!("{label}没有{lacks}"),
            format!("{label}: without {lacks}"),
        ),
        (false, false) => language.pick(
            format!("{label}有{has}，没有{lacks}"),
            format!("{label}: has {has}; without {lacks}"),
        ),
    }
}

fn position(members: &[Member], name: &str) -> Option<usize> {
    members.iter().position(|member| member.name == name)
}

/// What a case says of the facts that matter, with their labels: only where that is not no, none, 0 or the first choice, or all of it.
/// The scenarios are those of the sides.
pub(super) fn facts(
    terms: &Terms<'_, '_>,
    answers: &Assignment,
    scenarios: [&Scenario; 2],
    all: bool,
) -> Vec<(String, String)> {
    let said = |name: &String| {
        let (program, scenario) = side(terms, scenarios, name)?;
        let fact = program.fact(name)?;
        let given = scenario.get(fact)?;
        let ordinary = match given {
            Given::Bool(value) => !value,
            Given::Number(_, high) => *high == Some(0),
            Given::Set(known) => !known.contains(&Some(true)),
            Given::Choice(at) | Given::Kind(at) => *at == 0,
            Given::Date(_) => false,
        };
        let said = words::given(program, fact, given, terms.language);
        (all || !ordinary || terms.focus.contains(name)).then(|| (label(terms, name), said))
    };
    names(terms.space, answers)
        .iter()
        .filter_map(said)
        .collect()
}

/// The names of the facts that matter for a case, in the order of the variables.
pub(super) fn names(space: &Space, answers: &Assignment) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for var in answers.keys() {
        if let Some(About::Fact(name) | About::Member(name, _)) =
            space.variable(*var).map(|variable| &variable.about)
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    names
}

/// The newer side that has a fact, with its scenario.
fn side<'v>(
    terms: &'v Terms<'_, '_>,
    scenarios: [&'v Scenario; 2],
    name: &str,
) -> Option<(&'v Program, &'v Scenario)> {
    let ([old, new], [before, after]) = (terms.editions, scenarios);
    [(new.program, after), (old.program, before)]
        .into_iter()
        .find(|(program, _)| program.fact(name).is_some())
}
