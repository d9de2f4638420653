//! Documents, folders, files and settings: everything that changes the state, before anything is waited for.

use std::sync::Arc;

use tower_lsp::lsp_types::*;

use super::life::{path, root};
use crate::session::{Session, answered, lock};
use crate::settings::Settings;

/// What clients call the forms that a scenario may have.
const FORMS: [&str; 2] = ["yaml", "json"];

pub(crate) fn opened(session: &Session, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let path = path(&document.uri);
    if document.language_id == "weir" || document.uri.path().ends_with(".weir") {
        let home = path.map(|path| session.host.root_of(path.parent().unwrap_or(&path)));
        session
            .state()
            .open(document.uri, document.version, document.text, home);
    } else if FORMS.contains(&document.language_id.as_str()) {
        let home = path.and_then(|path| session.host.policies_of(&path));
        session
            .state()
            .open_other(document.uri, document.version, document.text, home);
    } else {
        // A client may tell of files of any kind.
        return;
    }
    session.read_disk_soon();
    session.changed_unasked();
}

pub(crate) fn changed(session: &Session, params: DidChangeTextDocumentParams) {
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

pub(crate) fn closed(session: &Session, params: &DidCloseTextDocumentParams) {
    let uri = &params.text_document.uri;
    session.state().close(uri);
    lock(&session.colours).forget(uri);
    // It may have been saved just now.
    session.read_disk_soon();
    session.changed_unasked();
}

pub(crate) fn folders_changed(session: &Session, params: DidChangeWorkspaceFoldersParams) {
    {
        let mut state = session.state();
        for folder in &params.event.removed {
            if let Some(folder) = path(&folder.uri) {
                state.remove_folder(&folder);
            }
        }
        for folder in &params.event.added {
            if let Some((folder, root)) = root(session, &folder.uri) {
                state.add_folder(folder, root);
            }
        }
    }
    session.read_disk_soon();
    session.changed_unasked();
}

/// New settings. Clients that are asked for settings only tell that there are some.
pub(crate) fn settings_changed(session: &Arc<Session>, params: DidChangeConfigurationParams) {
    if session.offers().configuration() {
        ask_settings(session);
    } else if let Some(settings) = Settings::read(&params.settings) {
        take(session, session.number_settings(), settings);
    }
}

/// Asks for the settings, away from the messages: the client may itself be waiting for an answer.
pub(crate) fn ask_settings(session: &Arc<Session>) {
    if !session.offers().configuration() {
        return;
    }
    let number = session.number_settings();
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let asked = session.client.configuration(vec![ConfigurationItem {
            scope_uri: None,
            section: Some("weir".to_owned()),
        }]);
        let Some(answer) = answered(asked).await else {
            return;
        };
        if let Some(settings) = answer.first().and_then(Settings::read) {
            take(&session, number, settings);
        }
    });
}

fn take(session: &Arc<Session>, number: u64, settings: Settings) {
    if !session.set_settings(number, settings) {
        return;
    }
    session.changed_unasked();
    let session = Arc::clone(session);
    tokio::spawn(async move {
        let offers = session.offers();
        // A client that refuses to look again goes on showing what it has.
        if offers.refresh_inlay_hints() {
            answered(session.client.inlay_hint_refresh()).await;
        }
        if offers.refresh_lenses() {
            answered(session.client.code_lens_refresh()).await;
        }
    });
}
