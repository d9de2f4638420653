//! Adds the label or question that is missing in one language, beside that of the other.

use weir_core::hir::Lang;
use weir_core::problems::Problem;
use weir_syntax::Span;
use weir_syntax::lexer::Token;
use weir_syntax::token::TokenKind;

use super::choices::part_of;
use super::{ActionKind, CodeAction, indent, insertion};
use crate::snapshot::Snapshot;

pub(super) fn missing(
    snapshot: &Snapshot,
    problem: &Problem,
    lang: Lang,
    question: bool,
) -> Option<CodeAction> {
    let source = problem.place.source;
    let text = snapshot.text(source);
    let part = part_of(snapshot, problem)?;
    let tokens = snapshot.tokens(source);
    let inside =
        |token: &&Token| part.span.start <= token.span.start && token.span.end <= part.span.end;
    let mut before: Option<Token> = None;
    let mut found: Option<(Token, Token)> = None;
    let mut all = tokens.iter().filter(inside).peekable();
    while let Some(token) = all.next() {
        let other = match lang {
            Lang::Zh => TokenKind::En,
            Lang::En => TokenKind::Zh,
        };
        let asks = before.is_some_and(|before| before.kind == TokenKind::Ask);
        let plain = before.is_none_or(|before| !is_label_word(before.kind));
        let fits = if question { asks } else { plain };
        let said = all.peek().filter(|next| next.kind == TokenKind::Str);
        if let Some(said) = said.filter(|_| token.kind == other && fits) {
            found = Some((*token, **said));
            break;
        }
        before = Some(*token);
    }
    let word = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let word = if question {
        format!("ask {word}")
    } else {
        word.to_owned()
    };
    let edit = match found {
        Some((lead, said)) => {
            let same_line = Span::new(part.span.start, lead.span.start);
            let one_line = !same_line.text(text).contains('\n');
            let space = if one_line {
                "  ".to_owned()
            } else {
                format!("\n{}", indent(text, lead.span.start))
            };
            insertion(source, said.span.end, format!("{space}{word} \"\""))
        }
        None => {
            let name = part.second.unwrap_or(part.name);
            let line = text.get(name.end as usize..)?.find('\n').unwrap_or(0);
            let at = name.end + u32::try_from(line).ok()?;
            let indent = indent(text, part.span.start);
            insertion(source, at, format!("\n{indent}  {word} \"\""))
        }
    };
    let title = snapshot
        .lang
        .pick(format!("补充 `{word}`"), format!("Add `{word}`"));
    Some(CodeAction {
        title,
        kind: ActionKind::QuickFix,
        edits: vec![edit],
        preferred: true,
        mends: Some((problem.code(), problem.place)),
    })
}

/// Whether a word before `zh` or `en` makes another text of it than the label.
fn is_label_word(kind: TokenKind) -> bool {
    use TokenKind::{
        Approved, Ask, Because, Filed, Issuer, Missing, Note, NumberWord, Short, Triggered,
    };
    [
        Approved, Ask, Because, Filed, Issuer, Missing, Note, NumberWord, Short, Triggered,
    ]
    .contains(&kind)
}
