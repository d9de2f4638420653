//! Trees to program: declares names, resolves references, types conditions, and takes citations from where rules stand.
//!
//! In order: names of all files are declared; instruments get their provisions and rules; then everything that refers to
//! something is resolved. What can't be resolved becomes an error node that stays silent about what meets it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::ast;
use weir_syntax::diagnostic::{Severity, SourceId};
use weir_syntax::lexer::LexIssueKind;
use weir_syntax::parser::SyntaxErrorKind;
use weir_syntax::{At, Span};

use crate::checked::Checked;
use crate::date::{self, Date, Period};
use crate::hir::*;
use crate::names;
use crate::occurrence::{Occurrence, Occurrences, Symbol};
use crate::problems::{NameKind, Problem, ProblemKind};
use crate::workspace::{Source, relative};

mod condition;
mod counter;
mod declare;
mod idle;
mod inside;
mod instrument;
mod list;
mod memory;
mod reference;
mod test;

use inside::{Inside, Start};
pub(crate) use memory::Memory;
use memory::{Stale, Watch};

/// Checks the texts of a workspace; `last` is what the last check left, which makes no difference to what is found. Also returns
/// what this one leaves to the next.
pub(crate) fn check(sources: &BTreeMap<SourceId, Source>, last: &Memory) -> (Checked, Memory) {
    let mut stale = match check_after(sources, last) {
        Ok(done) => return done,
        Err(stale) => stale,
    };
    // What some texts stand for may turn out to have changed. Then what they gave is of no use.
    loop {
        match check_after(sources, &last.without(&stale)) {
            Ok(done) => return done,
            Err(more) => stale.extend(more),
        }
    }
}

fn check_after(
    sources: &BTreeMap<SourceId, Source>,
    last: &Memory,
) -> Result<(Checked, Memory), Stale> {
    let mut lowerer = Lowerer::new(sources);
    for (id, source) in sources {
        for error in &source.parse.errors {
            let place = Place {
                source: *id,
                span: error.span,
            };
            lowerer.problem(place, ProblemKind::Syntax(error.clone()));
        }
    }
    lowerer.declare(&last.visible);
    lowerer.instruments(last)?;
    lowerer.vocabulary();
    lowerer.counters();
    lowerer.conditions();
    let mut memory = lowerer.bodies(last)?;
    lowerer.lists();
    lowerer.index_rules(&memory.parts);
    lowerer.precedences();
    // What only tests mention is not used, except profiles, which are for tests.
    let mut used = lowerer.used.clone();
    let profiles: Vec<(String, Place)> = lowerer
        .profiles
        .iter()
        .map(|(source, node)| (node.name.text.clone(), at(*source, node.name.at)))
        .collect();
    lowerer.tests();
    used.extend(
        lowerer
            .used
            .iter()
            .filter(|target| matches!(target, Target::Profile(_))),
    );
    lowerer.idle(&mut memory);
    lowerer.found(last, &mut memory);
    let stretches = lowerer.stretches(&memory);
    let Lowerer {
        program,
        mut problems,
        damaged,
        holes,
        refused,
        ..
    } = lowerer;
    let input = crate::check::Input {
        program: &program,
        stretches: &stretches,
        used: &|target| {
            used.contains(&target) || memory.parts.values().any(|part| part.uses(target))
        },
        damaged: &damaged,
        holes: &holes,
        profiles: &profiles,
        refused: &refused,
    };
    crate::check::check(&input, &mut problems);
    problems.sort_by_key(|problem| problem.place);
    problems.dedup();
    limit(&mut problems);
    let found = memory.found.iter();
    let occurrences = found.map(|(source, found)| (*source, Arc::clone(&found.all)));
    let checked = Checked {
        sources: sources.clone(),
        program,
        problems,
        occurrences: Occurrences::new(occurrences.collect()),
    };
    Ok((checked, memory))
}

/// The most findings that one check reports.
const MOST_PROBLEMS: usize = 1000;

