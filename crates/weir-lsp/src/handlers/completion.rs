//! What can stand at the cursor, and more about it when it is looked at.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_ide::{ItemKind, Snapshot};
use weir_syntax::Span;
use weir_syntax::diagnostic::{Place, SourceId};

use super::hover::markup;
use super::symbols;
use crate::session::{Document, ScenarioDocument, Session};

/// What an item stands for, sent along so that its documentation need not be made before it is looked at.
#[derive(Debug, Deserialize, Serialize)]
struct Declared {
    uri: Url,
    name: String,
    /// Where the name began. By then the text may be another; of several declarations of the name the nearest is meant.
    start: u32,
}

impl Declared {
    /// What is known of the nearest declaration of the name in a text.
    fn documentation(&self, snapshot: &Snapshot, source: SourceId, text: &str) -> Option<String> {
        let mut starts: Vec<u32> = text
            .match_indices(&self.name)
            .filter_map(|(start, _)| u32::try_from(start).ok())
            .collect();
        starts.sort_by_key(|start| start.abs_diff(self.start));
        let length = u32::try_from(self.name.len()).ok()?;
        starts.into_iter().find_map(|start| {
            let span = Span::new(start, start + length);
            weir_ide::documentation(snapshot, Place { source, span })
        })
    }
}

pub(crate) async fn completion(
    session: &Session,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let work = move |document: &Document| {
        let offset = document.offset(at.position);
        let found = match &document.scenario {
            None => weir_ide::completion(&document.snapshot, document.source, offset),
            Some(open) => match in_scenario(document, open, offset) {
                Some(found) => found,
                None => return Ok(None),
            },
        };
        let range = document.range(found.replace);
        let items = found
            .items
            .into_iter()
            .map(|one| item(document, range, one))
            .collect();
        Ok(Some(CompletionResponse::List(CompletionList {
            is_incomplete: found.incomplete,
            items,
        })))
    };
    session.ask_any(at.text_document.uri, work).await
}

fn in_scenario(
    document: &Document,
    open: &ScenarioDocument,
    offset: u32,
) -> Option<weir_ide::Completions> {
    let checked = &document.snapshot.checked;
    let place = document.view.host.scenario_place(
        checked,
        document.source,
        open.scenario.name(),
        &open.text.text,
        offset,
    )?;
    Some(weir_ide::scenario_completion(
        &document.snapshot,
        &open.text,
        &place,
        offset,
    ))
}

fn item(document: &Document, range: Range, one: weir_ide::CompletionItem) -> CompletionItem {
    let offers = &document.view.offers;
    let snippet = one.snippet && offers.snippets();
    let declared = one.declared.and_then(|place| {
        let file = document.view.world.files.get(&place.source)?;
        let name = file.text.get(place.span.range());
        let name = name.filter(|name| !name.is_empty())?;
        serde_json::to_value(Declared {
            uri: file.uri.clone(),
            name: name.to_owned(),
            start: place.span.start,
        })
        .ok()
    });
    let additional: Vec<TextEdit> = one
        .additional
        .iter()
        .filter(|edit| edit.place.source == document.source)
        .map(|edit| TextEdit::new(document.range(edit.place.span), edit.text.clone()))
        .collect();
    CompletionItem {
        kind: Some(kind(one.kind)),
        text_edit: Some(
            TextEdit::new(
                range,
                if snippet {
                    one.insert.clone()
                } else {
                    one.plain()
                },
            )
            .into(),
        ),
        insert_text_format: Some(if snippet {
            InsertTextFormat::SNIPPET
        } else {
            InsertTextFormat::PLAIN_TEXT
        }),
        label: one.label,
        label_details: Some(CompletionItemLabelDetails {
            detail: None,
            description: Some(one.description.clone()).filter(|words| !words.is_empty()),
        })
        .filter(|_| offers.label_details()),
        detail: Some(match offers.label_details() || one.description.is_empty() {
            true => one.detail,
            false => format!("{} · {}", one.description, one.detail),
        })
        .filter(|words| !words.is_empty()),
        filter_text: Some(one.filter),
        sort_text: Some(one.sort),
        additional_text_edits: Some(additional).filter(|edits| !edits.is_empty()),
        data: declared,
        ..CompletionItem::default()
    }
}

pub(crate) async fn resolve(session: &Session, mut item: CompletionItem) -> Result<CompletionItem> {
    let declared = item
        .data
        .clone()
        .and_then(|data| serde_json::from_value::<Declared>(data).ok());
    let Some(declared) = declared else {
        return Ok(item);
    };
    let words = session.work(move |view| {
        let (source, file) = view.world.find(&declared.uri)?;
        let snapshot = view.snapshot(view.world.project(file)?);
        let words = declared.documentation(&snapshot, source, &file.text)?;
        Some(markup(words, view.offers.documentation_markdown()))
    });
    item.documentation = words.await?.map(Documentation::MarkupContent);
    Ok(item)
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    let part = match kind {
        ItemKind::Keyword => return CompletionItemKind::KEYWORD,
        ItemKind::Snippet => return CompletionItemKind::SNIPPET,
        ItemKind::Date | ItemKind::Number => return CompletionItemKind::VALUE,
        ItemKind::Unit => return CompletionItemKind::UNIT,
        ItemKind::File => return CompletionItemKind::FILE,
        ItemKind::Part(part) => symbols::kind(part),
    };
    match part {
        SymbolKind::ENUM => CompletionItemKind::ENUM,
        SymbolKind::ENUM_MEMBER => CompletionItemKind::ENUM_MEMBER,
        SymbolKind::FIELD => CompletionItemKind::FIELD,
        SymbolKind::CONSTANT => CompletionItemKind::CONSTANT,
        SymbolKind::FUNCTION => CompletionItemKind::FUNCTION,
        SymbolKind::METHOD => CompletionItemKind::METHOD,
        SymbolKind::INTERFACE => CompletionItemKind::INTERFACE,
        SymbolKind::MODULE | SymbolKind::NAMESPACE => CompletionItemKind::MODULE,
        SymbolKind::STRUCT => CompletionItemKind::STRUCT,
        _ => CompletionItemKind::CLASS,
    }
}
