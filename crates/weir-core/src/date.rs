//! Days and periods. There is no clock here: "today" is not a word this crate knows.

pub use jiff::civil::Date;

/// A period: from its first day until the first day after it. An open end has no limit. Their order is one to keep them by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The first day after the period.
    pub until: Option<Date>,
}

impl Period {
    /// Whether the day lies in the period.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// The days that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// Whether it has no day.
    #[must_use]
    pub fn is_empty(self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until <= from)
    }

    /// Whether every day of this period lies in the other.
    #[must_use]
    pub fn is_inside(self, other: Self) -> bool {
        other
            .from
            .is_none_or(|outer| self.from.is_some_and(|from| outer <= from))
            && other
                .until
                .is_none_or(|outer| self.until.is_some_and(|until| until <= outer))
    }
}

/// Reads a day such as `2024-03-22`; a one-digit month or day is read too.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// A number that orders days as the calendar does.
#[must_use]
pub fn ordinal(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
