//! What differs between two programs as they are written: constructs joined by what they are called, never by place.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::Edition;
use weir_core::hir::{Place, Program};

mod alike;
mod items;
mod law;
mod text;
mod vocabulary;

use alike::Alike;
use items::{Item, Items, items};

/// The kinds of construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Construct {
    /// What rules conclude.
    Outcome,
    /// A value of an outcome.
    Value,
    /// A member of a category, or a zone.
    Kind,
    /// A fact or measure.
    Fact,
    /// A number that depends on readings.
    Counter,
    /// A named number over time.
    Threshold,
    /// An open question of law.
    Reading,
    /// A defined condition.
    Definition,
    /// What always holds.
    Assumption,
    /// A law, order or list.
    Instrument,
    /// An article or a part of one, a sector or scenario of a list.
    Provision,
    /// A part of a list: when a flow is in it.
    Part,
    /// A rule of an instrument.
    Rule,
    /// A row of a list, or one of its bands.
    Row,
    /// What is not transcribed, or holds where no row applies.
    Rest,
    /// What a list takes from another.
    Adoption,
    /// What the lists under a provision have in common.
    Frame,
    /// Which rule sets which aside.
    Precedence,
    /// Rules that count as one.
    Group,
}

/// A side of a construct that has a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// A number from a day on.
    Number,
    /// Its type, or its kind.
    Type,
    /// Its values, options or members, in order.
    Values,
    /// The option taken where none is chosen.
    Default,
    /// When it is law.
    Period,
    /// When it applies or what it means.
    Condition,
    /// Who may use it.
    Gate,
    /// What it concludes.
    Conclusion,
    /// On what it rests.
    Citation,
    /// What it is counted in.
    Unit,
    /// How it was read, and where.
    Source,
    /// When it was published.
    Published,
    /// What a list is made under.
    Under,
    /// The zones that a list is for.
    Zones,
    /// The days that are written on a list.
    Dated,
    /// How much a list is said to have.
    Announced,
    /// The end of a trial period.
    Trial,
    /// The edition that a list puts an end to.
    Replaces,
    /// The day as of which a list takes what it adopts.
    AsOf,
    /// What a list leaves out of what it adopts.
    Except,
    /// What the lists under a provision have in common.
    Common,
}

/// How a construct differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Removed,
    /// These sides of it differ: old, then new, as they would be written.
    Changed(Vec<(Aspect, String, String)>),
    /// Only its words, such as labels and notes, differ.
    Reworded,
}

/// A construct that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What it is.
    pub construct: Construct,
    /// What it is called: a name, or where it stands.
    pub name: String,
    /// How it differs.
    pub change: Change,
    /// Where it stands on the old side.
    pub old: Option<Place>,
    /// Where it stands on the new side.
    pub new: Option<Place>,
}

impl Changed {
    /// Whether more than words differ.
    #[must_use]
    pub fn has_meaning(&self) -> bool {
        self.change != Change::Reworded
    }
}

/// The constructs that differ, by kind and name. Where nothing does, the programs are written the same but for layout, comments and
/// tests.
#[must_use]
pub fn changes(old: &Program, new: &Program) -> Vec<Changed> {
    joined(&Alike::new(old, new), [items(old, None), items(new, None)])
}

/// What is law on one of two days only, or otherwise: thresholds have another number, rules begin or end, the parts of an edition are
/// those of the edition before it, if they are called the same. From when and until when something is law is left out; that a part of a
/// list begins or ends is said of its sector or adoption.
#[must_use]
pub fn changes_over_time(old: &Edition<'_>, new: &Edition<'_>) -> Vec<Changed> {
    let sides = [items(old.program, Some(old)), items(new.program, Some(new))];
    let mut found = joined(&Alike::new(old.program, new.program), sides);
    // That an edition goes before the one that it replaces is said of itself.
    found.retain(|one| {
        let sides = one.name.split_once(" prevails over ");
        !sides.is_some_and(|(winner, loser)| {
            let loser = loser.split_once(" (").map_or(loser, |(loser, _)| loser);
            one.construct == Construct::Precedence && winner == loser
        })
    });
    found.retain_mut(|one| {
        let Change::Changed(aspects) = &mut one.change else {
            return one.construct != Construct::Part;
        };
        aspects.retain(|(aspect, ..)| *aspect != Aspect::Period);
        !aspects.is_empty()
    });
    found
}

fn joined(alike: &Alike<'_>, [before, after]: [Items<'_>; 2]) -> Vec<Changed> {
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut changed = Vec::new();
    for key in keys {
        let (old_item, new_item) = (before.get(key), after.get(key));
        let change = match (old_item, new_item) {
            (Some(old), Some(new)) => differs(alike, old, new),
            (None, Some(_)) => Some(Change::Added),
            (Some(_), None) => Some(Change::Removed),
            (None, None) => None,
        };
        changed.extend(change.map(|change| Changed {
            construct: key.0,
            name: key.1.clone(),
            change,
            old: old_item.and_then(|item| item.place),
            new: new_item.and_then(|item| item.place),
        }));
    }
    // A provision that is itself a rule is named once.
    let rules: BTreeSet<String> = changed
        .iter()
        .filter(|one| matches!(one.construct, Construct::Rule | Construct::Row))
        .map(|one| one.name.clone())
        .collect();
    changed.retain(|one| one.construct != Construct::Provision || !rules.contains(&one.name));
    changed
}

fn differs(alike: &Alike<'_>, old: &Item<'_>, new: &Item<'_>) -> Option<Change> {
    if let (Some(before), Some(after)) = (old.rule(), new.rule())
        && alike.rule(before, after)
    {
        return None;
    }
    let (before, after) = (old.aspects(alike.old), new.aspects(alike.new));
    let aspects: BTreeSet<Aspect> = before.keys().chain(after.keys()).copied().collect();
    let of =
        |item: &BTreeMap<Aspect, String>, aspect| item.get(&aspect).cloned().unwrap_or_default();
    let sides: Vec<(Aspect, String, String)> = aspects
        .into_iter()
        .map(|aspect| (aspect, of(&before, aspect), of(&after, aspect)))
        .filter(|(_, old, new)| old != new)
        .collect();
    if !sides.is_empty() {
        Some(Change::Changed(sides))
    } else if old.words != new.words {
        Some(Change::Reworded)
    } else {
        None
    }
}
