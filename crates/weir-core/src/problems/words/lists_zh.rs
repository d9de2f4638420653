//! The words of findings about lists in Chinese.

use weir_syntax::diagnostic::Words;

use crate::problems::{ListProblem, Needs};

pub(super) fn words(problem: &ListProblem) -> Words {
    match problem {
        ListProblem::Misplaced { what, needs } => Words::new(format!("`{what}` 不能写在这里"), "位置不对").help(format!("应写在{}", place(*needs))),
        ListProblem::NoFrame => Words::new("清单没有写明依据哪一条款制定", "依据何条？").help("请写上 `under` 和含有 `lists` 的条款，如 `under order16 article 6`"),
        ListProblem::FrameLacks { what: "sectors", frame: None } => {
            Words::new("该事实不能表明行业或业务场景", "不是某类别中的一个").help("请声明为 `one of` 加类别：一项出境活动属于一个行业、一个场景")
        }
        ListProblem::FrameLacks { what: "fields", frame: None } => Words::new("该事实不能表明数据字段", "不是某类别的集合").help("请声明为 `set of` 加类别"),
        ListProblem::FrameLacks { what, .. } => Words::new(format!("`lists` 中没有写明 `{what}`"), "此处需要").help(format!("请在所依据条款的 `lists` 中写上 `{what} …`")),
        ListProblem::NoOutside => {
            Words::new("清单没有写明清单外数据如何处理", "清单外如何？").help("请写上 `outside free`、`outside national` 或 `outside undetermined`；没有默认值")
        }
        ListProblem::OutsideOfGeneral => Words::new("一般数据清单对清单外数据不作规定", "一般数据清单只放行其列举的数据").help("请删去 `outside`；清单未放行的，由其他规则决定"),
        ListProblem::OutsideWord { word } => Words::new(format!("`outside {word}` 没有含义"), "不是清单外数据的处理方式")
            .help("清单中可以写 `free`、`national` 或 `undetermined`；`lists` 中只定义 `outside free`"),
        ListProblem::OutsideUnreachable { .. } => Words::new("该 `outside` 永远不会适用", "不会适用").help("有多条时以第一条条件成立的为准；没有 `if` 的请写在最后"),
        ListProblem::NoFree { .. } => Words::new("没有写明 `outside free` 的结论", "依据何种规则免予？").help("请在 `lists` 中写上 `outside free` 和 `then …`"),
        ListProblem::NoGate => Words::new("清单没有写明谁可以适用", "何人可用？").help("请写上 `available when` 和条件，如出境方在何处注册"),
        ListProblem::BandsOverlap { example, .. } => {
            Words::new(format!("条目的两个区间同时成立：{}", numbers(example)), "重叠且结果不同").help("区间左闭右开：`10万以上不满100万` 与 `100万以上` 相接而不重叠")
        }
        ListProblem::BandsGap { example } => {
            Words::new(format!("条目的区间之间有空隙：{}", numbers(example)), "此处没有区间成立").help("请使每个区间自前一个区间结束处开始；原文如此的，请用 `note` 说明")
        }
        ListProblem::EditionsOverlap { other, on, .. } => {
            Words::new(format!("`{other}` 在 {on} 仍然有效"), "两个版本同时有效").help("前一版本应止于后一版本开始之日；`replaces` 会自动做到")
        }
        ListProblem::CircularAdoption { chain } => Words::new(format!("清单循环引用：{}", chain.join(" → ")), "循环在此闭合").help("请在其中一份清单中写出条目"),
        ListProblem::AdoptsNothing { list } => Words::new(format!("没有引用 `{list}` 的任何内容"), "未引用任何内容").help("请写明该清单中有的行业或场景，且不要全部排除"),
        ListProblem::AdoptedNotInForce { list, on, .. } => {
            Words::new(format!("`{list}` 在 {on} 不在有效期内"), "该日不在有效期").help("按当时文本引用的，请写 `as of` 和其有效的一日；否则使引用与该清单同时终止")
        }
        ListProblem::OwnAndAdopted { part, row, .. } => {
            Words::new(format!("`{part}` 既有引用的条目，又有本清单的条目 `{row}`"), "以何者为准？").help("请用 `except` 排除该部分，或写明何者优先")
        }
        ListProblem::NeverApplies { row } => Words::new(format!("条目 `{row}` 永远不会适用"), "没有可匹配的数据").help("其条件相互矛盾，或与所在部分的条件矛盾"),
        ListProblem::Covered { row, by, .. } => {
            Words::new(format!("条目 `{row}` 没有增加内容：`{by}` 已涵盖且结果相同"), "已被另一条目涵盖").help("请删去；官方清单两者皆有的，请收窄另一条目")
        }
        ListProblem::TrialOver { list, until } => {
            Words::new(format!("`{list}` 的试行期已于 {until} 届满"), "已届满").help("请查明该自贸区是否延长、更新或者废止该清单，并写明其决定")
        }
        ListProblem::Column { name } if name.is_empty() => Words::new("表头应为名称", "不是名称").help(COLUMNS),
        ListProblem::Column { name } => Words::new(format!("`{name}` 不是清单的列"), "不是列").help(COLUMNS),
        ListProblem::ColumnTwice { name, .. } => Words::new(format!("列 `{name}` 出现两次"), "再次出现")
            .help("请保留其一；需要两者的条目请单独写出"),
        ListProblem::WhichList { name, known, .. } if known.is_empty() => Words::new(format!("`{name}` 不是清单"), "没有版本")
            .help("只有清单有版本"),
        ListProblem::WhichList { name, edition: Some(edition), known } => Words::new(format!("`{name}` 没有版本“{edition}”"), "未知")
            .help(format!("已有的是：{}", editions(known))),
        ListProblem::WhichList { name, edition: None, known } => Words::new(format!("`{name}` 有多个版本"), "哪一版？")
            .help(format!("请写明：{}", editions(known))),
        ListProblem::Cell { column } => Words::new(format!("不是 `{column}` 列的值"), "无法读取")
            .help("有取值的事实写名称或 `{ a, b }`，是否类写 `true` 或 `false`，数字写区间如 `10万以上不满100万`，文字写在引号内；留空表示不作要求"),
        ListProblem::NoRowColumn => Words::new("表中没有 `row` 列", "缺少条目编号").help("请增加 `row` 列，写明每行的编号"),
        ListProblem::CounterCondition => Words::new("计数口径只能取决于解释", "不是关于解释的条件").help("请写 `if reading … is …`"),
        ListProblem::CounterOpen => Words::new("有的解释选项下没有计数", "未作规定").help("请为每个选项写一行"),
    }
}

const COLUMNS: &str = "列可以是 `row`、`zh`、`en`、`fields`、`others`、`except`、`unless`、`source`、`url`、`cite`，或事实、计数、计数口径、定义、结论的名称";

fn place(needs: Needs) -> &'static str {
    match needs {
        Needs::Instrument => "法规文件中",
        Needs::List => "清单中",
        Needs::Part => "清单、行业或业务场景中",
        Needs::Inner => "行业、业务场景或条目中；谁可以适用清单用 `available when` 写明",
        Needs::Row => "清单的条目中",
        Needs::Adoption => "引用（`adopts …`）中",
        Needs::Provision => "法规文件的条款中",
    }
}

fn editions(labels: &[String]) -> String {
    let labels: Vec<String> = labels
        .iter()
        .map(|label| format!("`edition \"{label}\"`"))
        .collect();
    labels.join("、")
}

fn numbers(example: &[(String, i64)]) -> String {
    let parts: Vec<String> = example
        .iter()
        .map(|(name, number)| format!("{name} = {number}"))
        .collect();
    parts.join("，")
}
