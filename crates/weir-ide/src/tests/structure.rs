//! The structure of texts, and what is shown in them: folding, selection, links, hints, lenses, the web of what feeds what.

use weir_core::hir::Language;
use weir_syntax::Span;

use super::{SAMPLE, fixture, sample, say_all};
use crate::{
    HintOptions, LensKind, LinkTarget, code_lenses, document_links, folding_ranges, incoming_calls,
    inlay_hints, outgoing_calls, prepare_call_hierarchy, references, selection_ranges,
    signature_help,
};

const ALL: Span = Span {
    start: 0,
    end: u32::MAX,
};

#[test]
fn what_can_be_folded() {
    let at = fixture(
        "use \"a.weir\"\nuse \"b.weir\"\n\n// 一\n// 二\nfact 甲: bool\n  zh \"甲\"\n  en \"a\"\n$0",
    );
    let text = at.snapshot.checked.sources[&at.source].text.clone();
    let folds = folding_ranges(&at.snapshot, at.source);
    let shown: Vec<&str> = folds.iter().map(|fold| fold.span.text(&text)).collect();
    assert_eq!(
        shown,
        [
            "use \"a.weir\"\nuse \"b.weir\"",
            "// 一\n// 二",
            "fact 甲: bool\n  zh \"甲\"\n  en \"a\"",
        ]
    );
}

#[test]
fn growing_a_selection() {
    let at = sample("has perso$0nal_information\n    then pathway sec", 0);
    let text = at.snapshot.checked.sources[&at.source].text.clone();
    let ranges = selection_ranges(&at.snapshot, at.source, &[at.offset]);
    let shown: Vec<&str> = ranges[0].iter().map(|span| span.text(&text)).collect();
    assert_eq!(shown[0], "personal_information");
    assert_eq!(shown[1], "data.classes has personal_information");
    assert_eq!(
        shown[2],
        "出境方.关基\n     and data.classes has personal_information"
    );
    assert!(shown[3].starts_with("when "));
    assert!(shown[4].starts_with("article 2 operators"));
    assert!(shown[5].starts_with("instrument order"));
    assert_eq!(shown.len(), 7);
}

#[test]
fn links_lead_to_sources_and_files() {
    let at = sample("instrument order", 0);
    let links = document_links(&at.snapshot, at.source);
    assert!(matches!(links[0].target, LinkTarget::Source(id) if id.0 == 0));
    assert_eq!(
        links[1].target,
        LinkTarget::Url("https://example.org/order".to_owned())
    );
}

fn hints(options: HintOptions, lang: Language) -> Vec<String> {
    let at = sample("instrument order", 0);
    let snapshot = at.snapshot.in_language(lang);
    let text = snapshot.checked.sources[&at.source].text.clone();
    let hints = inlay_hints(&snapshot, at.source, ALL, options);
    let shown = hints.iter().map(|hint| {
        let before = text.get(..hint.offset as usize).unwrap();
        format!(
            "{}|{}",
            before.rsplit('\n').next().unwrap().trim(),
            hint.label
        )
    });
    shown.collect()
}

#[test]
fn hints_in_the_text() {
    assert_eq!(
        hints(HintOptions::default(), Language::Zh),
        [
            "instrument order| 现行有效",
            "when people.general < assessment_line| = 100万人",
            "when people.general >= assessment_line| = 100万人",
            "list lingang_list edition \"2024\"| 现行有效",
            "band people.general 1万| = 10,000",
            "band people.general 1万以上 不满5万| = 50,000",
            "band people.general 5万| = 50,000",
            "band people.general 100万| = 1,000,000",
            "list lingang_list edition \"2026\"| 尚未施行",
            "adopts lingang_list edition \"2024\" sectors medicine| 1 个条目，来自《临港负面清单（2024版）》",
        ]
    );
    let none = HintOptions {
        thresholds: false,
        periods: false,
        origins: false,
        magnitudes: false,
    };
    assert_eq!(hints(none, Language::En), Vec::<String>::new());
}

#[test]
fn lenses() {
    let at = fixture(SAMPLE);
    let order = weir_core::hir::SourceId(1);
    let lenses = code_lenses(&at.snapshot, order);
    let text = at.snapshot.checked.sources[&order].text.clone();
    let shown: Vec<String> = lenses
        .iter()
        .map(|lens| format!("{}: {}", lens.span.text(&text), lens.title(&at.snapshot)))
        .collect();
    assert!(shown.contains(&"1: 1 test".to_owned()), "{shown:?}");
    assert!(shown.contains(&"order: 7 uses".to_owned()), "{shown:?}");
    assert!(shown.contains(&"\"2024\": 2 rows".to_owned()), "{shown:?}");
    let tests = code_lenses(&at.snapshot, weir_core::hir::SourceId(2));
    let names = tests
        .iter()
        .filter(|lens| matches!(lens.kind, LensKind::Test { .. }));
    assert_eq!(names.count(), 2);
}

