//! Runs a case: writes it down again as it ought to be, with the notes and expectations that hold. A case passes if that is
//! how it stands in its file.
//!
//! Everything goes through `Workspace::check`, as in the program itself.

use std::collections::BTreeSet;
use std::path::Path;

use weir_core::date::Date;
use weir_core::{Checked, Readings, Workspace};
use weir_eval::{Limits, determine};
use weir_syntax::ast::Item;
use weir_syntax::codes;
use weir_syntax::diagnostic::{Diagnostic, Language, Severity, SourceId};

use crate::answer;
use crate::collect::{Block, Case, split_files};
use crate::notes::{self, Stripped, Texts};

/// What can be looked at in a case.
pub const KINDS: [&str; 8] = [
    "check",
    "check-zh",
    "full",
    "terse",
    "fix",
    "format",
    "determine",
    "explain",
];

/// The id of the first file of a case. Shared files come before: they are declared first.
const OWN: u32 = 1_000;

/// A file of a case.
struct Own {
    id: SourceId,
    name: String,
    /// Whether a line says that the file starts.
    named: bool,
    stripped: Stripped,
}

/// The case as it ought to be. `shared` is the folder of files that any case can use.
///
/// # Errors
///
/// If the case makes no sense.
pub fn run(case: &Case, shared: &Path) -> Result<Case, String> {
    validate(case)?;
    let files = own_files(case);
    let mut workspace = Workspace::new();
    for file in &files {
        workspace.set_source(file.id, file.name.as_str(), file.stripped.text.as_str());
    }
    add_shared(&mut workspace, shared)?;
    let checked = workspace.check();
    let language = if case.is("check-zh") {
        Language::Zh
    } else {
        Language::En
    };
    let diagnostics: Vec<Diagnostic> = checked
        .problems
        .iter()
        .map(|problem| problem.diagnostic(language))
        .collect();
    shared_is_sound(&diagnostics)?;
    let looked_at: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| is_looked_at(case, diagnostic))
        .collect();
    Ok(Case {
        source: with_notes(case, &files, &workspace, &looked_at),
        blocks: blocks(case, &files, &workspace, &checked, &looked_at),
        ..case.clone()
    })
}

fn validate(case: &Case) -> Result<(), String> {
    if let Some(kind) = case
        .kinds
        .iter()
        .find(|kind| !KINDS.contains(&kind.as_str()))
    {
        return Err(format!(
            "there is no kind `{kind}`; kinds are {}",
            KINDS.join(", ")
        ));
    }
    if case.is("check") && case.is("check-zh") {
        return Err("a case is checked in one language".to_owned());
    }
    if case.is("format") && split_files(&case.source).len() > 1 {
        return Err("a case that is formatted has one file".to_owned());
    }
    for block in &case.blocks {
        let fits = match block.what.as_str() {
            "scenario" | "expect" => case.is("determine") || case.is("explain"),
            "formatted" => case.is("format"),
            "fixed" => case.is("fix"),
            other => return Err(format!("there is no block `{other}`")),
        };
        if !fits {
            return Err(format!(
                "a block `{}` in a case that is {}",
                block.what,
                case.kinds.join(" ")
            ));
        }
    }
    let determined = case.is("determine") || case.is("explain");
    if determined && case.block("scenario").is_none() {
        return Err("a case that is determined needs a block `--- scenario 2024-03-22`".to_owned());
    }
    Ok(())
}

fn own_files(case: &Case) -> Vec<Own> {
    let named = case
        .source
        .lines()
        .any(|line| line.starts_with("// file: "));
    let files = split_files(&case.source).into_iter().enumerate();
    files
        .map(|(at, (name, text))| Own {
            id: SourceId(OWN + u32::try_from(at).unwrap_or_default()),
            named: named && !(at == 0 && name == "case.weir"),
            name,
            stripped: notes::strip(&text),
        })
        .collect()
}

/// Adds the shared files that are used, and those that they use.
fn add_shared(workspace: &mut Workspace, folder: &Path) -> Result<(), String> {
    loop {
        let known: BTreeSet<String> = workspace
            .sources()
            .values()
            .map(|source| source.name.to_string())
            .collect();
        let items = workspace
            .sources()
            .values()
            .flat_map(|source| &source.parse.file.items);
        let used = items.filter_map(|item| {
            if let Item::Use(node) = item {
                Some(node.path.value.clone())
            } else {
                None
            }
        });
        let missing: BTreeSet<String> = used
            .filter(|path| !known.contains(path) && folder.join(path).is_file())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        for path in missing {
            let text = std::fs::read_to_string(folder.join(&path))
                .map_err(|error| format!("{path}: {error}"))?;
            let shared = workspace.sources().keys().filter(|id| id.0 < OWN).count();
            workspace.set_source(
                SourceId(u32::try_from(shared).unwrap_or_default()),
                path,
                text,
            );
        }
    }
}

fn is_own(diagnostic: &Diagnostic) -> bool {
    diagnostic.primary.0.source.0 >= OWN
}

