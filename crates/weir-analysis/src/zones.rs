//! The lists of free trade zones of one day side by side: what each says of the same sector or business scenario, how that
//! differs, and where it is not known.
//!
//! Everything comes from the program: lists are joined on the members of the categories that their frame names, numbers are
//! read off the conditions of rows. What is not transcribed is unknown, never nothing.

use weir_core::Edition;

mod columns;
mod concepts;
mod findings;
mod look;
mod model;
mod stand;
mod standing;

pub use crate::cases::Range;
pub use crate::formula::is_of_zones;
pub use model::{
    Axis, Band, Column, Comparison, Concept, Fields, Finding, Gate, Kind, Line, Mark, Member,
    Party, Quantity, Relation, Rows, Says, Severity, Side, Standing, Topic, Trial,
};
pub use stand::{Stand, stand, zone_facts};

/// Compares the lists in force on the day of an edition, under its readings: on the sectors and scenarios that they name, and
/// on these others.
#[must_use]
pub fn compare(edition: &Edition<'_>, also: &[(Axis, Member)]) -> Comparison {
    let look = look::Look::at(edition);
    let columns = columns::columns(&look);
    let concepts = concepts::concepts(&look, also);
    let findings = findings::findings(&look, &columns, &concepts);
    Comparison {
        as_of: edition.as_of,
        too_large: look.too_large(),
        columns,
        adopting: look.adopting,
        quantities: look.quantities,
        concepts,
        findings,
    }
}

#[cfg(test)]
mod tests;
