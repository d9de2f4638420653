//! The words of problems in scenario files, in Chinese.

use weir_core::date::Date;
use weir_core::hir::{Fact, FactType, Unit};
use weir_syntax::diagnostic::{Language, Words};

use super::{called, instead, listed, members, otherwise};
use crate::formats::scenario::problem::{Kind, Unreadable, Why};
use crate::formats::scenario::quantity::Mistake;
use crate::formats::scenario::tree::{MAX_BYTES, MAX_DEPTH, MAX_VALUES};

const LANGUAGE: Language = Language::Zh;
const KEYS: &str = "情形文件的键有 `title`、`on`、`facts` 和 `readings`";

pub(super) fn words(kind: &Kind) -> Words {
    match kind {
        Kind::Unreadable(what) => unreadable(what),
        Kind::UnknownKey { name, near } => {
            let words = Words::new(format!("情形文件没有键 `{name}`"), "未知");
            match near {
                Some(near) => words.help(format!("是否指 `{near}`？")),
                None => words.help(format!("{KEYS}；出境的具体事实写在 `facts` 之下")),
            }
        }
        Kind::NotAMap { key } => {
            Words::new(format!("`{key}` 之下应为名称和值"), "不是名称和值").help(example(key))
        }
        Kind::NotAText => {
            Words::new("`title` 应为一段文字", "是列表或映射").help("请用一行文字写明该情形的内容")
        }
        Kind::BadDay { text, day } => {
            let (message, label) = bad_day(text, *day);
            Words::new(format!("`on` 应为日期，{message}"), label)
                .help("请写明按哪一天的法律判定，如 `2026-03-01`")
        }
        Kind::UnknownFact {
            name,
            near,
            group,
            known,
        } => unknown_fact(name, near.as_deref(), *group, known),
        Kind::Ambiguous { name, names } => {
            Words::new(format!("有多个事实的名称是“{name}”"), "指哪一个？")
                .help(format!("请写标识：{}", listed(names, LANGUAGE)))
        }
        Kind::Reserved { name, fact, words } => {
            let said = Words::new(
                format!("“{name}”是出境活动的名称或者日期，也是一个事实的名称"),
                "指哪一个？",
            );
            let said = match otherwise(fact, words) {
                Some(way) => said.help(format!("该事实请写作 `{way}`")),
                None => said.help("该事实请在场景文件中给出，或者在 JSON 中写在 `facts` 之下"),
            };
            said.help(format!("出境活动请写 {}", instead(words, name, LANGUAGE)))
        }
        Kind::WrongValue { fact, why } => wrong_value(fact, why),
        Kind::Repeated { name, .. } => {
            Words::new(format!("`{name}` 出现两次"), "再次出现").help("请保留其中一处")
        }
        Kind::UnknownReading { name, near, known } => {
            let words = Words::new(format!("没有解释 `{name}`"), "未知");
            match near {
                Some(near) => words.help(format!("是否指 `{near}`？")),
                None if known.is_empty() => words.help("这些规则没有有待选择的解释"),
                None => words.help(format!("已有的是：{}", listed(known, LANGUAGE))),
            }
        }
        Kind::UnknownOption {
            reading,
            name,
            near,
            known,
        } => {
            let words = Words::new(format!("解释 `{reading}` 没有选项 `{name}`"), "未知");
            let words = if let Some(near) = near {
                words.help(format!("是否指 `{near}`？"))
            } else {
                words
            };
            words.help(format!("它的选项有：{}", listed(known, LANGUAGE)))
        }
        Kind::NoDate => Words::new("该情形没有写明日期", "按哪一天判定？")
            .help("请加上一行，如 `on: 2026-03-01`；或在命令行中用 `--on 2026-03-01` 指定"),
    }
}

fn example(key: &str) -> &'static str {
    if key == "facts" {
        "请在其下每行写一项事实，如 `  exporter.ciio: false`"
    } else {
        "请在其下每行写一种解释及其选项"
    }
}

