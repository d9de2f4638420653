//! Scenario files as someone read them: what is asked of the names in them, and what is determined.

use std::collections::BTreeSet;
use std::sync::Arc;

use weir_core::hir::{Language, SourceId};
use weir_core::occurrence::Symbol;
use weir_core::scenario::{Given, Scenario};
use weir_syntax::Span;

use super::{SAMPLE, day, fixture, sample, say_all};
use crate::{
    Known, Reason, ScenarioName, ScenarioPlace, ScenarioText, ScenarioWanted, Snapshot, Write,
    Written, definition, determine_scenario, highlight, hover, prepare_rename, references, rename,
    scenario_completion,
};

const SOURCE: SourceId = SourceId(77);
const FULL: Written = Written::InFull { quoted: false };

/// A scenario in a form of its own, with names that are known by themselves and how each is written.
fn scenario(snapshot: &Snapshot, text: &str, names: &[(&str, &str, Written)]) -> ScenarioText {
    let name = |(words, name, written): &(&str, &str, Written)| {
        let start = text.find(words).unwrap() as u32;
        ScenarioName {
            span: Span::new(start, start + words.len() as u32),
            symbol: snapshot.global(name).unwrap(),
            written: written.clone(),
        }
    };
    ScenarioText {
        source: SOURCE,
        text: Arc::from(text),
        gives_facts: true,
        whole: true,
        names: names.iter().map(name).collect(),
        findings: Vec::new(),
        known: None,
        write: Write(|text| format!("<{text}>")),
    }
}

fn with(text: &str, names: &[(&str, &str, Written)]) -> Snapshot {
    let snapshot = fixture(SAMPLE).snapshot;
    let scenario = scenario(&snapshot, text, names);
    snapshot.with_scenarios(vec![Arc::new(scenario)])
}

/// What a new name of the fact `export.ground` makes of a scenario.
fn renamed(snapshot: &Snapshot, new: &str) -> Result<String, Reason> {
    let at = sample("export.gr$0ound: one", 0);
    let edits = rename(snapshot, at.source, at.offset, new)?;
    let mut text = snapshot.scenarios[0].text.to_string();
    let mut own: Vec<_> = edits
        .iter()
        .filter(|edit| edit.place.source == SOURCE)
        .collect();
    own.sort_by_key(|edit| std::cmp::Reverse(edit.place.span));
    for edit in own {
        text.replace_range(edit.place.span.range(), &edit.text);
    }
    Ok(text)
}

#[test]
fn names_in_scenarios_are_uses() {
    let snapshot = with(
        "出境方.关基 = 是; 出境事由 = 无",
        &[
            ("出境方.关基", "出境方.关基", FULL),
            ("出境事由", "export.ground", Written::AsLabel),
        ],
    );
    let at = sample("export.gr$0ound: one", 0);
    let found = references(&snapshot, at.source, at.offset, false);
    assert!(found.iter().any(|place| place.source == SOURCE));
    // From the label in the scenario to all the same places.
    let label = snapshot.scenarios[0].names[1].span.start;
    assert_eq!(references(&snapshot, SOURCE, label, false), found);
    let here = highlight(&snapshot, SOURCE, label);
    assert_eq!(here.len(), 1);
    assert!(!here[0].declares);
    let leads = definition(&snapshot, SOURCE, 0)
        .into_iter()
        .map(|one| one.name);
    assert_eq!(
        say_all(&snapshot, leads),
        ["vocabulary.weir:30 出境方.关基"]
    );
    let there = sample("fact 出境方.关$0基", 0);
    let declared = hover(&there.snapshot, there.source, there.offset).unwrap();
    let said = hover(&snapshot, SOURCE, 3).unwrap();
    assert_eq!(said.markdown, declared.markdown);
    assert_eq!(said.span, Span::new(0, "出境方.关基".len() as u32));
    assert_eq!(hover(&snapshot, SOURCE, 200), None);
}

#[test]
fn a_new_name_is_written_as_the_old_one_was() {
    let names = |written| [("ground", "export.ground", written)];
    let full = with("export.ground", &[("export.ground", "export.ground", FULL)]);
    assert_eq!(renamed(&full, "export.why").unwrap(), "<export.why>");
    let quoted = Written::InFull { quoted: true };
    let quoted = with(
        "'export.ground'",
        &[("export.ground", "export.ground", quoted)],
    );
    assert_eq!(renamed(&quoted, "export.why").unwrap(), "'export.why'");
    let group = Written::InGroup {
        group: "export".to_owned(),
        quoted: false,
    };
    let grouped = with("export { ground }", &names(group));
    assert_eq!(renamed(&grouped, "export.why").unwrap(), "export { <why> }");
    assert!(matches!(
        renamed(&grouped, "exporter.why"),
        Err(Reason::LeavesGroup { place }) if place.source == SOURCE
    ));
    let other = with("ground", &names(Written::Otherwise));
    assert!(matches!(
        renamed(&other, "why"),
        Err(Reason::Unclear { .. })
    ));
    // A label stays: it is none of the name.
    let label = with("ground", &names(Written::AsLabel));
    assert_eq!(renamed(&label, "export.why").unwrap(), "ground");
    let here = prepare_rename(&label, SOURCE, 2);
    assert_eq!(here, Err(Reason::Label));
    assert_eq!(rename(&label, SOURCE, 2, "why"), Err(Reason::Label));
}

