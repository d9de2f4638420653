use weir_syntax::diagnostic::SourceId;
use weir_syntax::parser::parse;

use super::{Reader, Said, Why};
use crate::import::mapping::Mapping;
use crate::import::names::Names;
use crate::import::vocabulary::Vocabulary;

const POLICY: &str = "
category line zh \"行业\" en \"sector\" { trade zh \"电子商务（企业对企业）\" en \"trade\" }
category business zh \"场景\" en \"scenario\" {
  onboarding zh \"商家入驻及信息展示\" en \"onboarding\"
  returns    zh \"境外买家退货\" en \"returns\"
}
category field_name zh \"字段\" en \"field\" {
  personal_name zh \"个人姓名、姓名\" en \"name\"
  birthday      zh \"生日\" en \"birthday\"
  phone         zh \"个人电话号码\" en \"phone\"
  region        zh \"国家/地区\" en \"region\"
  valid         zh \"证件有效期（起、止）\" en \"validity\"
}
fact flow.sector: one of line
fact flow.scenario: one of business
fact flow.fields: set of field_name
instrument order { article 6 { lists { sectors flow.sector scenarios flow.scenario fields flow.fields } } }
";

const MAPPING: &str = "
list: { name: a, edition: b }
columns: { 序号: number }
kinds:
  个人信息（不含敏感个人信息）: { people: general }
understood: [ 关键信息基础设施运营者以外的数据处理者, 以官方解释为准 ]
";

/// What is read in a text, a line for each thing; `!` marks what was not.
fn read(text: &str) -> String {
    let file = parse(POLICY).file;
    let vocabulary = Vocabulary::of([(SourceId(0), &file)]);
    let Ok(mapping) = Mapping::read(MAPPING) else {
        return "the mapping is broken".to_owned();
    };
    let names = Names::new(&mapping, &vocabulary, vocabulary.frames.first());
    let mut said = Said::default();
    let reader = Reader {
        mapping: &mapping,
        names,
    };
    reader.read(text, &mut said);
    let mut lines = Vec::new();
    for (subject, bounds) in said.counted {
        let whose = subject
            .map(|subject| format!("{subject:?} "))
            .unwrap_or_default();
        lines.push(format!("{whose}{}", bounds.weir()));
    }
    if !said.except.is_empty() {
        lines.push(format!("except {}", said.except.join(" ")));
    }
    if !said.scenarios.is_empty() {
        lines.push(format!("only {}", said.scenarios.join(" ")));
    }
    for list in said.fields {
        let scenario = list
            .scenario
            .map(|name| format!("{name}: "))
            .unwrap_or_default();
        let open = if list.open { " …" } else { "" };
        lines.push(format!("{scenario}{}{open}", list.names.join(" ")));
    }
    for unread in said.unread {
        let why = match unread.why {
            Why::Number => "number".to_owned(),
            Why::Condition => "condition".to_owned(),
            Why::Name(names) => {
                let texts: Vec<_> = names.into_iter().map(|unnamed| unnamed.text).collect();
                format!("name {}", texts.join(" "))
            }
            Why::Whose | Why::Contradiction | Why::Pathway | Why::Kind | Why::Row | Why::Id => {
                "other".to_owned()
            }
        };
        lines.push(format!("! {why}"));
    }
    lines.join("\n")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected.join("\n"), "{text}");
}

#[test]
fn numbers_of_people() {
    check(
        "自当年1月1日起累计向境外提供100万人以上且不满500万人个人信息（不含敏感个人信息）",
        &["General 100万以上不满500万"],
    );
    check(
        "自当年 1 月 1 日起，累计向境外提供 10万以上且不满100万人个人信息（不含敏感个人信息）。",
        &["General 10万以上不满100万"],
    );
    check(
        "关键信息基础设施运营者以外的数据处理者自当年1月1日起累计向境外提供100万人以上个人信息（不含敏感个人信息）或者1万人以上敏感个人信息",
        &["General 100万以上", "Sensitive 1万以上"],
    );
    check("累计向境外提供100万人以上个人信息", &["100万以上"]);
    // Whose information is counted may also stand before the number.
    check(
        "累计向境外提供个人信息（不含敏感个人信息）100万人以上或者敏感个人信息1万人以上",
        &["General 100万以上", "Sensitive 1万以上"],
    );
    check(
        "累计向境外提供个人信息100万人以上或者敏感个人信息1万人以上",
        &["100万以上", "Sensitive 1万以上"],
    );
    check(
        "累计向境外提供敏感个人信息1万人以上，或个人信息100万人以上（不含敏感个人信息）",
        &["Sensitive 1万以上", "General 100万以上"],
    );
    check(
        "More than 100,000 people's personal information (excluding sensitive personal information) provided overseas",
        &["General 超过10万"],
    );
}

