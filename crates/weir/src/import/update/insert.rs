//! Where rows that are new, or stand in another part now, come to stand.

use super::{Fate, Update};
use crate::import::draft::{Draft, Part};
use crate::import::edit::{Edit, block, line_end, line_start};
use crate::import::listed::{self, ListedRow, RowNode};
use crate::import::print::{self, Broken};

impl Update<'_> {
    pub(super) fn insert_new(&mut self) -> Result<(), Broken> {
        let new: Vec<usize> = self
            .settled
            .iter()
            .filter(|settled| matches!(settled.fate, Fate::New | Fate::Moved))
            .filter_map(|settled| settled.incoming)
            .collect();
        let mut missing: Vec<&Draft> = Vec::new();
        for index in new {
            let Some(incoming) = self.incoming.get(index) else {
                continue;
            };
            let part = &incoming.draft.part;
            if *part == Part::default() || listed::part(self.list, part).is_some() {
                self.insert_row(index)?;
            } else {
                missing.push(&incoming.draft);
            }
        }
        self.insert_parts(&missing);
        Ok(())
    }

    /// Puts a row behind the one that stands before it in the table, or before the one that follows it.
    fn insert_row(&mut self, index: usize) -> Result<(), Broken> {
        let Some(incoming) = self.incoming.get(index) else {
            return Ok(());
        };
        let text = print::row(&incoming.draft)?.text;
        let indent: String = text
            .chars()
            .take_while(|character| *character == ' ')
            .collect();
        let comments = self.carried.remove(&incoming.draft.id).unwrap_or_default();
        let comments: String = comments
            .iter()
            .map(|line| format!("{indent}{line}\n"))
            .collect();
        let text = format!("{comments}{text}");
        let part = &incoming.draft.part;
        let beside = |at: &usize| {
            let other = self
                .incoming
                .get(*at)
                .filter(|other| other.draft.part == *part)?;
            let matched = self.matched.get(*at).copied().flatten()?;
            let row = self
                .existing
                .get(matched)
                .filter(|row| row.id == other.draft.id)?;
            match row.node {
                RowNode::Written(node) => Some(node.at.span().range()),
                RowNode::InTable(table, _) => Some(table.at.span().range()),
            }
        };
        let before = (0..index).rev().find_map(|at| beside(&at));
        let after = (index + 1..self.incoming.len()).find_map(|at| beside(&at));
        let stays =
            |(at, row): &(usize, &ListedRow<'_>)| row.part() == *part && !self.removed.contains(at);
        let last = self
            .existing
            .iter()
            .enumerate()
            .rev()
            .find(stays)
            .map(|(_, row)| match row.node {
                RowNode::Written(node) => node.at.span().range(),
                RowNode::InTable(table, _) => table.at.span().range(),
            });
        let edit = match (before, after, last) {
            (Some(row), _, _) | (None, None, Some(row)) => self.behind(row.end, &text),
            (None, Some(row), _) => {
                let start = block(self.text, row).start;
                Edit {
                    range: start..start,
                    text: format!("{text}\n\n"),
                }
            }
            (None, None, None) => self.inside(part, &text),
        };
        self.edits.push(edit);
        Ok(())
    }

    fn behind(&self, end: usize, text: &str) -> Edit {
        let line = line_end(self.text, end);
        let rest = self.text.get(end..line).unwrap_or_default().trim();
        let (place, tail) = if rest.is_empty() || rest.starts_with("//") {
            (line, "")
        } else {
            (end, "\n")
        };
        Edit {
            range: place..place,
            text: format!("\n\n{text}{tail}"),
        }
    }

    /// At the end of a part; a part without braces gets them.
    fn inside(&self, part: &Part, text: &str) -> Edit {
        let node = listed::part(self.list, part);
        let span = node.map_or(self.list.at, |node| node.at).span();
        let end = span.end as usize;
        let brace = end.saturating_sub(1);
        if self.text.get(brace..end) != Some("}") {
            return Edit {
                range: end..end,
                text: format!(" {{\n{text}\n}}"),
            };
        }
        let start = line_start(self.text, brace);
        let alone = self
            .text
            .get(start..brace)
            .is_some_and(|before| before.trim().is_empty());
        let place = if alone { start } else { brace };
        Edit {
            range: place..place,
            text: format!("\n{text}\n"),
        }
    }

    /// Adds parts that the list does not have, each with its rows.
    fn insert_parts(&mut self, missing: &[&Draft]) {
        let mut done: Vec<Part> = Vec::new();
        for draft in missing {
            let sector = Part {
                sector: draft.part.sector.clone(),
                scenario: None,
            };
            let has_sector = sector.sector.is_some() && listed::part(self.list, &sector).is_some();
            // In a sector that is there, each new scenario is added by itself; a new sector comes whole.
            let key = match has_sector || sector.sector.is_none() {
                true => draft.part.clone(),
                false => sector.clone(),
            };
            if done.contains(&key) {
                continue;
            }
            let same = |other: &&&Draft| match has_sector || sector.sector.is_none() {
                true => other.part == draft.part,
                false => other.part.sector == draft.part.sector,
            };
            let inside: Vec<&Draft> = missing.iter().filter(same).copied().collect();
            let (mapping, names) = (self.context.mapping, &self.context.names);
            let text = match has_sector {
                true => print::scenarios(mapping, names, &inside),
                false => print::part(mapping, names, &inside),
            };
            let comments: Vec<String> = inside
                .iter()
                .flat_map(|draft| self.carried.remove(&draft.id).unwrap_or_default())
                .collect();
            let comments: String = comments.iter().map(|line| format!("{line}\n")).collect();
            let parent = if has_sector { sector } else { Part::default() };
            let indent = if has_sector { "    " } else { "  " };
            let lines: String = format!("{comments}{text}")
                .lines()
                .map(|line| format!("{indent}{line}\n"))
                .collect();
            let edit = self.inside(&parent, lines.trim_end());
            self.edits.push(edit);
            done.push(key);
        }
    }
}
