//! What the analysis of all cases has found, for people: errors and warnings as diagnostics, the rest on a page.

use std::collections::{BTreeMap, BTreeSet};

use weir_analysis::exact::{Leaf, Region, Space};
use weir_analysis::findings::Reread;
use weir_core::Edition;
use weir_core::hir::{FactId, Language, OutcomeId, OutcomeKind, Program, ReadingId, RuleId};
use weir_syntax::diagnostic::{Diagnostic, Place, Severity};

use super::conditions::{self, Terms};
use super::diagnostics::Files;
use super::words;
use super::zones::page::{Block, Page};
use crate::analysis::{Analysis, Kind, Part, Witness};
use crate::cli::count;

mod findings;
mod json;

pub use json::{Report, report};

/// The most parts of a set of cases that are shown; a program gets all.
const MOST_PARTS: usize = 3;

/// The most notes of a kind that are listed; a program gets all.
const MOST_NOTES: usize = 30;

/// The most rules that are named for one finding; a program gets all.
const MOST_RULES: usize = 6;

/// What is shown.
#[derive(Debug)]
pub struct View<'a, 'p> {
    /// The law.
    pub edition: &'a Edition<'p>,
    /// The variables of its cases.
    pub space: &'a Space,
    /// What was found.
    pub analysis: &'a Analysis,
    /// The texts.
    pub files: &'a Files,
    /// Whether the day is that on which the newest law starts.
    pub newest: bool,
    /// The language.
    pub language: Language,
}

