//! Profiles and tests. A table becomes one case a row, so that nothing later knows of tables.

use std::collections::{BTreeMap, BTreeSet};

use weir_syntax::ast::{self, TestElement, Value};
use weir_syntax::diagnostic::SourceId;

use super::{Lowerer, Target, at};
use crate::hir::*;
use crate::problems::{NameKind, ProblemKind, TestShape};
use crate::scenario::{Given, all_of, one_of};

/// Facts, readings and expectations gathered for a case.
#[derive(Clone, Default)]
struct Gathered {
    facts: BTreeMap<FactId, Given>,
    readings: BTreeMap<ReadingId, usize>,
    expects: Vec<Expectation>,
}

/// What a column of a table is about.
#[derive(Clone, Copy)]
enum Column {
    Fact(FactId),
    Outcome(OutcomeId),
    Reading(ReadingId),
    By,
    Case,
    Broken,
}

impl<'a> Lowerer<'a> {
    pub(super) fn tests(&mut self) {
        for (source, node) in std::mem::take(&mut self.tests) {
            let test = self.test(source, node);
            self.program.tests.push(test);
        }
        // A profile that no test uses is still checked.
        for at in 0..self.profiles.len() {
            self.profile(at, &mut BTreeSet::new());
        }
    }

    fn test(&mut self, source: SourceId, node: &'a ast::Test) -> Test {
        let place = at(source, node.at);
        let on = node.on.as_ref().and_then(|date| self.date(source, date));
        let mut common = Gathered::default();
        for element in &node.body {
            self.element(source, element, &mut common);
        }
        self.shape(source, node);
        let cases = match &node.header {
            Some(header) => self.rows(source, node, header, &common),
            None => vec![Case {
                label: None,
                facts: common.facts,
                readings: common.readings,
                expects: common.expects,
                place: at(source, node.name.at),
            }],
        };
        let expects = node
            .body
            .iter()
            .any(|element| matches!(element, TestElement::Expect(_)))
            || node.header.iter().any(|header| self.has_outcome(header));
        if !expects && !self.damaged.touches(place) {
            self.problem(at(source, node.name.at), ProblemKind::ExpectsNothing);
        }
        Test {
            name: node.name.value.clone(),
            on,
            cases,
            place,
        }
    }

    /// Whether a heading names an outcome.
    fn has_outcome(&self, header: &ast::Row) -> bool {
        let is_outcome = |cell: &Value| {
            if let Value::Name(name) = cell {
                self.names
                    .get(name.text.as_str())
                    .is_some_and(|declared| matches!(declared.target, Target::Outcome(_)))
            } else {
                false
            }
        };
        header.cells.iter().any(is_outcome)
    }

    fn shape(&mut self, source: SourceId, node: &ast::Test) {
        let problem = match (node.is_table, &node.header) {
            (true, None) => TestShape::TableWithoutRows,
            (true, Some(_)) if node.rows.is_empty() => TestShape::TableWithoutRows,
            (false, Some(_)) => TestShape::RowsWithoutTable,
            (true, Some(_)) | (false, None) => return,
        };
        if !self.damaged.touches(at(source, node.at)) {
            self.problem(at(source, node.name.at), ProblemKind::TestShape(problem));
        }
    }

    fn element(&mut self, source: SourceId, element: &ast::TestElement, out: &mut Gathered) {
        match element {
            TestElement::Given { profile, facts, .. } => {
                if let Some(name) = profile
                    && let Some(at) = self.profile_named(source, name)
                {
                    out.facts.extend(self.profile(at, &mut BTreeSet::new()));
                }
                for assignment in facts {
                    self.assign(source, assignment, &mut out.facts);
                }
            }
            TestElement::Reading {
                reading, option, ..
            } => {
                out.readings
                    .extend(self.reading_option(source, reading, option));
            }
            TestElement::Expect(expect) => self.expect(source, expect, &mut out.expects),
            TestElement::Error(_) => {}
        }
    }

    fn profile_named(&mut self, source: SourceId, name: &ast::Name) -> Option<usize> {
        let target = self.find(source, name, NameKind::Profile)?;
        if let Target::Profile(at) = target {
            return Some(at);
        }
        self.wrong_kind(source, name, target, NameKind::Profile);
        None
    }

