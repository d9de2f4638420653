//! Files that follow from tables: the index of codes, the list of words, grammars and settings of the editor extension.

use std::fmt::Write as _;
use std::path::Path;

use weir_syntax::codes::CODES;
use weir_syntax::token::{Class, Unit, WORDS};

use crate::editors;

/// Writes the files, or says which are stale.
pub(crate) fn run(root: &Path, check: bool) -> Result<(), String> {
    let mut stale = Vec::new();
    let pages = [
        ("docs/reference/codes.md", codes()),
        ("docs/reference/words.md", words()),
    ];
    let generated = pages.into_iter().chain(editors::files());
    for (name, text) in generated.chain(editors::settings(root)?) {
        let file = root.join(name);
        let current = std::fs::read_to_string(&file).unwrap_or_default();
        if current == text {
            continue;
        }
        if check {
            stale.push(name);
        } else {
            std::fs::write(&file, text).map_err(|error| format!("{name}: {error}"))?;
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "stale: {}; run `cargo run -p xtask -- codegen`",
            stale.join(", ")
        ))
    }
}

/// The index of codes, with the first sentence of each page in both languages.
fn codes() -> String {
    let mut out = "# Codes\n\nGenerated from the table of codes. `weir explain CODE` shows a page in full.\n\n| code | name | what it means | 含义 |\n| --- | --- | --- | --- |\n".to_owned();
    for info in CODES {
        let english = first_sentence(info.page, "## English", ". ");
        let chinese = first_sentence(info.page, "## 中文", "。");
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            info.code, info.slug, english, chinese
        );
    }
    out
}

/// The first sentence under a heading.
fn first_sentence(page: &str, heading: &str, end: &str) -> String {
    let after = page
        .split_once(heading)
        .map_or("", |(_, after)| after)
        .trim_start();
    let paragraph: Vec<&str> = after
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .collect();
    let joined = if end == "。" {
        paragraph.concat()
    } else {
        paragraph.join(" ")
    };
    let sentence = joined
        .split_once(end)
        .map_or(joined.as_str(), |(first, _)| first);
    sentence.trim_end_matches(['.', '。']).replace('|', "\\|")
}

fn words() -> String {
    let mut out = "# Words and units\n\nGenerated from the table of tokens. A *hard* word is never a name, a *soft* one may be, a *reserved* one is kept for constructs to come.\n\n| word | class | what it is for |\n| --- | --- | --- |\n".to_owned();
    for word in WORDS {
        let class = match word.class {
            Class::Hard => "hard",
            Class::Soft => "soft",
            Class::Reserved => "reserved",
        };
        let _ = writeln!(out, "| `{}` | {class} | {} |", word.spelling, word.doc);
    }
    out.push_str("\n| unit | in Chinese |\n| --- | --- |\n");
    for unit in Unit::ALL {
        let _ = writeln!(out, "| `{}` | {} |", unit.name(), unit.chinese().join(", "));
    }
    out
}
