//! What can stand at a place of a scenario file. The text is read with a sign in place of what is being written, and where that
//! sign then stands tells what is wanted.

use std::collections::BTreeSet;

use weir_core::hir::{FactId, FactType, Program, ReadingId, SourceId};
use weir_core::occurrence::Symbol;
use weir_ide::{ScenarioKey, ScenarioName, ScenarioPlace, ScenarioWanted};
use weir_syntax::Span;

use super::super::tree::{Entry, Node, NodeKind};
use super::super::vocabulary::{Found, Vocabulary, member, named};
use super::draft::{CURSOR, Draft, is_open};
use super::names::names;

/// What can stand at a byte.
pub(super) fn place(
    program: &Program,
    source: SourceId,
    json: bool,
    text: &str,
    at: u32,
) -> Option<ScenarioPlace> {
    let word = Word::at(text, at as usize)?;
    let replaced = if word.misses_dash {
        format!("- {CURSOR}")
    } else if word.begins_line && !word.has_colon {
        format!("{CURSOR}:")
    } else {
        CURSOR.to_string()
    };
    let draft = Draft::with(text, word.start, word.end, &replaced);
    let root = draft.read(source, text)?;
    let mut path = Vec::new();
    let found = find(&root, &mut path)?;
    let after = if word.has_colon { "" } else { ": " };
    let reader = Reader {
        program,
        words: Vocabulary::new(program),
        names: names(program, text, &root),
        json,
        begins_line: word.begins_line,
        has_colon: word.has_colon,
    };
    let (wanted, before, after) = match reader.wanted(&path, &found)? {
        (wanted, Form::Plain) => (wanted, "", ""),
        (wanted, Form::Key) => (wanted, "", after),
        (wanted, Form::NewItem) => (wanted, "- ", ""),
    };
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Some(ScenarioPlace {
        wanted,
        replace: Span::new(number(word.start), number(word.end)),
        typed: word.typed,
        before: if word.misses_dash { "- " } else { before },
        after,
        list: ["[", "]"],
        unknown: if json { "\"unknown\"" } else { "unknown" },
    })
}

/// The word that is being written: all between the signs around it.
struct Word {
    start: usize,
    end: usize,
    typed: String,
    /// Whether it stands first on a line of a block.
    begins_line: bool,
    /// Whether the line above is a member of a list, as this one is going to be.
    misses_dash: bool,
    /// Whether a colon follows.
    has_colon: bool,
}

impl Word {
    /// The word at a byte; none in a remark.
    fn at(text: &str, at: usize) -> Option<Self> {
        let before = text.get(..at)?;
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let open = is_open(text, line);
        let mut reader = Line {
            open,
            ..Line::default()
        };
        for (offset, c) in before.get(line..)?.char_indices() {
            if !reader.take(c, text.get(line + offset + c.len_utf8()..)?, line + offset) {
                return None;
            }
        }
        let start = reader.start.unwrap_or(at);
        let rest = text.get(at..)?.split(['\n', '\r']).next().unwrap_or("");
        let end = at + reader.rest_of(rest);
        let typed = text.get(start..at)?.trim_start_matches(['"', '\'']);
        let first = reader.signs == 0 && open == 0;
        let indent = start - line;
        Some(Self {
            start,
            end,
            typed: typed.to_owned(),
            begins_line: first,
            misses_dash: first && follows_item(text.get(..line)?, indent),
            has_colon: text.get(end..)?.trim_start_matches(' ').starts_with(':'),
        })
    }
}

/// Whether the last line that is not blank is a member of a list with some indentation, below a key with less: members may also
/// stand as far left as their key, and then a key is more likely to come.
fn follows_item(above: &str, indent: usize) -> bool {
    let width = |line: &str| line.len() - line.trim_start().len();
    let is_item = |line: &&str| line.trim_start().starts_with("- ") && width(line) == indent;
    let lines = above.lines().rev().filter(|line| !line.trim().is_empty());
    let mut lines = lines.peekable();
    if !lines.peek().is_some_and(is_item) {
        return false;
    }
    let key = lines.find(|line| width(line) <= indent && !is_item(line));
    key.is_some_and(|key| width(key) < indent)
}

