use std::collections::{BTreeMap, BTreeSet};
use weir_core::Workspace;
use weir_syntax::diagnostic::{Language, SourceId};
use crate::{chunks, ways::WAYS};

#[test]
fn workspace() {
    let root = weir_tests::root();
    let step: usize = std::env::var("STEP").ok().and_then(|s| s.parse().ok()).unwrap_or(40);
    let mut ws = Workspace::new();
    let mut files = Vec::new();
    for (at, path) in weir_tests::collect::below(&root.join("policies"), "weir").unwrap().into_iter().enumerate() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let id = SourceId(at as u32);
        ws.set_source(id, name.as_str(), text.as_str());
        files.push((id, name, text));
    }
    let t = std::time::Instant::now();
    let base = ws.check();
    println!("check {:?} problems {}", t.elapsed(), base.problems.len());
    let key = |checked: &weir_core::Checked, p: &weir_core::Problem| (p.place.source, p.code().number(), p.place.span.text(&checked.sources[&p.place.source].text).to_owned(), p.diagnostic(Language::En).message);
    let known: BTreeSet<_> = base.problems.iter().map(|p| key(&base, p)).collect();
    let mut n = 0; let mut runs = 0;
    let mut bad: BTreeMap<(String, &str, bool), (usize, Vec<String>)> = BTreeMap::new();
    for (id, name, text) in &files {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for chunk in chunks(&lines) {
            for at in chunk.start..chunk.end {
                let line = lines[at];
                if line.trim().is_empty() || line.trim_start().starts_with("//") { continue; }
                for way in &WAYS {
                    let Some(broken) = way.broken(line) else { continue };
                    n += 1;
                    if n % step != 0 { continue; }
                    runs += 1;
                    let start: usize = lines[..chunk.start].iter().map(|l| l.len()).sum();
                    let own: usize = lines[chunk.start..chunk.end].iter().map(|l| l.len()).sum::<usize>() - line.len() + broken.len();
                    let new: String = lines[..at].concat() + &broken + &lines[at + 1..].concat();
                    let mut w = ws.clone();
                    w.set_source(*id, name.as_str(), new);
                    let checked = w.check();
                    let header = at == chunk.start;
                    let allowed: String = if header { lines[chunk.start..chunk.end].concat() } else { line.to_owned() };
                    let words: BTreeSet<&str> = allowed.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).collect();
                    for p in &checked.problems {
                        let inside = p.place.source == *id && p.place.span.start as usize >= start && (p.place.span.start as usize) <= start + own;
                        if inside || known.contains(&key(&checked, p)) { continue; }
                        let m = p.diagnostic(Language::En).message;
                        let names = m.split('`').skip(1).step_by(2).flat_map(|n| n.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))).any(|n| n.len() > 1 && words.contains(n));
                        if names { continue; }
                        let slot = bad.entry((p.code().number().to_owned(), way.name, header)).or_default();
                        slot.0 += 1;
                        if slot.1.len() < 4 { slot.1.push(format!("{name}:{}: {} => {}", at + 1, line.trim(), m)); }
                    }
                }
            }
        }
    }
    println!("runs {runs}");
    for (k, (c, s)) in bad { println!("== {k:?} {c}"); for s in s { println!("    {s}"); } }
}
