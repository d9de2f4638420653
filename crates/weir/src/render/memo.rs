//! A determination as a short legal memo: conclusion, articles with the facts that met them, what was set aside, near
//! misses, readings, duties, and what would have to be known.

use weir_core::Edition;
use weir_core::hir::{FactId, LabelKind, Language, OutcomeId, RuleId};
use weir_core::scenario::{Given, Scenario};
use weir_eval::{
    Answer, Determination, Ladder, Membership, NearMiss, Need, RestsOn, Result as Outcome, Set,
    SetAside, State,
};

use super::words;

/// The most questions that a short memo asks in full.
const MOST_QUESTIONS: usize = 6;

/// What a memo is about.
#[derive(Debug)]
pub struct Memo<'a> {
    /// The law.
    pub edition: &'a Edition<'a>,
    /// What is known.
    pub scenario: &'a Scenario,
    /// Facts of which the scenario says that they are not known.
    pub said_unknown: &'a std::collections::BTreeSet<FactId>,
    /// The determination.
    pub determination: &'a Determination,
    /// The language.
    pub language: Language,
    /// The width, in columns.
    pub width: usize,
    /// Whether to tell everything: facts, what was set aside, near misses.
    pub full: bool,
    /// Whether to colour.
    pub colour: bool,
}

/// Writes the memo.
#[must_use]
pub fn memo(memo: &Memo<'_>) -> String {
    let mut page = Page {
        memo,
        out: String::new(),
    };
    for ladder in &memo.determination.ladders {
        page.ladder(ladder);
    }
    page.lists();
    page.readings();
    for set in &memo.determination.sets {
        page.set(set);
    }
    page.out
}

/// The answer in one line.
#[must_use]
pub fn answer(
    edition: &Edition<'_>,
    outcome: OutcomeId,
    answer: &Answer,
    language: Language,
) -> String {
    let list = |values: &[usize], joint: &str| {
        values
            .iter()
            .map(|at| words::value(edition.program, outcome, *at, language))
            .collect::<Vec<_>>()
            .join(joint)
    };
    match answer {
        Answer::Value(value) => words::value(edition.program, outcome, *value, language),
        Answer::Gap => language
            .pick("规则空白：没有规则给出结论", "Gap: no rule concludes")
            .to_owned(),
        Answer::Conflict(values) => language.pick(
            format!("规则冲突：{}", list(values, "、")),
            format!("Conflict: {}", list(values, " and ")),
        ),
        Answer::Impossible => language
            .pick(
                "所述事实互相矛盾",
                "Impossible: the facts contradict each other",
            )
            .to_owned(),
        Answer::TooOpen => language
            .pick(
                "未知事实过多，无法穷尽；不作结论",
                "Too much is open to work out; nothing is concluded",
            )
            .to_owned(),
        Answer::Undetermined(results) => {
            let mut parts: Vec<String> = results
                .iter()
                .map(|result| possible(edition, outcome, result, language))
                .collect();
            parts.dedup();
            language.pick(
                format!("尚不能确定：可能为{}", parts.join("，或")),
                format!("Undetermined: {}", parts.join(", or ")),
            )
        }
    }
}

fn possible(
    edition: &Edition<'_>,
    outcome: OutcomeId,
    result: &Outcome,
    language: Language,
) -> String {
    match result {
        Outcome::Value(value) => words::value(edition.program, outcome, *value, language),
        Outcome::Gap => language.pick("规则空白", "a gap in the rules").to_owned(),
        Outcome::Conflict(_) => language.pick("规则冲突", "a conflict of rules").to_owned(),
        Outcome::Hole(_) => language
            .pick(
                "尚未转写的规定所定的结果",
                "what the law says in a part that has not been transcribed",
            )
            .to_owned(),
    }
}

struct Page<'a> {
    memo: &'a Memo<'a>,
    out: String,
}

