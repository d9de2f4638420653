//! What holds of every run of the program, whatever it prints; what it prints stands in the transcripts of `tests/cli`.

use std::io::{self, Write};
use std::path::Path;

use weir::Exit;
use weir_syntax::diagnostic::Language;

const COMMANDS: [&str; 14] = [
    "eval",
    "zones",
    "analyze",
    "ask",
    "check",
    "test",
    "fmt",
    "import",
    "export",
    "explain",
    "schema",
    "new",
    "completions",
    "lsp",
];

/// A run of the program.
struct Run {
    exit: Exit,
    out: Vec<u8>,
    err: Vec<u8>,
}

fn run(folder: &Path, command: &str) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run_into(folder, command, &mut out, &mut err);
    Run { exit, out, err }
}

fn run_into(folder: &Path, command: &str, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let mut io = weir::Io {
        stdin: &mut io::empty(),
        stdout: out,
        stderr: err,
        folder: folder.to_owned(),
        colour: false,
        width: 100,
        language: Language::En,
    };
    weir::run(
        ["weir"]
            .into_iter()
            .chain(command.split(' '))
            .map(Into::into),
        &mut io,
    )
}

fn root() -> std::path::PathBuf {
    weir_tests::root()
}

/// A small project, as `weir new` makes it.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap_or_else(|error| unreachable!("{error}"));
    assert_eq!(run(folder.path(), "new p").exit, Exit::Done);
    folder
}

#[test]
fn help_fits_a_screen() {
    for help in ["--help", "-h"]
        .into_iter()
        .map(str::to_owned)
        .chain(COMMANDS.map(|command| format!("{command} -h")))
    {
        let said = run(&root(), &help);
        let text = String::from_utf8(said.out).expect("text");
        assert_eq!(
            (said.exit, said.err.is_empty()),
            (Exit::Done, true),
            "{help}"
        );
        assert!(
            text.lines().count() <= 40,
            "{help}: {} lines",
            text.lines().count()
        );
    }
    let all = String::from_utf8(run(&root(), "--help").out).expect("text");
    assert!(
        COMMANDS.iter().all(|command| all.contains(command)),
        "{all}"
    );
}

#[test]
fn wrong_usage_is_told_on_standard_error() {
    for wrong in [
        "evaluate",
        "--nothing",
        "eval",
        "eval --on yesterday a.yaml",
        "check --format xml",
        "schema",
        "completions shell",
        "explain E9999",
    ] {
        let said = run(&root(), wrong);
        assert_eq!(said.exit, Exit::Usage, "{wrong}");
        assert!(said.out.is_empty() && !said.err.is_empty(), "{wrong}");
    }
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&root(), &format!("completions {shell}"));
        assert_eq!(
            (script.exit, script.err.is_empty()),
            (Exit::Done, true),
            "{shell}"
        );
        let text = String::from_utf8(script.out).expect("text");
        assert!(
            COMMANDS.iter().all(|command| text.contains(command)),
            "{shell}"
        );
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = project();
    let commands = [
        "check p/policies",
        "check p/policies --format json",
        "test p/policies",
        "schema scenario --policies p/policies",
        "schema determination",
        "completions bash",
        "eval p/scenarios/example.yaml --policies p/policies --explain",
        "eval p/scenarios/example.yaml --policies p/policies --format json --all-readings",
        "eval p/scenarios/example.yaml --policies p/policies --lang zh",
    ];
    let large = [
        "check policies --format json",
        "schema scenario",
        "eval policies/scenarios/ecommerce_orders.yaml --format json",
    ];
    let root = root();
    for (folder, command) in commands
        .map(|command| (project.path(), command))
        .into_iter()
        .chain(large.map(|command| (root.as_path(), command)))
    {
        let (one, two) = (run(folder, command), run(folder, command));
        assert!(
            one.out == two.out && one.err == two.err && one.exit == two.exit,
            "{command}"
        );
        assert!(
            !(one.out.is_empty() && one.err.is_empty()) && one.exit != Exit::Usage,
            "{command}"
        );
    }
}

#[test]
fn machine_formats_are_json_and_alone_on_standard_output() {
    let project = project();
    for command in [
        "check p/policies --format json",
        "test p/policies --format json",
        "eval p/scenarios/example.yaml --policies p/policies --format json",
        "schema scenario --policies p/policies",
        "schema determination",
    ] {
        let said = run(project.path(), command);
        let value: serde_json::Value = serde_json::from_slice(&said.out).expect(command);
        assert!(value.is_object() || value.is_array(), "{command}");
    }
}

