//! How much of each list has been transcribed.

use std::collections::BTreeSet;

use crate::hir::{Counted, InstrumentId, List, Program, ProvisionId, ProvisionKind, Role};

/// How much of a list has been transcribed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The list.
    pub list: InstrumentId,
    /// Sectors and scenarios, where the zone says how many there are or where some are named.
    pub parts: Vec<PartCoverage>,
    /// How many rows the zone says that there are.
    pub announced_rows: Option<i64>,
    /// Rows that are written out.
    pub rows: usize,
    /// Places that are declared not to be transcribed.
    pub holes: usize,
}

/// How many of its sectors or scenarios a list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartCoverage {
    /// Of what.
    pub what: Counted,
    /// How many the zone says that there are.
    pub announced: Option<i64>,
    /// How many are named, adopted ones too.
    pub named: i64,
    /// How many of the named ones hold at least one row that is written out.
    pub with_rows: i64,
}

impl PartCoverage {
    /// How many are not named.
    #[must_use]
    pub fn missing(&self) -> i64 {
        self.announced
            .map_or(0, |announced| announced.saturating_sub(self.named).max(0))
    }
}

/// How much of each list has been transcribed, in order of declaration.
#[must_use]
pub fn coverage(program: &Program) -> Vec<Coverage> {
    program
        .lists()
        .map(|(id, list)| of(program, id, list))
        .collect()
}

fn of(program: &Program, id: InstrumentId, list: &List) -> Coverage {
    let mut rows: BTreeSet<ProvisionId> = BTreeSet::new();
    // What is adopted twice is missing once.
    let mut holes = BTreeSet::new();
    let mut with_rows: BTreeSet<ProvisionId> = BTreeSet::new();
    for rule in list.rows.iter() {
        let row = &program[rule];
        let written = row
            .citation
            .provision
            .filter(|row| program[*row].kind == ProvisionKind::Row);
        match (row.role, written) {
            (Role::Row, Some(written)) => {
                rows.insert(written);
                let around = program.scopes_around(row.scope);
                with_rows.extend(around.filter_map(|scope| program[scope].provision));
            }
            (Role::Hole, _) => {
                holes.insert(row.place);
            }
            (Role::Row | Role::OpenFields | Role::Residual | Role::Provision, _) => {}
        }
    }
    let own = program.scopes.iter().filter(|scope| scope.list == id);
    let named: BTreeSet<ProvisionId> = own.filter_map(|scope| scope.provision).collect();
    let parts = [
        (Counted::Sectors, ProvisionKind::Sector),
        (Counted::Scenarios, ProvisionKind::Scenario),
    ];
    let parts = parts.into_iter().filter_map(|(what, kind)| {
        let of_kind = |provisions: &BTreeSet<ProvisionId>| {
            let count = provisions
                .iter()
                .filter(|provision| program[**provision].kind == kind)
                .count();
            i64::try_from(count).unwrap_or(i64::MAX)
        };
        let announced = list
            .announced
            .iter()
            .find(|(of, _)| *of == what)
            .map(|(_, number)| *number);
        let part = PartCoverage {
            what,
            announced,
            named: of_kind(&named),
            with_rows: of_kind(&with_rows),
        };
        (part.named > 0 || announced.is_some()).then_some(part)
    });
    let announced_rows = list.announced.iter().find(|(of, _)| *of == Counted::Rows);
    Coverage {
        list: id,
        parts: parts.collect(),
        announced_rows: announced_rows.map(|(_, number)| *number),
        rows: rows.len(),
        holes: holes.len(),
    }
}
