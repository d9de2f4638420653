//! Findings in words: what each side says, those that say the same together.

use weir_analysis::zones::{Finding, Kind, Member, Party, Says, Side, Topic};

use super::{View, side};
use crate::render::zones::page::{Page, Table};
use crate::render::zones::words as zones;

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
            let (line, quantity) = (side::line_of(view, line), side::quantity(view, at));
            view.language.pick(
                format!("{line}（{quantity}）"),
                format!("{line} ({quantity})"),
            )
        }
        Topic::Quantity(at) => side::quantity(view, at),
        Topic::Mark(found) => side::mark(view, found),
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
    for (at, one) in finding.sides.iter().enumerate() {
        let text = side::marked(view, finding, at, one);
        let who = who(view, one);
        match groups.iter_mut().find(|(_, known, _)| *known == text) {
            Some((_, _, all)) => all.push(who),
            None => groups.push((&one.says, text, vec![who])),
        }
    }
    groups.sort_by_key(|(says, _, _)| order(says));
    groups
        .into_iter()
        .map(|(_, text, who)| (text, who))
        .collect()
}

fn order(says: &Says) -> (usize, i64) {
    let last = [
        Says::NoNumber,
        Says::National,
        Says::Nothing,
        Says::NotStated,
        Says::Unknown,
    ];
    let at = last.iter().position(|one| one == says);
    let number = if let Says::From(number) = says {
        *number
    } else {
        0
    };
    (at.map_or(0, |at| at + 1), number)
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
