//! The command line: its words, and which command does what.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use weir_core::date::Date;
use weir_syntax::diagnostic::Language;

use crate::load::{self, LoadError, Loaded};
use crate::{Exit, Io, Stop};

mod analyze;
pub mod ask;
mod changelog;
mod check;
mod diff;
mod eval;
mod explain;
mod export;
mod fmt;
mod graph;
mod import;
mod interview;
mod lsp;
pub mod new;
mod saved;
pub mod schema;
mod sides;
mod test;
mod zones;

/// Determine what a data export out of China needs, from policies written as source.
#[derive(Debug, Parser)]
#[command(
    name = "weir",
    version,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 done, 1 findings, 2 usage or unreadable input, 3 undetermined."
)]
struct Weir {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Language of the output; else from WEIR_LANG or LANG.
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// Folder or file of the policies; else the nearest folder named `policies`.
    #[arg(long, global = true, value_name = "PATH")]
    policies: Option<PathBuf>,
    /// When to colour.
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Colour,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Determine scenarios: which pathway, by which articles, with which duties
    Eval(eval::EvalArgs),
    /// Determine a scenario under the list of every free trade zone and under the national rules alone, side by side
    Zones(zones::ZonesArgs),
    /// Look at all cases: gaps, conflicts, clauses without effect, untested numbers; how the lists of zones differ
    Analyze(analyze::AnalyzeArgs),
    /// Compare two versions of policies, or two days: what is written otherwise and what that changes, in every case
    Diff(diff::DiffArgs),
    /// Compare two versions of policies as `diff` does, and write it as one page for a browser
    Report(diff::ReportArgs),
    /// Say which commit changed which article or row of a law or list, and what that changed
    Changelog(changelog::ChangelogArgs),
    /// Ask for the facts that still matter and write a scenario file
    Ask(interview::AskArgs),
    /// Check policies: syntax, names, types, dates, citations
    Check(check::CheckArgs),
    /// Run the tests in policies
    Test(test::TestArgs),
    /// Show which clauses prevail over which, for people, programs or Graphviz
    Graph(graph::GraphArgs),
    /// Put policies into the one canonical format
    Fmt(fmt::FmtArgs),
    /// Turn an official table (CSV, Excel, Word) into a list, or update a list with it
    Import(import::ImportArgs),
    /// Write the rows of a list as a table
    Export(export::ExportArgs),
    /// Explain a diagnostic code
    Explain {
        /// The code or its name, such as E0203 or unknown-fact; without it all codes are listed
        code: Option<String>,
    },
    /// Print the JSON Schema of scenario files, or of what a command prints for programs
    Schema {
        /// Which schema
        #[arg(value_enum)]
        of: SchemaOf,
    },
    /// Start a policy project in a new folder
    New {
        /// The folder to make
        folder: PathBuf,
    },
    /// Run the language server for an editor, on standard input and output
    Lsp {
        /// Accepted because editors' libraries give it; there is no other way of talking
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SchemaOf {
    /// Scenario files
    Scenario,
    /// The output of `weir eval --format json`
    Determination,
    /// The output of `weir test --format json`
    Tests,
    /// The output of `weir graph --format json`
    Graph,
    /// The output of `weir diff --format json`
    Diff,
    /// The output of `weir analyze --format json`
    Analysis,
}

/// What every command works with.
pub(crate) struct Context<'i, 'o> {
    pub(crate) io: &'i mut Io<'o>,
    pub(crate) common: Common,
    pub(crate) language: Language,
}

pub(crate) fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let parsed = match Weir::try_parse_from(args) {
        Ok(parsed) => parsed,
        Err(error) => return usage(&error, io),
    };
    let language = match parsed.common.lang {
        Some(Lang::Zh) => Language::Zh,
        Some(Lang::En) => Language::En,
        None => io.language,
    };
    io.colour = match parsed.common.color {
        Colour::Auto => io.colour,
        Colour::Always => true,
        Colour::Never => false,
    };
    let mut context = Context {
        io,
        common: parsed.common,
        language,
    };
    match parsed.command {
        Command::Eval(args) => eval::run(&mut context, &args),
        Command::Zones(args) => zones::run(&mut context, &args),
        Command::Analyze(args) => analyze::run(&mut context, &args),
        Command::Diff(args) => diff::run(&mut context, args),
        Command::Report(args) => diff::report(&mut context, args),
        Command::Changelog(args) => changelog::run(&mut context, &args),
        Command::Ask(args) => interview::run(&mut context, &args),
        Command::Check(args) => check::run(&mut context, &args),
        Command::Test(args) => test::run(&mut context, &args),
        Command::Graph(args) => graph::run(&mut context, &args),
        Command::Fmt(args) => fmt::run(&mut context, &args),
        Command::Import(args) => import::run(&mut context, &args),
        Command::Export(args) => export::run(&mut context, &args),
        Command::Explain { code } => explain::run(&mut context, code.as_deref()),
        Command::Schema { of } => print_schema(&mut context, of),
        Command::New { folder } => start_project(&mut context, &folder),
        Command::Lsp { .. } => lsp::run(&mut context),
        Command::Completions { shell } => {
            // The generator expects that writing succeeds, so it writes to memory.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Weir::command(), "weir", &mut script);
            context.io.stdout.write_all(&script)?;
            Ok(Exit::Done)
        }
    }
}

/// Help and version go to standard output; everything else clap says is about wrong usage.
fn usage(error: &clap::Error, io: &mut Io<'_>) -> Result<Exit, Stop> {
    if error.use_stderr() {
        write!(io.stderr, "{error}")?;
        Ok(Exit::Usage)
    } else {
        write!(io.stdout, "{error}")?;
        Ok(Exit::Done)
    }
}

fn print_schema(context: &mut Context<'_, '_>, of: SchemaOf) -> Result<Exit, Stop> {
    let value = match of {
        SchemaOf::Scenario => {
            let loaded = context.load(&[])?;
            schema::scenario_schema(&loaded.checked.program, context.language)
        }
        SchemaOf::Determination => schema::determination_schema(),
        SchemaOf::Tests => schema::tests_schema(),
        SchemaOf::Graph => schema::graph_schema(),
        SchemaOf::Diff => schema::diff_schema(),
        SchemaOf::Analysis => schema::analysis_schema(),
    };
    let text = serde_json::to_string_pretty(&value).map_err(std::io::Error::other)?;
    writeln!(context.io.stdout, "{text}")?;
    Ok(Exit::Done)
}

fn start_project(context: &mut Context<'_, '_>, folder: &std::path::Path) -> Result<Exit, Stop> {
    let full = context.io.folder.join(folder);
    match new::create(&full, context.language) {
        Ok(()) => {
            let shown = folder.display();
            let text = context.language.pick(
                format!("已创建 {shown}。下一步：cd {shown} && weir test && weir eval scenarios/example.yaml"),
                format!("created {shown}; next: cd {shown} && weir test && weir eval scenarios/example.yaml"),
            );
            writeln!(context.io.stderr, "{text}")?;
            Ok(Exit::Done)
        }
        Err(error) => {
            writeln!(
                context.io.stderr,
                "weir: {}",
                error.message(context.language)
            )?;
            Ok(Exit::Usage)
        }
    }
}

impl Context<'_, '_> {
    /// Loads the policies at these paths; without paths those of the command line, else the nearest folder `policies`.
    pub(crate) fn load(&mut self, paths: &[PathBuf]) -> Result<Loaded, Stop> {
        let paths = match paths {
            [] => load::policies_from(&self.io.folder, self.common.policies.as_deref())
                .map(|policies| vec![policies]),
            paths => Ok(paths.to_vec()),
        };
        let result = paths.and_then(|paths| load::load(&self.io.folder, &paths));
        result.or_else(|error| self.fail(&error))
    }