#[test]
fn there_is_no_colour_unless_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.weir"), "fact a bool\n").expect("written");
    let plain = run(folder.path(), "check a.weir");
    assert!(!plain.err.contains(&0x1b) && !plain.out.contains(&0x1b));
    let coloured = run(folder.path(), "check a.weir --color always");
    assert!(coloured.err.contains(&0x1b) || coloured.out.contains(&0x1b));
}

#[test]
fn a_broken_file_is_left_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.weir");
    for text in [
        "fact a bool\r\n  zh \"甲\"   \n\n\n",
        "\u{FEFF}zone a {\n",
        "zone\ta@\n",
        "fact a： bool\n",
    ] {
        std::fs::write(&file, text).expect("written");
        let before = std::fs::metadata(&file)
            .and_then(|data| data.modified())
            .expect("there");
        assert_eq!(
            run(folder.path(), "fmt a.weir").exit,
            Exit::Findings,
            "{text}"
        );
        assert_eq!(std::fs::read(&file).expect("there"), text.as_bytes());
        assert_eq!(
            std::fs::metadata(&file)
                .and_then(|data| data.modified())
                .expect("there"),
            before
        );
    }
    let others = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(others, 1, "nothing is left beside the file");
}

#[test]
fn formatting_twice_changes_nothing_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.weir");
    std::fs::write(&file, "zone   a   zh \"甲\"\n\n\n\nzone b\n").expect("written");
    assert_eq!(
        run(folder.path(), "fmt --check a.weir").exit,
        Exit::Findings
    );
    assert_eq!(run(folder.path(), "fmt a.weir").exit, Exit::Done);
    let once = std::fs::read(&file).expect("there");
    assert_eq!(run(folder.path(), "fmt a.weir").exit, Exit::Done);
    assert_eq!(std::fs::read(&file).expect("there"), once);
    assert_eq!(run(folder.path(), "fmt --check a.weir").exit, Exit::Done);
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1
    );
}

#[test]
fn a_new_file_takes_the_place_of_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let there = folder.path().join("there.weir");
    std::fs::write(&there, "mine").expect("written");
    let refused = weir::load::create(&there, "other").expect_err("it exists");
    assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(std::fs::read_to_string(&there).expect("read"), "mine");
    assert_eq!(std::fs::read_dir(&folder).expect("read").count(), 1);
    let fresh = folder.path().join("fresh.weir");
    weir::load::create(&fresh, "new").expect("written");
    assert_eq!(std::fs::read_to_string(&fresh).expect("read"), "new");
}

/// As other programs make them, and not only for their owner.
#[cfg(unix)]
#[test]
fn a_new_file_may_be_read_by_those_who_may_read_other_new_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = project();
    std::fs::write(folder.path().join("usual"), "").expect("written");
    let exported = "diff p/policies p/policies --html page.html --lang en";
    assert_eq!(run(folder.path(), exported).exit, Exit::Done);
    let mode = |file: &str| {
        let metadata = std::fs::metadata(folder.path().join(file)).expect("a file");
        metadata.permissions().mode()
    };
    assert_eq!(mode("page.html"), mode("usual"));
}

