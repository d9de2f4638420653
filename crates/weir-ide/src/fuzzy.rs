//! Search as one types: the letters of the query in their order, in a name, a label, or the initials or whole pinyin of a
//! Chinese label.

use pinyin::ToPinyin;

/// What was typed.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// In lower case, without spaces.
    chars: Vec<char>,
    ascii: bool,
    letters: Letters,
}

/// Roughly which letters stand in a text or in the pinyin of it, so that most of what does not fit is told at a glance.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Letters(u64);

impl Letters {
    pub(crate) fn of_all<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut letters = Self::default();
        for c in texts.flat_map(str::chars) {
            letters.add(lower(c));
            sound(c)
                .into_iter()
                .flat_map(str::chars)
                .for_each(|c| letters.add(c));
        }
        letters
    }

    fn add(&mut self, c: char) {
        self.0 |= 1 << (u32::from(c) % 64);
    }
}

impl Pattern {
    pub(crate) fn new(query: &str) -> Self {
        let chars: Vec<char> = query
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let mut letters = Letters::default();
        chars.iter().for_each(|c| letters.add(*c));
        Self {
            letters,
            ascii: chars.iter().all(char::is_ascii),
            chars,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Whether a text with these letters may fit.
    pub(crate) fn may_fit(&self, letters: Letters) -> bool {
        self.letters.0 & !letters.0 == 0
    }

    /// How well a text fits; `None` if it does not. What starts with the query fits best, then starts of words, then what
    /// follows one another; short texts before long ones.
    pub(crate) fn score(&self, text: &str) -> Option<u32> {
        let straight = self.in_order(text, |c, wanted| lower(c) == wanted);
        if straight.is_some() || !self.ascii || text.is_ascii() {
            return straight;
        }
        let spelled = self.spelled(text);
        spelled
            .map(|score| score.saturating_sub(5))
            .filter(|score| *score > 0)
    }

    fn in_order(&self, text: &str, same: impl Fn(char, char) -> bool) -> Option<u32> {
        let mut wanted = self.chars.iter().copied().peekable();
        let mut score = 100u32;
        let mut last: Option<usize> = None;
        let mut before = '.';
        let mut length = 0usize;
        let mut loose = 0usize;
        for (at, c) in text.chars().enumerate() {
            length += 1;
            let Some(next) = wanted.peek().copied() else {
                before = c;
                continue;
            };
            if same(c, next) {
                let starts = !before.is_alphanumeric() || !before.is_ascii();
                let follows = last.is_some_and(|last| last + 1 == at);
                score += match (starts, follows) {
                    (_, true) => 12,
                    (true, false) => 10,
                    (false, false) => {
                        loose += 1;
                        1
                    }
                };
                if at == 0 {
                    score += 10;
                }
                last = Some(at);
                wanted.next();
            }
            before = c;
        }
        if wanted.peek().is_some() {
            return None;
        }
        // Letters strewn over a long text are no find.
        let most = if length > 40 { 0 } else { self.chars.len() / 4 };
        let strewn = self.chars.len() > 1 && loose > most;
        let long = u32::try_from(length).unwrap_or(u32::MAX).min(60);
        (!strewn).then(|| score.saturating_sub(long))
    }

    /// Chinese characters by the first letters of their pinyin: each takes one letter of the query or more.
    fn spelled(&self, text: &str) -> Option<u32> {
        let first = self.chars.first()?;
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        text.char_indices()
            .enumerate()
            .find_map(|(at, (start, c))| {
                if !sound(c)?.starts_with(*first) {
                    return None;
                }
                let used = self.spelled_from(text.get(start..)?)?;
                let bonus = if at == 0 { 10 } else { 0 };
                Some((100 + 10 * used + bonus).saturating_sub(length.min(60)))
            })
    }

    /// How many characters spell the query from the start of a text.
    fn spelled_from(&self, text: &str) -> Option<u32> {
        let mut rest = self.chars.as_slice();
        let mut used = 0;
        for c in text.chars() {
            if rest.is_empty() {
                break;
            }
            let sound = sound(c)?;
            let shared = common(sound, rest);
            if shared == 0 {
                return None;
            }
            // One letter, unless the whole sound is typed.
            let taken = if shared == sound.len() { shared } else { 1 };
            rest = rest.get(taken..).unwrap_or(&[]);
            used += 1;
        }
        rest.is_empty().then_some(used)
    }
}

fn sound(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    c.to_pinyin().map(pinyin::Pinyin::plain)
}

fn common(sound: &str, rest: &[char]) -> usize {
    sound.chars().zip(rest).take_while(|(a, b)| a == *b).count()
}

fn lower(c: char) -> char {
    // Most other characters are Chinese, which has no small letters.
    if c.is_ascii() || c >= '\u{2E80}' {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, Pattern};

    fn fits(query: &str, text: &str) -> bool {
        Pattern::new(query).score(text).is_some()
    }

    #[test]
    fn names_labels_and_pinyin() {
        assert!(fits("exciio", "exporter.ciio"));
        assert!(fits("关基", "出境方是关基运营者"));
        assert!(fits("gjxx", "关键信息基础设施"));
        assert!(fits("guanjian", "关键信息基础设施"));
        assert!(fits("xinxi", "关键信息基础设施"));
        assert!(!fits("zzz", "关键信息基础设施"));
        assert!(!fits("aqx", "alpha qualitative reasons for boxes"));
    }

    #[test]
    fn what_fits_has_the_letters() {
        let pairs = [
            ("exciio", "exporter.ciio"),
            ("EXC", "exporter.ciio"),
            ("关基", "出境方是关基运营者"),
            ("gjxx", "关键信息基础设施"),
            ("xinxi", "关键信息基础设施"),
            ("ÉTAT", "état"),
        ];
        for (query, text) in pairs {
            let pattern = Pattern::new(query);
            assert!(pattern.score(text).is_some(), "{query}");
            assert!(
                pattern.may_fit(Letters::of_all([text].into_iter())),
                "{query}"
            );
        }
        let other = Letters::of_all(["数据"].into_iter());
        assert!(!Pattern::new("gjxx").may_fit(other));
    }

    #[test]
    fn starts_are_better() {
        let score = |text: &str| Pattern::new("ass").score(text).unwrap();
        assert!(score("assessment_line") > score("security_assessment"));
        assert!(score("security_assessment") > 0);
    }
}
