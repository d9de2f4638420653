//! A text that is still being written, made readable: brackets and quotation marks are closed, lines that can't be read are
//! passed over. Every character keeps its place in the file.

use weir_core::hir::SourceId;

use super::super::tree::{self, Node};

/// Stands where something is being written. Nothing else is called so.
pub(super) const CURSOR: char = '\u{E000}';

/// How many lines are passed over.
const MOST: usize = 12;

/// Some characters of a text with the byte at which each stands.
type Line<'l> = &'l [(char, u32)];

/// The characters of a text with the byte at which each stands.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    characters: Vec<(char, u32)>,
}

impl Draft {
    pub(super) fn new(text: &str) -> Self {
        let characters = text.char_indices();
        Self {
            characters: characters.map(|(at, c)| (c, number(at))).collect(),
        }
    }

    /// The text with a part of it replaced.
    pub(super) fn with(text: &str, from: usize, to: usize, new: &str) -> Self {
        let before = text.get(..from).unwrap_or_default().char_indices();
        let after = text.get(to..).unwrap_or_default().char_indices();
        let characters = before
            .map(|(at, c)| (c, number(at)))
            .chain(new.chars().map(|c| (c, number(from))))
            .chain(after.map(|(at, c)| (c, number(to + at))));
        Self {
            characters: characters.collect(),
        }
    }

    /// Reads it: as it is, or else mended, or else without the lines at which the reading ends.
    pub(super) fn read(mut self, source: SourceId, text: &str) -> Option<Node> {
        let mut mended = false;
        for _ in 0..MOST {
            let stopped = match tree::parse_draft(source, text, &self.characters) {
                Ok(root) => return Some(root),
                Err(stopped) => stopped?,
            };
            if mended {
                self.pass_over(stopped)?;
            } else {
                self = self.mended();
                mended = true;
            }
        }
        None
    }

    /// Makes the line of a character blank, or the one above that is not blank yet.
    fn pass_over(&mut self, at: usize) -> Option<()> {
        let mut end = at.min(self.characters.len());
        end += self
            .characters
            .get(end..)?
            .iter()
            .take_while(|(c, _)| *c != '\n')
            .count();
        loop {
            let before = self.characters.get(..end)?;
            let start = before
                .iter()
                .rposition(|(c, _)| *c == '\n')
                .map_or(0, |at| at + 1);
            let line = self.characters.get_mut(start..end)?;
            if line.iter().any(|(c, _)| *c == CURSOR) {
                return None;
            }
            if line.iter().any(|(c, _)| !c.is_whitespace()) {
                line.iter_mut()
                    .filter(|(c, _)| !c.is_whitespace())
                    .for_each(|(c, _)| *c = ' ');
                return Some(());
            }
            end = start.checked_sub(1)?;
        }
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let lines = self.characters.split_inclusive(|(c, _)| *c == '\n');
        lines.collect()
    }

    /// The same with brackets and quotation marks closed and without lines that hold a word alone.
    fn mended(&self) -> Self {
        let lines = self.lines();
        let mut mender = Mender::default();
        for (at, line) in lines.iter().enumerate() {
            let rest = lines.get(at + 1..).unwrap_or_default();
            let next = rest.iter().copied().find(|line| !is_blank(line));
            mender.line(line, next);
        }
        Self {
            characters: mender.out,
        }
    }
}

/// How many brackets are open where a line starts.
pub(super) fn is_open(text: &str, line: usize) -> usize {
    let draft = Draft::new(text);
    let mut mender = Mender::default();
    let mut lines = draft.lines().into_iter().peekable();
    while let Some(one) = lines.next() {
        if one.first().is_none_or(|(_, at)| *at >= number(line)) {
            break;
        }
        // What follows is being written, so that it does not tell that nothing more comes.
        mender.line(one, Some(lines.peek().copied().unwrap_or_default()));
    }
    mender.open.len()
}

#[derive(Default)]
struct Mender {
    out: Vec<(char, u32)>,
    /// What closes the brackets that are open, the innermost last.
    open: Vec<char>,
}

impl Mender {
    fn line(&mut self, line: Line<'_>, next: Option<Line<'_>>) {
        let content = line
            .iter()
            .rposition(|(c, _)| !c.is_whitespace())
            .map_or(0, |at| at + 1);
        let (content, end) = line.split_at(content);
        if self.open.is_empty() && is_word_alone(content) {
            let blank = content.iter().map(|(c, at)| match c.is_whitespace() {
                true => (*c, *at),
                false => (' ', *at),
            });
            self.out.extend(blank);
            self.out.extend(end);
            return;
        }
        let (content, comment) = self.take(content);
        let at = comment
            .first()
            .or(end.first())
            .or(content.last())
            .map_or(0, |(_, at)| *at);
        // A key of the block below ends a list that is open; at the end of the text everything ends.
        let lists = self.open.iter().all(|close| *close == ']');
        if next.is_none_or(|next| lists && is_key(next)) {
            while let Some(close) = self.open.pop() {
                self.out.push((close, at));
            }
        }
        self.out.extend(comment);
        self.out.extend(end);
    }

    /// Takes a line up to its remark, with quotation marks closed, and notes the brackets that stay open.
    fn take<'l>(&mut self, line: Line<'l>) -> (Line<'l>, Line<'l>) {
        let mut quote: Option<char> = None;
        let mut escaped = false;
        // What stands before, without space.
        let mut before = '\n';
        let mut space = true;
        for (at, (c, byte)) in line.iter().enumerate() {
            let starts = matches!(before, '\n' | ':' | '-' | ',' | '[' | '{' | '?');
            if let Some(open) = quote {
                if *c == open && !escaped {
                    quote = None;
                }
                escaped = *c == '\\' && open == '"' && !escaped;
            } else if *c == '#' && space {
                let (content, comment) = line.split_at(at);
                return (content, comment);
            } else if matches!(c, '"' | '\'') && starts {
                quote = Some(*c);
            } else if matches!(c, '[' | '{') && (starts || !self.open.is_empty()) {
                self.open.push(if *c == '[' { ']' } else { '}' });
            } else if self.open.last() == Some(c) {
                self.open.pop();
            }
            self.out.push((*c, *byte));
            space = c.is_whitespace();
            if !space {
                before = *c;
            }
        }
        if let (Some(quote), Some((_, byte))) = (quote, line.last()) {
            self.out.push((quote, *byte));
        }
        (line, &[])
    }
}

fn is_blank(line: Line<'_>) -> bool {
    let first = line.iter().find(|(c, _)| !c.is_whitespace());
    first.is_none_or(|(c, _)| *c == '#')
}

/// Whether a line of a block is only the beginning of one.
fn is_word_alone(line: Line<'_>) -> bool {
    let text: String = line.iter().map(|(c, _)| c).collect();
    let text = text.trim();
    let begins = text.starts_with(['#', '-', '[', '{', '"', '\'', '.', CURSOR]);
    !text.is_empty() && !begins && !text.contains(": ") && !text.ends_with(':')
}

/// Whether a line is a key of a block, and no part of a list in brackets.
fn is_key(line: Line<'_>) -> bool {
    let text: String = line.iter().map(|(c, _)| c).collect();
    let text = text.trim();
    let key = text.split_once(':').filter(|(key, rest)| {
        !key.contains(['"', '\'', '[', ']', '{', '}', ',', '#'])
            && (rest.is_empty() || rest.starts_with(' '))
    });
    key.is_some()
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
