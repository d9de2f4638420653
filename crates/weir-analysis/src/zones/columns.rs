//! What can be said of a list as a whole: who may use it, what holds outside it, its trial, how its rows are built.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::date::Date;
use weir_core::hir::{
    Conclusion, Cond, CondKind, OutcomeId, OutcomeKind, OutsideKind, ProvisionKind, Role, RuleId,
    ScopeId,
};

use super::look::{Listed, Look};
use super::model::{Column, Gate, Mark, Rows, Trial};
use super::standing::is_hole;
use crate::cases::{Case, cases};
use crate::formula::{Formula, Known, conditions, is_of_zones, reduce, reduce_all};

pub(super) fn columns(look: &Look<'_, '_>) -> Vec<Column> {
    look.lists
        .iter()
        .enumerate()
        .map(|(at, listed)| column(look, at, listed))
        .collect()
}

fn column(look: &Look<'_, '_>, at: usize, listed: &Listed<'_>) -> Column {
    let duties = duties(look, at, &listed.rules);
    Column {
        list: listed.id,
        kind: listed.list.kind,
        only_if: listed.only_if,
        gate: gate(look, listed),
        outside: outside(look, listed, Some(listed.list.scope)),
        trial: trial(look, listed),
        rows: rows(look, at, listed),
        duties: duties.into_iter().collect(),
        adopts: listed.adopts.clone(),
    }
}

/// What holds where no row of a part applies, as the innermost part around that declares it says.
pub(super) fn outside(
    look: &Look<'_, '_>,
    listed: &Listed<'_>,
    scope: Option<ScopeId>,
) -> Option<OutsideKind> {
    let known = Known::anywhere(&listed.edition);
    let scopes = look.program.scopes_around(scope);
    let mut declared = scopes.flat_map(|scope| look.program[scope].outside.iter());
    declared
        .find(|outside| reduce(&known, &outside.condition) != Formula::Never)
        .map(|outside| outside.kind)
}

fn gate(look: &Look<'_, '_>, listed: &Listed<'_>) -> Gate {
    let program = look.program;
    let formula = reduce_all(&Known::law(&listed.edition), &listed.list.gate);
    let found = cases(program, &formula).cases;
    let mut gate = Gate::default();
    let mut places: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for mark in found.iter().flat_map(Case::marks) {
        if let Some(zone) = mark.member
            && is_of_zones(program, mark.fact)
        {
            places.entry(mark.fact).or_default().insert(zone);
        } else {
            gate.opens.insert(mark);
        }
    }
    gate.places = places.into_iter().collect();
    gate.closes = closing(&found);
    for cond in &listed.list.gate {
        conditions(program, cond, &mut |part| {
            if let CondKind::Reading(reading, _) = part {
                gate.readings.insert(*reading);
            }
        });
    }
    gate
}

/// What must not be so in any case in which a list is open.
fn closing(found: &[Case]) -> BTreeSet<Mark> {
    let all = found.iter().map(Case::missing_marks);
    all.reduce(|one, other| one.intersection(&other).copied().collect())
        .unwrap_or_default()
}

fn trial(look: &Look<'_, '_>, listed: &Listed<'_>) -> Option<Trial> {
    let until = listed.list.trial?;
    let months = |from: Date| {
        let whole =
            i64::from(until.year() - from.year()) * 12 + i64::from(until.month() - from.month());
        if until.day() < from.day() {
            whole - 1
        } else {
            whole
        }
    };
    Some(Trial {
        until,
        months: look.program[listed.id].period.from.map(months),
        over: until <= look.edition.as_of,
    })
}

