//! The difference of two versions of policies, for programs: names, which are the same in both languages, and beside them `text` for people.

use serde::Serialize;
use weir_analysis::exact::{
    About, Condition, Direction, Kind, Lead, Leaf, Question, Region, Space,
};
use weir_analysis::sources::{Change, Changed};
use weir_core::hir::Program;
use weir_core::scenario::{Given, Scenario};

use super::written::sources;
use super::{View, causes, days, digest, flows, human, merge, terms};
use crate::diff::Group;
use crate::render::conditions;
use crate::render::place::Location;
use crate::sides::{self, Name};

/// The report.
#[derive(Debug, Serialize)]
pub struct Report {
    version: u32,
    old: Version,
    new: Version,
    /// What is found, in a sentence or two.
    text: String,
    /// Whether it is proved that nothing means anything else, on all days that were looked at.
    same_meaning: bool,
    sources: Vec<Written>,
    layout: Vec<String>,
    changes: Vec<Meant>,
    proved_same: usize,
    /// How many nodes the diagrams of both sides took.
    nodes: usize,
    not_compared: Vec<Subject>,
    no_longer_possible: Option<OneSided>,
    newly_possible: Option<OneSided>,
    /// How the versions stand to each other on other days; nothing, where a day was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_days: Option<Vec<days::Stretch>>,
    /// What a merge would mean, where the branch has moved on.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_merge: Option<serde_json::Value>,
    /// What becomes of real flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    flows: Option<serde_json::Value>,
}

#[derive(Debug, Serialize)]
pub(super) struct Version {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merge_base_of: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    as_of: String,
}

/// What is written otherwise.
#[derive(Debug, Serialize)]
pub struct Written {
    construct: String,
    name: String,
    change: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aspects: Vec<Side>,
    text: String,
    /// Where it stands: in the old version if it was removed, else in the new one.
    place: Option<Location>,
}

#[derive(Debug, Serialize)]
struct Side {
    aspect: String,
    old: String,
    new: String,
}

#[derive(Debug, Serialize)]
struct Subject {
    outcome: String,
    value: Option<String>,
    text: String,
}

#[derive(Debug, Serialize)]
struct Meant {
    outcome: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    old: Ends,
    new: Ends,
    direction: &'static str,
    text: String,
    /// Whom it affects, for people.
    who: String,
    /// In which cases, for people.
    only_where: Vec<String>,
    cases: Cases,
    /// Of values of a set: the positions of the changes of ladders that take place in some of the cases, if there is one in each.
    follows: Vec<usize>,
    /// The positions of what is written otherwise on which the cases rest, where that can be told.
    rests_on: Vec<usize>,
    confirmed: Vec<Example>,
}

/// A result.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Ends {
    /// The value, or a kind of result without one.
    Word(String),
    /// Whether it is in the set.
    Truth(bool),
    /// The values that conflict.
    Conflict {
        /// The values.
        conflict: Vec<String>,
    },
}

#[derive(Debug, Serialize)]
pub(in crate::render) struct Cases {
    always: Vec<Asked>,
    any_of: Vec<Vec<Asked>>,
    complete: bool,
    /// Where `any_of` is not complete, the cases exactly: questions with the answers that lead on, the first one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exactly: Vec<Vec<Answered>>,
}

/// Cases that only one side allows.
#[derive(Debug, Serialize)]
struct OneSided {
    /// The cases in words.
    who: String,
    #[serde(flatten)]
    cases: Cases,
    /// The positions of what is written otherwise on which it rests which cases are possible.
    rests_on: Vec<usize>,
}

/// Answers that lead on.
#[derive(Debug, Serialize)]
struct Answered {
    #[serde(flatten)]
    asked: Asked,
    to: Next,
}

/// Where answers lead.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Next {
    /// To the question at this position.
    Question(u32),
    /// The case is one of them.
    In(bool),
}

