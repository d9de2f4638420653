//! The words of findings in English.

use weir_syntax::diagnostic::Words;
use weir_syntax::token::Unit;

use crate::date;
use crate::hir::Lang;
use crate::problems::{NameKind, ProblemKind, TestShape, TypeName};

pub(super) fn words(kind: &ProblemKind) -> Words {
    match kind {
        ProblemKind::Syntax(_) => Words::default(),
        ProblemKind::List(problem) => super::lists_en::words(problem),
        ProblemKind::BadNumber { text } => Words::new(format!("`{text}` is not a whole number, or too large"), "can't be read as a number")
            .help("quantities are whole, such as `100_000`, `10万` or `1.5亿`"),
        ProblemKind::BadDate { text } => bad_date(text),
        ProblemKind::RepeatedClause { what, .. } => Words::new(format!("`{what}` stands here twice"), "said again").help("keep one of the two"),
        ProblemKind::RowLength { expected, found } => {
            Words::new(format!("the row has {}, the heading {expected}", counted(*found, "cell")), format!("ought to have {}", counted(*expected, "cell")))
                .help("give each column a cell; `unknown` leaves a fact or an outcome open")
        }
        ProblemKind::TestShape(shape) => test_shape(*shape),
        ProblemKind::UnknownFile { path } => Words::new(format!("there is no file `{path}`"), "not found")
            .help("the path is relative to the file in which `use` stands"),
        ProblemKind::Duplicate { what, name, .. } => Words::new(format!("the {} `{name}` is declared twice", noun(*what)), "declared again")
            .help("choose another name, or remove one of the two"),
        ProblemKind::Unknown { what, name, near, of, known } => unknown(*what, name, near.as_deref(), of.as_deref(), known),
        ProblemKind::NotInUse { name, file, .. } => Words::new(format!("`{name}` is declared in `{file}`, which this file does not use"), "not known in this file")
            .help(format!("add `use \"{file}\"`"))
            .fix(format!("add `use \"{file}\"`")),
        ProblemKind::WrongTest { name, ty, instead, .. } => wrong_test(name, ty, instead.as_deref()),
        ProblemKind::UnitMismatch { left, right, .. } => {
            Words::new(format!("expected a quantity in `{}`, found one in `{}`", left.name(), right.name()), format!("in `{}`", right.name()))
                .help("quantities of different units are never compared or converted; use the same unit in both places")
        }
        ProblemKind::NoUnit => Words::new("the value of the threshold has no unit", "a number without a unit")
            .help(format!("write a unit after the number, as in `10万 people`; the units are {}", units())),
        ProblemKind::NotACondition { name, what } => not_a_condition(name, *what),
        ProblemKind::WrongValue { name, ty, known } => {
            Words::new(format!("`{name}` is {}, and can't have this value", described(ty)), "not a value of it").help(how_to_write(ty, known))
        }
        ProblemKind::ImpossibleBounds => Words::new("no number meets these bounds", "never holds")
            .help("put the lower bound first: `10万以上不满100万` is `>= 10万 and < 100万`"),
        ProblemKind::NoConclusion => Words::new("the rule concludes nothing", "has no `then`")
            .help("add what follows where the rule applies, such as `then pathway exempt`"),
        ProblemKind::BadConclusion { name } => Words::new(format!("a rule can't conclude this about `{name}`"), "can't be concluded")
            .help("a rule concludes a value of an outcome (`then pathway exempt`), that it is `untranscribed`, or a category of a set fact (`then data has important_data`)"),
        ProblemKind::CircularOutcome { chain } => Words::new(format!("the conclusions depend on each other in a circle: {}", circle(chain)), "closes the circle")
            .help("take the condition on what the circle concludes out of one of its rules"),
        ProblemKind::CircularPrecedence { chain, on } => {
            let when = on.map(|day| format!(" on {day}")).unwrap_or_default();
            Words::new(format!("the rules set each other aside in a circle{when}: {}", circle(chain)), "closes the circle")
                .help("take back one of the statements, or narrow it to the rules that it means")
        }
        ProblemKind::EmptyPrecedence { reference } => {
            Words::new(format!("`{reference}` holds no rule that the statement could affect"), "without effect")
                .help("a rule sets aside only other rules that conclude about the same outcome, and `strictest among` joins only rules that conclude about a ladder")
        }
        ProblemKind::CircularDefinition { chain } => Words::new(format!("the definition means itself: {}", circle(chain)), "part of a circle")
            .help("write one of the conditions out in terms of facts"),
        ProblemKind::UnexplainedHole => Words::new("the untranscribed rule does not say what is missing", "missing what, and where is its text?")
            .help("add both `missing zh \"…\"` and `missing en \"…\"`, so that a determination that gets here can name it"),
        ProblemKind::OutsidePeriod { .. } => Words::new("the period is not within the period of what it stands in", "reaches outside")
            .help("a provision is in force only while what holds it is; correct one of the two periods"),
        ProblemKind::ThresholdGap { from, until } => {
            Words::new(format!("the threshold has no value from {from} until {until}"), "the value before ends earlier")
                .help("let each value begin on the day on which the one before ends; `until` is the first day after the period")
        }
        ProblemKind::ThresholdOverlap { on, .. } => Words::new(format!("the threshold has two values on {on}"), "begins before the other ends")
            .help("end the earlier value with `until` the day on which the later one begins"),
        ProblemKind::EmptyPeriod => Words::new("the period has no day", "ends before it begins")
            .help("`from` is the first day, `until` the first day after the period, and so later than `from`"),
        ProblemKind::ThresholdNotInForce { threshold, on, .. } => threshold_not_in_force(threshold, *on),
        ProblemKind::NoPeriod { instrument } => Words::new(format!("the instrument `{instrument}` does not say since when it is law"), "has no first day")
            .help("add `in force from` with its first day"),
        ProblemKind::DefaultOption { defaults: 0 } => Words::new("the reading has no default option", "none of its options is the default")
            .help("write `default` after the name of the option that holds when nothing is said"),
        ProblemKind::DefaultOption { defaults } => Words::new(format!("the reading has {defaults} default options"), "more than one default")
            .help("leave `default` on one option only"),
        ProblemKind::TooFewOptions => Words::new("the reading has fewer than two options", "leaves nothing open")
            .help("add the other ways to read the question; where there is only one, write it as a rule"),
        ProblemKind::CircularProfile { name } => Words::new(format!("the profile `{name}` builds on itself"), "part of a circle")
            .help("let one of the profiles in the circle stand by itself"),
        ProblemKind::ExpectsNothing => Words::new("the test expects nothing", "can't fail").help("add what is to come out, such as `expect pathway exempt`"),
        ProblemKind::Unused { what, name } => Words::new(format!("the {} `{name}` is never used", noun(*what)), "not used")
            .help("use it in a condition, or remove it; what only tests mention changes no determination"),
        ProblemKind::MissingLabel { what, name, lang, question } => missing_label(*what, name, *lang, *question),
        ProblemKind::UnnamedNumber { text } => Words::new(format!("the number `{text}` in the condition has no name"), "a bare number")
            .help("declare a `threshold` with this value and the provision that sets it, and compare with its name"),
        ProblemKind::Uncited { what } => Words::new(format!("the {} cites no provision", cited_noun(*what)), "rests on nothing")
            .help("add `cite` and the provision on which it rests, as in `cite order16 article 7`"),
        ProblemKind::TooManyWarnings { shown } => Words::new(format!("more than {shown} findings; the other warnings are not shown"), "from here on")
            .help("mend those that are shown and check again"),
        ProblemKind::TooMany { shown } => Words::new(format!("more than {shown} findings; the rest is not shown"), "from here on"),
        ProblemKind::NoReason { name } => Words::new(format!("the reading `{name}` does not say why its default is the default"), "no reason given")
            .help("add `because zh \"…\"` and `because en \"…\"`"),
    }
}

