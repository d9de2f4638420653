//! Files on disk and buffers in the editor as one workspace; several folders; settings.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;

crate::tests![
    buffers_hide_files,
    files_that_change_are_read_again,
    folders_come_and_go,
    projects_are_apart,
    a_file_without_a_folder_brings_its_policies,
    a_part_of_policies_brings_the_rest,
    what_stands_beside_policies_may_use_them,
    other_files_are_left_alone,
    settings_are_asked_for,
    findings_can_be_asked_for,
];

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(file, text).expect("written");
}

fn uri(folder: &tempfile::TempDir, name: &str) -> String {
    let path = folder.path().join(name);
    format!("file://{}", path.to_string_lossy().trim_end_matches('/'))
}

fn codes(list: &[Value]) -> Vec<&str> {
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
            assert!(
                client
                    .asked
                    .contains(&"client/registerCapability".to_owned())
            );
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
    let event = |added: &[String], removed: &[String]| {
        let folders = |uris: &[String]| -> Vec<Value> {
            uris.iter()
                .map(|uri| json!({ "uri": uri, "name": "x" }))
                .collect()
        };
        json!({ "event": { "added": folders(added), "removed": folders(removed) } })
    };
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        event(&[uri(&two, "")], &[]),
    );
    client.findings(&b, |list| !codes(list).is_empty());
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        event(&[], &[uri(&one, "")]),
    );
    client.findings(&a, <[Value]>::is_empty);
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
