//! What can stand at a place of a scenario file: keys, facts, values. Found like the names of policies, by name, by label in
//! either language and by pinyin.

use std::collections::BTreeSet;

use weir_core::hir::{FactId, FactType, Lang, Place, Unit};
use weir_core::occurrence::Symbol;
use weir_syntax::Span;
use weir_syntax::token::number_value;

use super::{ScenarioKey, ScenarioPlace, ScenarioText, ScenarioWanted};
use crate::completion::{CompletionItem, Completions, ItemKind, finish, item};
use crate::fuzzy::Pattern;
use crate::phrase;
use crate::snapshot::Snapshot;

/// Quantities of people that are often meant, where no threshold says better ones.
const AMOUNTS: [&str; 5] = ["1万", "10万", "100万", "1000万", "1亿"];

/// What can stand at a place of a scenario file, with the cursor at an offset.
#[must_use]
pub fn scenario_completion(
    snapshot: &Snapshot,
    text: &ScenarioText,
    place: &ScenarioPlace,
    offset: u32,
) -> Completions {
    let mut offer = Offer {
        snapshot,
        text,
        place,
        pattern: Pattern::new(&place.typed),
        items: Vec::new(),
    };
    match &place.wanted {
        ScenarioWanted::Keys(keys) => keys.iter().for_each(|key| offer.key(key)),
        ScenarioWanted::Facts { group, given } => offer.facts(group, given),
        ScenarioWanted::Value(fact) => offer.value(*fact),
        ScenarioWanted::Members { fact, given } => offer.members(*fact, given, false),
        ScenarioWanted::Presence => offer.yes_or_no(),
        ScenarioWanted::Readings(given) => {
            let readings = snapshot.program().reading_ids();
            for id in readings.filter(|id| !given.contains(id)) {
                offer.symbol(Symbol::Reading(id), "", place.after);
            }
        }
        ScenarioWanted::Options(id) => {
            let reading = snapshot.program().readings.get(id.index());
            let options = reading.map_or(0, |reading| reading.options.len());
            (0..options).for_each(|at| offer.symbol(Symbol::Option(*id, at), "", ""));
        }
        ScenarioWanted::Day => offer.today(),
    }
    let typed = Span::new(place.replace.start, offset).text(&text.text);
    finish(offer.items, typed, place.replace)
}

struct Offer<'s> {
    snapshot: &'s Snapshot,
    text: &'s ScenarioText,
    place: &'s ScenarioPlace,
    pattern: Pattern,
    items: Vec<(u32, CompletionItem)>,
}

