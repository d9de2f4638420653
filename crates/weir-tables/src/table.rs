//! A table as read or as written.

use std::fmt;

/// A table: a sheet of a workbook, a table of a text document, or a file of separated values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The name of the sheet.
    pub name: Option<String>,
    /// The paragraphs of a text document between the table before and this one; empty ones are left out.
    pub above: Vec<String>,
    /// Whether the sheet is hidden from readers of the workbook.
    pub hidden: bool,
    /// The rows from the top, all of the same length; empty ones are kept so that places can be counted.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of plain texts, to be written.
    #[must_use]
    pub fn of_texts(name: Option<String>, rows: Vec<Vec<String>>) -> Self {
        let rows = rows
            .into_iter()
            .enumerate()
            .map(|(row, texts)| {
                let cell = |(column, text)| {
                    let place = Place {
                        table: 1,
                        row: row + 1,
                        column: column + 1,
                    };
                    Cell {
                        text,
                        place,
                        merged: place,
                    }
                };
                texts.into_iter().enumerate().map(cell).collect()
            })
            .collect();
        Self {
            name,
            rows,
            ..Self::default()
        }
    }
}

/// A cell: what stands in it and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it, as shown to a reader; paragraphs are lines.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// The first place of the merged cell of which it is a part, whose text it repeats; its own place if it is not merged.
    pub merged: Place,
}

impl Cell {
    /// Whether it only repeats the text of a merged cell.
    #[must_use]
    pub fn repeats(&self) -> bool {
        self.merged != self.place
    }
}

/// Where a cell stands. Counted from 1, as people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The table or sheet in the file.
    pub table: usize,
    /// The row in the table.
    pub row: usize,
    /// The column in the table.
    pub column: usize,
}

impl Place {
    /// The place as a spreadsheet writes it, such as `C12`.
    #[must_use]
    pub fn in_sheet(self) -> String {
        let mut letters = Vec::new();
        let mut left = self.column;
        while left > 0 {
            let digit = (left - 1) % 26;
            letters.push(u8::try_from(digit).map_or('?', |digit| char::from(b'A' + digit)));
            left = (left - 1) / 26;
        }
        letters.reverse();
        format!("{}{}", letters.into_iter().collect::<String>(), self.row)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row, column } = self;
        write!(f, "table {table}, row {row}, column {column}")
    }
}
