//! Small programs, and what is found in them.

use weir_core::hir::{Program, SourceId};
use weir_core::{Checked, Readings, Workspace};

use super::*;

/// What the lists of all tests are made under. The national rules need a contract from 100,000 people and an assessment from
/// 1,000,000.
const BASE: &str = r#"
outcome pathway ladder zh "路径" en "pathway" {
  exempt zh "免予" en "exempt"
  contract zh "合同" en "contract"
  assessment zh "评估" en "assessment"
}
outcome duties set zh "义务" en "duties" {
  report zh "报告" en "report"
  apply zh "申请" en "apply"
}
category line zh "行业" en "sector" {
  medicine zh "医药" en "medicine"
  vehicles zh "汽车" en "vehicles" {
    connected zh "车联网" en "connected cars"
    driverless zh "自动驾驶" en "driverless cars"
  }
  shops zh "商店" en "shops"
  banks zh "银行" en "banks"
  other_line zh "其他" en "other"
}
category business zh "场景" en "scenario" {
  trials zh "试验" en "trials"
  members zh "会员" en "members"
  other_business zh "其他" en "other"
}
category part_of_data zh "字段" en "field" {
  given_name zh "名" en "name"
  birth zh "生日" en "birth"
  phone zh "电话" en "phone"
  bank zh "银行" en "bank"
  other_part zh "其他" en "other"
}
category class zh "类别" en "class" {
  important zh "重要" en "important"
}
zone north zh "北" en "North"
zone south zh "南" en "South"
zone east zh "东" en "East"
fact operator: bool zh "运营者" en "operator" ask zh "？" ask en "?"
fact registered: set of zone zh "注册" en "registered" ask zh "？" ask en "?"
fact active: set of zone zh "活动" en "active" ask zh "？" ask en "?"
fact flow.sector: one of line zh "行业" en "sector" ask zh "？" ask en "?"
fact flow.scenario: one of business zh "场景" en "scenario" ask zh "？" ask en "?"
fact flow.fields: set of part_of_data zh "字段" en "fields" ask zh "？" ask en "?"
fact data.classes: set of class zh "类别" en "classes" ask zh "？" ask en "?"
fact described: bool zh "符合" en "described" ask zh "？" ask en "?"
measure people.total: people each calendar_year zh "人数" en "people" ask zh "？" ask en "?"
measure people.in_row: people each calendar_year zh "条目人数" en "people in the row" ask zh "？" ask en "?"
measure people.held: people zh "掌握" en "people held" ask zh "？" ask en "?"
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
    rule small zh "少" en "few" when not many then pathway exempt
    rule middle zh "中" en "middle" when many and people.total < 100万 and not operator then pathway contract
    rule large zh "多" en "many" when people.total >= 100万 then pathway assessment
    rule operators zh "运营者" en "operators" when operator then pathway assessment
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
define many
  zh "多" en "many"
  cite order article 1
  means people.total >= line_of_contract
reading scope {
  zh "？" en "?" because zh "因" because en "so"
  option per_row default zh "条目" en "row" cite order article 6
  option whole zh "全部" en "all" cite order article 6
}
reading goes_on {
  zh "？" en "?" because zh "因" because en "so"
  option ends default zh "止" en "ends" cite order article 6
  option continues zh "续" en "goes on" cite order article 6
}
counter listed: people {
  zh "清单人数" en "people as listed"
  people.in_row if reading scope is per_row
  people.total if reading scope is whole
}
"#;

fn check(lists: &str) -> std::sync::Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "lists.weir", format!("{BASE}{lists}"));
    let checked = workspace.check();
    let found = checked
        .problems
        .iter()
        .map(|problem| problem.diagnostic(weir_core::hir::Language::En).message);
    let found: Vec<String> = found.collect();
    assert!(!checked.has_errors(), "{found:#?}");
    checked
}

