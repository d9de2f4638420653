//! From texts of a table to names of the policies: by the mapping file first, then by what the names are called.

use super::mapping::Mapping;
use super::text::{key, without_number};
use super::vocabulary::{Category, Frame, Lookup, Vocabulary};

/// Where names are looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    mapping: &'a Mapping,
    sectors: Option<&'a Category>,
    scenarios: Option<&'a Category>,
    fields: Option<&'a Category>,
    described: Option<&'a Category>,
}

/// What kind of name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameOf {
    Sector,
    Scenario,
    Field,
    Description,
}

/// A text that is no name, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unnamed {
    pub(crate) of: NameOf,
    /// The text, as far as it is the name.
    pub(crate) text: String,
    /// The names that are called so, if there are several.
    pub(crate) several: Vec<String>,
    /// Names that are called nearly so.
    pub(crate) near: Vec<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(
        mapping: &'a Mapping,
        vocabulary: &'a Vocabulary,
        frame: Option<&Frame>,
    ) -> Self {
        let category = |fact: Option<&String>| fact.and_then(|fact| vocabulary.category_of(fact));
        Self {
            mapping,
            sectors: category(frame.and_then(|frame| frame.sectors.as_ref())),
            scenarios: category(frame.and_then(|frame| frame.scenarios.as_ref())),
            fields: category(frame.and_then(|frame| frame.fields.as_ref())),
            described: category(mapping.described.as_ref()),
        }
    }

    pub(super) fn category(&self, of: NameOf) -> Option<&'a Category> {
        match of {
            NameOf::Sector => self.sectors,
            NameOf::Scenario => self.scenarios,
            NameOf::Field => self.fields,
            NameOf::Description => self.described,
        }
    }

    /// The name that a text means.
    pub(super) fn find(&self, of: NameOf, text: &str) -> Result<String, Unnamed> {
        let text = bare(of, text);
        let by_hand = match of {
            NameOf::Sector => self.mapping.sectors.get(&key(text)),
            NameOf::Scenario => self.mapping.scenarios.get(&key(text)),
            NameOf::Field => self.mapping.fields.get(&key(text)),
            NameOf::Description => None,
        };
        if let Some(name) = by_hand {
            return Ok(name.clone());
        }
        let unnamed = |several: Vec<&str>| Unnamed {
            of,
            text: text.to_owned(),
            several: several.into_iter().map(str::to_owned).collect(),
            near: self.near(of, text),
        };
        match self.category(of).map_or(Lookup::Nothing, |category| {
            shorter(of, text)
                .map(|text| category.find(text, of == NameOf::Description))
                .find(|found| *found != Lookup::Nothing)
                .unwrap_or(Lookup::Nothing)
        }) {
            Lookup::One(name) => Ok(name.to_owned()),
            Lookup::Nothing => Err(unnamed(Vec::new())),
            Lookup::Several(names) => Err(unnamed(names)),
        }
    }

    /// Names of which the text is a part, or that are a part of it. People decide whether they are the same.
    fn near(&self, of: NameOf, text: &str) -> Vec<String> {
        let members = self.category(of).filter(|_| of != NameOf::Description);
        let text = key(text);
        members
            .into_iter()
            .flat_map(|category| &category.members)
            .filter(|member| member.is_near(&text))
            .map(|member| member.name.clone())
            .take(5)
            .collect()
    }

    /// The Chinese and the English label of a name.
    pub(super) fn labels(&self, of: NameOf, name: &str) -> (String, String) {
        self.category(of)
            .and_then(|category| category.member(name))
            .map(|member| (member.zh.clone(), member.en.clone()))
            .unwrap_or_default()
    }
}

/// A text without what stands around the name in it.
fn bare(of: NameOf, text: &str) -> &str {
    let text = text
        .trim()
        .trim_matches(['“', '”', '"', '：', ':', '。', ' ']);
    match of {
        NameOf::Field | NameOf::Sector | NameOf::Scenario => without_number(text),
        NameOf::Description => text,
    }
}

/// The text, and the text without a word that only says of what it is the name.
fn shorter(of: NameOf, text: &str) -> impl Iterator<Item = &str> {
    let endings: &[&str] = match of {
        NameOf::Sector => &["行业领域", "行业", "领域", "业"],
        NameOf::Scenario => &["业务场景", "场景"],
        NameOf::Field | NameOf::Description => &[],
    };
    std::iter::once(text).chain(
        endings
            .iter()
            .filter_map(move |ending| text.strip_suffix(ending)),
    )
}
