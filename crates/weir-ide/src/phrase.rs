//! How things are said to people, in both languages.

use weir_core::date::Period;
use weir_core::hir::{Citation, Conclusion, Language, Program, RuleId, SourceKind};
pub(crate) use weir_core::words::{citation, grouped, label, quantity, step, title};

use crate::outline::PartKind;

/// What a part is called.
pub(crate) fn kind(kind: PartKind, lang: Language) -> &'static str {
    let (zh, en) = match kind {
        PartKind::Use => ("文件", "file"),
        PartKind::Outcome => ("结论", "outcome"),
        PartKind::Value => ("取值", "value"),
        PartKind::Category => ("类别树", "category"),
        PartKind::Member => ("类别", "kind"),
        PartKind::Zone => ("自贸区", "zone"),
        PartKind::Fact => ("事实", "fact"),
        PartKind::Measure => ("计量", "measure"),
        PartKind::Counter => ("计数", "counter"),
        PartKind::Threshold => ("数量标准", "threshold"),
        PartKind::Instrument => ("文件", "instrument"),
        PartKind::List => ("清单", "list"),
        PartKind::Article => ("条", "article"),
        PartKind::Paragraph => ("款", "paragraph"),
        PartKind::Item => ("项", "item"),
        PartKind::Question => ("问", "question"),
        PartKind::Section => ("章节", "section"),
        PartKind::Annex => ("附件", "annex"),
        PartKind::Sector => ("行业", "sector"),
        PartKind::Scenario => ("业务场景", "scenario"),
        PartKind::Row => ("条目", "row"),
        PartKind::Rule => ("规则", "rule"),
        PartKind::Lists => ("清单共同规定", "lists"),
        PartKind::Table => ("表格", "table"),
        PartKind::Adoption => ("并入", "adoption"),
        PartKind::Precedence => ("优先关系", "precedence"),
        PartKind::Strictest => ("从严", "strictest"),
        PartKind::Reading => ("解释问题", "reading"),
        PartKind::Option => ("解释选项", "option"),
        PartKind::Definition => ("定义", "definition"),
        PartKind::Assumption => ("前提", "assumption"),
        PartKind::Profile => ("测试情形", "profile"),
        PartKind::Test => ("测试", "test"),
        PartKind::Case => ("用例", "case"),
    };
    lang.pick(zh, en)
}

/// The address of a place in the law: its own, or that of what it stands in.
pub(crate) fn address(program: &Program, citation: Citation) -> Option<&str> {
    let path = citation.provision.map(|id| program.path(id));
    let own = path
        .into_iter()
        .flatten()
        .rev()
        .find_map(|id| program.provisions.get(id.index())?.url.as_deref());
    own.or(program
        .instruments
        .get(citation.instrument.index())?
        .url
        .as_deref())
}

/// `100万`, `1.5亿`; digits where the magnitude does not divide it well.
pub(crate) fn magnitude(number: i64) -> String {
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万")] {
        if number >= unit && number % (unit / 100) == 0 {
            let whole = number / unit;
            let rest = format!("{:02}", number % unit / (unit / 100));
            let rest = rest.trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            return format!("{whole}{point}{rest}{name}");
        }
    }
    number.to_string()
}

/// A period: `from 2024-03-22 until 2026-01-01`.
pub(crate) fn period(period: Period, lang: Language) -> String {
    let Period { from, until } = period;
    match (from, until, lang) {
        (Some(from), Some(until), Language::En) => format!("from {from} until {until}"),
        (Some(from), Some(until), Language::Zh) => format!("{from} 起，至 {until} 前"),
        (Some(from), None, Language::En) => format!("from {from}"),
        (Some(from), None, Language::Zh) => format!("{from} 起"),
        (None, Some(until), Language::En) => format!("until {until}"),
        (None, Some(until), Language::Zh) => format!("{until} 前"),
        (None, None, lang) => lang.pick("无期限", "always").to_owned(),
    }
}

/// How a text was read.
pub(crate) fn source(kind: SourceKind, lang: Language) -> &'static str {
    match kind {
        SourceKind::Primary => lang.pick("依据官方文本", "read in the official text"),
        SourceKind::Secondary => lang.pick("依据二手资料", "read in a secondary source"),
    }
}

/// What a rule concludes.
pub(crate) fn conclusion(program: &Program, conclusion: Conclusion, lang: Language) -> String {
    let colon = lang.pick("：", ": ");
    match conclusion {
        Conclusion::Value(id, at) => {
            let outcome = &program[id];
            let value = outcome.values.get(at);
            let value = value.map_or("", |value| label(&value.labels, &value.name, lang));
            format!(
                "{}{colon}{value}",
                label(&outcome.labels, &outcome.name, lang)
            )
        }
        Conclusion::Hole(id, _) => {
            let outcome = &program[id];
            let hole = lang.pick("未录入", "not transcribed");
            format!(
                "{}{colon}{hole}",
                label(&outcome.labels, &outcome.name, lang)
            )
        }
        Conclusion::Has(id, at) => {
            let fact = &program[id];
            let member = program.members(id).get(at);
            let member = member.map_or("", |member| label(&member.labels, &member.name, lang));
            let has = lang.pick("包含", " has ");
            format!("{}{has}{member}", label(&fact.labels, &fact.name, lang))
        }
    }
}

/// A rule: its citation, and its name where it has one.
pub(crate) fn rule(program: &Program, id: RuleId, lang: Language) -> String {
    let Some(rule) = program.rules.get(id.index()) else {
        return String::new();
    };
    let place = citation(program, rule.citation, lang);
    match &rule.name {
        Some(name) => format!("{place} {name}"),
        None => place,
    }
}
