//! Tokens to tree. The only file that knows the generated parser.
//!
//! A text is read declaration by declaration: a word that starts a declaration, at the start of a line without
//! indentation, always starts a new one. So a missing brace costs the declaration that it stands in and nothing after it.
//! Inside a declaration, `repair` leaves out the line that is wrong; where it finds none, braces that don't balance are mended
//! by indentation, and the grammar recovers at the next clause.

use std::fmt;

use lalrpop_util::{ErrorRecovery, ParseError};

use crate::ast::{File, Item};
use crate::lexer::{Comment, LexIssue, Lexed, Token, lex};
use crate::span::{At, Span};
use crate::token::TokenKind;

pub(crate) mod build;
mod expected;
mod layout;
mod repair;
#[cfg(test)]
mod tests;

#[expect(
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    unused,
    unreachable_pub,
    reason = "written by the parser generator"
)]
mod generated {
    lalrpop_util::lalrpop_mod!(pub grammar, "/grammar.rs");
}

/// A token as the generated parser sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme<'input>(pub TokenKind, pub &'input str);

impl fmt::Display for Lexeme<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

/// The error type of the token stream, which never errs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawError {}

impl fmt::Display for RawError {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

/// The largest text that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;
/// The deepest nesting of braces, parentheses and `not`.
pub const MAX_DEPTH: usize = 64;
/// The largest number of syntax errors reported for one text.
pub const MAX_ERRORS: usize = 100;
/// How many tokens are read in search of repairs, at most.
const REPAIR_TOKENS: usize = 400_000;
/// The longest declaration, in tokens, for which repairs are searched.
const REPAIRABLE: usize = 20_000;

/// A text as read: always a tree, and what was wrong.
#[derive(Clone, Debug, Default)]
pub struct Parse {
    /// The tree, with error nodes where a part could not be read.
    pub file: File,
    /// The tokens.
    pub tokens: Vec<Token>,
    /// The comments, which are not part of the tree.
    pub comments: Vec<Comment>,
    /// What was wrong, in order of place.
    pub errors: Vec<SyntaxError>,
}

/// Something wrong with the shape of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: SyntaxErrorKind,
}

/// The kinds of syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A remark about characters.
    Lex(crate::lexer::LexIssueKind),
    /// Something that can't stand here.
    Unexpected {
        /// What was found, as written; `None` at the end of the declaration.
        found: Option<String>,
        /// What it is.
        found_kind: Option<TokenKind>,
        /// What could stand here, already chosen for people.
        expected: Vec<Expectable>,
    },
    /// A brace that is never closed; the place is where the block ought to end.
    MissingBrace {
        /// The opening brace.
        opened: Span,
    },
    /// A closing brace that closes nothing.
    StrayBrace,
    /// Nesting deeper than [`MAX_DEPTH`].
    TooDeep,
    /// A text longer than [`MAX_BYTES`].
    TooLong,
    /// More errors than [`MAX_ERRORS`].
    TooMany,
}

/// Something that could stand at a place, for the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expectable {
    /// A word or sign.
    Token(TokenKind),
    /// A name.
    Name,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A quoted text.
    Text,
    /// The id of a row.
    RowId,
    /// A condition.
    Condition,
    /// A reference to a provision.
    Reference,
    /// A declaration.
    Declaration,
    /// A clause or provision.
    Clause,
}

/// Reads a text. Total: any text gives a tree.
#[must_use]
pub fn parse(text: &str) -> Parse {
    if text.len() > MAX_BYTES {
        let error = SyntaxError {
            span: Span::new(0, 0),
            kind: SyntaxErrorKind::TooLong,
        };
        return Parse {
            errors: vec![error],
            ..Parse::default()
        };
    }
    let Lexed {
        tokens,
        comments,
        issues,
    } = lex(text);
    let mut out = Parse {
        errors: issues.into_iter().map(from_issue).collect(),
        comments,
        ..Parse::default()
    };
    let mut budget = repair::Budget(REPAIR_TOKENS);
    for chunk in layout::declarations(text, &tokens) {
        parse_declaration(text, chunk, &mut out, &mut budget);
    }
    out.tokens = tokens;
    finish(text, &mut out.errors);
    out
}

fn from_issue(issue: LexIssue) -> SyntaxError {
    SyntaxError {
        span: issue.span,
        kind: SyntaxErrorKind::Lex(issue.kind),
    }
}

