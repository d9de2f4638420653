//! Whether tests stand on both sides of a number.
//!
//! A case of a test pins a number from one side if it gives the quantity exactly that side's number, expects a value, and would
//! have another one on the other side. So a test that gives the number where nothing turns on it pins nothing.

use weir_analysis::findings::Boundary;
use weir_core::date::Date;
use weir_core::hir::{Case, ExpectationKind, FactId, OutcomeId, Test};
use weir_core::scenario::{Given, Scenario};
use weir_core::{Edition, Executable, Readings};

use super::{determined, result};

/// The sides on which a test stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pinned {
    /// One below the number.
    pub below: bool,
    /// At the number.
    pub from: bool,
}

/// The sides of a number on which some test of the program stands.
#[must_use]
pub fn pinned(executable: Executable<'_>, edition: &Edition<'_>, boundary: &Boundary) -> Pinned {
    let mut pinned = Pinned::default();
    for test in &edition.program.tests {
        if !is_of_the_same_law(edition, test, boundary) {
            continue;
        }
        for case in &test.cases {
            let Some(Given::Number(side, Some(high))) = case.facts.get(&boundary.fact) else {
                continue;
            };
            let (known, other) = match boundary.number - side {
                0 => (&mut pinned.from, side - 1),
                1 => (&mut pinned.below, side + 1),
                _ => continue,
            };
            if !*known && high == side {
                let day = test.on.unwrap_or(edition.as_of);
                *known = turns(executable, day, case, boundary, other);
            }
        }
    }
    pinned
}

/// Whether the thresholds have the same value on the day of a test, by the same provision.
fn is_of_the_same_law(edition: &Edition<'_>, test: &Test, boundary: &Boundary) -> bool {
    let Some(day) = test.on else { return true };
    boundary.thresholds.iter().all(|threshold| {
        let threshold = &edition.program[*threshold];
        let period = |day| threshold.on(day).map(|value| value.period);
        period(day) == period(edition.as_of)
    })
}

/// Whether a value that the case expects is another one once the quantity is on the other side.
fn turns(
    executable: Executable<'_>,
    day: Date,
    case: &Case,
    boundary: &Boundary,
    other: i64,
) -> bool {
    let mut readings = Readings::defaults(executable.program());
    for (reading, option) in &case.readings {
        readings.set(*reading, *option);
    }
    let law = executable.on(day, &readings);
    let scenario = Scenario {
        facts: case.facts.clone(),
    };
    let across = moved(&scenario, boundary.fact, other);
    let [here, there] = [&scenario, &across].map(|one| determined(&law, one));
    let expected = case.expects.iter().filter_map(|expect| {
        let ExpectationKind::Value(outcome, _) = expect.kind else {
            return None;
        };
        Some(outcome)
    });
    let mut expected = expected.filter(|outcome| is_crossed(boundary, *outcome));
    expected.any(|outcome| result(&here, outcome) != result(&there, outcome))
}

fn is_crossed(boundary: &Boundary, outcome: OutcomeId) -> bool {
    let mut crossings = boundary.crossings.iter();
    crossings.any(|crossing| crossing.outcome == outcome)
}

fn moved(scenario: &Scenario, fact: FactId, number: i64) -> Scenario {
    let mut moved = scenario.clone();
    moved
        .facts
        .insert(fact, Given::Number(number, Some(number)));
    moved
}
