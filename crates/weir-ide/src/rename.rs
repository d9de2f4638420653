//! Renaming: every place where a name stands gets the new one, or a reason says why not.

use weir_core::hir::{FactType, Language, Place, ProvisionKind, SourceId, unsettled};
use weir_core::occurrence::{Occurrence, Symbol};
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;
use weir_syntax::lexer::lex;
use weir_syntax::token::{TokenKind, Unit};

use crate::references::same;
use crate::scenario::{ScenarioName, Stuck, Written};
use crate::snapshot::{Snapshot, is_global};

/// A name that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Where the name at the cursor stands.
    pub span: Span,
    /// The name.
    pub name: String,
    /// Whether it names something that scenarios say or that is concluded: scenario files may hold it too.
    pub in_scenarios: bool,
}

/// Why a name can't be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing that can be renamed stands here.
    NothingHere,
    /// It is a word of the language, or no name at all.
    NotAName {
        /// The new name.
        name: String,
    },
    /// It is no number of a provision.
    NotANumber {
        /// The new number.
        name: String,
    },
    /// It has a meaning of its own where the name stands.
    Special {
        /// The new name.
        name: String,
    },
    /// Something else has this name already.
    Taken {
        /// The new name.
        name: String,
        /// Where that is declared.
        declared: Place,
    },
    /// The policies or a scenario file have errors, and this name stands in a part that could not be understood.
    Unclear {
        /// Where.
        place: Place,
    },
    /// What stands here is a label, which is changed where the thing is declared.
    Label,
    /// In a scenario file the name stands below its first part, and the new name does not begin with that.
    LeavesGroup {
        /// Where.
        place: Place,
    },
    /// In a scenario file the new name is the label of something else, which it would then no longer mean.
    UsedAsLabel {
        /// The new name.
        name: String,
    },
}

impl Reason {
    /// The reason in words.
    #[must_use]
    pub fn words(&self, lang: Language) -> String {
        match self {
            Self::NothingHere => lang
                .pick("此处没有可以重命名的名称", "nothing here can be renamed")
                .to_owned(),
            Self::NotAName { name } => lang.pick(
                format!("`{name}` 不能作为名称：名称由文字、数字和 `_` 组成，不能是语言的保留词"),
                format!(
                    "`{name}` can't be a name: names are letters, digits and `_`, and no word of the language"
                ),
            ),
            Self::NotANumber { name } => lang.pick(
                format!("`{name}` 不能作为编号"),
                format!("`{name}` can't be the number of a provision"),
            ),
            Self::Special { name } => lang.pick(
                format!("`{name}` 在该处另有含义"),
                format!("`{name}` has a meaning of its own there"),
            ),
            Self::Taken { name, .. } => lang.pick(
                format!("`{name}` 已被使用"),
                format!("`{name}` is already taken"),
            ),
            Self::Unclear { .. } => lang.pick(
                "该名称出现在有错误的部分，请先改正错误".to_owned(),
                "the name stands in a part with errors; mend these first".to_owned(),
            ),
            Self::Label => lang.pick(
                "此处写的是标签；标签须在声明处修改".to_owned(),
                "a label stands here; it is changed where it is declared".to_owned(),
            ),
            Self::LeavesGroup { .. } => lang.pick(
                "情形文件将该名称写在其前一部分之下，新名称须以同一部分开头".to_owned(),
                "a scenario file has the name below its first part; the new name must begin with that too"
                    .to_owned(),
            ),
            Self::UsedAsLabel { name } => lang.pick(
                format!("`{name}` 是另一项的标签，情形文件以此指称该项"),
                format!("`{name}` is the label of something else, which a scenario file calls by it"),
            ),
        }
    }
}

