//! Names with labels: the heads of declarations, and the members of outcomes, categories and enumerations.

use super::line::{Printer, STEP};
use super::source::{Piece, Source, width};
use crate::ast::{Category, Label, Member, Name};
use crate::span::Span;
use crate::token::TokenKind;

/// The widest line with labels on it.
const LABELS: usize = 120;
/// The widest line that holds a whole block.
const BLOCK: usize = 100;

/// What stands before a block: some words, then labels.
#[derive(Clone)]
pub(super) struct Head {
    words: Piece,
    labels: Vec<Piece>,
    /// How wide the words and labels are to be, to line up with others.
    columns: Vec<usize>,
}

impl Head {
    /// The words of `span` and the labels after them.
    pub(super) fn new(source: Source<'_>, span: Span, labels: &[Label]) -> Self {
        let labels = labels
            .iter()
            .map(|label| source.piece(label.at.span()))
            .collect();
        Self {
            words: source.piece(span),
            labels,
            columns: Vec::new(),
        }
    }

    /// All on one line, without padding at the end.
    fn text(&self) -> String {
        let mut out = self.words.text.clone();
        let mut missing = self
            .columns
            .first()
            .map_or(0, |column| column.saturating_sub(self.words.width()));
        for (at, label) in self.labels.iter().enumerate() {
            let space = if at == 0 { 1 } else { 2 };
            out.extend(std::iter::repeat_n(' ', missing + space));
            out.push_str(&label.text);
            missing = self
                .columns
                .get(at + 1)
                .map_or(0, |column| column.saturating_sub(label.width()));
        }
        out
    }

    fn span(&self) -> Span {
        self.labels
            .last()
            .map_or(self.words.span, |last| self.words.span.to(last.span))
    }
}

/// The braces of a block, by place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Braces {
    pub(super) open: u32,
    pub(super) close: u32,
}

impl Braces {
    /// The first brace after `from`, and the brace with which the node ends at `end`.
    pub(super) fn find(source: Source<'_>, from: u32, end: u32) -> Option<Self> {
        let open = source
            .tokens(Span::new(from, end))
            .iter()
            .find(|token| token.kind == TokenKind::LBrace)?;
        let close = source
            .token_before(end)
            .filter(|token| token.kind == TokenKind::RBrace)?;
        Some(Self {
            open: open.span.start,
            close: close.span.start,
        })
    }

    pub(super) fn inside(self) -> Span {
        Span::new(self.open, self.close)
    }
}

/// A member of an outcome, category or enumeration.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    name: &'t Name,
    labels: &'t [Label],
    children: &'t [Category],
    span: Span,
}

impl<'t> From<&'t Member> for Entry<'t> {
    fn from(member: &'t Member) -> Self {
        Self {
            name: &member.name,
            labels: &member.labels,
            children: &[],
            span: member.at.span(),
        }
    }
}

impl<'t> From<&'t Category> for Entry<'t> {
    fn from(category: &'t Category) -> Self {
        Self {
            name: &category.name,
            labels: &category.labels,
            children: &category.children,
            span: category.at.span(),
        }
    }
}

/// All members of a list.
pub(super) fn entries<'t, T>(members: &'t [T]) -> Vec<Entry<'t>>
where
    Entry<'t>: From<&'t T>,
{
    members.iter().map(Entry::from).collect()
}

