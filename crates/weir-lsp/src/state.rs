//! What the server knows: the texts on disk and in the editor, as one workspace of several projects.
//!
//! It is changed under a lock before a handler first waits; what is asked is answered on a [`World`], which never changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};
use weir_core::{Source, Workspace};
use weir_ide::{Outlines, Snapshot};
use weir_syntax::LineIndex;
use weir_syntax::diagnostic::{Language, SourceId};

use crate::Stamp;
use crate::position::{Encoding, Lines};
use crate::scenarios::{self, Scenario};

/// The ending of policies. Other files that are listed may be scenarios.
pub(crate) const ENDING: &str = "weir";

/// A text, on disk or open in the editor.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// As the client writes it, if it ever did.
    pub(crate) uri: Url,
    pub(crate) text: Arc<str>,
    pub(crate) index: Arc<LineIndex>,
    /// The version of an open document; none for a text on disk.
    pub(crate) version: Option<i32>,
    /// What a listing of the disk had here last, which an open document hides. A text that is not open is this one.
    disk: Option<OnDisk>,
    /// The folder that an open document brings where it stands outside of the client's folders.
    home: Option<PathBuf>,
    /// Whether it is no policy, but may be a scenario. It then belongs to no project by itself.
    pub(crate) is_other: bool,
    project: Arc<str>,
    name: Arc<str>,
}

/// A text on disk, with the mark that it had when it was read.
#[derive(Clone, Debug)]
struct OnDisk {
    stamp: Stamp,
    text: Arc<str>,
}

impl File {
    pub(crate) fn lines(&self, encoding: Encoding) -> Lines<'_> {
        Lines {
            text: &self.text,
            index: &self.index,
            encoding,
        }
    }

    /// The same as a text that is no policy: it belongs to no project.
    fn into_other(self) -> Self {
        Self {
            is_other: true,
            project: Arc::default(),
            name: Arc::default(),
            ..self
        }
    }

    fn set_text(&mut self, text: Arc<str>) {
        self.index = Arc::new(LineIndex::new(&text));
        self.text = text;
    }
}

/// The texts that are checked together, and what checking gave. The first one to ask computes it.
#[derive(Debug)]
pub(crate) struct Project {
    /// Another number for every state of every project.
    pub(crate) serial: u64,
    texts: Vec<(SourceId, Arc<str>, Arc<str>)>,
    around: Around,
    memory: Arc<Mutex<Memory>>,
    checked: OnceLock<(Snapshot, bool)>,
}

/// What one state of a project leaves to the next.
#[derive(Debug, Default)]
struct Memory {
    workspace: Workspace,
    outlines: Outlines,
}

/// The other texts of the workspace, some of which a project may use.
#[derive(Clone, Debug)]
struct Around {
    /// The folder in which the names of the project start.
    base: Option<PathBuf>,
    ids: Arc<BTreeMap<String, SourceId>>,
    files: Arc<BTreeMap<SourceId, Arc<File>>>,
}

impl Around {
    fn find(&self, name: &str) -> Option<(SourceId, Arc<str>)> {
        let path = self.base.as_ref()?.join(name);
        let id = self.ids.get(&key_of_path(&path))?;
        Some((*id, Arc::clone(&self.files.get(id)?.text)))
    }
}

impl Project {
    /// The project as checked. Only texts that changed since the last time are read again.
    pub(crate) fn checked(&self) -> &Snapshot {
        let check = || {
            let (workspace, outlines, reaches_out) = self.read();
            let checked = workspace.check();
            let snapshot = Snapshot::after(&outlines, checked, None, Language::default());
            self.memory().outlines = snapshot.outlines();
            (snapshot, reaches_out)
        };
        &self.checked.get_or_init(check).0
    }

    /// Whether a text belongs here, and is not only used here.
    pub(crate) fn owns(&self, source: SourceId) -> bool {
        self.texts
            .binary_search_by_key(&source, |(id, ..)| *id)
            .is_ok()
    }

