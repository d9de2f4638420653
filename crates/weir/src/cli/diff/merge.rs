//! What it would mean to merge the new version into a branch that has moved on since.

use std::collections::BTreeSet;

use serde_json::Value;
use weir_core::Checked;
use weir_core::hir::Language;
use weir_syntax::diagnostic::Severity;

use super::{DiffArgs, confirmed, exit, with_view};
use crate::cli::Context;
use crate::render::diff::merge::{AfterMerge, Found};
use crate::render::diff::{self, View, json, terms};
use crate::sides::{Merged, Moved};
use crate::{Exit, Stop};

/// Compares the branch with what it becomes. What that is, and how a run ends that finds it.
pub(super) fn look(
    context: &mut Context<'_, '_>,
    args: &DiffArgs,
    moved: &Moved,
    alone: &View<'_, '_>,
) -> Result<(AfterMerge, Exit), Stop> {
    let (found, exit) = match &moved.merged {
        Merged::Conflicts(files) => {
            let files = files.iter().map(|file| file.display().to_string());
            (Found::Conflicts(files.collect()), Exit::Undetermined)
        }
        Merged::Clean(merged) => {
            let [before, after] = [&moved.branch, &**merged].map(|one| &one.loaded.checked);
            if before.has_errors() || after.has_errors() {
                let language = context.language;
                let errors = errors(if before.has_errors() { before } else { after }, language);
                (Found::Errors(errors, before.has_errors()), Exit::Findings)
            } else {
                let versions = [&moved.branch, &**merged];
                with_view(context, args.asked(), versions, |context, view| {
                    confirmed(context, view.comparison)?;
                    Ok((found(alone, &view), exit(view.comparison, &args.fail_on)))
                })?
            }
        }
    };
    let branch = moved.branch.name.clone();
    Ok((AfterMerge { branch, found }, exit))
}

/// Whether the changes do the same to the branch as alone; else what they do.
fn found(alone: &View<'_, '_>, merged: &View<'_, '_>) -> Found {
    let (before, changes) = (json::changes(alone), json::changes(merged));
    let one_sided = |view: &View<'_, '_>| {
        let sides = view.comparison.one_sided.iter();
        sides.map(Option::is_some).collect::<Vec<_>>()
    };
    if before == changes && one_sided(alone) == one_sided(merged) {
        return Found::Same(changes);
    }
    let only = |these: &[Value], those: &[Value]| -> BTreeSet<String> {
        let differ = these.iter().filter(|one| !those.contains(one));
        let names = differ.filter_map(|one| one.get("outcome")?.as_str());
        names.map(|name| terms::outcome(merged, name)).collect()
    };
    let mut outcomes = only(&before, &changes);
    outcomes.extend(only(&changes, &before));
    Found::Other {
        outcomes: outcomes.into_iter().collect(),
        page: diff::meaning(merged),
        changes,
    }
}

/// The errors of policies, each in a line with its place.
fn errors(checked: &Checked, language: Language) -> Vec<String> {
    let errors = checked
        .problems
        .iter()
        .filter(|problem| problem.code().severity() == Severity::Error);
    let lines = errors.map(|problem| {
        let place = diff::place(checked, problem.place).unwrap_or_default();
        format!("{place}: {}", problem.diagnostic(language).message)
    });
    lines.collect()
}
