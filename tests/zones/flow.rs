//! `weir zones`: one flow under every list and under the national rules alone.

use serde_json::Value;
use tempfile::TempDir;
use weir::Exit;

use super::{json, project, root, run};

/// The national rules, and under what lists are made.
pub(super) const FRAME: &str = r#"
outcome pathway ladder zh "路径" en "pathway" {
  exempt zh "免予" en "exempt"
  contract zh "合同" en "contract"
  assessment zh "评估" en "assessment"
}
category line zh "行业" en "sector" {
  medicine zh "医药" en "medicine"
  other_line zh "其他" en "other"
}
category business zh "场景" en "scenario" {
  trials zh "试验" en "trials"
}
category data_field zh "字段" en "field" {
  given_name zh "名" en "name"
}
zone north zh "北" en "North"
zone south zh "南" en "South"
fact operator: bool zh "运营者" en "operator" ask zh "？" ask en "?"
fact registered: set of zone zh "注册" en "registered" ask zh "？" ask en "?"
fact active: set of zone zh "活动" en "active" ask zh "？" ask en "?"
fact flow.sector: one of line zh "行业" en "sector" ask zh "？" ask en "?"
fact flow.scenario: one of business zh "场景" en "scenario" ask zh "？" ask en "?"
fact flow.fields: set of data_field zh "字段" en "fields" ask zh "？" ask en "?"
measure people: people each calendar_year zh "人数" en "people" ask zh "？" ask en "?"
threshold line_of_contract {
  zh "线" en "line"
  from 2020-01-01: 10万 people  cite order article 1
}
instrument order {
  zh "规定" en "Order"
  in force from 2020-01-01
  source primary
  article 1 {
    zh "一" en "one"
    rule small zh "少" en "few" when people < line_of_contract then pathway exempt
    rule large zh "多" en "many" when people >= line_of_contract then pathway contract
  }
  article 6 {
    zh "清单" en "lists"
    lists {
      sectors flow.sector
      scenarios flow.scenario
      fields flow.fields
      strictest pathway assessment
      outside free zh "免予" en "free" then pathway exempt
    }
    article 6 prevails over article 1
    strictest among article 6
  }
}
"#;

const LISTS: &str = r#"
list north_list edition "1" {
  zh "北清单" en "North list"
  under order article 6
  zone north
  in force from 2024-01-01
  source primary
  available when registered has north and active has north
  available when not operator
  outside national
  sector medicine zh "医药" en "Medicine" {
    outside free
    row N-1
      zh "甲" en "a"
      band people 50万以上 then pathway assessment
  }
}
list south_list edition "1" {
  zh "南清单" en "South list"
  under order article 6
  zone south
  in force from 2024-01-01
  source primary
  available when registered has south
  outside national
  sector medicine
    zh "医药" en "Medicine"
    outside national
    untranscribed
    missing zh "条目" missing en "the rows"
}
list nowhere_list edition "1" {
  zh "两地清单" en "List of two places"
  under order article 6
  zone north
  in force from 2024-01-01
  source primary
  available when registered has north and active has south
  outside national
  sector medicine zh "医药" en "Medicine" {
    outside free
    row X-1
      zh "甲" en "a"
      band people 1以上 then pathway assessment
  }
}
"#;

fn scenario(people: &str, more: &str) -> String {
    format!(
        "on: 2025-01-01\nfacts:\n  registered: [north]\n  active: [north]\n  flow.sector: medicine\n  flow.scenario: trials\n  flow.fields: [given_name]\n  people: {people}\n{more}"
    )
}

fn lines(people: &str, more: &str) -> Vec<Value> {
    lines_of(&scenario(people, more))
}

fn lines_of(scenario: &str) -> Vec<Value> {
    let folder = policies(scenario);
    json(folder.path(), &["zones", "flow.yaml"])["lines"]
        .as_array()
        .unwrap()
        .clone()
}

/// A project with the lists and a scenario.
fn policies(scenario: &str) -> TempDir {
    project(&format!("{FRAME}{LISTS}"), scenario)
}

/// The line of a list, or `national` or `as_given`.
fn line<'l>(lines: &'l [Value], of: &str) -> &'l Value {
    let is = |line: &&Value| {
        line["list"]
            .as_str()
            .map_or(line["under"] == of, |list| list.starts_with(of))
    };
    lines.iter().find(is).unwrap()
}

#[test]
fn each_list_in_its_zone_and_the_national_rules_alone() {
    let found = lines("20万", "  operator: false\n");
    let given = line(&found, "as_given");
    assert_eq!(given["answer"]["value"], "exempt");
    let national = line(&found, "national");
    assert_eq!(national["answer"]["value"], "contract");
    assert_eq!(
        (&national["strictest"], &national["really"]),
        (&Value::from(true), &Value::from(false))
    );
    let north = line(&found, "north_list");
    assert_eq!(north["answer"]["value"], "exempt");
    assert_eq!(
        (&north["zone"], &north["really"]),
        (&Value::from("north"), &Value::from(true))
    );
    assert_eq!(north["loosest"], true);
    assert_eq!(north["gate"]["state"], "open");
    assert_eq!(north["gate"]["outside"], "free");
    let south = line(&found, "south_list");
    assert_eq!(south["zone"], "south");
    assert_eq!(south["answer"]["answer"], "undetermined");
    assert_eq!(south["holes"][0]["missing"], "the rows");
    assert_eq!(
        (&south["strictest"], &south["loosest"]),
        (&Value::from(false), &Value::from(false))
    );
}

