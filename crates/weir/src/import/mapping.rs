//! The mapping file: which table, column and word of an official text is what.

use std::collections::BTreeMap;

use weir_syntax::diagnostic::Language;

use super::text::key;

mod read;
pub(super) mod suggest;

mod yaml;

/// A mapping as read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    /// The name of the list.
    pub(crate) name: String,
    /// Its edition.
    pub(crate) edition: String,
    /// The clauses at its head, as they are written in a policy.
    pub(crate) head: String,
    /// The files that a new list uses.
    pub(crate) uses: Vec<String>,
    /// What holds outside the rows of a sector, and of a scenario.
    pub(crate) outside_sector: Option<String>,
    pub(crate) outside_scenario: Option<String>,
    /// What the columns are, by the key of their header.
    pub(crate) columns: BTreeMap<String, Role>,
    /// How each table is read.
    pub(crate) tables: Vec<TableRule>,
    /// What the kinds of data mean, by the key of the text.
    pub(crate) kinds: BTreeMap<String, KindRule>,
    /// The measures of people.
    pub(crate) people: People,
    /// The words that mean a pathway, in plain form, with the value.
    pub(crate) pathways: Vec<(String, String)>,
    /// The outcome that the rows conclude about.
    pub(crate) outcome: String,
    /// The fact that tells which description of the list the data match.
    pub(crate) described: Option<String>,
    /// Texts of the table that mean a name, by key.
    pub(crate) sectors: BTreeMap<String, String>,
    pub(crate) scenarios: BTreeMap<String, String>,
    pub(crate) fields: BTreeMap<String, String>,
    /// Sentences, in plain form, that say nothing the policies don't say elsewhere.
    pub(crate) understood: Vec<String>,
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The id of the row, as it stands.
    Row,
    /// The number of the row; with the prefix of the table it is the id.
    Number,
    /// The kind of data.
    Kind,
    /// The label, in which conditions and numbers are looked for.
    Subclass,
    /// The label in Chinese; nothing else is looked for in it.
    Label,
    /// The label in English.
    LabelEn,
    /// The sector.
    Sector,
    /// The business scenario.
    Scenario,
    /// The data fields.
    Fields,
    /// A text with scenarios, fields, numbers and how they are counted.
    Description,
    /// Bounds of people, sensitive information not included.
    General,
    /// Bounds of people with sensitive information.
    Sensitive,
    /// Bounds of people; whose they are is said by the kind of data.
    People,
    /// What is needed.
    Pathway,
    /// A remark.
    Note,
    /// Nothing that the policies need.
    Ignore,
}

impl Role {
    /// All roles with the words for them in a mapping file.
    pub(crate) const ALL: [(&'static str, Self); 16] = [
        ("row", Self::Row),
        ("number", Self::Number),
        ("kind", Self::Kind),
        ("subclass", Self::Subclass),
        ("label", Self::Label),
        ("label en", Self::LabelEn),
        ("sector", Self::Sector),
        ("scenario", Self::Scenario),
        ("fields", Self::Fields),
        ("description", Self::Description),
        ("general", Self::General),
        ("sensitive", Self::Sensitive),
        ("people", Self::People),
        ("pathway", Self::Pathway),
        ("note", Self::Note),
        ("ignore", Self::Ignore),
    ];

    /// The word for it in a mapping file.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, role)| *role == self)
            .map_or("ignore", |(word, _)| word)
    }
}

/// How a table is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableRule {
    /// Which table of the file, counted from 1.
    pub(crate) table: usize,
    /// The paragraph above it, or the name of its sheet; if it differs, the file has changed.
    pub(crate) above: Option<String>,
    /// Whether it is none of the list.
    pub(crate) skip: bool,
    /// What stands before the numbers of its rows.
    pub(crate) prefix: String,
    pub(crate) sector: Option<String>,
    pub(crate) scenario: Option<String>,
    pub(crate) pathway: Option<String>,
}

/// What a kind of data means.
#[derive(Clone, Debug, Default)]
pub(crate) struct KindRule {
    /// The kind in English, for labels.
    pub(crate) en: Option<String>,
    /// The condition, as written in a policy.
    pub(crate) when: Option<String>,
    /// A further conclusion, as written in a policy.
    pub(crate) then: Option<String>,
    /// Whether a row is a description that people compare with their data, and not a list of fields.
    pub(crate) described: bool,
    /// A further condition of a row of this kind that could not be read.
    pub(crate) unread: Option<String>,
    /// Which measure counts the people, where the text does not say it.
    pub(crate) people: Option<Subject>,
}

/// The measures of people.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub(crate) general: String,
    pub(crate) sensitive: String,
}

impl Default for People {
    fn default() -> Self {
        Self {
            general: "listed.general".to_owned(),
            sensitive: "listed.sensitive".to_owned(),
        }
    }
}

/// Whose information is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    General,
    Sensitive,
}

/// What is wrong with a mapping file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MappingProblem {
    /// The line, counted from 1.
    pub(crate) line: usize,
    pub(crate) kind: MappingProblemKind,
}

/// The kinds of mistake in a mapping file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MappingProblemKind {
    /// It is no YAML.
    Yaml(String),
    /// A key that means nothing here, and those that do.
    UnknownKey(String, &'static [&'static str]),
    /// A value of another shape; what is needed.
    Shape(&'static str),
    /// A word that means nothing here, and those that do.
    UnknownWord(String, Vec<&'static str>),
    /// Something that has to be there.
    Missing(&'static str),
    /// Something that is still to be filled in.
    Unfilled(String),
}

impl MappingProblem {
    /// In words, without the place.
    pub(crate) fn text(&self, language: Language) -> String {
        match &self.kind {
            MappingProblemKind::Yaml(what) => language.pick(
                format!("不是可读的 YAML：{what}"),
                format!("this is not readable YAML: {what}"),
            ),
            MappingProblemKind::UnknownKey(found, known) => language.pick(
                format!("`{found}` 在此没有意义；可用：{}", known.join("、")),
                format!("`{found}` means nothing here; known: {}", known.join(", ")),
            ),
            MappingProblemKind::Shape(needed) => language.pick(
                format!("此处应为：{needed}"),
                format!("this has to be {needed}"),
            ),
            MappingProblemKind::UnknownWord(found, known) => language.pick(
                format!("不认识 `{found}`；可用：{}", known.join("、")),
                format!("`{found}` is not known; known: {}", known.join(", ")),
            ),
            MappingProblemKind::Missing(what) => {
                language.pick(format!("缺少 `{what}`"), format!("`{what}` is missing"))
            }
            MappingProblemKind::Unfilled(what) => language.pick(
                format!("`{what}` 尚未填写（仍为 ???）"),
                format!("`{what}` is still to be filled in (it is ???)"),
            ),
        }
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// If it is no YAML or means nothing.
    pub(crate) fn read(text: &str) -> Result<Self, Vec<MappingProblem>> {
        read::mapping(text)
    }

    /// What a column with this header is.
    pub(crate) fn role(&self, header: &str) -> Option<Role> {
        self.columns.get(&key(header)).copied()
    }
}
