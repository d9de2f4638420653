//! The canonical form of every construct, and the promises that hold for any text: the same tree, the same comments, the
//! same form again.
#![expect(clippy::string_slice, reason = "a test stops where something is wrong")]

use super::*;

mod cases;
mod comments;
mod stress;

/// Asserts the canonical form of a text, and that it is its own canonical form; then tries comments and line ends at
/// every place.
#[track_caller]
fn check(source: &str, expect: &str) {
    let out = formatted(source);
    assert_eq!(out, expect, "\n--- got\n{out}\n--- expected\n{expect}");
    assert_eq!(formatted(expect), expect, "not idempotent");
    stress::stress(source);
}

#[track_caller]
fn formatted(source: &str) -> String {
    let parsed = parse(source);
    assert!(parsed.errors.is_empty(), "{:?}\n{source}", parsed.errors);
    match format(source, &parsed) {
        Ok(out) => out,
        Err(refusal) => panic!(
            "{refusal:?}\n--- source\n{source}\n--- printed\n{}",
            print(source, &parsed)
        ),
    }
}

#[test]
fn refuses_what_it_cannot_read() {
    for source in [
        "fact a bool",
        "zone",
        "instrument a {",
        "use “a.weir”",
        "fact a：bool",
        "?",
        "fact a: bool }",
    ] {
        assert_eq!(
            format(source, &parse(source)),
            Err(Refusal::SyntaxErrors),
            "{source}"
        );
    }
}

/// A tree that does not belong to the text stands in for a mistake of the formatter.
#[test]
fn refuses_to_change_the_meaning() {
    let source = "zone a\nzone b\n";
    let mut parsed = parse(source);
    parsed.file.items.pop();
    assert_eq!(format(source, &parsed), Err(Refusal::Changed));
    let mut parsed = parse("zone a // c\n");
    parsed.comments.clear();
    assert_eq!(format("zone a // c\n", &parsed).as_deref(), Ok("zone a\n"));
}
