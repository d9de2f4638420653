//! Every construct.

use super::check;

/// A text with most constructs, as an author would leave it.
#[test]
fn sample() {
    super::stress::stress(include_str!("sample.weir"));
}

#[test]
fn small_declarations() {
    check(
        "use   \"a.weir\" use \"b.weir\"",
        "use \"a.weir\"\nuse \"b.weir\"\n",
    );
    check(
        "zone a zh \"北京\" en \"Beijing\" zone b",
        "zone a zh \"北京\"  en \"Beijing\"\nzone b\n",
    );
    check(
        "use \"a\"\nzone b\nfact c: bool",
        "use \"a\"\n\nzone b\n\nfact c: bool\n",
    );
    let long = "x".repeat(60);
    check(
        &format!("zone a zh \"{long}\" en \"{long}\""),
        &format!("zone a\n  zh \"{long}\"\n  en \"{long}\"\n"),
    );
}

#[test]
fn outcomes() {
    check("outcome a ladder{}", "outcome a ladder { }\n");
    check("outcome a ladder { b c }", "outcome a ladder { b  c }\n");
    check(
        "outcome a set en \"x\" zh \"y\" { b }",
        "outcome a set en \"x\"  zh \"y\" { b }\n",
    );
    check(
        "outcome a set { b zh \"一\" en \"one\" long_name zh \"二二\" en \"two\" c note en \"x\" d }",
        "outcome a set {\n  b         zh \"一\"    en \"one\"\n  long_name zh \"二二\"  en \"two\"\n  c         note en \"x\"\n  d\n}\n",
    );
    let wide = ["name"; 22].join(" ");
    check(
        &format!("outcome a set {{ {wide} }}"),
        &format!("outcome a set {{\n{}}}\n", "  name\n".repeat(22)),
    );
}

#[test]
fn labels_that_do_not_fit() {
    let long = "长".repeat(40);
    check(
        &format!(
            "outcome a set {{ b zh \"{long}\" en \"a long text that does not fit\" c zh \"一\" en \"c\" }}"
        ),
        &format!(
            "outcome a set {{\n  b\n    zh \"{long}\"\n    en \"a long text that does not fit\"\n  c zh \"一\"  en \"c\"\n}}\n"
        ),
    );
    check(
        &format!("category a zh \"{long}\" en \"a long text that does not fit\" {{ b c }} zone d"),
        &format!(
            "category a\n  zh \"{long}\"\n  en \"a long text that does not fit\"\n{{\n  b\n  c\n}}\n\nzone d\n"
        ),
    );
    check(
        &format!(
            "profile a profile p zh \"{long}\" en \"a long text that does not fit\" {{ b = 1 }}"
        ),
        &format!(
            "profile a profile p\n  zh \"{long}\"\n  en \"a long text that does not fit\"\n{{\n  b = 1\n}}\n"
        ),
    );
}

#[test]
fn categories() {
    check("category a", "category a\n");
    check("category a { }", "category a\n");
    check(
        "category a zh \"x\" { b { c d } e { f zh \"y\" { g {} } } }",
        "category a zh \"x\" {\n  b { c  d }\n  e {\n    f zh \"y\" { g }\n  }\n}\n",
    );
    check(
        "category a { b zh \"一\" en \"one\" { x y } longer zh \"二\" en \"two\" }",
        "category a {\n  b      zh \"一\"  en \"one\" { x  y }\n  longer zh \"二\"  en \"two\"\n}\n",
    );
}

#[test]
fn facts_and_measures() {
    check(
        "fact a : bool fact b: date fact c: one of zone fact d: set of x fact e: days",
        "fact a: bool\nfact b: date\nfact c: one of zone\nfact d: set of x\nfact e: days\n",
    );
    check(
        "fact a: bool zh \"x\" cite a article 1, 2 ask en \"y\" note zh \"z\" fact b: bool",
        "fact a: bool\n  zh \"x\"\n  cite a article 1, 2\n  ask en \"y\"\n  note zh \"z\"\n\nfact b: bool\n",
    );
    check(
        "fact a: one of {b c}fact d: one of { }",
        "fact a: one of { b  c }\nfact d: one of { }\n",
    );
    check(
        "fact a: one of { b zh \"一\" cc en \"two\" } zh \"x\" en \"y\"",
        "fact a: one of {\n  b  zh \"一\"\n  cc en \"two\"\n}\n  zh \"x\"\n  en \"y\"\n",
    );
    check(
        "measure p.q:people each calendar_year cite a\nmeasure r: people",
        "measure p.q: people each calendar_year\n  cite a\n\nmeasure r: people\n",
    );
    check(
        "fact force: one of { set by table }",
        "fact force: one of { set  by  table }\n",
    );
}

