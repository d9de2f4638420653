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

/// Operators need what is needed anyway.
fn beyond_the_line() -> String {
    OPERATORS.replace("when operator", "when operator and people >= 20万")
}

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
    let repo = review("policies/other.weir", &beyond_the_line());
    let said = look(&repo);
    let expected = format!(
        "The policies of main ({}) have changed since. The merge has no conflicts, and does to",
        repo.short("main")
    );
    assert!(said.flat().contains(&expected), "{said:?}");
    assert_eq!(said.exit, 0);
}

#[test]
fn what_a_merge_would_mean_is_said_of_the_same_day() {
    let later = OPERATORS.replace("2024-03-22", "2030-01-01");
    let repo = review("policies/other.weir", &later);
    let flat = look(&repo).flat();
    assert!(flat.contains("as of 2024-03-22"), "{flat}");
    assert!(
        flat.contains("on the day told in full above does to them what is said there."),
        "{flat}"
    );
    let elsewhere = "from 2030-01-01: changes: stricter (see --on 2030-01-01)";
    assert!(flat.contains(elsewhere), "{flat}");
    let said = repo.run("weir diff main... --on 2030-01-01");
    assert!(said.flat().contains("both are about pathway"), "{said:?}");
}

#[test]
fn what_a_merge_does_on_another_day_ends_a_gate() {
    let later = OPERATORS
        .replace("2024-03-22", "2030-01-01")
        .replace("when operator", "when people >= 50000 and people < 100000")
        .replace("then pathway contract", "then pathway exempt");
    let repo = review("policies/other.weir", &later);
    let alone = repo.run("weir diff main... --on 2024-03-22 --fail-on undetermined");
    assert_eq!(alone.exit, 0, "{alone:?}");
    let said = repo.run("weir diff main... --fail-on undetermined");
    let elsewhere = "from 2030-01-01: changes: now undetermined (see --on 2030-01-01)";
    assert!(said.flat().contains(elsewhere), "{said:?}");
    assert_eq!(said.exit, 1, "{said:?}");
}

/// That so many people are never concerned.
fn never(name: &str, from: &str) -> String {
    format!(
        r#"use "order.weir"

assume {name}
  zh "不会那么多"
  en "Never so many"
  that people < {from}
"#
    )
}

#[test]
fn other_cases_that_are_possible_are_not_the_same() {
    let repo = Repo::with_law();
    repo.switch("review");
    repo.write("policies/review.weir", &never("few", "1亿"));
    repo.commit("Not so many");
    repo.switch("main");
    repo.write("policies/main.weir", &never("fewer", "5亿"));
    repo.commit("Since");
    repo.switch("review");
    let said = repo.run("weir diff main...");
    let flat = said.flat();
    assert!(flat.contains("After the merge"), "{said:?}");
    assert!(!flat.contains("what is said above."), "{said:?}");
    assert!(!flat.contains("both are about"), "{said:?}");
    assert!(
        flat.contains("The merge has no conflicts, but it does something else than is said above."),
        "{said:?}"
    );
    let json = repo.run("weir diff main... --format json").out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["after_merge"]["result"], "other");
}

#[test]
fn other_words_on_the_branch_are_no_other_meaning() {
    let other = law("10万").replace("en \"pathway\"", "en \"way to take\"");
    let repo = review("policies/order.weir", &other);
    let said = look(&repo);
    assert!(
        said.flat()
            .contains("The merge has no conflicts, and does to them what is said above."),
        "{said:?}"
    );
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
    repo.write("policies/other.weir", &beyond_the_line());
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
        said.flat().ends_with(
            "What is written otherwise ───────────────────────── Nothing. On other days ───────────── \
             No change of meaning on any other day."
        ),
        "{said:?}"
    );
    let said = look(&repo);
    assert!(
        said.flat()
            .contains("The merge has no conflicts, and does to them"),
        "{said:?}"
    );
}

/// What the forms beside lines say of the kind of annotation.
fn beside(repo: &Repo, rule: &str) -> [Said; 3] {
    let said = ["sarif", "github", "gitlab"]
        .map(|form| repo.run(&format!("weir diff main... --format {form}")));
    let [sarif, github, gitlab] = &said;
    let sarif: serde_json::Value = serde_json::from_str(&sarif.out).unwrap();
    let results = sarif
        .pointer("/runs/0/results")
        .unwrap()
        .as_array()
        .unwrap();
    assert!(results.iter().any(|one| one["ruleId"] == rule), "{sarif}");
    assert!(github.out.contains("title=After the merge"), "{github:?}");
    let gitlab: serde_json::Value = serde_json::from_str(&gitlab.out).unwrap();
    let issues = gitlab.as_array().unwrap();
    assert!(
        issues.iter().any(|one| one["check_name"] == rule),
        "{gitlab}"
    );
    said
}

#[test]
fn beside_lines_a_merge_is_spoken_of_where_it_is_not_the_same() {
    let conflicts = review("policies/order.weir", &law("20万"));
    let expected = "::error title=After the merge::The policies of main";
    for said in beside(&conflicts, "merge-conflicts") {
        assert!(
            said.out
                .contains("policies/order.weir: the merge has conflicts"),
            "{said:?}"
        );
        assert_eq!(said.exit, 3);
    }
    let said = conflicts.run("weir diff main... --format github");
    assert!(said.out.contains(expected), "{said:?}");
    let said = conflicts.run("weir diff main... --format github --lang zh");
    assert!(
        said.out.contains("::error title=合并之后::main"),
        "{said:?}"
    );

    let errors = review(
        "policies/other.weir",
        &OPERATORS.replace("operator\n", "operater\n"),
    );
    for said in beside(&errors, "merge-errors") {
        assert!(
            said.out
                .contains("policies/other.weir:18: there is no fact `operater`"),
            "{said:?}"
        );
        assert_eq!(said.exit, 1);
    }

    let other = review("policies/other.weir", OPERATORS);
    for said in beside(&other, "merge-other") {
        assert!(said.out.contains("both are about pathway"), "{said:?}");
        assert!(
            said.out
                .contains("pathway: exempt → standard contract (stricter)"),
            "{said:?}"
        );
        assert_eq!(said.exit, 0);
    }

    let later = OPERATORS.replace("2024-03-22", "2030-01-01");
    for said in beside(&review("policies/other.weir", &later), "merge-other-days") {
        assert!(said.out.contains("from 2030-01-01: changes"), "{said:?}");
        assert_eq!(said.exit, 0);
    }

    let same = review("policies/other.weir", &beyond_the_line());
    let said = same.run("weir diff main... --format json");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["after_merge"]["result"], "same");
    let said = same.run("weir diff main... --format github");
    assert!(!said.out.contains("After the merge"), "{said:?}");
}
