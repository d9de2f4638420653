//! The names of a file with their places, what is said of files that are half written, and what can stand at a place.

use std::fmt::Write as _;
use std::sync::Arc;

use weir_core::Checked;
use weir_core::hir::{Language, Program, SourceId};
use weir_core::occurrence::Symbol;
use weir_ide::{ScenarioText, ScenarioWanted, Snapshot, Written, scenario_completion};

use super::super::tests::{checked, checked_of};
use super::{for_editor, place_at};

const SOURCE: SourceId = SourceId(9);

fn read(name: &str, text: &str) -> ScenarioText {
    for_editor(&checked(), SOURCE, name, &Arc::from(text))
}

fn called(program: &Program, symbol: Symbol) -> String {
    if let Symbol::Fact(id) = symbol {
        return program[id].name.clone();
    }
    if let Symbol::Reading(id) = symbol {
        return program[id].name.clone();
    }
    if let Symbol::Option(id, at) = symbol {
        return program[id].options[at].name.clone();
    }
    let Symbol::Member(place) = symbol else {
        panic!("{symbol:?}");
    };
    let trees = program.categories.iter();
    let of_trees = trees.flat_map(|tree| tree.members.iter());
    let of_facts = program.fact_ids().flat_map(|id| program.members(id));
    let mut all = of_trees.chain(of_facts);
    all.find(|one| one.place == place).unwrap().name.clone()
}

/// Every name as it stands in the text, with what it is called and how it is written.
#[track_caller]
fn names(name: &str, text: &str) -> Vec<String> {
    let checked = checked();
    let read = read(name, text);
    let said = |written: &Written| match written {
        Written::InFull { quoted: false } => String::new(),
        Written::InFull { quoted: true } => " quoted".to_owned(),
        Written::InGroup { group, .. } => format!(" in {group}"),
        Written::AsLabel => " label".to_owned(),
        Written::Otherwise => " otherwise".to_owned(),
    };
    let names = read.names.iter().map(|name| {
        let words = name.span.text(text);
        let called = called(&checked.program, name.symbol);
        format!("{words}={called}{}", said(&name.written))
    });
    names.collect()
}

#[test]
fn names_have_their_exact_places() {
    let yaml = "# 😀 说明\ntitle: \"甲，乙\"\non: 2026-03-01\nfacts:\n  exporter.ciio: false   # 是否？\n  'exporter.sector': \"health\"\n  data.classes: [ personal , \"important\",'个人信息']\n  接收方在境外: 是\n  people.general: '>= 10万, < 100万'\nreadings:\n  deleted: go\n";
    let found = [
        "exporter.ciio=exporter.ciio",
        "exporter.sector=exporter.sector quoted",
        "health=health quoted",
        "data.classes=data.classes",
        "personal=personal",
        "important=important quoted",
        "个人信息=personal label",
        "接收方在境外=接收方.境外 label",
        "people.general=people.general",
        "deleted=deleted",
        "go=go",
    ];
    assert_eq!(names("a.yaml", yaml), found);
    assert_eq!(names("a.yaml", &yaml.replace('\n', "\r\n")), found);
    // With a byte order mark, as Windows editors write it.
    assert_eq!(names("a.yaml", &format!("\u{FEFF}{yaml}")), found);
}

#[test]
fn names_in_json_and_in_groups() {
    let json = "{\r\n  \"on\": \"2026-03-01\",\r\n  \"facts\": {\"接收方\": {\"境外\": true}, \"exporter\": {\"ciio\": true},\r\n    \"data.classes\": {\"sensitive\": true, \"important\": \"unknown\"},\n \"exporter.sector\": \"\\u0068ealth\"}\r\n}\r\n";
    assert_eq!(
        names("a.json", json),
        [
            "境外=接收方.境外 in 接收方",
            "ciio=exporter.ciio in exporter",
            "data.classes=data.classes quoted",
            "sensitive=sensitive quoted",
            "important=important quoted",
            "exporter.sector=exporter.sector quoted",
            "\"\\u0068ealth\"=health otherwise",
        ]
    );
    let block = "facts:\n  exporter:\n    ciio: true\n  data.classes:\n    - personal\n    - 重要数据\n  exporter.sector: |\n    health\n";
    assert_eq!(
        names("a.yaml", block),
        [
            "ciio=exporter.ciio in exporter",
            "data.classes=data.classes",
            "personal=personal",
            "重要数据=important label",
            "exporter.sector=exporter.sector",
            "health=health",
        ]
    );
}

