//! `weir lsp`: the language server on standard input and output, and what it needs of the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};
use weir_core::date::Date;
use weir_lsp::{Host, Stamp};

use super::Context;
use crate::load;
use crate::{Exit, Stop};

pub(super) fn run(context: &mut Context<'_, '_>) -> Result<Exit, Stop> {
    let code = weir_lsp::serve(Arc::new(Disk), env!("CARGO_PKG_VERSION"), context.language)?;
    Ok(if code == 0 {
        Exit::Done
    } else {
        Exit::Findings
    })
}

/// Folders that hold no policies but many files.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// The disk of this machine, and the day in Beijing, where the law holds.
struct Disk;

impl Host for Disk {
    fn list(&self, folder: &Path) -> Vec<(PathBuf, Stamp)> {
        let looked_into = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !(name.starts_with('.') || PASSED_OVER.contains(&&*name))
        };
        WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(looked_into)
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|ending| ending == load::ENDING)
            })
            .filter_map(|entry| Some((stamp(&entry)?, entry.into_path())))
            .map(|(stamp, file)| (file, stamp))
            .collect()
    }

    fn read(&self, file: &Path) -> Option<String> {
        let text = load::read_text(file).ok()?;
        // An editor shows a text without its byte order mark, so positions are counted without it.
        Some(
            text.strip_prefix('\u{FEFF}')
                .map(str::to_owned)
                .unwrap_or(text),
        )
    }

    fn root_of(&self, folder: &Path) -> PathBuf {
        let named = |above: &&Path| above.file_name().is_some_and(|name| name == "policies");
        folder
            .ancestors()
            .filter(named)
            .last()
            .unwrap_or(folder)
            .to_owned()
    }

    fn today(&self) -> Option<Date> {
        let beijing = Duration::from_secs(8 * 60 * 60);
        let passed = SystemTime::now().duration_since(UNIX_EPOCH).ok()? + beijing;
        Date::new(1970, 1, 1).ok()?.checked_add(passed).ok()
    }

    fn is_alive(&self, process: u32) -> bool {
        is_alive(process)
    }

    fn log(&self, message: &str) {
        use std::io::Write as _;
        // There is nowhere else to say it.
        let _ = writeln!(std::io::stderr(), "weir lsp: {message}");
    }
}

fn stamp(entry: &DirEntry) -> Option<Stamp> {
    let metadata = entry.metadata().ok()?;
    let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stamp(changed.as_nanos(), metadata.len()))
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let id = i32::try_from(process).ok().and_then(Pid::from_raw);
    // Another user's process is alive too; only one that is not found is gone.
    id.is_some_and(|id| test_kill_process(id) != Err(rustix::io::Errno::SRCH))
}

/// Elsewhere the end of the input tells.
#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}
