//! What is kept from one check to the next: what the instruments of each text gave, and all on which that depended. As long as
//! that is the same, a text that did not change is not resolved again, so that an edit costs what its own text costs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::ast::{self, Clause, Element, Item};
use weir_syntax::diagnostic::SourceId;

use super::Lowerer;
use super::declare::{InstrumentNode, Visible};
use super::inside::{Inside, Start};
use super::instrument::{RuleNode, Statement, StatementNode};
use crate::check::Sorts;
use crate::date::Period;
use crate::hir::*;
use crate::occurrence::{InText, Occurrence};

mod law;
mod part;
mod vocabulary;

use law::Moves;
pub(super) use law::Standing;
use part::{Bodies, Ranges, Skeleton};
pub(super) use part::{Nested, Part, join};
use vocabulary::Vocabulary;

/// What one check leaves to the next. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    pub(super) visible: Visible,
    vocabulary: Arc<Vocabulary>,
    laws: BTreeMap<SourceId, Standing>,
    pub(super) parts: BTreeMap<SourceId, Arc<Part>>,
    /// The texts of which all conditions are those of rules that were resolved.
    pub(super) busy: BTreeSet<SourceId>,
    pub(super) found: BTreeMap<SourceId, Arc<Found>>,
}

/// What stands in a text, and of what it was put together.
#[derive(Debug)]
pub(super) struct Found {
    part: Option<Arc<Part>>,
    beside: Vec<Occurrence>,
    pub(super) all: Arc<InText>,
}

/// Texts of which more was taken over than is the same.
pub(crate) type Stale = BTreeSet<SourceId>;

/// An instrument of a text.
pub(super) type Node<'a> = (SourceId, InstrumentId, InstrumentNode<'a>);

/// What a rule gave: when it applies, what it concludes and on what it rests.
type Body = (Cond, Vec<Conclusion>, Vec<Citation>);

/// What the instruments of a text are made of, and what stands in them.
pub(super) type Declared = (Skeleton, Vec<Occurrence>);

/// What is being remembered while the rules of a text are resolved.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Something was said that may have to be said otherwise after a change elsewhere.
    pub(super) unsettled: bool,
    /// The instruments in which something was looked for.
    pub(super) refers: BTreeSet<InstrumentId>,
}

impl Memory {
    /// The same without what some texts gave.
    pub(super) fn without(&self, stale: &Stale) -> Self {
        let mut kept = self.clone();
        kept.parts.retain(|source, _| !stale.contains(source));
        kept
    }
}

impl<'a> Lowerer<'a> {
    /// Declares what the instruments of all texts are made of. What the last check gave for texts that did not change is taken
    /// over, if what it refers to is the same.
    pub(super) fn instruments(&mut self, last: &Memory) -> Result<(), Stale> {
        let nodes = std::mem::take(&mut self.instruments);
        self.homes = nodes.iter().map(|(source, ..)| *source).collect();
        let mut starts = Vec::new();
        for nodes in nodes.chunk_by(|(one, ..), (next, ..)| one == next) {
            let Some((source, ..)) = nodes.first() else {
                continue;
            };
            self.start = Start::after(&self.program);
            let ids: Vec<InstrumentId> = nodes.iter().map(|(_, id, _)| *id).collect();
            let part = last.parts.get(source);
            // Rules and provisions are given other numbers, instruments are not.
            let part = part.filter(|part| self.is_as_read(*source, part) && part.law.is_of(&ids));
            match part {
                Some(part) => self.take_over(nodes, part),
                None => self.instruments_of(nodes),
            }
            starts.push((*source, self.start, ids));
        }
        for (source, start, ids) in starts {
            let known = last.laws.get(&source).map(|standing| &standing.law);
            let law = match self.taken_over.get(&source) {
                Some(part) => Arc::clone(&part.law),
                None => {
                    let law = self.law_of(&ids, start);
                    let same = known.filter(|known| ***known == law);
                    same.map_or_else(|| Arc::new(law), Arc::clone)
                }
            };
            self.laws.insert(source, Standing { start, law });
        }
        self.follow(last)
    }

