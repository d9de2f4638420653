//! The usual slips in YAML and JSON, found near the place where reading stopped.

use weir_core::hir::{Place, SourceId};
use weir_syntax::diagnostic::Edit;
use weir_syntax::{LineIndex, Span};

use super::problem::{Kind, ScenarioProblem, Unreadable};

/// How many lines above the place are looked at.
const LINES: usize = 3;

/// The character at a byte, or an empty place at the end.
pub(super) fn character(text: &str, at: usize) -> Span {
    let at = floor(text, at);
    let width = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .filter(|c| !matches!(c, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    span(at, at + width)
}

/// The slip on the line of a place or shortly above it.
pub(super) fn near(source: SourceId, text: &str, at: usize) -> Option<ScenarioProblem> {
    let lines = LineIndex::new(text);
    let last = lines.line(u32::try_from(at).unwrap_or(u32::MAX));
    (last.saturating_sub(LINES)..=last).rev().find_map(|line| {
        let start = lines.line_start(line)? as usize;
        let end = lines
            .line_start(line + 1)
            .map_or(text.len(), |next| next as usize);
        slip(source, start, text.get(start..end)?.trim_end())
    })
}

/// The slip on one of the lines of a value.
pub(super) fn within(source: SourceId, text: &str, place: Span) -> Option<ScenarioProblem> {
    let mut start = place.start as usize;
    place.text(text).split_inclusive('\n').find_map(|line| {
        let found = slip(source, start, line.trim_end());
        start += line.len();
        found
    })
}

/// The full-width sign at a byte or just before it, with what is meant.
pub(super) fn full_width(
    source: SourceId,
    text: &str,
    at: usize,
    json: bool,
) -> Option<ScenarioProblem> {
    let at = floor(text, at);
    let before = text
        .get(..at)
        .and_then(|before| before.char_indices().next_back())
        .map(|(at, _)| at);
    [Some(at), before].into_iter().flatten().find_map(|at| {
        let found = text.get(at..).and_then(|rest| rest.chars().next())?;
        let meant = half_width(found)?;
        let written = if json || meant != ":" { meant } else { ": " };
        Some(fixed(
            source,
            span(at, at + found.len_utf8()),
            Unreadable::FullWidth { found, meant },
            written.to_owned(),
        ))
    })
}

/// The comma before a closing bracket at which JSON stopped.
pub(super) fn trailing_comma(source: SourceId, text: &str, at: usize) -> Option<ScenarioProblem> {
    let (before, after) = text.split_at(floor(text, at));
    let comma = before.trim_end().strip_suffix(',')?.len();
    after.starts_with(['}', ']']).then(|| {
        fixed(
            source,
            span(comma, comma + 1),
            Unreadable::TrailingComma,
            String::new(),
        )
    })
}

/// The half-width sign that a full-width one stands for.
pub(super) fn half_width(found: char) -> Option<&'static str> {
    match found {
        '：' => Some(":"),
        '，' | '、' => Some(","),
        '“' | '”' | '＂' | '「' | '」' => Some("\""),
        '｛' => Some("{"),
        '｝' => Some("}"),
        '［' | '【' => Some("["),
        '］' | '】' => Some("]"),
        _ => None,
    }
}

fn slip(source: SourceId, start: usize, line: &str) -> Option<ScenarioProblem> {
    let indent = line.len() - line.trim_start().len();
    if line.trim_start().starts_with('#') {
        return None;
    }
    let tab = line.get(..indent).and_then(|indent| indent.find('\t'));
    if let Some(tab) = tab {
        return Some(fixed(
            source,
            span(start + tab, start + tab + 1),
            Unreadable::Tab,
            "  ".to_owned(),
        ));
    }
    unquoted_bound(source, start, line)
        .or_else(|| colon(source, start, line))
        .or_else(|| comma(source, start, line))
}

/// `people: >= 10万`, which YAML takes for the start of a text block.
fn unquoted_bound(source: SourceId, start: usize, line: &str) -> Option<ScenarioProblem> {
    let colon = line.find(": ")?;
    let after = line.get(colon + 2..)?;
    let value = after.trim_start();
    let at = line.len() - value.len();
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let rest = value.strip_prefix('>')?.trim_start_matches(['=', ' ']);
    rest.starts_with(|c: char| c.is_numeric()).then(|| {
        fixed(
            source,
            span(start + at, start + at + value.len()),
            Unreadable::UnquotedBound,
            format!("\"{value}\""),
        )
    })
}

/// A key that ends in a full-width colon, or in a colon without a space after it.
fn colon(source: SourceId, start: usize, line: &str) -> Option<ScenarioProblem> {
    let key = line
        .find(": ")
        .and_then(|at| line.get(..at))
        .unwrap_or(line.trim_end_matches(':'));
    if key.contains(['"', '\'']) {
        return None;
    }
    if let Some(at) = key.find('：') {
        let rest = line.get(at + '：'.len_utf8()..).unwrap_or_default();
        let written = if rest.is_empty() || rest.starts_with(' ') {
            ":"
        } else {
            ": "
        };
        let what = Unreadable::FullWidth {
            found: '：',
            meant: ":",
        };
        return Some(fixed(
            source,
            span(start + at, start + at + '：'.len_utf8()),
            what,
            written.to_owned(),
        ));
    }
    let at = key
        .find(':')
        .filter(|at| !key.get(*at..).is_some_and(|rest| rest.starts_with("://")))?;
    Some(fixed(
        source,
        span(start + at, start + at + 1),
        Unreadable::NoSpace,
        ": ".to_owned(),
    ))
}

/// A full-width comma in brackets and outside of quotation marks.
fn comma(source: SourceId, start: usize, line: &str) -> Option<ScenarioProblem> {
    let open = line.find(['[', '{'])?;
    let outside = |at: usize| {
        line.get(..at)
            .is_some_and(|before| before.matches(['"', '\'']).count().is_multiple_of(2))
    };
    let (at, found) = line
        .char_indices()
        .find(|(at, c)| *at > open && matches!(c, '，' | '、') && outside(*at))?;
    let what = Unreadable::FullWidth { found, meant: "," };
    Some(fixed(
        source,
        span(start + at, start + at + found.len_utf8()),
        what,
        ", ".to_owned(),
    ))
}

fn fixed(source: SourceId, span: Span, what: Unreadable, text: String) -> ScenarioProblem {
    let place = Place { source, span };
    ScenarioProblem {
        place,
        kind: Box::new(Kind::Unreadable(what)),
        edit: Some(Edit { place, text }),
    }
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

fn span(start: usize, end: usize) -> Span {
    Span::new(
        u32::try_from(start).unwrap_or(u32::MAX),
        u32::try_from(end).unwrap_or(u32::MAX),
    )
}