#[derive(Debug, Serialize)]
struct Asked {
    fact: String,
    #[serde(flatten)]
    said: Said,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Is(bool),
    OneOf(Vec<String>),
    Has(String),
    Lacks(String),
    Within(Vec<(Option<i64>, Option<i64>)>),
}

#[derive(Debug, Serialize)]
struct Example {
    old: serde_json::Map<String, serde_json::Value>,
    new: serde_json::Map<String, serde_json::Value>,
    turns_on: Vec<String>,
    text: Vec<String>,
}

/// The report of a view.
#[must_use]
pub fn report(view: &View<'_, '_>) -> Report {
    let comparison = view.comparison;
    let [old, new] = view.editions;
    let [before, after] = view.versions;
    let [only_old, only_new] = &comparison.one_sided;
    let one_sided = |region: &Region| OneSided {
        who: digest::Cases::of(view, region).who(view.language),
        cases: cases(view.space, region, view.exactly),
        rests_on: causes::of_possible(view),
    };
    let told = digest::digest(view);
    let text = [told.head, told.note].join(view.language.pick("", " "));
    Report {
        version: 1,
        old: version(before, old),
        new: version(after, new),
        text: text.trim_end().to_owned(),
        same_meaning: digest::is_same_on_all_days(view),
        sources: written(view, &comparison.sources),
        layout: view.layout.clone(),
        changes: comparison
            .groups
            .iter()
            .enumerate()
            .map(|(at, group)| meant(view, at, group))
            .collect(),
        proved_same: comparison.same,
        nodes: comparison.nodes,
        not_compared: comparison
            .too_large
            .iter()
            .map(|about| subject(view, about))
            .collect(),
        no_longer_possible: only_old.as_ref().map(one_sided),
        newly_possible: only_new.as_ref().map(one_sided),
        other_days: view
            .more
            .days
            .as_ref()
            .map(|found| days::report(found, view.language)),
        after_merge: view
            .more
            .merge
            .as_ref()
            .map(|after| merge::report(after, view.language)),
        flows: view
            .more
            .flows
            .as_ref()
            .map(|(file, found)| flows::report(file, found)),
    }
}

/// What becomes what and where, without the cases that show it and the texts it rests on.
#[must_use]
pub fn changes(view: &View<'_, '_>) -> Vec<serde_json::Value> {
    let groups = view.comparison.groups.iter().enumerate();
    let groups = groups.map(|(at, group)| Meant {
        confirmed: Vec::new(),
        rests_on: Vec::new(),
        ..meant(view, at, group)
    });
    groups
        .filter_map(|meant| serde_json::to_value(meant).ok())
        .collect()
}

/// All that a comparison finds, down to every case, but without words: equal for two comparisons that find the same.
#[derive(Debug, PartialEq)]
pub struct Exactly {
    /// What becomes what, and where.
    pub changes: Vec<serde_json::Value>,
    /// The cases that only one side allows.
    pub one_sided: [Option<serde_json::Value>; 2],
}

impl Exactly {
    /// What a view finds.
    #[must_use]
    pub fn of(view: &View<'_, '_>) -> Self {
        let cases = |region| serde_json::json!(cases(view.space, region, true));
        let changes = view.comparison.groups.iter().map(|group| {
            serde_json::json!({
                "outcome": group.outcome,
                "values": group.values,
                "old": ends(view, group, &group.old),
                "new": ends(view, group, &group.new),
                "cases": cases(&group.region),
            })
        });
        let mut changes: Vec<serde_json::Value> = changes.collect();
        changes.sort_by_cached_key(ToString::to_string);
        let [old, new] = &view.comparison.one_sided;
        Self {
            changes,
            one_sided: [old, new].map(|region| region.as_ref().map(cases)),
        }
    }
}

