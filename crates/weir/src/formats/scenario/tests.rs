//! What scenario files may hold, what is said of what they may not, and that what is written reads back.

use std::sync::Arc;

use weir_core::hir::{FactId, Program};
use weir_core::scenario::{Given, Scenario};
use weir_core::{Checked, Workspace, date};
use weir_syntax::diagnostic::{Diagnostic, Language, SourceId};

use super::{ScenarioFile, read, write};

mod hostile;
mod mistakes;
mod quantities;
mod written;

const POLICY: &str = r#"
category data_class zh "数据类别" en "kind of data" {
  personal zh "个人信息" en "personal information" {
    sensitive zh "敏感个人信息" en "sensitive personal information"
  }
  important zh "重要数据" en "important data"
}
fact exporter.ciio: bool zh "关键信息基础设施运营者" en "critical information infrastructure operator"
fact exporter.sector: one of {
  none zh "无" en "none"
  automotive zh "汽车" en "automotive"
  health zh "医疗卫生，含药品" en "health: drugs included"
} zh "行业" en "sector"
fact data.classes: set of data_class zh "数据种类" en "kinds of data"
fact data.since: date zh "始于" en "since"
fact people.general: people zh "人数" en "number of people"
fact people.kept: months zh "保存期限" en "retention"
fact 接收方.境外: bool zh "接收方在境外" en "recipient abroad"
reading deleted {
  zh "删除的人数" en "deleted people"
  option stay default zh "不扣除" en "they stay"
  option go zh "扣除" en "they go"
}
"#;

/// Policies as they are checked, with errors or without.
pub(super) fn checked_of(policy: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "p.weir", policy);
    workspace.check()
}

pub(super) fn checked() -> Arc<Checked> {
    let checked = checked_of(POLICY);
    let errors: Vec<_> = checked
        .problems
        .iter()
        .filter(|problem| !problem.code().number().starts_with('W'))
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    checked
}

fn fact(program: &Program, name: &str) -> FactId {
    program.fact(name).unwrap()
}

/// Reads a YAML file that must be right.
#[track_caller]
fn good(text: &str) -> ScenarioFile {
    good_named("a.yaml", text)
}

#[track_caller]
fn good_named(name: &str, text: &str) -> ScenarioFile {
    match read(&checked().program, SourceId(1), name, text) {
        Ok(file) => file,
        Err(problems) => panic!(
            "{:#?}\n{text}",
            problems
                .iter()
                .map(|problem| problem.diagnostic(Language::En))
                .collect::<Vec<_>>()
        ),
    }
}

/// What the facts below are read as.
#[track_caller]
fn given(name: &str, value: &str) -> Option<Given> {
    let file = good(&format!("facts:\n  {name}: {value}\n"));
    file.scenario.get(fact(&checked().program, name)).cloned()
}

/// The findings in a file that must be wrong, with the text each points at.
#[track_caller]
fn bad(name: &str, text: &str) -> Vec<(Diagnostic, String)> {
    let Err(problems) = read(&checked().program, SourceId(1), name, text) else {
        panic!("nothing wrong:\n{text}")
    };
    for problem in &problems {
        let zh = problem.diagnostic(Language::Zh);
        assert!(
            !zh.message.is_empty() && !zh.message.contains('\n') && !zh.primary.1.is_empty(),
            "{zh:?}"
        );
    }
    problems
        .iter()
        .map(|problem| problem.diagnostic(Language::En))
        .map(|found| (found.clone(), found.primary.0.span.text(text).to_owned()))
        .collect()
}

const TRUE: Option<Given> = Some(Given::Bool(true));
const FALSE: Option<Given> = Some(Given::Bool(false));

#[test]
fn reads_every_type() {
    let file = good(
        "title: a shop\non: 2026-03-01\nfacts:\n  exporter.ciio: false\n  exporter.sector: health\n  data.classes: [sensitive]\n  data.since: 2024-03-22\n  people.general: 450000\nreadings:\n  deleted: go\n",
    );
    assert_eq!(file.title.as_deref(), Some("a shop"));
    assert_eq!(file.on, date::parse("2026-03-01"));
    assert_eq!(file.readings.values().copied().collect::<Vec<_>>(), [1]);
    let values: Vec<Given> = file.scenario.facts.into_values().collect();
    let set = Given::Set(vec![Some(true), Some(true), Some(false)]);
    assert_eq!(
        values,
        [
            Given::Bool(false),
            Given::Choice(2),
            set,
            Given::Date(date::parse("2024-03-22").unwrap()),
            Given::Number(450_000, Some(450_000))
        ]
    );
}

