//! Files that were made to do harm, or were damaged on the way.

use super::{document, refused, workbook, zipped};
use crate::{Foreign, Large, Limits, TableError, read};

#[test]
fn other_kinds_of_file_are_named() {
    assert_eq!(refused(b"%PDF-1.7"), TableError::NotATable(Foreign::Pdf));
    assert_eq!(
        refused(b"\n <HTML><table>"),
        TableError::NotATable(Foreign::WebPage)
    );
    assert_eq!(
        refused(b"<?xml version=\"1.0\"?>"),
        TableError::NotATable(Foreign::Xml)
    );
    assert_eq!(
        refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xxx"),
        TableError::OldOffice
    );
    assert!(matches!(refused(b"PK\x03\x04"), TableError::Container(_)));
    assert!(matches!(
        refused(&zipped(&[("a", "b")])),
        TableError::MissingPart(_)
    ));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bytes = document(&" ".repeat(3_000_000), &[]);
    assert!(bytes.len() < 10_000);
    let limits = Limits {
        unpacked_bytes: 1_000_000,
        ..Limits::default()
    };
    assert_eq!(
        read(&bytes, &limits),
        Err(TableError::TooLarge(Large::Unpacked))
    );
}

#[test]
fn broken_and_deep_xml_is_refused() {
    for body in [
        "<w:tbl>",
        "</w:p>",
        "<w:pPr><w:pStyle w:val=2/></w:pPr>",
        "<w:t>&unknown;</w:t>",
        "<w:p",
        "<![CDATA[",
    ] {
        assert!(
            matches!(refused(&document(body, &[])), TableError::Xml { .. }),
            "{body}"
        );
    }
    let deep = "<w:ins>".repeat(100_000);
    assert_eq!(
        refused(&document(&deep, &[])),
        TableError::TooLarge(Large::Depth)
    );
}

#[test]
fn entities_are_not_expanded() {
    let main = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><document>&b;</document>";
    let bytes = zipped(&[
        (
            "_rels/.rels",
            "<R><Relationship Type=\"x/officeDocument\" Target=\"d.xml\"/></R>",
        ),
        ("d.xml", main),
    ]);
    assert!(matches!(refused(&bytes), TableError::Xml { .. }));
}

#[test]
fn repeated_text_counts() {
    let text = "长".repeat(10_000);
    let sheet = format!(
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>\
         <row r=\"900\"><c r=\"CV900\"><v>1</v></c></row></sheetData>\
         <mergeCells><mergeCell ref=\"A1:CU899\"/></mergeCells>"
    );
    assert_eq!(
        refused(&workbook(&sheet, "", "")),
        TableError::TooLarge(Large::Text)
    );
}

#[test]
fn one_long_text_many_times_counts() {
    let cells: String = (1..20_000)
        .map(|row| format!("<row r=\"{row}\"><c t=\"s\"><v>0</v></c></row>"))
        .collect();
    let texts = format!("<si><t>{}</t></si>", "x".repeat(100_000));
    assert_eq!(
        refused(&workbook(
            &format!("<sheetData>{cells}</sheetData>"),
            &texts,
            ""
        )),
        TableError::TooLarge(Large::Text)
    );
}

/// Every file that is cut short or has a byte changed is read or refused.
#[test]
fn damaged_files_end_in_an_answer() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\" s=\"0\"><v>0</v></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>";
    let files = [
        document(
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            &[],
        ),
        workbook(
            sheet,
            "<si><t>x</t></si>",
            "<cellXfs><xf numFmtId=\"14\"/></cellXfs>",
        ),
    ];
    for bytes in files {
        for index in 0..bytes.len() {
            let _ = read(&bytes[..index], &Limits::default());
            for change in [0x01, 0x80, 0xFF] {
                let mut changed = bytes.clone();
                changed[index] ^= change;
                let _ = read(&changed, &Limits::default());
            }
        }
    }
}
