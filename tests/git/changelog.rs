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
        "Effect of the whole commit, as of 2024-03-22: stricter 0, looser 1.",
        "- rule `order article 1` (Below the line nothing is needed): only words (policies/order.weir:24) Effect of the whole commit, as of 2024-03-22: no change of meaning.",
        "- threshold `line from 2024-03-22` (line): number 100,000 → 50,000 (policies/order.weir:15) Effect of the whole commit, as of 2024-03-22: stricter 1, looser 0.",
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
    assert_eq!(commits[1]["effect"]["as_of"], "2024-03-22");
    assert_eq!(report["more"], true);
    assert!(
        repo.run("weir changelog order --lang zh")
            .out
            .contains("整个提交的效果（2024年3月22日）：含义没有变化。")
    );
}

/// A branch `side` halves the line while `main` has other words.
fn apart() -> Repo {
    let repo = Repo::with_law();
    repo.switch("side");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    repo.switch("main");
    repo.write("README.md", "words");
    repo.commit("Words about it");
    repo
}

#[test]
fn commits_on_branches_stand_for_themselves() {
    let repo = apart();
    repo.merge("side", "Merge side", &[]);
    let said = repo.run("weir changelog order");
    assert!(said.out.contains("Half as many (Li)"), "{said:?}");
    assert!(!said.out.to_lowercase().contains("merge"), "{said:?}");
}

#[test]
fn merges_that_change_policies_themselves_are_counted() {
    let repo = Repo::with_law();
    repo.switch("side");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    repo.switch("main");
    repo.write("policies/order.weir", &law("20万"));
    repo.commit("Twice as many");
    repo.merge(
        "side",
        "A line between",
        &[("policies/order.weir", &law("8万"))],
    );
    let before = repo.bytes();
    let said = repo.run("weir changelog order");
    assert_eq!(repo.bytes(), before, "a merge is made in memory");
    let expected = format!(
        "1 merge changed policies otherwise than git merges them, which is not shown: {}.",
        repo.short("HEAD")
    );
    assert!(said.flat().contains(&expected), "{said:?}");
    let said = repo.run("weir changelog order --lang zh");
    assert!(said.flat().contains("有 1 个合并提交"), "{said:?}");
    let json = repo.run("weir changelog order --format json").out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let head = repo.git.head().unwrap().target().unwrap();
    assert_eq!(report["merges"], serde_json::json!([head.to_string()]));
}

#[test]
fn a_merge_that_leaves_out_what_one_side_changed_is_counted() {
    let repo = apart();
    repo.merge("side", "Ours", &[("policies/order.weir", &law("10万"))]);
    let said = repo.run("weir changelog order");
    assert!(said.out.contains("1 merge changed"), "{said:?}");
}

#[test]
fn files_that_are_used_from_other_folders_belong_to_the_policies() {
    let repo = Repo::new();
    let parts = |line: &str| {
        let text = law(line);
        let (words, order) = text.split_at(text.find("instrument order").unwrap());
        let words = format!("use \"../policies/order.weir\"\n\n{words}");
        (words, format!("use \"../shared/words.weir\"\n\n{order}"))
    };
    let (words, order) = parts("10万");
    repo.write("shared/words.weir", &words);
    repo.write("policies/order.weir", &order);
    repo.commit("The order");
    repo.write("shared/words.weir", &parts("5万").0);
    repo.commit("Half as many");
    repo.write(
        "policies/order.weir",
        &order.replace("Exempt below the line", "Below the line nothing is needed"),
    );
    repo.commit("Clearer");
    let flat = repo.run("weir changelog order").flat().replace('─', "");
    let clearer = flat.find(
        "Clearer (Li)  - rule `order article 1` (Below the line nothing is needed): only words",
    );
    let half = flat.find(
        "Half as many (Li)  - threshold `line from 2024-03-22` (line): number 100,000 → 50,000",
    );
    assert!(clearer.is_some() && half.is_some(), "{flat}");
}

/// An order with a list, one row of which prevails over an article.
const LISTED: &str = r#"
zone harbour zh "海港区"  en "Harbour zone"
category trade zh "行业"  en "sector" { retail zh "零售"  en "retail" }
fact business: one of trade
  zh "行业"
  en "sector"
  ask zh "属于哪个行业？"
  ask en "Which sector?"
instrument frame {
  zh "规定"
  en "Frame"
  source primary "https://example.gov/frame"
  in force from 2024-03-22
  article 6 {
    zh "清单"
    en "Lists"
    lists {
      sectors business
      strictest pathway contract
      outside free
        zh "清单外免予"
        en "free outside"
        then pathway exempt
    }
  }
}
list harbour_list edition "2025" {
  zh "海港清单"
  en "Harbour list"
  under frame article 6
  zone harbour
  in force from 2025-01-01
  source primary "https://example.gov/harbour"
  available when business is retail
  outside free
  sector retail {
    zh "零售"
    en "Retail"
    outside free
    row H-1
      zh "个人信息"
      en "personal information"
      then pathway contract
  }
  row H-1 prevails over order article 1
}
"#;

