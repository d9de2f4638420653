//! The same flow under the list of every zone and under the national rules alone, as a page.

use std::collections::BTreeSet;

use weir_core::Edition;
use weir_core::hir::{FactId, InstrumentId, LabelKind, Language, OutcomeId, ProvisionKind, RuleId};
use weir_core::scenario::Scenario;
use weir_eval::{
    Answer, Determination, GateState, Ladder, ListUse, Result as Outcome, RowUse, Truth,
};

use super::page::{Page, Table};
use super::words as zones;
use crate::render::{memo, words};

pub mod json;

/// How many things are named in a cell before the rest is only counted.
const MOST_NAMED: usize = 3;

/// A flow under several laws.
#[derive(Debug)]
pub struct Flow<'a> {
    /// The law.
    pub edition: &'a Edition<'a>,
    /// The outcome that is compared.
    pub outcome: OutcomeId,
    /// The file of the scenario.
    pub file: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// As the scenario says, under the national rules alone, and under each list.
    pub lines: Vec<Line>,
    /// The language.
    pub language: Language,
}

/// The flow under one law.
#[derive(Debug)]
pub struct Line {
    /// Under which.
    pub under: Under,
    /// Whether the exporter really stands there.
    pub really: bool,
    /// The facts.
    pub scenario: Scenario,
    /// What is determined; nothing where the exporter can't stand anywhere to use the list.
    pub determination: Option<Determination>,
}

/// Under which law a flow is determined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// As the scenario says.
    AsGiven,
    /// In no zone.
    National,
    /// In a zone of a list.
    List {
        /// The list.
        list: InstrumentId,
        /// The zone; `None` if none of the list meets its own gate, or if its gate asks for none.
        zone: Option<usize>,
        /// The sets of zones that have only this zone.
        facts: Vec<FactId>,
    },
}

impl Line {
    /// What is concluded.
    #[must_use]
    pub fn ladder(&self, outcome: OutcomeId) -> Option<&Ladder> {
        self.determination.as_ref()?.ladder(outcome)
    }

    /// How the list stands to the flow, of a line that is under one.
    #[must_use]
    pub fn list_use(&self) -> Option<&ListUse> {
        let Under::List { list, .. } = &self.under else {
            return None;
        };
        self.determination
            .as_ref()?
            .lists
            .iter()
            .find(|found| found.list == *list)
    }
}

/// The positions of the lines with the strictest and the loosest value, where they differ. The line as given is none of them.
#[must_use]
pub fn extremes(flow: &Flow<'_>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let value = |line: &Line| match line.ladder(flow.outcome)?.answer {
        Answer::Value(value) if line.under != Under::AsGiven => Some(value),
        Answer::Value(_)
        | Answer::Gap
        | Answer::Conflict(_)
        | Answer::Impossible
        | Answer::Undetermined(_)
        | Answer::TooOpen => None,
    };
    let values: Vec<Option<usize>> = flow.lines.iter().map(value).collect();
    let (low, high) = (values.iter().flatten().min(), values.iter().flatten().max());
    if low == high {
        return (BTreeSet::new(), BTreeSet::new());
    }
    let with = |wanted: Option<&usize>| {
        let of_value = values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.as_ref() == wanted);
        of_value.map(|(at, _)| at).collect()
    };
    (with(high), with(low))
}

/// The page; in full with everything of each line.
#[must_use]
pub fn page(flow: &Flow<'_>, full: bool) -> Page {
    let teller = Teller { flow };
    let mut page = Page::default();
    teller.head(&mut page);
    page.table(teller.table());
    page.list(teller.legend());
    if full {
        for line in &flow.lines {
            teller.details(line, &mut page);
        }
    }
    page
}

struct Teller<'a> {
    flow: &'a Flow<'a>,
}

