//! The words of problems in scenario files, in both languages.

use weir_core::hir::{Fact, FactType, Unit};
use weir_syntax::diagnostic::{Language, Words};

use super::file::MAX_LISTED;
use super::problem::{Kind, Unreadable};
use super::quantity::Mistake;

mod en;
mod zh;

pub(super) fn words(kind: &Kind, language: Language) -> Words {
    match language {
        Language::En => en::words(kind),
        Language::Zh => zh::words(kind),
    }
}

/// Why a text is not a quantity of something called `name`, in one line.
pub(crate) fn mistake(name: &str, mistake: &Mistake, language: Language) -> String {
    match language {
        Language::En => en::quantity(name, mistake).message,
        Language::Zh => zh::quantity(name, mistake).message,
    }
}

/// How a quantity is written.
pub(crate) fn numbers(unit: Unit, language: Language) -> String {
    match language {
        Language::En => en::numbers(unit),
        Language::Zh => zh::numbers(unit),
    }
}

/// What the replacement does that mends a problem.
pub(super) fn title(kind: &Kind, text: &str, language: Language) -> String {
    match kind {
        Kind::Unreadable(Unreadable::NoSpace) => language
            .pick("在冒号后加一个空格", "insert a space after the colon")
            .to_owned(),
        Kind::Unreadable(Unreadable::Tab) => language
            .pick("把制表符换成空格", "replace the tab by spaces")
            .to_owned(),
        Kind::Unreadable(Unreadable::TrailingComma) => {
            language.pick("删去该逗号", "remove the comma").to_owned()
        }
        Kind::Unreadable(_)
        | Kind::UnknownKey { .. }
        | Kind::NotAMap { .. }
        | Kind::NotAText
        | Kind::BadDay { .. }
        | Kind::UnknownFact { .. }
        | Kind::Ambiguous { .. }
        | Kind::Reserved { .. }
        | Kind::WrongValue { .. }
        | Kind::Repeated { .. }
        | Kind::UnknownReading { .. }
        | Kind::UnknownOption { .. }
        | Kind::NoDate => {
            let text = text.trim();
            language.pick(format!("替换为 `{text}`"), format!("replace by `{text}`"))
        }
    }
}

/// The members of a fact with their labels, one a line, for help.
fn members(fact: &Fact, language: Language) -> String {
    let members = match &fact.ty {
        FactType::Choice(members) | FactType::Set(members) => &**members,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
    };
    let shown = members
        .iter()
        .take(MAX_LISTED)
        .map(|member| match member.labels.label(language) {
            Some(label) => language.pick(
                format!("\n  `{}`（{label}）", member.name),
                format!("\n  `{}` ({label})", member.name),
            ),
            None => format!("\n  `{}`", member.name),
        });
    let mut text: String = shown.collect();
    if members.len() > MAX_LISTED {
        text.push_str("\n  …");
    }
    text
}

/// A way to write a fact that is none of these words: its name, or one of its labels.
fn otherwise<'f>(fact: &'f Fact, words: &[&str]) -> Option<&'f str> {
    let labels = [Language::Zh, Language::En].map(|language| fact.labels.label(language));
    let mut ways = [Some(&*fact.name)].into_iter().chain(labels).flatten();
    ways.find(|way| !words.contains(way))
}

/// Words that may be written in place of one of them.
fn instead(words: &[&str], name: &str, language: Language) -> String {
    let others = words.iter().filter(|word| **word != name);
    let others: Vec<String> = others.map(|word| format!("`{word}`")).collect();
    others.join(language.pick("或者", " or "))
}

/// A fact as it is called in a message.
fn called(fact: &Fact, language: Language) -> String {
    match fact.labels.label(language) {
        Some(label) => language.pick(
            format!("`{}`（{label}）", fact.name),
            format!("`{}` ({label})", fact.name),
        ),
        None => format!("`{}`", fact.name),
    }
}

fn listed(names: &[String], language: Language) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(language.pick("、", ", "))
}
