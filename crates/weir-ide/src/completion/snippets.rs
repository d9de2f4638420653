//! Whole constructs, with stops where something is to be filled in.

use super::context::Block;

/// A construct: the word by which it is found, what it is in Chinese and English, and its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Snippet {
    pub(crate) label: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    pub(crate) text: &'static str,
}

const fn snippet(
    label: &'static str,
    zh: &'static str,
    en: &'static str,
    text: &'static str,
) -> Snippet {
    Snippet {
        label,
        zh,
        en,
        text,
    }
}

/// Declarations.
pub(crate) const DECLARATIONS: &[Snippet] = &[
    snippet("use", "引入文件", "use a file", "use \"$0\""),
    snippet(
        "fact … bool",
        "是或否的事实",
        "a yes-or-no fact",
        "fact ${1:name}: bool\n  zh \"$2\"\n  en \"$3\"\n  ask zh \"$4\"\n  ask en \"$5\"\n$0",
    ),
    snippet(
        "fact … one of",
        "取一个值的事实",
        "a fact with one of several values",
        "fact ${1:name}: one of {\n  ${2:value} zh \"$3\"  en \"$4\"\n  ${5:other} zh \"$6\"  en \"$7\"\n}\n  zh \"$8\"\n  en \"$9\"\n  ask zh \"${10}\"\n  ask en \"${11}\"\n$0",
    ),
    snippet(
        "fact … set of",
        "取若干类别的事实",
        "a fact with any of several kinds",
        "fact ${1:name}: set of ${2:category}\n  zh \"$3\"\n  en \"$4\"\n  ask zh \"$5\"\n  ask en \"$6\"\n$0",
    ),
    snippet(
        "measure",
        "累计数量",
        "a number counted over a period",
        "measure ${1:name}: ${2:people} each ${3:calendar_year}\n  zh \"$4\"\n  en \"$5\"\n  ask zh \"$6\"\n  ask en \"$7\"\n$0",
    ),
    snippet(
        "threshold",
        "数量标准",
        "a named number over time",
        "threshold ${1:name} {\n  zh \"$2\"\n  en \"$3\"\n  from ${4:2024-03-22}: ${5:10万} ${6:people}  cite $0\n}",
    ),
    snippet(
        "counter",
        "随解释而定的计数",
        "a number that depends on a reading",
        "counter ${1:name}: ${2:people} {\n  zh \"$3\"\n  en \"$4\"\n  ${5:measure} if reading ${6:name} is ${7:option}\n}$0",
    ),
    snippet(
        "outcome … ladder",
        "由宽到严的结论",
        "an outcome with one value",
        "outcome ${1:name} ladder zh \"$2\"  en \"$3\" {\n  ${4:value} zh \"$5\"  en \"$6\"\n  $0\n}",
    ),
    snippet(
        "outcome … set",
        "可多选的结论",
        "an outcome with any number of values",
        "outcome ${1:name} set zh \"$2\"  en \"$3\" {\n  ${4:value} zh \"$5\"  en \"$6\"\n  $0\n}",
    ),
    snippet(
        "category",
        "类别树",
        "a tree of kinds",
        "category ${1:name} zh \"$2\"  en \"$3\" {\n  ${4:kind} zh \"$5\"  en \"$6\"\n  $0\n}",
    ),
    snippet(
        "zone",
        "自贸区",
        "a free trade zone",
        "zone ${1:name} zh \"$2\"  en \"$3\"$0",
    ),
    snippet(
        "instrument",
        "法律、法规、规章",
        "a law, regulation or order",
        "instrument ${1:name} {\n  zh \"$2\"\n  en \"$3\"\n  short zh \"$4\"\n  short en \"$5\"\n  in force from ${6:2024-03-22}\n  source ${7|primary,secondary|}\n\n  article ${8:1}\n    zh \"$9\"\n    en \"${10}\"\n    $0\n}",
    ),
    snippet(
        "list",
        "负面清单的一个版本",
        "an edition of a negative list",
        "list ${1:name} edition \"${2:2024}\" {\n  zh \"$3\"\n  en \"$4\"\n  under ${5:order16 article 6}\n  zone ${6:zone_name}\n  in force from ${7:2024-08-30}\n  source ${8|primary,secondary|}\n  available when ${9:exporter.registered_in} has ${6:zone_name}\n  outside ${10|national,free,undetermined|}\n\n  sector ${11:sector_name} {\n    zh \"${12}\"\n    en \"${13}\"\n    outside ${14|free,national,undetermined|}\n\n    $0\n  }\n}",
    ),
    snippet(
        "general_list",
        "一般数据清单",
        "a list of data that may go",
        "general_list ${1:name} edition \"${2:2024}\" {\n  zh \"$3\"\n  en \"$4\"\n  under ${5:order16 article 6}\n  zone ${6:zone_name}\n  in force from ${7:2024-05-17}\n  source ${8|primary,secondary|}\n  available when ${9:exporter.registered_in} has ${6:zone_name}\n\n  $0\n}",
    ),
    snippet(
        "reading",
        "解释问题",
        "an open question of law",
        "reading ${1:name} {\n  zh \"$2\"\n  en \"$3\"\n  because zh \"$4\"\n  because en \"$5\"\n  option ${6:one} default\n    zh \"$7\"\n    en \"$8\"\n    cite ${9:reference}\n  option ${10:other}\n    zh \"${11}\"\n    en \"${12}\"\n}$0",
    ),
    snippet(
        "define",
        "定义",
        "a named condition",
        "define ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  cite ${4:reference}\n  means $0",
    ),
    snippet(
        "assume",
        "前提",
        "what always holds among facts",
        "assume ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  that $0",
    ),
    snippet(
        "profile",
        "共用情形",
        "facts shared by tests",
        "profile ${1:name} {\n  $0\n}",
    ),
    snippet(
        "test",
        "测试",
        "a case with what is expected",
        "test \"$1\" on ${2:2025-01-01} {\n  given profile ${3:name} {\n    $4\n  }\n  expect ${5:pathway} $0\n}",
    ),
    snippet(
        "test table",
        "表格测试",
        "a test with one case a row",
        "test table \"$1\" on ${2:2025-01-01} {\n  given profile ${3:name}\n  | case | ${4:fact} | ${5:pathway} |\n  | \"$6\" | $7 | $0 |\n}",
    ),
];

