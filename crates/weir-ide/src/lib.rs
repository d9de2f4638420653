//! What an editor asks of Weir policies, answered in byte offsets, ranges and labels.
//!
//! Every feature is a function of a [`Snapshot`] and a place. Nothing here knows a protocol, lines and columns, files or the
//! time, and nothing is kept between questions but look-ups that belong to the snapshot. Where the policies are broken, the
//! answer is what is known, or nothing.

mod fuzzy;
mod outline;
mod phrase;
mod references;
mod snapshot;
mod symbol;
mod words;

mod completion;
mod definition;
mod hover;
mod rename;
mod semantic_tokens;
mod symbols;

pub use completion::{CompletionItem, Completions, ItemKind, completion};
pub use definition::{Target, definition, implementation, type_definition};
pub use hover::{Hover, documentation, hover};
pub use outline::PartKind;
pub use references::{Highlight, highlight, references};
pub use rename::{Reason, Renamable, prepare_rename, rename};
pub use semantic_tokens::{SemanticToken, TokenType, semantic_tokens};
pub use snapshot::Snapshot;
pub use symbols::{DocumentSymbol, WorkspaceSymbol, document_symbols, workspace_symbols};

#[cfg(test)]
mod tests;
