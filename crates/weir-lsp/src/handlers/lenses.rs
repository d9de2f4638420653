//! Lines above declarations.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::LensKind;

use crate::session::{Document, Session};

pub(crate) async fn lenses(
    session: &Session,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let work = |document: &Document| {
        let settings = &document.view.settings;
        let lenses = weir_ide::code_lenses(&document.snapshot, document.source);
        let shown = lenses.iter().filter(|one| settings.shows(&one.kind));
        Ok(Some(shown.map(|one| lens(document, one)).collect()))
    };
    session.ask(params.text_document.uri, work).await
}

fn lens(document: &Document, one: &weir_ide::CodeLens) -> CodeLens {
    let uri = &document.file.uri;
    let range = document.range(one.span);
    let (command, arguments): (&str, Vec<Value>) = match &one.kind {
        LensKind::Test { name } => ("weir.runTest", vec![json!(uri), json!(name), json!(range)]),
        LensKind::Tests { tests } => {
            let places: Vec<_> = tests
                .iter()
                .filter_map(|place| document.view.location(*place))
                .collect();
            (
                "weir.showLocations",
                vec![json!(uri), json!(range.start), json!(places)],
            )
        }
        LensKind::References { .. } => {
            ("weir.showReferences", vec![json!(uri), json!(range.start)])
        }
        LensKind::Coverage { .. } => ("", Vec::new()),
    };
    // A client that does not know the command shows the words alone.
    let known = document.view.offers.knows(command);
    CodeLens {
        range,
        command: Some(Command {
            title: one.title(&document.snapshot),
            command: if known {
                command.to_owned()
            } else {
                String::new()
            },
            arguments: known.then_some(arguments),
        }),
        data: None,
    }
}
