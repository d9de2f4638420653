//! The commits before one, newest first.

use git2::{Oid, Sort};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use weir_core::date::Date;

use super::{Commit, GitError, Repository};

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

impl Repository {
    /// The commits that lead to one, newest first. Merges are left out: what they bring in stands with the commits themselves.
    ///
    /// # Errors
    ///
    /// If they can't be read.
    pub fn history(
        &self,
        of: &Commit,
    ) -> Result<impl Iterator<Item = Result<Step, GitError>>, GitError> {
        let mut walk = self.git.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(of.id)?;
        let steps = walk.map(|id| self.step(id?));
        Ok(steps.filter_map(Result::transpose))
    }

    fn step(&self, id: Oid) -> Result<Option<Step>, GitError> {
        let commit = self.git.find_commit(id)?;
        if commit.parent_count() > 1 {
            return Ok(None);
        }
        // A clone without older commits names a commit that it does not have.
        let before = commit.parent_id(0).ok();
        let before = before.filter(|id| self.git.find_commit(*id).is_ok());
        let author = commit.author();
        let time = author.when();
        let seconds = time.seconds() + i64::from(time.offset_minutes()) * 60;
        let moment = Timestamp::from_second(seconds).unwrap_or_default();
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let message = lossy(commit.message_bytes());
        Ok(Some(Step {
            commit: self.named(id)?,
            before: before.map(|id| self.named(id)).transpose()?,
            subject: message.lines().next().unwrap_or_default().to_owned(),
            author: lossy(author.name_bytes()),
            day: TimeZone::UTC.to_datetime(moment).date(),
        }))
    }
}
