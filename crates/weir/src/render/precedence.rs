//! What prevails over what, as a graph: the clauses that statements of precedence name, and who sets whom aside.
//!
//! Only what a policy states is in it. That the rows of a list go before what holds outside them is left out: it is so in every
//! list.

use std::collections::BTreeMap;

use weir_core::date::{Date, Period};
use weir_core::hir::{
    Citation, InstrumentId, Language, OutcomeId, Place, Precedence, Program, Referred,
};

use super::words;

pub(crate) mod dot;
pub(crate) mod human;
pub(crate) mod json;

/// The clauses that take part, in order of declaration, and the statements between them.
pub(crate) struct Graph<'p> {
    pub(crate) program: &'p Program,
    pub(crate) clauses: Vec<Referred>,
    pub(crate) statements: Vec<Statement>,
}

/// That one clause sets another aside.
pub(crate) struct Statement {
    /// The positions of the two among the clauses.
    pub(crate) winner: usize,
    pub(crate) loser: usize,
    /// The outcomes; none where all is set aside, whatever it concludes.
    pub(crate) about: Vec<OutcomeId>,
    pub(crate) disapplies: bool,
    pub(crate) by: Citation,
    pub(crate) period: Period,
    pub(crate) place: Place,
}

/// Of which statements a graph is made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Of {
    /// Those in which this instrument takes part.
    pub(crate) instrument: Option<InstrumentId>,
    /// Those that are law on this day.
    pub(crate) on: Option<Date>,
}

/// The graph of some statements of a program.
pub(crate) fn graph(program: &Program, of: Of) -> Graph<'_> {
    let stated: Vec<(&Precedence, (Referred, Referred))> = program
        .precedences
        .iter()
        .filter_map(|one| Some((one, one.stated?)))
        .filter(|(one, sides)| wanted(program, one, *sides, of))
        .collect();
    let mut clauses: Vec<Referred> = stated
        .iter()
        .flat_map(|(_, (winner, loser))| [*winner, *loser])
        .collect();
    clauses.sort_by_key(|clause| (instrument(program, *clause), place(program, *clause)));
    clauses.dedup();
    let at: BTreeMap<Referred, usize> = clauses
        .iter()
        .enumerate()
        .map(|(at, clause)| (*clause, at))
        .collect();
    let mut statements: Vec<Statement> = Vec::new();
    for (one, (winner, loser)) in stated {
        let (Some(winner), Some(loser)) = (at.get(&winner), at.get(&loser)) else {
            continue;
        };
        let same = statements.iter_mut().find(|before| {
            (before.winner, before.loser, before.disapplies, before.by)
                == (*winner, *loser, one.disapplies, one.by)
        });
        match same {
            Some(before) => before.about.extend(one.about),
            None => statements.push(Statement {
                winner: *winner,
                loser: *loser,
                about: one.about.into_iter().collect(),
                disapplies: one.disapplies,
                by: one.by,
                period: one.period,
                place: one.place,
            }),
        }
    }
    for statement in &mut statements {
        statement.about.sort_unstable();
        statement.about.dedup();
    }
    Graph {
        program,
        clauses,
        statements,
    }
}

fn wanted(
    program: &Program,
    one: &Precedence,
    (winner, loser): (Referred, Referred),
    of: Of,
) -> bool {
    let law = of.on.is_none_or(|day| one.period.contains(day));
    let touches = of.instrument.is_none_or(|wanted| {
        [winner, loser]
            .iter()
            .any(|side| instrument(program, *side) == wanted)
    });
    law && touches
}

/// The instrument in which a clause stands.
pub(crate) fn instrument(program: &Program, clause: Referred) -> InstrumentId {
    citation(program, clause).instrument
}

fn citation(program: &Program, clause: Referred) -> Citation {
    match clause {
        Referred::Law(citation) => citation,
        Referred::Rule(rule) => program[rule].citation,
    }
}

/// Where a clause stands.
pub(crate) fn place(program: &Program, clause: Referred) -> Place {
    match clause {
        Referred::Law(Citation {
            provision: Some(provision),
            ..
        }) => program[provision].place,
        Referred::Law(Citation {
            instrument,
            provision: None,
        }) => program[instrument].place,
        Referred::Rule(rule) => program[rule].place,
    }
}

/// A clause as a policy refers to it: `order16 article 5 rule small`.
pub(crate) fn reference(program: &Program, clause: Referred) -> String {
    let law = words::reference(program, citation(program, clause));
    match rule_name(program, clause) {
        Some(name) => format!("{law} rule {name}"),
        None => law,
    }
}

/// A clause in words, without the title of its instrument; the instrument as a whole has that title.
pub(crate) fn within(program: &Program, clause: Referred, language: Language) -> String {
    let citation = citation(program, clause);
    let law = weir_core::words::within(program, citation, language);
    match (law.as_str(), rule_name(program, clause)) {
        ("", Some(name)) => language.pick(format!("规则 {name}"), format!("rule {name}")),
        ("", None) => weir_core::words::title(program, citation.instrument, language),
        (_, Some(name)) => language.pick(
            format!("{law}（规则 {name}）"),
            format!("{law}, rule {name}"),
        ),
        (_, None) => law,
    }
}

/// A clause in words.
pub(crate) fn cited(program: &Program, clause: Referred, language: Language) -> String {
    let law = words::citation(program, citation(program, clause), language);
    match rule_name(program, clause) {
        Some(name) => language.pick(
            format!("{law}（规则 {name}）"),
            format!("{law}, rule {name}"),
        ),
        None => law,
    }
}

/// What a clause says.
pub(crate) fn label(program: &Program, clause: Referred, language: Language) -> Option<&str> {
    match clause {
        Referred::Rule(rule) => words::rule_label(program, rule, language),
        Referred::Law(Citation {
            provision: Some(provision),
            ..
        }) => program[provision].labels.label(language),
        Referred::Law(Citation {
            instrument,
            provision: None,
        }) => program[instrument].labels.label(language),
    }
}

/// The name of a rule, where it is one of several in its place or stands under no provision.
fn rule_name(program: &Program, clause: Referred) -> Option<&str> {
    let Referred::Rule(rule) = clause else {
        return None;
    };
    let citation = program[rule].citation;
    let rules = program.rules.iter();
    let same = rules.filter(|one| one.citation == citation).count();
    let alone = citation.provision.is_some() && same == 1;
    program[rule].name.as_deref().filter(|_| !alone)
}
