//! What the lists made under a provision have in common.

use weir_syntax::ast::{self, Clause, ListsPart};
use weir_syntax::diagnostic::SourceId;

use super::super::{Lowerer, Target, at};
use super::FrameNode;
use crate::hir::*;
use crate::problems::{ListProblem, NameKind, ProblemKind};

impl<'a> Lowerer<'a> {
    pub(super) fn frame(&mut self, node: &FrameNode<'a>) -> Frame {
        let FrameNode {
            source,
            citation,
            ref conditions,
            node,
        } = *node;
        let place = at(source, node.at);
        self.labels(source, &node.labels);
        let mut frame = Frame {
            citation,
            sectors: None,
            scenarios: None,
            fields: None,
            strictest: None,
            free: None,
            included: None,
            excluded: None,
            condition: self.guard(source, conditions, place),
            place,
        };
        for part in &node.parts {
            self.frame_part(source, part, &mut frame);
        }
        frame
    }

    fn frame_part(&mut self, source: SourceId, part: &'a ListsPart, frame: &mut Frame) {
        match part {
            ListsPart::Sectors(name) => frame.sectors = self.frame_fact(source, name, false),
            ListsPart::Scenarios(name) => frame.scenarios = self.frame_fact(source, name, false),
            ListsPart::Fields(name) => frame.fields = self.frame_fact(source, name, true),
            ListsPart::Strictest(outcome, value, _) => {
                if let Some(Target::Outcome(id)) = self.find(source, outcome, NameKind::Outcome) {
                    frame.strictest = self
                        .outcome_value(source, id, value)
                        .map(|value| (id, value));
                }
            }
            ListsPart::Outside { what, clauses, .. } if what.text == OutsideKind::Free.word() => {
                frame.free = Some(self.free(source, frame.citation, what, clauses));
            }
            ListsPart::Outside { what, .. } => {
                let word = what.text.clone();
                self.list_problem(at(source, what.at), ListProblem::OutsideWord { word });
            }
            ListsPart::Others {
                what, condition, ..
            } => {
                let condition = self.condition(source, condition, true);
                match what.text.as_str() {
                    "included" => frame.included = Some(condition),
                    "excluded" => frame.excluded = Some(condition),
                    word => {
                        let known = ["included", "excluded"];
                        self.unknown_member(
                            at(source, what.at),
                            NameKind::Value,
                            word,
                            "others",
                            known.into_iter(),
                        );
                    }
                }
            }
        }
    }

    /// A fact of one category, or of a set of them.
    fn frame_fact(&mut self, source: SourceId, name: &ast::Name, set: bool) -> Option<FactId> {
        let target = self.find(source, name, NameKind::Fact)?;
        let Target::Fact(fact) = target else {
            self.wrong_kind(source, name, target, NameKind::Fact);
            return None;
        };
        match (&self.program[fact].ty, set) {
            (FactType::Choice(_), false) | (FactType::Set(_), true) => Some(fact),
            (FactType::Error, _) => None,
            (
                FactType::Bool
                | FactType::Choice(_)
                | FactType::Set(_)
                | FactType::Quantity(_)
                | FactType::Date,
                _,
            ) => {
                let what = if set { "fields" } else { "sectors" };
                self.list_problem(
                    at(source, name.at),
                    ListProblem::FrameLacks { what, frame: None },
                );
                None
            }
        }
    }

    fn free(
        &mut self,
        source: SourceId,
        citation: Citation,
        what: &ast::Name,
        clauses: &'a [Clause],
    ) -> Free {
        let place = at(source, what.at);
        let mut labels = Vec::new();
        let mut conditions = Vec::new();
        let mut conclusions = Vec::new();
        let mut cites = vec![citation];
        for clause in clauses {
            if let Clause::Label(label) = clause {
                labels.push(label.clone());
            } else if let Clause::When(condition, _) = clause {
                conditions.push(condition);
            } else if let Clause::Then(conclusion) = clause {
                conclusions.extend(self.conclusion(source, conclusion));
            } else if let Clause::Cite(refs, _) = clause {
                cites.extend(self.citations(source, refs, Some(citation.instrument)));
            }
        }
        if conclusions.is_empty() && !self.damaged.touches(place) {
            self.problem(place, ProblemKind::NoConclusion);
        }
        Free {
            labels: self.labels(source, &labels),
            condition: self.guard(source, &conditions, place),
            conclusions,
            cites,
        }
    }
}
