//! Text to tokens. Never fails: what it can't read becomes an `Error` token, and what it reads although it is written
//! wrongly (full-width signs, look-alike letters) becomes the token that was meant, with a remark.

use std::ops::Range;

use logos::Logos;
use unicode_script::{Script, UnicodeScript};

use crate::span::Span;
use crate::token::{TokenKind, Unit, word};

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// A comment and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands, without the end of the line.
    pub span: Span,
    /// Whether it starts with `///` and so belongs to what follows.
    pub doc: bool,
    /// Whether nothing but space stands before it on its line.
    pub own_line: bool,
}

/// Something the lexer noticed about the characters themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexIssue {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: LexIssueKind,
}

/// The kinds of remark about characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LexIssueKind {
    /// A full-width sign or digit where the ASCII one is meant.
    FullWidth {
        /// What was meant.
        meant: String,
    },
    /// A letter of another script that looks like an ASCII letter.
    LookAlike {
        /// The name with ASCII letters.
        meant: String,
    },
    /// A character that can't be seen, or that changes the order in which text is shown.
    Invisible {
        /// The character.
        character: char,
    },
    /// A text without its closing quotation mark.
    UnterminatedText,
    /// A character that belongs to nothing in the language.
    Unexpected {
        /// The character.
        character: char,
    },
}

/// All tokens and comments of a text.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// Remarks about characters, in order of place.
    pub issues: Vec<LexIssue>,
}

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    #[regex(r"[ \t\r\n\u{FEFF}\u{3000}\u{00A0}]+")]
    Space,
    #[regex(r"//[^\n\r]*", allow_greedy = true)]
    Comment,
    #[regex(r"[\p{XID_Start}_][\p{XID_Continue}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}\u{2066}-\u{2069}]*(\.[\p{XID_Start}_][\p{XID_Continue}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}\u{2066}-\u{2069}]*)*")]
    Word,
    #[regex(r"[\p{XID_Start}_][\p{XID_Continue}]*([\-/][\p{XID_Continue}]+)+")]
    Code,
    #[regex(r"[0-9０-９][0-9０-９_]*([\.．][0-9０-９]+)?[百千万亿]*")]
    Number,
    #[regex(r"[0-9]+-[0-9]+-[0-9]+")]
    Date,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*""#)]
    Text,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*\\?"#, priority = 1)]
    OpenText,
    #[regex(r"“[^”\n\r]*”")]
    ChineseText,
    #[token("{")]
    #[token("｛")]
    LBrace,
    #[token("}")]
    #[token("｝")]
    RBrace,
    #[token("(")]
    #[token("（")]
    LParen,
    #[token(")")]
    #[token("）")]
    RParen,
    #[token(",")]
    #[token("，")]
    #[token("、")]
    Comma,
    #[token(":")]
    #[token("：")]
    Colon,
    #[token("=")]
    #[token("==")]
    #[token("＝")]
    Eq,
    #[token("!=")]
    #[token("≠")]
    #[token("！＝")]
    Ne,
    #[token("<")]
    #[token("＜")]
    Lt,
    #[token("<=")]
    #[token("≤")]
    #[token("＜＝")]
    Le,
    #[token(">")]
    #[token("＞")]
    Gt,
    #[token(">=")]
    #[token("≥")]
    #[token("＞＝")]
    Ge,
    #[token("|")]
    #[token("｜")]
    Pipe,
    #[token("%")]
    #[token("％")]
    Percent,
}

impl Raw {
    fn sign(self) -> Option<TokenKind> {
        Some(match self {
            Self::LBrace => TokenKind::LBrace,
            Self::RBrace => TokenKind::RBrace,
            Self::LParen => TokenKind::LParen,
            Self::RParen => TokenKind::RParen,
            Self::Comma => TokenKind::Comma,
            Self::Colon => TokenKind::Colon,
            Self::Eq => TokenKind::Eq,
            Self::Ne => TokenKind::Ne,
            Self::Lt => TokenKind::Lt,
            Self::Le => TokenKind::Le,
            Self::Gt => TokenKind::Gt,
            Self::Ge => TokenKind::Ge,
            Self::Pipe => TokenKind::Pipe,
            Self::Space
            | Self::Comment
            | Self::Word
            | Self::Code
            | Self::Number
            | Self::Date
            | Self::Text
            | Self::OpenText
            | Self::ChineseText
            | Self::Percent => return None,
        })
    }
}

