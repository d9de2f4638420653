//! Instruments: their provisions, rules and statements of precedence. A rule's citation is the place where it stands.

use std::sync::Arc;

use weir_syntax::ast::{self, Clause, Element};
use weir_syntax::diagnostic::SourceId;

use super::list::FrameNode;
use super::{Lowerer, Target, at};
use crate::date::Period;
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{NameKind, Needs, ProblemKind};

/// A definition or assumption, with the provision in which it stands.
pub(super) struct Named<'a, Id, Node> {
    pub(super) source: SourceId,
    pub(super) id: Id,
    pub(super) node: &'a Node,
    pub(super) within: Option<InstrumentId>,
    pub(super) cites: Vec<Citation>,
}

/// A rule whose conditions and conclusions are still to be resolved.
pub(super) struct RuleNode<'a> {
    pub(super) source: SourceId,
    pub(super) id: RuleId,
    pub(super) conditions: Vec<&'a ast::Expr>,
    pub(super) conclusions: Vec<&'a ast::Conclusion>,
    pub(super) cites: Vec<&'a ast::Ref>,
}

/// A statement about precedence, with where it stands.
pub(super) struct Statement<'a> {
    pub(super) source: SourceId,
    pub(super) citation: Citation,
    pub(super) period: Period,
    pub(super) conditions: Vec<&'a ast::Expr>,
    pub(super) node: StatementNode<'a>,
}

pub(super) enum StatementNode<'a> {
    Precedence(&'a ast::Precedence),
    Strictest(&'a ast::Strictest),
}

/// What a provision hands down to what stands in it.
#[derive(Clone)]
struct Around<'a> {
    source: SourceId,
    citation: Citation,
    period: Period,
    period_at: Place,
    read_as: Option<SourceKind>,
    conditions: Vec<&'a ast::Expr>,
}

/// The clauses of an instrument, provision or rule.
#[derive(Default)]
struct Clauses<'a> {
    labels: Vec<&'a ast::Label>,
    conditions: Vec<&'a ast::Expr>,
    conclusions: Vec<&'a ast::Conclusion>,
    cites: Vec<&'a ast::Ref>,
    in_force: Option<&'a ast::Period>,
    published: Option<&'a ast::Date>,
    url: Option<&'a ast::Text>,
    read_as: Option<(SourceKind, Option<&'a ast::Text>)>,
    read_at: Option<Place>,
}

/// The word of a clause that stands only in lists, with where it does.
pub(super) fn of_lists(clause: &Clause) -> Option<(&'static str, weir_syntax::At, Needs)> {
    Some(match clause {
        Clause::InForce(period, Some(_)) => ("in force … if", period.at, Needs::List),
        Clause::Under(_, at) => ("under", *at, Needs::List),
        Clause::Zone(_, at) => ("zone", *at, Needs::List),
        Clause::Dated(_, at) => ("dated", *at, Needs::List),
        Clause::Announced(_, at) => ("announced", *at, Needs::List),
        Clause::Trial(_, _, at) => ("trial", *at, Needs::List),
        Clause::Replaces(_, at) => ("replaces", *at, Needs::List),
        Clause::Available(_, at) => ("available when", *at, Needs::List),
        Clause::Outside(_, _, at) => ("outside", *at, Needs::Part),
        Clause::Untranscribed(_, _, at) => ("untranscribed", *at, Needs::Part),
        Clause::Fields { at, .. } => ("fields", *at, Needs::Row),
        Clause::Band(_, _, at) => ("band", *at, Needs::Row),
        Clause::Except(_, at) => ("except", *at, Needs::Row),
        Clause::Unless(_, at) => ("unless", *at, Needs::Row),
        Clause::AsOf(_, at) => ("as of", *at, Needs::Adoption),
        Clause::With(_, _, at) => ("with", *at, Needs::Adoption),
        Clause::Label(_)
        | Clause::When(..)
        | Clause::Then(_)
        | Clause::InForce(_, None)
        | Clause::Published(..)
        | Clause::Url(..)
        | Clause::Source(..)
        | Clause::Cite(..)
        | Clause::Error(_) => return None,
    })
}

