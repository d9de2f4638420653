//! Reads what a comparison found.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::{json, root};

/// What was found on a day, each day once.
pub(super) fn on(day: &str) -> Vec<Value> {
    static FOUND: Mutex<BTreeMap<String, Vec<Value>>> = Mutex::new(BTreeMap::new());
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let compare = || {
        json(&root(), &["analyze", "zones", "--on", day])["findings"]
            .as_array()
            .unwrap()
            .clone()
    };
    found.entry(day.to_owned()).or_insert_with(compare).clone()
}

/// The one finding of a kind; with a concept, or a part of what its numbers lead to or are about.
pub(super) fn finding<'f>(findings: &'f [Value], kind: &str, of: &str) -> &'f Value {
    let about = |finding: &Value| match kind {
        "exclusion" => finding["about"]["fact"].as_str() == Some(of),
        _ => finding["concept"].as_str().unwrap_or_default() == of,
    };
    let found: Vec<&Value> = findings
        .iter()
        .filter(|finding| finding["kind"] == kind && about(finding))
        .collect();
    assert_eq!(found.len(), 1, "{kind} {of}: {found:#?}");
    found[0]
}

/// The numbers of a measure from which something holds, over all lists or of a concept.
pub(super) fn numbers<'f>(
    findings: &'f [Value],
    concept: Option<&str>,
    measure: &str,
    leads_to: &str,
) -> &'f Value {
    let found = findings.iter().find(|finding| {
        finding["kind"] == "numbers"
            && finding["concept"].as_str() == concept
            && finding["concludes"] == leads_to
            && finding["measures"]
                .as_array()
                .unwrap()
                .contains(&Value::from(measure))
    });
    found.unwrap_or_else(|| panic!("no numbers of {measure} for {leads_to}"))
}

/// The sides of a list, by the beginning of its name; `national` for the national rules.
pub(super) fn sides<'f>(finding: &'f Value, list: &str) -> Vec<&'f Value> {
    let sides = finding["sides"].as_array().unwrap();
    sides
        .iter()
        .filter(|side| side["of"].as_str().unwrap().starts_with(list))
        .collect()
}

pub(super) fn starts(finding: &Value, list: &str) -> Vec<i64> {
    sides(finding, list)
        .iter()
        .filter_map(|side| side["number"].as_i64())
        .collect()
}

pub(super) fn values(finding: &Value, list: &str) -> Vec<String> {
    let sides = sides(finding, list);
    assert_eq!(sides.len(), 1, "{list}: {finding:#?}");
    let values = sides[0]["values"].as_array().cloned().unwrap_or_default();
    values
        .iter()
        .map(|value| value.as_str().unwrap().to_owned())
        .collect()
}

pub(super) fn is_unknown(finding: &Value, list: &str) -> bool {
    let sides = sides(finding, list);
    !sides.is_empty() && sides.iter().all(|side| side["known"] == false)
}
