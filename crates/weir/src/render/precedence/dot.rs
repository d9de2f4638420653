//! What prevails over what, for Graphviz: a cluster an instrument, an arrow from what prevails.

use std::fmt::Write as _;

use weir_core::hir::Language;

use super::{Graph, instrument, label, within};
use crate::render::words;

/// The graph in the language of Graphviz.
pub(crate) fn dot(graph: &Graph<'_>, language: Language) -> String {
    let program = graph.program;
    let mut out = String::from("digraph precedence {\n  rankdir=LR\n  node [shape=box]\n");
    let mut open = None;
    for (id, clause) in graph.clauses.iter().enumerate() {
        let of = instrument(program, *clause);
        if open != Some(of) {
            if open.is_some() {
                out.push_str("  }\n");
            }
            open = Some(of);
            let title = quoted(&weir_core::words::title(program, of, language));
            let name = quoted(&format!("cluster {}", program[of].name));
            let _ = writeln!(out, "  subgraph {name} {{\n    label={title}");
        }
        let mut lines = vec![within(program, *clause, language)];
        lines.extend(
            label(program, *clause, language).map(|label| words::wrap(label, 40).join("\n")),
        );
        let _ = writeln!(out, "    c{id} [label={}]", quoted(&lines.join("\n")));
    }
    if open.is_some() {
        out.push_str("  }\n");
    }
    for one in &graph.statements {
        let by = quoted(&words::citation(program, one.by, language));
        let style = if one.disapplies { ", style=dashed" } else { "" };
        let _ = writeln!(
            out,
            "  c{} -> c{} [tooltip={by}{style}]",
            one.winner, one.loser
        );
    }
    out.push_str("}\n");
    out
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}
