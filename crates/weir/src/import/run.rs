//! The whole way from tables to the text of a list.

use std::collections::{BTreeMap, BTreeSet};

use weir_syntax::ast::{File, List};
use weir_syntax::diagnostic::SourceId;
use weir_syntax::parser::parse;
use weir_tables::{Place, Table};

use super::add::{self, Addition};
use super::draft::{Draft, Part};
use super::mapping::Mapping;
use super::names::{NameOf, Names, Unnamed};
use super::official::{self, Misfit, Printed};
use super::phrase::Why;
use super::print::{self, Broken};
use super::rows::Assembler;
use super::update::{self, Fate, Incoming, Settled};
use super::vocabulary::{Frame, Vocabulary};
use super::{Done, Refusal, Request, Row, files, lists, native};

/// An official table into a list, by a mapping.
pub(super) fn official(request: &Request<'_>, mapping: &Mapping) -> Result<Done, Refusal> {
    Official { request, mapping }.import()
}

struct Official<'a> {
    request: &'a Request<'a>,
    mapping: &'a Mapping,
}

impl Official<'_> {
    fn import(&self) -> Result<Done, Refusal> {
        let vocabulary = Vocabulary::of(files(self.request.checked));
        let (mut done, unnamed) =
            self.once(&vocabulary, self.request.target.map(|(text, _)| text))?;
        if !self.request.add_names || unnamed.is_empty() {
            return Ok(done);
        }
        // With the names added, the table is read again.
        let names = std::mem::take(&mut done.names);
        let mut additions: Vec<Addition> = names
            .into_iter()
            .filter(|one| one.near.is_empty())
            .collect();
        for addition in &mut additions {
            addition.added = true;
        }
        let changed = self.added(&additions).map_err(Refusal::Broken)?;
        let parsed: Vec<(SourceId, File)> = changed
            .iter()
            .map(|(id, text)| (*id, parse(text).file))
            .collect();
        let files = files(self.request.checked).map(|(id, file)| {
            let new = parsed.iter().find(|(changed, _)| *changed == id);
            (id, new.map_or(file, |(_, file)| file))
        });
        let vocabulary = Vocabulary::of(files);
        let own = |target: &SourceId| {
            changed
                .iter()
                .find(|(id, _)| id == target)
                .map(|(_, text)| text.as_str())
        };
        let target = self
            .request
            .target
            .map(|(text, source)| source.as_ref().and_then(own).unwrap_or(text));
        let (mut again, _) = self.once(&vocabulary, target)?;
        let source = self.request.target.and_then(|(_, source)| source);
        again.changed = changed
            .iter()
            .filter(|(id, _)| Some(*id) != source)
            .cloned()
            .collect();
        again.names.splice(0..0, additions);
        Ok(again)
    }

    /// The sources with names added.
    fn added(&self, additions: &[Addition]) -> Result<Vec<(SourceId, String)>, Broken> {
        let mut changed = Vec::new();
        for (id, source) in &self.request.checked.sources {
            let own: Vec<&Addition> = additions.iter().filter(|one| one.source == *id).collect();
            if !own.is_empty() {
                changed.push((*id, add::insert(&source.text, &own)?));
            }
        }
        Ok(changed)
    }

    /// Reads the tables and brings the list in line. Gives also the texts that are no names.
    fn once(
        &self,
        vocabulary: &Vocabulary,
        target: Option<&str>,
    ) -> Result<(Done, Vec<Unnamed>), Refusal> {
        let frame = self.frame(vocabulary);
        let names = Names::new(self.mapping, vocabulary, frame);
        let mut read = official::read(self.request.tables, self.mapping, &names);
        read.misfits.extend(self.no_names(vocabulary, &names));
        if !read.misfits.is_empty() {
            return Err(Refusal::Misfits(read.misfits));
        }
        let assembler = Assembler::new(self.mapping, names, &read.rows);
        let incoming: Vec<Incoming<'_>> = read
            .rows
            .iter()
            .flat_map(|printed: &Printed| {
                assembler
                    .drafts(printed)
                    .into_iter()
                    .map(move |draft| Incoming {
                        draft,
                        printed: Some(printed),
                    })
            })
            .collect();
        twice(&incoming)?;
        let unnamed = unnamed(&incoming);
        let additions = add::additions(&unnamed, &names);
        let context = update::Context {
            mapping: self.mapping,
            names,
            vocabulary,
            assembler: Some(&assembler),
            remove: self.request.remove,
            replace: self.request.replace,
        };
        let (text, settled) = self.text(target, &incoming, &context)?;
        let done = Done {
            text,
            changed: Vec::new(),
            rows: rows(&incoming, settled),
            names: additions,
            headings: read.headings,
            skipped: read.skipped,
            hidden: hidden(self.request.tables, self.mapping),
        };
        Ok((done, unnamed))
    }

    /// Names in the mapping that the policies do not have. Where they declare no category at all, nothing can be said.
    fn no_names(&self, vocabulary: &Vocabulary, names: &Names<'_>) -> Vec<Misfit> {
        let mapping = self.mapping;
        let rules = &mapping.tables;
        let sectors = rules.iter().filter_map(|rule| rule.sector.as_ref());
        let scenarios = rules.iter().filter_map(|rule| rule.scenario.as_ref());
        let mut wrong = Vec::new();
        for (of, used) in [
            (
                NameOf::Sector,
                sectors.chain(mapping.sectors.values()).collect::<Vec<_>>(),
            ),
            (
                NameOf::Scenario,
                scenarios.chain(mapping.scenarios.values()).collect(),
            ),
            (NameOf::Field, mapping.fields.values().collect()),
        ] {
            let known = names.category(of);
            let missing = |name: &&&String| known.is_some_and(|known| known.member(name).is_none());
            wrong.extend(used.iter().filter(missing).map(|name| (*name).clone()));
        }
        if let Some(values) = vocabulary.outcomes.get(&mapping.outcome) {
            let pathways = rules.iter().filter_map(|rule| rule.pathway.as_ref());
            let used = pathways.chain(mapping.pathways.iter().map(|(_, value)| value));
            let missing = |name: &&String| !values.iter().any(|value| value.name == **name);
            wrong.extend(used.filter(missing).cloned());
        }
        wrong.sort_unstable();
        wrong.dedup();
        wrong.into_iter().map(Misfit::NoName).collect()
    }

    fn frame<'v>(&self, vocabulary: &'v Vocabulary) -> Option<&'v Frame> {
        let under = self
            .mapping
            .head
            .lines()
            .find_map(|line| line.trim().strip_prefix("under "));
        let named = under.and_then(|under| {
            vocabulary
                .frames
                .iter()
                .find(|frame| frame.under == under.trim())
        });
        named.or_else(|| vocabulary.frames.first())
    }

    fn text(
        &self,
        target: Option<&str>,
        incoming: &[Incoming<'_>],
        context: &update::Context<'_>,
    ) -> Result<(String, Vec<Settled>), Refusal> {
        let drafts: Vec<Draft> = incoming
            .iter()
            .map(|incoming| incoming.draft.clone())
            .collect();
        let Some(text) = target.filter(|text| !text.trim().is_empty()) else {
            let text =
                print::file(self.mapping, &context.names, &drafts).map_err(Refusal::Broken)?;
            return Ok((text, all_new(incoming)));
        };
        let parsed = parse(text);
        if !parsed.errors.is_empty() {
            return Err(Refusal::SyntaxErrors);
        }
        match list_called(&parsed.file, &self.mapping.name, &self.mapping.edition) {
            Some(list) => update::list(text, list, incoming, context).map_err(Refusal::Broken),
            None => {
                let list = print::canonical(&print::list(self.mapping, &context.names, &drafts))
                    .map_err(Refusal::Broken)?;
                let text = format!("{}\n\n{}", text.trim_end(), list.trim_start());
                Ok((text, all_new(incoming)))
            }
        }
    }
}

