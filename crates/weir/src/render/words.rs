//! Facts, conditions and what is known of them in words, in both languages.

use unicode_width::UnicodeWidthStr;
use weir_core::Edition;
use weir_core::date::Date;
use weir_core::hir::{
    Citation, CompareOp, CondKind, FactId, FactType, Language, Member, Operand, OutcomeId, Program,
    RuleId, ThresholdId,
};
use weir_core::scenario::{Given, Scenario};
use weir_core::words::quantity;
pub use weir_core::words::{citation, grouped, label};

/// The label of a member, or its name.
#[must_use]
pub fn member(member: &Member, language: Language) -> &str {
    label(&member.labels, &member.name, language)
}

/// The label of a value of an outcome.
#[must_use]
pub fn value(program: &Program, outcome: OutcomeId, at: usize, language: Language) -> String {
    program[outcome]
        .values
        .get(at)
        .map(|value| member(value, language).to_owned())
        .unwrap_or_default()
}

/// A fact's label.
#[must_use]
pub fn fact(program: &Program, id: FactId, language: Language) -> &str {
    label(&program[id].labels, &program[id].name, language)
}

/// A place in the law as a policy refers to it: `order16 article 5 item 4`.
#[must_use]
pub fn reference(program: &Program, citation: Citation) -> String {
    let mut words = vec![program[citation.instrument].name.clone()];
    let path = citation
        .provision
        .map(|provision| program.path(provision))
        .unwrap_or_default();
    words.extend(path.into_iter().map(|provision| {
        let provision = &program[provision];
        format!("{} {}", provision.kind.word(), provision.number)
    }));
    words.join(" ")
}

/// A rule: its citation, and its name where the provision holds several.
#[must_use]
pub fn rule_citation(program: &Program, rule: RuleId, language: Language) -> String {
    citation(program, program[rule].citation, language)
}

/// What a rule says, in one line.
#[must_use]
pub fn rule_label(program: &Program, rule: RuleId, language: Language) -> Option<&str> {
    let own = program[rule].labels.label(language);
    own.or_else(|| {
        program[rule]
            .citation
            .provision
            .and_then(|provision| program[provision].labels.label(language))
    })
}

