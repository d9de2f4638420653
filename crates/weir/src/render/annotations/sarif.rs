//! SARIF 2.1.0: Static Analysis Results Interchange Format, OASIS Standard.

use serde_json::{Value, json};

use super::{Annotation, Spot, fingerprint};
use weir_syntax::diagnostic::Severity;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run.
pub(super) fn text(found: &[Annotation]) -> String {
    let mut rules: Vec<&(String, String)> = found.iter().map(|one| &one.rule).collect();
    rules.sort();
    rules.dedup();
    let described = rules
        .iter()
        .map(|(id, about)| json!({ "id": id, "shortDescription": { "text": about } }));
    let results = found.iter().map(|one| {
        let at = rules.iter().position(|rule| **rule == one.rule);
        result(one, at.unwrap_or_default())
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "weir",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": described.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn result(one: &Annotation, rule: usize) -> Value {
    let text = if one.message.is_empty() {
        one.title.clone()
    } else {
        format!("{}\n{}", one.title, one.message)
    };
    let locations: Vec<Value> = one.spot.iter().map(location).collect();
    json!({
        "ruleId": one.rule.0,
        "ruleIndex": rule,
        "level": match one.level {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": text },
        "locations": locations,
        "partialFingerprints": { "weir/v1": fingerprint(&one.same) },
    })
}

fn location(spot: &Spot) -> Value {
    let mut region = json!({ "startLine": spot.lines.0, "endLine": spot.lines.1 });
    if let (Some((from, to)), Some(region)) = (spot.columns, region.as_object_mut()) {
        region.insert("startColumn".to_owned(), from.into());
        region.insert("endColumn".to_owned(), to.into());
    }
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&spot.file) },
        "region": region,
    } })
}

/// A path as a relative reference: everything but plain characters is written in percent.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
