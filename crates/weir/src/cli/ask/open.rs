//! What to ask while too much is open to work out which fact decides: whatever a condition of the law in force mentions.

use std::collections::BTreeSet;

use weir_core::Edition;
use weir_core::hir::{Cond, CondKind, DefinitionId, FactId, FactType, ScopeId};
use weir_core::scenario::Given;

use super::{Known, Next};

/// The first fact in order of declaration that some rule turns on and that has not been answered.
pub(super) fn next(edition: &Edition<'_>, known: &Known) -> Option<Next> {
    let mut mentioned = Mentioned {
        edition,
        facts: BTreeSet::new(),
        definitions: BTreeSet::new(),
        scopes: BTreeSet::new(),
    };
    let program = edition.program;
    let in_force = edition.stretches().iter().flat_map(|rules| rules.iter());
    for rule in in_force.filter(|rule| edition.in_force(*rule)) {
        for scope in program.scopes_around(program[rule].scope) {
            if mentioned.scopes.insert(scope) {
                mentioned.visit(&program[scope].condition);
            }
        }
        mentioned.visit(&program[rule].guard);
    }
    let answered = |fact: &FactId| {
        known.said_unknown.contains(fact)
            || known.scenario.get(*fact).is_some_and(Given::is_complete)
    };
    let open: Vec<FactId> = mentioned
        .facts
        .into_iter()
        .filter(|fact| !answered(fact))
        .collect();
    // Whether a list can be used decides about all of its rows at once.
    let gates = gates(edition);
    let first = open
        .iter()
        .find(|fact| gates.contains(fact))
        .or(open.first());
    first.map(|fact| Next {
        fact: *fact,
        left: open.len(),
    })
}

/// The facts on which it turns which lists can be used.
fn gates(edition: &Edition<'_>) -> BTreeSet<FactId> {
    let mut mentioned = Mentioned {
        edition,
        facts: BTreeSet::new(),
        definitions: BTreeSet::new(),
        scopes: BTreeSet::new(),
    };
    let program = edition.program;
    let lists = program
        .lists()
        .filter(|(id, _)| program[*id].period.contains(edition.as_of));
    for cond in lists.flat_map(|(_, list)| &list.gate) {
        mentioned.visit(cond);
    }
    let of_zones = |fact: &FactId| match &program[*fact].ty {
        FactType::Set(members) | FactType::Choice(members) => *members == program.zones,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => false,
    };
    mentioned.facts.into_iter().filter(of_zones).collect()
}

struct Mentioned<'e> {
    edition: &'e Edition<'e>,
    facts: BTreeSet<FactId>,
    definitions: BTreeSet<DefinitionId>,
    scopes: BTreeSet<ScopeId>,
}

impl Mentioned<'_> {
    fn visit(&mut self, cond: &Cond) {
        match &cond.kind {
            CondKind::Fact(fact)
            | CondKind::Is(fact, _)
            | CondKind::Has(fact, _)
            | CondKind::HasOther(fact, _)
            | CondKind::Compare(fact, _, _) => {
                self.facts.insert(*fact);
            }
            CondKind::Definition(id) => {
                if self.definitions.insert(*id) {
                    self.visit(&self.edition.program[*id].condition);
                }
            }
            CondKind::Not(inner) => self.visit(inner),
            CondKind::And(parts) | CondKind::Or(parts) => {
                parts.iter().for_each(|part| self.visit(part))
            }
            CondKind::Const(_)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::During(_)
            | CondKind::Error => {}
        }
    }
}
