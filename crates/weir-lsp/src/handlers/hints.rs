//! Hints inside the text.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::HintKind;

use super::hover::markup;
use crate::session::{Document, Session};

pub(crate) async fn hints(
    session: &Session,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let work = move |document: &Document| {
        let part = document.span(params.range);
        let options = document.view.settings.hints();
        let hints = weir_ide::inlay_hints(&document.snapshot, document.source, part, options);
        let hint = |hint: weir_ide::InlayHint| InlayHint {
            position: document
                .range(weir_syntax::Span::new(hint.offset, hint.offset))
                .start,
            label: InlayHintLabel::String(hint.label),
            kind: match hint.kind {
                HintKind::Threshold | HintKind::Magnitude => Some(InlayHintKind::TYPE),
                HintKind::Period | HintKind::Origin => None,
            },
            text_edits: None,
            tooltip: hint.tooltip.map(|words| {
                InlayHintTooltip::MarkupContent(markup(
                    words,
                    document.view.offers.hover_markdown(),
                ))
            }),
            padding_left: None,
            padding_right: None,
            data: None,
        };
        Ok(Some(hints.into_iter().map(hint).collect()))
    };
    session.ask(params.text_document.uri, work).await
}
