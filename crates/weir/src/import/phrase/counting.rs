//! Sentences about numbers of people, and about how they are counted. All in plain form.

use crate::import::mapping::Subject;
use crate::import::number::{self, Bounds};
use crate::import::text::words;

/// Words of a sentence that asks for a number of people and add nothing to it. The longer ones come first where one begins
/// with another.
const ASKING: &[&str] = &[
    "自当年1月1日起",
    "自当年一月一日起",
    "自当年 1 月 1 日起",
    "当年累计",
    "年度累计",
    "累计",
    "向境外提供",
    "向境外",
    "提供",
    "出境",
    "数据处理者",
    "处理者",
    "达到",
    "涉及",
    "自然人",
    "去重后",
    "(去重后)",
    "人数",
    "数量",
    "的",
    ",",
    "(不含敏感个人信息)",
    "(不包括敏感个人信息)",
    "(不含敏感)",
    "不含敏感个人信息的",
    "非敏感个人信息",
    "敏感个人信息",
    "个人信息",
    "或者",
    "或",
    "since 1 january of the current year",
    "since january 1 of the current year",
    "cumulatively",
    "provided abroad",
    "provided overseas",
    "transferred abroad",
    "(excluding sensitive personal information)",
    "excluding sensitive personal information",
    "non-sensitive personal information",
    "sensitive personal information",
    "personal information",
    "of",
    "or",
    "'s",
    " ",
];

/// Words of a sentence that says how people are counted.
const COUNTING: &[&str] = &[
    "按照",
    "按",
    "以",
    "对",
    "应当",
    "应",
    "进行",
    "自然人",
    "个人",
    "去重后",
    "去重",
    "后",
    "人数",
    "数量",
    "累计",
    "计算",
    "统计",
    "计数",
    "不计入",
    "不纳入",
    "为准",
    "敏感",
    "个人信息",
    "向境外提供",
    "出境",
    "提供",
    "数据",
    "属于",
    "符合",
    "依照",
    "依据",
    "根据",
    "《促进和规范数据跨境流动规定》",
    "《规定》",
    "第三条",
    "第四条",
    "第五条第一款第一项至第三项",
    "第五条第一款第(一)项至第(三)项",
    "第五条第一款第(一)至(三)项",
    "第五条第一款第一项、第二项、第三项",
    "第五条第(一)项至第(三)项",
    "第六条",
    "规定",
    "情形",
    "上述",
    "其中",
    "其",
    "中",
    "的",
    "和",
    "及",
    "或者",
    "自当年1月1日起",
    "、",
    ",",
];

/// The articles whose flows are left out of the count by law. A sentence that leaves out others says something new.
const LEFT_OUT: &[&str] = &["第三条", "第四条", "第五条", "第六条"];

/// A word of a sentence, or a number in it.
#[derive(Clone, Copy)]
enum Piece<'s> {
    Word(&'s str),
    Number(Bounds),
}

/// The numbers that a sentence asks for, and whose information it says is counted; `None` if the sentence says more.
pub(super) fn read(
    sentence: &str,
    understood: &[String],
) -> Option<Vec<(Option<Subject>, Bounds)>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for one in number::find(sentence) {
        let before = sentence.get(from..one.range.start)?;
        pieces.extend(
            all_words(before, ASKING, understood)?
                .into_iter()
                .map(Piece::Word),
        );
        pieces.push(Piece::Number(one.bounds));
        from = one.range.end;
    }
    if pieces.is_empty() {
        return Some(Vec::new());
    }
    let last = all_words(sentence.get(from..)?, ASKING, understood)?;
    pieces.extend(last.into_iter().map(Piece::Word));
    // Numbers that hold together would be one condition; only alternatives are read.
    let parts: Vec<_> = pieces
        .split(|piece| matches!(piece, Piece::Word("或" | "或者" | "or")))
        .collect();
    let several = parts.len() > 1;
    parts
        .into_iter()
        .map(|part| alternative(part, several))
        .collect()
}

