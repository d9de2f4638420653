//! Links in a text: the addresses of sources, and the files that are used.

use weir_core::hir::SourceId;
use weir_core::occurrence::Symbol;
use weir_syntax::Span;
use weir_syntax::token::TokenKind;

use crate::snapshot::Snapshot;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To an address.
    Url(String),
    /// To another source.
    Source(SourceId),
}

/// A link in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words that lead somewhere, without quotation marks.
    pub span: Span,
    /// Where.
    pub target: LinkTarget,
}

/// The links of a source, in order.
#[must_use]
pub fn document_links(snapshot: &Snapshot, source: SourceId) -> Vec<Link> {
    let text = snapshot.text(source);
    let mut links = Vec::new();
    for token in snapshot.tokens(source) {
        if token.kind != TokenKind::Str {
            continue;
        }
        let words = token.span.text(text);
        let inner = words.trim_matches('"');
        let span = Span::new(
            token.span.start + 1,
            token.span.start + 1 + u32::try_from(inner.len()).unwrap_or(0),
        );
        let address = inner.starts_with("https://") || inner.starts_with("http://");
        if address && !inner.contains(char::is_whitespace) {
            let target = LinkTarget::Url(inner.to_owned());
            links.push(Link { span, target });
            continue;
        }
        for one in snapshot.occurrences(source, token.span) {
            if let Symbol::Source(other) = one.symbol {
                let target = LinkTarget::Source(other);
                links.push(Link { span, target });
            }
        }
    }
    links
}