    /// The facts of a profile, with those it builds on.
    fn profile(&mut self, index: usize, open: &mut BTreeSet<usize>) -> BTreeMap<FactId, Given> {
        let Some((source, node)) = self.profiles.get(index).copied() else {
            return BTreeMap::new();
        };
        if !open.insert(index) {
            self.problem(
                at(source, node.name.at),
                ProblemKind::CircularProfile {
                    name: node.name.text.clone(),
                },
            );
            return BTreeMap::new();
        }
        let mut facts = BTreeMap::new();
        if let Some(base) = &node.base
            && let Some(at) = self.profile_named(source, base)
        {
            facts = self.profile(at, open);
        }
        for assignment in &node.facts {
            self.assign(source, assignment, &mut facts);
        }
        facts
    }

    fn assign(
        &mut self,
        source: SourceId,
        node: &ast::Assignment,
        facts: &mut BTreeMap<FactId, Given>,
    ) {
        match self.find(source, &node.fact, NameKind::Fact) {
            Some(Target::Fact(id)) => self.give(source, id, &node.value, facts),
            None | Some(Target::Broken) => {}
            Some(_) => self.unknown(at(source, node.fact.at), NameKind::Fact, &node.fact.text),
        }
    }

    /// Notes the value of a fact; `unknown` takes it back.
    fn give(
        &mut self,
        source: SourceId,
        fact: FactId,
        value: &Value,
        facts: &mut BTreeMap<FactId, Given>,
    ) {
        if matches!(value, Value::Unknown(_)) {
            facts.remove(&fact);
        } else if let Some(given) = self.given(source, fact, value) {
            facts.insert(fact, given);
        }
    }

    fn given(&mut self, source: SourceId, fact: FactId, value: &Value) -> Option<Given> {
        let declared = self.program[fact].place;
        let name = self.program[fact].name.clone();
        match (self.program[fact].ty.clone(), value) {
            (FactType::Error, _) => None,
            (FactType::Bool, Value::Bool(value, _)) => Some(Given::Bool(*value)),
            (FactType::Choice(members), Value::Name(value)) => self
                .member(source, value, &members, &name, declared)
                .map(|member| one_of(&self.program, fact, member)),
            (FactType::Set(members), Value::Set(values, _)) => {
                let present: Option<Vec<usize>> = values
                    .iter()
                    .map(|value| self.member(source, value, &members, &name, declared))
                    .collect();
                present.map(|present| all_of(&self.program, fact, &present))
            }
            (FactType::Quantity(unit), Value::Quantity(quantity)) => {
                let (number, own) = self.quantity(source, quantity)?;
                match own {
                    Some(own) if own != unit => {
                        self.problem(
                            at(source, quantity.at),
                            ProblemKind::UnitMismatch {
                                left: unit,
                                right: own,
                                declared,
                            },
                        );
                        None
                    }
                    Some(_) | None => Some(Given::Number(number, Some(number))),
                }
            }
            (FactType::Date, Value::Date(date)) => self.date(source, date).map(Given::Date),
            (_, value) => {
                self.wrong_value(at(source, value.at()), fact);
                None
            }
        }
    }

