//! The schema of `weir diff --format json`; it describes the types of `render/diff/json.rs`.

use serde_json::{Value, json};

use super::DIALECT;
use super::shape::{Property, list, number, object, of, place, text, truth};

/// Which ways something changes.
const DIRECTIONS: [&str; 5] = ["looser", "stricter", "undetermined", "decided", "other"];

/// The schema of what a change of policies changes.
#[must_use]
pub fn diff_schema() -> Value {
    json!({
        "$schema": DIALECT,
        "title": "weir difference",
        "$ref": "#/$defs/report",
        "$defs": {
            "report": report(),
            "version": object(
                "a side; of a revision, what was asked for, and the commit",
                &[("path", text()), ("as_of", day())],
                &[
                    ("revision", text()),
                    ("merge_base_of", list(text())),
                    ("commit", text()),
                ],
            ),
            "written": written(),
            "side": object(
                "a side of a construct, as it was and as it is written",
                &[("aspect", text()), ("old", text()), ("new", text())],
                &[],
            ),
            "subject": object(
                "an outcome, or a value of a set",
                &[
                    ("outcome", text()),
                    ("value", or_nothing(text())),
                    ("text", text()),
                ],
                &[],
            ),
            "change": change(),
            "result": result(),
            "cases": cases(&[]),
            "one_sided": cases(&[("who", text()), ("rests_on", list(number()))]),
            "stretch": stretch(),
            "answered": answered(),
            "condition": condition(),
            "example": example(),
        },
    })
}

/// Cases, with what more is said of them.
fn cases(more: &[Property]) -> Value {
    let mut required = vec![
        ("always", list(of("condition"))),
        ("any_of", list(list(of("condition")))),
        ("complete", truth()),
    ];
    required.extend(more.iter().cloned());
    object(
        "all of `always` hold, and one of `any_of`; `complete` says whether these are all cases",
        &required,
        &[("exactly", list(list(of("answered"))))],
    )
}

fn report() -> Value {
    let required = [
        ("version", json!({ "const": 1 })),
        ("old", of("version")),
        ("new", of("version")),
        ("text", text()),
        ("same_meaning", truth()),
        ("sources", list(of("written"))),
        ("layout", list(text())),
        ("changes", list(of("change"))),
        ("proved_same", number()),
        ("nodes", number()),
        ("not_compared", list(of("subject"))),
        ("no_longer_possible", or_nothing(of("one_sided"))),
        ("newly_possible", or_nothing(of("one_sided"))),
    ];
    // They describe themselves in the reference.
    let any = || json!({ "type": "object" });
    let optional = [
        ("other_days", list(of("stretch"))),
        ("after_merge", any()),
        ("flows", any()),
    ];
    object("what a change of policies changes", &required, &optional)
}

/// How the versions stand to each other on days on which they were not compared.
fn stretch() -> Value {
    let stands = ["same", "same_changes", "other_changes", "not_compared"];
    let required = [
        ("from", or_nothing(day())),
        ("to", or_nothing(day())),
        ("days", list(day())),
        ("stands", json!({ "enum": stands })),
        ("text", text()),
    ];
    object(
        "the first and the last of some days; `days` has one for each part in which something else changes",
        &required,
        &[
            ("ways", list(json!({ "enum": DIRECTIONS }))),
            ("no_longer_possible", truth()),
            ("newly_possible", truth()),
        ],
    )
}

fn written() -> Value {
    let changes = ["added", "removed", "changed", "reworded"];
    let required = [
        ("construct", text()),
        ("name", text()),
        ("change", json!({ "enum": changes })),
        ("text", text()),
        ("place", or_nothing(place())),
    ];
    let optional = [("aspects", list(of("side")))];
    object(
        "a construct that is written otherwise",
        &required,
        &optional,
    )
}

fn change() -> Value {
    let required = [
        ("outcome", text()),
        ("old", of("result")),
        ("new", of("result")),
        ("direction", json!({ "enum": DIRECTIONS })),
        ("text", text()),
        ("who", text()),
        ("only_where", list(text())),
        ("cases", of("cases")),
        ("follows", list(number())),
        ("rests_on", list(number())),
        ("confirmed", list(of("example"))),
    ];
    let optional = [("values", list(text()))];
    object(
        "what becomes what, and in which cases",
        &required,
        &optional,
    )
}

fn result() -> Value {
    let conflict = object("values that conflict", &[("conflict", list(text()))], &[]);
    json!({ "anyOf": [text(), truth(), conflict] })
}

/// Answers of a question in `exactly`, and where they lead.
fn answered() -> Value {
    let to = json!({
        "description": "the position of the next question, or true: the case is one of them",
        "anyOf": [number(), { "const": true }],
    });
    one_of("answers that lead on", &[("to", to)])
}

fn condition() -> Value {
    one_of("what a fact has to be", &[])
}

fn one_of(description: &'static str, more: &[(&'static str, Value)]) -> Value {
    let end = or_nothing(json!({ "type": "integer" }));
    let one = |word: &'static str, value: Value| {
        let mut parts = vec![("fact", text()), (word, value)];
        parts.extend(more.iter().cloned());
        object(description, &parts, &[])
    };
    let within = json!({ "description": "from the first number up to, not including, the second", "type": "array", "items": end });
    json!({ "oneOf": [
        one("is", truth()),
        one("one_of", list(text())),
        one("has", text()),
        one("lacks", text()),
        one("within", list(within)),
    ] })
}

fn example() -> Value {
    let facts = || json!({ "description": "facts by name, as a scenario file gives them", "type": "object" });
    let required = [
        ("old", facts()),
        ("new", facts()),
        ("turns_on", list(text())),
        ("text", list(text())),
    ];
    object("a case that the interpreter has confirmed", &required, &[])
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn or_nothing(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}
