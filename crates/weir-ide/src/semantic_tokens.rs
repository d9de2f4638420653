//! What each word is, for colour: by meaning where names are resolved, by the lexer elsewhere.

use weir_core::hir::SourceId;
use weir_core::occurrence::{Occurrence, Symbol};
use weir_syntax::Span;
use weir_syntax::token::{Class, TokenKind, WORDS};

use crate::snapshot::Snapshot;
use crate::standing::Standing;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TokenType {
    Keyword,
    Comment,
    String,
    Number,
    Unit,
    Date,
    Operator,
    Fact,
    Measure,
    Counter,
    Threshold,
    Outcome,
    Value,
    Category,
    Member,
    Zone,
    Reading,
    Option,
    Definition,
    Assumption,
    Profile,
    Rule,
    /// An instrument or list.
    Instrument,
    /// The number of a provision, the id of a row, an edition: a place in the law.
    Citation,
    /// A row id or other name that is not resolved.
    Name,
}

/// A word and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where it stands; never more than one line.
    pub span: Span,
    /// What it is.
    pub ty: TokenType,
    /// Whether it is declared here.
    pub declaration: bool,
    /// Whether it documents what follows.
    pub documentation: bool,
    /// Whether it can no longer be relied on: out of force on the day.
    pub deprecated: bool,
}

/// What each word of a source is, or of a part of it, in order.
#[must_use]
pub fn semantic_tokens(
    snapshot: &Snapshot,
    source: SourceId,
    part: Option<Span>,
) -> Vec<SemanticToken> {
    let Some(read) = snapshot.checked.sources.get(&source) else {
        return Vec::new();
    };
    let part = part.unwrap_or(Span::new(0, u32::MAX));
    let touches = |span: Span| span.start < part.end && part.start < span.end;
    let mut out: Vec<SemanticToken> = Vec::new();
    let comments = read.parse.comments.iter().filter(|one| touches(one.span));
    for comment in comments {
        out.push(SemanticToken {
            span: comment.span,
            ty: TokenType::Comment,
            declaration: false,
            documentation: comment.doc,
            deprecated: false,
        });
    }
    let mut names = snapshot.occurrences_in(source);
    for token in read.parse.tokens.iter().filter(|one| touches(one.span)) {
        let skip = names.partition_point(|one| one.place.span.start < token.span.start);
        names = names.get(skip..).unwrap_or(&[]);
        let here = names.partition_point(|one| one.place.span.start < token.span.end);
        let here = names.get(..here).unwrap_or(&[]);
        let ty = match best(here) {
            Some(one) => Some(of_symbol(snapshot, one.symbol)),
            None => of_kind(token.kind),
        };
        if let Some(ty) = ty {
            out.push(SemanticToken {
                span: token.span,
                ty,
                declaration: here.iter().any(|one| one.declares),
                documentation: false,
                deprecated: here.iter().any(|one| over(snapshot, one.symbol)),
            });
        }
    }
    out.sort_by_key(|token| token.span);
    out
}

/// Of several symbols of one word, the one by which it is coloured.
fn best(here: &[Occurrence]) -> Option<&Occurrence> {
    let list = here
        .iter()
        .find(|one| matches!(one.symbol, Symbol::List(_) | Symbol::Member(_)));
    list.or(here.first())
}

fn of_symbol(snapshot: &Snapshot, symbol: Symbol) -> TokenType {
    match symbol {
        Symbol::Outcome(_) => TokenType::Outcome,
        Symbol::Value(..) => TokenType::Value,
        Symbol::Category(_) => TokenType::Category,
        Symbol::Member(_) => TokenType::Member,
        Symbol::Zone(_) => TokenType::Zone,
        Symbol::Fact(id) => {
            let measure = snapshot.program().facts.get(id.index());
            if measure.is_some_and(|fact| fact.measure) {
                TokenType::Measure
            } else {
                TokenType::Fact
            }
        }
        Symbol::Threshold(_) => TokenType::Threshold,
        Symbol::Instrument(_) | Symbol::List(_) => TokenType::Instrument,
        Symbol::Edition(_) | Symbol::Provision(_) => TokenType::Citation,
        Symbol::Rule(_) => TokenType::Rule,
        Symbol::Reading(_) => TokenType::Reading,
        Symbol::Option(..) => TokenType::Option,
        Symbol::Definition(_) => TokenType::Definition,
        Symbol::Assumption(_) => TokenType::Assumption,
        Symbol::Counter(_) => TokenType::Counter,
        Symbol::Profile(_) => TokenType::Profile,
        Symbol::Source(_) => TokenType::String,
    }
}

/// Whether what a symbol stands for was in force before the day and is so no longer.
fn over(snapshot: &Snapshot, symbol: Symbol) -> bool {
    let standing = snapshot
        .period_of(symbol)
        .zip(snapshot.today)
        .map(|((instrument, period), day)| snapshot.standing(instrument, period, day));
    standing == Some(Standing::Over)
}

/// What a token is that names nothing.
fn of_kind(kind: TokenKind) -> Option<TokenType> {
    use TokenKind::{
        Above, AtLeast, AtMost, Below, Code, Colon, Comma, Date, Eq, Error, Ge, Gt, LBrace, LParen,
        Le, LineStart, Lt, Name, Ne, Number, Pipe, RBrace, RParen, RowStart, Str, Unit,
        UntranscribedLine,
    };
    let signs = [
        (Name, None),
        (Number, Some(TokenType::Number)),
        (Unit, Some(TokenType::Unit)),
        (Date, Some(TokenType::Date)),
        (Str, Some(TokenType::String)),
        (Code, Some(TokenType::Name)),
        (Eq, Some(TokenType::Operator)),
        (Ne, Some(TokenType::Operator)),
        (Lt, Some(TokenType::Operator)),
        (Le, Some(TokenType::Operator)),
        (Gt, Some(TokenType::Operator)),
        (Ge, Some(TokenType::Operator)),
        (AtLeast, Some(TokenType::Operator)),
        (AtMost, Some(TokenType::Operator)),
        (Below, Some(TokenType::Operator)),
        (Above, Some(TokenType::Operator)),
        (UntranscribedLine, Some(TokenType::Keyword)),
        (LBrace, None),
        (RBrace, None),
        (LParen, None),
        (RParen, None),
        (Comma, None),
        (Colon, None),
        (Pipe, None),
        (RowStart, None),
        (LineStart, None),
        (Error, None),
    ];
    if let Some((_, ty)) = signs.iter().find(|(sign, _)| *sign == kind) {
        return *ty;
    }
    WORDS
        .iter()
        .find(|word| word.kind == kind)
        .filter(|word| word.class != Class::Reserved)
        .map(|_| TokenType::Keyword)
}
