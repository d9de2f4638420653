//! What a person answers: a value, that it is not known, a wish, or something that is not understood and why.

use weir_core::hir::{FactType, Unit};
use weir_core::scenario::{Given, all_of, one_of};

use super::question::Question;
use crate::formats::scenario::vocabulary::{Found, named};
use crate::formats::scenario::words::{mistake, numbers};
use crate::formats::scenario::{quantity, value};

/// An answer that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// This value.
    Known(Given),
    /// These members, and perhaps others.
    Partly(Given),
    /// It is not known.
    Unknown,
    /// The answer before is to be corrected.
    Back,
    /// The interview is to end.
    End,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// An answer.
    Reply(Reply),
    /// Nothing; the question is asked again.
    Again,
    /// An explanation is wanted.
    Help,
    /// It is not understood, and why.
    Wrong(String),
}

/// A value, or why there is none.
type Read = Result<Reply, String>;

impl Question<'_> {
    /// Understands a line.
    pub(super) fn answer(&self, line: &str) -> Said {
        // A member may bear the name of a wish.
        let wish = if matches!(self.member(line), Found::One(_)) {
            None
        } else {
            wish(line)
        };
        wish.unwrap_or_else(|| match self.read(line) {
            Ok(reply) => Said::Reply(reply),
            Err(why) => Said::Wrong(why),
        })
    }

    fn read(&self, text: &str) -> Read {
        match self.ty() {
            FactType::Bool => self.yes_or_no(text),
            FactType::Choice(_) => self
                .one(text)
                .map(|at| Reply::Known(one_of(self.program, self.fact, at))),
            FactType::Set(_) => self.several(text),
            FactType::Quantity(unit) => self.quantity(text, *unit),
            FactType::Date => self.day(text),
            FactType::Error => Ok(Reply::Unknown),
        }
    }

    fn yes_or_no(&self, text: &str) -> Read {
        let known = match text.to_lowercase().as_str() {
            "y" | "是的" | "对" | "有" | "1" => Some(true),
            "n" | "不是" | "不" | "没有" | "0" => Some(false),
            other => value::yes_or_no(other),
        };
        let why = || {
            self.language.pick(
                format!("“{text}”既不是“是”也不是“否”；请输入 y、n 或 ?。"),
                format!("`{text}` is neither yes nor no; please write y, n or ?."),
            )
        };
        known
            .map(|known| Reply::Known(Given::Bool(known)))
            .ok_or_else(why)
    }

    /// The position of the member of this name or label, among all.
    fn member(&self, word: &str) -> Found<usize> {
        named(
            self.members()
                .iter()
                .map(|member| (member.name.as_str(), &member.labels)),
            word,
        )
    }

    /// The position of an offered member, by number, name or label.
    fn one(&self, word: &str) -> Result<usize, String> {
        if let Some(number) = digits(word) {
            let last = self.offered.len();
            let why = || {
                self.language.pick(
                    format!("没有编号 {word}；编号为 1 至 {last}。"),
                    format!("there is no number {word}; the numbers go from 1 to {last}."),
                )
            };
            return number
                .checked_sub(1)
                .and_then(|at| self.offered.get(at))
                .copied()
                .ok_or_else(why);
        }
        match self.member(word) {
            Found::One(at) if self.offered.contains(&at) => Ok(at),
            Found::One(_) => Err(self.language.pick(
                format!("“{word}”已经说过了。"),
                format!("`{word}` is already known."),
            )),
            Found::Several(names) => Err(self.language.pick(
                format!("“{word}”可能指 {}；请输入编号。", names.join("、")),
                format!(
                    "`{word}` may mean {}; please write a number.",
                    names.join(", ")
                ),
            )),
            Found::Nothing(Some(near)) => Err(self.language.pick(
                format!("没有“{word}”；是否指“{near}”？"),
                format!("there is no `{word}`; did you mean `{near}`?"),
            )),
            Found::Nothing(None) => Err(self.language.pick(
                format!("没有“{word}”；请输入编号。"),
                format!("there is no `{word}`; please write a number."),
            )),
        }
    }

    fn several(&self, text: &str) -> Read {
        let mut present = Vec::new();
        let mut more = false;
        for word in self.words(text) {
            if is_unknown(&word) {
                more = true;
            } else if !is_none(&word) || matches!(self.member(&word), Found::One(_)) {
                present.push(self.one(&word)?);
            } else if self.words(text).len() > 1 {
                return Err(self
                    .language
                    .pick(
                        "“无”不能与其他答案并列。",
                        "`none` can't stand beside others.",
                    )
                    .to_owned());
            }
        }
        let known = self
            .known
            .iter()
            .enumerate()
            .filter_map(|(at, value)| value.map(|value| (at, Some(value))));
        let said: Vec<(usize, Option<bool>)> = known
            .chain(present.into_iter().map(|at| (at, Some(true))))
            .collect();
        if more {
            let contradiction = || {
                self.language
                    .pick(
                        "这与已知的相矛盾。",
                        "this contradicts what is already known.",
                    )
                    .to_owned()
            };
            return Given::partly(self.members(), &said)
                .map(Reply::Partly)
                .ok_or_else(contradiction);
        }
        let all: Vec<usize> = said
            .iter()
            .filter(|(_, value)| *value == Some(true))
            .map(|(at, _)| *at)
            .collect();
        // Asked again for what is inside a kind, whoever names nothing says that nothing of it is meant.
        let first = self.known.iter().all(Option::is_none);
        Ok(Reply::Known(if first {
            all_of(self.program, self.fact, &all)
        } else {
            Given::exactly(self.members(), &all)
        }))
    }

    /// The words of an answer that may have several: a whole label, or what stands between commas; numbers also between spaces.
    fn words(&self, text: &str) -> Vec<String> {
        if matches!(self.member(text), Found::One(_)) {
            return vec![text.to_owned()];
        }
        let between = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；');
        let parts = text
            .split(between)
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let short = |part: &str| {
            part.split_whitespace()
                .all(|word| digits(word).is_some() || is_unknown(word))
        };
        parts
            .flat_map(|part| {
                if short(part) {
                    part.split_whitespace().map(str::to_owned).collect()
                } else {
                    vec![part.to_owned()]
                }
            })
            .collect()
    }

    fn quantity(&self, text: &str, unit: Unit) -> Read {
        let why = |wrong: &quantity::Mistake| {
            let name = self
                .language
                .pick(format!("“{}”", self.label()), format!("`{}`", self.label()));
            format!(
                "{}{}{}{}",
                mistake(&name, wrong, self.language),
                self.language.pick("；", "; "),
                numbers(unit, self.language),
                self.language.pick("。", ".")
            )
        };
        quantity::read(text, unit)
            .map(|(low, high)| Reply::Known(Given::Number(low, high)))
            .map_err(|wrong| why(&wrong))
    }

    fn day(&self, text: &str) -> Read {
        value::day(text)
            .map(|day| Reply::Known(Given::Date(day)))
            .map_err(|meant| match meant {
                Some(day) => self
                    .language
                    .pick(format!("请写成 {day}。"), format!("please write {day}.")),
                None => self.language.pick(
                    format!("没有“{text}”这一天；请按 2026-03-01 的样子写日期。"),
                    format!("there is no day `{text}`; please write a day as 2026-03-01."),
                ),
            })
    }
}

