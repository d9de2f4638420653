//! Enumerations: their beginning, their items and their end.

/// How an enumeration ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With its last item.
    Closed,
    /// With a word that says that there are others.
    Open,
    /// With a word that says how many there are.
    Counted(usize),
}

/// Words that announce an enumeration of fields.
const INTRODUCTIONS: &[&str] = &[
    "具体包括",
    "主要包括",
    "字段包括",
    "数据字段包括",
    "数据项包括",
    "个人信息包括",
    "包括但不限于",
    "包括",
    "包含",
    "涉及字段",
    "数据字段",
    "数据项",
    "字段",
    "including",
    "fields",
    "data fields",
];

/// The items, divided where no bracket is open.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    text.split(move |character: char| match character {
        '（' | '(' => {
            depth += 1;
            false
        }
        '）' | ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        '、' | '，' | ',' | '；' | ';' | '\n' => depth == 0,
        _ => false,
    })
    .map(|item| item.trim().trim_end_matches(['。', '.']))
    .filter(|item| !item.is_empty())
}

/// An enumeration without the word at its end, and what that word says.
pub(super) fn ending(text: &str) -> (&str, Ending) {
    let text = text.trim().trim_end_matches(['。', '；', ';', '，', ',']);
    let english = [
        " and others",
        ", etc.",
        " etc.",
        ", etc",
        " etc",
        " and the like",
        " and so on",
    ];
    if let Some(rest) = english.iter().find_map(|end| text.strip_suffix(end)) {
        return (rest, Ending::Open);
    }
    let Some((listed, end)) = text.rsplit_once('等') else {
        return (text, Ending::Closed);
    };
    let end = end.trim();
    let digits: String = end.chars().take_while(char::is_ascii_digit).collect();
    let after = end.get(digits.len()..).unwrap_or_default();
    let nouns = [
        "",
        "信息",
        "个人信息",
        "数据",
        "字段",
        "数据字段",
        "内容",
        "数据项",
        "项",
        "个",
        "类",
        "种",
        "项字段",
        "项数据",
        "项信息",
        "个字段",
    ];
    match digits.parse() {
        _ if !nouns.contains(&after) => (text, Ending::Closed),
        Ok(count) => (listed, Ending::Counted(count)),
        Err(_) => (listed, Ending::Open),
    }
}

/// Whether a text before a colon announces fields.
pub(super) fn introduces(text: &str) -> bool {
    let text = text.trim();
    INTRODUCTIONS.contains(&text)
}

/// How an enumeration was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Announced {
    /// Not at all.
    No,
    /// By a word such as `包括`.
    Yes,
    /// By a word that also says that there are others.
    Open,
}

/// A text without the word that announces fields, and which it was.
pub(super) fn without_introduction(text: &str) -> (&str, Announced) {
    let text = text.trim();
    let longest = INTRODUCTIONS
        .iter()
        .filter(|word| text.starts_with(**word))
        .max_by_key(|word| word.len());
    match longest.and_then(|word| text.strip_prefix(word).map(|rest| (word, rest))) {
        Some((word, rest)) => {
            let announced = if word.contains("不限于") {
                Announced::Open
            } else {
                Announced::Yes
            };
            (rest.trim_start_matches(['：', ':', ' ']), announced)
        }
        None => (text, Announced::No),
    }
}

/// `仅限于甲、乙场景`: the names, and what follows. `甲、乙等场景` leaves open which they are and is not read.
pub(super) fn limited_to(text: &str) -> Option<(&str, &str)> {
    let inside = ["仅限于", "仅限", "限于", "仅适用于"]
        .iter()
        .find_map(|word| text.strip_prefix(word))?;
    let (names, rest) = ["业务场景", "场景"]
        .iter()
        .find_map(|word| inside.split_once(word))?;
    let counts = [
        "两个", "二个", "三个", "四个", "五个", "六个", "七个", "八个",
    ];
    let counted = counts
        .iter()
        .zip([2, 2, 3, 4, 5, 6, 7, 8])
        .find_map(|(word, count)| {
            let names = names.strip_suffix(word)?;
            Some((names.strip_suffix('等').unwrap_or(names), count))
        });
    match counted {
        Some((names, count)) if items(names).count() == count => Some((names, rest)),
        Some(_) => None,
        None if names.ends_with('等') => None,
        None => Some((names, rest)),
    }
}
