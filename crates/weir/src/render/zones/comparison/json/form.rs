//! The types of the format.

use serde::Serialize;

/// A comparison.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The version of this format.
    pub version: u32,
    /// The day.
    pub on: String,
    /// The options taken that are not the defaults.
    pub readings: Vec<Chosen>,
    /// The lists.
    pub lists: Vec<List>,
    /// Lists that only take over others and are not compared once more.
    pub adopting: Vec<Adopting>,
    /// What the lists count.
    pub quantities: Vec<Quantity>,
    /// The sectors and scenarios.
    pub concepts: Vec<Concepts>,
    /// What was found.
    pub findings: Vec<Findings>,
    /// Rules of whose conditions not every case was looked at.
    pub too_large: Vec<String>,
}

/// A reading with an option.
#[derive(Debug, Serialize)]
pub struct Chosen {
    /// The reading.
    pub reading: String,
    /// The option.
    pub option: String,
}

/// A list.
#[derive(Debug, Serialize)]
pub struct List {
    /// The list and its edition: `beijing edition "2024"`.
    pub list: String,
    /// Its title.
    pub title: String,
    /// `negative` or `general`.
    pub kind: &'static str,
    /// The zones that it is for.
    pub zones: Vec<String>,
    /// The option under which alone it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Chosen>,
    /// Who may use it.
    pub gate: Gate,
    /// What holds outside its parts and rows: `free`, `national` or `undetermined`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<&'static str>,
    /// Its trial period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<Trial>,
    /// How its rows are built.
    pub rows: Rows,
    /// What its rules add to sets.
    pub duties: Vec<Reached>,
    /// The lists from which it takes parts and which are compared themselves.
    pub adopts: Vec<String>,
    /// Where it is written.
    pub place: Option<Located>,
}

/// Who may use a list.
#[derive(Debug, Serialize)]
pub struct Gate {
    /// Where the exporter has to stand, or to have done something.
    pub places: Vec<Places>,
    /// What closes the list.
    pub closes: Vec<Marked>,
    /// What opens it, always or in some cases.
    pub opens: Vec<Marked>,
    /// The readings on which it turns.
    pub readings: Vec<String>,
}

/// A set of zones of which one is needed.
#[derive(Debug, Serialize)]
pub struct Places {
    /// The fact.
    pub fact: String,
    /// The zones.
    pub zones: Vec<String>,
}

/// A yes-or-no fact that holds, or a member that a set has.
#[derive(Debug, Serialize)]
pub struct Marked {
    /// The fact.
    pub fact: String,
    /// The member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// A trial period.
#[derive(Debug, Serialize)]
pub struct Trial {
    /// The day on which it is over.
    pub until: String,
    /// Its length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<i64>,
    /// Whether it is over.
    pub over: bool,
}

/// How the rows of a list are built.
#[derive(Debug, Serialize)]
pub struct Rows {
    /// Rows for scenarios or fields, transcribed or not.
    pub special: usize,
    /// Rows for data other than those of other rows, transcribed or not.
    pub residual: usize,
    /// Other rows with numbers that are transcribed.
    pub general: usize,
    /// Rows of any kind that are transcribed.
    pub transcribed: usize,
    /// Places that are not transcribed.
    pub untranscribed: usize,
}

/// A value with the rules that conclude it.
#[derive(Debug, Serialize)]
pub struct Reached {
    /// The value.
    pub value: String,
    /// The rules.
    pub rules: Vec<String>,
}

/// A list that only takes over others.
#[derive(Debug, Serialize)]
pub struct Adopting {
    /// The list.
    pub list: String,
    /// The others.
    pub from: Vec<String>,
}

/// What is counted.
#[derive(Debug, Serialize)]
pub struct Quantity {
    /// In words.
    pub label: String,
    /// The measures.
    pub measures: Vec<String>,
    /// The counters.
    pub counters: Vec<String>,
}

/// A sector or scenario.
#[derive(Debug, Serialize)]
pub struct Concepts {
    /// `sector` or `scenario`.
    pub axis: &'static str,
    /// Its name.
    pub member: String,
    /// Its label.
    pub label: String,
    /// How the lists treat it.
    pub standings: Vec<Standings>,
}

/// How a list treats a sector or scenario.
#[derive(Debug, Serialize)]
pub struct Standings {
    /// The list.
    pub list: String,
    /// `same`, `wider`, `narrower` or `everything`.
    pub relation: &'static str,
    /// What the list names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<Named>,
    /// The sector around a scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Named>,
    /// Numbers, and what they lead to.
    pub numbers: Vec<Numbers>,
    /// The fields that rows name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
    /// The rows that make data important.
    pub important_data: Vec<String>,
    /// The values that rows reach.
    pub concludes: Vec<Reached>,
    /// What holds outside the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<&'static str>,
    /// What is not transcribed.
    pub untranscribed: Vec<String>,
}

/// A member as a list prints it.
#[derive(Debug, Serialize)]
pub struct Named {
    /// The member.
    pub member: String,
    /// The words of the list.
    pub printed: String,
}

/// Numbers, and what they lead to.
#[derive(Debug, Serialize)]
pub struct Numbers {
    /// The measure.
    pub measure: String,
    /// What they lead to.
    pub concludes: String,
    /// The first.
    pub from: i64,
    /// The first above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<i64>,
    /// The rule.
    pub rule: String,
    /// Whether what is not transcribed may change it.
    pub unsure: bool,
}

/// The fields that rows name.
#[derive(Debug, Serialize)]
pub struct Fields {
    /// The fact.
    pub fact: String,
    /// The fields.
    pub named: Vec<String>,
    /// Whether there may be more.
    pub open: bool,
}

/// Something that was compared.
#[derive(Debug, Serialize)]
pub struct Findings {
    /// What kind of thing: a name that does not change.
    pub kind: &'static str,
    /// `difference`, `unknown` or `consistent`.
    pub severity: &'static str,
    /// The sector or scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concept: Option<String>,
    /// The measures whose numbers are compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// What begins at the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concludes: Option<String>,
    /// The fact in question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Marked>,
    /// In words.
    pub text: String,
    /// What each side says.
    pub sides: Vec<Sides>,
    /// Who asks the most.
    pub strictest: Vec<String>,
    /// Who asks the least.
    pub loosest: Vec<String>,
}

/// What one side says.
#[derive(Debug, Serialize)]
pub struct Sides {
    /// A list, or `national`.
    pub of: String,
    /// Whether it is known.
    pub known: bool,
    /// The number from which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// What it says, in names of the policies: members, values, facts, measures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// In words.
    pub text: String,
    /// Of which sectors or scenarios.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// The places in the law.
    pub cites: Vec<Cited>,
    /// Whether what is not transcribed may change it.
    pub unsure: bool,
}

/// A place in the law.
#[derive(Debug, Serialize)]
pub struct Cited {
    /// Its reference.
    pub reference: String,
    /// In words.
    pub citation: String,
    /// Where it is written.
    pub place: Option<Located>,
}

/// A place in a file.
#[derive(Debug, Serialize)]
pub struct Located {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}
