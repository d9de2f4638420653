//! Text documents.

use super::{document, drawn, refused, tables};
use crate::{Large, TableError};

/// A cell with properties and a text.
fn cell(properties: &str, text: &str) -> String {
    format!(
        "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
        paragraph(text)
    )
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

fn only(body: &str) -> String {
    drawn(&tables(&document(body, &[]))[0])
}

#[test]
fn tables_come_in_order_with_what_stands_above() {
    let body = [
        paragraph("一、医药"),
        paragraph("  "),
        paragraph("（一）安全评估"),
        table(&[row(&[cell("", "甲")])]),
        paragraph("（二）标准合同"),
        table(&[row(&[cell("", "乙")])]),
    ]
    .concat();
    let found = tables(&document(&body, &[]));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].above, ["一、医药", "（一）安全评估"]);
    assert_eq!(found[1].above, ["（二）标准合同"]);
    assert_eq!(
        found[1].rows[0][0].place.to_string(),
        "table 2, row 1, column 1"
    );
}

#[test]
fn a_cell_that_spans_columns_is_repeated() {
    let body = table(&[
        row(&[cell("<w:gridSpan w:val=\"2\"/>", "标题"), cell("", "甲")]),
        row(&[cell("", "1"), cell("", "2"), cell("", "3")]),
    ]);
    assert_eq!(only(&body), "标题 | +标题 | 甲\n1 | 2 | 3\n");
}

#[test]
fn a_cell_that_goes_on_below_is_repeated() {
    let starts = "<w:vMerge w:val=\"restart\"/>";
    let body = table(&[
        row(&[cell(starts, "医药"), cell("", "1")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "2")]),
        row(&[cell("<w:vMerge w:val=\"continue\"/>", ""), cell("", "3")]),
        row(&[cell(starts, "汽车"), cell("", "4")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "5")]),
        row(&[cell("", "单独"), cell("", "6")]),
    ]);
    let expected = "医药 | 1\n+医药 | 2\n+医药 | 3\n汽车 | 4\n+汽车 | 5\n单独 | 6\n";
    assert_eq!(only(&body), expected);
}

#[test]
fn a_block_of_rows_and_columns_is_repeated() {
    let wide = "<w:gridSpan w:val=\"2\"/>";
    let body = table(&[
        row(&[
            cell(&format!("{wide}<w:vMerge w:val=\"restart\"/>"), "块"),
            cell("", "1"),
        ]),
        row(&[cell(&format!("{wide}<w:vMerge/>"), ""), cell("", "2")]),
    ]);
    assert_eq!(only(&body), "块 | +块 | 1\n+块 | +块 | 2\n");
}

#[test]
fn a_row_may_start_further_right() {
    let late = format!(
        "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr>",
        cell("", "b")
    );
    let body = table(&[row(&[cell("", "1"), cell("", "2")]), late]);
    assert_eq!(only(&body), "1 | 2\n | b\n");
}

#[test]
fn paragraphs_of_a_cell_are_lines_and_signs_are_kept() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>一 &amp; 二</w:t><w:br/><w:t>三</w:t></w:r></w:p>\
                <w:p><w:r><w:t>四&#x3002;</w:t><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(only(body), "一 & 二/三/四。≥5\n");
}

#[test]
fn tracked_changes_are_read_as_if_accepted() {
    let body = "<w:tbl>\
        <w:tr><w:tc><w:p><w:r><w:t>10</w:t></w:r><w:del><w:r><w:delText>0</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>万人</w:t></w:r></w:ins></w:p></w:tc></w:tr>\
        <w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr><w:tc><w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p></w:tc></w:tr>\
        <w:tr><w:trPr><w:ins w:id=\"2\"/></w:trPr><w:tc><w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>\
        <w:p><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>后</w:t></w:r></w:moveTo></w:p></w:tc></w:tr>\
        </w:tbl>";
    assert_eq!(only(body), "10万人\n前后\n");
}

#[test]
fn what_is_not_seen_is_left_out() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r>\
        <w:r><w:instrText>PAGE</w:instrText></w:r>\
        <mc:AlternateContent><mc:Choice><w:r><w:drawing><w:t>图</w:t></w:drawing></w:r></mc:Choice>\
        <mc:Fallback><w:r><w:t>旧图</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(only(body), "显\n");
}

#[test]
fn a_table_in_a_cell_becomes_lines() {
    let inner = table(&[row(&[
        cell("<w:gridSpan w:val=\"9\"/>", "内一"),
        cell("", "内二"),
    ])]);
    let body = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}{}</w:tc>{}</w:tr></w:tbl>",
        paragraph("外"),
        paragraph("后"),
        cell("", "邻")
    );
    assert_eq!(only(&body), "外/内一/内二/后 | 邻\n");
}

#[test]
fn automatic_numbers_are_written_out() {
    let numbering = "<w:numbering>\
        <w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1.%2)\"/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"9\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%1）\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>\
        <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
        </w:numbering>";
    let styles = "<w:styles><w:style w:styleId=\"H\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"H2\"><w:basedOn w:val=\"H\"/></w:style></w:styles>";
    let numbered = |list: u32, level: u32, text: &str| {
        format!(
            "<w:tr><w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
        )
    };
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"H2\"/></w:pPr><w:r><w:t>安全评估</w:t></w:r></w:p>"
            .to_owned(),
        "<w:p><w:pPr><w:pStyle w:val=\"H\"/></w:pPr><w:r><w:t>标准合同</w:t></w:r></w:p>"
            .to_owned(),
        table(&[
            numbered(1, 0, ""),
            numbered(1, 1, "甲"),
            numbered(1, 1, "乙"),
            numbered(1, 0, ""),
            numbered(3, 0, ""),
            numbered(3, 0, ""),
            numbered(0, 0, "无"),
        ]),
    ]
    .concat();
    let more = [
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
    ];
    let found = tables(&document(&body, &more));
    assert_eq!(found[0].above, ["（九）安全评估", "（十）标准合同"]);
    assert_eq!(drawn(&found[0]), "1\n1.a) 甲\n1.b) 乙\n2\n5\n6\n无\n");
}

#[test]
fn spans_without_end_are_refused() {
    let body = table(&[row(&[cell("<w:gridSpan w:val=\"4000000000\"/>", "x")])]);
    assert_eq!(
        refused(&document(&body, &[])),
        TableError::TooLarge(Large::Columns)
    );
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"99999999999999999999\"/></w:trPr>{}</w:tr></w:tbl>",
        cell("", "x")
    );
    assert_eq!(
        refused(&document(&body, &[])),
        TableError::TooLarge(Large::Columns)
    );
}
