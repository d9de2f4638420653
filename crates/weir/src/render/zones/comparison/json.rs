//! The comparison of lists as JSON. These types are the format; `version` changes when they do.

use weir_analysis::zones::{Axis, Band, Concept, Member, Relation, Standing};
use weir_core::hir::{OutsideKind, ProvisionId};

use super::{View, says, side};
use crate::render::words;
use crate::render::zones::words as zones;

mod findings;
mod form;
mod names;

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

    fn list(&self, at: usize) -> Option<List> {
        let column = self.view.comparison.columns.get(at)?;
        let program = self.view.edition.program;
        let list = program[column.list].list.as_deref()?;
        let zones = list
            .zones
            .iter()
            .filter_map(|zone| program.zones.get(*zone));
        let gate = &column.gate;
        Some(List {
            list: self.name(column.list),
            title: zones::list(program, column.list, self.view.language),
            kind: names::list_kind(column.kind),
            zones: zones.map(|zone| zone.name.clone()).collect(),
            only_if: column.only_if.map(|only_if| self.chosen(only_if)),
            gate: Gate {
                places: gate
                    .places
                    .iter()
                    .map(|(fact, zones)| Places {
                        fact: self.fact(*fact),
                        zones: self.members(*fact, zones),
                    })
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
                transcribed: column.rows.transcribed,
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
            label: side::quantity(self.view, at),
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
        let part = |(member, provision): (Member, ProvisionId)| Named {
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
                named: self.members(fields.fact, &fields.named),
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
}
