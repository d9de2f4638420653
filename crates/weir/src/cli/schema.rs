//! JSON Schemas: of scenario files, made from the facts of the policies, and of what commands print with `--format json`.
//!
//! The schema of scenario files accepts what the reader accepts, but for rarely used spellings of yes and no; editors complete and
//! explain facts with it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use weir_core::hir::{Fact, FactType, LabelKind, Labels, Lang, Language, Member, Program, Unit};

mod analysis;
mod determination;
mod difference;
mod graph;
mod shape;
mod tests_report;

#[cfg(test)]
mod tests;

pub use analysis::analysis_schema;
pub use determination::determination_schema;
pub use difference::diff_schema;
pub use graph::graph_schema;
pub use tests_report::tests_schema;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the scenario files of these policies; titles and descriptions are in the language.
#[must_use]
pub fn scenario_schema(program: &Program, language: Language) -> Value {
    json!({
        "$schema": DIALECT,
        "title": language.pick("数据出境情形", "data-export scenario"),
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "title": { "type": ["string", "null"], "description": language.pick("该情形的内容，一行文字", "what the scenario is about, in one line") },
            "on": { "anyOf": [day(), { "type": "null" }], "description": language.pick("按哪一天的法律判定", "the day as of which the law is asked for") },
            "facts": facts(program, language),
            "readings": readings(program, language),
        },
        "$defs": definitions(program, language),
    })
}

/// Every fact by name, with its schema.
fn definitions(program: &Program, language: Language) -> Value {
    program
        .facts
        .iter()
        .map(|fact| (fact.name.clone(), fact_schema(fact, language)))
        .collect::<Map<String, Value>>()
        .into()
}

/// A map that may name each fact by its dotted name, by a label, or name by name in maps.
fn facts(program: &Program, language: Language) -> Value {
    let mut properties = Map::new();
    for fact in &program.facts {
        properties.insert(fact.name.clone(), reference(&fact.name));
    }
    let mut groups = Group::default();
    for fact in program.facts.iter().filter(|fact| fact.name.contains('.')) {
        groups.add(&fact.name, &fact.name);
    }
    for (name, group) in groups.inner {
        properties.entry(name).or_insert_with(|| group.schema());
    }
    for (label, name) in labels(program) {
        properties.entry(label).or_insert_with(|| reference(&name));
    }
    json!({
        "type": ["object", "null"],
        "description": language.pick("已知的事实；未写明的为未知", "what is known; what is not named is unknown"),
        "additionalProperties": false,
        "properties": properties,
    })
}

fn reference(name: &str) -> Value {
    let pointer = name.replace('~', "~0").replace('/', "~1");
    json!({ "$ref": format!("#/$defs/{pointer}") })
}

/// The labels that stand for one fact only, with its name.
fn labels(program: &Program) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for fact in &program.facts {
        for label in [Lang::Zh, Lang::En]
            .into_iter()
            .filter_map(|lang| fact.labels.exact(lang))
        {
            found.entry(label.to_owned()).or_default().push(&fact.name);
        }
    }
    let only = |names: Vec<&str>| match names.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Some((*first).to_owned()),
        _ => None,
    };
    found
        .into_iter()
        .filter_map(|(label, names)| Some((label, only(names)?)))
        .collect()
}

/// The facts whose names start alike.
#[derive(Default)]
struct Group {
    inner: BTreeMap<String, Group>,
    fact: Option<String>,
}

impl Group {
    fn add(&mut self, rest: &str, fact: &str) {
        match rest.split_once('.') {
            Some((first, rest)) => self
                .inner
                .entry(first.to_owned())
                .or_default()
                .add(rest, fact),
            None => self.inner.entry(rest.to_owned()).or_default().fact = Some(fact.to_owned()),
        }
    }

    fn schema(self) -> Value {
        let fact = self.fact.as_deref().map(reference);
        if self.inner.is_empty() {
            return fact.unwrap_or_else(|| json!({}));
        }
        let properties: Map<String, Value> = self
            .inner
            .into_iter()
            .map(|(name, group)| (name, group.schema()))
            .collect();
        let group = json!({ "type": ["object", "null"], "additionalProperties": false, "properties": properties });
        match fact {
            Some(fact) => json!({ "anyOf": [fact, group] }),
            None => group,
        }
    }
}

fn fact_schema(fact: &Fact, language: Language) -> Value {
    let title = fact.labels.label(language).unwrap_or(&fact.name);
    let mut schema = json!({ "title": title, "description": description(fact, language) });
    if let (Some(schema), Value::Object(value)) = (schema.as_object_mut(), value(fact)) {
        schema.extend(value);
    }
    schema
}

