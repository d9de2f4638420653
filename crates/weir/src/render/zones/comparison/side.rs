//! What a side of a finding says, in words.

use std::collections::BTreeSet;

use weir_analysis::zones::{
    Finding, Kind, Line, Mark, Member, Party, Range, Says, Side, Topic, is_of_zones,
};
use weir_core::date::Date;
use weir_core::hir::{FactId, LabelKind, ListKind};

use super::View;
use crate::render::words;
use crate::render::zones::words as zones;

/// How many members are named before the rest is only counted.
const MOST_NAMED: usize = 8;

/// What a side says, and whether that asks the most or the least.
pub(super) fn marked(view: &View<'_>, finding: &Finding, at: usize, side: &Side) -> String {
    let (strictest, loosest) = (&finding.strictest, &finding.loosest);
    let extreme = zones::extreme(
        strictest.contains(&at),
        loosest.contains(&at),
        view.language,
    );
    format!("{}{extreme}", says(view, finding, side))
}

/// What a side says.
pub(super) fn says(view: &View<'_>, finding: &Finding, side: &Side) -> String {
    match &side.says {
        Says::From(number) => from(view, finding, *number),
        Says::NoNumber => view.say("无人数标准", "no number").to_owned(),
        Says::National => view.say("适用国家规定", "as the national rules").to_owned(),
        Says::Unknown => view.say("未转写", "not transcribed").to_owned(),
        Says::Nothing if finding.kind == Kind::Exclusion => view
            .say("未据此另有结论", "concludes nothing from it")
            .to_owned(),
        Says::Nothing => view.say("无", "none").to_owned(),
        Says::NotStated => view
            .say("所见文本未载", "not stated in what was seen")
            .to_owned(),
        Says::Polarity(ListKind::Negative) => view.say("负面清单", "negative list").to_owned(),
        Says::Polarity(ListKind::General) => {
            view.say("一般数据清单", "general data list").to_owned()
        }
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
        Says::Rows([0, 0, 0, _]) => view
            .say(
                "各条均不分场景、字段，亦无人数标准",
                "no row has a scenario, fields or numbers",
            )
            .to_owned(),
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

/// A fact, or a member of it. What a zone is to the exporter only the fact says.
pub(super) fn mark(view: &View<'_>, mark: Mark) -> String {
    let program = view.edition.program;
    let fact = words::fact(program, mark.fact, view.language);
    let Some(at) = mark.member else {
        return fact.to_owned();
    };
    let member = view.member(Member {
        fact: mark.fact,
        at,
    });
    if is_of_zones(program, mark.fact) {
        format!("{fact}{}{member}", view.say("：", ": "))
    } else {
        member.to_owned()
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

fn trial(view: &View<'_>, until: Date, months: Option<i64>) -> String {
    let day = words::day(until, view.language);
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
