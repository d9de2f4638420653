//! A list as it stands in a file: its parts and rows with their places.

use weir_syntax::Span;
use weir_syntax::ast::{
    Clause, Element, Label, LabelKind, Lang, List, ListTable, Provision, ProvisionKind, Row,
};

use super::draft::{PRINTED, Part, Slot};

/// A row as it stands in a file.
#[derive(Clone, Debug)]
pub(super) struct ListedRow<'t> {
    pub(super) id: String,
    pub(super) node: RowNode<'t>,
    sector: Option<&'t str>,
    scenario: Option<&'t str>,
}

/// A row written out, or as a line of a table.
#[derive(Clone, Copy, Debug)]
pub(super) enum RowNode<'t> {
    Written(&'t Provision),
    InTable(&'t ListTable, &'t Row),
}

impl<'t> ListedRow<'t> {
    pub(super) fn part(&self) -> Part {
        Part {
            sector: self.sector.map(str::to_owned),
            scenario: self.scenario.map(str::to_owned),
        }
    }

    /// Its clauses, if it is written out.
    pub(super) fn clauses(&self) -> Vec<(Slot, &'t Clause, Span)> {
        let RowNode::Written(node) = self.node else {
            return Vec::new();
        };
        let clause = |element: &'t Element| {
            let Element::Clause(clause) = element else {
                return None;
            };
            let (slot, span) = slot_of(clause);
            Some((slot, clause, span))
        };
        node.body.iter().filter_map(clause).collect()
    }

    /// The row as an earlier import found it printed.
    pub(super) fn printed(&self) -> Option<&'t str> {
        self.clauses()
            .into_iter()
            .find_map(|(_, clause, _)| printed(clause))
            .map(|(_, printed)| printed)
    }

    /// What people wrote in the note before the printed row.
    pub(super) fn own_note(&self) -> &'t str {
        self.clauses()
            .into_iter()
            .find_map(|(_, clause, _)| printed(clause))
            .map_or("", |(own, _)| own)
    }
}

/// The printed row that a note holds, and what stands before it.
pub(super) fn printed(clause: &Clause) -> Option<(&str, &str)> {
    let Clause::Label(label) = clause else {
        return None;
    };
    let note = label.kind == LabelKind::Note;
    label.text.value.split_once(PRINTED).filter(|_| note)
}

/// The rows of a list in order, with those of its tables.
pub(super) fn rows(list: &List) -> Vec<ListedRow<'_>> {
    let mut found = Vec::new();
    collect(&list.body, (None, None), &mut found);
    found
}

fn collect<'t>(
    body: &'t [Element],
    (sector, scenario): (Option<&'t str>, Option<&'t str>),
    found: &mut Vec<ListedRow<'t>>,
) {
    for element in body {
        match element {
            Element::Provision(node) => {
                let number = node.number.text.as_str();
                match node.kind {
                    ProvisionKind::Row => found.push(ListedRow {
                        id: number.to_owned(),
                        node: RowNode::Written(node),
                        sector,
                        scenario,
                    }),
                    ProvisionKind::Sector => collect(&node.body, (Some(number), None), found),
                    ProvisionKind::Scenario => collect(&node.body, (sector, Some(number)), found),
                    ProvisionKind::Article
                    | ProvisionKind::Paragraph
                    | ProvisionKind::Item
                    | ProvisionKind::Question
                    | ProvisionKind::Section
                    | ProvisionKind::Annex => {}
                }
            }
            Element::Table(table) => {
                for row in &table.rows {
                    if let Some(id) = super::listed_table::id(table, row) {
                        found.push(ListedRow {
                            id,
                            node: RowNode::InTable(table, row),
                            sector,
                            scenario,
                        });
                    }
                }
            }
            Element::Clause(_)
            | Element::Rule(_)
            | Element::Precedence(_)
            | Element::Strictest(_)
            | Element::Define(_)
            | Element::Assume(_)
            | Element::Lists(_)
            | Element::Adoption(_)
            | Element::Error(_) => {}
        }
    }
}

/// The provisions of a body.
pub(super) fn provisions(body: &[Element]) -> impl Iterator<Item = &Provision> {
    body.iter().filter_map(|element| {
        if let Element::Provision(node) = element {
            Some(node)
        } else {
            None
        }
    })
}

/// The sector or scenario of a list with this name.
pub(super) fn part<'t>(list: &'t List, part: &Part) -> Option<&'t Provision> {
    let named = |body: &'t [Element], kind: ProvisionKind, name: &str| {
        provisions(body).find(|node| node.kind == kind && node.number.text == name)
    };
    let sector = part
        .sector
        .as_ref()
        .map(|name| named(&list.body, ProvisionKind::Sector, name));
    match (sector, &part.scenario) {
        (None, None) | (Some(None), _) => None,
        (Some(Some(sector)), None) => Some(sector),
        (Some(Some(sector)), Some(name)) => named(&sector.body, ProvisionKind::Scenario, name),
        (None, Some(name)) => named(&list.body, ProvisionKind::Scenario, name),
    }
}

/// What a clause of a row is, and where it stands.
pub(super) fn slot_of(clause: &Clause) -> (Slot, Span) {
    let (slot, at) = match clause {
        Clause::Label(label) => (label_slot(label), label.at),
        Clause::When(_, at) => (Slot::When, *at),
        Clause::Then(conclusion) => (Slot::Then, conclusion.at),
        Clause::InForce(period, _) => (Slot::InForce, period.at),
        Clause::Url(_, at) => (Slot::Url, *at),
        Clause::Source(_, _, at) => (Slot::Source, *at),
        Clause::Cite(_, at) => (Slot::Cite, *at),
        Clause::Untranscribed(_, _, at) => (Slot::Untranscribed, *at),
        Clause::Fields { at, .. } => (Slot::Fields, *at),
        Clause::Band(_, _, at) => (Slot::Band, *at),
        Clause::Except(_, at) => (Slot::Except, *at),
        Clause::Unless(_, at) => (Slot::Unless, *at),
        Clause::Published(_, at)
        | Clause::Under(_, at)
        | Clause::Zone(_, at)
        | Clause::Dated(_, at)
        | Clause::Announced(_, at)
        | Clause::Trial(_, _, at)
        | Clause::Replaces(_, at)
        | Clause::Available(_, at)
        | Clause::Outside(_, _, at)
        | Clause::AsOf(_, at)
        | Clause::With(_, _, at)
        | Clause::Error(at) => (Slot::Other, *at),
    };
    (slot, at.span())
}

fn label_slot(label: &Label) -> Slot {
    match (label.kind, label.lang) {
        (LabelKind::Label, Lang::Zh) => Slot::Zh,
        (LabelKind::Label, Lang::En) => Slot::En,
        (LabelKind::Note, Lang::Zh) => Slot::NoteZh,
        (LabelKind::Note, Lang::En) => Slot::NoteEn,
        (LabelKind::Missing, Lang::Zh) => Slot::MissingZh,
        (LabelKind::Missing, Lang::En) => Slot::MissingEn,
        (
            LabelKind::Ask
            | LabelKind::Short
            | LabelKind::Issuer
            | LabelKind::Number
            | LabelKind::Approved
            | LabelKind::Filed
            | LabelKind::Triggered
            | LabelKind::Because,
            Lang::Zh | Lang::En,
        ) => Slot::Other,
    }
}
