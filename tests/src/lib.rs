//! The runner of the text suite in `tests/suite`, and what the other test binaries share.
//!
//! A case is text: a source with notes about what is found in it, and blocks with what is expected of it. To run a case is
//! to write it down again as it ought to be; it passes if nothing changes. Reading the modules in this order helps.

pub mod answer;
pub mod collect;
pub mod diff;
pub mod notes;
pub mod run;

/// Whether `WEIR_BLESS=1` asks to rewrite expectations.
#[must_use]
pub fn blessing() -> bool {
    std::env::var_os("WEIR_BLESS").is_some_and(|value| value == "1")
}

/// The top folder of the project.
#[must_use]
pub fn root() -> std::path::PathBuf {
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}
