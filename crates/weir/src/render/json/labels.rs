//! What outcomes and their values are called, in both languages.

use serde::Serialize;
use weir_core::hir::{Labels, Lang, Program};

/// What an outcome is called.
#[derive(Debug, Serialize)]
pub struct OutcomeLabels {
    /// The outcome.
    pub outcome: String,
    /// In Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// Its values; those of a ladder from least to most demanding.
    pub values: Vec<ValueLabels>,
}

/// What a value is called.
#[derive(Debug, Serialize)]
pub struct ValueLabels {
    /// The value.
    pub value: String,
    /// In Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// The labels of all outcomes, in order of declaration.
#[must_use]
pub fn labels(program: &Program) -> Vec<OutcomeLabels> {
    let text = |labels: &Labels, lang: Lang| labels.exact(lang).map(str::to_owned);
    let outcomes = program.outcomes.iter().map(|outcome| OutcomeLabels {
        outcome: outcome.name.clone(),
        zh: text(&outcome.labels, Lang::Zh),
        en: text(&outcome.labels, Lang::En),
        values: outcome
            .values
            .iter()
            .map(|value| ValueLabels {
                value: value.name.clone(),
                zh: text(&value.labels, Lang::Zh),
                en: text(&value.labels, Lang::En),
            })
            .collect(),
    });
    outcomes.collect()
}
