//! What a merge would mean where the branch has moved on since.

use serde_json::{Value, json};
use weir_core::hir::Language;

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
    /// They do something else.
    Other {
        /// To these conclusions.
        outcomes: Vec<String>,
        /// What they do, for people.
        page: Page,
        /// For programs.
        changes: Vec<Value>,
    },
}

/// The section about it, for people.
pub fn section(after: &AfterMerge, language: Language, page: &mut Page) {
    page.heading(2, language.pick("合并之后", "After the merge"));
    let branch = git::name(&after.branch, language);
    let since = language.pick(
        format!("{branch} 在此期间也改了规则。"),
        format!("The policies of {branch} have changed since. "),
    );
    match &after.found {
        Found::Conflicts(files) => {
            let files = files.join(language.pick("、", ", "));
            page.text(since + &language.pick(
                format!("两边改了相同的地方：{files}。合并有冲突，合并之后的含义无法得知。"),
                format!("Both change the same lines of {files}: the merge has conflicts, so that nothing is known of what it would mean."),
            ));
        }
        Found::Errors(errors, before) => {
            let text = if *before {
                language.pick("它的规则本身就有错误：", "They have errors by themselves:")
            } else {
                language.pick(
                    "合并没有冲突，但合并之后规则有错误：",
                    "The merge has no conflicts, but after it the policies have errors:",
                )
            };
            page.text(since + text);
            page.list(errors.clone());
        }
        Found::Same(_) => page.text(
            since
                + language.pick(
                    "合并没有冲突；对它来说，这些变化的含义与上文相同。",
                    "The merge has no conflicts, and does to them what is said above.",
                ),
        ),
        Found::Other {
            outcomes,
            page: other,
            ..
        } => {
            let outcomes = outcomes.join(language.pick("、", ", "));
            page.text(since + &language.pick(
                format!("合并没有冲突，但两边涉及相同的结论（{outcomes}），因此合并的效果与上文不同。与现在的 {branch} 相比："),
                format!("The merge has no conflicts, but both are about {outcomes}, so that it does something else than is said above. Compared with {branch} as it is now:"),
            ));
            page.0.extend(other.0.iter().cloned());
        }
    }
}

/// The same for programs.
#[must_use]
pub fn report(after: &AfterMerge) -> Value {
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
        Found::Other { changes, .. } => ("other", None, None, Some(changes)),
    };
    let parts = [
        ("branch", branch),
        ("result", json!(result)),
        ("conflicts", json!(conflicts)),
        ("errors", json!(errors)),
        ("changes", json!(changes)),
    ];
    let said = parts.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(said.map(|(name, value)| (name.to_owned(), value)).collect())
}
