//! Commands in the log of a GitHub workflow, which are shown beside the lines.

use super::Annotation;
use weir_syntax::diagnostic::Severity;

/// One command a line.
pub(super) fn text(found: &[Annotation]) -> String {
    found.iter().map(command).collect()
}

fn command(one: &Annotation) -> String {
    let word = match one.level {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(spot) = &one.spot {
        let (line, last) = spot.lines;
        properties.push(format!("file={}", property(&spot.file)));
        properties.push(format!("line={line}"));
        properties.push(format!("endLine={last}"));
        // Columns are allowed on a single line only.
        if let Some((from, to)) = spot.columns.filter(|_| line == last) {
            properties.push(format!("col={from}"));
            properties.push(format!("endColumn={to}"));
        }
    }
    properties.push(format!("title={}", property(&one.title)));
    let said = if one.message.is_empty() {
        &one.title
    } else {
        &one.message
    };
    format!("::{word} {}::{}\n", properties.join(","), data(said))
}

/// A text in which nothing ends the command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A text in which nothing ends the property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
