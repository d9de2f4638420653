//! The versions that are compared: what is asked for, and the policies of it. A path that exists is a path; else it is a revision.

use std::path::{Path, PathBuf};

use crate::load::git::{Commit, GitError, Repository};
use crate::load::merge::{ByPath, Merge, merge};
use crate::load::{self, Disk, LoadError, Loaded, Reader};

/// A version that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// A file or folder.
    Path(PathBuf),
    /// The policies as they stand on disk; in a repository without a work tree those of `HEAD`.
    WorkTree,
    /// A revision, and where its policies are from the top of the repository.
    Revision(String, Option<PathBuf>),
    /// The newest commit that two revisions come from.
    MergeBase(String, String),
}

/// What a version is, for those who read the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A file or folder.
    Path(PathBuf),
    /// The policies as they stand on disk.
    WorkTree,
    /// A revision.
    Revision {
        /// As it was asked for.
        given: String,
        /// What it stands for.
        commit: Commit,
    },
    /// A branch with the changes of the new version.
    Merged(String),
    /// Where two revisions come from.
    MergeBase {
        /// The revisions.
        of: [String; 2],
        /// What it is.
        commit: Commit,
    },
}

/// A version with its policies.
#[derive(Debug)]
pub struct Version {
    /// What it is.
    pub name: Name,
    /// Where its policies are.
    pub path: PathBuf,
    /// Its policies.
    pub loaded: Loaded,
}

/// What is compared.
#[derive(Debug)]
pub struct Sides {
    /// The version before.
    pub old: Version,
    /// The version after; nothing where one version is compared with itself on two days.
    pub new: Option<Version>,
    /// The branch that the new version would be merged into, where its policies have changed since the merge base.
    pub moved: Option<Moved>,
}

/// A branch that has moved on since another came from it.
#[derive(Debug)]
pub struct Moved {
    /// The branch.
    pub branch: Version,
    /// What the branch becomes with the changes of the other.
    pub merged: Merged,
}

/// What comes out of a merge.
#[derive(Debug)]
pub enum Merged {
    /// The policies after it.
    Clean(Box<Version>),
    /// The files that both have changed in the same place.
    Conflicts(Vec<PathBuf>),
}

/// Why there are no versions to compare.
#[derive(Debug)]
pub enum SideError {
    /// A file or folder has nothing to be compared with.
    Alone,
    /// There is no such file or folder, and no repository that could have a revision of that name.
    NoSuch(String),
    /// A revision has no policies where they are looked for.
    NoPolicies(Name, Option<PathBuf>),
    /// The policies could not be read.
    Load(LoadError),
}

impl From<GitError> for SideError {
    fn from(error: GitError) -> Self {
        Self::Load(LoadError::Git(error))
    }
}

impl From<LoadError> for SideError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

/// Says that what follows is a revision, where there is a file of that name too.
pub const FORCED: &str = "git:";

/// The current revision.
const HEAD: &str = "HEAD";

/// What the words of the command line ask for. `itself` says that a version alone is compared with itself.
///
/// # Errors
///
/// If a file or folder stands alone.
pub fn asked(
    old: Option<&str>,
    new: Option<&str>,
    itself: bool,
    exists: impl Fn(&str) -> bool,
) -> Result<(Side, Option<Side>), SideError> {
    let side = |text: &str| side(text, &exists);
    match (old, new) {
        (Some(old), Some(new)) => Ok((side(old), Some(side(new)))),
        (Some(old), None) if exists(old) && !itself => Err(SideError::Alone),
        (Some(old), None) if exists(old) => Ok((side(old), None)),
        (Some(old), None) => match range(old) {
            Some((old, new)) => Ok((old, Some(new))),
            None if itself => Ok((side(old), None)),
            None => Ok((side(old), Some(Side::WorkTree))),
        },
        (None, _) if itself => Ok((Side::WorkTree, None)),
        (None, _) => Ok((Side::Revision(HEAD.to_owned(), None), Some(Side::WorkTree))),
    }
}

