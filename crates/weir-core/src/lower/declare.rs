//! Declares the names of all files, and lowers what depends on nothing else; then facts, thresholds and readings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::Span;
use weir_syntax::ast;
use weir_syntax::diagnostic::{Severity, SourceId};
use weir_syntax::token::word;

use super::{Declared, Lowerer, Target, at, joined};
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{NameKind, ProblemKind};

/// A fact or a measure.
#[derive(Clone, Copy)]
pub(super) enum FactNode<'a> {
    Fact(&'a ast::Fact),
    Measure(&'a ast::Measure),
}

/// An instrument or a list, which is one.
#[derive(Clone, Copy)]
pub(super) enum InstrumentNode<'a> {
    Instrument(&'a ast::Instrument),
    List(&'a ast::List),
}

/// Which files each file sees.
#[derive(Clone, Debug, Default)]
pub(super) struct Visible {
    /// Those that it uses.
    direct: BTreeMap<SourceId, BTreeSet<SourceId>>,
    /// With itself and those that they use in turn.
    all: Arc<BTreeMap<SourceId, BTreeSet<SourceId>>>,
}

impl Visible {
    pub(super) fn all(&self) -> &Arc<BTreeMap<SourceId, BTreeSet<SourceId>>> {
        &self.all
    }

    fn new<'s>(
        files: impl Iterator<Item = &'s SourceId>,
        direct: BTreeMap<SourceId, BTreeSet<SourceId>>,
    ) -> Self {
        let seen_from = |id: &SourceId| {
            let mut seen = BTreeSet::new();
            let mut open = vec![*id];
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(direct.get(&next).into_iter().flatten());
                }
            }
            (*id, seen)
        };
        Self {
            all: Arc::new(files.map(seen_from).collect()),
            direct,
        }
    }
}

impl<'a> Lowerer<'a> {
    pub(super) fn declare(&mut self, last: &Visible) {
        self.uses(last);
        let mut zones = Vec::new();
        for (id, source) in self.sources {
            for item in &source.parse.file.items {
                self.item(*id, item, &mut zones);
            }
        }
        self.zones = Arc::from(zones);
        self.program.zones = Arc::clone(&self.zones);
    }

    /// Which files each file sees: those it uses, and those that they use in turn.
    fn uses(&mut self, last: &Visible) {
        let by_name: BTreeMap<&str, SourceId> = self
            .sources
            .iter()
            .map(|(id, source)| (&*source.name, *id))
            .collect();
        let mut direct: BTreeMap<SourceId, BTreeSet<SourceId>> = BTreeMap::new();
        for (id, source) in self.sources {
            for item in &source.parse.file.items {
                let ast::Item::Use(node) = item else { continue };
                match by_name.get(joined(&source.name, &node.path.value).as_str()) {
                    Some(other) => {
                        direct.entry(*id).or_default().insert(*other);
                        self.stands(at(*id, node.path.at), Symbol::Source(*other), false);
                    }
                    None => self.problem(
                        at(*id, node.path.at),
                        ProblemKind::UnknownFile {
                            path: node.path.value.clone(),
                        },
                    ),
                }
            }
        }
        self.seen = match last {
            Visible { direct: known, .. } if *known == direct => last.clone(),
            Visible { .. } => Visible::new(self.sources.keys(), direct),
        };
    }

