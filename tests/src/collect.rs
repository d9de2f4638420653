//! Case files to cases: finds them and cuts them into header, remarks, source and blocks. Knows nothing of what they mean.
//!
//! ```text
//! === yields-to: determine            a name that no other case has, and its kinds
//! # Why the case is there.            remarks, also `# FIXME …`
//! use "law.weir"                      the source, with notes; `// file: name.weir` starts another file of it
//! …
//! --- scenario 2024-03-22             blocks, as many as are needed
//! …
//! ```

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// The ending of case files.
pub const ENDING: &str = "weir-test";

/// A file of cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// Where it is.
    pub path: PathBuf,
    /// What stands before the first case.
    pub preface: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// What is looked at.
    pub kinds: Vec<String>,
    /// Remarks, as written.
    pub remarks: String,
    /// The source with its notes.
    pub source: String,
    /// The blocks after the source.
    pub blocks: Vec<Block>,
    /// The line of the header, from 1.
    pub line: usize,
}

/// A block after the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its first word: `scenario`, `expect`, `formatted`, `fixed`.
    pub what: String,
    /// The rest of its line.
    pub rest: String,
    /// Its lines.
    pub text: String,
}

impl Case {
    /// Whether the case is of this kind.
    #[must_use]
    pub fn is(&self, kind: &str) -> bool {
        self.kinds.iter().any(|own| own == kind)
    }

    /// The first block of this sort.
    #[must_use]
    pub fn block(&self, what: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.what == what)
    }

    /// The case as text, as it stands in a file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!(
            "=== {}: {}\n{}{}",
            self.name,
            self.kinds.join(" "),
            self.remarks,
            trimmed(&self.source)
        );
        for block in &self.blocks {
            let space = if block.rest.is_empty() { "" } else { " " };
            let _ = write!(
                out,
                "--- {}{space}{}\n{}",
                block.what,
                block.rest,
                trimmed(&block.text)
            );
        }
        out
    }
}

impl CaseFile {
    /// The file as text: cases are parted by one empty line.
    #[must_use]
    pub fn text(&self) -> String {
        let cases: Vec<String> = self.cases.iter().map(Case::text).collect();
        format!("{}{}", self.preface, cases.join("\n"))
    }
}

/// Without empty lines at the end.
fn trimmed(text: &str) -> String {
    let kept = text.trim_end_matches('\n');
    if kept.is_empty() {
        String::new()
    } else {
        format!("{kept}\n")
    }
}

/// All case files below a folder, sorted by path.
///
/// # Errors
///
/// If a folder or file can't be read, or a header is not understood.
pub fn collect(folder: &Path) -> io::Result<Vec<CaseFile>> {
    let mut files = Vec::new();
    for path in below(folder, ENDING)? {
        let text = std::fs::read_to_string(&path)?;
        files.push(read(&path, &text).map_err(io::Error::other)?);
    }
    Ok(files)
}

/// The files below a folder whose name has this ending, sorted.
///
/// # Errors
///
/// If a folder can't be read.
pub fn below(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Cuts a file into cases.
///
/// # Errors
///
/// If a header is not understood; says where.
pub fn read(path: &Path, text: &str) -> Result<CaseFile, String> {
    let mut file = CaseFile {
        path: path.to_owned(),
        preface: String::new(),
        cases: Vec::new(),
    };
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if let Some(header) = line.strip_prefix("=== ") {
            let case = self::header(header.trim(), at + 1).ok_or_else(|| {
                format!(
                    "{}:{}: a header is `=== name: kinds`",
                    path.display(),
                    at + 1
                )
            })?;
            file.cases.push(case);
            continue;
        }
        match file.cases.last_mut() {
            None => file.preface.push_str(line),
            Some(case) => case.take(line),
        }
    }
    Ok(file)
}

fn header(text: &str, line: usize) -> Option<Case> {
    let (name, kinds) = text.split_once(':')?;
    let name = name.trim();
    let kinds: Vec<String> = kinds.split_whitespace().map(str::to_owned).collect();
    if name.is_empty() || name.contains(char::is_whitespace) || kinds.is_empty() {
        return None;
    }
    Some(Case {
        name: name.to_owned(),
        kinds,
        remarks: String::new(),
        source: String::new(),
        blocks: Vec::new(),
        line,
    })
}

impl Case {
    fn take(&mut self, line: &str) {
        if let Some(block) = line.strip_prefix("--- ") {
            let (what, rest) = block
                .trim_end()
                .split_once(' ')
                .unwrap_or((block.trim_end(), ""));
            return self.blocks.push(Block {
                what: what.to_owned(),
                rest: rest.to_owned(),
                text: String::new(),
            });
        }
        let remark = line.starts_with('#') && self.source.is_empty() && self.blocks.is_empty();
        match self.blocks.last_mut() {
            Some(block) => block.text.push_str(line),
            None if remark => self.remarks.push_str(line),
            None => self.source.push_str(line),
        }
    }
}

/// The files of a source in which lines `// file: name.weir` start another one. What stands before the first such line
/// is called `case.weir`.
#[must_use]
pub fn split_files(source: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in source.split_inclusive('\n') {
        match line.trim_end().strip_prefix("// file: ") {
            Some(name) => files.push((name.to_owned(), String::new())),
            None => {
                if files.is_empty() {
                    files.push(("case.weir".to_owned(), String::new()));
                }
                if let Some((_, text)) = files.last_mut() {
                    text.push_str(line);
                }
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# About the file.\n\n=== one: check\n# FIXME: why\nfact a: bool\n\n=== two: determine terse\nfact b: bool\n--- scenario 2024-03-22\nb = true\n--- expect\n";

    #[test]
    fn a_file_is_cut_into_cases() {
        let file = read(Path::new("f"), TEXT).expect("a good file");
        let [one, two] = file.cases.as_slice() else {
            panic!("{file:?}")
        };
        assert_eq!(
            (
                one.name.as_str(),
                one.remarks.as_str(),
                one.source.as_str(),
                one.line
            ),
            ("one", "# FIXME: why\n", "fact a: bool\n\n", 3)
        );
        assert!(two.is("terse") && two.is("determine") && !two.is("check"));
        assert_eq!(
            two.block("scenario")
                .map(|block| (block.rest.as_str(), block.text.as_str())),
            Some(("2024-03-22", "b = true\n"))
        );
    }

    #[test]
    fn a_file_is_written_as_it_was_read() {
        assert_eq!(
            read(Path::new("f"), TEXT).expect("a good file").text(),
            TEXT
        );
    }

    #[test]
    fn a_header_without_kind_is_refused_with_its_line() {
        assert_eq!(
            read(Path::new("f"), "\n=== one\n"),
            Err("f:2: a header is `=== name: kinds`".to_owned())
        );
    }

    #[test]
    fn a_source_is_split_into_files() {
        let files = split_files("a\n// file: x/b.weir\nb\n");
        assert_eq!(
            files,
            [
                ("case.weir".to_owned(), "a\n".to_owned()),
                ("x/b.weir".to_owned(), "b\n".to_owned())
            ]
        );
    }
}
