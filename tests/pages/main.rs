//! The examples of the documentation, run: the pages of the codes, and the reference.

use std::path::Path;
use std::sync::Arc;

use weir::analysis::analyse;
use weir::render::analysis::View;
use weir::render::diagnostics::Files;
use weir_analysis::exact::Space;
use weir_core::date::Date;
use weir_core::{Checked, Readings, Workspace};
use weir_syntax::codes::{CODES, Code};
use weir_syntax::diagnostic::{Language, Severity, SourceId};

/// A fenced block: its first line and its text.
struct Fence {
    info: String,
    text: String,
}

fn fences(page: &str) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut open: Option<Fence> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                open = Some(Fence {
                    info: info.to_owned(),
                    text: String::new(),
                })
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some(fence)) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

/// Checks the files of an example; a line `// file: name.weir` starts a further one.
fn check(text: &str) -> Arc<Checked> {
    let mut workspace = Workspace::new();
    let (mut name, mut id, mut current) = ("main.weir".to_owned(), 0, String::new());
    for line in text.lines() {
        if let Some(next) = line.strip_prefix("// file: ") {
            if !current.trim().is_empty() {
                workspace.set_source(SourceId(id), name.as_str(), current.as_str());
                id += 1;
            }
            (name, current) = (next.trim().to_owned(), String::new());
        } else {
            current.push_str(line);
            current.push('\n');
        }
    }
    workspace.set_source(SourceId(id), name.as_str(), current.as_str());
    workspace.check()
}

/// The codes of a page's example: those of checking, or of the analysis where the page is about that.
fn codes_for(code: Code, checked: &Checked) -> Vec<&'static str> {
    let mut codes = codes_of(checked);
    if code.is_of_analysis() && codes.is_empty() {
        codes = analysed(checked);
        // A warning may come with a note of the same.
        if code.severity() != Severity::Note {
            codes.retain(|found| !found.starts_with('N'));
        }
    }
    codes
}

/// What the analysis of the law of a day finds.
fn analysed(checked: &Checked) -> Vec<&'static str> {
    let Ok(executable) = checked.executable() else {
        return Vec::new();
    };
    let day = Date::constant(2026, 3, 1);
    let edition = executable.on(day, &Readings::defaults(&checked.program));
    let space = Space::of(&[&edition]);
    let analysis = analyse(executable, &edition, &space);
    assert_eq!(analysis.unconfirmed, 0);
    let view = View {
        edition: &edition,
        space: &space,
        analysis: &analysis,
        files: &Files::of(checked),
        newest: false,
        language: Language::En,
    };
    let found = weir::render::analysis::diagnostics(&view);
    let mut codes: Vec<&str> = found.iter().map(|one| one.code.number()).collect();
    codes.dedup();
    codes
}

fn codes_of(checked: &Checked) -> Vec<&'static str> {
    let mut codes: Vec<&str> = checked
        .problems
        .iter()
        .map(|problem| problem.code().number())
        .collect();
    codes.dedup();
    codes
}

fn scenario_codes(checked: &Checked, text: &str) -> Vec<&'static str> {
    match weir::formats::scenario::read(&checked.program, SourceId(9), "scenario.yaml", text) {
        Ok(read) if read.on.is_none() => vec!["E0705"],
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .iter()
            .map(|problem| problem.code().number())
            .collect(),
    }
}

#[test]
fn pages_do_what_they_say() {
    for info in CODES {
        let number = info.code.number();
        assert!(
            info.page
                .starts_with(&format!("# {number} {}\n", info.slug)),
            "{number}: heading"
        );
        for heading in ["## English", "## 中文"] {
            let section = info
                .page
                .split_once(heading)
                .unwrap_or_else(|| panic!("{number}: no {heading}"))
                .1;
            assert!(
                !section.trim_start().starts_with('#'),
                "{number}: {heading} is empty"
            );
        }
        let fences = fences(info.page);
        let of = |kind: &str| {
            fences
                .iter()
                .filter(|fence| fence.info == kind)
                .collect::<Vec<_>>()
        };
        for fence in of("weir fails") {
            assert_eq!(
                codes_for(info.code, &check(&fence.text)),
                [number],
                "{number}: the failing example"
            );
        }
        for fence in of("weir") {
            assert_eq!(
                codes_for(info.code, &check(&fence.text)),
                Vec::<&str>::new(),
                "{number}: the mended example"
            );
        }
        if let Some(policy) = of("weir").first() {
            let checked = check(&policy.text);
            for fence in of("yaml fails") {
                assert_eq!(
                    scenario_codes(&checked, &fence.text),
                    [number],
                    "{number}: the failing scenario"
                );
            }
            for fence in of("yaml") {
                assert_eq!(
                    scenario_codes(&checked, &fence.text),
                    Vec::<&str>::new(),
                    "{number}: the mended scenario"
                );
            }
        }
        let shown =
            !of("weir fails").is_empty() || !of("yaml fails").is_empty() || !of("text").is_empty();
        assert!(shown, "{number}: no example");
    }
}

#[test]
fn findings_of_pages_have_words_in_both_languages() {
    for info in CODES {
        for fence in fences(info.page)
            .iter()
            .filter(|fence| fence.info == "weir fails")
        {
            for problem in &check(&fence.text).problems {
                let (english, chinese) = (
                    problem.diagnostic(Language::En),
                    problem.diagnostic(Language::Zh),
                );
                assert!(
                    !english.message.is_empty() && english.message.lines().count() == 1,
                    "{}",
                    info.code
                );
                assert!(
                    english
                        .message
                        .chars()
                        .all(|c| c.is_ascii() || matches!(c, '→' | '…') || fence.text.contains(c)),
                    "{}: {}",
                    info.code,
                    english.message
                );
                assert!(
                    !chinese.message.is_ascii(),
                    "{}: {}",
                    info.code,
                    chinese.message
                );
                assert_eq!(english.fixes.len(), chinese.fixes.len());
                assert!(
                    english
                        .fixes
                        .iter()
                        .chain(&chinese.fixes)
                        .all(|fix| !fix.title.is_empty()),
                    "{}: a fix without title",
                    info.code
                );
            }
        }
    }
}

/// The examples of the reference, one after the other, are one policy: clean, in canonical form, and its tests pass.
#[test]
fn the_reference_is_a_policy() {
    let page = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/language.md"),
    )
    .unwrap();
    let examples: Vec<Fence> = fences(&page)
        .into_iter()
        .filter(|fence| fence.info == "weir")
        .collect();
    assert!(examples.len() > 7);
    for example in &examples {
        let formatted =
            weir_syntax::format::format(&example.text, &weir_syntax::parse(&example.text));
        assert_eq!(formatted.as_deref(), Ok(example.text.as_str()));
    }
    let whole = examples
        .iter()
        .map(|fence| fence.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("example.weir"), whole).unwrap();
    for command in ["check --deny-warnings example.weir", "test example.weir"] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = weir::Io {
            stdin: &mut std::io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            folder: folder.path().to_owned(),
            colour: false,
            width: 100,
            language: Language::En,
        };
        let exit = weir::run(
            ["weir"]
                .into_iter()
                .chain(command.split(' '))
                .map(Into::into),
            &mut io,
        );
        let said = String::from_utf8([out, err].concat()).unwrap();
        assert_eq!(exit, weir::Exit::Done, "{command}\n{said}");
    }
}
