//! Schemas against what they describe, with a small checker that knows the words used in them.

use std::sync::Arc;

use weir_core::hir::SourceId;
use weir_core::{Checked, Readings, Workspace, date};
use weir_eval::{Limits, determine};

use super::*;
use crate::formats::scenario;
use crate::render::json::{Report, Under, chosen, entry, labels, said};

const POLICY: &str = r#"
outcome pathway ladder zh "路径" en "pathway" { free zh "免" en "free" assessment zh "评估" en "assessment" }
outcome duties set zh "义务" en "duties" { tell zh "告知" en "tell" keep zh "保存" en "keep" }
category data_class zh "类别" en "kind" { personal zh "个人信息" en "personal information" important zh "重要数据" en "important data" }
fact exporter.ciio: bool zh "关基" en "operator" ask zh "是否关基？" ask en "Is it an operator?"
fact exporter.trade: one of { none zh "无" en "none" car zh "汽车" en "cars" } zh "行业" en "trade"
fact data: set of data_class zh "数据" en "data"
fact people: people zh "人数" en "number of people"
fact since: date zh "始于" en "since"
reading moved {
  zh "搬迁" en "moved"
  option stay default zh "不变" en "stays"
  option go zh "变" en "goes"
}
threshold line { zh "线" en "line" from 2024-01-01: 10万 people cite act article 2 }
instrument act {
  zh "办法" en "the Act" in force from 2024-01-01 url "https://example.org" source primary
  assume small zh "小" en "small" that people <= 1_000_000
  article 1 { rule a zh "甲" en "a" when exporter.ciio or data has important then pathway assessment }
  article 2 { rule b zh "乙" en "b" when people >= line and reading moved is stay then pathway assessment }
  article 3 { rule d then pathway free }
  article 4 { rule e when data has personal then duties tell }
  article 5 { rule f when since >= 2025-01-01 then duties keep }
  article 6 { rule g when exporter.trade is car then pathway untranscribed missing zh "缺" en "lost" }
  article 3 yields to articles 1, 2, 6
  article 6 prevails over articles 1, 2
}
"#;

fn checked() -> Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(
        SourceId(0),
        "p.weir",
        POLICY.replace("missing zh \"缺\" en", "missing zh \"缺\" missing en"),
    );
    let checked = workspace.check();
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    checked
}

/// Where a value does not meet a schema.
fn against(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let Some(schema) = schema.as_object() else {
        panic!("no schema: {schema}")
    };
    schema
        .iter()
        .flat_map(|(word, rule)| meets(root, schema, word, rule, value, path))
        .collect()
}

