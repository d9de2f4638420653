//! What is read in a row, and what is not.

use weir::Exit;

use crate::{Project, row};

/// The row that a line of a table gives, under a header.
#[track_caller]
fn check(header: &str, line: &str, exit: Exit, expected: &str) {
    let project = Project::new();
    let said = project.import(&format!("{header}\n{line}\n"), &[]);
    assert_eq!(said.exit, exit, "{}{}", said.out, said.err);
    project.is_sound();
    let list = project.list();
    let found = row(&list, "ZJ-1");
    let without_labels: Vec<&str> = found
        .lines()
        .filter(|line| {
            !line.starts_with("row ") && !line.starts_with("zh ") && !line.starts_with("en ")
        })
        .collect();
    assert_eq!(without_labels.join("\n"), expected, "{line}");
}

const COLUMNS: &str = "序号,数据类别,字段,人数,敏感人数,路径";
const TEXTS: &str = "序号,数据类别,数据子类,基本特征与描述,路径";
const UNREAD: &str = "missing en \"what the printed row says in 1 text that could not be read\"";

#[test]
fn numbers_in_columns() {
    let personal = "when data.classes has personal_information\nfields personal_name\n";
    for (number, band) in [
        ("100万人以上", "100万以上"),
        ("１００ 万人（含）以上", "100万以上"),
        ("\"1,000,000人以上\"", "100万以上"),
        ("超过9999人", "超过9999"),
        ("10万人以下", "10万以下"),
        (
            "\"at least 100,000 and fewer than 1,000,000 people\"",
            "10万以上 不满100万",
        ),
    ] {
        check(
            COLUMNS,
            &format!("1,个人信息,姓名,{number},,安全评估"),
            Exit::Done,
            &format!("{personal}band people.general {band} then pathway security_assessment"),
        );
    }
    check(
        COLUMNS,
        "1,个人信息,姓名,10万人以上,1万人以上,安全评估",
        Exit::Done,
        &format!(
            "{personal}band people.general 10万以上 then pathway security_assessment\n\
             band people.sensitive 1万以上 then pathway security_assessment"
        ),
    );
}

#[test]
fn a_number_that_is_not_understood_is_no_number() {
    for number in [
        "约10万人",
        "10万人",
        "10万-20万人",
        "10万人次以上",
        "三年累计10万人以上",
        "详见附件",
    ] {
        check(
            COLUMNS,
            &format!("1,个人信息,姓名,{number},,安全评估"),
            Exit::Findings,
            &format!(
                "when data.classes has personal_information\nthen pathway untranscribed\nmissing zh \"{number}\"\n{UNREAD}"
            ),
        );
    }
}

#[test]
fn an_unknown_field_kind_or_pathway_makes_a_hole() {
    let personal = "when data.classes has personal_information\n";
    for (line, narrowed, missing) in [
        ("1,个人信息,姓名、血型,,,安全评估", personal, "姓名、血型"),
        ("1,商业数据,姓名,,,安全评估", "", "商业数据"),
        ("1,个人信息,姓名,,,无需办理", personal, "无需办理"),
        (
            "1,个人信息,姓名,,,安全评估或者标准合同",
            personal,
            "安全评估或者标准合同",
        ),
    ] {
        check(
            COLUMNS,
            line,
            Exit::Findings,
            &format!("{narrowed}then pathway untranscribed\nmissing zh \"{missing}\"\n{UNREAD}"),
        );
    }
}

