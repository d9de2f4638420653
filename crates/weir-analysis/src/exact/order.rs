//! The order of the variables. It is fixed by the program alone: what a fact is for the lists, its type, its name.
//!
//! First what the law asks of everybody; then the sector and scenario, which choose among the rows of lists; then the kinds of data
//! and the zones; last numbers and fields, on which only few rows at a time turn. Of the orders tried on the policies,
//! this one has the fewest nodes.

use weir_core::hir::{FactId, FactType, Frame, Program};

/// Where a fact stands; facts of one rank follow one another by name.
pub(super) type Rank = u8;

/// The rank of facts that say in which zones something is.
pub(super) const ZONES: Rank = 4;

pub(super) fn rank(program: &Program, fact: FactId) -> Rank {
    let in_frame = |pick: fn(&Frame) -> Option<FactId>| {
        program.frames.iter().any(|one| pick(one) == Some(fact))
    };
    if in_frame(|frame| frame.sectors) {
        return 1;
    }
    if in_frame(|frame| frame.scenarios) {
        return 2;
    }
    if in_frame(|frame| frame.fields) {
        return 6;
    }
    match &program[fact].ty {
        FactType::Choice(_) | FactType::Bool | FactType::Error => 0,
        FactType::Set(members) if !members.is_empty() && **members == *program.zones => ZONES,
        FactType::Set(_) => 3,
        FactType::Quantity(_) | FactType::Date => 5,
    }
}
