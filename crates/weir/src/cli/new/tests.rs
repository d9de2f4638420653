//! A new project is right from the start, and nothing that exists is touched.

use weir_core::{Readings, Workspace};
use weir_eval::{Answer, Limits, determine};
use weir_syntax::diagnostic::SourceId;

use super::*;
use crate::formats::scenario;

const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];

#[test]
fn makes_all_files_and_nothing_else() {
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("a b").join("规则");
        create(&dir, language).unwrap();
        for (path, text) in files(language) {
            assert_eq!(fs::read_to_string(dir.join(path)).unwrap(), text);
        }
        let beside: Vec<_> = fs::read_dir(folder.path().join("a b"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(beside, ["规则"]);
    }
}

#[test]
fn touches_nothing_that_exists() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    for existing in [file.clone(), folder.path().to_owned()] {
        let error = create(&existing, Language::En).unwrap_err();
        assert!(
            matches!(&error, NewError::Exists(path) if *path == existing),
            "{error:?}"
        );
        assert!(
            error
                .message(Language::Zh)
                .contains(&existing.display().to_string())
        );
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    // A file where a folder is needed.
    assert!(matches!(
        create(&file.join("project"), Language::En),
        Err(NewError::Io(..))
    ));
    assert!(matches!(
        create(Path::new("/"), Language::En),
        Err(NewError::Exists(_))
    ));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_policy_is_clean_canonical_and_right() {
    for language in LANGUAGES {
        let [(_, policy), (_, example), ..] = files(language);
        assert_eq!(
            weir_syntax::format::format(policy, &weir_syntax::parse(policy)).as_deref(),
            Ok(policy)
        );
        let mut workspace = Workspace::new();
        workspace.set_source(SourceId(0), "policies/main.weir", policy);
        let checked = workspace.check();
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        let file = scenario::read(&checked.program, SourceId(1), "example.yaml", example).unwrap();
        let readings = Readings::defaults(&checked.program);
        let executable = checked.executable().unwrap();
        let edition = executable.on(file.on.unwrap(), &readings);
        let determination = determine(&edition, &file.scenario, &Limits::default());
        assert_eq!(
            determination.ladders.first().unwrap().answer,
            Answer::Value(0)
        );
    }
}

/// The two policies differ only in their comments and the names of their tests.
#[test]
fn both_languages_say_the_same() {
    let program = |language| {
        let [(_, policy), ..] = files(language);
        let lines = policy
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        lines
            .map(|line| {
                if line.starts_with("test") {
                    line.split('"').next().unwrap_or_default()
                } else {
                    line
                }
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(program(Language::En), program(Language::Zh));
}
