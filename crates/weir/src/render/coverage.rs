//! How much of each list is transcribed, in a line: `Beijing list 2024: 23 scenarios, 7 named, 16 untranscribed`.

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