/// Reads a whole text.
#[must_use]
pub fn lex(text: &str) -> Lexed {
    let mut reader = Reader {
        text,
        out: Lexed::default(),
        line_is_blank: true,
    };
    for (raw, range) in Raw::lexer(text).spanned() {
        reader.take(raw.ok(), range);
    }
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    out: Lexed,
    line_is_blank: bool,
}

impl Reader<'_> {
    fn take(&mut self, raw: Option<Raw>, range: Range<usize>) {
        let span = span(&range);
        let slice = self.text.get(range.clone()).unwrap_or("");
        match raw {
            Some(Raw::Space) => {
                self.line_is_blank |= slice.contains('\n');
                if range.start != 0 || slice != "\u{FEFF}" {
                    self.invisible(slice, range.start);
                }
                return;
            }
            Some(Raw::Comment) => self.comment(slice, span),
            Some(Raw::Word) => self.words(slice, range.start),
            Some(Raw::Code) => self.push(TokenKind::Code, span),
            Some(Raw::Number) => self.number(slice, span),
            Some(Raw::Date) => self.push(TokenKind::Date, span),
            Some(Raw::Text) => {
                self.invisible(slice, range.start);
                self.push(TokenKind::Str, span);
            }
            Some(Raw::OpenText) => {
                self.issue(span, LexIssueKind::UnterminatedText);
                self.push(TokenKind::Str, span);
            }
            Some(Raw::ChineseText) => {
                let inside = slice.trim_start_matches('“').trim_end_matches('”');
                self.issue(
                    span,
                    LexIssueKind::FullWidth {
                        meant: format!("\"{}\"", inside.replace('"', "\\\"")),
                    },
                );
                self.push(TokenKind::Str, span);
            }
            Some(Raw::Percent) => self.push(TokenKind::Unit, span),
            Some(sign) => self.sign(sign, slice, span),
            None => self.unexpected(slice, span),
        }
        self.line_is_blank = false;
    }

    fn push(&mut self, kind: TokenKind, span: Span) {
        self.out.tokens.push(Token { kind, span });
    }

    fn issue(&mut self, span: Span, kind: LexIssueKind) {
        self.out.issues.push(LexIssue { span, kind });
    }

    fn comment(&mut self, slice: &str, span: Span) {
        self.invisible(slice, span.start as usize);
        let doc = slice.starts_with("///") && !slice.starts_with("////");
        let trimmed = Span::new(span.start, span.start + slice.trim_end().len() as u32);
        self.out.comments.push(Comment {
            span: trimmed,
            doc,
            own_line: self.line_is_blank,
        });
    }

    fn sign(&mut self, raw: Raw, slice: &str, span: Span) {
        let Some(kind) = raw.sign() else { return };
        let kind = if kind == TokenKind::Pipe && self.line_is_blank {
            TokenKind::RowStart
        } else {
            kind
        };
        if !slice.is_ascii() && !matches!(slice, "≠" | "≤" | "≥") {
            self.issue(
                span,
                LexIssueKind::FullWidth {
                    meant: kind.spelling().to_owned(),
                },
            );
        }
        self.push(kind, span);
    }

    fn number(&mut self, slice: &str, span: Span) {
        if slice.chars().any(|c| matches!(c, '０'..='９' | '．')) {
            let meant = slice.chars().map(|c| match c {
                '０'..='９' | '．' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                other => other,
            });
            let meant = meant.collect();
            self.issue(span, LexIssueKind::FullWidth { meant });
        }
        self.push(TokenKind::Number, span);
    }

    /// A run of letters. Directly after a number, as in `10万人以上不满100万人`, units and legal operators are cut off one
    /// by one; `不满` and `超过` directly before a digit likewise.
    fn words(&mut self, slice: &str, start: usize) {
        let after_number =
            self.out.tokens.last().is_some_and(|last| {
                last.kind == TokenKind::Number && last.span.end as usize == start
            });
        let mut rest = slice;
        let mut at = start;
        let mut glued = after_number;
        while !rest.is_empty() {
            let (length, kind) = cut(rest, glued);
            let piece = span(&(at..at + length));
            if kind == TokenKind::Name {
                self.name(piece);
            } else {
                self.push(kind, piece);
            }
            at += length;
            rest = rest.get(length..).unwrap_or("");
            glued = true;
        }
    }

    fn name(&mut self, span: Span) {
        let slice = span.text(self.text);
        let same_line = |last: &Token| {
            !Span::new(last.span.end, span.start)
                .text(self.text)
                .contains('\n')
        };
        let after_number = self
            .out
            .tokens
            .last()
            .is_some_and(|last| last.kind == TokenKind::Number && same_line(last));
        if after_number && Unit::find(slice).is_some() {
            return self.push(TokenKind::Unit, span);
        }
        if slice.is_ascii() {
            let kind = word(slice).map_or(TokenKind::Name, |word| word.kind);
            return self.push(kind, span);
        }
        if slice.chars().any(is_invisible) {
            self.invisible(slice, span.start as usize);
        }
        let meant = meant(slice);
        if slice.chars().any(|c| look_alike(c).is_some()) {
            self.issue(
                span,
                LexIssueKind::LookAlike {
                    meant: meant.clone(),
                },
            );
        }
        let kind = word(&meant).map_or(TokenKind::Name, |word| word.kind);
        self.push(kind, span);
    }

    fn invisible(&mut self, slice: &str, start: usize) {
        if slice.is_ascii() {
            return;
        }
        for (at, character) in slice
            .char_indices()
            .filter(|(_, c)| is_invisible(*c) || *c == '\u{FEFF}')
        {
            let span = span(&(start + at..start + at + character.len_utf8()));
            self.issue(span, LexIssueKind::Invisible { character });
        }
    }

    fn unexpected(&mut self, slice: &str, span: Span) {
        let Some(character) = slice.chars().next() else {
            return;
        };
        if is_invisible(character) {
            return self.issue(span, LexIssueKind::Invisible { character });
        }
        if let Some(meant) = full_width(character) {
            self.issue(
                span,
                LexIssueKind::FullWidth {
                    meant: meant.to_string(),
                },
            );
        } else {
            // One remark for a run of such characters.
            let goes_on =
                self.out.tokens.last().is_some_and(|last| {
                    last.kind == TokenKind::Error && last.span.end == span.start
                });
            if !goes_on {
                self.issue(span, LexIssueKind::Unexpected { character });
            }
        }
        self.push(TokenKind::Error, span);
    }
}

