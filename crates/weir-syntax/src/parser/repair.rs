//! What to leave out of a declaration that can't be read, so that the rest of it can.
//!
//! One mistake usually stands on one line, and what depends on that line is indented further. So where a declaration can't be
//! read, a few small changes near the first error are tried: leaving out that line or the one before it with what is indented
//! under it, leaving out a word or a brace, adding one. The first change after which everything reads is taken; where there are
//! several mistakes, one after which only the others are left, and so on from there. What is left out becomes one error node,
//! and each change is one error.

use std::ops::Range;

use super::layout::{self, Line};
use super::{Expectable, Reading, SyntaxError, SyntaxErrorKind, read};
use crate::ast::Item;
use crate::lexer::Token;
use crate::span::Span;
use crate::token::TokenKind;

/// The most mistakes that are looked for in one declaration; what is wrong after that is left to the grammar's recovery.
const MOST_MISTAKES: usize = 8;
/// The most braces that are tried one by one.
const MOST_BRACES: usize = 4;
/// The most levels of indentation above an error that are given up for it.
const MOST_LEVELS: usize = 4;

/// How many tokens may still be read in search of repairs, in the whole text: hostile input gets the grammar's recovery.
pub(super) struct Budget(pub(super) usize);

impl Budget {
    fn allows(&mut self, tokens: &[Token]) -> bool {
        let enough = self.0 >= tokens.len();
        self.0 = self.0.saturating_sub(tokens.len());
        enough
    }
}

/// A change of the tokens, and the error that it stands for.
struct Change {
    /// What is left out.
    out: Range<usize>,
    /// What is put there.
    put: Option<Token>,
    error: SyntaxError,
    /// Whether more may go than a line with what belongs to it.
    large: bool,
}

impl Change {
    fn apply(&self, tokens: &[Token]) -> Vec<Token> {
        let before = tokens.get(..self.out.start).unwrap_or_default();
        let after = tokens.get(self.out.end..).unwrap_or_default();
        before
            .iter()
            .chain(&self.put)
            .chain(after)
            .copied()
            .collect()
    }
}

/// A place at which something was left out.
struct Hole {
    span: Span,
    /// Whether it stands among provisions, and not among the clauses of one.
    among_provisions: bool,
}

/// Reads the tokens of a declaration in which something is wrong; `first` is what reading them as they are gives.
pub(super) fn repair(
    text: &str,
    chunk: &[Token],
    first: Reading,
    budget: &mut Budget,
) -> (Vec<Item>, Vec<SyntaxError>) {
    let mut tokens = chunk.to_vec();
    let mut reading = first;
    let mut errors = Vec::new();
    let mut holes = Vec::new();
    for _ in 0..MOST_MISTAKES {
        if reading.errors.is_empty() {
            break;
        }
        let Some((change, better)) = best(text, &tokens, &reading, budget) else {
            break;
        };
        holes.extend(hole(text, &tokens, &change));
        tokens = change.apply(&tokens);
        errors.push(change.error);
        reading = better;
    }
    if !has_inside(chunk) || reading.failed {
        reading.errors.truncate(1 - errors.len().min(1));
    }
    let rest = reading.errors.len();
    errors.append(&mut reading.errors);
    if !holes.is_empty() && budget.allows(&tokens) {
        let marked = read(
            text,
            &tokens,
            &holes
                .iter()
                .map(|hole| (hole.span, hole.among_provisions))
                .collect::<Vec<_>>(),
        );
        // The holes become error nodes, if that costs nothing else.
        if marked.errors.len() == rest + holes.len() && !marked.failed {
            return (marked.items, errors);
        }
    }
    (reading.items, errors)
}

/// Whether the same is still expected after a change: then it only took away what came next.
fn goes_on(error: &SyntaxError, result: &Reading) -> bool {
    let expected = |error: &SyntaxError| match &error.kind {
        SyntaxErrorKind::Unexpected { expected, .. } => Some(expected.clone()),
        SyntaxErrorKind::Lex(_)
        | SyntaxErrorKind::MissingBrace { .. }
        | SyntaxErrorKind::StrayBrace
        | SyntaxErrorKind::TooDeep
        | SyntaxErrorKind::TooLong
        | SyntaxErrorKind::TooMany => None,
    };
    let next = result.errors.first();
    next.is_some_and(|next| {
        expected(next).is_some_and(|found| Some(found) == expected(error)) && result.failed
    })
}

