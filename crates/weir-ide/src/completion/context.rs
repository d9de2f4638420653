//! What can stand at a place, told from the words before it. So a text that is still being written is understood too.

use weir_core::hir::SourceId;
use weir_syntax::Span;
use weir_syntax::lexer::Token;
use weir_syntax::token::TokenKind;

use crate::snapshot::Snapshot;

/// A block in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Outcome,
    Category,
    Threshold,
    Counter,
    Instrument,
    List,
    Provision,
    /// A sector or scenario.
    Part,
    Lists,
    Reading,
    Profile,
    Test,
    Given,
    /// The rows of a list.
    Table,
    /// Values in braces.
    Values,
    /// An enumeration of named values.
    Members,
}

/// What is known of a place from the words before it.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// The blocks around it, the outermost first, with the index of the word that starts each.
    pub(crate) blocks: Vec<(Block, usize)>,
    /// The last declaration, provision, rule or row that started in the innermost block, by its word.
    pub(crate) head: Option<(TokenKind, usize)>,
    /// The first word of the clause.
    pub(crate) clause: Option<usize>,
    /// The index of the first token that is not before the place.
    pub(crate) end: usize,
    /// Whether it is at the start of a line.
    pub(crate) line_start: bool,
    /// Whether it is at the start of a line without space before it.
    pub(crate) column_start: bool,
    /// In a row of a table: where the heading starts, where the row starts, and how many cells stand before.
    pub(crate) row: Option<(usize, usize, usize)>,
}

impl Context {
    pub(crate) fn block(&self) -> Option<Block> {
        self.blocks.last().map(|(block, _)| *block)
    }

    /// The context of a place in a source.
    pub(crate) fn of(snapshot: &Snapshot, source: SourceId, offset: u32) -> Self {
        let text = snapshot.text(source);
        let tokens = snapshot.tokens(source);
        let end = tokens.partition_point(|token| token.span.end <= offset);
        let before = Span::new(0, offset).text(text);
        let line = before.rsplit('\n').next().unwrap_or("");
        let mut reader = Reader {
            text,
            tokens,
            context: Self {
                blocks: Vec::new(),
                head: None,
                clause: None,
                end,
                line_start: line.trim().is_empty(),
                column_start: line.is_empty(),
                row: None,
            },
            heads: Vec::new(),
            header: None,
        };
        let start = (0..end).rev().find(|at| reader.declares(*at)).unwrap_or(0);
        for at in start..end {
            reader.take(at);
        }
        reader.context
    }
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    context: Context,
    /// What stood as head before each open block.
    heads: Vec<Option<(TokenKind, usize)>>,
    /// Where the heading of the table starts.
    header: Option<usize>,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn starts_line(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_none_or(|before| {
            Span::new(before.span.end, token.span.start)
                .text(self.text)
                .contains('\n')
        })
    }

    /// Whether a declaration starts here: at the start of a line without indentation.
    fn declares(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let start = token.span.start as usize;
        let unindented = start == 0
            || self
                .text
                .get(..start)
                .is_some_and(|text| text.ends_with('\n'));
        unindented && token.kind.starts_declaration()
    }

    fn take(&mut self, at: usize) {
        let Some(kind) = self.kind(at) else { return };
        if kind == TokenKind::LBrace {
            self.open(at);
        } else if kind == TokenKind::RBrace {
            self.close();
        } else if kind == TokenKind::RowStart {
            let header = *self.header.get_or_insert(at);
            self.context.row = Some((header, at, 0));
            self.context.clause = Some(at);
        } else if kind == TokenKind::Pipe {
            if let Some((_, _, cells)) = &mut self.context.row {
                *cells += 1;
            }
        } else {
            self.word(kind, at);
        }
    }

    fn close(&mut self) {
        let closed = self.context.blocks.pop();
        let head = self.heads.pop().flatten();
        // Values in braces are a part of their clause or cell.
        if closed.is_some_and(|(block, _)| block == Block::Values) {
            return;
        }
        self.context.head = head;
        self.context.clause = None;
        self.context.row = None;
        self.header = None;
    }

    fn word(&mut self, kind: TokenKind, at: usize) {
        let after_brace = at
            .checked_sub(1)
            .and_then(|before| self.kind(before))
            .is_none_or(|kind| matches!(kind, TokenKind::LBrace | TokenKind::RBrace));
        let goes_on = at
            .checked_sub(1)
            .and_then(|before| self.kind(before))
            .is_some_and(goes_on);
        let starts = (self.starts_line(at) && !goes_on) || after_brace;
        let values = matches!(self.context.block(), Some(Block::Values));
        if starts && !values {
            self.context.row = None;
        }
        if starts && !values && is_head(kind, self.context.block()) {
            self.context.head = Some((kind, at));
            self.context.clause = Some(at);
        } else if starts && !values && is_clause(kind, self.context.block()) {
            self.context.clause = Some(at);
        }
    }

