//! What happens between messages: edits that overtake answers, readings of the disk that are asked for at once.

use std::path::Path;
use std::sync::atomic::AtomicUsize;

use tower_lsp::{LanguageServer, LspService};
use weir_core::Checked;
use weir_ide::ScenarioPlace;

use super::*;

/// A disk that is slow to list and counts how often and by how many at once it is listed.
#[derive(Debug, Default)]
pub(crate) struct Slow {
    listed: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Host for Slow {
    fn list(&self, _: &Path) -> Vec<(PathBuf, Stamp)> {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        self.now.fetch_sub(1, Ordering::SeqCst);
        self.listed.fetch_add(1, Ordering::SeqCst);
        Vec::new()
    }

    fn read(&self, _: &Path) -> Option<String> {
        None
    }

    fn root_of(&self, folder: &Path) -> PathBuf {
        folder.to_owned()
    }

    fn policies_of(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn scenario(&self, _: &Checked, source: SourceId, _: &str, text: &Arc<str>) -> ScenarioText {
        ScenarioText::unread(source, Arc::clone(text))
    }

    fn scenario_place(
        &self,
        _: &Checked,
        _: SourceId,
        _: &str,
        _: &str,
        _: u32,
    ) -> Option<ScenarioPlace> {
        None
    }

    fn today(&self) -> Option<Date> {
        None
    }

    fn is_alive(&self, _: u32) -> bool {
        true
    }

    fn log(&self, _: &str) {}
}

/// What stands behind a client that never says anything.
struct Nobody;

#[tower_lsp::async_trait]
impl LanguageServer for Nobody {
    async fn initialize(
        &self,
        _: tower_lsp::lsp_types::InitializeParams,
    ) -> Result<tower_lsp::lsp_types::InitializeResult> {
        Err(Error::internal_error())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

fn in_session<F: Future<Output = ()>>(host: Arc<Slow>, test: impl FnOnce(Arc<Session>) -> F) {
    let mut client = None;
    let _service = LspService::new(|given| {
        client = Some(given);
        Nobody
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap();
    let session = Arc::new(Session::new(client.unwrap(), host, "0", Language::En));
    runtime.block_on(test(session));
    runtime.shutdown_background();
}

#[test]
fn readings_of_the_disk_that_are_asked_for_at_once_are_one() {
    let host = Arc::new(Slow::default());
    in_session(Arc::clone(&host), |session| async move {
        session
            .state()
            .add_folder(PathBuf::from("/w"), PathBuf::from("/w"));
        tokio::spawn(Arc::clone(&session).read_disk());
        for _ in 0..100 {
            session.read_disk_soon();
        }
        session.until_loaded().await;
        for _ in 0..100 {
            session.read_disk_soon();
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    });
    assert_eq!(host.most.load(Ordering::SeqCst), 1);
    // At least one after each asking; one more may have begun between two of them.
    assert!((2..=4).contains(&host.listed.load(Ordering::SeqCst)));
}

#[test]
fn an_answer_that_an_edit_overtakes_says_so() {
    in_session(Arc::default(), |session| async move {
        session.loaded.send_replace(true);
        assert!(session.answer(|_| ()).await.is_ok());
        let editing = Arc::clone(&session);
        let overtaken = session.answer(move |_| {
            let uri = Url::parse("untitled:a.weir").unwrap();
            editing.state().open(uri, 1, String::new(), None);
        });
        let error = overtaken.await.unwrap_err();
        assert_eq!(error.code, ErrorCode::ContentModified);
    });
}

#[test]
fn later_settings_hold() {
    in_session(Arc::default(), |session| async move {
        let (first, second) = (session.number_settings(), session.number_settings());
        let settings =
            |language| Settings::read(&serde_json::json!({ "language": language })).unwrap();
        assert!(session.set_settings(second, settings("zh")));
        assert!(!session.set_settings(first, settings("en")));
        assert_eq!(session.language(), Language::Zh);
    });
}
