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
use weir_analysis::exact::Space;
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

/// A list with so many rows, a hundred to a scenario, in table form.
fn list(rows: usize) -> String {
    let scenarios = rows.div_ceil(100);
    let members = |kind: &str, count: usize| {
        (0..count).fold(String::new(), |mut text, at| {
            let _ = writeln!(text, "  {kind}{at} zh \"{kind}{at}\" en \"{kind}{at}\"");
            text
        })
    };
    let mut text = format!(
        "zone z zh \"甲\" en \"a\"\n\
        category industries zh \"甲\" en \"a\" {{ s zh \"甲\" en \"a\" other_s zh \"乙\" en \"b\" }}\n\
        category businesses zh \"甲\" en \"a\" {{\n{}}}\n\
        category data_fields zh \"甲\" en \"a\" {{\n{}}}\n\
        fact in_sector: one of industries zh \"甲\" en \"a\" ask zh \"甲\" ask en \"a\"\n\
        fact business: one of businesses zh \"甲\" en \"a\" ask zh \"甲\" ask en \"a\"\n\
        fact data: set of data_fields zh \"甲\" en \"a\" ask zh \"甲\" ask en \"a\"\n\
        measure m.n: people zh \"甲\" en \"a\" ask zh \"甲\" ask en \"a\"\n\
        outcome p ladder zh \"甲\" en \"a\" {{ a zh \"甲\" en \"a\" b zh \"乙\" en \"b\" }}\n\
        instrument i {{ zh \"甲\" en \"i\"\n source primary\n in force from 2020-01-01\n article 1 {{\n zh \"甲\" en \"a\"\n lists {{\n\
        sectors in_sector\n scenarios business\n fields data\n strictest p b\n\
        outside free\n zh \"甲\" en \"a\"\n then p a\n }}\n }}\n article 2 zh \"甲\" en \"a\" then p b\n\
        article 1 prevails over article 2\n }}\n\
        list l edition \"1\" {{\n zh \"甲\" en \"l\"\n under i article 1\n zone z\n in force from 2020-01-01\n\
        available when m.n >= 0\n outside free\n sector s {{\n zh \"甲\" en \"a\"\n outside free\n",
        members("b", scenarios),
        members("f", 100),
    );
    for at in 0..scenarios {
        let _ = write!(
            text,
            "scenario b{at} {{\n zh \"甲\" en \"a\"\n outside free\n table {{\n| row | zh | en | fields | m.n | p |\n"
        );
        for row in at * 100..rows.min((at + 1) * 100) {
            let field = row % 100;
            let _ = writeln!(
                text,
                "| R-{row} | \"第{row}项\" | \"row {row}\" | f{field} | 1000以上 | b |"
            );
        }
        text.push_str("}\n}\n");
    }
    text.push_str("}\n}\n");
    text
}

fn checked_list(text: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "list.weir", text);
    let checked = workspace.check();
    assert!(!checked.has_errors(), "the list is sound");
    checked
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 5)]
fn check_list(bencher: Bencher<'_, '_>, rows: usize) {
    let text = list(rows);
    bencher.bench_local(|| checked_list(&text));
}

/// Determines a flow in one scenario of a list with so many rows.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 5)]
fn determine_by_list(bencher: Bencher<'_, '_>, rows: usize) {
    let checked = checked_list(&list(rows));
    let facts = "on: 2026-03-01\nfacts: { in_sector: s, business: b3, data: [f7], m.n: 5000 }\n";
    let read = weir::formats::scenario::read(&checked.program, SourceId(1), "s.yaml", facts)
        .expect("read");
    determine_scenario(bencher, &checked, &read.scenario);
}

/// The policies with some words of one file in place of others.
fn policies_with(file: &str, words: &str, others: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    let mut found = false;
    for (id, source) in &policies().sources {
        let mut text = source.text.to_string();
        if source.name.ends_with(file) {
            found |= text.contains(words);
            text = text.replacen(words, others, 1);
        }
        workspace.set_source(*id, source.name.to_string(), text);
    }
    assert!(found, "{words} stands in {file}");
    workspace.check()
}

fn compare(bencher: Bencher<'_, '_>, day: &str, [old, new]: [Arc<Checked>; 2]) {
    let day = weir_core::date::parse(day).unwrap();
    let law = |checked: &Arc<Checked>| {
        let readings = Readings::defaults(&checked.program);
        (Arc::clone(checked), readings)
    };
    let sides = [law(&old), law(&new)];
    bencher.bench_local(|| {
        let [old, new] = &sides.each_ref().map(|(checked, readings)| {
            let executable = checked.executable().expect("no errors");
            executable.on(day, readings)
        });
        weir::diff::compare(old, new, &Space::of(&[old, new]))
            .groups
            .len()
    });
}

/// Compares the policies with themselves, checked anew.
#[divan::bench(sample_count = 10)]
fn compare_same(bencher: Bencher<'_, '_>) {
    compare(bencher, "2026-07-24", [policies(), policies()]);
}

/// Compares the policies with the same, but for a number in a row of a list.
#[divan::bench(sample_count = 10)]
fn compare_row(bencher: Bencher<'_, '_>) {
    let new = policies_with(
        "zones/beijing.weir",
        "listed.sensitive 5万以上",
        "listed.sensitive 4万以上",
    );
    compare(bencher, "2026-07-24", [policies(), new]);
}

/// Compares the policies with the same, but for a threshold of the national law, on which every list rests.
#[divan::bench(sample_count = 5)]
fn compare_threshold(bencher: Bencher<'_, '_>) {
    let new = policies_with("national/vocabulary.weir", "10万 people", "5万 people");
    compare(bencher, "2026-07-24", [policies(), new]);
}

/// Compares a list of so many rows with the same, but for a number in one of them.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn compare_row_of_list(bencher: Bencher<'_, '_>, rows: usize) {
    let text = list(rows);
    let changed = text.replacen("1000以上", "500以上", 1);
    compare(
        bencher,
        "2026-03-01",
        [checked_list(&text), checked_list(&changed)],
    );
}

/// Compares a list of so many rows with the same, but for a number in each of them.
#[divan::bench(args = [1_000, 10_000], sample_count = 3)]
fn compare_all_rows_of_list(bencher: Bencher<'_, '_>, rows: usize) {
    let text = list(rows);
    let changed = text.replace("1000以上", "500以上");
    compare(
        bencher,
        "2026-03-01",
        [checked_list(&text), checked_list(&changed)],
    );
}
