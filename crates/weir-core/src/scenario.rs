//! What is known of an export.

use std::collections::BTreeMap;

use crate::date::{Date, ordinal};
use crate::hir::{FactId, FactType, Frame, Member, Program};

/// What is known of one fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Yes or no.
    Bool(bool),
    /// The position of the value.
    Choice(usize),
    /// The position of a kind: the value is that kind or one inside it.
    Kind(usize),
    /// A quantity, known to lie between two numbers, both included; without the second it has no upper limit.
    Number(i64, Option<i64>),
    /// A day.
    Date(Date),
    /// For each member whether it is present, absent or not known.
    Set(Vec<Option<bool>>),
}

impl Given {
    /// A complete set: the listed members and the kinds they are part of are present, all others absent.
    #[must_use]
    pub fn exactly(members: &[Member], present: &[usize]) -> Self {
        let mut known = vec![Some(false); members.len()];
        for member in present {
            mark_present(members, &mut known, *member);
        }
        Self::Set(known)
    }

    /// A set of which only some members are known. A kind with a present member is present, the members of an absent
    /// kind are absent. `None` if these contradict each other.
    #[must_use]
    pub fn partly(members: &[Member], said: &[(usize, Option<bool>)]) -> Option<Self> {
        let mut known = vec![None; members.len()];
        for (member, _) in said.iter().filter(|(_, value)| *value == Some(true)) {
            mark_present(members, &mut known, *member);
        }
        for (member, _) in said.iter().filter(|(_, value)| *value == Some(false)) {
            for (at, slot) in known.iter_mut().enumerate() {
                if is_under(members, at, *member) {
                    if *slot == Some(true) {
                        return None;
                    }
                    *slot = Some(false);
                }
            }
        }
        Some(Self::Set(known))
    }

    /// The lower and upper limit of a quantity or day, on the scale that conditions use.
    #[must_use]
    pub fn range(&self) -> Option<(i64, Option<i64>)> {
        match self {
            Self::Number(low, high) => Some((*low, *high)),
            Self::Date(day) => Some((ordinal(*day), Some(ordinal(*day)))),
            Self::Bool(_) | Self::Choice(_) | Self::Kind(_) | Self::Set(_) => None,
        }
    }

    /// Whether nothing about the fact is left open.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Bool(_) | Self::Choice(_) | Self::Date(_) => true,
            Self::Kind(_) => false,
            Self::Number(low, high) => Some(*low) == *high,
            Self::Set(known) => known.iter().all(Option::is_some),
        }
    }

    /// Whether it is a value of this type.
    #[must_use]
    pub fn fits(&self, ty: &FactType) -> bool {
        match (self, ty) {
            (Self::Bool(_), FactType::Bool)
            | (Self::Number(..), FactType::Quantity(_))
            | (Self::Date(_), FactType::Date) => true,
            (Self::Choice(at) | Self::Kind(at), FactType::Choice(members)) => *at < members.len(),
            (Self::Set(known), FactType::Set(members)) => known.len() == members.len(),
            _ => false,
        }
    }
}

/// What a name says of a choice. Of a flow's place in the lists a kind leaves open what inside it is meant: a list may speak of
/// that alone.
#[must_use]
pub fn one_of(program: &Program, fact: FactId, member: usize) -> Given {
    if places_flows(program, fact) && has_inside(program.members(fact), member) {
        Given::Kind(member)
    } else {
        Given::Choice(member)
    }
}

/// What the names of all members say of a set. Of a flow's place in the lists a kind with nothing inside it leaves open what is.
#[must_use]
pub fn all_of(program: &Program, fact: FactId, present: &[usize]) -> Given {
    let members = program.members(fact);
    let mut given = Given::exactly(members, present);
    if let Given::Set(known) = &mut given
        && places_flows(program, fact)
    {
        for kind in present {
            let in_it: Vec<usize> = inside(members, *kind)
                .filter(|member| member != kind)
                .collect();
            if !in_it.iter().any(|member| present.contains(member)) {
                for member in in_it {
                    if let Some(slot) = known.get_mut(member) {
                        *slot = None;
                    }
                }
            }
        }
    }
    given
}

/// Whether a fact tells the place of a flow in the lists: its sector, scenario or fields.
fn places_flows(program: &Program, fact: FactId) -> bool {
    let of = |frame: &Frame| [frame.sectors, frame.scenarios, frame.fields].contains(&Some(fact));
    program.frames.iter().any(of)
}

/// Whether anything is part of a member.
fn has_inside(members: &[Member], member: usize) -> bool {
    members.iter().any(|other| other.parent == Some(member))
}

fn mark_present(members: &[Member], known: &mut [Option<bool>], member: usize) {
    let mut at = Some(member);
    while let Some(index) = at {
        if let Some(slot) = known.get_mut(index) {
            *slot = Some(true);
        }
        at = members.get(index).and_then(|member| member.parent);
    }
}

/// Whether a member is another one or part of it.
#[must_use]
pub fn is_under(members: &[Member], member: usize, kind: usize) -> bool {
    let mut at = Some(member);
    while let Some(index) = at {
        if index == kind {
            return true;
        }
        at = members.get(index).and_then(|member| member.parent);
    }
    false
}

/// A kind and everything that is part of it.
pub fn inside(members: &[Member], kind: usize) -> impl Iterator<Item = usize> + '_ {
    (0..members.len()).filter(move |member| is_under(members, *member, kind))
}

/// Whether a member is none of these, nor part of one, nor a kind around one.
#[must_use]
pub fn is_other(members: &[Member], member: usize, named: &[usize]) -> bool {
    !named
        .iter()
        .any(|one| is_under(members, member, *one) || is_under(members, *one, member))
}

/// What is known of an export. A fact that is not listed is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// The known facts.
    pub facts: BTreeMap<FactId, Given>,
}

impl Scenario {
    /// What is known of a fact.
    #[must_use]
    pub fn get(&self, fact: FactId) -> Option<&Given> {
        self.facts.get(&fact)
    }

    /// Whether every fact is known completely.
    #[must_use]
    pub fn is_total(&self, program: &Program) -> bool {
        program
            .fact_ids()
            .all(|fact| self.get(fact).is_some_and(Given::is_complete))
    }
}
