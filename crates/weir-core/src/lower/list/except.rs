//! `except row …`: that a flow holds data which none of some rows selects, whatever the numbers of those rows.
//!
//! A row selects data where the flow is in its part and meets its conditions: all of them, or those of its fields. So for any
//! rows together, one of them selects nothing, or the flow has a field that none of them names. Rows that never select
//! together, as those of two scenarios, need not be looked at together.

use std::sync::Arc;

use super::super::Lowerer;
use super::parts::Building;
use super::rows::{Spec, other_than};
use crate::hir::*;
use crate::scenario::is_under;

/// How many sets of rows are looked at together.
const MOST_SETS: usize = 64;

/// Rows that select data under the same conditions.
struct Selecting {
    scope: ScopeId,
    /// The conditions under which they do.
    when: Vec<Cond>,
    /// The fields that they select; `None` for all data.
    fields: Option<(FactId, Vec<usize>)>,
    /// Whether one of them has an open enumeration.
    open: bool,
}

impl Lowerer<'_> {
    /// That a flow holds data that none of the rows selects which a row leaves to them. What an open enumeration does not
    /// name is left over where `left` holds.
    pub(super) fn other_data(
        &self,
        building: &Building,
        here: &Spec,
        left: Option<&Cond>,
    ) -> Vec<Cond> {
        let mut groups: Vec<Selecting> = Vec::new();
        for other in &here.except {
            let spec = building
                .spec_of
                .get(other)
                .and_then(|at| building.specs.get(*at));
            if let Some(spec) = spec {
                self.join(&mut groups, here, spec);
            }
        }
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        let mut conds = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            for before in sets.clone() {
                let apart = before
                    .iter()
                    .filter_map(|at| groups.get(*at))
                    .any(|other| exclusive(group, other));
                if apart || sets.len() > MOST_SETS && !before.is_empty() {
                    continue;
                }
                let set: Vec<usize> = before.into_iter().chain([at]).collect();
                let together: Vec<&Selecting> =
                    set.iter().filter_map(|at| groups.get(*at)).collect();
                conds.push(self.beside(&together, left, here));
                sets.push(set);
            }
        }
        conds
    }

    /// Whether one of the rows that a row leaves out has an open enumeration.
    pub(super) fn leaves_out_open_fields(&self, building: &Building, here: &Spec) -> bool {
        here.except
            .iter()
            .filter_map(|row| building.specs.get(*building.spec_of.get(row)?))
            .any(|spec| spec.fields.as_ref().is_some_and(|(_, _, others)| *others))
    }

    /// Adds a row to those that select under the same conditions.
    fn join(&self, groups: &mut Vec<Selecting>, here: &Spec, other: &Spec) {
        let around: Vec<ScopeId> = self.program.scopes_around(Some(here.scope)).collect();
        let parts = self
            .program
            .scopes_around(Some(other.scope))
            .filter(|scope| !around.contains(scope))
            .map(|scope| self.program[scope].condition.clone());
        let when: Vec<Cond> = parts.chain(other.select.iter().cloned()).collect();
        let open = other.fields.as_ref().is_some_and(|(_, _, others)| *others);
        let fields = other
            .fields
            .as_ref()
            .map(|(fact, named, _)| (*fact, named.to_vec()));
        let same = groups.iter_mut().find(|group| {
            other.select.is_empty() && group.scope == other.scope && group.when.len() == when.len()
        });
        let Some(group) = same else {
            return groups.push(Selecting {
                scope: other.scope,
                when,
                fields,
                open,
            });
        };
        group.open |= open;
        group.fields = match (group.fields.take(), fields) {
            (Some((fact, mut named)), Some((_, more))) => {
                named.extend(more);
                Some((fact, named))
            }
            (None, _) | (_, None) => None,
        };
    }

    /// That one of some rows selects nothing, or that there is data which none of them selects.
    fn beside(&self, rows: &[&Selecting], left: Option<&Cond>, here: &Spec) -> Cond {
        let place = here.place;
        let mut any: Vec<Cond> = rows
            .iter()
            .flat_map(|row| &row.when)
            .map(|cond| cond.clone().negated())
            .collect();
        let fields: Option<Vec<&(FactId, Vec<usize>)>> =
            rows.iter().map(|row| row.fields.as_ref()).collect();
        if let Some(fields) = fields
            && let Some((fact, _)) = fields.first()
        {
            let mut named: Vec<usize> = fields
                .iter()
                .flat_map(|(_, named)| named)
                .copied()
                .collect();
            named.sort_unstable();
            named.dedup();
            let other = self.other_field(*fact, named, here);
            match (rows.iter().any(|row| row.open), left) {
                (false, _) => any.push(other),
                (true, Some(left)) => any.push(Cond::all(vec![left.clone(), other], place)),
                (true, None) => {}
            }
        }
        Cond::any(any, place)
    }

    /// That a flow has a field which none of these names: of those that the row here names, where that is all it names.
    fn other_field(&self, fact: FactId, named: Vec<usize>, here: &Spec) -> Cond {
        let members = self.program.members(fact);
        let under = |member: usize, kinds: &[usize]| {
            kinds.iter().any(|kind| is_under(members, member, *kind))
        };
        if let Some((_, own, false)) = &here.fields
            && !named
                .iter()
                .any(|one| !own.contains(one) && under(*one, own))
        {
            let rest = own.iter().filter(|member| !under(**member, &named));
            let has = rest.map(|member| Cond {
                kind: CondKind::Has(fact, *member),
                place: here.place,
            });
            return Cond::any(has.collect(), here.place);
        }
        other_than(fact, &Arc::from(named), here.place)
    }
}

/// Whether a flow is never in the parts of both, or never meets the conditions of both.
fn exclusive(one: &Selecting, other: &Selecting) -> bool {
    one.when.iter().any(|cond| {
        other
            .when
            .iter()
            .any(|beside| match (&cond.kind, &beside.kind) {
                (CondKind::Is(fact, values), CondKind::Is(of, others)) => {
                    fact == of && !values.iter().any(|value| others.contains(value))
                }
                _ => false,
            })
    })
}
