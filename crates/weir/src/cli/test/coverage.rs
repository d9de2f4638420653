//! Which rules, rows and bands were in effect in some case.
//!
//! A clause is covered if it was surely in effect in at least one case: it is law on the day of the case, its conditions hold in
//! every completion of what the case gives, and nothing sets it aside. Bands are told apart where a row has several of them.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::{Conclusion, Place, Program, ProvisionKind, Referred, Role, Rule, RuleId};

pub(super) mod show;

/// The clauses of a program, and how often each was in effect.
pub(super) struct Coverage {
    pub(super) clauses: Vec<Clause>,
    cases: usize,
}

/// A part of the policies that concludes something.
pub(super) struct Clause {
    pub(super) kind: Kind,
    pub(super) referred: Referred,
    pub(super) place: Place,
    rules: BTreeSet<RuleId>,
    /// In how many cases it was in effect.
    pub(super) cases: usize,
    /// The bands of a row that has several.
    pub(super) bands: Vec<Band>,
}

/// A band of a row.
pub(super) struct Band {
    pub(super) place: Place,
    rules: BTreeSet<RuleId>,
    pub(super) cases: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A rule, or an article that is one.
    Rule,
    /// A row of a list.
    Row,
    /// What holds outside the rows of a list.
    Outside,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Rule, Self::Row, Self::Outside];

    /// The kind of a rule; none for what can't be covered: what concludes nothing, and what is not transcribed.
    fn of(program: &Program, rule: &Rule) -> Option<Self> {
        let transcribed = |one: &Conclusion| !matches!(one, Conclusion::Hole(..));
        if !rule.conclusions.iter().any(transcribed) {
            return None;
        }
        let row = rule
            .citation
            .provision
            .is_some_and(|provision| program[provision].kind == ProvisionKind::Row);
        match rule.role {
            Role::Row if row && rule.name.is_none() => Some(Self::Row),
            Role::Row | Role::Provision => Some(Self::Rule),
            Role::Residual => Some(Self::Outside),
            Role::Hole | Role::OpenFields => None,
        }
    }
}

impl Coverage {
    /// The clauses of a program in order of place, none of them in effect yet. What is adopted counts where it is printed.
    pub(super) fn of(program: &Program) -> Self {
        let mut clauses: BTreeMap<(Place, Kind), Clause> = BTreeMap::new();
        for id in program.rule_ids() {
            let rule = &program[id];
            let Some(kind) = Kind::of(program, rule) else {
                continue;
            };
            let clause = clauses.entry((rule.place, kind)).or_insert_with(|| Clause {
                kind,
                referred: match (kind, &rule.name) {
                    (Kind::Rule, Some(_)) => Referred::Rule(id),
                    (Kind::Rule | Kind::Row | Kind::Outside, _) => Referred::Law(rule.citation),
                },
                place: rule.place,
                rules: BTreeSet::new(),
                cases: 0,
                bands: Vec::new(),
            });
            clause.rules.insert(id);
            clause.add_band(id, rule.band);
        }
        let mut clauses: Vec<Clause> = clauses.into_values().collect();
        for clause in clauses.iter_mut().filter(|clause| clause.bands.len() < 2) {
            clause.bands.clear();
        }
        Self { clauses, cases: 0 }
    }

    /// Counts a case in which these rules were in effect.
    pub(super) fn add(&mut self, in_effect: &[RuleId]) {
        self.cases += 1;
        let holds = |rules: &BTreeSet<RuleId>| in_effect.iter().any(|rule| rules.contains(rule));
        for clause in &mut self.clauses {
            if !holds(&clause.rules) {
                continue;
            }
            clause.cases += 1;
            for band in clause.bands.iter_mut().filter(|band| holds(&band.rules)) {
                band.cases += 1;
            }
        }
    }
}

impl Clause {
    fn add_band(&mut self, rule: RuleId, place: Option<Place>) {
        let Some(place) = place else { return };
        match self.bands.iter_mut().find(|band| band.place == place) {
            Some(band) => {
                band.rules.insert(rule);
            }
            None => self.bands.push(Band {
                place,
                rules: BTreeSet::from([rule]),
                cases: 0,
            }),
        }
    }
}

/// How many there are, and how many of them are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) covered: usize,
    pub(super) all: usize,
}

impl Share {
    fn of(cases: impl Iterator<Item = usize>) -> Self {
        cases.fold(Self::default(), |share, cases| Self {
            covered: share.covered + usize::from(cases > 0),
            all: share.all + 1,
        })
    }

    /// The clauses of a kind.
    pub(super) fn of_kind<'c>(clauses: impl Iterator<Item = &'c Clause>, kind: Kind) -> Self {
        Self::of(
            clauses
                .filter(|clause| clause.kind == kind)
                .map(|clause| clause.cases),
        )
    }

    /// The bands of rows that have several.
    pub(super) fn of_bands<'c>(clauses: impl Iterator<Item = &'c Clause>) -> Self {
        Self::of(
            clauses
                .flat_map(|clause| &clause.bands)
                .map(|band| band.cases),
        )
    }
}
