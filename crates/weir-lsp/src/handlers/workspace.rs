//! Documents, folders, files and settings: everything that changes the state, before anything is waited for.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::lsp_types::*;

use super::life::{path, root};
use crate::session::{Session, lock};
use crate::settings::Settings;

pub(crate) fn opened(session: &Arc<Session>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    // A client may tell of other files too, such as scenarios.
    if document.language_id != "weir" && !document.uri.path().ends_with(".weir") {
        return;
    }
    let host = Arc::clone(&session.host);
    let added = session
        .state()
        .open(document.uri, document.version, document.text, |path| {
            host.root_of(path.parent().unwrap_or(path))
        });
    if added.is_some() {
        session.read_disk_soon();
    }
    session.changed.notify_one();
}

pub(crate) fn changed(session: &Arc<Session>, params: DidChangeTextDocumentParams) {
    let document = params.text_document;
    let encoding = session.offers().encoding;
    session.state().change(
        &document.uri,
        document.version,
        params.content_changes,
        encoding,
    );
    session.changed.notify_one();
}

pub(crate) fn closed(session: &Arc<Session>, params: &DidCloseTextDocumentParams) {
    let uri = &params.text_document.uri;
    let disk = path(uri).and_then(|path| session.host.read(&path));
    session.state().close(uri, disk);
    lock(&session.colours).forget(uri);
    session.changed.notify_one();
}

pub(crate) fn folders_changed(session: &Arc<Session>, params: DidChangeWorkspaceFoldersParams) {
    {
        let mut state = session.state();
        for folder in params
            .event
            .removed
            .iter()
            .filter_map(|folder| root(session, &folder.uri))
        {
            state.remove_folder(&folder);
        }
        for folder in params
            .event
            .added
            .iter()
            .filter_map(|folder| root(session, &folder.uri))
        {
            state.add_folder(folder);
        }
    }
    session.read_disk_soon();
}

/// New settings. Clients that are asked for settings only tell that there are some.
pub(crate) fn settings_changed(session: &Arc<Session>, params: DidChangeConfigurationParams) {
    if session.offers().configuration() {
        ask_settings(session);
    } else if let Some(settings) = Settings::read(params.settings) {
        take(session, settings);
    }
}

/// Asks for the settings, away from the messages: the client may itself be waiting for an answer.
pub(crate) fn ask_settings(session: &Arc<Session>) {
    if !session.offers().configuration() {
        return;
    }
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let asked = session.client.configuration(vec![ConfigurationItem {
            scope_uri: None,
            section: Some("weir".to_owned()),
        }]);
        let Ok(Ok(answer)) = tokio::time::timeout(Duration::from_secs(10), asked).await else {
            return;
        };
        if let Some(settings) = answer.into_iter().next().and_then(Settings::read) {
            take(&session, settings);
        }
    });
}

fn take(session: &Arc<Session>, settings: Settings) {
    session.set_settings(settings);
    session.changed_unasked();
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let offers = session.offers();
        // A client that refuses to look again goes on showing what it has.
        if offers.refresh_inlay_hints() {
            let _ = session.client.inlay_hint_refresh().await;
        }
        if offers.refresh_lenses() {
            let _ = session.client.code_lens_refresh().await;
        }
    });
}
