//! What is said beside lines of files, in the forms of those who show it: SARIF, GitHub and GitLab.

pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod sarif;

use std::collections::BTreeMap;

use weir_syntax::diagnostic::{Diagnostic, Severity};

use super::diagnostics::Files;
use super::place::Places;

/// A form of annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Annotations {
    /// SARIF 2.1.0
    Sarif,
    /// Commands for the log of a GitHub workflow
    Github,
    /// A GitLab code quality report
    Gitlab,
}

/// Something said beside a line.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    /// The kind of finding: its id, and what it is about in a line.
    pub(crate) rule: (String, String),
    /// How grave it is.
    pub(crate) level: Severity,
    /// What is found, in a line.
    pub(crate) title: String,
    /// What more is to be said.
    pub(crate) message: String,
    /// Where.
    pub(crate) spot: Option<Spot>,
    /// What makes it the same finding in another run: never its line.
    pub(crate) same: String,
}

/// Part of a file. Lines and columns start at one; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The file.
    pub(crate) file: String,
    /// The first and the last line.
    pub(crate) lines: (usize, usize),
    /// The first column, and the first after the last one.
    pub(crate) columns: Option<(usize, usize)>,
}

impl Spot {
    /// A whole line.
    pub(crate) fn line(file: String, line: usize) -> Self {
        Self {
            file,
            lines: (line, line),
            columns: None,
        }
    }
}

/// What is found, in a form.
pub(crate) fn text(form: Annotations, found: &[Annotation]) -> String {
    match form {
        Annotations::Sarif => sarif::text(found),
        Annotations::Github => github::text(found),
        Annotations::Gitlab => gitlab::text(found),
    }
}

/// Findings of a check beside the lines they are about.
pub(crate) fn of_diagnostics(files: &Files, found: &[Diagnostic]) -> Vec<Annotation> {
    let mut places = Places::new(files);
    let mut all: Vec<Annotation> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in found {
        let at = places.at(diagnostic.primary.0);
        let mut lines = vec![diagnostic.primary.1.clone()];
        lines.extend(diagnostic.help.iter().cloned());
        lines.retain(|line| !line.is_empty());
        let code = diagnostic.code.number();
        let slug = diagnostic.code.info().map_or("", |info| info.slug);
        // What is found where these words stand, in whichever language it is told; the same twice is told apart by which one it is.
        let place = diagnostic.primary.0;
        let words = files.named(place.source).1.get(place.span.range());
        let same = format!("{code} {} {}", at.file, words.unwrap_or_default());
        let before = counts.entry(same.clone()).or_default();
        all.push(Annotation {
            rule: (code.to_owned(), slug.to_owned()),
            level: diagnostic.severity,
            title: diagnostic.message.clone(),
            message: lines.join("\n"),
            spot: Some(Spot {
                file: at.file,
                lines: (at.start.line, at.end.line),
                columns: Some((at.start.column, at.end.column)),
            }),
            same: format!("{same} {before}"),
        });
        *before += 1;
    }
    all
}

/// A short name for a text that is the same in every run: FNV-1a.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