#[test]
fn a_half_written_file_keeps_its_other_names() {
    for broken in [
        "facts:\n  exporter.ciio: true\n  data.cl\n  exporter.sector: health\n",
        "facts:\n  exporter.ciio: true\n  data.classes: [personal,\n  exporter.sector: health\n",
        "facts:\n  exporter.ciio: true\n  x: \"abc\n  exporter.sector: health\n",
        "facts:\n  exporter.ciio: true\n  x: @\n  exporter.sector: health\n",
        "facts:\n  exporter.ciio: true\n   y: 1: 2\n  exporter.sector: health\n",
    ] {
        let found = names("a.yaml", broken);
        for name in ["exporter.ciio=exporter.ciio", "health=health"] {
            assert!(found.iter().any(|one| one == name), "{broken}\n{found:?}");
        }
        let read = read("a.yaml", broken);
        assert!(read.gives_facts && read.known.is_none(), "{broken}");
        assert!(!read.findings.is_empty(), "{broken}");
    }
    let json = "{\"facts\": {\"exporter.ciio\": true, \"data.classes\": [\"personal\", \"exp";
    assert_eq!(
        names("a.json", json),
        [
            "exporter.ciio=exporter.ciio quoted",
            "data.classes=data.classes quoted",
            "personal=personal quoted"
        ]
    );
}

#[test]
fn findings_are_those_of_eval() {
    let found = |text: &str| {
        let read = read("a.yaml", text);
        let findings = read.findings.iter();
        let findings = findings.map(|one| {
            let (zh, en) = (one.diagnostic(Language::Zh), one.diagnostic(Language::En));
            assert_ne!(zh.message, en.message);
            let words = en.primary.0.span.text(text).to_owned();
            (en.code.number(), words)
        });
        findings.collect::<Vec<_>>()
    };
    let text = "on: 2026-03-01\nfacts:\n  exporter.cio: true\n  exporter.sector: helth\n";
    let words = |code, words: &str| (code, words.to_owned());
    assert_eq!(
        found(text),
        [words("E0702", "exporter.cio"), words("E0703", "helth")]
    );
    // A day is needed, as `weir eval` says without one on the command line.
    assert_eq!(found("facts: {}\n"), [words("E0705", "")]);
    assert_eq!(found("on: 2026-03-01\nfacts: {}\n"), []);
}

#[test]
fn names_are_not_missed_while_the_policies_have_errors() {
    let broken = checked_of("fact a: bool zh \"甲\" en \"a\"\nfact b: of\n");
    assert!(broken.has_errors());
    let text = "on: 2026-03-01\nx: 1\nfacts:\n  a: true\n  b: true\n  c: 1\n";
    let read = for_editor(&broken, SOURCE, "a.yaml", &Arc::from(text));
    let codes: Vec<_> = read
        .findings
        .iter()
        .map(|one| one.en.code.number())
        .collect();
    assert_eq!(codes, ["E0707"]);
}

/// What is offered at `$0`, the text after the first is taken, and what is wanted.
#[track_caller]
fn offered(name: &str, text: &str) -> (Vec<String>, String) {
    let checked: Arc<Checked> = checked();
    let at = text.find("$0").unwrap();
    let plain = text.replacen("$0", "", 1);
    let read = for_editor(&checked, SOURCE, name, &Arc::from(plain.as_str()));
    let place = place_at(&checked, SOURCE, name, &plain, at as u32);
    let Some(place) = place else {
        return (Vec::new(), String::new());
    };
    if let ScenarioWanted::Members { given, .. } = &place.wanted {
        assert!(given.len() < 4);
    }
    let snapshot = Snapshot::new(checked, weir_core::date::parse("2026-03-02"), Language::En);
    let found = scenario_completion(&snapshot, &read, &place, at as u32);
    let labels = found.items.iter().map(|item| item.label.clone()).collect();
    let mut after = String::new();
    if let Some(first) = found.items.first() {
        let (from, to) = (found.replace.start as usize, found.replace.end as usize);
        let (before, rest) = plain.split_at(from);
        let (_, rest) = rest.split_at(to - from);
        let _ = write!(after, "{before}{}{rest}", first.insert);
    }
    (labels, after)
}

