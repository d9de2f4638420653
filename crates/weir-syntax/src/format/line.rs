//! The lines of the result, and how comments and blank lines are woven between them.

use super::source::{Piece, Source, blank_before};
use crate::lexer::Comment;
use crate::span::Span;

/// How many columns one level of nesting takes.
pub(super) const STEP: usize = 2;

/// Whether a blank line stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
    /// Where the author left one.
    Author,
    /// Always, unless nothing stands before it.
    Always,
    /// Never: it is the first of its block.
    First,
    /// Never: it closes a block.
    Closing,
    /// Never: it closes a block in which nothing but comments stands.
    ClosingNothing,
}

/// A line of the result.
#[derive(Clone, Debug)]
pub(super) struct Line {
    indent: usize,
    text: String,
    /// The place of its tokens in the source, by which comments find it. A brace that may be left out is not part of it.
    span: Span,
    pub(super) blank: Blank,
}

/// Collects the lines of a file.
pub(super) struct Printer<'a> {
    pub(super) source: Source<'a>,
    pub(super) lines: Vec<Line>,
    /// Whether the next line is the first of its block.
    fresh: bool,
}

impl<'a> Printer<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self {
            source,
            lines: Vec::new(),
            fresh: false,
        }
    }

    /// The next line is the first of its block.
    pub(super) fn open(&mut self) {
        self.fresh = true;
    }

    /// Adds a line.
    pub(super) fn push(&mut self, indent: usize, piece: Piece) {
        let blank = if self.fresh {
            Blank::First
        } else {
            Blank::Author
        };
        self.push_with(indent, piece, blank);
    }

    fn push_with(&mut self, indent: usize, piece: Piece, blank: Blank) {
        self.fresh = false;
        self.lines.push(Line {
            indent,
            text: piece.text,
            span: piece.span,
            blank,
        });
    }

    /// Adds the tokens of `span` as one line.
    pub(super) fn line(&mut self, indent: usize, span: Span) {
        self.push(indent, self.source.piece(span));
    }

    /// Adds a line that only goes on with the one before it.
    pub(super) fn go_on(&mut self, indent: usize, piece: Piece) {
        self.push_with(indent, piece, Blank::First);
    }

    /// Adds the brace at `offset` that closes a block.
    pub(super) fn close(&mut self, indent: usize, offset: u32) {
        let blank = if self.fresh {
            Blank::ClosingNothing
        } else {
            Blank::Closing
        };
        self.push_with(
            indent,
            Piece {
                text: "}".to_owned(),
                span: Span::new(offset, offset + 1),
            },
            blank,
        );
    }

    /// Adds the texts and citations of `span`, one a line.
    pub(super) fn clause_lines(&mut self, indent: usize, span: Span) {
        let clauses = self.source.clauses(span);
        self.fresh |= !clauses.is_empty();
        for clause in clauses {
            self.line(indent, clause);
        }
    }
}

/// The whole result: lines with the comments around them.
pub(super) fn weave(text: &str, lines: &[Line], comments: &[Comment]) -> String {
    let mut weaver = Weaver {
        text,
        rest: comments,
        out: String::new(),
    };
    for line in lines {
        weaver.line(line);
    }
    weaver.last();
    if !weaver.out.is_empty() {
        weaver.out.push('\n');
    }
    weaver.out
}

struct Weaver<'a> {
    text: &'a str,
    rest: &'a [Comment],
    out: String,
}

impl<'a> Weaver<'a> {
    /// A comment before a line keeps its place before it. One inside it moves before it, as the last of them.
    fn line(&mut self, line: &Line) {
        let before = self.take(line.span.start);
        let inside = self.take(line.span.end);
        let before = self.trailing(before);
        let closes = matches!(line.blank, Blank::Closing | Blank::ClosingNothing);
        let indent = if closes {
            line.indent + STEP
        } else {
            line.indent
        };
        let parted = before
            .iter()
            .map(|comment| comment.span.start)
            .chain([line.span.start])
            .any(|offset| self.blank(offset));
        let mut first = Some(line.blank);
        for comment in before {
            let blank = self.wants_blank(first.take(), parted, comment.span.start);
            self.comment(indent, comment, blank);
        }
        let mut blank = !closes && self.wants_blank(first, parted, line.span.start);
        for comment in inside {
            self.comment(indent, comment, std::mem::take(&mut blank));
        }
        self.start(line.indent, blank);
        self.out.push_str(&line.text);
    }

    /// Whether a blank line stands before the thing at `offset`. The first of the comments before a line, or the line
    /// itself, is set off as the line asks for; `parted` says that the author did so somewhere among them.
    fn wants_blank(&self, first: Option<Blank>, parted: bool, offset: u32) -> bool {
        match first {
            Some(Blank::First | Blank::ClosingNothing) => false,
            Some(Blank::Always) if !parted => true,
            Some(Blank::Always | Blank::Author | Blank::Closing) | None => self.blank(offset),
        }
    }

    /// The comments after the last line.
    fn last(&mut self) {
        for comment in self.trailing(self.rest) {
            self.comment(0, comment, self.blank(comment.span.start));
        }
    }

    fn comment(&mut self, indent: usize, comment: &Comment, blank: bool) {
        self.start(indent, blank);
        self.out.push_str(comment.span.text(self.text));
    }

    fn take(&mut self, end: u32) -> &'a [Comment] {
        let (taken, rest) = self.rest.split_at(
            self.rest
                .partition_point(|comment| comment.span.start < end),
        );
        self.rest = rest;
        taken
    }

    /// Puts a comment that stands behind something at the end of the line before; returns the others.
    fn trailing(&mut self, comments: &'a [Comment]) -> &'a [Comment] {
        match comments.split_first() {
            Some((first, others)) if !first.own_line && !self.out.is_empty() => {
                self.out.push_str("  ");
                self.out.push_str(first.span.text(self.text));
                others
            }
            Some(_) | None => comments,
        }
    }

    fn blank(&self, offset: u32) -> bool {
        blank_before(self.text, offset)
    }

    fn start(&mut self, indent: usize, blank: bool) {
        if !self.out.is_empty() {
            self.out.push_str(if blank { "\n\n" } else { "\n" });
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}
