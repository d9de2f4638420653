//! The schema of `weir analyze --format json`; it describes the types of `render/analysis/json.rs`.

use serde_json::{Value, json};

use super::DIALECT;
use super::shape::{Property, list, number, object, of, place, text, truth};

/// The schema of what the analysis of all cases finds.
#[must_use]
pub fn analysis_schema() -> Value {
    let by_name = |of: Value| json!({ "type": "object", "additionalProperties": of });
    let share = || json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let report = [
        ("version", json!({ "const": 1 })),
        ("as_of", json!({ "type": "string", "format": "date" })),
        ("readings", by_name(text())),
        ("findings", list(of("finding"))),
        ("open", by_name(share())),
        ("not_analysed", list(text())),
    ];
    let related = [("message", text()), ("place", of("place"))];
    let fix = [("title", text()), ("edits", list(of("edit")))];
    let edit = [("place", of("place")), ("text", text())];
    let taken = [("reading", text()), ("option", text())];
    let cases = [
        ("always", list(of("condition"))),
        ("any_of", list(list(of("condition")))),
        ("complete", truth()),
    ];
    let witness = [("facts", facts()), ("turns_on", list(text()))];
    json!({
        "$schema": DIALECT,
        "title": "weir analysis",
        "$ref": "#/$defs/report",
        "$defs": {
            "report": object("what the analysis of all cases finds on a day", &report, &[]),
            "finding": finding(share()),
            "related": object("another place", &related, &[]),
            "fix": object("a change that mends it", &fix, &[]),
            "edit": object("a replacement", &edit, &[]),
            "taken": object("a reading with another option", &taken, &[]),
            "boundary": boundary(),
            "cases": object("what holds in all cases, and parts of which at least one holds", &cases, &[]),
            "condition": condition(),
            "witness": object("a case that the interpreter confirmed", &witness, &[("below", facts())]),
            "place": place(),
        },
    })
}

/// Facts as a scenario file gives them.
fn facts() -> Value {
    json!({ "type": "object" })
}

fn finding(share: Value) -> Value {
    let required = [
        ("code", text()),
        ("name", text()),
        ("severity", json!({ "enum": ["error", "warning", "note"] })),
        ("message", text()),
        ("label", text()),
        ("place", of("place")),
        ("related", list(of("related"))),
        ("help", list(text())),
        ("fixes", list(of("fix"))),
    ];
    let optional = [
        ("outcome", text()),
        ("rules", list(text())),
        ("because_of", list(text())),
        ("result", text()),
        ("becomes", text()),
        ("reading", of("taken")),
        ("boundary", of("boundary")),
        ("share", share),
        ("cases", of("cases")),
        ("witness", of("witness")),
    ];
    object("a finding", &required, &optional)
}

fn boundary() -> Value {
    let required = [
        ("fact", text()),
        ("number", number()),
        ("thresholds", list(text())),
        ("tested_below", truth()),
        ("tested_from", truth()),
    ];
    object("a number at which an outcome changes", &required, &[])
}

fn condition() -> Value {
    let end = json!({ "type": ["integer", "null"] });
    let range = json!({ "type": "array", "items": end, "minItems": 2, "maxItems": 2 });
    let said: [Property; 5] = [
        ("is", truth()),
        ("one_of", list(text())),
        ("has", text()),
        ("lacks", text()),
        ("within", list(range)),
    ];
    object("what a fact has to be", &[("fact", text())], &said)
}