    fn open(&mut self, at: usize) {
        let before = at.checked_sub(1).and_then(|before| self.kind(before));
        let line = (0..at).rev().find(|one| self.starts_line(*one));
        let line = line.and_then(|one| self.kind(one));
        let inner = self.context.block();
        let values = matches!(
            before,
            Some(TokenKind::Eq | TokenKind::Pipe | TokenKind::RowStart)
        ) || line == Some(TokenKind::Expect)
            || line == Some(TokenKind::RowStart);
        let head = self.context.head;
        let block = if before == Some(TokenKind::Of) {
            Block::Members
        } else if values {
            Block::Values
        } else if inner == Some(Block::Category) {
            Block::Category
        } else {
            head.map_or(Block::Values, |(kind, _)| block_of(kind))
        };
        self.heads.push(head);
        self.context
            .blocks
            .push((block, head.map_or(at, |(_, at)| at)));
        if !matches!(block, Block::Values) {
            self.context.head = None;
            self.context.clause = None;
            self.header = None;
        }
    }
}

/// Whether more has to follow a word.
pub(crate) fn goes_on(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(
        kind,
        T::Comma
            | T::And
            | T::Or
            | T::Not
            | T::Implies
            | T::LParen
            | T::Is
            | T::Has
            | T::Of
            | T::Eq
            | T::Ne
            | T::Lt
            | T::Le
            | T::Gt
            | T::Ge
    )
}

fn block_of(kind: TokenKind) -> Block {
    use TokenKind as T;
    let known = [
        (T::Outcome, Block::Outcome),
        (T::Category, Block::Category),
        (T::Threshold, Block::Threshold),
        (T::Counter, Block::Counter),
        (T::Instrument, Block::Instrument),
        (T::List, Block::List),
        (T::GeneralList, Block::List),
        (T::Lists, Block::Lists),
        (T::Reading, Block::Reading),
        (T::Profile, Block::Profile),
        (T::Test, Block::Test),
        (T::Given, Block::Given),
        (T::Table, Block::Table),
        (T::Sector, Block::Part),
        (T::Scenario, Block::Part),
        (T::Article, Block::Provision),
        (T::Paragraph, Block::Provision),
        (T::Item, Block::Provision),
        (T::Question, Block::Provision),
        (T::Section, Block::Provision),
        (T::Annex, Block::Provision),
    ];
    let found = known.iter().find(|(word, _)| *word == kind);
    found.map_or(Block::Values, |(_, block)| *block)
}

/// Whether a word that starts a line starts a part there.
fn is_head(kind: TokenKind, block: Option<Block>) -> bool {
    use TokenKind as T;
    match block {
        None => kind.starts_declaration(),
        Some(Block::Instrument | Block::List | Block::Provision | Block::Part) => {
            kind.starts_provision()
                || matches!(
                    kind,
                    T::Lists | T::Table | T::Adopts | T::Define | T::Assume
                )
        }
        Some(Block::Reading) => kind == T::Option,
        Some(Block::Test) => kind == T::Given,
        Some(
            Block::Outcome
            | Block::Category
            | Block::Threshold
            | Block::Counter
            | Block::Lists
            | Block::Profile
            | Block::Given
            | Block::Table
            | Block::Values
            | Block::Members,
        ) => false,
    }
}

/// Whether a word that starts a line starts a clause there.
fn is_clause(kind: TokenKind, block: Option<Block>) -> bool {
    use TokenKind as T;
    let by_word = matches!(
        kind,
        T::When
            | T::Then
            | T::Zh
            | T::En
            | T::Ask
            | T::Short
            | T::Issuer
            | T::NumberWord
            | T::Note
            | T::Missing
            | T::Because
            | T::Approved
            | T::Filed
            | T::Triggered
            | T::Cite
            | T::In
            | T::Published
            | T::Url
            | T::Source
            | T::Under
            | T::Zone
            | T::Dated
            | T::Announced
            | T::Trial
            | T::Replaces
            | T::Available
            | T::Outside
            | T::Untranscribed
            | T::UntranscribedLine
            | T::Fields
            | T::Sectors
            | T::Scenarios
            | T::Others
            | T::Band
            | T::Except
            | T::Unless
            | T::As
            | T::With
            | T::From
            | T::Until
            | T::Means
            | T::That
            | T::Strictest
            | T::Expect
            | T::Reading
    );
    let by_name = kind == T::Name
        && matches!(
            block,
            Some(
                Block::Outcome
                    | Block::Category
                    | Block::Counter
                    | Block::Profile
                    | Block::Given
                    | Block::Members
                    | Block::Instrument
                    | Block::List
                    | Block::Provision
                    | Block::Part
            )
        );
    by_word || by_name
}