const LABELS: &[Snippet] = &[
    snippet(
        "zh en",
        "中英文标签",
        "labels in both languages",
        "zh \"$1\"\nen \"$2\"$0",
    ),
    snippet("zh", "中文标签", "a label in Chinese", "zh \"$0\""),
    snippet("en", "英文标签", "a label in English", "en \"$0\""),
    snippet(
        "note zh en",
        "说明",
        "a remark",
        "note zh \"$1\"\nnote en \"$2\"$0",
    ),
    snippet("cite", "依据", "on what it rests", "cite $0"),
];

const ASK: &[Snippet] = &[snippet(
    "ask zh en",
    "询问用语",
    "the question that asks for it",
    "ask zh \"$1\"\nask en \"$2\"$0",
)];

const RULES: &[Snippet] = &[
    snippet("when", "条件", "the condition", "when $0"),
    snippet("then", "结论", "what is concluded", "then $0"),
    snippet(
        "in force",
        "施行期间",
        "the period in force",
        "in force from ${1:2024-03-22}$0",
    ),
    snippet(
        "source",
        "文本来源",
        "how the text was read",
        "source ${1|primary,secondary|}$0",
    ),
    snippet("url", "网址", "where the text stands", "url \"$0\""),
];

const PROVISIONS: &[Snippet] = &[
    snippet(
        "article",
        "条",
        "an article",
        "article ${1:1}\n  zh \"$2\"\n  en \"$3\"\n  when $4\n  then $0",
    ),
    snippet(
        "article { }",
        "含有款、项的条",
        "an article with parts",
        "article ${1:1} {\n  zh \"$2\"\n  en \"$3\"\n\n  $0\n}",
    ),
    snippet(
        "paragraph",
        "款",
        "a paragraph",
        "paragraph ${1:1} {\n  $0\n}",
    ),
    snippet(
        "item",
        "项",
        "an item",
        "item ${1:1} ${2:name}\n  zh \"$3\"\n  en \"$4\"\n  when $5\n  then $0",
    ),
    snippet(
        "question",
        "问",
        "a question",
        "question ${1:1} {\n  zh \"$2\"\n  en \"$3\"\n\n  $0\n}",
    ),
    snippet(
        "section",
        "章或者节",
        "a chapter or section",
        "section ${1:1} {\n  $0\n}",
    ),
    snippet("annex", "附件", "an annex", "annex ${1:1} {\n  $0\n}"),
    snippet(
        "rule",
        "规则",
        "a named rule",
        "rule ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  when $4\n  then $0",
    ),
    snippet(
        "define",
        "定义",
        "a named condition",
        "define ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  means $0",
    ),
    snippet(
        "assume",
        "前提",
        "what always holds",
        "assume ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  that $0",
    ),
    snippet(
        "prevails over",
        "优先于",
        "sets others aside",
        "${1:article 1} prevails over $0",
    ),
    snippet(
        "yields to",
        "让位于",
        "is set aside by others",
        "${1:article 1} yields to $0",
    ),
    snippet(
        "disapplies",
        "排除适用",
        "others do not apply at all",
        "${1:article 1} disapplies $0",
    ),
    snippet(
        "strictest among",
        "从严",
        "count as one, the strictest",
        "strictest among $0",
    ),
    snippet(
        "lists",
        "清单共同规定",
        "what lists under this provision share",
        "lists {\n  sectors ${1:flow.sector}\n  scenarios ${2:flow.scenario}\n  fields ${3:flow.fields}\n  strictest ${4:pathway} ${5:security_assessment}\n  outside free\n    zh \"$6\"\n    en \"$7\"\n    then $0\n}",
    ),
];

