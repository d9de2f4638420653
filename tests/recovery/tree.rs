//! What is left of the tree.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use weir_syntax::ast::Item;
use weir_syntax::parser::SyntaxErrorKind;
use weir_syntax::{Parse, Span, parse};

use crate::declarations::{self, Around};
use crate::parts::{Part, parts};
use crate::ways::{WAYS, Way};
use crate::{all, texts};

/// What went wrong: the property and the way, with where.
type Failures = BTreeMap<(String, &'static str), Vec<String>>;

#[test]
fn one_broken_line_leaves_the_rest() {
    let texts = texts();
    let failures = Mutex::new(Failures::new());
    let count = Mutex::new(0);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (texts, failures, count) = (&texts, &failures, &count);
            scope.spawn(move || {
                let mut own = Failures::new();
                let mut tried = 0;
                for (path, text) in texts {
                    tried += break_lines(path, text, |line| line % threads == thread, &mut own);
                }
                *count.lock().expect("no panic") += tried;
                for (key, places) in own {
                    failures
                        .lock()
                        .expect("no panic")
                        .entry(key)
                        .or_default()
                        .extend(places);
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no panic");
    println!("{} lines broken", count.into_inner().expect("no panic"));
    for ((property, way), places) in &failures {
        println!("{property}, {way}: {}", places.len());
        places
            .iter()
            .take(20)
            .for_each(|place| println!("    {place}"));
    }
    assert!(failures.is_empty(), "see above");
}

fn break_lines(
    path: &Path,
    text: &str,
    mine: impl Fn(usize) -> bool,
    failures: &mut Failures,
) -> usize {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut tried = 0;
    declarations::each(&lines, |first, around| {
        let neighbours = Neighbours::read(around);
        for line in (0..around.lines.len()).filter(|line| mine(first + line)) {
            let ways = WAYS
                .iter()
                .enumerate()
                .filter(|(way, _)| all() || (first + line + way) % 3 == 0);
            for (_, way) in ways {
                let Some(broken) = way.broken(around.lines[line]) else {
                    continue;
                };
                tried += 1;
                for property in neighbours.check(around, line, way, &broken) {
                    failures
                        .entry((property, way.name))
                        .or_default()
                        .push(format!(
                            "{}:{}: {}",
                            path.display(),
                            first + line + 1,
                            around.lines[line].trim()
                        ));
                }
            }
        }
    });
    tried
}

/// A declaration and its neighbours as read before the line was broken.
struct Neighbours {
    before: Parse,
    own: Parse,
    after: Parse,
}

impl Neighbours {
    fn read(around: &Around<'_>) -> Self {
        let read = Self {
            before: parse(&around.before),
            own: parse(&around.own),
            after: parse(&around.after),
        };
        assert!(
            read.own.errors.is_empty(),
            "{:?}\n{}",
            read.own.errors,
            around.own
        );
        read
    }

    /// The properties that don't hold.
    fn check(&self, around: &Around<'_>, line: usize, way: &Way, broken: &str) -> Vec<String> {
        let start: usize = around.lines[..line].iter().map(|line| line.len()).sum();
        let end = start + around.lines[line].len();
        let text = format!(
            "{}{}{broken}{}{}",
            around.before,
            &around.own[..start],
            &around.own[end..],
            around.after
        );
        let parsed = parse(&text);
        let mut out = Vec::new();
        out.extend(errors(&parsed, (around.before.len() + start, broken)).map(str::to_owned));
        let items = &parsed.file.items;
        let (before, after) = (&self.before.file.items, &self.after.file.items);
        let joins_above = way.deletes() && line == 0 && !around.before.trim_end().ends_with('}');
        if !joins_above && !items.starts_with(before) {
            out.push("the declaration above is unchanged".to_owned());
        }
        if !items.ends_with(after) {
            out.push("the declaration below is unchanged".to_owned());
        }
        let middle = items
            .get(before.len()..items.len().saturating_sub(after.len()))
            .unwrap_or_default();
        if let (Some(old), true, true) = (self.own.file.items.first(), line > 0, out.is_empty()) {
            let kept = Kept {
                line: Span::new(start as u32, end as u32),
                deleted: way.deletes(),
            };
            out.extend(kept.declaration(old, middle, around.own.contains('{')));
        }
        out
    }
}

fn errors(parsed: &Parse, (start, broken): (usize, &str)) -> Option<&'static str> {
    let on_line =
        |span: Span| start <= span.start as usize && span.start as usize <= start + broken.len();
    let (lexical, shape): (Vec<_>, Vec<_>) = parsed
        .errors
        .iter()
        .partition(|error| matches!(error.kind, SyntaxErrorKind::Lex(_)));
    if !lexical.iter().all(|error| on_line(error.span)) {
        return Some("remarks about characters are on the line");
    }
    (shape.len() + usize::from(!lexical.is_empty()) > 1).then_some("one error")
}

struct Kept {
    line: Span,
    deleted: bool,
}

impl Kept {
    fn declaration(&self, old: &Item, middle: &[Item], in_braces: bool) -> Option<String> {
        let same_kind = |new: &&Item| std::mem::discriminant(*new) == std::mem::discriminant(old);
        match middle.iter().find(same_kind) {
            None if !in_braces => None,
            None => Some("the declaration is there".to_owned()),
            Some(_) if middle.len() > 1 => Some("the declaration is one".to_owned()),
            Some(new) => (!self.all(&parts(old), &parts(new)))
                .then(|| "what does not touch the line is there".to_owned()),
        }
    }

    /// Whether the parts that do not touch the line are among the new ones, in order, and likewise inside the part that does.
    fn all(&self, old: &[Part<'_>], new: &[Part<'_>]) -> bool {
        let mut rest = new;
        for (at, part) in old.iter().enumerate() {
            let span = part.span();
            if span.start < self.line.end && self.line.start < span.end {
                let belongs_to_it = self.line.start <= span.start;
                let found = rest.iter().position(|new| new.is_called_like(*part));
                if let (Some(found), false) = (found, belongs_to_it) {
                    if !self.all(&part.inside(), &rest[found].inside()) {
                        return false;
                    }
                    rest = &rest[found + 1..];
                }
                continue;
            }
            let takes_in = self.deleted
                && span.end <= self.line.start
                && old
                    .get(at + 1)
                    .is_none_or(|next| next.span().end > self.line.start);
            let found = rest.iter().position(|new| {
                new == part
                    || takes_in && std::mem::discriminant(new) == std::mem::discriminant(part)
            });
            match found {
                Some(found) => rest = &rest[found + 1..],
                None => return false,
            }
        }
        true
    }
}

#[test]
fn the_rest_of_the_text_does_not_matter() {
    for (path, text) in texts() {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let whole = parse(&text).file.items;
        let all = declarations::declarations(&lines);
        for (at, own) in all.iter().enumerate().step_by(29) {
            let line = own.start + own.len() / 2;
            let broken = format!(
                "{}{} @ {{\n{}",
                lines[..line].concat(),
                lines[line].trim_end(),
                lines[line + 1..].concat()
            );
            let items = parse(&broken).file.items;
            let count = |ranges: &[std::ops::Range<usize>]| {
                ranges
                    .iter()
                    .map(|range| parse(&lines[range.clone()].concat()).file.items.len())
                    .sum::<usize>()
            };
            let (before, after) = (count(&all[..at]), count(&all[at + 1..]));
            assert!(
                items.starts_with(&whole[..before]),
                "{}:{}",
                path.display(),
                line + 1
            );
            assert!(
                items.ends_with(&whole[whole.len() - after..]),
                "{}:{}",
                path.display(),
                line + 1
            );
        }
    }
}
