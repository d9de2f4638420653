//! Scenario files as an editor sees them: the names in them, what is found in them and what can stand at a place. Their form is
//! known to whoever read them, and not here.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use weir_core::date::Date;
use weir_core::hir::{FactId, Language, Place, ReadingId, SourceId};
use weir_core::occurrence::{Occurrence, Symbol};
use weir_core::scenario::Scenario;
use weir_syntax::Span;
use weir_syntax::diagnostic::{Diagnostic, Edit};

use crate::code_actions::{ActionKind, CodeAction};
use crate::snapshot::Snapshot;

mod completion;
mod determination;

pub use completion::scenario_completion;
pub use determination::{Determined, determine_scenario};

/// A scenario file as it was read with the policies of a snapshot.
#[derive(Clone, Debug)]
pub struct ScenarioText {
    /// Its number.
    pub source: SourceId,
    /// Its text.
    pub text: Arc<str>,
    /// Whether it says at its top that it gives facts.
    pub gives_facts: bool,
    /// Whether all of it could be read, so that no name in it is missed.
    pub whole: bool,
    /// The names in it, in order of place.
    pub names: Vec<ScenarioName>,
    /// What is found in it, in order of place.
    pub findings: Vec<Finding>,
    /// What it says, if all of it is understood and it says on which day.
    pub known: Option<Known>,
    /// Writes a name so that it stands for itself.
    pub write: Write,
}

/// Writes a text as it has to stand in a file to be read as that text.
#[derive(Clone, Copy)]
pub struct Write(pub fn(&str) -> String);

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Write")
    }
}

/// A name in a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioName {
    /// Where it stands, without quotation marks around it.
    pub span: Span,
    /// What it stands for.
    pub symbol: Symbol,
    /// How it is written.
    pub written: Written,
}

/// How a name is written in a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// In full.
    InFull {
        /// Whether quotation marks stand around it.
        quoted: bool,
    },
    /// Below the first part of the name, which stands above it for several.
    InGroup {
        /// That part, without the dot after it.
        group: String,
        /// Whether quotation marks stand around it.
        quoted: bool,
    },
    /// As a label, which does not change with the name.
    AsLabel,
    /// In signs that stand for others, so that it can't be replaced.
    Otherwise,
}

/// Something found in a scenario file, in words.
#[derive(Clone, Debug)]
pub struct Finding {
    /// In Chinese.
    pub zh: Diagnostic,
    /// In English.
    pub en: Diagnostic,
}

impl Finding {
    /// The finding in a language.
    #[must_use]
    pub fn diagnostic(&self, lang: Language) -> &Diagnostic {
        lang.pick(&self.zh, &self.en)
    }
}

/// What a scenario file says, ready to be determined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The day.
    pub on: Date,
    /// The options that it chooses.
    pub readings: Vec<(ReadingId, usize)>,
    /// The facts.
    pub scenario: Scenario,
}

/// A place in a scenario file at which something is being written.
#[derive(Clone, Debug)]
pub struct ScenarioPlace {
    /// What can stand there.
    pub wanted: ScenarioWanted,
    /// What is replaced.
    pub replace: Span,
    /// What was typed of it up to the cursor, without quotation marks.
    pub typed: String,
    /// What has to stand before it.
    pub before: &'static str,
    /// What has to stand after a key.
    pub after: &'static str,
    /// What stands around the members of a list.
    pub list: [&'static str; 2],
    /// The word for what is not known.
    pub unknown: &'static str,
}

/// What can stand at a place of a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioWanted {
    /// A key of the file.
    Keys(Vec<ScenarioKey>),
    /// A fact that is not given yet, with what of its name stands around it already.
    Facts {
        /// The first part of the name, with the dot; empty for none.
        group: String,
        /// The facts that are given.
        given: BTreeSet<FactId>,
    },
    /// The value of a fact.
    Value(FactId),
    /// A member of a fact that is a list.
    Members {
        /// The fact.
        fact: FactId,
        /// The members that are given, by their position.
        given: Vec<usize>,
    },
    /// Whether a member is present.
    Presence,
    /// A reading for which no option is chosen yet.
    Readings(BTreeSet<ReadingId>),
    /// An option of a reading.
    Options(ReadingId),
    /// A day.
    Day,
}

/// A key of a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioKey {
    /// As it is written.
    pub name: &'static str,
    /// What it is for, in Chinese.
    pub zh: &'static str,
    /// What it is for, in English.
    pub en: &'static str,
    /// What stands after it, as far as that is always the same.
    pub after: &'static str,
}

