//! From a checked program to the law of one day under chosen readings.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::date::Date;
use crate::hir::{
    Citation, Conclusion, Cond, CondKind, FactId, Group, InstrumentId, Precedence, Program,
    ReadingId, RuleId, Rules, ThresholdId,
};

/// The options chosen for open questions of law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readings(Vec<usize>);

impl Readings {
    /// Every reading at its default.
    #[must_use]
    pub fn defaults(program: &Program) -> Self {
        Self(
            program
                .readings
                .iter()
                .map(|reading| reading.default)
                .collect(),
        )
    }

    /// The same with one reading at another option.
    #[must_use]
    pub fn with(&self, reading: ReadingId, option: usize) -> Self {
        let mut changed = self.clone();
        changed.set(reading, option);
        changed
    }

    /// Chooses an option.
    pub fn set(&mut self, reading: ReadingId, option: usize) {
        if let Some(slot) = self.0.get_mut(reading.index()) {
            *slot = option;
        }
    }

    /// The option chosen for a reading.
    #[must_use]
    pub fn get(&self, reading: ReadingId) -> usize {
        self.0.get(reading.index()).copied().unwrap_or_default()
    }
}

/// The declarations in force on one day under chosen readings. Made only from an [`Executable`](crate::Executable).
#[derive(Clone, Debug)]
pub struct Edition<'p> {
    /// The program.
    pub program: &'p Program,
    /// The day.
    pub as_of: Date,
    /// The readings.
    pub readings: Readings,
    law: Arc<Law<'p>>,
}

/// What does not depend on readings.
#[derive(Debug)]
struct Law<'p> {
    precedences: Vec<&'p Precedence>,
    /// Where the sides of statements begin and end, in order.
    points: Vec<u32>,
    /// For the rules between two such points, the statements that may set them aside.
    against: Vec<Vec<&'p Precedence>>,
    groups: Vec<&'p Group>,
    thresholds: Vec<Option<(i64, &'p [Citation])>>,
    /// The rules that give a set this member.
    giving: BTreeMap<(FactId, usize), Vec<RuleId>>,
    /// The rules outside lists, and for each list its rows and what holds outside them.
    stretches: Vec<Rules>,
}

impl<'p> Edition<'p> {
    pub(crate) fn new(program: &'p Program, as_of: Date, readings: &Readings) -> Self {
        let thresholds = program.thresholds.iter().map(|threshold| {
            threshold
                .on(as_of)
                .map(|value| (value.number, value.cites.as_slice()))
        });
        let precedences: Vec<&Precedence> = program
            .precedences
            .iter()
            .filter(|statement| statement.period.contains(as_of))
            .collect();
        let points = points(&precedences);
        let law = Law {
            against: against(&precedences, &points),
            points,
            precedences,
            groups: program
                .groups
                .iter()
                .filter(|group| group.period.contains(as_of))
                .collect(),
            thresholds: thresholds.collect(),
            giving: giving(program),
            stretches: stretches(program, as_of),
        };
        Self {
            program,
            as_of,
            readings: readings.clone(),
            law: Arc::new(law),
        }
    }

    /// Whether a rule is in force on the day.
    #[must_use]
    pub fn in_force(&self, rule: RuleId) -> bool {
        self.program[rule].period.contains(self.as_of)
    }

    /// Whether an instrument is in force on the day; of a list, under the readings.
    #[must_use]
    pub fn has(&self, instrument: InstrumentId) -> bool {
        let instrument = &self.program[instrument];
        let list = instrument.list.as_deref();
        instrument.period.contains(self.as_of) && list.is_none_or(|list| self.holds(&list.in_force))
    }

    /// Whether a condition on days and readings holds; what is about anything else does not.
    fn holds(&self, cond: &Cond) -> bool {
        if let CondKind::Not(inner) = &cond.kind {
            !self.holds(inner)
        } else if let CondKind::And(parts) = &cond.kind {
            parts.iter().all(|part| self.holds(part))
        } else if let CondKind::Or(parts) = &cond.kind {
            parts.iter().any(|part| self.holds(part))
        } else if let CondKind::Reading(reading, option) = cond.kind {
            self.readings.get(reading) == option
        } else if let CondKind::During(period) = cond.kind {
            period.contains(self.as_of)
        } else {
            matches!(cond.kind, CondKind::Const(true))
        }
    }

    /// All rules outside lists, and for each list in force on the day its rows and what holds outside them. Together they are
    /// all rules that can be in force, in order.
    #[must_use]
    pub fn stretches(&self) -> &[Rules] {
        &self.law.stretches
    }