fn unreadable(what: &Unreadable) -> Words {
    match what {
        Unreadable::TooLong => Words::new(format!("文件超过 {} KiB", MAX_BYTES >> 10), "未读取")
            .help("一个情形文件描述一次出境"),
        Unreadable::TooDeep => {
            Words::new(format!("嵌套超过 {MAX_DEPTH} 层"), "嵌套过深").help(KEYS)
        }
        Unreadable::TooMany => Words::new(format!("文件中的值超过 {MAX_VALUES} 个"), "自此处起")
            .help("一个情形文件描述一次出境"),
        Unreadable::Empty => Words::new("文件是空的", "没有事实").help(KEYS),
        Unreadable::NotAMap => Words::new("文件开头不是名称和值", "不是名称和值").help(KEYS),
        Unreadable::Yaml(info) => {
            Words::new(format!("不是有效的 YAML：{}", yaml(info)), "读到此处为止")
                .help("每行依次为名称、冒号、空格和值；同属一项的各行缩进相同")
        }
        Unreadable::Json(info) => {
            Words::new(format!("不是有效的 JSON：{}", json(info)), "读到此处为止")
        }
        Unreadable::FullWidth { found, meant } => Words::new(
            format!("全角符号 `{found}` 应为 `{meant}`"),
            format!("应为 `{meant}`"),
        )
        .help("YAML 和 JSON 的符号用半角；文字中可以有任何字符"),
        Unreadable::NoSpace => {
            Words::new("冒号后没有空格", "此处缺一个空格").help("YAML 用冒号加空格分隔名称和值")
        }
        Unreadable::Tab => Words::new("缩进中有制表符", "制表符").help("YAML 用空格缩进"),
        Unreadable::UnquotedBound => {
            Words::new("以 `>` 开头的值须加引号", "YAML 会把它读作文本块的开头")
                .help("请加上引号，或写成 `10万以上`，而不是 `>= 10万`")
        }
        Unreadable::TrailingComma => {
            Words::new("最后一项之后多了逗号", "其后没有内容").help("JSON 的右括号之前不能有逗号")
        }
        Unreadable::Anchor => {
            Words::new("情形文件中不能用锚点（`&`）", "锚点").help("请在各处直接写出该值")
        }
        Unreadable::Alias => {
            Words::new("情形文件中不能用别名（`*`）", "别名").help("请在各处直接写出该值")
        }
        Unreadable::Tag => Words::new("情形文件中不能用标签（`!`）", "带有标签")
            .help("请删去标签；值的类型由事实决定"),
        Unreadable::MergeKey => {
            Words::new("情形文件中不能用合并键（`<<`）", "合并键").help("请直接写出各项事实")
        }
        Unreadable::SecondDocument => {
            Words::new("文件中有第二个文档", "自此处起").help("每个情形单独用一个文件")
        }
        Unreadable::BadKey => {
            Words::new("键应为名称", "不是名称").help("请依次写名称、冒号、空格和值")
        }
    }
}

/// What the YAML reader says, where it is one of the usual things.
fn yaml(info: &str) -> String {
    let known = [
        ("mapping values are not allowed", "此处不能有 `名称: 值`"),
        ("simple key", "此处应为 `名称: 值`"),
        ("did not find expected key", "此处应为名称，请检查缩进"),
        ("did not find expected '-'", "此处应为列表项，请检查缩进"),
        ("',' or ']'", "列表中缺少 `,` 或 `]`"),
        ("',' or '}'", "花括号内缺少 `,` 或 `}`"),
        ("unexpected end of stream", "引号没有结束"),
        ("unknown escape", "引号内有不认识的转义"),
        ("trailing content", "引号之后还有内容"),
        ("indentation", "缩进不对"),
        ("tab", "有制表符"),
        ("unknown anchor", "别名没有对应的锚点"),
        ("recursion limit", "嵌套过深"),
        ("block scalar", "文本块的写法不对"),
    ];
    known
        .iter()
        .find(|(part, _)| info.contains(part))
        .map_or_else(|| info.to_owned(), |(_, text)| (*text).to_owned())
}

