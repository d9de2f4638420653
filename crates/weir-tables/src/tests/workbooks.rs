//! Workbooks.

use super::{drawn, refused, relations, tables, workbook, zipped};
use crate::TableError;

#[test]
fn cells_of_every_kind_are_read() {
    let texts = "<si><t>共享</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r><rPh><t>pinyin</t></rPh></si>";
    let sheet = "<sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
        <row r=\"2\"><c t=\"inlineStr\"><is><t>内联</t></is></c><c t=\"str\"><f>A1</f><v>公式</v></c></row>\
        <row r=\"4\"><c r=\"A4\"><v>1E6</v></c><c r=\"B4\" t=\"b\"><v>1</v></c></row>\
        <row r=\"9\"><c r=\"C9\"/></row>\
        </sheetData>";
    let found = tables(&workbook(sheet, texts, ""));
    assert_eq!(found[0].name.as_deref(), Some("清单"));
    assert_eq!(
        drawn(&found[0]),
        "共享 | 富文本\n内联 | 公式\n | \n1000000 | TRUE\n"
    );
    assert_eq!(found[0].rows[3][1].place.in_sheet(), "B4");
}

#[test]
fn merged_cells_are_repeated() {
    let sheet = "<sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>医药</t></is></c><c r=\"B1\"><v>1</v></c></row>\
        <row r=\"2\"><c r=\"A2\"/><c r=\"B2\"><v>2</v></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>合</t></is></c></row>\
        </sheetData><mergeCells><mergeCell ref=\"A2:A1\"/><mergeCell ref=\"A3:XFD1048576\"/></mergeCells>";
    assert_eq!(
        drawn(&tables(&workbook(sheet, "", ""))[0]),
        "医药 | 1\n+医药 | 2\n合 | +合\n"
    );
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"0&quot;万人&quot;\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"3\"/><xf numFmtId=\"14\"/></cellXfs>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>100</v></c><c r=\"B1\" s=\"2\"><v>1000000</v></c>\
        <c r=\"C1\" s=\"3\"><v>45373</v></c><c r=\"D1\"><v>0.1</v></c></row></sheetData>";
    assert_eq!(
        drawn(&tables(&workbook(sheet, "", styles))[0]),
        "100万人 | 1,000,000 | 2024-03-22 | 0.1\n"
    );
}

#[test]
fn sheets_come_in_order_and_charts_are_left_out() {
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"二\" r:id=\"b\"/><sheet name=\"图\" r:id=\"c\"/>\
        <sheet name=\"一\" state=\"hidden\" r:id=\"a\"/></sheets></workbook>";
    let sheet = |value: u8| {
        format!("<worksheet><sheetData><row><c><v>{value}</v></c></row></sheetData></worksheet>")
    };
    let bytes = zipped(&[
        (
            "_rels/.rels",
            &relations(&[("r", "officeDocument", "xl\\workbook.xml")]),
        ),
        ("XL\\Workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("a", "worksheet", "../xl/a.xml"),
                ("b", "worksheet", "/xl/b.xml"),
                ("c", "chartsheet", "c.xml"),
            ]),
        ),
        ("xl/a.xml", &sheet(1)),
        ("xl/b.xml", &sheet(2)),
    ]);
    let found = tables(&bytes);
    let names: Vec<_> = found
        .iter()
        .map(|table| (table.name.clone().unwrap_or_default(), table.hidden))
        .collect();
    assert_eq!(names, [("二".to_owned(), false), ("一".to_owned(), true)]);
    assert_eq!(found[0].rows[0][0].text, "2");
}

#[test]
fn places_that_are_none_are_refused() {
    for written in [
        "A0",
        "12",
        "A99999999999",
        "ZZZZZZZZZZZZZZZZZ1",
        "一1",
        "A1B",
    ] {
        let sheet = format!("<sheetData><row><c r=\"{written}\"><v>1</v></c></row></sheetData>");
        assert!(
            matches!(
                refused(&workbook(&sheet, "", "")),
                TableError::BadReference { .. }
            ),
            "{written}"
        );
    }
}

#[test]
fn places_far_away_are_refused() {
    for written in ["A1048576", "XFD1"] {
        let sheet = format!(
            "<sheetData><row><c r=\"A1\"><v>1</v></c><c r=\"{written}\"><v>1</v></c></row></sheetData>"
        );
        assert!(
            matches!(refused(&workbook(&sheet, "", "")), TableError::TooLarge(_)),
            "{written}"
        );
    }
}
