//! Notes: what is found in a source, written as comments in it.
//!
//! ```text
//! //~ error[E0203] 8-13: there is no fact `expotr`
//!   when expotr
//!   then pathway exempt     //~ error[E0204] 8-15: …
//! ```
//!
//! A note stands above its line, or beside it if it is the only one. Columns count characters from 1; the second is the one
//! after the last. `8` alone is an empty place before column 8, `8-+2:5` ends two lines further down.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use weir_syntax::diagnostic::{Diagnostic, Place, Severity, SourceId};
use weir_syntax::{LineIndex, Span};

const MARK: &str = "//~ ";

/// A source without its notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripped {
    /// The text.
    pub text: String,
    /// The lines, from 0, whose note stands beside them.
    beside: Vec<usize>,
}

/// Takes the notes out of a source.
#[must_use]
pub fn strip(source: &str) -> Stripped {
    let mut out = Stripped {
        text: String::new(),
        beside: Vec::new(),
    };
    let mut line_number = 0;
    for line in source.split_inclusive('\n') {
        if line.trim_start().starts_with(MARK) {
            continue;
        }
        match line.split_once(MARK) {
            Some((before, _)) => {
                out.beside.push(line_number);
                out.text.push_str(before.trim_end());
                out.text.push('\n');
            }
            None => out.text.push_str(line),
        }
        line_number += 1;
    }
    out
}

/// The codes that the notes of a source name.
#[must_use]
pub fn codes(source: &str) -> Vec<String> {
    let notes = source
        .lines()
        .filter_map(|line| line.split_once(MARK))
        .map(|(_, note)| note);
    notes
        .filter_map(|note| Some(note.split_once('[')?.1.split_once(']')?.0.to_owned()))
        .collect()
}

/// The texts of a case, to say where something is.
#[derive(Debug, Default)]
pub struct Texts(BTreeMap<SourceId, Text>);

#[derive(Debug)]
struct Text {
    name: String,
    text: String,
    lines: LineIndex,
    shared: bool,
}

impl Texts {
    /// Adds a text. Of places in a `shared` one, which other cases use too, only the file is told.
    pub fn add(&mut self, id: SourceId, name: &str, text: &str, shared: bool) {
        self.0.insert(
            id,
            Text {
                name: name.to_owned(),
                text: text.to_owned(),
                lines: LineIndex::new(text),
                shared,
            },
        );
    }

    /// The line from 0, and the columns.
    fn columns(&self, place: Place) -> (usize, String) {
        let Some(Text { text, lines, .. }) = self.0.get(&place.source) else {
            return (0, "?".to_owned());
        };
        let (line, start) = lines.line_column(text, place.span.start);
        let (last, end) = lines.line_column(text, place.span.end);
        let columns = if place.span.start == place.span.end {
            format!("{}", start + 1)
        } else if last == line {
            format!("{}-{}", start + 1, end + 1)
        } else {
            format!("{}-+{}:{}", start + 1, last - line, end + 1)
        };
        (line, columns)
    }

    /// A place seen from another: with its line, and its file if that differs.
    fn place(&self, place: Place, from: SourceId) -> String {
        let (line, columns) = self.columns(place);
        match self.0.get(&place.source).filter(|_| place.source != from) {
            Some(Text {
                name, shared: true, ..
            }) => name.clone(),
            Some(Text {
                name,
                shared: false,
                ..
            }) => format!("{name}:{}:{columns}", line + 1),
            None => format!("{}:{columns}", line + 1),
        }
    }
}

/// The notes of a source by their line, from 0.
pub type Notes = BTreeMap<usize, Vec<String>>;

/// Diagnostics of one source as notes. With `full`, what is said besides the message, and what would mend it.
#[must_use]
pub fn notes<'d>(
    texts: &Texts,
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    full: bool,
) -> Notes {
    let mut notes = Notes::new();
    for diagnostic in diagnostics {
        let (line, columns) = texts.columns(diagnostic.primary.0);
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let of_line = notes.entry(line).or_default();
        of_line.push(format!(
            "{severity}[{}] {columns}: {}",
            diagnostic.code, diagnostic.message
        ));
        if full {
            of_line.extend(more(texts, diagnostic));
        }
    }
    notes
}

fn more(texts: &Texts, diagnostic: &Diagnostic) -> Vec<String> {
    let (place, label) = &diagnostic.primary;
    let mut out = Vec::new();
    if !label.is_empty() {
        out.push(format!("  here: {label}"));
    }
    out.extend(
        diagnostic
            .secondary
            .iter()
            .map(|(other, text)| format!("  {}: {text}", texts.place(*other, place.source))),
    );
    out.extend(diagnostic.help.iter().map(|help| format!("  help: {help}")));
    out.extend(
        diagnostic
            .fixes
            .iter()
            .map(|fix| format!("  fix: {}", fix.title)),
    );
    out
}

