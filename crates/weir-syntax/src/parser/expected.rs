//! From the generated parser's errors to ours: what was found, and what could stand there in words that help.

use lalrpop_util::ParseError;

use super::{Expectable, Lexeme, RawParseError, SyntaxError, SyntaxErrorKind};
use crate::lexer::Token;
use crate::span::Span;
use crate::token::{TokenKind, WORDS};

/// The most things that a message lists as expected.
const MOST: usize = 5;

pub(super) fn syntax_error(error: RawParseError<'_>, whole: Span) -> SyntaxError {
    match error {
        ParseError::InvalidToken { location } => {
            unexpected(Span::new(location, location), None, &[])
        }
        ParseError::UnrecognizedEof { location, expected } => unexpected(
            Span::new(location.max(whole.start), location.max(whole.start)),
            None,
            &expected,
        ),
        ParseError::UnrecognizedToken {
            token: (start, lexeme, end),
            expected,
        } => unexpected(Span::new(start, end), Some(lexeme), &expected),
        ParseError::ExtraToken {
            token: (start, lexeme, end),
        } => unexpected(Span::new(start, end), Some(lexeme), &[]),
        ParseError::User { error } => match error {},
    }
}

fn unexpected(span: Span, found: Option<Lexeme<'_>>, expected: &[String]) -> SyntaxError {
    SyntaxError {
        span,
        kind: SyntaxErrorKind::Unexpected {
            found: found.map(|lexeme| lexeme.1.to_owned()),
            found_kind: found.map(|lexeme| lexeme.0),
            expected: choose(expected),
        },
    }
}

/// Where a mark without width was found, what follows it is named.
pub(super) fn past_mark(error: &mut SyntaxError, text: &str, tokens: &[Token]) {
    if let SyntaxErrorKind::Unexpected {
        found, found_kind, ..
    } = &mut error.kind
        && *found_kind == Some(TokenKind::LineStart)
        && let Some(next) = tokens.iter().find(|token| {
            token.span.start == error.span.start && token.kind != TokenKind::LineStart
        })
    {
        error.span = next.span;
        *found = Some(next.span.text(text).to_owned());
        *found_kind = Some(next.kind);
    }
}

/// Chooses from the raw list what helps: groups of words that mean "a condition" or "a clause" are said as one.
fn choose(raw: &[String]) -> Vec<Expectable> {
    let kinds: Vec<TokenKind> = raw.iter().filter_map(|name| kind_of(name)).collect();
    let has = |kind: TokenKind| kinds.contains(&kind);
    let mut out = Vec::new();
    let condition = has(TokenKind::LParen) && has(TokenKind::Not);
    let declaration = has(TokenKind::Use) && has(TokenKind::Fact);
    let clause = has(TokenKind::When) && has(TokenKind::Then);
    if declaration {
        out.push(Expectable::Declaration);
    }
    if condition {
        out.push(Expectable::Condition);
    }
    if clause {
        out.push(Expectable::Clause);
    }
    let reference = !clause && has(TokenKind::Article) && has(TokenKind::Articles);
    if reference {
        out.push(Expectable::Reference);
    }
    let grouped = condition || clause || reference;
    for kind in kinds {
        let listed = if kind == TokenKind::Name {
            !grouped
        } else if let Some(said) = literal(kind) {
            out.push(said);
            false
        } else {
            let many = raw.len() > MOST && is_soft(kind);
            let useless = [TokenKind::Error, TokenKind::Reserved, TokenKind::Unit].contains(&kind)
                || is_legal_operator(kind);
            !(useless
                || many
                || declaration && kind.starts_declaration()
                || grouped && is_word(kind))
        };
        if listed {
            out.push(if kind == TokenKind::Name {
                Expectable::Name
            } else {
                Expectable::Token(kind)
            });
        }
    }
    out.dedup();
    out.truncate(MOST);
    out
}

/// A token whose text differs from place to place.
fn literal(kind: TokenKind) -> Option<Expectable> {
    let literals = [
        (TokenKind::Number, Expectable::Number),
        (TokenKind::Date, Expectable::Date),
        (TokenKind::Str, Expectable::Text),
        (TokenKind::Code, Expectable::RowId),
    ];
    literals
        .into_iter()
        .find(|(literal, _)| *literal == kind)
        .map(|(_, said)| said)
}

fn is_soft(kind: TokenKind) -> bool {
    WORDS
        .iter()
        .any(|word| word.kind == kind && word.class == crate::token::Class::Soft)
}

fn is_word(kind: TokenKind) -> bool {
    WORDS.iter().any(|word| word.kind == kind)
}

fn is_legal_operator(kind: TokenKind) -> bool {
    [
        TokenKind::AtLeast,
        TokenKind::AtMost,
        TokenKind::Below,
        TokenKind::Above,
    ]
    .contains(&kind)
}

/// The kind behind a name of the generated parser.
fn kind_of(name: &str) -> Option<TokenKind> {
    let plain = name.trim_matches('"');
    Some(match plain {
        "NAME" => TokenKind::Name,
        "NUMBER" => TokenKind::Number,
        "DATE" => TokenKind::Date,
        "STR" => TokenKind::Str,
        "CODE" => TokenKind::Code,
        "HOLE" => TokenKind::Untranscribed,
        "ROW" => TokenKind::RowStart,
        "{" => TokenKind::LBrace,
        "}" => TokenKind::RBrace,
        "(" => TokenKind::LParen,
        ")" => TokenKind::RParen,
        "," => TokenKind::Comma,
        ":" => TokenKind::Colon,
        "=" => TokenKind::Eq,
        "!=" => TokenKind::Ne,
        "<" => TokenKind::Lt,
        "<=" => TokenKind::Le,
        ">" => TokenKind::Gt,
        ">=" => TokenKind::Ge,
        "|" => TokenKind::Pipe,
        word => crate::token::word(word)?.kind,
    })
}
