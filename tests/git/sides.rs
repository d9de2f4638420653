//! Revisions as sides of `weir diff`.

use crate::repository::{Repo, Said, law, names, run_in};

const STRICTER: &str = "1. pathway: exempt → standard contract (stricter)";

/// The first line of the output, and whether the law became stricter.
fn title(out: &str) -> (&str, bool) {
    (
        out.lines().next().unwrap_or_default(),
        out.contains(STRICTER),
    )
}

/// `v1` has 100,000 people, `main` 50,000, and the work tree 20,000.
fn three() -> Repo {
    let repo = Repo::with_law();
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    repo.write("policies/order.weir", &law("2万"));
    repo
}

#[test]
fn a_revision_is_compared_with_the_work_tree() {
    let repo = three();
    let head = repo.short("HEAD");
    let before = repo.bytes();
    for command in [
        "weir diff",
        "weir diff HEAD",
        "weir diff HEAD..",
        "weir diff main --policies policies",
    ] {
        let said = repo.run(command);
        let given = if command.contains("main") {
            "main"
        } else {
            "HEAD"
        };
        let expected = format!("{given} ({head}) → work tree, as of 2024-03-22");
        assert_eq!(
            title(&said.out),
            (expected.as_str(), true),
            "{command}: {said:?}"
        );
        assert!(
            said.out
                .contains("number 50,000 → 20,000 (policies/order.weir:15)"),
            "{said:?}"
        );
    }
    assert_eq!(
        repo.bytes(),
        before,
        "neither the work tree nor the repository is touched"
    );
}

#[test]
fn two_revisions_are_compared() {
    let repo = three();
    let (v1, head) = (repo.short("v1"), repo.short("HEAD"));
    for command in ["weir diff v1 main", "weir diff v1..main"] {
        let said = repo.run(command);
        let expected = format!("v1 ({v1}) → main ({head}), as of 2024-03-22");
        assert_eq!(title(&said.out), (expected.as_str(), true));
        assert!(said.out.contains("number 100,000 → 50,000"), "{said:?}");
    }
    let said = repo.run("weir diff v1 policies --lang zh");
    let expected = format!("v1（{v1}） → policies（2024年3月22日）");
    assert_eq!(said.out.lines().next(), Some(expected.as_str()));
}

#[test]
fn programs_get_the_commit() {
    let repo = three();
    let said = repo.run("weir diff v1..HEAD --format json");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let id = repo.git.revparse_single("v1").unwrap().id().to_string();
    let old = serde_json::json!({ "path": "policies", "revision": "v1", "commit": id, "as_of": "2024-03-22" });
    assert_eq!(report["old"], old);
    let chinese = repo.run("weir diff v1..HEAD --format json --lang zh").out;
    assert_eq!(names(&said.out), names(&chinese));
    assert!(chinese.contains("路径：") && !said.out.contains("路径："));
}

#[test]
fn a_revision_alone_on_two_days() {
    let repo = three();
    let said = repo.run("weir diff v1 --on 2024-03-21..2024-03-22 --fail-on any");
    assert_eq!(
        (said.out.lines().next(), said.exit),
        (Some("2024-03-21 → 2024-03-22"), 1)
    );
}

#[test]
fn three_dots_start_at_the_merge_base() {
    let repo = Repo::with_law();
    repo.switch("review");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half as many");
    let base = repo.short("v1");
    for (command, new) in [
        ("weir diff main...", "work tree".to_owned()),
        (
            "weir diff main...review",
            format!("review ({})", repo.short("review")),
        ),
    ] {
        let said = repo.run(command);
        let with = if new == "work tree" { "HEAD" } else { "review" };
        let expected = format!("merge base of main and {with} ({base}) → {new}, as of 2024-03-22");
        assert_eq!(title(&said.out), (expected.as_str(), true), "{said:?}");
    }
}

#[test]
fn it_works_in_folders_below_in_bare_repositories_and_in_linked_work_trees() {
    let repo = three();
    let head = repo.short("HEAD");
    repo.write("notes/deep/a.txt", "a");
    let below = run_in(&repo.folder().join("notes/deep"), "weir diff v1");
    assert!(
        below.out.contains("(../../policies/order.weir:15)"),
        "{below:?}"
    );
    assert!(title(&below.out).1);

    let elsewhere = tempfile::tempdir().unwrap();
    let path = repo.folder().display().to_string();
    let bare = elsewhere.path().join("bare.git");
    git2::build::RepoBuilder::new()
        .bare(true)
        .clone(&path, &bare)
        .unwrap();
    let said = run_in(&bare, "weir diff v1");
    let expected = format!(
        "v1 ({}) → HEAD ({head}), as of 2024-03-22",
        repo.short("v1")
    );
    assert_eq!(title(&said.out), (expected.as_str(), true), "{said:?}");

    let linked = elsewhere.path().join("linked");
    repo.git.worktree("linked", &linked, None).unwrap();
    let said = run_in(&linked, "weir diff v1");
    let expected = format!("v1 ({}) → work tree, as of 2024-03-22", repo.short("v1"));
    assert_eq!(title(&said.out), (expected.as_str(), true), "{said:?}");
    assert!(said.out.contains("number 100,000 → 50,000"), "{said:?}");

    let outside = run_in(
        elsewhere.path(),
        &format!("weir diff v1 --policies {path}/policies"),
    );
    assert!(
        outside.out.contains("number 100,000 → 20,000"),
        "{outside:?}"
    );
}

