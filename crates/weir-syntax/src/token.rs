//! The one table of tokens: what the words and signs of the language are, and what each word is for.
//!
//! Parser, formatter, highlighting and completion all read this table. A *hard* word is reserved everywhere; a *soft*
//! word may also stand as a name; a *reserved* word has no meaning yet and is kept for constructs to come.

/// What a token is. Its text is found through its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each word's meaning stands in the table `WORDS`, each sign's in `spelling`"
)]
pub enum TokenKind {
    // Names and literals.
    Name,
    Number,
    Unit,
    Date,
    Str,
    // A row id such as `BJ-2024/AUTO-ID-1`.
    Code,
    // Signs.
    LBrace,
    RBrace,
    LParen,
    RParen,
    Comma,
    Colon,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Pipe,
    RowStart,
    // Before the word of a provision or rule that starts a line or follows a brace; has no width.
    LineStart,
    // Legal operators, written after or before the number as in official texts.
    AtLeast,
    AtMost,
    Below,
    Above,
    // Declarations.
    Use,
    Outcome,
    Category,
    Fact,
    Measure,
    Threshold,
    Zone,
    Instrument,
    Reading,
    Assume,
    Define,
    Profile,
    Test,
    List,
    GeneralList,
    Counter,
    // Parts of instruments.
    Article,
    Articles,
    Paragraph,
    Paragraphs,
    Item,
    Items,
    Question,
    Questions,
    Section,
    Sections,
    Annex,
    Annexes,
    Rule,
    // Parts of lists.
    Lists,
    Sector,
    Sectors,
    Scenario,
    Scenarios,
    Row,
    Rows,
    Adopts,
    // Clauses of lists.
    Edition,
    Under,
    Dated,
    Approved,
    Filed,
    Triggered,
    Announced,
    Trial,
    Replaces,
    Available,
    Outside,
    Fields,
    Others,
    Band,
    Except,
    Unless,
    If,
    As,
    With,
    // Clauses.
    When,
    Then,
    Zh,
    En,
    Cite,
    Ask,
    Short,
    Issuer,
    NumberWord,
    Note,
    Missing,
    Because,
    Source,
    Url,
    Published,
    Force,
    From,
    Until,
    Untranscribed,
    // The same word at the start of a line: a clause by itself, and not the end of `then …`.
    UntranscribedLine,
    Yields,
    Prevails,
    Disapplies,
    Strictest,
    Among,
    To,
    Over,
    By,
    Option,
    Default,
    Given,
    Expect,
    Needs,
    On,
    Table,
    Means,
    That,
    // Conditions.
    And,
    Or,
    Not,
    Implies,
    Is,
    Has,
    Any,
    All,
    One,
    Of,
    In,
    True,
    False,
    Unknown,
    // Types.
    Bool,
    DateWord,
    Set,
    Ladder,
    Each,
    // Source kinds.
    Primary,
    Secondary,
    // Kept for constructs to come.
    Reserved,
    // A character that belongs to nothing.
    Error,
}

/// Where a word may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Never a name.
    Hard,
    /// A name wherever a name is expected.
    Soft,
    /// Kept for later; never a name.
    Reserved,
}

/// One word of the language.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// How it is written.
    pub spelling: &'static str,
    /// The token it makes.
    pub kind: TokenKind,
    /// Whether it may also be a name.
    pub class: Class,
    /// What it is for, in one line.
    pub doc: &'static str,
}

const fn hard(spelling: &'static str, kind: TokenKind, doc: &'static str) -> Word {
    Word {
        spelling,
        kind,
        class: Class::Hard,
        doc,
    }
}

const fn soft(spelling: &'static str, kind: TokenKind, doc: &'static str) -> Word {
    Word {
        spelling,
        kind,
        class: Class::Soft,
        doc,
    }
}

const fn reserved(spelling: &'static str) -> Word {
    Word {
        spelling,
        kind: TokenKind::Reserved,
        class: Class::Reserved,
        doc: "kept for a construct to come",
    }
}

