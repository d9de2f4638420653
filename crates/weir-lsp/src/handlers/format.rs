//! Formatting.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_syntax::Span;
use weir_syntax::format::{Refusal, format};

use crate::session::{Document, Session, refuse};

pub(crate) async fn document(
    session: &Session,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    session.ask(params.text_document.uri, whole).await
}

/// The changes that put a document into the canonical format. A text with mistakes stays as it is.
fn whole(document: &Document) -> Result<Option<Vec<TextEdit>>> {
    let Some(source) = document.snapshot.checked.sources.get(&document.source) else {
        return Ok(None);
    };
    match format(&source.text, &source.parse) {
        Ok(text) => Ok(Some(changed_lines(document, &text))),
        Err(Refusal::SyntaxErrors) => Ok(None),
        Err(refusal @ Refusal::Changed) => Err(refuse(refusal.to_string())),
    }
}

/// One edit from the first line that differs to the last, so that cursors elsewhere stay where they are.
fn changed_lines(document: &Document, new: &str) -> Vec<TextEdit> {
    let old = &*document.file.text;
    if old == new {
        return Vec::new();
    }
    let same = |(a, b): &(&str, &str)| a == b;
    let length = |lines: &mut dyn Iterator<Item = (&str, &str)>| {
        lines.map(|(line, _)| line.len()).sum::<usize>()
    };
    let lines = || (old.split_inclusive('\n'), new.split_inclusive('\n'));
    let (a, b) = lines();
    let start = length(&mut a.zip(b).take_while(same));
    let (old_rest, new_rest) = (
        old.get(start..).unwrap_or(""),
        new.get(start..).unwrap_or(""),
    );
    let ends = old_rest
        .split_inclusive('\n')
        .rev()
        .zip(new_rest.split_inclusive('\n').rev());
    let end = length(&mut ends.take_while(same));
    let span = Span::new(offset(start), offset(old.len() - end));
    let text = new_rest
        .get(..new_rest.len() - end)
        .unwrap_or("")
        .to_owned();
    vec![TextEdit::new(document.range(span), text)]
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
