//! Policies of a revision, read from the objects of a git repository. The work tree and the index are neither looked at nor touched,
//! and no program is run.

use std::path::{Component, Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Tree, TreeWalkMode, TreeWalkResult};
use weir_core::names::near;

use super::{LoadError, Texts, has_ending};

mod history;

pub use history::{Past, Step};

/// A repository as seen from a folder.
pub struct Repository {
    git: git2::Repository,
    /// The folder in which paths start, without links.
    folder: PathBuf,
    /// The top of the work tree; of a bare repository nothing.
    top: PathBuf,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository")
            .field("top", &self.top)
            .finish_non_exhaustive()
    }
}

/// Why a repository or something in it could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitError {
    /// There is no repository at the folder or above it.
    NoRepository(PathBuf),
    /// The repository belongs to someone else, and git was not told that it is safe.
    NotOwned(PathBuf),
    /// Nothing has been committed.
    NoCommit,
    /// There is no such revision.
    Unknown {
        /// What was asked for.
        revision: String,
        /// A name that is near.
        near: Option<String>,
        /// Whether the clone leaves out older commits.
        shallow: bool,
    },
    /// Several commits start with these digits.
    Ambiguous(String),
    /// It is no commit.
    NotACommit(String),
    /// Two revisions have no commit in common.
    Unrelated {
        /// The revisions.
        of: [String; 2],
        /// Whether the clone leaves out older commits.
        shallow: bool,
    },
    /// The path is not in the repository.
    Outside(PathBuf),
    /// What the library says of a broken or unusual repository.
    Broken(String),
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        Self::Broken(error.message().to_owned())
    }
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its whole id.
    pub id: Oid,
    /// As few digits of it as tell it apart.
    pub short: String,
}

impl Repository {
    /// The repository that a folder is in. Paths start in the folder `seen_from`.
    ///
    /// # Errors
    ///
    /// If there is none, or it may not be opened.
    pub fn open(folder: &Path, seen_from: &Path) -> Result<Self, GitError> {
        let absolute = |path: &Path| {
            let path = if path.as_os_str().is_empty() {
                Path::new(".")
            } else {
                path
            };
            let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            path.canonicalize().unwrap_or(path)
        };
        let folder = absolute(folder);
        let git = git2::Repository::discover(&folder).map_err(|error| {
            if error.code() == ErrorCode::NotFound {
                GitError::NoRepository(folder.clone())
            } else if error.code() == ErrorCode::Owner {
                GitError::NotOwned(folder.clone())
            } else {
                error.into()
            }
        })?;
        let top = git.workdir().map(absolute);
        let folder = top.as_ref().map(|_| absolute(seen_from));
        Ok(Self {
            git,
            folder: folder.unwrap_or_default(),
            top: top.unwrap_or_default(),
        })
    }

