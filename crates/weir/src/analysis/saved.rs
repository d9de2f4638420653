//! Cases as a file of tests. A test expects what is determined now; whoever keeps it decides whether that is right.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use weir_analysis::exact::{About, Assignment, Leaf, Space};
use weir_core::hir::{FactId, FactType, Language, OutcomeId, Place, Program, ReadingId};
use weir_core::scenario::{Given, Scenario, all_of, is_under, one_of};
use weir_core::words::grouped;
use weir_core::{Edition, Executable};

use super::{Analysis, Finding, Kind, determined, result};

/// A test to be written.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub title: String,
    /// The case.
    pub facts: Scenario,
    /// For each variable that matters its answer.
    pub answers: Assignment,
    /// The readings that are not those of the law.
    pub readings: Vec<(ReadingId, usize)>,
    /// The ladder.
    pub outcome: OutcomeId,
    /// What it ends in.
    pub ends: Leaf,
}

/// The cases of findings, each with its title.
#[must_use]
pub fn of_analysis(analysis: &Analysis, titles: &[String]) -> Vec<Test> {
    let found = analysis.found.iter().zip(titles).enumerate();
    found
        .flat_map(|(at, (finding, title))| cases(finding, &format!("{} {title}", at + 1)))
        .collect()
}

/// The text of a file of tests that a command writes, and how many there are; how many cases cannot be written as a test. `used` gives
/// the file of a source, as that file names it.
#[must_use]
pub fn text(
    executable: Executable<'_>,
    edition: &Edition<'_>,
    space: &Space,
    cases: Vec<Test>,
    by: &str,
    language: Language,
    used: impl Fn(Place) -> Option<String>,
) -> (String, usize, usize) {
    let all = cases.len();
    let tests: Vec<Test> = cases
        .into_iter()
        .filter_map(|test| written(executable, edition, space, test))
        .collect();
    let left_out = all - tests.len();
    let program = edition.program;
    let files: BTreeSet<String> = places(program, &tests)
        .into_iter()
        .filter_map(used)
        .collect();
    let mut out = language.pick(
        format!("// 由 {by} 写出。期望值是现在的判定结果，不是法律意见；请核对后再保留。\n"),
        format!("// Written by {by}. What is expected is what is determined now; look at each before you keep it.\n"),
    );
    for file in files {
        out.push_str(&format!("\nuse \"{file}\""));
    }
    out.push('\n');
    for test in &tests {
        out.push_str(&block(edition, test));
    }
    let parsed = weir_syntax::parse(&out);
    let text = weir_syntax::format::format(&out, &parsed).unwrap_or(out);
    (text, tests.len(), left_out)
}

/// The cases of a finding: of a number those sides on which no test stands, of a reading both options.
fn cases(finding: &Finding, title: &str) -> Vec<Test> {
    let Some(witness) = &finding.witness else {
        return Vec::new();
    };
    let case = |title: String, facts: &Scenario, ends: &Leaf| Test {
        title,
        facts: facts.clone(),
        answers: witness.answers.clone(),
        readings: Vec::new(),
        outcome: witness.outcome,
        ends: ends.clone(),
    };
    match (&finding.kind, &witness.across) {
        (Kind::Unpinned(_, pinned), Some((below, ends))) => {
            let below = (!pinned.below).then(|| case(format!("{title} (<)"), below, ends));
            let from = (!pinned.from)
                .then(|| case(format!("{title} (>=)"), &witness.scenario, &witness.ends));
            below.into_iter().chain(from).collect()
        }
        (Kind::Reread(reread), _) => {
            let chosen = case(title.to_owned(), &witness.scenario, &reread.old);
            let other = Test {
                readings: witness.readings.clone(),
                ..case(format!("{title} (2)"), &witness.scenario, &witness.ends)
            };
            vec![chosen, other]
        }
        _ => vec![case(title.to_owned(), &witness.scenario, &witness.ends)],
    }
}

/// A test with as few facts as determine what is expected, as the language reads it; none if it can't be said.
fn written(
    executable: Executable<'_>,
    edition: &Edition<'_>,
    space: &Space,
    test: Test,
) -> Option<Test> {
    let program = edition.program;
    let mut readings = edition.readings.clone();
    for (reading, option) in &test.readings {
        readings.set(*reading, *option);
    }
    let law = executable.on(edition.as_of, &readings);
    let mattering: BTreeSet<FactId> = test
        .answers
        .keys()
        .filter_map(|var| match &space.variable(*var)?.about {
            About::Fact(name) | About::Member(name, _) => program.fact(name),
            About::Ladder(_) | About::InSet(..) => None,
        })
        .collect();
    let few = |fact: &FactId| mattering.contains(fact);
    let all = |_: &FactId| true;
    let tries: [&dyn Fn(&FactId) -> bool; 2] = [&few, &all];
    tries.into_iter().find_map(|keep| {
        let kept = test.facts.facts.iter().filter(|(fact, _)| keep(fact));
        let facts = Scenario {
            facts: kept
                .map(|(fact, given)| (*fact, as_read(program, *fact, given)))
                .collect(),
        };
        let said = result(&determined(&law, &facts), test.outcome);
        (said.as_ref() == Some(&test.ends)).then(|| Test {
            facts,
            readings: chosen(&law, edition, &test),
            ..test.clone()
        })
    })
}

