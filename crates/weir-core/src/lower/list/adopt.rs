//! Adoption: a list takes the rows of another as they stand there, behind its own gate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::ast::{self, Clause};

use super::super::{Lowerer, at};
use super::head::during;
use super::parts::{Building, Inherited};
use crate::check::in_force_on;
use crate::date::{Date, Period};
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{ListProblem, Needs, ProblemKind};

/// A sector, scenario or field of the other list, and what it is called here; with the kinds under each.
struct Renamed {
    fact: FactId,
    from: usize,
    to: usize,
    under_from: Vec<usize>,
    under_to: Vec<usize>,
}

/// An adoption as read.
pub(super) struct Reading<'a> {
    from: InstrumentId,
    parts: Vec<ProvisionId>,
    except: Vec<ProvisionId>,
    labels: Vec<&'a ast::Label>,
    as_of: Option<Date>,
    period: Period,
    conditions: Vec<Cond>,
    cites: Vec<Citation>,
    source: Option<SourceKind>,
    /// For each fact, the members of the other list with what they are called here.
    renamed: Vec<Renamed>,
    place: Place,
}

impl<'a> Lowerer<'a> {
    /// Reads what is adopted. Sectors and scenarios that are taken count as named, also above the adoption.
    pub(super) fn adoptions(
        &mut self,
        building: &mut Building,
        whole: Inherited,
        nodes: &[&'a ast::Adoption],
    ) -> Vec<Option<Reading<'a>>> {
        let mut readings = Vec::with_capacity(nodes.len());
        for node in nodes {
            let reading = self.adoption(building, whole, node);
            if let Some(reading) = &reading {
                self.name_adopted(building, whole.scope, reading);
            }
            readings.push(reading);
        }
        readings
    }

    pub(super) fn adopt(
        &mut self,
        building: &mut Building,
        whole: Inherited,
        node: &'a ast::Adoption,
        reading: Reading<'a>,
    ) {
        self.adopted_in_force(building.id, &reading, &node.from);
        let scope = ScopeId::from_index(self.program.scopes.len());
        let index = self
            .list_mut(building.id)
            .map_or(0, |list| list.adoptions.len());
        let mut conditions = reading.conditions.clone();
        if reading.period != whole.period {
            let Period { from, until } = reading.period;
            conditions.push(during(from, until, reading.place));
        }
        if reading.as_of.is_none() {
            conditions.extend(self.source_in_force(reading.from, reading.place));
        }
        self.program.scopes.push(Scope {
            list: building.id,
            parent: Some(whole.scope),
            provision: None,
            adoption: Some(index),
            condition: Cond::all(conditions, reading.place),
            rules: Rules::default(),
            outside: Vec::new(),
        });
        let from = self.next_rule();
        let scopes = self.adopted_scopes(building, &reading, scope, index);
        self.adopted_rules(building, &reading, &scopes, scope);
        let rules = Rules {
            from,
            to: self.next_rule(),
        };
        if let Some(slot) = self.program.scopes.get_mut(scope.index()) {
            slot.rules = rules;
        }
        if rules.is_empty() && scopes.is_empty() && !self.closes_a_circle(reading.place) {
            let list = self.program[reading.from].name.clone();
            self.list_problem(reading.place, ListProblem::AdoptsNothing { list });
        }
        let labels: Vec<ast::Label> = reading.labels.into_iter().cloned().collect();
        let adoption = Adoption {
            from: reading.from,
            labels: self.labels(building.source, &labels),
            as_of: reading.as_of,
            period: reading.period,
            scope,
            parts: reading.parts,
            except: reading.except,
            rules,
            cites: reading.cites,
            source: reading.source,
            place: reading.place,
        };
        if let Some(list) = self.list_mut(building.id) {
            list.adoptions.push(adoption);
        }
    }

    /// Whether it has been said of an adoption that it closes a circle. Its list has no rows yet, and nothing more is said.
    fn closes_a_circle(&self, place: Place) -> bool {
        self.problems.iter().any(|problem| {
            let circle = matches!(
                problem.kind,
                ProblemKind::List(ListProblem::CircularAdoption { .. })
            );
            circle && problem.place == place
        })
    }