/// The question, the note and the meaning of each member.
fn description(fact: &Fact, language: Language) -> String {
    let mut lines: Vec<String> = [LabelKind::Ask, LabelKind::Note]
        .into_iter()
        .filter_map(|kind| fact.labels.get(kind, language))
        .map(str::to_owned)
        .collect();
    let members = match &fact.ty {
        FactType::Choice(members) | FactType::Set(members) => &**members,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
    };
    let colon = language.pick("：", ": ");
    lines.extend(members.iter().filter_map(|member| {
        member
            .labels
            .label(language)
            .map(|label| format!("{}{colon}{label}", member.name))
    }));
    lines.join("\n")
}

fn value(fact: &Fact) -> Value {
    match &fact.ty {
        FactType::Bool => json!({ "enum": yes_or_no() }),
        FactType::Choice(members) => {
            let mut allowed = words(members);
            allowed.extend(unknown());
            json!({ "enum": allowed })
        }
        FactType::Set(members) => set(members),
        FactType::Quantity(unit) => {
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": quantity(*unit) }, { "enum": unknown() }] })
        }
        FactType::Date => json!({ "anyOf": [day(), { "enum": unknown() }] }),
        FactType::Error => json!({}),
    }
}

fn set(members: &[Member]) -> Value {
    let names = words(members);
    let each: Map<String, Value> = names
        .iter()
        .filter_map(Value::as_str)
        .map(|name| (name.to_owned(), json!({ "enum": yes_or_no() })))
        .collect();
    json!({
        "anyOf": [
            { "type": "array", "items": { "enum": names } },
            { "type": "object", "additionalProperties": false, "properties": each },
            { "enum": unknown() },
        ]
    })
}

/// Names and labels of members, each once.
fn words(members: &[Member]) -> Vec<Value> {
    let mut words: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    for label in members.iter().flat_map(|member| both(&member.labels)) {
        let shared = members
            .iter()
            .filter(|member| both(&member.labels).any(|other| other == label))
            .count()
            > 1;
        if !shared && !words.contains(&label) {
            words.push(label);
        }
    }
    words.into_iter().map(Value::from).collect()
}

fn both(labels: &Labels) -> impl Iterator<Item = &str> {
    [Lang::Zh, Lang::En]
        .into_iter()
        .filter_map(|lang| labels.exact(lang))
}

fn unknown() -> Vec<Value> {
    vec!["unknown".into(), "未知".into(), Value::Null]
}

fn yes_or_no() -> Vec<Value> {
    let mut words: Vec<Value> = vec![true.into(), false.into()];
    words.extend(["yes", "no", "是", "否"].map(Value::from));
    words.extend(unknown());
    words
}

fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// Numbers and bounds in a unit, as a regular expression.
fn quantity(unit: Unit) -> String {
    let units: Vec<&str> = unit
        .chinese()
        .iter()
        .copied()
        .chain([unit.name()])
        .collect();
    let number = format!(
        "[0-9０-９][0-9０-９_.．]*\\s*[百千万亿]*\\s*({})?",
        units.join("|")
    );
    let bound = format!("((>=|<=|>|<|≥|≤|＞|＜|超过|不满)\\s*{number}|{number}\\s*(以上|以下))");
    format!("^\\s*(=?\\s*{number}|{bound}(\\s*[,，、]?\\s*{bound})?)\\s*$")
}

fn readings(program: &Program, language: Language) -> Value {
    let mut properties = Map::new();
    for reading in &program.readings {
        let mut options: Vec<&str> = reading
            .options
            .iter()
            .map(|option| option.name.as_str())
            .collect();
        for label in reading
            .options
            .iter()
            .flat_map(|option| both(&option.labels))
        {
            if !options.contains(&label) {
                options.push(label);
            }
        }
        let colon = language.pick("：", ": ");
        let lines: Vec<String> = reading
            .options
            .iter()
            .filter_map(|option| {
                option
                    .labels
                    .label(language)
                    .map(|label| format!("{}{colon}{label}", option.name))
            })
            .collect();
        let default = reading
            .options
            .get(reading.default)
            .map(|option| option.name.as_str());
        let title = reading.labels.label(language).unwrap_or(&reading.name);
        properties.insert(reading.name.clone(), json!({ "title": title, "description": lines.join("\n"), "enum": options, "default": default }));
    }
    json!({
        "type": ["object", "null"],
        "description": language.pick("有不同解释的法律问题所取的解释", "the options taken for open questions of law"),
        "additionalProperties": false,
        "properties": properties,
    })
}