/// Whether a declaration holds something in braces, of which a part could be kept.
fn has_inside(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.kind == TokenKind::LBrace)
}

/// A change with what reads after it.
type Tried = (Change, Reading);

/// The change after which everything reads, if it is small; else a small one after which what is wrong is another mistake
/// elsewhere; else a large one after which everything reads, or the one after which the next error comes furthest.
fn best(text: &str, tokens: &[Token], reading: &Reading, budget: &mut Budget) -> Option<Tried> {
    let error = reading.errors.first()?;
    let reached = |reading: &Reading| reading.errors.first().map_or(0, |error| error.span.start);
    let mut resolved: Option<Tried> = None;
    let mut whole: Option<Tried> = None;
    let mut furthest: Option<Tried> = None;
    for change in changes(text, tokens, reading) {
        let changed = change.apply(tokens);
        if changed
            .iter()
            .all(|token| matches!(token.kind, TokenKind::LBrace | TokenKind::RBrace))
        {
            continue;
        }
        if !budget.allows(&changed) {
            break;
        }
        let result = read(text, &changed, &[]);
        if result.errors.is_empty() {
            if !change.large && whole.is_none() {
                return Some((change, result));
            }
            whole = whole.or(Some((change, result)));
            continue;
        }
        if !has_inside(tokens) || goes_on(error, &result) {
            continue;
        }
        let before = furthest
            .as_ref()
            .map_or(error.span.start, |(_, best)| reached(best));
        if resolved.is_none()
            && !change.large
            && is_resolved(text, tokens, &change, reading, &result)
        {
            resolved = Some((change, result));
        } else if reached(&result) > before && change.out.end < tokens.len() {
            furthest = Some((change, result));
        }
    }
    resolved.or(whole).or(furthest)
}

/// Whether what is still wrong after a change is something else: the braces balance, and the next error stands on another line
/// than the change and not directly after it.
fn is_resolved(
    text: &str,
    tokens: &[Token],
    change: &Change,
    before: &Reading,
    after: &Reading,
) -> bool {
    let in_braces = |error: &SyntaxError| !matches!(error.kind, SyntaxErrorKind::Unexpected { .. });
    let Some(next) = after.errors.first() else {
        return true;
    };
    if after.failed
        || after.errors.iter().any(in_braces)
        || after.errors.len() >= before.errors.len() + usize::from(before.failed)
    {
        return false;
    }
    let follows = tokens
        .get(change.out.end)
        .is_some_and(|token| token.span.start == next.span.start);
    let changed = tokens
        .get(change.out.start)
        .map(|token| token.span)
        .unwrap_or_default();
    let end = layout::line_end(
        text,
        tokens
            .get(change.out.clone())
            .and_then(<[Token]>::last)
            .map_or(changed.start, |last| last.span.end),
    );
    let away = next.span.start > end
        || next.span.start < changed.start
            && Span::new(next.span.start, changed.start)
                .text(text)
                .contains('\n');
    !follows && away
}

/// The changes to try, the likeliest first.
fn changes(text: &str, tokens: &[Token], reading: &Reading) -> Vec<Change> {
    let finder = Finder {
        text,
        tokens,
        lines: layout::lines(text, tokens),
    };
    let mut out = Vec::new();
    let depth = layout::excess(tokens);
    if depth < 0 {
        out.extend(finder.closing_braces());
    }
    // What is wrong with braces is tried first: a brace in the wrong place makes good lines unreadable.
    let is_shape = |error: &&SyntaxError| matches!(error.kind, SyntaxErrorKind::Unexpected { .. });
    let braces = reading
        .errors
        .iter()
        .filter(|error| !is_shape(error))
        .take(2);
    for error in braces.chain(reading.errors.iter().find(is_shape)) {
        match &error.kind {
            SyntaxErrorKind::MissingBrace { opened } => finder.missing(error, *opened, &mut out),
            SyntaxErrorKind::StrayBrace => finder.stray(error, &mut out),
            SyntaxErrorKind::Unexpected { .. }
            | SyntaxErrorKind::Lex(_)
            | SyntaxErrorKind::TooDeep
            | SyntaxErrorKind::TooLong
            | SyntaxErrorKind::TooMany => {
                finder.unexpected(error, depth, &mut out);
            }
        }
    }
    out
}

