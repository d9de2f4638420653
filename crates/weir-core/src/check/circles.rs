//! Circles: definitions that use themselves, conclusions that depend on themselves, rules that set each other aside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::sorts::{Asked, Concluded, Sorts, asked, asked_in_all};
use super::{Input, Out};
use crate::date::Date;
use crate::hir::*;
use crate::problems::ProblemKind;
use crate::scenario::{is_other, is_under};

/// Finds one circle in a graph: its nodes in order, the first again at the end.
fn circle<N: Clone + Ord>(edges: &BTreeMap<N, BTreeSet<N>>) -> Option<Vec<N>> {
    let mut done = BTreeSet::new();
    for start in edges.keys() {
        if let Some(found) = circle_from(start, edges, &mut done) {
            return Some(found);
        }
    }
    None
}

/// Depth-first search without recursion, so that long chains need no stack.
fn circle_from<'n, N: Clone + Ord>(
    start: &'n N,
    edges: &'n BTreeMap<N, BTreeSet<N>>,
    done: &mut BTreeSet<&'n N>,
) -> Option<Vec<N>> {
    let next = |node: &N| edges.get(node).into_iter().flatten().collect::<Vec<_>>();
    let mut path = vec![(start, next(start))];
    let mut on_path = BTreeSet::from([start]);
    while let Some((node, rest)) = path.last_mut() {
        match rest.pop() {
            Some(other) if on_path.contains(other) => {
                let mut found: Vec<N> = path
                    .iter()
                    .map(|(node, _)| (*node).clone())
                    .skip_while(|node| node != other)
                    .collect();
                found.push(other.clone());
                return Some(found);
            }
            Some(other) if done.contains(other) => {}
            Some(other) => {
                on_path.insert(other);
                path.push((other, next(other)));
            }
            None => {
                done.insert(*node);
                on_path.remove(*node);
                path.pop();
            }
        }
    }
    None
}

pub(super) fn definitions(input: &Input<'_>, out: &mut Out<'_>) {
    let mut edges: BTreeMap<DefinitionId, BTreeSet<DefinitionId>> = BTreeMap::new();
    for (at, definition) in input.program.definitions.iter().enumerate() {
        definition.condition.walk(&mut |cond| {
            if let CondKind::Definition(other) = cond.kind {
                edges
                    .entry(DefinitionId::from_index(at))
                    .or_default()
                    .insert(other);
            }
        });
    }
    if let Some(found) = circle(&edges)
        && let Some(first) = found.first()
    {
        let chain = found
            .iter()
            .map(|id| input.program[*id].name.clone())
            .collect();
        out.add(
            input.program[*first].place,
            ProblemKind::CircularDefinition { chain },
        );
    }
}

/// What of a condition, with what it asks for through definitions, rules conclude.
fn mentions(
    program: &Program,
    asks: impl IntoIterator<Item = Asked>,
    derived: &BTreeSet<(FactId, usize)>,
) -> BTreeSet<Concluded> {
    let mut found = BTreeSet::new();
    for asked in asked_in_all(program, asks) {
        match asked {
            Asked::Outcome(id) => {
                found.insert(Concluded::Outcome(id));
            }
            Asked::Has(fact, kind) => {
                let members = program.members(fact);
                let under = derived
                    .iter()
                    .filter(|(of, member)| *of == fact && is_under(members, *member, kind));
                found.extend(under.map(|(fact, member)| Concluded::Member(*fact, *member)));
            }
            Asked::HasOther(fact, named) => {
                let members = program.members(fact);
                let others = derived
                    .iter()
                    .filter(|(of, member)| *of == fact && is_other(members, *member, &named));
                found.extend(others.map(|(fact, member)| Concluded::Member(*fact, *member)));
            }
            Asked::Threshold(_) | Asked::Definition(_) => {}
        }
    }
    found
}

/// What the meaning of something depends on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Concluded(Concluded),
    Live(RuleId),
    Applies(RuleId),
    /// Any of the rules of a stretch that conclude about something applies.
    Winning(usize, Option<OutcomeId>),
    /// What sets the rules of a stretch that conclude about something aside, or off.
    Against(usize, Option<OutcomeId>, bool),
    /// Which cases are possible at all.
    Possible,
}

