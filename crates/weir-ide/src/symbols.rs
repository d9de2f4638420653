//! The parts of a text in the shape of the law, and the search for declarations by name, label or the initials of pinyin.

use weir_core::hir::{Language, Place, ProvisionKind, SourceId};
use weir_syntax::Span;

use crate::fuzzy;
use crate::outline::{Outline, Part, PartKind};
use crate::phrase;
use crate::snapshot::Snapshot;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// What it is.
    pub kind: PartKind,
    /// How it is called: its name, or number with label.
    pub name: String,
    /// What more there is to say in a word: the label, the name of the rule, the edition.
    pub detail: String,
    /// All of it.
    pub span: Span,
    /// Its name.
    pub selection: Span,
    /// What stands in it.
    pub children: Vec<DocumentSymbol>,
}

/// A declaration that was searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// What it is.
    pub kind: PartKind,
    /// How it is called.
    pub name: String,
    /// Its label.
    pub label: String,
    /// In what it stands.
    pub container: Option<String>,
    /// Where its name stands.
    pub place: Place,
}

/// The parts of a text, in order, as the law orders them.
#[must_use]
pub fn document_symbols(snapshot: &Snapshot, source: SourceId) -> Vec<DocumentSymbol> {
    let Some(outline) = snapshot.outline(source) else {
        return Vec::new();
    };
    let text = snapshot.text(source);
    let mut open: Vec<(usize, DocumentSymbol)> = Vec::new();
    let mut tops = Vec::new();
    for (at, part) in outline.parts.iter().enumerate() {
        while open
            .last()
            .is_some_and(|(last, _)| part.parent != Some(*last))
        {
            close(&mut open, &mut tops);
        }
        open.push((at, symbol(text, part, snapshot.lang)));
    }
    while !open.is_empty() {
        close(&mut open, &mut tops);
    }
    tops
}

fn close(open: &mut Vec<(usize, DocumentSymbol)>, tops: &mut Vec<DocumentSymbol>) {
    let Some((_, done)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, around)) => around.children.push(done),
        None => tops.push(done),
    }
}

/// Declarations whose name, label or initials fit what was typed, the best first, and no more than asked for.
#[must_use]
pub fn workspace_symbols(snapshot: &Snapshot, query: &str, most: usize) -> Vec<WorkspaceSymbol> {
    let pattern = fuzzy::Pattern::new(query);
    let mut found: Vec<(u32, SourceId, usize)> = Vec::new();
    for source in snapshot.checked.sources.keys() {
        let text = snapshot.text(*source);
        for (at, (part, letters)) in snapshot.outlines.with_letters(*source).enumerate() {
            let may_fit = searched(part.kind) && pattern.may_fit(letters);
            let score = may_fit.then(|| score(&pattern, text, part)).flatten();
            found.extend(score.map(|score| (score, *source, at)));
        }
    }
    found.sort_by_key(|(score, source, at)| (std::cmp::Reverse(*score), *source, *at));
    found.truncate(most);
    let found = found.into_iter();
    found
        .filter_map(|(_, source, at)| workspace_symbol(snapshot, source, at))
        .collect()
}

fn score(pattern: &fuzzy::Pattern, text: &str, part: &Part) -> Option<u32> {
    let name = part.name.text(text).trim_matches('"');
    let second = part.second.map(|span| span.text(text));
    let labels = [part.zh, part.en].into_iter().flatten();
    let labels = labels.map(|span| span.text(text).trim_matches('"'));
    let names = std::iter::once(name).chain(second);
    let by_name = names.filter_map(|name| pattern.score(name).map(|score| score + 1));
    by_name
        .chain(labels.filter_map(|label| pattern.score(label)))
        .max()
}

fn workspace_symbol(snapshot: &Snapshot, source: SourceId, at: usize) -> Option<WorkspaceSymbol> {
    let outline = snapshot.outline(source)?;
    let part = outline.parts.get(at)?;
    let text = snapshot.text(source);
    let container = std::iter::successors(part.parent, |at| outline.parts.get(*at)?.parent)
        .filter_map(|at| outline.parts.get(at))
        .find(|part| part.kind != PartKind::Table);
    Some(WorkspaceSymbol {
        kind: part.kind,
        name: called(text, part, snapshot.lang),
        label: label(text, part, snapshot.lang).to_owned(),
        container: container.map(|around| called(text, around, snapshot.lang)),
        place: Place {
            source,
            span: part
                .second
                .filter(|_| part.kind != PartKind::List)
                .unwrap_or(part.name),
        },
    })
}