#[test]
fn a_gate_that_no_zone_of_the_list_meets() {
    let found = lines("20万", "  operator: false\n");
    let nowhere = line(&found, "nowhere_list");
    assert_eq!(nowhere["answer"], Value::Null);
    assert_eq!(nowhere["zone"], Value::Null);
}

#[test]
fn a_gate_closed_by_something_else_or_unknown() {
    let closed = lines("20万", "  operator: true\n");
    let north = line(&closed, "north_list");
    assert_eq!(north["gate"]["state"], "closed");
    assert_eq!(
        north["gate"]["failed"],
        serde_json::json!(["operator: yes"])
    );
    assert_eq!(north["answer"]["value"], "contract");
    let unknown = lines("20万", "");
    let north = line(&unknown, "north_list");
    assert_eq!(north["gate"]["state"], "unknown");
    assert_eq!(north["gate"]["depends_on"], serde_json::json!(["operator"]));
    assert_eq!(north["needs"], serde_json::json!(["operator"]));
}

#[test]
fn what_is_taken_for_granted_where_the_exporter_really_is() {
    let elsewhere =
        scenario("20万", "  operator: false\n").replace("active: [north]", "active: []");
    let found = lines_of(&elsewhere);
    let north = line(&found, "north_list");
    assert_eq!(
        (&north["really"], &north["gate"]["state"]),
        (&Value::from(true), &Value::from("open"))
    );
    assert_eq!(north["granted"], serde_json::json!(["active"]));
    assert_eq!(line(&found, "as_given")["answer"]["value"], "contract");
    let folder = policies(&elsewhere);
    let run = run(
        folder.path(),
        &["zones", "flow.yaml", "--format", "markdown"],
    );
    assert!(
        run.out.contains("list open (taken for granted: active)"),
        "{}",
        run.out
    );
    // Where all is as the scenario says, nothing is.
    let found = lines("20万", "  operator: false\n");
    assert_eq!(line(&found, "north_list")["granted"], Value::Null);
}

#[test]
fn where_an_exporter_is_not_known_to_be_nothing_is_real() {
    let open = scenario("20万", "").replace("registered: [north]", "registered: { south: no }");
    let found = lines_of(&open);
    assert!(
        found.iter().all(|line| line["really"] == false),
        "{found:#?}"
    );
    let nowhere = scenario("20万", "").replace("registered: [north]", "registered: []");
    assert_eq!(line(&lines_of(&nowhere), "national")["really"], true);
}

#[test]
fn a_list_that_cannot_be_used_is_neither_strictest_nor_loosest() {
    let report = json(
        &root(),
        &["zones", "policies/scenarios/beijing_clinical_trial.yaml"],
    );
    let found = report["lines"].as_array().unwrap();
    let adopted = line(found, "adopted_zhejiang");
    assert_eq!(adopted["gate"]["state"], "closed");
    assert_eq!(
        (&adopted["strictest"], &adopted["loosest"]),
        (&Value::from(false), &Value::from(false))
    );
    // What it rests on there is the list of the zone itself.
    assert_eq!(adopted["answer"], line(found, "beijing")["answer"]);
    assert_eq!(line(found, "beijing")["loosest"], true);
}

#[test]
fn exit_codes() {
    let folder = policies(&scenario("20万", "  operator: false\n"));
    assert_eq!(run(folder.path(), &["zones", "flow.yaml"]).exit, Exit::Done);
    let open = "on: 2025-01-01\nfacts:\n  flow.sector: medicine\n";
    let folder = policies(open);
    assert_eq!(
        run(folder.path(), &["zones", "flow.yaml"]).exit,
        Exit::Undetermined
    );
    assert_eq!(
        run(folder.path(), &["zones", "missing.yaml"]).exit,
        Exit::Usage
    );
    // Without the rule for many people there is a gap in the national rules.
    let large =
        "rule large zh \"多\" en \"many\" when people >= line_of_contract then pathway contract";
    let folder = project(
        &format!("{FRAME}{LISTS}").replace(large, ""),
        &scenario("20万", ""),
    );
    assert_eq!(
        run(folder.path(), &["zones", "flow.yaml"]).exit,
        Exit::Findings
    );
    let without = project(
        "outcome pathway ladder zh \"路径\" en \"pathway\" {\n  exempt zh \"免予\" en \"exempt\"\n}\n",
        "on: 2025-01-01\nfacts: {}\n",
    );
    let run = run(without.path(), &["zones", "flow.yaml"]);
    assert_eq!(run.exit, Exit::Usage);
    assert!(run.err.contains("no lists"), "{}", run.err);
}

#[test]
fn merchants_in_zhejiang() {
    let report = json(
        &root(),
        &["zones", "policies/scenarios/zhejiang_merchants.yaml"],
    );
    let found = report["lines"].as_array().unwrap();
    let zhejiang = line(found, "zhejiang");
    assert_eq!(zhejiang["answer"]["value"], "contract_or_certification");
    assert_eq!(
        (&zhejiang["really"], &zhejiang["loosest"]),
        (&Value::from(true), &Value::from(true))
    );
    let national = line(found, "national");
    assert_eq!(national["answer"]["value"], "security_assessment");
    assert_eq!(national["strictest"], true);
    // The numbers of Tianjin's list are the national ones, by its own rows.
    let tianjin = line(found, "tianjin");
    assert_eq!(tianjin["answer"]["value"], "security_assessment");
    assert!(
        tianjin["why"][0]["reference"]
            .as_str()
            .unwrap()
            .contains("PI-SA-02")
    );
}
