//! Changes of a text: ranges with what comes in their place.

use std::ops::Range;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// A text with changes made. Changes of which one lies in another are not all made: the one that starts first counts.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if edit.range.start < at {
            continue;
        }
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Where the line starts in which a place lies.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Where the line ends in which a place lies, without its end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = at + rest.find('\n').unwrap_or(rest.len());
    match text.get(at..end) {
        Some(rest) if rest.ends_with('\r') => end - 1,
        Some(_) | None => end,
    }
}

/// The space before the first sign of the line in which a place lies.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let line = text.get(line_start(text, at)..).unwrap_or_default();
    let length = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..length).unwrap_or_default()
}

/// Takes a range out; with its line, if nothing else stands on it.
pub(super) fn without(text: &str, range: Range<usize>) -> Edit {
    let start = line_start(text, range.start);
    let end = line_end(text, range.end);
    let blank = |range: Range<usize>| text.get(range).is_some_and(|piece| piece.trim().is_empty());
    let range = if blank(start..range.start) && blank(range.end..end) {
        let after = text.get(end..).unwrap_or_default();
        start..end + after.find('\n').map_or(after.len(), |at| at + 1)
    } else {
        range
    };
    Edit {
        range,
        text: String::new(),
    }
}

/// A block of whole lines: from the comments directly above the first line to the end of the last.
pub(super) fn block(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = line_start(text, range.start);
    while start > 0 {
        let above = line_start(text, start - 1);
        let line = text.get(above..start).unwrap_or_default().trim();
        if !line.starts_with("//") {
            break;
        }
        start = above;
    }
    start..line_end(text, range.end)
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply, block, without};

    #[test]
    fn changes_are_made_in_order_of_place() {
        let edit = |range, text: &str| Edit {
            range,
            text: text.to_owned(),
        };
        assert_eq!(apply("abcdef", vec![edit(4..5, "E"), edit(1..2, "")]), "acdEf");
        assert_eq!(apply("abc", vec![edit(0..2, "x"), edit(1..3, "y")]), "xc");
    }

    #[test]
    fn a_line_goes_with_what_stood_on_it() {
        let text = "a\n  b\nc";
        assert_eq!(apply(text, vec![without(text, 4..5)]), "a\nc");
        let text = "a b c";
        assert_eq!(apply(text, vec![without(text, 2..3)]), "a  c");
        let text = "a\r\n b\r\nc";
        assert_eq!(apply(text, vec![without(text, 4..5)]), "a\r\nc");
    }

    #[test]
    fn comments_above_belong_to_a_block() {
        let text = "x\n\n  // one\n  // two\n  row 1\n    zh\n";
        let start = text.find("row").unwrap_or_default();
        let end = text.find("zh").unwrap_or_default() + 2;
        assert_eq!(text.get(block(text, start..end)), Some("  // one\n  // two\n  row 1\n    zh"));
    }
}
