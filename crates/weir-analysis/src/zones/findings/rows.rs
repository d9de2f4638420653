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
#[derive(Default)]
struct Row {
    fields: BTreeSet<usize>,
    /// The numbers of each quantity that lead to something.
    lines: BTreeMap<(Line, usize), BTreeSet<Range>>,
    rules: Vec<RuleId>,
    about: BTreeSet<Member>,
}

impl Row {
    /// Whether its numbers begin lower than those of another row, wherever both lead to the same and differ.
    fn is_stricter_than(&self, other: &Self) -> bool {
        let starts = self.differing(other).map(|(own, others)| {
            let start = |ranges: &BTreeSet<Range>| ranges.first().map(|range| range.from);
            (start(own), start(others))
        });
        let starts: Vec<_> = starts.collect();
        starts.iter().all(|(own, others)| own <= others)
            && starts.iter().any(|(own, others)| own < others)
    }

    /// The numbers of both where they lead to the same and differ.
    fn differing<'r>(
        &'r self,
        other: &'r Self,
    ) -> impl Iterator<Item = (&'r BTreeSet<Range>, &'r BTreeSet<Range>)> {
        let both = self
            .lines
            .iter()
            .filter_map(|(line, own)| Some((own, other.lines.get(line)?)));
        both.filter(|(own, others)| own != others)
    }
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
    let mut rows: BTreeMap<ProvisionId, Row> = BTreeMap::new();
    for rule in look.rules(at).iter().filter(|rule| !is_hole(look, **rule)) {
        let found = look.reached(at, *rule);
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
        let row = rows.entry(provision).or_default();
        row.about.extend(about);
        row.fields.extend(fields);
        for band in bands {
            let ranges = row.lines.entry((band.line, band.quantity)).or_default();
            ranges.insert(band.range);
        }
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
    one.differing(other).next()?;
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
        let lines = row.lines.iter().flat_map(|((line, _), ranges)| {
            let of_line = |range: &Range| (*line, *range);
            ranges.iter().map(of_line)
        });
        let lines = lines.collect();
        Side {
            about: row.about.clone(),
            ..side(
                party,
                Says::Row(lines, shared, row.fields.len()),
                compared.cites(&row.rules),
            )
        }
    };
    let first = as_side(one, in_one);
    let (strictest, loosest) = if !compared.firm(&first) {
        (Vec::new(), Vec::new())
    } else if one.is_stricter_than(other) {
        (vec![0], vec![1])
    } else if other.is_stricter_than(one) {
        (vec![1], vec![0])
    } else {
        (Vec::new(), Vec::new())
    };
    let sides = vec![first, as_side(other, in_other)];
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
