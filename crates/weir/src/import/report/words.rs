//! The report of an import in words.

use weir_syntax::diagnostic::Language;
use weir_tables::Place;

use super::kind_of_name;
use crate::import::{Addition, Change, Done, Fate, Kept, Misfit, NameOf, Refusal, Row, Why};

/// The report for people.
pub(crate) fn human(
    done: &Done,
    language: Language,
    source: &dyn Fn(&Addition) -> String,
) -> String {
    let mut out = String::new();
    for heading in &done.headings {
        let means = match heading.means.is_empty() {
            true => language.pick("无影响", "nothing").to_owned(),
            false => heading.means.join(", "),
        };
        out.push_str(&language.pick(
            format!(
                "标题行  {}：“{}” → {means}\n",
                at(heading.place, language),
                short(&heading.text)
            ),
            format!(
                "heading  {}: “{}” → {means}\n",
                at(heading.place, language),
                short(&heading.text)
            ),
        ));
    }
    for sheet in &done.hidden {
        out.push_str(&language.pick(
            format!("已读取隐藏的工作表“{sheet}”\n"),
            format!("the hidden sheet “{sheet}” was read\n"),
        ));
    }
    for row in &done.rows {
        out.push_str(&one_row(row, language));
    }
    out.push_str(&names(done, language, source));
    out.push_str(&summary(done, language));
    out
}

fn one_row(row: &Row, language: Language) -> String {
    let word = match &row.fate {
        Fate::New => language.pick("新增", "new"),
        Fate::Unchanged { by_hand: false } if row.unread.is_empty() => return String::new(),
        Fate::Unchanged { by_hand: false } => language.pick("未变", "unchanged"),
        Fate::Unchanged { by_hand: true } => language.pick("未变（曾手工修改，保留）", "unchanged (edited by hand, kept)"),
        Fate::Changed(_) => language.pick("变更", "changed"),
        Fate::Moved => language.pick("移至", "moved to"),
        Fate::Kept(Kept::ByHand, _) => {
            language.pick("未动：表中有变化，但该条目曾手工修改；请比对", "not touched: it changed in the table and by hand; compare")
        }
        Fate::Kept(Kept::InTable, _) => {
            language.pick("未动：位于规则文件的表格中；请手工修改", "not touched: it stands in a table of the policy; change it there")
        }
        Fate::Kept(Kept::ElsewhereNow, _) => language.pick(
            "未动：表中已移至别处，但该条目曾手工修改；请手工删除",
            "not touched: the table has it elsewhere now, and it was edited by hand; delete it by hand",
        ),
        Fate::Gone { removed: false, .. } => {
            language.pick("表中已无，仍保留（--remove 可删除）", "gone from the table, kept (--remove takes it out)")
        }
        Fate::Gone { removed: true, .. } => language.pick("表中已无，已删除", "gone from the table, removed"),
    };
    let mut part: Vec<&str> = row
        .part
        .sector
        .iter()
        .chain(&row.part.scenario)
        .map(String::as_str)
        .collect();
    part.retain(|name| !name.is_empty());
    let part = if part.is_empty() {
        String::new()
    } else {
        format!("  [{}]", part.join(" / "))
    };
    let mut out = format!("{}{part}  {word}\n", row.id);
    match &row.fate {
        Fate::Changed(changes) | Fate::Kept(_, changes) => out.push_str(&changed(changes)),
        Fate::Gone { text, .. } => {
            for line in text.lines() {
                out.push_str(&format!("    - {}\n", line.trim()));
            }
        }
        Fate::New | Fate::Unchanged { .. } | Fate::Moved => {}
    }
    if super::english_is_old(row) {
        out.push_str(language.pick(
            "    中文标签已变，英文标签未改，请核对\n",
            "    the Chinese label changed and the English one was kept; check it\n",
        ));
    }
    let completed = matches!(row.fate, Fate::Unchanged { by_hand: true });
    for (place, unread) in row.unread.iter().filter(|_| !completed) {
        let text = short(&unread.text);
        let reason = why(&unread.why, language);
        out.push_str(&language.pick(
            format!("    未读懂  {}：“{text}”——{reason}\n", at(*place, language)),
            format!("    unread  {}: “{text}”: {reason}\n", at(*place, language)),
        ));
    }
    out
}

/// The clauses that changed. The printed row itself is left out: it is what changed in the table.
fn changed(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        for (sign, text) in [("-", &change.before), ("+", &change.after)] {
            if let Some(text) = text.as_ref().filter(|text| !super::is_printed(text)) {
                out.push_str(&format!("    {sign} {}\n", cut(text, 160)));
            }
        }
    }
    out
}