/// The name at an offset, if it can be changed.
///
/// # Errors
///
/// If it can't.
pub fn prepare_rename(
    snapshot: &Snapshot,
    source: SourceId,
    offset: u32,
) -> Result<Renamable, Reason> {
    let one = at(snapshot, source, offset).ok_or(Reason::NothingHere)?;
    if let Some(name) = in_scenario(snapshot, source, offset) {
        return match name.written {
            Written::InFull { .. } | Written::InGroup { .. } => Ok(Renamable {
                span: name.span,
                name: snapshot.at(one.place).to_owned(),
                in_scenarios: true,
            }),
            Written::AsLabel => Err(Reason::Label),
            Written::Otherwise => Err(Reason::Unclear { place: one.place }),
        };
    }
    let in_scenarios = match one.symbol {
        Symbol::Outcome(_)
        | Symbol::Value(..)
        | Symbol::Member(_)
        | Symbol::Zone(_)
        | Symbol::Fact(_)
        | Symbol::Reading(_)
        | Symbol::Option(..) => true,
        Symbol::Category(_)
        | Symbol::Threshold(_)
        | Symbol::Instrument(_)
        | Symbol::List(_)
        | Symbol::Edition(_)
        | Symbol::Provision(_)
        | Symbol::Rule(_)
        | Symbol::Definition(_)
        | Symbol::Assumption(_)
        | Symbol::Counter(_)
        | Symbol::Profile(_)
        | Symbol::Source(_) => false,
    };
    let place = bare(snapshot, one.place);
    Ok(Renamable {
        span: place.span,
        name: snapshot.at(place).to_owned(),
        in_scenarios,
    })
}

/// The edits that give what stands at an offset a new name everywhere, also in scenario files.
///
/// # Errors
///
/// If the name is no name, is taken, or could stand in a part that is broken.
pub fn rename(
    snapshot: &Snapshot,
    source: SourceId,
    offset: u32,
    new: &str,
) -> Result<Vec<Edit>, Reason> {
    let mut one = at(snapshot, source, offset).ok_or(Reason::NothingHere)?;
    let whole;
    let mut new = new;
    if let Some(name) = in_scenario(snapshot, source, offset) {
        prepare_rename(snapshot, source, offset)?;
        if let Written::InGroup { group, .. } = &name.written {
            whole = format!("{group}.{new}");
            new = &whole;
        }
        one.place = snapshot.declared(one.symbol).ok_or(Reason::NothingHere)?;
    }
    let old = snapshot.at(one.place);
    let quoted = old.starts_with('"');
    let bare_new = if quoted { new.trim_matches('"') } else { new };
    if bare_new == old.trim_matches('"') {
        return Ok(Vec::new());
    }
    if quoted {
        fits_in_quotes(bare_new)?;
    } else {
        fits(snapshot, one.symbol, new)?;
    }
    free(snapshot, one.symbol, bare_new)?;
    let symbols = together(snapshot, one.symbol);
    let mut places: Vec<Place> = snapshot
        .uses(&symbols)
        .into_iter()
        .map(|one| one.place)
        .filter(|place| snapshot.at(*place) == old)
        .map(|place| bare(snapshot, place))
        .collect();
    places.sort_unstable();
    places.dedup();
    clear(snapshot, old)?;
    let edits = places.into_iter().map(|place| Edit {
        place,
        text: bare_new.to_owned(),
    });
    let mut edits: Vec<Edit> = edits.collect();
    let in_scenarios = snapshot.renamed_in_scenarios(&symbols, old.trim_matches('"'), bare_new);
    edits.extend(in_scenarios.map_err(|stuck| match stuck {
        Stuck::LeavesGroup(place) => Reason::LeavesGroup { place },
        Stuck::Unclear(place) => Reason::Unclear { place },
        Stuck::ALabel => Reason::UsedAsLabel {
            name: bare_new.to_owned(),
        },
    })?);
    Ok(edits)
}

/// The name at an offset of a scenario file.
fn in_scenario(snapshot: &Snapshot, source: SourceId, offset: u32) -> Option<&ScenarioName> {
    snapshot.scenario(source)?.name_at(offset)
}

/// A place without the quotation marks around it.
fn bare(snapshot: &Snapshot, place: Place) -> Place {
    let text = snapshot.at(place);
    if text.len() < 2 || !text.starts_with('"') || !text.ends_with('"') {
        return place;
    }
    Place {
        span: Span::new(place.span.start + 1, place.span.end - 1),
        ..place
    }
}

fn fits_in_quotes(new: &str) -> Result<(), Reason> {
    if new.is_empty() || new.contains(['"', '\\', '\n', '\r']) {
        return Err(Reason::NotAName {
            name: new.to_owned(),
        });
    }
    Ok(())
}

