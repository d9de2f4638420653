//! The words of syntax errors, in both languages.

use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Edit, Fix, Language, Place, SourceId, Words};
use crate::lexer::LexIssueKind;
use crate::parser::{Expectable, MAX_BYTES, MAX_DEPTH, MAX_ERRORS, SyntaxError, SyntaxErrorKind};
use crate::span::Span;
use crate::token::{Class, TokenKind, WORDS};

impl SyntaxError {
    /// The code of the error.
    #[must_use]
    pub fn code(&self) -> Code {
        match &self.kind {
            SyntaxErrorKind::Lex(issue) => match issue {
                LexIssueKind::FullWidth { .. } => codes::FULL_WIDTH,
                LexIssueKind::LookAlike { .. } => codes::LOOK_ALIKE,
                LexIssueKind::Invisible { .. } => codes::INVISIBLE,
                LexIssueKind::UnterminatedText => codes::UNTERMINATED_TEXT,
                LexIssueKind::Unexpected { .. } => codes::UNEXPECTED_CHARACTER,
            },
            SyntaxErrorKind::Unexpected {
                found_kind: Some(TokenKind::Reserved),
                ..
            } => codes::RESERVED_WORD,
            SyntaxErrorKind::Unexpected { .. } => codes::UNEXPECTED,
            SyntaxErrorKind::MissingBrace { .. } => codes::MISSING_BRACE,
            SyntaxErrorKind::StrayBrace => codes::STRAY_BRACE,
            SyntaxErrorKind::TooDeep => codes::TOO_DEEP,
            SyntaxErrorKind::TooLong => codes::TOO_LONG,
            SyntaxErrorKind::TooMany => codes::TOO_MANY,
        }
    }

