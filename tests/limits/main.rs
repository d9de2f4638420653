//! Hostile texts: each gives a located error or is read, without overflow of the stack.

#![expect(clippy::expect_used, reason = "a test stops where something is wrong")]

use std::sync::Arc;

use weir_core::{Checked, Problem, Workspace};
use weir_syntax::codes::{self, Code};
use weir_syntax::diagnostic::{Language, Severity, SourceId};
use weir_syntax::parser::{MAX_BYTES, MAX_DEPTH, MAX_ERRORS};
use weir_syntax::{Parse, parse};

/// How many Chinese characters stand in a row.
const LETTERS: usize = 350_000;

/// The codes of the errors, each of which lies in the text and can be said in both languages.
fn codes_of(text: &str, parsed: &Parse) -> Vec<Code> {
    for error in &parsed.errors {
        assert!(
            text.get(error.span.range()).is_some(),
            "{error:?} lies in the text"
        );
        for language in [Language::En, Language::Zh] {
            assert!(!error.diagnostic(SourceId(0), language).message.is_empty());
        }
    }
    parsed
        .errors
        .iter()
        .map(weir_syntax::parser::SyntaxError::code)
        .collect()
}

fn errors(text: &str) -> Vec<Code> {
    codes_of(text, &parse(text))
}

/// Reads, checks and, if it can be read, formats a text.
fn everything(text: &str) {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "a.weir", text);
    let checked = workspace.check();
    for problem in checked.problems.iter().take(1_000) {
        assert!(
            text.get(problem.place.span.range()).is_some(),
            "{problem:?}"
        );
        assert!(!problem.diagnostic(Language::En).message.is_empty());
    }
    let parsed = parse(text);
    if parsed.errors.is_empty() {
        weir_syntax::format::format(text, &parsed).expect("formats");
    }
}

/// Does the work on a text of this size. How the time grows is shown by `cargo bench -p weir --bench speed`.
fn at_size(size: usize, text: impl Fn(usize) -> String, work: impl Fn(&str)) {
    work(&text(size));
}

fn read(text: &str) {
    let _ = parse(text);
}

#[test]
fn nested_parentheses() {
    let nested = |depth: usize| {
        format!(
            "define d means {}a{}\n",
            "(".repeat(depth),
            ")".repeat(depth)
        )
    };
    assert_eq!(errors(&nested(MAX_DEPTH)), []);
    assert_eq!(errors(&nested(MAX_DEPTH + 1)), [codes::TOO_DEEP]);
    assert_eq!(errors(&nested(100_000)), [codes::TOO_DEEP]);
    everything(&nested(MAX_DEPTH));
    everything(&nested(100_000));
}

#[test]
fn nested_negations() {
    let nested = |depth: usize| format!("define d means {}a\n", "not ".repeat(depth));
    assert_eq!(errors(&nested(MAX_DEPTH)), []);
    assert_eq!(errors(&nested(100_000)), [codes::TOO_DEEP]);
    everything(&nested(MAX_DEPTH));
}

#[test]
fn negations_and_parentheses_together() {
    let nested = |depth: usize| {
        format!(
            "define d means {}a{}\n",
            "not (".repeat(depth),
            ")".repeat(depth)
        )
    };
    assert_eq!(errors(&nested(MAX_DEPTH)), []);
    assert_eq!(errors(&nested(100_000)), [codes::TOO_DEEP]);
    everything(&nested(MAX_DEPTH));
}

#[test]
fn nested_braces() {
    let nested =
        |depth: usize| format!("category c {}{}\n", "{ a ".repeat(depth), "}".repeat(depth));
    assert_eq!(errors(&nested(MAX_DEPTH)), []);
    assert_eq!(errors(&nested(100_000)), [codes::TOO_DEEP]);
    let provisions = |depth: usize| {
        format!(
            "instrument i {{ in force from 2024-01-01 {}{}}}\n",
            "\nsection 1 {".repeat(depth),
            "}".repeat(depth)
        )
    };
    assert_eq!(errors(&provisions(MAX_DEPTH - 1)), []);
    assert_eq!(errors(&provisions(100_000)), [codes::TOO_DEEP]);
    everything(&provisions(MAX_DEPTH - 1));
}

#[test]
fn braces_that_never_close() {
    assert_eq!(errors(&"{".repeat(100_000)), [codes::TOO_DEEP]);
    let stray = errors(&"}".repeat(100_000));
    assert!(!stray.is_empty() && stray.len() <= 2, "{stray:?}");
    let lines = "zone a\n}\n".repeat(50_000);
    assert_eq!(errors(&lines).last(), Some(&codes::TOO_MANY));
}

#[test]
fn a_long_comment() {
    everything(&format!("// {}\nzone a\n", "数据".repeat(LETTERS / 2)));
    at_size(4_000_000, |size| format!("//{}\n", "x".repeat(size)), read);
    at_size(2_000_000, |size| "// a line\n".repeat(size / 10), read);
}

#[test]
fn a_long_text() {
    everything(&format!(
        "zone a zh \"{}\" en \"a\"\n",
        "长".repeat(LETTERS)
    ));
    at_size(
        2_000_000,
        |size| format!("zone a zh \"{}\"\n", "x".repeat(size)),
        read,
    );
    at_size(
        1_000_000,
        |size| format!("zone a zh \"{}", "x".repeat(size)),
        read,
    );
}

