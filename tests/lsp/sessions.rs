//! Whole sessions: open, look at what is found, mend it, format, leave.

use serde_json::{Value, json};

use crate::client::Client;

crate::tests![in_bytes, in_utf_16_units, in_characters, with_crlf];

fn in_bytes() {
    session("utf-8", "\n", |text| text.len());
}

fn in_utf_16_units() {
    session("utf-16", "\n", |text| text.encode_utf16().count());
}

fn in_characters() {
    session("utf-32", "\n", |text| text.chars().count());
}

fn with_crlf() {
    session("utf-16", "\r\n", |text| text.encode_utf16().count());
}

/// A misspelt name stands after Chinese words and a character beyond the basic plane.
const TEXT: &str = "\
outcome pathway ladder zh \"路径\" en \"pathway\" {
  exempt zh \"免予😀\" en \"exempt\"
  assess zh \"评估\" en \"assessment\"
}

fact 数据: bool
  zh \"数据\"
  en \"data\"
  ask zh \"有数据吗？\"
  ask en \"Are there data?\"

instrument law {
  zh \"法😀\"
  en \"law\"
  in force from 2024-01-01
  source primary

  article 1 first
    zh \"😀甲\" en \"a\" when 数剧 then pathway exempt
}
";

fn session(encoding: &str, end: &str, width: fn(&str) -> usize) {
    let text = TEXT.replace('\n', end);
    let uri = "untitled:会话.weir";
    let uri = &uri.replace("会话", "%E4%BC%9A%E8%AF%9D");
    let mut client = Client::start();
    let offered = client.begin(
        json!({
            "general": { "positionEncodings": [encoding] },
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            },
        }),
        &[],
    );
    assert_eq!(offered["capabilities"]["positionEncoding"], encoding);
    client.open(uri, &text);
    let found = client.findings(uri, |list| list.iter().any(|one| one["code"] == "E0203"));
    let unknown = found
        .iter()
        .find(|one| one["code"] == "E0203")
        .expect("found");
    let (line, wrong) = text
        .lines()
        .zip(0..)
        .find(|(line, _)| line.contains("数剧"))
        .map(|(line, n)| (n, line))
        .expect("there");
    assert!(wrong.contains('😀'));
    let column = width(&wrong[..wrong.find("数剧").expect("there")]);
    let range = json!({
        "start": { "line": line, "character": column },
        "end": { "line": line, "character": column + width("数剧") },
    });
    assert_eq!(unknown["range"], range);
    assert_eq!(unknown["codeDescription"]["href"], "weir-explain:/E0203.md");
    assert_eq!(client.published[uri]["version"], 1);

    let actions = client.result(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [unknown] } }),
    );
    let action = actions
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["kind"] == "quickfix")
        .expect("a fix");
    let edit = &action["edit"]["changes"][uri.as_str()][0];
    assert_eq!((&edit["range"], &edit["newText"]), (&range, &json!("数据")));
    assert_eq!(unknown["data"]["fixes"][0]["edit"], action["edit"]);
    change(&mut client, uri, 2, edit);
    let mended = text.replace("数剧", "数据");
    client.findings(uri, |list| list.iter().all(|one| one["severity"] != 1));

    let edits = client.result(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    let parsed = weir_syntax::parse(&mended);
    let formatted = weir_syntax::format::format(&mended, &parsed).expect("formatted");
    // All are of one text; in order from the end none moves another.
    let edits = edits.as_array().expect("a list");
    let starts = edits.iter().map(|edit| &edit["range"]["start"]["line"]);
    assert!(
        starts.map(Value::as_u64).is_sorted_by(|a, b| a < b),
        "{edits:?}"
    );
    for edit in edits.iter().rev() {
        change(&mut client, uri, 3, edit);
    }
    let again = client.result(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert_eq!(again, json!([]), "{formatted}");
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": uri } }),
    );
    client.findings(uri, <[Value]>::is_empty);
    client.quit();
}

fn change(client: &mut Client, uri: &str, version: i64, edit: &Value) {
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": edit["range"], "text": edit["newText"] }],
        }),
    );
}
