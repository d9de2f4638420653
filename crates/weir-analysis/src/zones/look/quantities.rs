//! What can be counted.

use weir_core::hir::{CounterId, FactType, Program};

use super::super::model::Quantity;

/// Every measure, those of one counter together.
pub(super) fn quantities(program: &Program) -> Vec<Quantity> {
    let mut quantities: Vec<Quantity> = program
        .fact_ids()
        .filter(|fact| matches!(program[*fact].ty, FactType::Quantity(_)))
        .map(|fact| Quantity {
            measures: vec![fact],
            counters: Vec::new(),
        })
        .collect();
    for (at, counter) in program.counters.iter().enumerate() {
        let counted = |quantity: &Quantity| {
            counter
                .cases
                .iter()
                .any(|(measure, _)| quantity.measures.contains(measure))
        };
        let (joined, rest): (Vec<_>, Vec<_>) = quantities.into_iter().partition(counted);
        let mut one = Quantity {
            measures: joined
                .iter()
                .flat_map(|quantity| quantity.measures.clone())
                .collect(),
            counters: joined
                .iter()
                .flat_map(|quantity| quantity.counters.clone())
                .collect(),
        };
        one.counters.push(CounterId::from_index(at));
        one.measures.sort_unstable();
        one.counters.sort_unstable();
        quantities = rest;
        quantities.push(one);
    }
    quantities.sort_by(|one, other| one.measures.cmp(&other.measures));
    quantities
}
