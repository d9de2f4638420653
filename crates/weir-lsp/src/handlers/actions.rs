//! Code actions: what mends a finding, what changes a part, and everything that can be mended at once.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::ActionKind;
use weir_syntax::codes::Code;
use weir_syntax::diagnostic::{Edit, Place};

use crate::session::{Document, Session};

pub(crate) async fn actions(
    session: &Session,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let wanted = params.context.only;
    let work = move |document: &Document| {
        let part = document.span(params.range);
        let only = wanted.as_deref();
        let found = match &document.scenario {
            None => weir_ide::code_actions(&document.snapshot, document.source, part),
            Some(open) => weir_ide::scenario_actions(&open.text, part, document.view.language),
        };
        let mut actions: Vec<CodeAction> = found
            .into_iter()
            .filter(|one| wants(only, &kind(one.kind)))
            .map(|one| action(document, one))
            .collect();
        if only.is_some() && wants(only, &CodeActionKind::SOURCE_FIX_ALL) {
            actions.extend(all(document));
        }
        Ok(Some(
            actions.into_iter().map(CodeActionOrCommand::from).collect(),
        ))
    };
    session.ask_any(params.text_document.uri, work).await
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

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        // Those of one sort stand beside those of one place; `all` has the name for what is done on saving.
        ActionKind::QuickFix | ActionKind::FixAll => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

fn action(document: &Document, one: weir_ide::CodeAction) -> CodeAction {
    CodeAction {
        title: one.title,
        kind: Some(kind(one.kind)),
        diagnostics: one
            .mends
            .and_then(|(code, place)| mended(document, code, place)),
        edit: Some(document.view.workspace_edit(&one.edits)),
        is_preferred: one.preferred.then_some(true),
        ..CodeAction::default()
    }
}

/// The finding that an action mends, as the client knows it.
fn mended(document: &Document, code: Code, place: Place) -> Option<Vec<Diagnostic>> {
    let mut found = found(document).into_iter();
    let found = found.find(|found| found.primary.0 == place && found.code == code)?;
    Some(vec![document.view.diagnostic(&found)])
}

/// What is found in the document.
fn found(document: &Document) -> Vec<weir_syntax::diagnostic::Diagnostic> {
    let lang = document.view.language;
    match &document.scenario {
        Some(open) => {
            let findings = open.text.findings.iter();
            findings.map(|one| one.diagnostic(lang).clone()).collect()
        }
        None => {
            let problems = document.snapshot.checked.problems.iter();
            let own = problems.filter(|problem| problem.place.source == document.source);
            own.map(|problem| problem.diagnostic(lang)).collect()
        }
    }
}

/// All that mends the document and does not touch the same place twice.
fn all(document: &Document) -> Option<CodeAction> {
    let mut taken: Vec<Edit> = Vec::new();
    for fix in found(document).into_iter().flat_map(|found| found.fixes) {
        let free = |edit: &Edit| taken.iter().all(|other| apart(edit, other));
        if fix
            .edits
            .iter()
            .all(|edit| edit.place.source == document.source && free(edit))
        {
            taken.extend(fix.edits);
        }
    }
    let title = document.view.language.pick(
        "修复本文件所有可修复之处",
        "Fix all that can be fixed in this file",
    );
    (!taken.is_empty()).then(|| CodeAction {
        title: title.to_owned(),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(document.view.workspace_edit(&taken)),
        ..CodeAction::default()
    })
}

fn apart(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.place.span, b.place.span);
    a.end < b.start || b.end < a.start
}
