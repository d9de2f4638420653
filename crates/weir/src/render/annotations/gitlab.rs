//! A code quality report of GitLab.

use serde_json::{Value, json};

use super::{Annotation, fingerprint};
use weir_syntax::diagnostic::Severity;

/// The report.
pub(super) fn text(found: &[Annotation]) -> String {
    let issues: Vec<Value> = found.iter().map(issue).collect();
    format!("{:#}\n", Value::from(issues))
}

fn issue(one: &Annotation) -> Value {
    let description = if one.message.is_empty() {
        one.title.clone()
    } else {
        format!("{}\n{}", one.title, one.message)
    };
    // A report says nothing without a place; what has none is shown beside the folder.
    let (file, line) = one
        .spot
        .as_ref()
        .map_or((".", 1), |spot| (spot.file.as_str(), spot.lines.0));
    json!({
        "description": description,
        "check_name": one.rule.0,
        "fingerprint": fingerprint(&one.same),
        "severity": match one.level {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        "location": { "path": file, "lines": { "begin": line } },
    })
}
