//! A kind leaves open what inside it is meant, where lists may speak of that alone: it is asked for, and only that.

use weir_core::scenario::{all_of, one_of};

use super::*;
use crate::formats::scenario::write;

const LISTS: &str = r#"
outcome pathway ladder zh "路径" en "pathway" {
  free zh "免" en "free"
  contract zh "合同" en "contract"
  assessment zh "评估" en "assessment"
}
category line zh "行业" en "sector" {
  finance zh "金融" en "finance" {
    banking zh "银行" en "banking"
    insurance zh "保险" en "insurance"
  }
  seed zh "种业" en "seed industry"
}
category data_field zh "字段" en "field" {
  contact zh "联系方式" en "contact" {
    phone zh "电话" en "telephone"
    mail zh "邮箱" en "e-mail"
  }
  remarks zh "备注" en "remarks"
}
fact inside: bool zh "区内" en "in the zone" ask zh "是否在区内？" ask en "Is it in the zone?"
fact trade: one of line zh "行业" en "sector" ask zh "哪一行业？" ask en "Which sector?"
fact data: set of data_field zh "字段" en "fields" ask zh "有哪些字段？" ask en "Which fields?"
instrument order {
  zh "规定" en "the Order" in force from 2024-01-01
  article 1 then pathway contract
  article 6 {
    lists {
      sectors trade
      fields data
      strictest pathway assessment
      outside free then pathway free
    }
    article 6 prevails over article 1
    strictest among article 6
  }
}
list north edition "1" {
  zh "北区清单" en "North list"
  under order article 6
  in force from 2024-06-01
  available when inside
  outside free
  sector banking {
    row 1 zh "一" en "one" fields phone then pathway assessment
  }
}
"#;

#[track_caller]
fn asked(answers: &str) -> (Ended, Arc<Checked>) {
    let checked = checked(LISTS);
    let ended = interview_on(
        &checked,
        answers,
        Language::En,
        false,
        &[("inside", Given::Bool(true))],
    );
    (ended, checked)
}

fn at(checked: &Checked, fact: &str, member: &str) -> usize {
    let program = &checked.program;
    let members = program.members(program.fact(fact).unwrap());
    members.iter().position(|of| of.name == member).unwrap()
}

#[test]
fn what_is_inside_a_kind_is_asked_for() {
    let ((facts, unknown, out), checked) = asked("finance\nbanking\ncontact\nphone\n");
    assert!(unknown.is_empty(), "{out}");
    let banking = at(&checked, "trade", "banking");
    assert_eq!(facts["trade"], Given::Choice(banking), "{out}");
    assert!(
        out.contains("(already known: finance)\n  1   banking\n  2   insurance\n"),
        "{out}"
    );
    assert!(
        out.contains("(already known: contact)\n  1   telephone\n  2   e-mail\n"),
        "{out}"
    );
}

#[test]
fn nothing_inside_a_kind_is_an_answer_for_a_set() {
    let ((facts, _, out), checked) = asked("banking\ncontact\nnone\n");
    let program = &checked.program;
    let fields = program.fact("data").unwrap();
    let contact = at(&checked, "data", "contact");
    let known = Given::exactly(program.members(fields), &[contact]);
    assert_eq!(facts["data"], known, "{out}");
    assert!(
        out.ends_with("Nothing else can change the answer.\n"),
        "{out}"
    );
}

#[test]
fn not_knowing_what_is_inside_ends_it() {
    let ((facts, unknown, out), checked) = asked("finance\n?\nphone\n");
    let finance = at(&checked, "trade", "finance");
    assert_eq!(facts["trade"], Given::Kind(finance), "{out}");
    assert_eq!(unknown, ["trade"]);
}

#[test]
fn what_is_written_reads_back() {
    let checked = checked(LISTS);
    let program = &checked.program;
    let (sector, fields) = (
        program.fact("trade").unwrap(),
        program.fact("data").unwrap(),
    );
    let (finance, seed) = (
        at(&checked, "trade", "finance"),
        at(&checked, "trade", "seed"),
    );
    let contact = at(&checked, "data", "contact");
    for (given, of, expected) in [
        (one_of(program, sector, finance), sector, "trade: finance"),
        (one_of(program, sector, seed), sector, "trade: seed"),
        (
            all_of(program, fields, &[contact]),
            fields,
            "data: [contact]",
        ),
        (
            Given::exactly(program.members(fields), &[contact]),
            fields,
            "data: {contact: true, phone: false, mail: false, remarks: false}",
        ),
    ] {
        let scenario = Scenario {
            facts: BTreeMap::from([(of, given)]),
        };
        let on = date::parse("2026-01-01").unwrap();
        let none = BTreeSet::new();
        let text = write(
            program,
            "t",
            on,
            &scenario,
            &none,
            &BTreeMap::new(),
            Language::En,
        );
        assert!(text.contains(expected), "{text}");
        let read = crate::formats::scenario::read(program, SourceId(1), "s.yaml", &text);
        assert_eq!(read.unwrap().scenario, scenario, "{text}");
    }
}
