//! Interviews over memory: what is asked, what each answer gives, and that nothing is asked in vain.

use std::collections::BTreeMap;
use std::sync::Arc;

use weir_core::hir::SourceId;
use weir_core::scenario::Given;
use weir_core::{Checked, Workspace, date};

use super::*;

mod kinds;

const POLICY: &str = r#"
outcome pathway ladder zh "路径" en "pathway" {
  free zh "免" en "free"
  contract zh "合同" en "contract"
  assessment zh "评估" en "assessment"
}
outcome duties set zh "义务" en "duties" {
  tell zh "告知" en "tell"
}
category data_class zh "类别" en "kind" {
  personal zh "个人信息" en "personal information" {
    sensitive zh "敏感个人信息" en "sensitive information"
  }
  important zh "重要数据" en "important data"
}
fact ciio: bool zh "关基" en "operator" ask zh "是否关基？" ask en "Is it an operator?" note zh "以通知为准" note en "Notified ones only." cite act article 1
fact trade: one of { none zh "无" en "none" car zh "汽车" en "cars" } zh "行业" en "trade" ask zh "哪一行业？" ask en "Which trade?"
fact data: set of data_class zh "数据" en "data" ask zh "有哪些数据？" ask en "Which data?"
fact people: people zh "人数" en "number of people" ask zh "多少人？" ask en "How many people?"
fact since: date zh "始于" en "since" ask zh "何时开始？" ask en "Since when?"
instrument act {
  zh "办法" en "the Act" in force from 2024-01-01
  assume not_both zh "关基不属于汽车业" en "an operator makes no cars" that not (ciio and trade is car)
  assume countable zh "人数可数" en "so many people do not exist" that people <= 1_000_000
  article 1 { rule a when ciio or data has important then pathway assessment }
  article 2 { rule b when people >= 10 then pathway contract }
  article 3 { rule c when trade is car and since >= 2020-01-01 then pathway contract }
  article 4 { rule d then pathway free }
  article 5 { rule e when data has sensitive then duties tell }
  article 1 prevails over articles 2, 3, 4
  article 4 yields to articles 2, 3
}
"#;

fn checked(policy: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    workspace.set_source(SourceId(0), "p.weir", policy);
    let checked = workspace.check();
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    checked
}

/// What is known by name, what is said not to be known, and everything that was shown.
type Ended = (BTreeMap<String, Given>, Vec<String>, String);

/// Runs an interview.
fn interview(answers: &str, language: Language, duties: bool, start: &[(&str, Given)]) -> Ended {
    interview_on(&checked(POLICY), answers, language, duties, start)
}

fn interview_on(
    checked: &Checked,
    answers: &str,
    language: Language,
    duties: bool,
    start: &[(&str, Given)],
) -> Ended {
    let program = &checked.program;
    let executable = checked.executable().unwrap();
    let readings = Readings::defaults(program);
    let interview = Interview {
        executable,
        on: date::parse("2026-01-01").unwrap(),
        readings: &readings,
        language,
        duties,
    };
    let start = Scenario {
        facts: start
            .iter()
            .map(|(name, given)| (program.fact(name).unwrap(), given.clone()))
            .collect(),
    };
    let mut out = Vec::new();
    let (scenario, unknown) = interview
        .run(&mut answers.as_bytes(), &mut out, start)
        .unwrap();
    let facts = scenario
        .facts
        .into_iter()
        .map(|(id, given)| (program[id].name.clone(), given))
        .collect();
    (
        facts,
        unknown
            .into_iter()
            .map(|id| program[id].name.clone())
            .collect(),
        String::from_utf8(out).unwrap(),
    )
}

fn number(n: i64) -> Given {
    Given::Number(n, Some(n))
}

/// All facts but one, so that exactly this one is asked for.
fn but(name: &str) -> Vec<(&'static str, Given)> {
    let all = [
        ("ciio", Given::Bool(false)),
        ("trade", Given::Choice(usize::from(name == "since"))),
        (
            "data",
            Given::Set(vec![Some(true), Some(false), Some(false)]),
        ),
        ("people", number(1)),
        ("since", Given::Date(date::parse("2020-01-01").unwrap())),
    ];
    all.into_iter()
        .filter(|(other, _)| *other != name)
        .collect()
}

