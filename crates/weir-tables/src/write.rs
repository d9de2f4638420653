//! Tables as files: separated values, a workbook, or Markdown.

use std::fmt;

use csv::WriterBuilder;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

use crate::table::Table;

/// Why a table could not be written; the words of the library that writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

fn failed(error: &dyn fmt::Display) -> WriteError {
    WriteError(error.to_string())
}

/// A table as separated values, in UTF-8 with the mark by which Excel knows it.
///
/// # Errors
///
/// If the library fails.
pub fn csv(table: &Table) -> Result<String, WriteError> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in &table.rows {
        writer
            .write_record(row.iter().map(|cell| cell.text.as_str()))
            .map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    Ok(format!("\u{FEFF}{text}"))
}

/// Tables in Markdown, each under its name.
#[must_use]
pub fn markdown(tables: &[Table]) -> String {
    let mut out = String::new();
    for table in tables {
        if !out.is_empty() {
            out.push('\n');
        }
        if let Some(name) = &table.name {
            out.push_str(&format!("## {}\n\n", in_markdown(name)));
        }
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        for (index, row) in table.rows.iter().enumerate() {
            for column in 0..width {
                let text = row.get(column).map_or("", |cell| cell.text.as_str());
                out.push_str(&format!("| {} ", in_markdown(text)));
            }
            out.push_str("|\n");
            if index == 0 {
                out.push_str(&"| --- ".repeat(width));
                out.push_str("|\n");
            }
        }
    }
    out
}

/// A text that stays in its cell: signs of Markdown are escaped, lines are divided by a tag.
fn in_markdown(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\n' => out.push_str("<br>"),
            '\r' => {}
            '|' | '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// Tables as a workbook, a sheet each. Equal tables give equal bytes.
///
/// # Errors
///
/// If a text or a name is longer than a workbook can hold.
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    // The library would write the time of writing.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(&error))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for table in tables {
        let sheet = workbook.add_worksheet();
        if let Some(name) = &table.name {
            sheet.set_name(name).map_err(|error| failed(&error))?;
        }
        fill(sheet, table).map_err(|error| failed(&error))?;
    }
    workbook.save_to_buffer().map_err(|error| failed(&error))
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), rust_xlsxwriter::XlsxError> {
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let head = body.clone().set_bold();
    for (row, cells) in table.rows.iter().enumerate() {
        let format = if row == 0 { &head } else { &body };
        for (column, cell) in cells.iter().enumerate() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            // Always a text, so that nothing turns into a number, a day or a formula.
            sheet.write_string_with_format(row, column, &cell.text, format)?;
        }
    }
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..width {
        let longest = table
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .flat_map(|cell| cell.text.lines())
            .map(shown_width)
            .max()
            .unwrap_or(0);
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.set_column_width(column, (longest + 2).clamp(8, 60) as f64)?;
    }
    if table.rows.len() > 1 {
        sheet.set_freeze_panes(1, 0)?;
    }
    Ok(())
}

/// How wide a text is on screen, about: what is not Latin is two wide.
fn shown_width(line: &str) -> usize {
    line.chars()
        .map(|character| if character < '\u{1100}' { 1 } else { 2 })
        .sum()
}
