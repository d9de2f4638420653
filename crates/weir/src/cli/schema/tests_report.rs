//! The schema of `weir test --format json`; it describes the types of `test/report.rs`, `test/explain.rs` and `test/coverage/show.rs`.

use serde_json::{Value, json};

use super::DIALECT;
use super::determination::outcomes;
use super::shape::{Property, list, number, object, of, place, text, truth};

/// The schema of the results of tests.
#[must_use]
pub fn tests_schema() -> Value {
    let mut all = outcomes();
    all.extend([
        ("report".to_owned(), report()),
        ("case".to_owned(), case()),
        (
            "difference".to_owned(),
            object(
                "what was expected, and what was found instead",
                &[("line", number()), ("expected", text()), ("found", text())],
                &[],
            ),
        ),
        (
            "explanation".to_owned(),
            object(
                "what was determined of the outcomes that differ, and why",
                &[("determined", list(of("outcome")))],
                &[("left_out", number())],
            ),
        ),
        ("coverage".to_owned(), coverage()),
        ("file".to_owned(), file()),
        ("clause".to_owned(), clause()),
        (
            "band".to_owned(),
            object(
                "a band of a row that has several",
                &[
                    ("text", text()),
                    ("cases", number()),
                    ("place", of("place")),
                ],
                &[],
            ),
        ),
        (
            "count".to_owned(),
            object(
                "how many were in effect in some case, and how many there are",
                &[("covered", number()), ("of", number())],
                &[],
            ),
        ),
        ("place".to_owned(), place()),
    ]);
    json!({
        "$schema": DIALECT,
        "title": "weir test results",
        "$ref": "#/$defs/report",
        "$defs": all,
    })
}

fn report() -> Value {
    let required = [
        ("version", json!({ "const": 1 })),
        ("passed", number()),
        ("failed", number()),
        ("cases", list(of("case"))),
    ];
    object(
        "the results of one run",
        &required,
        &[
            ("labels", list(of("outcome_labels"))),
            ("coverage", of("coverage")),
        ],
    )
}

fn case() -> Value {
    let required = [
        ("test", text()),
        ("file", text()),
        ("line", number()),
        ("passed", truth()),
        ("failures", list(of("difference"))),
    ];
    let optional = [("case", text()), ("explanation", of("explanation"))];
    object("a case of a test", &required, &optional)
}

fn counts() -> [Property; 4] {
    ["rules", "rows", "bands", "outside"].map(|name| (name, of("count")))
}

fn coverage() -> Value {
    let mut required = counts().to_vec();
    required.extend([("cases", number()), ("files", list(of("file")))]);
    object("what was in effect in some case", &required, &[])
}

fn file() -> Value {
    let mut required = counts().to_vec();
    required.extend([("file", text()), ("clauses", list(of("clause")))]);
    object("the clauses of a file", &required, &[])
}

fn clause() -> Value {
    let required = [
        ("kind", json!({ "enum": ["rule", "row", "outside"] })),
        ("reference", text()),
        ("citation", text()),
        ("cases", number()),
        ("place", of("place")),
    ];
    let optional = [("label", text()), ("bands", list(of("band")))];
    object(
        "a clause, and in how many cases it was in effect",
        &required,
        &optional,
    )
}
