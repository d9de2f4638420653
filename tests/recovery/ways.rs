//! The ways in which a line is broken.

/// A way to break a line.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    breaks: fn(&str) -> Option<String>,
}

/// Every way.
pub(crate) const WAYS: [Way; 6] = [
    Way {
        name: "delete",
        breaks: |_| Some(String::new()),
    },
    Way {
        name: "replace by signs",
        breaks: |line| Some(format!("{}@ # ￥\n", indent(line))),
    },
    Way {
        name: "cut in half",
        breaks: halved,
    },
    Way {
        name: "append }",
        breaks: |line| Some(format!("{} }}\n", line.trim_end())),
    },
    Way {
        name: "append {",
        breaks: |line| Some(format!("{} {{\n", line.trim_end())),
    },
    Way {
        name: "drop a quotation mark",
        breaks: unquoted,
    },
];

impl Way {
    /// The line as broken, if this way breaks it. Empty lines and comments can't be broken.
    pub(crate) fn broken(&self, line: &str) -> Option<String> {
        let says_nothing = line.trim().is_empty() || line.trim_start().starts_with("//");
        if says_nothing {
            None
        } else {
            (self.breaks)(line).filter(|broken| broken != line)
        }
    }

    /// Whether nothing is left of the line.
    pub(crate) fn deletes(&self) -> bool {
        self.name == "delete"
    }
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn halved(line: &str) -> Option<String> {
    let kept = line.trim_end();
    let half = kept.chars().count() / 2;
    (half > 0).then(|| format!("{}\n", kept.chars().take(half).collect::<String>()))
}

fn unquoted(line: &str) -> Option<String> {
    let at = line.rfind('"')?;
    Some(format!("{}{}", &line[..at], &line[at + 1..]))
}
