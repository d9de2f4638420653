//! What a merge would mean where the branch has moved on.

use crate::repository::{Repo, Said, law};

/// Operators need a contract below the line too.
const OPERATORS: &str = r#"use "order.weir"

fact operator: bool
  zh "运营者"
  en "operator"
  ask zh "是否为运营者？"
  ask en "Is the exporter an operator?"

instrument measures {
  zh "办法"
  en "Measures"
  source primary "https://example.gov/measures"
  in force from 2024-03-22

  article 1
    zh "运营者应当订立标准合同"
    en "Operators conclude a contract"
    when operator
    then pathway contract

  article 2 {
    zh "关系"
    en "Precedence"

    article 1 prevails over order article 1
  }
}
"#;

/// A review that halves the line, and what `main` has done since.
fn review(since: &str, text: &str) -> Repo {
    let repo = Repo::with_law();
    repo.switch("review");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    repo.switch("main");
    repo.write(since, text);
    repo.commit("Since");
    repo.switch("review");
    repo
}

fn look(repo: &Repo) -> Said {
    let before = repo.bytes();
    let said = repo.run("weir diff main... --fail-on looser");
    assert_eq!(repo.bytes(), before, "a merge is made in memory");
    assert!(
        said.flat()
            .contains("1. pathway: exempt → standard contract (stricter)"),
        "{said:?}"
    );
    said
}

#[test]
fn a_branch_that_changed_nothing_of_the_policies() {
    let repo = review("README.md", "words");
    let said = look(&repo);
    assert!(!said.flat().contains("After the merge"), "{said:?}");
    assert_eq!(said.exit, 0);
}

#[test]
fn a_branch_that_changed_something_else() {
    let repo = review(
        "policies/other.weir",
        &OPERATORS.replace("when operator", "when operator and people >= 20万"),
    );
    let said = look(&repo);
    let expected = format!(
        "The policies of main ({}) have changed since. The merge has no conflicts, and does to",
        repo.short("main")
    );
    assert!(said.flat().contains(&expected), "{said:?}");
    assert_eq!(said.exit, 0);
}

#[test]
fn both_are_about_the_same_conclusion() {
    let repo = review("policies/other.weir", OPERATORS);
    let said = look(&repo);
    let flat = said.flat();
    let (alone, merged) = flat.split_once("After the merge").unwrap();
    assert!(!alone.contains("operator"), "{said:?}");
    assert!(merged.contains("both are about pathway"), "{said:?}");
    assert!(merged.contains("operator: no"), "{said:?}");
    let json = repo.run("weir diff main... --format json").out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["after_merge"]["result"], "other");
    assert_eq!(report["after_merge"]["branch"]["revision"], "main");
    assert_eq!(report["after_merge"]["changes"][0]["outcome"], "pathway");
}

#[test]
fn both_change_the_same_line() {
    let repo = review("policies/order.weir", &law("20万"));
    let said = look(&repo);
    assert!(
        said.flat()
            .contains("Both change the same lines of policies/order.weir: the merge has"),
        "{said:?}"
    );
    assert_eq!(said.exit, 3);
    let said = repo.run("weir diff main... --lang zh --fail-on stricter");
    assert!(said.flat().contains("合并有冲突"), "{said:?}");
    assert_eq!(said.exit, 1);
}

#[test]
fn a_merge_without_conflicts_that_leaves_errors() {
    let repo = Repo::with_law();
    repo.switch("review");
    repo.write(
        "policies/order.weir",
        &law("5万")
            .replace("people:", "persons:")
            .replace("when people", "when persons"),
    );
    repo.commit("Another name");
    repo.switch("main");
    repo.write(
        "policies/other.weir",
        &OPERATORS.replace("when operator", "when operator and people >= 20万"),
    );
    repo.commit("Since");
    repo.switch("review");
    let said = repo.run("weir diff main...");
    assert!(
        said.flat()
            .contains("The merge has no conflicts, but after it the policies have errors:"),
        "{said:?}"
    );
    assert!(
        said.flat()
            .contains("- policies/other.weir:18: there is no fact `people`"),
        "{said:?}"
    );
    assert_eq!(said.exit, 1);
}

#[test]
fn lines_far_apart_in_one_file_are_merged_and_the_work_tree_counts() {
    let repo = review(
        "policies/order.weir",
        &law("10万").replace(
            "when people >= line",
            "when people >= line and people < 10亿",
        ),
    );
    repo.write("policies/order.weir", &law("2万"));
    let said = look(&repo);
    assert!(said.flat().contains("number 100,000 → 20,000"), "{said:?}");
    assert!(
        said.flat()
            .contains("The merge has no conflicts, and does to them"),
        "{said:?}"
    );
}

#[test]
fn how_lines_end_is_no_change() {
    let elsewhere = law("10万").replace(
        "when people >= line",
        "when people >= line and people < 10亿",
    );
    let repo = review("policies/order.weir", &elsewhere);
    repo.write("policies/order.weir", &law("5万").replace('\n', "\r\n"));
    let said = repo.run("weir diff");
    assert!(
        said.flat()
            .ends_with("What is written otherwise ───────────────────────── Nothing."),
        "{said:?}"
    );
    let said = look(&repo);
    assert!(
        said.flat()
            .contains("The merge has no conflicts, and does to them"),
        "{said:?}"
    );
}
