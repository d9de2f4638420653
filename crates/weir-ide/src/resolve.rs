//! What a name means where the text around it could not be read: the one thing of that name that can stand there.

use weir_core::hir::{Place, SourceId};
use weir_core::occurrence::{Occurrence, Symbol};
use weir_syntax::lexer::Token;
use weir_syntax::token::TokenKind;

use crate::completion::{Context, Subject, Wanted, wanted};
use crate::snapshot::Snapshot;

/// What a name that nothing is noted of would mean at its place.
pub(crate) fn guess(snapshot: &Snapshot, source: SourceId, token: Token) -> Option<Occurrence> {
    if token.kind != TokenKind::Name {
        return None;
    }
    let place = Place {
        source,
        span: token.span,
    };
    let name = snapshot.at(place);
    let context = Context::of(snapshot, source, token.span.start);
    let mut all = wanted(snapshot, source, &context).into_iter();
    let symbol = all.find_map(|one| of(snapshot, &one, name))?;
    Some(Occurrence {
        place,
        symbol,
        declares: false,
    })
}

fn of(snapshot: &Snapshot, wanted: &Wanted, name: &str) -> Option<Symbol> {
    let program = snapshot.program();
    let global = |fits: fn(Symbol) -> bool| snapshot.global(name).filter(|one| fits(*one));
    match wanted {
        Wanted::Subjects
        | Wanted::Quantities
        | Wanted::Conclusions
        | Wanted::ListColumns
        | Wanted::TestColumns => global(|one| {
            matches!(
                one,
                Symbol::Fact(_)
                    | Symbol::Outcome(_)
                    | Symbol::Definition(_)
                    | Symbol::Counter(_)
                    | Symbol::Reading(_)
            )
        }),
        Wanted::Facts | Wanted::Measures => global(|one| matches!(one, Symbol::Fact(_))),
        Wanted::Clauses(_) => global(|one| {
            matches!(
                one,
                Symbol::Fact(_) | Symbol::Instrument(_) | Symbol::List(_)
            )
        }),
        Wanted::Outcomes => global(|one| matches!(one, Symbol::Outcome(_))),
        Wanted::Amounts(_) => global(|one| matches!(one, Symbol::Threshold(_))),
        Wanted::Readings => global(|one| matches!(one, Symbol::Reading(_))),
        Wanted::References | Wanted::Lists => {
            global(|one| matches!(one, Symbol::Instrument(_) | Symbol::List(_)))
        }
        Wanted::TypeNames => global(|one| matches!(one, Symbol::Category(_))),
        Wanted::Zones => global(|one| matches!(one, Symbol::Zone(_))),
        Wanted::Profiles => global(|one| matches!(one, Symbol::Profile(_))),
        Wanted::ValuesOf(subject) => value(snapshot, *subject, name),
        Wanted::Expected(id) => value(snapshot, Subject::Outcome(*id), name),
        Wanted::Options(id) => {
            let options = &program.readings.get(id.index())?.options;
            let at = options.iter().position(|one| one.name == name)?;
            Some(Symbol::Option(*id, at))
        }
        Wanted::SectorNames(_)
        | Wanted::ScenarioNames(_)
        | Wanted::FieldNames(_)
        | Wanted::OpenFields => {
            let frames = program.frames.iter();
            let facts = frames.flat_map(|one| [one.sectors, one.scenarios, one.fields]);
            facts
                .flatten()
                .find_map(|fact| value(snapshot, Subject::Fact(fact), name))
        }
        Wanted::Words(_)
        | Wanted::Declarations
        | Wanted::Tests(_)
        | Wanted::Units(_)
        | Wanted::Steps(_)
        | Wanted::Numbers(..)
        | Wanted::RuleNames(_)
        | Wanted::Editions(_)
        | Wanted::Types
        | Wanted::Dates
        | Wanted::Bounds
        | Wanted::Label => None,
    }
}

/// The value of a fact or outcome with a name.
fn value(snapshot: &Snapshot, subject: Subject, name: &str) -> Option<Symbol> {
    let program = snapshot.program();
    match subject {
        Subject::Outcome(id) => {
            let values = &program.outcomes.get(id.index())?.values;
            let at = values.iter().position(|one| one.name == name)?;
            Some(Symbol::Value(id, at))
        }
        Subject::Fact(id) => {
            let members = program.members(id);
            let at = members.iter().position(|one| one.name == name)?;
            if program.are_zones(members) {
                return Some(Symbol::Zone(at));
            }
            Some(Symbol::Member(members.get(at)?.place))
        }
        Subject::Counter(_) | Subject::Definition => None,
    }
}
