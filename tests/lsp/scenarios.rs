//! Scenario files beside policies: findings, completion, hover, definition, references, renaming, and what is determined.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::workspace::{codes, folder, uri, write};

crate::tests![
    findings_are_those_of_eval_and_change_with_the_policies,
    findings_of_scenarios_can_be_asked_for,
    findings_go_with_the_file,
    a_fix_mends_the_place,
    other_files_are_left_alone,
    a_file_that_gives_facts_is_a_scenario,
    a_scenario_without_a_folder_finds_its_policies,
    facts_and_values_complete,
    hover_and_definition_lead_to_the_declaration,
    renaming_changes_scenarios_and_policies,
    renaming_does_not_miss_a_name,
    what_is_determined_stands_above,
    what_is_open_is_said_to_be_open,
    what_is_determined_can_be_turned_off,
    policies_that_change_are_looked_at_again,
    what_is_too_much_to_work_out_says_so,
    formatting_is_for_policies_alone_where_scenarios_are_opened,
];

const POLICY: &str = "\
outcome pathway ladder zh \"路径\" en \"pathway\" {
  exempt zh \"免予\" en \"exempt\"
  contract zh \"标准合同\" en \"standard contract\"
  assess zh \"评估\" en \"assessment\"
}

category kind zh \"种类\" en \"kind\" {
  ordinary zh \"一般个人信息\" en \"ordinary\"
  sensitive zh \"敏感个人信息\" en \"sensitive\"
}

zone lingang zh \"临港新片区\" en \"Lin-gang\"

fact exporter.ciio: bool
  zh \"关键信息基础设施运营者\"
  en \"operator of critical infrastructure\"
  ask zh \"是否？\"
  ask en \"Is it?\"

fact exporter.zone: set of zone
  zh \"所在自贸区\"
  en \"zones\"
  ask zh \"何处？\"
  ask en \"Where?\"

fact data.kinds: set of kind
  zh \"数据种类\"
  en \"kinds of data\"
  ask zh \"何种？\"
  ask en \"Which?\"

instrument law {
  zh \"法\"
  en \"law\"
  in force from 2024-01-01
  source primary

  article 1 first
    zh \"甲\"
    en \"a\"
    when exporter.ciio
    then pathway assess

  article 2 second
    zh \"乙\"
    en \"b\"
    when not exporter.ciio and data.kinds has sensitive
    then pathway contract

  article 3 third
    zh \"丙\"
    en \"c\"
    when not exporter.ciio and not data.kinds has sensitive
    then pathway exempt
}
";

const SCENARIO: &str = "# 😀 说明\r\ntitle: 例 one\r\non: 2026-03-01\r\nfacts:\r\n  exporter.ciio: false # 否\r\n  data.kinds: [ordinary, 'sensitive']\r\n  exporter:\r\n    zone: [\"lingang\"]\r\n";

const JSON: &str = "{\n  \"on\": \"2026-03-01\",\n  \"facts\": { \"关键信息基础设施运营者\": false, \"data.kinds\": [\"sensitive\"] }\n}\n";

fn project() -> tempfile::TempDir {
    folder(&[
        ("policies/p.weir", POLICY),
        ("policies/scenarios/one.yaml", SCENARIO),
        ("scenarios/deep/two.json", JSON),
        ("scenarios/notes.txt", "exporter.ciio"),
    ])
}

fn begun(folder: &tempfile::TempDir, capabilities: Value, options: Value) -> Client {
    let mut client = Client::start();
    client.request(
        "initialize",
        json!({
            "capabilities": capabilities,
            "initializationOptions": options,
            "workspaceFolders": [{ "uri": uri(folder, ""), "name": "w" }],
        }),
    );
    client.notify("initialized", json!({}));
    client
}

fn started(folder: &tempfile::TempDir) -> Client {
    begun(folder, json!({}), json!({}))
}

fn open(client: &mut Client, uri: &str, language: &str, text: &str) {
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": language, "version": 1, "text": text } }),
    );
}

