//! The words of findings in Chinese.

use weir_syntax::diagnostic::Words;
use weir_syntax::token::Unit;

use crate::date;
use crate::hir::Lang;
use crate::problems::{NameKind, ProblemKind, TestShape, TypeName};

pub(super) fn words(kind: &ProblemKind) -> Words {
    match kind {
        ProblemKind::Syntax(_) => Words::default(),
        ProblemKind::List(problem) => super::lists_zh::words(problem),
        ProblemKind::BadNumber { text } => Words::new(format!("`{text}` 不是整数，或数值过大"), "无法读作数字")
            .help("数量均为整数，如 `100_000`、`10万`、`1.5亿`"),
        ProblemKind::BadDate { text } => bad_date(text),
        ProblemKind::RepeatedClause { what, .. } => Words::new(format!("`{what}` 在此重复出现"), "重复").help("请保留其中一处"),
        ProblemKind::RowLength { expected, found } => {
            Words::new(format!("该行有 {found} 格，而表头有 {expected} 格"), format!("应有 {expected} 格")).help("每一列都须有一格；不指定的事实或结论写 `unknown`")
        }
        ProblemKind::TestShape(shape) => test_shape(*shape),
        ProblemKind::UnknownFile { path } => Words::new(format!("没有文件 `{path}`"), "未找到").help("路径相对于 `use` 所在的文件"),
        ProblemKind::Duplicate { what, name, .. } => {
            Words::new(format!("{} `{name}` 重复声明", noun(*what)), "再次声明").help("请改用另一个名称，或删去其中一处")
        }
        ProblemKind::Unknown { what, name, near, of, known } => unknown(*what, name, near.as_deref(), of.as_deref(), known),
        ProblemKind::NotInUse { name, file, .. } => Words::new(format!("`{name}` 声明于 `{file}`，而本文件未引用该文件"), "本文件中不可见")
            .help(format!("请加上 `use \"{file}\"`"))
            .fix(format!("加上 `use \"{file}\"`")),
        ProblemKind::WrongTest { name, ty, instead, .. } => wrong_test(name, ty, instead.as_deref()),
        ProblemKind::UnitMismatch { left, right, .. } => {
            Words::new(format!("此处的单位应为 {}，却写成了 {}", named(*left), named(*right)), format!("单位为 {}", named(*right)))
                .help("不同单位的数量不能比较，也不会换算；请在两处使用同一单位")
        }
        ProblemKind::NoUnit => Words::new("门槛值没有单位", "只有数字").help(format!("请在数字后写上单位，如 `10万人`；可用的单位有：{}", units())),
        ProblemKind::NotACondition { name, what } => not_a_condition(name, *what),
        ProblemKind::WrongValue { name, ty, known } => {
            Words::new(format!("`{name}` 为{}，不能取这个值", described(ty)), "不是它的值").help(how_to_write(ty, known))
        }
        ProblemKind::ImpossibleBounds => Words::new("没有数能同时满足这些界限", "永不成立").help("下限在前，上限在后：`10万以上不满100万` 即 `>= 10万 and < 100万`"),
        ProblemKind::NoConclusion => Words::new("该规则没有结论", "缺少 `then`").help("请写明规则适用时的结论，如 `then pathway exempt`"),
        ProblemKind::BadConclusion { name } => Words::new(format!("规则不能就 `{name}` 得出这样的结论"), "不能作为结论")
            .help("规则可以得出结论的值（`then pathway exempt`）、尚未转写（`untranscribed`），或集合型事实所含的类别（`then data has important_data`）"),
        ProblemKind::CircularOutcome { chain } => {
            Words::new(format!("结论之间循环依赖：{}", circle(chain)), "在此形成循环").help("请从循环中的某条规则里，去掉以循环内结论为条件的部分")
        }
        ProblemKind::CircularPrecedence { chain, on } => {
            let when = on.map(|day| format!("在 {day} ")).unwrap_or_default();
            Words::new(format!("规则{when}循环排除：{}", circle(chain)), "在此形成循环").help("请撤去其中一条优先关系，或把它限于所指的规则")
        }
        ProblemKind::EmptyPrecedence { reference } => Words::new(format!("`{reference}` 中没有受此影响的规则"), "不起作用")
            .help("规则只排除就同一结论作出判断的其他规则；`strictest among` 只能列出就阶梯型结论作出判断的规则"),
        ProblemKind::CircularDefinition { chain } => Words::new(format!("定义循环引用自身：{}", circle(chain)), "循环的一环").help("请将其中一个条件直接用事实写出"),
        ProblemKind::UnexplainedHole => Words::new("尚未转写的规则没有说明缺少什么", "缺什么，原文在何处？")
            .help("请同时写上 `missing zh \"…\"` 和 `missing en \"…\"`，以便判定到此时能够说明"),
        ProblemKind::OutsidePeriod { .. } => {
            Words::new("施行期间超出所在法规文件或条款的施行期间", "超出范围").help("条款只在其所属法规文件或条款施行期间有效；请更正其中一个期间")
        }
        ProblemKind::ThresholdGap { from, until } => Words::new(format!("门槛值自 {from} 起至 {until} 前没有数值"), "前一个值已先行结束")
            .help("后一个值应自前一个值结束之日起算；`until` 是期间结束后的第一日"),
        ProblemKind::ThresholdOverlap { on, .. } => {
            Words::new(format!("门槛值在 {on} 有两个数值"), "前一个值尚未结束").help("请用 `until` 使前一个值止于后一个值开始之日")
        }
        ProblemKind::EmptyPeriod => Words::new("该期间没有一日", "尚未开始即已结束").help("`from` 是第一日，`until` 是期间结束后的第一日，须晚于 `from`"),
        ProblemKind::ThresholdNotInForce { threshold, on, .. } => threshold_not_in_force(threshold, *on),
        ProblemKind::NoPeriod { instrument } => {
            Words::new(format!("法规文件 `{instrument}` 没有写明自何日起施行"), "缺少施行日期").help("请写上 `in force from` 和施行的第一日")
        }
        ProblemKind::DefaultOption { defaults: 0 } => {
            Words::new("该解释没有默认选项", "各选项均未标为默认").help("请在未指定时采用的选项名称后写上 `default`")
        }
        ProblemKind::DefaultOption { defaults } => Words::new(format!("该解释有 {defaults} 个默认选项"), "默认选项不止一个").help("请只保留一个 `default`"),
        ProblemKind::TooFewOptions => {
            Words::new("该解释的选项不足两个", "没有可供选择之处").help("请补上其他解释；如果只有一种解释，请直接写成规则")
        }
        ProblemKind::CircularProfile { name } => Words::new(format!("事实组 `{name}` 以自身为基础"), "循环的一环").help("请让循环中的某个事实组不再以其他事实组为基础"),
        ProblemKind::ExpectsNothing => Words::new("该测试没有写明预期结果", "永远不会失败").help("请写上预期结果，如 `expect pathway exempt`"),
        ProblemKind::Unused { what, name } => {
            Words::new(format!("{} `{name}` 从未使用", noun(*what)), "未使用").help("请在条件中使用它，或将其删去；只在测试中出现的，不影响任何判定")
        }
        ProblemKind::MissingLabel { what, name, lang, question } => missing_label(*what, name, *lang, *question),
        ProblemKind::UnnamedNumber { text } => Words::new(format!("条件中的数字 `{text}` 没有名称"), "直接写出的数字")
            .help("请用 `threshold` 声明该数值并注明其依据的条款，再与其名称比较"),
        ProblemKind::Uncited { what } => Words::new(format!("{}没有注明依据", cited_noun(*what)), "缺少依据").help("请用 `cite` 注明所依据的条款，如 `cite order16 article 7`"),
        ProblemKind::TooManyWarnings { shown } => Words::new(format!("检查结果超过 {shown} 处，其余警告未显示"), "自此处起").help("请改正已显示的，再作检查"),
        ProblemKind::TooMany { shown } => Words::new(format!("检查结果超过 {shown} 处，其余未显示"), "自此处起"),
        ProblemKind::NoReason { name } => {
            Words::new(format!("解释 `{name}` 没有说明为何以该选项为默认"), "缺少理由").help("请写上 `because zh \"…\"` 和 `because en \"…\"`")
        }
    }
}

