//! From texts to a workspace. Files are found below the given paths, on disk or elsewhere; what they `use` comes along.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;
use weir_core::{Checked, Workspace};
use weir_syntax::ast::Item;
use weir_syntax::diagnostic::SourceId;

pub mod git;
pub mod merge;

/// The ending of policy files.
pub const ENDING: &str = "weir";

/// A checked workspace with the files behind it.
#[derive(Debug)]
pub struct Loaded {
    /// The checked workspace.
    pub checked: Arc<Checked>,
    /// The file of each source that stands on disk.
    pub files: BTreeMap<SourceId, PathBuf>,
    /// The sources that were asked for, and not only used by others.
    pub asked: Vec<SourceId>,
}

/// What could not be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// No such file or folder, or it could not be read.
    Unreadable(PathBuf, io::Error),
    /// The file could not be written.
    Unwritable(PathBuf, io::Error),
    /// There is no such folder to write into.
    NoFolder(PathBuf),
    /// The file is not UTF-8 text.
    NotText(PathBuf),
    /// There is no policy file at the path.
    Empty(PathBuf),
    /// No folder named `policies` was found from here upwards.
    NoPolicies(PathBuf),
    /// The revision has no such file or folder.
    Missing(PathBuf),
    /// The repository could not be read.
    Git(git::GitError),
}

impl From<git::GitError> for LoadError {
    fn from(error: git::GitError) -> Self {
        Self::Git(error)
    }
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

/// Where the policies are, as it is shown: what is said, else the nearest folder `policies`.
///
/// # Errors
///
/// If there is no such folder.
pub fn policies_from(folder: &Path, said: Option<&Path>) -> Result<PathBuf, LoadError> {
    if let Some(policies) = said {
        return Ok(policies.to_owned());
    }
    let found = find_policies(folder)?;
    let relative = found.strip_prefix(folder).map(PathBuf::from);
    Ok(relative.unwrap_or(found))
}

/// Where policy files are read from. Paths are as they are shown.
pub trait Texts {
    /// The policy files at or below a path, sorted by name. Hidden folders and links are left out.
    ///
    /// # Errors
    ///
    /// If there is nothing at the path, or it can't be read.
    fn policy_files(&self, path: &Path) -> Result<Vec<PathBuf>, LoadError>;

    /// Whether there is a policy file at a path that another may use: nothing else is ever read, so that policies of strangers can be
    /// checked without a look at the machine. A link is none.
    fn is_policy(&self, path: &Path) -> bool;

    /// The text of a file.
    ///
    /// # Errors
    ///
    /// If it can't be read or is not UTF-8.
    fn read(&self, path: &Path) -> Result<String, LoadError>;

    /// The file on disk that may be edited.
    fn file(&self, path: &Path) -> Option<PathBuf>;
}

/// The disk, from a folder on.
#[derive(Debug)]
pub struct Disk<'a>(pub &'a Path);

impl Texts for Disk<'_> {
    fn policy_files(&self, path: &Path) -> Result<Vec<PathBuf>, LoadError> {
        let Self(folder) = self;
        let found = policy_files(&folder.join(path))?;
        let shown = |file: PathBuf| match file.strip_prefix(folder) {
            Ok(below) if !folder.as_os_str().is_empty() => below.to_owned(),
            _ => file,
        };
        Ok(found.into_iter().map(shown).collect())
    }

    fn is_policy(&self, path: &Path) -> bool {
        has_ending(path)
            && std::fs::symlink_metadata(self.0.join(path)).is_ok_and(|metadata| metadata.is_file())
    }

    fn read(&self, path: &Path) -> Result<String, LoadError> {
        read_text(&self.0.join(path))
    }

    fn file(&self, path: &Path) -> Option<PathBuf> {
        Some(self.0.join(path))
    }
}

