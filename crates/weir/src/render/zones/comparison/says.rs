//! Findings in words: what each side says, those that say the same together.

use std::collections::BTreeSet;

use weir_analysis::zones::{Finding, Kind, Line, Mark, Member, Party, Range, Says, Side, Topic};
use weir_core::date::Date;
use weir_core::hir::{FactId, LabelKind};

use super::View;
use crate::render::words;
use crate::render::zones::page::{Page, Table};
use crate::render::zones::words as zones;

/// How many members are named before the rest is only counted.
const MOST_NAMED: usize = 8;

/// What a finding is about, with how far it goes.
pub(super) fn title(view: &View<'_>, finding: &Finding) -> String {
    let concept = finding
        .concept
        .filter(|_| finding.kind == Kind::Neighbours)
        .map(|concept| view.member(concept));
    let mut parts: Vec<String> = vec![view.kind(finding.kind).to_owned()];
    parts.extend(concept.map(str::to_owned));
    let topic = topic(view, finding);
    parts.extend(Some(topic).filter(|topic| !topic.is_empty()));
    let (open, close) = view.language.pick(("【", "】"), ("[", "] "));
    format!(
        "{open}{}{close}{}",
        view.severity(finding.severity),
        parts.join(view.say("：", ": "))
    )
}

/// Of what a finding speaks, beyond its kind.
pub(super) fn topic(view: &View<'_>, finding: &Finding) -> String {
    match finding.topic {
        Topic::Whole => String::new(),
        Topic::Line(at, line) => {
            let (line, quantity) = (self::line_of(view, line), quantity(view, at));
            view.language.pick(
                format!("{line}（{quantity}）"),
                format!("{line} ({quantity})"),
            )
        }
        Topic::Quantity(at) => quantity(view, at),
        Topic::Mark(found) => mark(view, found),
    }
}

/// A table of what is said and by whom.
pub(super) fn table(view: &View<'_>, finding: &Finding) -> Table {
    let mut table = Table::new(&[
        view.say("内容", "what is said"),
        view.say("何处", "by which lists"),
    ]);
    for (text, who) in groups(view, finding) {
        table.rows.push(vec![text, who.join(view.say("、", "; "))]);
    }
    table
}

/// The same in one line.
pub(super) fn line(view: &View<'_>, finding: &Finding) -> String {
    let groups = groups(view, finding).into_iter().map(|(text, who)| {
        let who = who.join(view.say("、", "; "));
        view.language
            .pick(format!("{text}（{who}）"), format!("{text} ({who})"))
    });
    let groups: Vec<String> = groups.collect();
    format!(
        "{}{}{}",
        title(view, finding),
        view.say("：", ": "),
        groups.join(view.say("；", "; "))
    )
}

/// What is said, with those who say it; known things first, numbers in order.
fn groups(view: &View<'_>, finding: &Finding) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(&Says, String, Vec<String>)> = Vec::new();
    for (at, side) in finding.sides.iter().enumerate() {
        let mut text = says(view, finding, side);
        if finding.strictest.contains(&at) {
            text.push_str(view.say("（最严）", " (strictest)"));
        }
        if finding.loosest.contains(&at) {
            text.push_str(view.say("（最宽）", " (loosest)"));
        }
        let who = who(view, side);
        match groups.iter_mut().find(|(_, known, _)| *known == text) {
            Some((_, _, all)) => all.push(who),
            None => groups.push((&side.says, text, vec![who])),
        }
    }
    groups.sort_by_key(|(says, _, _)| order(says));
    groups
        .into_iter()
        .map(|(_, text, who)| (text, who))
        .collect()
}

fn order(says: &Says) -> (u8, i64) {
    match says {
        Says::From(number) => (0, *number),
        Says::NoNumber | Says::National => (1, 0),
        Says::Nothing => (2, 0),
        Says::NotStated => (3, 0),
        Says::Unknown => (4, 0),
        Says::Polarity(_)
        | Says::Outside(_)
        | Says::Places(_)
        | Says::Closes
        | Says::Opens
        | Says::Concludes(_)
        | Says::Members(..)
        | Says::Marks(_)
        | Says::Trial(..)
        | Says::Approved(_)
        | Says::Rows(_)
        | Says::Measures(_)
        | Says::Periods(_)
        | Says::Printed(_)
        | Says::Row(..)
        | Says::OnlyIf(..) => (0, 0),
    }
}

/// Who says it, of what, and whether it is sure.
pub(super) fn who(view: &View<'_>, side: &Side) -> String {
    let name = match side.party {
        Party::National => view.say("国家规定", "national rules").to_owned(),
        Party::List(at) => view.list(at),
    };
    let about: Vec<String> = side
        .about
        .iter()
        .map(|member| view.member(*member).to_owned())
        .collect();
    let about = match about.as_slice() {
        [] => String::new(),
        about => {
            let about = zones::joined(about, view.language);
            view.language
                .pick(format!("（{about}）"), format!(" ({about})"))
        }
    };
    let unsure = if side.unsure { "‡" } else { "" };
    format!("{name}{about}{unsure}")
}

