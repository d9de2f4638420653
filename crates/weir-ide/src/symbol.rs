//! What a symbol is: its name, texts and place.

use weir_core::hir::{FactType, Labels, Member, Place, ProvisionKind, SourceId};
use weir_core::occurrence::Symbol;
use weir_syntax::ast;

use crate::outline::PartKind;
use crate::snapshot::Snapshot;

/// What is known of a symbol.
pub(crate) struct Info<'s> {
    pub(crate) kind: PartKind,
    pub(crate) name: String,
    pub(crate) labels: Option<&'s Labels>,
    /// Where its declaration stands as a whole.
    pub(crate) place: Place,
    /// What it is a value, option or part of.
    pub(crate) of: Option<String>,
}

impl Snapshot {
    /// What a symbol is.
    pub(crate) fn info(&self, symbol: Symbol) -> Option<Info<'_>> {
        let program = self.program();
        let info = |kind, name: &str, labels, place| Info {
            kind,
            name: name.to_owned(),
            labels: Some(labels),
            place,
            of: None,
        };
        Some(match symbol {
            Symbol::Outcome(id) => {
                let node = program.outcomes.get(id.index())?;
                info(PartKind::Outcome, &node.name, &node.labels, node.place)
            }
            Symbol::Value(id, at) => {
                let node = program.outcomes.get(id.index())?;
                let value = node.values.get(at)?;
                let of = Some(node.name.clone());
                let info = info(PartKind::Value, &value.name, &value.labels, value.place);
                Info { of, ..info }
            }
            Symbol::Category(at) => {
                let node = program.categories.get(at)?;
                info(PartKind::Category, &node.name, &node.labels, node.place)
            }
            Symbol::Member(place) => {
                let (of, kind, member) = self.member(place)?;
                let info = info(kind, &member.name, &member.labels, member.place);
                Info {
                    of: Some(of),
                    ..info
                }
            }
            Symbol::Zone(at) => {
                let node = program.zones.get(at)?;
                info(PartKind::Zone, &node.name, &node.labels, node.place)
            }
            Symbol::Fact(id) => {
                let node = program.facts.get(id.index())?;
                let kind = if node.measure {
                    PartKind::Measure
                } else {
                    PartKind::Fact
                };
                info(kind, &node.name, &node.labels, node.place)
            }
            Symbol::Threshold(id) => {
                let node = program.thresholds.get(id.index())?;
                info(PartKind::Threshold, &node.name, &node.labels, node.place)
            }
            Symbol::Instrument(id) | Symbol::Edition(id) => {
                let node = program.instruments.get(id.index())?;
                let kind = match node.list {
                    Some(_) => PartKind::List,
                    None => PartKind::Instrument,
                };
                info(kind, &node.name, &node.labels, node.place)
            }
            Symbol::List(place) => Info {
                kind: PartKind::List,
                name: self.at(place).to_owned(),
                labels: None,
                place,
                of: None,
            },
            Symbol::Provision(id) => {
                let node = program.provisions.get(id.index())?;
                let name = format!("{} {}", node.kind.word(), node.number);
                let of = program
                    .instruments
                    .get(node.instrument.index())?
                    .name
                    .clone();
                let info = info(part_kind(node.kind), &name, &node.labels, node.place);
                Info {
                    of: Some(of),
                    ..info
                }
            }
            Symbol::Rule(id) => {
                let node = program.rules.get(id.index())?;
                let instrument = node.citation.instrument.index();
                let of = program.instruments.get(instrument)?.name.clone();
                let name = node.name.as_deref().unwrap_or_default();
                let info = info(PartKind::Rule, name, &node.labels, node.place);
                Info {
                    of: Some(of),
                    ..info
                }
            }
            Symbol::Reading(id) => {
                let node = program.readings.get(id.index())?;
                info(PartKind::Reading, &node.name, &node.labels, node.place)
            }
            Symbol::Option(id, at) => {
                let node = program.readings.get(id.index())?;
                let option = node.options.get(at)?;
                let of = Some(node.name.clone());
                let info = info(PartKind::Option, &option.name, &option.labels, option.place);
                Info { of, ..info }
            }
            Symbol::Definition(id) => {
                let node = program.definitions.get(id.index())?;
                info(PartKind::Definition, &node.name, &node.labels, node.place)
            }
            Symbol::Assumption(id) => {
                let node = program.assumptions.get(id.index())?;
                info(PartKind::Assumption, &node.name, &node.labels, node.place)
            }
            Symbol::Counter(id) => {
                let node = program.counters.get(id.index())?;
                info(PartKind::Counter, &node.name, &node.labels, node.place)
            }
            Symbol::Profile(at) => {
                let (source, node) = self.profile(at)?;
                Info {
                    kind: PartKind::Profile,
                    name: node.name.text.clone(),
                    labels: None,
                    place: Place {
                        source,
                        span: node.at.span(),
                    },
                    of: None,
                }
            }
            Symbol::Source(id) => {
                let source = self.checked.sources.get(&id)?;
                Info {
                    kind: PartKind::Use,
                    name: source.name.to_string(),
                    labels: None,
                    place: Place {
                        source: id,
                        span: weir_syntax::Span::new(0, 0),
                    },
                    of: None,
                }
            }
        })
    }

    /// A kind of a category tree or a value of an enumeration, with the name of the tree or fact.
    pub(crate) fn member(&self, place: Place) -> Option<(String, PartKind, &Member)> {
        let program = self.program();
        let holds = |outer: Place| {
            outer.source == place.source
                && outer.span.start <= place.span.start
                && place.span.end <= outer.span.end
        };
        for category in program.categories.iter().filter(|one| holds(one.place)) {
            if let Some(member) = category.members.iter().find(|one| one.place == place) {
                return Some((category.name.clone(), PartKind::Member, member));
            }
        }
        for fact in program.facts.iter().filter(|one| holds(one.place)) {
            if let FactType::Choice(members) | FactType::Set(members) = &fact.ty
                && let Some(member) = members.iter().find(|one| one.place == place)
            {
                return Some((fact.name.clone(), PartKind::Value, member));
            }
        }
        None
    }

    /// A profile, by its position among all.
    pub(crate) fn profile(&self, at: usize) -> Option<(SourceId, &ast::Profile)> {
        let sources = self.checked.sources.iter();
        let profiles = sources.flat_map(|(id, source)| {
            source.parse.file.items.iter().filter_map(|item| {
                if let ast::Item::Profile(profile) = item {
                    Some((*id, profile))
                } else {
                    None
                }
            })
        });
        profiles.into_iter().nth(at)
    }
}

/// The part that a provision of a kind is.
pub(crate) fn part_kind(kind: ProvisionKind) -> PartKind {
    match kind {
        ProvisionKind::Article => PartKind::Article,
        ProvisionKind::Paragraph => PartKind::Paragraph,
        ProvisionKind::Item => PartKind::Item,
        ProvisionKind::Question => PartKind::Question,
        ProvisionKind::Section => PartKind::Section,
        ProvisionKind::Annex => PartKind::Annex,
        ProvisionKind::Sector => PartKind::Sector,
        ProvisionKind::Scenario => PartKind::Scenario,
        ProvisionKind::Row => PartKind::Row,
    }
}
