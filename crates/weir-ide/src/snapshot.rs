//! What a question is asked about: a checked workspace, a day and a language. Look-ups are made on the first use and kept with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use weir_core::Checked;
use weir_core::date::Date;
use weir_core::hir::{Language, Place, Program, SourceId};
use weir_core::occurrence::{Occurrence, Symbol};
use weir_syntax::Span;
use weir_syntax::lexer::Token;

use crate::outline::Outline;
use crate::outlines::Outlines;
use crate::scenario::ScenarioText;

/// A checked workspace, with the day and the language in which it is shown. Cheap to clone.
#[derive(Clone)]
pub struct Snapshot {
    /// The workspace.
    pub checked: Arc<Checked>,
    /// The day on which values are shown; `None` to show none.
    pub today: Option<Date>,
    /// The language of words for people.
    pub lang: Language,
    /// The scenario files that are looked at too.
    pub(crate) scenarios: Arc<[Arc<ScenarioText>]>,
    pub(crate) outlines: Outlines,
    index: Arc<Index>,
}

#[derive(Default)]
struct Index {
    /// Names that are known by themselves.
    globals: OnceLock<BTreeMap<String, Symbol>>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("today", &self.today)
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// A snapshot of a checked workspace.
    #[must_use]
    pub fn new(checked: Arc<Checked>, today: Option<Date>, lang: Language) -> Self {
        Self::after(&Outlines::default(), checked, today, lang)
    }

    /// A snapshot of a workspace that was checked again. What was made of texts that are as they were is kept.
    #[must_use]
    pub fn after(
        last: &Outlines,
        checked: Arc<Checked>,
        today: Option<Date>,
        lang: Language,
    ) -> Self {
        Self {
            outlines: last.of(&checked.sources),
            checked,
            today,
            lang,
            scenarios: Arc::default(),
            index: Arc::default(),
        }
    }

    /// What was made of the texts, for a snapshot after this one.
    #[must_use]
    pub fn outlines(&self) -> Outlines {
        self.outlines.clone()
    }

    /// The same workspace with the scenario files that stand by it.
    #[must_use]
    pub fn with_scenarios(&self, scenarios: Vec<Arc<ScenarioText>>) -> Self {
        Self {
            scenarios: scenarios.into(),
            ..self.clone()
        }
    }

    /// The same workspace shown in another language.
    #[must_use]
    pub fn in_language(&self, lang: Language) -> Self {
        Self {
            lang,
            ..self.clone()
        }
    }

    pub(crate) fn program(&self) -> &Program {
        &self.checked.program
    }

    pub(crate) fn text(&self, source: SourceId) -> &str {
        match self.checked.sources.get(&source) {
            Some(source) => &source.text,
            None => self.scenario(source).map_or("", |text| &text.text),
        }
    }

    pub(crate) fn tokens(&self, source: SourceId) -> &[Token] {
        self.checked
            .sources
            .get(&source)
            .map_or(&[], |source| &source.parse.tokens)
    }

    /// The words at a place.
    pub(crate) fn at(&self, place: Place) -> &str {
        place.span.text(self.text(place.source))
    }

    /// The index of the first token that ends after an offset.
    pub(crate) fn token_index(&self, source: SourceId, offset: u32) -> usize {
        self.tokens(source)
            .partition_point(|token| token.span.end <= offset)
    }

    /// The token at an offset: the one that holds it, or else the one that ends there.
    pub(crate) fn token_at(&self, source: SourceId, offset: u32) -> Option<Token> {
        let tokens = self.tokens(source);
        let index = self.token_index(source, offset);
        let holds = tokens.get(index).filter(|token| token.span.start <= offset);
        let ends = index
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .filter(|token| token.span.end == offset);
        // Between a word and a sign the word is meant.
        let sign = |token: &&Token| token.span.end - token.span.start <= 1;
        match holds {
            Some(holds) if holds.span.start == offset && sign(&holds) => ends.or(Some(holds)),
            holds => holds.or(ends),
        }
        .copied()
    }

    /// What stands in a part of a source.
    pub(crate) fn occurrences(&self, source: SourceId, span: Span) -> &[Occurrence] {
        self.checked.occurrences.within(source, span)
    }

    /// All that stands in a source.
    pub(crate) fn occurrences_in(&self, source: SourceId) -> &[Occurrence] {
        self.checked.occurrences.in_source(source)
    }

    /// What stands at an offset: what holds it, or else what ends there.
    pub(crate) fn occurrences_at(&self, source: SourceId, offset: u32) -> Vec<Occurrence> {
        if let Some(text) = self.scenario(source) {
            let name = text.name_at(offset);
            return name.map(|name| text.occurrence(name)).into_iter().collect();
        }
        let Some(token) = self.token_at(source, offset) else {
            return Vec::new();
        };
        let whole = self.occurrences(source, token.span);
        if whole.is_empty() {
            return crate::resolve::guess(self, source, token)
                .into_iter()
                .collect();
        }
        let inside = |one: &&Occurrence| one.place.span.end <= token.span.end;
        whole.iter().filter(inside).copied().collect()
    }

