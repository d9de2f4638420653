//! Renaming.

use std::collections::BTreeSet;

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_syntax::diagnostic::SourceId;

use crate::session::{Document, Session, refuse};
use crate::state::Project;

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
    session.ask_any(params.text_document.uri, work).await
}

pub(crate) async fn rename(
    session: &Session,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>> {
    let at = params.text_document_position;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let edits = weir_ide::rename(
            &document.with_scenarios(),
            document.source,
            offset,
            &params.new_name,
        );
        let edits = edits.map_err(|reason| refuse(reason.words(document.view.language)))?;
        let sources: BTreeSet<SourceId> = edits.iter().map(|edit| edit.place.source).collect();
        if sources
            .into_iter()
            .any(|source| is_shared(document, source))
        {
            let why = document.view.language.pick(
                "多个项目用到该名称，而重命名只能修改其中一个项目，因此不能重命名",
                "several projects use the name, and only one could be changed",
            );
            return Err(refuse(why));
        }
        Ok(Some(document.view.workspace_edit(&edits)))
    };
    session.ask_any(at.text_document.uri, work).await
}

/// Whether a text belongs to another project than the document, or is read by another. What that one holds is not seen here.
fn is_shared(document: &Document, source: SourceId) -> bool {
    let world = &document.view.world;
    let here = match &document.scenario {
        Some(open) => Some(&open.scenario.project),
        None => world.project(&document.file),
    };
    // A scenario stands by one project.
    if world.scenarios.contains_key(&source) {
        return false;
    }
    let reads = |project: &Project| project.checked().checked.sources.contains_key(&source);
    here.is_none_or(|here| !here.owns(source))
        || world
            .projects
            .values()
            .any(|project| here.is_none_or(|here| here.serial != project.serial) && reads(project))
}