impl<'a> Lowerer<'a> {
    pub(super) fn instrument(
        &mut self,
        source: SourceId,
        id: InstrumentId,
        node: &'a ast::Instrument,
    ) {
        let place = at(source, node.at);
        let clauses = self.clauses(source, node.body.iter().filter_map(clause));
        let period = clauses
            .in_force
            .map(|period| self.period(source, period))
            .unwrap_or_default();
        let says_when = clauses.in_force.is_some_and(|period| period.from.is_some());
        if !says_when && !self.damaged.touches(place) {
            self.problem(
                at(source, node.name.at),
                ProblemKind::NoPeriod {
                    instrument: node.name.text.clone(),
                },
            );
        }
        let labels = self.labels(source, clauses.labels.iter().copied());
        let published = clauses.published.and_then(|date| self.date(source, date));
        let read_as = clauses.read_as.map(|(kind, _)| kind);
        self.program.instruments.push(Instrument {
            name: node.name.text.clone(),
            labels,
            period,
            published,
            url: clauses
                .url
                .or(clauses.read_as.and_then(|(_, url)| url))
                .map(|url| url.value.clone()),
            source: read_as,
            list: None,
            place,
        });
        let around = Around {
            source,
            citation: Citation {
                instrument: id,
                provision: None,
            },
            period,
            period_at: clauses
                .in_force
                .map_or(at(source, node.name.at), |period| at(source, period.at)),
            read_as,
            conditions: clauses.conditions,
        };
        self.body(&around, &node.body);
    }

    /// What is nested in an instrument or provision.
    fn body(&mut self, around: &Around<'a>, body: &'a [Element]) {
        for (position, element) in body.iter().enumerate() {
            self.path.push(position);
            match element {
                Element::Clause(_) | Element::Error(_) => {}
                Element::Provision(node) if node.kind.of_list() => {
                    self.misplaced(around.source, node.number.at, node.kind.word(), Needs::List);
                }
                Element::Table(node) => {
                    self.misplaced(around.source, node.at, "table", Needs::List)
                }
                Element::Adoption(node) => {
                    self.misplaced(around.source, node.at, "adopts", Needs::List)
                }
                Element::Lists(node) => self.frames.push(FrameNode {
                    source: around.source,
                    citation: around.citation,
                    conditions: around.conditions.clone(),
                    node,
                }),
                Element::Provision(node) => self.provision(around, node),
                Element::Rule(node) => {
                    let clauses = self.clauses(around.source, node.clauses.iter());
                    self.rule(
                        around,
                        clauses,
                        Some(&node.name),
                        at(around.source, node.at),
                    );
                }
                Element::Precedence(_)
                | Element::Strictest(_)
                | Element::Define(_)
                | Element::Assume(_) => {
                    let (source, citation, period) =
                        (around.source, around.citation, around.period);
                    self.nested(source, citation, period, &around.conditions, element);
                }
            }
            self.path.pop();
        }
    }

    fn provision(&mut self, around: &Around<'a>, node: &'a ast::Provision) {
        let source = around.source;
        let place = at(source, node.at);
        let id = ProvisionId::from_index(self.program.provisions.len());
        let number_at = at(source, node.number.at);
        self.stands(number_at, Symbol::Provision(id), true);
        self.provision_once(around, node);
        let mut clauses = self.clauses(source, node.body.iter().filter_map(clause));
        let inside = self.around(around, &clauses, id);
        let labels = self.labels(source, clauses.labels.iter().copied());
        let url = clauses
            .url
            .or(clauses.read_as.and_then(|(_, url)| url))
            .map(|url| url.value.clone());
        self.program.provisions.push(Arc::new(Provision {
            instrument: around.citation.instrument,
            parent: around.citation.provision,
            kind: node.kind,
            number: node.number.text.clone(),
            labels,
            period: inside.period,
            source: inside.read_as,
            url,
            place,
        }));
        let is_rule = !clauses.conclusions.is_empty();
        let nested = node.body.iter().any(|element| clause(element).is_none());
        if is_rule {
            // Its period is that of the provision, which was looked at above.
            clauses.in_force = None;
            self.rule(
                &Around {
                    conditions: around.conditions.clone(),
                    ..inside.clone()
                },
                clauses,
                node.name.as_ref(),
                place,
            );
        } else if !nested
            && (!clauses.conditions.is_empty() || node.name.is_some())
            && !self.damaged.touches(place)
        {
            self.problem(at(source, node.number.at), ProblemKind::NoConclusion);
        }
        self.body(&inside, &node.body);
    }

