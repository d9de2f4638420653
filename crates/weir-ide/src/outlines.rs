//! The parts of all texts, each text looked at on the first use and once only as long as it stays as it is.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use weir_core::Source;
use weir_core::hir::SourceId;

use crate::fuzzy::Letters;
use crate::outline::{Outline, Part};

/// What was made of the texts of a workspace to show them. Cheap to clone.
#[derive(Clone, Default)]
pub struct Outlines(BTreeMap<SourceId, Arc<Outlined>>);

/// A text with what was made of it.
struct Outlined {
    source: Source,
    outline: OnceLock<Outline>,
    letters: OnceLock<Vec<Letters>>,
}

impl fmt::Debug for Outlines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Outlined {
    fn outline(&self) -> &Outline {
        let file = &self.source.parse.file;
        self.outline.get_or_init(|| Outline::of(file))
    }
}

impl Outlines {
    /// Those of some texts, with what was made of those that are as they were.
    pub(crate) fn of(&self, sources: &BTreeMap<SourceId, Source>) -> Self {
        let outlined = |(id, source): (&SourceId, &Source)| {
            let is_same = |known: &&Arc<Outlined>| Arc::ptr_eq(&known.source.parse, &source.parse);
            let known = self.0.get(id).filter(is_same).cloned();
            let new = || Outlined {
                source: source.clone(),
                outline: OnceLock::new(),
                letters: OnceLock::new(),
            };
            (*id, known.unwrap_or_else(|| Arc::new(new())))
        };
        Self(sources.iter().map(outlined).collect())
    }

    /// The parts of a text.
    pub(crate) fn get(&self, source: SourceId) -> Option<&Outline> {
        self.0.get(&source).map(|outlined| outlined.outline())
    }

    /// The parts of a text, each with the letters of all by which it is called.
    pub(crate) fn with_letters(&self, source: SourceId) -> impl Iterator<Item = (&Part, Letters)> {
        self.0.get(&source).into_iter().flat_map(|outlined| {
            let outline = outlined.outline();
            let letters = outlined.letters.get_or_init(|| {
                let text = &outlined.source.text;
                let of_part = |part| Letters::of_all(names(text, part));
                outline.parts.iter().map(of_part).collect()
            });
            outline.parts.iter().zip(letters.iter().copied())
        })
    }
}

/// The names and labels by which a part is called.
pub(crate) fn names<'t>(text: &'t str, part: &Part) -> impl Iterator<Item = &'t str> {
    let spans = [Some(part.name), part.second, part.zh, part.en];
    spans.into_iter().flatten().map(|span| span.text(text))
}