/// What the JSON reader says, where it is one of the usual things.
fn json(info: &str) -> String {
    let known = [
        ("EOF while parsing", "文件没有写完"),
        ("expected `:`", "此处应为 `:`"),
        ("expected `,` or `]`", "此处应为 `,` 或 `]`"),
        ("expected `,` or `}`", "此处应为 `,` 或 `}`"),
        ("expected value", "此处应为值"),
        ("expected ident", "此处应为 `true`、`false` 或 `null`"),
        ("key must be a string", "键须加双引号"),
        ("trailing comma", "最后一项之后不能有逗号"),
        ("trailing characters", "结束之后还有内容"),
        ("invalid number", "数字的写法不对"),
        ("control character", "文字中有控制字符，或缺少引号"),
        ("invalid escape", "转义的写法不对"),
        ("recursion limit", "嵌套过深"),
    ];
    known
        .iter()
        .find(|(part, _)| info.contains(part))
        .map_or_else(|| info.to_owned(), |(_, text)| (*text).to_owned())
}

fn unknown_fact(name: &str, near: Option<&str>, group: bool, known: &[String]) -> Words {
    if group {
        return Words::new(
            format!("`{name}` 不是事实，而是若干事实名称的开头"),
            "指哪一个？",
        )
        .help(format!("其下的事实有：{}", listed(known, LANGUAGE)));
    }
    let words = Words::new(format!("没有事实 `{name}`"), "未知");
    match near {
        Some(near) => words.help(format!("是否指 `{near}`？")),
        None => words.help(format!("已有的是：{}", listed(known, LANGUAGE))),
    }
}

fn wrong_value(fact: &Fact, why: &Why) -> Words {
    let name = called(fact, LANGUAGE);
    let words = match why {
        Why::NotOneValue => Words::new(format!("{name}只有一个值，不能有多个"), "是列表或映射"),
        Why::NotYesOrNo { text } => Words::new(
            format!("{name}只能答是或否，不能是 `{text}`"),
            "既不是“是”也不是“否”",
        ),
        Why::QuotedWord => Words::new(format!("{name}应为是或否，而此处是引号内的文字"), "是文字"),
        Why::NotAMember { text, near } => {
            let words = Words::new(format!("{name}没有值 `{text}`"), "未知");
            match near {
                Some(near) => return words.help(format!("是否指 `{near}`？")),
                None => words,
            }
        }
        Why::AmbiguousMember { text, names } => {
            return Words::new(format!("{name}有多个值的名称是“{text}”"), "指哪一个？")
                .help(format!("请写标识：{}", listed(names, LANGUAGE)));
        }
        Why::NotAList { empty } => {
            let words = Words::new(format!("{name}可以有多个值，应写成列表"), "不是列表");
            if *empty {
                words.help("没有的，写 `[]`")
            } else {
                words
            }
        }
        Why::JoinedMembers => {
            return Words::new(format!("{name}的各个值之间用了全角逗号或顿号"), "应为 `,`")
                .help("YAML 用半角逗号分隔列表各项");
        }
        Why::UnknownInList => {
            return Words::new(
                "列表写明有什么，并表示没有其他，因此不能含有 `unknown`",
                "未知？",
            )
            .help(partly(fact));
        }
        Why::NotPresentOrAbsent { member } => {
            return Words::new(
                format!("{name}中的 `{member}` 既不是有，也不是没有，也不是未知"),
                "请写 `true`、`false` 或 `unknown`",
            )
            .help(partly(fact));
        }
        Why::Contradiction => {
            return Words::new(
                format!("{name}自相矛盾：某一类为 `false`，而属于该类的却为 `true`"),
                "不能同时成立",
            )
            .help("属于某一类的，也属于其上的各类");
        }
        Why::QuotedNumber => Words::new(format!("{name}应为数字，而此处是引号内的文字"), "是文字"),
        Why::Quantity(mistake) => quantity(&name, mistake),
        Why::NotADay { text, day } => {
            let (message, label) = bad_day(text, *day);
            Words::new(format!("{name}应为日期，{message}"), label)
        }
    };
    words.help(how_to_write(fact))
}

