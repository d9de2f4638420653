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
        ("a file of 1,000 lines", Written::Articles, 1, 125, 100),
        ("20,000 rules in 100 files", Written::Articles, 100, 200, 40),
        (
            "20,000 rules in 100 files, each with a mistake",
            Written::Mistaken,
            100,
            200,
            40,
        ),
        ("20,000 rows in 100 lists", Written::Rows, 100, 200, 40),
    ];
    for (number, (title, written, files, rules, rounds)) in scales.into_iter().enumerate() {
        let folder = root.join("target/lsp-bench").join(number.to_string());
        let workspace = Generated::write(&folder.join("policies"), written, files, rules)?;
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

/// What the files of a workspace are made of.
#[derive(Clone, Copy, PartialEq)]
enum Written {
    Articles,
    /// Articles, one of which names something unknown.
    Mistaken,
    /// Rows of a list.
    Rows,
}

/// A workspace made up for measuring.
struct Generated {
    folder: PathBuf,
    /// The file that is edited, and in which questions are asked.
    file: File,
    vocabulary: File,
    /// The line with a comment, in which edits do no harm.
    comment: usize,
    /// The line of the last condition.
    condition: usize,
    /// What is written and taken back to see how long findings take.
    toggles: Vec<Toggle>,
}

/// A file that is open.
#[derive(Clone)]
struct File {
    uri: String,
    text: String,
}

/// Something that is written and taken back.
struct Toggle {
    name: &'static str,
    file: String,
    line: usize,
    column: usize,
    text: &'static str,
}

impl Toggle {
    /// The change that writes it, or takes it back.
    fn change(&self, is_there: bool) -> Value {
        let start = json!({ "line": self.line, "character": self.column });
        let lines = self.text.matches('\n').count();
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        let column = if lines == 0 { self.column } else { 0 };
        let end = json!({ "line": self.line + lines, "character": column + last.len() });
        match is_there {
            true => json!({ "range": { "start": start, "end": end }, "text": "" }),
            false => json!({ "range": { "start": start, "end": start }, "text": self.text }),
        }
    }
}

impl Generated {
    fn write(folder: &Path, written: Written, files: usize, rules: usize) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let folder = &folder.canonicalize().map_err(|error| error.to_string())?;
        let file = |name: &str, text: String| -> Result<File> {
            std::fs::write(folder.join(name), &text).map_err(|error| error.to_string())?;
            let uri = format!("file://{}", folder.join(name).display());
            Ok(File { uri, text })
        };
        let vocabulary = file("vocabulary.weir", vocabulary())?;
        let of_number = |number| match written {
            Written::Articles => law(number, rules),
            Written::Mistaken => law(number, rules).replacen("not flow.", "not flown.", 1),
            Written::Rows => list(number, rules),
        };
        for number in 1..files {
            file(&format!("law_{number}.weir"), of_number(number))?;
        }
        let edited = file("law_0.weir", of_number(0))?;
        Ok(Self {
            folder: folder.to_owned(),
            comment: last_line(&edited.text, "// "),
            condition: last_line(&edited.text, "when "),
            toggles: toggles(written, &edited, &vocabulary),
            file: edited,
            vocabulary,
        })
    }
}

fn last_line(text: &str, words: &str) -> usize {
    let lines = text.lines().enumerate();
    let found = lines.filter(|(_, line)| line.contains(words));
    found.map(|(at, _)| at).last().unwrap_or_default()
}

/// The edits after which findings are waited for. The first stays as it is when the workspace is opened.
fn toggles(written: Written, edited: &File, vocabulary: &File) -> Vec<Toggle> {
    let at_end = |name, file: &File, words, back: usize, text| {
        let line = last_line(&file.text, words);
        let column = file.text.lines().nth(line).map_or(0, str::len);
        Toggle {
            name,
            file: file.uri.clone(),
            line,
            column: column.saturating_sub(back),
            text,
        }
    };
    let more = match written {
        Written::Articles | Written::Mistaken => {
            "  article 9999\n    zh \"条\" en \"article\"\n    when flow.fact_1\n    then pathway exempt\n"
        }
        Written::Rows => {
            "  row R9999\n    zh \"项\" en \"row\"\n    when flow.fact_1\n    then pathway exempt\n"
        }
    };
    vec![
        at_end("findings, of a name", edited, "when ", 0, "q"),
        Toggle {
            column: 0,
            ..at_end("findings, of a new rule", edited, "// ", 0, more)
        },
        at_end(
            "findings, of a label of a fact",
            vocabulary,
            "  en \"fact 7\"",
            1,
            "q",
        ),
        at_end(
            "findings, of the name of a new fact",
            vocabulary,
            "fact flow.fact_60:",
            6,
            "q",
        ),
        at_end(
            "findings, of the name of a fact in use",
            vocabulary,
            "fact flow.fact_7:",
            6,
            "q",
        ),
    ]
}