/// The readings that a test has to name: all that are not the defaults.
fn chosen(law: &Edition<'_>, edition: &Edition<'_>, test: &Test) -> Vec<(ReadingId, usize)> {
    let program = edition.program;
    let named = |reading: &ReadingId| {
        let option = law.readings.get(*reading);
        let asked = test.readings.iter().any(|(other, _)| other == reading);
        asked || option != program[*reading].default
    };
    let readings = program.reading_ids().filter(named);
    readings
        .map(|reading| (reading, law.readings.get(reading)))
        .collect()
}

/// What the language makes of a fact once it is written down.
fn as_read(program: &Program, fact: FactId, given: &Given) -> Given {
    match given {
        Given::Choice(at) | Given::Kind(at) => one_of(program, fact, *at),
        Given::Set(known) => all_of(program, fact, &present(known)),
        Given::Bool(_) | Given::Number(..) | Given::Date(_) => given.clone(),
    }
}

fn present(known: &[Option<bool>]) -> Vec<usize> {
    let known = known.iter().enumerate();
    known
        .filter(|(_, one)| **one == Some(true))
        .map(|(at, _)| at)
        .collect()
}

/// Where what the tests name is declared.
fn places(program: &Program, tests: &[Test]) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for test in tests {
        places.insert(program[test.outcome].place);
        places.extend(
            test.readings
                .iter()
                .map(|(reading, _)| program[*reading].place),
        );
        for (fact, given) in &test.facts.facts {
            places.insert(program[*fact].place);
            let members = program.members(*fact);
            let named = match given {
                Given::Set(known) => present(known),
                Given::Choice(at) | Given::Kind(at) => vec![*at],
                Given::Bool(_) | Given::Number(..) | Given::Date(_) => Vec::new(),
            };
            let named = named.into_iter().filter_map(|at| members.get(at));
            places.extend(named.map(|member| member.place));
        }
    }
    places
}

fn block(edition: &Edition<'_>, test: &Test) -> String {
    let program = edition.program;
    let mut out = format!(
        "\ntest \"{}\" on {} {{\n  given {{\n",
        test.title.replace('"', "'"),
        edition.as_of
    );
    for (fact, given) in &test.facts.facts {
        if !matches!(program[*fact].ty, FactType::Error) {
            let value = value(program, *fact, given);
            out.push_str(&format!("    {} = {value}\n", program[*fact].name));
        }
    }
    out.push_str("  }\n");
    for (reading, option) in &test.readings {
        let reading = &program[*reading];
        if let Some(option) = reading.options.get(*option) {
            out.push_str(&format!("  reading {} is {}\n", reading.name, option.name));
        }
    }
    let outcome = &program[test.outcome];
    let name = |at: usize| outcome.values.get(at).map_or("", |one| one.name.as_str());
    let ends = match &test.ends {
        Leaf::Value(at) => name(*at).to_owned(),
        Leaf::Gap => "gap".to_owned(),
        Leaf::Conflict(values) => {
            let names: Vec<&str> = values.iter().map(|at| name(*at)).collect();
            format!("conflict {{ {} }}", names.join(", "))
        }
        Leaf::Hole
        | Leaf::Impossible
        | Leaf::InSet(_)
        | Leaf::Bool(_)
        | Leaf::Same
        | Leaf::Pair(..) => "undetermined".to_owned(),
    };
    out.push_str(&format!("  expect {} {ends}\n}}\n", outcome.name));
    out
}

/// A value as a test writes it; of a set only what is not a kind around something else in it.
fn value(program: &Program, fact: FactId, given: &Given) -> String {
    let members = program.members(fact);
    let name = |at: usize| members.get(at).map_or("", |one| one.name.as_str());
    match given {
        Given::Bool(value) => value.to_string(),
        Given::Choice(at) | Given::Kind(at) => name(*at).to_owned(),
        Given::Number(number, _) => grouped(*number).replace(',', "_"),
        Given::Date(day) => day.to_string(),
        Given::Set(known) => {
            let present = present(known);
            let inner = |at: &&usize| {
                let mut others = present.iter();
                !others.any(|other| other != *at && is_under(members, *other, **at))
            };
            let names: Vec<&str> = present.iter().filter(inner).map(|at| name(*at)).collect();
            if names.is_empty() {
                "{ }".to_owned()
            } else {
                format!("{{ {} }}", names.join(", "))
            }
        }
    }
}

/// The way from one folder to a file, as `use` takes it.
#[must_use]
pub fn way(folder: &Path, file: &Path) -> Option<String> {
    let plain = |path: &Path| -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    parts.pop();
                }
                Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                    parts.push(part.as_os_str().to_string_lossy().into_owned());
                }
            }
        }
        parts
    };
    let (from, to) = (plain(folder), plain(file));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to.into_iter().skip(common);
    let way: Vec<String> = up.chain(down).collect();
    (!way.is_empty()).then(|| way.join("/"))
}