fn bad_date(text: &str) -> Words {
    match date::parse(text) {
        Some(day) => Words::new(format!("日期 `{text}` 的写法不完整"), "月、日须为两位数字")
            .help(format!("请写成 `{day}`"))
            .fix(format!("替换为 `{day}`")),
        None => Words::new(format!("没有 `{text}` 这一天"), "日历上没有这一天")
            .help("日期按年、月、日书写，如 `2024-03-22`"),
    }
}

fn test_shape(shape: TestShape) -> Words {
    match shape {
        TestShape::TableWithoutRows => Words::new("表格测试没有任何用例", "表头之下没有行")
            .help("请写上表头，其下每行一个用例；或删去 `table`"),
        TestShape::RowsWithoutTable => {
            Words::new("该测试含有表格行，却没有声明为表格", "未声明为表格")
                .help("请写成 `test table`")
        }
        TestShape::Heading => Words::new("列的表头不是测试中可用的名称", "不能作表头")
            .help("表头可以是事实、计数、结论、解释，以及 `by` 或 `case`"),
    }
}

fn unknown(
    what: NameKind,
    name: &str,
    near: Option<&str>,
    of: Option<&str>,
    known: &[String],
) -> Words {
    let words = match (of, what) {
        (Some(of), _) => Words::new(format!("`{of}` 没有{} `{name}`", noun(what)), "未知"),
        (None, NameKind::Provision) => {
            return Words::new(
                format!("`{name}` 没有写明属于哪个法规文件"),
                "哪个法规文件？",
            )
            .help(format!(
                "在法规文件之外引用条款，须先写其名称，如 `order16 {name}`"
            ));
        }
        (None, NameKind::Unit) => Words::new(format!("没有单位或类型 `{name}`"), "未知"),
        (None, _) => Words::new(format!("没有{} `{name}`", noun(what)), "未知"),
    };
    if let Some(near) = near {
        return words
            .help(format!("是否指 `{near}`？"))
            .fix(format!("替换为 `{near}`"));
    }
    match what {
        NameKind::Unit => words.help(format!(
            "类型可以是 `bool`、`date`、`one of …`、`set of …` 或单位；可用的单位有：{}",
            units()
        )),
        NameKind::Fact
        | NameKind::Measure
        | NameKind::Outcome
        | NameKind::Value
        | NameKind::Threshold
        | NameKind::Instrument
        | NameKind::Provision
        | NameKind::Rule
        | NameKind::Reading
        | NameKind::Option
        | NameKind::Definition
        | NameKind::Assumption
        | NameKind::Category
        | NameKind::Zone
        | NameKind::Profile
        | NameKind::File
        | NameKind::List
        | NameKind::Counter
        | NameKind::Sector
        | NameKind::Scenario
        | NameKind::Row
        | NameKind::Test => {
            if known.is_empty() {
                words
            } else {
                words.help(format!("已有的是：{}", listed(known)))
            }
        }
    }
}

