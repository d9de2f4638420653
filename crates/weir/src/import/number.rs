//! Numbers of people as official texts write them: `100万人以上不满500万人`, `1,000,000 people or more`.
//!
//! Everything here works on texts in plain form. What is not one of the known ways to write a bound is not read: a bound that
//! was guessed would be worse than one that is missing.

use std::ops::Range;

use words::{AFTER, BEFORE, JOINTS, Side, UNITS};

mod words;

/// Bounds of a number: at least one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
}

/// One bound of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) number: u64,
    /// Whether the number itself is within the bound.
    pub(super) included: bool,
}

/// Bounds in a text, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) bounds: Bounds,
}

impl Bounds {
    /// As the language writes them.
    pub(super) fn weir(self) -> String {
        let mut out = String::new();
        match self.low {
            Some(Bound {
                number,
                included: true,
            }) => out.push_str(&format!("{}以上", short(number))),
            Some(Bound {
                number,
                included: false,
            }) => out.push_str(&format!("超过{}", short(number))),
            None => {}
        }
        match self.high {
            Some(Bound {
                number,
                included: true,
            }) => out.push_str(&format!("{}以下", short(number))),
            Some(Bound {
                number,
                included: false,
            }) => out.push_str(&format!("不满{}", short(number))),
            None => {}
        }
        out
    }

    fn possible(self) -> bool {
        match (self.low, self.high) {
            (Some(low), Some(high)) => low.number < high.number,
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => false,
        }
    }
}

/// A number with 万 or 亿 where that is shorter.
fn short(number: u64) -> String {
    match number {
        0 => "0".to_owned(),
        _ if number.is_multiple_of(100_000_000) => format!("{}亿", number / 100_000_000),
        _ if number.is_multiple_of(10_000) => format!("{}万", number / 10_000),
        _ => number.to_string(),
    }
}

/// The bounds that a text consists of; the unit may stand in the header of the column.
pub(super) fn only(text: &str) -> Option<Bounds> {
    let text = text.trim().trim_end_matches(['。', '.', ';']);
    let mut cursor = Cursor { text, unit: false };
    let bounds = cursor.bounds()?;
    cursor.text.trim().is_empty().then_some(bounds)
}

/// All bounds of people in a text, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let mut cursor = Cursor {
            text: rest,
            unit: true,
        };
        let before = text
            .get(..from)
            .and_then(|before| before.chars().next_back());
        // A bound does not start within a number or a word.
        let inside = |next: char| {
            before.is_some_and(|last| last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric())
        };
        let starts = !rest.starts_with(inside);
        if starts && let Some(bounds) = cursor.bounds() {
            let end = text.len() - cursor.text.len();
            found.push(Found {
                range: from..end,
                bounds,
            });
            from = end;
        } else {
            from += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Whether a text holds a number that may matter: digits, or Chinese numerals before a unit of people.
pub(super) fn has_number(text: &str) -> bool {
    text.contains(|character: char| character.is_numeric())
        || ["万", "亿", "百人", "千人", "million", "thousand"]
            .iter()
            .any(|word| text.contains(word))
}

struct Cursor<'t> {
    text: &'t str,
    /// Whether a number needs its unit.
    unit: bool,
}

/// A bound as read, and whether its unit stood with it.
#[derive(Clone, Copy)]
struct Read {
    side: Side,
    bound: Bound,
    unit: bool,
}

