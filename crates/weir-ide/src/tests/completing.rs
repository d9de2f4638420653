//! Completion at places of finished and half-typed texts.

use weir_core::hir::Language;

use super::{SAMPLE, fixture, sample};
use crate::{CompletionItem, completion, documentation};

/// What is offered at the cursor at the end of the sample's last instrument, after some text.
fn offered(text: &str) -> Vec<CompletionItem> {
    let at = fixture(text);
    completion(&at.snapshot, at.source, at.offset).items
}

/// The labels offered where a line is typed in an instrument that uses the vocabulary.
fn in_rule(line: &str) -> Vec<String> {
    let text = format!(
        "{SAMPLE}//- typing.weir\nuse \"order.weir\"\n\ninstrument typing {{\n  in force from 2024-01-01\n  article 1\n    zh \"一\"\n    en \"one\"\n    {line}\n"
    );
    offered(&text).into_iter().map(|item| item.label).collect()
}

fn in_list(lines: &str) -> Vec<String> {
    let text = format!(
        "{SAMPLE}//- typing.weir\nuse \"order.weir\"\n\nlist 新清单 edition \"2025\" {{\n  under order article 6\n  zone lingang\n{lines}\n"
    );
    offered(&text).into_iter().map(|item| item.label).collect()
}

fn in_test(lines: &str) -> Vec<String> {
    let text = format!(
        "{SAMPLE}//- typing.weir\nuse \"order.weir\"\nuse \"tests.weir\"\n\ntest \"t\" on 2025-01-01 {{\n{lines}\n"
    );
    offered(&text).into_iter().map(|item| item.label).collect()
}

fn has(offered: &[String], labels: &[&str]) {
    for label in labels {
        assert!(
            offered.iter().any(|one| one == label),
            "{label} is missing in {offered:?}"
        );
    }
}

fn lacks(offered: &[String], labels: &[&str]) {
    for label in labels {
        assert!(
            !offered.iter().any(|one| one == label),
            "{label} is in {offered:?}"
        );
    }
}

#[test]
fn subjects_of_a_condition() {
    let offered = in_rule("when $0");
    has(
        &offered,
        &[
            "出境方.关基",
            "people.general",
            "for_contract",
            "not",
            "reading",
        ],
    );
    lacks(&offered, &["assessment_line", "exempt"]);
    let offered = in_rule("when data.classes has sensitive\n     and $0");
    has(&offered, &["出境方.关基"]);
}

#[test]
fn by_label_and_pinyin() {
    assert_eq!(
        in_rule("when guanjian$0").first().map(String::as_str),
        Some("出境方.关基")
    );
    assert_eq!(
        in_rule("when gjxx$0").first().map(String::as_str),
        Some("出境方.关基")
    );
    assert_eq!(
        in_rule("when 累计$0").first().map(String::as_str),
        Some("people.general")
    );
    assert_eq!(
        in_rule("when critical$0").first().map(String::as_str),
        Some("出境方.关基")
    );
}

#[test]
fn what_an_editor_keeps() {
    let text = format!(
        "{SAMPLE}//- t.weir\nuse \"order.weir\"\ninstrument t {{\n  article 1\n    when gjxx$0\n"
    );
    let items = offered(&text);
    assert_eq!(items[0].filter, "gjxx");
    assert_eq!(items[0].description, "operator of critical infrastructure");
}

#[test]
fn tests_by_type() {
    has(
        &in_rule("when export.ground $0"),
        &["is", "is not", "is one of", "and"],
    );
    has(&in_rule("when data.classes $0"), &["has", "has any of"]);
    has(&in_rule("when people.general $0"), &[">=", "不满"]);
    lacks(&in_rule("when 出境方.关基 $0"), &["is", "has"]);
}

