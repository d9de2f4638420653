//! Reading the XML of a part as a stream: names without prefixes, texts with references resolved, depth limited.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event as Raw};
use quick_xml::{Decoder, Reader, XmlVersion};

use crate::error::{Large, TableError};
use crate::package::Part;

/// A stream of the elements and texts of a part.
pub(crate) struct Xml<'p> {
    reader: Reader<&'p [u8]>,
    part: &'p str,
    depth: usize,
    deepest: usize,
}

/// What comes next in a part. An empty element starts and ends.
pub(crate) enum Event<'p> {
    Start(Element<'p>),
    End(String),
    Text(Cow<'p, str>),
}

/// The start of an element.
pub(crate) struct Element<'p> {
    raw: BytesStart<'p>,
    decoder: Decoder,
    part: &'p str,
    at: u64,
}

impl<'p> Xml<'p> {
    pub(crate) fn new(part: &'p Part, deepest: usize) -> Self {
        let mut reader = Reader::from_str(&part.text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            part: &part.name,
            depth: 0,
            deepest,
        }
    }

    /// The next event; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Event<'p>>, TableError> {
        loop {
            let raw = self
                .reader
                .read_event()
                .map_err(|error| self.broken(&error))?;
            match raw {
                Raw::Start(raw) => {
                    self.depth += 1;
                    if self.depth > self.deepest {
                        return Err(TableError::TooLarge(Large::Depth));
                    }
                    return Ok(Some(Event::Start(Element {
                        raw,
                        decoder: self.reader.decoder(),
                        part: self.part,
                        at: self.reader.buffer_position(),
                    })));
                }
                Raw::End(raw) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Event::End(local(raw.local_name().as_ref()))));
                }
                Raw::Text(text) => {
                    let text = text.xml10_content().map_err(|error| self.broken(&error))?;
                    return Ok(Some(Event::Text(text)));
                }
                Raw::CData(text) => {
                    let text = text.xml10_content().map_err(|error| self.broken(&error))?;
                    return Ok(Some(Event::Text(text)));
                }
                Raw::GeneralRef(reference) => {
                    let text =
                        resolve(&reference).ok_or_else(|| self.broken(&"an unknown reference"))?;
                    return Ok(Some(Event::Text(Cow::Owned(text))));
                }
                // Only hostile files declare their own entities; nothing that writes tables does.
                Raw::DocType(_) => return Err(self.broken(&"a document type")),
                Raw::Eof if self.depth > 0 => return Err(self.broken(&"it ends too early")),
                Raw::Eof => return Ok(None),
                Raw::Empty(_) | Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => {}
            }
        }
    }

    /// Skips to the end of the element that has just started.
    pub(crate) fn skip(&mut self) -> Result<(), TableError> {
        let end = self.depth.saturating_sub(1);
        while self.depth > end {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The text up to the end of the element that has just started.
    pub(crate) fn text(&mut self) -> Result<String, TableError> {
        let end = self.depth.saturating_sub(1);
        let mut all = String::new();
        while self.depth > end {
            match self.next()? {
                Some(Event::Text(text)) => all.push_str(&text),
                Some(Event::Start(_) | Event::End(_)) => {}
                None => break,
            }
        }
        Ok(all)
    }

    fn broken(&self, what: &dyn std::fmt::Display) -> TableError {
        TableError::Xml {
            part: self.part.to_owned(),
            at: self.reader.buffer_position(),
            what: what.to_string(),
        }
    }
}

impl Element<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> String {
        local(self.raw.local_name().as_ref())
    }

    /// An attribute by its name without a prefix.
    pub(crate) fn attribute(&self, name: &str) -> Result<Option<String>, TableError> {
        let broken = |error: &dyn std::fmt::Display| TableError::Xml {
            part: self.part.to_owned(),
            at: self.at,
            what: error.to_string(),
        };
        for attribute in self.raw.attributes() {
            let attribute = attribute.map_err(|error| broken(&error))?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let value = attribute
                    .decoded_and_normalized_value(XmlVersion::Implicit1_0, self.decoder)
                    .map_err(|error| broken(&error))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// Whether an on-off property is on: it is unless its value says otherwise.
    pub(crate) fn is_on(&self) -> Result<bool, TableError> {
        let value = self.attribute("val")?;
        Ok(!matches!(
            value.as_deref(),
            Some("0" | "false" | "off" | "none")
        ))
    }
}

/// The name of the outermost element of a part.
pub(crate) fn root_name(part: &Part) -> Result<String, TableError> {
    let mut xml = Xml::new(part, 1);
    while let Some(event) = xml.next()? {
        if let Event::Start(element) = event {
            return Ok(element.name());
        }
    }
    Ok(String::new())
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    let name = reference.decode().ok()?;
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
}