/// A day.
#[must_use]
pub fn day(day: Date, language: Language) -> String {
    match language {
        Language::En => day.to_string(),
        Language::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

/// What a test of a fact found: `exporter is a CIIO: no`.
#[must_use]
pub fn test(
    edition: &Edition<'_>,
    scenario: &Scenario,
    cond: &CondKind,
    holds: bool,
    language: Language,
) -> Option<String> {
    let program = edition.program;
    let colon = language.pick("：", ": ");
    Some(match cond {
        CondKind::Fact(id) => format!(
            "{}{colon}{}",
            fact(program, *id, language),
            yes_no(holds, language)
        ),
        CondKind::Is(id, values) => {
            let said = match scenario.get(*id) {
                Some(Given::Choice(at) | Given::Kind(at)) => {
                    names(program.members(*id), &[*at], language)
                }
                _ if holds => names(program.members(*id), values, language),
                _ => format!(
                    "{}{}",
                    language.pick("不是", "not "),
                    names(program.members(*id), values, language)
                ),
            };
            format!("{}{colon}{said}", fact(program, *id, language))
        }
        CondKind::Has(id, at) => {
            let includes = language.pick(
                if holds { "包含" } else { "不包含" },
                if holds {
                    "includes "
                } else {
                    "does not include "
                },
            );
            format!(
                "{}{colon}{includes}{}",
                fact(program, *id, language),
                names(program.members(*id), &[*at], language)
            )
        }
        CondKind::Compare(id, op, operand) => format!(
            "{}{colon}{}",
            fact(program, *id, language),
            comparison(edition, scenario, *id, *op, operand, holds, language)
        ),
        CondKind::Outcome(id, values) => {
            let list: Vec<String> = values
                .iter()
                .map(|at| value(program, *id, *at, language))
                .collect();
            let not = if holds {
                ""
            } else {
                language.pick("不是", "not ")
            };
            format!(
                "{}{colon}{not}{}",
                label(&program[*id].labels, &program[*id].name, language),
                list.join(language.pick("或", " or "))
            )
        }
        CondKind::OutcomeHas(id, at) => {
            let includes = language.pick(
                if holds { "包含" } else { "不包含" },
                if holds {
                    "includes "
                } else {
                    "does not include "
                },
            );
            format!(
                "{}{colon}{includes}{}",
                label(&program[*id].labels, &program[*id].name, language),
                value(program, *id, *at, language)
            )
        }
        CondKind::HasOther(id, named) => {
            let members = program.members(*id);
            let others = words_of_others(scenario, *id, members, named, language);
            let other = match (others, holds) {
                (Some(others), true) => others,
                (None, true) => language
                    .pick("另有未列举的", "others than those named")
                    .to_owned(),
                (_, false) => language
                    .pick("没有未列举的", "none but those named")
                    .to_owned(),
            };
            format!("{}{colon}{other}", fact(program, *id, language))
        }
        CondKind::Reading(..)
        | CondKind::During(_)
        | CondKind::Const(_)
        | CondKind::Definition(_)
        | CondKind::Not(_)
        | CondKind::And(_)
        | CondKind::Or(_)
        | CondKind::Error => return None,
    })
}

/// The members of a set that a scenario has beside those that are named.
fn words_of_others(
    scenario: &Scenario,
    id: FactId,
    members: &[Member],
    named: &[usize],
    language: Language,
) -> Option<String> {
    let Some(Given::Set(known)) = scenario.get(id) else {
        return None;
    };
    let related = |at: usize| {
        named.iter().any(|name| {
            weir_core::scenario::is_under(members, at, *name)
                || weir_core::scenario::is_under(members, *name, at)
        })
    };
    let others: Vec<&str> = members
        .iter()
        .enumerate()
        .filter(|(at, _)| known.get(*at) == Some(&Some(true)) && !related(*at))
        .map(|(_, one)| member(one, language))
        .collect();
    (!others.is_empty()).then(|| others.join(language.pick("、", ", ")))
}

fn yes_no(value: bool, language: Language) -> &'static str {
    if value {
        language.pick("是", "yes")
    } else {
        language.pick("否", "no")
    }
}

pub(super) fn names(members: &[Member], at: &[usize], language: Language) -> String {
    let list: Vec<&str> = at
        .iter()
        .filter_map(|at| members.get(*at))
        .map(|one| member(one, language))
        .collect();
    list.join(language.pick("或", " or "))
}

fn comparison(
    edition: &Edition<'_>,
    scenario: &Scenario,
    id: FactId,
    op: CompareOp,
    operand: &Operand,
    holds: bool,
    language: Language,
) -> String {
    let (limit, source) = match operand {
        Operand::Number(number) => (amount(edition.program, id, *number, language), None),
        Operand::Threshold(threshold) => (
            amount(
                edition.program,
                id,
                edition.threshold(*threshold).unwrap_or_default(),
                language,
            ),
            Some(*threshold),
        ),
        Operand::Date(date) => (day(*date, language), None),
    };
    let relation = relation(if holds { op } else { negated(op) }, &limit, language);
    let exact = matches!(scenario.get(id), Some(Given::Number(low, Some(high))) if low == high);
    let known = scenario
        .get(id)
        .map(|given| self::given(edition.program, id, given, language));
    // "0 people, at most 0 people" says nothing more than "0 people".
    if exact && known.as_deref() == Some(limit.as_str()) && source.is_none() {
        return limit;
    }
    let source = source
        .map(|threshold| threshold_note(edition, threshold, language))
        .unwrap_or_default();
    match known {
        Some(known) => format!("{known}{}{relation}{source}", language.pick("，", ", ")),
        None => format!("{relation}{source}"),
    }
}

/// Where a threshold comes from.
fn threshold_note(edition: &Edition<'_>, threshold: ThresholdId, language: Language) -> String {
    let cites: Vec<String> = edition
        .threshold_cites(threshold)
        .iter()
        .map(|cite| citation(edition.program, *cite, language))
        .collect();
    if cites.is_empty() {
        String::new()
    } else {
        language.pick(
            format!("（{}）", cites.join("、")),
            format!(" ({})", cites.join("; ")),
        )
    }
}

/// A number in the unit of a fact.
#[must_use]
pub fn amount(program: &Program, id: FactId, number: i64, language: Language) -> String {
    match program[id].ty {
        FactType::Quantity(unit) => quantity(number, Some(unit), language),
        FactType::Bool
        | FactType::Choice(_)
        | FactType::Set(_)
        | FactType::Date
        | FactType::Error => grouped(number),
    }
}

fn relation(op: CompareOp, limit: &str, language: Language) -> String {
    match (op, language) {
        (CompareOp::Eq, Language::En) => format!("equal to {limit}"),
        (CompareOp::Ne, Language::En) => format!("other than {limit}"),
        (CompareOp::Lt, Language::En) => format!("below {limit}"),
        (CompareOp::Le, Language::En) => format!("at most {limit}"),
        (CompareOp::Gt, Language::En) => format!("more than {limit}"),
        (CompareOp::Ge, Language::En) => format!("at least {limit}"),
        (CompareOp::Eq, Language::Zh) => format!("等于{limit}"),
        (CompareOp::Ne, Language::Zh) => format!("不等于{limit}"),
        (CompareOp::Lt, Language::Zh) => format!("不满{limit}"),
        (CompareOp::Le, Language::Zh) => format!("{limit}以下"),
        (CompareOp::Gt, Language::Zh) => format!("超过{limit}"),
        (CompareOp::Ge, Language::Zh) => format!("{limit}以上"),
    }
}

fn negated(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Ne,
        CompareOp::Ne => CompareOp::Eq,
        CompareOp::Lt => CompareOp::Ge,
        CompareOp::Le => CompareOp::Gt,
        CompareOp::Gt => CompareOp::Le,
        CompareOp::Ge => CompareOp::Lt,
    }
}

