//! What is kept from one check to the next: what the rules of each text gave, and all on which that depended. As long as that
//! is the same, a text that did not change is not resolved again, so that an edit costs what its own text costs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::Parse;
use weir_syntax::ast::{self, Clause, Element, Item};
use weir_syntax::diagnostic::SourceId;

use super::declare::InstrumentNode;
use super::instrument::{RuleNode, Statement, StatementNode};
use super::{Inside, Lowerer, Target};
use crate::date::Period;
use crate::hir::*;
use crate::occurrence::Occurrence;

/// What one check leaves to the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    vocabulary: Vocabulary,
    law: Law,
    parts: BTreeMap<SourceId, Arc<Part>>,
    /// The texts of which all conditions are those of rules that were resolved.
    pub(super) busy: BTreeSet<SourceId>,
}

/// What names of conditions and conclusions stand for.
#[derive(Debug, Default, PartialEq)]
struct Vocabulary {
    /// What each name stands for and in which text, with the place of those that are known by it.
    names: BTreeMap<String, (Target, SourceId, Option<Place>)>,
    visible: BTreeMap<SourceId, BTreeSet<SourceId>>,
    facts: Vec<FactType>,
    outcomes: Vec<(OutcomeKind, Vec<String>)>,
    thresholds: Vec<Option<Unit>>,
    readings: Vec<Vec<String>>,
    counters: Vec<Counted>,
}

/// The unit of a counter, and its measures with when each is the one.
type Counted = (Option<Unit>, Vec<(FactId, Cond)>);

/// What references stand for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Law {
    instruments: Vec<String>,
    /// The editions of lists, with the text in which each is declared.
    editions: Vec<(String, String, InstrumentId, SourceId)>,
    provisions: Vec<(InstrumentId, Option<ProvisionId>, ProvisionKind)>,
    /// The numbers of the provisions, a line each.
    numbers: String,
    rules: Vec<(InstrumentId, RuleId, Citation)>,
    /// The names of these rules, a line each.
    rule_names: String,
}

/// What the instruments of a text gave.
#[derive(Debug)]
pub(super) struct Part {
    /// The text as read.
    parse: Arc<Parse>,
    skeleton: Skeleton,
    /// The rules, with their bodies.
    rules: Vec<Arc<Rule>>,
    bodies: Arc<Bodies>,
}

/// What instruments are made of, before anything in them is resolved.
#[derive(Debug)]
pub(super) struct Skeleton {
    /// How many instruments, provisions and rules stood before.
    before: (usize, usize, usize),
    instruments: Vec<Instrument>,
    provisions: Vec<Arc<Provision>>,
    inside: Vec<Option<Arc<Inside>>>,
    nested: Vec<Nested>,
    occurrences: Vec<Occurrence>,
}

/// A statement, definition or assumption in an instrument.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    /// The position of the instrument among those of its text, then of what stands in what.
    path: Vec<usize>,
    citation: Citation,
    period: Period,
}

/// What the conditions and conclusions of the rules of a text gave.
#[derive(Debug)]
struct Bodies {
    /// For each rule, if it concludes a hole, whether that is explained.
    holes: Vec<Option<bool>>,
    occurrences: Vec<Occurrence>,
    used: BTreeSet<Target>,
    /// Whether references were resolved.
    refers: bool,
}

/// An instrument of a text.
pub(super) type Node<'a> = (SourceId, InstrumentId, InstrumentNode<'a>);

/// What a rule gave: when it applies, what it concludes and on what it rests.
type Body = (Cond, Vec<Conclusion>, Vec<Citation>);

/// What is being remembered while the rules of a text are resolved.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Something was said that may have to be said otherwise after a change elsewhere.
    pub(super) unsettled: bool,
    /// A reference was resolved.
    pub(super) refers: bool,
}

