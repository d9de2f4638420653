//! Lists: rows that can't apply or add nothing, editions in force at once, own rows beside adopted ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use weir_syntax::diagnostic::Severity;

use super::{Input, Out};
use crate::date::{Date, Period};
use crate::hir::*;
use crate::problems::{ListProblem, Problem, ProblemKind};

/// Among how many rows of one part each is compared with each other; among more, only rows that select the same data.
const COMPARED: usize = 200;

pub(super) fn lists(input: &Input<'_>, out: &mut Out<'_>) {
    let wrong = Wrong::new(out);
    editions(input, out);
    for (id, list) in input.program.lists() {
        if input.damaged.touches(input.program[id].place) {
            continue;
        }
        own_and_adopted(input.program, id, list, out);
        rows(input.program, list, &wrong, out);
    }
}

fn problem(out: &mut Out<'_>, place: Place, problem: ListProblem) {
    out.add(place, ProblemKind::List(problem));
}

/// Two editions of a list are not in force on the same day, unless one puts an end to the other.
fn editions(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    let lists: Vec<(InstrumentId, &List)> = program.lists().collect();
    for (at, (id, list)) in lists.iter().enumerate() {
        for (other, earlier) in lists.iter().take(at) {
            // Whether the one that is replaced says that it goes on is looked at where `replaces` stands.
            let linked = list.replaces == Some(*other) || earlier.replaces == Some(*id);
            if list.name != earlier.name || linked {
                continue;
            }
            let mut days = program.turning_days(*id);
            days.extend(program.turning_days(*other));
            let both = |day: &&Date| {
                in_force_on(program, *id, **day) && in_force_on(program, *other, **day)
            };
            if let Some(on) = days.iter().find(both) {
                let found = ListProblem::EditionsOverlap {
                    other: program[*other].name.clone(),
                    on: *on,
                    first: program[*other].place,
                };
                problem(out, program[*id].place, found);
            }
        }
    }
}

/// Whether a list is in force on a day, with every reading at its default.
pub(crate) fn in_force_on(program: &Program, id: InstrumentId, day: Date) -> bool {
    let instrument = &program[id];
    instrument.period.contains(day)
        && instrument
            .list
            .as_deref()
            .is_none_or(|list| holds_on(&by_default(program, &list.in_force), day))
}

impl Program {
    /// The days on which a list may come into force or end.
    #[must_use]
    pub fn turning_days(&self, list: InstrumentId) -> BTreeSet<Date> {
        let Period { from, until } = self[list].period;
        let mut days: BTreeSet<Date> = from.into_iter().chain(until).collect();
        if let Some(list) = self[list].list.as_deref() {
            list.in_force.walk(&mut |part| {
                if let CondKind::During(Period { from, until }) = part.kind {
                    days.extend(from.into_iter().chain(until));
                }
            });
        }
        days
    }
}

/// Whether a condition holds that combines tests of one kind; what is no such test does not.
fn holds(cond: &Cond, test: &impl Fn(&CondKind) -> bool) -> bool {
    if let CondKind::Not(inner) = &cond.kind {
        !holds(inner, test)
    } else if let CondKind::And(parts) = &cond.kind {
        parts.iter().all(|part| holds(part, test))
    } else if let CondKind::Or(parts) = &cond.kind {
        parts.iter().any(|part| holds(part, test))
    } else if let CondKind::Const(value) = cond.kind {
        value
    } else {
        test(&cond.kind)
    }
}

/// Whether a condition on days holds on one.
fn holds_on(cond: &Cond, day: Date) -> bool {
    let during = |test: &CondKind| matches!(test, CondKind::During(period) if period.contains(day));
    holds(cond, &during)
}

