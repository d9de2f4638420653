//! The difference as a comment on a pull or merge request: short first, details folded. Equal inputs give equal bytes, and the first line
//! is a mark by which a comment is found again and updated.

use super::digest::{Cases, Digest, Entry, OneSided, digest, few};
use super::written::{OF_A_PAGE, Source, by_kind};
use super::{View, more, other_days, terms};
use crate::render::zones::page::Page;

/// The mark of a comment.
const MARK: &str = "<!-- weir diff -->";

/// What a comment may hold on GitHub is 65,536 characters; what does not fit is left out, and that is said.
const MOST: usize = 60_000;

/// The comment.
#[must_use]
pub(super) fn text(view: &View<'_, '_>) -> String {
    let language = view.language;
    let told = digest(view);
    let mut out = format!(
        "{MARK}\n## {}\n\n**{}**\n",
        escaped(&told.title),
        escaped(&told.head)
    );
    if !told.note.is_empty() {
        out.push_str(&format!("\n{}\n", escaped(&told.note)));
    }
    let ladders = told.entries.iter().filter(|entry| !entry.set).count();
    let (ladders, sets) = told.entries.split_at(ladders);
    if ladders.len() > 1 {
        out.push_str(&overview(view, ladders));
    }
    let mut left_out = 0;
    let mut sections: Vec<String> = Vec::new();
    for (at, entry) in ladders.iter().enumerate() {
        sections.push(section(view, &told, at, entry));
    }
    // What is told last may be left out for want of room.
    sections.push(below(other_days(view)));
    sections.push(elsewhere(view, ladders.is_empty(), sets));
    sections.push(sources(view, &told));
    sections.extend(
        told.one_sided
            .iter()
            .map(|side| one_sided(view, &told, side)),
    );
    sections.push(not_compared(view, &told));
    sections.push(below(more(view)));
    for section in sections {
        if out.chars().count() + section.chars().count() > MOST {
            left_out += 1;
        } else {
            out.push_str(&section);
        }
    }
    if left_out > 0 {
        out.push_str(&language.pick(
            format!("\n_因篇幅所限，另有 {left_out} 节未列出；全部内容见 `--format json` 或者 `--html`。_\n"),
            format!("\n_{left_out} more sections are left out for want of room; `--format json` and `--html` have all._\n"),
        ));
    }
    out
}

/// What becomes what, a row each.
fn overview(view: &View<'_, '_>, entries: &[Entry]) -> String {
    let language = view.language;
    let head = language.pick(
        "\n| | 结论 | 变化 | 方向 |\n",
        "\n| | outcome | becomes | |\n",
    );
    let rows = entries.iter().enumerate().map(|(at, entry)| {
        format!(
            "| {} | {} | {} | {} |\n",
            at + 1,
            escaped(&entry.outcome.1),
            escaped(&entry.change),
            terms::direction(entry.direction, language)
        )
    });
    format!(
        "{head}| --- | --- | --- | --- |\n{}",
        rows.collect::<String>()
    )
}

/// Sets that change in other cases than those of the ladders; folded where there are ladders.
fn elsewhere(view: &View<'_, '_>, alone: bool, sets: &[Entry]) -> String {
    let language = view.language;
    if sets.is_empty() {
        return String::new();
    }
    let rows = sets.iter().map(|entry| {
        let example = entry.examples.first();
        let example = example.map(|example| example.line(language));
        format!(
            "| {} | {} | {} |\n",
            escaped(&entry.title(language)),
            escaped(&entry.cases.who(language)),
            escaped(&example.unwrap_or_default())
        )
    });
    let head = language.pick("| 变化 | 涉及 | 例 |", "| change | who | for example |");
    let table = format!("{head}\n| --- | --- | --- |\n{}", rows.collect::<String>());
    if alone {
        return format!("\n{table}");
    }
    let count = sets.len();
    let summary = language.pick(
        format!("在其他案例中也有变化的义务等（{count} 项）"),
        format!("Duties and the like that change in other cases too ({count})"),
    );
    folded(&summary, &table)
}

