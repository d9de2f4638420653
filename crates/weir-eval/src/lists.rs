//! How the lists of free trade zones stand to a flow: which may be used, which rows apply, what holds outside them.
//!
//! This is for explanation only; the answers come from the rules of the lists like any others. It is worked out on what is
//! known, so what may hold is perhaps excluded by facts that are known only together.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{
    Cond, CondKind, FactId, FactType, InstrumentId, List, OutsideKind, Program, Role, RuleId,
    ScopeId,
};
use weir_core::scenario::is_other;

use crate::determination::Test;
use crate::explain;
use crate::truth::{Known, Truth};

/// How a list stands to the flow.
#[derive(Clone, Debug)]
pub struct ListUse {
    /// The list. The day lies in its period, or in one of the periods that it may have.
    pub list: InstrumentId,
    /// Whether it is in force on the day as the readings have it.
    pub in_force: Truth,
    /// Whether it may be used.
    pub gate: Gate,
    /// Whether its trial period is over.
    pub trial_over: bool,
    /// The sectors and scenarios in which the flow is or may be.
    pub parts: Vec<PartUse>,
    /// The rows that apply or may apply.
    pub rows: Vec<RowUse>,
    /// What holds if no row applies; nothing if one surely does, or if it is not known in which part the flow is.
    pub outside: Option<OutsideUse>,
    /// The holes that the flow touches or may touch.
    pub holes: Vec<RowUse>,
}

/// Whether a list may be used.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Whether it may.
    pub state: GateState,
    /// Whether a free trade zone named in it is one of those that the facts name.
    pub concerns: bool,
    /// The tests for which it may not.
    pub failed: Vec<Test>,
    /// The facts that are not known, in order of declaration.
    pub open: Vec<FactId>,
}

/// Whether a list may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateState {
    /// It may.
    Open,
    /// It may not.
    Closed,
    /// That depends on facts that are not known.
    Unknown,
}

/// A sector or scenario in which the flow is or may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartUse {
    /// The part of the list.
    pub scope: ScopeId,
    /// Whether the flow is in it; not [`Truth::False`].
    pub state: Truth,
}

/// A row that applies or may apply; or a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowUse {
    /// The rule of the row, of one of its bands, or of the hole.
    pub rule: RuleId,
    /// Whether it applies; not [`Truth::False`].
    pub state: Truth,
    /// The data fields of the flow for which it does: those that the row names, or that its open enumeration does not name.
    pub fields: Vec<usize>,
    /// The list that adopted it, and which of its adoptions did.
    pub adopted_through: Option<(InstrumentId, usize)>,
}

/// What holds if no row applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideUse {
    /// The innermost part in which the flow is that declares it.
    pub scope: ScopeId,
    /// What holds.
    pub kind: OutsideKind,
    /// The rule that says so, where that is one of the list.
    pub rule: Option<RuleId>,
}

/// How the lists whose period has the day stand to the flow, in order of declaration.
pub(crate) fn lists(known: &Known<'_>) -> Vec<ListUse> {
    let program = known.edition.program;
    let mut scopes: BTreeMap<InstrumentId, Vec<ScopeId>> = BTreeMap::new();
    for (at, scope) in program.scopes.iter().enumerate() {
        let of_list = scopes.entry(scope.list).or_default();
        of_list.push(ScopeId::from_index(at));
    }
    program
        .lists()
        .filter(|(id, _)| program[*id].period.contains(known.edition.as_of))
        .map(|(id, list)| {
            let scopes = scopes.get(&id).map(Vec::as_slice).unwrap_or_default();
            list_use(known, id, list, scopes)
        })
        .collect()
}

fn list_use(known: &Known<'_>, id: InstrumentId, list: &List, scopes: &[ScopeId]) -> ListUse {
    let program = known.edition.program;
    let mut here = ListUse {
        list: id,
        in_force: known.holds(&list.in_force),
        gate: gate(known, list),
        trial_over: list.trial.is_some_and(|until| until <= known.edition.as_of),
        parts: Vec::new(),
        rows: Vec::new(),
        outside: None,
        holes: Vec::new(),
    };
    if known.inside(list.scope) == Truth::False {
        return here;
    }
    for scope in scopes {
        let state = known.inside(*scope);
        if state != Truth::False && program[*scope].provision.is_some() {
            here.parts.push(PartUse {
                scope: *scope,
                state,
            });
        }
    }
    let fields = list.frame.and_then(|frame| program[frame].fields);
    for rule in known.walk(list.rows) {
        let Some(row) = row_use(known, rule, fields) else {
            continue;
        };
        match program[rule].role {
            Role::Row | Role::Provision | Role::Residual => here.rows.push(row),
            Role::Hole | Role::OpenFields => here.holes.push(row),
        }
    }
    let mut rows = here.rows.iter().chain(&here.holes);
    if rows.all(|row| row.state != Truth::True) {
        here.outside = outside(known, list, scopes);
    }
    here
}

