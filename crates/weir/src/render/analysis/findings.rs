//! The words of each kind of finding.

use std::collections::BTreeSet;

use weir_analysis::findings::{Answered, Boundary, Clause, Idle, Never, Overlap, Reread};
use weir_core::hir::{OutcomeId, Place, RuleId};
use weir_syntax::codes::{self, Code};
use weir_syntax::diagnostic::{Diagnostic, Words};

use super::{MOST_RULES, View, changed, taken};
use crate::analysis::{Finding, Kind, Pinned};
use crate::render::words;

use weir_analysis::exact::{Leaf, Region};

/// A finding in words.
pub(super) fn diagnostic(view: &View<'_, '_>, finding: &Finding) -> Diagnostic {
    let mut found = match &finding.kind {
        Kind::Unanswered(found, live) => unanswered(view, found, live),
        Kind::Idle(clause, why) => idle(view, clause, why),
        Kind::Unpinned(boundary, pinned) => unpinned(view, boundary, *pinned),
        Kind::Overlap(overlap, live) => settled(view, overlap, live),
        Kind::Hole(outcome, rules, share, region) => hole(view, *outcome, rules, *share, region),
        Kind::Reread(reread) => turns(view, reread),
    };
    if let Some(witness) = &finding.witness {
        found.help.push(view.example(witness));
    }
    found
}

fn made(code: Code, place: Place, words: Words, secondary: Vec<(Place, String)>) -> Diagnostic {
    Diagnostic {
        code,
        severity: code.severity(),
        message: words.message,
        primary: (place, words.label),
        secondary,
        help: words.help,
        fixes: Vec::new(),
    }
}

/// Other rules, each at its place, with what is said of each.
fn others(
    view: &View<'_, '_>,
    rules: impl IntoIterator<Item = RuleId>,
    but: Option<Place>,
    said: impl Fn(&str) -> String,
) -> Vec<(Place, String)> {
    let mut places: BTreeSet<Place> = but.into_iter().collect();
    let mut found = Vec::new();
    for rule in rules {
        let place = view.program()[rule].place;
        if places.insert(place) && found.len() < MOST_RULES {
            found.push((place, said(&view.rule(rule))));
        }
    }
    found
}

/// What a rule concludes about a ladder.
fn concluded(view: &View<'_, '_>, rule: RuleId, outcome: OutcomeId) -> String {
    let conclusions = view.program()[rule].conclusions.iter();
    let values = conclusions.filter_map(|one| {
        let weir_core::hir::Conclusion::Value(of, value) = one else {
            return None;
        };
        (*of == outcome).then(|| words::value(view.program(), outcome, *value, view.language))
    });
    values.collect::<Vec<_>>().join(", ")
}

fn unanswered(view: &View<'_, '_>, found: &Answered, live: &[RuleId]) -> Diagnostic {
    let language = view.language;
    let outcome = &view.program()[found.outcome];
    let name = view.named(found.outcome);
    let Leaf::Conflict(_) = &found.leaf else {
        let mut words = language.pick(
            Words::new(
                format!("有的案例中没有规则得出{name}的值（空缺）"),
                "在这些案例中没有值",
            ),
            Words::new(
                format!("in some cases no rule concludes a value of {name} (gap)"),
                "has no value there",
            ),
        );
        words.help.extend(view.region(&found.region));
        let words = words.help(language.pick(
            "请补上适用于这些案例的规则；如果这些案例不可能出现，请用 `assume` 声明",
            "write the rule that holds there; if such cases are impossible, say so with `assume`",
        ));
        return made(codes::GAP, outcome.place, words, Vec::new());
    };
    let values = view.result(found.outcome, &found.leaf);
    let mut words = language.pick(
        Words::new(format!("有的案例中各规则得出{name}的不同值，且没有一条优先：{values}"), ""),
        Words::new(format!("in some cases rules conclude different values of {name}, and none prevails: {values}"), ""),
    );
    words.help.extend(view.region(&found.region));
    let references: Vec<String> = live
        .iter()
        .map(|rule| words::reference(view.program(), view.program()[*rule].citation))
        .collect();
    if let [first, .., last] = references.as_slice() {
        words = words.help(language.pick(
            format!("请依照法律写明何者优先，例如 `{first} yields to {last}`，或者用 `strictest among`；条件写漏的，请补上"),
            format!("say which prevails, as the law has it: `{first} yields to {last}` or the other way round, or `strictest among`; or add the condition that is missing"),
        ));
    }
    let place = live
        .first()
        .map_or(outcome.place, |rule| view.program()[*rule].place);
    if let Some(rule) = live.first() {
        words.label = concluded(view, *rule, found.outcome);
    }
    let mut places = BTreeSet::from([place]);
    let rest = live
        .iter()
        .skip(1)
        .filter(|rule| places.insert(view.program()[**rule].place));
    let secondary = rest
        .take(MOST_RULES)
        .map(|rule| {
            (
                view.program()[*rule].place,
                concluded(view, *rule, found.outcome),
            )
        })
        .collect();
    made(codes::CONFLICT, place, words, secondary)
}