impl<'a> Lowerer<'a> {
    fn vocabulary_now(&self) -> Vocabulary {
        let program = &self.program;
        let names = self.names.iter().map(|(name, declared)| {
            let place = Some(declared.place).filter(|_| declared.target == Target::List);
            let target = (declared.target, declared.source, place);
            ((*name).to_owned(), target)
        });
        let member_names =
            |members: &[Member]| members.iter().map(|one| one.name.clone()).collect();
        Vocabulary {
            names: names.collect(),
            visible: self.visible.clone(),
            facts: program.facts.iter().map(|fact| fact.ty.clone()).collect(),
            outcomes: program
                .outcomes
                .iter()
                .map(|outcome| (outcome.kind, member_names(&outcome.values)))
                .collect(),
            thresholds: program.thresholds.iter().map(|one| one.unit).collect(),
            readings: program
                .readings
                .iter()
                .map(|reading| reading.options.iter().map(|one| one.name.clone()).collect())
                .collect(),
            counters: program
                .counters
                .iter()
                .map(|counter| (counter.unit, counter.cases.clone()))
                .collect(),
        }
    }

    fn law_now(&self) -> Law {
        let program = &self.program;
        let lines = |words: &mut dyn Iterator<Item = &str>| {
            let mut text = String::new();
            for word in words {
                text.push_str(word);
                text.push('\n');
            }
            text
        };
        Law {
            instruments: program
                .instruments
                .iter()
                .map(|instrument| instrument.name.clone())
                .collect(),
            editions: self
                .editions
                .iter()
                .map(|((name, label), edition)| {
                    let (name, label) = ((*name).to_owned(), (*label).to_owned());
                    (name, label, edition.id, edition.source)
                })
                .collect(),
            provisions: program
                .provisions
                .iter()
                .map(|one| (one.instrument, one.parent, one.kind))
                .collect(),
            numbers: lines(&mut program.provisions.iter().map(|one| one.number.as_str())),
            rules: self
                .inside
                .iter()
                .flat_map(|(instrument, inside)| {
                    let rules = inside.rules.values();
                    rules.map(|rule| (*instrument, *rule, program[*rule].citation))
                })
                .collect(),
            rule_names: lines(
                &mut self
                    .inside
                    .values()
                    .flat_map(|inside| inside.rules.keys().map(String::as_str)),
            ),
        }
    }