const LIST: &[Snippet] = &[
    snippet(
        "under",
        "制定依据",
        "the provision under which it is made",
        "under $0",
    ),
    snippet("zone", "适用的自贸区", "its zones", "zone $0"),
    snippet(
        "dated",
        "清单日期",
        "the day written on it",
        "dated ${1:2024-08-26}$0",
    ),
    snippet(
        "published",
        "公布日期",
        "the day of publication",
        "published ${1:2024-08-30}$0",
    ),
    snippet(
        "announced",
        "公布的数目",
        "how many it is said to have",
        "announced ${1:5} ${2|sectors,scenarios,rows,fields,items|}$0",
    ),
    snippet(
        "trial until",
        "试行期",
        "the end of its trial",
        "trial until ${1:2026-08-30}$0",
    ),
    snippet(
        "replaces",
        "代替",
        "the edition it replaces",
        "replaces ${1:name} edition \"$2\"$0",
    ),
    snippet(
        "available when",
        "谁可以使用",
        "who may use it",
        "available when $0",
    ),
    snippet(
        "approved",
        "批准机关",
        "who approved it",
        "approved zh \"$1\"\napproved en \"$2\"$0",
    ),
    snippet(
        "filed",
        "备案机关",
        "with whom it was filed",
        "filed zh \"$1\"\nfiled en \"$2\"$0",
    ),
    snippet(
        "adopts",
        "并入其他清单",
        "takes rows of another list",
        "adopts ${1:list} edition \"${2:2024}\" ${3|sectors,scenarios|} ${4:name}\n  zh \"$5\"\n  en \"$6\"\n  as of ${7:2026-01-01}$0",
    ),
    snippet(
        "sector",
        "行业",
        "a sector",
        "sector ${1:name} {\n  zh \"$2\"\n  en \"$3\"\n  outside ${4|free,national,undetermined|}\n\n  $0\n}",
    ),
];

const PARTS: &[Snippet] = &[
    snippet(
        "outside",
        "清单外如何处理",
        "what holds outside its rows",
        "outside ${1|free,national,undetermined|}$0",
    ),
    snippet(
        "untranscribed",
        "未录入",
        "what is not transcribed",
        "untranscribed ${1|scenarios,sectors,rows|}\nmissing zh \"$2\"\nmissing en \"$3\"$0",
    ),
    snippet(
        "scenario",
        "业务场景",
        "a business scenario",
        "scenario ${1:name} {\n  zh \"$2\"\n  en \"$3\"\n  outside ${4|free,national,undetermined|}\n\n  $0\n}",
    ),
    snippet(
        "row",
        "条目",
        "a row",
        "row ${1:ID-1}\n  zh \"$2\"\n  en \"$3\"\n  fields $4\n  then ${5:pathway} $0",
    ),
    snippet(
        "row … band",
        "分数量的条目",
        "a row with numbers",
        "row ${1:ID-1}\n  zh \"$2\"\n  en \"$3\"\n  fields $4\n  band ${5:people.general} ${6:1万}以上 不满${7:5万} then ${8:pathway} $9\n  band ${5:people.general} ${7:5万}以上 then ${8:pathway} $0",
    ),
    snippet(
        "table",
        "表格",
        "rows as a table",
        "table {\n  | row | zh | en | fields | ${1:pathway} |\n  | ${2:ID-1} | \"$3\" | \"$4\" | $5 | $0 |\n}",
    ),
    snippet(
        "rule",
        "规则",
        "a rule that is no row",
        "rule ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  when $4\n  then $0",
    ),
];

