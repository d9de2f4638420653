//! Tables that were made to do harm, or are no tables.

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
