//! Every feature at every word of every file of `policies/`; and renaming there and back.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that reads the policies from disk; the crate itself is handed its texts"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use weir_core::Workspace;
use weir_core::date;
use weir_core::hir::{Language, SourceId};
use weir_ide::*;
use weir_syntax::Span;
use weir_syntax::diagnostic::Edit;

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "weir") {
            out.push(path);
        }
    }
}

fn policies() -> Workspace {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let mut workspace = Workspace::new();
    for (at, path) in paths.iter().enumerate() {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let text = std::fs::read_to_string(path).unwrap();
        workspace.set_source(SourceId(at as u32), name, text);
    }
    workspace
}

fn snapshot(workspace: &Workspace) -> Snapshot {
    Snapshot::new(workspace.check(), date::parse("2026-06-01"), Language::Zh)
}

/// Asks everything that has no place.
fn ask_files(snapshot: &Snapshot) {
    let all = Span::new(0, u32::MAX);
    for source in snapshot.checked.sources.keys() {
        assert!(!document_symbols(snapshot, *source).is_empty());
        assert!(!semantic_tokens(snapshot, *source, None).is_empty());
        let _ = folding_ranges(snapshot, *source);
        let _ = document_links(snapshot, *source);
        let _ = inlay_hints(snapshot, *source, all, HintOptions::default());
        for lens in code_lenses(snapshot, *source) {
            assert!(!lens.title(snapshot).is_empty());
        }
        let read = &snapshot.checked.sources[source];
        if let Ok(edits) = format(snapshot, *source) {
            let formatted = weir_syntax::format::format(&read.text, &read.parse).unwrap();
            assert_eq!(applied(snapshot, &edits)[source], formatted);
        }
    }
    for query in ["", "pathway", "个人信息", "grxx"] {
        let _ = workspace_symbols(snapshot, query, 50);
    }
}

/// Asks everything that has a place, at that place.
fn ask(snapshot: &Snapshot, source: SourceId, offset: u32) {
    if let Some(shown) = hover(snapshot, source, offset) {
        assert!(!shown.markdown.is_empty());
    }
    let _ = definition(snapshot, source, offset);
    let _ = type_definition(snapshot, source, offset);
    let _ = highlight(snapshot, source, offset);
    let _ = signature_help(snapshot, source, offset);
    let around = selection_ranges(snapshot, source, &[offset]);
    assert!(!around[0].is_empty());
    let _ = prepare_rename(snapshot, source, offset);
    let _ = on_type(snapshot, source, offset, '\n');
    let _ = on_type(snapshot, source, offset, '}');
}

/// Asks what takes longer.
fn ask_more(snapshot: &Snapshot, source: SourceId, offset: u32) {
    let _ = completion(snapshot, source, offset);
    let _ = references(snapshot, source, offset, true);
    let _ = implementation(snapshot, source, offset);
    let _ = code_actions(snapshot, source, Span::new(offset, offset));
    for item in prepare_call_hierarchy(snapshot, source, offset) {
        let _ = incoming_calls(snapshot, &item);
        let _ = outgoing_calls(snapshot, &item);
    }
}

#[test]
fn every_feature_at_every_word() {
    let snapshot = snapshot(&policies());
    ask_files(&snapshot);
    for (source, read) in &snapshot.checked.sources {
        for (at, token) in read.parse.tokens.iter().enumerate() {
            ask(&snapshot, *source, token.span.start);
            // A sample of the rest, since each looks at the whole.
            if at % 23 == 0 {
                ask_more(&snapshot, *source, token.span.end);
            }
        }
    }
}

/// Files that break off in the middle answer too.
#[test]
fn every_feature_in_broken_files() {
    let whole = policies();
    for (id, source) in whole.sources().iter().step_by(5) {
        let mut workspace = whole.clone();
        let mut at = source.text.len() * 2 / 3;
        while !source.text.is_char_boundary(at) {
            at -= 1;
        }
        workspace.set_source(*id, source.name.clone(), &source.text[..at]);
        let snapshot = snapshot(&workspace);
        ask_files(&snapshot);
        let end = at as u32;
        ask(&snapshot, *id, end);
        ask_more(&snapshot, *id, end);
    }
}

fn applied(snapshot: &Snapshot, edits: &[Edit]) -> BTreeMap<SourceId, String> {
    let sources = snapshot.checked.sources.iter();
    let mut texts: BTreeMap<SourceId, String> = sources
        .map(|(id, source)| (*id, source.text.to_string()))
        .collect();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.place));
    for edit in edits {
        let text = texts.get_mut(&edit.place.source).unwrap();
        text.replace_range(edit.place.span.range(), &edit.text);
    }
    texts
}

#[test]
fn renaming_there_and_back_gives_the_same_text() {
    let workspace = policies();
    let before = snapshot(&workspace);
    assert!(!before.checked.has_errors());
    let declared = before.checked.occurrences.iter().filter(|one| one.declares);
    // Every 131st name, of all sorts.
    let mut renamed = 0;
    for one in declared.step_by(131) {
        let (source, offset) = (one.place.source, one.place.span.start);
        let Ok(old) = prepare_rename(&before, source, offset) else {
            continue;
        };
        let new = ["新名称", "9999", "\"9999\""]
            .into_iter()
            .find_map(|new| Some((new, rename(&before, source, offset, new).ok()?)));
        let (new, edits) = new.unwrap_or_else(|| panic!("{} can be renamed", old.name));
        assert!(!edits.is_empty());
        let mut changed = workspace.clone();
        for (id, text) in applied(&before, &edits) {
            let name = before.checked.sources[&id].name.clone();
            changed.set_source(id, name, text);
        }
        let after = snapshot(&changed);
        let messages = |snapshot: &Snapshot| snapshot.checked.problems.len();
        assert_eq!(messages(&after), messages(&before), "{} as {new}", old.name);
        let shifted = edits
            .iter()
            .filter(|edit| edit.place.source == source && edit.place.span.start < offset)
            .map(|edit| {
                edit.text.len() as i64 - i64::from(edit.place.span.end - edit.place.span.start)
            })
            .sum::<i64>();
        let offset = u32::try_from(i64::from(offset) + shifted).unwrap();
        let back = rename(&after, source, offset, &old.name).unwrap();
        for (id, text) in applied(&after, &back) {
            assert_eq!(*text, *before.checked.sources[&id].text, "{}", old.name);
        }
        renamed += 1;
    }
    assert!(renamed > 7, "{renamed}");
}
