//! The cases over which diagrams are made: the facts of one program, or of two that are compared, as variables in a fixed order.
//!
//! Programs are joined by names, so neither the order of files nor that of declarations matters. A set is one variable a
//! member; a member counts as present only with all kinds that it is part of, in either program, so the tree is built in.
//! Numbers and days are cut where some condition of either program changes.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::date::{self, Date, ordinal};
use weir_core::hir::{
    CompareOp, Cond, CondKind, FactId, FactType, Member, Operand, OutcomeId, OutcomeKind, Program,
    Unit,
};

use super::order::{Rank, ZONES, rank};
use super::store::Var;

/// What a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The value of a fact that is no set.
    Fact(String),
    /// The presence of a member of a set.
    Member(String, String),
    /// The value of a ladder of a lower layer.
    Ladder(String),
    /// Whether an outcome of a lower layer has a value.
    InSet(String, String),
}

/// What the answers of a variable are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No, then yes.
    Truth,
    /// One of these names.
    Names(Vec<String>),
    /// The numbers below the first of these, then those from each up to, not including, the next.
    Numbers(Vec<i64>),
    /// Days likewise, as ordinals.
    Days(Vec<i64>),
}

/// A question with finitely many answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What it asks for.
    pub about: About,
    /// What its answers are.
    pub kind: Kind,
}

impl Variable {
    /// The number of answers.
    #[must_use]
    pub fn answers(&self) -> usize {
        match &self.kind {
            Kind::Truth => 2,
            Kind::Names(names) => names.len(),
            Kind::Numbers(cuts) | Kind::Days(cuts) => cuts.len() + 1,
        }
    }
}

/// An answer for each variable that matters; any answer will do for the others.
pub type Assignment = BTreeMap<u32, usize>;

/// The variables in their order, those of outcomes last.
#[derive(Clone, Debug)]
pub struct Space {
    pub(super) variables: Vec<Variable>,
    /// The values of each ladder in both programs, from least to most demanding; those of each set.
    pub(super) outcomes: BTreeMap<String, Vec<String>>,
    of: BTreeMap<About, Var>,
}

/// A type for which facts of one name are one fact. Facts of other types share no variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Flag,
    Choice,
    Set,
    Number(Unit),
    Day,
}

/// A fact of the programs, with the members that it has in any of them and the numbers with which it is compared.
#[derive(Default)]
struct Joined {
    rank: Option<Rank>,
    members: Vec<String>,
    cuts: BTreeSet<i64>,
}

impl Space {
    /// The cases of some programs, each on its day.
    #[must_use]
    pub fn of(editions: &[&Edition<'_>]) -> Self {
        let mut facts: BTreeMap<(String, Shape), Joined> = BTreeMap::new();
        let mut outcomes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut kinds: BTreeMap<String, OutcomeKind> = BTreeMap::new();
        for edition in editions {
            let cuts = cuts(edition);
            for fact in edition.program.fact_ids() {
                let declared = &edition.program[fact];
                let Some(shape) = shape(&declared.ty) else {
                    continue;
                };
                let joined = facts.entry((declared.name.clone(), shape)).or_default();
                let rank = rank(edition.program, fact);
                joined.rank = Some(joined.rank.map_or(rank, |known| known.min(rank)));
                merge(&mut joined.members, edition.program.members(fact));
                joined.cuts.extend(cuts.get(&fact).into_iter().flatten());
            }
            for outcome in &edition.program.outcomes {
                let values = outcomes.entry(outcome.name.clone()).or_default();
                merge(values, &outcome.values);
                kinds.insert(outcome.name.clone(), outcome.kind);
            }
        }
        let mut space = Self {
            variables: Vec::new(),
            outcomes,
            of: BTreeMap::new(),
        };
        let mut ordered: Vec<_> = facts.into_iter().collect();
        ordered.sort_by(|((a, _), left), ((b, _), right)| (left.rank, a).cmp(&(right.rank, b)));
        let (before, others): (Vec<_>, Vec<_>) = ordered
            .into_iter()
            .partition(|(_, joined)| joined.rank < Some(ZONES));
        let (zones, after): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|(_, joined)| joined.rank == Some(ZONES));
        for ((name, shape), joined) in before {
            space.add_fact(name, shape, joined);
        }
        space.add_zones(zones.into_iter().map(|((name, _), joined)| (name, joined)));
        for ((name, shape), joined) in after {
            space.add_fact(name, shape, joined);
        }
        for (name, kind) in kinds {
            space.add_outcome(name, kind);
        }
        space
    }