fn bad_date(text: &str) -> Words {
    match date::parse(text) {
        Some(day) => Words::new(
            format!("the date `{text}` is not written in full"),
            "one digit where two belong",
        )
        .help(format!("write `{day}`"))
        .fix(format!("replace by `{day}`")),
        None => Words::new(format!("there is no day `{text}`"), "not in the calendar")
            .help("a date is year, month and day, such as `2024-03-22`"),
    }
}

fn test_shape(shape: TestShape) -> Words {
    match shape {
        TestShape::TableWithoutRows => Words::new(
            "the test table has no cases",
            "no rows below the heading",
        )
        .help("add a row of headings and below it a row for each case, or remove the word `table`"),
        TestShape::RowsWithoutTable => Words::new(
            "the test has rows, but is not a table",
            "not declared as a table",
        )
        .help("write `test table`"),
        TestShape::Heading => Words::new(
            "the heading of a column names nothing that a test has",
            "not a heading",
        )
        .help("a heading is a fact, a measure, an outcome, a reading, `by` or `case`"),
    }
}

fn unknown(
    what: NameKind,
    name: &str,
    near: Option<&str>,
    of: Option<&str>,
    known: &[String],
) -> Words {
    let words = match (of, what) {
        (Some(of), _) => Words::new(
            format!("`{of}` has no {} `{name}`", noun(what)),
            "not known",
        ),
        (None, NameKind::Provision) => {
            return Words::new(
                format!("`{name}` does not say of which instrument"),
                "of which instrument?",
            )
            .help(format!(
                "outside an instrument, write its name first, as in `order16 {name}`"
            ));
        }
        (None, NameKind::Unit) => {
            Words::new(format!("there is no unit or type `{name}`"), "not known")
        }
        (None, _) => Words::new(format!("there is no {} `{name}`", noun(what)), "not known"),
    };
    if let Some(near) = near {
        return words
            .help(format!("did you mean `{near}`?"))
            .fix(format!("replace by `{near}`"));
    }
    match what {
        NameKind::Unit => words.help(format!(
            "a type is `bool`, `date`, `one of …`, `set of …` or a unit; the units are {}",
            units()
        )),
        NameKind::Fact
        | NameKind::Measure
        | NameKind::Outcome
        | NameKind::Value
        | NameKind::Threshold
        | NameKind::Instrument
        | NameKind::Provision
        | NameKind::Rule
        | NameKind::Reading
        | NameKind::Option
        | NameKind::Definition
        | NameKind::Assumption
        | NameKind::Category
        | NameKind::Zone
        | NameKind::Profile
        | NameKind::File
        | NameKind::List
        | NameKind::Counter
        | NameKind::Sector
        | NameKind::Scenario
        | NameKind::Row
        | NameKind::Test => {
            if known.is_empty() {
                words
            } else {
                words.help(format!("known are {}", listed(known)))
            }
        }
    }
}

