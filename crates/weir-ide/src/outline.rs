//! The parts of a text in the shape of the law: declarations, provisions, rules, rows, and the clauses of each.

use weir_syntax::ast::{self, Clause, Element, Item, LabelKind, Lang};
use weir_syntax::{At, Span};

use crate::symbol::part_kind;

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum PartKind {
    Use,
    Outcome,
    Value,
    Category,
    Member,
    Zone,
    Fact,
    Measure,
    Counter,
    Threshold,
    Instrument,
    List,
    Article,
    Paragraph,
    Item,
    Question,
    Section,
    Annex,
    Sector,
    Scenario,
    Row,
    Rule,
    Lists,
    Table,
    Adoption,
    Precedence,
    Strictest,
    Reading,
    Option,
    Definition,
    Assumption,
    Profile,
    Test,
    Case,
}

impl PartKind {
    /// Whether rules are written in parts of this kind.
    pub(crate) fn is_rule(self) -> bool {
        matches!(
            self,
            Self::Article
                | Self::Paragraph
                | Self::Item
                | Self::Question
                | Self::Section
                | Self::Annex
                | Self::Row
                | Self::Rule
        )
    }

    /// The word of a step in a citation.
    pub(crate) fn step_word(self) -> Option<&'static str> {
        match self {
            Self::Article => Some("article"),
            Self::Paragraph => Some("paragraph"),
            Self::Item => Some("item"),
            Self::Question => Some("question"),
            Self::Section => Some("section"),
            Self::Annex => Some("annex"),
            Self::Sector => Some("sector"),
            Self::Scenario => Some("scenario"),
            Self::Row => Some("row"),
            Self::Rule => Some("rule"),
            Self::Use
            | Self::Outcome
            | Self::Value
            | Self::Category
            | Self::Member
            | Self::Zone
            | Self::Fact
            | Self::Measure
            | Self::Counter
            | Self::Threshold
            | Self::Instrument
            | Self::List
            | Self::Lists
            | Self::Table
            | Self::Adoption
            | Self::Precedence
            | Self::Strictest
            | Self::Reading
            | Self::Option
            | Self::Definition
            | Self::Assumption
            | Self::Profile
            | Self::Test
            | Self::Case => None,
        }
    }
}

/// A part of a text.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    pub(crate) span: Span,
    /// Its name, number or text.
    pub(crate) name: Span,
    /// A second name: of the rule in a provision, or of the edition of a list.
    pub(crate) second: Option<Span>,
    /// Its labels, with their quotation marks.
    pub(crate) zh: Option<Span>,
    pub(crate) en: Option<Span>,
    pub(crate) parent: Option<usize>,
    pub(crate) clauses: Vec<Span>,
}

impl Part {
    /// The name that is declared by the part: of a list, the edition.
    pub(crate) fn declared_name(&self) -> Span {
        self.second
            .filter(|_| self.kind == PartKind::List)
            .unwrap_or(self.name)
    }
}

/// The parts of a text, each before what stands in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    pub(crate) parts: Vec<Part>,
}

impl Outline {
    pub(crate) fn of(file: &ast::File) -> Self {
        let mut outline = Self::default();
        for item in &file.items {
            outline.item(item);
        }
        outline
    }

    /// The parts around an offset, the outermost first.
    pub(crate) fn around(&self, offset: u32) -> Vec<usize> {
        let to = self.parts.partition_point(|part| part.span.start <= offset);
        let mut at = to.checked_sub(1);
        while let Some(part) = at.and_then(|at| self.parts.get(at)) {
            if offset <= part.span.end {
                break;
            }
            at = part.parent;
        }
        let mut path: Vec<usize> =
            std::iter::successors(at, |at| self.parts.get(*at).and_then(|part| part.parent))
                .collect();
        path.reverse();
        path
    }

    /// The innermost part around an offset of which something holds.
    pub(crate) fn innermost(&self, offset: u32, fits: impl Fn(PartKind) -> bool) -> Option<&Part> {
        let around = self.around(offset);
        let parts = around.iter().rev().filter_map(|at| self.parts.get(*at));
        parts.into_iter().find(|part| fits(part.kind))
    }

    fn add(&mut self, kind: PartKind, at: At, name: At, parent: Option<usize>) -> usize {
        let index = self.parts.len();
        self.parts.push(Part {
            kind,
            span: at.span(),
            name: name.span(),
            second: None,
            zh: None,
            en: None,
            parent,
            clauses: Vec::new(),
        });
        index
    }