/// Whether a condition on one quantity holds for a number.
fn holds_for(cond: &Cond, number: i64) -> bool {
    let compare = |test: &CondKind| {
        let CondKind::Compare(_, op, Operand::Number(limit)) = test else {
            return false;
        };
        match op {
            CompareOp::Eq => number == *limit,
            CompareOp::Ne => number != *limit,
            CompareOp::Lt => number < *limit,
            CompareOp::Le => number <= *limit,
            CompareOp::Gt => number > *limit,
            CompareOp::Ge => number >= *limit,
        }
    };
    holds(cond, &compare)
}

/// A sector or scenario of a list in which rows stand directly.
struct Part {
    scope: ScopeId,
    /// Its first row.
    first: RuleId,
    /// The members of each category that a flow in it may have.
    members: BTreeMap<FactId, BTreeSet<usize>>,
}

/// Where a list adopts a part and has rows of its own for it, something has to say which prevails.
fn own_and_adopted(program: &Program, id: InstrumentId, list: &List, out: &mut Out<'_>) {
    if list.adoptions.is_empty() {
        return;
    }
    let (theirs, own): (Vec<Part>, Vec<Part>) =
        parts_with_rows(program, id).partition(|part| adopted(program, part.scope));
    for adoption in &list.adoptions {
        let taken = theirs
            .iter()
            .filter(|part| adoption.rules.contains(part.first));
        let both = taken.filter_map(|part| {
            let beside = own.iter().find(|own| {
                overlaps(&part.members, &own.members) && !related(program, own.first, part.first)
            });
            Some((part, beside?))
        });
        if let Some((part, own)) = both.take(1).next() {
            let name = |provision: Option<ProvisionId>| {
                provision.map_or_else(String::new, |provision| program[provision].number.clone())
            };
            let found = ListProblem::OwnAndAdopted {
                part: name(program[part.scope].provision),
                row: name(program[own.first].citation.provision),
                own: program[own.first].place,
            };
            problem(out, adoption.place, found);
        }
    }
}

fn parts_with_rows(program: &Program, list: InstrumentId) -> impl Iterator<Item = Part> + '_ {
    let scopes = (0..program.scopes.len()).map(ScopeId::from_index);
    let scopes = scopes
        .filter(move |scope| program[*scope].list == list && program[*scope].provision.is_some());
    scopes.filter_map(|scope| {
        let stands_in_it =
            |rule: &RuleId| program[*rule].scope == Some(scope) && program[*rule].role == Role::Row;
        Some(Part {
            scope,
            first: program[scope].rules.iter().find(stands_in_it)?,
            members: members(program, scope),
        })
    })
}

fn adopted(program: &Program, scope: ScopeId) -> bool {
    program[scope].adoption.is_some()
}

fn related(program: &Program, one: RuleId, other: RuleId) -> bool {
    program.precedences.iter().any(|statement| {
        let between = |one: RuleId, other: RuleId| {
            statement.winners.contains(one) && statement.losers.contains(other)
        };
        between(one, other) || between(other, one)
    })
}

/// The members of each category that a flow in a part may have, by the parts around it.
fn members(program: &Program, scope: ScopeId) -> BTreeMap<FactId, BTreeSet<usize>> {
    let mut found: BTreeMap<FactId, BTreeSet<usize>> = BTreeMap::new();
    for scope in program
        .scopes_around(Some(scope))
        .filter(|scope| program[*scope].provision.is_some())
    {
        for part in conjuncts(&program[scope].condition) {
            if let CondKind::Is(fact, values) = &part.kind {
                let values: BTreeSet<usize> = values.iter().copied().collect();
                found
                    .entry(*fact)
                    .and_modify(|known| known.retain(|value| values.contains(value)))
                    .or_insert(values);
            }
        }
    }
    found
}

fn overlaps(
    one: &BTreeMap<FactId, BTreeSet<usize>>,
    other: &BTreeMap<FactId, BTreeSet<usize>>,
) -> bool {
    one.iter().all(|(fact, values)| {
        other
            .get(fact)
            .is_none_or(|others| !values.is_disjoint(others))
    })
}

