//! What is looked at: the lists in force, the national rules about the same ladders, and what is counted.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{
    Conclusion, Cond, FactId, Frame, InstrumentId, List, OutcomeId, Program, ReadingId, Role,
    RuleId,
};

use super::model::{Band, Line, Quantity};
use crate::cases::{Case, Range, cases};
use crate::formula::{Formula, Known, reduce, reduce_all};

mod listed;
mod quantities;

/// What a comparison looks at.
#[derive(Debug)]
pub(crate) struct Look<'e, 'p> {
    pub(crate) program: &'p Program,
    pub(crate) edition: &'e Edition<'p>,
    pub(crate) lists: Vec<Listed<'p>>,
    /// Lists that only take over others, with these.
    pub(crate) adopting: Vec<(InstrumentId, Vec<InstrumentId>)>,
    /// The rules outside lists that conclude about the ladders of lists.
    pub(crate) national: Vec<RuleId>,
    pub(crate) quantities: Vec<Quantity>,
}

/// A list in force on the day, under the readings taken or under another option of one.
#[derive(Debug)]
pub(crate) struct Listed<'p> {
    pub(crate) id: InstrumentId,
    pub(crate) list: &'p List,
    /// The law in which it is in force.
    pub(crate) edition: Edition<'p>,
    pub(crate) only_if: Option<(ReadingId, usize)>,
    /// The lists from which it takes parts, and which are looked at themselves.
    pub(crate) adopts: Vec<InstrumentId>,
    /// Its rows and other rules in force, without those adopted from a list that is looked at itself.
    pub(crate) rules: Vec<RuleId>,
}

impl<'e, 'p> Look<'e, 'p> {
    pub(crate) fn at(edition: &'e Edition<'p>) -> Self {
        let mut look = Self {
            program: edition.program,
            edition,
            lists: listed::listed(edition),
            adopting: Vec::new(),
            national: Vec::new(),
            quantities: quantities::quantities(edition.program),
        };
        look.leave_adopting();
        look.national = look.national_rules();
        look.keep_quantities_of_lists();
        look
    }