/// Every word of the language, sorted by spelling.
pub const WORDS: &[Word] = &[
    hard(
        "adopts",
        TokenKind::Adopts,
        "takes parts of another zone's list",
    ),
    hard(
        "all",
        TokenKind::All,
        "`has all of a, b`: every one is present",
    ),
    soft(
        "among",
        TokenKind::Among,
        "`strictest among` provisions: they count as one conclusion, the strictest",
    ),
    hard("and", TokenKind::And, "both conditions hold"),
    hard("annex", TokenKind::Annex, "an annex of an instrument"),
    hard("annexes", TokenKind::Annexes, "annexes, in a reference"),
    hard(
        "announced",
        TokenKind::Announced,
        "how many sectors, scenarios, rows, fields or items a list is said to have",
    ),
    hard(
        "any",
        TokenKind::Any,
        "`has any of a, b`: at least one is present",
    ),
    reserved("applicant"),
    reserved("applies"),
    hard("approved", TokenKind::Approved, "who approved a list"),
    hard("article", TokenKind::Article, "an article of an instrument"),
    hard("articles", TokenKind::Articles, "articles, in a reference"),
    hard(
        "as",
        TokenKind::As,
        "`as of DAY`: as it stood then; `with a as b`: read as",
    ),
    hard(
        "ask",
        TokenKind::Ask,
        "the question that asks a person for the fact",
    ),
    hard(
        "assume",
        TokenKind::Assume,
        "what always holds among facts; no completion breaks it",
    ),
    hard(
        "available",
        TokenKind::Available,
        "`available when`: who may use a list",
    ),
    hard(
        "band",
        TokenKind::Band,
        "a range of numbers in a row, and what it leads to",
    ),
    hard(
        "because",
        TokenKind::Because,
        "why the default option of a reading is the default",
    ),
    soft("bool", TokenKind::Bool, "the type of a yes-or-no fact"),
    soft("by", TokenKind::By, "the provision that says so"),
    reserved("calendar"),
    hard(
        "category",
        TokenKind::Category,
        "a tree of kinds of data, each kind part of the one around it",
    ),
    hard(
        "cite",
        TokenKind::Cite,
        "the provision on which something rests",
    ),
    reserved("columns"),
    hard(
        "counter",
        TokenKind::Counter,
        "a number that depends on how the law is read",
    ),
    soft("date", TokenKind::DateWord, "the type of a calendar day"),
    hard("dated", TokenKind::Dated, "the day written on a list"),
    reserved("deadline"),
    soft(
        "default",
        TokenKind::Default,
        "the option taken when nothing is said",
    ),
    hard("define", TokenKind::Define, "a named condition"),
    hard(
        "disapplies",
        TokenKind::Disapplies,
        "where the subject applies, the others do not apply at all",
    ),
    reserved("due"),
    soft(
        "each",
        TokenKind::Each,
        "the period over which a measure is counted",
    ),
    hard("edition", TokenKind::Edition, "the edition of a list"),
    hard("en", TokenKind::En, "an English text"),
    hard(
        "except",
        TokenKind::Except,
        "other than the data of these rows; without these parts",
    ),
    hard("expect", TokenKind::Expect, "what a test expects"),
    hard(
        "fact",
        TokenKind::Fact,
        "something a scenario says about an export",
    ),
    hard("false", TokenKind::False, "no"),
    reserved("field"),
    hard(
        "fields",
        TokenKind::Fields,
        "the data fields that a row covers",
    ),
    hard("filed", TokenKind::Filed, "with whom a list was filed"),
    soft(
        "force",
        TokenKind::Force,
        "`in force from … until …`: the period in which something is law",
    ),
    hard("from", TokenKind::From, "the first day"),
    hard(
        "general_list",
        TokenKind::GeneralList,
        "a list of data that may go",
    ),
    hard("given", TokenKind::Given, "the facts of a test"),
    hard(
        "has",
        TokenKind::Has,
        "a set holds a member, or one of the kinds under it",
    ),
    reserved("holiday"),
    hard("if", TokenKind::If, "only where this holds"),
    hard(
        "implies",
        TokenKind::Implies,
        "where the first holds, so does the second",
    ),
    hard("in", TokenKind::In, "`in force from …`"),
    hard(
        "instrument",
        TokenKind::Instrument,
        "a law, regulation, order or set of answers",
    ),
    hard("is", TokenKind::Is, "a fact has this value"),
    hard("issuer", TokenKind::Issuer, "who issued an instrument"),
    hard(
        "item",
        TokenKind::Item,
        "an item of an article or paragraph",
    ),
    hard("items", TokenKind::Items, "items, in a reference"),
    soft(
        "ladder",
        TokenKind::Ladder,
        "an outcome with one value, ordered from least to most demanding",
    ),
    hard(
        "list",
        TokenKind::List,
        "a negative list of a free trade zone, in one edition",
    ),
    hard(
        "lists",
        TokenKind::Lists,
        "what all lists made under a provision have in common",
    ),
    hard(
        "means",
        TokenKind::Means,
        "the condition behind a defined name",
    ),
    hard(
        "measure",
        TokenKind::Measure,
        "a number counted over an exporter's flows",
    ),
    hard(
        "missing",
        TokenKind::Missing,
        "what of an untranscribed part is missing, and where its text is",
    ),
    hard(
        "needs",
        TokenKind::Needs,
        "a test expects that this fact would decide",
    ),
    hard("not", TokenKind::Not, "the condition does not hold"),
    hard("note", TokenKind::Note, "a remark shown with the rule"),
    hard(
        "number",
        TokenKind::NumberWord,
        "the official number of an instrument",
    ),
    hard(
        "of",
        TokenKind::Of,
        "`one of`, `set of`, `any of`, `all of`",
    ),
    soft("on", TokenKind::On, "the day as of which a test is run"),
    soft("one", TokenKind::One, "`one of …`"),
    hard(
        "option",
        TokenKind::Option,
        "one way to read an open question of law",
    ),
    hard("or", TokenKind::Or, "at least one of the conditions holds"),
    hard(
        "others",
        TokenKind::Others,
        "`and others`: an enumeration that is open",
    ),
    hard("outcome", TokenKind::Outcome, "what the rules conclude"),
    hard(
        "outside",
        TokenKind::Outside,
        "what holds where no row applies: `free`, `national` or `undetermined`",
    ),
    soft("over", TokenKind::Over, "`prevails over`"),
    hard(
        "paragraph",
        TokenKind::Paragraph,
        "a paragraph of an article",
    ),
    hard(
        "paragraphs",
        TokenKind::Paragraphs,
        "paragraphs, in a reference",
    ),
    reserved("population"),
    reserved("portfolio"),
    hard(
        "prevails",
        TokenKind::Prevails,
        "`prevails over`: the subject sets the others aside",
    ),
    soft(
        "primary",
        TokenKind::Primary,
        "read in the official text or a verbatim copy of it",
    ),
    hard(
        "profile",
        TokenKind::Profile,
        "facts shared by several tests",
    ),
    hard(
        "published",
        TokenKind::Published,
        "the day on which an instrument was published",
    ),
    hard(
        "question",
        TokenKind::Question,
        "a question of an official set of answers",
    ),
    hard(
        "questions",
        TokenKind::Questions,
        "questions, in a reference",
    ),
    hard(
        "reading",
        TokenKind::Reading,
        "an open question of law with its possible answers",
    ),
    hard(
        "replaces",
        TokenKind::Replaces,
        "the edition that a list puts an end to",
    ),
    hard("row", TokenKind::Row, "a row of a list"),
    hard(
        "rows",
        TokenKind::Rows,
        "`untranscribed rows`, `announced 20 rows`",
    ),
    hard(
        "rule",
        TokenKind::Rule,
        "a named rule, where a provision holds several",
    ),
    hard(
        "scenario",
        TokenKind::Scenario,
        "a business scenario of a list",
    ),
    hard(
        "scenarios",
        TokenKind::Scenarios,
        "`untranscribed scenarios`, `adopts … scenarios`, and the fact that tells the scenario",
    ),
    soft(
        "secondary",
        TokenKind::Secondary,
        "read in a commentary, press report or compilation",
    ),
    hard(
        "section",
        TokenKind::Section,
        "a chapter or section of an instrument",
    ),
    hard("sections", TokenKind::Sections, "sections, in a reference"),
    hard("sector", TokenKind::Sector, "a sector of a list"),
    hard(
        "sectors",
        TokenKind::Sectors,
        "`untranscribed sectors`, `adopts … sectors`, and the fact that tells the sector",
    ),
    soft("set", TokenKind::Set, "several values at once"),
    hard(
        "short",
        TokenKind::Short,
        "the short title used in citations",
    ),
    hard("source", TokenKind::Source, "where the text was read"),
    hard(
        "strictest",
        TokenKind::Strictest,
        "`strictest among` provisions: they count as one conclusion, the strictest",
    ),
    soft("table", TokenKind::Table, "a test with one case a row"),
    hard(
        "test",
        TokenKind::Test,
        "a case with its expected determination",
    ),
    hard("that", TokenKind::That, "the condition of an assumption"),
    hard("then", TokenKind::Then, "what a rule concludes"),
    hard(
        "threshold",
        TokenKind::Threshold,
        "a named number with its values over time",
    ),
    soft("to", TokenKind::To, "`yields to`"),
    hard(
        "trial",
        TokenKind::Trial,
        "`trial until`: the end of a trial period",
    ),
    hard(
        "triggered",
        TokenKind::Triggered,
        "on whose decision an adoption rests",
    ),
    hard("true", TokenKind::True, "yes"),
    hard(
        "under",
        TokenKind::Under,
        "the provision under which a list is made",
    ),
    hard("unknown", TokenKind::Unknown, "asked, and not known"),
    hard("unless", TokenKind::Unless, "the exception inside a row"),
    hard(
        "until",
        TokenKind::Until,
        "the first day on which it no longer holds",
    ),
    hard(
        "untranscribed",
        TokenKind::Untranscribed,
        "the law has an answer here that has not been transcribed",
    ),
    hard("url", TokenKind::Url, "the address of the official text"),
    hard("use", TokenKind::Use, "makes another file's names known"),
    hard("when", TokenKind::When, "the condition of a rule"),
    hard(
        "with",
        TokenKind::With,
        "`with a as b`: what the other list calls a is b here",
    ),
    hard(
        "yields",
        TokenKind::Yields,
        "`yields to`: the others set the subject aside",
    ),
    hard("zh", TokenKind::Zh, "a Chinese text"),
    hard("zone", TokenKind::Zone, "a free trade zone"),
    hard("不满", TokenKind::Below, "`不满 n`: less than n"),
    hard("以上", TokenKind::AtLeast, "`n 以上`: n or more"),
    hard("以下", TokenKind::AtMost, "`n 以下`: n or less"),
    hard("超过", TokenKind::Above, "`超过 n`: more than n"),
];