fn why(why: &Why, language: Language) -> String {
    match why {
        Why::Number => language
            .pick("数字未能读懂", "a number that is not understood")
            .to_owned(),
        Why::Condition => language
            .pick("条件未能读懂", "a condition that is not understood")
            .to_owned(),
        Why::Whose => language
            .pick(
                "未说明人数是否含敏感个人信息",
                "it does not say whether sensitive information counts",
            )
            .to_owned(),
        Why::Contradiction => language
            .pick(
                "与数据类别或者其他人数矛盾",
                "it contradicts the kind of data or another number",
            )
            .to_owned(),
        Why::Pathway => language
            .pick("路径未知", "no pathway that is known")
            .to_owned(),
        Why::Kind => language
            .pick(
                "对应文件未说明该数据类别",
                "a kind of data that the mapping file does not know",
            )
            .to_owned(),
        Why::Row => language
            .pick(
                "所指条目不存在或者不唯一",
                "the row it speaks of does not exist or is not the only one",
            )
            .to_owned(),
        Why::Id => language.pick("没有序号", "no number").to_owned(),
        Why::Name(names) => {
            let texts: Vec<String> = names
                .iter()
                .map(|name| match name.several.is_empty() {
                    true => format!(
                        "{} “{}”",
                        kind_of_name(name.of, language),
                        short(&name.text)
                    ),
                    false => format!(
                        "{} “{}” ({})",
                        kind_of_name(name.of, language),
                        short(&name.text),
                        name.several.join(" / ")
                    ),
                })
                .collect();
            language.pick(
                format!("没有对应的名称：{}", texts.join("、")),
                format!("no such name: {}", texts.join(", ")),
            )
        }
    }
}

fn names(done: &Done, language: Language, source: &dyn Fn(&Addition) -> String) -> String {
    let mut out = String::new();
    for added in [true, false] {
        let mut last = String::new();
        for addition in done
            .names
            .iter()
            .filter(|one| one.added == added && one.near.is_empty())
        {
            let place = format!("{} ({})", addition.category, source(addition));
            if place != last {
                out.push_str(&match added {
                    true => language.pick(
                        format!("已加入 {place}，请补英文：\n"),
                        format!("added to {place}; write the English:\n"),
                    ),
                    false => language.pick(
                        format!("{place} 中没有；可用 --add-names 加入：\n"),
                        format!("not in {place}; --add-names adds them:\n"),
                    ),
                });
                last = place;
            }
            out.push_str(&format!("    {}\n", addition.line()));
        }
    }
    let near: Vec<&Addition> = done
        .names
        .iter()
        .filter(|one| !one.near.is_empty() && !one.added)
        .collect();
    for of in [NameOf::Sector, NameOf::Scenario, NameOf::Field] {
        let own: Vec<&&Addition> = near.iter().filter(|one| one.of == of).collect();
        if own.is_empty() {
            continue;
        }
        out.push_str(language.pick(
            "可能已有的名称；请核对后写入对应文件，确为新名称的，手工加入规则文件：\n",
            "perhaps there already; check, and write into the mapping file; if it is new, add it to the policy by hand:\n",
        ));
        out.push_str(&format!("    {}:\n", section(of)));
        for one in own {
            out.push_str(&format!("      {}: {}\n", one.zh, one.near.join(" | ")));
        }
    }
    out
}

/// The part of a mapping file in which names of a kind stand.
fn section(of: NameOf) -> &'static str {
    match of {
        NameOf::Sector => "sectors",
        NameOf::Scenario => "scenarios",
        NameOf::Field => "fields",
        NameOf::Description => "described",
    }
}

fn summary(done: &Done, language: Language) -> String {
    let count = |wanted: &dyn Fn(&Row) -> bool| done.rows.iter().filter(|row| wanted(row)).count();
    let new = count(&|row| row.fate == Fate::New);
    let changed = count(&|row| matches!(row.fate, Fate::Changed(_) | Fate::Moved));
    let unchanged = count(&|row| matches!(row.fate, Fate::Unchanged { .. }));
    let left = count(&|row| matches!(row.fate, Fate::Kept(..)));
    let gone = count(&|row| matches!(row.fate, Fate::Gone { .. }));
    let completed = |row: &Row| matches!(row.fate, Fate::Unchanged { by_hand: true });
    let unread = count(&|row| !row.unread.is_empty() && !completed(row));
    let composed = count(&|row| row.composed && row.fate == Fate::New);
    let mut out = language.pick(
        format!("新增 {new}，变更 {changed}，未变 {unchanged}，未动 {left}，表中已无 {gone}；其中 {unread} 个条目未能完全读懂，记为 untranscribed\n"),
        format!("{new} new, {changed} changed, {unchanged} unchanged, {left} not touched, {gone} gone; {unread} not fully read and untranscribed\n"),
    );
    if composed > 0 {
        out.push_str(&language.pick(
            format!("{composed} 个英文标签只写明条目编号和类别，请改为译文\n"),
            format!("{composed} English labels only say number and kind; write translations\n"),
        ));
    }
    if !done.skipped.is_empty() {
        let tables: Vec<String> = done.skipped.iter().map(usize::to_string).collect();
        out.push_str(&language.pick(
            format!("依对应文件未读取的表格：{}\n", tables.join("、")),
            format!(
                "tables left out by the mapping file: {}\n",
                tables.join(", ")
            ),
        ));
    }
    out
}

