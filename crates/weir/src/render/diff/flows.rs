//! What a change does to real flows.

use std::path::PathBuf;

use serde_json::{Value, json};
use weir_core::hir::{Language, Program};

use super::digest::few;
use super::{View, terms};
use crate::cli::count;
use crate::diff::flows::{ChangedFlow, End, Flows, Transition};
use crate::formats::flows::{At, FlowError};
use crate::render::zones::page::{Page, Table};
use crate::render::{tables, words};

/// How many flows are shown; programs get all.
const MOST: usize = 20;

/// How many transitions are shown.
const MOST_TRANSITIONS: usize = 12;

/// The section for people.
pub fn section(view: &View<'_, '_>, file: &str, flows: &Flows, page: &mut Page) {
    let language = view.language;
    page.heading(2, heading(language));
    page.text(head(file, flows, language));
    page.text(left_out(&flows.left_out, language).unwrap_or_default());
    if flows.changed.is_empty() {
        return;
    }
    let mut table = Table::new(&[
        language.pick("变化", "change"),
        language.pick("方向", "direction"),
        language.pick("件数", "flows"),
    ]);
    let shown = ladders_first(flows.transitions.iter(), |(one, _)| one);
    for (one, number) in shown.iter().take(MOST_TRANSITIONS) {
        let way = terms::direction(one.direction, language).to_owned();
        let cells = vec![transition(view, one), way, grouped(**number)];
        table.rows.push(cells);
    }
    page.table(table);
    page.text(further(
        shown.len().saturating_sub(MOST_TRANSITIONS),
        language,
    ));
    let program = view.editions[1].program;
    let groups = [
        (language.pick("片区", "zone"), &flows.zones),
        (language.pick("行业", "sector"), &flows.sectors),
    ];
    for (name, counts) in groups {
        let mut table = Table::new(&[
            name,
            language.pick("有变化", "change"),
            language.pick("共", "of"),
        ]);
        for (member, [changed, all]) in counts.iter().filter(|(_, [changed, _])| *changed > 0) {
            table.rows.push(vec![
                label(program, member, language),
                grouped(*changed),
                grouped(*all),
            ]);
        }
        page.table(table);
    }
    let shown = flows.changed.iter().take(MOST);
    page.list(shown.map(|flow| line(view, flow)).collect());
    if flows.changed.len() > MOST {
        let rest = flows.changed.len() - MOST;
        page.text(language.pick(
            format!("另有 {rest} 件；全部见 --format json。"),
            format!("{} more; --format json has all.", count(rest, "flow")),
        ));
    }
}

/// What all this is about.
pub(super) fn heading(language: Language) -> &'static str {
    language.pick("实际的出境活动", "Real flows")
}

/// How many change, and what becomes of them, a line for each transition.
pub(super) fn in_short(view: &View<'_, '_>, file: &str, flows: &Flows) -> Vec<String> {
    let transitions = ladders_first(flows.transitions.iter(), |(one, _)| one);
    let mut lines = vec![head(file, flows, view.language)];
    lines.extend(left_out(&flows.left_out, view.language));
    let shown = transitions.iter().take(MOST_TRANSITIONS);
    lines.extend(shown.map(|(one, number)| format!("{} ({number})", transition(view, one))));
    let rest = transitions.len().saturating_sub(MOST_TRANSITIONS);
    lines.extend(Some(further(rest, view.language)).filter(|rest| !rest.is_empty()));
    lines
}

fn head(file: &str, flows: &Flows, language: Language) -> String {
    let (changed, total) = (grouped(flows.changed.len()), grouped(flows.total));
    let found = language.pick(
        format!("{file}：{total} 件出境活动中有 {changed} 件的结论改变。"),
        format!("{file}: {changed} of {total} flows change."),
    );
    if flows.open == 0 {
        return found;
    }
    let have = if flows.open == 1 { "has" } else { "have" };
    let open = grouped(flows.open);
    found + &language.pick(
        format!("有 {open} 件在两侧都有不能确定的结论，这些结论是否改变不得而知。"),
        format!(" {open} {have} a conclusion that is undetermined on both sides; whether that one changes is not known."),
    )
}

