//! Automatic numbers of paragraphs. The column of row numbers of a list is often numbered by the program and holds no
//! text at all, so the numbers are worked out as it would show them.

use std::collections::BTreeMap;

use crate::error::{Large, TableError};
use crate::package::{Package, Part};
use crate::xml::{Element, Event, Xml};

/// The numbering of a document and how far it has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// What each list is counted by, and where it starts anew.
    lists: BTreeMap<String, List>,
    /// The levels of each kind of list.
    kinds: BTreeMap<String, BTreeMap<usize, Level>>,
    /// The list and level of each style, and the style that it is based on.
    styles: BTreeMap<String, Style>,
    /// The numbers reached, by kind.
    reached: BTreeMap<String, BTreeMap<usize, u32>>,
    /// The lists that have been used.
    used: BTreeMap<(String, usize), ()>,
}

#[derive(Debug, Default)]
struct List {
    kind: String,
    starts: BTreeMap<usize, u32>,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    list: Option<String>,
    level: Option<usize>,
    based_on: Option<String>,
}

impl Numbering {
    pub(super) fn read(package: &mut Package<'_>, main: &Part) -> Result<Self, TableError> {
        let mut all = Self::default();
        for relation in package.relations(&main.name)? {
            let depth = package.depth();
            match relation.kind.as_str() {
                "numbering" => {
                    if let Some(part) = package.opt_part(&relation.target)? {
                        all.read_lists(&mut Xml::new(&part, depth))?;
                    }
                }
                "styles" => {
                    if let Some(part) = package.opt_part(&relation.target)? {
                        all.read_styles(&mut Xml::new(&part, depth))?;
                    }
                }
                _ => {}
            }
        }
        Ok(all)
    }

    fn read_lists(&mut self, xml: &mut Xml<'_>) -> Result<(), TableError> {
        let (mut kind, mut list, mut level) = (String::new(), String::new(), 0);
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else {
                continue;
            };
            let value = element.attribute("val")?.unwrap_or_default();
            match element.name().as_str() {
                "abstractNum" => kind = element.attribute("abstractNumId")?.unwrap_or_default(),
                "num" => {
                    // From here on no kind is described any more.
                    kind = String::new();
                    list = element.attribute("numId")?.unwrap_or_default();
                }
                "abstractNumId" => self.lists.entry(list.clone()).or_default().kind = value,
                "lvlOverride" | "lvl" => level = small(&element, "ilvl")?.unwrap_or(0),
                "startOverride" => {
                    let start = value.parse().unwrap_or(1);
                    let starts = &mut self.lists.entry(list.clone()).or_default().starts;
                    starts.insert(level, start);
                }
                "start" => self.level(&kind, level).start = value.parse().unwrap_or(1),
                "numFmt" => self.level(&kind, level).format = value,
                // A number longer than this is made to fill memory, a paragraph at a time.
                "lvlText" if value.len() > 200 => {
                    return Err(TableError::TooLarge(Large::NumberFormat));
                }
                "lvlText" => self.level(&kind, level).text = value,
                _ => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, xml: &mut Xml<'_>) -> Result<(), TableError> {
        let mut id = String::new();
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else {
                continue;
            };
            match element.name().as_str() {
                "style" => id = element.attribute("styleId")?.unwrap_or_default(),
                "basedOn" => self.style(&id).based_on = element.attribute("val")?,
                "numId" => self.style(&id).list = element.attribute("val")?,
                "ilvl" => self.style(&id).level = small(&element, "val")?,
                _ => {}
            }
        }
        Ok(())
    }

    fn level(&mut self, kind: &str, level: usize) -> &mut Level {
        let levels = self.kinds.entry(kind.to_owned()).or_default();
        levels.entry(level).or_default()
    }

    fn style(&mut self, id: &str) -> &mut Style {
        self.styles.entry(id.to_owned()).or_default()
    }

    /// The number of the next paragraph with this style, list and level, if it is numbered.
    pub(super) fn next(
        &mut self,
        style: Option<&str>,
        list: Option<&str>,
        level: Option<usize>,
    ) -> Option<String> {
        let (list, level) = self.list_of(style, list, level)?;
        let found = self.lists.get(&list)?;
        let kind = found.kind.clone();
        let levels = self.kinds.get(&kind)?.clone();
        let own = levels.get(&level)?;
        let first_use = self.used.insert((list.clone(), level), ()).is_none();
        let again = found.starts.get(&level).copied().filter(|_| first_use);
        let reached = self.reached.entry(kind).or_default();
        let number = match (again, reached.get(&level)) {
            (Some(start), _) => start,
            (None, Some(number)) => number.saturating_add(1),
            (None, None) => own.start,
        };
        reached.insert(level, number);
        reached.retain(|other, _| *other <= level);
        if matches!(own.format.as_str(), "bullet" | "none") || own.text.is_empty() {
            return None;
        }
        let mut text = own.text.clone();
        for (at, shape) in &levels {
            let sign = format!("%{}", at + 1);
            if text.contains(&sign) {
                let number = reached.get(at).copied().unwrap_or(shape.start);
                text = text.replace(&sign, &shown(number, &shape.format));
            }
        }
        Some(text)
    }

    /// The list and level that count: those of the paragraph before those of its style.
    fn list_of(
        &self,
        style: Option<&str>,
        list: Option<&str>,
        level: Option<usize>,
    ) -> Option<(String, usize)> {
        let (mut list, mut level) = (list.map(str::to_owned), level);
        let mut style = style.map(str::to_owned);
        // Styles based on one another in a circle are no style; ten steps are more than anyone writes.
        for _ in 0..10 {
            let Some(found) = style.as_ref().and_then(|id| self.styles.get(id)) else {
                break;
            };
            list = list.or_else(|| found.list.clone());
            level = level.or(found.level);
            style = found.based_on.clone();
        }
        list.filter(|list| list != "0")
            .map(|list| (list, level.unwrap_or(0)))
    }
}

fn small(element: &Element<'_>, name: &str) -> Result<Option<usize>, TableError> {
    Ok(element
        .attribute(name)?
        .and_then(|value| value.parse().ok())
        .filter(|value| *value < 100))
}

/// A number in a format of the program.
fn shown(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand" => chinese(number),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number),
        _ => number.to_string(),
    }
}

fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or_default();
    let ones = if number.is_multiple_of(10) {
        ""
    } else {
        digit(number % 10)
    };
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{ones}"),
        20..100 => format!("{}十{ones}", digit(number / 10)),
        _ => number.to_string(),
    }
}

fn letters(number: u32, first: u8) -> String {
    // After z comes aa, then bb: as text programs count, not as spreadsheets do.
    let Some(index) = number.checked_sub(1) else {
        return number.to_string();
    };
    let letter = u8::try_from(index % 26).map_or('?', |offset| char::from(first + offset));
    let times = usize::try_from(index / 26 + 1).unwrap_or(1).min(100);
    letter.to_string().repeat(times)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            left -= value;
            text.push_str(sign);
        }
    }
    text
}

fn enclosed(number: u32) -> String {
    match number {
        1..=20 => {
            char::from_u32(0x2460 + number - 1).map_or_else(|| number.to_string(), String::from)
        }
        _ => number.to_string(),
    }
}