#[track_caller]
fn offers(name: &str, text: &str, labels: &[&str], after: &str) {
    assert_eq!(
        offered(name, text),
        (
            labels.iter().map(|label| (*label).to_owned()).collect(),
            after.to_owned()
        ),
        "{text}"
    );
}

#[test]
fn keys_that_are_not_there_yet() {
    offers(
        "a.yaml",
        "$0",
        &["title", "on", "facts", "readings"],
        "title: ",
    );
    offers(
        "a.yaml",
        "title: x\non: 2026-03-01\nfa$0\n",
        &["facts"],
        "title: x\non: 2026-03-01\nfacts:\n  \n",
    );
    offers(
        "a.yaml",
        "title: x\non: 2026-03-01\nfacts:\n  exporter.ciio: true\n$0\n",
        &["readings"],
        "title: x\non: 2026-03-01\nfacts:\n  exporter.ciio: true\nreadings:\n  \n",
    );
    offers(
        "a.json",
        "{\"on\": \"2026-03-01\", \"fa$0\"}",
        &["facts"],
        "{\"on\": \"2026-03-01\", \"facts\": {}}",
    );
}

#[test]
fn facts_that_are_not_given_yet() {
    let text = "facts:\n  exporter.ciio: true\n  接收方在境外: 是\n  $0\n  exporter.sector: none\n";
    offers(
        "a.yaml",
        text,
        &[
            "data.classes",
            "data.since",
            "people.general",
            "people.kept",
        ],
        &text.replace("$0", "data.classes: "),
    );
    // By pinyin, by label, and where a colon follows.
    let rest = "facts:\n  $0\n  exporter.ciio: true\n";
    for typed in ["sjzl", "数据种", "kinds"] {
        let typed = rest.replace("$0", &format!("{typed}$0"));
        offers(
            "a.yaml",
            &typed,
            &["data.classes"],
            &rest.replace("$0", "data.classes: "),
        );
    }
    offers(
        "a.yaml",
        "facts:\r\n  exporter.s$0: health\r\n",
        &["exporter.sector"],
        "facts:\r\n  exporter.sector: health\r\n",
    );
    offers(
        "a.yaml",
        "facts:\n  exporter:\n    $0\n",
        &["ciio", "sector"],
        "facts:\n  exporter:\n    ciio: \n",
    );
    offers(
        "a.json",
        "{\"facts\": {\"exporter.ciio\": true, \"data.cl$0",
        &["data.classes"],
        "{\"facts\": {\"exporter.ciio\": true, \"data.classes\": ",
    );
    offers(
        "a.json",
        "{\r\n  \"facts\": {\r\n    \"exporter.ciio\": true,\r\n    \"data.cl$0\": []\r\n  }\r\n}",
        &["data.classes"],
        "{\r\n  \"facts\": {\r\n    \"exporter.ciio\": true,\r\n    \"data.classes\": []\r\n  }\r\n}",
    );
}

#[test]
fn values_of_the_fact_at_hand() {
    offers(
        "a.yaml",
        "facts:\n  exporter.ciio: $0\n",
        &["true", "false", "unknown"],
        "facts:\n  exporter.ciio: true\n",
    );
    offers(
        "a.yaml",
        "facts:\n  exporter.sector: yl$0\n  data.cl\n",
        &["health"],
        "facts:\n  exporter.sector: health\n  data.cl\n",
    );
    offers(
        "a.json",
        "{\"facts\": {\"exporter.sector\": \"he$0\"}}",
        &["health"],
        "{\"facts\": {\"exporter.sector\": \"health\"}}",
    );
    offers(
        "a.json",
        "{\"facts\": {\"exporter.ciio\": \"fal$0\"}}",
        &["false"],
        "{\"facts\": {\"exporter.ciio\": false}}",
    );
    offers(
        "a.yaml",
        "on: $0\nfacts:\n",
        &["2026-03-02"],
        "on: 2026-03-02\nfacts:\n",
    );
    offers(
        "a.yaml",
        "facts:\n  people.general: 1000$0\n",
        &["1000万"],
        "facts:\n  people.general: 1000万\n",
    );
    offers(
        "a.yaml",
        "readings:\n  deleted: $0\n",
        &["stay", "go"],
        "readings:\n  deleted: stay\n",
    );
    offers(
        "a.yaml",
        "readings:\n  $0\n",
        &["deleted"],
        "readings:\n  deleted: \n",
    );
    for nothing in [
        "title: a$0\n",
        "facts:\n  x: 1 # data$0\n",
        "other:\n  x$0\n",
        "x: [1, $0\n",
    ] {
        offers("a.yaml", nothing, &[], "");
    }
}

