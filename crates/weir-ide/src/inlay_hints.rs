//! Hints inside the text: the value of a threshold on the day, what is in force, where adopted rows come from, how large a number is.

use weir_core::hir::{Role, SourceId};
use weir_core::occurrence::Symbol;
use weir_syntax::Span;
use weir_syntax::token::{TokenKind, number_value};

use crate::phrase;
use crate::snapshot::Snapshot;

/// Which hints are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintOptions {
    /// The value of a threshold on the day, where its name is used.
    pub thresholds: bool,
    /// Whether an instrument, list or provision with a period of its own is in force on the day.
    pub periods: bool,
    /// How many rows an adoption takes, and from where.
    pub origins: bool,
    /// The same number with the other magnitude.
    pub magnitudes: bool,
}

impl Default for HintOptions {
    fn default() -> Self {
        Self {
            thresholds: true,
            periods: true,
            origins: true,
            magnitudes: true,
        }
    }
}

/// What a hint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintKind {
    /// The value of a threshold.
    Threshold,
    /// What is in force.
    Period,
    /// Where rows come from.
    Origin,
    /// How large a number is.
    Magnitude,
}

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// The offset at which it is shown.
    pub offset: u32,
    /// What it says.
    pub label: String,
    /// What it is about.
    pub kind: HintKind,
    /// More about it, as Markdown.
    pub tooltip: Option<String>,
}

/// The hints of a part of a source, in order of place.
#[must_use]
pub fn inlay_hints(
    snapshot: &Snapshot,
    source: SourceId,
    part: Span,
    options: HintOptions,
) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    if options.thresholds {
        thresholds(snapshot, source, part, &mut hints);
    }
    if options.periods {
        periods(snapshot, source, part, &mut hints);
    }
    if options.origins {
        origins(snapshot, source, part, &mut hints);
    }
    if options.magnitudes {
        magnitudes(snapshot, source, part, &mut hints);
    }
    hints.sort_by_key(|hint| (hint.offset, hint.kind));
    hints
}

fn thresholds(snapshot: &Snapshot, source: SourceId, part: Span, out: &mut Vec<InlayHint>) {
    let Some(day) = snapshot.today else { return };
    for one in snapshot.occurrences(source, part) {
        let Symbol::Threshold(id) = one.symbol else {
            continue;
        };
        let Some(threshold) = snapshot.program().thresholds.get(id.index()) else {
            continue;
        };
        let Some(value) = threshold.on(day) else {
            continue;
        };
        if one.declares {
            continue;
        }
        out.push(InlayHint {
            offset: one.place.span.end,
            label: format!(
                " = {}",
                phrase::quantity(value.number, threshold.unit, snapshot.lang)
            ),
            kind: HintKind::Threshold,
            tooltip: crate::hover::about(snapshot, one.symbol),
        });
    }
}

/// Whether parts that say when they are in force are so on the day.
fn periods(snapshot: &Snapshot, source: SourceId, part: Span, out: &mut Vec<InlayHint>) {
    let (Some(day), Some(outline)) = (snapshot.today, snapshot.outline(source)) else {
        return;
    };
    let text = snapshot.text(source);
    for one in &outline.parts {
        if one.span.end < part.start || part.end < one.span.start {
            continue;
        }
        let says = one
            .clauses
            .iter()
            .any(|clause| clause.text(text).starts_with("in force"));
        let name = one.declared_name();
        let symbol = snapshot.declares(weir_core::hir::Place { source, span: name });
        let period = symbol.and_then(|symbol| snapshot.period_of(symbol));
        if let Some((instrument, period)) = period.filter(|_| says) {
            let standing = snapshot.standing(instrument, period, day);
            out.push(InlayHint {
                offset: one
                    .second
                    .map_or(name.end, |second| second.end.max(name.end)),
                label: format!(" {}", standing.words(snapshot.lang)),
                kind: HintKind::Period,
                tooltip: Some(phrase::period(period, snapshot.lang)),
            });
        }
    }
}

fn origins(snapshot: &Snapshot, source: SourceId, part: Span, out: &mut Vec<InlayHint>) {
    let program = snapshot.program();
    for (_, list) in program.lists() {
        for adoption in &list.adoptions {
            let span = adoption.place.span;
            if adoption.place.source != source || span.end < part.start || part.end < span.start {
                continue;
            }
            let mut rows: Vec<_> = adoption
                .rules
                .iter()
                .filter_map(|id| program.rules.get(id.index()))
                .filter(|rule| rule.role == Role::Row)
                .filter_map(|rule| rule.citation.provision)
                .collect();
            rows.sort_unstable();
            rows.dedup();
            let line = span.text(snapshot.text(source)).split(['\n', '\r']).next();
            let width = line.map_or(0, |line| line.trim_end().len());
            let title = phrase::title(program, adoption.from, snapshot.lang);
            let count = rows.len();
            let label = snapshot.lang.pick(
                format!(" {count} 个条目，来自{title}"),
                format!(" {count} rows of {title}"),
            );
            out.push(InlayHint {
                offset: span.start + u32::try_from(width).unwrap_or(0),
                label,
                kind: HintKind::Origin,
                tooltip: None,
            });
        }
    }
}

fn magnitudes(snapshot: &Snapshot, source: SourceId, part: Span, out: &mut Vec<InlayHint>) {
    let text = snapshot.text(source);
    let from = snapshot.token_index(source, part.start);
    let tokens = snapshot.tokens(source).iter().skip(from);
    for token in tokens.take_while(|token| token.span.start < part.end) {
        if token.kind != TokenKind::Number {
            continue;
        }
        let words = token.span.text(text);
        let Some(number) = number_value(words).filter(|number| *number >= 10_000) else {
            continue;
        };
        let digits = words.chars().all(|c| c.is_ascii_digit() || c == '_');
        let other = if digits {
            phrase::magnitude(number)
        } else {
            phrase::grouped(number)
        };
        if other.replace(',', "") != words.replace('_', "") {
            out.push(InlayHint {
                offset: token.span.end,
                label: format!(" = {other}"),
                kind: HintKind::Magnitude,
                tooltip: None,
            });
        }
    }
}