fn meets(
    root: &Value,
    schema: &Map<String, Value>,
    word: &str,
    rule: &Value,
    value: &Value,
    path: &str,
) -> Vec<String> {
    let wrong = |bad: bool| {
        if bad {
            vec![format!("{path}: {word} {rule} for {value}")]
        } else {
            Vec::new()
        }
    };
    let branches = |schemas: &Value| {
        schemas
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| against(root, one, value, path).is_empty())
            .count()
    };
    match word {
        "$ref" => against(
            root,
            root.pointer(rule.as_str().unwrap().strip_prefix('#').unwrap())
                .unwrap_or_else(|| panic!("{rule}")),
            value,
            path,
        ),
        "type" => wrong(
            !rule
                .as_array()
                .map_or(vec![rule], |types| types.iter().collect())
                .iter()
                .any(|ty| is_of(ty.as_str().unwrap(), value)),
        ),
        "enum" => wrong(!rule.as_array().unwrap().contains(value)),
        "const" => wrong(rule != value),
        "minimum" => wrong(
            value
                .as_i64()
                .is_some_and(|number| number < rule.as_i64().unwrap()),
        ),
        "maxItems" => wrong(
            value
                .as_array()
                .is_some_and(|items| (items.len() as u64) > rule.as_u64().unwrap()),
        ),
        "anyOf" => wrong(branches(rule) == 0),
        "oneOf" => wrong(branches(rule) != 1),
        "required" => wrong(value.as_object().is_some_and(|map| {
            !rule
                .as_array()
                .unwrap()
                .iter()
                .all(|name| map.contains_key(name.as_str().unwrap()))
        })),
        "items" => value
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|item| against(root, rule, item, &format!("{path}[]")))
            .collect(),
        "properties" => {
            let present = value.as_object().into_iter().flatten();
            present
                .flat_map(|(name, inner)| {
                    rule.get(name)
                        .map(|rule| against(root, rule, inner, &format!("{path}.{name}")))
                        .unwrap_or_default()
                })
                .collect()
        }
        "additionalProperties" if rule.is_object() => {
            let named = schema.get("properties");
            let further = value.as_object().into_iter().flatten();
            let further =
                further.filter(|(name, _)| named.is_none_or(|named| named.get(name).is_none()));
            further
                .flat_map(|(name, inner)| against(root, rule, inner, &format!("{path}.{name}")))
                .collect()
        }
        "additionalProperties" => wrong(value.as_object().is_some_and(|map| {
            *rule == false
                && map
                    .keys()
                    .any(|name| schema.get("properties").unwrap().get(name).is_none())
        })),
        "maximum" => wrong(
            value
                .as_f64()
                .is_some_and(|number| number > rule.as_f64().unwrap()),
        ),
        "minItems" => wrong(
            value
                .as_array()
                .is_some_and(|items| (items.len() as u64) < rule.as_u64().unwrap()),
        ),
        "uniqueItems" => wrong(value.as_array().is_some_and(|items| {
            let mut items = items.iter().enumerate();
            let all = value.as_array().unwrap();
            *rule == true && items.any(|(at, item)| all.iter().skip(at + 1).any(|one| one == item))
        })),
        "$id" | "definitions" | "$schema" | "$defs" | "title" | "description" | "default"
        | "format" | "pattern" => Vec::new(),
        other => panic!("unknown word {other}"),
    }
}

fn is_of(ty: &str, value: &Value) -> bool {
    match ty {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    }
}

#[test]
fn scenarios_that_read_meet_their_schema() {
    let checked = checked();
    for language in [Language::En, Language::Zh] {
        let schema = scenario_schema(&checked.program, language);
        for value in [
            json!({}),
            json!({ "title": "x", "on": "2026-03-01", "facts": { "exporter.ciio": true, "people": 5, "data": ["personal"], "since": "2026-03-01" }, "readings": { "moved": "go" } }),
            json!({ "facts": { "exporter": { "ciio": "是", "trade": "汽车" }, "人数": "45万人", "data": { "important": "unknown", "个人信息": false }, "since": null } }),
            json!({ "facts": null, "readings": null, "on": null, "title": null }),
            json!({ "facts": { "data": [], "people": ">= 10万", "number of people": "unknown" } }),
        ] {
            assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
        }
    }
}

#[test]
fn scenarios_that_do_not_read_do_not() {
    let checked = checked();
    let schema = scenario_schema(&checked.program, Language::En);
    for value in [
        json!([]),
        json!({ "colour": 1 }),
        json!({ "facts": { "exporter.cio": true } }),
        json!({ "facts": { "exporter": { "cio": true } } }),
        json!({ "facts": { "exporter.ciio": "maybe" } }),
        json!({ "facts": { "exporter.trade": "ship" } }),
        json!({ "facts": { "data": "personal" } }),
        json!({ "facts": { "data": ["unknown"] } }),
        json!({ "facts": { "people": -1 } }),
        json!({ "facts": { "people": 0.5 } }),
        json!({ "readings": { "moved": "maybe" } }),
        json!({ "on": 20260301 }),
    ] {
        let text = value.to_string();
        assert!(!against(&schema, &schema, &value, "").is_empty(), "{text}");
        assert!(
            scenario::read(&checked.program, SourceId(1), "a.json", &text).is_err(),
            "{text}"
        );
    }
}

