//! A determination as JSON. These types are the format; `version` changes when they do.

use serde::Serialize;
use weir_core::Edition;
use weir_core::hir::{Citation, LabelKind, Language, OutcomeId, RuleId};
use weir_core::scenario::Scenario;
use weir_eval::{Answer, Determination, Ladder, Need, Result as Outcome, Set, State};

use super::words;

mod labels;
mod lists;

pub use labels::{OutcomeLabels, ValueLabels, labels};
pub use lists::{Listed, ListedRow};

/// The determinations of one run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The version of this format.
    pub version: u32,
    /// What the outcomes and their values are called, in both languages.
    pub labels: Vec<OutcomeLabels>,
    /// One entry a scenario, in order.
    pub determinations: Vec<Entry>,
}

/// The determination of one scenario.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// The file.
    pub scenario: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day.
    pub on: String,
    /// The options taken that are not the defaults.
    pub readings: Vec<Chosen>,
    /// The outcomes.
    pub outcomes: Vec<Concluded>,
    /// The lists of free trade zones that the exporter can use, or could from where it is.
    pub lists: Vec<Listed>,
    /// The readings on which the outcomes with one value rest.
    pub rests_on: Vec<Rests>,
    /// The assumptions that the facts contradict.
    pub contradicts: Vec<String>,
    /// Under every combination of the readings that matter, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_readings: Option<Vec<Under>>,
    /// What would lead to each other value, if asked for.
    #[serde(flatten)]
    pub what_if: Option<super::what_if::Report>,
}

/// A reading with an option.
#[derive(Clone, Debug, Serialize)]
pub struct Chosen {
    /// The reading.
    pub reading: String,
    /// The option.
    pub option: String,
}

/// The answers under a combination of readings.
#[derive(Debug, Serialize)]
pub struct Under {
    /// The options.
    pub readings: Vec<Chosen>,
    /// The answers.
    pub outcomes: Vec<Said>,
}

/// What was concluded about an outcome.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Concluded {
    /// An outcome with one value.
    Ladder {
        /// The answer.
        #[serde(flatten)]
        said: Said,
        /// The rules that make it so.
        why: Vec<Because>,
        /// Whether one of `why` holds in each case, but none in every case.
        by_cases: bool,
        /// The rules set aside.
        set_aside: Vec<Aside>,
        /// Rules that a different quantity would make apply.
        near: Vec<Near>,
        /// The facts that would decide.
        needs: Vec<Needed>,
        /// The parts that have not been transcribed.
        holes: Vec<Hole>,
    },
    /// An outcome that is a set.
    Set {
        /// Its name.
        outcome: String,
        /// The values that are surely in it.
        present: Vec<Present>,
        /// The values of which it is not known.
        open: Vec<Open>,
    },
}

/// An answer.
#[derive(Debug, Serialize)]
pub struct Said {
    /// The outcome.
    pub outcome: String,
    /// `value`, `gap`, `conflict`, `impossible`, `undetermined` or `too_open`.
    pub answer: &'static str,
    /// The value, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The values still possible or in conflict; `gap`, `conflict` and `untranscribed` stand for themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<String>,
    /// The answer in words.
    pub text: String,
}

/// A rule that holds.
#[derive(Debug, Serialize)]
pub struct Because {
    /// The rule.
    #[serde(flatten)]
    pub rule: Cited,
    /// The tests that met its condition, in words.
    pub met: Vec<String>,
}