fn side(text: &str, exists: impl Fn(&str) -> bool) -> Side {
    let revision = match text.strip_prefix(FORCED) {
        Some(revision) => revision,
        None if exists(text) => return Side::Path(PathBuf::from(text)),
        None => text,
    };
    match revision.split_once(':') {
        Some((revision, path)) if !revision.is_empty() => {
            Side::Revision(revision.to_owned(), Some(PathBuf::from(path)))
        }
        _ => Side::Revision(revision.to_owned(), None),
    }
}

/// `A..B` and `A...B`. Without B the new side is the work tree; without A the old one is `HEAD`.
fn range(text: &str) -> Option<(Side, Side)> {
    let text = text.strip_prefix(FORCED).unwrap_or(text);
    let (three, old, new) = match text.split_once("...") {
        Some((old, new)) => (true, old, new),
        None => text.split_once("..").map(|(old, new)| (false, old, new))?,
    };
    if old.starts_with('/') || new.starts_with('/') || old.starts_with('.') {
        return None;
    }
    let named = |text: &str| if text.is_empty() { HEAD } else { text }.to_owned();
    let after = if new.is_empty() {
        Side::WorkTree
    } else {
        Side::Revision(new.to_owned(), None)
    };
    let before = if three {
        Side::MergeBase(named(old), named(new))
    } else {
        Side::Revision(named(old), None)
    };
    Some((before, after))
}

/// Reads versions from where they are.
#[derive(Debug)]
pub struct Finder<'a> {
    /// The folder in which paths start.
    folder: &'a Path,
    /// Where the policies are, if that is said.
    policies: Option<&'a Path>,
    repository: Option<Repository>,
    reader: Reader,
}

impl<'a> Finder<'a> {
    /// A finder of what is seen from a folder.
    #[must_use]
    pub fn new(folder: &'a Path, policies: Option<&'a Path>) -> Self {
        Self {
            folder,
            policies,
            repository: None,
            reader: Reader::default(),
        }
    }

    /// Whether a path is the name of a revision too.
    pub fn is_revision(&mut self, text: &str) -> bool {
        let repository = self.repository();
        repository.is_ok_and(|repository| repository.commit(text).is_ok())
    }

    /// Reads the versions that are asked for, and the branch that has moved on.
    ///
    /// # Errors
    ///
    /// If one of them can't be read.
    pub fn sides(&mut self, old: &Side, new: Option<&Side>) -> Result<Sides, SideError> {
        let before = self.version(old)?;
        let after = new.map(|new| self.version(new)).transpose()?;
        let moved = match old {
            Side::MergeBase(base, _) => match &after {
                Some(after) => self.moved(&before, after, base)?,
                None => None,
            },
            Side::Path(_) | Side::WorkTree | Side::Revision(..) => None,
        };
        Ok(Sides {
            old: before,
            new: after,
            moved,
        })
    }

    /// A branch, if its policies are others than at the merge base, and what it becomes with the changes of the new version.
    fn moved(
        &mut self,
        merge_base: &Version,
        new: &Version,
        branch: &str,
    ) -> Result<Option<Moved>, SideError> {
        let branch_now = self.version(&Side::Revision(branch.to_owned(), None))?;
        let [from, ours, theirs] = [merge_base, &branch_now, new].map(|one| self.texts(one));
        let (from, ours, theirs) = (from?, ours?, theirs?);
        if from == ours {
            return Ok(None);
        }
        let merged = match merge(&from, &ours, &theirs)? {
            Merge::Conflicts(files) => {
                let repository = self.repository()?;
                let shown = files.iter().map(|file| repository.from_here(file));
                Merged::Conflicts(shown.collect())
            }
            Merge::Clean(texts) => {
                let repository = self.repository()?;
                let texts: ByPath = texts
                    .into_iter()
                    .map(|(path, text)| (repository.from_here(&path), text))
                    .collect();
                let path = new.path.clone();
                let loaded = self.reader.load(&texts, std::slice::from_ref(&path))?;
                let name = Name::Merged(branch.to_owned());
                Merged::Clean(Box::new(Version { name, path, loaded }))
            }
        };
        Ok(Some(Moved {
            branch: branch_now,
            merged,
        }))
    }

