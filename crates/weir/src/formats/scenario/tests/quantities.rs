//! Quantities and bounds.

use weir_syntax::token::Unit;

use crate::formats::scenario::quantity::{Mistake, read};

use super::*;

fn people(text: &str) -> Result<(i64, Option<i64>), Mistake> {
    read(text, Unit::People)
}

#[test]
fn reads_numbers() {
    for text in [
        "450000",
        "45万",
        "45万人",
        "45 万人",
        "450_000",
        "45万 people",
        " 450000人 ",
        "４５万",
        "0.45百万",
        "=450000",
    ] {
        assert_eq!(people(text), Ok((450_000, Some(450_000))), "{text}");
    }
    assert_eq!(people("0"), Ok((0, Some(0))));
    assert_eq!(people("1.5亿人"), Ok((150_000_000, Some(150_000_000))));
    assert_eq!(read("10个工作日", Unit::WorkingDays), Ok((10, Some(10))));
    assert_eq!(read("50%", Unit::Percent), Ok((50, Some(50))));
}

#[test]
fn reads_bounds() {
    for text in [
        "10万以上",
        "10万人以上",
        ">= 100000",
        ">=10万人",
        "≥10万",
        "超过99999人",
        "> 99_999 people",
    ] {
        assert_eq!(people(text), Ok((100_000, None)), "{text}");
    }
    for text in [
        "不满10万人",
        "< 10万",
        "<100000",
        "＜10万",
        "99999以下",
        "<= 99999 people",
        "≤99999",
    ] {
        assert_eq!(people(text), Ok((0, Some(99_999))), "{text}");
    }
    for text in [
        "10万以上不满100万",
        "10万人以上不满100万人",
        ">= 10万 < 100万",
        ">= 10万, < 100万",
        "不满100万人，10万人以上",
        "10万人以上 999999人以下",
        ">= 10万 people, < 100万 people",
    ] {
        assert_eq!(people(text), Ok((100_000, Some(999_999))), "{text}");
    }
}

#[test]
fn refuses_what_is_not_a_quantity() {
    for (text, mistake) in [
        ("", Mistake::NoNumber),
        ("many", Mistake::NoNumber),
        ("万", Mistake::NoNumber),
        ("四十五万", Mistake::NoNumber),
        ("_", Mistake::NoNumber),
        ("-1", Mistake::Negative),
        (">= -1", Mistake::Negative),
        ("－5", Mistake::Negative),
        ("0.5", Mistake::Fraction),
        ("450.000", Mistake::Fraction),
        ("450000.0", Mistake::Fraction),
        ("0.00001万", Mistake::Fraction),
        ("1.2.3万", Mistake::Fraction),
        ("99999999999999999999", Mistake::TooLarge),
        ("99999999999亿亿", Mistake::TooLarge),
        ("> 9223372036854775807", Mistake::TooLarge),
        ("5个月", Mistake::WrongUnit(Unit::Months)),
        ("5 days", Mistake::WrongUnit(Unit::Days)),
        ("45万人次", Mistake::NotAUnit("人次".to_owned())),
        ("1e5", Mistake::NotAUnit("e".to_owned())),
        ("0x1F", Mistake::NotAUnit("x".to_owned())),
        ("10-20", Mistake::NotAUnit("-".to_owned())),
        ("10 or more", Mistake::NotAUnit("or".to_owned())),
        ("45万+", Mistake::NotAUnit("+".to_owned())),
        ("450,000", Mistake::Separated("450_000".to_owned())),
        (
            "1，234，567人",
            Mistake::Separated("1_234_567人".to_owned()),
        ),
        ("100万以上不满10万", Mistake::Contradiction),
        ("< 0", Mistake::Contradiction),
        ("1万5千", Mistake::Muddled),
        ("10 20", Mistake::Muddled),
        ("10万以上 20万以上", Mistake::Muddled),
        (">= 10万以上", Mistake::Muddled),
        ("10万以上 20万", Mistake::Muddled),
        ("1以上 2以下 3以下", Mistake::Muddled),
    ] {
        assert_eq!(people(text), Err(mistake), "{text}");
    }
}

/// Nothing of any length is read in more than linear time, and nothing stops the reader.
#[test]
fn bears_any_text() {
    for piece in [
        "1", "万", ",", "1,", "以上", "1以上", ">", "人", "_", "不", "\u{0}", "1万",
    ] {
        let _ = people(&piece.repeat(20_000));
    }
}

#[test]
fn stands_in_files() {
    let number = |value: &str| given("people.general", value);
    assert_eq!(number("45万"), Some(Given::Number(450_000, Some(450_000))));
    assert_eq!(
        number("\"45万\""),
        Some(Given::Number(450_000, Some(450_000)))
    );
    assert_eq!(
        number("1_000_000"),
        Some(Given::Number(1_000_000, Some(1_000_000)))
    );
    assert_eq!(number("< 10万"), Some(Given::Number(0, Some(99_999))));
    assert_eq!(
        number("10万以上不满100万"),
        Some(Given::Number(100_000, Some(999_999)))
    );
    assert_eq!(number("\">= 450000\""), Some(Given::Number(450_000, None)));
    assert_eq!(
        given("people.kept", "3个月"),
        Some(Given::Number(3, Some(3)))
    );
}
