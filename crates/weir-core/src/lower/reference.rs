//! References to instruments, provisions and rules; citations and statements of precedence, which are made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use weir_syntax::ast::{self, Step};
use weir_syntax::diagnostic::SourceId;

use super::instrument::{Statement, StatementNode};
use super::memory::{Part, join};
use super::{Lowerer, Target, at};
use crate::date::Period;
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{ListProblem, NameKind, ProblemKind};

impl<'a> Lowerer<'a> {
    /// What a reference means; says so where it means nothing.
    pub(super) fn refer(
        &mut self,
        source: SourceId,
        reference: &ast::Ref,
        within: Option<InstrumentId>,
    ) -> Option<Referred> {
        let instrument = match &reference.instrument {
            Some(name) => {
                let what = match reference.edition {
                    Some(_) => NameKind::List,
                    None => NameKind::Instrument,
                };
                let target = self.find(source, name, what)?;
                if let (Target::Instrument(id), None) = (target, &reference.edition) {
                    id
                } else if target == Target::List {
                    self.edition(source, name, reference.edition.as_ref(), within)?
                } else if let (Target::Instrument(_), Some(edition)) = (target, &reference.edition)
                {
                    let problem = ListProblem::WhichList {
                        name: name.text.clone(),
                        edition: Some(edition.value.clone()),
                        known: Vec::new(),
                    };
                    self.list_problem(at(source, edition.at), problem);
                    return None;
                } else {
                    self.wrong_kind(source, name, target, what);
                    return None;
                }
            }
            None => match within {
                Some(instrument) => instrument,
                None => {
                    let name = words(reference);
                    let problem = ProblemKind::Unknown {
                        what: NameKind::Provision,
                        name,
                        near: None,
                        of: None,
                        known: Vec::new(),
                    };
                    self.problem(at(source, reference.at), problem);
                    return None;
                }
            },
        };
        self.descend(source, reference, instrument)
    }

    fn descend(
        &mut self,
        source: SourceId,
        reference: &ast::Ref,
        instrument: InstrumentId,
    ) -> Option<Referred> {
        self.watch.refers.insert(instrument);
        let mut here: Option<ProvisionId> = None;
        for step in &reference.steps {
            let found = match step {
                Step::Provision(kind, number) => self
                    .step(instrument, here, *kind, &number.text)
                    .map(|provision| {
                        here = Some(provision);
                        let place = at(source, number.at);
                        self.stands(place, Symbol::Provision(provision), false);
                    }),
                Step::Rule(name) => {
                    let rule = self.rule_named(instrument, here, &name.text);
                    match rule {
                        Some(rule) => {
                            self.stands(at(source, name.at), Symbol::Rule(rule), false);
                            return Some(Referred::Rule(rule));
                        }
                        None => None,
                    }
                }
            };
            if found.is_none() {
                self.no_such_provision(source, reference, instrument);
                return None;
            }
        }
        Some(Referred::Law(Citation {
            instrument,
            provision: here,
        }))
    }

    /// The provision of this kind and number inside another: directly, or the only one deeper down.
    fn step(
        &self,
        instrument: InstrumentId,
        around: Option<ProvisionId>,
        kind: ProvisionKind,
        number: &str,
    ) -> Option<ProvisionId> {
        let inside = self.inside.get(&instrument);
        if let Some(direct) = inside.and_then(|inside| inside.provision(around, kind, number)) {
            return Some(direct);
        }
        let is_meant = |id: &ProvisionId| {
            let provision = &self.program[*id];
            provision.kind == kind
                && provision.number == number
                && around.is_none_or(|around| self.program.path(*id).contains(&around))
        };
        let mut deeper = self.program.provision_ids_of(instrument).filter(is_meant);
        deeper.next().filter(|_| deeper.next().is_none())
    }

    fn rule_named(
        &self,
        instrument: InstrumentId,
        around: Option<ProvisionId>,
        name: &str,
    ) -> Option<RuleId> {
        let outer = Citation {
            instrument,
            provision: around,
        };
        let rule = self.inside.get(&instrument)?.rule(name);
        rule.filter(|rule| self.program.within(self.program[*rule].citation, outer))
    }