/// The name at an offset that is meant when it is renamed. A sector is named by a kind of a category, which is what gets renamed.
fn at(snapshot: &Snapshot, source: SourceId, offset: u32) -> Option<Occurrence> {
    let here = snapshot.symbols_at(source, offset);
    let rank = |one: &Occurrence| match one.symbol {
        Symbol::Source(_) => None,
        Symbol::Member(_) => Some(0),
        Symbol::List(_) => Some(1),
        Symbol::Provision(id) => {
            let node = snapshot.program().provisions.get(id.index())?;
            let named = matches!(node.kind, ProvisionKind::Sector | ProvisionKind::Scenario);
            Some(if named && of_kind(snapshot, one.symbol).is_none() {
                9
            } else {
                2
            })
        }
        Symbol::Edition(_) => Some(3),
        Symbol::Outcome(_)
        | Symbol::Value(..)
        | Symbol::Category(_)
        | Symbol::Zone(_)
        | Symbol::Fact(_)
        | Symbol::Threshold(_)
        | Symbol::Instrument(_)
        | Symbol::Rule(_)
        | Symbol::Reading(_)
        | Symbol::Option(..)
        | Symbol::Definition(_)
        | Symbol::Assumption(_)
        | Symbol::Counter(_)
        | Symbol::Profile(_) => Some(2),
    };
    let best = here
        .iter()
        .filter_map(|one| Some((rank(one)?, *one)))
        .min()?;
    let mut one = best.1;
    one.symbol = of_kind(snapshot, one.symbol).unwrap_or(one.symbol);
    (best.0 < 9).then_some(one)
}

/// The kind of a category by which a sector or scenario is named.
fn of_kind(snapshot: &Snapshot, symbol: Symbol) -> Option<Symbol> {
    let Symbol::Provision(_) = symbol else {
        return None;
    };
    let header = snapshot.declared(symbol)?;
    snapshot
        .occurrences(header.source, header.span)
        .iter()
        .map(|one| one.symbol)
        .find(|symbol| matches!(symbol, Symbol::Member(_)))
}

/// What has the same name by law: rows with one id, and sectors and scenarios named by a kind.
fn together(snapshot: &Snapshot, symbol: Symbol) -> Vec<Symbol> {
    let mut all = same(snapshot, symbol);
    if let Symbol::Member(_) = symbol {
        for used in snapshot.uses(&[symbol]) {
            let here = snapshot.occurrences(used.place.source, used.place.span);
            let parts = here.iter().filter(|one| one.declares);
            all.extend(
                parts
                    .map(|one| one.symbol)
                    .filter(|symbol| matches!(symbol, Symbol::Provision(_))),
            );
        }
    }
    all
}

/// Whether the new name is one for what is renamed.
fn fits(snapshot: &Snapshot, symbol: Symbol, new: &str) -> Result<(), Reason> {
    let lexed = lex(new);
    let single = match lexed.tokens.as_slice() {
        [one] if one.span == Span::new(0, new.len() as u32) && lexed.comments.is_empty() => {
            lexed.issues.is_empty().then_some(one.kind)
        }
        _ => None,
    };
    let name = || new.to_owned();
    match symbol {
        Symbol::Edition(_) => match single {
            Some(TokenKind::Str) => Ok(()),
            _ => Err(Reason::NotAName { name: name() }),
        },
        Symbol::Provision(id) => {
            let kind = snapshot
                .program()
                .provisions
                .get(id.index())
                .map(|node| node.kind);
            let row = kind == Some(ProvisionKind::Row);
            match single {
                Some(TokenKind::Number) => Ok(()),
                Some(TokenKind::Code | TokenKind::Str | TokenKind::Name) if row => Ok(()),
                _ => Err(Reason::NotANumber { name: name() }),
            }
        }
        Symbol::Outcome(_)
        | Symbol::Value(..)
        | Symbol::Category(_)
        | Symbol::Member(_)
        | Symbol::Zone(_)
        | Symbol::Fact(_)
        | Symbol::Threshold(_)
        | Symbol::Instrument(_)
        | Symbol::List(_)
        | Symbol::Rule(_)
        | Symbol::Reading(_)
        | Symbol::Option(..)
        | Symbol::Definition(_)
        | Symbol::Assumption(_)
        | Symbol::Counter(_)
        | Symbol::Profile(_)
        | Symbol::Source(_) => {
            if single != Some(TokenKind::Name) || Unit::find(new).is_some() {
                return Err(Reason::NotAName { name: name() });
            }
            if special(symbol).contains(&new) {
                return Err(Reason::Special { name: name() });
            }
            Ok(())
        }
    }
}