/// The head of a negative list.
fn head(name: &str, zone: &str, more: &str) -> String {
    format!(
        "list {name} edition \"1\" {{\n zh \"{name}\" en \"{name}\"\n under order article 6\n zone {zone}\n in force from 2024-01-01\n source primary\n available when registered has {zone}\n outside national\n{more}\n"
    )
}

fn compared<T>(lists: &str, on: &str, see: impl FnOnce(&Program, &Comparison) -> T) -> T {
    let checked = check(lists);
    let executable = checked.executable().unwrap();
    let day = weir_core::date::parse(on).unwrap();
    let edition = executable.on(day, &Readings::defaults(&checked.program));
    see(&checked.program, &compare(&edition, &[]))
}

/// The findings, one a line: severity, kind, concept; then who says what.
fn told(lists: &str, on: &str) -> String {
    compared(lists, on, |program, comparison| {
        let mut out = String::new();
        for finding in &comparison.findings {
            let name = |member: &Member| program.members(member.fact)[member.at].name.clone();
            let concept = finding.concept.as_ref().map(name).unwrap_or_default();
            out.push_str(&format!(
                "{} {} {concept}\n",
                finding.severity.slug(),
                finding.kind.slug()
            ));
            for (at, side) in finding.sides.iter().enumerate() {
                let who = match side.party {
                    Party::National => "national".to_owned(),
                    Party::List(column) => program[comparison.columns[column].list]
                        .name
                        .replace(" edition \"1\"", ""),
                };
                let mark = match (
                    finding.strictest.contains(&at),
                    finding.loosest.contains(&at),
                ) {
                    (true, _) => " strictest",
                    (_, true) => " loosest",
                    (false, false) => "",
                };
                let unsure = if side.unsure { " unsure" } else { "" };
                out.push_str(&format!(
                    "  {who}: {}{unsure}{mark}\n",
                    says(program, &side.says)
                ));
            }
        }
        out
    })
}

fn says(program: &Program, says: &Says) -> String {
    match says {
        Says::Members(fact, members, open) => {
            let names: Vec<&str> = members
                .iter()
                .map(|at| program.members(*fact)[*at].name.as_str())
                .collect();
            format!(
                "{}{}",
                names.join(" "),
                if *open { " and others" } else { "" }
            )
        }
        Says::Printed(provision) => program[*provision]
            .labels
            .exact(weir_core::hir::Lang::En)
            .unwrap_or_default()
            .to_owned(),
        Says::Places(places) => {
            let facts: Vec<&str> = places
                .iter()
                .map(|(fact, _)| program[*fact].name.as_str())
                .collect();
            facts.join(" ")
        }
        Says::Concludes(values) => {
            let names: Vec<&str> = values
                .iter()
                .map(|(outcome, at)| program[*outcome].values[*at].name.as_str())
                .collect();
            names.join(" ")
        }
        Says::Measures(measures) => {
            let names: Vec<&str> = measures
                .iter()
                .map(|measure| program[*measure].name.as_str())
                .collect();
            names.join(" ")
        }
        other => format!("{other:?}"),
    }
}

/// The lines of a finding.
fn one<'t>(told: &'t str, finding: &str) -> Vec<&'t str> {
    let mut lines = told.lines().skip_while(|line| *line != finding);
    assert!(lines.next().is_some(), "no `{finding}` in\n{told}");
    lines
        .take_while(|line| line.starts_with("  "))
        .map(str::trim)
        .collect()
}

fn none(told: &str, finding: &str) {
    assert!(
        !told.lines().any(|line| line.contains(finding)),
        "`{finding}` in\n{told}"
    );
}

const MEDICINE: &str = "sector medicine zh \"医药\" en \"Medicine\" {\n outside national\n";

fn numbers(from: &str, below: &str) -> String {
    format!(
        "row A zh \"甲\" en \"a\"\n band listed {from}以上不满{below} then pathway contract\n band listed {below}以上 then pathway assessment\n"
    )
}