fn grouped(number: usize) -> String {
    words::grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

/// What a conclusion becomes: `pathway: exempt → standard contract`.
fn transition(view: &View<'_, '_>, one: &Transition) -> String {
    let colon = view.language.pick("：", ": ");
    let about = terms::outcome(view, &one.outcome);
    let value = one
        .value
        .as_ref()
        .map(|value| terms::value(view, &one.outcome, value) + colon);
    let (old, new) = (end(view, one, &one.old), end(view, one, &one.new));
    format!("{about}{colon}{}{old} → {new}", value.unwrap_or_default())
}

fn end(view: &View<'_, '_>, one: &Transition, end: &End) -> String {
    let language = view.language;
    match end {
        End::Value(name) => terms::value(view, &one.outcome, name),
        End::InSet(true) => language.pick("有", "yes").to_owned(),
        End::InSet(false) => language.pick("没有", "no").to_owned(),
        End::Gap => language.pick("没有结论", "no conclusion (gap)").to_owned(),
        End::Conflict(values) => {
            let values = values
                .iter()
                .map(|value| terms::value(view, &one.outcome, value));
            let values: Vec<String> = values.collect();
            let values = values.join(language.pick("、", ", "));
            language.pick(format!("冲突（{values}）"), format!("conflict ({values})"))
        }
        End::Impossible => language
            .pick("事实相互矛盾", "facts contradict each other")
            .to_owned(),
        End::Undetermined => language.pick("不能确定", "undetermined").to_owned(),
    }
}

/// A flow in a line: where it stands, what it is called, where its exporter is, and what becomes of it.
fn line(view: &View<'_, '_>, flow: &ChangedFlow) -> String {
    let language = view.language;
    let program = view.editions[1].program;
    let place = place(&flow.at, language);
    let title = flow
        .title
        .as_ref()
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    let joint = language.pick("、", ", ");
    let members = flow.zones.iter().chain(&flow.sectors);
    let members: Vec<String> = members.map(|name| label(program, name, language)).collect();
    let members = match members.join(joint) {
        none if none.is_empty() => none,
        some => language.pick(format!("（{some}）"), format!(" ({some})")),
    };
    let changes = ladders_first(flow.transitions.iter(), |one| one);
    let ladders = changes.iter().filter(|one| one.value.is_none()).count();
    let shown = changes.iter().take(ladders.max(1));
    let mut said: Vec<String> = shown.map(|one| transition(view, one)).collect();
    let rest = further(changes.len().saturating_sub(said.len()), language);
    said.extend(Some(rest).filter(|rest| !rest.is_empty()));
    let said = said.join(language.pick("；", "; "));
    format!("{place}{title}{members}{}{said}", language.pick("：", ": "))
}

/// What changes of ladders before what changes of sets, which mostly follows.
fn ladders_first<'t, T>(
    all: impl Iterator<Item = T>,
    transition: impl Fn(&T) -> &'t Transition,
) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_by_key(|one| transition(one).value.is_some());
    all
}

/// How many are not shown.
fn further(number: usize, language: Language) -> String {
    match number {
        0 => String::new(),
        _ => language.pick(
            format!("另有 {number} 项变化"),
            count(number, "further change"),
        ),
    }
}

/// Where a flow stands in its file.
#[must_use]
pub fn place(at: &At, language: Language) -> String {
    match at {
        At::Row(row) => language.pick(format!("第 {row} 行"), format!("row {row}")),
        At::Object(number) => language.pick(format!("第 {number} 项"), format!("record {number}")),
        At::File(path) => path.display().to_string(),
    }
}

/// The label of a member of any of the facts that place flows.
fn label(program: &Program, name: &str, language: Language) -> String {
    let sectors = program.frames.iter().filter_map(|frame| frame.sectors);
    let members = sectors
        .flat_map(|fact| program.members(fact))
        .chain(program.zones.iter());
    let mut found = members.filter(|member| member.name == name);
    found.next().map_or_else(
        || name.to_owned(),
        |member| words::member(member, language).to_owned(),
    )
}

