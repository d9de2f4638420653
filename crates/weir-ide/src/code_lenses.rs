//! Lines above declarations: the tests of a rule, how often a name is used, how much of a list is written out.

use std::collections::BTreeMap;

use weir_core::coverage::{Coverage, coverage};
use weir_core::hir::{Place, SourceId};
use weir_core::occurrence::Symbol;
use weir_syntax::Span;

use crate::outline::{Part, PartKind};
use crate::snapshot::Snapshot;

/// What a lens says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensKind {
    /// A test or a case of one, to be run.
    Test {
        /// What it is called.
        name: String,
    },
    /// The tests that expect this rule or provision.
    Tests {
        /// Where they are declared.
        tests: Vec<Place>,
    },
    /// How often a name is used.
    References {
        /// How often.
        count: usize,
    },
    /// How much of a list is written out.
    Coverage {
        /// Rows that are.
        rows: usize,
        /// Rows that there are said to be.
        announced: Option<i64>,
        /// Places that are declared not to be.
        holes: usize,
    },
}

/// A line above a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLens {
    /// The name above which it stands; of a list, the edition.
    pub span: Span,
    /// What it says.
    pub kind: LensKind,
}

impl CodeLens {
    /// What it says in words.
    #[must_use]
    pub fn title(&self, snapshot: &Snapshot) -> String {
        let lang = snapshot.lang;
        match &self.kind {
            LensKind::Test { .. } => lang.pick("运行测试", "Run test").to_owned(),
            LensKind::Tests { tests } => {
                let count = tests.len();
                let word = if count == 1 { "test" } else { "tests" };
                lang.pick(format!("{count} 个测试"), format!("{count} {word}"))
            }
            LensKind::References { count } => {
                let word = if *count == 1 { "use" } else { "uses" };
                lang.pick(format!("使用 {count} 处"), format!("{count} {word}"))
            }
            LensKind::Coverage {
                rows,
                announced,
                holes,
            } => {
                let of = announced
                    .map(|all| lang.pick(format!("，共公布 {all} 个"), format!(" of {all}")));
                let of = of.unwrap_or_default();
                let missing = match holes {
                    0 => String::new(),
                    holes => lang.pick(
                        format!("，{holes} 处未录入"),
                        format!(", {holes} not transcribed"),
                    ),
                };
                let word = if *rows == 1 { "row" } else { "rows" };
                lang.pick(
                    format!("已录入 {rows} 个条目{of}{missing}"),
                    format!("{rows} {word}{of}{missing}"),
                )
            }
        }
    }
}

/// The lenses of a source, in order of place.
#[must_use]
pub fn code_lenses(snapshot: &Snapshot, source: SourceId) -> Vec<CodeLens> {
    let Some(outline) = snapshot.outline(source) else {
        return Vec::new();
    };
    let text = snapshot.text(source);
    let mut tests = Tests::new(snapshot);
    let lists = outline.parts.iter().any(|part| part.kind == PartKind::List);
    let covered = if lists {
        coverage(snapshot.program())
    } else {
        Vec::new()
    };
    let symbols: Vec<Symbol> = outline
        .parts
        .iter()
        .filter_map(|part| counted(snapshot, source, part))
        .collect();
    let used = counts(snapshot, &symbols);
    let mut lenses = Vec::new();
    for part in &outline.parts {
        let mut add = |kind: LensKind| {
            lenses.push(CodeLens {
                span: part.declared_name(),
                kind,
            })
        };
        if part.kind == PartKind::Test {
            let name = part.name.text(text).trim_matches('"').to_owned();
            add(LensKind::Test { name });
        }
        if let Some(kind) = list(snapshot, source, part, &covered) {
            add(kind);
        }
        let expecting = tests.of(source, part);
        if !expecting.is_empty() {
            add(LensKind::Tests { tests: expecting });
        }
        let symbol = counted(snapshot, source, part);
        if let Some(count) = symbol.and_then(|symbol| used.get(&symbol)) {
            add(LensKind::References { count: *count });
        }
    }
    lenses
}

fn list(
    snapshot: &Snapshot,
    source: SourceId,
    part: &Part,
    covered: &[Coverage],
) -> Option<LensKind> {
    let span = part.declared_name();
    let Symbol::Edition(id) = snapshot.declares(Place { source, span })? else {
        return None;
    };
    let coverage = covered.iter().find(|one| one.list == id)?;
    Some(LensKind::Coverage {
        rows: coverage.rows,
        announced: coverage.announced_rows,
        holes: coverage.holes,
    })
}

/// The name that is declared for others to use.
fn counted(snapshot: &Snapshot, source: SourceId, part: &Part) -> Option<Symbol> {
    let for_others = matches!(
        part.kind,
        PartKind::Fact
            | PartKind::Measure
            | PartKind::Counter
            | PartKind::Threshold
            | PartKind::Outcome
            | PartKind::Category
            | PartKind::Zone
            | PartKind::Instrument
            | PartKind::List
            | PartKind::Reading
            | PartKind::Definition
            | PartKind::Profile
    );
    let span = part.declared_name();
    snapshot
        .declares(Place { source, span })
        .filter(|_| for_others)
}

/// How often each of some names is used.
fn counts(snapshot: &Snapshot, symbols: &[Symbol]) -> BTreeMap<Symbol, usize> {
    let mut counts: BTreeMap<Symbol, usize> = BTreeMap::new();
    let in_scenarios = snapshot.scenario_uses(symbols);
    for one in snapshot.uses(symbols).into_iter().chain(in_scenarios) {
        *counts.entry(one.symbol).or_default() += usize::from(!one.declares);
    }
    counts
}

/// Which tests expect which rules and provisions.
struct Tests<'s> {
    snapshot: &'s Snapshot,
    /// For the rules and provisions that tests name, the tests.
    by: Option<BTreeMap<Symbol, Vec<Place>>>,
}

impl<'s> Tests<'s> {
    fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, by: None }
    }

    fn of(&mut self, source: SourceId, part: &Part) -> Vec<Place> {
        let snapshot = self.snapshot;
        let by = self.by.get_or_insert_with(|| expected(snapshot));
        let names = [Some(part.name), part.second].into_iter().flatten();
        let symbols = names.filter_map(|span| snapshot.declares(Place { source, span }));
        let mut tests: Vec<Place> = symbols
            .filter(|symbol| matches!(symbol, Symbol::Rule(_) | Symbol::Provision(_)))
            .filter_map(|symbol| by.get(&symbol))
            .flatten()
            .copied()
            .collect();
        tests.sort_unstable();
        tests.dedup();
        tests
    }
}

fn expected(snapshot: &Snapshot) -> BTreeMap<Symbol, Vec<Place>> {
    let mut by: BTreeMap<Symbol, Vec<Place>> = BTreeMap::new();
    for test in &snapshot.program().tests {
        let inside = snapshot.occurrences(test.place.source, test.place.span);
        for (at, one) in inside.iter().enumerate() {
            let named = matches!(one.symbol, Symbol::Rule(_) | Symbol::Provision(_));
            // Of `article 3 item 1` the last step is what is expected.
            let last = inside
                .get(at + 1)
                .is_none_or(|next| !next_step(snapshot, one.place, next.place));
            if named && last {
                by.entry(one.symbol).or_default().push(test.place);
            }
        }
    }
    by
}

/// Whether a place is the next step of the same reference.
fn next_step(snapshot: &Snapshot, one: Place, next: Place) -> bool {
    let between = Span::new(one.span.end, next.span.start);
    let words = between.text(snapshot.text(one.source)).trim();
    weir_syntax::token::word(words).is_some_and(|word| word.kind.is_step())
}
