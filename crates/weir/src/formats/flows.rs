//! Files of flows: a table with a row for each, JSON lines, a JSON list, or scenario files. Each flow is read by the reader of
//! scenario files, once for the old policies and once for the new.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use weir_core::date::Date;
use weir_core::hir::{Program, SourceId};
use weir_core::scenario::{Given, Scenario};
use weir_tables::{Limits, Table, TableError};

use super::scenario::vocabulary::{Found, Vocabulary};
use super::scenario::{self, Row, ScenarioFile, ScenarioProblem, is_remark, read_row};
use crate::load::{self, LoadError};

/// The flows of a file or folder, not yet read by any policies.
#[derive(Debug)]
pub enum FlowFile {
    /// The head of a table, and its rows with their numbers.
    Table(Vec<String>, Vec<(usize, Vec<String>)>),
    /// The objects of a JSON file with their numbers.
    Objects(Vec<(usize, String)>),
    /// Scenario files, and the files of a folder that are none and are not read.
    Scenarios(Vec<(PathBuf, String)>, Vec<PathBuf>),
}

/// Why there are no flows.
#[derive(Debug)]
pub enum FlowError {
    /// The file can't be read.
    Load(LoadError),
    /// The table can't be read.
    Table(TableError),
    /// There is nothing in it, but for these files of a folder, which are not read.
    Empty(Vec<PathBuf>),
    /// A workbook has several sheets with something in them.
    Sheets(Vec<String>),
    /// A row has more cells than the head: its number.
    TooWide(usize),
    /// The text is no list of objects, from this byte on.
    NotAList(usize),
}

/// A flow as both versions understand it.
#[derive(Debug)]
pub struct Flow {
    /// What it is called, if it is.
    pub title: Option<String>,
    /// The day as of which it is to be determined.
    pub on: Option<Date>,
    /// The options that it takes, by name.
    pub readings: Vec<(String, String)>,
    /// The facts for the old and for the new side.
    pub sides: [Scenario; 2],
}

/// A flow that is not understood: the text in which the problems have their places.
#[derive(Debug)]
pub struct Wrong {
    /// The text.
    pub text: String,
    /// What is not understood.
    pub problems: Vec<ScenarioProblem>,
}

/// Where a flow stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The row of a table, counted from 1, the head included.
    Row(usize),
    /// A line of a file of JSON lines, or a place in a list.
    Object(usize),
    /// A file of its own.
    File(PathBuf),
}

/// How large a table of flows may be.
const LIMITS: Limits = Limits {
    file_bytes: 256 << 20,
    unpacked_bytes: 512 << 20,
    depth: 256,
    tables: 100,
    rows: 1_000_000,
    columns: 1_000,
    cells: 20_000_000,
    text_bytes: 512 << 20,
};

impl FlowFile {
    /// Opens a file, or a folder of scenario files.
    ///
    /// # Errors
    ///
    /// If it can't be read or has no flow.
    pub fn open(folder: &Path, path: &Path) -> Result<Self, FlowError> {
        let full = folder.join(path);
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let text = || load::read_text(&full).map_err(FlowError::Load);
        if full.is_dir() {
            scenarios(&full, path)
        } else if ending == "jsonl" || ending == "ndjson" {
            json_lines(&text()?)
        } else if ending == "yaml" || ending == "yml" {
            Ok(Self::Scenarios(
                vec![(path.to_owned(), text()?)],
                Vec::new(),
            ))
        } else if ending == "json" {
            let text = text()?;
            if text
                .trim_start_matches('\u{FEFF}')
                .trim_start()
                .starts_with('[')
            {
                json_list(&text)
            } else {
                Ok(Self::Scenarios(vec![(path.to_owned(), text)], Vec::new()))
            }
        } else {
            table(&full, path)
        }
    }