/// The position in UTF-16 units of the first place of some words.
fn position(text: &str, words: &str) -> Value {
    let at = text.find(words).expect("the words");
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

fn at(uri: &str, text: &str, words: &str) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": position(text, words) })
}

/// The words that a range covers.
fn covered<'t>(text: &'t str, range: &Value) -> &'t str {
    let offset = |position: &Value| {
        let number = |key: &str| position[key].as_u64().expect("a number") as usize;
        let mut start = 0;
        for _ in 0..number("line") {
            start += text[start..].find('\n').expect("a line") + 1;
        }
        let mut units = 0;
        let rest = text[start..].char_indices();
        let found = rest.into_iter().find(|(_, c)| {
            let reached = units >= number("character");
            units += c.len_utf16();
            reached
        });
        start + found.map_or(text.len() - start, |(at, _)| at)
    };
    &text[offset(&range["start"])..offset(&range["end"])]
}

/// A text after the edits that an answer has for it.
fn edited(text: &str, edits: &Value) -> String {
    let mut out = text.to_owned();
    let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
    edits.sort_by_key(|edit| {
        let start = &edit["range"]["start"];
        std::cmp::Reverse((start["line"].as_u64(), start["character"].as_u64()))
    });
    for edit in edits {
        let whole = out.clone();
        let part = covered(&whole, &edit["range"]);
        let start = part.as_ptr() as usize - whole.as_ptr() as usize;
        out.replace_range(
            start..start + part.len(),
            edit["newText"].as_str().expect("a text"),
        );
    }
    out
}

fn labels(answer: &Value) -> Vec<&str> {
    let items = answer["items"].as_array().into_iter().flatten();
    items.filter_map(|item| item["label"].as_str()).collect()
}