/// A rule with its place in the law.
#[derive(Debug, Serialize)]
pub struct Cited {
    /// Its reference: `order16 article 5 item 4`.
    pub reference: String,
    /// Its citation in words.
    pub citation: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The address of the official text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `primary` or `secondary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'static str>,
}

/// A rule set aside.
#[derive(Debug, Serialize)]
pub struct Aside {
    /// The rule.
    #[serde(flatten)]
    pub rule: Cited,
    /// The reference of the rule that sets it aside.
    pub by: String,
    /// The reference of the provision that says so.
    pub authority: String,
    /// Whether it does not even apply.
    pub disapplied: bool,
}

/// A quantity that, were it a little different, would change the answer.
#[derive(Debug, Serialize)]
pub struct Near {
    /// The quantity.
    pub fact: String,
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: i64,
    /// The nearest number at which the answer changes.
    pub limit: i64,
    /// The value that the outcome then has.
    pub becomes: String,
    /// The reference of a rule that then makes it so.
    pub reference: String,
    /// The threshold with that value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<String>,
}

/// A fact that would decide.
#[derive(Debug, Serialize)]
pub struct Needed {
    /// The fact.
    pub fact: String,
    /// For a set, the member whose presence would decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The question.
    pub question: String,
}

/// A part that has not been transcribed.
#[derive(Debug, Serialize)]
pub struct Hole {
    /// The reference.
    pub reference: String,
    /// What is missing.
    pub missing: String,
}

/// A value that is surely in a set.
#[derive(Debug, Serialize)]
pub struct Present {
    /// The value.
    pub value: String,
    /// Its label.
    pub label: String,
    /// The references of the rules that put it there.
    pub by: Vec<String>,
}

/// A value of which it is not known whether it is in a set.
#[derive(Debug, Serialize)]
pub struct Open {
    /// The value.
    pub value: String,
    /// Its label.
    pub label: String,
    /// The facts that would decide.
    pub needs: Vec<Needed>,
}

/// A reading that matters.
#[derive(Debug, Serialize)]
pub struct Rests {
    /// The reading.
    pub reading: String,
    /// The option taken.
    pub option: String,
    /// What the other options would give.
    pub otherwise: Vec<Otherwise>,
}

/// What another option would give.
#[derive(Debug, Serialize)]
pub struct Otherwise {
    /// The option.
    pub option: String,
    /// The answers that differ.
    pub outcomes: Vec<Said>,
    /// The values of sets whose membership differs.
    pub values: Vec<Changed>,
}

/// A value of a set whose membership another reading changes.
#[derive(Debug, Serialize)]
pub struct Changed {
    /// The set.
    pub outcome: String,
    /// The value.
    pub value: String,
    /// `present`, `absent` or `open`.
    pub state: &'static str,
}

/// The form of a determination.
#[must_use]
pub fn entry(
    edition: &Edition<'_>,
    scenario: &Scenario,
    file: &str,
    title: Option<&str>,
    determination: &Determination,
    language: Language,
) -> Entry {
    let form = Form {
        edition,
        scenario,
        language,
    };
    let ladders = determination
        .ladders
        .iter()
        .map(|ladder| form.ladder(ladder));
    let sets = determination.sets.iter().map(|set| form.set(set));
    Entry {
        scenario: file.to_owned(),
        title: title.map(str::to_owned),
        on: edition.as_of.to_string(),
        readings: form.chosen(),
        outcomes: ladders.chain(sets).collect(),
        lists: determination
            .lists
            .iter()
            .filter(|list| super::lists::concerns(list))
            .map(|list| form.listed(list))
            .collect(),
        rests_on: determination
            .readings
            .iter()
            .map(|rests| form.rests(rests))
            .collect(),
        contradicts: determination
            .contradicts
            .iter()
            .map(|id| edition.program[*id].name.clone())
            .collect(),
        all_readings: None,
        what_if: None,
    }
}

/// An answer in this format.
#[must_use]
pub fn said(
    edition: &Edition<'_>,
    outcome: OutcomeId,
    answer: &Answer,
    language: Language,
) -> Said {
    let name = |value: &usize| {
        edition.program[outcome]
            .values
            .get(*value)
            .map(|value| value.name.clone())
            .unwrap_or_default()
    };
    let (kind, value, possible) = match answer {
        Answer::Value(value) => ("value", Some(name(value)), Vec::new()),
        Answer::Gap => ("gap", None, Vec::new()),
        Answer::Conflict(values) => ("conflict", None, values.iter().map(name).collect()),
        Answer::Impossible => ("impossible", None, Vec::new()),
        Answer::TooOpen => ("too_open", None, Vec::new()),
        Answer::Undetermined(results) => {
            let possible = results.iter().map(|result| match result {
                Outcome::Value(value) => name(value),
                Outcome::Gap => "gap".to_owned(),
                Outcome::Conflict(_) => "conflict".to_owned(),
                Outcome::Hole(_) => "untranscribed".to_owned(),
            });
            ("undetermined", None, possible.collect())
        }
    };
    Said {
        outcome: edition.program[outcome].name.clone(),
        answer: kind,
        value,
        possible,
        text: super::memo::answer(edition, outcome, answer, language),
    }
}

/// The option of a reading.
#[must_use]
pub fn chosen(edition: &Edition<'_>, reading: weir_core::hir::ReadingId, option: usize) -> Chosen {
    let declared = &edition.program[reading];
    Chosen {
        reading: declared.name.clone(),
        option: declared
            .options
            .get(option)
            .map(|option| option.name.clone())
            .unwrap_or_default(),
    }
}

struct Form<'a> {
    edition: &'a Edition<'a>,
    scenario: &'a Scenario,
    language: Language,
}

impl Form<'_> {
    fn chosen(&self) -> Vec<Chosen> {
        let readings = self.edition.program.reading_ids();
        let changed = readings.filter(|reading| {
            self.edition.readings.get(*reading) != self.edition.program[*reading].default
        });
        changed
            .map(|reading| chosen(self.edition, reading, self.edition.readings.get(reading)))
            .collect()
    }

    fn reference(&self, citation: Citation) -> String {
        words::reference(self.edition.program, citation)
    }

    fn rule(&self, rule: RuleId) -> String {
        self.reference(self.edition.program[rule].citation)
    }

    fn cited(&self, id: RuleId) -> Cited {
        let program = self.edition.program;
        let rule = &program[id];
        let own_url = rule
            .citation
            .provision
            .and_then(|provision| program[provision].url.clone());
        Cited {
            reference: self.rule(id),
            citation: words::rule_citation(program, id, self.language),
            name: rule.name.clone(),
            label: words::rule_label(program, id, self.language).map(str::to_owned),
            url: own_url.or_else(|| program[rule.citation.instrument].url.clone()),
            source: rule.source.map(|kind| match kind {
                weir_core::hir::SourceKind::Primary => "primary",
                weir_core::hir::SourceKind::Secondary => "secondary",
            }),
        }
    }

    fn ladder(&self, ladder: &Ladder) -> Concluded {
        let why = ladder.why.iter().map(|reason| Because {
            rule: self.cited(reason.rule),
            met: reason
                .met
                .iter()
                .filter_map(|test| {
                    words::test(
                        self.edition,
                        self.scenario,
                        &test.cond,
                        test.holds,
                        self.language,
                    )
                })
                .collect(),
        });
        let set_aside = ladder.set_aside.iter().map(|aside| Aside {
            rule: self.cited(aside.rule),
            by: self.rule(aside.by),
            authority: self.reference(aside.citation),
            disapplied: aside.disapplied,
        });
        let near = ladder.near.iter().map(|miss| Near {
            fact: self.edition.program[miss.fact].name.clone(),
            label: words::fact(self.edition.program, miss.fact, self.language).to_owned(),
            value: miss.value,
            limit: miss.limit,
            becomes: self.edition.program[ladder.outcome]
                .values
                .get(miss.becomes)
                .map(|value| value.name.clone())
                .unwrap_or_default(),
            reference: self.rule(miss.rule),
            threshold: miss
                .threshold
                .map(|id| self.edition.program[id].name.clone()),
        });
        Concluded::Ladder {
            said: said(self.edition, ladder.outcome, &ladder.answer, self.language),
            why: why.collect(),
            by_cases: ladder.by_cases,
            set_aside: set_aside.collect(),
            near: near.collect(),
            needs: self.needs(&ladder.need),
            holes: self.holes(&ladder.answer),
        }
    }

    fn holes(&self, answer: &Answer) -> Vec<Hole> {
        let Answer::Undetermined(results) = answer else {
            return Vec::new();
        };
        let mut rules: Vec<RuleId> = Vec::new();
        for result in results {
            if let Outcome::Hole(more) = result {
                rules.extend(
                    more.iter()
                        .filter(|rule| !rules.contains(rule))
                        .copied()
                        .collect::<Vec<_>>(),
                );
            }
        }
        let missing = |rule: RuleId| {
            self.edition.program[rule]
                .labels
                .get(LabelKind::Missing, self.language)
                .unwrap_or_default()
                .to_owned()
        };
        rules
            .into_iter()
            .map(|rule| Hole {
                reference: self.rule(rule),
                missing: missing(rule),
            })
            .collect()
    }

    fn needs(&self, need: &[Need]) -> Vec<Needed> {
        let program = self.edition.program;
        let needed = need.iter().map(|need| Needed {
            fact: program[need.fact].name.clone(),
            member: need
                .member
                .and_then(|member| program.members(need.fact).get(member))
                .map(|member| member.name.clone()),
            question: program[need.fact]
                .labels
                .get(LabelKind::Ask, self.language)
                .unwrap_or_default()
                .to_owned(),
        });
        needed.collect()
    }

    fn set(&self, set: &Set) -> Concluded {
        let program = self.edition.program;
        let name = |value: usize| {
            program[set.outcome]
                .values
                .get(value)
                .map(|value| value.name.clone())
                .unwrap_or_default()
        };
        let label = |value: usize| words::value(program, set.outcome, value, self.language);
        let present = set
            .values
            .iter()
            .filter(|one| one.state == State::Present)
            .map(|one| Present {
                value: name(one.value),
                label: label(one.value),
                by: one.why.iter().map(|rule| self.rule(*rule)).collect(),
            });
        let open = set
            .values
            .iter()
            .filter(|one| one.state == State::Open)
            .map(|one| Open {
                value: name(one.value),
                label: label(one.value),
                needs: self.needs(&one.need),
            });
        Concluded::Set {
            outcome: program[set.outcome].name.clone(),
            present: present.collect(),
            open: open.collect(),
        }
    }

    fn changed(&self, outcome: OutcomeId, value: usize, state: State) -> Changed {
        let declared = &self.edition.program[outcome];
        Changed {
            outcome: declared.name.clone(),
            value: declared
                .values
                .get(value)
                .map(|value| value.name.clone())
                .unwrap_or_default(),
            state: match state {
                State::Present => "present",
                State::Absent => "absent",
                State::Open => "open",
            },
        }
    }

    fn rests(&self, rests: &weir_eval::RestsOn) -> Rests {
        let Chosen { reading, option } = chosen(self.edition, rests.reading, rests.option);
        let otherwise = rests.otherwise.iter().map(|other| Otherwise {
            option: chosen(self.edition, rests.reading, other.option).option,
            outcomes: other
                .answers
                .iter()
                .map(|(outcome, answer)| said(self.edition, *outcome, answer, self.language))
                .collect(),
            values: other
                .memberships
                .iter()
                .map(|(outcome, value, state)| self.changed(*outcome, *value, *state))
                .collect(),
        });
        Rests {
            reading,
            option,
            otherwise: otherwise.collect(),
        }
    }
}
