//! The result of checking, and the gate to determinations.

use std::collections::BTreeMap;

use weir_syntax::diagnostic::{Severity, SourceId};

use crate::date::Date;
use crate::edition::{Edition, Readings};
use crate::hir::Program;
use crate::occurrence::Occurrences;
use crate::problems::Problem;
use crate::workspace::Source;

/// A workspace as checked: texts, program and problems. Immutable.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The texts with their trees.
    pub sources: BTreeMap<SourceId, Source>,
    /// The program, with gaps where something is wrong.
    pub program: Program,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
    /// Where names stand and what each stands for.
    pub occurrences: Occurrences,
}

/// The program has errors and can't be used for determinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HasErrors;

impl Checked {
    /// The program for use in determinations, if there is no error. The only way to an [`Executable`].
    ///
    /// # Errors
    ///
    /// If any problem is an error.
    pub fn executable(&self) -> Result<Executable<'_>, HasErrors> {
        if self.has_errors() {
            Err(HasErrors)
        } else {
            Ok(Executable {
                program: &self.program,
            })
        }
    }

    /// What is to be noted as of a day: trial periods that are over.
    #[must_use]
    pub fn on(&self, day: Date) -> Vec<Problem> {
        crate::check::trials_over(&self.program, day)
    }

    /// Whether any problem is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.code().severity() == Severity::Error)
    }
}

/// A program without errors. The only way to an [`Edition`].
#[derive(Clone, Copy, Debug)]
pub struct Executable<'p> {
    program: &'p Program,
}

impl<'p> Executable<'p> {
    /// The program.
    #[must_use]
    pub fn program(self) -> &'p Program {
        self.program
    }

    /// The law of one day under chosen readings.
    #[must_use]
    pub fn on(self, as_of: Date, readings: &Readings) -> Edition<'p> {
        Edition::new(self.program, as_of, readings)
    }
}
