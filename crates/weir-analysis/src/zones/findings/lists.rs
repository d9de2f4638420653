//! Lists as wholes: whether they are in force, what they ask for beside the way, what holds outside them, trial periods,
//! approval, and how their rows are built.

use std::collections::BTreeSet;

use weir_core::hir::{LabelKind, Language, ListKind, OutsideKind, RuleId};

use super::super::model::{Column, Finding, Kind, Says, Severity, Side, Topic, Trial};
use super::{Compared, said, side, unranked};

/// Lists that are in force only if an open question is read another way than is taken.
pub(super) fn in_force(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().filter_map(|(party, column)| {
        let (reading, option) = column.only_if?;
        Some(side(
            party,
            Says::OnlyIf(reading, option),
            compared.whole(column),
        ))
    });
    let sides: Vec<Side> = sides.collect();
    (!sides.is_empty()).then(|| Finding {
        kind: Kind::InForce,
        severity: Severity::Unknown,
        concept: None,
        topic: Topic::Whole,
        sides,
        strictest: Vec::new(),
        loosest: Vec::new(),
    })
}

/// What the rules of lists ask for beside the way itself.
pub(super) fn procedures(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().map(|(party, column)| {
        let values: BTreeSet<_> = column.duties.iter().map(|(value, _)| *value).collect();
        let rules: Vec<RuleId> = column
            .duties
            .iter()
            .flat_map(|(_, rules)| rules.clone())
            .collect();
        let says = if values.is_empty() {
            Says::NotStated
        } else {
            Says::Concludes(values)
        };
        side(party, says, compared.cites(&rules))
    });
    let about = (None, Topic::Whole);
    compared.finding(Kind::Procedure, about, sides.collect(), said, unranked)
}

/// What holds for what no part of a list speaks of.
pub(super) fn outside(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().filter_map(|(party, column)| {
        let outside = column
            .outside
            .filter(|_| column.kind == ListKind::Negative)?;
        Some(side(party, Says::Outside(outside), compared.whole(column)))
    });
    let about = (None, Topic::Whole);
    compared.finding(Kind::Outside, about, sides.collect(), said, rank_outside)
}

/// The national rules ask more than nothing; what is left open is neither.
pub(super) fn rank_outside(side: &Side) -> Option<i64> {
    let Says::Outside(outside) = side.says else {
        return None;
    };
    match outside {
        OutsideKind::National => Some(1),
        OutsideKind::Free => Some(0),
        OutsideKind::Undetermined => None,
    }
}

pub(super) fn trials(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().map(|(party, column)| {
        let says = match column.trial {
            Some(Trial { until, months, .. }) => Says::Trial(until, months),
            None => Says::NotStated,
        };
        side(party, says, compared.whole(column))
    });
    let about = (None, Topic::Whole);
    compared.finding(Kind::Trial, about, sides.collect(), said, unranked)
}

/// How many bodies are named as having approved a list.
pub(super) fn approvals(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().map(|(party, column)| {
        let says = match approvers(compared, column) {
            0 => Says::NotStated,
            number => Says::Approved(number),
        };
        side(party, says, compared.whole(column))
    });
    let rank = |side: &Side| {
        if let Says::Approved(number) = side.says {
            i64::try_from(number).ok()
        } else {
            None
        }
    };
    let about = (None, Topic::Whole);
    compared.finding(Kind::Approval, about, sides.collect(), said, rank)
}

fn approvers(compared: &Compared<'_, '_, '_>, column: &Column) -> usize {
    let labels = &compared.look.program[column.list].labels;
    let text = labels
        .get(LabelKind::Approved, Language::Zh)
        .unwrap_or_default();
    text.split(['、', '，', '；', ';', ','])
        .filter(|name| !name.trim().is_empty())
        .count()
}

/// Which kinds of row there are: special and residual ones, or general ones only.
pub(super) fn structures(compared: &Compared<'_, '_, '_>) -> Option<Finding> {
    let sides = compared.lists().map(|(party, column)| {
        let rows = column.rows;
        // For what a row is can be known before what it says.
        let built = rows.special + rows.residual;
        let says = match (built + rows.transcribed, rows.holes) {
            (0, 0) => Says::Nothing,
            (0, _) => Says::Unknown,
            _ => Says::Rows([rows.special, rows.residual, rows.general, rows.holes]),
        };
        Side {
            unsure: rows.holes > 0,
            ..side(party, says, compared.whole(column))
        }
    });
    let key = |side: &Side| {
        if let Says::Rows([special, residual, general, _]) = side.says {
            Some([special > 0, residual > 0, general > 0])
        } else {
            said(side).map(|_| [false; 3])
        }
    };
    let about = (None, Topic::Whole);
    compared.finding(Kind::Structure, about, sides.collect(), key, unranked)
}
