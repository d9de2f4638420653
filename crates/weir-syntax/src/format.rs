//! Tree to canonical text.
//!
//! The tree decides where lines end and how far they are indented; the words of a line are the tokens of the source, so
//! that no spelling is invented. Lines are collected first, and the comments, which are not in the tree, are woven in by
//! place at the end. The result is read again and must say the same: a formatter that loses something refuses instead.

use std::fmt;

use crate::parser::{Parse, parse};
use crate::token::TokenKind;

mod condition;
mod declaration;
mod instrument;
mod line;
mod list;
mod member;
mod source;
#[cfg(test)]
mod tests;
mod trial;

/// Why a text was not formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text has syntax errors; what could not be read would be lost.
    SyntaxErrors,
    /// The formatted text does not say the same as the text. This is a mistake in the formatter.
    Changed,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SyntaxErrors => "the text has syntax errors",
            Self::Changed => {
                "the formatted text would not say the same; this is a mistake in the formatter"
            }
        })
    }
}

impl std::error::Error for Refusal {}

/// The canonical form of `text`, of which `parsed` is the tree.
///
/// # Errors
///
/// If the text has syntax errors, or if the result would not have the same tree and the same comments.
pub fn format(text: &str, parsed: &Parse) -> Result<String, Refusal> {
    if !parsed.errors.is_empty() {
        return Err(Refusal::SyntaxErrors);
    }
    let out = print(text, parsed);
    if says_the_same(text, parsed, &out) {
        Ok(out)
    } else {
        Err(Refusal::Changed)
    }
}

fn print(text: &str, parsed: &Parse) -> String {
    let source = source::Source::new(text, parsed);
    let lines = line::Printer::new(source).file(&parsed.file);
    line::weave(text, &lines, &parsed.comments)
}

/// Whether `out` reads as the same tree with the same words and the same comments in the same order. The words are
/// compared because the tree leaves out some things that an author chose, such as which citations share a clause.
fn says_the_same(text: &str, parsed: &Parse, out: &str) -> bool {
    let again = parse(out);
    let same_tree = again.errors.is_empty() && again.file == parsed.file;
    same_tree
        && words(out, &again).eq(words(text, parsed))
        && remarks(out, &again) == remarks(text, parsed)
}

/// The tokens of a text without those that have several spellings or may be left out.
fn words<'t>(text: &'t str, parsed: &'t Parse) -> impl Iterator<Item = &'t str> {
    use TokenKind::{AtLeast, AtMost, Eq, Ge, Gt, LBrace, Le, Lt, Ne, RBrace};
    let free = |kind: TokenKind| {
        matches!(
            kind,
            LBrace | RBrace | Eq | Ne | Lt | Le | Gt | Ge | AtLeast | AtMost
        )
    };
    parsed
        .tokens
        .iter()
        .filter(move |token| !free(token.kind))
        .map(|token| token.span.text(text))
}

/// The comments of a text: whether each documents something, and its words.
fn remarks<'t>(text: &'t str, parsed: &Parse) -> Vec<(bool, &'t str)> {
    parsed
        .comments
        .iter()
        .map(|comment| (comment.doc, comment.span.text(text).trim()))
        .collect()
}
