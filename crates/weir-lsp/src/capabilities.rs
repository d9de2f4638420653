//! What the server offers to a client.

use serde_json::{Value, json};
use tower_lsp::lsp_types::*;

use crate::handlers::{format, tokens};
use crate::offers::Offers;

/// The offer that answers a client.
pub(crate) fn offered(offers: &Offers) -> ServerCapabilities {
    let formats = !offers.formats_policies_alone();
    ServerCapabilities {
        position_encoding: Some(offers.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                ..TextDocumentSyncOptions::default()
            },
        )),
        document_formatting_provider: formats.then_some(OneOf::Left(true)),
        document_range_formatting_provider: formats.then_some(OneOf::Left(true)),
        document_on_type_formatting_provider: format::keys().filter(|_| formats),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some([".", "\""].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(vec![" ".to_owned()]),
            ..SignatureHelpOptions::default()
        }),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: None,
        }),
        definition_provider: Some(OneOf::Left(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: tokens::legend(offers.own_token_types),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..SemanticTokensOptions::default()
            }
            .into(),
        ),
        code_action_provider: offers.action_literals().then(actions),
        diagnostic_provider: offers.pulls().then(pulled),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// Formatting, announced for policies alone.
pub(crate) fn formatting() -> Vec<Registration> {
    let selector = json!([
        { "scheme": "file", "language": "weir" },
        { "scheme": "untitled", "language": "weir" },
    ]);
    let registration = |method: &str, more: Value| {
        let mut options = json!({ "documentSelector": selector });
        if let (Some(options), Some(more)) = (options.as_object_mut(), more.as_object()) {
            options.extend(more.clone());
        }
        Registration {
            id: method.to_owned(),
            method: method.to_owned(),
            register_options: Some(options),
        }
    };
    let keys = serde_json::to_value(format::keys()).unwrap_or_default();
    vec![
        registration("textDocument/formatting", Value::Null),
        registration("textDocument/rangeFormatting", Value::Null),
        registration("textDocument/onTypeFormatting", keys),
    ]
}

fn actions() -> CodeActionProviderCapability {
    CodeActionProviderCapability::Options(CodeActionOptions {
        code_action_kinds: Some(vec![
            CodeActionKind::QUICKFIX,
            CodeActionKind::REFACTOR,
            CodeActionKind::SOURCE_FIX_ALL,
        ]),
        ..CodeActionOptions::default()
    })
}

fn pulled() -> DiagnosticServerCapabilities {
    DiagnosticServerCapabilities::Options(DiagnosticOptions {
        identifier: Some("weir".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    })
}