/// Saved tests say from there which files they use.
#[test]
fn a_name_alone_stands_in_the_current_folder() {
    for (file, folder) in [("t.weir", "."), ("p/t.weir", "p")] {
        let found = weir::load::folder_of(Path::new(file));
        assert_eq!(found, Path::new(folder));
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = project();
    let no_folder = std::path::Path::new("nowhere");
    for (language, expected) in [
        (
            "en",
            format!("weir: there is no folder {}\n", no_folder.display()),
        ),
        ("zh", format!("weir: 没有文件夹 {}\n", no_folder.display())),
    ] {
        for command in [
            "diff p/policies p/policies --html nowhere/page.html",
            "diff p/policies p/policies --save-tests nowhere/tests.weir",
        ] {
            let said = run(folder.path(), &format!("{command} --lang {language}"));
            assert_eq!(String::from_utf8_lossy(&said.err), expected, "{command}");
            assert_eq!(said.exit, Exit::Usage);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_left_as_it_is() {
    let folder = project();
    let policies = folder.path().join("p/policies");
    let target = folder.path().join("elsewhere.weir");
    let link = policies.join("found.weir");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let refused = weir::load::create(&link, "other").expect_err("it exists");
    assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
    let said = run(
        folder.path(),
        "analyze p/policies --save-tests p/policies/found.weir",
    );
    assert_eq!(said.exit, Exit::Usage);
    let err = String::from_utf8(said.err).expect("text");
    assert!(err.contains("found.weir exists already"), "{err}");
    assert_eq!(std::fs::read_link(&link).expect("a link"), target);
    assert!(target.symlink_metadata().is_err());
}

#[test]
fn files_that_are_no_text_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.weir"), [0xFF, 0xFE, 0x00]).expect("written");
    for command in [
        "check a.weir",
        "fmt a.weir",
        "check nowhere.weir",
        "test nowhere",
    ] {
        let said = run(folder.path(), command);
        assert_eq!(said.exit, Exit::Usage, "{command}");
        assert!(said.out.is_empty() && !said.err.is_empty(), "{command}");
    }
    std::fs::create_dir(folder.path().join("empty")).expect("made");
    assert_eq!(run(folder.path(), "check empty").exit, Exit::Usage);
}

/// A pipe that nobody reads.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let project = project();
    for command in [
        "schema determination",
        "completions bash",
        "eval p/scenarios/example.yaml --policies p/policies --explain",
        "explain",
        "explain E0203",
        "--help",
    ] {
        let mut err = Vec::new();
        let exit = run_into(project.path(), command, &mut Closed, &mut err);
        assert_eq!((exit, err.len()), (Exit::Done, 0), "{command}");
    }
}

#[test]
fn several_scenarios_at_once_are_like_one_after_the_other() {
    let names =
        weir_tests::collect::below(&root().join("policies/scenarios"), "yaml").expect("scenarios");
    let names: Vec<String> = names
        .iter()
        .map(|path| {
            path.strip_prefix(root())
                .expect("below the root")
                .display()
                .to_string()
        })
        .collect();
    let all = run(&root(), &format!("eval {} --format json", names.join(" ")));
    let all: serde_json::Value = serde_json::from_slice(&all.out).expect("JSON");
    let each: Vec<serde_json::Value> = names
        .iter()
        .map(|name| {
            serde_json::from_slice::<serde_json::Value>(
                &run(&root(), &format!("eval {name} --format json")).out,
            )
            .expect("JSON")
        })
        .filter_map(|one| one.pointer("/determinations/0").cloned())
        .collect();
    assert_eq!(
        all.pointer("/determinations"),
        Some(&serde_json::Value::Array(each))
    );
}

#[test]
fn what_is_found_is_called_the_same_whatever_is_found_before_it() {
    let fingerprints = |text: &str| -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("p.weir"), text).expect("written");
        let said = run(folder.path(), "check p.weir --format gitlab");
        let found: serde_json::Value = serde_json::from_slice(&said.out).expect("a report");
        let found = found.as_array().expect("a list").iter();
        let numbers = found.filter(|one| one["check_name"] == "W0103");
        numbers.map(|one| one["fingerprint"].to_string()).collect()
    };
    let law = |more: &str| {
        format!(
            "outcome pathway ladder {{ exempt }}\nmeasure people: people\ninstrument i {{\n{more}  article 2 when people < 1_000 then pathway exempt\n}}\n"
        )
    };
    let before = fingerprints(&law(""));
    let after = fingerprints(&law(
        "  article 1 when people < 1_000_000 then pathway exempt\n",
    ));
    let gone: Vec<&String> = before.iter().filter(|one| !after.contains(one)).collect();
    assert!(
        gone.is_empty() && !before.is_empty(),
        "{gone:?} of {before:?}"
    );
}

/// A change of each of many rules is told on a screen; programs get each, with its line.
#[test]
fn a_change_of_many_rules_fits_a_screen() {
    const RULES: usize = 3_000;
    let text = |number: &str| {
        let mut text = "outcome p ladder { a zh \"甲\" en \"a\" b zh \"乙\" en \"b\" }\n\
            measure m.n: people zh \"甲\" en \"people\" ask zh \"甲\" ask en \"a\"\n\
            instrument i {\n  zh \"甲\" en \"Order\"\n  in force from 2020-01-01\n"
            .to_owned();
        for at in 1..=RULES {
            text += &format!(
                "  article {at}\n    zh \"第{at}条\"\n    en \"Article {at}\"\n    when m.n >= {number}\n    then p a\n"
            );
        }
        text + "}\n"
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.weir"), text("10")).unwrap();
    std::fs::write(folder.path().join("new.weir"), text("20")).unwrap();
    let said = run(folder.path(), "diff old.weir new.weir");
    let human = String::from_utf8(said.out).unwrap();
    assert!(human.lines().count() < 80, "{human}");
    let all = "rule: 3,000 differ: condition 3,000; the first 5";
    assert!(human.contains(all), "{human}");
    let said = run(folder.path(), "diff old.weir new.weir --format json");
    let report: serde_json::Value = serde_json::from_slice(&said.out).unwrap();
    let sources = report["sources"].as_array().unwrap();
    assert_eq!(sources.len(), RULES);
    for written in sources {
        let name = written["name"].as_str().unwrap();
        let number: usize = name.rsplit(' ').next().unwrap().parse().unwrap();
        let line = written["place"]["start"]["line"].as_u64().unwrap();
        assert_eq!(line as usize, 6 + (number - 1) * 5, "{written}");
    }
}