/// A conclusion depends on the rules that make it; a rule on what its condition mentions and on the rules that set it aside.
pub(super) fn outcomes(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    let Some(found) = circle(&dependencies(input)) else {
        return;
    };
    let concluded: Vec<Concluded> = found
        .iter()
        .filter_map(|node| {
            if let Node::Concluded(one) = node {
                Some(*one)
            } else {
                None
            }
        })
        .collect();
    let Some(first) = concluded.first() else {
        return;
    };
    let mut chain: Vec<String> = concluded
        .iter()
        .map(|one| concluded_name(program, *one))
        .collect();
    chain.dedup();
    if concluded.last() != Some(first) || chain.len() == 1 {
        chain.push(concluded_name(program, *first));
    }
    let rule = found.iter().find_map(|node| {
        if let Node::Live(rule) | Node::Applies(rule) = node {
            Some(program[*rule].place)
        } else {
            None
        }
    });
    let assumption = program
        .assumptions
        .first()
        .map(|assumption| assumption.place);
    if let Some(place) = rule.or(assumption) {
        out.add(place, ProblemKind::CircularOutcome { chain });
    }
}

/// What of a rule decides with what else it can form a circle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    stretch: usize,
    mentions: BTreeSet<Concluded>,
    concludes: BTreeSet<Concluded>,
}

/// The kinds of rules, each with the first rule of it, which stands for all: a circle through one leads through any other.
fn alike(
    input: &Input<'_>,
    stretches: &Stretches,
    derived: &BTreeSet<(FactId, usize)>,
) -> BTreeMap<Kind, RuleId> {
    let program = input.program;
    let mut kinds: BTreeMap<Kind, RuleId> = BTreeMap::new();
    for (rules, sorts) in stretches.cut(input) {
        for (sort, first) in sorts.iter() {
            let rule = RuleId(rules.from.saturating_add(first));
            let scopes = program.scopes_around(sort.scope);
            let of_scopes = scopes.flat_map(|scope| asked(&program[scope].condition));
            let kind = Kind {
                stretch: stretches.containing(rule),
                mentions: mentions(program, sort.asks.iter().cloned().chain(of_scopes), derived),
                concludes: sort.concludes.clone(),
            };
            let known = kinds.entry(kind).or_insert(rule);
            *known = rule.min(*known);
        }
    }
    kinds
}

fn dependencies(input: &Input<'_>) -> BTreeMap<Node, BTreeSet<Node>> {
    let program = input.program;
    let all = input.stretches.iter().flat_map(|(_, sorts)| sorts.iter());
    let derived: BTreeSet<(FactId, usize)> = all
        .flat_map(|(sort, _)| &sort.concludes)
        .filter_map(|conclusion| match conclusion {
            Concluded::Member(fact, member) => Some((*fact, *member)),
            Concluded::Outcome(_) => None,
        })
        .collect();
    let mut edges: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    let mut edge = |from: Node, to: Node| {
        edges.entry(from).or_default().insert(to);
    };
    let stretches = Stretches::new(program);
    let alike = alike(input, &stretches, &derived);
    for (kind, rule) in &alike {
        edge(Node::Live(*rule), Node::Applies(*rule));
        for mentioned in &kind.mentions {
            edge(Node::Applies(*rule), Node::Concluded(*mentioned));
        }
        for conclusion in &kind.concludes {
            match conclusion {
                Concluded::Outcome(_) => edge(Node::Concluded(*conclusion), Node::Live(*rule)),
                Concluded::Member(..) => edge(Node::Concluded(*conclusion), Node::Applies(*rule)),
            }
        }
    }
    for outcome in program.outcome_ids() {
        edge(Node::Concluded(Concluded::Outcome(outcome)), Node::Possible);
    }
    for assumption in &program.assumptions {
        // Assumptions speak of facts as given, not of what rules derive.
        for mentioned in mentions(program, asked(&assumption.condition), &BTreeSet::new()) {
            edge(Node::Possible, Node::Concluded(mentioned));
        }
    }
    for statement in &program.precedences {
        let about = statement.about;
        for loser in stretches.of(statement.losers) {
            let against = Node::Against(loser, about, statement.disapplies);
            for winner in stretches.of(statement.winners) {
                edge(against, Node::Winning(winner, about));
            }
        }
    }
    let mentioned: BTreeSet<Node> = edges
        .iter()
        .flat_map(|(from, to)| std::iter::once(*from).chain(to.iter().copied()))
        .collect();
    let mut edge = |from: Node, to: Node| {
        edges.entry(from).or_default().insert(to);
    };
    for (kind, rule) in &alike {
        let outcomes = kind.concludes.iter().map(|one| match one {
            Concluded::Outcome(outcome) => Some(*outcome),
            Concluded::Member(..) => None,
        });
        let abouts: BTreeSet<Option<OutcomeId>> = outcomes.chain([None]).collect();
        for about in abouts {
            let winning = Node::Winning(kind.stretch, about);
            if mentioned.contains(&winning) {
                edge(winning, Node::Applies(*rule));
            }
            for (node, disapplies) in [(Node::Live(*rule), false), (Node::Applies(*rule), true)] {
                let against = Node::Against(kind.stretch, about, disapplies);
                if mentioned.contains(&against) {
                    edge(node, against);
                }
            }
        }
    }
    edges
}