    fn adoption(
        &mut self,
        building: &Building,
        whole: Inherited,
        node: &'a ast::Adoption,
    ) -> Option<Reading<'a>> {
        let source = building.source;
        let name = &node.from;
        let from = self.listed(source, name, building.id)?;
        if self.program[from].list.is_none() || from == building.id {
            return None;
        }
        let mut reading = Reading {
            from,
            parts: Vec::new(),
            except: Vec::new(),
            labels: Vec::new(),
            as_of: None,
            period: whole.period,
            conditions: Vec::new(),
            cites: Vec::new(),
            source: whole.source,
            renamed: Vec::new(),
            place: at(source, node.at),
        };
        if let Some(kind) = node.kind {
            for name in &node.parts {
                let reference = ast::Ref {
                    instrument: None,
                    edition: None,
                    steps: vec![ast::Step::Provision(
                        kind,
                        ast::Number {
                            text: name.text.clone(),
                            at: name.at,
                        },
                    )],
                    at: name.at,
                };
                reading
                    .parts
                    .extend(self.provisions_meant(source, &[reference], from));
            }
            if reading.parts.is_empty() {
                return None;
            }
        }
        self.list_clauses_once(source, &node.clauses);
        for clause in &node.clauses {
            self.adoption_clause(building, whole, clause, &mut reading);
        }
        Some(reading)
    }

    fn adoption_clause(
        &mut self,
        building: &Building,
        whole: Inherited,
        clause: &'a Clause,
        reading: &mut Reading<'a>,
    ) {
        let source = building.source;
        match clause {
            Clause::Label(label) => reading.labels.push(label),
            Clause::Error(_) => {}
            Clause::When(condition, _) => reading
                .conditions
                .push(self.condition(source, condition, true)),
            Clause::InForce(node, condition) => {
                reading.period = self.period_in_list(source, building.id, node, whole.period);
                if let Some(condition) = condition {
                    let condition = self.condition(source, condition, true);
                    reading.conditions.push(condition);
                }
            }
            Clause::AsOf(date, _) => reading.as_of = self.date(source, date),
            Clause::Except(refs, _) => {
                let parts = self.provisions_meant(source, refs, reading.from);
                reading.except.extend(parts);
            }
            Clause::With(from, to, _) => {
                let renamed = self.renamed(building, from, to);
                reading.renamed.extend(renamed);
            }
            Clause::Cite(refs, _) => {
                reading
                    .cites
                    .extend(self.citations(source, refs, Some(building.id)))
            }
            Clause::Source(kind, _, _) => reading.source = Some(*kind),
            Clause::Url(..) => {}
            Clause::Then(conclusion) => self.misplaced(source, conclusion.at, "then", Needs::Row),
            Clause::Published(_, at) => self.misplaced(source, *at, "published", Needs::List),
            Clause::Under(_, at) => self.misplaced(source, *at, "under", Needs::List),
            Clause::Zone(_, at) => self.misplaced(source, *at, "zone", Needs::List),
            Clause::Dated(_, at) => self.misplaced(source, *at, "dated", Needs::List),
            Clause::Announced(_, at) => self.misplaced(source, *at, "announced", Needs::Part),
            Clause::Trial(_, _, at) => self.misplaced(source, *at, "trial", Needs::List),
            Clause::Replaces(_, at) => self.misplaced(source, *at, "replaces", Needs::List),
            Clause::Available(_, at) => self.misplaced(source, *at, "available when", Needs::List),
            Clause::Outside(_, _, at) => self.misplaced(source, *at, "outside", Needs::Part),
            Clause::Untranscribed(_, _, at) => {
                self.misplaced(source, *at, "untranscribed", Needs::Part)
            }
            Clause::Fields { at, .. } => self.misplaced(source, *at, "fields", Needs::Row),
            Clause::Band(_, _, at) => self.misplaced(source, *at, "band", Needs::Row),
            Clause::Unless(_, at) => self.misplaced(source, *at, "unless", Needs::Row),
        }
    }

    /// A sector, scenario or field of the other list, and what it is called here.
    fn renamed(
        &mut self,
        building: &Building,
        from: &ast::Name,
        to: &ast::Name,
    ) -> Option<Renamed> {
        let frame = &self.program[building.frame?];
        let facts = [frame.sectors, frame.scenarios, frame.fields];
        let mut unknown = from;
        for fact in facts.into_iter().flatten() {
            let members = self.program.members(fact);
            let position =
                |name: &ast::Name| members.iter().position(|member| member.name == name.text);
            let Some(from_at) = position(from) else {
                continue;
            };
            let Some(to_at) = position(to) else {
                unknown = to;
                continue;
            };
            let symbol = |at: usize| members.get(at).map(|member| Symbol::Member(member.place));
            let symbols = [(from, symbol(from_at)), (to, symbol(to_at))];
            let under = |kind: usize| {
                let under = |member: &usize| crate::scenario::is_under(members, *member, kind);
                (0..members.len()).filter(under).collect()
            };
            let renamed = Renamed {
                fact,
                from: from_at,
                to: to_at,
                under_from: under(from_at),
                under_to: under(to_at),
            };
            for (name, symbol) in symbols {
                self.occurs(building.source, name, symbol);
            }
            return Some(renamed);
        }
        self.unknown_in_list(at(building.source, unknown.at), &unknown.text);
        None
    }

    /// The other list has to be in force when it is taken, and without a day for as long as this list is.
    fn adopted_in_force(
        &mut self,
        list: InstrumentId,
        reading: &Reading<'_>,
        name: &ast::ListName,
    ) {
        let from = reading.from;
        let missing = |day: &Date| !in_force_on(&self.program, from, *day);
        let on = match reading.as_of {
            Some(day) => Some(day).filter(missing),
            None => self
                .program
                .turning_days(from)
                .into_iter()
                .chain(self.program.turning_days(list))
                .chain(reading.period.from)
                .collect::<BTreeSet<Date>>()
                .into_iter()
                .filter(|day| {
                    reading.period.contains(*day) && in_force_on(&self.program, list, *day)
                })
                .find(missing),
        };
        if let Some(on) = on {
            let place = Place {
                source: reading.place.source,
                span: name.name.at.span().to(name.edition.at.span()),
            };
            let (list, declared) = (self.program[from].name.clone(), self.program[from].place);
            self.list_problem(place, ListProblem::AdoptedNotInForce { list, on, declared });
        }
    }

    /// While the other list is in force.
    fn source_in_force(&self, from: InstrumentId, place: Place) -> Vec<Cond> {
        let other = &self.program[from];
        let in_force = other.list.as_deref().map(|list| list.in_force.clone());
        let Period { from, until } = other.period;
        in_force
            .into_iter()
            .chain([during(from, until, place)])
            .collect()
    }

    /// Copies the parts that are taken, with those around them: for each of the other list's, its copy.
    fn adopted_scopes(
        &mut self,
        building: &Building,
        reading: &Reading<'_>,
        adoption: ScopeId,
        index: usize,
    ) -> BTreeMap<ScopeId, ScopeId> {
        let theirs: Vec<ScopeId> = (0..self.program.scopes.len())
            .map(ScopeId::from_index)
            .filter(|scope| self.program[*scope].list == reading.from)
            .collect();
        let taken: BTreeSet<ScopeId> = theirs
            .iter()
            .copied()
            .filter(|scope| self.takes(reading, Some(*scope)))
            .collect();
        let around = |scope: &ScopeId| self.program.scopes_around(Some(*scope));
        let needed: BTreeSet<ScopeId> = taken.iter().flat_map(around).collect();
        let mut copies = BTreeMap::new();
        for scope in theirs {
            let parent = self.program[scope].parent;
            let Some(parent) = parent.filter(|_| needed.contains(&scope)) else {
                continue;
            };
            let copy = ScopeId::from_index(self.program.scopes.len());
            let original = &self.program[scope];
            // A part that is only around what is taken says nothing of its own.
            let outside = if taken.contains(&scope) {
                original.outside.clone()
            } else {
                Vec::new()
            };
            self.program.scopes.push(Scope {
                list: building.id,
                parent: Some(copies.get(&parent).copied().unwrap_or(adoption)),
                provision: original.provision,
                adoption: Some(index),
                condition: with_names(&original.condition, &reading.renamed),
                rules: Rules::default(),
                outside,
            });
            copies.insert(scope, copy);
        }
        copies
    }

    /// Whether a part of the other list is taken.
    fn takes(&self, reading: &Reading<'_>, scope: Option<ScopeId>) -> bool {
        let around: Vec<ProvisionId> = self
            .program
            .scopes_around(scope)
            .filter_map(|scope| self.program[scope].provision)
            .collect();
        let wanted =
            reading.parts.is_empty() || reading.parts.iter().any(|part| around.contains(part));
        wanted && !reading.except.iter().any(|part| around.contains(part))
    }

    fn adopted_rules(
        &mut self,
        building: &mut Building,
        reading: &Reading<'_>,
        scopes: &BTreeMap<ScopeId, ScopeId>,
        adoption: ScopeId,
    ) {
        let Some(other) = self.program[reading.from].list.as_deref() else {
            return;
        };
        let (rows, residuals) = (other.rows, other.residuals);
        let whole = other.scope;
        for rule in rows.iter() {
            if let Some(copy) = self.adopted_rule(reading, scopes, adoption, whole, rule) {
                let id = RuleId(self.next_rule());
                if copy.role == Role::Hole {
                    self.holes.insert(id, true);
                }
                self.widen(copy.scope, id);
                self.program.rules.push(Arc::new(copy));
            }
        }
        // What is outside the other list as a whole is no part of what is taken; this list declares its own.
        let of_part = |rule: &RuleId| self.program[*rule].scope != Some(whole);
        for rule in residuals.iter().filter(of_part) {
            building
                .adopted_residuals
                .extend(self.adopted_rule(reading, scopes, adoption, whole, rule));
        }
    }

    /// Adds a rule to the runs of its part and of those around it.
    fn widen(&mut self, scope: Option<ScopeId>, rule: RuleId) {
        let around: Vec<ScopeId> = self.program.scopes_around(scope).collect();
        for scope in around {
            if let Some(slot) = self
                .program
                .scopes
                .get_mut(scope.index())
                .filter(|slot| slot.provision.is_some())
            {
                if slot.rules.is_empty() {
                    slot.rules = Rules::one(rule);
                }
                slot.rules.to = rule.0.saturating_add(1);
            }
        }
    }

    fn adopted_rule(
        &self,
        reading: &Reading<'_>,
        scopes: &BTreeMap<ScopeId, ScopeId>,
        adoption: ScopeId,
        whole: ScopeId,
        rule: RuleId,
    ) -> Option<Rule> {
        let original = &self.program[rule];
        let row = original.citation.provision;
        let left_out = row.is_some_and(|row| reading.except.contains(&row));
        if left_out || !self.takes(reading, original.scope) {
            return None;
        }
        let scope = match original.scope {
            Some(scope) if scope == whole => adoption,
            Some(scope) => *scopes.get(&scope)?,
            None => adoption,
        };
        let period = match reading.as_of {
            Some(day) if original.period.contains(day) => reading.period,
            Some(_) => return None,
            None => original.period.and(reading.period),
        };
        Some(Rule {
            period,
            guard: Arc::new(with_names(&original.guard, &reading.renamed)),
            scope: Some(scope),
            cites: original
                .cites
                .iter()
                .chain(&reading.cites)
                .copied()
                .collect(),
            ..original.clone()
        })
    }

    /// The sectors and scenarios that are taken count as named.
    fn name_adopted(&mut self, building: &mut Building, whole: ScopeId, reading: &Reading<'_>) {
        let Some(frame) = building.frame.map(|frame| &self.program[frame]) else {
            return;
        };
        let (sectors, scenarios) = (frame.sectors, frame.scenarios);
        for (kind, fact) in [
            (ProvisionKind::Sector, sectors),
            (ProvisionKind::Scenario, scenarios),
        ] {
            let Some(fact) = fact else { continue };
            let mut members = Vec::new();
            for (at, scope) in self.program.scopes.iter().enumerate() {
                let id = ScopeId::from_index(at);
                let of_kind = scope
                    .provision
                    .is_some_and(|provision| self.program[provision].kind == kind);
                if scope.list == reading.from && of_kind && self.takes(reading, Some(id)) {
                    let condition = with_names(&scope.condition, &reading.renamed);
                    condition.walk(&mut |part| {
                        if let CondKind::Is(of, values) = &part.kind
                            && *of == fact
                        {
                            members.extend(values.iter().copied());
                        }
                    });
                }
            }
            self.names_members(building, whole, kind, &members);
        }
    }
}

