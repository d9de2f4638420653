//! The compiled form says of every case what the interpreter says of it. Neither shares code with the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRng, TestRunner};
use weir_analysis::exact::{
    About, Compiled, Diagram, Leaf, Region, Space, Stands, Store, compile, differences, is_empty,
    on_other_days, one_sided,
};
use weir_core::date::Date;
use weir_core::hir::{FactType, OutcomeId, OutcomeKind, Program};
use weir_core::scenario::{Given, Scenario};
use weir_core::{Checked, Edition, Readings, Workspace};
use weir_eval::{Answer, Determination, Limits, Result as Outcome, State, determine};
use weir_syntax::diagnostic::SourceId;

use crate::generate::{MOST_PEOPLE, program};

/// The days on which programs are compared: before, on and after what changes in them.
pub(crate) const DAYS: [&str; 3] = ["2021-06-01", "2023-12-31", "2024-01-01"];

/// A day on which most of them is law.
const DAY: &str = "2023-06-01";

/// Where the day in the facts of a program makes a difference.
const FACT_DAYS: [&str; 4] = ["2021-12-31", "2022-01-01", "2022-12-31", "2023-01-01"];

/// A random program in which one of the yes-or-no facts is a day.
fn with_a_day(text: &str) -> String {
    let text = text.replace("f.also", "(f.when >= 2022-01-01 and f.when <= 2022-12-31)");
    text.replace(
        "fact (f.when >= 2022-01-01 and f.when <= 2022-12-31): bool",
        "fact f.when: date",
    )
}

pub(crate) fn checked(text: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "p.weir", text);
    workspace.check()
}

/// The law of a program on a day, under the defaults of readings.
pub(crate) fn law<'c>(checked: &'c Checked, day: &str) -> Edition<'c> {
    let day = weir_core::date::parse(day).expect("a day");
    let executable = checked.executable().expect("no errors");
    executable.on(day, &Readings::defaults(&checked.program))
}

/// Every value of every fact.
fn values(ty: &FactType) -> Vec<Given> {
    match ty {
        FactType::Bool => vec![Given::Bool(false), Given::Bool(true)],
        FactType::Choice(members) => (0..members.len()).map(Given::Choice).collect(),
        FactType::Quantity(_) => (0..=MOST_PEOPLE)
            .map(|number| Given::Number(number, Some(number)))
            .collect(),
        FactType::Date => FACT_DAYS
            .iter()
            .map(|day| Given::Date(weir_core::date::parse(day).expect("a day")))
            .collect(),
        FactType::Set(members) => {
            let subsets = 0..1usize << members.len();
            let sets = subsets.map(|bits| {
                let present: Vec<usize> = (0..members.len())
                    .filter(|at| bits & (1 << at) != 0)
                    .collect();
                Given::exactly(members, &present)
            });
            let mut sets: Vec<Given> = sets.collect();
            sets.sort_by_key(|set| format!("{set:?}"));
            sets.dedup();
            sets
        }
        FactType::Error => panic!("no such facts here"),
    }
}

/// Every completely known scenario of a program.
pub(crate) fn every_case(program: &Program) -> Vec<Scenario> {
    let mut cases = vec![BTreeMap::new()];
    for fact in program.fact_ids() {
        let values = values(&program[fact].ty);
        cases = cases
            .iter()
            .flat_map(|case| {
                values.iter().map(|value| {
                    let mut case = case.clone();
                    case.insert(fact, value.clone());
                    case
                })
            })
            .collect();
    }
    cases.into_iter().map(|facts| Scenario { facts }).collect()
}

/// What the interpreter says of a completely known case, in the words of the compiled form.
pub(crate) fn interpreted(found: &Determination, outcome: OutcomeId) -> Leaf {
    match &found.ladder(outcome).expect("answered").answer {
        Answer::Value(value) => Leaf::Value(*value),
        Answer::Gap => Leaf::Gap,
        Answer::Conflict(values) => Leaf::Conflict(values.clone()),
        Answer::Impossible => Leaf::Impossible,
        Answer::Undetermined(results) => {
            let holes = results.iter().all(|one| matches!(one, Outcome::Hole(_)));
            assert!(holes, "open although everything is known");
            Leaf::Hole
        }
        Answer::TooOpen => panic!("a known case is not too open"),
    }
}

