//! The answer on what is known equals the set over all completions, each worked out by the definition.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use weir_core::hir::{Conclusion, FactId, FactType, OutcomeId, OutcomeKind, Program, RuleId};
use weir_core::scenario::{Given, Scenario, is_under};
use weir_core::{Edition, Problem, Readings, Workspace};
use weir_eval::{Answer, Determination, Limits, Result as Outcome, State, determine};
use weir_syntax::codes;
use weir_syntax::diagnostic::{Severity, SourceId};

use crate::generate::{MOST_PEOPLE, program};
use crate::model::{Case, Ladder, Model};

/// Every value of every fact.
fn values(program: &Program, fact: FactId) -> Vec<Given> {
    match &program[fact].ty {
        FactType::Bool => vec![Given::Bool(false), Given::Bool(true)],
        FactType::Choice(members) => (0..members.len()).map(Given::Choice).collect(),
        FactType::Quantity(_) => (0..=MOST_PEOPLE)
            .map(|number| Given::Number(number, Some(number)))
            .collect(),
        FactType::Set(members) => {
            let subsets = (0..1u32 << members.len()).map(|bits| {
                (0..members.len())
                    .filter(|at| bits & (1 << at) != 0)
                    .collect::<Vec<_>>()
            });
            let mut sets: Vec<Given> = subsets
                .map(|present| Given::exactly(members, &present))
                .collect();
            sets.dedup();
            sets
        }
        FactType::Date | FactType::Error => panic!("no such facts here"),
    }
}

/// Whether a value is one of those that something known leaves possible.
pub(crate) fn fits(program: &Program, fact: FactId, known: Option<&Given>, value: &Given) -> bool {
    match (known, value) {
        (None, _) => true,
        (Some(Given::Number(low, high)), Given::Number(number, _)) => {
            low <= number && high.is_none_or(|high| *number <= high)
        }
        (Some(Given::Kind(kind)), Given::Choice(value)) => {
            is_under(program.members(fact), *value, *kind)
        }
        (Some(Given::Set(known)), Given::Set(all)) => known
            .iter()
            .zip(all)
            .all(|(known, value)| known.is_none() || known == value),
        (Some(known), value) => known == value,
    }
}

fn completions(program: &Program, scenario: &Scenario) -> Vec<Case> {
    let mut cases = vec![Case::new()];
    for fact in program.fact_ids() {
        let fits = |value: &Given| fits(program, fact, scenario.get(fact), value);
        let values: Vec<Given> = values(program, fact).into_iter().filter(fits).collect();
        cases = cases
            .iter()
            .flat_map(|case| {
                values.iter().map(|value| {
                    case.iter()
                        .map(|(a, b)| (*a, b.clone()))
                        .chain([(fact, value.clone())])
                        .collect()
                })
            })
            .collect();
    }
    cases
}

/// Which facts to leave open, and which values to take for the others.
pub(crate) fn scenario(program: &Program, choices: &[u8]) -> Scenario {
    let mut facts = BTreeMap::new();
    for (fact, choice) in program.fact_ids().zip(choices) {
        let all = values(program, fact);
        let value = all[*choice as usize % all.len()].clone();
        match choice % 3 {
            0 => {}
            1 => {
                facts.insert(fact, value);
            }
            _ => {
                // Partly known: a limit, a kind, or some members of a set.
                let partly = match value {
                    Given::Number(number, _) => Given::Number(
                        number / 2,
                        if choice % 2 == 0 {
                            None
                        } else {
                            Some(number.max(1))
                        },
                    ),
                    Given::Choice(value) => Given::Kind(value),
                    Given::Set(known) => Given::Set(
                        known
                            .iter()
                            .enumerate()
                            .map(|(at, value)| value.filter(|_| at as u8 % 2 == choice % 2))
                            .collect(),
                    ),
                    other => other,
                };
                facts.insert(fact, consistent(program, fact, partly));
            }
        }
    }
    Scenario { facts }
}

/// A partly known set in which a kind with a present member is present and the members of an absent kind are absent.
fn consistent(program: &Program, fact: FactId, given: Given) -> Given {
    let Given::Set(known) = given else {
        return given;
    };
    let said: Vec<(usize, Option<bool>)> = known
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, value)| value.is_some())
        .collect();
    Given::partly(program.members(fact), &said).unwrap_or(Given::Set(vec![None; known.len()]))
}

