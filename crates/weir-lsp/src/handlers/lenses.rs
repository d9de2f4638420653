//! Lines above declarations.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::{Determined, LensKind};

use crate::scenarios::{Scenario, determined};
use crate::session::{Document, Session, View};

pub(crate) async fn lenses(
    session: &Arc<Session>,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let work = |document: &Document| {
        if let Some(open) = &document.scenario {
            let scenario = Arc::clone(&open.scenario);
            return Ok(Some(Found::Scenario(document.view.clone(), scenario)));
        }
        let settings = &document.view.settings;
        let lenses = weir_ide::code_lenses(&document.with_scenarios(), document.source);
        let shown = lenses.iter().filter(|one| settings.shows(&one.kind));
        let shown = shown.map(|one| lens(document, one)).collect();
        Ok(Some(Found::Lenses(shown)))
    };
    Ok(
        match session.ask_any(params.text_document.uri, work).await? {
            Some(Found::Lenses(lenses)) => Some(lenses),
            Some(Found::Scenario(view, scenario)) => {
                Some(of_scenario(session, view, scenario).await)
            }
            None => None,
        },
    )
}

enum Found {
    Lenses(Vec<CodeLens>),
    Scenario(View, Arc<Scenario>),
}

/// What is determined of a scenario, above its first line.
async fn of_scenario(session: &Arc<Session>, view: View, scenario: Arc<Scenario>) -> Vec<CodeLens> {
    if !view.settings.shows_determinations() {
        return Vec::new();
    }
    let snapshot = view.snapshot(&scenario.project);
    let uri = scenario.file.uri.clone();
    let known = view.offers.knows("weir.evaluate");
    let determined = determined(session, view, scenario).await;
    let lens = |one: &Determined| CodeLens {
        range: Range::default(),
        command: Some(Command {
            title: one.title(&snapshot),
            command: if known { "weir.evaluate" } else { "" }.to_owned(),
            arguments: known.then(|| vec![json!(uri)]),
        }),
        data: None,
    };
    determined
        .iter()
        .flat_map(|all| all.iter())
        .map(lens)
        .collect()
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
