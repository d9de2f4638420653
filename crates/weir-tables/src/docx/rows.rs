//! The rows of one table of a text document: cells that span columns, cells that go on from the row above.

use std::collections::BTreeMap;

use crate::error::TableError;
use crate::grid::{Grid, Room};
use crate::xml::Element;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    grid: Grid,
    row: usize,
    column: usize,
    /// The cells of the row, put down when it is known that the row was not deleted.
    cells: Vec<OpenCell>,
    cell: OpenCell,
    row_deleted: bool,
    /// Cells that may go on below, by their first column.
    going_on: BTreeMap<usize, GoingOn>,
}

#[derive(Debug, Default)]
struct OpenCell {
    column: usize,
    span: usize,
    paragraphs: Vec<String>,
    down: Down,
}

/// How a cell stands to the one above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Down {
    #[default]
    Alone,
    Starts,
    GoesOn,
}

#[derive(Clone, Copy, Debug)]
struct GoingOn {
    first_row: usize,
    last_row: usize,
    last_column: usize,
}

impl OpenTable {
    /// A property of a row or a cell, or the start of one.
    pub(super) fn property(
        &mut self,
        inside: Option<&str>,
        name: &str,
        element: &Element<'_>,
        room: &Room,
    ) -> Result<(), TableError> {
        match (inside, name) {
            (Some("trPr"), "gridBefore") => {
                self.column += number(element)?.unwrap_or(0);
                room.holds((self.row, self.column))?;
            }
            (Some("trPr"), "del" | "moveFrom") => self.row_deleted = true,
            (Some("tcPr"), "gridSpan") => self.cell.span = number(element)?.unwrap_or(1),
            (Some("tcPr"), "vMerge") => {
                let value = element.attribute("val")?;
                self.cell.down = match value.as_deref() {
                    Some("restart") => Down::Starts,
                    _ => Down::GoesOn,
                };
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn paragraph(&mut self, text: String) {
        self.cell.paragraphs.push(text);
    }

    pub(super) fn end_cell(&mut self, room: &Room) -> Result<(), TableError> {
        let mut cell = std::mem::take(&mut self.cell);
        cell.column = self.column;
        cell.span = cell.span.max(1);
        self.column = self.column.saturating_add(cell.span);
        room.holds((self.row, self.column.saturating_sub(1)))?;
        self.cells.push(cell);
        Ok(())
    }

    pub(super) fn end_row(&mut self, room: &mut Room) -> Result<(), TableError> {
        let cells = std::mem::take(&mut self.cells);
        self.column = 0;
        self.cell = OpenCell::default();
        if std::mem::take(&mut self.row_deleted) {
            return Ok(());
        }
        let row = self.row;
        self.row += 1;
        for cell in cells {
            self.put(row, cell, room)?;
        }
        self.close(|going_on| going_on.last_row < row);
        Ok(())
    }

    /// The cells, when the table is complete.
    pub(super) fn grid(mut self) -> Grid {
        self.close(|_| true);
        self.grid
    }

    fn put(&mut self, row: usize, cell: OpenCell, room: &mut Room) -> Result<(), TableError> {
        let column = cell.column;
        let last_column = column + cell.span - 1;
        if cell.down == Down::GoesOn
            && let Some(going_on) = self.going_on.get_mut(&column)
        {
            going_on.last_row = row;
            return Ok(());
        }
        // Another merged cell of the same column ends above.
        if let Some(ended) = self.going_on.remove(&column) {
            self.merge(column, ended);
        }
        let text = cell.paragraphs.join("\n").trim().to_owned();
        self.grid.put((row, column), text, room)?;
        let one = GoingOn {
            first_row: row,
            last_row: row,
            last_column,
        };
        match cell.down {
            Down::Alone => self.merge(column, one),
            Down::Starts | Down::GoesOn => {
                self.going_on.insert(column, one);
            }
        }
        Ok(())
    }

    fn close(&mut self, ended: impl Fn(&GoingOn) -> bool) {
        let (over, open) = std::mem::take(&mut self.going_on)
            .into_iter()
            .partition(|(_, going_on)| ended(going_on));
        self.going_on = open;
        let over: BTreeMap<usize, GoingOn> = over;
        for (column, going_on) in over {
            self.merge(column, going_on);
        }
    }

    fn merge(&mut self, column: usize, cell: GoingOn) {
        self.grid
            .merge((cell.first_row, column), (cell.last_row, cell.last_column));
    }
}

/// A number of columns. What is no number is larger than any limit, so that it is refused.
fn number(element: &Element<'_>) -> Result<Option<usize>, TableError> {
    let value = element.attribute("val")?;
    Ok(value.map(|value| {
        value
            .trim()
            .parse::<u32>()
            .map_or(usize::MAX >> 1, |value| value as usize)
    }))
}
