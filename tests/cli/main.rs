//! Transcripts of the command line: files and standard input in, standard output, standard error and exit code out.
//!
//! A transcript holds `file NAME` blocks, then runs. Lines of content start with `| `:
//!
//! ```text
//! file policies/a.weir
//! | fact x: bool
//! run weir check
//! in
//! | lines of standard input
//! out
//! err
//! | checked 1 file …
//! exit 0
//! ```
//!
//! `edit NAME OF` is another file with some lines otherwise: those after `- ` stand in it once, and become those after `+ `.
//!
//! All runs of a transcript share one folder. `WEIR_BLESS=1` rewrites what the runs print; the policies of the repository are
//! reached as `@policies`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use weir_syntax::diagnostic::Language;

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli");
    let mut files: Vec<PathBuf> = std::fs::read_dir(here)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let trials = files.into_iter().map(|file| {
        Trial::test(
            file.file_stem().unwrap().to_string_lossy().into_owned(),
            move || replay(&file),
        )
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

/// One line of a transcript with the content below it.
struct Part {
    head: String,
    content: String,
}

fn parts(text: &str) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    for line in text.lines() {
        if line == "|" || line.starts_with("| ") {
            let part = found
                .last_mut()
                .unwrap_or_else(|| panic!("content without a head: {line}"));
            part.content.push_str(line.strip_prefix("| ").unwrap_or(""));
            part.content.push('\n');
        } else {
            found.push(Part {
                head: line.to_owned(),
                content: String::new(),
            });
        }
    }
    found
}

fn replay(file: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(file)?;
    let folder = tempfile::tempdir()?;
    let mut out = String::new();
    let parts = parts(&text);
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        if let Some(name) = part.head.strip_prefix("file ") {
            write(&folder.path().join(name), &part.content)?;
            block(&mut out, &part.head, &part.content);
        } else if let Some(names) = part.head.strip_prefix("edit ") {
            let (name, of) = names.split_once(' ').unwrap();
            let text = std::fs::read_to_string(folder.path().join(of))?;
            write(&folder.path().join(name), &edited(text, &part.content))?;
            block(&mut out, &part.head, &part.content);
        } else if let Some(name) = part.head.strip_prefix("show ") {
            let shown = std::fs::read_to_string(folder.path().join(name))
                .unwrap_or_else(|_| "(no such file)\n".to_owned());
            block(&mut out, &part.head, &shown);
        } else if let Some(command) = part.head.strip_prefix("run ") {
            block(&mut out, &part.head, "");
            let mut stdin = String::new();
            while let Some(next) = parts.next_if(|next| {
                ["in", "out", "err"].contains(&next.head.as_str()) || next.head.starts_with("exit ")
            }) {
                if next.head == "in" {
                    stdin.clone_from(&next.content);
                    block(&mut out, "in", &stdin);
                }
            }
            run(folder.path(), command, &stdin, &mut out);
        } else {
            block(&mut out, &part.head, &part.content);
        }
    }
    if out == text {
        return Ok(());
    }
    if weir_tests::blessing() {
        std::fs::write(file, out)?;
        return Ok(());
    }
    let differing = text
        .lines()
        .zip(out.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(text.lines().count().min(out.lines().count()));
    let around = |text: &str| {
        text.lines()
            .skip(differing.saturating_sub(3))
            .take(8)
            .collect::<Vec<_>>()
            .join("\n")
    };
    Err(format!(
        "line {} differs; expected\n{}\nfound\n{}",
        differing + 1,
        around(&text),
        around(&out)
    )
    .into())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap())?;
    std::fs::write(path, text)
}

/// A text with some lines otherwise.
fn edited(mut text: String, edits: &str) -> String {
    let mut lines = edits.lines().peekable();
    let mut taken = |mark: &str| {
        let mut found = String::new();
        while let Some(line) = lines.next_if(|line| line.starts_with(mark)) {
            found.push_str(line.get(2..).unwrap_or_default());
            found.push('\n');
        }
        found
    };
    loop {
        let (old, new) = (taken("-"), taken("+"));
        if old.is_empty() && new.is_empty() {
            assert_eq!(lines.next(), None, "an edit is a line with - or +");
            return text;
        }
        let places = text.matches(&old).count();
        assert!(places == 1, "{places} places have\n{old}");
        text = text.replacen(&old, &new, 1);
    }
}

fn block(out: &mut String, head: &str, content: &str) {
    let _ = writeln!(out, "{head}");
    for line in content.lines() {
        let _ = writeln!(out, "{}", format!("| {line}").trim_end());
    }
}

fn run(folder: &Path, command: &str, stdin: &str, out: &mut String) {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let args = words(command)
        .into_iter()
        .map(|word| word.replace("@policies", &policies.display().to_string()));
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut stdin = stdin.as_bytes();
    let mut io = weir::Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        folder: folder.to_owned(),
        colour: false,
        width: 100,
        language: Language::En,
    };
    let exit = weir::run(args.map(Into::into), &mut io);
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .unwrap()
            .replace(&policies.display().to_string(), "@policies")
            .replace(&folder.display().to_string(), "@folder")
    };
    block(out, "out", &text(stdout));
    block(out, "err", &text(stderr));
    let _ = writeln!(out, "exit {}", exit as u8);
}

/// The words of a command; those in single quotes hold spaces.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in command.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}
