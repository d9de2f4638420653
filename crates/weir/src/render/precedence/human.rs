//! What prevails over what, for people: every clause that sets others aside, with those and the provision that says so.

use std::fmt::Write as _;

use weir_core::hir::Language;

use super::{Graph, Statement, citation, cited, instrument, label, within};
use crate::render::words;

/// The graph in lines.
pub(crate) fn text(graph: &Graph<'_>, language: Language) -> String {
    let program = graph.program;
    let mut out = String::new();
    let mut under = None;
    for (at, clause) in graph.clauses.iter().enumerate() {
        let mut over = graph
            .statements
            .iter()
            .filter(|one| one.winner == at)
            .peekable();
        if over.peek().is_none() {
            continue;
        }
        let of = instrument(program, *clause);
        if under != Some(of) {
            let gap = if under.is_some() { "\n" } else { "" };
            under = Some(of);
            let _ = writeln!(
                out,
                "{gap}{}",
                weir_core::words::title(program, of, language)
            );
        }
        let head = within(program, *clause, language);
        let label = label(program, *clause, language).filter(|label| *label != head);
        let label = label.map(|label| format!("{}{label}", language.pick("：", ": ")));
        let _ = writeln!(out, "  {head}{}", label.unwrap_or_default());
        for one in over {
            let _ = writeln!(out, "    {}", line(graph, one, language));
        }
    }
    out
}

fn line(graph: &Graph<'_>, one: &Statement, language: Language) -> String {
    let program = graph.program;
    let loser = graph.clauses.get(one.loser);
    let loser = loser.map_or_else(String::new, |loser| cited(program, *loser, language));
    let line = match one.disapplies {
        true => language.pick(format!("使{loser}不再适用"), format!("disapplies {loser}")),
        false => language.pick(format!("优先于{loser}"), format!("prevails over {loser}")),
    };
    let own = graph.clauses.get(one.winner);
    // A statement in or around the clause itself is where one expects it.
    if own.is_some_and(|winner| program.within(citation(program, *winner), one.by)) {
        return line;
    }
    let by = words::citation(program, one.by, language);
    language.pick(format!("{line}（依{by}）"), format!("{line}, by {by}"))
}