/// The diagrams of every outcome, those of sets by value.
pub(crate) struct Diagrams {
    ladders: Vec<(OutcomeId, Diagram)>,
    sets: Vec<(OutcomeId, usize, Diagram)>,
}

pub(crate) fn diagrams(
    compiled: &mut Compiled<'_, '_>,
    store: &mut Store,
    program: &Program,
) -> Diagrams {
    let mut all = Diagrams {
        ladders: Vec::new(),
        sets: Vec::new(),
    };
    for outcome in program.outcome_ids() {
        match program[outcome].kind {
            OutcomeKind::Ladder => {
                let root = compiled.ladder(store, outcome).expect("small");
                all.ladders.push((outcome, root));
            }
            OutcomeKind::Set => {
                for value in 0..program[outcome].values.len() {
                    let root = compiled.in_set(store, outcome, value).expect("small");
                    all.sets.push((outcome, value, root));
                }
            }
        }
    }
    all
}

/// Holds a compiled program against the interpreter in every case, or in each of so many. The number of comparisons, or
/// where they differ.
pub(crate) fn compare(
    edition: &Edition<'_>,
    compiled: &Compiled<'_, '_>,
    store: &Store,
    diagrams: &Diagrams,
    cases: &[Scenario],
) -> Result<usize, String> {
    let limits = Limits {
        readings: false,
        ..Limits::default()
    };
    for case in cases {
        let found = determine(edition, case, &limits);
        for (outcome, root) in &diagrams.ladders {
            let expected = interpreted(&found, *outcome);
            let leaf = compiled.at(store, *root, case).expect("a leaf");
            if *leaf != expected {
                return Err(format!("{case:?}\n{leaf:?} instead of {expected:?}"));
            }
        }
        for (outcome, value, root) in &diagrams.sets {
            let leaf = compiled.at(store, *root, case).expect("a leaf");
            let values = &found.set(*outcome).expect("answered").values;
            let state = values.iter().find(|one| one.value == *value).expect("said");
            let same = match leaf {
                Leaf::Impossible | Leaf::InSet(Some(false)) => state.state == State::Absent,
                Leaf::InSet(Some(true)) => state.state == State::Present,
                Leaf::InSet(None) => state.state == State::Open,
                _ => false,
            };
            if !same {
                return Err(format!("{case:?}\n{leaf:?} instead of {:?}", state.state));
            }
        }
    }
    Ok(cases.len())
}

/// Random programs without errors, always the same ones.
pub(crate) fn programs() -> impl Iterator<Item = String> {
    let config = Config::default();
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (program(), any::<bool>());
    std::iter::repeat_with(move || {
        let (text, day) = strategy.new_tree(&mut runner).expect("made").current();
        if day { with_a_day(&text) } else { text }
    })
    .filter(|text| checked(text).executable().is_ok())
}

/// How many comparisons are made; more with `WEIR_COMPARISONS`.
fn comparisons() -> usize {
    let asked = std::env::var("WEIR_COMPARISONS").ok();
    asked
        .and_then(|number| number.parse().ok())
        .unwrap_or(50_000)
}

#[test]
fn the_compiled_form_agrees_with_the_interpreter() {
    let mut done = 0;
    let mut programs = programs().enumerate();
    while done < comparisons() {
        let (at, text) = programs.next().expect("there are more");
        let checked = checked(&text);
        let executable = checked.executable().expect("no errors");
        let mut readings = Readings::defaults(&checked.program);
        readings.set(checked.program.reading("r").expect("declared"), at % 2);
        let day = weir_core::date::parse(DAYS[at % DAYS.len()]).expect("a day");
        let edition = executable.on(day, &readings);
        let space = Space::of(&[&edition]);
        let mut store = Store::new(100_000);
        let mut compiled = compile(&edition, &space, &[&edition]);
        let diagrams = diagrams(&mut compiled, &mut store, &checked.program);
        let mut cases = every_case(&checked.program);
        // Small programs have a few thousand cases; of each so many are taken that many programs are seen.
        let step = 5;
        cases = cases.into_iter().skip(at % step).step_by(step).collect();
        match compare(&edition, &compiled, &store, &diagrams, &cases) {
            Ok(compared) => done += compared,
            Err(difference) => panic!("{text}\non {day}, option {}\n{difference}", at % 2),
        }
    }
}