    fn label(&mut self, index: usize, label: &ast::Label) {
        if let Some(part) = self.parts.get_mut(index) {
            part.clauses.push(label.at.span());
            if label.kind == LabelKind::Label {
                let slot = match label.lang {
                    Lang::Zh => &mut part.zh,
                    Lang::En => &mut part.en,
                };
                slot.get_or_insert(label.text.at.span());
            }
        }
    }

    fn labels(&mut self, index: usize, labels: &[ast::Label]) {
        labels.iter().for_each(|label| self.label(index, label));
    }

    fn clause(&mut self, index: usize, clause: &Clause) {
        if let Clause::Label(label) = clause {
            self.label(index, label);
        } else if let (Some(part), at) = (self.parts.get_mut(index), clause_at(clause)) {
            part.clauses.push(at.span());
        }
    }

    fn clauses(&mut self, index: usize, clauses: &[Clause]) {
        clauses.iter().for_each(|clause| self.clause(index, clause));
    }

    fn note(&mut self, index: usize, at: At) {
        if let Some(part) = self.parts.get_mut(index) {
            part.clauses.push(at.span());
        }
    }

    fn second(&mut self, index: usize, at: Option<At>) {
        if let Some(part) = self.parts.get_mut(index) {
            part.second = at.map(At::span);
        }
    }

    fn members(&mut self, kind: PartKind, members: &[ast::Member], parent: usize) {
        for member in members {
            let index = self.add(kind, member.at, member.name.at, Some(parent));
            self.labels(index, &member.labels);
        }
    }

    fn category(&mut self, node: &ast::Category, parent: Option<usize>) {
        let kind = match parent {
            None => PartKind::Category,
            Some(_) => PartKind::Member,
        };
        let index = self.add(kind, node.at, node.name.at, parent);
        self.labels(index, &node.labels);
        for child in &node.children {
            self.category(child, Some(index));
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Use(node) => {
                self.add(PartKind::Use, node.at, node.path.at, None);
            }
            Item::Outcome(node) => {
                let index = self.add(PartKind::Outcome, node.at, node.name.at, None);
                self.labels(index, &node.labels);
                self.members(PartKind::Value, &node.values, index);
            }
            Item::Category(node) => self.category(node, None),
            Item::Zone(node) => {
                let index = self.add(PartKind::Zone, node.at, node.name.at, None);
                self.labels(index, &node.labels);
            }
            Item::Fact(node) => {
                let index = self.add(PartKind::Fact, node.at, node.name.at, None);
                self.labels(index, &node.labels);
                if let ast::Type::OneOf(members) = &node.ty {
                    self.members(PartKind::Value, members, index);
                }
            }
            Item::Measure(node) => {
                let index = self.add(PartKind::Measure, node.at, node.name.at, None);
                self.labels(index, &node.labels);
            }
            Item::Threshold(node) => {
                let index = self.add(PartKind::Threshold, node.at, node.name.at, None);
                self.labels(index, &node.labels);
                node.values
                    .iter()
                    .for_each(|value| self.note(index, value.at));
            }
            Item::Counter(node) => {
                let index = self.add(PartKind::Counter, node.at, node.name.at, None);
                self.labels(index, &node.labels);
                node.cases.iter().for_each(|case| self.note(index, case.at));
            }
            Item::Instrument(node) => {
                let index = self.add(PartKind::Instrument, node.at, node.name.at, None);
                self.body(index, &node.body);
            }
            Item::List(node) => {
                let index = self.add(PartKind::List, node.at, node.name.name.at, None);
                self.second(index, Some(node.name.edition.at));
                self.body(index, &node.body);
            }
            Item::Reading(node) => {
                let index = self.add(PartKind::Reading, node.at, node.name.at, None);
                self.clauses(index, &node.clauses);
                for option in &node.options {
                    let inner = self.add(PartKind::Option, option.at, option.name.at, Some(index));
                    self.clauses(inner, &option.clauses);
                }
            }
            Item::Define(node) => self.define(node, None),
            Item::Assume(node) => self.assume(node, None),
            Item::Profile(node) => {
                let index = self.add(PartKind::Profile, node.at, node.name.at, None);
                self.labels(index, &node.labels);
                node.facts.iter().for_each(|fact| self.note(index, fact.at));
            }
            Item::Test(node) => self.test(node),
            Item::Error(_) => {}
        }
    }