    fn no_such_provision(
        &mut self,
        source: SourceId,
        reference: &ast::Ref,
        instrument: InstrumentId,
    ) {
        let declared = &self.program[instrument];
        let (of, place) = (declared.name.clone(), declared.place);
        if self.is_damaged(place) {
            return;
        }
        let all = self.program.provisions_of(instrument).iter();
        let known = all
            .filter(|provision| provision.parent.is_none())
            .map(|provision| format!("{} {}", provision.kind.word(), provision.number))
            .take(24)
            .collect();
        let name = words(&ast::Ref {
            instrument: None,
            ..reference.clone()
        });
        let problem = ProblemKind::Unknown {
            what: NameKind::Provision,
            name,
            near: None,
            of: Some(of),
            known,
        };
        self.problem(at(source, reference.at), problem);
    }

    pub(super) fn citations(
        &mut self,
        source: SourceId,
        refs: &[ast::Ref],
        within: Option<InstrumentId>,
    ) -> Vec<Citation> {
        let referred: Vec<_> = refs
            .iter()
            .filter_map(|reference| self.refer(source, reference, within))
            .collect();
        referred
            .into_iter()
            .map(|referred| self.citation(referred))
            .collect()
    }

    pub(super) fn citation(&self, referred: Referred) -> Citation {
        match referred {
            Referred::Law(citation) => citation,
            Referred::Rule(rule) => self.program[rule].citation,
        }
    }

    /// The rules that a reference means, as runs of rules that follow one another.
    pub(super) fn rules_in(&self, referred: Referred) -> Vec<Rules> {
        match referred {
            Referred::Rule(rule) => vec![Rules::one(rule)],
            Referred::Law(citation) => {
                let home = self.homes.get(citation.instrument.index());
                let part = home.and_then(|source| self.indexed.get(source));
                let mut runs = part.map_or_else(Vec::new, |part| part.rules_in(citation));
                for run in self.ranges.get(&citation).into_iter().flatten() {
                    join(&mut runs, *run);
                }
                runs
            }
        }
    }

    /// Notes for each provision and instrument which rules stand in it. A list counts as standing in the provision under
    /// which it is made, and what it adopts also where it is printed.
    pub(super) fn index_rules(&mut self, parts: &BTreeMap<SourceId, Arc<Part>>) {
        self.indexed = parts.clone();
        let mut next = 0;
        let all = RuleId::from_index(self.program.rules.len());
        let end = Rules::one(all).from;
        let mut runs: Vec<Rules> = parts.values().map(|part| part.run()).collect();
        runs.sort_unstable();
        for run in runs.into_iter().chain([Rules { from: end, to: end }]) {
            for rule in next..run.from {
                self.index_rule(RuleId(rule));
            }
            next = run.to;
        }
    }

    /// Where rules stand that are not of lists.
    pub(super) fn places_of(&self, rules: Rules) -> Vec<(Citation, RuleId)> {
        let places = |rule: RuleId| {
            let places = self.places_around(self.program[rule].citation);
            places.into_iter().map(move |place| (place, rule))
        };
        rules.iter().flat_map(places).collect()
    }

    fn index_rule(&mut self, rule: RuleId) {
        let citation = self.program[rule].citation;
        let mut places = self.places_around(citation);
        for scope in self.program.scopes_around(self.program[rule].scope) {
            let scope = &self.program[scope];
            places.push(Citation {
                instrument: scope.list,
                provision: None,
            });
            places.extend(scope.provision.map(|provision| Citation {
                instrument: self.program[provision].instrument,
                provision: Some(provision),
            }));
        }
        let under: Vec<Citation> = places
            .iter()
            .filter_map(|place| self.program[place.instrument].list.as_ref()?.under)
            .collect();
        for citation in under {
            places.extend(self.places_around(citation));
        }
        places.sort_unstable();
        places.dedup();
        for place in places {
            join(self.ranges.entry(place).or_default(), Rules::one(rule));
        }
    }