/// What the rules of a list add to sets.
fn duties(
    look: &Look<'_, '_>,
    list: usize,
    rules: &[RuleId],
) -> BTreeMap<(OutcomeId, usize), Vec<RuleId>> {
    let mut duties: BTreeMap<(OutcomeId, usize), Vec<RuleId>> = BTreeMap::new();
    for rule in rules {
        for conclusion in &look.program[*rule].conclusions {
            if let Conclusion::Value(outcome, value) = conclusion
                && look.program[*outcome].kind == OutcomeKind::Set
                && !look.reached(list, *rule).is_empty()
            {
                duties.entry((*outcome, *value)).or_default().push(*rule);
            }
        }
    }
    duties
}

fn rows(look: &Look<'_, '_>, at: usize, listed: &Listed<'_>) -> Rows {
    let program = look.program;
    let mut special = BTreeSet::new();
    let mut residual = BTreeSet::new();
    let mut general = BTreeSet::new();
    let mut transcribed = BTreeSet::new();
    let mut holes = BTreeSet::new();
    for rule in &listed.rules {
        let found = look.reached(at, *rule);
        let row = program[*rule].citation.provision;
        if found.is_empty() {
            continue;
        }
        if program[*rule].role == Role::Hole {
            holes.insert((row, program[*rule].place));
        }
        // A row printed for several scenarios is one row.
        let Some(row) = row.filter(|row| program[*row].kind == ProvisionKind::Row) else {
            continue;
        };
        let number = program[row].number.as_str();
        let missing = is_hole(look, *rule);
        if !missing {
            transcribed.insert(number);
        }
        if leaves_data_to_others(look, *rule) {
            residual.insert(number);
        } else if is_special(look, at, *rule, &found) {
            special.insert(number);
        } else if !missing && !look.bands(*rule, &found, &[]).is_empty() {
            general.insert(number);
        }
    }
    Rows {
        special: special.len(),
        residual: residual.len(),
        general: general.difference(&residual).count(),
        transcribed: transcribed.len(),
        holes: holes.len(),
    }
}

/// Whether a row is for scenarios or fields.
fn is_special(look: &Look<'_, '_>, list: usize, rule: RuleId, found: &[Case]) -> bool {
    let Some(frame) = look.frame(list) else {
        return false;
    };
    let of_scenario = |case: &Case| {
        frame
            .scenarios
            .is_some_and(|fact| case.among.contains_key(&fact))
    };
    let of_fields = |case: &Case| {
        frame
            .fields
            .is_some_and(|fields| case.has.iter().any(|(fact, _)| *fact == fields))
    };
    let mut scopes = look.program.scopes_around(look.program[rule].scope);
    scopes.any(|scope| {
        let provision = look.program[scope].provision;
        provision.is_some_and(|provision| look.program[provision].kind == ProvisionKind::Scenario)
    }) || found
        .iter()
        .all(|case| of_scenario(case) || of_fields(case))
}

/// Whether a row is for data other than those of other rows (`except row`): a part of its condition says that the selection
/// of another row or part does not hold, and stands in that row or part.
pub(super) fn leaves_data_to_others(look: &Look<'_, '_>, rule: RuleId) -> bool {
    let program = look.program;
    let Some(own) = program[rule].citation.provision else {
        return false;
    };
    let own_place = program[own].place;
    let guard = &*program[rule].guard;
    let conjuncts = if let CondKind::And(parts) = &guard.kind {
        parts.as_slice()
    } else {
        std::slice::from_ref(guard)
    };
    let elsewhere = |cond: &Cond| {
        let (place, own) = (cond.place, own_place);
        place.source == own.source
            && (place.span.end <= own.span.start || own.span.end <= place.span.start)
    };
    // Rows that select by fields alone leave only that a flow has other fields.
    let is_other = |cond: &Cond| matches!(cond.kind, CondKind::HasOther(..));
    let leaves = |conjunct: &Cond| {
        if let CondKind::Or(parts) = &conjunct.kind {
            parts.iter().any(elsewhere) || parts.iter().all(is_other)
        } else {
            elsewhere(conjunct) || is_other(conjunct)
        }
    };
    program[rule].role != Role::OpenFields && conjuncts.iter().any(leaves)
}
