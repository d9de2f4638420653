//! The schema of `weir eval --format json`; it describes the types of `render/json.rs`.

use serde_json::{Map, Value, json};

use super::DIALECT;
use super::shape::{Property, list, object, of, text, truth};

/// The schema of determinations.
#[must_use]
pub fn determination_schema() -> Value {
    let report = [
        ("version", json!({ "const": 1 })),
        ("labels", list(of("outcome_labels"))),
        ("determinations", list(of("entry"))),
    ];
    let mut all = outcomes();
    all.extend([
        (
            "report".to_owned(),
            object("the determinations of one run", &report, &[]),
        ),
        ("entry".to_owned(), entry()),
        (
            "chosen".to_owned(),
            object(
                "a reading with the option taken",
                &[("reading", text()), ("option", text())],
                &[],
            ),
        ),
        ("listed".to_owned(), listed()),
        (
            "listed_row".to_owned(),
            object(
                "a row of a list, or a part that has not been transcribed",
                &[
                    ("reference", text()),
                    ("applies", truth()),
                    ("fields", list(text())),
                ],
                &[("adopted_by", text())],
            ),
        ),
        (
            "leads".to_owned(),
            object(
                "the smallest sets of changed facts that lead to a value",
                &[
                    ("outcome", text()),
                    ("value", text()),
                    ("changes", list(of("change"))),
                    ("complete", truth()),
                ],
                &[],
            ),
        ),
        (
            "change".to_owned(),
            object(
                "facts that change together, with what they become, and what has to be so of facts that are not known",
                &[
                    ("changed", json!({ "type": "object" })),
                    ("assumed", json!({ "type": "object" })),
                ],
                &[],
            ),
        ),
        (
            "rests".to_owned(),
            object(
                "a reading on which outcomes rest",
                &[
                    ("reading", text()),
                    ("option", text()),
                    ("otherwise", list(of("otherwise"))),
                ],
                &[],
            ),
        ),
        (
            "otherwise".to_owned(),
            object(
                "what another option would give",
                &[
                    ("option", text()),
                    ("outcomes", list(of("said"))),
                    ("values", list(of("changed"))),
                ],
                &[],
            ),
        ),
        (
            "changed".to_owned(),
            object(
                "a value of a set whose membership another option changes",
                &[
                    ("outcome", text()),
                    ("value", text()),
                    ("state", json!({ "enum": ["present", "absent", "open"] })),
                ],
                &[],
            ),
        ),
        (
            "under".to_owned(),
            object(
                "the answers under a combination of readings",
                &[
                    ("readings", list(of("chosen"))),
                    ("outcomes", list(of("said"))),
                ],
                &[],
            ),
        ),
    ]);
    json!({
        "$schema": DIALECT,
        "title": "weir determinations",
        "$ref": "#/$defs/report",
        "$defs": all,
    })
}

/// What is concluded about an outcome, what that is made of, and what outcomes are called.
pub(super) fn outcomes() -> Map<String, Value> {
    let all = [
        ("outcome", json!({ "oneOf": [of("ladder"), of("set")] })),
        (
            "outcome_labels",
            object(
                "what an outcome is called",
                &[("outcome", text()), ("values", list(of("value_labels")))],
                &both(),
            ),
        ),
        (
            "value_labels",
            object("what a value is called", &[("value", text())], &both()),
        ),
        ("ladder", ladder()),
        (
            "set",
            object(
                "an outcome that is a set",
                &[
                    ("kind", json!({ "const": "set" })),
                    ("outcome", text()),
                    ("present", list(of("present"))),
                    ("open", list(of("open"))),
                ],
                &[],
            ),
        ),
        ("said", object("an answer", &said(), &possible())),
        ("because", because()),
        ("aside", aside()),
        ("near", near()),
        (
            "needed",
            object(
                "a fact that would decide",
                &[("fact", text()), ("question", text())],
                &[("member", text())],
            ),
        ),
        (
            "hole",
            object(
                "a part that has not been transcribed",
                &[("reference", text()), ("missing", text())],
                &[],
            ),
        ),
        (
            "present",
            object(
                "a value that is surely in a set",
                &[("value", text()), ("label", text()), ("by", list(text()))],
                &[],
            ),
        ),
        (
            "open",
            object(
                "a value of which it is not known whether it is in a set",
                &[
                    ("value", text()),
                    ("label", text()),
                    ("needs", list(of("needed"))),
                ],
                &[],
            ),
        ),
    ];
    all.into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}

fn both() -> [Property; 2] {
    [("zh", text()), ("en", text())]
}

fn listed() -> Value {
    let required = [
        ("list", text()),
        ("title", text()),
        ("usable", json!({ "enum": ["yes", "no", "unknown"] })),
        ("failed", list(text())),
        ("depends_on", list(text())),
        ("trial_over", truth()),
        ("parts", list(text())),
        ("rows", list(of("listed_row"))),
        ("holes", list(of("listed_row"))),
    ];
    let outside = json!({ "enum": ["free", "national", "undetermined"] });
    object(
        "a list of a free trade zone",
        &required,
        &[("outside", outside)],
    )
}

fn entry() -> Value {
    let required = [
        ("scenario", text()),
        ("on", json!({ "type": "string", "format": "date" })),
        ("readings", list(of("chosen"))),
        ("outcomes", list(of("outcome"))),
        ("lists", list(of("listed"))),
        ("rests_on", list(of("rests"))),
        ("contradicts", list(text())),
    ];
    object(
        "the determination of one scenario",
        &required,
        &[
            ("title", text()),
            ("all_readings", list(of("under"))),
            ("what_if", list(of("leads"))),
            ("what_if_not_analysed", list(text())),
        ],
    )
}

fn said() -> [Property; 3] {
    [
        ("outcome", text()),
        (
            "answer",
            json!({ "enum": ["value", "gap", "conflict", "impossible", "undetermined", "too_open"] }),
        ),
        ("text", text()),
    ]
}

fn possible() -> [Property; 2] {
    [("value", text()), ("possible", list(text()))]
}

fn ladder() -> Value {
    let mut required = vec![("kind", json!({ "const": "ladder" }))];
    required.extend(said());
    required.extend([
        ("why", list(of("because"))),
        ("by_cases", truth()),
        ("set_aside", list(of("aside"))),
        ("near", list(of("near"))),
        ("needs", list(of("needed"))),
        ("holes", list(of("hole"))),
    ]);
    object("an outcome with one value", &required, &possible())
}

fn cited() -> [Property; 2] {
    [("reference", text()), ("citation", text())]
}

fn told() -> [Property; 4] {
    [
        ("name", text()),
        ("label", text()),
        ("url", text()),
        ("source", json!({ "enum": ["primary", "secondary"] })),
    ]
}

fn because() -> Value {
    let mut required = cited().to_vec();
    required.push(("met", list(text())));
    object(
        "a rule that holds, and the tests that met its condition",
        &required,
        &told(),
    )
}

fn aside() -> Value {
    let mut required = cited().to_vec();
    required.extend([
        ("by", text()),
        ("authority", text()),
        ("disapplied", truth()),
    ]);
    object("a rule set aside", &required, &told())
}

fn near() -> Value {
    let whole = json!({ "type": "integer" });
    let required = [
        ("reference", text()),
        ("fact", text()),
        ("label", text()),
        ("value", whole.clone()),
        ("limit", whole),
        ("becomes", text()),
    ];
    object(
        "a rule that a different quantity would make apply",
        &required,
        &[("threshold", text())],
    )
}
