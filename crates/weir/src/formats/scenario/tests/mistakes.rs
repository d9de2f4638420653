//! What is said of mistakes: the code, the place, and the text that mends it.

use super::*;

/// One mistake in a YAML file: its code, the text it points at, and the file after the first fix, which must read.
#[track_caller]
fn mended(text: &str, code: &str, at: &str, after: &str) {
    mended_named("a.yaml", text, code, at, after);
}

#[track_caller]
fn mended_named(name: &str, text: &str, code: &str, at: &str, after: &str) {
    let found = bad(name, text);
    let [(one, place)] = found.as_slice() else {
        panic!("{found:#?}\n{text}")
    };
    assert_eq!(
        (one.code.number(), place.as_str()),
        (code, at),
        "{one:#?}\n{text}"
    );
    let edit = one
        .fixes
        .first()
        .unwrap_or_else(|| panic!("no fix: {one:#?}\n{text}"))
        .edits
        .first()
        .unwrap();
    let mut fixed = text.to_owned();
    fixed.replace_range(edit.place.span.range(), &edit.text);
    assert_eq!(fixed, after, "{one:#?}");
    good_named(name, &fixed);
}

/// One mistake that is not mended, with a part of what is said.
#[track_caller]
fn said(text: &str, code: &str, at: &str, part: &str) {
    said_named("a.yaml", text, code, at, part);
}

#[track_caller]
fn said_named(name: &str, text: &str, code: &str, at: &str, part: &str) {
    let found = bad(name, text);
    let [(one, place)] = found.as_slice() else {
        panic!("{found:#?}\n{text}")
    };
    assert_eq!(
        (one.code.number(), place.as_str()),
        (code, at),
        "{one:#?}\n{text}"
    );
    let all = format!(
        "{}\n{}\n{}",
        one.message,
        one.primary.1,
        one.help.join("\n")
    );
    assert!(all.contains(part), "{all}\n{text}");
    assert!(one.fixes.is_empty(), "{one:#?}");
}

#[test]
fn near_names_are_mended() {
    mended(
        "facts:\n  exporter.cio: true\n",
        "E0702",
        "exporter.cio",
        "facts:\n  exporter.ciio: true\n",
    );
    mended(
        "facts:\n  exporter: { cio: true }\n",
        "E0702",
        "cio",
        "facts:\n  exporter: { ciio: true }\n",
    );
    mended(
        "facts:\n  ciio: true\n",
        "E0702",
        "ciio",
        "facts:\n  exporter.ciio: true\n",
    );
    mended(
        "facts:\n  关键信息基础设施营运者: true\n",
        "E0702",
        "关键信息基础设施营运者",
        "facts:\n  关键信息基础设施运营者: true\n",
    );
    mended(
        "facts:\n  exporter.sector: helth\n",
        "E0703",
        "helth",
        "facts:\n  exporter.sector: health\n",
    );
    mended(
        "facts:\n  exporter.sector: 医疗卫生含药品\n",
        "E0703",
        "医疗卫生含药品",
        "facts:\n  exporter.sector: \"医疗卫生，含药品\"\n",
    );
    mended(
        "facts:\n  data.classes: [sensitiv]\n",
        "E0703",
        "sensitiv",
        "facts:\n  data.classes: [sensitive]\n",
    );
    mended(
        "facts:\n  data.classes: { personl: true }\n",
        "E0703",
        "personl",
        "facts:\n  data.classes: { personal: true }\n",
    );
    mended(
        "fact:\n  exporter.ciio: true\n",
        "E0707",
        "fact",
        "facts:\n  exporter.ciio: true\n",
    );
    mended("true: 2026-03-01\n", "E0707", "true", "on: 2026-03-01\n");
    mended(
        "readings:\n  deletd: go\n",
        "E0706",
        "deletd",
        "readings:\n  deleted: go\n",
    );
    mended(
        "readings:\n  deleted: goe\n",
        "E0706",
        "goe",
        "readings:\n  deleted: go\n",
    );
}

#[test]
fn far_names_are_answered_with_a_list() {
    said(
        "facts:\n  company.headcount: 3\n",
        "E0702",
        "company.headcount",
        "known are `data.…`, `exporter.…`",
    );
    said(
        "facts:\n  exporter.nationality: 3\n",
        "E0702",
        "exporter.nationality",
        "`exporter.ciio`, `exporter.sector`",
    );
    said(
        "facts:\n  exporter: true\n",
        "E0702",
        "exporter",
        "beginning of the names",
    );
    said(
        "facts:\n  exporter.sector: aviation\n",
        "E0703",
        "aviation",
        "`automotive` (automotive)",
    );
    said(
        "colour: red\n",
        "E0707",
        "colour",
        "`title`, `on`, `facts` and `readings`",
    );
    said(
        "exporter.ciio: true\n",
        "E0707",
        "exporter.ciio",
        "below `facts`",
    );
    said(
        "readings:\n  zzzzzz: go\n",
        "E0706",
        "zzzzzz",
        "known are `deleted`",
    );
    said(
        "readings:\n  deleted: maybe\n",
        "E0706",
        "maybe",
        "`stay`, `go`",
    );
    said(
        "readings:\n  deleted: [go]\n",
        "E0706",
        "[go]",
        "`stay`, `go`",
    );
}

