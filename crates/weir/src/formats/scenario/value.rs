//! The value of a fact, read from the tree.

use weir_core::date::{self, Date};
use weir_core::hir::{Fact, FactId, FactType, Member, Program};
use weir_core::scenario::{Given, all_of, one_of};
use weir_syntax::Span;
use weir_syntax::token::Unit;

use super::file::MAX_PROBLEMS;
use super::problem::Why;
use super::quantity;
use super::tree::{Entry, Node, NodeKind};
use super::vocabulary::{Found, member};
use super::write::quoted;

/// What a file says of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A value, with some members left open on purpose.
    Value(Given),
    /// The same, with members of which it says that they are not known.
    Partly(Given),
    /// It is not known.
    Unknown,
}

/// A wrong value: where, why, and what may be written there instead.
pub(super) struct Wrong {
    pub(super) span: Span,
    pub(super) why: Why,
    pub(super) instead: Option<String>,
}

impl Wrong {
    fn new(span: Span, why: Why) -> Self {
        Self {
            span,
            why,
            instead: None,
        }
    }

    fn instead(self, text: Option<String>) -> Self {
        Self {
            instead: text,
            ..self
        }
    }
}

/// The words for what is not known.
pub(crate) const UNKNOWN: [&str; 2] = ["unknown", "未知"];
const YES: [&str; 6] = ["true", "True", "TRUE", "yes", "Yes", "是"];
const NO: [&str; 6] = ["false", "False", "FALSE", "no", "No", "否"];

/// Reads the value of a fact. `None` where something refused stands in it.
pub(super) fn read(
    program: &Program,
    id: FactId,
    node: &Node,
    json: bool,
) -> Result<Option<Said>, Vec<Wrong>> {
    let reader = Reader { program, id, json };
    let fact = &program[id];
    let one = |read: Result<Given, Wrong>| {
        read.map(|given| Some(Said::Value(given)))
            .map_err(|wrong| vec![wrong])
    };
    if matches!(node.kind, NodeKind::Refused) || matches!(fact.ty, FactType::Error) {
        return Ok(None);
    }
    // A member may bear the name of what is not known.
    let a_member = matches!(&node.kind, NodeKind::Scalar { text, .. } if matches!(member(members(fact), text), Found::One(_)));
    if is_unknown(node) && !a_member {
        return Ok(Some(Said::Unknown));
    }
    match &fact.ty {
        FactType::Bool => one(reader.yes_or_no(node).map(Given::Bool)),
        FactType::Choice(members) => one(reader
            .member(members, node)
            .map(|at| one_of(program, id, at))),
        FactType::Set(members) => reader.set(members, node),
        FactType::Quantity(unit) => one(reader.quantity(*unit, node)),
        FactType::Date => one(reader.day(node).map(Given::Date)),
        FactType::Error => Ok(None),
    }
}

fn members(fact: &Fact) -> &[Member] {
    match &fact.ty {
        FactType::Choice(members) | FactType::Set(members) => members,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
    }
}

/// Whether a value says that something is not known: nothing at all, YAML's null, or the word.
pub(super) fn is_unknown(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, plain } => {
            (*plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
                || UNKNOWN.contains(&text.as_str())
        }
        NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused => false,
    }
}

/// Yes or no, as written in any of the accepted ways.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    if YES.contains(&text) {
        Some(true)
    } else {
        NO.contains(&text).then_some(false)
    }
}

/// A day, written in full; or the day that was probably meant.
pub(crate) fn day(text: &str) -> Result<Date, Option<Date>> {
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == '-');
    match date::parse(text) {
        Some(day) if digits && day.to_string() == text => Ok(day),
        found => {
            let dashes: String = text
                .chars()
                .filter(|c| !matches!(c, '日' | ' '))
                .map(|c| {
                    if matches!(c, '年' | '月' | '/' | '.' | '－') {
                        '-'
                    } else {
                        c
                    }
                })
                .collect();
            Err(found
                .or_else(|| date::parse(&dashes))
                .filter(|day| (1900..2200).contains(&day.year())))
        }
    }
}

