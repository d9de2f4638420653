//! The words of findings.

use weir_syntax::diagnostic::{Language, Words};

use super::ProblemKind;

mod en;
mod lists_en;
mod lists_zh;
mod zh;

pub(super) fn words(kind: &ProblemKind, language: Language) -> Words {
    match language {
        Language::En => en::words(kind),
        Language::Zh => zh::words(kind),
    }
}