#[test]
fn numbers_are_compared_with_each_other_and_with_the_national_rules() {
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{}}}}}\n",
        head("north_list", "north", ""),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
        numbers("50万", "200万"),
    );
    let told = told(&lists, "2025-01-01");
    let at = told.find("difference numbers medicine").unwrap();
    assert_eq!(
        one(&told[at..], "difference numbers medicine"),
        [
            "national: From(100000) strictest",
            "north_list: From(100000) strictest",
            "south_list: From(500000) loosest",
        ]
    );
    // Over all sectors the same is found for the lists as wholes.
    assert_eq!(one(&told, "difference numbers ").len(), 3);
}

#[test]
fn equal_numbers_are_consistent() {
    let rows = numbers("10万", "100万");
    let lists = format!(
        "{}{MEDICINE}{rows}}}}}\n{}{MEDICINE}{rows}}}}}\n",
        head("north_list", "north", ""),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    one(&told, "consistent numbers medicine");
    none(&told, "difference numbers");
}

#[test]
fn what_is_missing_is_unknown_and_never_none() {
    let hole = "untranscribed\n missing zh \"条目\" missing en \"rows\"\n";
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{hole}}}}}\n",
        head("north_list", "north", ""),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "unknown numbers medicine"),
        [
            "national: From(100000)",
            "north_list: From(100000)",
            "south_list: Unknown"
        ]
    );
    assert_eq!(
        one(&told, "unknown pathway medicine"),
        ["north_list: contract assessment", "south_list: Unknown"]
    );
}

#[test]
fn a_hole_that_reaches_up_to_a_number_makes_it_unsure() {
    let rows = "row A zh \"甲\" en \"a\"\n band listed 5万以上不满10万 then pathway contract\n band listed 10万以上 then pathway assessment\n\
        row B zh \"乙\" en \"b\"\n when listed < 5万\n then pathway untranscribed\n missing zh \"下限\" missing en \"lower\"\n";
    let lists = format!("{}{MEDICINE}{rows}}}}}\n", head("north_list", "north", ""));
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference numbers medicine"),
        [
            "national: From(100000) loosest",
            "north_list: From(50000) unsure strictest"
        ]
    );
    assert!(
        told.contains("north_list: From(100000) strictest"),
        "{told}"
    );
}

#[test]
fn a_list_without_rows_for_numbers_leaves_them_to_its_outside() {
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE} row X zh \"x\" en \"x\" when described then pathway assessment\n}}}}\n{}sector medicine zh \"医药\" en \"Medicine\" {{\n outside free\n row X zh \"x\" en \"x\" when described then pathway assessment\n}}}}\n",
        head("north_list", "north", ""),
        numbers("50万", "200万"),
        head("south_list", "south", ""),
        head("east_list", "east", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference numbers medicine"),
        [
            "national: From(100000) strictest",
            "north_list: From(500000) loosest",
            "south_list: National",
            "east_list: NoNumber",
        ]
    );
    assert_eq!(
        one(&told, "difference outside medicine"),
        [
            "north_list: Outside(National) strictest",
            "south_list: Outside(National) strictest",
            "east_list: Outside(Free) loosest",
        ]
    );
}

#[test]
fn places_exclusions_and_duties() {
    let lists = format!(
        "{}rule tell zh \"报\" en \"tell\" then duties report\n{MEDICINE}{}}}}}\n{}{MEDICINE} row OP zh \"运营者\" en \"operators\" when operator then pathway assessment\n}}}}\n",
        head(
            "north_list",
            "north",
            "available when active has north\n available when not operator"
        ),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference place-test "),
        [
            "north_list: registered active strictest",
            "south_list: registered loosest"
        ]
    );
    assert_eq!(
        one(&told, "difference exclusion "),
        [
            "national: assessment",
            "north_list: Closes",
            "south_list: assessment"
        ]
    );
    assert_eq!(
        one(&told, "unknown procedure "),
        ["north_list: report", "south_list: NotStated"]
    );
}

