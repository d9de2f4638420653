//! Changes of text: formatting, what is put right as one types, actions.

use weir_core::hir::SourceId;
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;

use super::renaming::applied;
use super::{SAMPLE, fixture, sample};
use crate::{
    ActionKind, CodeAction, Snapshot, code_actions, format, format_range, on_type, prevails,
};

fn after(snapshot: &Snapshot, source: SourceId, edits: &[Edit]) -> String {
    applied(snapshot, edits).remove(&source).unwrap()
}

#[test]
fn formatting_changes_only_lines_that_differ() {
    let text = "use \"b.weir\"\n\nfact 甲:bool\n zh \"甲\"\n  en \"a\"\n\nfact 乙: bool\n  zh \"乙\"\n  en \"b\"\n";
    let at = fixture(text);
    let edits = format(&at.snapshot, at.source).unwrap();
    assert_eq!(edits.len(), 1);
    let formatted = after(&at.snapshot, at.source, &edits);
    assert!(formatted.starts_with("use \"b.weir\"\n\nfact 甲: bool\n  zh \"甲\"\n  en \"a\"\n"));
    let start = text.find("fact 乙").unwrap() as u32;
    let none = format_range(&at.snapshot, at.source, Span::new(start + 1, start + 2)).unwrap();
    assert_eq!(none, Vec::new());
}

#[test]
fn a_broken_text_is_not_formatted() {
    let at = fixture("fact 甲 bool\n");
    assert!(format(&at.snapshot, at.source).is_err());
}

fn typed(text: &str, c: char) -> String {
    let at = fixture(text);
    let edits = on_type(&at.snapshot, at.source, at.offset, c);
    after(&at.snapshot, at.source, &edits)
}

#[test]
fn comments_go_on_and_lines_are_indented() {
    assert_eq!(typed("/// 说明\n$0\n", '\n'), "/// 说明\n/// \n");
    assert_eq!(
        typed("instrument i {\n$0\n}\n", '\n'),
        "instrument i {\n  \n}\n"
    );
    assert_eq!(
        typed("instrument i {\n  article 1\n$0\n}\n", '\n'),
        "instrument i {\n  article 1\n    \n}\n"
    );
    assert_eq!(
        typed("instrument i {\n  article 1\n    zh \"一\"\n$0\n}\n", '\n'),
        "instrument i {\n  article 1\n    zh \"一\"\n    \n}\n"
    );
    assert_eq!(
        typed("instrument i {\n  article 1 {\n    }$0\n", '}'),
        "instrument i {\n  article 1 {\n  }\n"
    );
}

#[test]
fn full_width_signs_as_they_are_typed() {
    assert_eq!(typed("fact 甲：$0 bool\n", '：'), "fact 甲: bool\n");
    assert_eq!(
        typed("fact 甲: bool\n  zh \"甲，$0\"\n", '，'),
        "fact 甲: bool\n  zh \"甲，\"\n"
    );
}

fn actions(text: &str) -> (super::Fixture, Vec<CodeAction>) {
    let at = fixture(text);
    let part = Span::new(at.offset, at.offset);
    let actions = code_actions(&at.snapshot, at.source, part);
    (at, actions)
}

fn taken(text: &str, title: &str) -> String {
    let (at, actions) = actions(text);
    let action = actions.iter().find(|action| action.title.contains(title));
    let titles: Vec<&str> = actions.iter().map(|action| action.title.as_str()).collect();
    let action = action.unwrap_or_else(|| panic!("{title} is not among {titles:?}"));
    after(&at.snapshot, at.source, &action.edits)
}

#[test]
fn fixes_of_problems() {
    let text = SAMPLE.replace("when for_contract", "when for_$0contrac");
    let fixed = taken(&text, "for_contract");
    assert!(fixed.contains("when for_contract\n"));
}