impl Offer<'_> {
    fn push(&mut self, texts: &[&str], item: CompletionItem) {
        let scored = texts.iter().enumerate().filter_map(|(at, text)| {
            let score = self.pattern.score(text)?;
            Some(if at == 0 { score + 10 } else { score })
        });
        let score = if self.pattern.is_empty() {
            Some(50)
        } else {
            scored.max()
        };
        // An editor compares what was typed with all that it replaces.
        let filter = item.insert.clone();
        self.items
            .extend(score.map(|score| (score, CompletionItem { filter, ..item })));
    }

    /// A name as it is written at the place.
    fn written(&self, name: &str) -> String {
        format!("{}{}", self.place.before, (self.text.write.0)(name))
    }

    fn key(&mut self, key: &ScenarioKey) {
        let detail = self.snapshot.lang.pick(key.zh, key.en).to_owned();
        let insert = format!("{}{}", self.written(key.name), key.after);
        let texts = [key.name, key.zh, key.en];
        self.push(
            &texts,
            CompletionItem {
                detail,
                insert,
                ..item(key.name, ItemKind::Keyword)
            },
        );
    }

    fn facts(&mut self, group: &str, given: &BTreeSet<FactId>) {
        let program = self.snapshot.program();
        for id in program.fact_ids().filter(|id| !given.contains(id)) {
            if program[id].name.starts_with(group) {
                self.symbol(Symbol::Fact(id), group, self.place.after);
            }
        }
    }

    /// Something declared by its name, without what stands of that around it already.
    fn symbol(&mut self, symbol: Symbol, group: &str, after: &str) {
        let Some(info) = self.snapshot.info(symbol) else {
            return;
        };
        let name = info.name.strip_prefix(group).unwrap_or(&info.name);
        let detail = phrase::kind(info.kind, self.snapshot.lang);
        let detail = match &info.of {
            Some(of) => format!("{detail} · {of}"),
            None => detail.to_owned(),
        };
        let label = info
            .labels
            .and_then(|labels| labels.label(self.snapshot.lang));
        let exact = |lang| info.labels.and_then(|labels| labels.exact(lang));
        let mut texts = vec![name];
        texts.extend([Lang::Zh, Lang::En].into_iter().filter_map(exact));
        let found = CompletionItem {
            description: label.unwrap_or_default().to_owned(),
            detail,
            insert: format!("{}{after}", self.written(name)),
            declared: self.snapshot.declared(symbol),
            ..item(name, ItemKind::Part(info.kind))
        };
        self.push(&texts, found);
    }

    fn value(&mut self, id: FactId) {
        let Some(fact) = self.snapshot.program().facts.get(id.index()) else {
            return;
        };
        match &fact.ty {
            FactType::Bool => self.yes_or_no(),
            FactType::Choice(_) => {
                self.members(id, &[], false);
                self.unknown();
            }
            FactType::Set(_) => {
                let [open, close] = self.place.list;
                let words = self.snapshot.lang.pick("一项也没有", "none of them");
                self.word(&format!("{open}{close}"), words);
                self.members(id, &[], true);
                self.unknown();
            }
            FactType::Quantity(unit) => {
                self.amounts(*unit);
                self.unknown();
            }
            FactType::Date => {
                self.today();
                self.unknown();
            }
            FactType::Error => {}
        }
    }

    /// The members of a fact; each as a list of its own where none is begun.
    fn members(&mut self, id: FactId, given: &[usize], as_list: bool) {
        let program = self.snapshot.program();
        let lang = self.snapshot.lang;
        let members = program.members(id);
        let zones = program.are_zones(members);
        let of = &program[id].name;
        for (at, member) in members.iter().enumerate() {
            if given.contains(&at) {
                continue;
            }
            let symbol = if zones {
                Symbol::Zone(at)
            } else {
                Symbol::Member(member.place)
            };
            let Some(info) = self.snapshot.info(symbol) else {
                continue;
            };
            let label = member.labels.label(lang).unwrap_or_default();
            let exact = |lang| member.labels.exact(lang);
            let mut texts = vec![member.name.as_str()];
            texts.extend([Lang::Zh, Lang::En].into_iter().filter_map(exact));
            let written = (self.text.write.0)(&member.name);
            let [open, close] = if as_list { self.place.list } else { [""; 2] };
            let found = CompletionItem {
                description: label.to_owned(),
                detail: format!("{} · {of}", phrase::kind(info.kind, lang)),
                insert: format!(
                    "{}{open}{written}{close}{}",
                    self.place.before, self.place.after
                ),
                declared: Some(self.name_of(symbol, member.place, &member.name)),
                ..item(&member.name, ItemKind::Part(info.kind))
            };
            self.push(&texts, found);
        }
    }

    /// Where the name of a member stands.
    fn name_of(&self, symbol: Symbol, place: Place, name: &str) -> Place {
        let end = place.span.start + u32::try_from(name.len()).unwrap_or(0);
        let starts = Place {
            span: Span::new(place.span.start, end),
            ..place
        };
        self.snapshot.declared(symbol).unwrap_or(starts)
    }

    fn word(&mut self, word: &str, label: &str) {
        let found = CompletionItem {
            description: label.to_owned(),
            insert: format!("{}{word}", self.place.before),
            ..item(word, ItemKind::Keyword)
        };
        self.push(&[word, label], found);
    }

    fn yes_or_no(&mut self) {
        let lang = self.snapshot.lang;
        self.word("true", lang.pick("是", "yes"));
        self.word("false", lang.pick("否", "no"));
        self.unknown();
    }

    fn unknown(&mut self) {
        let label = self
            .snapshot
            .lang
            .pick("已询问但不清楚", "asked, but not known");
        self.word(self.place.unknown, label);
    }

    /// The thresholds of a unit on the day, or else some round numbers.
    fn amounts(&mut self, unit: Unit) {
        let program = self.snapshot.program();
        let lang = self.snapshot.lang;
        let mut seen = BTreeSet::new();
        let thresholds = program.thresholds.iter();
        for threshold in thresholds.filter(|one| one.unit == Some(unit)) {
            let day = self.text.known.as_ref().map(|known| known.on);
            let day = day.or(self.snapshot.today);
            if let Some(value) = day.and_then(|day| threshold.on(day))
                && seen.insert(value.number)
            {
                let label = phrase::label(&threshold.labels, &threshold.name, lang);
                self.amount(&phrase::magnitude(value.number), unit, label);
            }
        }
        if unit == Unit::People {
            for amount in AMOUNTS {
                if number_value(amount).is_some_and(|number| seen.insert(number)) {
                    self.amount(amount, unit, "");
                }
            }
        }
        self.amount("0", unit, "");
    }

    fn amount(&mut self, amount: &str, unit: Unit, label: &str) {
        let lang = self.snapshot.lang;
        let number = number_value(amount).unwrap_or_default();
        // Digits alone are a number in every form of file.
        let plain = amount.chars().all(|c| c.is_ascii_digit());
        let written = if plain {
            amount.to_owned()
        } else {
            (self.text.write.0)(amount)
        };
        let found = CompletionItem {
            description: phrase::quantity(number, Some(unit), lang),
            detail: label.to_owned(),
            insert: format!("{}{written}", self.place.before),
            ..item(amount, ItemKind::Number)
        };
        self.push(&[amount, label], found);
    }

    fn today(&mut self) {
        let Some(today) = self.snapshot.today else {
            return;
        };
        let text = today.to_string();
        let label = self.snapshot.lang.pick("今天", "today");
        let found = CompletionItem {
            description: label.to_owned(),
            insert: self.written(&text),
            ..item(&text, ItemKind::Date)
        };
        self.push(&[&text, label], found);
    }
}
