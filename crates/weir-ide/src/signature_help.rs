//! The form of the clause that is being written, and which part of it is next.

use weir_core::hir::SourceId;
use weir_syntax::Span;
use weir_syntax::lexer::Token;
use weir_syntax::token::{TokenKind, word};

use crate::snapshot::Snapshot;
use crate::words::word_doc;

/// The form of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The form in one line.
    pub label: String,
    /// What the clause is for.
    pub documentation: String,
    /// Where in the label each part stands, in bytes.
    pub parameters: Vec<Span>,
    /// The part that is being written.
    pub active: Option<usize>,
}

/// A form: the first word of the clause, and its parts in English and Chinese, each with the words that start it.
struct Form {
    first: TokenKind,
    parts: &'static [(&'static str, &'static str, &'static [TokenKind])],
}

use TokenKind as T;

const FORMS: &[Form] = &[
    Form {
        first: T::In,
        parts: &[
            ("in force", "in force", &[T::In]),
            ("from DAY", "from 起始日", &[T::From]),
            ("until FIRST DAY AFTER", "until 期满次日", &[T::Until]),
            ("if CONDITION", "if 条件", &[T::If]),
        ],
    },
    Form {
        first: T::From,
        parts: &[
            ("from DAY", "from 起始日", &[T::From]),
            ("until FIRST DAY AFTER", "until 期满次日", &[T::Until]),
            (": NUMBER UNIT", ": 数量 单位", &[T::Colon]),
            ("cite PROVISION", "cite 条款", &[T::Cite]),
        ],
    },
    Form {
        first: T::Band,
        parts: &[
            ("band NUMBER FACT", "band 数量事实", &[T::Band]),
            (
                "BOUNDS",
                "上下限",
                &[
                    T::Below,
                    T::Above,
                    T::AtLeast,
                    T::AtMost,
                    T::Number,
                    T::Lt,
                    T::Le,
                    T::Gt,
                    T::Ge,
                ],
            ),
            ("then OUTCOME VALUE", "then 结论 取值", &[T::Then]),
        ],
    },
    Form {
        first: T::Trial,
        parts: &[
            ("trial until DAY", "trial until 日期", &[T::Trial, T::Until]),
            ("if CONDITION", "if 条件", &[T::If]),
        ],
    },
    Form {
        first: T::Outside,
        parts: &[
            (
                "outside free | national | undetermined",
                "outside free | national | undetermined",
                &[T::Outside],
            ),
            ("if CONDITION", "if 条件", &[T::If]),
        ],
    },
    Form {
        first: T::Untranscribed,
        parts: &[
            ("untranscribed", "untranscribed", &[T::Untranscribed]),
            (
                "sectors | scenarios | rows",
                "sectors | scenarios | rows",
                &[T::Sectors, T::Scenarios, T::Rows],
            ),
            ("if CONDITION", "if 条件", &[T::If]),
        ],
    },
    Form {
        first: T::Fields,
        parts: &[
            ("fields FIELD, …", "fields 字段, …", &[T::Fields]),
            ("and others", "and others", &[T::And]),
        ],
    },
    Form {
        first: T::Adopts,
        parts: &[
            ("adopts LIST", "adopts 清单", &[T::Adopts]),
            ("edition \"EDITION\"", "edition \"版本\"", &[T::Edition]),
            (
                "sectors | scenarios NAME, …",
                "sectors | scenarios 名称, …",
                &[T::Sectors, T::Scenarios],
            ),
        ],
    },
    Form {
        first: T::Replaces,
        parts: &[
            ("replaces LIST", "replaces 清单", &[T::Replaces]),
            ("edition \"EDITION\"", "edition \"版本\"", &[T::Edition]),
        ],
    },
    Form {
        first: T::With,
        parts: &[
            ("with THEIR NAME", "with 其名称", &[T::With]),
            ("as OUR NAME", "as 本清单的名称", &[T::As]),
        ],
    },
    Form {
        first: T::Source,
        parts: &[
            (
                "source primary | secondary",
                "source primary | secondary",
                &[T::Source],
            ),
            ("\"ADDRESS\"", "\"网址\"", &[T::Str]),
        ],
    },
    Form {
        first: T::Announced,
        parts: &[
            ("announced NUMBER", "announced 数目", &[T::Announced]),
            (
                "sectors | scenarios | rows | fields | items",
                "sectors | scenarios | rows | fields | items",
                &[T::Number],
            ),
        ],
    },
    Form {
        first: T::Then,
        parts: &[
            ("then OUTCOME", "then 结论", &[T::Then]),
            (
                "VALUE, … | untranscribed",
                "取值, … | untranscribed",
                &[T::Name],
            ),
        ],
    },
    Form {
        first: T::Expect,
        parts: &[
            ("expect OUTCOME", "expect 结论", &[T::Expect]),
            (
                "VALUE | undetermined | gap | conflict | impossible",
                "取值 | undetermined | gap | conflict | impossible",
                &[T::Name],
            ),
            ("by PROVISION", "by 条款", &[T::By]),
        ],
    },
    Form {
        first: T::Fact,
        parts: &[
            ("fact NAME", "fact 名称", &[T::Fact]),
            (
                ": bool | date | one of … | set of … | UNIT",
                ": bool | date | one of … | set of … | 单位",
                &[T::Colon],
            ),
        ],
    },
    Form {
        first: T::Measure,
        parts: &[
            ("measure NAME", "measure 名称", &[T::Measure]),
            (": UNIT", ": 单位", &[T::Colon]),
            ("each PERIOD", "each 期间", &[T::Each]),
        ],
    },
    Form {
        first: T::Test,
        parts: &[
            (
                "test \"WHAT IT SHOWS\"",
                "test \"说明\"",
                &[T::Test, T::Table],
            ),
            ("on DAY", "on 日期", &[T::On]),
        ],
    },
];

