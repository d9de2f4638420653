//! Rows: the data that they select, their bands, and their rules.

use std::sync::Arc;

use weir_syntax::ast::{self, Clause};

use super::super::{Lowerer, at};
use super::clause;
use super::parts::{Building, Inherited};
use crate::date::Period;
use crate::hir::*;
use crate::problems::{ListProblem, Needs, ProblemKind};

/// A row as read, in either form.
pub(super) struct Spec {
    pub(super) provision: ProvisionId,
    pub(super) scope: ScopeId,
    pub(super) period: Period,
    pub(super) source: Option<SourceKind>,
    pub(super) place: Place,
    /// What selects its data, apart from fields.
    pub(super) select: Vec<Cond>,
    /// The fields that select its data, and whether the enumeration is open.
    pub(super) fields: Option<(FactId, Arc<[usize]>, bool)>,
    /// Numbers, and what they lead to.
    pub(super) bands: Vec<(Cond, Vec<Conclusion>)>,
    /// What it concludes whatever the numbers.
    pub(super) conclusions: Vec<Conclusion>,
    pub(super) unless: Vec<Cond>,
    /// The rows whose data it leaves to them.
    pub(super) except: Vec<ProvisionId>,
    pub(super) cites: Vec<Citation>,
}

impl Spec {
    pub(super) fn new(provision: ProvisionId, inherited: Inherited, place: Place) -> Self {
        Self {
            provision,
            scope: inherited.scope,
            period: inherited.period,
            source: inherited.source,
            place,
            select: Vec::new(),
            fields: None,
            bands: Vec::new(),
            conclusions: Vec::new(),
            unless: Vec::new(),
            except: Vec::new(),
            cites: Vec::new(),
        }
    }
}

impl<'a> Lowerer<'a> {
    /// Reads a row written out.
    pub(super) fn row(
        &mut self,
        building: &Building,
        inherited: Inherited,
        provision: ProvisionId,
        node: &'a ast::Provision,
    ) -> Spec {
        let mut spec = Spec::new(provision, inherited, at(building.source, node.at));
        let clauses = node.body.iter().filter_map(clause);
        self.list_clauses_once(building.source, clauses.clone());
        for clause in clauses {
            self.row_clause(building, clause, &mut spec);
        }
        let says = node.body.iter().filter_map(clause).any(|clause| {
            matches!(
                clause,
                Clause::Then(_) | Clause::Band(..) | Clause::Untranscribed(..)
            )
        });
        self.row_concludes(
            building,
            says,
            spec.place,
            at(building.source, node.number.at),
        );
        if let Some((band, problem)) = crate::check::bands(&self.program, &spec.bands) {
            let band = band.and_then(|band| spec.bands.get(band));
            let place = band.map_or(at(building.source, node.number.at), |(cond, _)| cond.place);
            self.list_problem(place, problem);
        }
        spec
    }

    /// A row that does not say what it concludes is a mistake. One that says something unknown has been spoken of.
    pub(super) fn row_concludes(
        &mut self,
        building: &Building,
        says: bool,
        row: Place,
        place: Place,
    ) {
        if !says && building.frame.is_some() && !self.damaged.touches(row) {
            self.problem(place, ProblemKind::NoConclusion);
        }
    }

