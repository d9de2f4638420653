//! How one list treats a sector or scenario: the numbers, fields and conclusions of the rows that a flow in it can reach,
//! what is missing, and what holds outside.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Conclusion, CondKind, FactId, OutcomeId, Role, RuleId, ScopeId};

use super::columns;
use super::concepts::Part;
use super::look::Look;
use super::model::{Fields, Mark, Member, Relation, Standing};
use crate::cases::Case;
use crate::formula::conditions;

/// A rule with the cases in which it applies.
type Reached = (RuleId, Vec<Case>);

/// How a list that names it, or a kind around or inside it, treats a concept.
pub(super) fn of_part(
    look: &Look<'_, '_>,
    part: Part,
    sector: Option<Part>,
    relation: Relation,
    member: Member,
) -> Standing {
    let value = if relation == Relation::Narrower {
        part.member
    } else {
        member
    };
    let mut choices = BTreeMap::from([(value.fact, value.at)]);
    if let Some(sector) = sector {
        choices.insert(sector.member.fact, sector.member.at);
    }
    let mut standing = collect(look, part.column, &choices, Some(part.scope));
    standing.relation = relation;
    standing.named = Some((part.member, part.provision));
    standing.sector = sector.map(|sector| (sector.member, sector.provision));
    standing
}

/// How a list that names no sectors treats a concept; nothing where it has no numbers.
pub(super) fn of_whole(look: &Look<'_, '_>, column: usize, member: Member) -> Option<Standing> {
    let choices = BTreeMap::from([(member.fact, member.at)]);
    let standing = collect(look, column, &choices, None);
    Some(standing).filter(|standing| !standing.bands.is_empty())
}

fn collect(
    look: &Look<'_, '_>,
    column: usize,
    choices: &BTreeMap<FactId, usize>,
    scope: Option<ScopeId>,
) -> Standing {
    let rules = reached(look, column, choices, scope);
    let holes: Vec<&Reached> = rules
        .iter()
        .filter(|(rule, _)| is_hole(look, *rule))
        .collect();
    let missing: Vec<Case> = holes
        .iter()
        .flat_map(|(_, cases)| cases.iter().cloned())
        .collect();
    let bands = rules
        .iter()
        .flat_map(|(rule, cases)| look.bands(*rule, cases, &missing));
    let mut bands: Vec<_> = bands.filter(|band| !is_hole(look, band.rule)).collect();
    bands.sort_unstable();
    let listed = look.lists.get(column);
    Standing {
        column,
        relation: Relation::Everything,
        named: None,
        sector: None,
        own: rules
            .iter()
            .map(|(rule, _)| *rule)
            .filter(|rule| speaks_of(look, column, choices, *rule))
            .collect(),
        bands,
        fields: fields(look, column, &rules),
        described: described(look, column, choices, &rules),
        reaches: reaches(look, &rules).into_iter().collect(),
        holes: holes.iter().map(|(rule, _)| *rule).collect(),
        outside: listed
            .and_then(|listed| columns::outside(look, listed, scope.or(Some(listed.list.scope)))),
    }
}

/// The rules that a flow in the part can reach. What a list says of all flows is said of it as a whole, not here.
fn reached(
    look: &Look<'_, '_>,
    column: usize,
    choices: &BTreeMap<FactId, usize>,
    scope: Option<ScopeId>,
) -> Vec<Reached> {
    let program = look.program;
    let concerns = |rule: &RuleId| {
        let in_part = program
            .scopes_around(program[*rule].scope)
            .any(|scope| program[scope].provision.is_some());
        let mut names = false;
        conditions(program, &program[*rule].guard, &mut |cond| {
            names |= matches!(cond, CondKind::Is(fact, _) if choices.contains_key(fact));
        });
        scope.is_none() || in_part || names
    };
    let rules = look.rules(column).iter().filter(|rule| concerns(rule));
    let found = rules.map(|rule| (*rule, look.reached_where(column, choices, *rule)));
    found.filter(|(_, cases)| !cases.is_empty()).collect()
}

/// Whether a rule speaks of a scenario, where one is looked at.
fn speaks_of(
    look: &Look<'_, '_>,
    column: usize,
    choices: &BTreeMap<FactId, usize>,
    rule: RuleId,
) -> bool {
    let scenarios = look.frame(column).and_then(|frame| frame.scenarios);
    let Some(fact) = scenarios.filter(|fact| choices.contains_key(fact)) else {
        return true;
    };
    let mut names = false;
    for cond in look.conditions(rule) {
        conditions(look.program, cond, &mut |part| {
            names |= matches!(part, CondKind::Is(of, _) if *of == fact);
        });
    }
    names
}

/// Whether it says that something is not transcribed, other than fields that an enumeration does not name.
pub(super) fn is_hole(look: &Look<'_, '_>, rule: RuleId) -> bool {
    let rule = &look.program[rule];
    rule.role != Role::OpenFields
        && rule
            .conclusions
            .iter()
            .any(|conclusion| matches!(conclusion, Conclusion::Hole(..)))
}

fn fields(look: &Look<'_, '_>, column: usize, rules: &[Reached]) -> Option<Fields> {
    let fact = look.frame(column)?.fields?;
    let mut fields = Fields {
        fact,
        named: BTreeSet::new(),
        open: false,
        rules: Vec::new(),
    };
    for (rule, cases) in rules {
        let about_ladder = |conclusion: &Conclusion| {
            conclusion
                .outcome()
                .is_some_and(|outcome| look.is_ladder(outcome))
        };
        if !look.program[*rule].conclusions.iter().any(about_ladder) {
            continue;
        }
        let named = cases
            .iter()
            .flat_map(|case| &case.has)
            .filter(|(of, _)| *of == fact);
        let named: BTreeSet<usize> = named.map(|(_, member)| *member).collect();
        if !named.is_empty() {
            fields.named.extend(named);
            fields.rules.push(*rule);
        }
        fields.open |= look.program[*rule].role == Role::OpenFields;
    }
    Some(fields).filter(|fields| !fields.named.is_empty())
}

/// What data have to match to be important, or of another kind by law, by the rows that also decide the way.
fn described(
    look: &Look<'_, '_>,
    column: usize,
    choices: &BTreeMap<FactId, usize>,
    rules: &[Reached],
) -> Vec<(RuleId, BTreeSet<Mark>)> {
    let mut described = Vec::new();
    for (rule, _) in rules {
        let conclusions = &look.program[*rule].conclusions;
        let gives = conclusions
            .iter()
            .any(|conclusion| matches!(conclusion, Conclusion::Has(..)));
        let decides = conclusions.iter().any(|conclusion| {
            matches!(conclusion, Conclusion::Value(outcome, _) if look.is_ladder(*outcome))
        });
        if !gives || !decides || is_hole(look, *rule) {
            continue;
        }
        let cases = look.own_cases(column, choices, *rule);
        described.push((*rule, cases.iter().flat_map(Case::marks).collect()));
    }
    described
}

/// The values that rows reach; in a negative list what frees data is no row.
fn reaches(look: &Look<'_, '_>, rules: &[Reached]) -> BTreeMap<(OutcomeId, usize), Vec<RuleId>> {
    let mut reaches: BTreeMap<(OutcomeId, usize), Vec<RuleId>> = BTreeMap::new();
    for (rule, _) in rules {
        for conclusion in &look.program[*rule].conclusions {
            if let Conclusion::Value(outcome, value) = conclusion
                && look.is_ladder(*outcome)
                && !is_hole(look, *rule)
            {
                reaches.entry((*outcome, *value)).or_default().push(*rule);
            }
        }
    }
    reaches
}
