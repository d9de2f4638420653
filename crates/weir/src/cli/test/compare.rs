//! What a case expects against what was determined.

use weir_core::Edition;
use weir_core::hir::{Expectation, ExpectationKind, Language, OutcomeId, Program};
use weir_eval::{Answer, Determination, Result as Outcome, State};

use crate::render::memo;

/// Compares one determination with what is expected of it.
pub(super) struct Compare<'a> {
    pub(super) edition: &'a Edition<'a>,
    pub(super) found: &'a Determination,
    pub(super) language: Language,
}

impl Compare<'_> {
    /// What was expected and what was found instead; `None` if they agree.
    pub(super) fn difference(&self, expect: &Expectation) -> Option<(String, String)> {
        let program = self.edition.program;
        match &expect.kind {
            ExpectationKind::Value(outcome, value) => self.answer(*outcome, format!("{} {}", program[*outcome].name, name(program, *outcome, *value)), |answer| *answer == Answer::Value(*value)),
            ExpectationKind::Gap(outcome) => self.answer(*outcome, format!("{} gap", program[*outcome].name), |answer| *answer == Answer::Gap),
            ExpectationKind::Impossible(outcome) => self.answer(*outcome, format!("{} impossible", program[*outcome].name), |answer| *answer == Answer::Impossible),
            ExpectationKind::Conflict(outcome, values) => self.answer(*outcome, self.named("conflict", *outcome, values.as_deref()), |answer| {
                matches!(answer, Answer::Conflict(found) if values.as_ref().is_none_or(|values| sorted(values) == sorted(found)))
            }),
            ExpectationKind::Undetermined(outcome, values) => self.answer(*outcome, self.named("undetermined", *outcome, values.as_deref()), |answer| {
                matches!(answer, Answer::Undetermined(results) if values.as_ref().is_none_or(|values| same_results(values, results)))
                    || *answer == Answer::TooOpen && values.is_none()
            }),
            ExpectationKind::Has(outcome, values) => self.members(*outcome, "has", values, State::Present),
            ExpectationKind::Lacks(outcome, values) => self.members(*outcome, "not has", values, State::Absent),
            ExpectationKind::Exactly(outcome, values) => {
                let (present, open) = self.present(*outcome);
                (present != sorted(values) || !open.is_empty()).then(|| (format!("{} {{ {} }}", program[*outcome].name, names(program, *outcome, values)), self.set_text(*outcome)))
            }
            ExpectationKind::By(outcome, rules) => {
                let ladder = self.found.ladder(*outcome)?;
                let by = ladder.why.iter().any(|reason| rules.iter().any(|run| run.contains(reason.rule)));
                let cites: Vec<String> = ladder.why.iter().map(|reason| crate::render::words::rule_citation(program, reason.rule, self.language)).collect();
                (!by).then(|| (self.language.pick("依据该条款".to_owned(), "by this provision".to_owned()), cites.join("; ")))
            }
            ExpectationKind::Needs(fact) => {
                let in_ladders = self.found.ladders.iter().flat_map(|ladder| &ladder.need);
                let in_sets = self.found.sets.iter().flat_map(|set| &set.values).flat_map(|value| &value.need);
                let mut all = in_ladders.chain(in_sets);
                let listed: Vec<&str> = self.found.ladders.iter().flat_map(|ladder| &ladder.need).map(|need| program[need.fact].name.as_str()).collect();
                (!all.any(|need| need.fact == *fact)).then(|| (format!("needs {}", program[*fact].name), format!("needs {}", listed.join(", "))))
            }
            ExpectationKind::RestsOn(reading) => {
                let listed: Vec<&str> = self.found.readings.iter().map(|rests| program[rests.reading].name.as_str()).collect();
                (!self.found.readings.iter().any(|rests| rests.reading == *reading)).then(|| (format!("reading {}", program[*reading].name), listed.join(", ")))
            }
        }
    }

    fn answer(
        &self,
        outcome: OutcomeId,
        expected: String,
        agrees: impl Fn(&Answer) -> bool,
    ) -> Option<(String, String)> {
        let ladder = self.found.ladder(outcome)?;
        (!agrees(&ladder.answer)).then(|| (expected, self.answer_text(outcome, &ladder.answer)))
    }

    fn answer_text(&self, outcome: OutcomeId, answer: &Answer) -> String {
        let program = self.edition.program;
        match answer {
            Answer::Value(value) => format!(
                "{} {}",
                program[outcome].name,
                name(program, outcome, *value)
            ),
            Answer::Undetermined(results) => {
                let values: Vec<usize> = results
                    .iter()
                    .filter_map(|result| match result {
                        Outcome::Value(value) => Some(*value),
                        Outcome::Gap | Outcome::Conflict(_) | Outcome::Hole(_) => None,
                    })
                    .collect();
                let others = if values.len() == results.len() {
                    ""
                } else {
                    " (+ gap, conflict or untranscribed)"
                };
                format!(
                    "{}{others}",
                    self.named("undetermined", outcome, Some(&values))
                )
            }
            Answer::Conflict(values) => self.named("conflict", outcome, Some(values)),
            Answer::Gap | Answer::Impossible | Answer::TooOpen => {
                memo::answer(self.edition, outcome, answer, self.language)
            }
        }
    }

    fn named(&self, kind: &str, outcome: OutcomeId, values: Option<&[usize]>) -> String {
        let program = self.edition.program;
        let values = values
            .map(|values| format!(" {{ {} }}", names(program, outcome, values)))
            .unwrap_or_default();
        format!("{} {kind}{values}", program[outcome].name)
    }

    fn members(
        &self,
        outcome: OutcomeId,
        word: &str,
        values: &[usize],
        wanted: State,
    ) -> Option<(String, String)> {
        let set = self.found.set(outcome)?;
        let wrong: Vec<usize> = values
            .iter()
            .copied()
            .filter(|value| {
                !set.values
                    .iter()
                    .any(|one| one.value == *value && one.state == wanted)
            })
            .collect();
        (!wrong.is_empty()).then(|| {
            (
                format!(
                    "{} {word} {}",
                    self.edition.program[outcome].name,
                    names(self.edition.program, outcome, &wrong)
                ),
                self.set_text(outcome),
            )
        })
    }

    fn present(&self, outcome: OutcomeId) -> (Vec<usize>, Vec<usize>) {
        let values = self
            .found
            .set(outcome)
            .map(|set| set.values.as_slice())
            .unwrap_or_default();
        let with = |state: State| {
            values
                .iter()
                .filter(|one| one.state == state)
                .map(|one| one.value)
                .collect()
        };
        (with(State::Present), with(State::Open))
    }

    fn set_text(&self, outcome: OutcomeId) -> String {
        let program = self.edition.program;
        let (present, open) = self.present(outcome);
        let open = if open.is_empty() {
            String::new()
        } else {
            format!(", open {{ {} }}", names(program, outcome, &open))
        };
        format!(
            "{} {{ {} }}{open}",
            program[outcome].name,
            names(program, outcome, &present)
        )
    }
}

/// The expected values are exactly the possible ones; what has not been transcribed is not a value.
fn same_results(values: &[usize], results: &[Outcome]) -> bool {
    let found: Vec<usize> = results
        .iter()
        .filter_map(|result| match result {
            Outcome::Value(value) => Some(*value),
            Outcome::Gap | Outcome::Conflict(_) | Outcome::Hole(_) => None,
        })
        .collect();
    let broken = results
        .iter()
        .any(|result| matches!(result, Outcome::Gap | Outcome::Conflict(_)));
    !broken && sorted(values) == sorted(&found)
}

fn sorted(values: &[usize]) -> Vec<usize> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values
}

fn name(program: &Program, outcome: OutcomeId, value: usize) -> &str {
    program[outcome]
        .values
        .get(value)
        .map_or("", |value| value.name.as_str())
}

fn names(program: &Program, outcome: OutcomeId, values: &[usize]) -> String {
    values
        .iter()
        .map(|value| name(program, outcome, *value))
        .collect::<Vec<_>>()
        .join(", ")
}
