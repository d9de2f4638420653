//! The command line of Weir: loading, commands, renderings and file formats. It decides nothing about the language.

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use weir_syntax::diagnostic::Language;

pub mod analysis;
pub mod cli;
pub mod diff;
pub mod formats;
mod import;
pub mod load;
pub mod render;
pub mod sides;
pub mod what_if;

/// What the program reads and writes, so that it can be run in a test.
pub struct Io<'a> {
    /// Answers.
    pub stdin: &'a mut dyn BufRead,
    /// Data.
    pub stdout: &'a mut dyn Write,
    /// Talk.
    pub stderr: &'a mut dyn Write,
    /// The folder in which relative paths start.
    pub folder: PathBuf,
    /// Whether to colour.
    pub colour: bool,
    /// The width of lines, in columns.
    pub width: usize,
    /// The language where none is asked for.
    pub language: Language,
}

impl std::fmt::Debug for Io<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Io")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done, nothing found.
    Done = 0,
    /// Errors, failing tests or differences were found.
    Findings = 1,
    /// The command or its input could not be read.
    Usage = 2,
    /// The answer is undetermined.
    Undetermined = 3,
}

/// Why a run stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads the output any more.
    Closed,
    /// Reading or writing failed.
    Io(io::Error),
    /// Something was already said on standard error.
    Said(Exit),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Io(error)
        }
    }
}

/// Runs the program on the process's own arguments and streams.
#[must_use]
pub fn main() -> ExitCode {
    let language = ["WEIR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    // Not locked for long: the language server reads and writes on threads of its own.
    let mut stdin = io::BufReader::new(io::stdin());
    let mut stdout = io::BufWriter::new(io::stdout());
    let mut stderr = io::stderr();
    let mut io = Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        folder: PathBuf::new(),
        colour: io::stdout().is_terminal()
            && io::stderr().is_terminal()
            && std::env::var_os("NO_COLOR").is_none(),
        width: std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .filter(|width| *width >= 40)
            .unwrap_or(100),
        language: if language.is_some_and(|language| language.to_lowercase().starts_with("zh")) {
            Language::Zh
        } else {
            Language::En
        },
    };
    let exit = run(std::env::args_os(), &mut io);
    ExitCode::from(exit as u8)
}

/// Runs one command.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Exit {
    let result =
        cli::run(args, io).and_then(|exit| io.stdout.flush().map(|()| exit).map_err(Stop::from));
    match result {
        Ok(exit) | Err(Stop::Said(exit)) => {
            // What was said before the stop is still shown; there is nobody left to tell if that fails.
            let _ = io.stdout.flush();
            exit
        }
        Err(Stop::Closed) => Exit::Done,
        Err(Stop::Io(error)) => {
            let _ = writeln!(io.stderr, "weir: {error}");
            Exit::Usage
        }
    }
}