/// The conditions that all have to hold.
fn conjuncts(cond: &Cond) -> Vec<&Cond> {
    if let CondKind::And(parts) = &cond.kind {
        parts.iter().flat_map(conjuncts).collect()
    } else {
        vec![cond]
    }
}

/// What a row asks of a flow, fact by fact, where that can be said; the rest in a canonical spelling.
#[derive(Default)]
struct Demand {
    /// The values that a fact of one value may have.
    values: BTreeMap<FactId, BTreeSet<usize>>,
    /// The values that it may not have.
    excluded: BTreeMap<FactId, BTreeSet<usize>>,
    /// The lowest and highest number of a quantity.
    ranges: BTreeMap<FactId, (i64, i64)>,
    /// Members of a set, of each of which groups one has to be there.
    any_of: BTreeMap<FactId, BTreeSet<BTreeSet<usize>>>,
    /// Yes-or-no facts.
    flags: BTreeMap<FactId, bool>,
    rest: BTreeSet<String>,
    contradicts: bool,
}

impl Demand {
    fn of(program: &Program, rule: RuleId) -> Self {
        let mut demand = Self::default();
        let scopes = program.scopes_around(program[rule].scope);
        let scopes = scopes
            .map(|scope| &program[scope])
            .filter(|scope| scope.provision.is_some());
        for cond in scopes.flat_map(|scope| conjuncts(&scope.condition)) {
            demand.add(cond);
        }
        for cond in conjuncts(&program[rule].guard) {
            demand.add(cond);
        }
        for (fact, values) in &mut demand.values {
            if let Some(excluded) = demand.excluded.get(fact) {
                values.retain(|value| !excluded.contains(value));
            }
            demand.contradicts |= values.is_empty();
        }
        demand.contradicts |= demand.ranges.values().any(|(low, high)| low > high);
        demand
    }

    fn add(&mut self, cond: &Cond) {
        match &cond.kind {
            CondKind::Is(fact, values) => {
                let values: BTreeSet<usize> = values.iter().copied().collect();
                self.values
                    .entry(*fact)
                    .and_modify(|known| known.retain(|value| values.contains(value)))
                    .or_insert(values);
            }
            CondKind::Has(fact, member) => {
                self.any_of
                    .entry(*fact)
                    .or_default()
                    .insert(BTreeSet::from([*member]));
            }
            CondKind::Fact(fact) => self.flag(*fact, true),
            CondKind::Compare(fact, op, Operand::Number(number)) => {
                self.bound(cond, *fact, *op, *number)
            }
            CondKind::Not(inner) => {
                if let CondKind::Fact(fact) = inner.kind {
                    self.flag(fact, false);
                } else if let CondKind::Is(fact, values) = &inner.kind {
                    self.excluded.entry(*fact).or_default().extend(values);
                } else {
                    self.other(cond);
                }
            }
            CondKind::Or(parts) => match any_member(parts) {
                Some((fact, members)) => {
                    self.any_of.entry(fact).or_default().insert(members);
                }
                None => self.other(cond),
            },
            CondKind::Const(value) => self.contradicts |= !value,
            CondKind::Compare(_, _, Operand::Threshold(_) | Operand::Date(_))
            | CondKind::HasOther(..)
            | CondKind::During(_)
            | CondKind::Outcome(..)
            | CondKind::OutcomeHas(..)
            | CondKind::Reading(..)
            | CondKind::Definition(_)
            | CondKind::And(_)
            | CondKind::Error => self.other(cond),
        }
    }

    fn flag(&mut self, fact: FactId, value: bool) {
        let known = *self.flags.entry(fact).or_insert(value);
        self.contradicts |= known != value;
    }