    /// The error in words.
    #[must_use]
    pub fn diagnostic(&self, source: SourceId, language: Language) -> Diagnostic {
        let words = match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        };
        let code = self.code();
        let fixes = self.replacement().map(|(span, text)| Fix {
            title: words.fix.clone(),
            edits: vec![Edit {
                place: Place { source, span },
                text,
            }],
        });
        let secondary = match &self.kind {
            SyntaxErrorKind::MissingBrace { opened } => {
                vec![(
                    Place {
                        source,
                        span: *opened,
                    },
                    language
                        .pick("此处开始的块", "the block that starts here")
                        .to_owned(),
                )]
            }
            SyntaxErrorKind::Lex(_)
            | SyntaxErrorKind::Unexpected { .. }
            | SyntaxErrorKind::StrayBrace
            | SyntaxErrorKind::TooDeep
            | SyntaxErrorKind::TooLong
            | SyntaxErrorKind::TooMany => Vec::new(),
        };
        Diagnostic {
            code,
            severity: code.severity(),
            message: words.message,
            primary: (
                Place {
                    source,
                    span: self.span,
                },
                words.label,
            ),
            secondary,
            help: words.help,
            fixes: fixes.into_iter().collect(),
        }
    }

    /// The replacement that mends the error, where one is certain.
    fn replacement(&self) -> Option<(Span, String)> {
        match &self.kind {
            SyntaxErrorKind::Lex(
                LexIssueKind::FullWidth { meant } | LexIssueKind::LookAlike { meant },
            ) => Some((self.span, meant.clone())),
            SyntaxErrorKind::Lex(LexIssueKind::Invisible { .. }) => {
                Some((self.span, String::new()))
            }
            SyntaxErrorKind::Lex(LexIssueKind::UnterminatedText) => {
                Some((self.span.after(), "\"".to_owned()))
            }
            SyntaxErrorKind::MissingBrace { .. } => Some((self.span.after(), "\n}".to_owned())),
            SyntaxErrorKind::StrayBrace => Some((self.span, String::new())),
            SyntaxErrorKind::Lex(LexIssueKind::Unexpected { .. })
            | SyntaxErrorKind::Unexpected { .. }
            | SyntaxErrorKind::TooDeep
            | SyntaxErrorKind::TooLong
            | SyntaxErrorKind::TooMany => None,
        }
    }

    fn english(&self) -> Words {
        match &self.kind {
            SyntaxErrorKind::Lex(issue) => lex_english(issue),
            SyntaxErrorKind::Unexpected {
                found_kind: Some(TokenKind::Reserved),
                found,
                ..
            } => Words::new(
                format!("`{}` is a reserved word", found.as_deref().unwrap_or("")),
                "kept for a construct to come",
            )
            .help(format!(
                "choose another name; reserved words: {}",
                reserved()
            )),
            SyntaxErrorKind::Unexpected {
                found, expected, ..
            } => {
                let found = found
                    .as_ref()
                    .map_or("the end of the declaration".to_owned(), |found| {
                        format!("`{found}`")
                    });
                let words = Words::new(format!("unexpected {found}"), "can't stand here");
                if expected.is_empty() {
                    words
                } else {
                    words.help(format!("expected {}", list(expected, Language::En)))
                }
            }
            SyntaxErrorKind::MissingBrace { .. } => Words::new(
                "missing `}`",
                "the block ought to end here, by its indentation",
            )
            .fix("insert `}`"),
            SyntaxErrorKind::StrayBrace => Words::new(
                "this `}` closes nothing",
                "no open block starts with this indentation",
            )
            .fix("remove `}`"),
            SyntaxErrorKind::TooDeep => {
                Words::new(format!("nested more than {MAX_DEPTH} deep"), "too deep")
                    .help("split the condition with `define`")
            }
            SyntaxErrorKind::TooLong => Words::new(
                format!("the file is longer than {} MiB", MAX_BYTES >> 20),
                "not read",
            )
            .help("split it into several files and join them with `use`"),
            SyntaxErrorKind::TooMany => Words::new(
                format!("more than {MAX_ERRORS} syntax errors; the rest is not shown"),
                "from here on",
            ),
        }
    }

    fn chinese(&self) -> Words {
        match &self.kind {
            SyntaxErrorKind::Lex(issue) => lex_chinese(issue),
            SyntaxErrorKind::Unexpected {
                found_kind: Some(TokenKind::Reserved),
                found,
                ..
            } => Words::new(
                format!("`{}` 是保留字", found.as_deref().unwrap_or("")),
                "留给将来的语法",
            )
            .help(format!("请换一个名称；保留字有：{}", reserved())),
            SyntaxErrorKind::Unexpected {
                found, expected, ..
            } => {
                let found = found.as_ref().map_or("声明在此结束".to_owned(), |found| {
                    format!("`{found}`")
                });
                let words = Words::new(format!("此处不应出现：{found}"), "不能放在这里");
                if expected.is_empty() {
                    words
                } else {
                    words.help(format!("此处应为{}", list(expected, Language::Zh)))
                }
            }
            SyntaxErrorKind::MissingBrace { .. } => {
                Words::new("缺少 `}`", "按缩进，该块应在此处结束").fix("插入 `}`")
            }
            SyntaxErrorKind::StrayBrace => {
                Words::new("多余的 `}`", "没有与此缩进对应的块").fix("删除 `}`")
            }
            SyntaxErrorKind::TooDeep => Words::new(format!("嵌套超过 {MAX_DEPTH} 层"), "嵌套过深")
                .help("请用 `define` 拆分条件"),
            SyntaxErrorKind::TooLong => {
                Words::new(format!("文件超过 {} MiB", MAX_BYTES >> 20), "未读取")
                    .help("请拆成多个文件，用 `use` 引用")
            }
            SyntaxErrorKind::TooMany => Words::new(
                format!("语法错误超过 {MAX_ERRORS} 处，其余未显示"),
                "自此处起",
            ),
        }
    }
}