    fn define(&mut self, node: &ast::Define, parent: Option<usize>) {
        let index = self.add(PartKind::Definition, node.at, node.name.at, parent);
        self.clauses(index, &node.clauses);
        self.note(index, node.condition.at);
    }

    fn assume(&mut self, node: &ast::Assume, parent: Option<usize>) {
        let index = self.add(PartKind::Assumption, node.at, node.name.at, parent);
        self.clauses(index, &node.clauses);
        self.note(index, node.condition.at);
    }

    fn test(&mut self, node: &ast::Test) {
        let index = self.add(PartKind::Test, node.at, node.name.at, None);
        for element in &node.body {
            let at = match element {
                ast::TestElement::Given { at, .. } | ast::TestElement::Reading { at, .. } => *at,
                ast::TestElement::Expect(expect) => expect.at,
                ast::TestElement::Error(at) => *at,
            };
            self.note(index, at);
        }
        for row in &node.rows {
            let name = row.cells.first().map_or(row.at, ast::Value::at);
            self.add(PartKind::Case, row.at, name, Some(index));
        }
    }

    fn body(&mut self, parent: usize, body: &[Element]) {
        for element in body {
            match element {
                Element::Clause(clause) => self.clause(parent, clause),
                Element::Provision(node) => {
                    let kind = part_kind(node.kind);
                    let index = self.add(kind, node.at, node.number.at, Some(parent));
                    self.second(index, node.name.as_ref().map(|name| name.at));
                    self.body(index, &node.body);
                }
                Element::Rule(node) => {
                    let index = self.add(PartKind::Rule, node.at, node.name.at, Some(parent));
                    self.clauses(index, &node.clauses);
                }
                Element::Precedence(node) => {
                    self.add(PartKind::Precedence, node.at, node.at, Some(parent));
                }
                Element::Strictest(node) => {
                    self.add(PartKind::Strictest, node.at, node.at, Some(parent));
                }
                Element::Define(node) => self.define(node, Some(parent)),
                Element::Assume(node) => self.assume(node, Some(parent)),
                Element::Lists(node) => {
                    let index = self.add(PartKind::Lists, node.at, node.at, Some(parent));
                    self.labels(index, &node.labels);
                }
                Element::Table(node) => self.table(parent, node),
                Element::Adoption(node) => {
                    let name = At(node.from.name.at.span().to(node.from.edition.at.span()));
                    let index = self.add(PartKind::Adoption, node.at, name, Some(parent));
                    self.clauses(index, &node.clauses);
                }
                Element::Error(_) => {}
            }
        }
    }

    fn table(&mut self, parent: usize, node: &ast::ListTable) {
        let index = self.add(PartKind::Table, node.at, node.at, Some(parent));
        let Some(header) = &node.header else { return };
        let column = |name: &str| {
            header
                .cells
                .iter()
                .position(|cell| matches!(cell, ast::Value::Name(cell) if cell.text == name))
        };
        let (id, zh, en) = (column("row"), column("zh"), column("en"));
        for row in &node.rows {
            let cell = |column: Option<usize>| row.cells.get(column?).map(ast::Value::at);
            let Some(name) = cell(id) else { continue };
            let inner = self.add(PartKind::Row, row.at, name, Some(index));
            if let Some(part) = self.parts.get_mut(inner) {
                part.zh = cell(zh).map(At::span);
                part.en = cell(en).map(At::span);
            }
        }
    }
}

/// Where a clause stands.
fn clause_at(clause: &Clause) -> At {
    match clause {
        Clause::Label(label) => label.at,
        Clause::Then(conclusion) => conclusion.at,
        Clause::InForce(period, _) => period.at,
        Clause::When(_, at)
        | Clause::Published(_, at)
        | Clause::Url(_, at)
        | Clause::Source(_, _, at)
        | Clause::Cite(_, at)
        | Clause::Under(_, at)
        | Clause::Zone(_, at)
        | Clause::Dated(_, at)
        | Clause::Announced(_, at)
        | Clause::Trial(_, _, at)
        | Clause::Replaces(_, at)
        | Clause::Available(_, at)
        | Clause::Outside(_, _, at)
        | Clause::Untranscribed(_, _, at)
        | Clause::Fields { at, .. }
        | Clause::Band(_, _, at)
        | Clause::Except(_, at)
        | Clause::Unless(_, at)
        | Clause::AsOf(_, at)
        | Clause::With(_, _, at)
        | Clause::Error(at) => *at,
    }
}