#[test]
fn texts_with_conditions() {
    let personal = "when data.classes has personal_information\n";
    check(
        TEXTS,
        "1,个人信息,自当年1月1日起累计向境外提供100万人以上不满500万人个人信息（不含敏感个人信息）,以官方解释为准,标准合同",
        Exit::Done,
        &format!("{personal}band people.general 100万以上 不满500万 then pathway contract"),
    );
    check(
        TEXTS,
        "1,个人信息,个人信息（不含敏感个人信息）,累计10万人以上,标准合同",
        Exit::Done,
        &format!("{personal}band people.general 10万以上 then pathway contract"),
    );
    // Whose information is counted is not said.
    check(
        TEXTS,
        "1,个人信息,累计10万人以上个人信息,,标准合同",
        Exit::Findings,
        &format!(
            "{personal}then pathway untranscribed\nmissing zh \"累计10万人以上个人信息\"\n{UNREAD}"
        ),
    );
    for text in [
        "保存3年以上的客户信息",
        "在境内形成的客户信息",
        "自上年1月1日起累计10万人以上个人信息（不含敏感个人信息）",
    ] {
        check(
            TEXTS,
            &format!("1,个人信息,客户,{text},标准合同"),
            Exit::Findings,
            &format!(
                "{personal}then pathway untranscribed\nmissing zh \"客户；{text}\"\n\
                 missing en \"what the printed row says in 2 texts that could not be read\""
            ),
        );
    }
}

/// A row that nothing narrows would reach everything in its part.
#[test]
fn a_row_that_selects_no_data_is_a_hole() {
    check(
        "序号,数据子类,路径",
        "1,以官方解释为准,安全评估",
        Exit::Findings,
        &format!("then pathway untranscribed\nmissing zh \"以官方解释为准\"\n{UNREAD}"),
    );
}

#[test]
fn a_row_without_a_number_is_kept_as_a_hole() {
    let project = Project::new();
    let said = project.import(
        &format!("{COLUMNS}\n1,个人信息,姓名,,,安全评估\n,个人信息,生日,,,安全评估\n"),
        &[],
    );
    assert_eq!(said.exit, Exit::Findings);
    assert!(said.out.contains("no number"), "{}", said.out);
    assert!(row(&project.list(), "ZJ-T1-R3").contains("then pathway untranscribed"));
    project.is_sound();
}

#[test]
fn names_are_added_where_that_is_asked_for() {
    let project = Project::new();
    let table = format!(
        "{COLUMNS}\n1,个人信息,姓名、血型,,,安全评估\n2,个人信息,证件（正、反面）等,,,认证\n"
    );
    let said = project.import(&table, &[]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(said.out.contains("not in field_name (policies/vocabulary.weir); --add-names adds them:\n    血型 zh \"血型\""), "{}", said.out);
    let said = project.import(&table, &["--add-names"]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    let vocabulary = project.read("policies/vocabulary.weir");
    assert!(vocabulary.contains("zh \"血型\"\n"), "{vocabulary}");
    let added = vocabulary.find("证件_正_反面").unwrap();
    assert!(added < vocabulary.find("other_field").unwrap());
    assert!(row(&project.list(), "ZJ-1").contains("fields personal_name, 血型"));
    assert!(row(&project.list(), "ZJ-2").contains("fields 证件_正_反面 and others"));
    // Only the English labels are left to write.
    let checked = project.run(&["check"]);
    assert_eq!(checked.exit, Exit::Done, "{}", checked.out);
    assert!(
        checked.err.contains("0 errors, 2 warnings"),
        "{}",
        checked.err
    );
    assert_eq!(project.run(&["fmt", "--check"]).exit, Exit::Done);
}

#[test]
fn a_name_that_is_nearly_known_is_not_added_unasked() {
    let project = Project::new();
    let table = format!("{COLUMNS}\n1,个人信息,个人姓名,,,安全评估\n");
    let said = project.import(&table, &["--add-names"]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(
        said.out
            .contains("    fields:\n      个人姓名: personal_name\n"),
        "{}",
        said.out
    );
    project.change(
        "policies/list.import.yaml",
        "people:\n",
        "fields:\n  个人姓名: personal_name\npeople:\n",
    );
    let said = project.import(&table, &[]);
    assert_eq!(said.exit, Exit::Done, "{}", said.out);
    assert!(
        row(&project.list(), "ZJ-1")
            .contains("fields personal_name\nthen pathway security_assessment")
    );
    project.is_sound();
}