#[test]
fn wrong_values_are_never_defaults() {
    mended(
        "facts:\n  exporter.ciio: \"true\"\n",
        "E0703",
        "\"true\"",
        "facts:\n  exporter.ciio: true\n",
    );
    mended(
        "facts:\n  exporter.ciio: y\n",
        "E0703",
        "y",
        "facts:\n  exporter.ciio: true\n",
    );
    mended(
        "facts:\n  exporter.ciio: 0\n",
        "E0703",
        "0",
        "facts:\n  exporter.ciio: false\n",
    );
    said(
        "facts:\n  exporter.ciio: maybe\n",
        "E0703",
        "maybe",
        "yes or no",
    );
    said(
        "facts:\n  exporter.ciio: [true]\n",
        "E0703",
        "[true]",
        "not several",
    );
    said(
        "facts:\n  exporter.ciio: { a: true }\n",
        "E0703",
        "{ a: true }",
        "not several",
    );
    said(
        "facts:\n  exporter.sector: [health]\n",
        "E0703",
        "[health]",
        "not several",
    );
    mended(
        "facts:\n  data.classes: personal\n",
        "E0703",
        "personal",
        "facts:\n  data.classes: [personal]\n",
    );
    mended(
        "facts:\n  data.classes: personal, important\n",
        "E0703",
        "personal, important",
        "facts:\n  data.classes: [personal, important]\n",
    );
    mended(
        "facts:\n  data.classes: none\n",
        "E0703",
        "none",
        "facts:\n  data.classes: []\n",
    );
    said(
        "facts:\n  data.classes: [personal, unknown]\n",
        "E0703",
        "unknown",
        "what is not named is unknown",
    );
    said(
        "facts:\n  data.classes: { personal: false, sensitive: true }\n",
        "E0703",
        "{ personal: false, sensitive: true }",
        "contradicts itself",
    );
    said(
        "facts:\n  data.classes: { personal: 3 }\n",
        "E0703",
        "3",
        "`true`, `false` or `unknown`",
    );
    said(
        "facts:\n  data.classes: [[personal]]\n",
        "E0703",
        "[personal]",
        "not several",
    );
    mended(
        "facts:\n  people.general: \"450000\"\n",
        "E0703",
        "\"450000\"",
        "facts:\n  people.general: 450000\n",
    );
    mended(
        "facts:\n  people.general: 450,000\n",
        "E0703",
        "450,000",
        "facts:\n  people.general: 450_000\n",
    );
    said("facts:\n  people.general: -5\n", "E0703", "-5", "negative");
    said("facts:\n  people.general: 0.5\n", "E0703", "0.5", "whole");
    said(
        "facts:\n  people.general: 5个月\n",
        "E0703",
        "5个月",
        "`months`",
    );
    said(
        "facts:\n  people.general: true\n",
        "E0703",
        "true",
        "needs a number",
    );
    said(
        "facts:\n  people.general: [5]\n",
        "E0703",
        "[5]",
        "not several",
    );
    said(
        "facts:\n  people.general: 5:30\n",
        "E0703",
        "5:30",
        "no unit",
    );
}

#[test]
fn full_width_commas_are_mended() {
    mended(
        "facts:\n  data.classes: [个人信息，重要数据]\n",
        "E0703",
        "个人信息，重要数据",
        "facts:\n  data.classes: [个人信息, 重要数据]\n",
    );
    mended(
        "facts:\n  data.classes: {个人信息: true，重要数据: false}\n",
        "E0701",
        "，",
        "facts:\n  data.classes: {个人信息: true, 重要数据: false}\n",
    );
    mended(
        "facts: { exporter.ciio: true，people.kept: 1 }\n",
        "E0701",
        "，",
        "facts: { exporter.ciio: true, people.kept: 1 }\n",
    );
}

