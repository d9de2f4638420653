//! Workbooks: every sheet as a table, merged cells repeated, numbers as they are shown.
//!
//! The parts are read here and not by a library for workbooks, because those that were tried trust the sizes and places
//! that a file claims, and end the program where a hostile file lies about them.

use std::collections::BTreeMap;

use crate::error::{Large, TableError};
use crate::grid::Room;
use crate::limits::Limits;
use crate::package::{Package, Part, Relation};
use crate::table::Table;
use crate::xml::{Event, Xml};

use styles::Styles;

mod number;
mod sheet;
mod styles;

pub(crate) fn read(
    package: &mut Package<'_>,
    main: &Part,
    limits: &Limits,
) -> Result<Vec<Table>, TableError> {
    let relations = package.relations(&main.name)?;
    let book = Book::read(package, main)?;
    let texts = match related(&relations, "sharedStrings") {
        Some(target) => shared_texts(package, target)?,
        None => Vec::new(),
    };
    let styles = match related(&relations, "styles") {
        Some(target) => Styles::read(package, target, book.from_1904)?,
        None => Styles::default(),
    };
    let by_id: BTreeMap<&str, &Relation> = relations
        .iter()
        .map(|relation| (relation.id.as_str(), relation))
        .collect();
    let mut room = Room::new(limits);
    let mut tables = Vec::new();
    for sheet in book.sheets {
        // A sheet that is only a chart holds no cells.
        let Some(relation) = by_id
            .get(sheet.id.as_str())
            .filter(|relation| relation.kind == "worksheet")
        else {
            continue;
        };
        if tables.len() >= limits.tables {
            return Err(TableError::TooLarge(Large::Sheets));
        }
        let part = package.part(&relation.target)?;
        let grid = sheet::read(&part, package.depth(), &texts, &styles, &mut room)?;
        tables.push(Table {
            name: Some(sheet.name),
            above: Vec::new(),
            hidden: sheet.hidden,
            rows: grid.rows(tables.len() + 1, &mut room)?,
        });
    }
    Ok(tables)
}

/// The name of the part with this relation.
fn related<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    relations
        .iter()
        .find(|relation| relation.kind == kind)
        .map(|relation| relation.target.as_str())
}

#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    /// Whether days are counted from 1904.
    from_1904: bool,
}

struct Sheet {
    id: String,
    name: String,
    hidden: bool,
}

impl Book {
    fn read(package: &Package<'_>, main: &Part) -> Result<Self, TableError> {
        let mut book = Self::default();
        let mut xml = Xml::new(main, package.depth());
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else {
                continue;
            };
            match element.name().as_str() {
                "workbookPr" => {
                    let value = element.attribute("date1904")?;
                    book.from_1904 |= matches!(value.as_deref(), Some("1" | "true"));
                }
                "sheet" => book.sheets.push(Sheet {
                    id: element.attribute("id")?.unwrap_or_default(),
                    name: element.attribute("name")?.unwrap_or_default(),
                    hidden: element
                        .attribute("state")?
                        .is_some_and(|state| state != "visible"),
                }),
                _ => {}
            }
        }
        Ok(book)
    }
}

/// The texts that cells refer to by number.
fn shared_texts(package: &mut Package<'_>, target: &str) -> Result<Vec<String>, TableError> {
    let Some(part) = package.opt_part(target)? else {
        return Ok(Vec::new());
    };
    let mut texts = Vec::new();
    let mut xml = Xml::new(&part, package.depth());
    while let Some(event) = xml.next()? {
        if let Event::Start(element) = event
            && element.name() == "si"
        {
            texts.push(sheet::rich_text(&mut xml, "si")?);
        }
    }
    Ok(texts)
}

/// A number as a format shows it, for the tests.
#[cfg(test)]
pub(crate) fn number_as_shown(number: f64, format: &str) -> String {
    number::shown(number, format, false)
}