/// Why nothing was imported, a line for each reason.
pub(crate) fn refusal(refusal: &Refusal, language: Language) -> Vec<String> {
    match refusal {
        Refusal::Misfits(misfits) => misfits.iter().map(|one| misfit(one, language)).collect(),
        Refusal::Broken(broken) => vec![language.pick(
            format!("写出的内容无法读回：{}（“{}”）；请检查对应文件中的条件和 head", broken.zh, short(&broken.line)),
            format!("what was written does not read: {} (“{}”); check conditions and head in the mapping file", broken.en, short(&broken.line)),
        )],
        Refusal::SyntaxErrors => vec![language.pick(
            "目标文件有语法错误，未改动；请先运行 weir check".to_owned(),
            "the file has syntax errors and was not touched; run weir check first".to_owned(),
        )],
        Refusal::NoList => vec![language.pick(
            "导出的表格须写回含有其清单的文件；请用 -o 指定".to_owned(),
            "an exported table goes back into the file that holds its list; name it with -o".to_owned(),
        )],
        Refusal::NoId(place) => vec![language.pick(
            format!("{}：没有条目编号", at(*place, language)),
            format!("{}: no id of a row", at(*place, language)),
        )],
        Refusal::Twice(id, place) => vec![language.pick(
            format!("{}：条目 {id} 在同一部分出现两次；请检查对应文件中的 prefix", at(*place, language)),
            format!("{}: row {id} stands twice in the same part; check `prefix` in the mapping file", at(*place, language)),
        )],
    }
}

/// Where a mapping does not fit, in words.
fn misfit(misfit: &Misfit, language: Language) -> String {
    match misfit {
        Misfit::UnmappedTable(number, above) => language.pick(
            format!("对应文件未提到表格 {number}（“{}”）；不属于清单的，写 skip: true", short(above)),
            format!("the mapping file does not know table {number} (“{}”); if it is none of the list, write skip: true", short(above)),
        ),
        Misfit::NoTable(number) => language.pick(
            format!("文件中没有表格 {number}"),
            format!("the file has no table {number}"),
        ),
        Misfit::Moved(number, found, said) => language.pick(
            format!("表格 {number} 上方为“{}”，对应文件写的是“{}”；表格可能有增减", short(found), short(said)),
            format!("above table {number} stands “{}”, the mapping file says “{}”; tables may have come or gone", short(found), short(said)),
        ),
        Misfit::NoHeader(number) => language.pick(
            format!("表格 {number} 中没有对应文件所写的表头"),
            format!("no line of table {number} is a header that the mapping file knows"),
        ),
        Misfit::UnmappedColumn(place, text) => language.pick(
            format!("{}：对应文件未提到此列“{}”", at(*place, language), short(text)),
            format!("{}: the mapping file does not know the column “{}”", at(*place, language), short(text)),
        ),
        Misfit::NoName(name) => language.pick(
            format!("规则中没有对应文件所写的名称 `{name}`"),
            format!("the mapping file names `{name}`, which the policies do not have"),
        ),
        Misfit::Heading(place, text) => language.pick(
            format!("{}：标题行“{}”未读懂；请在 sectors、scenarios、pathways 或者 understood 中写明", at(*place, language), short(text)),
            format!("{}: the heading “{}” is not understood; say under sectors, scenarios, pathways or understood what it is", at(*place, language), short(text)),
        ),
    }
}

fn at(place: Place, language: Language) -> String {
    let Place { table, row, .. } = place;
    language.pick(
        format!("表{table}第{row}行（{}）", place.in_sheet()),
        format!("table {table}, row {row} ({})", place.in_sheet()),
    )
}

/// A text in one line, cut where it is long.
fn short(text: &str) -> String {
    cut(text, 60)
}

fn cut(text: &str, most: usize) -> String {
    let line = text.replace('\n', " ");
    let mut out: String = line.chars().take(most).collect();
    if line.chars().count() > most {
        out.push('…');
    }
    out
}