#[test]
fn days_are_days() {
    mended(
        "facts:\n  data.since: 2024-3-2\n",
        "E0703",
        "2024-3-2",
        "facts:\n  data.since: 2024-03-02\n",
    );
    mended(
        "facts:\n  data.since: 2024年3月22日\n",
        "E0703",
        "2024年3月22日",
        "facts:\n  data.since: 2024-03-22\n",
    );
    mended(
        "on: 2026/03/01\n",
        "E0703",
        "2026/03/01",
        "on: 2026-03-01\n",
    );
    said(
        "on: 2026-02-30\n",
        "E0703",
        "2026-02-30",
        "no day `2026-02-30`",
    );
    said("on: today\n", "E0703", "today", "no day");
    said(
        "on: 2026-03-01T00:00:00Z\n",
        "E0703",
        "2026-03-01T00:00:00Z",
        "no day",
    );
    said(
        "facts:\n  data.since: 20240322\n",
        "E0703",
        "20240322",
        "no day",
    );
    said(
        "on: [2026-03-01]\n",
        "E0703",
        "[2026-03-01]",
        "must be a day",
    );
    assert_eq!(
        crate::formats::scenario::ScenarioProblem::no_date(SourceId(1))
            .code()
            .number(),
        "E0705"
    );
}

#[test]
fn what_is_given_twice_is_reported_once() {
    said(
        "facts:\n  exporter.ciio: true\n  exporter.ciio: false\n",
        "E0704",
        "exporter.ciio",
        "twice",
    );
    said(
        "facts:\n  exporter.ciio: true\n  exporter: { ciio: true }\n",
        "E0704",
        "ciio",
        "`exporter.ciio` is given twice",
    );
    said(
        "facts:\n  exporter.ciio: true\n  关键信息基础设施运营者: true\n",
        "E0704",
        "关键信息基础设施运营者",
        "twice",
    );
    said(
        "facts:\n  exporter: { ciio: true }\n  exporter: { ciio: true }\n",
        "E0704",
        "exporter",
        "twice",
    );
    said(
        "facts:\n  data.classes: { personal: true, personal: false }\n",
        "E0704",
        "personal",
        "twice",
    );
    said("on: 2026-03-01\non: 2026-03-02\n", "E0704", "on", "twice");
    said(
        "readings: { deleted: go, 删除的人数: stay }\n",
        "E0704",
        "删除的人数",
        "twice",
    );
    let found = bad(
        "a.yaml",
        "facts: { exporter.ciio: true, exporter.ciio: maybe }",
    );
    assert_eq!(
        found
            .first()
            .unwrap()
            .0
            .secondary
            .first()
            .unwrap()
            .0
            .span
            .start,
        9
    );
}

#[test]
fn several_mistakes_are_told_in_order() {
    let found = bad(
        "a.yaml",
        "colour: red\nfacts:\n  people.general: -1\n  exporter.cio: true\n  data.classes: [x, y, personal]\non: never\n",
    );
    let places: Vec<&str> = found.iter().map(|(_, at)| at.as_str()).collect();
    assert_eq!(places, ["colour", "-1", "exporter.cio", "x", "y", "never"]);
}

#[test]
fn slips_in_yaml_are_explained() {
    mended(
        "facts:\n  exporter.ciio：false\n",
        "E0701",
        "：",
        "facts:\n  exporter.ciio: false\n",
    );
    mended(
        "facts：\n  exporter.ciio: false\n",
        "E0701",
        "：",
        "facts:\n  exporter.ciio: false\n",
    );
    mended("title：x\n", "E0701", "：", "title: x\n");
    mended(
        "facts:\n  people.kept: 1\n  exporter.ciio：false\n",
        "E0701",
        "：",
        "facts:\n  people.kept: 1\n  exporter.ciio: false\n",
    );
    mended(
        "facts:\n  exporter.ciio：false\n  people.kept: 1\n",
        "E0701",
        "：",
        "facts:\n  exporter.ciio: false\n  people.kept: 1\n",
    );
    mended(
        "facts:\n  exporter.ciio:false\n",
        "E0701",
        ":",
        "facts:\n  exporter.ciio: false\n",
    );
    mended(
        "facts:\n  people.kept: 1\n  exporter.ciio:false\n",
        "E0701",
        ":",
        "facts:\n  people.kept: 1\n  exporter.ciio: false\n",
    );
    mended(
        "facts:\n\texporter.ciio: false\n",
        "E0701",
        "\t",
        "facts:\n  exporter.ciio: false\n",
    );
    mended(
        "facts:\n  people.general: >= 450000\n",
        "E0701",
        ">= 450000",
        "facts:\n  people.general: \">= 450000\"\n",
    );
    mended(
        "facts:\n  people.general: > 45万 # c\n",
        "E0701",
        "> 45万",
        "facts:\n  people.general: \"> 45万\" # c\n",
    );
    mended(
        "facts:\n  people.general: >=10万\n  people.kept: 1\n",
        "E0701",
        ">=10万",
        "facts:\n  people.general: \">=10万\"\n  people.kept: 1\n",
    );
    said(
        "facts:\n  exporter.ciio: \"yes\n",
        "E0701",
        "\"",
        "not YAML",
    );
    said(
        "facts:\n  exporter.ciio: true\n people.kept: 1\n",
        "E0701",
        "p",
        "not YAML",
    );
    said("facts: true\n", "E0703", "true", "must hold names");
    said(
        "facts:\n  - exporter.ciio\n",
        "E0703",
        "- exporter.ciio",
        "must hold names",
    );
    said("- a\n", "E0701", "- a", "does not start");
    said("hello\n", "E0701", "hello", "does not start");
    said("", "E0701", "", "empty");
    said("# only a comment\n", "E0701", "", "empty");
    said("title: [a]\n", "E0703", "[a]", "must be a text");
}