/// What a lens counts is what is found from the name above which it stands.
#[test]
fn lenses_count_what_is_found() {
    let at = fixture(SAMPLE);
    let mut checked = 0;
    for source in at.snapshot.checked.sources.keys() {
        for lens in code_lenses(&at.snapshot, *source) {
            let LensKind::References { count } = lens.kind else {
                continue;
            };
            let found = references(&at.snapshot, *source, lens.span.start, false);
            assert_eq!(count, found.len(), "{:?} {found:?}", lens.span);
            checked += 1;
        }
    }
    assert!(checked > 15, "{checked}");
}

#[test]
fn the_last_step_is_what_is_expected_also_in_the_plural() {
    let text = SAMPLE.replace(
        "by order article 3 item 1\n",
        "by order article 3 items 1\n",
    );
    let at = fixture(&text);
    let order = weir_core::hir::SourceId(1);
    let text = &at.snapshot.checked.sources[&order].text;
    let shown: Vec<&str> = code_lenses(&at.snapshot, order)
        .iter()
        .filter(|lens| matches!(lens.kind, LensKind::Tests { .. }))
        .map(|lens| lens.span.text(text))
        .collect();
    assert_eq!(shown, ["1"]);
}

#[test]
fn which_rules_feed_an_outcome_and_what_a_fact_influences() {
    let at = sample("outcome path$0way", 0);
    let items = prepare_call_hierarchy(&at.snapshot, at.source, at.offset);
    let rules = outgoing_calls(&at.snapshot, &items[0]);
    let names: Vec<&str> = rules.iter().map(|call| call.item.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "article 2",
            "item 1",
            "item 2",
            "article 4",
            "article 6",
            "LG-1",
            "LG-2"
        ]
    );
    let fed = outgoing_calls(&at.snapshot, &rules[1].item);
    let names: Vec<&str> = fed.iter().map(|call| call.item.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "pathway",
            "data.classes",
            "people.general",
            "assessment_line"
        ]
    );

    let at = sample("fact export.gro$0und", 0);
    let items = prepare_call_hierarchy(&at.snapshot, at.source, at.offset);
    let influenced = incoming_calls(&at.snapshot, &items[0]);
    assert_eq!(influenced.len(), 1);
    assert_eq!(influenced[0].item.name, "for_contract");
    let further = incoming_calls(&at.snapshot, &influenced[0].item);
    assert_eq!(
        say_all(&at.snapshot, further.iter().map(|call| call.item.place)),
        ["order.weir:37 article 4 contract_ground"]
    );
    let concluded = incoming_calls(&at.snapshot, &further[0].item);
    assert_eq!(concluded[0].item.name, "pathway");
}

/// The names of what a name of the text at the cursor influences.
fn influenced(text: &str) -> Vec<String> {
    let at = fixture(text);
    let items = prepare_call_hierarchy(&at.snapshot, at.source, at.offset);
    let calls = incoming_calls(&at.snapshot, &items[0]);
    calls.into_iter().map(|call| call.item.name).collect()
}

#[test]
fn what_stands_after_a_conclusion_is_not_concluded() {
    let text = SAMPLE.replace(
        "measure people.general:",
        "measure people.sensi$0tive: people each calendar_year\n  zh \"敏感\"\n  en \"sensitive\"\n\nmeasure people.general:",
    );
    let text = text.replace(
        "不满5万 then pathway contract\n      band people.general 5万以上",
        "不满5万 then pathway contract\n      band people.sensitive 5万以上",
    );
    assert_eq!(influenced(&text), ["LG-1"]);
    let text = SAMPLE.replace("fact 出境方.关基: bool", "fact 出境方.关$0基: bool");
    let text = text.replace(
        "100万以上 then pathway security_assessment\n",
        "100万以上 then pathway security_assessment\n      unless 出境方.关基\n",
    );
    assert_eq!(influenced(&text), ["article 2", "LG-2"]);
}