struct Reader<'p> {
    program: &'p Program,
    id: FactId,
    json: bool,
}

impl Reader<'_> {
    fn yes_or_no(&self, node: &Node) -> Result<bool, Wrong> {
        let (text, plain) = scalar(node)?;
        match yes_or_no(text) {
            Some(_) if !plain && matches!(text.to_lowercase().as_str(), "true" | "false") => {
                Err(Wrong::new(node.span, Why::QuotedWord).instead(Some(text.to_lowercase())))
            }
            Some(value) => Ok(value),
            None => Err(Wrong::new(
                node.span,
                Why::NotYesOrNo {
                    text: text.to_owned(),
                },
            )
            .instead(meant(text).map(|value| value.to_string()))),
        }
    }

    fn member(&self, members: &[Member], node: &Node) -> Result<usize, Wrong> {
        let (text, _) = scalar(node)?;
        self.named(members, text, node.span)
    }

    fn named(&self, members: &[Member], text: &str, span: Span) -> Result<usize, Wrong> {
        match member(members, text) {
            Found::One(at) => Ok(at),
            Found::Several(names) => Err(Wrong::new(
                span,
                Why::AmbiguousMember {
                    text: text.to_owned(),
                    names,
                },
            )),
            Found::Nothing(near) => {
                let instead = near.as_deref().map(|near| quoted(near, self.json));
                Err(Wrong::new(
                    span,
                    Why::NotAMember {
                        text: text.to_owned(),
                        near,
                    },
                )
                .instead(instead))
            }
        }
    }

    fn set(&self, members: &[Member], node: &Node) -> Result<Option<Said>, Vec<Wrong>> {
        match &node.kind {
            NodeKind::List(items) => {
                let (present, wrong) = split(items.iter().map(|item| self.item(members, item)));
                if wrong.is_empty() {
                    Ok(Some(Said::Value(all_of(self.program, self.id, &present))))
                } else {
                    Err(wrong)
                }
            }
            NodeKind::Map(entries) => self.partly(members, entries, node.span).map(Some),
            NodeKind::Scalar { text, .. } => Err(vec![self.not_a_list(members, text, node.span)]),
            NodeKind::Refused => Ok(None),
        }
    }

    fn item(&self, members: &[Member], item: &Node) -> Result<usize, Wrong> {
        self.member(members, item)
            .map_err(|wrong| match &item.kind {
                _ if is_unknown(item) => Wrong::new(item.span, Why::UnknownInList),
                NodeKind::Scalar { text, .. } => {
                    self.joined(members, text, item.span).unwrap_or(wrong)
                }
                NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused => wrong,
            })
    }

    /// Members joined by full-width commas, which YAML takes for one text.
    fn joined(&self, members: &[Member], text: &str, span: Span) -> Option<Wrong> {
        let parts: Vec<&str> = text.split(['，', '、']).map(str::trim).collect();
        let known = parts.len() > 1
            && parts
                .iter()
                .all(|part| matches!(member(members, part), Found::One(_)));
        let apart = || {
            parts
                .iter()
                .map(|part| quoted(part, self.json))
                .collect::<Vec<_>>()
                .join(", ")
        };
        known.then(|| Wrong::new(span, Why::JoinedMembers).instead(Some(apart())))
    }

    fn not_a_list(&self, members: &[Member], text: &str, span: Span) -> Wrong {
        let empty = matches!(text, "none" | "无" | "没有" | "false" | "no" | "否");
        let parts: Vec<&str> = text.split([',', '，', '、']).map(str::trim).collect();
        let known = parts
            .iter()
            .all(|part| matches!(member(members, part), Found::One(_)));
        let list = || {
            format!(
                "[{}]",
                parts
                    .iter()
                    .map(|part| quoted(part, self.json))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        };
        let instead = if known {
            Some(list())
        } else {
            empty.then(|| "[]".to_owned())
        };
        Wrong::new(
            span,
            Why::NotAList {
                empty: empty && !known,
            },
        )
        .instead(instead)
    }

    fn partly(
        &self,
        members: &[Member],
        entries: &[Entry],
        span: Span,
    ) -> Result<Said, Vec<Wrong>> {
        let (said, wrong) = split(
            entries
                .iter()
                .filter(|entry| !matches!(entry.value.kind, NodeKind::Refused))
                .map(|entry| self.entry(members, entry)),
        );
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let given = Given::partly(members, &said)
            .ok_or_else(|| vec![Wrong::new(span, Why::Contradiction)])?;
        let open = said.iter().any(|(_, value)| value.is_none()) && !given.is_complete();
        Ok(if open {
            Said::Partly(given)
        } else {
            Said::Value(given)
        })
    }

    fn entry(&self, members: &[Member], entry: &Entry) -> Result<(usize, Option<bool>), Wrong> {
        let at = self.named(members, &entry.key, entry.span)?;
        if is_unknown(&entry.value) {
            return Ok((at, None));
        }
        match self.yes_or_no(&entry.value) {
            Ok(value) => Ok((at, Some(value))),
            Err(wrong) => Err(Wrong {
                why: Why::NotPresentOrAbsent {
                    member: entry.key.clone(),
                },
                ..wrong
            }),
        }
    }

    fn quantity(&self, unit: Unit, node: &Node) -> Result<Given, Wrong> {
        let (text, plain) = scalar(node)?;
        if !plain && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '_') {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            return Err(
                Wrong::new(node.span, Why::QuotedNumber).instead(Some(if self.json {
                    digits
                } else {
                    text.to_owned()
                })),
            );
        }
        quantity::read(text, unit)
            .map(|(low, high)| Given::Number(low, high))
            .map_err(|mistake| {
                let instead = match &mistake {
                    quantity::Mistake::Separated(mended) if self.json => {
                        Some(mended.replace('_', ""))
                    }
                    quantity::Mistake::Separated(mended) => Some(mended.clone()),
                    quantity::Mistake::NoNumber
                    | quantity::Mistake::Negative
                    | quantity::Mistake::Fraction
                    | quantity::Mistake::TooLarge
                    | quantity::Mistake::WrongUnit(_)
                    | quantity::Mistake::NotAUnit(_)
                    | quantity::Mistake::Contradiction
                    | quantity::Mistake::Muddled => None,
                };
                let instead = instead.filter(|text| quantity::read(text, unit).is_ok());
                let bare = instead
                    .as_deref()
                    .is_some_and(|text| text.chars().all(|c| c.is_ascii_digit() || c == '_'));
                let instead =
                    instead.map(|text| if bare { text } else { quoted(&text, self.json) });
                Wrong::new(node.span, Why::Quantity(mistake)).instead(instead)
            })
    }

    fn day(&self, node: &Node) -> Result<Date, Wrong> {
        let (text, _) = scalar(node)?;
        day(text).map_err(|day| {
            let instead = day.map(|day| quoted(&day.to_string(), self.json));
            Wrong::new(
                node.span,
                Why::NotADay {
                    text: text.to_owned(),
                    day,
                },
            )
            .instead(instead)
        })
    }
}

fn scalar(node: &Node) -> Result<(&str, bool), Wrong> {
    match &node.kind {
        NodeKind::Scalar { text, plain } => Ok((text, *plain)),
        NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused => {
            Err(Wrong::new(node.span, Why::NotOneValue))
        }
    }
}

/// What was probably meant by a word that is neither yes nor no.
fn meant(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "y" | "t" | "on" | "1" | "对" | "有" | "真" | "yes" | "true" | "是的" => Some(true),
        "n" | "f" | "off" | "0" | "错" | "无" | "没有" | "假" | "no" | "false" | "不是"
        | "none" => Some(false),
        _ => None,
    }
}

fn split<T>(results: impl Iterator<Item = Result<T, Wrong>>) -> (Vec<T>, Vec<Wrong>) {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(one) => wrong.push(one),
        }
        if wrong.len() >= MAX_PROBLEMS {
            break;
        }
    }
    (good, wrong)
}