struct Finder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lines: Vec<Line>,
}

impl Finder<'_> {
    fn kind(&self, token: usize) -> Option<TokenKind> {
        self.tokens.get(token).map(|token| token.kind)
    }

    fn span(&self, token: usize) -> Span {
        self.tokens
            .get(token)
            .map(|token| token.span)
            .unwrap_or_default()
    }

    fn line(&self, at: usize) -> Option<&Line> {
        self.lines.get(at)
    }

    /// The line on which a place lies, or the last one before it.
    fn line_at(&self, offset: u32) -> usize {
        self.lines
            .partition_point(|line| self.span(line.tokens.start).start <= offset)
            .saturating_sub(1)
    }

    fn closes(&self, line: usize) -> bool {
        self.line(line)
            .is_some_and(|line| self.kind(line.tokens.start) == Some(TokenKind::RBrace))
    }

    /// The lines of a line and what is indented under it.
    fn group(&self, line: usize) -> Range<usize> {
        let indent = self.line(line).map_or(0, |line| line.indent);
        let under = self
            .lines
            .iter()
            .skip(line + 1)
            .take_while(|other| other.indent > indent)
            .count();
        line..line + 1 + under
    }

    /// The same with the brace that closes it, if there is one.
    fn closed(&self, group: &Range<usize>) -> Option<Range<usize>> {
        let indent = self.line(group.start)?.indent;
        let closes = self.closes(group.end)
            && self
                .line(group.end)
                .is_some_and(|line| line.indent == indent);
        closes.then_some(group.start..group.end + 1)
    }

    /// The nearest line above that is indented less.
    fn above(&self, line: usize) -> Option<usize> {
        let indent = self.line(line)?.indent;
        (0..line).rev().find(|other| {
            self.line(*other).is_some_and(|other| other.indent < indent) && !self.closes(*other)
        })
    }

    /// The tokens of lines.
    fn tokens_of(&self, lines: &Range<usize>) -> Range<usize> {
        let start = self.line(lines.start).map_or(0, |line| line.tokens.start);
        let end = lines
            .end
            .checked_sub(1)
            .and_then(|last| self.line(last))
            .map_or(start, |line| line.tokens.end);
        start..end
    }

    /// Leaves out lines because of an error. It is said where a character in them belongs to nothing; where it shows only
    /// after them, at their end.
    fn without(&self, lines: &Range<usize>, error: &SyntaxError) -> Change {
        let out = self.tokens_of(lines);
        let last = self.span(out.end.saturating_sub(1));
        let mut error = error.clone();
        let unreadable = self
            .tokens
            .get(out.clone())
            .and_then(|tokens| tokens.iter().find(|token| token.kind == TokenKind::Error));
        if let Some(token) = unreadable {
            error.span = token.span;
        } else if error.span.start >= last.end {
            error.span = last.after();
        }
        self.small(out, None, error)
    }

    fn small(&self, out: Range<usize>, put: Option<Token>, error: SyntaxError) -> Change {
        Change {
            out,
            put,
            error,
            large: false,
        }
    }

    /// The same where it may be more than a line with what belongs to it.
    fn without_block(&self, lines: &Range<usize>, error: &SyntaxError) -> Change {
        Change {
            large: true,
            ..self.without(lines, error)
        }
    }

    /// A closing brace at the end of a line that closes nothing on it is one too many, if any is.
    fn closing_braces(&self) -> Vec<Change> {
        let mut open: Vec<usize> = Vec::new();
        let (mut likely, mut possible) = (Vec::new(), Vec::new());
        for (at, line) in self.lines.iter().enumerate() {
            for token in line.tokens.clone() {
                if self.kind(token) == Some(TokenKind::LBrace) {
                    open.push(at);
                } else if self.kind(token) == Some(TokenKind::RBrace) {
                    let opened = open.pop();
                    if token == line.tokens.start {
                        continue;
                    }
                    let change = || {
                        self.small(
                            token..token + 1,
                            None,
                            self.error(self.span(token), SyntaxErrorKind::StrayBrace),
                        )
                    };
                    let deeper = self
                        .line(at + 1)
                        .is_some_and(|next| next.indent > line.indent);
                    if opened != Some(at) {
                        likely.push(change());
                    } else if deeper {
                        possible.push(change());
                    }
                }
            }
        }
        likely.truncate(MOST_BRACES);
        possible.truncate(MOST_BRACES);
        likely.append(&mut possible);
        likely
    }

    fn error(&self, span: Span, kind: SyntaxErrorKind) -> SyntaxError {
        SyntaxError { span, kind }
    }

    /// A block that is never closed: the brace that opens it is too many if nothing is indented under it, else one is missing.
    fn missing(&self, error: &SyntaxError, opened: Span, out: &mut Vec<Change>) {
        let Some(brace) = self.tokens.iter().position(|token| token.span == opened) else {
            return;
        };
        let line = self.line_at(opened.start);
        let found = SyntaxErrorKind::Unexpected {
            found: Some("{".to_owned()),
            found_kind: Some(TokenKind::LBrace),
            expected: Vec::new(),
        };
        let too_many = self.small(brace..brace + 1, None, self.error(opened, found));
        let end = self
            .tokens
            .iter()
            .position(|token| token.span.start >= error.span.start)
            .unwrap_or(self.tokens.len());
        let one_more = self.small(
            end..end,
            Some(Token {
                kind: TokenKind::RBrace,
                span: error.span,
            }),
            error.clone(),
        );
        if self.group(line).len() == 1 {
            out.extend([too_many, one_more]);
        } else {
            out.extend([one_more, too_many]);
        }
        out.push(self.without(&self.group(line), error));
    }

    /// A closing brace that closes nothing: the line that ought to open its block has lost its brace, or is gone.
    fn stray(&self, error: &SyntaxError, out: &mut Vec<Change>) {
        let Some(brace) = self
            .tokens
            .iter()
            .position(|token| token.span == error.span)
        else {
            return;
        };
        let line = self.line_at(error.span.start);
        if self.closes(line) {
            self.block_without_start(line, error, out);
        }
        out.push(Change {
            large: true,
            ..self.small(brace..brace + 1, None, error.clone())
        });
    }

    fn block_without_start(&self, brace: usize, error: &SyntaxError, out: &mut Vec<Change>) {
        let indent = self.line(brace).map_or(0, |line| line.indent);
        let above = (0..brace).rev().find(|other| {
            self.line(*other)
                .is_some_and(|other| other.indent <= indent)
        });
        let opens = above.filter(|above| {
            !self.closes(*above)
                && self
                    .line(*above)
                    .is_some_and(|above| above.indent == indent)
        });
        // Without indentation, whatever stands under a line that is gone goes on to the end.
        let end = if indent == 0 {
            self.lines.len()
        } else {
            brace + 1
        };
        let start = above.map_or(0, |above| above + 1);
        match opens {
            Some(above) => match self.orphan(above, brace) {
                Some(orphan) => out.push(self.without_block(&(orphan..end), error)),
                None if above + 1 < brace => {
                    out.extend([self.opened(above), self.without_block(&(above..end), error)])
                }
                None => {}
            },
            None => {
                let blank = (start + 1..brace)
                    .find(|line| self.line(*line).is_some_and(|line| line.after_blank));
                out.extend(
                    blank
                        .into_iter()
                        .chain(Some(start).filter(|start| *start < brace))
                        .map(|start| self.without_block(&(start..end), error)),
                );
            }
        }
    }

    /// The first of the lines between a line and a brace that does not belong to the line: one after an empty line, if it
    /// is a clause or a rule is complete already.
    fn orphan(&self, above: usize, brace: usize) -> Option<usize> {
        let starts = |line: usize| {
            self.line(line)
                .and_then(|line| self.kind(line.tokens.start))
        };
        let first = (above + 1..brace)
            .find(|line| self.line(*line).is_some_and(|line| line.after_blank))?;
        let complete = (above + 1..first).any(|line| starts(line) == Some(TokenKind::Then));
        let is_clause = starts(first)
            .is_some_and(|kind| !kind.starts_provision() && layout::starts_clause(kind));
        // A declaration whose first line ends without a brace goes on with labels at most.
        let is_whole = above == 0
            && (above + 1..first).all(|line| starts(line).is_some_and(layout::starts_clause))
            && starts(0) != Some(TokenKind::Instrument);
        (complete || is_clause || is_whole).then_some(first)
    }

    /// Opens a block at the end of a line.
    fn opened(&self, line: usize) -> Change {
        let end = self.line(line).map_or(0, |line| line.tokens.end);
        let span = self.span(end.saturating_sub(1)).after();
        let found = self
            .tokens
            .get(end)
            .map(|token| token.span.text(self.text).to_owned());
        let kind = SyntaxErrorKind::Unexpected {
            found,
            found_kind: self.kind(end),
            expected: vec![Expectable::Token(TokenKind::LBrace)],
        };
        self.small(
            end..end,
            Some(Token {
                kind: TokenKind::LBrace,
                span,
            }),
            self.error(span, kind),
        )
    }

    /// Something that can't stand where it does: its line is wrong, or the one before, or what holds them.
    fn unexpected(&self, error: &SyntaxError, depth: i64, out: &mut Vec<Change>) {
        let line = self.line_at(error.span.start);
        let is_start = |token: usize| self.span(token).start == error.span.start;
        let starts_line = self
            .line(line)
            .is_some_and(|line| is_start(line.tokens.start));
        // Where the line before lacks something, it may have taken it from this one.
        let before = line.checked_sub(1).filter(|_| {
            starts_line
                || self
                    .line(line)
                    .is_some_and(|line| is_start(line.tokens.start + 1))
        });
        if depth < 0 {
            out.extend(before.map(|before| self.opened(before)));
        }
        if !starts_line {
            out.extend(self.too_much(error));
        }
        let orphan = self.orphan_from(line);
        let orphans = |start: usize| self.without_block(&(start..self.lines.len()), error);
        out.extend(orphan.filter(|start| *start == line).map(orphans));
        self.line_out(line, error, depth, out);
        if let Some(before) = before {
            // What is indented under the line before may stand under one that is gone.
            let under = line..self.group(before).end;
            out.extend((!under.is_empty()).then(|| self.without(&under, error)));
            self.line_out(before, error, depth, out);
        }
        self.rest_of_block(line, error, out);
        out.extend(
            orphan
                .into_iter()
                .chain(Some(line).filter(|line| *line > 0))
                .map(orphans),
        );
        let start = out.len();
        for line in [before, Some(line)].into_iter().flatten() {
            let above = std::iter::successors(self.above(line), |above| self.above(*above));
            above
                .take(MOST_LEVELS)
                .for_each(|above| self.line_out(above, error, depth, out));
        }
        out.iter_mut()
            .skip(start)
            .for_each(|change| change.large = true);
    }

    /// Leaves out what can't stand there alone, or a run of characters that belong to nothing.
    fn too_much(&self, error: &SyntaxError) -> Option<Change> {
        let start = self
            .tokens
            .iter()
            .position(|token| token.span == error.span)?;
        let is_brace = matches!(
            self.kind(start),
            Some(TokenKind::LBrace | TokenKind::RBrace)
        );
        let run = self
            .tokens
            .iter()
            .skip(start)
            .take_while(|token| token.kind == TokenKind::Error)
            .count();
        (!is_brace).then(|| self.small(start..start + run.max(1), None, error.clone()))
    }

    fn line_out(&self, line: usize, error: &SyntaxError, depth: i64, out: &mut Vec<Change>) {
        // A brace may be what the line ought to be.
        let declares = self.line(line).is_some_and(|line| line.indent == 0);
        let brace = if depth > 0 {
            Some(TokenKind::RBrace)
        } else {
            Some(TokenKind::LBrace).filter(|_| depth < 0 && declares)
        };
        if let Some(kind) = brace {
            let change = self.without(&(line..line + 1), error);
            let span = self.span(change.out.end.saturating_sub(1)).after();
            out.push(Change {
                put: Some(Token { kind, span }),
                ..change
            });
        }
        let group = self.group(line);
        let closed = self.closed(&group);
        out.push(self.without(&group, error));
        out.extend(closed.map(|closed| self.without(&closed, error)));
    }

    /// Leaves out a line and the ones below it that are indented as far, with the brace that closes them: the line that they
    /// stand under is gone.
    fn rest_of_block(&self, line: usize, error: &SyntaxError, out: &mut Vec<Change>) {
        let indent = self.line(line).map_or(0, |line| line.indent);
        let rest = self
            .lines
            .iter()
            .skip(line)
            .take_while(|other| other.indent >= indent)
            .count();
        let end = line + rest;
        out.push(self.without_block(&(line..end), error));
        if self.closes(end) {
            out.push(self.without_block(&(line..end + 1), error));
        }
    }

    /// The first line up to this one that belongs to nothing: it stands under an empty line or a closing brace where no block
    /// is open, and the line that declares it is gone.
    fn orphan_from(&self, line: usize) -> Option<usize> {
        let mut depth = 0i64;
        for (at, own) in self.lines.iter().enumerate().take(line + 1) {
            if depth == 0 && at > 0 && (own.after_blank || own.indent > 0 && self.closes(at - 1)) {
                return Some(at);
            }
            depth += layout::excess(self.tokens.get(own.tokens.clone()).unwrap_or_default());
        }
        None
    }
}

