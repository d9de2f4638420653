//! Printed rows to drafts: what the cells of a row say together, and in which parts of the list it stands.

use weir_tables::Place;

use super::draft::{BETWEEN, Draft, Part};
use super::mapping::{KindRule, Mapping, Role, Subject};
use super::names::Names;
use super::number::Bounds;
use super::official::{Line, Printed};
use super::phrase::{FieldList, Reader, Unread, Why};
use super::text::plain;

pub(super) use write::row_id;

mod cells;
mod write;

/// What stands between the lines of a printed row.
const BETWEEN_LINES: char = '‖';

/// Turns printed rows into drafts.
pub(super) struct Assembler<'a> {
    mapping: &'a Mapping,
    names: Names<'a>,
    /// All rows by sector and number, to find those that other rows speak of.
    index: Vec<(Option<String>, String, String)>,
}

/// What is read in a row for one of its parts.
#[derive(Clone, Debug)]
struct Content<'a> {
    /// Where the line stands.
    place: Place,
    part: Part,
    kind: Option<(String, &'a KindRule)>,
    /// The conditions of kinds that its texts name.
    narrowed: Vec<String>,
    /// Whose information its kinds are about.
    people: Option<Subject>,
    label: Option<String>,
    label_en: Option<String>,
    counted: Vec<(Subject, Bounds)>,
    /// The ids of the rows whose data it leaves to them.
    except: Vec<String>,
    fields: Vec<FieldList>,
    /// The name of the description that it is.
    described: Option<String>,
    pathway: Option<String>,
    unread: Vec<(Place, Unread)>,
}

impl<'a> Assembler<'a> {
    pub(super) fn new(mapping: &'a Mapping, names: Names<'a>, rows: &[Printed]) -> Self {
        let mut assembler = Self {
            mapping,
            names,
            index: Vec::new(),
        };
        assembler.index = rows
            .iter()
            .filter_map(|row| {
                let number = row.number.as_ref()?;
                // A row of a sector that is not known is meant by none.
                let sector = assembler.sector(row.lines.first()?, row).ok()?;
                Some((sector, cells::digits(number), assembler.id(row)))
            })
            .collect();
        assembler
    }

    /// The drafts of a row: one for each part of the list in which it stands.
    pub(super) fn drafts(&self, row: &Printed) -> Vec<Draft> {
        let mut contents: Vec<Content<'a>> = Vec::new();
        for line in &row.lines {
            for content in self.line(line, row) {
                match contents.iter_mut().find(|known| known.part == content.part) {
                    Some(known) => known.join(content),
                    None => contents.push(content),
                }
            }
        }
        if row.number.is_none() {
            for content in &mut contents {
                let unread = Unread {
                    text: self.printed(row),
                    why: Why::Id,
                };
                content.unread.push((row.place, unread));
            }
        }
        contents
            .into_iter()
            .map(|content| self.draft(row, content))
            .collect()
    }

    /// The id of a row; `{sector}` in its prefix stands for the sector. A row without a number gets one from its place, so that it is not lost.
    pub(super) fn id(&self, row: &Printed) -> String {
        let by_id = row
            .lines
            .first()
            .is_some_and(|line| line.cell(Role::Row).is_some());
        let sector = row
            .lines
            .first()
            .and_then(|line| self.sector(line, row).ok().flatten());
        let prefix = row
            .state
            .prefix
            .replace("{sector}", sector.as_deref().unwrap_or_default());
        match &row.number {
            Some(number) if by_id => number.trim().to_owned(),
            Some(number) => format!("{prefix}{}", cells::digits(number)),
            None => format!("{prefix}T{}-R{}", row.place.table, row.place.row),
        }
    }

    /// The row as it is printed, in one line.
    pub(super) fn printed(&self, row: &Printed) -> String {
        let line = |line: &Line| {
            let cells = line.cells.iter().filter(|(role, _)| *role != Role::Ignore);
            cells
                .map(|(_, cell)| cell.text.trim().to_owned())
                .collect::<Vec<_>>()
                .join(&BETWEEN.to_string())
        };
        row.lines
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join(&BETWEEN_LINES.to_string())
    }

    /// The row that an earlier import printed, with the columns and the state of the row as it is now; nothing if the columns
    /// are not the same.
    pub(super) fn before(&self, printed: &str, now: &Printed) -> Option<Printed> {
        let first = now.lines.first()?;
        let roles: Vec<_> = first
            .cells
            .iter()
            .filter(|(role, _)| *role != Role::Ignore)
            .collect();
        let mut lines = Vec::new();
        for line in printed.split(BETWEEN_LINES) {
            let texts: Vec<&str> = line.split(BETWEEN).collect();
            if texts.len() != roles.len() {
                return None;
            }
            let cells = roles.iter().zip(texts).map(|((role, cell), text)| {
                let mut cell = cell.clone();
                cell.text = text.to_owned();
                (*role, cell)
            });
            lines.push(Line {
                cells: cells.collect(),
            });
        }
        Some(Printed {
            lines,
            ..now.clone()
        })
    }

    fn reader(&self) -> Reader<'a> {
        Reader {
            mapping: self.mapping,
            names: self.names,
        }
    }

    /// The ids of the rows with these numbers in the sector. A row does not leave its data to itself.
    fn rows_meant(
        &self,
        own: &str,
        sector: Option<&String>,
        numbers: &[String],
    ) -> Option<Vec<String>> {
        let mut ids: Vec<String> = Vec::new();
        for number in numbers {
            let mut meant = self
                .index
                .iter()
                .filter(|(of, found, id)| of.as_ref() == sector && found == number && id != own);
            let (Some((_, _, id)), None) = (meant.next(), meant.next()) else {
                return None;
            };
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        Some(ids)
    }
}

impl Content<'_> {
    /// Takes in another line about the same part. Only fields may come from several lines; anything else that differs is a
    /// row that is not understood.
    fn join(&mut self, other: Self) {
        let same = self.kind.as_ref().map(|(name, _)| name)
            == other.kind.as_ref().map(|(name, _)| name)
            && self.narrowed == other.narrowed
            && self.counted == other.counted
            && self.except == other.except
            && self.described == other.described
            && self.pathway == other.pathway;
        self.unread.extend(other.unread);
        if !same {
            self.unread(
                other.place,
                other.label.as_deref().unwrap_or_default(),
                Why::Condition,
            );
        }
        for list in other.fields {
            if !self.fields.contains(&list) {
                self.fields.push(list);
            }
        }
    }
}

/// Whether a cell says that nothing stands in it.
fn is_empty(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "" | "/" | "-" | "--" | "—" | "——" | "–"
    )
}