    fn expect(&mut self, source: SourceId, expect: &ast::Expect, out: &mut Vec<Expectation>) {
        let place = at(source, expect.at);
        match &expect.kind {
            ast::ExpectKind::Outcome { outcome, value, by } => {
                let Some(id) = self.outcome_named(source, outcome) else {
                    return;
                };
                out.extend(
                    self.expected(source, id, value)
                        .map(|kind| Expectation { kind, place }),
                );
                if let Some(by) = by {
                    out.extend(
                        self.expected_by(source, id, by)
                            .map(|kind| Expectation { kind, place }),
                    );
                }
            }
            ast::ExpectKind::Has {
                outcome,
                negated,
                values,
            } => {
                let Some(id) = self.outcome_named(source, outcome) else {
                    return;
                };
                let found: Vec<usize> = values
                    .iter()
                    .filter_map(|value| self.outcome_value(source, id, value))
                    .collect();
                let kind = if *negated {
                    ExpectationKind::Lacks(id, found)
                } else {
                    ExpectationKind::Has(id, found)
                };
                out.push(Expectation { kind, place });
            }
            ast::ExpectKind::Needs(facts) => {
                for fact in facts {
                    match self.find(source, fact, NameKind::Fact) {
                        Some(Target::Fact(id)) => out.push(Expectation {
                            kind: ExpectationKind::Needs(id),
                            place,
                        }),
                        None | Some(Target::Broken) => {}
                        Some(_) => self.unknown(at(source, fact.at), NameKind::Fact, &fact.text),
                    }
                }
            }
            ast::ExpectKind::RestsOn(reading) => {
                match self.find(source, reading, NameKind::Reading) {
                    Some(Target::Reading(id)) => out.push(Expectation {
                        kind: ExpectationKind::RestsOn(id),
                        place,
                    }),
                    None | Some(Target::Broken) => {}
                    Some(_) => {
                        self.unknown(at(source, reading.at), NameKind::Reading, &reading.text)
                    }
                }
            }
        }
    }

    fn outcome_named(&mut self, source: SourceId, name: &ast::Name) -> Option<OutcomeId> {
        let target = self.find(source, name, NameKind::Outcome)?;
        if let Target::Outcome(id) = target {
            return Some(id);
        }
        self.wrong_kind(source, name, target, NameKind::Outcome);
        None
    }

    /// What is expected of an outcome.
    fn expected(
        &mut self,
        source: SourceId,
        id: OutcomeId,
        value: &Value,
    ) -> Option<ExpectationKind> {
        let ladder = self.program[id].kind == OutcomeKind::Ladder;
        match value {
            Value::Name(name) => match name.text.as_str() {
                unsettled::UNDETERMINED => Some(ExpectationKind::Undetermined(id, None)),
                unsettled::GAP => Some(ExpectationKind::Gap(id)),
                unsettled::CONFLICT => Some(ExpectationKind::Conflict(id, None)),
                unsettled::IMPOSSIBLE => Some(ExpectationKind::Impossible(id)),
                _ => self.outcome_value(source, id, name).map(|value| {
                    if ladder {
                        ExpectationKind::Value(id, value)
                    } else {
                        ExpectationKind::Has(id, vec![value])
                    }
                }),
            },
            Value::NameSet(kind, names, _) => {
                let found: Vec<usize> = names
                    .iter()
                    .filter_map(|name| self.outcome_value(source, id, name))
                    .collect();
                match kind.text.as_str() {
                    unsettled::UNDETERMINED => Some(ExpectationKind::Undetermined(id, Some(found))),
                    unsettled::CONFLICT => Some(ExpectationKind::Conflict(id, Some(found))),
                    _ => {
                        let known = [unsettled::UNDETERMINED, unsettled::CONFLICT];
                        let of = self.program[id].name.clone();
                        self.unknown_member(
                            at(source, kind.at),
                            NameKind::Value,
                            &kind.text,
                            &of,
                            known.into_iter(),
                        );
                        None
                    }
                }
            }
            Value::Set(names, _) if !ladder => {
                let found = names
                    .iter()
                    .filter_map(|name| self.outcome_value(source, id, name))
                    .collect();
                Some(ExpectationKind::Exactly(id, found))
            }
            Value::Quantity(_)
            | Value::Date(_)
            | Value::Bool(..)
            | Value::Unknown(_)
            | Value::Text(_)
            | Value::Ref(_)
            | Value::Bounds(..)
            | Value::Empty(_)
            | Value::Set(..) => {
                let known: Vec<String> = self.program[id]
                    .values
                    .iter()
                    .map(|value| value.name.clone())
                    .collect();
                let place = at(source, value.at());
                let name = self
                    .sources
                    .get(&source)
                    .map(|source| place.span.text(&source.text).to_owned())
                    .unwrap_or_default();
                self.problem(
                    place,
                    ProblemKind::Unknown {
                        what: NameKind::Value,
                        name,
                        near: None,
                        of: Some(self.program[id].name.clone()),
                        known,
                    },
                );
                None
            }
        }
    }

