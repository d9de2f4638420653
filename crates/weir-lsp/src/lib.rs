//! The language server of Weir: transport, order, cancellation, positions. What a construct means is asked of the crates below.
//!
//! Read in this order: `transport` takes the input apart, `guard` stands around the protocol library, `backend` names the
//! messages, `state` holds the texts, `scenarios` those of scenario files, `session` runs work on them, `handlers` convert in and
//! out.

use std::fmt;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{Either, select};
use tokio::io::DuplexStream;
use tokio::sync::{Notify, oneshot};
use tower_lsp::{LspService, Server};
use weir_core::Checked;
use weir_core::date::Date;
use weir_ide::{ScenarioPlace, ScenarioText};
use weir_syntax::diagnostic::{Language, SourceId};

mod backend;
mod capabilities;
mod diagnostics;
mod guard;
mod handlers;
mod offers;
pub mod position;
mod scenarios;
mod session;
mod settings;
mod state;
mod to_proto;
mod transport;

pub use settings::{SETTINGS, Setting, SettingKind};

/// What the server asks of the program around it. The server itself touches no disk and no clock.
pub trait Host: fmt::Debug + Send + Sync + 'static {
    /// The policy files below a folder and the files that stand there in folders of scenarios, sorted, each with a mark that changes
    /// when the file does.
    fn list(&self, folder: &Path) -> Vec<(PathBuf, Stamp)>;

    /// The text of a file, if it is one.
    fn read(&self, file: &Path) -> Option<String>;

    /// The folder of the policies that a folder is part of; the folder itself where it is part of none.
    fn root_of(&self, folder: &Path) -> PathBuf;

    /// The folder of the policies by which a scenario file stands, where there is one.
    fn policies_of(&self, scenario: &Path) -> Option<PathBuf>;

    /// A scenario file as it is read with policies. What it is called tells its form.
    fn scenario(
        &self,
        checked: &Checked,
        source: SourceId,
        name: &str,
        text: &Arc<str>,
    ) -> ScenarioText;

    /// What can stand at a byte of a scenario file.
    fn scenario_place(
        &self,
        checked: &Checked,
        source: SourceId,
        name: &str,
        text: &str,
        at: u32,
    ) -> Option<ScenarioPlace>;

    /// The day, where the host knows it.
    fn today(&self) -> Option<Date>;

    /// Whether a process is alive.
    fn is_alive(&self, process: u32) -> bool;

    /// Notes something for whoever looks after the server.
    fn log(&self, message: &str);
}

/// A mark that changes when a file does: its time and length, say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub u128, pub u64);

/// Serves one editor on the process's own input and output until it leaves, and returns the code with which the process is to
/// end: 0 after an orderly shutdown.
///
/// # Errors
///
/// If no thread can be started.
pub fn serve(host: Arc<dyn Host>, version: &'static str, language: Language) -> io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()?;
    let (ended, end) = oneshot::channel();
    let (into, from) = tokio::io::duplex(1 << 20);
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || transport::forward(BufReader::new(io::stdin()), into, &handle, ended))?;
    let code = runtime.block_on(run(host, version, language, from, end));
    // Work that nobody waits for any more does not hold up the end.
    runtime.shutdown_background();
    Ok(code)
}

async fn run(
    host: Arc<dyn Host>,
    version: &'static str,
    language: Language,
    from: DuplexStream,
    end: oneshot::Receiver<u8>,
) -> u8 {
    let orphaned = Arc::new(Notify::new());
    let (service, socket) = {
        let (host, orphaned) = (Arc::clone(&host), Arc::clone(&orphaned));
        LspService::build(move |client| {
            backend::Backend::new(client, host, version, language, orphaned)
        })
        .custom_method("weir/explain", backend::Backend::explain)
        .finish()
    };
    let guard = guard::Guard {
        inner: service,
        host,
    };
    // Many at once, so that an edit or a cancellation never waits behind long work; the work itself is rationed in the session.
    let server = Server::new(from, tokio::io::stdout(), socket).concurrency_level(64);
    let mut served = pin!(server.serve(guard));
    let stop = async {
        match select(end, pin!(orphaned.notified())).await {
            Either::Left((code, _)) => code.unwrap_or(1),
            Either::Right(((), _)) => 1,
        }
    };
    match select(pin!(stop), served.as_mut()).await {
        Either::Left((code, _)) => {
            // What is ready to be said is still said, but an editor that is gone is not waited for.
            let _ = tokio::time::timeout(Duration::from_millis(500), served).await;
            code
        }
        Either::Right(((), stop)) => stop.await,
    }
}
