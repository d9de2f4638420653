//! The commits before one, newest first.

use std::path::{Path, PathBuf};

use git2::{Index, Oid, Sort};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use weir_core::date::Date;

use super::{Commit, FILES, GitError, Repository, has_ending};

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

    /// Whether a commit, or one of those that lead to it, has a file or folder at a path.
    ///
    /// # Errors
    ///
    /// If they can't be read.
    pub fn ever_had(&self, commit: &Commit, path: &Path) -> Result<bool, GitError> {
        let mut walk = self.git.revwalk()?;
        walk.push(commit.id)?;
        for id in walk {
            if self.revision(id?)?.has(path)? {
                return Ok(true);
            }
        }
        Ok(false)
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

    /// Whether a merge of two leaves policies otherwise than git merges them. Of more than two git makes none by hand.
    fn decides(&self, merge: &git2::Commit<'_>) -> Result<bool, GitError> {
        let parents: Vec<git2::Commit<'_>> = merge.parents().collect();
        let [ours, theirs] = &*parents else {
            return Ok(false);
        };
        let merged = self.git.merge_commits(ours, theirs, None)?;
        Ok(policies(&merged) != self.revision(merge.id())?.all()?)
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

/// The policies of a merge with what stands in them. A file in conflict is there with each of its versions, as in no commit.
fn policies(merged: &Index) -> Vec<(PathBuf, Oid)> {
    let files = merged.iter().filter_map(|entry| {
        let path = PathBuf::from(String::from_utf8(entry.path).ok()?);
        let mut parts = path.iter();
        let is_hidden = parts.any(|part| part.to_string_lossy().starts_with('.'));
        let is_file = i32::try_from(entry.mode).is_ok_and(|mode| FILES.contains(&mode));
        (is_file && has_ending(&path) && !is_hidden).then_some((path, entry.id))
    });
    let mut found: Vec<(PathBuf, Oid)> = files.collect();
    found.sort();
    found
}
