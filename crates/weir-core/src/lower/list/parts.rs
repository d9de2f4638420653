//! The parts of a list: sectors and scenarios with their rows, what is missing in them, and what holds outside.
//!
//! First every row is read, since a row may speak of others; then the rules are made in the order of the text, so that the
//! rules of a part follow one another; then, after all of them, the rules for what no row catches.

use std::collections::BTreeMap;
use std::sync::Arc;

use weir_syntax::ast::{self, Clause};
use weir_syntax::diagnostic::SourceId;

use super::super::instrument::of_lists;
use super::super::{Lowerer, at};
use super::head::{Head, during};
use super::rows::Spec;
use super::{Child, ListNode, Part};
use crate::date::Period;
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{ListProblem, NameKind, Needs, ProblemKind};

/// A list that is being built.
pub(super) struct Building {
    pub(super) id: InstrumentId,
    pub(super) source: SourceId,
    pub(super) frame: Option<FrameId>,
    /// The rows read so far.
    pub(super) specs: Vec<Spec>,
    pub(super) spec_of: BTreeMap<ProvisionId, usize>,
    /// What makes rules, in the order of the text.
    steps: Vec<Step>,
    /// Adopted rules for what no row catches, which come after all rows.
    pub(super) adopted_residuals: Vec<Rule>,
    /// The sectors and scenarios that are named, by their part: the list as a whole, or a sector.
    named: BTreeMap<(ScopeId, ProvisionKind), Vec<usize>>,
}

enum Step {
    Open,
    Close(ScopeId),
    Row(usize),
    Rule(RuleDraft),
    Hole(HoleNode),
    Adopt(usize),
}

/// A rule that is no row, such as a duty of all who use the list.
struct RuleDraft {
    name: String,
    name_at: Place,
    rule: Rule,
}

/// A clause `untranscribed`.
struct HoleNode {
    scope: ScopeId,
    what: Option<ProvisionKind>,
    condition: Cond,
    labels: Labels,
    period: Period,
    source: Option<SourceKind>,
    place: Place,
}

/// What a part hands down to what stands in it.
#[derive(Clone, Copy)]
pub(super) struct Inherited {
    pub(super) scope: ScopeId,
    pub(super) period: Period,
    pub(super) source: Option<SourceKind>,
}

impl<'a> Lowerer<'a> {
    pub(super) fn list_parts(&mut self, list: &ListNode<'a>, head: &Head<'a>) {
        let instrument = &self.program[list.id];
        let Some(made) = instrument.list.as_deref() else {
            return;
        };
        let inherited = Inherited {
            scope: made.scope,
            period: instrument.period,
            source: instrument.source,
        };
        let labels = instrument.labels.clone();
        let mut building = Building {
            id: list.id,
            source: list.source,
            frame: made.frame,
            specs: Vec::new(),
            spec_of: BTreeMap::new(),
            steps: Vec::new(),
            adopted_residuals: Vec::new(),
            named: BTreeMap::new(),
        };
        let mut adoptions: Vec<&'a ast::Adoption> = Vec::new();
        building.steps.push(Step::Open);
        self.part_clauses(&mut building, inherited, &head.part, &labels);
        self.part_children(&mut building, inherited, &list.part, &mut adoptions);
        building.steps.push(Step::Close(inherited.scope));
        let rows = self.make_rows(&mut building, &adoptions, inherited);
        let residuals = self.make_residuals(&mut building, inherited);
        self.check_outside(list);
        self.rows_over_residuals(list.id, rows, residuals);
        if let Some(list) = self.list_mut(list.id) {
            list.rows = rows;
            list.residuals = residuals;
        }
    }

    pub(super) fn list_mut(&mut self, id: InstrumentId) -> Option<&mut List> {
        self.program
            .instruments
            .get_mut(id.index())?
            .list
            .as_deref_mut()
    }

    /// A negative list says what holds outside it, a general one does not, nor a part of it.
    fn check_outside(&mut self, list: &ListNode<'a>) {
        if self.damaged.touches(at(list.source, list.node.at)) {
            return;
        }
        let said = list
            .part
            .clauses
            .iter()
            .any(|clause| matches!(clause, Clause::Outside(..)));
        match list.node.kind {
            ListKind::Negative if said => {}
            ListKind::Negative => self.list_problem(
                at(list.source, list.node.name.name.at),
                ListProblem::NoOutside,
            ),
            ListKind::General => {
                let own = self
                    .program
                    .scopes
                    .iter()
                    .filter(|scope| scope.list == list.id && scope.adoption.is_none());
                let places: Vec<Place> = own
                    .flat_map(|scope| &scope.outside)
                    .map(|outside| outside.place)
                    .collect();
                for place in places {
                    self.list_problem(place, ListProblem::OutsideOfGeneral);
                }
            }
        }
    }