    fn expected_by(
        &mut self,
        source: SourceId,
        outcome: OutcomeId,
        by: &ast::Ref,
    ) -> Option<ExpectationKind> {
        let referred = self.refer(source, by, None)?;
        Some(ExpectationKind::By(outcome, self.rules_in(referred)))
    }

    fn rows(
        &mut self,
        source: SourceId,
        node: &ast::Test,
        header: &ast::Row,
        common: &Gathered,
    ) -> Vec<Case> {
        let columns: Vec<Column> = header
            .cells
            .iter()
            .map(|cell| self.column(source, cell))
            .collect();
        let first_outcome = columns.iter().find_map(|column| match column {
            Column::Outcome(id) => Some(*id),
            Column::Fact(_) | Column::Reading(_) | Column::By | Column::Case | Column::Broken => {
                None
            }
        });
        let mut cases = Vec::new();
        for row in &node.rows {
            if row.cells.len() != columns.len() {
                if !self.damaged.touches(at(source, row.at)) {
                    self.problem(
                        at(source, row.at),
                        ProblemKind::RowLength {
                            expected: columns.len(),
                            found: row.cells.len(),
                        },
                    );
                }
                continue;
            }
            let mut case = common.clone();
            let mut label = None;
            for (column, cell) in columns.iter().zip(&row.cells) {
                self.cell(source, *column, cell, first_outcome, &mut case, &mut label);
            }
            cases.push(Case {
                label,
                facts: case.facts,
                readings: case.readings,
                expects: case.expects,
                place: at(source, row.at),
            });
        }
        cases
    }

    fn column(&mut self, source: SourceId, cell: &Value) -> Column {
        let Value::Name(name) = cell else {
            self.problem(
                at(source, cell.at()),
                ProblemKind::TestShape(TestShape::Heading),
            );
            return Column::Broken;
        };
        match name.text.as_str() {
            "by" => return Column::By,
            "case" => return Column::Case,
            _ => {}
        }
        match self.find(source, name, NameKind::Fact) {
            Some(Target::Fact(id)) => Column::Fact(id),
            Some(Target::Outcome(id)) => Column::Outcome(id),
            Some(Target::Reading(id)) => Column::Reading(id),
            None | Some(Target::Broken) => Column::Broken,
            Some(_) => {
                self.problem(
                    at(source, cell.at()),
                    ProblemKind::TestShape(TestShape::Heading),
                );
                Column::Broken
            }
        }
    }

    fn cell(
        &mut self,
        source: SourceId,
        column: Column,
        cell: &Value,
        first: Option<OutcomeId>,
        case: &mut Gathered,
        label: &mut Option<String>,
    ) {
        let place = at(source, cell.at());
        match column {
            Column::Fact(id) => self.give(source, id, cell, &mut case.facts),
            Column::Outcome(id) => {
                // An outcome may be left open in a row.
                if !matches!(cell, Value::Unknown(_)) {
                    case.expects.extend(
                        self.expected(source, id, cell)
                            .map(|kind| Expectation { kind, place }),
                    );
                }
            }
            Column::Reading(id) => {
                if let Value::Name(option) = cell {
                    let name = ast::Name {
                        text: self.program[id].name.clone(),
                        at: option.at,
                    };
                    case.readings
                        .extend(self.reading_option(source, &name, option));
                }
            }
            Column::By => {
                if let (Some(reference), Some(outcome)) = (reference_in(cell), first) {
                    case.expects.extend(
                        self.expected_by(source, outcome, &reference)
                            .map(|kind| Expectation { kind, place }),
                    );
                }
            }
            Column::Case => {
                if let Value::Text(text) = cell {
                    *label = Some(text.value.clone());
                }
            }
            Column::Broken => {}
        }
    }
}

/// A cell as a reference; a bare name is an instrument.
fn reference_in(cell: &Value) -> Option<ast::Ref> {
    if let Value::Ref(reference) = cell {
        return Some(reference.clone());
    }
    let Value::Name(name) = cell else { return None };
    Some(ast::Ref {
        instrument: Some(name.clone()),
        edition: None,
        steps: Vec::new(),
        at: name.at,
    })
}
