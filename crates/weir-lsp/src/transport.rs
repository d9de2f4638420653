//! The reader in front of the protocol library: takes frames apart, answers bad ones and goes on, and knows when to end.
//!
//! The library itself would end at a bad frame, and would not end at `exit` while its input stays open.

use std::io::{BufRead, Read};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Request, Response};

/// The notification under which a bad frame is handed on to be answered in turn. No client sends it.
pub(crate) const BAD_FRAME: &str = "weir/badFrame";

/// The longest header line.
const LONGEST_HEADER: u64 = 8 << 10;
/// The longest body.
const LONGEST_BODY: u64 = 64 << 20;

/// A piece of the input.
#[derive(Debug, PartialEq)]
enum Frame {
    /// A message as the library reads it.
    Message(Value),
    /// Something else, with the code and words of the answer.
    Bad(i64, String),
    /// There is no more input.
    End,
}

/// Reads messages until the end and hands them on; then says with which code the process is to end.
pub(crate) fn forward(
    mut input: impl BufRead,
    mut output: DuplexStream,
    runtime: &tokio::runtime::Handle,
    ended: oneshot::Sender<u8>,
) {
    let mut shut_down = false;
    loop {
        let message = match frame(&mut input) {
            Frame::End => break,
            Frame::Message(message) => message,
            Frame::Bad(code, message) => json!({
                "jsonrpc": "2.0", "method": BAD_FRAME, "params": { "code": code, "message": message },
            }),
        };
        match message.get("method").and_then(Value::as_str) {
            Some("shutdown") => shut_down = true,
            Some("exit") => break,
            _ => {}
        }
        let body = message.to_string();
        let whole = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        if runtime
            .block_on(output.write_all(whole.as_bytes()))
            .is_err()
        {
            break;
        }
    }
    // There is nobody left to tell if the other side has gone.
    let _ = ended.send(u8::from(!shut_down));
}

/// The next frame. A header that says no length, a body that is no JSON, and JSON that is no message are bad.
fn frame(input: &mut impl BufRead) -> Frame {
    let length = match header(input) {
        Header::End => return Frame::End,
        Header::Length(length) => length,
        Header::Bad(words) => return Frame::Bad(-32700, words.to_owned()),
    };
    if length > LONGEST_BODY {
        return match std::io::copy(&mut input.take(length), &mut std::io::sink()) {
            Ok(read) if read == length => {
                Frame::Bad(-32600, format!("a message of {length} bytes is too long"))
            }
            Ok(_) | Err(_) => Frame::End,
        };
    }
    let mut body = Vec::new();
    match input.take(length).read_to_end(&mut body) {
        Ok(read) if read as u64 == length => {}
        Ok(_) | Err(_) => return Frame::End,
    }
    match serde_json::from_slice::<Value>(&body) {
        Ok(value) => message(value),
        Err(error) => Frame::Bad(-32700, format!("not JSON: {error}")),
    }
}

/// A value, if it is a message that the library reads.
fn message(value: Value) -> Frame {
    let fails = if value.is_array() {
        Some("batches are not part of the protocol".to_owned())
    } else if value.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        Some("not a JSON-RPC 2.0 message".to_owned())
    } else if value.get("method").is_some() {
        Request::deserialize(&value)
            .err()
            .map(|error| error.to_string())
    } else {
        Response::deserialize(&value)
            .err()
            .map(|error| error.to_string())
    };
    match fails {
        Some(words) => Frame::Bad(-32600, words),
        None => Frame::Message(value),
    }
}

enum Header {
    Length(u64),
    Bad(&'static str),
    End,
}

/// Reads up to the empty line. What is left of a body without a length stands before the next header on the same line, so the
/// word is looked for anywhere in it.
fn header(input: &mut impl BufRead) -> Header {
    let mut length = None;
    let mut any = false;
    loop {
        let mut line = Vec::new();
        match input.take(LONGEST_HEADER).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return Header::End,
            Ok(_) => {}
        }
        if !line.ends_with(b"\n") && line.len() as u64 == LONGEST_HEADER {
            continue;
        }
        let line = String::from_utf8_lossy(&line).trim().to_ascii_lowercase();
        if line.is_empty() {
            if any {
                break;
            }
            continue;
        }
        any = true;
        if let Some((_, value)) = line.rsplit_once("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    length.map_or(Header::Bad("a header without a length"), Header::Length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(input: &[u8]) -> Vec<String> {
        let mut input = input;
        std::iter::from_fn(|| match frame(&mut input) {
            Frame::Message(value) => Some(value["method"].to_string()),
            Frame::Bad(code, _) => Some(code.to_string()),
            Frame::End => None,
        })
        .collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","method":"m"}"#;

    #[test]
    fn bad_frames_are_skipped() {
        for (bad, code) in [
            (framed("{"), "-32700"),
            (framed("[]"), "-32600"),
            (framed("7"), "-32600"),
            (framed(r#"{"method":"m"}"#), "-32600"),
            (framed(r#"{"jsonrpc":"2.0"}"#), "-32600"),
            (framed(r#"{"jsonrpc":"2.0","method":5}"#), "-32600"),
            (
                framed(&format!("{}1{}", "[".repeat(5000), "]".repeat(5000))),
                "-32700",
            ),
            (format!("Length: 3\r\n\r\n{GOOD}"), "-32700"),
            ("Content-Length: many\r\n\r\n".to_owned(), "-32700"),
            (
                format!(
                    "Content-Length: {}\r\n\r\n{}",
                    65 << 20,
                    " ".repeat(65 << 20)
                ),
                "-32600",
            ),
        ] {
            let input = format!("{bad}{}", framed(GOOD));
            assert_eq!(
                frames(input.as_bytes()),
                [code, "\"m\""],
                "{}",
                bad.get(..40).unwrap_or(&bad)
            );
        }
    }

    #[test]
    fn input_may_end_anywhere() {
        let whole = framed(GOOD);
        for end in 0..whole.len() {
            assert_eq!(frames(&whole.as_bytes()[..end]), Vec::<String>::new());
        }
        assert_eq!(frames(&vec![b'x'; 100_000]), Vec::<String>::new());
        assert_eq!(frames(b"Content-Length: 3\r\n\r\n\xff\xff\xff"), ["-32700"]);
    }

    #[test]
    fn the_code_tells_whether_it_was_shut_down() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap();
        for (methods, code) in [
            (&["exit"][..], 1),
            (&["shutdown", "exit", "m"], 0),
            (&["shutdown"], 0),
            (&[], 1),
        ] {
            let input: String = methods
                .iter()
                .map(|m| framed(&format!(r#"{{"jsonrpc":"2.0","method":"{m}"}}"#)))
                .collect();
            let (writer, _reader) = tokio::io::duplex(1 << 16);
            let (ended, end) = oneshot::channel();
            forward(input.as_bytes(), writer, runtime.handle(), ended);
            assert_eq!(runtime.block_on(end), Ok(code), "{methods:?}");
        }
    }
}
