//! Findings: pushed in rounds after a short pause, or pulled by clients that ask for them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tower_lsp::lsp_types::*;
use weir_core::date::Date;
use weir_core::{Checked, Problem};
use weir_ide::ScenarioText;
use weir_syntax::diagnostic::SourceId;

use crate::scenarios::Scenario;
use crate::session::{Session, View, answered, lock};
use crate::settings::Settings;
use crate::state::Project;

/// What the client was told last.
#[derive(Debug, Default)]
pub(crate) struct Published {
    lists: BTreeMap<Url, Vec<Diagnostic>>,
    /// The version of each open text for which its list was told, equal to the one before or not: a client knows by it that its edit
    /// has been looked at.
    versions: BTreeMap<Url, i32>,
    /// The projects that the lists are of, so that an unchanged one need not be looked at again.
    of: BTreeMap<Arc<str>, u64>,
    /// The same for scenarios.
    of_scenarios: BTreeMap<SourceId, u64>,
    /// The policies of the open scenarios, as the client knows what is said above these.
    above: BTreeMap<SourceId, u64>,
    /// The settings and the day under which they were said: under others everything is said anew.
    under: Option<(Arc<Settings>, Option<Date>)>,
    /// Whether the client asks by itself. What it asks for is not pushed as well, or it would show everything twice.
    pulled: bool,
}

impl Published {
    /// The projects of which the client knows all that can be said under the settings and on the day of a view.
    fn known(&self, view: &View) -> BTreeMap<Arc<str>, u64> {
        let under = self
            .under
            .as_ref()
            .filter(|(settings, day)| Arc::ptr_eq(settings, &view.settings) && *day == view.today);
        under.map(|_| self.of.clone()).unwrap_or_default()
    }
}

/// Everything found in a scenario.
pub(crate) fn of_scenario(view: &View, text: &ScenarioText) -> Vec<Diagnostic> {
    let found = text.findings.iter();
    found
        .map(|finding| view.diagnostic(finding.diagnostic(view.language)))
        .collect()
}

/// Everything found in a source.
pub(crate) fn of_source(view: &View, checked: &Checked, source: SourceId) -> Vec<Diagnostic> {
    let today = view.today.map(|day| checked.on(day)).unwrap_or_default();
    let found = checked.problems.iter().chain(&today);
    found
        .filter(|problem| problem.place.source == source)
        .map(|problem| view.diagnostic(&problem.diagnostic(view.language)))
        .collect()
}