    fn bound(&mut self, cond: &Cond, fact: FactId, op: CompareOp, number: i64) {
        let range = self.ranges.entry(fact).or_insert((0, i64::MAX));
        match op {
            CompareOp::Ge => range.0 = range.0.max(number),
            CompareOp::Gt => range.0 = range.0.max(number.saturating_add(1)),
            CompareOp::Lt => range.1 = range.1.min(number.saturating_sub(1)),
            CompareOp::Le => range.1 = range.1.min(number),
            CompareOp::Eq => *range = (range.0.max(number), range.1.min(number)),
            CompareOp::Ne => self.other(cond),
        }
    }

    fn other(&mut self, cond: &Cond) {
        let mut spelling = String::new();
        spell(cond, &mut spelling);
        self.rest.insert(spelling);
    }

    /// Whether every flow that meets this demand meets the other.
    fn implies(&self, program: &Program, other: &Self) -> bool {
        let within = |values: &BTreeSet<usize>, wider: &BTreeSet<usize>| values.is_subset(wider);
        // A member is also of every kind around it.
        let of_kinds = |fact: FactId, group: &BTreeSet<usize>, wider: &BTreeSet<usize>| {
            let members = program.members(fact);
            let of_one = |member: usize| {
                wider
                    .iter()
                    .any(|kind| crate::scenario::is_under(members, member, *kind))
            };
            group.iter().all(|member| of_one(*member))
        };
        other.values.iter().all(|(fact, wider)| {
            self.values
                .get(fact)
                .is_some_and(|values| within(values, wider))
        }) && other.excluded.iter().all(|(fact, values)| {
            let disjoint = self
                .values
                .get(fact)
                .is_some_and(|own| own.is_disjoint(values));
            disjoint
                || self
                    .excluded
                    .get(fact)
                    .is_some_and(|own| values.is_subset(own))
        }) && other.ranges.iter().all(|(fact, (low, high))| {
            self.ranges
                .get(fact)
                .is_some_and(|(own_low, own_high)| own_low >= low && own_high <= high)
        }) && other.any_of.iter().all(|(fact, groups)| {
            groups.iter().all(|wider| {
                let own = self.any_of.get(fact).into_iter().flatten();
                own.into_iter().any(|group| of_kinds(*fact, group, wider))
            })
        }) && other
            .flags
            .iter()
            .all(|(fact, value)| self.flags.get(fact) == Some(value))
            && other.rest.is_subset(&self.rest)
    }

    /// What selects the data, without numbers.
    fn selection(&self) -> String {
        format!(
            "{:?}{:?}{:?}{:?}{:?}",
            self.values, self.excluded, self.any_of, self.flags, self.rest
        )
    }
}

/// The members of one set, one of which has to be there.
fn any_member(parts: &[Cond]) -> Option<(FactId, BTreeSet<usize>)> {
    let mut members = BTreeSet::new();
    let mut of = None;
    for part in parts {
        let CondKind::Has(fact, member) = part.kind else {
            return None;
        };
        if *of.get_or_insert(fact) != fact {
            return None;
        }
        members.insert(member);
    }
    of.map(|fact| (fact, members))
}

/// A condition without places, so that equal ones are spelled alike.
fn spell(cond: &Cond, out: &mut String) {
    let all = matches!(cond.kind, CondKind::And(_));
    if let CondKind::Not(inner) = &cond.kind {
        out.push_str("not(");
        spell(inner, out);
        out.push(')');
    } else if let CondKind::And(parts) | CondKind::Or(parts) = &cond.kind {
        out.push_str(if all { "and(" } else { "or(" });
        for part in parts {
            spell(part, out);
            out.push(',');
        }
        out.push(')');
    } else {
        let _ = write!(out, "{:?}", cond.kind);
    }
}

/// A part of a list, and what rows in it conclude.
type Alike = (ScopeId, Vec<Conclusion>);

