//! What the grammar and the table of tokens must agree on, and what one mistake costs.

use super::*;
use crate::ast::{Element, Item};
use crate::token::WORDS;

const GRAMMAR: &str = include_str!("../grammar.lalrpop");

#[test]
fn the_grammar_knows_every_token() {
    for word in WORDS {
        let name = format!("TokenKind::{:?}", word.kind);
        assert!(
            GRAMMAR.contains(&format!("({name},")),
            "{name} is not in the grammar's list of tokens"
        );
    }
}

#[test]
fn words_are_sorted_and_unique() {
    assert!(
        WORDS
            .windows(2)
            .all(|two| two[0].spelling < two[1].spelling)
    );
}

/// The kinds of error, one a line with its text.
fn errors(text: &str) -> Vec<(String, &'static str)> {
    let shown = |error: &SyntaxError| (error.span.text(text).to_owned(), error.code().number());
    parse(text).errors.iter().map(shown).collect()
}

#[test]
fn a_missing_brace_costs_only_its_declaration() {
    let text = "instrument a {\n  article 1 {\n    zh \"x\"\n\ninstrument b {\n  article 2\n    zh \"y\"\n}\n";
    let parse = parse(text);
    assert_eq!(parse.file.items.len(), 2);
    assert_eq!(parse.errors.len(), 1);
    assert!(matches!(
        parse.errors[0].kind,
        SyntaxErrorKind::MissingBrace { .. }
    ));
}

#[test]
fn a_broken_condition_leaves_the_conclusion() {
    let text = "instrument a {\n  article 1 x\n    when a is is b\n    then p exempt\n  article 2 y\n    then p exempt\n}\n";
    let parse = parse(text);
    assert_eq!(errors(text), [("is".to_owned(), "E0101")]);
    let Some(Item::Instrument(instrument)) = parse.file.items.first() else {
        panic!("an instrument")
    };
    let provisions = instrument
        .body
        .iter()
        .filter(|element| matches!(element, Element::Provision(_)));
    assert_eq!(provisions.count(), 2);
}

#[test]
fn full_width_signs_are_read_as_meant() {
    let text = "fact a：bool\n  zh “甲”\n";
    assert_eq!(
        errors(text),
        [("：".to_owned(), "E0104"), ("“甲”".to_owned(), "E0104")]
    );
    assert!(matches!(parse(text).file.items.as_slice(), [Item::Fact(_)]));
}

#[test]
fn look_alike_letters_are_read_as_meant() {
    let text = "fact \u{0435}xport: bool\n";
    assert_eq!(errors(text).len(), 1);
    let parsed = parse(text);
    let [Item::Fact(fact)] = parsed.file.items.as_slice() else {
        panic!("a fact")
    };
    assert_eq!(fact.name.text, "export");
}

#[test]
fn legal_operators_are_cut_off_numbers() {
    let tree = |condition: &str| parse(&format!("define d means {condition}\n")).file;
    let expected = tree("a 10万人以上 不满100万人");
    assert_eq!(errors("define d means a 10万人以上不满100万人\n"), []);
    assert_eq!(tree("a 10万人以上不满100万人"), expected);
    assert_eq!(
        errors("define d means a 10万 people 以上 不满 100万 people\n"),
        []
    );
    assert_ne!(tree("a 10万人以下不满100万人"), expected);
}

#[test]
fn nesting_is_limited() {
    let text = format!(
        "define d means {}a{}\n",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    assert_eq!(errors(&text), [("(".to_owned(), "E0110")]);
    let text = format!("define d means {}a\n", "not ".repeat(100_000));
    assert_eq!(errors(&text), [("not".to_owned(), "E0110")]);
}
