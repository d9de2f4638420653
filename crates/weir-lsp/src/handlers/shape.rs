//! The shape of a text: what folds, how a selection grows, what links lead where.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::{FoldKind, LinkTarget};

use crate::session::{Document, Session};

pub(crate) async fn folding(
    session: &Session,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    let work = |document: &Document| {
        let folds = weir_ide::folding_ranges(&document.snapshot, document.source);
        Ok(Some(
            folds
                .into_iter()
                .filter_map(|fold| folded(document, fold))
                .collect(),
        ))
    };
    session.ask(params.text_document.uri, work).await
}

/// Whole lines fold. A closing brace on a line of its own stays in sight.
fn folded(document: &Document, fold: weir_ide::Fold) -> Option<FoldingRange> {
    let range = document.range(fold.span);
    let closed = fold.span.text(&document.file.text).ends_with('}');
    let end = range.end.line.saturating_sub(u32::from(closed));
    (end > range.start.line).then(|| FoldingRange {
        start_line: range.start.line,
        end_line: end,
        kind: match fold.kind {
            FoldKind::Region => None,
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
            FoldKind::Imports => Some(FoldingRangeKind::Imports),
        },
        ..FoldingRange::default()
    })
}

pub(crate) async fn selection(
    session: &Session,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let work = move |document: &Document| {
        let offsets: Vec<u32> = params
            .positions
            .iter()
            .map(|position| document.offset(*position))
            .collect();
        let around = weir_ide::selection_ranges(&document.snapshot, document.source, &offsets);
        let nest = |(spans, position): (Vec<weir_syntax::Span>, &Position)| {
            let outer =
                spans
                    .into_iter()
                    .rev()
                    .fold(None, |parent: Option<SelectionRange>, span| {
                        Some(SelectionRange {
                            range: document.range(span),
                            parent: parent.map(Box::new),
                        })
                    });
            // An answer is owed for each position.
            outer.unwrap_or(SelectionRange {
                range: Range::new(*position, *position),
                parent: None,
            })
        };
        Ok(Some(
            around
                .into_iter()
                .zip(&params.positions)
                .map(nest)
                .collect(),
        ))
    };
    session.ask(params.text_document.uri, work).await
}

pub(crate) async fn links(
    session: &Session,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let work = |document: &Document| {
        let links = weir_ide::document_links(&document.snapshot, document.source);
        let link = |link: weir_ide::Link| {
            let target = match link.target {
                LinkTarget::Url(address) => Url::parse(&address).ok()?,
                LinkTarget::Source(source) => document.view.world.files.get(&source)?.uri.clone(),
            };
            Some(DocumentLink {
                range: document.range(link.span),
                target: Some(target),
                tooltip: None,
                data: None,
            })
        };
        Ok(Some(links.into_iter().filter_map(link).collect()))
    };
    session.ask(params.text_document.uri, work).await
}
