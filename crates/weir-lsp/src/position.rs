//! Byte offsets to lines and columns of the negotiated encoding, and back. The only place that counts in anything but bytes.

use tower_lsp::lsp_types::{Position, PositionEncodingKind, Range};
use weir_syntax::{LineIndex, Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units, which every client knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of what a client offers. Bytes need no counting; UTF-16 is what a client means that offers nothing.
    pub(crate) fn choose(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind: PositionEncodingKind| offered.unwrap_or_default().contains(&kind);
        if offers(PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its name in the protocol.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units a character takes.
    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many units a piece of text takes.
    pub(crate) fn width(self, text: &str) -> u32 {
        number(text.chars().map(|c| self.units(c)).sum())
    }
}

/// A text with its line starts, as one encoding counts it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines<'a> {
    pub(crate) text: &'a str,
    pub(crate) index: &'a LineIndex,
    pub(crate) encoding: Encoding,
}

impl<'a> Lines<'a> {
    /// The position of an offset. An offset inside a character or a line end is taken back to its start.
    pub(crate) fn position(self, offset: u32) -> Position {
        let line = self.index.line(offset);
        let (start, content) = self.line(line);
        let until = (offset.saturating_sub(start) as usize).min(content.len());
        let mut column = 0;
        for (at, c) in content.char_indices() {
            if at + c.len_utf8() > until {
                break;
            }
            column += self.encoding.units(c);
        }
        Position::new(number(line), number(column))
    }

    /// The range of a span.
    pub(crate) fn range(self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    /// The offset of a position. A column past the end of its line means the end, one inside a character its start; a line past
    /// the last one means the end of the text.
    pub(crate) fn offset(self, position: Position) -> u32 {
        let line = position.line as usize;
        if self.index.line_start(line).is_none() {
            return number(self.text.len());
        }
        let (start, content) = self.line(line);
        let mut left = position.character as usize;
        for (at, c) in content.char_indices() {
            let units = self.encoding.units(c);
            if left < units {
                return start + number(at);
            }
            left -= units;
        }
        start + number(content.len())
    }

    /// The span of a range.
    pub(crate) fn span(self, range: Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    /// The start of a line and what stands on it, without its end.
    fn line(self, line: usize) -> (u32, &'a str) {
        let start = self.index.line_start(line).unwrap_or(0);
        let end = self
            .index
            .line_start(line + 1)
            .unwrap_or(number(self.text.len()));
        let whole = Span::new(start, end).text(self.text);
        let content = whole.strip_suffix('\n').unwrap_or(whole);
        (start, content.strip_suffix('\r').unwrap_or(content))
    }
}

fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a中😀b\r\n\tx\u{301}\n";

    fn check(encoding: Encoding, columns: &[(u32, u32, u32)]) {
        let index = LineIndex::new(TEXT);
        let lines = Lines {
            text: TEXT,
            index: &index,
            encoding,
        };
        for (offset, line, column) in columns {
            let position = Position::new(*line, *column);
            assert_eq!(lines.position(*offset), position, "{encoding:?} {offset}");
            assert_eq!(lines.offset(position), *offset, "{encoding:?} {position:?}");
        }
    }

    #[test]
    fn columns_count_what_was_agreed() {
        check(
            Encoding::Utf8,
            &[
                (1, 0, 1),
                (4, 0, 4),
                (8, 0, 8),
                (9, 0, 9),
                (11, 1, 0),
                (13, 1, 2),
                (15, 1, 4),
                (16, 2, 0),
            ],
        );
        check(
            Encoding::Utf16,
            &[
                (1, 0, 1),
                (4, 0, 2),
                (8, 0, 4),
                (9, 0, 5),
                (11, 1, 0),
                (13, 1, 2),
                (15, 1, 3),
                (16, 2, 0),
            ],
        );
        check(
            Encoding::Utf32,
            &[
                (1, 0, 1),
                (4, 0, 2),
                (8, 0, 3),
                (9, 0, 4),
                (11, 1, 0),
                (13, 1, 2),
                (15, 1, 3),
                (16, 2, 0),
            ],
        );
    }

    #[test]
    fn what_lies_outside_is_drawn_in() {
        let index = LineIndex::new(TEXT);
        let lines = Lines {
            text: TEXT,
            index: &index,
            encoding: Encoding::Utf16,
        };
        assert_eq!(lines.offset(Position::new(0, 3)), 4, "inside a pair");
        assert_eq!(lines.offset(Position::new(0, 99)), 9, "before the line end");
        assert_eq!(lines.offset(Position::new(9, 0)), 16, "the end of the text");
        assert_eq!(lines.position(10), Position::new(0, 5), "inside a line end");
        assert_eq!(lines.position(5), Position::new(0, 2), "inside a character");
        assert_eq!(lines.position(99), Position::new(2, 0));
    }

    #[test]
    fn the_best_offer_is_taken() {
        use PositionEncodingKind as Kind;
        assert_eq!(Encoding::choose(None), Encoding::Utf16);
        assert_eq!(
            Encoding::choose(Some(&[Kind::UTF32, Kind::UTF8])),
            Encoding::Utf8
        );
        assert_eq!(Encoding::choose(Some(&[Kind::UTF32])), Encoding::Utf32);
        assert_eq!(
            Encoding::choose(Some(&[Kind::UTF16, Kind::UTF32])),
            Encoding::Utf16
        );
    }
}
