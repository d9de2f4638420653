//! References to instruments, provisions and rules; citations and statements of precedence, which are made of them.

use weir_syntax::ast::{self, Step};
use weir_syntax::diagnostic::SourceId;

use super::instrument::{Statement, StatementNode};
use super::{Lowerer, Target, at};
use crate::date::Period;
use crate::hir::*;
use crate::problems::{NameKind, ProblemKind};

/// What a reference means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Referred {
    /// An instrument or provision with all rules in it.
    Law(Citation),
    /// One rule.
    Rule(RuleId),
}

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
                let target = self.find(source, name, NameKind::Instrument)?;
                let Target::Instrument(id) = target else {
                    self.wrong_kind(source, name, target, NameKind::Instrument);
                    return None;
                };
                id
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
        let mut here: Option<ProvisionId> = None;
        for step in &reference.steps {
            let found = match step {
                Step::Provision(kind, number) => self
                    .step(instrument, here, *kind, &number.text)
                    .map(|provision| {
                        here = Some(provision);
                    }),
                Step::Rule(name) => {
                    let rule = self.rule_named(instrument, here, &name.text);
                    match rule {
                        Some(rule) => return Some(Referred::Rule(rule)),
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
        let matches = |id: &&ProvisionId| {
            let provision = &self.program[**id];
            provision.kind == kind && provision.number == number
        };
        if let Some(direct) = self
            .provision_at
            .get(&(instrument, around, kind, number.to_owned()))
        {
            return Some(*direct);
        }
        let all = self.provisions_of.get(&instrument)?;
        let mut deeper = all
            .iter()
            .filter(matches)
            .filter(|id| around.is_none_or(|around| self.program.path(**id).contains(&around)));
        deeper.next().copied().filter(|_| deeper.next().is_none())
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
        let rule = self.rule_names.get(&(instrument, name.to_owned()))?;
        Some(*rule).filter(|rule| self.program.within(self.program[*rule].citation, outer))
    }

    fn no_such_provision(
        &mut self,
        source: SourceId,
        reference: &ast::Ref,
        instrument: InstrumentId,
    ) {
        let declared = &self.program[instrument];
        let (of, place) = (declared.name.clone(), declared.place);
        if self.damaged.touches(place) {
            return;
        }
        let top = self
            .provisions_of
            .get(&instrument)
            .into_iter()
            .flatten()
            .filter(|id| self.program[**id].parent.is_none());
        let known = top
            .map(|id| {
                format!(
                    "{} {}",
                    self.program[*id].kind.word(),
                    self.program[*id].number
                )
            })
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

    /// The rules that a reference means.
    pub(super) fn rules_in(&self, referred: Referred) -> Vec<RuleId> {
        match referred {
            Referred::Rule(rule) => vec![rule],
            Referred::Law(citation) => {
                let rules = self
                    .rules_of
                    .get(&citation.instrument)
                    .into_iter()
                    .flatten();
                rules
                    .copied()
                    .filter(|rule| self.program.within(self.program[*rule].citation, citation))
                    .collect()
            }
        }
    }

    /// Expands statements about precedence to pairs of rules.
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
            let mut any = false;
            let named = matches!((subject, referred), (Referred::Rule(_), Referred::Rule(_)));
            for subject in &subjects {
                for other in &others {
                    if self.relates(node.kind, *subject, *other, named) {
                        let (winner, loser) = ordered(node.kind, *subject, *other);
                        self.add_pair(Precedence {
                            winner,
                            loser,
                            disapplies: node.kind == PrecedenceKind::Disapplies,
                            by,
                            period,
                            place,
                        });
                        any = true;
                    }
                }
            }
            let damaged = self
                .damaged
                .touches(self.program[self.citation(referred).instrument].place)
                || self
                    .damaged
                    .touches(self.program[citation.instrument].place);
            if !any && !damaged {
                self.problem(
                    place,
                    ProblemKind::EmptyPrecedence {
                        reference: words(object),
                    },
                );
            }
        }
    }

    /// The rules that are the subject of a statement. A provision without rules can still disapply others.
    fn subjects(
        &mut self,
        statement: &Statement<'a>,
        node: &ast::Precedence,
        subject: Referred,
    ) -> Vec<RuleId> {
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
            slot.guard = guard;
        }
        vec![rule]
    }

    fn period_of(&self, citation: Citation) -> Period {
        match citation.provision {
            Some(provision) => self.program[provision].period,
            None => self.program[citation.instrument].period,
        }
    }

    fn add_pair(&mut self, pair: Precedence) {
        if self
            .pairs
            .insert((pair.winner, pair.loser, pair.disapplies, pair.by))
        {
            self.program.precedences.push(pair);
        }
    }

    /// Whether a statement relates two rules: both conclude about the same outcome with one value, or, where both are
    /// referred to by name, about the same set. So a whole article can't set aside duties that another one adds.
    fn relates(&self, kind: PrecedenceKind, one: RuleId, other: RuleId, named: bool) -> bool {
        if one == other || kind == PrecedenceKind::Disapplies {
            return one != other;
        }
        let outcomes = |rule: RuleId| {
            self.program[rule]
                .conclusions
                .iter()
                .filter_map(Conclusion::outcome)
        };
        let counts =
            |outcome: OutcomeId| named || self.program[outcome].kind == OutcomeKind::Ladder;
        outcomes(one)
            .any(|outcome| counts(outcome) && outcomes(other).any(|other| other == outcome))
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
            let on_ladder = |rule: &RuleId| {
                self.program[*rule]
                    .conclusions
                    .iter()
                    .filter_map(|conclusion| conclusion.outcome())
                    .any(|outcome| self.program[outcome].kind == OutcomeKind::Ladder)
            };
            let found: Vec<_> = found.into_iter().filter(on_ladder).collect();
            if found.is_empty()
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
        });
    }
}

/// Which of two rules sets the other aside.
fn ordered(kind: PrecedenceKind, subject: RuleId, object: RuleId) -> (RuleId, RuleId) {
    match kind {
        PrecedenceKind::YieldsTo => (object, subject),
        PrecedenceKind::PrevailsOver | PrecedenceKind::Disapplies => (subject, object),
    }
}

/// A reference as written in canonical form.
fn words(reference: &ast::Ref) -> String {
    let instrument = reference.instrument.iter().map(|name| name.text.clone());
    let steps = reference.steps.iter().map(|step| match step {
        Step::Provision(kind, number) => format!("{} {}", kind.word(), number.text),
        Step::Rule(name) => format!("rule {}", name.text),
    });
    instrument.chain(steps).collect::<Vec<_>>().join(" ")
}
