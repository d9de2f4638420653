//! Text to a plain tree of maps, lists and scalars with their places. What YAML has beyond that is refused.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan, StrInput, Tag};
use serde::de::IgnoredAny;
use weir_core::hir::SourceId;
use weir_syntax::{LineIndex, Span};

use super::hint;
use super::problem::{Kind, ScenarioProblem, Unreadable};

/// The most bytes that are read.
pub(super) const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting that is read.
pub(super) const MAX_DEPTH: usize = 16;
/// The most values that are read.
pub(super) const MAX_VALUES: usize = 20_000;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) kind: NodeKind,
}

#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    /// A text; `plain` if it stands without quotation marks.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
    /// Something that was refused; whatever meets it stays silent.
    Refused,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Node,
}

/// A file as read.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    pub(super) text: &'t str,
    pub(super) root: Node,
    /// What was refused on the way.
    pub(super) problems: Vec<ScenarioProblem>,
}

/// Reads a text. What is wrong with single values is in the tree's list; an error is what ends the reading.
pub(super) fn parse(
    source: SourceId,
    text: &str,
    json: bool,
) -> Result<Tree<'_>, Vec<ScenarioProblem>> {
    if text.len() > MAX_BYTES {
        return Err(vec![ScenarioProblem::new(
            source,
            Span::default(),
            Kind::Unreadable(Unreadable::TooLong),
        )]);
    }
    // A byte order mark says nothing in UTF-8; Windows editors write one.
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if json && let Err(error) = serde_json::from_str::<IgnoredAny>(body) {
        return Err(vec![not_json(
            source,
            text,
            text.len() - body.len(),
            &error,
        )]);
    }
    let mut builder = Builder::new(source, text, body);
    match builder.document() {
        Ok(root) => Ok(Tree {
            text,
            root,
            problems: builder.problems,
        }),
        Err(fatal) => {
            builder.problems.push(fatal);
            Err(builder.problems)
        }
    }
}

fn not_json(
    source: SourceId,
    text: &str,
    skipped: usize,
    error: &serde_json::Error,
) -> ScenarioProblem {
    let line = error.line().saturating_sub(1);
    let start = LineIndex::new(text)
        .line_start(line)
        .map_or(text.len(), |start| start as usize);
    let skipped = if line == 0 { skipped } else { 0 };
    let at = if error.is_eof() {
        text.len()
    } else {
        (start + skipped + error.column().saturating_sub(1)).min(text.len())
    };
    if let Some(problem) =
        hint::full_width(source, text, at, true).or_else(|| hint::trailing_comma(source, text, at))
    {
        return problem;
    }
    let what = error.to_string();
    let what = what
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    ScenarioProblem::new(
        source,
        hint::character(text, at),
        Kind::Unreadable(Unreadable::Json(what)),
    )
}

/// Reads a text that is still being written, as far as it can be read; nothing is said of what can't. Each character comes with
/// the byte of the file at which it stands. An error is the character at which the reading ended, if it ended at one.
pub(super) fn parse_draft(
    source: SourceId,
    text: &str,
    characters: &[(char, u32)],
) -> Result<Node, Option<usize>> {
    let body: String = characters.iter().map(|(c, _)| c).collect();
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut builder = Builder::new(source, text, &body);
    builder.offsets = characters.iter().map(|(_, at)| *at).chain([end]).collect();
    builder.document().map_err(|_| builder.stopped)
}

struct Builder<'t> {
    source: SourceId,
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    /// The byte at which each character starts.
    offsets: Vec<u32>,
    problems: Vec<ScenarioProblem>,
    values: usize,
    /// The character at which the reading ended.
    stopped: Option<usize>,
}

type Built<T> = Result<T, ScenarioProblem>;

impl<'t> Builder<'t> {
    fn new(source: SourceId, text: &'t str, body: &'t str) -> Self {
        let skipped = text.len().saturating_sub(body.len());
        let starts = body.char_indices().map(|(at, _)| at).chain([body.len()]);
        let offsets = starts
            .map(|at| u32::try_from(at + skipped).unwrap_or(u32::MAX))
            .collect();
        Self {
            source,
            text,
            parser: Parser::new_from_str(body),
            offsets,
            problems: Vec::new(),
            values: 0,
            stopped: None,
        }
    }

