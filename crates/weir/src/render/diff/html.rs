//! The difference as one page for a browser: no script, no network, nothing loaded.

use weir_core::hir::Language;

use super::digest::{Cases, Digest, Entry, Example, digest};
use super::written::{OF_A_PAGE, Source, Spot, by_kind};
use super::{View, json, more, other_days, terms};
use crate::render::zones::page::{Block, Page};

/// The most changes that are named with a set of cases.
const MOST_INVOLVED: usize = 10;

const STYLE: &str = include_str!("page.css");

/// The widest bar, in hundredths of its track.
const WIDEST: i128 = 70;

/// The page.
pub(super) fn text(view: &View<'_, '_>) -> String {
    let language = view.language;
    let told = digest(view);
    let mut body = format!(
        "<header>\n<h1>{}</h1>\n<p class=\"head\">{}</p>\n",
        safe(&told.title),
        safe(&told.head)
    );
    if !told.note.is_empty() {
        body += &format!("<p class=\"note\">{}</p>\n", safe(&told.note));
    }
    body += "</header>\n";
    let ladders = told.entries.iter().filter(|entry| !entry.set).count();
    if ladders > 1 {
        body += &overview(language, told.entries.get(..ladders).unwrap_or_default());
    }
    let cards: Vec<String> = told
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| card(view, &told, at, entry))
        .collect();
    let (first, further) = cards.split_at(ladders);
    body += &first.concat();
    body += &elsewhere(language, ladders == 0, further);
    for side in &told.one_sided {
        let name = side.name;
        let causes = involved(language, &told, &side.causes);
        let causes =
            causes.map(|(name, said)| format!("<dl>\n<dt>{name}</dt><dd>{said}</dd>\n</dl>\n"));
        body += &format!(
            "<section class=\"card other\">\n<h3>{name}</h3>\n{}{}</section>\n",
            causes.unwrap_or_default(),
            cases(view, &side.cases)
        );
    }
    body += &not_compared(view, &told);
    body += &plain(&other_days(view));
    body += &plain(&more(view));
    body += &thresholds(view, &told);
    body += &sources(view, &told);
    let title = language.pick("规则变化审阅", "Review of a change of policies");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        language.pick("zh-CN", "en")
    )
}

/// What becomes what, each with a way to its card.
fn overview(language: Language, entries: &[Entry]) -> String {
    let lines = entries.iter().enumerate().map(|(at, entry)| {
        format!(
            "<li class=\"{}\"><a href=\"#e{}\"><span class=\"way\">{}</span> {}</a></li>\n",
            json::way(entry.direction),
            at + 1,
            terms::direction(entry.direction, language),
            safe(&entry.change)
        )
    });
    format!(
        "<ol class=\"overview\">\n{}</ol>\n",
        lines.collect::<String>()
    )
}

/// Sets that change in other cases than those of the ladders; folded where there are ladders.
fn elsewhere(language: Language, alone: bool, cards: &[String]) -> String {
    let count = cards.len();
    match (count, alone) {
        (0, _) => String::new(),
        (_, true) => cards.concat(),
        (_, false) => format!(
            "<details><summary>{}</summary>\n{}</details>\n",
            language.pick(
                format!("在其他案例中也有变化的义务等（{count} 项）"),
                format!("Duties and the like that change in other cases too ({count})"),
            ),
            cards.concat()
        ),
    }
}

fn card(view: &View<'_, '_>, told: &Digest, at: usize, entry: &Entry) -> String {
    let language = view.language;
    let way = terms::direction(entry.direction, language);
    let mut lines = vec![(
        language.pick("涉及", "Who").to_owned(),
        safe(&entry.cases.who(language)),
    )];
    if let Some(example) = entry.examples.first() {
        let name = language.pick(
            "例（已用解释器在两侧核实）",
            "For example (confirmed by the interpreter)",
        );
        lines.push((name.to_owned(), safe(&example.line(language))));
        let by = example.decided(language);
        lines.extend(by.map(|by| (language.pick("依据", "By").to_owned(), safe(&by))));
    }
    lines.extend(involved(language, told, &entry.causes));
    for follow in &entry.follows {
        let what = follow.what.trim_end_matches([':', '：']);
        let name = language.pick(format!("随之{what}"), format!("With it {what}"));
        let mut values = follow
            .always
            .iter()
            .map(|one| safe(one))
            .collect::<Vec<_>>();
        values.extend(follow.sometimes.iter().map(|(some, only)| {
            let some: Vec<String> = some.iter().map(|one| safe(one)).collect();
            format!(
                "{} <span class=\"soft\">({})</span>",
                some.join(language.pick("；", "; ")),
                safe(only)
            )
        }));
        lines.push((safe(&name), listed(values.into_iter())));
    }
    let lines: String = lines
        .iter()
        .map(|(name, said)| format!("<dt>{name}</dt><dd>{said}</dd>\n"))
        .collect();
    let examples: String = entry
        .examples
        .iter()
        .map(|one| example(view, one))
        .collect();
    format!(
        "<section class=\"card {}\" id=\"e{}\">\n<h3><span class=\"way\">{way}</span> {}. {}{}{}</h3>\n<dl>\n{lines}</dl>\n\
         <details><summary>{}</summary>\n{}{examples}</details>\n</section>\n",
        json::way(entry.direction),
        at + 1,
        at + 1,
        safe(&entry.outcome.1),
        language.pick("：", ": "),
        safe(&entry.change),
        language.pick("在哪些案例中", "In which cases"),
        cases(view, &entry.cases),
    )
}