    fn add_fact(&mut self, name: String, shape: Shape, joined: Joined) {
        let cuts = joined.cuts.into_iter().collect();
        match shape {
            Shape::Flag => self.add(About::Fact(name), Kind::Truth),
            Shape::Choice => self.add(About::Fact(name), Kind::Names(joined.members)),
            Shape::Number(_) => self.add(About::Fact(name), Kind::Numbers(cuts)),
            Shape::Day => self.add(About::Fact(name), Kind::Days(cuts)),
            Shape::Set => {
                for member in joined.members {
                    self.add(About::Member(name.clone(), member), Kind::Truth);
                }
            }
        }
    }

    /// Facts about zones, zone by zone: what is said of one zone in several facts is looked at together.
    fn add_zones(&mut self, facts: impl Iterator<Item = (String, Joined)>) {
        let facts: Vec<(String, Joined)> = facts.collect();
        let mut zones: Vec<&String> = Vec::new();
        for zone in facts.iter().flat_map(|(_, joined)| &joined.members) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        for zone in zones {
            for (name, joined) in &facts {
                if joined.members.contains(zone) {
                    self.add(About::Member(name.clone(), zone.clone()), Kind::Truth);
                }
            }
        }
    }

    fn add_outcome(&mut self, name: String, kind: OutcomeKind) {
        let values = self.outcomes.get(&name).cloned().unwrap_or_default();
        match kind {
            OutcomeKind::Ladder => self.add(About::Ladder(name), Kind::Names(values)),
            OutcomeKind::Set => {
                for value in values {
                    self.add(About::InSet(name.clone(), value), Kind::Truth);
                }
            }
        }
    }

    fn add(&mut self, about: About, kind: Kind) {
        let var = Var::try_from(self.variables.len()).unwrap_or(Var::MAX);
        // A second fact of the same name and another type is asked for by neither side's first.
        self.of.entry(about.clone()).or_insert(var);
        self.variables.push(Variable { about, kind });
    }

    /// The variables, in their order.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// A variable by its place in the order.
    #[must_use]
    pub fn variable(&self, at: u32) -> Option<&Variable> {
        self.variables.get(at as usize)
    }

    /// The values of an outcome in both programs; of a ladder from least to most demanding.
    #[must_use]
    pub fn values(&self, outcome: &str) -> &[String] {
        self.outcomes
            .get(outcome)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(super) fn var(&self, about: &About) -> Option<Var> {
        self.of.get(about).copied()
    }

    pub(super) fn answers(&self, var: Var) -> usize {
        self.variable(var).map_or(0, Variable::answers)
    }
}

/// How one program's ids stand to the variables.
pub(super) struct Side {
    facts: Vec<Of>,
    outcomes: Vec<Vec<usize>>,
}

/// The variables of a fact.
#[derive(Clone, Debug)]
pub(super) enum Of {
    /// Nothing is asked for.
    Nothing,
    /// One variable.
    One(Var),
    /// One variable; for each value of the program its answer.
    Choice(Var, Vec<usize>),
    /// For each member its variable and those of the kinds that it is part of in either program.
    Set(Vec<BTreeSet<Var>>),
}

impl Side {
    /// `all` are the editions of which the space is made: a kind of one of them counts in each.
    pub(super) fn new(space: &Space, edition: &Edition<'_>, all: &[&Edition<'_>]) -> Self {
        let program = edition.program;
        let facts = program
            .fact_ids()
            .map(|fact| of(space, edition, fact, all))
            .collect();
        let outcomes = program.outcomes.iter().map(|outcome| {
            let values = space.values(&outcome.name);
            let position = |member: &Member| values.iter().position(|name| *name == member.name);
            let positions = outcome.values.iter().map(position);
            positions.map(Option::unwrap_or_default).collect()
        });
        Self {
            facts,
            outcomes: outcomes.collect(),
        }
    }

