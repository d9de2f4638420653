//! How fast the language server answers: a session over its pipes with an edit before every question.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

type Result<T> = std::result::Result<T, String>;

/// Runs all measurements on a program, one built for it if none is given, and prints tables of milliseconds.
pub(crate) fn run(root: &Path, program: Option<&str>) -> Result<()> {
    let server = match program {
        Some(program) => PathBuf::from(program),
        None => build(root)?,
    };
    let scales = [
        ("a file of 1,000 lines", 1, 125, 100),
        ("20,000 rules in 100 files", 100, 200, 15),
    ];
    for (title, files, rules, rounds) in scales {
        let folder = root.join("target/lsp-bench").join(files.to_string());
        let workspace = Generated::write(&folder.join("policies"), files, rules)?;
        let mut report = String::new();
        let done = measure(&server, title, &workspace, rounds, &mut report)
            .and_then(|()| storm(&server, &workspace, &mut report));
        print(&report)?;
        done?;
    }
    Ok(())
}

fn print(text: &str) -> Result<()> {
    std::io::stdout()
        .write_all(text.as_bytes())
        .map_err(|error| error.to_string())
}

fn build(root: &Path) -> Result<PathBuf> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "-p", "weir"])
        .current_dir(root)
        .status();
    if !status.is_ok_and(|status| status.success()) {
        return Err("building the program failed".to_owned());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release").join("weir"))
}

/// A workspace made up for measuring.
struct Generated {
    folder: PathBuf,
    /// The file that is edited.
    file: PathBuf,
    text: String,
    /// The line with a comment, in which edits do no harm.
    comment: usize,
    /// The line of the last condition.
    condition: usize,
    /// Its length.
    end: usize,
}

impl Generated {
    fn write(folder: &Path, files: usize, rules: usize) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let folder = &folder.canonicalize().map_err(|error| error.to_string())?;
        let save = |name: &str, text: &str| {
            std::fs::write(folder.join(name), text).map_err(|error| error.to_string())
        };
        save("vocabulary.weir", &vocabulary())?;
        for number in 0..files {
            save(&format!("law_{number}.weir"), &law(number, rules))?;
        }
        let text = law(0, rules);
        let line = |words: &str| {
            text.lines()
                .zip(0..)
                .filter(|(line, _)| line.contains(words))
                .map(|(_, at)| at)
                .last()
        };
        let condition = line("when ").unwrap_or_default();
        Ok(Self {
            folder: folder.to_owned(),
            file: folder.join("law_0.weir"),
            comment: line("// ").unwrap_or_default(),
            end: text.lines().nth(condition).map_or(0, str::len),
            condition,
            text,
        })
    }

    fn uri(&self) -> String {
        format!("file://{}", self.file.display())
    }
}

fn vocabulary() -> String {
    let mut out = "outcome pathway ladder zh \"路径\" en \"pathway\" {\n  exempt zh \"免予\" en \"exempt\"\n  contract zh \"标准合同\" en \"contract\"\n  assessment zh \"安全评估\" en \"assessment\"\n}\n".to_owned();
    for number in 0..60 {
        let _ = write!(
            out,
            "\nfact flow.fact_{number}: bool\n  zh \"事实{number}\"\n  en \"fact {number}\"\n  ask zh \"是否{number}？\"\n  ask en \"Is it {number}?\"\n"
        );
    }
    for number in 0..20 {
        let _ = write!(
            out,
            "\nmeasure people.kind_{number}: people each calendar_year\n  zh \"人数{number}\"\n  en \"people {number}\"\n  ask zh \"多少人？\"\n  ask en \"How many?\"\n\nthreshold line_{number} {{\n  zh \"线{number}\"\n  en \"line {number}\"\n  from 2024-01-01: {}万 people  cite law_0 article 1\n}}\n",
            number + 1
        );
    }
    format!("use \"law_0.weir\"\n\n{out}")
}

/// A law of articles of eight lines, the last of them with a comment.
fn law(number: usize, rules: usize) -> String {
    let mut out = format!(
        "use \"vocabulary.weir\"\n\ninstrument law_{number} {{\n  zh \"规定{number}\"\n  en \"Order {number}\"\n  in force from 2024-01-01\n  source primary\n"
    );
    for rule in 1..=rules {
        let fact = (rule * 7 + number) % 60;
        let other = (rule * 11 + number) % 60;
        let people = (rule + number) % 20;
        let value = ["exempt", "contract", "assessment"]
            .get(rule % 3)
            .unwrap_or(&"exempt");
        let _ = write!(
            out,
            "\n  article {rule} rule_{number}_{rule}\n    zh \"第{rule}条：个人信息出境\"\n    en \"article {rule} of the order\"\n    when flow.fact_{fact}\n     and not flow.fact_{other}\n     and people.kind_{people} >= line_{people}\n    then pathway {value}\n"
        );
    }
    out.push_str("  // a comment\n}\n");
    out
}