fn vocabulary() -> String {
    let mut out = "zone port zh \"港\" en \"port\"\n\noutcome pathway ladder zh \"路径\" en \"pathway\" {\n  exempt zh \"免予\" en \"exempt\"\n  contract zh \"标准合同\" en \"contract\"\n  assessment zh \"安全评估\" en \"assessment\"\n}\n".to_owned();
    // The last is used nowhere.
    for number in 0..=60 {
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

/// A list of rows, after the article under which it is made.
fn list(number: usize, rows: usize) -> String {
    let law = law(number, 1).replacen(
        "  // a comment\n}\n",
        &format!("\n  article 2 {{\n    zh \"清单\" en \"lists\"\n    lists {{\n      strictest pathway assessment\n      outside free\n        then pathway exempt\n    }}\n  }}\n}}\n\nlist list_{number} edition \"2024\" {{\n  zh \"清单{number}\" en \"List {number}\"\n  under law_{number} article 2\n  zone port\n  dated 2024-01-01\n  in force from 2024-01-01\n  source primary\n  available when flow.fact_0\n  outside national\n"),
        1,
    );
    let mut out = law;
    for row in 1..=rows {
        let fact = (row * 7 + number) % 60;
        let other = (row * 11 + row / 60) % 60;
        let people = (row + number) % 20;
        let _ = write!(
            out,
            "\n  row R{row}\n    zh \"第{row}项\"\n    en \"row {row} of the list\"\n    band people.kind_{people} {row}万以上 then pathway contract\n    when flow.fact_{fact} and flow.fact_{other}\n"
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
        for file in [&workspace.file, &workspace.vocabulary] {
            server.tell(
                "textDocument/didOpen",
                json!({ "textDocument": { "uri": file.uri, "languageId": "weir", "version": 1, "text": file.text } }),
            )?;
        }
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

    /// Makes a change and waits for the findings of the file as it then is.
    fn found_after(&mut self, uri: &str, change: &Value) -> Result<Duration> {
        let start = Instant::now();
        self.change(uri, change)?;
        let version = self.version;
        let end = self.wait(|message| {
            message.pointer("/params/uri").and_then(Value::as_str) == Some(uri)
                && message.pointer("/params/version").and_then(Value::as_i64) == Some(version)
        })?;
        Ok(end - start)
    }

    /// One key in the comment.
    fn edit(&mut self, workspace: &Generated) -> Result<()> {
        let at = json!({ "line": workspace.comment, "character": 6 });
        let change = json!({ "range": { "start": at, "end": at }, "text": "x" });
        self.change(&workspace.file.uri, &change)
    }

    fn change(&mut self, uri: &str, change: &Value) -> Result<()> {
        self.version += 1;
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": self.version }, "contentChanges": [change] }),
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
    let document = json!({ "uri": workspace.file.uri });
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
    if let Some(first) = workspace.toggles.first() {
        // It names something unknown, so that there is something to publish.
        server.found_after(&first.file, &first.change(false))?;
        let start = milliseconds(start.elapsed());
        let _ = writeln!(
            report,
            "\n{title}\ncold start to first findings {start:.0} ms"
        );
        server.change(&first.file, &first.change(true))?;
    }
    let _ = writeln!(
        report,
        "{:<40} {:>8} {:>8} {:>8} {:>8}",
        "edit, then", "p50", "p95", "p99", "max"
    );
    for toggle in &workspace.toggles {
        let mut times = Vec::new();
        for round in 0..rounds.next_multiple_of(2) {
            // Time for the pause to be over, as between the keys of someone who writes.
            std::thread::sleep(Duration::from_millis(120));
            times.push(server.found_after(&toggle.file, &toggle.change(round % 2 == 1))?);
        }
        row(toggle.name, times, report);
    }
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
        "{name:<40} {:>8.1} {:>8.1} {:>8.1} {:>8.1}",
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
        json!({ "textDocument": { "uri": workspace.file.uri } }),
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