#[test]
fn thresholds() {
    check("threshold a { }", "threshold a { }\n");
    check(
        "threshold a { from 2022-01-01 until 2024-01-01:10万 人 zh \"x\" from 2024-01-01: 1.5亿 people cite a article 1, b cite c until 2022-01-01: 50 % }",
        "threshold a {\n  from 2022-01-01 until 2024-01-01: 10万人\n  zh \"x\"\n  from 2024-01-01: 1.5亿 people  cite a article 1, b  cite c\n  until 2022-01-01: 50%\n}\n",
    );
    let long = ["instrument_a article 100"; 4].join(", ");
    check(
        &format!("threshold a {{ from 2022-01-01: 1 cite {long} cite b }}"),
        &format!("threshold a {{\n  from 2022-01-01: 1\n    cite {long}\n    cite b\n}}\n"),
    );
}

#[test]
fn instruments() {
    check("instrument a { }", "instrument a { }\n");
    check(
        "instrument a { zh \"x\" short en \"y\" issuer zh \"z\" number en \"1\" published 2024-01-01 in force from 2024-01-01 until 2025-01-01\nurl \"u\" source primary source secondary \"s\" cite b\n}",
        "instrument a {\n  zh \"x\"\n  short en \"y\"\n  issuer zh \"z\"\n  number en \"1\"\n  published 2024-01-01\n  in force from 2024-01-01 until 2025-01-01\n  url \"u\"\n  \
         source primary\n  source secondary \"s\"\n  cite b\n}\n",
    );
}

#[test]
fn provisions() {
    check(
        "instrument a { article 1 { } article 2 b { zh \"x\" } article 3 zh \"y\" { en \"z\" } }",
        "instrument a {\n  article 1 { }\n  article 2 b\n    zh \"x\"\n  article 3\n    zh \"y\"\n    en \"z\"\n}\n",
    );
    check(
        "instrument a { section 1 { annex 1 when b then c d\narticle 4 zh \"x\" { item 1 then c d\n\n question 2 { rule e when f then c has g\nrule h then c untranscribed } } } }",
        "instrument a {\n  section 1 {\n    annex 1\n      when b\n      then c d\n    article 4 {\n      zh \"x\"\n      item 1\n        then c d\n\n      question 2 {\n        \
         rule e\n          when f\n          then c has g\n        rule h\n          then c untranscribed\n      }\n    }\n  }\n}\n",
    );
}

#[test]
fn precedence() {
    check(
        "instrument a {\narticle 1 {\narticle 7 item 2 yields   to articles 3,4 , 5, b article 1 by paragraph 2\nb rule c prevails over d\nrule x disapplies rule y, questions 1, 2\nstrictest among articles 7,8\n}\n}",
        "instrument a {\n  article 1 {\n    article 7 item 2 yields to articles 3, 4, 5, b article 1 by paragraph 2\n    b rule c prevails over d\n    rule x disapplies rule y, questions 1, 2\n    \
         strictest among articles 7, 8\n  }\n}\n",
    );
}

#[test]
fn definitions_and_assumptions() {
    check("define a means b", "define a\n  means b\n");
    check(
        "define a zh \"x\" cite b article 1 means b or c",
        "define a\n  zh \"x\"\n  cite b article 1\n  means b\n     or c\n",
    );
    check(
        "assume a en \"x\" that b implies c and d",
        "assume a\n  en \"x\"\n  that b implies c and d\n",
    );
    check(
        "instrument a { define b means c assume d that e }",
        "instrument a {\n  define b\n    means c\n  assume d\n    that e\n}\n",
    );
}

#[test]
fn operators() {
    check("define a means b==1", "define a\n  means b = 1\n");
    check(
        "define a means b≠1 or b≤2 or b ≥3 or b<4 or b>5",
        "define a\n  means b != 1\n     or b <= 2\n     or b >= 3\n     or b < 4\n     or b > 5\n",
    );
    check(
        "define a means b 以上 10万 人",
        "define a\n  means b >= 10万人\n",
    );
    check("define a means b 以下 c", "define a\n  means b <= c\n");
    check(
        "define a means b 10万人以上不满100万人",
        "define a\n  means b 10万人以上 不满100万人\n",
    );
    check(
        "define a means b 10万 people 以上 不满 100万 people",
        "define a\n  means b 10万 people 以上 不满100万 people\n",
    );
    check(
        "define a means b 超过 1.5亿 人 10以下",
        "define a\n  means b 超过 1.5亿人 10以下\n",
    );
    check(
        "define a means b 2024-01-01 以上 不满 2025-01-01",
        "define a\n  means b 2024-01-01 以上 不满 2025-01-01\n",
    );
    check("define a means b 不满 c", "define a\n  means b 不满 c\n");
    check(
        "define a means b 3 个工作日 以下 超过1个工作日",
        "define a\n  means b 3个工作日以下 超过1个工作日\n",
    );
    check("define a means b 50%以上", "define a\n  means b 50%以上\n");
}

