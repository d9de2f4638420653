//! Conditions that no rule asks for, such as those of a provision that is still being written. Nothing is reported of them, but
//! their names are noted.

use weir_syntax::ast::{self, Clause, Element, Item};
use weir_syntax::diagnostic::SourceId;

use super::memory::has_lists;
use super::{Lowerer, Memory, at};
use crate::hir::Place;
use crate::occurrence::Occurrence;

impl<'a> Lowerer<'a> {
    /// Texts in which there are none are noted in `busy`, and those that are noted there are left out.
    pub(super) fn idle(&mut self, memory: &mut Memory) {
        self.occurrences.sort();
        self.occurrences.dedup();
        let mut left: Vec<(SourceId, &'a ast::Expr)> = Vec::new();
        for (id, source) in self.sources {
            if memory.busy.contains(id) {
                continue;
            }
            let before = left.len();
            let part = memory.parts.get(id);
            let inside = part.map_or(&[][..], |part| part.occurrences());
            for item in &source.parse.file.items {
                if let Item::Instrument(ast::Instrument { body, .. })
                | Item::List(ast::List { body, .. }) = item
                {
                    self.idle_in(*id, body, inside, &mut left);
                }
            }
            if left.len() == before && !source.parse.file.items.iter().any(has_lists) {
                memory.busy.insert(*id);
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
        inside: &[Occurrence],
        out: &mut Vec<(SourceId, &'a ast::Expr)>,
    ) {
        for element in body {
            match element {
                Element::Clause(clause) => self.idle_clause(source, clause, inside, out),
                Element::Provision(node) => self.idle_in(source, &node.body, inside, out),
                Element::Rule(node) => {
                    for clause in &node.clauses {
                        self.idle_clause(source, clause, inside, out);
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
        inside: &[Occurrence],
        out: &mut Vec<(SourceId, &'a ast::Expr)>,
    ) {
        if let Clause::When(condition, _) | Clause::Unless(condition, _) = clause
            && !self.noted(at(source, condition.at), inside)
        {
            out.push((source, condition));
        }
    }

    /// Whether a name inside a place has been noted, among those inside of instruments or elsewhere.
    fn noted(&self, place: Place, inside: &[Occurrence]) -> bool {
        let key = |place: Place| (place.source, place.span.start);
        let first = |all: &[Occurrence]| {
            let first = all.partition_point(|one| key(one.place) < key(place));
            all.get(first).map(|one| one.place)
        };
        let both = [first(inside), first(&self.occurrences)];
        both.into_iter()
            .flatten()
            .min()
            .is_some_and(|first| first.source == place.source && first.span.end <= place.span.end)
    }
}