fn section(view: &View<'_, '_>, told: &Digest, at: usize, entry: &Entry) -> String {
    let language = view.language;
    let mut out = format!("\n### {}. {}\n\n", at + 1, escaped(&entry.title(language)));
    let mut line = |name: &str, said: String| {
        let colon = language.pick("：", ": ");
        out.push_str(&format!("- **{name}**{colon}{said}\n"));
    };
    line(
        language.pick("涉及", "Who"),
        escaped(&entry.cases.who(language)),
    );
    if let Some(example) = entry.examples.first() {
        line(
            language.pick(
                "例（已用解释器在两侧核实）",
                "For example (confirmed by the interpreter on both sides)",
            ),
            escaped(&example.line(language)),
        );
        if let Some(decided) = example.decided(language) {
            line(language.pick("依据", "By"), escaped(&decided));
        }
    }
    if let Some(causes) = involved(view, told, &entry.causes) {
        line(language.pick("所涉变化", "Changes involved"), causes);
    }
    for follow in &entry.follows {
        let some = follow.sometimes.iter().flat_map(|(values, _)| values);
        let some: Vec<String> = some.map(|value| escaped(value)).collect();
        let mut said = Vec::new();
        if !follow.always.is_empty() {
            let always: Vec<String> = follow.always.iter().map(|value| escaped(value)).collect();
            said.push(few(language, &always));
        }
        if !some.is_empty() {
            let some = few(language, &some);
            said.push(language.pick(
                format!("在部分案例中：{some}"),
                format!("in some of these cases: {some}"),
            ));
        }
        let what = follow.what.trim_end_matches([':', '：']);
        line(
            &escaped(&language.pick(format!("随之{what}"), format!("With it {what}"))),
            said.join(language.pick("；", "; ")),
        );
    }
    out + &details(view, entry)
}

/// The source changes at some positions.
fn involved(view: &View<'_, '_>, told: &Digest, causes: &[usize]) -> Option<String> {
    let causes = told.causes(causes);
    let causes: Vec<String> = causes
        .map(|source| format!("{} {}", source.kind, code(&source.name)))
        .collect();
    (!causes.is_empty()).then(|| few(view.language, &causes))
}

/// Cases that only one side allows.
fn one_sided(view: &View<'_, '_>, told: &Digest, side: &OneSided) -> String {
    let causes = involved(view, told, &side.causes);
    let causes = causes.map(|causes| {
        view.language.pick(
            format!("- **所涉变化**：{causes}\n\n"),
            format!("- **Changes involved**: {causes}\n\n"),
        )
    });
    let (name, causes) = (side.name, causes.unwrap_or_default());
    format!("\n### {name}\n\n{causes}{}", cases(view, &side.cases))
}

/// The cases exactly, folded.
fn details(view: &View<'_, '_>, entry: &Entry) -> String {
    let language = view.language;
    let mut out = cases(view, &entry.cases);
    for example in &entry.examples {
        out.push_str(language.pick(
            "\n| 已核实的案例 | |\n| --- | --- |\n",
            "\n| a confirmed case | |\n| --- | --- |\n",
        ));
        for (label, said) in &example.facts {
            out.push_str(&format!("| {} | {} |\n", escaped(label), escaped(said)));
        }
    }
    let mut rows = String::new();
    for follow in &entry.follows {
        for (values, only) in &follow.sometimes {
            let values = values.join(language.pick("；", "; "));
            let what = format!("{} {values}", follow.what);
            rows.push_str(&format!("| {} | {} |\n", escaped(&what), escaped(only)));
        }
    }
    if !rows.is_empty() {
        let head = language.pick("| 随之变化 | 何时 |", "| with it | when |");
        out.push_str(&format!("\n{head}\n| --- | --- |\n{rows}"));
    }
    folded(language.pick("在哪些案例中", "In which cases"), &out)
}

fn folded(summary: &str, inside: &str) -> String {
    format!("\n<details><summary>{summary}</summary>\n\n{inside}\n</details>\n")
}

fn cases(view: &View<'_, '_>, cases: &Cases) -> String {
    let language = view.language;
    let list = |lines: &[String]| -> String {
        let lines = lines.iter().map(|line| format!("- {}\n", escaped(line)));
        lines.collect()
    };
    let mut out = String::new();
    if cases.marks.is_empty() && cases.usual.is_empty() && cases.parts.is_empty() {
        out.push_str(language.pick("在全部案例中。\n", "In every case.\n"));
    }
    if !cases.marks.is_empty() || !cases.usual.is_empty() {
        out.push_str(language.pick("仅当：\n\n", "Only where:\n\n"));
        out.push_str(&list(&cases.marks));
        out.push_str(&list(&cases.usual));
    }
    if !cases.parts.is_empty() {
        let head = if cases.complete {
            language.pick("满足其一：", "One of these holds:")
        } else {
            language.pick(
                "例如满足其一（尚有其他案例）：",
                "Among others where one of these holds (there are further cases):",
            )
        };
        out.push_str(&format!("\n{head}\n\n"));
        for part in &cases.parts {
            let all: Vec<String> = part.marks.iter().chain(&part.usual).cloned().collect();
            let all = all.join(language.pick("；", "; "));
            out.push_str(&format!("1. {}\n", escaped(&all)));
        }
    }
    out
}

