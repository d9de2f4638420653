//! The few shapes of YAML that a mapping file needs: texts, lists and maps, with their lines.

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 8;
/// The most values that are read.
const MAX_VALUES: usize = 20_000;

/// A value and its line, counted from 1.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key and its line.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) line: usize,
    pub(super) text: String,
}

/// What is wrong with the text as YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The words of the parser.
    pub(crate) what: String,
}

pub(super) fn parse(text: &str) -> Result<Node, YamlError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        values: 0,
        line: 1,
    };
    loop {
        match reader.next()? {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::StreamEnd | Event::DocumentEnd => return reader.wrong("the file is empty"),
            event @ (Event::Alias(_)
            | Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::SequenceEnd
            | Event::MappingStart(..)
            | Event::MappingEnd) => return reader.node(event, 0),
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    values: usize,
    line: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Event<'t>, YamlError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.line = span.start.line();
                Ok(event)
            }
            Some(Err(error)) => Err(YamlError {
                line: error.marker().line(),
                what: error.info().to_owned(),
            }),
            None => Ok(Event::StreamEnd),
        }
    }

    fn wrong<T>(&self, what: &str) -> Result<T, YamlError> {
        Err(YamlError {
            line: self.line,
            what: what.to_owned(),
        })
    }

    fn node(&mut self, event: Event<'t>, depth: usize) -> Result<Node, YamlError> {
        let line = self.line;
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return self.wrong("more than a mapping file needs");
        }
        let kind = match event {
            // A key without a value is written `~` by the parser.
            Event::Scalar(text, ScalarStyle::Plain, ..) if text == "~" => Kind::Text(String::new()),
            Event::Scalar(text, ..) => Kind::Text(text.into_owned()),
            Event::SequenceStart(..) => self.list(depth)?,
            Event::MappingStart(..) => self.map(depth)?,
            Event::Alias(_) => {
                return self.wrong("`*` refers to another value; write the value itself");
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => return self.wrong("the file ends too early"),
        };
        Ok(Node { line, kind })
    }

    fn list(&mut self, depth: usize) -> Result<Kind, YamlError> {
        let mut nodes = Vec::new();
        loop {
            let event = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Kind::List(nodes));
            }
            nodes.push(self.node(event, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<Kind, YamlError> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        loop {
            let event = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Kind::Map(entries));
            }
            let key = self.node(event, depth + 1)?;
            let Kind::Text(text) = key.kind else {
                return self.wrong("a key is a word or a text");
            };
            if entries.iter().any(|(other, _)| other.text == text) {
                return self.wrong(&format!("`{text}` stands here twice"));
            }
            let event = self.next()?;
            let value = self.node(event, depth + 1)?;
            let key = Key {
                line: key.line,
                text,
            };
            entries.push((key, value));
        }
    }
}
