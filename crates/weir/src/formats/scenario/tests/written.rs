//! What is written reads back as the same.

use std::collections::{BTreeMap, BTreeSet};

use weir_core::hir::ReadingId;

use super::*;

#[test]
fn has_labels_as_comments() {
    let checked = checked();
    let program = &checked.program;
    let file = good(
        "facts:\n  people.general: 45万\n  exporter.ciio: 否\n  exporter.sector: 医疗卫生，含药品\n  data.classes: [敏感个人信息]\n  data.since: unknown\n",
    );
    let text = write(
        program,
        "网店：\"订单\"",
        date::parse("2026-03-01").unwrap(),
        &file.scenario,
        &file.said_unknown,
        &BTreeMap::from([(ReadingId(0), 1)]),
        Language::Zh,
    );
    let expected = "title: \"网店：\\\"订单\\\"\"\non: 2026-03-01\nfacts:\n  # 关键信息基础设施运营者\n  exporter.ciio: false\n  # 行业\n  exporter.sector: health\n  # 数据种类\n  data.classes: [sensitive]\n  # 始于\n  data.since: unknown\n  # 人数\n  people.general: 450000\nreadings:\n  # 删除的人数\n  deleted: go\n";
    assert_eq!(text, expected);
}

#[test]
fn every_value_reads_back() {
    let days = ["1949-10-01", "2026-12-31"].map(|day| Given::Date(date::parse(day).unwrap()));
    let sets = [
        [Some(false); 3],
        [Some(true); 3],
        [Some(true), None, None],
        [Some(false), Some(false), None],
        [None; 3],
        [Some(true), Some(false), None],
        [Some(true), Some(false), Some(false)],
        [None, Some(false), Some(true)],
    ];
    let numbers = [
        (0, Some(0)),
        (100_000, None),
        (0, Some(99_999)),
        (3, Some(7)),
        (100_000, Some(999_999)),
        (0, None),
        (i64::MAX, None),
        (0, Some(i64::MAX)),
    ];
    for (name, values) in [
        ("exporter.ciio", vec![Given::Bool(true), Given::Bool(false)]),
        ("exporter.sector", vec![Given::Choice(0), Given::Choice(2)]),
        ("data.since", days.to_vec()),
        (
            "data.classes",
            sets.map(|known| Given::Set(known.to_vec())).to_vec(),
        ),
        (
            "people.general",
            numbers.map(|(low, high)| Given::Number(low, high)).to_vec(),
        ),
        ("接收方.境外", vec![Given::Bool(true)]),
    ] {
        for value in values {
            reads_back(name, value);
        }
    }
}

#[track_caller]
fn reads_back(name: &str, value: Given) {
    let checked = checked();
    let id = fact(&checked.program, name);
    let scenario = Scenario {
        facts: BTreeMap::from([(id, value.clone())]),
    };
    let open = matches!(&value, Given::Set(known) if known.contains(&None));
    for said_unknown in [
        BTreeSet::new(),
        BTreeSet::from([id, fact(&checked.program, "people.kept")]),
    ] {
        let on = date::parse("2026-03-01").unwrap();
        let title = "a: b # c\n\t“全角”'\u{7f}\u{2028}";
        let text = write(
            &checked.program,
            title,
            on,
            &scenario,
            &said_unknown,
            &BTreeMap::new(),
            Language::En,
        );
        let read = good(&text);
        assert_eq!((read.title.as_deref(), read.on), (Some(title), Some(on)));
        assert_eq!(read.scenario, scenario, "{text}");
        // What is given completely is known, whatever was said before.
        let expected: BTreeSet<FactId> = said_unknown
            .iter()
            .copied()
            .filter(|fact| *fact != id || open)
            .collect();
        assert_eq!(read.said_unknown, expected, "{text}");
    }
}
