//! The official shape in Word and Excel files.

use weir::Exit;
use weir_tables::{Table, to_xlsx};

use crate::{Project, row, zipped};

/// The cells of a row of a Word table; `^` goes on from above, `=N` before a text spans N columns.
fn line(cells: &[&str]) -> String {
    let mut out = String::from("<w:tr>");
    for cell in cells {
        let (properties, text) = match (*cell, cell.strip_prefix('=')) {
            ("^", _) => ("<w:vMerge/>".to_owned(), ""),
            (_, Some(rest)) => {
                let (span, text) = rest.split_at(1);
                (format!("<w:gridSpan w:val=\"{span}\"/>"), text)
            }
            (text, None) => ("<w:vMerge w:val=\"restart\"/>".to_owned(), text),
        };
        let paragraphs: String = text.lines().map(paragraph).collect();
        out.push_str(&format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
        ));
    }
    out.push_str("</w:tr>");
    out
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn document(body: &[String]) -> Vec<u8> {
    let relations = "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let main = format!(
        "<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>",
        body.concat()
    );
    zipped(&[
        ("_rels/.rels", relations.to_owned()),
        ("word/document.xml", main),
    ])
}

fn table(lines: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", lines.concat())
}

const COUNTED: &str = "人数按自然人去重后统计。";

/// Two sectors: the first with a table for each part, the second with headings inside its table.
fn official(limit: &str) -> Vec<u8> {
    let header = line(&["序号", "数据类别", "数据子类", "基本特征与描述"]);
    let asks = format!(
        "自当年1月1日起累计向境外提供100万人以上且不满{limit}万人个人信息（不含敏感个人信息）"
    );
    let fields = format!(
        "仅限于商家入驻及信息展示、境外买家退货两个场景。\n1.商家入驻及信息展示：姓名、生日等；\n2.境外买家退货：姓名、退货地址、个人电话号码等。\n{COUNTED}"
    );
    document(&[
        paragraph("中国（浙江）自由贸易试验区数据出境管理清单（负面清单）（2024版）"),
        paragraph("一、电子商务（企业对企业）领域"),
        paragraph("（一）需要通过数据出境安全评估的数据清单"),
        table(&[
            header.clone(),
            line(&["1", "重要数据", "物流运行数据", "反映物流运行情况的数据。"]),
            line(&[
                "2",
                "个人信息",
                "自当年1月1日起累计向境外提供1万人以上敏感个人信息",
                COUNTED,
            ]),
            line(&[
                "3",
                "^",
                "除第4项以外的个人信息，自当年1月1日起累计向境外提供100万人以上个人信息（不含敏感个人信息）",
                COUNTED,
            ]),
        ]),
        paragraph("（二）需要订立个人信息出境标准合同、通过个人信息保护认证的数据清单"),
        table(&[header.clone(), line(&["4", "个人信息", &asks, &fields])]),
        paragraph("二、清结算领域"),
        table(&[
            header,
            line(&["=4（一）需要通过数据出境安全评估的数据"]),
            line(&[
                "1",
                "个人信息",
                "自当年1月1日起累计向境外提供200万人以上个人信息（不含敏感个人信息）",
                COUNTED,
            ]),
            line(&["=4（二）需要订立个人信息出境标准合同、通过个人信息保护认证的数据"]),
            line(&[
                "2",
                "个人信息",
                "自当年1月1日起累计向境外提供50万人以上不满200万人个人信息（不含敏感个人信息）",
                "仅限于银行卡清算场景，包括卡有效期",
            ]),
        ]),
    ])
}

/// The officer's way: a table, a suggested mapping, what is open filled in, the list.
#[test]
fn a_word_file_from_nothing_to_a_sound_list() {
    let project = Project::new();
    project.write("list.docx", &official("500"));
    let import = ["import", "list.docx", "-o", "policies/zj.weir"];
    let said = project.run(&import);
    assert_eq!(said.exit, Exit::Findings);
    assert!(
        said.err.contains("wrote policies/zj.import.yaml"),
        "{}",
        said.err
    );
    let mapping = project.read("policies/zj.import.yaml");
    let open: Vec<&str> = mapping
        .lines()
        .filter(|line| line.contains("???") && !line.starts_with('#'))
        .map(str::trim)
        .collect();
    assert_eq!(open, ["en \"???\"", "in force from ???"], "{mapping}");
    assert!(mapping.contains("zone zhejiang_ftz"));
    // What is open is asked for before anything is written.
    let said = project.run(&import);
    assert_eq!(said.exit, Exit::Usage);
    assert!(said.err.contains("still to be filled in"), "{}", said.err);
    assert!(!project.path("policies/zj.weir").exists());
    project.change(
        "policies/zj.import.yaml",
        "en \"???\"",
        "en \"Zhejiang list\"",
    );
    project.change(
        "policies/zj.import.yaml",
        "in force from ???",
        "in force from 2025-04-10",
    );
    let said = project.run(&import);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    assert!(said.out.contains("7 new"), "{}", said.out);
    project.is_sound();
    let list = project.read("policies/zj.weir");
    let described = row(&list, "ZJ-2024/trade-1");
    assert!(described.ends_with("when flow.described has flows\nthen pathway security_assessment\nthen data.classes has important_data"), "{described}");
    let sensitive = row(&list, "ZJ-2024/trade-2");
    assert!(
        sensitive.ends_with("band people.sensitive 1万以上 then pathway security_assessment"),
        "{sensitive}"
    );
    let rest = row(&list, "ZJ-2024/trade-3");
    assert!(rest.contains("except row ZJ-2024/trade-4"), "{rest}");
    // One printed row for two scenarios stands in both, each with its own fields.
    assert_eq!(list.matches("\n      row ZJ-2024/trade-4\n").count(), 2);
    assert!(list.contains("fields personal_name, birthday and others"));
    assert!(list.contains("fields personal_name, return_address, phone and others"));
    let clearing = row(&list, "ZJ-2024/settlement-2");
    assert!(
        clearing.ends_with(
            "fields card_expiry\nband people.general 50万以上 不满200万 then pathway contract"
        ),
        "{clearing}"
    );
}

