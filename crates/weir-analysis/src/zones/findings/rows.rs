//! Two rows of one list that name nearly the same fields and print different numbers.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{FactId, ProvisionId, RuleId};
use weir_core::scenario::is_under;

use super::super::concepts;
use super::super::model::{Finding, Kind, Line, Member, Party, Says, Severity, Side, Topic};
use super::super::standing::is_hole;
use super::{Compared, side};
use crate::cases::Range;

/// The fewest fields that two rows have to share.
const FEWEST: usize = 3;

/// A row with fields and numbers.
struct Row {
    fields: BTreeSet<usize>,
    lines: BTreeSet<(Line, usize, Range)>,
    rules: Vec<RuleId>,
    about: BTreeSet<Member>,
}

pub(super) fn similar(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..compared.columns.len() {
        let Some(fact) = compared.look.frame(at).and_then(|frame| frame.fields) else {
            continue;
        };
        let rows: Vec<Row> = rows(compared, at, fact).into_values().collect();
        for (later, one) in rows.iter().enumerate() {
            for other in rows.iter().take(later) {
                findings.extend(pair(compared, Party::List(at), fact, other, one));
            }
        }
    }
    findings
}

/// The rows of a list that have both fields and numbers.
fn rows(compared: &Compared<'_, '_, '_>, at: usize, fact: FactId) -> BTreeMap<ProvisionId, Row> {
    let look = compared.look;
    let none = BTreeMap::new();
    let mut rows: BTreeMap<ProvisionId, Row> = BTreeMap::new();
    let rules = look
        .lists
        .get(at)
        .map(|listed| listed.rules.as_slice())
        .unwrap_or_default();
    for rule in rules.iter().filter(|rule| !is_hole(look, **rule)) {
        let found = look.reached(at, &none, *rule);
        let fields = found
            .iter()
            .flat_map(|case| &case.has)
            .filter(|(of, _)| *of == fact);
        let fields: BTreeSet<usize> = fields.map(|(_, member)| *member).collect();
        let bands = look.bands(*rule, &found, &[]);
        let Some(provision) = look.program[*rule].citation.provision else {
            continue;
        };
        if fields.is_empty() || bands.is_empty() {
            continue;
        }
        let scopes = look.program.scopes_around(look.program[*rule].scope);
        let about = scopes
            .filter_map(|scope| concepts::part(look, at, scope))
            .map(|part| part.member);
        let row = rows.entry(provision).or_insert_with(|| Row {
            fields: BTreeSet::new(),
            lines: BTreeSet::new(),
            rules: Vec::new(),
            about: about.collect(),
        });
        row.fields.extend(fields);
        row.lines.extend(
            bands
                .iter()
                .map(|band| (band.line, band.quantity, band.range)),
        );
        row.rules.push(*rule);
    }
    rows
}

/// Two rows with different numbers, where at least half of the fields of both are common.
fn pair(
    compared: &Compared<'_, '_, '_>,
    party: Party,
    fact: FactId,
    one: &Row,
    other: &Row,
) -> Option<Finding> {
    if one.lines == other.lines {
        return None;
    }
    let members = compared.look.program.members(fact);
    let shared = |of: &Row, with: &Row| -> BTreeSet<usize> {
        let meets = |field: usize| {
            let mut fields = with.fields.iter();
            fields.any(|other| is_under(members, field, *other) || is_under(members, *other, field))
        };
        of.fields
            .iter()
            .copied()
            .filter(|field| meets(*field))
            .collect()
    };
    let (in_one, in_other) = (shared(one, other), shared(other, one));
    let common = in_one.len() + in_other.len();
    let enough = in_one.len().min(in_other.len()) >= FEWEST;
    if !enough || 2 * common < one.fields.len() + other.fields.len() {
        return None;
    }
    let as_side = |row: &Row, shared: BTreeSet<usize>| {
        let lines = row
            .lines
            .iter()
            .map(|(line, _, range)| (*line, *range))
            .collect();
        Side {
            about: row.about.clone(),
            ..side(
                party,
                Says::Row(lines, shared, row.fields.len()),
                compared.cites(&row.rules),
            )
        }
    };
    let sides = vec![as_side(one, in_one), as_side(other, in_other)];
    let rank = |side: &Side| {
        let Says::Row(lines, _, _) = &side.says else {
            return None;
        };
        lines.iter().map(|(_, range)| -range.from).max()
    };
    let (strictest, loosest) = compared.extremes(&sides, rank);
    Some(Finding {
        kind: Kind::Rows,
        severity: Severity::Difference,
        concept: None,
        topic: Topic::Whole,
        sides,
        strictest,
        loosest,
    })
}
