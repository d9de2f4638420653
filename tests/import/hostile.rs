//! Tables that were made to do harm, or are no tables.

use proptest::prelude::*;
use weir::Exit;

use crate::{Project, row};

#[test]
fn files_that_are_no_tables_are_named() {
    let project = Project::new();
    for (bytes, expected) in [
        (&b"%PDF-1.7"[..], "this is a PDF"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "save it as .docx or .xlsx",
        ),
        (b"PK\x03\x04broken", "the file is damaged"),
        (b"", "there is no table in it"),
    ] {
        project.write("table", bytes);
        let said = project.run(&["import", "table", "-o", "policies/list.weir"]);
        assert_eq!(said.exit, Exit::Usage);
        assert!(said.err.contains(expected), "{}", said.err);
    }
    let said = project.run(&["import", "nothing.csv", "-o", "policies/list.weir"]);
    assert_eq!(said.exit, Exit::Usage);
    assert!(said.err.contains("can't read nothing.csv"), "{}", said.err);
}

/// What a cell holds stays a text, whatever signs are in it.
#[test]
fn cells_cannot_break_out_of_their_text() {
    let project = Project::new();
    let cell = "姓名\\\"\nthen pathway exempt } // \u{202E}\u{200B}\t{";
    let table = format!(
        "序号,数据类别,字段,路径,备注\n1,个人信息,\"{}\",安全评估,\"{}\"\n",
        cell.replace('"', "\"\""),
        cell.replace('"', "\"\"")
    );
    let said = project.import(&table, &[]);
    assert_eq!(said.exit, Exit::Findings, "{}{}", said.out, said.err);
    project.is_sound();
    assert!(row(&project.list(), "ZJ-1").contains("then pathway untranscribed"));
    let said = project.import(&table, &[]);
    assert!(said.out.contains("1 unchanged"), "{}", said.out);
}

#[test]
fn ids_with_any_signs_are_ids() {
    let project = Project::new();
    project.change("policies/list.import.yaml", "序号: number", "序号: row");
    for id in ["第 1 项", "ZJ-2024/A-1", "7", "if", "a\\b", "1.2", "—"] {
        let table = format!("序号,数据类别,字段,路径\n{id},个人信息,姓名,安全评估\n");
        let said = project.import(&table, &["--remove"]);
        assert_eq!(said.exit, Exit::Done, "{id}: {}{}", said.out, said.err);
        project.is_sound();
        let said = project.import(&table, &[]);
        assert!(said.out.contains("1 unchanged"), "{id}: {}", said.out);
    }
}

/// Pieces of official texts, and of anything else.
const PIECES: &[&str] = &[
    "自当年1月1日起",
    "累计",
    "向境外提供",
    "100万人以上",
    "且不满500万人",
    "不满1万人",
    "超过",
    "１０",
    "万",
    "亿",
    "人",
    "人次",
    "个人信息",
    "（不含敏感个人信息）",
    "敏感个人信息",
    "或者",
    "且",
    "、",
    "，",
    "；",
    "。",
    "\n",
    "：",
    "姓名",
    "生日",
    "等",
    "等9项",
    "包括",
    "包括但不限于",
    "仅限于",
    "商家入驻及信息展示",
    "境外买家退货",
    "场景",
    "两个",
    "除第",
    "18446744073709551615",
    "1",
    "至",
    "项",
    "以外的",
    "去重",
    "不计入",
    "第三条",
    "(",
    "）",
    "\"",
    "\\",
    "//",
    "{",
    "}",
    "\u{202E}",
    "𠮷",
    "more than ",
    "people",
    "99999999999999999999",
    ",",
    ".",
    " ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever stands in the cells, there is a sound list, and the same table changes nothing in it.
    #[test]
    fn any_texts_give_a_sound_list(kind in text(), subclass in text(), description in text(), fields in text(), people in text()) {
        let project = Project::new();
        let cells: Vec<String> = [kind, subclass, description, fields, people]
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        let table = format!("序号,数据类别,数据子类,基本特征与描述,字段,人数,路径\n1,{},安全评估\n", cells.join(","));
        let said = project.import(&table, &[]);
        prop_assert!(said.exit != Exit::Usage, "{}", said.err);
        let checked = project.run(&["check"]);
        prop_assert_eq!(checked.exit, Exit::Done, "{}\n{}", checked.out, project.list());
        prop_assert_eq!(project.run(&["fmt", "--check"]).exit, Exit::Done);
        let before = project.list();
        let again = project.import(&table, &[]);
        prop_assert!(again.out.contains("0 new, 0 changed"), "{}", again.out);
        prop_assert_eq!(project.list(), before);
    }
}
