//! What the texts of a row say: to which scenarios it is limited, which fields it names, how many people it asks for, which
//! rows it leaves to others. Texts are read sentence by sentence; a sentence that is not understood as a whole is not read.

use super::mapping::{Mapping, Subject};
use super::names::{NameOf, Names, Unnamed};
use super::number::{self, Bounds};
use super::text::{key, plain, without_number};

use enumeration::Ending;

pub(super) use enumeration::Announced;

mod counting;
mod enumeration;

/// What was read in the texts of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Numbers of people, and whose information is counted if that is said.
    pub(super) counted: Vec<(Option<Subject>, Bounds)>,
    /// The numbers of the rows whose data are left out.
    pub(super) except: Vec<String>,
    /// The scenarios to which the row is limited.
    pub(super) scenarios: Vec<String>,
    pub(super) fields: Vec<FieldList>,
    /// The kinds of data that are named, as written.
    pub(super) kinds: Vec<String>,
    /// What was not read.
    pub(super) unread: Vec<Unread>,
}

/// Fields that a row names, for one scenario or for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldList {
    pub(super) scenario: Option<String>,
    pub(super) names: Vec<String>,
    /// Whether it says that there are others.
    pub(super) open: bool,
}

/// A text that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) text: String,
    pub(crate) why: Why,
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A number in a sentence that is not understood.
    Number,
    /// A condition that is not understood.
    Condition,
    /// A text that is no name.
    Name(Vec<Unnamed>),
    /// A number of people, and it is not said whose.
    Whose,
    /// What contradicts the kind of data or another number.
    Contradiction,
    /// A pathway that is not known, or several.
    Pathway,
    /// A kind of data that the mapping file does not know.
    Kind,
    /// A row that is spoken of and does not exist.
    Row,
    /// No id.
    Id,
}

/// Reads sentences in the light of a mapping and the names of the policies.
pub(super) struct Reader<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) names: Names<'a>,
}

