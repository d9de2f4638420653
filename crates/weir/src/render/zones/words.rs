//! Lists, places in the law and numbers in words.

use weir_core::Edition;
use weir_core::hir::{InstrumentId, Labels, Language, OutsideKind, Program};

pub(super) use crate::render::words::reference;
use crate::render::{lists, words};

/// The title of a list.
pub(super) fn list(program: &Program, list: InstrumentId, language: Language) -> String {
    lists::short_title(program, list, language).to_owned()
}

/// What holds outside the rows of a list.
pub(super) fn outside(kind: OutsideKind, language: Language) -> &'static str {
    match kind {
        OutsideKind::Free => language.pick("免予", "free"),
        OutsideKind::National => language.pick("适用国家规定", "national rules"),
        OutsideKind::Undetermined => language.pick("未明", "not known"),
    }
}

/// What is added to what asks the most, or the least.
pub(super) fn extreme(strictest: bool, loosest: bool, language: Language) -> &'static str {
    if strictest {
        language.pick("（最严）", " (strictest)")
    } else if loosest {
        language.pick("（最宽）", " (loosest)")
    } else {
        ""
    }
}

/// Things one after another.
pub(super) fn joined(parts: &[String], language: Language) -> String {
    parts.join(language.pick("、", ", "))
}

/// The label of a reading with that of an option.
pub(super) fn reading(
    edition: &Edition<'_>,
    reading: weir_core::hir::ReadingId,
    option: usize,
    language: Language,
) -> String {
    let declared = &edition.program[reading];
    let option = declared.options.get(option);
    let empty = Labels::default();
    let (labels, name) = option.map_or((&empty, ""), |option| {
        (&option.labels, option.name.as_str())
    });
    let label = words::label(labels, name, language);
    language.pick(
        format!("{label}（{}={name}）", declared.name),
        format!("{label} ({}={name})", declared.name),
    )
}