/// Whether a side does not say what is compared.
pub(super) fn is_unknown(side: &Side) -> bool {
    matches!(side.says, Says::Unknown | Says::NotStated)
}

/// Whether a side of a finding about a kind around them names one of these.
pub(super) fn mentions(finding: &Finding, members: &[Member]) -> bool {
    let names = |side: &Side| {
        let Says::Members(fact, named, _) = &side.says else {
            return false;
        };
        members
            .iter()
            .any(|member| member.fact == *fact && named.contains(&member.at))
    };
    finding.kind == Kind::Neighbours && finding.sides.iter().any(names)
}

/// What a side says.
pub(super) fn says(view: &View<'_>, finding: &Finding, side: &Side) -> String {
    match &side.says {
        Says::From(number) => from(view, finding, *number),
        Says::NoNumber => view.say("无人数标准", "no number").to_owned(),
        Says::National => view.say("适用国家规定", "as the national rules").to_owned(),
        Says::Unknown => view.say("未转写", "not transcribed").to_owned(),
        Says::Nothing if finding.kind == Kind::Exclusion => {
            view.say("未提及", "says nothing of it").to_owned()
        }
        Says::Nothing => view.say("无", "none").to_owned(),
        Says::NotStated => view
            .say("所见文本未载", "not stated in what was seen")
            .to_owned(),
        Says::Polarity(true) => view.say("负面清单", "negative list").to_owned(),
        Says::Polarity(false) => view.say("一般数据清单", "general data list").to_owned(),
        Says::Outside(kind) => zones::outside(*kind, view.language).to_owned(),
        Says::Places(places) => facts(view, places.iter().map(|(fact, _)| *fact)),
        Says::Closes => view.say("清单不适用", "closes the list").to_owned(),
        Says::Opens => view.say("为适用条件", "is asked for").to_owned(),
        Says::Concludes(values) => {
            let values = values.iter().map(|(outcome, value)| {
                words::value(view.edition.program, *outcome, *value, view.language)
            });
            zones::joined(&values.collect::<Vec<_>>(), view.language)
        }
        Says::Members(fact, members, open) => self::members(view, *fact, members, *open),
        Says::Marks(marks) => named(view, marks.iter().map(|found| mark(view, *found)).collect()),
        Says::Trial(until, months) => trial(view, *until, *months),
        Says::Approved(_) => approved(view, side),
        Says::Rows([special, residual, general, _]) => view.language.pick(
            format!("特定场景或者字段{special}条，其余{residual}条，一般{general}条"),
            format!("{special} special, {residual} residual, {general} general"),
        ),
        Says::Measures(measures) => facts(view, measures.iter().copied()),
        Says::Periods(periods) => {
            let each = |period: &String| {
                if period.is_empty() {
                    view.say("不分期间", "at one time").to_owned()
                } else {
                    period.replace('_', " ")
                }
            };
            zones::joined(&periods.iter().map(each).collect::<Vec<_>>(), view.language)
        }
        Says::Printed(provision) => {
            let provision = &view.edition.program[*provision];
            let label = words::label(&provision.labels, &provision.number, view.language);
            view.language
                .pick(format!("“{label}”"), format!("“{label}”"))
        }
        Says::Row(lines, shared, all) => row(view, lines, shared.len(), *all),
        Says::OnlyIf(reading, option) => {
            zones::reading(view.edition, *reading, *option, view.language)
        }
    }
}

fn from(view: &View<'_>, finding: &Finding, number: i64) -> String {
    let measure = match finding.topic {
        Topic::Line(at, _) | Topic::Quantity(at) => view
            .comparison
            .quantities
            .get(at)
            .and_then(|quantity| quantity.measures.first()),
        Topic::Whole | Topic::Mark(_) => None,
    };
    start(view, measure.copied(), number)
}

/// A number from which something holds. One above a round number stands for more than that.
fn start(view: &View<'_>, measure: Option<FactId>, number: i64) -> String {
    let amount = |number: i64| match measure {
        Some(measure) => words::amount(view.edition.program, measure, number, view.language),
        None => words::grouped(number),
    };
    if number <= 0 {
        view.say("不论数量", "any number").to_owned()
    } else if number > 1 && number % 10 == 1 {
        view.language.pick(
            format!("超过{}", amount(number - 1)),
            format!("more than {}", amount(number - 1)),
        )
    } else {
        view.language.pick(
            format!("{}以上", amount(number)),
            format!("from {}", amount(number)),
        )
    }
}

/// Numbers from one to another.
pub(super) fn range(view: &View<'_>, measure: Option<FactId>, range: Range) -> String {
    let Some(below) = range.below else {
        return start(view, measure, range.from);
    };
    let below = match measure {
        Some(measure) => words::amount(view.edition.program, measure, below, view.language),
        None => words::grouped(below),
    };
    let below = view
        .language
        .pick(format!("不满{below}"), format!("below {below}"));
    if range.from <= 0 {
        return below;
    }
    let start = match view.language {
        weir_core::hir::Language::Zh => start(view, measure, range.from),
        // The unit stands after the second number.
        weir_core::hir::Language::En => start(view, None, range.from),
    };
    format!("{start}{}{below}", view.say("", " to "))
}

