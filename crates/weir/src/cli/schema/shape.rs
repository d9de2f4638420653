//! The shapes of which schemas of output are made.

use serde_json::{Map, Value, json};

pub(super) type Property = (&'static str, Value);

/// A map with exactly these names; the first ones always.
pub(super) fn object(description: &str, required: &[Property], optional: &[Property]) -> Value {
    let properties: Map<String, Value> = required
        .iter()
        .chain(optional)
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    let names: Vec<&str> = required.iter().map(|(name, _)| *name).collect();
    json!({ "description": description, "type": "object", "additionalProperties": false, "required": names, "properties": properties })
}

/// What is defined under this name.
pub(super) fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

pub(super) fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn truth() -> Value {
    json!({ "type": "boolean" })
}

/// A number that is never negative.
pub(super) fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// A place in a file: lines and columns start at one, columns count characters, bytes start at zero.
pub(super) fn place() -> Value {
    let point = || {
        let parts = [("byte", number()), ("line", number()), ("column", number())];
        object("one end of a place", &parts, &[])
    };
    let parts = [("file", text()), ("start", point()), ("end", point())];
    object("a place in a file", &parts, &[])
}