    /// Where a row applies, what holds outside the rows does not.
    fn rows_over_residuals(&mut self, id: InstrumentId, rows: Rules, residuals: Rules) {
        let outcomes = residuals
            .iter()
            .flat_map(|rule| self.program[rule].conclusions.iter());
        let mut outcomes: Vec<OutcomeId> = outcomes
            .filter_map(|conclusion| conclusion.outcome())
            .collect();
        outcomes.sort_unstable();
        outcomes.dedup();
        for outcome in outcomes {
            let place = self.program[id].place;
            self.program.precedences.push(Precedence {
                winners: rows,
                losers: residuals,
                about: Some(outcome),
                disapplies: false,
                stated: None,
                by: Citation {
                    instrument: id,
                    provision: None,
                },
                period: self.program[id].period,
                place,
            });
        }
    }

    /// Reads a sector or scenario.
    fn part(
        &mut self,
        building: &mut Building,
        outer: Inherited,
        part: &Part<'a>,
        adoptions: &mut Vec<&'a ast::Adoption>,
    ) {
        let (Some(kind), Some(name), Some(provision)) = (part.kind, part.name, part.provision)
        else {
            return;
        };
        let place = at(building.source, name.at);
        let mut conditions = Vec::new();
        if let Some((condition, members)) = self.in_part(building, kind, name) {
            conditions.push(condition);
            let around = self
                .program
                .scopes_around(Some(outer.scope))
                .collect::<Vec<_>>();
            for scope in around {
                building
                    .named
                    .entry((scope, kind))
                    .or_default()
                    .extend(&members);
            }
        }
        self.list_clauses_once(building.source, part.clauses.iter().copied());
        let mut inherited = outer;
        let mut rest = Vec::new();
        let mut url = None;
        for clause in &part.clauses {
            if let Clause::When(condition, _) = clause {
                conditions.push(self.condition(building.source, condition, true));
            } else if let Clause::Source(source, address, _) = clause {
                inherited.source = Some(*source);
                url = url.or(address.as_ref().map(|address| address.value.clone()));
            } else if let Clause::Url(address, _) = clause {
                url = Some(address.value.clone());
            } else if let Clause::InForce(period, None) = clause {
                inherited.period =
                    self.period_in_list(building.source, building.id, period, outer.period);
            } else if let Clause::Announced(counts, _) = clause {
                self.counts(building.source, counts);
            } else {
                rest.push(*clause);
            }
        }
        let scope = ScopeId::from_index(self.program.scopes.len());
        self.program.scopes.push(Scope {
            list: building.id,
            parent: Some(outer.scope),
            provision: Some(provision),
            adoption: None,
            condition: Cond::all(conditions, place),
            rules: Rules::default(),
            outside: Vec::new(),
        });
        inherited.scope = scope;
        if let Some(slot) = self.program.provisions.get_mut(provision.index()) {
            let slot = Arc::make_mut(slot);
            slot.url = url;
            slot.source = inherited.source;
            slot.period = inherited.period;
        }
        let labels = self.program[provision].labels.clone();
        building.steps.push(Step::Open);
        self.part_clauses(building, inherited, &rest, &labels);
        self.part_children(building, inherited, part, adoptions);
        building.steps.push(Step::Close(scope));
    }

    /// That a flow is in a sector or scenario, and the members of the category that are.
    fn in_part(
        &mut self,
        building: &Building,
        kind: ProvisionKind,
        name: &ast::Number,
    ) -> Option<(Cond, Vec<usize>)> {
        let frame = &self.program[building.frame?];
        let (fact, what) = if kind == ProvisionKind::Sector {
            (frame.sectors, "sectors")
        } else {
            (frame.scenarios, "scenarios")
        };
        let place = at(building.source, name.at);
        let frame_at = frame.place;
        let Some(fact) = fact else {
            let frame = Some(frame_at);
            self.list_problem(place, ListProblem::FrameLacks { what, frame });
            return None;
        };
        let members = self.under_named(building.source, fact, &name.text, name.at)?;
        let kind = CondKind::Is(fact, members.clone());
        Some((Cond { kind, place }, members))
    }