fn list_called<'f>(file: &'f File, name: &str, edition: &str) -> Option<&'f List> {
    let mut lists = lists(file).into_iter();
    lists.find(|list| list.name.name.text == name && list.name.edition.value == edition)
}

/// An exported table back into its file, list by list.
pub(super) fn exported(request: &Request<'_>) -> Result<Done, Refusal> {
    let listed = match native::read(request.tables) {
        Some(Ok(listed)) => listed,
        Some(Err(place)) => return Err(Refusal::NoId(place)),
        None => return Err(Refusal::NoList),
    };
    let vocabulary = Vocabulary::of(files(request.checked));
    let mapping = Mapping::default();
    let context = update::Context {
        mapping: &mapping,
        names: Names::new(&mapping, &vocabulary, vocabulary.frames.first()),
        vocabulary: &vocabulary,
        assembler: None,
        remove: request.remove,
        replace: request.replace,
    };
    let (text, _) = request.target.ok_or(Refusal::NoList)?;
    let mut done = Done {
        text: text.to_owned(),
        changed: Vec::new(),
        rows: Vec::new(),
        names: Vec::new(),
        headings: Vec::new(),
        skipped: Vec::new(),
        hidden: Vec::new(),
    };
    let mut seen: Vec<&(String, String)> = Vec::new();
    for (name, _) in &listed {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let own = listed.iter().filter(|(other, _)| other == name);
        let incoming: Vec<Incoming<'_>> = own
            .map(|(_, draft)| Incoming {
                draft: draft.clone(),
                printed: None,
            })
            .collect();
        twice(&incoming)?;
        let parsed = parse(&done.text);
        if !parsed.errors.is_empty() {
            return Err(Refusal::SyntaxErrors);
        }
        let list = match name.0.is_empty() {
            true => Some(lists(&parsed.file))
                .filter(|lists| lists.len() == 1)
                .and_then(|lists| lists.first().copied()),
            false => list_called(&parsed.file, &name.0, &name.1),
        };
        let list = list.ok_or(Refusal::NoList)?;
        let (text, settled) =
            update::list(&done.text, list, &incoming, &context).map_err(Refusal::Broken)?;
        done.rows.extend(rows(&incoming, settled));
        done.text = text;
    }
    Ok(done)
}

