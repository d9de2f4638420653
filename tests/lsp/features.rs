//! Each kind of question once, on one small set of policies: that it is offered, converted and answered.

use serde_json::{Value, json};

use crate::client::Client;

crate::tests![
    hover_speaks_of_the_thing,
    names_lead_to_declarations,
    references_and_highlights,
    renaming_changes_every_place,
    symbols_have_the_shape_of_the_law,
    words_have_colours,
    completion_inserts_and_documents,
    an_item_is_documented_after_an_edit,
    facts_feed_rules,
    texts_fold_and_selections_grow,
    parts_are_formatted,
    hints_can_be_turned_off,
    lenses_have_commands_that_the_client_knows,
    clauses_have_a_form,
    all_is_mended_at_once,
    pages_explain_codes,
];

const URI: &str = "untitled:features.weir";

const TEXT: &str = "\
outcome pathway ladder zh \"路径\" en \"pathway\" {
  exempt zh \"免予\" en \"exempt\"
  assess zh \"评估\" en \"assessment\"
}

/// 是否被认定。
fact 出境方.关基: bool
  zh \"关键信息基础设施运营者😀\"
  en \"operator of critical infrastructure\"
  ask zh \"是否？\"
  ask en \"Is it?\"

instrument law {
  zh \"法\"
  en \"law\"
  in force from 2024-01-01
  source primary

  article 1 first
    zh \"甲\"
    en \"a\"
    when 出境方.关基
    then pathway assess

  article 2 second
    zh \"乙\"
    en \"b\"
    when not 出境方.关基
    then pathway exempt
}
";

fn opened(capabilities: Value) -> Client {
    let mut client = Client::start();
    client.begin(capabilities, &[]);
    client.open(URI, TEXT);
    client
}

/// The position of the first place of some words on the first line that holds others, in UTF-16 units.
fn position(line: &str, words: &str) -> Value {
    let (number, text) = (0..)
        .zip(TEXT.lines())
        .find(|(_, text)| text.contains(line))
        .expect("the line");
    let column = text[..text.find(words).expect("the words")]
        .encode_utf16()
        .count();
    json!({ "line": number, "character": column })
}

fn at(line: &str, words: &str) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": position(line, words) })
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn hover_speaks_of_the_thing() {
    let markdown = json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } });
    for (capabilities, kind) in [(markdown, "markdown"), (json!({}), "plaintext")] {
        let mut client = opened(capabilities);
        let hover = client.result("textDocument/hover", at("when 出境方", "出境方"));
        let words = hover["contents"]["value"].as_str().expect("words");
        assert!(
            words.contains("operator of critical infrastructure"),
            "{words}"
        );
        assert_eq!(hover["contents"]["kind"], kind);
        assert_eq!(hover["range"]["start"], position("when 出境方", "出境方"));
        client.quit();
    }
}

fn names_lead_to_declarations() {
    let mut client = opened(json!({}));
    let target = client.result("textDocument/definition", at("when not", "出境方"));
    assert_eq!(
        list(&target)[0]["range"]["start"],
        position("fact 出境方", "出境方")
    );
    client.quit();
    let mut client = opened(json!({ "textDocument": { "definition": { "linkSupport": true } } }));
    let target = client.result("textDocument/definition", at("when not", "出境方"));
    assert_eq!(
        list(&target)[0]["targetSelectionRange"]["start"],
        position("fact 出境方", "出境方")
    );
    assert_eq!(
        list(&target)[0]["originSelectionRange"]["start"],
        position("when not", "出境方")
    );
    let conclusions = client.result("textDocument/implementation", at("exempt zh", "exempt"));
    assert_eq!(list(&conclusions).len(), 1);
    client.quit();
}

fn references_and_highlights() {
    let mut client = opened(json!({}));
    let asked = with(
        at("fact 出境方", "关基"),
        "context",
        json!({ "includeDeclaration": false }),
    );
    assert_eq!(
        list(&client.result("textDocument/references", asked)).len(),
        2
    );
    let asked = at("fact 出境方", "关基");
    assert_eq!(
        list(&client.result("textDocument/documentHighlight", asked)).len(),
        3
    );
    client.quit();
}

fn renaming_changes_every_place() {
    let mut client =
        opened(json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }));
    let ready = client.result("textDocument/prepareRename", at("article 1 first", "first"));
    assert_eq!(ready["placeholder"], "first");
    let asked = with(at("when not", "出境方"), "newName", json!("出口方.关基"));
    let edit = client.result("textDocument/rename", asked);
    let document = &edit["documentChanges"][0];
    assert_eq!(document["textDocument"]["version"], 1);
    assert_eq!(list(&document["edits"]).len(), 3);
    let asked = with(at("when not", "出境方"), "newName", json!("when not"));
    let refused = client.request("textDocument/rename", asked);
    assert_eq!(refused["error"]["code"], -32803);
    client.quit();
}

