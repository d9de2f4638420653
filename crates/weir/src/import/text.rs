//! Texts of tables: brought into one plain form for reading, and written into policies.

use weir_syntax::lexer::is_invisible;
use weir_syntax::token::{Class, word};

/// A text in plain form: half-width signs and digits, small letters, no space beside Chinese. Lines stay.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = plain_line(line);
        if line.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&line);
    }
    out
}

fn plain_line(line: &str) -> String {
    let mut out = String::new();
    let mut space = false;
    for character in line.chars().filter(|character| !is_invisible(*character)) {
        let character = half_width(character);
        if character.is_whitespace() {
            space = true;
            continue;
        }
        let beside_ascii = character.is_ascii() && out.ends_with(|last: char| last.is_ascii());
        if std::mem::take(&mut space) && beside_ascii {
            out.push(' ');
        }
        out.extend(character.to_lowercase());
    }
    out
}

fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        other => other,
    }
}

/// A text for comparing names: plain, without spaces and quotation marks.
pub(super) fn key(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|character| !character.is_whitespace())
        .filter(|character| !matches!(character, '“' | '”' | '"' | '‘' | '’' | '\'' | '《' | '》'))
        .collect()
}

/// A text as a literal of the language, without space around it. What can't be seen is left out.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", escaped(text.trim()))
}

/// A text as it stands between the quotation marks of a literal.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            other if is_invisible(other) || other == '\u{FEFF}' => {}
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A name made of the letters and digits of a text; nothing if there is no letter.
pub(super) fn identifier(text: &str) -> Option<String> {
    let mut out = String::new();
    for character in plain(text).chars() {
        if character.is_alphanumeric() {
            if out.is_empty() && !character.is_alphabetic() {
                out.push('_');
            }
            out.push(character);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let name = out.trim_end_matches('_').to_owned();
    let has_letter = name.chars().any(char::is_alphabetic);
    let taken = word(&name).is_some_and(|word| word.class != Class::Soft);
    match (has_letter, taken) {
        (false, _) => None,
        (true, true) => Some(format!("{name}_")),
        (true, false) => Some(name),
    }
}

/// The words that a text consists of, each as long as can be; nothing if anything else stands in it.
pub(super) fn words<'t, 'w>(
    text: &'t str,
    known: impl Iterator<Item = &'w str> + Clone,
) -> Option<Vec<&'t str>> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let fitting = known.clone().filter(|word| rest.starts_with(word));
        let longest = fitting.map(str::len).filter(|length| *length > 0).max()?;
        let (word, left) = rest.split_at_checked(longest)?;
        words.push(word);
        rest = left;
    }
    Some(words)
}

/// A text without the number in front of it: `一、`, `（二）`, `3.`, `①`, `场景一：` are numbers.
pub(super) fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let digit =
        |character: char| character.is_ascii_digit() || "一二三四五六七八九十".contains(character);
    let rest = text
        .strip_prefix('(')
        .or_else(|| text.strip_prefix('（'))
        .map(|inside| inside.trim_start_matches(digit))
        .and_then(|rest| rest.strip_prefix([')', '）']));
    if let Some(rest) = rest {
        return rest.trim_start_matches(['、', '.', '．', ' ']);
    }
    let circled = text.trim_start_matches(|character: char| ('①'..='⑳').contains(&character));
    if circled.len() < text.len() {
        return circled;
    }
    let rest = text.strip_prefix("场景").unwrap_or(text);
    let after = rest.trim_start_matches(digit);
    let numbered = after.len() < rest.len();
    match after.strip_prefix(['、', '.', '．', ':', '：', ')', '）']) {
        // A decimal number is no numbered text.
        Some(inner) if numbered && !inner.starts_with(|next: char| next.is_ascii_digit()) => {
            inner.trim_start()
        }
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{identifier, key, literal, plain, without_number};

    #[test]
    fn plain_texts() {
        assert_eq!(plain("１００ 万人（含）以上"), "100万人(含)以上");
        assert_eq!(plain(" more  than 5 \n\n 人 "), "more than 5\n人");
        assert_eq!(key("“IP 地址”（A）"), "ip地址(a)");
    }

    #[test]
    fn literals() {
        assert_eq!(literal("a\"b\\c\nd\u{200B}\te "), "\"a\\\"b\\\\c\\nd e\"");
    }

    #[test]
    fn names() {
        assert_eq!(
            identifier("证件有效期（起）").as_deref(),
            Some("证件有效期_起")
        );
        assert_eq!(identifier("IP 地址").as_deref(), Some("ip地址"));
        assert_eq!(identifier("3D 模型").as_deref(), Some("_3d模型"));
        assert_eq!(identifier("row").as_deref(), Some("row_"));
        assert_eq!(identifier("—"), None);
    }

    #[test]
    fn numbers_in_front() {
        for (text, rest) in [
            ("一、医药", "医药"),
            ("（二）合同", "合同"),
            ("(3) 甲", "甲"),
            ("3．乙", "乙"),
            ("②丙", "丙"),
            ("场景一：丁", "丁"),
            ("1.5万人", "1.5万人"),
            ("10万人以上", "10万人以上"),
            ("三维模型", "三维模型"),
        ] {
            assert_eq!(without_number(text), rest, "{text}");
        }
    }
}