    pub(super) fn fact(&self, fact: FactId) -> &Of {
        self.facts.get(fact.index()).unwrap_or(&Of::Nothing)
    }

    /// The position of a value among those of both programs.
    pub(super) fn value(&self, outcome: OutcomeId, value: usize) -> usize {
        let positions = self.outcomes.get(outcome.index());
        positions
            .and_then(|positions| positions.get(value))
            .copied()
            .unwrap_or_default()
    }
}

fn of(space: &Space, edition: &Edition<'_>, fact: FactId, all: &[&Edition<'_>]) -> Of {
    let declared = &edition.program[fact];
    let one = space.var(&About::Fact(declared.name.clone()));
    let fits = |var: &Var| {
        let kind = space.variable(*var).map(|variable| &variable.kind);
        matches!(
            (kind, &declared.ty),
            (Some(Kind::Truth), FactType::Bool)
                | (Some(Kind::Names(_)), FactType::Choice(_))
                | (Some(Kind::Numbers(_)), FactType::Quantity(_))
                | (Some(Kind::Days(_)), FactType::Date)
        )
    };
    match (&declared.ty, one.filter(fits)) {
        (FactType::Set(members), _) => Of::Set(
            (0..members.len())
                .map(|member| {
                    let kinds = kinds(&declared.name, members, member, all);
                    let var = |kind: String| space.var(&About::Member(declared.name.clone(), kind));
                    kinds.into_iter().filter_map(var).collect()
                })
                .collect(),
        ),
        (FactType::Choice(members), Some(var)) => {
            let Some(Kind::Names(names)) = space.variable(var).map(|variable| &variable.kind)
            else {
                return Of::Nothing;
            };
            let position = |member: &Member| names.iter().position(|name| *name == member.name);
            Of::Choice(var, members.iter().filter_map(position).collect())
        }
        (FactType::Bool | FactType::Quantity(_) | FactType::Date, Some(var)) => Of::One(var),
        _ => Of::Nothing,
    }
}

