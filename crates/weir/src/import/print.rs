//! Drafts to canonical text.

use weir_syntax::ast::{self, Element, ProvisionKind};
use weir_syntax::diagnostic::{Language, SourceId};
use weir_syntax::format::format;
use weir_syntax::parser::parse;

use super::draft::{Draft, Part, Slot};
use super::listed::{provisions, slot_of};
use super::mapping::Mapping;
use super::names::{NameOf, Names};
use super::rows::row_id;
use super::text::{key, literal};

/// A row in canonical form.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Its lines, indented as its part asks for, without the end of the last.
    pub(super) text: String,
    pub(super) clauses: Vec<WrittenClause>,
}

/// A clause in canonical form.
#[derive(Clone, Debug)]
pub(super) struct WrittenClause {
    pub(super) slot: Slot,
    pub(super) node: ast::Clause,
    pub(super) text: String,
}

/// Text that the language does not read: the line, and what is wrong with it. It comes from the mapping file, where conditions
/// and the head of the list are written in the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The line that is wrong.
    pub(crate) line: String,
    /// What is wrong, in both languages.
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A row in canonical form, as it stands in its part.
pub(super) fn row(draft: &Draft) -> Result<Written, Broken> {
    let Part { sector, scenario } = &draft.part;
    let mut text = String::new();
    let mut closing = String::new();
    for (word, name) in [("sector", sector), ("scenario", scenario)] {
        if let Some(name) = name {
            text.push_str(&format!("{word} {name} {{\n"));
            closing.push_str("}\n");
        }
    }
    text.push_str(&plain_row(draft));
    text.push_str(&closing);
    let canonical = canonical(&braced("list a edition \"b\"", &text))?;
    let parsed = parse(&canonical);
    let lists = super::lists(&parsed.file);
    let node = lists.first().and_then(|list| first_row(&list.body));
    let clauses = node
        .map_or(&[][..], |node| &node.body)
        .iter()
        .filter_map(|element| {
            let Element::Clause(node) = element else {
                return None;
            };
            let (slot, span) = slot_of(node);
            Some(WrittenClause {
                slot,
                node: node.clone(),
                text: span.text(&canonical).to_owned(),
            })
        });
    let span = node.map(|node| node.at.span()).unwrap_or_default();
    let before = canonical.get(..span.start as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    Ok(Written {
        text: canonical
            .get(line..span.end as usize)
            .unwrap_or_default()
            .to_owned(),
        clauses: clauses.collect(),
    })
}

fn first_row(body: &[Element]) -> Option<&ast::Provision> {
    provisions(body).find_map(|node| match node.kind {
        ProvisionKind::Row => Some(node),
        ProvisionKind::Sector
        | ProvisionKind::Scenario
        | ProvisionKind::Article
        | ProvisionKind::Paragraph
        | ProvisionKind::Item
        | ProvisionKind::Question
        | ProvisionKind::Section
        | ProvisionKind::Annex => first_row(&node.body),
    })
}

/// A declaration with what stands in it. A line without indentation would start another declaration.
fn braced(head: &str, inside: &str) -> String {
    let lines: String = inside.lines().map(|line| format!("  {line}\n")).collect();
    format!("\n{head} {{\n{lines}}}\n")
}

fn plain_row(draft: &Draft) -> String {
    let mut text = format!("\nrow {}\n", row_id(&draft.id));
    for clause in &draft.clauses {
        text.push_str(&clause.text);
        text.push('\n');
    }
    text
}

/// A whole new file: what it uses, the list with its head, its parts and their rows.
pub(super) fn file(
    mapping: &Mapping,
    names: &Names<'_>,
    drafts: &[Draft],
) -> Result<String, Broken> {
    let mut text = String::new();
    for path in &mapping.uses {
        text.push_str(&format!("use {}\n", literal(path)));
    }
    text.push_str(&list(mapping, names, drafts));
    canonical(&text)
}

/// A new list.
pub(super) fn list(mapping: &Mapping, names: &Names<'_>, drafts: &[Draft]) -> String {
    let mut text = format!("{}\n", mapping.head);
    let mut done: Vec<Part> = Vec::new();
    for draft in drafts.iter().filter(|draft| draft.part == Part::default()) {
        text.push_str(&plain_row(draft));
    }
    for top in drafts.iter().map(|draft| top(&draft.part)) {
        if top == Part::default() || done.contains(&top) {
            continue;
        }
        let inside: Vec<&Draft> = drafts
            .iter()
            .filter(|draft| self::top(&draft.part) == top)
            .collect();
        text.push_str(&part(mapping, names, &inside));
        done.push(top);
    }
    let edition = literal(&mapping.edition);
    braced(&format!("list {} edition {edition}", mapping.name), &text)
}

/// The outermost part around a part.
fn top(part: &Part) -> Part {
    match part.sector {
        Some(_) => Part {
            scenario: None,
            ..part.clone()
        },
        None => part.clone(),
    }
}

/// A new part with its rows; all of one sector, or all of one scenario outside of sectors.
pub(super) fn part(mapping: &Mapping, names: &Names<'_>, drafts: &[&Draft]) -> String {
    let Some(first) = drafts.first() else {
        return String::new();
    };
    let Some(sector) = &first.part.sector else {
        return scenarios(mapping, names, drafts);
    };
    let mut text = head(names, NameOf::Sector, "sector", sector, drafts);
    if let Some(outside) = &mapping.outside_sector {
        text.push_str(&format!("outside {outside}\n"));
    }
    for draft in drafts.iter().filter(|draft| draft.part.scenario.is_none()) {
        text.push_str(&plain_row(draft));
    }
    text.push_str(&scenarios(mapping, names, drafts));
    text.push_str("}\n");
    text
}

/// The scenarios among the parts of some rows.
pub(super) fn scenarios(mapping: &Mapping, names: &Names<'_>, drafts: &[&Draft]) -> String {
    let mut text = String::new();
    let mut done: Vec<&String> = Vec::new();
    for scenario in drafts
        .iter()
        .filter_map(|draft| draft.part.scenario.as_ref())
    {
        if done.contains(&scenario) {
            continue;
        }
        done.push(scenario);
        let inside: Vec<&Draft> = drafts
            .iter()
            .filter(|draft| draft.part.scenario.as_ref() == Some(scenario))
            .copied()
            .collect();
        text.push_str(&head(
            names,
            NameOf::Scenario,
            "scenario",
            scenario,
            &inside,
        ));
        if let Some(outside) = &mapping.outside_scenario {
            text.push_str(&format!("outside {outside}\n"));
        }
        for draft in inside {
            text.push_str(&plain_row(draft));
        }
        text.push_str("}\n");
    }
    text
}

/// The head of a new part with its labels. Where the label of the policies gives several names, the one that the rows print
/// is the label of the part.
fn head(names: &Names<'_>, of: NameOf, word: &str, name: &str, drafts: &[&Draft]) -> String {
    let (zh, en) = names.labels(of, name);
    let or_name = |label: &str| {
        if label.is_empty() {
            literal(name)
        } else {
            literal(label)
        }
    };
    let clauses = drafts.iter().flat_map(|draft| &draft.clauses);
    let printed: String = clauses
        .filter(|clause| clause.slot == Slot::NoteZh)
        .map(|clause| key(&clause.text))
        .collect();
    let own = std::iter::once(zh.as_str())
        .chain(zh.split('、'))
        .find(|label| printed.contains(&key(label)));
    let zh = own.unwrap_or(&zh);
    format!(
        "\n{word} {name} {{\nzh {}\nen {}\n",
        or_name(zh),
        or_name(&en)
    )
}

/// A text in canonical form.
pub(super) fn canonical(text: &str) -> Result<String, Broken> {
    let parsed = parse(text);
    if let Some(error) = parsed.errors.first() {
        let words = |language| error.diagnostic(SourceId(0), language).message;
        return Err(Broken {
            line: line_at(text, error.span.start as usize).to_owned(),
            zh: words(Language::Zh),
            en: words(Language::En),
        });
    }
    format(text, &parsed).map_err(|refusal| Broken {
        line: String::new(),
        zh: refusal.to_string(),
        en: refusal.to_string(),
    })
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    text.get(start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default()
        .trim()
}