fn concluded_name(program: &Program, concluded: Concluded) -> String {
    match concluded {
        Concluded::Outcome(id) => program[id].name.clone(),
        Concluded::Member(fact, member) => {
            let member = program
                .members(fact)
                .get(member)
                .map(|member| member.name.as_str())
                .unwrap_or_default();
            format!("{} has {member}", program[fact].name)
        }
    }
}

/// The rules, cut wherever a side of some statement of precedence begins or ends. The rules of a stretch are on the same
/// sides of the same statements, so that circles can be looked for among stretches.
struct Stretches {
    points: Vec<u32>,
}

impl Stretches {
    fn new(program: &Program) -> Self {
        let sides = program
            .precedences
            .iter()
            .flat_map(|statement| [statement.winners, statement.losers]);
        let mut points: Vec<u32> = sides.flat_map(|rules| [rules.from, rules.to]).collect();
        points.sort_unstable();
        points.dedup();
        Self { points }
    }

    /// The rules as the check knows them, cut where a stretch begins.
    fn cut(&self, input: &Input<'_>) -> Vec<(Rules, Arc<Sorts>)> {
        let mut out = Vec::new();
        for (rules, sorts) in input.stretches {
            let from = self.points.partition_point(|point| *point <= rules.from);
            let to = self.points.partition_point(|point| *point < rules.to);
            let Some(inside @ [_, ..]) = self.points.get(from..to) else {
                out.push((*rules, Arc::clone(sorts)));
                continue;
            };
            let mut begin = rules.from;
            for end in inside.iter().copied().chain([rules.to]) {
                let piece = Rules {
                    from: begin,
                    to: end,
                };
                out.push((piece, Arc::new(Sorts::of(input.program.run(piece)))));
                begin = end;
            }
        }
        out
    }

    fn containing(&self, rule: RuleId) -> usize {
        self.points.partition_point(|point| *point <= rule.0)
    }

    /// The stretches of a side of a statement.
    fn of(&self, side: Rules) -> std::ops::Range<usize> {
        self.points.partition_point(|point| *point <= side.from)
            ..self.points.partition_point(|point| *point < side.to) + 1
    }
}

/// Rules of one stretch that conclude about the same outcomes: every statement treats them alike.
type Class = (usize, Vec<OutcomeId>);

/// The rules that stand on a side of some statement, in classes.
fn classes(program: &Program, stretches: &Stretches) -> BTreeMap<Class, Vec<RuleId>> {
    let statements = program.precedences.iter();
    let mut sides: Vec<Rules> = statements
        .flat_map(|statement| [statement.winners, statement.losers])
        .collect();
    sides.sort_unstable();
    let mut looked_at = 0;
    let rules = sides.into_iter().flat_map(|side| {
        let from = side.from.max(looked_at);
        looked_at = side.to.max(looked_at);
        (from..side.to).map(RuleId)
    });
    let mut classes: BTreeMap<Class, Vec<RuleId>> = BTreeMap::new();
    for rule in rules {
        let conclusions = &program[rule].conclusions;
        let mut outcomes: Vec<OutcomeId> =
            conclusions.iter().filter_map(Conclusion::outcome).collect();
        outcomes.sort_unstable();
        outcomes.dedup();
        classes
            .entry((stretches.containing(rule), outcomes))
            .or_default()
            .push(rule);
    }
    classes
}

