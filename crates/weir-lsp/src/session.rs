//! One editor's session: the state under its lock, and work on snapshots of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::Url;
use weir_core::date::Date;
use weir_ide::{ScenarioText, Snapshot};
use weir_syntax::diagnostic::{Language, SourceId};

use crate::diagnostics::Published;
use crate::handlers::tokens::Colours;
use crate::offers::Offers;
use crate::scenarios::Scenario;
use crate::settings::Settings;
use crate::state::{File, Project, State, World};
use crate::{Host, Stamp};

/// How many pieces of work run at once.
const SLOTS: usize = 2;

/// How long an answer of the client is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What all handlers share.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) version: &'static str,
    /// Woken when something changed that findings depend on.
    pub(crate) changed: Notify,
    /// Whether something changed that a client does not know of which asks for findings itself.
    pub(crate) unasked: AtomicBool,
    pub(crate) published: Mutex<Published>,
    pub(crate) colours: Mutex<Colours>,
    offers: OnceLock<Arc<Offers>>,
    language: Mutex<Language>,
    settings: Mutex<Told>,
    /// How many times settings were asked for or told.
    told: AtomicU64,
    state: Mutex<State>,
    /// Woken when something may have changed on disk.
    disk: Notify,
    loaded: watch::Sender<bool>,
    slots: Arc<Semaphore>,
    /// One determination at a time, beside the slots: what is typed never waits for one.
    pub(crate) determining: Semaphore,
}

/// The settings, with the number of the question that they answer.
#[derive(Debug, Default)]
struct Told {
    number: u64,
    settings: Arc<Settings>,
}

/// A moment of the workspace, with what is needed to speak of it to the client.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) world: Arc<World>,
    pub(crate) offers: Arc<Offers>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) language: Language,
    pub(crate) today: Option<Date>,
    pub(crate) host: Arc<dyn Host>,
}

/// A document in a moment of the workspace.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) view: View,
    pub(crate) source: SourceId,
    pub(crate) file: Arc<File>,
    /// The policies; of a scenario, with that scenario.
    pub(crate) snapshot: Snapshot,
    /// What the document is if it is no policy.
    pub(crate) scenario: Option<ScenarioDocument>,
}

/// A scenario that is open, as it was read.
#[derive(Clone, Debug)]
pub(crate) struct ScenarioDocument {
    pub(crate) scenario: Arc<Scenario>,
    pub(crate) text: Arc<ScenarioText>,
}

impl View {
    /// A project as this client is shown it.
    pub(crate) fn snapshot(&self, project: &Project) -> Snapshot {
        let mut snapshot = project.checked().in_language(self.language);
        snapshot.today = self.today;
        snapshot
    }

    /// The policy or scenario with an address.
    fn document(self, uri: &Url) -> Option<Document> {
        let (source, file) = self.world.find(uri)?;
        let file = Arc::clone(file);
        let Some(scenario) = self.world.scenarios.get(&source) else {
            let snapshot = self.snapshot(self.world.project(&file)?);
            return Some(Document {
                view: self,
                source,
                file,
                snapshot,
                scenario: None,
            });
        };
        let scenario = Arc::clone(scenario);
        let text = scenario.text(&*self.host)?;
        let snapshot = self.snapshot(&scenario.project);
        Some(Document {
            view: self,
            source,
            file,
            snapshot: snapshot.with_scenarios(vec![Arc::clone(&text)]),
            scenario: Some(ScenarioDocument { scenario, text }),
        })
    }
}

impl Document {
    /// The policies with all scenarios that stand by them.
    pub(crate) fn with_scenarios(&self) -> Snapshot {
        let project = match &self.scenario {
            Some(open) => Some(&open.scenario.project),
            None => self.view.world.project(&self.file),
        };
        let serial = project.map(|project| project.serial);
        let all = self.view.world.scenarios.values();
        let own = all.filter(|scenario| Some(scenario.project.serial) == serial);
        let texts = own.filter_map(|scenario| scenario.text(&*self.view.host));
        self.snapshot.with_scenarios(texts.collect())
    }
}

impl Session {
    pub(crate) fn new(
        client: Client,
        host: Arc<dyn Host>,
        version: &'static str,
        language: Language,
    ) -> Self {
        Self {
            client,
            host,
            version,
            changed: Notify::new(),
            unasked: AtomicBool::new(false),
            published: Mutex::default(),
            colours: Mutex::default(),
            offers: OnceLock::new(),
            language: Mutex::new(language),
            settings: Mutex::default(),
            told: AtomicU64::new(0),
            state: Mutex::default(),
            disk: Notify::new(),
            loaded: watch::Sender::new(false),
            slots: Arc::new(Semaphore::new(SLOTS)),
            determining: Semaphore::new(1),
        }
    }

    /// The state. It is whole even after a panic: texts are replaced, never changed halfway.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// What the client can do.
    pub(crate) fn offers(&self) -> Arc<Offers> {
        self.offers.get().cloned().unwrap_or_default()
    }

