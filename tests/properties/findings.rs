//! What the analysis claims holds: a clause without effect can be taken away, gaps and conflicts are those that the interpreter
//! meets, and no fewer facts lead to a value than are said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir::Exit;
use weir::render::what_if::report;
use weir::what_if::{BUDGET, exit, what_if};
use weir_analysis::exact::{Compiled, Leaf, Space, Store, compile};
use weir_analysis::findings::{Change, Clause, Idle, idle, nearest, unanswered};
use weir_core::hir::{Cond, CondKind, FactId, OutcomeId, OutcomeKind, Program, Rule};
use weir_core::scenario::Scenario;
use weir_core::{Checked, Edition};
use weir_eval::{Answer, Limits, State, determine};

use crate::exact::{DAYS, checked, every_case, interpreted, law, programs};
use crate::meaning::{fits, scenario};

/// What the interpreter says of all outcomes in a case; nothing where the case is impossible.
fn said(edition: &Edition<'_>, case: &Scenario) -> Option<(Vec<Answer>, Vec<State>)> {
    let limits = Limits {
        readings: false,
        ..Limits::default()
    };
    let found = determine(edition, case, &limits);
    let impossible = found
        .ladders
        .iter()
        .any(|one| one.answer == Answer::Impossible);
    if impossible {
        return None;
    }
    let open = |answer: Answer| match answer {
        // Which holes are named does not matter.
        Answer::Undetermined(_) => Answer::Undetermined(Vec::new()),
        other => other,
    };
    let ladders = found.ladders.into_iter().map(|one| open(one.answer));
    let sets = found.sets.iter().flat_map(|set| &set.values);
    Some((ladders.collect(), sets.map(|one| one.state).collect()))
}

/// The program with a clause that never applies.
fn without(checked: &Checked, clause: &Clause) -> Checked {
    let mut changed = checked.clone();
    for rule in &clause.rules {
        let slot = &mut changed.program.rules[rule.index()];
        let never = Cond {
            kind: CondKind::Const(false),
            place: slot.guard.place,
        };
        *slot = Arc::new(Rule {
            guard: Arc::new(never),
            ..(**slot).clone()
        });
    }
    changed
}

/// The law of a program on one of the days.
fn edition(checked: &Checked, at: usize) -> Edition<'_> {
    law(checked, DAYS[at % DAYS.len()])
}

/// What the interpreter says of a ladder in each case.
fn results(edition: &Edition<'_>, cases: &[Scenario], outcome: OutcomeId) -> Vec<Leaf> {
    let limits = Limits {
        readings: false,
        ..Limits::default()
    };
    let cases = cases.iter();
    cases
        .map(|case| interpreted(&determine(edition, case, &limits), outcome))
        .collect()
}

fn ladder(program: &Program) -> OutcomeId {
    let mut outcomes = program.outcome_ids();
    let is = |outcome: &OutcomeId| program[*outcome].kind == OutcomeKind::Ladder;
    outcomes.find(is).expect("a ladder")
}

/// The clauses that are called without effect on a day.
fn idle_on(edition: &Edition<'_>) -> Vec<(Clause, Idle)> {
    let space = Space::of(&[edition]);
    let mut store = Store::new(100_000);
    let mut law = compile(edition, &space, &[edition]);
    idle(&mut store, &mut law).expect("small")
}

/// A program with a fact in place of the reading, and without the gates of lists that turn on it: few clauses are idle under every
/// reading by chance.
fn without_readings(text: &str) -> String {
    let without = |line: &str| {
        let line = match line.split_once(" if reading r is") {
            // A counter is made of nothing else.
            Some(_) if line.starts_with("f.people") => return line.to_owned(),
            Some((before, _)) if !line.starts_with("others") => before.to_owned(),
            Some(_) | None => line.to_owned(),
        };
        let line = line.replace("reading r is first", "f.way is u");
        line.replace("reading r is second", "f.way is v")
    };
    let lines = text
        .lines()
        .filter(|line| !line.contains(" 2021-01-01 if reading"));
    lines.map(|line| without(line) + "\n").collect()
}

fn kind(why: &Idle) -> &'static str {
    match why {
        Idle::Never(_) => "never",
        Idle::Overridden(_) => "overridden",
        Idle::Redundant(_) => "redundant",
        Idle::Outdone(_) => "outdone",
    }
}