fn sources(view: &View<'_, '_>, told: &Digest) -> String {
    let language = view.language;
    let head = view.sources_heading();
    if told.sources.is_empty() {
        return format!("\n**{head}** {}\n", escaped(&view.only_layout()));
    }
    let count = told.sources.len();
    let head = language.pick(format!("{head}（{count} 处）"), format!("{head} ({count})"));
    let mut out = language
        .pick(
            "| 内容 | 变化 | 位置 |\n| --- | --- | --- |\n",
            "| what | change | where |\n| --- | --- | --- |\n",
        )
        .to_owned();
    let mut all = String::new();
    for of_kind in by_kind(&told.sources, OF_A_PAGE, language) {
        all.extend(of_kind.all.map(|all| format!("\n{}\n", escaped(&all))));
        out.extend(of_kind.shown.iter().map(row));
    }
    folded(&head, &(out + &all))
}

/// A page as a section, if there is anything on it.
fn below(page: Page) -> String {
    let page = page.map(&escaped);
    if page.0.is_empty() {
        return String::new();
    }
    format!("\n{}", page.markdown())
}

fn row(source: &Source) -> String {
    let spot = source.spot.as_ref();
    let spot = spot.map(|spot| code(&spot.line()));
    let label = source.label.as_ref();
    let label = label.map(|label| format!("<br>{}", escaped(label)));
    format!(
        "| {} {}{} | {} | {} |\n",
        source.kind,
        code(&source.name),
        label.unwrap_or_default(),
        escaped(&source.change),
        spot.unwrap_or_default()
    )
}

fn not_compared(view: &View<'_, '_>, told: &Digest) -> String {
    if told.not_compared.is_empty() {
        return String::new();
    }
    let head = view.language.pick("未能比较", "Not compared");
    let names = told.not_compared.iter();
    let names: String = names.map(|name| format!("- {}\n", escaped(name))).collect();
    format!("\n### {head}\n\n{}\n\n{names}", view.budget())
}

/// A text of which nothing is taken for a mark, a tag, a mention, a link or a reference to an issue or a commit. Names between back-ticks
/// stay code.
fn escaped(text: &str) -> String {
    // Marks that touch are one mark of another length.
    if text.contains("``") || text.matches('`').count() % 2 == 1 {
        return plain(text);
    }
    let pieces = text.split('`').enumerate();
    let pieces = pieces.map(|(at, piece)| {
        if at % 2 == 1 {
            code(piece)
        } else {
            plain(piece)
        }
    });
    pieces.collect()
}

/// An empty comment keeps what it parts from being taken for a name, a link or a reference.
const PART: &str = "<!-- -->";

/// The fewest digits by which a commit is called.
const COMMIT: usize = 7;

fn plain(text: &str) -> String {
    let mut out = String::new();
    // How many signs before this one could be the digits of a commit.
    let mut digits = 0;
    for (at, sign) in text.char_indices() {
        let (before, after) = text.split_at(at);
        digits = if sign.is_ascii_hexdigit() {
            digits + 1
        } else {
            0
        };
        if begins_a_link(before, after) || digits == COMMIT {
            out.push_str(PART);
            digits = 1;
        }
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' | '#' | '!' | '~' | '%' => {
                out.push(sign);
                out.push_str(PART);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '$' => {
                out.push('\\');
                out.push(sign);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(sign),
        }
    }
    out
}

/// Whether what stands before and after would together be an address, or the number of an issue: `https://…`, `www.…`, `GH-1`.
fn begins_a_link(before: &str, after: &str) -> bool {
    let ends = |with: &str| {
        let end = before.len().checked_sub(with.len());
        let end = end.and_then(|start| before.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(with))
    };
    ends(":") && after.starts_with("//")
        || ends("www") && after.starts_with('.')
        || ends("gh") && after.starts_with('-')
}

/// A name as code, also in a table.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    let longest = text.split(|sign| sign != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or_default() + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::{code, escaped};

    #[test]
    fn nothing_in_a_label_is_taken_for_a_mark() {
        assert_eq!(
            escaped("<img src=x> @someone #1 [a](b) *c* | `x|y`"),
            "&lt;img src=x&gt; @<!-- -->someone #<!-- -->1 \\[a\\](b) \\*c\\* \\| `x\\|y`"
        );
        assert_eq!(escaped("one ` only"), "one \\` only");
        assert_eq!(escaped("```@x <b>`"), "\\`\\`\\`@<!-- -->x &lt;b&gt;\\`");
        assert_eq!(escaped("a\n/close"), "a /close");
        assert_eq!(
            escaped("GH-1 https://a.b www.a.b 0123456789abcdef 100,000"),
            "GH<!-- -->-1 https:<!-- -->//a.b www<!-- -->.a.b 012345<!-- -->6789ab<!-- -->cdef 100,000"
        );
        assert_eq!(code("a`b"), "``a`b``");
    }
}
