//! The texts of a workspace and what checking them gives. No disk: texts are handed in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use weir_syntax::Parse;
use weir_syntax::ast::Item;
use weir_syntax::diagnostic::SourceId;

use crate::checked::Checked;
use crate::lower::{self, Memory};

/// The path that leads from the file `from` to the file `to`.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let common = from
        .iter()
        .zip(&to)
        .take(from.len().min(to.len()).saturating_sub(1))
        .take_while(|(a, b)| a == b)
        .count();
    let up = std::iter::repeat_n("..", from.len().saturating_sub(common + 1));
    up.chain(to.iter().skip(common).copied())
        .collect::<Vec<_>>()
        .join("/")
}

/// A text with the name it is shown under. Paths in `use` are relative to it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its display name, a path with `/` between its parts.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// The text as read.
    pub parse: Arc<Parse>,
}

impl Source {
    /// The names of the texts that it uses.
    pub fn uses(&self) -> impl Iterator<Item = String> {
        self.parse.file.items.iter().filter_map(|item| {
            let Item::Use(node) = item else { return None };
            Some(lower::joined(&self.name, &node.path.value))
        })
    }
}

/// The texts.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    sources: BTreeMap<SourceId, Source>,
    /// What the last check left to the next. Copies share it.
    memory: Arc<Mutex<Arc<Memory>>>,
}

impl Workspace {
    /// An empty workspace.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text or replaces it; only this text is read again.
    pub fn set_source(
        &mut self,
        id: SourceId,
        name: impl Into<Arc<str>>,
        text: impl Into<Arc<str>>,
    ) {
        let (name, text) = (name.into(), text.into());
        let unchanged = self
            .sources
            .get(&id)
            .filter(|old| old.text == text)
            .map(|old| Arc::clone(&old.parse));
        let parse = unchanged.unwrap_or_else(|| Arc::new(weir_syntax::parse(&text)));
        self.sources.insert(id, Source { name, text, parse });
    }

    /// Removes a text.
    pub fn remove_source(&mut self, id: SourceId) {
        self.sources.remove(&id);
    }

    /// The texts.
    #[must_use]
    pub fn sources(&self) -> &BTreeMap<SourceId, Source> {
        &self.sources
    }

    /// Checks all texts together. Never fails: what is wrong is in the result. After an edit, only the rules of texts that
    /// changed are resolved anew, unless what names stand for changed; the result is the same.
    #[must_use]
    pub fn check(&self) -> Arc<Checked> {
        let memory = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let last = Arc::clone(&memory());
        let (checked, left) = lower::check(&self.sources, &last);
        *memory() = Arc::new(left);
        Arc::new(checked)
    }
}
