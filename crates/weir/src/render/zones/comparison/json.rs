//! The comparison of lists as JSON. These types are the format; `version` changes when they do.

use weir_analysis::zones::{
    Axis, Band, Concept, Finding, Line, Mark, Member, Party, Relation, Says, Side, Standing, Topic,
};
use weir_core::hir::{Citation, FactId, ListKind, OutsideKind, Place, RuleId};
use weir_syntax::LineIndex;

use super::{View, says};
use crate::render::words;
use crate::render::zones::words as zones;

mod form;

pub use form::*;

/// The comparison.
#[must_use]
pub fn report(view: &View<'_>, checked: &weir_core::Checked) -> Report {
    let writer = Writer { view, checked };
    let comparison = view.comparison;
    let concepts = comparison
        .concepts
        .iter()
        .filter(|concept| view.only.is_empty() || view.only.contains(&concept.member));
    Report {
        version: 1,
        on: comparison.as_of.to_string(),
        readings: writer.readings(),
        lists: (0..comparison.columns.len())
            .filter_map(|at| writer.list(at))
            .collect(),
        adopting: comparison
            .adopting
            .iter()
            .map(|(list, from)| Adopting {
                list: writer.name(*list),
                from: from.iter().map(|from| writer.name(*from)).collect(),
            })
            .collect(),
        quantities: (0..comparison.quantities.len())
            .filter_map(|at| writer.quantity(at))
            .collect(),
        concepts: concepts.map(|concept| writer.concept(concept)).collect(),
        findings: view
            .findings()
            .map(|finding| writer.finding(finding))
            .collect(),
        too_large: comparison
            .too_large
            .iter()
            .map(|rule| writer.rule(*rule))
            .collect(),
    }
}

struct Writer<'v> {
    view: &'v View<'v>,
    checked: &'v weir_core::Checked,
}