    /// Sees that what was taken over refers to the same as before, and moves it to where it now stands.
    fn follow(&mut self, last: &Memory) -> Result<(), Stale> {
        let law = |laws: &BTreeMap<SourceId, Standing>, id: &InstrumentId| {
            let standing = laws.get(self.homes.get(id.index())?)?;
            Some(Arc::clone(&standing.law))
        };
        let same = |id: &InstrumentId| law(&self.laws, id) == law(&last.laws, id);
        let parts = self.taken_over.iter();
        let stale = parts.filter(|(_, part)| !part.bodies.refers.iter().all(same));
        let stale: Stale = stale.map(|(source, _)| *source).collect();
        if !stale.is_empty() {
            return Err(stale);
        }
        let moves = Moves::between(&last.laws, &self.laws);
        if moves.nothing() {
            return Ok(());
        }
        let stands = |source: &SourceId| {
            let (last, now) = (last.laws.get(source), self.laws.get(source));
            last.map(|last| last.start) == now.map(|now| now.start)
        };
        let mut parts = std::mem::take(&mut self.taken_over);
        for (source, part) in &mut parts {
            let refers = part.bodies.refers.iter();
            let mut homes = refers.filter_map(|id| self.homes.get(id.index()));
            if stands(source) && homes.all(stands) {
                continue;
            }
            let Some(standing) = self.laws.get(source) else {
                continue;
            };
            let moved = part.moved(standing.start, &moves);
            put(&mut self.program.rules, standing.start.rules, &moved.rules);
            let provisions = &moved.skeleton.provisions;
            put(
                &mut self.program.provisions,
                standing.start.provisions,
                provisions,
            );
            *part = Arc::new(moved);
        }
        self.taken_over = parts;
        Ok(())
    }