#[test]
fn a_missing_label_and_question() {
    let text = "fact 甲$0: bool\n  zh \"甲\"\n  ask zh \"甲？\"\n  ask en \"a?\"\n";
    assert!(taken(text, "Add `en`").contains("  zh \"甲\"\n  en \"\"\n  ask zh"));
    let text = "fact 甲$0: bool\n  zh \"甲\"\n  en \"a\"\n  ask zh \"甲？\"\n";
    assert!(taken(text, "Add `ask en`").contains("  ask zh \"甲？\"\n  ask en \"\"\n"));
    let text = "outcome o ladder zh \"路\"  en \"o\" {\n  a$0 zh \"一\"\n}\n";
    assert!(taken(text, "Add `en`").contains("  a zh \"一\"  en \"\"\n"));
}

#[test]
fn a_missing_band() {
    let text = SAMPLE.replace(
        "band people.general 5万以上",
        "band people.gen$0eral 10万以上",
    );
    let fixed = taken(&text, "Add the band");
    assert!(fixed.contains(
        "      band people.general 1万以上 不满5万 then pathway contract\n      band people.general 5万以上 不满10万 then pathway security_assessment\n      band people.general 10万以上"
    ));
}

#[test]
fn a_missing_band_is_one_of_the_same_outcome() {
    let (_, actions) = actions(&SAMPLE.replace(
        "band people.general 5万以上 then pathway security_assessment",
        "band people.gen$0eral 10万以上 then data.classes has important_data",
    ));
    let titles: Vec<&str> = actions.iter().map(|action| action.title.as_str()).collect();
    assert!(
        !titles.iter().any(|title| title.contains("Add the band")),
        "{titles:?}"
    );
}

#[test]
fn a_number_becomes_a_threshold() {
    let text = SAMPLE.replace(
        "when people.general < assessment_line",
        "when people.general < 30$0万",
    );
    let fixed = taken(&text, "threshold");
    assert!(
        fixed.contains("when people.general < people_general_line\n"),
        "{fixed}"
    );
    assert!(fixed.contains(
        "threshold people_general_line {\n  zh \"\"\n  en \"\"\n  from 2024-03-22: 30万 people  cite order article 3 item 1\n}\n\ninstrument order {"
    ), "{fixed}");
}

#[test]
fn bounds_with_a_name_are_written_with_signs() {
    let text = SAMPLE.replace(
        "when people.general < assessment_line",
        "when people.general 10$0万人以上不满50万人",
    );
    let fixed = taken(&text, "threshold");
    assert!(
        fixed
            .contains("when (people.general >= people_general_line and people.general < 50万人)\n"),
        "{fixed}"
    );
    let text = SAMPLE.replace(
        "when people.general < assessment_line",
        "when people.general 不满5$00万人",
    );
    assert!(taken(&text, "threshold").contains("when people.general 不满 people_general_line\n"));
}

/// Only an instrument can be cited, and only from its first day a number holds.
#[test]
fn a_number_outside_instruments_stays() {
    let titles = |text: &str| {
        let (_, actions) = actions(text);
        let titles = actions.into_iter().map(|action| action.title);
        titles.collect::<Vec<String>>()
    };
    let define = "define much\n  zh \"多\"\n  en \"much\"\n  cite order article 3\n  means people.general >= 30$0万\n\nlist lingang_list edition \"2024\" {";
    let text = SAMPLE.replacen("list lingang_list edition \"2024\" {", define, 1);
    let found = titles(&text);
    assert!(
        !found.iter().any(|title| title.contains("threshold")),
        "{found:?}"
    );
    let text = SAMPLE
        .replace("  in force from 2024-03-22\n  url", "  url")
        .replace(
            "when people.general < assessment_line",
            "when people.general < 30$0万",
        );
    let found = titles(&text);
    assert!(
        !found.iter().any(|title| title.contains("threshold")),
        "{found:?}"
    );
}

fn selected(words: &str) -> (super::Fixture, Vec<CodeAction>) {
    let at = sample(words, 0);
    let part = Span::new(at.offset, at.offset + words.len() as u32);
    let actions = code_actions(&at.snapshot, at.source, part);
    (at, actions)
}

