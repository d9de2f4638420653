//! Files on disk and buffers in the editor as one workspace; several folders; settings.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;

crate::tests![
    buffers_hide_files,
    every_version_is_answered,
    files_that_change_are_read_again,
    folders_come_and_go,
    projects_are_apart,
    two_folders_may_have_one_root,
    a_change_of_folders_alone_is_looked_at,
    a_file_without_a_folder_brings_its_policies,
    a_file_opened_again_brings_them_again,
    a_part_of_policies_brings_the_rest,
    what_stands_beside_policies_may_use_them,
    what_others_use_is_not_renamed,
    symbols_are_found_once,
    other_files_are_left_alone,
    closing_brings_back_only_what_is_listed,
    settings_are_asked_for,
    older_settings_do_not_replace_newer_ones,
    findings_can_be_asked_for,
    findings_asked_for_know_other_spellings,
    findings_pushed_move_to_another_spelling,
    a_client_that_asks_is_told_of_opening,
];

pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

pub(crate) fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(file, text).expect("written");
}

pub(crate) fn uri(folder: &tempfile::TempDir, name: &str) -> String {
    let path = folder.path().join(name);
    format!("file://{}", path.to_string_lossy().trim_end_matches('/'))
}

pub(crate) fn codes(list: &[Value]) -> Vec<&str> {
    list.iter()
        .filter_map(|one| one["code"].as_str())
        .filter(|code| code.starts_with('E'))
        .collect()
}

const BOTH: [(&str, &str); 2] = [
    ("a.weir", "fact a: bool\n  zh \"甲\"\n  en \"a\"\n"),
    ("b.weir", "use \"a.weir\"\ndefine x\n  means b\n"),
];

fn buffers_hide_files() {
    let folder = folder(&[
        ("a.weir", "fact a: bool\n"),
        ("b.weir", "use \"a.weir\"\ndefine x\n  means a\n"),
    ]);
    let (a, b) = (uri(&folder, "a.weir"), uri(&folder, "b.weir"));
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    client.findings(&a, |list| codes(list).is_empty());
    client.open(&a, "fact c: bool\n");
    client.findings(&b, |list| codes(list) == ["E0203"]);
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": a } }),
    );
    client.findings(&b, |list| codes(list).is_empty());
    client.quit();
}

fn every_version_is_answered() {
    let folder = folder(&BOTH);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    let (a, b) = (uri(&folder, "a.weir"), uri(&folder, "b.weir"));
    let text = BOTH[0].1;
    client.open(&a, text);
    client.open(&b, BOTH[1].1);
    // Findings are the same after each of these edits, and the other text is the same too.
    for version in 2..5 {
        client.replace(&a, version, &format!("{text}// {version}\n"));
        client.until("the version", |client| {
            (client.published.get(&a)?["version"] == version).then_some(())
        });
    }
    client.settle(Duration::from_millis(300));
    assert_eq!(client.published[&b]["version"], 1);
    client.quit();
}

fn files_that_change_are_read_again() {
    for watches in [true, false] {
        let folder = folder(&[("b.weir", "use \"a.weir\"\n")]);
        let b = uri(&folder, "b.weir");
        let mut client = Client::start();
        let watched =
            json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": watches } } });
        client.begin(watched, &[&uri(&folder, "")]);
        client.findings(&b, |list| codes(list) == ["E0201"]);
        write(folder.path(), "a.weir", "fact a: bool\n");
        if watches {
            let changes = json!({ "changes": [{ "uri": uri(&folder, "a.weir"), "type": 1 }] });
            client.notify("workspace/didChangeWatchedFiles", changes);
            client.until("a registration", |client| {
                let registration = "client/registerCapability".to_owned();
                client.asked.contains(&registration).then_some(())
            });
        }
        client.findings(&b, |list| codes(list).is_empty());
        std::fs::remove_file(folder.path().join("b.weir")).expect("removed");
        if watches {
            client.notify(
                "workspace/didChangeWatchedFiles",
                json!({ "changes": [{ "uri": b, "type": 3 }] }),
            );
        }
        client.findings(&b, <[Value]>::is_empty);
        client.quit();
    }
}

fn folders_come_and_go() {
    let one = folder(&[("a.weir", "fact a\n")]);
    let two = folder(&[("a.weir", "fact a\n")]);
    let (a, b) = (uri(&one, "a.weir"), uri(&two, "a.weir"));
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&one, "")]);
    client.findings(&a, |list| !codes(list).is_empty());
    assert_eq!(client.published.get(&b), None);
    folders_change(&mut client, &[uri(&two, "")], &[]);
    client.findings(&b, |list| !codes(list).is_empty());
    folders_change(&mut client, &[], &[uri(&one, "")]);
    client.findings(&a, <[Value]>::is_empty);
    client.quit();
}

