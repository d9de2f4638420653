//! Conditions that no rule asks for, such as those of a provision that is still being written. Nothing is reported of them, but
//! their names are noted.

use std::collections::BTreeSet;

use weir_syntax::ast::{self, Clause, Element, Item};
use weir_syntax::diagnostic::SourceId;

use super::memory::has_lists;
use super::{Lowerer, at};
use crate::hir::Place;

impl<'a> Lowerer<'a> {
    /// Texts in which there are none are noted in `busy`, and those that are noted there are left out.
    pub(super) fn idle(&mut self, busy: &mut BTreeSet<SourceId>) {
        self.occurrences.sort();
        self.occurrences.dedup();
        let mut left: Vec<(SourceId, &'a ast::Expr)> = Vec::new();
        for (id, source) in self.sources {
            if busy.contains(id) {
                continue;
            }
            let before = left.len();
            for item in &source.parse.file.items {
                if let Item::Instrument(ast::Instrument { body, .. })
                | Item::List(ast::List { body, .. }) = item
                {
                    self.idle_in(*id, body, &mut left);
                }
            }
            if left.len() == before && !source.parse.file.items.iter().any(has_lists) {
                busy.insert(*id);
            }
        }
        let problems = std::mem::take(&mut self.problems);
        for (source, condition) in left {
            self.condition(source, condition, false);
        }
        self.problems = problems;
    }

    fn idle_in(
        &self,
        source: SourceId,
        body: &'a [Element],
        out: &mut Vec<(SourceId, &'a ast::Expr)>,
    ) {
        for element in body {
            match element {
                Element::Clause(clause) => self.idle_clause(source, clause, out),
                Element::Provision(node) => self.idle_in(source, &node.body, out),
                Element::Rule(node) => {
                    for clause in &node.clauses {
                        self.idle_clause(source, clause, out);
                    }
                }
                Element::Precedence(_)
                | Element::Strictest(_)
                | Element::Define(_)
                | Element::Assume(_)
                | Element::Lists(_)
                | Element::Table(_)
                | Element::Adoption(_)
                | Element::Error(_) => {}
            }
        }
    }

    fn idle_clause(
        &self,
        source: SourceId,
        clause: &'a Clause,
        out: &mut Vec<(SourceId, &'a ast::Expr)>,
    ) {
        if let Clause::When(condition, _) | Clause::Unless(condition, _) = clause
            && !self.noted(at(source, condition.at))
        {
            out.push((source, condition));
        }
    }

    /// Whether a name inside a place has been noted.
    fn noted(&self, place: Place) -> bool {
        let key = |place: Place| (place.source, place.span.start);
        let first = self
            .occurrences
            .partition_point(|one| key(one.place) < key(place));
        self.occurrences.get(first).is_some_and(|one| {
            one.place.source == place.source && one.place.span.end <= place.span.end
        })
    }
}
