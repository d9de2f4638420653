//! Rules that the compiler can't see: which crate may use which, and which files may stand at the top.

use std::path::Path;

/// The Weir crates that each crate may use.
const EDGES: &[(&str, &[&str])] = &[
    ("weir-syntax", &[]),
    ("weir-core", &["weir-syntax"]),
    ("weir-eval", &["weir-core"]),
    ("weir-analysis", &["weir-core"]),
    (
        "weir-ide",
        &["weir-analysis", "weir-core", "weir-eval", "weir-syntax"],
    ),
    ("weir-lsp", &["weir-core", "weir-ide", "weir-syntax"]),
    ("weir-tables", &[]),
    (
        "weir",
        &[
            "weir-analysis",
            "weir-core",
            "weir-eval",
            "weir-ide",
            "weir-lsp",
            "weir-syntax",
            "weir-tables",
        ],
    ),
    ("xtask", &["weir-lsp", "weir-syntax"]),
];

/// Words that must not stand in the sources of a crate: the server never looks at the tree or the program, and only it knows the
/// protocol.
const WORDS: &[(&str, &[&str])] = &[
    ("weir-lsp", &["weir_syntax::ast", "weir_core::hir"]),
    ("weir-ide", &["tower_lsp", "lsp_types"]),
    ("weir", &["tower_lsp", "lsp_types"]),
];

/// What may stand at the top of the repository.
const TOP: &[&str] = &[
    ".ci",
    ".config",
    ".git",
    ".github",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "crates",
    "docs",
    "editors",
    "policies",
    "target",
    "tests",
];

pub(crate) fn run(root: &Path) -> Result<(), String> {
    let mut problems = Vec::new();
    for (name, allowed) in EDGES {
        edges(root, name, allowed, &mut problems)?;
    }
    for (name, words) in WORDS {
        forbidden(
            &root.join("crates").join(name).join("src"),
            words,
            &mut problems,
        )?;
    }
    let entries = std::fs::read_dir(root).map_err(|error| error.to_string())?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !TOP.contains(&name.as_str()) {
            problems.push(format!("`{name}` does not belong at the top"));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

fn edges(
    root: &Path,
    name: &str,
    allowed: &[&str],
    problems: &mut Vec<String>,
) -> Result<(), String> {
    let manifest = root.join("crates").join(name).join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).map_err(|error| format!("{name}: {error}"))?;
    let dependencies = text
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    for line in dependencies {
        let used = line.split(['.', ' ', '=']).next().unwrap_or_default();
        if used.starts_with("weir") && !allowed.contains(&used) {
            problems.push(format!("`{name}` may not use `{used}`"));
        }
    }
    Ok(())
}

/// Looks for words in the files of a folder.
fn forbidden(folder: &Path, words: &[&str], problems: &mut Vec<String>) -> Result<(), String> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            forbidden(&path, words, problems)?;
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for word in words.iter().filter(|word| text.contains(**word)) {
            problems.push(format!("`{word}` does not belong into {}", path.display()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        assert_eq!(super::run(&crate::root()), Ok(()));
    }

    /// The grammar says each production above its rule; the reference repeats it.
    #[test]
    fn the_reference_lists_every_production() {
        let read = |name: &str| std::fs::read_to_string(crate::root().join(name)).unwrap();
        let reference = read("docs/reference/language.md");
        let grammar = read("crates/weir-syntax/src/grammar.lalrpop");
        let productions = grammar
            .lines()
            .filter_map(|line| line.strip_prefix("// "))
            .filter_map(|line| line.split_once(" = "))
            .map(|(name, _)| name);
        let names: Vec<&str> = productions.filter(|name| !name.contains(' ')).collect();
        assert!(names.len() > 20);
        let missing: Vec<&str> = names
            .into_iter()
            .filter(|name| {
                !reference
                    .lines()
                    .any(|line| line.trim_start().split(' ').next() == Some(name))
            })
            .collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn generated_pages_are_fresh() {
        assert_eq!(crate::codegen::run(&crate::root(), true), Ok(()));
    }
}