fn folders_change(client: &mut Client, added: &[String], removed: &[String]) {
    let folders = |uris: &[String]| -> Vec<Value> {
        uris.iter()
            .map(|uri| json!({ "uri": uri, "name": "x" }))
            .collect()
    };
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": folders(added), "removed": folders(removed) } }),
    );
}

/// Both folders are parts of the same policies; one of them goes.
fn two_folders_may_have_one_root() {
    let folder = folder(&[("policies/x/a.weir", ""), ("policies/y/b.weir", "")]);
    let (x, y) = (uri(&folder, "policies/x"), uri(&folder, "policies/y"));
    let mut client = Client::start();
    client.begin(json!({}), &[&x, &y]);
    folders_change(&mut client, &[], &[x]);
    write(folder.path(), "policies/y/b.weir", "fact a\n");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.findings(&uri(&folder, "policies/y/b.weir"), |list| !list.is_empty());
    client.quit();
}

/// Nothing is on disk, so that nothing else changes with the folder.
fn a_change_of_folders_alone_is_looked_at() {
    let folder = folder(&[]);
    let (a, b) = (uri(&folder, "x/a.weir"), uri(&folder, "y/b.weir"));
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    client.open(&b, "fact b: bool\n");
    client.open(&a, "use \"../y/b.weir\"\ndefine x\n  means b and c\n");
    client.findings(&a, |list| codes(list) == ["E0203"]);
    folders_change(&mut client, &[], &[uri(&folder, "")]);
    client.findings(&a, |list| codes(list).contains(&"E0201"));
    client.quit();
}

/// Two sets of policies that declare the same name know nothing of each other.
fn projects_are_apart() {
    let folder = folder(&[
        ("one/policies/a.weir", "fact a: bool\n"),
        ("two/policies/a.weir", "fact a: bool\nfact a: bool\n"),
    ]);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    client.findings(&uri(&folder, "two/policies/a.weir"), |list| {
        codes(list) == ["E0202"]
    });
    let other = client.published.get(&uri(&folder, "one/policies/a.weir"));
    assert!(
        other.is_none_or(|list| codes(list["diagnostics"].as_array().expect("a list")).is_empty())
    );
    client.quit();
}

fn a_file_without_a_folder_brings_its_policies() {
    let folder = folder(&[
        ("policies/a.weir", "fact a: bool\n"),
        (
            "policies/in/b.weir",
            "use \"../a.weir\"\ndefine x\n  means a and c\n",
        ),
    ]);
    let b = uri(&folder, "policies/in/b.weir");
    let mut client = Client::plain();
    let text = std::fs::read_to_string(folder.path().join("policies/in/b.weir")).expect("read");
    client.open(&b, &text);
    client.findings(&b, |list| codes(list) == ["E0203"]);
    client.quit();
}

fn a_file_opened_again_brings_them_again() {
    let folder = folder(&[("policies/a.weir", ""), ("policies/b.weir", "fact b\n")]);
    let (a, b) = (
        uri(&folder, "policies/a.weir"),
        uri(&folder, "policies/b.weir"),
    );
    let mut client = Client::plain();
    for _ in 0..2 {
        client.open(&a, "");
        client.findings(&b, |list| !list.is_empty());
        client.close(&a);
        client.findings(&b, <[Value]>::is_empty);
    }
    client.quit();
}

fn a_part_of_policies_brings_the_rest() {
    let folder = folder(&[
        ("policies/a.weir", "fact a: bool\n"),
        (
            "policies/in/b.weir",
            "use \"../a.weir\"\ndefine x\n  means a and c\n",
        ),
    ]);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "policies/in")]);
    client.findings(&uri(&folder, "policies/in/b.weir"), |list| {
        codes(list) == ["E0203"]
    });
    client.quit();
}

fn what_stands_beside_policies_may_use_them() {
    let folder = folder(&[
        ("policies/a.weir", "fact a: bool\n"),
        ("other/a.weir", "fact a: bool\n"),
        (
            "other/b.weir",
            "use \"../policies/a.weir\"\ndefine x\n  means a and c\n",
        ),
    ]);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    client.findings(&uri(&folder, "other/b.weir"), |list| {
        codes(list) == ["E0203"]
    });
    client.open(&uri(&folder, "policies/a.weir"), "fact d: bool\n");
    client.findings(&uri(&folder, "other/b.weir"), |list| {
        codes(list) == ["E0203", "E0203"]
    });
    client.quit();
}

