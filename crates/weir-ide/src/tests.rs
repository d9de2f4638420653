//! Features on small policies with a cursor `$0`; several files stand in one text under lines `//- name`.

mod completing;
mod editing;
mod finding;
mod renaming;
mod scenarios;
mod showing;
mod structure;

use std::fmt::Write;
use std::sync::Arc;

use weir_core::date::{self, Date};
use weir_core::hir::{Language, Place, SourceId};
use weir_core::{Checked, Workspace};

use crate::Snapshot;

const SAMPLE: &str = include_str!("tests/sample.weir");

/// Sources with a cursor.
pub(crate) struct Fixture {
    pub(crate) snapshot: Snapshot,
    pub(crate) source: SourceId,
    pub(crate) offset: u32,
}

pub(crate) fn day(text: &str) -> Option<Date> {
    date::parse(text)
}

/// Reads sources; the cursor is taken out.
pub(crate) fn fixture(text: &str) -> Fixture {
    let mut workspace = Workspace::new();
    let (mut source, mut offset) = (SourceId(0), 0);
    for (at, (name, text)) in files(text).into_iter().enumerate() {
        let id = SourceId(at as u32);
        if let Some(cursor) = text.find("$0") {
            (source, offset) = (id, cursor as u32);
        }
        workspace.set_source(id, name, text.replacen("$0", "", 1));
    }
    Fixture {
        snapshot: snapshot(workspace.check()),
        source,
        offset,
    }
}

pub(crate) fn snapshot(checked: Arc<Checked>) -> Snapshot {
    Snapshot::new(checked, day("2025-06-01"), Language::En)
}

fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("//- ") {
            files.push((name.to_owned(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push(("main.weir".to_owned(), String::new()));
        }
        let (_, text) = files.last_mut().unwrap();
        text.push_str(line);
        text.push('\n');
    }
    files
}

/// The sample with a cursor in front of the nth place where some words stand, or inside them where they hold `$0`.
pub(crate) fn sample(words: &str, nth: usize) -> Fixture {
    let plain = words.replace("$0", "");
    let inside = words.find("$0").unwrap_or(0);
    let (at, _) = SAMPLE
        .match_indices(&plain)
        .nth(nth)
        .expect("the words stand in the sample");
    let (before, after) = SAMPLE.split_at(at + inside);
    fixture(&format!("{before}$0{after}"))
}

/// A place as `file:line "words"`.
pub(crate) fn say(snapshot: &Snapshot, place: Place) -> String {
    let source = &snapshot.checked.sources[&place.source];
    let before = source.text.get(..place.span.start as usize).unwrap();
    let words = place.span.text(&source.text).lines().next().unwrap_or("");
    let mut out = String::new();
    let _ = write!(
        out,
        "{}:{} {words}",
        source.name,
        before.matches('\n').count() + 1
    );
    out
}

pub(crate) fn say_all(snapshot: &Snapshot, places: impl IntoIterator<Item = Place>) -> Vec<String> {
    places
        .into_iter()
        .map(|place| say(snapshot, place))
        .collect()
}

#[test]
fn the_sample_has_no_errors() {
    let fixture = fixture(SAMPLE);
    let problems = fixture.snapshot.checked.problems.iter();
    let errors: Vec<String> = problems
        .map(|problem| {
            let said = problem.diagnostic(Language::En);
            format!("{} {}", say(&fixture.snapshot, problem.place), said.message)
        })
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}
