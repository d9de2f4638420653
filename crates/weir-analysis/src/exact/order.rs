//! The order of the variables. It is fixed by the program alone: what a fact is for the lists, its type, its name.
//!
//! First the sector and scenario, which choose among the rows of lists; then what the law asks of everybody; then numbers and
//! fields; and last the zones, since of several lists only the strictest conclusion has to be remembered.

use weir_core::hir::{FactId, FactType, Program};

/// Where a fact stands; facts of one rank follow one another by name.
pub(super) type Rank = u8;

pub(super) fn rank(program: &Program, fact: FactId) -> Rank {
    let in_frame = |pick: fn(&weir_core::hir::Frame) -> Option<FactId>| {
        program.frames.iter().any(|frame| pick(frame) == Some(fact))
    };
    if in_frame(|frame| frame.sectors) {
        return 0;
    }
    if in_frame(|frame| frame.scenarios) {
        return 1;
    }
    if in_frame(|frame| frame.fields) {
        return 5;
    }
    match &program[fact].ty {
        FactType::Set(members) if !members.is_empty() && **members == *program.zones => 6,
        FactType::Choice(_) | FactType::Bool | FactType::Error => 2,
        FactType::Set(_) => 3,
        FactType::Quantity(_) | FactType::Date => 4,
    }
}
