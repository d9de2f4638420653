//! A number as a format of a spreadsheet shows it. A format such as `0"万人"` writes words that are not in the number,
//! so they can't be left out. Days are written 2024-03-22 whatever the format; what is rare is shown without format.

use jiff::Span;
use jiff::civil::Date;

/// A number as this format shows it.
pub(super) fn shown(number: f64, format: &str, from_1904: bool) -> String {
    if is_day(format) {
        return day(number, from_1904).unwrap_or_else(|| general(number));
    }
    let section = section(number, format);
    parse(section.code)
        .and_then(|shape| {
            shape.write(if section.signless {
                number.abs()
            } else {
                number
            })
        })
        .unwrap_or_else(|| general(number))
}

/// The number as it is: fifteen digits, as spreadsheets keep them, and no exponent.
fn general(number: f64) -> String {
    format!("{number:.14e}")
        .parse::<f64>()
        .unwrap_or(number)
        .to_string()
}

struct Section<'f> {
    code: &'f str,
    /// Whether the format itself says that the number is negative.
    signless: bool,
}

/// The part of a format for this number: positive; negative; zero.
fn section(number: f64, format: &str) -> Section<'_> {
    let parts = sections(format);
    let part = |index: usize| parts.get(index).copied();
    let first = part(0).unwrap_or(format);
    let (code, signless) = if number < 0.0 {
        part(1).map_or((first, false), |code| (code, true))
    } else if number == 0.0 {
        (part(2).unwrap_or(first), false)
    } else {
        (first, false)
    };
    Section { code, signless }
}

/// The sections of a format; a semicolon in quotation marks or behind a backslash divides nothing.
fn sections(format: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    format
        .split(|character| {
            let divides = character == ';' && !quoted && !escaped;
            quoted ^= character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            divides
        })
        .collect()
}

/// A format of one number: words, digits, words.
#[derive(Debug, Default)]
struct Shape {
    before: String,
    after: String,
    /// The digits at least written before the point.
    whole: usize,
    /// The digits always written behind the point, and those written if they are not zero.
    always: usize,
    at_most: usize,
    grouped: bool,
    /// By what the number is multiplied: 2 for each percent sign, -3 for each comma at the end.
    scale: i32,
    digits: bool,
}

/// The shape of a format; `None` for what is not known here, such as fractions and exponents.
fn parse(code: &str) -> Option<Shape> {
    if matches!(
        code.trim().to_ascii_lowercase().as_str(),
        "" | "general" | "@"
    ) {
        return None;
    }
    let mut shape = Shape::default();
    let (mut behind_point, mut commas) = (false, 0);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                let words: String = characters
                    .by_ref()
                    .take_while(|next| *next != '"')
                    .collect();
                shape.words(&words);
            }
            '\\' => shape.words(&characters.next()?.to_string()),
            // The width of a character, or a character that fills the cell: both only for the eye.
            '_' | '*' => {
                characters.next()?;
            }
            '[' => {
                let inside: String = characters
                    .by_ref()
                    .take_while(|next| *next != ']')
                    .collect();
                shape.words(bracket(&inside)?);
            }
            '0' | '#' | '?' if !shape.after.is_empty() => return None,
            '0' | '#' | '?' => {
                shape.digits = true;
                shape.grouped |= commas > 0 && !behind_point;
                commas = 0;
                let always = usize::from(character == '0');
                if behind_point {
                    shape.at_most += 1;
                    shape.always += always;
                } else {
                    shape.whole += always;
                }
            }
            ',' if shape.digits && shape.after.is_empty() => commas += 1,
            '.' if shape.digits && !behind_point => behind_point = true,
            '%' => {
                shape.scale += 2;
                shape.words("%");
            }
            'E' | 'e' | '/' => return None,
            other => shape.words(&other.to_string()),
        }
    }
    shape.scale -= 3 * commas;
    Some(shape)
}

/// What a bracket in a format shows: a currency sign, or nothing. A condition is not known here.
fn bracket(inside: &str) -> Option<&str> {
    match inside.strip_prefix('$') {
        Some(currency) => currency.split('-').next(),
        None if inside.starts_with(['<', '>', '=']) => None,
        None => Some(""),
    }
}

impl Shape {
    fn words(&mut self, words: &str) {
        if self.digits {
            self.after.push_str(words);
        } else {
            self.before.push_str(words);
        }
    }

    fn write(&self, number: f64) -> Option<String> {
        if !self.digits {
            return Some(format!("{}{}", self.before, self.after).trim().to_owned());
        }
        let scaled = number * 10f64.powi(self.scale);
        // Halves are rounded up, as spreadsheets do and Rust's formatting does not.
        let steps = 10f64.powi(i32::try_from(self.at_most).ok()?);
        let rounded = (scaled.abs() * steps).round() / steps;
        if !rounded.is_finite() || rounded >= 1e15 || self.at_most > 20 {
            return None;
        }
        let text = format!("{rounded:.*}", self.at_most);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let whole = if self.whole == 0 && whole == "0" {
            ""
        } else {
            whole
        };
        let mut fraction = fraction.to_owned();
        while fraction.len() > self.always && fraction.ends_with('0') {
            fraction.pop();
        }
        let whole = format!("{whole:0>width$}", width = self.whole);
        let mut shown = if scaled < 0.0 {
            "-".to_owned()
        } else {
            String::new()
        };
        shown.push_str(&self.before);
        shown.push_str(&if self.grouped { group(&whole) } else { whole });
        if !fraction.is_empty() {
            shown.push('.');
            shown.push_str(&fraction);
        }
        shown.push_str(&self.after);
        Some(shown.trim().to_owned())
    }
}

/// Digits with a comma before each third from the end.
fn group(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Whether a format shows a day: it has a year and a day or month outside of quotation marks and brackets.
fn is_day(format: &str) -> bool {
    let (mut quoted, mut bracketed) = (false, false);
    let mut bare = String::new();
    for character in format.chars() {
        match character {
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ if quoted || bracketed => {}
            other => bare.push(other.to_ascii_lowercase()),
        }
    }
    bare.contains('y') && (bare.contains('m') || bare.contains('d'))
}

/// The day of a number of days, as 2024-03-22; with the time if there is one.
fn day(number: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let whole = number.floor();
    // Excel believes in a 29 February 1900, so days are counted from one day earlier after it.
    let first = match (from_1904, whole < 61.0) {
        (true, _) => Date::constant(1904, 1, 1),
        (false, true) => Date::constant(1899, 12, 31),
        (false, false) => Date::constant(1899, 12, 30),
    };
    let day = first
        .checked_add(Span::new().try_days(whole as i64).ok()?)
        .ok()?;
    let minutes = ((number - whole) * 24.0 * 60.0).round() as i64;
    Some(match minutes {
        1..1440 => format!("{day} {:02}:{:02}", minutes / 60, minutes % 60),
        _ => day.to_string(),
    })
}
