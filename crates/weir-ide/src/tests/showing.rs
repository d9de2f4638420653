//! What is shown of things: hover and colours.

use weir_core::hir::Language;

use super::{fixture, sample};
use crate::{TokenType, hover, semantic_tokens};

fn shown(words: &str, nth: usize) -> String {
    let at = sample(words, nth);
    hover(&at.snapshot, at.source, at.offset)
        .expect("there is something to say")
        .markdown
}

#[test]
fn a_fact() {
    let text = shown("出境方.$0关基\n", 0);
    assert!(
        text.contains("**operator of critical infrastructure**"),
        "{text}"
    );
    assert!(text.contains("关键信息基础设施运营者"), "{text}");
    assert!(text.contains("是否被认定。"), "{text}");
    assert!(text.contains("yes or no"), "{text}");
    assert!(
        text.contains("[Order, article 2](https://example.org/order)"),
        "{text}"
    );
}

#[test]
fn a_threshold_on_the_day_and_over_time() {
    let text = shown("assessment_l$0ine\n", 0);
    assert!(
        text.contains("**1,000,000 people** on 2025-06-01"),
        "{text}"
    );
    assert!(
        text.contains("- from 2024-03-22 until 2025-01-01: 500,000 people"),
        "{text}"
    );
}

#[test]
fn in_chinese() {
    let at = sample("assessment_l$0ine\n", 0);
    let snapshot = at.snapshot.in_language(Language::Zh);
    let text = hover(&snapshot, at.source, at.offset).unwrap().markdown;
    assert!(text.contains("2025-06-01 为 **100万人**"), "{text}");
    assert!(text.contains("《规定》第三条"), "{text}");
}

/// An editor says citations and quantities as the command line does.
#[test]
fn in_the_words_of_the_command_line() {
    let at = sample("row LG$0-1", 0);
    let zh = at.snapshot.in_language(Language::Zh);
    let text = hover(&zh, at.source, at.offset).unwrap().markdown;
    assert!(text.contains("条目 LG-1"), "{text}");
    assert!(!text.contains("医药·"), "{text}");
    let of = |value: &str| {
        let text = super::SAMPLE.replace("100万 people  cite", &format!("{value}  cite"));
        let text = text.replace("50万 people", value);
        let at = fixture(&text.replacen("threshold assess", "threshold assess$0", 1));
        hover(&at.snapshot, at.source, at.offset).unwrap().markdown
    };
    assert!(of("1 people").contains("**1 person** on"));
    assert!(of("5 percent").contains("**5 percent** on"));
}

#[test]
fn what_a_rule_prevails_over_and_yields_to() {
    let text = shown("article $02 operators", 0);
    assert!(text.contains("→ pathway: security assessment"), "{text}");
    assert!(
        text.contains("*yields to*\n\n- Order, article 4 contract\\_ground"),
        "{text}"
    );
    let text = shown("article 4 contract_$0ground", 0);
    assert!(text.contains("*prevails over*"), "{text}");
}

#[test]
fn where_a_row_goes() {
    let text = shown("row LG$0-1", 0);
    assert!(text.contains("*adopted by*"), "{text}");
    assert!(text.contains("`lingang_list edition \"2026\"`"), "{text}");
}

#[test]
fn words_and_numbers() {
    assert!(shown("wh$0en 出境方", 0).contains("the condition of a rule"));
    assert!(shown("10$00万 people", 0).contains("1,000,000 = 100万"));
}

#[test]
fn colours() {
    let at = sample("instrument order", 0);
    let tokens = semantic_tokens(&at.snapshot, at.source, None);
    let text = &at.snapshot.checked.sources[&at.source].text;
    let of = |words: &str| {
        let found = tokens.iter().find(|token| token.span.text(text) == words);
        found.map(|token| token.ty)
    };
    assert_eq!(of("出境方.关基"), Some(TokenType::Fact));
    assert_eq!(of("assessment_line"), Some(TokenType::Threshold));
    assert_eq!(of("pathway"), Some(TokenType::Outcome));
    assert_eq!(of("LG-1"), Some(TokenType::Citation));
    assert_eq!(of("people.general"), Some(TokenType::Measure));
    assert_eq!(of("when"), Some(TokenType::Keyword));
    assert!(
        tokens
            .windows(2)
            .all(|pair| pair[0].span.end <= pair[1].span.start)
    );
}

#[test]
fn nothing_of_nothing() {
    let at = fixture("$0\n");
    assert_eq!(hover(&at.snapshot, at.source, at.offset), None);
}

#[test]
fn a_list_that_was_replaced_is_not_in_force() {
    let mut at = sample("edition \"20$024\" {", 0);
    at.snapshot.today = super::day("2026-06-01");
    let text = hover(&at.snapshot, at.source, at.offset).unwrap().markdown;
    assert!(
        text.contains("*in force* from 2024-08-30 · no longer in force"),
        "{text}"
    );
    let tokens = semantic_tokens(&at.snapshot, at.source, None);
    assert!(tokens.iter().any(|token| token.deprecated));
}

#[test]
fn how_the_editions_of_a_list_stand() {
    let mut at = sample("lingang_l$0ist edition \"2024\" {", 0);
    at.snapshot.today = super::day("2026-06-01");
    let text = hover(&at.snapshot, at.source, at.offset).unwrap().markdown;
    assert!(
        text.contains("- `2024` from 2024-08-30 · no longer in force"),
        "{text}"
    );
    assert!(
        text.contains("- `2026` from 2026-05-08 · in force"),
        "{text}"
    );
}
