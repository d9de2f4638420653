//! Formatting: the whole, a part, and what is put right as one types.

use similar::{DiffOp, TextDiff};
use weir_core::hir::{Place, SourceId};
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;
use weir_syntax::lexer::LexIssueKind;
use weir_syntax::parser::SyntaxErrorKind;
use weir_syntax::token::TokenKind;

pub use weir_syntax::format::Refusal;

use crate::snapshot::Snapshot;

/// The edits that bring a source into its canonical form; none if it is.
///
/// # Errors
///
/// If the source has syntax errors.
pub fn format(snapshot: &Snapshot, source: SourceId) -> Result<Vec<Edit>, Refusal> {
    let Some(read) = snapshot.checked.sources.get(&source) else {
        return Ok(Vec::new());
    };
    let formatted = weir_syntax::format::format(&read.text, &read.parse)?;
    Ok(edits(source, &read.text, &formatted))
}

/// The edits of [`format()`] that touch a part of the source.
///
/// # Errors
///
/// If the source has syntax errors.
pub fn format_range(
    snapshot: &Snapshot,
    source: SourceId,
    part: Span,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = format(snapshot, source)?;
    edits.retain(|edit| {
        let span = edit.place.span;
        span.start <= part.end && part.start <= span.end
    });
    Ok(edits)
}

/// The lines that differ, as edits.
fn edits(source: SourceId, old: &str, new: &str) -> Vec<Edit> {
    if old == new {
        return Vec::new();
    }
    let diff = TextDiff::from_lines(old, new);
    let starts = |text: &str| {
        let mut starts = vec![0u32];
        for line in text.split_inclusive('\n') {
            let last = starts.last().copied().unwrap_or(0);
            starts.push(last + u32::try_from(line.len()).unwrap_or(0));
        }
        starts
    };
    let (old_starts, new_starts) = (starts(old), starts(new));
    let span = |starts: &[u32], range: std::ops::Range<usize>| {
        let at = |line: usize| starts.get(line).or(starts.last()).copied().unwrap_or(0);
        Span::new(at(range.start), at(range.end))
    };
    let ops = diff.ops().iter();
    ops.filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| Edit {
            place: Place {
                source,
                span: span(&old_starts, op.old_range()),
            },
            text: span(&new_starts, op.new_range()).text(new).to_owned(),
        })
        .collect()
}

/// The characters after which [`on_type`] has something to say.
pub const ON_TYPE: &[char] = &[
    '\n', '}', '，', '：', '（', '）', '｛', '｝', '、', '＝', '＜', '＞', '｜',
];

/// What is put right after a character has been typed just before an offset: a comment goes on with the next line, a line and a
/// closing brace are indented, a full-width sign becomes the one that is meant.
#[must_use]
pub fn on_type(snapshot: &Snapshot, source: SourceId, offset: u32, typed: char) -> Vec<Edit> {
    match typed {
        '\n' => new_line(snapshot, source, offset),
        '}' => closing(snapshot, source, offset),
        _ => half_width(snapshot, source, offset, typed),
    }
}

fn new_line(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Edit> {
    let text = snapshot.text(source);
    let before = Span::new(0, offset).text(text);
    let after = Span::new(offset, u32::try_from(text.len()).unwrap_or(u32::MAX)).text(text);
    let mut lines = before.rsplit('\n');
    let written = lines.next().unwrap_or("");
    let above = lines.next().unwrap_or("").trim_end_matches('\r');
    if !written.trim().is_empty() {
        return Vec::new();
    }
    let body = above.trim_start();
    let indent = above.strip_suffix(body).unwrap_or("");
    let marks: String = body.chars().take_while(|c| *c == '/').collect();
    let rest = after.split('\n').next().unwrap_or("").trim();
    let wanted = if marks.len() >= 2 && body.len() > marks.len() && rest.is_empty() {
        format!("{indent}{marks} ")
    } else if marks.is_empty() {
        "  ".repeat(depth(snapshot, source, offset, rest.starts_with('}')))
            + &extra(body, indent, snapshot, source, offset)
    } else {
        indent.to_owned()
    };
    let start = offset - u32::try_from(written.len()).unwrap_or(0);
    if wanted == written {
        return Vec::new();
    }
    vec![edit(source, Span::new(start, offset), &wanted)]
}

/// One step more than the braces say where a clause of a rule without braces goes on.
fn extra(above: &str, indent: &str, snapshot: &Snapshot, source: SourceId, offset: u32) -> String {
    let braces = depth(snapshot, source, offset, false) * 2;
    let opens = above.ends_with('{') || above.ends_with('}') || above.is_empty();
    let deeper = indent.len().saturating_sub(braces);
    let starts =
        weir_syntax::token::word(above.split(' ').next().unwrap_or("")).is_some_and(|word| {
            word.kind.starts_provision()
                && !above.contains(" prevails ")
                && !above.contains(" yields ")
        });
    match (opens, starts) {
        (true, _) => String::new(),
        (false, true) => " ".repeat(deeper + 2),
        (false, false) => " ".repeat(deeper),
    }
}

/// How many braces are open before an offset.
fn depth(snapshot: &Snapshot, source: SourceId, offset: u32, closes: bool) -> usize {
    let tokens = snapshot.tokens(source);
    let before = tokens.iter().take_while(|token| token.span.end <= offset);
    let mut depth = 0usize;
    for token in before {
        if token.kind == TokenKind::LBrace {
            depth += 1;
        } else if token.kind == TokenKind::RBrace {
            depth = depth.saturating_sub(1);
        }
    }
    depth.saturating_sub(usize::from(closes))
}

fn closing(snapshot: &Snapshot, source: SourceId, offset: u32) -> Vec<Edit> {
    let text = snapshot.text(source);
    let before = Span::new(0, offset).text(text);
    let line = before.rsplit('\n').next().unwrap_or("");
    if line.trim() != "}" {
        return Vec::new();
    }
    let wanted = "  ".repeat(depth(snapshot, source, offset, false));
    let start = offset - u32::try_from(line.len()).unwrap_or(0);
    let space = Span::new(start, offset - 1);
    if space.text(text) == wanted {
        return Vec::new();
    }
    vec![edit(source, space, &wanted)]
}

/// The sign that a full-width one stands for, where it is no part of a text or comment.
fn half_width(snapshot: &Snapshot, source: SourceId, offset: u32, typed: char) -> Vec<Edit> {
    let Some(read) = snapshot.checked.sources.get(&source) else {
        return Vec::new();
    };
    let width = u32::try_from(typed.len_utf8()).unwrap_or(1);
    let span = Span::new(offset.saturating_sub(width), offset);
    for error in &read.parse.errors {
        if error.span == span
            && let SyntaxErrorKind::Lex(LexIssueKind::FullWidth { meant }) = &error.kind
        {
            let space = if meant == "," { ", " } else { meant.as_str() };
            return vec![edit(source, span, space)];
        }
    }
    Vec::new()
}

fn edit(source: SourceId, span: Span, text: &str) -> Edit {
    Edit {
        place: Place { source, span },
        text: text.to_owned(),
    }
}
