//! Citations and quantities in words, in both languages: the same on the command line and in editors.

use crate::hir::{
    Citation, InstrumentId, LabelKind, Labels, Language, Program, ProvisionKind, Unit,
};

/// The label of a term, or its name where it has none.
#[must_use]
pub fn label<'p>(labels: &'p Labels, name: &'p str, language: Language) -> &'p str {
    labels.label(language).unwrap_or(name)
}

/// The title of an instrument in citations: `Order 16` or `《第16号令》`.
#[must_use]
pub fn title(program: &Program, instrument: InstrumentId, language: Language) -> String {
    let instrument = &program[instrument];
    let title = instrument
        .labels
        .get(LabelKind::Short, language)
        .unwrap_or_else(|| label(&instrument.labels, &instrument.name, language));
    match language {
        Language::Zh if !title.starts_with('《') => format!("《{title}》"),
        Language::Zh | Language::En => title.to_owned(),
    }
}

/// A place in the law: `Order 16, article 5, item 4` or `《第16号令》第五条第（四）项`.
#[must_use]
pub fn citation(program: &Program, citation: Citation, language: Language) -> String {
    let title = title(program, citation.instrument, language);
    let within = within(program, citation, language);
    let listed = citation.provision.is_some_and(|provision| {
        let path = program.path(provision);
        path.iter().any(|id| program[*id].kind.of_list())
    });
    let joint = language.pick(if listed { "·" } else { "" }, ", ");
    if within.is_empty() {
        title
    } else {
        format!("{title}{joint}{within}")
    }
}

/// A place in the law without the title of the instrument: `article 5, item 4`; nothing for an instrument as a whole.
#[must_use]
pub fn within(program: &Program, citation: Citation, language: Language) -> String {
    let mut path = citation
        .provision
        .map(|provision| program.path(provision))
        .unwrap_or_default();
    // The id of a row says where it stands.
    if let Some(row) = path
        .last()
        .copied()
        .filter(|id| program[*id].kind == ProvisionKind::Row)
    {
        path = vec![row];
    }
    let steps = path.iter().map(|id| {
        let provision = &program[*id];
        match provision.kind {
            ProvisionKind::Sector | ProvisionKind::Scenario => {
                label(&provision.labels, &provision.number, language).to_owned()
            }
            ProvisionKind::Article
            | ProvisionKind::Paragraph
            | ProvisionKind::Item
            | ProvisionKind::Question
            | ProvisionKind::Section
            | ProvisionKind::Annex
            | ProvisionKind::Row => step(provision.kind, &provision.number, language),
        }
    });
    let listed = path.iter().any(|id| program[*id].kind.of_list());
    let joint = language.pick(if listed { "·" } else { "" }, ", ");
    steps.collect::<Vec<_>>().join(joint)
}

/// One step of a citation: `article 5` or `第五条`.
#[must_use]
pub fn step(kind: ProvisionKind, text: &str, language: Language) -> String {
    match language {
        Language::En => format!("{} {text}", kind.word()),
        Language::Zh => {
            let number = text.parse().ok().map_or(text.to_owned(), chinese_number);
            match kind {
                ProvisionKind::Article => format!("第{number}条"),
                ProvisionKind::Paragraph => format!("第{number}款"),
                ProvisionKind::Item => format!("第（{number}）项"),
                ProvisionKind::Question => format!("第{number}问"),
                ProvisionKind::Section => format!("第{number}章"),
                ProvisionKind::Annex => format!("附件{number}"),
                ProvisionKind::Row => format!("条目 {text}"),
                ProvisionKind::Sector | ProvisionKind::Scenario => text.to_owned(),
            }
        }
    }
}

/// A number below 10,000 in Chinese numerals, as articles are counted: 五, 十四, 二十, 一百零三.
fn chinese_number(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number >= 10_000 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        let leading_ten = out.is_empty() && unit == 10 && digit == 1;
        if !leading_ten {
            out.push_str(DIGITS.get(digit as usize).copied().unwrap_or_default());
        }
        out.push_str(name);
    }
    out
}

/// A number with its unit: `450,000 people`, `45万人`.
#[must_use]
pub fn quantity(number: i64, unit: Option<Unit>, language: Language) -> String {
    let Some(unit) = unit else {
        return grouped(number);
    };
    match language {
        Language::En => format!("{} {}", grouped(number), unit_english(unit, number)),
        Language::Zh => format!(
            "{}{}",
            chinese_magnitude(number),
            unit.chinese().first().copied().unwrap_or_default()
        ),
    }
}

fn unit_english(unit: Unit, number: i64) -> &'static str {
    match (unit, number) {
        (Unit::People, 1) => "person",
        (Unit::People, _) => "people",
        (Unit::Days, 1) => "day",
        (Unit::Days, _) => "days",
        (Unit::WorkingDays, 1) => "working day",
        (Unit::WorkingDays, _) => "working days",
        (Unit::Months, 1) => "month",
        (Unit::Months, _) => "months",
        (Unit::Years, 1) => "year",
        (Unit::Years, _) => "years",
        (Unit::Hours, 1) => "hour",
        (Unit::Hours, _) => "hours",
        (Unit::Bytes, 1) => "byte",
        (Unit::Bytes, _) => "bytes",
        (Unit::Records, 1) => "record",
        (Unit::Records, _) => "records",
        (Unit::Percent, _) => "percent",
    }
}

/// Digits in groups of three.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}

/// Whole multiples of 万 and 亿 as such, other numbers in digits.
fn chinese_magnitude(number: i64) -> String {
    match number {
        0 => "0".to_owned(),
        number if number % 100_000_000 == 0 => format!("{}亿", number / 100_000_000),
        number if number % 10_000 == 0 => format!("{}万", number / 10_000),
        number => grouped(number),
    }
}