fn gate(known: &Known<'_>, list: &List) -> Gate {
    let program = known.edition.program;
    let mut failed = Vec::new();
    let mut open = BTreeSet::new();
    let mut concerns = false;
    for cond in &list.gate {
        if known.holds(cond) == Truth::False {
            explain::collect(known, cond, false, None, &mut failed);
        }
        tests(program, cond, true, &mut |test, _| {
            let Some(fact) = fact_of(test) else { return };
            match known.test(test) {
                Truth::True => concerns |= is_zones(program, fact),
                Truth::False => {}
                Truth::Unknown => {
                    open.insert(fact);
                }
            }
        });
    }
    let state = match Truth::all(list.gate.iter().map(|cond| known.holds(cond))) {
        Truth::True => GateState::Open,
        Truth::False => GateState::Closed,
        Truth::Unknown => GateState::Unknown,
    };
    Gate {
        state,
        concerns,
        failed,
        open: open.into_iter().collect(),
    }
}

/// Whether a fact is a set of free trade zones, or one of them.
fn is_zones(program: &Program, fact: FactId) -> bool {
    match &program[fact].ty {
        FactType::Set(members) | FactType::Choice(members) => *members == program.zones,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => false,
    }
}

/// A row or hole, if it applies or may apply.
fn row_use(known: &Known<'_>, rule: RuleId, fields: Option<FactId>) -> Option<RowUse> {
    let program = known.edition.program;
    let state = known.applies(rule);
    if state == Truth::False {
        return None;
    }
    let adopted_through = program
        .scopes_around(program[rule].scope)
        .find_map(|scope| {
            let scope = &program[scope];
            scope.adoption.map(|adoption| (scope.list, adoption))
        });
    Some(RowUse {
        rule,
        state,
        fields: fields
            .map(|fact| fields_of(known, rule, fact))
            .unwrap_or_default(),
        adopted_through,
    })
}

/// The fields of the flow that the condition of a row names; of the condition of an open enumeration those that it does not name.
fn fields_of(known: &Known<'_>, rule: RuleId, fields: FactId) -> Vec<usize> {
    let program = known.edition.program;
    let members = program.members(fields);
    let open = program[rule].role == Role::OpenFields;
    let mut found = BTreeSet::new();
    tests(program, &program[rule].guard, true, &mut |test, holds| {
        if !holds {
            return;
        }
        if let CondKind::Has(fact, member) = test
            && *fact == fields
            && known.has(fields, *member) == Truth::True
        {
            found.insert(*member);
        }
        if let CondKind::HasOther(fact, named) = test
            && *fact == fields
            && open
        {
            let present = known.present(fields);
            let present = present.iter().copied();
            found.extend(present.filter(|member| is_other(members, *member, named)));
        }
    });
    found.into_iter().collect()
}

/// What the innermost part declares in which the flow is, if it is known which that is.
fn outside(known: &Known<'_>, list: &List, scopes: &[ScopeId]) -> Option<OutsideUse> {
    let program = known.edition.program;
    let declaring = || {
        let declares = |scope: &ScopeId| !program[*scope].outside.is_empty();
        scopes.iter().copied().filter(declares)
    };
    if declaring().any(|scope| known.inside(scope) == Truth::Unknown) {
        return None;
    }
    let inside = declaring().filter(|scope| known.inside(*scope) == Truth::True);
    let depth = |scope: &ScopeId| program.scopes_around(Some(*scope)).count();
    // Of several equally deep the first.
    let scope = inside.rev().max_by_key(depth)?;
    let declared = program[scope]
        .outside
        .iter()
        .find(|outside| known.holds(&outside.condition) != Truth::False)?;
    let rule = list.residuals.iter().find(|rule| {
        let rule = &program[*rule];
        rule.scope == Some(scope) && rule.place == declared.place
    });
    Some(OutsideUse {
        scope,
        kind: declared.kind,
        rule,
    })
}

/// Looks at each single test in a condition and the definitions in it, with whether it is to hold for the condition to hold.
fn tests(program: &Program, cond: &Cond, holds: bool, look: &mut impl FnMut(&CondKind, bool)) {
    match &cond.kind {
        CondKind::Not(inner) => tests(program, inner, !holds, look),
        CondKind::And(parts) | CondKind::Or(parts) => {
            for part in parts {
                tests(program, part, holds, look);
            }
        }
        CondKind::Definition(id) => tests(program, &program[*id].condition, holds, look),
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Error => look(&cond.kind, holds),
    }
}

/// The fact that a test is about.
fn fact_of(test: &CondKind) -> Option<FactId> {
    match test {
        CondKind::Fact(fact)
        | CondKind::Is(fact, _)
        | CondKind::Has(fact, _)
        | CondKind::HasOther(fact, _)
        | CondKind::Compare(fact, ..) => Some(*fact),
        CondKind::Const(_)
        | CondKind::During(_)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Not(_)
        | CondKind::And(_)
        | CondKind::Or(_)
        | CondKind::Error => None,
    }
}
