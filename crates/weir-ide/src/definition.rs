//! Where a name leads: to its declaration, to the declaration of its type, and to what prevails over it or concludes it.

use weir_core::hir::{
    Citation, Conclusion, FactType, InstrumentId, OutcomeId, Place, ProvisionId, RuleId, Rules,
    SourceId,
};
use weir_core::occurrence::Symbol;
use weir_syntax::Span;

use crate::snapshot::Snapshot;

/// A declaration to which a name leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name from which it leads there.
    pub origin: Span,
    /// The declaration as a whole.
    pub place: Place,
    /// Its name.
    pub name: Place,
}

/// The declarations of what stands at an offset: of a name, the article of a citation, the row of a reference, the file of `use`.
#[must_use]
pub fn definition(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Target> {
    let here = snapshot.symbols_at(source, offset);
    // An edition says more than the name of its list.
    let edition = here
        .iter()
        .any(|one| matches!(one.symbol, Symbol::Edition(_)) && !one.declares);
    here.iter()
        .filter(|one| !edition || !matches!(one.symbol, Symbol::List(_)))
        .filter_map(|one| target(snapshot, one.place.span, one.symbol))
        .collect()
}

/// The declarations of the type of what stands at an offset: the category of a fact, the outcome of a value.
#[must_use]
pub fn type_definition(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Target> {
    let here = snapshot.symbols_at(source, offset);
    let mut targets: Vec<Target> = here
        .iter()
        .flat_map(|one| {
            types_of(snapshot, one.symbol)
                .into_iter()
                .filter_map(|symbol| target(snapshot, one.place.span, symbol))
        })
        .collect();
    targets.dedup();
    targets
}

/// What stands behind what stands at an offset: for a rule or provision, the provisions that prevail over it; for an outcome or
/// value, the rules that conclude it; for a fact, the rules that give it by law.
#[must_use]
pub fn implementation(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Target> {
    let here = snapshot.symbols_at(source, offset);
    let mut places: Vec<(Span, Place)> = Vec::new();
    for one in here {
        let origin = one.place.span;
        let found = match one.symbol {
            Symbol::Rule(id) => exceptions(snapshot, &[Rules::one(id)]),
            Symbol::Provision(id) => exceptions(snapshot, &snapshot.rules_of(id)),
            Symbol::Outcome(id) => concluding(snapshot, |conclusion| concludes(conclusion, id)),
            Symbol::Value(id, value) => concluding(snapshot, |conclusion| {
                conclusion == Conclusion::Value(id, value)
            }),
            Symbol::Fact(id) => concluding(
                snapshot,
                |conclusion| matches!(conclusion, Conclusion::Has(fact, _) if fact == id),
            ),
            Symbol::Category(_)
            | Symbol::Member(_)
            | Symbol::Zone(_)
            | Symbol::Threshold(_)
            | Symbol::Instrument(_)
            | Symbol::List(_)
            | Symbol::Edition(_)
            | Symbol::Reading(_)
            | Symbol::Option(..)
            | Symbol::Definition(_)
            | Symbol::Assumption(_)
            | Symbol::Counter(_)
            | Symbol::Profile(_)
            | Symbol::Source(_) => Vec::new(),
        };
        places.extend(found.into_iter().map(|place| (origin, place)));
    }
    places.sort_unstable();
    places.dedup();
    let targets = places.into_iter().map(|(origin, place)| Target {
        origin,
        place,
        name: place,
    });
    targets.collect()
}

fn target(snapshot: &Snapshot, origin: Span, symbol: Symbol) -> Option<Target> {
    let place = snapshot.info(symbol)?.place;
    let name = snapshot.declared(symbol).unwrap_or(place);
    Some(Target {
        origin,
        place,
        name,
    })
}

fn types_of(snapshot: &Snapshot, symbol: Symbol) -> Vec<Symbol> {
    let program = snapshot.program();
    match symbol {
        Symbol::Fact(id) => program
            .facts
            .get(id.index())
            .and_then(|fact| type_symbol(snapshot, &fact.ty))
            .into_iter()
            .collect(),
        Symbol::Value(id, _) => vec![Symbol::Outcome(id)],
        Symbol::Option(id, _) => vec![Symbol::Reading(id)],
        Symbol::Member(place) => {
            let trees = program.categories.iter();
            let tree = trees
                .into_iter()
                .position(|tree| tree.members.iter().any(|member| member.place == place));
            tree.map(Symbol::Category).into_iter().collect()
        }
        Symbol::Provision(id) => program
            .provisions
            .get(id.index())
            .map(|provision| instrument_symbol(snapshot, provision.instrument))
            .into_iter()
            .collect(),
        Symbol::Rule(id) => program
            .rules
            .get(id.index())
            .map(|rule| instrument_symbol(snapshot, rule.citation.instrument))
            .into_iter()
            .collect(),
        Symbol::Counter(id) => {
            let cases = program
                .counters
                .get(id.index())
                .map(|counter| &counter.cases);
            let facts = cases.into_iter().flatten();
            facts.map(|(fact, _)| Symbol::Fact(*fact)).collect()
        }
        Symbol::Outcome(_)
        | Symbol::Category(_)
        | Symbol::Zone(_)
        | Symbol::Threshold(_)
        | Symbol::Instrument(_)
        | Symbol::List(_)
        | Symbol::Edition(_)
        | Symbol::Reading(_)
        | Symbol::Definition(_)
        | Symbol::Assumption(_)
        | Symbol::Profile(_)
        | Symbol::Source(_) => Vec::new(),
    }
}

/// The category of a fact's type.
pub(crate) fn type_symbol(snapshot: &Snapshot, ty: &FactType) -> Option<Symbol> {
    match ty {
        FactType::Choice(members) | FactType::Set(members) => snapshot
            .program()
            .categories
            .iter()
            .position(|tree| std::sync::Arc::ptr_eq(&tree.members, members))
            .map(Symbol::Category),
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => None,
    }
}

fn instrument_symbol(snapshot: &Snapshot, id: InstrumentId) -> Symbol {
    let instrument = snapshot.program().instruments.get(id.index());
    match instrument.and_then(|instrument| instrument.list.as_ref()) {
        Some(_) => Symbol::Edition(id),
        None => Symbol::Instrument(id),
    }
}

fn concludes(conclusion: Conclusion, outcome: OutcomeId) -> bool {
    conclusion.outcome() == Some(outcome)
}

fn concluding(snapshot: &Snapshot, fits: impl Fn(Conclusion) -> bool) -> Vec<Place> {
    let rules = snapshot.program().rules.iter();
    rules
        .filter(|rule| rule.conclusions.iter().any(|conclusion| fits(*conclusion)))
        .map(|rule| rule.place)
        .collect()
}

/// What prevails over some rules: for each statement, where its winners stand.
fn exceptions(snapshot: &Snapshot, rules: &[Rules]) -> Vec<Place> {
    let statements = snapshot.program().precedences.iter();
    statements
        .filter(|statement| rules.iter().any(|rules| meet(*rules, statement.losers)))
        .filter_map(|statement| snapshot.common_place(statement.winners))
        .collect()
}

/// Whether two runs of rules have one in common.
pub(crate) fn meet(one: Rules, other: Rules) -> bool {
    one.from < other.to && other.from < one.to
}

impl Snapshot {
    /// The rules that stand in a provision, or come from it where it is adopted.
    pub(crate) fn rules_of(&self, provision: ProvisionId) -> Vec<Rules> {
        let program = self.program();
        let Some(node) = program.provisions.get(provision.index()) else {
            return Vec::new();
        };
        let outer = Citation {
            instrument: node.instrument,
            provision: Some(provision),
        };
        let mut runs: Vec<Rules> = Vec::new();
        for (at, rule) in program.rules.iter().enumerate() {
            if rule.citation.instrument != outer.instrument || !program.within(rule.citation, outer)
            {
                continue;
            }
            let id = RuleId::from_index(at);
            match runs.last_mut() {
                Some(last) if last.to == id.0 => last.to = id.0.saturating_add(1),
                _ => runs.push(Rules::one(id)),
            }
        }
        runs
    }

    /// The smallest place in the law in which all of some rules stand.
    pub(crate) fn common(&self, rules: Rules) -> Option<Citation> {
        let program = self.program();
        let citation = |id: RuleId| program.rules.get(id.index()).map(|rule| rule.citation);
        let mut ids = rules.iter();
        let first = citation(ids.next()?)?;
        let last = ids.next_back().and_then(citation).unwrap_or(first);
        let same = |other: Citation| other.instrument == first.instrument;
        if !same(last) {
            return Some(first);
        }
        let path = |citation: Citation| citation.provision.map(|id| program.path(id));
        let (Some(one), Some(other)) = (path(first), path(last)) else {
            return Some(Citation {
                provision: None,
                ..first
            });
        };
        let shared = one.iter().zip(&other).take_while(|(a, b)| a == b);
        Some(Citation {
            provision: shared.last().map(|(id, _)| *id),
            ..first
        })
    }

    fn common_place(&self, rules: Rules) -> Option<Place> {
        let program = self.program();
        if rules.to.saturating_sub(rules.from) == 1 {
            return program
                .rules
                .get(rules.from as usize)
                .map(|rule| rule.place);
        }
        let citation = self.common(rules)?;
        match citation.provision {
            Some(id) => program.provisions.get(id.index()).map(|node| node.place),
            None => program
                .instruments
                .get(citation.instrument.index())
                .map(|node| node.place),
        }
    }
}
