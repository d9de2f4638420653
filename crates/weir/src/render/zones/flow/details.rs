//! Everything of one line: rows, what is missing, reasons, questions, readings.

use weir_core::hir::{LabelKind, RuleId};
use weir_eval::{RowUse, Truth};

use super::teller::Teller;
use super::{Line, hole_rules, needs};
use crate::render::lists::{self, unique};
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
            let rows = list.rows.iter().filter(|row| lists::is_row(program, row));
            lines.extend(rows.map(|row| self.row(row)));
        }
        // Those of the list, then those of other lists on which the answer turns.
        let own = line.list_use().into_iter().flat_map(|list| &list.holes);
        let holes = own.map(|hole| hole.rule).chain(hole_rules(self.flow, line));
        lines.extend(unique(holes).into_iter().map(|rule| self.missing(rule)));
        if let Some(ladder) = line.ladder(self.flow.outcome) {
            lines.extend(ladder.why.iter().map(|reason| {
                let cite = words::rule_citation(program, reason.rule, self.flow.language);
                let label =
                    words::rule_label(program, reason.rule, self.flow.language).unwrap_or_default();
                format!("{cite}{}{label}", self.say("：", ": "))
            }));
        }
        lines.extend(needs(self.flow, line).into_iter().map(|fact| {
            let fact = &program[fact];
            let question = fact.labels.get(LabelKind::Ask, self.flow.language);
            format!("? {} [{}]", question.unwrap_or(&fact.name), fact.name)
        }));
        for reading in self.readings(line) {
            lines.push(format!(
                "{}{reading}",
                self.say("取决于解释：", "rests on the reading ")
            ));
        }
        page.list(lines);
    }

    fn row(&self, row: &RowUse) -> String {
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

    fn missing(&self, rule: RuleId) -> String {
        let head = self.say("未转写：", "not transcribed: ");
        let program = self.flow.edition.program;
        let cite = words::rule_citation(program, rule, self.flow.language);
        let missing = program[rule]
            .labels
            .get(LabelKind::Missing, self.flow.language);
        missing.map_or_else(
            || format!("{head}{cite}"),
            |missing| format!("{head}{cite}{}{missing}", self.say("：", ": ")),
        )
    }
}