fn lenses(client: &mut Client, uri: &str) -> Vec<String> {
    let asked = json!({ "textDocument": { "uri": uri } });
    // What is not known soon is known a little later.
    for _ in 0..100 {
        let answer = client.result("textDocument/codeLens", asked.clone());
        let lenses = answer.as_array().expect("a list");
        if !lenses.is_empty() {
            let titles = lenses.iter().map(|lens| &lens["command"]["title"]);
            return titles
                .map(|title| title.as_str().expect("words").to_owned())
                .collect();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Vec::new()
}

fn findings_are_those_of_eval_and_change_with_the_policies() {
    let folder = project();
    let (policy, one, two) = (
        uri(&folder, "policies/p.weir"),
        uri(&folder, "policies/scenarios/one.yaml"),
        uri(&folder, "scenarios/deep/two.json"),
    );
    let mut client = started(&folder);
    open(&mut client, &one, "yaml", SCENARIO);
    client.open(&policy, POLICY);
    let wrong = SCENARIO.replace("'sensitive'", "'sensitiv'");
    client.replace(&one, 2, &wrong);
    let found = client.findings(&one, |list| codes(list) == ["E0703"]);
    assert_eq!(covered(&wrong, &found[0]["range"]), "'sensitiv'");
    let words = found[0]["message"].as_str().expect("words");
    let mut said = Vec::new();
    write(folder.path(), "policies/scenarios/one.yaml", &wrong);
    eval(folder.path(), "policies/scenarios/one.yaml", &mut said);
    let said = String::from_utf8(said).expect("words");
    let first = words.lines().next().expect("a line");
    assert!(said.contains(first), "{first}\n{said}");
    client.replace(&one, 3, SCENARIO);
    client.findings(&one, |list| codes(list).is_empty());
    // A fact that the policies no longer have, in a file that is not open too.
    client.replace(&policy, 2, &POLICY.replace("data.kinds", "data.sorts"));
    let found = client.findings(&one, |list| codes(list) == ["E0702"]);
    assert_eq!(covered(SCENARIO, &found[0]["range"]), "data.kinds");
    client.findings(&two, |list| codes(list) == ["E0702"]);
    // While the policies have errors it is not known what they will have.
    client.replace(
        &policy,
        3,
        &POLICY.replace("fact data.kinds: set", "fact data.kinds"),
    );
    client.findings(&policy, |list| !codes(list).is_empty());
    client.findings(&one, |list| codes(list).is_empty());
    client.replace(&policy, 4, POLICY);
    client.findings(&policy, |list| codes(list).is_empty());
    client.quit();
}

/// What `weir eval` says of a file.
fn eval(folder: &Path, file: &str, said: &mut Vec<u8>) {
    let mut io = weir::Io {
        stdin: &mut std::io::empty(),
        stdout: &mut std::io::sink(),
        stderr: said,
        folder: folder.to_owned(),
        colour: false,
        width: 400,
        language: weir_syntax::diagnostic::Language::En,
    };
    weir::run(["weir", "eval", file].map(Into::into), &mut io);
}

fn findings_of_scenarios_can_be_asked_for() {
    let folder = project();
    let one = uri(&folder, "policies/scenarios/one.yaml");
    let mut client = begun(
        &folder,
        json!({ "textDocument": { "diagnostic": {} } }),
        json!({ "language": "zh" }),
    );
    open(
        &mut client,
        &one,
        "yaml",
        &SCENARIO.replace("false #", "nein #"),
    );
    let asked = json!({ "textDocument": { "uri": one } });
    let report = client.result("textDocument/diagnostic", asked);
    let items = report["items"].as_array().expect("a list");
    assert_eq!(codes(items), ["E0703"]);
    let words = items[0]["message"].as_str().expect("words");
    assert!(words.contains("是"), "{words}");
    let all = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = all["items"].as_array().expect("a list");
    let has = |name: &str, count: usize| {
        let uri = uri(&folder, name);
        let item = items.iter().find(|item| item["uri"] == json!(uri));
        let list = item.map(|item| item["items"].as_array().expect("a list").len());
        assert_eq!(list, Some(count), "{name}");
    };
    has("policies/scenarios/one.yaml", 1);
    has("scenarios/deep/two.json", 0);
    client.quit();
}

fn findings_go_with_the_file() {
    let folder = project();
    let (one, new) = (
        uri(&folder, "policies/scenarios/one.yaml"),
        uri(&folder, "scenarios/new.yml"),
    );
    let mut client = started(&folder);
    open(&mut client, &new, "yaml", "facts:\n  a: 1\n");
    client.findings(&new, |list| codes(list) == ["E0702"]);
    client.close(&new);
    client.findings(&new, <[Value]>::is_empty);
    // One on disk is read there again.
    write(folder.path(), "policies/scenarios/one.yaml", "facts: [\n");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.findings(&one, |list| codes(list) == ["E0701"]);
    std::fs::remove_file(folder.path().join("policies/scenarios/one.yaml")).expect("removed");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    client.findings(&one, <[Value]>::is_empty);
    client.quit();
}

fn a_fix_mends_the_place() {
    let folder = project();
    let one = uri(&folder, "policies/scenarios/one.yaml");
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let mut client = begun(
        &folder,
        json!({ "textDocument": { "codeAction": literals } }),
        json!({}),
    );
    let wrong = SCENARIO.replace("exporter.ciio", "exporter.cio");
    open(&mut client, &one, "yaml", &wrong);
    let place = position(&wrong, "exporter.cio");
    let range = json!({ "start": place, "end": place });
    for context in [
        json!({ "diagnostics": [] }),
        json!({ "diagnostics": [], "only": ["source.fixAll"] }),
    ] {
        let actions = client.result(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": one }, "range": range, "context": context }),
        );
        let edits = &actions[0]["edit"]["changes"][&one];
        assert_eq!(edited(&wrong, edits), SCENARIO, "{actions}");
    }
    client.quit();
}

fn other_files_are_left_alone() {
    let folder = folder(&[
        ("policies/p.weir", POLICY),
        ("other/scenarios/x.yaml", "a: 1\n"),
        ("other/config.yaml", "a: [\n"),
        ("package.json", "{\"name\": 1}"),
    ]);
    let mut client = started(&folder);
    let (config, other, package) = (
        uri(&folder, "other/config.yaml"),
        uri(&folder, "other/scenarios/x.yaml"),
        uri(&folder, "package.json"),
    );
    open(&mut client, &config, "yaml", "a: [\n");
    open(&mut client, &package, "json", "{\"name\": 1}");
    client.open(&uri(&folder, "policies/p.weir"), "fact x\n");
    client.findings(&uri(&folder, "policies/p.weir"), |list| !list.is_empty());
    client.settle(Duration::from_millis(300));
    for uri in [&config, &other, &package] {
        assert_eq!(client.published.get(uri), None);
        for method in [
            "textDocument/hover",
            "textDocument/completion",
            "textDocument/definition",
            "textDocument/references",
            "textDocument/codeLens",
            "textDocument/formatting",
        ] {
            let answer = client.result(
                method,
                json!({
                    "textDocument": { "uri": uri },
                    "position": { "line": 0, "character": 1 },
                    "context": { "includeDeclaration": true, "triggerKind": 1 },
                    "options": { "tabSize": 2, "insertSpaces": true },
                }),
            );
            assert_eq!(answer, Value::Null, "{method}");
        }
    }
    client.quit();
}

fn a_file_that_gives_facts_is_a_scenario() {
    let folder = project();
    let beside = uri(&folder, "notes/case.yaml");
    let mut client = started(&folder);
    open(
        &mut client,
        &beside,
        "yaml",
        "facts:\n  exporter.cio: true\n",
    );
    client.findings(&beside, |list| codes(list) == ["E0702"]);
    client.replace(&beside, 2, "things:\n  exporter.cio: true\n");
    client.findings(&beside, <[Value]>::is_empty);
    // Without policies nothing is a scenario.
    open(&mut client, "untitled:x.yaml", "yaml", "facts:\n  a: 1\n");
    client.settle(Duration::from_millis(300));
    assert_eq!(client.published.get("untitled:x.yaml"), None);
    client.quit();
}

fn a_scenario_without_a_folder_finds_its_policies() {
    let folder = project();
    for name in ["policies/scenarios/one.yaml", "scenarios/deep/three.yaml"] {
        let uri = uri(&folder, name);
        let mut client = Client::plain();
        open(&mut client, &uri, "yaml", "facts:\n  exporter.cio: true\n");
        let found = client.findings(&uri, |list| codes(list) == ["E0702"]);
        let words = found[0]["message"].as_str().expect("words");
        assert!(words.contains("exporter.ciio"), "{words}");
        client.quit();
    }
}

fn facts_and_values_complete() {
    let folder = project();
    let one = uri(&folder, "policies/scenarios/one.yaml");
    let mut client = started(&folder);
    open(&mut client, &one, "yaml", SCENARIO);
    let mut version = 1;
    let mut complete = |text: &str| {
        version += 1;
        let plain = text.replacen('|', "", 1);
        client.replace(&one, version, &plain);
        let answer = client.result("textDocument/completion", at(&one, text, "|"));
        let first = &answer["items"][0];
        let after = first["textEdit"]
            .is_object()
            .then(|| edited(&plain, &json!([first["textEdit"]])));
        let names = labels(&answer).join(" ");
        (names, after.unwrap_or_default(), first.clone())
    };
    // By the initials of its pinyin, in a file that is half written and with Chinese before.
    let text = "# 😀\r\non: 2026-03-01\r\nfacts:\r\n  关键信息基础设施运营者: false\r\n  sjzl|\r\n  x: [\r\n";
    let (names, after, first) = complete(text);
    assert_eq!(names, "data.kinds");
    assert_eq!(after, text.replace("sjzl|", "data.kinds: "));
    assert_eq!(first["detail"], "kinds of data · fact");
    let (names, after, _) = complete("facts:\n  data.kinds: [sensitive, |\n");
    assert_eq!(names, "ordinary");
    assert_eq!(after, "facts:\n  data.kinds: [sensitive, ordinary\n");
    assert_eq!(
        complete("facts:\n  exporter.zone:\n    - lg|\n").0,
        "lingang"
    );
    assert_eq!(
        complete("facts:\n  exporter.ciio: |\n").0,
        "true false unknown"
    );
    assert_eq!(complete("tit|").0, "title");
    assert_eq!(complete("title: x|\n").0, "");
    // The documentation of an item is that of its declaration.
    let (_, _, item) = complete("facts:\n  exporter.ci|\n");
    let resolved = client.result("completionItem/resolve", item);
    let words = resolved["documentation"]["value"].as_str().expect("words");
    assert!(
        words.contains("operator of critical infrastructure"),
        "{words}"
    );
    client.quit();
}

fn hover_and_definition_lead_to_the_declaration() {
    let folder = project();
    let (policy, one, two) = (
        uri(&folder, "policies/p.weir"),
        uri(&folder, "policies/scenarios/one.yaml"),
        uri(&folder, "scenarios/deep/two.json"),
    );
    let mut client = started(&folder);
    open(&mut client, &one, "yaml", SCENARIO);
    open(&mut client, &two, "json", JSON);
    client.open(&policy, POLICY);
    for (uri, text, words, declared, said) in [
        (&one, SCENARIO, "exporter.ciio", "exporter.ciio", "critical"),
        (&one, SCENARIO, "sensitive'", "sensitive", "敏感个人信息"),
        (&one, SCENARIO, "lingang", "lingang", "Lin-gang"),
        (&one, SCENARIO, "zone:", "exporter.zone", "所在自贸区"),
        (&two, JSON, "关键信息", "exporter.ciio", "critical"),
    ] {
        let hover = client.result("textDocument/hover", at(uri, text, words));
        let value = hover["contents"]["value"].as_str().expect("words");
        assert!(value.contains(said), "{words}: {value}");
        assert_eq!(hover["range"]["start"], position(text, words));
        let targets = client.result("textDocument/definition", at(uri, text, words));
        assert_eq!(targets[0]["uri"], json!(policy));
        assert_eq!(covered(POLICY, &targets[0]["range"]), declared);
        // The same as in the policies.
        let there =
            json!({ "textDocument": { "uri": policy }, "position": targets[0]["range"]["start"] });
        let same = client.result("textDocument/hover", there);
        assert_eq!(same["contents"], hover["contents"]);
    }
    assert_eq!(
        client.result("textDocument/hover", at(&one, SCENARIO, "title")),
        Value::Null
    );
    client.quit();
}

fn references_of(client: &mut Client, place: &Value) -> Vec<String> {
    let mut asked = place.clone();
    asked["context"] = json!({ "includeDeclaration": false });
    let found = client.result("textDocument/references", asked);
    let found = found.as_array().expect("a list").clone();
    let file = |one: &Value| {
        let uri = one["uri"].as_str().expect("an address");
        uri.rsplit('/').next().expect("a name").to_owned()
    };
    found.iter().map(file).collect()
}

fn renaming_changes_scenarios_and_policies() {
    let folder = project();
    let (policy, one, two) = (
        uri(&folder, "policies/p.weir"),
        uri(&folder, "policies/scenarios/one.yaml"),
        uri(&folder, "scenarios/deep/two.json"),
    );
    let mut client = started(&folder);
    client.open(&policy, POLICY);
    open(&mut client, &one, "yaml", SCENARIO);
    let fact = at(&policy, POLICY, "data.kinds: set");
    let found = references_of(&mut client, &fact);
    assert_eq!(found, ["p.weir", "p.weir", "one.yaml", "two.json"]);
    for (place, new, policies, yaml, json) in [
        (
            fact.clone(),
            "data.sorts",
            POLICY.replace("data.kinds", "data.sorts"),
            SCENARIO.replace("data.kinds", "data.sorts"),
            Some(JSON.replace("data.kinds", "data.sorts")),
        ),
        // Started in a scenario, and with words that YAML would take for something else.
        (
            at(&one, SCENARIO, "ordinary"),
            "no",
            POLICY.replace("ordinary zh", "no zh"),
            SCENARIO.replace("ordinary", "\"no\""),
            None,
        ),
        (
            at(&one, SCENARIO, "sensitive'"),
            "敏感",
            POLICY
                .replace("has sensitive", "has 敏感")
                .replace("sensitive zh", "敏感 zh"),
            SCENARIO.replace("sensitive", "敏感"),
            Some(JSON.replace("\"sensitive", "\"敏感")),
        ),
        (
            at(&policy, POLICY, "lingang zh"),
            "lin_gang",
            POLICY.replace("lingang", "lin_gang"),
            SCENARIO.replace("lingang", "lin_gang"),
            None,
        ),
        // In a group only what follows it stands there.
        (
            at(&one, SCENARIO, "zone:"),
            "places",
            POLICY.replace("exporter.zone", "exporter.places"),
            SCENARIO.replace("zone:", "places:"),
            None,
        ),
    ] {
        let mut asked = place;
        asked["newName"] = json!(new);
        let answer = client.result("textDocument/rename", asked);
        let changes = &answer["changes"];
        assert_eq!(edited(POLICY, &changes[&policy]), policies, "{answer}");
        assert_eq!(edited(SCENARIO, &changes[&one]), yaml, "{answer}");
        match json {
            Some(json) => assert_eq!(edited(JSON, &changes[&two]), json, "{answer}"),
            None => assert_eq!(changes.get(&two), None),
        }
    }
    let prepared = client.result("textDocument/prepareRename", at(&one, SCENARIO, "zone:"));
    assert_eq!(prepared["placeholder"], "zone");
    client.quit();
}

fn renaming_does_not_miss_a_name() {
    let folder = project();
    let (policy, one, two) = (
        uri(&folder, "policies/p.weir"),
        uri(&folder, "policies/scenarios/one.yaml"),
        uri(&folder, "scenarios/deep/two.json"),
    );
    let mut client = started(&folder);
    client.open(&policy, POLICY);
    open(&mut client, &one, "yaml", SCENARIO);
    let refused = |client: &mut Client, mut place: Value, new: &str, why: &str| {
        place["newName"] = json!(new);
        let answer = client.request("textDocument/rename", place);
        assert_eq!(answer["error"]["code"], -32803, "{answer}");
        let words = answer["error"]["message"].as_str().expect("words");
        assert!(words.contains(why), "{words}");
    };
    // The name would leave the group under which a scenario has it.
    let zone = at(&policy, POLICY, "exporter.zone: set");
    refused(&mut client, zone, "place.zone", "first part");
    // A label is not the name.
    open(&mut client, &two, "json", JSON);
    let label = at(&two, JSON, "关键信息");
    refused(&mut client, label, "运营者", "label");
    // A scenario calls another fact by this label.
    let kinds = at(&policy, POLICY, "data.kinds: set");
    refused(
        &mut client,
        kinds.clone(),
        "关键信息基础设施运营者",
        "label of something else",
    );
    // A file that can't be read may hold the name.
    client.replace(&one, 2, &SCENARIO.replace("title: 例 one", "title: \"x"));
    refused(&mut client, kinds, "data.sorts", "mend");
    client.quit();
}

fn what_is_determined_stands_above() {
    let folder = project();
    let two = uri(&folder, "scenarios/deep/two.json");
    for (options, command) in [
        (json!({}), ""),
        (json!({ "commands": ["weir.evaluate"] }), "weir.evaluate"),
    ] {
        let mut client = begun(&folder, json!({}), options);
        open(&mut client, &two, "json", JSON);
        assert_eq!(lenses(&mut client, &two), ["pathway: standard contract"]);
        let answer = client.result(
            "textDocument/codeLens",
            json!({ "textDocument": { "uri": two } }),
        );
        assert_eq!(answer[0]["command"]["command"], command);
        assert_eq!(answer[0]["range"]["start"]["line"], 0);
        if !command.is_empty() {
            assert_eq!(answer[0]["command"]["arguments"], json!([two]));
        }
        client.quit();
    }
}

fn what_is_open_is_said_to_be_open() {
    let folder = project();
    let two = uri(&folder, "scenarios/deep/two.yaml");
    let mut client = started(&folder);
    open(&mut client, &two, "yaml", "on: 2026-03-01\nfacts: {}\n");
    let mut version = 1;
    let mut said = |client: &mut Client, text: &str| {
        version += 1;
        client.replace(&two, version, text);
        lenses(client, &two)
    };
    assert_eq!(
        said(&mut client, "on: 2026-03-01\nfacts: {}\n"),
        ["pathway: undetermined · turns on 2 more facts"]
    );
    // Exempt is still possible, and so it is not said.
    assert_eq!(
        said(
            &mut client,
            "on: 2026-03-01\nfacts:\n  exporter.ciio: false\n"
        ),
        ["pathway: undetermined · turns on 1 more fact"]
    );
    assert_eq!(
        said(
            &mut client,
            "on: 2026-03-01\nfacts:\n  exporter.ciio: false\n  data.kinds: []\n"
        ),
        ["pathway: exempt"]
    );
    // Before the law is in force no rule concludes.
    assert_eq!(
        said(
            &mut client,
            "on: 2020-03-01\nfacts:\n  exporter.ciio: false\n"
        ),
        ["pathway: gap, no rule concludes"]
    );
    let policy = uri(&folder, "policies/p.weir");
    client.open(
        &policy,
        &POLICY.replace(
            "    when not exporter.ciio and data.kinds has sensitive\n",
            "    when data.kinds has sensitive\n",
        ),
    );
    assert_eq!(
        said(
            &mut client,
            "on: 2026-03-01\nfacts:\n  exporter.ciio: true\n  data.kinds: [sensitive]\n"
        ),
        ["pathway: conflict (standard contract, assessment)"]
    );
    // What is not understood is not determined.
    client.replace(&two, 99, "on: 2026-03-01\nfacts:\n  exporter.cio: true\n");
    let none = client.result(
        "textDocument/codeLens",
        json!({ "textDocument": { "uri": two } }),
    );
    assert_eq!(none, json!([]));
    client.quit();
}

fn what_is_determined_can_be_turned_off() {
    let folder = project();
    let two = uri(&folder, "scenarios/deep/two.json");
    let off = json!({ "codeLens": { "determinations": false } });
    let mut client = begun(&folder, json!({}), off);
    open(&mut client, &two, "json", JSON);
    let none = client.result(
        "textDocument/codeLens",
        json!({ "textDocument": { "uri": two } }),
    );
    assert_eq!(none, json!([]));
    client.quit();
}

fn policies_that_change_are_looked_at_again() {
    let folder = project();
    let (policy, two) = (
        uri(&folder, "policies/p.weir"),
        uri(&folder, "scenarios/deep/two.json"),
    );
    let refreshes = json!({ "workspace": { "codeLens": { "refreshSupport": true } } });
    let mut client = begun(&folder, refreshes, json!({ "language": "zh" }));
    open(&mut client, &two, "json", JSON);
    assert_eq!(lenses(&mut client, &two), ["路径：标准合同"]);
    client.open(&policy, POLICY);
    client.findings(&policy, |list| codes(list).is_empty());
    client.settle(Duration::from_millis(300));
    client.asked.clear();
    client.replace(
        &policy,
        2,
        &POLICY.replace("pathway contract", "pathway assess"),
    );
    client.until("a refresh", |client| {
        let refresh = "workspace/codeLens/refresh".to_owned();
        client.asked.contains(&refresh).then_some(())
    });
    assert_eq!(lenses(&mut client, &two), ["路径：评估"]);
    client.quit();
}

/// So many facts matter at once that the answer can't be worked out within the steps that are taken unasked; typing goes on.
fn what_is_too_much_to_work_out_says_so() {
    use std::fmt::Write as _;
    let count = 26;
    let mut policy = POLICY
        .split("instrument law")
        .next()
        .expect("a start")
        .to_owned();
    for n in 0..count {
        let _ = writeln!(
            policy,
            "fact f{n}: people\n  zh \"数{n}\"\n  en \"number {n}\"\n  ask zh \"几？\"\n  ask en \"How many?\"\n"
        );
    }
    policy.push_str("instrument law {\n  zh \"法\"\n  en \"law\"\n  in force from 2024-01-01\n  source primary\n\n");
    for n in 0..count {
        let (a, b) = ((n * 7 + 3) % count, (n * 11 + 5) % count);
        let value = ["exempt", "contract", "assess"][n % 3];
        let _ = writeln!(
            policy,
            "  article {n}1 r{n}\n    zh \"条{n}\"\n    en \"rule {n}\"\n    when (f{n} >= 10 or f{a} < 20) and (f{b} >= 30 or f{n} < 5)\n    then pathway {value}\n"
        );
    }
    policy.push_str("}\n");
    let folder = folder(&[("policies/p.weir", &policy)]);
    let file = uri(&folder, "scenarios/a.yaml");
    let mut client = started(&folder);
    open(&mut client, &file, "yaml", "on: 2026-03-01\nfacts: {}\n");
    let asked = json!({ "textDocument": { "uri": file } });
    let pending = client.ask("textDocument/codeLens", asked);
    let text = "on: 2026-03-01\nfacts:\n  exporter.ci|\n";
    client.replace(&file, 2, &text.replace('|', ""));
    let answer = client.result("textDocument/completion", at(&file, text, "|"));
    assert_eq!(labels(&answer), ["exporter.ciio"]);
    client.answer(pending);
    client.replace(&file, 3, "on: 2026-03-01\nfacts: {}\n");
    assert_eq!(
        lenses(&mut client, &file),
        ["pathway: too much is open, nothing is concluded"]
    );
    client.quit();
}

/// An editor asks which server is to format a file if several say that they do.
fn formatting_is_for_policies_alone_where_scenarios_are_opened() {
    let dynamic = json!({ "textDocument": { "formatting": { "dynamicRegistration": true } } });
    for (opens, announced) in [(true, Value::Null), (false, json!(true))] {
        let mut client = Client::start();
        client.answers_questions = false;
        let answer = client.request(
            "initialize",
            json!({ "capabilities": dynamic, "initializationOptions": { "opensScenarios": opens } }),
        );
        let offered = &answer["result"]["capabilities"];
        assert_eq!(offered["documentFormattingProvider"], announced);
        client.notify("initialized", json!({}));
        if opens {
            let asked = client.until("a registration", |client| client.questions.first().cloned());
            let all = asked["params"]["registrations"]
                .as_array()
                .expect("a list")
                .clone();
            let methods = all
                .iter()
                .map(|one| one["method"].as_str().expect("a name"));
            assert_eq!(
                methods.collect::<Vec<_>>(),
                [
                    "textDocument/formatting",
                    "textDocument/rangeFormatting",
                    "textDocument/onTypeFormatting"
                ]
            );
            for one in &all {
                let languages = one["registerOptions"]["documentSelector"].as_array();
                let mut languages = languages.expect("a list").iter();
                assert!(languages.all(|one| one["language"] == "weir"));
            }
            assert!(all[2]["registerOptions"]["firstTriggerCharacter"].is_string());
            client.reply(&asked["id"], &Value::Null);
        }
        client.quit();
    }
}
