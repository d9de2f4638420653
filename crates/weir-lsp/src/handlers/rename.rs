//! Renaming.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;

use crate::session::{Document, Session, refuse};

pub(crate) async fn prepare(
    session: &Session,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let work = move |document: &Document| {
        let offset = document.offset(params.position);
        let found = weir_ide::prepare_rename(&document.snapshot, document.source, offset);
        let found = found.map_err(|reason| refuse(reason.words(document.view.language)))?;
        Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
            range: document.range(found.span),
            placeholder: found.name,
        }))
    };
    session.ask(params.text_document.uri, work).await
}

pub(crate) async fn rename(
    session: &Session,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>> {
    let at = params.text_document_position;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let edits = weir_ide::rename(
            &document.snapshot,
            document.source,
            offset,
            &params.new_name,
        );
        let edits = edits.map_err(|reason| refuse(reason.words(document.view.language)))?;
        Ok(Some(document.view.workspace_edit(&edits)))
    };
    session.ask(at.text_document.uri, work).await
}
