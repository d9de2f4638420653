//! Findings, and what their sides say in names of the policies.

use weir_analysis::zones::{Finding, Says, Side, Topic};

use super::{Findings, Marked, Sides, Writer, names, says, side};

impl Writer<'_> {
    pub(super) fn finding(&self, finding: &Finding) -> Findings {
        let measure = match finding.topic {
            Topic::Line(at, _) | Topic::Quantity(at) => self.view.comparison.quantities.get(at),
            Topic::Whole | Topic::Mark(_) => None,
        };
        let of = |which: &[usize]| {
            let sides = which.iter().filter_map(|at| finding.sides.get(*at));
            let mut parties: Vec<String> = sides.map(|side| self.party(side.party)).collect();
            parties.dedup();
            parties
        };
        Findings {
            kind: finding.kind.slug(),
            severity: finding.severity.slug(),
            concept: finding.concept.map(|concept| self.member(concept)),
            measures: measure
                .map(|quantity| {
                    quantity
                        .measures
                        .iter()
                        .map(|measure| self.fact(*measure))
                        .collect()
                })
                .unwrap_or_default(),
            concludes: if let Topic::Line(_, line) = finding.topic {
                Some(self.line(line))
            } else {
                None
            },
            about: if let Topic::Mark(mark) = finding.topic {
                Some(self.mark(&mark))
            } else {
                None
            },
            text: says::title(self.view, finding),
            sides: finding
                .sides
                .iter()
                .map(|side| self.side(finding, side))
                .collect(),
            strictest: of(&finding.strictest),
            loosest: of(&finding.loosest),
        }
    }

    pub(super) fn side(&self, finding: &Finding, side: &Side) -> Sides {
        Sides {
            of: self.party(side.party),
            known: side.is_known(),
            number: if let Says::From(number) = side.says {
                Some(number)
            } else {
                None
            },
            values: self.values(&side.says),
            text: side::says(self.view, finding, side),
            about: side
                .about
                .iter()
                .map(|member| self.member(*member))
                .collect(),
            cites: side.cites.iter().map(|cite| self.cite(*cite)).collect(),
            unsure: side.unsure,
        }
    }

    /// What a side says, in names.
    pub(super) fn values(&self, says: &Says) -> Vec<String> {
        match says {
            Says::Polarity(kind) => vec![names::list_kind(*kind).to_owned()],
            Says::Outside(kind) => vec![kind.word().to_owned()],
            Says::Places(places) => places.iter().map(|(fact, _)| self.fact(*fact)).collect(),
            Says::Closes => vec!["closes".to_owned()],
            Says::Opens => vec!["opens".to_owned()],
            Says::Concludes(values) => values.iter().map(|value| self.value(*value)).collect(),
            Says::Members(fact, members, _) => self.members(*fact, members),
            Says::Marks(marks) => {
                let name = |mark: Marked| mark.member.unwrap_or(mark.fact);
                marks.iter().map(|mark| name(self.mark(mark))).collect()
            }
            Says::Rows([special, residual, general, _]) => {
                let kinds = [
                    (special, "special"),
                    (residual, "residual"),
                    (general, "general"),
                ];
                let kinds = kinds.into_iter().filter(|(number, _)| **number > 0);
                kinds.map(|(_, kind)| kind.to_owned()).collect()
            }
            Says::Measures(measures) => {
                measures.iter().map(|measure| self.fact(*measure)).collect()
            }
            Says::Periods(periods) => periods.iter().cloned().collect(),
            Says::OnlyIf(reading, option) => {
                let chosen = self.chosen((*reading, *option));
                vec![format!("{}={}", chosen.reading, chosen.option)]
            }
            Says::From(_)
            | Says::NoNumber
            | Says::National
            | Says::Unknown
            | Says::Nothing
            | Says::NotStated
            | Says::Trial(..)
            | Says::Approved(_)
            | Says::Printed(_)
            | Says::Row(..) => Vec::new(),
        }
    }
}
