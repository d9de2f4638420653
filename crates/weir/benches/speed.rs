//! How long the everyday things take, and that they grow in step with their input: `cargo bench -p weir`.
//!
//! Read the figures as ratios within one run: ten times the rules ought to take about ten times as long.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark stops where something is wrong"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use weir::load::load;
use weir_core::scenario::Scenario;
use weir_core::{Checked, Readings, Workspace};
use weir_eval::{Limits, determine};
use weir_syntax::diagnostic::SourceId;

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn policies() -> Arc<Checked> {
    load(root(), &["policies".into()])
        .expect("the policies")
        .checked
}

/// Reads and checks all policies from disk.
#[divan::bench]
fn check_policies() -> Arc<Checked> {
    policies()
}

/// Determines one complete scenario, with the readings it rests on.
#[divan::bench]
fn determine_complete(bencher: Bencher<'_, '_>) {
    determine_file(bencher, "ecommerce_orders.yaml");
}

/// Determines a scenario with facts left out.
#[divan::bench]
fn determine_incomplete(bencher: Bencher<'_, '_>) {
    determine_file(bencher, "incomplete.yaml");
}

/// Determines a scenario of which nothing is known.
#[divan::bench(sample_count = 10)]
fn determine_empty(bencher: Bencher<'_, '_>) {
    determine_scenario(bencher, &policies(), &Scenario::default());
}

fn determine_file(bencher: Bencher<'_, '_>, name: &str) {
    let checked = policies();
    let text = std::fs::read_to_string(root().join("policies/scenarios").join(name)).unwrap();
    let Ok(read) = weir::formats::scenario::read(&checked.program, SourceId(0), name, &text) else {
        return;
    };
    determine_scenario(bencher, &checked, &read.scenario);
}

fn determine_scenario(bencher: Bencher<'_, '_>, checked: &Checked, scenario: &Scenario) {
    let executable = checked.executable().expect("no errors");
    let edition = executable.on(
        weir_core::date::parse("2026-03-01").unwrap(),
        &Readings::defaults(&checked.program),
    );
    bencher.bench_local(|| determine(&edition, scenario, &Limits::default()));
}

/// A policy with so many rules.
fn many(rules: usize) -> String {
    let mut text = "outcome p ladder { a zh \"甲\" en \"a\" b zh \"乙\" en \"b\" }\n\
        measure m.n: people zh \"甲\" en \"a\" ask zh \"甲\" ask en \"a\"\n\
        threshold t { zh \"甲\" en \"a\" from 2020-01-01: 5 people cite i }\n\
        instrument i {\n  zh \"甲\" en \"i\"\n  in force from 2020-01-01\n"
        .to_owned();
    for at in 1..=rules {
        let _ = write!(
            text,
            "  article {at}\n    zh \"第{at}条\"\n    en \"article {at}\"\n    when m.n >= t\n    then p a\n"
        );
    }
    text.push_str("}\n");
    text
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 5)]
fn parse_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let text = many(rules);
    bencher.bench_local(|| weir_syntax::parse(&text));
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 5)]
fn check_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let text = many(rules);
    bencher.bench_local(|| {
        let mut workspace = Workspace::new();
        workspace.set_source(SourceId(0), "many.weir", text.as_str());
        workspace.check()
    });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 5)]
fn format_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let text = many(rules);
    let parse = weir_syntax::parse(&text);
    bencher.bench_local(|| weir_syntax::format::format(&text, &parse));
}
