//! What becomes of texts when two versions that come from a third are merged. As git merges them, but in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::{Index, IndexEntry, IndexTime, Odb, Oid, Repository, Tree};

use super::git::GitError;
use super::{LoadError, Texts, has_ending};

/// Texts by their path.
pub type ByPath = BTreeMap<PathBuf, String>;

/// A merge of texts.
#[derive(Debug)]
pub enum Merge {
    /// The texts after it.
    Clean(ByPath),
    /// The files that both versions changed in the same place.
    Conflicts(Vec<PathBuf>),
}

/// Merges two versions of texts that come from a third.
///
/// # Errors
///
/// If a text can't be merged, such as one that is named as no file can be.
pub fn merge(from: &ByPath, ours: &ByPath, theirs: &ByPath) -> Result<Merge, GitError> {
    let objects = Odb::new()?;
    objects.add_new_mempack_backend(1)?;
    let memory = Repository::from_odb(objects)?;
    let [from, ours, theirs] = [
        tree(&memory, from)?,
        tree(&memory, ours)?,
        tree(&memory, theirs)?,
    ];
    let merged = memory.merge_trees(&from, &ours, &theirs, None)?;
    let mut conflicts = Vec::new();
    for conflict in merged.conflicts()? {
        let conflict = conflict?;
        let entry = conflict.our.or(conflict.their).or(conflict.ancestor);
        conflicts.extend(entry.map(|entry| path(&entry)));
    }
    if !conflicts.is_empty() {
        return Ok(Merge::Conflicts(conflicts));
    }
    let mut texts = ByPath::new();
    for entry in merged.iter() {
        let blob = memory.find_blob(entry.id)?;
        let text = String::from_utf8_lossy(blob.content()).into_owned();
        texts.insert(path(&entry), text);
    }
    Ok(Merge::Clean(texts))
}

fn path(entry: &IndexEntry) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&entry.path).into_owned())
}

/// The texts as a tree of files.
fn tree<'m>(memory: &'m Repository, texts: &ByPath) -> Result<Tree<'m>, GitError> {
    let mut index = Index::new()?;
    for (path, text) in texts {
        let parts = path.iter().map(|part| part.to_string_lossy());
        let path = parts.collect::<Vec<_>>().join("/");
        index.add(&file(path, memory.blob(text.as_bytes())?))?;
    }
    Ok(memory.find_tree(index.write_tree_to(memory)?)?)
}

fn file(path: String, id: Oid) -> IndexEntry {
    let never = IndexTime::new(0, 0);
    IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.into_bytes(),
    }
}

/// Texts in memory, all of which are policies.
impl Texts for ByPath {
    fn policy_files(&self, _: &Path) -> Result<Vec<PathBuf>, LoadError> {
        Ok(self.keys().cloned().collect())
    }

    fn is_policy(&self, path: &Path) -> bool {
        has_ending(path) && self.contains_key(path)
    }

    fn read(&self, path: &Path) -> Result<String, LoadError> {
        let text = self.get(path).cloned();
        text.ok_or_else(|| LoadError::Missing(path.to_owned()))
    }

    fn file(&self, _: &Path) -> Option<PathBuf> {
        None
    }
}