/// A project that uses a text of another.
const USES: [(&str, &str); 2] = [
    ("policies/a.weir", "fact aa: bool\n"),
    (
        "other/b.weir",
        "use \"../policies/a.weir\"\ndefine x\n  means aa\n",
    ),
];

fn what_others_use_is_not_renamed() {
    let folder = folder(&USES);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    for (name, line, column, code) in [
        (USES[0].0, 0, 5, json!(-32803)),
        (USES[1].0, 2, 8, json!(-32803)),
        (USES[1].0, 1, 7, Value::Null),
    ] {
        let answer = client.request(
            "textDocument/rename",
            json!({
                "textDocument": { "uri": uri(&folder, name) },
                "position": { "line": line, "character": column },
                "newName": "other_name",
            }),
        );
        assert_eq!(answer["error"]["code"], code, "{answer}");
    }
    client.quit();
}

fn symbols_are_found_once() {
    let folder = folder(&USES);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    let found = client.result("workspace/symbol", json!({ "query": "aa" }));
    let names: Vec<&str> = found
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["aa"]);
    let many: String = (0..150).map(|n| format!("fact zz{n}: bool\n")).collect();
    client.open("untitled:one.weir", &many);
    client.open("untitled:two.weir", &many);
    let found = client.result("workspace/symbol", json!({ "query": "zz" }));
    assert_eq!(found.as_array().map(Vec::len), Some(200));
    client.quit();
}

/// Files of other kinds, and those that a listing passes over, are nothing once they are closed.
fn closing_brings_back_only_what_is_listed() {
    let folder = folder(&[
        ("s.yaml", "a: 1\n"),
        ("node_modules/c.weir", "fact c\n"),
        ("d.weir", ""),
    ]);
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    let (yaml, passed_over) = (uri(&folder, "s.yaml"), uri(&folder, "node_modules/c.weir"));
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": yaml, "languageId": "yaml", "version": 1, "text": "a: 1" } }),
    );
    client.close(&yaml);
    client.open(&passed_over, "fact c\n");
    client.findings(&passed_over, |list| !list.is_empty());
    client.close(&passed_over);
    client.findings(&passed_over, <[Value]>::is_empty);
    assert_eq!(client.published.get(&yaml), None);
    client.quit();
}

fn other_files_are_left_alone() {
    let mut client = Client::plain();
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": "untitled:a.yaml", "languageId": "yaml", "version": 1, "text": "a: 1" } }),
    );
    client.replace("untitled:a.yaml", 2, "a: 2");
    client.settle(Duration::from_millis(300));
    assert!(client.published.is_empty());
    client.quit();
}

fn settings_are_asked_for() {
    let mut client = Client::start();
    client.settings = json!({ "language": "zh", "diagnostics": { "pause": 10 }, "explanationLink": "https://example.org/{code}" });
    let capabilities = json!({
        "workspace": { "configuration": true },
        "textDocument": { "publishDiagnostics": { "codeDescriptionSupport": true } },
    });
    client.begin(capabilities, &[]);
    client.open("untitled:a.weir", "define x\n  means a\n");
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let chinese = |list: &[Value]| {
        list.iter().any(|one| {
            one["message"]
                .as_str()
                .is_some_and(|words| words.contains(han))
        })
    };
    let found = client.findings("untitled:a.weir", chinese);
    assert_eq!(
        found[0]["codeDescription"]["href"]
            .as_str()
            .map(|link| &link[..20]),
        Some("https://example.org/")
    );
    client.settings = json!({ "language": "en" });
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": null }),
    );
    client.findings("untitled:a.weir", |list| !list.is_empty() && !chinese(list));
    // Settings that change while findings are being looked for hold for what is said after.
    for (version, language) in (2..).zip(["zh", "en"].into_iter().cycle().take(20)) {
        client.settings = json!({ "language": language, "diagnostics": { "pause": 0 } });
        client.replace(
            "untitled:a.weir",
            version,
            &format!("define x\n  means a{version}\n"),
        );
        client.notify(
            "workspace/didChangeConfiguration",
            json!({ "settings": null }),
        );
        client.findings("untitled:a.weir", |list| {
            !list.is_empty() && chinese(list) == (language == "zh")
        });
    }
    client.quit();
}

