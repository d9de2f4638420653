//! What the README shows, run. A `console` fence holds commands after `$ ` and what they print; a line `…` stands for more.
#![expect(clippy::panic, reason = "a test stops where something is wrong")]

use std::path::Path;

use weir_syntax::diagnostic::Language;

/// The command with the words that start the program taken off, and the lines it ought to print.
fn commands(readme: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            let program = ["cargo run --release -q -p weir -- ", "weir "]
                .into_iter()
                .find_map(|start| command.strip_prefix(start));
            let args = program.unwrap_or_else(|| panic!("{command}"));
            found.push((args.split(' ').map(str::to_owned).collect(), Vec::new()));
        } else if let Some((_, lines)) = found.last_mut().filter(|_| inside) {
            lines.push(line.to_owned());
        }
    }
    found
}

#[test]
fn the_readme_tells_the_truth() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let commands = commands(&readme);
    assert!(!commands.is_empty());
    for (args, expected) in commands {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = weir::Io {
            stdin: &mut std::io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            folder: root.clone(),
            colour: false,
            width: 100,
            language: Language::En,
        };
        weir::run(
            ["weir".to_owned()]
                .into_iter()
                .chain(args.clone())
                .map(Into::into),
            &mut io,
        );
        let printed = String::from_utf8([out, err].concat()).unwrap();
        let lines: Vec<&str> = printed.lines().collect();
        let more = expected.last().is_some_and(|line| line == "…");
        let shown = expected.len() - usize::from(more);
        let wanted: Vec<&str> = expected.iter().take(shown).map(String::as_str).collect();
        let got: Vec<&str> = lines
            .iter()
            .copied()
            .take(if more { shown } else { lines.len() })
            .collect();
        assert_eq!(got, wanted, "weir {}", args.join(" "));
    }
}

/// The commands, options and files that the README names exist.
#[test]
fn the_readme_names_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let links = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.starts_with("http"));
    for link in links {
        assert!(root.join(link).exists(), "{link}");
    }
    for word in readme
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.strip_prefix("weir "))
    {
        let command = word.split([' ', '…']).next().unwrap_or_default();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = weir::Io {
            stdin: &mut std::io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            folder: root.clone(),
            colour: false,
            width: 100,
            language: Language::En,
        };
        assert_eq!(
            weir::run(["weir", command, "--help"].map(Into::into), &mut io),
            weir::Exit::Done,
            "weir {command}"
        );
    }
}
