//! From places and findings to what the protocol calls them.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use tower_lsp::lsp_types::*;
use weir_syntax::Span;
use weir_syntax::codes::{self, Code};
use weir_syntax::diagnostic::{self as weir, Place, Severity, SourceId};

use crate::session::{Document, View};

impl View {
    /// A range of a text. A text that is gone has only its start.
    pub(crate) fn range(&self, source: SourceId, span: Span) -> Range {
        self.world
            .files
            .get(&source)
            .map(|file| file.lines(self.offers.encoding).range(span))
            .unwrap_or_default()
    }

    /// A place with the address of its text.
    pub(crate) fn location(&self, place: Place) -> Option<Location> {
        let file = self.world.files.get(&place.source)?;
        let range = file.lines(self.offers.encoding).range(place.span);
        Some(Location::new(file.uri.clone(), range))
    }

    /// Changes of texts, for open documents with the version they are for.
    pub(crate) fn workspace_edit(&self, edits: &[weir::Edit]) -> WorkspaceEdit {
        let mut by_source: BTreeMap<SourceId, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            let range = self.range(edit.place.source, edit.place.span);
            let edits = by_source.entry(edit.place.source).or_default();
            edits.push(TextEdit::new(range, edit.text.clone()));
        }
        let named = by_source
            .into_iter()
            .filter_map(|(source, edits)| Some((self.world.files.get(&source)?, edits)));
        if !self.offers.document_changes() {
            let changes: HashMap<Url, Vec<TextEdit>> = named
                .map(|(file, edits)| (file.uri.clone(), edits))
                .collect();
            return WorkspaceEdit::new(changes);
        }
        let changes = named
            .map(|(file, edits)| TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    uri: file.uri.clone(),
                    version: file.version,
                },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            })
            .collect();
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(changes)),
            ..WorkspaceEdit::default()
        }
    }

    /// A finding.
    pub(crate) fn diagnostic(&self, found: &weir::Diagnostic) -> Diagnostic {
        let place = found.primary.0;
        let offers = &self.offers;
        let related = || {
            found
                .secondary
                .iter()
                .filter_map(|(place, words)| {
                    Some(DiagnosticRelatedInformation {
                        location: self.location(*place)?,
                        message: words.clone(),
                    })
                })
                .collect()
        };
        let link = Url::parse(&self.settings.explanation(found.code.number())).ok();
        let tags: Vec<DiagnosticTag> = tag(found.code)
            .into_iter()
            .filter(|tag| offers.diagnostic_tag(tag))
            .collect();
        Diagnostic {
            range: self.range(place.source, place.span),
            severity: Some(severity(found.severity)),
            code: Some(NumberOrString::String(found.code.number().to_owned())),
            code_description: link.filter(|_| offers.code_description()).map(|href| CodeDescription { href }),
            source: Some("weir".to_owned()),
            message: message(found),
            related_information: (offers.related_information() && !found.secondary.is_empty()).then(related),
            tags: Some(tags).filter(|tags| !tags.is_empty()),
            data: (offers.diagnostic_data() && !found.fixes.is_empty()).then(|| {
                let fixes: Vec<_> = found
                    .fixes
                    .iter()
                    .map(|fix| json!({ "title": fix.title, "edit": self.workspace_edit(&fix.edits) }))
                    .collect();
                json!({ "fixes": fixes })
            }),
        }
    }
}

impl Document {
    /// The offset of a position in the document.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        self.file.lines(self.view.offers.encoding).offset(position)
    }

    /// The span of a range of the document.
    pub(crate) fn span(&self, range: Range) -> Span {
        self.file.lines(self.view.offers.encoding).span(range)
    }

    /// The range of a span of the document.
    pub(crate) fn range(&self, span: Span) -> Range {
        self.file.lines(self.view.offers.encoding).range(span)
    }
}

/// The message with what to say at the place and what to do about it, a line each.
fn message(found: &weir::Diagnostic) -> String {
    let mut lines = vec![found.message.as_str()];
    lines.extend(found.help.iter().map(String::as_str));
    lines.join("\n")
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

/// How an editor may show a finding beside underlining: greyed where something has no effect, struck through where it is over.
fn tag(code: Code) -> Option<DiagnosticTag> {
    let without_effect = [codes::UNUSED, codes::NEVER_APPLIES, codes::COVERED];
    let over = [codes::TRIAL_OVER, codes::ADOPTED_NOT_IN_FORCE];
    if without_effect.contains(&code) {
        Some(DiagnosticTag::UNNECESSARY)
    } else if over.contains(&code) {
        Some(DiagnosticTag::DEPRECATED)
    } else {
        None
    }
}