fn wish(line: &str) -> Option<Said> {
    match line.to_lowercase().as_str() {
        "" => Some(Said::Again),
        "help" | "帮助" | "说明" | "h" => Some(Said::Help),
        "back" | "返回" | "上一题" => Some(Said::Reply(Reply::Back)),
        "stop" | "quit" | "exit" | "结束" | "退出" => Some(Said::Reply(Reply::End)),
        word if is_unknown(word) => Some(Said::Reply(Reply::Unknown)),
        _ => None,
    }
}

fn is_unknown(word: &str) -> bool {
    value::UNKNOWN.contains(&word)
        || matches!(
            word.to_lowercase().as_str(),
            "?" | "？" | "不知道" | "不清楚" | "不确定" | "don't know" | "dont know"
        )
}

fn is_none(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "none" | "无" | "没有" | "都没有" | "均无" | "0" | "-"
    )
}

/// The number that a word of digits is.
fn digits(word: &str) -> Option<usize> {
    let half: String = word
        .chars()
        .map(|c| {
            c.to_digit(10)
                .or_else(|| {
                    (c as u32)
                        .checked_sub('０' as u32)
                        .filter(|digit| *digit < 10)
                })
                .and_then(|digit| char::from_digit(digit, 10))
                .unwrap_or(c)
        })
        .collect();
    half.parse().ok()
}
