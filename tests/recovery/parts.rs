//! The parts of a declaration, compared without places.

use weir_syntax::Span;
use weir_syntax::ast::{
    Assignment, Category, Clause, CounterCase, Element, ExprKind, Item, ListsPart, Member,
    ReadingOption, Row, TestElement, ThresholdValue, Type,
};

/// A part of a declaration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part<'a> {
    Element(&'a Element),
    Clause(&'a Clause),
    Member(&'a Member),
    Category(&'a Category),
    Value(&'a ThresholdValue),
    Option(&'a ReadingOption),
    Assignment(&'a Assignment),
    Test(&'a TestElement),
    Row(&'a Row),
    Case(&'a CounterCase),
    Lists(&'a ListsPart),
}

impl<'a> Part<'a> {
    pub(crate) fn span(self) -> Span {
        match self {
            Part::Element(element) => element_span(element),
            Part::Clause(clause) => clause_span(clause),
            Part::Member(node) => node.at.span(),
            Part::Category(node) => node.at.span(),
            Part::Value(node) => node.at.span(),
            Part::Option(node) => node.at.span(),
            Part::Assignment(node) => node.at.span(),
            Part::Test(node) => match node {
                TestElement::Given { at, .. }
                | TestElement::Reading { at, .. }
                | TestElement::Error(at) => at.span(),
                TestElement::Expect(expect) => expect.at.span(),
            },
            Part::Row(node) => node.at.span(),
            Part::Case(node) => node.at.span(),
            Part::Lists(node) => match node {
                ListsPart::Sectors(name) | ListsPart::Scenarios(name) | ListsPart::Fields(name) => {
                    name.at.span()
                }
                ListsPart::Strictest(_, _, at)
                | ListsPart::Outside { at, .. }
                | ListsPart::Others { at, .. } => at.span(),
            },
        }
    }

    /// What is inside it.
    pub(crate) fn inside(self) -> Vec<Part<'a>> {
        match self {
            Part::Element(Element::Provision(node)) => {
                node.body.iter().map(Part::Element).collect()
            }
            Part::Element(Element::Rule(node)) => node.clauses.iter().map(Part::Clause).collect(),
            Part::Element(Element::Table(node)) => node
                .header
                .iter()
                .chain(&node.rows)
                .map(Part::Row)
                .collect(),
            Part::Element(Element::Adoption(node)) => {
                node.clauses.iter().map(Part::Clause).collect()
            }
            Part::Element(Element::Lists(node)) => node.parts.iter().map(Part::Lists).collect(),
            Part::Lists(ListsPart::Outside { clauses, .. }) => {
                clauses.iter().map(Part::Clause).collect()
            }
            Part::Category(node) => node.children.iter().map(Part::Category).collect(),
            Part::Option(node) => node.clauses.iter().map(Part::Clause).collect(),
            Part::Test(TestElement::Given { facts, .. }) => {
                facts.iter().map(Part::Assignment).collect()
            }
            Part::Element(_)
            | Part::Clause(_)
            | Part::Member(_)
            | Part::Value(_)
            | Part::Assignment(_)
            | Part::Test(_)
            | Part::Row(_)
            | Part::Case(_)
            | Part::Lists(_) => Vec::new(),
        }
    }

    /// Whether it is the same thing, broken or not: the article of this number, the rule of this name.
    pub(crate) fn is_called_like(self, other: Part<'_>) -> bool {
        match (self, other) {
            (Part::Element(Element::Provision(a)), Part::Element(Element::Provision(b))) => {
                a.kind == b.kind && a.number == b.number
            }
            (Part::Element(Element::Rule(a)), Part::Element(Element::Rule(b))) => a.name == b.name,
            (Part::Element(Element::Table(_)), Part::Element(Element::Table(_)))
            | (Part::Element(Element::Lists(_)), Part::Element(Element::Lists(_))) => true,
            (Part::Element(Element::Adoption(a)), Part::Element(Element::Adoption(b))) => {
                a.from == b.from && a.parts == b.parts
            }
            (Part::Category(a), Part::Category(b)) => a.name == b.name,
            (Part::Option(a), Part::Option(b)) => a.name == b.name,
            (
                Part::Test(TestElement::Given { profile: a, .. }),
                Part::Test(TestElement::Given { profile: b, .. }),
            ) => a == b,
            _ => false,
        }
    }
}

/// The parts of a declaration, in order.
pub(crate) fn parts(item: &Item) -> Vec<Part<'_>> {
    match item {
        Item::Outcome(node) => node.values.iter().map(Part::Member).collect(),
        Item::Category(node) => node.children.iter().map(Part::Category).collect(),
        Item::Threshold(node) => node.values.iter().map(Part::Value).collect(),
        Item::Instrument(node) => node.body.iter().map(Part::Element).collect(),
        Item::List(node) => node.body.iter().map(Part::Element).collect(),
        Item::Counter(node) => node.cases.iter().map(Part::Case).collect(),
        Item::Reading(node) => node
            .clauses
            .iter()
            .map(Part::Clause)
            .chain(node.options.iter().map(Part::Option))
            .collect(),
        Item::Profile(node) => node.facts.iter().map(Part::Assignment).collect(),
        Item::Test(node) => node
            .body
            .iter()
            .map(Part::Test)
            .chain(node.header.iter().map(Part::Row))
            .chain(node.rows.iter().map(Part::Row))
            .collect(),
        Item::Fact(node) => {
            let members = if let Type::OneOf(members) = &node.ty {
                members.as_slice()
            } else {
                &[]
            };
            members.iter().map(Part::Member).collect()
        }
        Item::Use(_)
        | Item::Measure(_)
        | Item::Zone(_)
        | Item::Assume(_)
        | Item::Define(_)
        | Item::Error(_) => Vec::new(),
    }
}

fn element_span(element: &Element) -> Span {
    match element {
        Element::Clause(clause) => clause_span(clause),
        Element::Provision(node) => node.at.span(),
        Element::Rule(node) => node.at.span(),
        Element::Precedence(node) => node.at.span(),
        Element::Strictest(node) => node.at.span(),
        Element::Define(node) => node.at.span(),
        Element::Assume(node) => node.at.span(),
        Element::Lists(node) => node.at.span(),
        Element::Table(node) => node.at.span(),
        Element::Adoption(node) => node.at.span(),
        Element::Error(at) => at.span(),
    }
}

fn clause_span(clause: &Clause) -> Span {
    match clause {
        Clause::Label(label) => label.at.span(),
        Clause::When(expr, at) => {
            if matches!(expr.kind, ExprKind::Error) {
                expr.at.span()
            } else {
                at.span()
            }
        }
        Clause::Cite(_, at)
        | Clause::Published(_, at)
        | Clause::Url(_, at)
        | Clause::Source(_, _, at)
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
        | Clause::Error(at) => at.span(),
        Clause::Then(conclusion) => conclusion.at.span(),
        Clause::InForce(period, _) => period.at.span(),
    }
}
