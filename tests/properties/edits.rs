//! A workspace that is checked again after each edit finds what one finds that is opened afresh.

use std::sync::Arc;

use proptest::prelude::*;
use weir_core::hir::Cond;
use weir_core::{Checked, Workspace};
use weir_syntax::diagnostic::SourceId;

const VOCABULARY: &str = r#"use "alpha.weir"

outcome pathway ladder {
  exempt zh "免" en "exempt"
  contract zh "合同" en "contract"
  assessment zh "评估" en "assessment"
}
outcome duties set {
  notice zh "告知" en "notice"
}
fact exporter.ciio: bool
  zh "关基" en "operator"
fact export.kind: one of {
  transfer zh "转" en "transfer"
  access zh "访问" en "access"
}
  zh "方式" en "kind"
category data_class {
  personal zh "个人" en "personal" {
    sensitive zh "敏感" en "sensitive"
  }
}
fact data.classes: set of data_class
  zh "类" en "classes"
measure people.all: people each calendar_year
  zh "人" en "people"
threshold line {
  zh "线" en "line"
  from 2024-01-01: 100万 people  cite alpha article 1
}
reading count {
  zh "算" en "count"
  option wide default zh "宽" en "wide"
  option narrow zh "窄" en "narrow"
}
"#;

const ONE: &str = r#"use "vocabulary.weir"

instrument alpha {
  zh "一号" en "Order 1"
  in force from 2024-01-01
  source primary

  article 1 first
    zh "第一" en "first"
    when people.all >= line
    then pathway assessment

  article 2 {
    when not exporter.ciio

    item 1
      when data.classes has sensitive
      then pathway contract

    define small
      means people.all < line

    item 2 little
      when small
      then pathway exempt

    article 2 item 2 prevails over article 1
  }
}
"#;

const TWO: &str = r#"use "alpha.weir"
use "vocabulary.weir"

instrument beta {
  zh "二号" en "Order 2"
  in force from 2024-03-22 until 2027-01-01
  source secondary

  article 1
    when small and export.kind is transfer
    then pathway exempt
    cite alpha article 2 item 1

  article 2
    when reading count is wide
    then duties notice

  article 3
    when exporter.ciio
    then pathway untranscribed
    missing zh "缺"
    missing en "missing"

  article 1 yields to alpha article 2
}
"#;

const THREE: &str = r#"use "vocabulary.weir"
use "two.weir"

instrument three {
  zh "三号" en "Order 3"
  in force from 2024-03-22
  source primary

  article 1 third
    when exporter.ciio and people.all >= line
    then pathway contract
    then data.classes has sensitive

  article 2
    when export.kind is access
    then duties notice

  strictest among article 1, beta article 1
}

test "small" on 2025-01-01 {
  given {
    people.all = 5
  }
  expect pathway exempt
}
"#;

const TEXTS: [(&str, &str); 4] = [
    ("vocabulary.weir", VOCABULARY),
    ("alpha.weir", ONE),
    ("two.weir", TWO),
    ("three.weir", THREE),
];

/// Lines that an edit may put in.
const LINES: [&str; 16] = [
    "// a remark\n",
    "\n",
    "    when exporter.ciio\n",
    "    then pathway contract\n",
    "    cite alpha article 1\n",
    "  article 9\n    when small\n    then pathway contract\n",
    "  define little_data\n    means small\n",
    "fact small: bool\n",
    "define other\n  means exporter.ciio\n",
    "  article 1 prevails over alpha article 1\n",
    "    zh \"另\" en \"other\"\n",
    "    when exporter.ci\n",
    "  {\n",
    "    in force from 2025-01-01\n",
    "instrument alpha {\n  in force from 2024-01-01\n}\n",
    "instrument gamma {\n  in force from 2024-01-01\n}\n",
];

#[derive(Clone, Debug)]
enum Edit {
    Remove(usize),
    Insert(usize, usize),
    Copy(usize, usize),
    Restore,
    Empty,
    Append(usize),
}

fn edit() -> impl Strategy<Value = (usize, Edit)> {
    let line = 0usize..40;
    let edit = prop_oneof![
        3 => line.clone().prop_map(Edit::Remove),
        5 => (line.clone(), 0..LINES.len()).prop_map(|(at, what)| Edit::Insert(at, what)),
        1 => (line.clone(), line).prop_map(|(from, to)| Edit::Copy(from, to)),
        3 => Just(Edit::Restore),
        1 => Just(Edit::Empty),
        // The law of another text once more.
        1 => (0..TEXTS.len()).prop_map(Edit::Append),
    ];
    (0..TEXTS.len(), edit)
}

fn apply(text: &str, original: &str, edit: &Edit) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    match edit {
        Edit::Restore => return original.to_owned(),
        Edit::Empty => return String::new(),
        Edit::Append(of) => return format!("{text}{}", TEXTS[*of].1),
        _ if lines.is_empty() => {}
        Edit::Remove(at) => {
            lines.remove(at % lines.len());
        }
        Edit::Insert(at, what) => lines.insert(at % lines.len(), LINES[*what].to_owned()),
        Edit::Copy(from, to) => {
            let line = lines[from % lines.len()].clone();
            lines.insert(to % lines.len(), line);
        }
    }
    lines.concat()
}

/// All that was found, as text.
fn found(checked: &Checked) -> String {
    format!(
        "{:#?}",
        (&checked.program, &checked.problems, &checked.occurrences)
    )
}

