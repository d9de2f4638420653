//! The form of the clause that is being written.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_syntax::Span;

use crate::position::Encoding;
use crate::session::{Document, Session};

pub(crate) async fn help(
    session: &Session,
    params: SignatureHelpParams,
) -> Result<Option<SignatureHelp>> {
    let at = params.text_document_position_params;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let found = weir_ide::signature_help(&document.snapshot, document.source, offset);
        Ok(found.map(|help| shown(&help)))
    };
    session.ask(at.text_document.uri, work).await
}

fn shown(help: &weir_ide::SignatureHelp) -> SignatureHelp {
    // The protocol counts the label in UTF-16 units, whatever was agreed for documents.
    let count = |end: u32| Encoding::Utf16.width(Span::new(0, end).text(&help.label));
    let parameter = |span: &Span| ParameterInformation {
        label: ParameterLabel::LabelOffsets([count(span.start), count(span.end)]),
        documentation: None,
    };
    let active = help.active.and_then(|active| u32::try_from(active).ok());
    SignatureHelp {
        signatures: vec![SignatureInformation {
            label: help.label.clone(),
            documentation: Some(Documentation::String(help.documentation.clone()))
                .filter(|_| !help.documentation.is_empty()),
            parameters: Some(help.parameters.iter().map(parameter).collect()),
            active_parameter: active,
        }],
        active_signature: Some(0),
        active_parameter: active,
    }
}