impl Cursor<'_> {
    fn take(&mut self, word: &str) -> bool {
        match self.text.strip_prefix(word) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    /// One or two bounds that stand together.
    fn bounds(&mut self) -> Option<Bounds> {
        let first = self.bound()?;
        let after_first = self.text;
        let second = match self.text.starts_with('不') {
            true => self.bound(),
            false => self.joined(),
        };
        let second = second.filter(|second| second.side != first.side);
        if second.is_none() {
            self.text = after_first;
        }
        // The unit may stand only once, as in 10万以上且不满100万人.
        if self.unit && !first.unit && !second.is_some_and(|second| second.unit) {
            return None;
        }
        let second = second.map(|second| second.bound);
        let bounds = match first.side {
            Side::Low => Bounds {
                low: Some(first.bound),
                high: second,
            },
            Side::High => Bounds {
                low: second,
                high: Some(first.bound),
            },
        };
        bounds.possible().then_some(bounds)
    }

    fn joined(&mut self) -> Option<Read> {
        JOINTS
            .iter()
            .find(|joint| self.text.starts_with(**joint))
            .and_then(|joint| {
                self.take(joint);
                self.bound()
            })
    }

    fn bound(&mut self) -> Option<Read> {
        let start = self.text;
        let found = self.bound_inner();
        if found.is_none() {
            self.text = start;
        }
        found
    }

    fn bound_inner(&mut self) -> Option<Read> {
        let before = BEFORE
            .iter()
            .filter(|(word, _, _)| self.text.starts_with(word))
            .max_by_key(|(word, _, _)| word.len());
        if let Some((word, _, _)) = before {
            self.take(word);
            // A digit follows a sign of comparison at once or after a space.
            self.text = self.text.trim_start_matches(' ');
        }
        let number = self.number()?;
        let mut unit = UNITS.iter().any(|unit| self.take(unit));
        // 人次 counts occasions, not people.
        if self.text.starts_with('次') {
            return None;
        }
        let after = AFTER
            .iter()
            .filter(|(word, _, _)| self.text.starts_with(word))
            .max_by_key(|(word, _, _)| word.len());
        if let Some((word, _, _)) = after {
            self.take(word);
            if !unit && self.take("人") {
                unit = true;
                if self.text.starts_with('次') {
                    return None;
                }
            }
        }
        let (side, included) = match (before, after) {
            (Some((_, side, included)), None) | (None, Some((_, side, included))) => {
                (*side, *included)
            }
            // 达到10万人以上 says the same twice; 超过10万人以上 contradicts itself.
            (Some(before), Some(after)) if (before.1, before.2) == (after.1, after.2) => {
                (after.1, after.2)
            }
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let bound = Bound { number, included };
        Some(Read { side, bound, unit })
    }

    fn number(&mut self) -> Option<u64> {
        if self.text.starts_with(|next: char| next.is_ascii_digit()) {
            self.digits()
        } else {
            self.numerals()
        }
    }

    /// `1,000,000`, `1.5万`, `2 million`.
    fn digits(&mut self) -> Option<u64> {
        let start = self.text;
        let length = self
            .text
            .find(|next: char| !(next.is_ascii_digit() || matches!(next, ',' | '.')))
            .unwrap_or(self.text.len());
        let (written, rest) = self.text.split_at_checked(length)?;
        // A sign at the end belongs to the sentence.
        let number = written.trim_end_matches([',', '.']);
        self.text = rest;
        if number.len() < written.len() {
            self.text = start.get(number.len()..)?;
            return grouped(number);
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let mut factor = 1u64;
        while let Some(sign) = self.text.chars().next() {
            let times = match sign {
                '百' => 100,
                '千' => 1_000,
                '万' => 10_000,
                '亿' => 100_000_000,
                _ => break,
            };
            factor = factor.checked_mul(times)?;
            self.text = self.text.get(sign.len_utf8()..)?;
        }
        for (word, times) in [(" million", 1_000_000), (" thousand", 1_000)] {
            if self.take(word) {
                factor = factor.checked_mul(times)?;
            }
        }
        let scale = 10u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let part = if fraction.is_empty() {
            0
        } else {
            fraction.parse::<u64>().ok()?
        };
        let part = part.checked_mul(factor)?;
        // Nobody is counted in fractions.
        if !part.is_multiple_of(scale) {
            return None;
        }
        grouped(whole)?
            .checked_mul(factor)?
            .checked_add(part / scale)
    }

    /// `十万`, `一百二十万`, `一亿二千万`. What is written shorter, as in `三万五`, is not read.
    fn numerals(&mut self) -> Option<u64> {
        let (mut total, mut section) = (0u64, Section::default());
        let start = self.text;
        while let Some(sign) = self.text.chars().next() {
            match sign {
                '十' => section.place(10)?,
                '百' => section.place(100)?,
                '千' => section.place(1_000)?,
                '万' | '亿' if section.begun() => {
                    let hundred_millions = 100_000_000;
                    let number = section.number(total == 0)?;
                    total = match sign {
                        '万' if total.is_multiple_of(hundred_millions) => {
                            total.checked_add(number.checked_mul(10_000)?)?
                        }
                        '亿' if total < hundred_millions => {
                            total.checked_add(number)?.checked_mul(hundred_millions)?
                        }
                        _ => return None,
                    };
                    section = Section::default();
                }
                _ => match digit(sign) {
                    Some(value) if section.digit.is_none() => section.digit = Some(value),
                    Some(_) | None => break,
                },
            }
            self.text = self.text.get(sign.len_utf8()..)?;
        }
        if self.text.len() == start.len() {
            return None;
        }
        total.checked_add(section.number(total == 0)?)
    }
}

fn digit(sign: char) -> Option<u64> {
    let at = "一二三四五六七八九".chars().position(|one| one == sign);
    match at {
        Some(at) => u64::try_from(at + 1).ok(),
        None => (sign == '两').then_some(2),
    }
}

/// What stands before 万, 亿 or the end of a number.
#[derive(Default)]
struct Section {
    sum: u64,
    /// The last of 十, 百 and 千.
    place: Option<u64>,
    digit: Option<u64>,
}

impl Section {
    fn begun(&self) -> bool {
        self.digit.is_some() || self.place.is_some()
    }

    fn place(&mut self, times: u64) -> Option<()> {
        if self.place.is_some_and(|last| last <= times) {
            return None;
        }
        self.place = Some(times);
        self.sum += self.digit.take().unwrap_or(1) * times;
        Some(())
    }

    /// Its number. Ones stand after 十 or, in the first section, alone: 一百二 would be 120.
    fn number(&self, first: bool) -> Option<u64> {
        let ones = match self.place {
            Some(place) => place == 10,
            None => first,
        };
        match self.digit {
            Some(_) if !ones => None,
            digit => Some(self.sum + digit.unwrap_or(0)),
        }
    }
}

/// Digits, with commas only before each third from the end.
fn grouped(written: &str) -> Option<u64> {
    let mut groups = written.split(',');
    let first = groups.next()?;
    let grouped = written.contains(',');
    let well = (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3);
    if !well || first.is_empty() {
        return None;
    }
    written.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests;