/// The form of the clause around an offset.
#[must_use]
pub fn signature_help(snapshot: &Snapshot, source: SourceId, offset: u32) -> Option<SignatureHelp> {
    let text = snapshot.text(source);
    let tokens = snapshot.tokens(source);
    let end = tokens.partition_point(|token| token.span.start < offset);
    let line_start = Span::new(0, offset)
        .text(text)
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let line: Vec<Token> = tokens
        .get(..end)?
        .iter()
        .rev()
        .take_while(|token| token.span.start as usize >= line_start)
        .copied()
        .collect();
    // The last word on the line that starts a form; `then` in a band is a part of it.
    let first = |token: &Token| FORMS.iter().find(|form| same(form.first, token.kind));
    let start = line
        .last()
        .and_then(first)
        .map(|form| (form, line.len() - 1));
    let (form, at) = start.or_else(|| {
        let found = line
            .iter()
            .enumerate()
            .find_map(|(at, token)| Some((first(token)?, at)));
        found.filter(|(form, _)| matches!(form.first, T::Then | T::From))
    })?;
    let written: Vec<Token> = line.get(..=at)?.iter().rev().copied().collect();
    Some(shown(snapshot, form, &written))
}

fn same(one: T, other: T) -> bool {
    one == other || (one == T::Untranscribed && other == T::UntranscribedLine)
}

fn shown(snapshot: &Snapshot, form: &Form, written: &[Token]) -> SignatureHelp {
    let mut label = String::new();
    let mut parameters = Vec::new();
    for (en, zh, _) in form.parts {
        if !label.is_empty() {
            label.push(' ');
        }
        let start = u32::try_from(label.len()).unwrap_or(0);
        label.push_str(snapshot.lang.pick(zh, en));
        parameters.push(Span::new(start, u32::try_from(label.len()).unwrap_or(0)));
    }
    let starts = |token: &Token| {
        form.parts
            .iter()
            .rposition(|(_, _, words)| words.iter().any(|word| same(*word, token.kind)))
    };
    let active = written.iter().filter_map(starts).max();
    let known = word(form.first.spelling());
    let documentation = known.map_or("", |known| word_doc(known, snapshot.lang));
    SignatureHelp {
        label,
        documentation: documentation.to_owned(),
        parameters,
        active,
    }
}