#[test]
fn a_path_that_exists_is_a_path() {
    let repo = three();
    repo.write("v1", &law("20万"));
    let said = repo.run("weir diff v1 main");
    assert!(
        said.err.contains("`v1` is both a path and a revision"),
        "{said:?}"
    );
    assert!(said.out.contains("number 200,000 → 50,000"), "{said:?}");
    let said = repo.run("weir diff git:v1 main");
    assert!(said.out.contains("number 100,000 → 50,000"), "{said:?}");
    assert_eq!(said.err, "");
}

#[test]
fn policies_that_stood_elsewhere() {
    let repo = Repo::new();
    repo.write("law/order.weir", &law("10万"));
    repo.write("law/notes/unread.txt", "not a policy");
    repo.commit("The order");
    std::fs::rename(repo.folder().join("law"), repo.folder().join("policies")).unwrap();
    let said = repo.run("weir diff HEAD");
    assert_eq!(said.exit, 2);
    assert!(
        said.err
            .contains("has no folder `policies` from here upwards"),
        "{said:?}"
    );
    let said = repo.run("weir diff HEAD:law --fail-on any");
    assert!(said.out.contains("No change of meaning"), "{said:?}");
    assert_eq!(said.exit, 0);
    let said = run_in(
        &repo.folder().join("policies"),
        "weir diff HEAD --policies .",
    );
    assert!(said.err.contains("has no .weir file at ."), "{said:?}");
}

/// However a folder is written, what has been taken out stands where it stood.
#[test]
fn a_folder_may_be_written_with_a_dot() {
    let repo = Repo::new();
    let text = law("10万");
    let more = text.replace(
        "then pathway contract",
        "then pathway contract\n\n  article 3\n    zh \"第三条\"\n    en \"Third\"\n    when people >= 50万\n    then pathway exempt\n\n  article 3 prevails over article 2",
    );
    assert_ne!(text, more);
    repo.write("policies/order.weir", &more);
    repo.commit("With a third article");
    repo.write("policies/order.weir", &text);
    let plain = repo.run("weir diff HEAD policies --format github");
    let dotted = repo.run("weir diff HEAD ./policies --format github");
    let places = |said: &Said| said.out.matches("order.weir,line=").count();
    assert!(places(&plain) > 0, "{plain:?}");
    assert_eq!(places(&plain), places(&dotted), "{dotted:?}");
}

/// Tests use the files of the new version: of a revision there are none.
#[test]
fn cases_are_saved_as_tests_of_files_only() {
    let repo = Repo::new();
    repo.write("policies/order.weir", &law("10万"));
    repo.commit("The order");
    repo.write("policies/order.weir", &law("5万"));
    repo.commit("Half of it");
    let said = repo.run("weir diff HEAD~1 HEAD --save-tests changed.weir");
    assert_eq!((said.exit, said.out.as_str()), (2, ""));
    assert!(said.err.contains("does not stand in files"), "{said:?}");
    assert!(!repo.folder().join("changed.weir").exists());
    let said = repo.run("weir diff HEAD~1 --save-tests policies/changed.weir");
    assert!(said.err.contains("2 tests written; 0 cases"), "{said:?}");
    let tests = repo.run("weir test policies");
    assert!(tests.out.contains("2 passed, 0 failed"), "{tests:?}");
}

#[test]
fn what_can_not_be_compared_is_said() {
    let repo = three();
    let cases = [
        (
            "weir diff mian",
            "there is no file, folder or revision `mian`; did you mean `main`?",
        ),
        (
            "weir diff v1..nothing",
            "there is no file, folder or revision `nothing`",
        ),
        (
            "weir diff git:policies",
            "there is no file, folder or revision `policies`",
        ),
        ("weir diff policies", "give an old and a new version"),
        (
            "weir diff v1 --policies ../elsewhere",
            "../elsewhere is not in the git repository",
        ),
        (
            "weir diff v1 --policies nowhere",
            "has no .weir file at nowhere",
        ),
    ];
    for (command, expected) in cases {
        let said = repo.run(command);
        assert!(said.err.contains(expected), "{command}: {said:?}");
        assert_eq!((said.out.as_str(), said.exit), ("", 2), "{command}");
    }
    repo.write("policies/order.weir", "outcome");
    repo.commit("Broken");
    let said = repo.run("weir diff v1 HEAD");
    assert!(
        said.err.contains(&format!(
            "the policies of HEAD ({}) have errors",
            repo.short("HEAD")
        )),
        "{said:?}"
    );
    assert_eq!(said.exit, 1);
}

#[test]
fn a_folder_without_a_repository_or_commits() {
    let folder = tempfile::tempdir().unwrap();
    let said = run_in(folder.path(), "weir diff v1");
    assert!(
        said.err
            .contains("no file or folder `v1`, and no git repository here"),
        "{said:?}"
    );
    let said = run_in(folder.path(), "weir diff");
    assert!(
        said.err.contains("give an old and a new version"),
        "{said:?}"
    );
    let repo = Repo::new();
    repo.write("policies/order.weir", &law("10万"));
    let said = repo.run("weir diff");
    assert!(said.err.contains("nothing has been committed"), "{said:?}");
    assert_eq!(said.exit, 2);
}

#[test]
fn revisions_without_a_common_commit() {
    let repo = Repo::with_law();
    let tree = repo.git.head().unwrap().peel_to_tree().unwrap();
    let who = git2::Signature::now("Li", "li@example.org").unwrap();
    let alone = repo
        .git
        .commit(None, &who, &who, "Alone", &tree, &[])
        .unwrap();
    let said = repo.run(&format!("weir diff main...{alone}"));
    assert!(said.err.contains("have no commit in common"), "{said:?}");
    assert_eq!(said.exit, 2);
}
