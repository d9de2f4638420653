//! Quantities as people write them: a number, or one or two bounds, with or without the unit.
//!
//! `450000`, `45万`, `45万人`, `10万以上`, `>= 10万, < 100万`, `10万人以上不满100万人`. Never negative, never a part of one.

use weir_syntax::token::{Unit, number_value};

/// The lower and upper limit, both included; without the second there is no upper limit.
pub(crate) type Range = (i64, Option<i64>);

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// There is no number.
    NoNumber,
    /// Less than nothing.
    Negative,
    /// A part of one, or with a decimal point that could separate thousands.
    Fraction,
    /// Larger than can be counted.
    TooLarge,
    /// Another unit than the fact has.
    WrongUnit(Unit),
    /// Something after the number that is no unit.
    NotAUnit(String),
    /// Commas between digits; with the number as it can be written.
    Separated(String),
    /// Bounds that no number meets.
    Contradiction,
    /// Two bounds of the same side, or a number beside a bound.
    Muddled,
}

/// Reads a quantity in a unit.
pub(crate) fn read(text: &str, unit: Unit) -> Result<Range, Mistake> {
    if let Some(mended) = separated(text) {
        return Err(Mistake::Separated(mended));
    }
    let mut reader = Reader {
        rest: text.trim(),
        unit,
    };
    let mut parts = Vec::new();
    while !reader.rest.is_empty() {
        parts.push(reader.part()?);
        reader.rest = reader
            .rest
            .trim_start()
            .trim_start_matches([',', '，', '、'])
            .trim_start();
    }
    join(&parts)
}

#[derive(Clone, Copy)]
enum Part {
    Exactly(i64),
    From(i64),
    UpTo(i64),
}

fn join(parts: &[Part]) -> Result<Range, Mistake> {
    let (low, high) = match parts {
        [] => return Err(Mistake::NoNumber),
        [Part::Exactly(number)] => (*number, Some(*number)),
        [Part::From(low)] => (*low, None),
        [Part::UpTo(high)] => (0, Some(*high)),
        [Part::From(low), Part::UpTo(high)] | [Part::UpTo(high), Part::From(low)] => {
            (*low, Some(*high))
        }
        _ => return Err(Mistake::Muddled),
    };
    if high.is_some_and(|high| high < low) {
        Err(Mistake::Contradiction)
    } else {
        Ok((low, high))
    }
}

/// What stands before or after a number.
#[derive(Clone, Copy)]
enum Bound {
    AtLeast,
    AtMost,
    Above,
    Below,
    Equal,
}

const BEFORE: &[(&str, Bound)] = &[
    (">=", Bound::AtLeast),
    ("<=", Bound::AtMost),
    ("≥", Bound::AtLeast),
    ("≤", Bound::AtMost),
    (">", Bound::Above),
    ("<", Bound::Below),
    ("＞", Bound::Above),
    ("＜", Bound::Below),
    ("=", Bound::Equal),
    ("超过", Bound::Above),
    ("不满", Bound::Below),
];
const AFTER: &[(&str, Bound)] = &[("以上", Bound::AtLeast), ("以下", Bound::AtMost)];

struct Reader<'t> {
    rest: &'t str,
    unit: Unit,
}

impl Reader<'_> {
    fn part(&mut self) -> Result<Part, Mistake> {
        let before = self.take(BEFORE);
        let number = self.number()?;
        self.unit()?;
        let after = self.take(AFTER);
        match (before, after) {
            (None, None) | (Some(Bound::Equal), None) => Ok(Part::Exactly(number)),
            (Some(bound), None) | (None, Some(bound)) => bounded(bound, number),
            (Some(_), Some(_)) => Err(Mistake::Muddled),
        }
    }

    fn take(&mut self, of: &[(&str, Bound)]) -> Option<Bound> {
        self.rest = self.rest.trim_start();
        let (rest, bound) = of
            .iter()
            .find_map(|(sign, bound)| Some((self.rest.strip_prefix(sign)?, *bound)))?;
        self.rest = rest.trim_start();
        Some(bound)
    }

    fn number(&mut self) -> Result<i64, Mistake> {
        if self.rest.starts_with(['-', '－', '−', '负']) {
            return Err(Mistake::Negative);
        }
        let (digits, rest) = split(self.rest, is_digit);
        let (magnitudes, rest) = split(rest.trim_start(), |c| MAGNITUDES.contains(&c));
        self.rest = rest.trim_start();
        let point = digits.contains(['.', '．']);
        if !digits.contains(char::is_numeric) {
            return Err(Mistake::NoNumber);
        }
        // Without a magnitude a point may as well separate thousands.
        if point && magnitudes.is_empty() {
            return Err(Mistake::Fraction);
        }
        number_value(&format!("{digits}{magnitudes}")).ok_or(if point {
            Mistake::Fraction
        } else {
            Mistake::TooLarge
        })
    }

    /// The unit, if one stands here. What stands here and is no unit, bound or number is a mistake.
    fn unit(&mut self) -> Result<(), Mistake> {
        let (run, _) = split(self.rest, |c| {
            c.is_alphabetic() || matches!(c, '_' | '%' | '％')
        });
        let bounds = BEFORE.iter().chain(AFTER).map(|(sign, _)| *sign);
        let end = bounds
            .filter_map(|sign| run.find(sign))
            .min()
            .unwrap_or(run.len());
        let (word, _) = run.split_at(end);
        if word.is_empty() {
            return self.sign();
        }
        match Unit::find(word) {
            Some(unit) if unit == self.unit => {
                self.rest = self.rest.strip_prefix(word).unwrap_or_default();
                Ok(())
            }
            Some(unit) => Err(Mistake::WrongUnit(unit)),
            None => Err(Mistake::NotAUnit(word.to_owned())),
        }
    }

    fn sign(&self) -> Result<(), Mistake> {
        let goes_on = |c: char| {
            c.is_alphanumeric()
                || matches!(c, ',' | '，' | '、')
                || BEFORE.iter().any(|(sign, _)| self.rest.starts_with(sign))
        };
        match self.rest.chars().next() {
            Some(c) if !goes_on(c) => Err(Mistake::NotAUnit(c.to_string())),
            Some(_) | None => Ok(()),
        }
    }
}

fn bounded(bound: Bound, number: i64) -> Result<Part, Mistake> {
    match bound {
        Bound::AtLeast => Ok(Part::From(number)),
        Bound::AtMost => Ok(Part::UpTo(number)),
        Bound::Above => number
            .checked_add(1)
            .map(Part::From)
            .ok_or(Mistake::TooLarge),
        Bound::Below if number == 0 => Err(Mistake::Contradiction),
        Bound::Below => Ok(Part::UpTo(number - 1)),
        Bound::Equal => Ok(Part::Exactly(number)),
    }
}

const MAGNITUDES: [char; 4] = ['百', '千', '万', '亿'];

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, '_' | '.' | '．')
}

/// The longest start of such characters, and the rest.
fn split(text: &str, such: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !such(c)).unwrap_or(text.len()))
}

/// A number with commas between its digits, as it can be written; a comma with a space after it separates bounds.
fn separated(text: &str) -> Option<String> {
    let mut mended = String::new();
    let mut changed = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between = mended.ends_with(|c: char| c.is_ascii_digit())
            && rest.peek().is_some_and(char::is_ascii_digit);
        if matches!(c, ',' | '，') && between {
            changed = true;
            mended.push('_');
        } else {
            mended.push(c);
        }
    }
    changed.then_some(mended)
}
