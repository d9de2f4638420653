//! What is shown of the thing under the pointer: labels in both languages, what it is, what holds on the day, on what it rests.

use std::fmt::Write;

use weir_core::hir::{
    Citation, CounterId, Fact, FactType, InstrumentId, LabelKind, Labels, Lang, Language,
    OutcomeId, OutcomeKind, Place, Program, ProvisionId, ReadingId, Role, RuleId, Rules, SourceId,
    ThresholdId,
};
use weir_core::occurrence::Symbol;
use weir_syntax::Span;
use weir_syntax::lexer::Token;
use weir_syntax::token::{TokenKind, Unit, number_value, word};

use crate::definition::{meet, type_symbol};
use crate::phrase;
use crate::snapshot::Snapshot;
use crate::words::word_doc;

/// What is known of the thing at an offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What is said, as Markdown.
    pub markdown: String,
}

/// How many lines of one sort are shown.
const MOST: usize = 8;

/// What is known of the thing at an offset.
#[must_use]
pub fn hover(snapshot: &Snapshot, source: SourceId, offset: u32) -> Option<Hover> {
    let here = snapshot.occurrences_at(source, offset);
    if let Some(first) = here.first() {
        let edition = here
            .iter()
            .any(|one| matches!(one.symbol, Symbol::Edition(_)));
        let said: Vec<String> = here
            .iter()
            .filter(|one| !edition || !matches!(one.symbol, Symbol::List(_)))
            .filter_map(|one| about(snapshot, one.symbol))
            .collect();
        if !said.is_empty() {
            return Some(Hover {
                span: first.place.span,
                markdown: said.join("\n\n---\n\n"),
            });
        }
    }
    let token = snapshot.token_at(source, offset)?;
    let markdown = of_token(snapshot, source, token)?;
    Some(Hover {
        span: token.span,
        markdown,
    })
}

/// What is known of what is declared by the name at a place, such as the documentation of an item of completion.
#[must_use]
pub fn documentation(snapshot: &Snapshot, name: Place) -> Option<String> {
    about(snapshot, snapshot.declares(name)?)
}

/// What is known of a symbol, as Markdown.
pub(crate) fn about(snapshot: &Snapshot, symbol: Symbol) -> Option<String> {
    let info = snapshot.info(symbol)?;
    let mut out = Page::new(snapshot);
    out.head(symbol)?;
    out.documentation(info.place);
    match symbol {
        Symbol::Outcome(id) => out.outcome(id),
        Symbol::Value(id, at) => out.value(id, at),
        Symbol::Fact(id) => {
            if let Some(fact) = snapshot.program().facts.get(id.index()) {
                out.fact(fact);
            }
        }
        Symbol::Threshold(id) => out.threshold(id),
        Symbol::Counter(id) => out.counter(id),
        Symbol::Instrument(id) | Symbol::Edition(id) => out.instrument(id),
        Symbol::List(_) => out.editions(&info.name),
        Symbol::Provision(id) => out.provision(id),
        Symbol::Rule(id) => out.rules(Rules::one(id), true),
        Symbol::Reading(id) => out.reading(id, None),
        Symbol::Option(id, at) => out.reading(id, Some(at)),
        Symbol::Definition(id) => {
            if let Some(node) = snapshot.program().definitions.get(id.index()) {
                out.condition(node.condition.place);
                out.cites(&node.cites);
            }
        }
        Symbol::Assumption(id) => {
            if let Some(node) = snapshot.program().assumptions.get(id.index()) {
                out.condition(node.condition.place);
                out.cites(&node.cites);
            }
        }
        Symbol::Member(place) => out.member(place),
        Symbol::Category(at) => out.category(at),
        Symbol::Zone(_) | Symbol::Profile(_) | Symbol::Source(_) => {}
    }
    Some(out.text)
}

/// What a word, number or unit of the language is.
fn of_token(snapshot: &Snapshot, source: SourceId, token: Token) -> Option<String> {
    let lang = snapshot.lang;
    let text = token.span.text(snapshot.text(source));
    if token.kind == TokenKind::Number {
        let number = number_value(text)?;
        return (number >= 1000).then(|| {
            format!(
                "{} = {}",
                phrase::grouped(number),
                phrase::magnitude(number)
            )
        });
    }
    if token.kind == TokenKind::Unit {
        let unit = Unit::find(text)?;
        let names: Vec<&str> = unit.chinese().to_vec();
        return Some(format!("`{}` {}", unit.name(), names.join("、")));
    }
    let word = word(text)?;
    if word.kind != token.kind && token.kind != TokenKind::UntranscribedLine {
        return None;
    }
    Some(format!("`{}` {}", word.spelling, word_doc(word, lang)))
}