/// Warnings in shared files are not a case's business; errors are mistakes in them.
fn shared_is_sound(diagnostics: &[Diagnostic]) -> Result<(), String> {
    let error = diagnostics
        .iter()
        .find(|diagnostic| !is_own(diagnostic) && diagnostic.severity == Severity::Error);
    error.map_or(Ok(()), |error| {
        Err(format!(
            "an error in a shared file: {}: {}",
            error.code, error.message
        ))
    })
}

/// Where a case is not checked, only what keeps it from being determined is looked at.
fn is_looked_at(case: &Case, diagnostic: &Diagnostic) -> bool {
    let checked = case.is("check") || case.is("check-zh");
    let determined = case.is("determine") || case.is("explain");
    let terse = case.is("terse") && diagnostic.code == codes::MISSING_LABEL;
    is_own(diagnostic)
        && !terse
        && (checked || determined && diagnostic.severity == Severity::Error)
}

fn with_notes(
    case: &Case,
    files: &[Own],
    workspace: &Workspace,
    diagnostics: &[Diagnostic],
) -> String {
    let mut texts = Texts::default();
    for (id, source) in workspace.sources() {
        texts.add(*id, &source.name, &source.text, id.0 < OWN);
    }
    join(files, |file| {
        let own = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.primary.0.source == file.id);
        notes::write(&file.stripped, &notes::notes(&texts, own, case.is("full")))
    })
}

/// The files of a case in one text again.
fn join(files: &[Own], text: impl Fn(&Own) -> String) -> String {
    let one = |file: &Own| {
        if file.named {
            format!("// file: {}\n{}", file.name, text(file))
        } else {
            text(file)
        }
    };
    files.iter().map(one).collect()
}

fn blocks(
    case: &Case,
    files: &[Own],
    workspace: &Workspace,
    checked: &Checked,
    diagnostics: &[Diagnostic],
) -> Vec<Block> {
    let mut out = Vec::new();
    if case.is("fix") {
        out.push(block("fixed", fixed(files, workspace, diagnostics)));
    }
    if case.is("format")
        && let Some(file) = files.first()
    {
        let parsed = weir_syntax::parse(&file.stripped.text);
        let text = weir_syntax::format::format(&file.stripped.text, &parsed)
            .unwrap_or_else(|refusal| format!("refused: {refusal}\n"));
        // A source in canonical form needs no block.
        if text.trim_end() != file.stripped.text.trim_end() {
            out.push(block("formatted", text));
        }
    }
    for scenario in case.blocks.iter().filter(|block| block.what == "scenario") {
        let text = match determination(checked, scenario, case.is("explain")) {
            Ok(text) => text,
            Err(why) => format!("{why}\n"),
        };
        out.push(scenario.clone());
        out.push(block("expect", text));
    }
    out
}

fn block(what: &str, text: String) -> Block {
    Block {
        what: what.to_owned(),
        rest: String::new(),
        text,
    }
}

/// The source with all fixes applied; what is still wrong afterwards stands below.
fn fixed(files: &[Own], workspace: &Workspace, diagnostics: &[Diagnostic]) -> String {
    let mut after = workspace.clone();
    let fixed = |file: &Own| notes::fixed(file.id, &file.stripped.text, diagnostics);
    for file in files {
        after.set_source(file.id, file.name.as_str(), fixed(file));
    }
    let text = join(files, fixed);
    let checked = after.check();
    let left = checked
        .problems
        .iter()
        .map(|problem| problem.diagnostic(Language::En))
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    let left: String = left
        .map(|diagnostic| format!("# still {}: {}\n", diagnostic.code, diagnostic.message))
        .collect();
    format!("{}\n{left}", text.trim_end())
}

/// What is determined, in lines.
fn determination(checked: &Checked, block: &Block, explain: bool) -> Result<String, String> {
    let executable = checked
        .executable()
        .map_err(|_| "not executable: the source has errors".to_owned())?;
    let program = executable.program();
    let text = scenario_text(&block.text);
    let read = weir::formats::scenario::read(program, SourceId(u32::MAX), "scenario.yaml", &text);
    let read = read.map_err(|problems| {
        let diagnostics = problems
            .iter()
            .map(|problem| problem.diagnostic(Language::En));
        diagnostics
            .map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message))
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    let on = day(&block.rest)
        .or(read.on)
        .ok_or("the scenario has no day: write `--- scenario 2024-03-22`")?;
    let mut readings = Readings::defaults(program);
    for (reading, option) in &read.readings {
        readings.set(*reading, *option);
    }
    let edition = executable.on(on, &readings);
    Ok(answer::lines(
        &edition,
        &determine(&edition, &read.scenario, &Limits::default()),
        explain,
    ))
}

fn day(rest: &str) -> Option<Date> {
    weir_core::date::parse(rest.split_whitespace().next()?)
}