/// The entry of a word, if it is one of the language's.
#[must_use]
pub fn word(spelling: &str) -> Option<&'static Word> {
    WORDS
        .binary_search_by(|word| word.spelling.cmp(spelling))
        .ok()
        .and_then(|at| WORDS.get(at))
}

/// How signs are written, and how tokens that differ from text to text are called.
const SIGNS: &[(TokenKind, &str)] = &[
    (TokenKind::LBrace, "{"),
    (TokenKind::RBrace, "}"),
    (TokenKind::LParen, "("),
    (TokenKind::RParen, ")"),
    (TokenKind::Comma, ","),
    (TokenKind::Colon, ":"),
    (TokenKind::Eq, "="),
    (TokenKind::Ne, "!="),
    (TokenKind::Lt, "<"),
    (TokenKind::Le, "<="),
    (TokenKind::Gt, ">"),
    (TokenKind::Ge, ">="),
    (TokenKind::Pipe, "|"),
    (TokenKind::RowStart, "|"),
    (TokenKind::Name, "name"),
    (TokenKind::Number, "number"),
    (TokenKind::Unit, "unit"),
    (TokenKind::Date, "date"),
    (TokenKind::Str, "text"),
    (TokenKind::Code, "row id"),
    (TokenKind::UntranscribedLine, "untranscribed"),
    (TokenKind::Error, "character"),
    (TokenKind::Reserved, "reserved word"),
];