    /// Loads policies for determinations: errors in them are shown and end the run.
    pub(crate) fn load_executable(&mut self) -> Result<Loaded, Stop> {
        self.load_executable_at(&[])
    }

    /// The same for policies at these paths.
    pub(crate) fn load_executable_at(&mut self, paths: &[PathBuf]) -> Result<Loaded, Stop> {
        let loaded = self.load(paths)?;
        self.without_errors(loaded, None)
    }

    /// Shows the errors of policies, which then can't be used, and says which version has them.
    pub(crate) fn without_errors(
        &mut self,
        loaded: Loaded,
        version: Option<&str>,
    ) -> Result<Loaded, Stop> {
        if loaded.checked.has_errors() {
            let errors = loaded.checked.problems.iter().filter(|problem| {
                problem.code().severity() == weir_syntax::diagnostic::Severity::Error
            });
            let diagnostics: Vec<_> = errors
                .map(|problem| problem.diagnostic(self.language))
                .collect();
            crate::render::diagnostics::human(
                self,
                &crate::render::diagnostics::Files::of(&loaded.checked),
                &diagnostics,
            )?;
            let version = version.map_or_else(String::new, |version| {
                self.language
                    .pick(format!("{version} 的"), format!(" of {version}"))
            });
            let text = self.language.pick(
                format!("{version}规则有错误，未作判断"),
                format!("the policies{version} have errors; nothing was determined"),
            );
            writeln!(self.io.stderr, "weir: {text}")?;
            return Err(Stop::Said(Exit::Findings));
        }
        Ok(loaded)
    }

