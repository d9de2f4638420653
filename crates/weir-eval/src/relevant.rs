//! The rules that can matter for a scenario on a day: those in force that do not stand in a part of a list that fails.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{Conclusion, OutcomeId, ReadingId, RuleId, Rules};
use weir_core::scenario::Scenario;

use crate::truth::Known;

/// The rules that can matter. All others apply in no completion.
pub(crate) struct Relevant {
    /// In order of declaration.
    rules: Vec<RuleId>,
    concluding: BTreeMap<OutcomeId, Vec<(RuleId, Conclusion)>>,
    /// The readings on which it depends which rules these are.
    readings: BTreeSet<ReadingId>,
}

impl Relevant {
    /// A part of a list is left out if it fails on the scenario alone, whatever outcomes of lower layers are.
    pub(crate) fn new(edition: &Edition<'_>, scenario: &Scenario) -> Self {
        let known = Known::new(edition, scenario);
        let stretches = edition.stretches().iter();
        let rules: Vec<RuleId> = stretches.flat_map(|stretch| known.walk(*stretch)).collect();
        let mut concluding: BTreeMap<OutcomeId, Vec<(RuleId, Conclusion)>> = BTreeMap::new();
        for rule in &rules {
            for conclusion in &edition.program[*rule].conclusions {
                if let Some(outcome) = conclusion.outcome() {
                    let rules = concluding.entry(outcome).or_default();
                    rules.push((*rule, *conclusion));
                }
            }
        }
        let readings = known.readings().clone();
        Self {
            rules,
            concluding,
            readings,
        }
    }

    /// All of them, in order of declaration.
    pub(crate) fn rules(&self) -> &[RuleId] {
        &self.rules
    }

    /// Those of a run.
    pub(crate) fn among(&self, run: Rules) -> &[RuleId] {
        let from = self.rules.partition_point(|rule| rule.0 < run.from);
        let to = self.rules.partition_point(|rule| rule.0 < run.to);
        self.rules.get(from..to).unwrap_or_default()
    }

    /// Whether a rule is one of them.
    pub(crate) fn contains(&self, rule: RuleId) -> bool {
        self.rules.binary_search(&rule).is_ok()
    }

    /// Those that conclude about an outcome, with what they conclude.
    pub(crate) fn concluding(&self, outcome: OutcomeId) -> &[(RuleId, Conclusion)] {
        self.concluding
            .get(&outcome)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The readings on which it depends which rules these are.
    pub(crate) fn readings(&self) -> &BTreeSet<ReadingId> {
        &self.readings
    }
}
