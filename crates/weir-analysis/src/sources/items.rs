//! The constructs of a program, by kind and name.

use std::collections::BTreeMap;

use weir_core::Edition;
use weir_core::date::Period;
use weir_core::hir::{Citation, InstrumentId, Labels, Place, Program, RuleId};

use super::text::{citations, path};
use super::{Aspect, Construct, law, vocabulary};

/// A construct of one side.
pub(super) struct Item<'p> {
    /// What it is called and how it is explained.
    pub(super) words: Vec<&'p Labels>,
    pub(super) place: Option<Place>,
    what: What,
}

/// What a construct says.
enum What {
    /// Sides of it, as they would be written.
    Written(BTreeMap<Aspect, String>),
    /// Those of a rule, of which there may be very many.
    Rule(RuleId),
}

impl Item<'_> {
    pub(super) fn rule(&self) -> Option<RuleId> {
        match self.what {
            What::Rule(rule) => Some(rule),
            What::Written(_) => None,
        }
    }

    pub(super) fn aspects(&self, program: &Program) -> BTreeMap<Aspect, String> {
        match &self.what {
            What::Rule(rule) => said(law::rule(program, *rule)),
            What::Written(aspects) => aspects.clone(),
        }
    }
}

pub(super) type Items<'p> = BTreeMap<(Construct, String), Item<'p>>;

/// Collects the constructs of a program. Where several are called the same, such as the bands of a row, they are counted.
pub(super) struct Collect<'p> {
    pub(super) program: &'p Program,
    /// The law of a day, where only what is in force then is collected.
    on: Option<&'p Edition<'p>>,
    items: Items<'p>,
    counts: BTreeMap<(Construct, String), usize>,
}

/// The constructs of a program, or those of them that are law on a day. Every part of it is classified: what is left out is named with
/// the reason.
pub(super) fn items<'p>(program: &'p Program, on: Option<&'p Edition<'p>>) -> Items<'p> {
    let mut collect = Collect {
        program,
        on,
        items: Items::new(),
        counts: BTreeMap::new(),
    };
    let Program {
        outcomes: _,
        facts: _,
        thresholds: _,
        readings: _,
        definitions: _,
        assumptions: _,
        counters: _,
        zones: _,
        categories: _,
        instruments: _,
        provisions: _,
        rules: _,
        precedences: _,
        groups: _,
        scopes: _,
        frames: _,
        // Tests say nothing of the law.
        tests: _,
    } = program;
    vocabulary::add(&mut collect);
    law::add(&mut collect);
    collect.items
}

impl<'p> Collect<'p> {
    /// Whether something of a period and an instrument is collected.
    pub(super) fn takes(&self, period: Period, instrument: Option<InstrumentId>) -> bool {
        self.on.is_none_or(|law| {
            period.contains(law.as_of) && instrument.is_none_or(|instrument| law.has(instrument))
        })
    }

    /// What begins or ends something is no part of what it is called where the law of a day is collected: neither the period of a
    /// number nor the edition of a list.
    pub(super) fn is_of_a_day(&self) -> bool {
        self.on.is_some()
    }

    pub(super) fn add<const N: usize>(
        &mut self,
        construct: Construct,
        name: String,
        words: Vec<&'p Labels>,
        place: Option<Place>,
        aspects: [(Aspect, String); N],
    ) {
        let what = What::Written(said(aspects));
        self.insert(construct, name, Item { words, place, what });
    }

    pub(super) fn add_rule(
        &mut self,
        construct: Construct,
        name: String,
        words: &'p Labels,
        place: Place,
        rule: RuleId,
    ) {
        let item = Item {
            words: vec![words],
            place: Some(place),
            what: What::Rule(rule),
        };
        self.insert(construct, name, item);
    }

    fn insert(&mut self, construct: Construct, name: String, item: Item<'p>) {
        let mut key = (construct, self.called(name));
        if self.items.contains_key(&key) {
            let count = self.counts.entry(key.clone()).or_insert(1);
            *count += 1;
            key.1 = format!("{} #{count}", key.1);
        }
        self.items.insert(key, item);
    }

    fn called(&self, mut name: String) -> String {
        if self.is_of_a_day() {
            for (id, list) in self.program.lists() {
                name = name.replace(&self.program[id].name, &list.name);
            }
            for (_, list) in self.program.lists() {
                let list = &list.name;
                name = name.replace(&format!("{list} adopts {list} "), &format!("{list} "));
            }
        }
        name
    }

    pub(super) fn cites(&self, cites: &[Citation]) -> (Aspect, String) {
        (Aspect::Citation, citations(self.program, cites))
    }

    pub(super) fn by(&self, by: Citation) -> (Aspect, String) {
        (Aspect::Citation, path(self.program, by))
    }
}

fn said<const N: usize>(aspects: [(Aspect, String); N]) -> BTreeMap<Aspect, String> {
    let said = aspects.into_iter().filter(|(_, text)| !text.is_empty());
    said.collect()
}
