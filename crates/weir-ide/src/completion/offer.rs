//! The items for what is wanted.

use std::collections::BTreeSet;

use weir_core::hir::{
    Citation, FactId, FactType, Frame, InstrumentId, Language, Member, Place, ProvisionId,
    ProvisionKind, SourceId, Unit, unsettled,
};
use weir_core::occurrence::Symbol;
use weir_core::workspace::relative;
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;
use weir_syntax::token::{TokenKind, word};

use super::context::{Block, Context};
use super::snippets::{self, Snippet};
use super::wanted::{Subject, Wanted};
use super::{CompletionItem, ItemKind};
use crate::fuzzy::Pattern;
use crate::outline::PartKind;
use crate::phrase;
use crate::snapshot::Snapshot;
use crate::words::word_doc;

/// The items for what is wanted at a place, with how well each fits.
pub(crate) fn items(
    snapshot: &Snapshot,
    source: SourceId,
    context: &Context,
    wanted: &[Wanted],
    pattern: &Pattern,
) -> Vec<(u32, CompletionItem)> {
    let mut offer = Offer {
        snapshot,
        source,
        context,
        pattern,
        visible: snapshot.visible(source),
        items: Vec::new(),
    };
    for one in wanted {
        offer.wanted(one);
    }
    offer.items
}

/// The items inside a quoted text: paths after `use`, editions after `edition`.
pub(crate) fn in_text(
    snapshot: &Snapshot,
    source: SourceId,
    text: Span,
) -> Vec<(u32, CompletionItem)> {
    let tokens = snapshot.tokens(source);
    let at = tokens.partition_point(|token| token.span.end <= text.start);
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let name = at.checked_sub(2).and_then(|at| tokens.get(at));
    match before.map(|token| token.kind) {
        Some(TokenKind::Use) => {
            let own = snapshot.checked.sources.get(&source).map(|one| &*one.name);
            let others = snapshot
                .checked
                .sources
                .iter()
                .filter(|(id, _)| **id != source);
            others
                .map(|(_, other)| {
                    let path = relative(own.unwrap_or(""), &other.name);
                    (1, item(&path, ItemKind::File))
                })
                .collect()
        }
        Some(TokenKind::Edition) => {
            let text = snapshot.text(source);
            let name = name.map_or("", |token| token.span.text(text));
            let lists = snapshot.program().lists();
            lists
                .filter(|(_, list)| list.name == name)
                .map(|(_, list)| (1, item(&list.edition, ItemKind::Part(PartKind::List))))
                .collect()
        }
        _ => Vec::new(),
    }
}

pub(crate) fn item(label: &str, kind: ItemKind) -> CompletionItem {
    CompletionItem {
        label: label.to_owned(),
        description: String::new(),
        detail: String::new(),
        kind,
        insert: label.to_owned(),
        snippet: false,
        filter: label.to_owned(),
        sort: String::new(),
        additional: Vec::new(),
        declared: None,
    }
}

struct Offer<'s> {
    snapshot: &'s Snapshot,
    source: SourceId,
    context: &'s Context,
    pattern: &'s Pattern,
    visible: BTreeSet<SourceId>,
    items: Vec<(u32, CompletionItem)>,
}

