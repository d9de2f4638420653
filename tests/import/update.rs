//! A table that comes again, changed, into a list on which people have worked.

use weir::Exit;

use crate::{Project, row};

const HEADER: &str = "序号,场景,数据类别,字段,人数,路径,英文\n";

fn table(lines: &[&str]) -> String {
    format!("{HEADER}{}\n", lines.join("\n"))
}

const ONE: &str = "1,商家入驻及信息展示,个人信息,姓名,100万人以上,安全评估,one";
const TWO: &str = "2,商家入驻及信息展示,个人信息,生日,10万人以上不满100万人,标准合同,two";
const THREE: &str = "3,境外买家退货,个人信息,退货地址,10万人以上,标准合同,three";

fn started() -> Project {
    let project = Project::new();
    let said = project.import(&table(&[ONE, TWO, THREE]), &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    project
}

#[test]
fn only_the_changed_clause_changes() {
    let project = started();
    project.change("policies/list.weir", "        band people.general 100万以上", "        // By two people.\n        cite zone_order article 6\n        band people.general 100万以上");
    project.run(&["fmt"]);
    let before = project.list();
    let said = project.import(&table(&[&ONE.replace("100万", "200万"), TWO, THREE]), &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    assert!(
        said.out.contains("0 new, 1 changed, 2 unchanged"),
        "{}",
        said.out
    );
    let after = project.list();
    let expected = before
        .replace("100万人以上｜安全评估", "200万人以上｜安全评估")
        .replace("general 100万以上 then", "general 200万以上 then");
    assert_eq!(after, expected);
    project.is_sound();
}

#[test]
fn new_rows_come_to_stand_where_the_table_has_them() {
    let project = started();
    let new = "4,商家入驻及信息展示,个人信息,个人电话号码,,认证,four";
    let said = project.import(&table(&[ONE, new, TWO, THREE]), &[]);
    assert_eq!(said.exit, Exit::Done);
    assert!(
        said.out.contains("1 new, 0 changed, 3 unchanged"),
        "{}",
        said.out
    );
    let list = project.list();
    let at = |text: &str| list.find(text).unwrap();
    assert!(at("row ZJ-1") < at("row ZJ-4") && at("row ZJ-4") < at("row ZJ-2"));
    project.is_sound();
    // A row before all others, one in a new scenario, one in a new sector.
    let project = started();
    let lines = [
        "0,商家入驻及信息展示,个人信息,姓名,,认证,zero",
        ONE,
        TWO,
        THREE,
        "5,银行卡清算,个人信息,卡有效期,,认证,five",
    ];
    let said = project.import(&table(&lines), &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    let list = project.list();
    let at = |text: &str| list.find(text).unwrap();
    assert!(at("row ZJ-0") < at("row ZJ-1"));
    assert!(at("scenario clearing {") > at("row ZJ-3"));
    project.is_sound();
}

#[test]
fn a_new_sector_comes_with_its_scenarios() {
    let header = HEADER.replace("序号", "序号,行业");
    let one = format!("1,电子商务（企业对企业）{}", ONE.trim_start_matches('1'));
    let five = "5,清结算,银行卡清算,个人信息,卡有效期,,认证,five";
    let project = Project::new();
    project.import(&format!("{header}{one}\n"), &[]);
    let before = project.list();
    let said = project.import(&format!("{header}{one}\n{five}\n"), &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    let list = project.list();
    let kept = before.trim_end().trim_end_matches('}');
    assert!(list.starts_with(kept), "{list}");
    assert!(list.contains("\n\n  sector settlement {\n"), "{list}");
    project.is_sound();
}

#[test]
fn rows_that_vanish_are_shown_and_kept_unless_removed() {
    let project = started();
    project.change(
        "policies/list.weir",
        "      row ZJ-2",
        "      // On the second row.\n      row ZJ-2",
    );
    let before = project.list();
    let said = project.import(&table(&[ONE, THREE]), &[]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(said.out.contains("ZJ-2  [trade / onboarding]  gone from the table, kept (--remove takes it out)\n    - // On the second row.\n    - row ZJ-2\n"), "{}", said.out);
    assert_eq!(project.list(), before);
    let said = project.import(&table(&[ONE, THREE]), &["--remove"]);
    assert_eq!(said.exit, Exit::Done);
    assert!(
        said.out
            .contains("gone from the table, removed\n    - // On the second row.\n"),
        "{}",
        said.out
    );
    assert!(!project.list().contains("ZJ-2"));
    assert!(project.list().contains("row ZJ-1"));
    project.is_sound();
}

#[test]
fn a_row_that_people_completed_stays_as_it_is() {
    let project = Project::new();
    let line = "1,商家入驻及信息展示,个人信息,姓名,约10万人,标准合同,one";
    project.import(&table(&[line]), &[]);
    let hole = "        then pathway untranscribed\n        missing zh \"约10万人\"\n        missing en \"what the printed row says in 1 text that could not be read\"\n";
    project.change("policies/list.weir", hole, "        fields personal_name\n        band people.general 10万以上 then pathway contract\n");
    let before = project.list();
    let said = project.import(&table(&[line]), &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    assert!(
        said.out.contains("unchanged (edited by hand, kept)"),
        "{}",
        said.out
    );
    assert_eq!(project.list(), before);
    // The table changes what was completed by hand: nothing is touched, and it is said.
    let changed = line.replace("约10万人", "约20万人");
    let said = project.import(&table(&[&changed]), &[]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(
        said.out
            .contains("not touched: it changed in the table and by hand; compare"),
        "{}",
        said.out
    );
    assert_eq!(project.list(), before);
    // Until somebody asks for the table's version.
    let said = project.import(&table(&[&changed]), &["--replace"]);
    assert_eq!(said.exit, Exit::Findings);
    let found = row(&project.list(), "ZJ-1");
    assert!(found.contains("missing zh \"约20万人\""), "{found}");
    assert!(!found.contains("band"), "{found}");
    project.is_sound();
}

#[test]
fn a_hole_is_closed_when_more_can_be_read() {
    let project = Project::new();
    let line = "1,商家入驻及信息展示,个人信息,血型,,标准合同,one";
    project.import(&table(&[line, TWO]), &[]);
    project.change(
        "policies/list.weir",
        "      row ZJ-1",
        "      // Kept.\n      row ZJ-1",
    );
    project.change(
        "policies/list.import.yaml",
        "people:\n",
        "fields:\n  血型: other_field\npeople:\n",
    );
    let said = project.import(&table(&[line, TWO]), &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    assert!(
        said.out.contains("0 new, 1 changed, 1 unchanged"),
        "{}",
        said.out
    );
    let list = project.list();
    assert!(
        row(&list, "ZJ-1").ends_with("fields other_field\nthen pathway contract"),
        "{list}"
    );
    assert!(list.contains("      // Kept.\n      row ZJ-1"));
    project.is_sound();
}

#[test]
fn a_row_that_moves_takes_its_comments_along() {
    let project = started();
    project.change(
        "policies/list.weir",
        "      row ZJ-2",
        "      // On the second row.\n      row ZJ-2",
    );
    let moved = TWO.replace("商家入驻及信息展示", "境外买家退货");
    let said = project.import(&table(&[ONE, &moved, THREE]), &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    assert!(
        said.out.contains("ZJ-2  [trade / returns]  moved to"),
        "{}",
        said.out
    );
    let list = project.list();
    assert_eq!(list.matches("row ZJ-2").count(), 1);
    let returns = list.find("scenario returns {").unwrap();
    assert!(
        list.find("// On the second row.\n      row ZJ-2").unwrap() > returns,
        "{list}"
    );
    project.is_sound();
    // Edited by hand it stays, and it is said.
    let project = started();
    project.change(
        "policies/list.weir",
        "10万以上 不满100万 then",
        "10万以上 不满90万 then",
    );
    let said = project.import(&table(&[ONE, &moved, THREE]), &[]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(
        said.out
            .contains("not touched: the table has it elsewhere now"),
        "{}",
        said.out
    );
    assert_eq!(project.list().matches("row ZJ-2").count(), 2);
}

#[test]
fn rows_written_by_hand_are_left_alone() {
    let project = started();
    let own = "      row ZJ-9\n        zh \"手写\"\n        en \"by hand\"\n        then pathway security_assessment\n\n      row ZJ-2";
    project.change("policies/list.weir", "      row ZJ-2", own);
    let before = project.list();
    let said = project.import(&table(&[ONE, TWO, THREE]), &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    assert_eq!(project.list(), before);
    // The table has such a row too, and says something else.
    let nine = "9,商家入驻及信息展示,个人信息,姓名,,认证,nine";
    let said = project.import(&table(&[ONE, TWO, THREE, nine]), &[]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(
        said.out.contains("ZJ-9  [trade / onboarding]  not touched"),
        "{}",
        said.out
    );
    assert_eq!(project.list(), before);
}

#[test]
fn a_file_that_is_not_in_canonical_form_is_changed_only_where_it_must_be() {
    let project = started();
    let loose = project
        .list()
        .replace(
            "        band people.general 100万以上 then",
            "        band   people.general   100万以上   then",
        )
        .replace('\n', "\r\n");
    project.write("policies/list.weir", loose.as_bytes());
    let said = project.import(
        &table(&[ONE, &TWO.replace("标准合同", "安全评估"), THREE]),
        &[],
    );
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    let after = project.list();
    let changed: Vec<(&str, &str)> = loose
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
    assert!(after.contains("band   people.general   100万以上   then"));
}

#[test]
fn a_file_with_syntax_errors_is_not_touched() {
    let project = started();
    let broken = project
        .list()
        .replacen("scenario returns {", "scenario returns", 1);
    project.write("policies/list.weir", broken.as_bytes());
    let said = project.import(&table(&[ONE]), &["--remove"]);
    assert_eq!(said.exit, Exit::Usage);
    assert!(said.err.contains("syntax errors"), "{}", said.err);
    assert_eq!(project.list(), broken);
}

/// A note of their own before the printed row is kept, and so is a translated label.
#[test]
fn notes_and_translations_of_people_are_kept() {
    let project = Project::new();
    let table = |number: &str| {
        format!(
            "序号,场景,数据类别,字段,人数,路径\n1,商家入驻及信息展示,个人信息,姓名,{number},安全评估\n"
        )
    };
    project.import(&table("10万人以上"), &[]);
    project.change(
        "policies/list.weir",
        "note zh \"原文",
        "note zh \"与公报核对。\\n原文",
    );
    project.change(
        "policies/list.weir",
        "en \"Row 1: personal information\"",
        "en \"Names\"",
    );
    let before = project.list();
    let said = project.import(&table("10万人以上"), &[]);
    assert_eq!(said.exit, Exit::Done);
    assert_eq!(project.list(), before);
    let said = project.import(&table("20万人以上"), &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    let list = project.list();
    assert!(list.contains("note zh \"与公报核对。\\n原文：1｜商家入驻及信息展示｜个人信息｜姓名｜20万人以上｜安全评估\""), "{list}");
    assert!(
        list.contains("en \"Names\"") && list.contains("band people.general 20万以上"),
        "{list}"
    );
    project.is_sound();
    // In another part of the list, too, if nothing else was changed.
    project.change("policies/list.weir", "与公报核对。\\n", "");
    let moved = table("20万人以上").replace("商家入驻及信息展示", "境外买家退货");
    let said = project.import(&moved, &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    let list = project.list();
    assert!(list.contains("en \"Names\""), "{list}");
    assert_eq!(list.matches("row ZJ-1").count(), 1);
}