impl ScenarioText {
    /// A text of which nothing was read.
    #[must_use]
    pub fn unread(source: SourceId, text: Arc<str>) -> Self {
        Self {
            source,
            text,
            gives_facts: false,
            whole: false,
            names: Vec::new(),
            findings: Vec::new(),
            known: None,
            write: Write(str::to_owned),
        }
    }

    /// The name at an offset: what holds it, or else what ends there.
    pub(crate) fn name_at(&self, offset: u32) -> Option<&ScenarioName> {
        let mut names = self.names.iter();
        names.find(|name| name.span.start <= offset && offset <= name.span.end)
    }

    pub(crate) fn occurrence(&self, name: &ScenarioName) -> Occurrence {
        Occurrence {
            place: self.place(name.span),
            symbol: name.symbol,
            declares: false,
        }
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place {
            source: self.source,
            span,
        }
    }
}

/// What mends the findings in a part of a scenario file.
#[must_use]
pub fn scenario_actions(text: &ScenarioText, part: Span, lang: Language) -> Vec<CodeAction> {
    let found = text.findings.iter().map(|finding| finding.diagnostic(lang));
    let touching = found.filter(|found| {
        let span = found.primary.0.span;
        span.start <= part.end && part.start <= span.end
    });
    let action = |found: &Diagnostic| {
        let only = found.fixes.len() == 1;
        let mends = Some((found.code, found.primary.0));
        let fixes = found.fixes.clone().into_iter();
        fixes
            .map(move |fix| CodeAction {
                title: fix.title,
                kind: ActionKind::QuickFix,
                edits: fix.edits,
                preferred: only,
                mends,
            })
            .collect::<Vec<_>>()
    };
    touching.flat_map(action).collect()
}

/// Why a name in a scenario file can't be changed with its declaration.
pub(crate) enum Stuck {
    /// The new name does not begin as the part does under which the old one stands.
    LeavesGroup(Place),
    /// The name can't be replaced there, or it is not known whether it stands there.
    Unclear(Place),
    /// The new name is a label there, of something else.
    ALabel,
}

impl Snapshot {
    /// The scenario file with a number.
    pub(crate) fn scenario(&self, source: SourceId) -> Option<&Arc<ScenarioText>> {
        self.scenarios.iter().find(|text| text.source == source)
    }

    /// Where some symbols stand in scenario files, in order of place.
    pub(crate) fn scenario_uses(&self, symbols: &[Symbol]) -> impl Iterator<Item = Occurrence> {
        self.scenarios.iter().flat_map(move |text| {
            let names = text.names.iter();
            names
                .filter(|name| symbols.contains(&name.symbol))
                .map(|name| text.occurrence(name))
        })
    }

    /// The edits that give some symbols a new name in scenario files.
    pub(crate) fn renamed_in_scenarios(
        &self,
        symbols: &[Symbol],
        old: &str,
        new: &str,
    ) -> Result<Vec<Edit>, Stuck> {
        let mut edits = Vec::new();
        for text in self.scenarios.iter() {
            // Below a group only the last part of a name is written.
            if !text.whole && old.split('.').all(|part| has_word(&text.text, part)) {
                return Err(Stuck::Unclear(text.place(Span::new(0, 0))));
            }
            for name in &text.names {
                if symbols.contains(&name.symbol) {
                    edits.extend(renamed(text, name, new)?);
                } else if name.written == Written::AsLabel
                    && name.span.text(&text.text) == new
                    && symbols.iter().any(|one| alike(*one, name.symbol))
                {
                    return Err(Stuck::ALabel);
                }
            }
        }
        Ok(edits)
    }
}

fn renamed(text: &ScenarioText, name: &ScenarioName, new: &str) -> Result<Option<Edit>, Stuck> {
    let place = text.place(name.span);
    let (part, quoted) = match &name.written {
        Written::InFull { quoted } => (new, *quoted),
        Written::InGroup { group, quoted } => {
            let rest = new.strip_prefix(group.as_str());
            let part = rest.and_then(|rest| rest.strip_prefix('.'));
            (part.ok_or(Stuck::LeavesGroup(place))?, *quoted)
        }
        Written::AsLabel => return Ok(None),
        Written::Otherwise => return Err(Stuck::Unclear(place)),
    };
    let written = if quoted {
        part.to_owned()
    } else {
        (text.write.0)(part)
    };
    Ok(Some(Edit {
        place,
        text: written,
    }))
}

/// Whether two symbols would be confused in a scenario file if one were called as the other is labelled.
fn alike(one: Symbol, other: Symbol) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

/// Whether a word stands in a text, and not only as a part of others.
fn has_word(text: &str, word: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(goes_on) && !after.is_some_and(goes_on)
    })
}
