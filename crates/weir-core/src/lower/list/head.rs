//! The head of a list: what it is, when it is in force, who may use it.

use weir_syntax::ast::{self, Clause};

use super::super::{Lowerer, Target, at};
use super::{Child, ListNode};
use crate::date::Period;
use crate::hir::*;
use crate::problems::{ListProblem, NameKind, Needs, ProblemKind};

/// What the parts of a list need to know of its head.
pub(super) struct Head<'a> {
    /// The lists from which it adopts, with where it says so.
    pub(super) adopts: Vec<(InstrumentId, Place)>,
    /// The clauses that are about the list as a part: what is outside, what is missing.
    pub(super) part: Vec<&'a Clause>,
    /// When it is in force: candidate days, each with its condition.
    terms: Vec<(Period, Cond)>,
    /// The places of the days on which it ends by its own words.
    until: Option<(crate::date::Date, Place)>,
    /// The end of a trial, where that ends the list.
    trial: Option<Cond>,
    replaces: Option<(InstrumentId, Place)>,
}

impl<'a> Lowerer<'a> {
    pub(super) fn head(&mut self, list: &ListNode<'a>) -> Head<'a> {
        let ListNode {
            source, id, node, ..
        } = *list;
        let name_at = at(source, node.name.name.at);
        let place = at(source, node.at);
        let mut head = Head {
            adopts: Vec::new(),
            part: Vec::new(),
            terms: Vec::new(),
            until: None,
            trial: None,
            replaces: None,
        };
        let scope = ScopeId::from_index(self.program.scopes.len());
        self.program.scopes.push(Scope {
            list: id,
            parent: None,
            provision: None,
            adoption: None,
            condition: Cond::always(name_at),
            rules: Rules::default(),
            outside: Vec::new(),
        });
        let mut made = List {
            kind: node.kind,
            name: node.name.name.text.clone(),
            edition: node.name.edition.value.clone(),
            under: None,
            frame: None,
            zones: Vec::new(),
            dated: Vec::new(),
            announced: Vec::new(),
            trial: None,
            replaces: None,
            in_force: Cond::always(name_at),
            gate: Vec::new(),
            scope,
            rows: Rules::default(),
            residuals: Rules::default(),
            adoptions: Vec::new(),
        };
        let mut labels = Vec::new();
        self.list_clauses_once(source, list.part.clauses.iter().copied());
        for clause in &list.part.clauses {
            self.head_clause(list, clause, &mut made, &mut head, &mut labels);
        }
        let labels = self.labels(source, &labels);
        for child in &list.part.children {
            if let Child::Adoption(adoption) = child
                && let Some(from) = self.listed(source, &adoption.from, id)
            {
                head.adopts.push((from, at(source, adoption.at)));
            }
        }
        made.frame = made.under.and_then(|under| self.frame_of(under));
        let whole = !self.damaged.touches(place);
        let unknown = made.under.is_none()
            && list
                .part
                .clauses
                .iter()
                .any(|clause| matches!(clause, Clause::Under(..)));
        if whole && made.frame.is_none() && !unknown {
            self.list_problem(name_at, ListProblem::NoFrame);
        }
        if whole && made.gate.is_empty() {
            self.list_problem(name_at, ListProblem::NoGate);
        }
        if whole && !head.terms.iter().any(|(period, _)| period.from.is_some()) {
            let instrument = self.program[id].name.clone();
            self.problem(name_at, ProblemKind::NoPeriod { instrument });
        }
        let period = hull(&head.terms);
        if let Some(slot) = self.program.instruments.get_mut(id.index()) {
            slot.labels = labels;
            slot.period = period;
            slot.list = Some(Box::new(made));
        }
        head
    }

    fn head_clause(
        &mut self,
        list: &ListNode<'a>,
        clause: &'a Clause,
        made: &mut List,
        head: &mut Head<'a>,
        labels: &mut Vec<ast::Label>,
    ) {
        let source = list.source;
        match clause {
            Clause::Label(label) => labels.push(label.clone()),
            Clause::InForce(node, condition) => {
                let period = self.period(source, node);
                let place = at(source, node.at);
                let condition = match condition {
                    Some(condition) => self.condition(source, condition, true),
                    None => Cond::always(place),
                };
                head.until = head.until.or(period.until.map(|until| (until, place)));
                head.terms.push((period, condition));
            }
            Clause::Published(date, _) => {
                let date = self.date(source, date);
                self.edit_instrument(list.id, |instrument| instrument.published = date);
            }
            Clause::Url(url, _) => {
                let url = url.value.clone();
                self.edit_instrument(list.id, |instrument| instrument.url = Some(url));
            }
            Clause::Source(kind, url, _) => {
                let url = url.as_ref().map(|url| url.value.clone());
                self.edit_instrument(list.id, |instrument| {
                    instrument.source = Some(*kind);
                    instrument.url = instrument.url.take().or(url);
                });
            }
            Clause::Under(reference, _) => {
                made.under = match self.refer(source, reference, None) {
                    Some(Referred::Law(citation)) => Some(citation),
                    Some(Referred::Rule(_)) | None => None,
                };
            }
            Clause::Zone(names, _) => {
                for name in names {
                    match self.find(source, name, NameKind::Zone) {
                        Some(Target::Zone(zone)) => made.zones.push(zone),
                        Some(other) => self.wrong_kind(source, name, other, NameKind::Zone),
                        None => {}
                    }
                }
            }
            Clause::Dated(dates, _) => {
                for date in dates {
                    made.dated.extend(self.date(source, date));
                }
            }
            Clause::Announced(counts, _) => made.announced.extend(self.counts(source, counts)),
            Clause::Trial(date, condition, place) => {
                made.trial = self.date(source, date);
                let condition = match condition {
                    Some(condition) => self.condition(source, condition, true),
                    None => Cond::always(at(source, *place)),
                };
                head.trial = made.trial.map(|until| {
                    let place = condition.place;
                    Cond::all(vec![condition, during(Some(until), None, place)], place)
                });
            }
            Clause::Replaces(name, place) => {
                made.replaces = self.listed(source, name, list.id);
                head.replaces = made.replaces.map(|other| (other, at(source, *place)));
            }
            Clause::Available(condition, _) => {
                let condition = self.condition(source, condition, true);
                made.gate.push(condition);
            }
            Clause::Outside(..) | Clause::Untranscribed(..) | Clause::Cite(..) => {
                head.part.push(clause)
            }
            Clause::When(_, place) => self.misplaced(source, *place, "when", Needs::Inner),
            Clause::Then(conclusion) => self.misplaced(source, conclusion.at, "then", Needs::Row),
            Clause::Fields { at, .. } => self.misplaced(source, *at, "fields", Needs::Row),
            Clause::Band(_, _, at) => self.misplaced(source, *at, "band", Needs::Row),
            Clause::Except(_, at) => self.misplaced(source, *at, "except", Needs::Row),
            Clause::Unless(_, at) => self.misplaced(source, *at, "unless", Needs::Row),
            Clause::AsOf(_, at) => self.misplaced(source, *at, "as of", Needs::Adoption),
            Clause::With(_, _, at) => self.misplaced(source, *at, "with", Needs::Adoption),
            Clause::Error(_) => {}
        }
    }

    fn edit_instrument(&mut self, id: InstrumentId, edit: impl FnOnce(&mut Instrument)) {
        if let Some(slot) = self.program.instruments.get_mut(id.index()) {
            edit(slot);
        }
    }

    pub(super) fn counts(
        &mut self,
        source: weir_syntax::diagnostic::SourceId,
        counts: &[ast::Count],
    ) -> Vec<(Counted, i64)> {
        counts
            .iter()
            .filter_map(|count| {
                let number = weir_syntax::token::number_value(&count.number.text);
                if number.is_none() {
                    let text = count.number.text.clone();
                    self.problem(at(source, count.number.at), ProblemKind::BadNumber { text });
                }
                number.map(|number| (count.what, number))
            })
            .collect()
    }

    /// What lists made under a provision have in common: the block in it, or in one inside it.
    fn frame_of(&self, under: Citation) -> Option<FrameId> {
        let exact = self
            .program
            .frames
            .iter()
            .position(|frame| frame.citation == under);
        let inside = || {
            self.program
                .frames
                .iter()
                .position(|frame| self.program.within(frame.citation, under))
        };
        exact.or_else(inside).map(FrameId::from_index)
    }

    /// When each list is in force, and the condition of its whole.
    pub(super) fn replacements(&mut self, nodes: &[ListNode<'a>], heads: &[Head<'a>]) {
        let mut ended: Vec<(InstrumentId, Cond)> = Vec::new();
        for (node, head) in nodes.iter().zip(heads) {
            let Some((other, place)) = head.replaces else {
                continue;
            };
            let starts = head.terms.iter().map(|(period, condition)| {
                Cond::all(
                    vec![condition.clone(), during(period.from, None, place)],
                    place,
                )
            });
            ended.push((other, Cond::any(starts.collect(), place)));
            let from = hull(&head.terms).from;
            let until = nodes
                .iter()
                .zip(heads)
                .find(|(node, _)| node.id == other)
                .and_then(|(_, head)| head.until);
            if let (Some(from), Some((until, first))) = (from, until)
                && until > from
            {
                let other = self.program[other].name.clone();
                let problem = ListProblem::EditionsOverlap {
                    other,
                    on: from,
                    first,
                };
                self.list_problem(at(node.source, node.node.name.name.at), problem);
            }
        }
        for (node, head) in nodes.iter().zip(heads) {
            let place = at(node.source, node.node.name.name.at);
            let by_replacement = ended.iter().filter(|(other, _)| *other == node.id);
            let ends = by_replacement
                .map(|(_, cond)| cond.clone())
                .chain(head.trial.clone());
            let in_force: Vec<Cond> = std::iter::once(in_force(&head.terms, place))
                .chain(ends.map(Cond::negated))
                .collect();
            self.whole(node.id, Cond::all(in_force, place));
        }
    }

    /// The condition of a list as a whole: in force, under what its provision asks, and open to the exporter.
    fn whole(&mut self, id: InstrumentId, in_force: Cond) {
        let place = in_force.place;
        let Some(list) = &self.program[id].list else {
            return;
        };
        let frame = list
            .frame
            .map(|frame| self.program[frame].condition.clone());
        let (scope, gate) = (list.scope, list.gate.clone());
        let parts = std::iter::once(in_force.clone())
            .chain(frame)
            .chain(gate)
            .collect();
        let condition = Cond::all(parts, place);
        if let Some(slot) = self.program.scopes.get_mut(scope.index()) {
            slot.condition = condition;
        }
        self.edit_instrument(id, |instrument| {
            if let Some(list) = &mut instrument.list {
                list.in_force = in_force;
            }
        });
    }
}

/// The period from the first possible day to the last.
fn hull(terms: &[(Period, Cond)]) -> Period {
    let from = terms.iter().map(|(period, _)| period.from).min().flatten();
    let open = terms.iter().any(|(period, _)| period.until.is_none());
    let until = terms.iter().filter_map(|(period, _)| period.until).max();
    Period {
        from,
        until: until.filter(|_| !open),
    }
}

/// That the day lies in one of the periods whose condition holds. One period without condition needs no test.
fn in_force(terms: &[(Period, Cond)], place: Place) -> Cond {
    match terms {
        []
        | [
            (
                _,
                Cond {
                    kind: CondKind::Const(true),
                    ..
                },
            ),
        ] => Cond::always(place),
        _ => {
            let terms = terms.iter().map(|(period, condition)| {
                Cond::all(
                    vec![condition.clone(), during(period.from, period.until, place)],
                    place,
                )
            });
            Cond::any(terms.collect(), place)
        }
    }
}

pub(super) fn during(
    from: Option<crate::date::Date>,
    until: Option<crate::date::Date>,
    place: Place,
) -> Cond {
    Cond {
        kind: CondKind::During(Period { from, until }),
        place,
    }
}