    /// How many flows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Table(_, rows) => rows.len(),
            Self::Objects(objects) => objects.len(),
            Self::Scenarios(files, _) => files.len(),
        }
    }

    /// The files of a folder that are not read: they are no scenario files.
    #[must_use]
    pub fn left_out(&self) -> &[PathBuf] {
        match self {
            Self::Table(..) | Self::Objects(_) => &[],
            Self::Scenarios(_, left_out) => left_out,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads the flows one after the other.
    ///
    /// # Errors
    ///
    /// What `each` gives.
    pub fn each<E>(
        &self,
        programs: [&Program; 2],
        mut each: impl FnMut(At, Result<Flow, Wrong>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::Table(head, rows) => {
                let columns = columns(programs, head);
                for (number, row) in rows {
                    each(At::Row(*number), of_row(programs, &columns, row))?;
                }
            }
            Self::Objects(objects) => {
                for (number, text) in objects {
                    let read = |program: &Program| scenario::read_object(program, SOURCE, text);
                    each(At::Object(*number), of_text(programs, text, read))?;
                }
            }
            Self::Scenarios(files, _) => {
                for (path, text) in files {
                    let name = path.display().to_string();
                    let read = |program: &Program| scenario::read(program, SOURCE, &name, text);
                    each(At::File(path.clone()), of_text(programs, text, read))?;
                }
            }
        }
        Ok(())
    }
}

/// The text in which problems have their places.
pub const SOURCE: SourceId = SourceId(u32::MAX);

/// The scenario files of a folder and the folders in it. Hidden ones are left out.
fn scenarios(full: &Path, path: &Path) -> Result<FlowFile, FlowError> {
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(full).follow_links(true).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| {
            let error = LoadError::Unreadable(path.to_owned(), error.into());
            FlowError::Load(error)
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(full).unwrap_or(entry.path());
        let name = path.join(below);
        if is_scenario(&name) {
            let text = load::read_text(entry.path()).map_err(FlowError::Load)?;
            files.push((name, text));
        } else {
            left_out.push(name);
        }
    }
    if files.is_empty() {
        return Err(FlowError::Empty(left_out));
    }
    Ok(FlowFile::Scenarios(files, left_out))
}

fn is_scenario(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
    ["yaml", "yml", "json"].iter().any(|known| ending == *known)
}

fn not_empty(file: FlowFile) -> Result<FlowFile, FlowError> {
    if file.is_empty() {
        Err(FlowError::Empty(Vec::new()))
    } else {
        Ok(file)
    }
}

fn json_lines(text: &str) -> Result<FlowFile, FlowError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = text.lines().enumerate();
    let objects = lines.filter(|(_, line)| !line.trim().is_empty());
    let objects = objects.map(|(at, line)| (at + 1, line.to_owned()));
    not_empty(FlowFile::Objects(objects.collect()))
}

/// The elements of a list as they are written, so that each is read with all that stands in it.
fn json_list(text: &str) -> Result<FlowFile, FlowError> {
    let mut objects = Vec::new();
    let (mut depth, mut closed, mut start) = (0_usize, false, None);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if quoted {
            (quoted, escaped) = (escaped || byte != b'"', !escaped && byte == b'\\');
            continue;
        }
        match byte {
            b'"' if closed => return Err(FlowError::NotAList(at)),
            b'"' => quoted = true,
            // Nothing follows the list.
            b'[' | b'{' if depth == 0 && closed => return Err(FlowError::NotAList(at)),
            b'[' | b'{' => {
                depth += 1;
                if depth == 2 {
                    start = Some(at);
                }
            }
            b'}' if depth == 1 => return Err(FlowError::NotAList(at)),
            b']' | b'}' => {
                depth = depth.checked_sub(1).ok_or(FlowError::NotAList(at))?;
                closed |= depth == 0;
                if let Some(from) = start.take_if(|_| depth == 1) {
                    let object = text.get(from..=at).unwrap_or_default();
                    objects.push((objects.len() + 1, object.to_owned()));
                }
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
            // Between the elements and after them there is nothing else.
            _ if depth == 1 || closed => return Err(FlowError::NotAList(at)),
            _ => {}
        }
        if depth == 1 && byte == b'"' {
            return Err(FlowError::NotAList(at));
        }
    }
    if depth > 0 {
        return Err(FlowError::NotAList(text.len()));
    }
    not_empty(FlowFile::Objects(objects))
}

fn table(full: &Path, path: &Path) -> Result<FlowFile, FlowError> {
    let bytes = std::fs::read(full)
        .map_err(|error| FlowError::Load(LoadError::Unreadable(path.to_owned(), error)))?;
    let tables = weir_tables::read(&bytes, &LIMITS).map_err(FlowError::Table)?;
    let filled = |table: &Table| {
        table
            .rows
            .iter()
            .flatten()
            .any(|cell| !cell.text.is_empty())
    };
    let mut tables: Vec<Table> = tables
        .into_iter()
        .filter(|table| !table.hidden && filled(table))
        .collect();
    if tables.len() > 1 {
        let names = tables
            .into_iter()
            .map(|table| table.name.unwrap_or_default());
        return Err(FlowError::Sheets(names.collect()));
    }
    let mut rows = Vec::new();
    for (at, row) in tables
        .pop()
        .map(|table| table.rows)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let texts: Vec<String> = row.into_iter().map(|cell| cell.text).collect();
        if texts.iter().any(|text| !text.is_empty()) {
            rows.push((at + 1, texts));
        }
    }
    if rows.is_empty() {
        return Err(FlowError::Empty(Vec::new()));
    }
    let (_, mut head) = rows.remove(0);
    while head.last().is_some_and(String::is_empty) {
        head.pop();
    }
    for (number, row) in &mut rows {
        if row.iter().skip(head.len()).any(|text| !text.is_empty()) {
            return Err(FlowError::TooWide(*number));
        }
        row.truncate(head.len());
    }
    not_empty(FlowFile::Table(head, rows))
}

/// The heads of a table, and whether only the old policies have a fact that is called so.
fn columns<'h>([old, new]: [&Program; 2], head: &'h [String]) -> Vec<(&'h str, bool)> {
    let [old, new] = [old, new].map(Vocabulary::new);
    let only_old = |head: &str| {
        let unknown = |words: &Vocabulary<'_>| matches!(words.fact(head, true), Found::Nothing(_));
        !is_remark(head) && unknown(&new) && !unknown(&old)
    };
    let columns = head.iter().map(|head| (head.as_str(), only_old(head)));
    columns.collect()
}

