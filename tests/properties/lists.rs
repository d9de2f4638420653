//! Small random lists of a free trade zone: parts, rows, holes, what holds outside them, and a second list that adopts the first.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::generate::condition;

/// The article under which lists are made, after all others.
const ARTICLE: usize = 9;

#[derive(Clone, Debug)]
pub(crate) struct Lists {
    frame: Frame,
    first: List,
    second: Option<Second>,
}

#[derive(Clone, Debug)]
struct Frame {
    condition: Option<String>,
    free: Option<String>,
    strictest: &'static str,
    others: &'static str,
    /// How it stands to the other articles.
    statements: Vec<(usize, &'static str)>,
    group: bool,
}

/// Scenarios by name.
type Scenarios = Vec<(&'static str, Body)>;

#[derive(Clone, Debug)]
struct List {
    gate: String,
    in_force: &'static str,
    whole: Body,
    sectors: Vec<(&'static str, Body, Scenarios)>,
}

/// What stands in a part: what is outside, what is missing, rows.
#[derive(Clone, Debug)]
struct Body {
    outside: Vec<&'static str>,
    hole: Option<String>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    condition: Option<String>,
    fields: Option<&'static str>,
    unless: Option<String>,
    except: bool,
    conclusions: &'static str,
}

#[derive(Clone, Debug)]
struct Second {
    gate: String,
    adopts: &'static str,
    outside: &'static str,
}

fn row() -> impl Strategy<Value = Row> {
    (
        prop::option::weighted(0.4, condition()),
        prop::option::of(prop::sample::select(vec![
            "a",
            "b",
            "c",
            "b, c",
            "b and others",
            "c and others",
            "a and others",
        ])),
        prop::option::weighted(0.2, condition()),
        prop::bool::weighted(0.2),
        prop::sample::select(vec![
            "then pathway low",
            "then pathway middle",
            "then pathway high",
            "then pathway high\n then duties notice",
            "then duties consent",
            "untranscribed\n missing zh \"某\"\n missing en \"something\"",
            "band f.people 1以上不满4 then pathway middle\n band f.people 4以上 then pathway high",
            "band f.people 2以上 then pathway middle",
            "band f.counted 2以上 then pathway high",
        ]),
    )
        .prop_map(|(condition, fields, unless, except, conclusions)| Row {
            condition,
            fields,
            unless,
            except,
            conclusions,
        })
}

fn body() -> impl Strategy<Value = Body> {
    let outside = prop::sample::select(vec![
        vec![],
        vec!["free"],
        vec!["national"],
        vec!["undetermined"],
        vec!["free if reading r is first", "national"],
        vec!["undetermined if reading r is second", "free"],
    ]);
    let hole = prop_oneof![
        4 => Just(None),
        1 => Just(Some("untranscribed".to_owned())),
        1 => Just(Some("untranscribed scenarios".to_owned())),
        1 => condition().prop_map(|condition| Some(format!("untranscribed if {condition}"))),
    ];
    (outside, hole, prop::collection::vec(row(), 0..3)).prop_map(|(outside, hole, rows)| Body {
        outside,
        hole,
        rows,
    })
}

fn list() -> impl Strategy<Value = List> {
    let scenarios = prop::collection::btree_map(prop::sample::select(vec!["u", "v"]), body(), 0..2);
    let sectors = prop::collection::btree_map(
        prop::sample::select(vec!["x", "y"]),
        (body(), scenarios),
        0..3,
    );
    (
        condition(),
        prop::sample::select(vec![
            "in force from 2020-01-01",
            "in force from 2022-01-01 if reading r is first\n in force from 2021-01-01 if reading r is second",
            "in force from 2020-01-01\n trial until 2023-01-01 if reading r is second",
            "in force from 2022-01-01",
        ]),
        body(),
        sectors,
    )
        .prop_map(|(gate, in_force, mut whole, sectors)| {
            if whole.outside.is_empty() {
                whole.outside.push("national");
            }
            let sectors = sectors.into_iter();
            List {
                gate,
                in_force,
                whole,
                sectors: sectors
                    .map(|(name, (body, scenarios))| (name, body, scenarios.into_iter().collect()))
                    .collect(),
            }
        })
}

pub(crate) fn lists() -> impl Strategy<Value = Lists> {
    let frame = (
        prop::option::of(condition()),
        prop::option::of(condition()),
        prop::sample::select(vec!["middle", "high"]),
        prop::sample::select(vec!["included", "excluded"]),
        prop::collection::vec(
            (
                0usize..7,
                prop::sample::select(vec!["prevails over", "yields to", "disapplies"]),
            ),
            0..3,
        ),
        prop::bool::weighted(0.8),
    )
        .prop_map(
            |(condition, free, strictest, others, statements, group)| Frame {
                condition,
                free,
                strictest,
                others,
                statements,
                group,
            },
        );
    let second = (
        condition(),
        prop::sample::select(vec![
            "",
            " sectors x",
            " sectors x\n as of 2022-06-01",
            "\n except row 1",
            "\n with b as c",
            "\n with x as z\n as of 2023-01-01",
        ]),
        prop::sample::select(vec!["free", "national", "undetermined"]),
    )
        .prop_map(|(gate, adopts, outside)| Second {
            gate,
            adopts,
            outside,
        });
    (frame, list(), prop::option::weighted(0.4, second)).prop_map(|(frame, first, second)| Lists {
        frame,
        first,
        second,
    })
}

impl Lists {
    /// The article of the instrument under which the lists are made, with how it stands to the other articles.
    pub(crate) fn write_frame(&self, text: &mut String, rules: usize) {
        let frame = &self.frame;
        let when = frame
            .condition
            .as_ref()
            .map(|condition| format!("when {condition}\n"));
        let free = frame
            .free
            .as_ref()
            .map(|condition| format!("when {condition}\n"));
        let _ = writeln!(
            text,
            "article {ARTICLE} {{\n{}lists {{\nsectors f.one\nscenarios f.way\nfields f.kinds\nstrictest pathway {}\noutside free\n{}then pathway low\nothers {} if reading r is second\n}}\n}}",
            when.unwrap_or_default(),
            frame.strictest,
            free.unwrap_or_default(),
            frame.others,
        );
        for (at, relation) in &frame.statements {
            let _ = writeln!(
                text,
                "article {ARTICLE} {relation} article {}",
                at % rules + 2
            );
        }
        if frame.group {
            let _ = writeln!(text, "strictest among article {ARTICLE}");
        }
    }

    pub(crate) fn write(&self, text: &mut String) {
        let first = &self.first;
        text.push_str("counter f.counted: people {\nf.people if reading r is first\nf.people if reading r is second\n}\n");
        let _ = writeln!(
            text,
            "list l edition \"1\" {{\nunder i article {ARTICLE}\n  zone q\n  {}\n  available when {}",
            first.in_force, first.gate,
        );
        let mut rows = 0;
        first.whole.write(text, &mut rows);
        for (name, body, scenarios) in &first.sectors {
            let _ = writeln!(text, "sector {name} {{");
            body.write(text, &mut rows);
            for (name, body) in scenarios {
                let _ = writeln!(text, "scenario {name} {{");
                body.write(text, &mut rows);
                text.push_str("}\n");
            }
            text.push_str("}\n");
        }
        text.push_str("}\n");
        if let Some(second) = &self.second {
            let named = |what: &str, there: bool| there || !second.adopts.contains(what);
            let has_x = first.sectors.iter().any(|(name, ..)| *name == "x");
            let adopts = Some(second.adopts)
                .filter(|_| named("sectors x", has_x) && named("row 1", rows > 0))
                .unwrap_or_default();
            let _ = writeln!(
                text,
                "list m edition \"1\" {{\nunder i article {ARTICLE}\n  zone q\n  in force from 2022-01-01\navailable when {}\noutside {}\nadopts l edition \"1\"{}\n}}",
                second.gate, second.outside, adopts,
            );
        }
    }
}

impl Body {
    fn write(&self, text: &mut String, rows: &mut usize) {
        for outside in &self.outside {
            let _ = writeln!(text, "outside {outside}");
        }
        if let Some(hole) = &self.hole {
            let _ = writeln!(text, "{hole}\nmissing zh \"某\"\nmissing en \"something\"");
        }
        for row in &self.rows {
            *rows += 1;
            let _ = writeln!(text, "row {rows}");
            if let Some(condition) = &row.condition {
                let _ = writeln!(text, " when {condition}");
            }
            if let Some(fields) = &row.fields {
                let _ = writeln!(text, " fields {fields}");
            }
            if let Some(unless) = &row.unless {
                let _ = writeln!(text, " unless {unless}");
            }
            if row.except && *rows > 1 {
                text.push_str(" except row 1\n");
            }
            let _ = writeln!(text, " {}", row.conclusions);
        }
    }
}