    /// A place in the law and those around it.
    fn places_around(&self, citation: Citation) -> Vec<Citation> {
        let Citation {
            instrument,
            provision,
        } = citation;
        let path = provision.map(|provision| self.program.path(provision));
        let same = provision
            .into_iter()
            .flat_map(|provision| self.same_row(provision));
        let inner = path
            .into_iter()
            .flatten()
            .chain(same)
            .map(|provision| Citation {
                instrument,
                provision: Some(provision),
            });
        std::iter::once(Citation {
            instrument,
            provision: None,
        })
        .chain(inner)
        .collect()
    }

    /// Statements about precedence, as relations between runs of rules.
    pub(super) fn precedences(&mut self) {
        for statement in std::mem::take(&mut self.statements) {
            match statement.node {
                StatementNode::Precedence(node) => self.precedence(&statement, node),
                StatementNode::Strictest(node) => self.strictest(&statement, node),
            }
        }
    }

    fn precedence(&mut self, statement: &Statement<'a>, node: &ast::Precedence) {
        let Statement {
            source, citation, ..
        } = *statement;
        let within = Some(citation.instrument);
        let subject = self.refer(source, &node.subject, within);
        let objects: Vec<_> = node
            .objects
            .iter()
            .map(|object| (object, self.refer(source, object, within)))
            .collect();
        let (by, period) = match &node.by {
            Some(by) => match self.refer(source, by, within).map(|by| self.citation(by)) {
                Some(by) => (by, self.period_of(by)),
                None => return,
            },
            None => (citation, statement.period),
        };
        let Some(subject) = subject else { return };
        let subjects = self.subjects(statement, node, subject);
        for (object, referred) in objects {
            let Some(referred) = referred else { continue };
            let others = self.rules_in(referred);
            let place = at(source, object.at);
            let stated = ordered(node.kind, subject, referred);
            let named = matches!((subject, referred), (Referred::Rule(_), Referred::Rule(_)));
            let mut any = false;
            for (subject, other) in subjects
                .iter()
                .flat_map(|subject| others.iter().map(move |other| (*subject, *other)))
            {
                for about in self.related(node.kind, subject, other, named) {
                    let (winners, losers) = ordered(node.kind, subject, other);
                    any = true;
                    self.relate(Precedence {
                        winners,
                        losers,
                        about,
                        disapplies: node.kind == PrecedenceKind::Disapplies,
                        stated: Some(stated),
                        by,
                        period,
                        place,
                    });
                }
            }
            let damaged = self
                .damaged
                .touches(self.program[self.citation(referred).instrument].place)
                || self
                    .damaged
                    .touches(self.program[citation.instrument].place);
            let open = self.has_lists(subject) || self.has_lists(referred);
            if !any && !damaged && !open {
                self.problem(
                    place,
                    ProblemKind::EmptyPrecedence {
                        reference: words(object),
                    },
                );
            }
        }
    }

    /// Whether lists can be made under a provision. Then a statement about it is not idle though there may be none yet.
    fn has_lists(&self, referred: Referred) -> bool {
        match referred {
            Referred::Law(citation) => self
                .program
                .frames
                .iter()
                .any(|frame| self.program.within(frame.citation, citation)),
            Referred::Rule(_) => false,
        }
    }

    /// The rules that are the subject of a statement. A provision without rules can still disapply others.
    fn subjects(
        &mut self,
        statement: &Statement<'a>,
        node: &ast::Precedence,
        subject: Referred,
    ) -> Vec<Rules> {
        let rules = self.rules_in(subject);
        if !rules.is_empty() || node.kind != ast::PrecedenceKind::Disapplies {
            return rules;
        }
        let citation = self.citation(subject);
        let place = at(statement.source, node.at);
        let rule = self.bare_rule(citation, statement.period, place);
        let conditions: Vec<_> = statement.conditions.clone();
        let guard = self.guard(statement.source, &conditions, place);
        if let Some(slot) = self.program.rules.get_mut(rule.index()) {
            Arc::make_mut(slot).guard = Arc::new(guard);
        }
        self.index_rule(rule);
        vec![Rules::one(rule)]
    }

