//! What is determined of a scenario, in a line for each outcome with one value. What is open is said to be open.

use weir_core::Readings;
use weir_core::hir::{Language, OutcomeId, Program};
use weir_eval::{Answer, Ladder, Limits, Result as Outcome, determine};

use super::ScenarioText;
use crate::phrase;
use crate::snapshot::Snapshot;

/// The most steps that a determination takes which nobody asked for.
const STEPS: usize = 10_000;

/// What is determined for an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determined {
    outcome: OutcomeId,
    answer: Answer,
    /// How many facts would decide.
    open: usize,
    /// On how many open questions of law the answer rests.
    readings: usize,
}

/// What is determined of a scenario on its day; nothing if it or the policies can't be understood.
#[must_use]
pub fn determine_scenario(snapshot: &Snapshot, text: &ScenarioText) -> Option<Vec<Determined>> {
    let known = text.known.as_ref()?;
    let executable = snapshot.checked.executable().ok()?;
    let mut readings = Readings::defaults(snapshot.program());
    for (reading, option) in &known.readings {
        readings.set(*reading, *option);
    }
    let edition = executable.on(known.on, &readings);
    let limits = Limits {
        steps: STEPS,
        readings: true,
        readings_of_sets: false,
        in_effect: false,
    };
    let found = determine(&edition, &known.scenario, &limits);
    let determined = |ladder: &Ladder| {
        let rests = found.readings.iter().filter(|rests| {
            let mut others = rests.otherwise.iter();
            others.any(|other| other.answers.iter().any(|(id, _)| *id == ladder.outcome))
        });
        Determined {
            outcome: ladder.outcome,
            answer: ladder.answer.clone(),
            open: ladder.need.len(),
            readings: rests.count(),
        }
    };
    Some(found.ladders.iter().map(determined).collect())
}

impl Determined {
    /// Whether one value holds whatever else may be true.
    #[must_use]
    pub fn is_value(&self) -> bool {
        matches!(self.answer, Answer::Value(_))
    }

    /// What is determined, in words.
    #[must_use]
    pub fn title(&self, snapshot: &Snapshot) -> String {
        let (program, lang) = (snapshot.program(), snapshot.lang);
        let name = program
            .outcomes
            .get(self.outcome.index())
            .map_or("", |node| phrase::label(&node.labels, &node.name, lang));
        let colon = lang.pick("：", ": ");
        let answer = self.answer(program, lang);
        let mut title = format!("{name}{colon}{answer}");
        if self.open > 0 && !self.is_value() {
            let count = self.open;
            let word = if count == 1 { "fact" } else { "facts" };
            title.push_str(&lang.pick(
                format!(" · 尚待 {count} 项事实"),
                format!(" · turns on {count} more {word}"),
            ));
        }
        if self.readings > 0 {
            let count = self.readings;
            let word = if count == 1 { "question" } else { "questions" };
            title.push_str(&lang.pick(
                format!(" · 另取决于 {count} 个解释问题"),
                format!(" · rests on {count} open {word} of law"),
            ));
        }
        title
    }

    fn answer(&self, program: &Program, lang: Language) -> String {
        let value = |at: usize| {
            let node = program.outcomes.get(self.outcome.index());
            let value = node.and_then(|node| node.values.get(at));
            value.map_or_else(String::new, |value| {
                phrase::label(&value.labels, &value.name, lang).to_owned()
            })
        };
        let words = |zh: &'static str, en: &'static str| lang.pick(zh, en).to_owned();
        match &self.answer {
            Answer::Value(at) => value(*at),
            Answer::Gap => words("规则空白，没有规则给出结论", "gap, no rule concludes"),
            Answer::Conflict(values) => {
                let values: Vec<String> = values.iter().map(|at| value(*at)).collect();
                let joined = values.join(lang.pick("、", ", "));
                lang.pick(
                    format!("规则冲突（{joined}）"),
                    format!("conflict ({joined})"),
                )
            }
            Answer::Impossible => words("所述事实互相矛盾", "the facts contradict each other"),
            Answer::TooOpen => words(
                "未知事实过多，不作结论",
                "too much is open, nothing is concluded",
            ),
            Answer::Undetermined(results) => {
                let untranscribed = results.iter().any(|one| matches!(one, Outcome::Hole(_)));
                match untranscribed {
                    true => words(
                        "尚不能确定（涉及未录入的规定）",
                        "undetermined (part of the law is not transcribed)",
                    ),
                    false => words("尚不能确定", "undetermined"),
                }
            }
        }
    }
}
