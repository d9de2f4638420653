//! `weir lsp`: the language server on standard input and output, and what it needs of the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};
use weir_core::Checked;
use weir_core::date::Date;
use weir_ide::{ScenarioPlace, ScenarioText};
use weir_lsp::{Host, Stamp};
use weir_syntax::diagnostic::SourceId;

use super::Context;
use crate::formats::scenario;
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

/// What files of scenarios end in.
const SCENARIO_ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The disk of this machine, and the day in Beijing, where the law holds.
#[derive(Debug)]
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
            .filter(|entry| is_read(entry.path()))
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

    fn policies_of(&self, scenario: &Path) -> Option<PathBuf> {
        let folder = scenario.parent()?;
        let is_policies = |folder: &Path| folder.file_name().is_some_and(|name| name == "policies");
        let around = Some(self.root_of(folder)).filter(|root| is_policies(root));
        let mut beside = folder.ancestors().map(|above| above.join("policies"));
        around.or_else(|| beside.find(|folder| folder.is_dir()))
    }

    fn scenario(
        &self,
        checked: &Checked,
        source: SourceId,
        name: &str,
        text: &Arc<str>,
    ) -> ScenarioText {
        scenario::for_editor(checked, source, name, text)
    }

    fn scenario_place(
        &self,
        checked: &Checked,
        source: SourceId,
        name: &str,
        text: &str,
        at: u32,
    ) -> Option<ScenarioPlace> {
        scenario::place_at(checked, source, name, text, at)
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

/// Whether a file is a policy, or may be a scenario by its ending and the folder in which it stands.
fn is_read(file: &Path) -> bool {
    let Some(ending) = file.extension() else {
        return false;
    };
    let in_scenarios = || {
        let mut folders = file.ancestors().skip(1);
        folders.any(|folder| folder.file_name().is_some_and(|name| name == "scenarios"))
    };
    ending == load::ENDING
        || (SCENARIO_ENDINGS.iter().any(|known| ending == *known) && in_scenarios())
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
