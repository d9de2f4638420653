//! The names that rows can use: sectors, scenarios and fields as the policies declare them, found by what they are called.

use std::collections::BTreeMap;

use weir_syntax::ast::{self, Element, File, Item, Label, LabelKind, Lang, ListsPart, Type};
use weir_syntax::diagnostic::SourceId;

use super::text::key;

/// What the policies declare, as far as lists need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// The categories by name.
    categories: BTreeMap<String, Category>,
    /// The category of each fact that has one.
    facts: BTreeMap<String, String>,
    /// The facts that hold a set, in the order in which they are declared.
    sets: Vec<String>,
    /// The zones.
    pub(super) zones: Vec<Member>,
    /// What lists have in common, in the order in which it was found.
    pub(super) frames: Vec<Frame>,
    /// The values of each outcome, with their labels.
    pub(super) outcomes: BTreeMap<String, Vec<Member>>,
    /// The counters and measures.
    pub(super) numbers: Vec<String>,
}

/// A category with everything in it.
#[derive(Clone, Debug)]
pub(super) struct Category {
    pub(super) name: String,
    pub(super) source: SourceId,
    pub(super) members: Vec<Member>,
}

/// A name, what it is called, and the keys by which it is found.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) zh: String,
    pub(super) en: String,
    /// What it is called as a whole.
    keys: Vec<String>,
    /// The names that its label gives.
    pieces: Vec<String>,
}

/// A block `lists`.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The provision in which it stands, as a reference.
    pub(super) under: String,
    pub(super) source: SourceId,
    pub(super) sectors: Option<String>,
    pub(super) scenarios: Option<String>,
    pub(super) fields: Option<String>,
    pub(super) outcome: Option<String>,
}

/// What a text means as a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lookup<'v> {
    /// This member.
    One(&'v str),
    /// Nothing is called so.
    Nothing,
    /// More than one thing is called so.
    Several(Vec<&'v str>),
}

impl Vocabulary {
    pub(super) fn of<'f>(files: impl IntoIterator<Item = (SourceId, &'f File)>) -> Self {
        let mut vocabulary = Self::default();
        for (id, file) in files {
            for item in &file.items {
                vocabulary.item(id, item);
            }
        }
        vocabulary
    }

    fn item(&mut self, source: SourceId, item: &Item) {
        match item {
            Item::Category(node) => {
                let mut members = Vec::new();
                collect(&node.children, &mut members);
                let category = Category {
                    name: node.name.text.clone(),
                    source,
                    members,
                };
                self.categories.insert(node.name.text.clone(), category);
            }
            Item::Fact(node) => {
                if let Type::OneOfNamed(name) | Type::SetOf(name) = &node.ty {
                    self.facts.insert(node.name.text.clone(), name.text.clone());
                }
                if matches!(node.ty, Type::SetOf(_)) {
                    self.sets.push(node.name.text.clone());
                }
            }
            Item::Zone(node) => self.zones.push(Member::new(&node.name, &node.labels)),
            Item::Outcome(node) => {
                let values = node
                    .values
                    .iter()
                    .map(|value| Member::new(&value.name, &value.labels));
                self.outcomes
                    .insert(node.name.text.clone(), values.collect());
            }
            Item::Measure(node) => self.numbers.push(node.name.text.clone()),
            Item::Counter(node) => self.numbers.push(node.name.text.clone()),
            Item::Instrument(node) => self.frames(source, &node.name.text, &node.body),
            Item::Use(_)
            | Item::Threshold(_)
            | Item::List(_)
            | Item::Reading(_)
            | Item::Assume(_)
            | Item::Define(_)
            | Item::Profile(_)
            | Item::Test(_)
            | Item::Error(_) => {}
        }
    }

    fn frames(&mut self, source: SourceId, path: &str, body: &[Element]) {
        for element in body {
            if let Element::Provision(node) = element {
                let path = format!("{path} {} {}", node.kind.word(), node.number.text);
                self.frames(source, &path, &node.body);
            } else if let Element::Lists(node) = element {
                self.frames.push(frame(source, path, node));
            }
        }
    }

    /// The source in which the category of a fact is declared.
    pub(super) fn source_of(&self, fact: &str) -> Option<SourceId> {
        self.category_of(fact).map(|category| category.source)
    }

    /// Whether a fact holds a set.
    pub(super) fn is_set(&self, fact: &str) -> bool {
        self.sets.iter().any(|name| name == fact)
    }

    /// The first fact that holds a set of these.
    pub(super) fn set_of(&self, category: &str) -> Option<&str> {
        let of = |fact: &&String| self.facts.get(*fact).is_some_and(|of| of == category);
        self.sets.iter().find(of).map(String::as_str)
    }

    /// The fact that tells which description of a list data match.
    pub(super) fn described(&self) -> Option<&str> {
        let names = self.sets.iter().filter(|fact| fact.ends_with(".described"));
        names.map(String::as_str).next()
    }

    /// A fact that holds a set with a member that is called so, and the member. Labels may say more in brackets.
    pub(super) fn member_of_set(&self, called: &str) -> Option<(&str, &str)> {
        self.sets.iter().find_map(|fact| {
            let members = &self.category_of(fact)?.members;
            let named = |member: &&Member| {
                member.zh == called || member.zh.starts_with(&format!("{called}（"))
            };
            members
                .iter()
                .find(named)
                .map(|member| (fact.as_str(), member.name.as_str()))
        })
    }

    /// The category of a fact.
    pub(super) fn category_of(&self, fact: &str) -> Option<&Category> {
        self.categories.get(self.facts.get(fact)?)
    }
}

