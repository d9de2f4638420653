//! What policies speak of, as constructs: outcomes, kinds, facts, numbers, open questions, definitions and assumptions.

use weir_core::hir::{
    Assumption, Category, Citation, Cond, Counter, Definition, Fact, FactType, Labels, Member,
    Outcome, OutcomeKind, Place, Reading, ReadingOption, Threshold, ThresholdValue, Unit,
};

use super::items::Collect;
use super::text::{condition, period};
use super::{Aspect, Construct};

pub(super) fn add(collect: &mut Collect<'_>) {
    let program = collect.program;
    for outcome in &program.outcomes {
        add_outcome(collect, outcome);
    }
    for category in &program.categories {
        let Category {
            name,
            labels,
            members: kinds,
            place,
        } = category;
        collect.add(
            Construct::Kind,
            name.clone(),
            vec![labels],
            Some(*place),
            [],
        );
        members(collect, Construct::Kind, name, kinds);
    }
    members(collect, Construct::Kind, "zone", &program.zones);
    for fact in &program.facts {
        add_fact(collect, fact);
    }
    for threshold in &program.thresholds {
        add_threshold(collect, threshold);
    }
    for reading in &program.readings {
        add_reading(collect, reading);
    }
    for counter in &program.counters {
        add_counter(collect, counter);
    }
    for definition in &program.definitions {
        let Definition {
            name,
            labels,
            condition,
            cites,
            place,
        } = definition;
        let what = Construct::Definition;
        add_condition(collect, what, name, labels, condition, cites, *place);
    }
    for assumption in &program.assumptions {
        let Assumption {
            name,
            labels,
            condition,
            cites,
            place,
        } = assumption;
        let what = Construct::Assumption;
        add_condition(collect, what, name, labels, condition, cites, *place);
    }
}

fn add_condition<'p>(
    collect: &mut Collect<'p>,
    construct: Construct,
    name: &str,
    labels: &'p Labels,
    said: &Cond,
    cites: &[Citation],
    place: Place,
) {
    let aspects = [
        (Aspect::Condition, condition(collect.program, said)),
        collect.cites(cites),
    ];
    let words = vec![labels];
    collect.add(construct, name.to_owned(), words, Some(place), aspects);
}

fn add_outcome<'p>(collect: &mut Collect<'p>, outcome: &'p Outcome) {
    let Outcome {
        name,
        kind,
        values,
        labels,
        place,
    } = outcome;
    let word = match kind {
        OutcomeKind::Ladder => "ladder",
        OutcomeKind::Set => "set",
    };
    // The order of a ladder is part of its meaning; that of a set is not.
    let mut names: Vec<&str> = values.iter().map(|one| one.name.as_str()).collect();
    if *kind == OutcomeKind::Set {
        names.sort_unstable();
    }
    let aspects = [
        (Aspect::Type, word.to_owned()),
        (Aspect::Values, names.join(", ")),
    ];
    let words = vec![labels];
    collect.add(
        Construct::Outcome,
        name.clone(),
        words,
        Some(*place),
        aspects,
    );
    members(collect, Construct::Value, name, values);
}

fn members<'p>(
    collect: &mut Collect<'p>,
    construct: Construct,
    owner: &str,
    members: &'p [Member],
) {
    for member in members {
        let Member {
            name,
            labels,
            parent,
            place,
        } = member;
        let around = parent.and_then(|at| members.get(at));
        let around = around.map(|kind| kind.name.clone()).unwrap_or_default();
        collect.add(
            construct,
            format!("{owner} {name}"),
            vec![labels],
            Some(*place),
            [(Aspect::Type, around)],
        );
    }
}

fn add_fact<'p>(collect: &mut Collect<'p>, fact: &'p Fact) {
    let Fact {
        name,
        ty,
        each,
        measure,
        labels,
        cites,
        place,
    } = fact;
    let (ty, values) = match ty {
        FactType::Bool => ("bool".to_owned(), String::new()),
        FactType::Choice(members) => ("one of".to_owned(), sorted(members)),
        FactType::Set(members) => ("set of".to_owned(), sorted(members)),
        FactType::Quantity(unit) => (unit_word(*unit), String::new()),
        FactType::Date => ("date".to_owned(), String::new()),
        FactType::Error => Default::default(),
    };
    let each = each.as_deref().map(|each| format!(" each {each}"));
    let word = if *measure { "measure" } else { "fact" };
    let aspects = [
        (
            Aspect::Type,
            format!("{word} {ty}{}", each.unwrap_or_default()),
        ),
        (Aspect::Values, values),
        collect.cites(cites),
    ];
    let words = vec![labels];
    collect.add(Construct::Fact, name.clone(), words, Some(*place), aspects);
}

fn unit_word(unit: Unit) -> String {
    format!("{unit:?}").to_lowercase()
}

fn sorted(members: &[Member]) -> String {
    let mut names: Vec<&str> = members.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    names.join(", ")
}

fn add_threshold<'p>(collect: &mut Collect<'p>, threshold: &'p Threshold) {
    let Threshold {
        name,
        unit,
        values,
        labels,
        // That of its values is shown.
        place: _,
    } = threshold;
    for value in values {
        let ThresholdValue {
            period: days,
            number,
            cites,
            place,
        } = value;
        if !collect.takes(*days, None) {
            continue;
        }
        let days = if collect.is_of_a_day() {
            String::new()
        } else {
            period(*days)
        };
        let aspects = [
            (Aspect::Number, number.to_string()),
            (Aspect::Unit, unit.map(unit_word).unwrap_or_default()),
            collect.cites(cites),
        ];
        collect.add(
            Construct::Threshold,
            format!("{name} {days}").trim_end().to_owned(),
            vec![labels],
            Some(*place),
            aspects,
        );
    }
}

fn add_reading<'p>(collect: &mut Collect<'p>, reading: &'p Reading) {
    let Reading {
        name,
        labels,
        options,
        default,
        place,
    } = reading;
    let (mut names, mut cited) = (Vec::new(), Vec::new());
    let mut words: Vec<&Labels> = vec![labels];
    for option in options {
        let ReadingOption {
            name,
            labels,
            cites,
            // That of the reading is shown.
            place: _,
        } = option;
        let (_, on) = collect.cites(cites);
        if !on.is_empty() {
            cited.push(format!("{name}: {on}"));
        }
        names.push(name.clone());
        words.push(labels);
    }
    let default = options.get(*default);
    let aspects = [
        (Aspect::Values, names.join(", ")),
        (
            Aspect::Default,
            default.map(|one| one.name.clone()).unwrap_or_default(),
        ),
        (Aspect::Citation, cited.join("; ")),
    ];
    collect.add(
        Construct::Reading,
        name.clone(),
        words,
        Some(*place),
        aspects,
    );
}

fn add_counter<'p>(collect: &mut Collect<'p>, counter: &'p Counter) {
    let program = collect.program;
    let Counter {
        name,
        unit,
        labels,
        cases,
        cites,
        place,
    } = counter;
    let cases = cases
        .iter()
        .map(|(fact, when)| format!("{} if {}", program[*fact].name, condition(program, when)));
    let cases: Vec<String> = cases.collect();
    let aspects = [
        (Aspect::Condition, cases.join("; ")),
        (Aspect::Unit, unit.map(unit_word).unwrap_or_default()),
        collect.cites(cites),
    ];
    let words = vec![labels];
    collect.add(
        Construct::Counter,
        name.clone(),
        words,
        Some(*place),
        aspects,
    );
}
