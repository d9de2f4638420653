//! What lists say of one sector or scenario.

use std::collections::BTreeSet;

use weir_core::hir::{Lang, ListKind, ProvisionId, RuleId};

use super::super::model::{
    Concept, Finding, Kind, Mark, Member, Party, Relation, Says, Severity, Side, Standing, Topic,
};
use super::{Compared, lists, numbers, said, side, unranked};

pub(super) fn of_concept(compared: &Compared<'_, '_, '_>, concept: &Concept) -> Vec<Finding> {
    let reaching: Vec<&Standing> = concept
        .standings
        .iter()
        .filter(|standing| matches!(standing.relation, Relation::Same | Relation::Wider))
        .collect();
    let part = OfConcept {
        compared,
        concept,
        reaching,
    };
    let mut findings = Vec::new();
    findings.extend(part.polarity());
    findings.extend(part.cut());
    findings.extend(part.homes());
    findings.extend(part.names());
    let by_line = numbers::of_concept(compared, concept);
    if by_line.is_empty() {
        findings.extend(part.no_numbers());
    }
    findings.extend(by_line);
    findings.extend(part.pathway());
    findings.extend(part.fields());
    findings.extend(part.described());
    findings.extend(part.outside());
    findings
}

struct OfConcept<'f, 'c, 'e, 'p> {
    compared: &'f Compared<'c, 'e, 'p>,
    concept: &'f Concept,
    /// How the lists that name it or a kind around it treat it.
    reaching: Vec<&'f Standing>,
}

impl OfConcept<'_, '_, '_, '_> {
    fn about(&self) -> (Option<Member>, Topic) {
        (Some(self.concept.member), Topic::Whole)
    }

    fn side(&self, standing: &Standing, says: Says) -> Side {
        Side {
            about: standing
                .sector
                .map(|(sector, _)| sector)
                .into_iter()
                .collect(),
            ..side(
                Party::List(standing.column),
                says,
                self.compared.named(standing),
            )
        }
    }

    fn list_kind(&self, standing: &Standing) -> Option<ListKind> {
        self.compared.list_kind(Party::List(standing.column))
    }

    fn is_negative(&self, standing: &Standing) -> bool {
        self.list_kind(standing) == Some(ListKind::Negative)
    }

    /// A finding of sides that have no order.
    fn finding(&self, kind: Kind, sides: Vec<Side>) -> Option<Finding> {
        let about = self.about();
        self.compared.finding(kind, about, sides, said, unranked)
    }

    /// The same, unless all sides say the same.
    fn different(&self, kind: Kind, sides: Vec<Side>) -> Option<Finding> {
        let said: BTreeSet<&Says> = sides.iter().map(|side| &side.says).collect();
        if said.len() < 2 {
            return None;
        }
        self.finding(kind, sides)
    }

    /// A general list frees what a negative list restricts.
    fn polarity(&self) -> Option<Finding> {
        let sides = self.reaching.iter().filter_map(|standing| {
            let kind = self.list_kind(standing)?;
            Some(self.side(standing, Says::Polarity(kind)))
        });
        self.different(Kind::Polarity, sides.collect())
    }

    /// Some lists name exactly this, others only a kind around it.
    fn cut(&self) -> Option<Finding> {
        let relations: BTreeSet<Relation> = self
            .reaching
            .iter()
            .map(|standing| standing.relation)
            .collect();
        if relations.len() < 2 {
            return None;
        }
        let sides = self.reaching.iter().filter_map(|standing| {
            let (member, _) = standing.named?;
            Some(self.side(standing, only(member)))
        });
        self.finding(Kind::Cut, sides.collect())
    }

    /// The same scenario stands in different sectors.
    fn homes(&self) -> Option<Finding> {
        let sides = self.reaching.iter().filter_map(|standing| {
            let (sector, _) = standing.sector?;
            Some(self.side(standing, only(sector)))
        });
        self.different(Kind::Homes, sides.collect())
    }

    /// Different words for the same.
    fn names(&self) -> Option<Finding> {
        let same = self
            .reaching
            .iter()
            .filter(|standing| standing.relation == Relation::Same);
        let sides = same.filter_map(|standing| {
            let (_, provision) = standing.named?;
            Some(self.side(standing, Says::Printed(provision)))
        });
        let sides: Vec<Side> = sides.collect();
        let name = |side: &Side| {
            if let Says::Printed(provision) = side.says {
                Some(self.printed(provision))
            } else {
                None
            }
        };
        let names: BTreeSet<String> = sides.iter().filter_map(name).collect();
        if names.len() < 2 {
            return None;
        }
        self.compared
            .finding(Kind::Names, self.about(), sides, name, unranked)
    }

    fn printed(&self, provision: ProvisionId) -> String {
        let provision = &self.compared.look.program[provision];
        provision
            .labels
            .exact(Lang::Zh)
            .unwrap_or(&provision.number)
            .to_owned()
    }