    fn row_clause(&mut self, building: &Building, clause: &'a Clause, spec: &mut Spec) {
        let source = building.source;
        match clause {
            Clause::Label(_) | Clause::Error(_) => {}
            Clause::When(condition, _) => {
                spec.select.push(self.condition(source, condition, false))
            }
            Clause::Unless(condition, _) => {
                spec.unless.push(self.condition(source, condition, true))
            }
            Clause::Then(conclusion) => {
                let conclusions = self.row_conclusion(building, conclusion);
                spec.conclusions.extend(conclusions);
            }
            Clause::Band(condition, conclusion, _) => {
                // The numbers of a list stand in its rows, as printed.
                let condition = self.condition(source, condition, false);
                let conclusions = self.row_conclusion(building, conclusion);
                spec.bands.push((condition, conclusions));
            }
            Clause::Fields { names, others, at } => {
                spec.fields = self.field_list(building, names, *others, *at);
            }
            Clause::Except(refs, _) => {
                let rows = self.provisions_meant(source, refs, building.id);
                spec.except.extend(rows);
            }
            Clause::Untranscribed(Some(kind), _, at) => {
                let what = if *kind == ProvisionKind::Row {
                    "untranscribed rows"
                } else if *kind == ProvisionKind::Scenario {
                    "untranscribed scenarios"
                } else {
                    "untranscribed sectors"
                };
                self.misplaced(source, *at, what, Needs::Part);
            }
            Clause::Untranscribed(None, condition, place) => {
                if let Some(condition) = condition {
                    spec.select.push(self.condition(source, condition, true));
                }
                match self.unknown_conclusion(building) {
                    Some(conclusion) => spec.conclusions.push(conclusion),
                    None => {
                        let frame = building.frame.map(|frame| self.program[frame].place);
                        let problem = ListProblem::FrameLacks {
                            what: "strictest",
                            frame,
                        };
                        self.list_problem(at(source, *place), problem);
                    }
                }
            }
            Clause::InForce(period, None) => {
                spec.period = self.period_in_list(source, building.id, period, spec.period);
            }
            Clause::Source(kind, url, _) => {
                spec.source = Some(*kind);
                self.row_url(spec.provision, url.as_ref());
            }
            Clause::Url(url, _) => self.row_url(spec.provision, Some(url)),
            Clause::Cite(refs, _) => {
                spec.cites
                    .extend(self.citations(source, refs, Some(building.id)))
            }
            Clause::InForce(period, Some(_)) => {
                self.misplaced(source, period.at, "in force … if", Needs::List)
            }
            Clause::Published(_, at) => self.misplaced(source, *at, "published", Needs::List),
            Clause::Under(_, at) => self.misplaced(source, *at, "under", Needs::List),
            Clause::Zone(_, at) => self.misplaced(source, *at, "zone", Needs::List),
            Clause::Dated(_, at) => self.misplaced(source, *at, "dated", Needs::List),
            Clause::Announced(_, at) => self.misplaced(source, *at, "announced", Needs::Part),
            Clause::Trial(_, _, at) => self.misplaced(source, *at, "trial", Needs::List),
            Clause::Replaces(_, at) => self.misplaced(source, *at, "replaces", Needs::List),
            Clause::Available(_, at) => self.misplaced(source, *at, "available when", Needs::List),
            Clause::Outside(_, _, at) => self.misplaced(source, *at, "outside", Needs::Part),
            Clause::AsOf(_, at) => self.misplaced(source, *at, "as of", Needs::Adoption),
            Clause::With(_, _, at) => self.misplaced(source, *at, "with", Needs::Adoption),
        }
    }

    pub(super) fn row_url(&mut self, row: ProvisionId, url: Option<&ast::Text>) {
        if let (Some(slot), Some(url)) = (self.program.provisions.get_mut(row.index()), url) {
            Arc::make_mut(slot).url = Some(url.value.clone());
        }
    }

    /// What a row concludes. What is missing in a row is no stricter than a list can be.
    pub(super) fn row_conclusion(
        &mut self,
        building: &Building,
        node: &ast::Conclusion,
    ) -> Vec<Conclusion> {
        let strictest = building
            .frame
            .and_then(|frame| self.program[frame].strictest);
        let limited = |conclusion: Conclusion| match (conclusion, strictest) {
            (Conclusion::Hole(outcome, None), Some((of, limit))) if of == outcome => {
                Conclusion::Hole(outcome, Some(limit))
            }
            (conclusion, _) => conclusion,
        };
        self.conclusion(building.source, node)
            .into_iter()
            .map(limited)
            .collect()
    }

    /// The fields of a row; every kind under a named one is meant too.
    pub(super) fn field_list(
        &mut self,
        building: &Building,
        names: &[ast::Name],
        others: bool,
        place: weir_syntax::At,
    ) -> Option<(FactId, Arc<[usize]>, bool)> {
        let frame = &self.program[building.frame?];
        let frame_at = frame.place;
        let Some(fact) = frame.fields else {
            let problem = ListProblem::FrameLacks {
                what: "fields",
                frame: Some(frame_at),
            };
            self.list_problem(at(building.source, place), problem);
            return None;
        };
        let members: Arc<[Member]> = match &self.program[fact].ty {
            FactType::Set(members) => Arc::clone(members),
            FactType::Bool
            | FactType::Choice(_)
            | FactType::Quantity(_)
            | FactType::Date
            | FactType::Error => {
                return None;
            }
        };
        let (of, declared) = (self.program[fact].name.clone(), self.program[fact].place);
        let mut found: Vec<usize> = names
            .iter()
            .filter_map(|name| self.member(building.source, name, &members, &of, declared))
            .collect();
        found.sort_unstable();
        found.dedup();
        Some((fact, Arc::from(found), others))
    }