/// Names that mean something else where a symbol's name can stand.
fn special(symbol: Symbol) -> &'static [&'static str] {
    match symbol {
        Symbol::Value(..) => &unsettled::ALL,
        Symbol::Fact(_)
        | Symbol::Outcome(_)
        | Symbol::Reading(_)
        | Symbol::Counter(_)
        | Symbol::Definition(_) => &["case"],
        Symbol::Category(_)
        | Symbol::Member(_)
        | Symbol::Zone(_)
        | Symbol::Threshold(_)
        | Symbol::Instrument(_)
        | Symbol::List(_)
        | Symbol::Edition(_)
        | Symbol::Provision(_)
        | Symbol::Rule(_)
        | Symbol::Option(..)
        | Symbol::Assumption(_)
        | Symbol::Profile(_)
        | Symbol::Source(_) => &[],
    }
}

/// Whether nothing else has the name already.
fn free(snapshot: &Snapshot, symbol: Symbol, new: &str) -> Result<(), Reason> {
    let taken = snapshot.checked.occurrences.iter().find(|one| {
        one.declares
            && one.symbol != symbol
            && snapshot.at(one.place).trim_matches('"') == new
            && beside(snapshot, symbol, one.symbol)
    });
    match taken {
        Some(one) => Err(Reason::Taken {
            name: new.to_owned(),
            declared: one.place,
        }),
        None => Ok(()),
    }
}

/// Whether two symbols would be confused if they had the same name.
fn beside(snapshot: &Snapshot, one: Symbol, other: Symbol) -> bool {
    let program = snapshot.program();
    let provision = |id: weir_core::hir::ProvisionId| program.provisions.get(id.index());
    let rule = |id: weir_core::hir::RuleId| program.rules.get(id.index());
    match (one, other) {
        (Symbol::Value(id, _), Symbol::Value(of, _)) => id == of,
        (Symbol::Option(id, _), Symbol::Option(of, _)) => id == of,
        (Symbol::Member(one), Symbol::Member(other)) => family(snapshot, one, other),
        (Symbol::Rule(one), Symbol::Rule(other)) => {
            let of = |id| rule(id).map(|rule| rule.citation.instrument);
            of(one) == of(other)
        }
        (Symbol::Provision(one), Symbol::Provision(other)) => {
            let row = |id| provision(id).is_some_and(|node| node.kind == ProvisionKind::Row);
            let place = |id| provision(id).map(|node| (node.instrument, node.kind));
            let inside = |id| provision(id).map(|node| node.parent);
            place(one) == place(other) && (row(one) || inside(one) == inside(other))
        }
        (Symbol::Edition(one), Symbol::Edition(other)) => {
            let list = |id: weir_core::hir::InstrumentId| {
                let instrument = program.instruments.get(id.index())?;
                Some(&instrument.list.as_ref()?.name)
            };
            list(one) == list(other)
        }
        (one, other) => is_global(one) && is_global(other),
    }
}

/// Whether two members belong to the same tree or enumeration.
fn family(snapshot: &Snapshot, one: Place, other: Place) -> bool {
    let program = snapshot.program();
    let both = |members: &[weir_core::hir::Member]| {
        [one, other]
            .iter()
            .all(|place| members.iter().any(|member| member.place == *place))
    };
    program.categories.iter().any(|tree| both(&tree.members))
        || program.facts.iter().any(|fact| {
            if let FactType::Choice(members) = &fact.ty {
                both(members)
            } else {
                false
            }
        })
}

/// Whether the name stands nowhere where it could not be understood. Where there is no error, all is understood.
fn clear(snapshot: &Snapshot, old: &str) -> Result<(), Reason> {
    if !snapshot.checked.has_errors() {
        return Ok(());
    }
    for (source, read) in &snapshot.checked.sources {
        for token in &read.parse.tokens {
            if token.span.text(&read.text) != old || token.kind == TokenKind::Number {
                continue;
            }
            let here = snapshot.occurrences(*source, token.span);
            if here.is_empty() {
                return Err(Reason::Unclear {
                    place: Place {
                        source: *source,
                        span: token.span,
                    },
                });
            }
        }
    }
    Ok(())
}