/// A line as it is read up to the cursor.
#[derive(Default)]
struct Line {
    /// Where the word starts that is being read.
    start: Option<usize>,
    quote: Option<char>,
    /// How many signs stand before the word.
    signs: usize,
    /// How many brackets are open.
    open: usize,
    space: bool,
}

impl Line {
    /// Takes a character at a byte; false at a remark.
    fn take(&mut self, c: char, after: &str, at: usize) -> bool {
        if let Some(quote) = self.quote {
            if c == quote {
                self.quote = None;
            }
            return true;
        }
        let goes_on = !(after.is_empty() || after.starts_with(char::is_whitespace));
        let was_space = std::mem::replace(&mut self.space, c.is_whitespace());
        let first = self.start.is_none();
        let sign = match c {
            '#' if was_space || (first && self.signs == 0) => return false,
            ':' => !goes_on || self.open > 0,
            '-' => first && !goes_on,
            '[' | '{' if first => {
                self.open += 1;
                true
            }
            ']' | '}' if self.open > 0 => {
                self.open -= 1;
                true
            }
            ',' => self.open > 0,
            _ => false,
        };
        if sign {
            self.signs += 1;
            self.start = None;
        } else if first && !c.is_whitespace() {
            self.start = Some(at);
            self.quote = matches!(c, '"' | '\'').then_some(c);
        }
        true
    }

    /// How much of what follows the cursor on its line belongs to the word.
    fn rest_of(&self, rest: &str) -> usize {
        if let Some(quote) = self.quote {
            return rest.find(quote).map_or(0, |at| at + 1);
        }
        let ends = |(at, c): &(usize, char)| {
            let after = rest.get(at + c.len_utf8()..).unwrap_or("");
            match c {
                ':' => after.is_empty() || after.starts_with(' ') || self.open > 0,
                ',' | ']' | '}' => self.open > 0,
                '#' => rest.get(..*at).is_some_and(|before| before.ends_with(' ')),
                _ => false,
            }
        };
        let end = rest
            .char_indices()
            .find(ends)
            .map_or(rest.len(), |(at, _)| at);
        rest.get(..end).map_or(0, |rest| rest.trim_end().len())
    }
}

/// Where the sign stands.
enum Stands<'n> {
    Key(&'n [Entry]),
    Value,
    Item(&'n [Node]),
}

fn is_cursor(text: &str) -> bool {
    text.chars().eq([CURSOR])
}

/// Finds the sign, and the keys around it.
fn find<'n>(node: &'n Node, path: &mut Vec<&'n str>) -> Option<Stands<'n>> {
    match &node.kind {
        NodeKind::Scalar { text, .. } => is_cursor(text).then_some(Stands::Value),
        NodeKind::List(items) => items.iter().find_map(|item| match find(item, path)? {
            Stands::Value if !matches!(item.kind, NodeKind::Map(_)) => Some(Stands::Item(items)),
            found @ (Stands::Key(_) | Stands::Value | Stands::Item(_)) => Some(found),
        }),
        NodeKind::Map(entries) => entries.iter().find_map(|entry| {
            if is_cursor(&entry.key) {
                return Some(Stands::Key(entries));
            }
            path.push(&entry.key);
            let found = find(&entry.value, path);
            if found.is_none() {
                path.pop();
            }
            found
        }),
        NodeKind::Refused => None,
    }
}

/// What has to stand around what is written.
enum Form {
    Plain,
    Key,
    NewItem,
}

struct Reader<'p> {
    program: &'p Program,
    words: Vocabulary<'p>,
    names: Vec<ScenarioName>,
    json: bool,
    begins_line: bool,
    has_colon: bool,
}

