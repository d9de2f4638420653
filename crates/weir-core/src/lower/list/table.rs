//! Rows as a table: columns are declared once, each line is a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use weir_syntax::ast::{self, Value};
use weir_syntax::diagnostic::SourceId;

use super::super::{Lowerer, Target, at};
use super::parts::{Building, Inherited};
use super::rows::Spec;
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{ListProblem, NameKind, ProblemKind};

/// What a column is about.
#[derive(Clone)]
enum Column {
    Row,
    Text(Lang),
    Fields,
    Others,
    Except,
    Unless,
    Source,
    Url,
    Cite,
    Fact(FactId),
    Counter(CounterId),
    Definition(DefinitionId),
    Outcome(ast::Name),
    Broken,
}

impl<'a> Lowerer<'a> {
    /// Declares the rows of a table.
    pub(super) fn table_rows(
        &mut self,
        source: SourceId,
        around: Citation,
        table: &'a ast::ListTable,
    ) -> Vec<(ProvisionId, &'a ast::Row)> {
        let Some(header) = self.header(source, table) else {
            return Vec::new();
        };
        let named = |name: &str| {
            header
                .cells
                .iter()
                .position(|cell| column_name(cell) == Some(name))
        };
        let Some(id_at) = named("row") else {
            self.list_problem(at(source, header.at), ListProblem::NoRowColumn);
            return Vec::new();
        };
        let texts = [(Lang::Zh, named("zh")), (Lang::En, named("en"))];
        let mut rows = Vec::new();
        for row in &table.rows {
            let place = at(source, row.at);
            if row.cells.len() != header.cells.len() {
                if !row.cells.is_empty() && !self.damaged.touches(place) {
                    let problem = ProblemKind::RowLength {
                        expected: header.cells.len(),
                        found: row.cells.len(),
                    };
                    self.problem(place, problem);
                }
                continue;
            }
            let Some((cell, id)) = row
                .cells
                .get(id_at)
                .and_then(|cell| Some((cell, row_id(cell)?)))
            else {
                let column = "row".to_owned();
                let place = row
                    .cells
                    .get(id_at)
                    .map_or(place, |cell| at(source, cell.at()));
                self.list_problem(place, ListProblem::Cell { column });
                continue;
            };
            let mut labels = BTreeMap::new();
            for (lang, column) in texts {
                if let Some(Value::Text(text)) = column.and_then(|column| row.cells.get(column)) {
                    labels.insert((LabelKind::Label, lang), text.value.clone());
                    if row
                        .cells
                        .iter()
                        .any(|cell| column_name(cell) == Some("untranscribed"))
                    {
                        labels.insert((LabelKind::Missing, lang), text.value.clone());
                    }
                }
            }
            let labels = Labels(Arc::new(labels));
            let id_place = at(source, cell.at());
            let provision =
                self.list_provision(around, ProvisionKind::Row, &id, labels, place, id_place);
            rows.push((provision, row));
        }
        rows
    }

