use std::collections::BTreeMap;
use std::fmt::Write as _;

use weir_core::scenario::{Given, Scenario};
use weir_core::{Checked, Readings, Workspace};
use weir_syntax::diagnostic::SourceId;

use crate::{Answer, Determination, Limits, Result as Outcome, Truth, determine};

fn checked(text: &str) -> std::sync::Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "tests.weir", text);
    workspace.check()
}

fn found(text: &str, facts: &[(&str, Given)]) -> Determination {
    let checked = checked(text);
    let program = &checked.program;
    let executable = checked.executable().expect("no errors");
    let on = weir_core::date::parse("2025-01-01").unwrap();
    let edition = executable.on(on, &Readings::defaults(program));
    let facts = facts
        .iter()
        .map(|(name, given)| (program.fact(name).unwrap(), given.clone()));
    let scenario = Scenario {
        facts: facts.collect(),
    };
    determine(&edition, &scenario, &Limits::default())
}
