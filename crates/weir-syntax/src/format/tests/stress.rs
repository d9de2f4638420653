//! Comments and line ends at every place of a text.

use super::{format, formatted, parse, print};
use crate::parser::Parse;

/// Wherever a comment stands, it is kept; wherever a line ends without changing the tree, the form is the same.
#[track_caller]
pub(super) fn stress(source: &str) {
    let parsed = parse(source);
    let places = places(source, &parsed);
    let mut harmless = Vec::new();
    for place in &places {
        let whole = ["\n// c\n", "  // c\n", "\n\n/// c\n\n"]
            .iter()
            .all(|comment| survives(&insert(source, &[*place], |_| comment)));
        if whole {
            harmless.push(*place);
        }
    }
    for what in WHATS {
        survives(&insert(source, &harmless, |_| what));
    }
    for seed in 1..24 {
        survives(&insert(source, &harmless, |at| chosen(at, seed)));
    }
    assert_eq!(formatted(&source.replace('\n', "\r\n")), formatted(source));
    if parsed.comments.is_empty() {
        layout_does_not_matter(source, &parsed, &harmless);
    }
}

const WHATS: [&str; 8] = [
    " // c\n",
    "\n// c\n\n// d\n",
    "  // c\n\n",
    "\n\n\n",
    "\n/// c\n// d\n",
    "\n",
    "",
    "\t// c\n// d\n\n\n",
];

/// Something to insert at a place; nothing at most places for some seeds, something at most for others.
fn chosen(at: usize, seed: u64) -> &'static str {
    let mixed = (at as u64 + 1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(seed.wrapping_mul(0xD1B5_4A32_D192_ED03));
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32;
    if (mixed >> 8) % 8 < seed % 8 {
        ""
    } else {
        WHATS[(mixed % 8) as usize]
    }
}

/// The starts of all tokens, and the end.
fn places(source: &str, parsed: &Parse) -> Vec<usize> {
    parsed
        .tokens
        .iter()
        .map(|token| token.span.start as usize)
        .chain([source.len()])
        .collect()
}

fn insert<'w>(source: &str, places: &[usize], what: impl Fn(usize) -> &'w str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (at, place) in places.iter().enumerate() {
        out.push_str(&source[from..*place]);
        out.push_str(what(at));
        from = *place;
    }
    out.push_str(&source[from..]);
    out
}

/// Whether the text can be read; asserts that it then can be formatted, and that the form is stable and tidy.
#[track_caller]
fn survives(text: &str) -> bool {
    let parsed = parse(text);
    if !parsed.errors.is_empty() {
        return false;
    }
    let out = match format(text, &parsed) {
        Ok(out) => out,
        Err(refusal) => panic!(
            "{refusal:?}\n--- source\n{text}\n--- printed\n{}",
            print(text, &parsed)
        ),
    };
    let again = formatted(&out);
    assert_eq!(
        again, out,
        "not idempotent\n--- source\n{text}\n--- once\n{out}\n--- twice\n{again}"
    );
    assert!(
        !out.contains("\n\n\n")
            && !out.contains(" \n")
            && !out.contains('\r')
            && !out.starts_with('\n'),
        "{out}"
    );
    assert!(
        !out.contains("{\n\n") && !out.ends_with("\n\n") && (out.is_empty() || out.ends_with('\n')),
        "{out}"
    );
    assert!(
        !out.lines()
            .collect::<Vec<_>>()
            .windows(2)
            .any(|pair| pair[0].is_empty() && pair[1].trim() == "}"),
        "{out}"
    );
    true
}

/// A line end instead of a space, or the other way round, gives the same form if it gives the same tree.
#[track_caller]
fn layout_does_not_matter(source: &str, parsed: &Parse, places: &[usize]) {
    let expect = formatted(source);
    for place in places {
        let before = source[..*place].trim_end();
        let gap = &source[before.len()..*place];
        if gap.is_empty() || gap.matches('\n').count() > 1 || *place == source.len() {
            continue;
        }
        let other = if gap.contains('\n') { " " } else { "\n   " };
        let text = format!("{before}{other}{}", &source[*place..]);
        let again = parse(&text);
        if again.errors.is_empty() && again.file == parsed.file {
            assert_eq!(formatted(&text), expect, "\n--- source\n{text}");
        }
    }
}