fn symbols_have_the_shape_of_the_law() {
    let nested = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    let mut client = opened(nested);
    let symbols = client.result(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": URI } }),
    );
    let law = list(&symbols).last().expect("the law");
    assert_eq!(list(&law["children"]).len(), 2);
    let found = client.result("workspace/symbol", json!({ "query": "关基" }));
    assert!(
        list(&found)[0]["name"]
            .as_str()
            .is_some_and(|name| name.contains("关基"))
    );
    client.quit();
}

fn words_have_colours() {
    let mut client = opened(json!({}));
    let document = json!({ "textDocument": { "uri": URI } });
    let all = client.result("textDocument/semanticTokens/full", document.clone());
    assert_eq!(list(&all["data"]).len() % 5, 0);
    let range =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } });
    let part = client.result(
        "textDocument/semanticTokens/range",
        with(document.clone(), "range", range),
    );
    let some = list(&part["data"]);
    assert!(!some.is_empty());
    assert_eq!(some, &list(&all["data"])[..some.len()]);
    client.replace(URI, 2, &format!("// 😀\n{TEXT}"));
    let asked = with(
        document.clone(),
        "previousResultId",
        all["resultId"].clone(),
    );
    let delta = client.result("textDocument/semanticTokens/full/delta", asked);
    let fresh = client.result("textDocument/semanticTokens/full", document);
    let edit = &delta["edits"][0];
    let start = usize::try_from(edit["start"].as_u64().expect("a number")).expect("small");
    let deleted = usize::try_from(edit["deleteCount"].as_u64().expect("a number")).expect("small");
    let mut data = list(&all["data"]).to_vec();
    data.splice(start..start + deleted, list(&edit["data"]).iter().cloned());
    assert_eq!(data, list(&fresh["data"]));
    client.quit();
}

fn completion_inserts_and_documents() {
    let capabilities = json!({ "textDocument": { "completion": { "completionItem": { "documentationFormat": ["markdown"] } } } });
    let mut client = opened(capabilities);
    let offered = client.result("textDocument/completion", at("when not", "出境方"));
    let items = list(&offered["items"]);
    let fact = items
        .iter()
        .find(|item| {
            item["label"]
                .as_str()
                .is_some_and(|label| label.contains("关基"))
        })
        .expect("the fact");
    assert_eq!(fact["insertTextFormat"], 1);
    assert_eq!(
        fact["textEdit"]["range"]["start"],
        position("when not", "出境方")
    );
    let resolved = client.result("completionItem/resolve", fact.clone());
    let words = resolved["documentation"]["value"].as_str().expect("words");
    assert!(
        words.contains("operator of critical infrastructure"),
        "{words}"
    );
    client.quit();
}

/// What is declared stands elsewhere by then.
fn an_item_is_documented_after_an_edit() {
    let mut client = opened(json!({}));
    let offered = client.result("textDocument/completion", at("when not", "出境方"));
    let fact = list(&offered["items"])
        .iter()
        .find(|item| item["label"].as_str().is_some_and(|it| it.contains("关基")))
        .expect("the fact");
    client.replace(URI, 2, &format!("// 出境方.关基\n\n{TEXT}"));
    let resolved = client.result("completionItem/resolve", fact.clone());
    let words = resolved["documentation"]["value"].as_str();
    assert!(
        words.is_some_and(|words| words.contains("operator of critical infrastructure")),
        "{resolved}"
    );
    client.quit();
}

fn facts_feed_rules() {
    let mut client = opened(json!({}));
    let start = client.result(
        "textDocument/prepareCallHierarchy",
        at("fact 出境方", "出境方"),
    );
    let fact = &list(&start)[0];
    let calls = client.result("callHierarchy/incomingCalls", json!({ "item": fact }));
    assert_eq!(list(&calls).len(), 2);
    let rule = &list(&calls)[0]["from"];
    let feeds = client.result("callHierarchy/outgoingCalls", json!({ "item": rule }));
    assert!(
        list(&feeds)
            .iter()
            .any(|call| call["to"]["name"] == fact["name"]),
        "{feeds}"
    );
    client.quit();
}

