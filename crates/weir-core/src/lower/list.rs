//! Lists of free trade zones. Their parts are provisions and their rows rules, so that everything that holds for instruments
//! holds for them: citations, references, precedence.
//!
//! First names and provisions are declared. Once facts are known, what lists have in common is read, then the head of each
//! list, then its parts: those that are adopted after the lists from which they come.

use std::collections::BTreeMap;
use std::sync::Arc;

use weir_syntax::ast::{self, Clause, Element};
use weir_syntax::diagnostic::SourceId;

use super::{Lowerer, Target, at};
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{ListProblem, NameKind, Needs, ProblemKind};

mod adopt;
mod common;
mod except;
mod frame;
mod head;
mod parts;
mod rows;
mod table;

/// Where an edition of a list is declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edition {
    pub(super) id: InstrumentId,
    pub(super) source: SourceId,
    pub(super) place: Place,
}

/// A block `lists`, with the provision in which it stands and what holds there.
pub(super) struct FrameNode<'a> {
    pub(super) source: SourceId,
    pub(super) citation: Citation,
    pub(super) conditions: Vec<&'a ast::Expr>,
    pub(super) node: &'a ast::Lists,
}

/// A list whose parts have been declared.
pub(super) struct ListNode<'a> {
    source: SourceId,
    id: InstrumentId,
    node: &'a ast::List,
    part: Part<'a>,
}

/// A list, sector or scenario.
struct Part<'a> {
    /// The provision; `None` for the list as a whole.
    provision: Option<ProvisionId>,
    kind: Option<ProvisionKind>,
    name: Option<&'a ast::Number>,
    clauses: Vec<&'a Clause>,
    children: Vec<Child<'a>>,
}

