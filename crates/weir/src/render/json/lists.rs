//! How the lists of free trade zones stand to a flow, as JSON.

use serde::Serialize;
use weir_core::hir::Citation;
use weir_eval::{GateState, ListUse, RowUse, Truth};

use super::Form;
use crate::render::{lists, words};

/// A list that the exporter can use, or could from where it is.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// The list and its edition: `beijing edition "2024"`.
    pub list: String,
    /// Its title.
    pub title: String,
    /// Whether it can be used: `yes`, `no` or `unknown`.
    pub usable: &'static str,
    /// Why it can't, in words.
    pub failed: Vec<String>,
    /// The facts on which that depends.
    pub depends_on: Vec<String>,
    /// Whether its trial period is over.
    pub trial_over: bool,
    /// The sectors and scenarios in which the flow surely is.
    pub parts: Vec<String>,
    /// The rows that apply or may apply.
    pub rows: Vec<ListedRow>,
    /// The parts touched, or perhaps touched, that have not been transcribed.
    pub holes: Vec<ListedRow>,
    /// What holds if no row applies: `free`, `national` or `undetermined`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<&'static str>,
}

/// A row of a list, or a hole in it.
#[derive(Debug, Serialize)]
pub struct ListedRow {
    /// Its reference.
    pub reference: String,
    /// Whether it surely applies; else it may.
    pub applies: bool,
    /// The fields of the flow for which it does.
    pub fields: Vec<String>,
    /// The list that adopted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted_by: Option<String>,
}

impl Form<'_> {
    pub(super) fn listed(&self, list: &ListUse) -> Listed {
        let program = self.edition.program;
        let whole = Citation {
            instrument: list.list,
            provision: None,
        };
        let sure = list.parts.iter().filter(|part| part.state == Truth::True);
        let parts = sure.filter_map(|part| program[part.scope].provision);
        let parts = parts.map(|provision| {
            self.reference(Citation {
                instrument: program[provision].instrument,
                provision: Some(provision),
            })
        });
        Listed {
            list: program[list.list].name.clone(),
            title: words::citation(program, whole, self.language),
            usable: match list.gate.state {
                GateState::Open => "yes",
                GateState::Closed => "no",
                GateState::Unknown => "unknown",
            },
            failed: lists::failed(self.edition, self.scenario, list, self.language),
            depends_on: list
                .gate
                .open
                .iter()
                .map(|fact| program[*fact].name.clone())
                .collect(),
            trial_over: list.trial_over,
            parts: parts.collect(),
            rows: list
                .rows
                .iter()
                .map(|row| self.listed_row(list, row))
                .collect(),
            holes: list
                .holes
                .iter()
                .map(|row| self.listed_row(list, row))
                .collect(),
            outside: list.outside.map(|outside| outside.kind.word()),
        }
    }

    fn listed_row(&self, list: &ListUse, row: &RowUse) -> ListedRow {
        let program = self.edition.program;
        let frame = program[list.list]
            .list
            .as_deref()
            .and_then(|list| list.frame);
        let fields = frame.and_then(|frame| program[frame].fields);
        let members = fields.map(|fact| program.members(fact)).unwrap_or_default();
        ListedRow {
            reference: self.rule(row.rule),
            applies: row.state == Truth::True,
            fields: row
                .fields
                .iter()
                .filter_map(|at| members.get(*at))
                .map(|member| member.name.clone())
                .collect(),
            adopted_by: row
                .adopted_through
                .map(|(list, _)| program[list].name.clone()),
        }
    }
}
