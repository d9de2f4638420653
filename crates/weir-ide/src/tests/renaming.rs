//! Renaming, and its refusals.

use std::collections::BTreeMap;

use weir_core::Workspace;
use weir_core::hir::{Language, SourceId};
use weir_syntax::diagnostic::Edit;

use super::{fixture, sample};
use crate::{Reason, prepare_rename, rename};

/// The sources after some edits.
pub(crate) fn applied(snapshot: &crate::Snapshot, edits: &[Edit]) -> BTreeMap<SourceId, String> {
    let mut texts: BTreeMap<SourceId, String> = snapshot
        .checked
        .sources
        .iter()
        .map(|(id, source)| (*id, source.text.to_string()))
        .collect();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.place));
    for edit in edits {
        let text = texts.get_mut(&edit.place.source).unwrap();
        text.replace_range(edit.place.span.range(), &edit.text);
    }
    texts
}

fn renamed(words: &str, nth: usize, new: &str) -> String {
    let at = sample(words, nth);
    let edits = rename(&at.snapshot, at.source, at.offset, new).expect("it can be renamed");
    let texts = applied(&at.snapshot, &edits);
    let mut workspace = Workspace::new();
    for (id, text) in &texts {
        let name = at.snapshot.checked.sources[id].name.clone();
        workspace.set_source(*id, name, text.as_str());
    }
    let problems = workspace.check().problems.clone();
    let said: Vec<String> = problems
        .iter()
        .map(|problem| problem.diagnostic(Language::En).message)
        .collect();
    assert_eq!(said, Vec::<String>::new());
    texts.into_values().collect()
}

fn refused(words: &str, nth: usize, new: &str) -> Reason {
    let at = sample(words, nth);
    rename(&at.snapshot, at.source, at.offset, new).expect_err("it can't be renamed")
}

#[test]
fn everywhere_also_in_tests_and_tables() {
    let text = renamed("people.gen$0eral <", 0, "people.当年人数");
    assert!(!text.contains("people.general"));
    assert_eq!(text.matches("people.当年人数").count(), 8);
}

#[test]
fn a_value_is_not_another_of_the_same_name() {
    let text = renamed("is con$0tract", 0, "performance");
    assert!(text.contains("means export.ground is performance"));
    assert!(text.contains("then pathway contract"));
}

#[test]
fn a_kind_that_names_a_sector() {
    let text = renamed("sector medi$0cine", 0, "pharma");
    assert!(text.contains("sectors pharma"));
    assert!(text.contains("  pharma   zh"));
    assert!(!text.contains("medicine "));
}

#[test]
fn rows_rules_lists_editions_and_numbers() {
    assert!(renamed("except row LG$0-1", 0, "LG-2024/1").contains("row LG-2024/1\n"));
    assert!(renamed("item 1 f$0ew", 0, "low").contains("item 1 low"));
    assert!(renamed("list lingang_$0list", 0, "临港清单").contains("adopts 临港清单 edition"));
    let text = renamed("replaces lingang_list edition \"20$024\"", 0, "\"一\"");
    assert!(text.contains("adopts lingang_list edition \"一\""));
    let text = renamed("replaces lingang_list edition \"20$024\"", 0, "第一版");
    assert!(text.contains("adopts lingang_list edition \"第一版\""));
    let text = renamed("article $04 contract_ground", 0, "5");
    assert!(text.contains("article 5 prevails over articles 2, 3"));
}

#[test]
fn refused_with_a_reason() {
    let taken = refused("fact 出境方.$0关基", 0, "assessment_line");
    assert!(matches!(taken, Reason::Taken { .. }));
    assert_eq!(taken.words(Language::Zh), "`assessment_line` 已被使用");
    assert!(matches!(
        refused("fact 出境方.$0关基", 0, "when"),
        Reason::NotAName { .. }
    ));
    assert!(matches!(
        refused("fact 出境方.$0关基", 0, "a b"),
        Reason::NotAName { .. }
    ));
    assert!(matches!(
        refused("pathway ex$0empt", 0, "gap"),
        Reason::Special { .. }
    ));
    assert!(matches!(
        refused("pathway ex$0empt", 0, "contract"),
        Reason::Taken { .. }
    ));
    assert!(matches!(
        refused("article $04 con", 0, "3"),
        Reason::Taken { .. }
    ));
    assert!(matches!(
        refused("article $04 con", 0, "x"),
        Reason::NotANumber { .. }
    ));
    assert!(matches!(
        refused("wh$0en for_contract", 0, "x"),
        Reason::NothingHere
    ));
}

#[test]
fn not_where_a_part_could_not_be_read() {
    let at = fixture(
        "fact 甲$0: bool zh \"甲\" en \"a\"\ninstrument i {\n  in force from 2024-01-01\n  article 1\n    when 甲 甲\n    then p\n}\n",
    );
    let refused = rename(&at.snapshot, at.source, at.offset, "乙");
    assert!(matches!(refused, Err(Reason::Unclear { .. })));
}

#[test]
fn what_can_be_renamed() {
    let at = sample("people.gen$0eral <", 0);
    let name = prepare_rename(&at.snapshot, at.source, at.offset).unwrap();
    assert_eq!(name.name, "people.general");
    assert!(name.in_scenarios);
}
