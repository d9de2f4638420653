//! Code actions: what mends a finding, and everything that can be mended at once.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_syntax::Span;
use weir_syntax::diagnostic::{self as weir, Edit};

use crate::session::{Document, Session};

pub(crate) async fn actions(
    session: &Session,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let wanted = params.context.only;
    session
        .ask(params.text_document.uri, move |document| {
            let span = document.span(params.range);
            let mut actions = Vec::new();
            if wants(wanted.as_deref(), &CodeActionKind::QUICKFIX) {
                actions.extend(fixes(document, span));
            }
            if wanted.is_some() && wants(wanted.as_deref(), &CodeActionKind::SOURCE_FIX_ALL) {
                actions.extend(all(document));
            }
            Ok(Some(
                actions.into_iter().map(CodeActionOrCommand::from).collect(),
            ))
        })
        .await
}

/// Whether a kind is among those that are asked for; kinds are paths, and a part stands for all below it.
fn wants(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let under = |asked: &CodeActionKind| {
        kind.as_str()
            .strip_prefix(asked.as_str())
            .is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || asked == &CodeActionKind::EMPTY
            })
    };
    only.is_none_or(|only| only.iter().any(under))
}

/// The findings of a document.
fn found(document: &Document) -> impl Iterator<Item = weir::Diagnostic> {
    let of_document = |place: weir::Place| place.source == document.source;
    document
        .snapshot
        .checked
        .problems
        .iter()
        .filter(move |problem| of_document(problem.place))
        .map(|problem| problem.diagnostic(document.view.language))
}

/// What mends a finding that touches a span.
fn fixes(document: &Document, span: Span) -> Vec<CodeAction> {
    let touched = |found: &weir::Diagnostic| {
        let at = found.primary.0.span;
        at.start <= span.end && span.start <= at.end
    };
    let mut actions = Vec::new();
    for found in found(document).filter(touched) {
        let only = found.fixes.len() == 1;
        for fix in &found.fixes {
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![document.view.diagnostic(&found)]),
                edit: Some(document.view.workspace_edit(&fix.edits)),
                is_preferred: Some(only),
                ..CodeAction::default()
            });
        }
    }
    actions
}

/// All that mends the document and does not touch the same place twice.
fn all(document: &Document) -> Option<CodeAction> {
    let mut taken: Vec<Edit> = Vec::new();
    for fix in found(document).flat_map(|found| found.fixes) {
        let apart = |edit: &Edit| taken.iter().all(|other| apart(edit, other));
        if fix
            .edits
            .iter()
            .all(|edit| edit.place.source == document.source && apart(edit))
        {
            taken.extend(fix.edits);
        }
    }
    (!taken.is_empty()).then(|| CodeAction {
        title: document
            .view
            .language
            .pick(
                "修复本文件所有可修复之处",
                "Fix all that can be fixed in this file",
            )
            .to_owned(),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(document.view.workspace_edit(&taken)),
        ..CodeAction::default()
    })
}

fn apart(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.place.span, b.place.span);
    a.end < b.start || b.end < a.start
}