/// What is known of a fact.
#[must_use]
pub fn given(program: &Program, id: FactId, given: &Given, language: Language) -> String {
    match given {
        Given::Bool(value) => yes_no(*value, language).to_owned(),
        Given::Choice(at) | Given::Kind(at) => names(program.members(id), &[*at], language),
        Given::Date(date) => day(*date, language),
        Given::Number(low, Some(high)) if low == high => amount(program, id, *low, language),
        Given::Number(low, None) => relation(
            CompareOp::Ge,
            &amount(program, id, *low, language),
            language,
        ),
        Given::Number(low, Some(high)) => {
            let high = relation(
                CompareOp::Le,
                &amount(program, id, *high, language),
                language,
            );
            if *low == 0 {
                high
            } else {
                format!(
                    "{}{}{high}",
                    relation(
                        CompareOp::Ge,
                        &amount(program, id, *low, language),
                        language
                    ),
                    language.pick("、", " and ")
                )
            }
        }
        Given::Set(known) => {
            let present: Vec<usize> = known
                .iter()
                .enumerate()
                .filter(|(_, value)| **value == Some(true))
                .map(|(at, _)| at)
                .collect();
            let list: Vec<&str> = present
                .iter()
                .filter_map(|at| program.members(id).get(*at))
                .map(|one| member(one, language))
                .collect();
            if list.is_empty() {
                language.pick("无", "none").to_owned()
            } else {
                list.join(language.pick("、", ", "))
            }
        }
    }
}

/// Breaks a text into lines of at most `width` columns; Chinese characters are two wide and may stand at a line's start,
/// except for closing punctuation.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let needed = piece.trim_end().width();
        if used + needed > width && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line = String::new();
            used = 0;
        }
        let piece = if line.is_empty() {
            piece.trim_start()
        } else {
            piece
        };
        line.push_str(piece);
        used += piece.width();
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The pieces between which a line may break: after spaces, and around wide characters.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = previous.is_some_and(|previous| {
            let sticks = matches!(
                c,
                '，' | '。' | '、' | '；' | '：' | '）' | '》' | '”' | '？' | '！' | '†' | '‡'
            ) || matches!(previous, '（' | '《' | '“');
            previous == ' ' && c != ' ' || (!sticks && (wide(previous) || wide(c)))
        });
        if breaks {
            out.extend(text.get(start..at));
            start = at;
        }
        previous = Some(c);
    }
    out.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    out
}

fn wide(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(2)
}