pub(super) fn version(version: &sides::Version, edition: &weir_core::Edition<'_>) -> Version {
    let (revision, merge_base_of, commit) = match &version.name {
        Name::Path(_) | Name::WorkTree | Name::Merged(_) => (None, None, None),
        Name::Revision { given, commit } => (Some(given.clone()), None, Some(commit)),
        Name::MergeBase { of, commit } => (None, Some(of.clone()), Some(commit)),
    };
    Version {
        path: version.path.display().to_string(),
        revision,
        merge_base_of,
        commit: commit.map(|commit| commit.id.to_string()),
        as_of: edition.as_of.to_string(),
    }
}

pub(crate) fn written<'c>(
    view: &View<'_, '_>,
    changed: impl IntoIterator<Item = &'c Changed> + Clone,
) -> Vec<Written> {
    let told = sources(view, changed.clone());
    let both = changed.into_iter().zip(told);
    both.map(|(changed, told)| {
        let (change, aspects) = match &changed.change {
            Change::Added => ("added", Vec::new()),
            Change::Removed => ("removed", Vec::new()),
            Change::Reworded => ("reworded", Vec::new()),
            Change::Changed(sides) => {
                let sides = sides.iter().map(|(aspect, old, new)| Side {
                    aspect: format!("{aspect:?}").to_lowercase(),
                    old: old.clone(),
                    new: new.clone(),
                });
                ("changed", sides.collect())
            }
        };
        Written {
            construct: format!("{:?}", changed.construct).to_lowercase(),
            name: changed.name.clone(),
            change,
            aspects,
            text: human::named(view, &told),
            place: told.spot.map(|spot| spot.at),
        }
    })
    .collect()
}

fn subject(view: &View<'_, '_>, about: &About) -> Subject {
    let text = terms::about(view, about);
    let (outcome, value) = match about {
        About::Ladder(name) | About::Fact(name) => (name, None),
        About::InSet(name, value) | About::Member(name, value) => (name, Some(value.clone())),
    };
    Subject {
        outcome: outcome.clone(),
        value,
        text,
    }
}

fn meant(view: &View<'_, '_>, at: usize, group: &Group) -> Meant {
    let [old, new] = view.editions;
    let language = view.language;
    let told = digest::entry(view, at, group);
    let examples = group.cases.iter().zip(&told.examples);
    let examples = examples.map(|(case, told)| Example {
        old: scenario(old.program, &case.old),
        new: scenario(new.program, &case.new),
        turns_on: conditions::names(view.space, &case.answers),
        text: told.marks.clone(),
    });
    Meant {
        outcome: group.outcome.clone(),
        values: group.values.clone(),
        old: ends(view, group, &group.old),
        new: ends(view, group, &group.new),
        direction: way(group.direction),
        text: told.title(language),
        who: told.cases.who(language),
        only_where: told.cases.lines(language),
        cases: cases(view.space, &group.region, view.exactly),
        follows: group.follows.keys().copied().collect(),
        rests_on: causes::of(view, group),
        confirmed: examples.collect(),
    }
}

/// Which way it goes.
pub(crate) fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Looser => "looser",
        Direction::Stricter => "stricter",
        Direction::Undetermined => "undetermined",
        Direction::Decided => "decided",
        Direction::Other => "other",
    }
}

pub(super) fn ends(view: &View<'_, '_>, group: &Group, leaf: &Leaf) -> Ends {
    let name = |at: &usize| {
        let name = view.space.values(&group.outcome).get(*at);
        name.cloned().unwrap_or_default()
    };
    match leaf {
        Leaf::Value(at) => Ends::Word(name(at)),
        Leaf::Gap => Ends::Word("gap".to_owned()),
        Leaf::Conflict(values) => Ends::Conflict {
            conflict: values.iter().map(name).collect(),
        },
        Leaf::InSet(Some(value)) => Ends::Truth(*value),
        Leaf::Hole | Leaf::InSet(None) => Ends::Word("undetermined".to_owned()),
        Leaf::Impossible | Leaf::Bool(_) | Leaf::Same | Leaf::Pair(..) => {
            Ends::Word("impossible".to_owned())
        }
    }
}

