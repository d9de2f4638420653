//! The difference of two versions of policies.

use std::collections::BTreeSet;

use weir_analysis::exact::Space;
use weir_core::hir::Language;
use weir_core::{Checked, Edition};

use crate::diff::Comparison;
use crate::render::annotations::Annotation;
use crate::render::zones::page::Page;

mod beside;
mod causes;
mod conditions;
mod digest;
mod html;
mod human;
pub mod json;
mod markdown;
mod terms;

pub use conditions::focus;

/// What is shown.
#[derive(Debug)]
pub struct View<'a, 'p> {
    /// The law of both sides.
    pub editions: [&'a Edition<'p>; 2],
    /// Their sources.
    pub sources: [&'a Checked; 2],
    /// What they are called.
    pub names: [String; 2],
    /// The facts of both.
    pub space: &'a Space,
    /// What was found.
    pub comparison: &'a Comparison,
    /// The files whose text differs.
    pub layout: Vec<String>,
    /// The facts that the change is about, as [`focus`] tells.
    pub focus: BTreeSet<String>,
    /// Whether the day is that on which the newest law starts.
    pub newest: bool,
    /// The language.
    pub language: Language,
}

impl View<'_, '_> {
    /// Whether both sides are the same text on two days.
    fn is_one_version(&self) -> bool {
        let [old, new] = self.editions;
        std::ptr::eq(old.program, new.program)
    }

    /// What is said where no construct is written otherwise.
    fn only_layout(&self) -> String {
        if self.layout.is_empty() {
            return self.language.pick("没有。", "Nothing.").to_owned();
        }
        let files = self.layout.join(self.language.pick("、", ", "));
        self.language.pick(
            format!("只有排版、注释或测试：{files}"),
            format!("Only layout, comments or tests: {files}"),
        )
    }

    /// What is said before what could not be compared.
    fn budget(&self) -> &'static str {
        self.language.pick(
            "下列结论的全部案例超出了计算预算；对它们没有作出任何结论：",
            "All cases of these would need more than the budget; nothing is said of them:",
        )
    }
}

/// The difference as a page.
#[must_use]
pub fn page(view: &View<'_, '_>) -> Page {
    human::page(view)
}

/// The difference as a comment on a pull or merge request.
#[must_use]
pub fn comment(view: &View<'_, '_>) -> String {
    markdown::text(view)
}

/// The difference as a page for a browser that needs no network.
#[must_use]
pub fn html(view: &View<'_, '_>) -> String {
    html::text(view)
}

/// The difference beside the lines that make it so.
pub(crate) fn annotations(view: &View<'_, '_>) -> Vec<Annotation> {
    beside::annotations(view)
}
