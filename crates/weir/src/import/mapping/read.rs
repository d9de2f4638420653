//! YAML to a mapping. Everything that means nothing is reported; a key with a slip in it would else change what is read.

use std::collections::BTreeMap;

use super::yaml::{self, Key, Kind, Node};
use super::{KindRule, Mapping, MappingProblem, MappingProblemKind, Role, Subject, TableRule};
use crate::import::text::{key, plain};

const TOP: &[&str] = &[
    "list",
    "uses",
    "head",
    "outside",
    "columns",
    "tables",
    "kinds",
    "people",
    "pathways",
    "outcome",
    "described",
    "sectors",
    "scenarios",
    "fields",
    "understood",
];

pub(super) fn mapping(text: &str) -> Result<Mapping, Vec<MappingProblem>> {
    let root = yaml::parse(text).map_err(|error| {
        vec![MappingProblem {
            line: error.line,
            kind: MappingProblemKind::Yaml(error.what),
        }]
    })?;
    let mut reader = Reader::default();
    let mapping = reader.top(&root);
    if reader.problems.is_empty() {
        Ok(mapping)
    } else {
        Err(reader.problems)
    }
}

#[derive(Default)]
struct Reader {
    problems: Vec<MappingProblem>,
}

impl Reader {
    fn problem(&mut self, line: usize, kind: MappingProblemKind) {
        self.problems.push(MappingProblem { line, kind });
    }

    fn top(&mut self, root: &Node) -> Mapping {
        let mut mapping = Mapping {
            outcome: "pathway".to_owned(),
            ..Mapping::default()
        };
        for (name, value) in self.map(root) {
            match name.text.as_str() {
                "list" => self.list(value, &mut mapping),
                "uses" => mapping.uses = self.texts(value),
                "head" => mapping.head = self.text(value),
                "outside" => self.outside(value, &mut mapping),
                "columns" => mapping.columns = self.columns(value),
                "tables" => mapping.tables = self.tables(value),
                "kinds" => mapping.kinds = self.kinds(value),
                "people" => self.people(value, &mut mapping),
                "pathways" => {
                    let words = self.texts_by_key(value, plain);
                    mapping.pathways = words.into_iter().collect();
                }
                "outcome" => mapping.outcome = self.text(value),
                "described" => mapping.described = Some(self.text(value)),
                "sectors" => mapping.sectors = self.texts_by_key(value, key),
                "scenarios" => mapping.scenarios = self.texts_by_key(value, key),
                "fields" => mapping.fields = self.texts_by_key(value, key),
                "understood" => {
                    mapping.understood = self.texts(value).iter().map(|text| plain(text)).collect();
                }
                _ => self.unknown(name, TOP),
            }
        }
        for (missing, what) in [
            (mapping.name.is_empty(), "list: name"),
            (mapping.edition.is_empty(), "list: edition"),
            (mapping.columns.is_empty(), "columns"),
        ] {
            if missing && self.problems.is_empty() {
                self.problem(root.line, MappingProblemKind::Missing(what));
            }
        }
        mapping
    }

    fn list(&mut self, node: &Node, mapping: &mut Mapping) {
        for (name, value) in self.map(node) {
            match name.text.as_str() {
                "name" => mapping.name = self.text(value),
                "edition" => mapping.edition = self.text(value),
                _ => self.unknown(name, &["name", "edition"]),
            }
        }
    }

    fn outside(&mut self, node: &Node, mapping: &mut Mapping) {
        for (name, value) in self.map(node) {
            let value = Some(self.text(value));
            match name.text.as_str() {
                "sector" => mapping.outside_sector = value,
                "scenario" => mapping.outside_scenario = value,
                _ => self.unknown(name, &["sector", "scenario"]),
            }
        }
    }

    fn people(&mut self, node: &Node, mapping: &mut Mapping) {
        for (name, value) in self.map(node) {
            match name.text.as_str() {
                "general" => mapping.people.general = self.text(value),
                "sensitive" => mapping.people.sensitive = self.text(value),
                _ => self.unknown(name, &["general", "sensitive"]),
            }
        }
    }

