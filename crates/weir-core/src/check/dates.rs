//! Dates: threshold values that tile time, and rules whose thresholds have a value whenever the rule is in force.

use std::collections::BTreeSet;

use super::{Input, Out, walk};
use crate::date::Period;
use crate::hir::*;
use crate::problems::ProblemKind;

pub(super) fn thresholds(input: &Input<'_>, out: &mut Out<'_>) {
    let ids = (0..input.program.thresholds.len())
        .map(ThresholdId::from_index)
        .filter(|id| !input.refused.contains(id));
    for threshold in ids
        .map(|id| &input.program[id])
        .filter(|threshold| !input.damaged.touches(threshold.place))
    {
        for pair in threshold.values.windows(2) {
            let [earlier, later] = pair else { continue };
            let (Some(end), Some(start)) = (earlier.period.until, later.period.from) else {
                if let Some(on) = later.period.from.or(earlier.period.from) {
                    out.add(
                        later.place,
                        ProblemKind::ThresholdOverlap {
                            on,
                            first: earlier.place,
                        },
                    );
                }
                continue;
            };
            if start < end {
                out.add(
                    later.place,
                    ProblemKind::ThresholdOverlap {
                        on: start,
                        first: earlier.place,
                    },
                );
            } else if end < start {
                out.add(
                    later.place,
                    ProblemKind::ThresholdGap {
                        from: end,
                        until: start,
                    },
                );
            }
        }
    }
}

/// A threshold that a rule compares with must have a value on each day on which the rule is in force.
pub(super) fn rules(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    for rule in program.rule_ids() {
        let period = program[rule].period;
        if period.is_empty() {
            continue;
        }
        let mut seen = BTreeSet::new();
        let scopes = program.scopes_around(program[rule].scope);
        let mut open: Vec<&Cond> = scopes.map(|scope| &program[scope].condition).collect();
        open.push(&program[rule].guard);
        while let Some(cond) = open.pop() {
            let mut definitions = Vec::new();
            walk(cond, &mut |part| {
                if let CondKind::Compare(_, _, Operand::Threshold(threshold)) = part.kind {
                    covers(input, threshold, period, part.place, out);
                } else if let CondKind::Definition(definition) = part.kind {
                    definitions.push(definition);
                }
            });
            open.extend(
                definitions
                    .into_iter()
                    .filter(|id| seen.insert(*id))
                    .map(|id| &program[id].condition),
            );
        }
    }
}

fn covers(input: &Input<'_>, id: ThresholdId, period: Period, place: Place, out: &mut Out<'_>) {
    let threshold = &input.program[id];
    if input.damaged.touches(threshold.place) || input.refused.contains(&id) {
        return;
    }
    let (Some(first), Some(last)) = (threshold.values.first(), threshold.values.last()) else {
        return out.add(
            place,
            ProblemKind::ThresholdNotInForce {
                threshold: threshold.name.clone(),
                on: period.from,
                declared: threshold.place,
            },
        );
    };
    let whole = Period {
        from: first.period.from,
        until: last.period.until,
    };
    if !period.is_inside(whole) {
        let starts_early = whole
            .from
            .is_some_and(|from| period.from.is_none_or(|own| own < from));
        let on = if starts_early {
            period.from
        } else {
            whole.until
        };
        out.add(
            place,
            ProblemKind::ThresholdNotInForce {
                threshold: threshold.name.clone(),
                on,
                declared: threshold.place,
            },
        );
    }
}
