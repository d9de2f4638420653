//! From a checked program to the law of one day under chosen readings.

use crate::date::Date;
use crate::hir::{Citation, Group, Precedence, Program, ReadingId, RuleId, ThresholdId};

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
    /// The rules in force, in order of declaration.
    pub rules: Vec<RuleId>,
    /// The pairs in force, both rules of which are in force, in order of the rule that is set aside.
    precedences: Vec<&'p Precedence>,
    /// The groups in force.
    pub groups: Vec<&'p Group>,
    thresholds: Vec<Option<(i64, &'p [Citation])>>,
}

impl<'p> Edition<'p> {
    pub(crate) fn new(program: &'p Program, as_of: Date, readings: &Readings) -> Self {
        let thresholds = program.thresholds.iter().map(|threshold| {
            let value = threshold
                .values
                .iter()
                .find(|value| value.period.contains(as_of));
            value.map(|value| (value.number, value.cites.as_slice()))
        });
        Self {
            program,
            as_of,
            readings: readings.clone(),
            rules: program
                .rule_ids()
                .filter(|rule| program[*rule].period.contains(as_of))
                .collect(),
            precedences: precedences(program, as_of),
            groups: program
                .groups
                .iter()
                .filter(|group| group.period.contains(as_of))
                .collect(),
            thresholds: thresholds.collect(),
        }
    }

    /// What sets a rule aside.
    pub fn against(&self, rule: RuleId) -> impl Iterator<Item = &'p Precedence> + use<'p, '_> {
        let first = self.precedences.partition_point(|pair| pair.loser < rule);
        self.precedences
            .iter()
            .skip(first)
            .copied()
            .take_while(move |pair| pair.loser == rule)
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
        self.thresholds
            .get(threshold.index())
            .copied()
            .flatten()
            .map(|(_, cites)| cites)
            .unwrap_or_default()
    }

    /// The value of a threshold on the day, in its unit.
    #[must_use]
    pub fn threshold(&self, threshold: ThresholdId) -> Option<i64> {
        self.thresholds
            .get(threshold.index())
            .copied()
            .flatten()
            .map(|(number, _)| number)
    }
}

fn precedences(program: &Program, as_of: Date) -> Vec<&Precedence> {
    let in_force = |rule: RuleId| program[rule].period.contains(as_of);
    let mut pairs: Vec<&Precedence> = program
        .precedences
        .iter()
        .filter(|pair| pair.period.contains(as_of) && in_force(pair.winner) && in_force(pair.loser))
        .collect();
    pairs.sort_by_key(|pair| pair.loser);
    pairs
}