fn idle(view: &View<'_, '_>, clause: &Clause, why: &Idle) -> Diagnostic {
    let language = view.language;
    let place = clause.band.unwrap_or(clause.place);
    let name = clause
        .rules
        .first()
        .map(|rule| view.rule(*rule))
        .unwrap_or_default();
    let (code, words, said): (Code, Words, fn(&View<'_, '_>, &str) -> String) = match why {
        Idle::Never(never) => (codes::NO_CASE, never_words(view, &name, never), |view, other| {
            view.language.pick(format!("由此排除：{other}"), format!("disapplied by this: {other}"))
        }),
        Idle::Overridden(_) => (
            codes::OVERRIDDEN,
            language.pick(
                Words::new(format!("{name} 从不起作用：凡其适用之处，总有别的规则优先"), "总被排除"),
                Words::new(format!("{name} never has an effect: wherever it applies, another rule prevails over it"), "always set aside"),
            ),
            |view, other| view.language.pick(format!("优先于它：{other}"), format!("prevails over it: {other}")),
        ),
        Idle::Redundant(_) => (
            codes::REDUNDANT,
            language.pick(
                Words::new(format!("{name} 没有增加内容：凡其起作用之处，其结论本已成立"), "多余"),
                Words::new(format!("{name} adds nothing: wherever it counts, what it concludes holds anyway"), "adds nothing"),
            ),
            |view, other| view.language.pick(format!("得出同样的结论：{other}"), format!("concludes the same: {other}")),
        ),
        Idle::Outdone(_) => (
            codes::OUTDONE,
            language.pick(
                Words::new(format!("{name} 从不起作用：凡其适用之处，同一从严组中总有至少同样严格的规则"), "总有更严的"),
                Words::new(format!("{name} never counts: wherever it does, a rule of the same `strictest among` group is at least as strict"), "always outdone"),
            ),
            |view, other| view.language.pick(format!("至少同样严格：{other}"), format!("at least as strict: {other}")),
        ),
    };
    let mut words = words.help(language.pick(
        "已证明：即使其条件从不成立，任何可能案例的结论也都不变。它是法律原文的一部分的，请核对条件和优先关系是否写错",
        "proved: if its condition never held, no conclusion would change in any possible case. If the law says it, see whether a condition or a statement of precedence is written wrongly",
    ));
    words.help.extend(joins(view, clause));
    let secondary = others(
        view,
        why.others().iter().copied(),
        Some(clause.place),
        |other| said(view, other),
    );
    made(code, place, words, secondary)
}

/// What a clause does even where it is idle: groups with a common rule are one.
fn joins(view: &View<'_, '_>, clause: &Clause) -> Option<String> {
    let groups = view.edition.groups().iter();
    let groups = groups.filter(|group| {
        let mut runs = group.rules.iter();
        runs.any(|run| clause.rules.iter().any(|rule| run.contains(*rule)))
    });
    let count = groups.count();
    (count > 1).then(|| {
        view.language.pick(
            format!("它同时列在 {count} 处 `strictest among` 中：删去它，这些组可能不再相连，结论可能变化"),
            format!("it stands in {count} statements of `strictest among`: deleted, it would no longer join them, and conclusions might change"),
        )
    })
}

fn never_words(view: &View<'_, '_>, name: &str, never: &Never) -> Words {
    let message = view.language.pick(
        format!("{name} 在任何可能的案例中都不适用"),
        format!("{name} applies in no possible case"),
    );
    let label = match never {
        Never::Condition => view.say("其条件从不成立", "what it asks never holds"),
        Never::Around => view.say(
            "其条件成立之处，所在部分的条件不成立",
            "where its condition holds, that of the parts around it does not",
        ),
        Never::Disapplied(_) => view.say(
            "凡其本应适用之处，总被排除适用",
            "wherever it would apply, it is disapplied",
        ),
    };
    Words::new(message, label)
}

