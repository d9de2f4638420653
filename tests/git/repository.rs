//! A repository in a temporary folder, and runs of the program in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::{Oid, Signature, Time};
use tempfile::TempDir;
use weir_syntax::diagnostic::Language;

pub(crate) struct Repo {
    pub(crate) git: git2::Repository,
    folder: TempDir,
}

/// What a run says.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) exit: u8,
}

impl Said {
    /// The output in one line.
    pub(crate) fn flat(&self) -> String {
        self.out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A law with one threshold of so many people.
pub(crate) fn law(line: &str) -> String {
    format!(
        r#"outcome pathway ladder zh "路径"  en "pathway" {{
  exempt    zh "免予"      en "exempt"
  contract  zh "标准合同"  en "standard contract"
}}

measure people: people each calendar_year
  zh "当年累计人数"
  en "people in that year"
  ask zh "当年累计多少人？"
  ask en "How many people in that year?"

threshold line {{
  zh "人数标准"
  en "line"
  from 2024-03-22: {line} people  cite order article 1
}}

instrument order {{
  zh "规定"
  en "Order"
  source primary "https://example.gov/order"
  in force from 2024-03-22

  article 1
    zh "不满标准的，免予"
    en "Exempt below the line"
    when people < line
    then pathway exempt

  article 2
    zh "达到标准的，订立标准合同"
    en "From the line on a contract is needed"
    when people >= line
    then pathway contract
}}
"#
    )
}

impl Repo {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("main");
        let git = git2::Repository::init_opts(folder.path(), &options).unwrap();
        Self { git, folder }
    }

    /// A repository whose first commit, `v1`, has the law with 100,000 people.
    pub(crate) fn with_law() -> Self {
        let repo = Self::new();
        repo.write("policies/order.weir", &law("10万"));
        repo.commit("The order");
        repo.tag("v1");
        repo
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Commits everything that stands on disk.
    pub(crate) fn commit(&self, message: &str) -> Oid {
        let mut index = self.git.index().unwrap();
        index
            .add_all(["*"], git2::IndexAddOption::DEFAULT, None)
            .unwrap();
        index.update_all(["*"], None).unwrap();
        index.write().unwrap();
        let tree = self.git.find_tree(index.write_tree().unwrap()).unwrap();
        let parent = self
            .git
            .head()
            .ok()
            .map(|head| head.peel_to_commit().unwrap());
        let parents: Vec<_> = parent.iter().collect();
        let seconds = 1_700_000_000
            + parent
                .as_ref()
                .map_or(0, |one| one.time().seconds() - 1_700_000_000 + 86_400);
        let who = Signature::new("Li", "li@example.org", &Time::new(seconds, 480)).unwrap();
        self.git
            .commit(Some("HEAD"), &who, &who, message, &tree, &parents)
            .unwrap()
    }

    pub(crate) fn tag(&self, name: &str) {
        let head = self
            .git
            .head()
            .unwrap()
            .peel(git2::ObjectType::Any)
            .unwrap();
        self.git.tag_lightweight(name, &head, false).unwrap();
    }

    /// Starts a branch here, or goes to it.
    pub(crate) fn switch(&self, name: &str) {
        let full = format!("refs/heads/{name}");
        if self.git.find_reference(&full).is_err() {
            let head = self.git.head().unwrap().peel_to_commit().unwrap();
            self.git.branch(name, &head, false).unwrap();
        }
        self.git.set_head(&full).unwrap();
        let mut force = git2::build::CheckoutBuilder::new();
        self.git
            .checkout_head(Some(force.force().remove_untracked(true)))
            .unwrap();
    }

    /// Merges a branch as git does, but for what is written instead.
    pub(crate) fn merge(&self, branch: &str, message: &str, instead: &[(&str, &str)]) {
        let ours = self.git.head().unwrap().peel_to_commit().unwrap();
        let theirs = self.git.revparse_single(branch).unwrap();
        let theirs = theirs.peel_to_commit().unwrap();
        let mut merged = self.git.merge_commits(&ours, &theirs, None).unwrap();
        for (name, text) in instead {
            let path = Path::new(name);
            merged.conflict_remove(path).unwrap_or_default();
            let mut entry = merged.get_path(path, 0).unwrap_or(git2::IndexEntry {
                ctime: git2::IndexTime::new(0, 0),
                mtime: git2::IndexTime::new(0, 0),
                dev: 0,
                ino: 0,
                mode: 0o100_644,
                uid: 0,
                gid: 0,
                file_size: 0,
                id: Oid::ZERO_SHA1,
                flags: 0,
                flags_extended: 0,
                path: name.as_bytes().to_vec(),
            });
            entry.id = self.git.blob(text.as_bytes()).unwrap();
            merged.add(&entry).unwrap();
        }
        let tree = merged.write_tree_to(&self.git).unwrap();
        let tree = self.git.find_tree(tree).unwrap();
        let who = Signature::new("Wang", "wang@example.org", &Time::new(1_800_000_000, 0));
        let who = who.unwrap();
        self.git
            .commit(Some("HEAD"), &who, &who, message, &tree, &[&ours, &theirs])
            .unwrap();
    }

    pub(crate) fn short(&self, revision: &str) -> String {
        let object = self.git.revparse_single(revision).unwrap();
        object.short_id().unwrap().as_str().unwrap().to_owned()
    }

    pub(crate) fn run(&self, command: &str) -> Said {
        run_in(self.folder(), command)
    }

    pub(crate) fn run_words(&self, words: &[&str]) -> Said {
        run_words(self.folder(), words)
    }

    /// Every file of the repository with its bytes.
    pub(crate) fn bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        found
    }
}

/// Runs the program in a folder; the words of the command are parted by spaces.
pub(crate) fn run_in(folder: &Path, command: &str) -> Said {
    run_words(folder, &command.split_whitespace().collect::<Vec<_>>())
}

fn run_words(folder: &Path, words: &[&str]) -> Said {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut stdin: &[u8] = b"";
    let mut io = weir::Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        folder: folder.to_owned(),
        colour: false,
        width: 100,
        language: Language::En,
    };
    let exit = weir::run(words.iter().map(Into::into), &mut io);
    Said {
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
        exit: exit as u8,
    }
}

/// What a program reads of a report: names, without the words for people beside them.
pub(crate) fn names(report: &str) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|name, _| !["text", "who", "only_where"].contains(&name.as_str()));
            fields.values_mut().for_each(strip);
        } else if let Some(items) = value.as_array_mut() {
            items.iter_mut().for_each(strip);
        }
    }
    let mut value = serde_json::from_str(report).unwrap();
    strip(&mut value);
    value
}