    /// The statements of precedence in force, in order of declaration.
    #[must_use]
    pub fn precedences(&self) -> &[&'p Precedence] {
        &self.law.precedences
    }

    /// The statements that set a rule aside where one of their winners applies; it is among their losers.
    pub fn against(&self, rule: RuleId) -> impl Iterator<Item = &'p Precedence> + use<'p, '_> {
        let at = self.law.points.partition_point(|point| *point <= rule.0);
        let statements = self
            .law
            .against
            .get(at)
            .map(Vec::as_slice)
            .unwrap_or_default();
        statements
            .iter()
            .copied()
            .filter(move |statement| self.program.concludes(rule, statement.about))
    }

    /// The groups in force.
    #[must_use]
    pub fn groups(&self) -> &[&'p Group] {
        &self.law.groups
    }

    /// The rules that give a set exactly this member, in force or not.
    #[must_use]
    pub fn giving(&self, fact: FactId, member: usize) -> &[RuleId] {
        self.law
            .giving
            .get(&(fact, member))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The members of a set that some rule gives.
    pub fn given_members(&self, fact: FactId) -> impl Iterator<Item = usize> + '_ {
        self.law
            .giving
            .range((fact, 0)..=(fact, usize::MAX))
            .map(|((_, member), _)| *member)
    }

    /// The same law with one open question read another way.
    #[must_use]
    pub fn with_reading(&self, reading: ReadingId, option: usize) -> Self {
        Self {
            readings: self.readings.with(reading, option),
            ..self.clone()
        }
    }

    /// The provisions that set the value of a threshold on the day.
    #[must_use]
    pub fn threshold_cites(&self, threshold: ThresholdId) -> &'p [Citation] {
        self.law
            .thresholds
            .get(threshold.index())
            .copied()
            .flatten()
            .map(|(_, cites)| cites)
            .unwrap_or_default()
    }

    /// The value of a threshold on the day, in its unit.
    #[must_use]
    pub fn threshold(&self, threshold: ThresholdId) -> Option<i64> {
        self.law
            .thresholds
            .get(threshold.index())
            .copied()
            .flatten()
            .map(|(number, _)| number)
    }
}

fn points(precedences: &[&Precedence]) -> Vec<u32> {
    let mut points: Vec<u32> = precedences
        .iter()
        .flat_map(|statement| [statement.losers.from, statement.losers.to])
        .collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// For the rules before the first point, between two points, and after the last one, the statements among whose losers they are.
fn against<'p>(precedences: &[&'p Precedence], points: &[u32]) -> Vec<Vec<&'p Precedence>> {
    let mut against = vec![Vec::new(); points.len() + 1];
    for statement in precedences {
        let first = points.partition_point(|point| *point <= statement.losers.from);
        let after = points.partition_point(|point| *point < statement.losers.to);
        against
            .iter_mut()
            .take(after + 1)
            .skip(first)
            .for_each(|statements| statements.push(*statement));
    }
    against
}

fn giving(program: &Program) -> BTreeMap<(FactId, usize), Vec<RuleId>> {
    let mut giving: BTreeMap<(FactId, usize), Vec<RuleId>> = BTreeMap::new();
    for (at, rule) in program.rules.iter().enumerate() {
        for conclusion in &rule.conclusions {
            if let Conclusion::Has(fact, member) = conclusion {
                giving
                    .entry((*fact, *member))
                    .or_default()
                    .push(RuleId::from_index(at));
            }
        }
    }
    giving
}

/// The rules outside lists, then the rows and residual rules of each list in force on the day.
fn stretches(program: &Program, as_of: Date) -> Vec<Rules> {
    let mut lists: Vec<(Rules, bool)> = program
        .lists()
        .flat_map(|(id, list)| {
            let in_force = program[id].period.contains(as_of);
            [(list.rows, in_force), (list.residuals, in_force)]
        })
        .filter(|(rules, _)| !rules.is_empty())
        .collect();
    lists.sort_unstable();
    let mut out = Vec::new();
    let mut from = 0;
    for (rules, in_force) in lists {
        out.push(Rules {
            from,
            to: rules.from,
        });
        out.extend(Some(rules).filter(|_| in_force));
        from = rules.to;
    }
    let to = u32::try_from(program.rules.len()).unwrap_or(u32::MAX);
    out.push(Rules { from, to });
    out.retain(|rules| !rules.is_empty());
    out
}
