//! Cases without one answer, cases that only strictness or a reading settles, and cases that rest on what is not transcribed.

use std::collections::BTreeMap;

use weir_core::Edition;
use weir_core::hir::{Citation, Conclusion, OutcomeId, OutcomeKind, Place, ReadingId, RuleId};

use crate::exact::{About, Compiled, Diagram, Leaf, Region, Store, TooLarge, compile, is_empty};

/// Cases in which a ladder has no value, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The ladder.
    pub outcome: OutcomeId,
    /// A gap or a conflict.
    pub leaf: Leaf,
    /// Where.
    pub region: Region,
}

/// The gaps and conflicts of a ladder that can be reached.
///
/// # Errors
///
/// If the budget is spent.
pub fn unanswered(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
    outcome: OutcomeId,
) -> Result<Vec<Answered>, TooLarge> {
    let root = law.ladder(store, outcome)?;
    let mut found = Vec::new();
    for (leaf, cases) in store.by_result(root)? {
        if matches!(leaf, Leaf::Gap | Leaf::Conflict(_)) {
            found.push(Answered {
                outcome,
                leaf,
                region: Region::of(store, law.space(), cases)?,
            });
        }
    }
    Ok(found)
}

/// Cases in which rules of one `strictest among` group conclude two values, of which only the stricter counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The ladder.
    pub outcome: OutcomeId,
    /// The provision that says so.
    pub by: Citation,
    /// The value that does not count.
    pub milder: usize,
    /// The one that does, unless a still stricter one is there.
    pub stricter: usize,
    /// Where.
    pub region: Region,
}

/// The overlaps of a ladder that strictness settles.
///
/// # Errors
///
/// If the budget is spent.
pub fn overlaps(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
    outcome: OutcomeId,
) -> Result<Vec<Overlap>, TooLarge> {
    let groups = law.group_of();
    let mut live: BTreeMap<(usize, usize), Vec<Diagram>> = BTreeMap::new();
    for (rule, conclusions) in law.law() {
        let Some(group) = groups.get(rule.index()).copied().flatten() else {
            continue;
        };
        for conclusion in conclusions {
            if let Conclusion::Value(of, value) = conclusion
                && of == outcome
            {
                let here = law.where_live(store, rule)?;
                live.entry((group, value)).or_default().push(here);
            }
        }
    }
    let mut by_value = Vec::new();
    for ((group, value), parts) in live {
        by_value.push((group, value, store.either(parts)?));
    }
    let mut found = Vec::new();
    for (at, (group, milder, here)) in by_value.iter().enumerate() {
        for (other, stricter, there) in by_value.iter().skip(at + 1) {
            if other != group {
                continue;
            }
            let both = store.both(*here, *there)?;
            let both = law.settled(store, both)?;
            let Some(by) = by(law.edition(), &groups, *group).filter(|_| !is_empty(both)) else {
                continue;
            };
            found.push(Overlap {
                outcome,
                by,
                milder: *milder,
                stricter: *stricter,
                region: Region::of(store, law.space(), both)?,
            });
        }
    }
    Ok(found)
}

/// The provision that makes a group.
fn by(edition: &Edition<'_>, groups: &[Option<usize>], group: usize) -> Option<Citation> {
    let made = |rule: RuleId| groups.get(rule.index()).copied().flatten() == Some(group);
    let mut all = edition.groups().iter();
    let of = all.find(|one| one.rules.iter().any(|run| run.iter().any(made)))?;
    Some(of.by)
}

/// What of a ladder rests on parts that are not transcribed. A share is that of all possible cases, each answer to each question
/// of the law counted once.
#[derive(Clone, Debug, PartialEq)]
pub struct Holes {
    /// The ladder.
    pub outcome: OutcomeId,
    /// The share of cases in which the ladder is open because of a hole.
    pub share: f64,
    /// For each part that is not transcribed, the largest share first: where it stands, its rules, the share of cases in which it counts, and where that is.
    pub parts: Vec<(Place, Vec<RuleId>, f64, Region)>,
}

/// The holes of a ladder.
///
/// # Errors
///
/// If the budget is spent.
pub fn holes(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
    outcome: OutcomeId,
) -> Result<Holes, TooLarge> {
    let root = law.ladder(store, outcome)?;
    let results = store.by_result(root)?.into_iter();
    let open: Vec<Diagram> = results
        .filter(|(leaf, _)| *leaf == Leaf::Hole)
        .map(|(_, cases)| cases)
        .collect();
    let open = store.either(open)?;
    let care = law.care(store)?;
    let all = store.share(care);
    let mut by_place: BTreeMap<Place, Vec<RuleId>> = BTreeMap::new();
    for (rule, conclusions) in law.law() {
        let missing = |one: &Conclusion| matches!(one, Conclusion::Hole(of, _) if *of == outcome);
        if conclusions.iter().any(missing) {
            let place = law.edition().program[rule].place;
            by_place.entry(place).or_default().push(rule);
        }
    }
    let mut parts = Vec::new();
    for (place, rules) in by_place {
        let mut live = Vec::new();
        for rule in &rules {
            live.push(law.where_live(store, *rule)?);
        }
        let live = store.either(live)?;
        let counts = store.both(live, open)?;
        if !is_empty(counts) {
            let region = Region::of(store, law.space(), counts)?;
            parts.push((place, rules, store.share(counts) / all, region));
        }
    }
    parts.sort_by(|(a, _, one, _), (b, _, other, _)| other.total_cmp(one).then(a.cmp(b)));
    Ok(Holes {
        outcome,
        share: store.share(open) / all,
        parts,
    })
}

/// What another option of a reading changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reread {
    /// The reading.
    pub reading: ReadingId,
    /// The other option.
    pub option: usize,
    /// The ladder.
    pub outcome: OutcomeId,
    /// What the ladder ends in as chosen.
    pub old: Leaf,
    /// What it ends in with the option.
    pub new: Leaf,
    /// Where.
    pub region: Region,
}

/// What each other option of a reading, alone, changes in the ladders.
///
/// # Errors
///
/// If the budget is spent.
pub fn rereadings(
    store: &mut Store,
    law: &mut Compiled<'_, '_>,
    reading: ReadingId,
) -> Result<Vec<Reread>, TooLarge> {
    let edition = law.edition();
    let mut found = Vec::new();
    let chosen = edition.readings.get(reading);
    for option in 0..edition.program[reading].options.len() {
        if option == chosen {
            continue;
        }
        let other = edition.with_reading(reading, option);
        let mut reread = compile(&other, law.space(), &[&other]);
        for outcome in edition.program.outcome_ids() {
            if edition.program[outcome].kind != OutcomeKind::Ladder {
                continue;
            }
            let about = About::Ladder(edition.program[outcome].name.clone());
            let before = law.result(store, &about)?;
            let after = reread.result(store, &about)?;
            for (old, new, cases) in store.changes(before, after)? {
                found.push(Reread {
                    reading,
                    option,
                    outcome,
                    old,
                    new,
                    region: Region::of(store, law.space(), cases)?,
                });
            }
        }
    }
    Ok(found)
}
