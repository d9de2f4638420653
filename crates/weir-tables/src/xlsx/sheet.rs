//! The cells of one sheet.

use crate::error::TableError;
use crate::grid::{At, Grid, Room};
use crate::package::Part;
use crate::xlsx::styles::Styles;
use crate::xml::{Element, Event, Xml};

pub(super) fn read(
    part: &Part,
    depth: usize,
    texts: &[String],
    styles: &Styles,
    room: &mut Room,
) -> Result<Grid, TableError> {
    let mut grid = Grid::default();
    let mut xml = Xml::new(part, depth);
    // Where the next row and cell stand if they do not say it.
    let mut next: At = (0, 0);
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else {
            continue;
        };
        match element.name().as_str() {
            "row" => {
                let row = match element.attribute("r")? {
                    Some(written) => row_of(&written).ok_or_else(|| bad(part, &written))?,
                    None => next.0,
                };
                room.holds((row, 0))?;
                next = (row + 1, 0);
            }
            "c" => {
                let at = match element.attribute("r")? {
                    Some(written) => place_of(&written).ok_or_else(|| bad(part, &written))?,
                    None => (next.0.saturating_sub(1), next.1),
                };
                next.1 = at.1.saturating_add(1);
                let text = cell(&mut xml, &element, texts, styles)?;
                grid.put(at, text, room)?;
            }
            "mergeCell" => {
                let written = element.attribute("ref")?.unwrap_or_default();
                let (first, last) = written.split_once(':').unwrap_or((&written, &written));
                let ends = place_of(first).zip(place_of(last));
                let (first, last) = ends.ok_or_else(|| bad(part, &written))?;
                grid.merge(first, last);
            }
            _ => {}
        }
    }
    Ok(grid)
}

/// What a cell shows.
fn cell(
    xml: &mut Xml<'_>,
    element: &Element<'_>,
    texts: &[String],
    styles: &Styles,
) -> Result<String, TableError> {
    let kind = element.attribute("t")?;
    let style = element.attribute("s")?.and_then(|style| style.parse().ok());
    let mut value = String::new();
    let mut inline = None;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.name().as_str() {
                "v" => value = xml.text()?,
                "is" => inline = Some(rich_text(xml, "is")?),
                _ => xml.skip()?,
            },
            Event::End(name) if name == "c" => break,
            Event::End(_) | Event::Text(_) => {}
        }
    }
    let text = match (kind.as_deref(), inline) {
        (Some("inlineStr"), inline) => inline.unwrap_or_default(),
        (Some("s"), _) => value
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|index| texts.get(index))
            .cloned()
            .unwrap_or_default(),
        (Some("b"), _) if value.trim() == "1" => "TRUE".to_owned(),
        (Some("b"), _) if value.trim() == "0" => "FALSE".to_owned(),
        (None | Some("n"), _) => styles.shown(style, value.trim()),
        (Some(_), _) => value,
    };
    Ok(text
        .replace("_x000D_", "")
        .replace("\r\n", "\n")
        .trim()
        .to_owned())
}

/// A text in runs, up to the end of the element of this name. How it is pronounced is no part of it.
pub(super) fn rich_text(xml: &mut Xml<'_>, name: &str) -> Result<String, TableError> {
    let mut all = String::new();
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.name().as_str() {
                "t" => all.push_str(&xml.text()?),
                "rPh" | "rPr" => xml.skip()?,
                _ => {}
            },
            Event::End(ended) if ended == name => break,
            Event::End(_) | Event::Text(_) => {}
        }
    }
    Ok(all)
}

/// A place such as `C12`.
fn place_of(written: &str) -> Option<At> {
    let written = written.replace('$', "");
    let digits = written.find(|character: char| character.is_ascii_digit())?;
    let (letters, digits) = written.split_at_checked(digits)?;
    let mut column = 0usize;
    for letter in letters.chars() {
        let value = letter.to_ascii_uppercase().to_digit(36)?.checked_sub(9)?;
        column = column
            .checked_mul(26)?
            .checked_add(usize::try_from(value).ok().filter(|value| *value > 0)?)?;
    }
    Some((row_of(digits)?, column.checked_sub(1)?))
}

fn row_of(written: &str) -> Option<usize> {
    written
        .parse::<u32>()
        .ok()?
        .checked_sub(1)
        .map(|row| row as usize)
}

fn bad(part: &Part, written: &str) -> TableError {
    TableError::BadReference {
        part: part.name.clone(),
        written: written.chars().take(40).collect(),
    }
}