#[test]
fn names_facts_in_every_way() {
    for text in [
        "exporter.ciio: true",
        "exporter: { ciio: true }",
        "exporter:\n    ciio: true",
        "关键信息基础设施运营者: true",
        "critical information infrastructure operator: true",
        "\"exporter.ciio\": true",
    ] {
        let file = good(&format!("facts:\n  {text}\n"));
        assert_eq!(
            file.scenario.get(fact(&checked().program, "exporter.ciio")),
            TRUE.as_ref(),
            "{text}"
        );
    }
    assert_eq!(given("接收方.境外", "是"), TRUE);
    let nested = good("facts:\n  接收方:\n    境外: 否\n");
    assert_eq!(
        nested.scenario.get(fact(&checked().program, "接收方.境外")),
        FALSE.as_ref()
    );
}

#[test]
fn reads_yes_and_no() {
    for text in ["true", "True", "yes", "是", "\"是\"", "'yes'"] {
        assert_eq!(given("exporter.ciio", text), TRUE, "{text}");
    }
    for text in ["false", "no", "No", "否"] {
        assert_eq!(given("exporter.ciio", text), FALSE, "{text}");
    }
}

#[test]
fn reads_choices_by_name_and_label() {
    for text in [
        "health",
        "医疗卫生，含药品",
        "\"health: drugs included\"",
        "'health'",
    ] {
        assert_eq!(
            given("exporter.sector", text),
            Some(Given::Choice(2)),
            "{text}"
        );
    }
    assert_eq!(given("exporter.sector", "none"), Some(Given::Choice(0)));
}

#[test]
fn reads_sets() {
    let set = |known: [Option<bool>; 3]| Some(Given::Set(known.to_vec()));
    assert_eq!(given("data.classes", "[]"), set([Some(false); 3]));
    assert_eq!(
        given("data.classes", "[敏感个人信息, important]"),
        set([Some(true); 3])
    );
    assert_eq!(
        given("data.classes", "\n    - personal"),
        set([Some(true), Some(false), Some(false)])
    );
    assert_eq!(
        given("data.classes", "{ sensitive: true }"),
        set([Some(true), Some(true), None])
    );
    assert_eq!(
        given("data.classes", "\n    personal: false\n    重要数据: 是"),
        set([Some(false), Some(false), Some(true)])
    );
    assert_eq!(given("data.classes", "{}"), set([None; 3]));
    let file = good("facts:\n  data: { classes: { important: unknown, sensitive: yes } }\n");
    assert_eq!(
        file.scenario.facts.into_values().next(),
        set([Some(true), Some(true), None])
    );
    assert_eq!(file.said_unknown.len(), 1);
}

#[test]
fn notes_what_is_not_known() {
    for text in ["unknown", "未知", "\"unknown\"", "null", "~", ""] {
        for name in [
            "exporter.ciio",
            "exporter.sector",
            "data.classes",
            "data.since",
            "people.general",
        ] {
            let file = good(&format!("facts:\n  {name}: {text}\n  people.kept: 1\n"));
            assert!(
                file.said_unknown.contains(&fact(&checked().program, name)),
                "{name}: {text}"
            );
            assert_eq!(file.scenario.facts.len(), 1, "{name}: {text}");
        }
    }
}

#[test]
fn accepts_empty_sections() {
    let file = good("title:\non:\nfacts:\n  exporter:\nreadings:\n");
    assert_eq!(file, ScenarioFile::default());
    assert_eq!(good("on: 2026-03-01").on, date::parse("2026-03-01"));
    assert_eq!(
        good("\"on\": \"2026-03-01\"\nfacts: {}\n").on,
        date::parse("2026-03-01")
    );
}

#[test]
fn reads_json() {
    let text = "\u{FEFF}{\n\t\"title\": \"a \\\"shop\\\"\",\r\n\t\"on\": \"2026-03-01\",\n\"facts\": {\"exporter\": {\"ciio\": false}, \"data.classes\": [\"重要数据\"], \"people.general\": 450000, \"people.kept\": \"3个月\", \"data.since\": null}}";
    let file = good_named("A.JSON", text);
    assert_eq!(file.title.as_deref(), Some("a \"shop\""));
    assert_eq!(file.scenario.facts.len(), 4);
    assert_eq!(file.said_unknown.len(), 1);
}

#[test]
fn reads_windows_files() {
    let file = good(
        "\u{FEFF}title: x\r\non: 2026-03-01\r\nfacts:\r\n  # c\r\n  people.general: 45万 # c\r\n  exporter.ciio: 否\r\n",
    );
    assert_eq!(file.title.as_deref(), Some("x"));
    assert_eq!(file.scenario.facts.len(), 2);
}