#[test]
fn what_yaml_has_beyond_is_refused() {
    said(
        "facts:\n  exporter.ciio: &a true\n",
        "E0701",
        "&a",
        "anchors",
    );
    said(
        "facts:\n  data.classes: !!set []\n",
        "E0701",
        "!!set",
        "tags",
    );
    said("facts: !x { exporter.ciio: true }\n", "E0701", "!x", "tags");
    said(
        "title: a\n---\ntitle: b\n",
        "E0701",
        "---",
        "second document",
    );
    said("facts:\n  ? [a]\n  : b\n", "E0701", "[a]", "must be a name");
    said("facts:\n  : b\n", "E0701", "", "must be a name");
    let found = bad(
        "a.yaml",
        "title: &a x\nfacts:\n  exporter.sector: *a\n  <<: { exporter.ciio: true }\n",
    );
    let codes: Vec<_> = found
        .iter()
        .map(|(one, at)| (one.code.number(), at.as_str()))
        .collect();
    assert_eq!(codes, [("E0701", "&a"), ("E0701", "*a"), ("E0701", "<<")]);
}

#[test]
fn slips_in_json_are_explained() {
    mended_named(
        "a.json",
        "{\"facts\": {\"exporter.ciio\": false,}}",
        "E0701",
        ",",
        "{\"facts\": {\"exporter.ciio\": false}}",
    );
    mended_named(
        "a.json",
        "{\"facts\": {\"data.classes\": [\"important\" ,\n ]}}",
        "E0701",
        ",",
        "{\"facts\": {\"data.classes\": [\"important\" \n ]}}",
    );
    said_named(
        "a.json",
        "{\"facts\": {exporter.ciio: false}}",
        "E0701",
        "e",
        "key must be a string",
    );
    said_named("a.json", "{\"facts\": ", "E0701", "", "EOF");
    said_named("a.json", "title: x\n", "E0701", "i", "not JSON");
    said_named(
        "a.json",
        "{\"facts\": {\"people.general\": 1_000}}",
        "E0701",
        "_",
        "not JSON",
    );
    mended_named(
        "a.json",
        "{\"facts\"：{\"exporter.ciio\": false}}",
        "E0701",
        "：",
        "{\"facts\":{\"exporter.ciio\": false}}",
    );
    mended_named(
        "a.json",
        "{\"title\": \"a\"，\"facts\": {}}",
        "E0701",
        "，",
        "{\"title\": \"a\",\"facts\": {}}",
    );
    mended_named(
        "a.json",
        "\u{FEFF}{\"title\": \"a\"，\"facts\": {}}",
        "E0701",
        "，",
        "\u{FEFF}{\"title\": \"a\",\"facts\": {}}",
    );
    mended_named(
        "a.json",
        "{\"facts\": {\"exporter.ciio\": \"true\"}}",
        "E0703",
        "\"true\"",
        "{\"facts\": {\"exporter.ciio\": true}}",
    );
    mended_named(
        "a.json",
        "{\"facts\": {\"people.general\": \"450,000\"}}",
        "E0703",
        "\"450,000\"",
        "{\"facts\": {\"people.general\": 450000}}",
    );
    mended_named(
        "a.json",
        "{\"facts\": {\"exporter.cio\": true}}",
        "E0702",
        "\"exporter.cio\"",
        "{\"facts\": {\"exporter.ciio\": true}}",
    );
    mended_named(
        "a.json",
        "{\"facts\": {\"exporter.ciio\": 1}}",
        "E0703",
        "1",
        "{\"facts\": {\"exporter.ciio\": true}}",
    );
    said_named(
        "a.json",
        "{\"facts\": {\"people.general\": 4.5e5}}",
        "E0703",
        "4.5e5",
        "whole",
    );
    said_named(
        "a.json",
        "{\"facts\": {\"people.general\": -1}}",
        "E0703",
        "-1",
        "negative",
    );
    said_named(
        "a.json",
        "{\"on\": \"2026-03-01\", \"on\": \"2026-03-02\"}",
        "E0704",
        "\"on\"",
        "twice",
    );
}