#[test]
fn sectors_are_cut_differently_or_stand_beside_each_other() {
    let sector = |name: &str, en: &str, row: &str| {
        format!(
            "sector {name} zh \"{name}\" en \"{en}\" {{\n outside national\n row {row} zh \"x\" en \"x\" when described then pathway assessment\n}}"
        )
    };
    let lists = format!(
        "{}{}}}\n{}{}}}\n{}{}}}\n",
        head("north_list", "north", ""),
        sector("vehicles", "Motor cars", "A"),
        head("south_list", "south", ""),
        sector("connected", "Connected cars", "B"),
        head("east_list", "east", ""),
        sector("driverless", "Driverless cars", "C"),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference sector-cut connected"),
        ["north_list: vehicles", "south_list: connected"]
    );
    assert_eq!(
        one(&told, "difference neighbouring-sectors vehicles"),
        ["south_list: connected", "east_list: driverless"]
    );
}

#[test]
fn one_scenario_in_two_sectors_under_two_names() {
    let sector = |name: &str, label: &str| {
        format!(
            "sector {name} zh \"{name}\" en \"{name}\" {{\n outside national\n scenario members zh \"{label}\" en \"{label}\" {{\n outside free\n row R-{name} zh \"x\" en \"x\" fields given_name, birth and others then pathway contract\n}} }} }}\n"
        )
    };
    let lists = format!(
        "{}{}{}{}",
        head("north_list", "north", ""),
        sector("shops", "Members"),
        head("south_list", "south", ""),
        sector("banks", "Benefits"),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference different-sectors members"),
        ["north_list: shops", "south_list: banks"]
    );
    assert_eq!(
        one(&told, "difference different-names members"),
        ["north_list: Members", "south_list: Benefits"]
    );
    assert_eq!(
        one(&told, "consistent fields members"),
        [
            "north_list: given_name birth and others",
            "south_list: given_name birth and others"
        ]
    );
}

#[test]
fn a_general_list_against_a_negative_one_and_a_trial_that_is_over() {
    let general = "general_list free_list edition \"1\" {\n zh \"x\" en \"x\"\n under order article 6\n zone south\n in force from 2024-01-01\n trial until 2025-01-01 if reading goes_on is ends\n source primary\n available when registered has south\n\
        sector medicine zh \"药\" en \"Drugs\" {\n row F zh \"x\" en \"x\" when described then pathway exempt\n } }\n";
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{general}",
        head("north_list", "north", ""),
        numbers("10万", "100万")
    );
    let early = told(&lists, "2024-06-01");
    assert_eq!(
        one(&early, "difference polarity medicine"),
        ["north_list: Polarity(true)", "free_list: Polarity(false)"]
    );
    none(&early, "in-force-by-reading");
    // After its trial the list is there only under another reading, and no difference is certain.
    let late = told(&lists, "2025-06-01");
    one(&late, "unknown in-force-by-reading ");
    one(&late, "unknown polarity medicine");
    assert_eq!(one(&late, "unknown trial-period ").len(), 2);
}

#[test]
fn rows_of_one_list_with_nearly_the_same_fields() {
    let sector = |name: &str, fields: &str, number: &str| {
        format!(
            "sector {name} zh \"{name}\" en \"{name}\" {{\n outside national\n row R-{name} zh \"x\" en \"x\" fields {fields} band listed {number}以上 then pathway contract\n }}\n"
        )
    };
    let lists = |banks: &str| {
        format!(
            "{}{}{}}}\n",
            head("north_list", "north", ""),
            sector("shops", "given_name, birth, phone, bank", "100万"),
            sector("banks", banks, "50万"),
        )
    };
    let alike = told(&lists("given_name, birth, phone"), "2025-01-01");
    assert_eq!(one(&alike, "difference similar-rows ").len(), 2);
    none(
        &told(&lists("given_name, birth"), "2025-01-01"),
        "similar-rows",
    );
}

