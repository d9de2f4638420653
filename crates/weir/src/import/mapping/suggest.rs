//! A mapping file to start from: guessed from the tables and the policies, to be corrected by people. What can't be guessed is
//! written as `???`, and a file with `???` in it is not used.

use weir_tables::Table;

use super::{Mapping, Role};
use crate::import::names::{NameOf, Names};
use crate::import::official::{above, pathway};
use crate::import::text::{identifier, key, plain};
use crate::import::vocabulary::{Frame, Vocabulary};

mod columns;

/// From what a mapping is guessed.
pub(in crate::import) struct Known<'a> {
    pub(in crate::import) tables: &'a [Table],
    pub(in crate::import) vocabulary: &'a Vocabulary,
    pub(in crate::import) frame: Option<&'a Frame>,
    /// The name of the list, if the file to be written tells it.
    pub(in crate::import) name: Option<String>,
    /// The files that a new list has to use.
    pub(in crate::import) uses: Vec<String>,
}

/// What is still to be said.
const OPEN: &str = "???";

/// A mapping file to start from.
pub(in crate::import) fn suggest(known: &Known<'_>) -> String {
    let title = title(known.tables);
    let name = known
        .name
        .as_deref()
        .and_then(identifier)
        .unwrap_or_else(|| OPEN.to_owned());
    let edition = edition(known.tables).unwrap_or_else(|| OPEN.to_owned());
    let mut out = String::from(
        "# How `weir import` reads this table. Correct what is wrong, write what is ???, and run it again.\n\
         # 表格的读取方式。请更正有误之处，填写 ???，然后再次运行。\n\n",
    );
    out.push_str(&format!(
        "list:\n  name: {name}\n  edition: {}\n\n",
        quoted(&edition)
    ));
    if !known.uses.is_empty() {
        out.push_str("uses:\n");
        for path in &known.uses {
            out.push_str(&format!("  - {}\n", quoted(path)));
        }
        out.push('\n');
    }
    out.push_str(&head(known, title.as_deref()));
    out.push_str(
        "# What holds outside the rows of a sector, and of a scenario: free, national or undetermined.\n\
         # Free only where the whole list says so: what a sector frees here is free.\n\
         outside:\n  sector: national\n  scenario: free\n\n",
    );
    out.push_str(&columns::columns(known));
    out.push_str(&tables(known, &name, &edition));
    out.push_str(&columns::kinds(known));
    out.push_str(&words(known));
    out
}

/// The clauses at the head of the list.
fn head(known: &Known<'_>, title: Option<&str>) -> String {
    let zh = title.unwrap_or(OPEN);
    let under = known.frame.map_or(OPEN, |frame| frame.under.as_str());
    let zone = title.and_then(|title| {
        let title = key(title);
        known
            .vocabulary
            .zones
            .iter()
            .find(|zone| zone.is_in(&title))
    });
    let zone = zone.map_or(OPEN, |zone| zone.name.as_str());
    let gate = known
        .vocabulary
        .set_of("zone")
        .map_or_else(|| OPEN.to_owned(), |fact| format!("{fact} has {zone}"));
    format!(
        "# The head of the list, in the words of the language: labels, dates, who may use it, what holds outside it.\n\
         head: |\n  zh \"{}\"\n  en \"{OPEN}\"\n  under {under}\n  zone {zone}\n  in force from {OPEN}\n  source primary\n  available when {gate}\n  outside national\n\n",
        zh.replace('\\', "\\\\").replace('"', "\\\""),
    )
}

/// The first text that calls itself a list.
fn title(tables: &[Table]) -> Option<String> {
    headings(tables)
        .find(|text| text.contains("清单") && text.contains('版') && text.chars().count() < 80)
        .map(|text| text.replace('\n', ""))
}

/// What stands around tables: paragraphs above, names of sheets, and lines above the header.
fn headings(tables: &[Table]) -> impl Iterator<Item = &String> {
    tables.iter().flat_map(|table| {
        let lines = columns::header(table).unwrap_or(0);
        let above_header = table.rows.iter().take(lines);
        let inside = above_header
            .filter_map(|cells| cells.first())
            .map(|cell| &cell.text);
        table.above.iter().chain(inside).chain(&table.name)
    })
}

/// The year in `2024版` or `2024年版`.
fn edition(tables: &[Table]) -> Option<String> {
    for text in headings(tables) {
        let text = plain(text);
        let at = text.find("年版").or_else(|| text.find('版'));
        let digits: String = at
            .and_then(|at| text.get(..at))
            .unwrap_or_default()
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        if digits.len() == 4 {
            return Some(digits.chars().rev().collect());
        }
    }
    None
}

