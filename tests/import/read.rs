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

/// A pathway under a condition, or the opposite of one, is none.
#[test]
fn a_pathway_is_understood_as_a_whole() {
    let personal = "when data.classes has personal_information\n";
    for pathway in [
        "100万人以上的申报安全评估",
        "涉及敏感个人信息的，申报安全评估",
        "不申报安全评估",
        "安全评估以外的方式",
        "通过安全评估的除外",
    ] {
        check(
            COLUMNS,
            &format!("1,个人信息,姓名,,,{pathway}"),
            Exit::Findings,
            &format!("{personal}then pathway untranscribed\nmissing zh \"{pathway}\"\n{UNREAD}"),
        );
    }
    for pathway in ["需要通过数据出境安全评估", "应当申报数据出境安全评估"]
    {
        check(
            COLUMNS,
            &format!("1,个人信息,姓名,,,{pathway}"),
            Exit::Done,
            &format!("{personal}fields personal_name\nthen pathway security_assessment"),
        );
    }
}

/// A number without sensitive information in a row about sensitive information, and the other way round.
#[test]
fn a_number_about_other_people_is_not_taken() {
    for (line, narrowed, missing) in [
        (
            "1,敏感个人信息,生日,1万人以上,,安全评估",
            "when data.classes has sensitive\n",
            "1万人以上",
        ),
        (
            "1,个人信息（不含敏感个人信息）,姓名,,10万人以上,安全评估",
            "when data.classes has personal_information\n",
            "10万人以上",
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

/// One column of numbers for all kinds of data: the kind says whose they are.
#[test]
fn a_column_of_people_counts_whose_the_kind_says() {
    let columns = "序号,数据类别,字段,数量,路径";
    for (kind, when, counted) in [
        ("敏感个人信息", "sensitive", "sensitive"),
        (
            "个人信息（不含敏感个人信息）",
            "personal_information",
            "general",
        ),
    ] {
        check(
            columns,
            &format!("1,{kind},姓名,1万人以上,安全评估"),
            Exit::Done,
            &format!(
                "when data.classes has {when}\nfields personal_name\nband people.{counted} 1万以上 then pathway security_assessment"
            ),
        );
    }
    check(
        columns,
        "1,个人信息,姓名,1万人以上,安全评估",
        Exit::Findings,
        &format!(
            "when data.classes has personal_information\nthen pathway untranscribed\nmissing zh \"1万人以上\"\n{UNREAD}"
        ),
    );
}

/// Two numbers about the same people: which counts is not said.
#[test]
fn two_numbers_about_the_same_people_are_not_read() {
    let hole =
        "when data.classes has personal_information\nthen pathway untranscribed\nmissing zh ";
    check(
        TEXTS,
        "1,个人信息,累计10万人以上个人信息（不含敏感个人信息）,累计100万人以上个人信息（不含敏感个人信息）,标准合同",
        Exit::Findings,
        &format!(
            "{hole}\"累计10万人以上个人信息（不含敏感个人信息）；累计100万人以上个人信息（不含敏感个人信息）\"\n\
             missing en \"what the printed row says in 2 texts that could not be read\""
        ),
    );
    let text = "累计10万人以上敏感个人信息。累计100万人以上敏感个人信息";
    check(
        TEXTS,
        &format!("1,个人信息,{text},,标准合同"),
        Exit::Findings,
        &format!("{hole}\"{text}\"\n{UNREAD}"),
    );
}

/// A kind that a text names narrows the row as its column would.
#[test]
fn a_kind_in_a_text_is_a_condition() {
    check(
        TEXTS,
        "1,个人信息,敏感个人信息,累计1万人以上,标准合同",
        Exit::Done,
        "when data.classes has personal_information\nwhen data.classes has sensitive\nband people.sensitive 1万以上 then pathway contract",
    );
    let text = "个人信息（不含敏感个人信息）";
    check(
        TEXTS,
        &format!("1,敏感个人信息,{text},,标准合同"),
        Exit::Findings,
        &format!(
            "when data.classes has sensitive\nthen pathway untranscribed\nmissing zh \"{text}\"\n{UNREAD}"
        ),
    );
}

/// What a kind concludes beside its condition is not taken from a text.
#[test]
fn a_kind_that_concludes_is_not_taken_from_a_text() {
    check(
        TEXTS,
        "1,个人信息,重要数据,,标准合同",
        Exit::Findings,
        &format!(
            "when data.classes has personal_information\nthen pathway untranscribed\nmissing zh \"重要数据\"\n{UNREAD}"
        ),
    );
}

/// Other rows are meant in the same sector, and never the row itself.
#[test]
fn rows_of_other_sectors_are_not_meant() {
    let header = "序号,行业,数据类别,数据子类,路径";
    for (line, number) in [
        (
            "1,电子商务（企业对企业）,个人信息,除第7项以外的个人信息,标准合同\n7,清结算,个人信息,个人信息,标准合同",
            "7",
        ),
        (
            "1,电子商务（企业对企业）,个人信息,除第1项以外的个人信息,标准合同",
            "1",
        ),
    ] {
        check(
            header,
            line,
            Exit::Findings,
            &format!(
                "when data.classes has personal_information\nthen pathway untranscribed\nmissing zh \"除第{number}项\"\n{UNREAD}"
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

/// What reads like a condition is no name, also where names are added.
#[test]
fn a_condition_is_not_added_as_a_name() {
    let project = Project::new();
    let before = project.read("policies/vocabulary.weir");
    let table = format!(
        "{COLUMNS}\n1,个人信息,姓名、除血型以外的体检数据、仅限于员工、10万人以上的血型,,,安全评估\n"
    );
    let said = project.import(&table, &["--add-names"]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(!said.out.contains("field_name"), "{}", said.out);
    assert_eq!(project.read("policies/vocabulary.weir"), before);
    assert!(row(&project.list(), "ZJ-1").contains("then pathway untranscribed"));
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
