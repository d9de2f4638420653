//! How fast the features are on 20,000 rules: each question is the first about its snapshot, as after an edit.

#![expect(
    clippy::indexing_slicing,
    reason = "a benchmark stops where something is wrong"
)]

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use divan::Bencher;
use weir_core::hir::{Language, SourceId};
use weir_core::{Checked, Workspace, date};
use weir_ide::*;
use weir_syntax::Span;

fn main() {
    divan::main();
}

const FILES: u32 = 200;
const RULES: u32 = 100;
const FACTS: u32 = 1000;

fn vocabulary() -> String {
    let mut out = String::from(
        "outcome pathway ladder zh \"路径\" en \"pathway\" {\n  exempt zh \"免予\" en \"exempt\"\n  contract zh \"标准合同\" en \"contract\"\n}\n",
    );
    for at in 0..FACTS {
        let _ = writeln!(
            out,
            "fact data.fact_{at}: bool\n  zh \"关键信息基础设施运营者{at}\"\n  en \"operator of infrastructure {at}\"\n  ask zh \"是否？\"\n  ask en \"Is it?\""
        );
    }
    out.push_str("measure people: people each calendar_year\n  zh \"人数\"\n  en \"people\"\n  ask zh \"多少？\"\n  ask en \"How many?\"\n");
    for at in 0..200 {
        let _ = writeln!(
            out,
            "threshold line_{at} {{\n  zh \"标准{at}\"\n  en \"line {at}\"\n  from 2024-01-01: 10万 people cite i0 article 1\n}}"
        );
    }
    out
}

fn instrument(file: u32) -> String {
    let mut out = format!(
        "use \"v.weir\"\n\ninstrument i{file} {{\n  zh \"规定{file}\"\n  en \"Order {file}\"\n  in force from 2024-01-01\n  source primary\n\n"
    );
    for rule in 0..RULES {
        let (one, other, line) = (
            (file * 7 + rule) % FACTS,
            (file + rule * 13) % FACTS,
            rule % 200,
        );
        let _ = writeln!(
            out,
            "  article {} rule_{rule}\n    zh \"数据处理者提供个人信息的，应当{rule}\"\n    en \"Processors who provide information {rule}\"\n    when data.fact_{one}\n     and not data.fact_{other}\n     and people >= line_{line}\n    then pathway contract\n",
            rule + 1
        );
    }
    out.push_str("}\n");
    out
}

fn checked() -> Arc<Checked> {
    static CHECKED: OnceLock<Arc<Checked>> = OnceLock::new();
    let checked = CHECKED.get_or_init(|| {
        let mut workspace = Workspace::new();
        workspace.set_source(SourceId(0), "v.weir", vocabulary());
        for file in 0..FILES {
            workspace.set_source(
                SourceId(file + 1),
                format!("i{file}.weir"),
                instrument(file),
            );
        }
        workspace.check()
    });
    Arc::clone(checked)
}

fn snapshot() -> Snapshot {
    Snapshot::new(checked(), date::parse("2025-01-01"), Language::Zh)
}

/// The offset of the nth place of some words in a file.
fn find(words: &str) -> u32 {
    let checked = checked();
    let text = &checked.sources[&SourceId(100)].text;
    u32::try_from(text.find(words).map_or(0, |at| at + words.len() - 1)).unwrap_or(0)
}

fn bench(bencher: Bencher<'_, '_>, ask: impl Fn(&Snapshot)) {
    bencher
        .with_inputs(snapshot)
        .bench_local_values(|snapshot| ask(&snapshot));
}

const FILE: SourceId = SourceId(100);

#[divan::bench(sample_count = 5)]
fn checking_all_again(bencher: Bencher<'_, '_>) {
    let mut workspace = Workspace::new();
    for (id, source) in &checked().sources {
        workspace.set_source(*id, source.name.clone(), source.text.clone());
    }
    bencher.bench_local(|| workspace.check());
}

#[divan::bench]
fn hovering(bencher: Bencher<'_, '_>) {
    let at = find("not data.fact_");
    bench(bencher, |snapshot| {
        assert!(hover(snapshot, FILE, at).is_some())
    });
}

#[divan::bench]
fn hovering_a_rule(bencher: Bencher<'_, '_>) {
    let at = find("article 5");
    bench(bencher, |snapshot| {
        assert!(hover(snapshot, FILE, at).is_some())
    });
}

#[divan::bench]
fn finding_a_definition(bencher: Bencher<'_, '_>) {
    let at = find("not data.fact_");
    bench(bencher, |snapshot| {
        assert!(!definition(snapshot, FILE, at).is_empty())
    });
}

#[divan::bench]
fn finding_references(bencher: Bencher<'_, '_>) {
    let at = find("pathway");
    bench(bencher, |snapshot| {
        assert!(references(snapshot, FILE, at, true).len() > 10_000)
    });
}

#[divan::bench]
fn renaming(bencher: Bencher<'_, '_>) {
    let at = find("pathway");
    bench(bencher, |snapshot| {
        assert!(rename(snapshot, FILE, at, "路径").is_ok())
    });
}

#[divan::bench]
fn completing_a_condition(bencher: Bencher<'_, '_>) {
    let at = find("when d");
    bench(bencher, |snapshot| {
        assert!(!completion(snapshot, FILE, at).items.is_empty())
    });
}

#[divan::bench]
fn completing_by_pinyin(bencher: Bencher<'_, '_>) {
    let at = find("and p");
    bench(bencher, |snapshot| {
        assert!(!completion(snapshot, FILE, at + 1).items.is_empty())
    });
}

#[divan::bench]
fn colouring(bencher: Bencher<'_, '_>) {
    bench(bencher, |snapshot| {
        assert!(!semantic_tokens(snapshot, FILE, None).is_empty())
    });
}

#[divan::bench]
fn hinting(bencher: Bencher<'_, '_>) {
    let all = Span::new(0, u32::MAX);
    bench(bencher, |snapshot| {
        assert!(!inlay_hints(snapshot, FILE, all, HintOptions::default()).is_empty());
    });
}

#[divan::bench]
fn searching_all(bencher: Bencher<'_, '_>) {
    bench(bencher, |snapshot| {
        assert!(!workspace_symbols(snapshot, "tggrxx", 100).is_empty())
    });
}

#[divan::bench]
fn lensing(bencher: Bencher<'_, '_>) {
    bench(bencher, |snapshot| {
        assert!(!code_lenses(snapshot, FILE).is_empty())
    });
}

#[divan::bench]
fn acting(bencher: Bencher<'_, '_>) {
    let at = find("article 5");
    bench(bencher, |snapshot| {
        std::hint::black_box(code_actions(snapshot, FILE, Span::new(at, at)));
    });
}
