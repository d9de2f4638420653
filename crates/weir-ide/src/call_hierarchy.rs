//! What feeds what: which rules conclude an outcome, on what a rule turns, what a fact influences.
//!
//! An outcome leads to the rules that conclude it, a rule to the facts, definitions, thresholds and readings that it names, a
//! definition to those that it names; and back.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Place, SourceId};
use weir_core::occurrence::{Occurrence, Symbol};
use weir_syntax::Span;
use weir_syntax::lexer::Token;
use weir_syntax::token::{Class, TokenKind, word};

use crate::outline::{Outline, Part, PartKind};
use crate::snapshot::Snapshot;
use crate::symbols;

/// Something in the web of what feeds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyItem {
    /// What it is.
    pub kind: PartKind,
    /// How it is called.
    pub name: String,
    /// Its label, and in what it stands.
    pub detail: String,
    /// All of it.
    pub place: Place,
    /// Its name, by which it is asked for again.
    pub selection: Place,
}

/// Something that feeds another thing or is fed by it, and where that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyCall {
    /// The other thing.
    pub item: HierarchyItem,
    /// Where one names the other, in the source of the one that does the naming.
    pub from: Vec<Span>,
}

/// What stands at an offset, as a start.
#[must_use]
pub fn prepare_call_hierarchy(
    snapshot: &Snapshot,
    source: SourceId,
    offset: u32,
) -> Vec<HierarchyItem> {
    let here = snapshot.symbols_at(source, offset);
    let items = here.iter().filter_map(|one| item_of(snapshot, one.symbol));
    let mut items: Vec<HierarchyItem> = items.collect();
    items.truncate(1);
    items
}

/// What an item turns on: the rules that conclude an outcome; the facts, definitions, thresholds, readings and outcomes that a
/// rule or definition names.
#[must_use]
pub fn outgoing_calls(snapshot: &Snapshot, item: &HierarchyItem) -> Vec<HierarchyCall> {
    let concluded = snapshot
        .declares(item.selection)
        .filter(|symbol| is_concluded(*symbol));
    if let Some(symbol) = concluded {
        return naming(snapshot, &[symbol], true);
    }
    let source = item.place.source;
    let Some(outline) = snapshot.outline(source) else {
        return Vec::new();
    };
    let Some(part) = outline.named(item.selection.span) else {
        return Vec::new();
    };
    let mut found: BTreeMap<Symbol, Vec<Span>> = BTreeMap::new();
    for one in said(snapshot, source, outline, part) {
        if feeds(one.symbol) && one.place != item.selection {
            found.entry(one.symbol).or_default().push(one.place.span);
        }
    }
    let calls = found.into_iter().filter_map(|(symbol, from)| {
        let item = item_of(snapshot, symbol)?;
        Some(HierarchyCall { item, from })
    });
    calls.collect()
}

/// What an item influences: the rules and definitions that name a fact, the outcomes that a rule concludes.
#[must_use]
pub fn incoming_calls(snapshot: &Snapshot, item: &HierarchyItem) -> Vec<HierarchyCall> {
    let symbols: Vec<Symbol> = snapshot.declares(item.selection).into_iter().collect();
    let mut calls = match symbols.as_slice() {
        [symbol] if feeds(*symbol) || is_concluded(*symbol) => naming(snapshot, &symbols, false),
        _ => Vec::new(),
    };
    calls.extend(concluded_by(snapshot, item));
    calls
}

/// The outcomes that a rule concludes.
fn concluded_by(snapshot: &Snapshot, item: &HierarchyItem) -> Vec<HierarchyCall> {
    let source = item.place.source;
    let here = snapshot.occurrences(source, item.place.span);
    let mut found: BTreeSet<Symbol> = BTreeSet::new();
    for one in here {
        let outcome = matches!(one.symbol, Symbol::Outcome(_)) && item.kind.is_rule();
        if outcome && !one.declares && concluding_place(snapshot, one) {
            found.insert(one.symbol);
        }
    }
    let calls = found.into_iter().filter_map(|symbol| {
        let item = item_of(snapshot, symbol)?;
        let from = vec![item.selection.span];
        Some(HierarchyCall { item, from })
    });
    calls.collect()
}

