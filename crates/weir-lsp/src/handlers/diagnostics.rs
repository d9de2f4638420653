//! Findings for clients that ask for them.

use std::collections::BTreeMap;

use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;
use weir_syntax::diagnostic::SourceId;

use crate::diagnostics::{lists, name_of, of_scenario, of_source, pulled, scenario_lists};
use crate::session::Session;

pub(crate) async fn of_document(
    session: &Session,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    pulled(session);
    let asked = session.ask_any(params.text_document.uri, |document| {
        Ok(Some(match &document.scenario {
            None => of_source(&document.view, &document.snapshot.checked, document.source),
            Some(open) => of_scenario(&document.view, &open.text),
        }))
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
    let answer = session.answer(move |view| {
        // By text and not by address, which a client may spell in its own way. It is answered in its own way too.
        let mut known: BTreeMap<SourceId, PreviousResultId> = BTreeMap::new();
        let mut gone = Vec::new();
        for previous in params.previous_result_ids {
            match view.world.find(&previous.uri) {
                Some((source, _)) => gone.extend(known.insert(source, previous)),
                None => gone.push(previous),
            }
        }
        // What is gone has no findings any more.
        let mut items: Vec<_> = gone
            .into_iter()
            .map(|previous| full(previous.uri, None, name_of(&[]), Vec::new()))
            .collect();
        let projects = view.world.projects.values();
        let of_policies = projects.flat_map(|project| lists(&view, project));
        for (uri, list, version) in of_policies.chain(scenario_lists(&view)) {
            let source = view.world.find(&uri).map(|(source, _)| source);
            let previous = source.and_then(|source| known.remove(&source));
            let name = name_of(&list);
            items.push(match previous {
                Some(previous) if previous.value == name => unchanged(previous.uri, version, name),
                Some(previous) => full(previous.uri, version, name, list),
                None => full(uri, version, name, list),
            });
        }
        // What was a scenario and is none any more has none either.
        let others = known.into_values();
        items.extend(others.map(|other| full(other.uri, None, name_of(&[]), Vec::new())));
        items
    });
    Ok(WorkspaceDiagnosticReport {
        items: answer.await.map_err(again)?,
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
