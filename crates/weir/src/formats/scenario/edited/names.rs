//! The names in a scenario file and what each stands for.

use weir_core::hir::{FactId, FactType, Member, Program, ReadingId};
use weir_core::occurrence::Symbol;
use weir_ide::{ScenarioName, Written};
use weir_syntax::Span;

use super::super::file::{is_map, opens_group};
use super::super::tree::{Entry, Node, NodeKind};
use super::super::vocabulary::{Found, Vocabulary, member, named};

/// The names that are understood, in order of place.
pub(super) fn names(program: &Program, text: &str, root: &Node) -> Vec<ScenarioName> {
    let mut reader = Reader {
        program,
        text,
        words: Vocabulary::new(program),
        names: Vec::new(),
    };
    if let NodeKind::Map(entries) = &root.kind {
        for entry in entries {
            match (entry.key.as_str(), &entry.value.kind) {
                ("facts", NodeKind::Map(inner)) => reader.facts(inner, ""),
                ("readings", NodeKind::Map(inner)) => reader.readings(inner),
                _ => {}
            }
        }
    }
    reader.names.sort_by_key(|name| name.span);
    reader.names
}

/// What a member of a fact is among all that has a name.
pub(super) fn symbol(program: &Program, members: &[Member], at: usize) -> Option<Symbol> {
    if program.are_zones(members) {
        return Some(Symbol::Zone(at));
    }
    Some(Symbol::Member(members.get(at)?.place))
}

struct Reader<'p> {
    program: &'p Program,
    text: &'p str,
    words: Vocabulary<'p>,
    names: Vec<ScenarioName>,
}

impl Reader<'_> {
    fn facts(&mut self, entries: &[Entry], group: &str) {
        for entry in entries {
            let name = match group {
                "" => entry.key.clone(),
                group => format!("{group}.{}", entry.key),
            };
            let found = self.words.fact(&name, group.is_empty());
            match found {
                Found::One(id)
                    if !opens_group(self.program, &self.words, id, &name, &entry.value) =>
                {
                    let own = self.program[id].name.clone();
                    self.add(entry.span, &entry.key, Symbol::Fact(id), &own, group);
                    self.value(id, &entry.value);
                }
                Found::One(_) | Found::Several(_) | Found::Nothing(_) => {
                    if let NodeKind::Map(inner) = &entry.value.kind
                        && self.words.is_group(&name)
                        && is_map(&entry.value)
                    {
                        self.facts(inner, &name);
                    }
                }
            }
        }
    }

    fn value(&mut self, id: FactId, node: &Node) {
        let (FactType::Choice(members) | FactType::Set(members)) = &self.program[id].ty else {
            return;
        };
        let members = members.clone();
        match &node.kind {
            NodeKind::Scalar { text, .. } => self.member(&members, text, node.span),
            NodeKind::List(items) => {
                for item in items {
                    if let NodeKind::Scalar { text, .. } = &item.kind {
                        self.member(&members, text, item.span);
                    }
                }
            }
            NodeKind::Map(entries) => {
                for entry in entries {
                    self.member(&members, &entry.key, entry.span);
                }
            }
            NodeKind::Refused => {}
        }
    }

    fn member(&mut self, members: &[Member], word: &str, span: Span) {
        if let Found::One(at) = member(members, word)
            && let Some(one) = members.get(at)
            && let Some(symbol) = symbol(self.program, members, at)
        {
            self.add(span, word, symbol, &one.name, "");
        }
    }

    fn readings(&mut self, entries: &[Entry]) {
        let program = self.program;
        for entry in entries {
            let readings = program.readings.iter();
            let readings = readings.map(|one| (one.name.as_str(), &one.labels));
            let Found::One(at) = named(readings, &entry.key) else {
                continue;
            };
            let id = ReadingId::from_index(at);
            let reading = &program[id];
            self.add(
                entry.span,
                &entry.key,
                Symbol::Reading(id),
                &reading.name,
                "",
            );
            let NodeKind::Scalar { text, .. } = &entry.value.kind else {
                continue;
            };
            let options = reading.options.iter();
            let options = options.map(|one| (one.name.as_str(), &one.labels));
            if let Found::One(at) = named(options, text)
                && let Some(option) = reading.options.get(at)
            {
                let symbol = Symbol::Option(id, at);
                self.add(entry.value.span, text, symbol, &option.name, "");
            }
        }
    }

    /// Notes a word that stands for what has a name, below a part of that name or not.
    fn add(&mut self, whole: Span, word: &str, symbol: Symbol, name: &str, group: &str) {
        let found = inside(self.text, whole, word);
        let part = name.strip_prefix(group);
        let part = part.and_then(|rest| rest.strip_prefix('.'));
        let written = match found {
            None => Written::Otherwise,
            Some((_, quoted)) if word == name => Written::InFull { quoted },
            Some((_, quoted)) if !group.is_empty() && part == Some(word) => Written::InGroup {
                group: group.to_owned(),
                quoted,
            },
            Some(_) => Written::AsLabel,
        };
        self.names.push(ScenarioName {
            span: found.map_or(whole, |(span, _)| span),
            symbol,
            written,
        });
    }
}

/// Where a word stands in the part of the text that is read as it, and whether quotation marks stand around it.
fn inside(text: &str, whole: Span, word: &str) -> Option<(Span, bool)> {
    let written = whole.text(text);
    let quoted = written.starts_with(['"', '\'']);
    let mut found = written.match_indices(word);
    let (at, _) = found.next().filter(|_| found.next().is_none())?;
    let start = whole.start + u32::try_from(at).ok()?;
    let end = start + u32::try_from(word.len()).ok()?;
    Some((Span::new(start, end), quoted))
}
