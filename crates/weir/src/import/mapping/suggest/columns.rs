//! Guesses about columns and about what stands in them.

use std::collections::BTreeSet;

use weir_tables::Table;

use super::{Known, OPEN, quoted};
use crate::import::mapping::Role;
use crate::import::number;
use crate::import::official::header_texts;
use crate::import::text::{key, plain};

/// Words of a header and what such a column is; the first that fits counts.
const WORDS: &[(&str, Role)] = &[
    ("序号", Role::Number),
    ("编号", Role::Number),
    ("项号", Role::Number),
    ("no.", Role::Number),
    ("备注", Role::Note),
    ("note", Role::Note),
    ("remark", Role::Note),
    ("不含敏感", Role::General),
    ("非敏感", Role::General),
    ("non-sensitive", Role::General),
    ("敏感", Role::Sensitive),
    ("sensitive", Role::Sensitive),
    ("数量", Role::People),
    ("门槛", Role::People),
    ("阈值", Role::People),
    ("人数", Role::People),
    ("threshold", Role::People),
    ("子类", Role::Subclass),
    ("subclass", Role::Subclass),
    ("subcategory", Role::Subclass),
    ("场景", Role::Scenario),
    ("scenario", Role::Scenario),
    ("字段", Role::Fields),
    ("数据项", Role::Fields),
    ("fields", Role::Fields),
    ("data items", Role::Fields),
    ("描述", Role::Description),
    ("特征", Role::Description),
    ("说明", Role::Description),
    ("description", Role::Description),
    ("路径", Role::Pathway),
    ("管理措施", Role::Pathway),
    ("出境方式", Role::Pathway),
    ("合规", Role::Pathway),
    ("pathway", Role::Pathway),
    ("mechanism", Role::Pathway),
    ("数据类别", Role::Kind),
    ("数据类型", Role::Kind),
    ("数据种类", Role::Kind),
    ("kind", Role::Kind),
    ("category", Role::Kind),
    ("行业", Role::Sector),
    ("领域", Role::Sector),
    ("sector", Role::Sector),
    ("industry", Role::Sector),
    ("英文", Role::LabelEn),
    ("english", Role::LabelEn),
    ("名称", Role::Label),
    ("类别", Role::Kind),
];

fn guess(header: &str) -> Option<Role> {
    let header = plain(header);
    WORDS
        .iter()
        .find(|(word, _)| header.contains(word))
        .map(|(_, role)| *role)
        .filter(|_| header.chars().count() < 40)
}

/// The line in which most cells look like headers.
pub(super) fn header(table: &Table) -> Option<usize> {
    let known = |cells: &Vec<weir_tables::Cell>| {
        let roles: BTreeSet<Role> = cells.iter().filter_map(|cell| guess(&cell.text)).collect();
        roles.len()
    };
    let lines = table.rows.iter().take(15).map(known).enumerate();
    lines
        .rev()
        .max_by_key(|(_, known)| *known)
        .filter(|(_, known)| *known >= 2)
        .map(|(line, _)| line)
}

/// The texts over the columns of a table.
fn headers(table: &Table) -> Vec<String> {
    header(table)
        .map(|line| header_texts(table, line))
        .unwrap_or_default()
}

/// What the columns of a table look like.
pub(super) fn roles(table: &Table) -> BTreeSet<Role> {
    headers(table)
        .iter()
        .filter_map(|text| guess(text))
        .collect()
}

/// All columns of all tables, each header once.
pub(super) fn columns(known: &Known<'_>) -> String {
    let words: Vec<&str> = Role::ALL.iter().map(|(word, _)| *word).collect();
    let mut out = format!("# What the columns are: {}.\ncolumns:\n", words.join(", "));
    let mut seen = BTreeSet::new();
    for table in known.tables {
        for text in headers(table) {
            if text.is_empty() || !seen.insert(key(&text)) {
                continue;
            }
            let role = guess(&text).map_or(OPEN, Role::word);
            out.push_str(&format!("  {}: {role}\n", quoted(&text)));
        }
    }
    if seen.is_empty() {
        out.push_str(&format!("  \"{OPEN}\": number\n"));
    }
    out.push('\n');
    out
}

/// The kinds of data that occur, and what they mean.
pub(super) fn kinds(known: &Known<'_>) -> String {
    let mut texts: Vec<String> = Vec::new();
    for table in known.tables {
        let Some(line) = header(table) else { continue };
        let at = headers(table)
            .iter()
            .position(|text| guess(text) == Some(Role::Kind));
        let Some(at) = at else { continue };
        for cell in table
            .rows
            .iter()
            .skip(line + 1)
            .filter_map(|cells| cells.get(at))
        {
            let text = cell.text.trim();
            let alone = number::find(&plain(text)).is_empty() && text.chars().count() < 30;
            // A heading across the table is no kind.
            if !text.is_empty()
                && alone
                && cell.merged.column == cell.place.column
                && !texts.iter().any(|one| key(one) == key(text))
                && headers(table)
                    .get(at)
                    .is_none_or(|one| key(one) != key(text))
            {
                texts.push(text.to_owned());
            }
        }
    }
    if texts.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "# What the kinds of data mean: `when` is the condition of their rows, `then` a further conclusion. A kind that is\n\
         # `described` has rows that are descriptions; each is a name of the category of the fact `described`.\nkinds:\n",
    );
    let mut described = false;
    for text in &texts {
        let (lines, is_described) = kind(text, known);
        described |= is_described;
        out.push_str(&format!("  {}:\n{lines}", quoted(text)));
    }
    if let Some(fact) = known.vocabulary.described().filter(|_| described) {
        out.push_str(&format!("described: {fact}\n"));
    }
    out.push('\n');
    out
}

/// What a kind means, and whether its rows are descriptions.
fn kind(text: &str, known: &Known<'_>) -> (String, bool) {
    let plain = plain(text);
    let condition = |called: &str| {
        known.vocabulary.member_of_set(called).map_or_else(
            || OPEN.to_owned(),
            |(fact, name)| format!("{fact} has {name}"),
        )
    };
    let excludes = plain.contains("不含敏感") || plain.contains("非敏感");
    if plain.contains("重要数据") {
        let then = condition("重要数据");
        let described = known.vocabulary.described().is_some();
        let extra = if described {
            "    described: true\n"
        } else {
            ""
        };
        (
            format!("    en: important data\n{extra}    then: {then}\n"),
            described,
        )
    } else if plain.contains("个人信息") && (excludes || plain == "个人信息") {
        let when = condition("个人信息");
        let (en, people) = match excludes {
            true => (
                "personal information, sensitive not included",
                "    people: general\n",
            ),
            false => ("personal information", ""),
        };
        (format!("    en: {en}\n    when: {when}\n{people}"), false)
    } else if plain.contains("敏感个人信息") {
        let when = condition("敏感个人信息");
        (
            format!(
                "    en: sensitive personal information\n    when: {when}\n    people: sensitive\n"
            ),
            false,
        )
    } else {
        (format!("    en: {OPEN}\n    when: {OPEN}\n"), false)
    }
}
