//! Near names, for suggestions.

/// The name closest to `name`, if one is close enough and in the same script.
#[must_use]
pub fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let length = name.chars().count();
    let limit = (length / 3).max(1);
    known
        .into_iter()
        .filter(|other| {
            other.is_ascii() == name.is_ascii()
                && other.chars().count().abs_diff(length) <= limit.max(2)
        })
        .map(|other| (distance(name, other), other))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| other.to_owned())
}

/// Edits between two names; where the last parts are nearly the same, a different path before them weighs one.
fn distance(name: &str, other: &str) -> usize {
    let whole = strsim::damerau_levenshtein(name, other);
    let (Some((_, tail)), Some((_, other_tail))) = (split(name), split(other)) else {
        return whole;
    };
    let last = strsim::damerau_levenshtein(tail, other_tail);
    if last <= tail.chars().count() / 4 {
        whole.min(1 + last)
    } else {
        whole
    }
}

/// A name's path and its last part; a name without a path has an empty one.
fn split(name: &str) -> Option<(&str, &str)> {
    Some(name.rsplit_once('.').unwrap_or(("", name))).filter(|(_, tail)| !tail.is_empty())
}
