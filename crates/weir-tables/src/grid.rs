//! Cells put together into the rows of a table: merged cells repeated, limits kept.

use std::collections::BTreeMap;

use crate::error::{Large, TableError};
use crate::limits::Limits;
use crate::table::{Cell, Place};

/// A place in a grid, counted from 0: row and column.
pub(crate) type At = (usize, usize);

/// The cells of a table while it is read.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The cells that hold a text.
    texts: BTreeMap<At, String>,
    /// The merged cells: first and last place.
    merged: Vec<(At, At)>,
}

/// What all tables of a file may still take.
#[derive(Debug)]
pub(crate) struct Room {
    cells: usize,
    text: usize,
    rows: usize,
    columns: usize,
}

impl Room {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            cells: limits.cells,
            text: limits.text_bytes,
            rows: limits.rows,
            columns: limits.columns,
        }
    }

    /// Fails if a place is outside of what may be read.
    pub(crate) fn holds(&self, (row, column): At) -> Result<(), TableError> {
        if row >= self.rows {
            Err(TableError::TooLarge(Large::Rows))
        } else if column >= self.columns {
            Err(TableError::TooLarge(Large::Columns))
        } else {
            Ok(())
        }
    }

    fn take_cells(&mut self, count: usize) -> Result<(), TableError> {
        self.cells = self
            .cells
            .checked_sub(count)
            .ok_or(TableError::TooLarge(Large::Cells))?;
        Ok(())
    }

    fn take_text(&mut self, bytes: usize) -> Result<(), TableError> {
        self.text = self
            .text
            .checked_sub(bytes)
            .ok_or(TableError::TooLarge(Large::Text))?;
        Ok(())
    }
}

impl Grid {
    /// Puts a text at a place. A place keeps its first text. The text counts from here on, because a small file can
    /// refer to one long text many times.
    pub(crate) fn put(&mut self, at: At, text: String, room: &mut Room) -> Result<(), TableError> {
        if !text.is_empty() {
            room.holds(at)?;
            room.take_text(text.len())?;
            self.texts.entry(at).or_insert(text);
        }
        Ok(())
    }

    /// Merges the cells between two places.
    pub(crate) fn merge(&mut self, one: At, other: At) {
        let first = (one.0.min(other.0), one.1.min(other.1));
        let last = (one.0.max(other.0), one.1.max(other.1));
        if first != last {
            self.merged.push((first, last));
        }
    }

    /// The rows, up to the last row and column that hold a text.
    pub(crate) fn rows(self, table: usize, room: &mut Room) -> Result<Vec<Vec<Cell>>, TableError> {
        let height = self.texts.keys().map(|at| at.0 + 1).max().unwrap_or(0);
        let width = self.texts.keys().map(|at| at.1 + 1).max().unwrap_or(0);
        room.take_cells(height.saturating_mul(width))?;
        let owners = self.owners((height, width), room)?;
        let mut rows = Vec::with_capacity(height);
        for row in 0..height {
            let mut cells = Vec::with_capacity(width);
            for column in 0..width {
                let at = (row, column);
                let owner = owners.get(&at).copied().unwrap_or(at);
                let text = self.texts.get(&owner).cloned().unwrap_or_default();
                if owner != at {
                    room.take_text(text.len())?;
                }
                cells.push(Cell {
                    text,
                    place: place(table, at),
                    merged: place(table, owner),
                });
            }
            rows.push(cells);
        }
        Ok(rows)
    }

    /// To which cell each merged place belongs. Where merged cells overlap, which no program writes, the first one counts.
    fn owners(&self, (height, width): At, room: &mut Room) -> Result<BTreeMap<At, At>, TableError> {
        let mut owners = BTreeMap::new();
        for (first, last) in &self.merged {
            let rows = first.0..height.min(last.0.saturating_add(1));
            let columns = first.1..width.min(last.1.saturating_add(1));
            room.take_cells(rows.len().saturating_mul(columns.len()))?;
            for row in rows {
                for column in columns.clone() {
                    owners.entry((row, column)).or_insert(*first);
                }
            }
        }
        Ok(owners)
    }
}

fn place(table: usize, at: At) -> Place {
    Place {
        table,
        row: at.0 + 1,
        column: at.1 + 1,
    }
}
