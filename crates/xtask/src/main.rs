//! Repository chores: `cargo run -p xtask -- codegen [--check]`, `… -- tidy` and `… -- lsp-bench [PROGRAM]`.

use std::path::PathBuf;
use std::process::ExitCode;

mod codegen;
mod editors;
mod lsp_bench;
mod tidy;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let found = match words.as_slice() {
        ["codegen"] => codegen::run(&root(), false),
        ["codegen", "--check"] => codegen::run(&root(), true),
        ["lsp-bench"] => lsp_bench::run(&root(), None),
        ["lsp-bench", program] => lsp_bench::run(&root(), Some(program)),
        ["tidy"] => tidy::run(&root()),
        _ => Err("usage: xtask codegen [--check] | tidy | lsp-bench [PROGRAM]".to_owned()),
    };
    match found {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let mut stderr = std::io::stderr();
            let _ = std::io::Write::write_all(&mut stderr, format!("{message}\n").as_bytes());
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