impl Reader<'_> {
    fn wanted(&self, path: &[&str], found: &Stands<'_>) -> Option<(ScenarioWanted, Form)> {
        match (path, found) {
            ([], Stands::Key(entries)) => Some((self.keys(entries), Form::Plain)),
            (["on"], Stands::Value) => Some((ScenarioWanted::Day, Form::Plain)),
            (["facts", inner @ ..], _) => self.below_facts(inner, found),
            (["readings"], Stands::Key(_)) => {
                Some((ScenarioWanted::Readings(self.chosen()), Form::Key))
            }
            (["readings", name], Stands::Value) => {
                let readings = self.program.readings.iter();
                let readings = readings.map(|one| (one.name.as_str(), &one.labels));
                let Found::One(at) = named(readings, name) else {
                    return None;
                };
                let id = ReadingId::from_index(at);
                Some((ScenarioWanted::Options(id), Form::Plain))
            }
            _ => None,
        }
    }

    fn keys(&self, entries: &[Entry]) -> ScenarioWanted {
        let missing = |key: &ScenarioKey| entries.iter().all(|entry| entry.key != key.name);
        let map = if self.json { ": {}" } else { ":\n  " };
        let after = |after| if self.has_colon { "" } else { after };
        let key = |name, zh, en, follows| ScenarioKey {
            name,
            zh,
            en,
            after: after(follows),
        };
        let keys = [
            key("title", "情形的标题", "what the scenario is about", ": "),
            key("on", "据以判断的日期", "the day of the determination", ": "),
            key("facts", "已知的事实", "what is known", map),
            key(
                "readings",
                "所选的解释",
                "options of open questions of law",
                map,
            ),
        ];
        ScenarioWanted::Keys(keys.into_iter().filter(missing).collect())
    }

    fn given(&self) -> BTreeSet<FactId> {
        let facts = self.names.iter().filter_map(|name| {
            if let Symbol::Fact(id) = name.symbol {
                Some(id)
            } else {
                None
            }
        });
        facts.collect()
    }

    fn chosen(&self) -> BTreeSet<ReadingId> {
        let readings = self.names.iter().filter_map(|name| {
            if let Symbol::Reading(id) = name.symbol {
                Some(id)
            } else {
                None
            }
        });
        readings.collect()
    }

    /// What is wanted below `facts`, inside groups and facts.
    fn below_facts(&self, path: &[&str], found: &Stands<'_>) -> Option<(ScenarioWanted, Form)> {
        let mut group = String::new();
        for (at, key) in path.iter().enumerate() {
            let name = format!("{group}{key}");
            let inside = path.len() > at + 1 || matches!(found, Stands::Key(_));
            match self.words.fact(&name, group.is_empty()) {
                Found::One(id) if !(inside && self.opens_group(id, &name)) => {
                    return self.below_fact(id, path.get(at + 1..)?, found);
                }
                Found::One(_) | Found::Several(_) | Found::Nothing(_) => {
                    self.words.is_group(&name).then_some(())?;
                    group = format!("{name}.");
                }
            }
        }
        let Stands::Key(_) = found else {
            return None;
        };
        let given = self.given();
        Some((ScenarioWanted::Facts { group, given }, Form::Key))
    }

    fn opens_group(&self, id: FactId, name: &str) -> bool {
        self.words.is_group(name) && !matches!(self.program[id].ty, FactType::Set(_))
    }

    fn below_fact(
        &self,
        fact: FactId,
        path: &[&str],
        found: &Stands<'_>,
    ) -> Option<(ScenarioWanted, Form)> {
        let is_set = matches!(self.program[fact].ty, FactType::Set(_));
        let members = self.program.members(fact);
        let position = |word: &str| match member(members, word) {
            Found::One(at) => Some(at),
            Found::Several(_) | Found::Nothing(_) => None,
        };
        match (path, found) {
            ([], Stands::Value) => Some((ScenarioWanted::Value(fact), Form::Plain)),
            ([], Stands::Item(items)) if is_set => {
                let texts = items.iter().filter_map(|item| match &item.kind {
                    NodeKind::Scalar { text, .. } => Some(text.as_str()),
                    NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused => None,
                });
                let given = texts.filter_map(position).collect();
                Some((ScenarioWanted::Members { fact, given }, Form::Plain))
            }
            ([], Stands::Key(entries)) if is_set => {
                let given: Vec<usize> = entries
                    .iter()
                    .filter_map(|one| position(&one.key))
                    .collect();
                let alone = entries.len() == 1 && self.begins_line && !self.has_colon;
                let form = if alone { Form::NewItem } else { Form::Key };
                Some((ScenarioWanted::Members { fact, given }, form))
            }
            // Its value on a line of its own.
            ([], Stands::Key(_)) if self.begins_line => {
                Some((ScenarioWanted::Value(fact), Form::Plain))
            }
            ([_], Stands::Value) if is_set => Some((ScenarioWanted::Presence, Form::Plain)),
            _ => None,
        }
    }
}