impl Printer<'_> {
    /// A head and a block of members.
    pub(super) fn members(
        &mut self,
        indent: usize,
        head: &Head,
        members: &[Entry<'_>],
        braces: Option<Braces>,
    ) {
        let inline = braces.and_then(|braces| self.inline_members(members, braces));
        self.headed(indent, head, inline, braces, |printer, indent| {
            printer.entries(indent, members)
        });
    }

    /// A head and, if it has braces, its block. `inline` is the block in one line, if it may stand so.
    pub(super) fn headed(
        &mut self,
        indent: usize,
        head: &Head,
        inline: Option<String>,
        braces: Option<Braces>,
        body: impl FnOnce(&mut Self, usize),
    ) {
        let Some(braces) = braces else {
            return self.head(indent, head, None);
        };
        let text = head.text();
        if let Some(block) = inline
            && indent + width(&text) + 1 + width(&block) <= BLOCK
        {
            let span = Span::new(head.span().start, braces.close + 1);
            return self.push(
                indent,
                Piece {
                    text: format!("{text} {block}"),
                    span,
                },
            );
        }
        self.head(indent, head, Some(braces));
        self.open();
        body(self, indent + STEP);
        self.close(indent, braces.close);
    }

    /// A head with its opening brace, on one line if that fits, else with each label and the brace on a line of its own.
    fn head(&mut self, indent: usize, head: &Head, braces: Option<Braces>) {
        let brace = if braces.is_some() { " {" } else { "" };
        let text = head.text() + brace;
        if head.labels.is_empty() || indent + width(&text) <= LABELS {
            return self.push(
                indent,
                Piece {
                    text,
                    span: head.span(),
                },
            );
        }
        self.push(indent, head.words.clone());
        self.open();
        for label in &head.labels {
            self.push(indent + STEP, label.clone());
        }
        if let Some(Braces { open, .. }) = braces {
            self.go_on(
                indent,
                Piece {
                    text: "{".to_owned(),
                    span: Span::new(open, open + 1),
                },
            );
        }
    }

    /// A block without labels in one line. Comments and blank lines keep it apart.
    fn inline_members(&self, members: &[Entry<'_>], braces: Braces) -> Option<String> {
        let bare = members
            .iter()
            .all(|entry| entry.labels.is_empty() && entry.children.is_empty());
        let parted = members
            .iter()
            .skip(1)
            .any(|entry| self.source.blank_before(entry.span.start));
        if !bare || parted || !self.source.comments(braces.inside()).is_empty() {
            return None;
        }
        let names: Vec<&str> = members
            .iter()
            .map(|entry| entry.name.text.as_str())
            .collect();
        Some(if names.is_empty() {
            "{ }".to_owned()
        } else {
            format!("{{ {} }}", names.join("  "))
        })
    }

    fn entries(&mut self, indent: usize, entries: &[Entry<'_>]) {
        let heads: Vec<Head> = entries
            .iter()
            .map(|entry| Head::new(self.source, entry.name.at.span(), entry.labels))
            .collect();
        let columns = columns(indent, &heads);
        for (entry, head) in entries.iter().zip(heads) {
            self.entry(
                indent,
                entry,
                &Head {
                    columns: columns.clone(),
                    ..head
                },
            );
        }
    }

    /// Braces around nothing are left out, unless a comment stands in them.
    fn entry(&mut self, indent: usize, entry: &Entry<'_>, head: &Head) {
        let braces = Braces::find(self.source, head.span().end, entry.span.end);
        let braces = braces.filter(|braces| {
            !entry.children.is_empty() || !self.source.comments(braces.inside()).is_empty()
        });
        self.members(indent, head, &self::entries(entry.children), braces);
    }

    /// A category tree.
    pub(super) fn category(&mut self, indent: usize, category: &Category) {
        let start = category.at.span().start;
        let head = Head::new(
            self.source,
            Span::new(start, category.name.at.span().end),
            &category.labels,
        );
        self.entry(indent, &Entry::from(category), &head);
    }
}

/// How wide the columns are: names first, then the labels. What stands last on its line needs no column, and heads that
/// would not fit on a line have no say.
fn columns(indent: usize, heads: &[Head]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let fits = |head: &&Head| !head.labels.is_empty() && indent + width(&head.text()) <= LABELS;
    for head in heads.iter().filter(fits) {
        for (at, piece) in std::iter::once(&head.words)
            .chain(&head.labels)
            .take(head.labels.len())
            .enumerate()
        {
            match out.get_mut(at) {
                Some(column) => *column = (*column).max(piece.width()),
                None => out.push(piece.width()),
            }
        }
    }
    out
}