fn afresh(texts: &[(String, String)]) -> Workspace {
    let mut workspace = Workspace::new();
    for (at, (name, text)) in texts.iter().enumerate() {
        workspace.set_source(SourceId(at as u32), name.as_str(), text.as_str());
    }
    workspace
}

fn assert_same(workspace: &Workspace, texts: &[(String, String)]) {
    let (again, afresh) = (found(&workspace.check()), found(&afresh(texts).check()));
    if again != afresh {
        let mut lines = again.lines().zip(afresh.lines());
        let first = lines.find(|(one, other)| one != other);
        panic!("{first:?} differ after an edit: {texts:#?}");
    }
}

#[test]
fn the_texts_have_no_errors() {
    let texts = TEXTS.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let checked = afresh(&texts).check();
    assert_eq!(checked.program.rules.len(), 8);
    let errors: Vec<_> = checked.problems.iter().map(|one| one.code()).collect();
    assert!(!checked.has_errors(), "{errors:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_one_after_the_other(edits in prop::collection::vec(edit(), 1..12)) {
        let mut texts = TEXTS.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let mut workspace = afresh(&texts);
        let _ = workspace.check();
        for (at, edit) in edits {
            let (name, text) = &mut texts[at];
            *text = apply(text, TEXTS[at].1, &edit);
            workspace.set_source(SourceId(at as u32), name.as_str(), text.as_str());
            assert_same(&workspace, &texts);
        }
    }
}

/// The conditions of all rules of a text.
fn conditions(checked: &Checked, text: usize) -> Vec<Arc<Cond>> {
    let rules = checked.program.rules.iter();
    let own = rules.filter(|rule| rule.place.source == SourceId(text as u32));
    own.map(|rule| Arc::clone(&rule.guard)).collect()
}

/// Whether the conditions of a text are the very same after an edit of another, not only equal.
fn is_kept(edited: usize, change: impl Fn(&str) -> String, text: usize) -> bool {
    let mut texts = TEXTS.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let mut workspace = afresh(&texts);
    let before = conditions(&workspace.check(), text);
    let (name, changed) = &mut texts[edited];
    *changed = change(changed);
    workspace.set_source(SourceId(edited as u32), name.as_str(), changed.as_str());
    let after = conditions(&workspace.check(), text);
    assert_same(&workspace, &texts);
    assert!(!before.is_empty());
    before.len() == after.len() && before.iter().zip(&after).all(|(a, b)| Arc::ptr_eq(a, b))
}

#[test]
fn an_edit_leaves_other_texts_as_they_were_resolved() {
    let article = "  article 9\n    when exporter.ciio\n    then pathway contract\n";
    let rule_more =
        |text: &str| text.replacen("  article 2 {", &format!("{article}  article 2 {{"), 1);
    let remark = |text: &str| format!("// a remark\n{text}");
    // Text 2 cites text 1, text 3 does not.
    assert!(is_kept(1, rule_more, 3));
    assert!(!is_kept(1, rule_more, 2));
    assert!(is_kept(1, remark, 2));
    assert!(is_kept(0, remark, 1));
    assert!(is_kept(0, remark, 2));
    assert!(!is_kept(
        0,
        |text| text.replace("exporter.ciio", "exporter.other"),
        1
    ));
}

/// Where one law stands in three texts, the middle one of which is emptied, the last one has another number.
#[test]
fn a_law_that_is_there_twice_goes_away() {
    let law = |articles: &str| {
        format!(
            "instrument same {{\n  zh \"一\" en \"One\"\n  in force from 2024-01-01\n  source primary\n\n{articles}}}\n"
        )
    };
    let article = |number, conclusion| {
        format!(
            "  article {number}\n    zh \"条\" en \"article\"\n    when exporter.ciio\n    then pathway {conclusion}\n\n"
        )
    };
    let first = law(&article(1, "contract"));
    let third = [
        article(3, "exempt"),
        article(4, "contract"),
        "  article 3 prevails over article 4\n".to_owned(),
    ];
    let third = format!("use \"one.weir\"\n{}", law(&third.concat()));
    let one = format!("use \"vocabulary.weir\"\n{first}");
    let texts = [VOCABULARY.to_owned(), one, first.clone(), third];
    let names = ["vocabulary.weir", "one.weir", "two.weir", "three.weir"];
    let mut texts: Vec<(String, String)> =
        names.map(str::to_owned).into_iter().zip(texts).collect();
    let again = first;
    let mut workspace = afresh(&texts);
    let _ = workspace.check();
    for text in ["", "// nothing\n", again.as_str(), ""] {
        let (name, now) = &mut texts[2];
        *now = text.to_owned();
        workspace.set_source(SourceId(2), name.as_str(), text);
        assert_same(&workspace, &texts);
    }
}

/// The policies, edited in every file: a remark, a rule, and back.
#[test]
fn edits_of_the_policies() {
    let root = weir_tests::root();
    let files = weir_tests::collect::below(&root.join("policies"), "weir").expect("the policies");
    let mut texts: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below the root");
            let text = std::fs::read_to_string(path).expect("a text");
            (name.to_string_lossy().into_owned(), text)
        })
        .collect();
    let mut workspace = afresh(&texts);
    let _ = workspace.check();
    for at in (0..texts.len()).step_by(16) {
        let original = texts[at].1.clone();
        let without = original.replacen("  then pathway", "  // then pathway", 1);
        for text in [format!("// one more line\n{original}"), without, original] {
            workspace.set_source(SourceId(at as u32), texts[at].0.as_str(), text.as_str());
            texts[at].1 = text;
            assert_same(&workspace, &texts);
        }
    }
}