/// A scenario as YAML. Lines `fact = value` and `reading name is option` are turned into it.
fn scenario_text(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let reading = |line: &str| {
        line.strip_prefix("reading ")
            .and_then(|rest| rest.split_once(" is "))
            .map(|(name, option)| format!("  {name}: {option}\n"))
    };
    let fact = |line: &str| {
        line.split_once(" = ")
            .map(|(name, value)| format!("  {name}: {}\n", as_yaml(value)))
    };
    if !lines
        .iter()
        .all(|line| reading(line).is_some() || fact(line).is_some())
    {
        return text.to_owned();
    }
    let facts: String = lines
        .iter()
        .filter(|line| reading(line).is_none())
        .filter_map(|line| fact(line))
        .collect();
    let readings: String = lines.iter().filter_map(|line| reading(line)).collect();
    format!("facts:\n{facts}readings:\n{readings}")
}

fn as_yaml(value: &str) -> String {
    match value
        .trim()
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    {
        Some(members) => format!("[{}]", members.trim()),
        None => value.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect;

    fn once(text: &str) -> Result<String, String> {
        let file = collect::read(Path::new("f"), text).expect("a good file");
        run(&file.cases[0], Path::new("/nowhere")).map(|case| case.text())
    }

    const LAW: &str = "outcome o ladder { a b }\nfact n: people\ninstrument law {\n  in force from 2024-01-01\n  article 1\n    when n > 0\n    then o b\n  article 2\n    when n = 0\n    then o a\n}\n";

    #[test]
    fn a_missing_note_is_written() {
        let found = once("=== x: check terse\nfact a: boool\n").expect("runs");
        assert!(
            found.starts_with("=== x: check terse\n//~ error[E0210] 9-14: "),
            "{found}"
        );
    }

    #[test]
    fn a_note_too_many_is_taken_away() {
        let found = once("=== x: check terse\n//~ error[E0101] 1-5: gone\nzone z\n").expect("runs");
        assert_eq!(found, "=== x: check terse\nzone z\n");
    }

    #[test]
    fn a_determination_is_written() {
        let text = format!(
            "=== x: determine\n{LAW}--- scenario 2024-06-01\nn = 3\n--- expect\no: a\n--- scenario 2024-06-01\n"
        );
        let found = once(&text).expect("runs");
        assert_eq!(
            found,
            format!(
                "=== x: determine\n{LAW}--- scenario 2024-06-01\nn = 3\n--- expect\no: b\n  why law article 1\n--- scenario 2024-06-01\n--- expect\no: undetermined {{ a, b }}\n  needs n\n"
            )
        );
    }

    #[test]
    fn a_case_with_errors_is_not_determined_and_shows_them() {
        let found =
            once("=== x: determine\nfact a: boool\n--- scenario 2024-06-01\n").expect("runs");
        assert!(
            found.contains("//~ error[E0210]")
                && found.ends_with("--- expect\nnot executable: the source has errors\n"),
            "{found}"
        );
    }

    #[test]
    fn a_misspelt_fact_of_a_scenario_is_shown() {
        let found = once(&format!(
            "=== x: determine\n{LAW}--- scenario 2024-06-01\nm = 3\n"
        ))
        .expect("runs");
        assert!(found.contains("--- expect\nE0702: "), "{found}");
    }

    #[test]
    fn the_canonical_form_is_written() {
        assert_eq!(
            once("=== x: format\nfact   a:bool\n"),
            Ok("=== x: format\nfact   a:bool\n--- formatted\nfact a: bool\n".to_owned())
        );
        assert_eq!(
            once("=== x: format\nfact a: bool\n"),
            Ok("=== x: format\nfact a: bool\n".to_owned())
        );
    }

    #[test]
    fn fixes_are_applied() {
        let found = once("=== x: check terse fix\nzone z\nfact a： bool\n").expect("runs");
        assert!(
            found.ends_with("--- fixed\nzone z\nfact a: bool\n"),
            "{found}"
        );
    }

    #[test]
    fn files_stay_apart() {
        let found =
            once("=== x: check terse\n// file: a.weir\nuse \"b.weir\"\n// file: b.weir\nzone z\n");
        assert_eq!(
            found,
            Ok(
                "=== x: check terse\n// file: a.weir\nuse \"b.weir\"\n// file: b.weir\nzone z\n"
                    .to_owned()
            )
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(once("=== x: chek\n").is_err_and(|why| why.contains("no kind `chek`")));
        assert!(
            once("=== x: check\n--- expect\n").is_err_and(|why| why.contains("a block `expect`"))
        );
        assert!(once("=== x: determine\n").is_err_and(|why| why.contains("needs a block")));
    }

    #[test]
    fn scenarios_may_be_yaml() {
        assert_eq!(
            scenario_text("a = { b, c }\nreading r is s\n"),
            "facts:\n  a: [b, c]\nreadings:\n  r: s\n"
        );
        assert_eq!(scenario_text("facts:\n  a: 1\n"), "facts:\n  a: 1\n");
    }
}
