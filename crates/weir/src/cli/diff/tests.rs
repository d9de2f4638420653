//! The cases that a comparison shows as tests of the new version.

use std::path::Path;

use crate::analysis::saved::Test;
use crate::cli::{Context, saved};
use crate::render::diff::{self, View};
use crate::sides::Version;
use crate::{Exit, Stop};

/// Ends the run where there is such a file already, or where the new version does not stand in files that tests could use.
pub(super) fn can_be_saved(
    context: &mut Context<'_, '_>,
    file: &Path,
    [_, new]: [&Version; 2],
) -> Result<(), Stop> {
    saved::is_new(context, file)?;
    if !new.loaded.files.is_empty() {
        return Ok(());
    }
    let text = context.language.pick(
        "新版本不在文件中，测试无法引用它；请与工作区或者文件夹比较",
        "the new version does not stand in files, so that tests can't use it; compare with the work tree or a folder",
    );
    writeln!(context.io.stderr, "weir: --save-tests: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

/// Writes the confirmed cases of each change of a ladder, with what the new version says of them.
pub(super) fn save(
    context: &mut Context<'_, '_>,
    file: &Path,
    view: &View<'_, '_>,
) -> Result<(), Stop> {
    let [_, law] = view.editions;
    let ([_, checked], [_, version]) = (view.sources, view.versions);
    let Ok(executable) = checked.executable() else {
        return Err(Stop::Said(Exit::Findings));
    };
    let ladders = view.comparison.groups.iter().enumerate();
    let ladders = ladders.filter(|(_, group)| group.values.is_empty());
    let tests = ladders.flat_map(|(at, group)| {
        let title = diff::title(view, at);
        let outcome = law.program.outcome(&group.outcome);
        let cases = group.cases.iter().zip(1..);
        cases.filter_map(move |(case, number)| {
            Some(Test {
                title: format!("{title} ({number})"),
                facts: case.new.clone(),
                answers: case.answers.clone(),
                readings: Vec::new(),
                outcome: outcome?,
                ends: group.new.clone(),
            })
        })
    });
    let tests = tests.collect();
    let law = (executable, law, view.space);
    saved::write(context, file, "weir diff", &version.loaded, law, tests)
}
