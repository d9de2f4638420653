//! What a change changes, beside the lines that make it so.

use weir_syntax::diagnostic::Severity;

use super::digest::{self, Digest, Entry};
use super::{View, json, terms};
use crate::render::annotations::{Annotation, Spot};

/// An annotation for each change of meaning, beside each source change on which it rests.
pub(super) fn annotations(view: &View<'_, '_>) -> Vec<Annotation> {
    let told = digest::digest(view);
    let mut found = Vec::new();
    for entry in &told.entries {
        let beside: Vec<(String, Option<Spot>)> = entry
            .causes
            .iter()
            .filter_map(|at| told.sources.get(*at))
            .map(|source| (source.name.clone(), spot(view, source)))
            .collect();
        if beside.is_empty() {
            found.push(annotation(view, entry, "", None));
        }
        for (name, spot) in beside {
            found.push(annotation(view, entry, &name, spot));
        }
    }
    found.extend(others(view, &told));
    found
}

fn annotation(view: &View<'_, '_>, entry: &Entry, cause: &str, spot: Option<Spot>) -> Annotation {
    let language = view.language;
    let who = entry.cases.who(language);
    let mut lines = vec![language.pick(format!("涉及：{who}"), format!("Who: {who}"))];
    if let Some(example) = entry.examples.first() {
        let case = example.line(language);
        lines.push(language.pick(format!("例：{case}"), format!("For example: {case}")));
        lines.extend(example.decided(language));
    }
    let (rule, level) = kind(entry);
    Annotation {
        rule: (
            rule.to_owned(),
            terms::direction(entry.direction, language).to_owned(),
        ),
        level,
        title: entry.title(language),
        message: lines.join("\n"),
        spot,
        same: format!("{rule} {} {cause}", entry.id),
    }
}

/// What becomes of a ladder has to be looked at; of sets that change elsewhere too, it is good to know.
fn kind(entry: &Entry) -> (&'static str, Severity) {
    let level = if entry.set {
        Severity::Note
    } else {
        Severity::Warning
    };
    (json::way(entry.direction), level)
}

/// Cases that only one side allows, and what could not be compared.
fn others(view: &View<'_, '_>, told: &Digest) -> Vec<Annotation> {
    let language = view.language;
    let one = |rule: &str, title: String, message: String| Annotation {
        rule: (rule.to_owned(), title.clone()),
        level: Severity::Warning,
        same: format!("{rule} {message}"),
        title,
        message,
        spot: None,
    };
    let sides = told.one_sided.iter().map(|side| {
        let rule = if side.newly {
            "newly-possible"
        } else {
            "no-longer-possible"
        };
        one(rule, side.name.to_owned(), side.cases.who(language))
    });
    let not = told.not_compared.iter().map(|name| {
        let title = language.pick("未能比较", "Not compared");
        one("not-compared", title.to_owned(), name.clone())
    });
    sides.chain(not).collect()
}

/// The line on the new side. What only the old side has is shown where it stood, if the file still is.
fn spot(view: &View<'_, '_>, source: &digest::Source) -> Option<Spot> {
    let spot = source.spot.as_ref()?;
    if !spot.old {
        return Some(Spot::line(spot.file.clone(), spot.line));
    }
    let [_, new] = view.sources;
    let ends = |name: &str| {
        let same = name.rsplit('/').zip(spot.file.rsplit('/'));
        same.take_while(|(a, b)| a == b).count()
    };
    let file = new.sources.values().max_by_key(|one| ends(&one.name))?;
    if ends(&file.name) == 0 {
        return None;
    }
    let last = file.text.lines().count().max(1);
    Some(Spot::line(file.name.to_string(), spot.line.min(last)))
}
