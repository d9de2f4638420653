//! Stub.
use std::io::*; use std::collections::BTreeSet;
use weir_core::hir::{Language, FactId}; use weir_core::scenario::Scenario;
pub struct Interview<'a> { pub executable: weir_core::Executable<'a>, pub on: weir_core::date::Date, pub readings: &'a weir_core::Readings, pub language: Language, pub duties: bool }
impl Interview<'_> { pub fn run(&self, _: &mut dyn BufRead, _: &mut dyn Write, s: Scenario) -> Result<(Scenario, BTreeSet<FactId>)> { Ok((s, BTreeSet::new())) } }
