//! What a user may set, under the name `weir`.

use std::time::Duration;

use serde_json::Value;
use weir_ide::{HintOptions, LensKind};
use weir_syntax::diagnostic::Language;

/// A setting, as editors announce it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name, without `weir` before it.
    pub name: &'static str,
    /// What it may be.
    pub kind: SettingKind,
    /// What it does, in Chinese.
    pub zh: &'static str,
    /// What it does, in English.
    pub en: &'static str,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug)]
pub enum SettingKind {
    /// `zh`, `en`, or `auto`: that of the editor, which is usual.
    Language,
    /// On, which is usual, or off.
    Flag,
    /// A time in milliseconds.
    Milliseconds {
        /// The usual one.
        usual: u64,
        /// The longest.
        most: u64,
    },
}

/// The settings that editors announce. The schema in the extension for VS Code is generated from them.
pub const SETTINGS: [Setting; 10] = [
    Setting {
        name: "language",
        kind: SettingKind::Language,
        zh: "问题、悬停说明和理由所用的语言。",
        en: "The language of findings, hover and explanations.",
    },
    Setting {
        name: "diagnostics.pause",
        kind: PAUSE,
        zh: "编辑之后至显示问题的最长等待时间（毫秒）。",
        en: "The longest pause in milliseconds, after an edit, before findings are shown.",
    },
    Setting {
        name: "inlayHints.thresholds",
        kind: SettingKind::Flag,
        zh: "在使用数量标准处显示其数值。",
        en: "Show the value of a threshold where it is used.",
    },
    Setting {
        name: "inlayHints.periods",
        kind: SettingKind::Flag,
        zh: "显示条款的施行期间。",
        en: "Show the period in force of a provision.",
    },
    Setting {
        name: "inlayHints.origins",
        kind: SettingKind::Flag,
        zh: "显示并入的条目出自何处。",
        en: "Show where adopted rows come from.",
    },
    Setting {
        name: "inlayHints.magnitudes",
        kind: SettingKind::Flag,
        zh: "显示长数字的大小。",
        en: "Show how large a long number is.",
    },
    Setting {
        name: "codeLens.tests",
        kind: SettingKind::Flag,
        zh: "在测试上方显示运行，在规则上方显示其测试。",
        en: "Show above a test that it can be run, and above a rule its tests.",
    },
    Setting {
        name: "codeLens.references",
        kind: SettingKind::Flag,
        zh: "在声明上方显示使用次数。",
        en: "Show above a declaration how often it is used.",
    },
    Setting {
        name: "codeLens.coverage",
        kind: SettingKind::Flag,
        zh: "在清单上方显示已转写多少。",
        en: "Show above a list how much of it is transcribed.",
    },
    Setting {
        name: "codeLens.determinations",
        kind: SettingKind::Flag,
        zh: "在情形文件上方显示所判定的结论。",
        en: "Show above a scenario file what is determined of it.",
    },
];

const USUAL_PAUSE: u64 = 100;
const LONGEST_PAUSE: u64 = 10_000;
const PAUSE: SettingKind = SettingKind::Milliseconds {
    usual: USUAL_PAUSE,
    most: LONGEST_PAUSE,
};

/// The settings as they came last. A setting of another type than it should have is as if it were not set, and the others hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings(Value);

impl Settings {
    /// Reads settings, given either as such or under the name `weir`; none if they are no object.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let value = value.get("weir").unwrap_or(value);
        value.is_object().then(|| Self(value.clone()))
    }

    fn get(&self, name: &str) -> Option<&Value> {
        name.split('.')
            .try_fold(&self.0, |value, part| value.get(part))
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(true)
    }

    /// The language of words, if the user chose one.
    pub(crate) fn language(&self) -> Option<Language> {
        match self.get("language")?.as_str()? {
            "zh" => Some(Language::Zh),
            "en" => Some(Language::En),
            _ => None,
        }
    }

    /// The longest pause before findings are published.
    pub(crate) fn pause(&self) -> Duration {
        let pause = self.get("diagnostics.pause").and_then(Value::as_u64);
        Duration::from_millis(pause.unwrap_or(USUAL_PAUSE).min(LONGEST_PAUSE))
    }

    /// Where the page of a code stands. An extension answers such links by itself.
    pub(crate) fn explanation(&self, code: &str) -> String {
        let link = self.get("explanationLink").and_then(Value::as_str);
        link.unwrap_or("weir-explain:/{code}.md")
            .replace("{code}", code)
    }

    /// Which hints are shown; all that are not turned off.
    pub(crate) fn hints(&self) -> HintOptions {
        HintOptions {
            thresholds: self.flag("inlayHints.thresholds"),
            periods: self.flag("inlayHints.periods"),
            origins: self.flag("inlayHints.origins"),
            magnitudes: self.flag("inlayHints.magnitudes"),
        }
    }

    /// Whether a lens is shown; all are that are not turned off.
    pub(crate) fn shows(&self, lens: &LensKind) -> bool {
        self.flag(match lens {
            LensKind::Test { .. } | LensKind::Tests { .. } => "codeLens.tests",
            LensKind::References { .. } => "codeLens.references",
            LensKind::Coverage { .. } => "codeLens.coverage",
        })
    }

    /// Whether it is shown what is determined of a scenario.
    pub(crate) fn shows_determinations(&self) -> bool {
        self.flag("codeLens.determinations")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_another_type_is_not_set_and_the_rest_holds() {
        let settings = Settings::read(&json!({ "weir": {
            "language": "zh",
            "diagnostics": { "pause": "long" },
            "explanationLink": 7,
            "inlayHints": false,
            "codeLens": { "tests": "no", "coverage": false },
        } }))
        .unwrap();
        assert_eq!(settings.language(), Some(Language::Zh));
        assert_eq!(settings.pause(), Duration::from_millis(USUAL_PAUSE));
        assert_eq!(
            settings.explanation("E0203"),
            Settings::default().explanation("E0203")
        );
        assert!(settings.hints().thresholds);
        assert!(settings.flag("codeLens.tests"));
        assert!(!settings.flag("codeLens.coverage"));
        assert!(Settings::read(&json!({ "weir": null })).is_none());
    }
}
