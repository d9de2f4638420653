//! Results, directions and constructs in words.

use weir_analysis::exact::{About, Direction, Leaf};
use weir_analysis::sources::{Aspect, Change, Changed, Construct};
use weir_core::hir::Language;

use super::View;
use crate::diff::Group;
use crate::render::words;

/// An outcome, by the newer side that has it.
pub(crate) fn outcome(view: &View<'_, '_>, name: &str) -> String {
    let [old, new] = view.editions;
    let found = [new, old].into_iter().find_map(|edition| {
        let id = edition.program.outcome(name)?;
        Some(words::label(&edition.program[id].labels, name, view.language).to_owned())
    });
    found.unwrap_or_else(|| name.to_owned())
}

/// A value of an outcome, by the newer side that has it.
pub(super) fn value(view: &View<'_, '_>, outcome: &str, value: &str) -> String {
    let [old, new] = view.editions;
    let found = [new, old].into_iter().find_map(|edition| {
        let id = edition.program.outcome(outcome)?;
        let values = &edition.program[id].values;
        let member = values.iter().find(|one| one.name == value)?;
        Some(words::member(member, view.language).to_owned())
    });
    found.unwrap_or_else(|| value.to_owned())
}

/// An outcome or a value of one.
pub(super) fn about(view: &View<'_, '_>, about: &About) -> String {
    match about {
        About::Ladder(name) | About::Fact(name) => outcome(view, name),
        About::InSet(name, one) | About::Member(name, one) => format!(
            "{}{}{}",
            outcome(view, name),
            view.language.pick("：", ": "),
            value(view, name, one)
        ),
    }
}

/// A result of the outcome of a group.
pub(super) fn result(view: &View<'_, '_>, group: &Group, leaf: &Leaf) -> String {
    let language = view.language;
    let name = |at: &usize| {
        let name = view.space.values(&group.outcome).get(*at);
        value(
            view,
            &group.outcome,
            name.map(String::as_str).unwrap_or_default(),
        )
    };
    match leaf {
        Leaf::Value(at) => name(at),
        Leaf::Gap => language.pick("没有结论", "no conclusion (gap)").to_owned(),
        Leaf::Conflict(values) => {
            let names: Vec<String> = values.iter().map(name).collect();
            let names = names.join(language.pick("、", ", "));
            language.pick(format!("冲突（{names}）"), format!("conflict ({names})"))
        }
        Leaf::Hole | Leaf::InSet(None) => language
            .pick("未转写，不能确定", "open: not transcribed")
            .to_owned(),
        Leaf::InSet(Some(true)) => language.pick("有", "yes").to_owned(),
        Leaf::InSet(Some(false)) => language.pick("没有", "no").to_owned(),
        Leaf::Impossible | Leaf::Bool(_) | Leaf::Same | Leaf::Pair(..) => {
            language.pick("不可能", "impossible").to_owned()
        }
    }
}

/// What becomes of values of a set: `now also`.
pub(super) fn becomes(old: &Leaf, new: &Leaf, language: Language) -> &'static str {
    match (old.in_set(), new.in_set()) {
        (_, None) => language.pick("不再能确定：", "now open:"),
        (None, Some(true)) => language.pick("现已确定有：", "now decided, yes:"),
        (None, Some(false)) => language.pick("现已确定没有：", "now decided, no:"),
        (Some(_), Some(true)) => language.pick("新增：", "now also:"),
        (Some(_), Some(false)) => language.pick("不再有：", "no longer:"),
    }
}

/// How a construct differs, in a line.
pub(super) fn change(changed: &Changed, over_time: bool, language: Language) -> String {
    match &changed.change {
        Change::Added if over_time => language.pick("开始施行", "begins").to_owned(),
        Change::Removed if over_time => language.pick("不再施行", "ends").to_owned(),
        Change::Added => language.pick("新增", "added").to_owned(),
        Change::Removed => language.pick("删除", "removed").to_owned(),
        Change::Reworded => language.pick("只改了文字", "only words").to_owned(),
        Change::Changed(sides) => {
            let sides = sides
                .iter()
                .map(|(kind, old, new)| side(*kind, old, new, language));
            sides.collect::<Vec<_>>().join(language.pick("；", "; "))
        }
    }
}

/// In which ways a construct differs, without what it was and is.
pub(super) fn ways(changed: &Changed, over_time: bool, language: Language) -> Vec<String> {
    match &changed.change {
        Change::Added | Change::Removed | Change::Reworded => {
            vec![change(changed, over_time, language)]
        }
        Change::Changed(sides) => {
            let aspects = sides.iter().map(|(kind, ..)| aspect(*kind, language));
            aspects.map(str::to_owned).collect()
        }
    }
}

