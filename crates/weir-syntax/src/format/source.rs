//! The tokens of the source as pieces of a line: how each is spelled, and what stands between two of them.

use unicode_width::UnicodeWidthStr;

use crate::lexer::{Comment, Token};
use crate::parser::Parse;
use crate::span::Span;
use crate::token::TokenKind;

/// The source that is being printed.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    text: &'a str,
    tokens: &'a [Token],
    comments: &'a [Comment],
}

/// Some tokens as they are printed on one line.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// The canonical spelling.
    pub text: String,
    /// Where the tokens stood.
    pub span: Span,
}

impl Piece {
    /// How many columns it takes.
    pub(super) fn width(&self) -> usize {
        width(&self.text)
    }
}

/// How many columns a text takes; Chinese characters take two.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, parsed: &'a Parse) -> Self {
        Self {
            text,
            tokens: &parsed.tokens,
            comments: &parsed.comments,
        }
    }

    /// The tokens that start in `span`.
    pub(super) fn tokens(self, span: Span) -> &'a [Token] {
        let first = self
            .tokens
            .partition_point(|token| token.span.start < span.start);
        let last = self
            .tokens
            .partition_point(|token| token.span.start < span.end);
        self.tokens.get(first..last).unwrap_or_default()
    }

    /// The tokens that start in `span`, on one line.
    pub(super) fn piece(self, span: Span) -> Piece {
        let mut out = Piece {
            text: String::new(),
            span: Span::new(span.start, span.start),
        };
        let mut previous: Option<Token> = None;
        for token in self.tokens(span) {
            if let Some(previous) = previous {
                out.text.push_str(self.gap(previous, *token));
            }
            out.text.push_str(self.spelling(previous, *token));
            out.span = previous.map_or(token.span, |_| out.span.to(token.span));
            previous = Some(*token);
        }
        out
    }

    /// The last token that starts before `offset`.
    pub(super) fn token_before(self, offset: u32) -> Option<Token> {
        let at = self
            .tokens
            .partition_point(|token| token.span.start < offset);
        at.checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .copied()
    }

    /// The comments that start in `span`.
    pub(super) fn comments(self, span: Span) -> &'a [Comment] {
        let first = self
            .comments
            .partition_point(|comment| comment.span.start < span.start);
        let last = self
            .comments
            .partition_point(|comment| comment.span.start < span.end);
        self.comments.get(first..last).unwrap_or_default()
    }

    /// Whether the author left a line blank before `offset`.
    pub(super) fn blank_before(self, offset: u32) -> bool {
        blank_before(self.text, offset)
    }

    /// The place of the first clause in `span`, or the end of `span`. For parts in which only texts and citations stand.
    pub(super) fn first_clause(self, span: Span) -> u32 {
        self.clauses(span)
            .first()
            .map_or(span.end, |clause| clause.start)
    }

    /// The places of the clauses in `span`, which holds nothing but texts and citations after the first of them. The words
    /// that start them are never names, so that the tokens suffice.
    pub(super) fn clauses(self, span: Span) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        let mut previous = TokenKind::Error;
        for token in self.tokens(span) {
            let plain =
                matches!(token.kind, TokenKind::Zh | TokenKind::En) && !names_label(previous);
            if plain || names_label(token.kind) || token.kind == TokenKind::Cite {
                out.push(token.span);
            } else if let Some(last) = out.last_mut() {
                *last = last.to(token.span);
            }
            previous = token.kind;
        }
        out
    }

    /// How a token is written. Signs with several spellings have one; 以上 and 以下 in the place of a sign become it.
    fn spelling(self, previous: Option<Token>, token: Token) -> &'a str {
        use TokenKind::{AtLeast, AtMost, Date, Eq, Ge, Gt, Le, Lt, Ne, Number, Unit};
        if matches!(token.kind, Eq | Ne | Lt | Le | Gt | Ge) {
            return token.kind.spelling();
        }
        let after_value =
            previous.is_some_and(|previous| matches!(previous.kind, Number | Unit | Date));
        if token.kind == AtLeast && !after_value {
            Ge.spelling()
        } else if token.kind == AtMost && !after_value {
            Le.spelling()
        } else {
            token.span.text(self.text)
        }
    }

    /// What stands between two tokens on a line.
    fn gap(self, left: Token, right: Token) -> &'static str {
        use TokenKind::{
            Above, AtLeast, AtMost, Below, Colon, Comma, LParen, Number, RParen, Unit,
        };
        let number = matches!(left.kind, Number | Unit);
        let glued = matches!(right.kind, Comma | Colon | RParen)
            || left.kind == LParen
            || left.kind == Number && right.kind == Unit && !self.is_word(right)
            || number && matches!(right.kind, AtLeast | AtMost) && !self.is_word(left)
            // `不满1.5亿` is not read as one number after an operator.
            || matches!(left.kind, Below | Above) && right.kind == Number && !right.span.text(self.text).contains('.');
        if glued { "" } else { " " }
    }

    /// Whether a unit is an English word, which is set off by a space; `人` and `%` are not.
    fn is_word(self, token: Token) -> bool {
        token
            .span
            .text(self.text)
            .starts_with(|c: char| c.is_ascii_alphabetic())
    }
}

/// Whether two line ends stand directly before `offset`.
pub(super) fn blank_before(text: &str, offset: u32) -> bool {
    let before = text.get(..offset as usize).unwrap_or("");
    before
        .chars()
        .rev()
        .take_while(|c| c.is_whitespace())
        .filter(|c| *c == '\n')
        .count()
        > 1
}

/// Whether the word says what the text after it is for.
fn names_label(kind: TokenKind) -> bool {
    use TokenKind::{Ask, Because, Issuer, Missing, Note, NumberWord, Short};
    matches!(
        kind,
        Ask | Short | Issuer | NumberWord | Note | Missing | Because
    )
}