/// A page as it is written.
struct Page<'s> {
    snapshot: &'s Snapshot,
    text: String,
}

impl<'s> Page<'s> {
    fn new(snapshot: &'s Snapshot) -> Self {
        Self {
            snapshot,
            text: String::new(),
        }
    }

    fn program(&self) -> &'s Program {
        self.snapshot.program()
    }

    fn lang(&self) -> Language {
        self.snapshot.lang
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.lang().pick(zh, en)
    }

    /// Starts a paragraph.
    fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(text);
        }
    }

    /// Adds a line of a list.
    fn line(&mut self, text: &str) {
        let starts = !self.text.ends_with('\n') && !self.last_line().starts_with("- ");
        self.text.push_str(if starts { "\n\n- " } else { "\n- " });
        self.text.push_str(text);
    }

    fn last_line(&self) -> &str {
        self.text.rsplit('\n').next().unwrap_or("")
    }

    /// Adds lines of a list, and how many more there are.
    fn lines(&mut self, lines: &[String]) {
        for line in lines.iter().take(MOST) {
            self.line(line);
        }
        if let Some(rest) = lines.len().checked_sub(MOST).filter(|rest| *rest > 0) {
            let more = self
                .lang()
                .pick(format!("另有 {rest} 项"), format!("{rest} more"));
            self.line(&more);
        }
    }

    fn head(&mut self, symbol: Symbol) -> Option<()> {
        let info = self.snapshot.info(symbol)?;
        if let Some(labels) = info.labels {
            let (first, second) = self.lang().pick((Lang::Zh, Lang::En), (Lang::En, Lang::Zh));
            let texts: Vec<String> = [first, second]
                .into_iter()
                .filter_map(|lang| labels.exact(lang))
                .enumerate()
                .map(|(at, text)| {
                    if at == 0 {
                        format!("**{}**", plain(text))
                    } else {
                        plain(text)
                    }
                })
                .collect();
            self.paragraph(&texts.join("  \n"));
        }
        let kind = phrase::kind(info.kind, self.lang());
        let named = match symbol {
            Symbol::Provision(id) => {
                let instrument = self.program().provisions.get(id.index())?.instrument;
                let citation = Citation {
                    instrument,
                    provision: Some(id),
                };
                self.cited(citation)
            }
            Symbol::Rule(id) => {
                let citation = self.program().rules.get(id.index())?.citation;
                format!("`{}` · {}", info.name, self.cited(citation))
            }
            Symbol::Source(_) => format!("`{}`", info.name),
            Symbol::Outcome(_)
            | Symbol::Value(..)
            | Symbol::Category(_)
            | Symbol::Member(_)
            | Symbol::Zone(_)
            | Symbol::Fact(_)
            | Symbol::Threshold(_)
            | Symbol::Instrument(_)
            | Symbol::List(_)
            | Symbol::Edition(_)
            | Symbol::Reading(_)
            | Symbol::Option(..)
            | Symbol::Definition(_)
            | Symbol::Assumption(_)
            | Symbol::Counter(_)
            | Symbol::Profile(_) => match &info.of {
                Some(of) => format!("`{}` · `{of}`", info.name),
                None => format!("`{}`", info.name),
            },
        };
        self.paragraph(&format!("{kind} {named}"));
        Some(())
    }

    /// The comments `///` above a declaration.
    fn documentation(&mut self, place: Place) {
        let Some(source) = self.snapshot.checked.sources.get(&place.source) else {
            return;
        };
        let comments = &source.parse.comments;
        let before = comments.partition_point(|one| one.span.start < place.span.start);
        let mut lines: Vec<&str> = Vec::new();
        let mut below = place.span.start;
        for comment in comments.iter().take(before).rev() {
            let between = Span::new(comment.span.end, below).text(&source.text);
            if !comment.doc
                || !comment.own_line
                || between.trim() != ""
                || between.matches('\n').count() > 1
            {
                break;
            }
            lines.push(
                comment
                    .span
                    .text(&source.text)
                    .trim_start_matches('/')
                    .trim(),
            );
            below = comment.span.start;
        }
        lines.reverse();
        self.paragraph(&lines.join("\n"));
    }

    fn text_of(&mut self, labels: &Labels, kind: LabelKind, zh: &'static str, en: &'static str) {
        if let Some(text) = labels.get(kind, self.lang()) {
            let name = self.pick(zh, en);
            let colon = self.pick("：", ": ");
            self.paragraph(&format!("*{name}*{colon}{}", plain(text)));
        }
    }

    /// A citation, as a link where its address is known.
    fn cited(&self, citation: Citation) -> String {
        let words = plain(&phrase::citation(self.program(), citation, self.lang()));
        match phrase::address(self.program(), citation) {
            Some(url) => format!("[{words}]({url})"),
            None => words,
        }
    }

    fn cites(&mut self, cites: &[Citation]) {
        if cites.is_empty() {
            return;
        }
        let all: Vec<String> = cites.iter().map(|one| self.cited(*one)).collect();
        let (rests, comma) = (self.pick("依据", "rests on"), self.pick("、", "; "));
        self.paragraph(&format!("*{rests}* {}", all.join(comma)));
    }

    fn condition(&mut self, place: Place) {
        let text = self.snapshot.at(place);
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        self.paragraph(&format!("```weir\n{}\n```", lines.join("\n")));
    }

    fn ty(&self, fact: &Fact) -> String {
        let of = |ty: &FactType| {
            if let FactType::Choice(members) | FactType::Set(members) = ty
                && self.program().are_zones(members)
            {
                return Some(" `zone`".to_owned());
            }
            type_symbol(self.snapshot, ty)
                .and_then(|symbol| self.snapshot.info(symbol))
                .map(|info| format!(" `{}`", info.name))
        };
        match &fact.ty {
            FactType::Bool => self.pick("是或否", "yes or no").to_owned(),
            FactType::Date => self.pick("日期", "a date").to_owned(),
            FactType::Quantity(unit) => {
                let each = fact.each.as_ref().map(|each| {
                    self.lang()
                        .pick(format!("，按 `{each}` 计"), format!(" each `{each}`"))
                });
                let (zh, en) = (
                    unit.chinese().first().copied().unwrap_or_default(),
                    unit.name(),
                );
                let unit = self.lang().pick(zh, en);
                format!(
                    "{}{unit}{}",
                    self.pick("数量，单位：", "a number of "),
                    each.unwrap_or_default()
                )
            }
            FactType::Choice(_) => {
                let of = of(&fact.ty).unwrap_or_default();
                format!("{}{of}", self.pick("其中之一", "one of"))
            }
            FactType::Set(_) => {
                let of = of(&fact.ty).unwrap_or_default();
                format!("{}{of}", self.pick("其中若干", "set of"))
            }
            FactType::Error => self.pick("类型有误", "type in error").to_owned(),
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let ty = self.ty(fact);
        self.paragraph(&ty);
        if let FactType::Choice(members) = &fact.ty
            && type_symbol(self.snapshot, &fact.ty).is_none()
        {
            let lines: Vec<String> = members
                .iter()
                .map(|one| self.named(&one.name, &one.labels))
                .collect();
            self.lines(&lines);
        }
        self.text_of(&fact.labels, LabelKind::Ask, "询问", "asked as");
        self.text_of(&fact.labels, LabelKind::Note, "说明", "note");
        self.cites(&fact.cites);
    }

    fn named(&self, name: &str, labels: &Labels) -> String {
        match labels.label(self.lang()) {
            Some(label) => format!("`{name}` {}", plain(label)),
            None => format!("`{name}`"),
        }
    }

    fn outcome(&mut self, id: OutcomeId) {
        let Some(outcome) = self.program().outcomes.get(id.index()) else {
            return;
        };
        let kind = match outcome.kind {
            OutcomeKind::Ladder => self.pick(
                "一个取值，由宽到严：",
                "one value, from least to most demanding:",
            ),
            OutcomeKind::Set => self.pick("任意多个取值：", "any number of values:"),
        };
        self.paragraph(kind);
        let lines: Vec<String> = outcome
            .values
            .iter()
            .map(|one| self.named(&one.name, &one.labels))
            .collect();
        self.lines(&lines);
    }

    fn value(&mut self, id: OutcomeId, at: usize) {
        let Some(outcome) = self.program().outcomes.get(id.index()) else {
            return;
        };
        if outcome.kind == OutcomeKind::Ladder {
            let (position, count) = (at + 1, outcome.values.len());
            let text = self.lang().pick(
                format!("由宽到严第 {position} 级，共 {count} 级"),
                format!("step {position} of {count}, from least to most demanding"),
            );
            self.paragraph(&text);
        }
    }

    fn threshold(&mut self, id: ThresholdId) {
        let Some(threshold) = self.program().thresholds.get(id.index()) else {
            return;
        };
        if let Some(day) = self.snapshot.today {
            let said = match threshold.on(day) {
                Some(value) => {
                    let number = phrase::quantity(value.number, threshold.unit, self.lang());
                    self.lang().pick(
                        format!("{day} 为 **{number}**"),
                        format!("**{number}** on {day}"),
                    )
                }
                None => self
                    .lang()
                    .pick(format!("{day} 没有数值"), format!("no value on {day}")),
            };
            self.paragraph(&said);
        }
        let lines: Vec<String> = threshold
            .values
            .iter()
            .map(|value| {
                let number = phrase::quantity(value.number, threshold.unit, self.lang());
                let period = phrase::period(value.period, self.lang());
                let cites: Vec<String> = value.cites.iter().map(|one| self.cited(*one)).collect();
                let colon = self.pick("：", ": ");
                let dash = if cites.is_empty() { "" } else { " · " };
                format!(
                    "{period}{colon}{number}{dash}{}",
                    cites.join(self.pick("、", "; "))
                )
            })
            .collect();
        self.lines(&lines);
    }

    fn counter(&mut self, id: CounterId) {
        let Some(counter) = self.program().counters.get(id.index()) else {
            return;
        };
        let lines: Vec<String> = counter
            .cases
            .iter()
            .map(|(fact, condition)| {
                let fact = &self.program()[*fact];
                let when = self.snapshot.at(condition.place);
                format!("{} · `{when}`", self.named(&fact.name, &fact.labels))
            })
            .collect();
        self.lines(&lines);
        self.cites(&counter.cites);
    }

    fn in_force(&mut self, citation: Citation, period: weir_core::date::Period) {
        let words = self.snapshot.period_words(citation, period);
        let force = self.pick("施行期间", "in force");
        self.paragraph(&format!("*{force}* {words}"));
    }

    fn instrument(&mut self, id: InstrumentId) {
        let Some(instrument) = self.program().instruments.get(id.index()) else {
            return;
        };
        self.text_of(
            &instrument.labels,
            LabelKind::Issuer,
            "发布机关",
            "issued by",
        );
        self.text_of(&instrument.labels, LabelKind::Number, "文号", "number");
        let whole = Citation {
            instrument: id,
            provision: None,
        };
        self.in_force(whole, instrument.period);
        if let Some(day) = instrument.published {
            let text = self
                .lang()
                .pick(format!("{day} 公布"), format!("published {day}"));
            self.paragraph(&text);
        }
        if let Some(list) = &instrument.list {
            if let Some(under) = list.under {
                let made = self.pick("依据", "made under");
                let text = format!("*{made}* {}", self.cited(under));
                self.paragraph(&text);
            }
            if let Some(until) = list.trial {
                let text = self.lang().pick(
                    format!("试行至 {until} 前"),
                    format!("on trial until {until}"),
                );
                self.paragraph(&text);
            }
            if let Some(other) = list
                .replaces
                .and_then(|id| self.program().instruments.get(id.index()))
            {
                let replaces = self.pick("代替", "replaces");
                self.paragraph(&format!("*{replaces}* `{}`", other.name));
            }
            let (own, adopted) = self.rows_in(list.rows);
            let text = self.lang().pick(
                format!("{own} 个条目，另有 {adopted} 个并入的条目"),
                format!("{own} rows of its own, {adopted} adopted"),
            );
            self.paragraph(&text);
        }
        if let Some(source) = instrument.source {
            self.paragraph(phrase::source(source, self.lang()));
        }
        if let Some(url) = &instrument.url {
            let text = self.pick("文本", "text");
            self.paragraph(&format!("[{text}]({url})"));
        }
    }

    /// How many rows some rules are, and how many of them are adopted.
    fn rows_in(&self, rules: Rules) -> (usize, usize) {
        let mut rows: Vec<(bool, ProvisionId)> = Vec::new();
        for id in rules.iter() {
            let Some(rule) = self.program().rules.get(id.index()) else {
                continue;
            };
            if let (Role::Row, Some(row)) = (rule.role, rule.citation.provision) {
                rows.push((self.adoption(id).is_some(), row));
            }
        }
        rows.sort_unstable();
        rows.dedup();
        let adopted = rows.iter().filter(|(adopted, _)| *adopted).count();
        (rows.len() - adopted, adopted)
    }

    fn editions(&mut self, name: &str) {
        let lines: Vec<String> = self
            .program()
            .lists()
            .filter(|(_, list)| list.name == name)
            .map(|(id, list)| {
                let whole = Citation {
                    instrument: id,
                    provision: None,
                };
                let period = self.program()[id].period;
                let period = self.snapshot.period_words(whole, period);
                format!("`{}` {period}", list.edition)
            })
            .collect();
        self.lines(&lines);
    }

    fn provision(&mut self, id: ProvisionId) {
        let Some(provision) = self.program().provisions.get(id.index()) else {
            return;
        };
        self.text_of(&provision.labels, LabelKind::Note, "说明", "note");
        let own = Citation {
            instrument: provision.instrument,
            provision: Some(id),
        };
        self.in_force(own, provision.period);
        let runs = self.snapshot.rules_of(id);
        let count: usize = runs.iter().map(|run| run.iter().len()).sum();
        if count == 1 {
            runs.iter().for_each(|run| self.rules(*run, false));
        } else {
            self.precedence(&runs);
            self.origin(&runs);
        }
        if let Some(source) = provision.source {
            self.paragraph(phrase::source(source, self.lang()));
        }
    }

    fn rules(&mut self, rules: Rules, alone: bool) {
        for id in rules.iter() {
            let Some(rule) = self.program().rules.get(id.index()) else {
                continue;
            };
            let concluded: Vec<String> = rule
                .conclusions
                .iter()
                .map(|one| phrase::conclusion(self.program(), *one, self.lang()))
                .collect();
            let arrow = concluded.join(self.pick("；", "; "));
            if !arrow.is_empty() {
                self.paragraph(&format!("→ {}", plain(&arrow)));
            }
            if alone {
                self.in_force(rule.citation, rule.period);
            }
            self.text_of(&rule.labels, LabelKind::Missing, "缺少", "missing");
            self.cites(&rule.cites);
            if let Some(source) = rule.source.filter(|_| alone) {
                self.paragraph(phrase::source(source, self.lang()));
            }
        }
        self.precedence(&[rules]);
        self.origin(&[rules]);
    }

    /// What some rules prevail over and what prevails over them.
    fn precedence(&mut self, rules: &[Rules]) {
        let touches = |other: Rules| rules.iter().any(|one| meet(*one, other));
        let (mut over, mut under) = (Vec::new(), Vec::new());
        for statement in &self.program().precedences {
            let by = || phrase::citation(self.program(), statement.by, self.lang());
            if self.residual(statement.losers) {
                continue;
            }
            if touches(statement.winners) && !touches(statement.losers) {
                over.push((self.called(statement.losers), by()));
            }
            if touches(statement.losers) && !touches(statement.winners) {
                under.push((self.called(statement.winners), by()));
            }
        }
        self.relation(over, "优先于", "prevails over");
        self.relation(under, "让位于", "yields to");
    }

    /// Whether some rules are what holds where no row applies, which every row sets aside.
    fn residual(&self, rules: Rules) -> bool {
        let first = self.program().rules.get(rules.from as usize);
        first.is_some_and(|rule| rule.role == Role::Residual)
    }

    fn relation(&mut self, mut all: Vec<(String, String)>, zh: &'static str, en: &'static str) {
        all.retain(|(what, _)| !what.is_empty());
        let mut seen: Vec<(String, String)> = Vec::new();
        for one in all {
            if !seen.contains(&one) {
                seen.push(one);
            }
        }
        if seen.is_empty() {
            return;
        }
        let name = self.pick(zh, en);
        self.paragraph(&format!("*{name}*"));
        let by = self.pick("依据", "by");
        let lines: Vec<String> = seen
            .iter()
            .map(|(what, says)| format!("{} ({by} {})", plain(what), plain(says)))
            .collect();
        self.lines(&lines);
    }

    /// How some rules that follow one another are called.
    fn called(&self, rules: Rules) -> String {
        if rules.iter().len() == 1 {
            return phrase::rule(self.program(), RuleId(rules.from), self.lang());
        }
        let citation = self.snapshot.common(rules);
        citation
            .map(|citation| phrase::citation(self.program(), citation, self.lang()))
            .unwrap_or_default()
    }

    /// Through which lists rows come, where they are adopted.
    fn origin(&mut self, rules: &[Rules]) {
        let mut adopting: Vec<InstrumentId> = Vec::new();
        for id in rules.iter().flat_map(|run| run.iter()) {
            adopting.extend(self.adoption(id));
        }
        adopting.sort_unstable();
        adopting.dedup();
        if adopting.is_empty() {
            return;
        }
        let name = self.pick("并入以下清单", "adopted by");
        self.paragraph(&format!("*{name}*"));
        let lines: Vec<String> = adopting
            .iter()
            .filter_map(|id| self.program().instruments.get(id.index()))
            .map(|list| self.named(&list.name, &list.labels))
            .collect();
        self.lines(&lines);
    }

    /// The list through which a rule is adopted.
    fn adoption(&self, id: RuleId) -> Option<InstrumentId> {
        let rule = self.program().rules.get(id.index())?;
        let mut scopes = self.program().scopes_around(rule.scope);
        let scope = scopes.find(|scope| self.program()[*scope].adoption.is_some())?;
        Some(self.program()[scope].list)
    }

    fn reading(&mut self, id: ReadingId, option: Option<usize>) {
        let Some(reading) = self.program().readings.get(id.index()) else {
            return;
        };
        if let Some(option) = option.and_then(|at| reading.options.get(at)) {
            self.cites(&option.cites);
            return;
        }
        let default = self.pick("（默认）", " (default)");
        let lines: Vec<String> = reading
            .options
            .iter()
            .enumerate()
            .map(|(at, one)| {
                let mark = if at == reading.default { default } else { "" };
                format!("{}{mark}", self.named(&one.name, &one.labels))
            })
            .collect();
        self.lines(&lines);
        self.text_of(
            &reading.labels,
            LabelKind::Because,
            "默认的理由",
            "why the default",
        );
    }

    fn category(&mut self, at: usize) {
        let Some(category) = self.program().categories.get(at) else {
            return;
        };
        let tops = category.members.iter().filter(|one| one.parent.is_none());
        let lines: Vec<String> = tops.map(|one| self.named(&one.name, &one.labels)).collect();
        self.lines(&lines);
    }

    fn member(&mut self, place: Place) {
        let trees = self.program().categories.iter();
        let found = trees.into_iter().find_map(|tree| {
            let at = tree.members.iter().position(|one| one.place == place)?;
            Some((&tree.members, at))
        });
        let Some((members, at)) = found else { return };
        let mut path: Vec<String> = Vec::new();
        let mut up = members.get(at).and_then(|one| one.parent);
        while let Some(kind) = up.and_then(|up| members.get(up)) {
            path.push(self.named(&kind.name, &kind.labels));
            up = kind.parent;
        }
        if !path.is_empty() {
            path.reverse();
            let part = self.pick("属于", "a kind of");
            self.paragraph(&format!("*{part}* {}", path.join(" › ")));
        }
        let inside: Vec<String> = members
            .iter()
            .filter(|one| one.parent == Some(at))
            .map(|one| self.named(&one.name, &one.labels))
            .collect();
        if !inside.is_empty() {
            let holds = self.pick("包括", "holds");
            self.paragraph(&format!("*{holds}*"));
            self.lines(&inside);
        }
    }
}

/// A text without what Markdown would read as its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '\\') {
            let _ = write!(out, "\\{c}");
        } else {
            out.push(c);
        }
    }
    out
}
