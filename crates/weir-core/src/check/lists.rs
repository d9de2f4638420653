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
        own_and_adopted(input.program, list, out);
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
            let mut days = turning_days(program, *id);
            days.extend(turning_days(program, *other));
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

/// The days on which a list may come into force or end.
pub(crate) fn turning_days(program: &Program, id: InstrumentId) -> BTreeSet<Date> {
    let Period { from, until } = program[id].period;
    let mut days: BTreeSet<Date> = from.into_iter().chain(until).collect();
    if let Some(list) = program[id].list.as_deref() {
        super::walk(&list.in_force, &mut |part| {
            if let CondKind::During(Period { from, until }) = part.kind {
                days.extend(from.into_iter().chain(until));
            }
        });
    }
    days
}

fn holds_on(cond: &Cond, day: Date) -> bool {
    match &cond.kind {
        CondKind::During(period) => period.contains(day),
        CondKind::Not(inner) => !holds_on(inner, day),
        CondKind::And(parts) => parts.iter().all(|part| holds_on(part, day)),
        CondKind::Or(parts) => parts.iter().any(|part| holds_on(part, day)),
        CondKind::Const(value) => *value,
        // Whether a list is in force depends on days and readings; the latter are at their defaults.
        CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Error => false,
    }
}

/// Where a list adopts a part and has rows of its own for it, something has to say which prevails.
fn own_and_adopted(program: &Program, list: &List, out: &mut Out<'_>) {
    for adoption in &list.adoptions {
        for scope in parts_with_rows(program, list).filter(|scope| adopted(program, *scope)) {
            let within = program
                .scopes_around(Some(scope))
                .any(|around| around == adoption.scope);
            if !within {
                continue;
            }
            let theirs = members(program, scope);
            let own = parts_with_rows(program, list)
                .filter(|own| !adopted(program, *own))
                .find(|own| overlaps(&theirs, &members(program, *own)));
            let Some(own) = own else { continue };
            let (Some(own_rule), Some(their_rule)) =
                (first_rule(program, own), first_rule(program, scope))
            else {
                continue;
            };
            if related(program, own_rule, their_rule) {
                continue;
            }
            let name = |provision: Option<ProvisionId>| {
                provision
                    .map(|provision| program[provision].number.clone())
                    .unwrap_or_default()
            };
            let part = name(program[scope].provision);
            let row = name(program[own_rule].citation.provision);
            let own = program[own_rule].place;
            problem(
                out,
                adoption.place,
                ListProblem::OwnAndAdopted { part, row, own },
            );
            break;
        }
    }
}

/// The sectors and scenarios of a list in which rows stand directly.
fn parts_with_rows<'p>(program: &'p Program, list: &'p List) -> impl Iterator<Item = ScopeId> + 'p {
    (0..program.scopes.len())
        .map(ScopeId::from_index)
        .filter(move |scope| {
            let part = &program[*scope];
            program[part.list]
                .list
                .as_deref()
                .is_some_and(|of| of.scope == list.scope)
                && part.provision.is_some()
                && first_rule(program, *scope).is_some()
        })
}

fn adopted(program: &Program, scope: ScopeId) -> bool {
    program[scope].adoption.is_some()
}

/// The first row that stands directly in a part.
fn first_rule(program: &Program, scope: ScopeId) -> Option<RuleId> {
    program[scope]
        .rules
        .iter()
        .find(|rule| program[*rule].scope == Some(scope) && program[*rule].role == Role::Row)
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
    match &cond.kind {
        CondKind::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Not(_)
        | CondKind::Or(_)
        | CondKind::Error => vec![cond],
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
    match &cond.kind {
        CondKind::Not(inner) => {
            out.push_str("not(");
            spell(inner, out);
            out.push(')');
        }
        CondKind::And(parts) | CondKind::Or(parts) => {
            out.push_str(if matches!(cond.kind, CondKind::And(_)) {
                "and("
            } else {
                "or("
            });
            for part in parts {
                spell(part, out);
                out.push(',');
            }
            out.push(')');
        }
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Error => {
            let _ = write!(out, "{:?}", cond.kind);
        }
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
        super::walk(cond, &mut |part| {
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
            .filter(|at| defaults.get(*at).is_some_and(|cond| holds(cond, number)))
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
    match &cond.kind {
        CondKind::Reading(reading, option) => Cond {
            kind: CondKind::Const(program[*reading].default == *option),
            place,
        },
        CondKind::Not(inner) => by_default(program, inner).negated(),
        CondKind::And(parts) => {
            let parts: Vec<Cond> = parts.iter().map(|part| by_default(program, part)).collect();
            if parts
                .iter()
                .any(|part| matches!(part.kind, CondKind::Const(false)))
            {
                Cond::always(place).negated()
            } else {
                Cond::all(parts, place)
            }
        }
        CondKind::Or(parts) => {
            let mut parts: Vec<Cond> = parts.iter().map(|part| by_default(program, part)).collect();
            parts.retain(|part| !matches!(part.kind, CondKind::Const(false)));
            Cond::any(parts, place)
        }
        CondKind::Const(_)
        | CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Definition(_)
        | CondKind::Error => cond.clone(),
    }
}

fn holds(cond: &Cond, number: i64) -> bool {
    match &cond.kind {
        CondKind::Compare(_, op, Operand::Number(limit)) => match op {
            CompareOp::Eq => number == *limit,
            CompareOp::Ne => number != *limit,
            CompareOp::Lt => number < *limit,
            CompareOp::Le => number <= *limit,
            CompareOp::Gt => number > *limit,
            CompareOp::Ge => number >= *limit,
        },
        CondKind::Not(inner) => !holds(inner, number),
        CondKind::And(parts) => parts.iter().all(|part| holds(part, number)),
        CondKind::Or(parts) => parts.iter().any(|part| holds(part, number)),
        CondKind::Const(value) => *value,
        // Only comparisons with numbers get here.
        CondKind::Fact(_)
        | CondKind::Is(..)
        | CondKind::Has(..)
        | CondKind::HasOther(..)
        | CondKind::During(_)
        | CondKind::Compare(..)
        | CondKind::Outcome(..)
        | CondKind::OutcomeHas(..)
        | CondKind::Reading(..)
        | CondKind::Definition(_)
        | CondKind::Error => false,
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