#[test]
fn determinations_meet_their_schema() {
    let checked = checked();
    let executable = checked.executable().unwrap();
    let schema = determination_schema();
    let mut determinations = Vec::new();
    for text in [
        "{}",
        "facts: { exporter.ciio: true, exporter.trade: none, data: [personal], people: 5, since: 2026-01-01 }",
        "facts: { exporter.ciio: false, exporter.trade: none, data: [personal], people: 20万, since: 2026-01-01 }",
        "facts: { exporter.ciio: false, exporter.trade: none, data: [personal], people: 9万, since: unknown }",
        "facts: { exporter.trade: car }",
        "facts: { people: 20000000 }",
    ] {
        let file = scenario::read(&checked.program, SourceId(1), "a.yaml", text).unwrap();
        let readings = Readings::defaults(&checked.program).with(weir_core::hir::ReadingId(0), 0);
        let edition = executable.on(date::parse("2026-03-01").unwrap(), &readings);
        let determination = determine(&edition, &file.scenario, &Limits::default());
        let mut entry = entry(
            &edition,
            &file.scenario,
            "a.yaml",
            Some("title"),
            &determination,
            Language::Zh,
        );
        let outcomes = determination
            .ladders
            .iter()
            .map(|ladder| said(&edition, ladder.outcome, &ladder.answer, Language::En))
            .collect();
        entry.all_readings = Some(vec![Under {
            readings: vec![chosen(&edition, weir_core::hir::ReadingId(0), 1)],
            outcomes,
        }]);
        determinations.push(entry);
    }
    let value = serde_json::to_value(Report {
        version: 1,
        labels: labels(&checked.program),
        determinations,
    })
    .unwrap();
    assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
    for shown in [
        "set_aside\":[{",
        "near\":[{",
        "needs\":[{",
        "holes\":[{",
        "otherwise\":[{",
        "contradicts\":[\"",
        "present\":[{",
        "open\":[{",
        "source\":\"primary\"",
    ] {
        assert!(value.to_string().contains(shown), "{shown} is not tried");
    }
}

/// What a command prints for programs about the policy with these lines after it.
fn printed(command: &[&str], more: &str) -> Value {
    let policy = POLICY.replace("missing zh \"缺\" en", "missing zh \"缺\" missing en");
    printed_of(command, &[("policies", &format!("{policy}{more}"))])
}

/// What a command prints for programs in a folder with policies in these folders.
fn printed_of(command: &[&str], policies: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in policies {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("数据 p.weir"), text).unwrap();
    }
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = crate::Io {
        stdin: &mut std::io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        folder: folder.path().to_owned(),
        colour: false,
        width: 100,
        language: Language::En,
    };
    let args = ["weir"].iter().chain(command).map(Into::into);
    crate::run(args, &mut io);
    serde_json::from_slice(&stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&stderr)))
}

#[test]
fn results_of_tests_meet_their_schema() {
    let policy = r#"
test table "t" on 2026-03-01 {
  | case | people | exporter.ciio | data | pathway |
  | "a" | 20万 | false | { personal } | free |
  | "b" | 5 | false | { } | free |
}
"#;
    let value = printed(&["test", "--coverage", "--format", "json"], policy);
    let schema = tests_schema();
    assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
    let text = value.to_string();
    for shown in [
        "explanation\":{",
        "determined\":[{",
        "clauses\":[{",
        "labels\":[{",
    ] {
        assert!(text.contains(shown), "{shown} is not tried: {text}");
    }
}

#[test]
fn graphs_meet_their_schema() {
    let value = printed(&["graph", "--format", "json"], "");
    let schema = graph_schema();
    assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
    assert_eq!(value["precedences"].as_array().unwrap().len(), 5);
}

/// What `weir diff` prints in a form about two versions that differ in all that it can tell.
fn difference(form: &str) -> Value {
    let old = POLICY.replace("missing zh \"缺\" en", "missing zh \"缺\" missing en");
    let new = old
        .replace("10万 people", "5万 people")
        .replace("when data has personal then", "then")
        .replace("people <= 1_000_000", "people <= 900_000")
        .replace(
            "article 3 yields to articles 1, 2, 6",
            "article 3 yields to articles 1, 6",
        )
        .replace("en \"operator\"", "en \"an operator\"");
    printed_of(
        &["diff", "old", "new", "--format", form],
        &[("old", &old), ("new", &new)],
    )
}

