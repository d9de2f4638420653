//! The page of a code, for editors that show it beside the text.

use serde::Deserialize;
use tower_lsp::jsonrpc::{Error, Result};
use weir_syntax::codes;

#[derive(Debug, Deserialize)]
pub(crate) struct ExplainParams {
    code: String,
}

/// The page in Markdown, in both languages.
pub(crate) fn explain(params: &ExplainParams) -> Result<String> {
    codes::find(&params.code)
        .map(|info| info.page.to_owned())
        .ok_or_else(|| Error::invalid_params(format!("there is no code `{}`", params.code)))
}