fn frame(source: SourceId, path: &str, node: &ast::Lists) -> Frame {
    let mut frame = Frame {
        under: path.to_owned(),
        source,
        sectors: None,
        scenarios: None,
        fields: None,
        outcome: None,
    };
    for part in &node.parts {
        match part {
            ListsPart::Sectors(name) => frame.sectors = Some(name.text.clone()),
            ListsPart::Scenarios(name) => frame.scenarios = Some(name.text.clone()),
            ListsPart::Fields(name) => frame.fields = Some(name.text.clone()),
            ListsPart::Strictest(outcome, _, _) => frame.outcome = Some(outcome.text.clone()),
            ListsPart::Outside { .. } | ListsPart::Others { .. } => {}
        }
    }
    frame
}

fn collect(nodes: &[ast::Category], members: &mut Vec<Member>) {
    for node in nodes {
        members.push(Member::new(&node.name, &node.labels));
        collect(&node.children, members);
    }
}

impl Category {
    /// The member that is called so. A label may give several names, divided by `、`, unless it is a description.
    pub(super) fn find(&self, text: &str, description: bool) -> Lookup<'_> {
        let wanted = key(text);
        if wanted.is_empty() {
            return Lookup::Nothing;
        }
        let called: Vec<&str> = self
            .members
            .iter()
            .filter(|member| {
                let piece = !description && member.pieces.contains(&wanted);
                piece || member.keys.contains(&wanted)
            })
            .map(|member| member.name.as_str())
            .collect();
        match called.as_slice() {
            [] => Lookup::Nothing,
            [only] => Lookup::One(only),
            _ => Lookup::Several(called),
        }
    }

    pub(super) fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl Member {
    fn new(name: &ast::Name, labels: &[Label]) -> Self {
        let label = |lang: Lang| {
            labels
                .iter()
                .find(|label| label.kind == LabelKind::Label && label.lang == lang)
                .map(|label| label.text.value.clone())
                .unwrap_or_default()
        };
        let (zh, en) = (label(Lang::Zh), label(Lang::En));
        let before_colon = zh.split('：').next().unwrap_or_default();
        let mut keys = vec![key(&name.text), key(&zh), key(&en), key(before_colon)];
        keys.retain(|key| !key.is_empty());
        let pieces = zh.split('、').map(key).filter(|key| !key.is_empty());
        Self {
            pieces: pieces.collect(),
            name: name.text.clone(),
            zh,
            en,
            keys,
        }
    }

    /// Whether it is called by a part of a text, in the form of a key, or by more than the text.
    pub(super) fn is_near(&self, text: &str) -> bool {
        let long = |key: &str| key.chars().count() > 1;
        self.names().any(|key| {
            long(key) && long(text) && (text.contains(key.as_str()) || key.contains(text))
        })
    }

    /// Whether a longer text, in the form of a key, speaks of it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.names()
            .any(|key| key.chars().count() > 1 && text.contains(key.as_str()))
    }

    /// Everything it is called, without its name in the language.
    fn names(&self) -> impl Iterator<Item = &String> {
        self.keys.iter().skip(1).chain(&self.pieces)
    }
}