fn wrong_test(name: &str, ty: &TypeName, instead: Option<&str>) -> Words {
    let words = Words::new(
        format!(
            "`{name}` is {}, and can't be tested this way",
            described(ty)
        ),
        "the wrong test",
    );
    match instead {
        Some(instead) => words
            .help(format!("write `{instead}`"))
            .fix(format!("replace by `{instead}`")),
        None => words.help(match ty {
            TypeName::Bool => format!("write the name alone, `{name}`, or `not {name}`"),
            TypeName::Choice => {
                format!("write `{name} is` and a value, or `{name} is one of` and several")
            }
            TypeName::Set => {
                format!("write `{name} has` and a member, or `{name} has any of` and several")
            }
            TypeName::Quantity(_) => {
                format!("compare it with a number or a threshold, as in `{name} > 0`")
            }
            TypeName::Date => format!("compare it with a day, as in `{name} >= 2024-03-22`"),
            TypeName::Ladder => {
                format!("write `{name} is` and a value, or `{name} >=` and a value")
            }
            TypeName::SetOutcome => format!("write `{name} has` and a value"),
        }),
    }
}

fn not_a_condition(name: &str, what: NameKind) -> Words {
    Words::new(
        format!(
            "`{name}` is {}, which is no condition by itself",
            with_article(what)
        ),
        "not a condition",
    )
    .help(match what {
        NameKind::Outcome => format!("compare the outcome with a value, as in `{name} is …`"),
        NameKind::Counter => format!("compare the counter with a number, as in `{name} 10万以上`"),
        NameKind::Threshold => format!("compare a fact with it, as in `people.general >= {name}`"),
        NameKind::Reading | NameKind::Option => format!("write `reading {name} is` and an option"),
        NameKind::Category | NameKind::Zone | NameKind::Value => {
            "test a fact of this type, as in `data has …` or `data is …`".to_owned()
        }
        NameKind::Assumption => {
            "an assumption always holds; a condition with a name is declared with `define`"
                .to_owned()
        }
        NameKind::Fact
        | NameKind::Measure
        | NameKind::Instrument
        | NameKind::Provision
        | NameKind::Rule
        | NameKind::Definition
        | NameKind::Profile
        | NameKind::Unit
        | NameKind::File
        | NameKind::List
        | NameKind::Sector
        | NameKind::Scenario
        | NameKind::Row
        | NameKind::Test => {
            "a condition tests facts, measures, definitions, outcomes and readings".to_owned()
        }
    })
}