/// The rules, definitions and lists that name some symbols: as what they conclude, or in their conditions.
fn naming(snapshot: &Snapshot, symbols: &[Symbol], concluding: bool) -> Vec<HierarchyCall> {
    let mut found: BTreeMap<Place, (HierarchyItem, Vec<Span>)> = BTreeMap::new();
    for one in snapshot.uses(symbols) {
        if one.declares || concluding_place(snapshot, &one) != concluding {
            continue;
        }
        let Some(outline) = snapshot.outline(one.place.source) else {
            continue;
        };
        let Some(part) = outline.innermost(one.place.span.start, holds_conditions) else {
            continue;
        };
        let item = item_of_part(snapshot, one.place.source, outline, part);
        let (_, from) = found
            .entry(item.place)
            .or_insert_with(|| (item, Vec::new()));
        from.push(one.place.span);
    }
    let calls = found.into_values();
    calls
        .map(|(item, from)| HierarchyCall { item, from })
        .collect()
}

/// What a part names in its own clauses and in those that the parts around it hand down.
fn said<'s>(
    snapshot: &'s Snapshot,
    source: SourceId,
    outline: &'s Outline,
    part: &'s Part,
) -> impl Iterator<Item = &'s Occurrence> {
    let mut around = std::iter::successors(part.parent, |at| outline.parts.get(*at)?.parent)
        .filter_map(|at| outline.parts.get(at))
        .collect::<Vec<_>>();
    around.reverse();
    let handed = around.into_iter().flat_map(|part| &part.clauses).copied();
    handed
        .chain([part.span])
        .flat_map(move |span| snapshot.occurrences(source, span))
}

/// Whether a name stands in a conclusion: among the names after `then`, as the heading of a column of a list's table, or as a
/// value in that column.
fn concluding_place(snapshot: &Snapshot, one: &Occurrence) -> bool {
    let Place { source, span } = one.place;
    let tokens = snapshot.tokens(source);
    let end = snapshot.token_index(source, span.start);
    let text = snapshot.text(source);
    let named = |token: &Token| {
        let soft = || word(token.span.text(text)).is_some_and(|word| word.class == Class::Soft);
        matches!(token.kind, TokenKind::Name | TokenKind::Comma) || soft()
    };
    let before = tokens.get(..end).unwrap_or(&[]).iter().rev();
    let mut before = before.skip_while(|token| named(token));
    if before
        .next()
        .is_some_and(|token| token.kind == TokenKind::Then)
    {
        return true;
    }
    let outline = snapshot.outline(source);
    let parts: Vec<PartKind> = outline.map_or_else(Vec::new, |outline| {
        let around = outline.around(span.start).into_iter().rev();
        let parts = around.filter_map(|at| outline.parts.get(at));
        parts.map(|part| part.kind).take(2).collect()
    });
    let heading = parts.first() == Some(&PartKind::Table);
    let cell = parts == [PartKind::Row, PartKind::Table];
    heading && matches!(one.symbol, Symbol::Outcome(_))
        || cell && matches!(one.symbol, Symbol::Value(..))
}

/// Whether rules turn on it.
fn feeds(symbol: Symbol) -> bool {
    matches!(
        symbol,
        Symbol::Fact(_)
            | Symbol::Definition(_)
            | Symbol::Threshold(_)
            | Symbol::Reading(_)
            | Symbol::Counter(_)
            | Symbol::Outcome(_)
    )
}

fn is_concluded(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::Outcome(_) | Symbol::Value(..))
}

/// Whether conditions stand in parts of a kind, other than those of tests.
fn holds_conditions(kind: PartKind) -> bool {
    kind.is_rule()
        || matches!(
            kind,
            PartKind::Instrument
                | PartKind::List
                | PartKind::Sector
                | PartKind::Scenario
                | PartKind::Definition
                | PartKind::Assumption
                | PartKind::Counter
        )
}

fn item_of(snapshot: &Snapshot, symbol: Symbol) -> Option<HierarchyItem> {
    let name = snapshot.declared(symbol)?;
    let outline = snapshot.outline(name.source)?;
    let part = outline.named(name.span)?;
    let mut item = item_of_part(snapshot, name.source, outline, part);
    item.selection = name;
    Some(item)
}

fn item_of_part(
    snapshot: &Snapshot,
    source: SourceId,
    outline: &Outline,
    part: &Part,
) -> HierarchyItem {
    let text = snapshot.text(source);
    let top = std::iter::successors(part.parent, |at| outline.parts.get(*at)?.parent)
        .filter_map(|at| outline.parts.get(at))
        .last();
    let label = symbols::label(text, part, snapshot.lang);
    let container = top.map(|top| symbols::called(text, top, snapshot.lang));
    let detail: Vec<&str> = container
        .as_deref()
        .into_iter()
        .chain(Some(label).filter(|label| !label.is_empty()))
        .collect();
    HierarchyItem {
        kind: part.kind,
        name: symbols::called(text, part, snapshot.lang),
        detail: detail.join(" · "),
        place: Place {
            source,
            span: part.span,
        },
        selection: Place {
            source,
            span: part.name,
        },
    }
}
