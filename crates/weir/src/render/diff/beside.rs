//! What a change changes, beside the lines that make it so.

use std::path::{Component, Path, PathBuf};

use weir_syntax::diagnostic::Severity;

use super::digest::{self, Digest, Entry};
use super::merge::{self, Found};
use super::written::Source;
use super::{View, days, flows, json, terms};
use crate::render::annotations::{Annotation, Spot};
use crate::sides::Version;

/// An annotation for each change of meaning, beside each source change on which it rests that still has a line.
pub(super) fn annotations(view: &View<'_, '_>) -> Vec<Annotation> {
    let told = digest::digest(view);
    let mut found = Vec::new();
    for entry in &told.entries {
        let causes = told.causes(&entry.causes);
        let mut beside: Vec<Annotation> = causes
            .filter_map(|source| Some((source, spot(view, source)?)))
            .map(|(source, spot)| annotation(view, entry, &source.name, Some(spot)))
            .collect();
        // What was taken out where something else has been put in stands on one line.
        let mut lines = Vec::new();
        beside.retain(|one| {
            let first = !lines.contains(&one.spot);
            lines.push(one.spot.clone());
            first
        });
        if beside.is_empty() {
            beside.push(annotation(view, entry, "", None));
        }
        found.extend(beside);
    }
    found.extend(others(view, &told));
    found.extend(elsewhere(view));
    found.extend(merged(view));
    found.extend(flowed(view));
    found
}

/// That something else changes on other days, or may.
fn elsewhere(view: &View<'_, '_>) -> Option<Annotation> {
    let found = view.more.days.as_deref().unwrap_or_default();
    let lines = days::worth_saying(found).map(|one| days::line(one, view.language));
    let lines: Vec<String> = lines.collect();
    let title = days::heading(view.language);
    (!lines.is_empty()).then(|| Annotation {
        rule: ("other-days".to_owned(), title.to_owned()),
        level: Severity::Warning,
        title: title.to_owned(),
        message: lines.join("\n"),
        spot: None,
        same: "other-days".to_owned(),
    })
}

/// What a merge would mean, where that is not what is said of the changes alone. Errors and conflicts stand in its way.
fn merged(view: &View<'_, '_>) -> Option<Annotation> {
    let after = view.more.merge.as_ref()?;
    let language = view.language;
    let elsewhere = days::worth_saying(&after.days);
    let elsewhere: Vec<String> = elsewhere.map(|one| days::line(one, language)).collect();
    let (rule, level) = match &after.found {
        Found::Same(_) if !elsewhere.is_empty() => ("merge-other-days", Severity::Warning),
        Found::Same(_) => return None,
        Found::Conflicts(_) => ("merge-conflicts", Severity::Error),
        Found::Errors(..) => ("merge-errors", Severity::Error),
        Found::Other { known: true, .. } => ("merge-other", Severity::Warning),
        Found::Other { known: false, .. } => ("merge-not-compared", Severity::Warning),
    };
    let mut lines = vec![merge::said(after, language)];
    match &after.found {
        Found::Errors(errors, _) => lines.extend(errors.iter().cloned()),
        Found::Other { titles, .. } => lines.extend(titles.iter().cloned()),
        Found::Conflicts(_) | Found::Same(_) => {}
    }
    lines.extend(elsewhere);
    let title = merge::heading(language);
    Some(Annotation {
        rule: (rule.to_owned(), title.to_owned()),
        level,
        title: title.to_owned(),
        message: lines.join("\n"),
        spot: None,
        same: rule.to_owned(),
    })
}

/// How many flows change, where flows were looked at: they are many, and stand in no policy.
fn flowed(view: &View<'_, '_>) -> Option<Annotation> {
    let (file, found) = view.more.flows.as_ref()?;
    let title = flows::heading(view.language);
    Some(Annotation {
        rule: ("flows".to_owned(), title.to_owned()),
        level: Severity::Note,
        title: title.to_owned(),
        message: flows::in_short(view, file, found).join("\n"),
        spot: None,
        same: format!("flows {file}"),
    })
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
    let one = |rule: &str, title: String, message: String, spot| Annotation {
        rule: (rule.to_owned(), title.clone()),
        level: Severity::Warning,
        same: format!("{rule} {message}"),
        title,
        message,
        spot,
    };
    let sides = told.one_sided.iter().map(|side| {
        let spot = told
            .causes(&side.causes)
            .find_map(|source| spot(view, source));
        let rule = if side.newly {
            "newly-possible"
        } else {
            "no-longer-possible"
        };
        one(rule, side.name.to_owned(), side.cases.who(language), spot)
    });
    let not = told.not_compared.iter().map(|name| {
        let title = language.pick("未能比较", "Not compared");
        one("not-compared", title.to_owned(), name.clone(), None)
    });
    sides.chain(not).collect()
}

/// The line on the new side. What only the old side has is shown where it stood, if the file still is.
fn spot(view: &View<'_, '_>, source: &Source) -> Option<Spot> {
    let spot = source.spot.as_ref()?;
    if !spot.old {
        return Some(Spot::line(spot.at.file.clone(), spot.at.start.line));
    }
    let [before, after] = view.versions;
    let [_, new] = view.sources;
    let path = inside(before, &spot.at.file)?;
    let mut files = new.sources.values();
    let file = files.find(|file| inside(after, &file.name).as_ref() == Some(&path))?;
    let last = file.text.lines().count().max(1);
    Some(Spot::line(
        file.name.to_string(),
        spot.at.start.line.min(last),
    ))
}

/// The path of a file inside the policies of a version.
fn inside(version: &Version, file: &str) -> Option<PathBuf> {
    let plain = |path: &Path| -> PathBuf {
        let parts = path.components();
        parts.filter(|part| *part != Component::CurDir).collect()
    };
    let file = plain(Path::new(file));
    file.strip_prefix(plain(&version.path))
        .ok()
        .map(Path::to_owned)
}
