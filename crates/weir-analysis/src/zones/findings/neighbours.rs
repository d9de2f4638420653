//! Sectors that lists name side by side, or call alike, and that are not the same.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Lang, Language};
use weir_core::scenario::is_under;

use super::super::model::{
    Axis, Concept, Finding, Kind, Member, Party, Relation, Says, Side, Standing, Topic,
};
use super::{Compared, said, side, unranked};

pub(super) fn neighbours(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let mut findings = of_one_kind(compared);
    findings.extend(called_alike(compared));
    findings
}

/// Kinds of one kind, of which one list names one and another list another.
fn of_one_kind(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let mut by_kind: BTreeMap<Member, Vec<&Concept>> = BTreeMap::new();
    for concept in compared
        .concepts
        .iter()
        .filter(|concept| concept.axis == Axis::Sector)
    {
        let members = compared.look.program.members(concept.member.fact);
        if let Some(at) = members
            .get(concept.member.at)
            .and_then(|member| member.parent)
        {
            let kind = Member {
                fact: concept.member.fact,
                at,
            };
            by_kind.entry(kind).or_default().push(concept);
        }
    }
    by_kind
        .into_iter()
        .filter_map(|(kind, inside)| finding(compared, kind, &inside))
        .collect()
}

/// Sectors of different lists that are not related in the category and whose labels are alike.
fn called_alike(compared: &Compared<'_, '_, '_>) -> Vec<Finding> {
    let sectors: Vec<&Concept> = compared
        .concepts
        .iter()
        .filter(|concept| concept.axis == Axis::Sector)
        .collect();
    let mut findings = Vec::new();
    for (later, one) in sectors.iter().enumerate() {
        for other in sectors.iter().take(later) {
            let (a, b) = (one.member, other.member);
            let members = compared.look.program.members(a.fact);
            let parent = |at: usize| members.get(at).and_then(|member| member.parent);
            let siblings = parent(a.at).is_some() && parent(a.at) == parent(b.at);
            let nested = is_under(members, a.at, b.at) || is_under(members, b.at, a.at);
            if a.fact == b.fact && !siblings && !nested && alike(compared, one, other) {
                findings.extend(finding(compared, other.member, &[other, one]));
            }
        }
    }
    findings
}

/// What each list names of some sectors, if not all name the same.
fn finding(compared: &Compared<'_, '_, '_>, kind: Member, sectors: &[&Concept]) -> Option<Finding> {
    let mut by_list: BTreeMap<usize, Vec<(&Standing, usize)>> = BTreeMap::new();
    for sector in sectors {
        for standing in sector
            .standings
            .iter()
            .filter(|standing| standing.relation == Relation::Same)
        {
            by_list
                .entry(standing.column)
                .or_default()
                .push((standing, sector.member.at));
        }
    }
    let sides = by_list.into_iter().map(|(column, named)| {
        let members: BTreeSet<usize> = named.iter().map(|(_, at)| *at).collect();
        let cites = named
            .iter()
            .flat_map(|(standing, _)| compared.named(standing));
        side(
            Party::List(column),
            Says::Members(kind.fact, members, false),
            cites.collect(),
        )
    });
    let sides: Vec<Side> = sides.collect();
    let named: BTreeSet<&Says> = sides.iter().map(|side| &side.says).collect();
    if named.len() < 2 {
        return None;
    }
    let about = (Some(kind), Topic::Whole);
    compared.finding(Kind::Neighbours, about, sides, said, unranked)
}

/// Whether some of the words for two sectors are alike.
fn alike(compared: &Compared<'_, '_, '_>, one: &Concept, other: &Concept) -> bool {
    [Language::Zh, Language::En].into_iter().any(|language| {
        let (ones, others) = (
            words(compared, one, language),
            words(compared, other, language),
        );
        ones.iter()
            .any(|one| others.iter().any(|other| similar(one, other)))
    })
}

/// The labels of a sector, in the category and as printed, as sets of pieces: pairs of signs, or words.
fn words(
    compared: &Compared<'_, '_, '_>,
    concept: &Concept,
    language: Language,
) -> Vec<BTreeSet<String>> {
    let program = compared.look.program;
    let lang = language.pick(Lang::Zh, Lang::En);
    let member = program.members(concept.member.fact).get(concept.member.at);
    let same = concept
        .standings
        .iter()
        .filter(|standing| standing.relation == Relation::Same);
    let printed = same
        .filter_map(|standing| standing.named)
        .map(|(_, provision)| &program[provision].labels);
    let labels = member
        .map(|member| &member.labels)
        .into_iter()
        .chain(printed);
    let texts = labels.filter_map(|labels| labels.exact(lang));
    texts
        .map(|text| {
            if language == Language::Zh {
                pairs(text)
            } else {
                long_words(text)
            }
        })
        .collect()
}

fn pairs(text: &str) -> BTreeSet<String> {
    let signs: Vec<char> = text.chars().filter(|sign| sign.is_alphanumeric()).collect();
    signs.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Words of more than three letters.
fn long_words(text: &str) -> BTreeSet<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 3)
        .map(str::to_lowercase)
        .collect()
}

/// Whether at least half of the pieces of both are common.
fn similar(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let common = one.intersection(other).count();
    common > 0 && 4 * common >= one.len() + other.len()
}