#[test]
fn a_new_edition_of_the_file_shows_just_what_changed() {
    let project = Project::new();
    project.write("list.docx", &official("500"));
    let import = ["import", "list.docx", "-o", "policies/zj.weir"];
    project.run(&import);
    project.change(
        "policies/zj.import.yaml",
        "en \"???\"",
        "en \"Zhejiang list\"",
    );
    project.change(
        "policies/zj.import.yaml",
        "in force from ???",
        "in force from 2025-04-10",
    );
    project.run(&import);
    project.change(
        "policies/zj.weir",
        "    row ZJ-2024/trade-3",
        "    // Checked twice.\n    row ZJ-2024/trade-3",
    );
    let before = project.read("policies/zj.weir");
    project.write("list.docx", &official("600"));
    let said = project.run(&import);
    assert_eq!(said.exit, Exit::Done);
    assert!(
        said.out.contains("0 new, 2 changed, 5 unchanged"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("+ band people.general 100万以上 不满600万 then pathway contract"),
        "{}",
        said.out
    );
    let after = project.read("policies/zj.weir");
    let changed: Vec<(&str, &str)> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(
        changed.len(),
        6,
        "label, printed row and band, in two scenarios"
    );
    assert!(
        changed
            .iter()
            .all(|(old, new)| old.replace("500", "600") == **new)
    );
    project.is_sound();
}

#[test]
fn an_excel_file_gives_the_same_list_as_separated_values() {
    let table = "序号,场景,数据类别,字段,人数,路径\n1,商家入驻及信息展示,个人信息,姓名,10万人以上,安全评估\n";
    let (csv, xlsx) = (Project::new(), Project::new());
    csv.import(table, &[]);
    let rows = table
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let sheet = Table::of_texts(Some("清单".to_owned()), rows);
    xlsx.write("table.xlsx", &to_xlsx(&[sheet]).unwrap());
    let said = xlsx.run(&["import", "table.xlsx", "-o", "policies/list.weir"]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    assert_eq!(csv.list(), xlsx.list());
}

/// The mapping file of the reference page reads, with the policies of the repository.
#[test]
fn the_mapping_of_the_page_is_one() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(here.join("../docs/reference/import.md")).unwrap();
    let (_, rest) = page.split_once("```yaml\n").unwrap();
    let (mapping, _) = rest.split_once("```").unwrap();
    let project = Project::new();
    project.write("map.yaml", mapping.as_bytes());
    let header = line(&["序号", "数据类别", "数据子类", "基本特征与描述"]);
    let asks = "自当年1月1日起累计向境外提供100万人以上个人信息（不含敏感个人信息）";
    let bytes = document(&[
        paragraph("（一）需要通过数据出境安全评估的数据清单"),
        table(&[
            header,
            line(&["4", "个人信息", asks, "包括个人姓名、生日等"]),
        ]),
        table(&[line(&["名词", "解释"])]),
    ]);
    project.write("list.docx", &bytes);
    let policies = here.join("../policies");
    let policies = policies.to_str().unwrap();
    let said = project.run(&[
        "import",
        "list.docx",
        "--map",
        "map.yaml",
        "--policies",
        policies,
    ]);
    assert_eq!(said.exit, Exit::Done, "{}", said.err);
    let expected = "fields personal_name, birthday and others\nband listed.general 100万以上 then pathway security_assessment";
    assert!(
        row(&said.out, "ZJ-2024/ECOM-4").ends_with(expected),
        "{}",
        said.out
    );
    assert!(
        said.err.contains("tables left out by the mapping file: 2"),
        "{}",
        said.err
    );
}