#[test]
fn values() {
    let offered = in_rule("when export.ground is $0");
    has(&offered, &["none", "contract", "not", "one of"]);
    lacks(&offered, &["exempt"]);
    has(
        &in_rule("when export.ground is one of none, $0"),
        &["contract"],
    );
    has(
        &in_rule("when data.classes has any of $0"),
        &["sensitive", "important_data"],
    );
    has(&in_rule("when exporter.zones has $0"), &["lingang"]);
    has(
        &in_rule("when reading open_fields is $0"),
        &["included", "undecided"],
    );
    has(&in_rule("when reading $0"), &["open_fields"]);
}

#[test]
fn numbers_and_units() {
    let offered = in_rule("when people.general >= $0");
    has(&offered, &["assessment_line", "10万"]);
    has(
        &in_rule("when people.general >= 10万 $0"),
        &["people", "and"],
    );
}

#[test]
fn conclusions() {
    has(&in_rule("then $0"), &["pathway", "data.classes"]);
    has(&in_rule("then pathway $0"), &["exempt", "untranscribed"]);
    has(&in_rule("then data.classes has $0"), &["important_data"]);
}

#[test]
fn references() {
    let offered = in_rule("cite $0");
    has(&offered, &["order", "lingang_list"]);
    has(&in_rule("cite order $0"), &["article", "rule"]);
    has(&in_rule("cite order article $0"), &["2", "3", "6"]);
    has(&in_rule("cite order article 3 item $0"), &["1", "2"]);
    has(&in_rule("cite order rule $0"), &["few", "operators"]);
    has(
        &in_rule("cite lingang_list edition $0"),
        &["\"2024\"", "\"2026\""],
    );
    has(
        &in_rule("cite lingang_list edition \"2024\" row $0"),
        &["LG-1", "LG-2"],
    );
    has(&in_rule("cite order article 2, $0"), &["order"]);
}

#[test]
fn clauses_and_constructs() {
    let offered = in_rule("$0");
    has(
        &offered,
        &["when", "then", "item", "lists", "prevails over", "in force"],
    );
    has(&in_rule("in $0"), &["force from"]);
    has(&in_rule("in force from $0"), &["2025-06-01", "2024-01-01"]);
    has(&in_rule("source $0"), &["primary", "secondary"]);
    has(&in_rule("article 1 prevails $0"), &["over"]);
}

#[test]
fn declarations() {
    let text = format!("{SAMPLE}//- typing.weir\nuse \"order.weir\"\n\n$0");
    let items = offered(&text);
    let labels: Vec<String> = items.iter().map(|item| item.label.clone()).collect();
    has(&labels, &["list", "fact … bool", "test table", "threshold"]);
    let list = items.iter().find(|item| item.label == "list").unwrap();
    assert!(list.snippet);
    assert!(list.plain().starts_with("list name edition \"2024\" {\n"));
    assert!(!list.plain().contains('$'));
}

#[test]
fn a_new_list_from_nothing() {
    has(
        &in_list("  $0"),
        &["sector", "outside", "available when", "adopts", "row"],
    );
    has(
        &in_list("  outside $0"),
        &["free", "national", "undetermined"],
    );
    has(&in_list("  replaces $0"), &["lingang_list"]);
    has(
        &in_list("  replaces lingang_list edition \"$0\""),
        &["2024", "2026"],
    );
    has(&in_list("  available when exporter.zones $0"), &["has"]);
    has(&in_list("  sector $0"), &["medicine", "other_line"]);
    let inside = "  sector medicine {\n    row A-1\n      ";
    has(
        &in_list(&format!("{inside}fields $0")),
        &["patient_name", "birth_date"],
    );
    has(
        &in_list(&format!("{inside}fields patient_name, $0")),
        &["birth_date"],
    );
    has(
        &in_list(&format!("{inside}fields patient_name $0")),
        &["and others"],
    );
    has(
        &in_list(&format!("{inside}band people.general $0")),
        &["不满"],
    );
    has(
        &in_list(&format!("{inside}band people.general 不满5万 then $0")),
        &["pathway"],
    );
    has(
        &in_list(&format!(
            "{inside}except row LG-9\n    row A-2\n      except row $0"
        )),
        &["A-1", "A-2"],
    );
    has(
        &in_list("  adopts lingang_list edition \"2024\" $0"),
        &["sectors", "scenarios"],
    );
    has(
        &in_list("  adopts lingang_list edition \"2024\" sectors $0"),
        &["medicine"],
    );
}