fn unpinned(view: &View<'_, '_>, boundary: &Boundary, pinned: Pinned) -> Diagnostic {
    let language = view.language;
    let program = view.program();
    let fact = view.fact(boundary.fact);
    let number = words::amount(program, boundary.fact, boundary.number, language);
    let below = words::amount(program, boundary.fact, boundary.number - 1, language);
    let missing = match (pinned.below, pinned.from) {
        (false, false) => language.pick(
            format!("{below}和{number}"),
            format!("{below} and {number}"),
        ),
        (true, _) => number.clone(),
        (false, true) => below,
    };
    let message = language.pick(
        format!("{fact}的界限{number}未经两侧测试：缺少{missing}的测试"),
        format!("{fact} is not tested on both sides of {number}: there is no test at {missing}"),
    );
    let mut words = Words::new(
        message,
        language.pick("未经两侧测试", "not tested on both sides"),
    );
    for crossing in &boundary.crossings {
        let (old, new) = (
            view.result(crossing.outcome, &crossing.below),
            view.result(crossing.outcome, &crossing.from),
        );
        words = words.help(language.pick(
            format!(
                "在有的案例中，「{}」由此从「{old}」变为「{new}」",
                view.outcome(crossing.outcome)
            ),
            format!(
                "in some cases the {} goes from \"{old}\" to \"{new}\" there",
                view.outcome(crossing.outcome)
            ),
        ));
    }
    let words = words.help(language.pick(
        "weir analyze --save-tests FILE 写出缺少的测试",
        "weir analyze --save-tests FILE writes the missing tests",
    ));
    let threshold = boundary.thresholds.first().and_then(|threshold| {
        let value = program[*threshold].on(view.edition.as_of)?;
        Some(value.place)
    });
    let first = boundary.places.first().copied();
    let place = threshold.or(first).unwrap_or(program[boundary.fact].place);
    made(codes::UNTESTED_BOUNDARY, place, words, Vec::new())
}

fn settled(view: &View<'_, '_>, overlap: &Overlap, live: &[RuleId]) -> Diagnostic {
    let language = view.language;
    let program = view.program();
    let value = |at: usize| words::value(program, overlap.outcome, at, language);
    let (milder, stricter) = (value(overlap.milder), value(overlap.stricter));
    let by = words::citation(program, overlap.by, language);
    let mut words = Words::new(
        language.pick(
            format!("依{by}从严：「{milder}」与「{stricter}」重叠，取后者"),
            format!("by {by} the stricter counts where \"{milder}\" and \"{stricter}\" meet"),
        ),
        "",
    );
    words.help.extend(view.region(&overlap.region));
    let place = match overlap.by.provision {
        Some(provision) => program[provision].place,
        None => program[overlap.by.instrument].place,
    };
    let secondary = others(view, live.iter().copied(), Some(place), str::to_owned);
    made(codes::SETTLED_BY_STRICTNESS, place, words, secondary)
}

fn hole(
    view: &View<'_, '_>,
    outcome: OutcomeId,
    rules: &[RuleId],
    share: f64,
    region: &Region,
) -> Diagnostic {
    let language = view.language;
    let first = rules.first().copied();
    let name = first.map(|rule| view.rule(rule)).unwrap_or_default();
    let what = first.and_then(|rule| words::rule_label(view.program(), rule, language));
    let what = what.map(|what| language.pick(format!("（{what}）"), format!(" ({what})")));
    let what = what.unwrap_or_default();
    let (share, outcome_name) = (view.share(share), view.outcome(outcome));
    let mut words = Words::new(
        language.pick(
            format!("{name} 未转写{what}，使「{outcome_name}」在 {share} 的案例中不能确定"),
            format!("{name} is not transcribed{what}; it leaves the {outcome_name} open in {share} of cases"),
        ),
        "",
    );
    words.help.extend(view.region(region));
    let place = first.map_or(view.program()[outcome].place, |rule| {
        view.program()[rule].place
    });
    made(codes::NOT_TRANSCRIBED, place, words, Vec::new())
}

fn turns(view: &View<'_, '_>, reread: &Reread) -> Diagnostic {
    let taken = taken(view, reread.reading, reread.option);
    let changes = changed(view, &[reread]).concat();
    let mut words = Words::new(
        view.language.pick(
            format!("{taken}，有的案例中{changes}"),
            format!("{taken}, in some cases {changes}"),
        ),
        "",
    );
    words.help.extend(view.region(&reread.region));
    let place = view.program()[reread.reading].place;
    made(codes::TURNS_ON_A_READING, place, words, Vec::new())
}