/// Rows that can never apply, and rows that another one of the same part covers with the same result. A row with several
/// bands is spoken of where that holds of each of them; one in which something is wrong, not at all.
fn rows(program: &Program, list: &List, wrong: &Wrong, out: &mut Out<'_>) {
    let mut never: BTreeSet<RuleId> = BTreeSet::new();
    let mut by_row: BTreeMap<Place, Vec<RuleId>> = BTreeMap::new();
    let mut by_part: BTreeMap<Alike, Vec<(RuleId, Demand)>> = BTreeMap::new();
    for rule in list.rows.iter() {
        let row = &program[rule];
        let looked_at = |scope: &ScopeId| of_row(program, row) && !adopted(program, *scope);
        let Some(scope) = row
            .scope
            .filter(looked_at)
            .filter(|_| !wrong.touches(row.place))
        else {
            continue;
        };
        by_row.entry(row.place).or_default().push(rule);
        let demand = Demand::of(program, rule);
        if demand.contradicts {
            never.insert(rule);
        } else if row.role == Role::Row {
            by_part
                .entry((scope, row.conclusions.clone()))
                .or_default()
                .push((rule, demand));
        }
    }
    let mut by: BTreeMap<RuleId, RuleId> = BTreeMap::new();
    for rows in by_part.values() {
        if rows.len() <= COMPARED {
            covered(program, rows.iter().collect(), &mut by);
            continue;
        }
        let mut alike: BTreeMap<String, Vec<&(RuleId, Demand)>> = BTreeMap::new();
        for row in rows {
            alike.entry(row.1.selection()).or_default().push(row);
        }
        for rows in alike.into_values().filter(|rows| rows.len() <= COMPARED) {
            covered(program, rows, &mut by);
        }
    }
    for (place, rules) in by_row {
        let Some(first) = rules.first() else { continue };
        let row = row_name(program, *first);
        if rules.iter().all(|rule| never.contains(rule)) {
            problem(out, place, ListProblem::NeverApplies { row });
        } else if rules
            .iter()
            .all(|rule| never.contains(rule) || by.contains_key(rule))
            && let Some(other) = rules.iter().find_map(|rule| by.get(rule))
        {
            let (by, first) = (row_name(program, *other), program[*other].place);
            problem(out, place, ListProblem::Covered { row, by, first });
        }
    }
}

/// Whether a rule is one of a row, or one with a name, and not what is missing in a part.
fn of_row(program: &Program, rule: &Rule) -> bool {
    let row = |provision: ProvisionId| program[provision].kind == ProvisionKind::Row;
    rule.role == Role::Row || rule.citation.provision.is_some_and(row)
}

/// Notes by which other rule a rule is covered.
fn covered(
    program: &Program,
    rows: Vec<&(RuleId, Demand)>,
    covered: &mut BTreeMap<RuleId, RuleId>,
) {
    for (at, (rule, demand)) in rows.iter().enumerate() {
        let by = rows.iter().enumerate().find(|(other_at, (other, wider))| {
            let different = program[*other].place != program[*rule].place;
            let in_force = program[*rule].period.is_inside(program[*other].period);
            // Of two that cover each other, the later adds nothing.
            let earlier = *other_at < at || !wider.implies(program, demand);
            different && in_force && earlier && demand.implies(program, wider)
        });
        if let Some((_, (other, _))) = by {
            covered.insert(*rule, *other);
        }
    }
}

fn row_name(program: &Program, rule: RuleId) -> String {
    let rule = &program[rule];
    let row = rule.citation.provision;
    rule.name
        .clone()
        .or_else(|| row.map(|row| program[row].number.clone()))
        .unwrap_or_default()
}

/// Where something is wrong.
struct Wrong(BTreeSet<(SourceId, u32)>);

impl Wrong {
    fn new(out: &Out<'_>) -> Self {
        let errors = out
            .0
            .iter()
            .filter(|problem| problem.code().severity() == Severity::Error);
        Self(
            errors
                .map(|problem| (problem.place.source, problem.place.span.start))
                .collect(),
        )
    }

    fn touches(&self, place: Place) -> bool {
        let (start, end) = (
            (place.source, place.span.start),
            (place.source, place.span.end),
        );
        self.0.range(start..end).next().is_some()
    }
}