/// The instrument with its articles in the opposite order.
fn reversed(text: &str) -> String {
    let (mut before, mut articles, mut after) = (Vec::new(), Vec::<Vec<&str>>::new(), Vec::new());
    for line in text.lines() {
        let number = line.strip_prefix("  article ");
        let starts = number.is_some_and(|number| number.parse::<u32>().is_ok());
        let inside = line.starts_with("    ") && after.is_empty();
        if starts && after.is_empty() {
            articles.push(vec![line]);
        } else if let (true, Some(article)) = (
            inside || line.starts_with("in force from 2020-01-01 until"),
            articles.last_mut(),
        ) {
            article.push(line);
        } else if articles.is_empty() {
            before.push(line);
        } else {
            after.push(line);
        }
    }
    articles.reverse();
    let articles = articles.into_iter().flatten();
    let lines: Vec<&str> = before.into_iter().chain(articles).chain(after).collect();
    lines.join("\n") + "\n"
}

/// The program in two files, the vocabulary in one of them.
fn in_two_files(text: &str, vocabulary_first: bool) -> Arc<Checked> {
    let at = text.find("define d").expect("a definition");
    let (vocabulary, rest) = text.split_at(at);
    let mut workspace = Workspace::new();
    let ids = if vocabulary_first { (0, 1) } else { (1, 0) };
    let vocabulary = format!("use \"r.weir\"\n{vocabulary}");
    workspace.set_source(SourceId(ids.0), "v.weir", vocabulary);
    workspace.set_source(SourceId(ids.1), "r.weir", format!("use \"v.weir\"\n{rest}"));
    workspace.check()
}

#[test]
fn the_order_of_rules_and_files_makes_no_difference() {
    let mut differ = 0;
    for text in programs().take(60) {
        differ += usize::from(reversed(&text) != text);
        let versions = [
            checked(&text),
            checked(&reversed(&text)),
            in_two_files(&text, true),
            in_two_files(&text, false),
        ];
        let editions = versions.each_ref().map(|version| law(version, DAY));
        let all: Vec<&Edition<'_>> = editions.iter().collect();
        let space = Space::of(&all);
        let mut store = Store::new(100_000);
        let roots: Vec<Vec<Diagram>> = all
            .iter()
            .map(|edition| {
                let mut compiled = compile(edition, &space, &all);
                let found = diagrams(&mut compiled, &mut store, edition.program);
                let sets = found.sets.iter().map(|(_, _, root)| *root);
                found
                    .ladders
                    .iter()
                    .map(|(_, root)| *root)
                    .chain(sets)
                    .collect()
            })
            .collect();
        assert!(roots.windows(2).all(|pair| pair[0] == pair[1]), "{text}");
        // A second run takes the same number of nodes.
        let mut again = Store::new(100_000);
        for edition in &all {
            diagrams(
                &mut compile(edition, &space, &all),
                &mut again,
                edition.program,
            );
        }
        assert_eq!(store.len(), again.len());
    }
    assert!(differ > 30, "only {differ} programs have several articles");
}

/// Small changes of a program, such as a careless editor makes.
const MUTANTS: [(&str, &str); 6] = [
    ("f.people >=", "f.people >"),
    ("f.people <", "f.people <="),
    ("then pathway low", "then pathway middle"),
    ("f.kinds has b", "f.kinds has c"),
    ("prevails over", "disapplies"),
    ("f.yes or", "f.yes and"),
];

/// The programs that differ from one in such a change after some words, and have no errors.
fn mutants(text: &str, from: &str) -> Vec<String> {
    let (before, after) = text.split_at(text.find(from).expect("the words"));
    MUTANTS
        .iter()
        .map(|(from, to)| format!("{before}{}", after.replacen(from, to, 1)))
        .filter(|mutant| mutant != text && checked(mutant).executable().is_ok())
        .collect()
}