/// A member of a set and the kinds that it is part of in any program, by name.
fn kinds(fact: &str, members: &[Member], member: usize, all: &[&Edition<'_>]) -> BTreeSet<String> {
    let Some(member) = members.get(member) else {
        return BTreeSet::new();
    };
    let mut names = BTreeSet::from([member.name.clone()]);
    for edition in all {
        let program = edition.program;
        let Some(fact) = program.fact(fact) else {
            continue;
        };
        let members = program.members(fact);
        let mut at = members.iter().position(|other| other.name == member.name);
        while let Some(kind) = at.and_then(|at| members.get(at)) {
            names.insert(kind.name.clone());
            at = kind.parent;
        }
    }
    names
}

/// The facts and outcomes that are declared otherwise in one program than in the other: of another type or period, with members
/// that are part of other kinds, or with other values. What holds of them in both can't be compared.
#[must_use]
pub fn retyped<'p>(old: &'p Program, new: &'p Program) -> Vec<&'p str> {
    let facts = old.facts.iter().filter(|fact| {
        new.fact(&fact.name).is_some_and(|other| {
            let other = &new[other];
            shape(&fact.ty) != shape(&other.ty)
                || fact.each != other.each
                || moved(members(&fact.ty), members(&other.ty))
        })
    });
    let facts = facts.map(|fact| fact.name.as_str());
    let outcomes = old.outcomes.iter().chain(&new.outcomes).filter(|outcome| {
        let same = [old, new].map(|program| {
            let other = &program[program.outcome(&outcome.name)?];
            let values = other.values.iter().map(|value| value.name.as_str());
            Some((other.kind, values.collect::<Vec<_>>()))
        });
        let [before, after] = same;
        before != after
    });
    facts
        .chain(outcomes.map(|outcome| outcome.name.as_str()))
        .collect()
}

fn members(ty: &FactType) -> &[Member] {
    match ty {
        FactType::Choice(members) | FactType::Set(members) => members,
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => &[],
    }
}

/// Whether a member of both trees is part of other kinds in one than in the other, of those that both have.
fn moved(old: &[Member], new: &[Member]) -> bool {
    let kinds = |of: &[Member], others: &[Member], name: &str| {
        let mut found = BTreeSet::new();
        let mut at = of.iter().find(|one| one.name == name);
        while let Some(kind) = at.and_then(|one| of.get(one.parent?)) {
            if others.iter().any(|other| other.name == kind.name) {
                found.insert(kind.name.clone());
            }
            at = Some(kind);
        }
        found
    };
    old.iter()
        .filter(|one| new.iter().any(|other| other.name == one.name))
        .any(|one| kinds(old, new, &one.name) != kinds(new, old, &one.name))
}

fn shape(ty: &FactType) -> Option<Shape> {
    match ty {
        FactType::Bool => Some(Shape::Flag),
        FactType::Choice(_) => Some(Shape::Choice),
        FactType::Set(_) => Some(Shape::Set),
        FactType::Quantity(unit) => Some(Shape::Number(*unit)),
        FactType::Date => Some(Shape::Day),
        FactType::Error => None,
    }
}

/// Puts names in that are not there yet, each behind the one that it follows.
fn merge(known: &mut Vec<String>, members: &[Member]) {
    let mut after = 0;
    for member in members {
        match known.iter().position(|name| *name == member.name) {
            Some(at) => after = at + 1,
            None => {
                known.insert(after, member.name.clone());
                after += 1;
            }
        }
    }
}

/// For each quantity and day the numbers from which on some condition of the program changes.
fn cuts(edition: &Edition<'_>) -> BTreeMap<FactId, BTreeSet<i64>> {
    let program = edition.program;
    let mut found = BTreeMap::new();
    let guards = program.rules.iter().map(|rule| &*rule.guard);
    let scopes = program.scopes.iter().map(|scope| &scope.condition);
    let definitions = program.definitions.iter().map(|one| &one.condition);
    let assumptions = program.assumptions.iter().map(|one| &one.condition);
    for cond in guards.chain(scopes).chain(definitions).chain(assumptions) {
        cuts_of(edition, cond, &mut found);
    }
    found
}

fn cuts_of(edition: &Edition<'_>, cond: &Cond, found: &mut BTreeMap<FactId, BTreeSet<i64>>) {
    cond.walk(&mut |part| {
        if let CondKind::Compare(fact, op, operand) = &part.kind {
            let day = matches!(edition.program[*fact].ty, FactType::Date);
            let numbers = cut_points(edition, *op, operand).into_iter();
            let numbers = numbers.map(|number| if day { real_day(number) } else { number });
            let numbers = numbers.filter(|number| *number > 0);
            found.entry(*fact).or_default().extend(numbers);
        }
    });
}

/// The numbers from which on a comparison changes.
pub(crate) fn cut_points(edition: &Edition<'_>, op: CompareOp, operand: &Operand) -> Vec<i64> {
    let Some(number) = limit(edition, operand) else {
        return Vec::new();
    };
    let next = number.saturating_add(1);
    match op {
        CompareOp::Ge | CompareOp::Lt => vec![number],
        CompareOp::Gt | CompareOp::Le => vec![next],
        CompareOp::Eq | CompareOp::Ne => vec![number, next],
    }
}

/// The number with which something is compared on the day.
pub(super) fn limit(edition: &Edition<'_>, operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Number(number) => Some(*number),
        Operand::Threshold(threshold) => edition.threshold(*threshold),
        Operand::Date(day) => Some(ordinal(*day)),
    }
}

/// The day of an ordinal.
pub(super) fn day_of(number: i64) -> Option<Date> {
    date::parse(&format!(
        "{}-{}-{}",
        number / 10_000,
        number / 100 % 100,
        number % 100
    ))
}

/// The ordinal itself where it is that of a day, else that of the first day after it: 32 December is 1 January.
pub(super) fn real_day(number: i64) -> i64 {
    (number..number.saturating_add(10_000))
        .find(|number| day_of(*number).is_some())
        .unwrap_or(number)
}