#[test]
fn clauses_without_effect_can_be_taken_away_whatever_the_reading() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, text) in programs().take(500).enumerate() {
        let text = Some(without_readings(&text))
            .filter(|text| at % 2 == 0 && checked(text).executable().is_ok())
            .unwrap_or(text);
        let checked = checked(&text);
        let edition = edition(&checked, at);
        for (clause, why) in idle_on(&edition) {
            let count = seen.entry(kind(&why)).or_default();
            *count += 1;
            // Chance makes many conditions that never hold.
            if kind(&why) == "never" && *count > 30 {
                continue;
            }
            let changed = without(&checked, &clause);
            let reading = checked.program.reading("r").expect("declared");
            for option in 0..2 {
                let edition = edition.with_reading(reading, option);
                let (day, readings) = (edition.as_of, &edition.readings);
                let other = changed.executable().expect("no errors").on(day, readings);
                for case in every_case(&checked.program)
                    .iter()
                    .skip(at % 17)
                    .step_by(17)
                {
                    let (with, without) = (said(&edition, case), said(&other, case));
                    let told = format!("{text}\noption {option}: {clause:?} {why:?}\n{case:?}");
                    assert_eq!(with, without, "{told}");
                }
            }
        }
    }
    for kind in ["never", "overridden", "redundant", "outdone"] {
        let count = seen.get(kind).copied().unwrap_or_default();
        assert!(count > 1, "{kind}: {seen:?}");
    }
}

#[test]
fn gaps_and_conflicts_are_those_that_the_interpreter_meets() {
    for (at, text) in programs().take(40).enumerate() {
        let checked = checked(&text);
        let edition = edition(&checked, at);
        let space = Space::of(&[&edition]);
        let mut store = Store::new(100_000);
        let mut law = compile(&edition, &space, &[&edition]);
        let outcome = ladder(&checked.program);
        let found = unanswered(&mut store, &mut law, outcome).expect("small");
        let claimed: BTreeSet<Leaf> = found.iter().map(|one| one.leaf.clone()).collect();
        let cases = every_case(&checked.program);
        let met: BTreeSet<Leaf> = results(&edition, &cases, outcome)
            .into_iter()
            .filter(|leaf| matches!(leaf, Leaf::Gap | Leaf::Conflict(_)))
            .collect();
        assert_eq!(claimed, met, "{text}");
        for one in found {
            let shown = one.region.cases(3);
            let shown: Vec<Scenario> = shown.iter().map(|one| law.scenario(one, false)).collect();
            for (case, leaf) in shown.iter().zip(results(&edition, &shown, outcome)) {
                assert_eq!(leaf, one.leaf, "{text}\n{case:?}");
            }
        }
    }
}

/// The facts whose answers differ between two cases.
fn distance(law: &Compiled<'_, '_>, program: &Program, a: &Scenario, b: &Scenario) -> usize {
    use weir_analysis::exact::About;
    let (a, b) = (law.answers_of(a), law.answers_of(b));
    let differ = a.iter().filter(|(var, answer)| b.get(var) != Some(answer));
    let facts: BTreeSet<Option<FactId>> = differ
        .map(
            |(var, _)| match &law.space().variable(*var).expect("known").about {
                About::Fact(name) | About::Member(name, _) => program.fact(name),
                About::Ladder(_) | About::InSet(..) => None,
            },
        )
        .collect();
    facts.len()
}

#[test]
fn no_fewer_facts_lead_to_a_value_than_are_said() {
    let mut led = 0;
    for (at, text) in programs().take(25).enumerate() {
        let checked = checked(&text);
        let edition = edition(&checked, at);
        let space = Space::of(&[&edition]);
        let mut store = Store::new(100_000);
        let mut law = compile(&edition, &space, &[&edition]);
        let outcome = ladder(&checked.program);
        let root = law.ladder(&mut store, outcome).expect("small");
        let cases = every_case(&checked.program);
        let ends = results(&edition, &cases, outcome);
        for (from, _) in ends.iter().enumerate().skip(at).step_by(211).take(4) {
            for value in 0..checked.program[outcome].values.len() {
                let wanted = Leaf::Value(value);
                if ends[from] == wanted || ends[from] == Leaf::Impossible {
                    continue;
                }
                let there = cases.iter().zip(&ends).filter(|(_, leaf)| **leaf == wanted);
                let fewest = there
                    .map(|(case, _)| distance(&law, &checked.program, &cases[from], case))
                    .min()
                    .filter(|fewest| *fewest <= 3);
                let found = nearest(&store, &law, root, &wanted, &cases[from]);
                let sizes: BTreeSet<usize> =
                    found.sets.iter().map(|set| set.changed.len()).collect();
                assert_eq!(
                    sizes,
                    fewest.into_iter().collect(),
                    "{text}\n{:?}",
                    cases[from]
                );
                for change in found.sets {
                    let mut changed = cases[from].clone();
                    changed.facts.extend(change.changed);
                    let leaf = results(&edition, std::slice::from_ref(&changed), outcome);
                    assert_eq!(leaf.first(), Some(&wanted), "{text}\n{changed:?}");
                    led += 1;
                }
            }
        }
    }
    assert!(led > 60, "only {led} changes were looked at");
}