fn check(text: &str, on: &str, option: usize, choices: &[u8]) -> Result<(), TestCaseError> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "p.weir", text);
    let checked = workspace.check();
    let errors: Vec<&Problem> = checked
        .problems
        .iter()
        .filter(|problem| problem.code().severity() == Severity::Error)
        .collect();
    let only_chance = |problem: &&Problem| {
        [
            codes::CIRCULAR_OUTCOME,
            codes::CIRCULAR_PRECEDENCE,
            codes::EMPTY_PRECEDENCE,
            codes::ADOPTION,
        ]
        .contains(&problem.code())
    };
    prop_assert!(
        errors.iter().all(only_chance) || errors.is_empty(),
        "{text}\n{errors:?}"
    );
    prop_assume!(errors.is_empty());
    let program = &checked.program;
    let executable = checked.executable().expect("no errors");
    let mut readings = Readings::defaults(program);
    readings.set(program.reading("r").expect("declared"), option);
    let edition = executable.on(weir_core::date::parse(on).expect("a day"), &readings);
    let scenario = scenario(program, choices);
    let found = determine(&edition, &scenario, &Limits::default());
    let other = program.reading("r").expect("declared");
    let flipped = determine(
        &edition.with_reading(other, 1 - option),
        &scenario,
        &Limits {
            readings: false,
            ..Limits::default()
        },
    );
    prop_assert_eq!(
        found.readings.is_empty(),
        answers(&found) == answers(&flipped),
        "{}\n{:?}",
        text,
        scenario
    );
    compare(&edition, &scenario, &found, text)
}

/// The answers of a determination, without their reasons.
fn answers(found: &Determination) -> String {
    let ladders = found.ladders.iter().map(|ladder| &ladder.answer);
    let sets = found.sets.iter().flat_map(|set| &set.values);
    let states: Vec<State> = sets.map(|value| value.state).collect();
    format!("{:?} {states:?}", ladders.collect::<Vec<_>>())
}

/// The rules with a value that are live in every possible case.
fn sure(
    edition: &Edition<'_>,
    possible: &[&Case],
    outcome: OutcomeId,
    value: usize,
) -> BTreeSet<RuleId> {
    let concludes = |rule: &RuleId| {
        let wanted = Conclusion::Value(outcome, value);
        edition.program[*rule].conclusions.contains(&wanted)
    };
    let live = |rule: &RuleId, case: &Case| {
        let model = Model {
            edition,
            case,
            as_given: false,
        };
        model.live(*rule) == Some(true)
    };
    edition
        .program
        .rule_ids()
        .filter(concludes)
        .filter(|rule| possible.iter().all(|case| live(rule, case)))
        .collect()
}

fn compare(
    edition: &Edition<'_>,
    scenario: &Scenario,
    found: &Determination,
    text: &str,
) -> Result<(), TestCaseError> {
    let program = edition.program;
    let all = completions(program, scenario);
    let possible: Vec<&Case> = all
        .iter()
        .filter(|case| {
            Model {
                edition,
                case,
                as_given: false,
            }
            .possible()
        })
        .collect();
    for outcome in program.outcome_ids() {
        match program[outcome].kind {
            OutcomeKind::Ladder => {
                let results: BTreeSet<Ladder> = possible
                    .iter()
                    .map(|case| {
                        Model {
                            edition,
                            case,
                            as_given: false,
                        }
                        .ladder(outcome)
                    })
                    .collect();
                let answer = &found.ladder(outcome).expect("answered").answer;
                prop_assert_eq!(
                    results_of(answer),
                    results.clone(),
                    "{}\n{:?}",
                    text,
                    scenario
                );
                let ladder = found.ladder(outcome).expect("answered");
                if let (Answer::Value(value), false) = (answer, ladder.by_cases) {
                    let why: BTreeSet<RuleId> = ladder.why.iter().map(|why| why.rule).collect();
                    let sure = sure(edition, &possible, outcome, *value);
                    prop_assert_eq!(why, sure, "{}\n{:?}", text, scenario);
                }
                if results.len() > 1 {
                    let deciding = deciding(&possible, |case| {
                        format!(
                            "{:?}",
                            Model {
                                edition,
                                case,
                                as_given: false
                            }
                            .ladder(outcome)
                        )
                    });
                    let need: BTreeSet<FactId> = found
                        .ladder(outcome)
                        .expect("answered")
                        .need
                        .iter()
                        .map(|need| need.fact)
                        .collect();
                    if !deciding.is_empty() {
                        prop_assert_eq!(need, deciding, "{}\n{:?}", text, scenario);
                    } else {
                        prop_assert!(!need.is_empty());
                    }
                }
            }
            OutcomeKind::Set => {
                for value in 0..program[outcome].values.len() {
                    let results: BTreeSet<Option<bool>> = possible
                        .iter()
                        .map(|case| {
                            Model {
                                edition,
                                case,
                                as_given: false,
                            }
                            .in_set(outcome, value)
                        })
                        .collect();
                    let state = found
                        .set(outcome)
                        .and_then(|set| set.values.iter().find(|one| one.value == value))
                        .expect("answered")
                        .state;
                    let expected = match (
                        results.contains(&Some(true)),
                        results.contains(&Some(false)),
                        results.contains(&None),
                    ) {
                        (true, false, false) => State::Present,
                        (false, _, false) => State::Absent,
                        _ => State::Open,
                    };
                    // What depends on an untranscribed pathway may still hold on every value that it could have.
                    if !results.contains(&None) {
                        prop_assert_eq!(state, expected, "{}\n{:?}", text, scenario);
                    }
                }
            }
        }
    }
    Ok(())
}

