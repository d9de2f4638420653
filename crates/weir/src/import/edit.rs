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
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1)
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

/// A block of whole lines: from the comments directly above the first line to the end of the last. Where something else
/// stands on its lines, it is only the range itself.
pub(super) fn block(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = line_start(text, range.start);
    let end = line_end(text, range.end);
    let before = text.get(start..range.start).unwrap_or_default().trim();
    let after = text.get(range.end..end).unwrap_or_default().trim();
    if !before.is_empty() || !(after.is_empty() || after.starts_with("//")) {
        return range;
    }
    while start > 0 {
        let above = line_start(text, start - 1);
        let line = text.get(above..start).unwrap_or_default().trim();
        if !line.starts_with("//") {
            break;
        }
        start = above;
    }
    start..end
}

/// Takes a block out, with one of the blank lines around it.
pub(super) fn without_block(text: &str, range: Range<usize>) -> Edit {
    let after = text.get(range.end..).unwrap_or_default();
    let blank = after.len() - after.trim_start_matches(['\r', '\n']).len();
    let before = text.get(..range.start).unwrap_or_default();
    let last_of_part = after.trim_start().starts_with('}') && !before.trim_end().ends_with('{');
    let start = if last_of_part {
        // The blank line above would else stand before the closing brace.
        let bare = before.trim_end_matches(['\r', '\n']).len();
        line_end(text, bare) + 1
    } else {
        range.start
    };
    Edit {
        range: start.min(range.start)..range.end + blank,
        text: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply, block, without, without_block};

    #[test]
    fn changes_are_made_in_order_of_place() {
        let edit = |range, text: &str| Edit {
            range,
            text: text.to_owned(),
        };
        assert_eq!(
            apply("abcdef", vec![edit(4..5, "E"), edit(1..2, "")]),
            "acdEf"
        );
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
    fn blocks_go_with_a_blank_line() {
        let text = "l {\n\n  a\n\n  b\n\n  c\n}\n";
        let take = |name: &str| {
            let at = text.find(name).unwrap_or_default();
            apply(text, vec![without_block(text, block(text, at..at + 1))])
        };
        assert_eq!(take("b"), "l {\n\n  a\n\n  c\n}\n");
        assert_eq!(take("c"), "l {\n\n  a\n\n  b\n}\n");
    }

    #[test]
    fn comments_above_belong_to_a_block() {
        let text = "x\n\n  // one\n  // two\n  row 1\n    zh\n";
        let start = text.find("row").unwrap_or_default();
        let end = text.find("zh").unwrap_or_default() + 2;
        assert_eq!(
            text.get(block(text, start..end)),
            Some("  // one\n  // two\n  row 1\n    zh")
        );
    }
}
