//! What the editor extension has from tables: the TextMate grammars from that of tokens, settings from that of the server.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use weir_lsp::{SETTINGS, Setting, SettingKind};
use weir_syntax::diagnostic::Language;
use weir_syntax::token::{Class, TokenKind, Unit, WORDS, Word};

/// A name of the language, and what may not stand beside a word of it.
const NAME: &str = r"[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*";
const BEFORE: &str = r"(?<![\p{L}\p{N}_.])";
const AFTER: &str = r"(?![\p{L}\p{N}_]|\.[\p{L}\p{N}_])";

/// The generated files with their texts.
pub(crate) fn files() -> [(&'static str, String); 2] {
    [
        (
            "editors/vscode/syntaxes/weir.tmLanguage.json",
            text(&grammar()),
        ),
        (
            "editors/vscode/syntaxes/weir.markdown.tmLanguage.json",
            text(&fences()),
        ),
    ]
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Words with a scope of their own, apart from those that start a declaration or provision.
const SCOPES: [(&str, &[TokenKind]); 5] = {
    use TokenKind::{
        Above, All, And, Any, AtLeast, AtMost, Below, Bool, DateWord, Each, Except, False, Has, If,
        Implies, Is, Ladder, Not, Of, One, Or, Set, Then, True, Unknown, Unless, When,
    };
    [
        ("keyword.control.weir", &[When, Then, If, Unless, Except]),
        (
            "keyword.operator.word.weir",
            &[And, Or, Not, Implies, Is, Has, Any, All, One, Of],
        ),
        (
            "keyword.operator.bound.weir",
            &[AtLeast, AtMost, Below, Above],
        ),
        ("constant.language.weir", &[True, False, Unknown]),
        ("support.type.weir", &[Bool, DateWord, Set, Ladder, Each]),
    ]
};

/// The scope of a word, by what it is for.
fn scope(word: &Word) -> &'static str {
    if word.class == Class::Reserved {
        "invalid.illegal.reserved.weir"
    } else if word.kind.starts_declaration() {
        "storage.type.declaration.weir"
    } else if word.kind.starts_provision() {
        "keyword.other.provision.weir"
    } else {
        SCOPES
            .iter()
            .find(|(_, kinds)| kinds.contains(&word.kind))
            .map_or("keyword.other.weir", |(scope, _)| scope)
    }
}

/// The words with a scope, longest first, as the alternatives of an expression.
fn words(wanted: &str) -> String {
    let mut found: Vec<&str> = WORDS
        .iter()
        .filter(|word| scope(word) == wanted)
        .map(|word| word.spelling)
        .collect();
    found.sort_by_key(|word| std::cmp::Reverse(word.len()));
    found.join("|")
}

fn units() -> String {
    let mut latin: Vec<&str> = Unit::ALL.iter().map(|unit| unit.name()).collect();
    latin.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
    let mut chinese: Vec<&str> = Unit::ALL
        .iter()
        .flat_map(|unit| unit.chinese())
        .copied()
        .collect();
    chinese.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
    format!(r"(?:{}){AFTER}|{}", latin.join("|"), chinese.join("|"))
}

fn grammar() -> Value {
    let declaration = words("storage.type.declaration.weir");
    let bounds = words("keyword.operator.bound.weir");
    let scopes: BTreeSet<&str> = WORDS.iter().map(scope).collect();
    let plain = scopes
        .into_iter()
        .filter(|scope| *scope != "keyword.operator.bound.weir")
        .map(|scope| json!({ "name": scope, "match": format!("{BEFORE}(?:{}){AFTER}", words(scope)) }));
    let mut patterns = vec![
        json!({
            "name": "comment.block.documentation.weir",
            "contentName": "meta.embedded.block.markdown.weir",
            "begin": r"(^|\G)\s*(///)[ \t]?",
            "while": r"(^|\G)\s*(///)[ \t]?",
            "beginCaptures": { "2": { "name": "punctuation.definition.comment.weir" } },
            "whileCaptures": { "2": { "name": "punctuation.definition.comment.weir" } },
            "patterns": [{ "include": "text.html.markdown" }],
        }),
        json!({
            "name": "comment.line.double-slash.weir",
            "match": r"(//).*$",
            "captures": { "1": { "name": "punctuation.definition.comment.weir" } },
        }),
        json!({
            "name": "string.quoted.double.weir",
            "begin": "\"",
            "end": "\"|$",
            "patterns": [
                { "name": "constant.character.escape.weir", "match": r#"\\["\\n]"# },
                { "name": "invalid.illegal.escape.weir", "match": r"\\." },
            ],
        }),
        json!({ "name": "constant.numeric.date.weir", "match": r"(?<![\p{L}\p{N}_./-])\d{4}-\d{2}-\d{2}(?![\p{L}\p{N}_/-])" }),
        json!({ "name": "constant.other.row.weir", "match": r"(?<![\p{L}\p{N}_./-])[\p{L}_][\p{L}\p{N}_]*(?:[-/][\p{L}\p{N}_]+)+" }),
        json!({
            "match": format!(r"(?<![\p{{L}}\p{{N}}_.])({bounds})?\s*([0-9０-９][0-9０-９_.．]*[百千万亿]*)\s*({})?\s*({bounds})?", units()),
            "captures": {
                "1": { "name": "keyword.operator.bound.weir" },
                "2": { "name": "constant.numeric.weir" },
                "3": { "name": "keyword.other.unit.weir" },
                "4": { "name": "keyword.operator.bound.weir" },
            },
        }),
        json!({ "name": "keyword.operator.bound.weir", "match": bounds }),
        json!({
            "match": format!(r"^\s*({declaration}){AFTER}[ \t]+({NAME})"),
            "captures": {
                "1": { "name": "storage.type.declaration.weir" },
                "2": { "name": "entity.name.type.weir" },
            },
        }),
    ];
    patterns.extend(plain);
    patterns.extend([
        json!({ "name": "variable.other.weir", "match": NAME }),
        json!({ "name": "keyword.operator.comparison.weir", "match": "!=|<=|>=|=|<|>" }),
        json!({ "name": "punctuation.separator.weir", "match": r"[,:|]" }),
        json!({ "name": "punctuation.section.weir", "match": r"[{}()]" }),
    ]);
    json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "Weir",
        "scopeName": "source.weir",
        "patterns": patterns,
    })
}