/// A row. A column that only the old policies know is read by them alone.
fn of_row(
    programs: [&Program; 2],
    columns: &[(&str, bool)],
    row: &[String],
) -> Result<Flow, Wrong> {
    let [old, new] = programs;
    let cells = |only_old: bool| -> Vec<(&str, &str)> {
        let cells = columns.iter().zip(row);
        let cells = cells.filter(|((_, gone), _)| *gone == only_old);
        cells
            .map(|((head, _), cell)| (*head, cell.as_str()))
            .collect()
    };
    let (cells, gone) = (cells(false), cells(true));
    let Row { text, read } = read_row(new, SOURCE, &cells);
    let problems = match read {
        Ok(found) if gone.is_empty() => return Ok(flow(found, new, [new, old])),
        Ok(found) => {
            let Row { text, read } = read_row(old, SOURCE, &gone);
            let before = read.map_err(|problems| Wrong { text, problems })?;
            let mut flow = flow(found, new, [new, old]);
            let [side, _] = &mut flow.sides;
            side.facts.extend(before.scenario.facts);
            return Ok(flow);
        }
        Err(problems) => problems,
    };
    // Values may be of the old version alone.
    let all: Vec<(&str, &str)> = columns
        .iter()
        .zip(row)
        .map(|((head, _), cell)| (*head, cell.as_str()))
        .collect();
    match read_row(old, SOURCE, &all).read {
        Ok(found) => Ok(of_old(found, programs)),
        Err(_) => Err(Wrong { text, problems }),
    }
}

/// A flow that only the old version understands.
fn of_old(found: ScenarioFile, [old, new]: [&Program; 2]) -> Flow {
    let mut flow = flow(found, old, [old, new]);
    flow.sides.reverse();
    flow
}

/// A text that the new policies understand, or else the old ones. What one of them takes for the name or day of a flow must not be a
/// fact of the other.
fn of_text(
    programs: [&Program; 2],
    text: &str,
    read: impl Fn(&Program) -> Result<ScenarioFile, Vec<ScenarioProblem>>,
) -> Result<Flow, Wrong> {
    let [old, new] = programs;
    let [in_old, in_new] = programs.map(read);
    let wrong = |problems| Wrong {
        text: text.to_owned(),
        problems,
    };
    let reserved = [&in_new, &in_old].into_iter().find_map(|read| {
        let problems = read.as_ref().err()?;
        let is_reserved = problems.iter().any(ScenarioProblem::is_reserved);
        is_reserved.then_some(problems)
    });
    if let Some(problems) = reserved {
        return Err(wrong(problems.clone()));
    }
    match (in_old, in_new) {
        (_, Ok(found)) => Ok(flow(found, new, [new, old])),
        (Ok(found), Err(_)) => Ok(of_old(found, programs)),
        (Err(_), Err(problems)) => Err(wrong(problems)),
    }
}

/// A flow out of what one version understands: that version and the other, whose side comes first.
fn flow(read: ScenarioFile, program: &Program, [own, other]: [&Program; 2]) -> Flow {
    let names = read.readings.iter().filter_map(|(id, option)| {
        let reading = &program[*id];
        let option = reading.options.get(*option)?;
        Some((reading.name.clone(), option.name.clone()))
    });
    Flow {
        title: read.title,
        on: read.on,
        readings: names.collect(),
        sides: [translated(&read.scenario, own, other), read.scenario],
    }
}

/// The facts of one version in another. What the other has no fact for is left out there; a value that it does not have is open.
fn translated(scenario: &Scenario, from: &Program, to: &Program) -> Scenario {
    let mut found = Scenario::default();
    for (fact, given) in &scenario.facts {
        let Some(there) = to.fact(&from[*fact].name) else {
            continue;
        };
        let (before, after) = (from.members(*fact), to.members(there));
        let position = |at: &usize| {
            let name = &before.get(*at)?.name;
            after.iter().position(|one| one.name == *name)
        };
        let given = match given {
            Given::Bool(_) | Given::Number(..) | Given::Date(_) => Some(given.clone()),
            Given::Choice(at) => position(at).map(Given::Choice),
            Given::Kind(at) => position(at).map(Given::Kind),
            Given::Set(known) => {
                let lost = before.iter().zip(known).any(|(member, one)| {
                    *one == Some(true) && !after.iter().any(|there| there.name == member.name)
                });
                let of = |member: &weir_core::hir::Member| {
                    let at = before.iter().position(|one| one.name == member.name);
                    // What only the other version has is not in a set of which everything is known.
                    at.map_or(given.is_complete().then_some(false), |at| {
                        known.get(at).copied().flatten()
                    })
                };
                // Where a member that is there has no name in the other version, any other one may stand for it there.
                let open = |one: Option<bool>| one.filter(|present| *present || !lost);
                Some(Given::Set(after.iter().map(of).map(open).collect()))
            }
        };
        found.facts.extend(given.map(|given| (there, given)));
    }
    found
}