#[test]
fn special_and_residual_rows_against_general_ones() {
    let special = "scenario trials zh \"试验\" en \"Trials\" {\n outside free\n row S zh \"特\" en \"s\" band listed 5万以上 then pathway contract\n }\n\
        row R zh \"其余\" en \"r\" except row S band listed 10万以上 then pathway contract\n";
    let lists = format!(
        "{}{MEDICINE}{special}}}}}\n{}{MEDICINE}{}}}}}\n",
        head("north_list", "north", ""),
        head("south_list", "south", ""),
        numbers("10万", "100万"),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference row-structure "),
        [
            "north_list: Rows([1, 1, 0, 0])",
            "south_list: Rows([0, 0, 1, 0])"
        ]
    );
}

#[test]
fn what_is_counted_and_over_which_period() {
    let direct = "row A zh \"甲\" en \"a\"\n when people.total >= 10万\n then pathway contract\n";
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{direct}}}}}\n",
        head("north_list", "north", ""),
        numbers("10万", "100万"),
        head("south_list", "south", ""),
    );
    let told = told(&lists, "2025-01-01");
    assert_eq!(
        one(&told, "difference counting "),
        [
            "national: people.total",
            "north_list: people.in_row",
            "south_list: people.total"
        ]
    );
    one(&told, "consistent counting-period ");
}

#[test]
fn important_data_by_number() {
    let trigger = |number: &str, row: &str| {
        format!(
            "row {row} zh \"x\" en \"x\" when people.held > {number} then pathway assessment then data.classes has important\n{MEDICINE}{}}}}}\n",
            numbers("10万", "100万")
        )
    };
    let lists = format!(
        "{}{}{}{}",
        head("north_list", "north", ""),
        trigger("1000万", "T1"),
        head("south_list", "south", ""),
        trigger("100万", "T2"),
    );
    let told = told(&lists, "2025-01-01");
    let numbers: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("From(10000001)") || line.contains("From(1000001)"))
        .collect();
    assert_eq!(
        numbers,
        [
            "  north_list: From(10000001) loosest",
            "  south_list: From(1000001) strictest"
        ]
    );
}

#[test]
fn adopted_rows_are_not_compared_once_more() {
    let adopting = "list east_list edition \"1\" {\n zh \"x\" en \"x\"\n under order article 6\n zone east\n in force from 2024-06-01\n source primary\n available when registered has east\n outside national\n adopts north_list edition \"1\" sectors medicine\n zh \"x\" en \"x\"\n triggered zh \"x\" triggered en \"x\"\n cite order article 6\n}\n";
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{adopting}",
        head("north_list", "north", ""),
        numbers("50万", "200万")
    );
    compared(&lists, "2025-01-01", |program, comparison| {
        assert_eq!(comparison.columns.len(), 1);
        let [(list, from)] = comparison.adopting.as_slice() else {
            panic!()
        };
        assert_eq!(program[*list].name, "east_list edition \"1\"");
        assert_eq!(
            from.iter()
                .map(|from| program[*from].name.as_str())
                .collect::<Vec<_>>(),
            ["north_list edition \"1\""]
        );
    });
}

#[test]
fn where_an_exporter_would_stand() {
    let lists = format!(
        "{}{MEDICINE}{}}}}}\n{}{MEDICINE}{}}}}}\n",
        head(
            "north_list",
            "north",
            "available when active has any of north, east"
        ),
        numbers("10万", "100万"),
        head("south_list", "south", "available when active has north"),
        numbers("10万", "100万"),
    );
    let checked = check(&lists);
    let executable = checked.executable().unwrap();
    let edition = executable.on(
        weir_core::date::parse("2025-01-01").unwrap(),
        &Readings::defaults(&checked.program),
    );
    let stands: Vec<Option<usize>> = checked
        .program
        .lists()
        .map(|(_, list)| stand(&edition, list, &std::collections::BTreeSet::new()).zone)
        .collect();
    // The south's gate asks for the south and the north at once.
    assert_eq!(stands, [Some(0), None]);
}