impl<'a, 'p> View<'a, 'p> {
    fn program(&self) -> &'p Program {
        self.edition.program
    }

    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.language.pick(zh, en)
    }

    fn terms(&self) -> Terms<'a, 'p> {
        Terms {
            editions: [self.edition, self.edition],
            space: self.space,
            focus: const { &BTreeSet::new() },
            language: self.language,
        }
    }

    /// The label of an outcome.
    fn outcome(&self, outcome: OutcomeId) -> &'p str {
        let outcome = &self.program()[outcome];
        words::label(&outcome.labels, &outcome.name, self.language)
    }

    /// An outcome as people call it, with its name.
    fn named(&self, outcome: OutcomeId) -> String {
        let (label, name) = (self.outcome(outcome), &self.program()[outcome].name);
        self.called(label, name)
    }

    /// A fact as people call it, with its name.
    fn fact(&self, fact: FactId) -> String {
        let label = words::fact(self.program(), fact, self.language);
        self.called(label, &self.program()[fact].name)
    }

    /// What people call it, with its name where that is another.
    fn called(&self, label: &str, name: &str) -> String {
        if label == name {
            return format!("`{name}`");
        }
        self.language.pick(
            format!("「{label}」（`{name}`）"),
            format!("{label} (`{name}`)"),
        )
    }

    /// What a ladder ends in.
    fn result(&self, outcome: OutcomeId, leaf: &Leaf) -> String {
        let name = |at: &usize| words::value(self.program(), outcome, *at, self.language);
        match leaf {
            Leaf::Value(at) => name(at),
            Leaf::Gap => self.say("没有结论", "no conclusion (gap)").to_owned(),
            Leaf::Conflict(values) => {
                let names: Vec<String> = values.iter().map(name).collect();
                let names = names.join(self.say("、", ", "));
                self.language
                    .pick(format!("冲突（{names}）"), format!("conflict ({names})"))
            }
            Leaf::Hole => self
                .say("未转写，不能确定", "open: not transcribed")
                .to_owned(),
            Leaf::InSet(_) | Leaf::Impossible | Leaf::Bool(_) | Leaf::Same | Leaf::Pair(..) => {
                self.say("不可能", "impossible").to_owned()
            }
        }
    }

    /// A rule by its citation, with its name where it has one.
    fn rule(&self, rule: RuleId) -> String {
        let citation = words::rule_citation(self.program(), rule, self.language);
        match &self.program()[rule].name {
            Some(name) => format!("{citation} (`{name}`)"),
            None => citation,
        }
    }

    /// Cases in few lines.
    fn region(&self, region: &Region) -> Vec<String> {
        let terms = self.terms();
        let joint = self.say("；", "; ");
        let mut lines = Vec::new();
        let always = conditions::of(&terms, &region.always);
        if !always.is_empty() {
            let always = always.join(joint);
            lines.push(
                self.language
                    .pick(format!("仅当：{always}"), format!("only where: {always}")),
            );
        }
        let parts: Vec<String> = region
            .parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| conditions::of(&terms, part).join(joint))
            .collect();
        if !parts.is_empty() {
            let all = region.complete && parts.len() <= MOST_PARTS;
            let shown: Vec<String> = parts.into_iter().take(MOST_PARTS).collect();
            let shown = shown.join(self.say(" ／ ", " / or "));
            lines.push(match (all, self.language) {
                (true, Language::Zh) => format!("满足其一：{shown}"),
                (true, Language::En) => format!("where: {shown}"),
                (false, Language::Zh) => format!("例如满足其一（尚有其他案例）：{shown}"),
                (false, Language::En) => format!("among others where: {shown}"),
            });
        }
        lines
    }

    /// A case that the interpreter has confirmed.
    fn example(&self, witness: &Witness) -> String {
        let scenarios = [&witness.scenario, &witness.scenario];
        let facts = conditions::facts(&self.terms(), &witness.answers, scenarios, false);
        let facts: Vec<String> = facts
            .into_iter()
            .map(|(label, said)| format!("{label}{}{said}", self.say("：", ": ")))
            .collect();
        let facts = facts.join(self.say("；", "; "));
        match (facts.is_empty(), self.language) {
            (true, Language::Zh) => "例（已用解释器核实）：全部事实为否、无、0或者第一选项".to_owned(),
            (true, Language::En) => {
                "for example (confirmed by the interpreter): everything no, none, 0 or the first choice".to_owned()
            }
            (false, Language::Zh) => {
                format!("例（已用解释器核实）：{facts}；其余事实为否、无、0或者第一选项")
            }
            (false, Language::En) => format!(
                "for example (confirmed by the interpreter): {facts}; all else no, none, 0 or the first choice"
            ),
        }
    }

    /// A share of cases.
    fn share(&self, share: f64) -> String {
        let percent = share * 100.0;
        if percent >= 0.1 {
            format!("{percent:.1}%")
        } else if percent >= 0.001 {
            format!("{percent:.3}%")
        } else {
            self.say("不足0.001%", "less than 0.001%").to_owned()
        }
    }

    fn place(&self, place: Place) -> String {
        let mut places = super::place::Places::new(self.files);
        let location = places.at(place);
        format!("{}:{}", location.file, location.start.line)
    }
}

/// The findings as diagnostics, in their order.
#[must_use]
pub fn diagnostics(view: &View<'_, '_>) -> Vec<Diagnostic> {
    let found = view.analysis.found.iter();
    found
        .map(|finding| findings::diagnostic(view, finding))
        .collect()
}

/// What there is beside errors and warnings: what is worth knowing, and what was looked at.
#[must_use]
pub fn page(view: &View<'_, '_>, found: &[Diagnostic]) -> Page {
    let mut page = Page::default();
    heading(view, found, &mut page);
    notes(view, found, &mut page);
    page
}

/// Everything on one page.
#[must_use]
pub fn full_page(view: &View<'_, '_>, found: &[Diagnostic]) -> Page {
    let mut page = Page::default();
    heading(view, found, &mut page);
    let titles = [
        (Severity::Error, view.say("错误", "Errors")),
        (Severity::Warning, view.say("警告", "Warnings")),
    ];
    for (severity, title) in titles {
        let of: Vec<&Diagnostic> = found
            .iter()
            .filter(|one| one.severity == severity)
            .collect();
        if !of.is_empty() {
            page.heading(2, title);
            page.list(of.into_iter().map(|one| line(view, one, true)).collect());
        }
    }
    notes(view, found, &mut page);
    page
}