struct Server {
    child: Child,
    input: ChildStdin,
    messages: Receiver<(Instant, Value)>,
    next: i64,
    version: i64,
}

impl Server {
    fn start(program: &Path, workspace: &Generated) -> Result<Self> {
        let mut child = Command::new(program)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("no pipes".to_owned());
        };
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send((Instant::now(), message)).is_err() {
                    break;
                }
            }
        });
        let mut server = Self {
            child,
            input,
            messages,
            next: 0,
            version: 1,
        };
        let root = format!("file://{}", workspace.folder.display());
        server.ask("initialize", json!({ "capabilities": {}, "rootUri": root }))?;
        server.tell("initialized", json!({}))?;
        server.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": workspace.uri(), "languageId": "weir", "version": 1, "text": workspace.text } }),
        )?;
        Ok(server)
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())
            .map_err(|error| error.to_string())?;
        self.input.flush().map_err(|error| error.to_string())
    }

    fn tell(&mut self, method: &str, params: Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn begin(&mut self, method: &str, params: Value) -> Result<i64> {
        self.next += 1;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }),
        )?;
        Ok(self.next)
    }

    /// Asks, and says how long the answer took.
    fn ask(&mut self, method: &str, params: Value) -> Result<Duration> {
        let start = Instant::now();
        let id = self.begin(method, params)?;
        self.wait(|message| message.get("id").is_some_and(|one| one == id))
            .map(|end| end - start)
    }

    fn wait(&mut self, such: impl Fn(&Value) -> bool) -> Result<Instant> {
        loop {
            let (at, message) = self
                .messages
                .recv_timeout(Duration::from_secs(60))
                .map_err(|error| error.to_string())?;
            if such(&message) {
                return match message.get("error") {
                    Some(error) => Err(error.to_string()),
                    None => Ok(at),
                };
            }
        }
    }

    /// Waits for the findings of the edited file as it is now.
    fn wait_for_findings(&mut self, workspace: &Generated) -> Result<Instant> {
        let (uri, version) = (workspace.uri(), self.version);
        self.wait(|message| {
            message.pointer("/params/uri").and_then(Value::as_str) == Some(&uri)
                && message.pointer("/params/version").and_then(Value::as_i64) == Some(version)
        })
    }

    /// One key in the comment.
    fn edit(&mut self, workspace: &Generated) -> Result<()> {
        self.insert(workspace, workspace.comment, 6, "x")
    }

    fn insert(
        &mut self,
        workspace: &Generated,
        line: usize,
        column: usize,
        text: &str,
    ) -> Result<()> {
        let at = json!({ "line": line, "character": column });
        self.change(
            workspace,
            &json!({ "range": { "start": at, "end": at }, "text": text }),
        )
    }

    fn change(&mut self, workspace: &Generated, change: &Value) -> Result<()> {
        self.version += 1;
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": workspace.uri(), "version": self.version }, "contentChanges": [change] }),
        )
    }

    /// Megabytes in memory, now and at most.
    fn memory(&self) -> (u64, u64) {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let field = |name: &str| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap_or_default();
            line.trim()
                .trim_end_matches(" kB")
                .parse::<u64>()
                .unwrap_or(0)
                / 1024
        };
        (field("VmRSS:"), field("VmHWM:"))
    }

    fn end(mut self) -> Result<()> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null)?;
        self.child
            .wait()
            .map(|_| ())
            .map_err(|error| error.to_string())
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
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The questions, each at the last condition of the file.
fn questions(workspace: &Generated) -> Vec<(&'static str, Value)> {
    let document = json!({ "uri": workspace.uri() });
    let at = json!({ "line": workspace.condition, "character": 14 });
    let here = json!({ "textDocument": document, "position": at });
    let with = |key: &str, value: Value| {
        let mut params = here.clone();
        if let Some(map) = params.as_object_mut() {
            map.insert(key.to_owned(), value);
        }
        params
    };
    let whole = json!({ "textDocument": document });
    let from =
        |lines: usize| json!({ "line": workspace.condition.saturating_sub(lines), "character": 0 });
    let view = json!({ "textDocument": document, "range": { "start": from(60), "end": at } });
    let line = json!({
        "textDocument": document,
        "range": { "start": from(0), "end": at },
        "context": { "diagnostics": [] },
    });
    vec![
        ("textDocument/completion", here.clone()),
        ("textDocument/hover", here.clone()),
        ("textDocument/definition", here.clone()),
        ("textDocument/documentHighlight", here.clone()),
        ("textDocument/semanticTokens/full", whole.clone()),
        ("textDocument/inlayHint", view),
        ("textDocument/documentSymbol", whole.clone()),
        ("textDocument/foldingRange", whole.clone()),
        ("textDocument/codeAction", line),
        ("textDocument/codeLens", whole),
        (
            "textDocument/references",
            with("context", json!({ "includeDeclaration": true })),
        ),
        (
            "textDocument/rename",
            with("newName", json!("flow.other_name")),
        ),
        ("workspace/symbol", json!({ "query": "rule_0_7" })),
    ]
}

