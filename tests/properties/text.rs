//! Any text is read without a panic.

use proptest::prelude::*;

/// Pieces that make texts which are nearly policies.
fn piece() -> impl Strategy<Value = String> {
    let words: Vec<String> = weir_syntax::token::WORDS
        .iter()
        .map(|word| word.spelling.to_owned())
        .collect();
    prop_oneof![
        8 => prop::sample::select(words),
        4 => prop::sample::select(vec!["{", "}", "(", ")", ",", ":", "|", "=", "\n", "\n  ", "\"text\"", "\"", "name", "a.b", "5", "10万人以上", "2024-03-22", "// c\n", "/// d\n", "：", "“", "１", "\u{202E}", "е", "不满3"]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_parses(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.join(" ");
        let parse = weir_syntax::parse(&text);
        for token in &parse.tokens {
            prop_assert!(text.get(token.span.range()).is_some());
        }
        for error in &parse.errors {
            for language in [weir_syntax::diagnostic::Language::En, weir_syntax::diagnostic::Language::Zh] {
                prop_assert!(!error.diagnostic(weir_syntax::diagnostic::SourceId(0), language).message.is_empty());
            }
        }
    }

    #[test]
    fn any_bytes_parse(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = weir_syntax::parse(&String::from_utf8_lossy(&bytes));
    }
}