fn heading(view: &View<'_, '_>, found: &[Diagnostic], page: &mut Page) {
    let day = words::day(view.edition.as_of, view.language);
    page.heading(
        1,
        view.language
            .pick(format!("{day}的法"), format!("The law of {day}")),
    );
    let of = |severity: Severity| found.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let notes = of(Severity::Note);
    let newest = view.newest.then_some(view.say(
        "日期是最新的法施行之日；其他日期用 --on。",
        " The day is that on which the newest law starts; --on takes another.",
    ));
    let counted = view.language.pick(
        format!("{errors} 个错误，{warnings} 个警告，{notes} 项说明。"),
        format!(
            "{}, {}, {}.",
            count(errors, "error"),
            count(warnings, "warning"),
            count(notes, "note")
        ),
    );
    page.text(counted + newest.unwrap_or_default());
    if errors == 0 && !view.analysis.too_large.contains(&Part::Answers) {
        page.0.extend(proved(view).map(Block::Text));
    }
    if !view.analysis.too_large.is_empty() {
        let parts: Vec<&str> = view
            .analysis
            .too_large
            .iter()
            .map(|part| part_name(view, *part))
            .collect();
        let parts = parts.join(view.say("、", ", "));
        page.text(view.language.pick(
            format!("超出计算预算，未作结论：{parts}。"),
            format!("Past the budget; nothing is said of: {parts}."),
        ));
    }
}

/// That there are no gaps or conflicts; nothing, where there is no ladder.
fn proved(view: &View<'_, '_>) -> Option<String> {
    let program = view.program();
    let ladders = program.outcome_ids();
    let ladders = ladders.filter(|one| program[*one].kind == OutcomeKind::Ladder);
    let names: Vec<String> = ladders
        .map(|one| {
            view.language.pick(
                format!("「{}」", view.outcome(one)),
                view.outcome(one).to_owned(),
            )
        })
        .collect();
    if names.is_empty() {
        return None;
    }
    let names = names.join(view.say("、", ", "));
    Some(view.language.pick(
        format!("已证明：{names}在每个可能的案例中都有唯一的值，未转写之处除外。"),
        format!("Proved: in every possible case there is exactly one value of {names}, but for what is not transcribed."),
    ))
}

fn part_name(view: &View<'_, '_>, part: Part) -> &'static str {
    match part {
        Part::Answers => view.language.pick("空缺和冲突", "gaps and conflicts"),
        Part::Clauses => view
            .language
            .pick("不起作用的条款", "clauses without effect"),
        Part::Boundaries => view
            .language
            .pick("未经测试的数量界限", "numbers that no test pins"),
        Part::Overlaps => view
            .language
            .pick("从严处理的重叠", "overlaps settled by strictness"),
        Part::Holes => view.language.pick("未转写之处", "what is not transcribed"),
        Part::Readings => view.language.pick("读法", "readings"),
    }
}

fn notes(view: &View<'_, '_>, found: &[Diagnostic], page: &mut Page) {
    let sections = [
        (
            weir_syntax::codes::SETTLED_BY_STRICTNESS,
            view.say("从严处理的重叠", "Overlaps settled by strictness"),
        ),
        (
            weir_syntax::codes::NOT_TRANSCRIBED,
            view.say("未转写之处", "What is not transcribed"),
        ),
        (
            weir_syntax::codes::TURNS_ON_A_READING,
            view.say("影响结论的读法", "Readings that change an outcome"),
        ),
    ];
    for (code, title) in sections {
        let of: Vec<&Diagnostic> = found.iter().filter(|one| one.code == code).collect();
        if of.is_empty() {
            continue;
        }
        page.heading(2, format!("{title} ({code})"));
        if code == weir_syntax::codes::NOT_TRANSCRIBED {
            for (outcome, share) in &view.analysis.open {
                let (name, share) = (view.outcome(*outcome), view.share(*share));
                page.text(view.language.pick(
                    format!("「{name}」在全部可能案例的 {share} 中因此不能确定（每个问题的每个回答各计一次，并非实际出境活动的比例）。"),
                    format!("They leave the {name} open in {share} of all possible cases (each answer to each question counted once; no share of real exports)."),
                ));
            }
        }
        let mut lines: Vec<String> = if code == weir_syntax::codes::TURNS_ON_A_READING {
            readings(view)
        } else {
            of.into_iter().map(|one| line(view, one, false)).collect()
        };
        let more = lines.len().saturating_sub(MOST_NOTES);
        lines.truncate(MOST_NOTES);
        page.list(lines);
        if more > 0 {
            page.text(view.language.pick(
                format!("另有 {more} 项；--format json 给出全部，并给出其案例。"),
                format!("{more} more; --format json has all of them, with their cases."),
            ));
        }
    }
}

