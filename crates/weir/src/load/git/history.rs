//! The commits before one, newest first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::build::TreeUpdateBuilder;
use git2::{Delta, ErrorCode, FileMode, Index, Oid, Sort, Tree};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use weir_core::date::Date;

use super::{Commit, Contents, FILES, GitError, Repository, below, has_ending};

/// What leads to a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Past {
    /// A commit and what it changes.
    Step(Step),
    /// A merge that leaves policies otherwise than git merges them. What other merges bring in stands with the commits themselves.
    Merge(Commit),
}

/// A commit and the one that it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The commit.
    pub commit: Commit,
    /// The one before it, unless it is the first.
    pub before: Option<Commit>,
    /// The first line of its message.
    pub subject: String,
    /// Who wrote it.
    pub author: String,
    /// The day on which it was written, where it was written.
    pub day: Date,
}

/// Before all other places where objects are written.
const FIRST: i32 = 1_000;

impl Repository {
    /// What leads to a commit, newest first.
    ///
    /// # Errors
    ///
    /// If it can't be read.
    pub fn history(
        &self,
        of: &Commit,
    ) -> Result<impl Iterator<Item = Result<Past, GitError>>, GitError> {
        // What is merged once more is written here, and not into the repository.
        self.git.odb()?.add_new_mempack_backend(FIRST)?;
        let mut walk = self.git.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(of.id)?;
        let past = walk.map(|id| self.past(id?));
        Ok(past.filter_map(Result::transpose))
    }

    /// Whether a commit, or one of those that lead to it, has policies at a path.
    ///
    /// # Errors
    ///
    /// If they can't be read.
    pub fn ever_had(&self, commit: &Commit, path: &Path) -> Result<bool, GitError> {
        let mut walk = self.git.revwalk()?;
        walk.push(commit.id)?;
        for id in walk {
            if self.revision(id?)?.has_policies(path)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where the policies at a path stood in the commit before: whence most of their files were moved, if the ways below it stayed.
    ///
    /// # Errors
    ///
    /// If the commits can't be read.
    pub fn moved_from(
        &self,
        path: &Path,
        [before, after]: [&Commit; 2],
    ) -> Result<Option<PathBuf>, GitError> {
        let inside = self.inside(path)?;
        let [old, new] = [
            self.revision(before.id)?.tree,
            self.revision(after.id)?.tree,
        ];
        let mut diff = self.git.diff_tree_to_tree(Some(&old), Some(&new), None)?;
        // Contents that the clone leaves out can't be compared.
        if diff.find_similar(None).is_err() {
            return Ok(None);
        }
        let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for delta in diff.deltas() {
            let files = [delta.old_file(), delta.new_file()].map(|file| file.path());
            let [Some(from), Some(to)] = files else {
                continue;
            };
            if delta.status() == Delta::Renamed
                && let Ok(below) = to.strip_prefix(&inside)
                && let Some(place) = without_end(from, below)
            {
                *places.entry(place).or_default() += 1;
            }
        }
        let most = places.into_iter().max_by_key(|(_, files)| *files);
        Ok(most.map(|(place, _)| self.from_here(&place)))
    }

    fn past(&self, id: Oid) -> Result<Option<Past>, GitError> {
        let commit = self.git.find_commit(id)?;
        if commit.parent_count() < 2 {
            return Ok(Some(Past::Step(self.step(&commit)?)));
        }
        if self.decides(&commit)? {
            Ok(Some(Past::Merge(self.named(id)?)))
        } else {
            Ok(None)
        }
    }

    /// Whether a merge of two leaves policies otherwise than git merges them. Of more than two git makes none by hand; and where the
    /// clone leaves out what both have come from, it can't be said.
    fn decides(&self, merge: &git2::Commit<'_>) -> Result<bool, GitError> {
        let parents: Vec<git2::Commit<'_>> = merge.parents().collect();
        let [ours, theirs] = &*parents else {
            return Ok(false);
        };
        let merged = match &*self.bases(ours, theirs)? {
            [] if self.is_shallow() => return Ok(false),
            [base] => {
                let [base, ours, theirs] = [base, ours, theirs].map(|one| self.only_policies(one));
                self.git.merge_trees(&base?, &ours?, &theirs?, None)?
            }
            // What the bases themselves merge to is for the library to find out.
            _ => self.git.merge_commits(ours, theirs, None)?,
        };
        Ok(policies(&merged) != below(&merge.tree()?, true)?)
    }

    /// The policies of a commit, and nothing else: what else stands there may not even be in the clone.
    fn only_policies(&self, commit: &git2::Commit<'_>) -> Result<Tree<'_>, GitError> {
        let nothing = self.git.treebuilder(None)?.write()?;
        let mut tree = TreeUpdateBuilder::new();
        for (path, id) in below(&commit.tree()?, true)? {
            tree.upsert(path, id, FileMode::Blob);
        }
        let made = tree.create_updated(&self.git, &self.git.find_tree(nothing)?)?;
        Ok(self.git.find_tree(made)?)
    }

    fn bases(
        &self,
        ours: &git2::Commit<'_>,
        theirs: &git2::Commit<'_>,
    ) -> Result<Vec<git2::Commit<'_>>, GitError> {
        let bases = match self.git.merge_bases(ours.id(), theirs.id()) {
            Ok(bases) => bases,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let commits = bases.iter().map(|id| Ok(self.git.find_commit(*id)?));
        commits.collect()
    }

    fn step(&self, commit: &git2::Commit<'_>) -> Result<Step, GitError> {
        // A clone without older commits names a commit that it does not have.
        let before = commit.parent_id(0).ok();
        let before = before.filter(|id| self.git.find_commit(*id).is_ok());
        let author = commit.author();
        let time = author.when();
        let seconds = time.seconds() + i64::from(time.offset_minutes()) * 60;
        let moment = Timestamp::from_second(seconds).unwrap_or_default();
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let message = lossy(commit.message_bytes());
        Ok(Step {
            commit: self.named(commit.id())?,
            before: before.map(|id| self.named(id)).transpose()?,
            subject: message.lines().next().unwrap_or_default().to_owned(),
            author: lossy(author.name_bytes()),
            day: TimeZone::UTC.to_datetime(moment).date(),
        })
    }
}

/// A path without what it ends in.
fn without_end(path: &Path, end: &Path) -> Option<PathBuf> {
    path.ends_with(end).then(|| {
        let above = path.components().count() - end.components().count();
        path.components().take(above).collect()
    })
}

/// The policies of a merge with what stands in them. A file in conflict is there with each of its versions, as in no commit.
fn policies(merged: &Index) -> Contents {
    let files = merged.iter().filter_map(|entry| {
        let path = PathBuf::from(String::from_utf8(entry.path).ok()?);
        let is_file = i32::try_from(entry.mode).is_ok_and(|mode| FILES.contains(&mode));
        (is_file && has_ending(&path)).then_some((path, entry.id))
    });
    let mut found: Contents = files.collect();
    found.sort();
    found
}