/// Reads one declaration; where it can't be read at all it becomes an error node.
fn parse_declaration(text: &str, chunk: &[Token], out: &mut Parse, budget: &mut repair::Budget) {
    if let Some(span) = layout::too_deep(chunk) {
        out.errors.push(SyntaxError {
            span,
            kind: SyntaxErrorKind::TooDeep,
        });
        out.file.items.push(Item::Error(At(whole(chunk))));
        return;
    }
    let reading = read(text, chunk, &[]);
    if reading.errors.is_empty() {
        out.file.items.extend(reading.items);
        return;
    }
    // What is not going to be shown need not be found.
    let worthwhile = chunk.len() <= REPAIRABLE && out.errors.len() <= MAX_ERRORS;
    let (items, mut errors) = if worthwhile {
        repair::repair(text, chunk, reading, budget)
    } else {
        (reading.items, reading.errors)
    };
    if items.is_empty() {
        out.file.items.push(Item::Error(At(whole(chunk))));
    }
    out.file.items.extend(items);
    out.errors.append(&mut errors);
}

fn whole(chunk: &[Token]) -> Span {
    chunk
        .first()
        .zip(chunk.last())
        .map(|(first, last)| first.span.to(last.span))
        .unwrap_or_default()
}

/// What reading some tokens gives.
struct Reading {
    items: Vec<Item>,
    /// What is wrong, in order of place.
    errors: Vec<SyntaxError>,
    /// Whether the grammar could not go on after an error.
    failed: bool,
}

/// Reads the tokens of a declaration, with its braces mended by indentation where they don't balance. Each hole is a place
/// where something was left out, and whether it stands among provisions.
fn read(text: &str, tokens: &[Token], holes: &[(Span, bool)]) -> Reading {
    let (mended, mut errors) = layout::mend(text, tokens);
    let tokens = layout::with_holes(layout::mark_starts(text, &mended), holes);
    let mut recoveries = Vec::new();
    let stream = tokens.iter().map(|token| {
        Ok((
            token.span.start,
            Lexeme(token.kind, token.span.text(text)),
            token.span.end,
        ))
    });
    let parsed = generated::grammar::FileParser::new().parse(&mut recoveries, stream);
    let whole = whole(&tokens);
    errors.extend(recoveries.into_iter().map(
        |recovery: ErrorRecovery<u32, Lexeme<'_>, RawError>| {
            expected::syntax_error(recovery.error, whole)
        },
    ));
    let failed = parsed.is_err();
    let items = parsed.map(|file| file.items).unwrap_or_else(|error| {
        errors.push(expected::syntax_error(error, whole));
        vec![Item::Error(At(whole))]
    });
    errors
        .iter_mut()
        .for_each(|error| expected::past_mark(error, text, &tokens));
    errors.sort_by_key(|error| error.span.start);
    Reading {
        items,
        errors,
        failed,
    }
}

type RawParseError<'input> = ParseError<u32, Lexeme<'input>, RawError>;

/// One mistake, one message: of several errors on one line, the first; and no more than the limit.
fn finish(text: &str, errors: &mut Vec<SyntaxError>) {
    errors.sort_by_key(|error| (error.span, rank(&error.kind)));
    let mut last_line_end: Option<u32> = None;
    errors.retain(|error| {
        let is_shape = !matches!(error.kind, SyntaxErrorKind::Lex(_));
        let on_same_line = last_line_end.is_some_and(|end| error.span.start <= end);
        if is_shape && on_same_line {
            return false;
        }
        let breaks = if let SyntaxErrorKind::Lex(issue) = &error.kind {
            layout::breaks_line(issue)
        } else {
            true
        };
        if breaks {
            last_line_end = Some(layout::line_end(text, error.span.start));
        }
        true
    });
    if errors.len() > MAX_ERRORS {
        let span = errors
            .get(MAX_ERRORS)
            .map(|error| error.span)
            .unwrap_or_default();
        errors.truncate(MAX_ERRORS);
        errors.push(SyntaxError {
            span,
            kind: SyntaxErrorKind::TooMany,
        });
    }
}

fn rank(kind: &SyntaxErrorKind) -> u8 {
    u8::from(!matches!(kind, SyntaxErrorKind::Lex(_)))
}

/// The text inside quotation marks, with its escapes resolved.
pub(crate) fn quoted(raw: &str) -> String {
    let inside = raw.strip_prefix(['"', '“']).unwrap_or(raw);
    let inside = inside.strip_suffix(['"', '”']).unwrap_or(inside);
    let mut out = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}
