//! Tables: rows sorted by their ids, columns aligned.

use std::cmp::Ordering;

use weir_core::hir::{Place, SourceId};
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;
use weir_syntax::token::TokenKind;

use super::{ActionKind, CodeAction};
use crate::outline::PartKind;
use crate::snapshot::Snapshot;

pub(super) fn actions(snapshot: &Snapshot, source: SourceId, part: Span) -> Vec<CodeAction> {
    let Some(outline) = snapshot.outline(source) else {
        return Vec::new();
    };
    let inside = |kind| matches!(kind, PartKind::Table | PartKind::Test);
    let Some(table) = outline.innermost(part.start, inside) else {
        return Vec::new();
    };
    let mut actions: Vec<CodeAction> = align(snapshot, source, table.span).into_iter().collect();
    if table.kind == PartKind::Table {
        actions.extend(sort(snapshot, source, table.span));
    }
    actions
}

/// The rows of a table, each on a line of its own; `None` if they are not, or if comments stand between them.
fn rows(snapshot: &Snapshot, source: SourceId, table: Span) -> Option<Vec<Span>> {
    let read = snapshot.checked.sources.get(&source)?;
    let text = &read.text;
    let starts: Vec<u32> = read
        .parse
        .tokens
        .iter()
        .filter(|token| token.kind == TokenKind::RowStart)
        .map(|token| token.span.start)
        .filter(|start| table.start <= *start && *start < table.end)
        .collect();
    let line = |start: u32| {
        let rest = text.get(start as usize..)?;
        let line = rest.split(['\n', '\r']).next()?.trim_end();
        Some(Span::new(start, start + u32::try_from(line.len()).ok()?))
    };
    let rows: Vec<Span> = starts.into_iter().map(line).collect::<Option<_>>()?;
    let (first, last) = (rows.first()?, rows.last()?);
    let whole = first.to(*last);
    let commented = read
        .parse
        .comments
        .iter()
        .any(|comment| whole.start <= comment.span.start && comment.span.end <= whole.end);
    (!commented).then_some(rows)
}

/// The rows in order of their ids, numbers in them by size.
fn sort(snapshot: &Snapshot, source: SourceId, table: Span) -> Option<CodeAction> {
    let text = snapshot.text(source);
    let rows = rows(snapshot, source, table)?;
    let (header, rows) = rows.split_first()?;
    let cells = |row: Span| -> Vec<&str> {
        let words = row.text(text).trim_matches('|');
        words.split('|').map(str::trim).collect()
    };
    let column = cells(*header).iter().position(|name| *name == "row")?;
    let id = |row: &Span| {
        cells(*row)
            .get(column)
            .map_or(String::new(), |id| (*id).to_owned())
    };
    let mut sorted = rows.to_vec();
    sorted.sort_by(|one, other| natural(&id(one), &id(other)));
    if sorted == rows {
        return None;
    }
    let edits = rows.iter().zip(&sorted).filter(|(row, with)| row != with);
    let edits = edits.map(|(row, with)| Edit {
        place: Place { source, span: *row },
        text: with.text(text).to_owned(),
    });
    Some(CodeAction {
        title: snapshot
            .lang
            .pick("按编号排列条目", "Sort the rows by id")
            .to_owned(),
        kind: ActionKind::Rewrite,
        edits: edits.collect(),
        preferred: false,
        mends: None,
    })
}

/// The order in which people put ids: `A-2` before `A-10`.
fn natural(one: &str, other: &str) -> Ordering {
    let split = |text: &str| -> Vec<(String, u64)> {
        let mut out: Vec<(String, u64)> = Vec::new();
        let mut word = String::new();
        let mut digits = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if !digits.is_empty() {
                out.push((
                    std::mem::take(&mut word),
                    digits.parse().unwrap_or(u64::MAX),
                ));
                digits.clear();
            }
            word.push(c);
        }
        out.push((word, 0));
        out
    };
    split(one).cmp(&split(other)).then_with(|| one.cmp(other))
}

/// The columns aligned, as the formatter does it.
fn align(snapshot: &Snapshot, source: SourceId, table: Span) -> Option<CodeAction> {
    let edits = crate::format::format_range(snapshot, source, table).ok()?;
    (!edits.is_empty()).then(|| CodeAction {
        title: snapshot.lang.pick("对齐表格", "Align the table").to_owned(),
        kind: ActionKind::Rewrite,
        edits,
        preferred: false,
        mends: None,
    })
}
