//! Small random programs, as text, so that everything from the lexer on is part of the comparison.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::lists::{Lists, lists};

/// The facts of every program, small enough to go through all cases.
const VOCABULARY: &str = r#"
outcome pathway ladder { low middle high }
outcome duties set { notice consent }
category kind { a { b } c }
category line { x y z }
category way { u v }
zone q
fact f.yes: bool
fact f.also: bool
fact f.one: one of line
fact f.way: one of way
fact f.kinds: set of kind
measure f.people: people
reading r { option first default option second }
threshold few { from 2020-01-01: 2 people cite i }
threshold many { from 2020-01-01 until 2024-01-01: 4 people cite i from 2024-01-01: 5 people cite i }
"#;

/// The largest number of people that makes a difference, and one more.
pub(crate) const MOST_PEOPLE: i64 = 6;

fn atom() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("f.yes".to_owned()),
        Just("f.also".to_owned()),
        prop::sample::select(vec!["x", "y", "z"]).prop_map(|value| format!("f.one is {value}")),
        Just("f.one is not one of x, y".to_owned()),
        prop::sample::select(vec!["a", "b", "c"]).prop_map(|kind| format!("f.kinds has {kind}")),
        Just("f.kinds has any of b, c".to_owned()),
        (
            prop::sample::select(vec!["<", "<=", ">", ">=", "=", "!="]),
            prop::sample::select(vec!["few", "many", "0", "1"])
        )
            .prop_map(|(op, limit)| format!("f.people {op} {limit}")),
        prop::sample::select(vec!["first", "second"])
            .prop_map(|option| format!("reading r is {option}")),
        Just("d".to_owned()),
    ]
}

pub(crate) fn condition() -> impl Strategy<Value = String> {
    atom().prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(" and "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.prop_map(|inner| format!("not {inner}")),
        ]
    })
}

#[derive(Clone, Debug)]
struct Rule {
    condition: String,
    conclusion: &'static str,
    on_pathway: Option<&'static str>,
    until: bool,
}

fn rule() -> impl Strategy<Value = Rule> {
    let conclusions = vec![
        "pathway low",
        "pathway middle",
        "pathway high",
        "pathway low",
        "pathway middle",
        "pathway high",
        "pathway untranscribed",
        "duties notice",
        "duties consent",
        "duties notice, consent",
        "f.kinds has b",
        "f.kinds has c",
    ];
    let on_pathway = prop::option::of(prop::sample::select(vec![
        "pathway is low",
        "pathway >= middle",
        "not pathway is high",
    ]));
    (
        condition(),
        prop::sample::select(conclusions),
        on_pathway,
        prop::bool::weighted(0.1),
    )
        .prop_map(|(condition, conclusion, on_pathway, until)| Rule {
            condition,
            conclusion,
            on_pathway,
            until,
        })
}

/// A program that is free of errors except where chance makes a circle; such are left out by the caller.
pub(crate) fn program() -> impl Strategy<Value = String> {
    let pairs = prop::collection::vec((0usize..7, 0usize..7, 0usize..3), 0..6);
    let groups = prop::collection::vec(prop::collection::vec(0usize..7, 2..4), 0..2);
    let assume = prop::option::weighted(0.4, condition());
    let definition = prop_oneof![
        Just("f.yes".to_owned()),
        Just("f.people >= few or f.also".to_owned()),
        Just("f.kinds has a".to_owned())
    ];
    (
        prop::collection::vec(rule(), 1..7),
        pairs,
        groups,
        assume,
        definition,
        prop::option::of(lists()),
    )
        .prop_map(|(rules, pairs, groups, assume, definition, lists)| {
            write(
                &rules,
                &pairs,
                &groups,
                assume.as_deref(),
                &definition,
                lists.as_ref(),
            )
        })
}

fn write(
    rules: &[Rule],
    pairs: &[(usize, usize, usize)],
    groups: &[Vec<usize>],
    assume: Option<&str>,
    definition: &str,
    lists: Option<&Lists>,
) -> String {
    let mut text = VOCABULARY.to_owned();
    let _ = writeln!(text, "define d means {definition}");
    if let Some(assume) =
        assume.filter(|assume| !assume.contains("d") || !definition.contains("kinds"))
    {
        let _ = writeln!(text, "assume k that {assume}");
    }
    text.push_str("instrument i {\n  in force from 2020-01-01\n  article 1 when f.yes and not f.yes then pathway low\n");
    for (at, rule) in rules.iter().enumerate() {
        let on_pathway = rule
            .on_pathway
            .filter(|_| rule.conclusion.starts_with("duties"))
            .map(|on| format!(" and {on}"))
            .unwrap_or_default();
        let until = if rule.until {
            "in force from 2020-01-01 until 2022-01-01\n"
        } else {
            ""
        };
        let missing = if rule.conclusion.ends_with("untranscribed") {
            "missing zh \"某\"\n    missing en \"something\"\n    "
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "  article {}\n    {missing}{until}    when {}{on_pathway}\n    then {}",
            at + 2,
            rule.condition,
            rule.conclusion
        );
    }
    let number = |at: usize| at % rules.len() + 2;
    for (a, b, kind) in pairs {
        let relation = ["yields to", "prevails over", "disapplies"][*kind];
        // The smaller number always wins, so that no circle arises.
        let (small, large) = (number(*a).min(number(*b)), number(*a).max(number(*b)));
        if small == large {
            continue;
        }
        let (subject, object) = if relation == "yields to" {
            (large, small)
        } else {
            (small, large)
        };
        let _ = writeln!(text, "  article {subject} {relation} article {object}");
    }
    for group in groups {
        let members: Vec<String> = group.iter().map(|at| number(*at).to_string()).collect();
        let _ = writeln!(text, "  strictest among articles {}", members.join(", "));
    }
    if let Some(lists) = lists {
        lists.write_frame(&mut text, rules.len());
    }
    text.push_str("}\n");
    if let Some(lists) = lists {
        lists.write(&mut text);
    }
    text
}
