//! What the layout of a text says about where its declarations and blocks end, for when the braces don't.

use super::{MAX_DEPTH, SyntaxError, SyntaxErrorKind};
use crate::lexer::{LexIssueKind, Token};
use crate::span::Span;
use crate::token::TokenKind;

/// Cuts the tokens into declarations: a declaring word at the very start of a line starts a new one.
pub(super) fn declarations<'t>(text: &str, tokens: &'t [Token]) -> Vec<&'t [Token]> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if at > start && token.kind.starts_declaration() && starts_line(text, token.span.start) {
            out.extend(tokens.get(start..at));
            start = at;
        }
    }
    out.extend(tokens.get(start..).filter(|rest| !rest.is_empty()));
    out
}

fn starts_line(text: &str, offset: u32) -> bool {
    offset == 0 || text.as_bytes().get(offset as usize - 1) == Some(&b'\n')
}

/// The token at which nesting grows past the limit.
pub(super) fn too_deep(tokens: &[Token]) -> Option<Span> {
    let mut depth = 0usize;
    let mut negations = 0usize;
    for token in tokens {
        negations = if token.kind == TokenKind::Not {
            negations + 1
        } else {
            0
        };
        if matches!(token.kind, TokenKind::LBrace | TokenKind::LParen) {
            depth += 1;
        } else if matches!(token.kind, TokenKind::RBrace | TokenKind::RParen) {
            depth = depth.saturating_sub(1);
        }
        if depth > MAX_DEPTH || negations > MAX_DEPTH {
            return Some(token.span);
        }
    }
    None
}

/// An open brace: where it stands, and how far its line is indented.
struct Open {
    span: Span,
    indent: usize,
    line: u32,
}

/// Where the braces of a declaration don't balance, closes blocks where the indentation says that they end and leaves
/// out closing braces that fit no block. Tokens whose braces balance come back as they are.
pub(super) fn mend(text: &str, tokens: &[Token]) -> (Vec<Token>, Vec<SyntaxError>) {
    if balanced(tokens) {
        return (tokens.to_vec(), Vec::new());
    }
    let mut mender = Mender {
        text,
        out: Vec::with_capacity(tokens.len()),
        open: Vec::new(),
        errors: Vec::new(),
        end: 0,
        line: 0,
    };
    for token in tokens {
        mender.take(*token);
    }
    mender.close_all();
    (mender.out, mender.errors)
}

struct Mender<'a> {
    text: &'a str,
    out: Vec<Token>,
    open: Vec<Open>,
    errors: Vec<SyntaxError>,
    /// The end of the last token.
    end: u32,
    /// The start of its line.
    line: u32,
}

impl Mender<'_> {
    fn take(&mut self, token: Token) {
        let first = self.end == 0
            || Span::new(self.end, token.span.start)
                .text(self.text)
                .contains('\n');
        if first {
            self.line = line_start(self.text, token.span.start);
        }
        self.end = token.span.end;
        let line = self.line;
        let indent = (token.span.start - line) as usize;
        if token.kind == TokenKind::LBrace {
            self.open.push(Open {
                span: token.span,
                indent: indent_of(self.text, line),
                line,
            });
        } else if token.kind == TokenKind::RBrace {
            if first {
                return self.close_line(token, indent);
            }
            if self.open.pop().is_none() {
                return self.errors.push(SyntaxError {
                    span: token.span,
                    kind: SyntaxErrorKind::StrayBrace,
                });
            }
        } else if first {
            while self
                .open
                .last()
                .is_some_and(|open| open.line != line && open.indent >= indent)
            {
                self.close_missing();
            }
        }
        self.out.push(token);
    }

    /// A closing brace that starts a line closes the block whose opening line is indented like it.
    fn close_line(&mut self, token: Token, indent: usize) {
        let Some(at) = self.open.iter().rposition(|open| open.indent == indent) else {
            return self.errors.push(SyntaxError {
                span: token.span,
                kind: SyntaxErrorKind::StrayBrace,
            });
        };
        while self.open.len() > at + 1 {
            self.close_missing();
        }
        self.open.pop();
        self.out.push(token);
    }

    fn close_missing(&mut self) {
        let end = self
            .out
            .last()
            .map(|last| last.span.after())
            .unwrap_or_default();
        if let Some(open) = self.open.pop() {
            self.errors.push(SyntaxError {
                span: end,
                kind: SyntaxErrorKind::MissingBrace { opened: open.span },
            });
            self.out.push(Token {
                kind: TokenKind::RBrace,
                span: end,
            });
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close_missing();
        }
    }
}

/// A line of a declaration.
pub(super) struct Line {
    /// Its tokens.
    pub(super) tokens: std::ops::Range<usize>,
    /// How far it is indented, in bytes.
    pub(super) indent: usize,
    /// Whether an empty line stands above it.
    pub(super) after_blank: bool,
}

/// The lines of some tokens; lines without a token are left out.
pub(super) fn lines(text: &str, tokens: &[Token]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let between = Span::new(end, token.span.start).text(text);
        end = token.span.end;
        match out.last_mut() {
            Some(line) if !between.contains('\n') => line.tokens.end = at + 1,
            _ => {
                let start = line_start(text, token.span.start);
                // What stands before the first and after the last line end is no line of its own.
                let whole_lines = between
                    .split('\n')
                    .skip(1)
                    .zip(between.split('\n').skip(2))
                    .map(|(line, _)| line);
                let after_blank = whole_lines.into_iter().any(|line| line.trim().is_empty());
                out.push(Line {
                    tokens: at..at + 1,
                    indent: (token.span.start - start) as usize,
                    after_blank,
                });
            }
        }
    }
    out
}

