//! What the analysis claims holds: a clause without effect can be taken away, gaps and conflicts are those that the interpreter
//! meets, and no fewer facts lead to a value than are said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_analysis::exact::{Compiled, Leaf, Space, Store, compile};
use weir_analysis::findings::{Clause, Idle, idle, nearest, unanswered};
use weir_core::hir::{Cond, CondKind, FactId, OutcomeId, OutcomeKind, Program, Rule};
use weir_core::scenario::Scenario;
use weir_core::{Checked, Edition, Readings};
use weir_eval::{Answer, Limits, State, determine};

use crate::exact::{DAYS, checked, every_case, interpreted, programs};

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

fn ladder(program: &Program) -> OutcomeId {
    let mut outcomes = program.outcome_ids();
    let is = |outcome: &OutcomeId| program[*outcome].kind == OutcomeKind::Ladder;
    outcomes.find(is).expect("a ladder")
}

#[test]
fn clauses_without_effect_can_be_taken_away() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, text) in programs().take(500).enumerate() {
        let checked = checked(&text);
        let day = weir_core::date::parse(DAYS[at % DAYS.len()]).expect("a day");
        let readings = Readings::defaults(&checked.program);
        let edition = checked.executable().expect("no errors").on(day, &readings);
        let space = Space::of(&[&edition]);
        let mut store = Store::new(100_000);
        let mut law = compile(&edition, &space, &[&edition]);
        for (clause, why) in idle(&mut store, &mut law).expect("small") {
            let kind = match &why {
                Idle::Never(_) => "never",
                Idle::Overridden(_) => "overridden",
                Idle::Redundant(_) => "redundant",
                Idle::Outdone(_) => "outdone",
            };
            let count = seen.entry(kind).or_default();
            *count += 1;
            // Chance makes many conditions that never hold.
            if kind == "never" && *count > 60 {
                continue;
            }
            let changed = without(&checked, &clause);
            let other = changed.executable().expect("no errors").on(day, &readings);
            for case in every_case(&checked.program).iter().skip(at % 5).step_by(5) {
                let (with, without) = (said(&edition, case), said(&other, case));
                assert_eq!(with, without, "{text}\n{clause:?} {why:?}\n{case:?}");
            }
        }
    }
    for kind in ["never", "overridden", "redundant", "outdone"] {
        assert!(seen.contains_key(kind), "{kind}: {seen:?}");
    }
}

#[test]
fn gaps_and_conflicts_are_those_that_the_interpreter_meets() {
    let limits = Limits {
        readings: false,
        ..Limits::default()
    };
    for (at, text) in programs().take(40).enumerate() {
        let checked = checked(&text);
        let day = weir_core::date::parse(DAYS[at % DAYS.len()]).expect("a day");
        let readings = Readings::defaults(&checked.program);
        let edition = checked.executable().expect("no errors").on(day, &readings);
        let space = Space::of(&[&edition]);
        let mut store = Store::new(100_000);
        let mut law = compile(&edition, &space, &[&edition]);
        let outcome = ladder(&checked.program);
        let found = unanswered(&mut store, &mut law, outcome).expect("small");
        let claimed: BTreeSet<Leaf> = found.iter().map(|one| one.leaf.clone()).collect();
        let cases = every_case(&checked.program);
        let met: BTreeSet<Leaf> = cases
            .iter()
            .map(|case| interpreted(&determine(&edition, case, &limits), outcome))
            .filter(|leaf| matches!(leaf, Leaf::Gap | Leaf::Conflict(_)))
            .collect();
        assert_eq!(claimed, met, "{text}");
        for one in found {
            for answers in one.region.cases(3) {
                let case = law.scenario(&answers, false);
                let leaf = interpreted(&determine(&edition, &case, &limits), outcome);
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
    let limits = Limits {
        readings: false,
        ..Limits::default()
    };
    let mut led = 0;
    for (at, text) in programs().take(25).enumerate() {
        let checked = checked(&text);
        let day = weir_core::date::parse(DAYS[at % DAYS.len()]).expect("a day");
        let readings = Readings::defaults(&checked.program);
        let edition = checked.executable().expect("no errors").on(day, &readings);
        let space = Space::of(&[&edition]);
        let mut store = Store::new(100_000);
        let mut law = compile(&edition, &space, &[&edition]);
        let outcome = ladder(&checked.program);
        let root = law.ladder(&mut store, outcome).expect("small");
        let cases = every_case(&checked.program);
        let ends: Vec<Leaf> = cases
            .iter()
            .map(|case| interpreted(&determine(&edition, case, &limits), outcome))
            .collect();
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
                    let leaf = interpreted(&determine(&edition, &changed, &limits), outcome);
                    assert_eq!(leaf, wanted, "{text}\n{changed:?}");
                    led += 1;
                }
            }
        }
    }
    assert!(led > 60, "only {led} changes were looked at");
}