    /// The texts of a version by their path in the repository. How lines end is git's business, not a change.
    fn texts(&mut self, version: &Version) -> Result<ByPath, SideError> {
        let repository = self.repository()?;
        let sources = version.loaded.checked.sources.values();
        let texts = sources.map(|source| {
            let path = repository.inside(Path::new(&*source.name))?;
            Ok((path, source.text.replace("\r\n", "\n")))
        });
        texts.collect()
    }

    fn version(&mut self, side: &Side) -> Result<Version, SideError> {
        match side {
            Side::Path(path) => self.on_disk(Name::Path(path.clone()), path.clone()),
            Side::WorkTree => self.work_tree(),
            Side::Revision(given, path) => {
                let commit = self.repository_for(given)?.commit(given)?;
                let given = given.clone();
                self.revision(
                    Name::Revision {
                        given,
                        commit: commit.clone(),
                    },
                    &commit,
                    path.as_deref(),
                )
            }
            Side::MergeBase(a, b) => {
                let repository = self.repository_for(a)?;
                let (one, two) = (repository.commit(a)?, repository.commit(b)?);
                let commit = repository.merge_base((a, &one), (b, &two))?;
                let of = [a.clone(), b.clone()];
                self.revision(
                    Name::MergeBase {
                        of,
                        commit: commit.clone(),
                    },
                    &commit,
                    None,
                )
            }
        }
    }

    fn on_disk(&mut self, name: Name, path: PathBuf) -> Result<Version, SideError> {
        let loaded = self
            .reader
            .load(&Disk(self.folder), std::slice::from_ref(&path))?;
        Ok(Version { name, path, loaded })
    }

    fn work_tree(&mut self) -> Result<Version, SideError> {
        if self
            .repository()
            .is_ok_and(|repository| repository.is_bare())
        {
            return self.version(&Side::Revision(HEAD.to_owned(), None));
        }
        let path = load::policies_from(self.folder, self.policies)?;
        self.on_disk(Name::WorkTree, path)
    }

    fn revision(
        &mut self,
        name: Name,
        commit: &Commit,
        path: Option<&Path>,
    ) -> Result<Version, SideError> {
        self.repository()?;
        let Some(repository) = &self.repository else {
            return Err(GitError::NoRepository(self.folder.to_owned()).into());
        };
        let files = repository.files(commit)?;
        let found = match (path, self.policies) {
            (Some(path), _) if path.starts_with(".") || path.starts_with("..") => {
                Some(path.to_owned())
            }
            (Some(path), _) => Some(repository.from_here(path)),
            (None, Some(policies)) => Some(policies.to_owned()),
            (None, None) => files.find_policies(),
        };
        let Some(path) = found else {
            return Err(SideError::NoPolicies(name, None));
        };
        match self.reader.load(&files, std::slice::from_ref(&path)) {
            Ok(loaded) => Ok(Version { name, path, loaded }),
            Err(LoadError::Missing(_) | LoadError::Empty(_)) => {
                Err(SideError::NoPolicies(name, Some(path)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The repository alone.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn into_repository(mut self) -> Result<Repository, GitError> {
        self.repository()?;
        self.repository
            .ok_or_else(|| GitError::NoRepository(self.folder.to_owned()))
    }

    /// The repository of the policies, if they are on disk; else that of the folder.
    fn repository(&mut self) -> Result<&Repository, GitError> {
        if self.repository.is_none() {
            let policies = self.policies.map(|policies| self.folder.join(policies));
            let start = match policies {
                Some(path) if path.is_dir() => path,
                Some(path) if path.is_file() => path.parent().unwrap_or(Path::new("")).to_owned(),
                _ => self.folder.to_owned(),
            };
            self.repository = Some(Repository::open(&start, self.folder)?);
        }
        let none = || GitError::NoRepository(self.folder.to_owned());
        self.repository.as_ref().ok_or_else(none)
    }

    /// The repository in which a name that is no file is looked up.
    fn repository_for(&mut self, name: &str) -> Result<&Repository, SideError> {
        self.repository().map_err(|error| {
            if matches!(error, GitError::NoRepository(_)) {
                SideError::NoSuch(name.to_owned())
            } else {
                error.into()
            }
        })
    }
}
