//! Two editions of a list as the sides of a comparison: the law on the last day of one and on the first day of the other, or the days
//! nearest to that.

use std::collections::BTreeSet;

use weir_core::date::Date;
use weir_core::hir::{InstrumentId, Program};
use weir_core::names::near;
use weir_core::{Checked, Readings};

use super::{CompareArgs, Days, readings};
use crate::cli::Context;
use crate::sides::Version;
use crate::{Exit, Stop};

/// What an edition begins with on the command line: `list:beijing@2024`.
const LIST: &str = "list:";

/// What a zone would begin with.
const ZONE: &str = "zone:";

/// An edition as it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    list: &'a str,
    edition: &'a str,
}

/// Two editions that are compared.
#[derive(Clone, Debug)]
pub(super) struct Editions {
    /// What they are called.
    pub(super) names: [String; 2],
    /// The days on which one of them is in force and the other is not.
    pub(super) days: Days,
}

/// The editions that the command line asks for; nothing if it asks for something else.
pub(super) fn asked<'a>(
    context: &mut Context<'_, '_>,
    args: &'a CompareArgs,
) -> Result<Option<[Asked<'a>; 2]>, Stop> {
    let words = [args.old.as_deref(), args.new.as_deref()];
    let begins = |with: &str| words.iter().flatten().any(|text| text.starts_with(with));
    if begins(ZONE) {
        return refuse(
            context,
            "自贸区不能作为比较的一方；`weir analyze zones` 比较各自贸区的清单，`weir zones 场景文件` 比较一项出境活动在各自贸区的结论",
            "a zone is no side of a comparison; `weir analyze zones` compares the lists of zones, `weir zones SCENARIO` what becomes of a flow in each",
        );
    }
    if !begins(LIST) {
        return Ok(None);
    }
    let both = words.map(|text| {
        let (list, edition) = text?.strip_prefix(LIST)?.split_once('@')?;
        Some(Asked { list, edition })
    });
    match both {
        [Some(old), Some(new)] if old.list == new.list => {
            if args.on.is_some() {
                return refuse(
                    context,
                    "比较清单的两个版本时，日期由版本决定；请去掉 --on",
                    "between two editions of a list the days follow from when they are in force; leave out --on",
                );
            }
            Ok(Some([old, new]))
        }
        _ => refuse(
            context,
            "请给出同一清单的两个版本：weir diff list:名称@旧版 list:名称@新版",
            "give two editions of one list: weir diff list:NAME@OLD list:NAME@NEW",
        ),
    }
}

fn refuse<T>(context: &mut Context<'_, '_>, zh: &str, en: &str) -> Result<T, Stop> {
    let text = context.language.pick(zh, en);
    writeln!(context.io.stderr, "weir: {text}")?;
    Err(Stop::Said(Exit::Usage))
}

/// Finds the editions in policies, and the days on which they differ.
pub(super) fn find(
    context: &mut Context<'_, '_>,
    args: &CompareArgs,
    version: &Version,
    asked: [Asked<'_>; 2],
) -> Result<Editions, Stop> {
    let checked = &version.loaded.checked;
    let program = &checked.program;
    let chosen = readings(context, program, program, &args.readings)?;
    let [old, new] = asked;
    let (old, new) = (
        edition(context, program, old)?,
        edition(context, program, new)?,
    );
    let Some([before, after]) = days(checked, &chosen, [old, new]) else {
        let [old, new] = asked.map(|one| one.edition);
        return refuse(
            context,
            &format!("没有一日只施行“{old}”版、另一日只施行“{new}”版"),
            &format!(
                "there are no two days of which one has edition “{old}” alone in force, and the other edition “{new}”"
            ),
        );
    };
    Ok(Editions {
        names: [old, new].map(|id| program[id].name.clone()),
        days: Days(before, Some(after)),
    })
}

fn edition(
    context: &mut Context<'_, '_>,
    program: &Program,
    Asked { list, edition }: Asked<'_>,
) -> Result<InstrumentId, Stop> {
    let of_name = program.lists().filter(|(_, one)| one.name == list);
    let editions: Vec<(InstrumentId, &str)> = of_name
        .map(|(id, one)| (id, one.edition.as_str()))
        .collect();
    if editions.is_empty() {
        let names: BTreeSet<&str> = program.lists().map(|(_, one)| one.name.as_str()).collect();
        let near = near(list, names).map(|near| {
            context.language.pick(
                format!("；是否为 `{near}`？"),
                format!("; did you mean `{near}`?"),
            )
        });
        let near = near.unwrap_or_default();
        return refuse(
            context,
            &format!("没有清单 `{list}`{near}"),
            &format!("there is no list `{list}`{near}"),
        );
    }
    if let Some((id, _)) = editions.iter().find(|(_, name)| *name == edition) {
        return Ok(*id);
    }
    let known: Vec<&str> = editions.iter().map(|(_, name)| *name).collect();
    refuse(
        context,
        &format!(
            "清单 `{list}` 没有“{edition}”版；已有：{}",
            known.join("、")
        ),
        &format!(
            "the list `{list}` has no edition “{edition}”; it has: {}",
            known.join(", ")
        ),
    )
}

/// The nearest days of which one has only the first of two lists in force, and the other only the second.
fn days(checked: &Checked, readings: &Readings, lists: [InstrumentId; 2]) -> Option<[Date; 2]> {
    let program = &checked.program;
    let executable = checked.executable().ok()?;
    let mut candidates = BTreeSet::new();
    for list in lists {
        for day in program.turning_days(list) {
            candidates.extend([Some(day), day.yesterday().ok()].into_iter().flatten());
        }
    }
    let [mut old, mut new] = [Vec::new(), Vec::new()];
    for day in candidates {
        let law = executable.on(day, readings);
        match lists.map(|list| law.has(list)) {
            [true, false] => old.push(day),
            [false, true] => new.push(day),
            [true, true] | [false, false] => {}
        }
    }
    let pairs = old
        .iter()
        .flat_map(|old| new.iter().map(move |new| [*old, *new]));
    pairs.min_by_key(|[old, new]| {
        (
            new.since(*old)
                .map_or(i32::MAX, |span| span.get_days().abs()),
            *old,
        )
    })
}