    /// Whether there is no work tree.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.git.is_bare()
    }

    /// Whether the clone leaves out older commits.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.git.is_shallow()
    }

    /// The commit that a name, a number of steps back, an id or the like stands for.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        let found = self.git.revparse_single(revision);
        let object = found.map_err(|error| self.unknown(revision, &error))?;
        let commit = object
            .peel(ObjectType::Commit)
            .map_err(|_| GitError::NotACommit(revision.to_owned()))?;
        self.named(commit.id())
    }

    /// Why a revision was not found.
    fn unknown(&self, revision: &str, error: &git2::Error) -> GitError {
        let code = error.code();
        let missing = [ErrorCode::NotFound, ErrorCode::InvalidSpec].contains(&code);
        if code == ErrorCode::UnbornBranch || missing && self.has_no_commit() {
            GitError::NoCommit
        } else if code == ErrorCode::Ambiguous {
            GitError::Ambiguous(revision.to_owned())
        } else if missing {
            GitError::Unknown {
                revision: revision.to_owned(),
                near: self.near(revision),
                shallow: self.is_shallow(),
            }
        } else {
            GitError::Broken(error.message().to_owned())
        }
    }

    /// Whether nothing has been committed.
    fn has_no_commit(&self) -> bool {
        let mut references = self.git.references().into_iter().flatten();
        self.git.head().is_err() && references.next().is_none()
    }

    fn named(&self, id: Oid) -> Result<Commit, GitError> {
        let short = self.git.find_object(id, None)?.short_id()?;
        Ok(Commit {
            id,
            short: String::from_utf8_lossy(&short).into_owned(),
        })
    }

    /// A branch or tag whose name is near: the same one of a remote first.
    fn near(&self, revision: &str) -> Option<String> {
        let references = self.git.references().ok()?;
        let names = references.flatten().filter_map(|reference| {
            let name = reference.shorthand().ok()?;
            Some(name.to_owned())
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        let ending = format!("/{revision}");
        let remote = names.iter().find(|name| name.ends_with(&ending));
        remote
            .cloned()
            .or_else(|| near(revision, names.iter().map(String::as_str)))
    }

    /// The newest commit that both have come from.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn merge_base(
        &self,
        one: (&str, &Commit),
        two: (&str, &Commit),
    ) -> Result<Commit, GitError> {
        match self.git.merge_base(one.1.id, two.1.id) {
            Ok(base) => self.named(base),
            Err(error) if error.code() == ErrorCode::NotFound => Err(GitError::Unrelated {
                of: [one.0.to_owned(), two.0.to_owned()],
                shallow: self.is_shallow(),
            }),
            Err(error) => Err(error.into()),
        }
    }

    /// The files of a commit.
    ///
    /// # Errors
    ///
    /// If it can't be read.
    pub fn files(&self, commit: &Commit) -> Result<Revision<'_>, GitError> {
        self.revision(commit.id)
    }

    fn revision(&self, id: Oid) -> Result<Revision<'_>, GitError> {
        let commit = self.git.find_commit(id)?;
        Ok(Revision {
            repository: self,
            tree: commit.tree()?,
        })
    }

    /// A path from the top of the repository.
    ///
    /// # Errors
    ///
    /// If it leads out of it.
    pub fn inside(&self, path: &Path) -> Result<PathBuf, GitError> {
        let outside = || GitError::Outside(path.to_owned());
        let full = plain(&self.folder.join(path)).ok_or_else(outside)?;
        if let Ok(inside) = full.strip_prefix(&self.top) {
            return Ok(inside.to_owned());
        }
        let real = full.canonicalize().map_err(|_| outside())?;
        let inside = real.strip_prefix(&self.top).map_err(|_| outside())?;
        Ok(inside.to_owned())
    }

    /// How a path from the top of the repository is written in the folder in which paths start.
    #[must_use]
    pub fn from_here(&self, inside: &Path) -> PathBuf {
        match self.folder.strip_prefix(&self.top) {
            Ok(below) => match inside.strip_prefix(below) {
                Ok(rest) if rest.as_os_str().is_empty() => PathBuf::from("."),
                Ok(rest) => rest.to_owned(),
                Err(_) => {
                    let up = below.components().map(|_| "..");
                    up.collect::<PathBuf>().join(inside)
                }
            },
            Err(_) => self.top.join(inside),
        }
    }
}

/// A path without `.` and `..`; nothing if it leads above its start.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => plain.push(part),
        }
    }
    Some(plain)
}

/// The files of a commit.
pub struct Revision<'r> {
    repository: &'r Repository,
    tree: Tree<'r>,
}

impl std::fmt::Debug for Revision<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Revision").finish_non_exhaustive()
    }
}

/// Files with what stands in them, in order.
pub type Contents = Vec<(PathBuf, Oid)>;

/// The modes of files; links have others.
const FILES: [i32; 3] = [0o100_644, 0o100_755, 0o100_664];

/// The policy files of a folder with what stands in them, in the order of the disk. Those whose own name, or that of a folder around
/// them, begins with a dot are policies only for who uses them.
fn below(folder: &Tree<'_>, hidden: bool) -> Result<Contents, git2::Error> {
    let mut found = Contents::new();
    folder.walk(TreeWalkMode::PreOrder, |above, entry| {
        let Ok(name) = entry.name() else {
            return TreeWalkResult::Skip;
        };
        if name.starts_with('.') && !hidden {
            return TreeWalkResult::Skip;
        }
        if has_ending(Path::new(name)) && FILES.contains(&entry.filemode()) {
            found.push((Path::new(above).join(name), entry.id()));
        }
        TreeWalkResult::Ok
    })?;
    found.sort();
    Ok(found)
}

