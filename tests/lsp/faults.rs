//! What goes wrong between programs: the server answers what it can, goes on, and ends when it should.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;

crate::tests![
    it_ends_though_its_input_stays_open,
    leaving_without_a_word_is_a_fault,
    the_end_of_input_ends_it,
    an_editor_that_dies_ends_it,
    null_parameters_are_none,
    bad_frames_are_answered_and_skipped,
    requests_that_do_not_fit_are_refused,
    an_editor_that_never_answers_is_served,
    edits_keep_their_order,
    a_request_can_be_taken_back,
    files_are_looked_at_where_the_client_is_silent,
];

fn it_ends_though_its_input_stays_open() {
    let mut client = Client::plain();
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    let start = Instant::now();
    assert_eq!(client.code(), 0);
    assert!(start.elapsed() < Duration::from_secs(10));
}

fn leaving_without_a_word_is_a_fault() {
    let mut client = Client::plain();
    client.notify("exit", Value::Null);
    assert_eq!(client.code(), 1);
}

fn the_end_of_input_ends_it() {
    let mut client = Client::plain();
    client.hang_up();
    assert_eq!(client.code(), 1);
    let mut client = Client::start();
    client.hang_up();
    assert_eq!(client.code(), 1);
}

fn an_editor_that_dies_ends_it() {
    let mut editor = std::process::Command::new("sleep")
        .arg("600")
        .spawn()
        .expect("a process");
    let mut client = Client::start();
    client.request(
        "initialize",
        json!({ "processId": editor.id(), "capabilities": {} }),
    );
    client.settle(Duration::from_millis(200));
    assert!(client.is_running());
    editor.kill().expect("killed");
    editor.wait().expect("gone");
    assert_eq!(client.code(), 1);
}

fn null_parameters_are_none() {
    let mut client = Client::plain();
    let answer = client.request("shutdown", Value::Null);
    assert_eq!(
        (answer.get("error"), &answer["result"]),
        (None, &Value::Null)
    );
}

fn bad_frames_are_answered_and_skipped() {
    let mut client = Client::plain();
    let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    for (frame, code) in [
        (framed("{"), -32700),
        (framed("[]"), -32600),
        (framed("null"), -32600),
        (framed("{\"method\": \"foo\"}"), -32600),
        (framed("{\"jsonrpc\":\"2.0\"}"), -32600),
        ("Content-Size: 2\r\n\r\n{}".to_owned(), -32700),
        ("Content-Length: x\r\n\r\n".to_owned(), -32700),
    ] {
        client.raw(frame.as_bytes());
        // The end of a body without a length is found at the next header.
        client.notify("$/nothing", json!({}));
        let answer = client.answer_to_none();
        assert_eq!(answer["error"]["code"], code, "{frame}");
    }
    assert_eq!(
        client.result("workspace/symbol", json!({ "query": "" })),
        json!([])
    );
    client.quit();
}

fn requests_that_do_not_fit_are_refused() {
    let mut client = Client::start();
    let early = client.request("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    client.begin(json!({}), &[]);
    let unknown = client.request("weir/nothing", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    let wrong = client.request("textDocument/hover", json!({ "position": 7 }));
    assert_eq!(wrong["error"]["code"], -32602);
    client.notify("textDocument/didOpen", json!({ "textDocument": 7 }));
    client.send(&json!({ "jsonrpc": "2.0", "id": "by name", "method": "workspace/symbol", "params": { "query": "x" } }));
    assert_eq!(client.answer("by name")["result"], json!([]));
    let nowhere = json!({ "textDocument": { "uri": "file:///nowhere.weir" }, "position": { "line": 900, "character": 7 } });
    assert_eq!(client.result("textDocument/hover", nowhere), Value::Null);
    client.quit();
}

fn an_editor_that_never_answers_is_served() {
    let mut client = Client::start();
    client.answers_questions = false;
    let capabilities = json!({ "workspace": {
        "configuration": true,
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "didChangeConfiguration": { "dynamicRegistration": true },
        "inlayHint": { "refreshSupport": true },
    } });
    client.begin(capabilities, &[]);
    for _ in 0..20 {
        client.notify(
            "workspace/didChangeConfiguration",
            json!({ "settings": null }),
        );
    }
    for _ in 0..20 {
        assert_eq!(
            client.result("workspace/symbol", json!({ "query": "" })),
            json!([])
        );
    }
    assert!(
        client
            .asked
            .iter()
            .any(|method| method == "workspace/configuration")
    );
    client.quit();
}

/// Many small edits with questions between them; at the end the words are those of the last text.
fn edits_keep_their_order() {
    let uri = "untitled:order.weir";
    let mut client = Client::plain();
    client.open(uri, "");
    let text: String = (0..150).map(|n| format!("fact 事实_{n}: bool\n")).collect();
    let mut position = (0, 0);
    for (version, c) in text.chars().enumerate() {
        let at = json!({ "line": position.0, "character": position.1 });
        client.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": uri, "version": version + 2 },
                "contentChanges": [{ "range": { "start": at, "end": at }, "text": c.to_string() }],
            }),
        );
        position = if c == '\n' {
            (position.0 + 1, 0)
        } else {
            (position.0, position.1 + 1)
        };
        if version % 10 == 0 {
            client.ask(
                "textDocument/documentSymbol",
                json!({ "textDocument": { "uri": uri } }),
            );
        }
    }
    let symbols = client.result(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": uri } }),
    );
    let names: Vec<&str> = symbols
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    let expected: Vec<String> = (0..150).map(|n| format!("事实_{n}")).collect();
    assert_eq!(names, expected);
    client.quit();
}

fn a_request_can_be_taken_back() {
    let mut client = Client::plain();
    let text: String = (0..3000)
        .map(|n| format!("fact fact_{n}: bool\n"))
        .collect();
    client.open("untitled:long.weir", &text);
    let asked: Vec<i64> = (0..20)
        .map(|_| {
            client.ask(
                "textDocument/documentSymbol",
                json!({ "textDocument": { "uri": "untitled:long.weir" } }),
            )
        })
        .collect();
    for id in &asked {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    let mut taken_back = 0;
    for id in asked {
        let answer = client.answer(id);
        match answer.get("error") {
            Some(error) => {
                assert_eq!(error["code"], -32800, "{answer}");
                taken_back += 1;
            }
            None => assert!(answer["result"].is_array(), "{answer}"),
        }
    }
    assert!(taken_back > 0);
    client.quit();
}

/// A client that was asked to tell of changed files and never says that it will.
fn files_are_looked_at_where_the_client_is_silent() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = format!("file://{}", folder.path().to_string_lossy());
    let mut client = Client::start();
    client.answers_questions = false;
    let capabilities =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    client.begin(capabilities, &[&root]);
    client.until("a question", |client| {
        (!client.questions.is_empty()).then_some(())
    });
    std::fs::write(folder.path().join("a.weir"), "fact a\n").expect("written");
    client.findings(&format!("{root}/a.weir"), |list| !list.is_empty());
    client.quit();
}