/// Cuts off the findings past the limit and says so. The errors come first: where only warnings are cut off, the policies stay
/// usable if they were.
fn limit(problems: &mut Vec<Problem>) {
    if problems.len() <= MOST_PROBLEMS {
        return;
    }
    let is_error = |problem: &Problem| problem.code().severity() == Severity::Error;
    let errors = problems.iter().filter(|problem| is_error(problem)).count();
    let mut warnings = MOST_PROBLEMS.saturating_sub(errors);
    let mut cut = None;
    problems.retain(|problem| {
        let kept = is_error(problem) || warnings > 0;
        if !is_error(problem) {
            warnings = warnings.saturating_sub(1);
        }
        if !kept {
            cut.get_or_insert(problem.place);
        }
        kept
    });
    let shown = MOST_PROBLEMS;
    let rest = match (problems.get(MOST_PROBLEMS), cut) {
        (Some(first), _) => (first.place, ProblemKind::TooMany { shown }),
        (None, Some(place)) => (place, ProblemKind::TooManyWarnings { shown }),
        (None, None) => return,
    };
    problems.truncate(MOST_PROBLEMS);
    let (place, kind) = rest;
    problems.push(Problem { place, kind });
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Outcome(OutcomeId),
    Tree(usize),
    Zone(usize),
    Fact(FactId),
    Threshold(ThresholdId),
    Instrument(InstrumentId),
    Reading(ReadingId),
    Definition(DefinitionId),
    Assumption(AssumptionId),
    Profile(usize),
    /// All editions of a list.
    List,
    Counter(CounterId),
    /// Declared in a part that could not be read.
    Broken,
}

impl Target {
    /// What it is for those who show the program; `declared` is the place of its name.
    fn symbol(self, declared: Place) -> Option<Symbol> {
        Some(match self {
            Self::Outcome(id) => Symbol::Outcome(id),
            Self::Tree(at) => Symbol::Category(at),
            Self::Zone(at) => Symbol::Zone(at),
            Self::Fact(id) => Symbol::Fact(id),
            Self::Threshold(id) => Symbol::Threshold(id),
            Self::Instrument(id) => Symbol::Instrument(id),
            Self::Reading(id) => Symbol::Reading(id),
            Self::Definition(id) => Symbol::Definition(id),
            Self::Assumption(id) => Symbol::Assumption(id),
            Self::Profile(at) => Symbol::Profile(at),
            Self::List => Symbol::List(declared),
            Self::Counter(id) => Symbol::Counter(id),
            Self::Broken => return None,
        })
    }

    fn kind(self) -> NameKind {
        match self {
            Self::Outcome(_) => NameKind::Outcome,
            Self::Tree(_) => NameKind::Category,
            Self::Zone(_) => NameKind::Zone,
            Self::Fact(_) | Self::Broken => NameKind::Fact,
            Self::Threshold(_) => NameKind::Threshold,
            Self::Instrument(_) => NameKind::Instrument,
            Self::Reading(_) => NameKind::Reading,
            Self::Definition(_) => NameKind::Definition,
            Self::Assumption(_) => NameKind::Assumption,
            Self::Profile(_) => NameKind::Profile,
            Self::List => NameKind::List,
            Self::Counter(_) => NameKind::Counter,
        }
    }
}

/// Where the shape of a text is broken. What stands there or was meant to is not spoken of again.
#[derive(Debug, Default)]
pub(crate) struct Damage(BTreeMap<SourceId, Vec<Span>>);

impl Damage {
    fn new(sources: &BTreeMap<SourceId, Source>) -> Self {
        let spoils = |kind: &SyntaxErrorKind| {
            !matches!(
                kind,
                SyntaxErrorKind::Lex(
                    LexIssueKind::FullWidth { .. }
                        | LexIssueKind::LookAlike { .. }
                        | LexIssueKind::Invisible { .. }
                )
            )
        };
        let spans = |source: &Source| {
            source
                .parse
                .errors
                .iter()
                .filter(|error| spoils(&error.kind))
                .map(|error| error.span)
                .collect()
        };
        Self(
            sources
                .iter()
                .map(|(id, source)| (*id, spans(source)))
                .collect(),
        )
    }

    /// Whether the shape is broken inside the place.
    pub(crate) fn touches(&self, place: Place) -> bool {
        let inside = |span: &Span| place.span.start <= span.start && span.start <= place.span.end;
        self.0
            .get(&place.source)
            .is_some_and(|spans| spans.iter().any(inside))
    }
}

struct Declared {
    target: Target,
    place: Place,
    source: SourceId,
}