/// Reads the policy files at and below the paths, and those they use, and checks them.
///
/// # Errors
///
/// If a path can't be read or holds no policy file.
pub fn load(folder: &Path, paths: &[PathBuf]) -> Result<Loaded, LoadError> {
    Reader::default().load(&Disk(folder), paths)
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
        if entry.file_type().is_file() && (has_ending(entry.path()) || entry.depth() == 0) {
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

/// Reads policies, again and again: a text that was read before under the same name is not parsed again.
#[derive(Debug, Default)]
pub struct Reader {
    workspace: Workspace,
    known: BTreeMap<String, SourceId>,
}

impl Reader {
    /// Reads the policy files at and below the paths, and those they use, and checks them.
    ///
    /// # Errors
    ///
    /// If a path can't be read or holds no policy file.
    pub fn load(&mut self, texts: &dyn Texts, paths: &[PathBuf]) -> Result<Loaded, LoadError> {
        let mut files = BTreeMap::new();
        let mut asked = Vec::new();
        for path in paths {
            let found = texts.policy_files(path)?;
            if found.is_empty() {
                return Err(LoadError::Empty(path.clone()));
            }
            for file in found {
                let name = name_of(&file);
                asked.extend(self.read(texts, &file, &name, &mut files)?);
            }
        }
        self.follow_uses(texts, &asked, &mut files)?;
        let sources = self.workspace.sources().keys().copied();
        let gone: Vec<SourceId> = sources.filter(|id| !files.contains_key(id)).collect();
        for id in gone {
            self.workspace.remove_source(id);
        }
        Ok(Loaded {
            checked: self.workspace.check(),
            files: files
                .into_iter()
                .filter_map(|(id, file)| Some((id, file?)))
                .collect(),
            asked,
        })
    }

    /// Reads a file that was not yet read in this run.
    fn read(
        &mut self,
        texts: &dyn Texts,
        path: &Path,
        name: &str,
        files: &mut BTreeMap<SourceId, Option<PathBuf>>,
    ) -> Result<Option<SourceId>, LoadError> {
        let next = SourceId(u32::try_from(self.known.len()).unwrap_or(u32::MAX));
        let id = *self.known.entry(name.to_owned()).or_insert(next);
        if files.contains_key(&id) {
            return Ok(None);
        }
        self.workspace.set_source(id, name, texts.read(path)?);
        files.insert(id, texts.file(path));
        Ok(Some(id))
    }

    /// Reads the files that are used until no new one appears. A file that does not exist is reported by checking.
    fn follow_uses(
        &mut self,
        texts: &dyn Texts,
        asked: &[SourceId],
        files: &mut BTreeMap<SourceId, Option<PathBuf>>,
    ) -> Result<(), LoadError> {
        let mut open = VecDeque::from(asked.to_vec());
        while let Some(id) = open.pop_front() {
            let Some(source) = self.workspace.sources().get(&id).cloned() else {
                continue;
            };
            for item in &source.parse.file.items {
                let Item::Use(node) = item else { continue };
                let folder = Path::new(&*source.name).parent().unwrap_or(Path::new(""));
                let name = name_of(&folder.join(&node.path.value));
                let path = Path::new(&name);
                if texts.is_policy(path) {
                    open.extend(self.read(texts, path, &name, files)?);
                }
            }
        }
        Ok(())
    }
}

/// Whether a file is called as policy files are.
pub(crate) fn has_ending(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == ENDING)
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
pub fn replace(file: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let temporary = beside(file, bytes.as_ref())?;
    if let Ok(metadata) = std::fs::metadata(file) {
        temporary
            .as_file()
            .set_permissions(metadata.permissions())?;
    }
    temporary.persist(file).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a new file as a whole.
///
/// # Errors
///
/// If writing or renaming fails, or if something has that name by then; it is then as it was.
pub fn create(file: &Path, text: &str) -> io::Result<()> {
    let temporary = beside(file, text.as_bytes())?;
    temporary
        .persist_noclobber(file)
        .map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file beside a file, with what is to stand in it. It may be read by those by whom new files may be.
fn beside(file: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    use std::io::Write as _;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder_of(file))?;
    temporary.write_all(bytes)?;
    Ok(temporary)
}

/// The folder in which a file stands.
#[must_use]
pub fn folder_of(file: &Path) -> &Path {
    let folder = file.parent();
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