impl Writer<'_> {
    fn readings(&self) -> Vec<Chosen> {
        let edition = self.view.edition;
        let changed = edition
            .program
            .reading_ids()
            .filter(|reading| edition.readings.get(*reading) != edition.program[*reading].default);
        changed
            .map(|reading| self.chosen((reading, edition.readings.get(reading))))
            .collect()
    }

    fn chosen(&self, (reading, option): (weir_core::hir::ReadingId, usize)) -> Chosen {
        let declared = &self.view.edition.program[reading];
        Chosen {
            reading: declared.name.clone(),
            option: declared
                .options
                .get(option)
                .map(|option| option.name.clone())
                .unwrap_or_default(),
        }
    }

    fn name(&self, list: weir_core::hir::InstrumentId) -> String {
        self.view.edition.program[list].name.clone()
    }

    fn fact(&self, fact: FactId) -> String {
        self.view.edition.program[fact].name.clone()
    }

    fn member(&self, member: Member) -> String {
        let members = self.view.edition.program.members(member.fact);
        members
            .get(member.at)
            .map(|member| member.name.clone())
            .unwrap_or_default()
    }

    fn mark(&self, mark: &Mark) -> Marked {
        Marked {
            fact: self.fact(mark.fact),
            member: mark.member.map(|at| {
                self.member(Member {
                    fact: mark.fact,
                    at,
                })
            }),
        }
    }

    fn value(&self, (outcome, value): (weir_core::hir::OutcomeId, usize)) -> String {
        let values = &self.view.edition.program[outcome].values;
        values
            .get(value)
            .map(|value| value.name.clone())
            .unwrap_or_default()
    }

    fn list(&self, at: usize) -> Option<List> {
        let column = self.view.comparison.columns.get(at)?;
        let program = self.view.edition.program;
        let list = program[column.list].list.as_deref()?;
        let zones = list
            .zones
            .iter()
            .filter_map(|zone| program.zones.get(*zone));
        let place = |fact: FactId, zones: &std::collections::BTreeSet<usize>| Places {
            fact: self.fact(fact),
            zones: zones
                .iter()
                .map(|at| self.member(Member { fact, at: *at }))
                .collect(),
        };
        let gate = &column.gate;
        Some(List {
            list: self.name(column.list),
            title: zones::list(program, column.list, self.view.language),
            kind: match column.kind {
                ListKind::Negative => "negative",
                ListKind::General => "general",
            },
            zones: zones.map(|zone| zone.name.clone()).collect(),
            only_if: column.only_if.map(|only_if| self.chosen(only_if)),
            gate: Gate {
                places: gate
                    .places
                    .iter()
                    .map(|(fact, zones)| place(*fact, zones))
                    .collect(),
                closes: gate.closes.iter().map(|mark| self.mark(mark)).collect(),
                opens: gate.opens.iter().map(|mark| self.mark(mark)).collect(),
                readings: gate
                    .readings
                    .iter()
                    .map(|reading| program[*reading].name.clone())
                    .collect(),
            },
            outside: column.outside.map(OutsideKind::word),
            trial: column.trial.map(|trial| Trial {
                until: trial.until.to_string(),
                months: trial.months,
                over: trial.over,
            }),
            rows: Rows {
                special: column.rows.special,
                residual: column.rows.residual,
                general: column.rows.general,
                untranscribed: column.rows.holes,
            },
            duties: column
                .duties
                .iter()
                .map(|(value, rules)| Reached {
                    value: self.value(*value),
                    rules: self.rules(rules),
                })
                .collect(),
            adopts: column.adopts.iter().map(|from| self.name(*from)).collect(),
            place: self.place(program[column.list].place),
        })
    }

    fn quantity(&self, at: usize) -> Option<Quantity> {
        let quantity = self.view.comparison.quantities.get(at)?;
        let program = self.view.edition.program;
        Some(Quantity {
            label: says::quantity(self.view, at),
            measures: quantity
                .measures
                .iter()
                .map(|measure| self.fact(*measure))
                .collect(),
            counters: quantity
                .counters
                .iter()
                .map(|counter| program[*counter].name.clone())
                .collect(),
        })
    }

    fn concept(&self, concept: &Concept) -> Concepts {
        Concepts {
            axis: match concept.axis {
                Axis::Sector => "sector",
                Axis::Scenario => "scenario",
            },
            member: self.member(concept.member),
            label: self.view.member(concept.member).to_owned(),
            standings: concept
                .standings
                .iter()
                .map(|standing| self.standing(standing))
                .collect(),
        }
    }

    fn standing(&self, standing: &Standing) -> Standings {
        let program = self.view.edition.program;
        let part = |(member, provision): (Member, weir_core::hir::ProvisionId)| Named {
            member: self.member(member),
            printed: words::label(
                &program[provision].labels,
                &program[provision].number,
                self.view.language,
            )
            .to_owned(),
        };
        Standings {
            list: self
                .view
                .comparison
                .columns
                .get(standing.column)
                .map(|column| self.name(column.list))
                .unwrap_or_default(),
            relation: match standing.relation {
                Relation::Same => "same",
                Relation::Wider => "wider",
                Relation::Narrower => "narrower",
                Relation::Everything => "everything",
            },
            named: standing.named.map(part),
            sector: standing.sector.map(part),
            numbers: standing.bands.iter().map(|band| self.band(band)).collect(),
            fields: standing.fields.as_ref().map(|fields| Fields {
                fact: self.fact(fields.fact),
                named: fields
                    .named
                    .iter()
                    .map(|at| {
                        self.member(Member {
                            fact: fields.fact,
                            at: *at,
                        })
                    })
                    .collect(),
                open: fields.open,
            }),
            important_data: self.rules(
                &standing
                    .described
                    .iter()
                    .map(|(rule, _)| *rule)
                    .collect::<Vec<_>>(),
            ),
            concludes: standing
                .reaches
                .iter()
                .map(|(value, rules)| Reached {
                    value: self.value(*value),
                    rules: self.rules(rules),
                })
                .collect(),
            outside: standing.outside.map(OutsideKind::word),
            untranscribed: self.rules(&standing.holes),
        }
    }

    fn band(&self, band: &Band) -> Numbers {
        Numbers {
            measure: self.fact(band.measure),
            concludes: self.line(band.line),
            from: band.range.from,
            below: band.range.below,
            rule: self.rule(band.rule),
            unsure: band.unsure,
        }
    }

    fn line(&self, line: Line) -> String {
        match line {
            Line::Value(outcome, value) => self.value((outcome, value)),
            Line::Has(fact, at) => format!(
                "{} has {}",
                self.fact(fact),
                self.member(Member { fact, at })
            ),
        }
    }

    fn finding(&self, finding: &Finding) -> Findings {
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

    fn party(&self, party: Party) -> String {
        match party {
            Party::National => "national".to_owned(),
            Party::List(at) => self
                .view
                .comparison
                .columns
                .get(at)
                .map(|column| self.name(column.list))
                .unwrap_or_default(),
        }
    }

    fn side(&self, finding: &Finding, side: &Side) -> Sides {
        Sides {
            of: self.party(side.party),
            known: !says::is_unknown(side),
            number: if let Says::From(number) = side.says {
                Some(number)
            } else {
                None
            },
            values: self.values(&side.says),
            text: says::says(self.view, finding, side),
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
    fn values(&self, says: &Says) -> Vec<String> {
        match says {
            Says::Polarity(negative) => {
                vec![if *negative { "negative" } else { "general" }.to_owned()]
            }
            Says::Outside(kind) => vec![kind.word().to_owned()],
            Says::Places(places) => places.iter().map(|(fact, _)| self.fact(*fact)).collect(),
            Says::Closes => vec!["closes".to_owned()],
            Says::Opens => vec!["opens".to_owned()],
            Says::Concludes(values) => values.iter().map(|value| self.value(*value)).collect(),
            Says::Members(fact, members, _) => members
                .iter()
                .map(|at| {
                    self.member(Member {
                        fact: *fact,
                        at: *at,
                    })
                })
                .collect(),
            Says::Marks(marks) => {
                let mark = |mark: &Mark| {
                    mark.member.map(|at| {
                        self.member(Member {
                            fact: mark.fact,
                            at,
                        })
                    })
                };
                marks
                    .iter()
                    .map(|found| mark(found).unwrap_or_else(|| self.fact(found.fact)))
                    .collect()
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

    fn rules(&self, rules: &[RuleId]) -> Vec<String> {
        let mut references: Vec<String> = rules.iter().map(|rule| self.rule(*rule)).collect();
        references.dedup();
        references
    }

    fn rule(&self, rule: RuleId) -> String {
        zones::reference(
            self.view.edition.program,
            self.view.edition.program[rule].citation,
        )
    }

    fn cite(&self, citation: Citation) -> Cited {
        let program = self.view.edition.program;
        let place = citation
            .provision
            .map_or(program[citation.instrument].place, |provision| {
                program[provision].place
            });
        Cited {
            reference: zones::reference(program, citation),
            citation: words::citation(program, citation, self.view.language),
            place: self.place(place),
        }
    }

    fn place(&self, place: Place) -> Option<Located> {
        let source = self.checked.sources.get(&place.source)?;
        Some(Located {
            file: source.name.to_string(),
            line: LineIndex::new(&source.text).line(place.span.start) + 1,
        })
    }
}