impl TokenKind {
    /// How a token of this kind is called in a message.
    #[must_use]
    pub fn spelling(self) -> &'static str {
        let sign = SIGNS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map(|(_, spelling)| *spelling);
        sign.or_else(|| {
            WORDS
                .iter()
                .find(|word| word.kind == self)
                .map(|word| word.spelling)
        })
        .unwrap_or("")
    }

    /// Whether a provision or rule can start with this word.
    #[must_use]
    pub fn starts_provision(self) -> bool {
        use TokenKind::{
            Annex, Article, Item, Paragraph, Question, Row, Rule, Scenario, Section, Sector,
        };
        [
            Annex, Article, Item, Paragraph, Question, Row, Rule, Scenario, Section, Sector,
        ]
        .contains(&self)
    }

    /// Whether a step of a reference can start with this word, also where several follow: `article 3`, `items 1, 2`.
    #[must_use]
    pub fn is_step(self) -> bool {
        use TokenKind::{Annexes, Articles, Items, Paragraphs, Questions, Sections};
        self.starts_provision()
            || [Annexes, Articles, Items, Paragraphs, Questions, Sections].contains(&self)
    }

    /// Whether a declaration can start with this word.
    #[must_use]
    pub fn starts_declaration(self) -> bool {
        use TokenKind::{
            Assume, Category, Counter, Define, Fact, GeneralList, Instrument, List, Measure,
            Outcome, Profile, Reading, Test, Threshold, Use, Zone,
        };
        [
            Assume,
            Category,
            Counter,
            Define,
            Fact,
            GeneralList,
            Instrument,
            List,
            Measure,
            Outcome,
            Profile,
            Reading,
            Test,
            Threshold,
            Use,
            Zone,
        ]
        .contains(&self)
    }
}

