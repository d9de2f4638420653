//! Determinations as lines of text: names as they stand in the source, in an order that does not depend on how the answer was
//! worked out.
//!
//! ```text
//! pathway: exempt
//!   why law article 5 item 4
//!   aside law article 8 by law article 5 item 4, says law article 8
//! duties: { notice }, open { consent }
//!   notice why law article 9
//!   consent needs ciio, classes has health
//! reading counting is stay; leave gives pathway: undetermined { exempt, gap }
//! ```

use std::collections::BTreeSet;

use weir_core::Edition;
use weir_core::hir::{Citation, CompareOp, CondKind, Operand, OutcomeId, Program, RuleId};
use weir_eval::{Answer, Determination, Ladder, Need, Result as Outcome, Set, State, Test};

/// The determination in lines. With `explain`, also the facts that met each rule, and near misses.
#[must_use]
pub fn lines(edition: &Edition<'_>, found: &Determination, explain: bool) -> String {
    let writer = Writer {
        program: edition.program,
        explain,
    };
    let mut out = Vec::new();
    for outcome in edition
        .program
        .outcome_ids()
        .filter(|outcome| writer.is_concluded(*outcome))
    {
        found
            .ladder(outcome)
            .into_iter()
            .for_each(|ladder| writer.ladder(ladder, &mut out));
        found
            .set(outcome)
            .into_iter()
            .for_each(|set| writer.set(set, &mut out));
    }
    for rests in &found.readings {
        let reading = &edition.program[rests.reading];
        let name = |option: usize| {
            reading
                .options
                .get(option)
                .map_or("?", |option| option.name.as_str())
        };
        for otherwise in &rests.otherwise {
            let answers = otherwise.answers.iter().map(|(outcome, answer)| {
                format!(
                    "{}: {}",
                    edition.program[*outcome].name,
                    writer.answer(*outcome, answer)
                )
            });
            let memberships = otherwise.memberships.iter().map(|(outcome, value, state)| {
                let has = match state {
                    State::Present => "has",
                    State::Absent => "lacks",
                    State::Open => "may have",
                };
                format!(
                    "{} {has} {}",
                    edition.program[*outcome].name,
                    writer.value(*outcome, *value)
                )
            });
            let given = answers.chain(memberships).collect::<Vec<_>>().join("; ");
            out.push(format!(
                "reading {} is {}; {} gives {given}",
                reading.name,
                name(rests.option),
                name(otherwise.option)
            ));
        }
    }
    out.extend(
        found
            .contradicts
            .iter()
            .map(|id| format!("contradicts {}", edition.program[*id].name)),
    );
    out.into_iter().map(|line| line + "\n").collect()
}

struct Writer<'p> {
    program: &'p Program,
    explain: bool,
}