/// Differences are found exactly where the interpreter finds them, each in the region that is said.
#[test]
fn a_difference_is_said_exactly_where_there_is_one() {
    let (mut differing, mut same) = (0, 0);
    let changed = programs().flat_map(|text| {
        let mutants = mutants(&text, "instrument i").into_iter();
        mutants.map(move |mutant| (text.clone(), mutant))
    });
    for (at, (text, mutant)) in changed.take(40).enumerate() {
        let versions = [checked(&text), checked(&mutant)];
        let [old, new] = &versions.each_ref().map(|version| law(version, DAY));
        let space = Space::of(&[old, new]);
        let mut store = Store::new(100_000);
        let mut before = compile(old, &space, &[old, new]);
        let mut after = compile(new, &space, &[old, new]);
        let found = differences(&mut store, &mut before, &mut after);
        let transitions = found
            .into_iter()
            .find(|(about, _)| *about == About::Ladder("pathway".to_owned()))
            .map(|(_, difference)| difference.expect("small").transitions)
            .expect("compared");
        if transitions.is_empty() {
            same += 1;
        } else {
            differing += 1;
        }
        let regions: Vec<Region> = transitions
            .iter()
            .map(|one| Region::of(&mut store, &space, one.region).expect("small"))
            .collect();
        let outcome = old.program.outcome("pathway").expect("declared");
        let limits = Limits {
            readings: false,
            ..Limits::default()
        };
        for case in every_case(old.program).iter().skip(at % 7).step_by(7) {
            let ends =
                [old, new].map(|edition| interpreted(&determine(edition, case, &limits), outcome));
            // As it is told.
            let told = transitions.iter().zip(&regions);
            let said: Vec<_> = told
                .filter(|(_, region)| region.holds(|var| before.answer(case, var)))
                .map(|(one, _)| [one.old.clone(), one.new.clone()])
                .collect();
            let comparable = !ends.contains(&Leaf::Impossible);
            let expected = if comparable && ends[0] != ends[1] {
                vec![ends]
            } else {
                Vec::new()
            };
            assert_eq!(said, expected, "{text}\n{mutant}\n{case:?}");
        }
    }
    // A test that never sees a difference, or never none, would show nothing.
    assert!(
        differing > 5 && same > 2,
        "{differing} differ, {same} do not"
    );
}

/// Only the cases that a change can touch are compiled for a comparison. What is found there is what the whole of both sides differs
/// in, for every outcome, those that turn on other outcomes among them.
#[test]
fn a_comparison_of_what_a_change_can_touch_is_one_of_the_whole() {
    let mut differing: BTreeMap<About, usize> = BTreeMap::new();
    let changed = programs().flat_map(|text| {
        let mutants = mutants(&text, "instrument i").into_iter();
        mutants.map(move |mutant| (text.clone(), mutant))
    });
    for (text, mutant) in changed.take(comparisons() / 250) {
        let versions = [checked(&text), checked(&mutant)];
        let [old, new] = &versions.each_ref().map(|version| law(version, DAY));
        let space = Space::of(&[old, new]);
        let mut store = Store::new(1_000_000);
        let mut before = compile(old, &space, &[old, new]);
        let mut after = compile(new, &space, &[old, new]);
        for (about, difference) in differences(&mut store, &mut before, &mut after) {
            let transitions = difference.expect("small").transitions.into_iter();
            let mut said: Vec<_> = transitions
                .map(|one| (one.old, one.new, one.region))
                .collect();
            let ends = [&mut before, &mut after].map(|side| side.result(&mut store, &about));
            let [old, new] = ends.map(|ends| ends.expect("small"));
            let mut whole = store.changes(old, new).expect("small");
            said.sort();
            whole.sort();
            assert_eq!(said, whole, "{about:?}\n{text}\n{mutant}");
            *differing.entry(about).or_default() += usize::from(!said.is_empty());
        }
    }
    let seen = |set: bool| {
        let of_kind = |about: &&About| matches!(about, About::InSet(..)) == set;
        differing
            .iter()
            .filter(|(about, _)| of_kind(about))
            .map(|(_, count)| count)
            .sum::<usize>()
    };
    assert!(seen(false) > 10 && seen(true) > 10, "{differing:?}");
}