    /// The texts as read, with those that they use, and whether any use leads out of the project.
    fn read(&self) -> (Workspace, Outlines, bool) {
        let mut memory = self.memory();
        let outlines = memory.outlines.clone();
        let workspace = &mut memory.workspace;
        let gone: Vec<SourceId> = workspace
            .sources()
            .keys()
            .filter(|id| !self.owns(**id))
            .copied()
            .collect();
        for id in gone {
            workspace.remove_source(id);
        }
        let mut known: BTreeSet<String> = BTreeSet::new();
        for (id, name, text) in &self.texts {
            workspace.set_source(*id, Arc::clone(name), Arc::clone(text));
            known.insert(name.to_string());
        }
        let mut reaches_out = false;
        loop {
            let used: Vec<String> = workspace
                .sources()
                .values()
                .flat_map(Source::uses)
                .filter(|name| !known.contains(name))
                .collect();
            if used.is_empty() {
                return (workspace.clone(), outlines, reaches_out);
            }
            reaches_out = true;
            for name in used {
                if let Some((id, text)) = self.around.find(&name)
                    && !known.contains(&name)
                {
                    workspace.set_source(id, name.as_str(), text);
                }
                known.insert(name);
            }
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a change of another project's text may change what is found here.
    fn reaches_out(&self) -> bool {
        self.checked
            .get()
            .is_none_or(|(_, reaches_out)| *reaches_out)
    }
}

/// All texts at one moment.
#[derive(Debug)]
pub(crate) struct World {
    /// How many edits had been made.
    pub(crate) edits: u64,
    pub(crate) files: BTreeMap<SourceId, Arc<File>>,
    pub(crate) projects: BTreeMap<Arc<str>, Arc<Project>>,
    /// The texts that stand by policies and may be scenarios of them.
    pub(crate) scenarios: Arc<BTreeMap<SourceId, Arc<Scenario>>>,
    ids: Arc<BTreeMap<String, SourceId>>,
}

impl World {
    /// The text with this address.
    pub(crate) fn find(&self, uri: &Url) -> Option<(SourceId, &Arc<File>)> {
        let id = self.ids.get(&key(uri))?;
        Some((*id, self.files.get(id)?))
    }

    /// The project in which a policy is checked.
    pub(crate) fn project(&self, file: &File) -> Option<&Arc<Project>> {
        self.projects.get(&file.project)
    }
}

/// Where policies are looked for. Follows from the folders of the client and the open documents outside of them.
#[derive(Clone, Debug)]
struct Root {
    folder: PathBuf,
    /// Whether some policies below stand in a folder of that name. What stands beside them is then no part of them.
    has_policies: bool,
}

/// The changeable part.
#[derive(Debug, Default)]
pub(crate) struct State {
    edits: u64,
    /// The folders of the client, each with the root that it stands for.
    folders: BTreeMap<PathBuf, PathBuf>,
    roots: Vec<Root>,
    files: BTreeMap<SourceId, Arc<File>>,
    ids: Arc<BTreeMap<String, SourceId>>,
    next: u32,
    projects: BTreeMap<Arc<str>, Arc<Project>>,
    /// Projects of which a text changed since the last world.
    touched: BTreeSet<Arc<str>>,
    world: Option<Arc<World>>,
    /// Projects that were replaced. Letting go of a large one takes time.
    retired: Vec<Arc<Project>>,
    scenarios: Arc<BTreeMap<SourceId, Arc<Scenario>>>,
    serial: u64,
}

impl State {
    /// How many edits were made to open documents.
    pub(crate) fn edits(&self) -> u64 {
        self.edits
    }

    /// The folders in which policies are looked for.
    pub(crate) fn roots(&self) -> Vec<PathBuf> {
        self.roots.iter().map(|root| root.folder.clone()).collect()
    }

    /// Adds a folder of the client, which stands for a root: itself or one around it.
    pub(crate) fn add_folder(&mut self, folder: PathBuf, root: PathBuf) {
        self.folders.insert(folder, root);
        self.renew_roots();
    }

    /// Removes a folder of the client, with the texts that stand only there. What is open stays, as if opened afresh.
    pub(crate) fn remove_folder(&mut self, folder: &Path) {
        self.folders.remove(folder);
        self.renew_roots();
    }

    /// The files of a listing that are not known as they are there.
    pub(crate) fn unread(&self, listed: &BTreeMap<PathBuf, Stamp>) -> Vec<PathBuf> {
        let unread = |(path, stamp): &(&PathBuf, &Stamp)| {
            self.on_disk(path).map(|known| known.stamp) != Some(**stamp)
        };
        let listed = listed.iter().filter(unread);
        listed.map(|(path, _)| path.clone()).collect()
    }

    /// Takes texts as they are on disk: what is listed below some roots, and what was read of it. What is not listed there is
    /// gone. Open documents stay as they are in the editor. Returns whether any text changed.
    pub(crate) fn set_disk(
        &mut self,
        roots: &[PathBuf],
        listed: &BTreeMap<PathBuf, Stamp>,
        mut read: BTreeMap<PathBuf, String>,
    ) -> bool {
        let mut changed = false;
        let known = self.files.values().filter(|file| file.disk.is_some());
        let gone = known
            .filter_map(|file| file.uri.to_file_path().ok())
            .filter(|path| roots.iter().any(|root| path.starts_with(root)));
        let listed_keys: BTreeSet<String> = listed.keys().map(|path| key_of_path(path)).collect();
        let gone: Vec<PathBuf> = gone
            .filter(|path| !listed_keys.contains(&key_of_path(path)))
            .collect();
        for path in gone {
            changed |= self.set_on_disk(&path, None);
        }
        for (path, stamp) in listed {
            // A root may have gone while it was being read.
            let stands = self.roots.iter().any(|root| path.starts_with(&root.folder));
            let known = self.on_disk(path).map(|known| known.stamp);
            if !stands || known == Some(*stamp) {
                continue;
            }
            let found = read.remove(path).map(|text| OnDisk {
                stamp: *stamp,
                text: text.into(),
            });
            changed |= self.set_on_disk(path, found);
        }
        self.look_for_policies();
        changed
    }

    fn on_disk(&self, path: &Path) -> Option<&OnDisk> {
        let id = self.ids.get(&key_of_path(path))?;
        self.files.get(id)?.disk.as_ref()
    }

    /// Notes what is on disk at a place. Returns whether a text changed that is not open.
    fn set_on_disk(&mut self, path: &Path, disk: Option<OnDisk>) -> bool {
        let Some(uri) = Url::from_file_path(path).ok() else {
            return false;
        };
        let old = self.find(&uri).map(|(id, file)| (id, File::clone(file)));
        match (old, disk) {
            (None, None) => false,
            (Some((id, old)), disk) if old.version.is_some() => {
                self.files.insert(id, Arc::new(File { disk, ..old }));
                false
            }
            (Some((_, old)), None) => {
                self.forget(&old.uri);
                true
            }
            (Some((id, mut old)), Some(disk)) => {
                let text = Arc::clone(&disk.text);
                old.disk = Some(disk);
                if *old.text == *text {
                    self.files.insert(id, Arc::new(old));
                    return false;
                }
                old.set_text(text);
                self.put(old);
                true
            }
            (None, Some(disk)) => {
                let text = Arc::clone(&disk.text);
                let is_policy = path.extension().is_some_and(|ending| ending == ENDING);
                let file = self.file(uri, text, None, Some(disk), None);
                self.put(if is_policy { file } else { file.into_other() });
                true
            }
        }
    }

    /// A policy was opened. Outside of the folders of the client it brings the folder that it belongs to, its home.
    pub(crate) fn open(&mut self, uri: Url, version: i32, text: String, home: Option<PathBuf>) {
        self.open_as(false, uri, version, text, home);
    }

    /// A document was opened that is no policy, but may be a scenario.
    pub(crate) fn open_other(
        &mut self,
        uri: Url,
        version: i32,
        text: String,
        home: Option<PathBuf>,
    ) {
        self.open_as(true, uri, version, text, home);
    }

    fn open_as(
        &mut self,
        is_other: bool,
        uri: Url,
        version: i32,
        text: String,
        home: Option<PathBuf>,
    ) {
        self.edits += 1;
        let disk = self.find(&uri).and_then(|(_, file)| file.disk.clone());
        let file = self.file(uri, text.into(), Some(version), disk, home);
        self.put(if is_other { file.into_other() } else { file });
        self.renew_roots();
        self.look_for_policies();
    }

    /// A document was changed; does nothing if it is not open.
    pub(crate) fn change(
        &mut self,
        uri: &Url,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(file) = self.ids.get(&key(uri)).and_then(|id| self.files.get(id)) else {
            return;
        };
        if file.version.is_none() {
            return;
        }
        let mut changed = File::clone(file);
        for change in changes {
            let text = match change.range {
                None => change.text,
                Some(range) => {
                    let mut text = changed.text.to_string();
                    let span = changed.lines(encoding).span(range);
                    text.replace_range(span.range(), &change.text);
                    text
                }
            };
            changed.set_text(text.into());
        }
        changed.version = Some(version);
        self.edits += 1;
        self.put(changed);
    }

    /// A document was closed: what was last listed on disk holds again, if anything was. Does nothing if it was not open.
    pub(crate) fn close(&mut self, uri: &Url) {
        let Some((_, file)) = self.find(uri).filter(|(_, file)| file.version.is_some()) else {
            return;
        };
        let mut file = File::clone(file);
        self.edits += 1;
        match file.disk.as_ref().map(|disk| Arc::clone(&disk.text)) {
            Some(text) => {
                file.set_text(text);
                file.version = None;
                file.home = None;
                self.put(file);
            }
            None => self.forget(uri),
        }
        self.renew_roots();
        self.look_for_policies();
    }

    /// What was replaced since the last time, to be let go of where that takes nobody's time.
    pub(crate) fn take_retired(&mut self) -> Vec<Arc<Project>> {
        std::mem::take(&mut self.retired)
    }

    /// All texts as they are now.
    pub(crate) fn world(&mut self) -> Arc<World> {
        if let Some(world) = &self.world {
            return Arc::clone(world);
        }
        self.renew_projects();
        self.renew_scenarios();
        let world = Arc::new(World {
            edits: self.edits,
            files: self.files.clone(),
            projects: self.projects.clone(),
            scenarios: Arc::clone(&self.scenarios),
            ids: Arc::clone(&self.ids),
        });
        self.world = Some(Arc::clone(&world));
        world
    }

    fn renew_projects(&mut self) {
        let mut stale = std::mem::take(&mut self.touched);
        stale.remove("");
        if stale.is_empty() {
            return;
        }
        let reaching = self
            .projects
            .iter()
            .filter(|(_, project)| project.reaches_out());
        stale.extend(reaching.map(|(name, _)| Arc::clone(name)));
        let files = Arc::new(self.files.clone());
        for name in stale {
            let own = self.files.iter().filter(|(_, file)| file.project == name);
            let texts: Vec<_> = own
                .clone()
                .map(|(id, file)| (*id, Arc::clone(&file.name), Arc::clone(&file.text)))
                .collect();
            let Some((_, first)) = own.clone().next() else {
                self.retired.extend(self.projects.remove(&name));
                continue;
            };
            let memory = self.projects.get(&name).map(|old| Arc::clone(&old.memory));
            self.serial += 1;
            let project = Project {
                serial: self.serial,
                texts,
                around: Around {
                    base: self.place(&first.uri).base,
                    ids: Arc::clone(&self.ids),
                    files: Arc::clone(&files),
                },
                memory: memory.unwrap_or_default(),
                checked: OnceLock::new(),
            };
            self.retired
                .extend(self.projects.insert(name, Arc::new(project)));
        }
    }

    /// Finds anew which texts stand by which policies. Those of which nothing changed stay as they were read.
    fn renew_scenarios(&mut self) {
        let mut now = BTreeMap::new();
        for (id, file) in self.files.iter().filter(|(_, file)| file.is_other) {
            let Some((project, placed)) = scenarios::stands_by(&file.uri, &self.projects) else {
                continue;
            };
            let before = self.scenarios.get(id).filter(|before| {
                Arc::ptr_eq(&before.file, file) && before.project.serial == project.serial
            });
            let scenario = before.cloned().unwrap_or_else(|| {
                self.serial += 1;
                let (file, project) = (Arc::clone(file), Arc::clone(project));
                Arc::new(Scenario::new(self.serial, *id, file, project, placed))
            });
            now.insert(*id, scenario);
        }
        self.scenarios = Arc::new(now);
    }

    fn find(&self, uri: &Url) -> Option<(SourceId, &Arc<File>)> {
        let id = self.ids.get(&key(uri))?;
        Some((*id, self.files.get(id)?))
    }

    /// A text where it belongs as the roots are now.
    fn file(
        &self,
        uri: Url,
        text: Arc<str>,
        version: Option<i32>,
        disk: Option<OnDisk>,
        home: Option<PathBuf>,
    ) -> File {
        let Placed { project, name, .. } = self.place(&uri);
        File {
            uri,
            index: Arc::new(LineIndex::new(&text)),
            text,
            version,
            disk,
            home,
            is_other: false,
            project,
            name,
        }
    }

    fn put(&mut self, file: File) {
        let next = SourceId(self.next);
        let id = match self.ids.get(&key(&file.uri)) {
            Some(id) => *id,
            None => {
                Arc::make_mut(&mut self.ids).insert(key(&file.uri), next);
                self.next += 1;
                next
            }
        };
        self.touch(&file.project);
        if let Some(old) = self.files.insert(id, Arc::new(file)) {
            self.touch(&old.project);
        }
    }

    fn forget(&mut self, uri: &Url) {
        if let Some(id) = Arc::make_mut(&mut self.ids).remove(&key(uri))
            && let Some(file) = self.files.remove(&id)
        {
            self.touch(&file.project);
        }
    }

    fn touch(&mut self, project: &Arc<str>) {
        self.touched.insert(Arc::clone(project));
        self.world = None;
    }

    /// Finds the roots anew, after folders or open documents changed.
    fn renew_roots(&mut self) {
        let mut wanted: BTreeSet<PathBuf> = self.folders.values().cloned().collect();
        let named = wanted.clone();
        for file in self.files.values() {
            let Some((home, path)) = file.home.clone().zip(file.uri.to_file_path().ok()) else {
                continue;
            };
            if !named.iter().any(|root| path.starts_with(root)) {
                wanted.insert(home);
            }
        }
        if self.roots.iter().map(|root| &root.folder).eq(&wanted) {
            return;
        }
        let root = |folder| Root {
            folder,
            has_policies: false,
        };
        self.roots = wanted.into_iter().map(root).collect();
        self.drop_strays();
        self.note_policies();
        self.place_again();
    }

    /// Forgets texts on disk that stand under no root.
    fn drop_strays(&mut self) {
        let stands = |path: PathBuf| self.roots.iter().any(|root| path.starts_with(&root.folder));
        let strays: Vec<Url> = self
            .files
            .values()
            .filter(|file| file.version.is_none() && !file.uri.to_file_path().is_ok_and(stands))
            .map(|file| file.uri.clone())
            .collect();
        for uri in strays {
            self.forget(&uri);
        }
    }

    /// Finds project and name of every text anew, after the roots changed.
    fn place_again(&mut self) {
        for (id, file) in self.files.clone() {
            if file.is_other {
                continue;
            }
            let Placed { project, name, .. } = self.place(&file.uri);
            if project != file.project || name != file.name {
                self.touch(&file.project);
                self.touch(&project);
                let moved = File {
                    project,
                    name,
                    ..File::clone(&file)
                };
                self.files.insert(id, Arc::new(moved));
            }
        }
    }

    /// Looks which roots have policies. Where that changes, texts may belong elsewhere.
    fn look_for_policies(&mut self) {
        if self.note_policies() {
            self.place_again();
        }
    }

    /// Notes which roots have policies. Returns whether that changed.
    fn note_policies(&mut self) -> bool {
        let paths: Vec<PathBuf> = self
            .files
            .values()
            .filter(|file| !file.is_other)
            .filter_map(|file| file.uri.to_file_path().ok())
            .collect();
        let mut changed = false;
        for root in &mut self.roots {
            let has_policies = paths
                .iter()
                .any(|path| policies(path, &root.folder).is_some());
            changed |= has_policies != root.has_policies;
            root.has_policies = has_policies;
        }
        changed
    }

    /// Where a text belongs. Policies below a folder named `policies` are a project, as for the command line. Other texts
    /// belong to their root; beside policies, each is a project of its own, with what it uses.
    fn place(&self, uri: &Url) -> Placed {
        let alone = || Placed {
            project: uri.as_str().into(),
            name: uri.as_str().into(),
            base: None,
        };
        let Ok(path) = uri.to_file_path() else {
            return alone();
        };
        let under = self
            .roots
            .iter()
            .filter(|root| path.starts_with(&root.folder));
        let Some(root) = under.max_by_key(|root| root.folder.as_os_str().len()) else {
            return alone();
        };
        let (project, base) = match policies(&path, &root.folder) {
            Some(policies) => (policies, policies.parent().unwrap_or(policies)),
            None if root.has_policies => (path.as_path(), root.folder.as_path()),
            None => (root.folder.as_path(), root.folder.as_path()),
        };
        let name: Vec<_> = path
            .strip_prefix(base)
            .unwrap_or(&path)
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        Placed {
            project: project.to_string_lossy().into(),
            name: name.join("/").into(),
            base: Some(base.to_owned()),
        }
    }
}

/// Where a text belongs.
struct Placed {
    project: Arc<str>,
    name: Arc<str>,
    /// The folder in which names start.
    base: Option<PathBuf>,
}

/// The outermost folder named `policies` in which a file stands, at or below a root.
fn policies<'p>(path: &'p Path, root: &Path) -> Option<&'p Path> {
    let named = |folder: &&Path| folder.file_name().is_some_and(|name| name == "policies");
    let above = path
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(root));
    above.filter(named).last()
}

/// What two addresses of the same text have in common: the path as the system writes it. Drive letters are written in both
/// cases by clients.
fn key(uri: &Url) -> String {
    let Ok(path) = uri.to_file_path() else {
        return uri.to_string();
    };
    key_of_path(&path)
}

fn key_of_path(path: &Path) -> String {
    let mut text = path.to_string_lossy().into_owned();
    if text.as_bytes().get(1) == Some(&b':')
        && let Some(drive) = text.get_mut(..1)
    {
        drive.make_ascii_lowercase();
    }
    text
}

#[cfg(test)]
mod tests;