#[test]
fn differences_meet_their_schema() {
    let value = difference("json");
    let schema = diff_schema();
    assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
    let text = value.to_string();
    for shown in [
        "conflict\":[\"",
        "within\":[[",
        "aspects\":[{",
        "reworded",
        "no_longer_possible\":{",
        "rests_on\":[",
        "confirmed\":[{",
    ] {
        assert!(text.contains(shown), "{shown} is not tried: {text}");
    }
}

#[test]
fn analyses_meet_their_schema() {
    let more = r#"
instrument more {
  zh "乙" en "more" in force from 2024-01-01
  article 1 { rule a when people >= 20万 and exporter.ciio then pathway free }
  article 2 { rule b when data has personal and exporter.ciio then duties tell }
}
"#;
    let value = printed(&["analyze", "--format", "json"], more);
    let schema = analysis_schema();
    assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
    let text = value.to_string();
    for shown in [
        "witness\":{",
        "boundary\":{",
        "reading\":{",
        "share\":",
        "related\":[{",
        "because_of\":[",
        "within\":[[",
    ] {
        assert!(text.contains(shown), "{shown} is not tried: {text}");
    }
}

/// The schema of OASIS; see the notice beside it.
const SARIF: &str = include_str!("../../../../../tests/sarif/sarif-schema-2.1.0.json");

#[test]
fn sarif_meets_the_schema_of_its_standard() {
    let schema: Value = serde_json::from_str(SARIF).unwrap();
    let broken = POLICY;
    for value in [
        difference("sarif"),
        printed_of(&["check", "--format", "sarif"], &[("policies", broken)]),
    ] {
        assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
        let results = value["runs"][0]["results"].as_array().unwrap();
        assert!(!results.is_empty());
        let text = value.to_string();
        assert!(text.contains("%E6%95%B0%E6%8D%AE%20p.weir"), "{text}");
        for result in results {
            let rule = result["ruleIndex"].as_u64().unwrap() as usize;
            let rules = &value["runs"][0]["tool"]["driver"]["rules"];
            assert_eq!(rules[rule]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn what_is_no_sarif_does_not_meet_the_schema() {
    let schema: Value = serde_json::from_str(SARIF).unwrap();
    for (path, wrong) in [
        ("/version", json!("2.0.0")),
        ("/runs/0/tool/driver", json!({})),
        ("/runs/0/results/0/level", json!("bad")),
        ("/runs/0/results/0/message", json!("bad")),
        ("/runs/0/columnKind", json!("bytes")),
    ] {
        let mut value = difference("sarif");
        *value.pointer_mut(path).unwrap() = wrong;
        assert!(!against(&schema, &schema, &value, "").is_empty(), "{path}");
    }
}

#[test]
fn a_code_quality_report_has_what_gitlab_asks_for() {
    let value = difference("gitlab");
    let issues = value.as_array().unwrap();
    assert!(!issues.is_empty());
    let mut seen = std::collections::BTreeSet::new();
    for issue in issues {
        assert!(issue["description"].is_string() && issue["check_name"].is_string());
        assert!(issue["location"]["path"].is_string());
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        let grave = ["info", "minor", "major", "critical", "blocker"];
        assert!(grave.contains(&issue["severity"].as_str().unwrap()));
        let fingerprint = issue["fingerprint"].as_str().unwrap();
        assert!(seen.insert(fingerprint), "{fingerprint} twice");
    }
}

#[test]
fn what_would_change_an_answer_meets_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.yaml");
    std::fs::write(
        &file,
        "on: 2026-03-01\nfacts: { exporter.ciio: no, exporter.trade: none, data: [], people: 5 }\n",
    )
    .unwrap();
    let file = file.display().to_string();
    let value = printed(&["eval", &file, "--what-if", "--format", "json"], "");
    let schema = determination_schema();
    assert_eq!(against(&schema, &schema, &value, ""), Vec::<String>::new());
    assert!(value.to_string().contains("changed\":{\""), "{value}");
}