/// What is said of other days is what a comparison on one of them finds.
#[test]
fn other_days_are_as_they_are_said_to_be() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let changed = programs().flat_map(|text| {
        let mutants = mutants(&text, "instrument i").into_iter();
        mutants.map(move |mutant| (text.clone(), mutant))
    });
    for (text, mutant) in changed.take(60) {
        let versions = [checked(&text), checked(&mutant)];
        let programs = versions.each_ref().map(|version| &version.program);
        let readings = programs.map(Readings::defaults);
        let day = |day: &str| weir_core::date::parse(day).expect("a day");
        let ways = |on: Date| {
            let [old, new] = &[0, 1].map(|at| {
                let executable = versions[at].executable().expect("no errors");
                executable.on(on, &readings[at])
            });
            let space = Space::of(&[old, new]);
            let mut store = Store::new(100_000);
            let mut before = compile(old, &space, &[old, new]);
            let mut after = compile(new, &space, &[old, new]);
            let found = differences(&mut store, &mut before, &mut after);
            let [only_old, only_new] =
                <[_; 2]>::from(one_sided(&mut store, &mut before, &mut after).expect("small"));
            let found = found
                .into_iter()
                .flat_map(|(about, difference)| {
                    let transitions = difference.expect("small").transitions.into_iter();
                    transitions.map(move |one| (about.clone(), one.old, one.new, one.direction))
                })
                .collect::<Vec<_>>();
            (found, [!is_empty(only_old), !is_empty(only_new)])
        };
        let laws = [0, 1].map(|at| (versions[at].executable().expect("no errors"), &readings[at]));
        let compared = day(DAY);
        let (differences, possible) = ways(compared);
        let differed = !differences.is_empty() || possible != [false, false];
        for other in on_other_days(laws, (compared, Some(differed)), 1_000_000) {
            assert!(!other.period.contains(compared));
            for day in &other.days {
                assert!(other.period.contains(*day));
                let (found, sides) = ways(*day);
                let name = match &other.stands {
                    Stands::Same => {
                        assert!(
                            found.is_empty() && sides == [false, false],
                            "{text}\n{mutant}\n{other:?}"
                        );
                        "same"
                    }
                    Stands::Alike => {
                        assert!(differed);
                        assert_eq!(differences, found, "{text}\n{mutant}\n{other:?}");
                        assert_eq!(possible, sides, "{text}\n{mutant}\n{other:?}");
                        "alike"
                    }
                    Stands::Differs(said) => {
                        let found: BTreeSet<_> = found.iter().map(|(.., way)| *way).collect();
                        assert_eq!([said.no_longer_possible, said.newly_possible], sides);
                        assert_eq!(said.ways, found, "{text}\n{mutant}\n{other:?}");
                        "differs"
                    }
                    Stands::NotCompared => "not compared",
                };
                *seen.entry(name).or_default() += 1;
            }
        }
    }
    for name in ["same", "alike", "differs"] {
        assert!(seen.get(name) > Some(&2), "{seen:?}");
    }
    assert_eq!(seen.get("not compared"), None);
}

/// Names may have dots in them. A ladder `duties.notice` is not the value `notice` of a set `duties`, nor is a set `x` with a value
/// `k.v` a set `x.k` with a value `v`.
#[test]
fn outcomes_whose_names_run_together_are_told_apart() {
    let words = "zh \"甲\" en \"a\"";
    let text = |outcomes: &str, risky: &str| {
        format!(
            "fact a: bool {words} ask zh \"？\" ask en \"?\"
             fact b: bool {words} ask zh \"？\" ask en \"?\"
             {outcomes}
             outcome risk ladder {{ low {words} high {words} }}
             instrument law {{
               {words} source primary \"https://example.gov/\" in force from 2020-01-01
               article 4 when {risky} then risk high
               article 5 then risk low
               article 4 prevails over article 5
             }}"
        )
    };
    let two_sets = format!("outcome x.k set {{ v {words} }} outcome x set {{ k.v {words} }}");
    let rules = |one: &str, two: &str| {
        format!(
            "instrument first {{
               {words} source primary \"https://example.gov/\" in force from 2020-01-01
               article 1 when a then {one}
               article 2 when b then {two}
             }}"
        )
    };
    let sets = two_sets + &rules("x.k v", "x k.v");
    let ladder =
        format!("outcome d.n ladder {{ low {words} high {words} }} outcome d set {{ n {words} }}")
            + &rules("d.n high", "d n")
            + &format!(
                "instrument second {{
               {words} source primary \"https://example.gov/\" in force from 2020-01-01
               article 1 when not a then d.n low
             }}"
            );
    for (outcomes, risky) in [
        (&sets, "x.k has v and not x has k.v"),
        (&ladder, "d.n is high and not d has n"),
    ] {
        let versions =
            [text(outcomes, risky), text(outcomes, "a and not a")].map(|text| checked(&text));
        let [old, new] = &versions.each_ref().map(|version| law(version, DAY));
        let space = Space::of(&[old, new]);
        let mut store = Store::new(100_000);
        let mut before = compile(old, &space, &[old, new]);
        let mut after = compile(new, &space, &[old, new]);
        let found = differences(&mut store, &mut before, &mut after);
        let risk = found
            .into_iter()
            .find(|(about, _)| *about == About::Ladder("risk".to_owned()));
        let transitions = risk.expect("compared").1.expect("small").transitions;
        assert_eq!(transitions.len(), 1, "{risky}");
    }
}

