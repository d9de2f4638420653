//! Texts in both languages, declarations that nothing uses, and holes that say nothing.

use weir_syntax::diagnostic::Severity;

use super::{Input, Out};
use crate::hir::*;
use crate::lower::Target;
use crate::problems::{NameKind, ProblemKind};

pub(super) fn labels(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    for outcome in &program.outcomes {
        members(input, NameKind::Value, &outcome.values, out);
    }
    let mut trees: Vec<&[Member]> = Vec::new();
    for fact in &program.facts {
        if matches!(fact.ty, FactType::Error) {
            continue;
        }
        let what = if fact.measure {
            NameKind::Measure
        } else {
            NameKind::Fact
        };
        texts(
            input,
            what,
            &fact.name,
            &fact.labels,
            fact.place,
            &[LabelKind::Label, LabelKind::Ask],
            out,
        );
        if let FactType::Choice(values) | FactType::Set(values) = &fact.ty
            && !trees.iter().any(|tree| std::ptr::eq(*tree, &**values))
        {
            trees.push(values);
            members(input, NameKind::Value, values, out);
        }
    }
    let label = [LabelKind::Label];
    for threshold in &program.thresholds {
        texts(
            input,
            NameKind::Threshold,
            &threshold.name,
            &threshold.labels,
            threshold.place,
            &label,
            out,
        );
    }
    for instrument in &program.instruments {
        texts(
            input,
            NameKind::Instrument,
            &instrument.name,
            &instrument.labels,
            instrument.place,
            &label,
            out,
        );
    }
    for reading in &program.readings {
        texts(
            input,
            NameKind::Reading,
            &reading.name,
            &reading.labels,
            reading.place,
            &label,
            out,
        );
        for option in &reading.options {
            texts(
                input,
                NameKind::Option,
                &option.name,
                &option.labels,
                option.place,
                &label,
                out,
            );
        }
    }
    parts_of_lists(input, out);
    for counter in &program.counters {
        texts(
            input,
            NameKind::Counter,
            &counter.name,
            &counter.labels,
            counter.place,
            &label,
            out,
        );
    }
    for definition in &program.definitions {
        texts(
            input,
            NameKind::Definition,
            &definition.name,
            &definition.labels,
            definition.place,
            &label,
            out,
        );
    }
    for assumption in &program.assumptions {
        texts(
            input,
            NameKind::Assumption,
            &assumption.name,
            &assumption.labels,
            assumption.place,
            &label,
            out,
        );
    }
    let unlabelled = input.stretches.iter().flat_map(|(rules, sorts)| {
        let ids = sorts.unlabelled().iter();
        ids.map(|at| RuleId(rules.from.saturating_add(*at)))
    });
    for rule in unlabelled.map(|id| &program[id]) {
        let name = rule.name.clone().or_else(|| {
            rule.citation
                .provision
                .map(|at| format!("{} {}", program[at].kind.word(), program[at].number))
        });
        texts(
            input,
            NameKind::Rule,
            &name.unwrap_or_default(),
            &rule.labels,
            rule.place,
            &label,
            out,
        );
    }
}

/// Sectors, scenarios and rows have labels, so that a determination can name them.
fn parts_of_lists(input: &Input<'_>, out: &mut Out<'_>) {
    let lists = input.program.lists();
    for provision in lists.flat_map(|(list, _)| input.program.provisions_of(list)) {
        let what = match provision.kind {
            ProvisionKind::Sector => NameKind::Sector,
            ProvisionKind::Scenario => NameKind::Scenario,
            ProvisionKind::Row => NameKind::Row,
            ProvisionKind::Article
            | ProvisionKind::Paragraph
            | ProvisionKind::Item
            | ProvisionKind::Question
            | ProvisionKind::Section
            | ProvisionKind::Annex => continue,
        };
        let label = [LabelKind::Label];
        texts(
            input,
            what,
            &provision.number,
            &provision.labels,
            provision.place,
            &label,
            out,
        );
    }
}

fn members(input: &Input<'_>, what: NameKind, members: &[Member], out: &mut Out<'_>) {
    for member in members {
        texts(
            input,
            what,
            &member.name,
            &member.labels,
            member.place,
            &[LabelKind::Label],
            out,
        );
    }
}

fn texts(
    input: &Input<'_>,
    what: NameKind,
    name: &str,
    labels: &Labels,
    place: Place,
    kinds: &[LabelKind],
    out: &mut Out<'_>,
) {
    if input.damaged.touches(place) {
        return;
    }
    for kind in kinds {
        for lang in [Lang::Zh, Lang::En] {
            if !labels.0.contains_key(&(*kind, lang)) {
                let question = *kind == LabelKind::Ask;
                out.add(
                    place,
                    ProblemKind::MissingLabel {
                        what,
                        name: name.to_owned(),
                        lang,
                        question,
                    },
                );
            }
        }
    }
}

/// What is declared and never used. Where something is wrong, the use may stand in the wrong part, so nothing is said.
pub(super) fn unused(input: &Input<'_>, out: &mut Out<'_>) {
    if out
        .0
        .iter()
        .any(|problem| problem.code().severity() == Severity::Error)
    {
        return;
    }
    let program = input.program;
    let mut check = |target: Target, what: NameKind, name: &str, place: Place| {
        if !(input.used)(target) {
            out.add(
                place,
                ProblemKind::Unused {
                    what,
                    name: name.to_owned(),
                },
            );
        }
    };
    for (at, fact) in program.facts.iter().enumerate() {
        let what = if fact.measure {
            NameKind::Measure
        } else {
            NameKind::Fact
        };
        check(
            Target::Fact(FactId::from_index(at)),
            what,
            &fact.name,
            fact.place,
        );
    }
    for (at, threshold) in program.thresholds.iter().enumerate() {
        check(
            Target::Threshold(ThresholdId::from_index(at)),
            NameKind::Threshold,
            &threshold.name,
            threshold.place,
        );
    }
    for (at, reading) in program.readings.iter().enumerate() {
        check(
            Target::Reading(ReadingId::from_index(at)),
            NameKind::Reading,
            &reading.name,
            reading.place,
        );
    }
    for (at, counter) in program.counters.iter().enumerate() {
        let target = Target::Counter(CounterId::from_index(at));
        check(target, NameKind::Counter, &counter.name, counter.place);
    }
    for (at, (name, place)) in input.profiles.iter().enumerate() {
        check(Target::Profile(at), NameKind::Profile, name, *place);
    }
    for (at, definition) in program.definitions.iter().enumerate() {
        check(
            Target::Definition(DefinitionId::from_index(at)),
            NameKind::Definition,
            &definition.name,
            definition.place,
        );
    }
}

pub(super) fn holes(input: &Input<'_>, out: &mut Out<'_>) {
    for (rule, explained) in input.holes {
        let place = input.program[*rule].place;
        if !explained && !input.damaged.touches(place) {
            out.add(place, ProblemKind::UnexplainedHole);
        }
    }
}