#[test]
fn a_long_name() {
    everything(&format!("zone {}\n", "n".repeat(1_000_000)));
    everything(&format!("fact f: {}\n", "n".repeat(100_000)));
    everything(&format!("zone {}\n", "名".repeat(LETTERS)));
    at_size(
        1_000_000,
        |size| format!("zone {}\n", "n".repeat(size)),
        read,
    );
}

#[test]
fn a_long_list() {
    let list = |size: usize| {
        format!(
            "fact f: set of c\ncategory c {{ a }}\ndefine d means f has any of a{}\n",
            ", a".repeat(size)
        )
    };
    assert_eq!(errors(&list(200_000)), []);
    everything(&list(20_000));
    at_size(40_000, list, read);
    let lines = |size: usize| list(size).replace(", ", ",\n  ");
    at_size(40_000, lines, read);
}

#[test]
fn a_long_list_without_its_brace() {
    at_size(
        40_000,
        |size| format!("fact f: one of {{ {}\n", "a ".repeat(size)),
        read,
    );
    at_size(
        40_000,
        |size| format!("fact f: one of {{ {} ) }}\n", "a ".repeat(size)),
        read,
    );
}

#[test]
fn a_long_condition() {
    let condition = |size: usize| {
        format!(
            "fact a: bool\ndefine d means a{}\n",
            " or a and a".repeat(size / 2)
        )
    };
    assert_eq!(errors(&condition(200_000)), []);
    everything(&condition(20_000));
    at_size(40_000, condition, read);
}

#[test]
fn many_rows() {
    let table = |size: usize| {
        format!(
            "test table \"t\" on 2024-01-01 {{\n  | n | o |\n{}}}\n",
            "  | 1 | a |\n".repeat(size)
        )
    };
    assert_eq!(errors(&table(50_000)), []);
    at_size(20_000, table, read);
}

#[test]
fn many_errors() {
    let broken = errors(&"fact a bool\n".repeat(10_000));
    assert_eq!(broken.len(), MAX_ERRORS + 1);
    assert_eq!(broken.last(), Some(&codes::TOO_MANY));
    assert!(
        broken
            .iter()
            .take(MAX_ERRORS)
            .all(|code| *code == codes::UNEXPECTED)
    );
    let characters = errors(&"zone a @\n".repeat(10_000));
    assert_eq!(characters.len(), MAX_ERRORS + 1);
    everything(&"fact a bool\n".repeat(10_000));
    at_size(8_000, |size| "fact a bool\n".repeat(size), read);
}

/// Checks facts that nothing uses and that have no labels: five warnings each; with a text after them.
fn unused_facts(count: usize, after: &str) -> (Arc<Checked>, Vec<Code>) {
    let facts: String = (0..count).map(|n| format!("fact f{n}: bool\n")).collect();
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "a.weir", format!("{facts}{after}"));
    let checked = workspace.check();
    let codes = checked.problems.iter().map(Problem::code).collect();
    (checked, codes)
}

#[test]
fn many_warnings() {
    let is_warning = |code: &Code| code.severity() == Severity::Warning;
    let (_, found) = unused_facts(200, "");
    assert_eq!(found.len(), 1_000);
    assert!(!found.contains(&codes::TOO_MANY_WARNINGS));
    // Where warnings alone are cut off, the policies can be used.
    let (checked, found) = unused_facts(201, "");
    assert_eq!(found.len(), 1_001);
    assert_eq!(found.last(), Some(&codes::TOO_MANY_WARNINGS));
    assert!(checked.executable().is_ok());
    // An error is not cut off for the warnings before it.
    let (checked, found) = unused_facts(300, "define d means nothing\n");
    let errors: Vec<&Code> = found.iter().filter(|code| !is_warning(code)).collect();
    assert_eq!(errors, [&codes::UNKNOWN_FACT]);
    assert!(found.contains(&codes::TOO_MANY_WARNINGS));
    assert!(checked.executable().is_err());
}

#[test]
fn many_errors_in_one_declaration() {
    let broken = |size: usize| {
        format!(
            "instrument i {{\n{}}}\n",
            "  article 1\n    when and\n    then o x\n".repeat(size)
        )
    };
    assert_eq!(errors(&broken(3_000)).last(), Some(&codes::TOO_MANY));
    at_size(4_000, broken, read);
    let row = |size: usize| format!("define d means {}\n", "and ".repeat(size));
    assert_eq!(errors(&row(50_000)).len(), 1);
    at_size(40_000, row, read);
}

#[test]
fn a_text_that_is_too_long() {
    let text = " ".repeat(MAX_BYTES + 1);
    assert_eq!(errors(&text), [codes::TOO_LONG]);
    assert_eq!(errors(&" ".repeat(MAX_BYTES)), []);
}

#[test]
fn unusual_line_ends() {
    assert_eq!(errors("zone a\r\nzone b\r\n"), []);
    assert_eq!(errors("zone a"), []);
    assert_eq!(errors(""), []);
    assert_eq!(errors("\n\n\n"), []);
    everything("zone a zh \"甲\" en \"A\"\r\n// c\r\n");
}
