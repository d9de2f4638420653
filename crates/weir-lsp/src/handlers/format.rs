//! Formatting: a document, a part of one, and what follows a key.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::Refusal;
use weir_syntax::diagnostic::Edit;

use crate::session::{Document, Session, refuse};

pub(crate) async fn document(
    session: &Session,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let work = |document: &Document| {
        answer(
            document,
            weir_ide::format(&document.snapshot, document.source),
        )
    };
    session.ask(params.text_document.uri, work).await
}

pub(crate) async fn part(
    session: &Session,
    params: DocumentRangeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let work = move |document: &Document| {
        let part = document.span(params.range);
        answer(
            document,
            weir_ide::format_range(&document.snapshot, document.source, part),
        )
    };
    session.ask(params.text_document.uri, work).await
}

pub(crate) async fn after_key(
    session: &Session,
    params: DocumentOnTypeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let at = params.text_document_position;
    let Some(typed) = params.ch.chars().next() else {
        return Ok(None);
    };
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let edits = weir_ide::on_type(&document.snapshot, document.source, offset, typed);
        Ok(Some(told(document, &edits)))
    };
    session.ask(at.text_document.uri, work).await
}

/// The keys after which something follows.
pub(crate) fn keys() -> Option<DocumentOnTypeFormattingOptions> {
    let mut keys = weir_ide::ON_TYPE.iter().map(char::to_string);
    Some(DocumentOnTypeFormattingOptions {
        first_trigger_character: keys.next()?,
        more_trigger_character: Some(keys.collect()),
    })
}

/// A text with mistakes stays as it is.
fn answer(
    document: &Document,
    edits: std::result::Result<Vec<Edit>, Refusal>,
) -> Result<Option<Vec<TextEdit>>> {
    match edits {
        Ok(edits) => Ok(Some(told(document, &edits))),
        Err(Refusal::SyntaxErrors) => Ok(None),
        Err(refusal @ Refusal::Changed) => Err(refuse(refusal.to_string())),
    }
}

fn told(document: &Document, edits: &[Edit]) -> Vec<TextEdit> {
    edits
        .iter()
        .map(|edit| TextEdit::new(document.range(edit.place.span), edit.text.clone()))
        .collect()
}
