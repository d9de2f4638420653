//! The tree of a file as a scenario: its keys, and which fact each key names.

use std::collections::BTreeMap;

use weir_core::date::Date;
use weir_core::hir::{FactId, FactType, Place, Program, ReadingId, SourceId};
use weir_core::names;
use weir_syntax::Span;

use super::ScenarioFile;
use super::hint;
use super::problem::{Kind, ScenarioProblem, Unreadable};
use super::tree::{Entry, Node, NodeKind, Tree};
use super::value::{self, Said};
use super::vocabulary::{Found, Vocabulary, named};
use super::write::quoted;

/// The keys of a file.
pub(super) const KEYS: [&str; 4] = ["title", "on", "facts", "readings"];
/// The most problems that are told.
pub(super) const MAX_PROBLEMS: usize = 100;
/// The most names that are listed.
pub(super) const MAX_LISTED: usize = 40;

/// Reads the tree.
pub(super) fn read(
    program: &Program,
    source: SourceId,
    json: bool,
    tree: &Tree<'_>,
) -> Result<ScenarioFile, Vec<ScenarioProblem>> {
    let mut reader = Reader {
        program,
        source,
        json,
        text: tree.text,
        words: Vocabulary::new(program),
        file: ScenarioFile::default(),
        places: BTreeMap::new(),
        problems: tree.problems.clone(),
    };
    reader.top(&tree.root);
    if reader.problems.is_empty() {
        return Ok(reader.file);
    }
    reader.problems.sort_by_key(|problem| problem.place);
    reader.problems.truncate(MAX_PROBLEMS);
    Err(reader.problems)
}