fn how_to_write(ty: &TypeName, known: &[String]) -> String {
    match ty {
        TypeName::Bool => "write `true` or `false`".to_owned(),
        TypeName::Choice | TypeName::Ladder if known.is_empty() => {
            "write one of its values".to_owned()
        }
        TypeName::Choice | TypeName::Ladder => format!("write one of {}", listed(known)),
        TypeName::Set | TypeName::SetOutcome if known.is_empty() => {
            "write its members in braces, such as `{ a, b }`, or `{ }` for none".to_owned()
        }
        TypeName::Set | TypeName::SetOutcome => format!(
            "write its members in braces, or `{{ }}` for none; known are {}",
            listed(known)
        ),
        TypeName::Quantity(unit) => format!(
            "write a number, such as `10 {}`, or compare with a threshold",
            unit.name()
        ),
        TypeName::Date => "write a day, such as `2024-03-22`".to_owned(),
    }
}

fn threshold_not_in_force(threshold: &str, on: Option<date::Date>) -> Words {
    let message = match on {
        Some(day) => {
            format!("the threshold `{threshold}` has no value on {day}, when the rule is in force")
        }
        None => format!(
            "the threshold `{threshold}` has no value at the beginning, when the rule is in force already"
        ),
    };
    Words::new(message, "has no value then").help("give the threshold a value for the whole period of the rule, or limit the rule with `in force`")
}

fn missing_label(what: NameKind, name: &str, lang: Lang, question: bool) -> Words {
    let (language, word) = match lang {
        Lang::Zh => ("Chinese", "zh"),
        Lang::En => ("English", "en"),
    };
    if question {
        Words::new(
            format!("the {} `{name}` has no {language} question", noun(what)),
            "can't be asked for",
        )
        .help(format!(
            "add `ask {word} \"…\"` with the question that asks a person for it"
        ))
    } else {
        Words::new(
            format!("the {} `{name}` has no {language} label", noun(what)),
            "can't be named in every language",
        )
        .help(format!("add `{word} \"…\"`"))
    }
}

/// What a thing of this kind is called.
fn noun(what: NameKind) -> &'static str {
    match what {
        NameKind::Fact => "fact",
        NameKind::Measure => "measure",
        NameKind::Outcome => "outcome",
        NameKind::Value => "value",
        NameKind::Threshold => "threshold",
        NameKind::Instrument => "instrument",
        NameKind::Provision => "provision",
        NameKind::Rule => "rule",
        NameKind::Reading => "reading",
        NameKind::Option => "option",
        NameKind::Definition => "definition",
        NameKind::Assumption => "assumption",
        NameKind::Category => "category",
        NameKind::Zone => "zone",
        NameKind::Profile => "profile",
        NameKind::Unit => "unit",
        NameKind::File => "file",
        NameKind::Test => "test",
        NameKind::List => "list",
        NameKind::Counter => "counter",
        NameKind::Sector => "sector",
        NameKind::Scenario => "scenario",
        NameKind::Row => "row",
    }
}

fn with_article(what: NameKind) -> String {
    let noun = noun(what);
    let article = if noun.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// What cites: of values only those of thresholds do.
fn cited_noun(what: NameKind) -> &'static str {
    if what == NameKind::Value {
        "threshold value"
    } else {
        noun(what)
    }
}

fn described(ty: &TypeName) -> String {
    match ty {
        TypeName::Bool => "a yes-or-no fact".to_owned(),
        TypeName::Choice => "a fact with one of several values".to_owned(),
        TypeName::Set => "a set".to_owned(),
        TypeName::Quantity(unit) => format!("a quantity in `{}`", unit.name()),
        TypeName::Date => "a date".to_owned(),
        TypeName::Ladder => "a ladder".to_owned(),
        TypeName::SetOutcome => "a set outcome".to_owned(),
    }
}

fn units() -> String {
    listed(&Unit::ALL.map(Unit::name))
}

fn listed(names: &[impl AsRef<str>]) -> String {
    names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn circle(chain: &[String]) -> String {
    chain
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(" → ")
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
