//! The lists of free trade zones side by side: `weir zones` and `weir analyze zones`, on small policies and on the real ones.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use weir::Exit;
use weir_syntax::diagnostic::Language;

mod consistency;
mod flow;
mod found;
mod output;

/// A run of the program.
struct Run {
    exit: Exit,
    out: String,
    err: String,
}

fn run(folder: &Path, args: &[&str]) -> Run {
    run_in(folder, args, Language::En, 100)
}

fn run_in(folder: &Path, args: &[&str], language: Language, width: usize) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = weir::Io {
        stdin: &mut io::empty(),
        stdout: &mut out,
        stderr: &mut err,
        folder: folder.to_owned(),
        colour: false,
        width,
        language,
    };
    let args = ["weir"].iter().chain(args).map(Into::into);
    let exit = weir::run(args, &mut io);
    Run {
        exit,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn root() -> PathBuf {
    weir_tests::root()
}

/// What a command says as JSON.
fn json(folder: &Path, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let run = run(folder, &args);
    assert!(run.err.is_empty(), "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// How many columns a line takes in the terminal.
fn columns(line: &str) -> usize {
    let wide = |sign: char| matches!(sign, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    line.chars()
        .map(|sign| if wide(sign) { 2 } else { 1 })
        .sum()
}

/// A small project: policies in a folder, and a scenario.
fn project(policies: &str, scenario: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    std::fs::write(folder.path().join("policies/lists.weir"), policies).unwrap();
    std::fs::write(folder.path().join("flow.yaml"), scenario).unwrap();
    folder
}
