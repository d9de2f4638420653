//! Lists as tables, and back.

use std::path::Path;

use weir::Exit;

use crate::{Project, row};

/// A list that uses what rows can say.
const LIST: &str = r#"// Written by hand.
use "vocabulary.weir"

list zhejiang edition "2024" {
  zh "浙江清单（2024版）"
  en "Zhejiang list (2024)"
  under zone_order article 6
  zone zhejiang_ftz
  in force from 2025-04-10
  source primary
  available when exporter.zones has zhejiang_ftz
  outside national

  row R-1
    zh "所有行业"
    en "all sectors; \"quoted\" | and piped"
    note zh "第一行\n第二行"
    when data.classes has personal_information
     and (people.general 100万以上 or people.sensitive 1万以上)
    then pathway security_assessment
    source secondary "https://example.org/a"

  sector trade {
    zh "电子商务"
    en "trade"
    outside national

    // Above a row.
    row "第 2 项"
      zh "除第一项外"
      en "other than row 1"
      fields personal_name, birthday and others
      except row R-1
      unless data.classes has sensitive
      band people.general 10万以上 不满100万 then pathway contract
      band people.general 100万以上 then pathway security_assessment

    row R-3
      zh "未转写"
      en "a hole"
      when flow.described has flows
      then pathway security_assessment
      then data.classes has important_data
      untranscribed
      missing zh "特征"
      missing en "features"
      url "https://example.org/b"

    scenario returns {
      zh "退货"
      en "returns"
      outside free

      table {
        | row | zh     | en     | fields                      | others | people.general | pathway  |
        | T-1 | "甲"   | "one"  | { personal_name, birthday } | true   | 10万以上       | contract |
        | T-2 | "乙"   | "two"  | return_address              |        |                | contract |
      }
    }
  }
}
"#;

fn project() -> Project {
    let project = Project::new();
    project.write("policies/list.weir", LIST.as_bytes());
    project.run(&["fmt"]);
    project.is_sound();
    project
}

fn export(project: &Project, to: &str) -> String {
    let file = format!("out.{to}");
    let said = project.run(&["export", "policies/list.weir", "--to", to, "-o", &file]);
    assert_eq!(said.exit, Exit::Done, "{}", said.err);
    file
}

#[test]
fn a_list_that_goes_out_and_comes_back_is_the_same() {
    for to in ["csv", "xlsx"] {
        let project = project();
        let before = project.list();
        let file = export(&project, to);
        let said = project.run(&["import", &file, "-o", "policies/list.weir"]);
        assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
        assert!(
            said.out.starts_with("0 new, 0 changed, 5 unchanged"),
            "{}",
            said.out
        );
        assert_eq!(project.list(), before);
    }
}

#[test]
fn equal_lists_give_equal_files() {
    let project = project();
    let file = export(&project, "xlsx");
    let first = std::fs::read(project.path(&file)).unwrap();
    export(&project, "xlsx");
    assert_eq!(std::fs::read(project.path(&file)).unwrap(), first);
}

#[test]
fn rows_come_back_into_a_list_without_rows() {
    let project = project();
    let file = export(&project, "csv");
    let whole = project.list();
    let start = whole.find("  row R-1").unwrap();
    let head = whole.get(..start).unwrap();
    project.write("policies/list.weir", format!("{head}}}\n").as_bytes());
    project.run(&["fmt"]);
    let said = project.run(&["import", &file, "-o", "policies/list.weir"]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    let list = project.list();
    for id in ["R-1", "\"第 2 项\"", "R-3"] {
        assert_eq!(row(&list, id), row(&whole, id));
    }
    assert!(row(&list, "T-1").ends_with("fields personal_name, birthday and others\nband people.general 10万以上 then pathway contract"), "{list}");
    assert!(
        row(&list, "T-2").ends_with("fields return_address\nthen pathway contract"),
        "{list}"
    );
    project.is_sound();
}

#[test]
fn what_is_changed_in_the_table_is_changed_in_the_list() {
    let project = project();
    let file = export(&project, "csv");
    let before = project.list();
    project.change(
        &file,
        "people.general 100万以上 then pathway security_assessment",
        "people.general 200万以上 then pathway security_assessment",
    );
    let said = project.run(&["import", &file, "-o", "policies/list.weir"]);
    assert_eq!(said.exit, Exit::Done, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("0 new, 1 changed, 4 unchanged"),
        "{}",
        said.out
    );
    let changed = "      band people.general 100万以上 then pathway";
    assert_eq!(
        project.list(),
        before.replace(changed, &changed.replace("100", "200"))
    );
    // A row of a table in the policy is shown and left to people.
    project.change(
        &file,
        "people.general 10万以上 then pathway contract",
        "people.general 20万以上 then pathway contract",
    );
    let said = project.run(&["import", &file, "-o", "policies/list.weir"]);
    assert_eq!(said.exit, Exit::Findings);
    assert!(
        said.out
            .contains("T-1  [trade / returns]  not touched: it stands in a table of the policy"),
        "{}",
        said.out
    );
}

#[test]
fn a_cell_that_does_not_read_imports_nothing() {
    let project = project();
    let file = export(&project, "csv");
    let before = project.list();
    project.change(
        &file,
        "personal_name, birthday and others",
        "personal_name,, and",
    );
    let said = project.run(&["import", &file, "-o", "policies/list.weir"]);
    assert_eq!(said.exit, Exit::Usage);
    assert!(said.err.contains("does not read"), "{}", said.err);
    assert_eq!(project.list(), before);
}

#[test]
fn a_table_for_people() {
    let project = project();
    let said = project.run(&["export", "policies/list.weir", "--to", "md"]);
    assert_eq!(said.exit, Exit::Done);
    assert!(
        said.out
            .starts_with("## zhejiang 2024\n\n| list | edition | row | sector |"),
        "{}",
        said.out
    );
    let said = project.run(&[
        "export",
        "policies/list.weir",
        "--to",
        "md",
        "--edition",
        "2023",
    ]);
    assert_eq!(said.exit, Exit::Usage);
}

/// Every list of the repository goes out and comes back the same.
#[test]
fn the_lists_of_the_policies_come_back() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let project = Project::new();
    copy(&policies, &project.path("policies"));
    let mut lists = 0;
    for entry in std::fs::read_dir(project.path("policies/zones")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = format!("policies/zones/{name}");
        if !path.is_file() || !project.read(&file).contains("\nlist ") {
            continue;
        }
        let before = project.read(&file);
        let said = project.run(&["export", &file, "--to", "csv", "-o", "out.csv"]);
        assert_eq!(said.exit, Exit::Done, "{name}: {}", said.err);
        let said = project.run(&["import", "out.csv", "-o", &file]);
        assert_eq!(said.exit, Exit::Done, "{name}: {}{}", said.out, said.err);
        assert_eq!(project.read(&file), before, "{name}");
        lists += 1;
    }
    assert!(lists > 5);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let other = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &other);
        } else {
            std::fs::copy(&path, &other).unwrap();
        }
    }
}
