//! `weir diff --flows`: reads a file of flows and determines each under both versions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use weir_core::date::Date;
use weir_core::{Edition, Readings};

use super::DiffArgs;
use crate::cli::Context;
use crate::diff::flows::Flows;
use crate::formats::flows::{Flow, FlowError, FlowFile, SOURCE, Wrong};
use crate::render::diagnostics::{self, Files};
use crate::render::diff::{View, flows as words};
use crate::{Exit, Stop};

/// The most different problems that are shown.
const MOST_PROBLEMS: usize = 20;

/// Determines the flows of a file under both versions: as of the days that are asked for, else each as of its own day if it has one.
pub(super) fn look(
    context: &mut Context<'_, '_>,
    args: &DiffArgs,
    file: &Path,
    view: &View<'_, '_>,
) -> Result<Flows, Stop> {
    let opened = FlowFile::open(&context.io.folder, file);
    let opened = match opened {
        Ok(opened) => opened,
        Err(FlowError::Load(error)) => return context.fail(&error),
        Err(error) => {
            let text = words::error(&error, context.language).unwrap_or_default();
            writeln!(context.io.stderr, "weir: {}: {text}", file.display())?;
            return Err(Stop::Said(Exit::Usage));
        }
    };
    let mut days = Days {
        view,
        own: BTreeMap::new(),
    };
    let mut flows = Flows {
        left_out: opened.left_out().to_vec(),
        ..Flows::default()
    };
    let mut wrong = 0;
    let mut said = BTreeSet::new();
    let programs = view.editions.map(|edition| edition.program);
    opened.each(programs, |at, flow| {
        match flow {
            // Once a flow is not understood nothing will be shown, so that the others are only read.
            Ok(_) if wrong > 0 => {}
            Ok(flow) => {
                let on = flow.on.filter(|_| args.compare.on.is_none());
                let editions = days.editions(on, &flow);
                let [old, new] = &editions;
                flows.add([old, new], at, &flow);
            }
            Err(found) => {
                wrong += 1;
                let place = words::place(&at, context.language);
                let name = format!("{} {place}", file.display());
                say(context, &name, &found, &mut said)?;
            }
        }
        Ok::<(), Stop>(())
    })?;
    if wrong == 0 {
        return Ok(flows);
    }
    let text = context.language.pick(
        format!(
            "{}：{} 件出境活动中有 {wrong} 件看不懂，未作比较",
            file.display(),
            opened.len()
        ),
        format!(
            "{}: {wrong} of {} flows are not understood; nothing was compared",
            file.display(),
            opened.len()
        ),
    );
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

/// Shows the problems of a flow that no flow before it has: a wrong head or value stands in many rows.
fn say(
    context: &mut Context<'_, '_>,
    name: &str,
    wrong: &Wrong,
    said: &mut BTreeSet<String>,
) -> Result<(), Stop> {
    let mut files = Files::default();
    files.add(SOURCE, name, &wrong.text);
    let problems = wrong.problems.iter();
    let found = problems.map(|problem| problem.diagnostic(context.language));
    let new: Vec<_> = found
        .filter(|one| said.len() < MOST_PROBLEMS && said.insert(one.message.clone()))
        .collect();
    diagnostics::human(context, &files, &new)
}

/// The law of the days of flows.
struct Days<'v, 'a, 'p> {
    view: &'v View<'a, 'p>,
    own: BTreeMap<Date, [Edition<'a>; 2]>,
}

impl<'a> Days<'_, 'a, '_> {
    /// The law as of a flow's own day, under the readings that it takes.
    fn editions(&mut self, on: Option<Date>, flow: &Flow) -> [Edition<'_>; 2] {
        let view = self.view;
        let on_day = |day: Date, side: usize| -> Option<Edition<'a>> {
            let checked: &'a weir_core::Checked = view.sources.get(side)?;
            let readings: &Readings = &view.editions.get(side)?.readings;
            Some(checked.executable().ok()?.on(day, readings))
        };
        if let Some(day) = on
            && !self.own.contains_key(&day)
            && let (Some(old), Some(new)) = (on_day(day, 0), on_day(day, 1))
        {
            self.own.insert(day, [old, new]);
        }
        let found = on.and_then(|day| self.own.get(&day).cloned());
        let mut editions = found.unwrap_or_else(|| view.editions.map(Clone::clone));
        for edition in &mut editions {
            for (reading, option) in &flow.readings {
                choose(edition, reading, option);
            }
        }
        editions
    }
}

fn choose(edition: &mut Edition<'_>, reading: &str, option: &str) {
    let Some(id) = edition.program.reading(reading) else {
        return;
    };
    let mut options = edition.program[id].options.iter();
    if let Some(at) = options.position(|one| one.name == option) {
        *edition = edition.with_reading(id, at);
    }
}