fn wrong_test(name: &str, ty: &TypeName, instead: Option<&str>) -> Words {
    let words = Words::new(
        format!("`{name}` 为{}，不能这样判断", described(ty)),
        "判断方式不对",
    );
    match instead {
        Some(instead) => words
            .help(format!("请写成 `{instead}`"))
            .fix(format!("替换为 `{instead}`")),
        None => words.help(match ty {
            TypeName::Bool => format!("请只写名称 `{name}`，或写 `not {name}`"),
            TypeName::Choice => {
                format!("请写 `{name} is` 加一个值，或 `{name} is one of` 加若干个值")
            }
            TypeName::Set => {
                format!("请写 `{name} has` 加一个成员，或 `{name} has any of` 加若干个成员")
            }
            TypeName::Quantity(_) => format!("请与数字或门槛值比较，如 `{name} > 0`"),
            TypeName::Date => format!("请与日期比较，如 `{name} >= 2024-03-22`"),
            TypeName::Ladder => format!("请写 `{name} is` 加一个值，或 `{name} >=` 加一个值"),
            TypeName::SetOutcome => format!("请写 `{name} has` 加一个值"),
        }),
    }
}

fn not_a_condition(name: &str, what: NameKind) -> Words {
    Words::new(
        format!("`{name}` 是{}，本身不是条件", noun(what)),
        "不是条件",
    )
    .help(match what {
        NameKind::Outcome => format!("请将结论与某个值比较，如 `{name} is …`"),
        NameKind::Counter => format!("请与数字比较，如 `{name} 10万以上`"),
        NameKind::Threshold => format!("请用事实与它比较，如 `people.general >= {name}`"),
        NameKind::Reading | NameKind::Option => format!("请写 `reading {name} is` 加一个选项"),
        NameKind::Category | NameKind::Zone | NameKind::Value => {
            "请对该类型的事实作判断，如 `data has …` 或 `data is …`".to_owned()
        }
        NameKind::Assumption => "假定始终成立；有名称的条件用 `define` 声明".to_owned(),
        NameKind::Fact
        | NameKind::Measure
        | NameKind::Instrument
        | NameKind::Provision
        | NameKind::Rule
        | NameKind::Definition
        | NameKind::Profile
        | NameKind::Unit
        | NameKind::File
        | NameKind::List
        | NameKind::Sector
        | NameKind::Scenario
        | NameKind::Row
        | NameKind::Test => "条件可以判断事实、计数、定义、结论和解释".to_owned(),
    })
}

