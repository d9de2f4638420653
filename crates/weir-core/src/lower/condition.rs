//! Conditions and conclusions: resolves their names and checks that each fact is tested in a way that its type allows.

use weir_syntax::ast::{self, ExprKind, Quantifier, Value};
use weir_syntax::diagnostic::SourceId;

use super::{Lowerer, Target, at};
use crate::hir::*;
use crate::occurrence::Symbol;
use crate::problems::{NameKind, ProblemKind, TypeName};

/// What stands on the left of a test.
enum Subject {
    Fact(FactId),
    Outcome(OutcomeId),
    Counter(CounterId),
}

impl<'a> Lowerer<'a> {
    /// Definitions and assumptions.
    pub(super) fn conditions(&mut self) {
        for named in std::mem::take(&mut self.definitions) {
            let condition = self.condition(named.source, &named.node.condition, true);
            let (labels, more) =
                self.texts_and_cites(named.source, &named.node.clauses, named.within);
            if let Some(slot) = self.program.definitions.get_mut(named.id.index()) {
                slot.condition = condition;
                slot.labels = labels;
                slot.cites = named.cites.into_iter().chain(more).collect();
            }
        }
        for named in std::mem::take(&mut self.assumptions) {
            let condition = self.condition(named.source, &named.node.condition, false);
            let (labels, more) =
                self.texts_and_cites(named.source, &named.node.clauses, named.within);
            if let Some(slot) = self.program.assumptions.get_mut(named.id.index()) {
                slot.condition = condition;
                slot.labels = labels;
                slot.cites = named.cites.into_iter().chain(more).collect();
            }
        }
    }