impl Revision<'_> {
    /// The nearest folder `policies` from the folder upwards in which paths start.
    #[must_use]
    pub fn find_policies(&self) -> Option<PathBuf> {
        let Repository { folder, top, .. } = self.repository;
        let start = folder.strip_prefix(top).unwrap_or(Path::new(""));
        let found = start.ancestors().find_map(|above| {
            let within = above.file_name().is_some_and(|name| name == "policies");
            let below = above.join("policies");
            let is_folder = |path: &Path| {
                self.object(path)
                    .is_some_and(|(_, kind)| kind == ObjectType::Tree)
            };
            if is_folder(&below) {
                Some(below)
            } else if within && is_folder(above) {
                Some(above.to_owned())
            } else {
                None
            }
        });
        Some(self.repository.from_here(&found?))
    }

    fn object(&self, inside: &Path) -> Option<(Oid, ObjectType)> {
        if inside.as_os_str().is_empty() {
            return Some((self.tree.id(), ObjectType::Tree));
        }
        let entry = self.tree.get_path(inside).ok()?;
        let kind = entry.kind()?;
        let is_link = kind == ObjectType::Blob && !FILES.contains(&entry.filemode());
        (!is_link).then_some((entry.id(), kind))
    }

    fn inside(&self, path: &Path) -> Result<PathBuf, LoadError> {
        self.repository.inside(path).map_err(LoadError::Git)
    }

    /// What policies at a path may be made of: what stands there, and all policy files wherever they are, for any of them may be
    /// used by others. Equal ones are equal policies.
    ///
    /// # Errors
    ///
    /// If they can't be read.
    pub fn contents(&self, path: &Path) -> Result<Contents, GitError> {
        let mut found = below(&self.tree, true)?;
        let inside = self.repository.inside(path)?;
        if let Some((id, ObjectType::Blob)) = self.object(&inside)
            && !has_ending(&inside)
        {
            found.push((inside, id));
        }
        Ok(found)
    }

    /// Whether there are policies at a path.
    ///
    /// # Errors
    ///
    /// If the path leads out of the repository.
    pub fn has_policies(&self, path: &Path) -> Result<bool, GitError> {
        let inside = self.repository.inside(path)?;
        Ok(match self.object(&inside) {
            Some((_, ObjectType::Blob)) => true,
            Some((id, ObjectType::Tree)) => {
                let folder = self.repository.git.find_tree(id)?;
                !below(&folder, false)?.is_empty()
            }
            _ => false,
        })
    }
}

impl Texts for Revision<'_> {
    fn policy_files(&self, path: &Path) -> Result<Vec<PathBuf>, LoadError> {
        let broken = |error: git2::Error| LoadError::Git(error.into());
        match self.object(&self.inside(path)?) {
            Some((_, ObjectType::Blob)) => Ok(vec![path.to_owned()]),
            Some((id, ObjectType::Tree)) => {
                let folder = self.repository.git.find_tree(id).map_err(broken)?;
                let found = below(&folder, false).map_err(broken)?;
                Ok(found.into_iter().map(|(file, _)| path.join(file)).collect())
            }
            _ => Err(LoadError::Missing(path.to_owned())),
        }
    }

    fn is_policy(&self, path: &Path) -> bool {
        let inside = self.inside(path).ok();
        let object = inside.and_then(|inside| self.object(&inside));
        has_ending(path) && object.is_some_and(|(_, kind)| kind == ObjectType::Blob)
    }

    fn read(&self, path: &Path) -> Result<String, LoadError> {
        let Some((id, ObjectType::Blob)) = self.object(&self.inside(path)?) else {
            return Err(LoadError::Missing(path.to_owned()));
        };
        let blob = self.repository.git.find_blob(id);
        let blob = blob.map_err(|error| LoadError::Git(error.into()))?;
        String::from_utf8(blob.content().to_vec()).map_err(|_| LoadError::NotText(path.to_owned()))
    }

    fn file(&self, _: &Path) -> Option<PathBuf> {
        None
    }
}
