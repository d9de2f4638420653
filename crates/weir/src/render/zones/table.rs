//! Tables for the terminal, where Chinese is two columns wide, and for Markdown.

use unicode_width::UnicodeWidthStr;

use crate::render::words::wrap;

/// The narrowest column of a table that has to be squeezed.
const NARROWEST: usize = 10;

/// What stands between two columns.
const GAP: &str = "  ";

/// A table: a head, and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The head.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with this head and no rows.
    #[must_use]
    pub fn new(head: &[&str]) -> Self {
        Self {
            head: head.iter().map(|cell| (*cell).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// The table in lines of at most `width` columns; cells break where they have to.
    #[must_use]
    pub fn human(&self, width: usize) -> String {
        let widths = self.widths(width);
        let mut out = lines(&self.head, &widths);
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        out.push_str(rule.join(GAP).trim_end());
        out.push('\n');
        // Where some row takes more than one line, a thin space between rows keeps them apart.
        let rows: Vec<String> = self.rows.iter().map(|row| lines(row, &widths)).collect();
        let tall = rows.iter().any(|row| row.lines().count() > 1);
        for (at, row) in rows.iter().enumerate() {
            if tall && at > 0 {
                out.push('\n');
            }
            out.push_str(row);
        }
        out
    }

    /// The table in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = vec!["---"; self.head.len()].join(" | ");
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}| {rule} |\n{rows}", line(&self.head))
    }

    /// How wide each column is: as wide as its widest cell, or less where all together are too wide. The widest columns are
    /// squeezed first, none below its longest word.
    fn widths(&self, width: usize) -> Vec<usize> {
        let columns = 0..self.head.len();
        let lines = |at: usize| self.column(at).flat_map(str::lines);
        let mut widths: Vec<(usize, usize)> = columns
            .map(|at| {
                let words = lines(at).flat_map(|line| wrap(line, 1));
                let longest_word = words.map(|word| word.width()).max();
                let longest = lines(at).map(UnicodeWidthStr::width).max();
                let narrowest = longest_word.unwrap_or_default().max(NARROWEST);
                (longest.unwrap_or_default(), narrowest)
            })
            .collect();
        let room = width.saturating_sub(GAP.len() * self.head.len().saturating_sub(1));
        while widths.iter().map(|(width, _)| *width).sum::<usize>() > room {
            let squeezable = widths
                .iter_mut()
                .filter(|(width, narrowest)| width > narrowest);
            let Some((widest, _)) = squeezable.max() else {
                break;
            };
            *widest -= 1;
        }
        widths.into_iter().map(|(width, _)| width).collect()
    }

    /// The cells of a column, the head too.
    fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        let rows = std::iter::once(&self.head).chain(&self.rows);
        rows.filter_map(move |row| row.get(at)).map(String::as_str)
    }
}

/// The lines of a row.
fn lines(cells: &[String], widths: &[usize]) -> String {
    let broken: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| cell.lines().flat_map(|line| wrap(line, *width)).collect())
        .collect();
    let height = broken.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = String::new();
    for at in 0..height {
        let pieces: Vec<String> = broken
            .iter()
            .zip(widths)
            .map(|(cell, width)| {
                padded(cell.get(at).map(String::as_str).unwrap_or_default(), *width)
            })
            .collect();
        out.push_str(pieces.join(GAP).trim_end());
        out.push('\n');
    }
    out
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A cell in which nothing is taken for a mark of Markdown.
fn escaped(cell: &str) -> String {
    let line = cell.lines().collect::<Vec<_>>().join("<br>");
    line.replace('|', "\\|").replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn table() -> Table {
        let mut table = Table::new(&["清单", "numbers"]);
        table
            .rows
            .push(vec!["浙江".to_owned(), "1,000,000 | more".to_owned()]);
        table
            .rows
            .push(vec!["Tianjin".to_owned(), "100,000".to_owned()]);
        table
    }

    #[test]
    fn chinese_is_two_columns_wide() {
        assert_eq!(
            table().human(80),
            "清单     numbers\n───────  ────────────────\n浙江     1,000,000 | more\nTianjin  100,000\n"
        );
    }

    #[test]
    fn wide_cells_break() {
        let text = table().human(21);
        assert!(
            text.lines()
                .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 21),
            "{text}"
        );
        assert!(text.contains("\n\nTianjin"), "{text}");
    }

    #[test]
    fn markdown_escapes() {
        assert_eq!(
            table().markdown(),
            "| 清单 | numbers |\n| --- | --- |\n| 浙江 | 1,000,000 \\| more |\n| Tianjin | 100,000 |\n"
        );
    }
}
