//! From disk to a workspace. Files are found below the given paths; what they `use` comes along.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;
use weir_core::{Checked, Workspace};
use weir_syntax::ast::Item;
use weir_syntax::diagnostic::SourceId;

/// The ending of policy files.
pub const ENDING: &str = "weir";

/// A checked workspace with the files behind it.
#[derive(Debug)]
pub struct Loaded {
    /// The checked workspace.
    pub checked: Arc<Checked>,
    /// The file of each source.
    pub files: BTreeMap<SourceId, PathBuf>,
    /// The sources that were asked for, and not only used by others.
    pub asked: Vec<SourceId>,
}

/// What could not be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// No such file or folder, or it could not be read.
    Unreadable(PathBuf, io::Error),
    /// The file is not UTF-8 text.
    NotText(PathBuf),
    /// There is no policy file at the path.
    Empty(PathBuf),
    /// No folder named `policies` was found from here upwards.
    NoPolicies(PathBuf),
}

/// The folder `policies` at or above a folder.
///
/// # Errors
///
/// If there is none.
pub fn find_policies(folder: &Path) -> Result<PathBuf, LoadError> {
    let start = std::path::absolute(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    })
    .map_err(|error| LoadError::Unreadable(folder.to_owned(), error))?;
    for (up, above) in start.ancestors().enumerate() {
        if above.join("policies").is_dir() {
            // Shown as the user would write it.
            let shown = folder.join(std::iter::repeat_n("..", up).collect::<PathBuf>());
            return Ok(shown.join("policies"));
        }
        if above.file_name().is_some_and(|name| name == "policies") {
            let shown = folder.join(std::iter::repeat_n("..", up).collect::<PathBuf>());
            return Ok(if shown.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                shown
            });
        }
    }
    Err(LoadError::NoPolicies(start))
}

/// Reads the policy files at and below the paths, and those they use, and checks them.
///
/// # Errors
///
/// If a path can't be read or holds no policy file.
pub fn load(folder: &Path, paths: &[PathBuf]) -> Result<Loaded, LoadError> {
    let mut reader = Reader::default();
    for path in paths {
        let full = folder.join(path);
        let found = policy_files(&full)?;
        if found.is_empty() {
            return Err(LoadError::Empty(path.clone()));
        }
        for file in found {
            let shown = if folder.as_os_str().is_empty() {
                file.clone()
            } else {
                file.strip_prefix(folder)
                    .map(Path::to_owned)
                    .unwrap_or_else(|_| file.clone())
            };
            reader.read(&file, &name_of(&shown), true)?;
        }
    }
    reader.follow_uses(folder)?;
    Ok(Loaded {
        checked: reader.workspace.check(),
        files: reader.files,
        asked: reader.asked,
    })
}

/// The policy files at or below a path, sorted by name. Hidden folders and links to folders are left out.
fn policy_files(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut found = Vec::new();
    for entry in WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        let entry = entry.map_err(|error| {
            let at = error.path().unwrap_or(path).to_owned();
            LoadError::Unreadable(
                at,
                error
                    .into_io_error()
                    .unwrap_or_else(|| io::Error::other("a loop of links")),
            )
        })?;
        if entry.file_type().is_file()
            && (entry
                .path()
                .extension()
                .is_some_and(|ending| ending == ENDING)
                || entry.depth() == 0)
        {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// A path as it is shown: with `/`, and without `.` and `..` where they cancel out.
fn name_of(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        let part = part.as_os_str().to_string_lossy().into_owned();
        match part.as_str() {
            "." => {}
            ".." if parts.last().is_some_and(|last| last != ".." && last != "/") => {
                parts.pop();
            }
            "/" => parts.push(String::new()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[derive(Default)]
struct Reader {
    workspace: Workspace,
    files: BTreeMap<SourceId, PathBuf>,
    asked: Vec<SourceId>,
    known: BTreeMap<String, SourceId>,
}

impl Reader {
    fn read(&mut self, file: &Path, name: &str, asked: bool) -> Result<(), LoadError> {
        if self.known.contains_key(name) {
            return Ok(());
        }
        let text = read_text(file)?;
        let id = SourceId(u32::try_from(self.known.len()).unwrap_or(u32::MAX));
        self.known.insert(name.to_owned(), id);
        self.files.insert(id, file.to_owned());
        if asked {
            self.asked.push(id);
        }
        self.workspace.set_source(id, name, text);
        Ok(())
    }

    /// Reads the files that are used until no new one appears. A file that does not exist is reported by checking.
    fn follow_uses(&mut self, folder: &Path) -> Result<(), LoadError> {
        let mut done = 0;
        while done < self.known.len() {
            let sources: Vec<_> = self
                .workspace
                .sources()
                .values()
                .skip(done)
                .cloned()
                .collect();
            done = self.known.len();
            for source in sources {
                for item in &source.parse.file.items {
                    let Item::Use(node) = item else { continue };
                    let name = name_of(
                        &Path::new(&*source.name)
                            .parent()
                            .unwrap_or(Path::new(""))
                            .join(&node.path.value),
                    );
                    let file = folder.join(&name);
                    if is_policy(&file) {
                        self.read(&file, &name, false)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a file may be used by another: never anything but a policy file, so that policies of strangers can be checked without a look
/// at the machine. A link is none.
fn is_policy(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == ENDING)
        && std::fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file())
}

/// Reads a text file.
///
/// # Errors
///
/// If it can't be read or is not UTF-8.
pub fn read_text(file: &Path) -> Result<String, LoadError> {
    let bytes =
        std::fs::read(file).map_err(|error| LoadError::Unreadable(file.to_owned(), error))?;
    String::from_utf8(bytes).map_err(|_| LoadError::NotText(file.to_owned()))
}

/// Replaces a file as a whole: writes a temporary file beside it, then renames.
///
/// # Errors
///
/// If writing or renaming fails; the file is then as it was.
pub fn replace(file: &Path, text: &str) -> io::Result<()> {
    use std::io::Write as _;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    if let Ok(metadata) = std::fs::metadata(file) {
        temporary
            .as_file()
            .set_permissions(metadata.permissions())?;
    }
    temporary.persist(file).map_err(|error| error.error)?;
    Ok(())
}
