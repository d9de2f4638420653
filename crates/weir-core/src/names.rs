//! Near names, for suggestions.

/// The name closest to `name`, if one is close enough and in the same script.
#[must_use]
pub fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let length = name.chars().count();
    let limit = (length / 3).max(1);
    known
        .into_iter()
        .filter(|other| other.is_ascii() == name.is_ascii() && other.chars().count().abs_diff(length) <= limit.max(2))
        .map(|other| (distance(name, other), other))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| other.to_owned())
}

/// Edits between two names; a missing or differing prefix before the last dot weighs only one.
fn distance(name: &str, other: &str) -> usize {
    let whole = strsim::damerau_levenshtein(name, other);
    let last = |text: &str| text.rsplit('.').next().unwrap_or_default().to_owned();
    let (tail, other_tail) = (last(name), last(other));
    if name != tail || other != other_tail { whole.min(1 + strsim::damerau_levenshtein(&tail, &other_tail)) } else { whole }
}
