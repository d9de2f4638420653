//! Constructs as they would be written, from the program alone: so layout and order of files make no difference.

use weir_core::date::Period;
use weir_core::hir::{
    Citation, CompareOp, Cond, CondKind, FactId, Operand, OutcomeId, Program, ProvisionId, Role,
    RuleId, Rules,
};

/// A period: `from 2024-03-22 until 2025-01-01`; nothing where it has no ends.
pub(super) fn period(period: Period) -> String {
    let from = period.from.map(|day| format!("from {day}"));
    let until = period.until.map(|day| format!("until {day}"));
    let ends: Vec<String> = from.into_iter().chain(until).collect();
    ends.join(" ")
}

/// Where something stands: `order16 article 5 paragraph 1 item 4`.
pub(super) fn path(program: &Program, citation: Citation) -> String {
    let mut parts = vec![program[citation.instrument].name.clone()];
    let provisions = citation.provision.map(|provision| program.path(provision));
    for id in provisions.unwrap_or_default() {
        let provision = &program[id];
        parts.push(format!("{} {}", provision.kind.word(), provision.number));
    }
    parts.join(" ")
}

/// Places, in order.
pub(super) fn citations(program: &Program, cites: &[Citation]) -> String {
    let mut cites: Vec<String> = cites.iter().map(|one| path(program, *one)).collect();
    cites.sort_unstable();
    cites.join(", ")
}

/// A rule: where it stands, its name, and through which other list it is taken.
pub(super) fn rule(program: &Program, id: RuleId) -> String {
    let rule = &program[id];
    let mut text = path(program, rule.citation);
    if let Some(name) = &rule.name {
        text.push_str(&format!(" rule {name}"));
    }
    text.push_str(match rule.role {
        Role::Provision | Role::Row => "",
        Role::Hole => " untranscribed",
        Role::OpenFields => " and others",
        Role::Residual => " outside",
    });
    let list = rule.scope.map(|scope| program[scope].list);
    match list.filter(|list| *list != rule.citation.instrument) {
        Some(list) => format!("{} adopts {text}", program[list].name),
        None => text,
    }
}

/// Rules that follow one another: the provision that holds them all, as far as one does.
pub(super) fn rules(program: &Program, run: Rules) -> String {
    let mut all = run.iter();
    let (first, last) = (all.next(), all.next_back());
    match (first, last) {
        (Some(first), None) => rule(program, first),
        (Some(first), Some(last)) => {
            let (a, b) = (program[first].citation, program[last].citation);
            let one_instrument = a.instrument == b.instrument;
            let (from, to) = (provisions(program, a), provisions(program, b));
            let common = from.iter().zip(&to).take_while(|(a, b)| a == b).last();
            match common.filter(|_| one_instrument) {
                Some((provision, _)) => path(
                    program,
                    Citation {
                        instrument: a.instrument,
                        provision: Some(*provision),
                    },
                ),
                None if one_instrument => program[a.instrument].name.clone(),
                None => format!("{} to {}", rule(program, first), rule(program, last)),
            }
        }
        (None, _) => String::new(),
    }
}

fn provisions(program: &Program, citation: Citation) -> Vec<ProvisionId> {
    citation
        .provision
        .map(|provision| program.path(provision))
        .unwrap_or_default()
}

/// A condition.
pub(super) fn condition(program: &Program, cond: &Cond) -> String {
    let fact = |id: FactId| program[id].name.as_str();
    match &cond.kind {
        CondKind::Const(value) => value.to_string(),
        CondKind::Fact(id) => fact(*id).to_owned(),
        CondKind::Is(id, values) => match names(program, *id, values).as_slice() {
            [one] => format!("{} is {one}", fact(*id)),
            several => format!("{} is one of {}", fact(*id), several.join(", ")),
        },
        CondKind::Has(id, member) => {
            format!(
                "{} has {}",
                fact(*id),
                names(program, *id, &[*member]).join("")
            )
        }
        CondKind::HasOther(id, named) => {
            let named = names(program, *id, named).join(", ");
            format!("{} has others than {named}", fact(*id))
        }
        CondKind::During(days) => format!("during {}", period(*days)),
        CondKind::Compare(id, op, operand) => {
            format!(
                "{} {} {}",
                fact(*id),
                sign(*op),
                operand_text(program, operand)
            )
        }
        CondKind::Outcome(outcome, values) => {
            let values: Vec<String> = values
                .iter()
                .map(|value| outcome_value(program, *outcome, *value))
                .collect();
            format!("{} is one of {}", program[*outcome].name, values.join(", "))
        }
        CondKind::OutcomeHas(outcome, value) => {
            let value = outcome_value(program, *outcome, *value);
            format!("{} has {value}", program[*outcome].name)
        }
        CondKind::Reading(reading, option) => {
            let declared = &program[*reading];
            let option = declared.options.get(*option);
            let option = option
                .map(|option| option.name.as_str())
                .unwrap_or_default();
            format!("reading {} is {option}", declared.name)
        }
        CondKind::Definition(id) => program[*id].name.clone(),
        CondKind::Not(inner) => format!("not {}", inside(program, inner)),
        CondKind::And(parts) => joined(program, parts, " and "),
        CondKind::Or(parts) => joined(program, parts, " or "),
        CondKind::Error => String::new(),
    }
}

fn joined(program: &Program, parts: &[Cond], word: &str) -> String {
    let parts: Vec<String> = parts.iter().map(|part| inside(program, part)).collect();
    parts.join(word)
}

/// A condition in another, in brackets where it has parts.
fn inside(program: &Program, cond: &Cond) -> String {
    let text = condition(program, cond);
    if matches!(cond.kind, CondKind::And(_) | CondKind::Or(_)) {
        format!("({text})")
    } else {
        text
    }
}

fn names(program: &Program, fact: FactId, members: &[usize]) -> Vec<String> {
    let all = program.members(fact);
    let named = members.iter().filter_map(|at| all.get(*at));
    named.map(|member| member.name.clone()).collect()
}

fn outcome_value(program: &Program, outcome: OutcomeId, value: usize) -> String {
    let value = program[outcome].values.get(value);
    value.map(|value| value.name.clone()).unwrap_or_default()
}

fn operand_text(program: &Program, operand: &Operand) -> String {
    match operand {
        Operand::Number(number) => number.to_string(),
        Operand::Threshold(id) => program[*id].name.clone(),
        Operand::Date(day) => day.to_string(),
    }
}

fn sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}
