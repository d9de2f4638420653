//! The ways in which a line is broken.

/// A way to break a line, with the name that reports show.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    breaks: fn(&str) -> Option<String>,
}

/// Every way. A line that a way leaves as it is is not broken by it.
pub(crate) const WAYS: [Way; 6] = [
    Way { name: "delete", breaks: |_| Some(String::new()) },
    Way { name: "replace", breaks: |line| Some(format!("{}@ # ￥\n", indent(line))) },
    Way { name: "halve", breaks: |line| halved(line) },
    Way { name: "append }", breaks: |line| Some(format!("{} }}\n", line.trim_end())) },
    Way { name: "append {", breaks: |line| Some(format!("{} {{\n", line.trim_end())) },
    Way { name: "unquote", breaks: |line| unquoted(line) },
];

impl Way {
    /// The line as broken, if this way breaks it.
    pub(crate) fn broken(&self, line: &str) -> Option<String> {
        (self.breaks)(line).filter(|broken| broken != line)
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
