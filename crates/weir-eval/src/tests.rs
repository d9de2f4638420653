use std::fmt::Write as _;
use std::sync::Arc;

use weir_core::hir::{OutsideKind, Program, SourceId};
use weir_core::scenario::{Given, Scenario};
use weir_core::{Checked, Readings, Workspace};

use crate::{Answer, Determination, GateState, Limits, ListUse, Truth, determine};

fn checked(text: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "tests.weir", text);
    workspace.check()
}

fn found(program: &Checked, facts: &[(&str, Given)]) -> Determination {
    let executable = program
        .executable()
        .unwrap_or_else(|_| panic!("{:?}", program.problems));
    let on = weir_core::date::parse("2025-01-01").unwrap();
    let edition = executable.on(on, &Readings::defaults(&program.program));
    let facts = facts
        .iter()
        .map(|(name, given)| (program.program.fact(name).unwrap(), given.clone()));
    let scenario = Scenario {
        facts: facts.collect(),
    };
    determine(&edition, &scenario, &Limits::default())
}

/// A set with these members and no others.
fn set(program: &Program, fact: &str, names: &[&str]) -> Given {
    let members = program.members(program.fact(fact).unwrap());
    let position = |name: &&str| {
        members
            .iter()
            .position(|member| member.name == *name)
            .unwrap()
    };
    let present: Vec<usize> = names.iter().map(position).collect();
    Given::exactly(members, &present)
}

#[test]
fn thousands_of_questions_may_stand_one_below_the_other() {
    let members = 3_000;
    let mut text = "outcome p ladder { low high }\ncategory c {\n".to_owned();
    for at in 0..members {
        let _ = writeln!(text, "m{at} zh \"甲{at}\" en \"m{at}\"");
    }
    text.push_str("}\nfact f: set of c\ninstrument i {\n in force from 2020-01-01\n");
    let names: Vec<String> = (0..members).map(|at| format!("m{at}")).collect();
    let any = format!("f has any of {}", names.join(", "));
    let _ = writeln!(
        text,
        " article 1 when {any} then p high\n article 2 when not ({any}) then p low\n}}"
    );
    let checked = checked(&text);
    let ladder = found(&checked, &[]).ladders.remove(0);
    assert!(matches!(ladder.answer, Answer::Undetermined(results) if results.len() == 2));
    assert_eq!(ladder.need.len(), members);
}

const LISTS: &str = r#"
outcome pathway ladder { exempt contract assessment }
category datum { name birth other }
category line { medicine cars }
zone here
zone there
fact f.zones: set of zone
fact f.filed: bool
fact f.sector: one of line
fact f.fields: set of datum
measure f.people: people
instrument i {
  in force from 2020-01-01
  article 6 {
    lists {
      sectors f.sector
      fields f.fields
      strictest pathway assessment
      outside free
        then pathway exempt
    }
  }
  article 7 when f.filed or not f.filed then pathway contract
  article 6 prevails over article 7
  strictest among article 6
}
list first edition "1" {
  under i article 6
  zone here
  in force from 2024-01-01
  trial until 2024-12-31 if not f.filed and f.filed
  available when f.zones has here
  available when f.filed
  outside national
  sector medicine {
    outside free
    row 1
      fields name and others
      band f.people 10以上不满100 then pathway contract
      band f.people 100以上 then pathway assessment
  }
}
list second edition "1" {
  under i article 6
  zone there
  in force from 2024-01-01
  available when f.zones has there
  outside national
  adopts first edition "1" sectors medicine
}
"#;

fn one(found: &Determination, at: usize) -> &ListUse {
    found.lists.get(at).unwrap()
}

#[test]
fn what_a_list_says_is_told() {
    let checked = checked(LISTS);
    let program = &checked.program;
    let facts = |zone: &str, filed: bool, fields: &[&str], people: i64| {
        [
            ("f.zones", set(program, "f.zones", &[zone])),
            ("f.filed", Given::Bool(filed)),
            ("f.sector", Given::Choice(0)),
            ("f.fields", set(program, "f.fields", fields)),
            ("f.people", Given::Number(people, Some(people))),
        ]
    };
    let answer = |found: &Determination| found.ladders.first().unwrap().answer.clone();

    let in_row = found(&checked, &facts("here", true, &["name"], 20));
    assert_eq!(answer(&in_row), Answer::Value(1));
    let list = one(&in_row, 0);
    assert_eq!(
        (list.in_force, list.gate.state, list.gate.concerns),
        (Truth::True, GateState::Open, true)
    );
    assert!(list.trial_over && list.holes.is_empty() && list.outside.is_none());
    assert_eq!(
        list.rows
            .iter()
            .map(|row| row.fields.clone())
            .collect::<Vec<_>>(),
        [vec![0]]
    );
    assert_eq!(one(&in_row, 1).gate.state, GateState::Closed);
    assert!(!one(&in_row, 1).gate.concerns);

    let below = found(&checked, &facts("here", true, &["name"], 9));
    assert_eq!(answer(&below), Answer::Value(0));
    let outside = one(&below, 0).outside.unwrap();
    assert_eq!(
        (outside.kind, outside.rule.is_some()),
        (OutsideKind::Free, true)
    );

    let not_filed = found(&checked, &facts("here", false, &["name"], 20));
    assert_eq!(answer(&not_filed), Answer::Value(1));
    assert_eq!(one(&not_filed, 0).gate.failed.len(), 1);
    assert!(one(&not_filed, 0).rows.is_empty());

    // A field that the open enumeration does not name leaves it open, except where the row is as strict as a list can be.
    let others = found(&checked, &facts("here", true, &["name", "birth"], 20));
    assert!(matches!(answer(&others), Answer::Undetermined(_)));
    assert_eq!(one(&others, 0).holes.first().unwrap().fields, [1]);
    let strict = found(&checked, &facts("here", true, &["name", "birth"], 200));
    assert_eq!(answer(&strict), Answer::Value(2));

    let adopted = found(&checked, &facts("there", false, &["name"], 20));
    assert_eq!(answer(&adopted), Answer::Value(1));
    let row = one(&adopted, 1).rows.first().unwrap();
    assert_eq!(row.adopted_through.map(|(_, adoption)| adoption), Some(0));

    let open = found(&checked, &[]);
    assert_eq!(one(&open, 0).gate.state, GateState::Unknown);
    assert_eq!(one(&open, 0).gate.open.len(), 2);
    assert!(
        one(&open, 0)
            .rows
            .iter()
            .all(|row| row.state == Truth::Unknown)
    );
}
