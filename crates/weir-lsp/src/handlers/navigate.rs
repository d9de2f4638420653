//! From a place to other places.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::{Snapshot, Target};
use weir_syntax::diagnostic::SourceId;

use crate::session::{Document, Session};

type Leads = fn(&Snapshot, SourceId, u32) -> Vec<Target>;

/// Where the thing at a place leads: to its declaration, its type, or what stands behind it.
pub(crate) async fn goto(
    session: &Session,
    params: GotoDefinitionParams,
    leads: Leads,
    links: bool,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let targets = leads(&document.snapshot, document.source, offset);
        let view = &document.view;
        if links {
            let links = targets
                .iter()
                .filter_map(|target| link(document, target))
                .collect();
            return Ok(Some(GotoDefinitionResponse::Link(links)));
        }
        let places = targets
            .iter()
            .filter_map(|target| view.location(target.name))
            .collect();
        Ok(Some(GotoDefinitionResponse::Array(places)))
    };
    session.ask_any(at.text_document.uri, work).await
}

fn link(document: &Document, target: &Target) -> Option<LocationLink> {
    let whole = document.view.location(target.place)?;
    let name = document.view.location(target.name)?;
    // A client refuses a name outside of the whole.
    let inside = whole.uri == name.uri
        && whole.range.start <= name.range.start
        && name.range.end <= whole.range.end;
    Some(LocationLink {
        origin_selection_range: Some(document.range(target.origin)),
        target_uri: name.uri,
        target_range: if inside { whole.range } else { name.range },
        target_selection_range: name.range,
    })
}

pub(crate) async fn references(
    session: &Session,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let places = weir_ide::references(
            &document.with_scenarios(),
            document.source,
            offset,
            params.context.include_declaration,
        );
        Ok(Some(
            places
                .into_iter()
                .filter_map(|place| document.view.location(place))
                .collect(),
        ))
    };
    session.ask_any(at.text_document.uri, work).await
}

pub(crate) async fn highlight(
    session: &Session,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let found = weir_ide::highlight(&document.snapshot, document.source, offset);
        let highlight = |one: weir_ide::Highlight| DocumentHighlight {
            range: document.range(one.span),
            kind: Some(if one.declares {
                DocumentHighlightKind::WRITE
            } else {
                DocumentHighlightKind::READ
            }),
        };
        Ok(Some(found.into_iter().map(highlight).collect()))
    };
    session.ask_any(at.text_document.uri, work).await
}
