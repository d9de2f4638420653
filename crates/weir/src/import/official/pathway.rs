//! Which pathway a text means.

use crate::import::mapping::Mapping;
use crate::import::text::plain;

/// Words that turn a pathway into its opposite.
const NEGATIONS: &[&str] = &[
    "无需",
    "无须",
    "不需",
    "免予",
    "免于",
    "豁免",
    "不适用",
    "not required",
    "exempt",
];

/// The pathway that a text means; nothing if it means none, several, or none of one.
pub(in crate::import) fn read(text: &str, mapping: &Mapping) -> Option<String> {
    let text = plain(text);
    let exact = mapping.pathways.iter().find(|(word, _)| *word == text);
    if let Some((_, value)) = exact {
        return Some(value.clone());
    }
    let mut values: Vec<&String> = mapping
        .pathways
        .iter()
        .filter(|(word, _)| text.contains(word.as_str()))
        .map(|(_, value)| value)
        .collect();
    values.sort_unstable();
    values.dedup();
    match values.as_slice() {
        [only] if !NEGATIONS.iter().any(|word| text.contains(word)) => Some((*only).clone()),
        _ => None,
    }
}