fn all_new(incoming: &[Incoming<'_>]) -> Vec<Settled> {
    let settled = |(index, incoming): (usize, &Incoming<'_>)| Settled {
        id: incoming.draft.id.clone(),
        part: incoming.draft.part.clone(),
        incoming: Some(index),
        fate: Fate::New,
    };
    incoming.iter().enumerate().map(settled).collect()
}

fn rows(incoming: &[Incoming<'_>], settled: Vec<Settled>) -> Vec<Row> {
    settled
        .into_iter()
        .map(|settled| {
            let draft = settled
                .incoming
                .and_then(|index| incoming.get(index))
                .map(|incoming| &incoming.draft);
            Row {
                id: settled.id,
                part: settled.part,
                place: draft.map(|draft| draft.place),
                fate: settled.fate,
                unread: draft.map(|draft| draft.unread.clone()).unwrap_or_default(),
                composed: draft.is_some_and(|draft| draft.composed),
            }
        })
        .collect()
}

/// Two rows with the same id would be one. Only a row that is printed once for several scenarios stands in several parts.
fn twice(incoming: &[Incoming<'_>]) -> Result<(), Refusal> {
    let mut seen: BTreeMap<&str, (Option<Place>, BTreeSet<&Part>)> = BTreeMap::new();
    for one in incoming {
        let draft = &one.draft;
        let printed = one.printed.map(|printed| printed.place);
        let (place, parts) = seen
            .entry(draft.id.as_str())
            .or_insert_with(|| (printed, BTreeSet::new()));
        if *place != printed || !parts.insert(&draft.part) {
            return Err(Refusal::Twice(draft.id.clone(), draft.place));
        }
    }
    Ok(())
}

fn unnamed(incoming: &[Incoming<'_>]) -> Vec<Unnamed> {
    incoming
        .iter()
        .flat_map(|incoming| &incoming.draft.unread)
        .filter_map(|(_, unread)| match &unread.why {
            Why::Name(names) => Some(names.clone()),
            Why::Number
            | Why::Condition
            | Why::Whose
            | Why::Contradiction
            | Why::Pathway
            | Why::Kind
            | Why::Row
            | Why::Id => None,
        })
        .flatten()
        .collect()
}

/// The hidden sheets that are read all the same.
fn hidden(tables: &[Table], mapping: &Mapping) -> Vec<String> {
    let read = |number: usize| {
        mapping
            .tables
            .iter()
            .any(|rule| rule.table == number && !rule.skip)
    };
    tables
        .iter()
        .enumerate()
        .filter(|(index, table)| table.hidden && read(index + 1))
        .map(|(_, table)| table.name.clone().unwrap_or_default())
        .collect()
}