/// Weir between the fences of Markdown.
fn fences() -> Value {
    json!({
        "scopeName": "markdown.weir.codeblock",
        "injectionSelector": "L:text.html.markdown",
        "patterns": [{
            "name": "markup.fenced_code.block.markdown",
            "begin": r"(^|\G)(\s*)(`{3,}|~{3,})\s*(?i:(weir)((\s+|:|,|\{|\?)[^`]*)?$)",
            "end": r"(^|\G)(\2|\s{0,3})(\3)\s*$",
            "beginCaptures": {
                "3": { "name": "punctuation.definition.markdown" },
                "4": { "name": "fenced_code.block.language.markdown" },
            },
            "endCaptures": { "3": { "name": "punctuation.definition.markdown" } },
            "patterns": [{
                "begin": r"(^|\G)(\s*)(.*)",
                "while": r"(^|\G)(?!\s*([`~]{3,})\s*$)",
                "contentName": "meta.embedded.block.weir",
                "patterns": [{ "include": "source.weir" }],
            }],
        }],
    })
}

/// The extension's manifest and its texts in English and Chinese, with the settings of the server as the server declares them.
pub(crate) fn settings(root: &Path) -> Result<[(&'static str, String); 3], String> {
    let read = |name: &str| {
        std::fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"))
    };
    let properties: String = SETTINGS.iter().map(property).collect();
    let [english, chinese] = [Language::En, Language::Zh].map(|language| {
        let lines = SETTINGS.iter().map(|setting| {
            let words = json!(language.pick(setting.zh, setting.en));
            format!("  \"set.{}\": {words},\n", setting.name)
        });
        lines.collect::<String>()
    });
    // They replace what stands between a line that starts so and one that starts in another way.
    let between = |name: &'static str, after: &str, before: &str, new: &str| -> Result<_, String> {
        let text: String = read(name)?;
        let parts = text.split_once(after).and_then(|(head, rest)| {
            let (line, rest) = rest.split_once('\n')?;
            let (_, tail) = rest.split_once(before)?;
            Some(format!("{head}{after}{line}\n{new}{before}{tail}"))
        });
        parts
            .map(|text| (name, text))
            .ok_or_else(|| format!("{name}: no place for the settings"))
    };
    let manifest = "editors/vscode/package.json";
    let start = "\"title\": \"Weir\",\n      \"properties\": {";
    let texts = |name, new: &str| between(name, "  \"cmd.showLog\"", "  \"set.auto\"", new);
    Ok([
        between(
            manifest,
            start,
            "        \"weir.server.path\": {",
            &properties,
        )?,
        texts("editors/vscode/package.nls.json", &english)?,
        texts("editors/vscode/package.nls.zh-cn.json", &chinese)?,
    ])
}

/// A setting as a property of the manifest.
fn property(setting: &Setting) -> String {
    let name = setting.name;
    let (scope, schema) = match setting.kind {
        SettingKind::Language => (
            "window",
            json!({
                "type": "string",
                "enum": ["auto", "zh", "en"],
                "enumDescriptions": ["%set.auto%", "中文", "English"],
                "default": "auto",
            }),
        ),
        SettingKind::Flag => ("resource", json!({ "type": "boolean", "default": true })),
        SettingKind::Milliseconds { usual, most } => (
            "window",
            json!({ "type": "integer", "default": usual, "minimum": 0, "maximum": most }),
        ),
    };
    let Value::Object(mut schema) = schema else {
        return String::new();
    };
    let words = format!("%set.{name}%");
    schema.insert("markdownDescription".to_owned(), words.into());
    schema.insert("scope".to_owned(), scope.into());
    let schema = Value::Object(schema);
    let lines = format!("\"weir.{name}\": {schema:#},\n");
    lines
        .lines()
        .map(|line| format!("        {line}\n"))
        .collect()
}