/// The client answers the second question before the first.
fn older_settings_do_not_replace_newer_ones() {
    let mut client = Client::start();
    client.answers_questions = false;
    client.begin(json!({ "workspace": { "configuration": true } }), &[]);
    let mut asked = Vec::new();
    for n in 1..=2 {
        if n > 1 {
            client.notify(
                "workspace/didChangeConfiguration",
                json!({ "settings": null }),
            );
        }
        asked = client.until("a question", |client| {
            (client.questions.len() == n).then(|| client.questions.clone())
        });
    }
    let uri = "untitled:a.weir";
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let chinese = |list: &[Value]| {
        list.iter()
            .any(|one| one["message"].as_str().is_some_and(|it| it.contains(han)))
    };
    client.open(uri, "define x\n  means a\n");
    client.reply(&asked[1]["id"], &json!([{ "language": "zh" }]));
    client.findings(uri, chinese);
    client.reply(&asked[0]["id"], &json!([{ "language": "en" }]));
    client.settle(Duration::from_millis(500));
    client.replace(uri, 2, "define x\n  means a and b\n");
    let found = client.findings(uri, |list| list.len() > 1);
    assert!(chinese(&found), "{found:?}");
    client.quit();
}

/// The server writes the address of a file that is not open in one way, a client may in another.
fn findings_asked_for_know_other_spellings() {
    let folder = folder(&[("a(1).weir", "fact a\n")]);
    let mut client = Client::start();
    client.begin(
        json!({ "textDocument": { "diagnostic": {} } }),
        &[&uri(&folder, "")],
    );
    let first = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let item = &first["items"][0];
    let spelt = item["uri"].as_str().expect("an address");
    let other = spelt.replace('(', "%28").replace(')', "%29");
    assert_ne!(spelt, other);
    let known = json!([{ "uri": other, "value": item["resultId"] }]);
    let second = client.result(
        "workspace/diagnostic",
        json!({ "previousResultIds": known }),
    );
    let items = second["items"].as_array().expect("a list");
    assert_eq!(items.len(), 1, "{second}");
    assert_eq!(items[0]["kind"], "unchanged");
    assert_eq!(items[0]["uri"], other);
    client.quit();
}

fn findings_pushed_move_to_another_spelling() {
    let folder = folder(&[("a(1).weir", "fact a\n")]);
    let spelt = uri(&folder, "a(1).weir");
    let other = spelt.replace('(', "%28").replace(')', "%29");
    let mut client = Client::start();
    client.begin(json!({}), &[&uri(&folder, "")]);
    client.findings(&spelt, |list| !list.is_empty());
    client.open(&other, "fact a\n");
    client.findings(&other, |list| !list.is_empty());
    // The old ones went first: a client for which both are one would lose the new ones otherwise.
    assert_eq!(client.published[&spelt]["diagnostics"], json!([]));
    client.quit();
}

fn a_client_that_asks_is_told_of_opening() {
    let mut client = Client::start();
    client.begin(
        json!({
            "workspace": { "diagnostics": { "refreshSupport": true }, "diagnostic": { "refreshSupport": true } },
            "textDocument": { "diagnostic": {} },
        }),
        &[],
    );
    client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    client.settle(Duration::from_millis(500));
    let told = |client: &mut Client, times: usize| {
        client.until("a refresh", |client| {
            let refreshes = client.asked.iter();
            let refreshes = refreshes.filter(|one| *one == "workspace/diagnostic/refresh");
            (refreshes.count() > times).then_some(())
        });
    };
    let before = client.asked.len();
    client.open("untitled:a.weir", "");
    told(&mut client, before);
    let before = client.asked.len();
    client.close("untitled:a.weir");
    told(&mut client, before);
    client.quit();
}

fn findings_can_be_asked_for() {
    let folder = folder(&BOTH);
    let b = uri(&folder, "b.weir");
    let mut client = Client::start();
    client.begin(
        json!({ "textDocument": { "diagnostic": {} } }),
        &[&uri(&folder, "")],
    );
    client.open(&b, BOTH[1].1);
    let asked = json!({ "textDocument": { "uri": b } });
    let report = client.result("textDocument/diagnostic", asked.clone());
    assert_eq!(report["kind"], "full");
    assert!(!report["items"].as_array().expect("a list").is_empty());
    let again = json!({ "textDocument": { "uri": b }, "previousResultId": report["resultId"] });
    assert_eq!(
        client.result("textDocument/diagnostic", again)["kind"],
        "unchanged"
    );
    let all = client.result(
        "workspace/diagnostic",
        json!({ "previousResultIds": [{ "uri": b, "value": report["resultId"] }] }),
    );
    let kinds: Vec<&str> = all["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|item| item["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["full", "unchanged"]);
    // What is asked for is not pushed as well.
    client.settle(Duration::from_millis(500));
    assert!(
        client
            .published
            .values()
            .all(|list| list["diagnostics"] == json!([])),
        "{:?}",
        client.published
    );
    client.quit();
}
