//! Scenario files: by which policies they stand, and what was read and determined of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tower_lsp::lsp_types::Url;
use weir_ide::{Determined, ScenarioText};
use weir_syntax::diagnostic::SourceId;

use crate::Host;
use crate::session::{Session, View, answered};
use crate::state::{File, Project};

/// How long a determination is waited for that nobody asked for by name.
const SOON: Duration = Duration::from_millis(400);

/// A text that stands by policies and may be a scenario. What is read of it is kept with it.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// Another number for every state of every text and its policies.
    pub(crate) serial: u64,
    pub(crate) source: SourceId,
    pub(crate) file: Arc<File>,
    pub(crate) project: Arc<Project>,
    /// Whether it is a scenario by where it stands; otherwise it is one if it gives facts.
    placed: bool,
    read: OnceLock<Arc<ScenarioText>>,
    determined: OnceLock<Option<Arc<[Determined]>>>,
}

impl Scenario {
    pub(crate) fn new(
        serial: u64,
        source: SourceId,
        file: Arc<File>,
        project: Arc<Project>,
        placed: bool,
    ) -> Self {
        Self {
            serial,
            source,
            file,
            project,
            placed,
            read: OnceLock::new(),
            determined: OnceLock::new(),
        }
    }

    /// The scenario as it is read with its policies, if it is one. The first one to ask has it read.
    pub(crate) fn text(&self, host: &dyn Host) -> Option<Arc<ScenarioText>> {
        let read = self.read.get_or_init(|| {
            let checked = &self.project.checked().checked;
            let text = host.scenario(checked, self.source, self.name(), &self.file.text);
            Arc::new(text)
        });
        (self.placed || read.gives_facts).then(|| Arc::clone(read))
    }

    /// Whether it is a scenario by where it stands.
    #[cfg(test)]
    pub(crate) fn placed(&self) -> bool {
        self.placed
    }

    /// What it is called, which tells its form.
    pub(crate) fn name(&self) -> &str {
        self.file.uri.path()
    }

    fn determine(&self, view: &View) -> Option<Arc<[Determined]>> {
        let determined = self.determined.get_or_init(|| {
            let text = self.text(&*view.host)?;
            let found = weir_ide::determine_scenario(&view.snapshot(&self.project), &text)?;
            Some(found.into())
        });
        determined.clone()
    }
}

/// The project by which a text stands, the nearest one upwards; and whether it stands in a folder of scenarios inside of it or
/// beside it.
pub(crate) fn stands_by<'p>(
    uri: &Url,
    projects: &'p BTreeMap<Arc<str>, Arc<Project>>,
) -> Option<(&'p Arc<Project>, bool)> {
    let path = uri.to_file_path().ok()?;
    let project = |folder: &Path| projects.get(&*folder.to_string_lossy());
    let (folder, project) = path.ancestors().skip(1).find_map(|above| {
        let inside = above.join("policies");
        let found = project(&inside).map(|found| (inside, found));
        found.or_else(|| Some((above.to_owned(), project(above)?)))
    })?;
    let scenarios = path
        .ancestors()
        .skip(1)
        .filter(|above| above.file_name().is_some_and(|name| name == "scenarios"));
    let placed = |above: &Path| above.starts_with(&folder) || above.parent() == folder.parent();
    Some((project, scenarios.into_iter().any(placed)))
}

/// What is determined of a scenario, if that is known soon. What takes longer is worked out all the same, one after the other,
/// and the client is then asked to look again.
pub(crate) async fn determined(
    session: &Arc<Session>,
    view: View,
    scenario: Arc<Scenario>,
) -> Option<Arc<[Determined]>> {
    let work = {
        let session = Arc::clone(session);
        async move {
            let _turn = session.determining.acquire().await.ok()?;
            let current = session.view().world;
            // An edit came meanwhile, and with it another question.
            let current = current.scenarios.get(&scenario.source)?;
            if current.serial != scenario.serial {
                return None;
            }
            let work = tokio::task::spawn_blocking(move || scenario.determine(&view));
            work.await.ok().flatten()
        }
    };
    let mut work = tokio::spawn(work);
    match tokio::time::timeout(SOON, &mut work).await {
        Ok(found) => found.ok().flatten(),
        Err(_) => {
            let session = Arc::clone(session);
            tokio::spawn(async move {
                let found = work.await.ok().flatten();
                if found.is_some() && session.offers().refresh_lenses() {
                    answered(session.client.code_lens_refresh()).await;
                }
            });
            None
        }
    }
}