    /// A number stands once for its kind among its siblings.
    fn provision_once(&mut self, around: &Around<'a>, node: &'a ast::Provision) {
        let Citation {
            instrument,
            provision,
        } = around.citation;
        let id = ProvisionId::from_index(self.program.provisions.len());
        let inside = self.inside(instrument);
        let first = inside.note_provision(provision, node.kind, &node.number.text, id);
        if first != id {
            let name = format!("{} {}", node.kind.word(), node.number.text);
            let first = self.program[first].place;
            self.problem(
                at(around.source, node.number.at),
                ProblemKind::Duplicate {
                    what: NameKind::Provision,
                    name,
                    first,
                },
            );
        }
    }

    /// What a provision with these clauses hands down.
    fn around(&mut self, outer: &Around<'a>, clauses: &Clauses<'a>, id: ProvisionId) -> Around<'a> {
        let (period, period_at) = self.own_period(outer, clauses);
        let conditions = outer
            .conditions
            .iter()
            .chain(&clauses.conditions)
            .copied()
            .collect();
        Around {
            source: outer.source,
            citation: Citation {
                instrument: outer.citation.instrument,
                provision: Some(id),
            },
            period,
            period_at,
            read_as: clauses.read_as.map(|(kind, _)| kind).or(outer.read_as),
            conditions,
        }
    }

    fn own_period(&mut self, outer: &Around<'a>, clauses: &Clauses<'a>) -> (Period, Place) {
        let Some(node) = clauses.in_force else {
            return (outer.period, outer.period_at);
        };
        let place = at(outer.source, node.at);
        let own = self.period(outer.source, node);
        let full = Period {
            from: own.from.or(outer.period.from),
            until: own.until.or(outer.period.until),
        };
        if !full.is_inside(outer.period) && !own.is_empty() {
            self.problem(
                place,
                ProblemKind::OutsidePeriod {
                    outer: outer.period_at,
                },
            );
        }
        (full.and(outer.period), place)
    }

    fn rule(
        &mut self,
        around: &Around<'a>,
        clauses: Clauses<'a>,
        name: Option<&'a ast::Name>,
        place: Place,
    ) {
        let source = around.source;
        let id = RuleId::from_index(self.program.rules.len());
        if let Some(name) = name {
            self.stands(at(source, name.at), Symbol::Rule(id), true);
            let inside = self.inside(around.citation.instrument);
            let first = inside.note_rule(&name.text, id);
            if first != id {
                let first = self.program[first].place;
                self.problem(
                    at(source, name.at),
                    ProblemKind::Duplicate {
                        what: NameKind::Rule,
                        name: name.text.clone(),
                        first,
                    },
                );
            }
        }
        if clauses.conclusions.is_empty() && !self.damaged.touches(place) {
            self.problem(
                name.map_or(place, |name| at(source, name.at)),
                ProblemKind::NoConclusion,
            );
        }
        let labels = self.labels(source, clauses.labels.iter().copied());
        let (period, _) = self.own_period(around, &clauses);
        self.program.rules.push(Arc::new(Rule {
            citation: around.citation,
            name: name.map(|name| name.text.clone()),
            labels,
            period,
            guard: Arc::new(always(place)),
            conclusions: Vec::new(),
            cites: Vec::new(),
            source: clauses.read_as.map(|(kind, _)| kind).or(around.read_as),
            scope: None,
            role: Role::Provision,
            band: None,
            place,
        }));
        let conditions = around
            .conditions
            .iter()
            .chain(&clauses.conditions)
            .copied()
            .collect();
        self.rules.push(RuleNode {
            source,
            id,
            conditions,
            conclusions: clauses.conclusions,
            cites: clauses.cites,
        });
    }

    /// A rule that stands for a provision without one: it concludes nothing and applies wherever the provision does.
    pub(super) fn bare_rule(&mut self, citation: Citation, period: Period, place: Place) -> RuleId {
        let id = RuleId::from_index(self.program.rules.len());
        let labels = citation
            .provision
            .map(|provision| self.program[provision].labels.clone())
            .unwrap_or_default();
        self.program.rules.push(Arc::new(Rule {
            citation,
            name: None,
            labels,
            period,
            guard: Arc::new(always(place)),
            conclusions: Vec::new(),
            cites: Vec::new(),
            source: None,
            scope: None,
            role: Role::Provision,
            band: None,
            place,
        }));
        id
    }

    pub(super) fn definition(
        &mut self,
        source: SourceId,
        node: &'a ast::Define,
        within: Option<InstrumentId>,
        cites: Vec<Citation>,
    ) {
        let id = DefinitionId::from_index(self.program.definitions.len());
        self.name(source, &node.name, Target::Definition(id));
        let place = at(source, node.at);
        self.program.definitions.push(Definition {
            name: node.name.text.clone(),
            labels: Labels::default(),
            condition: Cond {
                kind: CondKind::Error,
                place,
            },
            cites: Vec::new(),
            place,
        });
        self.definitions.push(Named {
            source,
            id,
            node,
            within,
            cites,
        });
    }

    pub(super) fn assumption(
        &mut self,
        source: SourceId,
        node: &'a ast::Assume,
        within: Option<InstrumentId>,
        cites: Vec<Citation>,
    ) {
        let id = AssumptionId::from_index(self.program.assumptions.len());
        self.name(source, &node.name, Target::Assumption(id));
        let place = at(source, node.at);
        self.program.assumptions.push(Assumption {
            name: node.name.text.clone(),
            labels: Labels::default(),
            condition: Cond {
                kind: CondKind::Error,
                place,
            },
            cites: Vec::new(),
            place,
        });
        self.assumptions.push(Named {
            source,
            id,
            node,
            within,
            cites,
        });
    }

    fn clauses(
        &mut self,
        source: SourceId,
        nodes: impl Iterator<Item = &'a Clause>,
    ) -> Clauses<'a> {
        let mut out = Clauses::default();
        for node in nodes {
            if let Some((what, at, needs)) = of_lists(node) {
                self.misplaced(source, at, what, needs);
                continue;
            }
            match node {
                Clause::Label(label) => out.labels.push(label),
                Clause::When(condition, _) => out.conditions.push(condition),
                Clause::Then(conclusion) => out.conclusions.push(conclusion),
                Clause::Cite(refs, _) => out.cites.extend(refs),
                Clause::InForce(period, _) => {
                    self.once_clause(source, "in force", &mut out.in_force, period, |period| {
                        period.at
                    })
                }
                Clause::Published(date, _) => {
                    self.once_clause(source, "published", &mut out.published, date, |date| {
                        date.at
                    })
                }
                Clause::Url(url, _) => {
                    self.once_clause(source, "url", &mut out.url, url, |url| url.at)
                }
                Clause::Source(kind, url, place) => {
                    if let Some(first) = out.read_at.replace(at(source, *place)) {
                        self.problem(
                            at(source, *place),
                            ProblemKind::RepeatedClause {
                                what: "source",
                                first,
                            },
                        );
                    }
                    out.read_as = Some((*kind, url.as_ref()));
                }
                Clause::Under(..)
                | Clause::Zone(..)
                | Clause::Dated(..)
                | Clause::Announced(..)
                | Clause::Trial(..)
                | Clause::Replaces(..)
                | Clause::Available(..)
                | Clause::Outside(..)
                | Clause::Untranscribed(..)
                | Clause::Fields { .. }
                | Clause::Band(..)
                | Clause::Except(..)
                | Clause::Unless(..)
                | Clause::AsOf(..)
                | Clause::With(..)
                | Clause::Error(_) => {}
            }
        }
        out
    }

    fn once_clause<T>(
        &mut self,
        source: SourceId,
        what: &'static str,
        slot: &mut Option<&'a T>,
        node: &'a T,
        place: impl Fn(&T) -> weir_syntax::At,
    ) {
        if let Some(first) = slot {
            let first = at(source, place(first));
            return self.problem(
                at(source, place(node)),
                ProblemKind::RepeatedClause { what, first },
            );
        }
        *slot = Some(node);
    }
}

/// The condition that always holds.
fn always(place: Place) -> Cond {
    Cond {
        kind: CondKind::Const(true),
        place,
    }
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