impl Page<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.memo.language.pick(zh, en)
    }

    fn heading(&mut self, zh: &'static str, en: &'static str) {
        let text = self.say(zh, en);
        let (on, off) = if self.memo.colour {
            ("\u{1b}[1m", "\u{1b}[0m")
        } else {
            ("", "")
        };
        self.out.push_str(&format!("\n{on}{text}{off}\n"));
    }

    /// A paragraph with a mark before its first line.
    fn line(&mut self, indent: usize, mark: &str, text: &str) {
        use unicode_width::UnicodeWidthStr;
        let hang = indent + mark.width();
        for (at, line) in words::wrap(text, self.memo.width.saturating_sub(hang).max(20))
            .iter()
            .enumerate()
        {
            let lead = if at == 0 {
                format!("{}{mark}", " ".repeat(indent))
            } else {
                " ".repeat(hang)
            };
            self.out.push_str(&format!("{lead}{line}\n"));
        }
    }

    fn ladder(&mut self, ladder: &Ladder) {
        let Memo {
            edition, language, ..
        } = *self.memo;
        let program = edition.program;
        let title = words::label(
            &program[ladder.outcome].labels,
            &program[ladder.outcome].name,
            language,
        )
        .to_owned();
        let (on, off) = if self.memo.colour {
            (colour(&ladder.answer), "\u{1b}[0m")
        } else {
            ("", "")
        };
        match &ladder.answer {
            Answer::Undetermined(results) => {
                let text = self.say("尚不能确定，可能为", "undetermined; still possible are");
                self.out.push_str(&format!(
                    "{}{}{on}{text}{off}\n",
                    capital(&title),
                    self.say("：", ": ")
                ));
                let mut listed: Vec<String> = results
                    .iter()
                    .map(|result| possible(edition, ladder.outcome, result, language))
                    .collect();
                listed.dedup();
                for text in listed {
                    self.line(2, "- ", &text);
                }
            }
            Answer::Value(_)
            | Answer::Gap
            | Answer::Conflict(_)
            | Answer::Impossible
            | Answer::TooOpen => {
                let text = answer(edition, ladder.outcome, &ladder.answer, language);
                self.out.push_str(&format!(
                    "{}{}{on}{text}{off}\n",
                    capital(&title),
                    self.say("：", ": ")
                ));
            }
        }
        self.why(ladder);
        self.holes(ladder);
        if self.memo.full {
            self.set_aside(&ladder.set_aside);
            self.near(ladder);
        }
        self.contradictions(ladder);
        self.need(ladder);
    }

    fn why(&mut self, ladder: &Ladder) {
        if ladder.why.is_empty() || matches!(ladder.answer, Answer::Undetermined(_)) {
            return;
        }
        if ladder.by_cases {
            self.heading(
                "依据（每种情形至少有一项）",
                "Why (in each case at least one of these)",
            );
        } else {
            self.heading("依据", "Why");
        }
        for reason in &ladder.why {
            self.rule(reason.rule);
            if self.memo.full {
                self.met(&reason.met);
            }
        }
    }

    /// A rule with its citation and what it says.
    fn rule(&mut self, rule: RuleId) {
        let Memo {
            edition, language, ..
        } = *self.memo;
        let citation = words::rule_citation(edition.program, rule, language);
        let label = words::rule_label(edition.program, rule, language)
            .map(|label| format!("{}{label}", self.say("：", ": ")))
            .unwrap_or_default();
        let second_hand = match edition.program[rule].source {
            Some(weir_core::hir::SourceKind::Secondary) => {
                self.say("（据二手资料）", " (from a secondary source)")
            }
            Some(weir_core::hir::SourceKind::Primary) | None => "",
        };
        self.line(2, "", &format!("{citation}{label}{second_hand}"));
        if let Some(note) = edition.program[rule]
            .labels
            .get(LabelKind::Note, language)
            .filter(|_| self.memo.full)
            .map(str::to_owned)
        {
            let head = self.say("注：", "Note: ");
            self.line(4, head, &note);
        }
    }

    fn met(&mut self, tests: &[weir_eval::Test]) {
        let Memo {
            edition,
            scenario,
            language,
            ..
        } = *self.memo;
        let mut seen = std::collections::BTreeSet::new();
        for test in tests {
            let Some(text) = words::test(edition, scenario, &test.cond, test.holds, language)
            else {
                continue;
            };
            if seen.insert(text.clone()) {
                self.line(4, "· ", &text);
            }
        }
    }

    fn holes(&mut self, ladder: &Ladder) {
        let Memo {
            edition, language, ..
        } = *self.memo;
        let Answer::Undetermined(results) = &ladder.answer else {
            return;
        };
        let mut holes: Vec<RuleId> = results
            .iter()
            .flat_map(|result| match result {
                Outcome::Hole(rules) => rules.clone(),
                Outcome::Value(_) | Outcome::Gap | Outcome::Conflict(_) => Vec::new(),
            })
            .collect();
        holes.sort_unstable();
        holes.dedup();
        if holes.is_empty() {
            return;
        }
        self.heading("尚未转写", "Not transcribed");
        for rule in holes {
            self.rule(rule);
            if let Some(missing) = edition.program[rule]
                .labels
                .get(LabelKind::Missing, language)
                .map(str::to_owned)
            {
                self.line(4, "", &missing);
            }
        }
    }

    fn set_aside(&mut self, aside: &[SetAside]) {
        if aside.is_empty() {
            return;
        }
        let Memo {
            edition, language, ..
        } = *self.memo;
        self.heading("被排除的规定", "Set aside");
        for one in aside {
            self.rule(one.rule);
            let by = words::rule_citation(edition.program, one.by, language);
            let cite = words::citation(edition.program, one.citation, language);
            let text = match one.disapplied {
                true => language.pick(
                    format!("依{cite}不再适用"),
                    format!("no longer applies, by {cite}"),
                ),
                false if by == cite => {
                    language.pick(format!("优先适用{by}"), format!("yields to {by}"))
                }
                false => language.pick(
                    format!("优先适用{by}（依{cite}）"),
                    format!("yields to {by} (by {cite})"),
                ),
            };
            self.line(4, "", &text);
        }
    }

    fn near(&mut self, ladder: &Ladder) {
        let near: Vec<NearMiss> = ladder.near.iter().take(4).copied().collect();
        if near.is_empty() {
            return;
        }
        self.heading("与其他结论的距离", "Near misses");
        for miss in near {
            let text = self.near_miss(ladder.outcome, &miss);
            self.line(2, "", &text);
        }
    }

    fn near_miss(&self, outcome: OutcomeId, miss: &NearMiss) -> String {
        let Memo {
            edition, language, ..
        } = *self.memo;
        let program = edition.program;
        let amount = |number: i64| words::amount(program, miss.fact, number, language);
        let fact = words::fact(program, miss.fact, language);
        let rule = words::rule_citation(program, miss.rule, language);
        let becomes = words::value(program, outcome, miss.becomes, language);
        let (limit, distance) = (amount(miss.limit), miss.limit.abs_diff(miss.value));
        let distance = amount(i64::try_from(distance).unwrap_or(i64::MAX));
        if miss.limit > miss.value {
            language.pick(
                format!(
                    "{fact}：现为{}，再增加{distance}即达到{limit}，则为“{becomes}”（{rule}）",
                    amount(miss.value)
                ),
                format!(
                    "{fact}: {}; {distance} below {limit}, from where it is: {becomes} ({rule})",
                    amount(miss.value)
                ),
            )
        } else {
            language.pick(
                format!(
                    "{fact}：现为{}，若为{limit}，则为“{becomes}”（{rule}）",
                    amount(miss.value)
                ),
                format!(
                    "{fact}: {}; at {limit} it would be: {becomes} ({rule})",
                    amount(miss.value)
                ),
            )
        }
    }

    fn contradictions(&mut self, ladder: &Ladder) {
        if ladder.answer != Answer::Impossible {
            return;
        }
        let Memo {
            edition,
            language,
            determination,
            ..
        } = *self.memo;
        self.heading("与下列假定矛盾", "Contradicts");
        for id in &determination.contradicts {
            let assumption = &edition.program[*id];
            let text = words::label(&assumption.labels, &assumption.name, language).to_owned();
            self.line(2, "", &text);
        }
    }

    fn need(&mut self, ladder: &Ladder) {
        if ladder.need.is_empty() {
            return;
        }
        self.heading("需要查明", "What would have to be known");
        let facts = facts_once(&ladder.need);
        let shown = if self.memo.full {
            facts.len()
        } else {
            MOST_QUESTIONS
        };
        for fact in facts.iter().take(shown) {
            let text = self.question(*fact);
            self.line(2, "? ", &text);
        }
        if let Some(rest) = facts.get(shown..).filter(|rest| !rest.is_empty()) {
            let names: Vec<&str> = rest
                .iter()
                .map(|fact| self.memo.edition.program[*fact].name.as_str())
                .collect();
            let head = self.say("此后还可能涉及：", "and after these perhaps: ");
            let text = format!("{head}{}", names.join(self.say("、", ", ")));
            self.line(2, "", &text);
        }
    }

    /// The question that asks for a fact, with the name to give it under.
    fn question(&self, fact: FactId) -> String {
        let Memo {
            edition,
            scenario,
            language,
            said_unknown,
            ..
        } = *self.memo;
        let declared = &edition.program[fact];
        let question = declared
            .labels
            .get(LabelKind::Ask, language)
            .unwrap_or_else(|| words::fact(edition.program, fact, language));
        let said = if said_unknown.contains(&fact) {
            self.say("（已答：不清楚）", " (you said: not known)")
                .to_owned()
        } else if let Some(Given::Kind(kind)) = scenario.get(fact) {
            let members = edition.program.members(fact);
            let label = words::names(members, &[*kind], language);
            language.pick(
                format!("（已答：{label}，须具体到其下一项）"),
                format!(" (you said: {label}; which of those under it?)"),
            )
        } else {
            String::new()
        };
        format!("{question}  [{}]{said}", declared.name)
    }

    /// How the lists of free trade zones stand to the flow.
    fn lists(&mut self) {
        let Memo {
            edition,
            scenario,
            determination,
            language,
            full,
            ..
        } = *self.memo;
        let lines = super::lists::lines(edition, scenario, determination, language, full);
        if lines.is_empty() {
            return;
        }
        self.heading("自贸区清单", "Lists of free trade zones");
        for (indent, text) in lines {
            self.line(indent, "", &text);
        }
    }

    /// The readings on which the answer rests. In short, those under which only further facts would be needed are named
    /// together, and those that change duties alone are left out.
    fn readings(&mut self) {
        let determination = self.memo.determination;
        let full = self.memo.full;
        let decides = |rests: &&RestsOn| {
            rests
                .otherwise
                .iter()
                .flat_map(|other| &other.answers)
                .any(|(_, answer)| !matches!(answer, Answer::Undetermined(_) | Answer::TooOpen))
        };
        let opens = |rests: &&RestsOn| {
            rests
                .otherwise
                .iter()
                .any(|other| !other.answers.is_empty())
        };
        let told: Vec<&RestsOn> = determination
            .readings
            .iter()
            .filter(|rests| full || decides(rests))
            .collect();
        let named: Vec<&RestsOn> = determination
            .readings
            .iter()
            .filter(|rests| !full && !decides(rests) && opens(rests))
            .collect();
        if told.is_empty() && named.is_empty() {
            return;
        }
        self.heading("所采用的解释（存在争议）", "Readings relied on");
        for rests in told {
            self.reading(rests);
        }
        if !named.is_empty() {
            let names: Vec<&str> = named
                .iter()
                .map(|rests| self.memo.edition.program[rests.reading].name.as_str())
                .collect();
            let head = self.say(
                "采另一种解释则须更多事实：",
                "under another option more facts would be needed: ",
            );
            let text = format!("{head}{}", names.join(self.say("、", ", ")));
            self.line(2, "", &text);
        }
    }

    fn reading(&mut self, rests: &RestsOn) {
        let Memo {
            edition, language, ..
        } = *self.memo;
        let reading = &edition.program[rests.reading];
        let title = words::label(&reading.labels, &reading.name, language).to_owned();
        self.line(2, "", &format!("{title}  [{}]", reading.name));
        let option = |at: usize| {
            reading
                .options
                .get(at)
                .map(|option| words::label(&option.labels, &option.name, language))
                .unwrap_or_default()
        };
        let taken = self.say("采用：", "taken: ");
        self.line(4, taken, option(rests.option));
        if let Some(because) = reading
            .labels
            .get(LabelKind::Because, language)
            .filter(|_| self.memo.full)
            .map(str::to_owned)
        {
            let mark = self.say("理由：", "because: ");
            self.line(4, mark, &because);
        }
        for other in &rests.otherwise {
            let mut changes: Vec<String> = other
                .answers
                .iter()
                .map(|(outcome, answer)| self.otherwise(*outcome, answer))
                .collect();
            changes.extend(
                other
                    .memberships
                    .iter()
                    .filter(|_| other.answers.is_empty())
                    .map(|(outcome, value, state)| self.membership(*outcome, *value, *state)),
            );
            let text = format!(
                "{} ⇒ {}",
                option(other.option),
                changes.join(self.say("；", "; "))
            );
            let mark = self.say("另一种解释：", "otherwise: ");
            self.line(4, mark, &text);
        }
    }

    /// A value that another reading would add to a set, take from it, or leave open.
    fn membership(&self, outcome: OutcomeId, value: usize, state: State) -> String {
        let value = words::value(
            self.memo.edition.program,
            outcome,
            value,
            self.memo.language,
        );
        let said = match state {
            State::Present => self.say("增加", "adds"),
            State::Absent => self.say("不含", "without"),
            State::Open => self.say("待定", "open"),
        };
        format!("{said}{}{value}", self.say("：", ": "))
    }

    /// What another reading would give. That it would need other facts is said without listing what is possible then.
    fn otherwise(&self, outcome: OutcomeId, other: &Answer) -> String {
        match other {
            Answer::Undetermined(_) | Answer::TooOpen => self
                .say("据现有事实不能确定", "undetermined on these facts")
                .to_owned(),
            Answer::Value(_) | Answer::Gap | Answer::Conflict(_) | Answer::Impossible => {
                answer(self.memo.edition, outcome, other, self.memo.language)
            }
        }
    }

    fn set(&mut self, set: &Set) {
        let present: Vec<&Membership> = set
            .values
            .iter()
            .filter(|membership| membership.state == State::Present)
            .collect();
        let open: Vec<&Membership> = set
            .values
            .iter()
            .filter(|membership| membership.state == State::Open)
            .collect();
        if present.is_empty() && open.is_empty() {
            return;
        }
        let Memo {
            edition, language, ..
        } = *self.memo;
        let outcome = &edition.program[set.outcome];
        let title = words::label(&outcome.labels, &outcome.name, language).to_owned();
        let (on, off) = if self.memo.colour {
            ("\u{1b}[1m", "\u{1b}[0m")
        } else {
            ("", "")
        };
        self.out
            .push_str(&format!("\n{on}{}{off}\n", capital(&title)));
        for membership in present {
            let cites = cites(edition, &membership.why, language);
            let value = words::value(edition.program, set.outcome, membership.value, language);
            self.line(
                2,
                "- ",
                &if cites.is_empty() {
                    value
                } else {
                    language.pick(format!("{value}（{cites}）"), format!("{value} ({cites})"))
                },
            );
        }
        if self.memo.full {
            self.open(set, &open);
        } else if !open.is_empty() {
            let facts: std::collections::BTreeSet<FactId> = open
                .iter()
                .flat_map(|membership| &membership.need)
                .map(|need| need.fact)
                .collect();
            let names: Vec<&str> = facts
                .iter()
                .map(|fact| edition.program[*fact].name.as_str())
                .collect();
            let count = open.len();
            let depend = if count == 1 { "depends" } else { "depend" };
            let names = if names.is_empty() {
                self.say("未定的路径", "the pathway").to_owned()
            } else {
                names.join(self.say("、", ", "))
            };
            self.line(
                2,
                "? ",
                &language.pick(
                    format!("另有 {count} 项取决于：{names}"),
                    format!("{count} more {depend} on: {names}"),
                ),
            );
        }
    }

    /// Values that depend on what is not known. Those that wait for the same facts are said together.
    fn open(&mut self, set: &Set, open: &[&Membership]) {
        let Memo {
            edition, language, ..
        } = *self.memo;
        let mut by_need: Vec<(Vec<FactId>, Vec<String>)> = Vec::new();
        for membership in open {
            let mut facts = facts_once(&membership.need);
            facts.sort_unstable();
            let value = words::value(edition.program, set.outcome, membership.value, language);
            match by_need.iter_mut().find(|(known, _)| *known == facts) {
                Some((_, values)) => values.push(value),
                None => by_need.push((facts, vec![value])),
            }
        }
        for (facts, values) in by_need {
            let names: Vec<&str> = facts
                .iter()
                .take(4)
                .map(|fact| edition.program[*fact].name.as_str())
                .collect();
            let more = if facts.len() > 4 {
                self.say("等", ", …")
            } else {
                ""
            };
            let needs = match names.is_empty() {
                true => self
                    .say("取决于未定的路径", "depends on the pathway")
                    .to_owned(),
                false => format!(
                    "{}{}{more}",
                    self.say("取决于 ", "depends on "),
                    names.join(self.say("、", ", "))
                ),
            };
            let values = values.join(self.say("；", "; "));
            self.line(
                2,
                "? ",
                &language.pick(
                    format!("{values}（{needs}）"),
                    format!("{values} ({needs})"),
                ),
            );
        }
    }
}

fn cites(edition: &Edition<'_>, rules: &[RuleId], language: Language) -> String {
    let mut cites: Vec<String> = Vec::new();
    for rule in rules {
        let cite = words::rule_citation(edition.program, *rule, language);
        if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    cites.join(language.pick("、", "; "))
}

/// A label at the start of a line.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Each fact once, in order.
fn facts_once(need: &[Need]) -> Vec<FactId> {
    let mut facts = Vec::new();
    for one in need {
        if !facts.contains(&one.fact) {
            facts.push(one.fact);
        }
    }
    facts
}

fn colour(answer: &Answer) -> &'static str {
    match answer {
        Answer::Value(_) => "\u{1b}[1;32m",
        Answer::Undetermined(_) | Answer::TooOpen => "\u{1b}[1;33m",
        Answer::Gap | Answer::Conflict(_) | Answer::Impossible => "\u{1b}[1;31m",
    }
}
