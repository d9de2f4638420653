//! Circles: definitions that use themselves, conclusions that depend on themselves, rules that set each other aside.

use std::collections::{BTreeMap, BTreeSet};

use super::{Input, Out, walk};
use crate::date::Date;
use crate::hir::*;
use crate::problems::ProblemKind;
use crate::scenario::is_under;

/// Finds one circle in a graph: its nodes in order, the first again at the end.
fn circle<N: Copy + Ord>(edges: &BTreeMap<N, BTreeSet<N>>) -> Option<Vec<N>> {
    let mut done = BTreeSet::new();
    for start in edges.keys() {
        if let Some(found) = circle_from(*start, edges, &mut done) {
            return Some(found);
        }
    }
    None
}

/// Depth-first search without recursion, so that long chains need no stack.
fn circle_from<N: Copy + Ord>(
    start: N,
    edges: &BTreeMap<N, BTreeSet<N>>,
    done: &mut BTreeSet<N>,
) -> Option<Vec<N>> {
    let next = |node: N| edges.get(&node).into_iter().flatten().copied();
    let mut path = vec![(start, next(start).collect::<Vec<_>>())];
    let mut on_path = BTreeSet::from([start]);
    while let Some((node, rest)) = path.last_mut() {
        match rest.pop() {
            Some(other) if on_path.contains(&other) => {
                let mut found: Vec<N> = path
                    .iter()
                    .map(|(node, _)| *node)
                    .skip_while(|node| *node != other)
                    .collect();
                found.push(other);
                return Some(found);
            }
            Some(other) if done.contains(&other) => {}
            Some(other) => {
                on_path.insert(other);
                path.push((other, next(other).collect()));
            }
            None => {
                done.insert(*node);
                on_path.remove(node);
                path.pop();
            }
        }
    }
    None
}

pub(super) fn definitions(input: &Input<'_>, out: &mut Out<'_>) {
    let mut edges: BTreeMap<DefinitionId, BTreeSet<DefinitionId>> = BTreeMap::new();
    for (at, definition) in input.program.definitions.iter().enumerate() {
        walk(&definition.condition, &mut |cond| {
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

/// Something that rules conclude.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Concluded {
    Outcome(OutcomeId),
    Member(FactId, usize),
}

/// What a condition mentions that rules conclude, through definitions too.
fn mentions(
    program: &Program,
    cond: &Cond,
    derived: &BTreeSet<(FactId, usize)>,
) -> BTreeSet<Concluded> {
    let mut found = BTreeSet::new();
    let mut open = vec![cond];
    let mut seen = BTreeSet::new();
    while let Some(cond) = open.pop() {
        walk(cond, &mut |part| {
            if let CondKind::Outcome(id, _) | CondKind::OutcomeHas(id, _) = part.kind {
                found.insert(Concluded::Outcome(id));
            } else if let CondKind::Has(fact, kind) = part.kind {
                let members = program.members(fact);
                let under = derived
                    .iter()
                    .filter(|(of, member)| *of == fact && is_under(members, *member, kind));
                found.extend(under.map(|(fact, member)| Concluded::Member(*fact, *member)));
            }
        });
        let mut definitions = Vec::new();
        walk(cond, &mut |part| {
            if let CondKind::Definition(id) = part.kind {
                definitions.push(id);
            }
        });
        open.extend(
            definitions
                .into_iter()
                .filter(|id| seen.insert(*id))
                .map(|id| &program[id].condition),
        );
    }
    found
}

/// What the meaning of something depends on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Concluded(Concluded),
    Live(RuleId),
    Applies(RuleId),
    /// Which cases are possible at all.
    Possible,
}

/// A conclusion depends on the rules that make it; a rule on what its condition mentions and on the rules that set it aside.
pub(super) fn outcomes(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    let Some(found) = circle(&dependencies(program)) else {
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

fn dependencies(program: &Program) -> BTreeMap<Node, BTreeSet<Node>> {
    let derived: BTreeSet<(FactId, usize)> = program
        .rules
        .iter()
        .flat_map(|rule| &rule.conclusions)
        .filter_map(|conclusion| match conclusion {
            Conclusion::Has(fact, member) => Some((*fact, *member)),
            Conclusion::Value(..) | Conclusion::Hole(_) => None,
        })
        .collect();
    let mut edges: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    let mut edge = |from: Node, to: Node| {
        edges.entry(from).or_default().insert(to);
    };
    for rule in program.rule_ids() {
        edge(Node::Live(rule), Node::Applies(rule));
        for mentioned in mentions(program, &program[rule].guard, &derived) {
            edge(Node::Applies(rule), Node::Concluded(mentioned));
        }
        for conclusion in &program[rule].conclusions {
            match conclusion {
                Conclusion::Value(id, _) | Conclusion::Hole(id) => {
                    edge(Node::Concluded(Concluded::Outcome(*id)), Node::Live(rule))
                }
                Conclusion::Has(fact, member) => edge(
                    Node::Concluded(Concluded::Member(*fact, *member)),
                    Node::Applies(rule),
                ),
            }
        }
    }
    for outcome in program.outcome_ids() {
        edge(Node::Concluded(Concluded::Outcome(outcome)), Node::Possible);
    }
    for assumption in &program.assumptions {
        // Assumptions speak of facts as given, not of what rules derive.
        for mentioned in mentions(program, &assumption.condition, &BTreeSet::new()) {
            edge(Node::Possible, Node::Concluded(mentioned));
        }
    }
    for pair in &program.precedences {
        let loser = if pair.disapplies {
            Node::Applies(pair.loser)
        } else {
            Node::Live(pair.loser)
        };
        edge(loser, Node::Applies(pair.winner));
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

/// Setting aside is acyclic on every date: checked on each day on which something changes.
pub(super) fn precedences(input: &Input<'_>, out: &mut Out<'_>) {
    let program = input.program;
    let all = edges_on(program, None);
    if circle(&all).is_none() {
        return;
    }
    let mut days: BTreeSet<Date> = BTreeSet::new();
    for pair in &program.precedences {
        days.extend(pair.period.from);
        days.extend(program[pair.winner].period.from);
        days.extend(program[pair.loser].period.from);
    }
    for day in days {
        let Some(found) = circle(&edges_on(program, Some(day))) else {
            continue;
        };
        let closes = |pair: &&Precedence| {
            found
                .windows(2)
                .any(|two| two.first() == Some(&pair.winner) && two.last() == Some(&pair.loser))
        };
        let Some(pair) = program.precedences.iter().rfind(closes) else {
            continue;
        };
        let chain = found.iter().map(|rule| rule_name(program, *rule)).collect();
        return out.add(
            pair.place,
            ProblemKind::CircularPrecedence {
                chain,
                on: Some(day),
            },
        );
    }
}

fn edges_on(program: &Program, day: Option<Date>) -> BTreeMap<RuleId, BTreeSet<RuleId>> {
    let mut edges: BTreeMap<RuleId, BTreeSet<RuleId>> = BTreeMap::new();
    for pair in &program.precedences {
        let periods = [
            pair.period,
            program[pair.winner].period,
            program[pair.loser].period,
        ];
        if day.is_none_or(|day| periods.iter().all(|period| period.contains(day))) {
            edges.entry(pair.winner).or_default().insert(pair.loser);
        }
    }
    edges
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
