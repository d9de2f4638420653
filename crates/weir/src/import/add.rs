//! Names that the policies do not have yet: what would have to be added to which category, and adding it.

use std::collections::BTreeSet;

use weir_syntax::ast::{Category as Node, Item};
use weir_syntax::diagnostic::SourceId;
use weir_syntax::parser::parse;

use super::edit::{Edit, apply, indentation, line_start};
use super::names::{NameOf, Names, Unnamed};
use super::number;
use super::print::{Broken, canonical};
use super::text::{identifier, key, literal, plain};

/// A name to be added to a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addition {
    pub(crate) of: NameOf,
    /// The category, and the source in which it is declared.
    pub(crate) category: String,
    pub(crate) source: SourceId,
    pub(crate) name: String,
    /// What it is called in the table.
    pub(crate) zh: String,
    /// Names that are called nearly so: it may be one of them, so it is not added unasked.
    pub(crate) near: Vec<String>,
    /// Whether it was added.
    pub(crate) added: bool,
}

impl Addition {
    /// The line to add, without an English label, which is for people to write.
    pub(crate) fn line(&self) -> String {
        format!("{} zh {}", self.name, literal(&self.zh))
    }
}

/// Words of a condition, in plain form.
const CONDITIONS: &[&str] = &[
    "以外",
    "之外",
    "除外",
    "不含",
    "不包",
    "仅",
    "限于",
    "excluding ",
    "except ",
    "other than ",
    "only ",
    "limited to ",
];

/// Whether a text reads like a condition or holds a number of people; then it is no name.
fn is_condition(text: &str) -> bool {
    let text = plain(text);
    let said = CONDITIONS.iter().any(|word| text.contains(word));
    said || text.starts_with('除') || !number::find(&text).is_empty()
}

/// What would have to be added so that these texts are names. Texts that mean several names are left out: there, people decide.
pub(super) fn additions(unnamed: &[Unnamed], names: &Names<'_>) -> Vec<Addition> {
    let mut seen = BTreeSet::new();
    let mut taken = BTreeSet::new();
    let mut found: Vec<Addition> = Vec::new();
    // A description may say what it leaves out.
    let is_name = |one: &&Unnamed| {
        one.several.is_empty() && (one.of == NameOf::Description || !is_condition(&one.text))
    };
    for one in unnamed.iter().filter(is_name) {
        let Some(category) = names.category(one.of) else {
            continue;
        };
        if !seen.insert((one.of, key(&one.text))) {
            continue;
        }
        let head = one.text.split('：').next().unwrap_or_default();
        let Some(base) = identifier(short(head)) else {
            continue;
        };
        let mut name = base.clone();
        let mut number = 2;
        while category.member(&name).is_some() || taken.contains(&(one.of, name.clone())) {
            name = format!("{base}_{number}");
            number += 1;
        }
        taken.insert((one.of, name.clone()));
        found.push(Addition {
            of: one.of,
            category: category.name.clone(),
            source: category.source,
            name,
            zh: one.text.replace('\n', " "),
            near: one.near.clone(),
            added: false,
        });
    }
    found
}

/// A text from which a name is made: the first words of a long one.
fn short(text: &str) -> &str {
    let end = text.char_indices().nth(24).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// A text with names added at the end of their categories; before a last member that stands for all others.
pub(super) fn insert(text: &str, additions: &[&Addition]) -> Result<String, Broken> {
    let parsed = parse(text);
    let was_canonical = canonical(text).is_ok_and(|canonical| canonical == text);
    let mut edits = Vec::new();
    for item in &parsed.file.items {
        let Item::Category(node) = item else { continue };
        let own: Vec<&&Addition> = additions
            .iter()
            .filter(|one| one.category == node.name.text)
            .collect();
        if !own.is_empty() {
            edits.push(edit(text, node, &own));
        }
    }
    let changed = apply(text, edits);
    let formatted = canonical(&changed)?;
    Ok(if was_canonical { formatted } else { changed })
}

fn edit(text: &str, node: &Node, additions: &[&&Addition]) -> Edit {
    let last = node.children.last();
    let for_others = last.filter(|child| child.name.text.starts_with("other"));
    let (place, indent) = match (for_others, last) {
        (Some(child), _) => {
            let start = child.at.span().start as usize;
            (line_start(text, start), indentation(text, start).to_owned())
        }
        (None, Some(child)) => {
            let start = child.at.span().start as usize;
            let end = (node.at.span().end as usize).saturating_sub(1);
            (
                line_start(text, end).max(child.at.span().end as usize),
                indentation(text, start).to_owned(),
            )
        }
        (None, None) => (
            (node.at.span().end as usize).saturating_sub(1),
            "  ".to_owned(),
        ),
    };
    let lines: String = additions
        .iter()
        .map(|one| format!("{indent}{}\n", one.line()))
        .collect();
    Edit {
        range: place..place,
        text: lines,
    }
}
