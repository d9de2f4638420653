//! Text documents: all tables of the body in order, with the paragraphs above each.
//!
//! What a reader sees counts: text deleted with tracking is left out, text inserted with tracking is kept, automatic
//! numbers are written out. The text of a table inside a cell becomes paragraphs of the cell.

use crate::error::{Large, TableError};
use crate::grid::Room;
use crate::limits::Limits;
use crate::package::{Package, Part};
use crate::table::Table;
use crate::xml::{Element, Event, Xml};

use numbering::Numbering;
use paragraph::Paragraph;
use rows::OpenTable;

mod numbering;
mod paragraph;
mod rows;

pub(crate) fn read(
    package: &mut Package<'_>,
    main: &Part,
    limits: &Limits,
) -> Result<Vec<Table>, TableError> {
    let numbering = Numbering::read(package, main)?;
    let mut reader = Reader {
        room: Room::new(limits),
        most: limits.tables,
        numbering,
        path: Vec::new(),
        tables: Vec::new(),
        above: Vec::new(),
        open: None,
        nested: 0,
        paragraph: Paragraph::default(),
    };
    let mut xml = Xml::new(main, package.depth());
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => reader.start(&mut xml, &element)?,
            Event::End(name) => reader.end(&name)?,
            Event::Text(_) => {}
        }
    }
    Ok(reader.tables)
}

struct Reader {
    room: Room,
    /// How many tables may be read.
    most: usize,
    numbering: Numbering,
    /// The elements around the current one.
    path: Vec<String>,
    tables: Vec<Table>,
    above: Vec<String>,
    open: Option<OpenTable>,
    /// How many tables are open inside the cell.
    nested: usize,
    paragraph: Paragraph,
}

/// What is not part of the text that a reader of the table sees: tracked deletions, codes of fields, drawings with
/// their boxes, second versions for old programs, pronunciation.
const SKIPPED: &[&str] = &[
    "delText",
    "instrText",
    "drawing",
    "pict",
    "object",
    "Fallback",
    "rt",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "pPrChange",
    "rPrChange",
    "sectPr",
];

impl Reader {
    fn start(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), TableError> {
        let name = element.name();
        if SKIPPED.contains(&name.as_str()) || (is_removal(&name) && !self.is_mark()) {
            return xml.skip();
        }
        match name.as_str() {
            "t" => {
                let text = xml.text()?;
                self.paragraph.push(&text);
                return Ok(());
            }
            "tbl" if self.open.is_some() => self.nested += 1,
            "tbl" if self.tables.len() >= self.most => {
                return Err(TableError::TooLarge(Large::Tables));
            }
            "tbl" => self.open = Some(OpenTable::default()),
            "p" => self.paragraph.start(),
            _ => self.property(&name, element)?,
        }
        self.path.push(name);
        Ok(())
    }

    /// A property of a row, cell, paragraph or run, or a sign in a run.
    fn property(&mut self, name: &str, element: &Element<'_>) -> Result<(), TableError> {
        let inside = self.path.last().map(String::as_str);
        match (inside, name) {
            (Some("trPr" | "tcPr"), _) if self.nested == 0 => {
                if let Some(open) = &mut self.open {
                    open.property(inside, name, element, &self.room)?;
                }
            }
            (Some("pPr" | "numPr" | "rPr" | "r"), _) => {
                let around = self.path.iter().rev().nth(1).map(String::as_str);
                self.paragraph.property((around, inside), name, element)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), TableError> {
        self.path.pop();
        match name {
            "p" => {
                if let Some(text) = self.paragraph.end(&mut self.numbering) {
                    match &mut self.open {
                        Some(open) => open.paragraph(text),
                        None if text.trim().is_empty() => {}
                        None => self.above.push(text.trim().to_owned()),
                    }
                }
            }
            "tbl" if self.nested > 0 => self.nested -= 1,
            "tbl" => self.end_table()?,
            "tc" if self.nested == 0 => {
                if let Some(open) = &mut self.open {
                    open.end_cell(&self.room)?;
                }
            }
            "tr" if self.nested == 0 => {
                if let Some(open) = &mut self.open {
                    open.end_row(&mut self.room)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), TableError> {
        if let Some(open) = self.open.take() {
            let number = self.tables.len() + 1;
            self.tables.push(Table {
                name: None,
                above: std::mem::take(&mut self.above),
                hidden: false,
                rows: open.grid().rows(number, &mut self.room)?,
            });
        }
        Ok(())
    }

    /// Whether a deletion here is a mark on a row or on the end of a paragraph, and not a text that was deleted.
    fn is_mark(&self) -> bool {
        matches!(self.path.last().map(String::as_str), Some("trPr" | "rPr"))
    }
}

fn is_removal(name: &str) -> bool {
    matches!(name, "del" | "moveFrom")
}