    /// The members of a category that a name covers: itself and those under it.
    pub(super) fn under_named(
        &mut self,
        source: SourceId,
        fact: FactId,
        name: &str,
        name_at: weir_syntax::At,
    ) -> Option<Vec<usize>> {
        let name = ast::Name {
            text: name.to_owned(),
            at: name_at,
        };
        let members: Arc<[Member]> = match &self.program[fact].ty {
            FactType::Choice(members) | FactType::Set(members) => Arc::clone(members),
            FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => {
                return None;
            }
        };
        let (of, declared) = (self.program[fact].name.clone(), self.program[fact].place);
        let found = self.member(source, &name, &members, &of, declared)?;
        let under = |member: &usize| crate::scenario::is_under(&members, *member, found);
        Some((0..members.len()).filter(under).collect())
    }

    /// The clauses of a list, sector or scenario that are about its contents.
    fn part_clauses(
        &mut self,
        building: &mut Building,
        inherited: Inherited,
        clauses: &[&'a Clause],
        labels: &Labels,
    ) {
        let source = building.source;
        for clause in clauses {
            match clause {
                Clause::Label(_) | Clause::Error(_) | Clause::Cite(..) => {}
                Clause::Outside(what, condition, place) => {
                    let conditional = condition.is_some();
                    let condition = match condition {
                        Some(condition) => self.condition(source, condition, true),
                        None => Cond::always(at(source, *place)),
                    };
                    let kinds = [
                        OutsideKind::Free,
                        OutsideKind::National,
                        OutsideKind::Undetermined,
                    ];
                    let Some(kind) = kinds.into_iter().find(|kind| kind.word() == what.text) else {
                        let word = what.text.clone();
                        self.list_problem(at(source, what.at), ListProblem::OutsideWord { word });
                        continue;
                    };
                    let before = self.program[inherited.scope].outside.iter();
                    let always = before
                        .filter(|outside| matches!(outside.condition.kind, CondKind::Const(true)))
                        .map(|outside| outside.place)
                        .next();
                    if let Some(first) = always.filter(|_| conditional) {
                        let problem = ListProblem::OutsideUnreachable { first };
                        self.list_problem(at(source, *place), problem);
                    }
                    let outside = Outside {
                        kind,
                        condition,
                        place: at(source, *place),
                    };
                    if let Some(slot) = self.program.scopes.get_mut(inherited.scope.index()) {
                        slot.outside.push(outside);
                    }
                }
                Clause::Untranscribed(what, condition, place) => {
                    let condition = match condition {
                        Some(condition) => self.condition(source, condition, true),
                        None => Cond::always(at(source, *place)),
                    };
                    building.steps.push(Step::Hole(HoleNode {
                        scope: inherited.scope,
                        what: *what,
                        condition,
                        labels: labels.clone(),
                        period: inherited.period,
                        source: inherited.source,
                        place: at(source, *place),
                    }));
                }
                Clause::Fields { at, .. } => self.misplaced(source, *at, "fields", Needs::Row),
                Clause::Band(_, _, at) => self.misplaced(source, *at, "band", Needs::Row),
                Clause::Except(_, at) => self.misplaced(source, *at, "except", Needs::Row),
                Clause::Unless(_, at) => self.misplaced(source, *at, "unless", Needs::Row),
                Clause::Then(conclusion) => {
                    self.misplaced(source, conclusion.at, "then", Needs::Row)
                }
                Clause::AsOf(_, at) => self.misplaced(source, *at, "as of", Needs::Adoption),
                Clause::With(_, _, at) => self.misplaced(source, *at, "with", Needs::Adoption),
                Clause::InForce(period, _) => {
                    self.misplaced(source, period.at, "in force … if", Needs::List)
                }
                Clause::Published(_, at) => self.misplaced(source, *at, "published", Needs::List),
                Clause::Under(_, at) => self.misplaced(source, *at, "under", Needs::List),
                Clause::Zone(_, at) => self.misplaced(source, *at, "zone", Needs::List),
                Clause::Dated(_, at) => self.misplaced(source, *at, "dated", Needs::List),
                Clause::Trial(_, _, at) => self.misplaced(source, *at, "trial", Needs::List),
                Clause::Replaces(_, at) => self.misplaced(source, *at, "replaces", Needs::List),
                Clause::Available(_, at) => {
                    self.misplaced(source, *at, "available when", Needs::List)
                }
                Clause::When(..) | Clause::Url(..) | Clause::Source(..) | Clause::Announced(..) => {
                }
            }
        }
    }

    fn part_children(
        &mut self,
        building: &mut Building,
        inherited: Inherited,
        part: &Part<'a>,
        adoptions: &mut Vec<&'a ast::Adoption>,
    ) {
        for child in &part.children {
            match child {
                Child::Part(part) => self.part(building, inherited, part, adoptions),
                Child::Row(provision, node) => {
                    let spec = self.row(building, inherited, *provision, node);
                    building.row(spec);
                }
                Child::Table(table, rows) => {
                    for spec in self.table(building, inherited, table, rows) {
                        building.row(spec);
                    }
                }
                Child::Rule(citation, node) => {
                    if let Some(rule) = self.rule_in_list(building, inherited, *citation, node) {
                        building.steps.push(Step::Rule(rule));
                    }
                }
                Child::Adoption(node) => {
                    building.steps.push(Step::Adopt(adoptions.len()));
                    adoptions.push(node);
                }
            }
        }
    }

    /// A rule in a list that is no row. It holds in the part in which it stands.
    fn rule_in_list(
        &mut self,
        building: &Building,
        inherited: Inherited,
        citation: Citation,
        node: &'a ast::Rule,
    ) -> Option<RuleDraft> {
        let source = building.source;
        let place = at(source, node.at);
        let mut labels = Vec::new();
        let mut conditions = Vec::new();
        let mut conclusions = Vec::new();
        let mut cites = Vec::new();
        let mut read_as = inherited.source;
        let mut period = inherited.period;
        self.list_clauses_once(source, &node.clauses);
        for clause in &node.clauses {
            if let Clause::Label(label) = clause {
                labels.push(label.clone());
            } else if let Clause::When(condition, _) = clause {
                conditions.push(condition);
            } else if let Clause::Then(conclusion) = clause {
                let concluded = self.row_conclusion(building, conclusion);
                conclusions.extend(concluded);
            } else if let Clause::Cite(refs, _) = clause {
                cites.extend(self.citations(source, refs, Some(building.id)));
            } else if let Clause::Source(kind, _, _) = clause {
                read_as = Some(*kind);
            } else if let Clause::InForce(node, None) = clause {
                period = self.period_in_list(source, building.id, node, inherited.period);
            } else if let Clause::Published(_, at) = clause {
                self.misplaced(source, *at, "published", Needs::List);
            } else if let Some((what, at, needs)) = of_lists(clause) {
                self.misplaced(source, at, what, needs);
            }
        }
        if conclusions.is_empty() {
            let says = node
                .clauses
                .iter()
                .any(|clause| matches!(clause, Clause::Then(_)));
            if !says && !self.damaged.touches(place) {
                self.problem(at(source, node.name.at), ProblemKind::NoConclusion);
            }
            return None;
        }
        let guard = self.guard(source, &conditions, place);
        let rule = Rule {
            citation,
            name: Some(node.name.text.clone()),
            labels: self.labels(source, &labels),
            period,
            guard: Arc::new(guard),
            conclusions,
            cites,
            source: read_as,
            scope: Some(inherited.scope),
            role: Role::Row,
            band: None,
            place,
        };
        Some(RuleDraft {
            name: node.name.text.clone(),
            name_at: at(source, node.name.at),
            rule,
        })
    }

    fn named_rule(&mut self, list: InstrumentId, draft: RuleDraft) {
        let id = RuleId(self.next_rule());
        self.stands(draft.name_at, Symbol::Rule(id), true);
        let first = self.inside(list).note_rule(&draft.name, id);
        if first != id {
            let problem = ProblemKind::Duplicate {
                what: NameKind::Rule,
                name: draft.name,
                first: self.program[first].place,
            };
            self.problem(draft.name_at, problem);
        }
        self.program.rules.push(Arc::new(draft.rule));
    }

    /// Makes the rules of the rows and holes, own and adopted.
    fn make_rows(
        &mut self,
        building: &mut Building,
        adoptions: &[&'a ast::Adoption],
        whole: Inherited,
    ) -> Rules {
        let mut readings = self.adoptions(building, whole, adoptions);
        let from = self.next_rule();
        let mut open: Vec<u32> = Vec::new();
        for step in std::mem::take(&mut building.steps) {
            match step {
                Step::Open => open.push(self.next_rule()),
                Step::Close(scope) => {
                    let rules = Rules {
                        from: open.pop().unwrap_or(from),
                        to: self.next_rule(),
                    };
                    if let Some(slot) = self.program.scopes.get_mut(scope.index()) {
                        slot.rules = rules;
                    }
                }
                Step::Row(at) => self.row_rules(building, at),
                Step::Rule(draft) => self.named_rule(building.id, draft),
                Step::Hole(node) => self.hole(building, node),
                Step::Adopt(at) => {
                    let reading = readings.get_mut(at).and_then(Option::take);
                    if let (Some(node), Some(reading)) = (adoptions.get(at), reading) {
                        self.adopt(building, whole, node, reading);
                    }
                }
            }
        }
        Rules {
            from,
            to: self.next_rule(),
        }
    }

    pub(super) fn next_rule(&self) -> u32 {
        RuleId::from_index(self.program.rules.len()).0
    }

    /// What a hole concludes: on the ladder of lists, and no more than their strictest value.
    pub(super) fn unknown_conclusion(&self, building: &Building) -> Option<Conclusion> {
        let (outcome, limit) = self.program[building.frame?].strictest?;
        Some(Conclusion::Hole(outcome, Some(limit)))
    }

    fn hole(&mut self, building: &mut Building, node: HoleNode) {
        let Some(conclusion) = self.unknown_conclusion(building) else {
            if let Some(frame) = building.frame {
                let frame = Some(self.program[frame].place);
                self.list_problem(
                    node.place,
                    ListProblem::FrameLacks {
                        what: "strictest",
                        frame,
                    },
                );
            }
            return;
        };
        let mut parts = vec![node.condition];
        if let Some(kind) = node.what.filter(|kind| *kind != ProvisionKind::Row) {
            let frame = building.frame.map(|frame| &self.program[frame]);
            let fact = frame.and_then(|frame| {
                if kind == ProvisionKind::Sector {
                    frame.sectors
                } else {
                    frame.scenarios
                }
            });
            let mut named = building
                .named
                .get(&(node.scope, kind))
                .cloned()
                .unwrap_or_default();
            named.sort_unstable();
            named.dedup();
            if let Some(fact) = fact.filter(|_| !named.is_empty()) {
                let is = Cond {
                    kind: CondKind::Is(fact, named),
                    place: node.place,
                };
                parts.push(is.negated());
            }
            // Scenarios that are missing in a list are those of the sectors that it names.
            let whole = self.program[node.scope].parent.is_none();
            if whole && kind == ProvisionKind::Scenario {
                parts.extend(self.in_a_named_sector(building, node.scope, node.place));
            }
        }
        let explained = [Lang::Zh, Lang::En]
            .iter()
            .all(|lang| node.labels.0.contains_key(&(LabelKind::Missing, *lang)));
        let rule = RuleId(self.next_rule());
        self.holes.insert(rule, explained);
        self.program.rules.push(Arc::new(Rule {
            citation: Citation {
                instrument: building.id,
                provision: self.program[node.scope].provision,
            },
            name: None,
            labels: node.labels,
            period: node.period,
            guard: Arc::new(Cond::all(parts, node.place)),
            conclusions: vec![conclusion],
            cites: Vec::new(),
            source: node.source,
            scope: Some(node.scope),
            role: Role::Hole,
            band: None,
            place: node.place,
        }));
    }

    fn in_a_named_sector(&self, building: &Building, scope: ScopeId, place: Place) -> Option<Cond> {
        let fact = self.program[building.frame?].sectors?;
        let mut named = building.named.get(&(scope, ProvisionKind::Sector))?.clone();
        named.sort_unstable();
        named.dedup();
        Some(Cond {
            kind: CondKind::Is(fact, named),
            place,
        })
    }

    /// Notes that a part names these sectors or scenarios.
    pub(super) fn names_members(
        &self,
        building: &mut Building,
        scope: ScopeId,
        kind: ProvisionKind,
        members: &[usize],
    ) {
        building
            .named
            .entry((scope, kind))
            .or_default()
            .extend(members);
    }

    /// Makes the rules for what no row catches: for each part that says something, where no part inside it does.
    fn make_residuals(&mut self, building: &mut Building, whole: Inherited) -> Rules {
        let from = self.next_rule();
        let scopes: Vec<ScopeId> = (0..self.program.scopes.len())
            .map(ScopeId::from_index)
            .filter(|scope| self.program[*scope].list == building.id)
            .collect();
        let inner = self.inner_declarations(&scopes);
        for scope in scopes {
            let adopted = self
                .program
                .scopes_around(Some(scope))
                .any(|scope| self.program[scope].adoption.is_some());
            if !adopted {
                self.residual(
                    building,
                    whole,
                    scope,
                    inner.get(&scope).cloned().unwrap_or_default(),
                );
            }
        }
        let adopted = std::mem::take(&mut building.adopted_residuals);
        let adopted = adopted.into_iter().map(Arc::new);
        self.program.rules.extend(adopted);
        Rules {
            from,
            to: self.next_rule(),
        }
    }

    /// For each part that declares what is outside, when a flow is in a part inside it that declares it anew.
    fn inner_declarations(&self, scopes: &[ScopeId]) -> BTreeMap<ScopeId, Vec<Cond>> {
        let mut inner: BTreeMap<ScopeId, Vec<Cond>> = BTreeMap::new();
        for scope in scopes
            .iter()
            .filter(|scope| !self.program[**scope].outside.is_empty())
        {
            let mut within = vec![self.while_in_part(*scope)];
            for around in self.program.scopes_around(self.program[*scope].parent) {
                if !self.program[around].outside.is_empty() {
                    let place = self.program[*scope].condition.place;
                    inner
                        .entry(around)
                        .or_default()
                        .push(Cond::all(within, place));
                    break;
                }
                within.push(self.while_in_part(around));
            }
        }
        inner
    }

    /// That a flow is in a part, while the part is in force.
    fn while_in_part(&self, scope: ScopeId) -> Cond {
        let part = &self.program[scope];
        let condition = part.condition.clone();
        let list = self.program[part.list].period;
        let own = part
            .provision
            .map(|provision| self.program[provision].period);
        match own.filter(|own| part.adoption.is_none() && *own != list) {
            Some(Period { from, until }) => {
                let place = condition.place;
                Cond::all(vec![during(from, until, place), condition], place)
            }
            None => condition,
        }
    }

    fn residual(
        &mut self,
        building: &Building,
        whole: Inherited,
        scope: ScopeId,
        inner: Vec<Cond>,
    ) {
        let outside = self.program[scope].outside.clone();
        let provision = self.program[scope].provision;
        let mut not_yet: Vec<Cond> = inner.into_iter().map(Cond::negated).collect();
        for declared in outside {
            let here = vec![declared.condition.clone()];
            let guard: Vec<Cond> = here.into_iter().chain(not_yet.iter().cloned()).collect();
            not_yet.push(declared.condition.clone().negated());
            let frame = building.frame.map(|frame| &self.program[frame]);
            let (labels, condition, conclusions, cites) = match declared.kind {
                OutsideKind::National => continue,
                OutsideKind::Free => {
                    let Some(frame) = frame else { continue };
                    let Some(free) = frame.free.clone() else {
                        let frame = Some(frame.place);
                        self.list_problem(declared.place, ListProblem::NoFree { frame });
                        continue;
                    };
                    (
                        free.labels,
                        Some(free.condition),
                        free.conclusions,
                        free.cites,
                    )
                }
                OutsideKind::Undetermined => {
                    let conclusion = self.unknown_conclusion(building);
                    (
                        Labels::default(),
                        None,
                        conclusion.into_iter().collect(),
                        Vec::new(),
                    )
                }
            };
            let period = match provision {
                Some(provision) => self.program[provision].period,
                None => whole.period,
            };
            self.program.rules.push(Arc::new(Rule {
                citation: Citation {
                    instrument: building.id,
                    provision,
                },
                name: None,
                labels,
                period,
                guard: Arc::new(Cond::all(
                    guard.into_iter().chain(condition).collect(),
                    declared.place,
                )),
                conclusions,
                cites,
                source: whole.source,
                scope: Some(scope),
                role: Role::Residual,
                band: None,
                place: declared.place,
            }));
        }
    }

    /// A statement of precedence in a list.
    pub(super) fn list_statement(
        &mut self,
        source: SourceId,
        around: Citation,
        node: super::super::instrument::StatementNode<'a>,
    ) {
        self.statements.push(super::super::instrument::Statement {
            source,
            citation: around,
            // The statement holds whenever the rules do that it relates.
            period: Period::default(),
            conditions: Vec::new(),
            node,
        });
    }

    /// Says that a name is no member of what a list can speak of.
    pub(super) fn unknown_in_list(&mut self, place: Place, name: &str) {
        self.problem(
            place,
            ProblemKind::Unknown {
                what: NameKind::Value,
                name: name.to_owned(),
                near: None,
                of: None,
                known: Vec::new(),
            },
        );
    }
}

impl Building {
    fn row(&mut self, spec: Spec) {
        let at = self.specs.len();
        self.spec_of.insert(spec.provision, at);
        self.specs.push(spec);
        self.steps.push(Step::Row(at));
    }
}