/// The number in one of the alternatives of a sentence, and whose information it counts. Where there are several, each has to
/// say that: in `10万人以上或者1万人以上敏感个人信息` the first may be about either.
fn alternative(pieces: &[Piece<'_>], several: bool) -> Option<(Option<Subject>, Bounds)> {
    let mut bounds = None;
    let (mut without, mut kinds) = (false, Vec::new());
    for piece in pieces {
        match piece {
            Piece::Number(_) if bounds.is_some() => return None,
            Piece::Number(number) => bounds = Some(*number),
            Piece::Word(word) if has(word, &["不含敏感", "不包括敏感", "excluding sensitive"]) =>
            {
                without = true;
            }
            Piece::Word(word) => kinds.extend(kind(word)),
        }
    }
    kinds.dedup();
    let subject = match (kinds.as_slice(), without) {
        ([Some(Subject::Sensitive)], false) => Some(Subject::Sensitive),
        ([None | Some(Subject::General)] | [], true) | ([Some(Subject::General)], false) => {
            Some(Subject::General)
        }
        ([None], false) => None,
        ([], false) if !several => None,
        // Two kinds of information, or one that is excluded itself.
        _ => return None,
    };
    Some((subject, bounds?))
}

/// Of which personal information a word speaks, if it does; of all or of part of it.
fn kind(word: &str) -> Option<Option<Subject>> {
    if has(word, &["非敏感", "non-sensitive"]) {
        Some(Some(Subject::General))
    } else if has(word, &["敏感个人信息", "sensitive personal information"]) {
        Some(Some(Subject::Sensitive))
    } else {
        has(word, &["个人信息", "personal information"]).then_some(None)
    }
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a sentence only says that people are counted as the law counts them anyway: each once, without the flows that the
/// articles leave out.
pub(super) fn is_method(sentence: &str, understood: &[String]) -> bool {
    let left_out = has(sentence, &["不计入", "不纳入"]);
    let about_counting = left_out || sentence.contains("去重");
    // A sentence that speaks of articles leaves them out, and all of them.
    let articles = match left_out {
        true => LEFT_OUT.iter().all(|article| sentence.contains(article)),
        false => !has(sentence, LEFT_OUT),
    };
    about_counting && articles && all_words(sentence, COUNTING, understood).is_some()
}

/// The words of a text, if it consists of these.
fn all_words<'t>(text: &'t str, known: &[&str], more: &[String]) -> Option<Vec<&'t str>> {
    let more = more.iter().map(String::as_str);
    words(text, known.iter().copied().chain(more))
}

/// The row numbers in `第7项`, `第1、2项`, `第1项至第3项`, `序号7`.
pub(super) fn rows(text: &str) -> Option<Vec<String>> {
    let text = text.trim_start_matches("上述").trim_start_matches("本清单");
    let mut rows: Vec<String> = Vec::new();
    let mut range = false;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest
            .find(|next: char| !next.is_ascii_digit())
            .unwrap_or(rest.len());
        if digits > 0 {
            let (number, left) = rest.split_at_checked(digits)?;
            let last: usize = number.parse().ok()?;
            let first = match rows.last().filter(|_| std::mem::take(&mut range)) {
                Some(first) => first.parse::<usize>().ok()?.checked_add(1)?,
                None => last,
            };
            // A range that runs backwards or is longer than any list is none.
            if first > last || last - first > 200 {
                return None;
            }
            rows.extend((first..=last).map(|row| row.to_string()));
            rest = left;
            continue;
        }
        let words = [
            "第", "项", "条", "行", "序号", "、", ",", "和", "及", "至", "到", "-", "—", "~",
        ];
        let word = words.iter().find(|word| rest.starts_with(**word))?;
        range |= matches!(*word, "至" | "到" | "-" | "—" | "~");
        rest = rest.strip_prefix(word)?;
    }
    (!rows.is_empty() && !range).then_some(rows)
}