#[test]
fn the_heading_of_a_column_is_concluded() {
    let text = SAMPLE.replace("outcome pathway", "outcome path$0way").replace(
        "    row LG-2\n",
        "    table {\n      | row | zh | en | pathway |\n      | B-1 | \"一\" | \"one\" | contract |\n    }\n\n    row LG-2\n",
    );
    assert_eq!(influenced(&text), ["article 6"]);
    let at = fixture(&text);
    let items = prepare_call_hierarchy(&at.snapshot, at.source, at.offset);
    let rules = outgoing_calls(&at.snapshot, &items[0]);
    let names: Vec<&str> = rules.iter().map(|call| call.item.name.as_str()).collect();
    assert!(names.contains(&"medicine"), "{names:?}");
    let text = text
        .replace("outcome path$0way", "outcome pathway")
        .replace("  contract            zh", "  contr$0act            zh");
    assert_eq!(influenced(&text), Vec::<String>::new());
}

#[test]
fn the_form_of_a_clause() {
    let at = fixture("list l edition \"1\" {\n  in force from 2024-01-01 until $0\n");
    let help = signature_help(&at.snapshot, at.source, at.offset).unwrap();
    assert_eq!(
        help.label,
        "in force from DAY until FIRST DAY AFTER if CONDITION"
    );
    assert_eq!(help.active, Some(2));
    let part = help.parameters[2];
    assert_eq!(part.text(&help.label), "until FIRST DAY AFTER");
    let snapshot = at.snapshot.in_language(Language::Zh);
    let help = signature_help(&snapshot, at.source, at.offset).unwrap();
    assert!(help.label.contains("期满次日"));
    let at = fixture("list l edition \"1\" {\n  row a\n    band people.general 不满5万 then $0\n");
    let help = signature_help(&at.snapshot, at.source, at.offset).unwrap();
    assert_eq!(help.active, Some(2));
}

/// Offsets in the middle of characters and past the end are answered, if with nothing.
#[test]
fn any_offset_is_answered() {
    let broken = "list 甲 edition “2024” {\n  zone 乙，丙\n  row \"a\n  when (甲 is\n  band x 不满5万 then\n  | a | 乙\n\u{1F600} /// 注\n";
    let at = fixture(broken);
    let snapshot = &at.snapshot;
    for offset in 0..broken.len() as u32 + 5 {
        let part = Span::new(offset, offset + 3);
        let _ = crate::hover(snapshot, at.source, offset);
        let _ = crate::completion(snapshot, at.source, offset);
        let _ = crate::definition(snapshot, at.source, offset);
        let _ = crate::type_definition(snapshot, at.source, offset);
        let _ = crate::implementation(snapshot, at.source, offset);
        let _ = crate::references(snapshot, at.source, offset, true);
        let _ = crate::highlight(snapshot, at.source, offset);
        let _ = crate::prepare_rename(snapshot, at.source, offset);
        let _ = crate::rename(snapshot, at.source, offset, "新");
        let _ = signature_help(snapshot, at.source, offset);
        let _ = selection_ranges(snapshot, at.source, &[offset]);
        let _ = crate::code_actions(snapshot, at.source, part);
        let _ = inlay_hints(snapshot, at.source, part, HintOptions::default());
        let _ = crate::semantic_tokens(snapshot, at.source, Some(part));
        for typed in crate::ON_TYPE {
            let _ = crate::on_type(snapshot, at.source, offset, *typed);
        }
    }
    let nowhere = weir_core::hir::SourceId(99);
    assert_eq!(crate::hover(snapshot, nowhere, 3), None);
    assert!(crate::completion(snapshot, nowhere, 3).items.len() < 100);
}

/// Every span that is answered lies between characters.
#[test]
fn spans_lie_between_characters() {
    let at = fixture(SAMPLE);
    for (source, read) in &at.snapshot.checked.sources {
        let whole = |span: Span| read.text.get(span.range()).is_some();
        for token in &read.parse.tokens {
            let offset = token.span.start;
            let around = selection_ranges(&at.snapshot, *source, &[offset]);
            assert!(around[0].iter().all(|span| whole(*span)));
            assert!(whole(
                crate::completion(&at.snapshot, *source, offset).replace
            ));
        }
        assert!(
            crate::semantic_tokens(&at.snapshot, *source, None)
                .iter()
                .all(|one| whole(one.span))
        );
        assert!(
            document_links(&at.snapshot, *source)
                .iter()
                .all(|one| whole(one.span))
        );
        assert!(
            folding_ranges(&at.snapshot, *source)
                .iter()
                .all(|one| whole(one.span))
        );
    }
}
