//! What stands in an instrument, by name. It is counted from where its text begins, so that it stays the same when more or less
//! stands before.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::hir::*;

/// How many provisions and rules stand before a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    pub(super) provisions: u32,
    pub(super) rules: u32,
}

impl Start {
    /// What stands in a program so far.
    pub(super) fn after(program: &Program) -> Self {
        Self {
            provisions: ProvisionId::from_index(program.provisions.len()).0,
            rules: RuleId::from_index(program.rules.len()).0,
        }
    }

    /// A place in the text, counted from here.
    pub(super) fn count(self, place: Citation) -> Citation {
        let count = |id: ProvisionId| ProvisionId(id.0.saturating_sub(self.provisions));
        Citation {
            provision: place.provision.map(count),
            ..place
        }
    }
}

/// What stands in an instrument, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside {
    start: Start,
    names: Arc<Names>,
}

/// Names, with the position of what each stands for among what stands in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Provisions by where they stand, their kind and number.
    provisions: BTreeMap<(Option<u32>, ProvisionKind, String), u32>,
    rules: BTreeMap<String, u32>,
}

impl Inside {
    pub(super) fn new(start: Start, names: Arc<Names>) -> Self {
        Self { start, names }
    }

    pub(super) fn names(&self) -> &Arc<Names> {
        &self.names
    }

    /// The provision of this kind and number directly in another.
    pub(super) fn provision(
        &self,
        around: Option<ProvisionId>,
        kind: ProvisionKind,
        number: &str,
    ) -> Option<ProvisionId> {
        let key = self.key(around, kind, number);
        let found = self.names.provisions.get(&key)?;
        Some(ProvisionId(found.saturating_add(self.start.provisions)))
    }

    /// Notes a provision, and returns the first with its kind and number.
    pub(super) fn note_provision(
        &mut self,
        around: Option<ProvisionId>,
        kind: ProvisionKind,
        number: &str,
        id: ProvisionId,
    ) -> ProvisionId {
        let key = self.key(around, kind, number);
        let start = self.start.provisions;
        let names = Arc::make_mut(&mut self.names);
        let first = names.provisions.entry(key);
        let first = first.or_insert(id.0.saturating_sub(start));
        ProvisionId(first.saturating_add(start))
    }

    pub(super) fn rule(&self, name: &str) -> Option<RuleId> {
        let found = self.names.rules.get(name)?;
        Some(RuleId(found.saturating_add(self.start.rules)))
    }

    /// Notes a rule, and returns the first with its name.
    pub(super) fn note_rule(&mut self, name: &str, id: RuleId) -> RuleId {
        let start = self.start.rules;
        let names = Arc::make_mut(&mut self.names);
        let first = names.rules.entry(name.to_owned());
        let first = first.or_insert(id.0.saturating_sub(start));
        RuleId(first.saturating_add(start))
    }

    /// The rules with a name.
    pub(super) fn rules(&self) -> impl Iterator<Item = RuleId> {
        let ids = self.names.rules.values();
        ids.map(|id| RuleId(id.saturating_add(self.start.rules)))
    }

    fn key(
        &self,
        around: Option<ProvisionId>,
        kind: ProvisionKind,
        number: &str,
    ) -> (Option<u32>, ProvisionKind, String) {
        let around = around.map(|around| around.0.saturating_sub(self.start.provisions));
        (around, kind, number.to_owned())
    }
}