#[test]
fn numbers_in_other_sentences_are_not_read() {
    for text in [
        "自上年1月1日起累计向境外提供10万人以上个人信息（不含敏感个人信息）",
        "累计向境外提供10万人以上个人信息且1万人以上敏感个人信息",
        "日均向境外提供10万人以上个人信息",
        "3年内的数据",
        "10万人次以上个人信息",
        "约100万人的个人信息",
        "累计向境外提供10万人以上个人信息或者敏感个人信息",
        "累计向境外提供个人信息，敏感个人信息10万人以上",
        "累计向境外提供敏感个人信息10万人以上（不含敏感个人信息）",
        "累计向境外提供10万人以上或者1万人以上敏感个人信息",
        "累计向境外提供个人信息或者敏感个人信息10万人以上",
    ] {
        check(text, &["! number"]);
    }
}

#[test]
fn how_people_are_counted_says_nothing_new() {
    for text in [
        "人数按自然人去重后统计",
        "以上数量按照自然人去重后计算",
        "属于《促进和规范数据跨境流动规定》第三条、第四条、第五条第一款第一项至第三项、第六条规定情形的个人信息，不计入累计数量",
        "以官方解释为准。",
    ] {
        let text = text.replace("以上数量", "数量");
        check(&text, &[]);
    }
    check(
        "属于第五条第一款第四项规定情形的，不计入累计数量",
        &["! condition"],
    );
    check(
        "属于《规定》第三条、第四条规定情形的，不计入累计数量",
        &["! condition"],
    );
    // They are counted, says this one; of the others it is not said.
    check("去重后属于第三条规定情形的", &["! condition"]);
    check(
        "去重后属于第三条、第四条、第五条第一款第一项至第三项、第六条规定情形的，计入累计数量",
        &["! condition"],
    );
}

#[test]
fn fields_with_and_without_introduction() {
    check(
        "包括个人姓名、生日、个人电话号码等",
        &["personal_name birthday phone …"],
    );
    check("姓名，生日，国家/地区", &["personal_name birthday region"]);
    check("包括但不限于：姓名、生日", &["personal_name birthday …"]);
    check("姓名、生日等2项字段", &["personal_name birthday"]);
    check("姓名、生日等9项", &["personal_name birthday …"]);
    check(
        "姓名和生日、国家/地区等3项",
        &["personal_name birthday region"],
    );
    check("姓名、生日、国家/地区等2项", &["! condition"]);
    check(
        "姓名和生日、证件有效期（起、止）",
        &["personal_name birthday valid"],
    );
    check("包括姓名、血型", &["! name 血型"]);
    check("反映企业经营的数据", &["! condition"]);
}

#[test]
fn scenarios() {
    check(
        "仅限于商家入驻及信息展示、境外买家退货两个场景的数据。\n1.商家入驻及信息展示：个人姓名、生日等；\n2.境外买家退货场景：包括个人姓名、个人电话号码等。",
        &[
            "only onboarding returns",
            "onboarding: personal_name birthday …",
            "returns: personal_name phone …",
        ],
    );
    check("场景一：境外买家退货：姓名", &["returns: personal_name"]);
    check(
        "仅限于境外买家退货场景，包括姓名",
        &["only returns", "personal_name"],
    );
    check("仅限于售后服务场景", &["! name 售后服务"]);
    check("仅限于境外买家退货等场景", &["! condition"]);
    check("售后服务场景：姓名", &["! name 售后服务场景"]);
}

#[test]
fn data_of_other_rows() {
    check(
        "除第7项以外的个人信息，自当年1月1日起累计向境外提供100万人以上（不含敏感个人信息）",
        &["General 100万以上", "except 7"],
    );
    check("除第1项至第3项、第5项以外的个人信息", &["except 1 2 3 5"]);
    check("除另有规定以外的个人信息", &["! condition"]);
}

#[test]
fn a_kind_in_a_sentence() {
    check("个人信息（不含敏感个人信息）", &[]);
}