struct Lowerer<'a> {
    sources: &'a BTreeMap<SourceId, Source>,
    names: BTreeMap<&'a str, Declared>,
    seen: declare::Visible,
    /// Rules whose conclusion is a hole, with whether they say what is missing.
    holes: BTreeMap<RuleId, bool>,
    /// Thresholds with a value that could not be read.
    refused: BTreeSet<ThresholdId>,
    program: Program,
    problems: Vec<Problem>,
    used: BTreeSet<Target>,
    occurrences: Vec<Occurrence>,
    watch: Watch,
    damaged: Damage,
    zones: Arc<[Member]>,
    facts: Vec<(SourceId, FactId, declare::FactNode<'a>)>,
    thresholds: Vec<(SourceId, ThresholdId, &'a ast::Threshold)>,
    readings: Vec<(SourceId, ReadingId, &'a ast::Reading)>,
    instruments: Vec<(SourceId, InstrumentId, declare::InstrumentNode<'a>)>,
    /// Lists by name and edition.
    editions: BTreeMap<(&'a str, &'a str), list::Edition>,
    lists: Vec<list::ListNode<'a>>,
    frames: Vec<list::FrameNode<'a>>,
    counters: Vec<(SourceId, &'a ast::Counter)>,
    definitions: Vec<instrument::Named<'a, DefinitionId, ast::Define>>,
    assumptions: Vec<instrument::Named<'a, AssumptionId, ast::Assume>>,
    rules: Vec<instrument::RuleNode<'a>>,
    statements: Vec<instrument::Statement<'a>>,
    profiles: Vec<(SourceId, &'a ast::Profile)>,
    tests: Vec<(SourceId, &'a ast::Test)>,
    /// The text of each instrument.
    homes: Vec<SourceId>,
    /// The rules that stand in each provision and instrument, but for those in parts.
    ranges: BTreeMap<Citation, Vec<Rules>>,
    /// The parts, which know which of their rules stand where.
    indexed: BTreeMap<SourceId, Arc<memory::Part>>,
    /// What stands in each instrument, by name.
    inside: BTreeMap<InstrumentId, Inside>,
    /// What stands before the text that is being declared.
    start: Start,
    /// The rows of a list with the same id.
    same_rows: BTreeMap<(InstrumentId, String), Vec<ProvisionId>>,
    /// Where a part of an instrument is being declared: its position among those of the text, then of what stands in it.
    path: Vec<usize>,
    nested: Vec<memory::Nested>,
    skeletons: BTreeMap<SourceId, memory::Declared>,
    taken_over: BTreeMap<SourceId, Arc<memory::Part>>,
    laws: BTreeMap<SourceId, memory::Standing>,
    related: BTreeSet<(Rules, Rules, Option<OutcomeId>, bool, Citation)>,
}

impl<'a> Lowerer<'a> {
    fn new(sources: &'a BTreeMap<SourceId, Source>) -> Self {
        Self {
            sources,
            names: BTreeMap::new(),
            seen: declare::Visible::default(),
            holes: BTreeMap::new(),
            refused: BTreeSet::new(),
            program: Program::default(),
            problems: Vec::new(),
            used: BTreeSet::new(),
            occurrences: Vec::new(),
            watch: Watch::default(),
            damaged: Damage::new(sources),
            zones: Arc::from(Vec::new()),
            facts: Vec::new(),
            thresholds: Vec::new(),
            readings: Vec::new(),
            instruments: Vec::new(),
            editions: BTreeMap::new(),
            lists: Vec::new(),
            frames: Vec::new(),
            counters: Vec::new(),
            definitions: Vec::new(),
            assumptions: Vec::new(),
            rules: Vec::new(),
            statements: Vec::new(),
            profiles: Vec::new(),
            tests: Vec::new(),
            homes: Vec::new(),
            ranges: BTreeMap::new(),
            indexed: BTreeMap::new(),
            inside: BTreeMap::new(),
            start: Start::default(),
            same_rows: BTreeMap::new(),
            path: Vec::new(),
            nested: Vec::new(),
            skeletons: BTreeMap::new(),
            taken_over: BTreeMap::new(),
            laws: BTreeMap::new(),
            related: BTreeSet::new(),
        }
    }

    fn problem(&mut self, place: Place, kind: ProblemKind) {
        self.watch.unsettled = true;
        self.problems.push(Problem { place, kind });
    }

    /// What stands in an instrument, to be added to.
    fn inside(&mut self, instrument: InstrumentId) -> &mut Inside {
        self.inside.entry(instrument).or_default()
    }

    /// Whether the shape of something that is not as expected is broken, so that nothing more is said of it.
    fn is_damaged(&mut self, place: Place) -> bool {
        self.watch.unsettled = true;
        self.damaged.touches(place)
    }

    /// What a name stands for in a source, if it is known there. Says so where it is not; `what` is what was looked for.
    fn find(&mut self, source: SourceId, name: &ast::Name, what: NameKind) -> Option<Target> {
        let place = at(source, name.at);
        let Some(declared) = self.names.get(name.text.as_str()) else {
            self.unknown(place, what, &name.text);
            return None;
        };
        let (target, found_in, found_at) = (declared.target, declared.source, declared.place);
        self.used.insert(target);
        self.occurs(source, name, target.symbol(found_at));
        if !self.sees(source, found_in) {
            self.not_in_use(place, &name.text, found_in, found_at);
        }
        Some(target)
    }

    /// Notes what a name stands for. A name that was put together here and is not what stands at its place is left out.
    fn occurs(&mut self, source: SourceId, name: &ast::Name, symbol: Option<Symbol>) {
        let text = self.sources.get(&source).map(|source| &*source.text);
        let written = text.map_or("", |text| name.at.span().text(text));
        let same = written == name.text || weir_syntax::lexer::meant(written) == name.text;
        if let Some(symbol) = symbol.filter(|_| same) {
            self.stands(at(source, name.at), symbol, false);
        }
    }

    /// Notes what stands at a place for what.
    fn stands(&mut self, place: Place, symbol: Symbol, declares: bool) {
        self.occurrences.push(Occurrence {
            place,
            symbol,
            declares,
        });
    }

    /// Notes what the name of a member stands for.
    fn member_occurs(
        &mut self,
        source: SourceId,
        name: &ast::Name,
        members: &[Member],
        found: usize,
    ) {
        let is_zone = self.program.are_zones(members);
        let symbol = match members.get(found) {
            Some(_) if is_zone => Some(Symbol::Zone(found)),
            member => member.map(|member| Symbol::Member(member.place)),
        };
        self.occurs(source, name, symbol);
    }

    /// Says that a name stands for something of another kind than was looked for.
    fn wrong_kind(&mut self, source: SourceId, name: &ast::Name, target: Target, what: NameKind) {
        if target != Target::Broken {
            self.unknown(at(source, name.at), what, &name.text);
        }
    }

    fn sees(&self, source: SourceId, other: SourceId) -> bool {
        source == other
            || self
                .seen
                .all()
                .get(&source)
                .is_some_and(|seen| seen.contains(&other))
    }

    fn not_in_use(&mut self, place: Place, name: &str, found_in: SourceId, declared: Place) {
        let name_of = |id: &SourceId| {
            self.sources
                .get(id)
                .map(|source| Arc::clone(&source.name))
                .unwrap_or_default()
        };
        let file = relative(&name_of(&place.source), &name_of(&found_in));
        let first = self
            .sources
            .get(&place.source)
            .and_then(|source| source.parse.tokens.first())
            .map_or(0, |token| token.span.start);
        let start = Place {
            source: place.source,
            span: Span::new(first, first),
        };
        let edit = Some((start, format!("use \"{file}\"\n")));
        self.problem(
            place,
            ProblemKind::NotInUse {
                name: name.to_owned(),
                file,
                declared,
                edit,
            },
        );
    }

    fn unknown(&mut self, place: Place, what: NameKind, name: &str) {
        let is_subject = |target: Target| {
            matches!(
                target,
                Target::Fact(_) | Target::Definition(_) | Target::Outcome(_)
            )
        };
        let fits =
            |target: Target| target.kind() == what || what == NameKind::Fact && is_subject(target);
        let candidates = self
            .names
            .iter()
            .filter(|(_, declared)| fits(declared.target))
            .map(|(name, _)| *name);
        let near = if self.problems.len() < MOST_PROBLEMS {
            names::near(name, candidates)
        } else {
            None
        };
        self.problem(
            place,
            ProblemKind::Unknown {
                what,
                name: name.to_owned(),
                near,
                of: None,
                known: Vec::new(),
            },
        );
    }

    /// Says that something has no member of this name.
    fn unknown_member<'m>(
        &mut self,
        place: Place,
        what: NameKind,
        name: &str,
        of: &str,
        known: impl Iterator<Item = &'m str> + Clone,
    ) {
        let near = if self.problems.len() < MOST_PROBLEMS {
            names::near(name, known.clone())
        } else {
            None
        };
        let known = known.take(12).map(str::to_owned).collect();
        self.problem(
            place,
            ProblemKind::Unknown {
                what,
                name: name.to_owned(),
                near,
                of: Some(of.to_owned()),
                known,
            },
        );
    }

    /// The position of a named member; says so where there is none, unless its declaration is damaged.
    fn member(
        &mut self,
        source: SourceId,
        name: &ast::Name,
        members: &[Member],
        of: &str,
        declared: Place,
    ) -> Option<usize> {
        let found = members.iter().position(|member| member.name == name.text);
        if found.is_none() && !self.is_damaged(declared) {
            self.unknown_member(
                at(source, name.at),
                NameKind::Value,
                &name.text,
                of,
                members.iter().map(|member| member.name.as_str()),
            );
        }
        if let Some(found) = found {
            self.member_occurs(source, name, members, found);
        }
        found
    }

    fn labels<'l>(
        &mut self,
        source: SourceId,
        labels: impl IntoIterator<Item = &'l ast::Label, IntoIter: Clone>,
    ) -> Labels {
        let mut out = BTreeMap::new();
        let labels = labels.into_iter();
        for label in labels.clone() {
            let key = (label.kind, label.lang);
            if let Entry::Vacant(vacant) = out.entry(key) {
                vacant.insert(label.text.value.clone());
                continue;
            }
            let mut all = labels.clone();
            let first = all.find(|first| (first.kind, first.lang) == key);
            let kind = ProblemKind::RepeatedClause {
                what: label_words(label.kind, label.lang),
                first: at(source, first.unwrap_or(label).at),
            };
            self.problem(at(source, label.at), kind);
        }
        Labels(Arc::new(out))
    }

    fn date(&mut self, source: SourceId, date: &ast::Date) -> Option<Date> {
        let parsed = date::parse(&date.text).filter(|_| date.text.len() == 10);
        if parsed.is_none() {
            self.problem(
                at(source, date.at),
                ProblemKind::BadDate {
                    text: date.text.clone(),
                },
            );
        }
        parsed
    }

    fn period(&mut self, source: SourceId, period: &ast::Period) -> Period {
        let from = period
            .from
            .as_ref()
            .and_then(|date| self.date(source, date));
        let until = period
            .until
            .as_ref()
            .and_then(|date| self.date(source, date));
        let period_at = at(source, period.at);
        let period = Period { from, until };
        if period.is_empty() {
            self.problem(period_at, ProblemKind::EmptyPeriod);
        }
        period
    }

    /// The number and unit of a quantity.
    fn quantity(
        &mut self,
        source: SourceId,
        quantity: &ast::Quantity,
    ) -> Option<(i64, Option<Unit>)> {
        let place = at(source, quantity.at);
        let Some(number) = weir_syntax::token::number_value(&quantity.text) else {
            self.problem(
                place,
                ProblemKind::BadNumber {
                    text: quantity.text.clone(),
                },
            );
            return None;
        };
        Some((
            number,
            quantity
                .unit
                .as_ref()
                .and_then(|unit| Unit::find(&unit.text)),
        ))
    }
}

/// The words with which a bilingual text starts.
fn label_words(kind: LabelKind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        LabelKind::Label => ("zh", "en"),
        LabelKind::Ask => ("ask zh", "ask en"),
        LabelKind::Short => ("short zh", "short en"),
        LabelKind::Issuer => ("issuer zh", "issuer en"),
        LabelKind::Number => ("number zh", "number en"),
        LabelKind::Note => ("note zh", "note en"),
        LabelKind::Missing => ("missing zh", "missing en"),
        LabelKind::Because => ("because zh", "because en"),
        LabelKind::Approved => ("approved zh", "approved en"),
        LabelKind::Filed => ("filed zh", "filed en"),
        LabelKind::Triggered => ("triggered zh", "triggered en"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn at(source: SourceId, at: At) -> Place {
    Place {
        source,
        span: at.span(),
    }
}

/// The name of the file to which `path`, written in the file `from`, leads.
pub(crate) fn joined(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
