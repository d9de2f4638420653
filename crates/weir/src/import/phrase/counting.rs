//! Sentences about numbers of people, and about how they are counted. All in plain form.

use crate::import::mapping::Subject;
use crate::import::number::{self, Bounds};

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
    "计入",
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

/// The numbers that a sentence asks for, and whose information it says is counted; `None` if the sentence says more.
pub(super) fn read(
    sentence: &str,
    understood: &[String],
) -> Option<Vec<(Option<Subject>, Bounds)>> {
    let found = number::find(sentence);
    if found.is_empty() {
        return Some(Vec::new());
    }
    let mut counted = Vec::new();
    let mut between = Vec::new();
    let mut from = 0;
    for (at, one) in found.iter().enumerate() {
        between.push(sentence.get(from..one.range.start)?);
        let until = found
            .get(at + 1)
            .map_or(sentence.len(), |next| next.range.start);
        let after = sentence.get(one.range.end..until)?;
        let subject = subject(after).or_else(|| subject(between.first()?));
        counted.push((subject, one.bounds));
        from = one.range.end;
    }
    between.push(sentence.get(from..)?);
    let plain = between
        .iter()
        .all(|text| consists_of(text, ASKING, understood));
    // Numbers that hold together would be one condition; only alternatives are read.
    let joints = between
        .get(1..between.len().saturating_sub(1))
        .unwrap_or_default();
    let alternatives = joints
        .iter()
        .all(|joint| joint.contains('或') || joint.contains(" or "));
    (plain && alternatives).then_some(counted)
}

/// Whose information a piece of a sentence speaks of.
fn subject(text: &str) -> Option<Subject> {
    let general = [
        "不含敏感",
        "不包括敏感",
        "非敏感",
        "excluding sensitive",
        "non-sensitive",
    ];
    if general.iter().any(|word| text.contains(word)) {
        Some(Subject::General)
    } else if text.contains("敏感个人信息") || text.contains("sensitive personal information")
    {
        Some(Subject::Sensitive)
    } else {
        None
    }
}

/// Whether a sentence only says that people are counted as the law counts them anyway: each once, without the flows that the
/// articles leave out.
pub(super) fn is_method(sentence: &str, understood: &[String]) -> bool {
    let left_out = sentence.contains("不计入") || sentence.contains("不纳入");
    let about_counting = left_out || sentence.contains("去重");
    let all_articles = LEFT_OUT.iter().all(|article| sentence.contains(article));
    about_counting && (!left_out || all_articles) && consists_of(sentence, COUNTING, understood)
}

/// Whether a text consists of these words and nothing else.
fn consists_of(text: &str, words: &[&str], more: &[String]) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let longest = words
            .iter()
            .copied()
            .chain(more.iter().map(String::as_str))
            .filter(|word| !word.is_empty() && rest.starts_with(word))
            .max_by_key(|word| word.len());
        match longest.and_then(|word| rest.strip_prefix(word)) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    true
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
