//! Cuts a text into its declarations, by the words at the starts of lines; knows nothing of the parser.

use std::ops::Range;

/// A declaration with the line that is broken, and what stands around it. Only these are read: the rest of the text can't
/// matter, which `the_rest_of_the_text_does_not_matter` checks on some lines.
pub(crate) struct Around<'t> {
    pub(crate) before: String,
    pub(crate) own: String,
    pub(crate) after: String,
    /// The lines of the declaration.
    pub(crate) lines: &'t [&'t str],
}

/// The lines of each declaration; what stands above the first is one too.
pub(crate) fn declarations(lines: &[&str]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let word = line
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default();
        let declares =
            weir_syntax::token::word(word).is_some_and(|word| word.kind.starts_declaration());
        match out.last_mut() {
            Some(last) if !declares => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// Each declaration of a text with its neighbours.
pub(crate) fn each<'t>(lines: &'t [&'t str], mut visit: impl FnMut(usize, &Around<'t>)) {
    let all = declarations(lines);
    for (at, own) in all.iter().enumerate() {
        let text = |range: Option<&Range<usize>>| {
            range
                .map(|range| lines[range.clone()].concat())
                .unwrap_or_default()
        };
        let before = text(at.checked_sub(1).and_then(|before| all.get(before)));
        let around = Around {
            before,
            own: text(Some(own)),
            after: text(all.get(at + 1)),
            lines: &lines[own.clone()],
        };
        visit(own.start, &around);
    }
}