pub(super) fn quantity(name: &str, mistake: &Mistake) -> Words {
    match mistake {
        Mistake::NoNumber => Words::new(format!("{name}应为数字"), "不是数字"),
        Mistake::Negative => Words::new(format!("{name}不能是负数"), "小于零"),
        Mistake::Fraction => Words::new(format!("{name}按整数计"), "不是整数，或用点号分隔了千位"),
        Mistake::TooLarge => Words::new(format!("{name}的数值过大"), "过大"),
        Mistake::WrongUnit(found) => {
            Words::new(format!("{name}的单位不是“{}”", unit(*found)), "单位不同")
        }
        Mistake::NotAUnit(text) => Words::new(format!("`{text}` 不是{name}的单位"), "无法读取"),
        Mistake::Separated(_) => {
            Words::new(format!("{name}的数字之间有逗号"), "如需分隔数字，请用 `_`")
        }
        Mistake::Contradiction => Words::new(format!("没有数能满足{name}的这些界限"), "永不成立"),
        Mistake::Muddled => Words::new(
            format!("{name}应为一个数，或者一个下限加一个上限"),
            "无法读取",
        ),
    }
}

fn how_to_write(fact: &Fact) -> String {
    match &fact.ty {
        FactType::Bool => "请写 `true`（是）或 `false`（否），不知道的写 `unknown`".to_owned(),
        FactType::Choice(_) => format!(
            "不知道的写 `unknown`；可取的值有：{}",
            members(fact, LANGUAGE)
        ),
        FactType::Set(_) => format!(
            "请在方括号内列出全部，如 `[a, b]`，没有的写 `[]`；可取的值有：{}",
            members(fact, LANGUAGE)
        ),
        FactType::Quantity(unit) => numbers(*unit),
        FactType::Date => "请写日期，如 `2024-03-22`；不知道的写 `unknown`".to_owned(),
        FactType::Error => String::new(),
    }
}

/// How a quantity is written, for help.
pub(super) fn numbers(of: Unit) -> String {
    let of = unit(of);
    format!(
        "请写整数，如 `450000`、`45万` 或 `45万{of}`；或写界限，如 `10万{of}以上`、`10万{of}以上不满100万{of}`；不知道的写 `unknown`"
    )
}

fn partly(fact: &Fact) -> String {
    let first = match &fact.ty {
        FactType::Choice(members) | FactType::Set(members) => {
            members.first().map_or("a", |member| &member.name)
        }
        FactType::Bool | FactType::Quantity(_) | FactType::Date | FactType::Error => "a",
    };
    format!(
        "只知道一部分的，请写成 `{{ {first}: true }}`，每项写 `true`、`false` 或 `unknown`；没有写明的均为未知"
    )
}

fn unit(of: Unit) -> &'static str {
    of.chinese().first().copied().unwrap_or_else(|| of.name())
}

/// The end of a sentence on a wrong day, and what to say at its place.
fn bad_day(text: &str, day: Option<Date>) -> (String, String) {
    match day {
        Some(day) => (format!("而 `{text}` 的写法不对"), format!("应为 `{day}`")),
        None if text.is_empty() => ("而此处没有".to_owned(), "没有日期".to_owned()),
        None => (
            format!("而没有 `{text}` 这一天"),
            "日历上没有这一天".to_owned(),
        ),
    }
}