    pub(crate) fn frame(&self, list: usize) -> Option<&'p Frame> {
        let frame = self.lists.get(list)?.list.frame?;
        Some(&self.program[frame])
    }

    /// What a list may conclude where it frees data; the least that can be.
    pub(crate) fn frees(&self, outcome: OutcomeId, value: usize) -> bool {
        let frees = |frame: &Frame| {
            let free = frame.free.as_ref();
            free.is_some_and(|free| {
                free.conclusions
                    .contains(&Conclusion::Value(outcome, value))
            })
        };
        self.program.frames.iter().any(frees)
    }

    /// The rules of a list.
    pub(crate) fn rules(&self, list: usize) -> &[RuleId] {
        self.lists
            .get(list)
            .map(|listed| listed.rules.as_slice())
            .unwrap_or_default()
    }

    /// The conditions of a rule and of the parts around it.
    pub(crate) fn conditions(&self, rule: RuleId) -> impl Iterator<Item = &'p Cond> + use<'p> {
        let program = self.program;
        let rule = &program[rule];
        let scopes = program.scopes_around(rule.scope);
        scopes
            .map(|scope| &program[scope].condition)
            .chain([&*rule.guard])
    }

    /// The cases in which a rule of a list applies to an exporter in its zone.
    pub(crate) fn reached(&self, list: usize, rule: RuleId) -> Vec<Case> {
        self.reached_where(list, &BTreeMap::new(), rule)
    }

    /// The same where some facts have one value.
    pub(crate) fn reached_where(
        &self,
        list: usize,
        choices: &BTreeMap<FactId, usize>,
        rule: RuleId,
    ) -> Vec<Case> {
        self.cases_of(list, choices, self.conditions(rule))
    }

    /// The cases in which the own condition of a rule of a list holds, without those of the parts around it.
    pub(crate) fn own_cases(
        &self,
        list: usize,
        choices: &BTreeMap<FactId, usize>,
        rule: RuleId,
    ) -> Vec<Case> {
        self.cases_of(list, choices, [&*self.program[rule].guard])
    }

    fn cases_of<'c>(
        &self,
        list: usize,
        choices: &BTreeMap<FactId, usize>,
        conds: impl IntoIterator<Item = &'c Cond>,
    ) -> Vec<Case> {
        let Some(listed) = self.lists.get(list) else {
            return Vec::new();
        };
        let known = Known {
            choices: choices.clone(),
            ..Known::anywhere(&listed.edition)
        };
        cases(self.program, &reduce_all(&known, conds)).cases
    }

    /// The cases in which a national rule applies.
    pub(crate) fn reached_nationally(&self, rule: RuleId) -> Vec<Case> {
        let formula = reduce(&Known::law(self.edition), &self.program[rule].guard);
        cases(self.program, &formula).cases
    }

    /// The numbers with which what a rule concludes begins, in the cases in which it applies. What frees data is no line.
    pub(crate) fn bands(&self, rule: RuleId, found: &[Case], holes: &[Case]) -> Vec<Band> {
        let lines = self.lines(rule);
        let mut bands: BTreeMap<(usize, Line, Range, FactId), bool> = BTreeMap::new();
        for case in found {
            let holes = holes
                .iter()
                .filter(|hole| hole.asks_no_more_than(self.program, case));
            let holes: Vec<&Case> = holes.collect();
            for (measure, range) in case
                .ranges
                .iter()
                .filter(|(_, range)| !range.is_everything())
            {
                let Some(quantity) = self.quantity_of(*measure) else {
                    continue;
                };
                // What is missing only for other numbers leaves these as they are.
                let unsure = holes
                    .iter()
                    .any(|hole| may_start_earlier(hole, *measure, range.from));
                for line in &lines {
                    *bands
                        .entry((quantity, *line, *range, *measure))
                        .or_default() |= unsure;
                }
            }
        }
        let band = |((quantity, line, range, measure), unsure)| Band {
            quantity,
            line,
            range,
            measure,
            rule,
            unsure,
        };
        bands.into_iter().map(band).collect()
    }

    /// What a rule concludes that may begin at a number: where it makes data important, that, else the value of a ladder.
    fn lines(&self, rule: RuleId) -> Vec<Line> {
        let conclusions = &self.program[rule].conclusions;
        let (mut has, mut values) = (Vec::new(), Vec::new());
        for conclusion in conclusions {
            if let Conclusion::Has(fact, member) = conclusion {
                has.push(Line::Has(*fact, *member));
            } else if let Conclusion::Value(outcome, value) = conclusion
                && self.is_ladder(*outcome)
                && !self.frees(*outcome, *value)
            {
                values.push(Line::Value(*outcome, *value));
            }
        }
        if has.is_empty() { values } else { has }
    }

    /// Whether rows conclude about it.
    pub(crate) fn is_ladder(&self, outcome: OutcomeId) -> bool {
        let ladders = self
            .program
            .frames
            .iter()
            .filter_map(|frame| frame.strictest);
        ladders.into_iter().any(|(ladder, _)| ladder == outcome)
    }

    pub(crate) fn quantity_of(&self, measure: FactId) -> Option<usize> {
        self.quantities
            .iter()
            .position(|quantity| quantity.measures.contains(&measure))
    }

    /// The rules of which not every case was looked at, because there are too many.
    pub(crate) fn too_large(&self) -> Vec<RuleId> {
        let complete = |edition: &Edition<'_>, rule: RuleId| {
            let formula = reduce_all(&Known::anywhere(edition), self.conditions(rule));
            cases(self.program, &formula).complete
        };
        let national = self.national.iter().map(|rule| (self.edition, *rule));
        let of_lists = self
            .lists
            .iter()
            .flat_map(|listed| listed.rules.iter().map(|rule| (&listed.edition, *rule)));
        let all = national
            .chain(of_lists)
            .filter(|(edition, rule)| !complete(edition, *rule));
        all.map(|(_, rule)| rule).collect()
    }

    fn national_rules(&self) -> Vec<RuleId> {
        let ids = self.program.rule_ids().filter(|id| {
            let rule = &self.program[*id];
            rule.role == Role::Provision
                && self.program[rule.citation.instrument].list.is_none()
                && self.edition.in_force(*id)
                && rule.conclusions.iter().any(|conclusion| {
                    conclusion
                        .outcome()
                        .is_some_and(|outcome| self.is_ladder(outcome))
                })
                && !self.disapplied(*id)
        });
        ids.collect()
    }

    /// Whether a rule that always applies puts another out of use.
    fn disapplied(&self, rule: RuleId) -> bool {
        let known = Known::law(self.edition);
        self.edition.precedences().iter().any(|statement| {
            let always = |winner: RuleId| {
                self.edition.in_force(winner)
                    && reduce(&known, &self.program[winner].guard) == Formula::Always
            };
            statement.disapplies
                && statement.losers.contains(rule)
                && statement.winners.iter().any(always)
        })
    }

    /// Leaves lists of which no own row can be reached and that take over others: these are compared where they come from.
    fn leave_adopting(&mut self) {
        let only_adopts = |at: usize, listed: &Listed<'_>| {
            let mut rules = listed.rules.iter();
            !listed.list.adoptions.is_empty()
                && rules.all(|rule| self.reached(at, *rule).is_empty())
        };
        let adopting: BTreeMap<InstrumentId, Vec<InstrumentId>> = self
            .lists
            .iter()
            .enumerate()
            .filter(|(at, listed)| only_adopts(*at, listed))
            .map(|(_, listed)| {
                let from = listed.list.adoptions.iter().map(|adoption| adoption.from);
                let from: BTreeSet<InstrumentId> = from.collect();
                (listed.id, from.into_iter().collect())
            })
            .collect();
        self.lists
            .retain(|listed| !adopting.contains_key(&listed.id));
        self.adopting = adopting.into_iter().collect();
    }

    /// Leaves what no list counts.
    fn keep_quantities_of_lists(&mut self) {
        let mut used: BTreeSet<FactId> = BTreeSet::new();
        for (at, listed) in self.lists.iter().enumerate() {
            for rule in &listed.rules {
                let found = self.reached(at, *rule);
                used.extend(found.iter().flat_map(|case| case.ranges.keys()));
            }
        }
        self.quantities.retain(|quantity| {
            quantity
                .measures
                .iter()
                .any(|measure| used.contains(measure))
        });
    }
}

/// Whether what is missing may be about numbers of a measure that reach up to where something begins.
fn may_start_earlier(hole: &Case, measure: FactId, begins: i64) -> bool {
    match hole.ranges.get(&measure) {
        Some(range) => range.from <= begins && range.below.is_none_or(|below| begins <= below),
        None => hole.ranges.is_empty(),
    }
}