    fn period_of(&self, citation: Citation) -> Period {
        match citation.provision {
            Some(provision) => self.program[provision].period,
            None => self.program[citation.instrument].period,
        }
    }

    fn relate(&mut self, statement: Precedence) {
        let Precedence {
            winners,
            losers,
            about,
            disapplies,
            by,
            ..
        } = statement;
        if self
            .related
            .insert((winners, losers, about, disapplies, by))
        {
            self.program.precedences.push(statement);
        }
    }

    /// The outcomes about which a statement relates two runs of rules: those with one value about which both conclude, or,
    /// where both are referred to by name, any. So a whole article can't set aside duties that another one adds. What is
    /// disapplied is so whatever it concludes.
    fn related(
        &self,
        kind: PrecedenceKind,
        one: Rules,
        other: Rules,
        named: bool,
    ) -> Vec<Option<OutcomeId>> {
        if one == other && one.iter().len() == 1 {
            return Vec::new();
        }
        if kind == PrecedenceKind::Disapplies {
            return vec![None];
        }
        let outcomes = |rules: Rules| -> BTreeSet<OutcomeId> {
            rules
                .iter()
                .flat_map(|rule| self.program[rule].conclusions.iter())
                .filter_map(Conclusion::outcome)
                .collect()
        };
        let others = outcomes(other);
        outcomes(one)
            .into_iter()
            .filter(|outcome| others.contains(outcome))
            .filter(|outcome| named || self.program[*outcome].kind == OutcomeKind::Ladder)
            .map(Some)
            .collect()
    }

    fn strictest(&mut self, statement: &Statement<'a>, node: &ast::Strictest) {
        let mut rules = Vec::new();
        for member in &node.members {
            let Some(referred) = self.refer(
                statement.source,
                member,
                Some(statement.citation.instrument),
            ) else {
                continue;
            };
            let found = self.rules_in(referred);
            let on_ladder = |rule: RuleId| {
                self.program[rule]
                    .conclusions
                    .iter()
                    .filter_map(|conclusion| conclusion.outcome())
                    .any(|outcome| self.program[outcome].kind == OutcomeKind::Ladder)
            };
            if !self.has_lists(referred)
                && !found.iter().any(|rules| rules.iter().any(on_ladder))
                && !self
                    .damaged
                    .touches(self.program[self.citation(referred).instrument].place)
            {
                self.problem(
                    at(statement.source, member.at),
                    ProblemKind::EmptyPrecedence {
                        reference: words(member),
                    },
                );
            }
            rules.extend(found);
        }
        rules.sort_unstable();
        rules.dedup();
        self.program.groups.push(Group {
            rules,
            by: statement.citation,
            period: statement.period,
            place: at(statement.source, node.at),
        });
    }
}

/// Which of two sides sets the other aside.
fn ordered<S>(kind: PrecedenceKind, subject: S, object: S) -> (S, S) {
    match kind {
        PrecedenceKind::YieldsTo => (object, subject),
        PrecedenceKind::PrevailsOver | PrecedenceKind::Disapplies => (subject, object),
    }
}

/// A reference as written in canonical form.
fn words(reference: &ast::Ref) -> String {
    let edition = |edition: &ast::Text| format!(" edition \"{}\"", edition.value);
    let instrument = reference.instrument.iter().map(|name| {
        name.text.clone() + &reference.edition.as_ref().map(edition).unwrap_or_default()
    });
    let steps = reference.steps.iter().map(|step| match step {
        Step::Provision(kind, number) => format!("{} {}", kind.word(), number.text),
        Step::Rule(name) => format!("rule {}", name.text),
    });
    instrument.chain(steps).collect::<Vec<_>>().join(" ")
}
