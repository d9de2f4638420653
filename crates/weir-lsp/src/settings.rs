//! The settings of the user, all optional: `weir.*` in the editor.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use weir_ide::{HintOptions, LensKind};
use weir_syntax::diagnostic::Language;

/// The settings as they came last.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    language: Option<String>,
    diagnostics: DiagnosticSettings,
    explanation_link: Option<String>,
    inlay_hints: HintSettings,
    code_lens: LensSettings,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct LensSettings {
    tests: Option<bool>,
    references: Option<bool>,
    coverage: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct HintSettings {
    thresholds: Option<bool>,
    periods: Option<bool>,
    origins: Option<bool>,
    magnitudes: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct DiagnosticSettings {
    pause: u64,
}

impl Default for DiagnosticSettings {
    fn default() -> Self {
        Self { pause: 100 }
    }
}

impl Settings {
    /// Reads settings, given either as such or under the name `weir`. What can't be read is as if it were not set.
    pub(crate) fn read(value: Value) -> Option<Self> {
        let value = match value {
            Value::Object(mut map) => map.remove("weir").unwrap_or(Value::Object(map)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => {
                return None;
            }
        };
        serde_json::from_value(value).ok()
    }

    /// The language of words, if the user chose one.
    pub(crate) fn language(&self) -> Option<Language> {
        match self.language.as_deref() {
            Some(text) if text.starts_with("zh") => Some(Language::Zh),
            Some(text) if text.starts_with("en") => Some(Language::En),
            Some(_) | None => None,
        }
    }

    /// The longest pause before findings are published.
    pub(crate) fn pause(&self) -> Duration {
        Duration::from_millis(self.diagnostics.pause.min(10_000))
    }

    /// Where the page of a code stands.
    pub(crate) fn explanation(&self, code: &str) -> String {
        self.explanation_link
            .as_deref()
            .unwrap_or("weir-explain:/{code}.md")
            .replace("{code}", code)
    }

    /// Which hints are shown; all that are not turned off.
    pub(crate) fn hints(&self) -> HintOptions {
        let (chosen, usual) = (&self.inlay_hints, HintOptions::default());
        HintOptions {
            thresholds: chosen.thresholds.unwrap_or(usual.thresholds),
            periods: chosen.periods.unwrap_or(usual.periods),
            origins: chosen.origins.unwrap_or(usual.origins),
            magnitudes: chosen.magnitudes.unwrap_or(usual.magnitudes),
        }
    }

    /// Whether a lens is shown; all are that are not turned off.
    pub(crate) fn shows(&self, lens: &LensKind) -> bool {
        match lens {
            LensKind::Test { .. } | LensKind::Tests { .. } => self.code_lens.tests,
            LensKind::References { .. } => self.code_lens.references,
            LensKind::Coverage { .. } => self.code_lens.coverage,
        }
        .unwrap_or(true)
    }
}