    /// Takes over what the instruments of a text gave last time, if they are the same and stand after as much as then. Whether
    /// their names still mean the same is known only later.
    pub(super) fn take_over(&mut self, nodes: &[Node<'a>], last: &Memory) -> bool {
        let Some((source, first, _)) = nodes.first() else {
            return true;
        };
        let known = last.parts.get(source).filter(|known| {
            let before = (
                first.index(),
                self.program.provisions.len(),
                self.program.rules.len(),
            );
            self.is_as_read(*source, known) && known.skeleton.before == before
        });
        let Some(known) = known else {
            return false;
        };
        let skeleton = &known.skeleton;
        let program = &mut self.program;
        program.instruments.extend_from_slice(&skeleton.instruments);
        program.provisions.extend_from_slice(&skeleton.provisions);
        for ((_, id, _), inside) in nodes.iter().zip(&skeleton.inside) {
            self.inside
                .extend(inside.clone().map(|inside| (*id, inside)));
        }
        self.occurrences.extend_from_slice(&skeleton.occurrences);
        for nested in &skeleton.nested {
            self.nested_again(nodes, nested);
        }
        let rules = (self.program.rules.len()..).map(RuleId::from_index);
        let holes = rules.zip(&known.bodies.holes);
        self.holes
            .extend(holes.filter_map(|(rule, hole)| Some((rule, (*hole)?))));
        self.program.rules.extend_from_slice(&known.rules);
        self.occurrences
            .extend_from_slice(&known.bodies.occurrences);
        self.used.extend(known.bodies.used.iter().copied());
        self.taken_over.insert(*source, Arc::clone(known));
        true
    }

    fn is_as_read(&self, source: SourceId, known: &Part) -> bool {
        self.sources
            .get(&source)
            .is_some_and(|source| Arc::ptr_eq(&source.parse, &known.parse))
    }

    /// Declares the instruments of a text, and notes what they gave if it may be taken over by the next check.
    pub(super) fn instruments_of(&mut self, nodes: &[Node<'a>]) {
        let Some((source, first, _)) = nodes.first() else {
            return;
        };
        self.watch = Watch::default();
        let before = (
            first.index(),
            self.program.provisions.len(),
            self.program.rules.len(),
        );
        let occurrences = self.occurrences.len();
        let mut of_lists = false;
        for (position, (source, id, node)) in nodes.iter().enumerate() {
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
        let inside = nodes.iter().map(|(_, id, _)| self.inside.get(id).cloned());
        let skeleton = Skeleton {
            before,
            instruments: rest(&self.program.instruments, before.0),
            provisions: rest(&self.program.provisions, before.1),
            inside: inside.collect(),
            nested,
            occurrences: rest(&self.occurrences, occurrences),
        };
        self.skeletons.insert(*source, skeleton);
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
    fn nested_again(&mut self, nodes: &[Node<'a>], nested: &Nested) {
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
                    self.nested(*source, nested.citation, nested.period, &conditions, node);
                }
                None => {}
            }
        }
    }

    /// Resolves the conditions and conclusions of rules. What the last check gave for texts that did not change is taken over
    /// where all on which it depended is the same. None if more was taken over before than is the same.
    pub(super) fn bodies(&mut self, last: &Memory) -> Option<Memory> {
        self.nested.clear();
        let mut now = Memory {
            vocabulary: self.vocabulary_now(),
            law: self.law_now(),
            parts: std::mem::take(&mut self.taken_over),
            busy: BTreeSet::new(),
        };
        let same_words = now.vocabulary == last.vocabulary;
        let same_law = now.law == last.law;
        let same = |part: &Part| same_words && (same_law || !part.bodies.refers);
        if !now.parts.values().all(|part| same(part)) {
            return None;
        }
        now.busy = last.busy.clone();
        now.busy.retain(|source| now.parts.contains_key(source));
        let rules = std::mem::take(&mut self.rules);
        for nodes in rules.chunk_by(|one, next| one.source == next.source) {
            let Some(source) = nodes.first().map(|node| node.source) else {
                continue;
            };
            let known = last.parts.get(&source).filter(|known| {
                let as_many = known.rules.len() == nodes.len();
                as_many && self.is_as_read(source, known) && same(known)
            });
            let bodies = match known {
                Some(known) => Some(self.take_over_bodies(nodes, known)),
                None => self.resolve(nodes).map(Arc::new),
            };
            now.parts.extend(
                bodies.and_then(|bodies| {
                    Some((source, Arc::new(self.left_of(source, nodes, bodies)?)))
                }),
            );
        }
        Some(now)
    }

    /// What the next check may take over of a text.
    fn left_of(
        &mut self,
        source: SourceId,
        nodes: &[RuleNode<'a>],
        bodies: Arc<Bodies>,
    ) -> Option<Part> {
        let skeleton = self.skeletons.remove(&source)?;
        let rules = nodes
            .iter()
            .filter_map(|node| self.program.rules.get(node.id.index()).cloned());
        Some(Part {
            parse: Arc::clone(&self.sources.get(&source)?.parse),
            skeleton,
            rules: rules.collect(),
            bodies,
        })
    }

    fn take_over_bodies(&mut self, nodes: &[RuleNode<'a>], known: &Part) -> Arc<Bodies> {
        for ((node, rule), hole) in nodes.iter().zip(&known.rules).zip(&known.bodies.holes) {
            let Rule {
                guard,
                conclusions,
                cites,
                ..
            } = Rule::clone(rule);
            self.set_body(node.id, (guard, conclusions, cites));
            self.holes
                .extend(hole.map(|explained| (node.id, explained)));
        }
        self.occurrences
            .extend_from_slice(&known.bodies.occurrences);
        self.used.extend(known.bodies.used.iter().copied());
        Arc::clone(&known.bodies)
    }

    /// Resolves the rules of a text. What it gave is returned if it may be taken over by the next check.
    fn resolve(&mut self, nodes: &[RuleNode<'a>]) -> Option<Bodies> {
        self.watch = Watch::default();
        let before = self.occurrences.len();
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
        let Watch { unsettled, refers } = self.watch;
        (!unsettled).then(|| Bodies {
            holes,
            occurrences: rest(&self.occurrences, before),
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
            slot.guard = guard;
            slot.conclusions = conclusions;
            slot.cites = cites;
        }
    }
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
