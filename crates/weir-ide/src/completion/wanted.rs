//! What is wanted at a place: the clause in which it stands, and how far that clause is written.

use weir_core::hir::{CounterId, FactId, FactType, InstrumentId, OutcomeId, ReadingId, SourceId};
use weir_core::occurrence::Symbol;
use weir_syntax::lexer::Token;
use weir_syntax::token::{TokenKind, Unit};

use super::context::{Block, Context, goes_on};
use crate::snapshot::Snapshot;

/// What stands on the left of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Fact(FactId),
    Outcome(OutcomeId),
    Counter(CounterId),
    Definition,
}

/// Something that can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Words of the language.
    Words(&'static [&'static str]),
    Declarations,
    /// What can start a line in a block.
    Clauses(Block),
    Subjects,
    /// What can be compared with numbers.
    Quantities,
    Tests(Subject),
    ValuesOf(Subject),
    Amounts(Option<Unit>),
    Units(Option<Unit>),
    Readings,
    Options(ReadingId),
    Conclusions,
    References,
    Steps(InstrumentId),
    /// Numbers of a kind of provision in an instrument, below some steps.
    Numbers(InstrumentId, Vec<(TokenKind, String)>, TokenKind),
    RuleNames(InstrumentId),
    Editions(String),
    Lists,
    Types,
    TypeNames,
    Dates,
    Zones,
    SectorNames(InstrumentId),
    ScenarioNames(InstrumentId),
    FieldNames(InstrumentId),
    OpenFields,
    Facts,
    Measures,
    Profiles,
    Outcomes,
    Expected(OutcomeId),
    ListColumns,
    TestColumns,
    Bounds,
    Label,
}

/// Everything that can stand at a place.
pub(crate) fn wanted(snapshot: &Snapshot, source: SourceId, context: &Context) -> Vec<Wanted> {
    let reader = Reader {
        snapshot,
        source,
        text: snapshot.text(source),
        tokens: snapshot.tokens(source),
        context,
    };
    reader.all()
}

struct Reader<'s> {
    snapshot: &'s Snapshot,
    source: SourceId,
    text: &'s str,
    tokens: &'s [Token],
    context: &'s Context,
}

use TokenKind as T;

const AND_OR: &[&str] = &["and", "or", "implies"];