    /// The headings of a table. Where they can't be read, the first row that can stands in their place; nothing is said of it.
    fn header(&self, source: SourceId, table: &'a ast::ListTable) -> Option<&'a ast::Row> {
        let header = table.header.as_ref()?;
        let (start, end) = (table.at.span().start, header.at.span().end);
        let above = at(source, weir_syntax::At(weir_syntax::Span::new(start, end)));
        (!self.damaged.touches(above)).then_some(header)
    }

    /// Reads the rows of a table.
    pub(super) fn table(
        &mut self,
        building: &Building,
        inherited: Inherited,
        table: &'a ast::ListTable,
        rows: &[(ProvisionId, &'a ast::Row)],
    ) -> Vec<Spec> {
        let Some(header) = self.header(building.source, table) else {
            return Vec::new();
        };
        let columns: Vec<Column> = header
            .cells
            .iter()
            .map(|cell| self.list_column(building.source, cell))
            .collect();
        self.columns_once(building.source, header);
        let mut specs = Vec::with_capacity(rows.len());
        for (provision, row) in rows {
            let place = at(building.source, row.at);
            let mut spec = Spec::new(*provision, inherited, place);
            let mut bands = Vec::new();
            let mut open = false;
            for (column, cell) in columns.iter().zip(&row.cells) {
                if let (Column::Others, Value::Bool(value, _)) = (column, cell) {
                    open = *value;
                } else if !matches!(cell, Value::Empty(_)) {
                    self.list_cell(building, column, cell, &mut spec, &mut bands);
                }
            }
            if let Some((_, _, others)) = &mut spec.fields {
                *others = open;
            }
            if !bands.is_empty() {
                let conclusions = std::mem::take(&mut spec.conclusions);
                spec.bands.push((Cond::all(bands, place), conclusions));
            }
            let says = columns.iter().zip(&row.cells).any(|(column, cell)| {
                matches!(column, Column::Outcome(_) | Column::Broken)
                    && !matches!(cell, Value::Empty(_))
            });
            self.row_concludes(building, says, place, place);
            specs.push(spec);
        }
        specs
    }

    /// Says which columns stand twice: only one of two cells could count.
    fn columns_once(&mut self, source: SourceId, header: &ast::Row) {
        for (at, cell) in header.cells.iter().enumerate() {
            let Some(name) = column_name(cell) else {
                continue;
            };
            let mut before = header.cells.iter().take(at);
            if let Some(first) = before.find(|other| column_name(other) == Some(name)) {
                let problem = ListProblem::ColumnTwice {
                    name: name.to_owned(),
                    first: self::at(source, first.at()),
                };
                self.list_problem(self::at(source, cell.at()), problem);
            }
        }
    }

    fn list_column(&mut self, source: SourceId, cell: &Value) -> Column {
        let Value::Name(name) = cell else {
            let name = String::new();
            self.list_problem(at(source, cell.at()), ListProblem::Column { name });
            return Column::Broken;
        };
        match name.text.as_str() {
            "row" => return Column::Row,
            "zh" => return Column::Text(Lang::Zh),
            "en" => return Column::Text(Lang::En),
            "fields" => return Column::Fields,
            "others" => return Column::Others,
            "except" => return Column::Except,
            "unless" => return Column::Unless,
            "source" => return Column::Source,
            "url" => return Column::Url,
            "cite" => return Column::Cite,
            _ => {}
        }
        match self.find(source, name, NameKind::Fact) {
            Some(Target::Fact(id)) => Column::Fact(id),
            Some(Target::Counter(id)) => Column::Counter(id),
            Some(Target::Definition(id)) => Column::Definition(id),
            Some(Target::Outcome(_)) => Column::Outcome(name.clone()),
            None | Some(Target::Broken) => Column::Broken,
            Some(_) => {
                let name = name.text.clone();
                self.list_problem(at(source, cell.at()), ListProblem::Column { name });
                Column::Broken
            }
        }
    }

    fn list_cell(
        &mut self,
        building: &Building,
        column: &Column,
        cell: &'a Value,
        spec: &mut Spec,
        bands: &mut Vec<Cond>,
    ) {
        let source = building.source;
        let place = at(source, cell.at());
        let fits = match (column, cell) {
            (Column::Row | Column::Broken, _) | (Column::Text(_), Value::Text(_)) => true,
            (Column::Fields, _) => match named_values(cell) {
                Some(names) => {
                    spec.fields = self.field_list(building, &names, false, cell.at());
                    true
                }
                None => false,
            },
            (Column::Except, Value::Ref(reference)) => {
                let rows =
                    self.provisions_meant(source, std::slice::from_ref(reference), building.id);
                spec.except.extend(rows);
                true
            }
            (Column::Except, cell) => match row_id(cell) {
                Some(id) => {
                    let called = self.row_called(building.id, &id, place);
                    spec.except
                        .extend(called.into_iter().flat_map(|row| self.same_row(row)));
                    true
                }
                None => false,
            },
            (Column::Unless, Value::Name(name)) => {
                let kind = self.named_condition(source, name, place);
                spec.unless.push(Cond { kind, place });
                true
            }
            (Column::Source, Value::Name(name)) => match name.text.as_str() {
                "primary" => {
                    spec.source = Some(SourceKind::Primary);
                    true
                }
                "secondary" => {
                    spec.source = Some(SourceKind::Secondary);
                    true
                }
                _ => false,
            },
            (Column::Url, Value::Text(text)) => {
                self.row_url(spec.provision, Some(text));
                true
            }
            (Column::Cite, Value::Ref(reference)) => {
                let cites =
                    self.citations(source, std::slice::from_ref(reference), Some(building.id));
                spec.cites.extend(cites);
                true
            }
            (Column::Definition(id), Value::Bool(value, _)) => {
                let condition = Cond {
                    kind: CondKind::Definition(*id),
                    place,
                };
                spec.select.push(if *value {
                    condition
                } else {
                    condition.negated()
                });
                true
            }
            (Column::Outcome(name), cell) => match outcome_cell(name, cell) {
                Some(conclusion) => {
                    spec.conclusions
                        .extend(self.row_conclusion(building, &conclusion));
                    true
                }
                None => false,
            },
            (Column::Fact(id), cell) => self.fact_cell(source, *id, cell, spec, bands),
            (Column::Counter(id), Value::Bounds(bounds, _)) => {
                let name = self.program[*id].name.clone();
                bands.push(self.cell_bounds(source, &name, bounds, place));
                true
            }
            (
                Column::Text(_)
                | Column::Others
                | Column::Unless
                | Column::Source
                | Column::Url
                | Column::Cite
                | Column::Definition(_)
                | Column::Counter(_),
                _,
            ) => false,
        };
        if !fits {
            let column = self.column_words(column);
            self.list_problem(place, ListProblem::Cell { column });
        }
    }

    fn fact_cell(
        &mut self,
        source: SourceId,
        fact: FactId,
        cell: &Value,
        spec: &mut Spec,
        bands: &mut Vec<Cond>,
    ) -> bool {
        let place = at(source, cell.at());
        match (self.program[fact].ty.clone(), cell) {
            (FactType::Bool, Value::Bool(value, _)) => {
                let condition = Cond {
                    kind: CondKind::Fact(fact),
                    place,
                };
                spec.select.push(if *value {
                    condition
                } else {
                    condition.negated()
                });
                true
            }
            (FactType::Quantity(_) | FactType::Date, Value::Bounds(bounds, _)) => {
                let name = self.program[fact].name.clone();
                bands.push(self.cell_bounds(source, &name, bounds, place));
                true
            }
            (FactType::Choice(_), cell) => match named_values(cell) {
                Some(names) => {
                    let members: Option<Vec<Vec<usize>>> = names
                        .iter()
                        .map(|name| self.under_named(source, fact, &name.text, name.at))
                        .collect();
                    let kind = members.map_or(CondKind::Error, |members| {
                        CondKind::Is(fact, members.concat())
                    });
                    spec.select.push(Cond { kind, place });
                    true
                }
                None => false,
            },
            (FactType::Set(members), cell) => match named_values(cell) {
                Some(names) => {
                    let (of, declared) =
                        (self.program[fact].name.clone(), self.program[fact].place);
                    let any = names
                        .iter()
                        .filter_map(|name| self.member(source, name, &members, &of, declared))
                        .map(|member| Cond {
                            kind: CondKind::Has(fact, member),
                            place,
                        })
                        .collect();
                    spec.select.push(Cond::any(any, place));
                    true
                }
                None => false,
            },
            (FactType::Error, _) => true,
            (FactType::Bool | FactType::Quantity(_) | FactType::Date, _) => false,
        }
    }

    fn cell_bounds(
        &mut self,
        source: SourceId,
        subject: &str,
        bounds: &[ast::Bound],
        place: Place,
    ) -> Cond {
        let subject = ast::Name {
            text: subject.to_owned(),
            at: bounds.first().map(|bound| bound.at).unwrap_or_default(),
        };
        let kind = self.bounds(source, &subject, bounds, place, false);
        Cond { kind, place }
    }

    fn row_called(&mut self, list: InstrumentId, id: &str, place: Place) -> Option<ProvisionId> {
        let found = self.inside(list).provision(None, ProvisionKind::Row, id);
        if let Some(row) = found {
            self.stands(place, Symbol::Provision(row), false);
        } else {
            let problem = ProblemKind::Unknown {
                what: NameKind::Row,
                name: id.to_owned(),
                near: None,
                of: Some(self.program[list].name.clone()),
                known: Vec::new(),
            };
            self.problem(place, problem);
        }
        found
    }

    fn column_words(&self, column: &Column) -> String {
        match column {
            Column::Row => "row".to_owned(),
            Column::Text(Lang::Zh) => "zh".to_owned(),
            Column::Text(Lang::En) => "en".to_owned(),
            Column::Fields => "fields".to_owned(),
            Column::Others => "others".to_owned(),
            Column::Except => "except".to_owned(),
            Column::Unless => "unless".to_owned(),
            Column::Source => "source".to_owned(),
            Column::Url => "url".to_owned(),
            Column::Cite => "cite".to_owned(),
            Column::Fact(id) => self.program[*id].name.clone(),
            Column::Counter(id) => self.program[*id].name.clone(),
            Column::Definition(id) => self.program[*id].name.clone(),
            Column::Outcome(name) => name.text.clone(),
            Column::Broken => String::new(),
        }
    }
}

fn column_name(cell: &Value) -> Option<&str> {
    if let Value::Name(name) = cell {
        Some(&name.text)
    } else {
        None
    }
}

/// The id of a row in a cell: a number, name, code or text.
fn row_id(cell: &Value) -> Option<String> {
    if let Value::Name(name) = cell {
        Some(name.text.clone())
    } else if let Value::Quantity(quantity) = cell {
        Some(quantity.text.clone())
    } else if let Value::Text(text) = cell {
        Some(text.value.clone())
    } else {
        None
    }
}

/// One name, or several in braces.
fn named_values(cell: &Value) -> Option<Vec<ast::Name>> {
    if let Value::Name(name) = cell {
        Some(vec![name.clone()])
    } else if let Value::Set(names, _) = cell {
        Some(names.clone())
    } else {
        None
    }
}

/// What the cell of an outcome concludes.
fn outcome_cell(outcome: &ast::Name, cell: &Value) -> Option<ast::Conclusion> {
    let values = named_values(cell)?;
    let hole = values.iter().any(|value| value.text == "untranscribed");
    Some(ast::Conclusion {
        target: ast::Name {
            text: outcome.text.clone(),
            at: cell.at(),
        },
        kind: if hole {
            ast::ConclusionKind::Untranscribed
        } else {
            ast::ConclusionKind::Values(values)
        },
        at: cell.at(),
    })
}
