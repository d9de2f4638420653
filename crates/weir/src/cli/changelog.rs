//! `weir changelog`: the history of a law or list over the commits of a repository.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use weir_analysis::exact::retyped;
use weir_analysis::sources::{Changed, Construct, changes};
use weir_core::hir::Program;
use weir_core::names::near;

use super::Context;
use super::diff::{Asked, with_view};
use super::zones::{TableFormat, show};
use crate::load::git::{Commit, Contents, GitError, Past, Repository, Step};
use crate::load::{LoadError, Reader};
use crate::render::changelog::{self, Changelog, Effect, Entry, edition};
use crate::render::diff::{self, json};
use crate::sides::{Finder, Name, Version};
use crate::{Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct ChangelogArgs {
    /// The law or list, by its name in the policies
    name: String,
    /// The most commits that are shown
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    limit: NonZeroUsize,
    /// Form of the output
    #[arg(long, value_enum, default_value = "human")]
    format: TableFormat,
}

pub(super) fn run(context: &mut Context<'_, '_>, args: &ChangelogArgs) -> Result<Exit, Stop> {
    let folder = context.io.folder.clone();
    let policies = context.common.policies.clone();
    let finder = Finder::new(&folder, policies.as_deref());
    let repository = or_stop(context, finder.into_repository())?;
    let found = look(context, args, &repository, policies.as_deref())?;
    let language = context.language;
    show(
        context,
        args.format,
        || changelog::page(&found, language),
        || changelog::report(&found),
    )?;
    Ok(Exit::Done)
}

fn or_stop<T>(
    context: &mut Context<'_, '_>,
    found: Result<T, impl Into<LoadError>>,
) -> Result<T, Stop> {
    found.or_else(|error| context.fail(&error.into()))
}

/// The versions on the way back: the one before a commit is mostly that after the next one.
struct Walk<'r> {
    repository: &'r Repository,
    /// Where the policies stand; on the way back they may turn out to have been moved.
    path: PathBuf,
    reader: Reader,
    last: Option<(Contents, Version)>,
}