fn how_to_write(ty: &TypeName, known: &[String]) -> String {
    match ty {
        TypeName::Bool => "请写 `true` 或 `false`".to_owned(),
        TypeName::Choice | TypeName::Ladder if known.is_empty() => "请写它的某个值".to_owned(),
        TypeName::Choice | TypeName::Ladder => format!("可取的值有：{}", listed(known)),
        TypeName::Set | TypeName::SetOutcome if known.is_empty() => {
            "请在花括号内列出成员，如 `{ a, b }`；空集写 `{ }`".to_owned()
        }
        TypeName::Set | TypeName::SetOutcome => format!(
            "请在花括号内列出成员，空集写 `{{ }}`；已有的是：{}",
            listed(known)
        ),
        TypeName::Quantity(of) => format!("请写数字，如 `10{}`，或与门槛值比较", unit(*of)),
        TypeName::Date => "请写日期，如 `2024-03-22`".to_owned(),
    }
}

fn threshold_not_in_force(threshold: &str, on: Option<date::Date>) -> Words {
    let message = match on {
        Some(day) => format!("规则在 {day} 有效，而门槛值 `{threshold}` 在该日没有数值"),
        None => format!("规则自始有效，而门槛值 `{threshold}` 起初没有数值"),
    };
    Words::new(message, "届时没有数值")
        .help("请为门槛值补上规则有效期间内的全部数值，或用 `in force` 限定规则的期间")
}

fn missing_label(what: NameKind, name: &str, lang: Lang, question: bool) -> Words {
    let (language, word) = match lang {
        Lang::Zh => ("中文", "zh"),
        Lang::En => ("英文", "en"),
    };
    if question {
        Words::new(
            format!("{} `{name}` 没有{language}提问", noun(what)),
            "无法向人询问",
        )
        .help(format!("请写上 `ask {word} \"…\"`，即用来询问该项的问题"))
    } else {
        Words::new(
            format!("{} `{name}` 没有{language}名称", noun(what)),
            "无法用两种语言称呼",
        )
        .help(format!("请写上 `{word} \"…\"`"))
    }
}

/// What a thing of this kind is called.
fn noun(what: NameKind) -> &'static str {
    match what {
        NameKind::Fact => "事实",
        NameKind::Measure => "计数",
        NameKind::Outcome => "结论",
        NameKind::Value => "值",
        NameKind::Threshold => "门槛值",
        NameKind::Instrument => "法规文件",
        NameKind::Provision => "条款",
        NameKind::Rule => "规则",
        NameKind::Reading => "解释",
        NameKind::Option => "选项",
        NameKind::Definition => "定义",
        NameKind::Assumption => "假定",
        NameKind::Category => "类别",
        NameKind::Zone => "自贸区",
        NameKind::Profile => "事实组",
        NameKind::Unit => "单位",
        NameKind::File => "文件",
        NameKind::Test => "测试",
        NameKind::List => "清单",
        NameKind::Counter => "计数口径",
        NameKind::Sector => "行业",
        NameKind::Scenario => "业务场景",
        NameKind::Row => "条目",
    }
}

/// What cites: of values only those of thresholds do.
fn cited_noun(what: NameKind) -> &'static str {
    if what == NameKind::Value {
        "门槛值的数值"
    } else {
        noun(what)
    }
}

fn described(ty: &TypeName) -> String {
    match ty {
        TypeName::Bool => "是非型事实".to_owned(),
        TypeName::Choice => "多选一的事实".to_owned(),
        TypeName::Set => "集合型事实".to_owned(),
        TypeName::Quantity(of) => format!("以 {} 计的数量", named(*of)),
        TypeName::Date => "日期".to_owned(),
        TypeName::Ladder => "阶梯型结论".to_owned(),
        TypeName::SetOutcome => "集合型结论".to_owned(),
    }
}

fn unit(unit: Unit) -> &'static str {
    unit.chinese()
        .first()
        .copied()
        .unwrap_or_else(|| unit.name())
}

/// A unit by both its names.
fn named(one: Unit) -> String {
    format!("`{}`（{}）", one.name(), unit(one))
}

fn units() -> String {
    Unit::ALL.map(named).join("、")
}

fn listed(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join("、")
}

fn circle(chain: &[String]) -> String {
    chain
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(" → ")
}
