//! An editor, as far as a test needs one.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Long enough for a busy machine; nothing is expected to take it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server with its editor.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    answers: BTreeMap<String, Value>,
    /// The findings of each document as they came last.
    pub(crate) published: BTreeMap<String, Value>,
    /// What the server asked, by method.
    pub(crate) asked: Vec<String>,
    /// What is answered when the server asks for settings.
    pub(crate) settings: Value,
    /// Whether the server's questions are answered at once.
    pub(crate) answers_questions: bool,
    /// The questions that were not answered.
    pub(crate) questions: Vec<Value>,
}

impl Client {
    /// Starts a server that was told nothing yet.
    pub(crate) fn start() -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let output = child.stdout.take().expect("its output");
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: child.stdin.take(),
            child,
            messages,
            next: 0,
            answers: BTreeMap::new(),
            published: BTreeMap::new(),
            asked: Vec::new(),
            settings: Value::Null,
            answers_questions: true,
            questions: Vec::new(),
        }
    }

    /// Starts a session of a client with some capabilities and folders; returns what the server offers.
    pub(crate) fn begin(&mut self, capabilities: Value, folders: &[&str]) -> Value {
        let folders: Vec<Value> = folders
            .iter()
            .map(|uri| json!({ "uri": uri, "name": uri }))
            .collect();
        let answer = self.request(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders }),
        );
        self.notify("initialized", json!({}));
        answer["result"].clone()
    }

    /// A session of a client that can do nothing special, without folders.
    pub(crate) fn plain() -> Self {
        let mut client = Self::start();
        client.begin(json!({}), &[]);
        client
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("open");
        input.write_all(bytes).expect("written");
        input.flush().expect("written");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks and waits for the whole answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Asks and waits for the result; an error fails the test.
    pub(crate) fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.request(method, params);
        assert_eq!(answer.get("error"), None, "{method}");
        answer["result"].clone()
    }

    /// Asks without waiting.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }),
        );
        self.next
    }

    pub(crate) fn answer(&mut self, id: impl Into<Value>) -> Value {
        let id = id.into().to_string();
        self.until("an answer", |client| client.answers.remove(&id))
    }

    /// The next answer to a frame that names no request.
    pub(crate) fn answer_to_none(&mut self) -> Value {
        self.answer(Value::Null)
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "weir", "version": 1, "text": text } }),
        );
    }

    /// Replaces a document as a whole.
    pub(crate) fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }),
        );
    }

    /// Waits until the findings of a document are such.
    pub(crate) fn findings(&mut self, uri: &str, such: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        self.until(uri, |client| {
            let list = client.published.get(uri)?["diagnostics"].as_array()?;
            such(list).then(|| list.clone())
        })
    }

    /// Waits until something holds, taking messages as they come.
    pub(crate) fn until<T>(
        &mut self,
        what: &str,
        mut holds: impl FnMut(&mut Self) -> Option<T>,
    ) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = holds(self) {
                return found;
            }
            match self
                .messages
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => panic!(
                    "waited too long for {what}; published: {:#?}",
                    self.published
                ),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the server ended while waiting for {what}")
                }
            }
        }
    }

    /// Takes the messages that come within a time.
    pub(crate) fn settle(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(message) = self
            .messages
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.take(message);
        }
    }

    fn take(&mut self, message: Value) {
        let method = message["method"].as_str().map(str::to_owned);
        match (method, message.get("id")) {
            (Some(method), Some(id)) => {
                let result = if method == "workspace/configuration" {
                    json!([self.settings])
                } else {
                    Value::Null
                };
                self.asked.push(method);
                if self.answers_questions {
                    self.reply(id, &result);
                } else {
                    self.questions.push(message);
                }
            }
            (Some(method), None) if method == "textDocument/publishDiagnostics" => {
                let params = message["params"].clone();
                let uri = params["uri"].as_str().expect("a document").to_owned();
                self.published.insert(uri, params);
            }
            (Some(_), None) => {}
            (None, _) => {
                self.answers.insert(message["id"].to_string(), message);
            }
        }
    }

    /// Answers a question of the server.
    pub(crate) fn reply(&mut self, id: &Value, result: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        );
    }

    /// Leaves in order.
    pub(crate) fn quit(mut self) {
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer.get("error"), None);
        self.notify("exit", Value::Null);
        assert_eq!(self.code(), 0);
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the process, with its input as it is.
    pub(crate) fn code(&mut self) -> i32 {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("asked") {
                return status.code().expect("a code");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server does not end");
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("asked").is_none()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("JSON from the server"))
}
