//! Definitions, references, symbols.

use super::{fixture, sample, say_all};
use crate::{
    definition, document_symbols, highlight, implementation, references, type_definition,
    workspace_symbols,
};

fn defined(words: &str, nth: usize) -> Vec<String> {
    let at = sample(words, nth);
    let targets = definition(&at.snapshot, at.source, at.offset);
    say_all(&at.snapshot, targets.into_iter().map(|one| one.name))
}

#[test]
fn from_a_use_to_its_declaration() {
    assert_eq!(
        defined("出境方.关$0基\n", 0),
        ["vocabulary.weir:30 出境方.关基"]
    );
    assert_eq!(
        defined("assessment_l$0ine\n", 0),
        ["vocabulary.weir:76 assessment_line"]
    );
    assert_eq!(
        defined("for_con$0tract\n", 0),
        ["order.weir:63 for_contract"]
    );
    assert_eq!(
        defined("has per$0sonal_information", 0),
        ["vocabulary.weir:10 personal_information"]
    );
    assert_eq!(defined("pathway ex$0empt", 0), ["vocabulary.weir:4 exempt"]);
    assert_eq!(defined("is incl$0uded", 0), ["vocabulary.weir:92 included"]);
    assert_eq!(defined("is con$0tract", 0), ["vocabulary.weir:39 contract"]);
    assert_eq!(defined("profile sh$0op\n", 0), ["tests.weir:3 shop"]);
}

#[test]
fn from_a_citation_to_the_article() {
    assert_eq!(defined("order article $02", 0), ["order.weir:12 2"]);
    assert_eq!(defined("order art$0icle 2", 0), ["order.weir:12 2"]);
    assert_eq!(defined("item $01\n}", 0), ["order.weir:24 1"]);
    assert_eq!(defined("or$0der article 6", 0), ["order.weir:3 order"]);
}

#[test]
fn from_an_adopted_part_to_its_origin() {
    assert_eq!(defined("except row LG$0-2", 0), ["order.weir:93 LG-2"]);
    assert_eq!(
        defined("replaces lingang_list edition \"20$024\"", 0),
        ["order.weir:71 \"2024\""]
    );
    assert_eq!(defined("sectors medi$0cine", 0), ["order.weir:81 medicine"]);
}

#[test]
fn from_use_to_the_file() {
    assert_eq!(
        defined("use \"voca$0bulary.weir\"", 0),
        ["vocabulary.weir:1 "]
    );
}

#[test]
fn types() {
    let at = sample("data.cla$0sses has", 0);
    let targets = type_definition(&at.snapshot, at.source, at.offset);
    assert_eq!(
        say_all(&at.snapshot, targets.into_iter().map(|one| one.name)),
        ["vocabulary.weir:9 data_class"]
    );
}

#[test]
fn what_prevails_over_a_rule() {
    let at = sample("article $02 operators", 0);
    let targets = implementation(&at.snapshot, at.source, at.offset);
    assert_eq!(
        say_all(&at.snapshot, targets.into_iter().map(|one| one.place)),
        ["order.weir:37 article 4 contract_ground"]
    );
}

#[test]
fn uses_in_all_files() {
    let at = sample("fact 出境方.$0关基", 0);
    let found = references(&at.snapshot, at.source, at.offset, false);
    assert_eq!(
        say_all(&at.snapshot, found),
        [
            "order.weir:15 出境方.关基",
            "tests.weir:5 出境方.关基",
            "tests.weir:17 出境方.关基",
        ]
    );
    let here = highlight(&at.snapshot, at.source, at.offset);
    assert_eq!(here.len(), 1);
    assert!(here[0].declares);
}

#[test]
fn the_shape_of_the_law() {
    let at = sample("instrument order", 0);
    let symbols = document_symbols(&at.snapshot, at.source);
    let mut lines = Vec::new();
    fn write(symbols: &[crate::DocumentSymbol], depth: usize, lines: &mut Vec<String>) {
        for one in symbols {
            lines.push(format!(
                "{}{} | {}",
                "  ".repeat(depth),
                one.name,
                one.detail
            ));
            write(&one.children, depth + 1, lines);
        }
    }
    write(&symbols, 0, &mut lines);
    assert_eq!(
        lines[..12],
        [
            "vocabulary.weir | ",
            "order | Export Order",
            "  article 2 | Operators who provide personal information are assessed · operators",
            "  article 3 | The pathway by the number of people",
            "    item 1 | below the assessment line: standard contract · few",
            "    item 2 | from the assessment line: security assessment · many",
            "  article 4 | Exempt for the performance of a contract · contract_ground",
            "  article 6 | Zones may make lists",
            "    lists | ",
            "    article 6 prevails over article 3 | ",
            "    strictest among article 6 | ",
            "  for_contract | for a contract",
        ]
    );
}

#[test]
fn search_by_name_label_and_pinyin() {
    let at = fixture(super::SAMPLE);
    let first = |query: &str| {
        let found = workspace_symbols(&at.snapshot, query, 5);
        found.first().map(|one| one.name.clone())
    };
    assert_eq!(first("asse").as_deref(), Some("assessment_line"));
    assert_eq!(first("出生日期").as_deref(), Some("birth_date"));
    assert_eq!(first("cjsy").as_deref(), Some("export.ground"));
    assert_eq!(first("zzzz"), None);
}

#[test]
fn a_broken_file_still_leads_on() {
    let at = fixture(
        "fact 甲: bool zh \"甲\" en \"a\"\ninstrument i {\n  in force from 2024-01-01\n  article 1\n    when 甲$0\n    then \n",
    );
    let targets = definition(&at.snapshot, at.source, at.offset);
    assert_eq!(
        say_all(&at.snapshot, targets.into_iter().map(|one| one.name)),
        ["main.weir:1 甲"]
    );
}

#[test]
fn a_line_that_could_not_be_read_still_leads_on() {
    let leads = |line: &str| {
        let text = format!(
            "{}//- typing.weir\nuse \"order.weir\"\n\ninstrument typing {{\n  in force from 2024-01-01\n  article 1\n    {line}\n    then pathway exempt\n}}\n",
            super::SAMPLE
        );
        let at = fixture(&text);
        let targets = definition(&at.snapshot, at.source, at.offset);
        say_all(&at.snapshot, targets.into_iter().map(|one| one.name)).join(" ")
    };
    assert_eq!(
        leads("when 出境方.$0关基 has has"),
        "vocabulary.weir:30 出境方.关基"
    );
    assert_eq!(
        leads("when export.ground is con$0tract is"),
        "vocabulary.weir:39 contract"
    );
    assert_eq!(
        leads("when people.general < assess$0ment_line <"),
        "vocabulary.weir:76 assessment_line"
    );
    assert_eq!(
        leads("then pathway con$0tract contract"),
        "vocabulary.weir:5 contract"
    );
}
