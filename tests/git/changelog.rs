//! The history of a law over commits.

use crate::repository::{Repo, law, names};

/// A year of changes: the line halves, a remark is added, words change, an article disappears, another file appears.
fn year() -> Repo {
    let repo = Repo::with_law();
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many\n\nAs announced.");
    repo.write(
        "policies/order.weir",
        &format!("// A remark.\n{}", law("5万")),
    );
    repo.commit("A remark");
    repo.write("README.md", "words");
    repo.commit("Words about it");
    let reworded = law("5万").replace("Exempt below the line", "Below the line nothing is needed");
    repo.write("policies/order.weir", &reworded);
    repo.commit("Clearer");
    let higher = reworded
        .replace("people < line", "people <= line")
        .replace("people >= line", "people > line");
    repo.write("policies/order.weir", &higher);
    repo.commit("One more");
    repo
}

#[test]
fn each_commit_says_what_it_changed_and_what_that_means() {
    let repo = year();
    let before = repo.bytes();
    let said = repo.run("weir changelog order");
    assert_eq!(repo.bytes(), before);
    let heads: Vec<&str> = said
        .out
        .lines()
        .filter(|line| line.contains("(Li)"))
        .collect();
    let expected = [
        format!("2023-11-20 {} One more (Li)", repo.short("HEAD")),
        format!("2023-11-19 {} Clearer (Li)", repo.short("HEAD~1")),
        format!("2023-11-16 {} Half as many (Li)", repo.short("HEAD~4")),
        format!("2023-11-15 {} The order (Li)", repo.short("v1")),
    ];
    assert_eq!(heads, expected, "{said:?}");
    let flat = said.flat();
    for part in [
        "- rule `order article 1` (Below the line nothing is needed): condition `people < line` → `people <= line` (policies/order.weir:24)",
        "Effect of the whole commit: stricter 0, looser 1.",
        "- rule `order article 1` (Below the line nothing is needed): only words (policies/order.weir:24) Effect of the whole commit: no change of meaning.",
        "- threshold `line from 2024-03-22` (line): number 100,000 → 50,000 (policies/order.weir:15) Effect of the whole commit: stricter 1, looser 0.",
        "The first version of the policies.",
    ] {
        assert!(flat.contains(part), "{part}: {said:?}");
    }
    assert_eq!((said.err.as_str(), said.exit), ("", 0));
}

#[test]
fn programs_get_the_same_in_both_languages() {
    let repo = year();
    let said = repo.run("weir changelog order --format json --limit 3");
    let chinese = repo.run("weir changelog order --format json --limit 3 --lang zh");
    assert_eq!(names(&said.out), names(&chinese.out));
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let commits = report["commits"].as_array().unwrap();
    let results: Vec<_> = commits.iter().map(|one| &one["effect"]["result"]).collect();
    assert_eq!(results, ["changed", "same", "changed"]);
    assert_eq!(commits[2]["changes"][0]["aspects"][0]["new"], "50000");
    assert_eq!(commits[2]["subject"], "Half as many");
    assert_eq!(report["more"], true);
    assert!(
        repo.run("weir changelog order --lang zh")
            .out
            .contains("整个提交的效果：含义没有变化。")
    );
}

#[test]
fn commits_on_branches_stand_for_themselves() {
    let repo = Repo::with_law();
    repo.switch("side");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    repo.switch("main");
    repo.write("README.md", "words");
    repo.commit("Words about it");
    let side = repo
        .git
        .revparse_single("side")
        .unwrap()
        .peel_to_commit()
        .unwrap();
    let main = repo.git.head().unwrap().peel_to_commit().unwrap();
    let mut merged = repo.git.merge_commits(&main, &side, None).unwrap();
    let tree = repo
        .git
        .find_tree(merged.write_tree_to(&repo.git).unwrap())
        .unwrap();
    let who = git2::Signature::new(
        "Wang",
        "wang@example.org",
        &git2::Time::new(1_800_000_000, 0),
    )
    .unwrap();
    repo.git
        .commit(
            Some("HEAD"),
            &who,
            &who,
            "Merge side",
            &tree,
            &[&main, &side],
        )
        .unwrap();
    let said = repo.run("weir changelog order");
    assert!(said.out.contains("Half as many (Li)"), "{said:?}");
    assert!(!said.out.contains("Merge side"), "{said:?}");
}

#[test]
fn versions_that_can_not_be_read_are_counted() {
    let repo = Repo::with_law();
    repo.write("policies/order.weir", "outcome");
    repo.commit("Broken");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Mended");
    let said = repo.run("weir changelog order");
    assert!(
        said.flat()
            .contains("The policies of 2 more have errors in this version of Weir"),
        "{said:?}"
    );
}

#[test]
fn a_name_that_is_not_known() {
    let repo = year();
    let said = repo.run("weir changelog ordr");
    assert_eq!(
        said.err,
        "weir: there is no law or list `ordr`; did you mean `order`?\n"
    );
    assert_eq!(said.exit, 2);
    let folder = tempfile::tempdir().unwrap();
    let said = crate::repository::run_in(folder.path(), "weir changelog order");
    assert!(said.err.contains("there is no git repository"), "{said:?}");
}

#[test]
fn a_clone_without_older_commits_has_no_first_version() {
    let repo = year();
    let head = repo.git.head().unwrap().target().unwrap();
    repo.write(".git/shallow", &format!("{head}\n"));
    let said = repo.run("weir changelog order");
    assert!(!said.out.contains("first version"), "{said:?}");
    assert!(
        said.flat()
            .contains("The history ends here; this is a shallow clone without older commits"),
        "{said:?}"
    );
    let said = repo.run("weir diff HEAD~1");
    assert!(said.err.contains("fetch-depth: 0"), "{said:?}");
    assert_eq!(said.exit, 2);
}