    /// The one document of the file.
    fn document(&mut self) -> Built<Node> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::StreamEnd | Event::DocumentEnd => {
                    return Err(self.problem(Span::default(), Unreadable::Empty));
                }
                Event::Alias(_)
                | Event::Scalar(..)
                | Event::SequenceStart(..)
                | Event::SequenceEnd
                | Event::MappingStart(..)
                | Event::MappingEnd => {
                    let root = self.node(event, span, 0)?;
                    self.end()?;
                    return Ok(root);
                }
            }
        }
    }

    /// Nothing but the end of the file may follow.
    fn end(&mut self) -> Built<()> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(()),
                Event::DocumentStart(_) => {
                    return Err(self.problem(span, Unreadable::SecondDocument));
                }
                Event::DocumentEnd
                | Event::StreamStart
                | Event::Nothing
                | Event::Alias(_)
                | Event::Scalar(..)
                | Event::SequenceStart(..)
                | Event::SequenceEnd
                | Event::MappingStart(..)
                | Event::MappingEnd => {}
            }
        }
    }

    fn next(&mut self) -> Built<(Event<'t>, Span)> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.span(span))),
            Some(Err(error)) => {
                self.stopped = Some(error.marker().index());
                let at = self.byte(error.marker().index()) as usize;
                let generic = || {
                    self.problem(
                        hint::character(self.text, at),
                        Unreadable::Yaml(error.info().to_owned()),
                    )
                };
                Err(hint::near(self.source, self.text, at).unwrap_or_else(generic))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Built<Node> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.problem(span, Unreadable::TooMany));
        }
        if depth > MAX_DEPTH {
            return Err(self.problem(span, Unreadable::TooDeep));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(span, anchor, tag.as_ref());
                let kind = scalar(&text, style);
                Ok(Node { span, kind })
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(span, anchor, tag.as_ref());
                self.list(span, depth)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(span, anchor, tag.as_ref());
                self.map(span, depth)
            }
            Event::Alias(_) => {
                let problem = self.problem(span, Unreadable::Alias);
                self.problems.push(problem);
                Ok(Node {
                    span,
                    kind: NodeKind::Refused,
                })
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => Ok(Node {
                span,
                kind: NodeKind::Refused,
            }),
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Built<Node> {
        let mut items: Vec<Node> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                let span = whole(start, items.last().map(|item| item.span), span);
                return Ok(Node {
                    span,
                    kind: NodeKind::List(items),
                });
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Built<Node> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut last = None;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                let span = whole(start, last, span);
                return Ok(Node {
                    span,
                    kind: NodeKind::Map(entries),
                });
            }
            let key = self.node(event, span, depth + 1)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            last = Some(value.span.to(key.span));
            entries.extend(self.entry(key, value));
        }
    }

    /// An entry, unless its key is none.
    fn entry(&mut self, key: Node, value: Node) -> Option<Entry> {
        let wrong = match key.kind {
            NodeKind::Scalar { text, plain } if text == "<<" && plain => Unreadable::MergeKey,
            NodeKind::Scalar { text, .. } if !text.is_empty() => {
                return Some(Entry {
                    key: text,
                    span: key.span,
                    value,
                });
            }
            NodeKind::Refused => return None,
            NodeKind::Scalar { .. } | NodeKind::List(_) | NodeKind::Map(_) => Unreadable::BadKey,
        };
        let problem = self.problem(key.span, wrong);
        self.problems.push(problem);
        None
    }

    fn refuse(&mut self, span: Span, anchor: usize, tag: Option<&Cow<'_, Tag>>) {
        let word = span
            .text(self.text)
            .split(char::is_whitespace)
            .next()
            .filter(|word| word.starts_with(['&', '!']));
        let end = word.map_or(span.end, |word| {
            span.start + u32::try_from(word.len()).unwrap_or_default()
        });
        for (used, what) in [
            (anchor != 0, Unreadable::Anchor),
            (tag.is_some(), Unreadable::Tag),
        ] {
            if used {
                let problem = self.problem(Span::new(span.start, end), what);
                self.problems.push(problem);
            }
        }
    }

    fn problem(&self, span: Span, what: Unreadable) -> ScenarioProblem {
        ScenarioProblem::new(self.source, span, Kind::Unreadable(what))
    }

    fn span(&self, span: YamlSpan) -> Span {
        Span::new(self.byte(span.start.index()), self.byte(span.end.index()))
    }

    fn byte(&self, character: usize) -> u32 {
        self.offsets
            .get(character)
            .or(self.offsets.last())
            .copied()
            .unwrap_or_default()
    }
}

/// From where a collection starts to its closing bracket, or to its last value where it has none.
fn whole(start: Span, last: Option<Span>, end: Span) -> Span {
    let last = last.unwrap_or(start);
    if end.start < end.end {
        start.to(end)
    } else {
        start.to(last)
    }
}

fn scalar(text: &str, style: ScalarStyle) -> NodeKind {
    let text = match style {
        ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => text,
        ScalarStyle::Literal | ScalarStyle::Folded => text.trim(),
    };
    NodeKind::Scalar {
        text: text.to_owned(),
        plain: style == ScalarStyle::Plain,
    }
}