/// Whether parts of a kind can be searched for.
fn searched(kind: PartKind) -> bool {
    match kind {
        PartKind::Use
        | PartKind::Lists
        | PartKind::Table
        | PartKind::Adoption
        | PartKind::Precedence
        | PartKind::Strictest
        | PartKind::Case => false,
        PartKind::Outcome
        | PartKind::Value
        | PartKind::Category
        | PartKind::Member
        | PartKind::Zone
        | PartKind::Fact
        | PartKind::Measure
        | PartKind::Counter
        | PartKind::Threshold
        | PartKind::Instrument
        | PartKind::List
        | PartKind::Article
        | PartKind::Paragraph
        | PartKind::Item
        | PartKind::Question
        | PartKind::Section
        | PartKind::Annex
        | PartKind::Sector
        | PartKind::Scenario
        | PartKind::Row
        | PartKind::Rule
        | PartKind::Reading
        | PartKind::Option
        | PartKind::Definition
        | PartKind::Assumption
        | PartKind::Profile
        | PartKind::Test => true,
    }
}

fn symbol(text: &str, part: &Part, lang: Language) -> DocumentSymbol {
    let label = label(text, part, lang);
    let second = part.second.map(|span| span.text(text).trim_matches('"'));
    let detail = [Some(label).filter(|label| !label.is_empty()), second];
    DocumentSymbol {
        kind: part.kind,
        name: called(text, part, lang),
        detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        span: part.span,
        selection: part.name,
        children: Vec::new(),
    }
}

/// The label of a part.
pub(crate) fn label<'t>(text: &'t str, part: &Part, lang: Language) -> &'t str {
    let (first, second) = lang.pick((part.zh, part.en), (part.en, part.zh));
    let span = first.or(second);
    span.map_or("", |span| span.text(text).trim_matches('"'))
}

/// How a part is called.
pub(crate) fn called(text: &str, part: &Part, lang: Language) -> String {
    let name = part.name.text(text).trim_matches('"');
    let words = |zh: String, en: String| lang.pick(zh, en);
    let numbered = |kind: ProvisionKind| phrase::step(kind, name, lang);
    match part.kind {
        PartKind::Article => numbered(ProvisionKind::Article),
        PartKind::Paragraph => numbered(ProvisionKind::Paragraph),
        PartKind::Item => numbered(ProvisionKind::Item),
        PartKind::Question => numbered(ProvisionKind::Question),
        PartKind::Section => numbered(ProvisionKind::Section),
        PartKind::Annex => numbered(ProvisionKind::Annex),
        PartKind::Lists | PartKind::Table => phrase::kind(part.kind, lang).to_owned(),
        PartKind::Adoption => words(format!("并入 {name}"), format!("adopts {name}")),
        PartKind::Precedence | PartKind::Strictest => one_line(part.name.text(text)),
        PartKind::Use
        | PartKind::Outcome
        | PartKind::Value
        | PartKind::Category
        | PartKind::Member
        | PartKind::Zone
        | PartKind::Fact
        | PartKind::Measure
        | PartKind::Counter
        | PartKind::Threshold
        | PartKind::Instrument
        | PartKind::List
        | PartKind::Sector
        | PartKind::Scenario
        | PartKind::Row
        | PartKind::Rule
        | PartKind::Reading
        | PartKind::Option
        | PartKind::Definition
        | PartKind::Assumption
        | PartKind::Profile
        | PartKind::Test
        | PartKind::Case => one_line(name),
    }
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

impl Outline {
    /// The part whose name stands at a place.
    pub(crate) fn named(&self, name: Span) -> Option<&Part> {
        self.parts
            .iter()
            .find(|part| part.name == name || part.second == Some(name))
    }
}
