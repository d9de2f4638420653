//! Breaking any one line.

mod parts;
mod ways;
mod ws;

use std::collections::BTreeMap;

use parts::{Part, parts};
use weir_syntax::ast::Item;
use weir_syntax::parser::SyntaxErrorKind;
use weir_syntax::{Parse, Span, parse};
use ways::WAYS;

struct Chunk { start: usize, end: usize }

/// declaration chunks by lines
fn chunks(lines: &[&str]) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = vec![Chunk { start: 0, end: 0 }];
    for (at, line) in lines.iter().enumerate() {
        let word = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let declares = weir_syntax::token::word(word).is_some_and(|word| word.kind.starts_declaration());
        if declares {
            out.push(Chunk { start: at, end: at });
        }
        out.last_mut().unwrap().end = at + 1;
    }
    out.retain(|c| c.end > c.start);
    out
}

#[derive(Default)]
struct Tally { runs: usize, bad: BTreeMap<(&'static str, &'static str), (usize, Vec<String>)> }

impl Tally {
    fn note(&mut self, property: &'static str, way: &'static str, shape: impl FnOnce() -> String) {
        let slot = self.bad.entry((property, way)).or_default();
        slot.0 += 1;
        if slot.1.len() < 400 { slot.1.push(shape()); }
    }
}

fn shape_errors(p: &Parse) -> Vec<Span> {
    p.errors.iter().filter(|e| !matches!(e.kind, SyntaxErrorKind::Lex(_))).map(|e| e.span).collect()
}

fn kept(old: &[Part<'_>], new: &[Part<'_>], touched: &dyn Fn(Span) -> bool, deep: bool) -> bool {
    let mut at = 0;
    for part in old {
        if touched(part.span()) {
            if deep && let Some(found) = new[at.min(new.len())..].iter().find(|n| n.is_called_like(*part)) {
                if !kept(&part.inside(), &found.inside(), touched, deep) { return false; }
            } 
            continue;
        }
        match new[at..].iter().position(|n| n == part) {
            Some(found) => at += found + 1,
            None => return false,
        }
    }
    true
}

fn run(name: &str, text: &str, tally: &mut Tally) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let chunks = chunks(&lines);
    for (at, chunk) in chunks.iter().enumerate() {
        let before = if at > 0 { lines[chunks[at - 1].start..chunks[at - 1].end].concat() } else { String::new() };
        let after = chunks.get(at + 1).map(|c| lines[c.start..c.end].concat()).unwrap_or_default();
        let own = lines[chunk.start..chunk.end].concat();
        let (pb, po, pa) = (parse(&before), parse(&own), parse(&after));
        assert!(pb.errors.is_empty() && po.errors.is_empty() && pa.errors.is_empty());
        let mut offset = 0usize;
        for line_at in chunk.start..chunk.end {
            let line = lines[line_at];
            let (ls, le) = (offset as u32, (offset + line.len()) as u32);
            offset += line.len();
            if line.trim().is_empty() || line.trim_start().starts_with("//") { continue; }
            for way in &WAYS {
                let Some(broken) = way.broken(line) else { continue };
                tally.runs += 1;
                let text = format!("{before}{}{broken}{}{after}", &own[..ls as usize], &own[le as usize..]);
                let p = parse(&text);
                let shape = || format!("{name}:{}: {}", line_at + 1, line.trim_end());
                let errors = shape_errors(&p);
                let has_lex = p.errors.len() > errors.len();
                if errors.len() > 1 { tally.note("one error", way.name, shape); }
                else if errors.len() == 1 && has_lex { tally.note("one error besides lexical", way.name, shape); }
                let bstart = (before.len() + ls as usize) as u32;
                let bend = bstart + broken.len() as u32;
                if p.errors.iter().any(|e| matches!(e.kind, SyntaxErrorKind::Lex(_)) && !(bstart <= e.span.start && e.span.start <= bend)) { tally.note("lexical on line", way.name, shape); }
                let ostart = before.len() as u32; let oend = ostart + (own.len() - line.len() + broken.len()) as u32;
                if errors.iter().any(|s| s.start < ostart || s.start > oend) { tally.note("error in own declaration", way.name, shape); }
                let items = &p.file.items;
                let b = &pb.file.items; let a = &pa.file.items;
                let ok_before = items.len() >= b.len() && items[..b.len()] == b[..];
                let ok_after = items.len() >= a.len() && items[items.len() - a.len()..] == a[..];
                if !ok_before { tally.note("before kept", way.name, shape); }
                if !ok_after { tally.note("after kept", way.name, shape); }
                if !ok_before || !ok_after { continue; }
                if items.len() < a.len() + b.len() { tally.note("overlap", way.name, shape); continue; }
                let mid = &items[b.len()..items.len() - a.len()];
                let Some(old) = po.file.items.first() else { continue };
                let touched = |s: Span| s.start < le && ls < s.end;
                if line_at != chunk.start {
                    // not the header
                    let new = mid.iter().find(|i| std::mem::discriminant(*i) == std::mem::discriminant(old));
                    match new {
                        None => tally.note("declaration kept", way.name, shape),
                        Some(new) => {
                            if mid.len() > 1 { tally.note("nothing beside", way.name, shape); }
                            let (o, n) = (parts(old), parts(new));
                            let prov: Vec<_> = o.iter().copied().filter(|p| p.is_provision()).collect();
                            let nprov: Vec<_> = n.iter().copied().filter(|p| p.is_provision()).collect();
                            if !kept(&prov, &nprov, &touched, false) { tally.note("articles kept", way.name, shape); }
                            else if !kept(&o, &n, &touched, false) { tally.note("parts kept", way.name, shape); }
                            else if !kept(&o, &n, &touched, true) { tally.note("parts kept, deep", way.name, shape); }
                        }
                    }
                } else {
                    let new = mid.iter().find(|i| std::mem::discriminant(*i) == std::mem::discriminant(old));
                    if new.is_none() { tally.note("header: declaration lost", way.name, shape); }
                }
                let _: Option<&Item> = None;
            }
        }
    }
}

#[test]
fn measure() {
    let root = weir_tests::root();
    let mut tally = Tally::default();
    for path in weir_tests::collect::below(&root.join("policies"), "weir").unwrap() {
        let text = std::fs::read_to_string(&path).unwrap();
        run(&path.strip_prefix(&root).unwrap().display().to_string(), &text, &mut tally);
    }
    println!("runs {}", tally.runs);
    for ((property, way), (count, shapes)) in &tally.bad {
        println!("== {property} / {way}: {count}");
        for s in shapes.iter().step_by((shapes.len() / 12).max(1)) { println!("     {s}"); }
    }
}