impl Reader<'_> {
    fn all(&self) -> Vec<Wanted> {
        if let Some(row) = self.context.row {
            return self.cell(row);
        }
        let mut out = Vec::new();
        let before = self.context.end.checked_sub(1);
        let before = before
            .and_then(|at| self.tokens.get(at))
            .map(|token| token.kind);
        let unfinished = before.is_some_and(goes_on);
        let clause = self
            .context
            .clause
            .map(|at| self.slice(at, self.context.end));
        if let Some(clause) = clause.filter(|clause| !clause.is_empty()) {
            out.extend(self.clause(clause));
        }
        let block = self.context.block();
        if matches!(block, Some(Block::Values)) {
            return self.in_braces();
        }
        if self.context.line_start && !unfinished {
            // The end of a condition goes on with `and`; anything else that is not finished there is a new line.
            out.retain(|one| *one == Wanted::Words(AND_OR));
            match block {
                None if self.context.column_start || self.context.head.is_none() => {
                    out.push(Wanted::Declarations);
                }
                None => out.push(Wanted::Label),
                Some(block) => out.push(Wanted::Clauses(block)),
            }
        }
        out
    }

    fn slice(&self, from: usize, to: usize) -> &[Token] {
        self.tokens.get(from..to).unwrap_or(&[])
    }

    fn word(&self, token: &Token) -> &str {
        token.span.text(self.text)
    }

    /// The instrument or list around the place.
    fn own(&self) -> Option<InstrumentId> {
        let (_, at) = self
            .context
            .blocks
            .iter()
            .find(|(block, _)| matches!(block, Block::Instrument | Block::List))?;
        let name = self.tokens.get(at + 1)?;
        let edition = self.tokens.get(at + 3).filter(|token| token.kind == T::Str);
        let named = [Some(name), edition];
        let symbols = named.into_iter().flatten().flat_map(|token| {
            let here = self.snapshot.occurrences(self.source, token.span);
            here.iter().filter(|one| one.declares).map(|one| one.symbol)
        });
        let mut found = None;
        for symbol in symbols {
            if let Symbol::Instrument(id) | Symbol::Edition(id) = symbol {
                found = Some(id);
            }
        }
        found
    }

    fn symbol(&self, token: &Token) -> Option<Symbol> {
        self.snapshot.global(self.word(token))
    }

    fn subject(&self, token: &Token) -> Option<Subject> {
        match self.symbol(token)? {
            Symbol::Fact(id) => Some(Subject::Fact(id)),
            Symbol::Outcome(id) => Some(Subject::Outcome(id)),
            Symbol::Counter(id) => Some(Subject::Counter(id)),
            Symbol::Definition(_) => Some(Subject::Definition),
            Symbol::Value(..)
            | Symbol::Category(_)
            | Symbol::Member(_)
            | Symbol::Zone(_)
            | Symbol::Threshold(_)
            | Symbol::Instrument(_)
            | Symbol::List(_)
            | Symbol::Edition(_)
            | Symbol::Provision(_)
            | Symbol::Rule(_)
            | Symbol::Reading(_)
            | Symbol::Option(..)
            | Symbol::Assumption(_)
            | Symbol::Profile(_)
            | Symbol::Source(_) => None,
        }
    }

    fn unit(&self, subject: Subject) -> Option<Unit> {
        let program = self.snapshot.program();
        match subject {
            Subject::Fact(id) => match program.facts.get(id.index())?.ty {
                FactType::Quantity(unit) => Some(unit),
                FactType::Bool
                | FactType::Choice(_)
                | FactType::Set(_)
                | FactType::Date
                | FactType::Error => None,
            },
            Subject::Counter(id) => program.counters.get(id.index())?.unit,
            Subject::Outcome(_) | Subject::Definition => None,
        }
    }

    /// What can follow in a clause; its first token is its word.
    fn clause(&self, clause: &[Token]) -> Vec<Wanted> {
        let Some((first, rest)) = clause.split_first() else {
            return Vec::new();
        };
        if let Some(at) = rest.iter().rposition(|token| governs(token.kind))
            && let (Some(word), Some(rest)) = (rest.get(at), rest.get(at + 1..))
            && takes_over(first.kind, word.kind)
        {
            return self.governed(first.kind, word.kind, rest);
        }
        if first.kind == T::Name {
            self.by_name(first, rest)
        } else {
            self.governed(first.kind, first.kind, rest)
        }
    }

    fn by_name(&self, first: &Token, rest: &[Token]) -> Vec<Wanted> {
        match self.context.block() {
            Some(Block::Given | Block::Profile) => match rest {
                [] => vec![Wanted::Words(&["="])],
                [eq] if eq.kind == T::Eq => self.given(first),
                _ => Vec::new(),
            },
            Some(Block::Counter) => vec![Wanted::Words(&["if"])],
            Some(Block::Outcome | Block::Category | Block::Members) => vec![Wanted::Label],
            _ => self.statement(std::slice::from_ref(first), rest),
        }
    }

    /// A statement of precedence: its subject, then its relation.
    fn statement(&self, first: &[Token], rest: &[Token]) -> Vec<Wanted> {
        let all: Vec<Token> = first.iter().chain(rest).copied().collect();
        if let Some(at) = all.iter().position(|token| {
            matches!(
                token.kind,
                T::Yields | T::Prevails | T::Disapplies | T::Strictest
            )
        }) {
            let tail = all.get(at..).unwrap_or(&[]);
            return match tail {
                [one] if one.kind == T::Yields => vec![Wanted::Words(&["to"])],
                [one] if one.kind == T::Prevails => vec![Wanted::Words(&["over"])],
                [one] if one.kind == T::Strictest => vec![Wanted::Words(&["among"])],
                [_, rest @ ..] => self.reference(rest),
                [] => Vec::new(),
            };
        }
        let mut out = self.reference(&all);
        let done = all
            .last()
            .is_some_and(|token| matches!(token.kind, T::Number | T::Name | T::Code | T::Str));
        if done {
            out.push(Wanted::Words(&["prevails over", "yields to", "disapplies"]));
        }
        out
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "after any other word nothing is known to follow"
    )]
    fn governed(&self, clause: T, word: T, rest: &[Token]) -> Vec<Wanted> {
        let last = rest.last().map(|token| token.kind);
        let open = rest.is_empty() || last == Some(T::Comma);
        match word {
            T::When | T::If | T::Unless | T::Means | T::That => self.condition(rest, false),
            T::Band => self.condition(rest, true),
            T::Then => self.conclusion(rest),
            T::Cite | T::By | T::Over | T::To | T::Disapplies | T::Among | T::Under | T::Except => {
                self.reference(rest)
            }
            T::Yields => vec![Wanted::Words(&["to"])],
            T::Prevails => vec![Wanted::Words(&["over"])],
            T::Strictest if self.context.block() == Some(Block::Lists) => match rest {
                [] => vec![Wanted::Outcomes],
                [outcome] => self.values_of(outcome),
                _ => Vec::new(),
            },
            T::Strictest => vec![Wanted::Words(&["among"])],
            T::Zh | T::En if rest.is_empty() => vec![Wanted::Words(&["\"\""])],
            T::Zh | T::En => vec![Wanted::Label],
            T::Ask
            | T::Short
            | T::Issuer
            | T::NumberWord
            | T::Note
            | T::Missing
            | T::Because
            | T::Approved
            | T::Filed
            | T::Triggered => vec![Wanted::Words(&["zh", "en"])],
            T::In => match rest {
                [] => vec![Wanted::Words(&["force from", "force until"])],
                [_] => vec![Wanted::Words(&["from", "until"])],
                _ => Vec::new(),
            },
            T::From => match rest {
                [] => vec![Wanted::Dates],
                [_] if clause == T::In => vec![Wanted::Words(&["until", "if"])],
                [_] => vec![Wanted::Words(&["until", ":"])],
                [.., colon] if colon.kind == T::Colon => vec![Wanted::Amounts(None)],
                [.., number] if number.kind == T::Number => vec![Wanted::Units(None)],
                _ => vec![Wanted::Words(&["cite"])],
            },
            T::Until => match rest {
                [] => vec![Wanted::Dates],
                [_] if matches!(clause, T::In | T::Trial) => vec![Wanted::Words(&["if"])],
                [_] => vec![Wanted::Words(&[":"])],
                [.., colon] if colon.kind == T::Colon => vec![Wanted::Amounts(None)],
                [.., number] if number.kind == T::Number => vec![Wanted::Units(None)],
                _ => vec![Wanted::Words(&["cite"])],
            },
            T::Published => self.once(rest, Wanted::Dates),
            T::On => self.once(rest, Wanted::Dates),
            T::Dated if open => vec![Wanted::Dates],
            T::Of if clause == T::As => self.once(rest, Wanted::Dates),
            T::As if clause == T::As => self.once(rest, Wanted::Words(&["of"])),
            T::As => self.once(rest, Wanted::OpenFields),
            T::With => match rest {
                [] => vec![Wanted::OpenFields],
                _ => vec![Wanted::Words(&["as"])],
            },
            T::Source => self.once(rest, Wanted::Words(&["primary", "secondary"])),
            T::Trial => self.once(rest, Wanted::Words(&["until"])),
            T::Available => self.once(rest, Wanted::Words(&["when"])),
            T::Outside => match rest {
                [] => vec![Wanted::Words(&["free", "national", "undetermined"])],
                _ => vec![Wanted::Words(&["if"])],
            },
            T::Untranscribed | T::UntranscribedLine => {
                vec![Wanted::Words(&["sectors", "scenarios", "rows", "if"])]
            }
            T::Zone if open && self.context.block().is_some() => vec![Wanted::Zones],
            T::Fields if self.context.block() == Some(Block::Lists) => {
                self.once(rest, Wanted::Facts)
            }
            T::Fields if open => self.own().map(Wanted::FieldNames).into_iter().collect(),
            T::Fields if last == Some(T::And) => vec![Wanted::Words(&["others"])],
            T::Fields => vec![Wanted::Words(&["and others"])],
            T::Sectors | T::Scenarios if self.context.block() == Some(Block::Lists) => {
                self.once(rest, Wanted::Facts)
            }
            T::Sectors if open => self.own().map(Wanted::SectorNames).into_iter().collect(),
            T::Scenarios if open => self.own().map(Wanted::ScenarioNames).into_iter().collect(),
            T::Sector => self.once_of(rest, self.own().map(Wanted::SectorNames)),
            T::Scenario => self.once_of(rest, self.own().map(Wanted::ScenarioNames)),
            T::Others => match rest {
                [] => vec![Wanted::Words(&["included", "excluded"])],
                [_] => vec![Wanted::Words(&["if"])],
                _ => Vec::new(),
            },
            T::Announced => match last {
                Some(T::Number) => {
                    vec![Wanted::Words(&[
                        "sectors",
                        "scenarios",
                        "rows",
                        "fields",
                        "items",
                    ])]
                }
                _ => Vec::new(),
            },
            T::Replaces | T::Adopts => self.list_name(word, rest),
            T::Reading if self.context.block().is_some() => self.reading(rest),
            T::Given => match rest {
                [] => vec![Wanted::Words(&["profile", "{"])],
                [profile] if profile.kind == T::Profile => vec![Wanted::Profiles],
                _ => vec![Wanted::Words(&["{"])],
            },
            T::Profile => match rest {
                [_] => vec![Wanted::Words(&["profile", "{"])],
                [_, profile] if profile.kind == T::Profile => vec![Wanted::Profiles],
                _ => Vec::new(),
            },
            T::Expect => self.expect(rest),
            T::Fact => match rest {
                [_, colon] if colon.kind == T::Colon => vec![Wanted::Types],
                [.., of] if of.kind == T::Of => vec![Wanted::TypeNames],
                [.., one] if matches!(one.kind, T::One | T::Set) => vec![Wanted::Words(&["of"])],
                _ => vec![Wanted::Label],
            },
            T::Measure | T::Counter => match rest {
                [_, colon] if colon.kind == T::Colon => vec![Wanted::Units(None)],
                [_, _, _] if word == T::Measure => vec![Wanted::Words(&["each calendar_year"])],
                _ => vec![Wanted::Label],
            },
            T::Each => self.once(rest, Wanted::Words(&["calendar_year"])),
            T::Outcome => match rest {
                [_] => vec![Wanted::Words(&["ladder", "set"])],
                [] => Vec::new(),
                _ => vec![Wanted::Label],
            },
            T::List | T::GeneralList => match rest {
                [] => vec![Wanted::Lists],
                [_] => vec![Wanted::Words(&["edition"])],
                _ => Vec::new(),
            },
            T::Option => match rest {
                [] => Vec::new(),
                [_] => vec![Wanted::Words(&["default"])],
                _ => Vec::new(),
            },
            T::Test => match rest {
                [] => vec![Wanted::Words(&["table"])],
                [.., name] if name.kind == T::Str => vec![Wanted::Words(&["on"])],
                _ => Vec::new(),
            },
            kind if kind.starts_provision() => match rest {
                // A statement of precedence may start like a provision.
                [_, ..] => self.statement_of_own(word, rest),
                [] => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn statement_of_own(&self, word: T, rest: &[Token]) -> Vec<Wanted> {
        let first = self
            .context
            .clause
            .and_then(|at| self.tokens.get(at))
            .filter(|token| token.kind == word);
        let labels = [Wanted::Label];
        match first {
            Some(first) => self
                .statement(std::slice::from_ref(first), rest)
                .into_iter()
                .filter(|one| {
                    matches!(
                        one,
                        Wanted::Words(_)
                            | Wanted::Steps(_)
                            | Wanted::Numbers(..)
                            | Wanted::References
                    )
                })
                .chain(labels)
                .collect(),
            None => Vec::new(),
        }
    }

    fn once(&self, rest: &[Token], wanted: Wanted) -> Vec<Wanted> {
        if rest.is_empty() {
            vec![wanted]
        } else {
            Vec::new()
        }
    }

    fn once_of(&self, rest: &[Token], wanted: Option<Wanted>) -> Vec<Wanted> {
        wanted.filter(|_| rest.is_empty()).into_iter().collect()
    }

    fn list_name(&self, word: T, rest: &[Token]) -> Vec<Wanted> {
        match rest {
            [] => vec![Wanted::Lists],
            [_] => vec![Wanted::Words(&["edition"])],
            [name, edition] if edition.kind == T::Edition => {
                vec![Wanted::Editions(self.word(name).to_owned())]
            }
            [_, _, _] if word == T::Adopts => vec![Wanted::Words(&["sectors", "scenarios"])],
            _ => Vec::new(),
        }
    }

    fn reading(&self, rest: &[Token]) -> Vec<Wanted> {
        match rest {
            [] => vec![Wanted::Readings],
            [_] => vec![Wanted::Words(&["is"])],
            [name, is] if is.kind == T::Is => match self.symbol(name) {
                Some(Symbol::Reading(id)) => vec![Wanted::Options(id)],
                _ => Vec::new(),
            },
            _ => vec![Wanted::Words(AND_OR)],
        }
    }

    fn condition(&self, rest: &[Token], band: bool) -> Vec<Wanted> {
        let joins =
            |token: &Token| matches!(token.kind, T::And | T::Or | T::Not | T::LParen | T::Implies);
        let not_value = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| rest.get(at));
            before.is_none_or(|token| token.kind != T::Is)
        };
        let start = (0..rest.len())
            .rev()
            .find(|at| rest.get(*at).is_some_and(joins) && not_value(*at))
            .map_or(0, |at| at + 1);
        let atom = rest.get(start..).unwrap_or(&[]);
        let mut out = self.atom(atom);
        if band && out == [Wanted::Subjects] {
            out = vec![Wanted::Quantities];
        }
        if band && out.contains(&Wanted::Words(AND_OR)) {
            out.push(Wanted::Words(&["then"]));
        }
        out
    }

    fn atom(&self, atom: &[Token]) -> Vec<Wanted> {
        let more = || vec![Wanted::Words(AND_OR)];
        let Some((first, rest)) = atom.split_first() else {
            return vec![Wanted::Subjects];
        };
        if first.kind == T::Reading {
            return self.reading(rest);
        }
        let Some(subject) = self.subject(first) else {
            return if rest.is_empty() { more() } else { Vec::new() };
        };
        let kinds: Vec<T> = rest.iter().map(|token| token.kind).collect();
        let values = || vec![Wanted::ValuesOf(subject)];
        match kinds.as_slice() {
            [] => vec![Wanted::Tests(subject), Wanted::Words(AND_OR)],
            [T::Is] => vec![Wanted::ValuesOf(subject), Wanted::Words(&["not", "one of"])],
            [T::Is, T::Not] => vec![Wanted::ValuesOf(subject), Wanted::Words(&["one of"])],
            [T::Has] => vec![
                Wanted::ValuesOf(subject),
                Wanted::Words(&["any of", "all of"]),
            ],
            [.., T::One | T::Any | T::All] => vec![Wanted::Words(&["of"])],
            [.., T::Of | T::Comma] => values(),
            [T::Eq | T::Ne | T::Lt | T::Le | T::Gt | T::Ge] => match subject {
                Subject::Outcome(_) => values(),
                Subject::Fact(id) if self.is_date(id) => vec![Wanted::Dates],
                Subject::Fact(_) | Subject::Counter(_) | Subject::Definition => {
                    vec![Wanted::Amounts(self.unit(subject))]
                }
            },
            [.., T::Below | T::Above] => vec![Wanted::Amounts(self.unit(subject))],
            [.., T::Number] => vec![
                Wanted::Units(self.unit(subject)),
                Wanted::Words(&["以上", "以下"]),
                Wanted::Words(AND_OR),
            ],
            [.., T::Number, T::Unit] => {
                vec![Wanted::Words(&["以上", "以下"]), Wanted::Words(AND_OR)]
            }
            [T::AtLeast | T::AtMost] => vec![Wanted::Amounts(self.unit(subject))],
            [.., T::AtLeast | T::AtMost] => vec![Wanted::Bounds, Wanted::Words(AND_OR)],
            _ => more(),
        }
    }

    fn is_date(&self, id: FactId) -> bool {
        let fact = self.snapshot.program().facts.get(id.index());
        fact.is_some_and(|fact| matches!(fact.ty, FactType::Date))
    }

    fn conclusion(&self, rest: &[Token]) -> Vec<Wanted> {
        match rest {
            [] => vec![Wanted::Conclusions],
            [target] => match self.subject(target) {
                Some(Subject::Outcome(id)) => vec![
                    Wanted::ValuesOf(Subject::Outcome(id)),
                    Wanted::Words(&["untranscribed"]),
                ],
                Some(Subject::Fact(_)) => vec![Wanted::Words(&["has"])],
                Some(Subject::Counter(_) | Subject::Definition) | None => Vec::new(),
            },
            [target, has] if has.kind == T::Has => self.values_of(target),
            [target, .., comma] if comma.kind == T::Comma => self.values_of(target),
            _ => Vec::new(),
        }
    }

    fn values_of(&self, target: &Token) -> Vec<Wanted> {
        let subject = self.subject(target);
        subject.map(Wanted::ValuesOf).into_iter().collect()
    }

    /// What goes on after the last of several references.
    fn reference(&self, rest: &[Token]) -> Vec<Wanted> {
        let start = rest
            .iter()
            .rposition(|token| token.kind == T::Comma)
            .map_or(0, |at| at + 1);
        let last = rest.get(start..).unwrap_or(&[]);
        if last.is_empty() {
            let mut out = vec![Wanted::References];
            out.extend(self.own().map(Wanted::Steps));
            return out;
        }
        let mut tokens = last.iter().peekable();
        let mut instrument = self.own();
        let mut list = None;
        if let Some(name) = tokens.next_if(|token| token.kind == T::Name) {
            instrument = match self.symbol(name) {
                Some(Symbol::Instrument(id)) => Some(id),
                Some(Symbol::List(_)) => {
                    list = Some(self.word(name).to_owned());
                    self.edition_of(self.word(name), None)
                }
                _ => return Vec::new(),
            };
        }
        if tokens.next_if(|token| token.kind == T::Edition).is_some() {
            let Some(name) = list else { return Vec::new() };
            let Some(edition) = tokens.next() else {
                return vec![Wanted::Editions(name)];
            };
            instrument = self.edition_of(&name, Some(self.word(edition)));
            list = None;
        }
        let mut steps: Vec<(T, String)> = Vec::new();
        let mut open: Option<T> = None;
        for token in tokens {
            match open.take() {
                Some(kind) => steps.push((kind, self.word(token).to_owned())),
                None => open = Some(token.kind),
            }
        }
        let Some(instrument) = instrument else {
            return list
                .map(|_| Wanted::Words(&["edition"]))
                .into_iter()
                .collect();
        };
        match open {
            Some(T::Rule) => vec![Wanted::RuleNames(instrument)],
            Some(kind) => vec![Wanted::Numbers(instrument, steps, kind)],
            None => {
                let mut out = vec![Wanted::Steps(instrument)];
                out.extend(list.map(|_| Wanted::Words(&["edition"])));
                out
            }
        }
    }

    fn edition_of(&self, name: &str, edition: Option<&str>) -> Option<InstrumentId> {
        let mut lists = self.snapshot.program().lists().filter(|(_, list)| {
            let same = |text: &str| text.trim_matches('"') == list.edition;
            list.name == name && edition.is_none_or(same)
        });
        lists.next().map(|(id, _)| id)
    }

    fn given(&self, fact: &Token) -> Vec<Wanted> {
        match self.subject(fact) {
            Some(Subject::Fact(id)) => {
                let ty = self
                    .snapshot
                    .program()
                    .facts
                    .get(id.index())
                    .map(|fact| &fact.ty);
                match ty {
                    Some(FactType::Bool) => vec![Wanted::Words(&["true", "false", "unknown"])],
                    Some(FactType::Choice(_)) => {
                        vec![
                            Wanted::ValuesOf(Subject::Fact(id)),
                            Wanted::Words(&["unknown"]),
                        ]
                    }
                    Some(FactType::Set(_)) => vec![Wanted::Words(&["{ }", "unknown"])],
                    Some(FactType::Date) => vec![Wanted::Dates],
                    Some(FactType::Quantity(_)) => vec![Wanted::Words(&["unknown"])],
                    Some(FactType::Error) | None => Vec::new(),
                }
            }
            Some(Subject::Outcome(_) | Subject::Counter(_) | Subject::Definition) | None => {
                Vec::new()
            }
        }
    }

    fn expect(&self, rest: &[Token]) -> Vec<Wanted> {
        let Some((first, more)) = rest.split_first() else {
            return vec![Wanted::Outcomes, Wanted::Words(&["needs", "reading"])];
        };
        let ends = rest.last().map(|token| token.kind);
        if first.kind == T::Needs {
            let open = more.is_empty() || ends == Some(T::Comma);
            return vec![Wanted::Facts].into_iter().filter(|_| open).collect();
        }
        if first.kind == T::Reading {
            return self.once(more, Wanted::Readings);
        }
        let kinds: Vec<T> = more.iter().map(|token| token.kind).collect();
        match kinds.as_slice() {
            [] => match self.subject(first) {
                Some(Subject::Outcome(id)) => vec![Wanted::Expected(id)],
                Some(Subject::Fact(_) | Subject::Counter(_) | Subject::Definition) | None => {
                    Vec::new()
                }
            },
            [T::Not] => vec![Wanted::Words(&["has"])],
            [.., T::Has | T::Comma] => self.values_of(first),
            _ => vec![Wanted::Words(&["by"])],
        }
    }

    /// Inside braces after a name: the values of what stands before them.
    fn in_braces(&self) -> Vec<Wanted> {
        let opened = self.slice(0, self.context.end);
        let Some(brace) = opened.iter().rposition(|token| token.kind == T::LBrace) else {
            return Vec::new();
        };
        let before = opened.get(..brace).unwrap_or(&[]);
        match before {
            [.., name, eq] if eq.kind == T::Eq => self.values_of(name),
            [.., outcome, _] => self.values_of(outcome),
            _ => Vec::new(),
        }
    }

    /// A cell of a table.
    fn cell(&self, (header, row, cells): (usize, usize, usize)) -> Vec<Wanted> {
        let list = self.context.block() == Some(Block::Table)
            || self
                .context
                .blocks
                .iter()
                .any(|(block, _)| *block == Block::Table);
        if header == row {
            return vec![if list {
                Wanted::ListColumns
            } else {
                Wanted::TestColumns
            }];
        }
        let heading = self.column(header, cells);
        let Some(heading) = heading else {
            return Vec::new();
        };
        let cell = self.cell_tokens(row);
        let own = self.own();
        match self.word(&heading) {
            "fields" if list => own.map(Wanted::FieldNames).into_iter().collect(),
            "others" if list => vec![Wanted::Words(&["true", "false"])],
            "source" if list => vec![Wanted::Words(&["primary", "secondary"])],
            "except" if list => own
                .map(|own| Wanted::Numbers(own, Vec::new(), T::Row))
                .into_iter()
                .collect(),
            "by" | "cite" => self.reference(cell),
            _ => match self.symbol(&heading) {
                Some(Symbol::Outcome(id)) if list => vec![
                    Wanted::ValuesOf(Subject::Outcome(id)),
                    Wanted::Words(&["untranscribed"]),
                ],
                Some(Symbol::Outcome(id)) => vec![Wanted::Expected(id)],
                Some(Symbol::Reading(id)) => vec![Wanted::Options(id)],
                Some(Symbol::Definition(_)) => vec![Wanted::Words(&["true", "false"])],
                Some(Symbol::Counter(_)) => vec![Wanted::Bounds],
                Some(Symbol::Fact(id)) => self.fact_cell(id, list),
                _ => Vec::new(),
            },
        }
    }

    fn fact_cell(&self, id: FactId, list: bool) -> Vec<Wanted> {
        match self
            .snapshot
            .program()
            .facts
            .get(id.index())
            .map(|fact| &fact.ty)
        {
            Some(FactType::Bool) => vec![Wanted::Words(&["true", "false", "unknown"])],
            Some(FactType::Choice(_) | FactType::Set(_)) => {
                vec![Wanted::ValuesOf(Subject::Fact(id))]
            }
            Some(FactType::Quantity(_)) if list => vec![Wanted::Bounds],
            Some(FactType::Date) => vec![Wanted::Dates],
            Some(FactType::Quantity(_) | FactType::Error) | None => Vec::new(),
        }
    }

    /// The heading of the cell with some before it.
    fn column(&self, header: usize, cells: usize) -> Option<Token> {
        let mut at = 0;
        for token in self.tokens.get(header + 1..)? {
            if matches!(token.kind, T::RowStart | T::RBrace) {
                return None;
            }
            if token.kind == T::Pipe {
                at += 1;
            } else if at == cells {
                return Some(*token);
            }
        }
        None
    }

    /// What is written of the cell.
    fn cell_tokens(&self, row: usize) -> &[Token] {
        let written = self.slice(row, self.context.end);
        let start = written
            .iter()
            .rposition(|token| matches!(token.kind, T::Pipe | T::RowStart))
            .map_or(0, |at| at + 1);
        written.get(start..).unwrap_or(&[])
    }
}