impl Writer<'_> {
    /// Whether any rule concludes about the outcome; others are left out.
    fn is_concluded(&self, outcome: OutcomeId) -> bool {
        self.program
            .rules
            .iter()
            .flat_map(|rule| &rule.conclusions)
            .any(|conclusion| conclusion.outcome() == Some(outcome))
    }

    fn ladder(&self, ladder: &Ladder, out: &mut Vec<String>) {
        out.push(format!(
            "{}: {}",
            self.program[ladder.outcome].name,
            self.answer(ladder.outcome, &ladder.answer)
        ));
        let cases = if ladder.by_cases {
            "why by cases"
        } else {
            "why"
        };
        for reason in &ladder.why {
            out.push(format!("  {cases} {}", self.rule(reason.rule)));
            if self.explain {
                out.extend(
                    reason
                        .met
                        .iter()
                        .map(|test| format!("    met {}", self.test(test))),
                );
            }
        }
        for aside in &ladder.set_aside {
            let word = if aside.disapplied {
                "disapplied"
            } else {
                "aside"
            };
            out.push(format!(
                "  {word} {} by {}, says {}",
                self.rule(aside.rule),
                self.rule(aside.by),
                self.citation(aside.citation)
            ));
        }
        if self.explain {
            for near in &ladder.near {
                let threshold = near
                    .threshold
                    .map(|id| format!(" ({})", self.program[id].name))
                    .unwrap_or_default();
                let fact = &self.program[near.fact].name;
                out.push(format!(
                    "  near {}: {fact} {} for {}{threshold}",
                    self.rule(near.rule),
                    near.limit,
                    near.value
                ));
            }
        }
        if !ladder.need.is_empty() {
            out.push(format!("  needs {}", self.needs(&ladder.need)));
        }
    }

    fn set(&self, set: &Set, out: &mut Vec<String>) {
        let named = |state: State| {
            let values = set.values.iter().filter(|one| one.state == state);
            values
                .map(|one| self.value(set.outcome, one.value))
                .collect::<Vec<_>>()
        };
        let (present, open) = (named(State::Present), named(State::Open));
        let open = if open.is_empty() {
            String::new()
        } else {
            format!(", open {}", braced(&open))
        };
        out.push(format!(
            "{}: {}{open}",
            self.program[set.outcome].name,
            braced(&present)
        ));
        for one in &set.values {
            let value = self.value(set.outcome, one.value);
            match one.state {
                State::Present => out.extend(
                    one.why
                        .iter()
                        .map(|rule| format!("  {value} why {}", self.rule(*rule))),
                ),
                State::Open if one.need.is_empty() => {
                    out.push(format!("  {value} needs what no fact says"))
                }
                State::Open => out.push(format!("  {value} needs {}", self.needs(&one.need))),
                State::Absent => {}
            }
        }
    }

    fn answer(&self, outcome: OutcomeId, answer: &Answer) -> String {
        match answer {
            Answer::Value(value) => self.value(outcome, *value),
            Answer::Gap => "gap".to_owned(),
            Answer::Conflict(values) => format!("conflict {}", self.values(outcome, values)),
            Answer::Impossible => "impossible".to_owned(),
            Answer::Undetermined(results) => {
                let results: Vec<String> = results
                    .iter()
                    .map(|result| self.result(outcome, result))
                    .collect();
                format!("undetermined {}", braced(&results))
            }
            Answer::TooOpen => "too open".to_owned(),
        }
    }

    fn result(&self, outcome: OutcomeId, result: &Outcome) -> String {
        match result {
            Outcome::Value(value) => self.value(outcome, *value),
            Outcome::Gap => "gap".to_owned(),
            Outcome::Conflict(values) => format!("conflict {}", self.values(outcome, values)),
            Outcome::Hole(rules) => format!(
                "hole {}",
                rules
                    .iter()
                    .map(|rule| self.rule(*rule))
                    .collect::<Vec<_>>()
                    .join(" + ")
            ),
        }
    }

    fn value(&self, outcome: OutcomeId, value: usize) -> String {
        self.program[outcome]
            .values
            .get(value)
            .map_or("?", |value| value.name.as_str())
            .to_owned()
    }

    fn values(&self, outcome: OutcomeId, values: &[usize]) -> String {
        braced(
            &values
                .iter()
                .map(|value| self.value(outcome, *value))
                .collect::<Vec<_>>(),
        )
    }

    /// The facts needed, in order of declaration.
    fn needs(&self, needs: &[Need]) -> String {
        let ordered: BTreeSet<_> = needs.iter().map(|need| (need.fact, need.member)).collect();
        let named = ordered.into_iter().map(|(fact, member)| {
            let name = &self.program[fact].name;
            match member.and_then(|member| self.program.members(fact).get(member)) {
                Some(member) => format!("{name} has {}", member.name),
                None => name.clone(),
            }
        });
        named.collect::<Vec<_>>().join(", ")
    }

    /// A rule as a policy refers to it.
    fn rule(&self, rule: RuleId) -> String {
        let node = &self.program[rule];
        let is_provision = node
            .citation
            .provision
            .is_some_and(|provision| self.program[provision].place == node.place);
        let name = node
            .name
            .as_ref()
            .filter(|_| !is_provision)
            .map(|name| format!(" rule {name}"))
            .unwrap_or_default();
        format!("{}{name}", self.citation(node.citation))
    }

    fn citation(&self, citation: Citation) -> String {
        let path = citation
            .provision
            .map(|provision| self.program.path(provision))
            .unwrap_or_default();
        let steps = path.into_iter().map(|id| {
            format!(
                " {} {}",
                self.program[id].kind.word(),
                self.program[id].number
            )
        });
        std::iter::once(self.program[citation.instrument].name.clone())
            .chain(steps)
            .collect()
    }

    fn test(&self, test: &Test) -> String {
        let not = if test.holds { "" } else { "not " };
        let inside = test
            .inside
            .map(|id| format!(" ({})", self.program[id].name))
            .unwrap_or_default();
        format!("{not}{}{inside}", self.condition(&test.cond))
    }

    fn condition(&self, cond: &CondKind) -> String {
        let program = self.program;
        let members = |of: &[weir_core::hir::Member], which: &[usize]| {
            which
                .iter()
                .filter_map(|at| of.get(*at))
                .map(|member| member.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        match cond {
            CondKind::Fact(fact) => program[*fact].name.clone(),
            CondKind::Is(fact, values) => format!(
                "{} is {}",
                program[*fact].name,
                members(program.members(*fact), values)
            ),
            CondKind::Has(fact, member) => format!(
                "{} has {}",
                program[*fact].name,
                members(program.members(*fact), &[*member])
            ),
            CondKind::HasOther(fact, named) => format!(
                "{} has other than {}",
                program[*fact].name,
                members(program.members(*fact), named)
            ),
            CondKind::During(_) => "on these days".to_owned(),
            CondKind::Compare(fact, op, operand) => format!(
                "{} {} {}",
                program[*fact].name,
                sign(*op),
                self.operand(operand)
            ),
            CondKind::Outcome(outcome, values) => format!(
                "{} is {}",
                program[*outcome].name,
                members(&program[*outcome].values, values)
            ),
            CondKind::OutcomeHas(outcome, value) => format!(
                "{} has {}",
                program[*outcome].name,
                members(&program[*outcome].values, &[*value])
            ),
            CondKind::Reading(reading, option) => {
                let option = program[*reading]
                    .options
                    .get(*option)
                    .map_or("?", |option| option.name.as_str());
                format!("reading {} is {option}", program[*reading].name)
            }
            CondKind::Const(_)
            | CondKind::Definition(_)
            | CondKind::Not(_)
            | CondKind::And(_)
            | CondKind::Or(_)
            | CondKind::Error => "?".to_owned(),
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Number(number) => number.to_string(),
            Operand::Threshold(id) => self.program[*id].name.clone(),
            Operand::Date(day) => day.to_string(),
        }
    }
}

fn braced(values: &[String]) -> String {
    if values.is_empty() {
        "{ }".to_owned()
    } else {
        format!("{{ {} }}", values.join(", "))
    }
}

fn sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}
