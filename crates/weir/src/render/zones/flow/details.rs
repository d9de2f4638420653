//! Everything of one line: rows, what is missing, reasons, questions, readings.

use std::collections::BTreeSet;

use weir_core::hir::{LabelKind, ProvisionKind, RuleId};
use weir_eval::{RowUse, Truth};

use super::teller::Teller;
use super::{Line, hole_rules};
use crate::render::words;
use crate::render::zones::page::Page;

impl Teller<'_> {
    /// Everything of one line.
    pub(super) fn details(&self, line: &Line, page: &mut Page) {
        page.heading(3, self.under(line));
        let mut lines = vec![self.answer(line)];
        let program = self.flow.edition.program;
        if let Some(list) = line.list_use() {
            lines.push(self.gate(line, list));
            let rows = list.rows.iter().filter(|row| self.is_row(row));
            lines.extend(rows.map(|row| self.row(row)));
            for hole in &list.holes {
                lines.push(format!(
                    "{}{}",
                    self.say("未转写：", "not transcribed: "),
                    self.missing(hole.rule)
                ));
            }
        }
        let of_other_lists = hole_rules(self.flow, line);
        let told: BTreeSet<RuleId> = line
            .list_use()
            .iter()
            .flat_map(|list| &list.holes)
            .map(|hole| hole.rule)
            .collect();
        lines.extend(
            of_other_lists
                .into_iter()
                .filter(|rule| !told.contains(rule))
                .map(|rule| {
                    format!(
                        "{}{}",
                        self.say("未转写：", "not transcribed: "),
                        self.missing(rule)
                    )
                }),
        );
        if let Some(ladder) = line.ladder(self.flow.outcome) {
            lines.extend(ladder.why.iter().map(|reason| {
                let cite = words::rule_citation(program, reason.rule, self.flow.language);
                let label =
                    words::rule_label(program, reason.rule, self.flow.language).unwrap_or_default();
                format!("{cite}{}{label}", self.say("：", ": "))
            }));
            for need in &ladder.need {
                let fact = &program[need.fact];
                let question = fact
                    .labels
                    .get(LabelKind::Ask, self.flow.language)
                    .unwrap_or(&fact.name);
                let line = format!("? {question} [{}]", fact.name);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        for reading in self.readings(line) {
            lines.push(format!(
                "{}{reading}",
                self.say("取决于解释：", "rests on the reading ")
            ));
        }
        page.list(lines);
    }

    pub(super) fn is_row(&self, row: &RowUse) -> bool {
        let program = self.flow.edition.program;
        let provision = program[row.rule].citation.provision;
        provision.is_some_and(|provision| program[provision].kind == ProvisionKind::Row)
    }

    pub(super) fn row(&self, row: &RowUse) -> String {
        let program = self.flow.edition.program;
        let applies = match row.state {
            Truth::True => self.say("适用：", "applies: "),
            Truth::False | Truth::Unknown => self.say("可能适用：", "may apply: "),
        };
        format!(
            "{applies}{}",
            words::rule_citation(program, row.rule, self.flow.language)
        )
    }

    pub(super) fn missing(&self, rule: RuleId) -> String {
        let program = self.flow.edition.program;
        let cite = words::rule_citation(program, rule, self.flow.language);
        let missing = program[rule]
            .labels
            .get(LabelKind::Missing, self.flow.language);
        missing.map_or_else(
            || cite.clone(),
            |missing| format!("{cite}{}{missing}", self.say("：", ": ")),
        )
    }
}
