//! How numbers are shown: the format of each style of a workbook.

use std::collections::BTreeMap;

use crate::error::TableError;
use crate::package::Package;
use crate::xlsx::number;
use crate::xml::{Event, Xml};

/// The formats of numbers of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The format of each style.
    formats: Vec<String>,
    from_1904: bool,
}

impl Styles {
    pub(super) fn read(
        package: &mut Package<'_>,
        target: &str,
        from_1904: bool,
    ) -> Result<Self, TableError> {
        let mut formats = Vec::new();
        if let Some(part) = package.opt_part(target)? {
            let mut own = BTreeMap::new();
            let mut in_cells = false;
            let mut xml = Xml::new(&part, package.depth());
            while let Some(event) = xml.next()? {
                match event {
                    Event::Start(element) => {
                        let id = element.attribute("numFmtId")?.unwrap_or_default();
                        match element.name().as_str() {
                            "numFmt" => {
                                let code = element.attribute("formatCode")?;
                                own.insert(id, code.unwrap_or_default());
                            }
                            "cellXfs" => in_cells = true,
                            "xf" if in_cells => {
                                let code = own.get(&id).cloned();
                                formats.push(code.unwrap_or_else(|| built_in(&id).to_owned()));
                            }
                            _ => {}
                        }
                    }
                    Event::End(name) if name == "cellXfs" => in_cells = false,
                    Event::End(_) | Event::Text(_) => {}
                }
            }
        }
        Ok(Self { formats, from_1904 })
    }

    /// A number as a style shows it.
    pub(super) fn shown(&self, style: Option<usize>, value: &str) -> String {
        let format = style
            .and_then(|style| self.formats.get(style))
            .map_or("General", String::as_str);
        match value.parse::<f64>() {
            Ok(number) if number.is_finite() => number::shown(number, format, self.from_1904),
            Ok(_) | Err(_) => value.to_owned(),
        }
    }
}

/// The formats that have a number and no definition. Those of days differ by country; a day is always written one way.
fn built_in(id: &str) -> &'static str {
    match id.parse::<u32>().unwrap_or(0) {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        _ => "General",
    }
}
