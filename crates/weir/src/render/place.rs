//! Places in texts, as JSON shows them.

use std::collections::BTreeMap;

use serde::Serialize;
use weir_syntax::LineIndex;
use weir_syntax::diagnostic::{Place, SourceId};

use super::diagnostics::Files;

/// Lines and columns start at one; columns count characters; bytes start at zero.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Location {
    pub(crate) file: String,
    pub(crate) start: Point,
    pub(crate) end: Point,
}

/// One end of a place.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Point {
    byte: u32,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Turns places into lines and columns; each text is cut into lines once.
pub(crate) struct Places<'f> {
    files: &'f Files,
    lines: BTreeMap<SourceId, LineIndex>,
}

impl<'f> Places<'f> {
    pub(crate) fn new(files: &'f Files) -> Self {
        Self {
            files,
            lines: BTreeMap::new(),
        }
    }

    pub(crate) fn at(&mut self, place: Place) -> Location {
        let (name, text) = self.files.named(place.source);
        let index = self
            .lines
            .entry(place.source)
            .or_insert_with(|| LineIndex::new(text));
        let point = |byte: u32| {
            let (line, column) = index.line_column(text, byte);
            Point {
                byte,
                line: line + 1,
                column: column + 1,
            }
        };
        Location {
            file: name.to_owned(),
            start: point(place.span.start),
            end: point(place.span.end),
        }
    }
}
