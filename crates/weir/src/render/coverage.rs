//! How much of each list is transcribed, as JSON and in a line: `Beijing list 2024: 23 scenarios, 7 named, 16 untranscribed`.

use serde::Serialize;
use weir_core::coverage::{Coverage, PartCoverage, coverage};
use weir_core::hir::{Counted, Language, Program};

use super::lists;
use crate::cli::count;

/// A line for each list, in order of declaration.
#[must_use]
pub fn lines(program: &Program, language: Language) -> Vec<String> {
    coverage(program)
        .iter()
        .map(|one| line(program, one, language))
        .collect()
}

/// How much of a list is transcribed, as JSON.
#[derive(Serialize)]
pub(crate) struct Listed {
    /// The list with its edition.
    list: String,
    title: String,
    /// Sectors and scenarios, where some are named or the zone says how many there are.
    parts: Vec<ListedPart>,
    /// Rows that are written out.
    rows: usize,
    /// How many rows the zone says that there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    announced_rows: Option<i64>,
    /// Places that are declared not to be transcribed.
    untranscribed: usize,
}

/// How many of its sectors or scenarios a list names.
#[derive(Serialize)]
struct ListedPart {
    /// `sectors` or `scenarios`.
    of: &'static str,
    named: i64,
    /// How many of those have a row that is written out.
    with_rows: i64,
    /// How many the zone says that there are, and how many of those are not named.
    #[serde(skip_serializing_if = "Option::is_none")]
    announced: Option<i64>,
    missing: i64,
}

/// How much of each list is transcribed, in order of declaration.
pub(crate) fn listed(program: &Program, language: Language) -> Vec<Listed> {
    let all = coverage(program);
    let lists = all.iter().map(|one| Listed {
        list: program[one.list].name.clone(),
        title: lists::short_title(program, one.list, language).to_owned(),
        parts: one.parts.iter().map(listed_part).collect(),
        rows: one.rows,
        announced_rows: one.announced_rows,
        untranscribed: one.holes,
    });
    lists.collect()
}

fn listed_part(part: &PartCoverage) -> ListedPart {
    ListedPart {
        of: match part.what {
            Counted::Sectors => "sectors",
            Counted::Scenarios => "scenarios",
            Counted::Rows => "rows",
            Counted::Fields => "fields",
            Counted::Items => "items",
        },
        named: part.named,
        with_rows: part.with_rows,
        announced: part.announced,
        missing: part.missing(),
    }
}

fn line(program: &Program, coverage: &Coverage, language: Language) -> String {
    let title = lists::short_title(program, coverage.list, language);
    let mut said: Vec<String> = coverage
        .parts
        .iter()
        .map(|part| self::part(part, language))
        .collect();
    let (rows, holes) = (coverage.rows, coverage.holes);
    said.push(match coverage.announced_rows {
        Some(announced) => language.pick(
            format!("条目 {announced} 条，已转写 {rows} 条"),
            format!("{}, {rows} written out", counted(announced, "row")),
        ),
        None => language.pick(
            format!("条目 {rows} 条"),
            format!("{} written out", count(rows, "row")),
        ),
    });
    if holes > 0 {
        said.push(language.pick(
            format!("另有 {holes} 处未转写"),
            count(holes, "untranscribed place"),
        ));
    }
    let (colon, joint) = language.pick(("：", "；"), (": ", "; "));
    format!("{title}{colon}{}", said.join(joint))
}

fn part(part: &PartCoverage, language: Language) -> String {
    let (zh, en) = match part.what {
        Counted::Sectors => ("行业", "sector"),
        Counted::Scenarios => ("业务场景", "scenario"),
        Counted::Rows => ("条目", "row"),
        Counted::Fields => ("字段", "field"),
        Counted::Items => ("数据项", "data item"),
    };
    let (named, missing) = (part.named, part.missing());
    match part.announced {
        Some(announced) => language.pick(
            format!("{zh} {announced} 个，列名 {named} 个，未转写 {missing} 个"),
            format!(
                "{}, {named} named, {missing} untranscribed",
                counted(announced, en)
            ),
        ),
        None => language.pick(
            format!("{zh}列名 {named} 个"),
            format!("{} named", counted(named, en)),
        ),
    }
}

fn counted(number: i64, noun: &str) -> String {
    count(usize::try_from(number).unwrap_or_default(), noun)
}
