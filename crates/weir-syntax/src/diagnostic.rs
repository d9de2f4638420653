//! The diagnostic record: what every phase hands to the terminal, the machine formats and the editor. Plain text, no colour.

use crate::codes::Code;
use crate::span::Span;

/// A source of a workspace; what it is called is known elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// The language of words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy can't be used.
    Error,
    /// Worth mending; the policy can be used.
    Warning,
    /// Worth knowing; there is nothing to mend.
    Note,
}

/// A place in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// The bytes in it.
    pub span: Span,
}

/// A change of text that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the language of the diagnostic.
    pub title: String,
    /// The replacements; they don't overlap.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub place: Place,
    /// What stands there afterwards.
    pub text: String,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// One line that stands alone.
    pub message: String,
    /// Where, and what to say there.
    pub primary: (Place, String),
    /// Other places that explain it.
    pub secondary: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Vec<String>,
    /// Changes that mend it.
    pub fixes: Vec<Fix>,
}

/// The words of a finding, before it gets its code and place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// One line that stands alone.
    pub message: String,
    /// What to say at the place itself; empty for nothing.
    pub label: String,
    /// What to do about it.
    pub help: Vec<String>,
    /// The title of the fix, if there is one.
    pub fix: String,
}

impl Words {
    /// Words of a message with a label and without help.
    #[must_use]
    pub fn new(message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds the title of the fix.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>) -> Self {
        self.fix = title.into();
        self
    }
}
