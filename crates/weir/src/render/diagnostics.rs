//! Findings: drawn in the terminal, and as JSON.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::diagnostic::{self as drawn, Label};
use codespan_reporting::files::{self, SimpleFile};
use codespan_reporting::term;
use serde::Serialize;
use weir_core::Checked;
use weir_syntax::diagnostic::{Diagnostic, Severity, SourceId};

use super::coverage::Listed;
use super::place::{Location, Places};
use crate::Stop;
use crate::cli::Context;

/// The texts that findings point into.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<SourceId, SimpleFile<String, Arc<str>>>);

impl Files {
    /// The texts of a workspace.
    #[must_use]
    pub fn of(checked: &Checked) -> Self {
        Self(
            checked
                .sources
                .iter()
                .map(|(id, source)| {
                    (
                        *id,
                        SimpleFile::new(source.name.to_string(), Arc::clone(&source.text)),
                    )
                })
                .collect(),
        )
    }

    /// Adds another text, such as a scenario.
    pub fn add(&mut self, id: SourceId, name: &str, text: &str) {
        self.0
            .insert(id, SimpleFile::new(name.to_owned(), Arc::from(text)));
    }

    /// The name of a text, and the text.
    pub(super) fn named(&self, id: SourceId) -> (&str, &str) {
        self.0
            .get(&id)
            .map_or(("", ""), |file| (file.name().as_str(), &**file.source()))
    }

    fn file(&self, id: SourceId) -> Result<&SimpleFile<String, Arc<str>>, files::Error> {
        self.0.get(&id).ok_or(files::Error::FileMissing)
    }
}

impl<'a> files::Files<'a> for Files {
    type FileId = SourceId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: SourceId) -> Result<&'a str, files::Error> {
        Ok(self.file(id)?.name())
    }

    fn source(&'a self, id: SourceId) -> Result<&'a str, files::Error> {
        Ok(self.file(id)?.source())
    }

    fn line_index(&'a self, id: SourceId, byte_index: usize) -> Result<usize, files::Error> {
        self.file(id)?.line_index((), byte_index)
    }

    fn line_range(&'a self, id: SourceId, line_index: usize) -> Result<Range<usize>, files::Error> {
        self.file(id)?.line_range((), line_index)
    }
}

/// Draws findings on standard error.
pub(crate) fn human(
    context: &mut Context<'_, '_>,
    files: &Files,
    found: &[Diagnostic],
) -> Result<(), Stop> {
    let config = term::Config::default();
    for diagnostic in found {
        let drawn = draw(diagnostic, context.language.pick("修复", "fix"));
        let mut buffer = if context.io.colour {
            termcolor::Buffer::ansi()
        } else {
            termcolor::Buffer::no_color()
        };
        term::emit_to_write_style(&mut buffer, &config, files, &drawn)
            .map_err(std::io::Error::other)?;
        context.io.stderr.write_all(buffer.as_slice())?;
    }
    Ok(())
}

fn draw(diagnostic: &Diagnostic, fix: &str) -> drawn::Diagnostic<SourceId> {
    let severity = match diagnostic.severity {
        Severity::Error => drawn::Severity::Error,
        Severity::Warning => drawn::Severity::Warning,
        Severity::Note => drawn::Severity::Note,
    };
    let (place, text) = &diagnostic.primary;
    let primary = Label::primary(place.source, place.span.range()).with_message(text);
    let others = diagnostic
        .secondary
        .iter()
        .map(|(place, text)| Label::secondary(place.source, place.span.range()).with_message(text));
    let notes = diagnostic.help.iter().cloned().chain(
        diagnostic
            .fixes
            .iter()
            .map(|one| format!("{fix}: {}", one.title)),
    );
    drawn::Diagnostic::new(severity)
        .with_code(diagnostic.code.number())
        .with_message(&diagnostic.message)
        .with_labels(std::iter::once(primary).chain(others).collect())
        .with_notes(notes.collect())
}

#[derive(Serialize)]
struct Report<'d> {
    version: u32,
    diagnostics: Vec<Finding<'d>>,
    /// How much of each list is transcribed.
    lists: Vec<Listed>,
}

#[derive(Debug, Serialize)]
pub(super) struct Finding<'d> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'d str,
    label: &'d str,
    place: Location,
    related: Vec<Related<'d>>,
    help: &'d [String],
    fixes: Vec<Mend<'d>>,
}

#[derive(Debug, Serialize)]
struct Related<'d> {
    message: &'d str,
    place: Location,
}

#[derive(Debug, Serialize)]
struct Mend<'d> {
    title: &'d str,
    edits: Vec<Replacement<'d>>,
}

#[derive(Debug, Serialize)]
struct Replacement<'d> {
    place: Location,
    text: &'d str,
}

/// Writes findings and how much of each list is transcribed as JSON on standard output.
pub(crate) fn json(
    context: &mut Context<'_, '_>,
    files: &Files,
    found: &[Diagnostic],
    lists: Vec<Listed>,
) -> Result<(), Stop> {
    let mut places = Places::new(files);
    let diagnostics = found
        .iter()
        .map(|diagnostic| finding(&mut places, diagnostic))
        .collect();
    let text = serde_json::to_string_pretty(&Report {
        version: 1,
        diagnostics,
        lists,
    })
    .map_err(std::io::Error::other)?;
    writeln!(context.io.stdout, "{text}")?;
    Ok(())
}

pub(super) fn finding<'d>(places: &mut Places<'_>, diagnostic: &'d Diagnostic) -> Finding<'d> {
    let related = diagnostic
        .secondary
        .iter()
        .map(|(place, message)| Related {
            message,
            place: places.at(*place),
        })
        .collect();
    let fixes = diagnostic.fixes.iter().map(|fix| Mend {
        title: &fix.title,
        edits: fix
            .edits
            .iter()
            .map(|edit| Replacement {
                place: places.at(edit.place),
                text: &edit.text,
            })
            .collect(),
    });
    Finding {
        code: diagnostic.code.number(),
        name: diagnostic.code.info().map_or("", |info| info.slug),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message: &diagnostic.message,
        label: &diagnostic.primary.1,
        fixes: fixes.collect(),
        place: places.at(diagnostic.primary.0),
        related,
        help: &diagnostic.help,
    }
}