#[test]
fn tables() {
    let table = "  sector medicine {\n    table {\n      | row | fields | pathway |\n      ";
    has(&in_list(&format!("{table}| A-1 | $0")), &["patient_name"]);
    has(
        &in_list(&format!(
            "{table}| A-1 | {{ patient_name, birth_date }} | $0"
        )),
        &["exempt", "untranscribed"],
    );
    has(
        &in_list("  table {\n    | $0"),
        &["row", "fields", "people.general", "pathway"],
    );
}

#[test]
fn inside_tests() {
    has(&in_test("  $0"), &["given", "expect"]);
    has(&in_test("  given profile $0"), &["shop"]);
    has(
        &in_test("  given {\n    $0"),
        &["people.general", "出境方.关基"],
    );
    has(
        &in_test("  given {\n    出境方.关基 = $0"),
        &["true", "unknown"],
    );
    has(
        &in_test("  given {\n    export.ground = $0"),
        &["none", "contract"],
    );
    has(
        &in_test("  given {\n    data.classes = { $0"),
        &["personal_information"],
    );
    has(&in_test("  expect $0"), &["pathway", "needs"]);
    has(&in_test("  expect pathway $0"), &["exempt", "undetermined"]);
    has(&in_test("  expect reading $0"), &["open_fields"]);
    has(&in_test("  expect needs $0"), &["people.general"]);
    has(&in_test("  reading open_fields is $0"), &["included"]);
    has(&in_test("  expect pathway exempt by $0"), &["order"]);
    has(
        &in_test("  | case | export.ground | pathway |\n  | \"a\" | $0"),
        &["none", "contract"],
    );
    has(
        &in_test("  | case | export.ground | pathway |\n  | \"a\" | none | $0"),
        &["exempt", "gap"],
    );
}

#[test]
fn facts_and_types() {
    let typing = |line: &str| {
        let text = format!("{SAMPLE}//- typing.weir\nuse \"order.weir\"\n\n{line}");
        let items = offered(&text);
        items.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    has(
        &typing("fact a: $0"),
        &["bool", "one of", "set of", "people"],
    );
    has(
        &typing("fact a: one of $0"),
        &["line", "data_class", "zone"],
    );
    has(&typing("measure m: $0"), &["people"]);
    has(&typing("fact a: bool\n  $0"), &["ask zh en", "cite"]);
    has(&typing("use \"$0\""), &["vocabulary.weir", "order.weir"]);
    has(&typing("threshold t {\n  from $0"), &["2025-06-01"]);
    has(&typing("threshold t {\n  $0"), &["from", "zh en"]);
}

#[test]
fn a_name_of_a_file_that_is_not_used() {
    let text =
        format!("{SAMPLE}//- typing.weir\ninstrument t {{\n  article 1\n    when people.g$0\n");
    let items = offered(&text);
    assert_eq!(items[0].label, "people.general");
    assert_eq!(items[0].additional[0].text, "use \"vocabulary.weir\"\n");
}

#[test]
fn nothing_in_comments_and_labels() {
    assert_eq!(in_rule("// $0"), Vec::<String>::new());
    assert_eq!(in_rule("zh \"甲$0\""), Vec::<String>::new());
}

#[test]
fn documented_on_demand() {
    let at = sample("when people.gen$0eral <", 0);
    let found = completion(&at.snapshot, at.source, at.offset);
    let text = at.snapshot.checked.sources[&at.source].text.clone();
    assert_eq!(found.replace.text(&text), "people.general");
    let declared = found.items[0].declared.unwrap();
    let said = documentation(&at.snapshot.in_language(Language::Zh), declared).unwrap();
    assert!(said.contains("当年累计人数"));
}