/// For each other option of a reading, in one line, what it changes.
fn readings(view: &View<'_, '_>) -> Vec<String> {
    let mut by_option: BTreeMap<(ReadingId, usize), Vec<&Reread>> = BTreeMap::new();
    for finding in &view.analysis.found {
        if let Kind::Reread(one) = &finding.kind {
            let changes = by_option.entry((one.reading, one.option)).or_default();
            changes.push(one);
        }
    }
    let lines = by_option.into_iter().map(|((reading, option), changes)| {
        let taken = taken(view, reading, option);
        let changes = changed(view, &changes).join(view.say("；", "; "));
        let place = view.place(view.program()[reading].place);
        view.language.pick(
            format!("{taken}：{changes} ({place})"),
            format!("{taken}: {changes} ({place})"),
        )
    });
    lines.collect()
}

/// A reading as the question that it is, with an answer to it.
fn taken(view: &View<'_, '_>, reading: ReadingId, option: usize) -> String {
    let declared = &view.program()[reading];
    let question = words::label(&declared.labels, &declared.name, view.language);
    let option = declared.options.get(option);
    let answer = option.map_or("", |one| {
        words::label(&one.labels, &one.name, view.language)
    });
    let name = option.map_or("", |one| one.name.as_str());
    let code = format!("{}={name}", declared.name);
    let asks = question.ends_with(['?', '？', '.', '。']);
    let end = if asks { "" } else { view.say("，", ".") };
    view.language.pick(
        format!("{question}{end}如取「{answer}」（`{code}`）"),
        format!("{question}{end} If \"{answer}\" (`{code}`)"),
    )
}

/// What becomes of ladders, those with the same result before in one.
fn changed(view: &View<'_, '_>, changes: &[&Reread]) -> Vec<String> {
    let mut found: BTreeMap<(OutcomeId, &Leaf), Vec<String>> = BTreeMap::new();
    for one in changes {
        let becomes = view.result(one.outcome, &one.new);
        let becomes = view
            .language
            .pick(format!("「{becomes}」"), format!("\"{becomes}\""));
        found
            .entry((one.outcome, &one.old))
            .or_default()
            .push(becomes);
    }
    let told = found.into_iter().map(|((outcome, old), new)| {
        let (name, old) = (view.outcome(outcome), view.result(outcome, old));
        let new = new.join(view.say("或者", " or "));
        view.language.pick(
            format!("「{name}」由「{old}」变为{new}"),
            format!("the {name} goes from \"{old}\" to {new}"),
        )
    });
    told.collect()
}

/// A finding in one paragraph; without its code and what helps, unless all of it is asked for.
fn line(view: &View<'_, '_>, one: &Diagnostic, full: bool) -> String {
    let place = view.place(one.primary.0);
    let (code, message) = (one.code, &one.message);
    if !full {
        // The heading has the code.
        return format!("{message} ({place})");
    }
    let mut parts = vec![format!("{code} {message} ({place})")];
    parts.extend(one.help.iter().cloned());
    parts.join(view.say("。", ". "))
}