fn texts_fold_and_selections_grow() {
    let mut client = opened(json!({}));
    let document = json!({ "textDocument": { "uri": URI } });
    let folds = client.result("textDocument/foldingRange", document.clone());
    let first = list(&folds)
        .iter()
        .find(|fold| fold["startLine"] == 0)
        .expect("the outcome folds");
    assert_eq!(first["endLine"], 2, "its brace stays in sight");
    let asked = with(
        document.clone(),
        "positions",
        json!([position("when not", "关基")]),
    );
    let around = client.result("textDocument/selectionRange", asked);
    let mut depth = 0;
    let mut range = &list(&around)[0];
    while !range["parent"].is_null() {
        range = &range["parent"];
        depth += 1;
    }
    assert!(depth >= 3, "{around}");
    assert_eq!(
        client.result("textDocument/documentLink", document),
        json!([])
    );
    client.quit();
}

fn parts_are_formatted() {
    let mut client = opened(json!({}));
    let wrong = TEXT
        .replace("    then pathway assess", "  then   pathway assess")
        .replace("  exempt zh", "     exempt zh");
    client.replace(URI, 2, &wrong);
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let line = position("then pathway assess", "then")["line"].clone();
    let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 5 } });
    let edits = client.result(
        "textDocument/rangeFormatting",
        json!({ "textDocument": { "uri": URI }, "range": range, "options": options }),
    );
    assert_eq!(list(&edits).len(), 1, "{edits}");
    assert_eq!(list(&edits)[0]["range"]["start"]["line"], line);
    let asked = with(
        with(at("exempt zh", "exempt"), "ch", json!("\n")),
        "options",
        options,
    );
    assert!(
        client
            .result("textDocument/onTypeFormatting", asked)
            .is_array()
    );
    client.quit();
}

fn hints_can_be_turned_off() {
    let text = format!(
        "{TEXT}\nmeasure people: people each calendar_year\n  zh \"人数\"\n  en \"people\"\n  ask zh \"多少？\"\n  ask en \"How many?\"\n\nthreshold line {{\n  zh \"线\"\n  en \"line\"\n  from 2024-01-01: 50万 people  cite law article 1\n}}\n"
    );
    let asked = json!({
        "textDocument": { "uri": URI },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } },
    });
    for (settings, some) in [
        (json!({}), true),
        (
            json!({ "inlayHints": { "magnitudes": false, "periods": false, "thresholds": false, "origins": false } }),
            false,
        ),
    ] {
        let mut client = Client::start();
        client.request(
            "initialize",
            json!({ "capabilities": {}, "initializationOptions": settings }),
        );
        client.notify("initialized", json!({}));
        client.open(URI, &text);
        assert_eq!(
            !list(&client.result("textDocument/inlayHint", asked.clone())).is_empty(),
            some
        );
        client.quit();
    }
}

fn lenses_have_commands_that_the_client_knows() {
    for (options, command) in [
        (json!({}), ""),
        (
            json!({ "commands": ["weir.showReferences"] }),
            "weir.showReferences",
        ),
    ] {
        let mut client = Client::start();
        client.request(
            "initialize",
            json!({ "capabilities": {}, "initializationOptions": options }),
        );
        client.notify("initialized", json!({}));
        client.open(URI, TEXT);
        let lenses = client.result(
            "textDocument/codeLens",
            json!({ "textDocument": { "uri": URI } }),
        );
        let fact = list(&lenses)
            .iter()
            .find(|lens| lens["range"]["start"] == position("fact 出境方", "出境方"));
        assert_eq!(
            fact.expect("uses of the fact")["command"]["command"],
            command
        );
        client.quit();
    }
}

fn clauses_have_a_form() {
    let mut client = opened(json!({}));
    let help = client.result("textDocument/signatureHelp", at("in force from", "2024"));
    let label = help["signatures"][0]["label"].as_str().expect("a label");
    assert!(label.contains("from"), "{label}");
    client.quit();
}

fn all_is_mended_at_once() {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let mut client = opened(json!({ "textDocument": { "codeAction": literals } }));
    client.replace(
        URI,
        2,
        &TEXT
            .replace("when 出境方.关基", "when 出境方.关机")
            .replace("not 出境方.关基", "not 出境方.关际"),
    );
    let asked = json!({
        "textDocument": { "uri": URI },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
        "context": { "diagnostics": [], "only": ["source.fixAll"] },
    });
    let actions = client.result("textDocument/codeAction", asked);
    assert_eq!(
        list(&actions[0]["edit"]["changes"][URI]).len(),
        2,
        "{actions}"
    );
    client.quit();
}

fn pages_explain_codes() {
    let mut client = Client::plain();
    let page = client.result("weir/explain", json!({ "code": "E0203" }));
    assert!(
        page.as_str()
            .is_some_and(|page| page.contains("## English"))
    );
    assert_eq!(
        client.request("weir/explain", json!({ "code": "E9999" }))["error"]["code"],
        -32602
    );
    client.quit();
}