/// What becomes an error node after a change: whole lines that were left out, where the grammar has a place for one.
fn hole(text: &str, tokens: &[Token], change: &Change) -> Option<Hole> {
    let first = tokens.get(change.out.start)?;
    let last = tokens.get(change.out.clone()).and_then(<[Token]>::last)?;
    let finder = Finder {
        text,
        tokens,
        lines: layout::lines(text, tokens),
    };
    let line = finder.line_at(first.span.start);
    let whole_lines = finder.line(line).is_some_and(|line| {
        line.tokens.start == change.out.start && line.tokens.end <= change.out.end
    });
    if change.put.is_some() || !whole_lines {
        return None;
    }
    let above = finder.above(line).and_then(|above| finder.line(above))?;
    let indent = finder.line(line)?.indent;
    let starts = |line: usize| {
        finder
            .line(line)
            .filter(|line| line.indent == indent)
            .and_then(|line| finder.kind(line.tokens.start))
    };
    let has_place = finder.kind(above.tokens.start).is_some_and(holds_errors)
        || finder.kind(above.tokens.end.saturating_sub(1)) == Some(TokenKind::LBrace);
    let siblings: Vec<usize> = (0..=line)
        .rev()
        .take_while(|line| finder.line(*line).is_some_and(|line| line.indent >= indent))
        .collect();
    // What comes after a row or an option, or what `outside` means, would become part of it.
    let follows = siblings.iter().any(|line| {
        matches!(
            starts(*line),
            Some(TokenKind::RowStart | TokenKind::Option | TokenKind::Outside)
        )
    });
    if !has_place || follows {
        return None;
    }
    let among_provisions = siblings.into_iter().any(|line| {
        starts(line).is_some_and(|kind| kind.starts_provision() || kind == TokenKind::Adopts)
    });
    Some(Hole {
        span: first.span.to(last.span),
        among_provisions,
    })
}

/// Whether what starts with this word holds clauses or members, one of which may be an error node.
fn holds_errors(kind: TokenKind) -> bool {
    use TokenKind::{
        Adopts, Category, Counter, Fact, GeneralList, Given, Instrument, List, Measure, Option,
        Outcome, Profile, Reading, Test, Threshold,
    };
    kind.starts_provision()
        || [
            Adopts,
            Category,
            Counter,
            Fact,
            GeneralList,
            Given,
            Instrument,
            List,
            Measure,
            Option,
            Outcome,
            Profile,
            Reading,
            Test,
            Threshold,
        ]
        .contains(&kind)
}