fn lex_english(issue: &LexIssueKind) -> Words {
    match issue {
        LexIssueKind::FullWidth { meant } => Words::new(format!("full-width character where `{meant}` is meant"), format!("read as `{meant}`"))
            .help("the language's signs and digits are half-width; texts in quotation marks may hold any character")
            .fix(format!("replace by `{meant}`")),
        LexIssueKind::LookAlike { meant } => Words::new(format!("a letter here only looks like one of `{meant}`"), "holds a letter of another script")
            .help("two names that look the same must be the same")
            .fix(format!("replace by `{meant}`")),
        LexIssueKind::Invisible { character } => {
            Words::new(format!("invisible character U+{:04X}", *character as u32), "can't be seen, and may change how the line is shown")
                .help("such characters can make a reviewer see another rule than the one that runs")
                .fix("remove it")
        }
        LexIssueKind::UnterminatedText => Words::new("the text has no closing quotation mark", "starts here, and must end on this line")
            .fix("insert `\"` at the end"),
        LexIssueKind::Unexpected { character } => Words::new(format!("`{character}` means nothing in the language"), "not expected"),
    }
}

fn lex_chinese(issue: &LexIssueKind) -> Words {
    match issue {
        LexIssueKind::FullWidth { meant } => Words::new(
            format!("全角字符，应为半角的 `{meant}`"),
            format!("按 `{meant}` 读取"),
        )
        .help("语言中的符号和数字须用半角；引号内的文字不受限制")
        .fix(format!("替换为 `{meant}`")),
        LexIssueKind::LookAlike { meant } => Words::new(
            format!("此处有字母只是形似 `{meant}`"),
            "含有其他文字的字母",
        )
        .help("看上去相同的名称必须相同")
        .fix(format!("替换为 `{meant}`")),
        LexIssueKind::Invisible { character } => Words::new(
            format!("不可见字符 U+{:04X}", *character as u32),
            "看不见，且可能改变该行的显示顺序",
        )
        .help("这类字符会使审阅者看到的规则与实际运行的规则不同")
        .fix("删除"),
        LexIssueKind::UnterminatedText => {
            Words::new("文字缺少右引号", "自此处开始，须在本行结束").fix("在末尾插入 `\"`")
        }
        LexIssueKind::Unexpected { character } => {
            Words::new(format!("`{character}` 在语言中没有意义"), "不应出现")
        }
    }
}

fn reserved() -> String {
    WORDS
        .iter()
        .filter(|word| word.class == Class::Reserved)
        .map(|word| word.spelling)
        .collect::<Vec<_>>()
        .join(", ")
}

fn list(expected: &[Expectable], language: Language) -> String {
    let parts: Vec<String> = expected.iter().map(|one| said(*one, language)).collect();
    let or = language.pick("或", " or ");
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}{or}{last}", rest.join(language.pick("、", ", "))),
    }
}

fn said(expected: Expectable, language: Language) -> String {
    match expected {
        Expectable::Token(kind) => format!("`{}`", kind.spelling()),
        Expectable::Name => language.pick("名称", "a name").to_owned(),
        Expectable::Number => language.pick("数字", "a number").to_owned(),
        Expectable::Date => language
            .pick("日期（如 2024-03-22）", "a date such as 2024-03-22")
            .to_owned(),
        Expectable::Text => language
            .pick("引号内的文字", "a text in quotation marks")
            .to_owned(),
        Expectable::RowId => language.pick("条目编号", "the id of a row").to_owned(),
        Expectable::Condition => language.pick("条件", "a condition").to_owned(),
        Expectable::Reference => language
            .pick(
                "条款引用（如 order16 article 7）",
                "a reference such as order16 article 7",
            )
            .to_owned(),
        Expectable::Declaration => language.pick("声明", "a declaration").to_owned(),
        Expectable::Clause => language
            .pick("子句（如 when、then）", "a clause such as `when` or `then`")
            .to_owned(),
    }
}