impl Reader<'_> {
    /// Reads a text in which anything may stand.
    pub(super) fn read(&self, text: &str, said: &mut Said) {
        // Names of scenarios and fields are kept as written; only the signs between sentences matter here.
        for sentence in text.split(['\n', '。', '；', ';']) {
            let sentence = sentence.trim().trim_end_matches(['，', ',', '、', ' ']);
            if !sentence.is_empty() {
                self.sentence(sentence, said);
            }
        }
    }

    fn sentence(&self, sentence: &str, said: &mut Said) {
        let form = plain(sentence);
        if self.mapping.understood.contains(&form)
            || counting::is_method(&form, &self.mapping.understood)
        {
            return;
        }
        if let Some(rest) = self.exception(sentence, said) {
            return self.rest(rest, said);
        }
        if let Some((names, rest)) = enumeration::limited_to(sentence) {
            let found: Vec<_> = enumeration::items(names)
                .map(|name| self.names.find(NameOf::Scenario, name))
                .collect();
            let unnamed: Vec<Unnamed> = found
                .iter()
                .filter_map(|found| found.clone().err())
                .collect();
            said.scenarios.extend(found.into_iter().flatten());
            if !unnamed.is_empty() {
                said.unread(sentence, Why::Name(unnamed));
            }
            return self.rest(rest, said);
        }
        if self.mapping.kinds.contains_key(&key(sentence)) {
            return said.kinds.push(sentence.to_owned());
        }
        match counting::read(&form, &self.mapping.understood) {
            Some(counted) if !counted.is_empty() => said.counted.extend(counted),
            Some(_) if number::find(&form).is_empty() => self.fields_in(sentence, said),
            Some(_) | None => said.unread(sentence, Why::Number),
        }
    }

    /// Goes on behind a part of a sentence.
    fn rest(&self, rest: &str, said: &mut Said) {
        let rest = rest
            .trim()
            .trim_start_matches(['，', ',', '：', ':', '的', '中', '下'])
            .trim_end_matches(['，', ',', '：', ':']);
        let form = plain(rest);
        let nothing = [
            "",
            "数据",
            "个人信息",
            "其他个人信息",
            "数据出境",
            "个人信息出境",
            "相关数据",
            "的数据",
        ];
        if !nothing.contains(&form.as_str()) {
            self.sentence(rest, said);
        }
    }

    /// `除第7项以外的个人信息`: the rows, and what follows.
    fn exception<'s>(&self, sentence: &'s str, said: &mut Said) -> Option<&'s str> {
        let (before, inside) = sentence.split_once('除')?;
        if !before.is_empty() {
            return None;
        }
        let (rows, rest) = ["以外的", "之外的", "外的", "以外", "之外"]
            .iter()
            .find_map(|end| inside.split_once(end))?;
        let rows = counting::rows(&plain(rows))?;
        said.except.extend(rows);
        Some(rest)
    }

    /// Fields, with or without a word before them.
    fn fields_in(&self, sentence: &str, said: &mut Said) {
        let sentence = without_number(sentence);
        let (scenario, listed, announced) = match sentence.split_once(['：', ':']) {
            Some((head, _)) if enumeration::introduces(head) => {
                let (listed, announced) = enumeration::without_introduction(sentence);
                (None, listed, announced)
            }
            Some((head, tail)) => match self.names.find(NameOf::Scenario, head) {
                Ok(name) => {
                    let (listed, announced) = enumeration::without_introduction(tail);
                    let announced = if announced == Announced::Open {
                        announced
                    } else {
                        Announced::Yes
                    };
                    (Some(name), listed, announced)
                }
                Err(unnamed) if head.contains("场景") => {
                    return said.unread(sentence, Why::Name(vec![unnamed]));
                }
                Err(_) => return said.unread(sentence, why(sentence)),
            },
            None => {
                let (listed, announced) = enumeration::without_introduction(sentence);
                (None, listed, announced)
            }
        };
        self.field_list(sentence, scenario, listed, announced, said);
    }

    /// Reads a list of fields. Without a word that announces it, half of its items must be known fields.
    pub(super) fn field_list(
        &self,
        sentence: &str,
        scenario: Option<String>,
        listed: &str,
        announced: Announced,
        said: &mut Said,
    ) {
        let (listed, ending) = enumeration::ending(listed);
        let items: Vec<&str> = enumeration::items(listed).collect();
        let mut names = Vec::new();
        let mut unnamed = Vec::new();
        for item in &items {
            match self.field(item) {
                Ok(found) => names.extend(found),
                Err(found) => unnamed.push(found),
            }
        }
        let known = items.len() - unnamed.len();
        let unlikely = announced == Announced::No && (known == 0 || known * 2 < items.len());
        if items.is_empty() || unlikely {
            return said.unread(sentence, why(sentence));
        }
        if !unnamed.is_empty() {
            return said.unread(sentence, Why::Name(unnamed));
        }
        let open = match ending {
            Ending::Closed => announced == Announced::Open,
            Ending::Open => true,
            Ending::Counted(count) if count < names.len() => {
                return said.unread(sentence, Why::Condition);
            }
            // 等9项 after nine fields closes the list.
            Ending::Counted(count) => count > names.len(),
        };
        names.dedup();
        said.fields.push(FieldList {
            scenario,
            names,
            open,
        });
    }

    /// The field that an item is; two, if two fields are joined by `和` or `及` in it.
    fn field(&self, item: &str) -> Result<Vec<String>, Unnamed> {
        let whole = match self.names.find(NameOf::Field, item) {
            Ok(name) => return Ok(vec![name]),
            Err(unnamed) => unnamed,
        };
        for joint in ["以及", "和", "及", "与", " and "] {
            if let Some((one, other)) = item.split_once(joint)
                && let (Ok(one), Ok(other)) = (
                    self.names.find(NameOf::Field, one),
                    self.names.find(NameOf::Field, other),
                )
            {
                return Ok(vec![one, other]);
            }
        }
        Err(whole)
    }
}

impl Said {
    pub(super) fn unread(&mut self, text: &str, why: Why) {
        self.unread.push(Unread {
            text: text.to_owned(),
            why,
        });
    }
}

fn why(sentence: &str) -> Why {
    if number::has_number(&plain(without_number(sentence))) {
        Why::Number
    } else {
        Why::Condition
    }
}

#[cfg(test)]
mod tests;
