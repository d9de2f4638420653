//! Sessions of an editor with the server, over the pipes of a process of its own.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

mod client;
mod faults;
mod features;
mod scenarios;
mod sessions;
mod workspace;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// This program is also the server: it calls itself with `lsp`, and is then `weir lsp`.
fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("lsp") {
        return weir::main();
    }
    let mut trials = Vec::new();
    for (group, tests) in [
        ("faults", faults::TESTS),
        ("features", features::TESTS),
        ("scenarios", scenarios::TESTS),
        ("sessions", sessions::TESTS),
        ("workspace", workspace::TESTS),
    ] {
        for (name, test) in tests {
            trials.push(Trial::test(format!("{group}::{name}"), || {
                test();
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A test with its name.
type Test = (&'static str, fn());

/// The tests named, with their names.
macro_rules! tests {
    ($($name:ident),* $(,)?) => {
        pub(crate) const TESTS: &[crate::Test] = &[$((stringify!($name), $name)),*];
    };
}
use tests;
