//! What the comparison finds. A finding puts side by side what each list says of one thing, and says how far they differ.

use std::collections::BTreeSet;

use weir_core::hir::{Citation, ListKind, RuleId};

use super::look::Look;
use super::model::{
    Column, Concept, Finding, Kind, Member, Party, Says, Severity, Side, Standing, Topic,
};

mod gates;
mod lists;
mod neighbours;
mod numbers;
mod parts;
mod rows;

pub(super) fn findings(
    look: &Look<'_, '_>,
    columns: &[Column],
    concepts: &[Concept],
) -> Vec<Finding> {
    let compared = Compared {
        look,
        columns,
        concepts,
    };
    let mut findings = Vec::new();
    findings.extend(numbers::of_lists(&compared));
    findings.extend(lists::in_force(&compared));
    findings.extend(gates::places(&compared));
    findings.extend(gates::exclusions(&compared));
    findings.extend(lists::procedures(&compared));
    findings.extend(lists::outside(&compared));
    findings.extend(numbers::counting(&compared));
    findings.extend(lists::trials(&compared));
    findings.extend(lists::approvals(&compared));
    findings.extend(lists::structures(&compared));
    findings.extend(rows::similar(&compared));
    findings.extend(neighbours::neighbours(&compared));
    for concept in concepts {
        findings.extend(parts::of_concept(&compared, concept));
    }
    findings
}

/// What is compared.
struct Compared<'c, 'e, 'p> {
    look: &'c Look<'e, 'p>,
    columns: &'c [Column],
    concepts: &'c [Concept],
}

impl Compared<'_, '_, '_> {
    /// The lists, with their positions.
    fn lists(&self) -> impl Iterator<Item = (Party, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .map(|(at, column)| (Party::List(at), column))
    }

    /// Whether a side holds under the readings taken.
    fn firm(&self, side: &Side) -> bool {
        match side.party {
            Party::National => true,
            Party::List(at) => self
                .columns
                .get(at)
                .is_some_and(|column| column.only_if.is_none()),
        }
    }

    /// The kind of a list.
    fn list_kind(&self, party: Party) -> Option<ListKind> {
        match party {
            Party::National => None,
            Party::List(at) => self.columns.get(at).map(|column| column.kind),
        }
    }

    fn is_negative(&self, party: Party) -> bool {
        self.list_kind(party) == Some(ListKind::Negative)
    }

    fn cites(&self, rules: &[RuleId]) -> Vec<Citation> {
        let mut cites: Vec<Citation> = rules
            .iter()
            .map(|rule| self.look.program[*rule].citation)
            .collect();
        let mut seen = BTreeSet::new();
        cites.retain(|cite| seen.insert(*cite));
        cites
    }

    /// The whole of a list as a place in the law.
    fn whole(&self, column: &Column) -> Vec<Citation> {
        vec![Citation {
            instrument: column.list,
            provision: None,
        }]
    }

    /// Where a list names a concept.
    fn named(&self, standing: &Standing) -> Vec<Citation> {
        let named = standing.named.map(|(_, provision)| Citation {
            instrument: self.look.program[provision].instrument,
            provision: Some(provision),
        });
        named.into_iter().collect()
    }

    /// Makes a finding of what sides say. `key` is what is compared, `None` where it is not known; `rank` orders the sides
    /// by how much they ask. Without two sides, or where none is known, there is nothing to find.
    fn finding<K: Ord>(
        &self,
        kind: Kind,
        about: (Option<Member>, Topic),
        sides: Vec<Side>,
        key: impl Fn(&Side) -> Option<K>,
        rank: impl Fn(&Side) -> Option<i64>,
    ) -> Option<Finding> {
        let known = sides.iter().filter(|side| key(side).is_some()).count();
        if sides.len() < 2 || known == 0 {
            return None;
        }
        let severity = self.severity(&sides, key);
        let (strictest, loosest) = self.extremes(&sides, rank);
        Some(Finding {
            kind,
            severity,
            concept: about.0,
            topic: about.1,
            sides,
            strictest,
            loosest,
        })
    }

    fn severity<K: Ord>(&self, sides: &[Side], key: impl Fn(&Side) -> Option<K>) -> Severity {
        let firm: BTreeSet<K> = sides
            .iter()
            .filter(|side| self.firm(side))
            .filter_map(&key)
            .collect();
        let all: BTreeSet<K> = sides.iter().filter_map(&key).collect();
        let open = sides.iter().any(|side| side.unsure || key(side).is_none());
        if firm.len() > 1 {
            Severity::Difference
        } else if all.len() > 1 || open {
            Severity::Unknown
        } else {
            Severity::Consistent
        }
    }

    /// The sides with the highest and the lowest rank, where they differ. What is missing may make a side stricter than is
    /// known, so that it is not called the loosest.
    fn extremes(
        &self,
        sides: &[Side],
        rank: impl Fn(&Side) -> Option<i64>,
    ) -> (Vec<usize>, Vec<usize>) {
        let ranked: Vec<(usize, i64)> = sides
            .iter()
            .enumerate()
            .filter(|(_, side)| self.firm(side))
            .filter_map(|(at, side)| rank(side).map(|rank| (at, rank)))
            .collect();
        let highest = ranked.iter().map(|(_, rank)| *rank).max();
        let lowest = ranked.iter().map(|(_, rank)| *rank).min();
        if highest == lowest {
            return (Vec::new(), Vec::new());
        }
        let with = |wanted: Option<i64>| -> Vec<usize> {
            let of_rank = ranked.iter().filter(|(_, rank)| Some(*rank) == wanted);
            of_rank.map(|(at, _)| *at).collect()
        };
        let mut loosest = with(lowest);
        loosest.retain(|at| sides.get(*at).is_some_and(|side| !side.unsure));
        (with(highest), loosest)
    }
}

/// A side with nothing but what it says.
fn side(party: Party, says: Says, cites: Vec<Citation>) -> Side {
    Side {
        party,
        says,
        about: BTreeSet::new(),
        cites,
        unsure: false,
    }
}

/// What a side says, where that is known.
fn said(side: &Side) -> Option<Says> {
    side.is_known().then(|| side.says.clone())
}

/// No order.
fn unranked(_: &Side) -> Option<i64> {
    None
}
