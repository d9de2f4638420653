//! What it would mean to merge the new version into a branch that has moved on since.

use std::collections::BTreeSet;

use weir_analysis::exact::{About, OtherDays, Stands};
use weir_core::Checked;
use weir_core::hir::Language;
use weir_syntax::diagnostic::Severity;

use super::{
    Asked, Days, DiffArgs, confirmed, exit, exit_on_other_days, other_days, with_view, worst,
};
use crate::cli::Context;
use crate::render::diagnostics::Files;
use crate::render::diff::json::{self, Exactly};
use crate::render::diff::merge::{AfterMerge, Found};
use crate::render::diff::{self, View, terms};
use crate::render::place::Places;
use crate::sides::{Merged, Moved};
use crate::{Exit, Stop};

/// Compares the branch with what it becomes, `elsewhere` being what the changes alone do on other days, if those are looked at. What
/// becomes of it, and how a run ends that finds it.
pub(super) fn look(
    context: &mut Context<'_, '_>,
    args: &DiffArgs,
    moved: &Moved,
    alone: &View<'_, '_>,
    elsewhere: Option<&[OtherDays]>,
) -> Result<(AfterMerge, Exit), Stop> {
    let (found, days, exit) = match &moved.merged {
        Merged::Conflicts(files) => {
            let files = files.iter().map(|file| file.display().to_string());
            (
                Found::Conflicts(files.collect()),
                Vec::new(),
                Exit::Undetermined,
            )
        }
        Merged::Clean(merged) => {
            let [before, after] = [&moved.branch, &**merged].map(|one| &one.loaded.checked);
            if before.has_errors() || after.has_errors() {
                let language = context.language;
                let errors = errors(if before.has_errors() { before } else { after }, language);
                let found = Found::Errors(errors, before.has_errors());
                (found, Vec::new(), Exit::Findings)
            } else {
                let versions = [&moved.branch, &**merged];
                let asked = Asked {
                    on: Some(days_of(alone)),
                    ..args.asked()
                };
                with_view(context, asked, versions, |context, view| {
                    let view = View {
                        all: args.all,
                        ..view
                    };
                    confirmed(context, view.comparison)?;
                    let mut exits = vec![exit(view.comparison, &args.compare.fail_on)];
                    let mut days = Vec::new();
                    if let Some(elsewhere) = elsewhere {
                        days = other_days(&view, &args.compare.fail_on);
                        exits.push(exit_on_other_days(&days, &args.compare.fail_on));
                        if alike(elsewhere, &days) {
                            days.clear();
                        }
                    }
                    Ok((found(alone, &view), days, worst(exits)))
                })?
            }
        }
    };
    let branch = moved.branch.name.clone();
    Ok((
        AfterMerge {
            branch,
            found,
            days,
        },
        exit,
    ))
}

/// Whether a merge is known to do on other days what the changes alone do there.
fn alike(alone: &[OtherDays], merged: &[OtherDays]) -> bool {
    let stands =
        |found: &[OtherDays], how: &[Stands]| found.iter().all(|one| how.contains(&one.stands));
    let neither = [alone, merged]
        .iter()
        .all(|found| stands(found, &[Stands::Same]));
    neither || alone == merged && stands(alone, &[Stands::Same, Stands::Alike])
}

/// The days that are spoken of.
fn days_of(view: &View<'_, '_>) -> Days {
    let [from, to] = view.editions.map(|edition| edition.as_of);
    Days(from, Some(to))
}

/// Whether the changes do the same to the branch as alone; else what they do.
fn found(alone: &View<'_, '_>, merged: &View<'_, '_>) -> Found {
    let [before, after] = [alone, merged].map(Exactly::of);
    let unknown: BTreeSet<&About> = [alone, merged]
        .into_iter()
        .flat_map(|view| &view.comparison.too_large)
        .collect();
    if before == after && unknown.is_empty() {
        return Found::Same(json::changes(merged));
    }
    let mut outcomes = BTreeSet::new();
    for (these, those) in [(&before, &after), (&after, &before)] {
        let differ = these
            .changes
            .iter()
            .filter(|one| !those.changes.contains(one));
        let names = differ.filter_map(|one| one.get("outcome")?.as_str());
        outcomes.extend(names.map(str::to_owned));
    }
    // What was not compared on one of the sides may well be the same.
    for About::Ladder(name) | About::Fact(name) | About::InSet(name, _) | About::Member(name, _) in
        &unknown
    {
        outcomes.remove(name);
    }
    Found::Other {
        known: !outcomes.is_empty() || unknown.is_empty(),
        outcomes: outcomes
            .iter()
            .map(|name| terms::outcome(merged, name))
            .collect(),
        titles: diff::titles(merged),
        page: diff::meaning(merged),
        changes: json::changes(merged),
    }
}

/// The errors of policies, each in a line with its place.
fn errors(checked: &Checked, language: Language) -> Vec<String> {
    let errors = checked
        .problems
        .iter()
        .filter(|problem| problem.code().severity() == Severity::Error);
    let files = Files::of(checked);
    let mut places = Places::new(&files);
    let lines = errors.map(|problem| {
        let at = places.at(problem.place);
        let message = problem.diagnostic(language).message;
        format!("{}:{}: {message}", at.file, at.start.line)
    });
    lines.collect()
}