/// The first of the source changes at some positions, each with a way to it if it is on the page.
fn involved(language: Language, told: &Digest, causes: &[usize]) -> Option<(String, String)> {
    let kinds = by_kind(&told.sources, OF_A_PAGE, language);
    let is_shown = |at: &usize| {
        let mut kinds = kinds.iter();
        kinds.any(|kind| (kind.from..kind.from + kind.shown.len()).contains(at))
    };
    let shown = causes.iter().zip(told.causes(causes)).take(MOST_INVOLVED);
    let shown = shown.map(|(at, source)| {
        let (kind, name) = (source.kind, safe(&source.name));
        if is_shown(at) {
            format!("<a href=\"#s{}\">{kind} <code>{name}</code></a>", at + 1)
        } else {
            format!("{kind} <code>{name}</code>")
        }
    });
    let mut lines: Vec<String> = shown.collect();
    if let Some(more) = causes.len().checked_sub(MOST_INVOLVED + 1) {
        let more = more + 1;
        lines.push(language.pick(format!("另有 {more} 处"), format!("{more} more")));
    }
    let name = language.pick("所涉变化", "Changes involved");
    (!lines.is_empty()).then(|| (name.to_owned(), lines.join("<br>")))
}

fn listed(lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.map(|line| format!("<li>{line}</li>")).collect();
    format!("<ul>{lines}</ul>\n")
}

fn cases(view: &View<'_, '_>, cases: &Cases) -> String {
    let language = view.language;
    let mut out = String::new();
    if cases.marks.is_empty() && cases.usual.is_empty() && cases.parts.is_empty() {
        out += &format!(
            "<p>{}</p>\n",
            language.pick("在全部案例中。", "In every case.")
        );
    }
    if !cases.marks.is_empty() {
        out += &format!("<p>{}</p>\n", language.pick("仅当：", "Only where:"));
        out += &listed(cases.marks.iter().map(|one| safe(one)));
    }
    if !cases.usual.is_empty() {
        let head = language.pick("其余为通常情形：", "and the case is ordinary otherwise:");
        out += &format!("<p>{head}</p>\n");
        out += &listed(cases.usual.iter().map(|one| safe(one)));
    }
    if !cases.parts.is_empty() {
        let head = if cases.complete {
            language.pick("并且满足其一：", "and one of these holds:")
        } else {
            language.pick(
                "并且例如满足其一（尚有其他案例）：",
                "and, among others, one of these holds (there are further cases):",
            )
        };
        out += &format!("<p>{head}</p>\n");
        let joint = language.pick("；", "; ");
        out += &listed(cases.parts.iter().map(|part| {
            let all: Vec<String> = part.marks.iter().chain(&part.usual).cloned().collect();
            safe(&all.join(joint))
        }));
    }
    out
}

fn example(view: &View<'_, '_>, example: &Example) -> String {
    let head = view.language.pick("已核实的案例", "a confirmed case");
    let rows = example
        .facts
        .iter()
        .map(|(label, said)| format!("<tr><td>{}</td><td>{}</td></tr>\n", safe(label), safe(said)));
    let rows: String = rows.collect();
    format!("<table>\n<tr><th colspan=\"2\">{head}</th></tr>\n{rows}</table>\n")
}

fn not_compared(view: &View<'_, '_>, told: &Digest) -> String {
    if told.not_compared.is_empty() {
        return String::new();
    }
    let head = view.language.pick("未能比较", "Not compared");
    let names = listed(told.not_compared.iter().map(|one| safe(one)));
    format!(
        "<section class=\"card other\">\n<h3>{head}</h3>\n<p>{}</p>\n{names}</section>\n",
        view.budget()
    )
}

