//! Beginning and end of a session.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use weir_syntax::diagnostic::Language;

use crate::offers::Offers;
use crate::session::{Session, answered};
use crate::settings::Settings;
use crate::{capabilities, diagnostics, handlers};

/// How often it is looked whether the editor lives and, for clients that don't tell, whether files changed.
const EVERY: Duration = Duration::from_secs(2);

pub(crate) fn initialize(
    session: &Arc<Session>,
    params: InitializeParams,
    orphaned: &Arc<Notify>,
) -> Result<InitializeResult> {
    let mut offers = Offers::new(params.capabilities);
    let options = params.initialization_options.unwrap_or_default();
    offers.extend(&options);
    let language = params.locale.map(|locale| match locale.starts_with("zh") {
        true => Language::Zh,
        false => Language::En,
    });
    let capabilities = capabilities::offered(&offers);
    session.begin(offers, language);
    if let Some(settings) = Settings::read(&options) {
        session.set_settings(session.number_settings(), settings);
    }
    let named: Vec<Url> = match params.workspace_folders {
        Some(folders) => folders.into_iter().map(|folder| folder.uri).collect(),
        None => params.root_uri.into_iter().collect(),
    };
    for (folder, root) in named.iter().filter_map(|uri| root(session, uri)) {
        session.state().add_folder(folder, root);
    }
    tokio::spawn(Arc::clone(session).read_disk());
    session.read_disk_soon();
    if let Some(process) = params.process_id {
        watch_parent(Arc::clone(session), process, Arc::clone(orphaned));
    }
    Ok(InitializeResult {
        capabilities,
        server_info: Some(ServerInfo {
            name: "weir".to_owned(),
            version: Some(session.version.to_owned()),
        }),
    })
}

/// A folder of the client, and the root that it stands for: a part of policies can't be understood without the rest.
pub(crate) fn root(session: &Session, uri: &Url) -> Option<(PathBuf, PathBuf)> {
    let folder = path(uri)?;
    let root = session.host.root_of(&folder);
    Some((folder, root))
}

/// The path of something on disk.
pub(crate) fn path(uri: &Url) -> Option<PathBuf> {
    uri.to_file_path().ok()
}

pub(crate) fn initialized(session: &Arc<Session>) {
    tokio::spawn(diagnostics::publish(Arc::clone(session)));
    tokio::spawn(register(Arc::clone(session)));
    handlers::workspace::ask_settings(session);
}

/// Asks the client to tell of changed files and settings. Files are looked at again and again where it can't.
async fn register(session: Arc<Session>) {
    let offers = session.offers();
    let mut wanted = Vec::new();
    if offers.registers_configuration() {
        wanted.push(Registration {
            id: "weir.settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(serde_json::json!({ "section": "weir" })),
        });
    }
    if offers.watches_files() {
        wanted.push(Registration {
            id: "weir.files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(serde_json::json!({ "watchers": [
                    { "globPattern": "**/*.weir" },
                    { "globPattern": "**/scenarios/**/*.{yaml,yml,json}" },
                ] })),
        });
    }
    if offers.formats_policies_alone() {
        wanted.extend(capabilities::formatting());
    }
    let told = wanted.is_empty() || {
        let asked = session.client.register_capability(wanted);
        answered(asked).await.is_some()
    };
    if offers.watches_files() && told {
        return;
    }
    loop {
        tokio::time::sleep(EVERY).await;
        session.read_disk_soon();
    }
}

/// Ends the server when the editor is gone but left the connection open.
fn watch_parent(session: Arc<Session>, process: u32, orphaned: Arc<Notify>) {
    tokio::spawn(async move {
        while session.host.is_alive(process) {
            tokio::time::sleep(EVERY).await;
        }
        session.host.log("the editor is gone");
        orphaned.notify_one();
    });
}