    /// Replaces a file as a whole, or writes a new one.
    pub(crate) fn replace(&mut self, file: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Stop> {
        let full = self.io.folder.join(file);
        let written = load::replace(&full, bytes);
        written.or_else(|error| self.not_written(file, error))
    }

    /// Says why a file could not be written, and ends the run.
    pub(crate) fn not_written<T>(&mut self, file: &Path, error: io::Error) -> Result<T, Stop> {
        let folder = load::folder_of(file);
        if self.io.folder.join(folder).is_dir() {
            self.fail(&LoadError::Unwritable(file.to_owned(), error))
        } else {
            self.fail(&LoadError::NoFolder(folder.to_owned()))
        }
    }

    /// Says why something could not be read or written, and ends the run.
    pub(crate) fn fail<T>(&mut self, error: &LoadError) -> Result<T, Stop> {
        let text = match error {
            LoadError::Unreadable(path, error) => self.language.pick(
                format!("无法读取 {}：{error}", path.display()),
                format!("can't read {}: {error}", path.display()),
            ),
            LoadError::Unwritable(path, error) => self.language.pick(
                format!("无法写入 {}：{error}", path.display()),
                format!("can't write {}: {error}", path.display()),
            ),
            LoadError::NoFolder(path) => self.language.pick(
                format!("没有文件夹 {}", path.display()),
                format!("there is no folder {}", path.display()),
            ),
            LoadError::NotText(path) => self.language.pick(
                format!("{} 不是 UTF-8 文本", path.display()),
                format!("{} is not UTF-8 text", path.display()),
            ),
            LoadError::Empty(path) => self.language.pick(
                format!("{} 中没有 .weir 文件", path.display()),
                format!("there is no .weir file at {}", path.display()),
            ),
            LoadError::NoPolicies(path) => self.language.pick(
                format!(
                    "从 {} 向上找不到 policies 文件夹；请用 --policies 指定",
                    path.display()
                ),
                format!(
                    "no folder `policies` from {} upwards; say where they are with --policies",
                    path.display()
                ),
            ),
            LoadError::Missing(path) => self.language.pick(
                format!("没有 {}", path.display()),
                format!("there is no {}", path.display()),
            ),
            LoadError::Git(error) => crate::render::git::error(error, self.language),
        };
        writeln!(self.io.stderr, "weir: {text}")?;
        Err(Stop::Said(Exit::Usage))
    }
}

/// Reads a day from the command line.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    weir_core::date::parse(text)
        .ok_or_else(|| format!("`{text}` is not a day; write it as 2026-03-01"))
}

/// A number with its noun in English: `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let ending = match number {
        1 => "",
        _ if noun.ends_with('x') => "es",
        _ => "s",
    };
    format!("{number} {noun}{ending}")
}
