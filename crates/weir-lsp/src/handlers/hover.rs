//! What is known of the thing under the pointer.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;

use crate::offers::Offers;
use crate::session::{Document, Session};

pub(crate) async fn hover(session: &Session, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    let work = move |document: &Document| {
        let found = weir_ide::hover(
            &document.snapshot,
            document.source,
            document.offset(at.position),
        );
        Ok(found.map(|hover| Hover {
            contents: HoverContents::Markup(markup(
                hover.markdown,
                document.view.offers.hover_markdown(),
            )),
            range: Some(document.range(hover.span)),
        }))
    };
    session.ask_any(at.text_document.uri, work).await
}

/// Words in the form that the client shows.
pub(crate) fn markup(words: String, markdown: bool) -> MarkupContent {
    MarkupContent {
        kind: if markdown {
            MarkupKind::Markdown
        } else {
            MarkupKind::PlainText
        },
        value: if markdown {
            words
        } else {
            Offers::plain(&words)
        },
    }
}
