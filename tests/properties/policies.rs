//! The policies themselves: on every completely known case, on any date since the earliest law in them, exactly one pathway.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use weir_analysis::exact::{Space, Store, compile};
use weir_core::hir::{FactType, OutcomeKind, Program};
use weir_core::scenario::{Given, Scenario};
use weir_core::{Checked, Readings, Workspace};
use weir_eval::{Answer, Limits, Result as Outcome, determine};
use weir_syntax::diagnostic::SourceId;

use crate::exact::{compare, diagrams};

static POLICIES: LazyLock<Arc<Checked>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    collect(&root.join("policies"), &mut files);
    let mut workspace = Workspace::new();
    for (at, file) in files.iter().enumerate() {
        let name = file
            .strip_prefix(&root)
            .expect("below the root")
            .display()
            .to_string();
        workspace.set_source(
            SourceId(at as u32),
            name,
            std::fs::read_to_string(file).expect("readable"),
        );
    }
    workspace.check()
});

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "weir") {
            files.push(path);
        }
    }
    files.sort();
}

/// Numbers on both sides of every threshold, and some between.
const PEOPLE: [i64; 12] = [
    0, 1, 50, 9_999, 10_000, 99_999, 100_000, 100_001, 450_000, 999_999, 1_000_000, 20_000_000,
];

fn given(ty: &FactType, choice: u32) -> Option<Given> {
    Some(match ty {
        FactType::Bool => Given::Bool(choice.is_multiple_of(2)),
        FactType::Choice(members) => Given::Choice(choice as usize % members.len()),
        FactType::Quantity(_) => {
            let number = PEOPLE[choice as usize % PEOPLE.len()];
            Given::Number(number, Some(number))
        }
        FactType::Set(members) => {
            // Mostly empty or small, as sets are in practice.
            let present: Vec<usize> = (0..members.len())
                .filter(|at| choice.rotate_left(*at as u32 * 3 % 31).is_multiple_of(7))
                .collect();
            Given::exactly(members, &present)
        }
        FactType::Date => Given::Date(weir_core::date::parse("2025-06-01").expect("a day")),
        FactType::Error => return None,
    })
}

fn total(program: &Program, choices: &[u32], usual: &[bool]) -> Scenario {
    let mut facts = BTreeMap::new();
    for (at, fact) in program.fact_ids().enumerate() {
        // Half of the facts take their first value, so that rules with many conditions are reached too.
        let choice = if usual[at % usual.len()] {
            0
        } else {
            choices[at % choices.len()].rotate_left(at as u32 % 32)
        };
        facts.extend(given(&program[fact].ty, choice).map(|given| (fact, given)));
    }
    Scenario { facts }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_known_case_has_one_pathway(
        choices in prop::collection::vec(any::<u32>(), 16),
        usual in prop::collection::vec(any::<bool>(), 13),
        on in prop::sample::select(vec!["2021-11-01", "2022-08-31", "2022-09-01", "2023-06-01", "2024-03-21", "2024-03-22", "2025-01-01", "2025-12-31", "2026-01-01", "2026-11-25"]),
    ) {
        let checked = &POLICIES;
        let executable = checked.executable().expect("the policies have no error");
        let edition = executable.on(weir_core::date::parse(on).expect("a day"), &Readings::defaults(&checked.program));
        let scenario = total(&checked.program, &choices, &usual);
        let found = determine(&edition, &scenario, &Limits { readings: false, ..Limits::default() });
        for ladder in &found.ladders {
            prop_assert_eq!(checked.program[ladder.outcome].kind, OutcomeKind::Ladder);
            let shown = || format!("{on}\n{:?}", scenario.facts.iter().map(|(fact, given)| (checked.program[*fact].name.as_str(), given.clone())).collect::<Vec<_>>());
            match &ladder.answer {
                Answer::Value(_) => prop_assert!(!ladder.why.is_empty(), "no reason: {}", shown()),
                Answer::Undetermined(results) => {
                    let holes = results.iter().all(|result| matches!(result, Outcome::Hole(_)));
                    prop_assert!(holes, "undetermined although everything is known: {}", shown());
                }
                // Random facts may contradict what the law assumes.
                Answer::Impossible => {}
                Answer::Gap | Answer::Conflict(_) | Answer::TooOpen => prop_assert!(false, "{:?}: {}", ladder.answer, shown()),
            }
        }
    }
}

/// The policies are compiled whole, within the budget that is usual, and come out as in the interpreter.
#[test]
fn the_compiled_policies_agree_with_the_interpreter() {
    let checked = &POLICIES;
    let executable = checked.executable().expect("the policies have no error");
    let day = weir_core::date::parse("2026-07-24").expect("a day");
    let edition = executable.on(day, &Readings::defaults(&checked.program));
    let space = Space::of(&[&edition]);
    let mut store = Store::new(6_000_000);
    let mut compiled = compile(&edition, &space, &[&edition]);
    let all = diagrams(&mut compiled, &mut store, &checked.program);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        // Marsaglia's xorshift, "Xorshift RNGs", Journal of Statistical Software 8 (2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let cases: Vec<Scenario> = (0..1_000)
        .map(|_| {
            let choices: Vec<u32> = (0..16).map(|_| next() as u32).collect();
            let usual: Vec<bool> = (0..13).map(|_| !next().is_multiple_of(3)).collect();
            total(&checked.program, &choices, &usual)
        })
        .collect();
    if let Err(difference) = compare(&edition, &compiled, &store, &all, &cases) {
        panic!("{difference}");
    }
}