    /// Several lists name it, and none of their numbers is transcribed.
    fn no_numbers(&self) -> Option<Finding> {
        let missing = |standing: &&&Standing| !standing.holes.is_empty();
        let sides = self.reaching.iter().filter(missing).map(|standing| Side {
            cites: self.compared.cites(&standing.holes),
            ..self.side(standing, Says::Unknown)
        });
        let sides: Vec<Side> = sides.collect();
        (sides.len() > 1).then(|| Finding {
            kind: Kind::Numbers,
            severity: Severity::Unknown,
            concept: Some(self.concept.member),
            topic: Topic::Whole,
            sides,
            strictest: Vec::new(),
            loosest: Vec::new(),
        })
    }

    /// A side that is not known where something is missing and nothing is transcribed.
    fn known_or_missing(&self, standing: &Standing, says: Option<Says>, rules: &[RuleId]) -> Side {
        let unsure = !standing.holes.is_empty();
        match says {
            Some(says) => {
                let own = self.side(standing, says);
                let cites = self.compared.cites(rules);
                Side {
                    unsure,
                    cites: if cites.is_empty() {
                        own.cites.clone()
                    } else {
                        cites
                    },
                    ..own
                }
            }
            None if unsure => Side {
                cites: self.compared.cites(&standing.holes),
                ..self.side(standing, Says::Unknown)
            },
            None => self.side(standing, Says::Nothing),
        }
    }

    /// What rows conclude, whatever the numbers.
    fn pathway(&self) -> Option<Finding> {
        let negative = self
            .reaching
            .iter()
            .filter(|standing| self.is_negative(standing));
        let sides = negative.map(|standing| {
            let values: BTreeSet<_> = standing.reaches.iter().map(|(value, _)| *value).collect();
            let rules: Vec<_> = standing
                .reaches
                .iter()
                .flat_map(|(_, rules)| rules.clone())
                .collect();
            let says = Some(Says::Concludes(values.clone())).filter(|_| !values.is_empty());
            self.known_or_missing(standing, says, &rules)
        });
        let rules = self
            .reaching
            .iter()
            .flat_map(|standing| standing.reaches.iter().flat_map(|(_, rules)| rules));
        if !self.any_own(rules) {
            return None;
        }
        let rank = |side: &Side| {
            let Says::Concludes(values) = &side.says else {
                return None;
            };
            values
                .iter()
                .map(|(_, value)| i64::try_from(*value).unwrap_or(i64::MAX))
                .max()
        };
        self.worth(Kind::Pathway, sides.collect(), rank)
    }

    fn fields(&self) -> Option<Finding> {
        let sides = self.reaching.iter().map(|standing| {
            let says = standing
                .fields
                .as_ref()
                .map(|fields| Says::Members(fields.fact, fields.named.clone(), fields.open));
            let rules = standing
                .fields
                .as_ref()
                .map(|fields| fields.rules.as_slice())
                .unwrap_or_default();
            self.known_or_missing(standing, says, rules)
        });
        self.worth(Kind::Fields, sides.collect(), unranked)
    }

    fn described(&self) -> Option<Finding> {
        let sides = self.reaching.iter().map(|standing| {
            let marks: BTreeSet<Mark> = standing
                .described
                .iter()
                .flat_map(|(_, marks)| marks.clone())
                .collect();
            let rules: Vec<_> = standing.described.iter().map(|(rule, _)| *rule).collect();
            let says = Some(Says::Marks(marks)).filter(|_| !rules.is_empty());
            self.known_or_missing(standing, says, &rules)
        });
        let rules = self
            .reaching
            .iter()
            .flat_map(|standing| standing.described.iter().map(|(rule, _)| rule));
        if !self.any_own(rules) {
            return None;
        }
        self.worth(Kind::Described, sides.collect(), unranked)
    }

    /// Whether some of these rules speak of the concept; else they are found at the sector around it.
    fn any_own<'r>(&self, mut rules: impl Iterator<Item = &'r RuleId>) -> bool {
        rules.any(|rule| {
            self.reaching
                .iter()
                .any(|standing| standing.own.contains(rule))
        })
    }

    fn outside(&self) -> Option<Finding> {
        let sides = self.reaching.iter().filter_map(|standing| {
            let outside = standing.outside.filter(|_| self.is_negative(standing))?;
            Some(self.side(standing, Says::Outside(outside)))
        });
        let (about, rank) = (self.about(), lists::rank_outside);
        self.compared
            .finding(Kind::Outside, about, sides.collect(), said, rank)
    }

    /// A finding where at least one side says something.
    fn worth(
        &self,
        kind: Kind,
        sides: Vec<Side>,
        rank: impl Fn(&Side) -> Option<i64>,
    ) -> Option<Finding> {
        let says = |side: &Side| side.is_known() && side.says != Says::Nothing;
        if !sides.iter().any(says) {
            return None;
        }
        self.compared.finding(kind, self.about(), sides, said, rank)
    }
}

/// One member.
fn only(member: Member) -> Says {
    Says::Members(member.fact, BTreeSet::from([member.at]), false)
}