/// How a side of a construct differs.
fn side(kind: Aspect, old: &str, new: &str, language: Language) -> String {
    let none = language.pick("无", "none");
    let shown = |text: &str| match text.parse::<i64>() {
        Ok(number) => words::grouped(number),
        Err(_) if text.is_empty() => none.to_owned(),
        Err(_) => format!("`{text}`"),
    };
    format!("{} {} → {}", aspect(kind, language), shown(old), shown(new))
}

/// What cases that only one side allows are called.
pub(super) fn one_sided(newly: bool, language: Language) -> &'static str {
    if newly {
        language.pick("新成为可能的案例", "Cases that are newly possible")
    } else {
        language.pick("不再可能的案例", "Cases that are no longer possible")
    }
}

/// That there are such cases, in a list of what changes.
pub(super) fn has_one_sided(newly: bool, language: Language) -> &'static str {
    if newly {
        language.pick("有新成为可能的案例", "cases that are newly possible")
    } else {
        language.pick("有不再可能的案例", "cases that are no longer possible")
    }
}

/// Which way it goes.
pub(crate) fn direction(direction: Direction, language: Language) -> &'static str {
    match direction {
        Direction::Looser => language.pick("更宽", "looser"),
        Direction::Stricter => language.pick("更严", "stricter"),
        Direction::Undetermined => language.pick("不再能确定", "now undetermined"),
        Direction::Decided => language.pick("现已确定", "now decided"),
        Direction::Other => language.pick("其他", "other"),
    }
}

/// A kind of construct.
pub(super) fn construct(construct: Construct, language: Language) -> &'static str {
    match construct {
        Construct::Outcome => language.pick("结论", "outcome"),
        Construct::Value => language.pick("结论的值", "value"),
        Construct::Kind => language.pick("类别", "kind"),
        Construct::Fact => language.pick("事实", "fact"),
        Construct::Counter => language.pick("计数", "counter"),
        Construct::Threshold => language.pick("数量标准", "threshold"),
        Construct::Reading => language.pick("读法", "reading"),
        Construct::Definition => language.pick("定义", "definition"),
        Construct::Assumption => language.pick("假定", "assumption"),
        Construct::Instrument => language.pick("文件", "instrument"),
        Construct::Provision => language.pick("条文", "provision"),
        Construct::Part => language.pick("清单的部分", "part of a list"),
        Construct::Rule => language.pick("规则", "rule"),
        Construct::Row => language.pick("条目", "row"),
        Construct::Rest => language.pick("清单其余部分", "rest of a list"),
        Construct::Adoption => language.pick("沿用", "adoption"),
        Construct::Frame => language.pick("清单的共同规定", "what lists have in common"),
        Construct::Precedence => language.pick("优先关系", "precedence"),
        Construct::Group => language.pick("从严组", "strictest group"),
    }
}

/// A side of a construct.
pub(super) fn aspect(aspect: Aspect, language: Language) -> &'static str {
    match aspect {
        Aspect::Number => language.pick("数值", "number"),
        Aspect::Type => language.pick("类型", "type"),
        Aspect::Values => language.pick("取值", "values"),
        Aspect::Default => language.pick("默认", "default"),
        Aspect::Period => language.pick("施行", "in force"),
        Aspect::Condition => language.pick("条件", "condition"),
        Aspect::Gate => language.pick("使用条件", "gate"),
        Aspect::Conclusion => language.pick("结论", "conclusion"),
        Aspect::Citation => language.pick("依据", "cites"),
        Aspect::Unit => language.pick("单位", "unit"),
        Aspect::Source => language.pick("来源", "source"),
        Aspect::Published => language.pick("公布", "published"),
        Aspect::Under => language.pick("制定依据", "under"),
        Aspect::Zones => language.pick("适用的自贸区", "zones"),
        Aspect::Dated => language.pick("落款日期", "dated"),
        Aspect::Announced => language.pick("公布的数目", "announced"),
        Aspect::Trial => language.pick("试行至", "trial until"),
        Aspect::Replaces => language.pick("取代", "replaces"),
        Aspect::AsOf => language.pick("沿用的版本日期", "as of"),
        Aspect::Except => language.pick("除外", "except"),
        Aspect::Common => language.pick("共同规定", "common rules"),
    }
}
