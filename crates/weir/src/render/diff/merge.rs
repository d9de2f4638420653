//! What a merge would mean where the branch has moved on since.

use serde_json::{Value, json};
use weir_analysis::exact::OtherDays;
use weir_core::hir::Language;

use super::days;
use crate::render::git;
use crate::render::zones::page::Page;
use crate::sides::Name;

/// What was found about a merge.
#[derive(Debug)]
pub struct AfterMerge {
    /// The branch.
    pub branch: Name,
    /// What becomes of it.
    pub found: Found,
    /// What it becomes on other days, where that is not what the changes alone do there.
    pub days: Vec<OtherDays>,
}

/// What becomes of a branch with the changes of the new version.
#[derive(Debug)]
pub enum Found {
    /// Both change the same lines of these files.
    Conflicts(Vec<String>),
    /// These errors, each with its place. Whether the branch has errors even without the changes.
    Errors(Vec<String>, bool),
    /// The changes do to the branch what they do to the version they started from.
    Same(Vec<Value>),
    /// They do something else, or it is not known whether they do.
    Other {
        /// Whether they are known to.
        known: bool,
        /// To these conclusions, if it is about any.
        outcomes: Vec<String>,
        /// What they do, in a line for each.
        titles: Vec<String>,
        /// What they do, for people.
        page: Page,
        /// For programs.
        changes: Vec<Value>,
    },
}

/// The section about it, for people.
pub fn section(after: &AfterMerge, language: Language, page: &mut Page) {
    page.heading(2, heading(language));
    page.text(said(after, language));
    match &after.found {
        Found::Errors(errors, _) => page.list(errors.clone()),
        Found::Other { page: other, .. } => page.0.extend(other.0.iter().cloned()),
        Found::Conflicts(_) | Found::Same(_) => {}
    }
    days::section(&after.days, 3, language, page);
}

/// What all this is about.
pub(super) fn heading(language: Language) -> &'static str {
    language.pick("合并之后", "After the merge")
}

/// What was found, in a few sentences.
pub(super) fn said(after: &AfterMerge, language: Language) -> String {
    let branch = git::name(&after.branch, language);
    let since = language.pick(
        format!("{branch}在此期间也改了规则。"),
        format!("The policies of {branch} have changed since. "),
    );
    since
        + &match &after.found {
            Found::Conflicts(files) => {
                let files = files.join(language.pick("、", ", "));
                language.pick(
                format!("两边改了相同的地方：{files}。合并有冲突，合并之后的含义无法得知。"),
                format!("Both change the same lines of {files}: the merge has conflicts, so that nothing is known of what it would mean."),
            )
            }
            Found::Errors(_, true) => language
                .pick("它的规则本身就有错误：", "They have errors by themselves:")
                .to_owned(),
            Found::Errors(_, false) => language
                .pick(
                    "合并没有冲突，但合并之后规则有错误：",
                    "The merge has no conflicts, but after it the policies have errors:",
                )
                .to_owned(),
            Found::Same(_) if !after.days.is_empty() => language
                .pick(
                    "合并没有冲突；在上文详述的日期，这些变化对它的含义与上文相同。",
                    "The merge has no conflicts, and on the day told in full above does to them what is said there.",
                )
                .to_owned(),
            Found::Same(_) => language
                .pick(
                    "合并没有冲突；对它来说，这些变化的含义与上文相同。",
                    "The merge has no conflicts, and does to them what is said above.",
                )
                .to_owned(),
            Found::Other {
                known, outcomes, ..
            } => {
                let why = why(*known, outcomes, language);
                language.pick(
                format!("合并没有冲突，但{why}。与现在的 {branch} 相比："),
                format!("The merge has no conflicts, but {why}. Compared with {branch} as it is now:"),
            )
            }
        }
}

/// In what the merge is not what is said of the changes alone.
fn why(known: bool, outcomes: &[String], language: Language) -> String {
    let names = outcomes.join(language.pick("、", ", "));
    match (known, outcomes.is_empty()) {
        (true, false) => language.pick(
            format!("两边涉及相同的结论（{names}），因此合并的效果与上文不同"),
            format!("both are about {names}, so that it does something else than is said above"),
        ),
        (true, true) => language
            .pick("合并的效果与上文不同", "it does something else than is said above")
            .to_owned(),
        (false, _) => language
            .pick(
                "部分结论超出计算预算，因此不知道合并的效果是否与上文相同",
                "some conclusions were past the budget, so that it is not known whether it does what is said above",
            )
            .to_owned(),
    }
}

/// The same for programs.
pub(super) fn report(after: &AfterMerge, language: Language) -> Value {
    let branch = match &after.branch {
        Name::Revision { given, commit } => {
            json!({ "revision": given, "commit": commit.id.to_string() })
        }
        Name::Path(_) | Name::WorkTree | Name::Merged(_) | Name::MergeBase { .. } => Value::Null,
    };
    let (result, conflicts, errors, changes) = match &after.found {
        Found::Conflicts(files) => ("conflicts", Some(files), None, None),
        Found::Errors(errors, _) => ("errors", None, Some(errors), None),
        Found::Same(changes) => ("same", None, None, Some(changes)),
        Found::Other { known, changes, .. } => {
            let result = if *known { "other" } else { "not_compared" };
            (result, None, None, Some(changes))
        }
    };
    let days = (!after.days.is_empty()).then(|| days::report(&after.days, language));
    let titles = match &after.found {
        Found::Other { titles, .. } => Some(titles),
        Found::Conflicts(_) | Found::Errors(..) | Found::Same(_) => None,
    };
    let parts = [
        ("branch", branch),
        ("result", json!(result)),
        ("conflicts", json!(conflicts)),
        ("errors", json!(errors)),
        ("changes", json!(changes)),
        ("titles", json!(titles)),
        ("other_days", json!(days)),
    ];
    let said = parts.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(said.map(|(name, value)| (name.to_owned(), value)).collect())
}
