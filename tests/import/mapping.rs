//! Mapping files: what is wrong with them, and where they do not fit.

use weir::Exit;

use crate::Project;

const TABLE: &str = "序号,数据类别,字段,路径\n1,个人信息,姓名,安全评估\n";

/// A change of the mapping, and what is said about it. Nothing is written.
#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    let project = Project::new();
    project.change("policies/list.import.yaml", from, to);
    let said = project.import(TABLE, &[]);
    assert_eq!(said.exit, Exit::Usage, "{}{}", said.out, said.err);
    assert!(said.err.contains(expected), "{}", said.err);
    assert!(!project.path("policies/list.weir").exists());
}

#[test]
fn mistakes_are_named_with_their_line() {
    check(
        "people:\n",
        "poeple:\n",
        "policies/list.import.yaml:57: `poeple` means nothing here",
    );
    check(
        "序号: number",
        "序号: nummer",
        "`nummer` is not known; known: row, number",
    );
    check(
        "  name: zhejiang\n",
        "  nome: zhejiang\n",
        "`nome` means nothing here; known: name, edition",
    );
    check(
        "edition: \"2024\"",
        "edition: [",
        "policies/list.import.yaml:",
    );
    check(
        "    prefix: ZJ-",
        "    prefix: [a]",
        "this has to be a text",
    );
    check("table: 1", "table: one", "this has to be a number");
    check("zone zhejiang_ftz", "zone ???", "is still to be filled in");
    check(
        "  name: zhejiang\n",
        "  name: zhejiang\n  name: other\n",
        "`name` stands here twice",
    );
}

#[test]
fn what_does_not_read_is_shown() {
    check(
        "in force from 2025-04-10",
        "in force since 2025-04-10",
        "what was written does not read",
    );
    check(
        "personal information\n    when: data.classes has personal_information",
        "personal information\n    when: data.classes has",
        "nothing was imported",
    );
}

#[test]
fn a_mapping_that_does_not_fit_imports_nothing() {
    check("  字段: fields\n", "", "does not know the column “字段”");
    check(
        "table: 1",
        "table: 2",
        "the mapping file does not know table 1",
    );
    check(
        "    prefix: ZJ-",
        "    above: 第一部分\n    prefix: ZJ-",
        "above table 1 stands “”, the mapping file says “第一部分”",
    );
}

#[test]
fn the_same_id_twice_is_refused() {
    let project = Project::new();
    let said = project.import(&format!("{TABLE}1,个人信息,生日,安全评估\n"), &[]);
    assert_eq!(said.exit, Exit::Usage);
    assert!(
        said.err.contains("row ZJ-1 stands twice in the same part"),
        "{}",
        said.err
    );
}

#[test]
fn a_suggestion_is_never_written_over_a_file() {
    let project = Project::new();
    let before = project.read("policies/list.import.yaml");
    let said = project.import(TABLE, &["--suggest"]);
    assert_eq!(said.exit, Exit::Usage);
    assert_eq!(project.read("policies/list.import.yaml"), before);
    let said = project.import(TABLE, &["--suggest", "--map", "other.yaml"]);
    assert_eq!(said.exit, Exit::Done);
    let suggested = project.read("other.yaml");
    assert!(suggested.contains("\"字段\": fields"), "{suggested}");
    assert!(suggested.contains("security_assessment"), "{suggested}");
}

#[test]
fn names_that_the_policies_do_not_have_are_named() {
    check(
        "sector: trade",
        "sector: tradee",
        "names `tradee`, which the policies do not have",
    );
    check(
        "标准合同: contract",
        "标准合同: contracts",
        "names `contracts`",
    );
}

/// Numbers that start anew in each sector are no ids; the sector in the prefix makes them so.
#[test]
fn numbers_that_start_anew_need_the_sector() {
    let project = Project::new();
    let table = "序号,行业,数据类别,字段,路径\n1,清结算,个人信息,姓名,安全评估\n1,电子商务（企业对企业）,个人信息,姓名,安全评估\n";
    let said = project.import(table, &[]);
    assert_eq!(said.exit, Exit::Usage);
    assert!(said.err.contains("row ZJ-1 stands twice"), "{}", said.err);
    project.change(
        "policies/list.import.yaml",
        "prefix: ZJ-",
        "prefix: \"ZJ/{sector}-\"",
    );
    let said = project.import(table, &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    let list = project.list();
    assert!(
        list.contains("row ZJ/settlement-1") && list.contains("row ZJ/trade-1"),
        "{list}"
    );
}

#[test]
fn headings_inside_a_table_are_understood_or_asked_about() {
    let project = Project::new();
    let table = "序号,数据类别,字段\n一、清结算领域,,\n（一）需要通过数据出境安全评估的数据,,\n1,个人信息,姓名\n（二）需要订立标准合同的数据,,\n2,个人信息,生日\n序号,数据类别,字段\n3,个人信息,个人电话号码\n";
    let said = project.import(table, &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    assert!(
        said.out
            .contains("heading  table 1, row 2 (A2): “一、清结算领域” → settlement"),
        "{}",
        said.out
    );
    let list = project.list();
    assert!(crate::row(&list, "ZJ-1").ends_with("then pathway security_assessment"));
    assert!(crate::row(&list, "ZJ-3").ends_with("then pathway contract"));
    assert!(!list.contains("sector trade"));
    // A heading with a sector and a pathway sets the pathway only if the sector is not overlooked.
    let both = table.replace(
        "（二）需要订立标准合同的数据",
        "电子商务领域需要订立标准合同的数据",
    );
    let said = project.import(&both, &[]);
    assert_eq!(said.exit, Exit::Usage, "{}", said.out);
    assert_eq!(project.list(), list);
    let said = project.import(&table.replace("清结算领域", "某领域"), &[]);
    assert_eq!(said.exit, Exit::Usage);
    assert!(
        said.err
            .contains("the heading “一、某领域” is not understood"),
        "{}",
        said.err
    );
    assert_eq!(project.list(), list);
}

/// A heading with a sector and a pathway is understood when the mapping file says both.
#[test]
fn a_heading_is_understood_as_a_whole() {
    let project = Project::new();
    let heading = "清结算业务中需要订立标准合同的数据";
    let table = format!("序号,数据类别,字段\n{heading},,\n1,个人信息,姓名\n");
    let pathway = format!("pathways:\n  {heading}: contract\n");
    let sector = format!("sectors:\n  {heading}: settlement\npathways:\n");
    assert_eq!(project.import(&table, &[]).exit, Exit::Usage);
    project.change("policies/list.import.yaml", "pathways:\n", &pathway);
    assert_eq!(project.import(&table, &[]).exit, Exit::Usage);
    project.change("policies/list.import.yaml", "pathways:\n", &sector);
    let said = project.import(&table, &[]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    let list = project.list();
    assert!(list.contains("sector settlement") && !list.contains("sector trade"));
    assert!(crate::row(&list, "ZJ-1").ends_with("then pathway contract"));
    project.change("policies/list.import.yaml", &pathway, "pathways:\n");
    assert_eq!(project.import(&table, &[]).exit, Exit::Usage);
}