    /// All conditions of a rule together.
    pub(super) fn guard(
        &mut self,
        source: SourceId,
        conditions: &[&'a ast::Expr],
        place: Place,
    ) -> Cond {
        let mut parts: Vec<Cond> = conditions
            .iter()
            .map(|condition| self.condition(source, condition, true))
            .collect();
        match parts.len() {
            0 => Cond {
                kind: CondKind::Const(true),
                place,
            },
            1 => parts.swap_remove(0),
            _ => Cond {
                kind: CondKind::And(parts),
                place,
            },
        }
    }

    pub(super) fn conclusion(
        &mut self,
        source: SourceId,
        node: &ast::Conclusion,
    ) -> Vec<Conclusion> {
        let target = self.find(source, &node.target, NameKind::Outcome);
        match (target, &node.kind) {
            (None | Some(Target::Broken), _) => Vec::new(),
            (Some(Target::Outcome(id)), ast::ConclusionKind::Values(values)) => values
                .iter()
                .filter_map(|value| self.outcome_value(source, id, value))
                .map(|value| Conclusion::Value(id, value))
                .collect(),
            (Some(Target::Outcome(id)), ast::ConclusionKind::Untranscribed) => {
                vec![Conclusion::Hole(id, None)]
            }
            (Some(Target::Fact(id)), ast::ConclusionKind::Has(category)) => match &self.program[id]
                .ty
            {
                FactType::Set(members) => {
                    let members = members.clone();
                    let (name, place) = (self.program[id].name.clone(), self.program[id].place);
                    self.member(source, category, &members, &name, place)
                        .map(|member| Conclusion::Has(id, member))
                        .into_iter()
                        .collect()
                }
                FactType::Error => Vec::new(),
                FactType::Bool | FactType::Choice(_) | FactType::Quantity(_) | FactType::Date => {
                    self.bad_conclusion(source, node)
                }
            },
            (Some(_), _) => self.bad_conclusion(source, node),
        }
    }

    fn bad_conclusion(&mut self, source: SourceId, node: &ast::Conclusion) -> Vec<Conclusion> {
        self.problem(
            at(source, node.target.at),
            ProblemKind::BadConclusion {
                name: node.target.text.clone(),
            },
        );
        Vec::new()
    }

    pub(super) fn outcome_value(
        &mut self,
        source: SourceId,
        outcome: OutcomeId,
        name: &ast::Name,
    ) -> Option<usize> {
        let found = self.program[outcome]
            .values
            .iter()
            .position(|value| value.name == name.text);
        if found.is_none() && !self.is_damaged(self.program[outcome].place) {
            let values: Vec<String> = self.program[outcome]
                .values
                .iter()
                .map(|value| value.name.clone())
                .collect();
            let of = self.program[outcome].name.clone();
            self.unknown_member(
                at(source, name.at),
                NameKind::Value,
                &name.text,
                &of,
                values.iter().map(String::as_str),
            );
        }
        let symbol = found.map(|value| Symbol::Value(outcome, value));
        self.occurs(source, name, symbol);
        found
    }

    /// A condition. `naming` says that numbers in it ought to be named thresholds.
    pub(super) fn condition(&mut self, source: SourceId, node: &ast::Expr, naming: bool) -> Cond {
        let place = at(source, node.at);
        let kind = match &node.kind {
            ExprKind::And(parts) => CondKind::And(
                parts
                    .iter()
                    .map(|part| self.condition(source, part, naming))
                    .collect(),
            ),
            ExprKind::Or(parts) => CondKind::Or(
                parts
                    .iter()
                    .map(|part| self.condition(source, part, naming))
                    .collect(),
            ),
            ExprKind::Not(inner) => CondKind::Not(Box::new(self.condition(source, inner, naming))),
            ExprKind::Paren(inner) => self.condition(source, inner, naming).kind,
            ExprKind::Implies(from, to) => {
                let from = self.condition(source, from, naming);
                let not = Cond {
                    place: from.place,
                    kind: CondKind::Not(Box::new(from)),
                };
                CondKind::Or(vec![not, self.condition(source, to, naming)])
            }
            ExprKind::Const(value) => CondKind::Const(*value),
            ExprKind::Name(name) => self.named_condition(source, name, place),
            ExprKind::Is {
                subject,
                negated,
                values,
                ..
            } => {
                let is = self.is(source, subject, values, place);
                if *negated {
                    CondKind::Not(Box::new(Cond { kind: is, place }))
                } else {
                    is
                }
            }
            ExprKind::Has {
                subject,
                quantifier,
                values,
            } => self.has(source, subject, *quantifier, values, place),
            ExprKind::Compare { subject, op, value } => {
                self.compare(source, subject, *op, value, place, naming)
            }
            ExprKind::Bounds { subject, bounds } => {
                self.bounds(source, subject, bounds, place, naming)
            }
            ExprKind::Reading { reading, option } => {
                match self.reading_option(source, reading, option) {
                    Some((reading, option)) => CondKind::Reading(reading, option),
                    None => CondKind::Error,
                }
            }
            ExprKind::Error => CondKind::Error,
        };
        Cond { kind, place }
    }

    pub(super) fn reading_option(
        &mut self,
        source: SourceId,
        reading: &ast::Name,
        option: &ast::Name,
    ) -> Option<(ReadingId, usize)> {
        let target = self.find(source, reading, NameKind::Reading)?;
        let Target::Reading(id) = target else {
            if target != Target::Broken {
                self.unknown(at(source, reading.at), NameKind::Reading, &reading.text);
            }
            return None;
        };
        let declared = &self.program[id];
        let found = declared
            .options
            .iter()
            .position(|known| known.name == option.text);
        let place = declared.place;
        if found.is_none() && !self.is_damaged(place) {
            let names: Vec<String> = self.program[id]
                .options
                .iter()
                .map(|option| option.name.clone())
                .collect();
            self.unknown_member(
                at(source, option.at),
                NameKind::Option,
                &option.text,
                &reading.text,
                names.iter().map(String::as_str),
            );
        }
        let symbol = found.map(|option| Symbol::Option(id, option));
        self.occurs(source, option, symbol);
        found.map(|option| (id, option))
    }

    pub(super) fn named_condition(
        &mut self,
        source: SourceId,
        name: &ast::Name,
        place: Place,
    ) -> CondKind {
        match self.find(source, name, NameKind::Fact) {
            None | Some(Target::Broken) => CondKind::Error,
            Some(Target::Definition(id)) => CondKind::Definition(id),
            Some(Target::Fact(id)) => match self.program[id].ty {
                FactType::Bool => CondKind::Fact(id),
                FactType::Error => CondKind::Error,
                FactType::Choice(_) | FactType::Set(_) | FactType::Quantity(_) | FactType::Date => {
                    self.wrong_test(id, place, None)
                }
            },
            Some(other) => {
                self.problem(
                    place,
                    ProblemKind::NotACondition {
                        name: name.text.clone(),
                        what: other.kind(),
                    },
                );
                CondKind::Error
            }
        }
    }

    fn subject(&mut self, source: SourceId, name: &ast::Name) -> Option<Subject> {
        let target = self.find(source, name, NameKind::Fact)?;
        if let Target::Fact(id) = target {
            return Some(Subject::Fact(id));
        }
        if let Target::Outcome(id) = target {
            return Some(Subject::Outcome(id));
        }
        if let Target::Counter(id) = target {
            return Some(Subject::Counter(id));
        }
        if target != Target::Broken {
            self.problem(
                at(source, name.at),
                ProblemKind::NotACondition {
                    name: name.text.clone(),
                    what: target.kind(),
                },
            );
        }
        None
    }

    fn is(
        &mut self,
        source: SourceId,
        subject: &ast::Name,
        values: &[ast::Name],
        place: Place,
    ) -> CondKind {
        match self.subject(source, subject) {
            None => CondKind::Error,
            Some(Subject::Counter(_)) => self.not_a_counter_test(source, subject),
            Some(Subject::Outcome(id)) => match self.program[id].kind {
                OutcomeKind::Ladder => {
                    let found: Vec<_> = values
                        .iter()
                        .filter_map(|value| self.outcome_value(source, id, value))
                        .collect();
                    if found.len() == values.len() {
                        CondKind::Outcome(id, found)
                    } else {
                        CondKind::Error
                    }
                }
                OutcomeKind::Set => {
                    let instead = values
                        .first()
                        .map(|value| format!("{} has {}", subject.text, value.text));
                    self.wrong_outcome_test(id, place, instead)
                }
            },
            Some(Subject::Fact(id)) => match self.program[id].ty.clone() {
                FactType::Choice(members) => self.is_one_of(source, id, &members, values),
                FactType::Set(_) => {
                    let instead = values
                        .first()
                        .map(|value| format!("{} has {}", subject.text, value.text));
                    self.wrong_test(id, place, instead)
                }
                FactType::Bool | FactType::Quantity(_) | FactType::Date => {
                    self.wrong_test(id, place, None)
                }
                FactType::Error => CondKind::Error,
            },
        }
    }

    /// A counter is only compared with numbers.
    fn not_a_counter_test(&mut self, source: SourceId, name: &ast::Name) -> CondKind {
        self.problem(
            at(source, name.at),
            ProblemKind::NotACondition {
                name: name.text.clone(),
                what: NameKind::Counter,
            },
        );
        CondKind::Error
    }

    /// A fact of one category is also of every kind around it.
    fn is_one_of(
        &mut self,
        source: SourceId,
        fact: FactId,
        members: &[Member],
        values: &[ast::Name],
    ) -> CondKind {
        let (name, place) = (self.program[fact].name.clone(), self.program[fact].place);
        let mut found = Vec::new();
        for value in values {
            let Some(kind) = self.member(source, value, members, &name, place) else {
                return CondKind::Error;
            };
            found.extend(
                (0..members.len())
                    .filter(|member| crate::scenario::is_under(members, *member, kind)),
            );
        }
        found.sort_unstable();
        found.dedup();
        CondKind::Is(fact, found)
    }

    fn has(
        &mut self,
        source: SourceId,
        subject: &ast::Name,
        quantifier: Quantifier,
        values: &[ast::Name],
        place: Place,
    ) -> CondKind {
        let tests: Option<Vec<CondKind>> = match self.subject(source, subject) {
            None => None,
            Some(Subject::Counter(_)) => return self.not_a_counter_test(source, subject),
            Some(Subject::Outcome(id)) => match self.program[id].kind {
                OutcomeKind::Set => values
                    .iter()
                    .map(|value| {
                        self.outcome_value(source, id, value)
                            .map(|at| CondKind::OutcomeHas(id, at))
                    })
                    .collect(),
                OutcomeKind::Ladder => {
                    let instead = values
                        .first()
                        .map(|value| format!("{} is {}", subject.text, value.text));
                    return self.wrong_outcome_test(id, place, instead);
                }
            },
            Some(Subject::Fact(id)) => match self.program[id].ty.clone() {
                FactType::Set(members) => {
                    let (name, declared) = (self.program[id].name.clone(), self.program[id].place);
                    values
                        .iter()
                        .map(|value| {
                            self.member(source, value, &members, &name, declared)
                                .map(|at| CondKind::Has(id, at))
                        })
                        .collect()
                }
                FactType::Choice(_) => {
                    let instead = values
                        .first()
                        .map(|value| format!("{} is {}", subject.text, value.text));
                    return self.wrong_test(id, place, instead);
                }
                FactType::Bool | FactType::Quantity(_) | FactType::Date => {
                    return self.wrong_test(id, place, None);
                }
                FactType::Error => None,
            },
        };
        let Some(tests) = tests else {
            return CondKind::Error;
        };
        let mut parts: Vec<Cond> = tests
            .into_iter()
            .zip(values)
            .map(|(kind, value)| Cond {
                kind,
                place: at(source, value.at),
            })
            .collect();
        match (parts.len(), quantifier) {
            (1, _) => parts.swap_remove(0).kind,
            (_, Quantifier::All) => CondKind::And(parts),
            (_, Quantifier::One | Quantifier::Any) => CondKind::Or(parts),
        }
    }

    fn compare(
        &mut self,
        source: SourceId,
        subject: &ast::Name,
        op: CompareOp,
        value: &Value,
        place: Place,
        naming: bool,
    ) -> CondKind {
        match self.subject(source, subject) {
            None => CondKind::Error,
            Some(Subject::Outcome(id)) => self.compare_outcome(source, id, op, value, place),
            Some(Subject::Counter(id)) => {
                self.compare_counter(source, id, op, value, place, naming)
            }
            Some(Subject::Fact(id)) => match self.program[id].ty.clone() {
                FactType::Quantity(unit) => self
                    .operand(source, id, unit, value, naming)
                    .map_or(CondKind::Error, |operand| {
                        CondKind::Compare(id, op, operand)
                    }),
                FactType::Date => {
                    let Value::Date(date) = value else {
                        self.wrong_value(at(source, value.at()), id);
                        return CondKind::Error;
                    };
                    self.date(source, date).map_or(CondKind::Error, |date| {
                        CondKind::Compare(id, op, Operand::Date(date))
                    })
                }
                FactType::Choice(_) => {
                    let instead = equality(op)
                        .zip(name_of(value))
                        .map(|(is, value)| format!("{} {is} {value}", subject.text));
                    self.wrong_test(id, place, instead)
                }
                FactType::Set(_) => {
                    let instead = (op == CompareOp::Eq)
                        .then(|| name_of(value))
                        .flatten()
                        .map(|value| format!("{} has {value}", subject.text));
                    self.wrong_test(id, place, instead)
                }
                FactType::Bool => self.wrong_test(id, place, None),
                FactType::Error => CondKind::Error,
            },
        }
    }

    fn compare_outcome(
        &mut self,
        source: SourceId,
        id: OutcomeId,
        op: CompareOp,
        value: &Value,
        place: Place,
    ) -> CondKind {
        let (OutcomeKind::Ladder, Value::Name(name)) = (self.program[id].kind, value) else {
            return self.wrong_outcome_test(id, place, None);
        };
        let Some(limit) = self.outcome_value(source, id, name) else {
            return CondKind::Error;
        };
        let meets = |at: &usize| match op {
            CompareOp::Eq => *at == limit,
            CompareOp::Ne => *at != limit,
            CompareOp::Lt => *at < limit,
            CompareOp::Le => *at <= limit,
            CompareOp::Gt => *at > limit,
            CompareOp::Ge => *at >= limit,
        };
        CondKind::Outcome(
            id,
            (0..self.program[id].values.len()).filter(meets).collect(),
        )
    }

    /// The other side of a comparison, in the unit of the fact.
    pub(super) fn operand(
        &mut self,
        source: SourceId,
        fact: FactId,
        unit: Unit,
        value: &Value,
        naming: bool,
    ) -> Option<Operand> {
        let place = at(source, value.at());
        match value {
            Value::Quantity(quantity) => {
                let (number, own) = self.quantity(source, quantity)?;
                self.same_unit(unit, own, place, self.program[fact].place)?;
                if naming && number > 1 {
                    self.problem(
                        place,
                        ProblemKind::UnnamedNumber {
                            text: quantity.text.clone(),
                        },
                    );
                }
                Some(Operand::Number(number))
            }
            Value::Name(name) => {
                let target = self.find(source, name, NameKind::Threshold)?;
                let Target::Threshold(id) = target else {
                    self.wrong_kind(source, name, target, NameKind::Threshold);
                    return None;
                };
                let declared = self.program[id].place;
                self.same_unit(unit, self.program[id].unit, place, declared)?;
                Some(Operand::Threshold(id))
            }
            Value::Date(_)
            | Value::Bool(..)
            | Value::Unknown(_)
            | Value::Set(..)
            | Value::Text(_)
            | Value::NameSet(..)
            | Value::Ref(_)
            | Value::Bounds(..)
            | Value::Empty(_) => {
                self.wrong_value(place, fact);
                None
            }
        }
    }

    fn same_unit(
        &mut self,
        left: Unit,
        right: Option<Unit>,
        place: Place,
        declared: Place,
    ) -> Option<()> {
        match right {
            Some(right) if right != left => {
                self.problem(
                    place,
                    ProblemKind::UnitMismatch {
                        left,
                        right,
                        declared,
                    },
                );
                None
            }
            Some(_) | None => Some(()),
        }
    }

    pub(super) fn bounds(
        &mut self,
        source: SourceId,
        subject: &ast::Name,
        bounds: &[ast::Bound],
        place: Place,
        naming: bool,
    ) -> CondKind {
        let parts: Vec<Cond> = bounds
            .iter()
            .map(|bound| Cond {
                kind: self.compare(
                    source,
                    subject,
                    bound.op,
                    &bound.value,
                    at(source, bound.at),
                    naming,
                ),
                place: at(source, bound.at),
            })
            .collect();
        let numbers: Vec<(CompareOp, i64)> = parts.iter().filter_map(literal_bound).collect();
        if no_number_meets(&numbers) {
            self.problem(place, ProblemKind::ImpossibleBounds);
        }
        CondKind::And(parts)
    }

    fn wrong_test(&mut self, fact: FactId, place: Place, instead: Option<String>) -> CondKind {
        if let Some(ty) = type_name(&self.program[fact].ty) {
            let name = self.program[fact].name.clone();
            self.problem(
                place,
                ProblemKind::WrongTest {
                    name,
                    ty,
                    instead,
                    place,
                },
            );
        }
        CondKind::Error
    }

    fn wrong_outcome_test(
        &mut self,
        outcome: OutcomeId,
        place: Place,
        instead: Option<String>,
    ) -> CondKind {
        let ty = match self.program[outcome].kind {
            OutcomeKind::Ladder => TypeName::Ladder,
            OutcomeKind::Set => TypeName::SetOutcome,
        };
        let name = self.program[outcome].name.clone();
        self.problem(
            place,
            ProblemKind::WrongTest {
                name,
                ty,
                instead,
                place,
            },
        );
        CondKind::Error
    }

    pub(super) fn wrong_value(&mut self, place: Place, fact: FactId) {
        if let Some(ty) = type_name(&self.program[fact].ty) {
            let name = self.program[fact].name.clone();
            let known = self
                .program
                .members(fact)
                .iter()
                .take(12)
                .map(|member| member.name.clone())
                .collect();
            self.problem(place, ProblemKind::WrongValue { name, ty, known });
        }
    }
}

/// The type of a fact, for messages; `None` where its declaration is broken.
fn type_name(ty: &FactType) -> Option<TypeName> {
    Some(match ty {
        FactType::Bool => TypeName::Bool,
        FactType::Choice(_) => TypeName::Choice,
        FactType::Set(_) => TypeName::Set,
        FactType::Quantity(unit) => TypeName::Quantity(*unit),
        FactType::Date => TypeName::Date,
        FactType::Error => return None,
    })
}

fn equality(op: CompareOp) -> Option<&'static str> {
    match op {
        CompareOp::Eq => Some("is"),
        CompareOp::Ne => Some("is not"),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => None,
    }
}

fn name_of(value: &Value) -> Option<&str> {
    if let Value::Name(name) = value {
        Some(&name.text)
    } else {
        None
    }
}

fn literal_bound(cond: &Cond) -> Option<(CompareOp, i64)> {
    if let CondKind::Compare(_, op, Operand::Number(number)) = cond.kind {
        Some((op, number))
    } else {
        None
    }
}

fn no_number_meets(bounds: &[(CompareOp, i64)]) -> bool {
    let (mut low, mut high) = (0, i64::MAX);
    for (op, number) in bounds {
        match op {
            CompareOp::Ge => low = low.max(*number),
            CompareOp::Gt => low = low.max(number.saturating_add(1)),
            CompareOp::Lt => high = high.min(number.saturating_sub(1)),
            CompareOp::Le => high = high.min(*number),
            CompareOp::Eq | CompareOp::Ne => {}
        }
    }
    low > high
}
