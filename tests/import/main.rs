//! Official tables to lists and back, through the command line: files in a folder, runs, files again. Word files are built
//! here part by part, Excel files by the writer of tables.
#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::io::Write as _;
use std::path::PathBuf;

use weir::{Exit, Io};
use weir_syntax::diagnostic::Language;

mod export;
mod files;
mod first;
mod hostile;
mod mapping;
mod policy;
mod read;
mod update;

/// A folder with policies in it.
struct Project {
    folder: tempfile::TempDir,
}

/// What a run said.
struct Said {
    exit: Exit,
    out: String,
    err: String,
}

impl Project {
    /// The policies of these tests.
    fn new() -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        project.write("policies/vocabulary.weir", policy::VOCABULARY.as_bytes());
        project.write("policies/list.import.yaml", policy::MAPPING.as_bytes());
        project.run(&["fmt"]);
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{from} is not in\n{text}");
        self.write(name, text.replace(from, to).as_bytes());
    }

    fn run(&self, args: &[&str]) -> Said {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = Io {
            stdin: &mut &b""[..],
            stdout: &mut out,
            stderr: &mut err,
            folder: self.folder.path().to_owned(),
            colour: false,
            width: 100,
            language: Language::En,
        };
        let all = std::iter::once("weir").chain(args.iter().copied());
        let exit = weir::run(all.map(Into::into), &mut io);
        Said {
            exit,
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// Imports lines of separated values into the list.
    fn import(&self, table: &str, options: &[&str]) -> Said {
        self.write("table.csv", table.as_bytes());
        let mut args = vec!["import", "table.csv", "-o", "policies/list.weir"];
        args.extend_from_slice(options);
        self.run(&args)
    }

    fn list(&self) -> String {
        self.read("policies/list.weir")
    }

    /// The policies have neither errors nor warnings, and are in canonical form.
    #[track_caller]
    fn is_sound(&self) {
        let checked = self.run(&["check", "--deny-warnings"]);
        assert_eq!(checked.exit, Exit::Done, "{}{}", checked.out, checked.err);
        let formatted = self.run(&["fmt", "--check"]);
        assert_eq!(
            formatted.exit,
            Exit::Done,
            "{}\n{}",
            formatted.out,
            self.list()
        );
    }
}

/// The lines of the row with this id, from `row` to the last clause, in whichever part comes first.
#[track_caller]
fn row(list: &str, id: &str) -> String {
    let head = format!("row {id}");
    let lines = list.lines().skip_while(|line| line.trim() != head);
    let lines: Vec<&str> = lines
        .take_while(|line| !line.trim().is_empty() && line.trim() != "}")
        .map(str::trim)
        .filter(|line| !line.starts_with("note zh \"原文："))
        .collect();
    assert!(!lines.is_empty(), "no {head} in\n{list}");
    lines.join("\n")
}

/// A container of these parts.
fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