#[test]
fn a_condition_becomes_a_definition() {
    let (at, actions) = selected("people.general >= assessment_line");
    let action = actions
        .iter()
        .find(|one| one.kind == ActionKind::Extract)
        .unwrap();
    let text = after(&at.snapshot, at.source, &action.edits);
    assert!(text.contains("when condition\n"));
    assert!(text.contains("  cite order article 3 item 2\n  means people.general >= assessment_line\n\ninstrument order"));
}

#[test]
fn which_of_two_rules_prevails() {
    let words = "item 1 few\n      zh \"不满评估线的，订立标准合同\"\n      en \"below the assessment line: standard contract\"\n      when people.general < assessment_line\n      then pathway contract\n\n    item 2 many";
    let (at, actions) = selected(words);
    let declared: Vec<&CodeAction> = actions
        .iter()
        .filter(|one| one.title.starts_with("Declare"))
        .collect();
    assert_eq!(declared.len(), 2);
    assert_eq!(
        declared[0].title,
        "Declare: article 3 item 1 prevails over article 3 item 2"
    );
    let text = after(&at.snapshot, at.source, &declared[0].edits);
    assert!(text.contains(
        "prevails over articles 2, 3\n\n  article 3 item 1 prevails over article 3 item 2\n}"
    ));
    let rules = &at.snapshot.program().rules;
    let edit = prevails(&at.snapshot, rules[3].place, rules[0].place).unwrap();
    assert_eq!(edit.text.trim(), "article 4 prevails over article 2");
}

#[test]
fn rows_of_a_table_are_sorted() {
    let text = SAMPLE.replace(
        "    row LG-2\n",
        "    table {\n      | row | zh | en | pathway |\n      | B-10 | \"十\" | \"ten\" | contract |$0\n      | B-2 | \"二\" | \"two\" | contract |\n    }\n    row LG-2\n",
    );
    let sorted = taken(&text, "Sort the rows");
    assert!(sorted.find("B-2 |").unwrap() < sorted.find("B-10 |").unwrap());
    let aligned = taken(&text, "Align the table");
    assert!(
        aligned.contains("      | row  | zh   | en    | pathway  |\n"),
        "{aligned}"
    );
}

#[test]
fn full_width_signs_at_once() {
    let fixed = taken("fact 甲：bool\n  zh “甲”\n  en \"a\"$0\n", "full-width");
    assert_eq!(fixed, "fact 甲:bool\n  zh \"甲\"\n  en \"a\"\n");
}

#[test]
fn choices_for_a_person() {
    let text = SAMPLE.replace(
        "then pathway exempt\n\n  article 6",
        "then pathway xx$0yyzz\n\n  article 6",
    );
    assert!(
        taken(&text, "Replace by `security_assessment`")
            .contains("then pathway security_assessment\n\n  article 6")
    );
    let text = SAMPLE.replace(
        "list lingang_list edition \"2026\" {",
        "list lingang_l$0ist edition \"2026\" {",
    );
    let text = text.replace(
        "  available when exporter.zones has lingang\n  outside national\n\n  adopts",
        "  available when exporter.zones has lingang\n\n  adopts",
    );
    assert!(
        taken(&text, "Add `outside national`").contains(
            "  available when exporter.zones has lingang\n  outside national\n\n  adopts"
        )
    );
    let text = SAMPLE.replace(
        "replaces lingang_list edition \"2024\"",
        "replaces lingang_list edition \"20$023\"",
    );
    assert!(
        taken(&text, "Replace by `\"2024\"`").contains("replaces lingang_list edition \"2024\"")
    );
    let text = SAMPLE.replace("/// 是否被认定。\n", "/// 没有用。\nfact 多$0余: bool\n  zh \"多\"\n  en \"more\"\n  ask zh \"?\"\n  ask en \"?\"\n\n/// 是否被认定。\n");
    let removed = taken(&text, "Remove `多余`");
    assert!(
        removed.contains("Special Area\"\n\n/// 是否被认定。\nfact 出境方.关基"),
        "{removed}"
    );
}
