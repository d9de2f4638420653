//! What feeds an outcome, and what a fact influences, as a call hierarchy.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::{HierarchyCall, HierarchyItem};
use weir_syntax::Span;

use super::symbols;
use crate::session::{Document, Session, View};

pub(crate) async fn prepare(
    session: &Session,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let found = weir_ide::prepare_call_hierarchy(&document.snapshot, document.source, offset);
        let items: Vec<_> = found
            .iter()
            .filter_map(|one| item(&document.view, one))
            .collect();
        Ok(Some(items).filter(|items| !items.is_empty()))
    };
    session.ask(at.text_document.uri, work).await
}

pub(crate) async fn outgoing(
    session: &Session,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let asked = params.item;
    let work = move |document: &Document| {
        let Some(from) = again(document, asked.selection_range) else {
            return Ok(None);
        };
        let calls = weir_ide::outgoing_calls(&document.snapshot, &from);
        let call = |call: &HierarchyCall| {
            Some(CallHierarchyOutgoingCall {
                to: item(&document.view, &call.item)?,
                from_ranges: ranges(document, &from, &call.from),
            })
        };
        Ok(Some(calls.iter().filter_map(call).collect()))
    };
    session.ask(asked.uri, work).await
}

pub(crate) async fn incoming(
    session: &Session,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let asked = params.item;
    let work = move |document: &Document| {
        let Some(to) = again(document, asked.selection_range) else {
            return Ok(None);
        };
        let calls = weir_ide::incoming_calls(&document.snapshot, &to);
        let call = |call: &HierarchyCall| {
            Some(CallHierarchyIncomingCall {
                from: item(&document.view, &call.item)?,
                from_ranges: ranges(document, &call.item, &call.from),
            })
        };
        Ok(Some(calls.iter().filter_map(call).collect()))
    };
    session.ask(asked.uri, work).await
}

/// The item of an earlier answer, by its name.
fn again(document: &Document, name: Range) -> Option<HierarchyItem> {
    let offset = document.offset(name.start);
    weir_ide::prepare_call_hierarchy(&document.snapshot, document.source, offset)
        .into_iter()
        .next()
}

fn ranges(document: &Document, item: &HierarchyItem, spans: &[Span]) -> Vec<Range> {
    spans
        .iter()
        .map(|span| document.view.range(item.place.source, *span))
        .collect()
}

fn item(view: &View, one: &HierarchyItem) -> Option<CallHierarchyItem> {
    let whole = view.location(one.place)?;
    let name = view.location(one.selection)?;
    Some(CallHierarchyItem {
        name: symbols::shown(one.name.clone()),
        kind: symbols::kind(one.kind),
        tags: None,
        detail: Some(one.detail.clone()).filter(|detail| !detail.is_empty()),
        uri: name.uri,
        range: whole.range,
        selection_range: name.range,
        data: None,
    })
}
