//! The schema of `weir graph --format json`; it describes the types of `render/precedence/json.rs`.

use serde_json::{Value, json};

use super::DIALECT;
use super::shape::{list, number, object, of, place, text, truth};

/// The schema of what prevails over what.
#[must_use]
pub fn graph_schema() -> Value {
    let report = [
        ("version", json!({ "const": 1 })),
        ("instruments", list(of("instrument"))),
        ("clauses", list(of("clause"))),
        ("precedences", list(of("precedence"))),
    ];
    let by = [("reference", text()), ("citation", text())];
    json!({
        "$schema": DIALECT,
        "title": "weir precedences",
        "$ref": "#/$defs/report",
        "$defs": {
            "report": object("what prevails over what", &report, &[]),
            "instrument": object("an instrument", &[("name", text()), ("title", text())], &[]),
            "clause": clause(),
            "precedence": precedence(),
            "by": object("the provision that says so", &by, &[]),
            "place": place(),
        },
    })
}

fn clause() -> Value {
    let required = [
        ("id", number()),
        ("reference", text()),
        ("citation", text()),
        ("within", text()),
        ("instrument", text()),
        ("place", of("place")),
    ];
    object("a clause that takes part", &required, &[("label", text())])
}

fn precedence() -> Value {
    let required = [
        ("winner", number()),
        ("loser", number()),
        ("disapplies", truth()),
        ("about", list(text())),
        ("by", of("by")),
        ("place", of("place")),
    ];
    let day = || json!({ "type": "string", "format": "date" });
    let optional = [("from", day()), ("until", day())];
    object("that a clause sets another aside", &required, &optional)
}