    /// Notes what the client can do, and its language.
    pub(crate) fn begin(&self, offers: Offers, language: Option<Language>) {
        if let Some(language) = language {
            *lock(&self.language) = language;
        }
        // A second beginning is refused before it comes here.
        let _ = self.offers.set(Arc::new(offers));
    }

    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&lock(&self.settings).settings)
    }

    /// The number of settings that are told or asked for now; later ones have higher numbers.
    pub(crate) fn number_settings(&self) -> u64 {
        self.told.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Takes settings, unless later ones were already taken. Returns whether they were.
    pub(crate) fn set_settings(&self, number: u64, settings: Settings) -> bool {
        let mut told = lock(&self.settings);
        let newer = told.number < number;
        if newer {
            *told = Told {
                number,
                settings: Arc::new(settings),
            };
        }
        newer
    }

    /// The language of words for this client.
    pub(crate) fn language(&self) -> Language {
        self.settings().language().unwrap_or(*lock(&self.language))
    }

    /// The workspace as it is now.
    pub(crate) fn view(&self) -> View {
        let (world, retired) = {
            let mut state = self.state();
            (state.world(), state.take_retired())
        };
        if !retired.is_empty() {
            tokio::task::spawn_blocking(move || drop(retired));
        }
        View {
            world,
            offers: self.offers(),
            settings: self.settings(),
            language: self.language(),
            today: self.host.today(),
            host: Arc::clone(&self.host),
        }
    }

    /// Reads what changed on disk whenever that may be, as long as the session lasts. There is one reader.
    pub(crate) async fn read_disk(self: Arc<Self>) {
        loop {
            self.disk.notified().await;
            let session = Arc::clone(&self);
            let read = tokio::task::spawn_blocking(move || session.read_disk_now());
            let changed = read.await.unwrap_or_else(|error| {
                self.host.log(&format!("a mistake in the server: {error}"));
                false
            });
            let first = !self.loaded.send_replace(true);
            if changed || first {
                self.changed_unasked();
            }
        }
    }

    fn read_disk_now(&self) -> bool {
        let roots = self.state().roots();
        let listed: BTreeMap<PathBuf, Stamp> =
            roots.iter().flat_map(|root| self.host.list(root)).collect();
        let unread = self.state().unread(&listed);
        let read = unread
            .into_iter()
            .filter_map(|path| Some((path.clone(), self.host.read(&path)?)))
            .collect();
        self.state().set_disk(&roots, &listed, read)
    }

    /// Notes a change that does not come from an edit.
    pub(crate) fn changed_unasked(&self) {
        self.unasked.store(true, Ordering::Relaxed);
        self.changed.notify_one();
    }

    /// Has read what changed on disk, in the background. What is asked for while the disk is being read is one reading.
    pub(crate) fn read_disk_soon(&self) {
        self.disk.notify_one();
    }

    /// Waits until the texts on disk were read for the first time.
    pub(crate) async fn until_loaded(&self) {
        // The sender lives as long as the session.
        let _ = self.loaded.subscribe().wait_for(|loaded| *loaded).await;
    }

    /// Answers on a policy as it is when the request arrives; nothing if the document is not known or is none.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        uri: Url,
        work: impl FnOnce(&Document) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        let of_policy = |document: &Document| match document.scenario {
            None => work(document),
            Some(_) => Ok(None),
        };
        self.ask_any(uri, of_policy).await
    }

    /// Answers on a policy or scenario as it is when the request arrives; nothing if the document is not known or is neither.
    pub(crate) async fn ask_any<T: Send + 'static>(
        &self,
        uri: Url,
        work: impl FnOnce(&Document) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        let answer = self.answer(move |view| match view.document(&uri) {
            Some(document) => work(&document),
            None => Ok(None),
        });
        answer.await?
    }

    /// Answers on the workspace as it is when the request arrives. If it is edited before the answer is ready, the answer is
    /// that the content was modified: its positions would be of older texts.
    pub(crate) async fn answer<T: Send + 'static>(
        &self,
        work: impl FnOnce(View) -> T + Send + 'static,
    ) -> Result<T> {
        let arrived = self.state().edits();
        let answer = self.work(work).await?;
        if self.state().edits() == arrived {
            Ok(answer)
        } else {
            Err(Error::content_modified())
        }
    }

    /// Runs work on the workspace as it is now, away from the messages. If the client no longer wants it, it may not be done.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(View) -> T + Send + 'static,
    ) -> Result<T> {
        let arrived = self.state().edits();
        self.until_loaded().await;
        let view = self.view();
        if view.world.edits != arrived {
            return Err(Error::content_modified());
        }
        let wanted = Wanted::default();
        let still = Arc::clone(&wanted.0);
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        if self.state().edits() != arrived {
            return Err(Error::content_modified());
        }
        let job = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            still.load(Ordering::Relaxed).then(|| work(view))
        });
        match job.await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(Error::request_cancelled()),
            Err(error) => {
                self.host.log(&format!("a mistake in the server: {error}"));
                Err(Error::internal_error())
            }
        }
    }
}

/// Says to work under way that its answer is no longer wanted, when the request is dropped.
struct Wanted(Arc<AtomicBool>);

impl Default for Wanted {
    fn default() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Locks; what a panic left is taken as it is.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the client answers to a question, if it does in time. Not to be waited for in a handler.
pub(crate) async fn answered<T>(question: impl Future<Output = Result<T>>) -> Option<T> {
    let answer = tokio::time::timeout(PATIENCE, question).await;
    answer.ok()?.ok()
}

/// An answer that says why something can't be done.
pub(crate) fn refuse(why: impl Into<String>) -> Error {
    let mut error = Error::new(ErrorCode::ServerError(-32803));
    error.message = why.into().into();
    error
}

#[cfg(test)]
pub(crate) mod tests;