/// A page as such.
fn plain(page: &Page) -> String {
    let row = |cell: &str, cells: &[String]| {
        let cells = cells
            .iter()
            .map(|text| format!("<{cell}>{}</{cell}>", safe(text)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let blocks = page.0.iter().map(|block| match block {
        Block::Heading(level, text) => format!("<h{level}>{}</h{level}>\n", safe(text)),
        Block::Text(text) => format!("<p>{}</p>\n", coded(text)),
        Block::List(lines) => listed(lines.iter().map(|line| coded(line))),
        Block::Table(table) => {
            let rows = table.rows.iter().map(|cells| row("td", cells));
            format!(
                "<table>\n{}{}</table>\n",
                row("th", &table.head),
                rows.collect::<String>()
            )
        }
    });
    blocks.collect()
}

/// The numbers of thresholds before and after, as bars of one scale each.
fn thresholds(view: &View<'_, '_>, told: &Digest) -> String {
    let changed = told.sources.iter();
    let changed: Vec<_> = changed
        .filter_map(|source| Some((source, source.numbers.as_ref()?)))
        .collect();
    if changed.is_empty() {
        return String::new();
    }
    let language = view.language;
    let mut out = format!("<h2>{}</h2>\n", language.pick("数量标准", "Thresholds"));
    for (source, [old, new]) in changed {
        let most = old.0.max(new.0);
        out += &format!(
            "<p>{} <code>{}</code></p>\n<div class=\"bars\">\n{}{}</div>\n",
            safe(source.label.as_deref().unwrap_or_default()),
            safe(&source.name),
            bar(language.pick("原", "before"), "", old, most),
            bar(language.pick("现", "now"), " new", new, most),
        );
    }
    out
}

fn bar(name: &str, class: &str, (number, shown): &(i64, String), most: i64) -> String {
    let width = i128::from(*number) * WIDEST / i128::from(most.max(1));
    format!(
        "<span class=\"soft\">{name}</span><span class=\"track\"><span class=\"bar{class}\" style=\"width:{width}%\"></span><b>{shown}</b></span>\n"
    )
}

fn sources(view: &View<'_, '_>, told: &Digest) -> String {
    let language = view.language;
    let head = view.sources_heading();
    let mut out = format!("<h2>{head}</h2>\n");
    if told.sources.is_empty() {
        out += &format!("<p>{}</p>\n", safe(&view.only_layout()));
    }
    for of_kind in by_kind(&told.sources, OF_A_PAGE, language) {
        if let Some(all) = of_kind.all {
            out += &format!("<p>{}</p>\n", safe(&all));
        }
        for (at, one) in of_kind.shown.iter().enumerate() {
            out += &source(language, of_kind.from + at, one);
        }
    }
    out
}

/// A construct with its text on both sides.
fn source(language: Language, at: usize, source: &Source) -> String {
    let spot = source.spot.as_ref();
    let spot = spot.map(Spot::line);
    let [old, new] = &source.texts;
    let side = |name: &str, text: &Option<String>, other: &Option<String>, mark: &str| {
        let text = match text {
            Some(text) => marked(text, other.as_deref().unwrap_or_default(), mark),
            None => format!(
                "<span class=\"soft\">{}</span>",
                language.pick("无", "none")
            ),
        };
        format!("<div><h4>{name}</h4><pre>{text}</pre></div>\n")
    };
    let sides = if old.is_none() && new.is_none() {
        String::new()
    } else {
        format!(
            "<div class=\"sides\">\n{}{}</div>\n",
            side(language.pick("原", "before"), old, new, "del"),
            side(language.pick("现", "now"), new, old, "ins"),
        )
    };
    format!(
        "<section class=\"card\" id=\"s{}\">\n<h3>{} <code>{}</code></h3>\n<p>{}</p>\n<p>{}</p>\n<p class=\"soft\">{}</p>\n{sides}</section>\n",
        at + 1,
        source.kind,
        safe(&source.name),
        safe(source.label.as_deref().unwrap_or_default()),
        coded(&source.change),
        safe(&spot.unwrap_or_default()),
    )
}

/// A text with its lines marked that the other side does not have.
fn marked(text: &str, other: &str, mark: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let known = other.lines().any(|one| one.trim() == line.trim());
        if known {
            out += &format!("{}\n", safe(line));
        } else {
            out += &format!("<{mark}>{}</{mark}>", safe(line));
        }
    }
    out
}

/// A text with what stands between back-ticks as code.
fn coded(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let told = pieces.map(|(at, piece)| {
        if at % 2 == 1 {
            format!("<code>{}</code>", safe(piece))
        } else {
            safe(piece)
        }
    });
    told.collect()
}

/// A text in which nothing is taken for a tag.
fn safe(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