struct Reader<'p> {
    program: &'p Program,
    source: SourceId,
    json: bool,
    text: &'p str,
    words: Vocabulary<'p>,
    file: ScenarioFile,
    /// Where each fact was given.
    places: BTreeMap<FactId, Span>,
    problems: Vec<ScenarioProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, kind: Kind) {
        self.problems
            .push(ScenarioProblem::new(self.source, span, kind));
    }

    fn top(&mut self, root: &Node) {
        let NodeKind::Map(entries) = &root.kind else {
            let slip = hint::within(self.source, self.text, root.span);
            let problem = slip.unwrap_or_else(|| {
                ScenarioProblem::new(
                    self.source,
                    root.span,
                    Kind::Unreadable(Unreadable::NotAMap),
                )
            });
            return self.problems.push(problem);
        };
        for entry in self.once(entries) {
            match entry.key.as_str() {
                "title" => self.title(&entry.value),
                "on" => self.file.on = self.on(&entry.value),
                "facts" => self.section(&entry.value, "facts", |reader, entries| {
                    reader.facts(entries, "")
                }),
                "readings" => self.section(&entry.value, "readings", Self::readings),
                _ => self.unknown_key(entry),
            }
        }
    }

    /// The entries of a map without those whose key stood in it before, which are reported.
    fn once<'e>(&mut self, entries: &'e [Entry]) -> Vec<&'e Entry> {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut kept = Vec::new();
        for entry in entries {
            match first.get(entry.key.as_str()).copied() {
                Some(span) => self.said_before(entry, entry.key.clone(), span),
                None => {
                    first.insert(&entry.key, entry.span);
                    kept.push(entry);
                }
            }
        }
        kept
    }

    fn said_before(&mut self, entry: &Entry, name: String, first: Span) {
        let first = Place {
            source: self.source,
            span: first,
        };
        self.problem(entry.span, Kind::Repeated { name, first });
    }

    fn unknown_key(&mut self, entry: &Entry) {
        // YAML 1.1 takes `on` for yes; programs that rewrite a file by its rules leave `true` as the key.
        let meant = if matches!(entry.key.as_str(), "true" | "True" | "date") {
            Some("on")
        } else {
            None
        };
        let near = meant.or_else(|| {
            names::near(&entry.key, KEYS).and_then(|near| KEYS.into_iter().find(|key| *key == near))
        });
        let problem = ScenarioProblem::new(
            self.source,
            entry.span,
            Kind::UnknownKey {
                name: entry.key.clone(),
                near,
            },
        );
        let instead = near.map(|near| {
            if self.json {
                quoted(near, true)
            } else {
                near.to_owned()
            }
        });
        self.problems.push(problem.replaced_by(instead));
    }

    fn title(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Scalar { text, plain: true }
                if matches!(text.as_str(), "" | "~" | "null") => {}
            NodeKind::Scalar { text, .. } => self.file.title = Some(text.clone()),
            NodeKind::List(_) | NodeKind::Map(_) => self.problem(node.span, Kind::NotAText),
            NodeKind::Refused => {}
        }
    }

    fn on(&mut self, node: &Node) -> Option<Date> {
        let text = match &node.kind {
            NodeKind::Scalar { text, plain: true }
                if matches!(text.as_str(), "" | "~" | "null") =>
            {
                return None;
            }
            NodeKind::Scalar { text, .. } => text.clone(),
            NodeKind::List(_) | NodeKind::Map(_) => String::new(),
            NodeKind::Refused => return None,
        };
        match value::day(&text) {
            Ok(day) => Some(day),
            Err(day) => {
                let problem =
                    ScenarioProblem::new(self.source, node.span, Kind::BadDay { text, day });
                self.problems
                    .push(problem.replaced_by(day.map(|day| quoted(&day.to_string(), self.json))));
                None
            }
        }
    }

    /// A key whose value is a map; nothing at all is an empty one.
    fn section(&mut self, node: &Node, key: &'static str, read: impl FnOnce(&mut Self, &[Entry])) {
        match &node.kind {
            NodeKind::Map(entries) => read(self, entries),
            NodeKind::Scalar { text, plain: true }
                if matches!(text.as_str(), "" | "~" | "null") => {}
            NodeKind::Scalar { .. } | NodeKind::List(_) => {
                let slip = hint::within(self.source, self.text, node.span);
                self.problems.push(slip.unwrap_or_else(|| {
                    ScenarioProblem::new(self.source, node.span, Kind::NotAMap { key })
                }));
            }
            NodeKind::Refused => {}
        }
    }

    fn facts(&mut self, entries: &[Entry], group: &str) {
        for entry in self.once(entries) {
            if self.problems.len() >= MAX_PROBLEMS {
                return;
            }
            let name = if group.is_empty() {
                entry.key.clone()
            } else {
                format!("{group}.{}", entry.key)
            };
            match self.words.fact(&name, group.is_empty()) {
                Found::One(id)
                    if !opens_group(self.program, &self.words, id, &name, &entry.value) =>
                {
                    self.give(id, entry)
                }
                Found::Several(names) => self.problem(entry.span, Kind::Ambiguous { name, names }),
                Found::One(_) | Found::Nothing(_)
                    if self.words.is_group(&name) && is_map(&entry.value) =>
                {
                    if let NodeKind::Map(inner) = &entry.value.kind {
                        self.facts(inner, &name);
                    }
                }
                Found::One(_) => {}
                Found::Nothing(near) => self.unknown_fact(entry, name, near, group),
            }
        }
    }

    fn unknown_fact(&mut self, entry: &Entry, name: String, near: Option<String>, group: &str) {
        let is_group = self.words.is_group(&name);
        if is_group && value::is_unknown(&entry.value) {
            return;
        }
        let near = near.filter(|_| !is_group);
        // Inside a group only what follows its name can be replaced.
        let own = near.as_deref().and_then(|near| {
            if group.is_empty() {
                Some(near)
            } else {
                near.strip_prefix(group)?.strip_prefix('.')
            }
        });
        let instead = own.map(|own| quoted(own, self.json));
        let known = self
            .words
            .like(&name)
            .into_iter()
            .take(MAX_LISTED)
            .collect();
        let problem = ScenarioProblem::new(
            self.source,
            entry.span,
            Kind::UnknownFact {
                name,
                near,
                group: is_group,
                known,
            },
        );
        self.problems.push(problem.replaced_by(instead));
    }

    fn give(&mut self, id: FactId, entry: &Entry) {
        let fact = self.program[id].name.clone();
        if let Some(first) = self.places.get(&id).copied() {
            return self.said_before(entry, fact, first);
        }
        self.places.insert(id, entry.span);
        if let (NodeKind::Map(members), FactType::Set(_)) =
            (&entry.value.kind, &self.program[id].ty)
            && self.once(members).len() < members.len()
        {
            return;
        }
        match value::read(self.program, id, &entry.value, self.json) {
            Ok(said) => self.said(id, said),
            Err(wrong) => {
                for one in wrong {
                    let kind = Kind::WrongValue {
                        fact: self.program[id].clone(),
                        why: one.why,
                    };
                    self.problems.push(
                        ScenarioProblem::new(self.source, one.span, kind).replaced_by(one.instead),
                    );
                }
            }
        }
    }

    fn said(&mut self, id: FactId, said: Option<Said>) {
        match said {
            None => {}
            Some(Said::Unknown) => {
                self.file.said_unknown.insert(id);
            }
            Some(Said::Partly(given)) => {
                self.file.said_unknown.insert(id);
                self.file.scenario.facts.insert(id, given);
            }
            Some(Said::Value(given)) => {
                self.file.scenario.facts.insert(id, given);
            }
        }
    }

    fn readings(&mut self, entries: &[Entry]) {
        let mut places: BTreeMap<usize, Span> = BTreeMap::new();
        for entry in self.once(entries) {
            if self.problems.len() >= MAX_PROBLEMS {
                return;
            }
            let readings = self
                .program
                .readings
                .iter()
                .map(|reading| (reading.name.as_str(), &reading.labels));
            match named(readings, &entry.key) {
                Found::One(at) => match places.insert(at, entry.span) {
                    Some(first) => self.said_before(entry, entry.key.clone(), first),
                    None => self.option(ReadingId::from_index(at), &entry.value),
                },
                Found::Several(known) => self.problem(
                    entry.span,
                    Kind::UnknownReading {
                        name: entry.key.clone(),
                        near: None,
                        known,
                    },
                ),
                Found::Nothing(near) => {
                    let instead = near.as_deref().map(|near| quoted(near, self.json));
                    let known = self
                        .program
                        .readings
                        .iter()
                        .map(|reading| reading.name.clone())
                        .take(MAX_LISTED)
                        .collect();
                    let kind = Kind::UnknownReading {
                        name: entry.key.clone(),
                        near,
                        known,
                    };
                    self.problems.push(
                        ScenarioProblem::new(self.source, entry.span, kind).replaced_by(instead),
                    );
                }
            }
        }
    }

    fn option(&mut self, id: ReadingId, node: &Node) {
        let reading = &self.program[id];
        let name = match &node.kind {
            NodeKind::Scalar { text, .. } => text.clone(),
            NodeKind::List(_) | NodeKind::Map(_) => node.span.text(self.text).to_owned(),
            NodeKind::Refused => return,
        };
        let found = named(
            reading
                .options
                .iter()
                .map(|option| (option.name.as_str(), &option.labels)),
            &name,
        );
        let near = match found {
            Found::One(at) => {
                self.file.readings.insert(id, at);
                return;
            }
            Found::Several(_) => None,
            Found::Nothing(near) => near,
        };
        let instead = near.as_deref().map(|near| quoted(near, self.json));
        let known = reading
            .options
            .iter()
            .map(|option| option.name.clone())
            .collect();
        let kind = Kind::UnknownOption {
            reading: reading.name.clone(),
            name,
            near,
            known,
        };
        self.problems
            .push(ScenarioProblem::new(self.source, node.span, kind).replaced_by(instead));
    }
}

/// Whether a map below the name of a fact holds other facts: only a set may be given as a map.
pub(super) fn opens_group(
    program: &Program,
    words: &Vocabulary<'_>,
    id: FactId,
    name: &str,
    value: &Node,
) -> bool {
    is_map(value) && words.is_group(name) && !matches!(program[id].ty, FactType::Set(_))
}

pub(super) fn is_map(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Map(_))
}