#[track_caller]
fn one(name: &str, answers: &str) -> (Option<Given>, Vec<String>, String) {
    let (facts, unknown, out) = interview(answers, Language::En, false, &but(name));
    (facts.get(name).cloned(), unknown, out)
}

#[track_caller]
fn answered(name: &str, answers: &str, given: Given) {
    let (found, unknown, out) = one(name, answers);
    assert_eq!(
        (found, unknown),
        (Some(given), Vec::new()),
        "{answers}\n{out}"
    );
}

#[test]
fn one_answer_may_be_enough() {
    // Of five facts the most decisive one comes first, and important data decide whatever the others are.
    let (facts, unknown, out) = interview("important\n", Language::En, false, &[]);
    assert_eq!((facts.len(), unknown.len()), (1, 0), "{out}");
    assert!(
        out.contains("(5 facts may still matter)")
            && out.contains("Nothing else can change the answer."),
        "{out}"
    );
}

#[test]
fn nothing_is_asked_in_vain() {
    let mut all = but("");
    all.retain(|(name, _)| !matches!(*name, "since" | "trade"));
    all.iter_mut().for_each(|(name, given)| {
        if *name == "people" {
            *given = number(10)
        }
    });
    let (facts, _, out) = interview("y\ny\ny\n", Language::En, false, &all);
    assert_eq!(facts.len(), 3, "{out}");
    assert!(
        out.starts_with("Nothing else can change the answer."),
        "{out}"
    );
}

#[test]
fn understands_yes_and_no() {
    for text in ["y", "Y", "yes", "是", "true", "是的"] {
        answered("ciio", &format!("{text}\n"), Given::Bool(true));
    }
    for text in ["n", "No", "否", "false", "不是"] {
        answered("ciio", &format!("{text}\n"), Given::Bool(false));
    }
}

#[test]
fn understands_choices_and_days_and_numbers() {
    for text in ["2", "２", "car", "cars", "汽车"] {
        answered("trade", &format!("{text}\n"), Given::Choice(1));
    }
    answered("trade", "none\n", Given::Choice(0));
    answered(
        "since",
        "2021-02-03\r\n",
        Given::Date(date::parse("2021-02-03").unwrap()),
    );
    answered("people", "45万人\n", number(450_000));
    answered("people", "10万以上\n", Given::Number(100_000, None));
}

#[test]
fn understands_sets() {
    let set = |known: [bool; 3]| Given::Set(known.map(Some).to_vec());
    for text in ["none", "无", "0"] {
        answered("data", &format!("{text}\n"), set([false; 3]));
    }
    for text in [
        "2, 3",
        "2 3",
        "2、3",
        "sensitive, 重要数据",
        "sensitive information，important data",
    ] {
        answered("data", &format!("{text}\n"), set([true; 3]));
    }
    answered("data", "1\n", set([true, false, false]));
    let (facts, unknown, _) = one("data", "3 ?\n");
    assert_eq!(
        (facts, unknown),
        (
            Some(Given::Set(vec![None, None, Some(true)])),
            vec!["data".to_owned()]
        )
    );
}

#[test]
fn what_is_known_of_a_set_is_not_asked_again() {
    let mut start = but("data");
    start.push(("data", Given::Set(vec![Some(true), None, None])));
    let (facts, _, out) = interview("important\n", Language::En, false, &start);
    assert_eq!(
        facts.get("data"),
        Some(&Given::Set(vec![Some(true), Some(false), Some(true)]))
    );
    assert!(
        out.contains("already known: personal information")
            && out.contains("1   sensitive information")
            && out.contains("2 important data"),
        "{out}"
    );
}

