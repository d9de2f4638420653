//! Files that are meant to do harm.

use std::time::Instant;

use super::*;

#[track_caller]
fn refused(name: &str, text: &str) {
    let start = Instant::now();
    let found = read(&checked().program, SourceId(1), name, text);
    assert!(found.is_err_and(|problems| !problems.is_empty() && problems.len() <= 100));
    assert!(
        start.elapsed().as_secs() < 5,
        "{:?} for {}",
        start.elapsed(),
        text.chars().take(20).collect::<String>()
    );
}

#[test]
fn large_and_deep_files_end_soon() {
    for piece in [
        "[",
        "{",
        "- ",
        "{a: ",
        "[[],",
        "? ",
        "a: [",
        "\"",
        "a: 1\n",
        "&a ",
        "a\n",
        "：",
        "facts: {exporter.ciio: ",
        "\\",
        "| ",
        "#",
        "'",
        "!",
        "%",
    ] {
        for name in ["a.yaml", "a.json"] {
            refused(name, &piece.repeat(1_000_000 / piece.len()));
        }
    }
    refused("a.yaml", &"x".repeat(2_000_000));
    refused(
        "a.yaml",
        &format!("facts:\n{}", "  exporter.ciio: maybe\n".repeat(40_000)),
    );
    refused(
        "a.yaml",
        &format!("facts: {{ data.classes: [{}] }}", "x,".repeat(15_000)),
    );
    let many = |line: &str| {
        (0..9_000)
            .map(|at| line.replace('#', &at.to_string()))
            .collect::<String>()
    };
    refused(
        "a.yaml",
        &format!("facts:\n{}", many("  exporter.cii#: maybe\n")),
    );
    refused(
        "a.yaml",
        &format!("facts: {{ data.classes: [{}] }}", many("sensitiv#,")),
    );
    refused("a.yaml", &format!("readings:\n{}", many("  delet#: go\n")));
    refused(
        "a.yaml",
        &format!("facts:\n  people.general: {}\n", "9".repeat(900_000)),
    );
    refused("a.yaml", &format!("facts:\n  {}: 1\n", "名".repeat(1_000)));
}

/// Any prefix and any one character replaced by another never stops the reader.
#[test]
fn broken_files_are_read_without_panic() {
    let checked = checked();
    let text = "\u{FEFF}title: \"a\\u4e00\" # c\r\non: 2026-03-01\nfacts:\n  exporter: {ciio: 否, sector: '医疗卫生，含药品'}\n  data.classes:\n    - sensitive\n  people.general: \">= 10万\"\n  data.since: ~\nreadings: {deleted: go}\n";
    good(text);
    let characters: Vec<char> = text.chars().collect();
    for at in 0..characters.len() {
        for put in [
            '：', ':', '"', '\'', '{', '[', '>', '|', '&', '*', '!', '%', '@', '\t', '\n', '\0',
            '-', '?', '#', ',', '\u{FEFF}',
        ] {
            let changed: String = characters
                .iter()
                .enumerate()
                .map(|(other, c)| if other == at { put } else { *c })
                .collect();
            check(&checked, &changed);
        }
        check(&checked, &characters.iter().take(at).collect::<String>());
    }
}

fn check(checked: &Checked, text: &str) {
    for name in ["a.yaml", "a.json"] {
        for problem in read(&checked.program, SourceId(1), name, text)
            .err()
            .unwrap_or_default()
        {
            let found = problem.diagnostic(Language::En);
            let span = found.primary.0.span;
            assert!(text.get(span.range()).is_some(), "{found:?}");
            assert!(
                !found.message.is_empty() && !found.message.contains('\n'),
                "{found:?}"
            );
        }
    }
}