    fn item(&mut self, source: SourceId, item: &'a ast::Item, zones: &mut Vec<Member>) {
        match item {
            ast::Item::Use(_) => {}
            ast::Item::Outcome(node) => self.outcome(source, node),
            ast::Item::Category(node) => self.tree(source, node),
            ast::Item::Zone(node) => {
                self.name(source, &node.name, Target::Zone(zones.len()));
                let labels = self.labels(source, &node.labels);
                zones.push(Member {
                    name: node.name.text.clone(),
                    labels,
                    parent: None,
                    place: at(source, node.at),
                });
            }
            ast::Item::Fact(node) => {
                let id = self.placeholder_fact(source, &node.name, node.at);
                self.facts.push((source, id, FactNode::Fact(node)));
            }
            ast::Item::Measure(node) => {
                let id = self.placeholder_fact(source, &node.name, node.at);
                self.facts.push((source, id, FactNode::Measure(node)));
            }
            ast::Item::Threshold(node) => {
                let id = ThresholdId::from_index(self.program.thresholds.len());
                self.name(source, &node.name, Target::Threshold(id));
                let labels = self.labels(source, &node.labels);
                let threshold = Threshold {
                    name: node.name.text.clone(),
                    unit: None,
                    values: Vec::new(),
                    labels,
                    place: at(source, node.at),
                };
                self.program.thresholds.push(threshold);
                self.thresholds.push((source, id, node));
            }
            ast::Item::Instrument(node) => {
                let id = InstrumentId::from_index(self.instruments.len());
                self.name(source, &node.name, Target::Instrument(id));
                self.instruments
                    .push((source, id, InstrumentNode::Instrument(node)));
            }
            ast::Item::List(node) => {
                let id = InstrumentId::from_index(self.instruments.len());
                self.list_name(source, id, &node.name);
                self.instruments
                    .push((source, id, InstrumentNode::List(node)));
            }
            ast::Item::Counter(node) => {
                let id = CounterId::from_index(self.counters.len());
                self.name(source, &node.name, Target::Counter(id));
                self.counters.push((source, node));
            }
            ast::Item::Reading(node) => {
                let id = ReadingId::from_index(self.readings.len());
                self.name(source, &node.name, Target::Reading(id));
                self.readings.push((source, id, node));
            }
            ast::Item::Assume(node) => self.assumption(source, node, None, Vec::new()),
            ast::Item::Define(node) => self.definition(source, node, None, Vec::new()),
            ast::Item::Profile(node) => {
                self.name(source, &node.name, Target::Profile(self.profiles.len()));
                self.profiles.push((source, node));
            }
            ast::Item::Test(node) => self.tests.push((source, node)),
            ast::Item::Error(place) => self.broken(source, place.span()),
        }
    }

    pub(super) fn name(&mut self, source: SourceId, name: &'a ast::Name, target: Target) {
        let place = at(source, name.at);
        if let Some(symbol) = target.symbol(place) {
            self.stands(place, symbol, true);
        }
        match self.names.get(name.text.as_str()) {
            Some(first) if first.target == Target::Broken => {}
            Some(first) => {
                let problem = ProblemKind::Duplicate {
                    what: target.kind(),
                    name: name.text.clone(),
                    first: first.place,
                };
                self.used.insert(target);
                return self.problem(place, problem);
            }
            None => {}
        }
        self.names.insert(
            &name.text,
            Declared {
                target,
                place,
                source,
            },
        );
    }

    /// A declaration that could not be read still makes its name known, so that its uses are not reported too.
    fn broken(&mut self, source: SourceId, span: Span) {
        let Some(text) = self.sources.get(&source).map(|source| &*source.text) else {
            return;
        };
        let mut words = span
            .text(text)
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
            .filter(|word| !word.is_empty());
        let declares = words
            .next()
            .and_then(word)
            .is_some_and(|word| word.kind.starts_declaration());
        if declares && let Some(name) = words.next() {
            let place = Place { source, span };
            self.names.entry(name).or_insert(Declared {
                target: Target::Broken,
                place,
                source,
            });
        }
    }

    fn outcome(&mut self, source: SourceId, node: &'a ast::Outcome) {
        let id = OutcomeId::from_index(self.program.outcomes.len());
        self.name(source, &node.name, Target::Outcome(id));
        let labels = self.labels(source, &node.labels);
        let values = self.members(source, &node.values);
        for (value, member) in node.values.iter().enumerate() {
            let place = at(source, member.name.at);
            self.stands(place, Symbol::Value(id, value), true);
        }
        self.program.outcomes.push(Outcome {
            name: node.name.text.clone(),
            kind: node.kind,
            values,
            labels,
            place: at(source, node.at),
        });
    }

