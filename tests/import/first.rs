//! A table that is imported for the first time.

use weir::Exit;

use crate::{Project, row};

const TABLE: &str = "序号,行业,场景,数据类别,字段,人数,敏感人数,路径,英文
1,电子商务（企业对企业）,商家入驻及信息展示,个人信息,\"姓名、生日等\",100万人以上不满500万人,,标准合同备案或者认证,names and birthdays
2,电子商务（企业对企业）,商家入驻及信息展示,敏感个人信息,出生日期,,不满1万人,认证,sensitive birthdays
3,清结算行业,银行卡清算场景,个人信息,卡有效期,/,,申报安全评估,card expiry
";

#[test]
fn a_new_list_is_sound_and_keeps_ids_and_order() {
    let project = Project::new();
    let said = project.import(TABLE, &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    assert!(said.out.contains("3 new, 0 changed"), "{}", said.out);
    project.is_sound();
    let list = project.list();
    assert!(
        list.starts_with("use \"vocabulary.weir\"\n\nlist zhejiang edition \"2024\" {\n"),
        "{list}"
    );
    assert_eq!(
        row(&list, "ZJ-1"),
        "row ZJ-1\nzh \"第1项：个人信息\"\nen \"names and birthdays\"\nwhen data.classes has personal_information\n\
         fields personal_name, birthday and others\nband people.general 100万以上 不满500万 then pathway contract"
    );
    assert_eq!(
        row(&list, "ZJ-2"),
        "row ZJ-2\nzh \"第2项：敏感个人信息\"\nen \"sensitive birthdays\"\nwhen data.classes has sensitive\n\
         fields birthday\nband people.sensitive 不满1万 then pathway contract"
    );
    assert_eq!(
        row(&list, "ZJ-3"),
        "row ZJ-3\nzh \"第3项：个人信息\"\nen \"card expiry\"\nwhen data.classes has personal_information\n\
         fields card_expiry\nthen pathway security_assessment"
    );
    let at = |text: &str| list.find(text).unwrap();
    assert!(at("sector trade {") < at("scenario onboarding {"));
    assert!(at("scenario onboarding {") < at("row ZJ-1"));
    assert!(at("row ZJ-2") < at("sector settlement {"));
}

#[test]
fn importing_again_changes_nothing() {
    let project = Project::new();
    project.import(TABLE, &[]);
    let before = project.list();
    let said = project.import(TABLE, &[]);
    assert_eq!(said.exit, Exit::Done);
    assert_eq!(
        said.out,
        "0 new, 0 changed, 3 unchanged, 0 not touched, 0 gone; 0 not fully read and untranscribed\n"
    );
    assert_eq!(project.list(), before);
}

#[test]
fn without_a_file_the_list_is_printed() {
    let project = Project::new();
    project.write("table.csv", TABLE.as_bytes());
    let said = project.run(&["import", "table.csv", "--map", "policies/list.import.yaml"]);
    assert_eq!(said.exit, Exit::Done);
    assert!(said.out.starts_with("use \"vocabulary.weir\""));
    assert!(said.err.contains("3 new"));
}

#[test]
fn a_list_is_added_to_a_file_that_has_another() {
    let project = Project::new();
    let other = "// Kept.\nuse \"vocabulary.weir\"\n";
    project.write("policies/list.weir", other.as_bytes());
    let said = project.import(TABLE, &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.err);
    assert!(
        project
            .list()
            .starts_with("// Kept.\nuse \"vocabulary.weir\"\n\nlist zhejiang")
    );
    project.is_sound();
}

#[test]
fn the_report_is_also_for_programs() {
    let project = Project::new();
    let said = project.import(&TABLE.replace("卡有效期", "血型"), &["--format", "json"]);
    assert_eq!(said.exit, Exit::Findings);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["rows"][0]["status"], "new");
    assert_eq!(report["rows"][2]["sector"], "settlement");
    assert_eq!(report["rows"][2]["unread"][0]["why"], "name");
    assert_eq!(report["rows"][2]["unread"][0]["place"]["row"], 4);
    assert_eq!(report["names"][0]["line"], "血型 zh \"血型\"");
}

/// What was imported determines: on both sides of each number, outside the rows, and in a hole.
#[test]
fn an_imported_list_determines() {
    let project = Project::new();
    let table = TABLE.replace(
        "3,清结算行业",
        "4,电子商务（企业对企业）,境外买家退货,个人信息,血型,,,认证,unread\n3,清结算行业",
    );
    let said = project.import(&table, &[]);
    assert_eq!(said.exit, Exit::Findings);
    let tests = r#"use "list.weir"

test table "numbers of an imported row" on 2025-06-01 {
  given {
    exporter.zones = { zhejiang_ftz }
    data.classes = { personal_information }
    flow.sector = trade
    flow.scenario = onboarding
    flow.fields = { personal_name }
    flow.described = { }
  }
  | people.general | people.sensitive | pathway  |
  | 999_999        | 0                | exempt   |
  | 100万          | 0                | contract |
  | 4_999_999      | 0                | contract |
}

test "an unread row is never free" on 2025-06-01 {
  given {
    exporter.zones = { zhejiang_ftz }
    data.classes = { personal_information }
    flow.sector = trade
    flow.scenario = returns
    flow.fields = { other_field }
    flow.described = { }
    people.general = 5
    people.sensitive = 0
  }
  expect pathway undetermined
}
"#;
    project.write("policies/tests.weir", tests.as_bytes());
    let said = project.run(&["test"]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    assert!(
        said.err.contains("4 passed") || said.out.contains("4 passed"),
        "{}{}",
        said.out,
        said.err
    );
}