/// How each table is read.
fn tables(known: &Known<'_>, list: &str, edition: &str) -> String {
    let mapping = Mapping {
        pathways: pathways(known),
        ..Mapping::default()
    };
    let names = Names::new(&mapping, known.vocabulary, known.frame);
    let mut out = String::from(
        "# The tables in order. `above` is what stands above a table now; if that changes, the import stops and asks.\n\
         # `prefix` and the number of a row are its id; `{sector}` in it stands for the sector. `skip: true` leaves a table\n\
         # out.\ntables:\n",
    );
    let mut sector: Option<String> = None;
    for (index, table) in known.tables.iter().enumerate() {
        if table.rows.is_empty() {
            continue;
        }
        out.push_str(&format!("  - table: {}\n", index + 1));
        let above = above(table);
        if !above.is_empty() {
            out.push_str(&format!("    above: {}\n", quoted(&above)));
        }
        if columns::header(table).is_none() || table.hidden {
            out.push_str("    skip: true\n");
            continue;
        }
        let mut pathway = None;
        for text in table.above.iter().chain(&table.name) {
            if let Some(found) = sector_in(text, &names) {
                sector = Some(found);
            }
            pathway = pathway::read(text, &mapping).or(pathway);
        }
        let roles = columns::roles(table);
        let prefix = match &sector {
            Some(sector) => format!("{}-{edition}/{sector}-", list.to_uppercase()),
            None => format!("{}-{edition}/", list.to_uppercase()),
        };
        if !roles.contains(&Role::Row) {
            out.push_str(&format!("    prefix: {}\n", quoted(&prefix)));
        }
        if !roles.contains(&Role::Sector) {
            out.push_str(&format!(
                "    sector: {}\n",
                sector.as_deref().unwrap_or(OPEN)
            ));
        }
        let inside = crate::import::official::headings(table);
        let told = inside
            .iter()
            .any(|text| pathway::read(text, &mapping).is_some());
        if !roles.contains(&Role::Pathway) && (pathway.is_some() || !told) {
            out.push_str(&format!(
                "    pathway: {}\n",
                pathway.as_deref().unwrap_or(OPEN)
            ));
        }
    }
    out.push('\n');
    out
}

/// The sector that a heading names, by itself or among other words.
fn sector_in(text: &str, names: &Names<'_>) -> Option<String> {
    if let Ok(name) = names.find(NameOf::Sector, text) {
        return Some(name);
    }
    // A title names the zone and not a sector; only short headings are looked into.
    let text = key(text);
    let short = text.chars().count() < 40 && !text.contains("自由贸易");
    let members = &names.category(NameOf::Sector).filter(|_| short)?.members;
    let mut inside = members.iter().filter(|member| member.is_in(&text));
    match (inside.next(), inside.next()) {
        (Some(only), None) => Some(only.name.clone()),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// The words for the pathways, from the labels of the outcome.
fn pathways(known: &Known<'_>) -> Vec<(String, String)> {
    let outcome = known.frame.and_then(|frame| frame.outcome.as_ref());
    let values = outcome.and_then(|outcome| known.vocabulary.outcomes.get(outcome));
    let called = |words: &[&str]| {
        let of_value = |zh: &str, en: &str| {
            words
                .iter()
                .any(|word| zh.contains(word) || en.to_lowercase().contains(word))
        };
        values
            .into_iter()
            .flatten()
            .find(|value| of_value(&value.zh, &value.en))
            .map_or(OPEN.to_owned(), |value| value.name.clone())
    };
    let assessment = called(&["安全评估", "security assessment"]);
    // The exemption speaks of all three mechanisms; the value meant is the one about two of them.
    let contract = values
        .into_iter()
        .flatten()
        .find(|value| value.zh.contains("标准合同") && !value.zh.contains("免"))
        .map_or(OPEN.to_owned(), |value| value.name.clone());
    let assessment = values
        .into_iter()
        .flatten()
        .find(|value| value.zh.contains("安全评估") && !value.zh.contains("免"))
        .map_or(assessment, |value| value.name.clone());
    [
        ("安全评估", &assessment),
        ("标准合同", &contract),
        ("认证", &contract),
        ("security assessment", &assessment),
        ("standard contract", &contract),
        ("certification", &contract),
    ]
    .into_iter()
    .map(|(word, value)| (word.to_owned(), value.clone()))
    .collect()
}

/// The words of the table: pathways, measures, names that differ, sentences that say nothing new.
fn words(known: &Known<'_>) -> String {
    let mut out = String::from("# What the words of the table mean.\npathways:\n");
    for (word, value) in pathways(known) {
        out.push_str(&format!("  {word}: {value}\n"));
    }
    let outcome = known.frame.and_then(|frame| frame.outcome.clone());
    out.push_str(&format!(
        "outcome: {}\n\n",
        outcome.as_deref().unwrap_or("pathway")
    ));
    let measure = |ending: &str| {
        let numbers = &known.vocabulary.numbers;
        let named = numbers
            .iter()
            .find(|name| name.starts_with("listed.") && name.ends_with(ending));
        named
            .or_else(|| numbers.iter().find(|name| name.ends_with(ending)))
            .map_or(OPEN, String::as_str)
    };
    out.push_str(&format!(
        "# By what people are counted: without sensitive information, and with it.\npeople:\n  general: {}\n  sensitive: {}\n\n",
        measure(".general"),
        measure(".sensitive"),
    ));
    out.push_str(
        "# Texts of the table and the names that they mean, where the policies call it otherwise:\n\
         # fields:\n#   邮箱: email_address\n# scenarios: {}\n# sectors: {}\n\n\
         # Sentences and words of the table that the policies say elsewhere, such as in the gate of the list.\n\
         understood:\n  - 关键信息基础设施运营者以外的数据处理者\n  - 关键信息基础设施运营者以外的\n",
    );
    out
}

/// A text of YAML.
fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', " ")
    )
}
