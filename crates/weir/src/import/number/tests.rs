use super::{find, has_number, only};
use crate::import::text::plain;

fn reads(text: &str, expected: &str) {
    let bounds = only(&plain(text)).map(|bounds| bounds.weir());
    assert_eq!(bounds.as_deref(), Some(expected), "{text}");
}

fn refuses(text: &str) {
    assert_eq!(only(&plain(text)), None, "{text}");
}

#[test]
fn bounds_of_official_texts() {
    reads("100万人以上", "100万以上");
    reads("10万人以上不满100万人", "10万以上不满100万");
    reads("10万人以上、不满100万人", "10万以上不满100万");
    reads("10万人以上且不满100万人", "10万以上不满100万");
    reads("10万以上但不足100万人", "10万以上不满100万");
    reads("不满1万人", "不满1万");
    reads("100 万人（含）以上", "100万以上");
    reads("１００万人以上（含本数）", "100万以上");
    reads("1,000,000人以上", "100万以上");
    reads("超过9999人", "超过9999");
    reads("10万人以下", "10万以下");
    reads("不超过10万人", "10万以下");
    reads("≥100000", "10万以上");
    reads("1.5万人以上", "15000以上");
    reads("十万人以上不满一百万人", "10万以上不满100万");
    reads("一百二十万人以上", "120万以上");
    reads("1亿人以上", "1亿以上");
    reads("一亿二千万人以上", "12000万以上");
    reads("三万五千人以上", "35000以上");
    reads("百万人以上", "100万以上");
    reads("十二人以上", "12以上");
    reads("达到10万人以上", "10万以上");
    reads("不满500万人、100万人以上", "100万以上不满500万");
    reads("10万人以上(不含)", "超过10万");
}

#[test]
fn bounds_in_english() {
    reads("at least 100,000 people", "10万以上");
    reads("more than 1 million persons", "超过100万");
    reads(
        "100,000 or more but fewer than 1,000,000 individuals",
        "10万以上不满100万",
    );
    reads(
        "at least 100,000 and less than 1,000,000 people",
        "10万以上不满100万",
    );
    reads("fewer than 10,000 people.", "不满1万");
    reads("no more than 10,000 people", "1万以下");
    reads("1.5 million people or more", "150万以上");
}

#[test]
fn what_is_not_a_bound_is_not_read() {
    for text in [
        "",
        "100万人",
        "约100万人",
        "10万-100万人",
        "10万人次以上",
        "超过10万人以上",
        "1,00人以上",
        "0.5人以上",
        "100万人以上不满10万人",
        "100万人以上个人信息",
        "以上",
        "10万条以上",
        "99999999999999999999人以上",
        "百分之五以上",
        // Tens or ones, thousands or ones: said, not written.
        "一百二人以上",
        "三万五人以上",
        "一百二千人以上",
        "十百人以上",
    ] {
        refuses(text);
    }
}

#[test]
fn bounds_in_sentences() {
    let text = plain(
        "自当年1月1日起累计向境外提供100万人以上不满500万人个人信息或者1万人以上敏感个人信息",
    );
    let found: Vec<String> = find(&text)
        .iter()
        .map(|found| found.bounds.weir())
        .collect();
    assert_eq!(found, ["100万以上不满500万", "1万以上"]);
    assert_eq!(find("提供10万以上且不满100万人个人信息").len(), 1);
    assert!(find("10万以上个人信息").is_empty());
    assert!(find("1月1日以上").is_empty());
    assert!(find("第10条以上").is_empty());
}

#[test]
fn numbers_are_noticed() {
    assert!(has_number("10"));
    assert!(has_number("数万人"));
    assert!(!has_number("姓名、电话"));
}
