//! What an editor asks of Weir policies, and of the scenario files beside them, answered in byte offsets, ranges and labels.
//!
//! Every feature is a function of a [`Snapshot`] and a place. Nothing here knows a protocol, lines and columns, files, the form
//! of a scenario file or the time, and nothing is kept between questions but look-ups that belong to the snapshot
//! or to its texts. Where the policies are broken, the answer is what is known, or nothing.

mod fuzzy;
mod outline;
mod outlines;
mod phrase;
mod references;
mod resolve;
mod scenario;
mod snapshot;
mod standing;
mod symbol;
mod words;

mod call_hierarchy;
mod code_actions;
mod code_lenses;
mod completion;
mod definition;
mod folding;
mod format;
mod hover;
mod inlay_hints;
mod links;
mod rename;
mod selection;
mod semantic_tokens;
mod signature_help;
mod symbols;

pub use call_hierarchy::{
    HierarchyCall, HierarchyItem, incoming_calls, outgoing_calls, prepare_call_hierarchy,
};
pub use code_actions::{ActionKind, CodeAction, code_actions, prevails};
pub use code_lenses::{CodeLens, LensKind, code_lenses};
pub use completion::{CompletionItem, Completions, ItemKind, completion};
pub use definition::{Target, definition, implementation, type_definition};
pub use folding::{Fold, FoldKind, folding_ranges};
pub use format::{ON_TYPE, Refusal, format, format_range, on_type};
pub use hover::{Hover, documentation, hover};
pub use inlay_hints::{HintKind, HintOptions, InlayHint, inlay_hints};
pub use links::{Link, LinkTarget, document_links};
pub use outline::PartKind;
pub use outlines::Outlines;
pub use references::{Highlight, highlight, references};
pub use rename::{Reason, Renamable, prepare_rename, rename};
pub use scenario::{
    Determined, Finding, Known, ScenarioKey, ScenarioName, ScenarioPlace, ScenarioText,
    ScenarioWanted, Write, Written, determine_scenario, scenario_actions, scenario_completion,
};
pub use selection::selection_ranges;
pub use semantic_tokens::{SemanticToken, TokenType, semantic_tokens};
pub use signature_help::{SignatureHelp, signature_help};
pub use snapshot::Snapshot;
pub use symbols::{DocumentSymbol, WorkspaceSymbol, document_symbols, workspace_symbols};

#[cfg(test)]
mod tests;
