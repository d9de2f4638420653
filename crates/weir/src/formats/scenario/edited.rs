//! A scenario file for an editor: what is found in it, the names in it, and what can stand at a place of it. It may be half
//! written; what can be read of it is then told all the same.

use std::sync::Arc;

use weir_core::Checked;
use weir_core::hir::SourceId;
use weir_ide::{Finding, Known, ScenarioPlace, ScenarioText, Write};
use weir_syntax::codes;
use weir_syntax::diagnostic::Language;

use super::problem::ScenarioProblem;
use super::tree::{self, Node, NodeKind};
use super::write::quoted;
use super::{ScenarioFile, file};

mod draft;
mod names;
mod place;

/// The most bytes of a half-written file that are read again and again without what can't be read.
const MAX_DRAFT: usize = 1 << 17;

/// Reads a scenario file for an editor. A name that ends in `.json` makes it JSON, any other YAML.
#[must_use]
pub fn for_editor(
    checked: &Checked,
    source: SourceId,
    file_name: &str,
    text: &Arc<str>,
) -> ScenarioText {
    let json = is_json(file_name);
    let program = &checked.program;
    let (root, read) = match tree::parse(source, text, json) {
        Ok(tree) => (
            Some(tree.root.clone()),
            file::read(program, source, json, &tree),
        ),
        Err(problems) => (draft_of(source, text), Err(problems)),
    };
    let unreadable = |problem: &ScenarioProblem| problem.code() == codes::SCENARIO_UNREADABLE;
    let (problems, read) = match read {
        Ok(read) => (Vec::new(), Some(read)),
        Err(problems) => (problems, None),
    };
    let known = read.as_ref().and_then(known);
    let no_date = read.is_some_and(|read| read.on.is_none());
    let no_date = no_date.then(|| ScenarioProblem::no_date(source));
    let names = root
        .as_ref()
        .map(|root| names::names(program, text, root))
        .unwrap_or_default();
    ScenarioText {
        source,
        text: Arc::clone(text),
        gives_facts: root.as_ref().is_some_and(gives_facts),
        whole: !problems.iter().any(unreadable),
        names,
        findings: problems
            .iter()
            .chain(&no_date)
            .filter(|problem| is_certain(checked, problem))
            .map(finding)
            .collect(),
        known,
        write: Write(writer(json)),
    }
}

/// What can stand at a byte of a scenario file.
#[must_use]
pub fn place_at(
    checked: &Checked,
    source: SourceId,
    file_name: &str,
    text: &str,
    at: u32,
) -> Option<ScenarioPlace> {
    (text.len() <= MAX_DRAFT)
        .then(|| place::place(&checked.program, source, is_json(file_name), text, at))
        .flatten()
}

fn is_json(file_name: &str) -> bool {
    file_name.to_lowercase().ends_with(".json")
}

fn writer(json: bool) -> fn(&str) -> String {
    if json {
        |text| quoted(text, true)
    } else {
        |text| quoted(text, false)
    }
}

fn draft_of(source: SourceId, text: &str) -> Option<Node> {
    (text.len() <= MAX_DRAFT)
        .then(|| draft::Draft::new(text).read(source, text))
        .flatten()
}

fn gives_facts(root: &Node) -> bool {
    let NodeKind::Map(entries) = &root.kind else {
        return false;
    };
    entries.iter().any(|entry| entry.key == "facts")
}

fn known(read: &ScenarioFile) -> Option<Known> {
    Some(Known {
        on: read.on?,
        readings: read.readings.iter().map(|(id, at)| (*id, *at)).collect(),
        scenario: read.scenario.clone(),
    })
}

/// Whether a problem is one whatever the policies say. While these have errors, a name may be declared in the part that could
/// not be understood: that is one mistake, and it is told there.
fn is_certain(checked: &Checked, problem: &ScenarioProblem) -> bool {
    let of_names = [
        codes::SCENARIO_UNKNOWN_FACT,
        codes::SCENARIO_WRONG_VALUE,
        codes::SCENARIO_UNKNOWN_READING,
    ];
    !checked.has_errors() || !of_names.contains(&problem.code())
}

fn finding(problem: &ScenarioProblem) -> Finding {
    Finding {
        zh: problem.diagnostic(Language::Zh),
        en: problem.diagnostic(Language::En),
    }
}

#[cfg(test)]
mod tests;