#[test]
fn a_rename_from_a_scenario_is_that_of_the_declaration() {
    let group = Written::InGroup {
        group: "export".to_owned(),
        quoted: false,
    };
    let snapshot = with("export { ground }", &[("ground", "export.ground", group)]);
    assert_eq!(
        prepare_rename(&snapshot, SOURCE, 12).unwrap().name,
        "ground"
    );
    let at = sample("export.gr$0ound: one", 0);
    assert_eq!(
        rename(&snapshot, SOURCE, 12, "why"),
        rename(&snapshot, at.source, at.offset, "export.why")
    );
    assert!(matches!(
        rename(&snapshot, SOURCE, 12, "a b"),
        Err(Reason::NotAName { .. })
    ));
}

#[test]
fn a_scenario_keeps_its_meaning_or_the_rename_is_refused() {
    let label = [("关键", "出境方.关基", Written::AsLabel)];
    let snapshot = with("关键", &label);
    assert_eq!(
        renamed(&snapshot, "关键"),
        Err(Reason::UsedAsLabel {
            name: "关键".to_owned()
        })
    );
    let snapshot = fixture(SAMPLE).snapshot;
    let mut broken = scenario(&snapshot, "[ export.ground", &[]);
    broken.whole = false;
    let with_word = snapshot.with_scenarios(vec![Arc::new(broken.clone())]);
    assert!(matches!(
        renamed(&with_word, "export.why"),
        Err(Reason::Unclear { .. })
    ));
    broken.text = Arc::from("[\nexport:\n  ground: one");
    let below_its_group = snapshot.with_scenarios(vec![Arc::new(broken.clone())]);
    assert!(matches!(
        renamed(&below_its_group, "export.why"),
        Err(Reason::Unclear { .. })
    ));
    for other in ["[ export.grounds", "[ ground"] {
        broken.text = Arc::from(other);
        let without = snapshot.with_scenarios(vec![Arc::new(broken.clone())]);
        assert!(renamed(&without, "export.why").is_ok());
    }
}

#[test]
fn completion_leaves_out_what_is_given_and_finds_labels() {
    let snapshot = fixture(SAMPLE).snapshot;
    let text = scenario(&snapshot, "cjsy", &[]);
    let Some(Symbol::Fact(ground)) = snapshot.global("export.ground") else {
        panic!("a fact");
    };
    let offered = |given: &[_]| {
        let place = ScenarioPlace {
            wanted: ScenarioWanted::Facts {
                group: String::new(),
                given: given.iter().copied().collect::<BTreeSet<_>>(),
            },
            replace: Span::new(0, 4),
            typed: "cjsy".to_owned(),
            before: "",
            after: " = ",
            list: ["(", ")"],
            unknown: "?",
        };
        scenario_completion(&snapshot, &text, &place, 4).items
    };
    let items = offered(&[]);
    assert_eq!(items[0].insert, "<export.ground> = ");
    assert_eq!(items[0].description, "ground of the export");
    assert!(items[0].declared.is_some());
    let given = offered(&[ground]);
    assert!(given.iter().all(|item| item.label != "export.ground"));
}

#[test]
fn what_is_open_is_never_told_as_a_value() {
    let policy = "\
outcome pathway ladder zh \"路径\" en \"pathway\" {
  exempt zh \"免予\" en \"exempt\"
  assess zh \"评估\" en \"assessment\"
}
fact a: bool
  zh \"甲\"
  en \"a\"
  ask zh \"？\"
  ask en \"?\"
instrument law {
  zh \"法\"
  en \"law\"
  in force from 2024-01-01
  source primary
  article 1 first
    zh \"甲\"
    en \"a\"
    when a
    then pathway untranscribed
    missing zh \"附件\"
    missing en \"the annex\"
  article 2 second
    zh \"乙\"
    en \"b\"
    when not a
    then pathway exempt
}
";
    let snapshot = fixture(policy).snapshot;
    assert!(!snapshot.checked.has_errors());
    let Some(Symbol::Fact(a)) = snapshot.global("a") else {
        panic!("a fact");
    };
    let said = |given: Option<bool>, lang| {
        let facts = given.map(|given| (a, Given::Bool(given))).into_iter();
        let mut text = scenario(&snapshot, "", &[]);
        text.known = Some(Known {
            on: day("2025-01-01").unwrap(),
            readings: Vec::new(),
            scenario: Scenario {
                facts: facts.collect(),
            },
        });
        let found = determine_scenario(&snapshot, &text).unwrap();
        let titles = found
            .iter()
            .map(|one| one.title(&snapshot.in_language(lang)));
        titles.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(said(Some(false), Language::En), "pathway: exempt");
    assert_eq!(said(Some(false), Language::Zh), "路径：免予");
    assert_eq!(
        said(Some(true), Language::En),
        "pathway: undetermined (part of the law is not transcribed)"
    );
    assert_eq!(
        said(None, Language::En),
        "pathway: undetermined (part of the law is not transcribed) · turns on 1 more fact"
    );
    assert_eq!(
        said(None, Language::Zh),
        "路径：尚不能确定（涉及未录入的规定） · 尚待 1 项事实"
    );
    let broken = fixture("fact a: of\n").snapshot;
    let mut text = scenario(&broken, "", &[]);
    text.known = Some(Known {
        on: day("2025-01-01").unwrap(),
        readings: Vec::new(),
        scenario: Scenario::default(),
    });
    assert_eq!(determine_scenario(&broken, &text), None);
}
