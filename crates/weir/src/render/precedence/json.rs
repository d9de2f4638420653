//! What prevails over what, as JSON. These types are the format; `version` changes when they do.

use serde::Serialize;
use weir_core::hir::{Language, Referred};

use super::{Graph, Statement, cited, instrument, label, place, reference, within};
use crate::render::place::{Location, Places};
use crate::render::words;

/// The graph.
#[derive(Serialize)]
pub(crate) struct Report {
    version: u32,
    instruments: Vec<Instrument>,
    clauses: Vec<Clause>,
    precedences: Vec<Precedence>,
}

/// An instrument of which a clause takes part.
#[derive(Serialize)]
struct Instrument {
    name: String,
    title: String,
}

/// A clause that takes part.
#[derive(Serialize)]
struct Clause {
    /// Its position, by which precedences name it.
    id: usize,
    /// Its reference: `order16 article 5 item 4`.
    reference: String,
    /// Its citation in words.
    citation: String,
    /// Its citation without the title of the instrument.
    within: String,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// The name of its instrument.
    instrument: String,
    /// Where it stands.
    place: Location,
}

/// That one clause sets another aside.
#[derive(Serialize)]
struct Precedence {
    winner: usize,
    loser: usize,
    /// Whether the loser does not even apply.
    disapplies: bool,
    /// The outcomes about which it does; none where it does about all.
    about: Vec<String>,
    /// The provision that says so.
    by: By,
    /// Where it says so.
    place: Location,
    /// The first day on which that is law.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// The first day on which it no longer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Serialize)]
struct By {
    reference: String,
    citation: String,
}

/// The form of a graph.
pub(crate) fn report(graph: &Graph<'_>, places: &mut Places<'_>, language: Language) -> Report {
    let program = graph.program;
    let mut named: Vec<_> = graph
        .clauses
        .iter()
        .map(|clause| instrument(program, *clause))
        .collect();
    named.dedup();
    let instruments = named.into_iter().map(|id| Instrument {
        name: program[id].name.clone(),
        title: weir_core::words::title(program, id, language),
    });
    let clauses = graph
        .clauses
        .iter()
        .enumerate()
        .map(|(id, one)| clause(graph, id, *one, places, language))
        .collect();
    let precedences = graph
        .statements
        .iter()
        .map(|one| precedence(graph, one, places, language));
    Report {
        version: 1,
        instruments: instruments.collect(),
        clauses,
        precedences: precedences.collect(),
    }
}

fn clause(
    graph: &Graph<'_>,
    id: usize,
    clause: Referred,
    places: &mut Places<'_>,
    language: Language,
) -> Clause {
    let program = graph.program;
    Clause {
        id,
        reference: reference(program, clause),
        citation: cited(program, clause, language),
        within: within(program, clause, language),
        label: label(program, clause, language).map(str::to_owned),
        instrument: program[instrument(program, clause)].name.clone(),
        place: places.at(place(program, clause)),
    }
}

fn precedence(
    graph: &Graph<'_>,
    one: &Statement,
    places: &mut Places<'_>,
    language: Language,
) -> Precedence {
    let program = graph.program;
    let about = one
        .about
        .iter()
        .map(|outcome| program[*outcome].name.clone());
    Precedence {
        winner: one.winner,
        loser: one.loser,
        disapplies: one.disapplies,
        about: about.collect(),
        by: By {
            reference: words::reference(program, one.by),
            citation: words::citation(program, one.by, language),
        },
        place: places.at(one.place),
        from: one.period.from.map(|day| day.to_string()),
        until: one.period.until.map(|day| day.to_string()),
    }
}