impl Teller<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.flow.language.pick(zh, en)
    }

    fn joined(&self, parts: &[String]) -> String {
        zones::joined(parts, self.flow.language)
    }

    fn zone(&self, zone: usize) -> String {
        let zone = self.flow.edition.program.zones.get(zone);
        zone.map(|zone| words::member(zone, self.flow.language).to_owned())
            .unwrap_or_default()
    }

    fn head(&self, page: &mut Page) {
        let Flow {
            edition,
            language,
            file,
            title,
            ..
        } = *self.flow;
        page.heading(1, title.unwrap_or(file));
        let day = words::day(edition.as_of, language);
        page.text(language.pick(
            format!("{file}，按{day}的规定，在每份清单之下以及仅依国家规定"),
            format!("{file}, as of {day}, under each list and under the national rules alone"),
        ));
        let mut facts: BTreeSet<FactId> = BTreeSet::new();
        for line in &self.flow.lines {
            if let Under::List { facts: more, .. } = &line.under {
                facts.extend(more);
            }
        }
        let facts: Vec<String> = facts
            .iter()
            .map(|fact| words::fact(edition.program, *fact, language).to_owned())
            .collect();
        let facts = self.joined(&facts);
        page.text(language.pick(
            format!("在每份清单之下，假定出境方位于其适用的地区，即以下各项均仅为该地区：{facts}；其余事实依情形文件。“仅依国家规定”假定以上各项均为无。"),
            format!("Under each list the exporter is taken to stand in its zone: each of these is that zone alone where the list asks for it: {facts}. All other facts are as the scenario says. Under the national rules alone these are empty."),
        ));
    }

    fn table(&self) -> Table {
        let outcome = &self.flow.edition.program[self.flow.outcome];
        let outcome = words::label(&outcome.labels, &outcome.name, self.flow.language);
        let mut table = Table::new(&[
            self.say("依据", "under"),
            outcome,
            self.say("依据的条文、条目", "rests on"),
            self.say("未知、未转写", "not known"),
        ]);
        let (strictest, loosest) = extremes(self.flow);
        for (at, line) in self.flow.lines.iter().enumerate() {
            let mut answer = self.answer(line);
            if strictest.contains(&at) {
                answer.push_str(self.say("（最严）", " (strictest)"));
            }
            if loosest.contains(&at) {
                answer.push_str(self.say("（最宽）", " (loosest)"));
            }
            table.rows.push(vec![
                self.under(line),
                answer,
                self.rests_on(line).join("\n"),
                self.open(line).join("\n"),
            ]);
        }
        table
    }

    fn under(&self, line: &Line) -> String {
        let name = match &line.under {
            Under::AsGiven => self.say("情形所述", "as the scenario says").to_owned(),
            Under::National => self.say("仅国家规定", "national rules alone").to_owned(),
            Under::List { list, zone, .. } => {
                let title = zones::list(self.flow.edition.program, *list, self.flow.language);
                match zone {
                    Some(zone) => format!("{title}\n{}", self.zone(*zone)),
                    None => title,
                }
            }
        };
        if line.really {
            format!("● {name}")
        } else {
            name
        }
    }

    fn answer(&self, line: &Line) -> String {
        match line.ladder(self.flow.outcome) {
            Some(ladder) => memo::answer(
                self.flow.edition,
                self.flow.outcome,
                &ladder.answer,
                self.flow.language,
            ),
            None => self
                .say("没有可以适用的地区", "no zone of the list meets its gate")
                .to_owned(),
        }
    }

    /// Whether the list can be used, the provisions and rows that make the answer so, and what holds outside.
    fn rests_on(&self, line: &Line) -> Vec<String> {
        let mut said = Vec::new();
        said.extend(line.list_use().map(|list| self.gate(line, list)));
        said.extend(self.reasons(line));
        if let Some(list) = line
            .list_use()
            .filter(|list| list.gate.state == GateState::Open)
        {
            said.extend(list.outside.map(|outside| {
                format!(
                    "{}{}",
                    self.say("清单外：", "outside the rows: "),
                    zones::outside(outside.kind, self.flow.language)
                )
            }));
            if list.trial_over {
                said.push(self.say("试行期已届满", "trial period over").to_owned());
            }
        }
        said
    }

    /// The provisions by which a value is concluded.
    fn reasons(&self, line: &Line) -> Vec<String> {
        let Some(ladder) = line.ladder(self.flow.outcome) else {
            return Vec::new();
        };
        if matches!(ladder.answer, Answer::Undetermined(_) | Answer::TooOpen) {
            return Vec::new();
        }
        let program = self.flow.edition.program;
        let mut cites: Vec<String> = Vec::new();
        for reason in &ladder.why {
            let cite = words::rule_citation(program, reason.rule, self.flow.language);
            if !cites.contains(&cite) {
                cites.push(cite);
            }
        }
        cites
    }

    fn gate(&self, line: &Line, list: &ListUse) -> String {
        match list.gate.state {
            GateState::Open => self.say("清单可以使用", "list open").to_owned(),
            GateState::Closed => {
                let failed = self.failed(line, list);
                format!(
                    "{}{}",
                    self.say("清单不适用：", "list closed: "),
                    failed.join(self.say("；", "; "))
                )
            }
            GateState::Unknown => {
                let facts = list
                    .gate
                    .open
                    .iter()
                    .map(|fact| self.flow.edition.program[*fact].name.clone());
                let facts: Vec<String> = facts.collect();
                format!(
                    "{}{}",
                    self.say("清单能否使用取决于 ", "list open or closed depending on "),
                    self.joined(&facts)
                )
            }
        }
    }

    fn failed(&self, line: &Line, list: &ListUse) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for test in &list.gate.failed {
            let text = words::test(
                self.flow.edition,
                &line.scenario,
                &test.cond,
                test.holds,
                self.flow.language,
            );
            said.extend(text.filter(|text| !said.contains(text)));
        }
        said
    }

    /// What is not transcribed, which facts would decide, and the readings on which the answer rests.
    fn open(&self, line: &Line) -> Vec<String> {
        let Some(ladder) = line.ladder(self.flow.outcome) else {
            return Vec::new();
        };
        let mut said = Vec::new();
        let holes = self.holes(ladder);
        if !holes.is_empty() {
            said.push(format!(
                "{}{}",
                self.say("未转写：", "not transcribed: "),
                self.first(holes)
            ));
        }
        let mut needed: Vec<String> = Vec::new();
        for need in &ladder.need {
            let fact = self.flow.edition.program[need.fact].name.clone();
            if !needed.contains(&fact) {
                needed.push(fact);
            }
        }
        if !needed.is_empty() {
            said.push(format!(
                "{}{}",
                self.say("须查明：", "to be known: "),
                self.first(needed)
            ));
        }
        let readings = self.readings(line);
        if !readings.is_empty() {
            said.push(format!(
                "{}{}",
                self.say("取决于解释：", "rests on readings: "),
                self.first(readings)
            ));
        }
        said
    }

    fn first(&self, mut names: Vec<String>) -> String {
        let rest = names.len().saturating_sub(MOST_NAMED);
        names.truncate(MOST_NAMED);
        let named = names.join(self.say("；", "; "));
        match rest {
            0 => named,
            _ => self.flow.language.pick(
                format!("{named}，另{rest}项"),
                format!("{named} and {rest} more"),
            ),
        }
    }

    /// The parts that may count and are not transcribed.
    fn holes(&self, ladder: &Ladder) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for rule in hole_rules(ladder) {
            let cite = words::rule_citation(self.flow.edition.program, rule, self.flow.language);
            if !said.contains(&cite) {
                said.push(cite);
            }
        }
        said
    }

    /// The readings under another option of which the answer would be another.
    fn readings(&self, line: &Line) -> Vec<String> {
        let rests = line
            .determination
            .iter()
            .flat_map(|determination| &determination.readings);
        let matters = rests.filter(|rests| {
            let mut answers = rests.otherwise.iter().flat_map(|other| &other.answers);
            answers.any(|(outcome, _)| *outcome == self.flow.outcome)
        });
        matters
            .map(|rests| self.flow.edition.program[rests.reading].name.clone())
            .collect()
    }

    fn legend(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.flow.lines.iter().any(|line| line.really) {
            lines.push(
                self.say("● 出境方实际所在", "● where the exporter really is")
                    .to_owned(),
            );
        }
        lines
    }

    /// Everything of one line.
    fn details(&self, line: &Line, page: &mut Page) {
        page.heading(3, self.under(line).replace('\n', self.say("，", ", ")));
        let mut lines = vec![self.answer(line)];
        let program = self.flow.edition.program;
        if let Some(list) = line.list_use() {
            lines.push(self.gate(line, list));
            let rows = list.rows.iter().filter(|row| self.is_row(row));
            lines.extend(rows.map(|row| self.row(row)));
            for hole in &list.holes {
                lines.push(format!(
                    "{}{}",
                    self.say("未转写：", "not transcribed: "),
                    self.missing(hole.rule)
                ));
            }
        }
        let of_other_lists = line
            .ladder(self.flow.outcome)
            .map(hole_rules)
            .unwrap_or_default();
        let told: BTreeSet<RuleId> = line
            .list_use()
            .iter()
            .flat_map(|list| &list.holes)
            .map(|hole| hole.rule)
            .collect();
        lines.extend(
            of_other_lists
                .into_iter()
                .filter(|rule| !told.contains(rule))
                .map(|rule| {
                    format!(
                        "{}{}",
                        self.say("未转写：", "not transcribed: "),
                        self.missing(rule)
                    )
                }),
        );
        if let Some(ladder) = line.ladder(self.flow.outcome) {
            lines.extend(ladder.why.iter().map(|reason| {
                let cite = words::rule_citation(program, reason.rule, self.flow.language);
                let label =
                    words::rule_label(program, reason.rule, self.flow.language).unwrap_or_default();
                format!("{cite}{}{label}", self.say("：", ": "))
            }));
            for need in &ladder.need {
                let fact = &program[need.fact];
                let question = fact
                    .labels
                    .get(LabelKind::Ask, self.flow.language)
                    .unwrap_or(&fact.name);
                let line = format!("? {question} [{}]", fact.name);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        for reading in self.readings(line) {
            lines.push(format!(
                "{}{reading}",
                self.say("取决于解释：", "rests on the reading ")
            ));
        }
        page.list(lines);
    }

    fn is_row(&self, row: &RowUse) -> bool {
        let program = self.flow.edition.program;
        let provision = program[row.rule].citation.provision;
        provision.is_some_and(|provision| program[provision].kind == ProvisionKind::Row)
    }

    fn row(&self, row: &RowUse) -> String {
        let program = self.flow.edition.program;
        let applies = match row.state {
            Truth::True => self.say("适用：", "applies: "),
            Truth::False | Truth::Unknown => self.say("可能适用：", "may apply: "),
        };
        format!(
            "{applies}{}",
            words::rule_citation(program, row.rule, self.flow.language)
        )
    }

    fn missing(&self, rule: RuleId) -> String {
        let program = self.flow.edition.program;
        let cite = words::rule_citation(program, rule, self.flow.language);
        let missing = program[rule]
            .labels
            .get(LabelKind::Missing, self.flow.language);
        missing.map_or_else(
            || cite.clone(),
            |missing| format!("{cite}{}{missing}", self.say("：", ": ")),
        )
    }
}

/// The rules that say that something is not transcribed, of an answer that turns on them.
fn hole_rules(ladder: &Ladder) -> Vec<RuleId> {
    let Answer::Undetermined(results) = &ladder.answer else {
        return Vec::new();
    };
    let mut rules = Vec::new();
    for result in results {
        if let Outcome::Hole(more) = result {
            rules.extend(more.iter().copied());
        }
    }
    rules.sort_unstable();
    rules.dedup();
    rules
}