fn measure(
    program: &Path,
    title: &str,
    workspace: &Generated,
    rounds: usize,
    report: &mut String,
) -> Result<()> {
    let start = Instant::now();
    let mut server = Server::start(program, workspace)?;
    // The first condition names something unknown, so that there is something to publish.
    server.insert(workspace, workspace.condition, workspace.end, "q")?;
    server.wait_for_findings(workspace)?;
    let _ = writeln!(
        report,
        "\n{title}\ncold start to first findings {:.0} ms",
        milliseconds(start.elapsed())
    );
    let _ = writeln!(
        report,
        "{:<36} {:>8} {:>8} {:>8} {:>8}",
        "edit, then", "p50", "p95", "p99", "max"
    );
    let mut times = Vec::new();
    for round in 0..rounds {
        let start = Instant::now();
        if round % 2 == 0 {
            let range = json!({ "start": { "line": workspace.condition, "character": workspace.end }, "end": { "line": workspace.condition, "character": workspace.end + 1 } });
            server.change(workspace, &json!({ "range": range, "text": "" }))?;
        } else {
            server.insert(workspace, workspace.condition, workspace.end, "q")?;
        }
        times.push(server.wait_for_findings(workspace)? - start);
        // Time for the pause to be over, as between the keys of someone who writes.
        std::thread::sleep(Duration::from_millis(120));
    }
    if rounds.is_multiple_of(2) {
        let range = json!({ "start": { "line": workspace.condition, "character": workspace.end }, "end": { "line": workspace.condition, "character": workspace.end + 1 } });
        server.change(workspace, &json!({ "range": range, "text": "" }))?;
    }
    row("findings", times, report);
    for (method, params) in questions(workspace) {
        let mut times = Vec::new();
        for _ in 0..rounds {
            server.edit(workspace)?;
            match server.ask(method, params.clone()) {
                Ok(time) => times.push(time),
                Err(error) => {
                    let _ = writeln!(report, "{method}: {error}");
                    break;
                }
            }
        }
        row(method.trim_start_matches("textDocument/"), times, report);
    }
    let (now, most) = server.memory();
    let _ = writeln!(report, "memory {now} MB, at most {most} MB");
    server.end()
}

fn row(name: &str, mut times: Vec<Duration>, report: &mut String) {
    times.sort_unstable();
    let at = |part: usize| {
        let index = (times.len() * part).div_ceil(100).saturating_sub(1);
        milliseconds(times.get(index).copied().unwrap_or_default())
    };
    let _ = writeln!(
        report,
        "{name:<36} {:>8.1} {:>8.1} {:>8.1} {:>8.1}",
        at(50),
        at(95),
        at(99),
        at(100)
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Thirty keys a second for twenty seconds, each with four questions that nobody waits for.
fn storm(program: &Path, workspace: &Generated, report: &mut String) -> Result<()> {
    let mut server = Server::start(program, workspace)?;
    server.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": workspace.uri() } }),
    )?;
    let (before, _) = server.memory();
    let mut open: BTreeMap<i64, Instant> = BTreeMap::new();
    let (mut ages, mut modified) = (Vec::new(), 0usize);
    let asked = [
        "textDocument/completion",
        "textDocument/semanticTokens/full",
        "textDocument/inlayHint",
        "textDocument/hover",
    ];
    let questions: Vec<_> = questions(workspace)
        .into_iter()
        .filter(|(method, _)| asked.contains(method))
        .collect();
    let start = Instant::now();
    for key in 0..600u32 {
        server.edit(workspace)?;
        for (method, params) in &questions {
            let id = server.begin(method, params.clone())?;
            open.insert(id, Instant::now());
        }
        let next = start + Duration::from_millis(33) * (key + 1);
        take(&server, &mut open, &mut ages, &mut modified, next);
    }
    take(
        &server,
        &mut open,
        &mut ages,
        &mut modified,
        Instant::now() + Duration::from_secs(5),
    );
    let (after, _) = server.memory();
    let _ = writeln!(
        report,
        "storm: {} answers, {modified} of them “content modified”, {} lost; memory {before} to {after} MB",
        ages.len(),
        open.len()
    );
    row("age of answers", ages, report);
    server.end()
}

fn take(
    server: &Server,
    open: &mut BTreeMap<i64, Instant>,
    ages: &mut Vec<Duration>,
    modified: &mut usize,
    until: Instant,
) {
    while let Ok((at, message)) = server
        .messages
        .recv_timeout(until.saturating_duration_since(Instant::now()))
    {
        let id = message.get("id").and_then(Value::as_i64);
        if let Some(asked) = id.and_then(|id| open.remove(&id)) {
            ages.push(at - asked);
            *modified +=
                usize::from(message.pointer("/error/code").and_then(Value::as_i64) == Some(-32801));
        }
        if open.is_empty() && ages.len() == 2400 {
            break;
        }
    }
}
