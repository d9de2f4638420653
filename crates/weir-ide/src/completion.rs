//! Completion: what can stand at a place, found by name, by label in either language, and by pinyin.
//!
//! The place is told from the words before it, so a text that is still being written completes as well as a finished one.

mod context;
mod offer;
mod snippets;
mod wanted;

use weir_core::hir::{Place, SourceId};
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;
use weir_syntax::token::TokenKind;

use crate::fuzzy::Pattern;
use crate::outline::PartKind;
use crate::snapshot::Snapshot;

pub(crate) use context::Context;
pub(crate) use offer::item;
pub(crate) use wanted::{Subject, Wanted, wanted};

/// What an item of completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// Something that is declared.
    Part(PartKind),
    /// A word of the language.
    Keyword,
    /// A whole construct.
    Snippet,
    /// A day.
    Date,
    /// A unit.
    Unit,
    /// A number.
    Number,
    /// A file.
    File,
}

/// Something that can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// How it is shown.
    pub label: String,
    /// Its label in the language of the snapshot.
    pub description: String,
    /// What it is, in a few words.
    pub detail: String,
    /// What it is.
    pub kind: ItemKind,
    /// What is inserted; with stops `$1`, `${2:name}`, `${3|one,two|}` and `$0` where `snippet` says so.
    pub insert: String,
    /// Whether what is inserted has stops.
    pub snippet: bool,
    /// What an editor compares with what was typed.
    pub filter: String,
    /// What an editor sorts by.
    pub sort: String,
    /// Further edits, such as the line `use` that makes a name known.
    pub additional: Vec<Edit>,
    /// The name by whose declaration it is documented, see [`documentation`](crate::documentation).
    pub declared: Option<Place>,
}

impl CompletionItem {
    /// What is inserted in an editor that knows no stops.
    #[must_use]
    pub fn plain(&self) -> String {
        if self.snippet {
            without_stops(&self.insert)
        } else {
            self.insert.clone()
        }
    }
}

/// What can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The items, the best first.
    pub items: Vec<CompletionItem>,
    /// What they replace.
    pub replace: Span,
    /// Whether there may be others once more is typed.
    pub incomplete: bool,
}

/// How many items are offered at once.
const MOST: usize = 200;

/// What can stand at an offset.
#[must_use]
pub fn completion(snapshot: &Snapshot, source: SourceId, offset: u32) -> Completions {
    let replace = word_around(snapshot, source, offset);
    let typed = Span::new(replace.start, offset).text(snapshot.text(source));
    let mut items = Vec::new();
    if !in_comment(snapshot, source, offset) {
        items = match text_around(snapshot, source, offset) {
            Some(text) => offer::in_text(snapshot, source, text),
            None => {
                let context = Context::of(snapshot, source, replace.start);
                let wanted = wanted(snapshot, source, &context);
                offer::items(snapshot, source, &context, &wanted, &Pattern::new(typed))
            }
        };
    }
    let replace = match text_around(snapshot, source, offset) {
        Some(text) => inside(text, snapshot.text(source)),
        None => replace,
    };
    finish(items, typed, replace)
}

/// Orders what was found and makes the editor keep it.
pub(crate) fn finish(
    mut found: Vec<(u32, CompletionItem)>,
    typed: &str,
    replace: Span,
) -> Completions {
    // Equally good ones stay in the order of their declaration.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|(_, item)| seen.insert((item.label.clone(), item.insert.clone())));
    let incomplete = !typed.is_empty() || found.len() > MOST;
    found.truncate(MOST);
    let items = found.into_iter().enumerate().map(|(at, (_, mut item))| {
        item.sort = format!("{at:04}");
        // Found by its label or pinyin, which the editor does not compare.
        if !typed.is_empty() && !in_order(typed, &item.filter) {
            item.filter = typed.to_owned();
        }
        item
    });
    Completions {
        items: items.collect(),
        replace,
        incomplete,
    }
}

fn in_order(typed: &str, text: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    typed
        .chars()
        .flat_map(char::to_lowercase)
        .all(|wanted| letters.any(|c| c == wanted))
}

/// The word that is being typed: letters, digits, dots, and the `-` and `/` of row ids.
fn word_around(snapshot: &Snapshot, source: SourceId, offset: u32) -> Span {
    let text = snapshot.text(source);
    let before = Span::new(0, offset).text(text);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c))
        .last()
        .map_or(offset as usize, |(at, _)| at);
    let after = Span::new(offset, text.len() as u32).text(text);
    let rest = after.find(|c| !is_word(c)).unwrap_or(after.len());
    Span::new(start as u32, offset.saturating_add(rest as u32))
}

fn in_comment(snapshot: &Snapshot, source: SourceId, offset: u32) -> bool {
    let Some(read) = snapshot.checked.sources.get(&source) else {
        return false;
    };
    let comments = &read.parse.comments;
    let after = comments.partition_point(|comment| comment.span.start < offset);
    let before = after.checked_sub(1).and_then(|at| comments.get(at));
    before.is_some_and(|comment| {
        let between = Span::new(comment.span.start, offset).text(&read.text);
        !between.contains('\n')
    })
}

/// The quoted text around an offset, if there is one.
fn text_around(snapshot: &Snapshot, source: SourceId, offset: u32) -> Option<Span> {
    let tokens = snapshot.tokens(source);
    let at = tokens.partition_point(|token| token.span.end < offset);
    let text = snapshot.text(source);
    tokens
        .get(at)
        .filter(|token| token.kind == TokenKind::Str && token.span.start < offset)
        .filter(|token| {
            let whole = token.span.text(text);
            if !whole.starts_with('"') {
                return false;
            }
            let closed = whole.len() > 1 && whole.ends_with('"');
            offset < token.span.end || !closed
        })
        .map(|token| token.span)
}

/// A quoted text without its quotation marks.
fn inside(span: Span, text: &str) -> Span {
    let whole = span.text(text);
    let closed = whole.len() > 1 && whole.ends_with('"');
    Span::new(span.start + 1, if closed { span.end - 1 } else { span.end })
}

/// The text of a snippet with the first choice at each stop.
fn without_stops(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('{') {
            let (stop, after) = after.split_once('}').unwrap_or((after, ""));
            let said = stop.trim_start_matches(|c: char| c.is_ascii_digit());
            let said = said.trim_start_matches([':', '|']).trim_end_matches('|');
            out.push_str(said.split(',').next().unwrap_or(""));
            rest = after;
        } else {
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out.push_str(rest);
    out
}
