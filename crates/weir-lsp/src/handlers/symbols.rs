//! The parts of a document, and declarations of the whole workspace.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::PartKind;

use crate::session::{Document, Session};

/// The most declarations that one search answers with.
const MOST: usize = 200;

pub(crate) async fn of_document(
    session: &Session,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let work = |document: &Document| {
        let parts = weir_ide::document_symbols(&document.snapshot, document.source);
        if document.view.offers.nested_symbols() {
            let nested = parts
                .into_iter()
                .map(|part| nested(document, part))
                .collect();
            return Ok(Some(DocumentSymbolResponse::Nested(nested)));
        }
        let mut out = Vec::new();
        for part in &parts {
            flat(document, part, None, &mut out);
        }
        Ok(Some(DocumentSymbolResponse::Flat(out)))
    };
    session.ask(params.text_document.uri, work).await
}

#[expect(
    deprecated,
    reason = "the protocol's type has a field of old that must be given"
)]
fn nested(document: &Document, part: weir_ide::DocumentSymbol) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = part
        .children
        .into_iter()
        .map(|child| nested(document, child))
        .collect();
    DocumentSymbol {
        name: shown(part.name),
        detail: Some(part.detail).filter(|detail| !detail.is_empty()),
        kind: kind(part.kind),
        tags: None,
        deprecated: None,
        range: document.range(part.span.to(part.selection)),
        selection_range: document.range(part.selection),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

#[expect(
    deprecated,
    reason = "the protocol's type has a field of old that must be given"
)]
fn flat(
    document: &Document,
    part: &weir_ide::DocumentSymbol,
    container: Option<&str>,
    out: &mut Vec<SymbolInformation>,
) {
    out.push(SymbolInformation {
        name: shown(part.name.clone()),
        kind: kind(part.kind),
        tags: None,
        deprecated: None,
        location: Location::new(document.file.uri.clone(), document.range(part.span)),
        container_name: container.map(str::to_owned),
    });
    for child in &part.children {
        flat(document, child, Some(&part.name), out);
    }
}

/// A name as the protocol wants it: never empty.
pub(crate) fn shown(name: String) -> String {
    if name.trim().is_empty() {
        "…".to_owned()
    } else {
        name
    }
}

#[expect(
    deprecated,
    reason = "the protocol's type has a field of old that must be given"
)]
pub(crate) async fn of_workspace(
    session: &Session,
    params: WorkspaceSymbolParams,
) -> Result<Option<Vec<SymbolInformation>>> {
    let answer = session.answer(move |view| {
        let mut found = Vec::new();
        for project in view.world.projects.values() {
            let snapshot = view.snapshot(project);
            // What it uses of others is found there.
            let reaches_out = snapshot.checked.sources.keys().any(|id| !project.owns(*id));
            let most = if reaches_out { usize::MAX } else { MOST };
            let own = weir_ide::workspace_symbols(&snapshot, &params.query, most);
            let own = own.into_iter().filter(|one| project.owns(one.place.source));
            found.extend(own.take(MOST).enumerate());
        }
        // The best of every project, then the second best.
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(MOST);
        let symbol = |one: weir_ide::WorkspaceSymbol| {
            let label = one.label;
            Some(SymbolInformation {
                name: if label.is_empty() {
                    shown(one.name)
                } else {
                    format!("{} {label}", one.name)
                },
                kind: kind(one.kind),
                tags: None,
                deprecated: None,
                location: view.location(one.place)?,
                container_name: one.container,
            })
        };
        let found = found.into_iter().map(|(_, one)| one);
        found.filter_map(symbol).collect::<Vec<_>>()
    });
    Ok(Some(answer.await?))
}

/// The picture beside a part. The protocol knows only words of programming languages.
pub(crate) fn kind(kind: PartKind) -> SymbolKind {
    match kind {
        PartKind::Use => SymbolKind::FILE,
        PartKind::Outcome | PartKind::Category => SymbolKind::ENUM,
        PartKind::Value | PartKind::Member | PartKind::Option => SymbolKind::ENUM_MEMBER,
        PartKind::Zone => SymbolKind::NAMESPACE,
        PartKind::Fact | PartKind::Measure | PartKind::Counter => SymbolKind::FIELD,
        PartKind::Threshold => SymbolKind::CONSTANT,
        PartKind::Instrument | PartKind::List => SymbolKind::MODULE,
        PartKind::Article
        | PartKind::Question
        | PartKind::Section
        | PartKind::Annex
        | PartKind::Sector => SymbolKind::CLASS,
        PartKind::Paragraph
        | PartKind::Item
        | PartKind::Scenario
        | PartKind::Lists
        | PartKind::Adoption => SymbolKind::OBJECT,
        PartKind::Row | PartKind::Case => SymbolKind::STRUCT,
        PartKind::Table => SymbolKind::ARRAY,
        PartKind::Rule => SymbolKind::METHOD,
        PartKind::Precedence | PartKind::Strictest => SymbolKind::OPERATOR,
        PartKind::Reading => SymbolKind::INTERFACE,
        PartKind::Definition | PartKind::Assumption => SymbolKind::FUNCTION,
        PartKind::Profile => SymbolKind::PACKAGE,
        PartKind::Test => SymbolKind::EVENT,
    }
}