impl Walk<'_> {
    /// The policies of a commit; nothing if it has none.
    fn version(
        &mut self,
        step: &Commit,
        contents: &Contents,
    ) -> Result<Option<Version>, LoadError> {
        if let Some((known, version)) = self.last.take()
            && known == *contents
        {
            return Ok(Some(version));
        }
        let files = self.repository.files(step)?;
        match self.reader.load(&files, std::slice::from_ref(&self.path)) {
            Ok(loaded) => Ok(Some(Version {
                name: Name::Revision {
                    given: step.short.clone(),
                    commit: step.clone(),
                },
                path: self.path.clone(),
                loaded,
            })),
            Err(LoadError::Missing(_) | LoadError::Empty(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The policies of the commit before a step; where there are none at their place, those that were moved there.
    fn before(
        &mut self,
        before: &Commit,
        step: &Step,
        contents: &Contents,
    ) -> Result<Option<Version>, LoadError> {
        let here = self.version(before, contents)?;
        if here.is_some() {
            return Ok(here);
        }
        let moved = self
            .repository
            .moved_from(&self.path, [before, &step.commit])?;
        let Some(from) = moved else {
            return Ok(None);
        };
        let place = std::mem::replace(&mut self.path, from);
        let there = self.version(before, contents)?;
        if there.is_none() {
            self.path = place;
        }
        Ok(there)
    }

    fn contents(&self, commit: &Commit) -> Result<Contents, GitError> {
        self.repository.files(commit)?.contents(&self.path)
    }
}

fn look(
    context: &mut Context<'_, '_>,
    args: &ChangelogArgs,
    repository: &Repository,
    policies: Option<&Path>,
) -> Result<Changelog, Stop> {
    let head = or_stop(context, repository.commit("HEAD"))?;
    let files = or_stop(context, repository.files(&head))?;
    let found = policies
        .map(Path::to_owned)
        .or_else(|| files.find_policies());
    let Some(path) = found else {
        let folder = context.io.folder.clone();
        return context.fail(&LoadError::NoPolicies(folder));
    };
    let mut walk = Walk {
        repository,
        path,
        reader: Reader::default(),
        last: None,
    };
    let contents = or_stop(context, walk.contents(&head))?;
    let now = walk.version(&head, &contents);
    let Some(now) = or_stop(context, now)? else {
        return context.fail(&LoadError::Empty(walk.path));
    };
    let program = &now.loaded.checked.program;
    known(context, program, &args.name)?;
    let mut found = Changelog {
        name: args.name.clone(),
        editions: editions(program, &args.name),
        shallow: repository.is_shallow(),
        ..Changelog::default()
    };
    walk.last = Some((contents, now));
    let history = or_stop(context, repository.history(&head))?;
    for past in history {
        let past = or_stop(context, past)?;
        if found.entries.len() == args.limit.get() {
            found.more = true;
            break;
        }
        match past {
            Past::Step(step) => take(context, &mut walk, &step, &mut found)?,
            Past::Merge(commit) => found.merges.push(commit),
        }
    }
    Ok(found)
}

/// Looks at a commit; one that leaves the policies as they are is passed over.
fn take(
    context: &mut Context<'_, '_>,
    walk: &mut Walk<'_>,
    step: &Step,
    found: &mut Changelog,
) -> Result<(), Stop> {
    let contents = or_stop(context, walk.contents(&step.commit))?;
    let before = match &step.before {
        Some(before) => or_stop(context, walk.contents(before))?,
        None => Contents::new(),
    };
    if contents == before {
        return Ok(());
    }
    let new = walk.version(&step.commit, &contents);
    let new = or_stop(context, new)?;
    let old = match &step.before {
        Some(commit) => {
            let old = walk.before(commit, step, &before);
            or_stop(context, old)?
        }
        None => None,
    };
    match (&old, &new) {
        (Some(old), Some(new)) => entry(context, step, old, new, found)?,
        (None, Some(new)) => start(context, walk, step, new, found)?,
        (Some(old), None) => alone(step, old, Effect::Removed, found),
        (None, None) => {}
    }
    walk.last = old.map(|old| (before, old));
    Ok(())
}

/// A commit before which there were no policies.
fn start(
    context: &mut Context<'_, '_>,
    walk: &Walk<'_>,
    step: &Step,
    new: &Version,
    found: &mut Changelog,
) -> Result<(), Stop> {
    let effect = match &step.before {
        // What was before the end of a clone is not known.
        None if found.shallow => return Ok(()),
        None => Effect::First,
        Some(before)
            if found.shallow || or_stop(context, walk.repository.ever_had(before, &walk.path))? =>
        {
            Effect::Added
        }
        Some(_) => Effect::First,
    };
    alone(step, new, effect, found);
    Ok(())
}

/// A commit that has policies on one side only.
fn alone(step: &Step, version: &Version, effect: Effect, found: &mut Changelog) {
    let checked = &version.loaded.checked;
    if checked.has_errors() {
        found.unreadable += 1;
    } else if is_known(&checked.program, &found.name) {
        found.entries.push(Entry {
            step: step.clone(),
            changes: Vec::new(),
            report: Vec::new(),
            effect,
        });
    }
}

fn entry(
    context: &mut Context<'_, '_>,
    step: &Step,
    old: &Version,
    new: &Version,
    found: &mut Changelog,
) -> Result<(), Stop> {
    let entry = |changes, report, effect| Entry {
        step: step.clone(),
        changes,
        report,
        effect,
    };
    if old.loaded.checked.has_errors() || new.loaded.checked.has_errors() {
        found.unreadable += 1;
        return Ok(());
    }
    let [before, after] = [old, new].map(|version| &version.loaded.checked.program);
    let written = changes(before, after);
    let is_about = |one: &&Changed| about(one, &found.name, [before, after]);
    let written: Vec<&Changed> = written.iter().filter(is_about).collect();
    if written.is_empty() {
        return Ok(());
    }
    let made = if retyped(before, after).is_empty() {
        with_view(context, Asked::default(), [old, new], |_, view| {
            let lines = diff::written(&view, &written);
            let report = json::written(&view, written.iter().copied());
            let [edition, _] = view.editions;
            let effect = Effect::of(view.comparison, edition.as_of);
            Ok(entry(lines, report, effect))
        })?
    } else {
        let names = written.iter().map(|one| format!("`{}`", one.name));
        entry(names.collect(), Vec::new(), Effect::Retyped)
    };
    found.entries.push(made);
    Ok(())
}

/// Whether something that is written otherwise belongs to a law or list: it stands in it, speaks of it, or cites it.
fn about(changed: &Changed, name: &str, programs: [&Program; 2]) -> bool {
    let is_name = |text: &str| text == name || text.starts_with(&format!("{name} "));
    match changed.construct {
        Construct::Threshold => {
            let threshold = changed.name.split_whitespace().next();
            let threshold = threshold.unwrap_or_default();
            programs.into_iter().any(|program| {
                let found = program
                    .thresholds
                    .iter()
                    .filter(|one| one.name == threshold);
                let cites = found
                    .flat_map(|one| &one.values)
                    .flat_map(|value| &value.cites);
                cites
                    .into_iter()
                    .any(|cite| is_name(&program[cite.instrument].name))
            })
        }
        // They name the provisions of several laws.
        Construct::Precedence | Construct::Group => {
            let named = format!(" {} ", changed.name.replace(',', " "));
            named.contains(&format!(" {name} "))
        }
        Construct::Outcome
        | Construct::Value
        | Construct::Kind
        | Construct::Fact
        | Construct::Counter
        | Construct::Reading
        | Construct::Definition
        | Construct::Assumption => false,
        Construct::Instrument
        | Construct::Provision
        | Construct::Part
        | Construct::Rule
        | Construct::Row
        | Construct::Rest
        | Construct::Adoption
        | Construct::Frame => is_name(&changed.name),
    }
}

/// The names by which laws, lists and editions can be asked for.
fn names(program: &Program) -> impl Iterator<Item = &str> {
    let lists = program.lists().map(|(_, list)| list.name.as_str());
    let instruments = program.instruments.iter();
    instruments.map(|one| one.name.as_str()).chain(lists)
}

fn is_known(program: &Program, name: &str) -> bool {
    names(program).any(|known| known == name)
}

fn known(context: &mut Context<'_, '_>, program: &Program, name: &str) -> Result<(), Stop> {
    if is_known(program, name) {
        return Ok(());
    }
    let near = near(name, names(program)).map(|near| {
        context.language.pick(
            format!("；是否为 `{near}`？"),
            format!("; did you mean `{near}`?"),
        )
    });
    let near = near.unwrap_or_default();
    let text = context.language.pick(
        format!("没有文件或者清单 `{name}`{near}"),
        format!("there is no law or list `{name}`{near}"),
    );
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

fn editions(program: &Program, name: &str) -> Vec<changelog::Edition> {
    let lists = program.lists().filter(|(_, list)| list.name == name);
    lists
        .map(|(id, list)| edition(&list.edition, program[id].period))
        .collect()
}