/// A short name for a list: equal lists have equal names.
pub(crate) fn name_of(list: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(list)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// From now on the client asks. What was pushed is taken back.
pub(crate) fn pulled(session: &Session) {
    let mut published = lock(&session.published);
    if !published.pulled {
        published.pulled = true;
        drop(published);
        session.changed.notify_one();
    }
}

/// Publishes findings, round after round, as long as the session lasts.
///
/// A round begins at once after a time of quiet. While edits follow each other it waits as long as the last round took, at most
/// as long as the user set: a small workspace is looked at almost at every key, a large one when the typing pauses.
pub(crate) async fn publish(session: Arc<Session>) {
    let mut last = Duration::ZERO;
    let mut quiet_since = Instant::now();
    session.until_loaded().await;
    loop {
        session.changed.notified().await;
        let longest = session.settings().pause();
        if quiet_since.elapsed() < longest {
            settle(&session, last.min(longest)).await;
        }
        let start = Instant::now();
        round(&session).await;
        last = start.elapsed();
        quiet_since = Instant::now();
    }
}

/// Waits until nothing has changed for a while.
async fn settle(session: &Session, pause: Duration) {
    while tokio::time::timeout(pause, session.changed.notified())
        .await
        .is_ok()
    {}
}

/// Publishes the lists that differ from those published before, and those of texts that are open in another version. A round that an
/// edit overtakes publishes nothing; the edit has already asked for the next.
async fn round(session: &Arc<Session>) {
    look_again(session);
    if lock(&session.published).pulled {
        withdraw(session).await;
        let unasked = session.unasked.swap(false, Ordering::Relaxed);
        if unasked && session.offers().refresh_diagnostics() {
            let session = Arc::clone(session);
            // An answer of the client is never waited for here.
            tokio::spawn(
                async move { answered(session.client.workspace_diagnostic_refresh()).await },
            );
        }
        return;
    }
    let lists = {
        let session = Arc::clone(session);
        session
            .clone()
            .work(move |view| changed(&session, &view))
            .await
    };
    for (uri, list, version) in lists.into_iter().flatten() {
        session.client.publish_diagnostics(uri, list, version).await;
    }
}

/// Has the client look again at what is said above open scenarios, after their policies changed.
fn look_again(session: &Arc<Session>) {
    if !session.offers().refresh_lenses() || !session.settings().shows_determinations() {
        return;
    }
    let world = session.view().world;
    let scenarios = world.scenarios.values();
    let open = scenarios.filter(|scenario| scenario.file.version.is_some());
    let now: BTreeMap<SourceId, u64> = open
        .map(|scenario| (scenario.source, scenario.project.serial))
        .collect();
    let before = std::mem::replace(&mut lock(&session.published).above, now.clone());
    let differs = |(source, serial): (&SourceId, &u64)| {
        before.get(source).is_some_and(|before| before != serial)
    };
    if now.iter().any(differs) {
        let session = Arc::clone(session);
        // An answer of the client is never waited for here.
        tokio::spawn(async move { answered(session.client.code_lens_refresh()).await });
    }
}

async fn withdraw(session: &Session) {
    let lists = {
        let mut published = lock(&session.published);
        published.versions.clear();
        std::mem::take(&mut published.lists)
    };
    for (uri, list) in lists {
        if !list.is_empty() {
            session
                .client
                .publish_diagnostics(uri, Vec::new(), None)
                .await;
        }
    }
}

type List = (Url, Vec<Diagnostic>, Option<i32>);

/// The lists that changed or are of another version, noted as published. A list that is not noted is empty.
fn changed(session: &Session, view: &View) -> Vec<List> {
    let (before, scenarios_before) = {
        let published = lock(&session.published);
        let before = published.known(view);
        let scenarios = (!before.is_empty()).then(|| published.of_scenarios.clone());
        (before, scenarios.unwrap_or_default())
    };
    let mut lists_now: Vec<List> = Vec::new();
    for (name, project) in &view.world.projects {
        if before.get(name) != Some(&project.serial) {
            lists_now.extend(lists(view, project));
        }
    }
    for (source, scenario) in view.world.scenarios.iter() {
        if scenarios_before.get(source) != Some(&scenario.serial) {
            lists_now.push(list(view, scenario));
        }
    }
    if session.state().edits() != view.world.edits {
        return Vec::new();
    }
    let mut published = lock(&session.published);
    // A text with another spelling of its address than before is one that is gone and one that came. The list of the first goes
    // first: a client for which both spellings are one would lose the list otherwise.
    let is_gone = |uri: &&Url| {
        view.world.find(uri).is_none_or(|(source, file)| {
            let is_scenario = view.world.scenarios.contains_key(&source);
            file.uri != **uri || (file.is_other && !is_scenario)
        })
    };
    let gone = published.lists.keys().filter(is_gone);
    let mut now: Vec<List> = gone.map(|uri| (uri.clone(), Vec::new(), None)).collect();
    now.extend(lists_now);
    let projects = view.world.projects.iter();
    published.of = projects
        .map(|(name, project)| (Arc::clone(name), project.serial))
        .collect();
    published.of_scenarios = serials(view);
    published.under = Some((Arc::clone(&view.settings), view.today));
    now.retain(|(uri, list, version)| {
        let before = match version {
            Some(version) => published.versions.insert(uri.clone(), *version),
            None => published.versions.remove(uri),
        };
        let is_new = version.is_some() && before != *version;
        let differs = match list.as_slice() {
            [] => published.lists.remove(uri).is_some(),
            _ => published.lists.insert(uri.clone(), list.clone()).as_ref() != Some(list),
        };
        is_new || differs
    });
    now
}

/// The state of every scenario.
fn serials(view: &View) -> BTreeMap<SourceId, u64> {
    let scenarios = view.world.scenarios.iter();
    scenarios
        .map(|(source, scenario)| (*source, scenario.serial))
        .collect()
}

/// The list of a scenario; empty where it is none, and then of no version: a text of others is left alone.
fn list(view: &View, scenario: &Scenario) -> List {
    let text = scenario.text(&*view.host);
    let file = &scenario.file;
    let version = file.version.filter(|_| text.is_some());
    let list = text.map(|text| of_scenario(view, &text));
    (file.uri.clone(), list.unwrap_or_default(), version)
}

/// The lists of all scenarios, empty ones too. Texts that are none have no list.
pub(crate) fn scenario_lists(view: &View) -> Vec<List> {
    let scenarios = view.world.scenarios.values();
    let scenarios = scenarios.filter(|scenario| scenario.text(&*view.host).is_some());
    scenarios.map(|scenario| list(view, scenario)).collect()
}

/// The list of every text of a project, empty ones too.
pub(crate) fn lists(view: &View, project: &Project) -> Vec<List> {
    let checked = &project.checked().checked;
    let today = view.today.map(|day| checked.on(day)).unwrap_or_default();
    let mut found: BTreeMap<SourceId, Vec<&Problem>> = BTreeMap::new();
    for problem in checked.problems.iter().chain(&today) {
        found.entry(problem.place.source).or_default().push(problem);
    }
    let list = |source: &SourceId| {
        let file = view.world.files.get(source)?;
        let found = found.get(source).into_iter().flatten();
        let list = found.map(|problem| view.diagnostic(&problem.diagnostic(view.language)));
        Some((file.uri.clone(), list.collect(), file.version))
    };
    let own = checked
        .sources
        .keys()
        .filter(|source| project.owns(**source));
    own.filter_map(list).collect()
}