/// The facts of which a case says otherwise than what is known.
fn contradicted(program: &Program, known: &Scenario, case: &Scenario) -> BTreeSet<FactId> {
    let says_otherwise = |fact: &FactId| {
        let value = case.get(*fact).expect("completely known");
        !fits(program, *fact, known.get(*fact), value)
    };
    program.fact_ids().filter(says_otherwise).collect()
}

/// What the interpreter says of a ladder in every case of a program.
struct Seen<'p> {
    program: &'p Program,
    cases: Vec<(Scenario, Leaf)>,
}

impl<'p> Seen<'p> {
    fn of(edition: &Edition<'p>, outcome: OutcomeId) -> Self {
        let program = edition.program;
        let cases = every_case(program);
        let ends = results(edition, &cases, outcome);
        let cases = cases.into_iter().zip(ends).collect();
        Self { program, cases }
    }

    /// The smallest sets of known facts that are otherwise where the ladder has a value, if they are of three facts at most.
    fn smallest(&self, known: &Scenario, wanted: &Leaf) -> BTreeSet<BTreeSet<FactId>> {
        let there = self.cases.iter().filter(|(_, leaf)| leaf == wanted);
        let sets = there.map(|(case, _)| contradicted(self.program, known, case));
        let sets: BTreeSet<BTreeSet<FactId>> = sets.collect();
        let fewest = sets.iter().map(BTreeSet::len).min();
        let fewest = fewest.filter(|fewest| *fewest <= 3);
        let is = |set: &BTreeSet<FactId>| Some(set.len()) == fewest;
        sets.into_iter().filter(is).collect()
    }

    /// Whether a change leads to a value whatever else is so; without what it assumes of a fact, if one is left out.
    fn leads(
        &self,
        known: &Scenario,
        change: &Change,
        left_out: Option<&FactId>,
        wanted: &Leaf,
    ) -> bool {
        let mut changed = known.clone();
        let assumed = change.assumed.iter();
        let assumed = assumed.filter(|(fact, _)| Some(*fact) != left_out);
        let given = change.changed.iter().chain(assumed);
        let given = given.map(|(fact, given)| (*fact, given.clone()));
        changed.facts.extend(given);
        let mut possible = self.cases.iter().filter(|(case, leaf)| {
            *leaf != Leaf::Impossible && contradicted(self.program, &changed, case).is_empty()
        });
        possible.all(|(_, leaf)| leaf == wanted)
    }
}

/// Of partly known facts it is said what a look at every case says: which sets of facts have to change, that the changes lead there
/// whatever else is so, and that no more is asked of what is not known than that needs.
#[test]
fn what_leads_to_a_value_from_what_is_partly_known() {
    let (mut led, mut asked) = (0, 0);
    let without_days = programs().filter(|text| !text.contains("f.when"));
    for (at, text) in without_days.take(30).enumerate() {
        let checked = checked(&text);
        let edition = edition(&checked, at);
        let outcome = ladder(&checked.program);
        let seen = Seen::of(&edition, outcome);
        for turn in 0..4 {
            let choice = |fact: usize| u8::try_from((at * 31 + turn * 17 + fact * 7) % 256);
            let choices: Vec<u8> = (0..8).map(|fact| choice(fact).expect("small")).collect();
            let known = scenario(&checked.program, &choices);
            let found = what_if(&edition, &known, BUDGET);
            let found = found.iter().find(|one| one.outcome == outcome);
            for leading in found.expect("a ladder").values.iter().flatten() {
                let told = format!("{text}\n{known:?}\n{leading:?}");
                let wanted = Leaf::Value(leading.value);
                let said = leading.changes.iter();
                let said = said.map(|change| change.changed.keys().copied().collect());
                let said: BTreeSet<BTreeSet<FactId>> = said.collect();
                assert_eq!(said, seen.smallest(&known, &wanted), "{told}");
                assert!(leading.complete, "{told}");
                for change in &leading.changes {
                    assert!(seen.leads(&known, change, None, &wanted), "{told}");
                    led += 1;
                    for fact in change.assumed.keys() {
                        let needed = !seen.leads(&known, change, Some(fact), &wanted);
                        assert!(needed, "{fact:?} need not be assumed: {told}");
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(
        led > 100 && asked > 50,
        "{led} changes, {asked} assumptions"
    );
}

#[test]
fn a_ladder_past_the_budget_is_named_and_ends_the_run_as_undetermined() {
    let text = programs().next().expect("a program");
    let checked = checked(&text);
    let edition = edition(&checked, 0);
    let nothing = Scenario::default();
    for (budget, past, end) in [
        (1, vec!["pathway"], Exit::Undetermined),
        (BUDGET, vec![], Exit::Done),
    ] {
        let found = what_if(&edition, &nothing, budget);
        let said = serde_json::to_value(report(&checked.program, &found)).expect("written");
        assert_eq!(said["what_if_not_analysed"], serde_json::json!(past));
        assert_eq!(exit(&found), end);
    }
}
