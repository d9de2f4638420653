//! Dates: threshold values that tile time, and rules whose thresholds have a value whenever the rule is in force.

use std::collections::BTreeSet;

use super::sorts::{Asked, asked, asked_in_all};
use super::{Input, Out};
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
    for (rules, sorts) in input.stretches {
        // Nearly always all is well, which the few thresholds show for which they ask.
        let mut compared = sorts.compared();
        if compared.any(|(period, scope, asks)| lacks(input, period, scope, asks)) {
            rules.iter().for_each(|id| rule(input, id, out));
        }
    }
}

/// Whether some threshold that rules of a period in a part of a list compare with has no value on some day of theirs.
fn lacks(
    input: &Input<'_>,
    period: Period,
    scope: Option<ScopeId>,
    asks: &BTreeSet<Asked>,
) -> bool {
    let program = input.program;
    let scopes = program.scopes_around(scope);
    let of_scopes = scopes.flat_map(|scope| asked(&program[scope].condition));
    let all = asked_in_all(program, asks.iter().cloned().chain(of_scopes));
    !period.is_empty()
        && all.iter().any(|asked| match asked {
            Asked::Threshold(id) => missing(input, *id, period).is_some(),
            Asked::Outcome(_) | Asked::Has(..) | Asked::HasOther(..) | Asked::Definition(_) => {
                false
            }
        })
}

fn rule(input: &Input<'_>, rule: RuleId, out: &mut Out<'_>) {
    let program = input.program;
    let period = program[rule].period;
    if period.is_empty() {
        return;
    }
    let mut seen = BTreeSet::new();
    let scopes = program.scopes_around(program[rule].scope);
    let mut open: Vec<&Cond> = scopes.map(|scope| &program[scope].condition).collect();
    open.push(&program[rule].guard);
    while let Some(cond) = open.pop() {
        let mut definitions = Vec::new();
        cond.walk(&mut |part| {
            if let CondKind::Compare(_, _, Operand::Threshold(threshold)) = part.kind {
                let kind = missing(input, threshold, period);
                kind.into_iter().for_each(|kind| out.add(part.place, kind));
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

/// What is to be said where a threshold has no value on some day of a period.
fn missing(input: &Input<'_>, id: ThresholdId, period: Period) -> Option<ProblemKind> {
    let threshold = &input.program[id];
    if input.damaged.touches(threshold.place) || input.refused.contains(&id) {
        return None;
    }
    let not_in_force = |on| {
        Some(ProblemKind::ThresholdNotInForce {
            threshold: threshold.name.clone(),
            on,
            declared: threshold.place,
        })
    };
    let (Some(first), Some(last)) = (threshold.values.first(), threshold.values.last()) else {
        return not_in_force(period.from);
    };
    let whole = Period {
        from: first.period.from,
        until: last.period.until,
    };
    if period.is_inside(whole) {
        return None;
    }
    let starts_early = whole
        .from
        .is_some_and(|from| period.from.is_none_or(|own| own < from));
    not_in_force(if starts_early {
        period.from
    } else {
        whole.until
    })
}
