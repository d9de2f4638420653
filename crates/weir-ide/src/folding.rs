//! What can be folded: parts in braces or of several lines, runs of comments, the lines `use`.

use weir_core::hir::SourceId;
use weir_syntax::Span;

use crate::outline::PartKind;
use crate::snapshot::Snapshot;

/// What a folded part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// A declaration, provision, table or clause.
    Region,
    /// Comments.
    Comment,
    /// Lines `use`.
    Imports,
}

/// A part that can be folded: more than one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// From the start of its first line's words to its end.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// The parts of a source that can be folded, in order.
#[must_use]
pub fn folding_ranges(snapshot: &Snapshot, source: SourceId) -> Vec<Fold> {
    let (Some(outline), Some(read)) = (
        snapshot.outline(source),
        snapshot.checked.sources.get(&source),
    ) else {
        return Vec::new();
    };
    let text = &read.text;
    let mut folds: Vec<Fold> = Vec::new();
    for part in &outline.parts {
        if part.kind != PartKind::Use {
            folds.push(region(part.span));
        }
        folds.extend(part.clauses.iter().map(|clause| region(*clause)));
    }
    let uses = outline
        .parts
        .iter()
        .filter(|part| part.kind == PartKind::Use);
    folds.extend(runs(text, uses.map(|part| part.span), FoldKind::Imports));
    let comments = read.parse.comments.iter().filter(|one| one.own_line);
    folds.extend(runs(text, comments.map(|one| one.span), FoldKind::Comment));
    folds.retain(|fold| fold.span.text(text).contains('\n'));
    folds.sort_unstable();
    folds.dedup();
    folds
}

fn region(span: Span) -> Fold {
    Fold {
        span,
        kind: FoldKind::Region,
    }
}

/// Lines of one sort that follow one another.
fn runs(text: &str, spans: impl Iterator<Item = Span>, kind: FoldKind) -> Vec<Fold> {
    let mut folds: Vec<Fold> = Vec::new();
    for span in spans {
        match folds.last_mut() {
            Some(last) if follows(text, last.span, span) => last.span.end = span.end,
            _ => folds.push(Fold { span, kind }),
        }
    }
    folds
}

fn follows(text: &str, one: Span, next: Span) -> bool {
    let between = Span::new(one.end, next.start).text(text);
    between.trim().is_empty() && between.matches('\n').count() == 1
}