/// The bands of a row on one quantity: do two hold at once and conclude differently, is there a gap between them?
pub(crate) fn bands(
    program: &Program,
    bands: &[(Cond, Vec<Conclusion>)],
) -> Option<(Option<usize>, ListProblem)> {
    let defaults: Vec<Cond> = bands
        .iter()
        .map(|(cond, _)| by_default(program, cond))
        .collect();
    let mut cuts: BTreeMap<FactId, BTreeSet<i64>> = BTreeMap::new();
    let mut plain = true;
    for cond in &defaults {
        cond.walk(&mut |part| {
            if let CondKind::Compare(fact, _, Operand::Number(number)) = part.kind {
                let around = [number.saturating_sub(1), number, number.saturating_add(1)];
                cuts.entry(fact)
                    .or_default()
                    .extend(around.into_iter().filter(|number| *number >= 0));
            } else {
                plain &= matches!(
                    part.kind,
                    CondKind::And(_) | CondKind::Or(_) | CondKind::Not(_) | CondKind::Const(_)
                );
            }
        });
    }
    let (fact, numbers) = cuts.pop_first().filter(|_| plain && cuts.is_empty())?;
    let name = program[fact].name.clone();
    let mut seen_band = false;
    let mut gap = None;
    for number in numbers {
        let holding: Vec<usize> = (0..bands.len())
            .filter(|at| {
                defaults
                    .get(*at)
                    .is_some_and(|cond| holds_for(cond, number))
            })
            .collect();
        let example = vec![(name.clone(), number)];
        if let [first, second, ..] = holding.as_slice()
            && let (Some((one, concluded)), Some((_, other))) =
                (bands.get(*first), bands.get(*second))
            && concluded != other
        {
            let first = one.place;
            return Some((Some(*second), ListProblem::BandsOverlap { example, first }));
        }
        if holding.is_empty() {
            gap = gap.or(Some(example).filter(|_| seen_band));
        } else {
            seen_band = true;
            if let Some(example) = gap {
                return Some((None, ListProblem::BandsGap { example }));
            }
        }
    }
    None
}

/// A condition with every reading at its default.
fn by_default(program: &Program, cond: &Cond) -> Cond {
    let place = cond.place;
    let each = |parts: &[Cond]| {
        parts
            .iter()
            .map(|part| by_default(program, part))
            .collect::<Vec<_>>()
    };
    if let CondKind::Reading(reading, option) = cond.kind {
        Cond {
            kind: CondKind::Const(program[reading].default == option),
            place,
        }
    } else if let CondKind::Not(inner) = &cond.kind {
        by_default(program, inner).negated()
    } else if let CondKind::And(parts) = &cond.kind {
        let parts = each(parts);
        if parts
            .iter()
            .any(|part| matches!(part.kind, CondKind::Const(false)))
        {
            Cond::always(place).negated()
        } else {
            Cond::all(parts, place)
        }
    } else if let CondKind::Or(parts) = &cond.kind {
        let mut parts = each(parts);
        parts.retain(|part| !matches!(part.kind, CondKind::Const(false)));
        Cond::any(parts, place)
    } else {
        cond.clone()
    }
}

/// The lists whose trial period is over on a day, though nothing says that they have ended.
pub(crate) fn trials_over(program: &Program, day: Date) -> Vec<Problem> {
    let replaced: BTreeSet<InstrumentId> = program
        .lists()
        .filter_map(|(_, list)| list.replaces)
        .collect();
    program
        .lists()
        .filter(|(id, _)| program[*id].period.contains(day) && !replaced.contains(id))
        .filter_map(|(id, list)| {
            let until = list.trial.filter(|until| *until <= day)?;
            let list = program[id].name.clone();
            let kind = ProblemKind::List(ListProblem::TrialOver { list, until });
            let place = program[program[id].list.as_deref()?.scope].condition.place;
            Some(Problem { place, kind })
        })
        .collect()
}