const ROWS: &[Snippet] = &[
    snippet("fields", "字段", "the fields it covers", "fields $0"),
    snippet(
        "band",
        "数量区间",
        "numbers, and what they lead to",
        "band ${1:people.general} ${2:1万}以上 不满${3:5万} then $0",
    ),
    snippet(
        "except",
        "除外",
        "other than the data of rows",
        "except row $0",
    ),
    snippet(
        "unless",
        "例外",
        "the exception inside the row",
        "unless $0",
    ),
    snippet(
        "missing",
        "缺少的内容",
        "what is missing",
        "missing zh \"$1\"\nmissing en \"$2\"$0",
    ),
    snippet(
        "as of",
        "按某日的内容",
        "as it stood on a day",
        "as of ${1:2026-01-01}$0",
    ),
    snippet(
        "with",
        "改名",
        "what is called otherwise here",
        "with $1 as $0",
    ),
];

const THRESHOLDS: &[Snippet] = &[
    snippet(
        "from",
        "自某日起的数值",
        "a value from a day",
        "from ${1:2024-03-22}: ${2:10万} ${3:people}  cite $0",
    ),
    snippet(
        "from … until",
        "某期间的数值",
        "a value for a period",
        "from ${1:2024-03-22} until ${2:2025-01-01}: ${3:10万} ${4:people}  cite $0",
    ),
];

const READINGS: &[Snippet] = &[
    snippet(
        "because",
        "默认的理由",
        "why the default",
        "because zh \"$1\"\nbecause en \"$2\"$0",
    ),
    snippet(
        "option",
        "选项",
        "a way to read it",
        "option ${1:name}\n  zh \"$2\"\n  en \"$3\"\n  cite $0",
    ),
    snippet(
        "option … default",
        "默认选项",
        "the default way",
        "option ${1:name} default\n  zh \"$2\"\n  en \"$3\"\n  cite $0",
    ),
];

const MEMBERS: &[Snippet] = &[snippet(
    "value",
    "取值",
    "a value",
    "${1:name} zh \"$2\"  en \"$3\"$0",
)];

const COMMON: &[Snippet] = &[
    snippet(
        "sectors",
        "指明行业的事实",
        "the fact that tells the sector",
        "sectors $0",
    ),
    snippet(
        "scenarios",
        "指明场景的事实",
        "the fact that tells the scenario",
        "scenarios $0",
    ),
    snippet(
        "fields",
        "指明字段的事实",
        "the fact that tells the fields",
        "fields $0",
    ),
    snippet(
        "strictest",
        "最严的结论",
        "the strictest conclusion",
        "strictest $0",
    ),
    snippet(
        "outside free",
        "清单外免予的含义",
        "what `free` concludes",
        "outside free\n  zh \"$1\"\n  en \"$2\"\n  then $0",
    ),
    snippet(
        "others included",
        "“等”包括",
        "others are included",
        "others included if $0",
    ),
    snippet(
        "others excluded",
        "“等”不包括",
        "others are excluded",
        "others excluded if $0",
    ),
];

const TESTS: &[Snippet] = &[
    snippet(
        "given",
        "事实",
        "the facts",
        "given profile ${1:name} {\n  $0\n}",
    ),
    snippet(
        "expect",
        "期待的结果",
        "what is expected",
        "expect ${1:pathway} $0",
    ),
    snippet(
        "expect … by",
        "期待的结果及依据",
        "with the provision",
        "expect ${1:pathway} ${2:value} by $0",
    ),
    snippet(
        "expect needs",
        "期待还需的事实",
        "which facts would decide",
        "expect needs $0",
    ),
    snippet(
        "reading",
        "采用的解释",
        "how a question is read",
        "reading ${1:name} is $0",
    ),
    snippet("| … |", "表格的一行", "a row of the table", "| $0 |"),
];

/// Constructs that can start a line in a block; without one, clauses of a declaration.
pub(crate) fn of_block(block: Option<Block>) -> Vec<&'static [Snippet]> {
    match block {
        None => vec![LABELS, ASK],
        Some(Block::Outcome | Block::Category | Block::Members) => vec![MEMBERS],
        Some(Block::Threshold) => vec![LABELS, THRESHOLDS],
        Some(Block::Counter) => vec![LABELS],
        Some(Block::Instrument | Block::Provision) => vec![PROVISIONS, LABELS, RULES],
        Some(Block::List) => vec![LIST, PARTS, LABELS, RULES, ROWS],
        Some(Block::Part) => vec![PARTS, LABELS, RULES, ROWS],
        Some(Block::Lists) => vec![COMMON, LABELS, RULES],
        Some(Block::Reading) => vec![READINGS, LABELS],
        Some(Block::Test) => vec![TESTS],
        Some(Block::Profile | Block::Given | Block::Table | Block::Values) => vec![],
    }
}
