//! What each word is, for colours.

use std::collections::BTreeMap;

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::TokenType;
use weir_syntax::Span;

use crate::session::{Document, Session, lock};

/// The words of each document as the client was told them last, to tell it only what changed.
#[derive(Debug, Default)]
pub(crate) struct Colours {
    told: BTreeMap<Url, (u64, Vec<SemanticToken>)>,
    next: u64,
}

impl Colours {
    /// Notes what is told now and gives it a name; returns what was told under the name before.
    fn note(
        &mut self,
        uri: Url,
        tokens: &[SemanticToken],
        before: Option<&str>,
    ) -> (String, Option<Vec<SemanticToken>>) {
        self.next += 1;
        let old = self.told.insert(uri, (self.next, tokens.to_vec()));
        let old = old.filter(|(name, _)| before == Some(name.to_string().as_str()));
        (self.next.to_string(), old.map(|(_, tokens)| tokens))
    }

    /// A document that is closed is not asked about again.
    pub(crate) fn forget(&mut self, uri: &Url) {
        self.told.remove(uri);
    }
}

/// The types: our own, with what comes nearest of those that every client knows.
const TYPES: [(TokenType, &str, SemanticTokenType); 25] = [
    (TokenType::Keyword, "keyword", SemanticTokenType::KEYWORD),
    (TokenType::Comment, "comment", SemanticTokenType::COMMENT),
    (TokenType::String, "string", SemanticTokenType::STRING),
    (TokenType::Number, "number", SemanticTokenType::NUMBER),
    (TokenType::Unit, "unit", SemanticTokenType::NUMBER),
    (TokenType::Date, "date", SemanticTokenType::NUMBER),
    (TokenType::Operator, "operator", SemanticTokenType::OPERATOR),
    (TokenType::Fact, "fact", SemanticTokenType::VARIABLE),
    (TokenType::Measure, "measure", SemanticTokenType::VARIABLE),
    (TokenType::Counter, "counter", SemanticTokenType::VARIABLE),
    (
        TokenType::Threshold,
        "threshold",
        SemanticTokenType::PARAMETER,
    ),
    (TokenType::Outcome, "outcome", SemanticTokenType::ENUM),
    (
        TokenType::Value,
        "outcomeValue",
        SemanticTokenType::ENUM_MEMBER,
    ),
    (TokenType::Category, "category", SemanticTokenType::TYPE),
    (TokenType::Member, "member", SemanticTokenType::ENUM_MEMBER),
    (TokenType::Zone, "zone", SemanticTokenType::NAMESPACE),
    (TokenType::Reading, "reading", SemanticTokenType::INTERFACE),
    (
        TokenType::Option,
        "readingOption",
        SemanticTokenType::ENUM_MEMBER,
    ),
    (
        TokenType::Definition,
        "definition",
        SemanticTokenType::FUNCTION,
    ),
    (
        TokenType::Assumption,
        "assumption",
        SemanticTokenType::FUNCTION,
    ),
    (TokenType::Profile, "profile", SemanticTokenType::NAMESPACE),
    (TokenType::Rule, "rule", SemanticTokenType::METHOD),
    (
        TokenType::Instrument,
        "instrument",
        SemanticTokenType::CLASS,
    ),
    (TokenType::Citation, "citation", SemanticTokenType::PROPERTY),
    (TokenType::Name, "name", SemanticTokenType::VARIABLE),
];

const MODIFIERS: [SemanticTokenModifier; 3] = [
    SemanticTokenModifier::DECLARATION,
    SemanticTokenModifier::DOCUMENTATION,
    SemanticTokenModifier::DEPRECATED,
];

/// The names of types and modifiers. A client that has colours for our own types says so when it begins.
pub(crate) fn legend(own: bool) -> SemanticTokensLegend {
    let name = |(_, name, standard): &(TokenType, &'static str, SemanticTokenType)| match own {
        true => SemanticTokenType::new(name),
        false => standard.clone(),
    };
    SemanticTokensLegend {
        token_types: TYPES.iter().map(name).collect(),
        token_modifiers: MODIFIERS.to_vec(),
    }
}

pub(crate) async fn full(
    session: &Session,
    params: SemanticTokensParams,
) -> Result<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let Some(data) = session
        .ask(uri.clone(), |document| Ok(Some(words(document, None))))
        .await?
    else {
        return Ok(None);
    };
    let (name, _) = lock(&session.colours).note(uri, &data, None);
    let tokens = SemanticTokens {
        result_id: Some(name),
        data,
    };
    Ok(Some(tokens.into()))
}

pub(crate) async fn delta(
    session: &Session,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let Some(data) = session
        .ask(uri.clone(), |document| Ok(Some(words(document, None))))
        .await?
    else {
        return Ok(None);
    };
    let (name, old) = lock(&session.colours).note(uri, &data, Some(&params.previous_result_id));
    let Some(old) = old else {
        let tokens = SemanticTokens {
            result_id: Some(name),
            data,
        };
        return Ok(Some(tokens.into()));
    };
    Ok(Some(SemanticTokensFullDeltaResult::TokensDelta(
        SemanticTokensDelta {
            result_id: Some(name),
            edits: edits(&old, data),
        },
    )))
}

pub(crate) async fn range(
    session: &Session,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let work = move |document: &Document| {
        let part = document.span(params.range);
        Ok(Some(words(document, Some(part))))
    };
    let data = session.ask(params.text_document.uri, work).await?;
    Ok(data.map(|data| {
        SemanticTokensRangeResult::Tokens(SemanticTokens {
            result_id: None,
            data,
        })
    }))
}

/// The words as the protocol counts them, each from the one before.
fn words(document: &Document, part: Option<Span>) -> Vec<SemanticToken> {
    let mut before = Position::default();
    let found = weir_ide::semantic_tokens(&document.snapshot, document.source, part);
    let word = |token: weir_ide::SemanticToken| {
        let range = document.range(token.span);
        let same_line = range.start.line == before.line;
        let column = if same_line { before.character } else { 0 };
        let flags = [token.declaration, token.documentation, token.deprecated];
        let set = flags.iter().zip(0..).filter(|(on, _)| **on);
        let told = SemanticToken {
            delta_line: range.start.line.saturating_sub(before.line),
            delta_start: range.start.character.saturating_sub(column),
            length: range.end.character.saturating_sub(range.start.character),
            token_type: TYPES
                .iter()
                .zip(0..)
                .find(|((ty, ..), _)| *ty == token.ty)
                .map_or(0, |(_, at)| at),
            token_modifiers_bitset: set.map(|(_, bit)| 1u32 << bit).sum(),
        };
        before = range.start;
        told
    };
    found.into_iter().map(word).collect()
}

/// One edit from the first word that differs to the last.
fn edits(old: &[SemanticToken], new: Vec<SemanticToken>) -> Vec<SemanticTokensEdit> {
    let same = |(a, b): &(&SemanticToken, &SemanticToken)| a == b;
    let start = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - start;
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(same)
        .count();
    let deleted = old.len() - start - end;
    let kept = new.len() - end;
    let inserted: Vec<SemanticToken> = new.into_iter().take(kept).skip(start).collect();
    if deleted == 0 && inserted.is_empty() {
        return Vec::new();
    }
    // The protocol counts numbers, five for a word.
    let numbers = |words: usize| u32::try_from(words * 5).unwrap_or(u32::MAX);
    vec![SemanticTokensEdit {
        start: numbers(start),
        delete_count: numbers(deleted),
        data: Some(inserted),
    }]
}