#[test]
fn what_prevails_over_what_belongs_to_the_edition_that_it_names() {
    let repo = Repo::new();
    let without = LISTED.replace("  row H-1 prevails over order article 1\n", "");
    repo.write("policies/order.weir", &(law("10万") + &without));
    repo.commit("The order");
    repo.write("policies/order.weir", &(law("10万") + LISTED));
    repo.commit("The row goes first");
    for name in ["harbour_list", "harbour_list edition \"2025\"", "order"] {
        let said = repo.run_words(&["weir", "changelog", name]);
        assert!(said.out.contains("The row goes first"), "{name}: {said:?}");
    }
    let said = repo.run_words(&["weir", "changelog", "frame"]);
    assert!(!said.out.contains("The row goes first"), "{said:?}");
}

#[test]
fn only_the_first_version_is_called_that() {
    let repo = Repo::with_law();
    std::fs::remove_dir_all(repo.folder().join("policies")).unwrap();
    repo.write("README.md", "words");
    repo.commit("Nothing");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Back");
    let said = repo.run("weir changelog order");
    assert_eq!(said.out.matches("The first version").count(), 1, "{said:?}");
    assert!(
        said.flat()
            .replace('─', "")
            .contains("Back (Li)  There were no policies just before it."),
        "{said:?}"
    );
    assert!(
        said.out.contains("There are no policies after it."),
        "{said:?}"
    );
    let said = repo.run("weir changelog order --limit 1");
    assert!(!said.out.contains("The first version"), "{said:?}");
    let json = repo.run("weir changelog order --format json").out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let commits = report["commits"].as_array().unwrap();
    let results: Vec<_> = commits.iter().map(|one| &one["effect"]["result"]).collect();
    assert_eq!(results, ["added", "removed", "first"]);
}

#[test]
fn policies_that_were_moved_have_the_history_of_where_they_were() {
    let repo = Repo::with_law();
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    std::fs::create_dir(repo.folder().join("law")).unwrap();
    std::fs::rename(
        repo.folder().join("policies"),
        repo.folder().join("law/policies"),
    )
    .unwrap();
    repo.commit("Moved");
    repo.write("law/policies/order.weir", &law("20万"));
    repo.commit("Four times as many");
    let said = repo.run("weir changelog order --policies law/policies");
    let order = ["Four times as many", "Half as many", "The order"];
    let found: Vec<_> = order.iter().map(|head| said.out.find(head)).collect();
    assert!(found.iter().all(Option::is_some), "{said:?}");
    assert!(found.is_sorted(), "{said:?}");
    assert_eq!(said.out.matches("The first version").count(), 1, "{said:?}");
}

#[test]
fn policies_of_which_others_are_made_count_wherever_they_are() {
    let hidden = Repo::new();
    let text = law("10万");
    let (words, order) = text.split_at(text.find("instrument order").unwrap());
    let words = format!("use \"../policies/order.weir\"\n\n{words}");
    hidden.write(".shared/words.weir", &words);
    hidden.write(
        "policies/order.weir",
        &format!("use \"../.shared/words.weir\"\n\n{order}"),
    );
    hidden.commit("The order");
    hidden.write(".shared/words.weir", &words.replace("10万", "5万"));
    hidden.commit("Half as many");
    let said = hidden.run("weir changelog order");
    assert!(said.out.contains("Half as many (Li)"), "{said:?}");

    let other_ending = Repo::new();
    other_ending.write("order.txt", &law("10万"));
    other_ending.commit("The order");
    other_ending.write("order.txt", &law("5万"));
    other_ending.commit("Half as many");
    let said = other_ending.run("weir changelog order --policies order.txt");
    assert!(said.out.contains("Half as many (Li)"), "{said:?}");
}

#[test]
fn words_before_the_first_law_are_no_version() {
    let repo = Repo::new();
    repo.write("README.md", "words");
    repo.commit("Words");
    repo.write("order.weir", &law("10万"));
    repo.commit("The order");
    let said = repo.run("weir changelog order --policies .");
    assert!(said.out.contains("The first version"), "{said:?}");
}

#[test]
fn a_clone_that_leaves_out_where_branches_come_from_blames_no_merge() {
    let repo = apart();
    repo.merge("side", "Merge side", &[]);
    let parents = ["HEAD^1", "HEAD^2"].map(|name| {
        let commit = repo.git.revparse_single(name).unwrap();
        format!("{}\n", commit.id())
    });
    repo.write(".git/shallow", &parents.concat());
    let said = repo.run("weir changelog order");
    assert!(said.out.contains("The history ends here"), "{said:?}");
    assert!(!said.out.contains("merge changed"), "{said:?}");
}

#[test]
fn no_commit_at_all_is_no_limit() {
    let repo = year();
    let said = repo.run("weir changelog order --limit 0");
    assert!(said.err.contains("--limit"), "{said:?}");
    assert_eq!((said.out.as_str(), said.exit), ("", 2));
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
