//! The words of a program that a scenario may use: names and labels of facts, members and readings.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{FactId, Labels, Lang, Member, Program};
use weir_core::names;

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<T> {
    /// This one.
    One(T),
    /// A label that several have; their names.
    Several(Vec<String>),
    /// Nothing, but it is close to this word.
    Nothing(Option<String>),
}

/// The words for facts.
pub(crate) struct Vocabulary<'p> {
    program: &'p Program,
    names: BTreeMap<&'p str, FactId>,
    labels: BTreeMap<&'p str, Vec<FactId>>,
    groups: BTreeSet<&'p str>,
}

impl<'p> Vocabulary<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        let mut words = Self {
            program,
            names: BTreeMap::new(),
            labels: BTreeMap::new(),
            groups: BTreeSet::new(),
        };
        for id in program.fact_ids() {
            let fact = &program[id];
            words.names.insert(&fact.name, id);
            for label in own(&fact.labels) {
                words.labels.entry(label).or_default().push(id);
            }
            words.groups.extend(
                fact.name
                    .match_indices('.')
                    .filter_map(|(at, _)| fact.name.get(..at)),
            );
        }
        words
    }

    /// The fact of this name. A label stands for its fact too, but only where `label` says that one may stand.
    pub(crate) fn fact(&self, word: &str, label: bool) -> Found<FactId> {
        if let Some(id) = self.names.get(word) {
            return Found::One(*id);
        }
        match self.labels.get(word).filter(|_| label).map(Vec::as_slice) {
            Some([one]) => Found::One(*one),
            Some(several) if several.len() > 1 => Found::Several(
                several
                    .iter()
                    .map(|id| self.program[*id].name.clone())
                    .collect(),
            ),
            Some(_) | None => {
                let labels = self.labels.keys().copied().filter(|_| label);
                let near = || names::near(word, self.names.keys().copied().chain(labels));
                Found::Nothing(self.without_group(word).or_else(near))
            }
        }
    }

    /// The only fact of which this is the last part of the name.
    fn without_group(&self, word: &str) -> Option<String> {
        let last = word.rsplit('.').next();
        let mut found = self
            .names
            .keys()
            .filter(|name| name.rsplit('.').next() == last);
        found
            .next()
            .filter(|_| found.next().is_none())
            .map(|name| (*name).to_owned())
    }

    /// Whether facts have names that go on after this one and a dot.
    pub(crate) fn is_group(&self, word: &str) -> bool {
        self.groups.contains(word)
    }

    /// Names to list where a word is not known: those of its group, or else the groups and the facts outside of groups.
    pub(crate) fn like(&self, word: &str) -> Vec<String> {
        let of_group = |group: &str| {
            let inside = |name: &&&str| {
                name.strip_prefix(group)
                    .is_some_and(|rest| rest.starts_with('.'))
            };
            self.names
                .keys()
                .filter(inside)
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let group = [Some(word), word.split_once('.').map(|(group, _)| group)]
            .into_iter()
            .flatten()
            .find(|group| self.is_group(group));
        match group {
            Some(group) => of_group(group),
            None => {
                let outer = self
                    .groups
                    .iter()
                    .filter(|group| !group.contains('.'))
                    .map(|group| format!("{group}.…"));
                outer
                    .chain(
                        self.names
                            .keys()
                            .filter(|name| !name.contains('.'))
                            .map(|name| (*name).to_owned()),
                    )
                    .collect()
            }
        }
    }
}

/// The member of this name or label.
pub(crate) fn member(members: &[Member], word: &str) -> Found<usize> {
    named(
        members
            .iter()
            .map(|member| (member.name.as_str(), &member.labels)),
        word,
    )
}

/// The position of the one with this name or label.
pub(crate) fn named<'p>(
    known: impl Iterator<Item = (&'p str, &'p Labels)> + Clone,
    word: &str,
) -> Found<usize> {
    if let Some(at) = known.clone().position(|(name, _)| name == word) {
        return Found::One(at);
    }
    let with_label: Vec<(usize, &str)> = known
        .clone()
        .enumerate()
        .filter(|(_, (_, labels))| own(labels).any(|label| label == word))
        .map(|(at, (name, _))| (at, name))
        .collect();
    match with_label.as_slice() {
        [(at, _)] => Found::One(*at),
        [] => Found::Nothing(names::near(
            word,
            known.flat_map(|(name, labels)| [name].into_iter().chain(own(labels))),
        )),
        several => Found::Several(several.iter().map(|(_, name)| (*name).to_owned()).collect()),
    }
}

/// The label in each language, where there is one; once if both are the same.
fn own(labels: &Labels) -> impl Iterator<Item = &str> {
    let (zh, en) = (labels.exact(Lang::Zh), labels.exact(Lang::En));
    zh.into_iter().chain(en.filter(|en| Some(*en) != zh))
}