    fn members(&mut self, source: SourceId, nodes: &[ast::Member]) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        for node in nodes {
            self.once(&members, source, &node.name, NameKind::Value);
            let labels = self.labels(source, &node.labels);
            members.push(Member {
                name: node.name.text.clone(),
                labels,
                parent: None,
                place: at(source, node.at),
            });
        }
        members
    }

    fn once(&mut self, members: &[Member], source: SourceId, name: &ast::Name, what: NameKind) {
        if let Some(first) = members.iter().find(|member| member.name == name.text) {
            let first = first.place;
            self.problem(
                at(source, name.at),
                ProblemKind::Duplicate {
                    what,
                    name: name.text.clone(),
                    first,
                },
            );
        }
    }

    fn tree(&mut self, source: SourceId, node: &'a ast::Category) {
        self.name(
            source,
            &node.name,
            Target::Tree(self.program.categories.len()),
        );
        // What stands twice is not spoken of here; the first counts.
        let texts = node.labels.iter().rev();
        let labels = texts.map(|label| ((label.kind, label.lang), label.text.value.clone()));
        let labels = Labels(Arc::new(labels.collect()));
        let mut members = Vec::new();
        for child in &node.children {
            self.category(source, child, None, &mut members);
        }
        self.program.categories.push(Category {
            name: node.name.text.clone(),
            labels,
            members: Arc::from(members),
            place: at(source, node.at),
        });
    }

    /// Lists a category before its parts. The depth is limited by the parser.
    fn category(
        &mut self,
        source: SourceId,
        node: &ast::Category,
        parent: Option<usize>,
        members: &mut Vec<Member>,
    ) {
        self.once(members, source, &node.name, NameKind::Category);
        let labels = self.labels(source, &node.labels);
        let index = members.len();
        let place = at(source, node.at);
        self.stands(at(source, node.name.at), Symbol::Member(place), true);
        members.push(Member {
            name: node.name.text.clone(),
            labels,
            parent,
            place,
        });
        for child in &node.children {
            self.category(source, child, Some(index), members);
        }
    }

    fn placeholder_fact(
        &mut self,
        source: SourceId,
        name: &'a ast::Name,
        node: weir_syntax::At,
    ) -> FactId {
        let id = FactId::from_index(self.program.facts.len());
        self.name(source, name, Target::Fact(id));
        self.program.facts.push(Fact {
            name: name.text.clone(),
            ty: FactType::Error,
            each: None,
            measure: false,
            labels: Labels::default(),
            cites: Vec::new(),
            place: at(source, node),
        });
        id
    }

    /// Facts, thresholds and readings, now that all names and provisions are known.
    pub(super) fn vocabulary(&mut self) {
        for (source, id, node) in std::mem::take(&mut self.facts) {
            let fact = match node {
                FactNode::Fact(node) => self.fact(source, node),
                FactNode::Measure(node) => self.measure(source, node),
            };
            if let Some(slot) = self.program.facts.get_mut(id.index()) {
                *slot = fact;
            }
        }
        for (source, id, node) in std::mem::take(&mut self.thresholds) {
            let before = self.problems.len();
            let (unit, values) = self.threshold_values(source, node);
            if self
                .problems
                .iter()
                .skip(before)
                .any(|problem| problem.code().severity() == Severity::Error)
            {
                self.refused.insert(id);
            }
            if let Some(slot) = self.program.thresholds.get_mut(id.index()) {
                slot.unit = unit;
                slot.values = values;
            }
        }
        for (source, id, node) in std::mem::take(&mut self.readings) {
            for (option, named) in node.options.iter().enumerate() {
                let place = at(source, named.name.at);
                self.stands(place, Symbol::Option(id, option), true);
            }
            let reading = self.reading(source, node);
            self.program.readings.push(reading);
        }
    }

    fn fact(&mut self, source: SourceId, node: &ast::Fact) -> Fact {
        let ty = self.fact_type(source, &node.ty);
        Fact {
            name: node.name.text.clone(),
            ty,
            each: None,
            measure: false,
            labels: self.labels(source, &node.labels),
            cites: self.citations(source, &node.cites, None),
            place: at(source, node.at),
        }
    }

    fn measure(&mut self, source: SourceId, node: &ast::Measure) -> Fact {
        let ty = self
            .unit(source, &node.unit)
            .map_or(FactType::Error, FactType::Quantity);
        Fact {
            name: node.name.text.clone(),
            ty,
            each: node.each.as_ref().map(|each| each.text.clone()),
            measure: true,
            labels: self.labels(source, &node.labels),
            cites: self.citations(source, &node.cites, None),
            place: at(source, node.at),
        }
    }

    fn fact_type(&mut self, source: SourceId, ty: &ast::Type) -> FactType {
        match ty {
            ast::Type::Bool => FactType::Bool,
            ast::Type::Date => FactType::Date,
            ast::Type::OneOf(members) => {
                for member in members {
                    let symbol = Symbol::Member(at(source, member.at));
                    self.stands(at(source, member.name.at), symbol, true);
                }
                FactType::Choice(Arc::from(self.members(source, members)))
            }
            ast::Type::OneOfNamed(name) => self
                .named_members(source, name)
                .map_or(FactType::Error, FactType::Choice),
            ast::Type::SetOf(name) => self
                .named_members(source, name)
                .map_or(FactType::Error, FactType::Set),
            ast::Type::Quantity(name) => self
                .unit(source, name)
                .map_or(FactType::Error, FactType::Quantity),
        }
    }

    pub(super) fn unit(&mut self, source: SourceId, name: &ast::Name) -> Option<Unit> {
        let unit = Unit::find(&name.text);
        if unit.is_none() {
            let units = Unit::ALL.map(Unit::name);
            let near = crate::names::near(&name.text, units);
            let known = units.map(str::to_owned).to_vec();
            self.problem(
                at(source, name.at),
                ProblemKind::Unknown {
                    what: NameKind::Unit,
                    name: name.text.clone(),
                    near,
                    of: None,
                    known,
                },
            );
        }
        unit
    }

    fn named_members(&mut self, source: SourceId, name: &ast::Name) -> Option<Arc<[Member]>> {
        if name.text == "zone" {
            return Some(Arc::clone(&self.zones));
        }
        let target = self.find(source, name, NameKind::Category)?;
        if let Target::Tree(tree) = target {
            let tree = self.program.categories.get(tree);
            return tree.map(|tree| Arc::clone(&tree.members));
        }
        self.wrong_kind(source, name, target, NameKind::Category);
        None
    }

    fn threshold_values(
        &mut self,
        source: SourceId,
        node: &ast::Threshold,
    ) -> (Option<Unit>, Vec<ThresholdValue>) {
        let mut unit: Option<(Unit, Place)> = None;
        let mut values = Vec::new();
        for value in &node.values {
            let period = self.period(source, &value.period);
            let place = at(source, value.quantity.at);
            let Some((number, own)) = self.quantity(source, &value.quantity) else {
                continue;
            };
            match (own, unit) {
                (None, _) => self.problem(place, ProblemKind::NoUnit),
                (Some(own), None) => unit = Some((own, place)),
                (Some(own), Some((first, declared))) if own != first => {
                    self.problem(
                        place,
                        ProblemKind::UnitMismatch {
                            left: first,
                            right: own,
                            declared,
                        },
                    );
                }
                (Some(_), Some(_)) => {}
            }
            let cites = self.citations(source, &value.cites, None);
            if value.cites.is_empty() {
                self.problem(
                    at(source, value.at),
                    ProblemKind::Uncited {
                        what: NameKind::Value,
                    },
                );
            }
            values.push(ThresholdValue {
                period,
                number,
                cites,
                place: at(source, value.at),
            });
        }
        values.sort_by_key(|value| value.period.from);
        (unit.map(|(unit, _)| unit), values)
    }

    fn reading(&mut self, source: SourceId, node: &ast::Reading) -> Reading {
        let place = at(source, node.at);
        let (labels, _) = self.texts_and_cites(source, &node.clauses, None);
        let mut options: Vec<ReadingOption> = Vec::new();
        for option in &node.options {
            if let Some(first) = options.iter().find(|other| other.name == option.name.text) {
                let first = first.place;
                self.problem(
                    at(source, option.name.at),
                    ProblemKind::Duplicate {
                        what: NameKind::Option,
                        name: option.name.text.clone(),
                        first,
                    },
                );
            }
            let (labels, cites) = self.texts_and_cites(source, &option.clauses, None);
            // Other options may rest on practice or opinion alone.
            if option.default && cites.is_empty() {
                self.problem(
                    at(source, option.name.at),
                    ProblemKind::Uncited {
                        what: NameKind::Option,
                    },
                );
            }
            options.push(ReadingOption {
                name: option.name.text.clone(),
                labels,
                cites,
                place: at(source, option.at),
            });
        }
        let damaged = self.damaged.touches(place);
        if options.len() < 2 && !damaged {
            self.problem(at(source, node.name.at), ProblemKind::TooFewOptions);
        }
        let defaults: Vec<usize> = node
            .options
            .iter()
            .enumerate()
            .filter(|(_, option)| option.default)
            .map(|(at, _)| at)
            .collect();
        if defaults.len() != 1 && !damaged {
            self.problem(
                at(source, node.name.at),
                ProblemKind::DefaultOption {
                    defaults: defaults.len(),
                },
            );
        }
        let reasoned = [Lang::Zh, Lang::En]
            .iter()
            .all(|lang| labels.0.contains_key(&(LabelKind::Because, *lang)));
        if !reasoned && !damaged {
            self.problem(
                at(source, node.name.at),
                ProblemKind::NoReason {
                    name: node.name.text.clone(),
                },
            );
        }
        Reading {
            name: node.name.text.clone(),
            labels,
            options,
            default: defaults.first().copied().unwrap_or_default(),
            place,
        }
    }

    /// Sorts clauses into texts and citations.
    pub(super) fn texts_and_cites(
        &mut self,
        source: SourceId,
        clauses: &[ast::Clause],
        within: Option<InstrumentId>,
    ) -> (Labels, Vec<Citation>) {
        let mut labels = Vec::new();
        let mut cites = Vec::new();
        for clause in clauses {
            match clause {
                ast::Clause::Label(label) => labels.push(label.clone()),
                ast::Clause::Cite(refs, _) => cites.extend(self.citations(source, refs, within)),
                ast::Clause::When(..)
                | ast::Clause::Then(_)
                | ast::Clause::InForce(..)
                | ast::Clause::Published(..)
                | ast::Clause::Url(..)
                | ast::Clause::Source(..)
                | ast::Clause::Under(..)
                | ast::Clause::Zone(..)
                | ast::Clause::Dated(..)
                | ast::Clause::Announced(..)
                | ast::Clause::Trial(..)
                | ast::Clause::Replaces(..)
                | ast::Clause::Available(..)
                | ast::Clause::Outside(..)
                | ast::Clause::Untranscribed(..)
                | ast::Clause::Fields { .. }
                | ast::Clause::Band(..)
                | ast::Clause::Except(..)
                | ast::Clause::Unless(..)
                | ast::Clause::AsOf(..)
                | ast::Clause::With(..)
                | ast::Clause::Error(_) => {}
            }
        }
        (self.labels(source, &labels), cites)
    }
}
