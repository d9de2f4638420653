//! Cases that a command shows, as a new file of tests.

use std::io::ErrorKind;
use std::path::Path;

use weir_analysis::exact::Space;
use weir_core::{Edition, Executable};
use weir_syntax::diagnostic::Place;

use super::Context;
use crate::analysis::saved::{Test, text, way};
use crate::load::{self, Loaded};
use crate::{Exit, Stop};

/// Ends the run if there is such a file already.
pub(super) fn is_new(context: &mut Context<'_, '_>, file: &Path) -> Result<(), Stop> {
    if context.io.folder.join(file).symlink_metadata().is_err() {
        return Ok(());
    }
    let file = file.display();
    let text = context.language.pick(
        format!("{file} 已存在；请指定一个新文件"),
        format!("{file} exists already; name a new file"),
    );
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

/// Writes tests of a law into a new file, and says how many.
pub(super) fn write(
    context: &mut Context<'_, '_>,
    file: &Path,
    by: &str,
    loaded: &Loaded,
    (executable, edition, space): (Executable<'_>, &Edition<'_>, &Space),
    tests: Vec<Test>,
) -> Result<(), Stop> {
    let full = context.io.folder.join(file);
    let folder = load::folder_of(&full).to_owned();
    let used = |place: Place| {
        let used = std::path::absolute(loaded.files.get(&place.source)?).ok()?;
        way(&std::path::absolute(&folder).ok()?, &used)
    };
    let (text, tests, left_out) = text(
        executable,
        edition,
        space,
        tests,
        by,
        context.language,
        used,
    );
    // It may have come to be while the policies were looked at.
    match load::create(&full, &text) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => is_new(context, file)?,
        Err(error) => context.not_written(file, error)?,
        Ok(()) => {}
    }
    let text = context.language.pick(
        format!("已写入 {tests} 项测试；{left_out} 项案例无法写成测试"),
        format!("{tests} tests written; {left_out} cases can't be written as tests"),
    );
    writeln!(context.io.stderr, "{text}")?;
    Ok(())
}
