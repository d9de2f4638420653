//! What is found elsewhere in the workspace.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::{Checked, Problem, Workspace};
use weir_syntax::codes::{self, Code};
use weir_syntax::diagnostic::{Language, SourceId};

use crate::declarations::declarations;
use crate::ways::{WAYS, Way};
use crate::{all, texts};

/// FIXME: codes that are found elsewhere though they don't speak of what the line declares.
///
/// - `not-in-use`, where a line `use` is broken: every name of the other file is reported.
/// - `empty-precedence`, where an outcome or one of its values is broken: rules that conclude it seem to conclude nothing.
/// - `expects-nothing`, where an outcome is broken: what is expected of it is dropped, and the test seems to expect nothing.
/// - `threshold-not-in-force`, where `in force` of an instrument is broken: its rules seem to have been law forever.
/// - `uncited`, where the provision is broken that an option cites: the option seems to cite nothing.
const NOT_YET: [Code; 5] = [
    codes::NOT_IN_USE,
    codes::EMPTY_PRECEDENCE,
    codes::EXPECTS_NOTHING,
    codes::THRESHOLD_NOT_IN_FORCE,
    codes::UNCITED,
];

/// A problem by what it says: its place moves with the lines above it.
type Said = (SourceId, Code, String, String);

struct Policies {
    workspace: Workspace,
    files: Vec<(SourceId, String, String)>,
    known: BTreeSet<Said>,
}

impl Policies {
    fn load() -> Self {
        let mut workspace = Workspace::new();
        let mut files = Vec::new();
        for (at, (path, text)) in texts()
            .into_iter()
            .filter(|(path, _)| path.starts_with("policies"))
            .enumerate()
        {
            let id = SourceId(u32::try_from(at).expect("few files"));
            let name = path.display().to_string();
            workspace.set_source(id, name.as_str(), text.as_str());
            files.push((id, name, text));
        }
        let checked = workspace.check();
        let known = checked
            .problems
            .iter()
            .map(|problem| said(&checked, problem))
            .collect();
        Self {
            workspace,
            files,
            known,
        }
    }
}

fn said(checked: &Checked, problem: &Problem) -> Said {
    let place = problem.place;
    let text = place
        .span
        .text(&checked.sources[&place.source].text)
        .to_owned();
    (
        place.source,
        problem.code(),
        text,
        problem.diagnostic(Language::En).message,
    )
}

#[test]
fn nothing_is_found_elsewhere() {
    let policies = Policies::load();
    // No divisor of the number of ways, so that each gets its turn.
    let step = if all() { 5 } else { 149 };
    let mut failures: BTreeMap<(Code, &str), Vec<String>> = BTreeMap::new();
    let mut count = 0;
    for file in &policies.files {
        let lines: Vec<&str> = file.2.split_inclusive('\n').collect();
        for own in declarations(&lines) {
            for (line, way) in own
                .clone()
                .flat_map(|line| WAYS.iter().map(move |way| (line, way)))
            {
                count += 1;
                if count % step == 0 {
                    elsewhere(
                        &policies,
                        file,
                        &lines,
                        own.clone(),
                        line,
                        way,
                        &mut failures,
                    );
                }
            }
        }
    }
    for ((code, way), places) in &failures {
        println!("{code}, {way}: {}", places.len());
        places
            .iter()
            .take(5)
            .for_each(|place| println!("    {place}"));
    }
    assert!(failures.is_empty(), "see above");
}

fn elsewhere(
    policies: &Policies,
    (id, name, _): &(SourceId, String, String),
    lines: &[&str],
    own: std::ops::Range<usize>,
    line: usize,
    way: &'static Way,
    failures: &mut BTreeMap<(Code, &str), Vec<String>>,
) {
    let Some(broken) = way.broken(lines[line]) else {
        return;
    };
    let start = lines[..own.start].concat().len();
    let end = start + lines[own.clone()].concat().len() - lines[line].len() + broken.len();
    // What is indented under the line is lost with it. The name of the declaration is on its first line.
    let lost = lines[own.start].to_owned() + &lines[line..under(lines, line, own.end)].concat();
    let declared: BTreeSet<&str> = words(&lost).collect();
    let mut workspace = policies.workspace.clone();
    workspace.set_source(
        *id,
        name.as_str(),
        lines[..line].concat() + &broken + &lines[line + 1..].concat(),
    );
    // A text that can be read says something else, and what is found is about that.
    if workspace.sources()[id].parse.errors.is_empty() {
        return;
    }
    let checked = workspace.check();
    for problem in &checked.problems {
        let at = problem.place.span.start as usize;
        let inside = problem.place.source == *id && start <= at && at <= end;
        let (.., code, _, message) = said(&checked, problem);
        let speaks_of_it = message
            .split('`')
            .skip(1)
            .step_by(2)
            .flat_map(words)
            .any(|word| declared.contains(word));
        if !(inside
            || speaks_of_it
            || NOT_YET.contains(&code)
            || policies.known.contains(&said(&checked, problem)))
        {
            failures.entry((code, way.name)).or_default().push(format!(
                "{name}:{}: {}: {message}",
                line + 1,
                lines[line].trim()
            ));
        }
    }
}

/// The end of the lines that are indented under a line.
fn under(lines: &[&str], line: usize, end: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_under = |other: &usize| {
        lines[*other].trim().is_empty() || indent(lines[*other]) > indent(lines[line])
    };
    (line + 1..end)
        .find(|other| !is_under(other))
        .unwrap_or(end)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
        .filter(|word| word.chars().count() > 1)
}
