//! How much of each list is transcribed, in a line: `Beijing list 2024: 23 scenarios, 7 named, 16 untranscribed`.

use weir_core::coverage::{Coverage, PartCoverage, coverage};
use weir_core::hir::{Counted, LabelKind, Language, Program};

use super::words;

/// A line for each list, in order of declaration.
#[must_use]
pub fn lines(program: &Program, language: Language) -> Vec<String> {
    coverage(program)
        .iter()
        .map(|one| line(program, one, language))
        .collect()
}

fn line(program: &Program, coverage: &Coverage, language: Language) -> String {
    let instrument = &program[coverage.list];
    let title = instrument
        .labels
        .get(LabelKind::Short, language)
        .unwrap_or_else(|| words::label(&instrument.labels, &instrument.name, language));
    let mut said: Vec<String> = coverage
        .parts
        .iter()
        .map(|part| self::part(part, language))
        .collect();
    let (rows, holes) = (coverage.rows, coverage.holes);
    said.push(match coverage.announced_rows {
        Some(announced) => language.pick(
            format!("条目 {announced} 条，已转写 {rows} 条"),
            format!("{announced} rows, {rows} written out"),
        ),
        None => language.pick(
            format!("条目 {rows} 条"),
            format!("{rows} {} written out", plural(rows, "row", "rows")),
        ),
    });
    if holes > 0 {
        said.push(language.pick(
            format!("另有 {holes} 处未转写"),
            format!("{holes} untranscribed {}", plural(holes, "place", "places")),
        ));
    }
    let (colon, joint) = language.pick(("：", "；"), (": ", "; "));
    format!("{title}{colon}{}", said.join(joint))
}

fn part(part: &PartCoverage, language: Language) -> String {
    let what = |number: i64| match part.what {
        Counted::Sectors => language.pick("行业", if number == 1 { "sector" } else { "sectors" }),
        Counted::Scenarios => language.pick(
            "业务场景",
            if number == 1 { "scenario" } else { "scenarios" },
        ),
        Counted::Rows => language.pick("条目", "rows"),
        Counted::Fields => language.pick("字段", "fields"),
        Counted::Items => language.pick("数据项", "data items"),
    };
    let (named, missing) = (part.named, part.missing());
    match part.announced {
        Some(announced) => language.pick(
            format!(
                "{} {announced} 个，列名 {named} 个，未转写 {missing} 个",
                what(announced)
            ),
            format!(
                "{announced} {}, {named} named, {missing} untranscribed",
                what(announced)
            ),
        ),
        None => language.pick(
            format!("{}列名 {named} 个", what(named)),
            format!("{named} {} named", what(named)),
        ),
    }
}

fn plural<'w>(number: usize, one: &'w str, many: &'w str) -> &'w str {
    if number == 1 { one } else { many }
}