/// A unit of a quantity. Quantities of different units are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Natural persons, each counted once.
    People,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Months.
    Months,
    /// Years, also of age.
    Years,
    /// Hours.
    Hours,
    /// Bytes.
    Bytes,
    /// Records, which are not people.
    Records,
    /// Hundredths.
    Percent,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 9] = [
        Self::People,
        Self::Days,
        Self::WorkingDays,
        Self::Months,
        Self::Years,
        Self::Hours,
        Self::Bytes,
        Self::Records,
        Self::Percent,
    ];

    /// The name of the unit in a policy.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Days => "days",
            Self::WorkingDays => "working_days",
            Self::Months => "months",
            Self::Years => "years",
            Self::Hours => "hours",
            Self::Bytes => "bytes",
            Self::Records => "records",
            Self::Percent => "percent",
        }
    }

    /// The ways in which the unit is written after a number in Chinese, the usual one first.
    #[must_use]
    pub fn chinese(self) -> &'static [&'static str] {
        match self {
            Self::People => &["人"],
            Self::Days => &["日", "天"],
            Self::WorkingDays => &["个工作日", "工作日"],
            Self::Months => &["个月"],
            Self::Years => &["年", "岁", "周岁"],
            Self::Hours => &["小时"],
            Self::Bytes => &["字节"],
            Self::Records => &["条"],
            Self::Percent => &["%", "％"],
        }
    }

    /// The unit with this name, in either language.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|unit| unit.name() == text || unit.chinese().contains(&text))
    }
}

/// The value of a number as written: digits with `_` between them, a decimal part, and the magnitudes `百 千 万 亿`.
/// `None` if it is not whole or too large.
#[must_use]
pub fn number_value(text: &str) -> Option<i64> {
    let plain: String = text
        .chars()
        .filter(|c| *c != '_')
        .map(ascii_digit)
        .collect();
    let digits_end = plain
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(plain.len());
    let (digits, magnitudes) = plain.split_at(digits_end);
    let scale = magnitudes
        .chars()
        .try_fold(1i64, |acc, c| acc.checked_mul(magnitude(c)?))?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let unit = 10i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let numerator =
        whole
            .parse::<i64>()
            .ok()?
            .checked_mul(unit)?
            .checked_add(if fraction.is_empty() {
                0
            } else {
                fraction.parse().ok()?
            })?;
    let scaled = numerator.checked_mul(scale)?;
    (scaled % unit == 0).then_some(scaled / unit)
}

fn magnitude(c: char) -> Option<i64> {
    match c {
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// The ASCII digit or point that a full-width one stands for; any other character unchanged.
fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '．' => '.',
        other => other,
    }
}