/// What stands in a part.
enum Child<'a> {
    Part(Part<'a>),
    Row(ProvisionId, &'a ast::Provision),
    Table(&'a ast::ListTable, Vec<(ProvisionId, &'a ast::Row)>),
    Adoption(&'a ast::Adoption),
    Rule(Citation, &'a ast::Rule),
}

impl<'a> Lowerer<'a> {
    pub(super) fn list_problem(&mut self, place: Place, problem: ListProblem) {
        self.problem(place, ProblemKind::List(problem));
    }

    /// Says that something stands where it can't.
    pub(super) fn misplaced(
        &mut self,
        source: SourceId,
        place: weir_syntax::At,
        what: &'static str,
        needs: Needs,
    ) {
        self.list_problem(at(source, place), ListProblem::Misplaced { what, needs });
    }

    /// Makes the name of a list known. All editions share it.
    pub(super) fn list_name(
        &mut self,
        source: SourceId,
        id: InstrumentId,
        name: &'a ast::ListName,
    ) {
        let place = at(source, name.name.at);
        let known = self.names.get(name.name.text.as_str());
        match known.filter(|known| known.target == Target::List) {
            Some(first) => {
                let symbol = Symbol::List(first.place);
                self.stands(place, symbol, true);
            }
            None => self.name(source, &name.name, Target::List),
        }
        self.stands(at(source, name.edition.at), Symbol::Edition(id), true);
        let edition = Edition { id, source, place };
        let key = (name.name.text.as_str(), name.edition.value.as_str());
        let first = *self.editions.entry(key).or_insert(edition);
        if first.id != id {
            let problem = ProblemKind::Duplicate {
                what: NameKind::List,
                name: edition_name(name),
                first: first.place,
            };
            self.problem(place, problem);
        }
    }

    /// The edition of a list that is meant. It can be left out inside the list, and where there is only one.
    pub(super) fn edition(
        &mut self,
        source: SourceId,
        name: &ast::Name,
        edition: Option<&ast::Text>,
        within: Option<InstrumentId>,
    ) -> Option<InstrumentId> {
        let editions: Vec<(&str, Edition)> = self
            .editions
            .iter()
            .filter(|((of, _), _)| *of == name.text)
            .map(|((_, label), edition)| (*label, *edition))
            .collect();
        let own = editions
            .iter()
            .find(|(_, edition)| Some(edition.id) == within);
        let meant = match (edition, editions.as_slice(), own) {
            (Some(text), _, _) => editions.iter().find(|(label, _)| *label == text.value),
            (None, _, Some(own)) => Some(own),
            (None, [only], None) => Some(only),
            (None, _, None) => None,
        };
        if let Some((_, meant)) = meant {
            let (id, found_in, declared) = (meant.id, meant.source, meant.place);
            let named = edition.map_or(name.at, |edition| edition.at);
            self.stands(at(source, named), Symbol::Edition(id), false);
            if !self.sees(source, found_in) {
                self.not_in_use(at(source, name.at), &name.text, found_in, declared);
            }
            return Some(id);
        }
        let place = edition.map_or(name.at, |text| text.at);
        let known = editions
            .iter()
            .map(|(label, _)| (*label).to_owned())
            .collect();
        let problem = ListProblem::WhichList {
            name: name.text.clone(),
            edition: edition.map(|text| text.value.clone()),
            known,
        };
        self.list_problem(at(source, place), problem);
        None
    }

    /// The edition that a name with its edition means.
    fn listed(
        &mut self,
        source: SourceId,
        name: &ast::ListName,
        within: InstrumentId,
    ) -> Option<InstrumentId> {
        let target = self.find(source, &name.name, NameKind::List)?;
        if target != Target::List {
            self.wrong_kind(source, &name.name, target, NameKind::List);
            return None;
        }
        self.edition(source, &name.name, Some(&name.edition), Some(within))
    }

    /// Declares a list with its parts and rows.
    pub(super) fn list(&mut self, source: SourceId, id: InstrumentId, node: &'a ast::List) {
        let place = at(source, node.at);
        self.program.instruments.push(Instrument {
            name: edition_name(&node.name),
            labels: Labels::default(),
            period: crate::date::Period::default(),
            published: None,
            url: None,
            source: None,
            list: None,
            place,
        });
        let citation = Citation {
            instrument: id,
            provision: None,
        };
        let part = Part {
            provision: None,
            kind: None,
            name: None,
            clauses: node.body.iter().filter_map(clause).collect(),
            children: self.children(source, citation, &node.body),
        };
        self.lists.push(ListNode {
            source,
            id,
            node,
            part,
        });
    }

    fn children(
        &mut self,
        source: SourceId,
        around: Citation,
        body: &'a [Element],
    ) -> Vec<Child<'a>> {
        let mut children = Vec::new();
        for element in body {
            match element {
                Element::Clause(_) | Element::Error(_) => {}
                Element::Provision(node) => children.extend(self.child(source, around, node)),
                Element::Table(table) => {
                    let rows = self.table_rows(source, around, table);
                    children.push(Child::Table(table, rows));
                }
                Element::Adoption(node) if around.provision.is_none() => {
                    children.push(Child::Adoption(node));
                }
                Element::Adoption(node) => self.misplaced(source, node.at, "adopts", Needs::List),
                Element::Lists(node) => self.misplaced(source, node.at, "lists", Needs::Provision),
                Element::Rule(node) => children.push(Child::Rule(around, node)),
                Element::Precedence(node) => {
                    self.list_statement(
                        source,
                        around,
                        super::instrument::StatementNode::Precedence(node),
                    );
                }
                Element::Strictest(node) => {
                    self.list_statement(
                        source,
                        around,
                        super::instrument::StatementNode::Strictest(node),
                    );
                }
                Element::Define(node) => {
                    self.definition(source, node, Some(around.instrument), vec![around]);
                }
                Element::Assume(node) => {
                    self.assumption(source, node, Some(around.instrument), vec![around]);
                }
            }
        }
        children
    }

    fn child(
        &mut self,
        source: SourceId,
        around: Citation,
        node: &'a ast::Provision,
    ) -> Option<Child<'a>> {
        let level = around
            .provision
            .map(|provision| self.program[provision].kind);
        let needs = match (node.kind, level) {
            (ProvisionKind::Sector, None)
            | (ProvisionKind::Scenario, None | Some(ProvisionKind::Sector))
            | (ProvisionKind::Row, None | Some(ProvisionKind::Sector | ProvisionKind::Scenario)) => {
                None
            }
            (ProvisionKind::Sector | ProvisionKind::Scenario | ProvisionKind::Row, _) => {
                Some(Needs::List)
            }
            (
                ProvisionKind::Article
                | ProvisionKind::Paragraph
                | ProvisionKind::Item
                | ProvisionKind::Question
                | ProvisionKind::Section
                | ProvisionKind::Annex,
                _,
            ) => Some(Needs::Instrument),
        };
        if let Some(needs) = needs {
            self.misplaced(source, node.number.at, node.kind.word(), needs);
            return None;
        }
        let labels: Vec<ast::Label> = node.body.iter().filter_map(label).cloned().collect();
        let labels = self.labels(source, &labels);
        let place = at(source, node.at);
        let number_at = at(source, node.number.at);
        let provision = self.list_provision(
            around,
            node.kind,
            &node.number.text,
            labels,
            place,
            number_at,
        );
        if node.kind == ProvisionKind::Row {
            for element in node.body.iter().filter(|element| clause(element).is_none()) {
                self.misplaced(source, element_at(element), "row", Needs::Part);
            }
            return Some(Child::Row(provision, node));
        }
        let citation = Citation {
            provision: Some(provision),
            ..around
        };
        Some(Child::Part(Part {
            provision: Some(provision),
            kind: Some(node.kind),
            name: Some(&node.number),
            clauses: node.body.iter().filter_map(clause).collect(),
            children: self.children(source, citation, &node.body),
        }))
    }

    /// Declares a sector, scenario or row. A row printed for several scenarios stands in each of them with the same id.
    fn list_provision(
        &mut self,
        around: Citation,
        kind: ProvisionKind,
        number: &str,
        labels: Labels,
        place: Place,
        number_at: Place,
    ) -> ProvisionId {
        let Citation {
            instrument,
            provision,
        } = around;
        let id = ProvisionId::from_index(self.program.provisions.len());
        self.stands(number_at, Symbol::Provision(id), true);
        if kind == ProvisionKind::Row {
            let same = self
                .same_rows
                .entry((instrument, number.to_owned()))
                .or_default();
            same.push(id);
            self.inside(instrument)
                .note_provision(None, kind, number, id);
        }
        let inside = self.inside(instrument);
        let repeated = inside.provision(provision, kind, number);
        let first = match repeated {
            // At the top, the first of several rows with the same id stands for all of them.
            Some(first) if provision.is_none() && kind == ProvisionKind::Row => Some(first)
                .filter(|first| {
                    *first != id
                        && self
                            .program
                            .provisions
                            .get(first.index())
                            .is_some_and(|row| row.parent.is_none())
                })
                .unwrap_or(id),
            Some(first) => first,
            None => inside.note_provision(provision, kind, number, id),
        };
        if first != id {
            let what = if kind == ProvisionKind::Row {
                NameKind::Row
            } else if kind == ProvisionKind::Scenario {
                NameKind::Scenario
            } else {
                NameKind::Sector
            };
            let problem = ProblemKind::Duplicate {
                what,
                name: number.to_owned(),
                first: self.program[first].place,
            };
            self.problem(number_at, problem);
        }
        self.program.provisions.push(Arc::new(Provision {
            instrument,
            parent: provision,
            kind,
            number: number.to_owned(),
            labels,
            period: crate::date::Period::default(),
            source: None,
            url: None,
            place,
        }));
        id
    }

    /// What the lists have in common, their heads, and their parts.
    pub(super) fn lists(&mut self) {
        for node in std::mem::take(&mut self.frames) {
            let frame = self.frame(&node);
            self.program.frames.push(frame);
        }
        let nodes = std::mem::take(&mut self.lists);
        let heads: Vec<head::Head<'_>> = nodes.iter().map(|node| self.head(node)).collect();
        self.replacements(&nodes, &heads);
        let mut left: BTreeMap<InstrumentId, usize> = nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.id, at))
            .collect();
        for at in 0..nodes.len() {
            self.list_after_its_sources(&nodes, &heads, at, &mut left, &mut Vec::new());
        }
    }

    /// Builds the parts of a list, those from which it adopts first.
    fn list_after_its_sources(
        &mut self,
        nodes: &[ListNode<'a>],
        heads: &[head::Head<'a>],
        at: usize,
        left: &mut BTreeMap<InstrumentId, usize>,
        path: &mut Vec<InstrumentId>,
    ) {
        let (Some(node), Some(head)) = (nodes.get(at), heads.get(at)) else {
            return;
        };
        if !left.contains_key(&node.id) {
            return;
        }
        path.push(node.id);
        for (from, place) in &head.adopts {
            if let Some(start) = path.iter().position(|on_path| on_path == from) {
                let chain: Vec<String> = path
                    .iter()
                    .skip(start)
                    .chain([from])
                    .map(|id| self.program[*id].name.clone())
                    .collect();
                self.list_problem(*place, ListProblem::CircularAdoption { chain });
            } else if let Some(at) = left.get(from).copied() {
                self.list_after_its_sources(nodes, heads, at, left, path);
            }
        }
        path.pop();
        if left.remove(&node.id).is_some() {
            self.list_parts(node, head);
        }
    }

    /// The provisions that a reference within a list means.
    fn provisions_meant(
        &mut self,
        source: SourceId,
        refs: &[ast::Ref],
        list: InstrumentId,
    ) -> Vec<ProvisionId> {
        let meant: Vec<ProvisionId> = refs
            .iter()
            .filter_map(
                |reference| match self.refer(source, reference, Some(list))? {
                    Referred::Law(citation) => citation.provision,
                    Referred::Rule(_) => None,
                },
            )
            .collect();
        meant
            .into_iter()
            .flat_map(|provision| self.same_row(provision))
            .collect()
    }

    /// The rows with the id of a row, in all scenarios for which it is printed; any other part by itself.
    pub(super) fn same_row(&self, provision: ProvisionId) -> Vec<ProvisionId> {
        let node = &self.program[provision];
        if node.kind != ProvisionKind::Row {
            return vec![provision];
        }
        let same = self.same_rows.get(&(node.instrument, node.number.clone()));
        same.cloned().unwrap_or_else(|| vec![provision])
    }
}

/// A list with its edition, as it is called.
fn edition_name(name: &ast::ListName) -> String {
    format!("{} edition \"{}\"", name.name.text, name.edition.value)
}

fn clause(element: &Element) -> Option<&Clause> {
    match element {
        Element::Clause(clause) => Some(clause),
        Element::Provision(_)
        | Element::Rule(_)
        | Element::Precedence(_)
        | Element::Strictest(_)
        | Element::Define(_)
        | Element::Assume(_)
        | Element::Lists(_)
        | Element::Table(_)
        | Element::Adoption(_)
        | Element::Error(_) => None,
    }
}

fn label(element: &Element) -> Option<&ast::Label> {
    if let Clause::Label(label) = clause(element)? {
        Some(label)
    } else {
        None
    }
}

fn element_at(element: &Element) -> weir_syntax::At {
    match element {
        Element::Provision(node) => node.at,
        Element::Rule(node) => node.at,
        Element::Precedence(node) => node.at,
        Element::Strictest(node) => node.at,
        Element::Define(node) => node.at,
        Element::Assume(node) => node.at,
        Element::Lists(node) => node.at,
        Element::Table(node) => node.at,
        Element::Adoption(node) => node.at,
        Element::Error(at) => *at,
        Element::Clause(_) => weir_syntax::At::default(),
    }
}