/// Setting aside is acyclic on every date: checked on each day on which something changes.
pub(super) fn precedences(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    let graph = Graph {
        program,
        stretches: Stretches::new(program),
        classes: BTreeMap::new(),
    };
    let graph = Graph {
        classes: classes(program, &graph.stretches),
        ..graph
    };
    if circle(&graph.edges_on(None)).is_none() {
        return;
    }
    let mut days: BTreeSet<Date> = BTreeSet::new();
    for statement in &program.precedences {
        days.extend(statement.period.from);
        let rules = statement.winners.iter().chain(statement.losers.iter());
        days.extend(rules.filter_map(|rule| program[rule].period.from));
    }
    for day in days {
        let Some(found) = circle(&graph.edges_on(Some(day))) else {
            continue;
        };
        let closes = |statement: &&Precedence| {
            found.windows(2).any(|two| match two {
                [winner, loser] => graph.relates(statement, winner, loser, Some(day)),
                _ => false,
            })
        };
        let Some(statement) = program.precedences.iter().rfind(closes) else {
            continue;
        };
        let chain = found
            .iter()
            .filter_map(|class| graph.members(class, Some(day)).next())
            .map(|rule| rule_name(program, rule))
            .collect();
        return out.add(
            statement.place,
            ProblemKind::CircularPrecedence {
                chain,
                on: Some(day),
            },
        );
    }
}

/// Which classes of rules set which aside.
struct Graph<'p> {
    program: &'p Program,
    stretches: Stretches,
    classes: BTreeMap<Class, Vec<RuleId>>,
}

impl<'p> Graph<'p> {
    /// The rules of a class that are in force on the day.
    fn members(
        &self,
        class: &Class,
        day: Option<Date>,
    ) -> impl Iterator<Item = RuleId> + use<'p, '_> {
        let program = self.program;
        let rules = self.classes.get(class).into_iter().flatten().copied();
        rules.filter(move |rule| day.is_none_or(|day| program[*rule].period.contains(day)))
    }

    /// Whether a statement lets a rule of one class set a rule of the other aside.
    fn relates(
        &self,
        statement: &Precedence,
        winner: &Class,
        loser: &Class,
        day: Option<Date>,
    ) -> bool {
        let concludes = |class: &Class| {
            statement
                .about
                .is_none_or(|outcome| class.1.contains(&outcome))
        };
        let in_force = |class: &Class| self.members(class, day).next().is_some();
        // A rule does not set itself aside.
        let itself = winner == loser && self.members(winner, day).nth(1).is_none();
        self.stretches.of(statement.winners).contains(&winner.0)
            && self.stretches.of(statement.losers).contains(&loser.0)
            && concludes(winner)
            && concludes(loser)
            && in_force(winner)
            && in_force(loser)
            && !itself
    }

    fn edges_on(&self, day: Option<Date>) -> BTreeMap<Class, BTreeSet<Class>> {
        let mut edges: BTreeMap<Class, BTreeSet<Class>> = BTreeMap::new();
        let in_force = self
            .program
            .precedences
            .iter()
            .filter(|statement| day.is_none_or(|day| statement.period.contains(day)));
        for statement in in_force {
            for winner in self.side(statement.winners) {
                for loser in self.side(statement.losers) {
                    if self.relates(statement, winner, loser, day) {
                        edges
                            .entry(winner.clone())
                            .or_default()
                            .insert(loser.clone());
                    }
                }
            }
        }
        edges
    }

    /// The classes of a side of a statement.
    fn side(&self, rules: Rules) -> impl Iterator<Item = &Class> {
        let stretches = self.stretches.of(rules);
        self.classes
            .range((stretches.start, Vec::new())..(stretches.end, Vec::new()))
            .map(|(class, _)| class)
    }
}

/// A rule as it is referred to: `order16 article 7 item 1`.
fn rule_name(program: &Program, rule: RuleId) -> String {
    let citation = program[rule].citation;
    let mut words = vec![program[citation.instrument].name.clone()];
    for provision in citation
        .provision
        .map(|provision| program.path(provision))
        .unwrap_or_default()
    {
        words.push(format!(
            "{} {}",
            program[provision].kind.word(),
            program[provision].number
        ));
    }
    words.join(" ")
}