/// The length of the first word of `rest` and its kind. `glued` says that a number or a cut-off piece stands directly
/// before it.
fn cut(rest: &str, glued: bool) -> (usize, TokenKind) {
    for (spelling, kind) in [("不满", TokenKind::Below), ("超过", TokenKind::Above)] {
        if let Some(tail) = rest.strip_prefix(spelling)
            && (glued || tail.is_empty() || tail.starts_with(|c: char| c.is_ascii_digit()))
        {
            return (spelling.len(), kind);
        }
    }
    if glued {
        for (spelling, kind) in [("以上", TokenKind::AtLeast), ("以下", TokenKind::AtMost)] {
            if rest.starts_with(spelling) {
                return (spelling.len(), kind);
            }
        }
        let unit = Unit::ALL
            .iter()
            .flat_map(|unit| unit.chinese())
            .filter(|unit| rest.starts_with(**unit))
            .max_by_key(|unit| unit.len());
        if let Some(unit) = unit {
            return (unit.len(), TokenKind::Name);
        }
        // Digits after a cut-off operator.
        let digits = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '_' | '百' | '千' | '万' | '亿')))
            .unwrap_or(rest.len());
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return (digits, TokenKind::Number);
        }
    }
    (rest.len(), TokenKind::Name)
}

fn span(range: &Range<usize>) -> Span {
    Span::new(
        u32::try_from(range.start).unwrap_or(u32::MAX),
        u32::try_from(range.end).unwrap_or(u32::MAX),
    )
}

/// A name with ASCII letters in place of those that only look like them, and without invisible characters.
#[must_use]
pub fn meant(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| look_alike(c).unwrap_or(c))
        .collect()
}

/// Characters that can't be seen or that reorder what is shown (Unicode bidirectional controls and zero-width characters).
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

/// The ASCII letter that a letter of another script looks like (Unicode Technical Standard 39, confusables).
fn look_alike(c: char) -> Option<char> {
    if c.is_ascii()
        || matches!(
            c.script(),
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul
        )
    {
        return None;
    }
    if let Some(ascii) = full_width(c) {
        return Some(ascii);
    }
    let mut skeleton = unicode_security::skeleton(c.encode_utf8(&mut [0; 4]))
        .collect::<Vec<_>>()
        .into_iter();
    match (skeleton.next(), skeleton.next()) {
        (Some(ascii), None) if ascii.is_ascii_alphanumeric() => Some(ascii),
        _ => None,
    }
}

/// The ASCII character of a full-width form.
fn full_width(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0),
        '。' => Some('.'),
        '“' | '”' => Some('"'),
        '‘' | '’' => Some('\''),
        '【' => Some('['),
        '】' => Some(']'),
        _ => None,
    }
}