#[test]
fn members_that_are_not_in_the_list_yet() {
    offers(
        "a.yaml",
        "facts:\n  data.classes: [personal, $0]\n",
        &["sensitive", "important"],
        "facts:\n  data.classes: [personal, sensitive]\n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes: [个人信息, zysj$0\n  exporter.ciio: true\n",
        &["important"],
        "facts:\n  data.classes: [个人信息, important\n  exporter.ciio: true\n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes:\n    - personal\n    - imp$0\n",
        &["important"],
        "facts:\n  data.classes:\n    - personal\n    - important\n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes:\n    - personal\n    $0\n  exporter.ciio: true\n",
        &["sensitive", "important"],
        "facts:\n  data.classes:\n    - personal\n    - sensitive\n  exporter.ciio: true\n",
    );
    // Members may stand as far left as their key, and a fact then comes next.
    let left = "facts:\n  data.classes:\n  - personal\n  exporter.cii$0\n";
    offers(
        "a.yaml",
        left,
        &["exporter.ciio"],
        &left.replace("exporter.cii$0", "exporter.ciio: "),
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes:\n    $0\n  exporter.ciio: true\n",
        &["personal", "sensitive", "important"],
        "facts:\n  data.classes:\n    - personal\n  exporter.ciio: true\n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes:\n    personal: true\n    $0\n",
        &["sensitive", "important"],
        "facts:\n  data.classes:\n    personal: true\n    sensitive: \n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes:\n    personal: $0\n",
        &["true", "false", "unknown"],
        "facts:\n  data.classes:\n    personal: true\n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes: $0\n",
        &["[]", "personal", "sensitive", "important", "unknown"],
        "facts:\n  data.classes: []\n",
    );
    offers(
        "a.yaml",
        "facts:\n  data.classes: imp$0\n",
        &["important"],
        "facts:\n  data.classes: [important]\n",
    );
    offers(
        "a.json",
        "{\"facts\": {\"data.classes\": [\"personal\", \"$0\"]}}",
        &["sensitive", "important"],
        "{\"facts\": {\"data.classes\": [\"personal\", \"sensitive\"]}}",
    );
}

/// Cut off anywhere, with the cursor there or anywhere else, a file is still read and its names have words.
#[test]
fn files_cut_off_anywhere() {
    let checked = checked();
    let yaml = "# 😀\non: 2026-03-01\r\nfacts:\n  exporter:\n    ciio: 是\n  data.classes: [ personal, \"important\" ] # x\n  'people.general': \">= 10万\"\n  data.since: {a: [b]}\nreadings: {deleted: go}\n";
    let json = "{\"on\": \"2026-03-01\", \"facts\": {\"exporter.ciio\": true,\n \"data.classes\": [\"个人信息\"]}}\n";
    for (name, whole) in [("a.yaml", yaml), ("a.json", json)] {
        for (cut, _) in whole.char_indices() {
            let (text, rest) = whole.split_at(cut);
            for text in [text, rest] {
                let read = for_editor(&checked, SOURCE, name, &Arc::from(text));
                for name in &read.names {
                    assert!(!name.span.text(text).is_empty(), "{text}");
                }
                for at in [text.len(), text.len() / 2, 0] {
                    if let Some(place) = place_at(&checked, SOURCE, name, text, at as u32) {
                        let (start, end) = (place.replace.start, place.replace.end);
                        assert!(start <= at as u32 && at as u32 <= end, "{text}");
                        assert!(text.get(start as usize..end as usize).is_some(), "{text}");
                    }
                }
            }
        }
    }
}
