//! Findings for clients that ask for them.

use std::collections::BTreeMap;

use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;

use crate::diagnostics::{lists, name_of, of_source, pulled};
use crate::session::Session;

pub(crate) async fn of_document(
    session: &Session,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    pulled(session);
    let asked = session.ask(params.text_document.uri, |document| {
        Ok(Some(of_source(
            &document.view,
            &document.snapshot.checked,
            document.source,
        )))
    });
    let items = asked.await.map_err(again)?.unwrap_or_default();
    let name = name_of(&items);
    let report = if params.previous_result_id.as_ref() == Some(&name) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                result_id: name,
            },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(name),
                items,
            },
        })
    };
    Ok(report.into())
}

/// The findings of all texts. Texts that are the same as before are only named.
pub(crate) async fn of_workspace(
    session: &Session,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    pulled(session);
    let mut known: BTreeMap<Url, String> = params
        .previous_result_ids
        .into_iter()
        .map(|previous| (previous.uri, previous.value))
        .collect();
    let items = session.work(move |view| {
        let mut items = Vec::new();
        for project in view.world.projects.values() {
            for (uri, list, version) in lists(&view, project) {
                let name = name_of(&list);
                items.push(if known.remove(&uri).as_ref() == Some(&name) {
                    unchanged(uri, version, name)
                } else {
                    full(uri, version, name, list)
                });
            }
        }
        // What is gone has no findings any more.
        items.extend(
            known
                .into_keys()
                .map(|uri| full(uri, None, name_of(&[]), Vec::new())),
        );
        items
    });
    Ok(WorkspaceDiagnosticReport {
        items: items.await.map_err(again)?,
    }
    .into())
}

/// For findings that an edit overtook the protocol has an error of its own, which tells the client to ask again.
fn again(error: Error) -> Error {
    if error.code != ErrorCode::ContentModified {
        return error;
    }
    Error {
        code: ErrorCode::ServerError(-32802),
        message: error.message,
        data: Some(json!({ "retriggerRequest": true })),
    }
}

fn full(
    uri: Url,
    version: Option<i32>,
    name: String,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(name),
            items,
        },
    })
}

fn unchanged(uri: Url, version: Option<i32>, name: String) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: name },
    })
}
