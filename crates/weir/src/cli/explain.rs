//! `weir explain`: the long explanation of a code.

use weir_syntax::codes::{self, CODES};

use super::Context;
use crate::{Exit, Stop};

pub(super) fn run(context: &mut Context<'_, '_>, code: Option<&str>) -> Result<Exit, Stop> {
    let Some(code) = code else {
        for info in CODES {
            writeln!(context.io.stdout, "{}  {}", info.code, info.slug)?;
        }
        return Ok(Exit::Done);
    };
    match codes::find(code) {
        Some(info) => {
            let page = page_in(info.page, context.language);
            write!(context.io.stdout, "{page}")?;
            Ok(Exit::Done)
        }
        None => {
            let known = CODES
                .iter()
                .flat_map(|info| [info.code.number(), info.slug]);
            let near = weir_core::names::near(code, known).map(|near| {
                context.language.pick(
                    format!("；是否为 {near}？"),
                    format!("; did you mean {near}?"),
                )
            });
            let text = context.language.pick(
                format!("没有代码 `{code}`"),
                format!("there is no code `{code}`"),
            );
            writeln!(
                context.io.stderr,
                "weir: {text}{}",
                near.unwrap_or_default()
            )?;
            Ok(Exit::Usage)
        }
    }
}

/// The page without the section of the other language.
fn page_in(page: &str, language: weir_syntax::diagnostic::Language) -> String {
    let other = language.pick("## English", "## 中文");
    let mut out = String::new();
    let mut skipping = false;
    for line in page.lines() {
        if line.starts_with("## ") {
            skipping = line == other;
        }
        if !skipping {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
