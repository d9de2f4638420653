//! What the client can do. Nothing is sent that it did not offer.

use serde_json::Value;
use tower_lsp::lsp_types::*;

use crate::position::Encoding;

/// What the client said of itself when the session began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offers {
    pub(crate) encoding: Encoding,
    pub(crate) client: ClientCapabilities,
    /// Whether the client has colours for our own types of words.
    pub(crate) own_token_types: bool,
    /// Whether the client opens scenarios in the same way as policies, beside what it has for their form.
    opens_scenarios: bool,
    /// The commands of ours that the client carries out.
    pub(crate) commands: Vec<String>,
}

impl Offers {
    pub(crate) fn new(client: ClientCapabilities) -> Self {
        let offered = client
            .general
            .as_ref()
            .and_then(|general| general.position_encodings.as_deref());
        Self {
            encoding: Encoding::choose(offered),
            client,
            own_token_types: false,
            opens_scenarios: false,
            commands: Vec::new(),
        }
    }

    /// Takes what a client of ours says beyond the protocol.
    pub(crate) fn extend(&mut self, options: &Value) {
        let says = |name: &str| options.get(name).and_then(Value::as_bool) == Some(true);
        self.own_token_types = says("ownTokenTypes");
        self.opens_scenarios = says("opensScenarios");
        let commands = options.get("commands").and_then(Value::as_array);
        let names = commands.into_iter().flatten().filter_map(Value::as_str);
        self.commands = names.map(str::to_owned).collect();
    }

    /// Whether formatting is announced for policies alone, so that a client does not take this server for one that formats YAML
    /// or JSON.
    pub(crate) fn formats_policies_alone(&self) -> bool {
        let formatting = self.document().and_then(|c| c.formatting);
        self.opens_scenarios && formatting.and_then(|c| c.dynamic_registration) == Some(true)
    }

    /// Whether the client carries out a command.
    pub(crate) fn knows(&self, command: &str) -> bool {
        self.commands.iter().any(|known| known == command)
    }

    fn document(&self) -> Option<&TextDocumentClientCapabilities> {
        self.client.text_document.as_ref()
    }

    fn workspace(&self) -> Option<&WorkspaceClientCapabilities> {
        self.client.workspace.as_ref()
    }

    fn published(&self) -> Option<&PublishDiagnosticsClientCapabilities> {
        self.document()?.publish_diagnostics.as_ref()
    }

    pub(crate) fn related_information(&self) -> bool {
        self.published().and_then(|c| c.related_information) == Some(true)
    }

    pub(crate) fn diagnostic_tag(&self, tag: &DiagnosticTag) -> bool {
        self.published()
            .and_then(|c| c.tag_support.as_ref())
            .is_some_and(|tags| tags.value_set.contains(tag))
    }

    pub(crate) fn code_description(&self) -> bool {
        self.published().and_then(|c| c.code_description_support) == Some(true)
    }

    pub(crate) fn diagnostic_data(&self) -> bool {
        self.published().and_then(|c| c.data_support) == Some(true)
    }

    pub(crate) fn pulls(&self) -> bool {
        self.document().is_some_and(|c| c.diagnostic.is_some())
    }

    pub(crate) fn refresh_diagnostics(&self) -> bool {
        self.workspace()
            .and_then(|c| c.diagnostic.as_ref())
            .and_then(|c| c.refresh_support)
            == Some(true)
    }

    pub(crate) fn refresh_inlay_hints(&self) -> bool {
        self.workspace()
            .and_then(|c| c.inlay_hint.as_ref())
            .and_then(|c| c.refresh_support)
            == Some(true)
    }

    pub(crate) fn refresh_lenses(&self) -> bool {
        self.workspace()
            .and_then(|c| c.code_lens.as_ref())
            .and_then(|c| c.refresh_support)
            == Some(true)
    }

    pub(crate) fn configuration(&self) -> bool {
        self.workspace().and_then(|c| c.configuration) == Some(true)
    }

    pub(crate) fn watches_files(&self) -> bool {
        self.workspace()
            .and_then(|c| c.did_change_watched_files)
            .and_then(|c| c.dynamic_registration)
            == Some(true)
    }

    pub(crate) fn registers_configuration(&self) -> bool {
        self.workspace()
            .and_then(|c| c.did_change_configuration)
            .and_then(|c| c.dynamic_registration)
            == Some(true)
    }

    /// Whether edits may name the version of the document that they are for.
    pub(crate) fn document_changes(&self) -> bool {
        self.workspace()
            .and_then(|c| c.workspace_edit.as_ref())
            .and_then(|c| c.document_changes)
            == Some(true)
    }

    /// Whether code actions may be more than commands.
    pub(crate) fn action_literals(&self) -> bool {
        self.document()
            .and_then(|c| c.code_action.as_ref())
            .is_some_and(|c| c.code_action_literal_support.is_some())
    }

    /// Whether hover may be Markdown.
    pub(crate) fn hover_markdown(&self) -> bool {
        self.document()
            .and_then(|c| c.hover.as_ref())
            .and_then(|c| c.content_format.as_ref())
            .is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
    }

    /// Whether the parts of a document may hold parts.
    pub(crate) fn nested_symbols(&self) -> bool {
        self.document()
            .and_then(|c| c.document_symbol.as_ref())
            .and_then(|c| c.hierarchical_document_symbol_support)
            == Some(true)
    }

    /// Whether a place that is led to may come with the place that leads there.
    pub(crate) fn links(
        &self,
        of: impl Fn(&TextDocumentClientCapabilities) -> Option<GotoCapability>,
    ) -> bool {
        self.document().and_then(of).and_then(|c| c.link_support) == Some(true)
    }

    fn item(&self) -> Option<&CompletionItemCapability> {
        self.document()?
            .completion
            .as_ref()?
            .completion_item
            .as_ref()
    }

    /// Whether an item of completion may have stops.
    pub(crate) fn snippets(&self) -> bool {
        self.item().and_then(|c| c.snippet_support) == Some(true)
    }

    /// Whether an item of completion may have words beside its label.
    pub(crate) fn label_details(&self) -> bool {
        self.item().and_then(|c| c.label_details_support) == Some(true)
    }

    /// Whether the documentation of an item may be Markdown.
    pub(crate) fn documentation_markdown(&self) -> bool {
        self.item()
            .and_then(|c| c.documentation_format.as_ref())
            .is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
    }

    /// Markdown without its marks, for clients that show plain words.
    pub(crate) fn plain(markdown: &str) -> String {
        let without = markdown
            .replace("```weir", "")
            .replace("```", "")
            .replace("**", "");
        let mut lines: Vec<&str> = without
            .lines()
            .map(|line| line.trim_end_matches("  "))
            .collect();
        lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
        lines.join("\n").replace("\n---\n", "\n").trim().to_owned()
    }
}