    fn columns(&mut self, node: &Node) -> BTreeMap<String, Role> {
        let mut columns = BTreeMap::new();
        for (name, value) in self.map(node) {
            let word = self.text(value);
            match Role::ALL.iter().find(|(known, _)| *known == word) {
                Some((_, role)) => {
                    columns.insert(key(&name.text), *role);
                }
                None => {
                    let known = Role::ALL.iter().map(|(word, _)| *word).collect();
                    self.problem(value.line, MappingProblemKind::UnknownWord(word, known));
                }
            }
        }
        columns
    }

    fn tables(&mut self, node: &Node) -> Vec<TableRule> {
        const KNOWN: &[&str] = &[
            "table", "above", "skip", "prefix", "sector", "scenario", "pathway",
        ];
        let mut tables = Vec::new();
        for entry in self.items(node) {
            let mut rule = TableRule::default();
            for (name, value) in self.map(entry) {
                let text = self.text(value);
                match name.text.as_str() {
                    "table" => match text.parse() {
                        Ok(number) => rule.table = number,
                        Err(_) => self.problem(value.line, MappingProblemKind::Shape("a number")),
                    },
                    "above" => rule.above = Some(text),
                    "skip" => rule.skip = text == "true",
                    "prefix" => rule.prefix = text,
                    "sector" => rule.sector = Some(text),
                    "scenario" => rule.scenario = Some(text),
                    "pathway" => rule.pathway = Some(text),
                    _ => self.unknown(name, KNOWN),
                }
            }
            if rule.table == 0 {
                self.problem(entry.line, MappingProblemKind::Missing("table"));
            }
            tables.push(rule);
        }
        tables
    }

    fn kinds(&mut self, node: &Node) -> BTreeMap<String, KindRule> {
        const KNOWN: &[&str] = &["en", "when", "then", "described", "unread", "people"];
        let mut kinds = BTreeMap::new();
        for (name, value) in self.map(node) {
            let mut rule = KindRule::default();
            for (name, value) in self.map(value) {
                let text = self.text(value);
                match name.text.as_str() {
                    "en" => rule.en = Some(text),
                    "when" => rule.when = Some(text),
                    "then" => rule.then = Some(text),
                    "described" => rule.described = text == "true",
                    "unread" => rule.unread = Some(text),
                    "people" => match text.as_str() {
                        "general" => rule.people = Some(Subject::General),
                        "sensitive" => rule.people = Some(Subject::Sensitive),
                        _ => {
                            let known = vec!["general", "sensitive"];
                            self.problem(value.line, MappingProblemKind::UnknownWord(text, known));
                        }
                    },
                    _ => self.unknown(name, KNOWN),
                }
            }
            kinds.insert(key(&name.text), rule);
        }
        kinds
    }

    fn texts_by_key(&mut self, node: &Node, form: fn(&str) -> String) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for (name, value) in self.map(node) {
            let text = self.text(value);
            texts.insert(form(&name.text), text);
        }
        texts
    }

    fn texts(&mut self, node: &Node) -> Vec<String> {
        let items = self.items(node);
        items.iter().map(|item| self.text(item)).collect()
    }

    fn text(&mut self, node: &Node) -> String {
        match &node.kind {
            Kind::Text(text) if text.contains("???") => {
                let line = text
                    .lines()
                    .find(|line| line.contains("???"))
                    .unwrap_or_default();
                self.problem(
                    node.line,
                    MappingProblemKind::Unfilled(line.trim().to_owned()),
                );
                String::new()
            }
            Kind::Text(text) => text.trim().to_owned(),
            Kind::List(_) | Kind::Map(_) => {
                self.problem(node.line, MappingProblemKind::Shape("a text"));
                String::new()
            }
        }
    }

    fn items<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            Kind::List(nodes) => nodes,
            Kind::Text(text) if text.is_empty() => &[],
            Kind::Text(_) | Kind::Map(_) => {
                self.problem(node.line, MappingProblemKind::Shape("a list"));
                &[]
            }
        }
    }

    fn map<'n>(&mut self, node: &'n Node) -> &'n [(Key, Node)] {
        match &node.kind {
            Kind::Map(entries) => entries,
            Kind::Text(text) if text.is_empty() => &[],
            Kind::Text(_) | Kind::List(_) => {
                self.problem(node.line, MappingProblemKind::Shape("a map"));
                &[]
            }
        }
    }

    fn unknown(&mut self, name: &Key, known: &'static [&'static str]) {
        self.problem(
            name.line,
            MappingProblemKind::UnknownKey(name.text.clone(), known),
        );
    }
}
