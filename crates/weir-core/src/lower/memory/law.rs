//! What references into a text stand for, and where that went since the last check.

use std::collections::BTreeMap;
use std::sync::Arc;

use weir_syntax::diagnostic::SourceId;

use super::super::Lowerer;
use super::super::inside::{Names, Start};
use crate::hir::*;
use crate::occurrence::Symbol;

/// The instruments of a text as references see them. Counted from where the text begins.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::lower) struct Law {
    instruments: Vec<(InstrumentId, Arc<Names>)>,
    provisions: Vec<(InstrumentId, Option<u32>, ProvisionKind, String)>,
    /// In which provision each rule with a name stands.
    rules: Vec<Option<u32>>,
}

/// The law of a text, and where it stands.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Standing {
    pub(super) start: Start,
    pub(super) law: Arc<Law>,
}

impl Law {
    /// Whether it is the law of these instruments.
    pub(super) fn is_of(&self, ids: &[InstrumentId]) -> bool {
        let own = self.instruments.iter().map(|(id, _)| id);
        own.eq(ids)
    }
}

impl Lowerer<'_> {
    /// The law of some instruments, which are those of a text.
    pub(super) fn law_of(&self, ids: &[InstrumentId], start: Start) -> Law {
        let count = |id: ProvisionId| id.0.saturating_sub(start.provisions);
        let inside = ids
            .iter()
            .filter_map(|id| Some((*id, self.inside.get(id)?)));
        let provisions = ids
            .iter()
            .flat_map(|id| self.program.provisions_of(*id))
            .map(|one| {
                let around = one.parent.map(count);
                (one.instrument, around, one.kind, one.number.clone())
            });
        Law {
            instruments: inside
                .clone()
                .map(|(id, inside)| (id, Arc::clone(inside.names())))
                .collect(),
            provisions: provisions.collect(),
            rules: inside
                .flat_map(|(_, inside)| inside.rules())
                .map(|rule| self.program[rule].citation.provision.map(count))
                .collect(),
        }
    }
}

/// From where to where the texts moved since the last check.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// In order.
    from: Vec<Start>,
    to: Vec<Start>,
}

impl Moves {
    pub(super) fn between(
        last: &BTreeMap<SourceId, Standing>,
        now: &BTreeMap<SourceId, Standing>,
    ) -> Self {
        let mut both: Vec<(Start, SourceId, Start)> = last
            .iter()
            .filter_map(|(source, last)| Some((last.start, *source, now.get(source)?.start)))
            .collect();
        both.sort_unstable();
        Self {
            from: both.iter().map(|(from, ..)| *from).collect(),
            to: both.iter().map(|(.., to)| *to).collect(),
        }
    }

    /// Whether everything stands where it stood.
    pub(super) fn nothing(&self) -> bool {
        self.from == self.to
    }

    pub(super) fn provision(&self, id: ProvisionId) -> ProvisionId {
        ProvisionId(self.moved(id.0, |start| start.provisions))
    }

    pub(super) fn rule(&self, id: RuleId) -> RuleId {
        RuleId(self.moved(id.0, |start| start.rules))
    }

    pub(super) fn citation(&self, citation: Citation) -> Citation {
        Citation {
            provision: citation.provision.map(|id| self.provision(id)),
            ..citation
        }
    }

    pub(super) fn symbol(&self, symbol: Symbol) -> Symbol {
        if let Symbol::Provision(id) = symbol {
            Symbol::Provision(self.provision(id))
        } else if let Symbol::Rule(id) = symbol {
            Symbol::Rule(self.rule(id))
        } else {
            symbol
        }
    }

    fn moved(&self, id: u32, count: impl Fn(&Start) -> u32) -> u32 {
        // Of texts that begin at the same number only the last has anything.
        let text = self.from.partition_point(|start| count(start) <= id);
        let text = text.checked_sub(1);
        let both = text.and_then(|text| self.from.get(text).zip(self.to.get(text)));
        both.map_or(id, |(from, to)| {
            id.saturating_sub(count(from)).saturating_add(count(to))
        })
    }
}