/// The same for programs.
#[must_use]
pub fn report(file: &str, flows: &Flows) -> Value {
    let groups = |counts: &std::collections::BTreeMap<String, [usize; 2]>| {
        let groups = counts.iter();
        let groups = groups.map(
            |(name, [changed, all])| json!({ "name": name, "changed": changed, "flows": all }),
        );
        groups.collect::<Vec<_>>()
    };
    let transitions = flows.transitions.iter().map(|(one, number)| {
        let mut value = transition_json(one);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("flows".to_owned(), json!(number));
        }
        value
    });
    let list = flows.changed.iter().map(|flow| {
        let (row, path) = match &flow.at {
            At::Row(number) | At::Object(number) => (Some(number), None),
            At::File(path) => (None, Some(path.display().to_string())),
        };
        let changes: Vec<Value> = flow.transitions.iter().map(transition_json).collect();
        json!({ "row": row, "file": path, "title": flow.title, "zones": flow.zones, "sectors": flow.sectors, "changes": changes })
    });
    json!({
        "file": file,
        "flows": flows.total,
        "changed": flows.changed.len(),
        "undetermined_on_both_sides": flows.open,
        "not_read": flows.left_out.iter().map(|file| file.display().to_string()).collect::<Vec<_>>(),
        "transitions": transitions.collect::<Vec<_>>(),
        "zones": groups(&flows.zones),
        "sectors": groups(&flows.sectors),
        "list": list.collect::<Vec<_>>(),
    })
}

fn transition_json(one: &Transition) -> Value {
    let end = |end: &End| match end {
        End::Value(name) => json!(name),
        End::InSet(value) => json!(value),
        End::Gap => json!("gap"),
        End::Conflict(values) => json!({ "conflict": values }),
        End::Impossible => json!("impossible"),
        End::Undetermined => json!("undetermined"),
    };
    json!({
        "outcome": one.outcome,
        "value": one.value,
        "old": end(&one.old),
        "new": end(&one.new),
        "direction": super::json::way(one.direction),
    })
}

/// The files of a folder that were not read, if there are any.
pub(crate) fn left_out(files: &[PathBuf], language: Language) -> Option<String> {
    if files.is_empty() {
        return None;
    }
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let files = few(language, &files);
    Some(language.pick(
        format!("未读取：{files}。文件夹中只读取场景文件（.yaml、.yml、.json）。"),
        format!(
            "Not read: {files}. Of a folder only scenario files (.yaml, .yml, .json) are read."
        ),
    ))
}

/// Why there are no flows.
pub(crate) fn error(error: &FlowError, language: Language) -> Option<String> {
    Some(match error {
        FlowError::Load(_) => return None,
        FlowError::Table(error) => tables::error(error, language),
        FlowError::Empty(others) => {
            let none = language.pick("其中没有出境活动", "there are no flows in it");
            let others = left_out(others, language);
            let others = others.map(|text| language.pick(format!("。{text}"), format!(". {text}")));
            none.to_owned() + &others.unwrap_or_default()
        }
        FlowError::Sheets(names) => {
            let names = names.join(language.pick("、", ", "));
            language.pick(
                format!("有多张工作表（{names}）；请只保留一张，或者另存为 CSV"),
                format!("there are several sheets ({names}); keep one, or save one as CSV"),
            )
        }
        FlowError::TooWide(row) => language.pick(
            format!("第 {row} 行的单元格比表头多；请补上表头，或者删去多余的单元格"),
            format!("row {row} has more cells than the head; name the column, or remove the cells"),
        ),
        FlowError::NotAList(at) => language.pick(
            format!("第 {at} 字节起不是由对象组成的 JSON 列表"),
            format!("from byte {at} on it is no JSON list of objects"),
        ),
    })
}
