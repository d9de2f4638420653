//! The lines in words: what is concluded, what it rests on, what is not known.

use std::collections::BTreeSet;

use weir_core::hir::FactId;
use weir_eval::{Answer, GateState, ListUse};

use super::{Flow, Line, MOST_NAMED, Under, extremes, granted, hole_rules, needs};
use crate::render::lists::{self, unique};
use crate::render::zones::page::{Page, Table};
use crate::render::zones::words as zones;
use crate::render::{memo, words};

pub(super) struct Teller<'a> {
    pub(super) flow: &'a Flow<'a>,
}

impl Teller<'_> {
    pub(super) fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.flow.language.pick(zh, en)
    }

    pub(super) fn joined(&self, parts: &[String]) -> String {
        zones::joined(parts, self.flow.language)
    }

    pub(super) fn zone(&self, zone: usize) -> String {
        let zone = self.flow.edition.program.zones.get(zone);
        zone.map(|zone| words::member(zone, self.flow.language).to_owned())
            .unwrap_or_default()
    }

    pub(super) fn head(&self, page: &mut Page) {
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
            format!("在每份清单之下，假定出境方位于其适用的地区，即清单所要求的下列各项均仅为该地区：{facts}；其余事实依情形文件。“仅依国家规定”假定以上各项均为无。"),
            format!("Under each list the exporter is taken to stand in its zone: where the list asks for them, each of these is that zone alone: {facts}. All other facts are as the scenario says. Under the national rules alone these are empty."),
        ));
    }

    pub(super) fn table(&self) -> Table {
        let outcome = &self.flow.edition.program[self.flow.outcome];
        let outcome = words::label(&outcome.labels, &outcome.name, self.flow.language);
        let mut table = Table::new(&[
            self.say("适用规定", "under"),
            outcome,
            self.say("依据的条文、条目", "rests on"),
            self.say("未知、未转写", "not known"),
        ]);
        let (strictest, loosest) = extremes(self.flow);
        for (at, line) in self.flow.lines.iter().enumerate() {
            let (strictest, loosest) = (strictest.contains(&at), loosest.contains(&at));
            let extreme = zones::extreme(strictest, loosest, self.flow.language);
            let said = [
                format!("{}{extreme}", self.answer(line)),
                self.rests_on(line).join("\n"),
                self.open(line).join("\n"),
            ];
            let is_list = matches!(line.under, Under::List { .. });
            // Lists under which all is the same share a row.
            let same = |row: &&mut Vec<String>| is_list && row.get(1..) == Some(said.as_slice());
            let of_lists = table.rows.iter_mut().skip(2);
            match of_lists
                .into_iter()
                .find(same)
                .and_then(|row| row.first_mut())
            {
                Some(under) => under.push_str(&format!("\n{}", self.under(line))),
                None => table
                    .rows
                    .push(std::iter::once(self.under(line)).chain(said).collect()),
            }
        }
        table
    }

    pub(super) fn under(&self, line: &Line) -> String {
        let name = match &line.under {
            Under::AsGiven => self.say("情形所述", "as the scenario says").to_owned(),
            Under::National => self.say("仅国家规定", "national rules alone").to_owned(),
            Under::List { list, zone, .. } => {
                let title = zones::list(self.flow.edition.program, *list, self.flow.language);
                match zone {
                    Some(zone) => {
                        let zone = self.zone(*zone);
                        self.flow
                            .language
                            .pick(format!("{title}（{zone}）"), format!("{title} ({zone})"))
                    }
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

    pub(super) fn answer(&self, line: &Line) -> String {
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
    pub(super) fn rests_on(&self, line: &Line) -> Vec<String> {
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
    pub(super) fn reasons(&self, line: &Line) -> Vec<String> {
        let Some(ladder) = line.ladder(self.flow.outcome) else {
            return Vec::new();
        };
        if matches!(ladder.answer, Answer::Undetermined(_) | Answer::TooOpen) {
            return Vec::new();
        }
        let program = self.flow.edition.program;
        let why = ladder.why.iter();
        unique(why.map(|reason| words::rule_citation(program, reason.rule, self.flow.language)))
    }

    /// Whether the list can be used; where the exporter really stands in its zone, also what is taken for granted.
    pub(super) fn gate(&self, line: &Line, list: &ListUse) -> String {
        let state = self.state(line, list);
        let granted = granted(self.flow, line).into_iter();
        let granted: Vec<String> = granted
            .map(|fact| words::fact(self.flow.edition.program, fact, self.flow.language).to_owned())
            .collect();
        if granted.is_empty() {
            return state;
        }
        let granted = self.joined(&granted);
        self.flow.language.pick(
            format!("{state}（假定已符合：{granted}）"),
            format!("{state} (taken for granted: {granted})"),
        )
    }

    fn state(&self, line: &Line, list: &ListUse) -> String {
        match list.gate.state {
            GateState::Open => self.say("清单可以使用", "list open").to_owned(),
            GateState::Closed => {
                let Flow {
                    edition, language, ..
                } = *self.flow;
                let failed = lists::failed(edition, &line.scenario, list, language);
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

    /// What is not transcribed, which facts would decide, and the readings on which the answer rests.
    pub(super) fn open(&self, line: &Line) -> Vec<String> {
        let mut said = Vec::new();
        let holes = self.holes(line);
        if !holes.is_empty() {
            said.push(format!(
                "{}{}",
                self.say("未转写：", "not transcribed: "),
                self.first(holes)
            ));
        }
        let needed = needs(self.flow, line).into_iter();
        let needed: Vec<String> = needed
            .map(|fact| self.flow.edition.program[fact].name.clone())
            .collect();
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

    pub(super) fn first(&self, mut names: Vec<String>) -> String {
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
    pub(super) fn holes(&self, line: &Line) -> Vec<String> {
        let Flow {
            edition, language, ..
        } = *self.flow;
        let rules = hole_rules(self.flow, line).into_iter();
        unique(rules.map(|rule| words::rule_citation(edition.program, rule, language)))
    }

    /// The readings under another option of which the answer would be another.
    pub(super) fn readings(&self, line: &Line) -> Vec<String> {
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

    pub(super) fn legend(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.flow.lines.iter().any(|line| line.really) {
            lines.push(
                self.say("● 出境方实际所在", "● where the exporter really is")
                    .to_owned(),
            );
        }
        lines
    }
}
