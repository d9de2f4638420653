//! Files are built here, part by part, and read back.

use std::io::Write as _;

use crate::{Limits, Table, TableError, read};

mod documents;
mod files;
mod hostile;
mod numbers;
mod texts;
mod workbooks;

/// A container of these parts.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("<Relationships>");
    for (id, kind, target) in list {
        text.push_str(&format!(
            "<Relationship Id=\"{id}\" Type=\"http://example.org/relationships/{kind}\" Target=\"{target}\"/>"
        ));
    }
    text.push_str("</Relationships>");
    text
}

/// A text document with this body, and further parts beside it.
fn document(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    let root = relations(&[("r1", "officeDocument", "word/document.xml")]);
    let links = relations(&[
        ("r1", "numbering", "numbering.xml"),
        ("r2", "styles", "styles.xml"),
    ]);
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("word/document.xml", main.as_str()),
        ("word/_rels/document.xml.rels", links.as_str()),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// A workbook of one sheet, with shared texts and styles.
fn workbook(sheet: &str, texts: &str, styles: &str) -> Vec<u8> {
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"清单\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>";
    let root = relations(&[("r1", "officeDocument", "/xl/workbook.xml")]);
    let links = relations(&[
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        ("y", "styles", "styles.xml"),
    ]);
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let texts = format!("<sst uniqueCount=\"99999999999999\">{texts}</sst>");
    let styles = format!("<styleSheet>{styles}</styleSheet>");
    zipped(&[
        ("_rels/.rels", &root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &texts),
        ("xl/styles.xml", &styles),
    ])
}

fn tables(bytes: &[u8]) -> Vec<Table> {
    read(bytes, &Limits::default()).unwrap()
}

fn refused(bytes: &[u8]) -> TableError {
    read(bytes, &Limits::default()).unwrap_err()
}

/// The texts of a table, a line for each row; `+` marks a text that only repeats a merged cell.
fn drawn(table: &Table) -> String {
    let mut out = String::new();
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| {
                let mark = if cell.repeats() { "+" } else { "" };
                format!("{mark}{}", cell.text.replace('\n', "/"))
            })
            .collect();
        out.push_str(&cells.join(" | "));
        out.push('\n');
    }
    out
}