    /// The symbols that an offset is about: those of the name there, or of what the word there speaks of, as `article` does of
    /// the number after it.
    pub(crate) fn symbols_at(&self, source: SourceId, offset: u32) -> Vec<Occurrence> {
        let here = self.occurrences_at(source, offset);
        if !here.is_empty() {
            return here;
        }
        let Some(word) = self.token_at(source, offset) else {
            return Vec::new();
        };
        if !speaks_of_next(word.kind) {
            return Vec::new();
        }
        let next = self.token_index(source, word.span.end);
        let next = self
            .tokens(source)
            .get(next)
            .filter(|next| next.span.start >= word.span.end);
        next.map(|next| self.occurrences(source, next.span).to_vec())
            .unwrap_or_default()
    }

    /// Where a symbol is declared: the place of its name.
    pub(crate) fn declared(&self, symbol: Symbol) -> Option<Place> {
        self.checked.occurrences.declaration(symbol)
    }

    /// Where some symbols stand, in order of place.
    pub(crate) fn uses(&self, symbols: &[Symbol]) -> Vec<Occurrence> {
        let all = self.checked.occurrences.iter();
        if let [symbol] = symbols {
            return all.filter(|one| one.symbol == *symbol).copied().collect();
        }
        let symbols: BTreeSet<Symbol> = symbols.iter().copied().collect();
        all.filter(|one| symbols.contains(&one.symbol))
            .copied()
            .collect()
    }

    /// The symbol that is declared by a name at a place.
    pub(crate) fn declares(&self, name: Place) -> Option<Symbol> {
        self.occurrences(name.source, name.span)
            .iter()
            .find(|one| one.declares && one.place == name)
            .map(|one| one.symbol)
    }

    /// What a name stands for by itself.
    pub(crate) fn global(&self, name: &str) -> Option<Symbol> {
        let globals = self.index.globals.get_or_init(|| {
            let all = self.checked.occurrences.iter();
            let declared = all.filter(|one| one.declares && is_global(one.symbol));
            let names = declared.map(|one| (self.at(one.place).to_owned(), one.symbol));
            // The first of several counts.
            let mut globals = BTreeMap::new();
            for (name, symbol) in names {
                globals.entry(name).or_insert(symbol);
            }
            globals
        });
        globals.get(name).copied()
    }

    /// The sources whose names are known in a source.
    pub(crate) fn visible(&self, source: SourceId) -> BTreeSet<SourceId> {
        let mut seen = BTreeSet::new();
        let mut open = vec![source];
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(self.uses_of(next));
            }
        }
        seen
    }

    fn uses_of(&self, source: SourceId) -> Vec<SourceId> {
        let Some(read) = self.checked.sources.get(&source) else {
            return Vec::new();
        };
        let items = read.parse.file.items.iter();
        let paths = items.filter_map(|item| {
            if let weir_syntax::ast::Item::Use(node) = item {
                Some(node.path.at.span())
            } else {
                None
            }
        });
        let symbols = paths.flat_map(|span| self.occurrences(source, span));
        let sources = symbols.filter_map(|one| {
            if let Symbol::Source(other) = one.symbol {
                Some(other)
            } else {
                None
            }
        });
        sources.collect()
    }

    /// The parts of a source.
    pub(crate) fn outline(&self, source: SourceId) -> Option<&Outline> {
        self.outlines.get(source)
    }
}

/// Whether a symbol is known by its name alone.
pub(crate) fn is_global(symbol: Symbol) -> bool {
    match symbol {
        Symbol::Outcome(_)
        | Symbol::Category(_)
        | Symbol::Zone(_)
        | Symbol::Fact(_)
        | Symbol::Threshold(_)
        | Symbol::Instrument(_)
        | Symbol::List(_)
        | Symbol::Reading(_)
        | Symbol::Definition(_)
        | Symbol::Assumption(_)
        | Symbol::Counter(_)
        | Symbol::Profile(_) => true,
        Symbol::Value(..)
        | Symbol::Member(_)
        | Symbol::Edition(_)
        | Symbol::Provision(_)
        | Symbol::Rule(_)
        | Symbol::Option(..)
        | Symbol::Source(_) => false,
    }
}

/// Whether a word speaks of the name or number after it.
fn speaks_of_next(kind: weir_syntax::token::TokenKind) -> bool {
    use weir_syntax::token::TokenKind::{Edition, Profile, Reading};
    kind.is_step() || [Edition, Profile, Reading].contains(&kind)
}