#[test]
fn conditions() {
    check("define a means true", "define a\n  means true\n");
    check(
        "define a means not not b and c is not one of d,e and f has any of g, h and i has all of j and k is l and reading m is n and (false)",
        "define a\n  means not not b\n    and c is not one of d, e\n    and f has any of g, h\n    and i has all of j\n    and k is l\n    and reading m is n\n    and (false)\n",
    );
    check(
        "define a means b and c or d and not (e or f)",
        "define a\n  means b and c\n     or d and not (e or f)\n",
    );
    check(
        "define a means ( b and c )",
        "define a\n  means (b and c)\n",
    );
}

#[test]
fn conditions_that_do_not_fit() {
    let (b, c, d) = ("b".repeat(48), "c".repeat(48), "d".repeat(48));
    check(
        &format!("define a means x and not ({b} or {c} and y)"),
        &format!("define a\n  means x\n    and not ({b}\n          or {c} and y)\n"),
    );
    check(
        &format!("define a means ({b} and ({c} or {d} or e)) or f"),
        &format!(
            "define a\n  means ({b}\n     and ({c}\n       or {d}\n       or e))\n     or f\n"
        ),
    );
    check(
        &format!("assume a that {b} and {c} implies {d}"),
        &format!("assume a\n  that {b} and {c}\n       implies {d}\n"),
    );
    check(
        &format!("assume a that ({b} and {c} and x implies {d}) and y"),
        &format!("assume a\n  that ({b}\n    and {c}\n    and x\n        implies {d})\n   and y\n"),
    );
    check(
        &format!("define a means {b} and {c} or {d}"),
        &format!("define a\n  means {b} and {c}\n     or {d}\n"),
    );
    check(
        &format!("define a means {b} and {c} and x or {d}"),
        &format!("define a\n  means {b}\n    and {c}\n    and x\n     or {d}\n"),
    );
}

#[test]
fn readings() {
    check("reading a { }", "reading a { }\n");
    check(
        "reading a { zh \"x\" because en \"y\" cite b option c default zh \"z\" cite d article 1 option e }",
        "reading a {\n  zh \"x\"\n  because en \"y\"\n  cite b\n  option c default\n    zh \"z\"\n    cite d article 1\n  option e\n}\n",
    );
}

#[test]
fn profiles() {
    check("profile a { }", "profile a { }\n");
    check(
        "profile a profile b zh \"x\" { c=1 d = {} e={f,g} h = true i = unknown j = 10万人 k = 2024-01-01 l = \"m\" n = o }",
        "profile a profile b zh \"x\" {\n  c = 1\n  d = { }\n  e = { f, g }\n  h = true\n  i = unknown\n  j = 10万人\n  k = 2024-01-01\n  l = \"m\"\n  n = o\n}\n",
    );
}

#[test]
fn tests_of_policies() {
    check("test \"a\" { }", "test \"a\" { }\n");
    check(
        "test \"a\\\"\" on 2024-01-01 { given { } given { b = 1 } given profile c given profile d { } given profile e { f = { } } }",
        "test \"a\\\"\" on 2024-01-01 {\n  given { }\n  given {\n    b = 1\n  }\n  given profile c\n  given profile d\n  given profile e {\n    f = { }\n  }\n}\n",
    );
    check(
        "test \"a\" { reading b is c expect d e by f article 1 item 2 expect d { e,f } expect d undetermined { e } expect d not has e , f expect needs g,h expect reading i }",
        "test \"a\" {\n  reading b is c\n  expect d e by f article 1 item 2\n  expect d { e, f }\n  expect d undetermined { e }\n  expect d not has e, f\n  expect needs g, h\n  expect reading i\n}\n",
    );
}

#[test]
fn tables() {
    check(
        "test table \"t\" {\nexpect a b\n\n| 人数 | x | by | case |\n|10万 people|a| article 1 item 2|\"一二三\"|\n| 5 | undetermined { a, b } | o | \"x\" |\n}",
        "test table \"t\" {\n  expect a b\n\n  | 人数        | x                     | by               | case     |\n  | 10万 people | a                     | article 1 item 2 | \"一二三\" |\n  \
         |           5 | undetermined { a, b } | o                | \"x\"      |\n}\n",
    );
    check(
        "test table \"t\" {\n| a |\n| 1 | 22 |\n| 333 |\n}",
        "test table \"t\" {\n  | a   |\n  |   1 | 22 |\n  | 333 |\n}\n",
    );
}