    /// Makes the rules of a row: one a band, one for what it concludes whatever the numbers, one for what open enumerations,
    /// its own and those of rows that it leaves out, do not settle.
    pub(super) fn row_rules(&mut self, building: &Building, index: usize) {
        let Some(spec) = building.specs.get(index) else {
            return;
        };
        if let Some(slot) = self.program.provisions.get_mut(spec.provision.index()) {
            let slot = Arc::make_mut(slot);
            slot.period = spec.period;
            slot.source = spec.source;
        }
        let place = spec.place;
        let frame = building.frame.map(|frame| &self.program[frame]);
        let included = frame.and_then(|frame| frame.included.clone());
        let excluded = frame.and_then(|frame| frame.excluded.clone());
        let mut common = spec.select.clone();
        common.extend(spec.unless.iter().cloned().map(Cond::negated));
        let mut fields = Vec::new();
        let mut open = Vec::new();
        if let Some((fact, named, others)) = &spec.fields {
            let mut any: Vec<Cond> = named
                .iter()
                .map(|member| Cond {
                    kind: CondKind::Has(*fact, *member),
                    place,
                })
                .collect();
            if *others {
                let other = other_than(*fact, named, place);
                any.extend(
                    included
                        .clone()
                        .map(|included| Cond::all(vec![included, other.clone()], place)),
                );
                open.push(other);
            }
            fields.push(Cond::any(any, place));
        }
        let left = self.other_data(building, spec, excluded.as_ref());
        let covers = [common.clone(), left, fields.clone()].concat();
        if !spec.conclusions.is_empty() {
            self.row_rule(
                building,
                spec,
                covers.clone(),
                spec.conclusions.clone(),
                None,
            );
        }
        for (band, conclusions) in &spec.bands {
            let guard = [covers.clone(), vec![band.clone()]].concat();
            self.row_rule(building, spec, guard, conclusions.clone(), Some(band.place));
        }
        if self.leaves_out_open_fields(building, spec) {
            let surely = Cond::all(self.other_data(building, spec, None), place);
            let covered = Cond::all(fields, place);
            open.push(Cond::all(vec![surely.negated(), covered], place));
        }
        if let Some(conclusion) = self
            .unknown_conclusion(building)
            .filter(|_| !open.is_empty())
        {
            common.extend(self.other_data(building, spec, Some(&Cond::always(place))));
            common.extend(included.into_iter().chain(excluded).map(Cond::negated));
            common.push(Cond::any(open, place));
            let said = (vec![conclusion], None);
            self.push_row_rule(building, spec, common, said, Role::OpenFields);
        }
    }

    fn row_rule(
        &mut self,
        building: &Building,
        spec: &Spec,
        guard: Vec<Cond>,
        conclusions: Vec<Conclusion>,
        band: Option<Place>,
    ) {
        let hole = conclusions
            .iter()
            .any(|conclusion| matches!(conclusion, Conclusion::Hole(..)));
        let role = if hole { Role::Hole } else { Role::Row };
        let said = (conclusions, band);
        self.push_row_rule(building, spec, guard, said, role);
    }

    fn push_row_rule(
        &mut self,
        building: &Building,
        spec: &Spec,
        guard: Vec<Cond>,
        (conclusions, band): (Vec<Conclusion>, Option<Place>),
        role: Role,
    ) {
        let labels = self.program[spec.provision].labels.clone();
        if role == Role::Hole {
            let explained = [Lang::Zh, Lang::En]
                .iter()
                .all(|lang| labels.0.contains_key(&(LabelKind::Missing, *lang)));
            self.holes.insert(RuleId(self.next_rule()), explained);
        }
        self.program.rules.push(Arc::new(Rule {
            citation: Citation {
                instrument: building.id,
                provision: Some(spec.provision),
            },
            name: None,
            labels,
            period: spec.period,
            guard: Arc::new(Cond::all(guard, spec.place)),
            conclusions,
            cites: spec.cites.clone(),
            source: spec.source,
            scope: Some(spec.scope),
            role,
            band,
            place: spec.place,
        }));
    }
}

/// That a set has a member that is none of these, nor part of one.
pub(super) fn other_than(fact: FactId, named: &Arc<[usize]>, place: Place) -> Cond {
    Cond {
        kind: CondKind::HasOther(fact, Arc::clone(named)),
        place,
    }
}
