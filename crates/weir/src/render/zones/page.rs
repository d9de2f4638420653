//! A page: headings, text, lists and tables, for the terminal or as Markdown.

use unicode_width::UnicodeWidthStr;

pub use super::table::Table;
use crate::render::words::wrap;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page(pub Vec<Block>);

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level, from 1.
    Heading(usize, String),
    /// A paragraph.
    Text(String),
    /// Lines of a list.
    List(Vec<String>),
    /// A table.
    Table(Table),
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, level: usize, text: impl Into<String>) {
        self.0.push(Block::Heading(level, text.into()));
    }

    /// Adds a paragraph, if it has words.
    pub fn text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Block::Text(text));
        }
    }

    /// Adds a list, if it has lines.
    pub fn list(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.0.push(Block::List(lines));
        }
    }

    /// Adds a table, if it has rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.0.push(Block::Table(table));
        }
    }

    /// The page with each of its texts made another.
    #[must_use]
    pub fn map(&self, made: &dyn Fn(&str) -> String) -> Self {
        let all = |texts: &[String]| texts.iter().map(|text| made(text)).collect();
        let blocks = self.0.iter().map(|block| match block {
            Block::Heading(level, text) => Block::Heading(*level, made(text)),
            Block::Text(text) => Block::Text(made(text)),
            Block::List(lines) => Block::List(all(lines)),
            Block::Table(table) => Block::Table(Table {
                head: all(&table.head),
                rows: table.rows.iter().map(|row| all(row)).collect(),
            }),
        });
        Self(blocks.collect())
    }

    /// The page in lines of at most `width` columns.
    #[must_use]
    pub fn human(&self, width: usize, colour: bool) -> String {
        let mut out = String::new();
        for (at, block) in self.0.iter().enumerate() {
            let space = if matches!(block, Block::Heading(1, _)) {
                "\n\n"
            } else {
                "\n"
            };
            if at > 0 {
                out.push_str(space);
            }
            out.push_str(&human(block, width, colour));
        }
        out
    }

    /// The page in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let blocks: Vec<String> = self.0.iter().map(markdown).collect();
        blocks.join("\n")
    }
}

fn human(block: &Block, width: usize, colour: bool) -> String {
    match block {
        Block::Heading(level, text) => {
            let (on, off) = if colour {
                ("\u{1b}[1m", "\u{1b}[0m")
            } else {
                ("", "")
            };
            let lines = wrap(text, width);
            let longest = lines
                .iter()
                .map(|line| line.width())
                .max()
                .unwrap_or_default();
            let rule = match level {
                1 => format!("{}\n", "═".repeat(longest)),
                2 => format!("{}\n", "─".repeat(longest)),
                _ => String::new(),
            };
            format!("{on}{}{off}\n{rule}", lines.join("\n"))
        }
        Block::Text(text) => format!("{}\n", wrap(text, width).join("\n")),
        Block::List(lines) => {
            let line = |line: &String| {
                let broken = wrap(line, width.saturating_sub(2));
                format!("- {}\n", broken.join("\n  "))
            };
            lines.iter().map(line).collect()
        }
        Block::Table(table) => table.human(width),
    }
}

fn markdown(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => format!("{} {text}\n", "#".repeat(*level)),
        Block::Text(text) => format!("{text}\n"),
        Block::List(lines) => lines.iter().map(|line| format!("- {line}\n")).collect(),
        Block::Table(table) => table.markdown(),
    }
}
