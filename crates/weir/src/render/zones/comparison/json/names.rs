//! Names and places of what a report speaks of.

use std::collections::BTreeSet;

use weir_analysis::zones::{Line, Mark, Member, Party};
use weir_core::hir::{Citation, FactId, ListKind, Place, RuleId};
use weir_syntax::LineIndex;

use super::{Chosen, Cited, Located, Marked, Writer};
use crate::render::words;
use crate::render::zones::words as zones;

pub(super) fn list_kind(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Negative => "negative",
        ListKind::General => "general",
    }
}

impl Writer<'_> {
    pub(super) fn chosen(&self, (reading, option): (weir_core::hir::ReadingId, usize)) -> Chosen {
        let declared = &self.view.edition.program[reading];
        Chosen {
            reading: declared.name.clone(),
            option: declared
                .options
                .get(option)
                .map(|option| option.name.clone())
                .unwrap_or_default(),
        }
    }

    pub(super) fn name(&self, list: weir_core::hir::InstrumentId) -> String {
        self.view.edition.program[list].name.clone()
    }

    pub(super) fn fact(&self, fact: FactId) -> String {
        self.view.edition.program[fact].name.clone()
    }

    pub(super) fn member(&self, member: Member) -> String {
        let members = self.view.edition.program.members(member.fact);
        members
            .get(member.at)
            .map(|member| member.name.clone())
            .unwrap_or_default()
    }

    pub(super) fn members(&self, fact: FactId, members: &BTreeSet<usize>) -> Vec<String> {
        let member = |at: &usize| self.member(Member { fact, at: *at });
        members.iter().map(member).collect()
    }

    pub(super) fn mark(&self, mark: &Mark) -> Marked {
        Marked {
            fact: self.fact(mark.fact),
            member: mark.member.map(|at| {
                self.member(Member {
                    fact: mark.fact,
                    at,
                })
            }),
        }
    }

    pub(super) fn value(&self, (outcome, value): (weir_core::hir::OutcomeId, usize)) -> String {
        let values = &self.view.edition.program[outcome].values;
        values
            .get(value)
            .map(|value| value.name.clone())
            .unwrap_or_default()
    }

    pub(super) fn party(&self, party: Party) -> String {
        match party {
            Party::National => "national".to_owned(),
            Party::List(at) => self
                .view
                .comparison
                .columns
                .get(at)
                .map(|column| self.name(column.list))
                .unwrap_or_default(),
        }
    }

    pub(super) fn line(&self, line: Line) -> String {
        match line {
            Line::Value(outcome, value) => self.value((outcome, value)),
            Line::Has(fact, at) => format!(
                "{} has {}",
                self.fact(fact),
                self.member(Member { fact, at })
            ),
        }
    }

    pub(super) fn rules(&self, rules: &[RuleId]) -> Vec<String> {
        let mut references: Vec<String> = rules.iter().map(|rule| self.rule(*rule)).collect();
        references.dedup();
        references
    }

    pub(super) fn rule(&self, rule: RuleId) -> String {
        zones::reference(
            self.view.edition.program,
            self.view.edition.program[rule].citation,
        )
    }

    pub(super) fn cite(&self, citation: Citation) -> Cited {
        let program = self.view.edition.program;
        let place = citation
            .provision
            .map_or(program[citation.instrument].place, |provision| {
                program[provision].place
            });
        Cited {
            reference: zones::reference(program, citation),
            citation: words::citation(program, citation, self.view.language),
            place: self.place(place),
        }
    }

    pub(super) fn place(&self, place: Place) -> Option<Located> {
        let source = self.checked.sources.get(&place.source)?;
        Some(Located {
            file: source.name.to_string(),
            line: LineIndex::new(&source.text).line(place.span.start) + 1,
        })
    }
}
