//! The sectors and scenarios that lists name, and which lists reach each: by its own name, by a kind around it, or by a kind
//! inside it.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{CondKind, FactId, ProvisionId, ProvisionKind, ScopeId};
use weir_core::scenario::is_under;

use super::look::Look;
use super::model::{Axis, Concept, Member, Relation, Standing};
use super::standing;

/// A sector or scenario of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) column: usize,
    pub(super) scope: ScopeId,
    pub(super) axis: Axis,
    pub(super) member: Member,
    pub(super) provision: ProvisionId,
}

pub(super) fn concepts(look: &Look<'_, '_>, also: &[(Axis, Member)]) -> Vec<Concept> {
    let parts = parts(look);
    let mut named: BTreeSet<(Axis, Member)> =
        parts.iter().map(|part| (part.axis, part.member)).collect();
    named.extend(also);
    let concept = |(axis, member)| Concept {
        axis,
        member,
        standings: standings(look, &parts, axis, member),
    };
    named.into_iter().map(concept).collect()
}

/// The sectors and scenarios of all lists, without those adopted from a list that is compared itself.
fn parts(look: &Look<'_, '_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (column, listed) in look.lists.iter().enumerate() {
        for (at, scope) in look.program.scopes.iter().enumerate() {
            let adopted = scope
                .adoption
                .and_then(|adoption| listed.list.adoptions.get(adoption));
            let elsewhere = adopted.is_some_and(|adoption| listed.adopts.contains(&adoption.from));
            if scope.list == listed.id && !elsewhere {
                parts.extend(part(look, column, ScopeId::from_index(at)));
            }
        }
    }
    parts
}

pub(super) fn part(look: &Look<'_, '_>, column: usize, scope: ScopeId) -> Option<Part> {
    let provision = look.program[scope].provision?;
    let frame = look.frame(column)?;
    let kind = look.program[provision].kind;
    let (axis, fact) = if kind == ProvisionKind::Sector {
        (Axis::Sector, frame.sectors?)
    } else if kind == ProvisionKind::Scenario {
        (Axis::Scenario, frame.scenarios?)
    } else {
        return None;
    };
    Some(Part {
        column,
        scope,
        axis,
        member: Member {
            fact,
            at: named(look, scope, fact)?,
        },
        provision,
    })
}

/// The member that a part names: the first of those that it covers, which is the kind around the others.
fn named(look: &Look<'_, '_>, scope: ScopeId, fact: FactId) -> Option<usize> {
    let condition = &look.program[scope].condition;
    let conds = if let CondKind::And(parts) = &condition.kind {
        parts.as_slice()
    } else {
        std::slice::from_ref(condition)
    };
    conds.iter().find_map(|cond| {
        if let CondKind::Is(of, values) = &cond.kind
            && *of == fact
        {
            values.first().copied()
        } else {
            None
        }
    })
}

/// How each list stands to a concept.
fn standings(look: &Look<'_, '_>, parts: &[Part], axis: Axis, member: Member) -> Vec<Standing> {
    let mut standings = Vec::new();
    for column in 0..look.lists.len() {
        let own: Vec<Part> = parts
            .iter()
            .filter(|part| {
                part.column == column && part.axis == axis && part.member.fact == member.fact
            })
            .copied()
            .collect();
        // Each sector of a list is a place of its own for a scenario.
        let mut by_sector: BTreeMap<Option<Member>, Vec<Part>> = BTreeMap::new();
        for part in own {
            let sector = around(look, parts, part).map(|sector| sector.member);
            by_sector.entry(sector).or_default().push(part);
        }
        for parts_of_one in by_sector.values() {
            for (relation, part) in related(look, parts_of_one, member) {
                let sector = around(look, parts, part);
                standings.push(standing::of_part(look, part, sector, relation, member));
            }
        }
        let names_sectors = parts.iter().any(|part| part.column == column);
        if !names_sectors {
            standings.extend(standing::of_whole(look, column, member));
        }
    }
    standings
}

/// The sector around a scenario.
fn around(look: &Look<'_, '_>, parts: &[Part], part: Part) -> Option<Part> {
    let mut outer = look.program.scopes_around(look.program[part.scope].parent);
    outer.find_map(|scope| parts.iter().find(|other| other.scope == scope).copied())
}

/// The parts that are a concept, else the nearest kind around it, else the kinds inside it.
fn related(look: &Look<'_, '_>, parts: &[Part], member: Member) -> Vec<(Relation, Part)> {
    let members = look.program.members(member.fact);
    if let Some(same) = parts.iter().find(|part| part.member == member) {
        return vec![(Relation::Same, *same)];
    }
    let wider = parts
        .iter()
        .filter(|part| is_under(members, member.at, part.member.at));
    let depth = |part: &&Part| {
        let kinds = |at: usize| members.get(at).and_then(|member| member.parent);
        std::iter::successors(Some(part.member.at), |at| kinds(*at)).count()
    };
    if let Some(wider) = wider.max_by_key(depth) {
        return vec![(Relation::Wider, *wider)];
    }
    let narrower = parts
        .iter()
        .filter(|part| is_under(members, part.member.at, member.at));
    narrower.map(|part| (Relation::Narrower, *part)).collect()
}
