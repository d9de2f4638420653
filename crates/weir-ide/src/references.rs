//! Where a name is used, in all sources and in one.

use weir_core::hir::{Place, ProvisionKind, SourceId};
use weir_core::occurrence::{Occurrence, Symbol};
use weir_syntax::Span;

use crate::snapshot::Snapshot;

/// A place where a name stands in the source that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where.
    pub span: Span,
    /// Whether it is declared here.
    pub declares: bool,
}

/// Where what stands at an offset is used, in order of place, also in scenario files; with its declarations if these are asked
/// for.
#[must_use]
pub fn references(
    snapshot: &Snapshot,
    source: SourceId,
    offset: u32,
    declarations: bool,
) -> Vec<Place> {
    let symbols = meant(snapshot, source, offset);
    let mut places: Vec<Place> = snapshot
        .uses(&symbols)
        .into_iter()
        .chain(snapshot.scenario_uses(&symbols))
        .filter(|one| declarations || !one.declares)
        .map(|one| one.place)
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Where what stands at an offset stands in the same source.
#[must_use]
pub fn highlight(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Highlight> {
    let symbols = meant(snapshot, source, offset);
    let in_scenario = snapshot
        .scenario_uses(&symbols)
        .filter(|one| one.place.source == source);
    let here = snapshot.occurrences_in(source).iter().copied();
    let mut found: Vec<(Span, bool)> = here
        .filter(|one| symbols.contains(&one.symbol))
        .chain(in_scenario)
        .map(|one| (one.place.span, one.declares))
        .collect();
    found.sort_unstable_by_key(|(span, declares)| (*span, !declares));
    found.dedup_by_key(|(span, _)| *span);
    let found = found.into_iter();
    found
        .map(|(span, declares)| Highlight { span, declares })
        .collect()
}

/// The symbols that are meant at an offset, with those that are the same thing.
fn meant(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = preferred(&snapshot.symbols_at(source, offset))
        .into_iter()
        .flat_map(|symbol| same(snapshot, symbol))
        .collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols
}

/// Of several symbols at one place, those that are meant: the part of a list before the kind that names it, the edition before
/// the list.
fn preferred(here: &[Occurrence]) -> Vec<Symbol> {
    let symbols = || here.iter().map(|one| one.symbol);
    let part = symbols().find(|symbol| matches!(symbol, Symbol::Provision(_)));
    let list = symbols().find(|symbol| matches!(symbol, Symbol::List(_)));
    match part.or(list) {
        Some(one) => vec![one],
        None => symbols().collect(),
    }
}

/// A symbol and those that are the same thing: a row that is printed for several scenarios has one id.
pub(crate) fn same(snapshot: &Snapshot, symbol: Symbol) -> Vec<Symbol> {
    let Symbol::Provision(id) = symbol else {
        return vec![symbol];
    };
    let program = snapshot.program();
    let Some(row) = program.provisions.get(id.index()) else {
        return vec![symbol];
    };
    if row.kind != ProvisionKind::Row {
        return vec![symbol];
    }
    let rows = program.provisions.iter().enumerate();
    rows.filter(|(_, other)| {
        other.kind == ProvisionKind::Row
            && other.instrument == row.instrument
            && other.number == row.number
    })
    .map(|(at, _)| Symbol::Provision(weir_core::hir::ProvisionId::from_index(at)))
    .collect()
}