/// A condition of the other list in the names of this one.
fn with_names(cond: &Cond, renamed: &[Renamed]) -> Cond {
    if renamed.is_empty() {
        return cond.clone();
    }
    let member = |fact: FactId, member: usize| {
        renamed
            .iter()
            .find(|name| name.fact == fact && name.from == member)
            .map_or(member, |name| name.to)
    };
    let parts = |parts: &[Cond]| parts.iter().map(|part| with_names(part, renamed)).collect();
    let kind = match &cond.kind {
        CondKind::Is(fact, values) => CondKind::Is(*fact, values_here(*fact, values, renamed)),
        CondKind::Has(fact, of) => CondKind::Has(*fact, member(*fact, *of)),
        CondKind::HasOther(fact, named) => CondKind::HasOther(
            *fact,
            named
                .iter()
                .map(|of| member(*fact, *of))
                .collect::<Arc<[usize]>>(),
        ),
        CondKind::Not(inner) => CondKind::Not(Box::new(with_names(inner, renamed))),
        CondKind::And(all) => CondKind::And(parts(all)),
        CondKind::Or(any) => CondKind::Or(parts(any)),
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Error => cond.kind.clone(),
    };
    Cond {
        kind,
        place: cond.place,
    }
}

/// The values of a fact in the names of this list. Where a kind is renamed, so are the kinds under it.
fn values_here(fact: FactId, values: &[usize], renamed: &[Renamed]) -> Vec<usize> {
    let names = renamed
        .iter()
        .filter(|name| name.fact == fact && values.contains(&name.from));
    let mut here: Vec<usize> = values.to_vec();
    for name in names.clone() {
        here.retain(|value| !name.under_from.contains(value));
    }
    here.extend(names.flat_map(|name| &name.under_to));
    here.sort_unstable();
    here.dedup();
    here
}
