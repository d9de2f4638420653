//! A row of a table as a scenario: the head names facts, the cells their values.

use weir_core::hir::{FactType, Program, SourceId};
use weir_syntax::Span;

use super::problem::Kind;
use super::tree::{Entry, Node, NodeKind, Tree};
use super::vocabulary::{Found, Vocabulary};
use super::{ScenarioFile, ScenarioProblem, file};

/// The heads of columns that name a flow.
const NAMES: [&str; 5] = ["id", "title", "name", "编号", "名称"];
/// The heads of the column with the day.
const DAYS: [&str; 2] = ["on", "日期"];
/// What stands for a set with nothing in it.
const NOTHING: [&str; 3] = ["[]", "none", "无"];

/// What a row says, and the text in which its problems have their places: a line for each column.
#[derive(Debug)]
pub struct Row {
    /// The text.
    pub text: String,
    /// The scenario, or everything that is not understood.
    pub read: Result<ScenarioFile, Vec<ScenarioProblem>>,
}

/// Whether a column is a remark, which is not read.
#[must_use]
pub fn is_remark(head: &str) -> bool {
    head.starts_with('#')
}

/// Reads a row: heads with their cells. An empty cell says nothing; the members of a set stand with `;` between them.
#[must_use]
pub fn read_row(program: &Program, source: SourceId, cells: &[(&str, &str)]) -> Row {
    let words = Vocabulary::new(program);
    let mut text = String::new();
    let (mut titles, mut day, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    let mut problems = Vec::new();
    for (head, cell) in cells {
        let entry = entry(&mut text, head, cell);
        if cell.trim().is_empty() || is_remark(head) {
            continue;
        }
        if let Some(fact) = reserved(program, &words, head) {
            problems.push(ScenarioProblem::new(source, entry.span, fact));
        } else if is_name(head) {
            titles.push(*cell);
        } else if is_day(head) {
            day.push(Entry {
                key: "on".to_owned(),
                ..entry
            });
        } else if is_set(program, &words, head) {
            facts.push(as_list(entry, cell));
        } else {
            facts.push(entry);
        }
    }
    let root = day.into_iter().chain([Entry {
        key: "facts".to_owned(),
        span: Span::default(),
        value: map(&text, facts),
    }]);
    let tree = Tree {
        text: &text,
        root: map(&text, root.collect()),
        problems,
    };
    let read = file::read(program, source, false, &tree).map(|read| ScenarioFile {
        title: (!titles.is_empty()).then(|| titles.join(" ")),
        ..read
    });
    Row { text, read }
}

/// Makes of an object with facts, a name and a day the tree of a scenario file. One that is such a file is left as it is.
pub(super) fn as_file(program: &Program, source: SourceId, tree: &mut Tree<'_>) {
    let NodeKind::Map(entries) = &mut tree.root.kind else {
        return;
    };
    if entries.iter().any(|entry| entry.key == "facts") {
        return;
    }
    let words = Vocabulary::new(program);
    let span = tree.root.span;
    let (mut own, mut facts) = (Vec::new(), Vec::new());
    for entry in std::mem::take(entries) {
        if let Some(kind) = reserved(program, &words, &entry.key) {
            let problem = ScenarioProblem::new(source, entry.span, kind);
            tree.problems.push(problem);
        }
        match key(&entry.key) {
            Some(key) => own.push(Entry {
                key: key.to_owned(),
                ..entry
            }),
            None => facts.push(entry),
        }
    }
    let kind = NodeKind::Map(facts);
    own.push(Entry {
        key: "facts".to_owned(),
        span,
        value: Node { span, kind },
    });
    *entries = own;
}

/// The key of a scenario file that a key beside facts stands for.
fn key(key: &str) -> Option<&'static str> {
    match key {
        "readings" => Some("readings"),
        _ if is_name(key) => Some("title"),
        _ if is_day(key) => Some("on"),
        _ => None,
    }
}

fn is_name(head: &str) -> bool {
    NAMES.contains(&head)
}

fn is_day(head: &str) -> bool {
    DAYS.contains(&head)
}

fn map(text: &str, entries: Vec<Entry>) -> Node {
    Node {
        span: Span::new(0, length(text)),
        kind: NodeKind::Map(entries),
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Writes a cell as a line, and reads it as an entry with its places there.
fn entry(text: &mut String, head: &str, cell: &str) -> Entry {
    let start = length(text);
    text.push_str(&head.replace('\n', " "));
    let end = length(text);
    text.push_str(": ");
    let value = length(text);
    text.push_str(&cell.replace('\n', " "));
    let after = length(text);
    text.push('\n');
    Entry {
        key: head.to_string(),
        span: Span::new(start, end),
        value: Node {
            span: Span::new(value, after),
            kind: NodeKind::Scalar {
                text: cell.to_string(),
                plain: true,
            },
        },
    }
}

fn is_set(program: &Program, words: &Vocabulary<'_>, head: &str) -> bool {
    match words.fact(head, true) {
        Found::One(id) => matches!(program[id].ty, FactType::Set(_)),
        Found::Several(_) | Found::Nothing(_) => false,
    }
}

/// What is wrong with a head or key that names the flow or its day, where it names a fact too.
fn reserved(program: &Program, words: &Vocabulary<'_>, head: &str) -> Option<Kind> {
    let same: [&'static [&'static str]; 2] = [&NAMES, &DAYS];
    let same = same.into_iter().find(|same| same.contains(&head))?;
    let id = match words.fact(head, true) {
        Found::One(id) => id,
        Found::Several(names) => program.fact(names.first()?)?,
        Found::Nothing(_) => return None,
    };
    Some(Kind::Reserved {
        name: head.to_owned(),
        fact: program[id].clone(),
        words: same,
    })
}

/// The members of a set, each at its place. What is not known, and separators with nothing between them, are left as they are.
fn as_list(entry: Entry, cell: &str) -> Entry {
    if super::value::UNKNOWN.contains(&cell) {
        return entry;
    }
    let mut at = entry.value.span.start;
    let mut members = Vec::new();
    for part in cell.split_inclusive([';', '；', '|', '\n']) {
        let member = part.trim_end_matches([';', '；', '|', '\n']);
        let before = member.len() - member.trim_start().len();
        let start = at + u32::try_from(before).unwrap_or_default();
        let member = member.trim();
        at += length(part);
        if !member.is_empty() && !NOTHING.contains(&cell) {
            members.push(Node {
                span: Span::new(start, start + length(member)),
                kind: NodeKind::Scalar {
                    text: member.to_owned(),
                    plain: true,
                },
            });
        }
    }
    if members.is_empty() && !NOTHING.contains(&cell) {
        return entry;
    }
    Entry {
        value: Node {
            span: entry.value.span,
            kind: NodeKind::List(members),
        },
        ..entry
    }
}