/// The cases; also exactly, if that is asked for and the parts are not all.
pub(in crate::render) fn cases(space: &Space, region: &Region, exactly: bool) -> Cases {
    let all = |part: &Vec<Condition>| part.iter().filter_map(|one| asked(space, one)).collect();
    Cases {
        always: all(&region.always),
        any_of: region.parts.iter().map(all).collect(),
        complete: region.complete,
        exactly: region
            .questions
            .iter()
            .filter(|_| exactly)
            .map(|question| answered(space, &question))
            .collect(),
    }
}

fn answered(space: &Space, question: &Question) -> Vec<Answered> {
    let leads = question.leads.iter().filter_map(|(lead, answers)| {
        let condition = Condition {
            var: question.var,
            answers: answers.clone(),
        };
        let to = match lead {
            Lead::In => Next::In(true),
            Lead::To(at) => Next::Question(*at),
        };
        Some(Answered {
            asked: asked(space, &condition)?,
            to,
        })
    });
    leads.collect()
}

fn asked(space: &Space, condition: &Condition) -> Option<Asked> {
    let variable = space.variable(condition.var)?;
    let yes = condition.answers.contains(&1);
    let (fact, said) = match (&variable.about, &variable.kind) {
        (About::Member(fact, member) | About::InSet(fact, member), _) if yes => {
            (fact, Said::Has(member.clone()))
        }
        (About::Member(fact, member) | About::InSet(fact, member), _) => {
            (fact, Said::Lacks(member.clone()))
        }
        (About::Fact(fact) | About::Ladder(fact), Kind::Truth) => (fact, Said::Is(yes)),
        (About::Fact(fact) | About::Ladder(fact), Kind::Names(names)) => {
            let picked = condition.answers.iter().filter_map(|at| names.get(*at));
            (fact, Said::OneOf(picked.cloned().collect()))
        }
        (About::Fact(fact) | About::Ladder(fact), Kind::Numbers(cuts) | Kind::Days(cuts)) => {
            let answers: Vec<usize> = condition.answers.iter().copied().collect();
            let runs = answers.chunk_by(|a, b| a + 1 == *b).map(|run| {
                let first = run.first().copied().unwrap_or_default();
                let last = run.last().copied().unwrap_or_default();
                let from = first.checked_sub(1).and_then(|at| cuts.get(at)).copied();
                (from, cuts.get(last).copied())
            });
            (fact, Said::Within(runs.collect()))
        }
    };
    Some(Asked {
        fact: fact.clone(),
        said,
    })
}

/// The facts of a scenario as a scenario file gives them.
pub(in crate::render) fn scenario(
    program: &Program,
    scenario: &Scenario,
) -> serde_json::Map<String, serde_json::Value> {
    let facts = scenario.facts.iter().map(|(fact, given)| {
        let members = program.members(*fact);
        let name = |at: &usize| members.get(*at).map(|member| member.name.clone());
        let value = match given {
            Given::Bool(value) => (*value).into(),
            Given::Choice(at) | Given::Kind(at) => name(at).into(),
            Given::Number(low, _) => (*low).into(),
            Given::Date(day) => day.to_string().into(),
            // A set of which not everything is known, as a scenario file says that.
            Given::Set(known) if known.contains(&None) => {
                let said = known.iter().enumerate();
                let said = said.filter_map(|(at, one)| Some((name(&at)?, (*one)?.into())));
                serde_json::Value::Object(said.collect())
            }
            Given::Set(known) => {
                let present = known
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| **one == Some(true));
                let names = present.filter_map(|(at, _)| name(&at));
                names.collect::<Vec<_>>().into()
            }
        };
        (program[*fact].name.clone(), value)
    });
    facts.collect()
}
