//! The text of one paragraph as a reader sees it.

use crate::docx::numbering::Numbering;
use crate::error::TableError;
use crate::xml::Element;

/// A paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    text: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// Whether the text of the current run is hidden.
    hidden: bool,
    /// Whether its end was deleted with tracking, so that the next paragraph goes on in it.
    end_deleted: bool,
    /// The text of the paragraphs before that go on in this one.
    begun: Option<String>,
}

impl Paragraph {
    pub(super) fn start(&mut self) {
        let begun = self.begun.take();
        *self = Self {
            begun,
            ..Self::default()
        };
    }

    pub(super) fn push(&mut self, text: &str) {
        if !self.hidden {
            self.text.push_str(text);
        }
    }

    /// A property, or a sign in a run; `inside` are the two elements around it.
    pub(super) fn property(
        &mut self,
        inside: (Option<&str>, Option<&str>),
        name: &str,
        element: &Element<'_>,
    ) -> Result<(), TableError> {
        match (inside, name) {
            ((_, Some("pPr")), "pStyle") => self.style = element.attribute("val")?,
            ((_, Some("numPr")), "numId") => self.list = element.attribute("val")?,
            ((_, Some("numPr")), "ilvl") => {
                self.level = element
                    .attribute("val")?
                    .and_then(|level| level.parse().ok());
            }
            ((Some("pPr"), Some("rPr")), "del" | "moveFrom") => self.end_deleted = true,
            ((Some("r"), Some("rPr")), "vanish") => self.hidden = element.is_on()?,
            ((_, Some("r")), "rPr") => self.hidden = false,
            ((_, Some("r")), "tab") => self.push("\t"),
            ((_, Some("r")), "br" | "cr") => self.push("\n"),
            ((_, Some("r")), "noBreakHyphen") => self.push("-"),
            ((_, Some("r")), "sym") => {
                let font = element.attribute("font")?.unwrap_or_default();
                let code = element.attribute("char")?.unwrap_or_default();
                self.push(symbol(&font, &code));
            }
            _ => {}
        }
        Ok(())
    }

    /// The text with its automatic number; nothing if the paragraph goes on in the next.
    pub(super) fn end(&mut self, numbering: &mut Numbering) -> Option<String> {
        let number = numbering.next(self.style.as_deref(), self.list.as_deref(), self.level);
        let mut text = self.begun.take().unwrap_or_default();
        if let Some(number) = number {
            text.push_str(&number);
            if number.is_ascii() && !self.text.trim().is_empty() {
                text.push(' ');
            }
        }
        text.push_str(&std::mem::take(&mut self.text));
        self.hidden = false;
        if self.end_deleted {
            self.begun = Some(text);
            None
        } else {
            Some(text)
        }
    }
}

/// A sign of a symbol font. Ticks, boxes and comparisons are known; another is shown as unreadable.
fn symbol(font: &str, code: &str) -> &'static str {
    match (font, code.to_ascii_uppercase().as_str()) {
        ("Symbol", "F0B3") => "≥",
        ("Symbol", "F0A3") => "≤",
        (_, "F0B7") => "•",
        (_, "F0FC") => "✓",
        (_, "F0FE" | "F052") => "☑",
        (_, "F0A8" | "F06F") => "☐",
        _ => "\u{FFFD}",
    }
}