/// What was not worked out on the day compared is not called a change on others; an assumption in other words changes nothing.
#[test]
fn other_days_do_not_change_by_other_words_alone() {
    let words = "zh \"甲\" en \"a\"";
    let text = |assumed: &str| {
        let facts = ["a", "b", "c"]
            .map(|name| format!("fact {name}: bool {words} ask zh \"？\" ask en \"?\"\n"));
        format!(
            "{}
             outcome risk ladder {{ low {words} high {words} }}
             assume some {words} that {assumed}
             instrument law {{
               {words} source primary \"https://example.gov/\" in force from 2020-01-01
               article 1 when a then risk high
               article 2 when not a then risk low
             }}
             instrument later {{
               {words} source primary \"https://example.gov/\" in force from 2022-01-01
               article 1 when b then risk high
             }}",
            facts.concat()
        )
    };
    let versions = [
        checked(&text("a and (b or c) or not (a or b)")),
        checked(&text("a and b or a and c or not a and not b")),
    ];
    let readings = versions
        .each_ref()
        .map(|version| Readings::defaults(&version.program));
    let laws = [0, 1].map(|at| (versions[at].executable().expect("no errors"), &readings[at]));
    let compared: Date = weir_core::date::parse(DAY).expect("a day");
    for differed in [Some(false), None] {
        let found = on_other_days(laws, (compared, differed), 1_000_000);
        assert!(!found.is_empty());
        for one in found {
            assert_eq!(one.stands, Stands::Same, "{one:?}");
        }
    }
}

/// The comparison notices what a careless compiler would get wrong: the diagrams of a changed program do not pass for those of the
/// program.
#[test]
fn the_comparison_finds_mutants() {
    let (mut caught, mut tried) = (0, 0);
    for text in programs().take(30) {
        for mutant in mutants(&text, "") {
            let versions = [checked(&text), checked(&mutant)];
            let [old, new] = &versions.each_ref().map(|version| law(version, DAY));
            let space = Space::of(&[old, new]);
            let mut store = Store::new(100_000);
            let mut compiled = compile(new, &space, &[old, new]);
            let diagrams = diagrams(&mut compiled, &mut store, new.program);
            let mut cases = every_case(old.program);
            cases = cases.into_iter().step_by(11).collect();
            tried += 1;
            caught += usize::from(compare(old, &compiled, &store, &diagrams, &cases).is_err());
        }
    }
    assert!(caught * 4 > tried && tried > 20, "{caught} of {tried}");
}

/// Past the budget nothing is concluded, however much of it is there.
#[test]
fn past_the_budget_nothing_is_concluded() {
    let mut too_large = 0;
    for text in programs().take(20) {
        let checked = checked(&text);
        let edition = law(&checked, DAY);
        let space = Space::of(&[&edition]);
        let outcome = checked.program.outcome("pathway").expect("declared");
        let mut large = Store::new(100_000);
        let whole = compile(&edition, &space, &[&edition]).ladder(&mut large, outcome);
        let size = large.size(whole.expect("small"));
        let mut small = Store::new(size);
        let cut = compile(&edition, &space, &[&edition]).ladder(&mut small, outcome);
        too_large += usize::from(cut.is_err());
        assert!(cut.is_err() || small.size(cut.expect("built")) == size);
    }
    assert!(too_large > 5, "{too_large}");
}
