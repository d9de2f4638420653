//! The difference of two versions of policies.

use std::collections::BTreeSet;

use weir_analysis::exact::{OtherDays, Space};
use weir_analysis::sources::Changed;
use weir_core::hir::Language;
use weir_core::{Checked, Edition};

use crate::diff::Comparison;
use crate::diff::flows::Flows;
use crate::render::annotations::Annotation;
use crate::render::conditions::Terms;
use crate::render::zones::page::Page;
use crate::sides::Version;

mod beside;
mod causes;
mod days;
mod digest;
pub mod flows;
mod html;
mod human;
pub mod json;
mod markdown;
pub mod merge;
pub(crate) mod terms;
mod written;

pub use super::conditions::focus;
pub(crate) use digest::few;

/// What is shown.
#[derive(Debug)]
pub struct View<'a, 'p> {
    /// The law of both sides.
    pub editions: [&'a Edition<'p>; 2],
    /// Their sources.
    pub sources: [&'a Checked; 2],
    /// What they are.
    pub versions: [&'a Version; 2],
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
    /// Whether programs get the cases exactly even where that takes many questions.
    pub exactly: bool,
    /// Whether people in a terminal get every entry in full, however many there are.
    pub all: bool,
    /// What else was looked at.
    pub more: &'a More,
    /// The language.
    pub language: Language,
}

/// What is looked at beside the two versions.
#[derive(Debug, Default)]
pub struct More {
    /// What the sides are called, where they are two editions of a list.
    pub editions: Option<[String; 2]>,
    /// What a merge would mean.
    pub merge: Option<merge::AfterMerge>,
    /// What becomes of the flows of a file.
    pub flows: Option<(String, Flows)>,
    /// How the versions stand to each other on other days, where those were looked at.
    pub days: Option<Vec<OtherDays>>,
}

impl<'p> View<'_, 'p> {
    fn terms(&self) -> Terms<'_, 'p> {
        Terms {
            editions: self.editions,
            space: self.space,
            focus: &self.focus,
            language: self.language,
        }
    }

    /// Whether both sides are the same text on two days.
    fn is_one_version(&self) -> bool {
        let [old, new] = self.editions;
        std::ptr::eq(old.program, new.program)
    }

    /// What stands before the constructs that differ.
    fn sources_heading(&self) -> &'static str {
        if self.is_one_version() {
            self.language
                .pick("法的变化", "What begins, ends or changes in the law")
        } else {
            self.language
                .pick("源文件的变化", "What is written otherwise")
        }
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

/// What changes on other days, as a page.
fn other_days(view: &View<'_, '_>) -> Page {
    let mut page = Page::default();
    let found = view.more.days.as_deref().unwrap_or_default();
    days::section(found, 2, view.language, &mut page);
    page
}

/// What is found, in a sentence or two.
pub(crate) fn sentence(view: &View<'_, '_>) -> String {
    digest::digest(view).head
}

/// What else was looked at, as a page: the merge, and real flows.
fn more(view: &View<'_, '_>) -> Page {
    let mut page = Page::default();
    if let Some(found) = &view.more.merge {
        merge::section(found, view.language, &mut page);
    }
    if let Some((file, found)) = &view.more.flows {
        flows::section(view, file, found, &mut page);
    }
    page
}

/// Constructs that are written otherwise, in a line each.
pub(crate) fn written(view: &View<'_, '_>, changed: &[&Changed]) -> Vec<String> {
    let told = written::sources(view, changed.iter().copied());
    told.iter().map(|one| human::source(view, one)).collect()
}

/// What it means, without what is written otherwise.
pub(crate) fn meaning(view: &View<'_, '_>) -> Page {
    human::meaning(view)
}

/// What it means, in a line for each change; that there is none, in one.
pub(crate) fn titles(view: &View<'_, '_>) -> Vec<String> {
    let told = digest::digest(view);
    let entries = told.entries.iter().map(|entry| entry.title(view.language));
    let colon = view.language.pick("：", ": ");
    let sides = told.one_sided.iter();
    let sides = sides.map(|side| format!("{}{colon}{}", side.name, side.cases.who(view.language)));
    let titles: Vec<String> = entries.chain(sides).collect();
    if titles.is_empty() {
        return vec![told.head];
    }
    titles
}

/// What becomes what in a group, with its number.
pub(crate) fn title(view: &View<'_, '_>, at: usize) -> String {
    let group = view.comparison.groups.get(at);
    let title = group.map(|group| digest::entry(view, at, group).title(view.language));
    format!("{} {}", at + 1, title.unwrap_or_default())
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