fn results_of(answer: &Answer) -> BTreeSet<Ladder> {
    let one = |result: &Outcome| match result {
        Outcome::Value(value) => Ladder::Value(*value),
        Outcome::Gap => Ladder::Gap,
        Outcome::Conflict(values) => Ladder::Conflict(values.clone()),
        Outcome::Hole(_) => Ladder::Hole,
    };
    match answer {
        Answer::Value(value) => BTreeSet::from([Ladder::Value(*value)]),
        Answer::Gap => BTreeSet::from([Ladder::Gap]),
        Answer::Conflict(values) => BTreeSet::from([Ladder::Conflict(values.clone())]),
        Answer::Impossible => BTreeSet::new(),
        Answer::Undetermined(results) => results.iter().map(one).collect(),
        Answer::TooOpen => panic!("small programs are never too open"),
    }
}

/// The facts for which two possible completions that differ only in them end differently. Two completions that differ in a
/// set in more than one member do not count: the interpreter asks member by member.
fn deciding(possible: &[&Case], result: impl Fn(&Case) -> String) -> BTreeSet<FactId> {
    let mut by_rest: BTreeMap<(FactId, String), BTreeSet<String>> = BTreeMap::new();
    for case in possible {
        let end = result(case);
        for fact in case.keys() {
            let rest: Vec<_> = case.iter().filter(|(other, _)| *other != fact).collect();
            by_rest
                .entry((*fact, format!("{rest:?}")))
                .or_default()
                .insert(end.clone());
        }
    }
    by_rest
        .into_iter()
        .filter(|(_, ends)| ends.len() > 1)
        .map(|((fact, _), _)| fact)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_the_set_over_all_completions(
        text in program(),
        on in prop::sample::select(vec!["2021-06-01", "2023-12-31", "2024-01-01"]),
        option in 0usize..2,
        choices in prop::collection::vec(any::<u8>(), 6),
    ) {
        check(&text, on, option, &choices)?;
    }
}

/// More cases with `WEIR_CASES=100000`.
fn cases() -> u32 {
    std::env::var("WEIR_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(400)
}

/// One ladder that is too open hides nothing of the others.
#[test]
fn what_rests_on_a_reading_says_so_beside_what_is_too_open() {
    use std::fmt::Write as _;
    let mut text = r#"outcome pathway ladder {
  exempt
  assess
}
outcome filing ladder {
  no
  yes
}
reading scope {
  option narrow default
  option wide
}
"#
    .to_owned();
    let count = 16;
    for n in 0..count {
        writeln!(text, "fact f{n}: bool").expect("written");
    }
    text.push_str("instrument law {\n  in force from 2024-01-01\n");
    text.push_str("  article 1\n    when reading scope is narrow\n    then pathway exempt\n");
    text.push_str("  article 2\n    when reading scope is wide\n    then pathway assess\n");
    for n in 0..count {
        let (a, b) = ((n * 7 + 3) % count, (n * 11 + 5) % count);
        let value = ["no", "yes"][n % 2];
        writeln!(
            text,
            "  article 3{n}\n    when (f{n} or not f{a}) and (f{b} or f{n})\n    then filing {value}"
        )
        .expect("written");
    }
    text.push_str("}\n");
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "p.weir", text);
    let checked = workspace.check();
    let executable = checked.executable().expect("no errors");
    let readings = Readings::defaults(&checked.program);
    let day = weir_core::date::parse("2025-01-01").expect("a day");
    let limits = Limits {
        steps: 60,
        ..Limits::default()
    };
    let edition = executable.on(day, &readings);
    let found = determine(&edition, &Scenario::default(), &limits);
    let [pathway, filing] = ["pathway", "filing"].map(|name| {
        let outcome = checked.program.outcome(name).expect("declared");
        found.ladder(outcome).expect("answered").answer.clone()
    });
    assert_eq!(filing, Answer::TooOpen);
    assert_eq!(pathway, Answer::Value(0));
    assert_eq!(found.readings.len(), 1);
}