/// Whether a word starts a clause wherever it stands in a line.
fn is_start(kind: T) -> bool {
    matches!(
        kind,
        T::When | T::Then | T::Cite | T::Means | T::That | T::Unless
    )
}

/// Whether what follows a word depends on it.
fn governs(kind: T) -> bool {
    is_start(kind)
        || matches!(
            kind,
            T::If
                | T::By
                | T::Over
                | T::To
                | T::Disapplies
                | T::Among
                | T::From
                | T::Until
                | T::On
                | T::Of
                | T::As
                | T::Zh
                | T::En
                | T::Ask
                | T::Each
                | T::Sectors
                | T::Scenarios
        )
}

/// Whether a word inside a clause starts a clause of its own.
fn takes_over(clause: T, word: T) -> bool {
    let reference = matches!(
        word,
        T::Cite | T::By | T::Over | T::To | T::Disapplies | T::Among
    );
    let pairs = [
        (T::Band, T::Then),
        (T::Available, T::When),
        (T::As, T::Of),
        (T::Trial, T::Until),
        (T::In, T::From),
        (T::In, T::Until),
        (T::In, T::If),
        (T::Trial, T::If),
        (T::Outside, T::If),
        (T::Untranscribed, T::If),
        (T::UntranscribedLine, T::If),
        (T::Others, T::If),
        (T::From, T::Until),
        (T::Name, T::If),
        (T::Test, T::On),
        (T::With, T::As),
        (T::Adopts, T::Sectors),
        (T::Adopts, T::Scenarios),
        (T::Define, T::Means),
        (T::Assume, T::That),
        (T::Row, T::When),
        (T::Measure, T::Each),
    ];
    let label = matches!(word, T::Zh | T::En | T::Ask);
    let new = is_start(word);
    reference || label || pairs.contains(&(clause, word)) || new
}