    /// Takes over what the instruments of a text gave last time. Where it moved, its numbers are set right later.
    fn take_over(&mut self, nodes: &[Node<'a>], part: &Arc<Part>) {
        let Some((source, ..)) = nodes.first() else {
            return;
        };
        let skeleton = &part.skeleton;
        let start = self.start;
        let program = &mut self.program;
        program.instruments.extend_from_slice(&skeleton.instruments);
        program.provisions.extend_from_slice(&skeleton.provisions);
        program.rules.extend_from_slice(&part.rules);
        for ((_, id, _), names) in nodes.iter().zip(&skeleton.inside) {
            self.inside
                .insert(*id, Inside::new(start, Arc::clone(names)));
        }
        for nested in &skeleton.nested {
            let citation = Citation {
                provision: nested.citation.provision.map(|id| {
                    let position = id.0.saturating_sub(skeleton.start.provisions);
                    ProvisionId(position.saturating_add(start.provisions))
                }),
                ..nested.citation
            };
            self.nested_again(nodes, nested, citation);
        }
        let rules = (start.rules..).map(RuleId);
        let holes = rules.zip(&part.bodies.holes);
        self.holes
            .extend(holes.filter_map(|(rule, hole)| Some((rule, (*hole)?))));
        self.taken_over.insert(*source, Arc::clone(part));
    }

    fn is_as_read(&self, source: SourceId, part: &Part) -> bool {
        self.sources
            .get(&source)
            .is_some_and(|source| Arc::ptr_eq(&source.parse, &part.parse))
    }

    /// Declares the instruments of a text, and notes what they gave if it may be taken over by the next check.
    fn instruments_of(&mut self, nodes: &[Node<'a>]) {
        let Some((source, first, _)) = nodes.first() else {
            return;
        };
        self.watch = Watch::default();
        self.nested.clear();
        let start = self.start;
        let occurrences = self.occurrences.len();
        let mut of_lists = false;
        for (position, (source, id, node)) in nodes.iter().enumerate() {
            self.inside.insert(*id, Inside::new(start, Arc::default()));
            self.path = vec![position];
            match node {
                InstrumentNode::Instrument(node) => {
                    of_lists |= has_frames(&node.body);
                    self.instrument(*source, *id, node);
                }
                InstrumentNode::List(node) => {
                    of_lists = true;
                    self.list(*source, *id, node);
                }
            }
        }
        let nested = std::mem::take(&mut self.nested);
        if self.watch.unsettled || of_lists {
            return;
        }
        let inside = nodes.iter().filter_map(|(_, id, _)| self.inside.get(id));
        let skeleton = Skeleton {
            start,
            instruments: rest(&self.program.instruments, first.index()),
            provisions: rest(&self.program.provisions, start.provisions as usize),
            inside: inside.map(|inside| Arc::clone(inside.names())).collect(),
            nested,
        };
        let occurrences = self.occurrences.split_off(occurrences);
        self.skeletons.insert(*source, (skeleton, occurrences));
    }

    /// Declares a statement, definition or assumption in an instrument.
    pub(super) fn nested(
        &mut self,
        source: SourceId,
        citation: Citation,
        period: Period,
        conditions: &[&'a ast::Expr],
        node: &'a Element,
    ) {
        self.nested.push(Nested {
            path: self.path.clone(),
            citation,
            period,
        });
        let within = Some(citation.instrument);
        let statement = match node {
            Element::Precedence(node) => StatementNode::Precedence(node),
            Element::Strictest(node) => StatementNode::Strictest(node),
            Element::Define(node) => return self.definition(source, node, within, vec![citation]),
            Element::Assume(node) => return self.assumption(source, node, within, vec![citation]),
            Element::Clause(_)
            | Element::Provision(_)
            | Element::Rule(_)
            | Element::Lists(_)
            | Element::Table(_)
            | Element::Adoption(_)
            | Element::Error(_) => return,
        };
        self.statements.push(Statement {
            source,
            citation,
            period,
            conditions: conditions.to_vec(),
            node: statement,
        });
    }

    /// Declares it as it was declared before.
    fn nested_again(&mut self, nodes: &[Node<'a>], nested: &Nested, citation: Citation) {
        let mut path = nested.path.iter();
        let top = path.next().and_then(|position| nodes.get(*position));
        let Some((source, _, InstrumentNode::Instrument(top))) = top else {
            return;
        };
        let mut body = &top.body;
        let mut conditions: Vec<&'a ast::Expr> = whens(body).collect();
        for position in path {
            match body.get(*position) {
                Some(Element::Provision(node)) => {
                    body = &node.body;
                    conditions.extend(whens(body));
                }
                Some(node) => {
                    self.nested(*source, citation, nested.period, &conditions, node);
                }
                None => {}
            }
        }
    }

    /// Resolves the conditions and conclusions of rules, but for those that were taken over. Returns what is left to the next
    /// check, or the texts of which more was taken over than is the same.
    pub(super) fn bodies(&mut self, last: &Memory) -> Result<Memory, Stale> {
        self.nested.clear();
        let mut now = Memory {
            visible: self.seen.clone(),
            vocabulary: Arc::new(self.vocabulary_now()),
            laws: std::mem::take(&mut self.laws),
            parts: std::mem::take(&mut self.taken_over),
            busy: last.busy.clone(),
            found: BTreeMap::new(),
        };
        if now.vocabulary.meanings != last.vocabulary.meanings && !now.parts.is_empty() {
            return Err(now.parts.into_keys().collect());
        }
        let moved = now.vocabulary.moved(&last.vocabulary);
        for part in now.parts.values_mut() {
            let follows = part.with_places(&moved);
            *part = follows.map_or_else(|| Arc::clone(part), Arc::new);
        }
        now.busy.retain(|source| now.parts.contains_key(source));
        let rules = std::mem::take(&mut self.rules);
        let mut rules = rules.as_slice();
        for (source, standing) in &now.laws {
            let count = rules.partition_point(|node| node.source <= *source);
            let (own, others) = rules.split_at_checked(count).unwrap_or((rules, &[]));
            rules = others;
            if now.parts.contains_key(source) {
                continue;
            }
            let before = self.occurrences.len();
            let bodies = self.resolve(own);
            let part = self.left_of(*source, bodies, before, Arc::clone(&standing.law));
            now.parts.extend(part.map(|part| (*source, Arc::new(part))));
        }
        Ok(now)
    }

    /// What the next check may take over of a text. Of what stands in it, that after the first `before` is in its rules.
    fn left_of(
        &mut self,
        source: SourceId,
        bodies: Option<Bodies>,
        before: usize,
        law: Arc<law::Law>,
    ) -> Option<Part> {
        let (skeleton, mut occurrences) = self.skeletons.remove(&source)?;
        let (Some(bodies), Some(read)) = (bodies, self.sources.get(&source)) else {
            self.occurrences.append(&mut occurrences);
            return None;
        };
        occurrences.extend(self.occurrences.split_off(before));
        occurrences.sort();
        let from = skeleton.start.rules;
        let run = Rules {
            from,
            to: from.saturating_add(RuleId::from_index(bodies.holes.len()).0),
        };
        let rules = self.program.run(run).to_vec();
        let mut ranges = Ranges::default();
        for (place, rule) in self.places_of(run) {
            ranges.add(skeleton.start, place, rule);
        }
        Some(Part {
            parse: Arc::clone(&read.parse),
            skeleton,
            sorts: Arc::new(Sorts::of(&rules)),
            ranges: Arc::new(ranges),
            rules,
            bodies: Arc::new(bodies),
            law,
            occurrences,
        })
    }

    /// Resolves the rules of a text. What it gave is returned if it may be taken over by the next check.
    fn resolve(&mut self, nodes: &[RuleNode<'a>]) -> Option<Bodies> {
        self.watch = Watch::default();
        let used_elsewhere = std::mem::take(&mut self.used);
        let mut holes = Vec::with_capacity(nodes.len());
        for node in nodes {
            let body = self.rule_body(node);
            let is_hole = |conclusion: &Conclusion| matches!(conclusion, Conclusion::Hole(..));
            let explained = body.1.iter().any(is_hole).then(|| self.explains(node.id));
            self.holes
                .extend(explained.map(|explained| (node.id, explained)));
            holes.push(explained);
            self.set_body(node.id, body);
        }
        let used = std::mem::replace(&mut self.used, used_elsewhere);
        self.used.extend(used.iter().copied());
        let Watch { unsettled, refers } = std::mem::take(&mut self.watch);
        (!unsettled).then_some(Bodies {
            holes,
            used,
            refers,
        })
    }

    /// Whether a rule says in both languages what is missing.
    fn explains(&self, rule: RuleId) -> bool {
        let labels = &self.program[rule].labels.0;
        [Lang::Zh, Lang::En]
            .iter()
            .all(|lang| labels.contains_key(&(LabelKind::Missing, *lang)))
    }

    fn rule_body(&mut self, node: &RuleNode<'a>) -> Body {
        let place = self.program[node.id].place;
        let within = Some(self.program[node.id].citation.instrument);
        let guard = self.guard(node.source, &node.conditions, place);
        let mut conclusions = Vec::new();
        for conclusion in &node.conclusions {
            conclusions.extend(self.conclusion(node.source, conclusion));
        }
        let mut cites = Vec::new();
        for reference in &node.cites {
            cites.extend(self.citations(node.source, std::slice::from_ref(*reference), within));
        }
        (guard, conclusions, cites)
    }

    fn set_body(&mut self, rule: RuleId, (guard, conclusions, cites): Body) {
        if let Some(slot) = self.program.rules.get_mut(rule.index()) {
            let slot = Arc::make_mut(slot);
            slot.guard = Arc::new(guard);
            slot.conclusions = conclusions;
            slot.cites = cites;
        }
    }

    /// All rules in order: those of each part, and the others between them.
    pub(super) fn stretches(&self, memory: &Memory) -> Vec<(Rules, Arc<Sorts>)> {
        let parts = memory.parts.values();
        let mut known: Vec<(Rules, Arc<Sorts>)> = parts
            .map(|part| (part.run(), Arc::clone(part.sorts())))
            .collect();
        known.sort_unstable_by_key(|(run, _)| *run);
        let end = RuleId::from_index(self.program.rules.len()).0;
        let mut all = Vec::with_capacity(known.len());
        let mut next = 0;
        let last = Rules { from: end, to: end };
        for (run, sorts) in known.into_iter().chain([(last, Arc::default())]) {
            let between = Rules {
                from: next,
                to: run.from,
            };
            if !between.is_empty() {
                let sorts = Sorts::of(self.program.run(between));
                all.push((between, Arc::new(sorts)));
            }
            next = run.to;
            all.push((run, sorts));
        }
        all
    }

    /// What stands in each text. What is put together of the same as before is the same.
    pub(super) fn found(&mut self, last: &Memory, now: &mut Memory) {
        self.occurrences.sort();
        self.occurrences.dedup();
        let mut beside = self.occurrences.as_slice();
        for source in self.sources.keys() {
            let count = beside.partition_point(|one| one.place.source <= *source);
            let (own, others) = beside.split_at_checked(count).unwrap_or((beside, &[]));
            beside = others;
            let part = now.parts.get(source);
            let known = last.found.get(source).filter(|known| {
                known.part.as_ref().map(Arc::as_ptr) == part.map(Arc::as_ptr) && known.beside == own
            });
            let all = known
                .map(|known| Arc::clone(&known.all))
                .unwrap_or_else(|| {
                    let inside = part.map_or(&[][..], |part| &part.occurrences);
                    Arc::new(InText::new([inside, own].concat()))
                });
            let found = Found {
                part: part.cloned(),
                beside: own.to_vec(),
                all,
            };
            now.found.insert(*source, Arc::new(found));
        }
    }
}

/// Puts some in the place of those that stand from a position on.
fn put<T: Clone>(all: &mut [T], from: u32, some: &[T]) {
    let slots = all.iter_mut().skip(from as usize);
    slots.zip(some).for_each(|(slot, one)| slot.clone_from(one));
}

fn rest<T: Clone>(all: &[T], from: usize) -> Vec<T> {
    all.get(from..).unwrap_or(&[]).to_vec()
}

/// The conditions of an instrument or provision.
fn whens(body: &[Element]) -> impl Iterator<Item = &ast::Expr> {
    body.iter().filter_map(|element| {
        if let Element::Clause(Clause::When(condition, _)) = element {
            Some(condition)
        } else {
            None
        }
    })
}

/// Whether a part of a text is of lists or of what they have in common, which depend on more than is looked at here.
pub(super) fn has_lists(item: &Item) -> bool {
    match item {
        Item::List(_) => true,
        Item::Instrument(node) => has_frames(&node.body),
        Item::Use(_)
        | Item::Outcome(_)
        | Item::Category(_)
        | Item::Zone(_)
        | Item::Fact(_)
        | Item::Measure(_)
        | Item::Threshold(_)
        | Item::Counter(_)
        | Item::Reading(_)
        | Item::Assume(_)
        | Item::Define(_)
        | Item::Profile(_)
        | Item::Test(_)
        | Item::Error(_) => false,
    }
}

fn has_frames(body: &[Element]) -> bool {
    body.iter().any(|element| match element {
        Element::Lists(_) => true,
        Element::Provision(ast::Provision { body, .. }) => has_frames(body),
        Element::Clause(_)
        | Element::Rule(_)
        | Element::Precedence(_)
        | Element::Strictest(_)
        | Element::Define(_)
        | Element::Assume(_)
        | Element::Table(_)
        | Element::Adoption(_)
        | Element::Error(_) => false,
    })
}