impl Offer<'_> {
    fn lang(&self) -> Language {
        self.snapshot.lang
    }

    fn wanted(&mut self, wanted: &Wanted) {
        let program = self.snapshot.program();
        match wanted {
            Wanted::Words(words) => words.iter().for_each(|word| self.word(word)),
            Wanted::Declarations => self.snippets(snippets::DECLARATIONS),
            Wanted::Clauses(block) => self.clauses(*block),
            Wanted::Label => {
                for group in snippets::of_block(None) {
                    self.snippets(group);
                }
            }
            Wanted::Subjects => self.subjects(),
            Wanted::Quantities => self.quantities(),
            Wanted::Tests(subject) => self.tests(*subject),
            Wanted::ValuesOf(subject) => self.values(*subject),
            Wanted::Amounts(unit) => self.amounts(*unit),
            Wanted::Units(unit) => self.units(*unit),
            Wanted::Readings => {
                for id in program.reading_ids() {
                    self.symbol(Symbol::Reading(id), 0, " is ");
                }
            }
            Wanted::Options(id) => {
                let options = program
                    .readings
                    .get(id.index())
                    .map_or(0, |one| one.options.len());
                (0..options).for_each(|at| self.symbol(Symbol::Option(*id, at), 20, ""));
            }
            Wanted::Conclusions => {
                for id in program.outcome_ids() {
                    self.symbol(Symbol::Outcome(id), 20, " ");
                }
                for id in program.fact_ids() {
                    if matches!(program[id].ty, FactType::Set(_)) {
                        self.symbol(Symbol::Fact(id), 0, " has ");
                    }
                }
            }
            Wanted::References => self.references(),
            Wanted::Steps(id) => self.steps(*id),
            Wanted::Numbers(id, steps, kind) => self.numbers(*id, steps, *kind),
            Wanted::RuleNames(id) => self.rule_names(*id),
            Wanted::Editions(name) => {
                for (_, list) in program.lists().filter(|(_, list)| list.name == *name) {
                    let quoted = format!("\"{}\"", list.edition);
                    self.plain(&quoted, ItemKind::Part(PartKind::List), 20, &[]);
                }
            }
            Wanted::Lists => self.lists(),
            Wanted::Types => self.types(),
            Wanted::TypeNames => {
                for at in 0..program.categories.len() {
                    self.symbol(Symbol::Category(at), 10, "");
                }
                self.word("zone");
            }
            Wanted::Dates => self.dates(),
            Wanted::Zones => {
                (0..program.zones.len()).for_each(|at| self.symbol(Symbol::Zone(at), 10, ""));
            }
            Wanted::SectorNames(id) => self.of_frame(*id, |frame| frame.sectors),
            Wanted::ScenarioNames(id) => self.of_frame(*id, |frame| frame.scenarios),
            Wanted::FieldNames(id) => self.of_frame(*id, |frame| frame.fields),
            Wanted::OpenFields => {
                let frames: Vec<FactId> = program
                    .frames
                    .iter()
                    .flat_map(|frame| [frame.sectors, frame.scenarios, frame.fields])
                    .flatten()
                    .collect();
                frames.into_iter().for_each(|fact| self.members(fact, 10));
            }
            Wanted::Facts => {
                for id in program.fact_ids() {
                    self.symbol(Symbol::Fact(id), 10, self.after_fact());
                }
            }
            Wanted::Measures => {
                for id in program.fact_ids().filter(|id| program[*id].measure) {
                    self.symbol(Symbol::Fact(id), 10, "");
                }
            }
            Wanted::Profiles => {
                let mut at = 0;
                while self.snapshot.profile(at).is_some() {
                    self.symbol(Symbol::Profile(at), 10, "");
                    at += 1;
                }
            }
            Wanted::Outcomes => {
                for id in program.outcome_ids() {
                    self.symbol(Symbol::Outcome(id), 10, " ");
                }
            }
            Wanted::Expected(id) => {
                self.values(Subject::Outcome(*id));
                for name in unsettled::ALL {
                    self.plain(name, ItemKind::Keyword, 0, &[]);
                }
                self.word("has");
                self.word("not has");
            }
            Wanted::ListColumns => self.list_columns(),
            Wanted::TestColumns => self.test_columns(),
            Wanted::Bounds => {
                for text in ["不满", "超过"] {
                    self.word(text);
                }
            }
        }
    }

    /// What follows the name of a fact where facts are given.
    fn after_fact(&self) -> &'static str {
        match self.context.block() {
            Some(Block::Given | Block::Profile) => " = ",
            _ => "",
        }
    }

    fn fits(&self, texts: &[&str]) -> Option<u32> {
        if self.pattern.is_empty() {
            return Some(50);
        }
        texts
            .iter()
            .enumerate()
            .filter_map(|(at, text)| {
                let score = self.pattern.score(text)?;
                Some(if at == 0 { score + 10 } else { score })
            })
            .max()
    }

    fn push(&mut self, bonus: u32, texts: &[&str], item: impl FnOnce() -> CompletionItem) {
        if let Some(score) = self.fits(texts) {
            self.items.push((score + bonus, item()));
        }
    }

    /// Something that is declared, with what is typed after it as a rule.
    fn symbol(&mut self, symbol: Symbol, bonus: u32, after: &str) {
        let Some(info) = self.snapshot.info(symbol) else {
            return;
        };
        let labels: Vec<&str> = info
            .labels
            .into_iter()
            .flat_map(|labels| {
                [weir_core::hir::Lang::Zh, weir_core::hir::Lang::En].map(|lang| labels.exact(lang))
            })
            .flatten()
            .collect();
        let mut texts = vec![info.name.as_str()];
        texts.extend(labels);
        let Some(score) = self.fits(&texts) else {
            return;
        };
        let label = info.labels.and_then(|labels| labels.label(self.lang()));
        let declared = self.snapshot.declared(symbol);
        let detail = match &info.of {
            Some(of) => format!("{} · {of}", phrase::kind(info.kind, self.lang())),
            None => phrase::kind(info.kind, self.lang()).to_owned(),
        };
        let additional = self.use_of(declared.unwrap_or(info.place), symbol);
        let near = if additional.is_empty() { 5 } else { 0 };
        let item = CompletionItem {
            description: label.unwrap_or_default().to_owned(),
            detail,
            insert: format!("{}{after}", info.name),
            additional,
            declared,
            ..item(&info.name, ItemKind::Part(info.kind))
        };
        self.items.push((score + bonus + near, item));
    }

    /// The edit that makes a name known in the source, if it is not.
    fn use_of(&self, declared: Place, symbol: Symbol) -> Vec<Edit> {
        let global = !matches!(
            symbol,
            Symbol::Value(..)
                | Symbol::Member(_)
                | Symbol::Option(..)
                | Symbol::Provision(_)
                | Symbol::Rule(_)
        );
        if !global || self.visible.contains(&declared.source) {
            return Vec::new();
        }
        let name = |id: &SourceId| {
            let source = self.snapshot.checked.sources.get(id);
            source.map_or("", |source| &*source.name)
        };
        let path = relative(name(&self.source), name(&declared.source));
        let first = self.snapshot.tokens(self.source).first();
        let start = first.map_or(0, |token| token.span.start);
        vec![Edit {
            place: Place {
                source: self.source,
                span: Span::new(start, start),
            },
            text: format!("use \"{path}\"\n"),
        }]
    }

    fn word(&mut self, text: &str) {
        let first = text.split(' ').next().unwrap_or(text);
        let doc = word(first).map_or("", |known| word_doc(known, self.lang()));
        let detail = doc.to_owned();
        self.push(0, &[text], || CompletionItem {
            detail,
            ..item(text, ItemKind::Keyword)
        });
    }

    fn plain(&mut self, text: &str, kind: ItemKind, bonus: u32, also: &[&str]) {
        let mut texts = vec![text];
        texts.extend(also);
        let description = also.first().copied().unwrap_or_default().to_owned();
        self.push(bonus, &texts, || CompletionItem {
            description,
            ..item(text, kind)
        });
    }

    fn snippets(&mut self, group: &[Snippet]) {
        for one in group {
            let detail = self.lang().pick(one.zh, one.en).to_owned();
            self.push(0, &[one.label, one.zh, one.en], || CompletionItem {
                detail,
                insert: one.text.to_owned(),
                snippet: true,
                ..item(one.label, ItemKind::Snippet)
            });
        }
    }

    fn clauses(&mut self, block: Block) {
        for group in snippets::of_block(Some(block)) {
            self.snippets(group);
        }
        let program = self.snapshot.program();
        match block {
            Block::Given | Block::Profile => self.wanted(&Wanted::Facts),
            Block::Counter => self.wanted(&Wanted::Measures),
            Block::Instrument | Block::List | Block::Provision | Block::Part => {
                // A statement of precedence may start with another instrument.
                if !self.pattern.is_empty() {
                    for (at, _) in program.instruments.iter().enumerate() {
                        let id = InstrumentId::from_index(at);
                        if program[id].list.is_none() {
                            self.symbol(Symbol::Instrument(id), 0, " ");
                        }
                    }
                }
            }
            Block::Outcome
            | Block::Category
            | Block::Threshold
            | Block::Lists
            | Block::Reading
            | Block::Test
            | Block::Table
            | Block::Values
            | Block::Members => {}
        }
    }

    fn subjects(&mut self) {
        let program = self.snapshot.program();
        for id in program.fact_ids() {
            self.symbol(Symbol::Fact(id), 10, "");
        }
        for at in 0..program.definitions.len() {
            let id = weir_core::hir::DefinitionId::from_index(at);
            self.symbol(Symbol::Definition(id), 10, "");
        }
        for at in 0..program.counters.len() {
            let id = weir_core::hir::CounterId::from_index(at);
            self.symbol(Symbol::Counter(id), 10, "");
        }
        for id in program.outcome_ids() {
            self.symbol(Symbol::Outcome(id), 0, "");
        }
        for text in ["not", "reading", "true", "false"] {
            self.word(text);
        }
    }

    fn quantities(&mut self) {
        let program = self.snapshot.program();
        for at in 0..program.counters.len() {
            let id = weir_core::hir::CounterId::from_index(at);
            self.symbol(Symbol::Counter(id), 10, " ");
        }
        for id in program.fact_ids() {
            if matches!(program[id].ty, FactType::Quantity(_)) {
                self.symbol(Symbol::Fact(id), 10, " ");
            }
        }
    }

    /// The tests that the type of a subject allows.
    fn tests(&mut self, subject: Subject) {
        let program = self.snapshot.program();
        let set = ["has", "has any of", "has all of"];
        let one = ["is", "is not", "is one of"];
        let number = ["<", "<=", ">", ">=", "=", "不满", "超过"];
        let words: &[&str] = match subject {
            Subject::Definition => &[],
            Subject::Counter(_) => &number,
            Subject::Outcome(id) => match program.outcomes.get(id.index()).map(|one| one.kind) {
                Some(weir_core::hir::OutcomeKind::Ladder) => {
                    &["is", "is not", "is one of", "<", ">="]
                }
                Some(weir_core::hir::OutcomeKind::Set) => &set,
                None => &[],
            },
            Subject::Fact(id) => match program.facts.get(id.index()).map(|one| &one.ty) {
                Some(FactType::Choice(_)) => &one,
                Some(FactType::Set(_)) => &set,
                Some(FactType::Quantity(_)) => &number,
                Some(FactType::Date) => &["<", "<=", ">", ">=", "="],
                Some(FactType::Bool | FactType::Error) | None => &[],
            },
        };
        words.iter().for_each(|text| {
            self.push(20, &[text], || item(text, ItemKind::Keyword));
        });
    }

    fn values(&mut self, subject: Subject) {
        match subject {
            Subject::Fact(id) => self.members(id, 20),
            Subject::Outcome(id) => {
                let values = self.snapshot.program().outcomes.get(id.index());
                let count = values.map_or(0, |one| one.values.len());
                (0..count).for_each(|at| self.symbol(Symbol::Value(id, at), 20, ""));
            }
            Subject::Counter(_) | Subject::Definition => {}
        }
    }

    fn members(&mut self, fact: FactId, bonus: u32) {
        let program = self.snapshot.program();
        let Some(node) = program.facts.get(fact.index()) else {
            return;
        };
        let members: &[Member] = match &node.ty {
            FactType::Choice(members) | FactType::Set(members) => members,
            FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
        };
        if program.are_zones(members) {
            return self.wanted(&Wanted::Zones);
        }
        let of = crate::definition::type_symbol(self.snapshot, &node.ty)
            .and_then(|symbol| self.snapshot.info(symbol))
            .map_or_else(|| node.name.clone(), |info| info.name);
        for member in members {
            self.member(member, &of, bonus);
        }
    }

    fn member(&mut self, member: &Member, of: &str, bonus: u32) {
        let exact = |lang| member.labels.exact(lang);
        let texts: Vec<&str> = std::iter::once(member.name.as_str())
            .chain(exact(weir_core::hir::Lang::Zh))
            .chain(exact(weir_core::hir::Lang::En))
            .collect();
        let description = member
            .labels
            .label(self.lang())
            .unwrap_or_default()
            .to_owned();
        let detail = format!("{} · {of}", phrase::kind(PartKind::Value, self.lang()));
        // The name stands where the member starts.
        let end = member.place.span.start + u32::try_from(member.name.len()).unwrap_or(0);
        let declared = Place {
            source: member.place.source,
            span: Span::new(member.place.span.start, end),
        };
        self.push(bonus, &texts, || CompletionItem {
            description,
            detail,
            declared: Some(declared),
            ..item(&member.name, ItemKind::Part(PartKind::Member))
        });
    }

    fn amounts(&mut self, unit: Option<Unit>) {
        let program = self.snapshot.program();
        for (at, threshold) in program.thresholds.iter().enumerate() {
            let other = unit.is_some() && threshold.unit.is_some() && threshold.unit != unit;
            if !other {
                let id = weir_core::hir::ThresholdId::from_index(at);
                self.symbol(Symbol::Threshold(id), 20, "");
            }
        }
        for number in ["1万", "10万", "100万", "1000万", "1亿"] {
            let description = weir_syntax::token::number_value(number).map(phrase::grouped);
            self.plain(
                number,
                ItemKind::Number,
                0,
                &[description.as_deref().unwrap_or("")],
            );
        }
    }

    fn units(&mut self, unit: Option<Unit>) {
        let units = Unit::ALL
            .into_iter()
            .filter(|one| unit.is_none_or(|unit| unit == *one));
        for one in units {
            let chinese = one.chinese().first().copied().unwrap_or_default();
            self.plain(one.name(), ItemKind::Unit, 10, &[chinese]);
        }
    }

    fn types(&mut self) {
        for text in ["bool", "date", "one of", "set of"] {
            self.word(text);
        }
        self.units(None);
    }

    /// Today, and the days that stand in the source, the last first.
    fn dates(&mut self) {
        let today = self.snapshot.today.map(|day| day.to_string());
        if let Some(today) = &today {
            let label = self.lang().pick("今天", "today");
            self.plain(today, ItemKind::Date, 30, &[label]);
        }
        let text = self.snapshot.text(self.source);
        let days: BTreeSet<&str> = self
            .snapshot
            .tokens(self.source)
            .iter()
            .filter(|token| token.kind == TokenKind::Date)
            .map(|token| token.span.text(text))
            .collect();
        for (at, day) in days.into_iter().rev().take(12).enumerate() {
            let bonus = 20u32.saturating_sub(u32::try_from(at).unwrap_or(20));
            self.plain(day, ItemKind::Date, bonus, &[]);
        }
    }

    fn references(&mut self) {
        let program = self.snapshot.program();
        for at in 0..program.instruments.len() {
            let id = InstrumentId::from_index(at);
            if program[id].list.is_none() {
                self.symbol(Symbol::Instrument(id), 10, " ");
            }
        }
        self.lists();
    }

    fn lists(&mut self) {
        let mut seen = BTreeSet::new();
        for (id, list) in self.snapshot.program().lists() {
            if !seen.insert(list.name.clone()) {
                continue;
            }
            let program = self.snapshot.program();
            let description = phrase::label(&program[id].labels, "", self.lang()).to_owned();
            let detail = phrase::kind(PartKind::List, self.lang()).to_owned();
            let additional = self.use_of(program[id].place, Symbol::Edition(id));
            let texts = [list.name.as_str(), description.as_str()];
            if let Some(score) = self.fits(&texts) {
                let declared = self.snapshot.declared(Symbol::Edition(id));
                let item = CompletionItem {
                    description: description.clone(),
                    detail,
                    additional,
                    declared,
                    ..item(&list.name, ItemKind::Part(PartKind::List))
                };
                self.items.push((score, item));
            }
        }
    }

    /// The kinds of provision that an instrument has.
    fn steps(&mut self, id: InstrumentId) {
        let program = self.snapshot.program();
        let provisions = program.provisions.iter().filter(|one| one.instrument == id);
        let kinds: BTreeSet<ProvisionKind> = provisions.map(|one| one.kind).collect();
        for kind in kinds {
            self.word(kind.word());
        }
        let named = program
            .rules
            .iter()
            .any(|rule| rule.citation.instrument == id && rule.name.is_some());
        if named {
            self.word("rule");
        }
    }

    fn numbers(&mut self, id: InstrumentId, steps: &[(TokenKind, String)], kind: TokenKind) {
        let program = self.snapshot.program();
        let Some(kind) = provision_kind(kind) else {
            return;
        };
        let inside = |provision: ProvisionId| {
            let path = program.path(provision);
            steps.iter().all(|(word, number)| {
                let Some(kind) = provision_kind(*word) else {
                    return true;
                };
                let mut around = path.iter().map(|id| &program[*id]);
                around.any(|one| one.kind == kind && one.number == *number)
            })
        };
        let mut seen = BTreeSet::new();
        for (at, provision) in program.provisions.iter().enumerate() {
            let own = ProvisionId::from_index(at);
            if provision.instrument != id || provision.kind != kind || !inside(own) {
                continue;
            }
            if !seen.insert(provision.number.clone()) {
                continue;
            }
            let citation = Citation {
                instrument: id,
                provision: Some(own),
            };
            let label = provision
                .labels
                .label(self.lang())
                .unwrap_or_default()
                .to_owned();
            let detail = phrase::citation(program, citation, self.lang());
            let declared = self.snapshot.declared(Symbol::Provision(own));
            let insert = written(&provision.number);
            self.push(10, &[&provision.number, &label], || CompletionItem {
                description: label.clone(),
                detail,
                declared,
                insert,
                ..item(
                    &provision.number,
                    ItemKind::Part(crate::symbol::part_kind(kind)),
                )
            });
        }
    }

    fn rule_names(&mut self, id: InstrumentId) {
        let program = self.snapshot.program();
        for at in program.rule_ids() {
            let rule = &program[at];
            if rule.citation.instrument == id
                && rule.name.is_some()
                && rule
                    .scope
                    .is_none_or(|scope| program[scope].adoption.is_none())
            {
                self.symbol(Symbol::Rule(at), 10, "");
            }
        }
    }

    /// The sectors, scenarios or fields of a list.
    fn of_frame(&mut self, id: InstrumentId, what: impl Fn(&Frame) -> Option<FactId>) {
        let program = self.snapshot.program();
        let own = program
            .instruments
            .get(id.index())
            .and_then(|node| node.list.as_ref());
        let frame = own.and_then(|list| list.frame);
        // A list that does not say yet under what it is made may be under any.
        let frames = match frame {
            Some(frame) => vec![&program[frame]],
            None => program.frames.iter().collect(),
        };
        let facts: Vec<FactId> = frames.into_iter().filter_map(what).collect();
        facts.into_iter().for_each(|fact| self.members(fact, 20));
    }

    fn list_columns(&mut self) {
        for name in [
            "row", "zh", "en", "fields", "others", "except", "unless", "source", "url", "cite",
        ] {
            self.word(name);
        }
        self.subjects();
    }

    fn test_columns(&mut self) {
        for name in ["case", "by"] {
            self.plain(name, ItemKind::Keyword, 0, &[]);
        }
        let program = self.snapshot.program();
        for id in program.fact_ids() {
            self.symbol(Symbol::Fact(id), 10, "");
        }
        for id in program.outcome_ids() {
            self.symbol(Symbol::Outcome(id), 10, "");
        }
        for id in program.reading_ids() {
            self.symbol(Symbol::Reading(id), 0, "");
        }
    }
}

