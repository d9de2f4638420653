//! A question as it is shown, with its possible answers and its explanation.

use std::fmt::Write as _;

use weir_core::hir::{FactId, FactType, LabelKind, Language, Member, Program};
use weir_core::scenario::{Given, is_under};

use crate::formats::scenario::words::numbers;
use crate::render::words;

/// The width of the interview, in columns.
pub(super) const WIDTH: usize = 96;

/// A question about one fact.
pub(super) struct Question<'p> {
    pub(super) program: &'p Program,
    pub(super) fact: FactId,
    pub(super) language: Language,
    /// For a choice or a set, what was known of its members before.
    pub(super) known: Vec<Option<bool>>,
    /// For a choice or a set, the positions of the members that can be answered, in the order of their numbers.
    pub(super) offered: Vec<usize>,
}

impl<'p> Question<'p> {
    pub(super) fn new(
        program: &'p Program,
        fact: FactId,
        given: Option<&Given>,
        language: Language,
    ) -> Self {
        let members = program.members(fact);
        let known = match given {
            Some(Given::Set(known)) => known.clone(),
            Some(Given::Kind(kind)) => {
                let of_kind = |at: usize| at != *kind && is_under(members, at, *kind);
                let known = |at| match at {
                    at if at == *kind => Some(true),
                    at if of_kind(at) => None,
                    _ => Some(false),
                };
                (0..members.len()).map(known).collect()
            }
            Some(Given::Bool(_) | Given::Choice(_) | Given::Number(..) | Given::Date(_)) | None => {
                vec![None; members.len()]
            }
        };
        let offered = (0..members.len())
            .filter(|at| known.get(*at).copied().flatten().is_none())
            .collect();
        Self {
            program,
            fact,
            language,
            known,
            offered,
        }
    }

    pub(super) fn members(&self) -> &'p [Member] {
        self.program.members(self.fact)
    }

    pub(super) fn label(&self) -> &'p str {
        words::fact(self.program, self.fact, self.language)
    }

    pub(super) fn ty(&self) -> &'p FactType {
        &self.program[self.fact].ty
    }

    /// The question and how to answer it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let labels = &self.program[self.fact].labels;
        let asked = labels.get(LabelKind::Ask, self.language).map_or_else(
            || format!("{}{}", self.label(), self.language.pick("？", "?")),
            str::to_owned,
        );
        line(&mut out, "", &asked);
        self.already(&mut out);
        let width = self.offered.len().to_string().len();
        for (number, at) in self.offered.iter().enumerate() {
            if let Some(member) = self.members().get(*at) {
                let indent = " ".repeat(2 * self.depth(*at));
                line(
                    &mut out,
                    &format!("  {:>width$} {indent}", number + 1),
                    words::member(member, self.language),
                );
            }
        }
        line(&mut out, "  ", &self.how());
        out
    }

    /// What is already known of a set or choice.
    fn already(&self, out: &mut String) {
        let present = self
            .members()
            .iter()
            .zip(&self.known)
            .filter(|(_, known)| **known == Some(true))
            .map(|(member, _)| words::member(member, self.language));
        let present: Vec<&str> = present.collect();
        if !present.is_empty() {
            let list = present.join(self.language.pick("、", ", "));
            line(
                out,
                "  ",
                &self.language.pick(
                    format!("（已知有：{list}）"),
                    format!("(already known: {list})"),
                ),
            );
        }
    }

    fn depth(&self, at: usize) -> usize {
        let mut depth = 0;
        let mut around = self.members().get(at).and_then(|member| member.parent);
        while let Some(parent) = around {
            depth += 1;
            around = self.members().get(parent).and_then(|member| member.parent);
        }
        depth
    }

    fn how(&self) -> String {
        match self.ty() {
            FactType::Bool => self.language.pick("y 是，n 否，? 不知道", "y yes, n no, ? don't know").to_owned(),
            FactType::Choice(_) => self.language.pick("写编号；? 不知道", "the number of one; ? don't know").to_owned(),
            FactType::Set(_) => self.language.pick(
                "写出所有符合的编号，如 `1, 3`；都没有写 `none`；不知道写 `?`；其余不知道写 `1, ?`",
                "all that apply, such as `1, 3`; `none`; `?` don't know; `1, ?` if there may be more",
            ).to_owned(),
            FactType::Quantity(_) => self.language.pick("数字，如 450000、45万；或界限，如 10万以上；? 不知道", "a number such as 450000 or 45万, or a bound such as >= 100000; ? don't know").to_owned(),
            FactType::Date => self.language.pick("日期，如 2026-03-01；? 不知道", "a day such as 2026-03-01; ? don't know").to_owned(),
            FactType::Error => String::new(),
        }
    }

    /// What the fact means and on what it rests.
    pub(super) fn help(&self) -> String {
        let fact = &self.program[self.fact];
        let mut out = String::new();
        line(
            &mut out,
            "  ",
            &format!(
                "{}{}",
                self.label(),
                self.language
                    .pick(format!("（{}）", fact.name), format!(" ({})", fact.name))
            ),
        );
        if let Some(note) = fact.labels.get(LabelKind::Note, self.language) {
            line(&mut out, "  ", note);
        }
        let cites: Vec<String> = fact
            .cites
            .iter()
            .map(|cite| words::citation(self.program, *cite, self.language))
            .collect();
        if !cites.is_empty() {
            let list = cites.join(self.language.pick("；", "; "));
            line(
                &mut out,
                "  ",
                &self
                    .language
                    .pick(format!("依据：{list}"), format!("See {list}.")),
            );
        }
        if let FactType::Quantity(unit) = fact.ty {
            line(&mut out, "  ", &numbers(unit, self.language));
        }
        out
    }
}

/// Adds a text, broken into lines that start alike.
fn line(out: &mut String, start: &str, text: &str) {
    let indent = " ".repeat(start.chars().count());
    for (at, part) in words::wrap(text, WIDTH.saturating_sub(indent.len()))
        .iter()
        .enumerate()
    {
        // Writing to a text can't fail.
        let _ = writeln!(out, "{}{part}", if at == 0 { start } else { &indent });
    }
}