/// How many more braces are opened than closed.
pub(super) fn excess(tokens: &[Token]) -> i64 {
    tokens
        .iter()
        .map(|token| {
            i64::from(token.kind == TokenKind::LBrace) - i64::from(token.kind == TokenKind::RBrace)
        })
        .sum()
}

/// Whether a clause can start with this word.
pub(super) fn starts_clause(kind: TokenKind) -> bool {
    use TokenKind::{
        Announced, Approved, As, Ask, Available, Band, Because, Cite, Dated, En, Except, Fields,
        Filed, In, Issuer, Missing, Note, NumberWord, Outside, Published, Replaces, Short, Source,
        Then, Trial, Triggered, Under, Unless, Untranscribed, Url, When, With, Zh,
    };
    [
        Announced,
        Approved,
        As,
        Ask,
        Available,
        Band,
        Because,
        Cite,
        Dated,
        En,
        Except,
        Fields,
        Filed,
        In,
        Issuer,
        Missing,
        Note,
        NumberWord,
        Outside,
        Published,
        Replaces,
        Short,
        Source,
        Then,
        Trial,
        Triggered,
        Under,
        Unless,
        Untranscribed,
        Url,
        When,
        With,
        Zh,
    ]
    .contains(&kind)
}

/// Puts a token that the grammar can't read where something was left out; among provisions with the mark that starts one.
pub(super) fn with_holes(tokens: Vec<Token>, holes: &[(Span, bool)]) -> Vec<Token> {
    if holes.is_empty() {
        return tokens;
    }
    let mut out = tokens;
    for (span, among_provisions) in holes {
        let at = out.partition_point(|token| token.span.start < span.start);
        let start = Token {
            kind: TokenKind::LineStart,
            span: Span::new(span.start, span.start),
        };
        let marks = among_provisions.then_some(start);
        out.splice(
            at..at,
            marks.into_iter().chain([Token {
                kind: TokenKind::Error,
                span: *span,
            }]),
        );
    }
    out
}

/// Puts a mark without width before each word that starts a provision or rule, and before the name that starts a statement
/// of precedence or an assignment: it stands first on its line or directly after a brace. Elsewhere the same words are steps of a reference.
/// `untranscribed` at such a place is told apart likewise.
pub(super) fn mark_starts(text: &str, tokens: &[Token]) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len() + tokens.len() / 8);
    let mut previous: Option<Token> = None;
    for (at, token) in tokens.iter().copied().enumerate() {
        let starts_line = previous.is_none_or(|previous| {
            matches!(previous.kind, TokenKind::LBrace | TokenKind::RBrace)
                || Span::new(previous.span.end, token.span.start)
                    .text(text)
                    .contains('\n')
        });
        let rest = tokens.get(at..).unwrap_or_default();
        let assigns = || previous.is_some_and(|previous| assigns(previous, rest));
        let starts = starts_line
            && (token.kind.starts_provision()
                || token.kind == TokenKind::Name && (assigns() || states_precedence(text, rest)));
        if starts {
            out.push(Token {
                kind: TokenKind::LineStart,
                span: Span::new(token.span.start, token.span.start),
            });
        }
        let kind = if starts_line && token.kind == TokenKind::Untranscribed {
            TokenKind::UntranscribedLine
        } else {
            token.kind
        };
        out.push(Token { kind, ..token });
        previous = Some(token);
    }
    out
}

/// Whether a line that starts with these tokens gives a fact a value, and does not go on with a condition.
fn assigns(previous: Token, tokens: &[Token]) -> bool {
    use TokenKind::{Date, Eq, False, LBrace, Name, Number, RBrace, Str, True, Unit, Unknown};
    let after = [
        Date, Eq, False, LBrace, Name, Number, RBrace, Str, True, Unit, Unknown,
    ]
    .contains(&previous.kind);
    after && tokens.get(1).is_some_and(|next| next.kind == Eq)
}

/// Whether a line that starts with these tokens says which rules prevail.
fn states_precedence(text: &str, tokens: &[Token]) -> bool {
    let Some(first) = tokens.first() else {
        return false;
    };
    let end = line_end(text, first.span.start);
    let on_line = tokens.iter().take_while(|token| token.span.start < end);
    on_line.into_iter().any(|token| {
        [
            TokenKind::Yields,
            TokenKind::Prevails,
            TokenKind::Disapplies,
        ]
        .contains(&token.kind)
    })
}

fn balanced(tokens: &[Token]) -> bool {
    let mut depth = 0i64;
    for token in tokens {
        depth +=
            i64::from(token.kind == TokenKind::LBrace) - i64::from(token.kind == TokenKind::RBrace);
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn line_start(text: &str, offset: u32) -> u32 {
    let before = text.get(..offset as usize).unwrap_or("");
    before.rfind('\n').map_or(0, |at| at as u32 + 1)
}

fn indent_of(text: &str, line: u32) -> usize {
    let rest = text.get(line as usize..).unwrap_or("");
    rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

/// The end of the line in which `offset` lies.
pub(super) fn line_end(text: &str, offset: u32) -> u32 {
    let rest = text.get(offset as usize..).unwrap_or("");
    offset + rest.find('\n').unwrap_or(rest.len()) as u32
}

/// Whether a remark about characters also spoils the shape of its line.
pub(super) fn breaks_line(issue: &LexIssueKind) -> bool {
    match issue {
        LexIssueKind::UnterminatedText | LexIssueKind::Unexpected { .. } => true,
        LexIssueKind::FullWidth { .. }
        | LexIssueKind::LookAlike { .. }
        | LexIssueKind::Invisible { .. } => false,
    }
}