/// An id as it is written: in quotation marks unless it is one word.
fn written(id: &str) -> String {
    let single = weir_syntax::lexer::lex(id).tokens.len() == 1;
    if single {
        id.to_owned()
    } else {
        format!("\"{id}\"")
    }
}

fn provision_kind(kind: TokenKind) -> Option<ProvisionKind> {
    use TokenKind as T;
    let known = [
        (T::Article, ProvisionKind::Article),
        (T::Articles, ProvisionKind::Article),
        (T::Paragraph, ProvisionKind::Paragraph),
        (T::Paragraphs, ProvisionKind::Paragraph),
        (T::Item, ProvisionKind::Item),
        (T::Items, ProvisionKind::Item),
        (T::Question, ProvisionKind::Question),
        (T::Questions, ProvisionKind::Question),
        (T::Section, ProvisionKind::Section),
        (T::Sections, ProvisionKind::Section),
        (T::Annex, ProvisionKind::Annex),
        (T::Annexes, ProvisionKind::Annex),
        (T::Sector, ProvisionKind::Sector),
        (T::Scenario, ProvisionKind::Scenario),
        (T::Row, ProvisionKind::Row),
    ];
    let found = known.iter().find(|(word, _)| *word == kind);
    found.map(|(_, kind)| *kind)
}