/// What begins at a number.
pub(super) fn line_of(view: &View<'_>, line: Line) -> String {
    match line {
        Line::Value(outcome, value) => {
            words::value(view.edition.program, outcome, value, view.language)
        }
        Line::Has(fact, member) => view.member(Member { fact, at: member }).to_owned(),
    }
}

/// What is counted: as the one counter calls it, else as the measures are called.
pub(super) fn quantity(view: &View<'_>, at: usize) -> String {
    let Some(quantity) = view.comparison.quantities.get(at) else {
        return String::new();
    };
    let program = view.edition.program;
    if let [counter] = quantity.counters.as_slice() {
        let counter = &program[*counter];
        return words::label(&counter.labels, &counter.name, view.language).to_owned();
    }
    facts(view, quantity.measures.iter().copied())
}

fn facts(view: &View<'_>, facts: impl Iterator<Item = FactId>) -> String {
    let labels =
        facts.map(|fact| words::fact(view.edition.program, fact, view.language).to_owned());
    labels.collect::<Vec<_>>().join(view.say("；", "; "))
}

fn mark(view: &View<'_>, mark: Mark) -> String {
    match mark.member {
        Some(at) => view
            .member(Member {
                fact: mark.fact,
                at,
            })
            .to_owned(),
        None => words::fact(view.edition.program, mark.fact, view.language).to_owned(),
    }
}

fn members(view: &View<'_>, fact: FactId, members: &BTreeSet<usize>, open: bool) -> String {
    let names = members
        .iter()
        .map(|at| view.member(Member { fact, at: *at }).to_owned());
    let named = named(view, names.collect());
    if open {
        format!("{named}{}", view.say("等", " and others"))
    } else {
        named
    }
}

/// Names; of many only the first, unless everything is asked for.
fn named(view: &View<'_>, names: Vec<String>) -> String {
    let rest = names.len().saturating_sub(MOST_NAMED);
    if rest == 0 || !view.only.is_empty() {
        return zones::joined(&names, view.language);
    }
    let first: Vec<String> = names.into_iter().take(MOST_NAMED).collect();
    let first = zones::joined(&first, view.language);
    view.language.pick(
        format!("{first}，另{rest}项"),
        format!("{first} and {rest} more"),
    )
}

fn trial(view: &View<'_>, until: i64, months: Option<i64>) -> String {
    let part = |number: i64| i8::try_from(number % 100).unwrap_or_default();
    let year = i16::try_from(until / 10_000).unwrap_or_default();
    let day = Date::new(year, part(until / 100), part(until))
        .map(|day| words::day(day, view.language))
        .unwrap_or_default();
    match months {
        Some(months) => view.language.pick(
            format!("{months}个月，至{day}"),
            format!("{months} months, until {day}"),
        ),
        None => view
            .language
            .pick(format!("至{day}"), format!("until {day}")),
    }
}

fn approved(view: &View<'_>, side: &Side) -> String {
    let Party::List(at) = side.party else {
        return String::new();
    };
    let column = view.comparison.columns.get(at);
    let text = column.and_then(|column| {
        view.edition.program[column.list]
            .labels
            .get(LabelKind::Approved, view.language)
    });
    text.unwrap_or_default().to_owned()
}

fn row(view: &View<'_>, lines: &[(Line, Range)], shared: usize, all: usize) -> String {
    let lines = lines
        .iter()
        .map(|(line, numbers)| format!("{} {}", line_of(view, *line), range(view, None, *numbers)));
    let lines = lines.collect::<Vec<_>>().join(view.say("；", "; "));
    view.language.pick(
        format!("{lines}（{all}个字段中{shared}个相近）"),
        format!("{lines} ({shared} of {all} fields alike)"),
    )
}

/// What the marks mean, where they occur.
pub(super) fn legend(view: &View<'_>, page: &mut Page) {
    let mut lines = Vec::new();
    if view
        .findings()
        .any(|finding| finding.sides.iter().any(|side| side.unsure))
    {
        lines.push(
            view.say(
                "‡ 该清单尚有未转写的部分，可能有所改变",
                "‡ parts of this list are not transcribed and may change it",
            )
            .to_owned(),
        );
    }
    if view.only.is_empty() && any_only_if(view, |_| true)
        || any_only_if(view, |column| view.names(column))
    {
        lines.push(
            view.say(
                "† 仅在另一种解释下施行",
                "† in force only under another reading",
            )
            .to_owned(),
        );
    }
    page.list(lines);
}

/// Whether a list of some kind is in force only under another reading.
fn any_only_if(view: &View<'_>, of: impl Fn(usize) -> bool) -> bool {
    let columns = view.comparison.columns.iter().enumerate();
    columns
        .into_iter()
        .any(|(at, column)| column.only_if.is_some() && of(at))
}
