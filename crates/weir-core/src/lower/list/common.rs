//! What holds of the clauses of lists, their parts, rows and adoptions alike: most stand once, and a period lies inside the
//! one around it.

use std::collections::BTreeMap;

use weir_syntax::At;
use weir_syntax::ast::{self, Clause};
use weir_syntax::diagnostic::SourceId;

use super::super::{Lowerer, at};
use crate::date::Period;
use crate::hir::{InstrumentId, Place};
use crate::problems::ProblemKind;

impl Lowerer<'_> {
    /// Says which clauses stand twice where they can stand once. Those with a condition are said once for each.
    pub(super) fn list_clauses_once<'c>(
        &mut self,
        source: SourceId,
        clauses: impl IntoIterator<Item = &'c Clause>,
    ) {
        let mut seen: BTreeMap<&'static str, Place> = BTreeMap::new();
        for (what, place) in clauses.into_iter().filter_map(stands_once) {
            let place = at(source, place);
            if let Some(first) = seen.get(what).copied() {
                self.problem(place, ProblemKind::RepeatedClause { what, first });
            } else {
                seen.insert(what, place);
            }
        }
    }

    /// The period of a part of a list, in which the day that is left out is that of what it stands in.
    pub(super) fn period_in_list(
        &mut self,
        source: SourceId,
        list: InstrumentId,
        node: &ast::Period,
        around: Period,
    ) -> Period {
        let own = self.period(source, node);
        let full = Period {
            from: own.from.or(around.from),
            until: own.until.or(around.until),
        };
        if !full.is_inside(around) && !own.is_empty() {
            let outer = self.program[list].place;
            self.problem(at(source, node.at), ProblemKind::OutsidePeriod { outer });
        }
        full.and(around)
    }
}

fn stands_once(clause: &Clause) -> Option<(&'static str, At)> {
    Some(match clause {
        Clause::Under(_, at) => ("under", *at),
        Clause::Published(_, at) => ("published", *at),
        Clause::InForce(period, None) => ("in force", period.at),
        Clause::Trial(_, _, at) => ("trial", *at),
        Clause::Replaces(_, at) => ("replaces", *at),
        Clause::Source(_, _, at) => ("source", *at),
        Clause::Url(_, at) => ("url", *at),
        Clause::Outside(_, None, at) => ("outside", *at),
        Clause::Fields { at, .. } => ("fields", *at),
        Clause::AsOf(_, at) => ("as of", *at),
        Clause::Label(_)
        | Clause::When(..)
        | Clause::Then(_)
        | Clause::InForce(_, Some(_))
        | Clause::Cite(..)
        | Clause::Zone(..)
        | Clause::Dated(..)
        | Clause::Announced(..)
        | Clause::Available(..)
        | Clause::Outside(_, Some(_), _)
        | Clause::Untranscribed(..)
        | Clause::Band(..)
        | Clause::Except(..)
        | Clause::Unless(..)
        | Clause::With(..)
        | Clause::Error(_) => return None,
    })
}