/// Writes notes into a source.
#[must_use]
pub fn write(stripped: &Stripped, notes: &Notes) -> String {
    let mut out = String::new();
    let mut count = 0;
    for (at, line) in stripped.text.split_inclusive('\n').enumerate() {
        count = at + 1;
        let of_line = notes.get(&at).map(Vec::as_slice).unwrap_or_default();
        let plain = line.trim_end_matches('\n');
        if let ([note], true) = (of_line, stripped.beside.contains(&at)) {
            let _ = writeln!(out, "{plain} {MARK}{note}");
            continue;
        }
        let indent = plain
            .get(..plain.len() - plain.trim_start().len())
            .unwrap_or_default();
        for note in of_line {
            let _ = writeln!(out, "{indent}{MARK}{note}");
        }
        out.push_str(line);
    }
    for note in notes.range(count..).flat_map(|(_, notes)| notes) {
        let _ = writeln!(out, "{MARK}{note}");
    }
    out
}

/// Applies the first fix of each diagnostic to a text of the case; edits that overlap an earlier one are left out.
#[must_use]
pub fn fixed(source: SourceId, text: &str, diagnostics: &[Diagnostic]) -> String {
    let fixes = diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.fixes.first());
    let mut edits: Vec<_> = fixes
        .flat_map(|fix| &fix.edits)
        .filter(|edit| edit.place.source == source)
        .collect();
    edits.sort_by_key(|edit| edit.place.span);
    edits.dedup();
    let mut out = String::new();
    let mut done = 0;
    for edit in edits
        .iter()
        .filter(|edit| edit.place.span.range().end <= text.len())
    {
        if edit.place.span.start < done {
            continue;
        }
        out.push_str(Span::new(done, edit.place.span.start).text(text));
        out.push_str(&edit.text);
        done = edit.place.span.end;
    }
    out.push_str(text.get(done as usize..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use weir_syntax::codes;
    use weir_syntax::diagnostic::{Edit, Fix};

    fn at(start: u32, end: u32) -> Place {
        Place {
            source: SourceId(0),
            span: Span::new(start, end),
        }
    }

    fn diagnostic(start: u32, end: u32) -> Diagnostic {
        Diagnostic {
            code: codes::UNKNOWN_FACT,
            severity: Severity::Error,
            message: "no such fact".to_owned(),
            primary: (at(start, end), "here".to_owned()),
            secondary: vec![(at(0, 3), "declared".to_owned())],
            help: vec!["look".to_owned()],
            fixes: vec![Fix {
                title: "replace".to_owned(),
                edits: vec![Edit {
                    place: at(start, end),
                    text: "x".to_owned(),
                }],
            }],
        }
    }

    fn texts(text: &str) -> Texts {
        let mut texts = Texts::default();
        texts.add(SourceId(0), "f.weir", text, false);
        texts
    }

    #[test]
    fn notes_are_stripped_and_written_back() {
        let source =
            "//~ error[E0203] 1-3: no such fact\n事实 b\n  c //~ error[E0203] 3-4: no such fact\n";
        let stripped = strip(source);
        assert_eq!(stripped.text, "事实 b\n  c\n");
        let found = [diagnostic(0, 6), diagnostic(11, 12)];
        assert_eq!(
            write(&stripped, &notes(&texts(&stripped.text), &found, false)),
            source
        );
    }

    #[test]
    fn columns_count_characters_and_lines_further_down() {
        let text = "事实 b\n  c\n";
        assert_eq!(texts(text).columns(at(7, 7)), (0, "4".to_owned()));
        assert_eq!(texts(text).columns(at(7, 12)), (0, "4-+1:4".to_owned()));
    }

    #[test]
    fn a_place_at_the_end_is_noted_after_the_last_line() {
        let stripped = strip("a\n");
        assert_eq!(
            write(
                &stripped,
                &notes(&texts(&stripped.text), &[diagnostic(2, 2)], false)
            ),
            "a\n//~ error[E0203] 1: no such fact\n"
        );
    }

    #[test]
    fn full_notes_say_everything() {
        let stripped = strip("abc\n  d\n");
        let written = write(
            &stripped,
            &notes(&texts(&stripped.text), &[diagnostic(6, 7)], true),
        );
        assert_eq!(
            written,
            "abc\n  //~ error[E0203] 3-4: no such fact\n  //~   here: here\n  //~   1:1-4: declared\n  //~   help: look\n  //~   fix: replace\n  d\n"
        );
    }

    #[test]
    fn fixes_are_applied_once() {
        assert_eq!(
            fixed(
                SourceId(0),
                "abcd",
                &[diagnostic(1, 3), diagnostic(2, 4), diagnostic(1, 3)]
            ),
            "axd"
        );
    }

    #[test]
    fn codes_are_read_from_notes() {
        assert_eq!(
            super::codes("//~ error[E0203] 1-3: `a[0]`\nx //~ warning[W0101] 1: y\n// [E0101]\n"),
            ["E0203", "W0101"]
        );
    }
}