#[test]
fn not_knowing_goes_on_to_the_next() {
    for text in ["?", "？", "unknown", "不知道", "Don't know"] {
        let (facts, unknown, out) = one("ciio", &format!("{text}\n"));
        assert_eq!((facts, unknown), (None, vec!["ciio".to_owned()]), "{out}");
        assert!(out.contains("There is nothing left to ask"), "{out}");
        assert_eq!(out.matches("Is it an operator?").count(), 1);
    }
}

#[test]
fn wrong_answers_are_explained_and_asked_again() {
    for (name, wrong, part) in [
        ("ciio", "maybe", "neither yes nor no"),
        ("trade", "3", "the numbers go from 1 to 2"),
        ("trade", "carz", "did you mean `car`?"),
        ("data", "1, 9", "no number 9"),
        ("data", "1, none", "can't stand beside"),
        ("people", "-3", "can't be negative"),
        ("people", "3 days", "not counted in `days`"),
        ("people", "1,000", "commas"),
        ("since", "2021-2-3", "write 2021-02-03"),
        ("since", "2021-02-30", "no day `2021-02-30`"),
    ] {
        let (found, _, out) = one(name, &format!("{wrong}\n\n"));
        assert_eq!(found, None, "{out}");
        let out = out.replace('\n', " ");
        assert!(out.contains(part), "{name} {wrong}: {out}");
        assert_eq!(out.matches(" > ").count(), 3, "{out}");
    }
}

#[test]
fn help_shows_note_and_citation() {
    let (_, _, out) = one("ciio", "help\n");
    assert!(
        out.contains("Notified ones only.") && out.contains("article 1"),
        "{out}"
    );
    let (_, _, out) = interview("帮助\n", Language::Zh, false, &but("ciio"));
    assert!(
        out.contains("以通知为准")
            && out.contains("第一条")
            && out.contains("是否关基？")
            && out.contains("还有 1 项"),
        "{out}"
    );
}

#[test]
fn the_last_answer_can_be_corrected() {
    let mut start = but("people");
    start.retain(|(name, _)| *name != "trade");
    let (facts, unknown, out) = interview("back\n?\nback\n1\n10\n", Language::En, false, &start);
    assert_eq!(
        (facts.get("trade"), facts.get("people")),
        (Some(&Given::Choice(0)), Some(&number(10))),
        "{out}"
    );
    assert!(unknown.is_empty(), "{out}");
    assert!(out.contains("This is the first question."), "{out}");
}

#[test]
fn ends_with_the_input_or_on_demand() {
    for answers in ["", "\n\n", "stop\ny\n", "结束\n"] {
        let (found, unknown, _) = one("ciio", answers);
        assert_eq!((found, unknown.len()), (None, 0));
    }
    let (found, _, _) = one("ciio", "y");
    assert_eq!(found, Some(Given::Bool(true)));
}

#[test]
fn contradictions_are_taken_back() {
    let mut start = but("trade");
    start.retain(|(name, _)| *name != "people");
    let (facts, _, out) = interview("2\n3\n1\n", Language::En, false, &start);
    assert_eq!(facts.get("trade"), Some(&Given::Choice(1)), "{out}");
    start.retain(|(name, _)| *name != "ciio");
    start.extend([("ciio", Given::Bool(true)), ("trade", Given::Choice(1))]);
    let (_, _, out) = interview("y\n", Language::En, false, &start);
    assert!(
        out.contains("contradicts itself")
            && out.contains("an operator makes no cars")
            && !out.contains("> "),
        "{out}"
    );
}

#[test]
fn an_impossible_answer_is_asked_again() {
    let (found, _, out) = one("people", "200万\n20\n");
    assert_eq!(found, Some(number(20)), "{out}");
    assert!(
        out.contains("so many people do not exist") && out.contains("Please answer again"),
        "{out}"
    );
}

#[test]
fn duties_are_asked_for_on_demand() {
    let mut start = but("data");
    start.retain(|(name, _)| *name != "ciio");
    start.push(("ciio", Given::Bool(true)));
    let (facts, _, _) = interview("2\n", Language::En, false, &start);
    assert!(!facts.contains_key("data"));
    let (facts, _, out) = interview("2\n", Language::En, true, &start);
    assert!(facts.contains_key("data"), "{out}");
}
